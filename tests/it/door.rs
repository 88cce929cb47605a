//! The door: who is let in, who gives passwords, what a wrong one does. Told to both engines, and to the program.

use anban::{
    domain::{password::Shut, staff::Role},
    office::{
        Key, Office, Opening, Refusal, clock,
        leaving::Leaving,
        passwords,
        setup::{self, Plan},
    },
    store::Store,
};
use chrono::Days;

use crate::{
    desk::{Desk, in_chinese},
    engines::{Folder, Place},
};

const KING: &str = "王管理的门今天开着";
const CHEN: &str = "网格安全员一起来";

struct House {
    opening: Opening,
    _folder: Folder,
}

impl House {
    /// Today by the watch, since the door looks at it.
    fn new(place: &Place) -> House {
        let folder = Folder::new();
        let database = match place {
            Place::File(_) => None,
            Place::Server(schema) => Some(schema.url.clone()),
        };
        let data = Some(folder.file("办公室"));
        let opening = Opening { data, database, ..Opening::default() };
        let plan = Plan::of_street(["泉州市", "丰泽区", "北峰街道"], ["招联社区"], "beifeng");
        let mut office = setup::init(&opening, &plan).unwrap();
        for (name, role, unit) in [
            ("王管理", Role::Admin, "北峰街道"),
            ("陈一鸣", Role::GridOfficer, "招联社区"),
            ("蔡书记", Role::CommunityHead, "招联社区"),
            ("钱看看", Role::Viewer, "北峰街道"),
        ] {
            office.add_staff(name, role, unit, "13805950001", "").unwrap();
        }
        House { opening, _folder: folder }
    }

    fn who(&self, name: &str) -> Opening {
        Opening { actor: Some(name.to_owned()), ..self.opening.clone() }
    }

    fn enter(&self, name: &str, word: &str) -> Result<Office, Refusal> {
        Office::open(&Opening { key: Key::typed(word), ..self.who(name) })
    }

    /// The first password and its recovery code, and one for 陈一鸣.
    fn guarded(place: &Place) -> (House, String) {
        let house = House::new(place);
        let mut office = Office::open(&house.who("王管理")).unwrap();
        let code = office.set_password("", None, KING).unwrap().recovery.unwrap();
        office.set_password("陈一鸣", None, CHEN).unwrap();
        (house, code)
    }

    /// What was wrong lies so many minutes further back.
    fn minutes_pass(&self, minutes: i64) {
        let mut store = match &self.opening.database {
            Some(url) => Store::open_url(url).unwrap(),
            None => Store::open_file(&self.opening.folder().unwrap().database()).unwrap(),
        };
        let by = minutes * 60_000;
        let sql = format!("UPDATE password_wrong SET at_ms = at_ms - {by}");
        assert!(store.driver.execute(&sql, &[]).unwrap() > 0);
    }
}

#[track_caller]
fn shut(opened: Result<Office, Refusal>) -> Shut {
    match opened {
        Err(Refusal::Shut(shut)) => shut,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("let in"),
    }
}

#[track_caller]
fn said<T>(result: Result<T, Refusal>) -> String {
    match result {
        Err(refusal) => refusal.to_string(),
        Ok(_) => panic!("not refused"),
    }
}

#[test]
fn a_password_opens_the_office_of_its_person_alone() {
    for place in Place::both() {
        let house = House::new(&place);
        let name = |name: &str| name.to_owned();
        // The first is set by who sees all and may set people up, for themself.
        for (who, whose) in [("", "王管理"), ("陈一鸣", ""), ("蔡书记", ""), ("王管理", "陈一鸣")]
        {
            let mut office = Office::open(&house.who(who)).unwrap();
            let refused = said(office.set_password(whose, None, CHEN));
            assert!(refused.contains("第一个请由管得到北峰街道的管理员"), "{who}: {refused}");
        }
        let mut king = Office::open(&house.who("王管理")).unwrap();
        for (weak, why) in
            [("短", "至少8个字"), ("88888888", "谁都先猜到"), ("13805950001", "不能就是自己的")]
        {
            let refused = said(king.set_password("", None, weak));
            assert!(refused.contains(why), "{refused}");
        }
        assert!(!king.is_guarded());
        assert!(king.set_password("", None, KING).unwrap().recovery.is_some());
        assert!(king.is_guarded());

        assert_eq!(shut(Office::open(&house.opening)), Shut::Nameless);
        let asked = Shut::Asked { name: name("王管理") };
        assert_eq!(shut(Office::open(&house.who("王管理"))), asked);
        assert_eq!(
            shut(house.enter("王管理", "别的密码，别的门")),
            Shut::Wrong { name: name("王管理") }
        );
        let givers = vec![name("王管理")];
        assert_eq!(shut(house.enter("蔡书记", KING)), Shut::Bare { name: name("蔡书记"), givers });
        // Blanks around it are nobody's.
        let office = house.enter("王管理", &format!(" {KING} ")).unwrap();
        let key = office.key();
        assert!(Office::open(&Opening { key: key.clone(), ..house.who("王管理") }).is_ok());
        assert!(Office::open(&Opening { key: key.clone(), ..house.who("陈一鸣") }).is_err());

        // From above, and by nobody else.
        for person in ["陈一鸣", "蔡书记", "钱看看"] {
            assert_eq!(king.set_password(person, None, CHEN).unwrap().recovery, None);
        }
        let mut head = house.enter("蔡书记", CHEN).unwrap();
        let refused = said(head.set_password("王管理", None, CHEN));
        assert!(refused.contains("王管理在北峰街道有职责，不由招联社区给密码"), "{refused}");
        // Nor by way of a post that is made for it.
        head.add_staff("王管理", Role::GridOfficer, "招联社区", "", "").unwrap();
        assert!(said(head.set_password("王管理", None, CHEN)).contains("不由招联社区给密码"));
        assert!(house.enter("王管理", KING).is_ok());
        head.set_password("陈一鸣", None, "书记给的一个密码").unwrap();
        let mut chen = house.enter("陈一鸣", "书记给的一个密码").unwrap();
        assert!(said(chen.set_password("蔡书记", None, CHEN)).contains("职责是“网格员”"));

        // One's own with the one before, whoever only looks as well.
        let mut viewer = house.enter("钱看看", CHEN).unwrap();
        assert_eq!(said(viewer.set_password("", None, KING)), "请写原来的密码。");
        assert!(said(viewer.set_password("", Some(KING), KING)).contains("原来的密码不对"));
        let before = viewer.key();
        viewer.set_password("", Some(CHEN), "看看就好不用登记").unwrap();
        let stale = Opening { key: before, ..house.who("钱看看") };
        assert_eq!(shut(Office::open(&stale)), Shut::Asked { name: name("钱看看") });
        assert!(Office::open(&Opening { key: viewer.key(), ..stale }).is_ok());

        // The record has who set whose, who was tried, and nothing that opens the door.
        let mut office = house.enter("王管理", KING).unwrap();
        let links = office.journal(200).unwrap();
        let of = |verb: &str| links.iter().filter(|link| link.entry.verb == verb).count();
        assert_eq!((of("password_set"), of("password_wrong")), (6, 2));
        for link in &links {
            for secret in [KING, CHEN, "看看就好", "salt", "hash\""] {
                assert!(!link.entry.body.contains(secret), "{}", link.entry.body);
            }
        }
        assert!(office.check().unwrap().broken.is_empty());
        assert!(!format!("{:?}", house.who("王管理")).contains(KING));
        assert_eq!(format!("{:?}", Key::typed(KING)), "Key");
    }
}

#[test]
fn five_wrong_ones_shut_the_door_to_one_person() {
    for place in Place::both() {
        let (house, _) = House::guarded(&place);
        for turn in 1..=4 {
            let wrong = shut(house.enter("王管理", "不是这个密码呀"));
            assert_eq!(wrong, Shut::Wrong { name: "王管理".into() }, "{turn}");
        }
        // The right one begins anew.
        house.enter("王管理", KING).unwrap();
        for _ in 1..=4 {
            shut(house.enter("王管理", "不是这个密码呀"));
        }
        let waits = |opened| matches!(shut(opened), Shut::Waits { name, .. } if name == "王管理");
        assert!(waits(house.enter("王管理", "不是这个密码呀")));
        assert!(waits(house.enter("王管理", KING)));
        assert!(waits(Office::open(&house.who("王管理"))));
        assert!(house.enter("陈一鸣", CHEN).is_ok());
        // Days that are named open nothing.
        let later = clock::today() + Days::new(1);
        let tomorrow =
            Opening { today: Some(later), key: Key::typed(KING), ..house.who("王管理") };
        assert!(waits(Office::open(&tomorrow)));
        house.minutes_pass(14);
        assert!(waits(house.enter("王管理", KING)));
        house.minutes_pass(1);
        let mut office = house.enter("王管理", KING).unwrap();
        let wrong = office.journal(200).unwrap();
        let wrong = wrong.iter().filter(|link| link.entry.verb == "password_wrong");
        // Those while it was shut were not even looked at; nobody had shown who they were.
        assert!(wrong.clone().all(|link| link.entry.actor == "本机"));
        assert_eq!(wrong.count(), 9);
    }
}

#[test]
fn the_recovery_code_sets_a_new_password_once() {
    for place in Place::both() {
        let (house, code) = House::guarded(&place);
        let other = code.chars().rev().collect::<String>();
        let new = "想起来的一个新密码";
        assert!(passwords::recover(&house.who("王管理"), &other, new).is_err());
        assert!(passwords::recover(&house.who("王管理"), "不是码", new).is_err());
        // Who may not set people up has no use for it.
        let refused = said(passwords::recover(&house.who("陈一鸣"), &code, new));
        assert!(refused.contains("职责是“网格员”"), "{refused}");
        assert!(said(passwords::recover(&house.who("王管理"), &code, "短")).contains("至少8个字"));
        let typed = code.to_lowercase().replace('-', " ");
        let (_, set) = passwords::recover(&house.who("王管理"), &typed, new).unwrap();
        assert!(house.enter("王管理", KING).is_err() && house.enter("王管理", new).is_ok());
        assert!(passwords::recover(&house.who("王管理"), &code, KING).is_err());
        let next = set.recovery.unwrap();
        let mut office = house.enter("王管理", new).unwrap();
        let newest = office.new_recovery_code().unwrap();
        assert!(passwords::recover(&house.who("王管理"), &next, KING).is_err());
        assert!(passwords::recover(&house.who("王管理"), &newest, KING).is_ok());
        // It lets nobody past while the password was wrong too often, and takes that away with the new one.
        assert!(house.enter("王管理", KING).is_ok());
    }
}

#[test]
fn the_last_password_leaves_the_door_open_and_its_keeper_goes_last() {
    for place in Place::both() {
        let (house, code) = House::guarded(&place);
        let mut king = house.enter("王管理", KING).unwrap();
        let alone = "王管理是唯一能给别人密码的人，还有1人有密码（陈一鸣）";
        assert!(said(king.clear_password("", Some(KING))).contains(alone));
        let leaving = Leaving { who: "王管理", why: "调走", ..Leaving::default() };
        assert!(said(king.leave(&leaving)).contains(alone));
        assert!(said(king.clear_password("蔡书记", None)).contains("没有密码，不用取消"));
        let cleared = king.clear_password("陈一鸣", None).unwrap();
        assert!(!cleared.open && cleared.says().contains("重设一个"), "{}", cleared.says());
        assert!(matches!(shut(house.enter("陈一鸣", CHEN)), Shut::Bare { .. }));
        assert_eq!(said(king.clear_password("", None)), "请写原来的密码。");
        let cleared = king.clear_password("", Some(KING)).unwrap();
        assert!(cleared.open && cleared.says().contains("都不再问"), "{}", cleared.says());
        assert!(Office::open(&house.opening).is_ok() && Office::open(&house.who("陈一鸣")).is_ok());
        assert!(passwords::recover(&house.who("王管理"), &code, KING).is_err());
    }
}

#[test]
fn who_has_left_is_not_let_in_whatever_day_is_named() {
    for place in Place::both() {
        let (house, _) = House::guarded(&place);
        let mut king = house.enter("王管理", KING).unwrap();
        let leaving = Leaving { who: "陈一鸣", why: "调走", ..Leaving::default() };
        king.leave(&leaving).unwrap();
        assert!(said(house.enter("陈一鸣", CHEN)).contains("人员中没有“陈一鸣”"));
        let yesterday = Some(clock::today() - Days::new(1));
        let back = Opening { today: yesterday, key: Key::typed(CHEN), ..house.who("陈一鸣") };
        assert_eq!(shut(Office::open(&back)), Shut::Left { name: "陈一鸣".into() });
    }
}

/// A desk with the passwords of 王管理 and 陈一鸣 in files.
pub fn guarded() -> Desk {
    let desk = Desk::with_register();
    let king = desk.write("王.txt", format!("{KING}\n"));
    let chen = desk.write("陈.txt", format!("\u{feff}{CHEN}\r\n别的\n"));
    desk.run(&["staff", "add", "王管理", "--role", "admin", "--unit", "北峰街道"]).done();
    let said = desk.run(&["--as", "王管理", "staff", "password", "--password-file", &king]).done();
    assert!(said.contains("恢复码：") && said.contains("只显示这一次"), "{said}");
    let given = ["staff", "password", "陈一鸣", "--password-file", &chen];
    desk.run(&[&["--as", "王管理", "--login-file", &king], &given[..]].concat()).done();
    desk
}

pub const WORD: &str = CHEN;

#[test]
fn nothing_of_the_office_is_told_before_somebody_has_come_in() {
    let desk = guarded();
    let backup = desk.path("备份.db");
    let king = desk.path("王.txt");
    let as_king = ["--as", "王管理", "--login-file", &king];
    desk.run(&[&as_king[..], &["backup", &backup]].concat()).done();
    let journal =
        || desk.run(&[&as_king[..], &["--json", "journal", "--limit", "1000"]].concat()).done();
    let before = journal();
    let commands: &[&[&str]] = &[
        &[],
        &["--plain", "agenda"],
        &["agenda"],
        &["calendar"],
        &["staff", "list"],
        &["staff", "password", "--clear"],
        &["staff", "recovery"],
        &["unit", "list"],
        &["premises", "list"],
        &["premises", "import", "名册.csv"],
        &["premises", "export", "名册.xlsx"],
        &["inspect", "list"],
        &["hazard", "list"],
        &["notice", "list"],
        &["ledger", "list", "task"],
        &["report", "status"],
        &["analysis"],
        &["check"],
        &["journal"],
        &["undo", "--reason", "看看"],
        &["backup", "另一份.db"],
        &["restore", &backup, "--yes"],
    ];
    let nobody = [&[][..], &["--as", "陈一鸣"], &["--as", "林安全"], &["--as", "没有的人"]];
    for who in nobody {
        for command in commands {
            let ran = desk.run(&[who, command].concat());
            assert_eq!((ran.code, &*ran.out), (Some(1), ""), "{who:?} {command:?}: {ran:?}");
            in_chinese(&ran.err);
            for known in ["恒捷", "13805950001", "网格"] {
                assert!(!ran.err.contains(known), "{who:?} {command:?}: {}", ran.err);
            }
        }
    }
    assert_eq!(journal(), before);
    assert!(!desk.folder.file("名册.xlsx").exists() && !desk.folder.file("另一份.db").exists());
    let refused = desk.run(&["--as", "陈一鸣", "agenda"]).err;
    assert!(refused.contains("--login-file") && refused.contains("ANBAN_LOGIN_FILE"), "{refused}");
    let refused = desk.run(&["agenda"]).err;
    assert!(refused.contains("--as"), "{refused}");

    // What is no office's is told to everybody.
    for command in [&["help"][..], &["--version"], &["form", "list"], &["staff", "--help"]] {
        desk.run(command).done();
    }
    let other = desk.path("另一个办公室");
    desk.run(&[
        "--data",
        &other,
        "init",
        "--level",
        "市",
        "--city",
        "泉州市",
        "--district",
        "丰泽区",
        "--regime",
        "beifeng",
    ])
    .done();

    // A timed task names the file.
    let file = desk.path("陈.txt");
    let agenda = desk.run(&["--as", "陈一鸣", "--login-file", &file, "agenda"]).done();
    assert!(agenda.contains("招联社区"), "{agenda}");
    let mut command = desk.command(&["--as", "陈一鸣", "agenda"]);
    let ran = command.env("ANBAN_LOGIN_FILE", &file).output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let ran = desk.run(&["--as", "陈一鸣", "--login-file", &king, "agenda"]);
    assert_eq!((ran.code, &*ran.out), (Some(1), ""));
    assert!(ran.err.contains("陈一鸣的密码不对") && !ran.err.contains(KING), "{}", ran.err);
    let ran = desk.run(&["--as", "陈一鸣", "--login-file", &desk.path("没有.txt"), "agenda"]);
    assert_eq!(ran.code, Some(1));
    in_chinese(&ran.err);
    // What was restored is behind the door as well.
    desk.run(&[&as_king[..], &["restore", &backup, "--yes"]].concat()).done();
    assert_eq!(desk.run(&["agenda"]).code, Some(1));
    desk.run(&[&as_king[..], &["agenda"]].concat()).done();
}
