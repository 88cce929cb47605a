//! The tree of commands (CLI.md) and the flags that every command takes.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgAction, Args, Parser, Subcommand};

use super::{
    accident, analysis, campaign, coverage, days, event, evidence, exchange, forms, hazard,
    inspect, keeping, ledger, major, notice, officer, paper, plan, premises, report, review,
    sample, setup, supervise, transfer, undo, units, values, warn,
};

const EXAMPLES: &str = "例：
  anban demo                                 建一个示例街道看看
  anban init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 招联社区 --regime beifeng
  anban premises import 名册.xlsx --community 招联社区
  anban agenda                               今天要办的事
  anban help inspect record                  查看某个命令怎么用

环境变量：ANBAN_DATA、ANBAN_DATABASE、ANBAN_USER、ANBAN_TODAY、ANBAN_LOGIN_FILE 依次相当于 --data、--database、--as、--today、--login-file
退出码：0 已办好；1 未办，什么也没有改动；2 命令写错；3 别的电脑先改了，请刷新重做，或交换包有待定的；4 数据库打不开或有损坏";

#[derive(Debug, Parser)]
#[command(
    name = "anban",
    version,
    propagate_version = true,
    about = "安办：社区、街道安全生产网格化监管",
    after_help = EXAMPLES,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Line {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Clone, Debug, Args)]
pub struct Global {
    #[arg(
        long,
        global = true,
        value_name = "文件夹",
        help = "办公室所在的文件夹，不写用系统的数据文件夹"
    )]
    pub data: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        value_name = "地址",
        help = "改用 PostgreSQL 服务器：postgres://用户名:密码@服务器:5432/库名"
    )]
    pub database: Option<String>,
    #[arg(
        id = "as",
        long = "as",
        global = true,
        value_name = "姓名",
        help = "由谁办理：人员姓名或编号"
    )]
    pub actor: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "密码文件",
        help = "经办人的密码写在这个文件的第一行（给定时任务用），不写就在终端里问"
    )]
    pub login_file: Option<PathBuf>,
    #[arg(long, global = true, value_name = "日期", value_parser = values::day, help = "按哪一天办理，例如 2026-11-22，不写是今天")]
    pub today: Option<NaiveDate>,
    #[arg(
        long,
        value_name = "符号",
        value_enum,
        help = "画面的线框：auto 问终端，box 制表符，ascii 普通符号"
    )]
    pub symbols: Option<Symbols>,
    #[arg(long, help = "不开画面，按行使用（读屏软件、慢线路）")]
    pub plain: bool,
    #[arg(long, global = true, help = "输出给程序读的 JSON")]
    pub json: bool,
    #[arg(short, long, global = true, action = ArgAction::Help, help = "显示帮助")]
    help: Option<bool>,
    #[arg(short = 'V', long, global = true, action = ArgAction::Version, help = "显示版本")]
    version: Option<bool>,
}

/// The signs that the borders of the screens are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Symbols {
    #[default]
    Auto,
    Box,
    Ascii,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(about = "建一个示例街道，带一年的记录")]
    Demo(setup::Demo),
    #[command(about = "建立办公室：市、区、街道、社区")]
    Init(setup::Init),
    #[command(subcommand, about = "单位：社区的登记和查看")]
    Unit(units::Unit),
    #[command(subcommand, about = "网格：登记、查看、人员交接")]
    Grid(units::Grid),
    #[command(subcommand, about = "人员：登记和查看，离岗，密码")]
    Staff(units::Staff),
    #[command(subcommand, about = "监管对象：一企一档")]
    Premises(premises::Premises),
    #[command(subcommand, about = "表单：检查表、通知书等")]
    Form(forms::Form),
    #[command(subcommand, about = "检查：登记和查看")]
    Inspect(inspect::Inspect),
    #[command(subcommand, about = "整改通知书：查看、打印、作废、重发")]
    Notice(notice::Notice),
    #[command(subcommand, about = "隐患：复查、延期、定级、报告、销号")]
    Hazard(hazard::Hazard),
    #[command(subcommand, about = "重大隐患：填报、核实、双签、盖章、审定、报送、验收")]
    Major(major::Major),
    #[command(subcommand, about = "移送抄告：抄告部门，等回复和反馈")]
    Transfer(transfer::Transfer),
    #[command(subcommand, about = "挂牌督办：隐患或社区")]
    Supervise(supervise::Supervise),
    #[command(subcommand, about = "网格事件：登记、上报、指派、反馈、办结")]
    Event(event::Event),
    #[command(subcommand, about = "其他文书和表册：出具、打印、存成电子表格")]
    Paper(paper::Paper),
    #[command(subcommand, about = "台账：送达、处罚、证照、事故等登记")]
    Ledger(ledger::Ledger),
    #[command(subcommand, about = "佐证：照片和签字文书的扫描件")]
    Evidence(evidence::Evidence),
    #[command(about = "今日要办：复查、巡查、销号、上报")]
    Agenda(days::Agenda),
    #[command(about = "日历：一个月里每天的期限和检查")]
    Calendar(days::Calendar),
    #[command(about = "巡查覆盖：应查几家、已查几家，没有查到的有哪些")]
    Coverage(coverage::Coverage),
    #[command(about = "巡查计划：按周或按月，谁哪天去哪几家，按路线排")]
    Plan(plan::Plan),
    #[command(about = "专项行动：时段、范围、加查的次数和上报的日子", subcommand)]
    Campaign(campaign::Campaign),
    #[command(about = "网格员：持证、培训、考核、考勤、以奖代补", subcommand)]
    Officer(officer::Officer),
    #[command(about = "抽查：按签抽取监管对象，零报告的多放签")]
    Sample(sample::Sample),
    #[command(subcommand, about = "事故：等级、报告时限、事故前经过")]
    Accident(accident::Accident),
    #[command(about = "每周例会：各网格这一周和上一周，部署的事项")]
    Review(review::Board),
    #[command(about = "形势分析：今日数字、十二个月趋势，按类别、行业、社区、网格")]
    Analysis(analysis::Situation),
    #[command(
        about = "报表：打印、上报、看谁该报什么、退回",
        args_conflicts_with_subcommands = true
    )]
    Report(report::Report),
    #[command(about = "问责提醒：已成立和将成立的情形，确认或搁置，追责阶梯")]
    Warn(warn::Warn),
    #[command(about = "撤销本机办的上一步")]
    Undo(undo::Undo),
    #[command(about = "体检：查数据库、留痕和缺项")]
    Check,
    #[command(about = "备份数据库")]
    Backup(keeping::Backup),
    #[command(about = "用备份恢复数据库")]
    Restore(keeping::Restore),
    #[command(about = "导出交换包：一个社区的全部记录，给另一个办公室")]
    Pack(exchange::Pack),
    #[command(about = "导入交换包：先看会怎样，再收下别的办公室的记录")]
    Unpack(exchange::Unpack),
    #[command(about = "留痕：谁在什么时候做了什么")]
    Journal(keeping::Journal),
}
