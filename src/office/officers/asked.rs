//! What the regime asks of every grid officer, in words: for whoever finds nobody on the list of those who lack something.

use chrono::Days;

use super::{Office, Strictness};
use crate::{form::regime::Each, terms};

impl Office {
    /// A sentence about examination and certificate, and one about each training and appraisal that is asked of everybody.
    pub fn asked_of_officers(&self) -> Vec<String> {
        let rules = &self.regime.officer.rules;
        let of = format!("“{}”的监管制度", self.regime.title);
        let free = [rules.unrecorded, rules.newcomer, rules.invalid];
        let mut asked = vec![match free == [Strictness::Off; 3] {
            true => format!(
                "{of}不要求岗前考试、持证上岗：没有考试记录、考试不合格的不列，登记检查时也不管。"
            ),
            false => format!("{of}要求岗前考试合格、持证上岗：没有记录、不合格、证件过期的才列。"),
        }];
        let regular = self.regime.regulars.iter().filter_map(|rule| {
            let every = rule.every.filter(|_| matches!(rule.each, Each::Officer(_)))?;
            let (from, to) = every.stretch(self.act.today);
            let told = (to - Days::new(rule.before.into())).max(from);
            rule.lasts.holds(from).then(|| {
                format!(
                    "{}：{}{}次，缺的从{}起列。",
                    rule.label,
                    terms::each(every),
                    rule.times,
                    terms::date(told)
                )
            })
        });
        asked.extend(regular);
        if asked.len() == 1 {
            asked.push(format!("{of}没有要求每个网格员的培训和考核。"));
        }
        asked
    }
}
