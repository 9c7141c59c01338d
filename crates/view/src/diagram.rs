//! Where stages stand in a picture, and the lines between them.
//!
//! Columns follow the order of the graph. A line that passes a column has a place of its own there, so that it never
//! runs through a card; inside a column, cards and passing lines are ordered so that few lines cross. Everything is in
//! pixels at 100 % zoom.

use rehearsal_classic::StageTrigger;
use rehearsal_engine::Plan;
use rehearsal_pipeline::StageGraph;

/// Width of a card.
pub const CARD_WIDTH: usize = 200;
/// Height of the place of a line that passes a column.
const LANE: usize = 24;
/// Distance between two lines that run side by side from one row to another.
const TRACK: usize = 12;
/// Radius of a corner.
const BEND: usize = 16;
/// Rounds of ordering the columns anew; few are needed, and each costs.
const ROUNDS_MAX: usize = 8;

/// Sizes of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Least space before the first card of a row.
    pub first: usize,
    /// Least space between two cards of a row.
    pub gap: usize,
    /// Height of a row, with the buttons under the card.
    pub row: usize,
    /// Distance from the top of a card to the lines that meet it.
    pub line: usize,
}

/// The page of a release.
pub const RELEASE: Sizes = Sizes { first: 48, gap: 48, row: 236, line: 52 };
/// The editor of a pipeline.
pub const EDITOR: Sizes = Sizes { first: 48, gap: 72, row: 152, line: 42 };

/// The picture of stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// Left edge and top of the card of each stage, in the order of the definition.
    pub places: Vec<(usize, usize)>,
    /// The stages in the order of the graph, each after those it waits for: the order in which they are read.
    pub order: Vec<usize>,
    /// Width and height.
    pub size: (usize, usize),
    /// A line for each pair of stages that follow each other, and from the release to each stage that starts with it.
    pub lines: Vec<Line>,
}

/// A line between two cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Stage at its left end; none is the release.
    pub from: Option<usize>,
    /// Stage at its right end.
    pub to: usize,
    /// Path data of the drawing, from the left edge of the stages.
    pub path: String,
}

/// The stages of a release, or of one to come.
pub(crate) fn of_release(plan: &Plan) -> Diagram {
    let trigger = |stage: usize| &plan.definition.stages[stage].trigger;
    lay_out(&plan.graph, RELEASE, &|stage| *trigger(stage) == StageTrigger::AfterRelease)
}

/// Lays out the stages of a graph; `starts` says which of those that wait for no other start with the release.
pub fn lay_out(graph: &StageGraph, sizes: Sizes, starts: &dyn Fn(usize) -> bool) -> Diagram {
    let mut net = Net::new(graph);
    net.untangle();
    let tops = net.tops(sizes);
    let line = |node: usize| tops[node] + net.line_of(node, sizes);
    let mut gaps: Vec<Channel> = vec![Channel::default(); net.layers.len()];
    for root in (0..graph.len()).filter(|&stage| graph.upstream(stage).is_empty() && starts(stage)) {
        gaps[0].add(RELEASE_NODE, root, sizes.line, line(root));
    }
    for &(from, to) in &net.edges {
        gaps[net.columns[to]].add(from, to, line(from), line(to));
    }
    // Left edge of each column: a gap is as wide as its lines need.
    let mut lefts = Vec::with_capacity(gaps.len());
    let mut right = 0;
    let least = |column: usize| if column == 0 { sizes.first } else { sizes.gap };
    for (column, gap) in gaps.iter_mut().enumerate() {
        gap.lay_tracks();
        lefts.push(right + least(column) + TRACK * gap.tracks.saturating_sub(1));
        right = lefts[lefts.len() - 1] + CARD_WIDTH;
    }
    // Where a line of a gap turns.
    let turn = |column: usize, from: usize, to: usize| {
        let start = if column == 0 { 0 } else { lefts[column - 1] + CARD_WIDTH };
        start + least(column) / 2 + TRACK * gaps[column].track(from, to)
    };
    let mut lines = Vec::new();
    for to in 0..graph.len() {
        let before = graph.upstream(to);
        if before.is_empty() && starts(to) {
            let mut path = format!("M0 {}", sizes.line);
            segment(&mut path, (0, sizes.line), turn(0, RELEASE_NODE, to), (lefts[0], line(to)));
            lines.push(Line { from: None, to, path });
        }
        for from in before {
            let way = net.way(from, to);
            let mut here = (lefts[net.columns[from]] + CARD_WIDTH, line(from));
            let mut path = format!("M{} {}", here.0, here.1);
            for pair in way.windows(2) {
                let column = net.columns[pair[1]];
                let next = (lefts[column], line(pair[1]));
                segment(&mut path, here, turn(column, pair[0], pair[1]), next);
                here = (next.0 + CARD_WIDTH, next.1);
            }
            lines.push(Line { from: Some(from), to, path });
        }
    }
    let places: Vec<(usize, usize)> = (0..graph.len()).map(|stage| (lefts[net.columns[stage]], tops[stage])).collect();
    let height = places.iter().map(|place| place.1 + sizes.row).max().unwrap_or(0);
    Diagram { places, order: graph.order().to_vec(), size: (right, height), lines }
}

/// Stands for the release among the nodes of a gap.
const RELEASE_NODE: usize = usize::MAX;

/// On from `(x1, y1)` to `(x2, y2)`: straight, or turning at `turn` with round corners. Where a line passes a column
/// the next piece begins at its other side, so a piece begins with a straight line to its own start.
fn segment(path: &mut String, (x1, y1): (usize, usize), turn: usize, (x2, y2): (usize, usize)) {
    if y1 == y2 {
        *path += &["H", &x2.to_string()].concat();
        return;
    }
    let bend = BEND.min(y1.abs_diff(y2) / 2).min(turn - x1).min(x2 - turn);
    let (down, up) = if y2 > y1 { (y1 + bend, y2 - bend) } else { (y1 - bend, y2 + bend) };
    let corners = format!("H{}Q{turn} {y1} {turn} {down}V{up}Q{turn} {y2} {} {y2}H{x2}", turn - bend, turn + bend);
    path.push_str(&corners);
}

/// Stages, and the places where lines pass a column.
struct Net {
    /// How many of the nodes are stages; they come first.
    stages: usize,
    /// Column of each node.
    columns: Vec<usize>,
    /// The nodes of each column, from the top.
    layers: Vec<Vec<usize>>,
    /// Pairs of nodes in neighbouring columns.
    edges: Vec<(usize, usize)>,
    /// For each stage, the places where its lines pass the columns after its own.
    lanes: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
}

impl Net {
    fn new(graph: &StageGraph) -> Self {
        let stages = graph.len();
        let mut net = Self {
            stages,
            columns: graph.layers(),
            layers: Vec::new(),
            edges: Vec::new(),
            lanes: vec![Vec::new(); stages],
            before: Vec::new(),
            after: Vec::new(),
        };
        for from in 0..stages {
            let followers = graph.downstream(from);
            let own = net.columns[from];
            let last = followers.iter().map(|&to| net.columns[to]).max().unwrap_or(0);
            // One line passes for all followers further on; they leave it where they are.
            for column in own + 1..last {
                let lane = net.columns.len();
                net.columns.push(column);
                net.edges.push((net.lanes[from].last().copied().unwrap_or(from), lane));
                net.lanes[from].push(lane);
            }
            for to in followers {
                net.edges.push((net.last_before(from, to), to));
            }
        }
        let count = net.columns.iter().max().map_or(0, |last| last + 1);
        net.layers = vec![Vec::new(); count];
        net.before = vec![Vec::new(); net.columns.len()];
        net.after = vec![Vec::new(); net.columns.len()];
        for (node, &column) in net.columns.iter().enumerate() {
            net.layers[column].push(node);
        }
        for &(from, to) in &net.edges {
            net.before[to].push(from);
            net.after[from].push(to);
        }
        net
    }

    /// The node in the column before `to` from which the line of `from` comes.
    fn last_before(&self, from: usize, to: usize) -> usize {
        match self.columns[to] - self.columns[from] {
            0 | 1 => from,
            distance => self.lanes[from][distance - 2],
        }
    }

    /// The nodes from one stage to another.
    fn way(&self, from: usize, to: usize) -> Vec<usize> {
        let passed = (self.columns[to] - self.columns[from]).saturating_sub(1);
        let lanes = self.lanes[from][..passed].iter().copied();
        std::iter::once(from).chain(lanes).chain(std::iter::once(to)).collect()
    }

    /// Orders each column so that few lines cross: by the mean place of what is joined to it, to and fro.
    fn untangle(&mut self) {
        self.sweep(true);
        let mut best = (self.crossings(), self.layers.clone());
        for round in 0..ROUNDS_MAX {
            if best.0 == 0 {
                break;
            }
            self.sweep(round % 2 == 1);
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.layers.clone());
            }
        }
        self.layers = best.1;
    }

    fn sweep(&mut self, forward: bool) {
        // Means are whole numbers, fine enough for the neighbours of any page.
        const FINE: usize = 1024;
        let count = self.layers.len();
        let mut places = self.places();
        for step in 1..count {
            let column = if forward { step } else { count - 1 - step };
            let joined = if forward { &self.before } else { &self.after };
            let mean = |node: &usize| {
                let joined = &joined[*node];
                let sum: usize = joined.iter().map(|&other| places[other] * FINE).sum();
                if joined.is_empty() { places[*node] * FINE } else { sum / joined.len() }
            };
            // Sorting keeps the order of the definition among equals.
            self.layers[column].sort_by_key(mean);
            for (place, &node) in self.layers[column].iter().enumerate() {
                places[node] = place;
            }
        }
    }

    fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.columns.len()];
        for layer in &self.layers {
            for (place, &node) in layer.iter().enumerate() {
                places[node] = place;
            }
        }
        places
    }

    fn crossings(&self) -> usize {
        let places = self.places();
        let mut crossings = 0;
        for layer in &self.layers {
            // Lines that leave a column, from the top: each crosses those above it that end further down.
            let mut ends: Vec<usize> = Vec::new();
            for &node in layer {
                let mut own: Vec<usize> = self.after[node].iter().map(|&to| places[to]).collect();
                crossings += own.iter().map(|end| ends.iter().filter(|other| *other > end).count()).sum::<usize>();
                ends.append(&mut own);
            }
        }
        crossings
    }

    fn height_of(&self, node: usize, sizes: Sizes) -> usize {
        if node < self.stages { sizes.row } else { LANE }
    }

    fn line_of(&self, node: usize, sizes: Sizes) -> usize {
        if node < self.stages { sizes.line } else { LANE / 2 }
    }

    /// The top of each node: as near as can be to the middle one of what it waits for, so that lines are straight, and
    /// no column is longer than the longest has to be.
    fn tops(&self, sizes: Sizes) -> Vec<usize> {
        let height = |nodes: &[usize]| nodes.iter().map(|&node| self.height_of(node, sizes)).sum::<usize>();
        let longest = self.layers.iter().map(|layer| height(layer)).max().unwrap_or(0);
        let mut tops = vec![0; self.columns.len()];
        for layer in &self.layers {
            let mut free = 0;
            for (position, &node) in layer.iter().enumerate() {
                let mut lines: Vec<usize> =
                    self.before[node].iter().map(|&one| tops[one] + self.line_of(one, sizes)).collect();
                lines.sort_unstable();
                let middle = lines.get(lines.len().saturating_sub(1) / 2).copied().unwrap_or(0);
                let wish = middle.saturating_sub(self.line_of(node, sizes));
                tops[node] = wish.min(longest - height(&layer[position..])).max(free);
                free = tops[node] + self.height_of(node, sizes);
            }
        }
        tops
    }
}

/// The lines between two columns, and the tracks on which they go up and down.
#[derive(Debug, Clone, Default)]
struct Channel {
    /// Node at the left, node at the right, where the line leaves and where it arrives.
    edges: Vec<(usize, usize, usize, usize)>,
    /// Lines that turn together, with their track.
    bundles: Vec<(Bundle, usize)>,
    /// How many tracks there are.
    tracks: usize,
}

/// Lines that leave one node, or arrive at one, turn on one track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bundle {
    From(usize),
    To(usize),
}

impl Channel {
    fn add(&mut self, from: usize, to: usize, leaves: usize, arrives: usize) {
        self.edges.push((from, to, leaves, arrives));
    }

    fn bundle(&self, from: usize, to: usize) -> Bundle {
        let leaves = self.edges.iter().filter(|edge| edge.0 == from).count();
        let arrives = self.edges.iter().filter(|edge| edge.1 == to).count();
        if leaves == 1 && arrives > 1 { Bundle::To(to) } else { Bundle::From(from) }
    }

    fn lay_tracks(&mut self) {
        // Of each bundle: top and bottom, where it leaves, and whether it goes down.
        let mut spans: Vec<(Bundle, usize, usize, usize, bool)> = Vec::new();
        for &(from, to, leaves, arrives) in self.edges.iter().filter(|edge| edge.2 != edge.3) {
            let bundle = self.bundle(from, to);
            let (top, bottom) = (leaves.min(arrives), leaves.max(arrives));
            match spans.iter_mut().find(|span| span.0 == bundle) {
                Some(span) => {
                    span.1 = span.1.min(top);
                    span.2 = span.2.max(bottom);
                }
                None => spans.push((bundle, top, bottom, leaves, arrives > leaves)),
            }
        }
        // The lower of two that go down turns first, and the upper of two that go up: so they do not cross.
        spans.sort_by_key(|span| if span.4 { (false, usize::MAX - span.3) } else { (true, span.3) });
        let mut laid: Vec<(usize, usize, usize)> = Vec::new();
        for (bundle, top, bottom, ..) in spans {
            let meets = laid.iter().filter(|other| other.0 <= bottom && top <= other.1);
            let track = meets.map(|other| other.2 + 1).max().unwrap_or(0);
            laid.push((top, bottom, track));
            self.tracks = self.tracks.max(track + 1);
            self.bundles.push((bundle, track));
        }
    }

    fn track(&self, from: usize, to: usize) -> usize {
        let bundle = self.bundle(from, to);
        self.bundles.iter().find(|known| known.0 == bundle).map_or(0, |known| known.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lay(count: usize, edges: &[(usize, usize)]) -> Diagram {
        lay_out(&StageGraph::new(count, edges).expect("no circle"), RELEASE, &|_| true)
    }

    /// Layers that fork and join in turns: 1, width, 1, width, …
    fn fork_and_join(count: usize, width: usize) -> (usize, Vec<(usize, usize)>) {
        let mut edges = Vec::new();
        let mut last = vec![0];
        let mut next = 1;
        while next < count {
            let size = if last.len() == 1 { width } else { 1 };
            let layer: Vec<usize> = (next..(next + size).min(count)).collect();
            edges.extend(last.iter().flat_map(|&from| layer.iter().map(move |&to| (from, to))));
            next += size;
            last = layer;
        }
        (count, edges)
    }

    /// The points at which a path turns, as straight pieces: `(x1, y1, x2, y2)`.
    fn pieces(path: &str) -> Vec<(usize, usize, usize, usize)> {
        let spaced: String = path.chars().map(|it| if it.is_alphabetic() { ' ' } else { it }).collect();
        let mut numbers = spaced.split_whitespace().map(|number| number.parse::<usize>().expect("a number"));
        let mut number = || numbers.next().expect("another number");
        let (mut x, mut y) = (0, 0);
        let mut found = Vec::new();
        for command in path.chars().filter(|it| it.is_alphabetic()) {
            let (x2, y2) = match command {
                'M' => (number(), number()),
                'H' => (number(), y),
                'V' => (x, number()),
                _ => {
                    number();
                    number();
                    (number(), number())
                }
            };
            if command != 'M' {
                found.push((x, y, x2, y2));
            }
            (x, y) = (x2, y2);
        }
        found
    }

    fn expect_no_line_through_a_card(diagram: &Diagram, sizes: Sizes) {
        for line in &diagram.lines {
            for (x1, y1, x2, y2) in pieces(&line.path) {
                for (stage, &(left, top)) in diagram.places.iter().enumerate() {
                    let (right, bottom) = (left + CARD_WIDTH, top + sizes.row - LANE);
                    let is_inside = x1.min(x2) < right && x1.max(x2) > left && y1.min(y2) < bottom && y1.max(y2) > top;
                    assert!(!is_inside, "{:?} to {} runs through {stage}: {}", line.from, line.to, line.path);
                }
            }
        }
    }

    #[test]
    fn stages_in_a_row_are_joined_by_straight_lines() {
        let diagram = lay(3, &[(0, 1), (1, 2)]);
        assert_eq!(diagram.places, [(48, 0), (296, 0), (544, 0)]);
        assert_eq!(diagram.size, (744, 236));
        assert_eq!(diagram.lines[0].path, "M0 52H48");
        assert_eq!(diagram.lines[1].path, "M248 52H296");
    }

    #[test]
    fn parallel_stages_are_stacked_and_a_join_stands_beside_the_first() {
        let diagram = lay(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]);
        assert_eq!(diagram.places, [(48, 0), (296, 0), (296, 236), (544, 0)]);
        let down = diagram.lines.iter().find(|line| (line.from, line.to) == (Some(0), 2)).expect("an edge");
        assert_eq!(down.path, "M248 52H256Q272 52 272 68V272Q272 288 288 288H296");
    }

    #[test]
    fn a_stage_that_only_people_start_has_no_line_from_the_release() {
        let graph = StageGraph::new(2, &[]).expect("no circle");
        let diagram = lay_out(&graph, EDITOR, &|stage| stage == 1);
        assert_eq!(diagram.lines.iter().map(|line| (line.from, line.to)).collect::<Vec<_>>(), [(None, 1)]);
    }

    #[test]
    fn a_line_that_passes_a_column_has_a_place_of_its_own_there() {
        // Dev, QA, Production in a row, and Production waits for Dev too.
        let diagram = lay(3, &[(0, 1), (1, 2), (0, 2)]);
        assert_eq!(diagram.places, [(48, 0), (296, 0), (544, 0)]);
        expect_no_line_through_a_card(&diagram, RELEASE);
    }

    #[test]
    fn lines_are_untangled_where_they_can_be() {
        // Two branches whose ends are declared the wrong way round.
        let diagram = lay(6, &[(0, 2), (1, 3), (2, 5), (3, 4)]);
        assert!(diagram.places[5].1 < diagram.places[4].1, "{:?}", diagram.places);
    }

    #[test]
    fn lines_of_different_stages_turn_at_different_places() {
        // A and B both fork, to the same two stages.
        let diagram = lay(4, &[(0, 2), (0, 3), (1, 2), (1, 3)]);
        let turn = |from: usize, to: usize| {
            let line = diagram.lines.iter().find(|line| (line.from, line.to) == (Some(from), to)).expect("an edge");
            pieces(&line.path).into_iter().find(|piece| piece.0 == piece.2).map(|piece| piece.0)
        };
        assert_ne!(turn(0, 3), turn(1, 2));
    }

    #[test]
    fn no_line_runs_through_a_card_and_no_two_stages_share_a_place_however_many_there_are() {
        for (count, width) in [(2, 1), (13, 3), (60, 6), (200, 9)] {
            let (count, edges) = fork_and_join(count, width);
            let diagram = lay(count, &edges);
            expect_no_line_through_a_card(&diagram, RELEASE);
            let mut places = diagram.places.clone();
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), count);
            assert_eq!(diagram.size.1, width.min(count - 1).max(1) * RELEASE.row, "as high as its longest column");
        }
    }

    #[test]
    fn two_hundred_stages_that_wait_for_each_other_anyhow_keep_their_lines_off_the_cards() {
        // Reproducible, and as wild as a pipeline can be.
        let mut seed = 7_usize;
        let mut draw = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let edges: Vec<(usize, usize)> = (1..200).flat_map(|to| [(draw(to), to), (draw(to), to)]).collect();
        expect_no_line_through_a_card(&lay(200, &edges), RELEASE);
    }
}
