//! A crash said in Chinese: where the note of it was written, and what to do.

use std::{
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use crate::office::clock;

/// The office's folder, once it is known.
static FOLDER: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Where a crash note goes from now on.
pub fn note_into(folder: PathBuf) {
    *FOLDER.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder);
}

/// Takes the place of the backtrace that Rust would print.
pub fn install() {
    std::panic::set_hook(Box::new(|info| eprintln_quietly(&said(noted(info)))));
}

/// Writes the note of a crash; gives its path.
pub fn noted(info: &std::panic::PanicHookInfo) -> Option<PathBuf> {
    let folder = FOLDER.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let note = format!(
        "anban {}\n{info}\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::backtrace::Backtrace::force_capture()
    );
    write_note(folder, &note)
}

fn said(written: Option<PathBuf>) -> String {
    match written {
        Some(path) => format!(
            "程序出了意外，已经停下；没有保存完的这一步不会留下半截记录。情况已写入 {}，请把它交给维护人员。",
            path.display()
        ),
        None => "程序出了意外，已经停下；没有保存完的这一步不会留下半截记录。请记下刚才的操作，告诉维护人员。"
            .into(),
    }
}

/// Into the office's folder, else into the folder for temporary files; `None` when neither takes it.
fn write_note(folder: Option<PathBuf>, note: &str) -> Option<PathBuf> {
    let name = format!("crash-{}.txt", clock::now_ms());
    folder
        .filter(|folder| folder.is_dir())
        .into_iter()
        .chain([std::env::temp_dir()])
        .map(|folder| folder.join(&name))
        .find(|path| fs::write(path, note).is_ok())
}

/// Adds the database's own words, which no sentence shows, to the log in the office's folder; gives its path.
pub fn log(detail: &str) -> Option<PathBuf> {
    let folder = FOLDER.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
    let path = folder.join("anban.log");
    let line = format!("{} {} {detail}\n", clock::today(), env!("CARGO_PKG_VERSION"));
    let mut file = fs::File::options().append(true).create(true).open(&path).ok()?;
    std::io::Write::write_all(&mut file, line.as_bytes()).ok()?;
    Some(path)
}

/// A crash message on a closed pipe must not crash again.
fn eprintln_quietly(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_lies_in_the_office_folder_and_the_sentence_names_it() {
        let folder = std::env::temp_dir().join(format!("anban-crash-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = write_note(Some(folder.clone()), "note").unwrap();
        assert_eq!(path.parent(), Some(folder.as_path()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "note");
        assert!(said(Some(path.clone())).contains(&path.display().to_string()));
        fs::remove_dir_all(&folder).unwrap();
        let elsewhere = write_note(Some(folder.clone()), "note").unwrap();
        assert_ne!(elsewhere.parent(), Some(folder.as_path()));
        fs::remove_file(elsewhere).unwrap();
    }
}
