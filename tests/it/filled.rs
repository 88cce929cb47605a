//! The filled checklist as paper: what it says is kept when the inspection is recorded, its code and its notice's say what is
//! kept, and one of an office's own takes as many pages as it needs.

use std::{fmt::Write, fs, path::Path};

use anban::store::{Driver, papers::sha};
use lopdf::Document;
use serde_json::Value;

use crate::{evidence::Place, picture::Picture, tools::run};

const NOTICE: &str = "招联安监整改〔2026〕1号";

fn text(place: &Place, notice: &str) -> String {
    place.run(&["inspect", "print", notice, "--text"]).done()
}

/// The same, page by page.
fn pages(place: &Place, notice: &str) -> Vec<String> {
    let file = place.desk.path("文字.txt");
    place.run(&["inspect", "print", notice, "--text", "-o", &file]).done();
    fs::read_to_string(file).unwrap().split('\u{c}').map(str::to_owned).collect()
}

fn print(place: &Place, what: &str, name: &str) -> String {
    let file = place.desk.path(name);
    place.run(&[what, "print", NOTICE, "-o", &file]).done();
    file
}

#[test]
fn a_checklist_says_what_it_said_when_it_was_recorded() {
    for place in Place::both() {
        let before = text(&place, NOTICE);
        assert!(before.contains("恒捷鞋材厂") && before.contains("13805950001"), "{before}");
        let edit = ["premises", "edit", "恒捷鞋材厂", "--name", "恒捷新材料厂"];
        let same_day = [&edit[..], &["--phone", "13900000009", "--reason", "更名"]].concat();
        place.run(&same_day).done();
        // On the same day, before it was ever printed.
        assert_eq!(text(&place, NOTICE), before);
        let file = print(&place, "inspect", "表四.pdf");
        assert_eq!(text(&place, NOTICE), before);
        if let Some((_, said)) = run("pdftotext", &["-raw", &file, "-"]) {
            assert!(said.contains("恒捷鞋材厂") && !said.contains("恒捷新材料厂"), "{said}");
            assert!(said.contains("13805950001"), "{said}");
        }
        // A notice that takes the place of a void one changes no paper either: its own bears its number.
        place.run(&["notice", "void", NOTICE, "--reason", "写错"]).done();
        place.run(&["notice", "reissue", NOTICE]).done();
        assert_eq!(text(&place, NOTICE), before);
        let second = "招联安监整改〔2026〕2号";
        assert_eq!(text(&place, second), before.replace(NOTICE, second));
        let two = place.desk.path("表四之二.pdf");
        place.run(&["inspect", "print", second, "-o", &two]).done();
        assert_ne!(std::fs::read(&two).unwrap(), std::fs::read(&file).unwrap());
        assert_eq!(
            std::fs::read(print(&place, "inspect", "再印.pdf")).unwrap(),
            std::fs::read(&file).unwrap()
        );
        // The next one is to the new name.
        place.inspect("恒捷新材料厂", &place.desk.path("答案.toml"));
        assert!(text(&place, "招联安监整改〔2026〕3号").contains("恒捷新材料厂"));
    }
}

/// Words as they are kept, and what their code has to say: number and sha256 of the words without the code.
fn kept(driver: &mut dyn Driver, sql: &str) -> (Value, String) {
    let words = driver.query(sql, &[]).unwrap()[0].text(0).unwrap();
    let value: Value = serde_json::from_str(&words).unwrap();
    let code = value["qr"].as_str().unwrap();
    let blank = words.replace(&serde_json::to_string(code).unwrap(), "\"\"");
    assert_ne!(blank, words);
    let said = format!("{} {}", value["number"].as_str().unwrap(), &sha(blank.as_bytes())[..16]);
    (value, said)
}

#[test]
fn the_codes_on_the_pages_are_number_and_hash_of_what_is_kept() {
    for place in Place::both() {
        let mut store = place.store();
        for (what, sql) in
            [("notice", "SELECT letter FROM notice"), ("inspect", "SELECT words FROM filled")]
        {
            let (words, said) = kept(&mut *store.driver, sql);
            assert_eq!(words["number"], NOTICE);
            assert_eq!(words["qr"], said, "{what}");
            let file = print(&place, what, &format!("{what}.pdf"));
            let pages = Document::load(&file).unwrap().get_pages().len();
            // Each copy has it, sharp enough for a page that was copied or photographed.
            for page in 1..=pages {
                let Some(picture) = Picture::of_page(Path::new(&file), page, 300, what) else {
                    return;
                };
                assert_eq!(picture.code(), said, "{what}, page {page}");
            }
        }
    }
}

/// An office's own checklist of so many questions in so many groups.
fn own(groups: usize, questions: usize) -> String {
    let mut form = r#"schema = "checklist/1"
code = "confined"
revision = 1
title = "有限空间作业专项检查表"
caption = "附表"
source = "本街道"
note = "注：此表一式两份，交企业1份，存档1份。"
copies = ["企业联", "存档联"]
signatures = ["检查人员签字", "企业主要负责人签字"]
head = [
    { label = "单位名称", field = "name" },
    { label = "时间", field = "date" },
]
"#
    .to_owned();
    for at in 0..groups {
        let side = ["left", "right"][at % 2];
        write!(form, "\n[[group]]\ntitle = \"第{}部分\"\nside = \"{side}\"\n", at + 1).unwrap();
        for question in 0..questions {
            let number = at * questions + question + 1;
            write!(
                form,
                r#"
[[group.item]]
id = "q{number:03}"
ask = "{number}．作业审批、通风、检测和监护措施："
options = ["有", "无"]
bad = ["无"]
[[group.item.draft]]
when = "无"
text = "第{number}项没有落实"
grade = "general"
disposal = "by_deadline"
requirement = "落实"
interim = "停止作业"
basis = "作业规程"
category = "其他"
"#
            )
            .unwrap();
        }
    }
    form
}

#[test]
fn a_checklist_of_many_pages_is_recorded_and_printed() {
    let place = Place::file();
    place.desk.write("办公室/forms/checklist/confined.toml", own(12, 14));
    let answers = place.desk.write("专项.toml", "default = \"normal\"\n[answers]\nq100 = \"无\"\n");
    let record = ["--as", "陈一鸣", "inspect", "record", "--premises", "恒捷鞋材厂"];
    place
        .run(&[&record[..], &["--form", "confined", "--answers", &answers, "--sure"]].concat())
        .done();
    let second = "招联安监整改〔2026〕2号";
    let said = pages(&place, second);
    let count = said.len() / 2;
    assert!(count >= 3, "{said:?}");
    for (at, page) in said.iter().enumerate() {
        assert_eq!(page.matches("检查项目和检查情况").count(), 2, "{page}");
        assert!(page.contains(&format!("第{}页 共{count}页", at % count + 1)), "{page}");
        assert!(page.contains(["企业联", "存档联"][at / count]), "{page}");
        assert_eq!(page.contains("检查人员签字："), at % count + 1 == count, "{page}");
        assert!(page.contains("附表：有限空间作业专项检查表") && page.contains(second), "{page}");
    }
    let file = place.desk.path("专项.pdf");
    place.run(&["inspect", "print", second, "-o", &file]).done();
    assert_eq!(Document::load(&file).unwrap().get_pages().len(), said.len());
    if let Some((good, said)) = run("qpdf", &["--check", &file]) {
        assert!(good, "{said}");
    }
    let again = place.desk.path("再印.pdf");
    place.run(&["inspect", "print", second, "-o", &again]).done();
    assert!(fs::read(&file).unwrap() == fs::read(again).unwrap());
    // 表四 stays on one page a copy.
    assert_eq!(pages(&place, NOTICE).len(), 2);
}
