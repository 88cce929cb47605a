//! `inspect`: record a filled checklist, look at past ones.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::values;

#[derive(Debug, Subcommand)]
pub enum Inspect {
    #[command(
        about = "登记一次检查：判定答案，记下隐患，开出整改通知书",
        after_help = r#"例：
  anban inspect record --premises 恒捷鞋材厂 --form table4 --answers 答案.toml --by 陈一鸣 --by 林安全

答案文件（toml 或 json）：
  default = "normal"              其余各项都正常；不写则为未查
  responsible = "黄恒捷"
  acceptor = "林安全"
  [answers]
  q20 = "堵塞"                    用表上的原字，另可写 未查、不涉及
  [[hazards]]
  item = "q20"
  text = "疏散通道堆放鞋材"
  disposal = "on_the_spot"

项目代码见 anban form show table4。"#
    )]
    Record(Record),
    #[command(about = "列出检查")]
    List(List),
    #[command(about = "看一次检查：答案、隐患、通知书、与上次的不同")]
    Show(Show),
}

#[derive(Debug, Args)]
pub struct Record {
    #[arg(long, value_name = "名称", help = "检查哪一家：名称或编号")]
    pub premises: String,
    #[arg(long, value_name = "代码", help = "检查表的代码，例如 table4")]
    pub form: String,
    #[arg(long, value_name = "文件", help = "答案文件，- 为标准输入")]
    pub answers: PathBuf,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "检查的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "姓名", help = "检查人，可以写几次，不写是 --as 的人")]
    pub by: Vec<String>,
    #[arg(long, value_name = "编号", value_parser = values::id, help = "更正哪一次检查：原检查撤回，另开通知书")]
    pub corrects: Option<crate::domain::id::Id>,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, value_name = "名称", help = "只看这一家")]
    pub premises: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起，不写是本月1日")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "到哪天止，不写是今天")]
    pub to: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "编号", value_parser = values::id, help = "检查的编号，见 anban inspect list")]
    pub id: crate::domain::id::Id,
}
