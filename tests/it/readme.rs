//! What the README tells a newcomer to type, typed line by line into a fresh office.

use crate::desk::{Desk, in_chinese};

const README: &str = include_str!("../../README.md");

/// Lines that depend on the day or on what the records show, and what is said to them in a fresh office.
const NOT_YET: [(&str, &str); 7] = [
    ("--as 林安全 report submit problem_list --period 2026-10", "没有可报的内容"),
    ("report submit quarterly --period 2026-Q3 --signer 韩书记", "没有可报的内容"),
    ("report submit 冬春火灾防控", "还没有到"),
    // The one before is a report that was sent.
    ("undo --reason", "报出的不能收回"),
    ("warn show TB-4", "没有TB-4"),
    ("warn confirm TB-4", "没有TB-4"),
    ("warn dismiss YT-3", "没有YT-3"),
];

/// Blocks of a kind: the kind stands behind the three ticks.
fn blocks(kind: &str) -> Vec<&'static str> {
    let parts = README.split("```").skip(1).step_by(2);
    parts
        .filter_map(|part| part.split_once('\n'))
        .filter(|(of, _)| *of == kind)
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn its_commands_do_what_it_says() {
    let desk = Desk::bare();
    desk.write("答案.toml", blocks("toml")[0]);
    // A spreadsheet such as an office has, made by the program from the same rows.
    let other = Desk::with_register();
    other.run(&["premises", "export", &desk.path("名册.xlsx")]).done();
    let mut typed = 0;
    for line in blocks("").iter().flat_map(|block| block.lines()) {
        let command = line.split(" #").next().unwrap_or_default().trim();
        let Some(words) = command.strip_prefix("anban ") else { continue };
        let words: Vec<&str> = words.split_whitespace().collect();
        let ran = desk.run(&words);
        match NOT_YET.iter().find(|(start, _)| words.join(" ").contains(start)) {
            Some((_, said)) => {
                assert_eq!(ran.code, Some(1), "{command}: {ran:?}");
                in_chinese(&ran.err);
                assert!(ran.err.contains(said), "{command}: {}", ran.err);
            }
            None => assert_eq!(ran.code, Some(0), "{command}: {}", ran.err),
        }
        typed += 1;
    }
    assert!(typed > 40, "only {typed} lines were found");
    for file in ["通知书.pdf", "表四.pdf", "例会.pdf", "问题清单.xlsx", "安办.ics"] {
        assert!(std::path::Path::new(&desk.path(file)).is_file(), "{file}");
    }
    desk.sound();
}
