//! What a unit has sent of a campaign stands for the days that it was sent for, whatever moves its reporting days since: days
//! off that are published later, another form of the campaign.

use chrono::NaiveDate;

use super::{Campaign, Reports};
use crate::domain::deadline::{Counted, Deadline};

/// A reporting day with the first and the last day that it tells of.
pub type Asked = (Deadline, NaiveDate, NaiveDate);

/// A report that was sent: the day by which it was asked for then, and the first and the last day that it tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub due: NaiveDate,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// A named day lies no further behind the day off that it rolled back over.
const ROLLED: i64 = 7;

impl Sent {
    fn is_of(&self, (_, from, to): &Asked) -> bool {
        (self.from, self.to) == (*from, *to)
    }

    /// As it is asked for still, or as it was asked for then.
    fn as_asked(&self, asked: &[Asked]) -> Asked {
        let same = asked.iter().find(|day| self.is_of(day) && self.due == day.0.day);
        same.cloned().unwrap_or_else(|| {
            let counted = Counted::Fixed;
            let due = Deadline { day: self.due, rolled: None, counted, unpublished: false };
            (due, self.from, self.to)
        })
    }

    /// Whether it tells of days, and not of all of them once more.
    fn tells(&self, asked: &[Asked], from: NaiveDate, to: NaiveDate) -> bool {
        let of_all = (0..asked.len()).any(|at| self.is_of(&asked[at]) && speaks_of_all(asked, at));
        !of_all && self.from <= from && to <= self.to
    }
}

/// The day that is named for a report, of which its last day may have rolled.
fn named((due, ..): &Asked) -> NaiveDate {
    due.rolled.as_ref().map_or(due.day, |rolled| rolled.from)
}

impl Campaign {
    /// Its reporting days for a unit: what it has sent, as it was sent, and of what is asked for ([`Campaign::asked_days`])
    /// the rest, each from the first day that nothing tells of. The day that is named tells which report it is: it stays
    /// where it is when its last day rolls otherwise.
    pub fn days_of(&self, asked: &[Asked], sent: &[Sent]) -> Vec<Asked> {
        let stands = |sent: &Sent| asked.iter().any(|day| sent.is_of(day) && sent.due == day.0.day);
        if sent.iter().all(stands) {
            return asked.to_vec();
        }
        let mut sent: Vec<&Sent> = sent.iter().collect();
        sent.sort_by_key(|sent| (sent.due, sent.from));
        let answered = self.answered(asked, &sent);
        // In their order, each with the day on which it stands: what was sent, and what is still asked for.
        let mut line: Vec<(NaiveDate, Option<&Sent>, Option<usize>)> =
            sent.iter().map(|sent| (sent.due, Some(*sent), None)).collect();
        let open = (0..asked.len()).filter(|at| !answered.contains(at));
        line.extend(open.map(|at| (asked[at].0.day, None, Some(at))));
        line.sort_by_key(|(day, sent, at)| (*day, sent.is_none(), *at));
        let mut all: Vec<Asked> = Vec::new();
        let mut untold = asked.first().map(|(_, from, _)| *from);
        for (place, (_, sent, at)) in line.iter().enumerate() {
            if let Some(sent) = sent {
                all.push(sent.as_asked(asked));
                untold = untold.max(sent.to.succ_opt());
                continue;
            }
            let Some(day) = at.map(|at| &asked[at]) else { continue };
            if at.is_some_and(|at| speaks_of_all(asked, at)) {
                all.push(day.clone());
                continue;
            }
            let (due, from, to) = day;
            let begin = untold.map_or(*from, |untold| match at.and_then(|at| gap(asked, at)) {
                Some(begin) => begin.max(untold),
                None => untold,
            });
            // What was sent for the days behind it tells where it ends.
            let next = line.get(place + 1).and_then(|(_, sent, _)| *sent);
            let eve = next.filter(|next| next.from > begin).and_then(|next| next.from.pred_opt());
            let to = eve.unwrap_or(*to);
            let told =
                line.iter().any(|(_, sent, _)| sent.is_some_and(|it| it.tells(asked, begin, to)));
            if begin <= to && !told {
                all.push((due.clone(), begin, to));
                untold = untold.max(to.max(due.day).succ_opt());
            } else if due.day > to && matches!(self.reports, Reports::Days(_)) {
                // Named for a day after the end, of which nothing is left to tell.
                all.push((due.clone(), self.from, to));
            }
        }
        all
    }

    /// Which of the reporting days have their report among what was sent, in the order of their days.
    fn answered(&self, asked: &[Asked], sent: &[&Sent]) -> Vec<usize> {
        let mut answered: Vec<usize> = Vec::new();
        for (at, day) in asked.iter().enumerate() {
            if sent.iter().any(|sent| sent.is_of(day)) {
                answered.push(at);
            }
        }
        let others = sent.iter().filter(|sent| !asked.iter().any(|day| sent.is_of(day)));
        for sent in others {
            let first = asked.first().filter(|first| first.1 == sent.from).map(|_| 0);
            let all_told = |(_, from, to): &Asked| sent.from <= *from && *to <= sent.to;
            let of = first.or_else(|| asked.iter().position(all_told)).or_else(|| {
                // Each working day is named for itself.
                let furthest = if self.reports == Reports::Daily { 1 } else { ROLLED };
                let behind = asked.iter().position(|day| named(day) >= sent.due)?;
                let is_near = (named(&asked[behind]) - sent.due).num_days() < furthest;
                is_near.then_some(behind)
            });
            answered.extend(of.filter(|at| !answered.contains(at)));
        }
        answered
    }
}

/// Whether a day is one after the campaign of which all has been told: it speaks of all of it once more.
fn speaks_of_all(asked: &[Asked], at: usize) -> bool {
    asked[..at].iter().any(|(due, ..)| due.day >= asked[at].1)
}

/// Where a reporting day begins if there are days before it that none tells of.
fn gap(asked: &[Asked], at: usize) -> Option<NaiveDate> {
    let before = asked.get(at.checked_sub(1)?)?.0.day.succ_opt()?;
    let begin = asked[at].1;
    (begin > before).then_some(begin)
}

#[cfg(test)]
mod tests {
    use chrono::{Days, Weekday};

    use super::*;
    use crate::domain::{
        campaign::{Every, Scope},
        id::Id,
        unit::UnitPath,
        workday::{Exception, WorkCalendar, sample::day},
    };

    fn md(text: &str) -> NaiveDate {
        day(&format!("2027-{text}"))
    }

    fn campaign(from: &str, to: &str, reports: Reports) -> Campaign {
        Campaign {
            id: Id([1; 16]),
            unit: UnitPath::parse("3505/03/008").unwrap(),
            name: "冬春火灾防控".into(),
            from: md(from),
            to: md(to),
            basis: String::new(),
            scope: Scope::default(),
            every: Every::Week,
            times: 1,
            reports,
            ended: None,
            withdrawn: None,
        }
    }

    /// Days that are off (`-04-30`) or worked (`+05-08`) beside the weekends.
    fn calendar(told: &str) -> WorkCalendar {
        let mut calendar = WorkCalendar::default();
        let exception = |word: &str| {
            let (mark, on) = word.split_at(1);
            let name = "劳动节".to_owned();
            let exception =
                if mark == "+" { Exception::MakeUp(name) } else { Exception::Off(name) };
            (md(on), exception)
        };
        calendar.publish(2027, told.split_whitespace().map(exception));
        calendar
    }

    /// `first~last@due` of each day where that was sent which is told in the same way.
    fn told(campaign: &Campaign, off: &str, told: &str) -> String {
        let forms = [(None, campaign.clone())];
        let asked = Campaign::asked_days(&calendar(off), &forms, Days::new(62));
        says(&campaign.days_of(&asked, &sent(told)))
    }

    fn sent(told: &str) -> Vec<Sent> {
        let read = |word: &str| {
            let (days, due) = word.split_once('@').unwrap();
            let (from, to) = days.split_once('~').unwrap();
            Sent { due: md(due), from: md(from), to: md(to) }
        };
        told.split_whitespace().map(read).collect()
    }

    fn says(days: &[Asked]) -> String {
        let line = |(due, from, to): &Asked| {
            let short = |day: &NaiveDate| day.format("%m-%d").to_string();
            format!("{}~{}@{}", short(from), short(to), short(&due.day))
        };
        days.iter().map(line).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_was_sent_stands_where_days_off_are_published_later() {
        // Fridays, and the 30th of April becomes a day off: its report was due on the day itself.
        let fridays = campaign("04-17", "05-14", Reports::Weekly(Weekday::Fri));
        let as_asked = "04-17~04-23@04-23 04-24~04-30@04-30 05-01~05-07@05-07 05-08~05-14@05-14";
        assert_eq!(told(&fridays, "", ""), as_asked);
        let sent = "04-17~04-23@04-23 04-24~04-30@04-30";
        assert_eq!(told(&fridays, "", sent), as_asked);
        assert_eq!(
            told(&fridays, "-04-30", "04-17~04-23@04-23"),
            "04-17~04-23@04-23 04-24~04-29@04-29 04-30~05-07@05-07 05-08~05-14@05-14"
        );
        assert_eq!(told(&fridays, "-04-30", sent), as_asked);
        // Of one that was not sent, the day moves; what was sent behind it stays.
        assert_eq!(
            told(&fridays, "-04-23", "04-24~04-30@04-30"),
            "04-17~04-23@04-22 04-24~04-30@04-30 05-01~05-07@05-07 05-08~05-14@05-14"
        );
        // The other way: it was taken for a day off and is worked, and so is a Sunday.
        let sent = "04-17~04-23@04-23 04-24~04-29@04-29";
        assert_eq!(
            told(&fridays, "", sent),
            "04-17~04-23@04-23 04-24~04-29@04-29 04-30~05-07@05-07 05-08~05-14@05-14"
        );
        let sundays = campaign("04-30", "05-16", Reports::Weekly(Weekday::Sun));
        let sent = "04-30~04-30@04-30";
        assert_eq!(
            told(&sundays, "", sent),
            "04-30~04-30@04-30 05-01~05-07@05-07 05-08~05-14@05-14 05-15~05-16@05-21"
        );
        assert_eq!(
            told(&sundays, "+05-02 +05-09", sent),
            "04-30~04-30@04-30 05-01~05-09@05-09 05-10~05-14@05-14 05-15~05-16@05-21"
        );
    }

    #[test]
    fn each_working_day_of_a_daily_report_is_one_of_its_own() {
        let daily = campaign("04-28", "05-04", Reports::Daily);
        let rest = "05-01~05-03@05-03 05-04~05-04@05-04";
        let sent = "04-28~04-28@04-28 04-29~04-29@04-29 04-30~04-30@04-30";
        assert_eq!(told(&daily, "", sent), format!("{sent} {rest}"));
        // Off since; and a Saturday that is worked is asked for by itself.
        assert_eq!(told(&daily, "-04-30", sent), format!("{sent} {rest}"));
        let saturday = "05-01~05-01@05-01 05-02~05-03@05-03 05-04~05-04@05-04";
        assert_eq!(told(&daily, "-04-30 +05-01", sent), format!("{sent} {saturday}"));
        // Of a Saturday that was over when it was published the Monday has told.
        let monday = format!("{sent} 05-01~05-03@05-03");
        assert_eq!(told(&daily, "-04-30 +05-01", &monday), format!("{monday} 05-04~05-04@05-04"));
    }

    #[test]
    fn a_report_of_all_of_it_after_the_end_stays_owed() {
        let named = Reports::Days(["04-20", "05-07", "05-20", "05-28"].map(md).to_vec());
        let named = campaign("04-15", "05-07", named);
        let asked = "04-15~04-20@04-20 04-21~05-07@05-07 04-15~05-07@05-20 04-15~05-07@05-28";
        assert_eq!(told(&named, "", ""), asked);
        // The second was sent before its day became a day off.
        let sent = "04-15~04-20@04-20 04-21~05-07@05-07";
        assert_eq!(told(&named, "-05-07", sent), asked);
    }

    #[test]
    fn what_was_sent_before_the_campaign_was_put_right_stands() {
        let wednesdays = campaign("04-17", "05-14", Reports::Weekly(Weekday::Wed));
        assert_eq!(
            told(&wednesdays, "", "04-17~04-23@04-23"),
            "04-17~04-23@04-23 04-24~04-28@04-28 04-29~05-05@05-05 05-06~05-12@05-12 05-13~05-14@05-19"
        );
        // Sent ahead for a Friday, before Wednesdays were asked for.
        let fridays = campaign("04-17", "05-14", Reports::Weekly(Weekday::Fri));
        let forms = [(None, fridays), (Some(md("04-27")), wednesdays.clone())];
        let asked = Campaign::asked_days(&calendar(""), &forms, Days::new(62));
        assert_eq!(
            says(&wednesdays.days_of(&asked, &sent("04-17~04-23@04-23 04-24~04-30@04-30"))),
            "04-17~04-23@04-23 04-24~04-30@04-30 05-01~05-05@05-05 05-06~05-12@05-12 05-13~05-14@05-19"
        );
        let none = campaign("04-17", "05-14", Reports::None);
        assert_eq!(told(&none, "", "04-17~04-23@04-23"), "04-17~04-23@04-23");
    }
}
