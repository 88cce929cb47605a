//! `grid move`: all premises of a grid go to others at once.

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

use crate::{
    cli::{Stop, output::Output, values},
    office::{Office, premises::Share},
};

pub const EXAMPLES: &str = "例：
  anban grid move 招联三网格 --to 招联一网格 --reason 三网格撤并
  anban grid move 招联三网格 --to 招联一网格=普贤路 --to 招联二网格 --on 2026-11-16 --reason 三网格撤并

网格=字：地址里有这几个字的划到那个网格，余下的划到不带字的网格。计划里还没去的检查一起划转；没有销号的隐患仍由原来的人跟踪。一次划转是一步，undo 一次全部撤销。";

#[derive(Debug, Args)]
pub struct GridMove {
    #[arg(value_name = "网格", help = "单位现在所在的网格，名称或编码")]
    pub grid: String,
    #[arg(
        long,
        value_name = "网格[=字]",
        required = true,
        value_parser = share,
        help = "划到哪个网格，可写几次；=字 只划地址里有这几个字的"
    )]
    pub to: Vec<Share>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "原因", help = "为什么划转，例如 三网格撤并")]
    pub reason: String,
    #[arg(long, help = "核对过了：进行中的专项行动写明查这个网格的，也照样划转")]
    pub sure: bool,
}

fn share(written: &str) -> Result<Share, String> {
    let (to, word) = written.split_once(['=', '＝']).unwrap_or((written, ""));
    Ok(Share { to: to.trim().to_owned(), word: word.trim().to_owned() })
}

impl GridMove {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let moved = office.meaning(self.sure, |office| {
            office.move_grid(&self.grid, &self.to, self.on, &self.reason)
        })?;
        if out.json {
            let shares: Vec<Value> = moved
                .shares()
                .into_iter()
                .map(|(to, count)| {
                    json!({ "grid": office.unit_name(to), "path": to, "premises": count })
                })
                .collect();
            out.document(&json!({
                "grid": office.unit_name(&moved.from), "path": moved.from, "on": moved.on,
                "premises": moved.count(), "to": shares, "visits_moved": moved.visits()
            }));
        } else {
            out.line(office.says_moved(&moved));
        }
        Ok(())
    }
}
