//! Every paper that the form files know, made of real records: a street a year old on which all roads have been gone
//! to their end. Which papers there are is read from the forms, so that a new one is held too.

mod figures;
pub mod records;
mod signing;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anban::{
    form::{
        facts::{About, Facts},
        paper::{Body, CellContent, PaperForm, Part, When},
        template::Template,
    },
    office::{Office, Opening, documents::Request, exports::How, facts::Period, print::Print},
    paper::{self, Fonts, Page, page::Mark},
};

use crate::{papers::library, tools::run};
use records::{COMMUNITY, GRID, LAST, Records, WORKSHOP};

/// A paper to be made, and what it is called here.
struct Wanted {
    name: String,
    form: PaperForm,
    request: Request,
}

fn office(street: &Records) -> Office {
    let opening = Opening {
        data: Some(street.desk.office()),
        today: Some(LAST.parse().unwrap()),
        actor: Some("周安平".to_owned()),
        ..Opening::default()
    };
    Office::open(&opening).unwrap()
}

/// Every paper of every file, each of a record that it fits.
fn all(street: &Records) -> Vec<Wanted> {
    let library = library();
    let days =
        |from: &str, to: &str| Period { from: from.parse().unwrap(), to: to.parse().unwrap() };
    let mut all = Vec::new();
    let mut want = |form: &PaperForm, name: String, about: &str| {
        let request = Request {
            code: form.code.clone(),
            about: (!about.is_empty()).then(|| about.to_owned()),
            period: Some(match form.code.as_str() {
                "ranking" | "quarterly" => days("2026-10-01", "2026-12-31"),
                "day_sheet" => days("2026-12-01", "2026-12-31"),
                "weekly_review" => days("2026-11-23", "2026-11-29"),
                _ => days("2026-11-01", "2026-11-30"),
            }),
            ..Request::default()
        };
        all.push(Wanted { name, form: form.clone(), request });
    };
    for form in library.papers() {
        let one = form.code.clone();
        match form.about {
            About::None => {
                want(form, format!("{one} street"), "");
                want(form, format!("{one} community"), COMMUNITY);
            }
            About::Premises => want(form, one, WORKSHOP),
            About::Grid => want(form, one, GRID),
            About::Hazard if form.code == "refusal_report" => want(form, one, &street.hazard(2)),
            About::Hazard => want(form, one, &street.hazard(3)),
            About::Inspection if form.code == "site_record_district" => {
                want(form, one, &street.of_district)
            }
            About::Inspection => want(form, one, &street.inspection),
            About::Notice => want(form, one, &street.notice),
            About::Transfer => want(form, one, &street.transfer),
            About::Supervision if form.code == "community_supervision" => {
                want(form, one, &street.of_community)
            }
            About::Supervision => want(form, one, &street.supervision),
            About::Event => want(form, one, &street.event),
            About::Entry => {
                let entry = match form.code.as_str() {
                    "circular" => "accountability/通报",
                    "admonition" => "accountability/诫勉谈话",
                    "discipline_transfer" => "accountability/移送线索",
                    _ => &form.ledger,
                };
                want(form, one, street.entry(entry));
            }
        }
    }
    for ledger in library.ledgers() {
        let form = ledger.list();
        let request = Request {
            code: format!("ledger/{}", ledger.code),
            period: Some(days("2026-01-01", LAST)),
            ..Request::default()
        };
        all.push(Wanted { name: format!("ledger/{}", ledger.code), form, request });
    }
    all
}

#[test]
fn every_paper_is_made_of_real_records() {
    let street = Records::new();
    let mut office = office(&street);
    let fonts = Fonts::embedded().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let (mut refused, mut blanks, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for mut wanted in all(&street) {
        let name = &wanted.name;
        // Nothing but the record answers; what a person alone can say is found out and said.
        let facts = loop {
            match office.printable(&wanted.request) {
                Ok(facts) => break Some(facts),
                Err(refusal) => {
                    let said = refusal.to_string();
                    let before = wanted.request.fields.len();
                    refused.push(format!("{name}: {said}"));
                    for field in &wanted.form.fields {
                        if said.contains(&format!("“{}”还没有填", field.label)) {
                            wanted.request.fields.insert(field.id.clone(), field.sample());
                        }
                    }
                    if wanted.request.fields.len() == before {
                        break None;
                    }
                }
            }
        };
        let Some(facts) = facts else { continue };
        for blank in unknown(&wanted.form, &facts) {
            blanks.push(format!("{name} {blank}"));
        }
        let letter = office.drafted(&wanted.request).unwrap();
        let pages = paper::letter(&letter, &fonts, None).unwrap();
        faults.extend(split(&pages).into_iter().map(|words| format!("{name} splits {words}")));
        let full = signing::printed_full(&letter).into_iter();
        faults.extend(full.map(|place| format!("{name} is signed in print, {place}")));
        let wrong = figures::summed_wrongly(&letter).into_iter();
        faults.extend(wrong.map(|column| format!("{name} adds up wrongly {column}")));
        let proof = office.drafted_text(&wanted.request).unwrap();
        assert_eq!(proof, paper::plain(&pages), "{name}");
        faults.extend(foreign(&proof).into_iter().map(|word| format!("{name} says {word}")));
        let file = name.replace(['/', ' '], "_");
        fs::write(folder.join(format!("{file}.txt")), &proof).unwrap();
        let path = folder.join(format!("{file}.pdf"));
        let printed = office.drafted_pdf(&wanted.request, &Print::default()).unwrap();
        fs::write(&path, &printed.bytes).unwrap();
        looked_at(name, path.to_str().unwrap(), &proof);
        let listed =
            wanted.form.tables().next().is_some() || wanted.form.registers().next().is_some();
        match office.register_sheet(&wanted.request, How::default()) {
            Ok(bytes) => {
                assert!(listed, "{name}");
                let texts = figures::written_as_text(&bytes.bytes).into_iter();
                faults
                    .extend(texts.map(|column| format!("{name} has figures as text in {column}")));
                fs::write(folder.join(format!("{file}.xlsx")), bytes.bytes).unwrap();
            }
            Err(refusal) => {
                assert!(!listed && refusal.to_string().contains("不是表格"), "{name}: {refusal}");
            }
        }
    }
    // What was signed on the day itself: 整改通知书 and the checklist.
    let id = office.visit_named(&street.inspection).unwrap();
    assert_eq!(signing::printed_full(&office.notice(&street.notice).unwrap().1), [""; 0]);
    let signed = [
        (
            "notice",
            office.notice_text(&street.notice).unwrap(),
            office.notice_pdf(&street.notice, &Print::default()).unwrap(),
        ),
        (
            "table4",
            office.checklist_text(id, None).unwrap(),
            office.checklist_pdf(id, None, &Print::default()).unwrap(),
        ),
    ];
    for (name, proof, printed) in signed {
        faults.extend(foreign(&proof).into_iter().map(|word| format!("{name} says {word}")));
        let path = folder.join(format!("{name}.pdf"));
        fs::write(&path, &printed.bytes).unwrap();
        fs::write(folder.join(format!("{name}.txt")), &proof).unwrap();
        looked_at(name, path.to_str().unwrap(), &proof);
    }
    let said = |name: &str| -> String {
        let text = fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        text.chars().filter(|c| !c.is_whitespace()).collect()
    };
    for (name, words) in [
        ("notice", "证号：AB-1100"),
        ("site_record", "证号：AB-0101"),
        ("site_record_district", "我们是丰泽区行政执法人员秦执法，证件号码为FZ-0001"),
        ("recheck", "证号：AB-0101"),
        ("resumption_opinion", "证号：AB-0101"),
        ("accident_timeline", "郑巧云网格员"),
        ("service_receipt", "留置送达"),
        ("supervision_notice", "要求你单位于2027年1月11日前"),
    ] {
        assert!(said(name).contains(words), "{name} without {words}: {}", said(name));
    }
    for (what, told) in [("refused", &refused), ("blanks", &blanks), ("faults", &faults)] {
        fs::write(folder.join(format!("{what}.list")), told.join("\n")).unwrap();
    }
    insta::assert_snapshot!("refused", refused.join("\n"));
    insta::assert_snapshot!("blanks", blanks.join("\n"));
    assert_eq!(faults, Vec::<String>::new());
}

/// Sound for qpdf, every font in it, and the words those of the proof.
fn looked_at(name: &str, file: &str, proof: &str) {
    if let Some((good, said)) = run("qpdf", &["--check", file]) {
        assert!(good, "{name}: {said}");
    }
    if let Some((_, said)) = run("pdffonts", &[file]) {
        assert!(said.lines().count() > 2, "{name}: {said}");
        for line in said.lines().skip(2) {
            assert!(line.contains("yes yes yes"), "{name}: {line}");
        }
    }
    if let Some((_, read)) = run("pdftotext", &["-raw", "-enc", "UTF-8", file, "-"]) {
        assert_eq!(counted(&read), counted(proof), "{name}");
    }
}

fn counted(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

/// What a reader of Chinese does not read: braces of a form, words of letters.
fn foreign(proof: &str) -> BTreeSet<String> {
    let words = proof.split(|c: char| !c.is_ascii_alphanumeric() && !"{}_".contains(c));
    let english = |word: &&str| {
        // The name of a photo is what somebody called it.
        *word != "jpg"
            && (word.contains(['{', '}', '_']) || {
                let letters = word.chars().filter(char::is_ascii_alphabetic).count();
                letters > 1 && word.chars().any(|c| c.is_ascii_lowercase())
            })
    };
    words.filter(english).map(str::to_owned).collect()
}

/// Dates, phones and numbers that are broken over two lines of the same cell or paragraph.
fn split(pages: &[Page]) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages {
        let rules: Vec<(f32, f32, f32)> = page
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Rule { from, to, .. } if from.1 == to.1 => {
                    Some((from.1, from.0.min(to.0), from.0.max(to.0)))
                }
                _ => None,
            })
            .collect();
        let texts = page.marks.iter().filter_map(|mark| match mark {
            Mark::Text { x, y, size, glyphs } => {
                let width: f32 = glyphs.iter().map(|glyph| glyph.width()).sum();
                let words: String = glyphs.iter().map(|glyph| glyph.char).collect();
                Some((*x, *y, *size, *x + width * size, words))
            }
            _ => None,
        });
        let texts: Vec<_> = texts.collect();
        for pair in texts.windows(2) {
            let [(x, y, size, end, above), (x2, y2, _, end2, below)] = pair else { continue };
            let (left, right) = (x.max(*x2), end.min(*end2));
            let beneath = y2 > y && y2 - y < 2.2 * size && left < right;
            let ruled = rules
                .iter()
                .any(|(at, from, to)| *at > *y && *at < *y2 && *from <= left && *to >= right);
            if !beneath || ruled {
                continue;
            }
            let (before, after) = (above.trim_end(), below.trim_start());
            // Two days below one another are two, as phones are.
            let day = |text: &str| text.parse::<chrono::NaiveDate>().is_ok();
            if day(before) || day(after) {
                continue;
            }
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let ends = before.chars().next_back();
            let dated =
                ends.is_some_and(|c| "年月-.".contains(c)) && digit(before.chars().rev().nth(1));
            let begins = after.chars().next();
            let joins = begins.is_some_and(|c| "年月日.-".contains(c));
            if (digit(ends) && (digit(begins) || joins)) || (dated && digit(begins)) {
                found.push(format!("{before}|{after}"));
            }
        }
    }
    found
}

/// The facts that a form prints and nobody knows; of a list those that no row knows.
fn unknown(form: &PaperForm, facts: &Facts) -> BTreeSet<String> {
    let mut unknown = BTreeSet::new();
    let own = |name: &str| {
        let answer = form.field(name).map(|field| field.printed(facts.get(name)));
        answer.unwrap_or_else(|| facts.get(name).to_owned())
    };
    let holds = |when: &When| {
        let known = !own(&when.name).is_empty() || !facts.rows(&when.name).is_empty();
        known != when.negated
    };
    let mut value = |template: &Template| {
        for place in template.places() {
            let counted = place.starts_with("sum.") || place == "count";
            if !counted && !place.starts_with("row.") && own(place).is_empty() {
                unknown.insert(place.to_owned());
            }
        }
    };
    value(&form.addressee);
    value(&form.issuer);
    value(&form.date);
    let printed: Vec<&Part> =
        form.parts.iter().filter(|part| part.when.as_ref().is_none_or(holds)).collect();
    for part in &printed {
        match &part.body {
            Body::Text { text, .. } => value(text),
            Body::Grid { rows, .. } => {
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    match &cell.content {
                        CellContent::Text { text, .. } => value(text),
                        CellContent::Ticks { chosen, .. } => value(chosen),
                        _ => {}
                    }
                }
            }
            Body::Table(table) => table.total.iter().for_each(&mut value),
            _ => {}
        }
    }
    let mut rows = |list: &str, templates: Vec<&Template>| {
        let rows = facts.rows(list);
        if rows.is_empty() {
            unknown.insert(format!("{list}[]"));
            return;
        }
        for place in templates.into_iter().flat_map(Template::places) {
            let Some(name) = place.strip_prefix("row.").filter(|name| *name != "no") else {
                continue;
            };
            if rows.iter().all(|row| row.get(name).is_none_or(String::is_empty)) {
                unknown.insert(format!("{list}.{name}"));
            }
        }
    };
    for part in printed {
        match &part.body {
            Body::List { rows: list, text, details, .. } => {
                let details = details.iter().map(|(_, template)| template);
                rows(list, details.chain([text]).collect());
            }
            Body::Bars { rows: list, label, value, .. } => rows(list, vec![label, value]),
            Body::Table(table) => {
                rows(&table.rows, table.columns.iter().map(|column| &column.text).collect());
            }
            _ => {}
        }
    }
    unknown
}
