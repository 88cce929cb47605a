//! The house's own rules, read from its source: who may import whom (ARCHITECTURE.md), and what is named in
//! one place only.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Each layer with those that it may name; its own name always goes without saying.
const LAYERS: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("form", &["domain"]),
    ("terms", &["domain", "form"]),
    ("paper", &["domain", "form", "terms"]),
    ("sheet", &["domain", "form", "terms"]),
    ("store", &["domain", "form"]),
    ("office", &["domain", "form", "terms", "paper", "sheet", "store"]),
    ("tui", &["office", "domain", "form", "terms"]),
    ("cli", &["office", "domain", "form", "terms"]),
];

/// The two files above the layers; they choose the face and nothing else.
const TOP: [&str; 2] = ["lib", "main"];
const TOP_MAY: [&str; 3] = ["office", "tui", "cli"];

/// A library, and the beginning of every path under `src/` that may name it.
const LIBRARIES: [(&str, &[&str]); 13] = [
    ("printpdf", &["paper/pdf/cut.rs"]),
    ("lopdf", &["paper/pdf.rs", "paper/pdf/"]),
    ("calamine", &["sheet/read.rs"]),
    ("rust_xlsxwriter", &["sheet/write.rs"]),
    ("rusqlite", &["store/sqlite.rs"]),
    ("postgres", &["store/postgres.rs"]),
    ("tyme4rs", &["form/calendar.rs"]),
    ("zip", &["office/encrypted.rs", "office/exchange/parcel.rs"]),
    ("pbkdf2", &["office/door/hash.rs"]),
    ("getrandom", &["office/clock.rs"]),
    ("pinyin", &["store/search.rs"]),
    ("ratatui", &["tui/"]),
    // The command line asks it how wide the window is.
    ("crossterm", &["tui/", "cli/"]),
];

/// The only file that reads a clock or makes an id from one.
const CLOCK: &str = "office/clock.rs";
const WATCHES: [(&str, &str); 5] = [
    ("SystemTime", "now"),
    ("Instant", "now"),
    ("Local", "now"),
    ("Utc", "now"),
    ("Uuid", "now_v7"),
];

/// How a text begins that only the store may hold.
const SQL: [&str; 9] = [
    "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER ", "DROP ", "PRAGMA ", "EXPLAIN ",
];

#[test]
fn every_file_keeps_to_its_layer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files: Vec<(String, String)> = sources(&root)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    assert!(files.len() > 50, "only {} files were found", files.len());
    let wrongs = check(&files);
    assert!(wrongs.is_empty(), "\n{}\n", wrongs.join("\n"));
}

/// What lies at the top is the house and nothing else (DESIGN.md §2).
#[test]
fn no_folder_lies_beside_those_of_the_house() {
    let top = fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap().map(Result::unwrap);
    let folders = top.filter(|entry| entry.path().is_dir());
    let names = folders.map(|entry| entry.file_name().into_string().unwrap());
    let mut names: Vec<String> =
        names.filter(|name| !name.starts_with('.') && name != "target").collect();
    names.sort();
    assert_eq!(names, ["forms", "src", "tests"]);
}

#[test]
fn what_the_table_forbids_is_found() {
    let wrongs = |name: &str, text: &str| {
        check(&[
            ("store/driver.rs".into(), "#[macro_export]\nmacro_rules! params { () => {}; }".into()),
            (name.into(), text.into()),
        ])
    };
    for (name, text, said) in [
        (
            "domain/a.rs",
            "use std::fmt;\nuse crate::form::Kind;",
            "src/domain/a.rs:2: domain may not name form",
        ),
        (
            "form/a.rs",
            "fn f() {\n crate::store::open() }",
            "src/form/a.rs:2: form may not name store",
        ),
        (
            "form/a/b.rs",
            "use super::super::super::office::Act;",
            "src/form/a/b.rs:1: form may not name office",
        ),
        (
            "form/a.rs",
            "use super::{b, super::{domain::id, paper::Page}};",
            "src/form/a.rs:1: form may not name paper",
        ),
        (
            "form/a.rs",
            "mod tests { use super::super::super::sheet; }",
            "src/form/a.rs:1: form may not name sheet",
        ),
        (
            "paper/a.rs",
            "use crate::{domain::{id::Id, hazard}, store::{self, notices}};",
            "src/paper/a.rs:1: paper may not name store",
        ),
        (
            "sheet/a.rs",
            "fn f() { use crate::params; }",
            "src/sheet/a.rs:1: sheet may not name store",
        ),
        (
            "cli/a.rs",
            "use crate::{\n office::Office,\n sheet,\n};",
            "src/cli/a.rs:3: cli may not name sheet",
        ),
        ("main.rs", "fn main() { anban::store::open() }", "src/main.rs:1: main may not name store"),
        ("attic/a.rs", "", "src/attic/a.rs:1: attic is not a layer"),
        ("office/a.rs", "use crate::attic::x;", "src/office/a.rs:1: office may not name attic"),
        (
            "paper/a.rs",
            "use printpdf::Op;",
            "src/paper/a.rs:1: printpdf is named in paper/pdf/cut.rs only",
        ),
        (
            "store/a.rs",
            "use ::postgres::Client;",
            "src/store/a.rs:1: postgres is named in store/postgres.rs only",
        ),
        (
            "store/a.rs",
            "fn f(e: rusqlite::Error) {}",
            "src/store/a.rs:1: rusqlite is named in store/sqlite.rs only",
        ),
        (
            "cli/a.rs",
            "use {std::fmt, ratatui::text::Line};",
            "src/cli/a.rs:1: ratatui is named in tui/ only",
        ),
        (
            "form/a.rs",
            "fn f() { std::time::Instant::now(); }",
            "src/form/a.rs:1: reads the clock (Instant::now)",
        ),
        (
            "office/a.rs",
            "fn f() { g(\"\\\n  SELECT 1\") }",
            "src/office/a.rs:1: SQL outside the store: SELECT 1",
        ),
    ] {
        assert_eq!(wrongs(name, text), [said], "{text}");
    }
    for (name, text) in [
        (
            "form/a.rs",
            "// use crate::store;\n/* crate::paper */ use crate::domain::id::Id; const X: &str = \"crate::store\";",
        ),
        ("office/a.rs", "use crate::{params, store::{Driver, transaction}, sheet};"),
        ("store/mod.rs", "mod postgres;\nfn f() { postgres::Postgres::open() }"),
        (
            "store/a.rs",
            "use super::postgres::Postgres; use crate::params; const X: &str = \"SELECT 1\";",
        ),
        ("domain/a.rs", "fn f<'a>(x: &'a str) -> char { '\"' } // \" crate::store"),
        ("form/a.rs", "const X: &str = r#\"use crate::store \" SELECT\"#;"),
        ("form/a.rs", "mod tests { fn f() { uuid::Uuid::now_v7(); } }"),
        ("main.rs", "fn main() { anban::cli::run() }"),
    ] {
        assert_eq!(wrongs(name, text), <[String; 0]>::default(), "{text}");
    }
}

/// All `.rs` files below a folder, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every breach as `file:line: what`.
fn check(files: &[(String, String)]) -> Vec<String> {
    let read: Vec<(&str, Source)> =
        files.iter().map(|(name, text)| (name.as_str(), Source::read(name, text))).collect();
    // A macro that is exported stands at the root of the crate, wherever it was written.
    let macros: BTreeMap<&str, &str> = read
        .iter()
        .flat_map(|(name, source)| {
            source.macros.iter().map(|found| (found.as_str(), layer_of(name)))
        })
        .collect();
    let mut wrongs = Vec::new();
    for (name, source) in &read {
        let layer = layer_of(name);
        let mut say = |line: usize, what: String| wrongs.push(format!("src/{name}:{line}: {what}"));
        let may: &[&str] = match LAYERS.iter().find(|(known, _)| *known == layer) {
            Some((_, may)) => may,
            None if TOP.contains(&layer) => &TOP_MAY,
            None => {
                say(1, format!("{layer} is not a layer"));
                continue;
            }
        };
        for (line, target) in &source.own {
            let target = macros.get(target.as_str()).copied().unwrap_or(target);
            if target != layer && !may.contains(&target) {
                say(*line, format!("{layer} may not name {target}"));
            }
        }
        for (line, library) in &source.foreign {
            if let Some((_, homes)) = LIBRARIES.iter().find(|(known, _)| known == library)
                && !homes.iter().any(|home| name.starts_with(home))
            {
                say(*line, format!("{library} is named in {} only", homes.join(", ")));
            }
        }
        for (line, watch) in &source.clocks {
            if *name != CLOCK {
                say(*line, format!("reads the clock ({watch})"));
            }
        }
        for (line, text) in &source.texts {
            let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
            if layer != "store" && SQL.iter().any(|word| text.starts_with(word)) {
                say(*line, format!("SQL outside the store: {text}"));
            }
        }
    }
    // One tree of a `use` may name the same layer several times.
    wrongs.dedup();
    wrongs
}

fn layer_of(name: &str) -> &str {
    name.split('/').next().map_or(name, |first| first.trim_end_matches(".rs"))
}

/// What one file names, each with its line.
#[derive(Default)]
struct Source {
    /// First names below the crate's root.
    own: Vec<(usize, String)>,
    /// First names of paths that begin elsewhere.
    foreign: Vec<(usize, String)>,
    clocks: Vec<(usize, String)>,
    texts: Vec<(usize, String)>,
    macros: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    /// `::`
    Colons,
    Mark(char),
}

impl Source {
    fn read(name: &str, text: &str) -> Source {
        let tokens = tokens(text);
        let at = |index: usize| tokens.get(index).map(|(_, token)| token);
        let word = |index: usize| match at(index) {
            Some(Token::Word(word)) => Some(word.as_str()),
            _ => None,
        };
        let mut source = Source::default();
        // `mod x;` makes x a name of this file, even where a library is called so too.
        let children: Vec<&str> = (0..tokens.len())
            .filter(|index| word(*index) == Some("mod") && at(index + 2) == Some(&Token::Mark(';')))
            .filter_map(|index| word(index + 1))
            .collect();
        let mut braces: Vec<Option<&str>> = Vec::new();
        let mut index = 0;
        while let Some((line, token)) = tokens.get(index) {
            let inside: Vec<&str> = braces.iter().flatten().copied().collect();
            let depth = depth_of(name) + inside.len();
            match token {
                Token::Mark('{') => braces.push(
                    (index >= 2 && word(index - 2) == Some("mod"))
                        .then(|| word(index - 1))
                        .flatten(),
                ),
                Token::Mark('}') => drop(braces.pop()),
                Token::Text(text) => source.texts.push((*line, text.clone())),
                Token::Word(first) if first == "use" => {
                    let mut paths = Vec::new();
                    index = tree(&tokens, index + 1, &[], &mut paths);
                    for (line, path) in paths {
                        source.note(line, &path, depth, &children);
                    }
                    continue;
                }
                Token::Word(first) if first == "macro_rules" => {
                    // `#[macro_export]` stands right before it, with nothing but other attributes between.
                    let exported =
                        (0..index).rev().take(12).any(|at| word(at) == Some("macro_export"));
                    source
                        .macros
                        .extend(exported.then(|| word(index + 2)).flatten().map(str::to_owned));
                }
                Token::Word(_) if at(index + 1) == Some(&Token::Colons) => {
                    let rooted = index > 0 && at(index - 1) == Some(&Token::Colons);
                    if !rooted || index < 2 || word(index - 2).is_none() {
                        let mut path = Vec::new();
                        if rooted {
                            path.push("");
                        }
                        let mut end = index;
                        while let Some(next) = word(end) {
                            path.push(next);
                            if at(end + 1) != Some(&Token::Colons) {
                                break;
                            }
                            end += 2;
                        }
                        if !inside.contains(&"tests")
                            && let Some((what, how)) = WATCHES.iter().find(|(what, how)| {
                                path.windows(2).any(|pair| pair[0] == *what && pair[1] == *how)
                            })
                        {
                            source.clocks.push((*line, format!("{what}::{how}")));
                        }
                        let path: Vec<String> = path.into_iter().map(str::to_owned).collect();
                        source.note(*line, &path, depth, &children);
                    }
                }
                Token::Word(_) | Token::Colons | Token::Mark(_) => {}
            }
            index += 1;
        }
        source
    }

    /// A path that begins here: at the root of the crate, above, or in a library.
    fn note(&mut self, line: usize, path: &[String], depth: usize, children: &[&str]) {
        let ups = path.iter().take_while(|part| *part == "super").count();
        match path.first().map(String::as_str) {
            Some("crate" | "anban") => {
                self.own.extend(path.get(1).map(|next| (line, next.clone())))
            }
            Some("super") if ups >= depth => {
                self.own.extend(path.get(ups).map(|next| (line, next.clone())));
            }
            Some("super" | "self") | None => {}
            Some("") => self.foreign.extend(path.get(1).map(|next| (line, next.clone()))),
            Some(first) if children.contains(&first) => {}
            Some(first) => self.foreign.push((line, first.to_owned())),
        }
    }
}

/// How many `super` lead from the top of a file to the root of the crate.
fn depth_of(name: &str) -> usize {
    let parts = name.split('/').count();
    if name.ends_with("/mod.rs") || TOP.contains(&layer_of(name)) { parts - 1 } else { parts }
}

/// Reads one tree of a `use`, as flat paths with the line of their last name; returns the place after it.
fn tree(
    tokens: &[(usize, Token)],
    mut index: usize,
    before: &[String],
    paths: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let mut path = before.to_vec();
    while let Some((line, token)) = tokens.get(index) {
        match token {
            Token::Colons if path.is_empty() => path.push(String::new()),
            Token::Colons => {}
            Token::Word(word) if word == "as" => index += 1,
            Token::Word(word) => path.push(word.clone()),
            Token::Mark('{') => {
                index += 1;
                while tokens.get(index).is_some_and(|(_, token)| *token != Token::Mark('}')) {
                    index = tree(tokens, index, &path, paths);
                    if tokens.get(index).is_some_and(|(_, token)| *token == Token::Mark(',')) {
                        index += 1;
                    }
                }
                return index + 1;
            }
            Token::Mark('*') => path.push("*".into()),
            Token::Mark(_) | Token::Text(_) => {
                if path.len() > before.len() {
                    paths.push((tokens.get(index - 1).map_or(*line, |(line, _)| *line), path));
                }
                return index;
            }
        }
        index += 1;
    }
    index
}

/// Words, texts and marks of a source, without comments, characters and lifetimes.
fn tokens(text: &str) -> Vec<(usize, Token)> {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let (mut index, mut line) = (0, 1);
    while index < chars.len() {
        let start = index;
        let token = match (at(index), at(index + 1)) {
            ('/', '/') => {
                while index < chars.len() && at(index) != '\n' {
                    index += 1;
                }
                None
            }
            ('/', '*') => {
                let mut depth = 0;
                loop {
                    match (at(index), at(index + 1)) {
                        ('/', '*') => (depth, index) = (depth + 1, index + 2),
                        ('*', '/') => (depth, index) = (depth - 1, index + 2),
                        _ => index += 1,
                    }
                    if depth == 0 || index >= chars.len() {
                        break;
                    }
                }
                None
            }
            ('r', '"' | '#')
                if !is_word(at(index.wrapping_sub(1))) && raw_end(&chars, index).is_some() =>
            {
                let (from, to, end) = raw_end(&chars, index).unwrap();
                index = end;
                Some(Token::Text(chars[from..to].iter().collect()))
            }
            ('"', _) => {
                index += 1;
                while index < chars.len() && at(index) != '"' {
                    index += if at(index) == '\\' { 2 } else { 1 };
                }
                index += 1;
                Some(Token::Text(chars[start + 1..(index - 1).min(chars.len())].iter().collect()))
            }
            // A character, or a lifetime: only the first is closed by a second quote.
            ('\'', '\\') => {
                index += 3;
                while index < chars.len() && at(index) != '\'' {
                    index += 1;
                }
                index += 1;
                None
            }
            ('\'', _) => {
                index += if at(index + 2) == '\'' { 3 } else { 1 };
                None
            }
            (':', ':') => {
                index += 2;
                Some(Token::Colons)
            }
            (c, _) if is_word(c) => {
                while is_word(at(index)) {
                    index += 1;
                }
                Some(Token::Word(chars[start..index].iter().collect()))
            }
            (c, _) => {
                index += 1;
                (!c.is_whitespace()).then_some(Token::Mark(c))
            }
        };
        found.extend(token.map(|token| (line, token)));
        line += chars[start..index.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    found
}

/// Beginning and end of the text of `r#"…"#`, and the place after it.
fn raw_end(chars: &[char], start: usize) -> Option<(usize, usize, usize)> {
    let marks = chars[start + 1..].iter().take_while(|c| **c == '#').count();
    let from = start + 2 + marks;
    if chars.get(from - 1) != Some(&'"') {
        return None;
    }
    let closes = |at: usize| {
        chars.get(at) == Some(&'"')
            && chars.get(at + 1..at + 1 + marks).is_some_and(|end| end.iter().all(|c| *c == '#'))
    };
    let to = (from..chars.len()).find(|at| closes(*at))?;
    Some((from, to, to + 1 + marks))
}
