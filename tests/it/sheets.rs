//! Every ledger and register as a spreadsheet, opened by another program's reader: the heads, the rows, codes as text,
//! days as days.

use std::{collections::BTreeMap, io::Cursor};

use anban::{
    domain::staff::Role,
    form::{
        agree::Agree,
        facts::About,
        field::{Field, FieldKind},
        ledger::Ledger,
        letter::{Block, Table},
        library::Library,
        paper::{self, PaperForm, sample},
    },
    office::{documents::Request, exports::How, ledger::Typed},
};
use calamine::{Data, Reader, Xlsx};
use chrono::{Days, NaiveDate};

use crate::{desk::Desk, screens::Bench};

/// A code that a spreadsheet would spoil as a number: zeros before it, and more digits than a number keeps.
const CODE: &str = "0091350503123456789";

/// Sheets by name, each with its rows.
fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    let rows = |book: &mut Xlsx<_>, name: &str| {
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(<[Data]>::to_vec).collect::<Vec<_>>()
    };
    names.into_iter().map(|name| (name.clone(), rows(&mut book, &name))).collect()
}

fn text(cell: &Data) -> Option<&str> {
    match cell {
        Data::String(text) => Some(text),
        _ => None,
    }
}

/// The words of a cell with text or a figure.
fn words(cell: &Data) -> Option<String> {
    match cell {
        Data::Float(number) => Some(number.to_string()),
        _ => text(cell).map(str::to_owned),
    }
}

/// The day of a cell that holds one.
fn day(cell: &Data) -> Option<NaiveDate> {
    let Data::DateTime(serial) = cell else { return None };
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
    first.checked_add_days(Days::new(serial.as_f64() as u64))
}

/// A day written as text.
fn is_written_day(text: &str) -> bool {
    let plain = text.trim_end_matches('日').replace(['年', '月'], "-");
    NaiveDate::parse_from_str(&plain, "%Y-%m-%d").is_ok()
}

/// What is typed into a field, by its kind; a last day lies after the others.
fn answer(ledger: &Ledger, field: &Field, nth: u64) -> String {
    match field.kind {
        // The one text that is read: a stretch of a year.
        FieldKind::Text
            if ["appraisal", "score"].contains(&&*ledger.code) && field.id == "period" =>
        {
            format!("2026年第{nth}季度")
        }
        FieldKind::Text if ledger.code == "list_row" && field.id == "list" => "出租房清单".into(),
        FieldKind::Choice if ledger.code == "list_row" => field.options[nth as usize - 1].clone(),
        // Whom and what the office knows.
        FieldKind::Text if ledger.code == "score" && field.id == "unit" => "招联社区".into(),
        FieldKind::Text if ledger.code == "manual_count" && field.id == "grid" => {
            "招联一网格".into()
        }
        FieldKind::Text if ledger.code == "manual_count" && field.id == "label" => "停车场".into(),
        FieldKind::Text if ledger.code == "appraisal" && field.id == "by" => "林安全".into(),
        FieldKind::Text | FieldKind::People
            if ledger.own.as_ref().is_some_and(|own| !own.behind && own.person == field.id) =>
        {
            "陈一鸣".into()
        }
        // Nobody judges their own record.
        FieldKind::Text
            if ledger.own.as_ref().and_then(|own| own.judge.as_ref()) == Some(&field.id) =>
        {
            "李四".into()
        }
        FieldKind::Text if field.id.ends_with("_at") => format!("14时{:02}分", 5 + nth),
        FieldKind::Text | FieldKind::Long => format!("{CODE}{nth}"),
        FieldKind::Day if ledger.until.as_ref() == Some(&field.id) => {
            format!("2026-12-{:02}", 5 + nth)
        }
        FieldKind::Day => format!("2026-11-{:02}", 5 + nth),
        FieldKind::Number => format!("{}", 12 + nth),
        FieldKind::Money => format!("{}", 5000 + nth),
        // What has the day of its ban was banned.
        FieldKind::Choice if ledger.code == "clue" && field.id == "situation" && nth == 1 => {
            "已取缔".into()
        }
        FieldKind::Choice => field.options[0].clone(),
        FieldKind::YesNo => "是".into(),
        // A task is given to somebody who is known.
        FieldKind::People if ledger.code == "task" => "陈一鸣".into(),
        FieldKind::People => "张三、李四".into(),
    }
}

/// A row of a ledger with every field, and one with those alone that must be.
fn typed(ledger: &Ledger, nth: u64, all: bool) -> Typed {
    let asked = |field: &&Field| {
        let of_its_kind = |agree: &Agree| agree.when.is_some() && agree.field == field.id;
        all || field.required || ledger.agrees.iter().any(of_its_kind)
    };
    let fields = ledger.fields.iter().filter(asked);
    let fields: BTreeMap<_, _> =
        fields.map(|field| (field.id.clone(), answer(ledger, field, nth))).collect();
    let premises = (ledger.about == About::Premises).then(|| "恒捷鞋材厂".to_owned());
    let hazard = (ledger.about == About::Hazard).then(|| "招联安监整改〔2026〕1号-1".to_owned());
    Typed { premises, hazard, fields, ..Typed::default() }
}

#[test]
fn every_ledger_is_a_spreadsheet_with_its_codes_as_text_and_its_days_as_days() {
    let mut bench = Bench::new();
    let (library, faults) = Library::new(&[]);
    assert!(faults.is_empty(), "{faults:?}");
    let (mut ledgers, mut days, mut codes) = (0, 0, 0);
    bench.seat.opening.actor = None;
    bench.seat.leave();
    // What is taken against somebody is entered by the street.
    let (name, role) = ("沈卫东", Role::StreetOfficer);
    bench.seat.office().unwrap().add_staff(name, role, "北峰街道", "", "").unwrap();
    bench.seat.opening.actor = Some(name.into());
    bench.seat.leave();
    let office = bench.seat.office().unwrap();
    for ledger in library.ledgers() {
        let code = &ledger.code;
        for (nth, all) in [(1, true), (2, false)] {
            let entered = office.add_entry(code, &typed(ledger, nth, all));
            assert!(entered.is_ok(), "{code}: {}", entered.unwrap_err());
        }
        // A ledger whose rows have a paper of the same code is named so.
        let request = Request { code: format!("ledger/{code}"), ..Request::default() };
        let bytes = office.register_sheet(&request, How::default()).unwrap().bytes;
        let [(_, rows)] = &sheets(&bytes)[..] else { panic!("{code}: one sheet") };
        let columns = ledger.columns.iter().map(|column| ledger.field(&column.field));
        let heads: Vec<&str> = rows[0].iter().map(|cell| text(cell).unwrap()).collect();
        // Whose a row is, and where, stands before its fields.
        let beside = [(ledger.whose.is_none(), "单位"), (ledger.address, "地址")];
        let beside: Vec<&str> =
            beside.into_iter().filter_map(|(told, head)| told.then_some(head)).collect();
        let labels: Vec<&str> = std::iter::once("序号")
            .chain(beside.iter().copied())
            .chain(columns.clone().map(|field| field.map_or("事故等级", |it| it.label.as_str())))
            .collect();
        assert_eq!(heads, labels, "{code}");
        // The new row first or last, as the ledger has it; the one with everything is known by its own code.
        let whole = |row: &&Vec<Data>| {
            columns.clone().zip(&row[1 + beside.len()..]).all(|(field, cell)| {
                let Some(field) = field else {
                    return text(cell).is_some_and(|said| said.ends_with("事故"));
                };
                let kept = field.read(&answer(ledger, field, 1)).unwrap();
                match field.kind {
                    FieldKind::Day => day(cell).is_some_and(|day| day.to_string() == kept),
                    // A figure can be added up, and nothing else is a number; one that falls short says so.
                    FieldKind::Number => match cell {
                        Data::Float(_) => words(cell) == Some(kept),
                        _ => text(cell) == Some(&format!("{kept}（不达标）")),
                    },
                    FieldKind::Money => words(cell) == Some(kept),
                    _ => text(cell) == Some(&field.printed(&kept)) || text(cell) == Some(&kept),
                }
            })
        };
        assert_eq!(rows.len(), 3, "{code}: {rows:?}");
        assert_eq!(rows[1..].iter().filter(whole).count(), 1, "{code}: {rows:#?}");
        ledgers += 1;
        days += columns.clone().flatten().filter(|field| field.kind == FieldKind::Day).count();
        codes += columns.flatten().filter(|field| field.kind == FieldKind::Text).count();
    }
    assert!(ledgers >= 30 && days >= 30 && codes >= 60, "{ledgers} {days} {codes}");
}

#[test]
fn every_register_is_a_spreadsheet_that_another_reader_opens() {
    let mut bench = Bench::with_roads();
    let (library, _) = Library::new(&[]);
    bench.seat.opening.actor = None;
    bench.seat.leave();
    let office = bench.seat.office().unwrap();
    let (mut registers, mut cells, mut days, mut figures) = (Vec::new(), 0, 0, 0);
    for form in library.papers().filter(|form| form.about == About::None) {
        let request = Request { code: form.code.clone(), blanks: true, ..Request::default() };
        let bytes = match office.register_sheet(&request, How::default()).map(|sheet| sheet.bytes) {
            Ok(bytes) => bytes,
            Err(refusal) => {
                assert!(refusal.to_string().contains("不是表格"), "{}: {refusal}", form.code);
                continue;
            }
        };
        for (name, rows) in sheets(&bytes) {
            let what = || format!("{} {name}", form.code);
            let (heads, rows) = rows.split_first().unwrap_or_else(|| panic!("{}", what()));
            assert!(heads.iter().all(|head| text(head).is_some()), "{}: {heads:?}", what());
            for (at, head) in heads.iter().enumerate() {
                let filled: Vec<&Data> = rows
                    .iter()
                    .filter_map(|row| row.get(at))
                    .filter(|cell| !matches!(cell, Data::Empty) && text(cell) != Some(""))
                    .collect();
                // Codes as text keep their zeros; a day is a day, unless the column says something else as well.
                let known = |cell: &&Data| words(cell).is_some() || day(cell).is_some();
                assert!(filled.iter().all(known), "{} {head:?}: {filled:?}", what());
                figures += filled.iter().filter(|cell| matches!(cell, Data::Float(_))).count();
                // A number that can be added up is no code.
                let code = ["代码", "电话", "文号", "编号", "证号", "联系方式"];
                if code.iter().any(|code| text(head).unwrap().contains(code)) {
                    assert!(
                        filled.iter().all(|cell| text(cell).is_some()),
                        "{}: {filled:?}",
                        what()
                    );
                }
                let counted = ["序号", "检查次数", "查出", "应查", "已查", "未查", "发现隐患"];
                if counted.contains(&text(head).unwrap()) {
                    let number = |cell: &&Data| matches!(cell, Data::Float(_));
                    assert!(filled.iter().all(number), "{} {head:?}: {filled:?}", what());
                }
                let written = |cell: &&&Data| text(cell).is_some_and(is_written_day);
                let written = filled.iter().filter(written).count();
                assert!(written == 0 || written < filled.len(), "{} {head:?}: {filled:?}", what());
                cells += filled.len();
                days += filled.iter().filter(|cell| day(cell).is_some()).count();
            }
        }
        registers.push(form.code.as_str());
    }
    for code in [
        "table1",
        "problem_list",
        "hazard_ledger",
        "key_list",
        "object_list",
        "kept_lists",
        "coverage",
    ] {
        assert!(registers.contains(&code), "{code} is not among {registers:?}");
    }
    assert!(registers.len() >= 12 && cells > 200 && days > 10, "{registers:?} {cells} {days}");
    assert!(figures > 100, "{figures}");
}

/// Of every table that comes with the program: what can be sorted and added up has a cell of its own.
#[test]
fn no_cell_of_a_spreadsheet_has_a_day_or_a_figure_among_other_words() {
    let (library, _) = Library::new(&[]);
    let (mut tables, mut among) = (0, Vec::new());
    for form in library.papers() {
        let ledger = library.ledgers().find(|ledger| ledger.code == form.ledger);
        let facts = sample(form, ledger, "2026-11-30".parse().unwrap());
        for table in form.tables() {
            tables += 1;
            let Some(known) = facts.rows(&table.rows).first() else { continue };
            let columns = table.columns.iter().flat_map(|column| match column.apart.is_empty() {
                true => std::slice::from_ref(column),
                false => &column.apart[..],
            });
            for column in columns.filter(|column| !column.text.is_one()) {
                let sorted = column.text.row_names().filter(|name| {
                    let sample = known.get(name).map_or("", String::as_str);
                    is_written_day(sample) || !sample.is_empty() && sample.parse::<f64>().is_ok()
                });
                among.extend(sorted.map(|name| format!("{} {}: {name}", form.code, column.head)));
            }
        }
        for sheet in paper::sheets(form, &facts) {
            for cell in sheet.rows.iter().flatten() {
                let bare = cell.trim_matches([' ', '\n']);
                let says = cell.is_empty() || !cell.trim().is_empty();
                assert!(cell == bare && says, "{} {}: {cell:?}", form.code, sheet.name);
            }
        }
    }
    assert!(tables > 60, "{tables}");
    assert_eq!(among, [""; 0]);
}

/// What a letter says is no table, whatever stands in its annex; what stands in boxes above a table goes with it.
#[test]
fn a_letter_is_no_spreadsheet_and_the_boxes_of_a_report_are() {
    let (library, _) = Library::new(&[]);
    let of = |code: &str| {
        let form = library.paper(code).unwrap();
        let ledger = library.ledgers().find(|ledger| ledger.code == form.ledger);
        paper::sheets(form, &sample(form, ledger, "2026-11-30".parse().unwrap()))
    };
    for letter in [
        "interview_record",
        "interview_notice",
        "circular",
        "admonition",
        "discipline_transfer",
        "community_supervision",
        "site_record",
        "major",
    ] {
        assert!(of(letter).is_empty(), "{letter}: {:?}", of(letter));
    }
    let penalties = of("penalty_sum");
    let boxes = &penalties[0];
    for label in ["应排查单位", "发现隐患", "挂牌督办", "以前各期整改", "其中重大隐患"]
    {
        let row = boxes.rows.iter().find(|row| row[0] == label);
        let number = row.is_some_and(|row| row[1].parse::<i64>().is_ok());
        assert!(number && boxes.figures[1], "{label}: {boxes:?}");
    }
    assert!(penalties[1..].iter().any(|sheet| sheet.heads.contains(&"处罚种类".to_owned())));
    let counters = of("table2");
    let rows = &counters[0].rows;
    for label in ["网格名称", "网格负责人", "网格管理人员", "安全监管部门名称", "专职人员"]
    {
        assert!(rows.iter().any(|row| row[0] == label), "{label}: {rows:?}");
    }
    assert!(rows.iter().all(|row| !row[0].is_empty()), "{rows:?}");
}

/// A share is a number that is shown in percent, with as many places in every row.
#[test]
fn a_share_is_a_number() {
    let mut bench = Bench::with_roads();
    bench.seat.leave();
    let office = bench.seat.office().unwrap();
    for (code, head) in [("analysis", "整改率"), ("coverage", "覆盖率"), ("completeness", "完整率")]
    {
        let request = Request { code: code.into(), ..Request::default() };
        let bytes = office.register_sheet(&request, How::default()).unwrap().bytes;
        let mut found = 0;
        for (name, rows) in sheets(&bytes) {
            let Some(at) = rows[0].iter().position(|cell| text(cell) == Some(head)) else {
                continue;
            };
            for row in &rows[1..] {
                let share = match &row[at] {
                    Data::Float(share) => *share,
                    cell => {
                        let said = text(cell).unwrap_or_default();
                        assert!(!said.contains('%'), "{code} {name}: {row:?}");
                        continue;
                    }
                };
                assert!((0.0..=1.0).contains(&share), "{code} {name}: {row:?}");
                found += 1;
            }
        }
        assert!(found > 0, "{code}");
    }
}

#[test]
fn a_row_of_the_list_of_problems_is_what_was_found() {
    let mut bench = Bench::new();
    let office = bench.seat.office().unwrap();
    let request = Request { code: "problem_list".into(), ..Request::default() };
    let bytes = office.register_sheet(&request, How::default()).unwrap().bytes;
    let sheets = sheets(&bytes);
    // The heading of a report of nothing is none of this one's.
    assert!(sheets.iter().all(|(name, _)| !name.contains("零报告")), "{sheets:#?}");
    let mut rows = sheets.iter().flat_map(|(_, rows)| rows);
    let row = rows.find(|row| {
        row.iter().any(|cell| text(cell).is_some_and(|text| text.starts_with("恒捷鞋材厂")))
    });
    let row = row.unwrap_or_else(|| panic!("{sheets:#?}"));
    assert!(
        row.iter().any(|cell| text(cell).is_some_and(|text| text.contains("疏散通道"))),
        "{row:?}"
    );
    assert!(row.iter().any(|cell| day(cell) == "2026-11-13".parse().ok()), "{row:?}");
}

#[test]
fn the_register_leaves_with_its_codes_and_comes_back_the_same() {
    let desk = Desk::with_register();
    let file = desk.path("导出.xlsx");
    desk.run(&["premises", "export", &file]).done();
    let [(_, rows)] = &sheets(&std::fs::read(&file).unwrap())[..] else { panic!("one sheet") };
    let column = |head: &str| rows[0].iter().position(|cell| text(cell) == Some(head)).unwrap();
    let (code, name) = (column("统一社会信用代码"), column("单位、场所名称"));
    let row = rows.iter().find(|row| text(&row[name]) == Some("恒捷鞋材厂")).unwrap();
    assert_eq!(text(&row[code]), Some("91350503MA2XN0Y69J"), "{row:?}");
    assert!(row.iter().any(|cell| text(cell) == Some("13805950001")), "{row:?}");
    let people = column("从业人数");
    for (at, cell) in row.iter().enumerate() {
        let sound = matches!(cell, Data::String(_) | Data::Empty | Data::DateTime(_));
        assert!(sound || at == people, "{row:?}");
    }
    let again =
        desk.run(&["--json", "premises", "import", &file, "--community", "招联社区"]).json();
    assert_eq!((&again["added"], &again["updated"]), (&0.into(), &0.into()), "{again:#}");
}

/// Whatever stands in a register, its spreadsheet says nothing new to it.
#[test]
fn a_register_with_every_field_filled_comes_back_unchanged() {
    let desk = Desk::with_register();
    let filled = [
        ("单位、场所名称", "顺达塑料（北峰）厂"),
        ("统一社会信用代码", "91350503MA2XN0Y77D"),
        ("有无证照", "有"),
        ("对象类型", "生产经营单位"),
        ("地址", "招联路8号"),
        ("生产经营地址", "招联路8-1号 二楼"),
        ("所在行业", "塑料制品"),
        ("负责人", "张三"),
        ("安全负责人", "李四"),
        ("联系方式", "13805950008"),
        ("风险等级", "较大"),
        ("行业主管部门", "区工信局"),
        ("火灾危险性类别", "丙"),
        ("涉及工艺", "注塑、喷漆"),
        ("成立日期", "2015年3月1日"),
        ("从业人数", "36"),
        ("备注", "夜班、周末也生产；有宿舍"),
    ];
    let line = |of: fn(&(&'static str, &'static str)) -> &'static str| {
        filled.iter().map(of).collect::<Vec<_>>().join(",")
    };
    let roster = desk.write("全.csv", format!("{}\n{}\n", line(|it| it.0), line(|it| it.1)));
    desk.run(&["premises", "import", &roster, "--grid", "一网格"]).done();
    let name = "顺达塑料（北峰）厂";
    let edit = ["premises", "edit", name, "--key", "--reason", "列入"];
    let reasons = ["--key-reason", "重大危险源、重大隐患", "--key-reason", "喷漆，塑料"];
    let direct = ["--direct", "区应急局：危险化学品"];
    desk.run(&[&edit[..], &reasons, &direct].concat()).done();
    for ending in ["xlsx", "csv"] {
        let file = desk.path(&format!("名册.{ending}"));
        desk.run(&["premises", "export", &file]).done();
        if ending == "xlsx" {
            let [(_, rows)] = &sheets(&std::fs::read(&file).unwrap())[..] else { panic!() };
            let row = rows.iter().find(|row| text(&row[0]) == Some(name)).unwrap();
            let empty: Vec<&str> = rows[0]
                .iter()
                .zip(row)
                .filter(|(_, cell)| says(cell).0.is_empty())
                .filter_map(|(head, _)| text(head))
                .collect();
            assert_eq!(empty, [""; 0]);
            assert!(row.contains(&Data::Float(36.0)), "people are a number: {row:?}");
        }
        let again =
            desk.run(&["--json", "premises", "import", &file, "--community", "招联社区"]).json();
        assert_eq!((&again["added"], &again["updated"]), (&0.into(), &0.into()), "{again:#}");
    }
}

/// S2 三(一)2: the department that a premises answers to.
#[test]
fn the_department_of_a_trade_comes_and_goes_with_the_roster() {
    let desk = Desk::with_register();
    let rows =
        "名称,地址,行业,监管部门,统一社会信用代码\n宏源纸箱厂,北峰路9号,纸制品,区工信局,无证\n";
    let roster = desk.write("部门.csv", rows);
    desk.run(&["premises", "import", &roster, "--grid", "一网格"]).done();
    let file = desk.path("名册.csv");
    desk.run(&["premises", "export", &file]).done();
    let sent = std::fs::read_to_string(&file).unwrap();
    assert!(sent.contains("行业主管部门") && sent.contains("区工信局"), "{sent}");
    let dossier = ["paper", "print", "dossier", "--about", "宏源纸箱厂", "--text"];
    let said = desk.run(&dossier).done();
    assert!(said.contains("区工信局"), "{said}");
}

/// S2 职责三(二): one document for all of a grid, each with a place to sign.
#[test]
fn a_document_goes_to_everybody_of_a_grid() {
    let desk = Desk::with_register();
    let list = ["paper", "print", "delivery_list", "--about", "一网格", "--text"];
    let said = desk.run(&[&list[..], &["--set", "document=冬春火灾防控告知书"]].concat()).done();
    for word in ["恒捷鞋材厂", "丰泽服饰", "冬春火灾防控告知书", "□"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(desk.run(&list).refused(1).contains("文件名称"));
}

/// The rows of a csv file as another program reads them, without the signs that keep a spreadsheet from reckoning.
fn csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{FEFF}');
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut signs = text.chars().peekable();
    let mut quoted = false;
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            sign => cell.push(sign),
        }
    }
    let bare = |cell: String| match cell.strip_prefix(['\'', '\t']) {
        Some(rest) if cell.starts_with('\t') || rest.starts_with(['=', '+', '-', '@']) => {
            rest.to_owned()
        }
        _ => cell,
    };
    rows.into_iter().map(|row| row.into_iter().map(bare).collect()).collect()
}

/// One spelling of a cell: a day is a day however it is written, and so is an amount.
fn told(text: &str) -> String {
    match is_written_day(text) {
        true => {
            let plain = text.trim_end_matches('日').replace(['年', '月'], "-");
            NaiveDate::parse_from_str(&plain, "%Y-%m-%d").unwrap().to_string()
        }
        // An amount is a number with its unit in the format of the cell, and so is a share.
        false => match (anban::form::field::bare_amount(text), share(text)) {
            (Some(amount), _) => amount,
            (None, Some(share)) => share.to_string(),
            (None, None) => text.replace('\r', ""),
        },
    }
}

/// 97.9% → 0.979
fn share(text: &str) -> Option<f64> {
    text.strip_suffix('%')?.parse::<f64>().ok().map(|percent| percent / 100.0)
}

/// What a cell of a spreadsheet says; whether it is a day in earnest.
fn says(cell: &Data) -> (String, bool) {
    match (day(cell), cell) {
        (Some(day), _) => (day.to_string(), true),
        (None, Data::Empty) => (String::new(), false),
        (None, cell) => (told(&words(cell).unwrap_or_else(|| panic!("{cell:?}"))), false),
    }
}

/// The rows of a sheet that are the rows of a table: without its heads, and the sums below them.
fn below<'a>(rows: &'a [Vec<Data>], table: &Table) -> &'a [Vec<Data>] {
    let sums: Vec<String> = table.total.iter().map(|cell| told(&cell.text())).collect();
    let is_sum = |row: &Vec<Data>| row.iter().map(|cell| says(cell).0).eq(sums.iter().cloned());
    match rows[1..].split_last() {
        Some((last, rest)) if is_sum(last) => rest,
        _ => &rows[1..],
    }
}

/// Whether a cell on paper says, among others, what one of a spreadsheet does.
fn holds(on_paper: &str, said: &str) -> bool {
    let long = |day: NaiveDate| day.format("%Y年%-m月%-d日").to_string();
    on_paper.contains(said) || said.parse().is_ok_and(|day| on_paper.contains(&long(day)))
}

fn signs(text: &str) -> BTreeMap<char, usize> {
    let mut counted = BTreeMap::new();
    for sign in text.chars().filter(|sign| !sign.is_whitespace()) {
        *counted.entry(sign).or_default() += 1;
    }
    counted
}

/// The same heads, the same rows, the same cells, whichever way a list leaves the office.
#[test]
fn a_list_says_the_same_as_spreadsheet_as_csv_and_on_paper() {
    let mut bench = Bench::with_roads();
    let (library, _) = Library::new(&[]);
    bench.seat.opening.actor = Some("沈卫东".into());
    bench.seat.leave();
    let office = bench.seat.office().unwrap();
    let mut codes = Vec::new();
    for ledger in library.ledgers() {
        for (nth, all) in [(1, true), (2, false)] {
            office.add_entry(&ledger.code, &typed(ledger, nth, all)).unwrap();
        }
        codes.push(format!("ledger/{}", ledger.code));
    }
    codes.extend(
        library.papers().filter(|form| form.about == About::None).map(|form| form.code.clone()),
    );
    let (mut lists, mut cells, mut days) = (0, 0, 0);
    for code in codes {
        let request = Request { code: code.clone(), blanks: true, ..Request::default() };
        let Ok(book) = office.register_sheet(&request, How::default()) else { continue };
        let letter = office.drafted(&request).unwrap();
        let on_paper: Vec<&Table> = letter
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some(table),
                _ => None,
            })
            .collect();
        // Counters of a register are no rows on paper.
        if on_paper.is_empty() {
            continue;
        }
        lists += 1;
        let proof = signs(&office.drafted_text(&request).unwrap());
        let sheets = sheets(&book.bytes);
        let plain = How { csv: true, ..How::default() };
        let plain = csv(&office.register_sheet(&request, plain).unwrap().bytes);
        let first: Vec<Vec<String>> =
            sheets[0].1.iter().map(|row| row.iter().map(|cell| says(cell).0).collect()).collect();
        let width = first[0].len();
        assert_eq!(plain.len(), first.len(), "{code}");
        for (line, cells) in plain.iter().zip(&first) {
            let line: Vec<String> = line.iter().map(|cell| told(cell)).collect();
            assert_eq!((line.len(), &line), (width, cells), "{code}");
        }
        let mut written = BTreeMap::new();
        for table in on_paper {
            let heads: Vec<&str> =
                table.columns.iter().map(|column| column.head.as_str()).collect();
            // What stands together in a cell on paper stands apart in a spreadsheet.
            let apart: Vec<Vec<&str>> = library
                .papers()
                .filter(|form| form.code == code)
                .flat_map(PaperForm::tables)
                .find(|table| table.columns.iter().map(|column| &*column.head).eq(heads.clone()))
                .map_or_else(Vec::new, |table| {
                    let heads = table.columns.iter().map(|column| column.apart.iter());
                    heads.map(|apart| apart.map(|column| &*column.head).collect()).collect()
                });
            let apart = |at: usize| apart.get(at).filter(|apart| !apart.is_empty());
            let wanted: Vec<String> = heads
                .iter()
                .enumerate()
                .flat_map(|(at, head)| apart(at).cloned().unwrap_or_else(|| vec![head]))
                .map(told)
                .collect();
            let agrees = |row: &[Data], line: &[String]| {
                let mut from = 0;
                line.iter().enumerate().all(|(at, cell)| {
                    let take = apart(at).map_or(1, Vec::len);
                    let cells = row.iter().skip(from).take(take).map(|cell| says(cell).0);
                    from += take;
                    let cells: Vec<String> = cells.collect();
                    match apart(at) {
                        Some(_) => cells.iter().all(|said| holds(cell, said)),
                        None => cells.first().cloned().unwrap_or_default() == told(cell),
                    }
                })
            };
            // A table that is left out of the paper has a sheet all the same; one on it has its own.
            let parted = (0..heads.len()).any(|at| apart(at).is_some());
            let below = |rows: &'_ [Vec<Data>]| -> Vec<Vec<Data>> {
                let mut rows = below(rows, table).to_vec();
                // Each of the columns that stand apart has its own sum.
                if parted && !table.total.is_empty() {
                    rows.truncate(table.rows.len());
                }
                rows
            };
            let same = |(_, rows): &&(String, Vec<Vec<Data>>)| {
                rows[0].iter().map(|cell| says(cell).0).eq(wanted.iter().cloned())
                    && below(rows).len() <= table.rows.len()
                    && below(rows).iter().zip(&table.rows).all(|(row, line)| agrees(row, line))
            };
            let sheet = sheets.iter().find(same);
            let (_, sheet_rows) =
                sheet.unwrap_or_else(|| panic!("{code} {heads:?} {:?}: {sheets:?}", table.rows));
            // What is on paper alone is a number for a row to be written by hand.
            let rows = below(sheet_rows);
            let by_hand = table.rows[rows.len()..].iter();
            assert!(
                by_hand.flatten().all(|cell| cell.is_empty() || cell.parse::<u32>().is_ok()),
                "{code}"
            );
            for line in &table.rows[..rows.len()] {
                for (sign, count) in line.iter().flat_map(|cell| signs(cell)) {
                    *written.entry(sign).or_insert(0) += count;
                }
            }
            for row in &rows {
                for (at, cell) in row.iter().enumerate() {
                    let (said, is_day) = says(cell);
                    cells += usize::from(!said.is_empty());
                    days += usize::from(is_day);
                    // A cell that says a day and nothing else is one, where all of its column are.
                    let column = || rows.iter().filter_map(|row| row.get(at)).map(says);
                    if is_written_day(&said) && !is_day {
                        assert!(
                            column().any(|(said, _)| !said.is_empty() && !is_written_day(&said)),
                            "{code} {said}"
                        );
                    }
                }
            }
        }
        for (sign, count) in written {
            let there = proof.get(&sign).copied().unwrap_or_default();
            assert!(
                there >= count,
                "{code}: {sign} stands {there} times in the proof, not {count}"
            );
        }
    }
    assert!(lists >= 45 && cells > 900 && days > 90, "{lists} lists, {cells} cells, {days} days");
}
