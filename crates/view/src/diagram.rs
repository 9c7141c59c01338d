//! Where stages stand in the picture of a release, and the lines between them.
//!
//! Columns follow the order of the graph; inside a column stages keep near the middle of what they wait for.
//! Sizes are those of the release page, in pixels at 100 % zoom.

use rehearsal_pipeline::StageGraph;

/// Width of a card.
pub const CARD_WIDTH: usize = 200;
/// Space between two cards of a row.
pub const GAP: usize = 48;
/// Height of a row, with the buttons under the card.
pub const ROW_HEIGHT: usize = 236;
/// Distance from the top of a row to the lines that meet its card.
pub const LINE_AT: usize = 52;

/// The picture of a release's stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// Column and row of each stage, from 0, in the order of the definition.
    pub places: Vec<(usize, usize)>,
    /// Columns and rows.
    pub size: (usize, usize),
    /// A line for each pair of stages that follow each other, and from the release to each root.
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

impl Diagram {
    /// Width and height in pixels.
    pub fn pixels(&self) -> (usize, usize) {
        let (columns, rows) = self.size;
        (GAP + columns * (CARD_WIDTH + GAP), rows * ROW_HEIGHT)
    }
}

/// Lays out the stages of a graph.
pub fn lay_out(graph: &StageGraph) -> Diagram {
    let columns = graph.layers();
    let mut rows: Vec<usize> = vec![0; graph.len()];
    let column_count = columns.iter().max().map_or(0, |last| last + 1);
    for column in 0..column_count {
        let mut stages: Vec<usize> = (0..graph.len()).filter(|&stage| columns[stage] == column).collect();
        // Twice the mean row of what it waits for, so that halves keep their order.
        let wish = |stage: usize| {
            let before = graph.upstream(stage);
            if before.is_empty() { 0 } else { before.iter().map(|&one| rows[one] * 2).sum::<usize>() / before.len() }
        };
        stages.sort_by_key(|&stage| (wish(stage), stage));
        let wishes: Vec<usize> = stages.iter().map(|&stage| wish(stage) / 2).collect();
        let mut free = 0;
        for (stage, wished) in stages.into_iter().zip(wishes) {
            rows[stage] = wished.max(free);
            free = rows[stage] + 1;
        }
    }
    let places: Vec<(usize, usize)> = columns.into_iter().zip(rows).collect();
    let size = (column_count, places.iter().map(|place| place.1 + 1).max().unwrap_or(0));
    let lines = lines(graph, &places);
    Diagram { places, size, lines }
}

fn lines(graph: &StageGraph, places: &[(usize, usize)]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (to, &place) in places.iter().enumerate() {
        let before = graph.upstream(to);
        if before.is_empty() {
            lines.push(Line { from: None, to, path: path((0, LINE_AT), left_end(place)) });
        }
        for from in before {
            lines.push(Line { from: Some(from), to, path: path(right_end(places[from]), left_end(place)) });
        }
    }
    lines
}

fn left_end((column, row): (usize, usize)) -> (usize, usize) {
    (GAP + column * (CARD_WIDTH + GAP), row * ROW_HEIGHT + LINE_AT)
}

fn right_end((column, row): (usize, usize)) -> (usize, usize) {
    (GAP + column * (CARD_WIDTH + GAP) + CARD_WIDTH, row * ROW_HEIGHT + LINE_AT)
}

/// A straight line, or one that turns in the middle of the last gap with round corners.
fn path((x1, y1): (usize, usize), (x2, y2): (usize, usize)) -> String {
    const BEND: usize = 16;
    if y1 == y2 {
        return format!("M{x1} {y1}H{x2}");
    }
    let turn = x2 - GAP / 2;
    let (down, up) = if y2 > y1 { (y1 + BEND, y2 - BEND) } else { (y1 - BEND, y2 + BEND) };
    format!("M{x1} {y1}H{}Q{turn} {y1} {turn} {down}V{up}Q{turn} {y2} {} {y2}H{x2}", turn - BEND, turn + BEND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lay(count: usize, edges: &[(usize, usize)]) -> Diagram {
        lay_out(&StageGraph::new(count, edges).expect("no circle"))
    }

    #[test]
    fn stages_in_a_row_are_joined_by_straight_lines() {
        let diagram = lay(3, &[(0, 1), (1, 2)]);
        assert_eq!(diagram.places, [(0, 0), (1, 0), (2, 0)]);
        assert_eq!(diagram.size, (3, 1));
        assert_eq!(diagram.lines[0].path, "M0 52H48");
        assert_eq!(diagram.lines[1].path, "M248 52H296");
    }

    #[test]
    fn parallel_stages_are_stacked_and_a_join_stands_beside_the_first() {
        let diagram = lay(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]);
        assert_eq!(diagram.places, [(0, 0), (1, 0), (1, 1), (2, 0)]);
        let down = diagram.lines.iter().find(|line| (line.from, line.to) == (Some(0), 2)).expect("an edge");
        assert_eq!(down.path, "M248 52H256Q272 52 272 68V272Q272 288 288 288H296");
    }

    #[test]
    fn no_two_stages_share_a_place() {
        let diagram = lay(6, &[(0, 3), (1, 3), (2, 4), (1, 5), (0, 4)]);
        let mut places = diagram.places.clone();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 6);
    }
}
