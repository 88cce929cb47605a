//! 问责提醒 at the desk: the records lead to what can be done, a person confirms and goes on to the letter, sets aside, and
//! sees the ladder.

use anban::{
    domain::event::Source,
    office::event::{Linking, Registering},
};

use super::{Bench, day};

#[test]
fn a_suggestion_is_confirmed_with_its_letter_and_the_ladder_counts_it() {
    // A one-desk office, where nobody signs in.
    let mut bench = Bench::with_roads().seated("");
    bench.press("Alt+t");
    let screen = bench.screen();
    assert!(screen.contains("问责提醒 已成立4条"), "{screen}");
    assert!(screen.contains("TB-4 通报"), "{screen}");
    let help = bench.press("F1").screen();
    assert!(help.contains("（泉丰北办〔2020〕29号 四、落实责任追究制度"), "{help}");
    bench.press("Esc");
    // The third: its hazard, and from there what can be done with it.
    bench.press("Down Down Enter");
    let screen = bench.screen();
    assert!(screen.contains("依据 TB-4 招联社区"), "{screen}");
    assert!(screen.contains("整改期限"), "{screen}");
    bench.press("Enter");
    assert!(bench.screen().contains("复查"), "{}", bench.screen());
    // Nobody signed in: who has decided is asked.
    bench.press("Esc ^D 1 ^S");
    assert!(bench.screen().contains("没有写明由谁签字"), "{}", bench.screen());
    bench.typed("沈卫东").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("关于安全生产隐患整改工作有关问题的通报"), "{screen}");
    // What Ctrl+Z would take back is called by its situation and by whom it is about.
    bench.press("Esc Esc Esc ^Z");
    let screen = bench.screen();
    assert!(screen.contains("TB-4 招联社区，"), "{screen}");
    bench.press("Esc Alt+t");
    let screen = bench.screen();
    assert!(screen.contains("已成立3条"), "{screen}");

    // Another is set aside; without a reason it is not.
    bench.press("^D 2 ^S");
    assert!(bench.screen().contains("请写明为什么搁置"), "{}", bench.screen());
    bench.typed("十月底才建网格").press("Down").typed("沈卫东").press("^S");
    assert!(bench.screen().contains("已成立2条"), "{}", bench.screen());
    // What is near waits for its day.
    bench.press("Down Down ^D 1");
    assert!(bench.screen().contains("现在还来得及办理"), "{}", bench.screen());
    bench.press("4");
    let screen = bench.screen();
    assert!(screen.contains("追责阶梯"), "{screen}");
    assert!(screen.contains("未及时依法复查生产经营单位整改情况的"), "{screen}");
}

/// A row of 通报督办登记 has the letter of its kind, and none when it is struck out.
#[test]
fn a_row_offers_the_letter_of_its_kind_alone() {
    let mut bench = Bench::with_roads().seated("沈卫东");
    bench.press("Alt+t Down ^D 1 ^S Esc Esc Esc");
    bench.press("Alt+z 通报督办登记 Enter ^D");
    let screen = bench.screen();
    assert!(screen.contains("出关于安全生产隐患整改工作有关问题的通报"), "{screen}");
    assert!(!screen.contains("诫勉谈话的建议") && !screen.contains("移送"), "{screen}");
}

#[test]
fn a_grid_officer_reads_and_decides_nothing() {
    let mut bench = Bench::with_roads();
    // Told before anything is typed.
    bench.press("Alt+t Down ^D 1");
    let screen = bench.screen();
    assert!(screen.contains("不能登记、确认、搁置问责"), "{screen}");
}

/// What falls into a year whose days off are not published says so, as the calendar does.
#[test]
fn deadlines_in_a_year_without_its_days_off_say_so() {
    const NOTE: &str = "2027年的放假安排还没有公布";
    let mut bench = Bench::with_roads().seated("");
    bench.press("Alt+x");
    assert!(!bench.screen().contains("放假安排"), "{}", bench.screen());
    bench.seat.opening.today = Some(day("2027-01-05"));
    let mut bench = bench.seated("");
    let office = bench.seat.office().unwrap();
    let registering = Registering {
        source: Source::Call,
        grid: None,
        community: None,
        premises: Some("恒捷鞋材厂".into()),
        hazard: None,
        links: Linking::default(),
        at: None,
        place: "厂门口".into(),
        object: String::new(),
        content: "消防通道停放电动车".into(),
        informant: String::new(),
        phone: String::new(),
        by: None,
        on: None,
    };
    office.register_event(&registering).unwrap();
    let all = office.suggestions().unwrap();
    assert!(office.unpublished(all.iter().map(|each| each.found.day())).is_some(), "{all:?}");
    for keys in ["Alt+x", "Alt+t"] {
        bench.press(keys);
        assert!(bench.screen().contains(NOTE), "{keys}: {}", bench.screen());
    }
}
