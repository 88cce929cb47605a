//! Photos and scans of signed paper: handed in by file or by folder, shown, given out again, checked, backed up;
//! what is wrong with a file is said, and nothing is lost.

use std::{
    fs::{self, File},
    process::Stdio,
    time::{Duration, Instant},
};

use anban::store::Store;
use serde_json::{Value, json};

use crate::{
    desk::{Desk, ROSTER, Ran},
    engines::Schema,
    images::{self, Jpeg, PHOTO, jpeg},
};

/// The notice of the first inspection.
const NOTICE: &str = "招联安监整改〔2026〕1号";

/// An office on one of the engines, with an inspection of two hazards.
pub struct Place {
    pub desk: Desk,
    schema: Option<Schema>,
}

impl Place {
    pub fn both() -> [Place; 2] {
        [Place::with(None), Place::with(Some(Schema::new()))]
    }

    pub fn file() -> Place {
        Place::with(None)
    }

    fn with(schema: Option<Schema>) -> Place {
        let place = Place { desk: Desk::bare(), schema };
        let init = "init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 招联社区 --regime beifeng";
        place.run(&init.split(' ').collect::<Vec<_>>()).done();
        place.run(&["grid", "add", "一网格", "--community", "招联社区", "--lead", "陈一鸣"]).done();
        for (name, role) in
            [("陈一鸣", "grid_officer"), ("林安全", "safety_officer"), ("王旁观", "viewer")]
        {
            place.run(&["staff", "add", name, "--role", role, "--unit", "招联社区"]).done();
        }
        let roster = place.desk.write("名册.csv", ROSTER);
        place.run(&["premises", "import", &roster, "--grid", "一网格"]).done();
        let answers = place.desk.write(
            "答案.toml",
            "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\nq21 = \"损坏\"\n",
        );
        place.inspect("恒捷鞋材厂", &answers);
        place
    }

    /// Its database, opened once more.
    pub fn store(&self) -> Store {
        match &self.schema {
            Some(schema) => Store::open_url(&schema.url).unwrap(),
            None => Store::open_file(&self.desk.office().join("anban.db")).unwrap(),
        }
    }

    pub fn inspect(&self, premises: &str, answers: &str) {
        let record = ["--as", "陈一鸣", "inspect", "record", "--premises", premises];
        self.run(&[&record[..], &["--form", "table4", "--answers", answers, "--sure"]].concat())
            .done();
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    fn command(&self, args: &[&str]) -> std::process::Command {
        let database: Vec<&str> =
            self.schema.iter().flat_map(|schema| ["--database", schema.url.as_str()]).collect();
        self.desk.command(&[&database, args].concat())
    }

    pub fn json(&self, args: &[&str]) -> Value {
        self.run(&[&["--json"], args].concat()).json()
    }

    /// Id of the hazard at a place of the notice.
    pub fn hazard(&self, place: u32) -> String {
        let shown = self.json(&["hazard", "show", &format!("{NOTICE}-{place}")]);
        shown["id"].as_str().unwrap().to_owned()
    }

    /// Puts a file into 收件.
    fn put(&self, name: &str, bytes: &[u8]) {
        let inbox = self.desk.office().join("收件");
        fs::create_dir_all(&inbox).unwrap();
        fs::write(inbox.join(name), bytes).unwrap();
    }

    fn inbox(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.desk.office().join("收件"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    }

    fn all(&self) -> Vec<Value> {
        self.json(&["evidence", "list", "--all"]).as_array().unwrap().clone()
    }
}

#[test]
fn evidence_is_kept_shown_given_out_and_taken_back() {
    for place in Place::both() {
        let photo = jpeg(Jpeg { exif: Some((6, "2026:11:18 09:30:00")), ..PHOTO });
        let (first, scan) =
            (place.desk.write("现场1.JPG", &photo), place.desk.write("签收.pdf", images::pdf(2)));
        let hazard = format!("{NOTICE}-1");
        let add =
            ["--as", "林安全", "evidence", "add", &first, "--hazard", &hazard, "--note", "整改前"];
        let added = place.json(&add);
        let row = &added[0];
        for (field, value) in [
            ("about", json!("hazard")),
            ("subject", json!(place.hazard(1))),
            ("kind", json!("photo")),
            ("kind_label", json!("照片")),
            ("name", json!("现场1.JPG")),
            ("note", json!("整改前")),
            ("media", json!("jpeg")),
            ("size", json!(photo.len())),
            ("taken_on", json!("2026-11-18")),
            ("added_on", json!("2026-11-20")),
            ("actor", json!("林安全")),
            ("known", json!(false)),
        ] {
            assert_eq!(row[field], value, "{field} of {row:#}");
        }
        assert_eq!(row["sha256"].as_str().unwrap().len(), 64);
        // The same bytes under another name are said and not doubled; another record may have them too.
        let again = place.desk.write("另名.jpg", &photo);
        let said = place.run(&["evidence", "add", &again, "--hazard", &hazard]).done();
        assert!(said.contains("已经有同样的照片") && said.contains("现场1.JPG"), "{said}");
        place.run(&["evidence", "add", &again, "--premises", "恒捷鞋材厂"]).done();
        let inspection = place.json(&["hazard", "show", &hazard])["inspection"].clone();
        place
            .run(&["evidence", "add", &again, "--inspection", inspection.as_str().unwrap()])
            .done();
        let added = place.json(&["evidence", "add", &scan, "--notice", "招联安监整改[2026]1号"]);
        assert_eq!((&added[0]["kind"], &added[0]["taken_on"]), (&json!("scan"), &Value::Null));
        assert_eq!(place.all().len(), 4);

        // Shown with the hazard (its own, its inspection's, its notice's) and with the premises.
        let shown = place.json(&["hazard", "show", &hazard]);
        assert_eq!(shown["evidence"].as_array().unwrap().len(), 3, "{shown:#}");
        let other = place.json(&["hazard", "show", &format!("{NOTICE}-2")]);
        assert_eq!(other["evidence"].as_array().unwrap().len(), 2);
        let text = place.run(&["hazard", "show", &hazard]).done();
        assert!(text.contains("佐证 3 份") && text.contains("整改前"), "{text}");
        let dossier = place.run(&["premises", "show", "恒捷鞋材厂"]).done();
        assert!(dossier.contains("佐证 4 份") && dossier.contains("签收.pdf"), "{dossier}");
        let of = |args: &[&str]| {
            place.json(&[&["evidence", "list"], args].concat()).as_array().unwrap().len()
        };
        assert_eq!(of(&["--premises", "恒捷鞋材厂"]), 4);
        assert_eq!(of(&["--premises", "丰泽服饰"]), 0);
        assert_eq!(of(&["--hazard", &hazard]), 1);
        assert_eq!(of(&["--kind", "扫描件"]), 1);

        // Given out byte for byte, by the last digits of its id.
        let id = row["short"].as_str().unwrap();
        let folder = place.desk.path("出");
        fs::create_dir(&folder).unwrap();
        place.run(&["evidence", "save", id, &folder]).done();
        assert!(fs::read(format!("{folder}/现场1.JPG")).unwrap() == photo);
        let shown = place.run(&["evidence", "show", id]).done();
        assert!(shown.contains("2026年11月18日") && shown.contains("林安全"), "{shown}");

        // Who only looks may look and not hand in.
        let said = place.run(&["--as", "王旁观", "evidence", "add", &again, "--notice", NOTICE]);
        assert!(said.refused(1).contains("王旁观"));
        assert!(place.run(&["--as", "王旁观", "evidence", "take"]).refused(1).contains("王旁观"));
        place.run(&["--as", "王旁观", "evidence", "save", id, &place.desk.path("看.jpg")]).done();

        place.run(&["evidence", "withdraw", id, "--reason", " "]).refused(1);
        place.run(&["evidence", "withdraw", id, "--reason", "拍错了"]).done();
        let said = place.run(&["evidence", "withdraw", id, "--reason", "再撤"]).refused(1);
        assert!(said.contains("已经撤回过"), "{said}");
        assert_eq!(of(&["--hazard", &hazard]), 0);
        assert_eq!(place.all().len(), 4, "what was taken back stays on record");
        // And can be handed in anew.
        assert_eq!(place.json(&add)[0]["known"], json!(false));

        let check = place.json(&["evidence", "check"]);
        assert_eq!((&check["sound"], &check["count"]), (&json!(true), &json!(5)), "{check:#}");
        place.run(&["check"]).done();
        let journal = place.run(&["journal"]).done();
        assert!(journal.contains("附上佐证") && journal.contains("撤回佐证"), "{journal}");
        assert_eq!(place.json(&["journal", "--verify"])["sound"], true);
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_and_nothing_is_added() {
    let place = Place::file();
    let before = place.desk.state();
    let photo = jpeg(PHOTO);
    let png = images::png(40, 30, [1, 2, 3, 255]);
    let pdf = images::pdf(1);
    let lossless = {
        let mut bytes = photo.clone();
        let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
        bytes[frame + 1] = 0xC3;
        bytes
    };
    let table: [(&str, Vec<u8>, &str); 13] = [
        ("空.jpg", vec![], "是空的"),
        ("半.jpg", photo[..photo.len() - 2].to_vec(), "JPG 图片，但不完整"),
        ("头.jpg", photo[..30].to_vec(), "JPG 图片，但不完整"),
        ("乱.jpg", [&photo[..20], &[7; 400]].concat(), "JPG 图片，但已经损坏"),
        ("怪.jpg", lossless, "打印不了的编码方式"),
        ("半.png", png[..png.len() - 20].to_vec(), "PNG 图片，但不完整"),
        ("半.pdf", pdf[..pdf.len() / 2].to_vec(), "PDF 文件，但不完整或已损坏"),
        ("锁.pdf", images::locked_pdf(), "设了密码"),
        ("无页.pdf", images::pdf(0), "里面没有页面"),
        ("苹果.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "HEIC"),
        ("报告.pdf", b"PK\x03\x04word".to_vec(), "看起来是Word"),
        ("片.mp4", b"\0\0\0\x18ftypmp42....".to_vec(), "视频"),
        ("字.jpg", "照片".into(), "不是 JPG、PNG 图片或 PDF"),
    ];
    for (name, bytes, wanted) in table {
        let file = place.desk.write(name, bytes);
        let said = place.run(&["evidence", "add", &file, "--notice", NOTICE]).refused(1);
        assert!(said.contains(wanted) && said.contains(name) && said.contains("请"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    let huge = place.desk.path("大扫描.pdf");
    File::create(&huge).unwrap().set_len(100 << 20).unwrap();
    fs::create_dir(place.desk.path("夹.jpg")).unwrap();
    for (name, wanted) in [
        ("大扫描.pdf", "有100MB，超过每份20MB的上限"),
        ("夹.jpg", "是一个文件夹"),
        ("没有.jpg", "没有这个文件"),
        ("空.jpg/x.jpg", "不是文件夹"),
    ] {
        let said =
            place.run(&["evidence", "add", &place.desk.path(name), "--notice", NOTICE]).refused(1);
        assert!(said.contains(wanted) && said.contains("请"), "{name}: {said}");
    }
    // One bad file among good ones: each fault is told, and none goes in.
    let good = place.desk.write("好.jpg", &photo);
    let (bad, worse) = (place.desk.path("空.jpg"), place.desk.path("锁.pdf"));
    let said = place.run(&["evidence", "add", &good, &bad, &worse, "--notice", NOTICE]).refused(1);
    assert!(said.lines().count() == 2 && said.contains("空.jpg") && said.contains("锁.pdf"));
    place.run(&["evidence", "add", &good]).refused(2);
    place.run(&["evidence", "add", &good, "--hazard", "查无此号"]).refused(1);
    let late = ["evidence", "add", &good, "--notice", NOTICE, "--taken-on", "2026-12-01"];
    assert!(place.run(&late).refused(1).contains("还没有到"));
    assert!(
        place
            .run(&["evidence", "add", &good, "--notice", NOTICE, "--note", "a\u{202e}b"])
            .refused(1)
            .contains("控制字符")
    );
    assert_eq!(place.desk.state(), before);
    // The office may allow more, or less.
    fs::write(place.desk.office().join("office.toml"), "[evidence]\nlimit_mb = 0\n").unwrap();
    let said = place.run(&["evidence", "add", &good, "--notice", NOTICE]).refused(1);
    assert!(said.contains("每份0MB的上限"), "{said}");
    assert_eq!(place.desk.state(), before);
}

#[test]
fn no_bytes_end_the_program() {
    use anban::paper::{Picture, scan};
    let samples = [
        jpeg(Jpeg { exif: Some((6, "2026:11:18 09:30:00")), parts: 4, ..PHOTO }),
        images::png(20, 20, [1, 2, 3, 4]),
        images::pdf(2),
        images::locked_pdf(),
    ];
    let mut seed = 20_261_125_u64;
    let mut below = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    let mut taken = 0;
    for round in 0..4_000 {
        let mut bytes = samples[round % samples.len()].clone();
        for _ in 0..=below(6) {
            let at = below(bytes.len());
            match below(4) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes[at] = below(256) as u8,
                2 => bytes[at] ^= 1 << below(8),
                _ => {
                    let piece = bytes[at..(at + 20).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        taken += u32::from(Picture::read(&bytes).is_ok()) + u32::from(scan(&bytes).is_ok());
    }
    println!("{taken} of 4000 were whole all the same");
    assert!(taken > 0);
}

#[test]
fn a_camera_with_a_wrong_clock_is_not_believed() {
    let place = Place::file();
    let photo = jpeg(Jpeg { exif: Some((1, "2031:01:01 00:00:00")), ..PHOTO });
    let file = place.desk.write("明天.jpg", photo);
    let ran = place.run(&["--json", "evidence", "add", &file, "--hazard", &format!("{NOTICE}-1")]);
    assert!(ran.err.contains("2031年1月1日，晚于今天，没有采用"), "{}", ran.err);
    assert_eq!(ran.json()[0]["taken_on"], Value::Null);
}

#[test]
fn the_folder_takes_in_what_says_where_it_belongs() {
    for place in Place::both() {
        let tone = |tone: u8| jpeg(Jpeg { tone, ..PHOTO });
        place.put("招联安监整改〔2026〕1号-2.jpg", &tone(130));
        place.put("招联安监整改2026-1-1 整改前.JPG", &tone(131));
        place.put("招联安监整改[2026]1号 (2).pdf", &images::pdf(1));
        place.put("招联安监整改〔2026〕1号.png", &images::png(8, 8, [9; 4]));
        // What stays, and why.
        place.put("招联安监整改〔2026〕1号-1.jpg", &tone(132)[..100]);
        place.put("招联安监整改〔2026〕9号.jpg", &tone(133));
        place.put("招联安监整改〔2026〕1号-7.jpg", &tone(134));
        place.put("IMG_20261120.jpg", &tone(135));
        place.put(".DS_Store", b"x");
        fs::create_dir(place.desk.office().join("收件/夹")).unwrap();
        let ran = place.run(&["--json", "evidence", "take"]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let taken: Value = serde_json::from_str(&ran.out).unwrap();
        let mut rows: Vec<Value> = taken["taken"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| json!([row["about"], row["kind"], row["note"], row["media"]]))
            .collect();
        rows.sort_by_key(Value::to_string);
        assert_eq!(
            json!(rows),
            json!([
                ["hazard", "photo", "", "jpeg"],
                ["hazard", "photo", "整改前", "jpeg"],
                ["notice", "scan", "", "pdf"],
                ["notice", "scan", "", "png"],
            ])
        );
        for (name, reason) in [
            ("招联安监整改〔2026〕1号-1.jpg", "不完整"),
            ("招联安监整改〔2026〕9号.jpg", "没有文号为“招联安监整改〔2026〕9号”的通知书"),
            ("招联安监整改〔2026〕1号-7.jpg", "没有第7条隐患，只有2条"),
            ("IMG_20261120.jpg", "文件名里没有文号"),
            ("夹", "是一个文件夹"),
        ] {
            let said = ran.err.lines().find(|line| line.contains(&format!("“{name}”留在")));
            assert!(said.is_some_and(|line| line.contains(reason)), "{name}: {}", ran.err);
        }
        assert_eq!(place.inbox().len(), 6, "{:?}", place.inbox());
        // The rest of the half-copied file arrives; one that was taken before is not doubled, and goes.
        place.put("招联安监整改〔2026〕1号-1.jpg", &tone(132));
        place.put("招联安监整改〔2026〕1号-2 再放一次.jpg", &tone(130));
        let ran = place.run(&["--json", "evidence", "take"]);
        let taken: Value = serde_json::from_str(&ran.out).unwrap();
        let known: Vec<&Value> =
            taken["taken"].as_array().unwrap().iter().map(|row| &row["known"]).collect();
        assert_eq!(known, [&json!(false), &json!(true)]);
        assert_eq!(place.all().len(), 5);
        assert_eq!(place.inbox().len(), 5, "{:?}", place.inbox());
        assert_eq!(place.json(&["evidence", "check"])["sound"], json!(true));
        // Looked at without being taken; then one whose name says nothing is attached by hand.
        let files = place.json(&["evidence", "take", "--list"]);
        let about = |name: &str| {
            let files = files["files"].as_array().unwrap();
            let found = files.iter().find(|file| file["file"] == name);
            found.unwrap_or_else(|| panic!("{name}: {files:#?}")).clone()
        };
        assert_eq!(about("IMG_20261120.jpg")["place"], Value::Null);
        assert!(about("IMG_20261120.jpg")["reason"].as_str().unwrap().contains("没有文号"));
        assert_eq!(place.inbox().len(), 5);
        let take = ["evidence", "take", "IMG_20261120.jpg"];
        assert_eq!(place.run(&take).code, Some(2));
        let to = ["--premises", "恒捷鞋材厂", "--note", "门口"];
        let taken = place.json(&[&take[..], &to].concat());
        assert_eq!((&taken["about"], &taken["note"]), (&json!("premises"), &json!("门口")));
        assert_eq!(place.inbox().len(), 4, "{:?}", place.inbox());
        let gone = place.run(&[&take[..], &to].concat()).refused(1);
        assert!(gone.contains("收件”里没有“IMG_20261120.jpg”"), "{gone}");
        let outside = place.run(&[&["evidence", "take", "../anban.db"], &to[..]].concat());
        assert!(outside.refused(1).contains("没有“../anban.db”"));
    }
}

#[test]
fn a_killed_intake_loses_nothing_and_doubles_nothing() {
    let place = Place::file();
    let (mut photos, mut cut) = (0_u32, 0);
    for round in 0..20_u64 {
        for number in 0..5 {
            let (width, tone) = (64 + photos as u16 * 8, 129);
            let name = format!("招联安监整改〔2026〕1号-1 第{round}-{number}张.jpg");
            place.put(&name, &jpeg(Jpeg { width, tone, ..PHOTO }));
            photos += 1;
        }
        let mut child = place
            .command(&["evidence", "take"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The knife falls when some are in, at another moment of the next one in every round.
        let before = place.inbox().len();
        let wanted = before - round as usize % 5;
        while place.inbox().len() > wanted && child.try_wait().unwrap().is_none() {}
        let falls = Instant::now() + Duration::from_micros(round * 397);
        while Instant::now() < falls {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // Every photo is in the folder or on record, whole.
        let recorded = place.all();
        let here = place.inbox().len();
        assert!(recorded.len() + here >= photos as usize, "round {round}");
        cut += u32::from(here > 0 && here < before);
        assert_eq!(place.json(&["evidence", "check"])["sound"], json!(true), "round {round}");
    }
    println!("{cut} of 20 were cut short in the middle");
    assert!(cut > 3, "{cut}");
    place.run(&["evidence", "take"]).done();
    let all = place.all();
    assert_eq!((all.len(), place.inbox().len()), (photos as usize, 0));
    let mut shas: Vec<&str> = all.iter().map(|row| row["sha256"].as_str().unwrap()).collect();
    shas.sort_unstable();
    shas.dedup();
    assert_eq!(shas.len(), photos as usize);
    place.desk.sound();
}

#[test]
fn what_is_missing_or_altered_is_named_and_comes_back_from_a_backup() {
    let place = Place::file();
    let (one, two) = (jpeg(PHOTO), images::pdf(1));
    let files = [place.desk.write("一.jpg", &one), place.desk.write("二.pdf", &two)];
    let added = place.json(&["evidence", "add", &files[0], &files[1], "--notice", NOTICE]);
    let shelf = |row: usize, ending: &str| {
        let sha = added[row]["sha256"].as_str().unwrap();
        format!("{}/{sha}.{ending}", &sha[..2])
    };
    let (first, second) = (shelf(0, "jpg"), shelf(1, "pdf"));
    let here = place.desk.office().join("evidence");
    let backup = place.desk.path("备份/安办.db");
    fs::create_dir(place.desk.path("备份")).unwrap();
    place.run(&["backup", &backup]).done();
    let copies = place.desk.folder.file("备份/evidence");
    assert!(fs::read(copies.join(&first)).unwrap() == one);
    // A second backup in the same folder copies only what is new.
    fs::write(copies.join(&first), vec![0; one.len()]).unwrap();
    place.run(&["backup", &place.desk.path("备份/再.db")]).done();
    assert_eq!(fs::read(copies.join(&first)).unwrap()[0], 0);
    fs::write(copies.join(&first), &one).unwrap();

    fs::remove_file(here.join(&first)).unwrap();
    fs::write(here.join(&second), b"%PDF-1.4 other").unwrap();
    for args in [&["check"][..], &["evidence", "check"]] {
        let ran = place.run(args);
        assert_eq!(ran.code, Some(1), "{args:?}");
        for (name, what) in [("一.jpg", "不见了"), ("二.pdf", "被改动过")] {
            let said = ran.err.lines().find(|line| line.contains(name));
            assert!(said.is_some_and(|line| line.contains(what)), "{args:?}: {}", ran.err);
        }
    }
    let id = added[0]["short"].as_str().unwrap();
    let said = place.run(&["evidence", "save", id, &place.desk.path("出.jpg")]).refused(1);
    assert!(said.contains("不见了") && !place.desk.folder.file("出.jpg").exists());
    // A backup says what it lacks.
    let ran = place.run(&["backup", &place.desk.path("缺.db")]);
    assert_eq!((ran.code, ran.err.lines().count()), (Some(1), 2), "{ran:?}");
    place.run(&["restore", &backup]).done();
    assert!(fs::read(here.join(&first)).unwrap() == one);
    assert!(fs::read(here.join(&second)).unwrap() == two);
    place.run(&["check"]).done();
    // Neither here nor beside the backup.
    fs::remove_file(here.join(&first)).unwrap();
    fs::remove_file(copies.join(&first)).unwrap();
    let ran = place.run(&["restore", &backup]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("一.jpg") && ran.err.contains("不见了"), "{}", ran.err);
    // Handing the file in again makes it good.
    let said = place.run(&["evidence", "add", &files[0], "--notice", NOTICE]).done();
    assert!(said.contains("没有重复附"), "{said}");
    place.run(&["check"]).done();
}

#[test]
fn notices_without_their_signed_scan_are_listed() {
    for place in Place::both() {
        let answers = place.desk.path("答案.toml");
        place.inspect("丰泽服饰", &answers);
        let listed = |today: &str, more: &[&str]| -> Vec<String> {
            let args = [&["--today", today, "notice", "list", "--unsigned"], more].concat();
            let rows = place.json(&args);
            let mut numbers: Vec<String> = rows
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["number"].as_str().unwrap().to_owned())
                .collect();
            numbers.sort();
            numbers
        };
        let both = [NOTICE, "招联安监整改〔2026〕2号"];
        // Issued on Friday the 20th: Monday is the one working day that they have.
        for today in ["2026-11-20", "2026-11-22", "2026-11-23"] {
            assert!(listed(today, &[]).is_empty(), "{today}");
        }
        assert_eq!(listed("2026-11-24", &[]), both);
        assert_eq!(listed("2026-11-21", &["--workdays", "0"]), both);
        assert!(listed("2026-11-24", &["--workdays", "2"]).is_empty());
        // A photo is no signature; a scan is; a void notice needs none.
        let photo = place.desk.write("现场.jpg", jpeg(PHOTO));
        place.run(&["evidence", "add", &photo, "--notice", NOTICE, "--kind", "photo"]).done();
        assert_eq!(listed("2026-11-24", &[]), both);
        let scan = place.desk.write("签收.pdf", images::pdf(1));
        let added = place.json(&["evidence", "add", &scan, "--notice", NOTICE]);
        assert_eq!(listed("2026-11-24", &[]), both[1..]);
        place.run(&["notice", "void", both[1], "--reason", "写错"]).done();
        assert!(listed("2026-11-24", &[]).is_empty());
        let said = place.run(&["--today", "2026-11-24", "notice", "list", "--unsigned"]).done();
        assert!(said.contains("都附上了"), "{said}");
        let id = added[0]["short"].as_str().unwrap();
        place.run(&["evidence", "withdraw", id, "--reason", "附错"]).done();
        assert_eq!(listed("2026-11-24", &[]), both[..1]);
    }
}
