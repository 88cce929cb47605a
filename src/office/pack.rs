//! The pack of a hazard for those who take it on (拒不整改上报、移送): report, notice, hazards, log, photos and
//! scans in one PDF (S0 §一.2(2)).

use chrono::NaiveDate;

use super::{
    Office, Refusal,
    documents::{self, Request},
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
    },
    form::letter::Letter,
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
    /// The premises refused to put it right (拒不整改), whatever came of it.
    refused: bool,
}

/// A piece of evidence with its bytes, found to be whole.
struct File<'a> {
    evidence: &'a Evidence,
    bytes: Vec<u8>,
    whole: Whole,
}

enum Whole {
    Picture(Picture),
    Pdf { pages: usize },
}

impl Case {
    /// The hazards of the notice; what a correction took back is not among them.
    fn hazards(&self) -> impl Iterator<Item = &hazards::Stored> {
        let kept = |stored: &&hazards::Stored| stored.hazard.course.kind() != StateKind::Withdrawn;
        self.visit.hazards.iter().filter(kept)
    }

    /// Whose picture it is, from which day, and how it is told from others.
    fn caption(&self, evidence: &Evidence, fonts: &Fonts) -> String {
        let ordinal = self.hazards().find(|stored| stored.hazard.id == evidence.subject);
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

    fn title(&self) -> String {
        let what = if self.refused { "拒不整改材料" } else { "隐患材料" };
        format!("{what} {}", self.premises.name)
    }
}

/// A part of the pack on its way to the cover: name, remark, and what goes in.
struct Section<'a> {
    what: String,
    note: String,
    content: Content<'a>,
    pages: usize,
    /// The pages carry the numbers of the pack; a paper in its own right keeps its own.
    numbered: bool,
}

enum Report {
    Issued { title: String, on: NaiveDate, bytes: Vec<u8> },
    Drafted { title: String, pages: Vec<Page> },
}

impl<'a> Section<'a> {
    fn own(what: &str, note: String, pages: Vec<Page>) -> Section<'a> {
        let count = pages.len();
        let content = Content::Pages(pages, Vec::new());
        Section { what: what.to_owned(), note, content, pages: count, numbered: true }
    }

    fn kept(what: &str, note: String, bytes: &'a [u8]) -> Result<Section<'a>, Refusal> {
        let pages = paper::scan(bytes).map_err(|_| store::Fault::Damaged {
            place: None,
            detail: format!("{what} is no PDF"),
        })?;
        let content = Content::Kept(bytes);
        Ok(Section { what: what.to_owned(), note, content, pages, numbered: false })
    }
}

impl Office {
    /// The pack of a hazard. What is missing from the evidence is named on the cover and in the warnings.
    pub fn hazard_pack(&mut self, wanted: &str) -> Result<Printed, Refusal> {
        let case = self.case(wanted)?;
        let office = self.fonts()?;
        let fonts = &office.fonts;
        let mut warnings = office.problems.clone();
        let report = match (case.refused, self.library.paper(REPORT)) {
            (true, Some(_)) => Some(self.refusal_report(&case, fonts)?),
            (true, None) => {
                warnings.push(format!(
                    "没有代码为 {REPORT} 的文书表单，材料里没有拒不整改报告，请另附。"
                ));
                None
            }
            (false, _) => None,
        };
        let kept = match &case.notice {
            Some(notice) => Some(self.notice_pdf(&notice.id.to_string(), &Print::default())?.bytes),
            None => None,
        };
        let (files, lacking) = self.files(&case, fonts, &mut warnings)?;

        let mut sections: Vec<Section> = Vec::new();
        match &report {
            Some(Report::Issued { title, on, bytes }) => {
                let note = format!("{}出具", terms::date(*on));
                sections.push(Section::kept(title, note, bytes)?);
            }
            Some(Report::Drafted { title, pages }) => sections.push(Section {
                numbered: false,
                ..Section::own(title, "未出具，按现有登记编制".to_owned(), pages.clone())
            }),
            None => {}
        }
        if let (Some(notice), Some(kept)) = (&case.notice, &kept) {
            let note = format!("{}\n{}签发", notice.number, terms::date(notice.issued_on));
            sections.push(Section::kept("整改通知书", note, kept)?);
        }
        let (hazards, log) = (hazard_rows(&case), log_rows(&case, fonts));
        for (title, columns, rows, count) in [
            ("隐患和期限", HAZARDS, &hazards, format!("{}条", hazards.len())),
            ("办理经过", LOG, &log, format!("{}项", log.len())),
        ] {
            let pages = paper::pack::table(title, columns, rows, fonts).map_err(refused)?;
            sections.push(Section::own(title, count, pages));
        }
        for (title, photos, a_page) in [("现场照片", true, 2), ("扫描件和其他图片", false, 1)]
        {
            let shots: Vec<Shot> = files
                .iter()
                .filter(|file| (file.evidence.kind == Kind::Photo) == photos)
                .filter_map(|file| match &file.whole {
                    Whole::Picture(picture) => Some(Shot {
                        picture,
                        bytes: &file.bytes,
                        caption: case.caption(file.evidence, fonts),
                    }),
                    Whole::Pdf { .. } => None,
                })
                .collect();
            if !shots.is_empty() {
                let note = format!("{}张", shots.len());
                let (pages, placed) =
                    paper::pack::shots(title, shots, a_page, fonts).map_err(refused)?;
                let (what, count) = (title.to_owned(), pages.len());
                let content = Content::Pages(pages, placed);
                sections.push(Section { what, note, content, pages: count, numbered: true });
            }
        }
        for file in &files {
            if let Whole::Pdf { pages } = file.whole {
                sections.push(Section {
                    what: terms::evidence_kind(file.evidence.kind).to_owned(),
                    note: case.caption(file.evidence, fonts),
                    content: Content::Foreign(&file.bytes),
                    pages,
                    numbered: false,
                });
            }
        }
        let bytes = self.bound(&case, sections, lacking, fonts)?;
        Ok(Printed { bytes, title: case.title(), warnings, list: None })
    }

    /// The bytes of all evidence; what cannot be put in is warned of and stands on the cover.
    fn files<'a>(
        &mut self,
        case: &'a Case,
        fonts: &Fonts,
        warnings: &mut Vec<String>,
    ) -> Result<(Vec<File<'a>>, Vec<Listed>), Refusal> {
        let (mut files, mut lacking) = (Vec::new(), Vec::new());
        for evidence in &case.evidence {
            let read = self.evidence_bytes(evidence).and_then(|bytes| {
                let broken = |why: String| {
                    Refusal::said(format!("佐证“{}”{why}，没有放进材料。", evidence.name))
                };
                let whole = match evidence.media {
                    Media::Pdf => Whole::Pdf {
                        pages: paper::scan(&bytes).map_err(|error| broken(error.to_string()))?,
                    },
                    Media::Jpeg | Media::Png => Whole::Picture(
                        Picture::read(&bytes).map_err(|error| broken(error.to_string()))?,
                    ),
                };
                Ok(File { evidence, bytes, whole })
            });
            match read {
                Ok(file) => files.push(file),
                Err(refusal @ Refusal::Store(_)) => return Err(refusal),
                Err(refusal) => {
                    warnings.push(refusal.to_string());
                    let name = printable(fonts, &evidence.name);
                    lacking.push(Listed {
                        what: format!("{}：{name}", terms::evidence_kind(evidence.kind)),
                        note: format!("文件缺失或损坏，没有附上。{}", day_and_mark(evidence)),
                        pages: None,
                    });
                }
            }
        }
        Ok((files, lacking))
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
            ("地址", case.premises.whereabouts().place().to_owned()),
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
                && section.numbered
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
        let refused =
            hazard.standing().iter().any(|(step, _)| matches!(step, Step::Refused { .. }));
        Ok(Case { hazard, visit, premises, notice, evidence, refused })
    }

    /// The first part of the pack: the report as it was issued, or as it would be issued now. Any finished PDF
    /// or any pages will do.
    fn refusal_report(&mut self, case: &Case, fonts: &Fonts) -> Result<Report, Refusal> {
        let hazard = &case.hazard.hazard;
        let filter = documents::Filter {
            code: Some(REPORT.to_owned()),
            subject: Some(hazard.id),
            ..documents::Filter::default()
        };
        let issued = self.documents(&filter)?.into_iter().find(|paper| paper.void.is_none());
        if let Some(paper) = issued {
            let bytes = self.document_pdf(&paper.id.to_string(), &Print::default())?.bytes;
            return Ok(Report::Issued { title: paper.title, on: paper.issued_on, bytes });
        }
        let request = Request {
            code: REPORT.to_owned(),
            about: Some(hazard.id.to_string()),
            ..Request::default()
        };
        // One copy, whatever the form says of copies to be handed out.
        let letter = Letter { copies: Vec::new(), ..self.drafted(&request)? };
        let pages = paper::letter(&letter, fonts, None).map_err(refused)?;
        Ok(Report::Drafted { title: letter.title, pages })
    }
}

/// Code of the paper that a refusal is reported with.
const REPORT: &str = "refusal_report";

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

/// Every step of every hazard, the refusal to sign and the evidence, by day: who did what.
fn log_rows(case: &Case, fonts: &Fonts) -> Vec<Vec<String>> {
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
    let mut beside = |on, place: String, what: &str, text: String, who: String| {
        rows.push((on, vec![terms::date(on), place, what.to_owned(), text, who]));
    };
    for notice in &case.visit.notices {
        if let Some(refusal) = &notice.unsigned {
            let text = format!("{}：{}", notice.number, terms::sign_refusal(refusal));
            let inspectors = case.visit.inspection.inspectors.join("、");
            beside(refusal.on, String::new(), "拒签", text, inspectors);
        }
    }
    for evidence in &case.evidence {
        let of = case.hazards().find(|stored| stored.hazard.id == evidence.subject);
        let place = of.map(|stored| stored.hazard.ordinal.to_string()).unwrap_or_default();
        let kind = terms::evidence_kind(evidence.kind);
        let name = if evidence.note.is_empty() { &evidence.name } else { &evidence.note };
        let text = format!("{}　SHA-256 {}", printable(fonts, name), evidence.mark());
        beside(evidence.day(), place, kind, text, evidence.actor.clone());
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

/// A file's name as far as there are letters for it: a pack is not held up by a picture sign that a phone put
/// into a name.
fn printable(fonts: &Fonts, name: &str) -> String {
    let missing = fonts.missing([name]);
    name.chars().map(|c| if missing.contains(&c) { '＿' } else { c }).collect()
}
