//! A pipeline or a release being edited: the draft, and the changes that led to it.

use std::sync::Arc;

use rehearsal_classic::ReleaseDefinition;

/// A draft. Nothing of it reaches a release before it is saved.
#[derive(Debug, Clone)]
pub(crate) struct Editor {
    /// What it started from.
    pub(crate) saved: Arc<ReleaseDefinition>,
    /// What it is now.
    pub(crate) draft: Arc<ReleaseDefinition>,
    undo: Vec<Arc<ReleaseDefinition>>,
    redo: Vec<Arc<ReleaseDefinition>>,
}

/// More changes than this cannot be taken back.
const CHANGES_MAX: usize = 200;

impl Editor {
    /// A draft without changes.
    pub(crate) fn new(saved: &Arc<ReleaseDefinition>) -> Self {
        Self { saved: Arc::clone(saved), draft: Arc::clone(saved), undo: Vec::new(), redo: Vec::new() }
    }

    /// Makes a change; one that changes nothing leaves no trace.
    pub(crate) fn change(&mut self, next: Arc<ReleaseDefinition>) {
        if *next == *self.draft {
            return;
        }
        if self.undo.len() == CHANGES_MAX {
            self.undo.remove(0);
        }
        self.undo.push(std::mem::replace(&mut self.draft, next));
        self.redo.clear();
    }

    /// Takes the latest change back.
    pub(crate) fn undo(&mut self) {
        if let Some(before) = self.undo.pop() {
            self.redo.push(std::mem::replace(&mut self.draft, before));
        }
    }

    /// Makes the change again that was taken back last.
    pub(crate) fn redo(&mut self) {
        if let Some(after) = self.redo.pop() {
            self.undo.push(std::mem::replace(&mut self.draft, after));
        }
    }

    /// A draft that was left: one change, to be taken back like any other.
    pub(crate) fn left(saved: &Arc<ReleaseDefinition>, draft: ReleaseDefinition) -> Self {
        let mut editor = Self::new(saved);
        editor.change(Arc::new(draft));
        editor
    }

    /// What the pipeline has said since the first change that was not taken back; nothing without a change.
    pub(crate) fn said(&self) -> impl Iterator<Item = &ReleaseDefinition> {
        let changed = self.undo.iter().skip(1).chain(self.can_undo().then_some(&self.draft));
        changed.map(|draft| &**draft)
    }

    /// Whether there is something to save.
    pub(crate) fn is_changed(&self) -> bool {
        *self.draft != *self.saved
    }

    /// Whether a change can be taken back.
    pub(crate) fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether a change can be made again.
    pub(crate) fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Arc<ReleaseDefinition> {
        Arc::new(ReleaseDefinition { name: name.to_owned(), ..ReleaseDefinition::default() })
    }

    #[test]
    fn changes_are_taken_back_and_made_again_in_order() {
        let mut editor = Editor::new(&named("a"));
        editor.change(named("b"));
        editor.change(named("c"));
        editor.change(named("c"));
        editor.undo();
        assert_eq!(editor.draft.name, "b");
        editor.undo();
        assert!(!editor.is_changed() && !editor.can_undo());
        editor.redo();
        assert_eq!(editor.draft.name, "b");
        editor.change(named("d"));
        assert!(!editor.can_redo());
    }
}
