//! The quarterly ranking (S2 制度二: 每季度公告一次，实行全区排名): eight indicators of 0 to 100, each weighing the same.

use chrono::NaiveDate;

use super::report::Figures;

/// 组织领导、资金投入与设备设施、按月排查报送隐患、打非、责任人履职、检查抽查及问题处理、挂牌督办治理、企业数据库.
pub const INDICATORS: usize = 8;

/// Scores are kept in thousandths of a point: what a person gives may have a fraction.
pub const POINT: i64 = 1000;

/// The scores of one unit, in thousandths; `None` where the records know nothing and nobody has given one.
pub type Scores = [Option<i64>; INDICATORS];

/// A score as its ledger has it (`85.5`), in thousandths; what is finer is left off. `None` of what is no number.
pub fn read(score: &str) -> Option<i64> {
    let (whole, part) = score.split_once('.').unwrap_or((score, ""));
    let digits: String = part.chars().chain("000".chars()).take(3).collect();
    Some(whole.parse::<i64>().ok()? * POINT + digits.parse::<i64>().ok()?)
}

/// A score as it is printed: without the noughts of a fraction.
pub fn spelled(score: i64) -> String {
    let text = format!("{}.{:03}", score / POINT, score % POINT);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The mean of all eight, in tenths of a point; `None` while one is missing, so that nobody is ranked on a part.
pub fn total(scores: &Scores) -> Option<i64> {
    let sum = scores.iter().copied().sum::<Option<i64>>()?;
    Some(sum * 10 / (INDICATORS as i64 * POINT))
}

/// The place of each unit, from 1; those alike share one, and those without a total have none.
pub fn ranks(totals: &[Option<i64>]) -> Vec<Option<usize>> {
    let better = |total: i64| totals.iter().flatten().filter(|other| **other > total).count();
    totals.iter().map(|total| total.map(|total| better(total) + 1)).collect()
}

/// A supervision (挂牌督办): when it was opened, closed, and is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Supervised {
    pub opened: NaiveDate,
    pub closed: Option<NaiveDate>,
    pub due: Option<NaiveDate>,
}

/// 挂牌督办治理 of the days from `from` to `on`, as it stood at their end: of those lifted in these days and those past
/// their day, so many hundredths lifted. What is open and in time is neither; `None` without either.
pub fn supervision_score(all: &[Supervised], from: NaiveDate, on: NaiveDate) -> Option<i64> {
    let lifted = |one: &&Supervised| one.closed.is_some_and(|closed| (from..=on).contains(&closed));
    let missed = |one: &&Supervised| {
        one.opened <= on
            && one.closed.is_none_or(|closed| closed > on)
            && one.due.is_some_and(|due| due < on)
    };
    let (lifted, missed) = (all.iter().filter(lifted).count(), all.iter().filter(missed).count());
    Figures::rate(lifted as i64, (lifted + missed) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_and_in_time_is_no_failure() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let one = |opened: &str, closed: &str, due: &str| Supervised {
            opened: day(opened),
            closed: closed.parse().ok(),
            due: due.parse().ok(),
        };
        let (in_time, late) =
            (one("2026-09-01", "", "2026-10-15"), one("2026-08-01", "", "2026-09-20"));
        let lifted = one("2026-07-10", "2026-09-21", "2026-08-31");
        // Lifted after the quarter, before it, opened after it, without a day.
        let after = one("2026-08-01", "2026-10-08", "2026-09-20");
        let before = one("2026-05-01", "2026-06-30", "2026-06-30");
        let (next, open) = (one("2026-10-02", "", "2026-10-03"), one("2026-08-01", "", ""));
        for (all, score) in [
            (&[in_time][..], None),
            (&[before, next, open], None),
            (&[late], Some(0)),
            (&[after], Some(0)),
            (&[lifted, in_time], Some(100)),
            (&[lifted, late], Some(50)),
            (&[lifted, lifted, after], Some(67)),
        ] {
            let of = (day("2026-07-01"), day("2026-09-30"));
            assert_eq!(supervision_score(all, of.0, of.1), score, "{all:?}");
        }
    }

    #[test]
    fn alike_units_share_a_place_and_a_missing_score_has_none() {
        for (totals, places) in [
            (&[Some(900), Some(950), Some(900), None][..], &[Some(2), Some(1), Some(2), None][..]),
            (&[Some(10), Some(10), Some(9)], &[Some(1), Some(1), Some(3)]),
            (&[None, None], &[None, None]),
            (&[], &[]),
        ] {
            assert_eq!(ranks(totals), places, "{totals:?}");
        }
    }

    #[test]
    fn a_total_is_the_mean_of_all_eight() {
        assert_eq!(total(&[Some(100 * POINT); 8]), Some(1000));
        let mut scores = [Some(90 * POINT); 8];
        scores[0] = read("85");
        assert_eq!(total(&scores), Some(893));
        scores[1] = read("94.8");
        assert_eq!(total(&scores), Some(899));
        scores[7] = None;
        assert_eq!(total(&scores), None);
    }

    #[test]
    fn a_score_may_have_a_fraction_and_is_printed_as_it_was_given() {
        for (given, thousandths, printed) in [
            ("85", Some(85_000), "85"),
            ("85.5", Some(85_500), "85.5"),
            ("85.05", Some(85_050), "85.05"),
            ("0.125", Some(125), "0.125"),
            ("0.1259", Some(125), "0.125"),
            ("100", Some(100_000), "100"),
            ("0", Some(0), "0"),
            ("", None, ""),
            ("八十", None, ""),
        ] {
            assert_eq!(read(given), thousandths, "{given}");
            assert_eq!(read(given).map(spelled).unwrap_or_default(), printed, "{given}");
        }
    }
}
