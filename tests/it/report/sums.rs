//! The sums of a year: what is known later of a period that was reported is counted by the next report, at every level, and
//! said in its words (REP-01, REP-03, REP-04, REP-07, REP-09).

use serde_json::Value;

use super::{Street, on_both};

const STOPPED: &str = r#"default = "normal"
[[hazards]]
text = "车间住人"
grade = "major"
disposal = "suspend"
days = 15
requirement = "停业搬离"
interim = "断电"
"#;

fn month(period: &str) -> [&str; 3] {
    ["monthly", "--period", period]
}

fn figures<const N: usize>(sent: &Value, names: [&str; N]) -> [i64; N] {
    names.map(|name| sent["figures"][name].as_i64().unwrap())
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

impl Street {
    fn zero(&self, day: &str, who: &str, period: &str) {
        self.submit(day, who, &[&month(period)[..], &["--zero"]].concat()).done();
    }

    fn send(&self, day: &str, who: &str, period: &str) -> Value {
        self.submit(day, who, &month(period)).json()
    }

    fn give_back(&self, day: &str, who: &str, sent: &Value) {
        let back = ["report", "return", sent["id"].as_str().unwrap(), "--reason", "请重报"];
        self.at(day, who, &back).done();
    }

    /// The only hazard of a premises that is not closed or withdrawn.
    fn hazard_of(&self, day: &str, premises: &str) -> String {
        let all = self.at(day, "林安全", &["--json", "hazard", "list"]).json();
        let of = |row: &&Value| row["premises"] == premises;
        let hazard = all.as_array().unwrap().iter().find(of).unwrap();
        hazard["id"].as_str().unwrap().to_owned()
    }

    fn close(&self, day: &str, hazard: &str) {
        let recheck = ["hazard", "recheck", hazard, "--passed", "--acceptor", "林安全"];
        self.at(day, "林安全", &recheck).done();
        self.at(day, "林安全", &["hazard", "close", hazard]).done();
    }

    /// A visit with other answers; what `--corrects` names is corrected.
    fn visit(&self, day: &str, on: &str, premises: &str, answers: &str, more: &[&str]) -> Value {
        let file = self.desk.write("另一份.toml", answers);
        let words =
            ["--form", "table4", "--answers", &file, "--by", "陈一鸣", "--on", on, "--sure"];
        let record = ["--json", "inspect", "record", "--premises", premises];
        self.at(day, "林安全", &[&record[..], &words, more].concat()).json()
    }
}

/// Entered late, withdrawn, major, reopened: each is a figure of the next report, at both levels.
#[test]
fn what_is_known_later_is_counted_at_every_level() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        let one = std::fs::read_to_string(street.desk.path("一条.toml")).unwrap();
        let wrong = street.visit("2026-10-13", "2026-10-13", "丰泽服饰", &one, &[]);
        let closed = street.hazard_of("2026-10-14", "恒捷鞋材厂");
        street.close("2026-10-14", &closed);
        let first = street.send("2026-10-20", "林安全", "2026-10");
        assert_eq!(figures(&first, ["inspections", "found", "closed"]), [2, 2, 1]);
        street.zero("2026-10-20", "何安全", "2026-10");
        street.send("2026-10-23", "郑街道", "2026-10");

        street.visit("2026-10-28", "2026-10-15", "恒捷鞋材厂", STOPPED, &[]);
        let wrong = wrong["inspection"].as_str().unwrap();
        let nothing = "default = \"normal\"\n";
        street.visit("2026-10-28", "2026-10-13", "丰泽服饰", nothing, &["--corrects", wrong]);
        let reopen = ["hazard", "reopen", &closed, "--reason", "又堆满了", "--days", "30"];
        street.at("2026-10-28", "林安全", &reopen).done();

        let names = [
            "inspections",
            "found",
            "inspections_late",
            "found_late",
            "by_deadline_late",
            "suspend_late",
            "general_late",
            "major_late",
            "closed_before",
        ];
        let known = [0, 0, 1, 0, -1, 1, -1, 1, -1];
        let community = street.send("2026-11-20", "林安全", "2026-11");
        assert_eq!(figures(&community, names), known);
        street.zero("2026-11-20", "何安全", "2026-11");
        let sum = street.send("2026-11-25", "郑街道", "2026-11");
        assert_eq!(figures(&sum, names), known);
        let said = plain(&street.text("2026-11-25", "林安全", &month("2026-11")));
        for words in [
            "检查1家次，隐患0条，其中当场整改0条、限期整改-1条、停业整改1条",
            "重大隐患1条",
            "原报2家次，现为3家次，补计1家次",
            "原报的这一条已更正撤销",
            "原报已销号，现为整改中",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        let said = street.text("2026-11-25", "郑街道", &month("2026-11"));
        let cells = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let line = said.lines().map(cells).find(|cells| cells.contains(&"以前各期".to_owned()));
        let line = line.expect("it has a line of its own");
        assert!(
            line.contains(&"招联社区".to_owned()) && line.contains(&"-1".to_owned()),
            "{line:?}"
        );
        // All of it once.
        street.zero("2026-12-18", "林安全", "2026-12");
    });
}

/// A sum sent anew keeps what it had; a later one has only what was more. A sum that tells of a correction is no 零报告.
#[test]
fn a_sum_sent_anew_keeps_what_a_later_one_has_not_added() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        street.inspect("2026-10-13", "2026-10-13", "丰泽服饰");
        let names = ["inspections", "found", "closed"];
        let october = street.send("2026-10-20", "林安全", "2026-10");
        street.zero("2026-10-20", "何安全", "2026-10");
        let sum = street.send("2026-10-23", "郑街道", "2026-10");
        street.give_back("2026-10-26", "郑街道", &october);
        let hazard = street.hazard_of("2026-10-26", "恒捷鞋材厂");
        street.close("2026-10-26", &hazard);
        street.send("2026-10-27", "林安全", "2026-10");
        for who in ["林安全", "何安全"] {
            street.zero("2026-11-20", who, "2026-11");
        }
        let zero = [&month("2026-11")[..], &["--zero"]].concat();
        let refused = street.submit("2026-11-25", "郑街道", &zero).refused(1);
        assert!(refused.contains("已整改1条，不能作零报告"), "{refused}");
        let november = street.send("2026-11-25", "郑街道", "2026-11");
        assert_eq!(figures(&november, names), [0, 0, 1]);
        street.give_back("2026-11-26", "", &sum);
        let again = street.send("2026-11-27", "郑街道", "2026-10");
        assert_eq!(figures(&again, names), [2, 2, 0]);
        let said = street.text("2026-11-27", "郑街道", &month("2026-10"));
        assert!(said.contains("已补报") && !said.contains("零报告。"), "{said}");
    });
}

/// A street that has received nothing says so, and not that nothing was found.
#[test]
fn a_sum_of_nothing_received_is_no_zero_report() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        let zero = [&month("2026-10")[..], &["--zero"]].concat();
        let refused = street.submit("2026-10-23", "郑街道", &zero).refused(1);
        assert!(refused.contains("还没有收到下级的报表，不能作零报告"), "{refused}");
        street.send("2026-10-23", "郑街道", "2026-10");
        let said = street.text("2026-10-23", "郑街道", &month("2026-10"));
        assert!(said.contains("未报：") && !said.contains("实行零报告"), "{said}");
    });
}

/// A community keeps its reports under another name.
#[test]
fn a_community_renamed_is_not_counted_again() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        street.inspect("2026-10-12", "2026-10-12", "恒捷鞋材厂");
        street.send("2026-10-20", "林安全", "2026-10");
        street.zero("2026-10-20", "何安全", "2026-10");
        street.send("2026-10-23", "郑街道", "2026-10");
        street.at("2026-11-02", "", &["unit", "edit", "招联社区", "--rename", "招莲社区"]).done();
        for who in ["林安全", "何安全"] {
            street.zero("2026-11-20", who, "2026-11");
        }
        street.zero("2026-11-25", "郑街道", "2026-11");
        let said = street.text("2026-11-25", "郑街道", &month("2026-11"));
        let of: Vec<&str> = said.lines().filter(|line| line.contains("招莲社区")).collect();
        assert!(!of.is_empty() && of.iter().all(|line| line.contains("零报告")), "{said}");
    });
}

/// What is open stands in every quarter's list, and what was entered too late for its own is in the next.
#[test]
fn a_quarter_lists_what_is_open_since_before() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-25");
        let head = ["staff", "add", "高书记", "--role", "unit_head", "--unit", "电子城街道"];
        street.at("2026-09-25", "", &head).done();
        street.inspect("2026-09-28", "2026-09-28", "恒捷鞋材厂");
        let quarter = ["quarterly", "--period", "2026-Q3", "--signer", "高书记"];
        street.submit("2026-09-30", "郑街道", &quarter).done();
        street.visit("2026-10-09", "2026-09-29", "丰泽服饰", STOPPED, &[]);
        let said = street.text("2026-12-30", "郑街道", &["quarterly", "--period", "2026-Q4"]);
        let list = said.split("重大隐患和未销号的隐患").nth(1).unwrap();
        let list = list.split("本期数字").next().unwrap();
        assert!(list.contains("恒捷鞋材厂") && list.contains("丰泽服饰"), "{said}");
    });
}

/// A street to which nothing has come sends a sum all the same; the district has heard nothing from it, and says so.
#[test]
fn a_sum_of_nothing_received_is_no_zero_report_one_level_up() {
    on_both(|database| {
        let desk = crate::desk::Desk::bare();
        let at = |day: &str, who: &str, line: &str| {
            desk.on(day, who, database.as_ref(), &line.split(' ').collect::<Vec<_>>())
        };
        let place = "--city 西安市 --district 雁塔区 --street 小寨路街道 --street 长延堡街道";
        for line in [
            format!("init --level 区 --regime yanta {place}").as_str(),
            "unit add 兴善社区 --in 小寨路街道",
            "unit add 长延堡社区 --in 长延堡街道",
            "staff add 小执 --role street_officer --unit 小寨路街道",
            "staff add 区执 --role district_officer --unit 雁塔区",
        ] {
            at("2026-06-01", "", line).done();
        }
        let submit = "report submit monthly --sure --period 2026-07 --unit";
        at("2026-07-24", "小执", &format!("{submit} 小寨路街道")).done();
        let zero = format!("{submit} 雁塔区 --zero");
        let refused = at("2026-07-28", "区执", &zero).refused(1);
        let why = "收到的汇总本身都没有收到下级的报表，不能作零报告";
        assert!(refused.contains(why), "{refused}");
        at("2026-07-28", "区执", &format!("{submit} 雁塔区")).done();
        let text = at("2026-07-28", "区执", "report monthly --period 2026-07 --unit 雁塔区 --text");
        let text = plain(&text.done());
        assert!(text.contains("未报") && text.contains("长延堡街道"), "{text}");
        assert!(!text.contains("实行零报告"), "{text}");
    });
}

/// 重点监管对象含重大隐患 (S2 职责二(二)3): who has one and is not on the list is named as it is found, and as it is graded.
#[test]
fn a_premises_with_a_major_hazard_is_asked_for_on_the_key_list() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        let says = |told: &Value| told.to_string().contains("没有列入重点监管对象");
        let key = ["premises", "edit", "恒捷鞋材厂", "--key", "--reason", "核实"];
        street.at("2026-10-12", "林安全", &key).done();
        let told =
            |premises: &str| street.visit("2026-10-12", "2026-10-12", premises, STOPPED, &[]);
        let (listed, other) = (told("恒捷鞋材厂"), told("丰泽服饰"));
        assert!(!says(&listed) && says(&other), "{listed:#} {other:#}");
        let unsure = STOPPED.replace("\"major\"", "\"unsure\"");
        street.visit("2026-10-13", "2026-10-13", "丰泽服饰", &unsure, &[]);
        let all = street.at("2026-10-13", "林安全", &["--json", "hazard", "list"]).json();
        let open = all.as_array().unwrap().iter().find(|each| each["grade"] == "unsure").unwrap();
        let id = open["id"].as_str().unwrap();
        let grade = ["hazard", "regrade", id, "--grade", "major", "--reason", "住人"];
        let ran = street.at("2026-10-19", "林安全", &grade);
        assert!(format!("{}{}", ran.out, ran.err).contains("没有列入重点监管对象"), "{ran:?}");
        // Its report is waited for since then: nobody could have filled it in before.
        let all = street.at("2026-10-21", "林安全", &["--json", "major", "list"]).json();
        let of = all.as_array().unwrap().iter().find(|each| each["id"] == id).unwrap();
        assert_eq!((&of["since"], &of["days"]), (&"2026-10-19".into(), &2.into()), "{of:#}");
    });
}

/// 重大危险源 of the ledgers likewise, as the row is entered and as it is put right.
#[test]
fn a_premises_with_a_major_source_is_asked_for_on_the_key_list() {
    for (regime, is_asked) in [("yanta", true), ("beifeng", false)] {
        on_both(|database| {
            let street = Street::new(database, regime, "2026-09-28");
            let day = "2026-10-12";
            let ran = |args: &[&str]| {
                let ran = street.at(day, "林安全", args);
                let told = format!("{}{}", ran.out, ran.err);
                assert_eq!(ran.code, Some(0), "{told}");
                told.contains("丰泽服饰有重大危险源，没有列入重点监管对象")
            };
            let add = |ledger: &str, sets: &[&str]| {
                let sets = sets.iter().flat_map(|set| ["--set", set]);
                let args = ["ledger", "add", ledger, "--premises", "丰泽服饰", "--sure"];
                ran(&args.into_iter().chain(sets).collect::<Vec<_>>())
            };
            let point = [
                "name=氨制冷",
                "place=西侧",
                "risk=重大风险",
                "measures=报警",
                "responsible=林安全",
            ];
            let of = |kind: &'static str| [&point[..], &[kind]].concat();
            assert!(!add("danger_point", &of("kind=有限空间")), "{regime}");
            let all = street.at(day, "", &["--json", "ledger", "list", "danger_point"]).json();
            let id = all[0]["id"].as_str().unwrap();
            let edit = ["ledger", "edit", id, "--set", "kind=重大危险源"];
            assert_eq!(ran(&edit), is_asked, "{regime}");
            let stuff = ["name=氨", "use=使用", "stock=20吨", "place=西侧"];
            assert!(!add("chemical", &[&stuff[..], &["major_source=否"]].concat()), "{regime}");
            let more = ["name=液氨", "use=储存", "stock=20吨", "place=西侧", "major_source=是"];
            assert_eq!(add("chemical", &more), is_asked, "{regime}");
            street
                .at(day, "林安全", &["premises", "edit", "丰泽服饰", "--key", "--reason", "核实"])
                .done();
            assert!(!add("danger_point", &of("kind=重大危险源")), "{regime}");
        });
    }
}

/// What was put right on the spot and told is corrected in something else: the next report has as many rows as it counts.
#[test]
fn a_corrected_visit_is_not_listed_among_what_was_put_right_since() {
    on_both(|database| {
        let street = Street::new(database, "yanta", "2026-09-28");
        let spot = "default = \"normal\"\n[answers]\nq20 = \"堵塞\"\n[[hazards]]\nitem = \"q20\"\ndisposal = \"当场\"\n";
        let first = street.visit("2026-10-12", "2026-10-12", "恒捷鞋材厂", spot, &[]);
        street.inspect("2026-10-13", "2026-10-13", "丰泽服饰");
        let open = street.hazard_of("2026-10-14", "丰泽服饰");
        let sent = street.send("2026-10-20", "林安全", "2026-10");
        assert_eq!(figures(&sent, ["found", "closed"]), [2, 1]);
        street.close("2026-10-27", &open);
        let wrong = first["inspection"].as_str().unwrap();
        let other = spot.replace("当场\"", "当场\"\nevidence = \"已清空\"");
        street.visit("2026-10-28", "2026-10-12", "恒捷鞋材厂", &other, &["--corrects", wrong]);
        let sent = street.send("2026-11-20", "林安全", "2026-11");
        assert_eq!(figures(&sent, ["closed_before"]), [1]);
        let said = street.text("2026-11-20", "林安全", &month("2026-11"));
        let listed = said.split("以前各期隐患本期整改的").nth(1).expect("they are listed");
        let listed = listed.split("以前报表的更正").next().unwrap();
        assert!(listed.contains("丰泽服饰") && !listed.contains("恒捷"), "{said}");
        // Nobody went anywhere: that is said with the 零报告, not of a community that has nothing to look at.
        for (who, says) in [("林安全", true), ("何安全", false)] {
            let zero =
                [&["report", "submit"], &month("2026-12")[..], &["--zero", "--sure"]].concat();
            let ran = street.at("2026-12-18", who, &zero);
            let said = format!("{}{}", ran.out, ran.err);
            assert_eq!((ran.code, said.contains("没有一次检查记录")), (Some(0), says), "{said}");
        }
    });
}
