//! A roster taken in, and taken back.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::{
    cli::{
        Stop,
        output::{Output, Table},
        values,
    },
    domain::premises::Namesake,
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
    #[arg(
        long,
        value_name = "怎么办",
        value_parser = values::term::<Namesake>,
        help = "疑似同一场所（同名、地址不同或没有地址）的行：update 都按同一家更新，new 都按另一家新增；不写先不导入"
    )]
    pub same_name: Option<Namesake>,
}

impl Import {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let import = roster::Import {
            sheet: self.sheet,
            grid: self.grid,
            community: self.community,
            dry_run: self.dry_run,
            rejects: self.rejects.clone(),
            namesakes: self.same_name,
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
        for column in &done.unused {
            out.line(format!("{}。", column.message));
        }
        let (problems, counted) = done.listed();
        if !problems.is_empty() {
            let mut table = Table::new(["行", "列", "轻重", "说明"]).bending(["说明"]);
            for problem in problems {
                table.row([problem.row(), problem.column, problem.weight.into(), problem.message]);
            }
            out.table(&table);
        }
        for line in counted {
            out.line(format!("{line}。"));
        }
        if done.held > 0 {
            out.line(format!(
                "疑似同一场所{}行没有导入，含在退回的行里：用 --rejects 写出来，逐行填“同名处理”后再导入；也可以用 --same-name update 或 new 一起办。",
                done.held
            ));
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

#[derive(Debug, Args)]
pub struct UndoImport {
    #[arg(long, help = "导入之后有了记录的留下，只撤销其余的")]
    pub rest: bool,
    #[arg(long, value_name = "原因", default_value = "", help = "为什么撤销")]
    pub reason: String,
}

impl UndoImport {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let undone = office.undo_import(None, self.rest, &self.reason)?;
        if out.json {
            let rows = undone.iter().map(|one| {
                let batch = &one.batch;
                json!({
                    "batch": batch.id, "file": batch.file, "on": batch.on, "by": batch.actor,
                    "community": office.unit_name(&batch.community),
                    "added": batch.added, "updated": batch.updated,
                    "removed": one.removed, "restored": one.restored, "kept": one.kept
                })
            });
            out.document(&rows.collect());
            return Ok(());
        }
        for one in &undone {
            out.line(format!(
                "已撤销{}从 {} 导入到{}的名册：取消新增{}家，还原{}家。",
                terms::date(one.batch.on),
                one.batch.file,
                office.unit_name(&one.batch.community),
                one.removed,
                one.restored
            ));
            if !one.kept.is_empty() {
                out.line(format!(
                    "留下{}家，导入之后有了检查、变动或别的记录：{}。",
                    one.kept.len(),
                    one.kept.join("、")
                ));
            }
        }
        Ok(())
    }
}
