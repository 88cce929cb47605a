//! The sheet while it is filled in: answers, 场所性质, blanks, hazards, and the rows one walks through.

use std::collections::BTreeMap;

use super::Last;
use crate::{
    domain::answer::Answer,
    form::{
        answers::{Answers, UNCHECKED, answer_of, drafts_of, is_bad, normal, word_of},
        checklist::{Checklist, Item},
        hazard_draft::{HazardEntry, ordered},
    },
    office::lapsed::Ground,
    terms,
    tui::{
        keys::Key,
        screen::Explained,
        spelt,
        widget::field::{Field, Takes},
    },
};

/// Where the form leaves the basis to the inspector.
pub const OWN_BASIS: &str = "由检查人写";

/// A line that keys act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Nature,
    /// An item, by its place on the paper.
    Item(usize),
    /// A blank behind an item's option.
    Blank(usize, usize),
    /// A hazard that no item asks for.
    Extra(usize),
}

pub struct Sheet {
    pub form: Checklist,
    pub answers: Vec<Answer>,
    pub nature: Vec<usize>,
    pub blanks: BTreeMap<(usize, usize), Field>,
    /// What was written about the hazard of an item.
    pub entries: BTreeMap<usize, HazardEntry>,
    pub extra: Vec<HazardEntry>,
    pub last: Option<Last>,
    /// Items that were found at other premises of the street, and at how many.
    pub elsewhere: BTreeMap<String, u32>,
    /// What ledgers answer, by the item's place on the paper.
    pub grounds: BTreeMap<usize, Ground>,
    /// As it stood before each change since it was opened, the latest last.
    before: Vec<Before>,
}

/// A sheet before a change; what is typed into a blank has its own way back.
#[derive(Clone, Debug, PartialEq)]
struct Before {
    answers: Vec<Answer>,
    nature: Vec<usize>,
    entries: BTreeMap<usize, HazardEntry>,
    extra: Vec<HazardEntry>,
    at: usize,
    what: String,
}

impl Sheet {
    /// A new sheet: nothing answered but the nature of the place, as far as it is known.
    pub(super) fn new(form: Checklist, last: Option<Last>, nature: Vec<usize>) -> Sheet {
        let answers = vec![Answer::Unchecked; form.items().count()];
        let last = last.filter(|last| last.answers.len() == answers.len());
        Sheet {
            form,
            answers,
            nature,
            blanks: BTreeMap::new(),
            entries: BTreeMap::new(),
            extra: Vec::new(),
            last,
            elsewhere: BTreeMap::new(),
            grounds: BTreeMap::new(),
            before: Vec::new(),
        }
    }

    /// Answers what the ledgers know and nobody has answered; gives how many that were.
    pub fn lay(&mut self, grounds: Vec<Ground>) -> usize {
        let mut laid = 0;
        for ground in grounds {
            let item = self.form.items().enumerate().find(|(_, item)| item.id == ground.item);
            let Some((index, Some(answer))) =
                item.map(|(index, item)| (index, answer_of(item, &ground.answer)))
            else {
                continue;
            };
            if let Some(known) = self.answers.get_mut(index)
                && *known == Answer::Unchecked
            {
                *known = answer;
                laid += 1;
            }
            self.grounds.insert(index, ground);
        }
        laid
    }

    /// Whether an item stands as its ledger answers it.
    pub fn is_grounded(&self, index: usize) -> bool {
        let ground = self.grounds.get(&index).zip(self.item(index));
        ground.is_some_and(|(ground, item)| {
            answer_of(item, &ground.answer).as_ref() == self.answers.get(index)
        })
    }

    /// Keeps how the sheet stands, at the row `at`, before `what` is done to it.
    pub fn remember(&mut self, at: usize, what: impl Into<String>) {
        self.before.push(Before {
            answers: self.answers.clone(),
            nature: self.nature.clone(),
            entries: self.entries.clone(),
            extra: self.extra.clone(),
            at,
            what: what.into(),
        });
    }

    /// Stands again as before the last change: the row where it was made, and what it was.
    pub fn take_back(&mut self) -> Option<(usize, String)> {
        let before = self.before.pop()?;
        self.answers = before.answers;
        self.nature = before.nature;
        self.entries = before.entries;
        self.extra = before.extra;
        Some((before.at, before.what))
    }

    /// What an answer is called when it is taken back.
    pub fn named(&self, index: usize) -> String {
        let group = self.form.groups.get(self.group_of(index)).map_or("", |group| &group.title);
        let ask = self.item(index).map_or("", |item| item.ask.trim_end_matches('：'));
        if ask.is_empty() { group.to_owned() } else { ask.to_owned() }
    }

    pub fn item(&self, index: usize) -> Option<&Item> {
        self.form.items().nth(index)
    }

    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.answers.len() + 8);
        if self.form.nature.is_some() {
            rows.push(Row::Nature);
        }
        for (index, (item, answer)) in self.form.items().zip(&self.answers).enumerate() {
            rows.push(Row::Item(index));
            let word = word_of(item, *answer);
            for (blank, asked) in item.blanks.iter().enumerate() {
                if asked.when == word {
                    rows.push(Row::Blank(index, blank));
                }
            }
        }
        rows.extend((0..self.extra.len()).map(Row::Extra));
        rows
    }

    /// The first row that still wants an answer.
    pub fn first_open(&self) -> usize {
        let open = |row: &Row| matches!(row, Row::Item(item) if self.answers.get(*item) == Some(&Answer::Unchecked));
        self.rows().iter().position(open).unwrap_or(0)
    }

    /// The group of the paper that an item stands in.
    fn group_of(&self, item: usize) -> usize {
        let mut seen = 0;
        self.form
            .groups
            .iter()
            .position(|group| {
                seen += group.items.len();
                item < seen
            })
            .unwrap_or(0)
    }

    fn group_at(&self, at: usize) -> Option<usize> {
        match self.rows().get(at) {
            Some(Row::Item(item) | Row::Blank(item, _)) => Some(self.group_of(*item)),
            _ => None,
        }
    }

    pub fn group_after(&self, at: usize) -> usize {
        let here = self.group_at(at);
        let rows = self.rows();
        (at + 1..rows.len())
            .find(|next| self.group_at(*next) != here)
            .unwrap_or(rows.len().saturating_sub(1))
    }

    pub fn group_before(&self, at: usize) -> usize {
        let here = self.group_at(at);
        let Some(before) = (0..at).rev().find(|before| self.group_at(*before) != here) else {
            return 0;
        };
        let group = self.group_at(before);
        (0..=before).rev().take_while(|row| self.group_at(*row) == group).last().unwrap_or(0)
    }

    pub fn answer(&mut self, item: usize, answer: Answer) {
        if let Some(known) = self.answers.get_mut(item) {
            if *known != answer {
                self.entries.remove(&item);
            }
            *known = answer;
        }
    }

    /// Answers what is not answered yet: 不涉及 where it was so last time (a shop gets no lift by one key), all
    /// else as normal. Gives how many became normal, and how many 不涉及.
    pub fn all_normal(&mut self) -> (usize, usize) {
        let (mut fine, mut absent) = (0, 0);
        let items = self.form.groups.iter().flat_map(|group| &group.items);
        for (index, (item, answer)) in items.zip(&mut self.answers).enumerate() {
            if *answer != Answer::Unchecked {
                continue;
            }
            let before = self.last.as_ref().and_then(|last| last.answers.get(index));
            if before == Some(&Answer::NotApplicable) {
                *answer = Answer::NotApplicable;
                absent += 1;
            } else {
                *answer = normal(item);
                fine += 1;
            }
        }
        (fine, absent)
    }

    pub fn toggle_nature(&mut self, index: usize) {
        match self.nature.iter().position(|known| *known == index) {
            Some(at) => {
                self.nature.remove(at);
            }
            None => {
                self.nature.push(index);
                self.nature.sort_unstable();
            }
        }
    }

    pub fn blank_key(&mut self, item: usize, blank: usize, key: Key) -> bool {
        self.blank(item, blank).key(key)
    }

    pub fn blank_paste(&mut self, item: usize, blank: usize, text: &str) {
        self.blank(item, blank).paste(text);
    }

    fn blank(&mut self, item: usize, blank: usize) -> &mut Field {
        self.blanks.entry((item, blank)).or_insert_with(|| Field::new(Takes::Text, 200))
    }

    pub fn is_bad(&self, item: usize) -> bool {
        self.item(item)
            .zip(self.answers.get(item))
            .is_some_and(|(item, answer)| is_bad(item, *answer))
    }

    /// The hazard of an item as it would be recorded: what was written, else the form's own words.
    pub fn entry(&self, index: usize) -> HazardEntry {
        if let Some(entry) = self.entries.get(&index) {
            return entry.clone();
        }
        let Some((item, answer)) = self.item(index).zip(self.answers.get(index)) else {
            return HazardEntry::default();
        };
        let Some(draft) = drafts_of(item, *answer).next() else {
            return HazardEntry { item: Some(item.id.clone()), ..HazardEntry::default() };
        };
        HazardEntry {
            item: Some(item.id.clone()),
            text: Some(draft.text.clone()),
            grade: Some(draft.grade.code().to_owned()),
            disposal: Some(ordered(draft).code().to_owned()),
            days: draft.days.map(i64::from),
            interim: Some(draft.interim.clone()),
            requirement: Some(draft.requirement.clone()),
            basis: Some(draft.basis.clone()),
            category: Some(draft.category.clone()),
            ..HazardEntry::default()
        }
    }

    /// What an item asks, which answers are hazards, and what the form says of each of these.
    pub fn explained(&self, index: usize) -> Option<Explained> {
        let item = self.item(index)?;
        let mut lines = Vec::new();
        for (place, option) in item.options.iter().enumerate() {
            let answer = Answer::Option(place as u8);
            let number = place + 1;
            match drafts_of(item, answer).next() {
                Some(draft) => lines.push(format!(
                    "{number} {option}：是隐患（{}）。{}依据：{}",
                    terms::grade(draft.grade),
                    draft.text,
                    if draft.basis.is_empty() { OWN_BASIS } else { &draft.basis }
                )),
                None if is_bad(item, answer) => lines.push(format!("{number} {option}：是隐患。")),
                None => lines.push(format!("{number} {option}：正常。")),
            }
        }
        Some(Explained { label: self.named(index), help: lines.join("\n") })
    }

    pub fn hazard_count(&self) -> usize {
        (0..self.answers.len()).filter(|item| self.is_bad(*item)).count() + self.extra.len()
    }

    pub fn answered(&self) -> usize {
        self.answers.iter().filter(|answer| **answer != Answer::Unchecked).count()
    }

    pub fn is_touched(&self) -> bool {
        let own = |(index, answer): (usize, &Answer)| {
            *answer != Answer::Unchecked && !self.is_grounded(index)
        };
        self.answers.iter().enumerate().any(own)
            || !self.entries.is_empty()
            || !self.extra.is_empty()
    }

    /// The first item whose words fit, from the top.
    pub fn find(&self, wanted: &str) -> Option<Row> {
        let fits = |text: &str| spelt::fits(text, wanted);
        let mut index = 0;
        let mut of_group = None;
        for group in &self.form.groups {
            if of_group.is_none() && fits(&group.title) {
                of_group = Some(index);
            }
            for item in &group.items {
                if fits(&item.ask) {
                    return Some(Row::Item(index));
                }
                index += 1;
            }
        }
        of_group.map(Row::Item)
    }

    /// The document that the office judges.
    pub fn document(&self) -> Answers {
        let mut document = Answers::default();
        let natures =
            self.form.nature.as_ref().map(|nature| nature.options.as_slice()).unwrap_or_default();
        document.nature =
            self.nature.iter().filter_map(|index| natures.get(*index).cloned()).collect();
        for (index, (item, answer)) in self.form.items().zip(&self.answers).enumerate() {
            let word = word_of(item, *answer);
            if word != UNCHECKED {
                document.answers.insert(item.id.clone(), word.to_owned());
            }
            for (blank, asked) in item.blanks.iter().enumerate() {
                let text = self.blanks.get(&(index, blank)).map_or("", Field::text).trim();
                if asked.when == word && !text.is_empty() {
                    document.blanks.insert(format!("{}.{}", item.id, asked.id), text.to_owned());
                }
            }
            if is_bad(item, *answer)
                && let Some(entry) = self.entries.get(&index)
            {
                document.hazards.push(entry.clone());
            }
        }
        document.hazards.extend(self.extra.iter().cloned());
        document
    }
}
