//! What records, their fields and their conflicts are called.

use crate::{
    domain::{
        evidence::Kind as EvidenceKind,
        exchange::{Clash, Grows},
        premises::{ChangeKind, Kind, Risk, Status},
        staff::Role,
        unit::Duty,
    },
    store::exchange::Record,
    terms,
};

/// Why a person has to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Entered twice under two ids.
    MaybeSame,
    Clash(Clash),
}

impl Why {
    pub fn code(self) -> &'static str {
        match self {
            Why::MaybeSame => "maybe_same",
            Why::Clash(Clash::Parted(_)) => "parted",
            Why::Clash(Clash::BothChanged) => "both_changed",
            Why::Clash(Clash::Altered) => "altered",
            Why::Clash(Clash::GoneHere) => "gone_here",
            Why::Clash(Clash::GoneThere) => "gone_there",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Why::MaybeSame => "可能是同一个",
            Why::Clash(Clash::Parted(_)) => "各办了一步",
            Why::Clash(Clash::BothChanged) => "两边都改过",
            Why::Clash(Clash::Altered) => "签过的不一样",
            Why::Clash(Clash::GoneHere) => "本机撤了",
            Why::Clash(Clash::GoneThere) => "对方撤了",
        }
    }

    /// What to do about it.
    pub fn advice(self, record: &Record) -> &'static str {
        match (self, record.table) {
            (Why::MaybeSame, "premises") => {
                "是同一家的定为“同一个”，登记留本机的，对方的检查、隐患并到这一家；不是的定为“另一个”"
            }
            (Why::MaybeSame, "notice" | "document") => {
                "两边用了同一个号，或给同一次检查各开了一份。号印在两张纸上、签过字，程序不改号，也不能取对方的：请对方作废它的那一份重发，再导出一次，新号的就收；作废的那一份不收，定为“留本机的”"
            }
            (Why::MaybeSame, "inspection") => {
                "两边各更正了同一次检查：请商定以哪一份为准，另一方重新检查并更正；不收的那一次定为“留本机的”"
            }
            (Why::MaybeSame, "report") => "两边各上报过一次：请上级退回一份，再导出一次",
            (Why::MaybeSame, table) if may_be_same(table) => "是同一个的定为“同一个”，留本机的",
            (Why::MaybeSame, _) => "请两边核对，由一方改正后再导出一次",
            (Why::Clash(Clash::BothChanged), _) => "请核对，定为“取对方的”或“留本机的”",
            (Why::Clash(Clash::Parted(_)), _) => {
                "办理经过不能改写：请两边核对；留本机的就这样定，以对方为准的在本机照实补办"
            }
            (Why::Clash(Clash::Altered), _) => "签过的记录不能改写：请核对原件，再定为“留本机的”",
            (Why::Clash(Clash::GoneHere), _) => "还要的定为“取对方的”，不要的定为“留本机的”",
            (Why::Clash(Clash::GoneThere), _) => "也撤的定为“取对方的”，还要的定为“留本机的”",
        }
    }
}

/// Kinds of which one may be said to be another under two ids.
pub fn may_be_same(table: &str) -> bool {
    matches!(
        table,
        "staff" | "assignment" | "premises" | "plan_visit" | "unfit" | "warning" | "evidence"
    )
}

/// Kinds of which two that look alike may stand beside each other.
pub fn may_be_apart(table: &str) -> bool {
    table == "premises"
}

/// Which decisions a kind takes.
pub fn lawful(record: &Record) -> &'static str {
    match record.grows {
        _ if matches!(record.table, "notice" | "document") => {
            "号印在纸上、签过字，不改号，也不取对方的：只能留本机的，由对方作废重发后再导出一次"
        }
        Grows::Once | Grows::BySteps => "签过字、办过的记录不改写，只能留本机的",
        Grows::Corrected | Grows::Passing if may_be_apart(record.table) => {
            "两边都改过的只能取对方的或留本机的，可能是同一个的只能定为同一个、另一个或留本机的"
        }
        Grows::Corrected | Grows::Passing if may_be_same(record.table) => {
            "两边都改过的只能取对方的或留本机的，可能是同一个的只能定为同一个或留本机的"
        }
        Grows::Corrected | Grows::Passing => "请按它后面写的办法办",
    }
}

pub fn kind(table: &str) -> &'static str {
    match table {
        "unit" => "单位和网格",
        "staff" => "人员",
        "assignment" => "网格责任人",
        "campaign" => "专项行动",
        "premises" => "监管对象",
        "verification" => "核实登记",
        "inspection" => "检查",
        "inspection_level" => "联合检查的层级",
        "filled" => "检查表的文字",
        "hazard" => "隐患",
        "recurrence" => "回潮",
        "matter" => "事项",
        "matter_link" => "事件的关联",
        "notice" => "整改通知书",
        "document" => "文书",
        "entry" => "台账记录",
        "unfit" => "不具备安全生产条件的登记",
        "warning" => "问责提醒",
        "plan_visit" => "计划的检查",
        "report" => "上报的报表",
        "paper" => "打印过的文书",
        "evidence" => "佐证",
        _ => "记录",
    }
}

/// A field by its column.
pub fn field(table: &str, column: &str) -> &'static str {
    match (table, column) {
        ("premises", "kind") => "类型",
        ("premises", "category") => "统计类别",
        ("evidence", "kind") | ("matter", "kind") => "种类",
        ("evidence", "sha") | ("paper", "sha") => "文件",
        (_, "name") => "名称",
        (_, "office") => "机关代字",
        (_, "linked_leader") => "挂钩领导",
        (_, "boundary") => "网格边界",
        (_, "valid_to" | "to_day") => "截止日期",
        (
            _,
            "closed_why" | "left_why" | "void_reason" | "ended_reason" | "lifted_reason"
            | "returned_reason" | "reason",
        ) => "原因",
        (_, "trade") => "专业网格",
        (_, "role") => "职责",
        (_, "phone") => "联系方式",
        (_, "card") => "证件编号",
        (_, "full_time") => "专职",
        (_, "origin") => "人员来源",
        (_, "since_day" | "from_day" | "since") => "起始日期",
        (_, "left_on") => "离岗日期",
        (_, "duty") => "责任",
        (_, "post") => "职务",
        (_, "body" | "opening") => "内容",
        (_, "ended_on") => "结束日期",
        (_, "grid") => "网格",
        (_, "uscc") => "统一社会信用代码",
        (_, "licensed") => "证照",
        (_, "address") => "地址",
        (_, "site_address") => "经营地址",
        (_, "industry") => "行业",
        (_, "category") => "类别",
        (_, "person_in_charge") => "负责人",
        (_, "safety_lead") => "安全负责人",
        (_, "is_key") => "重点监管",
        (_, "key_reasons") => "重点监管原因",
        (_, "risk") => "风险等级",
        (_, "extra") => "其他登记项",
        (_, "status") => "状态",
        (_, "direct") => "部门直管",
        (_, "addressee") => "送达单位",
        (_, "issued_on") => "出具日期",
        (_, "void_on") => "作废日期",
        (_, "refused_on") => "拒签日期",
        (_, "witnesses") => "见证人",
        (_, "refusal") => "拒签情况",
        (_, "on_day") => "日期",
        (_, "until_day") => "有效期至",
        (_, "fields") => "填写的内容",
        (_, "reported_on") => "上报日期",
        (_, "lifted_on") => "撤销日期",
        (_, "person") => "人员",
        (_, "rule") => "依据",
        (_, "by_hand") => "手工调整",
        (_, "returned_on") => "退回日期",
        (_, "returned_by") => "退回人",
        (_, "note") => "备注",
        (_, "title") => "标题",
        (_, "number" | "serial") => "编号",
        (_, "letter" | "words") => "文书的文字",
        (_, "answers") => "检查结果",
        (_, "inspectors") => "检查人",
        (_, "requirement") => "整改要求",
        (_, "text") => "隐患内容",
        (_, "form_sha" | "form") => "表单",
        _ => "其他内容",
    }
}

/// A code in the column's own words.
pub fn coded(table: &str, column: &str, code: &str) -> Option<&'static str> {
    match (table, column) {
        ("premises", "kind") => Kind::from_code(code).map(terms::kind),
        ("premises", "status") => Status::from_code(code).map(terms::status),
        ("premises", "risk") => Risk::from_code(code).map(terms::risk),
        ("premises_change", "kind") => ChangeKind::from_code(code).map(terms::change),
        ("staff", "role") => Role::from_code(code).map(terms::role),
        ("assignment", "duty") => Duty::from_code(code).map(terms::duty),
        ("evidence", "kind") => EvidenceKind::from_code(code).map(terms::evidence_kind),
        _ => None,
    }
}
