//! Whose step it is: the leader who is linked to the community approves, another says for whom; and what is over is sent to
//! no department.

use crate::{
    desk::Desk,
    major::{House, boxes, set_up},
};

const HAZARD: &str = "招联安监整改〔2026〕1号-1";

const FOUND: &str = r#"default = "normal"
[[hazards]]
text = "二楼夹层住人，与车间无分隔"
grade = "major"
disposal = "suspend"
days = 30
requirement = "人员搬离，拆除隔板"
interim = "切断夹层电源"
"#;

fn found() -> House {
    let mut house = House { desk: Desk::bare(), database: None, said: Vec::new() };
    set_up(&mut house);
    let answers = house.desk.write("答案.toml", FOUND);
    let record = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
    accepted(&mut house, "2026-11-10", "陈一鸣", &[&record[..], &["--answers", &answers]].concat());
    house
}

fn accepted(house: &mut House, day: &str, who: &str, args: &[&str]) -> String {
    let said = house.hear(day, who, args);
    assert!(!said.contains('✗') || args[0] == "inspect", "{args:?}: {said}");
    said
}

#[test]
fn who_is_linked_to_the_community_approves_or_is_named_by_who_stands_in() {
    let mut house = found();
    let post = ["staff", "add", "许国强", "--role", "linked_leader", "--unit", "北峰街道"];
    accepted(&mut house, "2026-11-10", "", &post);
    let linked = ["unit", "edit", "招联社区", "--leader", "沈卫东（街道党工委副书记）"];
    accepted(&mut house, "2026-11-10", "", &linked);
    // A name that the staff list does not have is told, and taken back.
    let slip = house.hear("2026-11-10", "", &["unit", "edit", "招联社区", "--leader", "沈卫冬"]);
    assert!(slip.contains("✗ 人员名册上没有叫“沈卫冬”的挂钩领导"), "{slip}");
    accepted(&mut house, "2026-11-10", "", &linked);

    let stop = ["hazard", "stop", HAZARD, "--at", "10:30", "--measures", "停用夹层"];
    accepted(&mut house, "2026-11-10", "陈一鸣", &stop);
    let five = ["责任", "措施", "资金", "时限", "预案"].map(|five| format!("{five} = \"有\"\n"));
    let stops = "partial_stop = \"是\"\nfull_stop = \"否\"\n";
    let file = house.desk.write("填报.toml", format!("{}{stops}{}", five.concat(), boxes()));
    accepted(&mut house, "2026-11-10", "陈一鸣", &["major", "fill", HAZARD, &file]);
    let advance = ["major", "advance", HAZARD];
    let signed = |house: &mut House| {
        for (who, step) in [
            ("林安全", &["verified", "--opinion", "属实"][..]),
            ("林安全", &["signed", "--by", "蔡书记", "--by", "王主任"]),
            ("蔡书记", &["sealed"]),
        ] {
            accepted(house, "2026-11-11", who, &[&advance[..], step].concat());
        }
    };
    signed(&mut house);
    // What is filled in otherwise afterwards is signed again: what was signed before is marked, as long as it stands there.
    let other = house.desk.write("改填.toml", "measures = \"人员搬离\"\n");
    house.tell("2026-11-11", "陈一鸣", &["major", "fill", HAZARD, &other]);
    let shown = house.hear("2026-11-11", "林安全", &["major", "show", HAZARD]);
    for line in [
        "社区安全员核实：林安全，属实  （1天，1个工作日）【改填后要重新办】",
        "社区盖章：蔡书记  （0天，0个工作日）【改填后要重新办】",
        "  已办  填报\n  待办  社区安全员核实\n  未到  社区主干双签\n",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    signed(&mut house);
    let approve = |house: &mut House, opinion: &str| {
        let step = ["approved", "--opinion", opinion];
        house.hear("2026-11-12", "许国强", &[&advance[..], &step].concat())
    };
    let said = approve(&mut house, "同意上报");
    assert!(
        said.contains("招联社区登记的挂钩领导是沈卫东（街道党工委副书记），不是许国强"),
        "{said}"
    );
    let said = approve(&mut house, "沈卫东出差，代为审定：同意上报");
    assert!(said.contains("已办“审定”") && !said.contains('✗'), "{said}");

    // The time of the stop stands among the steps of the report.
    let shown = house.hear("2026-11-12", "林安全", &["major", "show", HAZARD]);
    assert!(shown.contains("停业停用撤人：陈一鸣，10:30，停用夹层  （0天，0个工作日）"), "{shown}");
    assert_eq!(shown.matches("【改填后要重新办】").count(), 3, "{shown}");
    assert!(
        shown.contains("  已办  挂钩领导审定\n  待办  街道安办接收\n  未到  街道核实\n"),
        "{shown}"
    );
}

#[test]
fn what_is_closed_is_sent_to_no_department() {
    let mut house = found();
    let regraded =
        FOUND.replace("\"major\"", "\"general\"").replace("\"suspend\"", "\"on_the_spot\"");
    let answers = house.desk.write("答案.toml", regraded.replace("days = 30\n", ""));
    let record = ["inspect", "record", "--premises", "丰泽服饰", "--form", "table4"];
    accepted(&mut house, "2026-11-10", "陈一鸣", &[&record[..], &["--answers", &answers]].concat());
    let second = "招联安监整改〔2026〕2号-1";
    let send = ["transfer", "send", "--hazard", second, "--to", "区住建局", "--approver", "沈卫东"];
    let said = house.hear("2026-11-11", "周安平", &[&send[..], &["--opinion", "请查处"]].concat());
    assert!(said.contains("已经了结（已销号），不用再移送抄告"), "{said}");
}

/// Papers come back signed: of a supervision and of any paper that was issued, as of a notice.
#[test]
fn the_signed_scan_of_a_supervision_and_of_an_issued_paper_is_attached() {
    let mut house = found();
    let id = |said: &str| said.split_once("（编号 ").unwrap().1[..8].to_owned();
    let open = ["supervise", "open", "--community", "招联社区", "--unit", "北峰街道"];
    let why = ["--situation", "GP-5", "--words", "三次复查仍未整改"];
    let said = accepted(&mut house, "2026-11-11", "沈卫东", &[&open[..], &why].concat());
    let supervision = id(&said);
    let scan = house.desk.write("签收.pdf", crate::images::pdf(1));
    let attach = |house: &mut House, flag: &str, of: &str| {
        accepted(house, "2026-11-12", "周安平", &["evidence", "add", &scan, flag, of]);
        house.hear("2026-11-12", "周安平", &["evidence", "list", flag, of])
    };
    let listed = attach(&mut house, "--supervision", &supervision);
    assert!(listed.contains("签收.pdf") && listed.contains("扫描件"), "{listed}");
    let send = ["transfer", "send", "--hazard", HAZARD, "--to", "区住建局", "--approver", "沈卫东"];
    let said = accepted(
        &mut house,
        "2026-11-11",
        "周安平",
        &[&send[..], &["--opinion", "请查处"]].concat(),
    );
    let sent = id(&said);
    let phone = ["--set", "handler_phone=0595-22700001"];
    let issue = ["paper", "issue", "transfer", "--about", &sent];
    accepted(&mut house, "2026-11-11", "周安平", &[&issue[..], &phone].concat());
    let listed = attach(&mut house, "--document", "北峰安监抄告〔2026〕1号");
    assert!(listed.contains("签收.pdf") && listed.contains("扫描件"), "{listed}");
}
