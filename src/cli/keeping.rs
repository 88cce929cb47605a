//! `check`, `backup`, `restore`, `journal`: that nothing is lost, and that it can be shown.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use serde_json::json;

use super::{
    Stop,
    output::{Output, Table, safe},
    secret::{self, Secret},
    values,
};
use crate::{
    domain::id::Id,
    office::{
        Office, Opening,
        encrypted::{self, Password},
        keep::Break,
        restore::{self, Standing},
        told::told,
    },
    terms,
};

#[derive(Debug, Args)]
#[command(after_help = "例：anban backup D:/备份/安办.db
    anban backup --encrypt U:/安办.zip

加密的备份是一个 AES-256 加密的压缩文件，数据库和佐证都在里面；忘了密码谁也打不开。")]
pub struct Backup {
    #[arg(value_name = "文件", help = "备份到哪个文件，不写放在办公室文件夹的 backups 里")]
    pub file: Option<PathBuf>,
    #[arg(long, help = "加密成一个 .zip 文件，要写两遍密码")]
    pub encrypt: bool,
    #[command(flatten)]
    pub secret: Secret,
}

#[derive(Debug, Args)]
#[command(after_help = "例：anban restore D:/备份/安办.db

原来的数据库会先留存一份，并说明在哪里。在终端里恢复时先问一句；--yes 不问。")]
pub struct Restore {
    #[arg(value_name = "文件", help = "备份文件")]
    pub file: PathBuf,
    #[arg(long, help = "不问，直接恢复")]
    pub yes: bool,
    #[command(flatten)]
    pub secret: Secret,
}

#[derive(Debug, Args)]
#[command(after_help = "例：anban journal --verify")]
pub struct Journal {
    #[arg(long, conflicts_with = "limit", help = "核对留痕是否被改动过")]
    pub verify: bool,
    #[arg(long, conflicts_with = "verify", help = "只看导出：谁、哪天、哪份清单、多少行")]
    pub exports: bool,
    #[arg(long, value_name = "行数", value_parser = values::count, help = "看最近几条，不写是50条")]
    pub limit: Option<u32>,
}

/// `check` (体检): nothing is changed. A damaged store ends with code 4, evidence that is gone with 1.
pub fn check(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let health = office.check()?;
    let sound = health.troubles.is_empty()
        && health.broken.is_empty()
        && health.papers == 0
        && health.evidence.is_empty()
        && health.gaps.is_empty();
    if !health.troubles.is_empty() {
        // The engine's own words are for the JSON.
        out.damage(format!(
            "数据库有{}处损坏或对不上。请先停止录入，不要删除任何文件，用最近一次的备份恢复；细节见 anban --json check。",
            health.troubles.len()
        ));
    }
    for desk in &health.broken {
        out.damage(broken(desk));
    }
    if health.papers > 0 {
        out.damage(format!(
            "有{}份打印过的文书和当时打印的不一样，可能被改动过。请用最近一次的备份恢复。",
            health.papers
        ));
    }
    for trouble in &health.evidence {
        out.trouble(trouble);
    }
    for series in &health.gaps {
        out.damage(format!("{series}的文书编号不连续，可能有文书被删掉。请用备份核对。"));
    }
    for given in &health.given {
        out.remark(given);
    }
    if out.json {
        out.document(&json!({
            "sound": sound, "papers": health.papers, "troubles": health.troubles, "journal_links": health.journal_links,
            "broken": health.broken, "evidence": health.evidence, "orphans": health.orphans,
            "gaps": health.gaps, "given": health.given, "years_unpublished": health.years_unpublished
        }));
        return Ok(());
    }
    if health.troubles.is_empty() {
        out.line("数据库完好。");
    }
    if health.broken.is_empty() {
        out.line(format!("留痕完好，共{}条。", health.journal_links));
    }
    match health.orphans {
        0 => out.line("每个监管对象都有网格。"),
        orphans => out.line(format!("有{orphans}家没有网格，请用 anban premises edit 补上网格。")),
    }
    for year in &health.years_unpublished {
        out.line(format!("{year}年的放假安排还没有公布，期限按周末和法定节日计算（未含调休）。"));
    }
    Ok(())
}

fn broken(desk: &str) -> String {
    format!("电脑 {desk} 的留痕对不上，有记录被改动或丢失。请停止录入，用备份核对。")
}

/// Which entry it is; where numbers are left out, which of them.
fn broken_link(desk: &str, seq: i64, broken: &Break) -> String {
    let Break { expected, entry } = broken;
    let (day, verb) = (terms::date(entry.day), terms::verb(&entry.verb));
    let link = format!("第{seq}条（{day} {} {verb}）", entry.actor);
    let what = match seq - expected {
        ..=0 => format!("{link}和前面接不上，内容或次序被改动过"),
        1 => format!("第{expected}条不见了，后面是{link}"),
        _ => format!("第{expected}条到第{}条不见了，后面是{link}", seq - 1),
    };
    format!("电脑 {desk} 的留痕：{what}。请停止录入，用备份核对。")
}

impl Backup {
    pub fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn Read,
        person: Option<&mut dyn Write>,
        out: &mut Output,
    ) -> Result<(), Stop> {
        let file = self.file.as_deref();
        // Who names where the password is wants it locked with it.
        let encrypted = self.encrypt || self.secret.password_file.is_some();
        let made = if encrypted {
            let password = Password::new(&self.secret.get(stdin, person, true)?)?;
            office.backup_encrypted(file, &password)?
        } else {
            office.backup(file)?
        };
        for trouble in &made.troubles {
            out.trouble(trouble);
        }
        if out.json {
            out.document(&json!({ "file": made.file, "lacking": made.troubles }));
        } else {
            out.line(format!("已备份到 {}，并核对无误。", made.file.display()));
            if encrypted {
                out.line("恢复时要写这个密码，忘了谁也打不开：请把密码另外保存好。");
            } else if made.troubles.is_empty() {
                out.line("佐证的文件在旁边的 evidence 文件夹，换地方存时请一起带走。");
            }
        }
        Ok(())
    }
}

impl Restore {
    /// `person` is the terminal of somebody who can answer; a script has said what it wants.
    pub fn run(
        self,
        opening: &Opening,
        stdin: &mut dyn Read,
        mut person: Option<&mut dyn Write>,
        out: &mut Output,
    ) -> Result<(), Stop> {
        if let Some(person) = person.as_mut().filter(|_| !self.yes)
            && let Some(standing) = restore::standing(opening)?
            && !self.is_sure(&standing, stdin, *person)
        {
            return Err(Stop::said("没有恢复，什么也没有改。"));
        }
        let password = match encrypted::is_one(&self.file) {
            true => Some(Password::of(&self.secret.get(stdin, person, false)?)),
            false => None,
        };
        let restored = restore::restore(opening, &self.file, password.as_ref())?;
        for trouble in &restored.troubles {
            out.trouble(trouble);
        }
        for given in &restored.given {
            out.remark(given);
        }
        if restored.strays > 0 {
            out.remark(format!(
                "有{}个佐证文件没有记录指着（备份之后附上的也在内），都留在原处。请用 anban evidence check 看是哪些。",
                restored.strays
            ));
        }
        let kept = restored.kept.exists().then_some(restored.kept);
        if out.json {
            out.document(
                &json!({ "restored": self.file, "kept": kept, "lacking": restored.troubles, "given": restored.given, "strays": restored.strays }),
            );
            return Ok(());
        }
        out.line(format!("已用 {} 恢复。", self.file.display()));
        if let Some(kept) = kept {
            out.line(format!(
                "原来的数据库留存在 {kept}。恢复错了，用 anban restore {kept} 换回来。",
                kept = kept.display()
            ));
        }
        Ok(())
    }

    /// Says what would go, and hears 是 or anything else.
    fn is_sure(&self, standing: &Standing, stdin: &mut dyn Read, person: &mut dyn Write) -> bool {
        let holds = match &standing.holds {
            Some((premises, hazards, last)) => {
                let last = last
                    .map(|day| format!("，最近一次办理在{}", terms::date(day)))
                    .unwrap_or_default();
                format!("有{premises}家监管对象、{hazards}条没有销号的隐患{last}")
            }
            None => "打不开".to_owned(),
        };
        let told = safe(&format!(
            "{} 里已有办公室（{holds}）。恢复后用 {} 代替它，原来的数据库留存在 backups 文件夹。",
            standing.database.display(),
            self.file.display()
        ));
        let asked = format!("{told}\n恢复吗？写“是”或 y 恢复，别的都不恢复：");
        let told = person.write_all(asked.as_bytes()).is_ok() && person.flush().is_ok();
        // Not a byte more is taken: a password may come behind it.
        let answer = told.then(|| secret::line(stdin)).flatten().unwrap_or_default();
        matches!(String::from_utf8_lossy(&answer).trim(), "是" | "y" | "Y" | "ｙ" | "Ｙ")
    }
}

impl Journal {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match (self.verify, self.exports) {
            (true, _) => verify(office, out),
            (_, true) => exports(office, self.limit.unwrap_or(50), out),
            _ => self.list(office, out),
        }
    }

    fn list(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let links = office.journal(self.limit.unwrap_or(50))?;
        if out.json {
            let rows = links.iter().map(|link| {
                let entry = &link.entry;
                let body = serde_json::from_str(&entry.body)
                    .unwrap_or_else(|_| serde_json::Value::String(entry.body.clone()));
                json!({
                    "seq": link.seq, "desk": entry.desk, "at_ms": entry.at_ms, "day": entry.day,
                    "actor": entry.actor, "verb": entry.verb, "verb_label": terms::verb(&entry.verb), "community": entry.cid,
                    "object": entry.object, "body": body, "hash": link.hash
                })
            });
            out.document(&rows.collect());
            return Ok(());
        }
        let mut table = Table::new(["序号", "日期", "办理人", "事项", "对象", "内容"])
            .bending(["对象", "内容"]);
        for link in &links {
            let entry = &link.entry;
            table.row([
                link.seq.to_string(),
                entry.day.to_string(),
                entry.actor.clone(),
                terms::verb(&entry.verb).to_owned(),
                Id::parse(&entry.object).map_or_else(|| entry.object.clone(), |id| id.short()),
                told(link),
            ]);
        }
        out.table(&table);
        Ok(())
    }
}

/// What was taken out of the office.
fn exports(office: &mut Office, count: u32, out: &mut Output) -> Result<(), Stop> {
    let exports = office.exports(count)?;
    if out.json {
        let rows = exports.iter().map(|(link, export)| {
            json!({
                "at_ms": link.entry.at_ms, "day": link.entry.day, "actor": link.entry.actor,
                "desk": link.entry.desk, "title": export.title, "file": export.file,
                "rows": export.rows, "masked": export.masked
            })
        });
        out.document(&rows.collect());
        return Ok(());
    }
    if exports.is_empty() {
        out.line("还没有导出过。");
        return Ok(());
    }
    let mut table =
        Table::new(["日期", "办理人", "清单", "行数", "号码", "文件"]).bending(["清单", "文件"]);
    for (link, export) in &exports {
        table.row([
            link.entry.day.to_string(),
            link.entry.actor.clone(),
            export.title.clone(),
            export.rows.to_string(),
            if export.masked { "已遮住" } else { "没有遮" }.to_owned(),
            export.file.clone(),
        ]);
    }
    out.table(&table);
    Ok(())
}

/// A chain that ends before the head that is kept of it.
fn cut_off(desk: &str, links: i64, last: i64) -> String {
    let what = if links == 0 {
        "留痕是空的".to_owned()
    } else {
        format!("留痕到第{links}条为止")
    };
    let kept = if last > 0 {
        format!("，而登记的最后一条是第{last}条")
    } else {
        String::new()
    };
    format!(
        "电脑 {desk} 的{what}{kept}：末尾被删过。请先停止录入，保留数据库文件，用最近一次的备份核对。"
    )
}

/// A chain in which what a backup ends with is not, or not as it was.
fn not_as_backed_up(desk: &str, links: i64, last: i64, file: &Path) -> String {
    let what = if links < last {
        format!("留痕到第{links}条为止，而备份里有到第{last}条：末尾被删过")
    } else {
        format!("第{last}条留痕和备份里的不一样：被改写过")
    };
    format!(
        "电脑 {desk} 的{what}。备份是 {}。请先停止录入，保留数据库文件，再用这份备份核对。",
        file.display()
    )
}

/// Exit code 4, a damaged store, when a chain does not follow; the JSON says where.
fn verify(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let chains = office.verify_journal()?;
    let backup = office.newest_backup()?;
    let sound = chains.iter().all(|chain| chain.broken_at.is_none());
    for chain in &chains {
        if let Some((seq, broken)) = chain.broken_at.zip(chain.broken.as_ref()) {
            out.damage(broken_link(&chain.desk, seq, broken));
        }
        if let (Some(last), Some((file, _))) = (chain.lost, &backup) {
            out.damage(not_as_backed_up(&chain.desk, chain.links, last, file));
        }
        if let Some(last) = chain.cut {
            out.damage(cut_off(&chain.desk, chain.links, last));
        }
    }
    if out.json {
        let rows: Vec<_> = chains
            .iter()
            .map(|chain| {
                json!({
                    "desk": chain.desk, "links": chain.links, "head": chain.head,
                    "broken_at": chain.broken_at, "cut_from": chain.cut,
                    "lost_since_backup": chain.lost, "sound": chain.broken_at.is_none()
                })
            })
            .collect();
        out.document(&json!({ "sound": sound, "chains": rows }));
    } else if sound {
        let links: i64 = chains.iter().map(|chain| chain.links).sum();
        out.line(format!("留痕完好：{}台电脑，共{links}条，没有改动或缺少。", chains.len()));
        if let Some((file, _)) = backup {
            out.line(format!("与最近的备份 {} 核对过，备份时的留痕都在。", file.display()));
        }
    }
    Ok(())
}
