//! 巡查 at the desk: every figure of the coverage opens its rows, the plan is laid and put right, a campaign is begun,
//! followed and broken off.

use anban::{
    domain::campaign::{Every, Reports, Scope},
    office::{Office, Opening, campaigns::Typed, premises::Fields},
};
use chrono::NaiveDate;

use super::{BOX, Bench, day, furnish, opening};
use crate::engines::Folder;

pub fn campaign(name: &str, from: NaiveDate, to: NaiveDate) -> Typed {
    Typed {
        name: name.into(),
        unit: None,
        from,
        to,
        basis: "泉安办〔2026〕21号".into(),
        scope: Scope { words: vec!["鞋".into(), "塑".into()], ..Scope::default() },
        every: Every::Week,
        times: 1,
        reports: Reports::Daily,
    }
}

/// The week's plan, a campaign, and a premises of a department's own.
pub fn furnish_rounds(folder: &Folder) {
    let open = |who: &str, on: &str| {
        Office::open(&Opening { actor: Some(who.into()), ..opening(folder, on) }).unwrap()
    };
    let mut office = open("蔡书记", "2026-11-16");
    let direct = Fields { direct: Some("消防救援大队直管".into()), ..Fields::default() };
    office.edit_premises("阿芳小吃店", &direct, None, "", None).unwrap();
    let (from, to) = (day("2026-11-16"), day("2026-12-13"));
    office.add_campaign(&campaign("冬春火灾防控", from, to)).unwrap();
    let made = office.make_plan(anban::domain::period::Span::Week, day("2026-11-16")).unwrap();
    assert!(made.visits > 0, "{made:?}");
}

fn bench() -> Bench {
    let folder = Folder::new();
    furnish(&folder);
    furnish_rounds(&folder);
    Bench::over(folder, (80, 24), BOX)
}

/// That a visit was made is seen at 80 columns, behind all that is told of it.
#[test]
fn a_planned_visit_that_was_made_says_so() {
    let mut bench = bench();
    bench.press("F3 hjxc Enter F4 ^A ^S ^S Esc Alt+j Tab");
    let screen = bench.screen();
    let line = screen.lines().find(|line| line.contains("恒捷鞋材厂"));
    assert!(line.is_some_and(|line| line.ends_with("重点监管企业巡查 11月20日已查")), "{screen}");
}

#[test]
fn a_figure_opens_its_rows_and_a_row_its_checklist() {
    let mut bench = bench();
    bench.press("Alt+j");
    let screen = bench.screen();
    assert!(screen.contains("部门直管，不计入1家"), "{screen}");
    assert!(screen.contains("原因：消防救援大队直管"), "{screen}");
    // The month: four are to be seen, two were on the 13th.
    assert!(screen.contains("应查4 已查2 未查2 50.0%"), "{screen}");
    bench.press("Down Down Down Enter");
    let screen = bench.screen();
    assert!(screen.contains("未查2家"), "{screen}");
    bench.press("F4");
    assert!(bench.screen().contains("已答0/44"), "{}", bench.screen());
    bench.press("^A ^S ^S Esc");
    // Seen now: one fewer, whichever way it is counted.
    bench.press("Alt+j");
    assert!(bench.screen().contains("应查4 已查3 未查1 75.0%"), "{}", bench.screen());
    bench.press("Down Down Down Enter");
    assert!(bench.screen().contains("未查1家"), "{}", bench.screen());
    bench.press("Tab");
    assert!(bench.screen().contains("已查3家"), "{}", bench.screen());
    bench.press("Tab");
    assert!(bench.screen().contains("应查4家"), "{}", bench.screen());
    bench.press("Enter");
    assert!(bench.screen().contains("负责人"), "{}", bench.screen());
    // A day before, and none after today.
    bench.press("Esc Esc Left");
    assert!(bench.screen().contains("截至11月19日"), "{}", bench.screen());
    assert!(bench.screen().contains("应查4 已查2 未查2 50.0%"), "{}", bench.screen());
    bench.press("Right Right");
    assert!(bench.screen().contains("以后的还没有查"), "{}", bench.screen());
    bench.press("^T 3 ^S");
    assert!(bench.screen().contains("陈一鸣"), "{}", bench.screen());
}

#[test]
fn the_plan_of_an_unpublished_year_says_so() {
    let mut bench = bench();
    bench.press("Alt+j Tab");
    assert!(bench.screen().contains("计划 "), "{}", bench.screen());
    assert!(!bench.screen().contains("未含调休"), "{}", bench.screen());
    bench.press("Right Right Right Right Right Right Right");
    let screen = bench.screen();
    assert!(
        screen.contains("2027年的放假安排还没有公布") && screen.contains("公布后重排。"),
        "{screen}"
    );
}

#[test]
fn a_visit_is_moved_added_dropped_and_its_day_sheet_is_one_persons() {
    let mut bench = bench();
    bench.press("Alt+j Tab");
    let screen = bench.screen();
    assert!(screen.contains("计划 11月16日至11月22日"), "{screen}");
    // The day stands first; its visits follow in walking order.
    bench.press("Home Down Enter 3").press("Alt+c").typed("2026-11-22").press("Down Alt+c");
    bench.typed("林安全").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("11月22日 星期日  林安全  1家"), "{screen}");
    // Past its stretch it is not moved, and nobody unknown goes.
    bench.press("End Enter 3 Alt+c").typed("2026-12-25").press("^S");
    assert!(bench.screen().contains("不在其中"), "{}", bench.screen());
    bench.press("Esc End Enter 3 2 Down Alt+c").typed("张三丰").press("^S");
    assert!(bench.screen().contains("没有叫“张三丰”的"), "{}", bench.screen());
    bench.press("Esc End Enter 5 1");
    let sheet = bench.screen();
    assert!(sheet.contains("网格巡查走访单") && sheet.contains("林安全"), "{sheet}");
    assert!(sheet.contains("恒捷鞋材厂") && !sheet.contains("顺发纸箱厂"), "{sheet}");
    bench.press("Esc ^N").typed("顺发纸箱厂").press("Down Alt+c").typed("2026-11-21").press("^S");
    assert!(bench.screen().contains("已加上：2026年11月21日，陈一鸣去"), "{}", bench.screen());
    assert!(bench.screen().contains("临时安排"), "{}", bench.screen());
    bench.press("End Enter 4 ^S");
    assert!(!bench.screen().contains("林安全"), "{}", bench.screen());
}

#[test]
fn a_campaign_is_begun_followed_put_right_and_broken_off() {
    let mut bench = bench().seated("蔡书记");
    bench.press("Alt+j Tab Tab ^N").typed("节前检查").press("Down Alt+c").typed("2026-11-18");
    bench.press("Down").typed("2026-11-27").press("Down Down Down Down 2 ^S");
    let screen = bench.screen();
    assert!(screen.contains("已登记：节前检查"), "{screen}");
    assert!(screen.contains("专项行动 进行中2个"), "{screen}");
    // Its progress is the coverage of its rule alone.
    bench.press("Home Down Enter 1");
    let screen = bench.screen();
    assert!(screen.contains("冬春火灾防控") && !screen.contains("部门直管"), "{screen}");
    bench.press("Enter");
    assert!(bench.screen().contains("䶮成塑胶"), "{}", bench.screen());
    bench.press("Esc Esc Enter 2").typed("（二）").press("^S");
    assert!(bench.screen().contains("冬春火灾防控（二）"), "{}", bench.screen());
    bench.press("Enter 3 ^S");
    assert!(bench.screen().contains("请写明为什么结束"), "{}", bench.screen());
    bench.typed("上级另有部署").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("进行中2个") && screen.contains("提前结束：上级另有部署"), "{screen}");
    // A grid officer begins none.
    let mut bench = bench.again().seated("陈一鸣");
    bench.press("Alt+j Tab Tab Home Down Enter 3 Down").typed("不办了").press("^S");
    assert!(bench.screen().contains("不能"), "{}", bench.screen());
}

/// What was begun by mistake is taken back, and asks for nothing more.
#[test]
fn a_campaign_of_a_slip_is_withdrawn() {
    let mut bench = bench().seated("蔡书记");
    bench.press("Alt+j Tab Tab Enter 4 ^S");
    assert!(bench.screen().contains("请写明为什么撤销立项"), "{}", bench.screen());
    bench.typed("登记重复").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("已撤销立项：冬春火灾防控"), "{screen}");
    assert!(screen.contains("进行中0个") && screen.contains("撤销立项：登记重复"), "{screen}");
    bench.press("Enter 3");
    assert!(bench.screen().contains("已经撤销立项，要开展的请重新登记"), "{}", bench.screen());
    bench.press("Esc Tab");
    assert!(!bench.screen().contains("冬春火灾防控"), "{}", bench.screen());
}

/// The plan beside a coverage is of the same week, both ways.
#[test]
fn the_plan_is_of_the_week_whose_coverage_is_told() {
    let mut bench = bench().seated("蔡书记");
    bench.press("Alt+j Left Left Left Left Left Left Left");
    assert!(bench.screen().contains("截至11月13日"), "{}", bench.screen());
    bench.press("Tab");
    assert!(bench.screen().contains("计划 11月9日至11月15日"), "{}", bench.screen());
    bench.press("Right Right");
    assert!(bench.screen().contains("计划 11月23日至11月29日"), "{}", bench.screen());
    bench.press("BackTab");
    assert!(bench.screen().contains("截至11月23日"), "{}", bench.screen());
    bench.press("Tab");
    assert!(bench.screen().contains("计划 11月23日至11月29日"), "{}", bench.screen());
}

#[test]
fn the_calendar_goes_into_the_phone() {
    let mut bench = bench();
    bench.press("F6 Alt+e Down Alt+c").typed("2026-11-01").press("^S");
    assert!(bench.screen().contains("止的日期早于起的日期"), "{}", bench.screen());
    bench.press("Alt+c").typed("2026-12-31").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("已存成文件") && screen.contains(".ics"), "{screen}");
    let papers = bench.folder.file("办公室").join("papers");
    let file = std::fs::read_dir(papers).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(file).unwrap().replace("\r\n ", "");
    assert!(text.starts_with("BEGIN:VCALENDAR") && text.contains("冬春火灾防控"), "{text}");
}

#[test]
fn an_officer_is_graded_on_what_the_records_say() {
    let mut bench = bench().seated("蔡书记");
    bench.press("Alt+k");
    let screen = bench.screen();
    assert!(screen.contains("网格员 1人") && screen.contains("没有岗前考试记录"), "{screen}");
    bench.press("Enter 1");
    let screen = bench.screen();
    assert!(screen.contains("检查2次") && screen.contains("没有检查记录的工作日"), "{screen}");
    assert!(
        screen.contains("报告：重大隐患0条") && screen.contains("底数：网格内登记"),
        "{screen}"
    );
    // Each figure opens its records, and a record what it is about.
    bench.press("Home Down Enter");
    assert_eq!(bench.screen().matches("2026年11月13日检查").count(), 2, "{}", bench.screen());
    bench.press("Enter");
    assert!(bench.screen().contains("负责人"), "{}", bench.screen());
    bench.press("Esc Esc Down Enter");
    assert!(bench.screen().contains("这一行没有明细"), "{}", bench.screen());
    // The quarter before, and none that has not begun.
    bench.press("Left");
    assert!(bench.screen().contains("2026年第3季度的考核依据"), "{}", bench.screen());
    bench.press("Right Right");
    assert!(bench.screen().contains("2026年第4季度的考核依据"), "{}", bench.screen());
    assert!(bench.screen().contains("以后的季度还没有到"), "{}", bench.screen());
    bench.press("Esc Enter 2 ^S");
    assert!(bench.screen().contains("这一项要写分数"), "{}", bench.screen());
    bench.press("90 Enter 91 Enter 92 ^S");
    let screen = bench.screen();
    assert!(screen.contains("已登记：陈一鸣，2026年第4季度合格"), "{screen}");
    assert!(screen.contains("－ － － 合格"), "{screen}");
    bench.press("Enter 2 Down Down 90 Enter 91 Enter 92 ^S");
    assert!(bench.screen().contains("已经考核过"), "{}", bench.screen());
    bench.press("Esc Enter 5");
    assert!(bench.screen().contains("陈一鸣"), "{}", bench.screen());
}

/// Every figure of today opens what it counts.
#[test]
fn the_figures_of_today_open_their_rows() {
    let mut bench = bench();
    // Found on the same day, one is due today and one is overdue.
    bench.press("Alt+a");
    let screen = bench.screen();
    assert!(screen.contains("今天到期1条") && screen.contains("逾期1条"), "{screen}");
    let mut listed = Vec::new();
    for keys in ["Home Down Enter", "Esc Home Down Down Enter"] {
        bench.press(keys);
        let screen = bench.screen();
        let names = ["恒捷鞋材厂", "顺发纸箱厂"].into_iter().filter(|name| screen.contains(*name));
        let names: Vec<&str> = names.collect();
        assert_eq!(names.len(), 1, "{screen}");
        listed.extend(names);
    }
    assert_ne!(listed[0], listed[1]);
    bench.press("Esc Home Down Down Down Down Enter");
    assert!(bench.screen().contains("部门直管，不计入1家"), "{}", bench.screen());
}
