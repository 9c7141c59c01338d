//! Anchors, aliases and what they may cost.
//!
//! An alias is a copy. A few lines of aliases can ask for billions of values, so every value is paid for
//! from one budget, copies included.

use std::collections::BTreeMap;

use crate::{MAX_BYTES, MAX_DEPTH, MAX_NODES, Node, Value};

/// What may still be put into the tree.
pub(crate) struct Budget {
    nodes: usize,
    copied_bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { nodes: MAX_NODES, copied_bytes: 4 * MAX_BYTES }
    }
}

/// Which limit an alias would break.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TooLarge {
    Deep,
    Wide,
}

impl Budget {
    /// Takes from the budget; on `Err` nothing was taken.
    pub(crate) fn spend(&mut self, nodes: usize, copied_bytes: usize) -> Result<(), TooLarge> {
        let nodes = self.nodes.checked_sub(nodes).ok_or(TooLarge::Wide)?;
        self.copied_bytes = self.copied_bytes.checked_sub(copied_bytes).ok_or(TooLarge::Wide)?;
        self.nodes = nodes;
        Ok(())
    }
}

/// The nodes that have an anchor, by the parser's number for it.
#[derive(Default)]
pub(crate) struct Anchors(BTreeMap<usize, Anchored>);

struct Anchored {
    node: Node,
    size: Size,
}

#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
    /// How many collections lie in one another, the node itself included.
    depth: usize,
}

impl Anchors {
    /// True when no node has an anchor, so that there are no aliases either.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Remembers a copy of a node.
    pub(crate) fn keep(&mut self, id: usize, node: &Node, budget: &mut Budget) -> Result<(), TooLarge> {
        let size = measure(node);
        budget.spend(size.nodes, size.bytes)?;
        self.0.insert(id, Anchored { node: node.clone(), size });
        Ok(())
    }

    /// A copy of what was remembered, to be put below `depth` open collections; `None` when the node is
    /// not finished yet.
    pub(crate) fn copy(&self, id: usize, depth: usize, budget: &mut Budget) -> Result<Option<Node>, TooLarge> {
        let Some(Anchored { node, size }) = self.0.get(&id) else { return Ok(None) };
        if depth + size.depth > MAX_DEPTH {
            return Err(TooLarge::Deep);
        }
        budget.spend(size.nodes, size.bytes)?;
        Ok(Some(node.clone()))
    }
}

fn measure(node: &Node) -> Size {
    let own = Size { nodes: 1, bytes: node.scalar_text().map_or(0, |text| text.len()), depth: 0 };
    let add = |sum: Size, key: usize, node: &Node| {
        let part = measure(node);
        Size {
            nodes: sum.nodes + part.nodes,
            bytes: sum.bytes + part.bytes + key,
            depth: sum.depth.max(part.depth + 1),
        }
    };
    match &node.value {
        Value::Sequence(items) => items.iter().fold(Size { depth: 1, ..own }, |sum, item| add(sum, 0, item)),
        Value::Mapping(entries) => {
            entries.iter().fold(Size { depth: 1, ..own }, |sum, (key, value)| add(sum, key.value.len(), value))
        }
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::String(_) => own,
    }
}
