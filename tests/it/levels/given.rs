//! Tasks that the street gives out: whom they are told to, and who has done them.

use serde_json::Value;

use super::house;
use crate::engines::Schema;

#[test]
fn a_task_of_the_street_is_told_to_those_whom_it_names() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let sets = ["assigned_on=2026-11-23", "from=街道例会", "content=全街道排查通道"];
        let whose = ["owner=林安全、郑巧云", "due_on=2026-12-06"];
        let id =
            house.add("2026-11-23", "周安平", "北峰街道", "task", &[&sets[..], &whose].concat());
        let told = |who: &str| {
            let mut items = house.agenda("2026-12-20", who);
            items.retain(|(text, _)| text.contains("全街道排查通道"));
            items
        };
        let given = |to: &str| [(format!("全街道排查通道（{to}），北峰街道交办"), 14)];
        assert_eq!(told("林安全"), given("林安全"));
        assert_eq!(told("郑巧云"), given("郑巧云"));
        let both = "全街道排查通道：还有2个责任人没有办完（林安全、郑巧云）";
        assert_eq!(told("周安平"), [(both.to_owned(), 14)]);
        assert!(house.call("2026-12-20", "许建安", &["review"]).done().contains("全街道排查通道"));
        let list = house.json("2026-12-20", "林安全", &["ledger", "list", "task"]);
        assert_eq!(list.as_array().unwrap().len(), 1, "{list:#}");
        // Whoever has it says what has come of it, and nothing else.
        let edit = |who: &str, set: &str| {
            house.call("2026-12-20", who, &["ledger", "edit", &id, "--set", set])
        };
        let said = edit("林安全", "due_on=2026-12-30").refused(1);
        assert!(said.contains("这项任务是北峰街道交办的"), "{said}");
        let void = ["ledger", "void", &id, "--reason", "不用办"];
        let said = house.call("2026-12-20", "林安全", &void).refused(1);
        assert!(said.contains("请告诉北峰街道"), "{said}");
        edit("林安全", "done_on=2026-12-20").done();
        assert_eq!(told("林安全"), []);
        assert_eq!(told("郑巧云"), given("郑巧云"));
        assert_eq!(told("周安平"), [("全街道排查通道（郑巧云）".to_owned(), 14)]);
        let own = house.json("2026-12-20", "郑巧云", &["ledger", "list", "task"]);
        let theirs = own[0]["id"].as_str().unwrap();
        let done = ["ledger", "edit", theirs, "--set", "done_on=2026-12-20"];
        house.call("2026-12-20", "郑巧云", &done).done();
        assert_eq!((told("郑巧云"), told("周安平")), (vec![], vec![]));
        // Nobody of the other community is named in this one, nor may touch it.
        let other = ["owner=林安全", "due_on=2026-12-07"];
        let id =
            house.add("2026-11-23", "周安平", "北峰街道", "task", &[&sets[..], &other].concat());
        assert_eq!((told("林安全").len(), told("许建安").len()), (1, 0));
        let done = ["ledger", "edit", &id, "--set", "done_on=2026-12-20"];
        let said = house.call("2026-12-20", "许建安", &done).refused(1);
        assert!(said.contains("没有编号为"), "{said}");
    }
}

#[test]
fn what_the_street_does_itself_is_told_to_none_of_its_communities() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let call = |day: &str, who: &str, args: &[&str]| house.call(day, who, args);
        let leader = ["staff", "add", "沈卫东", "--role", "linked_leader", "--unit", "北峰街道"];
        call("2026-01-05", "", &leader).done();
        for grid in ["一网格", "二网格", "三网格"] {
            let duties = ["--guarantor", "周安平", "--contact", "沈卫东", "--supervisor", "林安全"];
            call("2026-01-05", "", &[&["grid", "assign", grid], &duties[..]].concat()).done();
        }
        // Somebody who walks a grid and is on no list yet.
        call(
            "2026-01-05",
            "",
            &["grid", "add", "四网格", "--community", "招贤社区", "--lead", "新网格员"],
        )
        .done();
        let give = |owner: &str| {
            let owner = format!("owner={owner}");
            let sets = ["assigned_on=2026-11-23", "from=区安委办", "due_on=2026-11-25", &owner];
            let content = format!("content={owner}的报表");
            house.add(
                "2026-11-23",
                "周安平",
                "北峰街道",
                "task",
                &[&sets[..], &[&content]].concat(),
            )
        };
        let told = |who: &str, owner: &str| {
            let words = format!("owner={owner}的报表");
            let agenda = house.agenda("2026-12-05", who);
            let board = call("2026-12-05", who, &["review"]).done();
            let list = call("2026-12-05", who, &["ledger", "list", "task"]).done();
            let told = agenda.iter().any(|(text, _)| text.contains(&words));
            assert_eq!(
                (board.contains(&words), list.contains(&words)),
                (told, told),
                "{who} {owner}"
            );
            told
        };
        for (owner, here, there) in [
            ("周安平", false, false),
            ("沈卫东", false, false),
            // A duty in a grid elsewhere makes nobody sit there.
            ("林安全", true, false),
            ("陈一鸣", true, false),
            ("招联社区", true, false),
            ("郑巧云", false, true),
            ("新网格员", false, true),
            ("三网格", false, true),
        ] {
            let id = give(owner);
            assert!(told("周安平", owner), "{owner}");
            assert_eq!((told("林安全", owner), told("许建安", owner)), (here, there), "{owner}");
            let done = ["ledger", "edit", &id, "--set", "done_on=2026-12-05"];
            for (who, may) in [("陈一鸣", here), ("许建安", there)] {
                match may {
                    true => drop(call("2026-12-05", who, &done).done()),
                    false => {
                        let said = call("2026-12-05", who, &done).refused(1);
                        assert!(said.contains("没有编号为"), "{who} {owner}: {said}");
                    }
                }
            }
        }
    }
}

/// What a street gives to several is owed by each, however it is entered and whenever somebody is added.
#[test]
fn a_task_given_to_several_is_done_by_each_for_himself() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let call = |day: &str, who: &str, args: &[&str]| house.call(day, who, args);
        let rows = |who: &str| {
            let list = house.json("2026-12-20", who, &["ledger", "list", "task"]);
            let of = |row: &Value| {
                let field = |id: &str| row["fields"][id].as_str().unwrap_or_default().to_owned();
                assert!(row["void_on"].is_null());
                format!("{} {} {}", field("content"), field("owner"), field("done_on"))
            };
            let mut rows: Vec<String> = list.as_array().unwrap().iter().map(of).collect();
            rows.sort();
            rows
        };
        let id_of = |owner: &str, content: &str| {
            let list = house.json("2026-12-20", "周安平", &["ledger", "list", "task"]);
            let is = |row: &&Value| {
                row["fields"]["owner"] == owner && row["fields"]["content"] == content
            };
            list.as_array().unwrap().iter().find(is).unwrap()["id"].as_str().unwrap().to_owned()
        };
        let edit = |who: &str, id: &str, set: &str| {
            call("2026-12-20", who, &["ledger", "edit", id, "--set", set]).done()
        };
        let words = ["ledger", "add", "task", "--community", "北峰街道"];
        let sets =
            ["assigned_on=2026-11-23", "from=街道例会", "content=报名单", "due_on=2026-12-06"];
        let sets = sets.into_iter().chain(["owner=招联社区、招贤社区"]);
        let sets: Vec<&str> = sets.flat_map(|set| ["--set", set]).collect();
        let said = call("2026-11-23", "周安平", &[&words[..], &sets].concat()).done();
        assert!(said.contains("招联社区、招贤社区各有一条，各自登记完成"), "{said}");
        let both = ["报名单 招联社区 ", "报名单 招贤社区 "];
        assert_eq!(rows("周安平"), both);
        assert_eq!((rows("林安全"), rows("许建安")), (vec![both[0].into()], vec![both[1].into()]));
        // One has done it; the street reads who has not, on its agenda and on its board.
        edit("林安全", &id_of("招联社区", "报名单"), "done_on=2026-12-20");
        let late = |who: &str| {
            let mut items = house.agenda("2026-12-20", who);
            items.retain(|(text, _)| text.contains("报名单"));
            items
        };
        assert_eq!(late("林安全"), []);
        assert_eq!(late("许建安"), [("报名单（招贤社区），北峰街道交办".to_owned(), 14)]);
        assert_eq!(late("周安平"), [("报名单（招贤社区）".to_owned(), 14)]);
        let board = call("2026-12-20", "周安平", &["review"]).done();
        let line = |owner: &str| {
            let line = board.lines().find(|line| line.contains("报名单") && line.contains(owner));
            line.unwrap_or_else(|| panic!("{owner}: {board}")).to_owned()
        };
        assert!(line("招联社区").contains("2026年12月20日完成"), "{board}");
        assert!(line("招贤社区").contains("逾期未完成"), "{board}");
        let warned = house.json("2026-12-20", "周安平", &["warn"]).to_string();
        assert!(warned.contains("YT-1"), "{warned}");
        // Whoever is added owes it anew; what the first has done stays.
        let named = "owner=林安全、招联社区";
        edit("周安平", &id_of("招联社区", "报名单"), named);
        let three = ["报名单 招联社区 2026-12-20", "报名单 招贤社区 ", "报名单 林安全 "];
        assert_eq!(rows("周安平"), three);
        // Entered in one deed, they are taken back in one.
        let again = ["content=又一件", "owner=林安全、许建安"];
        let words = ["assigned_on=2026-11-23", "from=街道例会", "due_on=2026-12-31"];
        house.add("2026-12-20", "周安平", "北峰街道", "task", &[&words[..], &again].concat());
        assert_eq!(rows("周安平").len(), 5);
        call("2026-12-20", "周安平", &["undo", "--reason", "重复"]).done();
        assert_eq!(rows("周安平"), three);
        // What the street's own people do, and what a community gives out, is one work of theirs together.
        call(
            "2026-01-05",
            "",
            &["staff", "add", "钱街办", "--role", "street_officer", "--unit", "北峰街道"],
        )
        .done();
        let own = ["content=街道的事", "owner=周安平、钱街办"];
        house.add("2026-12-20", "周安平", "北峰街道", "task", &[&words[..], &own].concat());
        let own = ["content=社区的事", "owner=陈一鸣、黄小燕"];
        house.add("2026-12-20", "林安全", "招联社区", "task", &[&words[..], &own].concat());
        let joint = ["社区的事 陈一鸣、黄小燕 ", "街道的事 周安平、钱街办 "];
        assert!(joint.iter().all(|row| rows("周安平").contains(&(*row).to_owned())));
    }
}

/// What the street lays in a community's own ledger is given down as well: each of several says what has come of it, and
/// the rest is the street's to change. What they share among themselves is one work.
#[test]
fn a_task_that_the_street_lays_in_a_communitys_ledger_is_owed_by_each() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let words = ["ledger", "add", "task", "--community", "招联社区"];
        let sets = ["assigned_on=2026-11-23", "from=街道例会", "due_on=2026-12-06"];
        let lay = |who: &str, content: &str| {
            let content = format!("content={content}");
            let named = ["owner=陈一鸣、黄小燕", &content];
            let sets = sets.iter().chain(&named).flat_map(|set| ["--set", *set]);
            let args: Vec<&str> = words.into_iter().chain(sets).collect();
            house.call("2026-11-23", who, &args).done()
        };
        let rows = |content: &str| {
            let list = house.json("2026-12-20", "林安全", &["ledger", "list", "task"]);
            let all = list.as_array().unwrap().iter();
            let of = |row: &Value| {
                let field = |id: &str| row["fields"][id].as_str().unwrap_or_default().to_owned();
                (field("owner"), field("done_on"), row["id"].as_str().unwrap().to_owned())
            };
            let mut all: Vec<_> =
                all.filter(|row| row["fields"]["content"] == content).map(of).collect();
            all.sort();
            all
        };
        let told = |content: &str| {
            let all = rows(content).into_iter();
            all.map(|(owner, done, _)| format!("{owner} {done}")).collect::<Vec<_>>()
        };
        let said = lay("周安平", "街道的事");
        assert!(said.contains("陈一鸣、黄小燕各有一条，各自登记完成"), "{said}");
        assert_eq!(told("街道的事"), ["陈一鸣 ", "黄小燕 "]);
        let own = rows("街道的事").remove(0).2;
        let edit = |who: &str, id: &str, set: &str| {
            house.call("2026-12-20", who, &["ledger", "edit", id, "--set", set])
        };
        let done = ["ledger", "edit", &own, "--set", "done_on=2026-12-06"];
        house.call("2026-12-06", "陈一鸣", &done).done();
        assert_eq!(told("街道的事"), ["陈一鸣 2026-12-06", "黄小燕 "]);
        let theirs = rows("街道的事").remove(1).2;
        let refused = edit("林安全", &theirs, "due_on=2026-12-30").refused(1);
        assert!(refused.contains("有北峰街道周安平登记的内容"), "{refused}");
        let late = house.json("2026-12-20", "林安全", &["warn"]);
        let mut late = late.as_array().unwrap().clone();
        late.retain(|each| each["evidence"].to_string().contains(&theirs));
        assert_eq!((late.len(), &late[0]["target"]), (1, &"招联社区黄小燕".into()), "{late:#?}");
        assert!(!late[0]["evidence"].to_string().contains(&own), "{late:#?}");
        // One of the community's own, put right by the street, and what it hands on, are one work of theirs.
        lay("林安全", "社区的事");
        let joint = rows("社区的事").remove(0).2;
        edit("周安平", &joint, "due_on=2026-12-08").done();
        assert_eq!(told("社区的事"), ["陈一鸣、黄小燕 "]);
        edit("林安全", &theirs, "owner=黄小燕、林安全").done();
        assert_eq!(told("街道的事"), ["陈一鸣 2026-12-06", "黄小燕、林安全 "]);
        lay("", "本机的事");
        assert_eq!(told("本机的事"), ["陈一鸣、黄小燕 "]);
    }
}

/// A task that was entered for several together, before each had a row.
#[test]
fn an_old_task_of_several_is_parted_as_one_of_them_says_it_is_done() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let sets =
            ["assigned_on=2026-11-23", "from=街道例会", "content=报名单", "due_on=2026-12-06"];
        let id = house.add(
            "2026-11-23",
            "周安平",
            "北峰街道",
            "task",
            &[&sets[..], &["owner=招联社区"]].concat(),
        );
        house.store(
"UPDATE entry SET fields = replace(fields, '招联社区', '招联社区、招贤社区') WHERE ledger = 'task'",
);
        let late = |who: &str| {
            let mut items = house.agenda("2026-12-20", who);
            items.retain(|(text, _)| text.contains("报名单"));
            items.into_iter().map(|(text, _)| text).collect::<String>()
        };
        assert_eq!(late("林安全"), "报名单（招联社区、招贤社区），北峰街道交办");
        assert_eq!(late("许建安"), late("林安全"));
        let done = ["ledger", "edit", &id, "--set", "done_on=2026-12-20", "--set", "result=已报"];
        house.call("2026-12-20", "许建安", &done).done();
        assert_eq!((late("许建安"), late("周安平")), (String::new(), "报名单（招联社区）".into()));
        assert_eq!(late("林安全"), "报名单（招联社区），北峰街道交办");
        let list = house.json("2026-12-20", "许建安", &["ledger", "list", "task"]);
        let fields = &list[0]["fields"];
        assert_eq!(
            (&list[0]["id"], &fields["owner"], &fields["result"]),
            (&Value::from(id), &"招贤社区".into(), &"已报".into())
        );
    }
}

/// What a meeting gives to a community is its task, however the line says so.
#[test]
fn a_meeting_of_the_street_gives_a_community_its_task() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let held = ["held_on=2026-11-23", "host=周安平", "present=林安全", "recorder=周安平"];
        let decided = "decisions=报名单，招贤社区，12月6日前\n招联社区于12月5日前完成通道排查";
        let words = ["ledger", "add", "meeting", "--community", "北峰街道"];
        let sets: Vec<&str> =
            held.iter().chain([&decided]).flat_map(|set| ["--set", *set]).collect();
        let said = house.call("2026-11-23", "周安平", &[&words[..], &sets].concat()).done();
        assert!(said.contains("部署的事项有2项列在任务台账里"), "{said}");
        let told = |who: &str| {
            let mut items = house.agenda("2026-12-06", who);
            items.retain(|(text, _)| text.contains("北峰街道交办"));
            items
        };
        assert_eq!(told("许建安"), [("报名单（招贤社区），北峰街道交办".to_owned(), 0)]);
        assert_eq!(told("林安全"), [("完成通道排查（招联社区），北峰街道交办".to_owned(), 1)]);
        let board = house.call("2026-11-27", "周安平", &["review"]).done();
        assert!(board.contains("报名单") && board.contains("招贤社区"), "{board}");
    }
}

/// A late task of the street is held against the community that had it, by its head, where both read it.
#[test]
fn a_late_task_that_a_community_was_given_is_told_as_the_communitys() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let give = |owner: &str, content: &str| {
            let (owner, content) = (format!("owner={owner}"), format!("content={content}"));
            let sets = ["assigned_on=2026-11-23", "from=街道例会", "due_on=2026-11-25"];
            let sets = [&sets[..], &[&owner, &content]].concat();
            house.add("2026-11-23", "周安平", "北峰街道", "task", &sets)
        };
        let told = |day: &str, who: &str| {
            let all = house.json(day, who, &["warn"]);
            let mut all = all.as_array().unwrap().clone();
            all.retain(|each| {
                each["code"] == "YT-1" && each["message"].to_string().contains("任务")
            });
            let text = |each: &Value, key: &str| each[key].as_str().unwrap().to_owned();
            let line = |each: &Value| [text(each, "target"), text(each, "message")].join(" ");
            all.iter().map(line).collect::<Vec<_>>()
        };
        let id = give("招贤社区", "报名单");
        let of = |who: &str| {
            [format!(
                "招贤社区{who} 交给招贤社区的任务“报名单”没有按期完成，自2026年11月26日起算。"
            )]
        };
        for who in ["周安平", "许建安"] {
            // The safety officer as long as no head is on the list.
            assert_eq!(told("2026-11-30", who), of("许建安"), "{who}");
        }
        assert_eq!(told("2026-11-30", "林安全"), [""; 0]);
        let head = ["staff", "add", "郑书记", "--role", "community_head", "--unit", "招贤社区"];
        house.call("2026-11-24", "", &head).done();
        assert_eq!(told("2026-11-30", "许建安"), of("郑书记"));
        // Who reads it below reads what shows it, also after it has gone to another community.
        let show = ["warn", "show", "YT-1", "--target", "招贤社区郑书记"];
        assert!(house.call("2026-11-30", "许建安", &show).done().contains(&id));
        let on = ["ledger", "edit", &id, "--set", "owner=招联社区"];
        house.call("2026-11-30", "周安平", &on).done();
        assert!(house.call("2026-11-30", "许建安", &show).done().contains(&id));
        // Set aside it is so for both.
        let reason = ["--by", "周安平", "--reason", "另有安排"];
        let dismiss = ["warn", "dismiss", "YT-1", "--target", "招贤社区郑书记"];
        house.call("2026-11-30", "周安平", &[&dismiss[..], &reason].concat()).done();
        assert_eq!((told("2026-11-30", "周安平"), told("2026-11-30", "许建安")), (vec![], vec![]));
        // A grid's is who walks it, in the grid's community.
        give("二网格", "数灭火器");
        let of_grid =
            "招联社区黄小燕 交给二网格的任务“数灭火器”没有按期完成，自2026年11月26日起算。";
        assert_eq!(told("2026-11-30", "林安全"), [of_grid]);
        assert_eq!(told("2026-11-30", "许建安"), [""; 0]);
    }
}

#[test]
fn who_answers_for_a_unit_has_the_own_leave_and_of_several_nobody_is_named() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let sets = ["assigned_on=2026-11-23", "from=街道例会", "content=交台账"];
        let whose = ["owner=招贤社区", "due_on=2026-11-25"];
        house.add("2026-11-23", "周安平", "北峰街道", "task", &[&sets[..], &whose].concat());
        let holds = |day: &str| {
            let all = house.json(day, "周安平", &["warn"]);
            let all = all.as_array().unwrap().iter();
            let of = all.filter(|it| it["message"].to_string().contains("交台账"));
            of.filter(|it| it["state"] == "holds")
                .map(|it| it["target"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let head = |name: &str| {
            let post = ["staff", "add", name, "--role", "community_head", "--unit", "招贤社区"];
            house.call("2026-11-23", "", &post).done();
        };
        head("郑书记");
        assert_eq!(holds("2026-11-26"), ["招贤社区郑书记"]);
        let ill = ["name=郑书记", "absent_on=2026-11-24", "absent_to=2026-11-26", "days=3"];
        let ill = [&ill[..], &["kind=病假"]].concat();
        house.add("2026-11-24", "许建安", "招贤社区", "attendance", &ill);
        assert_eq!(holds("2026-11-27"), Vec::<String>::new());
        assert_eq!(holds("2026-11-30"), ["招贤社区郑书记"]);
        head("李书记");
        assert_eq!(holds("2026-11-26"), ["招贤社区网格责任人"]);
    }
}

/// A community's meeting gives nothing out to the street above it or to its neighbour.
#[test]
fn a_meeting_of_a_community_gives_a_task_to_no_other_unit() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let decided = "decisions=请北峰街道于11月30日前协调供电\n招联社区于12月5日前报数\n招贤社区于12月5日前报数";
        let held = ["held_on=2026-11-23", "host=许建安", "present=许建安", decided];
        house.add("2026-11-23", "许建安", "招贤社区", "meeting", &held);
        let tasks = house.json("2026-11-23", "许建安", &["ledger", "list", "task"]);
        let owners: Vec<&Value> =
            tasks.as_array().unwrap().iter().map(|task| &task["fields"]["owner"]).collect();
        assert_eq!(owners, ["招贤社区"], "{tasks:#}");
        // A talk is with a person.
        let talk = ["target=北峰街道", "situation=2", "subject=没有进展", "held_on=2026-11-23"];
        let talk = [&talk[..], &["held_at=9时30分", "place=会议室"]].concat();
        let sets: Vec<&str> = talk.iter().flat_map(|set| ["--set", *set]).collect();
        let add = ["ledger", "add", "interview", "--community", "招贤社区"];
        let said = house.call("2026-11-23", "周安平", &[&add[..], &sets].concat()).refused(1);
        assert!(said.contains("约谈的对象是个人"), "{said}");
    }
}

#[test]
fn what_a_meeting_of_the_street_gives_to_several_is_a_task_of_each() {
    for database in [None, Some(Schema::new())] {
        let house = house(database, "beifeng");
        let rows = |who: &str| {
            let list = house.json("2026-11-27", who, &["ledger", "list", "task"]);
            let of = |row: &Value| {
                let field = |id: &str| row["fields"][id].as_str().unwrap_or_default().to_owned();
                let void = if row["void_on"].is_null() { "" } else { "作废 " };
                format!("{void}{} {} {}", field("content"), field("owner"), field("due_on"))
            };
            let mut rows: Vec<String> = list.as_array().unwrap().iter().map(of).collect();
            rows.sort();
            rows
        };
        let held = ["held_on=2026-11-23", "host=周安平", "present=林安全", "recorder=周安平"];
        let decided = "decisions=报名单，责任人：招联社区、招贤社区，12月6日前";
        let id = house.add(
            "2026-11-23",
            "周安平",
            "北峰街道",
            "meeting",
            &[&held[..], &[decided]].concat(),
        );
        let both = ["报名单 招联社区 2026-12-06", "报名单 招贤社区 2026-12-06"];
        assert_eq!(rows("周安平"), both);
        assert_eq!(rows("林安全"), both[..1]);
        let edit = |decided: &str| {
            let set = format!("decisions={decided}");
            house.call("2026-11-24", "周安平", &["ledger", "edit", &id, "--set", &set]).done()
        };
        // What is put right in the minutes follows in the tasks of each.
        let said = edit("报名单，责任人：招联社区、招贤社区，12月4日前");
        assert!(said.contains("有2项列在任务台账里"), "{said}");
        assert_eq!(rows("周安平"), ["报名单 招联社区 2026-12-04", "报名单 招贤社区 2026-12-04"]);
        edit("报名单，责任人：招贤社区、林安全，12月4日前");
        assert_eq!(rows("周安平"), ["报名单 招贤社区 2026-12-04", "报名单 林安全 2026-12-04"]);
        edit("报名单，责任人：招联社区，12月4日前");
        assert_eq!(rows("周安平"), ["报名单 招联社区 2026-12-04"]);
        edit("另一件，责任人：招联社区，12月4日前");
        assert_eq!(rows("周安平"), ["另一件 招联社区 2026-12-04"]);
    }
}
