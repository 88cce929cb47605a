//! `[[field]]` of a paper form or a ledger: what has to be asked, because no record holds it.

use chrono::NaiveDate;

use crate::domain::{
    entry::NOBODY,
    typed::{half_width, is_invisible},
};

use super::{
    document::{Placed, Section, is_code, shown},
    facts::Facts,
    fault::Faults,
    notice::written_day,
    says::Says,
    template::Template,
};

/// Longest answer; a paper prints it whole.
const LONGEST: usize = 4000;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Printed as `{id}`; never renamed.
    pub id: String,
    pub label: String,
    pub kind: FieldKind,
    /// Of a choice.
    pub options: Vec<String>,
    pub required: bool,
    /// Of a number: no more than this.
    pub most: Option<u32>,
    /// Of a number: it counts what cannot be parted.
    pub whole: bool,
    /// What is proposed.
    pub from: Template,
    pub help: String,
    /// Of a paper: left empty but where another field says one of these words.
    pub only: Option<Says>,
    /// Of a day on a paper: a day off means the next working day, as a term does.
    pub workday: bool,
    /// Line of the file.
    pub line: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    #[default]
    Text,
    /// Several lines.
    Long,
    Day,
    Number,
    Money,
    Choice,
    YesNo,
    /// Names joined by 、
    People,
}

impl FieldKind {
    pub const ALL: [FieldKind; 8] = [
        FieldKind::Text,
        FieldKind::Long,
        FieldKind::Day,
        FieldKind::Number,
        FieldKind::Money,
        FieldKind::Choice,
        FieldKind::YesNo,
        FieldKind::People,
    ];

    pub fn code(self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Long => "long",
            FieldKind::Day => "day",
            FieldKind::Number => "number",
            FieldKind::Money => "money",
            FieldKind::Choice => "choice",
            FieldKind::YesNo => "yes_no",
            FieldKind::People => "people",
        }
    }
}

impl Field {
    /// An answer as it is kept (a day as 2026-11-30, an amount as 12345.60, people joined by 、), or what is wrong
    /// with it in Chinese. Nothing typed is kept as nothing, unless it has to be there.
    pub fn read(&self, typed: &str) -> Result<String, String> {
        let text = typed.replace("\r\n", "\n");
        // What is no running text means the same in both widths.
        let text = match self.kind {
            FieldKind::Text | FieldKind::Long | FieldKind::People => text,
            _ => half_width(&text),
        };
        let text = text.trim();
        if text.is_empty() {
            return if self.required {
                Err(format!("“{}”还没有填，请填写。", self.label))
            } else {
                Ok(String::new())
            };
        }
        if text.chars().count() > LONGEST {
            return Err(format!("“{}”太长：最多{LONGEST}字。", self.label));
        }
        if text.chars().any(|c| is_invisible(c) && c != '\n') {
            return Err(format!("“{}”里有看不见的字符，请删去后重新输入。", self.label));
        }
        let label = &self.label;
        match self.kind {
            FieldKind::Long => Ok(text.to_owned()),
            FieldKind::Text => Ok(text.replace('\n', " ")),
            FieldKind::Day => read_day(text)
                .map(|day| day.to_string())
                .ok_or_else(|| format!("“{label}”要填日期，例如 2026-11-30。")),
            FieldKind::Number => {
                let read = read_amount(text).map(|(whole, cents)| plain_amount(&whole, &cents));
                let number = read.ok_or_else(|| format!("“{label}”要填数字，例如 12 或 3.5。"))?;
                let parts = number.split_once('.').map_or("", |(_, parts)| parts);
                if self.whole && parts.bytes().any(|digit| digit != b'0') {
                    return Err(format!("“{label}”写的是{number}，要填整数。请核对。"));
                }
                let number = match self.whole {
                    true => number.split('.').next().unwrap_or_default().to_owned(),
                    false => number,
                };
                match self.most {
                    Some(most) if number.parse::<f64>().is_ok_and(|n| n > most.into()) => {
                        Err(format!("“{label}”写的是{number}，最多{most}。请核对。"))
                    }
                    _ => Ok(number),
                }
            }
            FieldKind::Money => read_amount(text)
                .filter(|(_, cents)| cents.len() <= 2)
                .map(|(whole, cents)| plain_amount(&whole, &cents))
                .ok_or_else(|| format!("“{label}”要填金额，最多两位小数，例如 12345.60。")),
            FieldKind::Choice => self.one_of(&self.options, text),
            FieldKind::YesNo => match text {
                "y" | "Y" | "yes" | "true" | "1" => Ok("是".to_owned()),
                "n" | "N" | "no" | "false" | "0" => Ok("否".to_owned()),
                _ => self.one_of(&["是".to_owned(), "否".to_owned()], text),
            },
            FieldKind::People => {
                let names = text.split(['、', ',', '，', ';', '；', '\n']).map(str::trim);
                let is_name = |name: &&str| !name.is_empty() && !NOBODY.contains(name);
                let names: Vec<&str> = names.filter(is_name).collect();
                match self.required && names.is_empty() {
                    true => Err(format!("“{label}”要写姓名，写的是“{text}”。")),
                    false => Ok(names.join("、")),
                }
            }
        }
    }

    /// Whether a file means this field: by its id, or by what stands beside it on the paper.
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.label == name.trim()
    }

    /// What is proposed, from what is known.
    pub fn proposal(&self, facts: &Facts) -> String {
        self.from.fill_known(|name| facts.get(name)).text()
    }

    /// A kept answer as the paper shows it: 2026年11月30日, 12,345.60元.
    pub fn printed(&self, kept: &str) -> String {
        match self.kind {
            FieldKind::Day => read_day(kept).map_or_else(|| kept.to_owned(), written_day),
            FieldKind::Money => match read_amount(kept) {
                Some((whole, cents)) => {
                    format!("{}元", plain_amount(&grouped(&whole), &cents))
                }
                None => kept.to_owned(),
            },
            _ => kept.to_owned(),
        }
    }

    /// What a preview shows.
    pub fn sample(&self) -> String {
        let kept = match self.kind {
            FieldKind::Text => format!("{}样例", self.label),
            FieldKind::Long => format!("{}样例：此处写明有关情况、依据和要求。", self.label),
            FieldKind::Day => "2026-11-30".to_owned(),
            FieldKind::Number => "3".to_owned(),
            FieldKind::Money => "12345.60".to_owned(),
            FieldKind::Choice => self.options.first().cloned().unwrap_or_default(),
            FieldKind::YesNo => "是".to_owned(),
            FieldKind::People => "张三、李四".to_owned(),
        };
        self.printed(&kept)
    }

    fn one_of(&self, options: &[String], text: &str) -> Result<String, String> {
        if let Some(option) = options.iter().find(|option| half_width(option) == text) {
            return Ok(option.clone());
        }
        let by_number = text.parse::<usize>().ok().and_then(|at| options.get(at.checked_sub(1)?));
        by_number
            .cloned()
            .ok_or_else(|| format!("“{}”只能填：{}。", self.label, options.join("、")))
    }
}

/// 2026-11-30, 2026年11月30日, 2026/11/30, 2026.11.30
fn read_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim_end_matches('日').replace(['年', '月', '/', '.'], "-");
    let mut parts = text.split('-').map(str::trim);
    let mut next = || parts.next()?.parse::<u32>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    if parts.next().is_some() || !(1900..=2999).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year as i32, month, day)
}

/// Figures before and after the point; commas and a currency are passed over.
fn read_amount(text: &str) -> Option<(String, String)> {
    let text = text.trim_start_matches(['￥', '¥']).trim_end_matches('元').replace([',', '，'], "");
    let (whole, cents) = text.split_once('.').unwrap_or((&text, ""));
    let figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = !whole.is_empty() && whole.len() <= 15 && figures(whole) && figures(cents);
    let whole = whole.trim_start_matches('0');
    sound.then(|| (if whole.is_empty() { "0" } else { whole }.to_owned(), cents.to_owned()))
}

/// The sum of figures, empty ones passed over, with less where one begins with a minus; nothing where one cannot be read
/// or has more than two places.
pub fn sum_of<'a>(figures: impl Iterator<Item = &'a str>) -> String {
    let mut hundredths = 0i128;
    for figure in figures.filter(|figure| !figure.is_empty()) {
        let more = figure.strip_prefix('-');
        let read = read_amount(more.unwrap_or(figure));
        let Some((whole, cents)) = read.filter(|(_, cents)| cents.len() <= 2) else {
            return String::new();
        };
        let count = format!("{whole}{cents:0<2}").parse::<i128>().unwrap_or_default();
        hundredths += if more.is_some() { -count } else { count };
    }
    let minus = if hundredths < 0 { "-" } else { "" };
    match (hundredths.abs() / 100, hundredths.abs() % 100) {
        (whole, 0) => format!("{minus}{whole}"),
        (whole, cents) => format!("{minus}{whole}.{cents:02}"),
    }
}

/// An amount of money as it is printed, as a number: 12,345.60元 → 12345.60.
pub fn bare_amount(printed: &str) -> Option<String> {
    let (whole, cents) = printed.strip_suffix('元').and_then(read_amount)?;
    Some(plain_amount(&whole, &cents))
}

fn plain_amount(whole: &str, cents: &str) -> String {
    if cents.is_empty() { whole.to_owned() } else { format!("{whole}.{cents}") }
}

fn grouped(whole: &str) -> String {
    let mut out = String::new();
    for (at, figure) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(figure);
    }
    out
}

/// The fields of a file, every fault reported; a name in `taken` means something else already.
pub(super) fn fields(
    sections: Vec<Section<'_>>,
    taken: &dyn Fn(&str) -> bool,
    faults: &mut Faults,
) -> (Vec<Field>, Vec<Placed<String>>) {
    let choices: Vec<(&str, FieldKind)> =
        FieldKind::ALL.iter().map(|kind| (kind.code(), *kind)).collect();
    let mut ids: Vec<Placed<String>> = Vec::new();
    let mut fields = Vec::new();
    let mut proposals = Vec::new();
    let mut named: Vec<Placed<String>> = Vec::new();
    for mut section in sections {
        let at = section.at;
        let id = section.text("id", faults);
        if let Some(id) = &id {
            if !is_code(&id.value) {
                faults.add(id.at, "id 只能用小写英文字母、数字和下划线");
            } else if taken(&id.value) {
                faults.add(id.at, format!("id“{}”已有固定的意思，请换一个", shown(&id.value)));
            }
            ids.push(id.clone());
        }
        let label = section.words("label", faults);
        let kind = section.choice("kind", &choices, faults).unwrap_or_default();
        let options: Vec<String> =
            section.optional_texts("options", faults).into_iter().map(|text| text.value).collect();
        if kind == FieldKind::Choice && options.len() < 2 {
            faults.add(at, "kind = \"choice\" 要写至少两个 options = [\"…\", \"…\"]");
        }
        if kind != FieldKind::Choice && !options.is_empty() {
            faults.add(at, "options 只能用在 kind = \"choice\" 里");
        }
        let most = section.optional_number("most", 1..=1_000_000, faults);
        if kind != FieldKind::Number && most.is_some() {
            faults.add(at, "most 只能用在 kind = \"number\" 里");
        }
        let whole = section.flag("whole", faults);
        if kind != FieldKind::Number && whole {
            faults.add(at, "whole 只能用在 kind = \"number\" 里");
        }
        let required = section.flag("required", faults);
        let workday = section.flag("workday", faults);
        if kind != FieldKind::Day && workday {
            faults.add(at, "workday 只能用在 kind = \"day\" 里");
        }
        let only = section.optional_section("only", faults).and_then(|mut only| {
            let field = only.text("field", faults);
            let values = only.texts("values", faults).into_iter().map(|text| text.value).collect();
            only.finish(faults);
            let Placed { value, at } = field?;
            named.push(Placed { value: value.clone(), at });
            Some(Says { field: value, values })
        });
        if required && only.is_some() {
            faults.add(at, "写了 only 的不能写 required：另一项不是那样时要空着");
        }
        let mut from = Template::default();
        if let Some(text) = section.optional("from", faults) {
            match Template::parse(&text.value) {
                Ok(template) => {
                    from = template;
                    proposals.extend(
                        from.places().map(|name| Placed { value: name.to_owned(), at: text.at }),
                    );
                }
                Err(wrong) => faults.add(text.at, wrong),
            }
        }
        let help = section.optional("help", faults).map(|help| help.value).unwrap_or_default();
        section.finish(faults);
        fields.push(Field {
            id: id.map(|id| id.value).unwrap_or_default(),
            label,
            kind,
            options,
            most,
            whole,
            required,
            from,
            help,
            only,
            workday,
            line: faults.line(at),
        });
    }
    for other in named.iter().filter(|name| !ids.iter().any(|id| id.value == name.value)) {
        faults.add(other.at, format!("only 里的“{}”不是上面的字段", shown(&other.value)));
    }
    super::document::no_doubles(
        "字段编号 id ",
        ids.iter().map(|id| (id.value.as_str(), id.at)),
        faults,
    );
    (fields, proposals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_summed() {
        for (figures, sum) in [
            (&["1", "", "12"][..], "13"),
            (&["15000", "0.50", "1,000.25"], "16000.75"),
            (&["0.5", "0.5"], "1"),
            (&["2", "-3", "0.5"], "-0.50"),
            (&["2", "-2"], "0"),
            (&[], "0"),
            (&["2", "待评"], ""),
            (&["1.234"], ""),
        ] {
            assert_eq!(sum_of(figures.iter().copied()), sum, "{figures:?}");
        }
    }

    #[test]
    fn an_answer_is_kept_in_one_way_and_printed_in_one_way() {
        let field = |kind, options: &[&str]| Field {
            label: "栏".into(),
            kind,
            options: options.iter().map(|&option| option.to_owned()).collect(),
            ..Field::default()
        };
        use FieldKind as K;
        for (kind, typed, kept, printed) in [
            (K::Text, " 甲\n乙 ", "甲 乙", "甲 乙"),
            (K::Long, "甲\r\n乙", "甲\n乙", "甲\n乙"),
            (K::Day, "2026年3月5日", "2026-03-05", "2026年3月5日"),
            (K::Day, "2026.3.5", "2026-03-05", "2026年3月5日"),
            (K::Number, "1,234", "1234", "1234"),
            (K::Number, "3.125", "3.125", "3.125"),
            (K::Money, "￥0012345.60元", "12345.60", "12,345.60元"),
            (K::Money, "0", "0", "0元"),
            (K::Choice, "2", "丙", "丙"),
            (K::Choice, "乙", "乙", "乙"),
            (K::YesNo, "y", "是", "是"),
            (K::People, "张三, 李四；王五", "张三、李四、王五", "张三、李四、王五"),
            // Nobody is no name.
            (K::People, "无", "", ""),
            (K::People, "张三、 无", "张三", "张三"),
            (K::Day, "２０２６－０３－０５", "2026-03-05", "2026年3月5日"),
            (K::Choice, "２", "丙", "丙"),
            (K::Day, "", "", ""),
        ] {
            let field = field(kind, &["乙", "丙"]);
            assert_eq!(field.read(typed).as_deref(), Ok(kept), "{kind:?} {typed}");
            assert_eq!(field.printed(kept), printed, "{kind:?} {typed}");
        }
        for (kind, typed, said) in [
            (K::Day, "2026-02-30", "“栏”要填日期，例如 2026-11-30。"),
            (K::Day, "2026-2-3-4", "“栏”要填日期，例如 2026-11-30。"),
            (K::Number, "三", "“栏”要填数字，例如 12 或 3.5。"),
            (K::Money, "1.234", "“栏”要填金额，最多两位小数，例如 12345.60。"),
            (K::Choice, "丁", "“栏”只能填：乙、丙。"),
            (K::YesNo, "也许", "“栏”只能填：是、否。"),
            (K::Text, "甲\u{202e}", "“栏”里有看不见的字符，请删去后重新输入。"),
        ] {
            assert_eq!(field(kind, &["乙", "丙"]).read(typed), Err(said.to_owned()), "{typed}");
        }
        let needed = Field { required: true, ..field(K::Text, &[]) };
        assert_eq!(needed.read(" "), Err("“栏”还没有填，请填写。".to_owned()));
    }
}
