//! Words of the pages on which a run is read: logs, "why?", comparisons.

#![expect(missing_docs, reason = "each text says itself what it is")]

use super::facts::plural;

fn count(number: usize, noun: &str) -> String {
    plural(i64::try_from(number).unwrap_or(i64::MAX), noun)
}

// Logs
pub const SEARCH_LOGS: &str = "Search the logs of this attempt";
pub const PREVIOUS_MATCH: &str = "Previous match";
pub const NEXT_MATCH: &str = "Next match";
pub const NEXT_ERROR: &str = "Next error";
pub const NO_ERRORS: &str = "The logs of this attempt have no error.";
pub const NOTHING_MATCHES: &str = "Nothing matches.";
pub const TIMESTAMPS: &str = "Timestamps";
pub const FOLD_GROUPS: &str = "Fold all groups";
pub const UNFOLD_GROUPS: &str = "Unfold all groups";

pub fn matches(number: usize) -> String {
    if number == 1 { "1 match".to_owned() } else { format!("{number} matches") }
}

pub fn match_of(number: usize, all: usize) -> String {
    format!("{number} of {all}")
}

pub fn warnings(number: usize) -> String {
    count(number, "warning")
}

pub fn more_issues(number: usize) -> String {
    format!("… and {number} more")
}

pub fn line(number: usize) -> String {
    format!("Line {number}")
}

pub fn lines_of(task: &str) -> String {
    format!("Lines of {task}")
}

pub fn lines(number: usize) -> String {
    count(number, "line")
}

// Why
pub const GO_TO_MOMENT: &str = "Go to this moment";
pub const SECTION_HELP: &str = "Section of the specification of Classic releases that states this rule";
pub const IS_SO: &str = "so: ";
pub const IS_NOT_SO: &str = "not so: ";

pub fn why_of(name: &str) -> String {
    format!("Why? {name}")
}

/// A text with a capital letter and a full stop.
pub fn sentence(text: &str) -> String {
    crate::scene::sentence_case(text)
}

// Comparison
pub const COMPARE_RELEASE: &str = "Compare with another release";
pub const COMPARE_WITH: &str = "Compare with";
pub const NOTHING_TO_COMPARE: &str = "The pipeline has no other release yet.";
pub const COMMITS: &str = "Commits";
pub const WORK_ITEMS: &str = "Work items";
pub const NO_COMMITS: &str = "No commits.";
pub const NO_WORK_ITEMS: &str = "No commit names a work item, as in “Fix the score #42”.";
pub const SAME_VERSION: &str = "The same version.";
pub const NO_VARIABLES_DIFFER: &str = "All variables have the same values.";
pub const MESSAGE: &str = "Message";
pub const BUILT: &str = "Built";
pub const ID: &str = "Id";
pub const NAMED_BY: &str = "Named by";
pub const SETTINGS_THAT_DIFFER: &str = "Settings that differ";
pub const NONE_DIFFER: &str = "None";
pub const NOT_IN_IT: &str = "–";
pub const JOBS_AND_TASKS: &str = "Jobs and tasks";
pub const VARIABLES_THAT_DIFFER: &str = "Variables that differ";
pub const DIFFERENCE_IN_COMMITS: &str = "Difference in commits";
pub const SINCE_NOTHING: &str = "Nothing was deployed here before: the commit of each version itself.";

pub fn only_in(release: &str, commits: usize) -> String {
    format!("{} only in {release}", count(commits, "commit"))
}

pub fn commits_of(number: usize) -> String {
    count(number, "commit")
}

pub fn compared_with(release: &str) -> String {
    format!("Showing changes compared to {release} (previously completed deployment)")
}

// Stage
pub const DEPLOYMENT: &str = "Deployment";
pub const VERSION_BEFORE: &str = "Version before";

// Releases: filters and board
pub const FILTER_RELEASES: &str = "Filter by name, person, version or tag";
pub const ANY_STATE: &str = "Any state";
pub const ANY_BRANCH: &str = "Any branch";
pub const BRANCH_OF_RELEASE: &str = "Branch";
pub const CLEAR_FILTERS: &str = "Clear filters";
pub const NO_RELEASE_FITS: &str = "No release fits";
pub const NO_RELEASE_FITS_HELP: &str = "Change the filters, or clear them to see all releases.";
pub const SHOW_RELEASES_AS: &str = "Show releases as";
pub const BOARD: &str = "Board";
pub const NOTHING_IN_STAGE: &str = "Nothing was deployed here.";
