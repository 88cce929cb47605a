//! Letters as their readers see them: which words on which page, and what stays together.

use chrono::NaiveDate;

use super::*;
use crate::form::letter::Signature;

fn item(number: u32, text: &str) -> Block {
    Block::Item {
        number,
        text: text.to_owned(),
        details: [
            ("整改要求", "立即清理堆放的货物，恢复疏散通道畅通"),
            ("处置方式", "限期整改"),
            ("整改期限", "2026年3月12日前"),
            ("临时措施", "整改完成前安排专人值守，停止在通道内作业"),
            ("依据", "《中华人民共和国消防法》第二十八条"),
        ]
        .map(|(label, text)| (label.to_owned(), text.to_owned()))
        .to_vec(),
    }
}

/// A notice with so many hazards.
fn notice(hazards: u32) -> Letter {
    let paragraph = |text: &str| Block::Paragraph { text: text.to_owned(), flush: false };
    let line = |label: &str, second: &str, dated| Signature {
        label: label.to_owned(),
        second: second.to_owned(),
        second_value: String::new(),
        dated,
    };
    let mut blocks = vec![paragraph(
        "经我社区2026年3月5日检查，你单位（地址：丰泽区北峰街道招联街18号，负责人：王镕堃）存在下列问题：",
    )];
    blocks.extend((1..=hazards).map(|number| {
        item(number, "车间东侧安全出口被货物堵塞，净宽不足0.8米，且未设置疏散指示标志。")
    }));
    blocks.push(paragraph(
        "现要求你单位对上述问题按期整改完毕，达到有关法律法规规章和标准规定的要求。逾期不整改或达不到要求的，将依法上报区应急管理局进行查处；由此造成事故的，依法追究有关人员的责任。",
    ));
    Letter {
        heading: "安全生产监督检查文书".into(),
        title: "整改通知书".into(),
        number: "招联安监整改〔2026〕11号".into(),
        addressee: "泉州市丰泽区䶮㛃服饰有限公司".into(),
        blocks,
        signatures: vec![
            line("安全生产检查人员（签名）", "证号", false),
            line("安全生产检查人员（签名）", "证号", false),
            line("被检查单位负责人（签名）", "", true),
        ],
        issuer: "北峰街道招联社区居民委员会".into(),
        date: NaiveDate::from_ymd_opt(2026, 3, 5),
        footnote: "本文书一式二份：一份由社区存档，一份交被检查单位。".into(),
        copies: vec!["存档联".into(), "企业联".into()],
        qr: "招联安监整改〔2026〕11号 7F3A9C21".into(),
        ..Letter::default()
    }
}

fn pages(letter_: &Letter) -> Vec<Page> {
    letter(letter_, &Fonts::embedded().unwrap(), None).unwrap()
}

#[test]
fn three_hazards_with_details_fit_one_page_a_copy() {
    for hazards in [0, 3] {
        let pages = pages(&notice(hazards));
        assert_eq!(pages.len(), 2, "{hazards} hazards");
        assert!(pages[0].text().contains("存档联") && pages[1].text().contains("企业联"));
        assert!(!pages[0].text().contains("第1页"), "a single page is not numbered");
    }
}

/// The labels of the details that begin at each place of the page, line by line.
fn labels(page: &Page) -> Vec<Vec<(String, i32)>> {
    let mut lines = Vec::new();
    for mark in &page.marks {
        let Mark::Text { x, size, glyphs, .. } = mark else { continue };
        let (mut left, mut word, mut line) = (*x, String::new(), Vec::new());
        let mut begin = left;
        for glyph in glyphs {
            if word.is_empty() {
                begin = left;
            }
            left += glyph.width() * size;
            match glyph.char {
                '：' => {
                    line.push((std::mem::take(&mut word), begin.round() as i32));
                }
                ' ' => word.clear(),
                c => word.push(c),
            }
        }
        line.retain(|(label, _)| {
            ["整改", "处置", "临时", "依据"].iter().any(|of| label.starts_with(of))
        });
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

#[test]
fn the_details_of_all_hazards_stand_at_the_same_places() {
    let mut letter = notice(3);
    let mut set = |at: usize, words: &[&str]| {
        let Block::Item { details, .. } = &mut letter.blocks[at] else { panic!() };
        for ((_, text), words) in details.iter_mut().zip(words) {
            *text = (*words).to_owned();
        }
        details.retain(|(_, text)| !text.is_empty());
    };
    // The second has less to say; on the spot the third has no day.
    set(2, &["拆除", "停业停用撤人", "2026年3月8日前", "断电", "制度"]);
    set(3, &["更换", "当场整改", "", "", ""]);
    let lines = labels(&pages(&letter)[0]);
    let hazards: Vec<_> = lines.chunk_by(|_, next| next[0].0 != "整改要求").collect();
    assert_eq!(hazards.len(), 3, "{lines:?}");
    assert_eq!(hazards[0], hazards[1]);
    assert_eq!(hazards[0].concat().len(), 5);
    assert!(hazards[2].concat().iter().all(|label| hazards[0].concat().contains(label)));
}

#[test]
fn a_long_notice_numbers_the_pages_of_each_copy_and_loses_nothing() {
    let mut long = notice(25);
    if let Block::Item { text, .. } = &mut long.blocks[7] {
        *text = "配电箱未装设剩余电流保护器，电线私拉乱接。".repeat(40);
    }
    let pages = pages(&long);
    let copy = pages.len() / 2;
    assert!(copy > 2);
    for (at, page) in pages.iter().enumerate() {
        let own = format!("第{}页 共{copy}页", at % copy + 1);
        assert!(page.text().contains(&own), "{own}");
    }
    let words: String = pages[..copy].iter().map(Page::text).collect();
    let joined = words.replace('\n', "");
    for number in 1..=25 {
        assert!(joined.contains(&format!("{number}．")), "{number}");
    }
    assert_eq!(joined.matches('配').count(), 40);
    let last = pages[copy - 1].text().replace('\n', "");
    assert!(last.contains("依法追究有关人员的责任"), "{last}");
    assert!(last.contains("2026年3月5日"));
}

#[test]
fn nothing_reaches_out_of_the_page_or_into_the_seal() {
    let mut long = notice(6);
    long.addressee = "泉州市丰泽区北峰街道招联社区".repeat(5);
    let Sheet { left: from, column, height, .. } = Sheet::of(long.look);
    for issuer in ["招联社区", "泉州市丰泽区北峰街道招联社区居民委员会安全办公室"]
    {
        long.issuer = issuer.into();
        for page in pages(&long) {
            let spans: Vec<(f32, f32, f32, String)> = page
                .marks
                .iter()
                .filter_map(|mark| match mark {
                    Mark::Text { x, y, size, glyphs } => {
                        let width: f32 = glyphs.iter().map(|glyph| glyph.width()).sum();
                        let text = glyphs.iter().map(|glyph| glyph.char).collect();
                        Some((*x, x + width * size, *y, text))
                    }
                    _ => None,
                })
                .collect();
            for (left, right, y, text) in &spans {
                assert!(*left >= from - 8.0 && *right <= from + column + 8.0, "{text}");
                assert!(*y < height - 10.0 * MM, "{text}");
            }
            let Some(at) = spans.iter().find(|span| span.3 == issuer) else {
                continue;
            };
            // The square around issuer and date, a little smaller than the seal's.
            let (centre, middle) = ((at.0 + at.1) / 2.0, at.2 + 6.0);
            let half = tail::SEAL / 2.0 - 1.0;
            for (left, right, y, text) in &spans {
                let inside = *right > centre - half
                    && *left < centre + half
                    && (y - middle).abs() < half - 8.0;
                assert!(!inside || text == issuer || text == "2026年3月5日", "{text}");
            }
        }
    }
}

#[test]
fn every_signature_has_room_for_a_hand() {
    for issuer in
        ["招联社区", "北峰街道招联社区居民委员会", "泉州市丰泽区北峰街道招联社区居民委员会"]
    {
        for hazards in [0, 3, 25] {
            let long = Letter { issuer: issuer.into(), ..notice(hazards) };
            let all = pages(&long);
            let page = &all[all.len() - 1];
            let rule = |mark: &Mark| match mark {
                Mark::Rule { from, to, .. } if from.1 == to.1 => Some((from.0, to.0, from.1)),
                _ => None,
            };
            let lines: Vec<(f32, f32)> = page
                .marks
                .iter()
                .filter_map(|mark| match mark {
                    Mark::Text { x, y, glyphs, .. } if glyphs.last()?.char == '：' => {
                        let words: String = glyphs.iter().map(|glyph| glyph.char).collect();
                        words.contains("签名").then_some((*x, *y))
                    }
                    _ => None,
                })
                .collect();
            assert_eq!(lines.len(), long.signatures.len(), "{hazards} {issuer}");
            for (x, y) in lines {
                let blank = page
                    .marks
                    .iter()
                    .filter_map(rule)
                    .find(|&(from, _, at)| from > x && at > y && at - y < 6.0)
                    .unwrap();
                assert!(blank.1 - blank.0 >= 45.0 * MM - 0.01, "{hazards} {issuer} {blank:?}");
            }
        }
    }
}

/// A list of so many rows on a wide sheet, with a line or a grid to sign below it or nothing.
fn list(rows: usize, below: Option<Block>) -> Letter {
    let column = letter_column("单位", 1.0);
    let table = crate::form::letter::Table {
        columns: vec![column],
        rows: (1..=rows).map(|row| vec![format!("第{row}家")]).collect(),
        ..Default::default()
    };
    let mut blocks = vec![Block::Table(table), Block::Space { height: 3.0 }];
    blocks.extend(below);
    Letter { title: "清单".into(), blocks, look: Paper::Wide, ..Letter::default() }
}

fn letter_column(head: &str, width: f32) -> crate::form::letter::Column {
    crate::form::letter::Column { head: head.into(), width, ..Default::default() }
}

#[test]
fn nobody_signs_a_sheet_that_says_nothing_and_no_sheet_is_blank() {
    use crate::form::letter::{Content, Grid, GridCell, GridRow, Words};
    let line = Block::Text {
        words: Words::form("负责人（签名）："),
        face: crate::form::letter::Face::Small,
        align: Default::default(),
        flush: true,
    };
    let cell = GridCell { span: 1, rows: 1, content: Content::Label("主要领导签字".into()) };
    let grid = Grid { columns: vec![1.0], rows: vec![GridRow { height: 12.0, cells: vec![cell] }] };
    let ends =
        [(Some(line), "负责人（签名）"), (Some(Block::Grid(grid)), "主要领导签字"), (None, "第")];
    for (below, signed) in ends {
        // Some of these lists end just where a page does.
        for rows in 20..70 {
            let pages = pages(&list(rows, below.clone()));
            let last = pages[pages.len() - 1].text();
            assert!(
                last.contains(signed) && last.contains(&format!("第{rows}家")),
                "{rows} {last}"
            );
        }
    }
}

#[test]
fn boxes_that_are_filled_by_hand_are_on_the_page_that_is_signed() {
    use crate::form::letter::{Content, Grid, GridCell, GridRow, Words};
    let line = Block::Text {
        words: Words::form("主持人（签名）："),
        face: crate::form::letter::Face::Small,
        align: Default::default(),
        flush: true,
    };
    let labels = ["形势分析", "部署事项", "参加人签到"];
    let boxes = labels.map(|label| GridRow {
        height: 12.0,
        cells: vec![GridCell { span: 1, rows: 1, content: Content::Label(label.into()) }],
    });
    let grid = Block::Grid(Grid { columns: vec![1.0], rows: boxes.to_vec() });
    for rows in 20..70 {
        let mut letter = list(rows, None);
        letter.blocks.extend([grid.clone(), line.clone()]);
        let pages = pages(&letter);
        let last = pages[pages.len() - 1].text();
        for said in labels.into_iter().chain(["主持人（签名）"]) {
            assert!(last.contains(said), "{rows} {last}");
        }
    }
}

#[test]
fn a_high_row_of_a_grid_begins_on_the_page_on_which_there_is_room() {
    use crate::form::letter::{Align as At, Content, Grid, GridCell, GridRow, Words};
    let cell = |content| GridCell { span: 1, rows: 1, content };
    let row = |height, label: &str, text: String| GridRow {
        height,
        cells: vec![
            cell(Content::Label(label.into())),
            cell(Content::Words { words: Words::case(text.as_str()), align: At::Left }),
        ],
    };
    let sign = cell(Content::Sign { label: "主持人（签名）".into(), dated: true });
    for facts in 8..110 {
        let text: Vec<String> =
            (1..=facts).map(|at| format!("{at}．车间东侧安全出口被货物堵塞，净宽不足。")).collect();
        let rows = vec![
            row(9.0, "约谈对象", "招联社区".into()),
            row(24.0, "约谈事由", text.join("\n")),
            row(38.0, "约谈要求", String::new()),
            row(28.0, "表态", String::new()),
            GridRow {
                height: 22.0,
                cells: vec![cell(Content::Label("签名".into())), sign.clone()],
            },
        ];
        let blocks = vec![Block::Grid(Grid { columns: vec![30.0, 134.0], rows })];
        let letter_ =
            Letter { title: "约谈记录".into(), blocks, look: Paper::Form, ..Letter::default() };
        let pages = pages(&letter_);
        let words: String = pages.iter().map(Page::text).collect();
        for at in 1..=facts {
            assert_eq!(words.matches(&format!("\n{at}．车间")).count(), 1, "{facts}: {at}");
        }
        assert!(pages[0].text().contains("5．车间"), "{facts}: the first page is left empty");
        let last = pages.last().unwrap().text();
        assert!(last.contains("主持人") && last.contains("表态"), "{facts}: {last}");
        // Where the row is parted, a rule closes the page and another begins the next.
        let bottom = Sheet::of(Paper::Form).bottom;
        for page in &pages {
            let level =
                |mark: &&Mark| matches!(mark, Mark::Rule { from, to, .. } if from.1 == to.1);
            let rules = page.marks.iter().filter(level).filter_map(|mark| match mark {
                Mark::Rule { from, .. } => Some(from.1),
                _ => None,
            });
            let lowest = rules.fold(0.0, f32::max);
            let inside =
                |mark: &Mark| matches!(mark, Mark::Text { y, .. } if *y > lowest && *y < bottom);
            assert!(!page.marks.iter().any(inside), "{facts}: words below the last rule");
        }
    }
}

/// A register is laid out some rows at a time; nobody sees where one stretch ends and the next begins.
#[test]
fn a_long_list_is_the_same_as_if_it_were_laid_out_at_once() {
    let rows = 3 * rows::TOGETHER + 11;
    let mut long = list(rows, None);
    long.copies = vec!["存档联".into(), "上级联".into()];
    let all = pages(&long);
    let (first, second) = all.split_at(all.len() / 2);
    assert!(first.iter().all(|page| page.text().contains("单位\n")));
    assert!(second.iter().all(|page| page.text().ends_with("上级联\n")));
    let words: String = first.iter().map(Page::text).collect();
    let said: Vec<&str> =
        words.lines().filter(|line| line.starts_with('第') && line.ends_with('家')).collect();
    assert_eq!(said, (1..=rows).map(|row| format!("第{row}家")).collect::<Vec<_>>());
    // No page but the last has room for a row more.
    let counts: Vec<usize> = first.iter().map(|page| page.text().matches('家').count()).collect();
    let (_, full) = counts[1..].split_last().unwrap();
    assert!(full.iter().all(|count| count == &full[0]), "{counts:?}");
    let total = format!("第{} 共{}页", "2页", first.len());
    assert!(first[1].text().contains(&total), "{}", first[1].text());

    let meta =
        Meta { title: "清单".into(), author: "招联社区".into(), date: NaiveDate::default() };
    let fonts = Fonts::embedded().unwrap();
    let bytes = letter_pdf(long.clone(), &fonts, None, &meta).unwrap();
    assert!(bytes == letter_pdf(long.clone(), &Fonts::embedded().unwrap(), None, &meta).unwrap());
    let count = crate::paper::scan(&bytes).unwrap();
    assert_eq!(count, all.len());
}

#[test]
fn an_official_letter_keeps_its_seal_on_the_page_where_it_fits() {
    let text =
        |lines: usize| Block::Paragraph { text: "整改".repeat(14 * lines - 2), flush: false };
    let official = |lines: usize| Letter {
        title: "关于整改的通报".into(),
        blocks: vec![text(lines)],
        issuer: "北峰街道办事处".into(),
        date: NaiveDate::from_ymd_opt(2026, 3, 5),
        look: Paper::Official,
        ..Letter::default()
    };
    let most = (1..22).take_while(|lines| pages(&official(*lines)).len() == 1).last().unwrap();
    let page = &pages(&official(most))[0];
    let bottom = Sheet::of(Paper::Official).bottom;
    let day = page.marks.iter().find_map(|mark| match mark {
        Mark::Text { y, glyphs, .. } if glyphs.last()?.char == '日' => Some(*y),
        _ => None,
    });
    // A line more has no room: the seal, its middle between issuer and day, is all that stands below the text.
    let middle = day.unwrap() - sheet::OFFICIAL_PITCH + sheet::OFFICIAL / 2.0;
    let room = bottom - (middle + tail::SEAL / 2.0);
    assert!((-1.0..sheet::OFFICIAL_PITCH + 1.0).contains(&room), "{most} lines leave {room}");
}

#[test]
fn an_official_letter_is_not_signed_on_a_page_without_its_text() {
    use crate::form::letter::{Face, Words};
    let text = |words: &str| Block::Text {
        words: Words::form(words),
        face: Face::default(),
        align: Default::default(),
        flush: false,
    };
    for lines in 1..50 {
        let said = format!("{}请批示。", "整改".repeat(14 * lines - 4));
        let blocks = [
            said.as_str(),
            "附件：检查记录、整改通知书、复查意见书和现场照片，一式二份，随文报送",
            "（联系人：周安平 0595-22770001）",
        ];
        let letter_ = Letter {
            title: "关于建议关闭的报告".into(),
            blocks: blocks.map(text).to_vec(),
            issuer: "北峰街道办事处".into(),
            date: NaiveDate::from_ymd_opt(2026, 3, 5),
            look: Paper::Official,
            ..Letter::default()
        };
        let pages = pages(&letter_);
        let last = pages.last().unwrap().text();
        assert!(last.contains("北峰街道办事处") && last.contains("请批示"), "{lines}: {last}");
    }
}

#[test]
fn overlay_prints_the_case_and_not_the_form() {
    let letter_ = notice(1);
    let fonts = Fonts::embedded().unwrap();
    let plain = letter(&letter_, &fonts, Some((0.0, 0.0))).unwrap();
    let moved = letter(&letter_, &fonts, Some((2.0, -1.0))).unwrap();
    let text = moved[0].text();
    assert!(text.contains("〔2026〕11号") && text.contains("䶮㛃"));
    for form in ["整改通知书", "存档联", "（签名）", "一式二份"] {
        assert!(!text.contains(form), "{form}");
    }
    let expected = plain[0].marks[0].moved(2.0 * MM, -MM);
    assert_eq!(moved[0].marks[0], expected);
}

#[test]
fn a_character_without_a_font_is_refused_before_printing() {
    let mut letter_ = notice(1);
    letter_.addressee = "王\u{2EBF0}".into();
    assert_eq!(
        letter(&letter_, &Fonts::embedded().unwrap(), None),
        Err(PaperError::MissingGlyphs { chars: vec!['\u{2EBF0}'], within: "王\u{2EBF0}".into() })
    );
}

#[test]
fn the_stub_stands_above_the_copy_that_leaves_the_office() {
    let fonts = Fonts::embedded().unwrap();
    let bare = notice(1);
    let long = "泉州市丰泽区北峰街道招联社区䶮㛃纺织服装鞋帽进出口贸易与电子商务产业园区管理有限责任公司第二分公司东侧厂房";
    for (addressee, copies) in [
        (bare.addressee.as_str(), 2),
        (bare.addressee.as_str(), 1),
        (bare.addressee.as_str(), 0),
        (long, 2),
    ] {
        let mut letter_ = Letter { stub: true, addressee: addressee.into(), ..bare.clone() };
        letter_.copies.truncate(copies);
        let stubbed = pages(&letter_);
        letter_.stub = false;
        let plain = pages(&letter_);
        let (with, others): (Vec<&Page>, Vec<&Page>) =
            stubbed.iter().partition(|page| page.text().contains("（存根）"));
        assert_eq!(with.len(), 1, "{copies} copies");
        assert_eq!(others, plain.iter().take(others.len()).collect::<Vec<_>>());
        assert_eq!(Some(with[0]), stubbed.last());
        let right = Sheet::of(letter_.look).left + Sheet::of(letter_.look).column;
        let (mut above, mut label) = (String::new(), None);
        for mark in &with[0].marks {
            if let Mark::Fill { y, .. } = mark {
                assert!(*y > 101.0 * MM, "the code is cut through");
            }
            let Mark::Text { x, y, size, glyphs } = mark else { continue };
            let words: String = glyphs.iter().map(|glyph| glyph.char).collect();
            let wide: f32 = glyphs.iter().map(|glyph| glyph.width()).sum();
            assert!(x + wide * size < right + 1.0, "{words} ends beyond the column");
            if letter_.copies.last() == Some(&words) {
                label = Some(*y);
            }
            if *y < 99.0 * MM {
                above.push_str(&words);
            }
        }
        // What is cut off says whose it is; which copy it was cut from stands on that.
        assert!(above.contains(addressee) && above.contains(&letter_.number), "{above}");
        assert!(above.contains("2026年3月5日") && above.contains("收件人（签名）"), "{above}");
        assert!(label.is_none_or(|label| label > 99.0 * MM), "{label:?}");
        assert_eq!(label.is_some(), copies > 0);
    }
    // Over a printed sheet: the case's words of the stub, its number across the line too.
    let overlaid = letter(&Letter { stub: true, ..bare }, &fonts, Some((0.0, 0.0))).unwrap();
    let text = overlaid.last().unwrap().text();
    assert_eq!(text.matches("〔2026〕11号").count(), 3, "{text}");
    assert!(!text.contains("存根") && !text.contains("经办人"), "{text}");
}
