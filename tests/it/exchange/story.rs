//! Three weeks of a community and its street, told to a street on either engine.

use serde_json::{Value, json};

use super::{Side, clashes, count};
use crate::{
    desk::{ANSWERS, Desk},
    engines::Place,
    images::{PHOTO, jpeg},
};

const TWO: &str = "default = \"normal\"
[[hazards]]
text = \"东侧通道堆放鞋材\"
disposal = \"by_deadline\"
days = 7
interim = \"派人值守\"
requirement = \"清走鞋材\"
[[hazards]]
text = \"配电箱没有门\"
disposal = \"by_deadline\"
days = 7
interim = \"挂牌警示\"
requirement = \"装上门\"
";
const SHOP: &str = "恒捷鞋材厂";
const OTHER: &str = "丰泽服饰";
const NEW: &str = "顺发纸箱厂";
const CODE: &str = "91350503MA31D5JB6N";

fn community() -> Side {
    let side = Side::of(Desk::with_register());
    side.desk.write("两条.toml", TWO);
    side.desk.inspect(SHOP, "两条.toml").done();
    let photo = side.desk.write("现场.jpg", jpeg(PHOTO));
    side.run(&["evidence", "add", &photo, "--hazard", &side.hazard("通道")]).done();
    side
}

fn failed(side: &Side, hazard: &str, note: &str) {
    let recheck = ["hazard", "recheck", hazard, "--failed", "--days", "5", "--note", note];
    side.run(&recheck).done();
}

fn phone(side: &Side, name: &str, phone: &str) {
    side.run(&["premises", "edit", name, "--phone", phone]).done();
}

/// What both offices have after the first week.
fn first_week(place: Place) -> (Side, Side) {
    let community = community();
    let street = Side::new(place).init(&["招贤社区", "招联社区"]);
    let stick = community.pack("第一周.zip");
    let looked = street.json(&["unpack", &stick]);
    assert_eq!((&looked["done"], count(&looked, "hazard", "new")), (&json!(false), 2));
    assert_eq!(street.json(&["premises", "list"]), json!([]), "looking changes nothing");
    let (told, code) = street.unpack(&stick, &[]);
    assert_eq!((code, count(&told, "premises", "new")), (Some(0), 2), "{told:#}");
    for list in [&["premises", "list"][..], &["hazard", "list"], &["evidence", "list"]] {
        assert_eq!(street.json(list), community.json(list), "{list:?}");
    }
    let evidence = community.json(&["evidence", "list"])[0]["id"].as_str().unwrap().to_owned();
    let photo = |side: &Side| {
        let file = side.desk.path("取出.jpg");
        side.run(&["evidence", "save", &evidence, &file]).done();
        std::fs::read(file).unwrap()
    };
    assert_eq!(photo(&street), photo(&community));
    (community, street)
}

#[test]
fn what_one_side_did_goes_to_the_other_and_nothing_goes_back() {
    for place in Place::both() {
        let (mut community, mut street) = first_week(place);
        (community.today, street.today) = ("2026-11-27", "2026-11-27");
        let (first, second) = (community.hazard("通道"), community.hazard("配电箱"));
        let passed = ["hazard", "recheck", &first, "--passed", "--acceptor", "林安全"];
        community.run(&passed).done();
        failed(&street, &second, "还没有装门");
        phone(&community, SHOP, "13805950011");
        phone(&street, OTHER, "13805950022");
        let up = community.pack("第二周.zip");
        let (told, code) = street.unpack(&up, &["--list", &street.desk.path("结果.xlsx")]);
        assert_eq!((code, clashes(&told)), (Some(0), vec![]), "{told:#}");
        assert_eq!((count(&told, "hazard", "forward"), count(&told, "hazard", "kept")), (1, 1));
        assert_eq!((count(&told, "premises", "forward"), count(&told, "premises", "kept")), (1, 1));
        assert!(std::fs::metadata(street.desk.path("结果.xlsx")).unwrap().len() > 0);
        let state = |id: &str| street.json(&["hazard", "show", id])["state"].clone();
        assert_eq!((state(&first), state(&second)), (json!("passed"), json!("ordered")));
        assert_eq!(street.premises(OTHER, "phone"), "13805950022");
        // Down again: what the street did comes, what the community did is known.
        let down = street.pack("带回.zip");
        let (told, code) = community.unpack(&down, &[]);
        assert_eq!((code, clashes(&told)), (Some(0), vec![]), "{told:#}");
        assert_eq!(
            (count(&told, "hazard", "forward"), count(&told, "premises", "forward")),
            (1, 1)
        );
        for list in [&["premises", "list"][..], &["hazard", "list"], &["notice", "list"]] {
            assert_eq!(street.json(list), community.json(list), "{list:?}");
        }
        // The stick of the week before brings nothing back.
        phone(&street, SHOP, "13805950033");
        let old = community.desk.path("第一周.zip");
        let (told, code) = street.unpack(&old, &[]);
        assert_eq!((code, &told["older"], &told["counts"]), (Some(0), &json!(true), &json!([])));
        assert_eq!(street.premises(SHOP, "phone"), "13805950033");
        // ... and a newer one in which nothing changed leaves what changed here.
        let (told, code) = street.unpack(&community.pack("第三周.zip"), &[]);
        assert_eq!((code, count(&told, "premises", "kept")), (Some(0), 1), "{told:#}");
        assert_eq!(street.premises(SHOP, "phone"), "13805950033");
        for side in [&street, &community] {
            assert_eq!(side.run(&["check"]).code, Some(0));
            assert_eq!(side.json(&["journal", "--verify"])["sound"], true);
        }
    }
}

#[test]
fn what_only_a_person_can_tell_waits_for_one() {
    for place in Place::both() {
        let (mut community, mut street) = first_week(place);
        (community.today, street.today) = ("2026-11-27", "2026-11-27");
        let hazard = community.hazard("通道");
        failed(&community, &hazard, "还堆着");
        failed(&street, &hazard, "只清了一半");
        phone(&community, SHOP, "13805950011");
        phone(&street, SHOP, "13805950022");
        for (side, address) in [(&community, "北峰路7号"), (&street, "北峰路七号")] {
            let add = [
                "premises",
                "add",
                NEW,
                "--community",
                "招联社区",
                "--address",
                address,
                "--uscc",
                CODE,
            ];
            side.run(&add).done();
        }
        // The same number for two visits.
        community.desk.write("答案.toml", format!("responsible = \"李四\"\n{ANSWERS}"));
        community.desk.inspect(NEW, "答案.toml").done();
        let answers = street.desk.write("答案.toml", ANSWERS);
        let record = [
            "inspect",
            "record",
            "--premises",
            OTHER,
            "--form",
            "table4",
            "--answers",
            &answers,
            "--by",
            "陈一鸣",
        ];
        street.run(&record).done();
        let stick = community.pack("第二周.zip");
        let before = street.json(&["premises", "list"]);

        let (told, code) = street.unpack(&stick, &[]);
        assert_eq!(code, Some(3), "{told:#}");
        let clash = |kind: &str, clash: &str| (kind.to_owned(), clash.to_owned());
        assert_eq!(
            clashes(&told),
            [
                clash("premises", "both_changed"),
                clash("premises", "maybe_same"),
                clash("hazard", "parted")
            ]
        );
        // What hangs on the one that may be ours waits with it.
        assert_eq!(
            (count(&told, "inspection", "waiting"), count(&told, "notice", "waiting")),
            (1, 1)
        );
        assert_eq!(street.json(&["premises", "list"]), before, "ours stays");
        let conflict = |told: &Value, no: usize| told["conflicts"][no].clone();
        let fields = conflict(&told, 0)["fields"].clone();
        let phone_of = |field: &Value| {
            (field["label"].clone(), field["ours"].clone(), field["theirs"].clone())
        };
        assert_eq!(
            phone_of(&fields[0]),
            (json!("联系方式"), json!("13805950022"), json!("13805950011"))
        );
        let parted = conflict(&told, 2);
        let both = format!("{} {}", parted["ours"], parted["theirs"]);
        assert!(
            both.contains("只清了一半")
                && both.contains("还堆着")
                && both.contains("2026年11月27日"),
            "{both}"
        );

        // A history is not rewritten at a word; nothing of such an order is done.
        let refused = street.run(&["unpack", &stick, "--confirm", "--theirs", "all"]).refused(1);
        assert!(refused.contains("不能这样定"), "{refused}");
        let refused = street.run(&["unpack", &stick, "--confirm", "--theirs", "9"]).refused(1);
        assert!(refused.contains("没有“9”"), "{refused}");
        assert_eq!(street.json(&["premises", "list"]), before);

        let decided = ["--theirs", "1", "--same", "2", "--ours", "3"];
        let (told, code) = street.unpack(&stick, &decided);
        // The visit came in with its premises, and its number is one that was given here too.
        assert_eq!(
            (code, clashes(&told)),
            (Some(3), vec![clash("notice", "maybe_same")]),
            "{told:#}"
        );
        assert_eq!((count(&told, "inspection", "new"), count(&told, "notice", "new")), (1, 0));
        assert_eq!(street.premises(SHOP, "phone"), "13805950011");
        assert_eq!(
            street.premises(NEW, "address"),
            "北峰路七号",
            "said to be the same: ours stays"
        );
        let visits = street.json(&["inspect", "list", "--premises", NEW]);
        assert_eq!(visits.as_array().unwrap().len(), 1, "{visits:#}");

        // What was said is not asked again; the number is, until one of the two is voided.
        let (told, code) = street.unpack(&community.pack("再来.zip"), &[]);
        assert_eq!(
            (code, clashes(&told)),
            (Some(3), vec![clash("notice", "maybe_same")]),
            "{told:#}"
        );
        // Which papers, and what to do, is said; a number on two papers is changed by no order.
        let waits = &told["conflicts"][0];
        let says = |what: &str| waits[what].as_str().unwrap().to_owned();
        assert!(says("ours").contains(OTHER) && says("theirs").contains(NEW), "{waits:#}");
        assert!(says("advice").contains("请对方作废它的那一份重发，再导出一次"), "{waits:#}");
        let again = community.pack("还没改.zip");
        for other in ["--theirs", "--same", "--apart"] {
            let refused = street.run(&["unpack", &again, "--confirm", other, "1"]).refused(1);
            assert!(refused.contains("只能留本机的，由对方作废重发"), "{refused}");
        }
        // The community voids and writes anew: the new number comes in, the old paper is let go.
        let notices = community.json(&["notice", "list"]);
        let notices = notices.as_array().unwrap();
        let number = notices.iter().find(|one| one["addressee"] == NEW).unwrap()["number"].clone();
        let number = number.as_str().unwrap();
        community.run(&["notice", "void", number, "--reason", "和街道重号"]).done();
        community.run(&["notice", "reissue", number]).done();
        let (told, code) = street.unpack(&community.pack("重发.zip"), &["--ours", "1"]);
        assert_eq!((code, clashes(&told)), (Some(0), vec![]), "{told:#}");
        assert_eq!(
            (count(&told, "notice", "new"), count(&told, "notice", "kept")),
            (1, 1),
            "{told:#}"
        );
        let (told, code) = street.unpack(&community.pack("最后.zip"), &[]);
        assert_eq!((code, told["counts"][0]["new"].clone()), (Some(0), json!(0)), "{told:#}");
        assert_eq!(street.run(&["check"]).code, Some(0));
    }
}

#[test]
fn grids_are_known_by_their_names_and_people_by_their_posts() {
    // Both offices were set up by hand, in another order.
    let community = community();
    let street = Side::new(Place::File(crate::engines::Folder::new())).init(&["招联社区"]);
    for grid in ["二网格", "一网格"] {
        street.run(&["grid", "add", grid, "--community", "招联社区"]).done();
    }
    street.run(&["staff", "add", "陈一鸣", "--role", "grid_officer", "--unit", "招联社区"]).done();
    let stick = community.pack("第一周.zip");
    let (told, code) = street.unpack(&stick, &[]);
    assert_eq!(
        (code, clashes(&told)),
        (Some(3), vec![("staff".into(), "maybe_same".into())]),
        "{told:#}"
    );
    let (told, code) = street.unpack(&stick, &["--same", "all"]);
    assert_eq!((code, clashes(&told)), (Some(0), vec![]), "{told:#}");
    let grids = street.json(&["premises", "list", "--grid", "一网格"]);
    assert_eq!(grids.as_array().unwrap().len(), 2, "{grids:#}");
    let names = |side: &Side| -> Vec<Value> {
        let grids = side.json(&["grid", "list"]);
        grids.as_array().unwrap().iter().map(|grid| grid["name"].clone()).collect()
    };
    assert_eq!(names(&street), [json!("二网格"), json!("一网格")]);
    // Back in the community nothing is numbered anew.
    let (told, code) = community.unpack(&street.pack("带回.zip"), &["--same", "all"]);
    assert_eq!(code, Some(0), "{told:#}");
    assert_eq!(names(&community), [json!("一网格"), json!("二网格")]);
}

#[test]
fn an_unpacking_is_taken_back_by_the_backup_that_it_left() {
    let (_community, street) = first_week(Place::File(crate::engines::Folder::new()));
    let refused = street.run(&["undo", "--reason", "导错了"]).refused(1);
    assert!(refused.contains("导入前留存的备份"), "{refused}");
    let backups = street.desk.office().join("backups");
    let backup = std::fs::read_dir(&backups).unwrap().next().unwrap().unwrap().path();
    street.run(&["restore", backup.to_str().unwrap(), "--yes"]).done();
    assert_eq!(street.json(&["premises", "list"]), json!([]));
}
