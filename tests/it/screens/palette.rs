//! Every act that stands in a menu of a screen is found in the palette, as it is called, by whole syllables and by
//! initials; and the palette leads to where it is taken.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anban::{
    domain::{major::Advance, reading::readings},
    terms::Term,
    tui::screens::palette,
};

use super::Bench;

/// Calls whose first argument is the label of a line in a menu; `act` and `show` are closures over `choice`.
const CALLS: [&str; 4] = ["choice", "refused", "act", "show"];

/// Lines that are no acts: ways out, answers to a question, filters of a list.
const NO_ACTS: [&str; 9] = [
    "回去改",
    "核对过了，照样登记",
    "接着填",
    "不要了，重新填",
    "都不要了，照检查表上的保存",
    "先不打印",
    "全部",
    "留着",
    "丢掉这份草稿",
];

/// Labels that are no literals, and what they are.
const OTHERS: &[(&str, &str)] = &[
    // Records, files, people, clauses by their own names.
    ("documents.rs", "title"),
    // What is wrong, each line leading to its field.
    ("ask.rs", "why.clone()"),
    // Whose word holds, of what both sides have changed.
    ("ask.rs", "label"),
    ("analysis.rs", "format!(\"{name} {count}条\")"),
    // What a post bars.
    ("barred.rs", "label"),
    ("inbox.rs", "words"),
    ("inspection/mod.rs", "format!(\"{sign} {option}\")"),
    ("inspection/save.rs", "problem.text.clone()"),
    ("inspection/waiting.rs", "label"),
    ("ledgers/opening.rs", "ledger.title.clone()"),
    ("premises/import.rs", "label"),
    ("premises/lists.rs", "title"),
    ("settings.rs", "format!(\"{}  {}\""),
    ("visits.rs", "label"),
    ("review/figures.rs", "label"),
    ("today.rs", "stop.name.clone()"),
    ("ledgers/window.rs", "entry.name.clone()"),
    // Commands, which the palette has by themselves.
    ("menu.rs", "label"),
    // What `act` and `show` hand on, and filters.
    ("matters.rs", "label"),
    ("notices.rs", "label"),
    ("review.rs", "label"),
    ("review.rs", "name"),
    ("settings.rs", "label"),
    // Figures of a line, each with what it counts.
    ("analysis.rs", "says"),
    ("review/figures.rs", "premises"),
    ("review/figures.rs", "says"),
    // Told in [`told`].
    ("hazard_acts/menu.rs", "act.says()"),
    ("hazard_acts/menu.rs", "label"),
    ("inbox.rs", "by_name"),
    ("inbox.rs", "all"),
    ("major.rs", "label"),
    ("major.rs", "advance.label()"),
    ("major.rs", "PROGRESS"),
    ("matters/acts.rs", "act.says()"),
    ("officers.rs", "format!(\"台账：{label}\")"),
    ("premises/unfit.rs", "FLAG"),
    ("premises/unfit.rs", "REPORT"),
    ("premises/unfit.rs", "LIFT"),
    ("reports.rs", "words"),
    ("rounds/acts.rs", "label"),
    ("settings.rs", "LINES"),
    ("warn/acts.rs", "confirm"),
    ("warn/acts.rs", "dismiss"),
    ("warn/acts.rs", "label"),
    // What an event is linked with, and the titles of events.
    ("matters/links.rs", "label"),
    ("matters/links.rs", "line.title"),
    ("ledgers/acts.rs", "format!(\"出{title}\")"),
    ("today/windows.rs", "label"),
    // Fields of windows, whose first argument is a name.
    ("fields.rs", "id"),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.file_name().is_some_and(|name| name != "choose.rs") {
            found.push(path);
        }
    }
}

/// Every label that a menu has, read from the sources, so that a new one is not forgotten.
fn labels() -> BTreeSet<String> {
    let screens = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui/screens");
    let mut paths = Vec::new();
    files(&screens, &mut paths);
    let mut labels = told();
    for path in paths {
        let name = path.strip_prefix(&screens).unwrap().to_str().unwrap().replace('\\', "/");
        let source = fs::read_to_string(&path).unwrap();
        for call in CALLS {
            let opened = format!("{call}(");
            for (at, _) in source.match_indices(&opened) {
                let before = source[..at].chars().next_back();
                let argument = source[at + opened.len()..].trim_start();
                let own = before.is_some_and(|c| c.is_alphanumeric() || "_.:".contains(c))
                    && !source[..at].ends_with("barred.");
                if own || argument.starts_with("self") {
                    continue;
                }
                let literal = argument.strip_prefix('"').and_then(|rest| rest.split('"').next());
                match literal {
                    // The name of a window's field.
                    Some(label) if label.is_ascii() => {}
                    Some(label) => drop(labels.insert(label.to_owned())),
                    None if call == "act" || call == "show" => {}
                    None => {
                        let known = OTHERS
                            .iter()
                            .any(|(file, label)| *file == name && argument.starts_with(label));
                        let line = argument.lines().next().unwrap();
                        assert!(known, "{name}: what labels does {call}({line} have?");
                    }
                }
            }
        }
    }
    labels.retain(|label| !NO_ACTS.contains(&label.as_str()));
    labels
}

/// Labels that are told by code.
fn told() -> BTreeSet<String> {
    let mut told: BTreeSet<String> = [
        "一起复查",
        "按文件名收下",
        "文件名里有文号的全部收下",
        "填写填报表和五落实",
        "改填报表和五落实",
        "记一条整改进展",
        "登记不具备安全生产条件",
        "登记哪天上报提请关闭",
        "撤销不具备安全生产条件的登记",
        "看报出的全文",
        "看全文（还没有报）",
        "走访单",
        "制表符线框",
        "搁置，写明原因",
        "没有签收件的",
    ]
    .map(str::to_owned)
    .into();
    for kind in ["通报", "约谈", "督办", "诫勉", "移送"] {
        told.insert(kind.to_owned());
    }
    let steps = Advance::ALL.into_iter().filter(|step| *step != Advance::Progress);
    told.extend(steps.map(|step| step.label().to_owned()));
    // `Act::Recheck => "复查：合格、不合格或拒不整改",` of the acts of hazards and of matters; the ledgers of officers.
    for source in [
        include_str!("../../../src/tui/screens/hazard_acts.rs"),
        include_str!("../../../src/tui/screens/matters/acts.rs"),
        include_str!("../../../src/tui/screens/officers.rs"),
    ] {
        let (_, says) = source.split_once("fn says").unwrap_or(("", ""));
        let says = says.split("\n    }").next().unwrap();
        let acts = says.lines().filter_map(|line| line.split_once("=> \"")?.1.split('"').next());
        told.extend(acts.map(str::to_owned));
        let (_, ledgers) = source.split_once("const LEDGERS").unwrap_or(("", ""));
        let ledgers = ledgers.split("];").next().unwrap();
        let rows = ledgers.lines().filter_map(|line| line.split('"').nth(3));
        told.extend(rows.map(|label| format!("台账：{label}")));
    }
    told
}

/// The name of a line: what stands before its colon.
fn name(label: &str) -> &str {
    label.split('：').next().unwrap()
}

fn spelt(text: &str, letters: fn(&str) -> &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| match readings(c).first() {
            Some(reading) => letters(reading.letters).to_owned(),
            None => c.to_lowercase().to_string(),
        })
        .collect()
}

#[test]
fn every_line_of_every_menu_is_found_in_the_palette() {
    let labels = labels();
    assert!(labels.len() > 80, "{labels:?}");
    for label in &labels {
        let name = name(label);
        for typed in [name.to_owned(), spelt(name, |whole| whole), spelt(name, |whole| &whole[..1])]
        {
            let found = palette::acts(&typed);
            assert!(found.iter().any(|act| act.contains(name)), "{label} by {typed}: {found:?}");
        }
        // What stands behind the colon leads there too.
        assert!(!palette::acts(label).is_empty() || label.contains('：'), "{label}");
    }
}

/// What a safety officer calls things leads to the place, in the list of the palette itself.
#[test]
fn the_words_of_the_trade_lead_to_where_the_act_is_taken() {
    for (typed, act, screen) in [
        ("双签", "双签", "隐患"),
        ("shuangqian", "双签", "隐患"),
        ("sq", "双签", "隐患"),
        ("盖章", "盖章", "隐患"),
        ("gz", "盖章", "隐患"),
        ("审定", "审定", "隐患"),
        ("shending", "审定", "隐患"),
        ("拒签", "单位拒签", "通知书"),
        ("juqian", "单位拒签", "通知书"),
        ("拒不整改", "拒不整改", "隐患"),
        ("jbzg", "拒不整改", "隐患"),
        ("停业停用撤人", "停业、停用、撤人", "隐患"),
        ("催办", "催办", "事项"),
        // The list of the majors itself, without a Tab.
        ("打印填报表", "打印填报表", "隐患 重大"),
        ("重开", "重开", "隐患 已销号"),
        ("清单增减", "列入、移出清单", "企业"),
        ("qdzj", "列入、移出清单", "企业"),
        ("打印通知书", "打印通知书", "通知书"),
        ("举报", "网格事件", "事项"),
        ("tousu", "网格事件", "事项"),
        ("换人", "人员交接", "网格"),
        ("fenghui", "", ""),
    ] {
        let mut bench = Bench::with_roads();
        bench.press("^P").typed(typed);
        let screen_shown = bench.screen();
        let chosen = screen_shown.lines().find(|line| line.contains("│>"));
        if act.is_empty() {
            assert!(chosen.is_none(), "{typed}:\n{screen_shown}");
            continue;
        }
        assert!(chosen.is_some_and(|line| line.contains(act)), "{typed}:\n{screen_shown}");
        bench.press("Enter");
        let there = bench.screen();
        let title = there.lines().next().unwrap();
        assert!(title.contains(screen) && there.contains(&format!("{act}：")), "{typed}:\n{there}");
    }
}

#[test]
fn everyday_words_lead_to_the_act_that_they_mean() {
    let mut seen = BTreeSet::new();
    for (words, label) in palette::words::WORDS {
        let meant = |named: &&str| named == label || name(named) == *label;
        for word in *words {
            assert!(seen.insert(*word), "{word} means two things");
            let found = palette::leads(word);
            assert!(found.first().is_some_and(meant), "{word}: {found:?}");
            let spelt = spelt(word, |whole| whole);
            let found = palette::leads(&spelt);
            assert!(found.iter().any(meant), "{word} by {spelt}: {found:?}");
        }
    }
    // For what the desk has no act of, it says what is done instead.
    for typed in ["删除", "删掉", "shanchu"] {
        let mut bench = Bench::new();
        bench.press("^P").typed(typed).shows("登记过的不删除").shows("名册里重复的、没有了的单位");
    }
    // Words that acts are called by already.
    for word in ["停业", "打印", "备份", "复查", "通报", "抽查", "投影", "催办"] {
        let found = palette::leads(word);
        assert!(found.first().is_some_and(|label| label.contains(word)), "{word}: {found:?}");
    }
}
