//! The columns of the premises register: one list serves import and export.

use super::roster::{Reading, RosterEntry};
use crate::domain::spelling::{KINDS, RISKS, STATUSES, label};

/// One column: its heading on export, the headings it is known by on import (as
/// [`super::headings::plain`] leaves them, strongest first), how it is written and read.
pub struct Column {
    /// Field name, as scripts know it.
    pub key: &'static str,
    pub heading: &'static str,
    pub synonyms: &'static [&'static str],
    pub write: fn(&RosterEntry) -> String,
    pub read: fn(&mut Reading<'_>),
}

fn given(field: &Option<String>) -> String {
    field.clone().unwrap_or_default()
}

fn truth(field: Option<bool>) -> String {
    field.map_or("", |yes| if yes { "是" } else { "否" }).to_owned()
}

/// Every column in the order of the export; the first ones follow 表一 (S2).
pub const COLUMNS: [Column; 24] = [
    Column {
        key: "name",
        heading: "单位、场所名称",
        synonyms: &[
            "单位名称",
            "企业名称",
            "单位(场所)名称",
            "单位/场所名称",
            "单位场所名称",
            "场所名称",
            "监管对象名称",
            "监管对象",
            "被检查单位",
            "受检单位",
            "商户名称",
            "店铺名称",
            "店名",
            "门店名称",
            "字号名称",
            "字号",
            "招牌名称",
            "公司名称",
            "厂名",
            "企业全称",
            "单位全称",
            "经营主体名称",
            "市场主体名称",
            "生产经营单位名称",
            "企业",
            "单位",
            "名称",
        ],
        write: |entry| entry.name.clone(),
        read: |row| row.name(),
    },
    Column {
        key: "uscc",
        heading: "统一社会信用代码",
        synonyms: &[
            "社会信用代码",
            "信用代码",
            "统一信用代码",
            "统一代码",
            "营业执照号",
            "营业执照编号",
            "营业执照注册号",
            "营业执照",
            "执照号",
            "注册号",
            "工商注册号",
            "机构代码",
            "证照号码",
            "税号",
            "纳税人识别号",
            "uscc",
        ],
        write: |entry| given(&entry.uscc),
        read: |row| row.uscc(),
    },
    Column {
        key: "licensed",
        heading: "有无证照",
        synonyms: &[
            "是否有证",
            "有证无证",
            "有证/无证",
            "是否持证",
            "证照情况",
            "有无营业执照",
            "是否有营业执照",
            "是否办理营业执照",
            "证照是否齐全",
        ],
        write: |entry| truth(entry.licensed),
        read: |row| row.licensed(),
    },
    Column {
        key: "kind",
        heading: "对象类型",
        synonyms: &[
            "单位类型",
            "监管对象类型",
            "对象类别",
            "单位性质",
            "场所性质",
            "主体类型",
            "类型",
        ],
        write: |entry| entry.kind.map_or("", |code| label(&KINDS, code)).to_owned(),
        read: |row| row.kind(),
    },
    Column {
        key: "address",
        heading: "地址",
        synonyms: &[
            "单位地址",
            "企业地址",
            "详细地址",
            "注册地址",
            "住所",
            "登记地址",
            "场所地址",
            "所在地址",
            "所在地",
            "通讯地址",
            "单位(场所)地址",
            "企业住所",
            "位置",
            "具体地址",
            "具体位置",
            "场所位置",
            "经营地点",
            "店址",
            "坐落",
            "房屋坐落",
            "房屋地址",
            "街路巷",
            "门牌地址",
            "街路巷门牌",
            "门牌",
            "门牌号",
            "门牌号码",
            "楼栋门牌",
        ],
        write: |entry| given(&entry.address),
        read: |row| row.address(),
    },
    Column {
        key: "site_address",
        heading: "生产经营地址",
        synonyms: &[
            "生产场所",
            "生产地址",
            "经营地址",
            "经营场所",
            "实际经营地址",
            "实际地址",
            "实际生产地址",
            "生产经营场所",
            "生产经营场所地址",
            "现场地址",
            "厂址",
        ],
        write: |entry| given(&entry.site_address),
        read: |row| row.site_address(),
    },
    Column {
        key: "industry",
        heading: "所在行业",
        synonyms: &[
            "所属行业",
            "行业",
            "行业类别",
            "行业类型",
            "行业分类",
            "国民经济行业",
            "行业领域",
            "经营范围",
            "主营业务",
            "主要产品",
            "经营项目",
        ],
        write: |entry| given(&entry.industry),
        read: |row| row.industry(),
    },
    Column {
        key: "category",
        heading: "单位类别",
        synonyms: &["类别", "分类", "统计类别", "表二类别", "场所类别", "九小类别"],
        write: |entry| given(&entry.category),
        read: |row| row.category(),
    },
    Column {
        key: "person_in_charge",
        heading: "负责人",
        synonyms: &[
            "主要负责人",
            "单位负责人",
            "企业负责人",
            "法定代表人",
            "法人代表",
            "法人",
            "法人姓名",
            "经营者",
            "业主",
            "老板",
            "房东",
            "户主",
            "经营者姓名",
            "负责人姓名",
            "法定代表人(负责人)",
            "企业主要负责人",
            "联系人",
            "联系人姓名",
        ],
        write: |entry| given(&entry.person_in_charge),
        read: |row| row.person_in_charge(),
    },
    Column {
        key: "safety_lead",
        heading: "安全负责人",
        synonyms: &[
            "安全管理人员",
            "安全管理员",
            "安全员",
            "安全生产负责人",
            "安全主管",
            "专职安全员",
            "专兼职安全员",
            "安全管理负责人",
            "消防安全责任人",
            "安全负责人姓名",
        ],
        write: |entry| given(&entry.safety_lead),
        read: |row| row.safety_lead(),
    },
    Column {
        key: "phone",
        heading: "联系方式",
        synonyms: &[
            "联系电话",
            "电话",
            "手机",
            "手机号",
            "手机号码",
            "电话号码",
            "联系手机",
            "移动电话",
            "固定电话",
            "座机",
            "负责人电话",
            "负责人手机",
            "负责人联系电话",
            "负责人联系方式",
            "法人电话",
            "法人手机",
            "法人联系电话",
            "联系人电话",
            "联系人手机",
            "联系号码",
            "安全负责人电话",
            "安全负责人联系方式",
            "安全员电话",
        ],
        write: |entry| given(&entry.phone),
        read: |row| row.phone(),
    },
    Column {
        key: "community",
        heading: "所属社区",
        synonyms: &[
            "社区",
            "村(社区)",
            "村(居)",
            "村居",
            "所在社区",
            "村/社区",
            "所属村居",
            "社区(村)",
        ],
        write: |entry| given(&entry.community),
        read: |row| row.community(),
    },
    Column {
        key: "grid",
        heading: "所属网格",
        synonyms: &["网格", "网格名称", "网格编号", "所在网格", "网格号"],
        write: |entry| given(&entry.grid),
        read: |row| row.grid(),
    },
    Column {
        key: "key",
        heading: "重点监管",
        synonyms: &[
            "是否重点",
            "重点",
            "重点监管对象",
            "是否重点监管",
            "是否重点企业",
            "重点单位",
            "重点企业",
        ],
        write: |entry| truth(entry.key),
        read: |row| row.key(),
    },
    Column {
        key: "key_reasons",
        heading: "重点监管原因",
        synonyms: &["重点原因", "列入原因", "重点监管理由", "列入重点原因"],
        write: |entry| given(&entry.key_reasons),
        read: |row| row.key_reasons(),
    },
    Column {
        key: "risk",
        heading: "风险等级",
        synonyms: &["风险分级", "风险", "风险级别", "风险颜色", "安全风险等级", "四色等级", "等级"],
        write: |entry| entry.risk.map_or("", |code| label(&RISKS, code)).to_owned(),
        read: |row| row.risk(),
    },
    Column {
        key: "status",
        heading: "状态",
        synonyms: &[
            "经营状态",
            "生产状态",
            "企业状态",
            "目前状态",
            "现状",
            "生产经营状态",
            "在产情况",
        ],
        write: |entry| entry.status.map_or("", |code| label(&STATUSES, code)).to_owned(),
        read: |row| row.status(),
    },
    Column {
        key: "direct",
        heading: "部门直管",
        synonyms: &[
            "直管部门",
            "直管单位",
            "直管",
            "是否直管",
            "是否部门直管",
            "部门直接监管",
            "直接监管部门",
            "直管部门及原因",
            "不纳入网格原因",
            "不纳入巡查原因",
        ],
        write: |entry| given(&entry.direct),
        read: |row| row.direct(),
    },
    Column {
        key: "reg_dept",
        heading: "行业主管部门",
        synonyms: &["主管部门", "监管部门", "行业监管部门", "行业管理部门", "监督管理部门"],
        write: |entry| given(&entry.reg_dept),
        read: |row| row.reg_dept(),
    },
    Column {
        key: "fire_class",
        heading: "火灾危险性类别",
        synonyms: &["火灾危险性", "火灾危险类别", "生产火灾危险性类别", "火险等级", "火灾类别"],
        write: |entry| given(&entry.fire_class),
        read: |row| row.fire_class(),
    },
    Column {
        key: "processes",
        heading: "涉及工艺",
        synonyms: &["工艺", "生产工艺", "主要工艺", "工艺标签", "危险工艺", "涉及危险工艺"],
        write: |entry| given(&entry.processes),
        read: |row| row.processes(),
    },
    Column {
        key: "founded",
        heading: "成立日期",
        synonyms: &[
            "成立时间",
            "注册日期",
            "登记日期",
            "开业日期",
            "开业时间",
            "注册时间",
            "核准日期",
        ],
        write: |entry| entry.founded.map(|day| day.to_string()).unwrap_or_default(),
        read: |row| row.founded(),
    },
    Column {
        key: "staff",
        heading: "从业人数",
        synonyms: &["员工人数", "职工人数", "人数", "从业人员", "员工数", "从业人员数"],
        write: |entry| given(&entry.staff),
        read: |row| row.staff(),
    },
    Column {
        key: "note",
        heading: "备注",
        synonyms: &["说明", "备注说明"],
        write: |entry| given(&entry.note),
        read: |row| row.note(),
    },
];

/// What is to become of a row that may mean a premises already registered. It comes back with the rows that
/// were kept out, filled in by hand; the register has no such column.
pub const NAMESAKE: Column = Column {
    key: "same_name",
    heading: "同名处理",
    synonyms: &["同名不同址处理"],
    write: |_| String::new(),
    read: |row| row.namesake(),
};

/// The column known by a plain heading and how strong the match is (0 is the export heading).
pub fn known_by(plain: &str) -> Option<(&'static Column, usize)> {
    static LIST: &[Column] = &COLUMNS;
    static ASKED: &Column = &NAMESAKE;
    LIST.iter().chain([ASKED]).find_map(|column| {
        if super::headings::plain(column.heading) == plain || column.key == plain {
            return Some((column, 0));
        }
        let rank = column.synonyms.iter().position(|synonym| *synonym == plain)?;
        Some((column, rank + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::headings::plain, *};

    #[test]
    fn every_heading_leads_to_its_own_column() {
        for column in &COLUMNS {
            for word in column.synonyms.iter().chain([&column.heading, &column.key]) {
                let found = known_by(&plain(word)).map(|(column, _)| column.key);
                assert_eq!(found, Some(column.key), "{word}");
            }
            for synonym in column.synonyms {
                assert_eq!(plain(synonym), *synonym, "synonyms are written as plain leaves them");
            }
        }
        assert!(known_by("检查时间").is_none());
    }
}
