//! The kinds of mistakes this crate reports; the doc of each is its manual entry.

use rehearsal_source::Code;

/// The text is not YAML at this place: a bracket or quote left open, a line that fits no indentation
/// above it, a tab where spaces belong.
pub const YAML_SYNTAX: Code = Code("yaml-syntax");
/// The text is not JSON at this place.
pub const JSON_SYNTAX: Code = Code("json-syntax");
/// The JSON has comments or trailing commas, which other tools may refuse.
pub const JSON_NOT_STRICT: Code = Code("json-not-strict");
/// A key stands twice in one mapping. In YAML the first one counts and the second is an error; in
/// JSON the last one counts and the first is a warning, as other JSON readers have it.
pub const DUPLICATE_KEY: Code = Code("duplicate-key");
/// A `*alias` has no `&anchor` above it, or stands inside what it names.
pub const YAML_ANCHOR: Code = Code("yaml-anchor");
/// The merge key `<<` of YAML 1.1, which is not read.
pub const YAML_MERGE_KEY: Code = Code("yaml-merge-key");
/// A tag other than those of the core schema, or one that does not fit its value.
pub const YAML_TAG: Code = Code("yaml-tag");
/// A key that is a list or a mapping, or is missing before its colon.
pub const YAML_KEY: Code = Code("yaml-key");
/// Lists and mappings lie in one another deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
pub const TOO_DEEP: Code = Code("too-deep");
/// The file is longer than [`MAX_BYTES`](crate::MAX_BYTES), or says more than
/// [`MAX_NODES`](crate::MAX_NODES) keys and values once its aliases are put in.
pub const TOO_LARGE: Code = Code("too-large");
/// A second document begins in the file; only the first is read.
pub const MULTIPLE_DOCUMENTS: Code = Code("multiple-documents");
/// The file says nothing.
pub const EMPTY_DOCUMENT: Code = Code("empty-document");
/// A key that the mapping does not know.
pub const UNKNOWN_KEY: Code = Code("unknown-key");
/// A key that the mapping needs is not there.
pub const MISSING_KEY: Code = Code("missing-key");
/// A value of another kind than the key takes.
pub const WRONG_TYPE: Code = Code("wrong-type");
/// A word that is not one of those allowed here.
pub const UNKNOWN_VALUE: Code = Code("unknown-value");
/// A number that is too small or too large.
pub const OUT_OF_RANGE: Code = Code("out-of-range");
/// A value of the right kind that breaks a rule of its own.
pub const INVALID_VALUE: Code = Code("invalid-value");
