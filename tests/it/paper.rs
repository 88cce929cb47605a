//! Finished papers as other programs see them: qpdf, poppler, Apache Preflight.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anban::{
    domain::{answer::Answer, grade::Disposal},
    form::{
        checklist::{Checklist, Filled, Group, HeadField, Item, Nature, Side},
        letter::{Block, Letter, Signature},
        library::Library,
        notice as form,
    },
    paper::{Fonts, Meta, Page, checklist, letter, pdf},
};
use chrono::NaiveDate;

use crate::tools::{preflight, run};

fn notice(hazards: u32) -> Letter {
    let paragraph = |text: &str| Block::Paragraph { text: text.to_owned(), flush: false };
    let details = [
        ("整改要求", "立即清理堆放的货物，恢复疏散通道畅通，并设置疏散指示标志"),
        ("处置方式", "限期整改"),
        ("整改期限", "2026年3月12日前"),
        ("临时措施", "整改完成前安排专人值守，停止在通道内作业（联系电话：0595-22345678）"),
        ("依据", "《中华人民共和国消防法》第二十八条、“十必须”第3项"),
    ]
    .map(|(label, text)| (label.to_owned(), text.to_owned()));
    let sign = |label: &str, second: &str, dated| Signature {
        label: label.to_owned(),
        second: second.to_owned(),
        second_value: String::new(),
        dated,
    };
    let mut blocks = vec![paragraph(
        "经我社区2026年3月5日检查，你单位（地址：丰泽区北峰街道招联街18号，负责人：王镕堃，身份证号35050319900101001X）存在下列问题：",
    )];
    if hazards == 0 {
        blocks = vec![paragraph(
            "经我社区2026年3月5日检查，未发现你单位存在安全隐患。请继续落实安全生产主体责任，加强日常检查。",
        )];
    }
    blocks.extend((1..=hazards).map(|number| Block::Item {
        number,
        text: "车间东侧安全出口被货物堵塞，净宽不足0.8米，且未设置疏散指示标志，共需资金￥12,345.60元。".into(),
        details: details.to_vec(),
    }));
    if hazards > 0 {
        blocks.push(paragraph("其中事故隐患第2项属于重大隐患。"));
        blocks.push(paragraph("现要求你单位对上述问题按期整改完毕，达到有关法律法规规章和标准规定的要求。逾期不整改或达不到要求的，将依法上报区应急管理局进行查处；由此造成事故的，依法追究有关人员的责任。"));
        blocks.push(Block::Ticks {
            label: "处置方式：".into(),
            options: vec![
                ("当场整改".into(), false),
                ("限期整改".into(), true),
                ("停业整改".into(), false),
            ],
        });
    }
    Letter {
        heading: "安全生产监督检查文书".into(),
        title: "整改通知书".into(),
        number: "招联安监整改〔2026〕11号".into(),
        addressee: "泉州市丰泽区䶮㛃𠮷服饰有限公司".into(),
        blocks,
        signatures: vec![
            sign("安全生产检查人员（签名）", "证号", false),
            sign("安全生产检查人员（签名）", "证号", false),
            sign("被检查单位负责人（签名）", "", true),
        ],
        issuer: "北峰街道招联社区居民委员会".into(),
        date: NaiveDate::from_ymd_opt(2026, 3, 5),
        footnote: "本文书一式二份：一份由社区存档，一份交被检查单位。".into(),
        copies: vec!["存档联".into(), "企业联".into()],
        qr: "招联安监整改〔2026〕11号 7F3A9C21".into(),
        ..Letter::default()
    }
}

/// A form of the size of 表四: seven rows, 44 questions with two options each.
fn form() -> (Checklist, Filled) {
    let ask = ["安全机构成立文件：", "是否超期未检：", "责任制："];
    let mut number = 0;
    let group = |side, title: &str, count: usize, number: &mut usize| Group {
        title: title.to_owned(),
        side,
        items: (0..count)
            .map(|_| {
                *number += 1;
                Item {
                    id: format!("q{number:02}"),
                    ask: ask[*number % 3].to_owned(),
                    options: vec!["有".into(), "无".into()],
                    bad: vec![1],
                    drafts: Vec::new(),
                    blanks: Vec::new(),
                    lapsed: Vec::new(),
                }
            })
            .collect(),
    };
    let mut groups = Vec::new();
    for side in [Side::Left, Side::Right] {
        for (title, count) in [
            ("营业执照", 2),
            ("安全资格证", 6),
            ("规章制度", 5),
            ("三合一情况", 1),
            ("通道出口", 3),
            ("厂房、场地出租", 2),
            ("警示标志和防护", 3),
        ] {
            groups.push(group(side, title, count, &mut number));
        }
    }
    let form = Checklist {
        code: "table4".into(),
        revision: 1,
        title: "安全生产网格化监管巡视检查表（村、社区）".into(),
        caption: "表四".into(),
        source: "S2".into(),
        note: "注：此表一式两份，交企业1份，存档1份。".into(),
        copies: vec!["企业联".into(), "存档联".into()],
        signatures: vec!["巡视检查员签字".into(), "企业主要负责人签字".into()],
        head: vec![
            HeadField { label: "时间".into(), field: "date".into() },
            HeadField { label: "单位名称".into(), field: "name".into() },
            HeadField { label: "主要负责人".into(), field: "person_in_charge".into() },
        ],
        nature: Some(Nature {
            label: "场所性质".into(),
            options: vec!["冶金".into(), "饭店".into()],
        }),
        groups,
    };
    let filled = Filled {
        head: ["2026年3月5日", "䶮㛃服饰", "王镕堃"].map(str::to_owned).to_vec(),
        nature: vec![1],
        answers: vec![Answer::Option(1); number],
        number: "表四〔2026〕35号".into(),
        ..Filled::default()
    };
    (form, filled)
}

/// The samples as files in a folder of the test's own: name, pages, path.
fn samples(test: &str) -> Vec<(&'static str, Vec<Page>, PathBuf)> {
    let fonts = Fonts::embedded().unwrap();
    let (form, filled) = form();
    let papers = [
        ("notice-0", letter(&notice(0), &fonts, None).unwrap()),
        ("notice-3", letter(&notice(3), &fonts, None).unwrap()),
        ("notice-25", letter(&notice(25), &fonts, None).unwrap()),
        ("overlay", letter(&notice(2), &fonts, Some((1.0, -2.0))).unwrap()),
        ("checklist", checklist(&form, &filled, &fonts, None).unwrap()),
    ];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("paper").join(test);
    fs::create_dir_all(&folder).unwrap();
    papers
        .into_iter()
        .map(|(name, pages)| {
            let meta = Meta {
                title: format!("整改通知书 {name}"),
                author: "北峰街道招联社区".into(),
                date: NaiveDate::from_ymd_opt(2026, 3, 5).unwrap(),
            };
            let path = folder.join(format!("{name}.pdf"));
            fs::write(&path, pdf(&pages, &meta, &fonts).unwrap()).unwrap();
            (name, pages, path)
        })
        .collect()
}

fn counted(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

#[test]
fn other_programs_read_the_papers_as_we_wrote_them() {
    for (name, pages, path) in samples("read") {
        let file = path.to_str().unwrap();
        if let Some((good, said)) = run("qpdf", &["--check", file]) {
            assert!(good, "{name}: {said}");
        }
        if let Some((_, said)) = run("pdffonts", &[file]) {
            for line in said.lines().skip(2) {
                assert!(line.contains("yes yes yes"), "{name}: {line}");
            }
        }
        if let Some((_, said)) = run("pdftotext", &["-raw", "-enc", "UTF-8", file, "-"]) {
            let ours: String = pages.iter().map(Page::text).collect();
            assert_eq!(counted(&said), counted(&ours), "{name}");
        }
    }
}

#[test]
fn the_papers_are_pdf_a_1b() {
    for (name, _, path) in samples("archive") {
        if let Some(said) = preflight(&[path.to_str().unwrap()]) {
            assert!(said.contains("is a valid PDF/A-1b file"), "{name}: {said}");
        }
    }
}

/// On preprinted stationery stands what this case says, and not a word of the form (README: 只印事实和打的勾).
#[test]
fn a_notice_over_its_preprinted_sheet_has_none_of_the_forms_words() {
    let (library, _) = Library::new(&[]);
    let form = library.notice("rectification").unwrap();
    let fonts = Fonts::embedded().unwrap();
    let hazard = |text: &str, disposal, deadline: Option<&str>| form::NoticeHazard {
        text: text.into(),
        major: true,
        disposal,
        done: false,
        disposal_label: "停产".into(),
        deadline: deadline.map(|day| day.parse().unwrap()),
        requirement: "拆除隔板".into(),
        interim: "断开电源".into(),
        basis: "消防法第十九条".into(),
        responsible: "黄恒捷".into(),
        grid_lead: "陈一鸣".into(),
        acceptor: "林安全".into(),
    };
    let facts = form::NoticeFacts {
        number: "招联安监整改〔2026〕11号".into(),
        addressee: "恒捷鞋材厂".into(),
        address: "普贤路119号".into(),
        inspected_on: "2026-11-22".parse().ok(),
        inspectors: vec![form::Inspector { name: "张三".into(), certificate: "FZ01".into() }],
        hazards: vec![
            hazard("夹层住人", Disposal::ByDeadline, Some("2026-11-30")),
            hazard("电线裸露", Disposal::Suspend, Some("2026-12-07")),
            hazard("灭火器过期", Disposal::OnTheSpot, None),
            hazard("未批先建", Disposal::Refer, None),
        ],
        issuer: "招联社区居委会".into(),
        date: "2026-11-22".parse().ok(),
        ..form::NoticeFacts::default()
    };
    for variant in [form::Variant::Street, form::Variant::District] {
        let whole = form::fill(form, variant, &facts);
        let text: String = letter(&whole, &fonts, Some((0.0, 0.0)))
            .unwrap()
            .iter()
            .flat_map(|page| page.text().lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        for case in
            ["2026年11月22日", "张三", "普贤路119号", "夹层住人", "1、2", "拆除隔板", "黄恒捷"]
        {
            assert!(text.contains(case), "{case}: {text}");
        }
        let words = form.wording(variant);
        let mut fixed = vec![&words.opening, &words.major, &words.suspend, &words.on_the_spot];
        fixed.extend([&words.refer, &words.demand_each, &words.closing, &words.footnote]);
        fixed.extend(words.details.iter().map(|(_, label)| label));
        for template in fixed {
            let outside = template.split('}').map(|part| part.split('{').next().unwrap());
            let pieces = outside.flat_map(|part| part.split(['，', '。', '；']));
            for piece in pieces.filter(|piece| piece.chars().count() > 1) {
                assert!(!text.contains(piece), "{piece}: {text}");
            }
        }
        // Where all of it is printed nothing is missing.
        let all: String =
            letter(&whole, &fonts, None).unwrap().iter().map(|page| page.text()).collect();
        assert!(
            all.replace('\n', "").contains("对你单位（地址：普贤路119号）进行了安全生产检查"),
            "{all}"
        );
    }
}
