//! Reading an answers document from TOML or JSON text, with every problem in Chinese.
//!
//! The document is walked by hand, so that a wrong type in one place does not hide the rest.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{answers::Answers, document::shown, hazard_draft::HazardEntry, whole_json::Whole};

/// JSON when the text starts with a brace, TOML otherwise. A byte order mark is skipped.
pub fn parse(text: &str) -> Result<Answers, Vec<String>> {
    let root = root_of(text).map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut top = Fields::new(root, String::new());
    let answers = Answers {
        rest: top.text("default", &mut problems),
        nature: top.texts("nature", &mut problems),
        answers: top.words("answers", &mut problems),
        blanks: top.words("blanks", &mut problems),
        hazards: top.hazards(&mut problems),
        responsible: top.text("responsible", &mut problems),
        acceptor: top.text("acceptor", &mut problems),
    };
    top.finish(&mut problems);
    if problems.is_empty() { Ok(answers) } else { Err(problems) }
}

/// A document of plain answers, `field = "words"`, as the fields of a paper or a ledger are filled from a file.
/// Numbers and truth values become their words.
pub fn flat(text: &str) -> Result<BTreeMap<String, String>, Vec<String>> {
    let root = root_of(text).map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut fields = BTreeMap::new();
    for (key, value) in root {
        let words = match value {
            Value::String(words) => words,
            Value::Number(number) => number.to_string(),
            Value::Bool(true) => "是".to_owned(),
            Value::Bool(false) => "否".to_owned(),
            Value::Null => String::new(),
            Value::Array(_) | Value::Object(_) => {
                problems.push(format!("{} 要写文字，这里写的是列表或一段", shown(&key)));
                continue;
            }
        };
        fields.insert(key, words);
    }
    if problems.is_empty() { Ok(fields) } else { Err(problems) }
}

fn root_of(text: &str) -> Result<Map<String, Value>, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') { from_json(text) } else { from_toml(text) }
}

fn from_json(text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Whole(Value::Object(root))) => Ok(root),
        Ok(_) => Err("答案文件最外层要写成花括号 {…}".to_owned()),
        Err(error) if error.is_data() => {
            let said = error.to_string();
            let said = said.split(" at line").next().unwrap_or_default();
            Err(format!("答案文件第{}行{said}", error.line()))
        }
        Err(error) => Err(format!(
            "答案文件第{}行第{}列不合 JSON 的写法：请检查引号、逗号、括号是否成对",
            error.line(),
            error.column()
        )),
    }
}

fn from_toml(text: &str) -> Result<Map<String, Value>, String> {
    let parsed = text.parse().or_else(|error: toml::de::Error| match quoted_keys(text) {
        // Where it is not the keys, what is said is about the text as it was written.
        Some(quoted) => quoted.parse().map_err(|_| error),
        None => Err(error),
    });
    let table: toml::Table = parsed.map_err(|error| {
        let before = error.span().map_or("", |span| &text[..span.start]);
        format!(
            "答案文件第{}行不合 TOML 的写法：请检查引号、等号、方括号是否成对，同一个键不能写两次",
            before.matches('\n').count() + 1
        )
    })?;
    Ok(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
}

/// The text with the keys that are written in Chinese put into quotes, for TOML takes them in no other way: `责任 = "…"`.
/// `None` where there is none. Lines of a text that goes over several are left alone.
fn quoted_keys(text: &str) -> Option<String> {
    let (mut quoted, mut any, mut within) = (String::with_capacity(text.len()), false, false);
    for line in text.split_inclusive('\n') {
        let bare = |key: &str| !key.is_ascii() && !key.contains(['"', '\'', '#', '[', '{']);
        match line.split_once(['=', '＝']) {
            Some((key, after)) if !within && bare(key) => {
                quoted.push_str(&format!("\"{}\" ={after}", key.trim()));
                any = true;
            }
            _ => quoted.push_str(line),
        }
        let marks = line.matches("\"\"\"").count() + line.matches("'''").count();
        within ^= marks % 2 == 1;
    }
    any.then_some(quoted)
}

/// A bare TOML day becomes its text, as JSON writes it.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(list) => list.into_iter().map(plain).collect(),
        toml::Value::Table(table) => table
            .into_iter()
            .map(|(key, value)| (key, plain(value)))
            .collect::<Map<String, Value>>()
            .into(),
    }
}

/// One level of the document; what nobody asked for is reported by `finish`.
struct Fields {
    map: Map<String, Value>,
    /// Where it stands, e.g. 第2条隐患的; empty at the top.
    place: String,
    asked: Vec<&'static str>,
}

impl Fields {
    fn new(map: Map<String, Value>, place: String) -> Fields {
        Fields { map, place, asked: Vec::new() }
    }

    /// `null` is the same as left out.
    fn take(&mut self, key: &'static str) -> Option<Value> {
        self.asked.push(key);
        self.map.remove(key).filter(|value| !value.is_null())
    }

    fn wrong(&self, key: &str, wanted: &str) -> String {
        format!("{}{key} 要写{wanted}", self.place)
    }

    fn text(&mut self, key: &'static str, problems: &mut Vec<String>) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text),
            _ => {
                problems.push(self.wrong(key, "引号里的文字"));
                None
            }
        }
    }

    fn integer(&mut self, key: &'static str, problems: &mut Vec<String>) -> Option<i64> {
        let number = self.take(key)?.as_i64();
        if number.is_none() {
            problems.push(self.wrong(key, "整数，不加引号"));
        }
        number
    }

    fn texts(&mut self, key: &'static str, problems: &mut Vec<String>) -> Vec<String> {
        let texts = match self.take(key) {
            None => Some(Vec::new()),
            Some(Value::Array(list)) => {
                list.into_iter().map(|value| value.as_str().map(str::to_owned)).collect()
            }
            Some(_) => None,
        };
        texts.unwrap_or_else(|| {
            problems.push(self.wrong(key, "文字列表，例如 [\"饭店\"]"));
            Vec::new()
        })
    }

    fn words(&mut self, key: &'static str, problems: &mut Vec<String>) -> BTreeMap<String, String> {
        let mut words = BTreeMap::new();
        match self.take(key) {
            None => {}
            Some(Value::Object(map)) => {
                for (name, value) in map {
                    match value {
                        Value::String(text) => {
                            words.insert(name, text);
                        }
                        _ => problems.push(format!("{key} 里的 {} 要写引号里的文字", shown(&name))),
                    }
                }
            }
            Some(_) => problems.push(self.wrong(key, "成一段“编号 = 文字”")),
        }
        words
    }

    fn hazards(&mut self, problems: &mut Vec<String>) -> Vec<HazardEntry> {
        let list = match self.take("hazards") {
            None => Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => {
                problems.push(self.wrong("hazards", "成列表，每条隐患一段"));
                Vec::new()
            }
        };
        let mut entries = Vec::new();
        for (index, value) in list.into_iter().enumerate() {
            let place = format!("第{}条隐患", index + 1);
            match value {
                Value::Object(map) => {
                    entries.push(entry(Fields::new(map, format!("{place}的 ")), problems));
                }
                _ => problems.push(format!("{place}要写成一段")),
            }
        }
        entries
    }

    fn finish(self, problems: &mut Vec<String>) {
        for key in self.map.keys() {
            if !self.asked.contains(&key.as_str()) {
                problems.push(format!(
                    "{}“{}”不认识：这里只能写 {}",
                    self.place,
                    shown(key),
                    self.asked.join("、")
                ));
            }
        }
    }
}

fn entry(mut fields: Fields, problems: &mut Vec<String>) -> HazardEntry {
    let entry = HazardEntry {
        item: fields.text("item", problems),
        text: fields.text("text", problems),
        grade: fields.text("grade", problems),
        disposal: fields.text("disposal", problems),
        days: fields.integer("days", problems),
        workdays: fields.integer("workdays", problems),
        deadline: fields.text("deadline", problems),
        interim: fields.text("interim", problems),
        requirement: fields.text("requirement", problems),
        basis: fields.text("basis", problems),
        category: fields.text("category", problems),
        evidence: fields.text("evidence", problems),
    };
    fields.finish(problems);
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_and_json_say_the_same() {
        let json = parse(
            r#"{"default":"normal","answers":{"q20":"堵塞"},"nature":["饭店"],
                "hazards":[{"item":"q20","days":7,"workdays":null,"deadline":null},
                           {"text":"他处","deadline":"2026-11-30"}],"acceptor":"王五"}"#,
        );
        let toml = parse(
            "\u{feff}default = \"normal\"\nnature = [\"饭店\"]\nacceptor = \"王五\"\n[answers]\nq20 = \"堵塞\"\n\
             [[hazards]]\nitem = \"q20\"\ndays = 7\n[[hazards]]\ntext = \"他处\"\ndeadline = 2026-11-30\n",
        );
        assert_eq!(json, toml);
        let answers = toml.expect("a document");
        assert_eq!(answers.hazards[1].deadline.as_deref(), Some("2026-11-30"));
        assert_eq!(answers.answers["q20"], "堵塞");
    }

    #[test]
    fn an_answer_written_twice_is_not_lost() {
        let twice = "{\"default\":\"normal\",\n\"answers\":{\"q01\":\"无\",\"q01\":\"有\"}}";
        assert_eq!(parse(twice), Err(vec!["答案文件第2行“q01”写了两次，请删去一个".to_owned()]));
    }

    #[test]
    fn every_wrong_type_and_key_is_said_at_once() {
        let problems = parse(
            r#"{"default":1,"nature":["饭店",2],"answers":{"q01":true},"blanks":[],
                "hazards":[{"days":"七","color":"red"},3],"responsable":"李四"}"#,
        )
        .expect_err("problems");
        assert_eq!(
            problems,
            [
                "default 要写引号里的文字",
                "nature 要写文字列表，例如 [\"饭店\"]",
                "answers 里的 q01 要写引号里的文字",
                "blanks 要写成一段“编号 = 文字”",
                "第1条隐患的 days 要写整数，不加引号",
                "第1条隐患的 “color”不认识：这里只能写 item、text、grade、disposal、days、workdays、deadline、interim、requirement、basis、category、evidence",
                "第2条隐患要写成一段",
                "“responsable”不认识：这里只能写 default、nature、answers、blanks、hazards、responsible、acceptor",
            ]
        );
    }

    #[test]
    fn a_broken_document_names_its_line() {
        for (text, problem) in [
            (
                "{\"default\":\n\"normal\",}",
                "答案文件第2行第10列不合 JSON 的写法：请检查引号、逗号、括号是否成对",
            ),
            (
                "default = \"normal\"\nnature = 饭店\n",
                "答案文件第2行不合 TOML 的写法：请检查引号、等号、方括号是否成对，同一个键不能写两次",
            ),
        ] {
            assert_eq!(parse(text), Err(vec![problem.to_owned()]));
        }
    }
}
