//! Branch and tag filters (`classic.md` §4.1, §5.4).

use rehearsal_classic::ArtifactFilter;
use rehearsal_pipeline::Variables;

use crate::sources::VersionKind;
use crate::tag_pattern::TagPattern;
use crate::world::Build;

/// What a list of filters says of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FilterResult {
    Matched,
    Excluded,
    NotIncluded,
}

/// What filters look at besides a build.
pub(crate) struct Around<'a> {
    /// Default branch of the build pipeline at this moment.
    pub(crate) default_branch: &'a str,
    /// Variables of the release pipeline; none where branch filters may not use them (§4.1, §5.4).
    pub(crate) variables: Option<&'a Variables>,
}

/// A build passes iff no exclude filter matches and some include filter matches or there is none (§4.1).
pub(crate) fn filter_builds<'a>(
    filters: impl IntoIterator<Item = &'a ArtifactFilter> + Clone,
    build: &Build,
    around: &Around<'_>,
) -> FilterResult {
    if filters.clone().into_iter().any(|filter| filter.exclude && matches(filter, build, around)) {
        return FilterResult::Excluded;
    }
    let mut includes = filters.into_iter().filter(|filter| !filter.exclude).peekable();
    if includes.peek().is_none() || includes.any(|filter| matches(filter, build, around)) {
        FilterResult::Matched
    } else {
        FilterResult::NotIncluded
    }
}

/// Whether a build passes a list of filters (§4.1, §5.4), with the variables that they may use.
pub fn build_passes<'a>(
    filters: impl IntoIterator<Item = &'a ArtifactFilter> + Clone,
    build: &Build,
    default_branch: &str,
    variables: Option<&Variables>,
) -> bool {
    filter_builds(filters, build, &Around { default_branch, variables }) == FilterResult::Matched
}

/// The branch pattern of a filter with its variables replaced, as release triggers understand it (§4.1).
pub fn branch_pattern(filter: &ArtifactFilter, variables: &Variables) -> String {
    expanded(&filter.branch, &Around { default_branch: "", variables: Some(variables) }).into_owned()
}

/// Branch, all tags and the tag pattern must match (§4.1).
pub(crate) fn matches(filter: &ArtifactFilter, build: &Build, around: &Around<'_>) -> bool {
    let branch = if filter.use_default_branch {
        build.branch == around.default_branch
    } else {
        filter.branch.is_empty() || matches_pattern(&expanded(&filter.branch, around), &build.branch)
    };
    branch
        && filter.tags.iter().all(|tag| build.tags.contains(tag))
        && (filter.tag_pattern.is_empty() || any_tag_fits(&filter.tag_pattern, build))
}

/// Whether some tag fits a pattern; the version of an image is its tag. A pattern that cannot be read fits nothing,
/// and is refused before a run.
fn any_tag_fits(pattern: &str, build: &Build) -> bool {
    let Ok(pattern) = TagPattern::new(pattern) else { return false };
    let own = (build.kind == VersionKind::Image).then_some(&build.number);
    build.tags.iter().chain(own).any(|tag| pattern.matches(tag))
}

/// Variables in a branch filter, where they may stand; secrets and unknown names stay as written.
fn expanded<'a>(branch: &'a str, around: &Around<'_>) -> std::borrow::Cow<'a, str> {
    let Some(variables) = around.variables.filter(|_| branch.contains("$(")) else { return branch.into() };
    let value = |name: &str| {
        let (_, variable) = variables.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        variable.value.clone().filter(|_| !variable.is_secret)
    };
    let text = rehearsal_expression::expand_macros(branch, value);
    text.strip_prefix("refs/heads/").map(str::to_owned).unwrap_or(text).into()
}

/// `*` stands for any text, slashes included; the comparison is case-sensitive (§4.1).
pub(crate) fn matches_pattern(pattern: &str, text: &str) -> bool {
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
