//! Words of the journal: what was done.

/// The verb of a journal entry in Chinese. The journal outlives the program, so a verb that this version
/// does not know is shown as it was written.
pub fn verb(code: &str) -> &str {
    match code {
        "init" => "建立办公室",
        "unit_add" => "登记单位",
        "grid_assign" => "网格人员交接",
        "staff_add" => "登记人员",
        "premises_add" => "登记监管对象",
        "premises_change" => "登记变动",
        "premises_remove" => "撤销登记",
        "premises_restore" => "还原登记",
        "import" => "导入名册",
        "undo_import" => "撤销导入",
        "inspect" => "登记检查",
        "hazard_found" => "发现隐患",
        "hazard_withdraw" => "撤回隐患",
        "hazard_renotice" => "隐患转入新通知书",
        "notice_issue" => "开出通知书",
        "notice_void" => "作废通知书",
        "paper_issue" => "出具文书",
        "paper_void" => "作废文书",
        "entry_add" => "登记台账",
        "entry_edit" => "更正台账记录",
        "entry_void" => "作废台账记录",
        "print" => "打印",
        "recheck" => "复查",
        "extend" => "延期",
        "regrade" => "评估定级",
        "report" => "报告",
        "close" => "销号",
        "reopen" => "撤销销号",
        "evidence_add" => "附上佐证",
        "evidence_withdraw" => "撤回佐证",
        "restore" => "恢复备份",
        other => other,
    }
}
