use super::*;
use crate::form::field::FieldKind;

fn built_in(path: &str) -> &'static str {
    BUILT_IN.iter().find(|(known, _)| *known == path).expect("a built-in form").1
}

fn check(path: &str, text: &str) -> Vec<Fault> {
    parse(path, text).1
}

fn own(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), text.to_owned())
}

#[test]
fn every_built_in_form_is_without_fault() {
    for &(path, text) in BUILT_IN {
        assert_eq!(check(path, text), [], "{path}");
        let slot = Slot::built_in(&(path, text)).expect("a place for it");
        let form = parse(path, text).0.expect("a form");
        let entry = Entry { path: path.into(), source: text.into(), form, own: false };
        assert_eq!((slot.kind, slot.code.as_str()), (entry.kind(), entry.code()), "{path}");
    }
    let (library, faults) = Library::new(&[]);
    assert_eq!(faults, []);
    let shown: String = library
        .entries()
        // Papers and ledgers have a golden text of their own.
        .filter(|entry| !matches!(entry.kind(), Kind::Paper | Kind::Ledger))
        .map(|entry| {
            format!(
                "{} {} {} {}\n",
                entry.kind().code(),
                entry.code(),
                entry.revision(),
                entry.title()
            )
        })
        .collect();
    assert_eq!(
        shown,
        "checklist table4 2 表四 安全生产网格化监管巡视检查表（村、社区）\n\
         notice rectification 2 整改通知书\n\
         register table2 1 表二 网格内各类单位基本情况统计表\n\
         regime beifeng 1 北峰街道（泉丰北办〔2020〕29号）\n\
         regime yanta 1 雁塔区（雁政办发〔2018〕72号）\n\
         criteria fire_2017 1 重大火灾隐患判定方法（GB 35181-2017 第6章）\n\
         criteria fire_2025 1 重大火灾隐患判定规则（GB 35181-2025）\n\
         criteria gongmao_2023 2 工贸企业重大事故隐患判定标准（应急管理部令第10号（国务院公报2023年第19号））\n\
         calendar 2026 1 2026年放假安排\n\
         region 350503 1 福建省泉州市丰泽区\n\
         region 610113 1 陕西省西安市雁塔区\n\
         map enterprise 1 企业信息导入表\n\
         map problem_list 1 隐患问题导入表\n"
    );
}

#[test]
fn the_offices_own_form_takes_the_place_of_the_built_in_one() {
    let text = built_in("regime/beifeng.toml").replace("grace_workdays = 3", "grace_workdays = 5");
    let (library, faults) =
        Library::new(&[own("regime/ours.toml", &text), own("regime/说明.txt", "不是表单")]);
    assert_eq!(faults, []);
    let regime = library.regime("beifeng").expect("a regime");
    assert_eq!(regime.recheck.grace_workdays, 5);
    assert_eq!(library.source(Kind::Regime, "beifeng"), Some(text.as_str()));
    assert_eq!(library.entries().count(), BUILT_IN.len());
}

#[test]
fn a_faulty_own_form_is_reported_and_the_built_in_one_stays() {
    let broken =
        built_in("regime/beifeng.toml").replace("grace_workdays = 3", "grace_workdays = \"三\"");
    let twice = built_in("regime/yanta.toml");
    let (library, faults) = Library::new(&[
        own("regime/beifeng.toml", &broken),
        own("regime/yanta.toml", twice),
        own("regime/yanta2.toml", twice),
        own("odd.toml", "# 注释\nschema = \"poster/1\"\n"),
        own("empty.toml", ""),
    ]);
    let regime = library.regime("beifeng").expect("a regime");
    assert_eq!(regime.recheck.grace_workdays, 3);
    let shown: Vec<String> = faults.iter().take(4).map(Fault::to_string).collect();
    let line =
        broken.lines().position(|line| line.starts_with("grace_workdays")).expect("the line") + 1;
    assert_eq!(
            shown,
            [
                format!("regime/beifeng.toml:{line}：grace_workdays 要写整数，这里写的是文字"),
                "regime/yanta2.toml:1：与 regime/yanta.toml 的 code 相同（yanta）：请删去一个文件，或改用别的 code".to_owned(),
                "odd.toml:2：不认识的 schema“poster/1”：只能写 checklist/1、notice/1、paper/1、ledger/1、register/1、regime/1、criteria/1、calendar/1、region/1、map/1".to_owned(),
                "empty.toml:1：缺少 schema：请补一行 schema = \"…\"".to_owned(),
            ]
        );
}

#[test]
fn a_file_cut_off_anywhere_is_refused_with_a_line_of_its_own() {
    for &(path, text) in BUILT_IN {
        let whole = text.trim_end().chars().count();
        for cut in (0..whole).step_by((whole / 40).max(1)) {
            let part: String = text.chars().take(cut).collect();
            let lines = part.split('\n').count();
            for fault in check(path, &part) {
                assert!((1..=lines).contains(&fault.line), "{cut}: {fault}");
                assert!(!fault.message.is_empty());
            }
        }
    }
}

#[test]
fn a_file_saved_by_notepad_says_the_same() {
    for &(path, text) in BUILT_IN {
        let saved = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(parse(path, &saved), parse(path, text), "{path}");
    }
}

/// What may have a fraction in a ledger: marks, hours and days, money. People and things are counted whole.
#[test]
fn nobody_counts_half_a_thing() {
    const PARTS: [&str; 14] = [
        "accident/loss",
        "appraisal/ability",
        "appraisal/attitude",
        "appraisal/performance",
        "attendance/days",
        "drill/minutes",
        "officer_exam/hours",
        "officer_exam/score",
        "oversight/book",
        "oversight/dossiers",
        "oversight/grids",
        "oversight/lists",
        "score/score",
        "training/hours",
    ];
    let (library, _) = Library::new(&[]);
    let mut parts: Vec<String> = Vec::new();
    for ledger in library.ledgers() {
        let numbers = ledger.fields.iter().filter(|field| field.kind == FieldKind::Number);
        let parted = numbers.filter(|field| !field.whole);
        parts.extend(parted.map(|field| format!("{}/{}", ledger.code, field.id)));
    }
    parts.sort_unstable();
    assert_eq!(parts, PARTS);
}
