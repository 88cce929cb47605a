//! What people call things that the desk calls otherwise. The words lead to the act as their own name does;
//! `tests/it/screens/palette.rs` types each of them.

use crate::tui::spelt;

/// Everyday words, and the label of the line that they mean.
pub const WORDS: &[(&[&str], &str)] = &[
    (&["举报", "投诉", "信访", "上访", "热线", "12345", "随手拍", "爆料"], "网格事件"),
    (&["奖励举报人", "发奖金"], "兑现举报奖励"),
    (&["罚款", "罚单", "处罚", "行政处罚", "出事", "伤亡", "火灾", "营业执照", "许可证"], "台账"),
    (
        &[
            "关门", "歇业", "倒闭", "注销", "关停", "搬走", "搬家", "迁走", "改行", "复工", "复业",
            "停产", "转让", "转租",
        ],
        "变更",
    ),
    (&["新店", "新开", "开业", "新办"], "新增"),
    (&["停工", "断电", "查封", "疏散", "责令停业"], "停业、停用、撤人"),
    (&["换人", "离职", "辞职", "调走", "接手", "顶岗", "调岗"], "人员交接"),
    (&["招人", "新来的", "加人"], "登记人员"),
    (&["拍照", "传照片", "上传", "附件"], "添照片或扫描件"),
    (&["不签字", "不肯签", "拒绝签字", "拒收"], "单位拒签"),
    (&["不改", "拖着不改", "不整改", "不配合"], "拒不整改"),
    (&["宽限", "缓几天", "来不及", "推迟"], "延期"),
    (&["回头看", "再查", "复核"], "复查"),
    (&["结案", "消号", "改好了", "整改完成"], "销号"),
    (&["开会", "会议纪要", "纪要", "签到"], "例会记录"),
    (&["布置", "派活", "交办", "任务"], "部署事项，定责任人和期限"),
    (&["投屏", "大屏", "放映"], "投影，一个网格一页"),
    (&["排班", "值班表"], "排计划"),
    (&["跑片", "入户", "巡逻"], "走访单"),
    (&["月报", "周报", "季报", "汇总"], "报送"),
    (&["奖金", "补贴", "津贴"], "台账：以奖代补"),
    (&["请假", "旷工", "缺勤"], "台账：考勤"),
    (&["法条", "法律依据", "标准"], "查判定标准"),
    (&["抄送", "转部门", "移交部门"], "移送抄告有关部门"),
    (&["拷贝", "优盘", "防丢"], "备份"),
    (&["换打印机", "打不出来"], "打印机"),
    (&["打出来", "出纸"], "打印"),
    (&["换人用", "登录", "换账号"], "经办人"),
    (&["乱码", "花屏"], "普通符号（线框乱了选这个）"),
    (&["反悔", "弄错", "点错", "删除", "删掉", "去掉"], "撤销"),
    (&["Excel", "表格导入", "名单"], "导入"),
    (&["操作日志", "谁改的", "修改记录"], "留痕"),
];

/// What is said of words for which the desk has no act, beside what is nearest to it.
const TOLD: &[(&[&str], &str)] = &[(
    &["删除", "删掉", "去掉"],
    "登记过的不删除，留着可查。刚登错的撤销；通知书、文书、台账记录登错的作废；名册里重复的、没有了的单位办变更，登记关闭或迁出；整份导错的撤销导入。",
)];

/// Two letters spell too much.
pub fn told(wanted: &str) -> Option<&'static str> {
    let least = if wanted.is_ascii() { 4 } else { 2 };
    let meant = |word: &&str| wanted.chars().count() >= least && spelt::begins(word, wanted);
    TOLD.iter().find(|(words, _)| words.iter().any(meant)).map(|(_, says)| *says)
}

/// Those of one line.
pub fn of(label: &str, named: &str) -> impl Iterator<Item = &'static str> {
    let named = WORDS.iter().filter(move |(_, meant)| [label, named].contains(meant));
    named.flat_map(|(words, _)| words.iter().copied())
}
