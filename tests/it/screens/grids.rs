//! 网格 at the desk: who answers for a grid, people without one, and many units at once; each window opened, filled in
//! wrong, and saved.

use std::fs;

use anban::{
    domain::{campaign::Scope, unit::Level},
    office::{Office, Opening, campaigns::Typed, premises::Fields, units::People},
};

use super::{Bench, day, opening, rounds::campaign};

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
    bench
        .typed("招联二网格")
        .press("Down Down")
        .typed("张三")
        .press("Down")
        .typed("蔡书记")
        .press("^S");
    bench.wrong_at("网格员", "! 人员名单里没有“张三”");
    bench.press("Alt+c ^S");
    let told = line(&bench, "招联二网格  ");
    assert!(told.contains("监管责任人 蔡书记") && !told.contains("网格员 "), "{told}");
}

#[test]
fn what_is_known_of_a_person_changes_at_the_desk() {
    let mut bench = Bench::new().seated("");
    bench.walk("F8 林安全 Enter 3");
    bench.press("Alt+c").typed("13805950009").press("^S");
    bench.shows("林安全已更改。");
    let staff = bench.seat.office().unwrap().staff().unwrap();
    let phones = staff.iter().filter(|one| one.name == "林安全").map(|one| one.phone.as_str());
    assert!(phones.eq(["13805950009"]));
}

/// What another desk has added meanwhile is known here without opening the desk anew.
#[test]
fn a_grid_that_another_desk_added_is_seen() {
    let mut bench = Bench::new().seated("");
    bench.press("F8");
    let unsigned = Opening { actor: None, ..opening(&bench.folder, "2026-11-20") };
    let mut other = Office::open(&unsigned).unwrap();
    let grid =
        other.add_grid("招联社区", "东湖二网格", "", &People { people: Vec::new() }).unwrap();
    let grid = Some(grid.path);
    let fields = Fields { name: Some("新登的厂".into()), grid, ..Fields::default() };
    other.add_premises(None, &fields, None).unwrap();
    bench.seat.office().unwrap().read_units().unwrap();
    bench.press("F2 F8");
    line(&bench, "东湖二网格");
    bench.press("F3 新登的厂 Enter");
    bench.shows("东湖二网格");
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

/// The desk asks before a campaign loses the premises of a grid, and does not close the grid before it is put right.
#[test]
fn a_campaign_of_a_grid_is_told_before_the_grid_is_merged() {
    let bench = Bench::new();
    let mut office =
        Office::open(&Opening { actor: None, ..opening(&bench.folder, "2026-11-20") }).unwrap();
    office.add_grid("招联社区", "招联二网格", "", &People::default()).unwrap();
    let grids = office.units_at(Level::Grid).map(|unit| unit.path.clone()).take(1).collect();
    let scope = Scope { grids, ..Scope::default() };
    let typed = campaign("一网格整治", day("2026-11-16"), day("2026-12-13"));
    office.add_campaign(&Typed { scope, ..typed }).unwrap();
    drop(office);
    let mut bench = bench.again().seated("");
    bench.walk("F8 招联一网格 Enter 5");
    bench.press("Down Down Down").typed("撤并").press("^S");
    let screen = bench.screen();
    let told: String = screen.chars().filter(|c| !c.is_whitespace() && *c != '│').collect();
    assert!(told.contains("专项行动“一网格整治”（到2026年12月13日）写明查招联一网格"), "{screen}");
    assert!(told.contains("“巡查”里的专项行动") && !told.contains("anban"), "{screen}");
    bench.press("1 ^S 2");
    bench.shows("划到招联二网格5家");
    bench.walk("F8 招联一网格 Enter 6");
    bench.press("Down").typed("撤并").press("^S");
    let screen = bench.screen();
    let told: String = screen.chars().filter(|c| !c.is_whitespace() && *c != '│').collect();
    assert!(told.contains("原来在这里的5家已经不在它的范围里，不能撤并"), "{screen}");
}
