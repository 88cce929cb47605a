//! Acts that used to be commands alone: recurrences, premises that cannot be made safe, penalties, 收件, notices
//! without a scan, the standards, a handover; and how the desk counts and narrows.

use std::fs;

use anban::{
    domain::{event::Source, period::Span, staff::Role, time_of_day::TimeOfDay, unit::Level},
    form::hazard_draft::HazardEntry,
    office::{
        Office, Opening,
        event::{Linking, Registering},
        evidence::{Said, Subject},
        hazards::Outcome,
        inspect::Report,
        ledger::{Filter, Typed},
        premises::Fields,
    },
    tui::look::{Look, Symbols},
};

use super::{Bench, day, opening};
use crate::images::{Jpeg, PHOTO, jpeg, pdf};

/// The office of a bench, as somebody else works with it on a day.
fn office(bench: &Bench, who: &str, on: &str) -> Office {
    Office::open(&Opening { actor: Some(who.into()), ..opening(&bench.folder, on) }).unwrap()
}

/// Everything on the screen as one line, frames left out: what wraps is found all the same.
fn joined(bench: &Bench) -> String {
    bench.screen().lines().map(|line| line.trim_matches([' ', '│'])).collect()
}

/// Opens the row of the screen or of its window that says this.
fn go(bench: &mut Bench, row: &str) {
    let screen = bench.screen();
    let there = screen.lines().position(|line| line.contains(row));
    let there = there.unwrap_or_else(|| panic!("{row}: {screen}"));
    // A window's cursor stands within its frame.
    let cursor =
        |line: &str| line.contains("│>") || line.starts_with('>') && !screen.contains("│>");
    let first = screen.lines().position(cursor).unwrap_or_else(|| panic!("{screen}"));
    for _ in first..there {
        bench.press("Down");
    }
    bench.press("Enter");
}

/// The same item of 表四 at 恒捷鞋材厂 is found again.
fn found_again(office: &mut Office) {
    let mut report =
        Report { premises: "恒捷鞋材厂".into(), form: "table4".into(), ..Report::default() };
    report.answers.rest = Some("normal".into());
    report.answers.answers.insert("q20".into(), "堵塞".into());
    office.record(&report).unwrap();
}

#[test]
fn today_counts_all_that_is_late() {
    let bench = Bench::with_roads();
    let screen = bench.screen();
    let mut days: Vec<i64> = Vec::new();
    for line in screen.lines() {
        let late = line.trim_start_matches(['>', ' ']).strip_prefix("逾期");
        days.extend(late.and_then(|rest| rest.split_once('天')?.0.parse::<i64>().ok()));
    }
    assert!(days.len() > 3, "{days:?}: {screen}");
    // One of them is a hazard's recheck; the rest are counted beside it.
    assert!(screen.contains(&format!("其他逾期 {}", days.len() - 1)), "{screen}");
    assert!(screen.contains(" 隐患逾期 1 ") && screen.contains("今日到期 1 "), "{screen}");
}

#[test]
fn the_leader_of_a_community_is_changed_on_the_desk() {
    let mut bench = Bench::with_roads().seated("蔡书记");
    bench.press("F8 Enter 4");
    assert!(bench.screen().contains("更改 招联社区"), "{}", bench.screen());
    bench.press("苏主任 ^S");
    assert!(joined(&bench).contains("招联社区已更改，挂钩领导苏主任。"), "{}", bench.screen());
    assert!(joined(&bench).contains("招联社区  挂钩领导 苏主任"), "{}", bench.screen());
}

#[test]
fn what_comes_back_within_a_year_is_marked_and_listed() {
    let bench = Bench::new();
    {
        let mut office = office(&bench, "林安全", "2026-11-20");
        let first = "招联安监整改〔2026〕1号-1";
        let outcome = Outcome::Passed { acceptor: "林安全".into() };
        office.recheck(first, None, outcome, "").unwrap();
        office.close(first, None).unwrap();
        found_again(&mut office);
    }
    let mut bench = bench.again();
    bench.press("F5");
    let screen = bench.screen();
    assert_eq!(screen.matches("【回潮】").count(), 1, "{screen}");
    bench.press("^T Down Down Down 2 ^S");
    let screen = bench.screen();
    assert!(screen.contains("隐患 未销号 回潮 1条"), "{screen}");
    bench.press("Enter");
    assert!(joined(&bench).contains("回潮：同一检查项2026年11月20日销过号"), "{}", bench.screen());
    bench.press("Esc Esc");
    assert!(bench.screen().contains("隐患 未销号 2条"), "{}", bench.screen());
    // In the history of the premises too.
    bench.press("F3 hjxc Enter ^L");
    assert!(bench.screen().contains("【回潮】"), "{}", bench.screen());
}

/// From its own page a premises is put on a list and taken out again; a window that was left has its list again.
#[test]
fn a_premises_is_put_on_a_list_by_hand_from_its_page() {
    let mut bench = Bench::new().seated("林安全");
    bench.press("F3 hjxc Enter ^D 7");
    let screen = bench.screen();
    assert!(screen.contains("生产经营单位清单  在上面，选它移出"), "{screen}");
    assert!(screen.contains("出租房清单  不在上面，选它列入"), "{screen}");
    bench.press("2");
    let screen = bench.screen();
    assert!(screen.contains("清单增减登记") && screen.contains("出租房清单"), "{screen}");
    bench.press("Down Down Down Down 二楼出租住人 Esc F2");
    go(&mut bench, "清单增减登记");
    bench.press("1");
    assert!(bench.screen().contains("二楼出租住人"), "{}", bench.screen());
    bench.press("^S");
    assert!(bench.screen().contains("已登记"), "{}", bench.screen());
    bench.press("F3 hjxc Enter ^D 7");
    assert!(bench.screen().contains("出租房清单  在上面，选它移出"), "{}", bench.screen());
    let rows = office(&bench, "林安全", "2026-11-20")
        .entries(&Filter { ledger: Some("list_row".into()), ..Filter::default() });
    let said = rows.unwrap()[0].entry.fields.clone();
    let field = |id: &str| said[id].as_str();
    assert_eq!(
        (field("list"), field("way"), field("reason")),
        ("出租房清单", "列入", "二楼出租住人")
    );
}

#[test]
fn premises_that_cannot_be_made_safe_are_flagged_reported_and_taken_back() {
    let mut bench = Bench::new().seated("林安全");
    bench.press("F3 hjxc Enter ^D 5");
    assert!(bench.screen().contains("没有登记不具备安全生产条件"), "{}", bench.screen());
    bench.press("4 ^S");
    assert!(bench.screen().contains("! 请写明不具备哪些条件"), "{}", bench.screen());
    bench.press("无安全出口，限期整改两次未改 Down Alt+c 11-18 ^S");
    let said = joined(&bench);
    assert!(said.contains("请在2026年11月20日前上报依法予以关闭"), "{said}");
    assert!(said.contains("不具备安全生产条件：2026年11月18日起，无安全出口"), "{said}");
    assert!(said.contains("还没有上报提请关闭"), "{said}");
    // 今日 asks for the report; Enter leads to its paper and to the day on which it went.
    bench.press("F2");
    let screen = bench.screen();
    assert!(screen.contains("提请关闭"), "{screen}");
    go(&mut bench, "提请关闭");
    bench.press("2 ^S");
    assert!(bench.screen().contains("2026年11月20日上报提请关闭"), "{}", bench.screen());
    assert!(!bench.screen().contains("提请关闭   恒捷"), "{}", bench.screen());
    bench.press("F3 hjxc Enter ^D 5");
    assert!(bench.screen().contains("2026年11月20日已经上报了"), "{}", bench.screen());
    bench.press("6 ^S");
    assert!(bench.screen().contains("! 请写明为什么撤销"), "{}", bench.screen());
    bench.press("停产整顿后验收合格 ^S");
    let screen = bench.screen();
    assert!(screen.contains("已撤销"), "{screen}");
    assert!(!screen.contains("\n 不具备安全生产条件："), "{screen}");
    // The history keeps all of it.
    for part in
        ["关闭  不具备安全生产条件：无安全出口", "关闭  上报提请关闭", "关闭  撤销不具备安全"]
    {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    // Left half filled, it goes on from 今日.
    bench.press("^D 4 厂房 Tab Esc F2");
    go(&mut bench, "不具备条件 恒捷");
    bench.press("1");
    assert!(bench.screen().contains("不具备哪些条件 厂房"), "{}", bench.screen());
    bench.press("Alt+c ^S Esc");
    // Taking the flag back is not a grid officer's.
    let mut bench = bench.seated("陈一鸣");
    bench.press("F3 hjxc Enter ^D 4 2 厂房无安全出口 ^S ^D 6 改好了 ^S");
    assert!(joined(&bench).contains("陈一鸣的职责是“网格员”"), "{}", bench.screen());
}

#[test]
fn the_third_penalty_within_180_days_says_so_where_it_is_entered_and_on_the_page() {
    let mut bench = Bench::new();
    let mut office = office(&bench, "林安全", "2026-11-20");
    for on in ["2026-08-01", "2026-10-01"] {
        let fields = [("decided_on", on), ("kind", "罚款"), ("basis", "现场管理混乱")]
            .into_iter()
            .chain([("unit", "恒捷鞋材厂"), ("organ", "丰泽区应急管理局")])
            .map(|(field, value)| (field.to_owned(), value.to_owned()));
        let typed = Typed {
            premises: Some("恒捷鞋材厂".into()),
            fields: fields.collect(),
            ..Typed::default()
        };
        office.add_entry("penalty", &typed).unwrap();
    }
    drop(office);
    bench.press("F3 hjxc Enter");
    assert!(!bench.screen().contains("行政处罚："), "two are not three: {}", bench.screen());
    bench.press("^D 2");
    go(&mut bench, "行政处罚登记");
    bench.press("^N 11-20 Down Down 3 Down 消防设施被占用 Down Down 丰泽区应急管理局 ^S");
    let said = joined(&bench);
    assert!(said.contains("已登记。180日内3次处罚"), "{said}");
    assert!(said.contains("安全生产法第一百一十三条"), "{said}");
    bench.press("F3 hjxc Enter");
    assert!(
        joined(&bench).contains("行政处罚：180日内3次处罚（2026年8月1日"),
        "{}",
        bench.screen()
    );
}

#[test]
fn what_lies_in_the_inbox_is_told_and_attached_to_what_one_finds() {
    let mut bench = Bench::new();
    let inbox = bench.folder.file("办公室").join("收件");
    let photo = |tone| jpeg(Jpeg { tone, ..PHOTO });
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("招联安监整改2026-2 签收.pdf"), pdf(1)).unwrap();
    for (at, name) in ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg", "IMG_4.jpg"].into_iter().enumerate() {
        fs::write(inbox.join(name), photo(at as u8)).unwrap();
    }
    fs::write(inbox.join("说明.txt"), "不是照片").unwrap();
    bench.press("F2");
    assert!(bench.screen().contains("收件里有6份"), "{}", bench.screen());
    assert!(bench.screen().lines().nth(1).unwrap().ends_with("收件 6"), "{}", bench.screen());
    bench.press("Alt+s");
    let screen = bench.screen();
    assert!(screen.contains("收件 6份") && screen.contains("要写明附到哪里"), "{screen}");
    assert!(screen.contains("整改通知书招联安监整改"), "{screen}");
    // To premises, by its initials; the file is gone from the folder.
    bench.press("Home Enter 1");
    assert!(bench.screen().contains("文件名里没有文号"), "{}", bench.screen());
    bench.press("4 ^S");
    assert!(bench.screen().contains("! 请写附到哪里"), "{}", bench.screen());
    bench.press("没有这家 ^S");
    assert!(joined(&bench).contains("没有这家"), "{}", bench.screen());
    bench.press("Alt+c hjxc Down 门口 ^S");
    assert!(bench.screen().contains("“IMG_1.jpg”已附到“恒捷鞋材厂”"), "{}", bench.screen());
    assert!(bench.screen().contains("收件 5份"), "{}", bench.screen());
    assert!(!inbox.join("IMG_1.jpg").exists());
    // To a hazard: one that the words find alone, one of two, one by its number.
    bench.press("Enter 3 sfzx Down 整改前 ^S");
    assert!(joined(&bench).contains("“IMG_2.jpg”已附到隐患“灭火器"), "{}", bench.screen());
    bench.press("Enter 3 整改2026 Alt+c 招联安监整改 ^S");
    assert!(bench.screen().contains("IMG_3.jpg 附到哪一条"), "{}", bench.screen());
    bench.press("2");
    assert!(joined(&bench).contains("“IMG_3.jpg”已附到隐患"), "{}", bench.screen());
    bench.press("Enter 2 恒捷 ^S");
    assert!(joined(&bench).contains("“IMG_4.jpg”已附到整改通知书"), "{}", bench.screen());
    // By the number in its name.
    bench.press("Enter 1");
    let said = joined(&bench);
    assert!(said.contains("已附到整改通知书招联安监整改〔2026〕2号"), "{said}");
    // What is no photo stays and says why.
    bench.press("Enter 4 hjxc ^S");
    assert!(joined(&bench).contains("不是 JPG、PNG 图片或 PDF"), "{}", bench.screen());
    bench.press("Esc");
    assert!(bench.screen().contains("收件 1份"), "{}", bench.screen());
    assert!(inbox.join("说明.txt").exists());
    bench.press("F3 hjxc Enter ^L");
    let screen = bench.screen();
    assert!(screen.contains("佐证  单位照片 门口") || screen.contains("门口"), "{screen}");
}

#[test]
fn all_that_say_where_they_belong_are_taken_in_at_once() {
    let mut bench = Bench::new();
    let inbox = bench.folder.file("办公室").join("收件");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("招联安监整改2026-1-1 整改前.jpg"), jpeg(PHOTO)).unwrap();
    fs::write(inbox.join("招联安监整改2026-2.pdf"), pdf(1)).unwrap();
    fs::write(inbox.join("招联安监整改2026-77.pdf"), pdf(1)).unwrap();
    bench.press("Alt+s Enter 5");
    let said = joined(&bench);
    assert!(said.contains("收下2份，1份留在收件里：“招联安监整改2026-77.pdf”没有文号为"), "{said}");
    bench.press("F2");
    assert!(bench.screen().contains("收件里有1份"), "{}", bench.screen());
    fs::remove_file(inbox.join("招联安监整改2026-77.pdf")).unwrap();
    bench.press("F2");
    assert!(!bench.screen().contains("收件里有"), "{}", bench.screen());
    bench.press("Alt+s");
    assert!(bench.screen().contains("收件里没有文件"), "{}", bench.screen());
}

#[test]
fn notices_without_a_signed_scan_are_a_list_of_their_own() {
    let mut bench = Bench::new();
    bench.press("F7 ^T 2");
    assert!(bench.screen().contains("通知书 没有签收件 2份"), "{}", bench.screen());
    let scan = bench.folder.file("签收.pdf");
    fs::write(&scan, pdf(1)).unwrap();
    bench.press("Enter 6").typed(scan.to_str().unwrap()).press("^S");
    let screen = bench.screen();
    assert!(screen.contains("通知书 没有签收件 1份"), "{screen}");
    bench.press("Enter 9 刘新 ^S");
    assert!(bench.screen().contains("恒捷鞋材厂  已登记拒签"), "{}", bench.screen());
    bench.press("hjxc");
    assert!(bench.screen().contains("没有签收件 1份"), "{}", bench.screen());
    bench.press("Esc");
    assert!(bench.screen().contains("通知书 2份"), "{}", bench.screen());
}

#[test]
fn the_clauses_that_a_hazard_points_to_are_shown_and_taken_over() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A ^Y 电焊作业人员无证上岗");
    assert!(!bench.screen().contains("判定标准有"), "{}", bench.screen());
    bench.press("Tab");
    assert!(joined(&bench).contains("第三条（二）），按 Alt+D 看"), "{}", bench.screen());
    bench.press("Alt+d");
    let screen = bench.screen();
    assert!(screen.contains("判定标准 2026年11月20日施行的"), "{screen}");
    // In force and not entered yet: said, and never stood in for by the one before.
    assert!(joined(&bench).contains("自2025年11月1日起施行"), "{screen}");
    assert!(!screen.contains("2017"), "{screen}");
    bench.press("Enter");
    let screen = bench.screen();
    assert!(screen.contains("依据 《工贸企业重大事故隐患判定标准》"), "{screen}");
    bench.press("Esc Esc");

    // A hazard that is there: the clause is the basis on which it is raised.
    bench.press("F5 Enter End Up Enter");
    assert!(joined(&bench).contains("没有查到词语相符的条款"), "{}", bench.screen());
    bench.press("End 电焊作业人员无证上岗 Enter");
    let screen = bench.screen();
    assert!(screen.contains("2(*)重大"), "{screen}");
    assert!(screen.contains("依据 《工贸企业重大事故隐患判定标准》"), "{screen}");
    bench.press("^S");
    assert!(bench.screen().contains("已办好"), "{}", bench.screen());
    bench.press("F5 Tab Tab Tab Tab");
    assert!(bench.screen().contains("隐患 重大 1条"), "{}", bench.screen());
    bench.press("Enter End Up Enter End 电焊作业人员无证上岗 Enter");
    assert!(joined(&bench).contains("这条已经是重大隐患"), "{}", bench.screen());
}

#[test]
fn an_old_hazard_is_judged_by_the_standard_of_its_own_day() {
    let bench = Bench::new();
    {
        let mut office = office(&bench, "陈一鸣", "2026-10-01");
        let mut report = Report {
            premises: "恒捷鞋材厂".into(),
            form: "table4".into(),
            on: Some(day("2025-10-20")),
            ..Report::default()
        };
        report.answers.rest = Some("normal".into());
        report.answers.hazards.push(HazardEntry {
            text: Some("员工宿舍用彩钢夹芯板搭建".into()),
            grade: Some("unsure".into()),
            disposal: Some("by_deadline".into()),
            days: Some(30),
            interim: Some("专人看守".into()),
            requirement: Some("拆除彩钢夹芯板".into()),
            ..HazardEntry::default()
        });
        office.meaning(true, |office| office.record(&report)).unwrap();
    }
    let mut bench = bench.again();
    bench.press("F5 Tab Tab Tab Enter 4");
    assert!(joined(&bench).contains("判定标准有"), "{}", bench.screen());
    bench.press("Alt+d");
    let said = joined(&bench);
    assert!(said.contains("判定标准 2025年10月20日施行的"), "{said}");
    assert!(said.contains("35181—2017") || said.contains("35181-2017"), "{said}");
    assert!(!said.contains("还没有录入"), "{said}");
}

#[test]
fn hazards_are_narrowed_by_grid_grade_and_deadline_together() {
    for (keys, shown) in [
        ("Down 2 ^S", "隐患 未销号 一般 2条"),
        ("Down 3 ^S", "隐患 未销号 重大 1条"),
        ("Down 4 ^S", "隐患 未销号 待评估 1条"),
        ("Down Down 2 ^S", "隐患 未销号 已逾期 1条"),
        ("Down Down 3 ^S", "隐患 未销号 今天为止 2条"),
        ("Down Down 4 ^S", "隐患 未销号 七天以内 2条"),
        ("2 Down 2 Down 2 ^S", "隐患 未销号 招联一网格 一般 已逾期 1条"),
        ("2 Down 3 Down 2 ^S", "隐患 未销号 招联一网格 重大 已逾期 0条"),
    ] {
        let mut bench = Bench::with_roads();
        bench.press("F5 ^T").press(keys);
        assert!(bench.screen().contains(shown), "{shown}: {}", bench.screen());
        bench.press("Esc");
        assert!(bench.screen().contains("隐患 未销号 4条"), "{}", bench.screen());
    }
    // A kind that is a grade has nothing of another; and what to do is said.
    let mut bench = Bench::with_roads();
    bench.press("F5 Tab Tab Tab Tab ^T Down 2 ^S");
    assert!(bench.screen().contains("没有符合筛选的隐患。Esc 清除筛选"), "{}", bench.screen());
    bench.press("Esc 没有的字");
    assert!(bench.screen().contains("没有找到。可以按单位"), "{}", bench.screen());
}

#[test]
fn the_register_is_narrowed_by_several_at_once() {
    // 重点, 状态, 网格, 类别.
    for (keys, shown) in [
        ("2 Down 2 Down 3", "3/5家"),
        ("2 Down 3 Down 3", "0/5家"),
        ("3 Down 2 Down 3", "2/5家"),
        ("2 Down 2 Down 2", "0/5家"),
    ] {
        let mut bench = Bench::new();
        bench.press("F3 ^T").press(keys).press("^S");
        assert!(bench.screen().contains(shown), "{keys}: {}", bench.screen());
        // Typed words look through what is left; Esc takes both back.
        bench.press("hjxc Esc");
        assert!(bench.screen().contains("5/5家"), "{keys}: {}", bench.screen());
    }
    let mut bench = Bench::new();
    bench.press("F3 ^T 2 Down 2 ^S hjxc");
    assert!(bench.screen().contains("1/5家"), "{}", bench.screen());
}

#[test]
fn who_assesses_and_by_when_stands_over_the_grade() {
    let mut bench = Bench::with_roads();
    bench.press("F5 Tab Tab Tab Enter 4");
    let said = joined(&bench);
    assert!(said.contains("由林安全在2026年11月17日前评估，已逾期3天"), "{said}");
    assert!(said.contains("评估人"), "{said}");
    // A grid officer does not assess, in nobody's name.
    bench.press("Down 拿不准 Down 林安全 ^S");
    assert!(joined(&bench).contains("不能替林安全给待评估的隐患定级"), "{}", bench.screen());
}

#[test]
fn a_handover_moves_hazards_visits_and_events_and_is_on_record() {
    let bench = Bench::new();
    {
        let mut office = office(&bench, "林安全", "2026-11-20");
        office.make_plan(Span::Week, day("2026-11-23")).unwrap();
        let registering = Registering {
            source: Source::Call,
            grid: Some("招联一网格".into()),
            community: None,
            premises: None,
            hazard: None,
            links: Linking::default(),
            at: TimeOfDay::read("21:40"),
            place: "厂门口".into(),
            object: String::new(),
            content: "消防通道停放电动车".into(),
            informant: String::new(),
            phone: String::new(),
            by: None,
            on: None,
        };
        office.register_event(&registering).unwrap();
    }
    let mut bench = bench.again().seated("林安全");
    bench.press("F8 Down Down Down Down Enter 3");
    assert!(bench.screen().contains("移交 招联一网格"), "{}", bench.screen());
    bench.press("^S");
    assert!(joined(&bench).contains("前任网格员没有留下"), "{}", bench.screen());
    // From tomorrow on: what is open stays until then, and it is said where it is moved.
    bench.press("Enter 1 1 Down 林安全 Down Alt+c 11-21 ^S");
    assert!(joined(&bench).contains("现在不移交，到那天在这里办"), "{}", bench.screen());
    bench.seat.opening.today = Some(day("2026-11-21"));
    let mut bench = bench.seated("林安全");
    bench.press("F8 Down Down Down Down Enter 3 ^S");
    let said = joined(&bench);
    for part in [
        "没有销号的隐患2条，现在由林安全跟踪",
        "计划里还没去的检查4次，改由林安全去",
        "本网格在办的网格事件1件，随网格移交",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    bench.press("F5");
    assert!(bench.screen().contains("跟踪人林安全"), "{}", bench.screen());
    let office = bench.seat.office().unwrap();
    let planned = office.planned(day("2026-11-23"), day("2026-11-29"), None).unwrap();
    assert!(planned.iter().all(|visit| visit.line.visit.person == "林安全"), "{planned:#?}");
    let kept = office.journal(20).unwrap();
    let work = kept.iter().find(|link| link.entry.verb == "grid_work").unwrap();
    assert!(work.entry.body.contains("\"hazards\":2"), "{}", work.entry.body);
}

#[test]
fn the_menu_says_the_key_of_every_line_and_searches_say_what_to_do() {
    let mut bench = Bench::new();
    bench.press("F10");
    let screen = bench.screen();
    // Two columns of ten, and a line below on what the chosen one is about.
    let lines: Vec<&str> = screen.lines().filter(|line| line.contains("│")).collect();
    assert_eq!(lines.len(), 11, "{screen}");
    let key =
        |word: &&str| word.starts_with('F') || word.starts_with('^') || word.starts_with("Alt+");
    for line in &lines[..10] {
        let inside = line.split('│').nth(1).unwrap();
        assert_eq!(inside.split_whitespace().filter(key).count(), 2, "{line}");
    }
    bench.press("Esc ^P 没有这样的事");
    assert!(joined(&bench).contains("没有这样的命令。可以换个说法"), "{}", bench.screen());
    bench.press("Esc F3 hjxc Enter F4 zzzz");
    assert!(
        bench.screen().contains("按 Esc 清掉再找；表上没有的隐患按 ^Y 加"),
        "{}",
        bench.screen()
    );
}

#[test]
fn a_small_window_says_all_of_what_to_do() {
    let mut bench = Bench::new();
    for size in [(60, 20), (79, 24), (80, 23), (30, 8)] {
        bench.input(anban::tui::terminal::input::Input::Resize(size.0, size.1));
        let said: String = bench.screen().lines().collect();
        let whole = format!(
            "窗口太小：现在{}列{}行，请放大到80列24行以上。填过的都在，放大就回来；放大之前按键不起作用，只有 Ctrl+Q 退出。",
            size.0, size.1
        );
        assert_eq!(said, whole);
    }
}

#[test]
fn the_first_run_shows_the_sample_street() {
    let mut bench = Bench::over(crate::engines::Folder::new(), (80, 24), super::BOX);
    bench.press("2");
    let screen = bench.screen();
    assert!(screen.contains("北峰街道") && screen.contains("隐患逾期"), "{screen}");
    bench.press("F3");
    let screen = bench.screen();
    let count = screen.split_once("企业  ").and_then(|(_, rest)| rest.split_once('家')).unwrap().0;
    let all: u32 = count.rsplit('/').next().unwrap().trim().parse().unwrap();
    assert!(all >= 60, "{screen}");
    bench.press("F8");
    assert!(bench.screen().contains("网格 6个"), "{}", bench.screen());
    // It is there when the desk is opened again.
    let mut bench = bench.again();
    bench.press("F2");
    assert!(bench.screen().contains("隐患逾期"), "{}", bench.screen());
}

#[test]
fn the_settings_look_like_this() {
    let mut bench = Bench::new();
    bench.press("^U");
    let screen = bench.screen();
    // Where the data lies and which fonts there are is another on each computer.
    let lines = screen.lines().take_while(|line| !line.contains("数据：")).map(str::to_owned);
    insta::assert_snapshot!("settings_80", lines.collect::<Vec<_>>().join("\n"));
    bench.press("3");
    let screen = bench.screen();
    assert!(screen.contains("1 制表符线框") && screen.contains("2 普通符号"), "{screen}");
}

#[test]
fn a_scan_that_was_withdrawn_brings_the_notice_back_into_the_list() {
    let mut bench = Bench::new();
    let scan = bench.folder.file("签收.pdf");
    fs::write(&scan, pdf(1)).unwrap();
    let notice = Subject::Notice("招联安监整改〔2026〕1号".into());
    let office = bench.seat.office().unwrap();
    let (_, added) = office.add_evidence(&notice, &[scan], &Said::default()).unwrap();
    bench.press("F7 ^T 2");
    assert!(bench.screen().contains("没有签收件 1份"), "{}", bench.screen());
    let office = bench.seat.office().unwrap();
    office.withdraw_evidence(&added[0].evidence.id.to_string(), "附错了").unwrap();
    bench.press("F2 F7 ^T 2");
    assert!(bench.screen().contains("没有签收件 2份"), "{}", bench.screen());
}

/// Name, keys that lead there, over an office with every road begun and three files in 收件.
pub const PICTURES: [(&str, &str); 10] = [
    ("inbox_today", ""),
    ("inbox", "Alt+s"),
    ("inbox_acts", "Alt+s Enter"),
    ("inbox_which", "Alt+s Enter 3 招联 ^S"),
    ("hazards_narrow", "F5 ^T"),
    ("notices_unsigned", "F7 ^T 2"),
    ("criteria", "F5 Enter End Up Enter End 电焊作业人员无证上岗 Down"),
    ("unfit", "F3 hjxc Enter ^D 4"),
    ("unfit_page", "F3 hjxc Enter ^D 4 无安全出口，限期整改两次未改 ^S"),
    ("handover", "F8 Down Down Down Down Down Down Enter"),
];

#[test]
fn the_screens_of_these_acts_look_like_this() {
    const ASCII: Look = Look { symbols: Symbols::Ascii, wide: true, colour: false, plain: false };
    for (size, look, suffix) in [
        ((80, 24), super::BOX, "80"),
        ((80, 24), ASCII, "80_ascii"),
        ((120, 40), super::BOX, "120_box"),
        ((120, 40), ASCII, "120"),
    ] {
        let folder = crate::engines::Folder::new();
        super::furnish(&folder);
        super::furnish_roads(&folder);
        let inbox = folder.file("办公室").join("收件");
        fs::create_dir_all(&inbox).unwrap();
        fs::write(inbox.join("IMG_20261119.jpg"), jpeg(PHOTO)).unwrap();
        fs::write(inbox.join("招联安监整改2026-1-1 整改前.jpg"), jpeg(PHOTO)).unwrap();
        fs::write(inbox.join("招联安监整改2026-2 签收.pdf"), pdf(1)).unwrap();
        let mut folder = Some(folder);
        for (name, keys) in PICTURES {
            let mut bench = Bench::over(folder.take().unwrap(), size, look);
            bench.press(keys);
            let painted = bench.paint();
            painted.check().unwrap_or_else(|fault| panic!("{name}: {fault}\n{}", painted.text()));
            insta::assert_snapshot!(format!("{name}_{suffix}"), painted.text());
            folder = Some(bench.folder);
        }
    }
}

#[test]
fn what_may_be_major_and_what_is_back_is_told_when_the_sheet_is_saved() {
    let mut bench = Bench::new().seated("林安全");
    {
        let mut office = office(&bench, "林安全", "2026-11-20");
        let first = "招联安监整改〔2026〕1号-1";
        let outcome = Outcome::Passed { acceptor: "林安全".into() };
        office.recheck(first, None, outcome, "").unwrap();
        office.close(first, None).unwrap();
    }
    bench.press(
        "F3 hjxc Enter F4 ^A std 2 ^Y 电焊作业人员无证上岗 Down Down Down 停止作业 Down 3 Down",
    );
    bench.press("持证上岗 ^S ^S Alt+c 陈一鸣 ^S");
    let said = joined(&bench);
    assert!(said.contains("检查已保存，整改通知书已编号"), "{said}");
    assert!(
        said.contains("“电焊作业人员无证上岗”请对照《工贸企业重大事故隐患判定标准》"),
        "{said}"
    );
    assert!(said.contains("回潮：同一检查项的隐患2026年11月20日才销号"), "{said}");
}

#[test]
fn f1_tells_about_the_fields_of_these_windows_too() {
    let bench = Bench::new();
    let inbox = bench.folder.file("办公室").join("收件");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("IMG_1.jpg"), jpeg(PHOTO)).unwrap();
    let mut bench = bench.seated("林安全");
    for window in [
        "Alt+s Enter 2",
        "Alt+s Enter 3",
        "Alt+s Enter 4",
        "F3 hjxc Enter ^D 4",
        "F3 hjxc Enter ^D 4 无出口 ^S ^D 5",
        "F3 hjxc Enter ^D 6",
        "F8 Down Down Down Down Enter 3",
        "F5 ^T",
    ] {
        super::ways::tells(&mut bench, window);
        bench = bench.again().seated("林安全");
    }
    for (keys, title) in [("Alt+s", "收件"), ("F5 Enter End Up Enter", "判定标准")] {
        bench.press(keys).press("F1");
        assert!(bench.screen().contains(&format!("说明：{title} ")), "{}", bench.screen());
        bench = bench.again();
    }
}

/// The lines of a menu that have a digit, and whether they are marked.
fn numbered(bench: &Bench) -> Vec<(String, bool)> {
    let screen = bench.screen();
    let lines = screen.lines().map(|line| line.trim_start_matches(['│', '>', ' ', '├', '─']));
    let lines = lines.filter(|line| {
        let mut signs = line.chars();
        signs.next().is_some_and(|sign| sign.is_ascii_digit()) && signs.next() == Some(' ')
    });
    let told = lines.map(|line| {
        let label = line.split(['│', '（']).next().unwrap().trim();
        (label.to_owned(), line.contains("（不能）"))
    });
    told.collect()
}

/// What a post may not do is marked with the reason, and a number is the same act for every hazard.
#[test]
fn a_hazards_menu_asks_the_post_and_keeps_its_numbers() {
    let barred = |bench: &Bench, act: &str| {
        let lines = numbered(bench);
        lines.iter().find(|(label, _)| label.contains(act)).unwrap_or_else(|| panic!("{lines:?}")).1
    };
    // A grid officer sends no transfer and puts nothing under supervision.
    let mut bench = Bench::new();
    bench.press("F5 Enter");
    let alone: Vec<String> = numbered(&bench).into_iter().map(|(label, _)| label).collect();
    assert_eq!(alone.len(), 10, "{alone:?}");
    for (act, is) in [("停业、停用", false), ("移送抄告", true), ("挂牌督办", true)] {
        assert_eq!(barred(&bench, act), is, "{act} {}", bench.screen());
    }
    bench.press("9");
    assert!(bench.screen().contains("不能办理移送、抄告。请由街道安办"), "{}", bench.screen());
    // Two of one visit: the same numbers, and what these alone have at the end.
    bench.press("Esc F3 hjxc Enter F4 ^A mhq 3 Down 2 ^S ^S 5 F5 标牌 Enter");
    assert!(bench.screen().contains("一起复查：这次检查的2条"), "{}", bench.screen());
    let together: Vec<String> = numbered(&bench).into_iter().map(|(label, _)| label).collect();
    assert_eq!(together, alone);
    // The street may do both.
    let mut bench = Bench::with_roads().seated("周安平");
    bench.press("F5 Enter");
    for act in ["移送抄告", "挂牌督办"] {
        assert!(!barred(&bench, act), "{act} {}", bench.screen());
    }
}

/// So do the menus of matters, and the one in which they begin.
#[test]
fn the_menus_of_matters_ask_the_post() {
    for (who, begun, steps) in [
        (
            "陈一鸣",
            [false, true],
            [("催办", true), ("同意延期", true), ("报告治理进展", false), ("指派", true)],
        ),
        (
            "周安平",
            [false, false],
            [("催办", false), ("同意延期", true), ("报告治理进展", false), ("指派", false)],
        ),
        (
            "沈卫东",
            [true, false],
            [("催办", true), ("解除督办", false), ("报告治理进展", true), ("指派", false)],
        ),
    ] {
        let mut bench = Bench::with_roads().seated(who);
        bench.press("Alt+x ^N");
        let told: Vec<bool> = numbered(&bench).into_iter().map(|(_, barred)| barred).collect();
        assert_eq!(told, begun, "{who} {}", bench.screen());
        bench.press("Esc");
        let mut seen: Vec<(String, bool)> = Vec::new();
        for _ in 0..4 {
            bench.press("Enter");
            seen.extend(numbered(&bench));
            bench.press("Esc Down");
        }
        for (act, barred) in steps {
            let of: Vec<_> = seen.iter().filter(|(label, _)| label.contains(act)).collect();
            assert!(!of.is_empty(), "{act} {seen:?}");
            assert!(of.iter().all(|(_, is)| *is == barred), "{who} {act} {of:?}");
        }
    }
}

/// What no name has is looked for in the addresses, the one on the licence and the one where it is inspected.
#[test]
fn premises_are_found_by_either_address() {
    let mut bench = Bench::new();
    let mut office = office(&bench, "蔡书记", "2026-11-20");
    let fields = Fields {
        name: Some("好又多超市".into()),
        address: Some("招联街8号".into()),
        site_address: Some("滨江路 16号（后座）".into()),
        ..Fields::default()
    };
    let community = office.find_unit(Level::Community, "招联社区").unwrap();
    office.add_premises(Some(&community), &fields, None).unwrap();
    drop(office);
    for (typed, found) in [
        ("滨江路", "1/6家"),
        ("滨江路16号(后", "1/6家"),
        ("招联街8", "1/6家"),
        ("普贤路1号", "5/6家"),
        ("普贤路 Back Back Back 滨江", "1/6家"),
        ("滨江路17", "0/6家"),
        // A name goes before all addresses.
        ("好又", "1/6家"),
    ] {
        bench.press("F2").press("F3").press(typed);
        assert!(bench.screen().contains(found), "{typed} {found}: {}", bench.screen());
    }
    bench.press("F2 F3 普贤路1号 Enter");
    assert!(bench.screen().contains("北峰街道普贤路1号"), "{}", bench.screen());
}

/// Two of one name, premises or people, are told apart where one is chosen.
#[test]
fn namesakes_are_told_apart_where_one_is_chosen() {
    let mut bench = Bench::new();
    let mut office = office(&bench, "蔡书记", "2026-11-20");
    for address in ["招联街8号", "普贤路9号"] {
        let fields = Fields {
            name: Some("好又多超市".into()),
            address: Some(address.into()),
            ..Fields::default()
        };
        let community = office.find_unit(Level::Community, "招联社区").unwrap();
        office.add_premises(Some(&community), &fields, None).unwrap();
    }
    for (role, phone) in [(Role::GridOfficer, "13805950011"), (Role::SafetyOfficer, "13805950012")]
    {
        office.add_staff("林小芳", role, "招联社区", phone, "").unwrap();
    }
    bench.press("F3 好又多");
    let screen = bench.screen();
    assert!(screen.contains("好又多超市（招联街8号）"), "{screen}");
    assert!(screen.contains("好又多超市（普贤路9号）"), "{screen}");
    assert!(!screen.contains("恒捷鞋材厂（"), "{screen}");
    bench.press("^U Enter");
    let screen = bench.screen();
    for part in ["林小芳  网格员  招联社区 13805950011", "林小芳  社区安全员  招联社区 13805950012"]
    {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    assert!(!screen.contains("陈一鸣  网格员  招联社区"), "{screen}");
}
