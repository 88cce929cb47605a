//! The words of an answers file in Chinese, put into the codes that the form judges.

use super::{Office, Refusal};
use crate::{
    domain::grade::{Disposal, Grade},
    form::{
        answers::{self, Answers, Judged},
        checklist::Checklist,
    },
    terms::{self, Term},
};

impl Office {
    /// Judges what was written, every fault at once.
    pub(super) fn judged(
        &self,
        checklist: &Checklist,
        written: &Answers,
    ) -> Result<Judged, Refusal> {
        let (coded, mut faults) = coded(written);
        match answers::judge(checklist, &coded) {
            Ok(judged) if faults.is_empty() => Ok(judged),
            outcome => {
                faults.extend(outcome.err().unwrap_or_default());
                Err(Refusal::Many(faults))
            }
        }
    }
}

/// The same with grades and disposals as codes; a word that is neither is taken out and told.
fn coded(written: &Answers) -> (Answers, Vec<String>) {
    let mut coded = written.clone();
    let mut faults = Vec::new();
    if coded.rest.as_deref().is_some_and(|rest| rest.trim() == "正常") {
        coded.rest = Some("normal".to_owned());
    }
    for (index, hazard) in coded.hazards.iter_mut().enumerate() {
        let place = format!("第{}条隐患的 ", index + 1);
        let grade = |word: &str| Grade::read(word).map(Grade::code);
        let disposal = |word: &str| terms::read_disposal(word).map(Disposal::code);
        code(&mut hazard.grade, grade, &format!("{place}grade"), &Grade::list(), &mut faults);
        code(
            &mut hazard.disposal,
            disposal,
            &format!("{place}disposal"),
            &Disposal::list(),
            &mut faults,
        );
    }
    (coded, faults)
}

fn code(
    word: &mut Option<String>,
    read: impl Fn(&str) -> Option<&'static str>,
    place: &str,
    choices: &str,
    faults: &mut Vec<String>,
) {
    let Some(written) = word.take() else { return };
    *word = read(&written).map(str::to_owned);
    if word.is_none() {
        let shown: String = written.chars().filter(|c| !c.is_control()).take(20).collect();
        faults.push(format!("{place}“{shown}”不认识：可写 {choices}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::hazard_draft::HazardEntry;

    #[test]
    fn words_and_codes_are_the_same() {
        for (disposal, grade, coded_as) in [
            ("当场", "一般", ("on_the_spot", "general")),
            ("当场整改", "general", ("on_the_spot", "general")),
            ("限期", " 重大 ", ("by_deadline", "major")),
            ("by_deadline", "major", ("by_deadline", "major")),
            ("停业", "待评估", ("suspend", "unsure")),
            ("停用", "一般", ("suspend", "general")),
            ("撤人", "一般", ("suspend", "general")),
            ("上报", "一般", ("refer", "general")),
        ] {
            let entry = HazardEntry {
                grade: Some(grade.into()),
                disposal: Some(disposal.into()),
                ..HazardEntry::default()
            };
            let (coded, faults) = coded(&Answers { hazards: vec![entry], ..Answers::default() });
            let hazard = &coded.hazards[0];
            let got = (hazard.disposal.as_deref().unwrap(), hazard.grade.as_deref().unwrap());
            assert_eq!((got, faults), (coded_as, vec![]), "{disposal} {grade}");
        }
    }

    #[test]
    fn a_word_that_is_neither_is_told_with_what_may_be_written() {
        let entry = HazardEntry { grade: Some("严重\u{7}".into()), ..HazardEntry::default() };
        let written =
            Answers { hazards: vec![HazardEntry::default(), entry], ..Answers::default() };
        assert_eq!(
            coded(&written).1,
            [
                "第2条隐患的 grade“严重”不认识：可写 general（一般）、major（重大）、unsure（待评估）"
            ]
        );
    }
}
