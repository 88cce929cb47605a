//! `form`: what forms there are, and whether a form file is right.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Form {
    #[command(about = "列出全部表单")]
    List,
    #[command(
        about = "查一个表单文件写得对不对",
        after_help = "例：anban form check forms/checklist/table4.toml"
    )]
    Check(Check),
    #[command(about = "看一张表的项目、选项和缺省隐患", after_help = "例：anban form show table4")]
    Show(Show),
    #[command(
        about = "用示例数据印一张表",
        after_help = "例：anban form preview table4 -o 表四.pdf"
    )]
    Preview(Preview),
}

#[derive(Debug, Args)]
pub struct Check {
    #[arg(value_name = "文件", help = "表单文件（toml）")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "代码", help = "表单的代码，例如 table4")]
    pub code: String,
}

#[derive(Debug, Args)]
pub struct Preview {
    #[arg(value_name = "代码", help = "表单的代码，例如 table4")]
    pub code: String,
    #[arg(short, long, value_name = "文件", help = "写到哪个 PDF 文件，- 为标准输出")]
    pub output: PathBuf,
}
