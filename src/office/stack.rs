//! A stack of notices printed in one go: drawn on all cores, kept many at a time.

use std::{
    collections::{HashSet, VecDeque},
    num::NonZero,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use super::{
    Office, Refusal, folder,
    print::{NOTICE, Print, drawn, file_name, title},
};
use crate::{
    domain::notice::Notice,
    store::{self, notices::Stored, papers::Paper},
};

/// Papers kept in one transaction: one wait for the disk instead of so many.
const TOGETHER: usize = 50;
/// Drawn papers that may wait to be kept; more would only fill the memory.
const WAITING: usize = 16;

/// What came of printing several notices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stack {
    /// In the order they were asked for, each with its file where a folder was named.
    pub done: Vec<(Notice, Option<PathBuf>)>,
    /// What could not be printed, by the number it was asked for, and why; the others were.
    pub failed: Vec<(String, Refusal)>,
    /// Void notices of the year, left out.
    pub void: usize,
    /// Things to know about this print.
    pub warnings: Vec<String>,
}

/// How several notices are called that leave together.
pub const STACK: &str = "整改通知书";

impl Office {
    /// Prints the valid notices of a year, this one when not said; into files of `folder` if one is named.
    pub fn print_year(
        &mut self,
        year: Option<i32>,
        print: &Print,
        folder: Option<&Path>,
    ) -> Result<Stack, Refusal> {
        let year = year.unwrap_or_else(|| chrono::Datelike::year(&self.act.today));
        let mut stored = store::notices::of_year(&mut *self.store.driver, &self.scope, year)?;
        let all = stored.len();
        stored.retain(|stored| stored.notice.void.is_none());
        let void = all - stored.len();
        let stack = Stack { void, ..Stack::default() };
        self.print_stack(stored, stack, print, folder)
    }

    /// Prints the notices of these numbers; into files of `folder` if one is named.
    pub fn print_notices(
        &mut self,
        numbers: &[String],
        print: &Print,
        folder: Option<&Path>,
    ) -> Result<Stack, Refusal> {
        let mut stack = Stack::default();
        let mut stored = Vec::new();
        let mut seen = HashSet::new();
        for number in numbers {
            match self.stored_notice(number) {
                Ok(found) if seen.insert(found.notice.id) => stored.push(found),
                Ok(_) => {}
                Err(refusal @ Refusal::Store(_)) => return Err(refusal),
                Err(refusal) => stack.failed.push((number.clone(), refusal)),
            }
        }
        self.print_stack(stored, stack, print, folder)
    }

    fn print_stack(
        &mut self,
        stored: Vec<Stored>,
        mut stack: Stack,
        print: &Print,
        folder: Option<&Path>,
    ) -> Result<Stack, Refusal> {
        let files = folder.map(|folder| Files::new(folder, &stored)).transpose()?;
        let kept = store::papers::subjects(&mut *self.store.driver, &self.scope, NOTICE)?;
        let is_kept = |at: usize| {
            let notice = &stored[at].notice;
            print.is_kept(notice.void.is_some()) && kept.contains(&notice.id)
        };
        let (old, new): (Vec<usize>, Vec<usize>) = (0..stored.len()).partition(|&at| is_kept(at));
        let mut outcome: Vec<Result<Option<PathBuf>, Refusal>> = vec![Ok(None); stored.len()];
        if let Some(files) = &files {
            for at in old {
                let notice = &stored[at].notice;
                outcome[at] = match self.kept_paper(&notice.community, NOTICE, notice.id) {
                    Ok(Some(paper)) => files.write(at, &paper.bytes).map(Some),
                    Ok(None) => Ok(None),
                    // One damaged paper does not stop the others; a store that is gone does.
                    Err(damaged @ Refusal::Store(store::Fault::Damaged { .. })) => Err(damaged),
                    Err(refusal) => return Err(refusal),
                };
            }
        }
        if !new.is_empty() {
            let office = self.fonts()?;
            stack.warnings.clone_from(&office.problems);
            let drawn = |at: usize| drawn(&stored[at], print, &office.fonts).map(|(_, pdf)| pdf);
            on_all_cores(&new, drawn, |papers| {
                self.take(papers, &stored, print, files.as_ref(), &mut outcome)
            })?;
        }
        for (stored, outcome) in stored.into_iter().zip(outcome) {
            match outcome {
                Ok(file) => stack.done.push((stored.notice, file)),
                Err(refusal) => stack.failed.push((stored.notice.number, refusal)),
            }
        }
        if let Some(folder) = folder.filter(|_| !stack.done.is_empty()) {
            self.note_export(STACK, folder, stack.done.len(), false)?;
        }
        Ok(stack)
    }

    /// Keeps papers that were drawn and writes their files.
    fn take(
        &mut self,
        drawn: Vec<(usize, Result<Vec<u8>, Refusal>)>,
        stored: &[Stored],
        print: &Print,
        files: Option<&Files>,
        outcome: &mut [Result<Option<PathBuf>, Refusal>],
    ) -> Result<(), Refusal> {
        // Those to be kept go first, so that they are one slice.
        let mut places = VecDeque::new();
        let mut papers: VecDeque<Paper> = VecDeque::new();
        let mut kept = 0;
        for (at, pdf) in drawn {
            let notice = &stored[at].notice;
            match pdf {
                Ok(pdf) => {
                    let paper = self.paper(&notice.community, NOTICE, notice.id, pdf);
                    if print.is_kept(notice.void.is_some()) {
                        kept += 1;
                        places.push_front(at);
                        papers.push_front(paper);
                    } else {
                        places.push_back(at);
                        papers.push_back(paper);
                    }
                }
                Err(refusal) => outcome[at] = Err(refusal),
            }
        }
        self.keep_papers(&mut papers.make_contiguous()[..kept])?;
        if let Some(files) = files {
            for (at, paper) in places.into_iter().zip(papers) {
                outcome[at] = files.write(at, &paper.bytes).map(Some);
            }
        }
        Ok(())
    }
}

/// Does the deed for each of `items` on all cores and hands on what comes of it, [`TOGETHER`] at a time.
fn on_all_cores<T: Send>(
    items: &[usize],
    deed: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(Vec<(usize, T)>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (send, made) = mpsc::sync_channel(WAITING);
        for _ in 0..cores {
            let (send, next, deed) = (send.clone(), &next, &deed);
            scope.spawn(move || {
                while let Some(&item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // Nobody listens any more when keeping has failed.
                    if send.send((item, deed(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut together = Vec::with_capacity(TOGETHER);
        for one in made {
            together.push(one);
            if together.len() == TOGETHER {
                take(std::mem::take(&mut together))?;
            }
        }
        if together.is_empty() { Ok(()) } else { take(together) }
    })
}

/// The files of a stack in their folder.
struct Files(Vec<PathBuf>);

impl Files {
    /// Makes the folder. Two notices that write the same number get files of their own.
    fn new(folder: &Path, stored: &[Stored]) -> Result<Files, Refusal> {
        folder::make_for(folder)?;
        let mut taken = HashSet::new();
        let mut paths = Vec::new();
        for stored in stored {
            // Words that cannot be read are told when the notice is drawn.
            let title = title(stored).unwrap_or_else(|_| stored.notice.number.clone());
            let mut name = file_name(&title);
            if !taken.insert(name.clone()) {
                name = format!("{name} {}", stored.notice.id.short());
                taken.insert(name.clone());
            }
            paths.push(folder.join(format!("{name}.pdf")));
        }
        Ok(Files(paths))
    }

    fn write(&self, at: usize, bytes: &[u8]) -> Result<PathBuf, Refusal> {
        let file = folder::unused(&self.0[at], |file| folder::is_free(file, bytes));
        folder::write_whole(&file, bytes)?;
        Ok(file)
    }
}
