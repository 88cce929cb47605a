//! Menus with more lines than digits: every line has a way of its own, and nothing typed or pasted chooses by itself.

use anban::tui::{
    keys::{Code, Key},
    terminal::input::Input,
};

use super::Bench;

fn burst(text: &str) -> Vec<Input> {
    let code = |c| if c == '\n' { Code::Enter } else { Code::Char(c) };
    text.chars().map(|c| Input::Key(Key::of(code(c)))).collect()
}

#[test]
fn a_line_of_a_long_menu_is_found_by_typing() {
    for (typed, opened) in
        [("例会", "例会 2026-W47"), ("wangge'yuan", "网格员"), ("ydsz", ""), ("问责", "问责提醒")]
    {
        let mut bench = Bench::new();
        bench.press("F10");
        let screen = bench.screen();
        assert!(screen.contains("打字查找") && screen.contains("数字直接选"), "{screen}");
        bench.press(typed);
        let screen = bench.screen();
        assert!(screen.contains(&format!("查找：{typed}")), "{typed}: {screen}");
        bench.paint().check().unwrap();
        bench.press("Enter");
        let screen = bench.screen();
        match opened {
            "" => assert!(screen.contains("菜单里没有"), "{typed}: {screen}"),
            opened => {
                let title = screen.lines().next().unwrap_or_default();
                assert!(title.contains(opened), "{typed}: {screen}");
            }
        }
    }
}

/// At 80×24 every screen is in the menu at once, in two columns; what the chosen one is about stands below.
#[test]
fn the_whole_menu_is_seen_at_once() {
    let mut bench = Bench::new();
    bench.press("F10");
    let screen = bench.screen();
    for label in ["1 今日", "0 台账", "收件", "例会", "问责", "巡查", "设置", "锁屏", "退出"]
    {
        assert!(screen.contains(label), "{label}: {screen}");
    }
    assert!(!screen.contains("共20项") && screen.contains("今日要办的事"), "{screen}");
    bench.paint().check().unwrap();
    // Beside 今日 stands the first line of the second column.
    bench.press("Right");
    assert!(bench.screen().contains("收到的照片和扫描件，附到记录上"), "{}", bench.screen());
    bench.press("Down Left");
    assert!(bench.screen().contains("监管对象名册，一企一档"), "{}", bench.screen());
    bench.press("Enter");
    assert!(bench.screen().lines().next().unwrap().contains("企业"), "{}", bench.screen());
}

#[test]
fn a_digit_behind_letters_and_a_pasted_line_choose_nothing() {
    let mut bench = Bench::new();
    bench.press("F10 A12");
    let screen = bench.screen();
    assert!(screen.contains("查找：A12") && screen.contains("菜单里没有"), "{screen}");
    // What was looked for goes first, then the menu.
    bench.press("Esc");
    assert!(bench.screen().contains("1 今日") && bench.screen().contains("菜单"));
    bench.burst(burst("例会\n"));
    let screen = bench.screen();
    assert!(screen.contains("查找：例会") && !screen.contains("2026-W47"), "{screen}");
    bench.press("Back Back 5");
    assert!(bench.screen().contains("2026年11月"), "{}", bench.screen());
}

/// One letter and the line end behind it, as a console without bracketed paste hands them on.
#[test]
fn a_letter_with_its_line_end_is_a_paste_too() {
    let mut bench = Bench::new();
    bench.press("F5");
    bench.burst(burst("厂\n"));
    let screen = bench.screen();
    assert!(screen.contains('厂') && !screen.contains("查判定标准"), "{screen}");
    bench.burst(burst("\n"));
    assert!(bench.screen().contains("查判定标准"), "{}", bench.screen());
}

/// The sentence takes lines of its own, however long it is.
#[test]
fn what_is_told_of_several_lines_covers_no_window() {
    let mut bench = Bench::new();
    bench.press("F8 Down Down Down Down Enter 1 Down 不在名单上的人 ^S");
    let screen = bench.screen();
    assert!(screen.contains("人员名单里没有"), "{screen}");
    bench.paint().check().unwrap();
}

/// The list of situations has more lines than digits; a field with as many options has a letter for each.
#[test]
fn a_letter_goes_through_the_options_of_a_long_field() {
    let mut bench = Bench::with_roads().seated("");
    bench.press("Alt+t Down ^D 1 Down Down Down Down");
    let chosen = |bench: &Bench| -> String {
        let screen = bench.screen();
        let line = screen.lines().find(|line| line.contains("情形*")).unwrap_or_default();
        line.to_owned()
    };
    let before = chosen(&bench);
    assert!(before.contains("打字跳到"), "{before}");
    bench.typed("未");
    let after = chosen(&bench);
    assert!(after != before && after.contains("< 未"), "{after}");
}
