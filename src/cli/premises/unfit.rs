//! `premises unfit`: 不具备安全生产条件.

use chrono::NaiveDate;
use clap::Args;

use super::view::{entry_json, unfit_json};
use crate::{
    cli::{Stop, output::Output, values},
    office::Office,
    terms,
};

#[derive(Debug, Args)]
pub struct Unfit {
    #[arg(value_name = "名称", help = "名称或编号")]
    pub premises: String,
    #[arg(
        long,
        value_name = "原因",
        required_unless_present = "reported_on",
        help = "不具备哪些条件；撤销时写为什么撤销"
    )]
    pub reason: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "登记或撤销的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, conflicts_with = "lifted", help = "哪天上报提请关闭")]
    pub reported_on: Option<NaiveDate>,
    #[arg(long, help = "撤销登记")]
    pub lifted: bool,
}

impl Unfit {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let (entry, flag) = match (self.reason, self.reported_on) {
            (Some(reason), _) if self.lifted => {
                office.lift_unfit(&self.premises, self.on, &reason)?
            }
            (Some(reason), reported) => {
                office.flag_unfit(&self.premises, self.on, &reason, reported)?
            }
            (None, Some(on)) => office.report_unfit(&self.premises, on)?,
            (None, None) => {
                return Err(Stop::Usage("没有写明原因。请用 --reason 写明。".into()));
            }
        };
        if out.json {
            let mut value = entry_json(office, &entry);
            value["unfit"] = unfit_json(office, &flag);
            out.document(&value);
            return Ok(());
        }
        out.line(match (&flag.lifted, flag.reported_on) {
            (Some(_), _) => format!("已撤销：{}不具备安全生产条件的登记。", entry.name),
            (None, Some(on)) => format!(
                "已登记：{}不具备安全生产条件，{}上报提请关闭。",
                entry.name,
                terms::date(on)
            ),
            (None, None) => format!(
                "已登记：{}不具备安全生产条件。请在{}前上报依法予以关闭。",
                entry.name,
                terms::date(office.unfit_due(&flag))
            ),
        });
        Ok(())
    }
}
