use crate::form::{regime::Regime, regime_file::parse};

const PATROL: &str = r#"
[[patrol]]
code = "key_weekly"
label = "重点监管企业巡查"
scope = "key"
every = "week"
times = 2
by = "grid_officer"
source = "方案"
"#;

const REGULAR: &str = r#"
[[regular]]
code = "weekly_meeting"
label = "网格员每周例会"
ledger = "meeting"
level = "community"
every = "week"
times = 2
before = 6
source = "方案"
"#;

/// The regime of 北峰 with one more rule; both of the code have what is written behind them.
fn with(more: &str, (first, second): (&str, &str)) -> (Option<Regime>, Vec<String>) {
    let text = include_str!("../../../../forms/regime/beifeng.toml");
    let code = more.lines().find(|line| line.starts_with("code")).expect("a code");
    let former = text.replacen(code, &format!("{code}\n{first}"), 1);
    assert!(former != text || first.is_empty());
    let (regime, faults) = parse("b.toml", &format!("{former}{more}{second}\n"));
    (regime, faults.into_iter().map(|fault| fault.message).collect())
}

#[test]
fn a_rule_follows_another_of_its_code() {
    for more in [PATROL, REGULAR] {
        for (first, second) in [
            ("until = \"2026-11-30\"", "since = \"2026-12-01\""),
            ("until = \"2026-11-30\"", "since = \"2027-02-01\""),
            ("since = \"2026-12-01\"", "until = \"2026-11-30\""),
            ("since = \"2026-10-01\"\nuntil = \"2026-11-30\"", "since = \"2026-12-01\""),
            ("until = \"2026-11-30\"", "since = \"2026-12-01\"\nuntil = \"2026-12-01\""),
        ] {
            let (regime, faults) = with(more, (first, second));
            assert!(regime.is_some() && faults.is_empty(), "{first} {second} {faults:?}");
        }
    }
}

#[test]
fn rules_of_one_code_do_not_hold_on_one_day() {
    for (more, what) in [(PATROL, "巡查规则“key_weekly”"), (REGULAR, "定期工作“weekly_meeting”")]
    {
        for (first, second) in [
            ("", ""),
            ("until = \"2026-11-30\"", ""),
            ("", "since = \"2026-12-01\""),
            ("until = \"2026-12-01\"", "since = \"2026-12-01\""),
            ("since = \"2026-12-01\"", "since = \"2027-12-01\""),
            ("until = \"2026-11-30\"", "since = \"2026-01-01\"\nuntil = \"2026-01-31\""),
        ] {
            let (regime, faults) = with(more, (first, second));
            assert!(regime.is_none(), "{first} {second}");
            let [fault] = &faults[..] else { panic!("{first} {second} {faults:?}") };
            assert!(fault.starts_with(what) && fault.contains("先前的写 until"), "{fault}");
        }
    }
}

#[test]
fn days_are_days_and_in_their_order() {
    for (days, said) in [
        (
            "since = \"2026-11-31\"",
            "since（第一天）写的是“2026-11-31”，要写一个有的日子，写成 \"2026-12-01\" 的样子",
        ),
        (
            "since = \"2026-1-1\"",
            "since（第一天）写的是“2026-1-1”，要写一个有的日子，写成 \"2026-12-01\" 的样子",
        ),
        (
            "until = \"年底\"",
            "until（最后一天）写的是“年底”，要写一个有的日子，写成 \"2026-12-01\" 的样子",
        ),
        (
            "since = \"2026-12-02\"\nuntil = \"2026-12-01\"",
            "until（最后一天）2026-12-01早于 since（第一天）2026-12-02：请改正其中一个",
        ),
    ] {
        let own = PATROL.replace("key_weekly", "own");
        let (regime, faults) = with(&own, ("", days));
        assert!(regime.is_none() && faults == [said], "{faults:?}");
    }
}

#[test]
fn another_round_has_a_code_of_its_own() {
    let former = "until = \"2026-11-30\"";
    for (key, was, is) in [
        ("scope", "scope = \"key\"", "scope = \"all\""),
        ("every", "every = \"week\"", "every = \"month\""),
        ("by", "by = \"grid_officer\"", "by = \"street_officer\""),
    ] {
        let more = PATROL.replace(was, is);
        let (_, faults) = with(&more, (former, "since = \"2026-12-01\""));
        let [fault] = &faults[..] else { panic!("{faults:?}") };
        let said = format!("巡查规则“key_weekly”的 {key} 和第");
        assert!(fault.starts_with(&said) && fault.contains("请另取一个 code"), "{fault}");
    }
}
