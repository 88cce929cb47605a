//! What the desk says of what it made of one's words, where it is not what was typed, and what is left to be mended.

use anban::{
    office::Opening,
    tui::{app::App, screens::opening::Opening as First, seat::Seat, terminal::input::Input},
};

use super::{BOX, Bench};
use crate::engines::Folder;

/// What was told to be wrong goes as it is mended, not at the next try only.
#[test]
fn a_fault_of_the_checklist_is_gone_when_it_is_mended() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A mhq 3 Enter Down Down Down Alt+c ^S ^S");
    let told = bench.screen();
    assert!(told.contains("有1处要改") && told.contains("临时措施"), "{told}");
    bench.press("Esc");
    assert!(bench.screen().contains("临时措施"), "{}", bench.screen());
    bench.press("^S 1").typed("现场停用").press("^S");
    assert!(!bench.screen().contains("临时措施"), "{}", bench.screen());
}

#[test]
fn a_deadline_that_moved_is_told_with_the_notice() {
    let mut bench = Bench::new();
    // The 28th of November 2026 is a Saturday.
    bench.press("F3 hjxc Enter F4 ^A mhq 3 Enter Down Down Alt+c").typed("11-28").press("^S");
    bench.press("^S ^S");
    let screen = bench.screen();
    assert!(screen.contains("整改通知书已编号"), "{screen}");
    assert!(screen.contains("11月28日为星期六，顺延至"), "{screen}");
}

#[test]
fn what_does_not_fit_into_a_field_is_told() {
    let mut bench = Bench::new();
    bench.press("F3 ^N");
    bench.input(Input::Paste("厂".repeat(300)));
    assert!(bench.screen().contains("“单位名称”最多200个字"), "{}", bench.screen());
}

/// Who compares an entry with the place sees the entry.
#[test]
fn the_window_of_the_verification_shows_what_is_to_be_compared() {
    let mut bench = Bench::new();
    bench.seat.opening.today = Some("2027-06-01".parse().unwrap());
    let mut bench = bench.seated("林安全");
    bench.press("F2 Home");
    for _ in 0..40 {
        if bench.screen().lines().any(|line| line.starts_with('>') && line.contains("核实档案"))
        {
            break;
        }
        bench.press("Down");
    }
    bench.press("Enter 1");
    let screen = bench.screen();
    for words in ["网格：招联一网格", "电话：13805950001", "负责人："] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
}

/// The lines at the foot name the keys that work here.
#[test]
fn a_text_that_is_only_read_offers_no_saving() {
    let mut bench = Bench::new();
    bench.press("^U 6");
    let screen = bench.screen();
    assert!(screen.contains("留痕") && !screen.contains("^S"), "{screen}");
}

fn opened(opening: Opening, folder: Folder) -> Bench {
    let app = App::new(BOX, First::new(opening.clone()));
    let mut bench = Bench { app, seat: Seat::new(opening), size: (80, 24), folder };
    bench.input(Input::Resize(80, 24));
    bench
}

/// A folder that cannot be made is told before anybody answers five questions, to the last word.
#[test]
fn a_folder_that_cannot_be_made_is_told_first() {
    let folder = Folder::new();
    let data = folder.file("不是文件夹");
    std::fs::write(&data, "").unwrap();
    let opening = Opening { data: Some(data.join("办公室")), ..Opening::default() };
    let screen = opened(opening, folder).screen().replace(['\n', ' '], "");
    assert!(screen.contains("建不了文件夹") && screen.contains("请换一个能写的位置"), "{screen}");
    assert!(
        screen.contains("用安办启动时的数据文件夹指定") || screen.contains("指定。"),
        "{screen}"
    );
}

#[test]
fn who_is_not_on_the_list_hears_who_is_and_what_to_press() {
    let mut bench = Bench::new();
    bench.seat.opening.actor = Some("不存在".into());
    let (opening, Bench { folder, .. }) = (bench.seat.opening.clone(), bench);
    let screen = opened(opening, folder).screen();
    assert!(screen.contains("人员中没有“不存在”") && screen.contains("按 Esc 退出"), "{screen}");
}

#[test]
fn communities_written_with_blanks_between_are_several() {
    let folder = Folder::new();
    let opening = Opening { data: Some(folder.file("办公室")), ..Opening::default() };
    let mut bench = opened(opening, folder);
    bench.press("1").typed("泉州市").press("Down").typed("丰泽区").press("Down");
    bench.typed("北峰街道").press("Down").typed("招联社区 霞美社区").press("^S");
    let office = bench.seat.office().unwrap();
    let names: Vec<String> = office
        .units_at(anban::domain::unit::Level::Community)
        .map(|unit| unit.name.clone())
        .collect();
    assert_eq!(names, ["招联社区", "霞美社区"]);
}
