//! One spring of one community, told to both engines through the verbs that the faces call.
//!
//! What the office answers is written down line by line, refusals in their own words, and both engines must
//! have said what stands below.

use std::path::PathBuf;

use anban::{
    domain::{
        grade::Grade,
        hazard::Recipient,
        id::Id,
        premises::ChangeKind,
        staff::Role,
        unit::{Duty, Level},
    },
    form::answers::{Answers, HazardEntry},
    office::{
        Office, Opening, Refusal,
        agenda::Task,
        hazards::{Filter, Outcome, Stored, Term},
        inspect::{Recorded, Report},
        premises::{self, Fields},
        roster::Import,
        setup::{self, Plan},
        units::People,
    },
    sheet::{roster::RosterEntry, write},
    store::{self, Engine, Fault},
    terms,
};
use chrono::NaiveDate;

use crate::engines::{Folder, Place};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An office on one engine, seen from two desks.
struct House {
    place: Place,
    desks: [Folder; 2],
    said: Vec<String>,
}

impl House {
    fn opening(&self, desk: usize, on: &str, actor: &str) -> Opening {
        let (data, database) = match &self.place {
            // Desks that share a file share its folder; on a server each has its own.
            Place::File(folder) => (folder.path().to_owned(), None),
            Place::Server(schema) => (self.desks[desk].path().to_owned(), Some(schema.url.clone())),
        };
        let actor = Some(actor.to_owned()).filter(|actor| !actor.is_empty());
        Opening { data: Some(data), database, actor, today: Some(day(on)) }
    }

    fn open(&self, on: &str, actor: &str) -> Office {
        Office::open(&self.opening(0, on, actor)).unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.desks[0].file(name)
    }

    fn say(&mut self, line: impl Into<String>) {
        self.said.push(line.into());
    }

    fn refused<T>(&mut self, outcome: Result<T, Refusal>) {
        let refusal = outcome.err().expect("a refusal");
        self.say(format!("✗ {refusal}"));
    }
}

#[test]
fn a_spring_is_the_same_on_both_engines() {
    for place in Place::both() {
        let engine = place.engine();
        let mut house = House { place, desks: [Folder::new(), Folder::new()], said: Vec::new() };
        set_up(&mut house);
        roster(&mut house);
        inspect(&mut house);
        follow(&mut house);
        paper(&mut house);
        correct(&mut house);
        register(&mut house);
        two_desks(&mut house);
        keep(&mut house);
        let said = house.said.join("\n");
        if said != TOLD.trim() {
            println!("{said}");
            let (line, (told, expected)) = said
                .lines()
                .chain(["(the end)"])
                .zip(TOLD.trim().lines().chain(["(the end)"]))
                .enumerate()
                .find(|(_, (told, expected))| told != expected)
                .unwrap();
            panic!("{engine:?}, line {}:\n     told: {told}\n expected: {expected}", line + 1);
        }
    }
}

fn set_up(house: &mut House) {
    house.say("# 建立");
    let opening = house.opening(0, "2026-02-02", "");
    let none = Office::open(&opening).err().unwrap().to_string();
    assert!(none.contains("还没有办公室"), "{none}");
    let plan = Plan {
        city: "泉州市".into(),
        district: "丰泽区".into(),
        street: "北峰街道".into(),
        communities: vec!["招联社区".into()],
        regime: "beifeng".into(),
    };
    let unknown = Plan { regime: "no".into(), ..plan.clone() };
    house.refused(setup::init(&opening, &unknown).map(drop));
    let mut office = setup::init(&opening, &plan).unwrap();
    let again = setup::init(&opening, &plan).err().unwrap().to_string();
    assert!(again.contains("已经有办公室"), "{again}");

    let people = People {
        people: vec![(Duty::GridOfficer, "陈一鸣".into()), (Duty::Contact, "沈卫东".into())],
    };
    for name in ["一网格", "二网格"] {
        office.add_grid("招联", name, "以道路中线为界", &people).unwrap();
    }
    house.refused(office.add_grid("招联社区", "一网格", "", &people));
    house.refused(office.add_grid("招远社区", "三网格", "", &people));
    office.add_staff("陈一鸣", Role::GridOfficer, "招联社区", "13805950001", "AB-1").unwrap();
    office.add_staff("林安全", Role::SafetyOfficer, "招联社区", "", "").unwrap();
    office.add_staff("周安平", Role::StreetOfficer, "北峰街道", "", "").unwrap();
    office.add_staff("钱看看", Role::Viewer, "招联社区", "", "").unwrap();
    house.refused(office.add_staff("陈一鸣", Role::GridOfficer, "招联社区", "", ""));
    for grid in office.grids().unwrap() {
        let people: Vec<String> = grid
            .people
            .iter()
            .map(|person| format!("{}{}", terms::duty(person.duty), person.name))
            .collect();
        house.say(format!("{} {} {}", grid.community, grid.name, people.join("、")));
    }
    house.refused(Office::open(&house.opening(0, "2026-02-02", "路人甲")).map(drop));
    let mut viewer = house.open("2026-02-02", "钱看看");
    house.refused(viewer.add_grid("招联社区", "三网格", "", &People::default()));
}

fn row(name: &str, grid: &str, industry: &str, head: &str, phone: &str) -> RosterEntry {
    let text = |text: &str| Some(text.to_owned());
    RosterEntry {
        name: name.into(),
        address: text(&format!("北峰街道招联街{}号", name.chars().count())),
        industry: text(industry),
        person_in_charge: text(head),
        phone: text(phone),
        community: text("招联社区"),
        grid: text(grid),
        ..RosterEntry::default()
    }
}

fn roster(house: &mut House) {
    house.say("# 名册");
    let mut rows = vec![
        row("丰泽服饰有限公司", "一网格", "服装制造", "黄志明", "13805950011"),
        row("顺发五金加工部", "一网格", "机械加工", "林美玲", "13805950012"),
        row("嘉祥小吃店", "二网格", "餐饮", "吴建国", "13805950013"),
        row("䶮源鞋材厂", "二网格", "制鞋业", "蔡丽华", "13805950014"),
    ];
    rows[0].uscc = Some("91350503MA31DKY80A".into());
    rows.push(row("无名仓库", "九网格", "仓储", "许文彬", "1380595"));
    let file = house.file("名册.xlsx");
    std::fs::write(&file, write::roster_xlsx(&rows).unwrap()).unwrap();

    let mut office = house.open("2026-02-03", "林安全");
    let look = Import { dry_run: true, ..Import::default() };
    for (what, import) in
        [("试导", &look), ("导入", &Import::default()), ("再导", &Import::default())]
    {
        let done = office.import(&file, import).unwrap();
        house.say(format!(
            "{what}：新增{} 更新{} 未变{} 重复{} 未导入{} 可撤销{}",
            done.added,
            done.updated,
            done.unchanged,
            done.duplicates,
            done.rejected,
            done.batch.is_some()
        ));
        for problem in &done.problems {
            house.say(format!(
                "  {} {} {}：{}",
                problem.row, problem.column, problem.code, problem.message
            ));
        }
    }
    let undone = office.undo_import(None).unwrap();
    house.say(format!("撤销 {} 新增{}", undone[0].file, undone[0].added));
    house.say(format!(
        "登记册{}家",
        office.list_premises(&premises::Filter::default()).unwrap().len()
    ));
    house.refused(office.undo_import(None));
    let again = office.import(&file, &Import::default()).unwrap();
    house.say(format!("导入：新增{}", again.added));
    for find in ["", "fzfs", "鞋材", "13805950013", "91350503MA31DKY80A"] {
        let filter = premises::Filter { find: find.into(), ..premises::Filter::default() };
        for stored in office.list_premises(&filter).unwrap() {
            let entry = stored.entry;
            let grid = office.grid_name(entry.grid.as_ref());
            house.say(format!(
                "{find}→ {} {grid} {} {}",
                entry.name,
                terms::status(entry.status),
                entry.key_reasons.join("、")
            ));
        }
    }
    let out = house.file("导出.xlsx");
    office.export(&out, &premises::Filter::default()).unwrap();
    let back = office.import(&out, &Import::default()).unwrap();
    house
        .say(format!("导出再导入：新增{} 更新{} 未变{}", back.added, back.updated, back.unchanged));
}

fn report(premises: &str, answers: &[(&str, &str)], hazards: Vec<HazardEntry>) -> Report {
    Report {
        premises: premises.into(),
        form: "table4".into(),
        answers: Answers {
            rest: Some("normal".into()),
            answers: answers
                .iter()
                .map(|(item, word)| ((*item).to_owned(), (*word).to_owned()))
                .collect(),
            hazards,
            ..Answers::default()
        },
        ..Report::default()
    }
}

/// One found on the spot, one by a deadline, one that nobody dares to grade.
fn three() -> Vec<HazardEntry> {
    let text = |text: &str| Some(text.to_owned());
    vec![
        HazardEntry {
            item: text("q20"),
            disposal: text("on_the_spot"),
            evidence: text("通道已清空"),
            ..HazardEntry::default()
        },
        HazardEntry { item: text("q24"), days: Some(7), ..HazardEntry::default() },
        HazardEntry {
            text: text("二楼夹层住人，与车间无分隔"),
            grade: text("unsure"),
            disposal: text("by_deadline"),
            workdays: Some(3),
            requirement: text("人员搬离"),
            interim: text("夜间断电"),
            ..HazardEntry::default()
        },
    ]
}

fn tell(house: &mut House, office: &Office, done: &Recorded) {
    house.say(format!(
        "{} {} {} {}",
        done.notice.number,
        done.premises.name,
        terms::date(done.inspection.on),
        done.inspection.inspectors.join("、")
    ));
    for hazard in &done.hazards {
        let term = hazard
            .term
            .as_ref()
            .map(|term| terms::deadline_reason(hazard.found_on, term))
            .unwrap_or_default();
        house.say(format!(
            "  {} {} {} {} {} 验收{} {term}",
            hazard.ordinal,
            hazard.text,
            terms::grade(hazard.course.grade()),
            terms::disposal(hazard.disposal),
            terms::state(hazard.course.kind()),
            hazard.acceptor,
        ));
    }
    for warning in &done.warnings {
        house.say(format!("  ! {warning}"));
    }
    assert_eq!(office.today(), done.inspection.on);
}

fn inspect(house: &mut House) {
    house.say("# 检查");
    let mut office = house.open("2026-02-10", "陈一鸣");
    let found = report("丰泽服饰有限公司", &[("q20", "堵塞"), ("q24", "有")], three());
    for wrong in [
        Report { premises: "不存在的厂".into(), ..found.clone() },
        Report { on: Some(day("2026-02-11")), ..found.clone() },
        Report {
            answers: Answers { acceptor: Some("黄志明".into()), ..found.answers.clone() },
            ..found.clone()
        },
        report("丰泽服饰有限公司", &[("q20", "很堵"), ("q99", "有")], three()),
        Report { form: "table9".into(), ..found.clone() },
    ] {
        house.refused(office.record(&wrong));
    }
    let mut late = three();
    late[1].days = None;
    late[1].deadline = Some("2026-02-09".into());
    late[2].requirement = None;
    let wrong = report("丰泽服饰有限公司", &[("q20", "堵塞"), ("q24", "有")], late);
    house.refused(office.record(&wrong));

    let done = office.record(&found).unwrap();
    tell(house, &office, &done);
    for (name, answers) in [("嘉祥小吃店", vec![]), ("顺发五金加工部", vec![("q21", "损坏")])]
    {
        let done = office.record(&report(name, &answers, vec![])).unwrap();
        tell(house, &office, &done);
    }
    house.refused(office.undo_import(None));
    let (_, letter) = office.notice("招联安监整改[2026]1号").unwrap();
    house.say(format!("致 {}", letter.addressee));
}

fn agenda(house: &mut House, on: &str, to: &str) {
    let mut office = house.open(on, "林安全");
    let agenda = office.agenda(None, Some(day(to))).unwrap();
    house.say(format!(
        "{on}至{to}：逾期{} 今日{} 重点未查{}/{} 本月未查{}/{} 未公布{:?}",
        agenda.overdue,
        agenda.due_today,
        agenda.key_unseen,
        agenda.key_all,
        agenda.month_unseen,
        agenda.month_all,
        agenda.unpublished
    ));
    for item in agenda.items {
        // Rounds name premises that have nothing to do with this story.
        if !matches!(item.task, Task::KeyRound | Task::MonthRound) {
            house.say(format!(
                "  {:?} {:?} {} 迟{} {} {}",
                item.urgency,
                item.task,
                item.day,
                item.days_late,
                item.premises.unwrap_or_default(),
                item.text
            ));
        }
    }
}

fn month(house: &mut House, on: &str, days: &[&str]) {
    let mut office = house.open(on, "林安全");
    let month = office.month(day(on)).unwrap();
    for wanted in days {
        let day = month.days.iter().find(|found| found.date == day(wanted)).unwrap();
        house.say(format!(
            "{} {} {} {}{} 到期{} 逾期{} 计划{} 已查{} 报送{}",
            day.date,
            day.weekday,
            day.lunar,
            day.mark.unwrap_or("-"),
            day.holiday.as_deref().unwrap_or_default(),
            day.due,
            day.overdue,
            day.planned,
            day.done,
            day.reports.join("、")
        ));
    }
}

fn moved(house: &mut House, what: &str, outcome: Result<Stored, Refusal>) {
    match outcome {
        Ok(stored) => {
            let course = stored.hazard.course;
            house.say(format!(
                "{what}：{} 期限{} 复查{}次 延期{}次",
                terms::state(course.kind()),
                course.deadline().map_or("-".to_owned(), terms::date),
                course.rounds(),
                course.extensions()
            ));
        }
        Err(refusal) => house.say(format!("{what} ✗ {refusal}")),
    }
}

fn passed(acceptor: &str) -> Outcome {
    Outcome::Passed { acceptor: acceptor.into() }
}

fn follow(house: &mut House) {
    house.say("# 复查");
    agenda(house, "2026-02-24", "2026-02-28");
    agenda(house, "2026-04-01", "2026-04-08");
    month(
        house,
        "2026-02-25",
        &["2026-02-05", "2026-02-10", "2026-02-14", "2026-02-17", "2026-02-24"],
    );
    month(house, "2026-04-01", &["2026-04-03", "2026-04-05"]);

    let wires = "招联安监整改〔2026〕1号-2";
    let mut office = house.open("2026-02-24", "林安全");
    moved(house, "销号", office.close(wires, None));
    moved(house, "验收人空", office.recheck(wires, None, passed(" "), ""));
    moved(house, "自己验收", office.recheck(wires, None, passed("黄志明"), ""));
    moved(house, "早于检查", office.recheck(wires, Some(day("2026-02-09")), passed("林安全"), ""));
    moved(house, "明天的事", office.recheck(wires, Some(day("2026-02-25")), passed("林安全"), ""));
    let five = || Outcome::Failed { term: Term::Days(5) };
    moved(house, "不合格", office.recheck(wires, None, five(), "还有两处未拆"));
    let mut office = house.open("2026-03-02", "林安全");
    moved(house, "不更晚", office.extend(wires, day("2026-03-02"), "电工未到"));
    moved(house, "无原因", office.extend(wires, day("2026-03-06"), " "));
    moved(house, "延期", office.extend(wires, day("2026-03-06"), "电工未到"));
    let mut office = house.open("2026-03-09", "林安全");
    house.say(format!("逾期{}条", overdue(&mut office, "2026-03-09")));
    moved(house, "拒改", office.recheck(wires, None, Outcome::Refused, "负责人拒绝签收"));
    moved(house, "拒改后延期", office.extend(wires, day("2026-03-16"), "再等等"));
    agenda(house, "2026-03-09", "2026-03-10");
    moved(house, "上报", office.report(wires, Recipient::Police, None, "拒不整改"));
    let mut office = house.open("2026-03-11", "林安全");
    moved(house, "合格", office.recheck(wires, None, passed("林安全"), "已重新穿管敷设"));
    moved(house, "降级", office.regrade(wires, Grade::Unsure, "再看看"));
    let mut office = house.open("2026-03-12", "林安全");
    moved(house, "倒填", office.close(wires, Some(day("2026-03-10"))));
    moved(house, "销号", office.close(wires, None));
    moved(house, "再销号", office.close(wires, None));
    let mut office = house.open("2026-03-20", "林安全");
    moved(house, "无原因", office.reopen(wires, Some(Term::Days(3)), ""));
    moved(house, "恢复", office.reopen(wires, Some(Term::Days(3)), "线路又接回去了"));
    moved(house, "未复查销号", office.close(wires, None));
    moved(house, "合格", office.recheck(wires, None, passed("林安全"), ""));
    moved(house, "销号", office.close(wires, None));

    let attic = "招联安监整改〔2026〕1号-3";
    moved(house, "夹层合格", office.recheck(attic, None, passed("林安全"), "已搬离"));
    moved(house, "夹层未定级", office.close(attic, None));
    moved(house, "夹层定级", office.regrade(attic, Grade::Major, "住宿与生产合用"));
    moved(house, "夹层未验收", office.close(attic, None));
    moved(house, "无此隐患", office.close("招联安监整改〔2026〕1号-9", None));
}

fn overdue(office: &mut Office, on: &str) -> usize {
    let filter = Filter { overdue_on: Some(day(on)), ..Filter::default() };
    office.hazards(&filter).unwrap().len()
}

fn paper(house: &mut House) {
    house.say("# 作废与重开");
    let mut office = house.open("2026-03-20", "林安全");
    let number = "招联安监整改〔2026〕3号";
    house.refused(office.reissue(number));
    house.refused(office.void_notice(number, " "));
    office.void_notice(number, "单位名称写错").unwrap();
    house.refused(office.void_notice(number, "再作废一次"));
    house.refused(office.void_notice("招联安监整改〔2026〕30号", "没有这份"));
    agenda(house, "2026-03-20", "2026-03-21");
    let new = office.reissue(number).unwrap();
    house.say(format!("重开 {} {}", new.number, terms::date(new.issued_on)));
    house.refused(office.reissue(number));
    numbers(house, &mut office);
}

fn numbers(house: &mut House, office: &mut Office) {
    for (notice, addressee) in office.notices(None).unwrap() {
        let void = notice.void.map_or("有效".to_owned(), |void| {
            format!("{}作废（{}）", terms::date(void.on), void.reason)
        });
        house.say(format!("{} {addressee} {void}", notice.number));
    }
}

fn correct(house: &mut House) {
    house.say("# 更正");
    let mut office = house.open("2026-03-23", "陈一鸣");
    let old: Id = office.dossier("顺发五金加工部").unwrap().inspections[0].id;
    let first = office.dossier("丰泽服饰有限公司").unwrap().inspections[0].id;
    let mut right = report("顺发五金加工部", &[("q41", "无")], vec![]);
    right.corrects = Some(old);
    let done = office.record(&right).unwrap();
    tell(house, &office, &done);
    house.refused(office.record(&right));
    let visit = office.visit(old).unwrap();
    for stored in &visit.hazards {
        house.say(format!(
            "原检查 {} {}",
            stored.hazard.text,
            terms::state(stored.hazard.course.kind())
        ));
    }
    house.refused(office.reissue("招联安监整改〔2026〕4号"));
    for changed in office.compare(&done.inspection).unwrap() {
        house.say(format!("与上次比 {} {}→{}", changed.item, changed.before, changed.now));
    }
    // A closed hazard and a major one are of an inspection that can still be corrected.
    assert_ne!(first, old);
    numbers(house, &mut office);
    agenda(house, "2026-03-23", "2026-03-30");
}

fn register(house: &mut House) {
    house.say("# 登记册");
    let shop = "嘉祥小吃店";
    let none = Fields::default();
    let mut office = house.open("2026-03-24", "林安全");
    house.refused(office.change_premises(shop, ChangeKind::Resumed, None, "复业", &none));
    house.refused(office.change_premises(shop, ChangeKind::Suspended, None, " ", &none));
    let early = Some(day("2026-01-01"));
    house.refused(office.change_premises(shop, ChangeKind::Suspended, early, "装修", &none));
    let on = Some(day("2026-03-16"));
    office.change_premises(shop, ChangeKind::Suspended, on, "装修", &none).unwrap();
    let before = Some(day("2026-03-10"));
    house.refused(office.change_premises(shop, ChangeKind::Resumed, before, "复业", &none));
    office.change_premises(shop, ChangeKind::Resumed, None, "复业", &none).unwrap();
    let fields = Fields { phone: Some("13905950013".into()), ..Fields::default() };
    office.edit_premises(shop, &fields, None, "换了号码").unwrap();
    let mut office = house.open("2026-03-31", "林安全");
    let fields = Fields { name: Some("嘉祥大饭店".into()), ..Fields::default() };
    office.change_premises(shop, ChangeKind::Switched, None, "扩大经营", &fields).unwrap();
    for on in ["2026-02-02", "2026-02-03", "2026-03-15", "2026-03-16", "2026-03-24", "2026-03-31"] {
        let all = office.premises_as_of(day(on)).unwrap();
        let shop = all.iter().find(|entry| entry.name.starts_with("嘉祥"));
        house.say(format!(
            "{on} 共{}家 {}",
            all.len(),
            shop.map_or("-".to_owned(), |entry| format!(
                "{} {} {}",
                entry.name,
                terms::status(entry.status),
                entry.phone
            ))
        ));
    }
    let dossier = office.dossier("嘉祥大饭店").unwrap();
    for change in dossier.changes {
        house.say(format!(
            "{} {} {} {}",
            terms::date(change.on),
            terms::change(change.kind),
            change.reason,
            change.by
        ));
    }
}

/// What was read at one desk is stale as soon as the other has written.
fn two_desks(house: &mut House) {
    house.say("# 两台电脑");
    let mut one = Office::open(&house.opening(0, "2026-04-01", "林安全")).unwrap();
    let mut two = Office::open(&house.opening(1, "2026-04-01", "周安平")).unwrap();
    let number = "招联安监整改〔2026〕5号-1";
    let stale_hazard = one.hazard(number).unwrap();
    let stale_premises = one.find_premises("顺发五金加工部").unwrap();
    moved(house, "另一台", two.extend(number, day("2026-04-30"), "设备在途"));
    let fields = Fields { phone: Some("13905950012".into()), ..Fields::default() };
    two.edit_premises("顺发五金加工部", &fields, None, "换了号码").unwrap();

    let mut store = match &house.place {
        Place::File(folder) => store::Store::open_file(&folder.file("anban.db")).unwrap(),
        Place::Server(schema) => store::Store::open_url(&schema.url).unwrap(),
    };
    let Stored { mut hazard, steps } = stale_hazard;
    let step = anban::domain::hazard::Step::Extended {
        on: day("2026-04-01"),
        deadline: day("2026-04-20"),
        reason: "我也来延期".into(),
    };
    hazard.course = hazard.course.take(&step).unwrap();
    let late: Result<(), Fault> = store::transaction(&mut *store.driver, |driver| {
        store::hazards::follow(driver, &hazard, steps.len(), &[step], "林安全")
    });
    assert_eq!(late, Err(Fault::Conflict));
    let mut entry = stale_premises.entry;
    entry.phone = "13705950012".into();
    let late = store::transaction(&mut *store.driver, |driver| {
        store::premises::update(driver, &entry, stale_premises.version)
    });
    assert_eq!(late, Err(Fault::Conflict));
    house.say(format!("✗ {}", Refusal::from(Fault::Conflict)));
    moved(house, "这一台看到", one.hazard(number));
    house.say(format!("电话 {}", one.find_premises("顺发五金加工部").unwrap().entry.phone));

    // Both press the key at once: whoever is second is told so, and no step is lost or doubled.
    let kept: usize = std::thread::scope(|scope| {
        let desks: Vec<_> = [&mut one, &mut two]
            .into_iter()
            .enumerate()
            .map(|(desk, office)| {
                scope.spawn(move || {
                    (0..12)
                        .filter(|turn| {
                            let to =
                                day("2026-05-11") + chrono::Days::new(7 * (turn * 2 + desk as u64));
                            match office.extend(number, to, "设备在途") {
                                Ok(_) => true,
                                Err(Refusal::Rule(_) | Refusal::Store(Fault::Conflict)) => false,
                                Err(other) => panic!("{other:?}"),
                            }
                        })
                        .count()
                })
            })
            .collect();
        desks.into_iter().map(|desk| desk.join().unwrap()).sum()
    });
    let stored = one.hazard(number).unwrap();
    assert_eq!(stored.hazard.course.extensions() as usize, kept + 1);
    assert_eq!(stored.steps.len(), kept + 2);
}

fn keep(house: &mut House) {
    house.say("# 留痕");
    let mut office = house.open("2026-04-02", "周安平");
    house.say(format!("所见 {}", terms::level(office.scope().level())));
    let reports = office.verify_journal().unwrap();
    assert!(reports.iter().all(|report| report.broken_at.is_none()), "{reports:?}");
    let desks = match house.place.engine() {
        Engine::Sqlite => 1,
        Engine::Postgres => 2,
    };
    assert_eq!(reports.len(), desks);
    let health = office.check().unwrap();
    house.say(format!(
        "体检 {:?} 断链{} 未分网格{} 未公布{:?}",
        health.troubles,
        health.broken.len(),
        health.orphans,
        health.years_unpublished
    ));
    let mut links = office.journal(1000).unwrap();
    links.reverse();
    // How often each desk was second differs from run to run; everything before does not.
    let told = links.iter().take_while(|link| link.entry.day < day("2026-04-01"));
    let mut lines: Vec<(String, usize)> = Vec::new();
    for link in told {
        let line = format!("{} {} {}", link.entry.day, link.entry.actor, link.entry.verb);
        match lines.last_mut().filter(|(last, _)| *last == line) {
            Some((_, count)) => *count += 1,
            None => lines.push((line, 1)),
        }
    }
    for (line, count) in lines {
        house.say(format!("{line} ×{count}"));
    }
    assert_eq!(office.units_at(Level::Community).count(), 1);
}

const TOLD: &str = "
";
