//! Rows are a list like any other, and no copy sees what another does.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use rehearsal_kernel::Rows;

#[derive(Debug, Clone)]
enum Deed {
    Push(Vec<u16>),
    Change(Index, u16),
    Cut(Index),
    /// Goes on with a copy of the list as it is now; the one before is kept and looked at again at the end.
    Copy,
}

/// Long enough in the sum for lists of several pieces.
fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => vec(any::<u16>(), 1..200).prop_map(Deed::Push),
        2 => (any::<Index>(), any::<u16>()).prop_map(|(at, item)| Deed::Change(at, item)),
        1 => any::<Index>().prop_map(Deed::Cut),
        2 => Just(Deed::Copy),
    ];
    vec(deed, 0..24)
}

/// The list and, beside it, what `Vec` makes of the same deeds.
type Pair = (Rows<u16>, Vec<u16>);

fn assert_alike((rows, list): &Pair) -> Result<(), TestCaseError> {
    prop_assert_eq!(rows.len(), list.len());
    prop_assert_eq!(rows.is_empty(), list.is_empty());
    prop_assert_eq!(rows.last(), list.last());
    prop_assert_eq!(rows.get(list.len()), None);
    prop_assert_eq!(rows.get(list.len() + 1_000), None);
    prop_assert!(rows.iter().eq(list));
    prop_assert!(rows.iter().rev().eq(list.iter().rev()));
    prop_assert!((0..list.len()).all(|index| rows[index] == list[index] && rows.get(index) == list.get(index)));
    Ok(())
}

proptest! {
    #[test]
    fn they_are_a_list_like_any_other_and_copies_stay_as_they_were(deeds in deeds()) {
        let mut now: Pair = (Rows::new(), Vec::new());
        let mut copied = Vec::new();
        for deed in deeds {
            let (rows, list) = &mut now;
            match deed {
                Deed::Push(items) => {
                    for &item in &items {
                        rows.push(item);
                    }
                    list.extend(items);
                }
                Deed::Change(..) if list.is_empty() => prop_assert_eq!(rows.last_mut(), None),
                Deed::Change(at, item) => {
                    let at = at.index(list.len());
                    (rows[at], list[at]) = (item, item);
                    let last = rows.last_mut().expect("there is one");
                    *last = last.wrapping_add(1);
                    let last = list.last_mut().expect("there is one");
                    *last = last.wrapping_add(1);
                }
                Deed::Cut(at) => {
                    let at = at.index(list.len() + 1);
                    prop_assert_eq!(rows.split_off(at), list.split_off(at));
                }
                Deed::Copy => copied.push(now.clone()),
            }
            assert_alike(&now)?;
        }
        for pair in &copied {
            assert_alike(pair)?;
        }
    }

    #[test]
    fn ranges_and_searches_find_what_a_slice_finds(list in vec(any::<u16>(), 0..600), from in any::<Index>(), to in any::<Index>(), limit: u16) {
        let mut list = list;
        list.sort_unstable();
        let mut rows = Rows::new();
        for &item in &list {
            rows.push(item);
        }
        let (from, to) = (from.index(list.len() + 1), to.index(list.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        prop_assert!(rows.range(from..to).eq(&list[from..to]));
        prop_assert!(rows.range(from..).rev().eq(list[from..].iter().rev()));
        prop_assert!(rows.range(..to).skip(3).eq(list[..to].iter().skip(3)));
        prop_assert_eq!(rows.range(from..to).len(), to - from);
        prop_assert_eq!(rows.partition_point(|&item| item < limit), list.partition_point(|&item| item < limit));
    }
}

#[test]
fn a_search_that_is_true_to_the_end_ends_at_the_end() {
    let mut rows = Rows::new();
    for item in 0..300 {
        rows.push(item);
        assert_eq!(rows.partition_point(|_| true), rows.len());
    }
}

#[test]
#[should_panic(expected = "a list of 3 items has none up to 5")]
fn a_range_beyond_the_end_is_a_mistake() {
    let mut rows = Rows::new();
    for item in 0..3 {
        rows.push(item);
    }
    rows.range(2..5);
}
