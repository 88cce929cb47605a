//! The desk over plain lines, a task a test: what is typed, what is told, and what the office has of it.

use serde_json::Value;

use crate::desk::Desk;

/// Types lines and leaves; gives what was told.
fn told(desk: &Desk, lines: &str) -> String {
    let typed = lines.split(' ').map(|line| format!("{line}\n")).collect::<String>() + "/退出\n";
    let told = desk.typed(&["--as", "林安全", "--plain"], &typed).done();
    for mark in ['\u{1b}', '│', '┌', '|'] {
        assert!(!told.contains(mark), "{mark:?}: {told}");
    }
    assert!(!told.contains("+-") && !told.contains("--"), "{told}");
    told
}

#[track_caller]
fn says(told: &str, words: &[&str]) {
    for words in words {
        assert!(told.contains(words), "{words}:\n{told}");
    }
}

/// Lines that are told as they stand here, whole.
#[track_caller]
fn lines(told: &str, wanted: &[&str]) {
    for wanted in wanted {
        let found = told.lines().any(|line| line.trim_start_matches("> ") == *wanted);
        assert!(found, "{wanted}:\n{told}");
    }
}

pub(super) fn hazard(desk: &Desk) -> Value {
    let mut all = desk.run(&["--json", "hazard", "list"]).json();
    assert_eq!(all.as_array().unwrap().len(), 1, "{all:#}");
    all[0].take()
}

/// One bad answer, found on the 20th.
pub(super) fn inspected() -> Desk {
    let desk = Desk::with_register();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    desk
}

#[test]
fn the_day_is_told_line_by_line_and_help_is_near() {
    let desk = inspected();
    let told = told(&desk, "/帮助 /键 /没有的");
    says(&told, &["今日 2026-11-20 星期五", "本周重点未查 1/2", "/回车 /返回", "没有“/没有的”"]);
    says(&told, &["F3企业：监管对象名册，一企一档", "^Q退出：退出安办"]);
}

#[test]
fn a_line_that_changes_nothing_is_answered() {
    let desk = inspected();
    let told = told(&desk, "F3 回车 /上 /f5 /回车 A12 /回车 /返回 1");
    says(&told, &["没有变化。键名前面要加斜杠，写成 /F3。", "写成 /回车。", "没有变化。写 /帮助"]);
    // The same refusal twice is told twice.
    let refused = told.matches("菜单里没有“A12”").count();
    assert!(refused == 2, "{refused}: {told}");
    says(&told, &["登记复查"]);
}

#[test]
fn premises_are_found_by_pinyin() {
    let desk = Desk::with_register();
    for typed in ["hjxc", "hengjie", "恒捷", "91350503", "13805950001"] {
        let told = told(&desk, &format!("/f3 {typed} /回车"));
        says(&told, &["1/2家", "一企一档 恒捷鞋材厂"]);
    }
    lines(
        &told(&desk, "/f3 hjxc /回车"),
        &["恒捷鞋材厂", "所在行业 制鞋业 重点监管 2026-11-20起 丙类以上物品加工生产"],
    );
}

#[test]
fn the_place_in_every_list_is_told() {
    let desk = inspected();
    let told = told(&desk, "/f3 /下 /下 /f10");
    lines(&told, &["第1项，共2项", "第2项，共2项", "第1项，共20项"]);
}

#[test]
fn the_whole_visit_goes_over_plain_lines() {
    let desk = Desk::with_register();
    let told = told(&desk, "/f3 hjxc /回车 /f4 /^a mhq 3 /回车 /末 车间东侧两具 /^s /^s /^s 2");
    says(
        &told,
        &["已答0/44", "44项答为正常", "改好按 Ctrl+S 保存", "已答44/44 隐患1", "检查已保存"],
    );
    says(&told, &["招联安监整改〔2026〕1号，隐患1条。", "已存成文件"]);
    // Each question stands on a line of its own, the chosen one with the digits of its answers.
    lines(&told, &["疏散通道 (*)畅通 ( )堵塞 ( )闭锁", "灭火器 1( )未配置 2(*)完好有效 3( )失效"]);
    let hazard = hazard(&desk);
    assert!(hazard["text"].as_str().unwrap().ends_with("车间东侧两具"), "{hazard:#}");
    assert_eq!(hazard["state"], "ordered", "{hazard:#}");
    desk.sound();
}

#[test]
fn a_hazard_is_rechecked_over_plain_lines() {
    let desk = inspected();
    let told = told(&desk, "/f5 /^r /^s");
    says(&told, &["整改中 恒捷鞋材厂", "登记复查", "复查结果 1(*)合格 2( )不合格 3( )拒不整改"]);
    says(&told, &["已办好：待销号"]);
    assert_eq!(hazard(&desk)["state"], "passed");
    desk.sound();
}

#[test]
fn a_hazard_is_closed_over_plain_lines() {
    let desk = inspected();
    says(&told(&desk, "/f5 /回车 2"), &["2 销号：复查合格后了结（不能）"]);
    let told = told(&desk, "/f5 /^r /^s /回车 2 /^s");
    says(&told, &["销号", "日期 2026-11-20", "已办好：已销号", "这一类里没有隐患"]);
    assert_eq!(hazard(&desk)["state"], "closed");
    desk.sound();
}

#[test]
fn premises_are_entered_put_right_and_changed_over_plain_lines() {
    let desk = Desk::with_register();
    let told = told(&desk, "/f3 /^n 顺发纸箱厂 /^s /^e /末 有限公司 /^s");
    says(&told, &["新增登记", "营业执照上的全名", "一企一档 顺发纸箱厂有限公司"]);
    let told = self::told(&desk, "/f3 sfzx /回车 /^g /下 /下 停电检修 /^s");
    says(&told, &["变更", "停产"]);
    let list = desk.run(&["--json", "premises", "list"]).done();
    assert!(list.contains("顺发纸箱厂有限公司"), "{list}");
    desk.sound();
}

#[test]
fn a_mistake_is_taken_back_over_plain_lines() {
    let desk = inspected();
    let told = told(&desk, "/f5 /^r /^s /^z 点错了 /^s");
    says(&told, &["撤销上一步", "为什么撤销，必填", "已撤销"]);
    assert_eq!(hazard(&desk)["state"], "ordered");
    desk.sound();
}

#[test]
fn the_month_is_told_a_day_a_line() {
    let desk = inspected();
    let told = told(&desk, "/f6 /右 /翻上");
    lines(&told, &[">20日 星期五 十二 办1检1", "23日 星期一 十五 到1", ">21日 星期六 十三"]);
    lines(&told, &["1日 星期四 廿一 休 国庆节", "10日 星期六 九月 班 国庆节"]);
}

#[test]
fn notices_events_and_ledgers_are_worked_over_plain_lines() {
    let desk = inspected();
    let void = told(&desk, "/f7 /^f /返回 /^w 写错了 /^s");
    says(&void, &["招联安监整改〔2026〕1号", "疏散通道", "作废"]);
    let notice = desk.run(&["--json", "notice", "list"]).done();
    assert!(notice.contains("写错了"), "{notice}");
    let event = told(&desk, "/alt+x /^n 1 /下 一网格 /下 /下 /下 /下 路灯不亮 /^s");
    says(&event, &["登记网格事件", "事项 1件"]);
    let ledger = told(&desk, "/alt+z");
    says(&ledger, &["生产安全事故登记"]);
    desk.sound();
}
