//! Opens the desk on a terminal and keeps it until it is closed.

use std::{
    io,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

use super::{
    app::App,
    keys::Code,
    look::{Look, Symbols},
    screen::Reply,
    screens,
    seat::Seat,
    terminal::{
        Taken,
        glass::Glass,
        input::{self, Input},
        probe::{self, Wide},
    },
    worker,
};
use crate::office::Opening;

/// How long the terminal may think about how wide it shows a character.
const PATIENCE: Duration = Duration::from_millis(150);

/// How long the office may take over what it was given before the end.
const LAST_WRITES: Duration = Duration::from_secs(5);

/// What the command line says about the look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// `None` asks the terminal.
    pub symbols: Option<Symbols>,
    /// No colours (`NO_COLOR`, a mono terminal).
    pub mono: bool,
}

enum Event {
    Wide(Option<Wide>),
    Inputs(Vec<Input>),
    Reply(Reply),
    /// The terminal is gone, or somebody asks the program to end.
    Stop,
}

/// The desk, from the first frame to the last. The terminal is given back whatever happens.
/// `noted` writes the note of a crash that takes down one job only.
pub fn run(
    opening: Opening,
    sight: Sight,
    noted: fn(&std::panic::PanicHookInfo),
) -> io::Result<()> {
    give_back_before_crash(noted);
    let folder = opening.folder().ok().map(|folder| folder.path().to_owned());
    let (events, happened) = channel();
    let to_desk = events.clone();
    let worker = worker::start(Seat::new(opening.clone()), move |reply| {
        // The desk is closed when nobody listens.
        let _ = to_desk.send(Event::Reply(reply));
    })?;
    let taken = Taken::take()?;
    stop_on_signal(&events)?;
    let (columns, rows) = crossterm::terminal::size()?;
    let wide = ask_width(sight, folder.as_deref());
    read_keys(events, wide == Width::Asked)?;
    let mut later = Vec::new();
    let wide = match wide {
        Width::Known(wide) => wide,
        Width::Asked => {
            let answer = answered(&happened, &mut later);
            if let (Some(answer), Some(folder)) = (answer, &folder) {
                probe::remember(folder, answer);
            }
            answer
        }
    };
    let look = look(sight, wide);
    let mut desk = Desk {
        glass: Glass::new(io::stdout(), columns, rows)?,
        app: App::new(look, screens::opening::Opening::new(opening)),
        jobs: worker.jobs.clone(),
    };
    desk.app.input(Input::Resize(columns, rows));
    let kept = desk.keep(happened, later);
    // Whatever ended it, a terminal that is gone as well: what is typed is kept.
    desk.app.stop();
    desk.hand_out();
    drop(taken);
    drop(desk);
    worker.finish(LAST_WRITES);
    kept
}

/// A crash of the worker leaves the screen alone; any other gives the terminal back before it is told.
fn give_back_before_crash(noted: fn(&std::panic::PanicHookInfo)) {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if thread::current().name() == Some(worker::THREAD) {
            noted(info);
        } else {
            super::terminal::give_back();
            tell(info);
        }
    }));
}

#[derive(PartialEq)]
enum Width {
    Known(Option<Wide>),
    Asked,
}

fn ask_width(sight: Sight, folder: Option<&std::path::Path>) -> Width {
    let mute = std::env::var("TERM").is_ok_and(|term| matches!(term.as_str(), "dumb" | "linux"));
    if mute {
        return Width::Known(None);
    }
    match folder.and_then(probe::remembered) {
        Some(wide) => Width::Known(Some(wide)),
        // Asked for a set of signs by name, nobody has to answer.
        None if sight.symbols.is_some() => Width::Known(Some(Wide(false))),
        None if probe::ask().is_ok() => Width::Asked,
        None => Width::Known(None),
    }
}

/// Waits for the terminal's answer; what else happens meanwhile is kept.
fn answered(happened: &Receiver<Event>, later: &mut Vec<Event>) -> Option<Wide> {
    loop {
        match happened.recv_timeout(PATIENCE) {
            Ok(Event::Wide(wide)) => return wide,
            Ok(event) => later.push(event),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
        }
    }
}

fn look(sight: Sight, wide: Option<Wide>) -> Look {
    let symbols = sight.symbols.unwrap_or(match wide {
        Some(Wide(false)) => Symbols::Box,
        Some(Wide(true)) | None => Symbols::Ascii,
    });
    Look { symbols, wide: wide == Some(Wide(true)), colour: !sight.mono, plain: false }
}

/// The thread that waits for keys. It ends with the program.
fn read_keys(events: Sender<Event>, ask: bool) -> io::Result<()> {
    thread::Builder::new().name("keys".into()).spawn(move || {
        if ask && events.send(Event::Wide(probe::answer())).is_err() {
            return;
        }
        loop {
            let event = match input::burst() {
                Ok(inputs) if inputs.is_empty() => continue,
                Ok(inputs) => Event::Inputs(inputs),
                Err(_) => Event::Stop,
            };
            let stop = matches!(event, Event::Stop);
            if events.send(event).is_err() || stop {
                return;
            }
        }
    })?;
    Ok(())
}

#[cfg(unix)]
fn stop_on_signal(events: &Sender<Event>) -> io::Result<()> {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    let events = events.clone();
    thread::Builder::new().name("signals".into()).spawn(move || {
        if signals.forever().next().is_some() {
            let _ = events.send(Event::Stop);
        }
    })?;
    Ok(())
}

/// Windows ends a program whose window is closed; drafts are kept at every field.
#[cfg(not(unix))]
fn stop_on_signal(_: &Sender<Event>) -> io::Result<()> {
    Ok(())
}

/// A debug build told so by `ANBAN_CRASH` crashes at F11, for a test to see what a crash leaves behind.
fn crash_on_purpose(input: &Input) {
    let told = || std::env::var_os("ANBAN_CRASH").is_some();
    let f11 = matches!(input, Input::Key(key) if key.code == Code::F(11));
    assert!(!(cfg!(debug_assertions) && f11 && told()), "a crash on purpose");
}

/// Waits for what happens next, as long as it takes; where the desk locks itself after so many minutes, no longer than that.
fn next<T>(happened: &Receiver<T>, minutes: Option<u32>) -> Result<T, RecvTimeoutError> {
    match minutes {
        None => happened.recv().map_err(|_| RecvTimeoutError::Disconnected),
        Some(minutes) => happened.recv_timeout(Duration::from_secs(u64::from(minutes) * 60)),
    }
}

struct Desk<W: io::Write> {
    glass: Glass<W>,
    app: App,
    jobs: Sender<super::screen::Job>,
}

impl<W: io::Write> Desk<W> {
    /// Waits, takes all that has happened, draws once.
    fn keep(&mut self, happened: Receiver<Event>, later: Vec<Event>) -> io::Result<()> {
        for event in later {
            self.take(event)?;
        }
        self.hand_out();
        self.glass.draw(&self.app)?;
        while !self.app.is_over() {
            match next(&happened, self.app.locks_after()) {
                Ok(event) => self.take(event)?,
                Err(RecvTimeoutError::Timeout) => self.app.lock(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while let Ok(event) = happened.try_recv() {
                self.take(event)?;
            }
            self.hand_out();
            self.glass.draw(&self.app)?;
        }
        Ok(())
    }

    fn take(&mut self, event: Event) -> io::Result<()> {
        match event {
            Event::Inputs(inputs) => {
                for input in inputs {
                    crash_on_purpose(&input);
                    if let Input::Resize(columns, rows) = input {
                        self.glass.resize(columns, rows)?;
                    }
                    self.app.input(input);
                    // What a key asked for is under way before the next key is looked at.
                    self.hand_out();
                }
            }
            Event::Reply(reply) => self.app.reply(reply),
            Event::Wide(_) => {}
            Event::Stop => self.app.stop(),
        }
        if self.app.wants_redraw() {
            self.glass.again()?;
        }
        Ok(())
    }

    fn hand_out(&mut self) {
        for job in self.app.take_jobs() {
            if self.jobs.send(job).is_err() {
                self.app.alarm("后台停了，请退出后重新打开安办。".into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_that_nobody_touches_locks_itself() {
        let (events, happened) = channel();
        // No minute at all is over at once; what has happened goes before it.
        assert_eq!(next(&happened, Some(0)), Err(RecvTimeoutError::Timeout));
        events.send("a key").unwrap();
        assert_eq!(next(&happened, Some(0)), Ok("a key"));
        events.send("a key").unwrap();
        assert_eq!(next(&happened, None), Ok("a key"));
        drop(events);
        for minutes in [None, Some(10)] {
            assert_eq!(next(&happened, minutes), Err(RecvTimeoutError::Disconnected));
        }
    }
}
