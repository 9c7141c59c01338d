//! Which crate may use which. Dependencies point one way, and this table is where that is written down.

/// Every package of the workspace starts with it.
pub(super) const PREFIX: &str = "rehearsal-";

/// A crate and the crates of the workspace it uses.
pub(super) struct Arrow {
    pub from: String,
    pub to: Vec<String>,
}

/// What a crate may use.
enum Allowed {
    /// These, by their folder names.
    Only(&'static [&'static str]),
    /// Whatever it needs: nothing that ships uses it.
    Anything,
}
use Allowed::{Anything, Only};

const BELOW_VIEW: &[&str] = &["source", "yaml", "expression", "pipeline", "classic", "kernel", "engine", "scenario"];
const BELOW_EDGES: &[&str] =
    &["source", "yaml", "expression", "pipeline", "classic", "kernel", "engine", "scenario", "view"];

/// The table, from left to right.
const TABLE: &[(&str, Allowed)] = &[
    ("source", Only(&[])),
    ("kernel", Only(&[])),
    ("yaml", Only(&["source"])),
    ("expression", Only(&["source"])),
    ("pipeline", Only(&["source", "expression"])),
    // Conditions are read when a definition is, so that a mistake is told with its place.
    ("classic", Only(&["source", "yaml", "expression", "pipeline"])),
    // Edits of a definition are JSON, in commands as in the product's REST interface, and `yaml::json` is that value.
    ("engine", Only(&["source", "yaml", "expression", "pipeline", "classic", "kernel"])),
    ("scenario", Only(&["source", "yaml", "expression", "pipeline", "classic", "kernel", "engine"])),
    ("view", Only(BELOW_VIEW)),
    ("cli", Only(BELOW_EDGES)),
    ("web", Only(BELOW_EDGES)),
    ("xtask", Anything),
    ("tests", Anything),
];

/// One sentence for each arrow that is not allowed and each crate the table does not know.
pub(super) fn problems(arrows: &[Arrow]) -> Vec<String> {
    arrows.iter().flat_map(problems_of).collect()
}

fn problems_of(arrow: &Arrow) -> Vec<String> {
    let from = arrow.from.trim_start_matches(PREFIX);
    match TABLE.iter().find(|(name, _)| *name == from) {
        None => vec![format!("`{from}` is not in the table of {}: add it with what it may use", file!())],
        Some((_, Anything)) => Vec::new(),
        Some((_, Only(allowed))) => arrow
            .to
            .iter()
            .map(|to| to.trim_start_matches(PREFIX))
            .filter(|to| !allowed.contains(to))
            .map(|to| forbidden(from, to, allowed))
            .collect(),
    }
}

fn forbidden(from: &str, to: &str, allowed: &[&str]) -> String {
    let may = if allowed.is_empty() { "no crate of the workspace".to_owned() } else { allowed.join(", ") };
    format!(
        "`{from}` uses `{to}`, but may use only {may}: \
         move what it needs to a crate further left, or pass it in as an argument or trait"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(from: &str, to: &[&str]) -> Vec<String> {
        let name = |folder: &&str| format!("{PREFIX}{folder}");
        problems(&[Arrow { from: name(&from), to: to.iter().map(name).collect() }])
    }

    #[test]
    fn arrows_of_the_table_are_allowed() {
        assert!(found("classic", &["yaml", "pipeline", "source"]).is_empty());
        assert!(found("web", &["view", "scenario", "source"]).is_empty());
        assert!(found("tests", &["web", "cli", "xtask"]).is_empty());
    }

    #[test]
    fn an_arrow_to_the_right_is_told_with_what_is_allowed() {
        let problems = found("kernel", &["pipeline"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("`kernel` uses `pipeline`, but may use only no crate"), "{}", problems[0]);
    }

    #[test]
    fn the_edges_never_know_each_other() {
        assert_eq!(found("cli", &["web"]).len(), 1);
        assert_eq!(found("web", &["cli"]).len(), 1);
    }

    #[test]
    fn a_new_crate_has_to_be_put_in_the_table() {
        assert!(found("compiler", &[])[0].contains("add it with what it may use"));
    }

    #[test]
    fn the_table_itself_points_one_way() {
        for (index, (from, allowed)) in TABLE.iter().enumerate() {
            let Only(allowed) = allowed else { continue };
            for to in *allowed {
                let place = TABLE.iter().position(|(name, _)| name == to);
                assert!(place.is_some_and(|place| place < index), "`{from}` may use `{to}`, which is not left of it");
            }
        }
    }
}
