//! `evidence`: photos and scans of signed paper (佐证).

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop, files,
    output::{Output, Table, padded},
    values,
};
use crate::{
    domain::{
        evidence::{self, Kind},
        id::Id,
    },
    office::{
        Office,
        evidence::{Added, Filter, Place, Said, Subject},
    },
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Evidence {
    #[command(
        about = "附上照片或扫描件（JPG、PNG、PDF）",
        after_help = "例：
  anban evidence add 现场1.jpg 现场2.jpg --hazard 招联安监整改〔2026〕11号-2 --note 整改前
  anban evidence add 签收.pdf --notice 招联安监整改〔2026〕11号

几个文件一起附：有一个不行就都不附，并说明每一个的原因。同样的文件附两次，只算一份。"
    )]
    Add(Add),
    #[command(
        about = "收下办公室文件夹“收件”里的照片和扫描件",
        after_help = "文件名写文号（附在通知书上），或“文号-序号”（附在那条隐患上），后面可以加说明：
  招联安监整改〔2026〕11号.pdf
  招联安监整改2026-11-2 整改前.jpg

收下的从“收件”里移走；认不出的留在原处，并说明原因。--list 只看有什么、各附到哪里，不收。
文件名里没有文号的，写明附到哪里：
  anban evidence take IMG_0412.jpg --hazard 招联安监整改〔2026〕11号-2 --note 整改前"
    )]
    Take(Take),
    #[command(about = "列出佐证，新附的在前")]
    List(List),
    #[command(about = "看一份佐证的登记内容")]
    Show(One),
    #[command(
        about = "把一份佐证另存为文件",
        after_help = "例：anban evidence save 63646566 D:/照片/"
    )]
    Save(Save),
    #[command(
        about = "撤回附错的佐证，记录和文件都保留",
        after_help = "例：anban evidence withdraw 63646566 --reason 附到别家去了"
    )]
    Withdraw(Withdraw),
    #[command(
        about = "核对全部佐证的文件是否还是附上时的样子",
        after_help = "例：
  anban evidence check
  anban evidence check --aside D:/没有登记的佐证

没有登记的文件（没有附成的，或恢复备份以后没有记录指着的）会逐个列出。打开看是什么：要留在册上的用
anban evidence add 附到它的记录，其余的用 --aside 移到别的文件夹。"
    )]
    Check(Check),
}

#[derive(Debug, Args)]
pub struct Check {
    #[arg(long, value_name = "文件夹", help = "把没有登记的文件移到这个文件夹，一个也不删")]
    pub aside: Option<PathBuf>,
}

/// The flags of [`Which`].
const WHICH: [&str; 8] =
    ["hazard", "notice", "premises", "inspection", "transfer", "event", "supervision", "document"];

/// Which record is meant.
#[derive(Debug, Args)]
pub struct Which {
    #[arg(long, value_name = "编号", help = "隐患的编号，或“文号-序号”")]
    pub hazard: Option<String>,
    #[arg(long, value_name = "文号", help = "整改通知书的文号")]
    pub notice: Option<String>,
    #[arg(long, value_name = "名称", help = "单位的名称或编号")]
    pub premises: Option<String>,
    #[arg(long, value_name = "编号", value_parser = values::id, help = "检查的编号")]
    pub inspection: Option<Id>,
    #[arg(long, value_name = "编号", help = "移送抄告的编号，附部门的接收、回复")]
    pub transfer: Option<String>,
    #[arg(long, value_name = "编号", help = "网格事件的编号")]
    pub event: Option<String>,
    #[arg(long, value_name = "编号", help = "挂牌督办的编号，附签字盖章的通知书、申请、意见")]
    pub supervision: Option<String>,
    #[arg(long, value_name = "文号", help = "其他文书的文号或编号，附签收、签字的约谈、通报等")]
    pub document: Option<String>,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true).args(WHICH)))]
pub struct Add {
    #[arg(value_name = "文件", required = true, help = "照片或扫描件，可写几个")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub which: Which,
    #[arg(long, value_name = "类别", value_parser = values::term::<Kind>, help = values::choices::<Kind>("佐证的类别，不写按文件和对象认"))]
    pub kind: Option<Kind>,
    #[arg(long, value_name = "文字", default_value = "", help = "说明，例如 整改前")]
    pub note: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "哪天拍的，不写用照片里记的日期")]
    pub taken_on: Option<NaiveDate>,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").args(WHICH).requires("file")))]
pub struct Take {
    #[arg(value_name = "文件", requires = "which", help = "“收件”里的一个文件，写明附到哪里")]
    pub file: Option<String>,
    #[command(flatten)]
    pub which: Which,
    #[arg(long, value_name = "文字", default_value = "", help = "说明，例如 整改前")]
    pub note: String,
    #[arg(long, conflicts_with = "file", help = "只看有什么、各附到哪里")]
    pub list: bool,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").args(WHICH)))]
pub struct List {
    #[command(flatten)]
    pub which: Which,
    #[arg(long, value_name = "类别", value_parser = values::term::<Kind>, help = values::choices::<Kind>("只看这一类"))]
    pub kind: Option<Kind>,
    #[arg(long, help = "撤回的也列出来")]
    pub all: bool,
    #[arg(long, value_name = "行数", value_parser = values::count, help = "最多列几份")]
    pub limit: Option<u32>,
}

#[derive(Debug, Args)]
pub struct One {
    #[arg(value_name = "编号", help = "佐证的编号，列表里的后八位即可")]
    pub evidence: String,
}

#[derive(Debug, Args)]
pub struct Save {
    #[command(flatten)]
    pub one: One,
    #[arg(value_name = "文件", help = "存到哪个文件或文件夹")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Withdraw {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "原因", help = "撤回的原因")]
    pub reason: String,
}

impl Which {
    fn subject(self) -> Option<Subject> {
        self.hazard
            .map(Subject::Hazard)
            .or(self.notice.map(Subject::Notice))
            .or(self.premises.map(Subject::Premises))
            .or(self.inspection.map(Subject::Inspection))
            .or(self.transfer.map(Subject::Transfer))
            .or(self.event.map(Subject::Event))
            .or(self.supervision.map(Subject::Supervision))
            .or(self.document.map(Subject::Document))
    }
}

impl Evidence {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Evidence::Add(add) => add.run(office, out),
            Evidence::Take(take) => take.run(office, out),
            Evidence::List(list) => list.run(office, out),
            Evidence::Show(one) => {
                let evidence = office.evidence(&one.evidence)?;
                show(&evidence, out);
                Ok(())
            }
            Evidence::Save(save) => {
                let replaced = files::replaced(&save.file);
                let file = office.save_evidence(&save.one.evidence, &save.file)?;
                if out.json {
                    out.document(&json!({ "file": file }));
                } else {
                    out.line(format!("已存到 {}{replaced}。", file.display()));
                }
                Ok(())
            }
            Evidence::Withdraw(withdraw) => {
                let evidence =
                    office.withdraw_evidence(&withdraw.one.evidence, &withdraw.reason)?;
                if out.json {
                    out.document(&evidence_json(&evidence));
                } else {
                    out.line(format!("已撤回：{}。记录和文件都保留。", evidence.name));
                }
                Ok(())
            }
            Evidence::Check(wanted) => check(wanted, office, out),
        }
    }
}

impl Add {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let said = Said { kind: self.kind, note: self.note, taken_on: self.taken_on };
        let Some(subject) = self.which.subject() else {
            return Err(Stop::Usage(
                "没有写明附在哪里。请加 --hazard、--notice、--premises、--inspection、--transfer、--event、--supervision 或 --document。".into(),
            ));
        };
        let (place, added) = office.add_evidence(&subject, &self.files, &said)?;
        for added in &added {
            if let Some(remark) = &added.remark {
                out.remark(remark);
            }
        }
        if out.json {
            out.document(&added.iter().map(added_json).collect());
        } else {
            for added in &added {
                out.line(added_text(&place, added));
            }
        }
        Ok(())
    }
}

fn added_json(added: &Added) -> Value {
    let mut value = evidence_json(&added.evidence);
    value["known"] = json!(added.known);
    value
}

fn added_text(place: &Place, added: &Added) -> String {
    let evidence = &added.evidence;
    let kind = terms::evidence_kind(evidence.kind);
    if added.known {
        format!(
            "{}已经有同样的{kind}（{}附上的“{}”），没有重复附。",
            place.says,
            terms::date(evidence.added_on),
            evidence.name
        )
    } else {
        format!(
            "已附上{kind}“{}”（{}，编号 {}）：{}。",
            evidence.name,
            size(evidence.size),
            evidence.id.short(),
            place.says
        )
    }
}

impl Take {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        if self.list {
            return waiting(office, out);
        }
        let Some((file, subject)) = self.file.zip(self.which.subject()) else {
            return take(office, out);
        };
        let (place, added, stays) = office.take_file(&file, &subject, &self.note)?;
        for remark in added.remark.iter().chain(&stays) {
            out.remark(remark);
        }
        if out.json {
            out.document(&added_json(&added));
        } else {
            out.line(added_text(&place, &added));
        }
        Ok(())
    }
}

/// What lies in 收件, without taking it.
fn waiting(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let files = office.inbox()?;
    if out.json {
        out.document(&json!({
            "folder": office.folder().inbox(),
            "files": files.iter().map(|file| json!({
                "file": file.file, "size": file.size,
                "place": file.place.as_ref().ok(), "reason": file.place.as_ref().err()
            })).collect::<Vec<_>>()
        }));
        return Ok(());
    }
    if files.is_empty() {
        out.line("“收件”里没有文件。");
        return Ok(());
    }
    let mut table = Table::new(["文件", "大小", "附到"]).bending(["文件", "附到"]);
    for file in &files {
        let (Ok(place) | Err(place)) = &file.place;
        table.row([file.file.clone(), size(file.size), place.clone()]);
    }
    out.table(&table);
    out.line(format!("共{}份。收下用 anban evidence take。", files.len()));
    Ok(())
}

/// What lies in 收件. What stays there makes the exit code 1, so that a script sees it.
fn take(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let taken = office.take_evidence()?;
    for (_, added) in &taken.taken {
        if let Some(remark) = &added.remark {
            out.remark(remark);
        }
    }
    for (file, reason) in &taken.left {
        out.trouble(format!("“{file}”留在“收件”里：{reason}"));
    }
    if out.json {
        out.document(&json!({
            "folder": office.folder().inbox(),
            "taken": taken.taken.iter().map(|(_, added)| added_json(added)).collect::<Vec<_>>(),
            "left": taken.left.iter().map(|(file, reason)| json!({
                "file": file, "reason": reason
            })).collect::<Vec<_>>()
        }));
        return Ok(());
    }
    for (place, added) in &taken.taken {
        out.line(added_text(place, added));
    }
    let fresh = taken.taken.iter().filter(|(_, added)| !added.known).count();
    match (taken.taken.len(), taken.left.len()) {
        (0, 0) => out.line(format!(
            "“收件”里没有文件。请把照片和扫描件放到 {}，文件名写文号。",
            office.folder().inbox().display()
        )),
        (_, 0) => out.line(format!("收下{fresh}份。")),
        (_, left) => out.line(format!("收下{fresh}份，{left}份留在“收件”里，原因见下。")),
    }
    Ok(())
}

impl List {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let mut filter =
            Filter { kind: self.kind, withdrawn: self.all, limit: self.limit, ..Filter::default() };
        match self.which.subject() {
            // Of a premises all that belongs to its records too.
            Some(Subject::Premises(name)) => {
                filter.premises = Some(office.find_premises(&name)?.entry.id);
            }
            Some(subject) => filter.subject = Some(office.evidence_place(&subject)?.id),
            None => {}
        }
        let found = office.list_evidence(&filter)?;
        if out.json {
            out.document(&found.iter().map(evidence_json).collect());
        } else if found.is_empty() {
            out.line("没有这样的佐证。");
        } else {
            out.table(&evidence_table(&found));
            out.line(format!("共{}份", found.len()));
        }
        Ok(())
    }
}

pub fn evidence_table(found: &[evidence::Evidence]) -> Table {
    let mut table =
        Table::new(["编号", "附上", "类别", "对象", "文件", "说明", "拍摄", "大小", "撤回"])
            .bending(["文件", "说明", "撤回"]);
    for evidence in found {
        table.row([
            evidence.id.short(),
            evidence.added_on.to_string(),
            terms::evidence_kind(evidence.kind).into(),
            terms::about(evidence.about).into(),
            evidence.name.clone(),
            evidence.note.clone(),
            evidence.taken_on.map(|day| day.to_string()).unwrap_or_default(),
            size(evidence.size),
            void_text(evidence),
        ]);
    }
    table
}

fn void_text(evidence: &evidence::Evidence) -> String {
    match &evidence.void {
        Some(void) => format!("{} {}", terms::date(void.on), void.reason),
        None => String::new(),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{}KB", bytes.div_ceil(1024)),
        _ => format!("{:.1}MB", bytes as f64 / 1_048_576.0),
    }
}

fn show(evidence: &evidence::Evidence, out: &mut Output) {
    if out.json {
        return out.document(&evidence_json(evidence));
    }
    for (label, text) in [
        ("编号", evidence.id.to_string()),
        ("文件", evidence.name.clone()),
        ("类别", terms::evidence_kind(evidence.kind).into()),
        ("对象", format!("{} {}", terms::about(evidence.about), evidence.subject)),
        ("说明", evidence.note.clone()),
        ("格式", terms::media(evidence.media).into()),
        ("大小", format!("{}（{}字节）", size(evidence.size), evidence.size)),
        ("SHA-256", evidence.sha.clone()),
        ("拍摄日期", evidence.taken_on.map_or_else(|| "不详".into(), terms::date)),
        ("附上日期", terms::date(evidence.added_on)),
        ("经办人", evidence.actor.clone()),
        ("撤回", void_text(evidence)),
    ] {
        if !text.is_empty() {
            out.line(format!("{}  {text}", padded(label, 10)));
        }
    }
}

pub fn evidence_json(evidence: &evidence::Evidence) -> Value {
    json!({
        "id": evidence.id, "short": evidence.id.short(),
        "about": evidence.about, "about_label": terms::about(evidence.about),
        "subject": evidence.subject, "premises_id": evidence.premises,
        "kind": evidence.kind, "kind_label": terms::evidence_kind(evidence.kind),
        "name": evidence.name, "note": evidence.note,
        "media": evidence.media, "media_label": terms::media(evidence.media),
        "size": evidence.size, "sha256": evidence.sha,
        "taken_on": evidence.taken_on, "added_on": evidence.added_on, "actor": evidence.actor,
        "withdrawn": evidence.void.is_some(),
        "withdrawn_on": evidence.void.as_ref().map(|void| void.on),
        "withdrawn_reason": evidence.void.as_ref().map(|void| &void.reason)
    })
}

fn check(wanted: Check, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let health = office.check_evidence()?;
    for trouble in health.troubles() {
        out.trouble(trouble);
    }
    let moved = match &wanted.aside {
        Some(folder) => office.set_strays_aside(folder)?,
        None => Vec::new(),
    };
    if out.json {
        let rows =
            |found: &[evidence::Evidence]| found.iter().map(evidence_json).collect::<Value>();
        out.document(&json!({
            "sound": health.is_sound(), "count": health.count, "missing": rows(&health.missing),
            "altered": rows(&health.altered), "strays": health.strays.len(), "stray_files": health.strays, "set_aside": moved
        }));
        return Ok(());
    }
    if health.is_sound() {
        out.line(format!("佐证完好，共{}份。", health.count));
    }
    if let Some(folder) = wanted.aside {
        out.line(match moved.len() {
            0 => "evidence 文件夹里没有不登记的文件，什么也没有移。".to_owned(),
            count => format!("{count}个没有登记的文件已移到 {}。", folder.display()),
        });
    } else if !health.strays.is_empty() {
        out.line(format!(
            "evidence 文件夹里有{}个文件没有登记，是没有附成的，或是恢复备份以后没有记录指着的：",
            health.strays.len()
        ));
        for file in &health.strays {
            out.line(format!("  {}", file.display()));
        }
        out.line("要留在册上的请用 anban evidence add 附到它的记录，其余的用 anban evidence check --aside 文件夹 移走。");
    }
    Ok(())
}
