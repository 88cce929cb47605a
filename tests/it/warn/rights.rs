//! Whose word a row of accountability is, and what becomes of its letter: nobody writes of himself, each letter belongs to
//! its kind, a row that is struck out is a confirmation taken back.

use super::*;

const DAY: &str = "2026-11-16";
const BY: &str = "2026-11-18";

fn id_of(said: &Value, key: &str) -> String {
    said[key].as_str().unwrap().to_owned()
}

/// TB-4 is confirmed: the community has to answer within two days.
fn confirmed(house: &House) -> String {
    let by = format!("report_by={BY}");
    id_of(&house.street(DAY, &["warn", "confirm", "TB-4", "--set", &by]), "about")
}

fn holds(house: &House, day: &str, code: &str) -> bool {
    house.told(day).iter().any(|told| told.starts_with(&format!("{code} holds")))
}

/// Those whom it is about neither enter nor change nor strike it out; struck out by the street it comes again.
#[test]
fn a_row_against_somebody_is_written_by_those_who_may_confirm() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let row = confirmed(&house);
        assert!(!holds(&house, DAY, "TB-4"));
        let void = ["ledger", "void", &row, "--reason", "不服"];
        let edit = ["ledger", "edit", &row, "--set", "target=霞美社区"];
        let add = ["ledger", "add", "accountability", "--community", "招联社区"];
        let fields = ["--set", "kind=诫勉谈话", "--set", "target=招联社区林安全"];
        let rest = ["--set", "situation=其它应当列入诫勉谈话的情形", "--set", "facts=无"];
        let add = [&add[..], &fields, &rest].concat();
        let interview = ["ledger", "add", "interview", "--community", "招联社区"];
        for who in ["陈一鸣", "林安全", ""] {
            for args in [&void[..], &edit, &add, &interview] {
                let refused = house.ran(DAY, who, args);
                let refused = refused.refused(1);
                assert!(refused.contains("登记、确认、搁置问责"), "{who} {args:?}: {refused}");
            }
        }
        house.ran(DAY, "沈卫东", &void).done();
        assert!(holds(&house, DAY, "TB-4"));
        let said = house.street(DAY, &["warn", "said"]);
        assert_eq!(said[0]["void_reason"], "不服");
        let verified = house.ran(DAY, "", &["--json", "journal", "--verify"]).json();
        assert_eq!(verified["sound"], true);
    }
}

/// The same for the street's own people, and for the records that speak against somebody.
#[test]
fn nobody_writes_of_himself() {
    let house = house(None);
    let staff = ["staff", "add", "周安平", "--role", "street_officer", "--unit", "北峰街道"];
    house.ran(DAY, "", &staff).done();
    let at = ["--set", "held_on=2026-11-20", "--set", "held_at=9时30分", "--set", "place=会议室"];
    let add = ["--json", "ledger", "add", "interview", "--community", "招联社区"];
    let fields =
        ["--set", "target=北峰街道沈卫东", "--set", "situation=2", "--set", "subject=缺席"];
    let add = [&add[..], &fields, &at].concat();
    let own = house.ran(DAY, "沈卫东", &add).refused(1);
    assert!(own.contains("沈卫东不能登记自己的“约谈登记”。请由街道的其他人或区里办理"), "{own}");
    let row = id_of(&house.ran(DAY, "周安平", &add).json(), "id");
    for args in [
        &["ledger", "edit", &row, "--set", "target=北峰街道周安平"][..],
        &["ledger", "void", &row, "--reason", "不服"],
    ] {
        let own = house.ran(DAY, "沈卫东", args).refused(1);
        assert!(own.contains("沈卫东不能") && own.contains("自己的“约谈登记”"), "{own}");
    }
    let of_him = ["--json", "warn", "add", "YT-7", "--person", "沈卫东", "--reason", "例会缺席"];
    let of_him = house.ran(DAY, "周安平", &[&of_him[..], &at].concat()).json();
    let withdraw = ["warn", "withdraw", of_him["id"].as_str().unwrap(), "--reason", "不服"];
    let own = house.ran(DAY, "沈卫东", &withdraw).refused(1);
    assert!(own.contains("关于沈卫东的，不能由本人撤回"), "{own}");
    house.ran(DAY, "周安平", &withdraw).done();

    let check = ["--json", "ledger", "add", "spot_check", "--premises", "恒捷鞋材厂"];
    let found =
        ["level=区", "why=专项督查", "checkers=区督查组", "found_any=是", "problems=通道堵塞"];
    let found: Vec<&str> = found.iter().flat_map(|field| ["--set", *field]).collect();
    let check = id_of(&house.ran(DAY, "林安全", &[&check[..], &found].concat()).json(), "id");
    assert!(holds(&house, DAY, "JM-2"));
    let void = ["ledger", "void", &check, "--reason", "重复"];
    let edit = ["ledger", "edit", &check, "--set", "found_any=否"];
    for args in [&void[..], &edit] {
        let own = house.ran(DAY, "陈一鸣", args).refused(1);
        assert!(own.contains("对陈一鸣问责提醒的依据，不能由本人更正、作废"), "{own}");
    }
    house.ran(DAY, "林安全", &void).done();
    assert!(!holds(&house, DAY, "JM-2"));
}

/// A row has the letter of its kind alone, none when it is struck out, and its answer is due on its day.
#[test]
fn a_letter_belongs_to_its_row() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let row = confirmed(&house);
        let due = house.ran("2026-11-20", "沈卫东", &["agenda"]).done();
        assert!(due.contains("招联社区上报整改情况（通报）"), "{due}");
        let waiting = ["--json", "ledger", "list", "accountability", "--waiting"];
        let waiting = house.ran("2026-11-20", "沈卫东", &waiting).done();
        assert!(waiting.contains(&row) && waiting.contains(BY), "{waiting}");

        let file = house.desk.path("文书.txt");
        let issue = |code: &str| {
            let issue = ["paper", "issue", code, "--about", &row, "-o", &file];
            house.ran(DAY, "沈卫东", &issue)
        };
        for code in ["admonition", "discipline_transfer", "interview_notice"] {
            let wrong = issue(code).refused(1);
            assert!(
                wrong.contains("请出“关于安全生产隐患整改工作有关问题的通报”（circular）"),
                "{wrong}"
            );
        }
        issue("circular").done();
        let issued = house.street(DAY, &["paper", "issued"]);
        let number = issued[0]["number"].as_str().unwrap().to_owned();
        assert!(number.contains("1号") && issued[1].is_null(), "{issued}");

        let said = house.street(DAY, &["warn", "said"]);
        let withdraw = ["warn", "withdraw", said[0]["id"].as_str().unwrap(), "--reason", "弄错了"];
        let left = house.ran(DAY, "沈卫东", &withdraw);
        let told = format!(
            "已经出具的{number}仍然有效，请收回，在文书里作废（anban paper void {number}）。"
        );
        assert!(left.err.contains(&told), "{}", left.err);
        // What was struck out is owed by nobody, and has no letter.
        let due = house.ran("2026-11-20", "沈卫东", &["agenda"]).done();
        assert!(!due.contains("上报整改情况（通报）"), "{due}");
        let void = issue("circular").refused(1);
        assert!(void.contains("这条记录已经作废（弄错了）"), "{void}");
        house.ran(DAY, "沈卫东", &["paper", "void", &number, "--reason", "弄错了"]).done();
    }
}

/// 种类、对象、情形 go together, and stand once they were confirmed.
#[test]
fn what_a_row_says_against_somebody_goes_together() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let add = ["--json", "ledger", "add", "accountability", "--community", "招联社区"];
        let add = |kind: &str, target: &str, situation: &str| {
            let rest = [
                "facts=九月没有上报".to_owned(),
                format!("kind={kind}"),
                format!("target={target}"),
                format!("situation={situation}"),
            ];
            let sets = rest.iter().flat_map(|field| ["--set", field.as_str()]);
            house.ran(DAY, "沈卫东", &add.into_iter().chain(sets).collect::<Vec<_>>())
        };
        let (report, other) = ("未按要求上报整改情况的", "其它应当列入诫勉谈话的情形");
        for (kind, target, situation, says) in [
            ("移送线索", "招联社区陈一鸣", report, "这种情形应当通报，不是移送线索"),
            ("通报", "招联社区", other, "这种情形应当诫勉谈话，不是通报"),
            ("通报", "招联社区陈一鸣", report, "通报的对象是社区"),
            ("诫勉谈话", "招联社区", other, "诫勉谈话的对象是个人"),
        ] {
            let said = add(kind, target, situation).refused(1);
            assert!(said.contains(says), "{kind} {target}: {said}");
        }
        let row = id_of(&add("通报", "招联社区", report).json(), "id");
        let edit = |row: &str, fields: &[&str]| {
            let sets = fields.iter().flat_map(|field| ["--set", *field]);
            let edit = ["ledger", "edit", row].into_iter().chain(sets);
            house.ran(DAY, "沈卫东", &edit.collect::<Vec<_>>())
        };
        assert_eq!(edit(&row, &["kind=移送线索"]).code, Some(1));
        let other = format!("situation={other}");
        edit(&row, &["kind=诫勉谈话", "target=招联社区陈一鸣", &other]).done();

        let row = confirmed(&house);
        let report = format!("situation={report}");
        let other = ["kind=诫勉谈话", "target=招联社区陈一鸣", &other];
        for fields in [&[report.as_str()][..], &other] {
            let said = edit(&row, fields).refused(1);
            assert!(
                said.contains("已经由沈卫东") && said.contains("anban warn withdraw"),
                "{said}"
            );
        }
        edit(&row, &["facts=九月、十月没有复查"]).done();

        // What was taken before somebody was known has no letter that says it.
        let report = report.trim_start_matches("situation=");
        let row = id_of(&add("通报", "招联社区许新来", report).json(), "id");
        let staff = ["staff", "add", "许新来", "--role", "grid_officer", "--unit", "招联社区"];
        house.ran(DAY, "", &staff).done();
        let issue = ["paper", "issue", "circular", "--about", &row];
        let said = house.ran(DAY, "沈卫东", &issue).refused(1);
        assert!(said.contains("不能出") && said.contains("通报的对象是社区"), "{said}");
    }
}
