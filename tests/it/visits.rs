//! A visit by command on both engines: who went, who accepts, what is left half filled, and in which order what came
//! of it is listed.

use std::process::Command;

use anban::office::{Office, Opening};
use serde_json::Value;

use crate::{
    desk::{Desk, Ran},
    engines::Schema,
};

/// An office with a grid, two officers and two premises, on one engine.
pub struct Street {
    pub desk: Desk,
    pub database: Option<Schema>,
}

impl Street {
    pub fn both() -> [Street; 2] {
        [None, Some(Schema::new())].map(|database| {
            let street = Street { desk: Desk::bare(), database };
            let told = |args: &str| {
                street.ran("2026-10-01", "", &args.split(' ').collect::<Vec<_>>()).done();
            };
            told("init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 招联社区 --regime beifeng");
            told("grid add 一网格 --community 招联社区 --lead 陈一鸣");
            for name in ["陈一鸣", "黄小燕"] {
                told(&format!("staff add {name} --role grid_officer --unit 招联社区"));
            }
            let roster = street.desk.write("名册.csv", crate::desk::ROSTER);
            street.ran("2026-10-01", "", &["premises", "import", &roster, "--grid", "一网格"]).done();
            street
        })
    }

    pub fn with_safety_officer(self) -> Street {
        let args = ["staff", "add", "林安全", "--role", "safety_officer", "--unit", "招联社区"];
        self.ran("2026-10-01", "", &args).done();
        self
    }

    pub fn ran(&self, day: &str, who: &str, args: &[&str]) -> Ran {
        Ran::of(self.command(day, who, args).output().unwrap())
    }

    pub fn command(&self, day: &str, who: &str, args: &[&str]) -> Command {
        self.desk.command_on(day, who, self.database.as_ref(), args)
    }

    /// The same office, without the program.
    pub fn office(&self) -> Office {
        let opening = Opening {
            data: Some(self.desk.office()),
            database: self.database.as_ref().map(|schema| schema.url.clone()),
            today: "2026-11-20".parse().ok(),
            ..Opening::default()
        };
        Office::open(&opening).unwrap()
    }

    pub fn record(&self, day: &str, premises: &str, answers: &str, by: &[&str]) -> Ran {
        let file = self.desk.write("答案.toml", answers);
        let mut args = vec!["--json", "inspect", "record", "--form", "table4", "--answers", &file];
        args.extend(["--premises", premises]);
        args.extend(by.iter().flat_map(|name| ["--by", name]));
        // Several on one day are meant.
        args.push("--sure");
        self.ran(day, by[0], &args)
    }
}

pub const BAD: &str = "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\n";

#[test]
fn those_who_went_stay_in_their_order_on_screen_and_on_paper() {
    for street in Street::both().map(Street::with_safety_officer) {
        // One of another office came along; a name said twice went once.
        let went = ["黄小燕", "陈一鸣", "消防李强", "黄小燕"];
        let recorded = street.record("2026-11-20", "恒捷鞋材厂", BAD, &went).json();
        let number = recorded["notice"]["number"].as_str().unwrap();
        let names = serde_json::json!(["黄小燕", "陈一鸣", "消防李强"]);
        assert_eq!(recorded["inspectors"], names);
        let ran = |args: &[&str]| street.ran("2026-11-20", "", args).done();
        let json = |args: &[&str]| -> Value {
            serde_json::from_str(&ran(&[&["--json"], args].concat())).unwrap()
        };
        assert_eq!(json(&["inspect", "show", number])["inspectors"], names);
        assert_eq!(json(&["inspect", "list"])[0]["inspectors"], names);
        let said = "黄小燕、陈一鸣、消防李强";
        for args in [&["inspect", "show", number][..], &["inspect", "list"]] {
            let text = ran(args);
            assert!(text.contains(said), "{args:?}: {text}");
        }
        // The one whose grid it is follows the hazard; where none is, whoever is named first.
        let hazard = format!("{number}-1");
        assert_eq!(json(&["hazard", "show", &hazard])["owner"], "陈一鸣");
        let others = ["黄小燕", "消防李强"];
        let other = street.record("2026-11-20", "恒捷鞋材厂", BAD, &others).json();
        let hazard = format!("{}-1", other["notice"]["number"].as_str().unwrap());
        assert_eq!(json(&["hazard", "show", &hazard])["owner"], "黄小燕");
        let in_order = |text: &str, what: &str| {
            let places = ["黄小燕", "陈一鸣", "消防李强"].map(|name| {
                text.find(name).unwrap_or_else(|| panic!("{name} is not on {what}: {text}"))
            });
            assert!(places.is_sorted(), "{what}: {text}");
        };
        // On the checklist the inspectors sign by hand; the notice names them.
        in_order(&ran(&["notice", "print", number, "--text"]), "the notice");
        let file = street.desk.path("通知书.pdf");
        ran(&["notice", "print", number, "-o", &file]);
        match Command::new("pdftotext").args([&file, "-"]).output() {
            Ok(text) => in_order(&String::from_utf8(text.stdout).unwrap(), "the printed notice"),
            Err(error) => println!("the printed notice is not read back: pdftotext: {error}"),
        }
    }
}

/// Numbers follow the order of entering; a visit entered late bears a later number and an earlier day, and the list says so.
#[test]
fn a_notice_of_a_visit_entered_late_says_so_in_the_list() {
    let street = Street::both().into_iter().next().unwrap();
    let normal = "default = \"normal\"\n";
    street.record("2026-11-20", "恒捷鞋材厂", normal, &["陈一鸣"]).done();
    street.record("2026-11-12", "丰泽服饰", normal, &["陈一鸣"]).done();
    let rows = street.ran("2026-11-20", "", &["--json", "notice", "list"]).json();
    let told: Vec<&Value> =
        rows.as_array().unwrap().iter().map(|row| &row["entered_after"]).collect();
    assert_eq!(told, [&Value::Null, &Value::from("2026-11-20")]);
    let table = street.ran("2026-11-20", "", &["notice", "list"]).done();
    let line = table.lines().find(|line| line.contains("2号")).unwrap();
    assert!(line.contains("2026-11-12补登") && table.contains("文号按登记的先后编"), "{table}");
}

#[test]
fn without_a_safety_officer_somebody_is_named_to_accept() {
    for street in Street::both() {
        let journal = || street.ran("2026-11-20", "", &["--json", "journal"]).done();
        let before = journal();
        let said = street.record("2026-11-20", "恒捷鞋材厂", BAD, &["陈一鸣"]).refused(1);
        assert!(said.contains("没有写明验收人") && said.contains("社区安全员"), "{said}");
        assert_eq!(said.lines().count(), 1, "told once: {said}");
        assert_eq!(journal(), before, "something was written");
        // Nothing to accept, nobody to ask for.
        street.record("2026-11-20", "丰泽服饰", "default = \"normal\"\n", &["陈一鸣"]).done();
        let named = format!("acceptor = \"蔡书记\"\n{BAD}");
        let recorded = street.record("2026-11-20", "恒捷鞋材厂", &named, &["陈一鸣"]).json();
        assert_eq!(recorded["hazards"][0]["acceptor"], "蔡书记");
        // With somebody in the post he is meant, and who inspected is not.
        let street = street.with_safety_officer();
        let recorded = street.record("2026-11-20", "丰泽服饰", BAD, &["陈一鸣"]).json();
        assert_eq!(recorded["hazards"][0]["acceptor"], "林安全");
    }
}

#[test]
fn what_is_open_is_listed_before_what_is_closed() {
    for street in Street::both().map(Street::with_safety_officer) {
        for (days, premises) in [
            (3, "恒捷鞋材厂"),
            (20, "丰泽服饰"),
            (5, "恒捷鞋材厂"),
            (10, "丰泽服饰"),
            (4, "丰泽服饰"),
        ] {
            let answers =
                format!("{BAD}[[hazards]]\nitem = \"q20\"\ntext = \"堵塞\"\ndays = {days}\n");
            street.record("2026-11-02", premises, &answers, &["陈一鸣"]).done();
        }
        // The first and the third are closed, the third later.
        for (serial, on) in [(1, "2026-11-04"), (3, "2026-11-06")] {
            let hazard = format!("招联安监整改〔2026〕{serial}号-1");
            let passed = ["hazard", "recheck", &hazard, "--passed", "--acceptor", "林安全"];
            street.ran(on, "陈一鸣", &passed).done();
            street.ran(on, "陈一鸣", &["hazard", "close", &hazard]).done();
        }
        let listed = |flags: &[&str]| -> Vec<u64> {
            let args = [&["--json", "hazard", "list"], flags].concat();
            let rows = street.ran("2026-11-10", "", &args).json();
            let serial = |row: &Value| {
                let number = row["notice"].as_str().unwrap();
                let (_, after) = number.split_once('〕').unwrap();
                after.trim_end_matches('号').parse().unwrap()
            };
            rows.as_array().unwrap().iter().map(serial).collect()
        };
        assert_eq!(listed(&[]), [5, 4, 2, 3, 1]);
        assert_eq!(listed(&["--limit", "4"]), [5, 4, 2, 3], "a page is cut in the same order");
        assert_eq!(listed(&["--open"]), [5, 4, 2]);
        assert_eq!(listed(&["--state", "closed"]), [3, 1]);
        assert_eq!(listed(&["--premises", "恒捷鞋材厂"]), [3, 1]);
        let table = street.ran("2026-11-10", "", &["hazard", "list"]).done();
        let at = |word: &str| table.find(word).unwrap_or_else(|| panic!("{word}: {table}"));
        assert!(at("整改中") < at("已销号"), "{table}");
    }
}

#[test]
fn what_is_half_filled_stands_in_the_agenda() {
    for street in Street::both() {
        let drafts = |street: &Street| {
            street.ran("2026-11-20", "", &["--json", "agenda"]).json()["drafts"].clone()
        };
        assert_eq!(drafts(&street), serde_json::json!([]));
        let text = street.ran("2026-11-20", "", &["agenda"]).done();
        assert!(text.contains("草稿 0"), "{text}");
        let mut office = street.office();
        let id = office.find_premises("恒捷鞋材厂").unwrap().entry.id.to_string();
        office.save_draft("inspection", &id, "恒捷鞋材厂 表四", "{}").unwrap();
        drop(office);
        let kept = drafts(&street);
        assert_eq!(kept.as_array().unwrap().len(), 1, "{kept}");
        assert_eq!(
            (&kept[0]["kind"], &kept[0]["subject"], &kept[0]["title"]),
            (&"inspection".into(), &id.into(), &"恒捷鞋材厂 表四".into())
        );
        let text = street.ran("2026-11-20", "", &["agenda"]).done();
        let row = text.lines().find(|line| line.starts_with("草稿")).unwrap_or_default();
        assert!(text.contains("草稿 1"), "{text}");
        assert!(row.contains("接着填") && row.contains("恒捷鞋材厂 表四"), "{text}");
    }
}

/// What closed is inspected no more until it works again; a visit of before is entered late.
#[test]
fn a_premises_that_closed_is_not_inspected_without_a_word() {
    let normal = "default = \"normal\"\n";
    for street in Street::both().map(Street::with_safety_officer) {
        let record = |day: &str| street.record(day, "恒捷鞋材厂", normal, &["陈一鸣"]);
        let change = |day: &str, to: &str| {
            let args = ["premises", "change", "恒捷鞋材厂", "--to", to, "--reason", "告知书"];
            street.ran(day, "林安全", &args).done();
        };
        record("2026-11-03").done();
        change("2026-11-09", "closed");
        record("2026-11-09").done();
        let said = record("2026-11-10").refused(1);
        assert!(said.contains("2026年11月9日起“关闭”") && said.contains("复产复工"), "{said}");
        let file = street.desk.write("答案.toml", normal);
        let args = ["inspect", "record", "--form", "table4", "--answers", &file, "--premises"];
        let late = [&args[..], &["恒捷鞋材厂", "--on", "2026-11-06"]].concat();
        street.ran("2026-11-10", "陈一鸣", &late).done();
        change("2026-11-12", "resumed");
        record("2026-11-12").done();
    }
}

#[test]
fn every_answer_is_a_row_of_the_exported_records() {
    for street in Street::both().map(Street::with_safety_officer) {
        let record = |day: &str, answers: &str| {
            street.record(day, "恒捷鞋材厂", answers, &["陈一鸣", "黄小燕"]).done();
        };
        record("2026-10-05", "default = \"normal\"\n");
        record(
            "2026-11-03",
            "responsible = \"黄恒捷\"\n[answers]\nq20 = \"堵塞\"\nq01 = \"不涉及\"\n",
        );
        let out = |name: &str| street.desk.path(name);
        let export = |file: &str, more: &[&str]| {
            let args = [&["inspect", "export", file], more].concat();
            street.ran("2026-11-20", "", &args)
        };
        let all = ["--from", "2026-10-01", "--to", "2026-11-20"];
        let csv = out("记录.csv");
        assert!(export(&csv, &all).done().contains("88 行"));
        let text = std::fs::read_to_string(&csv).unwrap();
        assert!(
            text.starts_with("\u{FEFF}检查日期,社区,网格,检查对象,文号,检查人,检查表,项目"),
            "{text}"
        );
        let row = |words: &[&str]| {
            text.lines()
                .find(|line| words.iter().all(|word| line.contains(word)))
                .unwrap_or_default()
        };
        let blocked = row(&["2026-11-03", ",q20,"]);
        assert!(
            blocked.contains("陈一鸣、黄小燕") && blocked.ends_with("堵塞,有隐患"),
            "{blocked}"
        );
        assert!(row(&["2026-11-03", ",q01,"]).ends_with("不涉及,不涉及"));
        assert!(row(&["2026-11-03", ",q02,"]).ends_with("未查,未查"));
        assert!(row(&["2026-10-05", ",q20,"]).ends_with(",正常"));
        // Each says what it is about, as 现场检查记录 does.
        assert!(row(&["2026-11-03", ",q02,"]).contains("营业执照是否超期未检"));
        assert!(text.lines().skip(1).all(|line| line.split(',').nth(8) != Some("")));

        let xlsx = out("记录.xlsx");
        let done = export(&xlsx, &[&all[..], &["--json"]].concat()).done();
        let told: Value = serde_json::from_str(&done).unwrap();
        assert_eq!(told["rows"], 88);
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&xlsx).unwrap();
        let range = calamine::Reader::worksheet_range(&mut book, "检查记录").unwrap();
        assert_eq!(range.height(), 89);
        let cells = |row: usize| -> Vec<String> {
            (0..11).map(|at| range.get((row, at)).unwrap().to_string()).collect()
        };
        let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
        assert_eq!(cells(0).join(","), lines[0]);
        // A real day: 5 October 2026, counted from the end of 1899.
        assert_eq!(cells(1)[0], "46300");
        assert_eq!(cells(88)[7], "q44");

        // This month alone, nothing at all, and what cannot be.
        assert!(export(&csv, &[]).done().contains("44 行"));
        assert!(
            export(&csv, &["--from", "2026-09-01", "--to", "2026-09-30"]).done().contains("0 行")
        );
        assert!(export(&out("记录.doc"), &[]).refused(1).contains(".xlsx 或 .csv"));
        let turned = export(&csv, &["--from", "2026-11-02", "--to", "2026-11-01"]);
        assert!(turned.refused(1).contains("起止日期写反了"));
    }
}
