use chrono::NaiveDate;
use proptest::{option, prelude::*};

use super::*;
use crate::sheet::{
    read::read_bytes,
    roster::{Options, from_grids},
};

fn read_back(bytes: &[u8]) -> Roster {
    from_grids(&read_bytes(bytes, None).unwrap(), Options::default()).unwrap()
}

#[test]
fn values_that_begin_like_formulas_stay_values() {
    let entries = ["=1+1", "+86", "-甲", "@乙", "=HYPERLINK(\"x\")"].map(|name| RosterEntry {
        name: name.to_owned(),
        uscc: Some("913502000728319549".to_owned()),
        licensed: Some(true),
        ..RosterEntry::default()
    });
    // Five premises may not share a code, so each is exported by itself.
    for entry in entries {
        let entries = [entry];
        let csv = roster_csv(&entries);
        let line = String::from_utf8(csv.clone()).unwrap().lines().nth(1).unwrap().to_owned();
        assert!(line.starts_with("\"'"), "{line}");
        assert!(line.contains("\"\t913502000728319549\""), "{line}");
        for bytes in [csv, roster_xlsx(&entries).unwrap()] {
            let back = read_back(&bytes);
            assert_eq!(back.entries[0].name, entries[0].name);
            assert_eq!(back.entries[0].uscc, entries[0].uscc);
        }
    }
}

/// A platform takes a value as it stands; a spreadsheet counts with a number below nothing and with no formula.
#[test]
fn only_what_is_for_a_spreadsheet_is_guarded() {
    let heads = ["代码".to_owned()];
    let rows = ["913502000728319549", "=1+1", "-甲", "-1"].map(|text| vec![text.to_owned()]);
    let lines = |bytes: Vec<u8>| -> Vec<String> {
        let text = String::from_utf8(bytes).unwrap();
        text.trim_start_matches('\u{FEFF}').lines().skip(1).map(str::to_owned).collect()
    };
    let told = lines(csv(&heads, &rows));
    assert_eq!(told, ["\"\t913502000728319549\"", "\"'=1+1\"", "\"'-甲\"", "-1"]);
    let told = lines(csv_for_a_platform(&heads, &rows));
    assert_eq!(told, ["913502000728319549", "=1+1", "-甲", "-1"]);
}

#[test]
fn rejected_rows_keep_their_cells_and_say_why() {
    let csv = "单位名称,联系电话,成立日期\n丰泽服饰,13805950001,2020.2.30\n,119,\n";
    let roster = read_back(csv.as_bytes());
    let grid = read_bytes(&rejects_xlsx(&roster).unwrap(), None).unwrap().remove(0);
    let texts: Vec<Vec<String>> =
        grid.rows.iter().map(|row| row.iter().map(|cell| cell.text()).collect()).collect();
    assert_eq!(
        texts,
        [
            ["单位名称", "联系电话", "成立日期", "原行号", "未导入原因"],
            [
                "丰泽服饰",
                "13805950001",
                "2020.2.30",
                "2",
                "第2行“成立日期”：“2020.2.30”日历上没有这一天，请改正"
            ],
            ["", "119", "", "3", "第3行“单位名称”：没有单位名称，请补上名称后再导入"],
        ]
    );
}

#[test]
fn a_cell_that_does_not_fit_is_named() {
    let rows = vec![vec!["甲".repeat(CELL_LIMIT + 1)]];
    let refused = xlsx("表", &["备注".to_owned()], &rows);
    assert_eq!(refused, Err(WriteError::CellTooLong { row: 1, column: "备注".to_owned() }));
}

fn any_text() -> impl Strategy<Value = Option<String>> {
    option::of("[一-龥（），,;；|\"=+\\-·A-Za-z0-9]{1,10}甲")
}

prop_compose! {
    fn any_entry()(
        name in "[=@一-龥（）·A-Za-z,\"]{1,12}厂",
        texts in proptest::array::uniform6(any_text()),
        phone in option::of(prop::sample::select(vec!["13805950001", "0595-22000004转801", "400-000-0016、12345"])),
        uscc in option::of(prop::sample::select(vec!["91350503MA31DKY80A", "913502000728319549", "92350503MA2YFN7W29"])),
        licensed in option::of(any::<bool>()),
        key in option::of(any::<bool>()),
        kind in option::of(prop::sample::select(vec!["enterprise", "rental", "social"])),
        risk in option::of(prop::sample::select(vec!["red", "orange", "yellow", "blue"])),
        status in option::of(prop::sample::select(vec!["operating", "suspended", "closed", "moved_out"])),
        day in option::of(0i64..40_000),
    ) -> RosterEntry {
        let [address, industry, grid, category, note, direct] = texts;
        let licensed = if uscc.is_some() { Some(true) } else { licensed };
        RosterEntry {
            row: 2,
            name,
            uscc: uscc.map(str::to_owned),
            licensed,
            kind,
            address,
            industry,
            category,
            grid,
            note,
            direct,
            phone: phone.map(str::to_owned),
            key,
            risk,
            status,
            founded: day.and_then(|days| NaiveDate::from_ymd_opt(1990, 1, 1)?.checked_add_signed(chrono::Duration::days(days))),
            ..RosterEntry::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_exported_imports_the_same(entry in any_entry()) {
        let entries = [entry];
        for bytes in [roster_xlsx(&entries).unwrap(), roster_csv(&entries)] {
            let back = read_back(&bytes);
            prop_assert_eq!(&back.entries, &entries, "{:?}", back.problems);
        }
    }
}
