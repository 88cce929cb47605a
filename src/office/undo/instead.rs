//! What to do where a deed is not taken back. Every way that is named here is one that the records accept as they
//! stand then; `tests/it/undo.rs` goes each of them.

use super::hazard_of;
use crate::{
    domain::{
        event::{Desk, StateKind as EventState},
        hazard::StateKind,
        major::StageKind,
        supervision::StateKind as SupervisionState,
        transfer::StateKind as TransferState,
    },
    office::{Office, Refusal},
    store::{Engine, journal::Link},
    terms,
};

impl Office {
    /// The deed that stays, and what to do instead.
    pub(super) fn instead(&mut self, link: &Link) -> Result<Refusal, Refusal> {
        let entry = &link.entry;
        let way = match entry.verb.as_str() {
            "unpack" => unpacked(self.store.driver.engine()),
            code if code.starts_with("major_") => {
                let stored = self.hazard(&hazard_of(link)?.to_string())?;
                let course = &stored.hazard.course;
                major(course.report_kind(), course.kind())
            }
            code if code.starts_with("supervise_") => {
                supervision(self.supervision(&entry.object)?.matter.course.kind())
            }
            "event_link" => "关联错了的请取消关联",
            "event_unlink" => "取消错了的请再关联一次",
            code if code.starts_with("event_") => {
                let course = self.event(&entry.object)?.matter.course;
                event(code, course.kind(), course.seat().desk)
            }
            code if code.starts_with("transfer_") => {
                transfer(self.transfer(&entry.object)?.matter.course.kind())
            }
            "stop" | "hazard_hand_over" if !self.is_open(link)? => {
                "这条隐患已经了结：请先重开，再按实际情况登记"
            }
            code => fixed(code),
        };
        Ok(Refusal::said(format!("上一步是“{}”。{way}。", terms::verb(&entry.verb))))
    }

    fn is_open(&mut self, link: &Link) -> Result<bool, Refusal> {
        let stored = self.hazard(&hazard_of(link)?.to_string())?;
        Ok(stored.hazard.course.kind().is_open())
    }
}

/// What came in is signed and numbered: a file keeps the way back, a server has its own.
fn unpacked(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "收下的记录签过字、编过号，不能一条条撤：整个导错、之后还没有办过别的，请用 anban restore 换回导入前留存的备份；只有几条不对的，请照实更正"
        }
        Engine::Postgres => {
            "收下的记录签过字、编过号，不能一条条撤：整个导错的，请维护人员用服务器的备份恢复；只有几条不对的，请照实更正"
        }
    }
}

/// Where the way does not hang on what has become of the record since.
fn fixed(code: &str) -> &'static str {
    match code {
        "init" => "建好的办公室不拆：写错的请另用一个数据文件夹重新建立",
        "unit_add" => "登记过的单位不删：写错的请更改单位",
        "unit_edit" => "改错了的请再更改一次，写对的",
        "staff_add" => {
            "登记过的人员不删：电话、证号写错的请更改人员；姓名、职责写错的请登记离岗，并请另登记一条对的"
        }
        "staff_edit" => "改错了的请再更改一次，写对的",
        // What was kept of the old one is gone; and whoever undoes may be somebody else than whose password it is.
        "password_set" => "原来的密码没有留下，撤销不了：设错了的请再设一次",
        "password_clear" => "原来的密码没有留下，撤销不了：取消错了的请重新设一个",
        "recovery_code" => "原来的恢复码没有留下，撤销不了：没有抄下新的请再换一个",
        "grid_assign" | "grid_work" | "hazard_hand_over" => "交接错了的请再交接一次，交给对的人",
        "premises_verify" => "登记错了请修改；不该登记的请变更为关闭",
        "premises_remove" => "登记已经撤销：还要的请重新登记",
        "premises_restore" | "undo_import" => "导入已经撤销：还要这些登记的请把名册再导入一次",
        "inspect" | "hazard_found" | "hazard_withdraw" | "hazard_renotice" | "notice_issue" => {
            "检查签字后不改：请重新检查并更正这一次，或作废通知书后重发"
        }
        "notice_void" => "作废的号不再用：请重发通知书",
        "notice_unsigned" => "拒签已在案：写错的请作废这份通知书再重发",
        "paper_void" => "作废的号不再用：请重新出一份文书",
        "plan_make" => "请再排一次计划，或逐家改期、移出；手工调过的会留着",
        "plan_add" => "加错了的请把它移出计划",
        "plan_move" => "调错了的请再改期一次",
        "plan_remove" => "移错了的请再加入计划",
        "campaign_add" | "campaign_edit" | "campaign_end" => "登记错了的请更正这个专项行动",
        "campaign_withdraw" => "撤销立项的不再办理：要开展的请重新登记",
        "report_submit" => "报出的不能收回：要重报，请上级先退回",
        "report_give_back" => "退回的请重新上报一次",
        "entry_edit" => "改错了的请再更正一次，或作废这一条",
        "entry_void" => "作废的不再恢复：请重新登记一条",
        "evidence_aside" => "移出的文件一个也没有删：要留在册上的请再附上",
        "evidence_withdraw" => "请把原来的文件再附一次",
        "stop" => "停业停用已在案：写错的请再登记一次，写明更正什么",
        "unfit_flag" | "unfit_report" => "登记错了的请撤销这个登记，写明原因",
        "unfit_lift" => "撤销错了的请重新登记",
        "warn_withdraw" => "撤回错了的请在“问责”里重新确认、搁置或登记",
        "restore" => "原来的数据库另存着：请用留存的那一份再恢复一次",
        _ => "这一步不能撤销：请打开它，按现在的状态接着办",
    }
}

/// A signature stays; up to the approval a changed word needs all of them anew, after it corrections are progress.
fn major(stage: Option<StageKind>, state: StateKind) -> &'static str {
    match stage {
        _ if state == StateKind::Closed => "这条隐患已经销号：确实没有整改好的请重开",
        _ if state == StateKind::Withdrawn => "这条隐患已随检查更正撤回：请在更正后的检查里办理",
        None => "请填写填报表，按现在的情况接着办",
        Some(StageKind::Accepted) => "验收不对的请登记复查不合格，另定期限，整改好再复查、验收",
        Some(StageKind::Received | StageKind::StreetVerified) => {
            "审定以后填报表不再改：写错的请记一条整改进展，写明更正什么"
        }
        Some(StageKind::Approved) => {
            "审定以后填报表不再改：请先登记街道安办接收，再记一条整改进展，写明更正什么"
        }
        Some(StageKind::Filled) => "写错的请再改填报表",
        Some(StageKind::Verified | StageKind::Signed | StageKind::Sealed) => {
            "签过的不撤：写错的请改填报表，改了签过的内容，从核实起重新签"
        }
    }
}

fn supervision(state: SupervisionState) -> &'static str {
    match state {
        SupervisionState::Watched => {
            "督办错了的请解除督办，写明原因；别的请登记一次定期报告，写明更正什么"
        }
        SupervisionState::Lifted => "解除错了的请另行挂牌督办",
        SupervisionState::Withdrawn => "撤销立项的不再接着办：要督办的请另行挂牌督办",
        SupervisionState::Running
        | SupervisionState::ExtensionAsked
        | SupervisionState::AcceptanceAsked
        | SupervisionState::Accepted => {
            "督办的每一步都留着：写错的请登记一次定期报告，写明更正什么"
        }
    }
}

fn event(code: &str, state: EventState, at: Desk) -> &'static str {
    match (state, at) {
        (EventState::Withdrawn, _) => "撤销立项的不再接着办：要办的请重新登记事件",
        (EventState::Done, _) if code == "event_reward" => {
            "奖励只兑现一次，事件也已办结：金额写错的请另行登记事件，写明更正什么"
        }
        (EventState::Done, _) => "事件已经办结：办错了的请另行登记事件",
        (EventState::At, Desk::Grid) => "登记过的事件不删：写错的请登记处置，写明更正什么，再办结",
        (EventState::At, _) => "转错了的请在现在的部门登记处置，写明转错了，再反馈回来",
        (EventState::Handled | EventState::Returned, Desk::Grid) => "写错的请在办结时写明更正什么",
        (EventState::Handled | EventState::Returned, _) => "写错的请在向下反馈时写明更正什么",
    }
}

fn transfer(state: TransferState) -> &'static str {
    match state {
        TransferState::Sent | TransferState::Received => {
            "写错的请撤回这份抄告，写明原因，再重新抄告"
        }
        TransferState::Replied => "部门的回复留着：写错的请在登记处理结果反馈时写明更正什么",
        TransferState::FedBack => "处理结果已经反馈：还有问题的请另行抄告",
        TransferState::Withdrawn => "撤回的不再接着办：要抄告的请重新抄告",
    }
}
