//! What was typed or imported for an entry of the register, tidied and checked field by field.

use super::Refusal;
use crate::domain::{
    phone,
    premises::{Kind, Premises},
    spelling, typed,
    unit::UnitPath,
    uscc::{self, Uscc},
};

/// What was typed or imported for an entry; `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    pub name: Option<String>,
    pub uscc: Option<String>,
    pub licensed: Option<bool>,
    pub kind: Option<Kind>,
    pub address: Option<String>,
    pub site_address: Option<String>,
    pub industry: Option<String>,
    pub category: Option<String>,
    pub person_in_charge: Option<String>,
    pub safety_lead: Option<String>,
    pub phone: Option<String>,
    pub grid: Option<UnitPath>,
    /// By hand: on the key list or not, whatever the keywords say.
    pub key: Option<bool>,
    pub key_reasons: Option<Vec<String>>,
    pub risk: Option<crate::domain::premises::Risk>,
    /// 部门直管: the department and the reason; empty brings it back under the grid.
    pub direct: Option<String>,
    /// 行业主管部门 (S2 三(一)2); empty takes it out.
    pub reg_dept: Option<String>,
    /// 火灾危险性类别, 甲 to 戊; empty takes it out.
    pub fire_class: Option<String>,
    /// 工艺, joined by `、` (S0 §三.1(2)).
    pub processes: Option<String>,
    /// 从业人数; empty takes it out.
    pub employees: Option<String>,
}

impl Fields {
    /// The fields as the register writes them, by the rules that a roster goes through too.
    pub fn tidied(self) -> Result<Fields, Refusal> {
        let name = |text: Option<String>| text.map(|text| typed::tidy_name(&text));
        let person = |text: Option<String>| text.map(|text| typed::tidy_person(&text));
        let uscc = self.uscc.map(|text| written_code(&text)).transpose()?;
        let phone = self.phone.map(|text| match phone::read(&text) {
            phones if phones.left.is_empty() => phones.text(),
            // What is no number is kept as it was typed.
            _ => typed::tidy_name(&text),
        });
        let fire_class = self.fire_class.map(|text| written_class(&text)).transpose()?;
        let employees = self
            .employees
            .map(|text| typed::people_count(&text).unwrap_or_else(|| typed::tidy_name(&text)));
        Ok(Fields {
            employees,
            name: name(self.name),
            uscc,
            reg_dept: name(self.reg_dept),
            fire_class,
            processes: self.processes.map(|text| typed::tidy_list(&text)),
            address: name(self.address),
            site_address: name(self.site_address),
            direct: name(self.direct),
            industry: name(self.industry),
            person_in_charge: person(self.person_in_charge),
            safety_lead: person(self.safety_lead),
            phone,
            ..self
        })
    }

    /// What a roster would be warned of too: a number that is none, a code whose check digit does not fit.
    pub fn remarks(&self) -> Vec<String> {
        let phones = phone::read(self.phone.as_deref().unwrap_or_default());
        let odd =
            phones.left.iter().map(|left| format!("“{left}”不是电话号码，已照原样登记，请核对。"));
        let code = match uscc::check(self.uscc.as_deref().unwrap_or_default()) {
            Uscc::CheckFails { code, expected } => Some(format!(
                "代码{code}的校验码应为{expected}，已照原样登记，请对照营业执照核对。"
            )),
            Uscc::OldRegistration(_) => {
                Some("是15位旧注册号，已照原样登记，请换成18位统一社会信用代码。".to_owned())
            }
            Uscc::Empty | Uscc::Valid(_) | Uscc::Malformed { .. } => None,
        };
        let people = self.employees.as_deref().filter(|text| typed::people_count(text).is_none());
        let people = people
            .map(|text| format!("从业人数“{text}”不是人数，已照原样登记，请核对，例如写 36。"));
        odd.chain(code).chain(people).collect()
    }

    /// Lays the fields over an entry.
    pub(in crate::office) fn over(&self, entry: &mut Premises) {
        fn lay<T: Clone>(field: &mut T, value: &Option<T>) {
            if let Some(value) = value {
                *field = value.clone();
            }
        }
        lay(&mut entry.name, &self.name);
        lay(&mut entry.uscc, &self.uscc);
        lay(&mut entry.licensed, &self.licensed);
        lay(&mut entry.kind, &self.kind);
        lay(&mut entry.address, &self.address);
        lay(&mut entry.site_address, &self.site_address);
        lay(&mut entry.industry, &self.industry);
        lay(&mut entry.category, &self.category);
        lay(&mut entry.person_in_charge, &self.person_in_charge);
        lay(&mut entry.safety_lead, &self.safety_lead);
        lay(&mut entry.phone, &self.phone);
        lay(&mut entry.key, &self.key);
        lay(&mut entry.key_reasons, &self.key_reasons);
        lay(&mut entry.direct, &self.direct);
        for (key, value) in [
            ("reg_dept", &self.reg_dept),
            ("fire_class", &self.fire_class),
            ("processes", &self.processes),
            ("staff", &self.employees),
        ] {
            match value.as_deref() {
                None => {}
                Some("") => drop(entry.extra.remove(key)),
                Some(text) => drop(entry.extra.insert(key.to_owned(), text.to_owned())),
            }
        }
        if self.grid.is_some() {
            entry.grid.clone_from(&self.grid);
        }
        if self.risk.is_some() {
            entry.risk = self.risk;
        }
    }
}

/// A credit code as it is kept; a check digit that does not fit is no reason to refuse it (DOMAIN §4.1).
fn written_code(text: &str) -> Result<String, Refusal> {
    match uscc::check(text) {
        Uscc::Empty => Ok(String::new()),
        Uscc::Valid(code) | Uscc::CheckFails { code, .. } | Uscc::OldRegistration(code) => Ok(code),
        Uscc::Malformed { text, .. } => Err(Refusal::field(
            "uscc",
            format!(
                "统一社会信用代码“{text}”不对：应为18位数字和大写字母。请对照营业执照改正，没有执照的请登记为无证。"
            ),
        )),
    }
}

/// A class of fire danger as it is kept: 丙 as 丙类, 丙类2项 as it stands.
fn written_class(text: &str) -> Result<String, Refusal> {
    let text = typed::tidy_name(text);
    if text.chars().count() == 1 && spelling::is_fire_class(&text) {
        return Ok(format!("{text}类"));
    }
    if text.is_empty() || spelling::is_fire_class(&text) {
        return Ok(text);
    }
    Err(Refusal::said(format!(
        "“{text}”不是火灾危险性类别。可写：甲、乙、丙、丁、戊，要写到项的如“丙类2项”。"
    )))
}
