//! Paper of the records: 整改通知书 as PDF and as text, what is kept of any paper, and the way to the printer.
//!
//! The first print of an issued paper is kept; every later one is those bytes.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use super::{
    Office, Refusal, desk::OfficeFonts, documents::Request, exports::Listed, folder,
    folder::Folder, notices::read_letter, settings::Settings,
};
use crate::{
    domain::{id::Id, notice::Notice, permission::Deed, unit::UnitPath},
    form::letter::{Letter, Look},
    paper::{self, Fonts, Meta},
    store::{self, notices::Stored, papers::Paper},
};

pub(super) const NOTICE: &str = "notice";

/// How a notice is printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Print {
    /// How many copies, [`Print::MOST`] at most, each with its own label; the form's copies when not said.
    pub copies: Option<usize>,
    /// Only what varies, moved by millimetres right and down: for stationery printed before (套打).
    pub overlay: Option<(f32, f32)>,
    /// With a 存根 or without; as the paper has it when not said.
    pub stub: Option<bool>,
    /// In a list telephone and identity numbers are hidden.
    pub masked: bool,
}

impl Print {
    /// Copies of one print: whoever needs more prints again.
    pub const MOST: u32 = 50;

    /// Whether this print is the one that is kept: all that is asked for in another way, and a paper that is void,
    /// is laid out again from the words that were kept.
    pub(super) fn is_kept(&self, void: bool) -> bool {
        !void && *self == Print::default()
    }

    /// As many copies as are asked for, those beyond the form's named as its last one.
    pub(super) fn count(&self, labels: &mut Vec<String>) {
        if let Some(copies) = self.copies {
            labels.resize(copies.max(1), labels.last().cloned().unwrap_or_default());
        }
    }

    /// The letter with the copies and the 存根 that are asked for.
    pub(super) fn of(&self, mut letter: Letter) -> Result<Letter, Refusal> {
        self.count(&mut letter.copies);
        if self.stub == Some(true) {
            stub_fits(&letter.title, !letter.number.is_empty(), letter.look)?;
        }
        letter.stub = self.stub.unwrap_or(letter.stub);
        Ok(letter)
    }
}

/// A paper ready to be saved or printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    pub bytes: Vec<u8>,
    pub title: String,
    /// Things to know about this print.
    pub warnings: Vec<String>,
    /// Where it is a list, what goes on record when it leaves.
    pub list: Option<Listed>,
}

impl Printed {
    /// Where it goes among the office's papers when nobody names a file.
    pub(super) fn file(&self, folder: &Folder) -> PathBuf {
        let named = folder.papers().join(format!("{}.pdf", file_name(&self.title)));
        folder::unused(&named, |file| folder::is_free(file, &self.bytes))
    }
}

/// Refused where a 存根 cannot stand above a paper.
fn stub_fits(title: &str, numbered: bool, look: Look) -> Result<(), Refusal> {
    let why = if !numbered {
        "没有文号（不编文号，或者还没有出具）"
    } else if !look.takes_stub() {
        "是公文格式或横排大表，纸上没有存根的位置"
    } else {
        return Ok(());
    };
    Err(Refusal::said(format!("《{title}》{why}，不能带存根。请不带存根打印。")))
}

impl Office {
    /// Refuses, before a paper has its number, what will be refused when it is printed.
    pub fn check_print(&mut self, request: &Request, print: &Print) -> Result<(), Refusal> {
        if print.stub == Some(true) {
            let form = self.paper_form(&request.code)?;
            stub_fits(&form.title, form.number.is_some(), form.look)?;
        }
        if print.overlay.is_some() {
            // A draft has no number, and no 存根 therefore.
            self.drafted_pdf(request, &Print { stub: None, ..print.clone() })?;
        }
        Ok(())
    }

    /// The fonts of this office: its own and the system's before those in the program.
    pub(super) fn fonts(&mut self) -> Result<Arc<OfficeFonts>, Refusal> {
        if let Some(fonts) = &self.fonts {
            return Ok(Arc::clone(fonts));
        }
        let settings = Settings::read(&self.folder)?;
        let (fonts, problems) = Fonts::of_office(&settings.fonts.named()).map_err(refused)?;
        let problems =
            problems.iter().map(|problem| format!("{problem}，已改用内置字体。")).collect();
        let fonts = Arc::new(OfficeFonts { fonts, problems });
        self.fonts = Some(Arc::clone(&fonts));
        Ok(fonts)
    }

    /// Characters in these words that no font can print, named with what to do; papers about them would be
    /// refused after they have their number.
    pub(super) fn unprintable(&mut self, words: &[&str]) -> Result<Option<String>, Refusal> {
        if words.iter().all(|words| words.is_ascii()) {
            return Ok(None);
        }
        let office = self.fonts()?;
        let lacking = office.fonts.require(words.iter().copied()).err();
        Ok(lacking.map(|error| unprinted(&error)))
    }

    /// The words of a notice, as plain text.
    pub fn notice_text(&mut self, number: &str) -> Result<String, Refusal> {
        let stored = self.stored_notice(number)?;
        let letter = shown(&stored.notice, read_letter(&stored)?);
        let office = self.fonts()?;
        let fonts = &office.fonts;
        Ok(paper::plain(&paper::letter(&letter, fonts, None).map_err(refused)?))
    }

    /// A notice as PDF. The plain print is kept and always the same bytes.
    pub fn notice_pdf(&mut self, number: &str, print: &Print) -> Result<Printed, Refusal> {
        let stored = self.stored_notice(number)?;
        let notice = &stored.notice;
        let kept = print.is_kept(notice.void.is_some());
        if kept && let Some(paper) = self.kept_paper(&notice.community, NOTICE, notice.id)? {
            let title = title(&stored)?;
            return Ok(Printed { bytes: paper.bytes, title, warnings: Vec::new(), list: None });
        }
        let office = self.fonts()?;
        let (title, mut bytes) = drawn(&stored, print, &office.fonts)?;
        if kept {
            bytes = self.keep_paper(&notice.community, NOTICE, notice.id, bytes)?;
        }
        Ok(Printed { bytes, title, warnings: office.problems.clone(), list: None })
    }

    pub(super) fn kept_paper(
        &mut self,
        community: &UnitPath,
        kind: &str,
        subject: Id,
    ) -> Result<Option<Paper>, Refusal> {
        let Some(paper) = store::papers::find(&mut *self.store.driver, community, kind, subject)?
        else {
            return Ok(None);
        };
        if store::papers::sha(&paper.bytes) != paper.sha {
            let detail = format!("paper of {subject} does not match its sha256");
            return Err(store::Fault::Damaged { place: None, detail }.into());
        }
        Ok(Some(paper))
    }

    /// Keeps the bytes; where another desk printed it first, its bytes count.
    pub(super) fn keep_paper(
        &mut self,
        community: &UnitPath,
        kind: &str,
        subject: Id,
        bytes: Vec<u8>,
    ) -> Result<Vec<u8>, Refusal> {
        let mut papers = [self.paper(community, kind, subject, bytes)];
        self.keep_papers(&mut papers)?;
        let [paper] = papers;
        Ok(paper.bytes)
    }

    pub(super) fn paper(
        &self,
        community: &UnitPath,
        kind: &str,
        subject: Id,
        bytes: Vec<u8>,
    ) -> Paper {
        Paper {
            community: community.clone(),
            kind: kind.to_owned(),
            subject,
            sha: store::papers::sha(&bytes),
            made_on: self.act.today,
            bytes,
        }
    }

    /// Keeps several papers, all or none; one that another desk printed first takes its bytes.
    pub(super) fn keep_papers(&mut self, papers: &mut [Paper]) -> Result<(), Refusal> {
        // Who may only read may print; the paper is kept when somebody who writes prints it first.
        if papers.is_empty() || self.act.only_looks() {
            return Ok(());
        }
        let first = self.act.write(&mut self.store, Deed::Print, |driver, trace| {
            let mut first = Vec::new();
            for paper in &*papers {
                first.push(store::papers::keep(driver, paper)?);
                if first.last() == Some(&true) {
                    let body = serde_json::json!({ "kind": paper.kind, "sha256": paper.sha });
                    trace.note("print", Some(&paper.community), paper.subject, &body)?;
                }
            }
            Ok(first)
        })?;
        for (paper, first) in papers.iter_mut().zip(first) {
            if !first
                && let Some(kept) = self.kept_paper(&paper.community, &paper.kind, paper.subject)?
            {
                *paper = kept;
            }
        }
        Ok(())
    }

    /// Hands a paper to the printer; says what was done. Accepted is not yet printed.
    pub fn send(&mut self, printed: &Printed, printer: Option<&str>) -> Result<String, Refusal> {
        let said = self.sent(printed, printer)?;
        if let Some(list) = printed.list {
            self.note_taken(&printed.title, "打印", list.rows, list.masked)?;
        }
        Ok(said)
    }

    fn sent(&self, printed: &Printed, printer: Option<&str>) -> Result<String, Refusal> {
        let settings = Settings::read(&self.folder)?.print;
        self.folder.make()?;
        let printer = printer.map(str::to_owned).or(settings.printer);
        let file = printed.file(&self.folder);
        if !settings.command.is_empty() {
            folder::write_whole(&file, &printed.bytes)?;
            return run(&settings.command, &file);
        }
        send_by_system(printed, printer.as_deref(), &file)
    }
}

pub(super) fn title(stored: &Stored) -> Result<String, Refusal> {
    Ok(format!("{} {}", read_letter(stored)?.title, stored.notice.number))
}

/// Title and PDF of a notice, laid out from its words. It reads nothing else, so several can be drawn at once.
pub(super) fn drawn(
    stored: &Stored,
    print: &Print,
    fonts: &Fonts,
) -> Result<(String, Vec<u8>), Refusal> {
    let notice = &stored.notice;
    let letter = shown(notice, print.of(read_letter(stored)?)?);
    let title = format!("{} {}", letter.title, notice.number);
    let meta = Meta { title: title.clone(), author: letter.issuer.clone(), date: notice.issued_on };
    Ok((title, paper::letter_pdf(letter, fonts, print.overlay, &meta).map_err(refused)?))
}

/// What is printed of a notice; a void one says so.
pub(super) fn shown(notice: &Notice, mut letter: Letter) -> Letter {
    if notice.void.is_some() {
        for label in &mut letter.copies {
            *label = format!("{label}（作废）");
        }
        letter.number.push_str("（作废）");
    }
    letter
}

/// A title as a file name that every system takes.
pub(super) fn file_name(title: &str) -> String {
    title
        .chars()
        .map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c })
        .take(80)
        .collect()
}

/// The office's own command, with the file filled in.
fn run(command: &[String], file: &Path) -> Result<String, Refusal> {
    let filled: Vec<String> = command
        .iter()
        .map(|word| word.replace("{file}", &file.display().to_string()).replace("{copies}", "1"))
        .collect();
    let [program, arguments @ ..] = filled.as_slice() else {
        return Err(Refusal::said("office.toml 里 [print] command 是空的，请写上打印程序。"));
    };
    match Command::new(program).args(arguments).stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(format!("已交给 {program} 打印。")),
        Ok(_) => Err(Refusal::said(format!(
            "打印程序 {program} 没有打成。文件已存在 {}，可以打开它再打印。",
            file.display()
        ))),
        Err(error) => Err(Refusal::said(format!(
            "运行不了打印程序 {program}：{}。文件已存在 {}，可以打开它再打印。",
            folder::reason(&error),
            file.display()
        ))),
    }
}

#[cfg(not(windows))]
fn send_by_system(
    printed: &Printed,
    printer: Option<&str>,
    file: &Path,
) -> Result<String, Refusal> {
    let mut command = Command::new("lp");
    command.env("LC_ALL", "C");
    if let Some(printer) = printer {
        command.args(["-d", printer]);
    }
    // The pages carry their own copies and labels; scaling would spoil the margins.
    command
        .args(["-n", "1", "-t", &printed.title, "-o", "media=A4", "-o", "sides=one-sided"])
        .args(["-o", "print-scaling=none", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(_) => {
            return opened(printed, file, "这台电脑没有打印命令 lp（CUPS）", "请安装打印服务。");
        }
    };
    if let Some(mut input) = child.stdin.take() {
        // A printer that does not exist closes its end at once; its answer says why.
        let _ = input.write_all(&printed.bytes);
    }
    let why = match child.wait_with_output() {
        Ok(output) if output.status.success() => {
            return Ok("打印任务已交给打印机。出纸后请核对页数。".to_owned());
        }
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            match printer {
                Some(printer) if said.contains("not exist") => {
                    format!("没有叫“{printer}”的打印机。请用 lpstat -e 查看名称。")
                }
                _ if said.contains("default destination") => {
                    let advice = "请写明用哪台打印机，或在系统里设一台默认的。";
                    return opened(printed, file, "没有设默认打印机", advice);
                }
                _ => "打印机没有接受这份文件。请检查打印机和打印服务。".to_owned(),
            }
        }
        Err(_) => "打印命令没有回应。".to_owned(),
    };
    Err(kept(printed, file, &why))
}

/// Where nothing prints, the paper is opened for the person to print it; else it is kept, and `advice` given.
#[cfg(not(windows))]
fn opened(printed: &Printed, file: &Path, why: &str, advice: &str) -> Result<String, Refusal> {
    if folder::write_whole(file, &printed.bytes).is_ok() && open(file) {
        return Ok(format!("{why}，已打开 {}，请在打开的窗口里打印。", file.display()));
    }
    Err(kept(printed, file, &format!("{why}。{advice}")))
}

/// Keeps a paper that could not be printed, and says where.
#[cfg(not(windows))]
fn kept(printed: &Printed, file: &Path, why: &str) -> Refusal {
    match folder::write_whole(file, &printed.bytes) {
        Ok(()) => Refusal::said(format!("{why}文件已存在 {}，可以打开它再打印。", file.display())),
        Err(refusal) => Refusal::said(format!("{why}{refusal}")),
    }
}

/// Opens a file in the program that the desktop has for it; says whether it did.
#[cfg(not(windows))]
fn open(file: &Path) -> bool {
    use std::{os::unix::process::CommandExt, sync::mpsc, thread, time::Duration};

    /// What opens a file has failed by then, or will not.
    const VIEWER: Duration = Duration::from_secs(3);
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if set("DISPLAY") || set("WAYLAND_DISPLAY") {
        "xdg-open"
    } else {
        // Without a screen it would start a browser in this terminal.
        return false;
    };
    let mut command = Command::new(opener);
    command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // A group of its own: Ctrl+C here does not close the viewer.
    let Ok(mut child) = command.process_group(0).spawn() else { return false };
    let (send, ended) = mpsc::channel();
    thread::spawn(move || send.send(child.wait()));
    match ended.recv_timeout(VIEWER) {
        Ok(status) => status.is_ok_and(|status| status.success()),
        // It has become the viewer, and stays until it is closed.
        Err(_) => true,
    }
}

#[cfg(windows)]
fn send_by_system(
    printed: &Printed,
    printer: Option<&str>,
    file: &Path,
) -> Result<String, Refusal> {
    folder::write_whole(file, &printed.bytes)?;
    let path = file.display().to_string().replace('\'', "''");
    let script = match printer {
        Some(printer) => format!(
            "Start-Process -FilePath '{path}' -Verb PrintTo -ArgumentList '\"{}\"' -WindowStyle Hidden",
            printer.replace('\'', "''")
        ),
        None => format!("Start-Process -FilePath '{path}' -Verb Print -WindowStyle Hidden"),
    };
    let powershell = |script: &str| {
        Command::new("powershell")
            .args(["-NoProfile", "-NonInteractive", "-Command", script])
            .stdin(Stdio::null())
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if powershell(&script) {
        return Ok("打印任务已交给打印机。出纸后请核对页数。".to_owned());
    }
    // The PDF program has no print verb (Edge has none): open it for the person to print.
    if powershell(&format!("Start-Process -FilePath '{path}'")) {
        let file = file.display();
        return Ok(format!("已打开 {file}，请在打开的窗口里按 Ctrl+P 打印。"));
    }
    Err(Refusal::said(format!("打印不了，也打不开。文件已存在 {}。", file.display())))
}

/// Why something was not given its number: it could not be printed.
pub(super) fn unprinted(error: &paper::PaperError) -> String {
    match error {
        paper::PaperError::MissingGlyphs { .. } => format!(
            "{error}；确是人名、字号用字的，请装上有这个字的字体，写进 office.toml 的 [fonts]。"
        ),
        other => format!("{other}。"),
    }
}

pub(super) fn refused(error: paper::PaperError) -> Refusal {
    let said = format!("{error}。");
    match error {
        paper::PaperError::OffSheet(_) | paper::PaperError::NoRoom { .. } => {
            Refusal::field("overlay", said)
        }
        _ => Refusal::said(said),
    }
}
