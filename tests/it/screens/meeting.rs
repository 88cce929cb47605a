//! The weekly meeting held from its board: on the wall, with its minutes, its decisions and its pack.

use anban::{
    domain::unit::Level,
    office::{
        Office,
        ledger::{Filter, Typed},
        premises::Fields,
    },
    tui::{
        keys::{Code, Key},
        look::Look,
    },
};
use calamine::{Reader, open_workbook_auto};
use ratatui::style::Modifier;

use super::{Bench, Folder, furnish, opening, street::street};

/// Columns of a line of the screen that stand in reverse.
fn inked(bench: &Bench, y: u16) -> usize {
    let painted = bench.paint();
    (0..bench.size.0)
        .filter(|x| painted.buffer[(*x, y)].modifier.contains(Modifier::REVERSED))
        .count()
}

#[test]
fn a_grid_fills_the_wall_and_no_phone_is_shown() {
    let mut bench = Bench::new();
    bench.press("Alt+l ^D 3");
    bench.press("Tab Tab").typed("请联系王五13805950001清通道");
    bench.press("Tab").typed("陈一鸣").press("^S");
    assert!(bench.screen().contains("13805950001"), "{}", bench.screen());
    bench.press("^D 1");
    let screen = bench.screen();
    assert!(screen.contains("第1页 共"), "{screen}");
    assert!(!screen.contains("13805950001"), "{screen}");
    bench.press("Right");
    let screen = bench.screen();
    assert!(screen.contains("重点已查 "), "{screen}");
    assert!(screen.contains("上周 "), "{screen}");
    // What the board and the pack have beside these figures.
    for label in ["监管对象 ", "通知书未签收 ", "回潮 "] {
        assert!(screen.contains(label), "{label}: {screen}");
    }
    // The top row of the figures: a bar of three dots at the least for each 0, 2, 3, 5 to 9.
    assert!(inked(&bench, 4) >= 4, "{}\n{screen}", inked(&bench, 4));
    bench.press("End");
    let screen = bench.screen();
    assert!(screen.contains("本次部署的事项") && screen.contains("清通道"), "{screen}");
    bench.press("Left");
    assert!(bench.screen().contains("要说的事"), "{}", bench.screen());
    bench.press("Left");
    assert!(bench.screen().contains("合计"), "{}", bench.screen());
    bench.press("Home");
    let screen = bench.screen();
    assert!(screen.contains("上次部署的事项") && !screen.contains("清通道"), "{screen}");
    bench.press("Esc");
    assert!(bench.screen().contains("各网格，括号里是上周"), "{}", bench.screen());
}

/// 重点已查 leads to the coverage of its week.
#[test]
fn the_key_figure_of_a_week_leads_to_its_coverage() {
    for (week, on) in [("", "截至11月20日"), (" Left", "截至11月15日")] {
        let mut bench = Bench::new();
        bench.press(&format!("Alt+l{week} Down Down Down Down"));
        while !bench.screen().contains("看覆盖率") {
            bench.press("Enter");
            assert!(bench.screen().contains("没有可打开的") || bench.screen().contains("覆盖率"));
            if !bench.screen().contains("看覆盖率") {
                bench.press("Down");
            }
        }
        bench.press("2");
        assert!(bench.screen().contains(on), "{week}: {}", bench.screen());
    }
}

/// As many pages as it takes: neither a name nor the end of what was decided is lost.
#[test]
fn the_wall_shows_every_name_and_every_word() {
    let mut bench = Bench::new();
    let office = bench.seat.office().unwrap();
    let grid = office.units_at(Level::Grid).next().unwrap().path.clone();
    let names: Vec<String> = (10..36).map(|no| format!("第{no}号鞋材加工有限公司")).collect();
    for name in &names {
        let fields = Fields {
            name: Some(name.clone()),
            industry: Some("制鞋业".into()),
            address: Some("普贤路2号".into()),
            grid: Some(grid.clone()),
            key: Some(true),
            key_reasons: Some(vec!["人员密集".into()]),
            ..Fields::default()
        };
        office.add_premises(None, &fields, None).unwrap();
    }
    for no in 1..=4 {
        let content = format!("第{no}件{}第{no}件完", "清理疏散通道".repeat(50));
        let fields = [
            ("assigned_on", "2026-11-19"),
            ("from", "例会"),
            ("content", &content),
            ("owner", "陈一鸣"),
            ("due_on", "2026-11-30"),
        ];
        let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
        office.add_entry("task", &Typed { fields, ..Typed::default() }).unwrap();
    }
    bench.press("Alt+l ^D 1");
    let (mut wall, mut pages) = (String::new(), 0);
    loop {
        let screen = bench.screen();
        wall += &screen;
        pages += 1;
        let all = format!("第{pages}页 共{pages}页");
        if screen.contains(&all) || pages > 40 {
            break;
        }
        bench.press("Right");
    }
    assert!(pages <= 40, "{wall}");
    for name in &names {
        assert!(wall.contains(name.as_str()), "{name}: {wall}");
    }
    assert!(wall.contains("等29家"), "{wall}");
    // A line may break anywhere in a sentence.
    let words: String = wall.split_whitespace().collect();
    for no in 1..=4 {
        assert!(words.contains(&format!("第{no}件完")), "{no}: {wall}");
    }
}

#[test]
fn a_larger_wall_has_larger_figures() {
    let folder = Folder::new();
    furnish(&folder);
    let look = Look { ..super::BOX };
    let mut small = Bench::over(folder, (80, 24), look);
    small.press("Alt+l ^D 1 Right");
    let ink: usize = (0..24).map(|y| inked(&small, y)).sum();
    let Bench { folder, .. } = small;
    let mut large = Bench::over(folder, (160, 50), look);
    large.press("Alt+l ^D 1 Right");
    let more: usize = (0..50).map(|y| inked(&large, y)).sum();
    assert!(more > 3 * ink, "{ink} {more}");
}

#[test]
fn minutes_are_kept_while_they_are_typed_and_put_right_afterwards() {
    let mut bench = Bench::new();
    bench.press("Alt+l ^D 2");
    let screen = bench.screen();
    assert!(screen.contains("主持人"), "{screen}");
    bench.press("Tab Tab").typed("林安全").press("Tab");
    // The power goes; what was typed waits.
    let mut bench = bench.again();
    bench.press("Alt+l ^D 2 1");
    assert!(bench.screen().contains("林安全"), "{}", bench.screen());
    bench.press("Tab Tab Tab").typed("陈一鸣");
    bench.press("Tab Tab Tab Tab Tab").typed("清通道");
    bench.press("^S");
    assert!(bench.screen().contains("已登记"), "{}", bench.screen());
    bench.press("^D 2");
    let screen = bench.screen();
    assert!(screen.contains("更正例会登记") && screen.contains("林安全"), "{screen}");
    bench.press("Tab Tab Tab Tab Tab Tab Tab Tab");
    assert!(bench.screen().contains("清通道"), "{}", bench.screen());
}

#[test]
fn the_pack_is_a_paper_and_a_sheet_of_the_week_on_the_screen() {
    let mut bench = Bench::new();
    bench.press("Alt+l Left F9");
    let screen = bench.screen();
    assert!(screen.contains("2026-11-09") && screen.contains("2026-11-15"), "{screen}");
    bench.press("Esc ^D 4");
    let papers = bench.folder.file("办公室/papers");
    let pdf = papers.join("例会材料2026-W46.pdf");
    assert!(pdf.is_file(), "{}", bench.screen());
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    let mut book = open_workbook_auto(papers.join("例会材料2026-W46.xlsx")).unwrap();
    let sheets = book.sheet_names();
    let rows: Vec<String> = sheets
        .iter()
        .flat_map(|name| {
            let range = book.worksheet_range(name).unwrap();
            range.rows().map(|row| format!("{row:?}")).collect::<Vec<_>>()
        })
        .collect();
    // What was decided, how every grid stands, what has to be spoken of: each on a sheet of its own.
    assert_eq!(sheets.len(), 6, "{sheets:?}");
    assert!(rows.iter().any(|row| row.contains("部署日期")), "{rows:?}");
    // For others to have: without the numbers of people.
    bench.press("^D 5");
    assert!(bench.screen().contains("已存到"), "{}", bench.screen());
    let mut office = Office::open(&opening(&bench.folder, "2026-11-20")).unwrap();
    let masked = office.exports(4).unwrap().into_iter().map(|(_, export)| export.masked);
    assert_eq!(masked.collect::<Vec<_>>(), [true, true, false, false]);
    assert!(rows.iter().any(|row| row.contains("一网格")), "{rows:?}");
}

/// Minutes with two things decided, one of them without a day.
fn minutes(bench: &mut Bench) {
    bench.press("Alt+l ^D 2 Tab Tab").typed("林安全").press("Tab").typed("陈一鸣、林安全");
    bench.press("Tab").typed("王小满").press("Tab Tab Tab").typed("电动自行车停放隐患多");
    bench.press("Tab").typed("清理疏散通道，陈一鸣，11月27日前");
    bench.key(Key { alt: true, ..Key::of(Code::Enter) });
    bench.typed("补登新店，林安全").press("^S");
}

#[test]
fn what_was_decided_becomes_tasks_without_being_typed_again() {
    let mut bench = Bench::new();
    minutes(&mut bench);
    let screen = bench.screen();
    assert!(screen.contains("有1项列在任务台账里"), "{screen}");
    let line = |bench: &Bench, words: &str| {
        let screen = bench.screen();
        screen.lines().find(|line| line.contains(words)).map(str::to_owned)
    };
    bench.press("Esc Alt+l");
    let told = line(&bench, "清理疏散通道").unwrap_or_else(|| panic!("{}", bench.screen()));
    assert!(told.contains("陈一鸣") && told.contains("11月27日前"), "{told}");
    // Enter on it leads to the row, which names its meeting.
    bench.press("Down Down Down Enter Enter");
    assert!(bench.screen().contains("2026年11月20日例会"), "{}", bench.screen());
    // Put right: the line that lacked its day has one now, and the other is not there twice.
    bench.press("Esc Esc ^D 2");
    bench.press("Tab Tab Tab Tab Tab Tab Tab Tab End").typed("，11-30").press("^S Esc Alt+l");
    let screen = bench.screen();
    assert_eq!(screen.matches("清理疏散通道").count(), 1, "{screen}");
    assert_eq!(screen.matches("补登新店").count(), 1, "{screen}");
}

#[test]
fn undo_takes_the_tasks_back_with_the_minutes() {
    let mut bench = Bench::new();
    minutes(&mut bench);
    bench.press("Esc Alt+l");
    assert!(bench.screen().contains("清理疏散通道"), "{}", bench.screen());
    bench.press("^Z").typed("记错了").press("^S Esc Alt+l");
    assert!(!bench.screen().contains("清理疏散通道"), "{}", bench.screen());
}

#[test]
fn a_new_decision_opens_with_its_week() {
    let mut bench = Bench::new();
    bench.press("Alt+l ^N");
    let screen = bench.screen();
    for words in ["登记任务台账", "2026-11-20", "2026-W47例会", "2026-11-29"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    // Of a week gone by.
    bench.press("Esc Alt+l Left ^N");
    let screen = bench.screen();
    for words in ["2026-W46例会", "2026-11-15", "2026-11-22"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
}

/// From a task one key leads to the minutes in which it was given out.
#[test]
fn a_task_leads_to_the_minutes_that_it_comes_from() {
    let mut bench = Bench::new().seated("");
    let office = bench.seat.office().unwrap();
    let typed = |fields: &[(&str, &str)]| Typed {
        fields: fields.iter().map(|(id, value)| ((*id).into(), (*value).into())).collect(),
        ..Typed::default()
    };
    let meeting = [
        ("held_on", "2026-11-20"),
        ("host", "林安全"),
        ("present", "陈一鸣、林安全"),
        ("dynamics", "一网格正常"),
        ("progress", "正常"),
        ("analysis", "平稳"),
        ("decisions", "清理疏散通道，陈一鸣，11月27日前"),
        ("recorder", "陈一鸣"),
    ];
    office.add_entry("meeting", &typed(&meeting)).unwrap();
    let other = [
        ("from", "街道安办"),
        ("content", "摸排出租房"),
        ("owner", "陈一鸣"),
        ("due_on", "2026-12-10"),
        ("assigned_on", "2026-11-19"),
    ];
    office.add_entry("task", &typed(&other)).unwrap();
    let rows = office.entries(&Filter { ledger: Some("task".into()), ..Filter::default() });
    assert_eq!(rows.unwrap().len(), 2);
    bench.press("Alt+z").typed("rwtz").press("Enter");
    let screen = bench.screen();
    assert!(screen.contains("任务台账 2条") && screen.contains("清理疏散通道"), "{screen}");
    bench.press("^L");
    assert!(bench.screen().contains("例会登记 1条"), "{}", bench.screen());
    bench.press("Esc Down ^L");
    assert!(bench.screen().contains("不是例会部署的"), "{}", bench.screen());
}

/// Each community meets by itself: at a street's desk nobody writes into the minutes of another.
#[test]
fn a_street_is_asked_whose_meeting_it_is() {
    let mut bench = street();
    let office = bench.seat.office().unwrap();
    let zhaolian = office.find_unit(Level::Community, "招联社区").unwrap();
    let fields = [
        ("held_on", "2026-11-20"),
        ("host", "林安全"),
        ("present", "陈一鸣"),
        ("dynamics", "招联的动态"),
        ("decisions", "无"),
        ("recorder", "林安全"),
    ];
    let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
    let typed = Typed { community: Some(zhaolian), fields, ..Typed::default() };
    office.add_entry("meeting", &typed).unwrap();
    // Who has none comes first.
    bench.press("Alt+l ^D 2");
    let screen = bench.screen();
    assert!(screen.contains("1 招贤社区  没有例会记录，补记"), "{screen}");
    assert!(screen.contains("2 招联社区  11月20日的例会"), "{screen}");
    bench.press("1");
    let screen = bench.screen();
    assert!(screen.contains("(*)招贤社区") && !screen.contains("林安全"), "{screen}");
    bench.press("Tab Tab Tab").typed("许建安").press("Tab").typed("郑巧云");
    bench.press("Tab Tab Tab Tab Tab").typed("无").press("^S");
    assert!(bench.screen().contains("已登记"), "{}", bench.screen());
    let office = bench.seat.office().unwrap();
    let filter = Filter { ledger: Some("meeting".into()), ..Filter::default() };
    let mut hosts: Vec<String> = Vec::new();
    for row in office.entries(&filter).unwrap() {
        hosts.push(format!(
            "{}{}",
            office.unit_name(&row.entry.community),
            row.entry.fields["host"]
        ));
    }
    hosts.sort();
    assert_eq!(hosts, ["招联社区林安全", "招贤社区许建安"]);
    // Put right, the window says whose they are, after the power went too.
    bench.press("^D 2");
    let line = bench.screen().lines().find(|line| line.contains("招联社区")).unwrap().to_owned();
    let digit = if line.contains("1 招联") { "1" } else { "2" };
    bench.press(digit);
    let screen = bench.screen();
    assert!(screen.contains("更正例会登记") && screen.contains("招联社区"), "{screen}");
    bench.press("Esc ^N");
    let screen = bench.screen();
    assert!(screen.contains("部署事项：哪个社区的例会"), "{screen}");
    bench.press(digit);
    let screen = bench.screen();
    assert!(screen.contains("(*)招联社区") && screen.contains("2026年11月20日例会"), "{screen}");
}
