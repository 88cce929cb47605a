//! What a clerk expects of the desk and once did not find: the field that is meant, the search that is over, the key that
//! prints, the festival in its cell, the gravest on top.

use anban::{
    domain::premises::ChangeKind,
    office::{
        Office, Opening,
        hazards::{Filter, Outcome},
        premises::Fields,
    },
};

use super::{BOX, Bench, looks::ASCII, opening};

impl Bench {
    /// The row of the screen that has these words.
    #[track_caller]
    fn line(&self, words: &str) -> String {
        let screen = self.screen();
        let line = screen.lines().find(|line| line.contains(words));
        line.unwrap_or_else(|| panic!("{words}:\n{screen}")).to_owned()
    }

    /// The focus is on a field, and the row below it says what is wrong.
    #[track_caller]
    pub(super) fn wrong_at(&mut self, label: &str, why: &str) -> &mut Bench {
        let screen = self.screen();
        let mut below =
            screen.lines().skip_while(|line| !line.contains('>') || !line.contains(label));
        assert!(below.next().is_some(), "the focus is not on {label}:\n{screen}");
        assert!(below.next().is_some_and(|line| line.contains(why)), "{why}:\n{screen}");
        self.paint().check().unwrap();
        self
    }
}

/// What the office says no to leads to the field that is meant, wherever it was typed.
#[test]
fn a_refusal_of_the_office_stands_beside_the_field_that_is_meant() {
    let mut bench = Bench::new().seated("");
    bench.press("F3 hjxc Enter F4 ^A ^S Alt+c ^S").wrong_at("检查人", "! 没有写明检查人");
    bench
        .press("陈一鸣 Enter Alt+c 2026-11-30 ^S")
        .wrong_at("检查日期", "! 日期2026年11月30日还没有到");
    bench.press("Alt+c ^S");
    assert!(bench.screen().contains("检查已保存"), "{}", bench.screen());

    // The register.
    let mut bench = Bench::new();
    bench.press("F3 ^N ^S").wrong_at("单位名称", "! ");
    bench
        .press("新厂 Down Down Down Down 1234 ^S")
        .wrong_at("信用代码", "! 统一社会信用代码“1234”不对");

    // A recheck before the notice, by somebody of the premises.
    let mut bench = Bench::new();
    bench.press("F5 ^R Down Alt+c 2026-11-01 ^S").wrong_at("日期", "! 日期2026年11月1日早于");
    bench
        .press("Alt+c Down Alt+c 黄恒捷 ^S")
        .wrong_at("验收人", "! 验收人“黄恒捷”是被检查单位的人");

    // A grid and a premises that nobody knows.
    let mut bench = Bench::new();
    bench
        .press("Alt+x ^N 1 Down 没有的网格 Down Down Down Down 车棚起火 ^S")
        .wrong_at("网格", "! ");
    bench.press("Alt+c Down 没有的厂 ^S").wrong_at("涉及单位", "! 登记册里没有“没有的厂”");

    // 双签 by one who is no head.
    let mut bench = Bench::with_roads().seated("蔡书记");
    bench.press("F5 Tab Tab Tab Tab Enter 7 3 蔡书记 Enter 陈一鸣 ^S").wrong_at("第二人", "! ");
    bench.press("Alt+c 蔡书记 ^S").wrong_at("第二人", "! 双签要两位社区主干签字");
}

/// Letters find an item; whatever is done with it then, the next letters begin anew.
#[test]
fn the_search_for_an_item_is_over_once_something_is_done_there() {
    for key in
        ["Home", "End", "Down", "Up", "PgUp", "PgDn", "Tab", "Space", "Del", "1", "^A", "Enter"]
    {
        let mut bench = Bench::new();
        bench.press("F3 hjxc Enter F4 mhq");
        assert!(bench.screen().contains("找项：mhq"), "{}", bench.screen());
        bench.press(key);
        assert!(!bench.screen().contains("mhq"), "{key}:\n{}", bench.screen());
    }
}

/// F9 prints what was saved, from the window that says so.
#[test]
fn the_key_for_printing_prints_what_was_just_saved() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A ^S ^S");
    let foot = bench.screen().lines().last().unwrap().to_owned();
    assert!(foot.contains("F9打印"), "{foot}");
    bench.press("F9");
    assert!(!bench.screen().contains("先不打印"), "{}", bench.screen());
    assert!(bench.screen().contains("打印"), "{}", bench.screen());
}

/// A festival is seen in its cell, whatever stands there, in a year whose days off are published and in one where they
/// are not.
#[test]
fn a_festival_is_seen_in_its_cell_at_every_size() {
    for (today, festivals) in [
        ("2026-02-10", ["16", "除夕", "17", "春节"]),
        ("2027-02-10", ["5", "除夕", "6", "春节"]),
        ("2028-01-10", ["25", "除夕", "26", "春节"]),
        ("2026-10-08", ["1", "国庆节", "", "重阳节"]),
    ] {
        for (size, look) in [((80, 24), BOX), ((120, 40), ASCII)] {
            let mut bench = Bench::new();
            bench.seat.opening.today = today.parse().ok();
            bench.seat.leave();
            bench.input(anban::tui::terminal::input::Input::Resize(size.0, size.1));
            bench.app.shared.look = look;
            let screen = bench.press("F6").screen();
            let days = &festivals[1..];
            for festival in days.iter().step_by(2) {
                assert_eq!(screen.matches(festival).count(), 1, "{today} {festival}:\n{screen}");
            }
        }
    }
}

/// One key is one word at the foot, and the list of the day is whole while there is room.
#[test]
fn the_calendar_says_each_key_once_and_cuts_nothing_that_has_room() {
    let mut bench = Bench::with_roads();
    bench.input(anban::tui::terminal::input::Input::Resize(120, 40));
    let screen = bench.press("F6").screen();
    let foot = screen.lines().last().unwrap();
    assert_eq!(foot.matches("办理").count(), 1, "{foot}");
    let list: String =
        screen.lines().skip(1).filter_map(|line| line.split('│').next_back()).collect();
    assert!(!list.contains(".."), "{screen}");
}

/// What nobody has looked at again is above what only waits to be closed; of one weight the oldest is first.
#[test]
fn the_gravest_stands_on_top() {
    let bench = Bench::with_roads();
    let screen = bench.screen();
    let place = |words: &str| {
        screen
            .lines()
            .position(|line| line.contains(words))
            .unwrap_or_else(|| panic!("{words}:\n{screen}"))
    };
    let order = [
        "重大填报",
        "（复查已超期）",
        "评估定级",
        "网格事件",
        "微型消防站拉动演练",
        "每月检查",
        "今日      复查",
        "今日      定期工作",
    ];
    let places = order.map(place);
    assert!(places.is_sorted(), "{places:?}\n{screen}");

    let mut bench = Bench::new();
    let unsigned = Opening { actor: None, ..opening(&bench.folder, "2026-11-19") };
    let mut office = Office::open(&unsigned).unwrap();
    let lines = office.hazards(&Filter { open: true, ..Filter::default() }).unwrap();
    let passed = Outcome::Passed { acceptor: "林安全".into() };
    office.recheck(&lines[0].id.to_string(), None, passed, "").unwrap();
    drop(office);
    bench.press("F5");
    let first = bench.line(">");
    assert!(first.contains("整改中") && !first.contains("待销号"), "{first}");
    let last = bench.line("恒捷鞋材厂");
    assert!(last.contains("待销号"), "{last}");
    assert!(!first.contains("恒捷鞋材厂"), "{first}");
}

/// It is told as the sheet opens, not after forty-four answers; a visit of before the closing is saved.
#[test]
fn the_sheet_of_a_premises_that_closed_says_so_at_once() {
    let mut bench = Bench::new();
    let (kind, on) = (ChangeKind::Closed, "2026-11-18".parse().ok());
    let office = bench.seat.office().unwrap();
    let none = Fields::default();
    office.change_premises("恒捷鞋材厂", kind, on, "告知书", &none, None).unwrap();
    bench.press("F3 hjxc Enter F4");
    let said = "2026年11月18日起“关闭”";
    assert!(bench.screen().contains(said), "{}", bench.screen());
    bench.press("^A ^S ^S").wrong_at("检查日期", "! 这个监管对象");
    bench.press("Alt+c 11-17 ^S");
    assert!(bench.screen().contains("检查已保存"), "{}", bench.screen());
}

/// 检查人 and 验收人 offer the staff list, and take initials, at the visit and at the recheck.
#[test]
fn who_inspects_and_who_accepts_are_offered() {
    let offered = "名单上有陈";
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A mhq 3 ^S");
    assert!(bench.screen().contains(offered), "{}", bench.screen());
    bench.press("Alt+c cym、laq Down Down Down");
    assert!(bench.screen().contains(offered), "{}", bench.screen());
    bench.press("某某某 Alt+c laq ^S");
    assert!(bench.screen().contains("检查已保存"), "{}", bench.screen());
    let office = bench.seat.office().unwrap();
    let today = office.today();
    let id = office.visits(today, today).unwrap()[0].inspection.id;
    let visit = office.visit(id).unwrap();
    assert_eq!(visit.inspection.inspectors, ["陈一鸣", "林安全"]);
    assert_eq!(visit.hazards[0].hazard.acceptor, "林安全");

    let mut bench = Bench::new();
    bench.press("F5 ^R Down Down Alt+c");
    assert!(bench.screen().contains(offered), "{}", bench.screen());
    bench.press("laq ^S");
    assert!(bench.screen().contains("已办好：待销号"), "{}", bench.screen());
}

/// 人员交接 tells all that is wrong, each beside its field.
#[test]
fn a_handover_tells_every_fault_at_once() {
    let mut bench = Bench::new();
    bench.press("F8 Down Down Down Down Enter 1 Down 某某某 Down Alt+c 13-45 ^S");
    let screen = bench.screen();
    assert!(screen.contains("共2处要改"), "{screen}");
    bench.wrong_at("交给", "! 人员名单里没有“某某某”");
    assert!(bench.screen().contains("! “13-45”不是日期"), "{}", bench.screen());
}
