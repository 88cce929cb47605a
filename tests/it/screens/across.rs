//! What was found at other premises of the street, told where a hazard is entered and where it is listed; and the one key
//! that makes the pack of a hazard.

use super::Bench;

fn joined(bench: &Bench) -> String {
    bench.screen().lines().map(|line| line.trim_matches([' ', '│', '|'])).collect()
}

#[test]
fn an_item_found_across_the_street_is_told_where_it_is_entered_and_listed() {
    let told = "同一检查项12个月内在本街道另有1家单位查出过";
    let mut bench = Bench::new();
    // The same item was found at 恒捷鞋材厂 before.
    bench.press("F3 afxcd Enter F4 ^A std 2 Enter");
    assert!(joined(&bench).contains(told), "{}", bench.screen());
    bench.press("^S ^S ^S");
    let said = joined(&bench);
    assert!(said.contains("同一检查项12个月内在本街道别的单位也查出过"), "{}", bench.screen());
    // One other premises makes no item common; where the regime says so, it does.
    bench.press("5 F5 阿芳");
    assert!(!bench.screen().contains("【同街道"), "{}", bench.screen());
    let ours = include_str!("../../../forms/regime/beifeng.toml");
    let rule = "[across]\npremises = 3\n";
    assert!(ours.contains(rule));
    let regimes = bench.folder.file("办公室/forms/regime");
    std::fs::create_dir_all(&regimes).unwrap();
    let ours = ours.replace(rule, "[across]\npremises = 1\n");
    std::fs::write(regimes.join("beifeng.toml"), ours).unwrap();
    let mut bench = bench.again();
    bench.press("F5 阿芳").shows("【同街道另1家】").press("Enter");
    // In its window too, before its words, whatever else has room there.
    let screen = bench.screen();
    let window = screen.lines().skip_while(|line| !line.contains("┌─ 隐患：")).nth(1);
    assert!(window.is_some_and(|line| line.contains("【同街道另1家】")), "{screen}");
    // One that no other premises had says nothing.
    let mut bench = Bench::new();
    bench.press("F3 afxcd Enter F4 ^A shy 1 Enter");
    assert!(
        bench.screen().contains("整改要求") && !joined(&bench).contains("另有"),
        "{}",
        bench.screen()
    );
}

#[test]
fn the_key_of_the_pack_works_on_the_list_in_the_window_and_on_the_page() {
    let made = "材料包已存成文件";
    let mut bench = Bench::new();
    assert!(bench.press("F5").screen().contains("Alt+P"), "{}", bench.screen());
    bench.press("Alt+p").shows(made);
    let mut bench = Bench::new();
    bench.press("F5 Enter Alt+p").shows(made);
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter");
    for _ in 0..5 {
        if bench.press("Alt+p").screen().contains(made) {
            break;
        }
        bench.shows("先用 ↑↓ 选中一条隐患").press("Down");
    }
    bench.shows(made);
}
