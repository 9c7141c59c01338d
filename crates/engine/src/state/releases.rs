//! How releases come to be.

use std::rc::Rc;

use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::ReleaseStatus;

use super::{Release, StageState, State};
use crate::fact::NewRelease;

impl State {
    pub(super) fn create_release(&mut self, content: &Rc<NewRelease>, at: SimTime, created: FactId) {
        let plan = Rc::clone(&self.definitions[content.definition.index()]);
        if let Some(revision) = content.name_revision {
            let known = &mut self.name_revisions[content.definition.index()];
            match known.get_mut(&content.name_key) {
                Some(last) => *last = revision,
                None => {
                    known.insert(content.name_key.clone(), revision);
                }
            }
        }
        let groups = self.linked_groups(&plan);
        self.releases.push(Release {
            earlier: Vec::new(),
            earlier_names: Vec::new(),
            snapshot_revision: 1,
            groups,
            given: Vec::new(),
            tags: Vec::new(),
            stages: vec![StageState::default(); plan.stages.len()],
            plan,
            status: ReleaseStatus::Draft,
            created_at: at,
            created,
            content: Rc::clone(content),
            touched_at: at,
            keep_forever: false,
            deleted: None,
            is_destroyed: false,
            timer: None,
        });
    }
}
