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
    let pages = checklist(&form, &filled, &fonts).unwrap();
    assert_eq!(pages.len(), 2);
    assert!(pages[0].text().contains("企业联") && pages[1].text().contains("存档联"));
    // 90 boxes of 44 questions and 22 kinds of place; two questions and 20 kinds are not ticked.
    for page in &pages {
        assert_eq!(boxes(page), (90 + 22 - 42 - 2, 42 + 2));
    }
    let empty = checklist(&form, &Filled::default(), &fonts).unwrap();
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
fn the_longest_words_still_fit_the_page() {
    let form = table4();
    let mut filled = filled(&form);
    filled.head[1] = "泉州市丰泽区北峰街道䶮".repeat(6);
    filled.head[3] = "福建省泉州市丰泽区北峰街道招联社区工业园".repeat(5);
    for (id, words) in [("address", "招联街"), ("goods", "烟花爆竹"), ("quantity", "12箱")]
    {
        filled.blanks.push(("q44".into(), id.into(), words.repeat(8)));
    }
    let pages = checklist(&form, &filled, &Fonts::embedded().unwrap()).unwrap();
    for mark in &pages[0].marks {
        if let crate::paper::page::Mark::Text { x, y, size, glyphs } = mark {
            let width: f32 = glyphs.iter().map(Glyph::width).sum();
            assert!(x + width * size <= LEFT + COLUMN + 1.0);
            assert!(*y <= BOTTOM + 2.0);
        }
    }
}

#[test]
fn what_cannot_fit_is_refused() {
    let form = table4();
    let mut filled = filled(&form);
    filled.head[3] = "址".repeat(9000);
    assert_eq!(
        checklist(&form, &filled, &Fonts::embedded().unwrap()),
        Err(PaperError::TooLong(form.title.clone()))
    );
    filled.head[3] = "\u{2EBF0}".into();
    assert!(checklist(&form, &filled, &Fonts::embedded().unwrap()).is_err());
}
