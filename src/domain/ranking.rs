//! The quarterly ranking (S2 制度二: 每季度公告一次，实行全区排名): eight indicators of 0 to 100, each weighing the same.

/// 组织领导、资金投入与设备设施、按月排查报送隐患、打非、责任人履职、检查抽查及问题处理、挂牌督办治理、企业数据库.
pub const INDICATORS: usize = 8;

/// The scores of one unit; `None` where the records know nothing and nobody has given one.
pub type Scores = [Option<i64>; INDICATORS];

/// The mean of all eight, in tenths; `None` while one is missing, so that nobody is ranked on a part.
pub fn total(scores: &Scores) -> Option<i64> {
    let sum = scores.iter().copied().sum::<Option<i64>>()?;
    Some(sum * 10 / INDICATORS as i64)
}

/// The place of each unit, from 1; those alike share one, and those without a total have none.
pub fn ranks(totals: &[Option<i64>]) -> Vec<Option<usize>> {
    let better = |total: i64| totals.iter().flatten().filter(|other| **other > total).count();
    totals.iter().map(|total| total.map(|total| better(total) + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(total(&[Some(100); 8]), Some(1000));
        let mut scores = [Some(90); 8];
        scores[0] = Some(85);
        assert_eq!(total(&scores), Some(893));
        scores[7] = None;
        assert_eq!(total(&scores), None);
    }
}
