use super::{super::notice_file, *};

fn form() -> NoticeForm {
    let text = include_str!("../../../forms/notice/rectification.toml");
    let (form, faults) = notice_file::parse("rectification.toml", text);
    assert_eq!(faults, []);
    form.expect("a form without faults")
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a day in a test"))
}

fn hazard(text: &str, disposal: Disposal, deadline: Option<NaiveDate>) -> NoticeHazard {
    NoticeHazard {
        text: text.into(),
        major: false,
        disposal,
        done: false,
        disposal_label: "处置".into(),
        deadline,
        requirement: String::new(),
        interim: String::new(),
        basis: String::new(),
        responsible: String::new(),
        grid_lead: String::new(),
        acceptor: String::new(),
    }
}

fn facts(hazards: Vec<NoticeHazard>) -> NoticeFacts {
    NoticeFacts {
        number: "招联安监整改〔2026〕11号".into(),
        addressee: "丰泽服饰有限公司".into(),
        address: "普泽路119号".into(),
        inspected_on: day("2026-11-22"),
        inspectors: vec![
            Inspector { name: "张三".into(), certificate: "FZ01".into() },
            Inspector { name: "李{四}".into(), certificate: String::new() },
        ],
        hazards,
        issuer: "招联社区居委会".into(),
        date: day("2026-11-22"),
        ..NoticeFacts::default()
    }
}

/// The letter as a person reads it.
fn read(letter: &Letter) -> String {
    let mut text = String::new();
    for block in &letter.blocks {
        match block {
            Block::Text { words, .. } => text.push_str(&words.text()),
            Block::Item { number, text: words, details } => {
                text.push_str(&format!("{number}．{words}"));
                for (label, words) in details {
                    text.push_str(&format!("\n  {label}：{words}"));
                }
            }
            Block::Ticks { label, .. } => text.push_str(label),
            other => panic!("a notice has no {other:?}"),
        }
        text.push('\n');
    }
    for line in &letter.signatures {
        text.push_str(&format!(
            "{} {} {} {}\n",
            line.label, line.second, line.second_value, line.dated
        ));
    }
    text
}

const STREET_SIGNATURES: &str = "安全生产检查人员（签名） 证号 FZ01 false
安全生产检查人员（签名） 证号  false
被检查单位负责人（签名）   true
拒绝签名的，见证人（签名）   true
";

#[test]
fn the_street_orders_by_one_day_and_reports_to_the_district() {
    let mut first = hazard("电线未穿管", Disposal::ByDeadline, day("2026-11-30"));
    first.requirement = "穿管敷设".into();
    first.disposal_label = "限期整改".into();
    first.interim = "下班断电".into();
    first.basis = "消防法第二十七条".into();
    first.responsible = "王五".into();
    first.grid_lead = "赵六".into();
    first.acceptor = "钱七".into();
    let mut second = hazard("储存危险品", Disposal::Suspend, day("2026-11-30"));
    second.major = true;
    let letter = fill(&form(), Variant::Street, &facts(vec![first, second]));
    assert_eq!(
            read(&letter),
            format!(
                "2026年11月22日，张三、李{{四}}对你单位（地址：普泽路119号）进行了安全生产检查。经查，你单位存在下列问题：
1．电线未穿管
  整改要求：穿管敷设
  处置方式：限期整改
  整改期限：2026年11月30日前
  临时措施：下班断电
  依据：消防法第二十七条
  整改责任人：王五
  网格责任人：赵六
  验收人：钱七
2．储存危险品
  处置方式：处置
  整改期限：2026年11月30日前
其中事故隐患第2项属于重大隐患。
对第2项隐患，请你单位立即停业整改或者停止使用有关设备设施，从危险区域撤出作业人员；隐患消除并经验收合格前，不得恢复。
现要求你单位对上述问题于2026年11月30日前整改完毕，达到有关法律法规规章和标准规定的要求。逾期不整改或达不到要求的，将依法上报区应急管理局进行查处；由此造成事故的，依法追究有关人员的责任。
{STREET_SIGNATURES}"
            )
        );
    assert_eq!(letter.title, "整改通知书");
    assert_eq!(letter.copies, ["存档联", "企业联"]);
    assert!(letter.footnote.starts_with("本文书一式二份："));
}

#[test]
fn the_demand_names_only_what_is_open() {
    for (hazards, demand) in [
        (
            vec![
                hazard("甲", Disposal::OnTheSpot, None),
                hazard("乙", Disposal::ByDeadline, day("2026-12-07")),
            ],
            Some("现要求你单位对上述第2项问题于2026年12月7日前整改完毕"),
        ),
        (
            vec![
                hazard("甲", Disposal::ByDeadline, day("2026-11-30")),
                hazard("乙", Disposal::Refer, None),
                hazard("丙", Disposal::ByDeadline, day("2026-12-07")),
            ],
            Some("现要求你单位对上述第1、3项问题按各项所列整改期限整改完毕"),
        ),
        (vec![hazard("甲", Disposal::OnTheSpot, None)], None),
    ] {
        let text = read(&fill(&form(), Variant::Street, &facts(hazards)));
        match demand {
            Some(demand) => assert!(text.contains(demand), "{text}"),
            None => assert!(!text.contains("现要求"), "{text}"),
        }
    }
}

#[test]
fn an_inspection_without_hazards_says_so() {
    let letter = fill(&form(), Variant::Street, &facts(Vec::new()));
    let text = read(&letter);
    assert!(text.contains("本次检查未发现事故隐患，无整改事项。"), "{text}");
    assert!(!text.contains("现要求") && !text.contains("逾期"), "{text}");
    assert_eq!(letter.number, "招联安监整改〔2026〕11号");
}

#[test]
fn only_the_district_speaks_of_punishment() {
    let form = form();
    let facts = facts(vec![hazard("甲", Disposal::ByDeadline, day("2026-11-30"))]);
    let street = format!("{:?}", form.street);
    let district = read(&fill(&form, Variant::District, &facts));
    for words in ["行政处罚", "复议", "诉讼", "责令"] {
        assert!(!street.contains(words), "{words}");
    }
    assert!(district.contains(
            "可以依法在60日内向＿＿＿＿＿＿申请行政复议，或者在六个月内依法向＿＿＿＿＿＿人民法院提起行政诉讼"
        ));
}
