//! Branch and tag filters (`classic.md` §4.1, §5.4).

use rehearsal_classic::ArtifactFilter;

use crate::world::Build;

/// Default branch of every build pipeline of a world.
pub(crate) const DEFAULT_BRANCH: &str = "main";

/// What a list of filters says of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FilterResult {
    Matched,
    Excluded,
    NotIncluded,
}

/// A build passes iff no exclude filter matches and some include filter matches or there is none (§4.1).
pub(crate) fn filter_builds<'a>(
    filters: impl IntoIterator<Item = &'a ArtifactFilter> + Clone,
    build: &Build,
) -> FilterResult {
    if filters.clone().into_iter().any(|filter| filter.exclude && matches(filter, build)) {
        return FilterResult::Excluded;
    }
    let mut includes = filters.into_iter().filter(|filter| !filter.exclude).peekable();
    if includes.peek().is_none() || includes.any(|filter| matches(filter, build)) {
        FilterResult::Matched
    } else {
        FilterResult::NotIncluded
    }
}

/// Branch and all tags must match (§4.1).
fn matches(filter: &ArtifactFilter, build: &Build) -> bool {
    let branch = if filter.use_default_branch {
        build.branch == DEFAULT_BRANCH
    } else {
        filter.branch.is_empty() || matches_pattern(&filter.branch, &build.branch)
    };
    branch && filter.tags.iter().all(|tag| build.tags.contains(tag))
}

/// `*` stands for any text, slashes included; the comparison is case-sensitive (§4.1).
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(previous) = last.replace(part) {
            match rest.find(previous) {
                Some(at) => rest = &rest[at + previous.len()..],
                None => return false,
            }
        }
    }
    last.map_or(rest.is_empty(), |last: &str| rest.ends_with(last))
}

#[cfg(test)]
mod tests {
    use super::matches_pattern;

    #[test]
    fn a_star_crosses_slashes() {
        assert!(matches_pattern("features/*", "features/a/b"));
        assert!(!matches_pattern("features/*", "feature/x"));
        assert!(matches_pattern("*", "users/joe"));
        assert!(matches_pattern("rel*/1.*", "release/x/1.2"));
        assert!(!matches_pattern("main", "main2"));
        assert!(matches_pattern("*-hot", "a-hot-hot"));
        assert!(!matches_pattern("Main", "main"));
    }
}
