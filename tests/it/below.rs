//! What a level has written against those below it is not taken back, voided, rewritten or loosened by them, by the real
//! program on both engines; their own work goes on.

mod behind;

use crate::{
    desk::{Desk, ROSTER, Ran},
    engines::Schema,
};

const DAY: &str = "2026-11-24";

struct House {
    desk: Desk,
    database: Option<Schema>,
}

impl House {
    fn new(database: Option<Schema>) -> House {
        let house = House { desk: Desk::bare(), database };
        let begin = |args: &[&str]| house.ran("2026-10-26", "", args).done();
        let units = ["--city", "泉州市", "--district", "丰泽区", "--street", "北峰街道"];
        begin(
            &[&["init"], &units[..], &["--community", "招联社区", "--regime", "beifeng"]].concat(),
        );
        for (name, role, unit) in [
            ("陈一鸣", "grid_officer", "招联社区"),
            ("林安全", "safety_officer", "招联社区"),
            ("王主任", "community_head", "招联社区"),
            ("沈卫东", "street_officer", "北峰街道"),
            ("周安平", "street_officer", "北峰街道"),
        ] {
            begin(&["staff", "add", name, "--role", role, "--unit", unit]);
        }
        begin(&["grid", "add", "一网格", "--community", "招联社区", "--lead", "陈一鸣"]);
        let roster = house.desk.write("名册.csv", ROSTER);
        begin(&["premises", "import", &roster, "--grid", "一网格"]);
        house
    }

    fn each() -> impl Iterator<Item = House> {
        [false, true].into_iter().map(|server| House::new(server.then(Schema::new)))
    }

    fn ran(&self, day: &str, who: &str, args: &[&str]) -> Ran {
        self.desk.on(day, who, self.database.as_ref(), args)
    }

    fn done(&self, who: &str, args: &[&str]) -> String {
        self.ran(DAY, who, args).done()
    }

    /// Refused, and the sentence says who may or what is the matter.
    fn refused(&self, who: &str, args: &[&str], says: &str) {
        let ran = self.ran(DAY, who, args);
        assert!(ran.code == Some(1) && ran.err.contains(says), "{who} {args:?}: {ran:?}");
    }

    fn id(&self, who: &str, args: &[&str]) -> String {
        let made = self.ran(DAY, who, &[&["--json"], args].concat()).json();
        made["id"].as_str().unwrap_or_else(|| panic!("{made:#}")).to_owned()
    }

    fn add(&self, who: &str, ledger: &[&str], fields: &[&str]) -> String {
        let sets = fields.iter().flat_map(|field| ["--set", *field]);
        let add = ["ledger", "add"].iter().chain(ledger).copied().chain(sets);
        self.id(who, &add.collect::<Vec<_>>())
    }

    fn accident(&self, who: &str, dead: &str) -> String {
        let fields = ["kind=触电", "happened_at=2时", "place=车间", "missing=0", "injured=0", dead];
        let rest = ["course=漏电", "reporter=林安全", "happened_on=2026-11-24"];
        let ledger = ["accident", "--premises", "恒捷鞋材厂"];
        self.add(who, &ledger, &[&fields[..], &rest].concat())
    }

    /// Codes of what holds.
    fn holds(&self, day: &str) -> Vec<String> {
        let all = self.ran(day, "沈卫东", &["--json", "warn"]).json();
        let all = all.as_array().unwrap().iter().filter(|each| each["state"] == "holds");
        all.map(|each| each["code"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn what_is_said_against_a_community_is_not_taken_back_there() {
    for house in House::each() {
        let add =
            ["warn", "add", "TB-8", "--community", "招联社区", "--reason", "连续三周没有回音"];
        let by = ["--by", "沈卫东"];
        for who in ["林安全", "王主任"] {
            house.refused(who, &[&add[..], &by].concat(), "不能替沈卫东");
        }
        house.done("沈卫东", &add);
        let undo = ["undo", "--reason", "点错了"];
        house.refused("林安全", &undo, "登记、确认、搁置问责");
        let said = house.ran(DAY, "沈卫东", &["--json", "warn", "said"]).json();
        let (said, row) = (said[0]["id"].as_str().unwrap(), said[0]["leads_to"].as_str().unwrap());
        let withdraw = ["warn", "withdraw", said, "--reason", "弄错了"];
        house.refused("王主任", &[&withdraw[..], &by].concat(), "不能替沈卫东");
        let number =
            house.ran(DAY, "沈卫东", &["--json", "paper", "issue", "circular", "--about", row]);
        let number = number.json()["number"].as_str().unwrap().to_owned();
        house.refused("林安全", &undo, "出具通报、约谈、督办文书");
        for who in ["林安全", "王主任"] {
            let void = ["paper", "void", &number, "--reason", "不服"];
            house.refused(who, &void, "出具通报、约谈、督办文书");
        }
        // Who has said it calls it in.
        house.done("沈卫东", &["paper", "void", &number, "--reason", "文字有误"]);
        house.done("沈卫东", &withdraw);
    }
}

#[test]
fn no_letter_of_a_supervision_that_was_withdrawn() {
    for house in House::each() {
        let add = ["warn", "add", "GP-1", "--community", "招联社区", "--reason", "区里通报"];
        house.done("沈卫东", &add);
        let said = house.ran(DAY, "沈卫东", &["--json", "warn", "said"]).json();
        let (id, about) = (said[0]["id"].as_str().unwrap(), said[0]["leads_to"].as_str().unwrap());
        house.done("沈卫东", &["warn", "withdraw", id, "--reason", "弄错了"]);
        let issue = ["paper", "issue", "community_supervision", "--about", about];
        let asked = ["--set", "demand=整改", "--set", "rectify_by=2026-12-30"];
        house.refused("沈卫东", &[&issue[..], &asked].concat(), "这件督办已经撤销立项");
    }
}

#[test]
fn rows_of_the_street_are_changed_by_the_street() {
    for house in House::each() {
        let check = ["level=街道", "target=恒捷鞋材厂", "why=随机抽取", "problems=通道堵塞"];
        let scores = ["grids=20", "lists=20", "book=20", "dossiers=20", "checkers=周安平"];
        let found = ["unit=招联社区", "problems=档案不全", "rectify_by=2026-12-10"];
        let task = ["from=街道安办", "content=报材料", "owner=陈一鸣", "due_on=2026-11-25"];
        let community = ["--community", "招联社区"];
        let rows = [
            (house.accident("周安平", "dead=3"), "dead=0", None),
            (
                house.add("周安平", &["spot_check", "--premises", "恒捷鞋材厂"], &check),
                "found_any=否",
                Some("handling=已清理"),
            ),
            (
                house.add(
                    "周安平",
                    &[&["oversight"], &community[..]].concat(),
                    &[&scores[..], &found].concat(),
                ),
                "grids=25",
                Some("rectified_on=2026-11-24"),
            ),
            (
                house.add("周安平", &[&["task"], &community[..]].concat(), &task),
                "due_on=2026-12-20",
                Some("done_on=2026-11-24"),
            ),
        ];
        for (id, change, answer) in &rows {
            for who in ["陈一鸣", "林安全", "王主任"] {
                let edit = ["ledger", "edit", id, "--set", change];
                // Of an oversight the posts that may are told, of the others the unit whose word it is.
                house.refused(who, &edit, "街道");
                house.refused(who, &["ledger", "void", id, "--reason", "重复"], "街道");
            }
            if let Some(answer) = answer {
                house.done("林安全", &["ledger", "edit", id, "--set", answer]);
            }
            // Somebody else of the street puts it right.
            house.done("沈卫东", &["ledger", "edit", id, "--set", change]);
        }
    }
}

#[test]
fn a_task_of_the_street_is_handed_on_by_the_community_when_somebody_leaves() {
    for house in House::each() {
        let fields = ["from=街道安办", "content=报材料", "owner=陈一鸣", "due_on=2026-11-25"];
        let task = house.add("周安平", &["task", "--community", "招联社区"], &fields);
        house.done("王主任", &["grid", "assign", "一网格", "--lead", "林安全", "--from", DAY]);
        let edit = |owner| ["ledger", "edit", &task, "--set", owner].map(str::to_owned);
        let edited = |who: &str, owner| {
            let words = edit(owner);
            house.ran(DAY, who, &words.each_ref().map(String::as_str))
        };
        // To nobody else, and not by the one who has it.
        assert_eq!(edited("林安全", "owner=周安平").code, Some(1));
        assert_eq!(edited("陈一鸣", "owner=林安全").code, Some(1));
        edited("林安全", "owner=林安全").done();
        house.done(
            "王主任",
            &["staff", "leave", "陈一鸣", "--date", DAY, "--to", "林安全", "--reason", "调走"],
        );
    }
}

#[test]
fn late_tasks_of_the_street_and_of_the_community_are_answered_apart() {
    for house in House::each() {
        let fields = ["from=例会", "content=报材料", "owner=陈一鸣", "due_on=2026-11-25"];
        house.add("周安平", &["task", "--community", "北峰街道"], &fields);
        house.add("林安全", &["task", "--community", "招联社区"], &fields);
        let dismiss = ["warn", "dismiss", "YT-1", "--target", "陈一鸣", "--reason", "另有安排"];
        let said =
            |rest: &[&str]| house.ran("2026-11-30", "沈卫东", &[&dismiss[..], rest].concat());
        let unclear = said(&[]);
        let says = unclear.err.contains("--unit 写明是哪里的");
        assert!(unclear.code == Some(1) && says, "{unclear:?}");
        assert!(["北峰街道", "招联社区"].iter().all(|unit| unclear.err.contains(unit)));
        said(&["--unit", "招联社区"]).done();
        // The other one is the only one now.
        said(&[]).done();
        assert_eq!(said(&[]).code, Some(1));
    }
}

#[test]
fn a_community_puts_its_own_rows_right_until_somebody_above_has_spoken_of_them() {
    for house in House::each() {
        let id = house.accident("林安全", "dead=1");
        let edit = |dead| ["ledger", "edit", &id, "--set", dead].map(str::to_owned);
        let edited = |who: &str, dead| {
            let words = edit(dead);
            house.ran(DAY, who, &words.each_ref().map(String::as_str))
        };
        edited("林安全", "dead=3").done();
        assert!(house.holds(DAY).contains(&"YS-1".to_owned()));
        let dismiss = ["warn", "dismiss", "YS-1", "--reason", "由区里调查"];
        house.done("沈卫东", &dismiss);
        let refused = edited("林安全", "dead=0");
        assert!(refused.err.contains("已经有人确认或搁置"), "{refused:?}");
        edited("周安平", "dead=0").done();
    }
}

#[test]
fn a_campaign_and_a_flag_of_the_street_are_ended_by_the_street() {
    for house in House::each() {
        let days = ["--from", "2026-11-23", "--to", "2026-12-31", "--basis", "街道方案"];
        let add = |name| [&["campaign", "add", name], &days[..], &["--report", "weekly"]].concat();
        house.done("沈卫东", &add("冬季行动"));
        for words in [
            &["campaign", "withdraw", "冬季行动", "--reason", "不做了"][..],
            &["campaign", "end", "冬季行动", "--reason", "做完了"],
            &["campaign", "edit", "冬季行动", "--report", "none"],
        ] {
            house.refused("林安全", words, "请由北峰街道的人办理");
        }
        house.refused("林安全", &["undo", "--reason", "点错了"], "请由北峰街道的人办理");
        house.done("周安平", &["campaign", "edit", "冬季行动", "--report", "none"]);
        house.done("林安全", &[&add("社区行动")[..], &["--community", "招联社区"]].concat());
        house.done("林安全", &["campaign", "withdraw", "社区行动", "--reason", "不做了"]);

        let flag = ["premises", "unfit", "恒捷鞋材厂", "--reason"];
        house.done("沈卫东", &[&flag[..], &["三合一"]].concat());
        let lift = [&flag[..], &["已改", "--lifted"]].concat();
        house.refused("林安全", &lift, "请由北峰街道的人办理");
        house.done("沈卫东", &lift);
        house.done("林安全", &[&flag[..], &["三合一"]].concat());
        house.done("林安全", &lift);
    }
}

#[test]
fn the_register_is_not_laid_under_an_accident_by_whom_it_speaks_against() {
    for house in House::each() {
        let day = "2026-12-10";
        let fire = ["kind=火灾", "happened_at=2时", "place=车间", "dead=0", "missing=0"];
        let rest = ["injured=0", "course=短路", "reporter=林安全", "happened_on=2026-12-10"];
        let sets = fire.iter().chain(&rest).flat_map(|field| ["--set", *field]);
        let add = ["ledger", "add", "accident", "--premises", "丰泽服饰"].into_iter().chain(sets);
        house.ran(day, "周安平", &add.collect::<Vec<_>>()).done();
        let holds = || house.holds("2026-12-11").contains(&"JM-1".to_owned());
        assert!(holds());
        let direct =
            ["premises", "edit", "丰泽服饰", "--direct", "区工信局直管", "--reason", "核实"];
        let on = |who: &str, day: &str| {
            house.ran("2026-12-11", who, &[&direct[..], &["--on", day]].concat())
        };
        for who in ["陈一鸣", "林安全"] {
            let refused = on(who, "2026-10-27");
            assert!(refused.err.contains("请由街道的人办理"), "{refused:?}");
        }
        on("林安全", "2026-12-11").done();
        assert!(holds());
        on("沈卫东", "2026-10-27").done();
        assert!(!holds());
    }
}

#[test]
fn a_closing_that_was_reopened_is_not_corrected_away_by_the_officer() {
    for house in House::each() {
        let found = house.desk.write("查出.toml", crate::desk::TWO);
        let fine = house.desk.write("正常.toml", "default = \"normal\"\n");
        let record = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        let made = [&["--json"], &record[..], &["--answers", &found]].concat();
        let made = house.ran(DAY, "陈一鸣", &made).json();
        let inspection = made["inspection"].as_str().unwrap();
        let all = house.ran(DAY, "林安全", &["--json", "hazard", "list"]).json();
        let hazard = all[0]["id"].as_str().unwrap();
        house.done("陈一鸣", &["hazard", "recheck", hazard, "--passed", "--acceptor", "林安全"]);
        house.done("陈一鸣", &["hazard", "close", hazard]);
        house.done("林安全", &["hazard", "reopen", hazard, "--reason", "又堆放"]);
        let correct = [&record[..], &["--answers", &fine, "--corrects", inspection]].concat();
        house.refused("陈一鸣", &correct, "撤销过销号");
        let by = ["--by", "陈一鸣"];
        house.done("林安全", &[&correct[..], &by].concat());
    }
}
