//! The mistakes that a scenario file can have. The name of a code is stable; each says how to fix it.

use rehearsal_source::Code;

/// A name that nothing in the file declares: a stage, person, group, site, task, goal or artifact.
/// Correct the spelling or declare it.
pub const UNKNOWN_NAME: Code = Code("unknown-name");
/// Two things of one kind have the same id, or the same name where they are told apart by name. Rename one.
pub const DUPLICATE_ID: Code = Code("duplicate-id");
/// A text that should be a moment or duration is none, or names a time that does not exist.
pub const BAD_TIME: Code = Code("bad-time");
/// A date and time that the clock shows twice, since summer time ends. Write it with its offset from UTC.
pub const AMBIGUOUS_TIME: Code = Code("ambiguous-time");
/// A moment that nothing can come of: before the run begins, after it ends, or before the move above it.
pub const OUT_OF_TIME: Code = Code("out-of-time");
/// A `{word}` in a text that nothing is filled in for. Write one of those that the text may have.
pub const UNKNOWN_PLACEHOLDER: Code = Code("unknown-placeholder");
/// The id cannot be the name of a folder. Use letters, digits, `-`, `_` and `.`.
pub const BAD_ID: Code = Code("bad-id");
/// A group that nobody has declared, named nearly as one that every project has.
pub const GROUP_NAME: Code = Code("group-name");
/// A pool that jobs are sent to has no agents, so they wait without end.
pub const NO_AGENTS: Code = Code("no-agents");
/// A build that the world never has.
pub const UNKNOWN_BUILD: Code = Code("unknown-build");
/// A count that begins at 1 is 0.
pub const COUNTS_FROM_ONE: Code = Code("counts-from-one");
/// The file is of another version of the format. Write `rehearsal: 1`.
pub const WRONG_VERSION: Code = Code("wrong-version");
/// Two variable groups that are linked to the same place have a variable of the same name. Rename one of them.
pub const DUPLICATE_VARIABLE: Code = Code("duplicate-variable");
/// Two keys exclude each other, or neither of two needed keys is there.
pub const EITHER_OR: Code = Code("either-or");
/// Something is missing that every scenario needs, such as three hints for each step.
pub const INCOMPLETE: Code = Code("incomplete");
/// There is more of something than a scenario can use. Write a smaller number.
pub const TOO_MANY: Code = Code("too-many");
/// A permission is set for a stage that only a pipeline or the project can have. Leave out the stage.
pub const NOT_OF_STAGES: Code = Code("not-of-stages");
/// The file named beside the scenario cannot be read or used.
pub const BAD_FILE: Code = Code("bad-file");
/// The world asks for something that cannot be played.
pub const CANNOT_PLAY: Code = Code("cannot-play");
/// The scenario's own solution does not reach every goal.
pub const SOLUTION_FAILS: Code = Code("solution-fails");
/// Doing nothing reaches every goal, so there is nothing to learn.
pub const NOTHING_PASSES: Code = Code("nothing-passes");
/// A wrong move does not break what it says it breaks.
pub const WRONG_MOVE_PASSES: Code = Code("wrong-move-passes");
/// The text is not a scenario at all.
pub const NOT_A_SCENARIO: Code = Code("not-a-scenario");
