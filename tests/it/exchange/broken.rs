//! Files that are no parcels, or no whole ones, or not for this office: one sentence each, and nothing is written.

use std::{
    fs::{self, File},
    io::{Read, Write},
};

use serde_json::{Value, json};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{Side, count};
use crate::desk::Desk;

type Members = Vec<(String, Vec<u8>)>;

fn members(file: &str) -> Members {
    let mut zip = ZipArchive::new(File::open(file).unwrap()).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn written(side: &Side, name: &str, members: &Members) -> String {
    let file = side.desk.path(name);
    let mut zip = ZipWriter::new(File::create(&file).unwrap());
    for (name, bytes) in members {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    file
}

/// The parcel with another manifest.
fn with_manifest(members: &Members, change: impl FnOnce(&mut Value)) -> Members {
    let mut members = members.clone();
    let (_, bytes) = members.iter_mut().find(|(name, _)| name == "manifest.json").unwrap();
    let mut manifest: Value = serde_json::from_slice(bytes).unwrap();
    change(&mut manifest);
    *bytes = serde_json::to_vec(&manifest).unwrap();
    members
}

#[test]
fn what_is_no_parcel_is_told_in_one_sentence() {
    let from = Side::of(Desk::with_register());
    let stick = from.pack("好的.zip");
    let whole = members(&stick);
    let to = Side::of(Desk::bare()).init(&["招联社区"]);
    let before = to.desk.state();
    let bytes = fs::read(&stick).unwrap();
    let other = |change: &dyn Fn(&mut Members)| {
        let mut members = whole.clone();
        change(&mut members);
        members
    };
    let place = |members: &Members, name: &str| {
        members.iter().position(|(known, _)| known == name).unwrap()
    };
    let cases: [(String, &str); 14] = [
        (from.desk.write("文字.zip", "这不是压缩文件"), "不是交换包"),
        (from.desk.write("半个.zip", &bytes[..bytes.len() / 2]), "没有复制完整"),
        (from.desk.write("空.zip", b""), "不是交换包"),
        (from.desk.path("没有.zip"), "没有"),
        (
            written(
                &from,
                "无清单.zip",
                &other(&|all| {
                    all.pop();
                }),
            ),
            "没有清单",
        ),
        (
            written(
                &from,
                "少一个.zip",
                &other(&|all| {
                    let at = place(all, "tables/hazard.jsonl");
                    all.remove(at);
                }),
            ),
            "缺少 tables/hazard.jsonl",
        ),
        (
            written(
                &from,
                "改过.zip",
                &other(&|all| {
                    let at = place(all, "tables/premises.jsonl");
                    let text = String::from_utf8(all[at].1.clone())
                        .unwrap()
                        .replace("13805950001", "13805950009");
                    all[at].1 = text.into_bytes();
                }),
            ),
            "被改动过",
        ),
        (
            written(
                &from,
                "外面.zip",
                &other(&|all| all.insert(0, ("../../外面.txt".into(), b"x".to_vec()))),
            ),
            "清单上没有的文件",
        ),
        (
            written(
                &from,
                "太大.zip",
                &with_manifest(&whole, |manifest| {
                    manifest["files"]["evidence/ab"] =
                        json!({ "bytes": 1u64 << 50, "sha256": "ab" });
                }),
            ),
            "大得不像交换包",
        ),
        (
            written(
                &from,
                "炸弹.zip",
                &other(&|all| {
                    let at = all.len() - 1;
                    all[at].1 = vec![b' '; 70 << 20];
                }),
            ),
            "和清单对不上",
        ),
        (
            written(
                &from,
                "新版.zip",
                &with_manifest(&whole, |manifest| manifest["schema"] = json!("9999_later")),
            ),
            "请先升级本机",
        ),
        (
            written(
                &from,
                "旧版.zip",
                &with_manifest(&whole, |manifest| {
                    manifest["schema"] = json!("0033_before");
                    manifest["tables"]["hazard"]["columns"].as_array_mut().unwrap().pop();
                }),
            ),
            "请对方先升级",
        ),
        (
            written(
                &from,
                "别的社区.zip",
                &with_manifest(&whole, |manifest| {
                    manifest["community"] = json!({ "path": "3505/03/008/004", "name": "招贤社区", "within": ["泉州市", "丰泽区", "北峰街道"] });
                }),
            ),
            "anban unit add 招贤社区",
        ),
        (
            written(
                &from,
                "别的街道.zip",
                &with_manifest(&whole, |manifest| {
                    manifest["community"]["path"] = json!("3505/03/001/001");
                    manifest["community"]["within"] = json!(["泉州市", "丰泽区", "东湖街道"]);
                }),
            ),
            "没有这个社区",
        ),
    ];
    for (file, what) in &cases {
        for confirm in [&[][..], &["--confirm"]] {
            let said = to.run(&[&["unpack", file], confirm].concat()).refused(1);
            assert!(said.contains(what), "{file}: {said}");
            assert_eq!(said.lines().count(), 1, "{said}");
        }
    }
    assert_eq!(to.desk.state(), before);
    assert!(!from.desk.folder.file("外面.txt").exists());
    assert_eq!(to.run(&["unpack", &stick]).code, Some(0), "the whole one is read");
}

/// An older program has no table for what a newer one keeps of joint visits: none of its records has any.
#[test]
fn a_parcel_from_before_a_table_comes_in_without_it() {
    let from = Side::of(Desk::with_register());
    from.desk.inspect("恒捷鞋材厂", "答案.toml").done();
    let whole = members(&from.pack("好的.zip"));
    let older = |schema: &str| {
        let mut members = with_manifest(&whole, |manifest| {
            manifest["schema"] = json!(schema);
            manifest["tables"].as_object_mut().unwrap().remove("inspection_level").unwrap();
        });
        members.retain(|(name, _)| name != "tables/inspection_level.jsonl");
        written(&from, &format!("{schema}.zip"), &members)
    };
    let to = Side::of(Desk::bare()).init(&["招联社区"]);
    let said = to.run(&["unpack", &older("0062_joint"), "--confirm"]).refused(1);
    assert!(said.contains("请对方先升级"), "{said}");
    let (told, code) = to.unpack(&older("0057_named"), &[]);
    assert_eq!((code, count(&told, "inspection", "new")), (Some(0), 1), "{told:#}");
    assert_eq!(to.json(&["inspect", "list"]), from.json(&["inspect", "list"]));
}

#[test]
fn a_parcel_is_locked_unless_somebody_said_otherwise() {
    let from = Side::of(Desk::with_register());
    let to = Side::of(Desk::bare()).init(&["招联社区"]);
    let word = from.desk.write("密码", "zhaolian-2026-11\n");
    let wrong = from.desk.write("错的", "zhaolian-2026-12\n");
    let file = from.desk.path("加密.zip");
    let pack = ["pack", "--community", "招联社区", "--out", &file];
    let said = from.run(&pack).refused(1);
    assert!(said.contains("--password-file"), "{said}");
    let short = from.desk.write("短的", "12345\n");
    from.run(&[&pack[..], &["--password-file", &short]].concat()).refused(1);
    assert!(!std::path::Path::new(&file).exists());
    let done = from.run(&[&pack[..], &["--password-file", &word]].concat()).done();
    assert!(done.contains("另外告诉对方"), "{done}");
    let bytes = fs::read(&file).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(!holds("13805950001") && !holds("恒捷"), "nothing is readable");
    let unpack = |word: &str| to.run(&["unpack", &file, "--confirm", "--password-file", word]);
    assert!(unpack(&wrong).refused(1).contains("密码不对"));
    assert_eq!(to.json(&["premises", "list"]), json!([]));
    unpack(&word).done();
    assert_eq!(to.json(&["premises", "list"]), from.json(&["premises", "list"]));
    // A file that is there is not written over.
    let said = from.run(&[&pack[..], &["--password-file", &word]].concat()).refused(1);
    assert!(said.contains("没有覆盖"), "{said}");
}

#[test]
fn whoever_may_not_set_up_takes_nothing_in() {
    let from = Side::of(Desk::with_register());
    let to = Side::of(Desk::set_up());
    let stick = from.pack("好的.zip");
    let said = to.run(&["--as", "陈一鸣", "unpack", &stick, "--confirm"]).refused(1);
    assert!(said.contains("网格员"), "{said}");
    assert_eq!(to.json(&["premises", "list"]), json!([]));
}
