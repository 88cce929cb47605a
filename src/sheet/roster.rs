//! A table of premises → entries in normalised form, with every problem found on the way.

use chrono::NaiveDate;

use super::{
    grid::{Cell, Grid, ReadError},
    headings::{self, Mapped, Skip, Table},
    repeats::Seen,
    unused::Unused,
};
use crate::{
    domain::{
        phone,
        premises::Namesake,
        spelling::{self, Choice, DateFlaw},
        typed::{has_invisible, people_count, tidy_name, tidy_person},
        uscc::{self, Flaw, Uscc},
    },
    terms::Term,
};

/// One row of a roster. `None` is a cell that says nothing; codes are those of the records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RosterEntry {
    /// Row of the file, counted from 1; 0 for an entry that came from elsewhere.
    pub row: u32,
    pub name: String,
    pub uscc: Option<String>,
    pub licensed: Option<bool>,
    /// `enterprise`, `rental`, `social`
    pub kind: Option<&'static str>,
    pub address: Option<String>,
    pub site_address: Option<String>,
    pub industry: Option<String>,
    pub category: Option<String>,
    pub person_in_charge: Option<String>,
    pub safety_lead: Option<String>,
    /// All numbers of the row, joined by `、`.
    pub phone: Option<String>,
    pub community: Option<String>,
    pub grid: Option<String>,
    pub key: Option<bool>,
    pub key_reasons: Option<String>,
    /// `red`, `orange`, `yellow`, `blue`
    pub risk: Option<&'static str>,
    /// `operating`, `suspended`, `closed`, `moved_out`
    pub status: Option<&'static str>,
    /// Which department supervises it and why; empty for what is the grid's.
    pub direct: Option<String>,
    /// 行业主管部门 (S2 三(一)2)
    pub reg_dept: Option<String>,
    pub fire_class: Option<String>,
    /// 工艺, as the roster lists them (S0 §三.1(2)).
    pub processes: Option<String>,
    pub founded: Option<NaiveDate>,
    pub staff: Option<String>,
    pub note: Option<String>,
    /// What somebody has decided of a row that was kept out as a namesake.
    pub namesake: Option<Namesake>,
    /// An earlier row of the file that it may repeat: the same name, and no addresses or codes that tell them apart.
    pub like: Option<u32>,
}

impl RosterEntry {
    /// Every cell that is written in somebody's own words.
    pub fn texts(&mut self) -> Vec<&mut String> {
        let others = [
            &mut self.address,
            &mut self.site_address,
            &mut self.industry,
            &mut self.category,
            &mut self.person_in_charge,
            &mut self.safety_lead,
            &mut self.phone,
            &mut self.key_reasons,
            &mut self.direct,
            &mut self.reg_dept,
            &mut self.processes,
            &mut self.staff,
            &mut self.note,
        ];
        let others = others.into_iter().filter_map(Option::as_mut);
        std::iter::once(&mut self.name).chain(others).collect()
    }
}

/// What stands for a department that is not named.
const BARE: &str = "部门直管";

/// An error keeps its row out; a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Error,
    Warning,
}

/// What is wrong with one cell, in a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// As the spreadsheet shows it, counted from 1.
    pub row: u32,
    /// Heading of the column as it stands in the file.
    pub column: String,
    pub level: Level,
    /// For scripts: never changed.
    pub code: &'static str,
    pub message: String,
}

/// A row that was kept out: its cells as they stood, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    pub row: u32,
    pub cells: Vec<String>,
    pub reason: String,
    /// It may mean a premises already registered: [`super::columns::NAMESAKE`] is to be filled in.
    pub asks: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The year of days written without one; the caller's today decides.
    pub default_year: Option<i32>,
    /// Take rows whose code is no code, with the code as it was typed and a warning.
    pub accept_odd_codes: bool,
}

/// A code as it comes back from a cell that held it as a number: digits alone, the last of them lost.
fn is_rounded(text: &str) -> bool {
    let code = text.trim();
    let digits = code.len() == 18 && code.bytes().all(|byte| byte.is_ascii_digit());
    digits && code.ends_with("00") && matches!(uscc::check(code), Uscc::CheckFails { .. })
}

/// Everything a roster file said.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    pub sheet: String,
    /// Heads of the columns as they stand in the file.
    pub heads: Vec<String>,
    /// Columns that fill no field.
    pub unused: Vec<Unused>,
    pub entries: Vec<RosterEntry>,
    pub rejected: Vec<Rejected>,
    /// Rows that repeat an earlier row of the file (later, earlier); they are in no other list.
    pub duplicates: Vec<(u32, u32)>,
    pub skipped: Vec<(u32, Skip)>,
    pub problems: Vec<Problem>,
}

/// Why a readable file is no roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("没有找到表头：请在数据上方保留一行表头，至少写明“单位名称”和“地址”“联系方式”等列名")]
    NoHeads,
}

/// Reads the first sheet that has heads of a roster.
pub fn from_grids(grids: &[Grid], options: Options) -> Result<Roster, RosterError> {
    let (grid, table) = grids
        .iter()
        .find_map(|grid| headings::find(grid).map(|table| (grid, table)))
        .ok_or(RosterError::NoHeads)?;
    Ok(from_table(grid, &table, options))
}

fn from_table(grid: &Grid, table: &Table<'_>, options: Options) -> Roster {
    let mut roster = Roster {
        sheet: grid.name.clone(),
        heads: table.heads.clone(),
        unused: table.unused.clone(),
        skipped: table.skipped.clone(),
        ..Roster::default()
    };
    roster.problems.extend(broken_file(grid));
    let has_codes = table.columns.iter().any(|mapped| mapped.column.key == "uscc");
    let mut seen = Seen::default();
    for (row, cells) in &table.rows {
        let mut reading = Reading {
            entry: RosterEntry { row: *row, ..RosterEntry::default() },
            problems: Vec::new(),
            options,
            cell: &Cell::Empty,
            head: "",
        };
        for mapped in &table.columns {
            reading.take(mapped, cells, &table.heads);
        }
        reading.whole_row(has_codes, table);
        let Reading { mut entry, mut problems, .. } = reading;
        let errors: Vec<&str> = problems
            .iter()
            .filter(|problem| problem.level == Level::Error)
            .map(|problem| problem.message.as_str())
            .collect();
        if !errors.is_empty() {
            let reason = errors.join("；");
            let cells = cells.iter().map(Cell::text).collect();
            roster.rejected.push(Rejected { row: *row, cells, reason, asks: false });
        } else if let Some(first) = seen.repeats(&mut entry, &roster.entries, &mut problems) {
            roster.duplicates.push((*row, first));
        } else {
            roster.entries.push(entry);
        }
        roster.problems.append(&mut problems);
    }
    roster
}

/// A file that lost characters may have lost rows as well, even where no field shows it.
fn broken_file(grid: &Grid) -> Option<Problem> {
    let is_broken = |cell: &Cell| matches!(cell, Cell::Text(text) if text.contains('\u{FFFD}'));
    let index = grid.rows.iter().position(|row| row.iter().any(is_broken));
    let row = grid.row_number(index.filter(|_| grid.broken_text)?);
    let message =
        format!("第{row}行起有无法识别的字：文件可能没有拷贝完整，请重新索取，并核对行数");
    Some(Problem {
        row,
        column: String::new(),
        level: Level::Warning,
        code: "broken_file",
        message,
    })
}

/// A row while it is read; the readers of the columns are its methods.
pub struct Reading<'a> {
    entry: RosterEntry,
    problems: Vec<Problem>,
    options: Options,
    cell: &'a Cell,
    head: &'a str,
}

impl<'a> Reading<'a> {
    fn take(&mut self, mapped: &Mapped, cells: &'a [Cell], heads: &'a [String]) {
        let Some(cell) = cells.get(mapped.at).filter(|cell| !cell.is_blank()) else { return };
        self.cell = cell;
        self.head = heads.get(mapped.at).map_or(mapped.column.heading, String::as_str);
        if let Cell::Text(text) = cell {
            if text.contains('\u{FFFD}') {
                let level = if mapped.column.key == "name" { Level::Error } else { Level::Warning };
                let what = "有无法识别的字（文件编码损坏或不完整），请照原件改正后再导入";
                return self.problem(level, "broken_text", what);
            }
            if matches!(text.trim(), "#N/A" | "#REF!" | "#VALUE!" | "#NAME?" | "#DIV/0!") {
                let what = format!("公式出错（{}），请改成文字后再导入", text.trim());
                return self.problem(Level::Error, "formula_error", &what);
            }
            if has_invisible(text) {
                let what = "含有看不见的控制字符，已去除，请核对";
                self.problem(Level::Warning, "invisible", what);
            }
        }
        (mapped.column.read)(self);
    }

    /// What only the whole row can tell.
    fn whole_row(&mut self, has_codes: bool, table: &Table<'a>) {
        let head_of = |key: &str| {
            let mapped = table.columns.iter().find(|mapped| mapped.column.key == key);
            mapped.and_then(|mapped| table.heads.get(mapped.at)).cloned().unwrap_or_default()
        };
        let named = self.problems.iter().any(|problem| problem.level == Level::Error);
        if self.entry.name.is_empty() && !named {
            let what = "没有单位名称，请补上名称后再导入";
            self.problem_at(head_of("name"), Level::Error, "name_missing", what);
        }
        if self.entry.uscc.is_none() && self.entry.licensed.is_none() {
            if self.entry.name.contains("无证") {
                self.entry.licensed = Some(false);
            } else if has_codes && !self.problems.iter().any(|p| p.code.starts_with("uscc_")) {
                let what = "没有统一社会信用代码：有证的请补上代码，无证的请填“无证”";
                self.problem_at(head_of("uscc"), Level::Warning, "uscc_missing", what);
            }
        } else if self.entry.uscc.is_some() && self.entry.licensed == Some(false) {
            let what = "填了统一社会信用代码，又说无证照，请核对";
            self.problem_at(head_of("licensed"), Level::Warning, "licence_conflict", what);
        } else if self.entry.uscc.is_some() {
            self.entry.licensed = Some(true);
            if self.entry.name.contains("无证") {
                let what = "名称写明无证，又填了统一社会信用代码，请核对";
                self.problem_at(head_of("uscc"), Level::Warning, "licence_conflict", what);
            }
        }
    }

    fn problem(&mut self, level: Level, code: &'static str, what: &str) {
        self.problem_at(self.head.to_owned(), level, code, what);
    }

    fn problem_at(&mut self, column: String, level: Level, code: &'static str, what: &str) {
        let row = self.entry.row;
        let message = format!("第{row}行“{column}”：{what}");
        self.problems.push(Problem { row, column, level, code, message });
    }

    /// The cell tidied, or `None` when it says nothing. The mark that guards csv cells goes.
    fn tidied(&self) -> Option<String> {
        let text = tidy_name(&self.cell.text());
        let text = match text.strip_prefix('\'') {
            Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
            _ => text,
        };
        (!spelling::is_nothing(&text)).then_some(text)
    }

    /// Fills a field unless a stronger column has filled it.
    fn plain(&self, field: fn(&RosterEntry) -> &Option<String>) -> Option<String> {
        field(&self.entry).clone().or_else(|| self.tidied())
    }

    pub(super) fn name(&mut self) {
        if self.entry.name.is_empty() {
            self.entry.name = self.tidied().unwrap_or_default();
        }
    }

    pub(super) fn uscc(&mut self) {
        if self.entry.uscc.is_some() {
            return;
        }
        let text = self.cell.text();
        // 有 or 无 below 营业执照 is no code: it says whether there is a licence. A sign of letters or figures would be one.
        let word = match self.cell {
            Cell::Bool(truth) => Some(*truth),
            _ => Some(tidy_name(&text))
                .filter(|word| !word.is_ascii())
                .and_then(|word| spelling::yes_no(&word)),
        };
        match word {
            Some(true) => return self.entry.licensed = Some(true),
            Some(false) => return self.entry.licensed = self.entry.licensed.or(Some(false)),
            None => {}
        }
        if self.tidied().is_none() {
            return;
        }
        // A number cell keeps fifteen digits, so a longer code in it is already wrong.
        let lost =
            matches!(self.cell, Cell::Number(number) if number.abs() >= 1e15) || is_rounded(&text);
        let (kept, code, what) = match uscc::check(&text) {
            Uscc::Empty => return,
            Uscc::Valid(code) if !lost => {
                self.entry.uscc = Some(code);
                return;
            }
            Uscc::CheckFails { code, expected } if !lost => {
                let what = format!("代码{code}的校验码应为{expected}，请对照营业执照核对");
                (Some(code), "uscc_check", what)
            }
            Uscc::OldRegistration(code) => {
                let what = "是15位旧注册号，请换成18位统一社会信用代码".to_owned();
                (Some(code), "uscc_old", what)
            }
            Uscc::Malformed { flaw: Flaw::Length(length), .. } => (
                None,
                "uscc_malformed",
                format!("“{text}”有{length}位，应为18位，请照营业执照填写"),
            ),
            Uscc::Malformed { flaw: Flaw::Letter(letter), .. } => {
                let what = format!("“{text}”中的“{letter}”不会出现在代码里，请照营业执照填写");
                (None, "uscc_malformed", what)
            }
            Uscc::Malformed { flaw: Flaw::Exponent, .. } => {
                let what = "代码被表格当成数字，显示为科学计数：请把该列设为文本格式，重新填写代码";
                (None, "uscc_as_number", what.to_owned())
            }
            _ => {
                let what =
                    "代码被表格当成数字，第15位以后已丢失：请把该列设为文本格式，重新填写代码";
                (None, "uscc_as_number", what.to_owned())
            }
        };
        let accepted = kept.is_some() || self.options.accept_odd_codes;
        let level = if accepted { Level::Warning } else { Level::Error };
        self.entry.uscc = kept.or_else(|| accepted.then(|| tidy_name(&text)));
        self.problem(level, code, &what);
    }

    pub(super) fn licensed(&mut self) {
        if let Some(truth) = self.truth() {
            self.entry.licensed = Some(truth);
        }
    }

    pub(super) fn kind(&mut self) {
        self.entry.kind = self.entry.kind.or_else(|| self.choice(&spelling::KINDS));
    }

    pub(super) fn address(&mut self) {
        let Some(text) = self.tidied() else { return };
        if let Some(address) = &mut self.entry.address {
            // A street in one column, its number in the next.
            if headings::plain(self.head).contains("门牌") && !address.contains(&text) {
                let bare = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
                address.push_str(&text);
                address.push_str(if bare { "号" } else { "" });
            }
            return;
        }
        match split_site(&text) {
            Some((registered, site)) => {
                self.entry.address = Some(registered);
                self.entry.site_address = Some(site);
            }
            None => self.entry.address = Some(text),
        }
    }

    pub(super) fn site_address(&mut self) {
        // A column of its own says it better than the end of the other address.
        if let Some(text) = self.tidied() {
            self.entry.site_address = Some(text);
        }
    }

    pub(super) fn industry(&mut self) {
        self.entry.industry = self.plain(|entry| &entry.industry);
    }

    pub(super) fn category(&mut self) {
        self.entry.category = self.plain(|entry| &entry.category);
    }

    pub(super) fn person_in_charge(&mut self) {
        if self.entry.person_in_charge.is_none() {
            self.entry.person_in_charge = self.person();
        }
    }

    pub(super) fn safety_lead(&mut self) {
        if self.entry.safety_lead.is_none() {
            self.entry.safety_lead = self.person();
        }
    }

    pub(super) fn phone(&mut self) {
        let Some(text) = self.tidied() else { return };
        let phones = phone::read(&text);
        if let Some(left) = phones.left.first() {
            let what = format!("“{left}”不是电话号码，已照原样保留，请核对");
            self.problem(Level::Warning, "phone_odd", &what);
        }
        self.add_phones(&phones);
    }

    pub(super) fn community(&mut self) {
        self.entry.community = self.plain(|entry| &entry.community);
    }

    pub(super) fn grid(&mut self) {
        self.entry.grid = self.plain(|entry| &entry.grid);
    }

    pub(super) fn key(&mut self) {
        if let Some(truth) = self.truth() {
            self.entry.key = Some(truth);
        }
    }

    pub(super) fn key_reasons(&mut self) {
        self.entry.key_reasons = self.plain(|entry| &entry.key_reasons);
    }

    pub(super) fn risk(&mut self) {
        self.entry.risk = self.entry.risk.or_else(|| self.choice(&spelling::RISKS));
    }

    pub(super) fn status(&mut self) {
        self.entry.status = self.entry.status.or_else(|| self.choice(&spelling::STATUSES));
    }

    /// The department and the reason; a bare 是 is kept as such, and asked about.
    pub(super) fn direct(&mut self) {
        let text = self.cell.text();
        let truth = match self.cell {
            Cell::Bool(truth) => Some(*truth),
            _ => spelling::yes_no(&text),
        };
        // One column may say that it is so, another which department.
        let named =
            self.entry.direct.as_deref().is_some_and(|said| !said.is_empty() && said != BARE);
        match truth {
            _ if named => {}
            Some(true) => {
                let what = "没有写是哪个部门、为什么，已记为部门直管、不纳入巡查，请补写";
                self.problem(Level::Warning, "direct_unnamed", what);
                self.entry.direct = Some(BARE.to_owned());
            }
            // 否 brings it back under the grid; a blank or 无 says nothing.
            Some(false) if !spelling::is_nothing(&text) => {
                self.entry.direct.get_or_insert_default();
            }
            _ => {
                if let Some(text) = self.tidied().filter(|_| truth.is_none()) {
                    self.entry.direct = Some(text);
                }
            }
        }
    }

    pub(super) fn reg_dept(&mut self) {
        self.entry.reg_dept = self.plain(|entry| &entry.reg_dept);
    }

    pub(super) fn fire_class(&mut self) {
        self.entry.fire_class = self.plain(|entry| &entry.fire_class);
    }

    pub(super) fn processes(&mut self) {
        self.entry.processes = self.plain(|entry| &entry.processes);
    }

    pub(super) fn founded(&mut self) {
        if self.entry.founded.is_some() {
            return;
        }
        let found = match self.cell {
            Cell::Day(day) => Ok(Some(*day)),
            cell => spelling::date(&cell.text(), self.options.default_year),
        };
        let flaw = match found {
            Ok(day) => {
                self.entry.founded = day;
                return;
            }
            Err(flaw) => flaw,
        };
        let text = self.cell.text();
        // What is only less exact than asked is no reason to keep a premises out.
        let (level, code, what) = match flaw {
            DateFlaw::Impossible => (Level::Error, "date_impossible", "日历上没有这一天，请改正"),
            DateFlaw::NoDay => (
                Level::Warning,
                "date_no_day",
                "没有写到日，日期没有采用，其余照样导入；要登记请写成2020-03-05的样子",
            ),
            DateFlaw::NoYear => {
                (Level::Error, "date_no_year", "没有写年份，请写成2020-03-05的样子")
            }
            DateFlaw::NotADate => {
                (Level::Error, "date_odd", "看不出是哪一天，请写成2020-03-05的样子")
            }
        };
        self.problem(level, code, &format!("“{text}”{what}"));
    }

    pub(super) fn staff(&mut self) {
        self.entry.staff = self.plain(|entry| &entry.staff);
        if let Some(text) = self.entry.staff.as_deref().filter(|text| people_count(text).is_none())
        {
            let what = format!("“{text}”不是人数，已照原样保留，请核对，例如写36");
            self.problem(Level::Warning, "staff_odd", &what);
        }
    }

    pub(super) fn note(&mut self) {
        self.entry.note = self.plain(|entry| &entry.note);
    }

    pub(super) fn namesake(&mut self) {
        let Some(text) = self.tidied() else { return };
        self.entry.namesake = Namesake::read(&text);
        if self.entry.namesake.is_none() {
            let what = format!("“{text}”看不出怎么办：是同一家请填“更新”，是另一家请填“新增”");
            self.problem(Level::Warning, "word_unknown", &what);
        }
    }

    fn truth(&mut self) -> Option<bool> {
        let text = self.cell.text();
        let truth = match self.cell {
            Cell::Bool(truth) => Some(*truth),
            _ => spelling::yes_no(&text),
        };
        // 无 means no here, so only what is neither is looked at.
        if truth.is_none() && !spelling::is_nothing(&text) {
            let what = format!("“{text}”看不出是或否，请填“是”或“否”");
            self.problem(Level::Warning, "yes_no_odd", &what);
        }
        truth
    }

    fn choice(&mut self, list: &[Choice]) -> Option<&'static str> {
        let text = self.tidied()?;
        let code = spelling::choice(list, &text);
        if code.is_none() {
            let labels: Vec<&str> = list.iter().map(|choice| choice.label).collect();
            let what = format!("“{text}”不在可选范围内，未采用；请填：{}", labels.join("、"));
            self.problem(Level::Warning, "word_unknown", &what);
        }
        code
    }

    /// A person's cell; a number beside the name goes to the phone. Several people stay together.
    fn person(&mut self) -> Option<String> {
        let text = self.tidied()?;
        let phones = phone::read(&text);
        if phones.found.is_empty() || phones.left.is_empty() {
            return Some(tidy_person(&text));
        }
        let people = phones.left.join("、");
        self.add_phones(&phone::Phones { left: Vec::new(), ..phones });
        Some(people)
    }

    fn add_phones(&mut self, phones: &phone::Phones) {
        let more = phones.text();
        if more.is_empty() {
            return;
        }
        let all = match &self.entry.phone {
            Some(before) => phone::read(&format!("{before}、{more}")).text(),
            None => more,
        };
        self.entry.phone = Some(all);
    }
}

/// `…204室；生产场所：普泽路119号` → the registered address and the place of work.
fn split_site(text: &str) -> Option<(String, String)> {
    const WORDS: [&str; 10] = [
        "生产经营场所",
        "生产经营地址",
        "实际经营地址",
        "实际生产地址",
        "生产场所",
        "生产地址",
        "经营场所",
        "经营地址",
        "实际地址",
        "厂址",
    ];
    const MARKS: [char; 10] = ['；', ';', '，', ',', '。', '（', '(', ' ', '、', '/'];
    WORDS.iter().find_map(|word| {
        let (before, after) = text.split_once(word)?;
        let registered = before.strip_suffix(MARKS)?.trim_end_matches(MARKS);
        let site = after.trim_start_matches(['：', ':', '为', '在', ' ']);
        // A bracket that was opened before the word closes after the place.
        let opened = before.ends_with(['（', '(']);
        let site = if opened { site.trim_end_matches(['）', ')']) } else { site };
        (!registered.is_empty() && !site.is_empty())
            .then(|| (registered.to_owned(), site.to_owned()))
    })
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;
