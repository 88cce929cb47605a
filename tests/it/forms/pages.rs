//! What each kind of part prints, in each look.

use std::{collections::BTreeMap, fs, path::Path};

use anban::{
    form::{
        letter::{Block, Column, Content, Grid, GridCell, GridRow, Letter, Look, Table, Words},
        library::Library,
        paper as form,
    },
    office::preview,
    paper::{Fonts, Meta, Page, PaperError, letter, line::wholes, page::Mark, pdf, plain},
};

use crate::tools::{preflight, run};

use super::{day, in_look, pages, sampled};

#[test]
fn every_kind_of_part_in_each_look() {
    for look in ["form", "official", "wide"] {
        insta::assert_snapshot!(
            format!("everything_{look}"),
            plain(&pages(&sampled(&in_look(look))))
        );
    }
}

#[test]
fn a_stored_letter_reads_back_as_it_was() {
    let letter = sampled(&in_look("form"));
    let kept = serde_json::to_string(&letter).unwrap();
    assert_eq!(serde_json::from_str::<Letter>(&kept).unwrap(), letter);
    // One stored before papers had looks.
    let old = r#"{"heading":"","title":"整改通知书","number":"","addressee":"","blocks":[],"signatures":[],
        "issuer":"","date":null,"footnote":"","copies":[],"qr":""}"#;
    assert_eq!(serde_json::from_str::<Letter>(old).unwrap().look, Look::Notice);
}

#[test]
fn table_two_is_the_published_one() {
    let (library, _) = Library::new(&[]);
    let form = library.paper("table2").unwrap();
    let letter = form::fill(form, &Default::default());
    insta::assert_snapshot!("table2_empty", plain(&pages(&letter)[..1]));
}

#[test]
fn every_paper_and_ledger_previews_within_its_page() {
    let (library, _) = Library::new(&[]);
    let codes: Vec<String> = library
        .papers()
        .map(|paper| paper.code.clone())
        .chain(library.ledgers().map(|ledger| ledger.code.clone()))
        .collect();
    assert!(codes.len() > 40);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("previews");
    fs::create_dir_all(&folder).unwrap();
    for code in codes {
        let made = preview::preview(&library, None, &code, day()).unwrap();
        assert!(made.pdf().unwrap().bytes.starts_with(b"%PDF-1.4"), "{code}");
        assert!(!made.text().contains('{'), "{code}: a place is left open");
    }
}

/// Where a mark begins and ends.
fn extent(mark: &Mark) -> (f32, f32, f32, f32) {
    match mark {
        Mark::Text { x, y, size, glyphs } => {
            let width: f32 = glyphs.iter().map(|glyph| glyph.width()).sum();
            (*x, y - 0.88 * size, x + width * size, y + 0.12 * size)
        }
        Mark::Rule { from, to, .. } => {
            (from.0.min(to.0), from.1.min(to.1), from.0.max(to.0), from.1.max(to.1))
        }
        Mark::Fill { x, y, w, h } => (*x, *y, x + w, y + h),
    }
}

#[test]
fn no_mark_leaves_its_page() {
    for look in ["form", "official", "wide"] {
        for page in pages(&sampled(&in_look(look))) {
            for mark in &page.marks {
                let (left, top, right, bottom) = extent(mark);
                let inside = left >= 28.0
                    && top >= 28.0
                    && right <= page.width - 28.0
                    && bottom <= page.height - 28.0;
                assert!(inside, "{look}: {mark:?}");
            }
        }
    }
}

fn register(rows: usize, columns: usize) -> Letter {
    let cells = |row: usize| (0..columns).map(|at| format!("第{row}行第{at}格的文字")).collect();
    Letter {
        look: Look::Wide,
        title: "隐患排查治理问题清单".into(),
        blocks: vec![Block::Table(Table {
            columns: (0..columns)
                .map(|at| Column { head: format!("栏{at}"), width: 10.0, ..Column::default() })
                .collect(),
            rows: (1..=rows).map(cells).collect(),
            ..Table::default()
        })],
        ..Letter::default()
    }
}

#[test]
fn a_long_table_repeats_its_head_and_keeps_its_rows_whole() {
    let pages = pages(&register(200, 8));
    assert!(pages.len() > 5);
    let count = pages.len();
    for (at, page) in pages.iter().enumerate() {
        let text = page.text();
        assert_eq!(text.matches("栏7\n").count(), 1, "page {at}");
        assert!(text.contains(&format!("第{}页 共{count}页", at + 1)));
        // A row is on one page with all of its cells.
        for row in 1..=200 {
            let first = text.replace('\n', "").contains(&format!("第{row}行第0格的文字"));
            let last = text.replace('\n', "").contains(&format!("第{row}行第7格的文字"));
            assert_eq!(first, last, "row {row} on page {at}");
        }
    }
    let all: String = pages.iter().map(Page::text).collect::<String>().replace('\n', "");
    for row in 1..=200 {
        assert_eq!(all.matches(&format!("第{row}行第0格的文字")).count(), 1, "row {row}");
    }
}

#[test]
fn what_is_higher_than_a_page_is_cut_and_nothing_is_lost() {
    let long: String = (0..600).map(|at| format!("第{at}条安全生产隐患。")).collect();
    let grid = |look| Letter {
        look,
        title: "工作日志".into(),
        blocks: vec![Block::Grid(Grid {
            columns: vec![30.0, 120.0],
            rows: vec![GridRow {
                height: 0.0,
                cells: vec![
                    GridCell::new(Content::Label("存在问题".into())),
                    GridCell::new(Content::Words {
                        words: Words::case(&long),
                        align: Default::default(),
                    }),
                ],
            }],
        })],
        ..Letter::default()
    };
    let mut table = register(2, 3);
    if let Block::Table(table) = &mut table.blocks[0] {
        table.rows[1][1] = long.clone();
    }
    for letter in [grid(Look::Form), grid(Look::Wide), table] {
        let pages = pages(&letter);
        assert!(pages.len() > 1);
        for page in &pages {
            for mark in &page.marks {
                assert!(extent(mark).3 < page.height - 28.0, "{mark:?}");
            }
        }
        let all: String = pages.iter().map(Page::text).collect();
        assert_eq!(all.matches('条').count(), 600);
    }
}

#[test]
fn over_a_preprinted_form_only_the_case_is_printed() {
    let fonts = Fonts::embedded().unwrap();
    for look in ["form", "official", "wide"] {
        let letter_ = sampled(&in_look(look));
        let whole = letter(&letter_, &fonts, None).unwrap();
        let plain = letter(&letter_, &fonts, Some((0.0, 0.0))).unwrap();
        let moved = letter(&letter_, &fonts, Some((2.0, -1.0))).unwrap();
        let text: String = plain.iter().map(Page::text).collect();
        for case in
            ["样例鞋材有限公司", "疏散通道", "招联安监样例〔2026〕1号", "36", "2026年11月30日", "☑"]
        {
            assert!(text.contains(case), "{look}: {case}");
        }
        for form in [
            "督促函",
            "安全生产监督检查文书",
            "经查",
            "整改要求",
            "五落实",
            "不同意",
            "负责人意见",
            "序号",
            "合计",
            "□",
            "加油（气）站",
            "签名",
            "一式二份",
            "存档联",
            "存根",
            "送达单位",
            "第1页",
            "— 1 —",
            "年　　月",
        ] {
            assert!(!text.contains(form), "{look}: {form}");
        }
        assert!(
            plain
                .iter()
                .flat_map(|page| &page.marks)
                .all(|mark| !matches!(mark, Mark::Rule { .. })),
            "{look}: rules are on the sheet already"
        );
        assert_eq!(whole.len(), plain.len(), "{look}");
        // Each word stands where it stands on the whole page, then a little to the right and up.
        let place = |pages: &[Page]| {
            let marks = pages[0].marks.iter();
            marks.clone().find_map(|mark| match mark {
                Mark::Text { x, y, glyphs, .. }
                    if glyphs.iter().any(|glyph| glyph.char == '〔') =>
                {
                    Some((*x, *y))
                }
                _ => None,
            })
        };
        let (at, to) = (place(&plain).unwrap(), place(&moved).unwrap());
        assert_eq!(place(&whole), Some(at), "{look}");
        let mm = 72.0 / 25.4;
        assert!((to.0 - at.0 - 2.0 * mm).abs() < 0.01 && (to.1 - at.1 + mm).abs() < 0.01);
    }
}

#[test]
fn a_character_without_a_font_is_named_wherever_it_stands() {
    let rare = '\u{2EBF0}';
    let fonts = Fonts::embedded().unwrap();
    let sample = sampled(&in_look("form"));
    let json = serde_json::to_string(&sample).unwrap();
    for place in [
        "督促函",
        "安全生产监督检查文书",
        "〔2026〕1号",
        "一、基本情况",
        "经查，",
        "存档联",
        "整改要求",
        "清除堆放物",
        "五落实",
        "不同意",
        "负责人（签名）",
        "王五",
        "隐患描述",
        "合计",
        "加油（气）站",
        "检查人员（签名）",
        "证号",
        "一式二份",
        "社区居民委员会",
    ] {
        assert!(json.contains(place), "{place}");
        let spoilt = json.replace(place, &format!("{place}{rare}"));
        let letter_: Letter = serde_json::from_str(&spoilt).unwrap();
        let said = letter(&letter_, &fonts, None);
        let named = matches!(&said, Err(PaperError::MissingGlyphs { chars, within })
            if *chars == [rare] && within.contains(place));
        assert!(named, "{place}: {said:?}");
    }
}

#[test]
fn the_number_runs_across_the_cut_line_of_a_stub() {
    let page = &pages(&sampled(&in_look("form")))[0];
    let mm = 72.0 / 25.4;
    let cut: Vec<&Mark> = page
        .marks
        .iter()
        .filter(|mark| matches!(mark, Mark::Rule { from, to, .. } if from.1 == to.1 && (from.1 - 99.0 * mm).abs() < 0.01))
        .collect();
    assert!(cut.len() > 20, "a dashed line at 99 mm");
    let across = page.marks.iter().any(|mark| {
        let (_, top, _, bottom) = extent(mark);
        matches!(mark, Mark::Text { .. }) && top < 99.0 * mm - 3.0 && bottom > 99.0 * mm + 3.0
    });
    assert!(across);
    let text = page.text();
    assert!(text.contains("（存根）"));
    assert_eq!(text.matches("招联安监样例〔2026〕1号").count(), 3);
}

#[test]
fn a_register_of_two_thousand_rows_is_small() {
    let fonts = Fonts::embedded().unwrap();
    let (library, _) = Library::new(&[]);
    let form = library.paper("problem_list").unwrap();
    let mut facts = form::sample(form, None, day());
    let list = form.tables().next().unwrap().rows.clone();
    let row = facts.rows(&list)[0].clone();
    let rows = (1..=2_000).map(|number| as_a_street_has_it(&library, &row, number)).collect();
    facts.lists.insert(list, rows);
    let mut letter_ = form::fill(form, &facts);
    letter_.copies.clear();
    let pages = letter(&letter_, &fonts, None).unwrap();
    let meta = Meta { title: "问题清单".into(), author: "样例".into(), date: day() };
    let bytes = pdf(&pages, &meta, &fonts).unwrap();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("two_thousand.pdf");
    fs::write(&path, &bytes).unwrap();
    assert!(bytes.len() <= 700 * 1024, "{} bytes on {} pages", bytes.len(), pages.len());
    // Its head is in the file once, and on every page.
    let file = path.to_str().unwrap();
    if let Some((whole, said)) = run("qpdf", &["--check", file]) {
        assert!(whole, "{said}");
    }
    if let Some((read, text)) = run("pdftotext", &["-raw", file, "-"]) {
        assert!(read);
        // Each page of the list has its head; what was put right of earlier lists comes behind it.
        let of_list: Vec<&str> = text.split_inclusive('\u{c}').collect();
        let end = of_list.iter().position(|page| page.contains("合计")).unwrap();
        assert!(end + 2 >= pages.len(), "{end} of {}", pages.len());
        for page in &of_list[..=end] {
            assert_eq!(page.matches("通知书文号").count(), 1, "{page}");
        }
        assert!(text.contains("1998") && text.contains("合计"), "{}", text.len());
    }
    if let Some(said) = preflight(&[file]) {
        assert!(said.contains("is a valid PDF/A-1b file"), "{said}");
    }
}

/// One row of the list with the names, places and words of another hazard in it.
fn as_a_street_has_it(
    library: &Library,
    row: &BTreeMap<String, String>,
    number: usize,
) -> BTreeMap<String, String> {
    // A visit finds three, at one of some 700 premises, by two of a dozen people of the street.
    let visit = number / 3;
    let chance = |of: usize, what: usize| {
        let seed = (of * 64 + what) as u64 + 1;
        let seed = seed.wrapping_mul(6_364_136_223_846_793_005) ^ (seed << 29);
        (seed.wrapping_mul(1_442_695_040_888_963_407) >> 33) as usize
    };
    let pick = |from: &str, many: usize, of: usize, what: usize| -> String {
        let from: Vec<char> = from.chars().collect();
        (0..many).map(|at| from[chance(of, what + at) % from.len()]).collect()
    };
    let person = |of: usize, what: usize| {
        pick("陈林黄张李王吴蔡刘杨许郑谢郭洪曾周叶廖庄苏江吕何罗", 1, of, what)
            + &pick("志文建国明华伟强丽芳燕彬勇斌海山金水秀英玉珍宝荣", 2, of, what + 1)
    };
    let items = library.checklist("table4").unwrap().items();
    let drafts: Vec<_> = items.flat_map(|item| &item.drafts).collect();
    let draft = drafts[chance(number, 0) % drafts.len()];
    let place = pick("一二三四五六七八九东西南北前后中", 1, number, 1)
        + &pick("楼层间区栋库", 1, number, 2);
    let premises = 10_000 + chance(visit, 3) % 700;
    let street = |what: usize| 20_000 + chance(visit, what) % 12;
    let name = pick("恒鑫宏达兴隆永盛佳美华泰荣丰源顺康利德", 3, premises, 4);
    let road = pick("普贤泉山北峰招霞美东西湖", 2, premises, 8);
    let set = [
        ("no", number.to_string()),
        ("premises", format!("{name}鞋服有限公司")),
        ("address", format!("{road}路{}号", chance(premises, 12) % 300 + 1)),
        ("text", format!("{place}{}", draft.text)),
        ("requirement", draft.requirement.clone()),
        ("category", draft.category.clone()),
        ("notice", format!("招联安监整改〔2026〕{}号", visit + 1)),
        ("responsible", person(premises, 14)),
        ("phone", format!("13{}", pick("0123456789", 9, premises, 20))),
        ("owner", person(street(30), 0)),
        ("acceptor", person(street(31), 0)),
        ("inspectors", format!("{}、{}", person(street(30), 0), person(street(32), 0))),
        ("found_on", format!("2026年11月{}日", below_of(visit, 28))),
        ("first_deadline", format!("2026年12月{}日", below_of(visit, 31))),
    ];
    let mut row = row.clone();
    row.extend(set.map(|(name, value)| (name.to_owned(), value)));
    // Half of them are rechecked and closed by then; some are extended, some handed up.
    let happens = [
        (2, &["recheck_on", "recheck_result", "closed_on"][..]),
        (10, &["later_deadline"]),
        (20, &["reported_on", "reported_to"]),
    ];
    for (every, names) in happens {
        for name in names.iter().filter(|_| !number.is_multiple_of(every)) {
            row.insert((*name).to_owned(), String::new());
        }
    }
    row
}

/// From 1 to `most`, another for the next number.
fn below_of(number: usize, most: usize) -> usize {
    number * 7 % most + 1
}

/// No date, telephone number or other number in a table is broken over two lines, whatever stands in the rows.
#[test]
fn numbers_are_whole_in_every_table() {
    let fonts = Fonts::embedded().unwrap();
    let (library, _) = Library::new(&[]);
    let mut tables = 0;
    for form in library.papers() {
        let mut facts = form::sample(form, None, day());
        for table in form.tables() {
            let row = facts.rows(&table.rows)[0].clone();
            let longer = |name: &str, value: &str| match (name, value) {
                ("no", _) => "1998".to_owned(),
                (_, value) if value.contains('年') && value.contains('日') => {
                    "2026年11月28日".to_owned()
                }
                (name, _) if name.contains("phone") => "0595-22886688".to_owned(),
                (_, value) => value.to_owned(),
            };
            let row = row.iter().map(|(name, value)| (name.clone(), longer(name, value)));
            let row: BTreeMap<String, String> = row.collect();
            facts.lists.insert(table.rows.clone(), vec![row; 3]);
        }
        let mut letter_ = form::fill(form, &facts);
        letter_.copies.clear();
        let printed: Vec<String> = letter(&letter_, &fonts, None)
            .unwrap()
            .iter()
            .flat_map(|page| page.text().lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        for block in &letter_.blocks {
            let Block::Table(table) = block else { continue };
            tables += 1;
            for number in table.rows.iter().flatten().flat_map(|cell| wholes(cell)) {
                let whole = printed.iter().any(|line| line.contains(&number));
                assert!(whole || number.chars().count() > 24, "{}: {number}", form.code);
            }
        }
    }
    assert!(tables > 30, "{tables}");
}
