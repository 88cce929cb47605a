//! NF-07 rules differ by place: every number of a regime is told with the source that stands beside it.

use anban::{
    form::library::Library,
    terms::{self, Ruled},
};

use crate::desk::Desk;

fn told(code: &str) -> Vec<Ruled> {
    let (library, _) = Library::new(&[]);
    terms::regime(library.regime(code).unwrap(), &|code| code.to_owned())
}

#[test]
fn every_rule_of_a_regime_is_told_with_its_source() {
    let (library, _) = Library::new(&[]);
    for code in ["beifeng", "yanta"] {
        let file = library.entries().find(|entry| entry.code() == code).unwrap();
        let told = told(code);
        for rule in &told {
            assert!(!rule.label.is_empty() && !rule.says.is_empty(), "{code}: {rule:?}");
        }
        // Each source of the file stands there but for those of the numbers of papers and of the lists, and the head's.
        let sources = file.source.lines().filter_map(|line| line.strip_prefix("source = "));
        let sources: Vec<&str> = sources.map(|source| source.trim_matches('"')).skip(1).collect();
        let shown = |source: &&&str| told.iter().any(|rule| rule.source == ***source);
        let left: Vec<&&str> = sources.iter().filter(|source| !shown(source)).collect();
        assert!(sources.len() > 30, "{code}: {}", sources.len());
        assert!(
            left.iter().all(|source| {
                let of = |words: &str| source.contains(words);
                of("GB/T 9704") || of("清单") || of("一企一档") || of("一社一册")
            }),
            "{code}: {left:#?}"
        );
    }
    let says = |code: &str, label: &str| -> String {
        let told = told(code);
        told.iter().find(|rule| rule.label == label).unwrap().says.clone()
    };
    assert_eq!(says("yanta", "复查"), "期限届满后3个工作日内");
    assert!(says("yanta", "网格员").contains("2次季度考核不合格的年度不合格"));
    let month = "每月报上月21日至本月20日的情况，20日前由社区报到街道";
    assert_eq!(says("yanta", "安全监管工作情况（社区月报）"), month);
}

#[test]
fn the_numbers_shown_are_those_of_the_file_that_the_office_has() {
    let desk = Desk::set_up();
    let (library, _) = Library::new(&[]);
    let own = library.entries().find(|entry| entry.code() == "beifeng").unwrap();
    let text = own.source.replace("grace_workdays = 3", "grace_workdays = 5");
    assert_ne!(text, *own.source);
    let shown = |desk: &Desk| desk.run(&["form", "show", "beifeng"]).done();
    let folder = desk.path("办公室/forms/regime");
    assert!(shown(&desk).contains("期限届满后3个工作日内"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(format!("{folder}/beifeng.toml"), text).unwrap();
    assert!(shown(&desk).contains("期限届满后5个工作日内"), "{}", shown(&desk));
}
