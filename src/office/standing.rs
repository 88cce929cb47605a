//! What must hold of a record before a paper may say it: nobody agrees to resume before the stop has passed its
//! acceptance (S0 §四.1(5)), nothing is reported as major or refused that is not.

use std::collections::BTreeMap;

use super::{Office, Refusal, documents::Subject};
use crate::{
    domain::{
        grade::Grade,
        resumption::{forbids, is_stop},
    },
    form::{
        facts::{About, Facts},
        paper::PaperForm,
    },
    terms,
};

/// What a paper presumes of the hazard or the matter that it is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// The hazard is a major one.
    Major,
    /// Somebody has refused to put it right, or to sign the notice.
    Refused,
    /// The hazard has stopped the premises; agreeing waits for its recheck or acceptance.
    Stopped,
    /// A supervision of a hazard that is a major one.
    OfMajor,
    /// A supervision of a hazard.
    OfHazard,
    /// A supervision of a community.
    OfCommunity,
}

const PRESUMED: [(&str, Holds); 10] = [
    ("major", Holds::Major),
    ("major_close", Holds::Major),
    ("major_report", Holds::Major),
    ("refusal_report", Holds::Refused),
    ("resumption_opinion", Holds::Stopped),
    ("supervision_notice", Holds::OfMajor),
    ("extension_request", Holds::OfHazard),
    ("extension_opinion", Holds::OfHazard),
    ("acceptance_request", Holds::OfHazard),
    ("community_supervision", Holds::OfCommunity),
];

impl Office {
    /// Code and title of the papers that may be made of a record; of the unit for [`About::None`].
    pub fn papers_about(
        &mut self,
        about: About,
        wanted: &str,
    ) -> Result<Vec<(String, String)>, Refusal> {
        let forms: Vec<PaperForm> =
            self.library.papers().filter(|form| form.about == about).cloned().collect();
        let presumes = |form: &PaperForm| presumed(&form.code).is_some();
        let subject = match about {
            _ if wanted.is_empty() || !forms.iter().any(presumes) => None,
            About::Hazard => Some(self.about_hazard(wanted, self.act.today)?),
            _ => Some(self.about_matter(about, wanted, self.act.today)?),
        };
        let mut offered = Vec::new();
        for form in forms {
            let may = match &subject {
                Some(subject) => self.may_be_said(&form, subject, &BTreeMap::new()).is_ok(),
                None => true,
            };
            if may {
                offered.push((form.code, form.title));
            }
        }
        Ok(offered)
    }

    /// Refuses a paper whose subject is not as the paper says.
    pub(super) fn may_be_said(
        &mut self,
        form: &PaperForm,
        subject: &Subject,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), Refusal> {
        let Some(holds) = presumed(&form.code) else { return Ok(()) };
        let facts = &subject.facts;
        let title = &form.title;
        let why = match holds {
            Holds::Major | Holds::OfMajor if is_major(facts) => return Ok(()),
            Holds::Refused if is_refused(facts) => return Ok(()),
            Holds::OfHazard if !facts.get("hazard.id").is_empty() => return Ok(()),
            Holds::OfCommunity if !facts.get("supervision.situation").is_empty() => return Ok(()),
            Holds::Stopped => return self.may_resume(title, subject, fields),
            Holds::Major => format!(
                "这条隐患是{}隐患，不能出“{title}”。是重大隐患的，请先由社区安全员评估定级。",
                facts.get("hazard.grade")
            ),
            Holds::OfMajor if facts.get("hazard.id").is_empty() => {
                format!("这件督办是对社区的，不能出“{title}”。请出对社区的挂牌督办通知。")
            }
            Holds::OfMajor => format!(
                "督办的是{}隐患，不能出“{title}”。是重大隐患的，请先由社区安全员评估定级。",
                facts.get("hazard.grade")
            ),
            Holds::Refused => format!(
                "这条隐患没有登记过拒不整改，不能出“{title}”。请先用 anban hazard recheck 登记复查情况。"
            ),
            Holds::OfHazard => format!("这件督办是对社区的，不能出“{title}”。"),
            Holds::OfCommunity => {
                format!("这件督办是对隐患的，不能出“{title}”。请出隐患的挂牌督办通知书。")
            }
        };
        Err(Refusal::said(why))
    }

    /// Whether the opinion on resuming may be given as it is filled in.
    fn may_resume(
        &mut self,
        title: &str,
        subject: &Subject,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), Refusal> {
        let Some(id) = subject.id else { return Ok(()) };
        let hazard = self.hazard(&id.to_string())?.hazard;
        if !is_stop(hazard.disposal, &hazard.course) {
            return Err(Refusal::said(format!(
                "这条隐患没有停业整改，也没有停业停用、撤人，不能出“{title}”。"
            )));
        }
        let agreed = fields.get("decision").is_some_and(|decision| decision.starts_with("同意"));
        if agreed && forbids(hazard.disposal, &hazard.course) {
            return Err(Refusal::said(format!(
                "停业整改的隐患“{}”现在是{}，还没有复查、验收合格，不能同意恢复生产经营。\
                 请先到现场复查，重大隐患还要验收；不同意的，意见写不同意恢复生产经营。",
                hazard.text,
                terms::state(hazard.course.kind())
            )));
        }
        Ok(())
    }
}

fn presumed(code: &str) -> Option<Holds> {
    PRESUMED.iter().find(|(paper, _)| *paper == code).map(|(_, holds)| *holds)
}

fn is_refused(facts: &Facts) -> bool {
    !facts.get("hazard.refused_on").is_empty() || !facts.get("notice.refusal").is_empty()
}

fn is_major(facts: &Facts) -> bool {
    facts.get("hazard.grade") == terms::grade(Grade::Major)
}
