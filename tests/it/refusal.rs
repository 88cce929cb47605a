//! A premises that refuses: whom it is told, what the pack says of it; and what no font can print is told in time.

use crate::{
    desk::Desk,
    engines::Schema,
    major::{House, set_up},
};

const HAZARD: &str = "招联安监整改〔2026〕1号-1";
const FOUND: &str = r#"default = "normal"
[[hazards]]
text = "仓库堵塞疏散通道"
grade = "general"
disposal = "by_deadline"
days = 7
requirement = "清空通道"
interim = "专人看守"
"#;

fn house(database: Option<Schema>) -> House {
    let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
    set_up(&mut house);
    house
}

fn found(house: &mut House, answers: &str) -> String {
    let answers = house.desk.write("答案.toml", answers);
    let visit = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
    house.hear("2026-11-10", "陈一鸣", &[&visit[..], &["--answers", &answers]].concat())
}

/// INS-20: 街道安办 and 下派民警, both.
#[test]
fn a_refusal_waits_until_both_are_told() {
    for database in [None, Some(Schema::new())] {
        let mut house = house(database);
        found(&mut house, FOUND);
        let refuse = ["hazard", "recheck", HAZARD, "--failed", "--refused", "--note", "拒绝搬离"];
        house.tell("2026-11-18", "陈一鸣", &refuse);
        let agenda = |house: &mut House| house.hear("2026-11-18", "林安全", &["agenda"]);
        let said = agenda(&mut house);
        assert!(said.contains("报告拒改") && said.contains("街道安办和下派民警"), "{said}");
        let report = |house: &mut House, to: &str| {
            let words = ["hazard", "report", HAZARD, "--to", to, "--reason", "拒不整改"];
            house.hear("2026-11-18", "陈一鸣", &words)
        };
        let said = report(&mut house, "street");
        assert!(said.contains("还要报告下派民警"), "{said}");
        let said = agenda(&mut house);
        assert!(said.contains("拒不整改，还应报告下派民警"), "{said}");
        let said = report(&mut house, "police");
        assert!(said.contains("已报告：") && !said.contains("还要报告"), "{said}");
        assert!(!agenda(&mut house).contains("报告拒改"));
    }
}

#[test]
fn a_character_without_a_font_is_told_when_it_is_registered_and_before_a_number_is_given() {
    let mut house = house(None);
    let day = "2026-11-10";
    let add = ["premises", "add", "甲🔥厂", "--address", "普贤路8号", "--grid", "一网格"];
    let said = house.hear(day, "陈一鸣", &[&add[..], &["--person-in-charge", "王五"]].concat());
    assert!(said.contains("已登记") && said.contains("🔥（U+1F525）"), "{said}");
    assert!(said.contains("请改用常用字") && said.contains("office.toml"), "{said}");
    let roster = house.desk.write("名册二.csv", "单位名称,地址,负责人\n乙🔥厂,普贤路9号,赵六\n");
    let import = ["premises", "import", &roster, "--grid", "一网格"];
    let said = house.hear(day, "陈一鸣", &import);
    assert!(said.contains("新增1家") && said.contains("🔥（U+1F525）"), "{said}");
    // The visit is refused before it takes a number: the next one has the first.
    let answers = house.desk.write("答案.toml", FOUND);
    let visit = |name: &str| {
        ["inspect", "record", "--premises", name, "--form", "table4", "--answers", &answers]
            .map(str::to_owned)
    };
    let words = visit("甲🔥厂");
    let said = house.hear(day, "陈一鸣", &words.each_ref().map(String::as_str));
    assert!(said.contains("✗ 这次检查还没有登记，通知书没有编号") && said.contains("🔥"), "{said}");
    let edit = ["premises", "edit", "甲🔥厂", "--name", "甲火厂", "--reason", "改用常用字"];
    let said = house.hear(day, "陈一鸣", &edit);
    assert!(said.contains("已更正") && !said.contains("没有字体"), "{said}");
    let words = visit("甲火厂");
    let said = house.hear(day, "陈一鸣", &words.each_ref().map(String::as_str));
    assert!(said.contains("招联安监整改〔2026〕1号"), "{said}");
}

#[test]
fn a_standard_out_of_force_is_warned_of_by_its_number_and_left_out_where_the_form_proposes_it() {
    let mut house = house(None);
    let typed = FOUND.replace("requirement", "basis = \"GB 35181-2017 6.2\"\nrequirement");
    let said = found(&mut house, &typed);
    assert!(said.contains("《重大火灾隐患判定方法》") && said.contains("2025年10月31日"), "{said}");
    // table4's own draft of q10 names the standard of 2023, which was not in force yet.
    let answers = house.desk.write("旧.toml", "default = \"normal\"\n[answers]\nq10 = \"无\"\n");
    let visit = ["inspect", "record", "--premises", "丰泽服饰", "--form", "table4", "--answers"];
    for (on, printed) in [("2023-05-01", false), ("2026-11-10", true)] {
        let words = [&visit[..], &[&answers, "--on", on, "--sure"]].concat();
        let said = house.hear("2026-11-10", "陈一鸣", &words);
        assert_eq!(said.contains("没有印全"), !printed, "{on}: {said}");
        let number =
            said.split(['，', '。']).find(|part| part.contains("整改〔")).unwrap_or_default();
        let number = number.trim_start_matches(|c| c != '招');
        let text = house.hear("2026-11-10", "陈一鸣", &["notice", "print", number, "--text"]);
        let text: String = text.split_whitespace().collect();
        assert!(text.contains("《中华人民共和国安全生产法》第三十条"), "{on}: {text}");
        assert_eq!(text.contains("工贸企业重大事故隐患判定标准"), printed, "{on}: {text}");
    }
}
