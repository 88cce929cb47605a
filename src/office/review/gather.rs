//! What the board is counted from, read on two connections at once.

use chrono::NaiveDate;

use crate::{
    domain::{
        hazard::StepKind,
        premises::Premises,
        review::{Counts, Week},
        unit::UnitPath,
    },
    office::{Office, Refusal},
    store::{
        Driver, Fault, Read,
        weeks::{self, ByPlace, Place},
    },
};

/// One week.
#[derive(Default)]
pub(super) struct OfWeek {
    /// As things stand today: what has happened since is taken off again.
    pub standing: ByPlace,
    pub happened: Happened,
}

/// What happened in a week, and since.
#[derive(Default)]
pub(super) struct Happened {
    pub unsigned: Vec<(Place, Counts)>,
    pub visits: Vec<weeks::Visit>,
    /// Extensions and refusals.
    pub stepped: Vec<weeks::Told>,
    /// Since its end: few things, and none while the week runs.
    pub moved: Vec<weeks::Moved>,
    pub changed: Vec<(Option<Premises>, Premises)>,
}

impl Happened {
    fn read(
        driver: &mut dyn Driver,
        of: &UnitPath,
        week: Week,
        today: NaiveDate,
    ) -> Result<Happened, Fault> {
        let kinds = [StepKind::Extended, StepKind::Refused];
        let over = week.end < today;
        Ok(Happened {
            unsigned: weeks::unsigned(driver, of, week)?,
            visits: weeks::visits(driver, of, week.from, week.end)?,
            stepped: weeks::stepped(driver, of, (week.from, week.end), &kinds)?,
            moved: if over { weeks::moved(driver, of, week.end)? } else { Vec::new() },
            changed: if over { weeks::changed(driver, of, week.end)? } else { Vec::new() },
        })
    }
}

/// What one read brings.
enum Piece {
    /// Of the week, and of the one before.
    Standing((ByPlace, ByPlace)),
    Keys(Vec<weeks::Key>),
    Now(Happened),
    Before(Happened),
}

/// Asks for one piece of a unit.
fn piece(
    of: &UnitPath,
    read: impl FnOnce(&mut dyn Driver, &UnitPath) -> Result<Piece, Fault> + Send + 'static,
) -> Read<Piece> {
    let of = of.clone();
    Box::new(move |driver| read(driver, &of))
}

impl Office {
    /// The week, the one before, and the key premises where a round counts them.
    pub(super) fn gather_board(
        &mut self,
        of: &UnitPath,
        week: Week,
        with_keys: bool,
    ) -> Result<(OfWeek, OfWeek, Vec<weeks::Key>), Refusal> {
        let (today, former) = (self.act.today, week.before());
        // The longest first: so the two come to an end together.
        let mut reads = vec![piece(of, move |driver, of| {
            Happened::read(driver, of, former, today).map(Piece::Before)
        })];
        if with_keys {
            reads.push(piece(of, |driver, of| weeks::keys(driver, of).map(Piece::Keys)));
        }
        reads.extend(weeks::STANDING.map(|count| {
            piece(of, move |driver, of| count(driver, of, (week, former)).map(Piece::Standing))
        }));
        reads.push(piece(of, move |driver, of| {
            Happened::read(driver, of, week, today).map(Piece::Now)
        }));
        let (mut now, mut before, mut keys) = (OfWeek::default(), OfWeek::default(), Vec::new());
        for piece in self.store.both(reads)? {
            match piece {
                Piece::Standing((of_week, of_former)) => {
                    now.standing.extend(of_week);
                    before.standing.extend(of_former);
                }
                Piece::Keys(read) => keys = read,
                Piece::Now(happened) => now.happened = happened,
                Piece::Before(happened) => before.happened = happened,
            }
        }
        Ok((now, before, keys))
    }
}
