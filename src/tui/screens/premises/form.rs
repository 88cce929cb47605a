//! Adding a premises, correcting its entry, and the dated changes of the register.

use chrono::NaiveDate;

use super::page::Page;
use crate::{
    domain::{
        id::Id,
        premises::{ChangeKind, Kind, Risk},
        unit::{Level, Unit, UnitPath},
    },
    office::{
        Office, Refusal,
        finder::Found,
        premises::{Fields, Stored},
    },
    terms,
    tui::{
        screen::Cx,
        screens::{
            ask::{Ask, Done, Fault, Then, fault, office},
            days, reading,
            window::Window,
        },
        widget::form::{Form, Row, choice as pick, half, text},
    },
};

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    New,
    Edit(Id),
    Change(Id),
}

pub fn open_new(cx: &mut Cx) {
    open(For::New, cx);
}

pub fn open_edit(id: Id, cx: &mut Cx) {
    open(For::Edit(id), cx);
}

pub fn open_change(id: Id, cx: &mut Cx) {
    open(For::Change(id), cx);
}

fn open(of: For, cx: &mut Cx) {
    reading::read("premises", move |office| read(office, of), |ask, cx| cx.replace(ask), cx);
}

/// Opens a window about an entry of the register again, by the id of the premises.
pub fn again(office: &mut Office, window: Window, about: &str) -> Result<Ask, Refusal> {
    match (window, Id::parse(about)) {
        (Window::EditPremises, Some(id)) => read(office, For::Edit(id)),
        (Window::ChangePremises, Some(id)) => read(office, For::Change(id)),
        (Window::VerifyPremises, Some(id)) => verify(office, id),
        _ => read(office, For::New),
    }
}

/// Reads the entry and the grids, then builds the window.
fn read(office: &mut Office, of: For) -> Result<Ask, Refusal> {
    let known = known(office, of)?;
    Ok(match of {
        For::Change(id) => change(id, &known, office.today()),
        For::New | For::Edit(_) => entry(of, known),
    })
}

struct Known {
    stored: Option<Stored>,
    grids: Vec<(String, String)>,
    /// How a process may be named: 例如 危化品使用、…
    processes: String,
}

fn known(office: &mut Office, of: For) -> Result<Known, Refusal> {
    let stored = match of {
        For::New => None,
        For::Edit(id) | For::Change(id) => Some(office.find_premises(&id.to_string())?),
    };
    let home = stored.as_ref().map(|stored: &Stored| &stored.entry.community);
    let communities: Vec<_> = office
        .units_at(Level::Community)
        .filter(|unit| home.is_none_or(|home| *home == unit.path))
        .collect();
    let mut grids = Vec::new();
    for community in &communities {
        let within = |unit: &&Unit| community.path.covers(&unit.path);
        grids.extend(
            office
                .units_at(Level::Grid)
                .filter(within)
                .map(|unit| (unit.path.to_string(), unit.name.clone())),
        );
    }
    // Behind the grids: whose it is where it stands in none of them.
    match communities.as_slice() {
        [_] => grids.insert(0, (String::new(), "未分网格".to_owned())),
        several => grids.extend(
            several.iter().map(|unit| (unit.path.to_string(), format!("{} 未分网格", unit.name))),
        ),
    }
    let named: Vec<&str> = office.regime().processes().collect();
    let processes =
        if named.is_empty() { String::new() } else { format!("可写：{}", named.join("、")) };
    Ok(Known { stored, grids, processes })
}

fn entry(of: For, known: Known) -> Ask {
    let old = known.stored.as_ref().map(|stored| &stored.entry);
    let said = |field: fn(&crate::domain::premises::Premises) -> &String| {
        old.map(field).cloned().unwrap_or_default()
    };
    let grid =
        old.and_then(|entry| entry.grid.as_ref()).map(UnitPath::to_string).unwrap_or_default();
    let risks =
        [("", "未定")].into_iter().chain(Risk::ALL.map(|risk| (risk.code(), terms::risk(risk))));
    let extra = |key: &str| old.and_then(|entry| entry.extra.get(key)).cloned().unwrap_or_default();
    let class = extra("fire_class");
    let mut classes: Vec<(String, String)> = ["", "甲类", "乙类", "丙类", "丁类", "戊类"]
        .map(|class| (class.to_owned(), if class.is_empty() { "未定" } else { class }.to_owned()))
        .to_vec();
    // A roster may have said more: 丙类2项.
    if !classes.iter().any(|(code, _)| *code == class) {
        classes.push((class.clone(), class.clone()));
    }
    let mut rows: Vec<Row> = vec![
        text("name", "单位名称", &said(|entry| &entry.name)),
        pick("grid", "网格", known.grids, &grid),
        pick(
            "kind",
            "类型",
            Kind::ALL.map(|kind| (kind.code(), terms::kind(kind))),
            old.map_or("enterprise", |entry| entry.kind.code()),
        ),
        pick(
            "licensed",
            "证照",
            [("yes", "有证"), ("no", "无证")],
            if old.is_none_or(|entry| entry.licensed) { "yes" } else { "no" },
        ),
        half("uscc", "信用代码", &said(|entry| &entry.uscc)),
        text("industry", "所在行业", &said(|entry| &entry.industry)),
        text("address", "地址", &said(|entry| &entry.address)),
        text("site_address", "生产地址", &said(|entry| &entry.site_address)),
        text("person_in_charge", "负责人", &said(|entry| &entry.person_in_charge)),
        text("safety_lead", "安全负责人", &said(|entry| &entry.safety_lead)),
        half("phone", "电话", &said(|entry| &entry.phone)),
        pick(
            "key",
            "重点监管",
            [("", "按行业判断"), ("yes", "是"), ("no", "否")],
            match old {
                Some(entry) if entry.key => "yes",
                _ => "",
            },
        ),
        pick("risk", "风险等级", risks, old.and_then(|entry| entry.risk).map_or("", Risk::code)),
        text("reg_dept", "主管部门", &extra("reg_dept")),
        half("employees", "从业人数", &extra("staff")),
        pick("fire_class", "火险类别", classes, &class),
        text("processes", "涉及工艺", &extra("processes")).help(&known.processes),
        text("direct", "部门直管", &said(|entry| &entry.direct)),
    ];
    let (title, window, about) = match (of, old) {
        (For::Edit(id) | For::Change(id), Some(old)) => {
            rows.push(text("reason", "修改原因", ""));
            (format!("修改登记 {}", old.name), Window::EditPremises, id.to_string())
        }
        _ => ("新增登记".to_owned(), Window::NewPremises, String::new()),
    };
    let was_key = old.is_some_and(|entry| entry.key);
    let version = known.stored.as_ref().map(|stored| stored.version);
    Ask::new("premises", title.clone(), Vec::new(), Form::new(rows), move |form| {
        submit(form, of, was_key, &class, version)
    })
    .kept(window, about, title)
}

/// `kept_class` is the class that the entry has: what a roster wrote there stays, however it is spelt.
fn submit(
    form: &Form,
    of: For,
    was_key: bool,
    kept_class: &str,
    version: Option<i64>,
) -> Result<Then, Fault> {
    if form.get("name").is_empty() {
        return fault("name", "请写单位名称。");
    }
    let some = |key: &str| Some(form.get(key).to_owned());
    let place = UnitPath::parse(form.get("grid"));
    let fields = Fields {
        name: some("name"),
        uscc: some("uscc"),
        licensed: Some(form.get("licensed") == "yes"),
        kind: Kind::from_code(form.get("kind")),
        address: some("address"),
        site_address: some("site_address"),
        industry: some("industry"),
        category: None,
        person_in_charge: some("person_in_charge"),
        safety_lead: some("safety_lead"),
        phone: some("phone"),
        grid: place.clone().filter(|place| place.level() == Level::Grid),
        key: match form.get("key") {
            "yes" if !was_key => Some(true),
            "no" => Some(false),
            _ => None,
        },
        key_reasons: None,
        risk: Risk::from_code(form.get("risk")),
        direct: some("direct"),
        reg_dept: some("reg_dept"),
        employees: some("employees"),
        fire_class: Some(form.get("fire_class").to_owned()).filter(|class| *class != kept_class),
        processes: some("processes"),
    };
    let reason = form.get("reason").to_owned();
    office(move |office| {
        let entry = match of {
            For::New => {
                let community = place.as_ref().and_then(|place| place.at(Level::Community));
                office.add_premises(community.as_ref(), &fields, None)?
            }
            For::Edit(id) | For::Change(id) => {
                office.edit_premises(&id.to_string(), &fields, None, &reason, version)?
            }
        };
        let lacking = office.unprintable_entry(&entry)?.unwrap_or_default();
        let beside = match of {
            For::New => office.registered_beside(&entry)?.unwrap_or_default(),
            For::Edit(_) | For::Change(_) => String::new(),
        };
        let remarks = fields.remarks().concat();
        let said = format!("“{}”已保存。{beside}{remarks}{lacking}", entry.name);
        let done = done(office, entry.id, said)?;
        // What is new is looked at, and inspected from there.
        Ok(if of == For::New { done.next(Page::of(entry.id)) } else { done })
    })
}

fn change(id: Id, known: &Known, today: NaiveDate) -> Ask {
    let status = known.stored.as_ref().map(|stored| stored.entry.status).unwrap_or_default();
    let kinds = ChangeKind::ALL
        .into_iter()
        .filter(|kind| {
            !matches!(kind, ChangeKind::Added | ChangeKind::Corrected)
                && status.after(*kind).is_ok()
        })
        .map(|kind| (kind.code(), terms::change(kind)));
    let name = known.stored.as_ref().map(|stored| stored.entry.name.clone()).unwrap_or_default();
    let version = known.stored.as_ref().map(|stored| stored.version);
    let form = Form::new(vec![
        pick("kind", "变更", kinds, ""),
        days::day_row("on", "日期", &today.to_string(), today),
        text("reason", "原因", ""),
        text("industry", "新行业", ""),
    ]);
    let intro = vec![format!("{name}，现在{}。", terms::status(status))];
    Ask::new("premises", "变更", intro, form, move |form| {
        let Some(kind) = ChangeKind::from_code(form.get("kind")) else {
            return fault("kind", "这家现在没有可登记的变更。");
        };
        let on = days::day(form, "on", today)?;
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明原因。");
        }
        let industry = Some(form.get("industry").to_owned()).filter(|text| !text.is_empty());
        let fields = Fields { industry, ..Fields::default() };
        office(move |office| {
            let entry =
                office.change_premises(&id.to_string(), kind, on, &reason, &fields, version)?;
            let say = format!("“{}”现在{}。", entry.name, terms::status(entry.status));
            done(office, entry.id, say)
        })
    })
    .kept(Window::ChangePremises, id, format!("变更 {name}"))
}

/// What is said of a changed entry, with its line in the register in memory brought up to date.
fn done(office: &mut Office, id: Id, say: String) -> Result<Done, Refusal> {
    let found = office.finder_entry(id)?;
    Ok(Done::said(say).then(move |cx| fresh(found, cx)))
}

/// Puts an entry as it is now into the register in memory.
pub fn fresh(found: Option<Found>, cx: &mut Cx) {
    let Some(found) = found else { return };
    cx.share(move |shared| {
        if let Some(finder) = &mut shared.finder {
            finder.replace(&found);
        }
    });
}

/// Opens the window in which somebody says that an entry is as it is there.
pub fn open_verify(id: Id, cx: &mut Cx) {
    reading::read("premises", move |office| verify(office, id), |ask, cx| cx.replace(ask), cx);
}

/// The window with what is to be compared.
fn verify(office: &mut Office, id: Id) -> Result<Ask, Refusal> {
    let Stored { entry, .. } = office.find_premises(&id.to_string())?;
    let grid = entry.grid.as_ref().map(|grid| office.unit_name(grid));
    let extra = |key: &str| entry.extra.get(key).cloned().unwrap_or_default();
    let kind = format!("{} {}", terms::kind(entry.kind), terms::status(entry.status));
    let told = [
        ("类型", kind),
        ("网格", grid.unwrap_or_else(|| "未分网格".to_owned())),
        ("信用代码", entry.uscc.clone()),
        ("行业", entry.industry.clone()),
        ("从业人数", extra("staff")),
        ("地址", entry.address.clone()),
        ("生产地址", entry.site_address.clone()),
        ("负责人", entry.person_in_charge.clone()),
        ("安全负责人", entry.safety_lead.clone()),
        ("电话", entry.phone.clone()),
        ("涉及工艺", extra("processes")),
    ];
    let told = told.into_iter().filter(|(_, value)| !value.is_empty());
    let told = told.map(|(label, value)| format!("{label}：{value}"));
    Ok(ask_verify(id, &entry.name, &told.collect::<Vec<_>>().join("；")))
}

fn ask_verify(id: Id, name: &str, told: &str) -> Ask {
    let help = "可以不写；写了留在核实记录里，如 现场看过，和营业执照一致。";
    let form = Form::new(vec![text("note", "说明", "").help(help)]);
    let intro = vec![
        told.to_owned(),
        format!("{name}：登记的内容和现场对过，没有不符，按 Ctrl+S。有不符的，先修改登记。"),
    ];
    Ask::new("premises", "核实登记", intro, form, move |form| {
        let note = form.get("note").to_owned();
        office(move |office| {
            let entry = office.verify_premises(&id.to_string(), None, &note)?;
            Ok(Done::said(format!("已核实“{}”。", entry.name)))
        })
    })
    .kept(Window::VerifyPremises, id, format!("核实登记 {name}"))
}
