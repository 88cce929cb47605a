//! The grammar of `forms/paper/*.toml`.

mod part;

use crate::domain::{numbering::NumberPattern, period::Span, staff::Role};

use super::{
    document::{self, Header, Placed, Section, shown},
    facts::{About, Fact, Scope},
    fault::{Fault, Faults},
    field::{self, Field},
    letter::Look,
    paper::{IssuedBy, Need, Needed, PaperForm, Require, Signer},
    regime_file::pattern_sentence,
    says::Says,
    template::Template,
};

pub const SCHEMA: &str = "paper/1";

const LOOKS: [(&str, Look); 3] =
    [("form", Look::Form), ("official", Look::Official), ("wide", Look::Wide)];

pub fn parse(file: &str, text: &str) -> (Option<PaperForm>, Vec<Fault>) {
    document::read(file, text, SCHEMA, paper)
}

fn paper(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<PaperForm> {
    let title = top.words("title", faults);
    let source = top.words("source", faults);
    let abouts = About::ALL.map(|about| (about.code(), about));
    let about = top.choice("about", &abouts, faults);
    let ledger = top.optional("ledger", faults);
    let look = top.choice("look", &LOOKS, faults).unwrap_or_default();
    let optional = |top: &mut Section<'_>, key, faults: &mut Faults| {
        top.optional(key, faults).map(|text| text.value).unwrap_or_default()
    };
    let spans = Span::ALL.map(|span| (span.code(), span));
    let span = if top.has("period") { top.choice("period", &spans, faults) } else { None };
    if let (Some(_), Some(about)) = (span, about)
        && about != About::None
    {
        faults.add(top.at, "period 只能用在 about = \"none\" 的文书里");
    }
    let issuers = IssuedBy::ALL.map(|issuer| (issuer.code(), issuer));
    let issued_by =
        if top.has("issued_by") { top.choice("issued_by", &issuers, faults) } else { None };
    if (issued_by, about != Some(About::Supervision)) == (Some(IssuedBy::Supervisor), true) {
        faults.add(top.at, "issued_by = \"supervisor\" 只能用在 about = \"supervision\" 的文书里");
    }
    let signed_by = signed_by(top, faults);
    let name = Some(optional(top, "name", faults)).filter(|name| !name.is_empty());
    let heading = optional(top, "heading", faults);
    let number = number(top, faults);
    let footnote = optional(top, "footnote", faults);
    let copies = top.optional_texts("copies", faults);
    let flag = |top: &mut Section<'_>, key, faults: &mut Faults| {
        let at = top.at;
        let set = top.flag(key, faults);
        if set && number.is_none() {
            faults.add(at, format!("{key} = true 只能用在有文号的文书里：请补上 number"));
        }
        set
    };
    let qr = flag(top, "qr", faults);
    let stub = flag(top, "stub", faults);
    if stub && !look.takes_stub() {
        faults.add(top.at, "stub = true 只能用在 look = \"form\" 的文书里");
    }
    let scope = Scope::of(about.unwrap_or_default());
    let sections = top.optional_sections("field", faults);
    let taken = |id: &str| scope.has(id) || scope.list(id).is_some() || id == "count";
    let (fields, proposals) = field::fields(sections, &taken, faults);
    let mut names = Names {
        about: about.unwrap_or_default(),
        scope: &scope,
        own: fields.iter().map(|field| field.id.as_str()).collect(),
        ledger: ledger.as_ref().map(|ledger| ledger.value.as_str()),
        needs: Vec::new(),
    };
    for proposal in &proposals {
        names.check(&proposal.value, proposal.at, None, faults);
    }
    if let Some(ledger) = &ledger {
        names.need(Needed::Ledger(ledger.value.clone()), ledger.at, faults);
    }
    if let (Some(About::Entry), None) = (about, &ledger) {
        faults.add(top.at, "about = \"entry\" 要写明是哪个台账：请补一行 ledger = \"…\"");
    }
    if let Some(ledger) = &ledger
        && !matches!(about, Some(About::Entry | About::None))
    {
        faults.add(ledger.at, "ledger 只能用在 about = \"entry\" 或 \"none\" 的文书里");
    }
    let of = entries_meant(top, &mut names, faults);
    let addressee = names.template("addressee", top, faults);
    let issuer = names.template("issuer", top, faults);
    let dated = top.has("date").then_some(top.at);
    let date = names.template("date", top, faults);
    if let (Some(at), true) = (dated, issuer.is_empty()) {
        faults.add(at, "date 要和 issuer 一起写：日期印在落款单位下面");
    }
    let parts = part::parts(top.sections("part", faults), &mut names, faults);
    let mut signatures = Vec::new();
    for mut section in top.optional_sections("signature", faults) {
        signatures.push(signer(&mut section, &mut names, faults));
        section.finish(faults);
    }
    let mut requires = Vec::new();
    for mut section in top.optional_sections("require", faults) {
        requires.extend(require(&mut section, &fields, &mut names, faults));
        section.finish(faults);
    }
    let needs = names.needs;
    Some(PaperForm {
        stands: false,
        code: header.code,
        revision: header.revision,
        name: name.unwrap_or_else(|| title.clone()),
        title,
        source,
        about: about?,
        ledger: ledger.map(|ledger| ledger.value).unwrap_or_default(),
        of,
        look,
        span: span.unwrap_or_default(),
        heading,
        number,
        addressee,
        copies: copies.into_iter().map(|copy| copy.value).collect(),
        footnote,
        qr,
        stub,
        issuer,
        issued_by: issued_by.unwrap_or_default(),
        signed_by,
        date,
        fields,
        parts,
        signatures,
        requires,
        needs,
    })
}

/// `[entry]`: the paper is of those rows of its ledger alone of which `field` says one of `values`.
fn entries_meant(
    top: &mut Section<'_>,
    names: &mut Names<'_>,
    faults: &mut Faults,
) -> Option<Says> {
    let mut section = top.optional_section("entry", faults)?;
    if names.about != About::Entry {
        faults.add(section.at, "[entry] 只能用在 about = \"entry\" 的文书里");
    }
    let field = section.text("field", faults)?;
    names.need(Needed::LedgerField(field.value.clone()), field.at, faults);
    let values = section.texts("values", faults).into_iter().map(|text| text.value).collect();
    section.finish(faults);
    Some(Says { field: field.value, values })
}

fn signer(section: &mut Section<'_>, names: &mut Names<'_>, faults: &mut Faults) -> Signer {
    let rows = section.optional("rows", faults);
    if let Some(rows) = &rows {
        names.list(rows, faults);
    }
    let rows = rows.map(|rows| rows.value).unwrap_or_default();
    let second_text = section.optional("second_text", faults);
    let list = Some(rows.as_str()).filter(|rows| !rows.is_empty());
    Signer {
        label: section.words("label", faults),
        second: section.optional("second", faults).map(|text| text.value).unwrap_or_default(),
        second_text: second_text.map(|text| names.parse(&text, list, faults)).unwrap_or_default(),
        least: section.optional_number("least", 1..=20, faults).unwrap_or(1) as usize,
        rows,
        dated: section.flag("dated", faults),
    }
}

/// `fact` has to be known (`!fact`: not to be), where `field` is answered with `answer` or in any case.
fn require(
    section: &mut Section<'_>,
    fields: &[Field],
    names: &mut Names<'_>,
    faults: &mut Faults,
) -> Option<Require> {
    let when = part::when("fact", section, names, faults);
    if when.is_none() && !section.has("fact") {
        section.text("fact", faults);
    }
    let asked = section.optional("field", faults);
    let answer = section.optional("answer", faults);
    if let Some(asked) = &asked {
        let field = fields.iter().find(|field| field.id == asked.value);
        let taken = answer.as_ref().map(|answer| field.map(|field| field.read(&answer.value)));
        match (field, taken) {
            (None, _) => faults.add(asked.at, format!("没有“{}”这一栏", asked.value)),
            (_, None) => faults.add(asked.at, "写了 field，还要写 answer：填了什么才查"),
            (_, Some(Some(Err(why)))) => faults.add(asked.at, why),
            _ => {}
        }
    }
    let say = section.words("say", faults);
    let answer = asked.map(|asked| asked.value).zip(answer.map(|answer| answer.value));
    Some(Require { when: when?, answer, say })
}

/// Roles by their codes.
fn signed_by(top: &mut Section<'_>, faults: &mut Faults) -> Vec<Role> {
    let named = top.optional_texts("signed_by", faults).into_iter();
    let role = |named: Placed<String>| {
        let role = Role::from_code(&named.value);
        if role.is_none() {
            let all: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
            let said = shown(&named.value);
            faults.add(named.at, format!("职责“{said}”不认识：只能写 {}", all.join("、")));
        }
        role
    };
    named.filter_map(role).collect()
}

fn number(top: &mut Section<'_>, faults: &mut Faults) -> Option<NumberPattern> {
    let pattern = top.optional("number", faults)?;
    NumberPattern::parse(&pattern.value)
        .map_err(|problems| {
            for problem in problems {
                faults.add(pattern.at, pattern_sentence(&problem));
            }
        })
        .ok()
}

/// The names that this paper may use, and those that other files have to know.
struct Names<'a> {
    about: About,
    scope: &'a Scope,
    own: Vec<&'a str>,
    ledger: Option<&'a str>,
    needs: Vec<Need>,
}

impl Names<'_> {
    fn need(&mut self, what: Needed, at: usize, faults: &Faults) {
        self.needs.push(Need { what, line: faults.line(at) });
    }

    /// A text with places that has to be read from `key` when it is there.
    fn template(
        &mut self,
        key: &'static str,
        top: &mut Section<'_>,
        faults: &mut Faults,
    ) -> Template {
        match top.optional(key, faults) {
            Some(text) => self.parse(&text, None, faults),
            None => Template::default(),
        }
    }

    /// Whether the cells of a column count something.
    fn is_figure(&self, list: &str, text: &Template) -> bool {
        let fact = self
            .scope
            .list(list)
            .zip(text.alone())
            .and_then(|(list, name)| list.rows.iter().find(|fact| fact.name == name));
        fact.is_some_and(Fact::is_figure)
    }

    /// `list`: the list whose `row.` facts may be named too.
    fn parse(
        &mut self,
        text: &Placed<String>,
        list: Option<&str>,
        faults: &mut Faults,
    ) -> Template {
        match Template::parse(&text.value) {
            Ok(template) => {
                for name in template.places() {
                    self.check(name, text.at, list, faults);
                }
                template
            }
            Err(wrong) => {
                faults.add(text.at, wrong);
                Template::default()
            }
        }
    }

    /// Reports a name that means nothing here; notes one that another file has to know.
    fn check(&mut self, name: &str, at: usize, list: Option<&str>, faults: &mut Faults) {
        if let Some(fact) = name.strip_prefix("row.") {
            let Some(list) = list else {
                faults.add(at, format!("{{{name}}} 只能用在有 rows 的清单或表格里"));
                return;
            };
            let known = self.scope.list(list);
            if known.is_none_or(|list| list.rows.iter().any(|row| row.name == name)) {
                // A list that is not known is reported where it is named.
            } else if list == "entries" && self.ledger.is_some() {
                self.need(Needed::LedgerField(fact.to_owned()), at, faults);
            } else {
                let rows = known.map(|list| list.rows.as_slice()).unwrap_or_default();
                let names = rows.iter().map(|row| row.name.as_str());
                faults.add(
                    at,
                    format!(
                        "清单 {list} 的行里没有“{}”{}；能用的请看 anban form facts {}",
                        shown(name),
                        suggestion(name, names),
                        self.about.code()
                    ),
                );
            }
            return;
        }
        if self.scope.has(name) || self.own.contains(&name) {
            return;
        }
        if let (Some(fact), true) = (name.strip_prefix("entry."), self.ledger.is_some()) {
            self.need(Needed::LedgerField(fact.to_owned()), at, faults);
        } else if let (Some(fact), true) =
            (name.strip_prefix("major."), self.scope.has("major.plan"))
        {
            self.need(Needed::MajorField(fact.to_owned()), at, faults);
        } else {
            faults.add(at, unknown(name, self.about, self.scope, &self.own));
        }
    }

    /// The name of a list; reported when there is none.
    fn list(&self, list: &Placed<String>, faults: &mut Faults) {
        if self.scope.list(&list.value).is_none() {
            let names = self.scope.lists.iter().map(|list| list.name);
            faults.add(
                list.at,
                format!(
                    "没有叫“{}”的清单{}；about = \"{}\" 的文书能用的清单：{}",
                    shown(&list.value),
                    suggestion(&list.value, names),
                    self.about.code(),
                    self.scope.lists.iter().map(|list| list.name).collect::<Vec<_>>().join("、")
                ),
            );
        } else if list.value == "entries" && self.about == About::None && self.ledger.is_none() {
            faults.add(list.at, "清单 entries 要写明是哪个台账：请在文件开头补一行 ledger = \"…\"");
        }
    }
}

/// What to say of a fact that nobody knows.
pub(super) fn unknown(name: &str, about: About, scope: &Scope, own: &[&str]) -> String {
    let names = scope.values.iter().map(|fact| fact.name.as_str()).chain(own.iter().copied());
    format!(
        "不认识的事实“{}”{}；能用的请看 anban form facts {}",
        shown(name),
        suggestion(name, names),
        about.code()
    )
}

/// （是不是“premises.name”？) when a known name is nearly the same.
fn suggestion<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|known| (distance(name, known), known)).min();
    match near {
        Some((distance, known)) if distance <= 2 => format!("（是不是“{known}”？）"),
        _ => String::new(),
    }
}

/// Letters to be put in, taken out or changed to make one name of the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, a) in left.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (to, b) in right.iter().enumerate() {
            let change = corner + usize::from(a != *b);
            corner = row[to + 1];
            row[to + 1] = change.min(corner + 1).min(row[to] + 1);
        }
    }
    row[right.len()]
}
