//! Where the heads stand in a sheet, which rows below them are data, and which are not.

use super::{
    columns::{self, Column},
    grid::{Cell, Grid},
    unused::Unused,
};
use crate::domain::typed::{half_width, tidy_name};

/// Rows looked at for the heads.
const SEARCHED: usize = 60;

/// What an import adds to the rows that it gives back.
pub const ROW: &str = "原行号";
pub const WHY: &str = "未导入原因";

/// Headings that belong to rosters but fill no field.
const SERIALS: [&str; 6] = ["序号", "编号", "序", "no", "no.", "行号"];

/// Between the heads of two rows where they are shown as one.
const TWO: &str = " / ";

/// Second-row heads that only make sense under the first one.
const SUBHEADS: [&str; 9] =
    ["姓名", "名字", "电话", "手机", "职务", "联系方式", "联系电话", "手机号码", "身份证号"];

/// Why a row is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// Above the heads.
    Title,
    Head,
    Blank,
    /// 合计, 小计, 总计
    Total,
    /// 注, 填表说明, signatures
    Note,
    /// One text across the whole row.
    Section,
}

/// A column of the sheet that fills a field.
#[derive(Clone, Copy)]
pub struct Mapped {
    /// Counted from 0.
    pub at: usize,
    pub column: &'static Column,
    /// 0 is the strongest synonym.
    pub rank: usize,
}

/// A sheet with its heads found.
pub struct Table<'a> {
    /// In the order in which they are read: by field, then by strength.
    pub columns: Vec<Mapped>,
    /// Heads of all columns as they stand in the sheet, two rows joined by [`TWO`].
    pub heads: Vec<String>,
    /// Columns that fill no field.
    pub unused: Vec<Unused>,
    /// Row number and cells of every data row.
    pub rows: Vec<(u32, &'a [Cell])>,
    pub skipped: Vec<(u32, Skip)>,
}

/// A heading without what people add to it: spaces, line breaks, stars, colons, full-width forms.
pub fn plain(heading: &str) -> String {
    half_width(heading)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':' | '、' | '"'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Finds the heads: the first row (alone or with the row below) that names at least three
/// columns, else the first that names two. `None` when no row does.
pub fn find(grid: &Grid) -> Option<Table<'_>> {
    let heads = find_heads(grid, 3).or_else(|| find_heads(grid, 2))?;
    let mut table = Table {
        unused: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        skipped: Vec::new(),
        heads: heads.labels.iter().map(|label| label.shown.clone()).collect(),
    };
    for (at, label) in heads.labels.iter().enumerate() {
        if let Some((column, rank)) = label.column() {
            table.columns.push(Mapped { at, column, rank });
        }
    }
    let order = |key: &str| columns::COLUMNS.iter().position(|column| column.key == key);
    table.columns.sort_by_key(|mapped| (order(mapped.column.key), mapped.rank, mapped.at));
    let below = heads.first + heads.rows;
    let titles: Vec<String> =
        grid.rows[..heads.first].iter().filter_map(|row| only_text(row)).collect();
    for (index, row) in grid.rows.iter().enumerate() {
        let skip = if index < heads.first {
            let blank = row.iter().all(Cell::is_blank);
            Some(if blank { Skip::Blank } else { Skip::Title })
        } else if index < below {
            Some(Skip::Head)
        } else {
            why_skipped(row, &heads, &table.columns, &titles)
        };
        match skip {
            Some(skip) => table.skipped.push((grid.row_number(index), skip)),
            None => table.rows.push((grid.row_number(index), row)),
        }
    }
    table.unused = unused(&heads.labels, &table);
    Some(table)
}

/// Columns with a heading or a cell that fill no field and are no serial numbers.
fn unused(labels: &[Label], table: &Table) -> Vec<Unused> {
    let taken: Vec<&str> = table.columns.iter().map(|mapped| mapped.column.key).collect();
    let width = table.rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0).max(labels.len());
    let none = Label::default();
    (0..width)
        .filter(|at| !table.columns.iter().any(|mapped| mapped.at == *at))
        .filter_map(|at| {
            let label = labels.get(at).unwrap_or(&none);
            let cells = table.rows.iter().filter_map(|(_, row)| row.get(at));
            let sample = cells.map(|cell| tidy_name(&cell.text())).find(|text| !text.is_empty());
            let says = !label.shown.is_empty() || sample.is_some();
            (says && !label.is_serial())
                .then(|| Unused::new(at, &label.shown, &sample.unwrap_or_default(), &taken))
        })
        .collect()
}

/// The heads of one column, plain, and as they stand.
#[derive(Default)]
struct Label {
    top: String,
    sub: String,
    shown: String,
}

impl Label {
    fn column(&self) -> Option<(&'static Column, usize)> {
        if self.sub.is_empty() || self.sub == self.top {
            return lookup(&self.top);
        }
        if matches!(self.sub.as_str(), "姓名" | "名字") {
            return lookup(&self.top);
        }
        lookup(&format!("{}{}", self.top, self.sub)).or_else(|| lookup(&self.sub))
    }

    fn is_serial(&self) -> bool {
        [ROW, WHY].contains(&self.top.as_str()) || SERIALS.contains(&self.top.as_str())
    }
}

/// A head as it is, then without what stands in its brackets, then as words that all mean one column (代码/注册号).
fn lookup(head: &str) -> Option<(&'static Column, usize)> {
    let bare = || {
        let (before, rest) = head.split_once('(')?;
        let after = rest.split_once(')').map_or("", |(_, after)| after);
        columns::known_by(&format!("{before}{after}"))
    };
    let either = || {
        let all: Option<Vec<_>> = head
            .split(['/', '或', '(', ')'])
            .filter(|word| !word.is_empty())
            .map(columns::known_by)
            .collect();
        let all = all?;
        let first = *all.first()?;
        all.iter().all(|(column, _)| column.key == first.0.key).then_some(first)
    };
    columns::known_by(head).or_else(bare).or_else(either)
}

struct Heads {
    first: usize,
    rows: usize,
    labels: Vec<Label>,
}

fn find_heads(grid: &Grid, least: usize) -> Option<Heads> {
    (0..grid.rows.len().min(SEARCHED)).find_map(|first| {
        let top = &grid.rows[first];
        // A title merged across the sheet is one text, not many heads.
        if only_text(top).is_some() && top.iter().filter(|cell| !cell.is_blank()).count() > 1 {
            return None;
        }
        let alone = labels(top, &[]);
        // A title or the names of groups are no first row of heads: the heads below stand alone.
        let both = grid.rows.get(first + 1).filter(|_| score(&alone) >= 2);
        let both = both.filter(|sub| is_second_row(top, sub));
        let both = both.map(|sub| labels(top, sub));
        let (rows, labels) = match both {
            Some(both) if score(&both) >= score(&alone) => (2, both),
            _ => (1, alone),
        };
        let named = labels.iter().any(|label| label.column().is_some_and(|(c, _)| c.key == "name"));
        let enough = score(&labels) >= least && (least > 2 || named);
        enough.then_some(Heads { first, rows, labels })
    })
}

/// How many different columns are named; 序号 counts as one.
fn score(labels: &[Label]) -> usize {
    let mut keys: Vec<&str> =
        labels.iter().filter_map(|label| label.column()).map(|(column, _)| column.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len() + usize::from(labels.iter().any(Label::is_serial))
}

fn labels(top: &[Cell], sub: &[Cell]) -> Vec<Label> {
    let mut carried = String::new();
    (0..top.len().max(sub.len()))
        .map(|at| {
            let text =
                |row: &[Cell]| row.get(at).map(|cell| tidy_name(&cell.text())).unwrap_or_default();
            let (mut top, sub) = (text(top), text(sub));
            if !top.is_empty() {
                carried.clone_from(&top);
            } else if !sub.is_empty() {
                // A merged head in a format that keeps no merges: it stands over its neighbours.
                top.clone_from(&carried);
            }
            // Two rows of heads that an import has written in one.
            let (top, sub) = match top.split_once(TWO) {
                Some((above, below)) if sub.is_empty() => (above.to_owned(), below.to_owned()),
                _ => (top, sub),
            };
            let shown = match (top.as_str(), sub.as_str()) {
                (top, "") => top.to_owned(),
                ("", sub) => sub.to_owned(),
                (top, sub) if plain(top) == plain(sub) => top.to_owned(),
                (top, sub) => format!("{top}{TWO}{sub}"),
            };
            Label { top: plain(&top), sub: plain(&sub), shown }
        })
        .collect()
}

/// Whether a row continues the heads above: each cell repeats the one above or is a head itself.
fn is_second_row(top: &[Cell], sub: &[Cell]) -> bool {
    let mut own = 0;
    for (at, cell) in sub.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
        let text = plain(&cell.text());
        let above = top.get(at).map(|cell| plain(&cell.text())).unwrap_or_default();
        if text == above {
            continue;
        }
        if !SUBHEADS.contains(&text.as_str()) && lookup(&text).is_none() {
            return false;
        }
        own += 1;
    }
    own > 0
}

/// The text of a row that holds only one text, however often.
fn only_text(row: &[Cell]) -> Option<String> {
    let mut texts = row.iter().filter(|cell| !cell.is_blank()).map(Cell::text);
    let first = texts.next()?;
    texts.all(|text| text == first).then_some(first)
}

fn why_skipped(row: &[Cell], heads: &Heads, mapped: &[Mapped], titles: &[String]) -> Option<Skip> {
    let mut full = row.iter().filter(|cell| !cell.is_blank());
    let Some(first) = full.next() else {
        return Some(Skip::Blank);
    };
    let count = 1 + full.count();
    if is_total(&plain(&first.text())) {
        return Some(Skip::Total);
    }
    if is_note(first) {
        return Some(Skip::Note);
    }
    let same = |(at, cell): (usize, &Cell)| {
        let text = plain(&cell.text());
        !text.is_empty()
            && heads.labels.get(at).is_some_and(|label| label.top == text || label.sub == text)
    };
    // A repeated head repeats the head of the name too; one cell tells nearly every row.
    let named = mapped.iter().find(|m| m.column.key == "name");
    let may_be_head = named.is_some_and(|m| row.get(m.at).is_some_and(|cell| same((m.at, cell))));
    if may_be_head
        && count >= 2
        && row.iter().enumerate().filter(|entry| same(*entry)).count() * 3 >= count * 2
    {
        return Some(Skip::Head);
    }
    if let Some(text) = only_text(row) {
        if titles.contains(&text) {
            return Some(Skip::Title);
        }
        if count >= 3 {
            return Some(Skip::Section);
        }
    }
    // A serial number and nothing else: the row was prepared and never filled.
    let filled = mapped.iter().any(|m| row.get(m.at).is_some_and(|cell| !cell.is_blank()));
    (!filled).then_some(Skip::Blank)
}

fn is_total(first: &str) -> bool {
    ["合计", "小计", "总计", "共计", "累计"].iter().any(|word| {
        first.strip_prefix(word).is_some_and(|rest| {
            !rest.chars().next().is_some_and(|c| c.is_alphabetic()) || rest.starts_with('共')
        })
    })
}

/// Notes and signatures under a table.
fn is_note(cell: &Cell) -> bool {
    const STARTS: [&str; 17] = [
        "注:",
        "注1",
        "备注:",
        "说明:",
        "填表说明",
        "填报说明",
        "填表人",
        "填报人",
        "制表人",
        "审核人:",
        "填报单位",
        "填表单位",
        "填报日期",
        "填表日期",
        "单位负责人(签",
        "负责人签字",
        "联系人:",
    ];
    let text: String = half_width(&cell.text()).split_whitespace().collect();
    STARTS.iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let cell = |text: &&str| match *text {
            "" => Cell::Empty,
            text => Cell::Text(text.into()),
        };
        Grid {
            rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
            first_row: 1,
            ..Grid::default()
        }
    }

    fn unused<'a>(table: &'a Table) -> Vec<&'a str> {
        table.unused.iter().map(|column| column.head.as_str()).collect()
    }

    fn keys(table: &Table) -> Vec<(&'static str, usize)> {
        table.columns.iter().map(|mapped| (mapped.column.key, mapped.at)).collect()
    }

    #[test]
    fn heads_are_found_under_titles_and_data_between_the_rest() {
        let grid = grid(&[
            &["招联社区企业名册", "招联社区企业名册", "招联社区企业名册"],
            &["填报单位：招联社区", "", "2026年11月"],
            &[],
            &["序号", "单位、场所\n名称", "联系电话", "检查时间"],
            &["1", "丰泽服饰", "13805950001", "x"],
            &["", "", "", ""],
            &["招联社区企业名册", "招联社区企业名册", "招联社区企业名册"],
            &["序号", "单位、场所名称", "联系电话", "检查时间"],
            &["2", "泉州鞋材", "", ""],
            &["3", "", "", ""],
            &["小 计", "2", "", ""],
            &["合计：2家", "", "", ""],
            &["二、群山社区", "二、群山社区", "二、群山社区", "二、群山社区"],
            &["4", "合计贸易有限公司", "119", ""],
            &["注：此表一式三份", "", "", ""],
            &["填表人：张三", "", "审核人：", ""],
        ]);
        let table = find(&grid).unwrap();
        assert_eq!(keys(&table), [("name", 1), ("phone", 2)]);
        assert_eq!(unused(&table), ["检查时间"]);
        assert_eq!(table.rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [5, 9, 14]);
        use Skip::*;
        assert_eq!(
            table.skipped,
            [
                (1, Title),
                (2, Title),
                (3, Blank),
                (4, Head),
                (6, Blank),
                (7, Title),
                (8, Head),
                (10, Blank),
                (11, Total),
                (12, Total),
                (13, Section),
                (15, Note),
                (16, Note),
            ]
        );
    }

    #[test]
    fn two_rows_of_heads_are_joined() {
        let filled = grid(&[
            &["序号", "单位名称", "负责人", "负责人", "安全负责人", "安全负责人", "地址"],
            &["序号", "单位名称", "姓名", "电话", "姓名", "职务", "地址"],
            &["1", "丰泽服饰", "张三", "119", "李四", "厂长", "普泽路1号"],
        ]);
        // The same sheet from a format that keeps no merges.
        let bare = grid(&[
            &["序号", "单位名称", "负责人", "", "安全负责人", "", "地址"],
            &["", "", "姓名", "电话", "姓名", "职务", ""],
            &["1", "丰泽服饰", "张三", "119", "李四", "厂长", "普泽路1号"],
        ]);
        // And as the rows come back that were kept out, with what is said of them.
        let back = grid(&[
            &[
                "序号",
                "单位名称",
                "负责人 / 姓名",
                "负责人 / 电话",
                "安全负责人 / 姓名",
                "安全负责人 / 职务",
                "地址",
                "原行号",
                "未导入原因",
            ],
            &["1", "丰泽服饰", "张三", "119", "李四", "厂长", "普泽路1号", "3", "没有名称"],
        ]);
        for grid in [filled, bare, back] {
            let table = find(&grid).unwrap();
            assert_eq!(
                keys(&table),
                [
                    ("name", 1),
                    ("address", 6),
                    ("person_in_charge", 2),
                    ("safety_lead", 4),
                    ("phone", 3)
                ]
            );
            assert_eq!(unused(&table), ["安全负责人 / 职务"]);
            assert_eq!(table.rows.len(), 1);
            assert_eq!(table.heads[3], "负责人 / 电话");
        }
    }

    #[test]
    fn groups_over_the_heads_do_not_hide_them() {
        let grid = grid(&[
            &["基本情况", "基本情况", "人员", "人员"],
            &["企业名称", "地址", "法人代表", "手机"],
            &["丰泽服饰", "普泽路1号", "张三", "119"],
        ]);
        let table = find(&grid).unwrap();
        assert_eq!(table.rows.len(), 1);
        assert_eq!(
            keys(&table),
            [("name", 0), ("address", 1), ("person_in_charge", 2), ("phone", 3)]
        );
    }

    #[test]
    fn cells_without_a_heading_are_not_forgotten() {
        let grid = grid(&[
            &["单位名称", "地址", "", "电话"],
            &["丰泽服饰", "普泽路1号", "", "119"],
            &["泉州鞋材", "普泽路2号", "", "", "转行了"],
        ]);
        let table = find(&grid).unwrap();
        let found: Vec<(usize, &str)> =
            table.unused.iter().map(|column| (column.at, column.sample.as_str())).collect();
        assert_eq!(found, [(4, "转行了")], "an empty column says nothing");
    }

    #[test]
    fn two_known_heads_are_enough_when_there_are_no_three() {
        let two = grid(&[&["名称", "颜色", "电话"], &["丰泽服饰", "红", "119"]]);
        assert_eq!(keys(&find(&two).unwrap()), [("name", 0), ("phone", 2)]);
        assert!(find(&grid(&[&["甲", "乙"], &["丙", "丁"]])).is_none());
        assert!(find(&grid(&[&["地址", "电话"]])).is_none());
        assert!(find(&grid(&[])).is_none());
    }

    #[test]
    fn heads_are_known_with_what_people_add() {
        for head in ["*单位名称", "单位名称（全称）", "单 位 名 称：", "企业名称(盖章)", "NAME"]
        {
            let grid = grid(&[&["序号", head, "电话（手机）"], &["1", "丰泽服饰", "119"]]);
            assert_eq!(keys(&find(&grid).unwrap()), [("name", 1), ("phone", 2)], "{head}");
        }
    }
}
