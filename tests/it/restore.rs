//! A backup takes the place of a filled office: what it says of wrong files, of evidence that no record names any
//! more, and of numbers that were given out since.

use std::fs;

use anban::{
    office::{Office, Opening, premises::Fields},
    store::Store,
};
use serde_json::json;

use crate::{
    desk::Desk,
    images::{PHOTO, jpeg},
    tools,
};

const NORMAL: &str = "default = \"normal\"\n";

/// A register with one notice, and its backup.
fn backed_up() -> (Desk, String) {
    let desk = Desk::with_register();
    desk.write("正常.toml", NORMAL);
    desk.inspect("恒捷鞋材厂", "正常.toml").done();
    let backup = desk.path("备份.db");
    desk.run(&["backup", &backup]).done();
    (desk, backup)
}

#[test]
fn a_file_that_is_no_backup_is_named_as_it_was_typed() {
    let (desk, backup) = backed_up();
    let before = desk.state();
    let half = fs::read(&backup).unwrap();
    let bare = desk.path("空壳.db");
    drop(Store::open_file(bare.as_ref()).unwrap());
    let files = [
        desk.write("名册.xlsx", b"PK\x03\x04 not a database".repeat(100)),
        desk.write("空.db", b""),
        desk.write("半个.db", &half[..half.len() / 2]),
        bare,
    ];
    for (file, what) in
        files.iter().zip(["不是安办的备份", "不是安办的备份", "有损坏", "没有建立办公室"])
    {
        let said = desk.run(&["restore", file]).refused(1);
        assert!(said.contains(file) && said.contains(what), "{said}");
        assert!(!said.contains("restore-trial") && said.contains("backups"), "{said}");
        assert_eq!(desk.state(), before, "{file}");
    }
    let left: Vec<_> = fs::read_dir(desk.office().join("backups"))
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(left, Vec::<std::ffi::OsString>::new(), "nothing of the tries is left");
}

#[test]
fn numbers_from_before_a_restore_are_explained_and_others_are_not() {
    let (desk, backup) = backed_up();
    for _ in 0..2 {
        desk.inspect("丰泽服饰", "正常.toml").done();
    }
    desk.run(&["restore", &backup]).done();
    desk.inspect("丰泽服饰", "正常.toml").done();
    let said = "招联社区〔2026〕2号至3号在2026年11月20日恢复备份以前已经开出，不再使用：这是恢复备份留下的空号，不是缺号。";
    let ran = desk.run(&["check"]);
    assert_eq!((ran.code, ran.err.trim_end()), (Some(0), said), "{ran:?}");
    let health = desk.run(&["--json", "check"]).json();
    assert_eq!(
        [&health["sound"], &health["gaps"], &health["given"]],
        [&json!(true), &json!([]), &json!([said])]
    );
    // Restored once more: the numbers of both times are told together.
    desk.run(&["restore", &backup]).done();
    desk.inspect("丰泽服饰", "正常.toml").done();
    let ran = desk.run(&["check"]);
    assert_eq!((ran.code, ran.err.lines().count()), (Some(0), 1), "{ran:?}");
    assert!(ran.err.contains("2号至4号在"), "{ran:?}");
    // One that is taken out afterwards is a gap all the same.
    desk.inspect("丰泽服饰", "正常.toml").done();
    let mut store = Store::open_file(&desk.office().join("anban.db")).unwrap();
    store.driver.execute("UPDATE notice SET serial = 7 WHERE serial = 5", &[]).unwrap();
    drop(store);
    let ran = desk.run(&["check"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains("不连续") && !ran.err.contains("空号"), "{ran:?}");
}

#[test]
fn evidence_that_no_record_names_is_listed_and_moved_aside() {
    let (desk, backup) = backed_up();
    let photo = jpeg(PHOTO);
    let file = desk.write("现场.jpg", &photo);
    let add = ["evidence", "add", &file, "--premises", "恒捷鞋材厂"];
    let added = desk.run(&[&["--json"], &add[..]].concat()).json();
    let sha = added[0]["sha256"].as_str().unwrap();
    let on_shelf = desk.office().join("evidence").join(&sha[..2]).join(format!("{sha}.jpg"));
    let ran = desk.run(&["restore", &backup]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("有1个佐证文件没有记录指着"), "{ran:?}");
    let kept = ran
        .out
        .split("anban restore ")
        .nth(1)
        .and_then(|rest| rest.split(" 换回来").next())
        .unwrap();
    assert!(fs::metadata(kept).is_ok(), "{kept}");

    let said = desk.run(&["evidence", "check"]).done();
    assert!(said.contains(on_shelf.to_str().unwrap()) && said.contains("--aside"), "{said}");
    let checked = desk.run(&["--json", "evidence", "check"]).json();
    assert_eq!((&checked["strays"], &checked["stray_files"]), (&json!(1), &json!([on_shelf])));
    let aside = desk.path("移出");
    let said = desk.run(&["evidence", "check", "--aside", &aside]).done();
    assert!(said.contains("1个没有登记的文件已移到"), "{said}");
    assert!(!on_shelf.exists());
    let moved = desk.folder.file("移出").join(format!("{sha}.jpg"));
    assert!(fs::read(&moved).unwrap() == photo, "nothing is lost");
    assert_eq!(desk.run(&["--json", "evidence", "check"]).json()["strays"], 0);
    assert_eq!(desk.run(&["--json", "journal"]).json()[0]["verb"], "evidence_aside");
    let said = desk.run(&["undo"]).refused(1);
    assert!(said.contains("要留在册上的请再附上"), "{said}");
    // What was moved can be handed in again, and what is registered stays where it is.
    desk.run(&["evidence", "add", moved.to_str().unwrap(), "--premises", "恒捷鞋材厂"]).done();
    assert!(desk.run(&["evidence", "check", "--aside", &aside]).done().contains("什么也没有移"));
    assert!(on_shelf.exists());
    desk.sound();
}

/// A desk stands open while another window restores: it goes on with what came, and nothing that it saves is lost.
#[test]
fn a_desk_that_is_open_goes_on_with_what_was_restored() {
    let (desk, backup) = backed_up();
    let opening = Opening {
        data: Some(desk.office()),
        today: "2026-11-20".parse().ok(),
        ..Opening::default()
    };
    let mut office = Office::open(&opening).unwrap();
    let add = |office: &mut Office, name: &str| {
        let fields = Fields { name: Some(name.to_owned()), ..Fields::default() };
        office.add_premises(None, &fields, None).unwrap();
    };
    let registered = || {
        let listed = desk.run(&["--json", "premises", "list"]).json();
        let names =
            listed.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    add(&mut office, "备份以后登记的");
    desk.run(&["restore", &backup]).done();
    assert!(!registered().contains(&"备份以后登记的".to_owned()));
    add(&mut office, "恢复以后登记的");
    assert!(registered().contains(&"恢复以后登记的".to_owned()), "{:?}", registered());
    drop(office);
    assert!(registered().contains(&"恢复以后登记的".to_owned()));
    assert_eq!(desk.run(&["check"]).code, Some(0));
    desk.run(&["journal", "--verify"]).done();
}

/// A password as a clerk would write it, and where it lies for a script.
const PASSWORD: &str = "bei feng 2026 an ban";

#[test]
fn an_encrypted_backup_opens_with_its_password_alone_and_brings_everything_back() {
    let desk = Desk::with_register();
    desk.write("正常.toml", NORMAL);
    desk.inspect("恒捷鞋材厂", "正常.toml").done();
    let photo = jpeg(PHOTO);
    let file = desk.write("现场.jpg", &photo);
    desk.run(&["evidence", "add", &file, "--premises", "恒捷鞋材厂"]).done();
    let before = desk.state();
    let key = desk.write("密码.txt", format!("{PASSWORD}\n"));
    let backup = desk.path("备份.zip");
    desk.run(&["backup", "--encrypt", &backup, "--password-file", &key]).done();
    let bytes = fs::read(&backup).unwrap();
    for plain in [&b"SQLite format 3"[..], "恒捷鞋材厂".as_bytes(), &photo[..64]] {
        assert!(!bytes.windows(plain.len()).any(|window| window == plain), "it can be read");
    }
    // Another program reads it too: nobody depends on this one for what is his.
    let whole = desk.path("别的程序");
    fs::create_dir(&whole).unwrap();
    let unpack = ["--passphrase", PASSWORD, "-xf", &backup, "-C", &whole];
    if let Some((well, said)) = tools::run("bsdtar", &unpack) {
        assert!(well, "{said}");
        assert!(Store::open_file_read_only((whole.clone() + "/anban.db").as_ref()).is_ok());
        assert_eq!(fs::read_dir(whole + "/evidence").unwrap().count(), 1);
    }

    fs::remove_dir_all(desk.office().join("evidence")).unwrap();
    desk.inspect("恒捷鞋材厂", "正常.toml").done();
    let wrong = desk.write("错的.txt", "bei feng 2026 an bam");
    let now = desk.state();
    let said = desk.run(&["restore", &backup, "--password-file", &wrong]).refused(1);
    assert!(said.contains("密码不对") && said.contains(&backup), "{said}");
    let said = desk.run(&["restore", &backup]).refused(1);
    assert!(said.contains("--password-file"), "{said}");
    let half = desk.write("半个.zip", &bytes[..bytes.len() / 2]);
    let said = desk.run(&["restore", &half, "--password-file", &key]).refused(1);
    assert!(said.contains(&half), "{said}");
    let mut bent = bytes.clone();
    bent[bytes.len() / 3] ^= 1;
    let bent = desk.write("改过.zip", &bent);
    let said = desk.run(&["restore", &bent, "--password-file", &key]).refused(1);
    assert!(said.contains("有损坏"), "{said}");
    assert_eq!(desk.state(), now);

    desk.run(&["restore", &backup, "--password-file", &key]).done();
    assert_eq!(desk.state(), before);
    desk.run(&["evidence", "check"]).done();
    let left: Vec<String> = fs::read_dir(desk.office().join("backups"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("restore-before"))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "nothing that was decrypted is left");
}

#[test]
fn a_password_that_is_easily_guessed_or_misread_locks_nothing() {
    let desk = Desk::with_register();
    let backup = desk.path("备份.zip");
    for (password, what) in
        [("", "太短"), ("12345678901", "太短"), ("北峰街道二〇二六年安办", "汉字")]
    {
        let key = desk.write("密码.txt", password);
        let said = desk.run(&["backup", "--encrypt", &backup, "--password-file", &key]).refused(1);
        assert!(said.contains(what) && said.contains("12个字"), "{said}");
        assert!(!fs::exists(&backup).unwrap());
    }
    let said = desk.run(&["backup", "--encrypt", &backup]).refused(1);
    assert!(said.contains("--password-file"), "{said}");
}
