//! 表四 as it comes out: every box of the paper, one page, whatever was filled in.

use super::*;
use crate::form::checklist::{Blank, HeadField, Nature};

/// Title; then `ask：option/option` for each question. The words are those of S2 表四.
const LEFT_GROUPS: &[(&str, &[&str])] = &[
    ("营业执照", &["营业执照：有/无", "是否超期未检：是/否"]),
    ("机构与人员", &["安全机构成立文件：有/无", "是否盖章：有/无", "安全专兼职人员：有/无"]),
    (
        "安全资格证",
        &[
            "厂长（经理）：有/无",
            "是否超期未检：是/否",
            "安全员：有/无",
            "是否超期未检：是/否",
            "特种作业人员：有/无",
            "是否超期未检：是/否",
        ],
    ),
    (
        "规章制度",
        &[
            "责任制：有/无",
            "教育制度：有/无",
            "检查制度：有/无",
            "事故报告制度：有/无",
            "操作规程：有/无",
        ],
    ),
    ("三合一情况", &["生产、储存、居住在同一个建筑物内：有/无"]),
    ("厂房、场地出租", &["是否出租给无营业执照业户：是/否", "是否从事非法生产经营：是/否"]),
    ("通道出口", &["疏散通道：畅通/堵塞/闭锁", "指示标志：完好/损坏", "应急照明：完好/损坏"]),
];

const RIGHT_GROUPS: &[(&str, &[&str])] = &[
    (
        "用电情况",
        &[
            "电线套管：有/无",
            "乱接乱拉：有/无",
            "一闸多机：有/无",
            "绝缘破损：有/无",
            "闸盖破损：有/无",
        ],
    ),
    ("机械设备", &["旋转传动部位防护：有/无", "压力机械双按钮：有/无"]),
    (
        "特种设备",
        &[
            "电梯准用证：有/无",
            "扶梯准用证：有/无",
            "吊车准用证：有/无",
            "叉车准用证：有/无",
            "锅炉准用证：有/无",
            "压力容器准用证：有/无",
        ],
    ),
    (
        "燃气使用",
        &[
            "减压阀有无破损：有/无",
            "胶管是否老化：是/否",
            "胶管长度是否超过2米：是/否",
            "胶管连接有无卡扣：有/无",
        ],
    ),
    ("消防器材", &["灭火器：未配置/完好有效/失效", "使用标牌：有/无"]),
    (
        "警示标志和防护",
        &[
            "较大危险因素场所设备警示标志：有/无",
            "厂区内的坑、沟、池、井、陡坡等安全盖板或护栏：有/无",
        ],
    ),
    ("非法生产经营储存危险品", &["有/无"]),
];

const NATURE: &str = "烟花爆竹零售 冶金 机械加工 建材 商店超市 集贸市场 宾（旅）馆 饭店 酒吧茶座咖啡厅 歌舞厅 影剧院 录像厅 网吧 运动健身场所 桑拿洗浴 学校 医院 养老院 幼儿园 停车场 汽车4S店、修理厂 洗衣店";

fn group((title, questions): &(&str, &[&str]), side: Side, count: &mut u32) -> Group {
    let items = questions.iter().map(|question| {
        *count += 1;
        let at = question.find('：').map_or(0, |at| at + '：'.len_utf8());
        let blanks = [("address", "地址："), ("goods", "生产经营物品名称"), ("quantity", "数量：")];
        Item {
            id: format!("q{count:02}"),
            ask: question[..at].to_owned(),
            options: question[at..].split('/').map(str::to_owned).collect(),
            bad: Vec::new(),
            drafts: Vec::new(),
            blanks: if at > 0 {
                Vec::new()
            } else {
                blanks
                    .map(|(id, label)| Blank {
                        id: id.into(),
                        label: label.into(),
                        when: "有".into(),
                    })
                    .to_vec()
            },
            lapsed: Vec::new(),
        }
    });
    Group { title: (*title).to_owned(), side, items: items.collect() }
}

/// 表四 of S2.
fn table4() -> Checklist {
    let mut count = 0;
    let mut groups: Vec<Group> = Vec::new();
    for (side, list) in [(Side::Left, LEFT_GROUPS), (Side::Right, RIGHT_GROUPS)] {
        groups.extend(list.iter().map(|words| group(words, side, &mut count)));
    }
    Checklist {
        code: "table4".into(),
        revision: 1,
        title: "安全生产网格化监管巡视检查表（村、社区）".into(),
        caption: "表四".into(),
        source: "S2".into(),
        note: "注：此表一式两份，交企业1份，存档1份。".into(),
        copies: vec!["企业联".into(), "存档联".into()],
        signatures: vec!["巡视检查员签字".into(), "企业主要负责人签字".into()],
        head: [
            ("时间", "date"),
            ("单位名称", "name"),
            ("主要负责人", "person_in_charge"),
            ("地址", "address"),
            ("电话", "phone"),
        ]
        .map(|(label, field)| HeadField { label: label.into(), field: field.into() })
        .to_vec(),
        nature: Some(Nature {
            label: "场所性质".into(),
            options: NATURE.split(' ').map(str::to_owned).collect(),
        }),
        groups,
    }
}

fn filled(form: &Checklist) -> Filled {
    let mut answers = vec![Answer::Option(0); form.items().count()];
    answers[3] = Answer::Unchecked;
    answers[4] = Answer::NotApplicable;
    Filled {
        head: [
            "2026年3月5日",
            "泉州市丰泽区䶮㛃服饰有限公司",
            "王镕堃",
            "北峰街道招联街18号",
            "0595-22345678",
        ]
        .map(str::to_owned)
        .to_vec(),
        nature: vec![2, 4],
        answers,
        blanks: vec![("q44".into(), "address".into(), "招联街18号二楼".into())],
        number: "表四〔2026〕35号".into(),
        qr: "表四〔2026〕35号 7F3A9C21".into(),
    }
}

fn boxes(page: &Page) -> (usize, usize) {
    let text = page.text();
    (text.matches('□').count(), text.matches('☑').count())
}

#[test]
fn every_box_of_the_paper_is_there_and_only_answers_are_ticked() {
    let form = table4();
    let fonts = Fonts::embedded().unwrap();
    let filled = filled(&form);
    let pages = checklist(&form, &filled, &fonts, None).unwrap();
    assert_eq!(pages.len(), 2);
    assert!(pages[0].text().contains("企业联") && pages[1].text().contains("存档联"));
    // 90 boxes of 44 questions and 22 kinds of place; two questions and 20 kinds are not ticked.
    for page in &pages {
        assert_eq!(boxes(page), (90 + 22 - 42 - 2, 42 + 2));
    }
    let empty = checklist(&form, &Filled::default(), &fonts, None).unwrap();
    assert_eq!(boxes(&empty[0]), (112, 0));
    let words = empty[0].text().replace(['\n', ' ', '　'], "");
    for (title, questions) in LEFT_GROUPS.iter().chain(RIGHT_GROUPS) {
        assert!(words.contains(title), "{title}");
        for question in *questions {
            let (ask, _) = question.split_once('：').unwrap_or(("", ""));
            assert!(words.contains(ask), "{ask}");
        }
    }
    assert!(words.contains("地址：生产经营物品名称数量：□无"));
}

#[test]
fn what_does_not_concern_the_place_is_said_behind_its_boxes() {
    let form = table4();
    let fonts = Fonts::embedded().unwrap();
    let said = |answers: Vec<Answer>| {
        let pages = checklist(&form, &Filled { answers, ..filled(&form) }, &fonts, None).unwrap();
        assert_eq!(pages.len(), 2, "one page a copy");
        assert!(within(&pages[0]));
        pages[0].text().replace(['\n', ' ', '\u{A0}', '　'], "")
    };
    let words = said(filled(&form).answers);
    assert!(words.contains("安全专兼职人员：□有□无（不涉及）"), "{words}");
    assert!(words.contains("是否盖章：□有□无") && words.matches("不涉及").count() == 1, "{words}");
    // A place that nothing concerns: the words of the paper stay, the remark behind each question.
    let words = said(vec![Answer::NotApplicable; 44]);
    assert_eq!(words.matches("（不涉及）").count(), 44);
    assert_eq!(words.matches('□').count(), 90 + 20);
    assert!(words.contains("数量：□无（不涉及）"), "{words}");
    // It is not torn over two lines.
    let pages = checklist(&form, &filled(&form), &fonts, None).unwrap();
    let torn = |line: &&String| line.contains('涉') && !line.contains("（不涉及）");
    assert_eq!(runs(&pages[0]).iter().find(torn), None);
}

#[test]
fn the_longest_words_still_fit_the_page() {
    let form = table4();
    let mut filled = filled(&form);
    filled.head[1] = "泉州市丰泽区北峰街道䶮".repeat(6);
    filled.head[3] = "福建省泉州市丰泽区北峰街道招联社区工业园".repeat(5);
    for (id, words) in [("address", "招联街"), ("goods", "烟花爆竹"), ("quantity", "12箱")]
    {
        filled.blanks.push(("q44".into(), id.into(), words.repeat(8)));
    }
    let pages = checklist(&form, &filled, &Fonts::embedded().unwrap(), None).unwrap();
    for mark in &pages[0].marks {
        if let crate::paper::page::Mark::Text { x, y, size, glyphs } = mark {
            let width: f32 = glyphs.iter().map(Glyph::width).sum();
            assert!(x + width * size <= LEFT + COLUMN + 1.0);
            assert!(*y <= BOTTOM + 2.0);
        }
    }
}

/// An office's checklist of so many groups of questions of its own.
fn long(groups: usize, questions: usize) -> Checklist {
    let mut form = table4();
    let ask = |number| format!("第{number}问，有限空间作业审批、通风、检测和监护：有/无");
    form.groups = (0..groups)
        .map(|at| {
            let asks: Vec<String> = (0..questions).map(ask).collect();
            let asks: Vec<&str> = asks.iter().map(String::as_str).collect();
            let title = format!("组{at}");
            let side = if at % 2 == 0 { Side::Left } else { Side::Right };
            let items = group(&(&*title, &[]), side, &mut 0);
            let mut count = (at * questions) as u32;
            Group { items: group(&("", &asks), side, &mut count).items, ..items }
        })
        .collect();
    form
}

fn runs(page: &Page) -> Vec<String> {
    page.text().lines().map(|line| line.replace(['\u{A0}', ' ', '　'], "")).collect()
}

/// Every mark is on the sheet, inside its margins.
fn within(page: &Page) -> bool {
    page.marks.iter().all(|mark| match mark {
        crate::paper::page::Mark::Text { x, y, size, glyphs } => {
            let width: f32 = glyphs.iter().map(Glyph::width).sum();
            x + width * size <= LEFT + COLUMN + 1.0 && *y <= HEIGHT - 9.0 * MM
        }
        crate::paper::page::Mark::Rule { from, to, .. } => from.1.max(to.1) <= BOTTOM + 1.0,
        crate::paper::page::Mark::Fill { .. } => true,
    })
}

#[test]
fn a_long_checklist_flows_over_pages_with_its_head_and_one_foot() {
    let form = long(24, 8);
    let fonts = Fonts::embedded().unwrap();
    let filled = Filled { answers: vec![Answer::Option(0); 192], ..filled(&form) };
    let pages = checklist(&form, &filled, &fonts, None).unwrap();
    let count = pages.len() / 2;
    assert!(count >= 3 && pages.len() == 2 * count, "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        let runs = runs(page);
        let has = |words: &str| runs.iter().filter(|run| run.contains(words)).count();
        assert!(within(page), "page {at}");
        assert_eq!(runs.iter().filter(|run| *run == COLUMN_HEAD).count(), 2, "page {at}");
        assert_eq!(has(&format!("第{}页共{count}页", at % count + 1)), 1, "page {at}");
        assert_eq!(has(["企业联", "存档联"][at / count]), 1);
        // Each page says whose it is; the signatures and the note stand whole on the last one.
        assert_eq!(has("表四〔2026〕35号"), 1);
        let last = usize::from(at % count + 1 == count);
        assert_eq!(has("签字："), 2 * last, "page {at}");
        assert_eq!(has("注：此表一式两份"), last);
        // A whole group a page, and no page of signatures alone.
        assert_eq!(page.text().replace([' ', '\u{A0}'], "").matches("：☑有□无").count() % 8, 0);
        assert!(has("☑有") > 0, "page {at}");
        assert_eq!(has("（续）"), 0);
    }
    let boxes: (usize, usize) =
        pages[..count].iter().map(boxes).fold((0, 0), |sum, more| (sum.0 + more.0, sum.1 + more.1));
    assert_eq!(boxes, (192 + 20, 192 + 2));
}

#[test]
fn a_group_higher_than_a_page_is_cut_between_two_questions() {
    let form = long(1, 150);
    let fonts = Fonts::embedded().unwrap();
    let pages = checklist(&form, &Filled::default(), &fonts, None).unwrap();
    let count = pages.len() / 2;
    assert!(count >= 2);
    for (at, page) in pages[..count].iter().enumerate() {
        let text = page.text().replace(['\n', ' ', '\u{A0}'], "");
        // What begins here also ends here.
        assert_eq!(text.matches("问，有限空间").count(), text.matches("监护：□有□无").count());
        assert!(text.matches("问，有限空间").count() > 0 && within(page), "page {at}");
        assert_eq!(text.contains("组0（续）"), at > 0, "page {at}");
    }
}

#[test]
fn the_code_stands_clear_of_every_word() {
    let mut wordy = table4();
    wordy.title = "安全生产网格化监管巡视检查表（村、社区）暨消防安全专项检查登记表".into();
    wordy.head[0].label = "检查时间".into();
    for form in [table4(), wordy, long(24, 8)] {
        let pages = checklist(&form, &filled(&form), &Fonts::embedded().unwrap(), None).unwrap();
        let page = &pages[0];
        let (mut left, mut top, mut right, mut bottom, mut module) =
            (WIDTH, HEIGHT, 0f32, 0f32, QR);
        for mark in &page.marks {
            if let crate::paper::page::Mark::Fill { x, y, w, h } = mark {
                (left, top) = (left.min(*x), top.min(*y));
                (right, bottom) = (right.max(x + w), bottom.max(y + h));
                module = module.min(*h);
            }
        }
        assert!((right - left - QR).abs() < 0.1 && (bottom - top - QR).abs() < 0.1);
        // Four modules around it are white.
        let quiet = 4.0 * module - 0.1;
        for mark in &page.marks {
            let clear = match mark {
                crate::paper::page::Mark::Text { x, y, size, glyphs } => {
                    let width: f32 = glyphs.iter().map(Glyph::width).sum();
                    x + width * size <= left - quiet
                        || *x >= right + quiet
                        || y - 0.88 * size >= bottom + quiet
                        || y + 0.12 * size <= top - quiet
                }
                crate::paper::page::Mark::Rule { from, to, .. } => {
                    from.1.min(to.1) >= bottom + quiet
                }
                crate::paper::page::Mark::Fill { .. } => true,
            };
            assert!(clear, "{mark:?}");
        }
    }
}

#[test]
fn a_checklist_that_fits_has_one_page_and_no_page_number() {
    let form = table4();
    let pages = checklist(&form, &filled(&form), &Fonts::embedded().unwrap(), None).unwrap();
    assert_eq!(pages.len(), 2);
    assert!(!pages[0].text().contains("第1页"));
}

#[test]
fn words_without_end_are_cut_by_lines() {
    let form = table4();
    let mut filled = filled(&form);
    filled.head[3] = "址".repeat(9000);
    filled.blanks.push(("q44".into(), "goods".into(), "物".repeat(9000)));
    let fonts = Fonts::embedded().unwrap();
    let pages = checklist(&form, &filled, &fonts, None).unwrap();
    let words: String = pages[..pages.len() / 2].iter().map(Page::text).collect();
    // The label of the head, that of the question, and the label again on each further page.
    let again = words.replace('\n', "").matches("地址（续）").count();
    assert!(again > 0);
    assert_eq!(words.matches('址').count(), 9000 + 2 + again);
    assert!(words.matches('物').count() >= 9000);
    assert!(pages.iter().all(within));
    filled.head[3] = "\u{2EBF0}".into();
    assert!(checklist(&form, &filled, &fonts, None).is_err());
}

/// Every run of a page that is not blank, with its place.
fn placed(page: &Page) -> Vec<(String, f32, f32, f32)> {
    let run = |mark: &crate::paper::page::Mark| match mark {
        crate::paper::page::Mark::Text { x, y, size, glyphs } => {
            Some((glyphs.iter().map(|glyph| glyph.char).collect(), *x, *y, *size))
        }
        _ => None,
    };
    page.marks.iter().filter_map(run).collect()
}

#[test]
fn overlay_prints_what_was_filled_in_where_the_blank_form_has_its_place() {
    let fonts = Fonts::embedded().unwrap();
    let form = table4();
    let over = |form: &Checklist, filled: &Filled| {
        let pages = checklist(form, filled, &fonts, Some((0.0, 0.0))).unwrap();
        assert!(
            pages
                .iter()
                .flat_map(|page| &page.marks)
                .all(|mark| { !matches!(mark, crate::paper::page::Mark::Rule { .. }) })
        );
        pages
    };
    let ticks = |page: &Page| -> Vec<(String, f32, f32, f32)> {
        placed(page).into_iter().filter(|(text, ..)| text == "☑").collect()
    };
    let plain = Filled { answers: vec![Answer::Option(0); 44], ..filled(&form) };
    let pages = over(&form, &plain);
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[0], pages[1]);
    // Of the form nothing, of the case all.
    let text = pages[0].text();
    for words in ["表四：", "检查", "安全", "□", "签字", "企业联", "联系电话", "注："]
    {
        assert!(!text.contains(words), "{words} in {text}");
    }
    for words in &plain.head {
        assert!(text.contains(words.as_str()), "{words} in {text}");
    }
    assert_eq!(ticks(&pages[0]).len(), 44 + 2);
    // Each tick lies on the box that the blank form has: where the whole print has it when nothing pushes it along.
    let whole = &checklist(&form, &plain, &fonts, None).unwrap()[0];
    let on_whole: Vec<(f32, f32)> = whole
        .marks
        .iter()
        .flat_map(|mark| match mark {
            crate::paper::page::Mark::Text { x, y, size, glyphs } => {
                let mut at = *x;
                let mut boxes = Vec::new();
                for glyph in glyphs {
                    if glyph.char == '☑' {
                        boxes.push((at, *y));
                    }
                    at += glyph.width() * size;
                }
                boxes
            }
            _ => Vec::new(),
        })
        .collect();
    let places = ticks(&pages[0]);
    assert_eq!(on_whole.len(), places.len());
    for ((_, x, y, _), (on_x, on_y)) in places.iter().zip(&on_whole) {
        assert!((x - on_x).abs() < 0.01 && (y - on_y).abs() < 0.01, "{x} {y} {on_x} {on_y}");
    }
    // Whatever else is filled in, it moves nothing.
    let mut wordy = plain.clone();
    wordy.head[1] = "泉州市丰泽区北峰街道䶮㛃纺织服装鞋帽进出口贸易有限责任公司第二分公司".into();
    for (id, words) in [("address", "招联街18号"), ("goods", "烟花爆竹"), ("quantity", "12箱")]
    {
        wordy.blanks.push(("q44".into(), id.into(), words.into()));
    }
    wordy.answers[4] = Answer::NotApplicable;
    let struck = &over(&form, &wordy)[0];
    let text = struck.text();
    for words in ["招联街18号", "烟花爆竹", "12箱", &*wordy.head[1]] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let kept = ticks(struck);
    assert_eq!(kept.len(), places.len() - 1);
    assert!(kept.iter().all(|tick| places.contains(tick)));
    // Both boxes of what does not concern the place are struck.
    assert_eq!((text.matches('／').count(), text.contains("不涉及")), (2, false));
    let moved = &checklist(&form, &plain, &fonts, Some((2.0, -1.0))).unwrap()[0];
    assert_eq!(moved.marks[0], pages[0].marks[0].moved(2.0 * MM, -MM));
    // A form of several pages has its ticks on each.
    let form = long(24, 8);
    let plain = Filled { answers: vec![Answer::Option(0); 192], ..filled(&form) };
    let pages = over(&form, &plain);
    let whole = checklist(&form, &plain, &fonts, None).unwrap();
    assert_eq!(pages.len(), whole.len());
    for (over, whole) in pages.iter().zip(&whole) {
        assert_eq!(ticks(over).len(), boxes(whole).1);
    }
}

#[test]
fn what_no_blank_has_room_for_is_not_printed_over_the_form() {
    let fonts = Fonts::embedded().unwrap();
    let form = table4();
    for (at, label) in [(1, "单位名称"), (4, "联系电话")] {
        let mut filled = filled(&form);
        filled.head[at] = "招联".repeat(60);
        let Err(PaperError::NoRoom { label: named, .. }) =
            checklist(&form, &filled, &fonts, Some((0.0, 0.0)))
        else {
            panic!("{label} is printed");
        };
        assert!(form.head[at].label.starts_with(&named), "{named}");
    }
    let mut filled = filled(&form);
    filled.blanks.push(("q44".into(), "goods".into(), "烟花爆竹".repeat(5)));
    let said = checklist(&form, &filled, &fonts, Some((0.0, 0.0))).unwrap_err().to_string();
    assert!(said.contains("“生产经营物品名称”") && said.contains("请不套打"), "{said}");
    assert!(checklist(&form, &filled, &fonts, None).is_ok());
}
