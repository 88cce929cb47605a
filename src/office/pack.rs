//! The pack of a hazard for those who take it on (拒不整改上报、移送): report, notice, hazards, log, photos and
//! scans in one PDF (S0 §一.2(2)).

use chrono::NaiveDate;

use super::{
    Office, Refusal,
    evidence::evidence_of,
    inspect::Visit,
    print::{Print, Printed, refused},
};
use crate::{
    domain::{
        evidence::{Evidence, Kind, Media},
        hazard::{StateKind, Step},
        notice::Notice,
        premises::Premises,
        unit::Level,
    },
    form::letter::{Block, Letter, Signature},
    paper::{
        self, Content, Fonts, Meta, Page, Part, Picture,
        pack::{Listed, Shot},
    },
    store::{self, hazards},
    terms,
};

/// Everything that a pack is made of.
struct Case {
    hazard: hazards::Stored,
    visit: Visit,
    premises: Premises,
    /// The valid notice, or the last void one.
    notice: Option<Notice>,
    evidence: Vec<Evidence>,
}

impl Case {
    fn refused(&self) -> Option<(NaiveDate, &str)> {
        self.hazard.steps.iter().rev().find_map(|(step, _)| match step {
            Step::Refused { on, note } => Some((*on, note.as_str())),
            _ => None,
        })
    }

    /// The hazards of the notice; what a correction took back is not among them.
    fn hazards(&self) -> impl Iterator<Item = &hazards::Stored> {
        let kept = |stored: &&hazards::Stored| stored.hazard.course.kind() != StateKind::Withdrawn;
        self.visit.hazards.iter().filter(kept)
    }

    fn title(&self) -> String {
        let what = if self.refused().is_some() { "拒不整改材料" } else { "隐患材料" };
        format!("{what} {}", self.premises.name)
    }
}

/// A part of the pack on its way to the cover: name, remark, and what goes in.
struct Section<'a> {
    what: String,
    note: String,
    content: Content<'a>,
    pages: usize,
}

impl<'a> Section<'a> {
    fn own(what: &str, note: String, pages: Vec<Page>) -> Section<'a> {
        let count = pages.len();
        let content = Content::Pages(pages, Vec::new());
        Section { what: what.to_owned(), note, content, pages: count }
    }
}

impl Office {
    /// The pack of a hazard. What is missing from the evidence is named on the cover and in the warnings.
    pub fn hazard_pack(&mut self, wanted: &str) -> Result<Printed, Refusal> {
        let case = self.case(wanted)?;
        let office = self.fonts()?;
        let fonts = &office.fonts;
        let report =
            if case.refused().is_some() { self.refusal_report(&case, fonts)? } else { Vec::new() };
        let kept = match &case.notice {
            Some(notice) => Some(self.notice_pdf(&notice.id.to_string(), &Print::default())?),
            None => None,
        };
        let mut warnings = office.problems.clone();
        let mut files: Vec<(&Evidence, Vec<u8>)> = Vec::new();
        let mut lacking: Vec<Listed> = Vec::new();
        for evidence in &case.evidence {
            match self.evidence_bytes(evidence) {
                Ok(bytes) => files.push((evidence, bytes)),
                Err(refusal @ Refusal::Store(_)) => return Err(refusal),
                Err(refusal) => {
                    warnings.push(refusal.to_string());
                    lacking.push(Listed {
                        what: format!(
                            "{}：{}",
                            terms::evidence_kind(evidence.kind),
                            printable(fonts, &evidence.name)
                        ),
                        note: format!("文件缺失或被改动，没有附上。{}", day_and_mark(evidence)),
                        pages: None,
                    });
                }
            }
        }

        let mut sections: Vec<Section> = Vec::new();
        if !report.is_empty() {
            sections.push(Section::own(REPORT, String::new(), report));
        }
        if let (Some(notice), Some(kept)) = (&case.notice, &kept) {
            sections.push(Section {
                what: "整改通知书".to_owned(),
                note: format!("{}\n{}签发", notice.number, terms::date(notice.issued_on)),
                pages: paper::scan(&kept.bytes).map_err(|_| store::Fault::Damaged {
                    detail: format!("paper of {} is no PDF", notice.id),
                })?,
                content: Content::Kept(&kept.bytes),
            });
        }
        let (hazards, log) = (hazard_rows(&case), log_rows(&case));
        let table = |title, columns, rows: &Vec<Vec<String>>| {
            paper::pack::table(title, columns, rows, fonts).map_err(refused)
        };
        sections.push(Section::own(
            "隐患和期限",
            format!("{}条", hazards.len()),
            table("隐患和期限", HAZARDS, &hazards)?,
        ));
        sections.push(Section::own(
            "办理经过",
            format!("{}步", log.len()),
            table("办理经过", LOG, &log)?,
        ));

        let pictures: Vec<(&Evidence, &[u8], Picture)> = files
            .iter()
            .filter(|(evidence, _)| evidence.media != Media::Pdf)
            .filter_map(|(evidence, bytes)| {
                Some((*evidence, bytes.as_slice(), Picture::read(bytes).ok()?))
            })
            .collect();
        for (title, photos, a_page) in [("现场照片", true, 2), ("扫描件和其他图片", false, 1)]
        {
            let shots: Vec<Shot> = pictures
                .iter()
                .filter(|(evidence, ..)| (evidence.kind == Kind::Photo) == photos)
                .map(|(evidence, bytes, picture)| Shot {
                    picture,
                    bytes,
                    caption: self.caption(&case, evidence, fonts),
                })
                .collect();
            if shots.is_empty() {
                continue;
            }
            let note = format!("{}张", shots.len());
            let (pages, placed) =
                paper::pack::shots(title, shots, a_page, fonts).map_err(refused)?;
            let count = pages.len();
            sections.push(Section {
                what: title.to_owned(),
                note,
                content: Content::Pages(pages, placed),
                pages: count,
            });
        }
        for (evidence, bytes) in files.iter().filter(|(evidence, _)| evidence.media == Media::Pdf) {
            match paper::scan(bytes) {
                Ok(pages) => sections.push(Section {
                    what: terms::evidence_kind(evidence.kind).to_owned(),
                    note: self.caption(&case, evidence, fonts),
                    content: Content::Foreign(bytes),
                    pages,
                }),
                Err(error) => {
                    warnings.push(format!("佐证“{}”{error}，没有放进材料。", evidence.name))
                }
            }
        }
        let bytes = self.bound(&case, sections, lacking, fonts)?;
        Ok(Printed { bytes, title: case.title(), warnings })
    }

    /// Cover, page numbers, one file.
    fn bound(
        &self,
        case: &Case,
        sections: Vec<Section>,
        lacking: Vec<Listed>,
        fonts: &Fonts,
    ) -> Result<Vec<u8>, Refusal> {
        let title = case.title();
        let headline = title.split(' ').next().unwrap_or_default().to_owned();
        let hazard = &case.hazard.hazard;
        let facts = [
            ("单位", case.premises.name.clone()),
            ("地址", case.premises.address.clone()),
            ("负责人", case.premises.person_in_charge.clone()),
            ("隐患", hazard.text.clone()),
            (
                "状态",
                format!(
                    "{}，{}",
                    terms::grade(hazard.course.grade()),
                    terms::state(hazard.course.kind())
                ),
            ),
            (
                "编制",
                format!("{}，{}", self.unit_name(&hazard.community), terms::date(self.act.today)),
            ),
        ];
        let cover = |before: usize| {
            let mut first = before + 1;
            let mut listed: Vec<Listed> = sections
                .iter()
                .map(|section| {
                    let pages = (first, first + section.pages.max(1) - 1);
                    first += section.pages;
                    Listed {
                        what: section.what.clone(),
                        note: section.note.clone(),
                        pages: Some(pages),
                    }
                })
                .collect();
            listed.extend(lacking.iter().cloned());
            paper::pack::cover(&headline, &facts, &listed, fonts).map_err(refused)
        };
        // The numbers on it do not change how long it is.
        let length = cover(1)?.len();
        let mut own = cover(length)?;
        let all = length + sections.iter().map(|section| section.pages).sum::<usize>();
        paper::pack::number(&mut own, 1, all, fonts);
        let mut parts =
            vec![Part { title: "目录".to_owned(), content: Content::Pages(own, Vec::new()) }];
        let mut first = length + 1;
        for mut section in sections {
            if let Content::Pages(pages, _) = &mut section.content
                && section.what != REPORT
            {
                paper::pack::number(pages, first, all, fonts);
            }
            first += section.pages;
            parts.push(Part { title: section.what, content: section.content });
        }
        let meta = Meta { title, author: self.unit_name(&hazard.community), date: self.act.today };
        paper::bundle(&parts, &meta, fonts).map_err(refused)
    }

    fn case(&mut self, wanted: &str) -> Result<Case, Refusal> {
        let hazard = self.hazard(wanted)?;
        let visit = self.visit(hazard.hazard.inspection)?;
        let driver = &mut *self.store.driver;
        let premises = store::premises::by_id(driver, &self.scope, hazard.hazard.premises)?
            .ok_or_else(|| Refusal::said("登记册里找不到这家单位，不能编制材料。"))?
            .entry;
        let valid = visit.notices.iter().rev().find(|notice| notice.void.is_none());
        let notice = valid.or(visit.notices.last()).cloned();
        let mut subjects: Vec<_> = visit.hazards.iter().map(|stored| stored.hazard.id).collect();
        subjects.push(visit.inspection.id);
        subjects.extend(visit.notices.iter().map(|notice| notice.id));
        let evidence = evidence_of(driver, &visit.inspection.community, &subjects)?;
        Ok(Case { hazard, visit, premises, notice, evidence })
    }

    /// The first part of the pack. Any pages will do: a paper form of the office's own goes in here.
    fn refusal_report(&mut self, case: &Case, fonts: &Fonts) -> Result<Vec<Page>, Refusal> {
        let letter = self.refusal_letter(case);
        paper::letter(&letter, fonts, None).map_err(refused)
    }

    fn refusal_letter(&self, case: &Case) -> Letter {
        let hazard = &case.hazard.hazard;
        let community = self.unit_name(&hazard.community);
        let street = hazard
            .community
            .at(Level::Street)
            .map(|path| self.unit_name(&path))
            .unwrap_or_default();
        let paragraph = |text: String| Block::Paragraph { text, flush: false };
        let (on, note) = case.refused().unwrap_or((self.act.today, ""));
        let inspected = terms::date(case.visit.inspection.on);
        let ordered = match (&case.notice, hazard.course.deadline()) {
            (Some(notice), Some(deadline)) => format!(
                "我社区于{}开出整改通知书（{}），要求{}前整改完毕。",
                terms::date(notice.issued_on),
                notice.number,
                terms::date(deadline)
            ),
            (Some(notice), None) => format!(
                "我社区于{}开出整改通知书（{}）。",
                terms::date(notice.issued_on),
                notice.number
            ),
            (None, _) => String::new(),
        };
        let note = if note.is_empty() { String::new() } else { format!("：{note}") };
        let details = [
            ("隐患等级", terms::grade(hazard.course.grade()).to_owned()),
            ("整改要求", hazard.requirement.clone()),
            ("依据", hazard.basis.clone()),
            ("整改责任人", hazard.responsible.clone()),
        ];
        Letter {
            title: REPORT.to_owned(),
            addressee: format!("{street}安办"),
            blocks: vec![
                paragraph(format!(
                    "经{inspected}检查，{}（地址：{}，负责人：{}）存在下列隐患：",
                    case.premises.name,
                    blank(&case.premises.address),
                    blank(&case.premises.person_in_charge)
                )),
                Block::Item {
                    number: 1,
                    text: hazard.text.clone(),
                    details: details
                        .into_iter()
                        .filter(|(_, text)| !text.is_empty())
                        .map(|(label, text)| (label.to_owned(), text))
                        .collect(),
                },
                paragraph(format!("{ordered}{}复查，该单位拒不整改{note}。", terms::date(on))),
                paragraph(
                    "现报请处理，并通报下派民警。整改通知书、办理经过和现场佐证附后。".to_owned(),
                ),
            ],
            signatures: vec![Signature {
                label: "社区安全员（签名）".to_owned(),
                second: String::new(),
                second_value: String::new(),
                dated: false,
            }],
            issuer: format!("{street}{community}"),
            date: Some(self.act.today),
            ..Letter::default()
        }
    }

    /// Whose picture it is, from which day, and how it is told from others.
    fn caption(&self, case: &Case, evidence: &Evidence, fonts: &Fonts) -> String {
        let ordinal = case.hazards().find(|stored| stored.hazard.id == evidence.subject);
        let about = match ordinal {
            Some(stored) => format!("隐患{}", stored.hazard.ordinal),
            None => terms::about(evidence.about).to_owned(),
        };
        let name = printable(
            fonts,
            if evidence.note.is_empty() { &evidence.name } else { &evidence.note },
        );
        format!("{about}　{name}\n{}", day_and_mark(evidence))
    }
}

const REPORT: &str = "拒不整改报告";

const HAZARDS: &[(&str, f32)] = &[
    ("序号", 10.0),
    ("隐患", 50.0),
    ("等级", 14.0),
    ("整改要求", 44.0),
    ("期限", 26.0),
    ("状态", 18.0),
];

fn hazard_rows(case: &Case) -> Vec<Vec<String>> {
    case.hazards()
        .map(|stored| {
            let hazard = &stored.hazard;
            let course = &hazard.course;
            vec![
                hazard.ordinal.to_string(),
                hazard.text.clone(),
                terms::grade(course.grade()).to_owned(),
                hazard.requirement.clone(),
                course.deadline().map(terms::date).unwrap_or_default(),
                terms::state(course.kind()).to_owned(),
            ]
        })
        .collect()
}

const LOG: &[(&str, f32)] =
    &[("日期", 30.0), ("隐患", 12.0), ("事项", 28.0), ("情况", 74.0), ("办理人", 22.0)];

/// Every step of every hazard, by day: who did what.
fn log_rows(case: &Case) -> Vec<Vec<String>> {
    let mut rows: Vec<(NaiveDate, Vec<String>)> = Vec::new();
    for stored in case.hazards() {
        let hazard = &stored.hazard;
        let place = hazard.ordinal.to_string();
        let mut row = |on, what: &str, text: String, who: String| {
            rows.push((on, vec![terms::date(on), place.clone(), what.to_owned(), text, who]));
        };
        let inspectors = case.visit.inspection.inspectors.join("、");
        row(hazard.found_on, "发现", hazard.text.clone(), inspectors);
        for (step, actor) in &stored.steps {
            row(step.on(), terms::step(step.kind()), terms::step_detail(step), actor.clone());
        }
    }
    // Of one day they stay in the order in which they were done.
    rows.sort_by_key(|(on, _)| *on);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn day_and_mark(evidence: &Evidence) -> String {
    let day = match evidence.taken_on {
        Some(day) => format!("{}拍摄", terms::date(day)),
        None => format!("{}附上", terms::date(evidence.added_on)),
    };
    format!("{day}　SHA-256 {}", evidence.mark())
}

fn blank(text: &str) -> &str {
    if text.is_empty() { "＿＿＿＿" } else { text }
}

/// A file's name as far as there are letters for it: a pack is not held up by a picture sign that a phone put
/// into a name.
fn printable(fonts: &Fonts, name: &str) -> String {
    let missing = fonts.missing([name]);
    name.chars().map(|c| if missing.contains(&c) { '＿' } else { c }).collect()
}
