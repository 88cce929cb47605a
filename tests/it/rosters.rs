//! Rosters as offices send them, through the whole program: workbooks of other people's making (`rosters/make.py`),
//! rows that mean an entry at another address, what an undo leaves, and files at the edge of what is read.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};

use anban::{
    domain::unit::UnitPath,
    store::{Driver, Engine, Fault, Open, Row, Value as Stored, premises, weeks},
};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::engines::Schema;
use crate::review::{House, house};

const XLSX: &[u8] = include_bytes!("rosters/roster.xlsx");
const XLS: &[u8] = include_bytes!("rosters/roster.xls");
const ODS: &[u8] = include_bytes!("rosters/roster.ods");
const PROTECTED: &[u8] = include_bytes!("rosters/protected.xlsx");

fn imported(house: &House, day: &str, file: &str, flags: &[&str]) -> Value {
    let said = house.run(day, &[&["--json", "premises", "import", file], flags].concat());
    serde_json::from_str(&said).unwrap()
}

fn sound(house: &House) {
    let said = house.run("2026-11-21", &["--json", "journal", "--verify"]);
    let verified: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(verified["sound"], true, "{verified:#}");
}

fn counts(done: &Value) -> [u64; 6] {
    ["added", "updated", "unchanged", "duplicates", "rejected", "held"]
        .map(|name| done[name].as_u64().unwrap_or_else(|| panic!("{name} in {done:#}")))
}

fn listed(house: &House, fields: &[&str]) -> Vec<Vec<Value>> {
    let rows: Value =
        serde_json::from_str(&house.run("2026-11-20", &["--json", "premises", "list"])).unwrap();
    let mut rows: Vec<Vec<Value>> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| fields.iter().map(|field| row[*field].clone()).collect())
        .collect();
    rows.sort_by_key(|row| row[0].to_string());
    rows
}

#[test]
fn workbooks_of_other_programs_give_the_same_register() {
    for (name, bytes) in [("名册.xlsx", XLSX), ("名册.xls", XLS), ("名册.ods", ODS)] {
        let house = house(None);
        let file = house.desk.write(name, bytes);
        let done = imported(&house, "2026-11-20", &file, &[]);
        assert_eq!(counts(&done), [3, 0, 0, 0, 0, 0], "{name}: {done:#}");
        assert_eq!(done["skipped"], 6, "title, two heads, a blank row, 合计, 注 of {name}");
        assert_eq!(done["problems"], json!([]), "{name}");
        let unused: Vec<&str> = done["unused"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["message"].as_str().unwrap())
            .collect();
        assert_eq!(
            unused,
            [
                "H列“安全负责人 / 职务”没有导入（如“厂长”）：登记册没有这一项，要留下请把表头改为“备注”",
                "K列“检查时间”没有导入（如“2026.3.5”）：登记册没有这一项，要留下请把表头改为“备注”",
            ],
            "{name}"
        );
        let fields = [
            "name",
            "uscc",
            "licensed",
            "address",
            "person_in_charge",
            "phone",
            "safety_lead",
            "grid",
        ];
        let rows = listed(&house, &fields);
        let expected = [
            json!([
                "样例服装加工部",
                "",
                false,
                "北峰路2号",
                "甲二",
                "0595-22000002",
                "乙二",
                "一网格"
            ]),
            json!([
                "样例纸箱厂（分店）",
                "",
                false,
                "北峰路3号",
                "甲三",
                "13800000003",
                "",
                "一网格"
            ]),
            json!([
                "样例鞋材厂",
                "91350503MA0000007A",
                true,
                "北峰路1号",
                "甲一",
                "13800000001",
                "乙一",
                "一网格"
            ]),
        ];
        for wanted in &expected {
            let found = rows.iter().any(|row| json!(row) == *wanted);
            assert!(found, "{name}: {wanted}\nin {rows:#?}");
        }
        // Hidden sheets stay out, and the same file again changes nothing.
        assert_eq!(rows.len(), 2 + expected.len(), "{name}");
        let again = imported(&house, "2026-11-21", &file, &[]);
        assert_eq!(counts(&again), [0, 0, 3, 0, 0, 0], "{name}");
        assert_eq!(again["batch"], json!(null));
        sound(&house);
    }
}

/// REG-16: one corrected address must not make two entries of one premises.
#[test]
fn a_row_that_may_mean_an_entry_waits_for_somebody_to_say_so() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let roster = "名称,地址,联系方式\n丰泽服饰,北峰路20号,13805950002\n恒捷鞋材厂,北峰路1号,13805950001\n";
        let file = house.desk.write("更正.csv", roster);
        let before = listed(&house, &["name", "address"]);
        let rejects = house.desk.path("退回.xlsx");
        let done = imported(&house, "2026-11-20", &file, &["--rejects", &rejects]);
        assert_eq!(counts(&done), [0, 0, 1, 0, 1, 1], "{done:#}");
        let problem = &done["problems"][0];
        assert_eq!(
            [&problem["row"], &problem["level"], &problem["code"]],
            [&json!(2), &json!("error"), &json!("maybe_same")]
        );
        assert_eq!(
            problem["message"],
            "第2行疑似同一场所。登记册已有“丰泽服饰”（一网格，在产）：地址登记“北峰路2号”，本行“北峰路20号”。\
             先没有导入。是同一家请在“同名处理”一列填“更新”，是另一家填“新增”，再导入"
        );
        assert_eq!(listed(&house, &["name", "address"]), before);
        // Again the same: it is neither added nor forgotten.
        assert_eq!(counts(&imported(&house, "2026-11-20", &file, &[])), [0, 0, 1, 0, 1, 1]);
        let said = house.run("2026-11-20", &["premises", "import", &file]);
        assert!(said.contains("待确认") && said.contains("疑似同一场所1行没有导入"), "{said}");

        // Filled in, the sheet of rejected rows goes back in: it is the same premises, moved.
        let grid = anban::sheet::read::read(std::path::Path::new(&rejects), None).unwrap();
        let rows: Vec<Vec<String>> =
            grid.rows.iter().map(|row| row.iter().map(|cell| cell.text()).collect()).collect();
        assert_eq!(rows[0], ["名称", "地址", "联系方式", "同名处理", "原行号", "未导入原因"]);
        let mut filled = [rows[0].join(","), rows[1].join(",")];
        filled[1] = filled[1].replacen(",,", ",更新,", 1).replace('\n', "");
        let back = house.desk.write("退回.csv", filled.join("\n"));
        let done = imported(&house, "2026-11-20", &back, &[]);
        assert_eq!(counts(&done), [0, 1, 0, 0, 0, 0], "{done:#}");
        assert_eq!(done["unused"], json!([]), "the columns of ours are known");
        let after = listed(&house, &["name", "address"]);
        assert!(after.contains(&vec![json!("丰泽服饰"), json!("北峰路20号")]), "{after:?}");
        assert_eq!(after.len(), before.len());

        // Another premises of the name, said for all rows at once; the entries that rows mean are not in question.
        let two = "名称,地址\n丰泽服饰,北峰路20号\n丰泽服饰,北峰路66号\n";
        let file = house.desk.write("分店.csv", two);
        let done = imported(&house, "2026-11-20", &file, &[]);
        assert_eq!(counts(&done), [1, 0, 1, 0, 0, 0], "the roster has both: {done:#}");
        let third = house.desk.write("三.csv", "名称,地址\n丰泽服饰,北峰路88号\n");
        let done = imported(&house, "2026-11-20", &third, &["--same-name", "update"]);
        assert_eq!(counts(&done), [0, 0, 0, 0, 1, 1], "which of two is anybody's guess");
        assert!(
            done["problems"][0]["message"]
                .as_str()
                .unwrap()
                .contains("是其中一家，请先把那一家的地址更正好")
        );
        let done = imported(&house, "2026-11-20", &third, &["--same-name", "new"]);
        assert_eq!(counts(&done), [1, 0, 0, 0, 0, 0]);
        assert_eq!(done["problems"][0]["code"], "same_name");
        assert_eq!(counts(&imported(&house, "2026-11-20", &third, &[])), [0, 0, 1, 0, 0, 0]);
        sound(&house);
    }
}

/// Two rows of one name and no address may be one premises or two: nothing is dropped, somebody says.
#[test]
fn rows_of_one_name_in_one_roster_wait_for_somebody_to_say_so() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let roster = |second: &str| {
            format!(
                "名称,负责人,联系方式,同名处理\n沙县小吃,甲一,13800000001,\n沙县　小吃,甲二,13800000002,{second}\n"
            )
        };
        let import = |name: &str, text: String, flags: &[&str]| {
            counts(&imported(&house, "2026-11-20", &house.desk.write(name, text), flags))
        };
        let file = house.desk.write("小吃.csv", roster(""));
        let rejects = house.desk.path("退回.xlsx");
        let done = imported(&house, "2026-11-20", &file, &["--rejects", &rejects]);
        assert_eq!(counts(&done), [1, 0, 0, 0, 1, 1], "{done:#}");
        assert_eq!(
            [&done["problems"][0]["code"], &done["problems"][0]["message"]],
            [
                "maybe_same",
                "第3行与第2行同名，看不出是一家还是两家：单位、场所名称第2行“沙县小吃”，第3行“沙县 小吃”；\
                 负责人第2行“甲一”，第3行“甲二”；联系方式第2行“13800000001”，第3行“13800000002”。\
                 先没有导入。是同一家请在“同名处理”一列填“更新”，是另一家填“新增”，再导入",
            ]
        );
        // Another premises: added once, however often the file comes, alone or in its roster.
        assert_eq!(import("新增.csv", roster("新增"), &[]), [1, 0, 1, 0, 0, 0]);
        assert_eq!(import("新增.csv", roster("新增"), &[]), [0, 0, 2, 0, 0, 0]);
        let moved = roster("新增").replace("13800000001", "13800000007");
        assert_eq!(import("换号.csv", moved, &[]), [0, 1, 1, 0, 0, 0], "the other is not meant");
        let alone = "名称,负责人,联系方式,同名处理\n沙县　小吃,甲二,13800000002,新增\n";
        assert_eq!(import("退回.csv", alone.into(), &[]), [0, 0, 1, 0, 0, 0]);
        // The same premises: the later row is laid over the earlier one.
        let barber = |second: &str| {
            format!("名称,联系方式,同名处理\n理发店,13800000003,\n理发店,13800000004,{second}\n")
        };
        assert_eq!(import("理发.csv", barber("更新"), &[]), [1, 0, 0, 1, 0, 0]);
        let phones = listed(&house, &["name", "phone"]);
        assert!(phones.contains(&vec![json!("理发店"), json!("13800000004")]), "{phones:?}");
        assert_eq!(import("理发.csv", barber(""), &["--same-name", "new"]), [1, 0, 1, 0, 0, 0]);
        // What nobody could tell apart is not added twice.
        let bare = "名称,同名处理\n修车铺,\n修车铺,新增\n";
        assert_eq!(import("修车.csv", bare.into(), &[]), [1, 0, 0, 0, 1, 1]);
        sound(&house);
    }
}

/// An entry without an address is one of two rows at two addresses; which of them, somebody has to say.
#[test]
fn an_entry_without_an_address_is_not_the_first_of_two_rows() {
    let house = house(None);
    house.run("2026-11-20", &["premises", "add", "早餐店", "--grid", "一网格"]);
    let roster = |say: [&str; 2]| {
        let [one, two] = say;
        format!("名称,地址,同名处理\n早餐店,北峰路7号,{one}\n早餐店,北峰路8号,{two}\n")
    };
    let import = |say: [&str; 2], flags: &[&str]| {
        imported(&house, "2026-11-20", &house.desk.write("早餐.csv", roster(say)), flags)
    };
    let done = import(["", ""], &[]);
    assert_eq!(counts(&done), [0, 0, 0, 0, 2, 2], "{done:#}");
    let said: Vec<&str> = done["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["code"] == "maybe_same")
        .map(|problem| problem["message"].as_str().unwrap())
        .collect();
    assert!(
        said[0].contains("地址没有登记，本行“北峰路7号”") && said[1].contains("北峰路8号"),
        "{said:?}"
    );
    assert_eq!(counts(&import(["", ""], &["--same-name", "update"])), [0, 0, 0, 0, 2, 2]);
    assert_eq!(counts(&import(["更新", "更新"], &["--dry-run"])), [0, 1, 0, 0, 1, 1]);
    assert_eq!(counts(&import(["新增", "更新"], &[])), [1, 1, 0, 0, 0, 0]);
    assert_eq!(counts(&import(["", ""], &[])), [0, 0, 2, 0, 0, 0]);
    let places = listed(&house, &["name", "address"]);
    for address in ["北峰路7号", "北峰路8号"] {
        assert!(places.contains(&vec![json!("早餐店"), json!(address)]), "{places:?}");
    }
}

/// Blanks, widths and kinds of brackets make no other name; it is shown as it was typed.
#[test]
fn a_premises_is_found_by_its_name_however_it_is_spelt() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let add =
            |name: &str| house.run("2026-11-20", &["premises", "add", name, "--grid", "一网格"]);
        for name in ["张三 便利店", "张三便利店分店", "李记【总店】", "㈱ ABC"] {
            add(name);
        }
        let answers = house.desk.write("正常.toml", "default = \"normal\"\n");
        for name in ["张三便利店", "张三　便利店", "张三 便利店"] {
            house.inspect("2026-11-20", name, &answers);
        }
        for (typed, shown) in [
            ("张三便利店", "张三 便利店"),
            ("李记(总店)", "李记【总店】"),
            ("李记〔 总店 〕", "李记【总店】"),
            ("（株）ａｂｃ", "㈱ ABC"),
        ] {
            let found = house.run("2026-11-20", &["--json", "premises", "show", typed]);
            let found: Value = serde_json::from_str(&found).unwrap();
            assert_eq!(found["name"], shown, "{typed}");
            let list = house.run("2026-11-20", &["--json", "premises", "list", "--find", typed]);
            assert!(list.contains(shown), "{typed}: {list}");
        }
        let said =
            house.refused("2026-11-20", &["premises", "add", "张三便利店", "--grid", "一网格"]);
        assert!(said.contains("“张三 便利店”已经登记"), "{said}");
        // Names that are spelt in two ways and stand at two addresses are asked about by the fold alone.
        house.run(
            "2026-11-20",
            &["premises", "add", "张三便利店", "--grid", "一网格", "--address", "二号"],
        );
        let shown = house.run("2026-11-20", &["--json", "premises", "show", "张三便利店"]);
        assert!(shown.contains("二号"), "exactly so");
        let said = house.refused("2026-11-20", &["premises", "show", "张 三 便利店"]);
        assert!(said.contains("不止一家"), "{said}");
    }
}

/// What is said of every second row does not hide what is said of one.
#[test]
fn warnings_about_codes_are_counted_and_stand_last() {
    let house = house(None);
    let mut roster = "名称,地址,联系方式,统一社会信用代码\n".to_owned();
    for row in 0..20 {
        roster.push_str(&format!("样例厂{row},北峰路{row}号,13805951{row:03},\n"));
    }
    roster.push_str(
        "坏电话厂,北峰路50号,12345678901234,91350203M0001QAY9B\n坏代码厂,北峰路51号,,9135\n",
    );
    let file = house.desk.write("代码.csv", roster);
    let said = house.run("2026-11-20", &["premises", "import", &file, "--dry-run"]);
    let at = |words: &str| said.find(words).unwrap_or_else(|| panic!("{words} in {said}"));
    assert!(at("“9135”有4位") < at("不是电话号码"), "{said}");
    assert!(at("不是电话号码") < at("校验码应为"), "one alone is told, behind the others: {said}");
    let line = at(
        "20行没有统一社会信用代码：有证的请补上代码，无证的请填“无证”（第2、3、4、5、6、7、8、9、10、11、12、13等行）。",
    );
    assert!(at("校验码应为") < line && said.matches("没有统一社会信用代码").count() == 1, "{said}");
    // A script is told every row as before.
    let done = imported(&house, "2026-11-20", &file, &["--dry-run"]);
    let missing = done["problems"].as_array().unwrap().iter();
    assert_eq!(missing.filter(|problem| problem["code"] == "uscc_missing").count(), 20);
}

#[test]
fn a_code_on_both_sides_tells_namesakes_apart() {
    let house = house(None);
    let roster = "名称,地址,统一社会信用代码\n恒捷鞋材厂,北峰路50号,91350503MA0000007A\n丰泽服饰,北峰路51号,91350503MA31DKY80A\n";
    let file = house.desk.write("代码.csv", roster);
    // The first has another code than the entry, the second has one where the entry has none.
    let done = imported(&house, "2026-11-20", &file, &[]);
    assert_eq!(counts(&done), [1, 0, 0, 0, 1, 1], "{done:#}");
    let message =
        done["problems"].as_array().unwrap().iter().find(|p| p["code"] == "maybe_same").unwrap();
    let message = message["message"].as_str().unwrap();
    assert!(message.contains("统一社会信用代码没有登记，本行“91350503MA31DKY80A”"), "{message}");
    assert!(message.contains("有无证照登记“否”，本行“是”"), "{message}");
}

/// One credit code, two sites: under another name at another address it is nobody's to decide but a person's.
#[test]
fn a_second_site_of_one_code_is_neither_laid_over_the_first_nor_dropped() {
    const CODE: &str = "91350503MA2XN0Y69J";
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let head = "名称,统一社会信用代码,地址";
        let before = listed(&house, &["name", "address"]);
        let site = format!("{head}\n恒捷鞋材厂（分店）,{CODE},群石路5号\n");
        let file = house.desk.write("分店.csv", &site);
        let done = imported(&house, "2026-11-20", &file, &["--dry-run"]);
        assert_eq!(counts(&done), [0, 0, 0, 0, 1, 1], "{done:#}");
        let message = done["problems"][0]["message"].as_str().unwrap();
        assert!(
            message.contains("单位、场所名称登记“恒捷鞋材厂”，本行“恒捷鞋材厂（分店）”")
                && message.contains("地址登记“北峰路1号”，本行“群石路5号”"),
            "{message}"
        );
        imported(&house, "2026-11-20", &file, &[]);
        assert_eq!(
            listed(&house, &["name", "address"]),
            before,
            "nothing is renamed without a word"
        );

        // Said to be another site it is added, and known again.
        let done = imported(&house, "2026-11-20", &file, &["--same-name", "new"]);
        assert_eq!(counts(&done), [1, 0, 0, 0, 0, 0], "{done:#}");
        assert_eq!(done["problems"][0]["code"], "same_name");
        assert_eq!(counts(&imported(&house, "2026-11-20", &file, &[])), [0, 0, 1, 0, 0, 0]);

        // Said to be the same premises, it has moved and is called otherwise.
        let moved = format!("{head},同名处理\n总店,{CODE},北峰路9号,更新\n");
        let file = house.desk.write("搬迁.csv", &moved);
        let done = imported(&house, "2026-11-20", &file, &[]);
        assert_eq!(counts(&done), [0, 0, 0, 0, 1, 1], "of two sites it may be either: {done:#}");

        // Two sites in one roster: both go in, and it is said.
        let two = format!(
            "{head}\n丰泽鞋店,91350503MA31DKY80A,一号\n丰泽鞋店东店,91350503MA31DKY80A,二号\n"
        );
        let file = house.desk.write("两处.csv", &two);
        let done = imported(&house, "2026-11-20", &file, &[]);
        assert_eq!(counts(&done), [2, 0, 0, 0, 0, 0], "{done:#}");
        let problems = done["problems"].as_array().unwrap();
        assert!(problems.iter().any(|problem| problem["code"] == "same_code"), "{done:#}");
        assert_eq!(counts(&imported(&house, "2026-11-20", &file, &[])), [0, 0, 2, 0, 0, 0]);
        // At the same address it is one that is called otherwise now: done, and said with old and new.
        let renamed = format!("{head}\n丰泽鞋业,91350503MA31DKY80A,一号\n");
        let file = house.desk.write("更名.csv", &renamed);
        let done = imported(&house, "2026-11-20", &file, &["--dry-run"]);
        assert_eq!(counts(&done), [0, 1, 0, 0, 0, 0], "{done:#}");
        let problems = done["problems"].as_array().unwrap();
        let renamed = problems.iter().find(|problem| problem["code"] == "renamed").unwrap();
        let message = renamed["message"].as_str().unwrap();
        assert!(message.contains("“丰泽鞋店”改名为“丰泽鞋业”"), "{message}");
        sound(&house);
    }
}

/// A database that counts what it is asked.
struct Counting {
    inner: Box<dyn Driver>,
    asked: usize,
}

impl Driver for Counting {
    fn engine(&self) -> Engine {
        self.inner.engine()
    }

    fn query(&mut self, sql: &str, params: &[Stored]) -> Result<Vec<Row>, Fault> {
        self.asked += 1;
        self.inner.query(sql, params)
    }

    fn execute(&mut self, sql: &str, params: &[Stored]) -> Result<u64, Fault> {
        self.asked += 1;
        self.inner.execute(sql, params)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        self.asked += 1;
        self.inner.batch(sql)
    }

    fn bulk(&mut self, sql: &str, rows: &[Vec<Stored>]) -> Result<u64, Fault> {
        self.asked += 1;
        self.inner.bulk(sql, rows)
    }

    fn begin(&mut self) -> Result<(), Fault> {
        self.inner.begin()
    }

    fn commit(&mut self) -> Result<(), Fault> {
        self.inner.commit()
    }

    fn rollback(&mut self) -> Result<(), Fault> {
        self.inner.rollback()
    }

    fn in_transaction(&self) -> bool {
        self.inner.in_transaction()
    }

    fn another(&self) -> Open {
        self.inner.another()
    }

    fn check(&mut self) -> Result<Vec<String>, Fault> {
        self.inner.check()
    }

    fn backup_to(&mut self, path: &std::path::Path) -> Result<(), Fault> {
        self.inner.backup_to(path)
    }
}

#[test]
fn an_undo_asks_no_more_for_many_rows_than_for_few() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let rows: String = (0..300).map(|row| format!("误导{row}厂,误导路{row}号\n")).collect();
        let file = house.desk.write("误导.csv", format!("名称,地址\n{rows}"));
        imported(&house, "2026-11-20", &file, &[]);
        let mut counting = Counting { inner: house.store().driver, asked: 0 };
        let all = UnitPath::parse("3505").unwrap();
        let batch = premises::batches(&mut counting, &all).unwrap().remove(0);
        counting.asked = 0;
        let found = premises::of_batch(&mut counting, &batch.community, batch.id).unwrap();
        assert_eq!((found.len(), counting.asked), (300, 3));
        assert!(found.iter().all(|one| one.changes.len() == 1 && !one.named));
        let gone: Vec<&premises::Stored> = found.iter().map(|one| &one.stored).collect();
        counting.asked = 0;
        let since = weeks::changed(&mut counting, &all, "2026-11-19".parse().unwrap()).unwrap();
        assert_eq!((since.len(), counting.asked), (300, 2), "the board counts a week back in two");
        assert!(since.iter().all(|(then, _)| then.is_none()));
        counting.asked = 0;
        counting.begin().unwrap();
        premises::remove(&mut counting, &gone).unwrap();
        assert!(counting.asked <= 6, "{}", counting.asked);
        counting.rollback().unwrap();
        drop(counting);
        let said = house.run("2026-11-20", &["premises", "undo-import"]);
        assert!(said.contains("取消新增300家"), "{said}");
        assert_eq!(listed(&house, &["name"]).len(), 2);
        sound(&house);
    }
}

#[test]
fn an_undone_import_gives_back_the_old_values_and_hides_nothing() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let fields = ["name", "address", "phone", "person_in_charge", "industry", "key", "status"];
        let before = listed(&house, &fields);
        let roster = "名称,地址,负责人,联系方式,行业\n\
                      恒捷鞋材厂,北峰路1号,黄新人,13905950001,仓储\n\
                      丰泽服饰,北峰路2号,王大同,13905950002,服装\n\
                      新来的店,北峰路3号,李四,13905950003,餐饮\n";
        let file = house.desk.write("更新.csv", roster);
        let done = imported(&house, "2026-11-10", &file, &[]);
        assert_eq!(counts(&done), [1, 2, 0, 0, 0, 0], "{done:#}");
        assert_ne!(listed(&house, &fields), before);
        let undone = house.run("2026-11-12", &["premises", "undo-import"]);
        assert!(undone.contains("取消新增1家，还原2家"), "{undone}");
        assert_eq!(listed(&house, &fields), before);
        // Both stand in the history, and each day reads as it was.
        let shown: Value = serde_json::from_str(
            &house.run("2026-11-20", &["--json", "premises", "show", "恒捷鞋材厂"]),
        )
        .unwrap();
        let told: Vec<[&str; 3]> = shown["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| ["on", "kind", "reason"].map(|field| change[field].as_str().unwrap()))
            .collect();
        assert_eq!(
            told,
            [
                ["2026-11-02", "added", "导入名册 名册.csv"],
                ["2026-11-10", "corrected", "导入名册 更新.csv"],
                ["2026-11-12", "corrected", "撤销导入"],
            ]
        );
        for (day, phone) in [
            ("2026-11-09", "13805950001"),
            ("2026-11-11", "13905950001"),
            ("2026-11-12", "13805950001"),
        ] {
            let then: Value = serde_json::from_str(
                &house.run("2026-11-20", &["--json", "premises", "list", "--as-of", day]),
            )
            .unwrap();
            let entry = then
                .as_array()
                .unwrap()
                .iter()
                .find(|entry| entry["name"] == "恒捷鞋材厂")
                .unwrap();
            assert_eq!(entry["phone"], phone, "{day}");
        }
        // The import before it is the next that can be taken back: not while changes stand on it.
        let wrong = imported(&house, "2026-11-13", &file, &[]);
        assert_eq!(counts(&wrong), [1, 2, 0, 0, 0, 0], "taken back, the file is news again");
        sound(&house);
    }
}

/// Some of the imported premises were seen since: the others can be taken back alone.
#[test]
fn an_import_is_taken_back_but_for_what_hangs_on_it() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let roster = "名称,地址,联系方式\n误导一厂,一号,13800000001\n误导二厂,二号,13800000002\n\
                      丰泽服饰,北峰路2号,13800000003\n";
        let file = house.desk.write("误导.csv", roster);
        imported(&house, "2026-11-20", &file, &["--grid", "一网格"]);
        let answers = house.desk.write("正常.toml", "default = \"normal\"\n");
        house.inspect("2026-11-20", "误导一厂", &answers);
        let before = listed(&house, &["name", "phone"]);
        let said = house.refused("2026-11-20", &["premises", "undo-import"]);
        assert!(said.contains("这1家已有检查、变动或别的记录，不能整批撤销：误导一厂"), "{said}");
        assert!(said.contains("要只撤销其余2家") && said.contains("--rest"), "{said}");
        assert_eq!(listed(&house, &["name", "phone"]), before);

        let rest = ["--json", "premises", "undo-import", "--rest", "--reason", "发错了表"];
        let undone: Value = serde_json::from_str(&house.run("2026-11-20", &rest)).unwrap();
        assert_eq!(
            ["removed", "restored", "kept"].map(|name| &undone[0][name]),
            [&json!(1), &json!(1), &json!(["误导一厂"])]
        );
        let names = listed(&house, &["name", "phone"]);
        let has = |name: &str, phone: &str| names.contains(&vec![json!(name), json!(phone)]);
        assert!(has("误导一厂", "13800000001") && has("丰泽服饰", "13805950002"), "{names:?}");
        assert_eq!(names.len(), 3);
        let shown = house.run("2026-11-20", &["premises", "show", "丰泽服饰"]);
        assert!(shown.contains("撤销导入：发错了表"), "{shown}");
        let journal: Value =
            serde_json::from_str(&house.run("2026-11-20", &["--json", "journal"])).unwrap();
        assert_eq!(journal[0]["verb"], "undo_import");
        assert_eq!(journal[0]["body"]["kept"], json!(["误导一厂"]));
        sound(&house);
    }
}

/// Added by hand by mistake, an entry goes again, as long as nothing hangs on it.
#[test]
fn an_entry_added_by_mistake_is_taken_back() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let before = listed(&house, &["name"]);
        let change = ["premises", "edit", "丰泽服饰", "--phone", "13800000009", "--reason", "换号"];
        house.run("2026-11-20", &change);
        house.run("2026-11-20", &["premises", "add", "写错的厂", "--grid", "一网格"]);
        let said = house.run("2026-11-20", &["undo"]);
        assert!(said.contains("登记监管对象：“写错的厂”"), "{said}");
        let said = house.run("2026-11-20", &["undo", "--reason", "写错了"]);
        assert!(said.contains("登记册里不再有“写错的厂”"), "{said}");
        assert_eq!(listed(&house, &["name"]), before);
        // What was done before it is the last deed now.
        let said = house.run("2026-11-20", &["undo"]);
        assert!(said.contains("“丰泽服饰”更正"), "{said}");
        house.run("2026-11-20", &["undo", "--reason", "号码没换"]);

        house.run("2026-11-20", &["premises", "add", "查过的厂", "--grid", "一网格"]);
        house.run_as("2026-11-20", "陈一鸣", &["premises", "verify", "查过的厂"]);
        house.run("2026-11-20", &["premises", "add", "又错的厂", "--grid", "一网格"]);
        house.run("2026-11-20", &["undo", "--reason", "写错了"]);
        let journal: Value =
            serde_json::from_str(&house.run("2026-11-20", &["--json", "journal"])).unwrap();
        let verbs: Vec<&str> = journal
            .as_array()
            .unwrap()
            .iter()
            .take(4)
            .map(|link| link["verb"].as_str().unwrap())
            .collect();
        assert_eq!(verbs, ["take_back", "premises_remove", "premises_add", "premises_verify"]);
        sound(&house);
    }
}

/// The rules of a roster hold for what is typed as well: a number that is none is kept and asked about.
#[test]
fn what_is_odd_in_an_entry_is_said_when_it_is_added() {
    let house = house(None);
    let add = |name: &str, flags: &[&str]| {
        let args = [&["--today", "2026-11-20", "premises", "add", name, "--grid", "一网格"], flags]
            .concat();
        let ran = house.desk.run(&args);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran.err
    };
    let said = add("一厂", &["--phone", "1380595"]);
    assert_eq!(said.trim_end(), "“1380595”不是电话号码，已照原样登记，请核对。");
    let said = add("二厂", &["--uscc", "91350203M0001QAY9B", "--phone", "13805950001"]);
    assert!(said.contains("校验码应为9") && said.lines().count() == 1, "{said}");
    let shown = house.run("2026-11-20", &["--json", "premises", "show", "一厂"]);
    assert!(shown.contains("1380595"), "{shown}");
    assert_eq!(add("三厂", &["--phone", "0595-22000002"]), "");
}

/// ORG-03, REG-08: the department that answers for a premises, and its class of fire danger, are asked for.
#[test]
fn the_department_and_the_class_of_fire_danger_are_entered_by_hand() {
    let house = house(None);
    let class = ["--reg-dept", "区工信局", "--fire-class", "丙"];
    house.run(
        "2026-11-20",
        &[&["premises", "add", "某某加工部", "--grid", "一网格"], &class[..]].concat(),
    );
    let shown = |name: &str| -> Value {
        serde_json::from_str(&house.run("2026-11-20", &["--json", "premises", "show", name]))
            .unwrap()
    };
    let entry = shown("某某加工部");
    assert_eq!(entry["extra"], json!({ "reg_dept": "区工信局", "fire_class": "丙类" }));
    assert_eq!(entry["key_reasons"], json!(["丙类以上物品加工生产"]), "三、1（1）");
    let said =
        house.refused("2026-11-20", &["premises", "edit", "某某加工部", "--fire-class", "三级"]);
    assert!(said.contains("甲、乙、丙、丁、戊"), "{said}");
    let edit = ["premises", "edit", "某某加工部", "--fire-class", "丙类2项", "--reg-dept", ""];
    house.run("2026-11-20", &edit);
    assert_eq!(shown("某某加工部")["extra"], json!({ "fire_class": "丙类2项" }));
    // A spreadsheet goes out and in with both.
    let file = house.desk.path("出.xlsx");
    house.run("2026-11-20", &["premises", "export", &file]);
    assert_eq!(counts(&imported(&house, "2026-11-20", &file, &[])), [0, 0, 3, 0, 0, 0]);
}

#[test]
fn a_grid_nobody_knows_and_a_day_ahead_are_named_in_the_preview() {
    let desk = Desk::bare();
    let street = ["--city", "泉州市", "--district", "丰泽区", "--street", "北峰街道"];
    let two = ["--community", "招联社区", "--community", "招贤社区", "--regime", "beifeng"];
    desk.run(&[&["init"], &street[..], &two].concat()).done();
    desk.run(&["grid", "add", "招联一网格", "--community", "招联社区"]).done();
    let roster = desk.write(
        "名册.csv",
        "名称,地址,成立日期,网格,员工人数\n将来厂,一号,2029-01-01,招联一网格,很多\n别厂,二号,2020-01-01,无此网格,12人\n",
    );
    let said = desk.run(&["premises", "import", &roster, "--dry-run"]).done();
    assert!(said.contains("成立日期2029年1月1日还没有到，照样导入"), "{said}");
    assert!(said.contains("没有叫“无此网格”的网格，也没有写明社区"), "{said}");
    // As where one is entered by hand.
    assert!(said.contains("“很多”不是人数，已照原样保留"), "{said}");
    assert!(!said.contains("12人"), "{said}");
}

/// The same shop typed twice, or a second shop of the firm: said, and nothing is refused.
#[test]
fn others_of_the_same_name_or_code_are_named_when_one_is_added() {
    let house = house(None);
    let add = |args: &[&str]| {
        let day = ["--today", "2026-11-20", "premises", "add"];
        house.desk.run(&[&day[..], args, &["--grid", "一网格"]].concat()).err
    };
    let code = ["--uscc", "91350503MA2XWQ1D4K"];
    let said = add(&[&["恒捷 鞋材厂", "--address", "普贤路99号"][..], &code].concat());
    assert!(said.contains("登记册里还有同名或同一代码的：恒捷鞋材厂（"), "{said}");
    assert!(said.contains("是同一家请撤销这次登记"), "{said}");
    let said = add(&[&["分店", "--address", "普贤路100号"][..], &code].concat());
    assert!(said.contains("恒捷 鞋材厂（普贤路99号，在产）"), "{said}");
    let said = add(&["别家", "--address", "普贤路101号"]);
    assert!(!said.contains("同名"), "{said}");
    // One that moves to another community moves out of the first; then there is but one.
    house.desk.run(&["--today", "2026-11-20", "unit", "add", "霞美社区"]).done();
    let there =
        ["premises", "add", "丰泽服饰", "--address", "普贤路7号", "--community", "霞美社区"];
    let said = house.desk.run(&[&["--today", "2026-11-21"][..], &there].concat()).err;
    assert!(said.contains("请给原来那一家登记迁出，这次的登记留着"), "{said}");
}

/// REG-09: what is done there is written down and suggests the key list (S0 §三.1(2)).
#[test]
fn a_process_suggests_the_key_list_whatever_the_place_is_called() {
    let house = house(None);
    let shown = |name: &str| -> Value {
        serde_json::from_str(&house.run("2026-11-20", &["--json", "premises", "show", name]))
            .unwrap()
    };
    let add = ["premises", "add", "小丽门市部", "--industry", "零售", "--grid", "一网格"];
    house.run("2026-11-20", &add);
    assert_eq!(shown("小丽门市部")["key"], json!(false));
    let edit = ["premises", "edit", "小丽门市部", "--process", "金属制品喷漆，切割"];
    house.run("2026-11-20", &[&edit[..], &["--process", "切割"]].concat());
    let entry = shown("小丽门市部");
    assert_eq!(entry["extra"], json!({ "processes": "金属制品喷漆、切割" }));
    assert_eq!(entry["key_reasons"], json!(["突出火灾风险因素"]), "三、1（2）");
    // It goes out in a spreadsheet and comes back with one.
    let file = house.desk.path("出.xlsx");
    house.run("2026-11-20", &["premises", "export", &file]);
    assert_eq!(counts(&imported(&house, "2026-11-20", &file, &[])), [0, 0, 3, 0, 0, 0]);
    let roster = house.desk.write(
        "工艺.csv",
        "单位名称,地址,所在行业,生产工艺\n光明门市部,普贤路1号,零售,木材；打磨\n",
    );
    house.run("2026-11-20", &["premises", "import", &roster, "--grid", "一网格"]);
    let entry = shown("光明门市部");
    assert_eq!(entry["extra"], json!({ "processes": "木材、打磨" }));
    assert_eq!(entry["key_reasons"], json!(["突出火灾风险因素"]));
    house.run("2026-11-20", &["premises", "edit", "光明门市部", "--process", ""]);
    assert_eq!(shown("光明门市部")["extra"], json!({}));
}

/// REG-13: the stars are counted from the items, and a person may give others with the reason.
#[test]
fn a_rented_house_has_the_stars_of_its_items_unless_a_person_says_why_not() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        house.run(
            "2026-11-20",
            &[
                "premises",
                "add",
                "普贤路8号",
                "--kind",
                "rental",
                "--grid",
                "一网格",
                "--person-in-charge",
                "房东甲",
            ],
        );
        let items = "structure=砖混 floors=3 rooms=8 tenants=6 use=居住 mixed=否 escape=有 smart_power=有 emergency_light=有 \
                     smoke=无 extinguisher=有 barrier=不涉及 charging=有 wiring=有 window_exit=有";
        let typed = |command: &[&str], more: &[&str]| -> Vec<String> {
            let mut args: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
            for item in items.split_whitespace().chain(more.iter().copied()) {
                args.extend(["--set".to_owned(), item.to_owned()]);
            }
            args
        };
        let add = |more: &[&str]| {
            typed(&["--json", "ledger", "add", "rental", "--premises", "普贤路8号"], more)
        };
        let words =
            |args: &[String]| args.iter().map(String::as_str).collect::<Vec<_>>().join("\u{1}");
        let call = |args: Vec<String>| {
            let joined = words(&args);
            house.run("2026-11-20", &joined.split('\u{1}').collect::<Vec<_>>())
        };
        let row: Value = serde_json::from_str(&call(add(&[]))).unwrap();
        assert_eq!(row["fields"]["stars"], "五星", "{row:#}");
        assert_eq!((&row["rating"]["points"], &row["rating"]["of"]), (&json!(90), &json!(100)));
        let smoke = row["rating"]["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|item| item["label"] == "感烟探测器")
            .unwrap();
        assert_eq!((&smoke["points"], &smoke["of"]), (&json!(0), &json!(10)));
        // Other stars than counted: with the reason alone.
        let against = words(&add(&["stars=三星"]));
        let said = house.refused("2026-11-20", &against.split('\u{1}').collect::<Vec<_>>());
        assert!(
            said.contains("写的是三星，按各项计分是五星（90分，满分100分；失分：感烟探测器10）"),
            "{said}"
        );
        assert!(said.contains("人工评定的理由"), "{said}");
        let row: Value =
            serde_json::from_str(&call(add(&["stars=三星", "stars_reason=夜间违规用电"]))).unwrap();
        assert_eq!(
            (&row["fields"]["stars"], &row["rating"]["grade"]),
            (&json!("三星"), &json!("五星"))
        );
        // Counted stars follow what is put right; a person's stand.
        let rows: Value =
            serde_json::from_str(&house.run("2026-11-20", &["--json", "ledger", "list", "rental"]))
                .unwrap();
        for row in rows.as_array().unwrap() {
            let id = row["id"].as_str().unwrap();
            let by_hand = row["fields"]["stars"] == "三星";
            let edit = ["--json", "ledger", "edit", id, "--set", "escape=无"];
            let after: Value = serde_json::from_str(&house.run("2026-11-20", &edit)).unwrap();
            assert_eq!(
                after["fields"]["stars"],
                if by_hand { "三星" } else { "四星" },
                "{after:#}"
            );
        }
        let told = house.run(
            "2026-11-20",
            &["ledger", "edit", rows[0]["id"].as_str().unwrap(), "--set", "smoke=有"],
        );
        assert!(told.contains("按各项计分：四星（85分，满分100分；失分：逃生通道15）。"), "{told}");
    }
}

/// A zip whose entries are stored as they are; `padding` bytes of nothing lie in a hole of the file.
fn zip(entries: &[(&str, &[u8])], padding: u64, file: &mut File) {
    let mut at = 0u64;
    let mut directory = Vec::new();
    let hole = [("padding.bin", &[][..])];
    for (name, bytes) in entries.iter().chain(&hole) {
        let length = if *name == "padding.bin" { padding } else { bytes.len() as u64 };
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let mut head = Vec::new();
        head.extend([20, 0, 0, 8, 0, 0, 0, 0, 0, 0]);
        head.extend(crc.sum().to_le_bytes());
        head.extend((length as u32).to_le_bytes());
        head.extend((length as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend((at as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        file.write_all(&[b"PK\x03\x04", &head[..], name.as_bytes(), bytes].concat()).unwrap();
        at += 4 + head.len() as u64 + name.len() as u64 + length;
        file.seek(SeekFrom::Start(at)).unwrap();
    }
    let count = entries.len() as u16 + 1;
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    end.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    end.extend((directory.len() as u32).to_le_bytes());
    end.extend((at as u32).to_le_bytes());
    end.extend([0, 0]);
    file.write_all(&[directory, end].concat()).unwrap();
}

/// Between cells there is no white space: the parser takes it for damage.
const CONTENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body
><office:spreadsheet><table:table table:name="名册"><table:table-row
><table:table-cell
 office:value-type="string"><text:p>单位名称</text:p></table:table-cell><table:table-cell
 office:value-type="string"><text:p>门牌</text:p></table:table-cell><table:table-cell
 office:value-type="string"><text:p>电话</text:p></table:table-cell></table:table-row><table:table-row
><table:table-cell
 office:value-type="string"><text:p>大文件里的厂</text:p></table:table-cell><table:table-cell
 office:value-type="string"><text:p>北峰路1号</text:p></table:table-cell><table:table-cell
 office:value-type="float" office:value="13800000001"><text:p>1.38E+10</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

const MANIFEST: &str = r#"<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">"#;

const LOCKED: &str = r#"<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">
<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>"#;

const KIND: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet");

#[test]
fn the_largest_file_is_read_and_a_larger_one_is_refused() {
    let desk = Desk::set_up();
    let path = desk.path("大.ods");
    let manifest = format!("{MANIFEST}</manifest:manifest>");
    let parts =
        [KIND, ("content.xml", CONTENT.as_bytes()), ("META-INF/manifest.xml", manifest.as_bytes())];
    let make = |size: u64| {
        let mut file = File::create(&path).unwrap();
        zip(&parts, 0, &mut file);
        let least = file.metadata().unwrap().len();
        let mut file = File::create(&path).unwrap();
        zip(&parts, size - least, &mut file);
        assert_eq!(file.metadata().unwrap().len(), size);
    };
    const MOST: u64 = 200 << 20;
    make(MOST + 1);
    let before = desk.state();
    let said = desk.run(&["premises", "import", &path]).refused(1);
    assert!(said.contains("文件太大（201 MB，最多 200 MB）") && said.contains("请"), "{said}");
    assert_eq!(desk.state(), before);
    make(MOST);
    let done = desk.run(&["--json", "premises", "import", &path]).json();
    assert_eq!((&done["added"], &done["problems"]), (&json!(1), &json!([])), "{done:#}");
    assert_eq!(done["sheet"], "名册");
    fs::remove_file(&path).unwrap();
}

#[test]
fn what_cannot_be_read_is_named_by_what_it_is() {
    let desk = Desk::set_up();
    let zipped = |entries: &[(&str, &[u8])]| {
        let path = desk.path("包.zip");
        zip(entries, 0, &mut File::create(&path).unwrap());
        fs::read(path).unwrap()
    };
    let manifest = format!("{MANIFEST}{LOCKED}</manifest:manifest>");
    let locked =
        [KIND, ("content.xml", &[7; 300][..]), ("META-INF/manifest.xml", manifest.as_bytes())];
    let text = ("mimetype", &b"application/vnd.oasis.opendocument.text"[..]);
    let table: [(&str, Vec<u8>, &str); 11] = [
        ("加密.xlsx", PROTECTED.to_vec(), "文件设有打开密码"),
        ("加密.ods", zipped(&locked), "文件设有打开密码"),
        ("半.xlsx", XLSX[..XLSX.len() / 2].to_vec(), "不完整或已损坏"),
        ("半.xls", XLS[..XLS.len() / 2].to_vec(), "不完整或已损坏"),
        ("半.ods", ODS[..ODS.len() / 2].to_vec(), "不完整或已损坏"),
        ("空.xls", vec![], "文件是空的"),
        ("空行.csv", b"\n\n , ,\n".to_vec(), "文件是空的"),
        ("文档.ods", zipped(&[text, ("content.xml", b"<x/>")]), "文字文档（odt）"),
        ("文档.docx", zipped(&[("word/document.xml", b"<x/>")]), "Word 文档"),
        ("演示.pptx", zipped(&[("ppt/presentation.xml", b"<x/>")]), "演示文稿"),
        (
            "网页.xls",
            b"<html><table><tr><td>\xE5\x90\x8D</td></tr></table></html>".to_vec(),
            "网页",
        ),
    ];
    let before = desk.state();
    for (name, bytes, wanted) in table {
        let said = desk.run(&["premises", "import", &desk.write(name, bytes)]).refused(1);
        assert!(said.contains(wanted) && said.contains("请"), "{name}: {said}");
    }
    assert_eq!(desk.state(), before);
}
