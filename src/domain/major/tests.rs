use super::*;

fn form(plan: &str, text: &str) -> Form {
    Form {
        on: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
        by: "陈一鸣".into(),
        fields: BTreeMap::from([("summary".to_owned(), text.to_owned())]),
        measures: Measures { plan: plan.into(), ..Measures::default() },
    }
}

#[test]
fn a_blank_filled_in_keeps_the_signatures_and_a_changed_word_does_not() {
    let word = Word { on: form("", "").on, by: "林安全".into(), opinion: "情况属实".into() };
    let table = [
        (form("", "夹层住人"), form("应急预案", "夹层住人"), StageKind::Verified),
        (form("", "夹层住人"), form("", " 夹层住人 "), StageKind::Verified),
        (form("应急预案", "夹层住人"), form("", "夹层住人"), StageKind::Filled),
        (form("", "夹层住人"), form("应急预案", "夹层堆货"), StageKind::Filled),
    ];
    for (first, second, kind) in table {
        let report = Report::filled(first).unwrap();
        let on = report.last_on();
        let verified = Filled(()).verify(word.clone()).unwrap();
        let report = report.at(Stage::Verified(verified), on);
        assert_eq!(report.refilled(second).unwrap().kind(), kind);
    }
}

#[test]
fn the_stages_follow_each_other() {
    let mut kind = StageKind::Filled;
    let mut road = vec![kind];
    while let Some(next) = kind.next() {
        kind = next;
        road.push(kind);
    }
    assert_eq!(road, StageKind::ALL);
}
