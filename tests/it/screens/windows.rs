//! Small windows: what they refuse and tell, and how what was typed in one is found again.

use super::Bench;

#[test]
fn a_grid_goes_to_somebody_who_is_known() {
    let mut bench = Bench::new();
    bench.seat.opening.actor = Some("林安全".into());
    bench.seat.leave();
    bench.press("F8 Down Down Down Down Enter 1 Down");
    bench.shows("人员交接 招联一网格").typed("不存在的人").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("人员名单里没有“不存在的人”"), "{screen}");
    assert!(screen.contains("登记人员"), "{screen}");
    // A part of the name or its initials is enough where it is one person's.
    bench.press("Alt+c laq ^S");
    assert!(bench.screen().contains("由林安全担任"), "{}", bench.screen());
    bench.press("Enter 1 Down 沈卫东 ^S");
    assert!(bench.screen().contains("由沈卫东担任"), "{}", bench.screen());
}

/// What has no room in the bottom line gives way to the two keys that find and take back whatever there is.
#[test]
fn the_keys_that_find_and_take_back_always_stand_at_the_foot() {
    let mut bench = Bench::with_roads();
    for keys in ["F2", "F3", "F3 hjxc Enter", "F5", "F7", "F8", "Alt+x", "Alt+w", "Alt+b", "Alt+j"]
    {
        bench.press(keys);
        let screen = bench.screen();
        let foot = screen.lines().last().unwrap();
        assert!(foot.contains("^P命令 ^Z撤销"), "{keys}: {foot}");
    }
    bench.press("F3 hjxc Enter").shows("^L").shows("Alt+P打包");
}

#[test]
fn the_palette_tells_of_itself() {
    let mut bench = Bench::new();
    bench.press("^P F1");
    let screen = bench.screen();
    assert!(screen.contains("说明：命令"), "{screen}");
    assert!(screen.contains("不是编号"), "{screen}");
}

#[test]
fn a_page_wider_than_the_screen_says_where_it_goes_on() {
    let mut bench = Bench::new();
    bench.press("F7 Down Down ^F");
    let marked =
        |screen: &str, at: usize, sign: char| {
            let lines = screen.lines().skip(1).take(21);
            lines
                .filter(|line| {
                    if at == 0 { line.starts_with(sign) } else { line.trim_end().ends_with(sign) }
                })
                .count()
        };
    let screen = bench.screen();
    assert!(marked(&screen, 79, '>') > 0, "{screen}");
    assert_eq!(marked(&screen, 0, '<'), 0, "{screen}");
    bench.press("Right Right Right");
    assert!(marked(&bench.screen(), 0, '<') > 0, "{}", bench.screen());
}

#[test]
fn both_signatures_that_are_missing_are_told_at_once() {
    let mut bench = Bench::with_roads();
    bench.press("^U Enter 1 F5 Tab Tab Tab Tab Enter 7 3 Alt+c Down Alt+c ^S");
    let screen = bench.screen();
    assert!(screen.contains("共2处要改"), "{screen}");
    assert_eq!(screen.matches("双签要写两位社区主干的姓名").count(), 3, "{screen}");
}
