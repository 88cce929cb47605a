//! `unit import`: many units at once, from a list or the published table.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::unit_json;
use crate::{
    cli::{
        Stop,
        output::{Output, Table},
    },
    office::Office,
    terms,
};

pub const EXAMPLES: &str = "例：
  anban unit import --dry-run                          先看程序里的区划表要登记哪些
  anban unit import                                    本街道的社区（区的办公室是街道和社区）按区划表全部登记
  anban unit import 社区名单.xlsx --in 长延堡街道

名单可以是 xlsx、xls、ods、csv，表头写“社区名称”，区的办公室另有“街道”一列，有“代码”一列的按12位代码登记。已经登记的不重复；有一行不对就都不登记。登记错了的，在里面登记别的以前用 anban undo 撤销。";

#[derive(Debug, Args)]
pub struct UnitImport {
    #[arg(value_name = "文件", help = "名单文件；不写就用程序里的区划表")]
    pub file: Option<PathBuf>,
    #[arg(long, value_name = "工作表", requires = "file", help = "读哪一张工作表，不写读第一张")]
    pub sheet: Option<String>,
    #[arg(long = "in", value_name = "上级", help = "在哪个单位下面，不写就是本办公室")]
    pub above: Option<String>,
    #[arg(long, help = "只看会登记哪些，不登记")]
    pub dry_run: bool,
}

impl UnitImport {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let above = self.above.as_deref();
        let rows = match &self.file {
            Some(file) => office.read_units_list(file, self.sheet.as_deref())?,
            None => office.published_units(above)?,
        };
        let import = office.import_units(&rows, above, self.dry_run)?;
        if out.json {
            let problems: Vec<Value> = import
                .problems
                .iter()
                .map(|(row, message)| json!({ "row": row, "message": message }))
                .collect();
            out.document(&json!({
                "added": import.added.iter().map(unit_json).collect::<Vec<_>>(),
                "known": import.known.len(), "dry_run": self.dry_run, "problems": problems
            }));
            return Ok(());
        }
        if self.dry_run && !import.added.is_empty() {
            let mut table = Table::new(["层级", "名称", "编码", "机关代字"]);
            for unit in &import.added {
                table.row([
                    terms::level(unit.path.level()).to_owned(),
                    unit.name.clone(),
                    unit.path.to_string(),
                    unit.office.clone(),
                ]);
            }
            out.table(&table);
        }
        for (row, message) in &import.problems {
            out.line(format!("第{row}行：{message}"));
        }
        let did = if self.dry_run { "将登记" } else { "已登记" };
        let known = match import.known.len() {
            0 => String::new(),
            known => format!("，已经登记过的{known}个不重复"),
        };
        out.line(format!("{did}{}个单位{known}。", import.added.len()));
        Ok(())
    }
}
