//! The History tab of a pipeline: who saved what, when and why, and each revision's own JSON for comparison.

use rehearsal_classic::export_text;
use rehearsal_engine::{DefinitionId, Revision};
use rehearsal_pipeline::AuditAction;

use crate::scene::Scene;
use crate::strings;
use crate::time::date_time;

/// One save of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRow {
    /// Position, for [`revision_json`].
    pub index: usize,
    /// Number of the revision.
    pub revision: u32,
    /// Who saved.
    pub by: String,
    /// When; empty for what was there before the run.
    pub at: String,
    /// What was done: `Add`, `Update`, `Delete` or `Undelete`.
    pub change: &'static str,
    /// Comment of the save.
    pub comment: String,
}

/// Every save of a pipeline, newest first.
pub fn revisions(scene: &Scene<'_>, definition: DefinitionId) -> Vec<RevisionRow> {
    let all = &scene.state.pipelines[definition.index()].revisions;
    all.iter().enumerate().rev().map(|(index, revision)| row(scene, index, revision)).collect()
}

fn row(scene: &Scene<'_>, index: usize, revision: &Revision) -> RevisionRow {
    RevisionRow {
        index,
        revision: revision.plan.definition.revision,
        by: revision.by.map_or_else(String::new, |by| scene.who(Some(by)).to_owned()),
        at: revision.at.map(|at| date_time(scene.zone(), at)).unwrap_or_default(),
        change: match revision.change {
            AuditAction::Add => strings::CHANGE_ADD,
            AuditAction::Update => strings::CHANGE_UPDATE,
            AuditAction::Delete => strings::CHANGE_DELETE,
            AuditAction::Undelete => strings::CHANGE_UNDELETE,
        },
        comment: revision.comment.to_string(),
    }
}

/// The pipeline as it was in a revision, in the product's JSON without secrets; two of them can be compared line by
/// line. None when there is no such revision.
pub fn revision_json(scene: &Scene<'_>, definition: DefinitionId, index: usize) -> Option<String> {
    let revision = scene.state.pipelines.get(definition.index())?.revisions.get(index)?;
    Some(export_text(&revision.plan.definition))
}
