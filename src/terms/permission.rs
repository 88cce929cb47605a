//! Words of the deeds, and why somebody may not do one.

use crate::domain::{permission::Deed, staff::Role};

use super::role;

/// The deed as it stands after 不能.
pub fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::SetUp => "登记单位、网格和人员",
        Deed::Handover => "办理网格人员交接",
        Deed::Register => "登记监管对象",
        Deed::Resume => "同意停业整改的单位复产复工",
        Deed::Unfit => "登记不具备安全生产条件",
        Deed::LiftUnfit => "撤销不具备安全生产条件的登记",
        Deed::Inspect => "登记检查",
        Deed::Reissue => "重发通知书",
        Deed::VoidNotice => "作废通知书",
        Deed::SignRefused => "登记拒签",
        Deed::Recheck => "登记复查",
        Deed::Extend => "延期",
        Deed::ExtendMajor => "给重大隐患延期",
        Deed::Regrade => "提高隐患等级",
        Deed::Assess => "给待评估的隐患定级",
        Deed::Stop => "登记停业、停用、撤人措施",
        Deed::Report => "报告隐患",
        Deed::Close => "销号",
        Deed::Reopen => "撤销销号",
        Deed::MajorFill => "填写重大隐患填报表",
        Deed::MajorVerify => "核实重大隐患",
        Deed::MajorSign => "在重大隐患填报表上双签",
        Deed::MajorSeal => "在重大隐患填报表上盖社区公章",
        Deed::MajorApprove => "审定重大隐患填报表",
        Deed::MajorReceive => "接收重大隐患填报表",
        Deed::MajorStreetVerify => "作街道核实",
        Deed::MajorProgress => "登记重大隐患整改进展",
        Deed::MajorAccept => "验收重大隐患",
        Deed::Transfer => "办理移送、抄告",
        Deed::Supervise => "办理挂牌督办",
        Deed::SuperviseReport => "报告挂牌督办进展",
        Deed::LiftSupervision => "解除挂牌督办",
        Deed::Event => "办理网格事件",
        Deed::EventAbove => "办理街道、科室、部门的网格事件",
        Deed::AssignEvent => "指派网格事件",
        Deed::WithdrawEvent => "撤销他人登记的网格事件",
        Deed::Plan => "安排检查计划",
        Deed::Campaign => "登记专项行动",
        Deed::Entry => "登记台账",
        Deed::Score => "考评打分",
        Deed::Oversee => "登记对社区的督查",
        Deed::Officers => "登记网格员的考试、考勤、考核和奖励",
        Deed::Evidence => "登记佐证",
        Deed::Document => "出具文书",
        Deed::Letter => "出具通报、约谈、督办文书",
        Deed::Submit => "上报报表",
        Deed::GiveBack => "退回报表",
        Deed::Account => "登记、确认、搁置问责",
        Deed::Print => "打印",
        Deed::TakeBack => "撤销上一步",
    }
}

/// 社区安全员、社区主干或管理员: those near, whom one asks. The district may as well, and nobody sends for it.
fn any_of(roles: &[Role]) -> String {
    let near = roles.iter().filter(|known| **known != Role::DistrictOfficer);
    let names: Vec<&str> = near.map(|known| role(*known)).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}或{last}", rest.join("、")),
        _ => names.concat(),
    }
}

fn posts(roles: &[Role]) -> String {
    roles.iter().map(|known| role(*known)).collect::<Vec<_>>().join("、")
}

pub fn may_not(name: &str, roles: &[Role], wanted: Deed) -> String {
    if roles.iter().all(|role| !role.may_write()) {
        return format!("{name}的职责是“只读”，不能登记。请换一个人员登录，或请管理员改职责。");
    }
    format!(
        "{name}的职责是“{}”，不能{}。请由{}办理。",
        posts(roles),
        deed(wanted),
        any_of(wanted.roles())
    )
}

pub fn signer_missing(wanted: Deed) -> String {
    format!(
        "没有写明由谁签字，不能{}。请写明{}的姓名，或由本人登录办理（命令行用 --as 姓名）。",
        deed(wanted),
        any_of(wanted.roles())
    )
}

pub fn signer_unknown(name: &str, wanted: Deed) -> String {
    format!(
        "人员中没有“{name}”（或不在这个社区、街道），不能由其{}。请先登记这个人员，或写明{}的姓名。",
        deed(wanted),
        any_of(wanted.roles())
    )
}

pub fn not_for_others(name: &str, roles: &[Role], signer: &str, wanted: Deed) -> String {
    format!(
        "{name}的职责是“{}”，不能替{signer}{}。请由{signer}本人登录办理，或请管理员代为录入。",
        posts(roles),
        deed(wanted)
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_deed_has_its_own_word() {
        let words: BTreeSet<&str> = Deed::ALL.into_iter().map(deed).collect();
        assert_eq!(words.len(), Deed::ALL.len());
        assert!(words.iter().all(|word| !word.is_empty()));
    }

    #[test]
    fn a_refusal_says_who_may() {
        assert_eq!(
            may_not("陈一鸣", &[Role::GridOfficer], Deed::VoidNotice),
            "陈一鸣的职责是“网格员”，不能作废通知书。请由社区安全员、社区主干、街道安办执法人员或管理员办理。"
        );
        assert_eq!(
            signer_missing(Deed::MajorSign),
            "没有写明由谁签字，不能在重大隐患填报表上双签。请写明社区主干的姓名，或由本人登录办理（命令行用 --as 姓名）。"
        );
    }
}
