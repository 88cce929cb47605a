//! `premises`: the register (一企一档).

mod import;
mod list;
mod unfit;
mod view;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use self::{
    unfit::Unfit,
    view::{dossier_json, dossier_text, entry_json},
};
use super::{Stop, files, output::Output, values};
use crate::{
    domain::{
        premises::{self, ChangeKind, Kind, Risk},
        unit::{Level, UnitPath},
    },
    office::{
        Office,
        premises::{Fields, Filter},
    },
    terms::{self, Term},
};

#[derive(Debug, Subcommand)]
pub enum Premises {
    #[command(
        about = "从表格导入名册",
        after_help = "例：
  anban premises import 名册.xlsx --community 招联社区 --dry-run
  anban premises import 名册.xlsx --grid 招联一网格 --rejects 退回.xlsx

可读 xlsx、xls、ods、csv、tsv、txt。同一份表导入两次，第二次不会有改动。"
    )]
    Import(import::Import),
    #[command(
        name = "undo-import",
        about = "撤销最近一次导入",
        after_help = "例：
  anban premises undo-import           有一家已有检查等记录，就都不撤销，并说明是哪几家
  anban premises undo-import --rest    那几家留下，只撤销其余的"
    )]
    UndoImport(import::UndoImport),
    #[command(
        about = "查找和列出监管对象",
        after_help = "例：
  anban premises list --find hjxc            按拼音首字母查找
  anban premises list --key --grid 招联一网格
  anban premises list --key --left           重点名单，连同已移出的
  anban premises list --as-of 2026-06-30     那一天的名册"
    )]
    List(list::List),
    #[command(about = "看一家的档案：基本情况、变动、检查、隐患")]
    Show(Show),
    #[command(
        about = "登记一家",
        after_help = "例：anban premises add 恒捷鞋材厂 --grid 招联一网格 --industry 制鞋业 --person-in-charge 黄恒捷 --phone 13805950001"
    )]
    Add(Add),
    #[command(
        about = "更正登记的内容",
        after_help = "例：anban premises edit 恒捷鞋材厂 --phone 13805950002 --reason 换号"
    )]
    Edit(Edit),
    #[command(
        about = "登记变动：停产、关闭、复产复工、转产、迁出",
        after_help = "例：anban premises change 恒捷鞋材厂 --to suspended --on 2026-11-20 --reason 订单不足停产"
    )]
    Change(Change),
    #[command(
        about = "登记不具备安全生产条件：两个工作日内上报依法予以关闭",
        after_help = "例：
  anban premises unfit 恒捷鞋材厂 --reason 住宿与生产合用，无法改造
  anban premises unfit 恒捷鞋材厂 --reported-on 2026-11-23      登记已上报提请关闭
  anban premises unfit 恒捷鞋材厂 --lifted --reason 已搬迁改造    撤销登记"
    )]
    Unfit(Unfit),
    #[command(
        about = "核实一家的登记内容：和现场对过，没有不符",
        after_help = "例：anban premises verify 恒捷鞋材厂 --note 设备、危化品与登记相符"
    )]
    Verify(Verify),
    #[command(about = "导出名册为 xlsx 或 csv", after_help = "例：anban premises export 名册.xlsx")]
    Export(Export),
}

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "名称", help = "名称或编号，也可写拼音首字母")]
    pub premises: String,
}

/// The fields of an entry as the command line gives them; what is not written stays as it is.
#[derive(Debug, Args)]
pub struct Given {
    #[arg(long, value_name = "代码", help = "统一社会信用代码")]
    pub uscc: Option<String>,
    #[arg(long, conflicts_with = "licensed", help = "无证")]
    pub unlicensed: bool,
    #[arg(long, help = "有证")]
    pub licensed: bool,
    #[arg(
        long,
        value_name = "类别",
        value_parser = values::term::<Kind>,
        help = values::choices::<Kind>("类别")
    )]
    pub kind: Option<Kind>,
    #[arg(long, value_name = "地址", help = "登记的地址")]
    pub address: Option<String>,
    #[arg(long, value_name = "地址", help = "实际经营的地址，与登记地址不同时写")]
    pub site_address: Option<String>,
    #[arg(long, value_name = "行业", help = "所在行业，例如 制鞋业")]
    pub industry: Option<String>,
    #[arg(long, value_name = "代码", help = "表二的统计类别，不写按行业自动归类")]
    pub category: Option<String>,
    #[arg(long, value_name = "姓名", help = "负责人")]
    pub person_in_charge: Option<String>,
    #[arg(long, value_name = "姓名", help = "安全负责人")]
    pub safety_lead: Option<String>,
    #[arg(long, value_name = "电话", help = "联系方式")]
    pub phone: Option<String>,
    #[arg(long, value_name = "网格", help = "所在的网格")]
    pub grid: Option<String>,
    #[arg(long, conflicts_with = "not_key", help = "列入重点监管")]
    pub key: bool,
    #[arg(long, help = "不列入重点监管")]
    pub not_key: bool,
    #[arg(long, value_name = "原因", help = "列入重点监管的原因，可以写几次")]
    pub key_reason: Vec<String>,
    #[arg(
        long,
        value_name = "等级",
        value_parser = values::term::<Risk>,
        help = values::choices::<Risk>("风险等级")
    )]
    pub risk: Option<Risk>,
    #[arg(
        long,
        value_name = "部门和原因",
        help = "由部门直接监管，不纳入网格巡查：写哪个部门、为什么"
    )]
    pub direct: Option<String>,
    #[arg(long, conflicts_with = "direct", help = "改回由网格巡查")]
    pub not_direct: bool,
    #[arg(long, value_name = "部门", help = "行业主管部门，例如 区工信局")]
    pub reg_dept: Option<String>,
    #[arg(long, value_name = "人数", help = "从业人数，例如 36")]
    pub employees: Option<String>,
    #[arg(long, value_name = "类别", help = "火灾危险性类别：甲、乙、丙、丁、戊")]
    pub fire_class: Option<String>,
    #[arg(
        long,
        value_name = "工艺",
        help = "涉及的工艺，例如 金属制品喷漆，可以写几次；写 \"\" 清空"
    )]
    pub process: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(value_name = "名称", help = "单位或场所的名称")]
    pub name: String,
    #[arg(long, value_name = "社区", help = "所在的社区，写了网格可以不写")]
    pub community: Option<String>,
    #[command(flatten)]
    pub given: Given,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "登记的日期，不写是今天")]
    pub on: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Edit {
    #[arg(value_name = "名称", help = "名称或编号")]
    pub premises: String,
    #[arg(long, value_name = "名称", help = "改为这个名称")]
    pub name: Option<String>,
    #[command(flatten)]
    pub given: Given,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "从哪天起是这样，可以早于登记日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "原因", default_value = "", help = "更正的原因")]
    pub reason: String,
    #[arg(long, help = "核对过了：进行中的专项行动写明查原网格的，也照样改网格")]
    pub sure: bool,
}

#[derive(Debug, Args)]
pub struct Change {
    #[arg(value_name = "名称", help = "名称或编号")]
    pub premises: String,
    #[arg(
        long,
        value_name = "变动",
        value_parser = wanted_change,
        help = "可写：suspended（停产）、closed（关闭）、resumed（复产复工）、switched（转产）、moved_out（迁出）"
    )]
    pub to: ChangeKind,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "变动的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "原因", help = "变动的原因")]
    pub reason: String,
    #[arg(long, value_name = "行业", help = "转产后的行业")]
    pub industry: Option<String>,
}

/// A change that is registered by hand; additions and corrections have commands of their own.
fn wanted_change(text: &str) -> Result<ChangeKind, String> {
    match values::term::<ChangeKind>(text) {
        Ok(ChangeKind::Added | ChangeKind::Corrected) | Err(_) => Err(format!(
            "的“{text}”不是变动。可写：{}。",
            ["suspended", "closed", "resumed", "switched", "moved_out"]
                .into_iter()
                .filter_map(ChangeKind::from_code)
                .map(|kind| format!("{}（{}）", kind.code(), kind.label()))
                .collect::<Vec<_>>()
                .join("、")
        )),
        Ok(kind) => Ok(kind),
    }
}

#[derive(Debug, Args)]
pub struct Verify {
    #[arg(value_name = "名称", help = "名称或编号")]
    pub premises: String,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "核实的日期，不写是今天")]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "说明", default_value = "", help = "核实了什么")]
    pub note: String,
}

#[derive(Debug, Args)]
pub struct Export {
    #[arg(value_name = "文件", help = "写到哪个文件，以 .xlsx 或 .csv 结尾")]
    pub file: PathBuf,
    #[arg(long, help = "遮住手机号和身份证号的中间几位")]
    pub mask: bool,
}

impl Premises {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Premises::Import(import) => import.run(office, out),
            Premises::UndoImport(undo) => undo.run(office, out),
            Premises::List(list) => list.run(office, out),
            Premises::Show(show) => {
                let dossier = office.dossier(&show.premises)?;
                if out.json {
                    out.document(&dossier_json(office, &dossier));
                } else {
                    dossier_text(office, &dossier, out);
                }
                Ok(())
            }
            Premises::Add(add) => {
                let community = add
                    .community
                    .map(|name| office.find_unit(Level::Community, &name))
                    .transpose()?;
                let given = add.given.fields(office, community.as_ref())?;
                let fields = Fields { name: Some(add.name), ..given };
                let entry = office.add_premises(community.as_ref(), &fields, add.on)?;
                warn_of_fonts(office, &entry, out)?;
                let beside = office.registered_beside(&entry)?;
                fields.remarks().into_iter().chain(beside).for_each(|remark| out.remark(remark));
                said(office, "已登记", &entry, out);
                Ok(())
            }
            Premises::Edit(edit) => {
                let fields = Fields { name: edit.name, ..edit.given.fields(office, None)? };
                if fields == Fields::default() {
                    return Err(Stop::Usage(
                        "没有写明改什么。请用 --phone、--industry 等写明要改的内容，见 anban premises edit --help。"
                            .into(),
                    ));
                }
                let entry = office.meaning(edit.sure, |office| {
                    office.edit_premises(&edit.premises, &fields, edit.on, &edit.reason, None)
                })?;
                warn_of_fonts(office, &entry, out)?;
                fields.remarks().into_iter().for_each(|remark| out.remark(remark));
                said(office, "已更正", &entry, out);
                Ok(())
            }
            Premises::Change(change) => {
                let fields = Fields { industry: change.industry, ..Fields::default() };
                let entry = office.change_premises(
                    &change.premises,
                    change.to,
                    change.on,
                    &change.reason,
                    &fields,
                    None,
                )?;
                said(office, &format!("已登记{}", change.to.label()), &entry, out);
                Ok(())
            }
            Premises::Unfit(unfit) => unfit.run(office, out),
            Premises::Verify(verify) => {
                let entry = office.verify_premises(&verify.premises, verify.on, &verify.note)?;
                let on = verify.on.unwrap_or(office.today());
                if out.json {
                    let mut value = entry_json(office, &entry);
                    value["verified_on"] = json!(on);
                    out.document(&value);
                } else {
                    out.line(format!("已核实：{}，{}。", entry.name, terms::date(on)));
                }
                Ok(())
            }
            Premises::Export(export) => {
                let replaced = files::replaced(&export.file);
                let rows = office.export(&export.file, &Filter::default(), export.mask)?;
                if out.json {
                    out.document(&json!({ "file": export.file, "rows": rows }));
                } else {
                    out.line(format!("已导出{rows}家到 {}{replaced}。", export.file.display()));
                }
                Ok(())
            }
        }
    }
}

impl Given {
    /// A grid is looked for in the community, where one is named.
    fn fields(self, office: &Office, within: Option<&UnitPath>) -> Result<Fields, Stop> {
        let yes_or_no = |yes: bool, no: bool| (yes || no).then_some(yes);
        Ok(Fields {
            name: None,
            uscc: self.uscc,
            licensed: yes_or_no(self.licensed, self.unlicensed),
            kind: self.kind,
            address: self.address,
            site_address: self.site_address,
            industry: self.industry,
            category: self.category,
            person_in_charge: self.person_in_charge,
            safety_lead: self.safety_lead,
            phone: self.phone,
            grid: self
                .grid
                .map(|name| office.find_unit_in(Level::Grid, &name, within))
                .transpose()?,
            key: yes_or_no(self.key || !self.key_reason.is_empty(), self.not_key),
            key_reasons: (!self.key_reason.is_empty()).then_some(self.key_reason),
            risk: self.risk,
            direct: if self.not_direct { Some(String::new()) } else { self.direct },
            reg_dept: self.reg_dept,
            employees: self.employees,
            fire_class: self.fire_class,
            processes: (!self.process.is_empty()).then(|| self.process.join("、")),
        })
    }
}

fn said(office: &Office, done: &str, entry: &premises::Premises, out: &mut Output) {
    if out.json {
        out.document(&entry_json(office, entry));
        return;
    }
    out.line(format!(
        "{done}：{}，{}，{}{}。编号 {}",
        entry.name,
        office.grid_name(entry.grid.as_ref()),
        terms::status(entry.status),
        if entry.key { "，重点监管" } else { "" },
        entry.id
    ));
}

/// Told while the name is being registered, not when a paper about it is printed.
fn warn_of_fonts(
    office: &mut Office,
    entry: &premises::Premises,
    out: &mut Output,
) -> Result<(), Stop> {
    if let Some(why) = office.unprintable_entry(entry)? {
        out.remark(&why);
    }
    Ok(())
}
