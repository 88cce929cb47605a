use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::sheet::{
    legacy::tests::{dimensions, label, record, xls},
    write::{self, for_tests as rust_xlsx},
};

const TEXT: &str =
    "序号,单位名称,联系电话\n1,丰泽服饰,13805950001\n2,泉州鞋材（分店）,0595-22000004\n";

fn heads() -> Vec<String> {
    ["单位名称", "地址", "联系电话"].map(str::to_owned).to_vec()
}

fn row(name: &str) -> Vec<String> {
    vec![name.to_owned(), "普泽路1号".to_owned(), "13805950001".to_owned()]
}

static XLSX: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let rows: Vec<Vec<String>> = (0..20).map(|i| row(&format!("丰泽服饰{i}"))).collect();
    write::xlsx("名册", &heads(), &rows).unwrap()
});

static XLS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut records = vec![dimensions(4, 2)];
    for row in 0..4 {
        records.push(label(row, 0, "丰泽服饰"));
        records.push(label(row, 1, "普泽路1号"));
    }
    // 普泽路1号 of the second row is merged with the cell below.
    records.push(record(0x00E5, &[1, 0, 1, 0, 2, 0, 1, 0, 1, 0]));
    xls(&records)
});

#[test]
fn an_old_workbook_reads() {
    let grid = one(&XLS);
    assert_eq!((grid.name.as_str(), grid.rows.len()), ("S", 4));
    assert_eq!(texts(&grid)[3], ["丰泽服饰", "普泽路1号"]);
    let blank = xls(&[record(0x0200, &[0; 14])]);
    assert_eq!(read_bytes(&blank, None), Err(ReadError::Empty));
}

fn texts(grid: &Grid) -> Vec<Vec<String>> {
    grid.rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect()
}

fn one(bytes: &[u8]) -> Grid {
    read_bytes(bytes, None).unwrap().remove(0)
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn every_encoding_reads_the_same() {
    let gbk = GB18030.encode(TEXT).0.into_owned();
    let tabbed = TEXT.replace(',', "\t");
    let marked = format!("\u{FEFF}{TEXT}");
    let table = [
        ("utf-8", TEXT.as_bytes().to_vec()),
        ("utf-8 with mark", marked.as_bytes().to_vec()),
        ("gbk", gbk.clone()),
        ("gbk tabs", GB18030.encode(&tabbed).0.into_owned()),
        ("utf-16le with mark", utf16(&marked, u16::to_le_bytes)),
        ("utf-16be with mark", utf16(&marked, u16::to_be_bytes)),
        ("utf-16le", utf16(&tabbed, u16::to_le_bytes)),
        ("utf-16be", utf16(TEXT, u16::to_be_bytes)),
        ("crlf", TEXT.replace('\n', "\r\n").into_bytes()),
    ];
    let expected = texts(&one(TEXT.as_bytes()));
    assert_eq!(expected[2], ["2", "泉州鞋材（分店）", "0595-22000004"]);
    for (name, bytes) in table {
        let grid = one(&bytes);
        assert_eq!(texts(&grid), expected, "{name}");
        assert!(!grid.broken_text, "{name}");
    }
    let rare = GB18030.encode("单位名称,地址\n𠮷㛃喆餐馆,一号\n").0.into_owned();
    assert_eq!(texts(&one(&rare))[1], ["𠮷㛃喆餐馆", "一号"]);
}

#[test]
fn text_cut_off_in_a_character_is_flagged() {
    let text = "单位名称,地址\n丰泽服饰,普泽路";
    let gbk = GB18030.encode(text).0.into_owned();
    for bytes in [&gbk[..gbk.len() - 1], &text.as_bytes()[..text.len() - 1]] {
        let grid = one(bytes);
        assert!(grid.broken_text);
        assert_eq!(texts(&grid)[1][0], "丰泽服饰");
        assert!(texts(&grid)[1][1].ends_with('\u{FFFD}'));
    }
}

#[test]
fn sheets_are_chosen_by_name_and_hidden_ones_only_so() {
    let mut book = rust_xlsx::Workbook::new();
    book.add_worksheet().set_name("说明").unwrap();
    let first = book.add_worksheet().set_name("名册").unwrap();
    first.write_string(2, 1, "甲").unwrap();
    let hidden = book.add_worksheet().set_name("旧").unwrap().set_hidden(true);
    hidden.write_string(0, 0, "乙").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let grids = read_bytes(&bytes, None).unwrap();
    assert_eq!(grids.len(), 1);
    assert_eq!((grids[0].name.as_str(), grids[0].row_number(2)), ("名册", 3));
    assert_eq!(texts(&grids[0])[2][1], "甲");
    assert_eq!(texts(&read_bytes(&bytes, Some(" 旧")).unwrap()[0])[0][0], "乙");
    let found = ["说明", "名册", "旧"].map(str::to_owned).to_vec();
    assert_eq!(
        read_bytes(&bytes, Some("新")).unwrap_err(),
        ReadError::NoSuchSheet { wanted: "新".into(), found }
    );
    assert_eq!(read_bytes(&bytes, Some("说明")).unwrap_err(), ReadError::Empty);
}

#[test]
fn cells_keep_their_kind_and_merged_ones_are_filled() {
    let mut book = rust_xlsx::Workbook::new();
    let page = book.add_worksheet();
    let style = rust_xlsx::Format::new().set_num_format("yyyy-mm-dd");
    page.merge_range(0, 0, 0, 2, "负责人", &rust_xlsx::Format::new()).unwrap();
    page.write_number(1, 0, 13805950001.0).unwrap();
    page.write_number_with_format(1, 1, 43895.0, &style).unwrap();
    page.write_boolean(1, 2, true).unwrap();
    page.merge_range(2, 0, 3, 0, "普泽路", &rust_xlsx::Format::new()).unwrap();
    page.write_string(3, 1, "末").unwrap();
    let grid = one(&book.save_to_buffer().unwrap());
    assert_eq!(
        grid.rows[1],
        [
            Cell::Number(13805950001.0),
            Cell::Day(NaiveDate::from_ymd_opt(2020, 3, 5).unwrap()),
            Cell::Bool(true),
        ]
    );
    assert_eq!(texts(&grid)[0], ["负责人", "负责人", "负责人"]);
    assert_eq!(texts(&grid)[3][..2], ["普泽路", "末"]);
}

#[test]
fn a_far_cell_takes_no_memory_and_too_many_cells_are_refused() {
    let mut book = rust_xlsx::Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "甲").unwrap();
    page.write_string(1_048_575, 16_383, "乙").unwrap();
    let grid = one(&book.save_to_buffer().unwrap());
    assert_eq!(grid.rows.len(), 1_048_576);
    let mut book = rust_xlsx::Workbook::new();
    let page = book.add_worksheet();
    for row in 0..500 {
        page.write_string(row, 16_383, "乙").unwrap();
    }
    let refused = read_bytes(&book.save_to_buffer().unwrap(), None);
    assert!(matches!(refused, Err(ReadError::TooBig(_))));
}

#[test]
fn files_that_are_not_there_or_not_whole_say_so() {
    let folder = std::env::temp_dir().join(format!("anban-read-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let absent = folder.join("无此名册.xlsx");
    assert_eq!(read(&absent, None), Err(ReadError::NotFound(absent.display().to_string())));
    assert!(matches!(read(&folder, None), Err(ReadError::Unreadable(..))));
    let path = folder.join("名册.pdf");
    std::fs::write(&path, &*XLSX).unwrap();
    assert_eq!(read(&path, None).unwrap().rows.len(), 21, "the name does not matter");
    std::fs::remove_dir_all(&folder).unwrap();
    for cut in [1, XLSX.len() / 2, XLSX.len() - 4] {
        assert_eq!(read_bytes(&XLSX[..XLSX.len() - cut], None), Err(ReadError::Damaged));
    }
    assert_eq!(read_bytes(b"", None), Err(ReadError::Empty));
    assert_eq!(read_bytes(b" ,\n,,\n", None), Err(ReadError::Empty));
    assert!(matches!(read_bytes(b"a\0b\x01\0c\0\0", None), Err(ReadError::NotASheet(_))));
}

/// A zip whose parts stand in it unpacked, so that a test changes what the parser sees and not the packing.
fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let mut sum = flate2::Crc::new();
        sum.update(text.as_bytes());
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        head.extend(sum.sum().to_le_bytes());
        head.extend((text.len() as u32).to_le_bytes());
        head.extend((text.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend((bytes.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(name.as_bytes());
        bytes.extend(text.as_bytes());
    }
    let at = bytes.len() as u32;
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend((parts.len() as u16).to_le_bytes());
    bytes.extend((parts.len() as u16).to_le_bytes());
    bytes.extend((directory.len() as u32).to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn xlsx_of(before: &str, rows: &str, behind: &str) -> Vec<u8> {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    zip(&[
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{r}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook {main} xmlns:r=\"{r}\"><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{r}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet {main}>{before}<sheetData>{rows}</sheetData>{behind}</worksheet>"),
        ),
    ])
}

fn ods_of(rows: &str) -> Vec<u8> {
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest><manifest:file-entry manifest:full-path=\"/\"/></manifest:manifest>",
        ),
        (
            "content.xml",
            &format!(
                "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"甲\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ])
}

#[test]
fn a_cell_that_no_sheet_has_is_refused() {
    let with = |reference: &str| {
        let row = format!("<row r=\"1\"><c r=\"{reference}\"><v>7</v></c></row>");
        read_bytes(&xlsx_of("", &row, ""), None)
    };
    assert_eq!(texts(&with("B2").unwrap()[0]), [vec![], vec!["".to_owned(), "7".to_owned()]]);
    assert_eq!(with("XFD1048576").unwrap()[0].rows.len(), 1_048_576);
    for reference in ["H2147483648", "H4294967295"] {
        let refused = with(reference).unwrap_err();
        assert_eq!(refused, ReadError::OutOfSheet);
    }
    // What does not fit the parser's numbers is caught by them here, and by the bounds where they wrap round.
    for reference in ["H5000000000", "H99999999999", "ZZZZZZZZ1", "XFE1", "A1048577"] {
        with(reference).unwrap_err();
    }
    let sentence = with("A1048577").unwrap_err().to_string();
    assert!(sentence.contains("范围（1048576行、16384列）以外"), "{sentence}");
    // 5000000000 is cut to 705032704 by the reader: no row is named, rather than a wrong one.
    let sentence = with("A5000000000").unwrap_err().to_string();
    assert!(!sentence.contains("705032704"), "{sentence}");
}

#[test]
fn repeated_cells_of_an_ods_take_no_more_than_a_sheet() {
    let row = |times: u64| {
        format!(
            "<table:table-row table:number-rows-repeated=\"{times}\"><table:table-cell office:value-type=\"string\"><text:p>甲</text:p></table:table-cell></table:table-row>"
        )
    };
    assert_eq!(read_bytes(&ods_of(&row(3)), None).unwrap()[0].rows.len(), 3);
    for times in [MAX_ROWS as u64 + 1, 99_000_000, u64::from(u32::MAX), u64::MAX] {
        assert!(matches!(read_bytes(&ods_of(&row(times)), None), Err(ReadError::TooBig(_))));
    }
}

/// Numbers as a file may write them: sound ones, those at the bounds, and nonsense.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0u64..40).prop_map(|n| n.to_string()),
        1 => prop::sample::select(vec![
            0, 1, 16_384, 16_385, 65_536, 1_048_576, 1_048_577, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32,
            (1 << 32) + 7, 5_000_000_000, u64::MAX - 1, u64::MAX,
        ])
        .prop_map(|n| n.to_string()),
        1 => "[0-9]{1,24}",
        1 => "[-+.0-9eE甲 ]{0,6}",
    ]
}

fn reference() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-H]".boxed(),
        1 => "[A-Z]{0,9}".boxed(),
        1 => Just("XFD".to_owned()).boxed(),
        1 => "[$a-z甲]{0,2}".boxed(),
    ]
    .prop_flat_map(|letters| number().prop_map(move |row| format!("{letters}{row}")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The parts of a workbook rewritten and packed again: rows, references, kinds, values, merged blocks.
    #[test]
    fn no_sheet_of_an_xlsx_brings_it_down(
        cells in proptest::collection::vec((number(), reference(), "(n|s|str|b|e|d|inlineStr|x|)", number()), 1..8),
        merged in proptest::collection::vec((reference(), reference()), 0..4),
        dimension in reference(),
    ) {
        let rows: String = cells
            .iter()
            .map(|(row, at, kind, value)| {
                format!("<row r=\"{row}\"><c r=\"{at}\" t=\"{kind}\"><v>{value}</v><is><t>{value}</t></is></c></row>")
            })
            .collect();
        let merged: String =
            merged.iter().map(|(from, to)| format!("<mergeCell ref=\"{from}:{to}\"/>")).collect();
        let before = format!("<dimension ref=\"A1:{dimension}\"/>");
        let behind = format!("<mergeCells>{merged}</mergeCells>");
        if let Ok(grids) = read_bytes(&xlsx_of(&before, &rows, &behind), None) {
            prop_assert!(grids.iter().all(|grid| grid.rows.len() <= 1_048_576));
        }
    }

    #[test]
    fn no_sheet_of_an_ods_brings_it_down(
        cells in proptest::collection::vec(
            (number(), number(), number(), number(), "(float|string|date|time|boolean|percentage|x|)", number()),
            1..8,
        ),
    ) {
        let rows: String = cells
            .iter()
            .map(|(rows, columns, high, wide, kind, value)| {
                format!("<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell table:number-columns-repeated=\"{columns}\" table:number-rows-spanned=\"{high}\" table:number-columns-spanned=\"{wide}\" office:value-type=\"{kind}\" office:value=\"{value}\" office:date-value=\"{value}\"><text:p>{value}</text:p></table:table-cell></table:table-row>")
            })
            .collect();
        if let Ok(grids) = read_bytes(&ods_of(&rows), None) {
            prop_assert!(grids.iter().all(|grid| grid.rows.len() <= 1_048_576));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..600), magic in 0usize..4) {
        let magic: &[u8] = [&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xFF\xFE"][magic];
        let _ = read_bytes(&[magic, &bytes].concat(), None);
    }

    #[test]
    fn no_change_to_a_workbook_brings_it_down(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        cutting in any::<bool>(),
    ) {
        let mut bytes = XLSX.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cutting {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(grids) = read_bytes(&bytes, None) {
            prop_assert!(!grids.is_empty());
        }
    }

    #[test]
    fn no_change_to_an_old_workbook_brings_it_down(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24),
        cut in any::<prop::sample::Index>(),
        cutting in any::<bool>(),
    ) {
        let mut bytes = XLS.clone();
        // Most of the file is padding: the changes go where something stands.
        let full: Vec<usize> = (0..bytes.len()).filter(|at| *at < 1536 || bytes[*at] != 0).collect();
        for (at, byte) in changes {
            bytes[full[at.index(full.len())]] = byte;
        }
        if cutting {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(grids) = read_bytes(&bytes, None) {
            prop_assert!(!grids.is_empty());
        }
    }

    #[test]
    fn any_table_survives_csv(rows in proptest::collection::vec(proptest::collection::vec("[^\0\u{FEFF}\t' ]{1,6}", 3), 2..8)) {
        let bytes = write::csv(&heads(), &rows);
        let grid = one(&bytes);
        prop_assert_eq!(grid.rows.len(), rows.len() + 1);
        for (read, written) in texts(&grid)[1..].iter().zip(&rows) {
            let guarded: Vec<String> = read.iter().map(|text| text.trim_start_matches(['\'', '\t']).to_owned()).collect();
            if written.iter().all(|text| !text.trim().is_empty()) {
                prop_assert_eq!(&guarded, written);
            }
        }
    }
}
