use super::*;

const TABLE4: &str = include_str!("../../../forms/checklist/table4.toml");

fn table4() -> Checklist {
    let (form, faults) = parse("table4.toml", TABLE4);
    assert_eq!(faults, []);
    form.expect("a form without faults")
}

/// The words of a cell as they are printed, with empty boxes.
fn cell(group: &Group) -> String {
    let mut text = String::new();
    for item in &group.items {
        text.push_str(&item.ask);
        for option in &item.options {
            text.push('□');
            text.push_str(option);
            for blank in item.blanks.iter().filter(|blank| blank.when == *option) {
                text.push_str(&blank.label);
            }
        }
    }
    text
}

#[test]
fn an_item_that_stands_alone_says_what_it_is_about() {
    let form = table4();
    for (id, name) in [
        ("q01", "营业执照"),
        ("q02", "营业执照是否超期未检"),
        ("q07", "厂长（经理）是否超期未检"),
        ("q11", "特种作业人员是否超期未检"),
        ("q18", "是否出租给无营业执照业户"),
        ("q38", "胶管长度是否超过2米"),
        ("q44", "非法生产经营储存危险品"),
        ("q99", ""),
    ] {
        assert_eq!(form.called(id), name);
    }
}

fn no_space(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The grid of 雁政办发〔2018〕72号 表四, cell by cell as it was published.
const LEFT: [(&str, &str); 7] = [
    ("营业执照", "营业执照：□有  □无  是否超期未检：□是  □否"),
    ("机构与人员", "安全机构成立文件：□有  □无  是否盖章：□有  □无安全专兼职人员：□有  □无  "),
    (
        "安全资格证",
        "厂长（经理）：□有  □无  是否超期未检：□是  □否安全员：□有  □无  是否超期未检：□是  □否特种作业人员：□有  □无  是否超期未检：□是  □否",
    ),
    (
        "规章制度",
        "责任制：□有 □无 教育制度：□有 □无检查制度：□有  □无 事故报告制度：□有  □无 操作规程：□有  □无",
    ),
    ("三合一情况", "生产、储存、居住在同一个建筑物内：□有 □无"),
    ("厂房、场地出租", "是否出租给无营业执照业户□是  □否 是否从事非法生产经营：□是  □否"),
    ("通道出口", "疏散通道：□畅通□堵塞□闭锁 指示标志：□完好□损坏应急照明：□完好□损坏"),
];
const RIGHT: [(&str, &str); 7] = [
    (
        "用电情况",
        "电线套管：□有  □无 乱接乱拉：□有  □无 一闸多机：□有  □无 绝缘破损：□有  □无 闸盖破损：□有 □无",
    ),
    ("机械设备", "旋转传动部位防护：□有 □无 压力机械双按钮：□有□无 "),
    (
        "特种设备",
        "电梯准用证：□有 □无 扶梯准用证：□有 □无 吊车准用证：□有 □无 叉车准用证：□有 □无 锅炉准用证：□有 □无 压力容器准用证：□有 □无 ",
    ),
    (
        "燃气使用",
        "减压阀有无破损：□有□无胶管是否老化：□是□否胶管长度是否超过2米：□是□否胶管连接有无卡扣：□有□无",
    ),
    ("消防器材", "灭火器：□未配置□完好有效□失效  使用标牌：□有 □无"),
    (
        "警示标志和防护",
        "较大危险因素场所设备警示标志：□有 □无厂区内的坑、沟、池、井、陡坡等安全盖板或护栏□有 □无",
    ),
    ("非法生产经营储存危险品", "□有 地址：           生产经营物品名称    数量：       □无"),
];
const NATURE: &str = "□烟花爆竹零售□冶金□机械加工□建材□商店超市□集贸市场□宾（旅）馆□饭店□酒吧茶座咖啡厅□歌舞厅□影剧院□录像厅□网吧□运动健身场所□桑拿洗浴□学校□医院□养老院□幼儿园□停车场□汽车4S店、修理厂□洗衣店";

#[test]
fn table4_says_what_the_published_paper_says() {
    let form = table4();
    for (side, cells) in [(Side::Left, LEFT), (Side::Right, RIGHT)] {
        let printed: Vec<(String, String)> = form
            .groups
            .iter()
            .filter(|group| group.side == side)
            .map(|group| (group.title.clone(), no_space(&cell(group))))
            .collect();
        let published: Vec<(String, String)> =
            cells.iter().map(|(title, text)| ((*title).to_owned(), no_space(text))).collect();
        assert_eq!(printed, published);
    }
    let nature = form.nature.clone().expect("场所性质");
    let printed: String = nature.options.iter().map(|option| format!("□{option}")).collect();
    assert_eq!((nature.label.as_str(), printed.as_str()), ("场所性质", NATURE));
    assert_eq!(
        format!("{}：{}", form.caption, form.title),
        "表四：安全生产网格化监管巡视检查表（村、社区）"
    );
    let head: Vec<&str> = form.head.iter().map(|field| field.label.as_str()).collect();
    assert_eq!(head, ["单位名称", "主要负责人", "地址", "电话", "时间："]);
    assert_eq!(form.signatures, ["巡视检查员签字：", "企业主要负责人签字："]);
    assert_eq!(form.note, "注：此表一式两份，交企业1份，存档1份。");
}

#[test]
fn table4_has_44_items_in_the_order_of_the_paper_and_90_boxes() {
    let form = table4();
    let ids: Vec<String> = form.items().map(|item| item.id.clone()).collect();
    let wanted: Vec<String> = (1..=44).map(|n| format!("q{n:02}")).collect();
    assert_eq!(ids, wanted);
    assert_eq!(form.items().map(|item| item.options.len()).sum::<usize>(), 90);
}

#[test]
fn bad_answers_of_table4_go_by_meaning() {
    let form = table4();
    let bad: Vec<(&str, Vec<&str>)> = form
        .items()
        .map(|item| {
            let words = item.bad.iter().map(|index| item.options[usize::from(*index)].as_str());
            (item.id.as_str(), words.collect())
        })
        .collect();
    for (id, words) in bad {
        let wanted: &[&str] = match id {
            "q20" => &["堵塞", "闭锁"],
            "q21" | "q22" => &["损坏"],
            "q40" => &["未配置", "失效"],
            "q02" | "q07" | "q09" | "q11" | "q18" | "q19" | "q37" | "q38" => &["是"],
            "q17" | "q24" | "q25" | "q26" | "q27" | "q36" | "q44" => &["有"],
            _ => &["无"],
        };
        assert_eq!(words, wanted, "{id}");
    }
}

#[test]
fn a_faulty_form_reports_everything_at_once() {
    let text = r#"schema = "checklist/1"
code = "Table 5"
revision = "一"
caption = "表五"
source = "本办"
note = ""
copies = ["存档联"]
signatures = ["签字："]
head = [{ label = "单位", field = "nmae" }]
[[group]]
title = "用电"
side = "middle"
[[group.item]]
id = "q1"
ask = "套管"
options = ["有", "无"]
bad = ["没有"]
colour = 1
[[group.item]]
id = "q1"
ask = "接拉"
options = ["有", "无"]
bad = ["有"]
[[group.item.draft]]
when = "无"
text = "乱接\u0007乱拉"
grade = "serious"
disposal = "by_deadline"
requirement = "拆除"
basis = "本办"
category = "用电"
"#;
    let (form, faults) = parse("five.toml", text);
    assert_eq!(form, None);
    let shown: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert_eq!(
        shown,
        [
            "five.toml:1：缺少 title：请补一行 title = \"…\"",
            "five.toml:2：code 只能用小写英文字母、数字和下划线，例如 table4",
            "five.toml:3：revision 要写整数，这里写的是文字",
            "five.toml:6：note 是空的：请写上文字",
            "five.toml:9：field 写的是“nmae”，只能写：name、person_in_charge、safety_lead、address、site_address、phone、industry、uscc、date",
            "five.toml:12：side 写的是“middle”，只能写：left、right",
            "five.toml:17：bad 里的“没有”不在 options 里：只能写 有、无",
            "five.toml:18：不认识“colour”：这里只能写 id、ask、options、bad、draft、blank、lapsed；请改正拼写或删去",
            "five.toml:20：检查项编号 id “q1”重复：每个只能出现一次",
            "five.toml:23：“有”算隐患，却没有隐患草稿：请补一段 [[group.item.draft]]，when = \"有\"",
            "five.toml:24：草稿要写 interim：整改期间怎样保证场所安全",
            "five.toml:24：这条隐患草稿写给“无”，但它不在 bad 里：改 when，或把它加进 bad",
            "five.toml:26：text 里有看不见的控制字符：请删去后重新输入",
            "five.toml:27：grade 写的是“serious”，只能写：general、major、unsure",
        ]
    );
}

#[test]
fn broken_toml_is_explained_in_chinese_with_its_line() {
    for (text, line, message) in [
        (
            "schema = \"checklist/1\"\ncode = table4\n",
            2,
            "等号后面要写值：文字要用英文双引号 \"…\" 括起来",
        ),
        ("schema = \"checklist/1\"\nschema = \"x\"\n", 2, "同一个键写了两次：请删去一个"),
        (
            "schema = \"checklist/1\ncode = \"a\"\n",
            1,
            "文字的引号没有成对：请用英文双引号 \"…\" 括起来",
        ),
        ("code =\n", 1, "等号后面要写值：文字要用英文双引号 \"…\" 括起来"),
    ] {
        let (form, faults) = parse("x.toml", text);
        assert_eq!(form, None);
        assert!(
            faults.iter().any(|fault| fault.line == line && fault.message == message),
            "{text}: {faults:?}"
        );
    }
}
