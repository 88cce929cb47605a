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
    form::{answers::Answers, hazard_draft::HazardEntry},
    office::{
        Office, Opening, Refusal,
        agenda::{Rounds, Task},
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
        Opening { data: Some(data), database, actor, today: Some(day(on)), ..Opening::default() }
    }

    fn open(&self, on: &str, actor: &str) -> Office {
        Office::open(&self.opening(0, on, actor)).unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.desks[0].file(name)
    }

    fn say(&mut self, line: impl Into<String>) {
        self.said.push(line.into().trim_end().to_owned());
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
    let plan = Plan::of_street(["泉州市", "丰泽区", "北峰街道"], ["招联社区"], "beifeng");
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
        for problem in done.problems.iter().filter(|_| import.dry_run) {
            house.say(format!(
                "  {} {} {}：{}",
                problem.row, problem.column, problem.code, problem.message
            ));
        }
    }
    let undone = office.undo_import(None, false, "").unwrap();
    house.say(format!("撤销 {} 新增{}", undone[0].batch.file, undone[0].removed));
    house.say(format!(
        "登记册{}家",
        office.list_premises(&premises::Filter::default()).unwrap().len()
    ));
    house.refused(office.undo_import(None, false, ""));
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
    office.export(&out, &premises::Filter::default(), false).unwrap();
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
            .map(|term| terms::deadline_counted(hazard.found_on, term))
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
    house.refused(office.undo_import(None, false, ""));
    let (_, letter) = office.notice("招联安监整改[2026]1号").unwrap();
    house.say(format!("致 {}", letter.addressee));
}

fn agenda(house: &mut House, on: &str, to: &str) {
    let mut office = house.open(on, "林安全");
    let agenda = office.agenda(None, Some(day(to))).unwrap();
    let Rounds { key, all } = agenda.rounds.unwrap();
    house.say(format!(
        "{on}至{to}：逾期{} 今日{} 重点未查{}/{} 本月未查{}/{} 未公布{:?}",
        agenda.overdue,
        agenda.due_today,
        key.unseen,
        key.all,
        all.unseen,
        all.all,
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
    moved(house, "不更晚", office.extend(wires, None, day("2026-03-02"), "电工未到"));
    moved(house, "无原因", office.extend(wires, None, day("2026-03-06"), " "));
    moved(house, "延期", office.extend(wires, None, day("2026-03-06"), "电工未到"));
    let mut office = house.open("2026-03-09", "林安全");
    house.say(format!("逾期{}条", overdue(&mut office, "2026-03-09")));
    moved(house, "拒改", office.recheck(wires, None, Outcome::Refused, "负责人拒绝签收"));
    moved(house, "拒改后延期", office.extend(wires, None, day("2026-03-16"), "再等等"));
    agenda(house, "2026-03-09", "2026-03-10");
    moved(house, "上报", office.report(wires, Recipient::Police, None, "拒不整改"));
    let mut office = house.open("2026-03-11", "林安全");
    moved(house, "合格", office.recheck(wires, None, passed("林安全"), "已重新穿管敷设"));
    moved(house, "降级", office.regrade(wires, None, Grade::Unsure, "再看看", None));
    let mut office = house.open("2026-03-12", "林安全");
    moved(house, "倒填", office.close(wires, Some(day("2026-03-10"))));
    moved(house, "销号", office.close(wires, None));
    moved(house, "再销号", office.close(wires, None));
    let mut office = house.open("2026-03-20", "林安全");
    moved(house, "无原因", office.reopen(wires, None, Some(Term::Days(3)), ""));
    moved(house, "恢复", office.reopen(wires, None, Some(Term::Days(3)), "线路又接回去了"));
    moved(house, "未复查销号", office.close(wires, None));
    moved(house, "合格", office.recheck(wires, None, passed("林安全"), ""));
    moved(house, "销号", office.close(wires, None));

    let stairs = "招联安监整改〔2026〕1号-1";
    moved(house, "通道回潮", office.reopen(stairs, None, Some(Term::Workdays(1)), "又堆上了"));
    moved(house, "通道合格", office.recheck(stairs, None, passed("林安全"), ""));
    moved(house, "通道销号", office.close(stairs, None));

    let attic = "招联安监整改〔2026〕1号-3";
    moved(house, "夹层合格", office.recheck(attic, None, passed("林安全"), "已搬离"));
    moved(house, "夹层未定级", office.close(attic, None));
    moved(house, "夹层定级", office.regrade(attic, None, Grade::Major, "住宿与生产合用", None));
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
    house.refused(office.reissue(number, None));
    house.refused(office.void_notice(number, " "));
    office.void_notice(number, "单位名称写错").unwrap();
    house.refused(office.void_notice(number, "再作废一次"));
    house.refused(office.void_notice("招联安监整改〔2026〕30号", "没有这份"));
    agenda(house, "2026-03-20", "2026-03-21");
    let new = office.reissue(number, None).unwrap();
    house.say(format!("重开 {} {}", new.number, terms::date(new.issued_on)));
    house.refused(office.reissue(number, None));
    numbers(house, &mut office);
}

fn numbers(house: &mut House, office: &mut Office) {
    for anban::office::notices::Line { notice, addressee } in
        office.notices(&anban::office::notices::Filter::default()).unwrap().into_iter().rev()
    {
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
    let mut right = report("顺发五金加工部", &[("q41", "无")], vec![]);
    right.corrects = Some(old);
    right.on = Some(office.today());
    let done = office.record(&right).unwrap();
    tell(house, &office, &done);
    let again = office.record(&right).err().unwrap().to_string();
    assert!(again.ends_with("的检查已经更正过一次。请更正最后那一次检查。"), "{again}");
    let visit = office.visit(old).unwrap();
    for stored in &visit.hazards {
        house.say(format!(
            "原检查 {} {}",
            stored.hazard.text,
            terms::state(stored.hazard.course.kind())
        ));
    }
    house.refused(office.reissue("招联安监整改〔2026〕4号", None));
    for changed in office.compare(&done.inspection).unwrap() {
        house.say(format!("与上次比 {} {}→{}", changed.item, changed.before, changed.now));
    }
    numbers(house, &mut office);
    agenda(house, "2026-03-23", "2026-03-30");
}

fn register(house: &mut House) {
    house.say("# 登记册");
    let shop = "嘉祥小吃店";
    let none = Fields::default();
    let mut office = house.open("2026-03-24", "林安全");
    house.refused(office.change_premises(shop, ChangeKind::Resumed, None, "复业", &none, None));
    house.refused(office.change_premises(shop, ChangeKind::Suspended, None, " ", &none, None));
    let early = Some(day("2026-01-01"));
    house.refused(office.change_premises(shop, ChangeKind::Suspended, early, "装修", &none, None));
    let on = Some(day("2026-03-16"));
    office.change_premises(shop, ChangeKind::Suspended, on, "装修", &none, None).unwrap();
    let before = Some(day("2026-03-10"));
    house.refused(office.change_premises(shop, ChangeKind::Resumed, before, "复业", &none, None));
    office.change_premises(shop, ChangeKind::Resumed, None, "复业", &none, None).unwrap();
    let fields = Fields { phone: Some("13905950013".into()), ..Fields::default() };
    office.edit_premises(shop, &fields, None, "换了号码", None).unwrap();
    let mut office = house.open("2026-03-31", "林安全");
    let fields = Fields { name: Some("嘉祥大饭店".into()), ..Fields::default() };
    office.change_premises(shop, ChangeKind::Switched, None, "扩大经营", &fields, None).unwrap();
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
    moved(house, "另一台", two.extend(number, None, day("2026-04-30"), "设备在途"));
    let fields = Fields { phone: Some("13905950012".into()), ..Fields::default() };
    two.edit_premises("顺发五金加工部", &fields, None, "换了号码", None).unwrap();

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
    let typed = Fields { phone: Some("13605950012".into()), ..Fields::default() };
    let read = Some(stale_premises.version);
    let late = one.edit_premises("顺发五金加工部", &typed, None, "换了号码", read);
    assert!(matches!(late, Err(Refusal::Store(Fault::Conflict))), "{late:?}");
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
                            match office.extend(number, None, to, "设备在途") {
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
# 建立
✗ 没有代码为“no”的监管制度。可用：beifeng、yanta。
✗ 招联社区已经有叫“一网格”的网格，请换一个名称。
✗ 没有叫“招远社区”的社区。现有：招联社区。
✗ 陈一鸣已经以这个职责登记在这个单位，不用再登记。
招联社区 一网格 联系负责人沈卫东、网格员陈一鸣
招联社区 二网格 联系负责人沈卫东、网格员陈一鸣
✗ 人员中没有“路人甲”。现有：周安平、陈一鸣、林安全、钱看看。请写其中一人；新来的请先登记（anban staff add）。
✗ 钱看看的职责是“只读”，不能登记。请换一个人员登录，或请管理员改职责。
# 名册
试导：新增5 更新0 未变0 重复0 未导入0 可撤销false
  3 统一社会信用代码 uscc_missing：第3行“统一社会信用代码”：没有统一社会信用代码：有证的请补上代码，无证的请填“无证”
  4 统一社会信用代码 uscc_missing：第4行“统一社会信用代码”：没有统一社会信用代码：有证的请补上代码，无证的请填“无证”
  5 统一社会信用代码 uscc_missing：第5行“统一社会信用代码”：没有统一社会信用代码：有证的请补上代码，无证的请填“无证”
  6 联系方式 phone_odd：第6行“联系方式”：“1380595”不是电话号码，已照原样保留，请核对
  6 统一社会信用代码 uscc_missing：第6行“统一社会信用代码”：没有统一社会信用代码：有证的请补上代码，无证的请填“无证”
  6 网格 unknown_grid：第6行：招联社区没有叫“九网格”的网格，先登记为未分网格。请用 anban grid add 建好网格后再导入一次
导入：新增5 更新0 未变0 重复0 未导入0 可撤销true
再导：新增0 更新0 未变5 重复0 未导入0 可撤销false
撤销 名册.xlsx 新增5
登记册0家
✗ 没有可以撤销的导入。
导入：新增5
→ 丰泽服饰有限公司 一网格 在产 丙类以上物品加工生产
→ 嘉祥小吃店 二网格 在产
→ 顺发五金加工部 一网格 在产
→ 无名仓库 未分网格 在产
→ 䶮源鞋材厂 二网格 在产 丙类以上物品加工生产
fzfs→ 丰泽服饰有限公司 一网格 在产 丙类以上物品加工生产
鞋材→ 䶮源鞋材厂 二网格 在产 丙类以上物品加工生产
13805950013→ 嘉祥小吃店 二网格 在产
91350503MA31DKY80A→ 丰泽服饰有限公司 一网格 在产 丙类以上物品加工生产
导出再导入：新增0 更新0 未变5
# 检查
✗ 登记册里没有“不存在的厂”。请先登记企业（anban premises add 或 import），再做这一步。
✗ 日期2026年2月11日还没有到，今天是2026年2月10日。请改为今天或以前的日期。
✗ 验收人“黄志明”是被检查单位的人，不能验收自己的隐患。请改填社区或街道的验收人。
✗ 检查项“q99”不在表四里：编号从 q01 到 q44
检查项 q20（疏散通道）的答案“很堵”不是表上的选项：请写 畅通、堵塞、闭锁、未查 或 不涉及
第1条隐患写在检查项 q20（疏散通道）上，但该项答的是“未查”：请把答案改为 堵塞 或 闭锁，或不写 item
第2条隐患写在检查项 q24（乱接乱拉）上，但该项答的是“无”：请把答案改为 有，或不写 item
✗ 没有代码为“table9”的检查表。请用 anban form list 查看有哪些表。
✗ 第2条隐患：期限2026年2月9日早于2026年2月10日。请改为当天或以后的日期。
第3条隐患：隐患“二楼夹层住人，与车间无分隔”没有写明整改要求。请补上要求怎样整改，再保存。
招联安监整改〔2026〕1号 丰泽服饰有限公司 2026年2月10日 陈一鸣
  1 疏散通道、安全出口被物品堵塞，不能保证畅通。 一般 当场整改 已销号 验收林安全
  2 现场私拉乱接电气线路。 一般 限期整改 整改中 验收林安全 7天自2026年2月10日起算，2月17日为春节休假，顺延至2月24日
  3 二楼夹层住人，与车间无分隔 待评估 限期整改 整改中 验收林安全 3个工作日自2026年2月10日起算，至2月13日
  ! 《重大火灾隐患判定规则》（GB 35181-2025）自2025年11月1日起施行，条文由本办公室录入，还没有录入，查不到它的条款。请对照标准原文判定。
招联安监整改〔2026〕2号 嘉祥小吃店 2026年2月10日 陈一鸣
招联安监整改〔2026〕3号 顺发五金加工部 2026年2月10日 陈一鸣
  1 疏散指示标志损坏，不能正常指示疏散方向。 一般 限期整改 整改中 验收林安全 7天自2026年2月10日起算，2月17日为春节休假，顺延至2月24日
✗ 导入之后，这3家已有检查、变动或别的记录，不能整批撤销：丰泽服饰有限公司、顺发五金加工部、嘉祥小吃店。要只撤销其余2家，请加 --rest（桌面上选“只撤其余的”）。
致 丰泽服饰有限公司
# 复查
2026-02-24至2026-02-28：逾期1 今日2 重点未查2/2 本月未查2/5 未公布None
  Overdue Assess 2026-02-11 迟13 丰泽服饰有限公司 待评估：二楼夹层住人，与车间无分隔
  Overdue Recheck 2026-02-13 迟11 丰泽服饰有限公司 二楼夹层住人，与车间无分隔
  Overdue Holiday 2026-02-14 迟10 䶮源鞋材厂 还没有检查过
  Today Recheck 2026-02-24 迟0 丰泽服饰有限公司 现场私拉乱接电气线路。
  Today Recheck 2026-02-24 迟0 顺发五金加工部 疏散指示标志损坏，不能正常指示疏散方向。
  Today Regular 2026-02-24 迟0  重点监管企业每日自查：还没有登记过，从登记的第一天起算
  ThisWeek Regular 2026-02-28 迟0  网格员每周例会：招联社区
2026-04-01至2026-04-08：逾期3 今日0 重点未查2/2 本月未查5/5 未公布None
  Overdue Assess 2026-02-11 迟49 丰泽服饰有限公司 待评估：二楼夹层住人，与车间无分隔
  Overdue Recheck 2026-02-13 迟47 丰泽服饰有限公司 二楼夹层住人，与车间无分隔（复查已超期）
  Overdue Recheck 2026-02-24 迟36 丰泽服饰有限公司 现场私拉乱接电气线路。（复查已超期）
  Overdue Recheck 2026-02-24 迟36 顺发五金加工部 疏散指示标志损坏，不能正常指示疏散方向。（复查已超期）
  Overdue Report 2026-03-05 迟27  隐患排查治理问题清单（社区报街道）
  Overdue Regular 2026-03-27 迟5  网格员每周例会：招联社区
  Overdue Regular 2026-03-31 迟1  微型消防站拉动演练：招联社区
  Overdue Regular 2026-03-31 迟1  安全生产宣传教育：招联社区
  Today Regular 2026-04-01 迟0  重点监管企业每日自查：还没有登记过，从登记的第一天起算
  ThisWeek Report 2026-04-03 迟0  隐患排查治理问题清单（社区报街道；4月5日为清明节休假，提前至4月3日）
  ThisWeek Regular 2026-04-03 迟0  网格员每周例会：招联社区
  ThisWeek Holiday 2026-04-03 迟0 丰泽服饰有限公司 上次检查2026年2月10日
  ThisWeek Holiday 2026-04-03 迟0 䶮源鞋材厂 还没有检查过
2026-02-05 星期四 十八 - 到期0 逾期0 计划0 已查0 报送隐患排查治理问题清单
2026-02-10 星期二 廿三 - 到期0 逾期0 计划0 已查3 报送
2026-02-14 星期六 廿七 班春节 到期0 逾期0 计划0 已查0 报送
2026-02-17 星期二 正月 休春节 到期0 逾期0 计划0 已查0 报送
2026-02-24 星期二 初八 - 到期2 逾期2 计划0 已查0 报送
2026-04-03 星期五 十六 - 到期0 逾期0 计划0 已查0 报送隐患排查治理问题清单
2026-04-05 星期日 清明 休清明节 到期0 逾期0 计划2 已查0 报送
销号 ✗ 这条隐患现在是“整改中”，不能办“销号”。请先登记复查。
验收人空 ✗ 没有写明验收人。请填写验收人的姓名，再保存。
自己验收 ✗ 验收人“黄志明”是被检查单位的人，不能验收自己的隐患。请改填社区或街道的验收人。
早于检查 ✗ 日期2026年2月9日早于上一步的日期2026年2月10日。请按办理的先后登记，改为2026年2月10日或以后的日期。
明天的事 ✗ 日期2026年2月25日还没有到，今天是2026年2月24日。请改为今天或以前的日期。
不合格：整改中 期限2026年3月2日 复查1次 延期0次
不更晚 ✗ 延期后的期限2026年3月2日不晚于现在的期限2026年3月2日。请改为更晚的日期。
无原因 ✗ 没有写明原因。请补上原因，再保存。
延期：整改中 期限2026年3月6日 复查1次 延期1次
逾期3条
拒改：拒不整改 期限2026年3月6日 复查2次 延期1次
拒改后延期 ✗ 这条隐患现在是“拒不整改”，不能办“延期”。请报告街道安办或下派民警，整改后再登记复查。
2026-03-09至2026-03-10：逾期3 今日0 重点未查2/2 本月未查5/5 未公布None
  Overdue Assess 2026-02-11 迟26 丰泽服饰有限公司 待评估：二楼夹层住人，与车间无分隔
  Overdue Recheck 2026-02-13 迟24 丰泽服饰有限公司 二楼夹层住人，与车间无分隔（复查已超期）
  Overdue Recheck 2026-02-24 迟13 顺发五金加工部 疏散指示标志损坏，不能正常指示疏散方向。（复查已超期）
  Overdue Report 2026-03-05 迟4  隐患排查治理问题清单（社区报街道）
  Overdue Regular 2026-03-06 迟3  网格员每周例会：招联社区
  Today ReportRefusal 2026-03-09 迟0 丰泽服饰有限公司 拒不整改，应报告街道安办和下派民警：现场私拉乱接电气线路。
  Today Regular 2026-03-09 迟0  重点监管企业每日自查：还没有登记过，从登记的第一天起算
  ThisWeek Regular 2026-03-13 迟0  网格员每周例会：招联社区
上报：已上报 期限2026年3月6日 复查2次 延期1次
合格：待销号 期限2026年3月6日 复查3次 延期1次
降级 ✗ 隐患等级不能由“一般”改为“待评估”：等级只升不降。请保留原来的等级，整改后按规定复查。
倒填 ✗ 日期2026年3月10日早于上一步的日期2026年3月11日。请按办理的先后登记，改为2026年3月11日或以后的日期。
销号：已销号 期限2026年3月6日 复查3次 延期1次
再销号 ✗ 这条隐患现在是“已销号”，不能办“销号”。要继续办理，请先撤销销号。
无原因 ✗ 没有写明原因。请补上原因，再保存。
恢复：整改中 期限2026年3月23日 复查3次 延期1次
未复查销号 ✗ 这条隐患现在是“整改中”，不能办“销号”。请先登记复查。
合格：待销号 期限2026年3月23日 复查4次 延期1次
销号：已销号 期限2026年3月23日 复查4次 延期1次
通道回潮：整改中 期限2026年3月23日 复查0次 延期0次
通道合格：待销号 期限2026年3月23日 复查1次 延期0次
通道销号：已销号 期限2026年3月23日 复查1次 延期0次
夹层合格：待销号 期限2026年2月13日 复查1次 延期0次
夹层未定级 ✗ 这条隐患的等级待评估，不能销号。请社区安全员先评估定级，再销号。
夹层定级：待销号 期限2026年2月13日 复查1次 延期0次
夹层未验收 ✗ 这是重大隐患，还没有验收，不能销号。请先落实责任、措施、资金、时限和预案，组织验收后再销号。
无此隐患 ✗ 没有编号为“招联安监整改〔2026〕1号-9”的隐患。请用 anban hazard list 查看编号，再试一次。
# 作废与重开
✗ 这次检查的整改通知书招联安监整改〔2026〕3号仍然有效。请先把它作废，再重发。
✗ 没有写明原因。请补上原因，再保存。
✗ 这份整改通知书已经作废，不用再办。还没有重发的，请重发一份。
✗ 没有文号为“招联安监整改〔2026〕30号”的通知书。请用 anban notice list 查看文号。
2026-03-20至2026-03-21：逾期1 今日0 重点未查2/2 本月未查5/5 未公布None
  Overdue Recheck 2026-02-24 迟24 顺发五金加工部 疏散指示标志损坏，不能正常指示疏散方向。（复查已超期）
  Overdue Report 2026-03-05 迟15  隐患排查治理问题清单（社区报街道）
  Overdue Regular 2026-03-13 迟7  网格员每周例会：招联社区
  Today Reissue 2026-03-20 迟0 顺发五金加工部 招联安监整改〔2026〕3号已作废，这次检查要重新开具通知书
  Today Regular 2026-03-20 迟0  网格员每周例会：招联社区
  Today Regular 2026-03-20 迟0  重点监管企业每日自查：还没有登记过，从登记的第一天起算
  Later MajorReport 2026-03-23 迟0 丰泽服饰有限公司 待填报：二楼夹层住人，与车间无分隔
重开 招联安监整改〔2026〕4号 2026年3月20日
✗ 这次检查的整改通知书招联安监整改〔2026〕4号仍然有效。请先把它作废，再重发。
招联安监整改〔2026〕1号 丰泽服饰有限公司 有效
招联安监整改〔2026〕2号 嘉祥小吃店 有效
招联安监整改〔2026〕3号 顺发五金加工部 2026年3月20日作废（单位名称写错）
招联安监整改〔2026〕4号 顺发五金加工部 有效
# 更正
招联安监整改〔2026〕5号 顺发五金加工部 2026年3月23日 陈一鸣
  1 灭火器等消防器材无使用标牌。 一般 限期整改 整改中 验收林安全 7天自2026年3月23日起算，至3月30日
原检查 疏散指示标志损坏，不能正常指示疏散方向。 已撤回
✗ 这次检查已由后来的检查更正，通知书以更正的那次为准，不再重开。
与上次比 q21 损坏→完好
与上次比 q41 有→无
招联安监整改〔2026〕1号 丰泽服饰有限公司 有效
招联安监整改〔2026〕2号 嘉祥小吃店 有效
招联安监整改〔2026〕3号 顺发五金加工部 2026年3月20日作废（单位名称写错）
招联安监整改〔2026〕4号 顺发五金加工部 2026年3月23日作废（检查更正，另开通知书）
招联安监整改〔2026〕5号 顺发五金加工部 有效
2026-03-23至2026-03-30：逾期0 今日0 重点未查2/2 本月未查4/5 未公布None
  Overdue Report 2026-03-05 迟18  隐患排查治理问题清单（社区报街道）
  Overdue Regular 2026-03-20 迟3  网格员每周例会：招联社区
  Today MajorReport 2026-03-23 迟0 丰泽服饰有限公司 待填报（已3天）：二楼夹层住人，与车间无分隔
  Today Regular 2026-03-23 迟0  重点监管企业每日自查：还没有登记过，从登记的第一天起算
  ThisWeek Regular 2026-03-27 迟0  网格员每周例会：招联社区
  Later Recheck 2026-03-30 迟0 顺发五金加工部 灭火器等消防器材无使用标牌。
  Later Regular 2026-03-31 迟0  微型消防站拉动演练：招联社区
  Later Regular 2026-03-31 迟0  安全生产宣传教育：招联社区
# 登记册
✗ 这个监管对象现在是“在产”，不能登记“复产复工”。请先查看它的变动情况，改选停产、关闭、转产或迁出。
✗ 没有写明原因。请补上原因，再保存。
✗ 变动日期2026年1月1日早于登记日期2026年2月3日，请核对日期。
✗ 2026年3月10日那天是“在产”，不能登记“复产复工”。请先查看它的变动情况，核对日期。
2026-02-02 共0家 -
2026-02-03 共5家 嘉祥小吃店 在产 13805950013
2026-03-15 共5家 嘉祥小吃店 在产 13805950013
2026-03-16 共5家 嘉祥小吃店 停产 13805950013
2026-03-24 共5家 嘉祥小吃店 在产 13905950013
2026-03-31 共5家 嘉祥大饭店 在产 13905950013
2026年2月3日 新增 导入名册 名册.xlsx 林安全
2026年3月16日 停产 装修 林安全
2026年3月24日 复产复工 复业 林安全
2026年3月24日 更正 换了号码 林安全
2026年3月31日 转产 扩大经营 林安全
# 两台电脑
另一台：整改中 期限2026年4月30日 复查0次 延期1次
✗ 这条记录刚被另一台电脑改过，您的改动没有保存。请重新打开这条记录，核对后再改。
这一台看到：整改中 期限2026年4月30日 复查0次 延期1次
电话 13905950012
# 留痕
所见 街道
体检 [] 断链0 未分网格1 未公布[2027]
2026-02-02 本机 unit_add ×4
2026-02-02 本机 init ×1
2026-02-02 本机 unit_add ×1
2026-02-02 本机 grid_assign ×2
2026-02-02 本机 unit_add ×1
2026-02-02 本机 grid_assign ×2
2026-02-02 本机 staff_add ×4
2026-02-03 林安全 import ×1
2026-02-03 林安全 premises_remove ×5
2026-02-03 林安全 undo_import ×1
2026-02-03 林安全 import ×1
2026-02-03 林安全 export ×1
2026-02-10 陈一鸣 hazard_found ×3
2026-02-10 陈一鸣 inspect ×1
2026-02-10 陈一鸣 notice_issue ×1
2026-02-10 陈一鸣 inspect ×1
2026-02-10 陈一鸣 notice_issue ×1
2026-02-10 陈一鸣 hazard_found ×1
2026-02-10 陈一鸣 inspect ×1
2026-02-10 陈一鸣 notice_issue ×1
2026-02-24 林安全 recheck ×1
2026-03-02 林安全 extend ×1
2026-03-09 林安全 recheck ×1
2026-03-09 林安全 report ×1
2026-03-11 林安全 recheck ×1
2026-03-12 林安全 close ×1
2026-03-20 林安全 reopen ×1
2026-03-20 林安全 recheck ×1
2026-03-20 林安全 close ×1
2026-03-20 林安全 reopen ×1
2026-03-20 林安全 recheck ×1
2026-03-20 林安全 close ×1
2026-03-20 林安全 recheck ×1
2026-03-20 林安全 regrade ×1
2026-03-20 林安全 notice_void ×1
2026-03-20 林安全 hazard_renotice ×1
2026-03-20 林安全 notice_issue ×1
2026-03-23 陈一鸣 notice_void ×1
2026-03-23 陈一鸣 hazard_withdraw ×1
2026-03-23 陈一鸣 hazard_found ×1
2026-03-23 陈一鸣 inspect ×1
2026-03-23 陈一鸣 notice_issue ×1
2026-03-24 林安全 premises_change ×3
2026-03-31 林安全 premises_change ×1
";
