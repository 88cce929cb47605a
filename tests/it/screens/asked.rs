//! What looks like a slip is asked at the desk before it is written; who says that it is meant has it written.

use super::Bench;

#[test]
fn a_second_visit_of_the_day_is_asked_about_and_nothing_typed_is_lost() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A ^S ^S").shows("检查已保存").press("5 F3 hjxc Enter F4 ^A ^S");
    bench.press("^S").shows("请先核对，还没有登记").shows("的检查已经登记过一次");
    let asked = bench.screen();
    for words in ["要改那一次的，请更正它", "1 回去改", "2 核对过了，照样登记"]
    {
        assert!(asked.contains(words), "{words} in\n{asked}");
    }
    assert!(!asked.contains("--"), "{asked}");
    // Enter goes back to the window, with what is wrong beside its field.
    bench.press("Enter").wrong_at("检查人", "! 恒捷鞋材厂");
    bench.press("^S 2").shows("检查已保存，整改通知书已编号").press("5 F7").shows("通知书 4份");
}

#[test]
fn a_year_that_was_typed_wrong_is_asked_about() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A ^S Down").typed("2025-11-20").press("^S");
    bench.shows("请先核对，还没有登记").shows("是365天以前").press("1");
    bench.wrong_at("检查日期", "! 检查日期2025年11月20日");
    bench.press("Alt+c").typed("2026-11-19").press("^S").shows("检查已保存，整改通知书已编号");
}

#[test]
fn a_task_that_is_there_already_is_asked_about() {
    let mut bench = Bench::new().seated("林安全");
    let enter = |bench: &mut Bench| {
        bench.press("Alt+z 任务 Enter ^N Tab 例会 Tab 清查消防通道 Tab 陈一鸣 Tab 12-1 ^S");
    };
    enter(&mut bench);
    bench.shows("已登记");
    enter(&mut bench);
    bench.shows("请先核对，还没有登记").shows("里已经有这一项：清查消防通道");
    bench.press("2").shows("已登记");
}

/// What is said of grid officers is written above them; the window does not open to who may not.
#[test]
fn a_grid_officer_is_told_at_once_what_others_enter() {
    let mut bench = Bench::new();
    bench.press("Alt+z 考勤 Enter ^N").shows("不能登记网格员的考试、考勤、考核和奖励");
    let mut bench = Bench::new().seated("林安全");
    bench.press("Alt+z 考勤 Enter ^N").shows("姓名");
}

/// Who may not make a notice void is told so in the menu and by the key, before a reason is typed.
#[test]
fn what_a_post_does_not_allow_of_a_notice_is_said_at_once() {
    let mut bench = Bench::with_roads();
    bench.press("F7 Enter").shows("作废（不能）").press("Esc ^W").shows("不能作废通知书");
    let mut bench = Bench::with_roads().seated("林安全");
    bench.press("F7 ^W").shows("原因");
}
