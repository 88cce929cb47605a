//! A street with something of everything: the sample street, a year old, and by the office's own verbs what it lacks:
//! a major hazard from its finding to its 销号, a refusal, a transfer that came back, a supervision extended and
//! accepted, one of a community, a tip-off that went up and down, an accident, an interview, letters, a row in
//! every ledger.

use serde_json::Value;

use crate::{
    desk::{Desk, Ran},
    papers::library,
};

pub const LAST: &str = "2027-01-15";
pub const WORKSHOP: &str = "恒捷鞋材厂";
pub const COMMUNITY: &str = "招贤社区";
pub const GRID: &str = "招贤一网格";
/// Its street officer, linked leader, safety officer, grid officer.
const STREET: &str = "周安平";
const LEADER: &str = "沈卫东";
const SAFETY: &str = "许建安";
const DISTRICT: &str = "秦执法";
const OFFICER: &str = "郑巧云";

const FOUND: &str = r#"default = "normal"
acceptor = "许建安"
[answers]
q20 = "堵塞"
q23 = "无"
[[hazards]]
item = "q20"
text = "二楼疏散通道堆放鞋材"
disposal = "by_deadline"
days = 14
requirement = "清走鞋材，恢复通道畅通"
interim = "派人值守"
[[hazards]]
item = "q23"
text = "车间东侧电线没有穿管"
disposal = "by_deadline"
days = 14
requirement = "电线穿管"
interim = "停用东侧线路"
[[hazards]]
text = "三楼夹层住人，与车间没有防火分隔"
grade = "major"
disposal = "suspend"
days = 45
requirement = "人员搬离，拆除隔板"
interim = "切断夹层电源"
"#;

const REPORT: &str = r#"responsibility = "厂长黄恒捷负总责"
measures = "人员搬离，拆除隔板"
funds = "自筹6万元"
time_limit = "2027年1月10日前"
plan = "已编制现场应急处置方案"
partial_stop = "是"
full_stop = "否"
area = "三楼夹层"
categories = "三合一"
mobile = "13805950001"
government_help = "否"
goals = "是"
organization = "是"
safety_plan = "是"
funds_ready = "是"
funds_amount = "6"
plan_on = "2027-01-10"
"#;

pub struct Records {
    pub desk: Desk,
    /// 文号 of the visit's notice; the major hazard is its third.
    pub notice: String,
    pub inspection: String,
    /// One on which somebody of the district went.
    pub of_district: String,
    pub transfer: String,
    pub supervision: String,
    pub of_community: String,
    pub event: String,
    /// By ledger; of 通报督办登记 by kind as well (`accountability/通报`).
    entries: Vec<(String, String)>,
}

impl Records {
    pub fn new() -> Records {
        let desk = Desk::bare();
        let office = desk.office();
        let demo = ["--today", "2026-11-26", "demo", "--no-open", "--data"];
        desk.run(&[&demo[..], &[office.to_str().unwrap()]].concat()).done();
        let mut street = Records {
            desk,
            notice: String::new(),
            inspection: String::new(),
            of_district: String::new(),
            transfer: String::new(),
            supervision: String::new(),
            of_community: String::new(),
            event: String::new(),
            entries: Vec::new(),
        };
        street.set_up();
        street.visit();
        street.major();
        street.others();
        street.event();
        street.ledgers();
        street
    }

    pub fn hazard(&self, no: u8) -> String {
        format!("{}-{no}", self.notice)
    }

    pub fn entry(&self, ledger: &str) -> &str {
        let of = |(code, _): &&(String, String)| code == ledger;
        &self.entries.iter().find(of).unwrap_or_else(|| panic!("no entry of {ledger}")).1
    }

    fn ran(&self, day: &str, who: &str, args: &[&str]) -> Ran {
        self.desk.run(&[&["--today", day, "--as", who], args].concat())
    }

    /// `@name` is a file beside the office.
    fn tell(&self, day: &str, who: &str, line: &str) -> String {
        let word = |word: &str| match word.strip_prefix('@') {
            Some(name) => self.desk.path(name),
            None => word.to_owned(),
        };
        let words: Vec<String> = line.split(' ').map(word).collect();
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let ran = self.ran(day, who, &args);
        assert_eq!(ran.code, Some(0), "{line}: {}", ran.err);
        ran.out
    }

    /// The id of what was opened.
    fn opened(&self, day: &str, who: &str, line: &str) -> String {
        let said = self.tell(day, who, line);
        let (_, id) = said.split_once("（编号 ").unwrap_or_else(|| panic!("{said}"));
        id[..8].to_owned()
    }

    /// What the sample street leaves open.
    fn set_up(&mut self) {
        let day = "2026-11-26";
        self.tell(day, "", "unit edit 招贤社区 --leader 沈卫东");
        let staff = "staff add 郭晓明 --role grid_officer --unit 招贤社区 --phone 0595-22700011 --card AB-1103";
        self.tell(day, "", staff);
        let staff =
            format!("staff add {DISTRICT} --role district_officer --unit 北峰街道 --card FZ-0001");
        self.tell(day, "", &staff);
        self.tell(day, "", "grid assign 招贤一网格 --lead 郑巧云");
        self.tell(day, "", "grid assign 招贤三网格 --lead 郭晓明");
        self.tell(day, OFFICER, "premises verify 恒捷鞋材厂");
        let edit = "premises edit 恒捷鞋材厂 --reg-dept 区工信局 --fire-class 丙 --reason 补登";
        self.tell(day, OFFICER, edit);
        self.tell(day, STREET, "plan make --month 2026-12");
        let campaign = "campaign add 冬春火灾防控 --from 2026-11-26 --to 2027-03-15 --every month --times 1 --report none";
        self.tell(day, STREET, campaign);
        self.tell(
            day,
            OFFICER,
            "premises change 丰美服饰有限公司 --to suspended --reason 订单不足",
        );
        self.desk.write("现场.jpg", crate::images::jpeg(crate::images::PHOTO));
        self.tell(
            day,
            OFFICER,
            "evidence add @现场.jpg --premises 恒捷鞋材厂 --note 车间 --taken-on 2026-11-25",
        );
    }

    fn visit(&mut self) {
        self.desk.write("答案.toml", FOUND);
        let line =
            "--json inspect record --premises 恒捷鞋材厂 --form table4 --answers @答案.toml --by";
        let line = format!("{line} {OFFICER} --by {SAFETY}");
        let said: Value = serde_json::from_str(&self.tell("2026-11-27", OFFICER, &line)).unwrap();
        self.notice = said["notice"]["number"].as_str().unwrap().to_owned();
        self.inspection = said["inspection"].as_str().unwrap().to_owned();
        self.desk.write("正常.toml", "default = \"normal\"\n");
        let line = "--json inspect record --premises 宏佳理发店 --form table4 --answers @正常.toml";
        let line = format!("{line} --by {OFFICER} --by {DISTRICT} --sure");
        let said: Value = serde_json::from_str(&self.tell("2026-11-27", OFFICER, &line)).unwrap();
        self.of_district = said["inspection"].as_str().unwrap().to_owned();
        let line = format!("notice refused {} --witness 刘新 --note 当场离开", self.notice);
        self.tell("2026-11-27", OFFICER, &line);
    }

    fn major(&mut self) {
        let of = self.hazard(3);
        self.desk.write("填报.toml", REPORT);
        self.tell(
            "2026-11-27",
            OFFICER,
            &format!("hazard stop {of} --at 10:30 --measures 停用夹层，撤出12人"),
        );
        self.tell("2026-11-27", OFFICER, &format!("major fill {of} @填报.toml"));
        let step = |day, who, words: &str| {
            self.tell(day, who, &format!("major advance {of} {words}"));
        };
        step("2026-11-30", SAFETY, "verified --opinion 现场核实，情况属实");
        step("2026-11-30", SAFETY, "signed --by 苏主任 --by 李书记");
        step("2026-11-30", "苏主任", "sealed");
        step("2026-12-01", LEADER, "approved --opinion 同意上报");
        step("2026-12-01", STREET, "received --at 15:20");
        step("2026-12-02", STREET, "street_verified --opinion 已停用，正在搬离");
        let open = format!(
            "supervise open {of} --unit 丰泽区安委会办公室 --leader 刘副区长 --deadline 2027-01-11"
        );
        let supervision = self.opened("2026-12-02", STREET, &open);
        self.tell(
            "2026-12-02",
            STREET,
            &format!(
                "paper issue supervision_notice --about {supervision} --set signer=刘副区长 --set plan_by=2026-12-10"
            ),
        );
        let under = |day, who, verb: &str, words: &str| {
            self.tell(day, who, &format!("supervise {verb} {supervision} {words}"));
        };
        under("2026-12-10", OFFICER, "report", "--note 正在拆除");
        under("2026-12-10", STREET, "extend", "--until 2027-01-29 --reason 防火门没有到货");
        under("2026-12-11", LEADER, "grant", "--opinion 同意，期间停用夹层");
        step("2026-12-20", SAFETY, "progress --opinion 隔板已拆除");
        self.tell(
            "2027-01-08",
            SAFETY,
            &format!("hazard recheck {of} --passed --acceptor {SAFETY} --note 夹层已拆除"),
        );
        step("2027-01-08", SAFETY, "accepted --opinion 验收合格");
        self.tell("2027-01-11", SAFETY, &format!("hazard close {of}"));
        self.tell("2027-01-11", STREET, &format!("supervise ask-acceptance {supervision}"));
        under("2027-01-12", LEADER, "accept", "--passed --opinion 治理完毕，同意摘牌");
        under("2027-01-12", STREET, "lift", "--reason 验收合格");
        self.supervision = supervision;
    }

    /// Its second hazard is refused, its first one goes to the fire brigade.
    fn others(&mut self) {
        let (first, second) = (self.hazard(1), self.hazard(2));
        let send = format!(
            "transfer send --hazard {first} --to 丰泽区消防救援大队 --cc 丰泽区应急管理局 --approver {LEADER} --opinion 请依法查处"
        );
        self.transfer = self.opened("2026-12-01", STREET, &send);
        self.tell("2026-12-01", STREET, &format!("paper issue transfer --about {}", self.transfer));
        let answer = |day, verb: &str, words: &str| {
            self.tell(day, STREET, &format!("transfer {verb} {} {words}", self.transfer));
        };
        answer("2026-12-02", "receive", "--by 消防王强");
        answer("2026-12-08", "reply", "--by 消防王强 --opinion 已立案查处");
        answer("2026-12-15", "feed-back", "--by 消防王强 --result 已清理，罚款5000元");
        self.tell(
            "2026-12-14",
            OFFICER,
            &format!("hazard recheck {second} --failed --refused --note 拒绝停用东侧线路"),
        );
        for to in ["street", "police"] {
            self.tell(
                "2026-12-14",
                OFFICER,
                &format!("hazard report {second} --to {to} --reason 拒不整改"),
            );
        }
        self.tell(
            "2026-12-16",
            SAFETY,
            &format!("hazard recheck {first} --passed --acceptor {SAFETY} --note 通道已清空"),
        );
        let unfit = "premises unfit 恒捷鞋材厂 --on 2026-12-14 --reason 住宿与生产合用，无法改造";
        self.tell("2026-12-14", SAFETY, unfit);
        let community = "supervise open --community 招贤社区 --unit 北峰街道 --situation GP-5 --words 三次复查仍未整改";
        self.of_community = self.opened("2026-12-17", LEADER, community);
    }

    fn event(&mut self) {
        let register = "event register --source petition --premises 恒捷鞋材厂 --at 22:30 --content 夜间住人 --informant 热心居民 --phone 13805950009";
        self.event = self.opened("2026-12-01", OFFICER, register);
        let hop = |day, who, verb: &str, words: &str| {
            self.tell(day, who, &format!("event {verb} {} {words}", self.event));
        };
        hop("2026-12-01", OFFICER, "up", "--opinion 超出网格权限");
        hop("2026-12-02", STREET, "assign", "--to section --name 城建科 --helper 招贤社区");
        hop("2026-12-03", STREET, "handle", "--by 城建张工 --note 已清退住宿人员");
        hop("2026-12-04", STREET, "feed-back", "--opinion 已清退");
        hop("2026-12-05", STREET, "feed-back", "--opinion 已清退");
        hop("2026-12-06", OFFICER, "done", "--result 属实，已清退");
        hop("2026-12-07", STREET, "reward", "--amount 500");
    }

    fn ledgers(&mut self) {
        let library = library();
        let mut wrong = Vec::new();
        for ledger in library.ledgers() {
            let kinds = match ledger.code.as_str() {
                "accountability" => vec!["通报", "诫勉谈话", "移送线索"],
                _ => vec![""],
            };
            for kind in kinds {
                let about = match ledger.about {
                    anban::form::facts::About::Premises => vec!["--premises", WORKSHOP],
                    anban::form::facts::About::Hazard => vec!["--hazard", "HAZARD"],
                    _ => vec!["--community", COMMUNITY],
                };
                let mut args: Vec<String> =
                    ["--json", "ledger", "add", &ledger.code].map(str::to_owned).to_vec();
                args.extend(about.into_iter().map(str::to_owned));
                for field in &ledger.fields {
                    let mut value = match (ledger.code.as_str(), field.id.as_str()) {
                        (_, "grid") => GRID.to_owned(),
                        ("list_row", "list") => "出租房清单".to_owned(),
                        ("clue", "situation") => "已取缔".to_owned(),
                        ("appraisal" | "score", "period") => "2026年第四季度".to_owned(),
                        ("score", "unit") => COMMUNITY.to_owned(),
                        ("manual_count", "label") => "停车场".to_owned(),
                        (_, id) if ledger.until.as_deref() == Some(id) => "2027-06-30".to_owned(),
                        (_, id) if id.ends_with("_at") => "9时30分".to_owned(),
                        ("interview", "held_on") => "2027-01-13".to_owned(),
                        ("accident", "happened_on" | "heard_on" | "told_on" | "sent_on") => {
                            "2027-01-14".to_owned()
                        }
                        (
                            "officer" | "officer_exam" | "appraisal" | "attendance" | "reward",
                            "name",
                        )
                        | ("training" | "supplies", "officer" | "people")
                        | ("task", "owner") => OFFICER.to_owned(),
                        _ => field.sample(),
                    };
                    if ledger.code == "accountability" && field.id == "kind" {
                        value = kind.to_owned();
                    }
                    if ledger.code == "accountability" && field.id == "situation" {
                        value = match kind {
                            "诫勉谈话" => "其它应当列入诫勉谈话的情形".to_owned(),
                            "移送线索" => field.options.last().unwrap().clone(),
                            _ => value,
                        };
                    }
                    // What the office proposes is left to it.
                    if field.from.is_empty() || field.kind == anban::form::field::FieldKind::Day {
                        args.extend(["--set".to_owned(), format!("{}={value}", field.id)]);
                    }
                }
                let args: Vec<&str> = args.iter().map(String::as_str).collect();
                let ran = self.ran(LAST, STREET, &args);
                if ran.code != Some(0) {
                    wrong.push(format!("{args:?}: {}", ran.err));
                    continue;
                }
                let said: Value = serde_json::from_str(&ran.out).unwrap();
                let id = said["id"].as_str().unwrap().to_owned();
                if !kind.is_empty() {
                    self.entries.push((format!("{}/{kind}", ledger.code), id.clone()));
                }
                self.entries.push((ledger.code.clone(), id));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }
}
