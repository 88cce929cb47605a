//! All that is shipped as paper, found in the library and laid out with samples: papers and ledgers, 整改通知书 in both
//! wordings without hazards, with one and with many, checklists filled; what is numbered below a 存根 as well.

use anban::{
    domain::{answer::Answer, grade::Disposal},
    form::{
        checklist::{Checklist, Filled},
        letter::Letter,
        library::{Form, Library},
        notice::{Inspector, NoticeFacts, NoticeForm, NoticeHazard, Variant, fill},
        paper as paper_form,
    },
    paper::{self, Fonts, Meta, Page},
};
use chrono::{Days, NaiveDate};

/// A paper with its pages, one copy or all.
pub struct Shipped {
    /// `paper_circular`, `ledger_worklog`, `notice_street_25` …
    pub name: String,
    pub title: String,
    pub pages: Vec<Page>,
}

/// How many copies are laid out.
#[derive(Clone, Copy, PartialEq)]
pub enum Copies {
    First,
    All,
}

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
}

impl Shipped {
    pub fn pdf(&self, fonts: &Fonts) -> Vec<u8> {
        let meta =
            Meta { title: self.title.clone(), author: "北峰街道".to_owned(), date: day() };
        paper::pdf(&self.pages, &meta, fonts).unwrap()
    }
}

pub fn all(library: &Library, fonts: &Fonts, copies: Copies) -> Vec<Shipped> {
    let lay = |name: String, mut letter: Letter| {
        if copies == Copies::First {
            letter.copies.truncate(1);
        }
        let pages = paper::letter(&letter, fonts, None).unwrap();
        Shipped { name, title: letter.title, pages }
    };
    let filled = |form: &paper_form::PaperForm, ledger: &str| {
        paper_form::fill(form, &paper_form::sample(form, library.ledger(ledger), day()))
    };
    let mut all: Vec<Shipped> = library
        .papers()
        .map(|form| lay(format!("paper_{}", form.code), filled(form, &form.ledger)))
        .collect();
    all.extend(library.ledgers().map(|ledger| {
        lay(format!("ledger_{}", ledger.code), filled(&ledger.list(), &ledger.code))
    }));
    for form in forms(library, |form| match form {
        Form::Notice(form) => Some(&**form),
        _ => None,
    }) {
        for (word, variant) in [("street", Variant::Street), ("district", Variant::District)] {
            for hazards in [0, 1, 25] {
                let name = format!("notice_{}_{word}_{hazards}", form.code);
                all.push(lay(name, notice(form, variant, hazards)));
            }
            let stubbed = Letter { stub: true, ..notice(form, variant, 1) };
            all.push(lay(format!("stub_notice_{}_{word}", form.code), stubbed));
        }
    }
    for form in library.papers().filter(|form| form.number.is_some() && form.look.takes_stub()) {
        let stubbed = Letter { stub: true, ..filled(form, &form.ledger) };
        all.push(lay(format!("stub_paper_{}", form.code), stubbed));
    }
    for form in forms(library, |form| match form {
        Form::Checklist(form) => Some(form),
        _ => None,
    }) {
        // What an office makes of it: all of its groups three times over.
        let groups = form.groups.iter().cycle().take(3 * form.groups.len()).cloned().collect();
        let long = Checklist { groups, ..form.clone() };
        let filled = answered(form);
        for (word, form) in [("", form), ("_long", &long)] {
            let mut pages = paper::checklist(form, &filled, fonts, None).unwrap();
            if copies == Copies::First {
                pages.truncate(pages.len() / form.copies.len());
            }
            let name = format!("checklist_{}{word}", form.code);
            all.push(Shipped { name, title: form.title.clone(), pages });
        }
        let mut pages = paper::checklist(form, &filled, fonts, Some((0.0, 0.0))).unwrap();
        if copies == Copies::First {
            pages.truncate(pages.len() / form.copies.len());
        }
        let name = format!("overlay_checklist_{}", form.code);
        all.push(Shipped { name, title: form.title.clone(), pages });
    }
    all
}

/// The forms of one kind.
fn forms<'l, T>(library: &'l Library, of: impl Fn(&'l Form) -> Option<&'l T>) -> Vec<&'l T> {
    library.entries().filter_map(|entry| of(&entry.form)).collect()
}

/// A notice with so many hazards, of each disposal some, long ones and short ones.
fn notice(form: &NoticeForm, variant: Variant, hazards: usize) -> Letter {
    const WORDS: [(&str, &str, &str); 3] = [
        (
            "车间东侧安全出口被货物堵塞，净宽不足0.8米，且未设置疏散指示标志",
            "立即清理堆放的货物，恢复疏散通道畅通，并设置疏散指示标志",
            "整改完成前安排专人值守，停止在通道内作业",
        ),
        ("电线私拉乱接", "拆除", "断电"),
        (
            "二层3具灭火器压力不足，一层西侧消火栓前堆放纸箱",
            "更换灭火器，清走纸箱",
            "借用备用灭火器",
        ),
    ];
    let hazard = |at: usize| {
        let (text, requirement, interim) = WORDS[at % WORDS.len()];
        let disposal = match at % 8 {
            3 => Disposal::OnTheSpot,
            5 => Disposal::Suspend,
            7 => Disposal::Refer,
            _ => Disposal::ByDeadline,
        };
        let by_day = matches!(disposal, Disposal::ByDeadline | Disposal::Suspend);
        NoticeHazard {
            text: text.to_owned(),
            major: disposal == Disposal::Suspend,
            disposal,
            done: false,
            disposal_label: anban::terms::disposal(disposal).to_owned(),
            deadline: by_day.then(|| day() + Days::new(7 + at as u64)),
            requirement: requirement.to_owned(),
            interim: if disposal == Disposal::ByDeadline {
                interim.to_owned()
            } else {
                String::new()
            },
            basis: if at.is_multiple_of(2) {
                "《中华人民共和国消防法》第二十八条".into()
            } else {
                String::new()
            },
            responsible: "王镕堃".to_owned(),
            grid_lead: "陈一鸣".to_owned(),
            acceptor: "林安全".to_owned(),
        }
    };
    let facts = NoticeFacts {
        number: "招联安监整改〔2026〕11号".to_owned(),
        addressee: "泉州市丰泽区䶮㛃𠮷服饰有限公司".to_owned(),
        address: "丰泽区北峰街道招联街18号".to_owned(),
        inspected_on: Some(day()),
        inspectors: ["陈一鸣", "林安全"]
            .map(|name| Inspector { name: name.into(), certificate: String::new() })
            .to_vec(),
        hazards: (0..hazards).map(hazard).collect(),
        issuer: "北峰街道招联社区居民委员会".to_owned(),
        date: Some(day()),
        review_body: "丰泽区人民政府".to_owned(),
        court: "丰泽区".to_owned(),
        ..NoticeFacts::default()
    };
    let mut letter = fill(form, variant, &facts);
    letter.qr = "招联安监整改〔2026〕11号 7f3a9c21d0448be5".to_owned();
    letter
}

/// A checklist with every kind of answer, its blanks written in.
fn answered(form: &Checklist) -> Filled {
    let mut blanks = Vec::new();
    let answers = form.items().enumerate().map(|(at, item)| {
        let asked = item.blanks.first().map(|blank| &blank.when);
        let writing = asked.and_then(|when| item.options.iter().position(|one| one == when));
        match (writing, at % 7) {
            (Some(option), _) => {
                blanks.extend(item.blanks.iter().map(|blank| {
                    let text = match blank.id.as_str() {
                        "address" => "招联街18号二楼",
                        "goods" => "烟花爆竹",
                        "quantity" => "12箱",
                        _ => "三处",
                    };
                    (item.id.clone(), blank.id.clone(), text.to_owned())
                }));
                Answer::Option(option as u8)
            }
            (None, 3) => Answer::Unchecked,
            (None, 5) => Answer::NotApplicable,
            (None, 6) => Answer::Option(item.options.len() as u8 - 1),
            (None, _) => Answer::Option(0),
        }
    });
    let answers = answers.collect();
    let value = |field: &str| match field {
        "name" => "泉州市丰泽区䶮㛃服饰有限公司",
        "person_in_charge" => "王镕堃",
        "address" => "北峰街道招联街18号",
        "phone" => "0595-22345678",
        "date" => "2026年11月25日",
        _ => "",
    };
    Filled {
        head: form.head.iter().map(|head| value(&head.field).to_owned()).collect(),
        nature: vec![2, 4],
        answers,
        blanks,
        number: "招联安监整改〔2026〕35号".to_owned(),
        qr: "招联安监整改〔2026〕35号 0c5b7e91aa83f624".to_owned(),
    }
}
