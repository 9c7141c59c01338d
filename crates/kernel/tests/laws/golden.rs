//! Old runs stay as they are: draws and hashes written down once. A change here breaks every saved run.
//!
//! The draws were computed a second time by a program of its own, from the published descriptions of `SipHash` and PCG.

use rand::Rng as _;
use rehearsal_kernel::{Seed, SimDuration};

use crate::workshop::{Command, played};

fn draws(seed: u64, name: &str) -> [i64; 6] {
    let mut stream = Seed(seed).stream(name);
    std::array::from_fn(|_| stream.range(0..=999))
}

#[test]
fn draws_are_fixed_by_seed_and_name() {
    assert_eq!(draws(0, ""), [7, 250, 510, 658, 202, 462]);
    assert_eq!(draws(1, "build"), [743, 123, 729, 342, 359, 294]);
    assert_eq!(draws(2, "build"), [226, 964, 524, 799, 601, 631]);
    assert_eq!(draws(1, "build/attempt 2"), [167, 844, 704, 937, 88, 780]);
}

#[test]
fn raw_words_are_fixed_by_seed_and_name() {
    let mut stream = Seed(42).stream("golden");
    assert_eq!([stream.next_u64(), stream.next_u64()], [10_125_124_143_896_020_554, 16_699_985_979_048_290_573]);
    assert_eq!(stream.next_u32(), 1_778_180_796);
}

#[test]
fn every_kind_of_draw_is_fixed_by_seed_and_name() {
    let mut stream = Seed(42).stream("kinds");
    assert_eq!(stream.range(i64::MIN..=i64::MAX), 7_792_786_693_047_775_490);
    assert_eq!(stream.duration(SimDuration::seconds(1)..=SimDuration::seconds(2)), SimDuration::millis(1_530));
    assert_eq!([(); 8].map(|()| stream.chance(500)), [false, false, false, false, false, false, true, true]);
}

#[test]
fn the_log_of_a_run_is_fixed_by_seed_and_commands() {
    let script = [
        (0, Command::Submit(1)),
        (0, Command::Submit(2)),
        (1, Command::Submit(3)),
        (2, Command::Cancel(2)),
        (0, Command::RingBell(3)),
        (9, Command::Submit(4)),
    ];
    let kernel = played(2, 42, &script);
    assert_eq!(
        (kernel.log().len(), kernel.hash().to_string().as_str()),
        (20, "e7458ccb473d93376ba3a06c4561621562a877f8d653a5105ced0f85318d21f4")
    );
}
