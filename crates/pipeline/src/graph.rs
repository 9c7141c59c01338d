//! The order of stages as a graph.

use petgraph::algo::{tarjan_scc, toposort};
use petgraph::graph::{DiGraph, NodeIndex};

/// Which stage follows which. Stages are numbers, the edges carry nothing.
///
/// Invariant: the graph has no cycle and no stage follows itself; [`StageGraph::new`] proves it.
#[derive(Debug, Clone)]
pub struct StageGraph {
    graph: DiGraph<(), ()>,
    /// Stages such that each comes after all it waits for; ties in the order of the definition.
    order: Vec<usize>,
}

/// Stages that wait for each other in a circle, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle(pub Vec<usize>);

impl StageGraph {
    /// Builds the graph of `count` stages from pairs (upstream, downstream).
    ///
    /// # Errors
    /// The stages of the first circle found, when there is one.
    ///
    /// # Panics
    /// When an edge names a stage that does not exist; callers resolve names first.
    pub fn new(count: usize, edges: &[(usize, usize)]) -> Result<Self, Cycle> {
        let mut graph = DiGraph::with_capacity(count, edges.len());
        let nodes: Vec<NodeIndex> = (0..count).map(|_| graph.add_node(())).collect();
        for &(from, to) in edges {
            graph.update_edge(nodes[from], nodes[to], ());
        }
        if toposort(&graph, None).is_err() {
            return Err(first_cycle(&graph));
        }
        let order = definition_order(&graph);
        Ok(Self { graph, order })
    }

    /// How many stages there are.
    pub fn len(&self) -> usize {
        self.graph.node_count()
    }

    /// True without stages.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Stages such that each comes after all it waits for.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Stages that this one waits for, ascending.
    pub fn upstream(&self, stage: usize) -> Vec<usize> {
        self.neighbours(stage, petgraph::Incoming)
    }

    /// Stages that wait for this one, ascending.
    pub fn downstream(&self, stage: usize) -> Vec<usize> {
        self.neighbours(stage, petgraph::Outgoing)
    }

    /// The column of each stage in a drawing: 0 for roots, else one more than its furthest upstream.
    pub fn layers(&self) -> Vec<usize> {
        let mut layers = vec![0; self.len()];
        for &stage in &self.order {
            layers[stage] = self.upstream(stage).into_iter().map(|before| layers[before] + 1).max().unwrap_or(0);
        }
        layers
    }

    fn neighbours(&self, stage: usize, direction: petgraph::Direction) -> Vec<usize> {
        let mut found: Vec<usize> =
            self.graph.neighbors_directed(NodeIndex::new(stage), direction).map(NodeIndex::index).collect();
        found.sort_unstable();
        found
    }
}

fn first_cycle(graph: &DiGraph<(), ()>) -> Cycle {
    let mut circles: Vec<Vec<usize>> = tarjan_scc(graph)
        .into_iter()
        .filter(|group| group.len() > 1 || graph.contains_edge(group[0], group[0]))
        .map(|group| {
            let mut stages: Vec<usize> = group.into_iter().map(NodeIndex::index).collect();
            stages.sort_unstable();
            stages
        })
        .collect();
    circles.sort();
    Cycle(circles.into_iter().next().expect("a graph without a topological order has a circle"))
}

/// Kahn's algorithm with the lowest ready stage first, so that pages list stages as their author did.
fn definition_order(graph: &DiGraph<(), ()>) -> Vec<usize> {
    let mut waiting: Vec<usize> =
        graph.node_indices().map(|node| graph.neighbors_directed(node, petgraph::Incoming).count()).collect();
    let mut ready: std::collections::BTreeSet<usize> =
        (0..waiting.len()).filter(|&stage| waiting[stage] == 0).collect();
    let mut order = Vec::with_capacity(waiting.len());
    while let Some(stage) = ready.pop_first() {
        order.push(stage);
        for next in graph.neighbors_directed(NodeIndex::new(stage), petgraph::Outgoing) {
            waiting[next.index()] -= 1;
            if waiting[next.index()] == 0 {
                ready.insert(next.index());
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_lies_one_column_after_its_furthest_upstream() {
        // Dev forks into QA and Pre; Production joins them.
        let graph = StageGraph::new(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]).expect("no circle");
        assert_eq!(graph.layers(), [0, 1, 1, 2]);
        assert_eq!(graph.upstream(3), [1, 2]);
        assert_eq!(graph.downstream(0), [1, 2]);
        assert_eq!(graph.order(), [0, 1, 2, 3]);
    }

    #[test]
    fn a_circle_is_refused_and_named() {
        assert_eq!(StageGraph::new(3, &[(0, 1), (1, 2), (2, 1)]).expect_err("a circle"), Cycle(vec![1, 2]));
        assert_eq!(StageGraph::new(1, &[(0, 0)]).expect_err("a circle"), Cycle(vec![0]));
    }
}
