//! What a unit or a person is registered with: new grids, communities and people, and what is put right of them.

use chrono::NaiveDate;

use crate::{
    domain::{
        staff::{Role, Staff},
        unit::{Duty, Level, UnitPath},
    },
    office::{
        Refusal,
        units::{GridView, Hire, People, StaffEdit, UnitEdit},
    },
    terms,
    tui::{
        screens::{
            ask::{Ask, Done, Wrong, fault, office},
            days,
            first_run::names,
            people,
            window::Window,
        },
        widget::form::{Form, Row, choice as pick, half, text},
    },
};

pub fn ask_grid(path: &UnitPath, community: &str) -> Ask {
    let form = Form::new(vec![
        text("name", "网格名称", ""),
        text("boundary", "范围", ""),
        text("officer", "网格员", ""),
        text("supervisor", "监管责任人", ""),
    ]);
    let (path, community) = (path.clone(), community.to_owned());
    let title = format!("{community}新增网格");
    Ask::new("units", title.clone(), Vec::new(), form, move |form| {
        let name = form.get("name").to_owned();
        if name.is_empty() {
            return fault("name", "请写网格名称。");
        }
        let answer = [("officer", Duty::GridOfficer), ("supervisor", Duty::Supervisor)]
            .map(|(key, duty)| (key, duty, form.get(key).to_owned()));
        let (community, boundary) = (community.clone(), form.get("boundary").to_owned());
        office(move |office| {
            let known = people::names(office)?;
            let mut people = Vec::new();
            for (key, duty, typed) in answer.iter().filter(|(.., typed)| !typed.is_empty()) {
                let name = match known.as_slice() {
                    [] => typed.clone(),
                    known => {
                        people::listed(known, typed).map_err(|why| Refusal::field(key, why))?
                    }
                };
                people.push((*duty, name));
            }
            let people = People { people };
            let unit = office.add_grid(&community, &name, &boundary, &people)?;
            let kept_out = office.told_kept_out(&people, office.today())?.concat();
            Ok(Done::said(format!("{}已登记。{kept_out}", unit.name)))
        })
    })
    .kept(Window::NewGrid, path, title)
}

/// Asks for the names of units of a level below another; a community may be given its leader at once.
pub fn ask_below(above: UnitPath, called: &str, level: Level) -> Ask {
    let word = terms::level(level);
    let mut rows = vec![text("name", name_of(level), "")];
    if level == Level::Community {
        rows.push(text("leader", "挂钩领导", ""));
    }
    let about = above.clone();
    let title = format!("{called}新增{word}");
    Ask::new("units", title.clone(), Vec::new(), Form::new(rows), move |form| {
        let names = names(form.get("name"));
        if names.is_empty() {
            return fault("name", format!("请写{word}名称。"));
        }
        let (above, leader) = (above.to_string(), form.get("leader").to_owned());
        office(move |office| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            office.add_units(&names, Some(&above), &leader)?;
            Ok(Done::said(format!("{}已登记。", names.join("、"))))
        })
    })
    .kept(Window::NewUnit, about, title)
}

fn name_of(level: Level) -> &'static str {
    match level {
        Level::City | Level::District => "区（县）名称",
        Level::Street => "街道名称",
        Level::Community | Level::Grid => "社区名称",
    }
}

/// The name of a unit as it is from today on, and the 挂钩领导 of a community.
pub fn ask_edit(unit: UnitPath, name: &str, leader: &str) -> Ask {
    let level = unit.level();
    let mut rows = vec![text("name", name_of(level), name)];
    if level == Level::Community {
        rows.insert(0, text("leader", "挂钩领导", leader));
    }
    let (about, title) = (unit.clone(), format!("更改 {name}"));
    let intro = vec!["改的从今天起用，留痕；已经签发的文书不变。".to_owned()];
    let word = terms::level(level);
    let form = Form::new(rows);
    let opened = form.values();
    Ask::new("units", title.clone(), intro, form, move |form| {
        if form.get("name").is_empty() {
            return fault("name", format!("请写{word}名称。"));
        }
        let unit = unit.to_string();
        // What was left alone is not written: another desk may have changed it since.
        let changed = |field: &str| {
            let typed = form.get(field);
            (opened.get(field).is_some_and(|was| was != typed)).then(|| typed.to_owned())
        };
        let edit =
            UnitEdit { name: changed("name"), leader: changed("leader"), ..UnitEdit::default() };
        office(move |office| {
            let unit = office.edit_unit(&unit, &edit)?;
            Ok(Done::said(match unit.linked_leader.as_str() {
                _ if level != Level::Community => format!("{}已更改。", unit.name),
                "" => format!("{}已更改，没有挂钩领导。", unit.name),
                leader => format!("{}已更改，挂钩领导{leader}。", unit.name),
            }))
        })
    })
    .kept(Window::EditUnit, about, title)
}

/// What a grid looks after, where it is one by trade.
pub fn ask_kind(grid: &GridView) -> Ask {
    let form = Form::new(vec![text("trade", "专业", &grid.trade)]);
    let intro = vec!["按块划的网格不写。".to_owned()];
    let (unit, was) = (grid.path.to_string(), grid.trade.clone());
    let title = format!("专业网格 {}", grid.name);
    Ask::new("units", title.clone(), intro, form, move |form| {
        let trade = Some(form.get("trade").to_owned()).filter(|trade| *trade != was);
        let unit = unit.clone();
        office(move |office| {
            let edit = UnitEdit { trade, ..UnitEdit::default() };
            let unit = office.edit_unit(&unit, &edit)?;
            Ok(Done::said(format!("{}：{}。", unit.name, terms::grid_kind(&unit.trade))))
        })
    })
    .kept(Window::GridKind, &grid.path, title)
}

pub fn ask_staff(unit: UnitPath, today: NaiveDate) -> Ask {
    let form = Form::new(vec![
        text("name", "姓名", ""),
        pick(
            "role",
            "职责",
            Role::ALL.map(|role| (role.code(), terms::role(role))),
            "grid_officer",
        ),
        full_time(true),
        text("origin", "来源", ""),
        half("phone", "电话", ""),
        half("card", "证号", ""),
        days::day_row("since", "到岗日期", "", today),
    ]);
    let about = unit.clone();
    Ask::new("units", "登记人员", Vec::new(), form, move |form| {
        let Some(role) = Role::from_code(form.get("role")) else {
            return fault("role", "请选职责。");
        };
        let mut wrong = Wrong::default();
        let name = wrong.written(form, "name", "请写姓名。");
        let since = wrong.read("since", days::read(form.get("since"), today));
        let Some((name, since)) = name.zip(since) else { return wrong.told() };
        let (phone, card) = (form.get("phone").to_owned(), form.get("card").to_owned());
        let (unit, full_time) = (unit.to_string(), form.get("full_time") == "yes");
        let origin = form.get("origin").to_owned();
        office(move |office| {
            let person = office.hire(Hire {
                name: &name,
                role,
                unit: &unit,
                phone: &phone,
                card: &card,
                full_time,
                origin: &origin,
                since,
            })?;
            Ok(Done::said(format!("{}（{}）已登记。", person.name, terms::role(person.role))))
        })
    })
    .kept(Window::NewStaff, about, "登记人员")
}

fn full_time(is: bool) -> Row {
    let chosen = if is { "yes" } else { "no" };
    pick("full_time", "专兼职", [("yes", "专职"), ("no", "兼职")], chosen)
}

/// What may change of a person; the name stands on what was signed.
pub fn ask_edit_staff(person: &Staff) -> Ask {
    let form = Form::new(vec![
        half("phone", "电话", &person.phone),
        half("card", "证号", &person.card),
        full_time(person.full_time),
        text("origin", "来源", &person.origin),
    ]);
    let (who, about) = (person.id.to_string(), person.id);
    let title = format!("更改人员 {}", person.name);
    let intro = vec!["已经签发的文书不变。姓名、职责写错的，登记离岗，再登记一个对的。".to_owned()];
    let opened = form.values();
    Ask::new("units", title.clone(), intro, form, move |form| {
        // What was left alone is not written: another desk may have changed it since.
        let changed = |field: &str| {
            let typed = form.get(field);
            (opened.get(field).is_some_and(|was| was != typed)).then(|| typed.to_owned())
        };
        let edit = StaffEdit {
            phone: changed("phone"),
            card: changed("card"),
            full_time: changed("full_time").map(|typed| typed == "yes"),
            origin: changed("origin"),
        };
        let who = who.clone();
        office(move |office| {
            if edit == StaffEdit::default() {
                return Ok(Done::said("没有改动。"));
            }
            let posts = office.edit_staff(&who, &edit)?;
            let name = posts.first().map(|post| post.name.clone()).unwrap_or_default();
            Ok(Done::said(format!("{name}已更改。")))
        })
    })
    .kept(Window::EditStaff, about, title)
}
