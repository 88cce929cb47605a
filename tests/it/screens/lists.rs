//! 80 by 24 suffices; more space shows more: every list, from one table.

use anban::{
    office::documents::Request,
    tui::{keys::Command, screens, terminal::input::Input},
};

use super::{BOX, Bench, SCREENS, looks, named};

/// Screens whose top is a list of records, by their names among the pictures. A new list takes a line.
const LISTS: &[&str] = &[
    "today",
    "premises",
    "premises_found",
    "inspect_which",
    "hazards",
    "notices",
    "matters",
    "reports",
    "documents",
    "warn",
    "ledger",
    "officers",
    "coverage_rows",
    "coverage_seen",
    "plan",
    "campaigns",
    "review",
    "units",
    "ledgers",
];

/// What opens from anywhere and is no list of records, or tells all of it at 80 columns.
const OTHERS: &[(Command, &str)] = &[
    (Command::Calendar, "the list of a day stands beside the month, and has a test of its own"),
    (Command::Inbox, "pictured with its files among the acts, at both sizes"),
    (Command::Settings, "no list"),
    (Command::Analysis, "figures with bars, which grow"),
];

/// What the line says that the next key acts on.
fn chosen(bench: &Bench) -> String {
    let screen = bench.screen();
    let line = screen.lines().skip(1).find(|line| line.starts_with('>'));
    let line = line.unwrap_or_else(|| panic!("no line is chosen\n{screen}"));
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_list_tells_more_at_120_columns_than_at_80_and_as_much_at_160() {
    for name in LISTS {
        let (_, house, keys) =
            SCREENS.iter().find(|(known, ..)| known == name).unwrap_or_else(|| panic!("{name}"));
        let mut bench = Bench::over(looks::built(*house), (80, 24), BOX);
        for input in looks::inputs(&bench.folder, keys) {
            bench.input(input);
        }
        let letters = |text: &String| text.replace(['.', ' '], "").chars().count();
        // The first lines of some are the headings of a group, which say it all.
        let mut more = Vec::new();
        for _ in 0..6 {
            let told = [(80, 24), (120, 24), (160, 24), (80, 24)].map(|(columns, rows)| {
                bench.input(Input::Resize(columns, rows));
                chosen(&bench)
            });
            let [narrow, wide, wider, again] = told;
            assert!(letters(&wide) >= letters(&narrow), "{name}:\n{narrow}\n{wide}");
            assert!(letters(&wider) >= letters(&wide), "{name} at 160:\n{wide}\n{wider}");
            assert_eq!(narrow, again, "{name}");
            more.push((letters(&wide) > letters(&narrow), narrow, wide));
            bench.press("Down");
        }
        assert!(more.iter().any(|(more, ..)| *more), "{name} has no more at 120: {more:#?}");
    }
}

#[test]
fn every_screen_that_has_a_key_is_a_list_or_says_why_not() {
    for command in Command::ALL.iter().filter(|command| screens::home(**command).is_some()) {
        let leads = |keys: &str| {
            let first = keys.split_whitespace().next().and_then(named);
            first.is_some_and(|key| command.keys().contains(&key))
        };
        let listed = SCREENS.iter().any(|(name, _, keys)| LISTS.contains(name) && leads(keys));
        let other = OTHERS.iter().any(|(other, _)| other == command);
        assert!(*command == Command::Today || listed != other, "{command:?}");
    }
}

#[test]
fn below_80_by_24_no_key_acts_and_what_is_pasted_waits() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A");
    let before = bench.screen();
    bench.input(Input::Resize(60, 20));
    assert!(bench.screen().contains("按键不起作用，只有 Ctrl+Q 退出"), "{}", bench.screen());
    bench.press("2 2 2 Down 3 ^S Enter Esc F5");
    bench.input(Input::Resize(80, 24));
    assert_eq!(bench.screen(), before);

    bench.press("Esc Esc F3");
    bench.input(Input::Resize(79, 24));
    bench.input(Input::Paste("恒捷".into()));
    assert!(bench.screen().contains("窗口太小"), "{}", bench.screen());
    bench.input(Input::Resize(80, 24));
    assert!(bench.screen().contains("查找：恒捷"), "{}", bench.screen());

    bench.input(Input::Resize(80, 23));
    bench.press("^Q");
    assert!(bench.is_over());
}

#[test]
fn what_is_pasted_into_a_window_too_small_is_kept_when_one_quits() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter ^E");
    bench.input(Input::Resize(60, 20));
    bench.input(Input::Paste("东".into()));
    bench.press("^Q");
    assert!(bench.is_over());
    bench.size = (80, 24);
    let mut bench = bench.again();
    assert!(bench.screen().contains("草稿"), "{}", bench.screen());
    bench.press("F3 hjxc Enter ^E");
    assert!(bench.screen().contains("接着填"), "{}", bench.screen());
}

/// That a paper is void stands before its name, which may be longer than its column.
#[test]
fn a_void_paper_is_seen_to_be_void_at_80_columns() {
    let mut bench = Bench::with_roads().seated("周安平");
    bench.press("F2");
    let office = bench.seat.office().unwrap();
    let fields = ["facts", "basis", "contact"].map(|id| (id.to_owned(), "安全出口锁闭".to_owned()));
    let request = Request {
        code: "closure_report".into(),
        about: Some("恒捷鞋材厂".into()),
        fields: fields.into(),
        ..Request::default()
    };
    let number = office.issue_paper(&request).unwrap().number;
    office.void_document(&number, "写错了单位").unwrap();
    bench.press("Alt+w");
    let screen = bench.screen();
    assert!(screen.contains("（作废）关于建议依法关闭"), "{screen}");
}
