//! Registers at the desk: a day's log made and entered, ticks by one key, a document for everybody, rows that are found.

use anban::office::{
    inspect::Report,
    ledger::{Filter, Typed},
};

use super::{Bench, day};

impl Bench {
    fn rows_of(&mut self, ledger: &str) -> Vec<anban::office::ledger::Stored> {
        let filter = Filter { ledger: Some(ledger.into()), ..Filter::default() };
        self.seat.office().unwrap().entries(&filter).unwrap()
    }
}

#[test]
fn a_day_becomes_its_log_at_the_desk() {
    let mut bench = Bench::new();
    for name in ["恒捷鞋材厂", "阿芳小吃店"] {
        let mut report =
            Report { premises: name.into(), form: "table4".into(), ..Report::default() };
        report.answers.rest = Some("normal".into());
        report.answers.answers.insert("q20".into(), "堵塞".into());
        report.on = Some(day("2026-11-20"));
        bench.seat.office().unwrap().record(&report).unwrap();
    }
    bench.press("Alt+z 工作日志 Enter ^D 1");
    assert!(bench.screen().contains("陈一鸣"), "{}", bench.screen());
    bench.press("^S");
    let screen = bench.screen();
    assert!(screen.contains("没登记2/2") && screen.contains("阿芳小吃店"), "{screen}");
    // One is put right in its window before it is entered, the other goes in as it is.
    bench.press("Enter");
    assert!(bench.screen().contains("限期整改"), "{}", bench.screen());
    bench.press("^S");
    assert!(bench.screen().contains("没登记1/2"), "{}", bench.screen());
    bench.press("^S");
    assert!(bench.screen().contains("已登记1条"), "{}", bench.screen());
    let rows = bench.rows_of("worklog");
    let said = |id: &str| rows.iter().map(|row| row.entry.fields[id].clone()).collect::<Vec<_>>();
    assert_eq!(said("writer"), ["陈一鸣", "陈一鸣"]);
    assert!(said("problems").iter().all(|text| text.contains("通道")), "{rows:?}");
    bench.press("^S");
    assert!(bench.screen().contains("都登记过了"), "{}", bench.screen());
}

#[test]
fn all_normal_does_not_paint_over_what_has_run_out() {
    let mut bench = Bench::new();
    let fields = [("kind", "特种作业操作证"), ("holder", "张三"), ("expires_on", "2026-10-01")];
    let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
    let typed = Typed { premises: Some("阿芳小吃店".into()), fields, ..Typed::default() };
    bench.seat.office().unwrap().add_entry("certificate", &typed).unwrap();
    bench.press("F3 阿芳 Enter F4");
    let screen = bench.screen();
    assert!(screen.contains("1项已按台账答好") && screen.contains("隐患1"), "{screen}");
    // Nothing was typed yet: there is nothing to keep.
    bench.press("Esc");
    assert!(!bench.screen().contains("草稿"), "{}", bench.screen());
    bench.press("F4 ^A");
    for _ in 0..60 {
        if bench.screen().contains("按台账答的：") {
            break;
        }
        bench.press("Down");
    }
    let screen = bench.screen();
    assert!(
        screen.contains("按台账答的：特种作业操作证（张三）有效期止：2026年10月1日到期"),
        "{screen}"
    );
    assert!(screen.contains("是否超期未检 1(*)是 2( )否") && screen.contains("隐患1"), "{screen}");
    // A person knows better.
    bench.press("2");
    bench.press("Up");
    let screen = bench.screen();
    assert!(screen.contains("请核对") && screen.contains("隐患0"), "{screen}");
}

#[test]
fn one_key_ticks_a_premises_on_a_day() {
    let mut bench = Bench::new();
    bench.press("F2 Home");
    for _ in 0..40 {
        let screen = bench.screen();
        // Today's, below what the days before have left.
        let of = |line: &str| line.contains("今日") && line.contains("每日自查");
        if screen.lines().any(|line| line.starts_with('>') && of(line)) {
            break;
        }
        bench.press("Down");
    }
    bench.press("Enter");
    let screen = bench.screen();
    let told = screen.contains("企业每日自查登记 11月20日未报") && screen.contains("家，共");
    assert!(told && screen.contains("空格"), "{screen}");
    let open = |bench: &Bench| {
        let screen = bench.screen();
        let (_, rest) = screen.split_once("日未报").unwrap();
        rest.split('家').next().unwrap().parse::<usize>().unwrap()
    };
    let keys = open(&bench);
    assert!(keys > 2, "{}", bench.screen());
    // The first has reported, the second has reported a hazard.
    bench.press("Home Space 2");
    assert_eq!(open(&bench), keys - 2, "{}", bench.screen());
    let said = |bench: &mut Bench| {
        let rows = bench.rows_of("self_check");
        let mut said: Vec<String> =
            rows.iter().map(|row| row.entry.fields["received"].clone()).collect();
        said.sort();
        said
    };
    assert_eq!(said(&mut bench), ["已报，无隐患", "已报，有隐患"]);
    // A slip is put right by another key; no second row comes of it.
    bench.press("Home 3");
    assert_eq!(said(&mut bench), ["已报，有隐患", "未报"]);
    assert_eq!(open(&bench), keys - 1);
    bench.press("^A");
    assert_eq!(open(&bench), 1, "who was marked as missing stays so: {}", bench.screen());
    // The day before is another column, and tomorrow is none.
    bench.press("Left");
    assert_eq!(open(&bench), keys);
    bench.press("Right Right");
    assert_eq!(open(&bench), 1);
}

#[test]
fn a_document_for_a_grid_is_entered_once_and_found_until_it_is_signed() {
    let mut bench = Bench::new();
    bench.press("Alt+z 送达登记 Enter ^D 1");
    assert!(bench.screen().contains("多家一起登记"), "{}", bench.screen());
    let fields = [
        ("document", "夏季消防安全提示"),
        ("method", "直接送达"),
        ("deliverer", "陈一鸣"),
        ("send_by", "2026-11-19"),
    ];
    let typed = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
    let to = anban::office::ledger::Spread::default();
    let done = bench.seat.office().unwrap().spread("delivery", &to, &typed).unwrap();
    assert_eq!((done.made.len(), done.before), (5, 0));
    // 今日 has one line for all five, and it opens the list of those who wait.
    bench.press("Esc Esc F2 Home");
    for _ in 0..40 {
        let screen = bench.screen();
        if screen.lines().any(|line| line.starts_with('>') && line.contains("夏季消防")) {
            break;
        }
        bench.press("Down");
    }
    bench.press("Enter");
    let screen = bench.screen();
    assert!(
        screen.contains("没有办完的5条") && screen.contains("查找：夏季消防安全提示"),
        "{screen}"
    );
    // Another word finds another row; the key of the filter shows all.
    bench.press("Esc hjxc");
    assert!(bench.screen().contains("没有办完的1条"), "{}", bench.screen());
    bench.press("Esc 没有这样的");
    assert!(bench.screen().contains("没有找到"), "{}", bench.screen());
    bench.press("Esc Tab");
    assert!(bench.screen().contains("送达登记 5条"), "{}", bench.screen());
    // F9 prints those that wait.
    bench.press("Tab F9");
    assert!(bench.screen().contains("送达登记"), "{}", bench.screen());
}

#[test]
fn the_end_of_what_is_read_reads_on() {
    let mut bench = Bench::new();
    let check = |at: usize| {
        let fields = [
            ("day", "2026-11-20".to_owned()),
            ("name", "恒捷鞋材厂".to_owned()),
            ("received", "已报，无隐患".to_owned()),
            ("content", format!("第{at}次")),
        ];
        let fields = fields.map(|(id, value)| (id.to_owned(), value)).into();
        Typed { premises: Some("恒捷鞋材厂".into()), fields, ..Typed::default() }
    };
    let all: Vec<Typed> = (0..510).map(check).collect();
    bench.seat.office().unwrap().add_entries("self_check", &all).unwrap();
    bench.press("Alt+z 每日自查 Enter");
    assert!(bench.screen().contains("500条以上"), "{}", bench.screen());
    bench.press("End");
    assert!(bench.screen().contains("510条"), "{}", bench.screen());
    bench.press("第509次");
    assert!(bench.screen().contains("企业每日自查登记 1条"), "{}", bench.screen());
}

#[test]
fn what_the_list_shows_is_printed_or_some_days_of_it() {
    let mut bench = Bench::new();
    for (premises, on) in [("恒捷鞋材厂", "2026-10-08"), ("阿芳小吃店", "2026-11-20")] {
        let fields = [("day", on), ("name", premises), ("problems", "通道堵塞")];
        let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
        let typed = Typed { premises: Some(premises.into()), fields, ..Typed::default() };
        bench.seat.office().unwrap().add_entry("worklog", &typed).unwrap();
    }
    bench.press("Alt+z 工作日志 Enter F9");
    assert!(bench.screen().contains("另选日子"), "{}", bench.screen());
    bench.press("1");
    let text = bench.screen();
    assert!(text.contains("全文 网格员工作日志"), "{text}");
    assert!(text.contains("恒捷鞋材厂") && text.contains("阿芳小吃店"), "{text}");
    // What was typed to find some narrows the paper as well.
    bench.press("Esc").typed("恒捷").press("F9 1");
    let text = bench.screen();
    assert!(text.contains("恒捷鞋材厂") && !text.contains("阿芳小吃店"), "{text}");
    bench.press("Esc Esc F9 9 ^S 1");
    let text = bench.screen();
    assert!(!text.contains("恒捷鞋材厂") && text.contains("阿芳小吃店"), "{text}");
}

#[test]
fn a_row_under_the_wrong_premises_is_put_right_in_its_window() {
    let mut bench = Bench::new();
    let fields = [("kind", "营业执照"), ("holder", "阿芳小吃店"), ("expires_on", "2026-12-01")];
    let fields = fields.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
    let typed = Typed { premises: Some("阿芳小吃店".into()), fields, ..Typed::default() };
    let row = bench.seat.office().unwrap().add_entry("certificate", &typed).unwrap();
    bench.press("Alt+z 证照 Enter Enter");
    let screen = bench.screen();
    assert!(screen.contains("所属单位") && !screen.contains("所属社区"), "{screen}");
    // The last field; what cannot be found is said beside it, and nothing typed is lost.
    bench.press("Down Down Down Down Down Down Down Alt+c").typed("没有这家").press("^S");
    assert!(bench.screen().contains("没有这家"), "{}", bench.screen());
    bench.press("Alt+c").typed("顺发纸箱厂").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("已改登记到顺发纸箱厂"), "{screen}");
    let moved = bench.rows_of("certificate").remove(0).entry;
    assert_eq!((moved.id, &*moved.fields["holder"]), (row.id, "顺发纸箱厂"));
    assert_ne!(moved.premises, row.premises);
}

/// A word that means several premises is no dead end: one of them is chosen by its number.
#[test]
fn of_several_premises_that_a_word_means_one_is_chosen() {
    let mut bench = Bench::new();
    bench.press("Alt+z 证照 Enter ^N").typed("厂").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("“厂”对得上不止一家") && screen.contains("1 "), "{screen}");
    let first = screen.lines().find(|line| line.contains(">1 ")).unwrap().to_owned();
    // Esc asks again, with what was typed.
    bench.press("Esc");
    let screen = bench.screen();
    assert!(screen.contains("单位*") && screen.contains("厂"), "{screen}");
    bench.press("^S 1");
    let screen = bench.screen();
    let name = first.split(">1 ").nth(1).unwrap().split_whitespace().next().unwrap();
    assert!(screen.contains(name) && screen.contains("有效期"), "{screen}");
}

/// Letters on a checklist look for an item; the name of other premises is answered with where they are chosen.
#[test]
fn other_premises_typed_on_a_checklist_are_told_where_to_be_chosen() {
    let mut bench = Bench::new();
    bench.press("F3 阿芳 F4");
    assert!(bench.screen().contains("阿芳小吃店"), "{}", bench.screen());
    bench.typed("恒捷");
    let screen = bench.screen();
    assert!(screen.contains("这张是“阿芳小吃店”的检查表"), "{screen}");
    assert!(screen.contains("恒捷鞋材厂") && screen.contains("F4"), "{screen}");
    bench.press("Esc");
    assert!(bench.screen().contains("已答0/"), "{}", bench.screen());
}
