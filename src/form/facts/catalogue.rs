//! The names of all facts, with what they mean and a sample for previews.

use super::{About, Fact, List, Scope};

/// Name without its group, meaning, sample.
type Row = (&'static str, &'static str, &'static str);

const ALWAYS: &[Row] = &[
    ("unit.city", "市", "泉州市"),
    ("unit.district", "区（县）", "丰泽区"),
    ("unit.street", "街道（镇）", "北峰街道"),
    ("unit.community", "社区（村）", "招联社区"),
    ("unit.name", "本单位名称", "北峰街道招联社区"),
    ("unit.office", "机关代字，用在文号里", "招联"),
    ("unit.issuer", "落款单位全称", "北峰街道招联社区居民委员会"),
    ("unit.leader", "本单位负责人", "林书记"),
    ("today", "今天", "2026年11月30日"),
    ("year", "今年", "2026"),
    ("month", "本月", "2026年11月"),
    ("issued_on", "文书签发日", "2026年11月30日"),
    ("issuer.name", "出具这份文书的单位：issued_by 那一级，不写是本单位", "北峰街道招联社区"),
    (
        "issuer.body",
        "出具这份文书的机关全称：街道办事处；区里出具的，是区里的部门",
        "泉州市丰泽区人民政府北峰街道办事处",
    ),
    ("issuer.desk", "书面情况报给谁：街道安办；区里出具的，是区安委办", "街道安办"),
    ("number", "文书的文号，未编号时空着", "招联安监样例〔2026〕1号"),
    ("actor", "经办人：当前使用的人员", "李四"),
    ("actor_contact", "经办人和电话；名册上没有电话的空着", "李四 0595-22345678"),
    ("period", "统计的时段", "2026年11月"),
    (
        "unpublished",
        "时段里有放假安排还没有公布的年份时，写明计划只避开了哪些日子；都公布了的空着",
        "2027年的放假安排还没有公布，计划只避开周末和法定节日（未含调休），公布后重排。",
    ),
    (
        "waiting_majors_more",
        "清单 waiting_majors 没有列出的还有几条，都列出的空着",
        "另有3条，见隐患清单",
    ),
    ("unsigned_more", "清单 unsigned 没有列出的还有几份，都列出的空着", "另有3份，见通知书清单"),
];

const PREMISES: &[Row] = &[
    ("name", "单位名称", "样例鞋材有限公司"),
    ("uscc", "统一社会信用代码", "91350503MA00000X0X"),
    ("licensed", "有无证照", "有证"),
    ("kind", "监管对象类别", "生产经营单位"),
    ("address", "地址", "招联街18号"),
    ("site", "生产经营地址，没有登记的是登记地址", "招联街20号"),
    ("registered", "登记地址", "招联街18号"),
    ("seat", "单位地址：登记地址，没有登记的是生产经营地址", "招联街18号"),
    ("industry", "行业", "鞋材加工"),
    ("category", "表二中的类别", "其他工贸企业"),
    ("person_in_charge", "主要负责人", "王五"),
    ("safety_lead", "安全负责人", "赵六"),
    ("phone", "联系电话", "0595-22345678"),
    ("key", "是否重点监管", "是"),
    ("key_reasons", "列为重点监管的理由", "三合一场所"),
    ("key_since", "列为重点监管的日期", "2026年2月3日"),
    ("risk", "风险等级", "一般风险"),
    ("status", "生产经营状态", "正常"),
    ("since", "纳入监管的日期", "2026年1月5日"),
    ("last_verified", "最近核实日期", "2026年11月2日"),
    ("community", "所属社区", "招联社区"),
    ("grid", "所属网格", "招联第一网格"),
    ("grid_officer", "网格员", "李四"),
    ("supervisor", "监管责任人", "陈主任"),
    ("contact", "联系负责人", "黄副主任"),
    ("guarantor", "包保责任人", "林书记"),
    ("employees", "从业人数", "36"),
    ("fire_class", "火灾危险性类别", "丙类"),
    ("processes", "涉及工艺", "金属制品喷漆"),
    ("reg_dept", "行业主管部门", "区工信局"),
    ("remarks", "备注", "二楼为仓库"),
];

const INSPECTION: &[Row] = &[
    ("on", "检查日期", "2026年11月22日"),
    ("inspectors", "检查人", "李四、孙七"),
    ("form", "所用检查表", "表四 安全生产网格化监管巡视检查表（村、社区）"),
    ("hazards", "查出的隐患数", "3"),
    ("conclusion", "检查结论", "发现事故隐患3项"),
];

/// What only the paper of one visit says of it.
const VISIT: &[Row] = &[
    (
        "passed",
        "合格的检查项，一项接一项；没有的是“无”",
        "1．灭火器：完好有效；2．疏散通道：畅通；3．电线套管：有。",
    ),
    ("certificates", "检查人的证号", "FZ01、FZ02"),
    ("enforcers", "检查人里区级执法部门的，没有参加时空着", "李四、孙七"),
    ("enforcer_cards", "区级执法部门的检查人的证号", "FZ01、FZ02"),
];

const NOTICE: &[Row] = &[
    ("number", "整改通知书文号", "招联安监整改〔2026〕11号"),
    ("issued_on", "通知书签发日", "2026年11月22日"),
    ("issuer", "通知书落款单位", "北峰街道招联社区居民委员会"),
    ("delivery", "送达方式：拒签的是留置送达", "直接送达"),
    ("refusal", "拒签的日期、见证人和情况，没有拒签时空着", "2026年11月22日拒绝签名，见证人刘新"),
    ("witnesses", "拒签的见证人", "刘新"),
];

const HAZARD: &[Row] = &[
    ("text", "隐患描述", "车间东侧疏散通道堆放鞋材，净宽不足0.8米"),
    ("item", "对应的检查项", "疏散通道"),
    ("category", "隐患类别", "消防安全"),
    ("grade", "隐患等级", "一般"),
    ("disposal", "处置方式", "限期整改"),
    ("requirement", "整改要求", "清除堆放物，保持疏散通道畅通"),
    ("interim", "临时措施", "专人值守"),
    ("basis", "依据", "《中华人民共和国消防法》第二十八条"),
    ("responsible", "企业整改责任人", "王五"),
    ("acceptor", "验收人", "吴九"),
    ("owner", "网格责任人", "李四"),
    ("found_on", "发现日期", "2026年11月22日"),
    ("deadline", "整改期限（含当日）", "2026年11月30日"),
    ("first_deadline", "通知书写明的期限", "2026年11月30日"),
    ("later_deadline", "延期或复查后另定的期限，没有的空着", "2026年12月5日"),
    ("state", "当前状态", "整改中"),
    ("closed_on", "销号日期", "2026年12月2日"),
    ("notice", "整改通知书文号", "招联安监整改〔2026〕11号"),
    ("ordinal", "在通知书里的项号", "1"),
    ("id", "隐患编号", "3f9a2c71"),
    ("rounds", "复查次数", "1"),
    ("recheck_on", "最近一次复查日期", "2026年12月1日"),
    ("recheck_result", "最近一次复查结果", "合格"),
    ("recheck_by", "最近一次复查的登记人", "李四"),
    ("extended_to", "延期至", "2026年12月5日"),
    ("reported_to", "报告对象，报告过几家的都写", "街道安办"),
    ("reported_on", "最近一次报告的日期", "2026年12月1日"),
    ("reports", "每次报告的日期、对象和报告人", "2026年12月1日街道安办（李四）"),
    ("refused_on", "拒不整改的日期", "2026年12月1日"),
    ("refusal_note", "拒不整改的情况", "负责人拒绝签收并拒不清理"),
    ("stopped_on", "责令停业停用、撤人的日期", "2026年11月22日"),
    ("stopped_at", "停业停用、撤人的时刻", "10:30"),
    ("stop_measures", "停业停用、撤人的措施", "停止使用二楼车间，撤出作业人员12人"),
    ("stopped_by", "停业停用、撤人的经办人", "李四"),
    ("is_major", "是重大隐患才有", "是"),
    ("is_stop", "责令停业整改、停用、撤人的才有", "是"),
    ("is_refused", "拒不整改、还没有复查合格的，或者拒签的才有", "是"),
    ("is_passed", "最近一次复查合格、没有重新打开的才有", "是"),
    ("may_resume", "停业整改的已复查、验收合格才有", "是"),
];

/// Of a hazard row only.
const HAZARD_ROW: &[Row] = &[
    ("premises", "单位名称", "样例鞋材有限公司"),
    ("address", "地址", "招联街18号"),
    ("grid", "网格", "招联第一网格"),
    ("community", "社区", "招联社区"),
    ("inspectors", "检查人", "李四、孙七"),
    ("phone", "企业联系电话", "0595-22345678"),
];

/// Of a hazard row whose recheck was done.
const RECHECKED: &[Row] = &[("new_deadline", "复查后的新期限", "2026年12月10日")];

const MAJOR: &[Row] = &[
    ("responsibility", "五落实之责任", "由王五总负责，赵六具体负责"),
    ("measures", "五落实之措施", "拆除违章隔间，增设安全出口"),
    ("funds", "五落实之资金", "自筹5万元，已到位"),
    ("time_limit", "五落实之时限", "2026年12月31日前完成"),
    ("plan", "五落实之预案", "已编制现场处置方案并演练"),
    ("filled_by", "填报人", "李四"),
    ("filled_on", "填报日期", "2026年11月22日"),
    ("verified_by", "核实的社区安全员", "孙七"),
    ("verified_on", "核实日期", "2026年11月23日"),
    ("verified_opinion", "核实意见", "情况属实"),
    ("signed_by_1", "双签第一人", "林书记"),
    ("signed_by_2", "双签第二人", "陈主任"),
    ("signed_on", "双签日期", "2026年11月23日"),
    ("sealed_by", "盖章经办人", "孙七"),
    ("sealed_on", "盖章日期", "2026年11月23日"),
    ("approved_by", "审定的挂钩领导", "黄副主任"),
    ("approved_on", "审定日期", "2026年11月24日"),
    ("approved_opinion", "审定意见", "同意上报"),
    ("received_by", "街道安办接收人", "郑十"),
    ("received_on", "接收日期", "2026年11月24日"),
    ("received_at", "接收时刻", "15:20"),
    ("street_verified_by", "街道核实人", "郑十"),
    ("street_verified_on", "街道核实日期", "2026年11月25日"),
    ("street_verified_opinion", "街道核实意见", "属重大隐患，按方案整改"),
    ("progress", "整改进展，各条连成一段", "2026年12月3日隔板已拆除；2026年12月20日安全出口已增设"),
    ("accepted_by", "验收人", "郑十"),
    ("accepted_on", "验收日期", "2026年12月28日"),
    ("accepted_opinion", "验收意见", "整改到位，同意销号"),
];

const GRID: &[Row] = &[
    ("name", "网格名称", "招联第一网格"),
    ("boundary", "网格范围", "招联街以东、普泽路以北"),
    ("officer", "网格员", "李四"),
    ("officer_post", "网格员职务", "社区干部"),
    ("officer_phone", "网格员电话", "13800000000"),
    ("supervisor", "监管责任人", "陈主任"),
    ("contact", "联系负责人", "黄副主任"),
    ("guarantor", "包保责任人", "林书记"),
    ("premises", "监管对象数", "126"),
    ("key", "重点监管对象数", "8"),
];

const GRID_ROW: &[Row] = &[
    ("name", "网格名称", "招联第一网格"),
    ("supervisor", "监管责任人（负责人）姓名", "陈主任"),
    ("supervisor_post", "监管责任人职务", "社区主任"),
    ("officer", "网格员（管理人员）姓名", "李四"),
    ("officer_phone", "网格员电话", "13800000000"),
    ("guarantor", "包保责任人", "林书记"),
    ("contact", "联系负责人", "黄副主任"),
];

const TRANSFER: &[Row] = &[
    ("number", "抄告编号", "招联安监抄告〔2026〕2号"),
    ("to", "主送单位", "区消防救援大队"),
    ("cc", "抄送单位", "区应急管理局"),
    ("by", "经办人", "李四"),
    ("approver", "批准人", "陈主任"),
    ("opinion", "处理意见", "请依法查处"),
    ("sent_on", "抄告日期", "2026年12月1日"),
    ("due", "应回复日期", "2026年12月15日"),
    ("received_on", "接收日期", "2026年12月2日"),
    ("received_by", "接收人", "周一"),
    ("replied_on", "回复日期", "2026年12月8日"),
    ("reply", "回复的处理意见", "已立案查处"),
    ("replied_by", "回复的经办人", "周一"),
    ("result", "处理结果", "已责令停产整顿"),
    ("fed_back_on", "反馈日期", "2026年12月12日"),
    ("content", "抄告的事项", "企业拒不清理疏散通道"),
    ("by_phone", "经办人电话", "13800000000"),
];

const SUPERVISION: &[Row] = &[
    ("number", "挂牌督办通知书的文号", "北峰安督〔2026〕1号"),
    ("of", "督办对象", "样例鞋材有限公司重大隐患"),
    ("unit", "督办单位", "丰泽区安全生产委员会"),
    ("responsible_unit", "治理责任单位", "样例鞋材有限公司"),
    ("responsible", "治理责任人", "王五"),
    ("leader", "挂钩的区级领导", "刘副区长"),
    ("deadline", "治理期限，延期的是延到的那天", "2026年12月31日"),
    ("first_deadline", "挂牌时定的治理期限", "2026年12月31日"),
    ("extension_workdays", "延期要在期限届满前多少个工作日申请", "15"),
    ("progress", "到现在的治理进展，一句接一句", "2026年12月1日设备已订购"),
    ("opened_on", "挂牌日期", "2026年11月25日"),
    ("situation", "挂牌的情形", "重大隐患未按期整改"),
    ("words", "有关事实", "限期届满没有复查"),
    ("extension_until", "申请延期至", "2027年1月31日"),
    ("extension_reason", "申请延期的理由", "消防设备到货推迟"),
    ("extension_asked_on", "申请延期的日期", "2026年12月4日"),
    ("extension_from", "申请延期时的治理期限", "2026年12月31日"),
    ("extension_decision", "延期的审批意见", "同意延期治理"),
    ("extension_opinion", "延期审批的意见说明", "按方案治理，确保安全"),
    ("report_every", "报告周期", "每月"),
    ("acceptance_asked_on", "申请验收的日期", "2026年12月25日"),
    ("acceptance_on", "验收日期", "2026年12月28日"),
    ("acceptance_result", "验收结果", "合格"),
    ("acceptance_opinion", "验收意见", "治理完毕，同意摘牌"),
];

const EVENT: &[Row] = &[
    ("source", "事件来源", "电话"),
    ("at", "发生时间", "2026年11月20日 09:10"),
    ("place", "地点", "招联街18号"),
    ("object", "涉及对象", "样例鞋材有限公司"),
    ("content", "事件内容", "群众反映车间夜间住人"),
    ("informant", "来信来访人、举报人", "匿名"),
    ("informant_phone", "举报人电话", "0595-22345678"),
    ("registered_by", "登记人", "李四"),
    ("registered_on", "登记日期", "2026年11月20日"),
    ("handled", "各级处置的情况", "2026年11月25日 张三：已现场清理"),
    ("state", "当前状态", "处理中"),
    ("result", "办理结果", "已清退住宿人员"),
    ("verified", "查证情况：属实、部分属实、不属实；办理结果里写了才有", "属实"),
    ("done_on", "办结日期", "2026年11月28日"),
    ("reward", "举报奖励金额", "500元"),
    ("reward_on", "奖励发放日期", "2026年12月3日"),
];

const HOP: &[Row] = &[
    ("from", "从哪一级", "招联第一网格"),
    ("to", "到哪一级", "北峰街道"),
    ("on", "日期", "2026年11月21日"),
    ("by", "经办人", "李四"),
    ("opinion", "意见", "网格内无法解决，上报街道"),
    ("days", "用时（天）", "1"),
];

const STEP: &[Row] = &[
    ("on", "日期", "2026年11月22日"),
    ("what", "事项", "发出整改通知"),
    ("by", "经办人", "李四"),
    ("text", "说明", "限2026年11月30日前整改"),
];

const TOLD: &[Row] = &[
    ("on", "报告日期", "2026年12月1日"),
    ("to", "报告对象", "街道安办"),
    ("by", "报告人", "李四"),
    ("text", "报告的内容", "负责人拒绝签收并拒不清理"),
];

const PROGRESS: &[Row] = &[
    ("on", "日期", "2026年11月26日"),
    ("by", "报告人", "王五"),
    ("note", "进展情况", "隔间已拆除，正在施工"),
];

const EVIDENCE: &[Row] = &[
    ("name", "名称", "疏散通道.jpg"),
    ("kind", "种类", "照片"),
    ("on", "日期", "2026年11月22日"),
    ("note", "说明", "整改前"),
    ("by", "添加人", "李四"),
];

const CHANGE: &[Row] = &[
    ("on", "变动日期", "2026年11月2日"),
    ("kind", "变动情况", "信息变更"),
    ("text", "变动内容", "主要负责人改为王五"),
    ("by", "登记人", "李四"),
];

const ENTRY_ROW: &[Row] = &[
    ("ledger", "台账名称", "送达登记"),
    ("on", "记录日期", "2026年11月23日"),
    ("until", "有效至", "2027年11月22日"),
    ("number", "编号", "招联安监样例〔2026〕1号"),
    ("text", "摘要：各项的名称和内容", "文件名称：整改通知书；签收人：王五"),
    ("premises", "所属单位名称", "样例鞋材有限公司"),
    ("whose", "所属单位名称，没有的是所在社区", "样例鞋材有限公司"),
    ("whose_address", "所属单位地址", "招联街18号"),
    ("community", "所在社区", "招联社区"),
];

const NOTICE_ROW: &[Row] = &[
    ("number", "文号", "招联安监整改〔2026〕11号"),
    ("issued_on", "签发日", "2026年11月22日"),
    ("issuer", "落款单位", "北峰街道招联社区居民委员会"),
    ("premises", "送达单位", "样例鞋材有限公司"),
    ("hazards", "隐患数", "3"),
    ("void", "作废情况，有效时空着", "作废：单位名称写错"),
];

const PERSON: &[Row] = &[
    ("name", "姓名", "李四"),
    ("role", "职责", "网格员"),
    ("unit", "所在单位", "招联社区"),
    ("phone", "电话", "13800000000"),
    ("certificate", "证号", "FZ01"),
];

/// Who signs as an inspector.
const INSPECTOR: &[Row] = &[("name", "姓名", "李四"), ("certificate", "证号", "FZ01")];

const COMMUNITY: &[Row] = &[
    ("name", "社区名称", "招联社区"),
    ("code", "区划代码", "350503008006"),
    ("grids", "网格数", "4"),
    ("premises", "监管对象数", "412"),
    ("required", "时段末应排查单位数", "412"),
    ("key", "重点监管对象数", "23"),
    ("inspections", "时段内检查次数", "96"),
    ("hazards", "时段内查出隐患数", "58"),
    ("closed", "时段内销号数", "51"),
    ("overdue", "逾期未销号数", "2"),
];

const WEEK: &[Row] = &[
    ("community", "社区", "招联社区"),
    ("grid", "网格", "招联第一网格"),
    ("premises", "监管对象数", "86"),
    ("premises_before", "上周监管对象数", "85"),
    ("key_premises", "重点监管对象数", "9"),
    ("key_premises_before", "上周重点监管对象数", "9"),
    ("key_required", "本周应查的重点监管对象数", "9"),
    ("key_required_before", "上周应查的重点监管对象数", "9"),
    ("key_inspected", "本周已查的重点监管对象数", "7"),
    ("key_inspected_before", "上周已查的重点监管对象数", "9"),
    ("missing", "本周未查的重点监管对象", "样例鞋材有限公司、样例印刷厂"),
    ("inspections", "本周检查次数", "24"),
    ("inspections_before", "上周检查次数", "22"),
    ("found", "本周查出隐患数", "13"),
    ("found_before", "上周查出隐患数", "15"),
    ("closed", "本周销号数", "11"),
    ("closed_before", "上周销号数", "12"),
    ("overdue", "周末逾期未销号数", "2"),
    ("overdue_before", "上周末逾期未销号数", "1"),
    ("extended", "本周延期数", "1"),
    ("extended_before", "上周延期数", "0"),
    ("refused", "本周拒不整改数", "0"),
    ("refused_before", "上周拒不整改数", "0"),
    ("major_open", "周末未销号的重大隐患数", "1"),
    ("major_open_before", "上周末未销号的重大隐患数", "1"),
    ("unsigned", "本周签发、还没有签收件的通知书数", "1"),
    ("unsigned_before", "上周签发、到上周末没有签收件的通知书数", "2"),
    ("recurring", "本周查出的回潮隐患数", "1"),
    ("recurring_before", "上周查出的回潮隐患数", "0"),
];

const PLANNED: &[Row] = &[
    ("day", "哪一天", "2026年11月26日"),
    ("weekday", "星期几", "星期四"),
    ("person", "谁去", "李四"),
    ("order", "这一天的第几家", "1"),
    ("community", "社区", "招联社区"),
    ("grid", "网格", "招联第一网格"),
    ("premises", "单位名称", "样例鞋材有限公司"),
    ("address", "地址", "招联街18号"),
    ("contact", "联系人", "王五"),
    ("phone", "联系电话", "0595-22345678"),
    ("key", "是不是重点监管", "是"),
    ("rule", "为什么查", "重点监管企业巡查"),
    ("last_on", "上次检查日期", "2026年11月19日"),
    ("done_on", "已查的日期，没有查时空着", "2026年11月26日"),
];

const COVERAGE: &[Row] = &[
    ("by", "按什么分", "网格"),
    ("round", "巡查要求", "重点监管企业巡查"),
    ("from", "巡查时段起", "2026年11月23日"),
    ("to", "巡查时段止", "2026年11月29日"),
    ("community", "社区", "招联社区"),
    ("grid", "网格", "招联第一网格"),
    ("officer", "网格员", "李四"),
    ("required", "应查家数", "9"),
    ("covered", "已查家数", "7"),
    ("missed", "未查家数", "2"),
    ("percent", "覆盖率", "77.7%"),
    ("names", "未查的监管对象", "样例鞋材有限公司、样例印刷厂"),
];

const DECISION: &[Row] = &[
    ("on", "部署日期", "2026年11月23日"),
    ("content", "部署的事项", "周五前查完电动自行车停放场所"),
    ("owner", "责任人", "李四"),
    ("due", "完成期限", "2026年11月27日"),
    ("state", "完成情况", "未完成"),
];

const WAITING_MAJOR: &[Row] = &[
    ("community", "社区", "招联社区"),
    ("grid", "网格", "招联第一网格"),
    ("premises", "单位名称", "样例鞋材有限公司"),
    ("text", "隐患描述", "车间与员工宿舍合用"),
    ("found_on", "发现日期", "2026年11月22日"),
    ("deadline", "整改期限", "2026年12月22日"),
    ("step", "填报表等待的下一步", "社区安全员核实"),
    ("since", "从哪天起等待", "2026年11月23日"),
];

const UNSIGNED: &[Row] = &[
    ("community", "社区", "招联社区"),
    ("number", "整改通知书文号", "招联安监整改〔2026〕11号"),
    ("issued_on", "签发日", "2026年11月20日"),
    ("premises", "单位名称", "样例鞋材有限公司"),
];

const OWED: &[Row] = &[
    ("title", "报表", "上月问题清单"),
    ("period", "报表说的时段", "2026年11月"),
    ("from", "谁报", "社区"),
    ("to", "报给谁", "街道"),
    ("units", "还没有报的单位", "招联社区、霞美社区"),
    ("due", "期限", "2026年12月4日"),
    ("state", "情况：未报、有退回的、逾期几天", "逾期3天"),
];

const MISSED: &[Row] = &[
    ("week", "哪一周", "2026年第46周"),
    ("from", "周一", "2026年11月9日"),
    ("to", "周日", "2026年11月15日"),
    ("communities", "没有例会记录的社区", "招联社区"),
];

const ATTENDANCE: &[Row] = &[
    ("on", "开会日期", "2026年11月23日"),
    ("community", "社区", "招联社区"),
    ("name", "姓名", "李四"),
    ("came", "参加，或者缺席", "参加"),
];

const GROUP: &[Row] = &[
    ("name", "名称：类别、行业、社区、网格或月份", "消防安全"),
    ("found", "查出隐患数", "58"),
    ("closed", "其中已销号数", "51"),
    ("open", "其中未销号数", "7"),
    ("major", "其中重大隐患数", "1"),
    ("rate", "整改率", "87.9%"),
];

const MONTH: &[Row] = &[("month", "月份", "11月"), ("inspections", "检查次数", "96")];

const ITEM: &[Row] = &[
    ("name", "检查项", "疏散通道"),
    ("premises", "涉及单位数", "12"),
    ("found", "查出隐患数", "15"),
    ("recurring", "其中回潮数", "3"),
];

/// What a report counts in its period.
const FIGURE: &[Row] = &[
    ("premises", "应排查单位数", "412"),
    ("seen", "实际排查单位数", "396"),
    ("seen_rate", "排查覆盖率", "96%"),
    ("inspections", "检查家次", "420"),
    ("found", "发现隐患数", "58"),
    ("on_the_spot", "当场整改数", "21"),
    ("by_deadline", "限期整改数", "35"),
    ("suspend", "停业整改数", "1"),
    ("refer", "上报数", "1"),
    ("closed", "已整改（销号）数", "51"),
    ("closed_rate", "整改率", "87%"),
    ("closed_before", "以前各期隐患本期整改数，减去撤销销号的", "6"),
    ("major_closed_before", "以前各期重大隐患本期销号数，减去撤销销号的", "1"),
    ("general", "一般隐患数", "57"),
    ("general_closed", "一般隐患已整改数", "51"),
    ("general_rate", "一般隐患整改率", "89%"),
    ("major", "重大隐患数", "1"),
    ("major_closed", "重大隐患已销号数", "0"),
    ("major_rate", "重大隐患整改率", "0%"),
    ("overdue", "逾期未整改数", "2"),
    ("supervised", "挂牌督办数", "1"),
    ("transferred", "移送抄告数", "1"),
    ("clues", "打非线索数", "3"),
    ("banned", "已取缔数", "2"),
    ("penalties", "处罚起数", "1"),
    ("inspections_late", "补报、更正以前各期：检查家次", "2"),
    ("found_late", "补报、更正以前各期：隐患数", "1"),
    ("on_the_spot_late", "补报、更正以前各期：当场整改数", "0"),
    ("by_deadline_late", "补报、更正以前各期：限期整改数", "0"),
    ("suspend_late", "补报、更正以前各期：停业整改数", "1"),
    ("refer_late", "补报、更正以前各期：上报数", "0"),
    ("general_late", "补报、更正以前各期：一般隐患数", "0"),
    ("major_late", "补报、更正以前各期：重大隐患数", "1"),
];

/// One of the figures, in a row of its own.
const FIGURE_ROW: &[Row] = &[
    ("name", "这个数的名称", "发现隐患数"),
    ("value", "数，不带单位", "58"),
    ("unit", "数的单位：家、条、件、%", "条"),
];

const REPORT: &[Row] = &[
    ("zero", "零报告时是“零报告”，否则空着", "零报告"),
    ("signer", "签字的主要领导", "韩书记"),
    ("since", "有截止日的报表从哪一天报起", "2026年10月21日"),
    ("until", "有截止日的报表报到哪一天", "2026年11月20日"),
    ("expected", "应报的下级报表份数", "5"),
    ("reported", "已报的下级报表份数", "4"),
    ("missing", "未报的下级单位", "霞美社区2026年11月"),
    ("heard", "写明了有没有的下级报表份数，没有收到下级报表的汇总不算", "4"),
    ("later", "补报、更正了以前各期的检查、隐患时是“补报更正”，否则空着", "补报更正"),
    (
        "before",
        "以前各期的隐患本期整改多少，一句话；撤销销号的更多时照实写",
        "以前各期隐患本期整改6条（其中重大1条）",
    ),
];

/// A report from below, as it was sent.
const REPORTED: &[Row] = &[
    ("unit", "下级单位", "招联社区"),
    ("period", "报表说的时段", "2026年11月"),
    (
        "state",
        "报送情况：已报、零报告、迟报、重报逾期、未报、已补报；以前各期的是补报、更正，报表里补报、更正以前各期的另起一行，时段是“以前各期”",
        "已报",
    ),
    ("submitted_on", "报送日期", "2026年11月19日"),
    ("by", "报送人", "孙七"),
    ("premises", "应排查单位数", "86"),
    ("seen", "实际排查单位数", "80"),
    ("inspections", "检查家次", "96"),
    ("found", "发现隐患数", "13"),
    ("on_the_spot", "当场整改数", "5"),
    ("by_deadline", "限期整改数", "7"),
    ("suspend", "停业整改数", "1"),
    ("refer", "上报数", "0"),
    ("closed", "已整改（销号）数", "11"),
    ("closed_before", "以前各期隐患本期整改数，减去撤销销号的", "2"),
    ("major_closed_before", "以前各期重大隐患本期销号数，减去撤销销号的", "0"),
    ("general", "一般隐患数", "12"),
    ("general_closed", "一般隐患已整改数", "11"),
    ("major", "重大隐患数", "1"),
    ("major_closed", "重大隐患已销号数", "0"),
    ("overdue", "逾期未整改数", "1"),
    ("supervised", "挂牌督办数", "1"),
    ("transferred", "移送抄告数", "0"),
    ("clues", "打非线索数", "1"),
    ("banned", "已取缔数", "1"),
    ("penalties", "处罚起数", "0"),
    ("inspections_late", "补报、更正以前各期：检查家次", "0"),
    ("found_late", "补报、更正以前各期：隐患数", "0"),
    ("on_the_spot_late", "补报、更正以前各期：当场整改数", "0"),
    ("by_deadline_late", "补报、更正以前各期：限期整改数", "0"),
    ("suspend_late", "补报、更正以前各期：停业整改数", "0"),
    ("refer_late", "补报、更正以前各期：上报数", "0"),
    ("general_late", "补报、更正以前各期：一般隐患数", "0"),
    ("major_late", "补报、更正以前各期：重大隐患数", "0"),
    ("units", "企业自查自报的报送企业数；自查隐患、已整改是 found、closed", "12"),
    ("count", "企业自查自报的报送次数", "15"),
];

const CORRECTION: &[Row] = &[
    ("kind", "更正的种类：补报、撤销、更正、已补报", "更正"),
    ("period", "原来报在哪个时段", "2026年10月"),
    ("what", "哪一条隐患，哪个下级单位，或哪几项数字", "样例鞋材有限公司：疏散通道堆放鞋材"),
    ("change", "怎么更正", "等级：原报一般，现为重大"),
];

/// A change of the register within a period.
const CHANGE_ROW: &[Row] = &[
    ("premises", "单位名称", "样例鞋材有限公司"),
    ("address", "地址", "招联街18号"),
    ("industry", "行业", "鞋材加工"),
    ("grid", "所属网格", "招联第一网格"),
    ("community", "社区", "招联社区"),
    ("status", "变动后的生产经营状态", "正常"),
];

const DUTY: &[Row] = &[
    ("community", "社区", "招联社区"),
    ("grid", "网格", "招联第一网格"),
    ("boundary", "网格范围", "招联街以东、普泽路以北"),
    ("duty", "责任", "网格员"),
    ("name", "姓名", "李四"),
    ("post", "职务", "社区干部"),
    ("phone", "电话", "13800000000"),
    ("from", "从哪天起", "2026年1月5日"),
    ("premises", "网格内的监管对象数", "86"),
];

/// A counter of 表二 over a unit.
const CATEGORY: &[Row] = &[
    ("id", "表二栏目的编号", "lpg_station"),
    ("label", "表二栏目", "液化气站"),
    ("unit", "计量单位", "个"),
    ("count", "数目，手工计数的网格用手工的数", "3"),
    ("manual", "手工计数的网格和数", "招联第一网格2"),
    ("words", "行业或名称里有这些词的归入此栏", "液化气、液化石油气"),
    ("nature", "表四场所性质的对应词", "宾（旅）馆"),
];

/// A unit of the tree, drawn as text.
const TREE: &[Row] = &[
    ("drawn", "树状的一行", "│　├─ 招联第一网格"),
    ("name", "单位名称", "招联第一网格"),
    ("level", "级别", "网格"),
    ("people", "负责人员", "网格员李四，监管责任人陈主任"),
    ("boundary", "网格范围", "招联街以东、普泽路以北"),
    ("premises", "监管对象数", "86"),
    ("key", "重点监管对象数", "9"),
];

/// One of the lists that a community keeps up.
const KEPT_LIST: &[Row] = &[
    ("community", "社区", "招联社区"),
    ("title", "清单名称", "重点监管企业清单"),
    ("count", "条数", "23"),
    ("updated_on", "最近更新日期", "2026年11月20日"),
    ("paper", "用哪一张表打印（代码）", "key_list"),
];

/// What stands on one of them.
const KEPT_ROW: &[Row] = &[
    ("list", "清单名称", "出租房清单"),
    ("community", "社区", "招联社区"),
    ("grid", "所属网格，没有的空着", "招联第一网格"),
    ("name", "单位名称；责任清单是人", "样例鞋材有限公司"),
    ("detail", "地址、隐患、责任或台账内容", "招联街18号"),
    ("since", "列入日期", "2026年2月3日"),
    ("how", "怎样列入：按条件、人工列入、按记录", "人工列入"),
    ("reason", "人工列入的理由", "租户从事生产加工"),
    ("updated_on", "这个清单最近更新的日期", "2026年11月20日"),
];

const COMPLETE: &[Row] = &[
    ("community", "社区", "招联社区"),
    ("grid", "所属网格", "招联第一网格"),
    ("name", "单位名称", "样例鞋材有限公司"),
    ("done", "已填项数", "8"),
    ("of", "应填项数", "10"),
    ("rate", "完整率", "80%"),
    ("missing", "缺的项", "从业人数、最近核实日期"),
];

const BOOK: &[Row] = &[
    ("community", "社区", "招联社区"),
    ("dossiers", "一企一档数", "412"),
    ("complete", "完整的一企一档数", "380"),
    ("rate", "一企一档平均完整率", "96%"),
    ("book_rate", "一社一册完整率", "80%"),
    ("missing", "一社一册缺的内容", "责任清单"),
    ("unneeded", "一社一册里没有可列、不用填的内容", "重点监管对象"),
];

/// 打非 by kind.
const CLUE_KIND: &[Row] = &[("kind", "类别：非法建设、非法生产、非法经营", "非法生产")];

const CLUE_INDUSTRY: &[Row] = &[("industry", "行业", "制鞋业")];

const CLUE: &[Row] = &[
    ("known", "时段内发现、时段末已掌握", "2"),
    ("banned", "时段内发现、时段内取缔", "1"),
    ("fighting", "时段内发现、正在打击", "1"),
    ("count", "时段内发现的合计", "4"),
    ("banned_before", "以前发现、时段内取缔", "1"),
];

const TEAM: &[Row] = &[
    ("people", "一起检查的人", "陈一鸣、黄小燕"),
    ("visits", "检查次数", "12"),
    ("heads", "检查人次：每次检查的人数相加", "24"),
];

const PENALTY: &[Row] =
    &[("kind", "处罚种类", "罚款"), ("count", "起数", "2"), ("amount", "金额（元）", "15000")];

const REWARD: &[Row] = &[
    ("name", "网格员", "陈一鸣"),
    ("reported", "上报条数", "5"),
    ("accepted", "采纳条数", "3"),
    ("amount", "采纳的奖励金额（元）", "150"),
    ("paid", "其中已发放的（元）", "100"),
];

const SELF_REPORT: &[Row] = &[
    ("industry", "行业", "鞋材加工"),
    ("units", "报送企业数", "12"),
    ("count", "报送次数", "15"),
    ("found", "自查隐患（条）", "31"),
    ("fixed", "已整改（条）", "29"),
    ("rate", "整改率", "93%"),
];

const RANK: &[Row] = &[
    ("unit", "单位", "招联社区"),
    ("s1", "组织领导", "95"),
    ("s2", "资金投入与设备设施", "90"),
    ("s3", "按月排查报送隐患", "100"),
    ("s4", "打非", "100"),
    ("s5", "责任人履职", "96"),
    ("s6", "检查抽查及问题处理", "92"),
    ("s7", "挂牌督办治理", "100"),
    ("s8", "企业数据库", "88"),
    ("total", "得分，八项都有了才有", "95.1"),
    ("rank", "名次，有得分的才有", "1"),
    ("unknown", "还没有评分的指标", "组织领导"),
];

const OVERRULED: &[Row] = &[
    ("unit", "单位", "招联社区"),
    ("indicator", "指标", "责任人履职"),
    ("score", "人评的分", "90"),
    ("known", "数据里的分", "96"),
    ("scorer", "考评人", "沈卫东"),
    ("basis", "依据", "考评组第三季度抽查"),
];

const ANSWER: &[Row] = &[("ask", "检查项", "疏散通道"), ("answer", "检查情况", "畅通")];

/// Name, meaning, the rows' own facts; each row also has `row.no`.
type Rows = (&'static str, &'static str, &'static [&'static [Row]]);

const OF_PREMISES: &[Rows] = &[
    ("inspections", "该单位的历次检查", &[INSPECTION]),
    ("hazards", "该单位的全部隐患", &[HAZARD, HAZARD_ROW]),
    ("notices", "该单位的整改通知书", &[NOTICE_ROW]),
    ("changes", "该单位的信息变动", &[CHANGE]),
    ("evidence", "该单位的佐证材料", &[EVIDENCE]),
    ("entries", "该单位的台账记录", &[ENTRY_ROW]),
];

const OF_HAZARD: &[Rows] = &[
    ("steps", "该隐患的办理过程", &[STEP]),
    ("reports", "拒不整改的历次报告", &[TOLD]),
    ("progress", "重大隐患的整改进展", &[PROGRESS]),
    ("evidence", "该隐患的佐证材料", &[EVIDENCE]),
    ("inspectors", "查出该隐患的检查人和证号", &[INSPECTOR]),
    ("recheckers", "最近一次复查该隐患的人和证号", &[INSPECTOR]),
];

/// What only a paper about one premises says of it.
const ONE_PREMISES: &[Row] =
    &[("unfit", "不具备安全生产条件的原因，登记了才有", "住宿与生产合用，无法改造")];

/// What only the paper of one notice says of it.
const RECHECK: &[Row] = &[
    ("ordered_again", "有复查不合格、另定了期限的隐患才有", "是"),
    ("is_refused", "有拒不整改的隐患才有", "是"),
];

const OF_INSPECTION: &[Rows] = &[
    ("hazards", "本次检查查出的隐患", &[HAZARD, HAZARD_ROW]),
    ("passed_items", "本次检查合格的检查项", &[ANSWER]),
    ("inspectors", "检查人和证号", &[INSPECTOR]),
    ("enforcers", "检查人里区级执法部门的和证号", &[INSPECTOR]),
];

const OF_NOTICE: &[Rows] = &[
    ("hazards", "通知书上的全部隐患", &[HAZARD, HAZARD_ROW, RECHECKED]),
    ("passed", "最近一次复查合格的隐患", &[HAZARD, HAZARD_ROW, RECHECKED]),
    ("failed", "最近一次复查不合格的隐患", &[HAZARD, HAZARD_ROW, RECHECKED]),
    ("inspectors", "检查人和证号", &[INSPECTOR]),
    ("recheckers", "最近一次复查这些隐患的人和证号", &[INSPECTOR]),
];

const OF_GRID: &[Rows] = &[
    ("premises", "网格内的监管对象", &[PREMISES]),
    ("hazards", "网格内未销号的隐患", &[HAZARD, HAZARD_ROW]),
];

const OF_DESK: &[Rows] = &[
    ("premises", "监管对象", &[PREMISES]),
    ("key_premises", "重点监管对象", &[PREMISES]),
    ("grids", "网格", &[GRID_ROW]),
    ("hazards", "时段内的隐患", &[HAZARD, HAZARD_ROW]),
    (
        "unfinished",
        "未销号的隐患（以前查出的也列），和时段内查出、报后补登的重大隐患",
        &[HAZARD, HAZARD_ROW],
    ),
    ("notices", "时段内的整改通知书", &[NOTICE_ROW]),
    ("people", "人员", &[PERSON]),
    ("week", "一周的各网格，和上一周比", &[WEEK]),
    ("planned", "巡查计划，一次检查一行，按日期、人和路线", &[PLANNED]),
    (
        "coverage",
        "时段最后一天的巡查覆盖，每项巡查、每个网格、社区、人员一行；一个月以内的，期间过完的各周也列",
        &[COVERAGE],
    ),
    ("decisions", "以前部署的事项，未完成的和本周完成的", &[DECISION]),
    ("decided", "本周部署的事项", &[DECISION]),
    ("waiting_majors", "未销号的重大隐患，和填报表等待的步骤", &[WAITING_MAJOR]),
    ("unsigned", "签发满一个工作日、还没有签收件的通知书", &[UNSIGNED]),
    ("owed_reports", "到时段起的那一周周末逾期未报的，和到下一周周末要报的报表", &[OWED]),
    ("missed_meetings", "时段以前的四周里没有例会记录的周", &[MISSED]),
    ("attendance", "时段内的例会，参加和缺席的人，每人一行", &[ATTENDANCE]),
    ("months", "到时段末为止的十二个月，一个月一行", &[MONTH, GROUP]),
    ("by_category", "时段内查出的隐患，按类别", &[GROUP]),
    ("by_industry", "时段内查出的隐患，按行业", &[GROUP]),
    ("by_street", "时段内查出的隐患，按街道；区以上才有", &[GROUP]),
    ("by_community", "时段内查出的隐患，按社区", &[GROUP]),
    ("by_grid", "时段内查出的隐患，按网格", &[GROUP]),
    ("items", "十二个月里最常见的和回潮的检查项", &[ITEM]),
    ("communities", "社区", &[COMMUNITY]),
    ("streets", "街道，各项同社区；区以上才有", &[COMMUNITY]),
    ("register_changes", "时段内监管对象的变动", &[CHANGE, CHANGE_ROW]),
    ("duties", "网格责任，每人每责一行", &[DUTY]),
    ("categories", "表二各栏目的数和归类对照", &[CATEGORY]),
    ("tree", "单位和网格的树", &[TREE]),
    ("kept_lists", "六个清单（监管制度里的 list），每社区每清单一行", &[KEPT_LIST]),
    ("kept_rows", "六个清单里各有什么，一条一行", &[KEPT_ROW]),
    ("dossiers", "一企一档的完整率，缺得多的在前", &[COMPLETE]),
    ("books", "一社一册和一企一档的完整率，每社区一行", &[BOOK]),
    ("clues", "时段内打非线索，按类别；报表里以前各期的补报、更正另起一行", &[CLUE_KIND, CLUE]),
    (
        "clues_by_industry",
        "时段内打非线索，按行业；报表里以前各期的补报、更正另起一行",
        &[CLUE_INDUSTRY, CLUE],
    ),
    ("teams", "时段内的检查组，一起检查的人算一组；报表里以前各期的补报、更正另起一行", &[TEAM]),
    ("penalties", "时段内处罚，按种类；报表里以前各期的补报、更正另起一行", &[PENALTY]),
    ("rewards", "时段内“以奖代补”，每个网格员一行", &[REWARD]),
    ("self_reports", "时段内企业自查自报，按行业", &[SELF_REPORT]),
    ("ranking", "下级单位按制度二八项指标的得分和名次", &[RANK]),
    ("overruled", "排名里按人评的分计、数据里另有分的", &[OVERRULED]),
    ("figures", "报表的各个数（figure.…），一个数一行", &[FIGURE_ROW]),
    ("reported", "下级报来的报表，按报送时的数", &[REPORTED]),
    ("closed_before", "以前各期的隐患，本期整改的", &[HAZARD, HAZARD_ROW]),
    ("corrections", "以前报出的报表，报后有变的", &[CORRECTION]),
    ("entries", "台账记录，要写明 ledger；还可用该台账各字段的 row.字段编号", &[ENTRY_ROW]),
];

/// What a letter of accountability has no room for.
const BESIDE: Rows =
    ("beside", "问责函件里列不下、印在附表里的（只用于由问责提醒确认的）", &[BESIDE_ROW]);

const BESIDE_ROW: &[Row] = &[
    ("number", "接着函件排的序号", "20"),
    ("text", "内容", "样例鞋材有限公司：疏散通道堵塞（2026年11月20日查出，未整改）"),
];

const OF_SUPERVISION: &[Rows] = &[("progress", "治理进展报告", &[PROGRESS]), BESIDE];
const OF_EVENT: &[Rows] = &[("hops", "事件的逐级流转", &[HOP])];

const OF_ENTRY: &[Row] = &[
    ("entry.no", "记录的序号", "1"),
    ("entry.on", "记录的日期", "2026年11月30日"),
    ("entry.weekday", "记录的日期是星期几", "星期一"),
];

/// Of an accident's row alone.
const ACCIDENT: &[Row] = &[
    ("grade", "事故等级，由登记的人数和损失算出", "较大事故"),
    ("told", "单位报告是否在时限内", "用时40分钟，在时限内"),
    ("sent", "逐级上报是否在时限内", "用时1小时50分钟，在时限内"),
];

const IN_CHARGE: &[Row] = &[
    ("grid", "网格", "招联第一网格"),
    ("duty", "责任", "网格员"),
    ("name", "姓名", "李四"),
    ("post", "职务", "社区干部"),
    ("from", "从哪天起", "2026年1月5日"),
    ("to", "到哪天止，在任的空着", "2026年11月30日"),
    ("then", "事故当天是不是在任", "是"),
];

const DRAWN: &[Row] = &[
    ("target", "被查单位", "样例鞋材有限公司"),
    ("community", "社区", "招联社区"),
    ("grid", "网格，抽社区、街道的空着", "招联第一网格"),
    ("why", "抽查缘由", "零报告"),
    ("lots", "放签数", "3"),
    ("checkers", "检查人员", "林安全"),
    ("due_on", "查毕期限", "2026年11月30日"),
    ("checked_on", "检查日期", "2026年11月20日"),
    ("problems", "发现问题", "无"),
];

const OF_ENTRY_LISTS: &[Rows] = &[
    (
        "timeline",
        "事故以前该单位的检查、隐患、通知书、变动、事项和台账记录（只用于事故登记）",
        &[STEP],
    ),
    ("in_charge", "事故单位所在网格的责任人员（只用于事故登记）", &[IN_CHARGE]),
    ("drawn", "同一次抽签抽出的，按抽出的先后（只用于抽查督查登记）", &[DRAWN]),
    BESIDE,
];

pub(super) fn scope(about: About) -> Scope {
    use About as A;
    let mut values = facts("", ALWAYS);
    let mut add = |prefix: &str, rows: &[Row]| values.extend(facts(prefix, rows));
    if !matches!(about, A::None | A::Grid) {
        add("premises.", PREMISES);
        add("premises.", ONE_PREMISES);
    }
    if matches!(about, A::Hazard | A::Transfer | A::Supervision | A::Entry) {
        add("hazard.", HAZARD);
        add("major.", MAJOR);
    }
    if matches!(about, A::Hazard | A::Inspection | A::Notice | A::Transfer | A::Supervision) {
        add("inspection.", INSPECTION);
        add("notice.", NOTICE);
    }
    match about {
        A::Inspection => add("inspection.", VISIT),
        A::Notice => add("notice.", RECHECK),
        _ => {}
    }
    // What it is about comes first: its list takes the place of the premises' of the same name.
    let own: &[Rows] = match about {
        A::None => OF_DESK,
        A::Premises | A::Transfer => &[],
        A::Entry => OF_ENTRY_LISTS,
        A::Hazard => OF_HAZARD,
        A::Inspection => OF_INSPECTION,
        A::Notice => OF_NOTICE,
        A::Grid => {
            add("grid.", GRID);
            OF_GRID
        }
        A::Supervision => {
            add("supervision.", SUPERVISION);
            OF_SUPERVISION
        }
        A::Event => {
            add("event.", EVENT);
            OF_EVENT
        }
    };
    match about {
        A::None => {
            add("figure.", FIGURE);
            add("report.", REPORT);
        }
        A::Transfer => add("transfer.", TRANSFER),
        A::Entry => {
            add("", OF_ENTRY);
            add("accident.", ACCIDENT);
        }
        _ => {}
    }
    let mut all: Vec<List> = own.iter().map(list).collect();
    if !matches!(about, A::None | A::Grid) {
        for rows in OF_PREMISES {
            if all.iter().all(|list| list.name != rows.0) {
                all.push(list(rows));
            }
        }
    }
    Scope { values, lists: all }
}

fn facts(prefix: &str, rows: &[Row]) -> Vec<Fact> {
    rows.iter()
        .map(|&(name, meaning, sample)| Fact { name: format!("{prefix}{name}"), meaning, sample })
        .collect()
}

fn list(&(name, meaning, groups): &Rows) -> List {
    let mut rows = facts("row.", &[("no", "序号", "1")]);
    rows.extend(groups.iter().flat_map(|group| facts("row.", group)));
    List { name, meaning, rows }
}
