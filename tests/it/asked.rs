//! What looks like a slip is asked about before it is written, and what nobody may say of others is refused: by command,
//! on both engines.

use crate::{desk::Ran, visits::Street};

const GOOD: &str = "default = \"normal\"\n";

fn visit(street: &Street, day: &str, on: &str, by: &str, more: &[&str]) -> Ran {
    let file = street.desk.write("答案.toml", GOOD);
    let record = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
    let given = ["--answers", &file, "--on", on, "--by", by];
    street.ran(day, by, &[&record[..], &given[..], more].concat())
}

fn visits(street: &Street) -> usize {
    let args = ["--json", "inspect", "list", "--from", "2025-01-01"];
    street.ran("2026-11-20", "", &args).json().as_array().unwrap().len()
}

#[test]
fn a_visit_that_was_recorded_before_is_asked_about_first() {
    for street in Street::both() {
        let today = "2026-11-20";
        visit(&street, today, today, "陈一鸣", &[]).done();
        let said = visit(&street, today, today, "陈一鸣", &[]).refused(1);
        for words in ["恒捷鞋材厂2026年11月20日的检查已经登记过一次", "〔2026〕1号", "--sure"]
        {
            assert!(said.contains(words), "{words} in {said}");
        }
        assert_eq!(visits(&street), 1);
        // Somebody else was there as well, and on another day it is another visit.
        visit(&street, today, today, "黄小燕", &[]).done();
        visit(&street, today, "2026-11-19", "陈一鸣", &[]).done();
        visit(&street, today, today, "陈一鸣", &["--sure"]).done();
        assert_eq!(visits(&street), 4);
    }
}

#[test]
fn a_visit_of_long_ago_is_asked_about_first() {
    for street in Street::both() {
        let today = "2026-11-20";
        let said = visit(&street, today, "2025-11-20", "陈一鸣", &[]).refused(1);
        for words in ["检查日期2025年11月20日是365天以前", "2025年的文号", "--sure"]
        {
            assert!(said.contains(words), "{words} in {said}");
        }
        assert_eq!(visits(&street), 0);
        visit(&street, today, "2026-09-21", "陈一鸣", &[]).done();
        visit(&street, today, "2025-11-20", "陈一鸣", &["--sure"]).done();
        // The correction of an old visit says nothing new about its day; one that moves the day does.
        let old =
            street.ran(today, "", &["--json", "inspect", "list", "--from", "2025-01-01"]).json();
        let old = old.as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
        let moved = visit(&street, today, "2025-11-21", "陈一鸣", &["--corrects", &old]);
        assert!(moved.refused(1).contains("2025年11月21日"));
        visit(&street, today, "2025-11-20", "陈一鸣", &["--corrects", &old]).done();
    }
}

fn add(street: &Street, who: &str, code: &str, fields: &[&str], more: &[&str]) -> Ran {
    let mut args = vec!["ledger", "add", code, "--community", "招联社区"];
    args.extend(fields.iter().flat_map(|field| ["--set", field]));
    args.extend(more);
    street.ran("2026-11-23", who, &args)
}

fn rows(street: &Street, code: &str) -> Vec<serde_json::Value> {
    let args = ["--json", "ledger", "list", code, "--from", "2026-01-01"];
    let rows = street.ran("2026-11-23", "", &args).json();
    rows.as_array().unwrap().clone()
}

#[test]
fn a_task_or_minutes_that_are_there_already_are_asked_about_first() {
    for street in Street::both() {
        let task = |owner, from| {
            vec!["content=清查消防通道", owner, "due_on=2026-11-30", from, "assigned_on=2026-11-20"]
        };
        let (both, turned) = ("owner=陈一鸣、黄小燕", "owner=黄小燕，陈一鸣");
        add(&street, "", "task", &task(both, "from=例会"), &[]).done();
        let said = add(&street, "", "task", &task(turned, "from=街道"), &[]).refused(1);
        for words in ["招联社区的任务台账里已经有这一项：清查消防通道", "再登记就是两条", "--sure"]
        {
            assert!(said.contains(words), "{words} in {said}");
        }
        add(&street, "", "task", &task("owner=黄小燕", "from=例会"), &[]).done();
        assert_eq!(rows(&street, "task").len(), 2);
        add(&street, "", "task", &task(turned, "from=街道"), &["--sure"]).done();
        assert_eq!(rows(&street, "task").len(), 3);

        let minutes = ["host=蔡书记", "present=陈一鸣", "recorder=黄小燕", "decisions=照常巡查"];
        add(&street, "", "meeting", &minutes, &[]).done();
        let said = add(&street, "", "meeting", &minutes, &[]).refused(1);
        assert!(said.contains("里已经有一模一样的一条（2026年11月23日）"), "{said}");
        let other = ["host=蔡书记", "present=陈一鸣", "recorder=黄小燕", "decisions=下午再开会"];
        add(&street, "", "meeting", &other, &[]).done();
        assert_eq!(rows(&street, "meeting").len(), 2);
    }
}

#[test]
fn nothing_that_nobody_sees_stands_in_a_line() {
    for street in Street::both() {
        let run = |args: &[&str]| street.ran("2026-11-20", "", args);
        let staff = ["staff", "add", "吴志强", "--role", "grid_officer", "--unit", "招联社区"];
        let edit = ["staff", "edit", "陈一鸣"];
        for (flag, what) in [("--phone", "电话"), ("--card", "证号"), ("--origin", "来源")] {
            for args in [&staff[..], &edit[..]] {
                let said = run(&[args, &[flag, "12\u{1b}[31m34"]].concat()).refused(1);
                assert!(said.contains(&format!("{what}里有看不见的控制字符")), "{said}");
            }
        }
        let grid =
            ["grid", "add", "二网格", "--community", "招联社区", "--boundary", "东\u{200b}侧"];
        assert!(run(&grid).refused(1).contains("网格范围里有看不见的控制字符"));
        let name =
            ["campaign", "add", "冬\u{7}春行动", "--from", "2026-11-20", "--to", "2026-12-20"];
        let name = [&name[..], &["--key", "--every", "whole"]].concat();
        assert!(run(&name).refused(1).contains("专项行动的名称里有看不见的控制字符"));
        // The other fields of one line are asked the same.
        let task = ["from=例会", "content=清查", "owner=陈一\u{202e}鸣", "due_on=2026-11-30"];
        assert!(add(&street, "", "task", &task, &[]).refused(1).contains("看不见的字符"));
        run(&[&edit[..], &["--phone", "13800000000"]].concat()).done();
    }
}

#[test]
fn nobody_is_absent_without_leave_on_a_day_of_leave() {
    for street in Street::both().map(Street::with_safety_officer) {
        let leave = [
            "name=陈一鸣",
            "kind=公休",
            "days=3",
            "absent_on=2026-11-16",
            "absent_to=2026-11-18",
            "approver=林安全",
        ];
        let absent = |on: &str| {
            let fields = ["name=陈一鸣", "kind=旷工", "days=1", on];
            add(&street, "林安全", "attendance", &fields, &[])
        };
        add(&street, "林安全", "attendance", &leave, &[]).done();
        let said = absent("absent_on=2026-11-17").refused(1);
        let told =
            "陈一鸣2026年11月16日至2026年11月18日登记了公休（林安全批准），同一天不能又是旷工";
        assert!(said.contains(told), "{said}");
        absent("absent_on=2026-11-19").done();
        // Nor is leave laid over it afterwards.
        let late = ["name=陈一鸣", "kind=病假", "days=1", "absent_on=2026-11-19"];
        let said = add(&street, "林安全", "attendance", &late, &[]).refused(1);
        assert!(said.contains("2026年11月19日登记了旷工，同一天不能又是病假"), "{said}");
        let other = ["name=黄小燕", "kind=病假", "days=1", "absent_on=2026-11-19"];
        add(&street, "林安全", "attendance", &other, &[]).done();
    }
}

#[test]
fn what_is_said_of_grid_officers_is_said_above_them() {
    for street in Street::both().map(Street::with_safety_officer) {
        let exam = [
            "name=黄小燕",
            "trained_from=2026-11-02",
            "trained_to=2026-11-06",
            "hours=40",
            "score=80",
            "result=合格",
            "certificate=AB-1",
        ];
        let said = add(&street, "陈一鸣", "officer_exam", &exam, &[]).refused(1);
        assert!(said.contains("陈一鸣的职责是“网格员”，不能登记网格员的考试"), "{said}");
        add(&street, "林安全", "officer_exam", &exam, &[]).done();
        let reward = ["name=黄小燕", "kind=隐患信息", "content=电线老化", "accepted=是"];
        add(&street, "陈一鸣", "reward", &reward, &[]).refused(1);

        let check = |who: &str, grids: &str, more: &[&str]| {
            let grids = format!("grids={grids}");
            let fields =
                ["unit=招联社区", &grids, "lists=25", "book=25", "dossiers=25", "checkers=周安平"];
            add(&street, who, "oversight", &[&fields[..], more].concat(), &[])
        };
        for who in ["陈一鸣", "林安全"] {
            assert!(check(who, "25", &[]).refused(1).contains("不能登记对社区的督查"));
        }
        let said = check("", "26", &[]).refused(1);
        assert!(said.contains("写的是26，最多25"), "{said}");
        let said = check("", "25", &["rectify_by=2026-11-30"]).refused(1);
        assert!(said.contains("写了“整改期限”，要写“存在问题”"), "{said}");
        check("", "25", &["rectify_by=2026-11-25", "problems=档案不全"]).done();
        let agenda = street.ran("2026-11-24", "", &["agenda"]).done();
        assert!(agenda.contains("招联社区督查问题整改：档案不全"), "{agenda}");
    }
}

#[test]
fn who_has_a_task_says_what_has_come_of_it_and_no_more() {
    for street in Street::both().map(Street::with_safety_officer) {
        let task = |content, owner| ["from=例会", content, owner, "due_on=2026-11-30"];
        add(&street, "林安全", "task", &task("content=清查通道", "owner=陈一鸣"), &[]).done();
        add(&street, "陈一鸣", "task", &task("content=补档案", "owner=陈一鸣"), &[]).done();
        let rows = rows(&street, "task");
        let id_of = |content: &str| {
            let row = rows.iter().find(|row| row.to_string().contains(content)).unwrap();
            row["id"].as_str().unwrap().to_owned()
        };
        let (given, own) = (id_of("清查通道"), id_of("补档案"));
        let edit = |who: &str, id: &str, field: &str| {
            street.ran("2026-11-23", who, &["ledger", "edit", id, "--set", field])
        };
        for field in ["due_on=2026-12-30", "owner=黄小燕", "content=看一看"] {
            let said = edit("陈一鸣", &given, field).refused(1);
            assert!(said.contains("这项任务是招联社区交办的，这里只登记完成日期"), "{said}");
        }
        let void = ["ledger", "void", &given, "--reason", "不做了"];
        assert!(street.ran("2026-11-23", "陈一鸣", &void).refused(1).contains("请告诉招联社区"));
        edit("陈一鸣", &given, "done_on=2026-11-23").done();
        // What he has set himself is his, and who answers for the community changes what it gave.
        edit("陈一鸣", &own, "due_on=2026-12-05").done();
        edit("林安全", &given, "due_on=2026-12-02").done();
    }
}
