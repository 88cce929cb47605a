//! A row of a ledger that was entered under the wrong premises or in the wrong community, put where it belongs, told to both
//! engines.

use serde_json::Value;

use crate::{
    engines::Schema,
    review::{House, house},
};

const DAY: &str = "2026-11-17";

impl House {
    fn add(&self, ledger: &str, whose: &[&str], set: &[&str]) -> String {
        let mut args = vec!["--json", "ledger", "add", ledger];
        args.extend(whose);
        set.iter().for_each(|one| args.extend(["--set", one]));
        let row: Value = serde_json::from_str(&self.run_as(DAY, "", &args)).unwrap();
        row["id"].as_str().unwrap().to_owned()
    }

    fn rows(&self, args: &[&str]) -> Vec<Value> {
        let told = self.run_as(DAY, "", &[&["--json", "ledger", "list"], args].concat());
        serde_json::from_str::<Vec<Value>>(&told).unwrap()
    }

    /// As nobody, since the whole street is concerned.
    fn edit(&self, id: &str, args: &[&str]) -> String {
        self.run_as(DAY, "", &[&["ledger", "edit", id], args].concat())
    }

    fn barred(&self, id: &str, args: &[&str]) -> String {
        let args = [&["ledger", "edit", id], args].concat();
        self.desk.on(DAY, "", self.database.as_ref(), &args).refused(1)
    }
}

/// With a second community that has one premises.
fn two_communities(database: Option<Schema>) -> House {
    let house = house(database);
    house.run_as(DAY, "", &["unit", "add", "招贤社区"]);
    house.run_as(DAY, "", &["premises", "add", "招贤超市", "--community", "招贤社区"]);
    house
}

const CERTIFICATE: [&str; 2] = ["kind=营业执照", "expires_on=2026-11-25"];

#[test]
fn a_certificate_goes_to_the_premises_it_is_of() {
    for database in [None, Some(Schema::new())] {
        let house = two_communities(database);
        let id = house.add("certificate", &["--premises", "恒捷鞋材厂"], &CERTIFICATE);
        let said = house.edit(&id, &["--premises", "丰泽服饰", "--set", "certificate_number=A1"]);
        assert!(said.contains("已改登记到丰泽服饰"), "{said}");
        let rows = house.rows(&["certificate", "--premises", "丰泽服饰"]);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0]["id"], id.as_str(), "within a community it stays the row that it is");
        // Its holder was the premises as the register knew them; the number was typed with it.
        assert_eq!(rows[0]["fields"]["holder"], "丰泽服饰");
        assert_eq!(rows[0]["fields"]["certificate_number"], "A1");
        assert!(house.rows(&["certificate", "--premises", "恒捷鞋材厂"]).is_empty());
        let agenda = house.run_as(DAY, "", &["agenda"]);
        let line = agenda.lines().find(|line| line.contains("营业执照")).unwrap();
        assert!(line.contains("丰泽服饰") && !line.contains("恒捷"), "{line}");
        let journal = house.run_as(DAY, "", &["journal"]);
        assert!(journal.contains("更正台账记录"), "{journal}");
        let undo = house.desk.on(DAY, "", house.database.as_ref(), &["undo", "--reason", "错"]);
        let undo = undo.refused(1);
        assert!(undo.contains("请再更正一次"), "{undo}");
        house.edit(&id, &["--premises", "恒捷鞋材厂"]);
        let back = house.rows(&["certificate"]);
        assert_eq!(back[0]["fields"]["holder"], "恒捷鞋材厂");

        // Who sees one community puts nothing into another.
        let args = ["ledger", "edit", &id, "--premises", "招贤超市"];
        house.refused(DAY, &args);
        let wrong = house.barred(&id, &["--premises", "没有这家"]);
        assert!(wrong.contains("没有这家"), "{wrong}");
        let bare = house.barred(&id, &["--community", "招贤社区"]);
        assert!(bare.contains("要写明是哪家单位的"), "{bare}");
    }
}

#[test]
fn to_another_community_it_goes_as_a_new_row_and_the_old_one_is_struck_out() {
    for database in [None, Some(Schema::new())] {
        let house = two_communities(database);
        let id = house.add("certificate", &["--premises", "恒捷鞋材厂"], &CERTIFICATE);
        let said = house.edit(&id, &["--premises", "招贤超市"]);
        assert!(said.contains("已改登记到招贤超市"), "{said}");
        let rows = house.rows(&["certificate"]);
        assert_eq!(rows.len(), 1);
        assert_ne!(rows[0]["id"], id.as_str());
        assert_eq!(rows[0]["fields"]["holder"], "招贤超市");
        let struck = house.rows(&["certificate", "--void", "--premises", "恒捷鞋材厂"]);
        assert_eq!(struck[0]["void_reason"], "改登记到招贤超市");
        let agenda = house.run_as(DAY, "", &["agenda"]);
        assert_eq!(agenda.matches("营业执照").count(), 1, "{agenda}");
        assert!(house.barred(&id, &["--premises", "丰泽服饰"]).contains("已经作废"));

        // Minutes take along the tasks that nobody has touched.
        let meeting = house.add(
            "meeting",
            &["--community", "招联社区"],
            &[
                "held_on=2026-11-16",
                "place=会议室",
                "host=蔡书记",
                "present=陈一鸣、林安全",
                "recorder=林安全",
                "decisions=清理疏散通道，陈一鸣，11月27日前",
            ],
        );
        let task = house.rows(&["task"]).remove(0);
        let barred = house.barred(task["id"].as_str().unwrap(), &["--community", "招贤社区"]);
        assert!(barred.contains("例会部署的"), "{barred}");
        house.edit(&meeting, &["--community", "招贤社区"]);
        let tasks = house.rows(&["task"]);
        assert_eq!(tasks.len(), 1, "{tasks:?}");
        assert!(house.rows(&["task", "--community", "招联社区"]).is_empty());
        assert_eq!(house.rows(&["meeting", "--community", "招贤社区"]).len(), 1);
    }
}

#[test]
fn what_another_deed_has_made_or_told_on_stays_where_it_is() {
    let house = two_communities(None);
    house.run_as(DAY, "", &["sample", "1", "--seed", "482913", "--enter"]);
    let drawn = house.rows(&["spot_check"]).remove(0);
    let names = ["恒捷鞋材厂", "丰泽服饰", "招贤超市"];
    let other = names.into_iter().find(|name| drawn["fields"]["target"] != *name).unwrap();
    let lot = house.barred(drawn["id"].as_str().unwrap(), &["--premises", other]);
    assert!(lot.contains("抽签抽到"), "{lot}");
    let list = house.add(
        "list_row",
        &["--premises", "恒捷鞋材厂"],
        &["list=生产经营单位清单", "way=移出", "reason=重复"],
    );
    let barred = house.barred(&list, &["--premises", "丰泽服饰"]);
    assert!(barred.contains("清单"), "{barred}");
    // A sheet of ticks has one row a day.
    let tick = ["ledger", "tick", "self_check", "--premises", "恒捷鞋材厂"];
    house.run_as(DAY, "", &[&tick[..], &["--premises", "丰泽服饰"]].concat());
    let row = house.rows(&["self_check", "--premises", "恒捷鞋材厂"]).remove(0);
    let twice = house.barred(row["id"].as_str().unwrap(), &["--premises", "丰泽服饰"]);
    assert!(twice.contains("已经登记过"), "{twice}");
    let task = house.add(
        "task",
        &["--community", "招联社区"],
        &["from=区里", "content=报数", "owner=陈一鸣", "due_on=2026-11-30"],
    );
    let none = house.barred(&task, &["--premises", "丰泽服饰"]);
    assert!(none.contains("不是一家单位一条的"), "{none}");
    assert!(house.edit(&task, &["--community", "招贤社区"]).contains("已改登记到招贤社区"));
}
