//! How much of a whole a part is: the one way in which rates are told.

/// In `steps` of the whole (100: percent; 1000: tenths of a percent), rounded half up, but the whole only where nothing is
/// missing and nothing only where nothing was done. `None` of no whole.
pub fn share(part: i64, whole: i64, steps: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let rounded = (2 * part * steps + whole).div_euclid(2 * whole);
    Some(if part > 0 && part < whole { rounded.clamp(1, steps - 1) } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_rounded_half_up_but_never_to_all_or_nothing() {
        for (part, whole, percent, tenths) in [
            (0, 0, None, None),
            (3, -1, None, None),
            (0, 5, Some(0), Some(0)),
            (5, 5, Some(100), Some(1000)),
            (64, 89, Some(72), Some(719)),
            (14, 18, Some(78), Some(778)),
            (59, 66, Some(89), Some(894)),
            (2, 3, Some(67), Some(667)),
            (1, 3, Some(33), Some(333)),
            // A half goes up.
            (1, 8, Some(13), Some(125)),
            (1, 16, Some(6), Some(63)),
            (1, 200, Some(1), Some(5)),
            // Something is missing, something was done.
            (999, 1000, Some(99), Some(999)),
            (99_999, 100_000, Some(99), Some(999)),
            (1, 100_000, Some(1), Some(1)),
            // More than the whole, and taken off.
            (6, 4, Some(150), Some(1500)),
            (-1, 4, Some(-25), Some(-250)),
        ] {
            let told = (share(part, whole, 100), share(part, whole, 1000));
            assert_eq!(told, (percent, tenths), "{part}/{whole}");
        }
    }
}
