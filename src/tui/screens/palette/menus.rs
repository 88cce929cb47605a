//! What stands in the menus of screens, so that it is found without knowing where. A label is that of the menu; what
//! follows its colon is found too. `tests/it/screens/palette.rs` looks for every label that a menu has.

use crate::tui::{keys::Command, screens::hazards::Which};

/// Acts that are taken in one place.
pub struct Menu {
    /// The screen that the palette leads to.
    pub screen: Command,
    /// Of the hazards there, these.
    pub kind: Option<Which>,
    /// What to do there.
    pub how: &'static str,
    pub acts: &'static [&'static str],
}

const fn menu(screen: Command, how: &'static str, acts: &'static [&'static str]) -> Menu {
    Menu { screen, kind: None, how, acts }
}

const fn hazards(kind: Which, how: &'static str, acts: &'static [&'static str]) -> Menu {
    Menu { screen: Command::Hazards, kind: Some(kind), how, acts }
}

pub const MENUS: &[Menu] = &[
    menu(
        Command::Ledgers,
        "打开事故登记，选一条，按 Ctrl+D",
        &["看等级、报告时限和以前的经过：事故等级", "出生产安全事故快报", "出事故前监管经过"],
    ),
    menu(Command::Ledgers, "打开网格员工作日志，按 Ctrl+D", &["由一天的记录拟稿：今天的工作日志"]),
    menu(
        Command::Ledgers,
        "打开送达登记，按 Ctrl+D",
        &["多家一起登记：一份文件送到一个网格的每一家"],
    ),
    menu(
        Command::Ledgers,
        "打开企业每日自查登记，按 Ctrl+D",
        &["逐日登记表：每日自查，谁还没有报"],
    ),
    menu(
        Command::Ledgers,
        "打开非法线索登记，选一条，按 Ctrl+D",
        &["登记网格事件", "看关联的事件"],
    ),
    menu(
        Command::Ledgers,
        "打开任务台账，选一件，按 Ctrl+L",
        &["看任务是哪次例会部署的：例会记录"],
    ),
    menu(Command::Ledgers, "打开抽查督查登记，按 Ctrl+D", &["抽取一批：抽查抽签", "出抽查抽签单"]),
    menu(
        Command::Hazards,
        "选一条隐患，按 Enter 办",
        &[
            "复查：合格、不合格或拒不整改",
            "拒不整改：复查时登记",
            "一起复查：这次检查的几条",
            "延期：另定期限",
            "定级：一般或重大",
            "报告：街道安办、派出所或有关部门",
            "重大隐患填报表：填报、签批、验收",
            "停业、停用、撤人：记下时刻和措施",
            "登记停业、停用、撤人的时刻",
            "移送抄告有关部门",
            "挂牌督办",
            "打成材料包（通知书、经过、照片）",
            "查判定标准：重大隐患的条款",
        ],
    ),
    hazards(
        Which::Major,
        "选一条，按 Enter 选填报表",
        &[
            "填写填报表和五落实",
            "改填报表和五落实",
            "核实：社区安全员到场核实",
            "双签：社区主干双签",
            "盖章：社区盖章",
            "审定：挂钩领导审定",
            "接收：报送街道安办接收",
            "街道核实",
            "验收：重大隐患验收",
            "记一条整改进展",
            "打印填报表",
        ],
    ),
    menu(
        Command::Hazards,
        "选一条隐患，按 Enter 选文书",
        &["出文书", "出其他文书", "添照片或扫描件"],
    ),
    menu(Command::Hazards, "选一条复查合格的隐患，按 Enter 办", &["销号：复查合格后了结"]),
    hazards(Which::Closed, "选一条，按 Enter 办", &["重开：销号后又发现没有整改好"]),
    menu(Command::Hazards, "按 Ctrl+T 筛选", &["回潮"]),
    menu(
        Command::Premises,
        "打开一家单位，按 Ctrl+D 办",
        &[
            "出文书：一企一档、关闭建议等",
            "台账：证照、设备、处罚等",
            "添照片或扫描件",
            "登记不具备安全生产条件",
            "登记哪天上报提请关闭",
            "撤销不具备安全生产条件的登记",
            "出关闭建议文书",
            "列入、移出清单：清单增减登记",
        ],
    ),
    menu(Command::Premises, "选一家，按 Enter", &["打开一企一档"]),
    menu(Command::Today, "选一项，按 Enter", &["去办"]),
    // Before the one of a visit that has just been saved: whoever asks has one that was issued.
    menu(Command::Notices, "选一份通知书，按 F9 打印", &["打印通知书：再打印开过的通知书"]),
    menu(
        Command::Inspect,
        "选一家单位开始检查，按 Ctrl+S 保存后办",
        &["打印通知书", "看通知书全文", "打印检查表", "更正检查：重新检查，保存时选更正上一次"],
    ),
    menu(
        Command::Notices,
        "选一份通知书，按 Enter 办",
        &[
            "看全文",
            "打印",
            "打印，另选打印机、份数或套打",
            "存成 PDF 文件",
            "出文书：复查意见书、送达回证",
            "附签过字的扫描件",
            "作废",
            "重发：换新号，内容照旧",
            "单位拒签：记见证人",
        ],
    ),
    menu(Command::Notices, "按 Ctrl+T 筛选", &["没有签收件的通知书"]),
    menu(
        Command::Units,
        "选一个社区，按 Enter 办",
        &["新增网格", "登记人员", "看它的单位", "更改挂钩领导、名称"],
    ),
    menu(Command::Units, "选街道那一行，按 Enter 办", &["新增社区", "更改名称"]),
    menu(Command::Units, "选区（市）那一行，按 Enter 办", &["新增街道", "新增区（县）"]),
    menu(Command::Units, "选街道或区（市）那一行，按 Enter 办", &["批量登记：按名单或区划表"]),
    menu(
        Command::Units,
        "选一个网格，按 Enter 办",
        &["人员交接", "移交前任留下的工作", "写明专业网格", "单位划到别的网格：整批划转", "撤并"],
    ),
    menu(
        Command::Units,
        "选一个人，按 Enter 办",
        &[
            "登记离岗",
            "设密码：给别人设、重设密码",
            "更改电话、证号：人员的来源、专兼职",
            "取消密码",
        ],
    ),
    menu(Command::Units, "按 Ctrl+T", &["撤并过的社区和网格"]),
    menu(
        Command::Today,
        "选离岗的那一条，按 Enter 办",
        &["离岗移交：把离岗的人名下的工作交给别人"],
    ),
    menu(
        Command::Matters,
        "选一份抄告，按 Enter 办",
        &[
            "接收：部门已经收到",
            "回复：部门说怎样处理",
            "反馈：部门的处理结果",
            "催办",
            "撤回：抄告错了",
        ],
    ),
    menu(
        Command::Matters,
        "选一件督办，按 Enter 办",
        &[
            "报告治理进展",
            "申请延期",
            "同意延期",
            "不同意延期",
            "申请验收",
            "验收意见",
            "解除督办",
            "撤销立项：登记错了",
        ],
    ),
    menu(
        Command::Matters,
        "选一个事件，按 Enter 办",
        &[
            "处置",
            "处置不了，上报",
            "指派社区、科室或部门",
            "反馈到下一级",
            "办结",
            "兑现举报奖励",
            "关联检查、隐患、线索",
            "撤销立项：登记错了",
        ],
    ),
    menu(Command::Matters, "按 Ctrl+N 登记", &["网格事件", "对社区挂牌督办"]),
    menu(Command::Matters, "按 Ctrl+T 筛选", &["没有办结的事项", "已抄告未回复", "已接收未反馈"]),
    menu(
        Command::Documents,
        "选一份文书，按 Enter 办",
        &["看全文", "打印", "打印，另选打印机、份数或套打", "存成 PDF 文件", "作废"],
    ),
    menu(
        Command::Documents,
        "按 Ctrl+N 选一种",
        &[
            "存成电子表格（xlsx）",
            "存成电子表格，号码遮住",
            "存成 PDF 文件，号码遮住",
            "打印，号码遮住",
        ],
    ),
    menu(Command::Ledgers, "选一种台账，按 F9", &["另选日子"]),
    menu(
        Command::Reports,
        "选一份要报的表，按 Enter 办",
        &[
            "上报",
            "看报出的全文",
            "看全文（还没有报）",
            "打印，另选打印机或份数",
            "存成电子表格（xlsx）",
            "存成电子表格，号码遮住",
            "存成 csv 文件",
            "退回重报",
        ],
    ),
    menu(
        Command::Inbox,
        "选一份，按 Enter 办",
        &[
            "按文件名收下",
            "附到一份通知书：签过字的扫描件",
            "附到一条隐患：整改前后的照片",
            "附到一家单位",
            "文件名里有文号的全部收下",
        ],
    ),
    menu(
        Command::Review,
        "按 Ctrl+D 办",
        &[
            "投影，一个网格一页",
            "例会记录：参加人、动态、部署",
            "部署事项，定责任人和期限",
            "例会材料，存成PDF和电子表格",
            "例会材料，号码遮住",
        ],
    ),
    menu(Command::Rounds, "选一个网格，按 Enter 看；部门直管的在最后", &["没有查到的"]),
    menu(
        Command::Rounds,
        "按 Tab 到计划，选一天或一家，按 Enter 办",
        &[
            "走访单",
            "开始检查",
            "挪到另一天，或换一个人",
            "从计划里去掉",
            "在计划里加一次检查",
            "重排计划",
            "排计划",
        ],
    ),
    menu(
        Command::Rounds,
        "按两次 Tab 到专项行动，选一个，按 Enter 办",
        &[
            "进度：各网格应查、已查、未查",
            "更正",
            "提前结束",
            "登记结束：漏查的不再列",
            "专项行动",
            "撤销立项：登记错了",
        ],
    ),
    menu(
        Command::Officers,
        "选一个网格员，按 Enter 办",
        &[
            "情况和本季考核依据",
            "登记季度或年度考核",
            "台账：岗前培训考试",
            "台账：培训",
            "台账：考核登记",
            "台账：考勤",
            "台账：以奖代补",
            "台账：档案",
        ],
    ),
    menu(
        Command::Warn,
        "选一条提醒，按 Ctrl+D 办",
        &[
            "确认，出通报、约谈、督办、诫勉、移送文书",
            "搁置，写明原因",
            "登记记录里看不出的情形",
            "追责阶梯",
        ],
    ),
    menu(
        Command::Settings,
        "选这一行，按 Enter",
        &[
            "经办人",
            "不指定经办人",
            "打印机",
            "画面线框",
            "制表符线框",
            "普通符号（线框乱了选这个）",
            "备份：马上备份",
            "体检",
            "留痕",
            "监管制度的数字和出处：期限、频次、阈值",
            "密码：设密码、改密码",
            "设我的密码：改密码",
            "取消我的密码",
            "换恢复码，原来的作废",
            "自动锁屏：几分钟没有按键就锁",
            "交换包",
        ],
    ),
    menu(
        Command::Settings,
        "选“交换包”，按 Enter",
        &["导出交换包：一个社区的记录，给另一个办公室", "导入交换包：收下别的办公室的记录，先预览"],
    ),
];
