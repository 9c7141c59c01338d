//! The specification of the language as a table: one row an input, grouped by the vector it belongs to.
//!
//! Rows named `T…` are vectors of the YAML specification and `V…` of the classic one; rows named `2.…` are single
//! rules of the section of that number. The surroundings are those of [`world`].

mod world;

use Expected::{Fails, Is, Refused};
use Slot::{
    AgentCondition, ClassicCondition, NodeCondition, NodeVariable, RootVariable, StepCondition, SuccessCriteria,
    Template,
};
use rehearsal_expression::{Array, Expr, Fault, Scope, Slot, Value, Vocabulary, evaluate};
use world::World;

/// What an input comes to.
#[derive(Debug, Clone, Copy)]
enum Expected {
    /// This value, written as a trace writes it: strings in quotes.
    Is(&'static str),
    /// The product's words of a failed evaluation.
    Fails(&'static str),
    /// The product's words of a refused text, up to where it names the expression.
    Refused(&'static str),
}

/// Vector or rule, where the expression stands, the expression, what it comes to.
type Row = (&'static str, Slot, &'static str, Expected);

const SYNTAX: &[Row] = &[
    ("T031", Template, "True", Is("True")),
    ("T031", Template, "TRUE", Is("True")),
    ("T032", Template, "null", Refused("Unrecognized value: 'null'. Located at position 1")),
    ("T033", Template, ".5", Is("0.5")),
    ("T033", Template, "1.", Is("1")),
    ("T033", Template, "-1.2", Is("-1.2")),
    ("T034", Template, "1e3", Refused("Unrecognized value: '1e3'. Located at position 1")),
    ("T034", Template, "0x1F", Refused("Unrecognized value: '0x1F'. Located at position 1")),
    ("T034", Template, "+1", Refused("Unrecognized value: '+1'. Located at position 1")),
    ("T034", Template, "1..2", Refused("Unrecognized value: '1..2'. Located at position 1")),
    ("T035", Template, "1.2.3.4", Is("1.2.3.4")),
    ("T035", Template, "1.2.3.4.5", Refused("Unrecognized value: '1.2.3.4.5'. Located at position 1")),
    ("T036", Template, "'It''s'", Is("'It''s'")),
    ("T037", Template, "\"x\"", Refused("Unrecognized value: '\"x\"'. Located at position 1")),
    ("T038", Template, "1 == 1", Refused("Unexpected symbol: '=='. Located at position 3")),
    ("T039", Template, "(true)", Refused("Unexpected symbol: '('. Located at position 1")),
    ("T040", Template, "eq(1)", Refused("Unexpected symbol: ')'. Located at position 5")),
    ("T041", Template, "eq(1, 2, 3)", Refused("Unexpected symbol: ','. Located at position 8")),
    ("T042", Template, "nosuch(1) 2", Refused("Unexpected symbol: '2'. Located at position 11")),
    ("T043", Template, "1e3 2", Refused("Unrecognized value: '1e3'. Located at position 1")),
    ("T044", Template, "eq", Refused("Expected '(' to follow a function: 'eq'. Located at position 1")),
    (
        "T045",
        Template,
        "variables.",
        Refused(
            "Expected a property name to follow the dereference operator '.': '.'. Located at position 10 within \
             expression: 'variables.'. For more help, refer to https://go.microsoft.com/fwlink/?linkid=842996",
        ),
    ),
    ("T046", Template, "eq(1,", Refused("Unclosed function: 'eq'. Located at position 1")),
    ("T047", Template, "EQ (1, 1)", Is("True")),
    ("T049", Template, "parameters.a-b", Refused("Unrecognized value: 'a-b'. Located at position 12")),
    ("T049", Template, "parameters['a-b']", Is("'hyphen'")),
    ("T050", Template, "dependencies.A.result", Refused("Unrecognized value: 'dependencies'. Located at position 1")),
    ("T051", Template, "counter('p', 1)", Refused("Unrecognized value: 'counter'. Located at position 1")),
    ("T051", NodeCondition, "counter('p', 1)", Refused("Unrecognized value: 'counter'. Located at position 1")),
    ("T052", RootVariable, "always()", Refused("Unrecognized value: 'always'. Located at position 1")),
    ("T053", NodeCondition, "always('A')", Refused("Unexpected symbol: ')'. Located at position 11")),
    ("T054", StepCondition, "nosuch()", Fails("Unrecognized value: 'nosuch'")),
    ("T054", AgentCondition, "nosuch()", Refused("Unrecognized value: 'nosuch'. Located at position 1")),
    (
        "T056",
        Template,
        "format('prefix {0} suffix', null)",
        Refused("Unrecognized value: 'null'. Located at position 29"),
    ),
    ("T057", Template, "'abc'[0]", Refused("Unexpected symbol: '['. Located at position 6")),
    ("T122", Template, "3 + 4", Refused("Unexpected symbol: '+'. Located at position 3")),
    ("2.2", Template, "  true\n", Is("True")),
    ("2.2", Template, "'open", Refused("Unrecognized value: ''open'. Located at position 1")),
    ("2.2", Template, "-.5", Is("-0.5")),
    ("2.2", Template, "eq(.5,.5)", Is("True")),
    ("2.2", Template, "-1.2.3", Refused("Unrecognized value: '-1.2.3'. Located at position 1")),
    ("2.2", Template, "99999999999999999999999999999", Refused("Unrecognized value: '99999999999999999999999999999'")),
    ("2.2", Template, "1.2.3", Is("1.2.3")),
    ("2.2", Template, "'a'.b", Refused("Unexpected symbol: '.'. Located at position 4")),
    ("2.2", Template, "parameters .o . true", Is("Null")),
    ("2.2", Template, "NaN", Refused("Unrecognized value: 'NaN'. Located at position 1")),
    ("2.2", Template, "*", Refused("Unexpected symbol: '*'. Located at position 1")),
    ("2.2", Template, "not('😀')x", Refused("Unexpected symbol: 'x'. Located at position 10")),
    ("2.3", Template, "", Refused("An expression was expected")),
    ("2.3", Template, "eq(,1)", Refused("Unexpected symbol: ','. Located at position 4")),
    ("2.3", Template, "eq(1,)", Refused("Unexpected symbol: ')'. Located at position 6")),
    ("2.3", Template, "eq()", Refused("Unexpected symbol: ')'. Located at position 4")),
    ("2.3", Template, "variables(1)", Refused("Unexpected symbol: '('. Located at position 10")),
    ("2.3", Template, "variables[", Refused("Unclosed indexer: '['. Located at position 10")),
    ("2.3", Template, "eq(variables['x'", Refused("Unclosed indexer: '['. Located at position 13")),
    ("2.3", Template, "not(not(true)", Refused("Unclosed function: 'not'. Located at position 1")),
    ("2.3", Template, "variables.1", Refused("Unexpected symbol: '1'. Located at position 11")),
    ("2.3", NodeCondition, "1 == 1", Refused("Unrecognized value: '=='. Located at position 3")),
    ("2.3", Template, "and(nosuch, other(1))", Refused("Unrecognized value: 'nosuch'. Located at position 5")),
];

const CONVERSION_AND_COMPARISON: &[Row] = &[
    ("T058", Template, "eq('A', 'a')", Is("True")),
    ("T059", Template, "eq(1, '1')", Is("True")),
    ("T059", Template, "eq('1', 1)", Is("True")),
    ("T059", Template, "eq(1, 'x')", Is("False")),
    ("T060", Template, "ne(1, 'x')", Is("True")),
    ("T060", Template, "lt(1, 'x')", Fails("Unable to convert from String to Number. Value: 'x'")),
    ("T061", Template, "eq(.5, '0.5')", Is("True")),
    ("T061", Template, "eq(1000, '1,000')", Is("True")),
    ("T062", Template, "eq(true, 'False')", Is("True")),
    ("T063", Template, "eq('true', true)", Is("True")),
    ("T064", Template, "eq(variables.none, '')", Is("True")),
    ("T064", Template, "eq('', variables.none)", Is("True")),
    ("T064", Template, "eq(variables.none, 0)", Is("False")),
    ("T065", Template, "eq(0, variables.none)", Is("True")),
    ("T066", Template, "gt(1.10, 1.9)", Is("False")),
    ("T066", Template, "gt(1.10.0, 1.9.0)", Is("True")),
    ("T067", Template, "eq(1.2.0, '1.2')", Is("False")),
    ("T067", Template, "lt(1.2.0, '1.3')", Is("True")),
    ("T068", Template, "lt(1.2.0, 2)", Fails("Unable to convert from Number to Version. Value: 2")),
    ("T070", Template, "lt('alpha', 'BETA')", Is("True")),
    ("2.4", Template, "gt(1.2.0, 1.1)", Is("True")),
    ("2.4", Template, "lt(1.2.3, '1.2.3.0')", Is("True")),
    ("2.4", Template, "lt(false, true)", Is("True")),
    ("2.4", Template, "le(variables.none, 0)", Is("True")),
    ("2.4", Template, "lt(parameters.list, 1)", Fails("Unable to convert from Array to Number. Value: Array")),
    ("2.4", Template, "lt(1, parameters.o)", Fails("Unable to convert from Object to Number. Value: Object")),
    ("2.4", Template, "gt(1.2.3, variables.none)", Fails("Unable to convert from Null to Version. Value: Null")),
    ("2.4", Template, "eq('x', parameters.list)", Is("False")),
    ("2.4", Template, "eq(parameters.list, '')", Is("False")),
    ("2.4", Template, "not('')", Is("True")),
    ("2.4", Template, "not(0)", Is("True")),
    ("2.4", Template, "not(0.0.0.0)", Is("False")),
    ("2.4", Template, "and(parameters.list, parameters.o)", Is("True")),
    ("2.4", Template, "format('{0} {1}', 01.02.3, 1.0)", Is("'1.2.3 1'")),
    ("2.4", NodeVariable, "format('{0}', pipeline.startTime)", Is("'2009-08-05 21:07:03+00:00'")),
    ("4.3", NodeCondition, "eq(variables.flag, true)", Is("True")),
];

const FUNCTIONS: &[Row] = &[
    ("T071", Template, "format('{0}', 0.123456789)", Is("'0.1234568'")),
    ("T072", Template, "format('{0}', 45700000000000000000000000000)", Is("'45700000000000000000000000000'")),
    ("T073", Template, "format('{1}-{0}-{1}', 'A', 'B')", Is("'B-A-B'")),
    ("T074", Template, "format('{{{0}}}', 'x')", Is("'{x}'")),
    (
        "T075",
        Template,
        "format('{1}', 'a')",
        Fails("The following format string references more arguments than were supplied: {1}"),
    ),
    ("T076", Template, "and(false, lt(1,'x'))", Is("False")),
    ("T076", Template, "or(true, lt(1,'x'))", Is("True")),
    ("T077", Template, "iif(true, 'y', lt(1,'x'))", Fails("Unable to convert from String to Number. Value: 'x'")),
    ("T078", Template, "iif(true, 'y')", Refused("Unexpected symbol: ')'. Located at position 14")),
    ("T079", Template, "in('a', 'A', lt(1,'x'))", Is("True")),
    ("T080", Template, "in('a')", Refused("Unexpected symbol: ')'. Located at position 7")),
    ("T081", Template, "contains('ABCDE', 'bcd')", Is("True")),
    ("T082", Template, "contains(parameters.list, 'a')", Fails("Unable to convert from Array to String. Value: Array")),
    ("T083", Template, "containsValue(parameters.o, 'BETA')", Is("True")),
    ("T084", Template, "containsValue('beta', 'beta')", Is("False")),
    ("T085", Template, "coalesce('', variables.none, false, 'x')", Is("False")),
    ("T086", Template, "join(';', parameters.mixedList)", Is("'Alpha;;2'")),
    ("T087", Template, "join(',', parameters.nestedList)", Is("'a,'")),
    ("T088", Template, "join('|', split('a,b;c,,', ',;'))", Is("'a,b;c,,'")),
    ("T088", Template, "length(split('a,b;c,,', ',;'))", Is("1")),
    ("T089", Template, "length(split('a,,b', ','))", Is("3")),
    ("T090", Template, "replace('AaA', 'a', 'x')", Is("'AxA'")),
    ("T090", Template, "replace('abc', '', 'x')", Is("'abc'")),
    ("T091", Template, "trim('  a ')", Is("'a'")),
    ("T091", Template, "upper('ä')", Is("'Ä'")),
    ("T092", Template, "length(parameters.o)", Is("2")),
    ("T093", Template, "xor(true, false)", Is("True")),
    ("T093", Template, "xor(true, true)", Is("False")),
    ("T094", Template, "substring('Hello small World', 6, 5)", Is("'small'")),
    ("T095", Template, "convertToJson('t')", Is("'\"t\"'")),
    ("T103", RootVariable, "counter('v', 100)", Is("102")),
    ("T103", RootVariable, "counter()", Is("102")),
    ("2.6", RootVariable, "counter('v', 100, 1)", Refused("Unexpected symbol: ','. Located at position 17")),
    ("2.6", Template, "containsValue('x', lt(1, 'x'))", Is("False")),
    ("2.6", Template, "containsValue(parameters.mixedList, '2')", Is("True")),
    ("2.6", Template, "notIn('a', 'b', 'c')", Is("True")),
    ("2.6", Template, "startsWith('Release/1', 'release/')", Is("True")),
    ("2.6", Template, "endsWith('Release/1', 'E/1')", Is("True")),
    ("2.6", Template, "coalesce('', variables.none)", Is("Null")),
    ("2.6", Template, "coalesce('a', lt(1, 'x'))", Is("'a'")),
    ("2.6", Template, "format('no {{0}}')", Is("'no {0}'")),
    ("2.6", Template, "format('{0}', 1, lt(1, 'x'))", Is("'1'")),
    ("2.6", Template, "format('{', 1)", Fails("The following format string is invalid: {")),
    (
        "2.6",
        Template,
        "format('{0:yyyy}', 'x')",
        Fails("The format specifiers 'yyyy' are not valid for objects of type 'String'"),
    ),
    ("2.6", NodeVariable, "format('{0:yyyyMMdd}', pipeline.startTime)", Is("'20090805'")),
    ("2.6", Template, "join(lt(1, 'x'), split('one', ','))", Is("'one'")),
    ("2.6", Template, "join(',', 'one')", Is("'one'")),
    ("2.6", Template, "length(split('a', ''))", Is("1")),
    ("2.6", Template, "lower('ÄB')", Is("'äb'")),
    ("2.6", Template, "substring('Hello', 3, 9)", Is("'lo'")),
    ("2.6", Template, "length('a😀')", Is("3")),
    ("2.6", Template, "length(12.50)", Is("4")),
    (
        "T141",
        Template,
        "convertToJson(parameters.deep)",
        Is("'{\n  \"n\": 3,\n  \"b\": true,\n  \"nil\": \"\",\n  \"l\": []\n}'"),
    ),
    ("2.6", Template, "convertToJson(parameters.records.*.id)", Is("'[\n  7,\n  \"\"\n]'")),
    ("2.6", NodeCondition, "split('a', ',')", Refused("Unrecognized value: 'split'. Located at position 1")),
    ("2.6", NodeCondition, "iif(true, lower('A'), 'b')", Is("'a'")),
    ("2.6", StepCondition, "eq(lower('A'), 'a')", Is("True")),
    ("2.6", AgentCondition, "eq(lower('A'), 'a')", Refused("Unrecognized value: 'lower'. Located at position 4")),
    ("2.6", StepCondition, "succeeded('A')", Refused("Unexpected symbol: ')'. Located at position 14")),
    ("2.6", NodeCondition, "succeeded('build', 'BUILD')", Is("True")),
];

const INDEXING: &[Row] = &[
    ("T069", Template, "eq(parameters.o, PARAMETERS.o)", Is("True")),
    ("T069", Template, "eq(parameters.o, parameters.p)", Is("False")),
    ("T096", Template, "parameters.list['1']", Is("'b'")),
    ("T096", Template, "parameters.list[1.9]", Is("'b'")),
    ("T096", Template, "parameters.list[-1]", Is("Null")),
    ("T096", Template, "parameters.list['x']", Is("Null")),
    ("T097", Template, "parameters.o.camelkey", Is("Null")),
    ("T098", Template, "parameters.MYPARAM", Is("'its value'")),
    ("T099", Template, "parameters.nope", Fails("Key not found 'nope'")),
    ("T100", Template, "variables['My.Var']", Is("'dotted'")),
    ("T100", Template, "variables.My.Var", Is("Null")),
    ("T101", Template, "join(',', parameters.records.*.id)", Is("'7,'")),
    ("T101", Template, "length(parameters.records.*.id)", Is("2")),
    ("T102", Template, "length(parameters.o.none.*)", Is("0")),
    ("2.5", Template, "parameters.list[variables.none]", Is("'a'")),
    ("2.5", Template, "parameters.list[2]", Is("Null")),
    ("2.5", Template, "variables.x.y.z[0]['q']", Is("Null")),
    ("2.5", Template, "VARIABLES['MY.VAR']", Is("'dotted'")),
    ("2.5", Template, "join(',', parameters.o.*)", Is("'beta,v'")),
    ("2.5", Template, "join(',', parameters.o[*])", Is("'beta,v'")),
    ("2.5", Template, "join(',', parameters.matrix.*[1])", Is("'2,5'")),
    ("2.5", Template, "join(',', parameters.matrix.*.*)", Is("'1,2,3,4,5'")),
    ("2.5", Template, "containsValue(parameters.records.*.id, 7)", Is("True")),
    ("2.5", Template, "parameters.records.*", Is("Array")),
    ("2.8", NodeCondition, "eq(dependencies.build.RESULT, 'succeeded')", Is("True")),
    ("2.8", NodeVariable, "dependencies.Build.outputs['setup.Color']", Is("'green'")),
    ("2.8", NodeCondition, "dependencies.Other.outputs['setup.Color']", Is("Null")),
];

const SLOTS: &[Row] = &[
    ("2.7", RootVariable, "variables.x", Is("'1'")),
    ("2.7", NodeVariable, "parameters.o", Refused("Unrecognized value: 'parameters'. Located at position 1")),
    ("2.7", NodeCondition, "parameters.o", Refused("Unrecognized value: 'parameters'. Located at position 1")),
    ("2.7", Template, "pipeline.startTime", Refused("Unrecognized value: 'pipeline'. Located at position 1")),
    ("2.7", RootVariable, "dependencies.A", Refused("Unrecognized value: 'dependencies'. Located at position 1")),
    ("2.7", AgentCondition, "dependencies.A", Refused("Unrecognized value: 'dependencies'. Located at position 1")),
    ("2.7", NodeCondition, "environment.name", Refused("Unrecognized value: 'environment'. Located at position 1")),
    ("T216", NodeVariable, "variables.missing", Is("Null")),
    ("V200", ClassicCondition, "eq(variables['x'],'1')", Is("True")),
    ("V201", ClassicCondition, "and(succeeded(), eq(variables['x'],'1'))", Is("True")),
    ("11", ClassicCondition, "startsWith(variables['Build.SourceBranch'], 'refs/heads/')", Is("True")),
    ("11", ClassicCondition, "succeeded('Job 1')", Refused("Unexpected symbol: ')'. Located at position 18")),
];

/// Success criteria of gates and checks. Source of the first three rows: microsoft/azure-pipelines-tasks,
/// docs/authoring/servertaskauthoring.md, "Expression".
const ANSWERS: &[Row] = &[
    ("7.1", SuccessCriteria, "eq(root['status'], 'successful')", Is("True")),
    ("7.1", SuccessCriteria, "ge(count(root['ActiveReleaseNames']), 3)", Is("True")),
    (
        "7.1",
        SuccessCriteria,
        "and(eq(count(jsonpath('Items[?(@.price<50)]')), 1), eq(count(jsonpath('Items[?(@.price>60)]')), 2))",
        Is("True"),
    ),
    ("7.1", SuccessCriteria, "count(root)", Is("5")),
    ("7.1", SuccessCriteria, "count(root.nothing)", Is("0")),
    ("7.1", SuccessCriteria, "count(root.status)", Fails("count needs a list or an object, not ''successful''")),
    ("7.1", SuccessCriteria, "count(jsonpath('$.Items[*]'))", Is("3")),
    ("7.1", SuccessCriteria, "jsonpath('$.status')[0]", Is("'successful'")),
    ("7.1", SuccessCriteria, "join(',', jsonpath('$.Items[0,2].name'))", Is("'item1,item3'")),
    ("7.1", SuccessCriteria, "join(',', jsonpath('$.Items[-2:].name'))", Is("'item2,item3'")),
    ("7.1", SuccessCriteria, "join(',', jsonpath('$.Items[::-1].name'))", Is("'item3,item2,item1'")),
    ("7.1", SuccessCriteria, "join(',', jsonpath('$..name'))", Is("'item1,item2,item3,N,S'")),
    ("7.1", SuccessCriteria, "join(',', jsonpath('$.sites[?(@.up)].name'))", Is("'N,S'")),
    ("7.1", SuccessCriteria, "join(',', jsonpath('$.sites[?(@.up == true)][''name'']'))", Is("'N'")),
    (
        "7.1",
        SuccessCriteria,
        "join(',', jsonpath('Items[?((@.price >= 70 || @.name == \"item2\") && @.name != ''item1'')].name'))",
        Is("'item2,item3'"),
    ),
    ("7.1", SuccessCriteria, "count(jsonpath('$.Items[?(@.price < ''50'')]'))", Is("0")),
    ("7.1", SuccessCriteria, "count(jsonpath('$.items'))", Is("0")),
    ("7.1", SuccessCriteria, "count(jsonpath('$.Items[9]'))", Is("0")),
    (
        "7.1",
        SuccessCriteria,
        "jsonpath('$.Items[?(@.name =~ /x/)]')",
        Fails("regular expressions are not supported in the JSON path '$.Items[?(@.name =~ /x/)]'"),
    ),
    ("7.1", SuccessCriteria, "jsonpath('$.Items[')", Fails("the JSON path '$.Items[' ends too early")),
    ("7.1", SuccessCriteria, "jsonpath('$.Items[a]')", Fails("the JSON path '$.Items[a]' cannot be read from 'a]' on")),
    ("7.1", SuccessCriteria, "jsonpath('')", Fails("the JSON path '' ends too early")),
    ("7.1", ClassicCondition, "count(variables)", Refused("Unrecognized value: 'count'. Located at position 1")),
    ("7.1", Template, "jsonpath('$')", Refused("Unrecognized value: 'jsonpath'. Located at position 1")),
];

/// An answer of so many ones.
struct Ones(usize);

impl Scope for Ones {
    fn named(&self, _name: &str) -> Option<Value> {
        Some(std::iter::repeat_n(1_i64, self.0).collect::<Array>().into())
    }
}

#[test]
fn json_paths_are_bounded() {
    let deep = format!("count(jsonpath('$[?({}@.a{})]'))", "(".repeat(40), ")".repeat(40));
    assert_eq!(outcome(SuccessCriteria, &deep), Err("fails: Maximum object depth exceeded".to_owned()));
    let expr =
        Expr::parse("count(jsonpath('$[?($[?(@ == 1)])]'))", 0, &Vocabulary::of(SuccessCriteria)).expect("reads");
    assert_eq!(evaluate(&expr, &Ones(1_000)).map_err(|error| error.fault), Err(Fault::MemoryExceeded));
    assert_eq!(evaluate(&expr, &Ones(100)).map_err(|error| error.fault), Ok(100_u64.into()));
}

fn outcome(slot: Slot, text: &str) -> Result<String, String> {
    let expr = Expr::parse(text, 0, &Vocabulary::of(slot)).map_err(|mistakes| format!("refused: {mistakes}"))?;
    let value = evaluate(&expr, &World::default()).map_err(|error| format!("fails: {error}"))?;
    Ok(value.to_string())
}

fn disagreement(&(id, slot, text, expected): &Row) -> Option<String> {
    let actual = outcome(slot, text);
    let agrees = match (expected, &actual) {
        (Is(value), Ok(actual)) => value == actual,
        (Fails(words), Err(actual)) => actual.strip_prefix("fails: ") == Some(words),
        (Refused(words), Err(actual)) => actual.strip_prefix("refused: ").is_some_and(|it| it.starts_with(words)),
        (Is(_), Err(_)) | (Fails(_) | Refused(_), Ok(_)) => false,
    };
    (!agrees).then(|| format!("{id} {slot:?} `{text}`\n  expected {expected:?}\n  got      {actual:?}\n"))
}

#[test]
fn every_row_of_the_specification_holds() {
    let tables = [SYNTAX, CONVERSION_AND_COMPARISON, FUNCTIONS, INDEXING, SLOTS, ANSWERS];
    let wrong: String = tables.into_iter().flatten().filter_map(disagreement).collect();
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// T048: forty-nine calls inside each other are read, fifty are not; dots do not count.
#[test]
fn forty_nine_calls_inside_each_other_are_the_most() {
    let nested = |depth: usize| format!("{}true{}", "not(".repeat(depth), ")".repeat(depth));
    assert_eq!(outcome(Template, &nested(49)), Ok("False".to_owned()));
    assert_eq!(outcome(Template, &nested(50)), Err("refused: Exceeded max expression depth 50".to_owned()));
    let brackets = |depth: usize| format!("{}'x'{}", "variables[".repeat(depth), "]".repeat(depth));
    assert_eq!(outcome(Template, &brackets(50)), Err("refused: Exceeded max expression depth 50".to_owned()));
    let dots = format!("variables{}", ".x".repeat(10_000));
    assert_eq!(outcome(Template, &dots), Ok("Null".to_owned()));
}

#[test]
fn an_expression_has_twenty_one_thousand_characters_at_most() {
    let string = |length: usize| format!("'{}'", "x".repeat(length - 2));
    assert!(outcome(Template, &string(21_000)).is_ok());
    let words = "refused: Exceeded max expression length 21000".to_owned();
    assert_eq!(outcome(Template, &string(21_001)), Err(words));
}

#[test]
fn texts_that_double_and_double_hit_the_memory_bound() {
    let doubled = (0..40).fold("'0123456789'".to_owned(), |inner, _| format!("format('{{0}}{{0}}', {inner})"));
    assert_eq!(outcome(Template, &doubled), Err("fails: The maximum allowed memory size was exceeded".to_owned()));
    let long = "a".repeat(9_000);
    let replaced = format!("replace('{long}', 'a', '{long}')");
    assert_eq!(outcome(Template, &replaced), Err("fails: The maximum allowed memory size was exceeded".to_owned()));
}
