//! What is found later is entered at its own day, on both engines: the register reads rightly on each day around it.

use serde_json::Value;

use crate::{
    desk::{Desk, Ran},
    engines::Schema,
    major::{House, set_up},
};

const SHOP: &str = "恒捷鞋材厂";

struct Office(House);

impl Office {
    fn run(&self, args: &[&str]) -> Ran {
        let mut all = vec!["--today", "2026-11-20", "--as", "林安全"];
        if let Some(schema) = &self.0.database {
            all.extend(["--database", &schema.url]);
        }
        all.extend(args);
        self.0.desk.run(&all)
    }

    fn tell(&self, line: &str) -> Ran {
        let words: Vec<&str> = line.split(' ').collect();
        self.run(&[&["premises", words[0], SHOP][..], &words[1..]].concat())
    }

    /// Person, phone and state of the shop in a list; `-` where it is not in it.
    fn told(&self, args: &[&str]) -> String {
        let list = self.run(&[&["--json", "premises", "list"], args].concat()).json();
        let shop = list.as_array().unwrap().iter().find(|entry| entry["name"] == SHOP).cloned();
        let word = |shop: &Value, key: &str| shop[key].as_str().unwrap().to_owned();
        shop.map_or("-".into(), |shop| {
            ["person_in_charge", "phone", "status"].map(|key| word(&shop, key)).join(" ")
        })
    }
}

#[test]
fn a_change_that_is_found_later_reads_rightly_on_each_day() {
    for database in [None, Some(Schema::new())] {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        set_up(&mut house);
        let office = Office(house);
        // Entered on 2 November; the person in charge had changed in October.
        office.tell("edit --person-in-charge 陈新 --on 2026-10-15 --reason 上月换人").done();
        office.tell("change --to suspended --on 2026-11-10 --reason 装修").done();
        office.tell("change --to resumed --on 2026-11-18 --reason 复业").done();
        // While it stood still it had another number, and then another person; before that there had been a third.
        office.tell("edit --phone 13905950013 --on 2026-11-12").done();
        office.tell("edit --person-in-charge 林新 --on 2026-11-15").done();
        office.tell("edit --person-in-charge 赵旧 --on 2026-11-04").done();
        let (old, new) = ("13805950001", "13905950013");
        for (day, expected) in [
            ("2026-10-14", "-".to_owned()),
            ("2026-10-15", "-".to_owned()),
            ("2026-11-01", "-".to_owned()),
            ("2026-11-02", format!("陈新 {old} operating")),
            ("2026-11-03", format!("陈新 {old} operating")),
            ("2026-11-04", format!("赵旧 {old} operating")),
            ("2026-11-10", format!("赵旧 {old} suspended")),
            ("2026-11-11", format!("赵旧 {old} suspended")),
            ("2026-11-12", format!("赵旧 {new} suspended")),
            ("2026-11-15", format!("林新 {new} suspended")),
            ("2026-11-17", format!("林新 {new} suspended")),
            ("2026-11-18", format!("林新 {new} operating")),
        ] {
            assert_eq!(office.told(&["--as-of", day]), expected, "{day}");
        }
        assert_eq!(office.told(&[]), format!("林新 {new} operating"));
        // The dossier tells them in the order of their days.
        let shown = office.run(&["--json", "premises", "show", SHOP]).json();
        let days: Vec<&str> = shown["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| change["on"].as_str().unwrap())
            .collect();
        let mut sorted = days.clone();
        sorted.sort_unstable();
        assert_eq!((days.len(), &days), (7, &sorted));
        // What is known from before the registration does not put it on the key list before that.
        let shown = office.run(&["premises", "show", SHOP]).done();
        assert!(shown.contains("2026年11月2日列入"), "{shown}");
        // What would not have been possible on that day, what the roster has told otherwise, what has not come.
        let before = office.told(&[]);
        for (line, why) in [
            ("change --to resumed --on 2026-11-05 --reason 复业", "2026年11月5日那天是“在产”"),
            ("change --to suspended --on 2026-10-20 --reason 停电", "早于登记日期2026年11月2日"),
            (
                "change --to closed --on 2026-11-08 --reason 关门",
                "2026年11月10日登记了“停产”，在那以前不能是“关闭”",
            ),
            ("edit --phone 13805950009 --on 2026-11-21", "还没有到"),
        ] {
            let said = office.tell(line).refused(1);
            assert!(said.contains(why), "{line}: {said}");
        }
        assert_eq!(office.told(&[]), before);
        // Taken back, it is as it was before.
        office.tell("edit --phone 13805950009 --on 2026-11-03").done();
        assert_eq!(office.told(&["--as-of", "2026-11-11"]), "赵旧 13805950009 suspended");
        assert_eq!(office.told(&[]), before);
        let undo = || office.run(&["undo", "--reason", "看错了"]).done();
        assert!(undo().contains("改回原来的登记"));
        for (day, phone) in [("2026-11-03", old), ("2026-11-11", old), ("2026-11-12", new)] {
            let told = office.told(&["--as-of", day]);
            assert_eq!(told.split(' ').nth(1), Some(phone), "{day}: {told}");
        }
        assert_eq!(office.told(&[]), before);
        // So is a state that reaches to where it was told anew; a later change in between holds it.
        office.tell("edit --phone 13905950020 --on 2026-11-17").done();
        office.tell("edit --phone 13905950019 --on 2026-11-16").done();
        assert!(undo().contains("改回原来的登记"));
        assert_eq!(office.told(&["--as-of", "2026-11-16"]).split(' ').nth(1), Some(new));
        assert_eq!(office.told(&[]).split(' ').nth(1), Some("13905950020"));
        let verified = office.run(&["--json", "journal", "--verify"]).json();
        assert_eq!(verified["sound"], true, "{verified:#}");
    }
}
