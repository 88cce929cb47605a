//! `notice`: the notices that inspections end in.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::values;

#[derive(Debug, Subcommand)]
pub enum Notice {
    #[command(about = "列出一年的整改通知书，作废的也在其中")]
    List(List),
    #[command(about = "看一份通知书的文字")]
    Show(Number),
    #[command(
        about = "打印通知书：写成 PDF、文字，或送到打印机",
        after_help = "例：
  anban notice print 招联安监整改〔2026〕11号 -o 通知书.pdf
  anban notice print 招联安监整改〔2026〕11号 --text
  anban notice print 招联安监整改〔2026〕11号 -o 套打.pdf --overlay 0,-1.5

文号里的〔〕也可写成 [ ]。"
    )]
    Print(Print),
    #[command(
        about = "作废一份通知书，文号保留",
        after_help = "例：anban notice void 招联安监整改〔2026〕11号 --reason 单位名称写错"
    )]
    Void(Void),
    #[command(about = "作废之后重发：新的文号，隐患照现在的情况")]
    Reissue(Number),
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, value_name = "年份", value_parser = values::year, help = "哪一年，不写是今年")]
    pub year: Option<i32>,
}

#[derive(Debug, Args)]
pub struct Number {
    #[arg(value_name = "文号", help = "文号或编号")]
    pub number: String,
}

#[derive(Debug, Args)]
pub struct Print {
    #[arg(value_name = "文号", help = "文号或编号")]
    pub number: String,
    #[arg(
        short,
        long,
        value_name = "文件",
        required_unless_present_any = ["text", "printer"],
        help = "写到哪个文件，- 为标准输出"
    )]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "份数", value_parser = values::count, help = "印几份，不写按制度（存档联、企业联）")]
    pub copies: Option<u32>,
    #[arg(
        long,
        value_name = "横,纵",
        num_args = 0..=1,
        default_missing_value = "0,0",
        allow_hyphen_values = true,
        value_parser = values::offset,
        help = "套打在已印好的纸上：只印填写的字，可移动若干毫米"
    )]
    pub overlay: Option<(f32, f32)>,
    #[arg(long, conflicts_with_all = ["overlay", "printer"], help = "只要文字，不要 PDF")]
    pub text: bool,
    #[arg(long, value_name = "打印机", help = "送到这台打印机")]
    pub printer: Option<String>,
}

#[derive(Debug, Args)]
pub struct Void {
    #[arg(value_name = "文号", help = "文号或编号")]
    pub number: String,
    #[arg(long, value_name = "原因", help = "作废的原因")]
    pub reason: String,
}
