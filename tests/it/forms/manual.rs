//! forms/README.md: its example is read out of it and printed, its tables of facts are those of the program.

use std::{fs, path::Path};

use anban::{
    form::{
        facts::{About, Fact, Scope},
        library::Library,
    },
    paper::plain,
    terms,
};

use super::{pages, read, sampled};

const MANUAL: &str = include_str!("../../../forms/README.md");

/// The text between two lines of the manual.
fn between<'a>(start: &str, end: &str) -> &'a str {
    let from = MANUAL.find(start).unwrap_or_else(|| panic!("{start} is missing")) + start.len();
    let length = MANUAL[from..].find(end).unwrap_or_else(|| panic!("{end} is missing"));
    &MANUAL[from..from + length]
}

#[test]
fn the_example_prints_what_the_manual_shows() {
    let text = between("```toml\n", "```");
    assert_eq!(read(text).code, "night_stay");
    let printed = plain(&pages(&sampled(text)));
    let first = printed.split('\u{c}').next().unwrap();
    let shown = between("```text\n", "```");
    assert_eq!(shown.trim_end(), first.trim_end(), "\n{first}");
}

#[test]
fn the_fault_of_the_example_is_told_as_the_manual_says() {
    let text = between("```toml\n", "```").replace("{premises.phone}", "{premises.phon}");
    let (library, _) = Library::new(&[]);
    let faults = library.check("night_stay.toml", &text);
    let said: String = faults.iter().map(|fault| format!("    {fault}\n")).collect();
    assert!(MANUAL.contains(&said), "{said}");
}

#[test]
fn every_key_and_kind_of_the_grammar_is_explained() {
    for word in [
        "schema",
        "code",
        "revision",
        "title",
        "source",
        "about",
        "ledger",
        "look",
        "period",
        "heading",
        "number",
        "addressee",
        "copies",
        "footnote",
        "qr",
        "stub",
        "issuer",
        "date",
        "[[field]]",
        "[[part]]",
        "[[signature]]",
        "[[part.row]]",
        "when",
        "details",
        "empty",
        "least",
        "total",
        "ticks",
        "chosen",
        "sign",
        "dated",
        "span",
        "rows",
        "flush",
        "register",
        "until",
        "columns",
    ] {
        assert!(MANUAL.contains(word), "{word}");
    }
}

/// Facts by the word before their point, and lists, as tables.
fn tables() -> String {
    let mut out = String::from("\n| about | 对象 | 事实 | 清单 |\n|---|---|---|---|\n");
    let group = |name: &str| name.split_once('.').map_or("通用", |(group, _)| group).to_owned();
    let mut groups: Vec<(String, Vec<Fact>)> = Vec::new();
    let mut lists: Vec<(String, &str, Vec<Fact>)> = Vec::new();
    for about in About::ALL {
        let scope = Scope::of(about);
        let mut names: Vec<String> = Vec::new();
        for fact in scope.values {
            let name = group(&fact.name);
            if !names.contains(&name) {
                names.push(name.clone());
            }
            match groups.iter_mut().find(|(known, _)| *known == name) {
                Some((_, facts)) if !facts.contains(&fact) => facts.push(fact),
                Some(_) => {}
                None => groups.push((name, vec![fact])),
            }
        }
        let own: Vec<&str> = scope.lists.iter().map(|list| list.name).collect();
        out.push_str(&format!(
            "| `{}` | {} | {} | {} |\n",
            about.code(),
            terms::paper_about(about),
            names.join("、"),
            own.join("、")
        ));
        for list in scope.lists {
            let name = format!("`{}`（{}）", list.name, list.meaning);
            if !lists.iter().any(|(known, ..)| *known == name) {
                lists.push((name, list.meaning, list.rows));
            }
        }
    }
    for (name, facts) in groups {
        out.push_str(&format!("\n### {name}\n\n| 写法 | 意思 |\n|---|---|\n"));
        for fact in facts {
            out.push_str(&format!("| `{{{}}}` | {} |\n", fact.name, fact.meaning));
        }
    }
    out.push_str("\n### 清单的每一行\n\n| 清单 | 每行可以写 |\n|---|---|\n");
    for (name, _, rows) in lists {
        let rows: Vec<String> =
            rows.iter().map(|fact| format!("`{{{}}}` {}", fact.name, fact.meaning)).collect();
        out.push_str(&format!("| {name} | {} |\n", rows.join("；")));
    }
    out.push('\n');
    out
}

#[test]
fn the_tables_of_facts_are_those_of_the_program() {
    let wanted = tables();
    let shown = between("<!-- 事实表：由程序的目录得来，测试核对 -->\n", "<!-- 事实表完 -->");
    if shown != wanted {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("facts.md");
        fs::write(&file, wanted).unwrap();
        panic!(
            "the tables of forms/README.md are not those of the program: take {}",
            file.display()
        );
    }
}
