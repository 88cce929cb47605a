//! What goes wrong under the hands of somebody at the desk: said in one sentence, nothing lost.

use std::fs::{self, File};

use anban::{
    domain::unit::Level,
    office::{Office, premises::Fields},
    store::Store,
};

use super::{Bench, day};
use crate::images::{PHOTO, jpeg};

const TABLE_4: &str = include_str!("../../../forms/checklist/table4.toml");

/// The window of a photo or a scan of the first hazard.
fn evidence(bench: &mut Bench) {
    bench.press("F5 Enter End Enter");
    assert!(bench.screen().contains("添照片或扫描件"), "{}", bench.screen());
}

#[test]
fn a_file_that_cannot_be_taken_is_told_in_its_window_and_stays_typed() {
    let mut bench = Bench::new();
    let huge = bench.folder.file("大.pdf");
    File::create(&huge).unwrap().set_len(100 << 20).unwrap();
    fs::write(bench.folder.file("信.jpg"), b"PK\x03\x04word").unwrap();
    let photo = jpeg(PHOTO);
    fs::write(bench.folder.file("半.jpg"), &photo[..photo.len() / 2]).unwrap();
    fs::write(bench.folder.file("好.jpg"), &photo).unwrap();
    evidence(&mut bench);
    let folder = format!("{}/", bench.folder.path().display());
    bench.typed(&folder);
    for (name, said) in [
        ("没有.jpg", "没有这个文件"),
        ("信.jpg", "看起来是Word"),
        ("半.jpg", "不完整"),
        ("大.pdf", "有100MB，超过每份20MB的上限"),
    ] {
        bench.typed(name).press("^S");
        let screen = bench.screen();
        let joined: String = screen.lines().map(|line| line.trim_matches([' ', '│'])).collect();
        assert!(joined.contains(said) && joined.contains(name), "{name}: {screen}");
        assert!(joined.contains("请"), "{screen}");
        name.chars().for_each(|_| {
            bench.press("Back");
        });
    }
    bench.typed("好.jpg").press("^S");
    assert!(bench.screen().contains("佐证"), "{}", bench.screen());
}

#[test]
fn a_form_file_that_changes_under_the_desk_counts_from_the_next_opening() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A mhq 3");
    let own = bench.folder.file("办公室").join("forms/checklist");
    fs::create_dir_all(&own).unwrap();
    let changed = TABLE_4
        .replace("\nrevision = 2\n", "\nrevision = 3\n")
        .replace("ask = \"灭火器：\"", "ask = \"灭火器（含推车式）：\"");
    assert_ne!(changed, TABLE_4);
    fs::write(own.join("table4.toml"), &changed).unwrap();
    // What is being filled in goes on as it began.
    bench.press("^S ^S");
    assert!(bench.screen().contains("整改通知书已编号"), "{}", bench.screen());
    bench.press("5 F3 hjxc Enter F4");
    assert!(bench.screen().contains("已答0/44"), "{}", bench.screen());
    // The next opening asks by the new words; what was signed still has the old ones.
    let mut bench = bench.again();
    bench.press("F3 hjxc Enter F4 mhq");
    assert!(bench.screen().contains("灭火器（含推车式）"), "{}", bench.screen());
    let office = bench.seat.office().unwrap();
    let visits = office.dossier("恒捷鞋材厂").unwrap().inspections;
    let visit = visits.iter().find(|visit| visit.on == day("2026-11-20")).unwrap().id;
    let paper = office.checklist_text(visit, None).unwrap();
    assert!(paper.contains("灭火器：") && !paper.contains("推车式"), "{paper}");

    // Half saved or wrong, it is named with its line, and what to do; put right, the desk opens with everything.
    let own = bench.folder.file("办公室").join("forms/checklist/table4.toml");
    let cut = changed.find("灭火器（含推车式）").unwrap();
    fs::write(&own, &changed[..cut]).unwrap();
    let bench = bench.again();
    let screen = bench.screen();
    assert!(screen.contains("forms/checklist/table4.toml:"), "{screen}");
    assert!(screen.contains("请改好这些地方，或先把文件移出 forms 文件夹"), "{screen}");
    fs::remove_file(&own).unwrap();
    let bench = bench.again();
    assert!(bench.screen().contains("逾期 1"), "{}", bench.screen());
}

#[test]
fn leaving_the_question_about_a_draft_leaves_the_draft() {
    let mut bench = Bench::new();
    bench.press("Alt+l ^D 2 Tab Tab").typed("林安全").press("Tab");
    let mut bench = bench.again();
    bench.press("Alt+l ^D 2 Esc");
    assert!(!bench.screen().contains("主持人"), "{}", bench.screen());
    bench.press("^D 2 1");
    assert!(bench.screen().contains("林安全"), "{}", bench.screen());
}

#[test]
fn what_another_program_registers_is_found() {
    let mut bench = Bench::new();
    bench.press("F3");
    assert!(bench.screen().contains("5/5家"), "{}", bench.screen());
    let mut other = Office::open(&bench.seat.opening).unwrap();
    let fields = Fields { name: Some("新来的食杂店".into()), ..Fields::default() };
    let community = other.units_at(Level::Community).next().unwrap().path.clone();
    other.add_premises(Some(&community), &fields, None).unwrap();
    bench.press("F2 F3");
    assert!(bench.screen().contains("6/6家"), "{}", bench.screen());
    bench.press("xldszd");
    assert!(bench.screen().contains("新来的食杂店"), "{}", bench.screen());
}

#[test]
fn of_the_files_that_stay_in_the_inbox_the_one_that_should_have_gone_is_told() {
    let mut bench = Bench::new();
    let inbox = bench.folder.file("办公室").join("收件");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("a.txt"), "不是照片").unwrap();
    fs::write(inbox.join("招联安监整改〔2026〕1号.pdf"), "%PDF-1.4\n").unwrap();
    bench.press("Alt+s Enter 5");
    let screen = bench.screen();
    let told = screen.split_once("收下0份，2份留在收件里：“").map(|(_, told)| told);
    assert!(told.is_some_and(|told| told.starts_with("招联安监整改〔2026〕1号.pdf”")), "{screen}");
}

#[test]
fn all_that_a_window_lacks_is_told_at_once() {
    for (keys, who, told) in [
        ("Alt+j Tab Tab ^N ^S", "陈一鸣", ["! 这一项要写。"; 2]),
        ("Alt+t ^N 2 ^S", "", ["! 请写责任人的姓名。", "! 请写明事实。"]),
    ] {
        let mut bench = Bench::new().seated(who);
        bench.press(keys);
        let screen = bench.screen();
        assert!(told.iter().all(|told| screen.contains(told)), "{keys}: {screen}");
        assert_eq!(
            screen.matches("! 请写").count() + screen.matches("! 这一").count(),
            2,
            "{screen}"
        );
    }
    let mut bench = Bench::new();
    bench.press("F5 Enter 3 ^S");
    let screen = bench.screen();
    assert!(screen.contains("! 请写日期，如 11-30") && screen.contains("! 请写明原因"), "{screen}");
    bench.press("11-31 Down ^S");
    assert!(bench.screen().contains("“11-31”不是日期"), "{}", bench.screen());
}

#[test]
fn why_a_page_cannot_be_read_is_told_to_its_end_and_no_longer_than_it_holds() {
    let mut bench = Bench::new();
    let database = bench.folder.file("办公室").join("anban.db");
    let batch = |sql: &str| Store::open_file(&database).unwrap().driver.batch(sql).unwrap();
    batch("UPDATE premises_change SET after_entry = '?' || after_entry");
    bench.press("F3 hjxc Enter");
    let joined: String = bench.screen().lines().map(str::trim).collect();
    let said = "有损坏。请先停止录入，不要删除任何文件，用最近一次的备份恢复。";
    assert!(joined.contains(said), "{joined}");
    batch("UPDATE premises_change SET after_entry = substr(after_entry, 2)");
    bench.press("F1 Esc");
    let screen = bench.screen();
    assert!(screen.contains("黄恒捷") && !screen.contains("有损坏"), "{screen}");
}
