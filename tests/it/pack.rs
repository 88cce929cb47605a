//! The pack of a hazard as other programs see it: complete, sound, with the kept papers untouched.

use std::{fs, path::Path};

use lopdf::{Document, Object};

use crate::{
    evidence::Place,
    images::{self, Jpeg, PHOTO, jpeg},
    tools::{preflight, run},
};

const NOTICE: &str = "招联安监整改〔2026〕1号";

/// A refused hazard with evidence; gives the place and what was handed in.
fn refused(foreign: bool) -> (Place, Vec<Vec<u8>>) {
    let place = Place::file();
    let form = Path::new(env!("CARGO_MANIFEST_DIR")).join("forms/paper/refusal_report.toml");
    place.desk.write("办公室/forms/paper/refusal_report.toml", fs::read(form).unwrap());
    let (one, two) = (format!("{NOTICE}-1"), format!("{NOTICE}-2"));
    let refuse = ["hazard", "recheck", &one, "--failed", "--refused", "--note", "拒绝搬离"];
    place.run(&[&["--as", "林安全", "--today", "2026-11-30"][..], &refuse].concat()).done();
    let photos = [
        jpeg(Jpeg { exif: Some((6, "2026:11:18 09:30:00")), ..PHOTO }),
        jpeg(Jpeg { progressive: true, tone: 140, ..PHOTO }),
        jpeg(Jpeg { parts: 1, tone: 150, ..PHOTO }),
    ];
    for (at, photo) in photos.iter().enumerate() {
        let file = place.desk.write(&format!("现场{at}😀.jpg"), photo);
        place.run(&["evidence", "add", &file, "--hazard", &one]).done();
    }
    let png = place.desk.write("标志.png", images::png(30, 40, [200, 0, 0, 128]));
    place.run(&["evidence", "add", &png, "--hazard", &two, "--note", "指示标志破损"]).done();
    let signed = place.desk.write("签收.png", images::png(50, 70, [250, 250, 250, 255]));
    place.run(&["evidence", "add", &signed, "--notice", NOTICE]).done();
    if foreign {
        let scan = place.desk.write("送达回证.pdf", images::pdf(2));
        place.run(&["evidence", "add", &scan, "--notice", NOTICE]).done();
        let inks = jpeg(Jpeg { parts: 4, tone: 160, ..PHOTO });
        let inks = place.desk.write("印刷.jpg", inks);
        place.run(&["evidence", "add", &inks, "--hazard", &two]).done();
    }
    (place, photos.to_vec())
}

fn packed(place: &Place, name: &str) -> Vec<u8> {
    let file = place.desk.path(name);
    let print = ["hazard", "pack", &format!("{NOTICE}-1"), "-o", &file];
    place.run(&[&["--as", "王旁观", "--today", "2026-12-01"][..], &print].concat()).done();
    fs::read(file).unwrap()
}

/// The first digits of the sha256.
fn mark(bytes: &[u8]) -> String {
    anban::store::papers::sha(bytes)[..12].to_owned()
}

/// The words of each page, from 1.
fn words(path: &str, pages: usize) -> Option<Vec<String>> {
    (1..=pages)
        .map(|page| {
            let page = page.to_string();
            let args = ["-f", &page, "-l", &page, "-raw", "-enc", "UTF-8", path, "-"];
            Some(run("pdftotext", &args)?.1)
        })
        .collect()
}

/// The bytes of the content of each page, as they stand in the file.
fn contents(file: &Document) -> Vec<Vec<Vec<u8>>> {
    file.page_iter()
        .map(|page| {
            file.get_page_contents(page)
                .into_iter()
                .map(|id| file.get_object(id).unwrap().as_stream().unwrap().content.clone())
                .collect()
        })
        .collect()
}

#[test]
fn a_pack_holds_everything_and_touches_nothing() {
    let (place, photos) = refused(true);
    // Kept when somebody who writes prints it first.
    let notice = place.desk.path("通知书.pdf");
    place.run(&["notice", "print", NOTICE, "-o", &notice]).done();
    let bytes = packed(&place, "材料.pdf");
    let path = place.desk.path("材料.pdf");
    let file = Document::load_mem(&bytes).unwrap();
    let kept = Document::load(&notice).unwrap();
    let scan = Document::load_mem(&images::pdf(2)).unwrap();
    let (all, kept_pages, scan_pages) = (contents(&file), contents(&kept), contents(&scan));
    // Cover, report, the notice's copies, hazards, log, three sheets of photos, one of a scanned picture, the scan.
    let count = all.len();
    assert_eq!(count, 2 + kept_pages.len() + 2 + 3 + 1 + 2);
    assert_eq!(all[2..2 + kept_pages.len()], kept_pages, "the notice is as it was kept");
    assert_eq!(all[count - 2..], scan_pages, "the scan is as it was handed in");
    // Photos go in as they are, each once.
    let streams: Vec<&[u8]> = file
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| {
            stream
                .dict
                .get(b"Filter")
                .and_then(Object::as_name)
                .is_ok_and(|name| name == b"DCTDecode")
        })
        .map(|stream| stream.content.as_slice())
        .collect();
    assert_eq!(streams.len(), 4);
    for photo in &photos {
        assert!(streams.contains(&photo.as_slice()));
    }
    // The stamp on the scan is there, the link is not.
    let page = file.get_dictionary(file.page_iter().last().unwrap()).unwrap();
    assert_eq!(page.get(b"Annots").unwrap().as_array().unwrap().len(), 1);
    assert!(memchr::memmem::find(&bytes, b"example.com").is_none());
    // A file with strange parts does not call itself PDF/A.
    assert!(memchr::memmem::find(&bytes, b"pdfaid:part").is_none());
    assert!(bytes == packed(&place, "再.pdf"), "the same pack has the same bytes");

    if let Some((good, said)) = run("qpdf", &["--check", &path]) {
        assert!(good && !said.contains("WARNING"), "{said}");
    }
    let Some(pages) = words(&path, count) else { return };
    let has = |page: usize, words: &[&str]| {
        // Lines are broken and spaced as the paper wants it.
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let found = bare(&pages[page - 1]);
        for word in words {
            assert!(found.contains(&bare(word)), "{word} on page {page}: {found}");
        }
    };
    let second = 2 + kept_pages.len();
    let cover: String = pages[0].chars().filter(|c| !c.is_whitespace()).collect();
    for line in [
        "1拒不整改情况报告未出具，按现有登记编制2".to_owned(),
        format!("2整改通知书{NOTICE}2026年11月20日签发3—{second}"),
        format!("3隐患和期限2条{}", second + 1),
        format!("4办理经过12项{}", second + 2),
        format!("5现场照片5张{}—{}", second + 3, second + 5),
        format!("6扫描件和其他图片1张{}", second + 6),
        format!(
            "送达回证.pdf2026年11月20日附上SHA-256{}{}—{count}",
            mark(&images::pdf(2)),
            count - 1
        ),
    ] {
        assert!(cover.contains(&line), "{line} in {cover}");
    }
    has(1, &["恒捷鞋材厂", &format!("第1页 共{count}页"), "拒不整改材料"]);
    has(2, &["拒不整改情况报告", "街道安办、下派民警"]);
    has(3, &["整改通知书", "存档联"]);
    has(second + 1, &["隐患和期限", "2026年", &format!("第{}页 共{count}页", second + 1)]);
    has(second + 2, &["2026年11月18日1照片现场0＿.jpg", "指示标志破损"]);
    has(second + 2, &["登记拒不整改", "拒绝搬离", "林安全", "陈一鸣", "通知整改"]);
    has(
        second + 3,
        &["隐患1　现场0＿.jpg　2026年11月18日拍摄　SHA-256 ", "现场1＿.jpg　2026年11月20日附上"],
    );
    has(second + 4, &["隐患2　指示标志破损"]);
    has(second + 6, &["整改通知书　签收.png"]);
    has(count, &["SIGNED SCAN 2"]);
}

#[test]
fn the_log_of_a_pack_has_the_refusal_to_sign() {
    let (place, _) = refused(false);
    let unsigned = ["notice", "refused", NOTICE, "--witness", "王旁观", "--note", "老板不在"];
    place.run(&[&["--as", "林安全", "--today", "2026-11-30"][..], &unsigned].concat()).done();
    let bytes = packed(&place, "材料.pdf");
    let count = Document::load_mem(&bytes).unwrap().page_iter().count();
    let Some(pages) = words(&place.desk.path("材料.pdf"), count) else { return };
    let log = pages.iter().find(|page| page.contains("办理人")).unwrap();
    let log: String = log.split_whitespace().collect();
    assert!(log.contains("拒签") && log.contains("见证人王旁观"), "{log}");
}

#[test]
fn a_pack_of_our_own_papers_is_pdf_a_1b() {
    let (place, _) = refused(false);
    // The report that was issued goes in as it was signed.
    let one = format!("{NOTICE}-1");
    let issue =
        ["paper", "issue", "refusal_report", "--about", &one, "--set", "request=请派员处理"];
    let issued = place.json(&[&["--today", "2026-12-01"][..], &issue].concat());
    let report = place.desk.path("报告.pdf");
    let id = issued["id"].as_str().unwrap();
    place.run(&["--today", "2026-12-02", "paper", "reprint", id, "-o", &report]).done();
    let bytes = packed(&place, "材料.pdf");
    assert!(memchr::memmem::find(&bytes, b"pdfaid:part").is_some());
    let report = contents(&Document::load(&report).unwrap());
    assert!(!report.is_empty());
    assert_eq!(contents(&Document::load_mem(&bytes).unwrap())[1..=report.len()], report);
    if let Some(said) = preflight(&[&place.desk.path("材料.pdf")]) {
        assert!(said.contains("is a valid PDF/A-1b file"), "{said}");
    }
}

#[test]
fn a_pack_names_what_it_lacks_and_serves_a_hazard_that_nobody_refused() {
    let place = Place::file();
    let two = format!("{NOTICE}-2");
    let photo = place.desk.write("现场.jpg", jpeg(PHOTO));
    let added = place.json(&["evidence", "add", &photo, "--hazard", &two]);
    let sha = added[0]["sha256"].as_str().unwrap();
    let kept = place.desk.office().join(format!("evidence/{}/{sha}.jpg", &sha[..2]));
    fs::remove_file(kept).unwrap();
    let file = place.desk.path("材料.pdf");
    let ran = place.run(&["hazard", "pack", &two, "-o", &file]);
    assert!(ran.err.contains("现场.jpg") && ran.err.contains("不见了"), "{}", ran.err);
    assert!(ran.done().contains("隐患材料 恒捷鞋材厂 已写到"));
    if let Some(pages) = words(&file, 1) {
        assert!(pages[0].contains("照片：现场.jpg") && pages[0].contains("未附"), "{}", pages[0]);
        assert!(!pages[0].contains("拒不整改"), "{}", pages[0]);
    }
    place.run(&["hazard", "pack", &two]).refused(2);
    place.run(&["hazard", "pack", "查无此号", "-o", &file]).refused(1);
}
