//! Problems of an import as people read them: what keeps a row out first, and what is said of every second row
//! counted in a line.

use super::{Imported, Said};

/// Warnings that stand beside nearly every row of some rosters, by code, with what they have in common.
const COUNTED: [(&str, &str); 4] = [
    ("uscc_missing", "没有统一社会信用代码：有证的请补上代码，无证的请填“无证”"),
    ("uscc_check", "统一社会信用代码的校验码对不上，请对照营业执照核对"),
    ("uscc_old", "是15位旧注册号，请换成18位统一社会信用代码"),
    ("licence_conflict", "证照写得前后不一，请核对"),
];

/// Rows up to which a kind is still told one by one.
const FEW: usize = 3;

/// Rows that a line names.
const NAMED: usize = 12;

impl Imported {
    /// Problems to be told one by one, the gravest first, and then a line for each kind that is counted.
    pub fn listed(&self) -> (Vec<&Said>, Vec<String>) {
        let mut lines = Vec::new();
        let mut counted: Vec<&str> = Vec::new();
        for (code, what) in COUNTED {
            let rows: Vec<String> = self
                .problems
                .iter()
                .filter(|problem| problem.code == code)
                .map(|problem| problem.row.to_string())
                .collect();
            if rows.len() > FEW {
                let more = if rows.len() > NAMED { "等" } else { "" };
                let named = rows[..rows.len().min(NAMED)].join("、");
                lines.push(format!("{}行{what}（第{named}{more}行）", rows.len()));
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
        (one_by_one, lines)
    }
}
