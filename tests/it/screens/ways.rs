//! Ways through the screens that a day takes besides the straight one.

use anban::{
    domain::staff::Role,
    office::{
        Office, Opening,
        evidence::{Said, Subject},
        hazards::Outcome,
        inspect::Report,
        leaving::Leaving,
        premises::{Fields, Filter},
        roster::Import,
    },
    tui::{seat::Seat, terminal::input::Input, worker},
};

use super::{Bench, day, opening};
use crate::images::{Jpeg, PHOTO, jpeg};

#[test]
fn after_midnight_the_desk_goes_on_with_the_new_day() {
    let mut bench = Bench::new();
    bench.press("F2");
    assert!(bench.screen().contains("2026-11-20 星期五"), "{}", bench.screen());
    bench.seat.opening.today = Some(day("2026-11-21"));
    bench.press("F6");
    let screen = bench.screen();
    assert!(screen.contains("11-21 陈一鸣") && screen.contains("过了零点"), "{screen}");
}

#[test]
fn a_step_that_goes_wrong_inside_is_said_and_the_desk_goes_on() {
    let mut bench = Bench::new();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let reply = worker::perform(&mut bench.seat, Box::new(|_| panic!("on purpose")));
    std::panic::set_hook(hook);
    bench.app.reply(reply);
    assert!(bench.screen().contains("这一步出了意外"), "{}", bench.screen());
    bench.press("F3 hjxc Enter");
    assert!(bench.screen().contains("一企一档 恒捷鞋材厂"), "{}", bench.screen());
}

#[test]
fn the_records_of_premises_open_on_one_key_and_each_opens_its_paper() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter");
    assert!(bench.screen().contains("所在行业"), "{}", bench.screen());
    bench.press("^L");
    let screen = bench.screen();
    assert!(!screen.contains("所在行业"), "{screen}");
    for part in ["检查  陈一鸣 隐患1条", "通知  招联安监整改〔2026〕1号", "隐患  一般", "变更"]
    {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    bench.press("Enter");
    assert!(bench.screen().contains("全文 检查表 恒捷鞋材厂"), "{}", bench.screen());
    bench.press("Esc Down Enter");
    let screen = bench.screen();
    assert!(screen.contains("全文 招联安监整改〔2026〕1号"), "{screen}");
    assert!(screen.contains("整改通知书"), "{screen}");
}

#[test]
fn a_photo_stands_in_the_history_and_is_saved_to_be_looked_at() {
    let mut bench = Bench::new();
    let file = bench.folder.file("现场.jpg");
    let photo = jpeg(Jpeg { exif: Some((1, "2026:11:18 09:30:00")), ..PHOTO });
    std::fs::write(&file, &photo).unwrap();
    let said = Said { note: "整改前".into(), ..Said::default() };
    let hazard = Subject::Hazard("招联安监整改〔2026〕1号-1".into());
    bench.seat.office().unwrap().add_evidence(&hazard, &[file], &said).unwrap();
    bench.press("F3 hjxc Enter ^L");
    let screen = bench.screen();
    assert!(screen.contains("2026-11-18 佐证  隐患照片 整改前（陈一鸣）"), "{screen}");
    bench.press("Enter");
    let screen = bench.screen();
    assert!(screen.contains("已存成文件，可以打开看"), "{screen}");
    let saved = bench.folder.file("办公室").join("papers").join("现场.jpg");
    assert!(std::fs::read(saved).unwrap() == photo);
}

/// Of an import one premises was seen since: the others go, and that one is named.
#[test]
fn an_import_is_taken_back_on_the_desk_but_for_what_hangs_on_it() {
    let mut bench = Bench::new();
    let file = bench.folder.file("误导.csv");
    std::fs::write(&file, "名称,地址\n误导一厂,一号\n误导二厂,二号\n").unwrap();
    let office = bench.seat.office().unwrap();
    office.import(&file, &Import::default()).unwrap();
    office.verify_premises("误导一厂", None, "").unwrap();
    bench.press("F3 ^B 1 ^S");
    assert!(bench.screen().contains("请写明为什么撤回"), "{}", bench.screen());
    bench.typed("发错了表").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("误导一厂") && screen.contains("请选“只撤其余的”"), "{screen}");
    bench.press("Down 2 ^S");
    let screen = bench.screen();
    assert!(screen.contains("已撤回其余的，留下1家：误导一厂"), "{screen}");
    let names: Vec<String> = bench
        .seat
        .office()
        .unwrap()
        .list_premises(&Filter { find: "误导".into(), ..Filter::default() })
        .unwrap()
        .into_iter()
        .map(|stored| stored.entry.name)
        .collect();
    assert_eq!(names, ["误导一厂"]);
}

/// What was added by mistake goes with Ctrl+Z, from the list in memory too.
#[test]
fn a_premises_added_by_mistake_goes_with_one_key() {
    let mut bench = Bench::new();
    let fields = Fields { name: Some("写错的厂".into()), ..Fields::default() };
    bench.seat.office().unwrap().add_premises(None, &fields, None).unwrap();
    bench.press("F3").typed("写错");
    assert!(bench.screen().contains("写错的厂"), "{}", bench.screen());
    bench.press("^Z").typed("重复了").press("^S");
    assert!(bench.screen().contains("登记册里不再有“写错的厂”"), "{}", bench.screen());
    bench.press("F2 F3").typed("写错");
    let screen = bench.screen();
    assert!(!screen.contains("写错的厂") && !screen.contains("1家"), "{screen}");
}

#[test]
fn hazards_are_narrowed_to_a_grid() {
    let mut bench = Bench::new();
    bench.press("F5 ^T");
    assert!(bench.screen().contains("网格"), "{}", bench.screen());
    bench.press("Right ^S");
    let screen = bench.screen();
    assert!(screen.contains("隐患 未销号 招联一网格 2条"), "{screen}");
}

#[test]
fn notices_are_found_by_number_by_name_and_by_pinyin() {
    for (typed, found) in [("2号", "顺发纸箱厂"), ("恒捷", "恒捷鞋材厂"), ("sfzx", "顺发纸箱厂")]
    {
        let mut bench = Bench::new();
        bench.press(&format!("F7 {typed}"));
        let screen = bench.screen();
        assert!(screen.contains("通知书 1份") && screen.contains(found), "{typed}: {screen}");
    }
    let mut bench = Bench::new();
    bench.press("F7 没有的号");
    assert!(bench.screen().contains("没有找到"), "{}", bench.screen());
}

#[test]
fn a_window_left_half_filled_goes_on_where_it_was() {
    let mut bench = Bench::new();
    bench.press("F3 ^N 新来饭店 Enter Esc");
    assert!(!bench.screen().contains("新增登记"), "{}", bench.screen());
    // After a power cut it is among the drafts, and on the way that led there.
    let mut bench = bench.again();
    assert!(bench.screen().contains("草稿 1"), "{}", bench.screen());
    bench.press("F3 ^N");
    assert!(bench.screen().contains("上次填到一半"), "{}", bench.screen());
    bench.press("1");
    assert!(bench.screen().contains("新来饭店"), "{}", bench.screen());
    bench.press("^S");
    assert!(bench.screen().contains("一企一档 新来饭店"), "{}", bench.screen());
    bench.press("F2");
    assert!(bench.screen().contains("草稿 0"), "{}", bench.screen());
    // Refused, it asks no more.
    bench.press("F3 ^N 不要的 Enter Esc ^N 2");
    assert!(!bench.screen().contains("不要的"), "{}", bench.screen());
    bench.press("Esc ^N");
    assert!(!bench.screen().contains("上次填到一半"), "{}", bench.screen());
}

#[test]
fn what_was_typed_about_a_hazard_waits_in_its_sheet() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A mhq 3 Enter 在东门 Enter Esc");
    bench.press("Enter 1");
    assert!(bench.screen().contains("在东门"), "{}", bench.screen());
    bench.press("^S");
    assert!(bench.screen().contains("在东门"), "{}", bench.screen());
}

/// Every window with fields that a day leads to.
const WINDOWS: [&str; 22] = [
    "F3 ^N",
    "F3 ^T",
    "F3 ^O",
    "F3 hjxc Enter ^E",
    "F3 hjxc Enter ^G",
    "F3 hjxc Enter F4 ^A ^S",
    "F3 hjxc Enter F4 ^A mhq 3 Enter",
    "F3 hjxc Enter F4 ^Y",
    "F5 ^R",
    "F5 Enter 3",
    "F5 Enter 4",
    "F5 Enter 5",
    "F5 ^R ^S Enter 2",
    "^U Enter 2 F5 ^R ^S Enter 2 ^S Tab Tab Tab Tab Tab Tab Enter 6",
    "F5 ^T",
    "^U 1 4 F7 ^W",
    "F7 Enter 3",
    "F8 Enter 1",
    "F8 Enter 2",
    "F8 Down Down Down Down Enter 1",
    "^U 2",
    "^U 4",
];

/// Those of the longer roads.
const ROADS: [&str; 25] = [
    // The last deed is of the street.
    "^U Enter 1 ^Z",
    "F5 Tab Tab Tab Enter 4",
    "F5 Tab Tab Tab Tab Enter 8",
    "^U Enter 1 F5 Tab Tab Tab Tab Enter 9",
    "^U Enter 1 F5 Tab Tab Tab Tab Enter 0",
    "F5 Tab Tab Tab Tab Enter End Enter",
    "F5 Tab Tab Tab Tab Enter 7 1",
    "^U Enter 1 F5 Tab Tab Tab Tab Enter 7 3",
    "Alt+x ^N 1",
    "^U Enter 1 Alt+x ^N 2",
    "^U Enter 1 Alt+x Enter 1",
    "^U Enter 1 Alt+x Enter 2",
    "^U Enter 1 Alt+x Enter 3",
    "^U Enter 1 Alt+x Enter 4",
    "^U Enter 1 Alt+x Down Down Enter 1",
    "^U Enter 1 Alt+x Down Down Enter 2",
    "^U Enter 1 Alt+x Down Down Down Enter 1",
    "^U Enter 1 Alt+x Down Down Down Enter 2",
    "^U Enter 1 Alt+x Down Down Down Enter 7",
    "Alt+w ^W",
    "Alt+w Enter 3",
    "Alt+w ^N 3",
    "Alt+z Down Down Down Down Down Down Down Down Down Enter ^N",
    "Alt+z Down Down Down Down Down Down Down Down Down Enter Enter",
    "Alt+z Down Down Down Down Down Down Down Down Down Enter ^W",
];

#[test]
fn f1_tells_about_every_field_and_leads_back_to_it() {
    for window in WINDOWS {
        tells(&mut Bench::new(), window);
    }
    let mut bench = Bench::with_roads();
    for window in ROADS {
        tells(&mut bench, window);
        // What was opened is left again without having been done.
        bench = bench.again();
    }
}

/// F1 on each field of a window.
pub fn tells(bench: &mut Bench, window: &str) {
    bench.press(window);
    let mut told = Vec::new();
    // Round the fields until the last one, which stays.
    for _ in 0..40 {
        let before = bench.screen();
        bench.press("F1");
        let help = bench.screen();
        let (_, field) = help.split_once("这一项：").unwrap_or_else(|| panic!("{window}: {help}"));
        let mut lines = field.lines().map(str::trim);
        let label = lines.next().unwrap().to_owned();
        let words = lines.next().unwrap();
        assert!(words.chars().count() >= 4, "{window}: nothing is said of {label}\n{help}");
        bench.press("Esc");
        assert_eq!(bench.screen(), before, "{window}");
        if told.last() == Some(&label) {
            break;
        }
        told.push(label);
        bench.press("Tab");
    }
    assert!(!told.is_empty(), "{window}");
}

#[test]
fn f1_tells_about_every_screen_and_what_an_item_of_the_sheet_means() {
    for (keys, title) in [
        ("F2", "今日"),
        ("F3", "企业"),
        ("F3 hjxc Enter", "一企一档"),
        ("F5", "隐患"),
        ("F6", "日历"),
        ("F7", "通知书"),
        ("F8", "网格"),
        ("Alt+x", "事项"),
        ("Alt+w", "文书"),
        ("Alt+z", "台账"),
        ("Alt+z Enter", "台账"),
        ("Alt+l", "例会"),
        ("Alt+b", "报送"),
        ("^U", "设置"),
        ("^P", "命令"),
        ("F10", "工作台"),
    ] {
        let mut bench = Bench::new();
        bench.press(keys).press("F1");
        let screen = bench.screen();
        assert!(screen.contains(&format!("说明：{title} ")), "{keys}: {screen}");
    }
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 mhq F1");
    let screen = bench.screen();
    for part in ["这一项：灭火器", "2 完好有效：正常。", "3 失效：是隐患（一般）。", "消防法"]
    {
        assert!(screen.contains(part), "{part}: {screen}");
    }
}

#[test]
fn the_palette_finds_what_other_screens_do_by_chinese_and_by_pinyin() {
    for (typed, leads_to) in [
        ("导入", "导入名册"),
        ("daoru", "导入名册"),
        ("rili", "日历 2026年11月"),
        ("xh", "销号：选一条复查合格的隐患"),
        ("复查", "复查：在这里选好，再按 ^R"),
        ("备份", "备份：选这一行"),
        ("jj", "人员交接：选一个网格"),
        ("qbzc", "全部正常：在这里选好"),
    ] {
        let mut bench = Bench::new();
        bench.press("F8 ^P").press(typed).press("Enter");
        assert!(bench.screen().contains(leads_to), "{typed}: {}", bench.screen());
    }
}

#[test]
fn the_register_is_narrowed_by_grid_key_state_and_category() {
    // The fields of the window in their order: 重点, 状态, 网格, 类别.
    for (keys, found, shown) in [
        ("2", "3/5家", "只看重点"),
        ("3", "2/5家", "不看重点"),
        ("Down 2", "5/5家", "在产"),
        ("Down 3", "0/5家", "停产"),
        ("Down Down 3", "5/5家", "招联一网格"),
        ("Down Down 2", "0/5家", "未分网格"),
    ] {
        let mut bench = Bench::new();
        bench.press("F3 ^T").press(keys).press("^S");
        let screen = bench.screen();
        assert!(screen.contains(found) && screen.contains(shown), "{keys}: {screen}");
    }
    let mut bench = Bench::new();
    bench.press("F3 ^T Down Down Down Right ^S");
    let screen = bench.screen();
    assert!(!screen.contains("5/5家"), "a category: {screen}");
}

#[test]
fn grids_below_strength_communities_without_an_officer_and_orphans_are_shown() {
    let mut bench = Bench::new();
    bench.press("F8");
    let screen = bench.screen();
    assert!(screen.contains("人手不足 1个"), "{screen}");
    assert!(screen.contains("没有专职网格员的社区 0个"), "{screen}");
    assert!(screen.contains("未分网格的单位 0家"), "{screen}");
    let grid = screen.lines().find(|line| line.contains("招联一网格")).unwrap();
    assert!(grid.contains("缺1名领导"), "{screen}");
    // A leader joins: the grid has its people, with their dates below. A grid officer hands nothing over.
    bench.seat.opening.actor = None;
    bench.seat.leave();
    let office = bench.seat.office().unwrap();
    office.add_staff("周安平", Role::LinkedLeader, "招联社区", "", "").unwrap();
    bench.seat.opening.actor = Some("林安全".into());
    bench.seat.leave();
    bench.press("F8 Down Down Down Down Down Enter 1 3 Down 周安平 ^S");
    let screen = bench.screen();
    assert!(screen.contains("人手不足 0个"), "{screen}");
    // The line below may be broken between the name and its day.
    let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("联系负责人 周安平 2026-11-20起"), "{screen}");
    // A premises that no grid has, found from here.
    bench.press("F3 ^N 新来饭店 ^S F8");
    let screen = bench.screen();
    assert!(screen.contains("未分网格的单位 1家"), "{screen}");
    bench.press("Home Enter");
    let screen = bench.screen();
    assert!(screen.contains("1/6家") && screen.contains("新来饭店"), "{screen}");
}

#[test]
fn a_day_is_typed_without_its_year() {
    for (typed, stands) in [
        ("12-05", "期限2026年12月7日"),
        ("１２．１", "期限2026年12月1日"),
        ("1-5", "期限2027年1月5日"),
        ("7", "期限2026年11月27日"),
    ] {
        let mut bench = Bench::new();
        bench.press("F5 ^R 2 Down Down Down").press(typed).press("^S");
        assert!(bench.screen().contains(stands), "{typed}: {}", bench.screen());
    }
}

/// The day that the program has filled in gives way to the one that is typed; what somebody has typed before stays.
#[test]
fn a_suggested_day_is_typed_over_and_a_typed_one_is_not() {
    let mut bench = Bench::new();
    bench.press("F5 ^R Down 11-18");
    assert!(bench.screen().contains("日期 11-18 "), "{}", bench.screen());
    // Left and taken up again it is what a person has typed; what nobody has touched is still a suggestion.
    bench.press("Esc ^R 1 Down 7");
    assert!(bench.screen().contains("日期 11-187"), "{}", bench.screen());
    let mut bench = Bench::new();
    bench.press("F5 ^R End Down Down Down Down 半句 Esc ^R 1 Down 11-18");
    assert!(bench.screen().contains("日期 11-18 "), "{}", bench.screen());
    // An entry of the register is put right, not written anew.
    bench.press("Esc F3 hjxc Enter ^E Down Down Down Down Down Down Down Down Down Down 9");
    assert!(bench.screen().contains("电话 138059500019"), "{}", bench.screen());
}

#[test]
fn a_year_without_its_days_off_says_so() {
    let mut bench = Bench::new();
    bench.press("F6 PgDn PgDn");
    let screen = bench.screen();
    assert!(screen.contains("日历 2027年1月"), "{screen}");
    assert!(screen.contains("2027年的放假安排未公布"), "{screen}");
    bench.press("Home");
    assert!(bench.screen().contains("日历 2026年11月"), "{}", bench.screen());
}

#[test]
fn a_day_of_the_calendar_counts_what_is_late_due_planned_and_done() {
    let mut bench = Bench::new();
    bench.press("F6");
    let screen = bench.screen();
    // Two visits on the 13th, one order late since the 16th, one due today; three key premises wait for this
    // week's round.
    for part in ["检2", "逾1", "到1", "重3"] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    // What the cell of Sunday says stands in its list, and leads to the round.
    bench.press("Right Right");
    assert!(bench.screen().contains("重点巡查 本周重点待查3家"), "{}", bench.screen());
    bench.press("Tab Enter").shows("覆盖率 截至11月20日");
    // A later week is opened as it will stand at its end; further ahead nothing is asked.
    bench.press("Esc Tab Down").shows("重点巡查 本周重点待查3家");
    bench.press("Tab Enter").shows("覆盖率 截至11月29日").shows("11月23日至11月29日");
    bench.press("Right").shows("以后的还没有查").press("Left").shows("覆盖率 截至11月28日");
}

/// What a row of the register says of its hazards and its last visit follows what is done here and elsewhere.
#[test]
fn a_row_of_the_register_follows_what_is_done_to_its_hazards() {
    let mut bench = Bench::new();
    bench.press("F3");
    let row = |bench: &Bench| {
        let screen = bench.screen();
        screen.lines().find(|line| line.contains("恒捷鞋材厂")).unwrap().to_owned()
    };
    let before = row(&bench);
    assert!(before.contains("隐患1"), "{before}");
    let mut office = Office::open(&opening(&bench.folder, "2026-11-20")).unwrap();
    let filter = anban::office::hazards::Filter { open: true, ..Default::default() };
    let lines = office.hazards(&filter).unwrap();
    let line = lines.iter().find(|line| line.premises_name == "恒捷鞋材厂").unwrap();
    let passed = Outcome::Passed { acceptor: "林安全".into() };
    let id = line.id.to_string();
    office.recheck(&id, None, passed, "").unwrap();
    office.close(&id, None).unwrap();
    bench.press("F2 F3");
    assert!(!row(&bench).contains("隐患"), "{}", row(&bench));
}

/// Two checklists number their items alike: a line of the analysis is of one of them, and opens what was found on that.
#[test]
fn a_line_of_the_analysis_opens_what_was_found_on_its_checklist() {
    let mut bench = Bench::new();
    let own = bench.folder.file("办公室").join("forms/checklist");
    std::fs::create_dir_all(&own).unwrap();
    let words = include_str!("../../../forms/checklist/table4.toml")
        .replace("code = \"table4\"", "code = \"wuxiao\"")
        .replace("caption = \"表四\"", "caption = \"五小表\"");
    std::fs::write(own.join("wuxiao.toml"), words).unwrap();
    let mut office = Office::open(&opening(&bench.folder, "2026-11-18")).unwrap();
    for (premises, form) in [
        ("顺发纸箱厂", "table4"),
        ("顺发纸箱厂", "wuxiao"),
        ("恒捷鞋材厂", "wuxiao"),
        ("阿芳小吃店", "wuxiao"),
    ] {
        let mut report =
            Report { premises: premises.into(), form: form.into(), ..Report::default() };
        report.answers.rest = Some("normal".into());
        report.answers.answers.insert("q20".into(), "堵塞".into());
        office.record(&report).unwrap();
    }
    drop(office);
    bench = bench.again();
    bench.press("Alt+a PgDn PgDn PgDn PgDn");
    let screen = bench.screen();
    assert!(
        screen.contains("疏散通道（五小表）") && screen.contains("疏散通道（表四）"),
        "{screen}"
    );
    bench.press("Enter 2");
    let screen = bench.screen();
    assert!(screen.contains("疏散通道（表四） 查出2条"), "{screen}");
    assert!(screen.contains("顺发纸箱厂") && !screen.contains("阿芳小吃店"), "{screen}");
    bench.press("Esc Up Enter 1");
    let screen = bench.screen();
    assert!(screen.contains("疏散通道（五小表） 涉及3家"), "{screen}");
    assert!(screen.contains("阿芳小吃店"), "{screen}");
}

/// Who sits at a desk sits there the next morning, until they have left the office.
#[test]
fn the_desk_remembers_who_sat_there() {
    let mut bench = Bench::new();
    let next_morning = |bench: &Bench| {
        let opening = Opening { actor: None, ..opening(&bench.folder, "2026-11-21") };
        Seat::new(opening).office().unwrap().act().actor.clone()
    };
    assert_eq!(next_morning(&bench), "");
    bench.press("^U 1 2");
    assert!(bench.screen().contains("现在由林安全办理。"), "{}", bench.screen());
    assert_eq!(next_morning(&bench), "林安全");
    std::fs::write(bench.folder.file("办公室").join("person"), "某某人").unwrap();
    assert_eq!(next_morning(&bench), "");
    bench.press("^U 1").press("4");
    assert!(bench.screen().contains("没有指定经办人。"), "{}", bench.screen());
    assert_eq!(next_morning(&bench), "");
}

/// Posts are read again after a change at this desk, and on the next day whatever another desk has changed.
#[test]
fn whoever_has_another_post_has_it_at_an_open_desk() {
    let mut bench = Bench::new();
    bench.press("F7 ^W").shows("不能作废通知书");
    // Another desk makes a safety officer of the grid officer: from the next day on.
    let other = Opening { actor: None, ..opening(&bench.folder, "2026-11-20") };
    let mut other = Office::open(&other).unwrap();
    other.add_staff("陈一鸣", Role::SafetyOfficer, "招联社区", "", "").unwrap();
    bench.press("F2 F7 ^W").shows("不能作废通知书");
    bench.seat.opening.today = Some(day("2026-11-21"));
    bench.press("F2 F7 ^W").typed("写错").press("^S").shows("已作废");

    // At this desk at once: a post more, then none of them.
    let mut bench = Bench::new();
    bench.press("^U 1 3").shows("现在由蔡书记办理");
    let mut bench = bench.seated("蔡书记");
    bench.press("F2");
    let roles = |bench: &mut Bench| bench.seat.office().unwrap().act().roles.clone();
    assert_eq!(roles(&mut bench), [Role::CommunityHead]);
    let office = bench.seat.office().unwrap();
    office.add_staff("蔡书记", Role::SafetyOfficer, "招联社区", "", "").unwrap();
    assert_eq!(roles(&mut bench).len(), 2);
    let office = bench.seat.office().unwrap();
    office.leave(&Leaving { who: "蔡书记", on: None, why: "调走", to: None }).unwrap();
    bench.press("F2").shows("蔡书记已经离岗，现在没有经办人").shows("未登录");
    assert_eq!(roles(&mut bench), []);
}

#[test]
fn the_settings_name_the_person_the_printer_the_fonts_the_regime_and_the_folder() {
    let mut bench = Bench::new();
    bench.press("^U");
    let screen = bench.screen();
    for part in [
        "经办人  陈一鸣",
        "打印机  系统默认",
        "画面线框  制表符",
        "数据：/",
        "监管制度：",
        "字体：仿宋 ",
    ] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    // The printer is kept; the signs change at once.
    bench.press("2 柜台 ^S");
    assert!(bench.screen().contains("打印机  柜台"), "{}", bench.screen());
    bench.press("3 2");
    assert!(bench.screen().contains("画面线框  普通符号"), "{}", bench.screen());
    // A console that shows a line two columns wide has no use for lines.
    bench.app.shared.look.wide = true;
    bench.press("3 1");
    assert!(bench.screen().contains("只能用普通符号"), "{}", bench.screen());
    assert!(bench.screen().contains("+- 画面线框"), "{}", bench.screen());
}

#[test]
fn a_print_that_would_lie_off_its_sheet_is_told_beside_the_offset() {
    let mut bench = Bench::new();
    bench.press("F7 Enter 3 Down Down 30,0 ^S");
    bench.shows("套打移得太多").shows("30,0");
}

#[test]
fn an_import_is_previewed_done_and_taken_back() {
    let mut bench = Bench::new();
    let file = bench.folder.file("名册.csv");
    std::fs::write(&file, crate::desk::ROSTER.replace("恒捷鞋材厂", "新捷鞋材厂")).unwrap();
    bench.press("F3 ^O").typed(file.to_str().unwrap()).press("^S");
    assert!(bench.screen().contains("新增2家"), "{}", bench.screen());
    assert!(bench.screen().contains("导入预览"), "{}", bench.screen());
    bench.press("F3");
    assert!(bench.screen().contains("5/5家"), "a preview changes nothing\n{}", bench.screen());
    bench.press("^O").typed(file.to_str().unwrap()).press("^S ^S");
    assert!(bench.screen().contains("7/7家"), "{}", bench.screen());
    bench.press("^B 1 导错了 ^S");
    assert!(bench.screen().contains("5/5家"), "{}", bench.screen());
}

#[test]
fn the_preview_asks_of_namesakes_and_names_unused_columns() {
    let mut bench = Bench::new();
    let file = bench.folder.file("名册.csv");
    let roster = "名称,地址,检查时间\n恒捷鞋材厂,北峰路99号,2026.3.5\n";
    std::fs::write(&file, roster).unwrap();
    bench.press("F3 ^O").typed(file.to_str().unwrap()).press("^S");
    let preview = bench.screen();
    for said in [
        "新增0家",
        "退回1行（1行疑似同一场所，待确认）",
        "C列“检查时间”没有导入（如“2026.3.5”）",
        "第2行疑似同一场所。登记册已有“恒捷鞋材厂”",
        "本行“北峰路99号”",
    ] {
        assert!(preview.contains(said), "{said}\n{preview}");
    }
    bench.press("^S");
    assert!(bench.screen().contains("5/5家"), "{}", bench.screen());
    // Said for all rows at once in the form: the entry moves, none is added.
    bench.press("^O").typed(file.to_str().unwrap()).press("Enter Enter Enter Right ^S");
    assert!(bench.screen().contains("更新1家"), "{}", bench.screen());
    bench.press("^S");
    assert!(bench.screen().contains("5/5家"), "{}", bench.screen());
}

/// A hazard that was written and not put down is on no paper: the sheet says so and is not saved over it.
#[test]
fn a_sheet_is_not_saved_over_a_hazard_that_is_half_told() {
    let half_told = || {
        let mut bench = Bench::new();
        bench.press("F3 hjxc Enter F4 ^A ^Y").typed("二楼住人").press("Esc");
        let mut bench = bench.again();
        bench.press("F3 hjxc Enter F4");
        bench.shows("另有1条隐患写到一半").press("^S");
        bench.shows("还有1条隐患写到一半，没有记进检查表").shows("1 接着写：二楼住人");
        bench
    };
    let mut bench = half_told();
    bench.press("1 1").shows("二楼住人").press("^S ^S").shows("第1条隐患是限期整改");
    let mut bench = half_told();
    bench.press("2").shows("隐患0条").press("Esc ^Y");
    assert!(!bench.screen().contains("上次填到一半"), "{}", bench.screen());
}

#[test]
fn the_premises_of_a_unit_stand_under_its_name() {
    let mut bench = Bench::new();
    for (keys, name) in
        [("F8 Enter 3", "招联社区"), ("F8 Down Down Down Down Enter 2", "招联一网格")]
    {
        bench.press(keys);
        let screen = bench.screen();
        let line = screen.lines().nth(1).unwrap_or_default();
        assert!(line.contains("查找：") && line.trim_end().ends_with(name), "{keys}: {screen}");
        assert!(screen.contains("企业  5/5家"), "{keys}: {screen}");
    }
}

#[test]
fn the_trace_names_what_was_done_to_whom() {
    let mut bench = Bench::new();
    bench.press("^U 6");
    let screen = bench.screen();
    assert!(screen.contains("开出通知书：招联安监整改〔2026〕2号"), "{screen}");
    // What is pasted over the settings opens none of them.
    bench.press("Esc");
    let settings = bench.screen();
    bench.input(Input::Paste("6".into()));
    assert_eq!(bench.screen(), settings);
}

#[test]
fn a_command_is_found_by_its_key() {
    let mut bench = Bench::new();
    for (typed, screen) in
        [("F5", "隐患 未销号"), ("f7", "通知书 2份"), ("ｆ８", "社区、网格和人员")]
    {
        bench.press("F2 ^P").typed(typed).press("Enter");
        assert!(bench.screen().contains(screen), "{typed}: {}", bench.screen());
    }
}
