//! What a report counts (S2 制度一 报告内容; REP-09).

use serde::{Deserialize, Serialize};

use crate::domain::{
    grade::{Disposal, Grade},
    share::share,
};

/// The figures by the names that papers and scripts use, in the order in which they are told.
macro_rules! figures {
    ($($(#[$says:meta])* $name:ident,)*) => {
        /// Counts of what was found speak of the hazards found in the period, as they stand on the day of the count.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct Figures {
            $($(#[$says])* pub $name: i64,)*
        }

        const NAMES: &[&str] = &[$(stringify!($name)),*];

        impl Figures {
            pub fn named(&self) -> [(&'static str, i64); NAMES.len()] {
                [$((stringify!($name), self.$name)),*]
            }

            /// In the order of [`Figures::named`].
            fn counts(&mut self) -> [&mut i64; NAMES.len()] {
                [$(&mut self.$name),*]
            }
        }
    };
}

figures! {
    /// 应排查单位: at work when the period ended or the report was made; and those of them that were seen.
    premises,
    seen,
    inspections,
    found,
    /// By disposal, so that the four make up those found (S0 §二.1).
    on_the_spot,
    by_deadline,
    /// 停业整改
    suspend,
    /// 上报
    refer,
    closed,
    /// 以前各期隐患本期整改: found before the period, and told as closed by no report yet; less those told as closed and
    /// reopened since. With `closed` every closing is in one report. Those of them that are major.
    closed_before,
    major_closed_before,
    general,
    general_closed,
    major,
    major_closed,
    /// Past their deadline on the day of the count, whenever found.
    overdue,
    supervised,
    transferred,
    /// 打非
    clues,
    banned,
    penalties,
    /// 补报、更正: what is known by now of periods that were reported before, beyond what was told of them; less than
    /// nothing where something was withdrawn. The same counts as above.
    inspections_late,
    found_late,
    on_the_spot_late,
    by_deadline_late,
    suspend_late,
    refer_late,
    general_late,
    major_late,
}

/// The figures that tell of one day how it stood: they are not added up over time.
pub const STANDING: [&str; 3] = ["premises", "seen", "overdue"];

/// A visit at which nothing was found is nothing to report.
const QUIET: [&str; 2] = ["inspections", "inspections_late"];

impl Figures {
    /// What one hazard adds to those of the period in which it was found.
    pub fn of_hazard(disposal: Disposal, grade: Grade, closed: bool) -> Figures {
        let mut one = Figures { found: 1, ..Figures::default() };
        *match disposal {
            Disposal::OnTheSpot => &mut one.on_the_spot,
            Disposal::ByDeadline => &mut one.by_deadline,
            Disposal::Suspend => &mut one.suspend,
            Disposal::Refer => &mut one.refer,
        } = 1;
        let graded = match grade {
            Grade::Major => [&mut one.major, &mut one.major_closed],
            _ => [&mut one.general, &mut one.general_closed],
        };
        let [graded, graded_closed] = graded;
        *graded = 1;
        *graded_closed = i64::from(closed);
        one.closed = i64::from(closed);
        one
    }

    /// The closings alone, beside what else was counted before.
    pub fn closed_of(&self, before: &Figures) -> Figures {
        let Figures { closed, general_closed, major_closed, .. } = *self;
        Figures { closed, general_closed, major_closed, ..*before }
    }

    /// What of hazards of a period is told by the report of a later one.
    pub fn told_later(&self) -> Figures {
        Figures {
            found_late: self.found,
            on_the_spot_late: self.on_the_spot,
            by_deadline_late: self.by_deadline,
            suspend_late: self.suspend,
            refer_late: self.refer,
            general_late: self.general,
            major_late: self.major,
            closed_before: self.closed,
            major_closed_before: self.major_closed,
            ..Figures::default()
        }
    }

    /// 补报、更正 as a line of its own: under the names of what they add to; `None` of none.
    pub fn late_line(&self) -> Option<Figures> {
        let line = Figures {
            inspections: self.inspections_late,
            found: self.found_late,
            on_the_spot: self.on_the_spot_late,
            by_deadline: self.by_deadline_late,
            suspend: self.suspend_late,
            refer: self.refer_late,
            general: self.general_late,
            major: self.major_late,
            ..Figures::default()
        };
        Some(line).filter(|line| *line != Figures::default())
    }

    /// By what each name says.
    pub fn read(count: impl Fn(&str) -> i64) -> Figures {
        let mut figures = Figures::default();
        for (figure, name) in figures.counts().into_iter().zip(NAMES) {
            *figure = count(name);
        }
        figures
    }

    pub fn add(&mut self, other: &Figures) {
        for (figure, (_, more)) in self.counts().into_iter().zip(other.named()) {
            *figure += more;
        }
    }

    pub fn get(&self, name: &str) -> i64 {
        self.named().into_iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| count)
    }

    /// What happened beyond what was told before, to be added to a later period: without what is told of one day.
    pub fn beyond(&self, told: &Figures) -> Figures {
        Figures::read(
            |name| {
                if STANDING.contains(&name) { 0 } else { self.get(name) - told.get(name) }
            },
        )
    }

    /// Whether nothing was found, put right, ordered or punished in a period: only then a 零报告 is asked for.
    pub fn is_nothing(&self) -> bool {
        let tells = |name: &str| !STANDING.contains(&name) && !QUIET.contains(&name);
        self.named().into_iter().all(|(name, count)| count == 0 || !tells(name))
    }

    /// In percent; `None` of nothing.
    pub fn rate(part: i64, whole: i64) -> Option<i64> {
        share(part, whole, 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(figures: &Figures) -> Vec<(&'static str, i64)> {
        figures.named().into_iter().filter(|(_, count)| *count != 0).collect()
    }

    #[test]
    fn figures_add_up_and_nothing_has_no_rate() {
        let one = Figures { found: 3, closed: 2, ..Figures::default() };
        let mut sum = one;
        sum.add(&one);
        assert_eq!(told(&sum), [("found", 6), ("closed", 4)]);
        assert_eq!((Figures::rate(2, 3), Figures::rate(0, 0)), (Some(67), None));
    }

    #[test]
    fn a_hazard_is_counted_by_disposal_and_grade_and_told_later_under_names_of_its_own() {
        let stopped = Figures::of_hazard(Disposal::Suspend, Grade::Major, true);
        let names = ["found", "suspend", "closed", "major", "major_closed"];
        assert_eq!(told(&stopped), names.map(|name| (name, 1)));
        let names =
            ["closed_before", "major_closed_before", "found_late", "suspend_late", "major_late"];
        assert_eq!(told(&stopped.told_later()), names.map(|name| (name, 1)));
        // Raised after it was told.
        let general = Figures::of_hazard(Disposal::Suspend, Grade::Unsure, true);
        let raised = stopped.beyond(&general).told_later();
        let changed = [("major_closed_before", 1), ("general_late", -1), ("major_late", 1)];
        assert_eq!(told(&raised), changed);
        let line = raised.late_line().expect("it is a line of its own");
        assert_eq!(told(&line), [("general", -1), ("major", 1)]);
        assert_eq!(general.told_later().beyond(&general.told_later()).late_line(), None);
    }

    #[test]
    fn only_visits_and_what_is_told_of_one_day_are_nothing_to_report() {
        for name in NAMES {
            let one = Figures::read(|known| i64::from(known == *name));
            let quiet = STANDING.contains(name) || QUIET.contains(name);
            assert_eq!(one.is_nothing(), quiet, "{name}");
        }
    }
}
