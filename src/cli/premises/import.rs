//! A roster taken in, and taken back.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::{
    cli::{
        Stop,
        output::{Output, Table},
    },
    office::{Office, roster},
    terms,
};

#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_name = "文件", help = "名册的表格文件")]
    pub file: PathBuf,
    #[arg(long, value_name = "工作表", help = "读哪个工作表，不写读第一个有名册的")]
    pub sheet: Option<String>,
    #[arg(long, value_name = "网格", conflicts_with = "community", help = "登记到哪个网格")]
    pub grid: Option<String>,
    #[arg(long, value_name = "社区", help = "登记到哪个社区")]
    pub community: Option<String>,
    #[arg(long, help = "只试读，不保存")]
    pub dry_run: bool,
    #[arg(long, value_name = "文件", help = "把退回的行和原因写到这个 xlsx 文件")]
    pub rejects: Option<PathBuf>,
}

impl Import {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let import = roster::Import {
            sheet: self.sheet,
            grid: self.grid,
            community: self.community,
            dry_run: self.dry_run,
            rejects: self.rejects.clone(),
        };
        let done = office.import(&self.file, &import)?;
        if out.json {
            let mut value = json!(done);
            value["dry_run"] = json!(self.dry_run);
            out.document(&value);
            return Ok(());
        }
        out.line(format!(
            "{}：新增{}家，更新{}家，没有变化{}家，重复{}行，退回{}行，跳过{}行。",
            if self.dry_run { "试读，没有保存" } else { "已导入" },
            done.added,
            done.updated,
            done.unchanged,
            done.duplicates,
            done.rejected,
            done.skipped
        ));
        if !done.unknown.is_empty() {
            out.line(format!("这些列没有用上：{}。", done.unknown.join("、")));
        }
        if !done.problems.is_empty() {
            let mut table = Table::new(["行", "列", "轻重", "说明"]).bending(["说明"]);
            for problem in &done.problems {
                table.row([
                    problem.row.to_string(),
                    problem.column.clone(),
                    if problem.level == "error" { "退回" } else { "提醒" }.into(),
                    problem.message.clone(),
                ]);
            }
            out.table(&table);
        }
        if let Some(file) = self.rejects.filter(|_| done.rejected > 0) {
            out.line(format!("退回的行和原因写在 {}，改好后可再导入。", file.display()));
        }
        if done.batch.is_some() {
            out.line("导入错了，可用 anban premises undo-import 撤销。");
        }
        Ok(())
    }
}

pub fn undo(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let batches = office.undo_import(None)?;
    if out.json {
        let rows = batches.iter().map(|batch| {
            json!({
                "batch": batch.id, "file": batch.file, "on": batch.on, "by": batch.actor,
                "community": office.unit_name(&batch.community),
                "added": batch.added, "updated": batch.updated
            })
        });
        out.document(&rows.collect());
        return Ok(());
    }
    for batch in &batches {
        out.line(format!(
            "已撤销{}从 {} 导入到{}的名册：取消新增{}家，还原{}家。",
            terms::date(batch.on),
            batch.file,
            office.unit_name(&batch.community),
            batch.added,
            batch.updated
        ));
    }
    Ok(())
}
