//! Reports to the level above, told to both engines: what was sent stays as it was sent.

use serde_json::Value;

use anban::{
    sheet::{grid::Cell, read::read_bytes},
    store::{Fault, Store},
};

use crate::{
    desk::{Desk, Ran},
    engines::Schema,
};

mod clues;
mod later;
mod owed;
mod played;
mod put_right;
mod self_reports;
mod sums;

/// A street of two communities, as one of its desks sees it.
pub struct Street {
    pub desk: Desk,
    database: Option<Schema>,
}

const ONE: &str = r#"default = "normal"
[[hazards]]
text = "疏散通道堆放杂物"
grade = "general"
disposal = "by_deadline"
days = 7
requirement = "清除杂物"
interim = "专人值守"
"#;

impl Street {
    pub fn new(database: Option<Schema>, regime: &str, first: &str) -> Street {
        let street = Street { desk: Desk::bare(), database };
        let city = if regime == "yanta" {
            ["西安市", "雁塔区", "电子城街道"]
        } else {
            ["泉州市", "丰泽区", "北峰街道"]
        };
        let [city, district, of] = city;
        let init = ["init", "--city", city, "--district", district, "--street", of];
        let communities =
            ["--community", "招联社区", "--community", "霞美社区", "--regime", regime];
        street.at(first, "", &[&init[..], &communities].concat()).done();
        for (grid, community, officer) in
            [("一网格", "招联社区", "陈一鸣"), ("二网格", "霞美社区", "吴二")]
        {
            street
                .at(first, "", &["grid", "add", grid, "--community", community, "--lead", officer])
                .done();
        }
        for (name, role, unit) in [
            ("陈一鸣", "grid_officer", "招联社区"),
            ("林安全", "safety_officer", "招联社区"),
            ("吴二", "grid_officer", "霞美社区"),
            ("何安全", "safety_officer", "霞美社区"),
            ("郑街道", "street_officer", of),
        ] {
            street.at(first, "", &["staff", "add", name, "--role", role, "--unit", unit]).done();
        }
        let roster = street.desk.write("名册.csv", crate::desk::ROSTER);
        street.at(first, "", &["premises", "import", &roster, "--grid", "一网格"]).done();
        street.desk.write("一条.toml", ONE);
        street
    }

    pub fn at(&self, day: &str, who: &str, args: &[&str]) -> Ran {
        self.desk.on(day, who, self.database.as_ref(), args)
    }

    pub fn inspect(&self, day: &str, on: &str, premises: &str) {
        let answers = self.desk.path("一条.toml");
        let words =
            ["--form", "table4", "--answers", &answers, "--by", "陈一鸣", "--on", on, "--sure"];
        let args = [&["inspect", "record", "--premises", premises], &words[..]].concat();
        self.at(day, "林安全", &args).done();
    }

    /// By somebody who means it, though the period before is owed: most stories begin with one in the middle.
    pub fn submit(&self, day: &str, who: &str, args: &[&str]) -> Ran {
        self.at(day, who, &[&["--json", "report", "submit", "--sure"], args].concat())
    }

    fn text(&self, day: &str, who: &str, args: &[&str]) -> String {
        self.at(day, who, &[&["report"], args, &["--text"]].concat()).done()
    }

    /// `period unit state` of all that is owed under a code.
    pub fn status(&self, day: &str, who: &str, code: &str) -> Vec<String> {
        let owed = self.at(day, who, &["--json", "report", "status"]).json();
        let said = |row: &Value| {
            ["period", "unit", "due", "state_label"]
                .map(|key| row[key].as_str().unwrap().to_owned())
        };
        let rows = owed.as_array().unwrap().iter().filter(|row| row["code"] == code);
        rows.map(|row| said(row).join(" ")).collect()
    }
}

pub fn on_both(story: impl Fn(Option<Schema>)) {
    story(None);
    story(Some(Schema::new()));
}

#[test]
fn a_list_sent_on_the_fifth_stays_as_sent_and_the_next_one_corrects_it() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let list = ["problem_list", "--period", "2026-10"];
        for (day, who, extra, said) in [
            ("2026-10-31", "林安全", &[][..], "要等2026年10月过完再报"),
            ("2026-11-03", "陈一鸣", &[], "不能上报报表"),
            ("2026-11-03", "郑街道", &["--unit", "招联社区"], "不能代报"),
            ("2026-11-03", "郑街道", &[], "请用 --unit 写明是哪个社区"),
            ("2026-11-03", "林安全", &["--zero"], "查出隐患1条，不能作零报告"),
            ("2026-11-03", "何安全", &[], "请作零报告"),
            ("2026-11-03", "何安全", &["--unit", "招联社区"], "“招联社区”不归霞美社区管"),
        ] {
            let refused = street.submit(day, who, &[&list[..], extra].concat()).refused(1);
            assert!(refused.contains(said), "{refused}");
        }
        let sent = street.submit("2026-11-03", "林安全", &list).json();
        assert_eq!((&sent["due"], &sent["late"]), (&"2026-11-05".into(), &false.into()));
        assert_eq!(sent["figures"]["found"], 1);
        let again = street.submit("2026-11-04", "林安全", &list).refused(1);
        assert!(again.contains("已由林安全在2026年11月3日上报"), "{again}");
        let nothing = street.submit("2026-11-06", "何安全", &[&list[..], &["--zero"]].concat());
        assert_eq!(nothing.json()["late"], true);
        let zero = street.text("2026-11-06", "何安全", &list);
        assert!(zero.contains("实行零报告") && zero.contains("合计0条"), "{zero}");
        assert_eq!(
            street.status("2026-11-07", "郑街道", "problem_list"),
            [
                "2026-09 招联社区 2026-09-30 逾期未报",
                "2026-09 霞美社区 2026-09-30 逾期未报",
                "2026-10 招联社区 2026-11-05 已报",
                "2026-10 霞美社区 2026-11-05 迟报",
                "2026-11 招联社区 2026-12-04 未报",
                "2026-11 霞美社区 2026-12-04 未报",
            ]
        );

        // Closed in time, one found late, one regraded for the day before it was sent.
        let words = street.text("2026-11-07", "林安全", &list);
        street.inspect("2026-11-08", "2026-10-20", "丰泽服饰");
        street
            .at(
                "2026-11-09",
                "林安全",
                &[
                    "hazard",
                    "recheck",
                    "招联安监整改〔2026〕1号-1",
                    "--passed",
                    "--acceptor",
                    "林安全",
                ],
            )
            .done();
        street
            .at(
                "2026-11-09",
                "林安全",
                &[
                    "hazard",
                    "recheck",
                    "招联安监整改〔2026〕2号-1",
                    "--passed",
                    "--acceptor",
                    "林安全",
                ],
            )
            .done();
        assert_eq!(street.text("2026-11-10", "林安全", &list), words);
        let live = [&list[..], &["--live"]].concat();
        let now = street.text("2026-11-10", "林安全", &live);
        assert!(now.contains("合计2条") && words.contains("合计1条"), "{now}");

        // Something is told, if late: that is no report of nothing.
        let next = ["problem_list", "--period", "2026-11", "--zero"];
        let refused = street.submit("2026-12-01", "林安全", &next).refused(1);
        assert!(refused.contains("补报1条"), "{refused}");
        street.submit("2026-12-01", "林安全", &next[..3]).done();
        let told = street.text("2026-12-02", "林安全", &next[..3]);
        let correction = told.split("报后有变的").nth(1).expect("corrections are told");
        assert!(correction.contains("补报") && correction.contains("丰泽服饰"), "{told}");
        // What happened after the list was sent is no correction of it.
        assert!(!correction.contains("恒捷鞋材厂"), "{told}");
        // October by now has both, whatever November has told of it since.
        assert_eq!(street.text("2026-12-02", "林安全", &live).replace("12月2日", "11月10日"), now);
        // What was told once is not told again.
        street.inspect("2026-12-03", "2026-12-03", "恒捷鞋材厂");
        street.submit("2027-01-04", "林安全", &["problem_list", "--period", "2026-12"]).done();
        let after = street.text("2027-01-04", "林安全", &["problem_list", "--period", "2026-12"]);
        assert!(!after.contains("报后有变的"), "{after}");
    });
}

/// A report is somebody's word: of nobody it is not taken, and its paper names who sent it.
#[test]
fn a_report_names_who_sends_it() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let list = ["problem_list", "--period", "2026-10", "--unit", "招联社区"];
        let by = |name| [&list[..], &["--by", name]].concat();
        for (who, args, said) in [
            ("", list.to_vec(), "没有写明由谁签字，不能上报报表。请写明社区安全员"),
            ("", by("张三"), "人员中没有“张三”"),
            ("", by("陈一鸣"), "陈一鸣的职责是“网格员”，不能上报报表"),
            ("", by("何安全"), "人员中没有“何安全”（或不在这个社区、街道）"),
            ("", by("郑街道"), "由招联社区报送，请由该单位的人员上报；郑街道可以退回、不能代报"),
            ("陈一鸣", by("林安全"), "不能替林安全上报报表"),
        ] {
            let refused = street.submit("2026-11-03", who, &args).refused(1);
            assert!(refused.contains(said), "{refused}");
        }
        let sent = street.submit("2026-11-03", "", &by("林安全")).json();
        assert_eq!(sent["submitted_by"], "林安全");
        let paper = street.text("2026-11-04", "", &list);
        assert!(paper.contains("填表人：林安全"), "{paper}");
        let journal = street.at("2026-11-04", "", &["journal"]).done();
        let last = journal.lines().find(|line| line.contains("上报")).unwrap_or(&journal);
        assert!(last.contains("本机"), "{journal}");
    });
}

#[test]
fn what_was_given_back_is_sent_anew_and_both_stay() {
    let street = Street::new(None, "beifeng", "2026-09-28");
    street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
    let list = ["problem_list", "--period", "2026-10"];
    let sent = street.submit("2026-11-03", "林安全", &list).json();
    let id = sent["id"].as_str().unwrap();
    let back = ["report", "return", id, "--reason", "检查人没有签字"];
    let own = street.at("2026-11-04", "林安全", &back).refused(1);
    assert!(own.contains("只能由上级退回"), "{own}");
    let nobody = street.at("2026-11-04", "", &back).refused(1);
    assert!(nobody.contains("没有写明由谁签字，不能退回报表"), "{nobody}");
    street.at("2026-11-04", "郑街道", &back).done();
    let twice = street.at("2026-11-04", "郑街道", &back).refused(1);
    assert!(twice.contains("已在2026年11月4日退回（检查人没有签字）"), "{twice}");
    let owed = street.status("2026-11-04", "林安全", "problem_list");
    assert!(owed.contains(&"2026-10 招联社区 2026-11-09 退回待重报".to_owned()), "{owed:?}");
    street.submit("2026-11-05", "林安全", &list).done();
    let owed = street.status("2026-11-05", "林安全", "problem_list");
    assert!(owed.contains(&"2026-10 招联社区 2026-11-05 已报".to_owned()), "{owed:?}");
    let undone = street.at("2026-11-05", "林安全", &["undo", "--reason", "点错了"]).refused(1);
    assert!(undone.contains("退回"), "{undone}");
}

/// One of each disposal, whose sum is what was found.
const EACH: &str = r#"default = "normal"
[[hazards]]
text = "灭火器被遮挡"
disposal = "当场"
requirement = "移开"
evidence = "已移开"
[[hazards]]
text = "疏散通道堆放杂物"
disposal = "限期"
days = 7
requirement = "清除杂物"
interim = "专人值守"
[[hazards]]
text = "二楼夹层住人"
grade = "重大"
disposal = "停业"
days = 10
requirement = "人员搬离"
interim = "切断夹层电源"
[[hazards]]
text = "无照储存油漆"
grade = "重大"
disposal = "上报"
requirement = "停止储存"
interim = "专人看守"
"#;

#[test]
fn what_was_found_is_the_sum_of_its_disposals() {
    let street = Street::new(None, "yanta", "2026-09-28");
    street.desk.write("一条.toml", EACH);
    street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
    let said = street.text("2026-10-19", "郑街道", &["quarterly", "--period", "2026-Q4"]);
    let said: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    let sum = "发现隐患4条，其中当场整改1条、限期整改1条、停业整改1条、上报1条；";
    assert!(said.contains(sum), "{said}");
    let month = ["monthly", "--period", "2026-10"];
    let sent = street.submit("2026-10-20", "林安全", &month).json();
    for figure in ["on_the_spot", "by_deadline", "suspend", "refer"] {
        assert_eq!(sent["figures"][figure], 1, "{figure}: {sent:#}");
    }
    // What a street adds up is the same sum.
    let sum = street.submit("2026-10-23", "郑街道", &month).json();
    assert_eq!((&sum["figures"]["found"], &sum["figures"]["suspend"]), (&4.into(), &1.into()));
}

#[test]
fn a_quarter_goes_up_from_the_communities_to_the_street() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        street.submit("2026-10-20", "林安全", &["monthly", "--period", "2026-10"]).done();
        // Only one community has reported when the street sums up.
        // What is sent stays: a quarter is not reported in its second month.
        let early = ["quarterly", "--period", "2026-Q4"];
        let refused = street.submit("2026-11-26", "郑街道", &early).refused(1);
        assert!(refused.contains("现在还早") && refused.contains("2026年第4季度"), "{refused}");
        let sum = street.submit("2026-10-23", "郑街道", &["monthly", "--period", "2026-10"]).json();
        assert_eq!((&sum["code"], &sum["figures"]["found"]), (&"monthly_street".into(), &1.into()));
        let said = street.text("2026-10-24", "郑街道", &["monthly", "--period", "2026-10"]);
        assert!(said.contains("未报：霞美社区2026年10月"), "{said}");
        assert!(said.contains("应收报表2份，已收1份"), "{said}");
        let late =
            street.submit("2026-10-26", "何安全", &["monthly", "--period", "2026-10", "--zero"]);
        assert_eq!(late.json()["late"], true);
        // The sum counts what was sent, not what is known today.
        street.inspect("2026-10-28", "2026-10-28", "丰泽服饰");
        assert_eq!(street.text("2026-10-29", "郑街道", &["monthly", "--period", "2026-10"]), said);

        // What was found after the 20th is in the next month, and in its sum.
        let sent =
            street.submit("2026-11-20", "林安全", &["monthly", "--period", "2026-11"]).json();
        assert_eq!((&sent["figures"]["found"], &sent["zero"]), (&1.into(), &false.into()));
        let told = street.text("2026-11-20", "林安全", &["monthly", "--period", "2026-11"]);
        assert!(told.contains("2026年10月21日至2026年11月20日"), "{told}");
        assert!(told.contains("丰泽服饰") && !told.contains("以前报表的更正"), "{told}");
        let sum = street.submit("2026-11-25", "郑街道", &["monthly", "--period", "2026-11"]).json();
        assert_eq!(sum["figures"]["found"], 1);
        let told = street.text("2026-11-25", "郑街道", &["monthly", "--period", "2026-11"]);
        let corrections = told.split("以前报表的更正").nth(1).expect("corrections are told");
        assert!(corrections.contains("霞美社区2026年10月"), "{told}");

        let quarter = ["quarterly", "--period", "2026-Q4"];
        let unsigned = street.submit("2026-12-31", "郑街道", &quarter).refused(1);
        // Nobody is the head yet; who else is there does not sign in his place.
        assert!(
            unsigned.contains("还没有登记主要领导") && unsigned.contains("unit_head"),
            "{unsigned}"
        );
        let other = [&quarter[..], &["--signer", "郑街道"]].concat();
        assert!(street.submit("2026-12-31", "郑街道", &other).refused(1).contains("主要领导签字"));
        let head = ["staff", "add", "韩书记", "--role", "unit_head", "--unit", "电子城街道"];
        street.at("2026-12-31", "", &head).done();
        let unsigned = street.submit("2026-12-31", "郑街道", &quarter).refused(1);
        assert!(unsigned.contains("可以是：韩书记"), "{unsigned}");
        let month = street.submit("2026-12-31", "郑街道", &["quarterly", "--period", "2026-12"]);
        assert!(month.refused(1).contains("请写成 --period 2026-Q4"));
        let signed = [&quarter[..], &["--signer", "韩书记"]].concat();
        let sent = street.submit("2026-12-31", "郑街道", &signed).json();
        assert_eq!((&sent["figures"]["found"], &sent["late"]), (&2.into(), &false.into()));
        let said = street.text("2026-12-31", "郑街道", &quarter);
        assert!(said.contains("2026年第4季度") && said.contains("韩书记"), "{said}");
    });
}

/// The regime of 北峰 asks for no 季度汇总: one that is sent all the same is signed, listed, and can be given back.
#[test]
fn what_nobody_asks_for_is_listed_once_it_was_sent() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let day = "2027-01-04";
        let head = ["staff", "add", "韩书记", "--role", "unit_head", "--unit", "北峰街道"];
        street.at(day, "", &head).done();
        let quarter = ["quarterly", "--period", "2026-Q4"];
        let unsigned = street.submit(day, "郑街道", &quarter).refused(1);
        assert!(unsigned.contains("可以是：韩书记"), "{unsigned}");
        let signed = [&quarter[..], &["--signer", "韩书记"]].concat();
        let sent = street.submit(day, "郑街道", &signed).json();
        let listed = |day: &str| -> serde_json::Value {
            let said = street.at(day, "郑街道", &["--json", "report", "status"]).json();
            let all = said.as_array().unwrap().iter();
            let found: Vec<_> = all.filter(|line| line["code"] == "quarterly").collect();
            assert_eq!(found.len(), 1, "{said:#}");
            found[0].clone()
        };
        let line = listed(day);
        assert_eq!((&line["id"], &line["state_label"]), (&sent["id"], &"已报".into()));
        assert_eq!((&line["asked"], &line["to"]), (&false.into(), &"district".into()));
        // It makes nobody late, and nobody is told to send the next one.
        let agenda = street.at(day, "郑街道", &["agenda", "--to", "2027-04-10"]).done();
        assert!(!agenda.contains("季度汇总"), "{agenda}");
        let id = sent["id"].as_str().unwrap();
        street.at(day, "", &["report", "return", id, "--reason", "数字不对"]).done();
        let line = listed(day);
        assert_eq!(
            (&line["state_label"], &line["due"]),
            (&"退回待重报".into(), &"2027-01-07".into())
        );
        let agenda = street.at(day, "郑街道", &["agenda"]).done();
        assert!(agenda.contains("季度汇总"), "{agenda}");
        street.submit("2027-01-05", "郑街道", &signed).done();
        assert_eq!(listed("2027-01-05")["state_label"], "已报");
        assert!(!street.at(day, "郑街道", &["agenda"]).done().contains("季度汇总"));
    });
}

/// A month is cut on the 20th, or on the day on which it was sent before that; late entries are told, and are no zero.
#[test]
fn whatever_happens_is_in_one_month() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let month = |day: &str, period: &str| {
            let sent = street.submit(day, "林安全", &["monthly", "--period", period]).json();
            let figures = &sent["figures"];
            [figures["inspections"].as_i64().unwrap(), figures["found"].as_i64().unwrap()]
        };
        // Sent before its day.
        assert_eq!(month("2026-10-16", "2026-10"), [1, 1]);
        street.inspect("2026-10-19", "2026-10-19", "丰泽服饰");
        street.inspect("2026-10-30", "2026-10-30", "恒捷鞋材厂");
        let live = street.text("2026-11-10", "林安全", &["monthly", "--period", "2026-11"]);
        assert!(live.contains("共检查2家次，发现隐患2条"), "{live}");
        assert_eq!(month("2026-11-20", "2026-11"), [2, 2]);
        let said = street.text("2026-11-20", "林安全", &["monthly", "--period", "2026-11"]);
        assert!(said.contains("2026年10月17日至2026年11月20日"), "{said}");
        assert!(!said.contains("以前报表的更正"), "{said}");
        // Entered after it should have been told.
        street.inspect("2026-12-01", "2026-11-10", "丰泽服饰");
        let zero = ["monthly", "--period", "2026-12", "--zero"];
        let refused = street.submit("2026-12-18", "林安全", &zero).refused(1);
        assert!(refused.contains("补报1条，不能作零报告"), "{refused}");
        assert_eq!(month("2026-12-18", "2026-12"), [0, 0]);
        let said = street.text("2026-12-18", "林安全", &["monthly", "--period", "2026-12"]);
        let corrections = said.split("以前报表的更正").nth(1).expect("corrections are told");
        assert!(corrections.contains("补报") && corrections.contains("丰泽服饰"), "{said}");
        // The visit is told as well as what it found, and once.
        let visits = corrections.lines().find(|line| line.contains("检查家次"));
        let visits = visits.unwrap_or_else(|| panic!("{said}"));
        assert!(visits.contains("补报") && visits.contains("2026年11月"), "{said}");
        assert!(said.contains("原报2家次，现为3家次，补计1家次"), "{said}");
        street.submit("2027-01-20", "林安全", &["monthly", "--period", "2027-01", "--zero"]).done();
        let said = street.text("2027-01-20", "林安全", &["monthly", "--period", "2027-01"]);
        assert!(!said.contains("以前报表的更正"), "{said}");
    });
}

/// What came after the sum is in the next one, once.
#[test]
fn a_sum_holds_what_came_late_once() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        street.submit("2026-10-20", "何安全", &["monthly", "--period", "2026-10", "--zero"]).done();
        let sum = |day: &str, args: &[&str]| {
            let sent =
                street.submit(day, "郑街道", &[&["monthly", "--period"], args].concat()).json();
            let figures = &sent["figures"];
            ["premises", "inspections", "found"].map(|name| figures[name].as_i64().unwrap())
        };
        assert_eq!(sum("2026-10-23", &["2026-10", "--zero"]), [0, 0, 0]);
        street.submit("2026-10-26", "林安全", &["monthly", "--period", "2026-10"]).done();
        for (who, day, period) in [
            ("林安全", "2026-11-20", "2026-11"),
            ("何安全", "2026-11-20", "2026-11"),
            ("林安全", "2026-12-18", "2026-12"),
            ("何安全", "2026-12-18", "2026-12"),
        ] {
            street.submit(day, who, &["monthly", "--period", period, "--zero"]).done();
        }
        let [all, ..] = sum("2026-11-25", &["2026-11"]);
        let said = street.text("2026-11-25", "郑街道", &["monthly", "--period", "2026-11"]);
        // How many there are is told of November alone.
        assert!(
            said.contains(&format!("应排查单位{all}家")) && said.contains("发现隐患1条"),
            "{said}"
        );
        let late = said.lines().find(|line| line.contains("2026年10月") && line.contains("补报"));
        assert!(late.is_some_and(|line| line.contains("招联社区")), "{said}");
        assert_eq!(sum("2026-12-25", &["2026-12", "--zero"])[1..], [0, 0]);
    });
}

/// What was sent is written out as it was before: every table, in both spellings.
#[test]
fn what_was_sent_has_all_its_tables_in_a_spreadsheet() {
    let street = Street::new(None, "yanta", "2026-09-28");
    street
        .at(
            "2026-10-08",
            "",
            &["staff", "add", "韩书记", "--role", "unit_head", "--unit", "电子城街道"],
        )
        .done();
    street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
    let quarter = ["report", "quarterly", "--period", "2026-Q4"];
    let written = |name: &str| {
        let file = street.desk.path(name);
        let said =
            street.at("2026-12-31", "郑街道", &[&quarter[..], &["-o", &file]].concat()).done();
        (file, said)
    };
    let sheets = |name: &str| -> Vec<Vec<Vec<Cell>>> {
        let bytes = std::fs::read(written(name).0).unwrap();
        read_bytes(&bytes, None).unwrap().into_iter().map(|grid| grid.rows).collect()
    };
    let before = sheets("先.xlsx");
    let signed = ["quarterly", "--period", "2026-Q4", "--signer", "韩书记"];
    street.submit("2026-12-31", "郑街道", &signed).done();
    street.inspect("2026-12-31", "2026-12-31", "丰泽服饰");
    let after = sheets("后.xlsx");
    assert_eq!(after, before);
    let [communities, unfinished, figures, closed] = &after[..] else { panic!("{after:?}") };
    assert!(closed[0].iter().any(|head| head.text() == "销号日期"), "{closed:?}");
    // Figures can be added up.
    let at = communities[0].iter().position(|head| head.text() == "检查次数").unwrap();
    let counts: Vec<&Cell> = communities[1..].iter().map(|row| &row[at]).collect();
    let expected = [0.0, 1.0, 1.0].map(Cell::Number);
    assert_eq!(counts, expected.each_ref(), "the sum stands below: {communities:?}");
    assert!(unfinished[1].iter().any(|cell| cell.text().contains("疏散通道")), "{unfinished:?}");
    // What the text tells stands in rows as well: name, number, unit, period.
    let of = |name: &str| {
        let row = figures.iter().find(|row| row[1].text() == name);
        row.unwrap_or_else(|| panic!("{name}: {figures:?}"))[2..].to_vec()
    };
    let told = |number, unit: &str| {
        [Cell::Number(number), Cell::Text(unit.into()), Cell::Text("2026年第4季度".into())].to_vec()
    };
    assert_eq!(of("应排查单位数"), told(2.0, "家"));
    assert_eq!(of("排查覆盖率"), told(50.0, "%"));
    assert_eq!(of("限期整改数"), told(1.0, "条"));
    // A csv file holds one table, and it is said where the others are.
    let (first, said) = written("季报.csv");
    let second = street.desk.path("季报-一、重大隐患和未销号的隐患.csv");
    assert!(said.contains(&first) && said.contains(&second) && said.contains("4张表"), "{said}");
    let csv = |file: &str| std::fs::read_to_string(file).unwrap();
    assert!(csv(&first).contains("检查次数") && !csv(&first).contains("疏散通道"));
    assert!(csv(&second).contains("疏散通道"), "{}", csv(&second));
}

/// The cells of a spreadsheet file, row by row.
fn cells(path: &str) -> Vec<Vec<Cell>> {
    read_bytes(&std::fs::read(path).unwrap(), None).unwrap().remove(0).rows
}

/// The first deadline and the one that took its place stand apart, on paper and in the spreadsheet.
#[test]
fn an_extended_hazard_keeps_its_first_deadline_in_the_spreadsheet() {
    let street = Street::new(None, "beifeng", "2026-09-28");
    street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
    let listed = street.at("2026-10-13", "林安全", &["--json", "hazard", "list"]).json();
    let hazard = listed[0]["id"].as_str().unwrap();
    let extend = ["hazard", "extend", hazard, "--deadline", "2026-10-30", "--reason", "设备未到货"];
    street.at("2026-10-14", "林安全", &extend).done();
    let list = ["report", "problem_list", "--period", "2026-10"];
    let path = street.desk.path("清单.xlsx");
    street.at("2026-11-03", "林安全", &[&list[..], &["-o", &path]].concat()).done();
    let sheet = cells(&path);
    let at = |head: &str| {
        let column = sheet[0].iter().position(|cell| cell.text() == head).unwrap();
        sheet[1].get(column).cloned().unwrap_or_default()
    };
    let day = |text: &str| Cell::Day(text.parse().unwrap());
    assert_eq!((at("整改期限"), at("延期至")), (day("2026-10-19"), day("2026-10-30")));
    let text = street.at("2026-11-03", "林安全", &[&list[..], &["--text"]].concat()).done();
    let text: String = text.split_whitespace().collect();
    assert!(text.contains("2026-10-19") && text.contains("2026-10-30"), "{text}");
}

/// 检查组、检查人次 and every kind of penalty (DOMAIN §1.8): the visits of the groups are those of the period.
#[test]
fn checks_are_told_by_those_who_went_together() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        street.inspect("2026-10-13", "2026-10-13", "丰泽服饰");
        let answers = street.desk.path("一条.toml");
        let both = ["--form", "table4", "--answers", &answers, "--by", "林安全", "--by", "陈一鸣"];
        let record = ["inspect", "record", "--premises", "丰泽服饰"];
        street.at("2026-10-19", "林安全", &[&record[..], &both].concat()).done();
        let add = ["ledger", "add", "penalty", "--premises", "丰泽服饰"];
        let sets = ["decided_on=2026-10-20", "kind=追究刑责", "basis=瞒报事故", "organ=区法院"];
        let sets = sets.iter().flat_map(|set| ["--set", set]).collect::<Vec<_>>();
        street.at("2026-10-20", "林安全", &[&add[..], &sets].concat()).done();
        let told = street.text("2026-10-31", "林安全", &["penalty_sum", "--period", "2026-10"]);
        let rows: Vec<Vec<&str>> =
            told.lines().map(|line| line.split_whitespace().collect()).collect();
        for row in [
            &["1", "林安全、陈一鸣", "1", "2"][..],
            &["2", "陈一鸣", "2", "2"],
            &["合计", "3", "4"],
            &["9", "追究刑责", "1"],
        ] {
            assert!(rows.iter().any(|told| told == row), "{row:?}\n{told}");
        }
        // What is not sent yet is called by its period too, on paper and in a spreadsheet.
        for file in ["处罚.pdf", "处罚.xlsx"] {
            let file = street.desk.path(file);
            let out = ["report", "penalty_sum", "--period", "2026-10", "-o", &file];
            let said = street.at("2026-10-31", "林安全", &out).done();
            assert!(said.contains("招联社区 2026年10月 已写到"), "{said}");
        }
    });
}

#[test]
fn a_spreadsheet_has_real_days_and_codes_that_stay_whole() {
    let street = Street::new(None, "beifeng", "2026-09-28");
    street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
    let list = ["problem_list", "--period", "2026-10"];
    street.submit("2026-11-03", "林安全", &list).done();
    street.inspect("2026-11-08", "2026-10-20", "丰泽服饰");
    let to = |name: &str, extra: &[&str]| {
        let path = street.desk.path(name);
        let args = [&["report"], &list[..], extra, &["-o", &path]].concat();
        street.at("2026-11-09", "林安全", &args).done();
        path
    };
    // What was sent has one row, what is known today two.
    let sheet = cells(&to("清单.xlsx", &[]));
    let day = |text: &str| Cell::Day(text.parse().unwrap());
    assert_eq!(sheet.len(), 2);
    let at = |head: &str| {
        let column = sheet[0].iter().position(|cell| cell.text() == head).unwrap();
        sheet[1].get(column).cloned().unwrap_or_default()
    };
    assert_eq!(at("序号"), Cell::Number(1.0));
    assert_eq!(at("检查日期"), day("2026-10-12"));
    assert_eq!(at("整改期限"), day("2026-10-19"));
    assert_eq!(at("联系电话"), Cell::Text("13805950001".into()));
    assert_eq!(cells(&to("现在.xlsx", &["--live"])).len(), 3);

    let csv = std::fs::read(to("清单.csv", &[])).unwrap();
    assert!(csv.starts_with(&[0xef, 0xbb, 0xbf]));
    assert!(String::from_utf8(csv).unwrap().lines().nth(1).unwrap().contains("2026-10-12"));

    let own = street.desk.write(
        "平台列.toml",
        "schema = \"map/1\"\ncode = \"ours\"\nrevision = 1\ntitle = \"平台导入\"\nsource = \"惯例\"\n\
         rows = \"hazards\"\n[[column]]\nhead = \"企业名称\"\ntext = \"{row.premises}\"\n\
         [[column]]\nhead = \"发现时间\"\ntext = \"{row.found_on.short}\"\nkind = \"day\"\n",
    );
    let sheet = cells(&to("导入.xlsx", &["--map", &own]));
    assert_eq!(sheet[0], [Cell::Text("企业名称".into()), Cell::Text("发现时间".into())]);
    assert_eq!(sheet[1], [Cell::Text("恒捷鞋材厂".into()), day("2026-10-12")]);
    let broken = street.desk.write("错.toml", "schema = \"map/1\"\n");
    let path = street.desk.path("错.xlsx");
    let refused = street.at(
        "2026-11-09",
        "林安全",
        &["report", "problem_list", "--map", &broken, "-o", &path],
    );
    assert!(refused.refused(1).contains("缺少 rows"));

    // The register for the platform: codes as text.
    let path = street.desk.path("企业.xlsx");
    let args = ["report", "table1", "--map", "enterprise", "-o", &path];
    street.at("2026-11-09", "林安全", &args).done();
    let sheet = cells(&path);
    assert_eq!(sheet.len(), 3);
    assert!(sheet[1..].iter().any(|row| row[1] == Cell::Text("91350503MA2XN0Y69J".into())));
    assert!(matches!(sheet[1].last(), Some(Cell::Day(_))), "{sheet:?}");
}

#[test]
fn every_report_and_list_of_a_unit_can_be_saved_three_ways() {
    let street = Street::new(None, "beifeng", "2026-09-28");
    street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
    for code in [
        "table1",
        "table3",
        "category_list",
        "worklog",
        "hazard_ledger",
        "campaign_report",
        "problem_list",
        "monthly",
        "monthly_sum",
        "quarterly",
        "clue_sum",
        "penalty_sum",
        "reward_list",
        "self_report_sum",
        "self_report_total",
        "key_list",
        "object_list",
        "duty_list",
        "grid_duties",
        "grid_tree",
        "change_list",
        "kept_lists",
        "completeness",
        "ranking",
    ] {
        for ending in ["pdf", "xlsx", "csv"] {
            let path = street.desk.path(&format!("{code}.{ending}"));
            let args = ["report", code, "--unit", "招联社区", "-o", &path];
            street.at("2026-11-09", "郑街道", &args).done();
            assert!(std::fs::metadata(&path).unwrap().len() > 40, "{code}.{ending}");
        }
    }
    // A sum to which nobody below reports is one of nothing, and goes to nobody.
    let sum = ["paper", "print", "monthly_sum", "--about", "北峰街道", "--text"];
    let told = street.at("2026-11-09", "郑街道", &sum).done();
    assert!(told.contains("应收报表0份，已收0份") && told.contains("发现隐患0条"), "{told}");
    let submit = ["report", "submit", "monthly", "--period", "2026-10", "--unit", "北峰街道"];
    for zero in [&[][..], &["--zero"]] {
        let refused = street.at("2026-11-09", "郑街道", &[&submit[..], zero].concat()).refused(1);
        assert!(refused.contains("这里没有下级要报的，不能上报"), "{refused}");
    }
    let path = street.desk.path("表二.xlsx");
    // What is counted under a name that nobody knows would count nowhere.
    for (grid, label, said) in [
        ("没有", "停车场", "招联社区没有叫“没有”的网格，数了也不算。请写：一网格。"),
        ("二网格", "停车场", "招联社区没有叫“二网格”的网格"),
        ("一网格", "火箭场", "表二没有叫“火箭场”的栏目，数了也不算。请写："),
    ] {
        let (grid, label) = (format!("grid={grid}"), format!("label={label}"));
        let count = ["ledger", "add", "manual_count", "--community", "招联社区", "--set", &grid];
        let rest = ["--set", &label, "--set", "count=4"];
        let refused = street.at("2026-11-09", "林安全", &[&count[..], &rest].concat()).refused(1);
        assert!(refused.contains(said), "{refused}");
    }
    let count = ["ledger", "add", "manual_count", "--set", "grid=一网格", "--set", "label=停车场"];
    let rest = ["--set", "count=4", "--set", "counted_on=2026-11-01"];
    street.at("2026-11-09", "林安全", &[&count[..], &rest].concat()).done();
    street
        .at("2026-11-09", "郑街道", &["report", "table2", "--unit", "一网格", "-o", &path])
        .done();
    let sheet = cells(&path);
    let of = |label: &str| {
        let row = sheet.iter().find(|row| row[0].text() == label).unwrap();
        row[1].text()
    };
    assert_eq!((of("停车场").as_str(), of("加油（气）站").as_str()), ("4（手工）", "0"));
    // Those of the grid, and of no other.
    assert_eq!((of("机械加工企业").as_str(), of("其他工贸企业").as_str()), ("0", "2"));
    let sum = street.text("2026-11-09", "郑街道", &["category_list"]);
    assert!(sum.contains("一网格4") && sum.contains("液化气、液化石油气"), "{sum}");

    let tree = street.text("2026-11-09", "郑街道", &["grid_tree"]);
    for line in ["├─ 招联社区", "│　└─ 一网格", "└─ 霞美社区", "　　└─ 二网格", "网格员陈一鸣"]
    {
        assert!(tree.contains(line), "{line}\n{tree}");
    }
    let lists = street.text("2026-11-09", "郑街道", &["kept_lists"]);
    for line in ["重点监管企业清单", "隐患问题清单", "责任（网格）清单", "2026-10-12"]
    {
        assert!(lists.contains(line), "{line}\n{lists}");
    }
    let complete = street.text("2026-11-09", "郑街道", &["completeness"]);
    assert!(complete.contains("从业人数") && complete.contains("恒捷鞋材厂"), "{complete}");
    let changes = street.text("2026-11-09", "郑街道", &["change_list", "--period", "2026-09"]);
    assert!(changes.contains("新增") && changes.contains("合计2条"), "{changes}");
}

#[test]
fn what_ledgers_know_is_counted_and_what_nobody_knows_is_scored_by_hand() {
    let street = Street::new(None, "yanta", "2026-09-28");
    let entered = |who: &str, ledger: &str, premises: &str, fields: &[(&str, &str)]| {
        let sets: Vec<String> = fields.iter().map(|(id, value)| format!("{id}={value}")).collect();
        let mut args = vec!["ledger", "add", ledger];
        if !premises.is_empty() {
            args.extend(["--premises", premises]);
        }
        for set in &sets {
            args.extend(["--set", set]);
        }
        street.at("2026-10-15", who, &args).done();
    };
    let entry = |ledger: &str, premises: &str, fields: &[(&str, &str)]| {
        entered("林安全", ledger, premises, fields);
    };
    for (kind, situation) in
        [("非法生产", "已取缔"), ("非法生产", "已掌握"), ("非法经营", "正在打击")]
    {
        let fields = [("found_on", "2026-10-12"), ("kind", kind), ("situation", situation)];
        let rest = [("place", "招联街1号"), ("content", "无证生产"), ("reporter", "陈一鸣")];
        entry("clue", "", &[&fields[..], &rest].concat());
    }
    for (unit, industry, found, fixed) in [
        ("恒捷鞋材厂", "制鞋业", "3", "2"),
        ("恒捷鞋材厂", "制鞋业", "1", "1"),
        ("丰泽服饰", "服装", "2", "0"),
    ] {
        let fields = [("day", "2026-10-13"), ("unit", unit), ("industry", industry)];
        let rest = [("way", "书面"), ("found", found), ("fixed", fixed), ("reporter", "王")];
        entry("self_report", unit, &[&fields[..], &rest].concat());
    }
    let lines = |code: &str, unit: &str| {
        let args = [code, "--period", "2026-10", "--unit", unit];
        street.text("2026-10-20", "郑街道", &args)
    };
    let row = |text: &str, word: &str| -> Vec<String> {
        let line =
            text.lines().find(|line| line.contains(word)).unwrap_or_else(|| panic!("{text}"));
        line.split_whitespace().map(str::to_owned).collect()
    };
    let clues = lines("clue_sum", "招联社区");
    assert_eq!(row(&clues, "非法生产"), ["2", "非法生产", "1", "1", "0", "2", "0"]);
    assert_eq!(row(&clues, "非法建设")[2..], ["0", "0", "0", "0", "0"]);
    let reports = lines("self_report_sum", "电子城街道");
    assert_eq!(row(&reports, "制鞋业")[2..], ["1", "2", "4", "3", "75%"]);
    // Whose trade nobody answers for is named.
    let complete = street.text("2026-10-20", "郑街道", &["completeness"]);
    assert!(complete.contains("行业主管部门"), "{complete}");

    // Nobody is ranked on a part of the indicators.
    let quarter = ["ranking", "--period", "2026-Q4"];
    let open = street.text("2026-10-20", "郑街道", &quarter);
    assert!(open.contains("待评"), "{open}");
    let indicators = [
        "组织领导",
        "资金投入与设备设施",
        "按月排查报送隐患",
        "打非",
        "责任人履职",
        "检查抽查及问题处理",
        "挂牌督办治理",
        "企业数据库",
    ];
    for (unit, score) in [("招联社区", "90"), ("霞美社区", "95")] {
        for indicator in indicators {
            let fields = [("scored_on", "2026-10-14"), ("unit", unit), ("indicator", indicator)];
            entered("郑街道", "score", "", &[&fields[..], &[("score", score)]].concat());
        }
    }
    let ranked = street.text("2026-10-20", "郑街道", &quarter);
    assert_eq!(row(&ranked, "霞美社区")[0], "1");
    assert_eq!(row(&ranked, "招联社区").last().map(String::as_str), Some("90.0"));
    // A score may have a fraction: 90 seven times and 90.8 once.
    let fields = [("scored_on", "2026-10-14"), ("unit", "招联社区"), ("indicator", "打非")];
    entered("郑街道", "score", "", &[&fields[..], &[("score", "90.8")]].concat());
    let ranked = street.text("2026-10-20", "郑街道", &quarter);
    let row_of = row(&ranked, "招联社区");
    assert!(row_of.contains(&"90.8".to_owned()), "{ranked}");
    assert_eq!(row_of.last().map(String::as_str), Some("90.1"));
    // A quarter is scored when it is over: the score is of the quarter that it names.
    // The paper says where a score goes before what the records know, and who is ranked scores nobody.
    let said: String = ranked.chars().filter(|c| !c.is_whitespace()).collect();
    let of_hand = "按人评的分计：招联社区“打非”90.8分，数据里是67分";
    assert!(said.contains(of_hand) && said.contains("考评人：郑街道"), "{ranked}");
    assert!(!said.contains("“组织领导”90分"), "{ranked}");
    for who in ["林安全", "陈一鸣", "何安全"] {
        let score = ["--set", "indicator=组织领导", "--set", "score=100"];
        let score = [&["ledger", "add", "score", "--set", "unit=招联社区"], &score[..]].concat();
        let own = street.at("2026-10-15", who, &score).refused(1);
        assert!(own.contains("不能考评打分"), "{own}");
    }
    let late =
        ["ledger", "add", "score", "--set", "scored_on=2026-10-15", "--set", "unit=招联社区"];
    let score = ["--set", "indicator=组织领导", "--set", "score=71"];
    let wrong = [&late[..], &score, &["--set", "period=上季度"]].concat();
    assert!(street.at("2026-10-15", "郑街道", &wrong).refused(1).contains("看不出是哪个季度"));
    // What no ranking could show is not kept.
    let indicator = ["ledger", "add", "score", "--set", "indicator=组织领导"];
    for (unit, score, said) in [
        ("unit=招联社区", "score=101", "“得分（0至100）”写的是101，最多100"),
        (
            "unit=招联",
            "score=90",
            "“招联”不在参加考评的单位里。请写登记的名称：霞美社区、招联社区。",
        ),
        ("unit=电子城街道", "score=90", "“电子城街道”不在参加考评的单位里"),
    ] {
        let add = [&indicator[..], &["--set", unit, "--set", score]].concat();
        let refused = street.at("2026-10-15", "郑街道", &add).refused(1);
        assert!(refused.contains(said), "{refused}");
    }
    let third = [&late[..], &score, &["--set", "period=2026年第三季度"]].concat();
    street.at("2026-10-15", "郑街道", &third).done();
    assert_eq!(street.text("2026-10-20", "郑街道", &quarter), ranked);
    let before = street.text("2026-10-20", "郑街道", &["ranking", "--period", "2026-Q3"]);
    assert!(row(&before, "招联社区").contains(&"71".to_owned()), "{before}");
    // A score stays the unit's under another name.
    street.at("2026-10-20", "", &["unit", "edit", "招联社区", "--rename", "招莲社区"]).done();
    let ranked = street.text("2026-10-20", "郑街道", &quarter);
    assert_eq!(row(&ranked, "招莲社区").last().map(String::as_str), Some("90.1"));
    assert_eq!(row(&ranked, "霞美社区")[0], "1");
}

#[test]
fn a_campaign_is_reported_on_its_own_days_each_time_about_the_days_since() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-11-02");
        let add = ["campaign", "add", "冬春火灾防控", "--from", "2026-11-09", "--to", "2026-11-22"];
        street.at("2026-11-09", "郑街道", &[&add[..], &["--report", "weekly"]].concat()).done();
        street.inspect("2026-11-12", "2026-11-12", "恒捷鞋材厂");
        let owed = street.at("2026-11-13", "郑街道", &["--json", "report", "status"]).json();
        let of_campaign = |row: &&Value| row["title"] == "专项行动“冬春火灾防控”情况";
        let rows: Vec<String> = owed
            .as_array()
            .unwrap()
            .iter()
            .filter(of_campaign)
            .map(|row| format!("{} {} {}", row["period"], row["unit"], row["due"]).replace('"', ""))
            .collect();
        assert_eq!(
            rows,
            [
                "2026-11-09/2026-11-13 招联社区 2026-11-13",
                "2026-11-09/2026-11-13 霞美社区 2026-11-13",
                "2026-11-14/2026-11-20 招联社区 2026-11-20",
                "2026-11-14/2026-11-20 霞美社区 2026-11-20",
                "2026-11-21/2026-11-22 招联社区 2026-11-27",
                "2026-11-21/2026-11-22 霞美社区 2026-11-27",
            ]
        );
        let whose = street.submit("2026-11-13", "郑街道", &["冬春火灾防控"]).refused(1);
        assert!(whose.contains("请写明是哪个社区"), "{whose}");
        let sent = street.submit("2026-11-13", "林安全", &["冬春火灾防控"]).json();
        assert_eq!((&sent["figures"]["found"], &sent["late"]), (&1.into(), &false.into()));
        let said = street.text("2026-11-13", "林安全", &["冬春火灾防控"]);
        assert!(said.contains("专项行动：冬春火灾防控") && said.contains("恒捷鞋材厂"), "{said}");
        let back = ["campaign", "withdraw", "冬春火灾防控", "--reason", "登记错了"];
        let stays = street.at("2026-11-13", "郑街道", &back).refused(1);
        assert!(stays.contains("招联社区已经上报过这个专项行动"), "{stays}");
        // What is sent is off the agenda; the other community still owes it.
        let agenda = street.at("2026-11-13", "林安全", &["agenda", "--to", "2026-11-14"]).done();
        assert!(!agenda.contains("冬春火灾防控”情况"), "{agenda}");
        let agenda = street.at("2026-11-16", "郑街道", &["agenda", "--to", "2026-11-17"]).done();
        assert!(
            agenda.contains("专项行动“冬春火灾防控”情况（社区报街道；霞美社区未报"),
            "{agenda}"
        );
        let second = ["冬春火灾防控", "--period", "2026-11-14/2026-11-20", "--zero"];
        assert_eq!(street.submit("2026-11-20", "林安全", &second).json()["zero"], true);
    });
}

/// ORG-13, REG-06: which department answers for which premises is printed as far as it is known, and what a dossier lacks
/// can be entered by hand.
#[test]
fn who_answers_for_a_premises_and_who_works_there_is_entered_and_listed() {
    let street = Street::new(None, "yanta", "2026-09-28");
    // The row of a premises in a list, as a spreadsheet has it.
    let row = |code: &str, name: &str| -> String {
        let file = street.desk.path("清单.xlsx");
        street.at("2026-10-20", "郑街道", &["report", code, "-o", &file]).done();
        let sheets = read_bytes(&std::fs::read(&file).unwrap(), None).unwrap();
        let text = |row: &Vec<Cell>| row.iter().map(Cell::text).collect::<Vec<_>>().join(" ");
        let mut rows = sheets.iter().flat_map(|sheet| &sheet.rows).map(text);
        rows.find(|row| row.contains(name)).unwrap_or_else(|| panic!("no {name} in {code}"))
    };
    let lacks = || {
        let row = row("completeness", "恒捷鞋材厂");
        ["行业主管部门", "从业人数"].map(|what| row.contains(what))
    };
    assert_eq!(lacks(), [true, true]);
    let edit =
        ["premises", "edit", "恒捷鞋材厂", "--reg-dept", "区工信局", "--employees", "３６人"];
    street.at("2026-10-12", "林安全", &[&edit[..], &["--reason", "补登"]].concat()).done();
    assert_eq!(lacks(), [false, false]);
    let shown = street.at("2026-10-12", "林安全", &["premises", "show", "恒捷鞋材厂"]).done();
    let people = shown.lines().find(|line| line.contains("从业人数"));
    assert!(people.is_some_and(|line| line.trim_end().ends_with("36")), "{shown}");
    for code in ["duty_list", "object_list"] {
        let known = ["恒捷鞋材厂", "丰泽服饰"].map(|name| row(code, name).contains("区工信局"));
        assert_eq!(known, [true, false], "{code}");
    }
    let grids = street.text("2026-10-20", "郑街道", &["grid_duties"]);
    assert!(grids.contains("陈一鸣"), "{grids}");
}

/// A campaign's report counts the premises that it is about (REP-02).
#[test]
fn a_campaign_reports_on_its_own_premises_alone() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-11-02");
        let add = ["campaign", "add", "冬春火灾防控", "--from", "2026-11-09", "--to", "2026-11-22"];
        let scope = ["--word", "服饰", "--report", "weekly"];
        street.at("2026-11-09", "郑街道", &[&add[..], &scope].concat()).done();
        street.inspect("2026-11-12", "2026-11-12", "恒捷鞋材厂");
        let refused = street.submit("2026-11-13", "林安全", &["冬春火灾防控"]).refused(1);
        assert!(refused.contains("请作零报告"), "{refused}");
        street.inspect("2026-11-13", "2026-11-13", "丰泽服饰");
        let live = street.text("2026-11-13", "林安全", &["冬春火灾防控"]);
        let sent = street.submit("2026-11-13", "林安全", &["冬春火灾防控"]).json();
        let figures = &sent["figures"];
        for name in ["premises", "seen", "inspections", "found"] {
            assert_eq!(figures[name], 1, "{name}: {figures}");
        }
        let said = street.text("2026-11-13", "林安全", &["冬春火灾防控"]);
        for said in [live, said] {
            assert!(said.contains("应排查单位1家") && said.contains("合计1条"), "{said}");
            assert!(said.contains("丰泽服饰") && !said.contains("恒捷鞋材厂"), "{said}");
        }
        // What is of others is no correction of it.
        let second = ["冬春火灾防控", "--period", "2026-11-14/2026-11-20"];
        let late = [&second[..], &["--zero"]].concat();
        street.submit("2026-11-20", "林安全", &late).done();
        assert!(!street.text("2026-11-20", "林安全", &second).contains("更正\n"));
    });
}

#[test]
fn what_was_sent_cannot_be_written_over_or_taken_out() {
    on_both(|database| {
        let street = Street::new(database, "beifeng", "2026-09-28");
        let list = ["problem_list", "--period", "2026-10", "--zero"];
        street.submit("2026-11-03", "林安全", &list).done();
        let mut store = match &street.database {
            Some(schema) => Store::open_url(&schema.url).unwrap(),
            None => Store::open_file(&street.desk.office().join("anban.db")).unwrap(),
        };
        for sql in [
            "UPDATE report SET letter = '{}'",
            "UPDATE report SET figures = '{}', facts = '{}'",
            "UPDATE report SET submitted_on = due_on",
            "DELETE FROM report",
        ] {
            let refused = store.driver.execute(sql, &[]);
            assert!(matches!(refused, Err(Fault::Denied { .. })), "{sql}: {refused:?}");
        }
    });
}

/// What was due before there was an office nobody failed to send.
#[test]
fn a_new_office_owes_nothing_that_was_due_before_it() {
    for (first, late) in [("2026-11-27", &[][..]), ("2026-11-19", &["2026-11-20", "2026-11-25"])] {
        let street = Street::new(None, "yanta", first);
        let told = street.at("2026-11-27", "", &["--json", "report", "status"]).json();
        let due = |late: bool| -> Vec<&str> {
            let rows = told.as_array().unwrap().iter().filter(move |row| row["late"] == late);
            rows.map(|row| row["due"].as_str().unwrap()).collect()
        };
        assert!(!due(false).is_empty(), "{told:#}");
        let mut overdue = due(true);
        overdue.dedup();
        assert_eq!(overdue, late, "since {first}: {told:#}");
    }
}
