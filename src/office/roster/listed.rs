//! Problems of an import as people read them: what keeps a row out first, and what is said of every second row
//! counted in a line.

use std::collections::HashMap;

use super::{Imported, Said};

/// Warnings that stand beside nearly every row of some rosters, by code, with what they have in common.
const COUNTED: [(&str, &str); 5] = [
    ("uscc_missing", "没有统一社会信用代码：有证的请补上代码，无证的请填“无证”"),
    ("uscc_check", "统一社会信用代码的校验码对不上，请对照营业执照核对"),
    ("uscc_old", "是15位旧注册号，请换成18位统一社会信用代码"),
    ("licence_conflict", "证照写得前后不一，请核对"),
    ("staff_odd", "从业人数不是人数，已照原样保留，请核对，例如写36"),
];

/// Rows up to which a kind is still told one by one.
const FEW: usize = 3;

/// Rows that a line names.
const NAMED: usize = 12;

/// What is said of one row, or in the same words of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// From the first on.
    pub rows: Vec<u32>,
    pub column: String,
    pub weight: &'static str,
    /// With the rows that it is said of.
    pub message: String,
}

impl Told {
    /// 3, or 3等12行.
    pub fn row(&self) -> String {
        match self.rows.as_slice() {
            [row] => row.to_string(),
            rows => format!("{}等{}行", rows[0], rows.len()),
        }
    }
}

/// 第3、5、8行, 第3、5、8……等40行.
fn rows_named(rows: &[u32]) -> String {
    let named: Vec<String> = rows.iter().take(NAMED).map(u32::to_string).collect();
    let more = if rows.len() > NAMED { format!("等{}", rows.len()) } else { String::new() };
    format!("第{}{more}行", named.join("、"))
}

impl Imported {
    /// Problems, those of the same words together, the gravest first; and then a line for each kind that is counted.
    pub fn listed(&self) -> (Vec<Told>, Vec<String>) {
        let mut lines = Vec::new();
        let mut counted: Vec<&str> = Vec::new();
        for (code, what) in COUNTED {
            let rows: Vec<u32> = self
                .problems
                .iter()
                .filter(|problem| problem.code == code)
                .map(|problem| problem.row)
                .collect();
            if rows.len() > FEW {
                let more = if rows.len() > NAMED { "等" } else { "" };
                let named: Vec<String> = rows.iter().take(NAMED).map(u32::to_string).collect();
                lines.push(format!("{}行{what}（第{}{more}行）", rows.len(), named.join("、")));
                counted.push(code);
            }
        }
        let told = |problem: &&Said| !counted.contains(&problem.code);
        let mut one_by_one: Vec<&Said> = self.problems.iter().filter(told).collect();
        one_by_one.sort_by_key(|problem| match (problem.level, problem.code) {
            ("error", _) => 0,
            (_, code) if COUNTED.iter().any(|(counted, _)| *counted == code) => 2,
            _ => 1,
        });
        (together(&one_by_one), lines)
    }
}

/// Those that differ by their row alone as one, where the first of them stands.
fn together(problems: &[&Said]) -> Vec<Told> {
    let mut at: HashMap<(&str, &str, &str), usize> = HashMap::new();
    let mut all: Vec<(&Said, &str, Vec<u32>)> = Vec::new();
    for problem in problems {
        let lead = format!("第{}行", problem.row);
        let words = problem.message.strip_prefix(&lead).unwrap_or(&problem.message);
        let place = *at.entry((problem.code, &problem.column, words)).or_insert(all.len());
        match all.get_mut(place) {
            Some((.., rows)) => rows.push(problem.row),
            None => all.push((problem, words, vec![problem.row])),
        }
    }
    let told = all.into_iter().map(|(problem, words, rows)| Told {
        message: match rows.len() {
            1 => problem.message.clone(),
            _ => format!("{}{words}", rows_named(&rows)),
        },
        column: problem.column.clone(),
        weight: problem.weight(),
        rows,
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(row: u32, code: &'static str, words: &str) -> Said {
        let message = format!("第{row}行{words}");
        Said { row, column: "成立日期".into(), level: "warning", code, message }
    }

    #[test]
    fn the_same_words_of_many_rows_are_one_line() {
        let mut problems: Vec<Said> =
            (1..=20).map(|row| said(row, "date", "“成立日期”：看不出是哪一天")).collect();
        problems.push(said(4, "phone", "“电话”：不是电话"));
        problems.push(said(9, "phone", "“电话”：不是电话"));
        problems.push(said(30, "name", "“名称”：没有写"));
        let all: Vec<&Said> = problems.iter().collect();
        let told: Vec<(String, String)> =
            together(&all).into_iter().map(|told| (told.row(), told.message)).collect();
        let told: Vec<(&str, &str)> =
            told.iter().map(|(row, message)| (row.as_str(), message.as_str())).collect();
        assert_eq!(
            told,
            [
                (
                    "1等20行",
                    "第1、2、3、4、5、6、7、8、9、10、11、12等20行“成立日期”：看不出是哪一天"
                ),
                ("4等2行", "第4、9行“电话”：不是电话"),
                ("30", "第30行“名称”：没有写"),
            ]
        );
    }
}
