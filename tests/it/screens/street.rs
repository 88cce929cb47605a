//! The desk of a street: what is entered there says whose it is, and nobody is sent to the command line.

use anban::{
    domain::staff::Role,
    office::{ledger::Filter, roster::Import},
};

use super::Bench;

/// Two communities, and at the desk the officer of the street above them.
pub(super) fn street() -> Bench {
    let mut bench = Bench::new().seated("");
    let office = bench.seat.office().unwrap();
    office.add_units(&["招贤社区"], None, "").unwrap();
    office.add_staff("周安平", Role::StreetOfficer, "北峰街道", "", "").unwrap();
    bench.again().seated("周安平")
}

#[test]
fn a_premises_is_entered_where_there_is_no_grid_yet() {
    let mut bench = street();
    bench.press("F3 ^N 海滨小吃 Enter");
    let screen = bench.screen();
    assert!(screen.contains("招联一网格") && screen.contains("招贤社区 未分网格"), "{screen}");
    bench.press("2 ^S");
    let entry = bench.seat.office().unwrap().find_premises("海滨小吃").unwrap().entry;
    assert_eq!(bench.seat.office().unwrap().unit_name(&entry.community), "招贤社区");
}

/// An import into two communities is one import, and taken back it is gone from both.
#[test]
fn an_import_into_two_communities_is_told_once() {
    let mut bench = street();
    let file = bench.folder.file("名册.csv");
    let roster =
        "名称,地址,社区\n误导一厂,一号,招联社区\n误导二厂,二号,招贤社区\n误导三厂,三号,招贤社区\n";
    std::fs::write(&file, roster).unwrap();
    let done = bench.seat.office().unwrap().import(&file, &Import::default()).unwrap();
    assert_eq!((done.added, done.rejected), (3, 0));
    bench.press("F3 ^B");
    let screen = bench.screen();
    assert!(screen.contains("名册.csv 新增3家、更新0家"), "{screen}");
    assert_eq!(screen.matches("名册.csv").count(), 1, "{screen}");
    bench.press("1 导错了 ^S");
    let office = bench.seat.office().unwrap();
    assert!(office.standing_imports().unwrap().is_empty());
    assert!(office.find_premises("误导三厂").is_err());
}

/// Whatever is chosen, the desk says why it is due, by which rule and who is told, whole at the key of the text.
#[test]
fn the_desk_says_why_something_is_due() {
    let mut bench = street();
    for size in [(80, 24), (120, 40)] {
        bench.size = size;
        bench.press("F2 Home");
        bench.choose("拉动演练");
        let screen = bench.screen();
        for words in
            ["为什么：2026年10月1日至2026年10月31日应有1次", "依据：一、2（4）", "应已告诉"]
        {
            assert!(screen.contains(words), "{words}:\n{screen}");
        }
        bench.press("^F");
        let screen = bench.screen();
        assert!(screen.contains("1 去办") && screen.matches("依据：").count() == 2, "{screen}");
        bench.press("1");
        assert!(bench.screen().contains("< 拉动演练 >"), "{}", bench.screen());
        bench.press("Esc");
        bench.press("F6");
        for _ in 0..31 {
            if bench.screen().contains("定期工作 ") {
                break;
            }
            bench.press("Left");
        }
        bench.press("Tab ^F");
        let screen = bench.screen();
        assert!(screen.contains("为什么：") && screen.contains("依据："), "{screen}");
        bench.press("Esc Esc Esc");
    }
}

/// What the week before has missed is one line a grid, and opens the coverage of that week.
#[test]
fn a_missed_round_opens_the_coverage_of_its_week() {
    let mut bench = street();
    bench.press("F2 Home");
    bench.choose("逾期40天  重点巡查");
    let screen = bench.screen();
    assert!(screen.contains("没有查到；补查以后不再列"), "{screen}");
    bench.press("Enter");
    let screen = bench.screen();
    assert!(screen.contains("重点监管企业巡查 招联社区 未查"), "{screen}");
    bench.press("Enter");
    assert!(bench.screen().contains("负责人"), "{}", bench.screen());
}

#[test]
fn a_regular_work_opens_its_row_with_what_is_known() {
    let mut bench = street();
    bench.press("F2 Home");
    bench.choose("拉动演练");
    bench.press("Enter");
    let screen = bench.screen();
    assert!(screen.contains("登记到") && screen.contains("(*)招联社区"), "{screen}");
    assert!(screen.contains("< 拉动演练 >"), "{screen}");
    // What October lacks bears a day of October: today's would count for November.
    assert!(screen.contains("日期* 2026-10-01"), "{screen}");
    let hint = "日期先写了10月1日，请改成实际办的那天；10月31日以后办的不补这一期。";
    assert!(screen.contains(hint), "{screen}");
    // The street's own counts for no community: that one still owes October's and November's.
    let owed = |bench: &Bench| bench.screen().matches("拉动演练：").count();
    bench.press("1 Down Down Down 北峰街道消防站 Down Down 12 Down 2 ^S");
    assert!(bench.screen().contains("已登记"), "{}", bench.screen());
    assert_eq!(owed(&bench), 2, "{}", bench.screen());
    bench.press("Home");
    bench.choose("拉动演练");
    bench.press("Enter 3 Down Down Down 招联社区消防站 Down Down 9 Down 2 ^S");
    assert_eq!(owed(&bench), 1, "{}", bench.screen());
    let office = bench.seat.office().unwrap();
    let filter = Filter { ledger: Some("drill".into()), ..Filter::default() };
    let rows = office.entries(&filter).unwrap();
    let whose: Vec<String> =
        rows.iter().map(|row| office.unit_name(&row.entry.community)).collect();
    assert_eq!(whose, ["招联社区", "北峰街道"]);
    assert!(rows.iter().all(|row| row.entry.on.to_string() == "2026-10-01"), "{rows:#?}");
    // November's is the one that is left, and begins today.
    bench.press("Home").choose("拉动演练").press("Enter");
    let screen = bench.screen();
    assert!(screen.contains("日期* 2026-11-20") && !screen.contains("日期先写了"), "{screen}");
}

/// Communities are drawn by their place in the tree, so that the pictures are always the same.
#[test]
fn communities_are_drawn_at_the_desk_entered_printed_and_taken_back() {
    let mut bench = street();
    bench.press("Alt+z End Up Up Up Up Up Up Enter ^D 1 Enter 3 Enter 482913 ^S");
    for (size, suffix) in [((80, 24), "80"), ((120, 40), "120")] {
        bench.size = size;
        insta::assert_snapshot!(format!("sample_drawn_{suffix}"), bench.screen());
    }
    bench.press("^S");
    for (size, suffix) in [((80, 24), "80"), ((120, 40), "120")] {
        bench.size = size;
        insta::assert_snapshot!(format!("sample_enter_{suffix}"), bench.screen());
    }
    bench.size = (80, 24);
    bench.press("^S");
    let rows = |bench: &mut Bench| {
        let filter = Filter { ledger: Some("spot_check".into()), ..Filter::default() };
        bench.seat.office().unwrap().entries(&filter).unwrap().len()
    };
    let screen = bench.screen();
    assert!(screen.contains("已登记到抽查督查台账2家"), "{screen}");
    assert!(screen.contains("抽查抽签单 482913"), "{screen}");
    assert_eq!(rows(&mut bench), 2);
    // The same lots again: nothing stands twice, and the list can be printed all the same.
    bench.press("F2 Alt+z End Up Up Up Up Up Up Enter ^D 1 Enter 3 Enter 482913 ^S ^S ^S");
    let screen = bench.screen();
    assert!(screen.contains("没有重复登记") && screen.contains("抽查抽签单 482913"), "{screen}");
    assert_eq!(rows(&mut bench), 2);
    // Both rows go together.
    bench.press("F2 ^Z 点错了 ^S");
    assert!(bench.screen().contains("已作废这次登记的2条记录"), "{}", bench.screen());
    assert_eq!(rows(&mut bench), 0);
}
