//! Papers made by a program of their own, as a script or a second desk would: from the start of the program to its
//! end, with the most memory that it held.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anban::{form::library::Library, office::Opening};

use crate::{Table, Times, once, street, time};

/// Runs the program to its end; gives the most memory that was resident, in bytes.
fn run(args: &[&str], data: Option<&Path>) -> u64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anban"));
    command.args(args).args(["--today", street::TODAY]).stdout(Stdio::null());
    if let Some(data) = data {
        command.arg("--data").arg(data);
    }
    let mut child = command.spawn().unwrap();
    let mut most = 0;
    loop {
        most = most.max(resident(&child));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{args:?}");
            return most;
        }
        thread::sleep(Duration::from_micros(500));
    }
}

fn resident(child: &Child) -> u64 {
    let text = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// Rows of a csv file below its heads. A row ends with CRLF, a line inside a cell with LF.
fn lines(csv: &str) -> usize {
    fs::read_to_string(csv).unwrap().matches("\r\n").count() - 1
}

/// The program that only says which version it is.
pub fn floor() -> Times {
    time(20, |_| {
        run(&["--version"], None);
    })
}

pub fn papers(opening: &Opening, notice: impl Fn(usize) -> String) {
    let data = opening.data.clone().unwrap();
    let file = |name: &str| data.join(name).to_str().unwrap().to_owned();
    let floor = floor();
    Table::head("Papers, each by a program of its own; floor: the program saying its version");

    let out = file("通知书.pdf");
    let cold = time(20, |at| {
        let _ = fs::remove_file(&out);
        run(&["notice", "print", &notice(at), "-o", &out], Some(&data));
    });
    Table::row("a notice", cold, floor, Some(150.0));

    let (library, _) = Library::new(&[]);
    let codes = library
        .papers()
        .map(|paper| paper.code.clone())
        .chain(library.ledgers().map(|ledger| ledger.code.clone()));
    let mut slowest: Option<(String, Times)> = None;
    let mut count = 0;
    for code in codes {
        let out = file("样张.pdf");
        let took = time(3, |_| {
            let _ = fs::remove_file(&out);
            run(&["form", "preview", &code, "-o", &out], None);
        });
        count += 1;
        if slowest.as_ref().is_none_or(|(_, most)| took.p50 > most.p50) {
            slowest = Some((code, took));
        }
    }
    let (code, took) = slowest.unwrap();
    Table::row(&format!("the slowest of {count} other papers: {code}"), took, floor, Some(150.0));

    // Four days of the whole street: more than two thousand hazards.
    let out = file("问题清单.pdf");
    let period = ["--from", "2026-11-03", "--to", "2026-11-06"];
    let list = once(|| {
        let words = [&["paper", "print", "problem_list", "-o", &out], &period[..]].concat();
        run(&words, Some(&data));
    });
    let csv = file("问题清单.csv");
    let words = [&["paper", "print", "problem_list", "-o", &csv], &period[..]].concat();
    run(&words, Some(&data));
    let rows = lines(&csv);
    Table::row(&format!("问题清单, {rows} rows"), list, floor, Some(1_000.0));
    Table::size("its size", fs::metadata(&out).unwrap().len(), 700 * 1000);

    // The whole register, three copies: of a community, of the street.
    let out = file("表一.pdf");
    let words = ["paper", "print", "table1", "-o", &out, "--as"];
    let community = time(5, |_| {
        run(&[&words[..], &[street::SAFETY_OFFICER]].concat(), Some(&data));
    });
    Table::row("表一 of a community", community, floor, Some(150.0));
    let mut most = 0;
    let register =
        once(|| most = run(&[&words[..], &[street::STREET_OFFICER]].concat(), Some(&data)));
    Table::row("表一 of the street", register, floor, Some(3_000.0));
    Table::size("its size", fs::metadata(&out).unwrap().len(), u64::MAX);
    Table::size("most resident memory", most, 300 * 1024 * 1024);

    // Sixteen days: more than nine thousand.
    let out = file("问题清单.xlsx");
    let period = ["--from", "2026-10-21", "--to", "2026-11-06"];
    let list = once(|| {
        let words = [&["paper", "print", "problem_list", "-o", &out], &period[..]].concat();
        run(&words, Some(&data));
    });
    let words = [&["paper", "print", "problem_list", "-o", &csv], &period[..]].concat();
    run(&words, Some(&data));
    let rows = lines(&csv);
    Table::row(&format!("问题清单 as xlsx, {rows} rows"), list, floor, Some(2_000.0));

    // Half a year of answers.
    for (name, limit) in [("检查记录.csv", 5_000.0), ("检查记录.xlsx", 30_000.0)] {
        let out = file(name);
        let mut most = 0;
        let words = ["inspect", "export", &out, "--from", "2026-05-14", "--to", "2026-11-20"];
        let took = once(|| most = run(&words, Some(&data)));
        let rows = if name.ends_with("csv") { lines(&out) } else { 0 };
        let rows = if rows > 0 { format!(", {rows} rows") } else { String::new() };
        Table::row(&format!("{name}{rows}"), took, floor, Some(limit));
        Table::size("its size", fs::metadata(&out).unwrap().len(), 150 * 1000 * 1000);
        Table::size("most resident memory", most, 150 * 1024 * 1024);
    }

    let out = file("全年.pdf");
    let mut most = 0;
    let words =
        ["notice", "print", "--all", "--as", street::SAFETY_OFFICER, "--copies", "1", "-o", &out];
    let year = once(|| most = run(&words, Some(&data)));
    Table::row("a year's notices of a community in one file", year, floor, Some(5_000.0));
    Table::size("its size", fs::metadata(&out).unwrap().len(), u64::MAX);
    Table::size("most resident memory", most, 120 * 1024 * 1024);
}
