//! The functions of a module, put where they compress best.
//!
//! Gzip finds repetitions only within its last 32 KiB, and a compiler makes many functions that are alike: the same
//! code for another type. Side by side they cost little. A module means the same in any order of its functions, as
//! long as everything that names one by its number is renumbered.

use std::collections::BTreeMap;
use std::convert::Infallible;

use anyhow::{Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// The module with like functions next to each other. The same bytes give the same bytes.
///
/// # Errors
/// When it is not a well-formed module.
pub(crate) fn by_likeness(module: &[u8]) -> Result<Vec<u8>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = chain(&bodies);
    let mut numbers: Vec<u32> = (0..imported).collect();
    numbers.resize(numbers.len() + order.len(), 0);
    let (_, own) = numbers.split_at_mut(usize::try_from(imported)?);
    for (number, index) in (imported..).zip(&order) {
        own[*index] = number;
    }
    let mut ordered = Module::new();
    utils::parse_core_module(&mut Reordering { order, numbers }, &mut ordered, Parser::new(0), module)
        .map_err(|error| anyhow!("the module could not be written anew: {error}"))?;
    Ok(ordered.finish())
}

/// How many bytes in a row count as one thing in common.
const SHINGLE_BYTES: usize = 6;
/// So many of them, chosen by their hashes, stand for a function.
const SHINGLES_MAX: usize = 1_000;
/// What more functions than this have in common tells nothing.
const COMMON_MAX: usize = 400;

/// The functions one after the other: each next to the one, of those that are left, that has most in common with it.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let shingles: Vec<Vec<u32>> = bodies.iter().map(|body| shingles(body)).collect();
    let mut users: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, own) in shingles.iter().enumerate() {
        for shingle in own {
            users.entry(*shingle).or_default().push(index);
        }
    }
    users.retain(|_, users| users.len() <= COMMON_MAX);

    let mut by_length: Vec<usize> = (0..bodies.len()).collect();
    by_length.sort_by_key(|index| bodies[*index].len());
    let mut is_placed = vec![false; bodies.len()];
    let mut in_common = vec![0_usize; bodies.len()];
    let mut order = Vec::with_capacity(bodies.len());
    while let Some(first) = by_length.pop() {
        let mut next = Some(first).filter(|first| !is_placed[*first]);
        while let Some(here) = next {
            is_placed[here] = true;
            order.push(here);
            let mut others = Vec::new();
            for shingle in &shingles[here] {
                for other in users.get(shingle).into_iter().flatten().copied().filter(|other| !is_placed[*other]) {
                    if in_common[other] == 0 {
                        others.push(other);
                    }
                    in_common[other] += 1;
                }
            }
            let likeness = |other: usize| (in_common[other] << 20) / shingles[here].len().max(shingles[other].len());
            next = others.iter().copied().max_by_key(|other| (likeness(*other), std::cmp::Reverse(*other)));
            for other in others {
                in_common[other] = 0;
            }
        }
    }
    order
}

/// Hashes of the rows of bytes in a function, in order; of a long one the lowest, so that like functions keep the same.
fn shingles(body: &[u8]) -> Vec<u32> {
    let mut hashes: Vec<u32> = body.windows(SHINGLE_BYTES.min(body.len()).max(1)).map(fnv).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(SHINGLES_MAX);
    hashes
}

fn fnv(bytes: &[u8]) -> u32 {
    let hash = bytes.iter().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    // The lowest hashes are chosen, so the low bits have to reach the high ones.
    (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d)
}

/// Writes a module again with its functions in another order.
struct Reordering {
    /// Old places of the functions, in their new order.
    order: Vec<usize>,
    /// New numbers of the functions by old number, imported ones first.
    numbers: Vec<u32>,
}

impl Reencode for Reordering {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.numbers[function as usize])
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for index in &self.order {
            functions.function(types[*index]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies: Vec<_> = section.into_iter().collect::<Result<_, _>>()?;
        for index in self.order.clone() {
            self.parse_function_body(code, bodies[index].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{ExportKind, ExportSection, Function, Instruction, TypeSection, ValType};

    use super::*;

    /// A module of functions without parameters: each calls the one before it and adds so many ones.
    fn module(lengths: &[usize]) -> Vec<u8> {
        let (mut types, mut functions, mut exports, mut code) =
            (TypeSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
        types.ty().function([], [ValType::I32]);
        for (index, length) in (0_u32..).zip(lengths) {
            functions.function(0);
            exports.export(&format!("f{index}"), ExportKind::Func, index);
            let mut body = Function::new([]);
            match index.checked_sub(1) {
                Some(callee) => body.instruction(&Instruction::Call(callee)),
                None => body.instruction(&Instruction::I32Const(7)),
            };
            for _ in 0..*length {
                body.instruction(&Instruction::I32Const(1)).instruction(&Instruction::I32Add);
            }
            code.function(body.instruction(&Instruction::End));
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    /// What the function that is exported by a name gives, by reading its instructions.
    fn value(module: &[u8], name: &str) -> i32 {
        let (mut bodies, mut exported) = (Vec::new(), BTreeMap::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload.expect("it is well formed") {
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export.expect("it is well formed");
                        exported.insert(export.name.to_owned(), export.index);
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body),
                _ => {}
            }
        }
        run(&bodies, exported[name])
    }

    fn run(bodies: &[wasmparser::FunctionBody<'_>], function: u32) -> i32 {
        let mut stack = Vec::new();
        for operator in bodies[function as usize].get_operators_reader().expect("it is well formed") {
            match operator.expect("it is well formed") {
                wasmparser::Operator::Call { function_index } => stack.push(run(bodies, function_index)),
                wasmparser::Operator::I32Const { value } => stack.push(value),
                wasmparser::Operator::I32Add => {
                    let (a, b) = (stack.pop().expect("two values"), stack.pop().expect("two values"));
                    stack.push(a + b);
                }
                wasmparser::Operator::End => {}
                other => panic!("not written here: {other:?}"),
            }
        }
        stack.pop().expect("one value")
    }

    #[test]
    fn every_function_is_there_once_and_calls_what_it_called() {
        let before = module(&[4, 90, 5, 91, 0, 1, 92, 30]);
        let after = by_likeness(&before).expect("it is well formed");
        assert_ne!(after, before);
        assert_eq!(after.len(), before.len());
        for name in ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"] {
            assert_eq!(value(&after, name), value(&before, name), "{name}");
        }
    }

    #[test]
    fn like_functions_come_to_stand_together() {
        let (short, long): (&[u8], &[u8]) = (b"local.get 0 i32.load", b"block loop br_if end end call 17");
        let like_long = [long, b"i32.const".as_slice()].concat();
        let order = chain(&[short, long, short, &like_long]);
        assert_eq!(order[..2], [3, 1]);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(by_likeness(b"<html>").is_err());
    }
}
