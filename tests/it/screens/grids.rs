//! 网格 at the desk: who answers for a grid, people without one, and many units at once; each window opened, filled in
//! wrong, and saved.

use std::fs;

use super::Bench;

/// The line of the tree that has this word.
fn line(bench: &Bench, word: &str) -> String {
    let screen = bench.screen();
    let found = screen.lines().find(|line| line.contains(word));
    found.unwrap_or_else(|| panic!("{word}: {screen}")).to_owned()
}

#[test]
fn who_answers_for_a_grid_is_handed_over_by_kind() {
    let mut bench = Bench::new().seated("");
    bench.walk("F8 招联一网格 Enter 1");
    // 监管责任人 is the second of the duties.
    bench.press("2 Down").typed("张无名").press("Down Alt+c").typed("13-45").press("^S");
    bench.wrong_at("交给", "! 人员名单里没有“张无名”");
    assert!(bench.screen().contains("! “13-45”不是日期"), "{}", bench.screen());
    bench.press("Alt+c").typed("林安全").press("Down Alt+c").typed("2026-11-20").press("^S");
    let told = line(&bench, "招联一网格  ");
    assert!(told.contains("监管责任人 林安全") && told.contains("网格员 陈一鸣"), "{told}");
    assert!(!told.contains("沈卫东"), "{told}");
}

#[test]
fn a_new_grid_has_people_who_are_known() {
    let mut bench = Bench::new().seated("");
    bench.walk("F8 招联社区 Enter 1");
    bench.press("^S");
    bench.wrong_at("网格名称", "! 请写网格名称。");
    bench.typed("招联二网格").press("Down Down Down").typed("蔡书记").press("^S");
    let told = line(&bench, "招联二网格  ");
    assert!(told.contains("监管责任人 蔡书记") && !told.contains("网格员 "), "{told}");
}

/// An officer whom no grid has yet: registered, then gone again, each fault told beside its field.
#[test]
fn an_officer_without_a_grid_comes_and_goes() {
    let mut bench = Bench::new().seated("");
    bench.walk("F8 招联社区 Enter 2");
    bench.press("Tab Tab Tab Tab Tab Tab Alt+c").typed("明天吧").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("共2处要改"), "{screen}");
    bench.wrong_at("姓名", "! 请写姓名。");
    assert!(bench.screen().contains("! “明天吧”不是日期"), "{}", bench.screen());
    bench.typed("许小梅").press("Tab Tab Tab Tab Tab Tab Alt+c").typed("2026-11-18").press("^S");
    assert!(bench.screen().contains("许小梅（网格员）已登记"), "{}", bench.screen());
    assert!(line(&bench, "  许小梅  ").contains("专职网格员"), "{}", bench.screen());
    // No grid names the new officer; the next office hears of it.
    let mut bench = bench.again().seated("");
    bench.walk("F8 许小梅 Enter 1");
    bench.press("Tab Tab").typed("张无名").press("^S");
    bench.wrong_at("原因", "! 请写明原因，如 退休、调走。");
    assert!(bench.screen().contains("张无名"), "{}", bench.screen());
    bench.typed("调走").press("Tab Alt+c ^S");
    let screen = bench.screen();
    assert!(screen.contains("许小梅从2026年11月20日起离岗（调走）"), "{screen}");
}

#[test]
fn many_communities_come_from_a_list_after_a_look_at_it() {
    let mut bench = Bench::new().seated("");
    bench.walk("F8 北峰街道 Enter 批量登记 Enter");
    bench.press("^S");
    bench.wrong_at("文件", "! 请写名单文件的位置");
    let wrong = bench.folder.file("错的.csv");
    fs::write(&wrong, "社区名称,代码\n新港社区,350503008901\n西边社区,350503008006\n").unwrap();
    bench.typed(&wrong.display().to_string()).press("^S");
    let screen = bench.screen();
    assert!(screen.contains("一个也不登记") && screen.contains("第3行："), "{screen}");
    assert!(!screen.contains("按 Ctrl+S 登记"), "{screen}");
    let right = bench.folder.file("名单.csv");
    fs::write(&right, "社区名称,代码\n招联社区,\n新港社区,350503008901\n").unwrap();
    bench.press("Esc");
    bench.walk("F2 F8 北峰街道 Enter 批量登记 Enter");
    bench.press("Down Alt+c").typed(&right.display().to_string()).press("^S");
    let screen = bench.screen();
    assert!(screen.contains("将登记1个单位") && screen.contains("新港社区"), "{screen}");
    // Left alone nothing is added.
    let mut bench = bench.again().seated("");
    bench.press("F8");
    assert!(!bench.screen().contains("新港社区"), "{}", bench.screen());
    bench.walk("F8 北峰街道 Enter 批量登记 Enter");
    bench.press("Down Alt+c").typed(&right.display().to_string()).press("^S ^S");
    assert!(bench.screen().contains("已登记1个单位"), "{}", bench.screen());
    bench.press("F2 F8");
    assert!(bench.screen().contains("新港社区"), "{}", bench.screen());
}
