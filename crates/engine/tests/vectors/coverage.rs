//! No vector is forgotten: each has a file.

use std::collections::BTreeSet;

use crate::{files, read};

/// First and last number of each section of §17.
const SECTIONS: &[(u32, u32)] = &[
    (1, 11),
    (20, 41),
    (50, 72),
    (80, 106),
    (110, 131),
    (140, 150),
    (160, 177),
    (190, 207),
    (215, 224),
    (230, 240),
    (245, 251),
    (255, 261),
    (265, 274),
];

#[test]
fn every_vector_of_the_specification_has_a_file() {
    let mut seen = BTreeSet::new();
    let ids: Vec<u32> = files("classic").iter().map(|file| number(&read(file).id)).collect();
    for id in &ids {
        assert!(seen.insert(*id), "V{id:03} has two files");
        assert!(
            SECTIONS.iter().any(|(first, last)| (first..=last).contains(&id)),
            "V{id:03} is not in the specification"
        );
    }
    let missing: Vec<u32> =
        SECTIONS.iter().flat_map(|&(first, last)| first..=last).filter(|id| !seen.contains(id)).collect();
    assert_eq!(missing, [0; 0], "these vectors have no file");
}

fn number(id: &str) -> u32 {
    let digits = id.strip_prefix('V').filter(|digits| digits.len() == 3);
    digits.and_then(|digits| digits.parse().ok()).expect("ids look like V001")
}
