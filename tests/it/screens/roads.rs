//! The longer roads on the desk: matters, the report of a major hazard, papers, ledgers, evidence; and what is
//! taken back of them.

use anban::{
    domain::staff::Role,
    office::{facts::Period, report::Wanted, transfer::Sending},
};

use super::{Bench, day};
use crate::images::{PHOTO, jpeg};

/// Opens the row of a list that says this, from its first row.
fn go(bench: &mut Bench, row: &str) {
    for _ in 0..60 {
        let screen = bench.screen();
        let chosen = screen.lines().find(|line| line.starts_with('>'));
        if chosen.unwrap_or_else(|| panic!("{screen}")).contains(row) {
            bench.press("Enter");
            return;
        }
        bench.press("Down");
    }
    panic!("{row}: {}", bench.screen());
}

#[test]
fn enter_in_today_leads_into_every_road() {
    for (row, shown) in [("重大填报", "双签"), ("网格事件", "待处置"), ("评估定级", "评估人")]
    {
        let mut bench = Bench::with_roads();
        go(&mut bench, row);
        let screen = bench.screen();
        assert!(screen.contains(shown) && screen.contains('┌'), "{row}: {screen}");
    }
    // The reply of the department and the report of the supervision, on the days when they are due.
    for (on, row, shown) in
        [("2026-12-03", "催办回复", "丰泽区消防救援大队"), ("2026-12-18", "督办", "报告治理进展")]
    {
        let mut bench = Bench::with_roads();
        bench.seat.opening.today = Some(day(on));
        bench.seat.leave();
        bench.press("F2");
        go(&mut bench, row);
        assert!(bench.screen().contains(shown), "{row}: {}", bench.screen());
    }
}

#[test]
fn a_reporting_day_stands_in_today_and_leads_to_the_report_of_that_month() {
    let mut bench = Bench::new().seated("林安全");
    bench.seat.opening.today = Some(day("2026-12-01"));
    bench.seat.leave();
    bench.press("F2");
    let screen = bench.screen();
    // The 5th is a Saturday: an office's day goes back to the Friday before it.
    assert!(screen.contains("12月4日") && screen.contains("隐患排查治理问题清单"), "{screen}");
    let row = screen.lines().find(|line| line.contains("12月4日") && line.contains("问题清单"));
    go(&mut bench, row.unwrap().trim_start_matches(['>', ' ']));
    let screen = bench.screen();
    assert!(screen.contains("> 2026-12-04 2026年11月    招联社区     未报"), "{screen}");
    bench.press("Enter 2");
    let screen = bench.screen();
    assert!(screen.contains("统计时段：2026年11月"), "{screen}");
    // Something was found in November: it is no empty month.
    bench.press("Esc Enter 1 2 ^S");
    assert!(bench.screen().contains("不能作零报告"), "{}", bench.screen());
    // October's is owed: it is asked whether November's is meant to go first.
    bench.press("1 ^S");
    assert!(bench.screen().contains("上一期（2026年10月）"), "{}", bench.screen());
    bench.press("2");
    let screen = bench.screen();
    assert!(screen.contains("已上报") && screen.contains("> 2026-12-04"), "{screen}");
    bench.press("^F");
    assert!(bench.screen().contains("全文 隐患排查治理问题清单"), "{}", bench.screen());
    bench.press("Esc F2");
    let screen = bench.screen();
    let owed = screen.lines().any(|line| line.contains("12月4日") && line.contains("问题清单"));
    assert!(!owed, "{screen}");
    // October was forgotten: nothing was found, and that has to be said.
    bench.press("Alt+b Enter 1 ^S");
    assert!(bench.screen().contains("没有可报的内容"), "{}", bench.screen());
    bench.press("2 ^S");
    assert!(
        bench.screen().contains("已上报（零报告）。迟报：应在2026年11月5日前报出"),
        "{}",
        bench.screen()
    );
    // The community does not take its own report back, and is not offered to; the street gives it back, by somebody of its
    // own and with a reason.
    bench.press("Home Enter");
    assert!(bench.screen().contains("7 退回重报（不能）"), "{}", bench.screen());
    bench.press("7");
    assert!(bench.screen().contains("只能由上级退回"), "{}", bench.screen());
    let mut bench = bench.seated("");
    let office = bench.seat.office().unwrap();
    office.add_staff("周安平", Role::StreetOfficer, "北峰街道", "", "").unwrap();
    let mut bench = bench.seated("周安平");
    bench.press("Alt+b Home Enter 7 ^S");
    assert!(bench.screen().contains("请写明为什么退回"), "{}", bench.screen());
    bench.press("漏了一条 ^S");
    let screen = bench.screen();
    assert!(screen.contains("已退回") && screen.contains("退回待重报"), "{screen}");
    // Where nobody signed in it is asked who sends it anew.
    let mut bench = bench.seated("");
    bench.press("Alt+b");
    go(&mut bench, "退回待重报");
    bench.press("1 ^S");
    let screen = bench.screen();
    assert!(screen.contains("没有写明由谁签字，不能上报报表"), "{screen}");
    assert!(screen.contains("报送人") && !screen.contains("--as"), "{screen}");
    bench.press("laq Enter 2 ^S");
    assert!(bench.screen().contains("已上报（零报告）"), "{}", bench.screen());
}

/// What the regime does not ask for is listed once it was sent, and can be given back.
#[test]
fn a_report_that_nobody_asked_for_is_seen_and_given_back() {
    let mut bench = Bench::new().seated("");
    let office = bench.seat.office().unwrap();
    office.add_staff("周安平", Role::StreetOfficer, "北峰街道", "", "").unwrap();
    office.add_staff("韩书记", Role::UnitHead, "北峰街道", "", "").unwrap();
    let mut bench = bench.seated("周安平");
    let office = bench.seat.office().unwrap();
    let period = Some(Period { from: day("2026-07-01"), to: day("2026-09-30") });
    let wanted = Wanted { code: "quarterly".to_owned(), unit: None, period };
    let unsigned = office.submit_report(&wanted, true, None, None).unwrap_err().to_string();
    assert!(unsigned.contains("可以是：韩书记"), "{unsigned}");
    office.submit_report(&wanted, true, None, Some("韩书记")).unwrap();
    bench.press("Alt+b Home");
    let screen = bench.screen();
    let line = screen.lines().find(|line| line.contains("季度汇总")).unwrap_or_default();
    assert!(line.contains("2026-09-30") && line.contains("零报告"), "{screen}");
    let mut bench = bench.seated("");
    bench.press("Alt+b Home");
    go(&mut bench, "季度汇总");
    bench.press("7");
    bench.press("数字不对 ^S");
    let screen = bench.screen();
    let line = screen.lines().find(|line| line.contains("季度汇总")).unwrap_or_default();
    assert!(screen.contains("已退回") && line.contains("退回待重报"), "{screen}");
}

/// The line of what a unit owes since longer opens just that, and the list is asked for a whole year.
#[test]
fn older_reports_open_by_themselves_and_a_year_is_asked_for() {
    let mut bench = Bench::new().seated("林安全");
    bench.seat.opening.today = Some(day("2027-03-10"));
    bench.seat.leave();
    bench.press("F2");
    // The row is cut before it says 另有: it is late since the oldest.
    go(&mut bench, "逾期125天 上报");
    let screen = bench.screen();
    let late = |screen: &str| screen.lines().filter(|line| line.contains("逾期未报")).count();
    assert!(screen.contains("报送 以前各期 未报"), "{screen}");
    let told = screen.split("未报").nth(1).and_then(|rest| rest.split('份').next()).unwrap();
    assert_eq!(told.parse::<usize>().unwrap(), late(&screen), "{screen}");
    assert!(!screen.contains("2027年2月"), "{screen}");
    let older = late(&screen);
    assert!(older > 2, "{screen}");
    bench.press("^T 2026 ^S");
    let screen = bench.screen();
    assert!(screen.contains("报送 2026年 未报"), "{screen}");
    let due = screen.lines().filter(|line| line.contains("问题清单"));
    let of_year = |line: &str| line.trim_start_matches(['>', ' ', '!']).starts_with("2026-");
    assert!(due.clone().count() > 1 && due.clone().all(of_year), "{screen}");
    bench.press("^T 近期 ^S");
    assert!(bench.screen().contains("请写成 2026、2026-Q4 或 2026-10"), "{}", bench.screen());
}

#[test]
fn a_notice_is_made_void_with_a_reason_and_issued_anew() {
    let mut bench = Bench::new().seated("林安全");
    bench.press("F7 ^W ^S");
    assert!(bench.screen().contains("! 请写明为什么作废"), "{}", bench.screen());
    bench.press("单位名称写错 ^S");
    let screen = bench.screen();
    assert!(screen.contains("2号已作废。要重新开具"), "{screen}");
    assert!(screen.contains("作废（单位名称写错）"), "{screen}");
    bench.press("^W");
    assert!(bench.screen().contains("已经作废了"), "{}", bench.screen());
    // In 今日 it waits for its successor; Enter goes to it.
    bench.press("F2");
    go(&mut bench, "重发通知书");
    assert!(bench.screen().contains("查找："), "{}", bench.screen());
    // One Esc leads back; what was typed besides goes first.
    bench.press("Esc");
    let today = bench.screen();
    assert!(today.contains("> 今日") && today.contains("重发通知书"), "{today}");
    bench.press("Enter 无 Esc");
    assert!(!bench.screen().contains("没有找到"), "{}", bench.screen());
    bench.press("Esc");
    assert_eq!(bench.screen(), today);
    bench.press("Enter Enter 8 ^S");
    assert!(bench.screen().contains("已重发，新号招联安监整改〔2026〕3号"), "{}", bench.screen());
}

/// A printer that writes what it gets into a file.
fn printer(bench: &Bench) -> std::path::PathBuf {
    let printed = bench.folder.file("印出");
    std::fs::write(
        bench.folder.file("办公室/office.toml"),
        format!("[print]\ncommand = [\"cp\", \"{{file}}\", \"{}\"]\n", printed.display()),
    )
    .unwrap();
    printed
}

#[test]
fn a_notice_is_printed_again_the_same_and_in_as_many_copies_as_are_asked_for() {
    let mut bench = Bench::new();
    let printed = printer(&bench);
    let job = |bench: &mut Bench, keys: &str| {
        let _ = std::fs::remove_file(&printed);
        bench.press(keys);
        std::fs::read(&printed).unwrap_or_else(|why| panic!("{why}\n{}", bench.screen()))
    };
    let first = job(&mut bench, "F7 Enter 2");
    assert!(first.starts_with(b"%PDF-"));
    // Reprinted after a restart it is what was printed first.
    let mut bench = bench.again();
    assert!(job(&mut bench, "F7 F9") == first);
    let pages = |pdf: &[u8]| lopdf::Document::load_mem(pdf).unwrap().get_pages().len();
    let three = job(&mut bench, "F7 Enter 3 Enter 3 ^S");
    assert_eq!(pages(&three), pages(&first) / 2 * 3);
    // With a 存根 above the copy that is handed over, laid out of the same words; what was printed first stays.
    let stubbed = job(&mut bench, "F7 Enter 3 Enter Enter Enter 2 ^S");
    assert_ne!(stubbed, first);
    let read = std::fs::write(bench.folder.file("存根.pdf"), &stubbed).ok().and_then(|()| {
        let file = bench.folder.file("存根.pdf");
        crate::tools::run("pdftotext", &["-raw", "-enc", "UTF-8", file.to_str().unwrap(), "-"])
    });
    if let Some((_, read)) = read {
        assert_eq!(read.matches("（存根）").count(), 1, "{read}");
    }
    assert!(job(&mut bench, "F7 F9") == first);
    bench.press("F7 Enter 3 Enter 99 ^S");
    assert!(bench.screen().contains("! 份数写 1 到 50 的数字"), "{}", bench.screen());
}

#[test]
fn a_change_of_state_is_entered_with_its_day_and_reason_and_taken_back() {
    let mut bench = Bench::new().seated("林安全");
    bench.press("F3 hjxc Enter ^G 1 ^S");
    assert!(bench.screen().contains("原因"), "{}", bench.screen());
    bench.press("淡季停工 ^S");
    let screen = bench.screen();
    assert!(screen.contains("状态 停产") && screen.contains("变更  停产 淡季停工"), "{screen}");
    bench.press("F3 ^T Down 3 ^S");
    assert!(bench.screen().contains("1/5家"), "{}", bench.screen());
    bench.press("^Z 登记错了 ^S F3 hjxc Enter");
    assert!(bench.screen().contains("状态 在产"), "{}", bench.screen());
}

#[test]
fn a_photo_a_row_and_a_paper_are_taken_back_with_a_reason() {
    let mut bench = Bench::with_roads().seated("林安全");
    let photo = bench.folder.file("现场.jpg");
    std::fs::write(&photo, jpeg(PHOTO)).unwrap();
    bench.press("F5 Enter End Enter").typed(photo.to_str().unwrap()).press("^S");
    assert!(bench.screen().contains("已存为"), "{}", bench.screen());
    bench.press("^Z");
    assert!(bench.screen().contains("撤销上一步"), "{}", bench.screen());
    bench.press("^S");
    assert!(bench.screen().contains("! 请写明为什么撤销"), "{}", bench.screen());
    bench.press("传错了照片 ^S F3 hjxc Enter ^L");
    // Taken back it still stands there, with the reason.
    assert!(bench.screen().contains("传错了照片"), "{}", bench.screen());

    const DELIVERIES: &str = "Alt+z Down Down Down Down Down Down Down Down Down Enter";
    bench.press(DELIVERIES).press("^N 恒捷 Enter Down 检查通知 Down Down Down 2 ^S");
    let screen = bench.screen();
    assert!(screen.contains("送达登记 2条") && screen.contains("检查通知"), "{screen}");
    let mut bench = bench.again().seated("林安全");
    bench.press("^Z 登记重了 ^S").press(DELIVERIES);
    assert!(bench.screen().contains("（作废：撤销：登记重了）"), "{}", bench.screen());

    // Before its recheck a notice has no opinion on one.
    bench.press("F7 Down Down Down Enter 5 1");
    assert!(bench.screen().contains("还没有复查"), "{}", bench.screen());
    bench.press("Esc Esc F5 ^R ^S");
    assert!(bench.screen().contains("已办好：待销号"), "{}", bench.screen());
    bench.press("F7 Down Down Down Enter 5 1 ^S");
    assert!(bench.screen().contains("已出具"), "{}", bench.screen());
    bench.press("Esc ^Z 不该出 ^S Alt+w");
    assert!(bench.screen().contains("（作废）"), "{}", bench.screen());
}

#[test]
fn the_desk_that_nobody_signed_in_at_names_who_assesses() {
    let mut bench = Bench::with_roads().seated("");
    bench.press("F5 Tab Tab Tab Enter 4 Down 拿不准 ^S");
    assert!(bench.screen().contains("社区安全员"), "{}", bench.screen());
    assert!(bench.screen().contains("拿不准"), "nothing typed is lost: {}", bench.screen());
    bench.press("Down 林安全 ^S");
    assert!(bench.screen().contains("已办好"), "{}", bench.screen());
    assert!(bench.screen().contains("这一类里没有隐患"), "{}", bench.screen());
}

#[test]
fn the_page_of_a_hazard_says_who_inspects_signs_answers_and_follows() {
    let mut bench = Bench::with_roads();
    bench.press("F5 Tab Tab Tab Tab Enter");
    let screen = bench.screen();
    for part in [
        "谁检查 陈一鸣",
        "谁签字 陈一鸣（招联安监整改〔2026〕3号）",
        "谁负责 解䶮成，网格员陈一鸣",
        "谁跟踪 陈一鸣",
    ] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
}

#[test]
fn the_report_of_a_major_hazard_is_signed_by_two_and_no_step_is_skipped() {
    let mut bench = Bench::with_roads().seated("");
    bench.press("F5 Tab Tab Tab Tab Enter 7 4");
    assert!(bench.screen().contains("现在等待的是社区主干双签"), "{}", bench.screen());
    bench.press("3 蔡书记 ^S");
    assert!(bench.screen().contains("! 双签要写两位"), "{}", bench.screen());
    bench.press("王主任 ^S");
    assert!(bench.screen().contains("已办好，下一步："), "{}", bench.screen());
}

#[test]
fn a_supervision_allows_what_its_state_allows_and_says_why_not() {
    let mut bench = Bench::with_roads().seated("周安平");
    let open = |bench: &mut Bench| {
        bench.press("Alt+x");
        go(bench, "挂牌督办");
    };
    open(&mut bench);
    bench.press("3");
    assert!(bench.screen().contains("同意延期"), "{}", bench.screen());
    assert!(bench.screen().contains("督办中"), "{}", bench.screen());
    bench.press("2 ^S");
    assert!(bench.screen().contains("! 请写延期到哪一天"), "{}", bench.screen());
    bench.press("2027-01-20 ^S");
    assert!(bench.screen().contains("! 请写申请延期的理由"), "{}", bench.screen());
    bench.press("隔板拆除要等构件 ^S");
    open(&mut bench);
    bench.press("3 ^S");
    assert!(bench.screen().contains("已办好"), "{}", bench.screen());
    open(&mut bench);
    assert!(bench.screen().contains("限期2027年1月20日"), "{}", bench.screen());
}

#[test]
fn an_event_goes_up_is_handled_and_comes_back() {
    let mut bench = Bench::with_roads().seated("");
    bench.press("Alt+x ^N 1 4 Down 招联一网格 Down Down Down 东门 Down 路灯不亮 ^S");
    let screen = bench.screen();
    assert!(screen.contains("已登记") && screen.contains("路灯不亮"), "{screen}");
    go(&mut bench, "路灯不亮");
    bench.press("1 ^S");
    assert!(bench.screen().contains("! 请写怎样处置的"), "{}", bench.screen());
    bench.press("已通知路灯所换灯 ^S");
    go(&mut bench, "路灯不亮");
    bench.press("2 Down Down 灯已亮 ^S");
    assert!(!bench.screen().contains("路灯不亮"), "{}", bench.screen());
    bench.press("^T 5");
    assert!(bench.screen().contains("路灯不亮"), "{}", bench.screen());
}

#[test]
fn a_field_is_emptied_by_one_key_and_has_back_what_was_in_it() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter ^E");
    let before = bench.screen();
    bench.press("Alt+c");
    assert_ne!(bench.screen(), before);
    bench.press("Alt+c");
    assert_eq!(bench.screen(), before);
}

#[test]
fn a_new_row_of_a_ledger_has_what_is_known_and_keeps_what_is_typed() {
    let mut bench = Bench::with_roads();
    bench.press("Alt+z Down Down Down Down Down Down Down Down Down Enter ^N ^S");
    assert!(bench.screen().contains("! 请写是哪家单位的"), "{}", bench.screen());
    bench.press("没有这家 ^S");
    assert!(bench.screen().contains("没有这家"), "{}", bench.screen());
    bench.press("Alt+c hjxc ^S");
    let screen = bench.screen();
    for part in ["┌─ 送达登记 ─", "送达单位* 恒捷鞋材厂", "送达人* 陈一鸣", "日期 2026-11-20"]
    {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    bench.press("^S");
    assert!(bench.screen().contains("! “文件名称”还没有填"), "{}", bench.screen());
}

#[test]
fn a_half_filled_step_and_row_go_on_from_today() {
    let mut bench = Bench::with_roads();
    bench.press("Alt+x Enter 1 Down Down 已劝离 Tab Esc");
    bench.press("Alt+z Down Down Down Down Down Down Down Down Down Enter ^N 恒捷 Enter");
    bench.press("Down 检查通知 Enter Esc");
    let mut bench = bench.again();
    assert!(bench.screen().contains("草稿 2"), "{}", bench.screen());
    go(&mut bench, "送达登记");
    bench.press("1");
    assert!(bench.screen().contains("文件名称* 检查通知"), "{}", bench.screen());
    bench.press("F2");
    go(&mut bench, "处置 ");
    bench.press("1 1");
    assert!(bench.screen().contains("情况 已劝离"), "{}", bench.screen());
}

#[test]
fn a_refused_signature_is_entered_at_the_notice() {
    let mut bench = Bench::new();
    bench.press("F7 Enter 9 ^S");
    assert!(bench.screen().contains("! 请写清在场的见证人"), "{}", bench.screen());
    bench.press("刘新、周洋 ^S");
    assert!(bench.screen().contains("已登记拒签"), "{}", bench.screen());
    bench.press("Enter 9");
    let screen = bench.screen();
    assert!(screen.contains("拒绝签名，见证人刘新、周洋"), "{screen}");
}

#[test]
fn a_notice_is_printed_on_stationery_from_the_desk() {
    let mut bench = Bench::new();
    let printed = printer(&bench);
    bench.press("F7 Enter 3 Enter Enter 1 ^S");
    assert!(bench.screen().contains("! 请写成 1.5,-2 的样子"), "{}", bench.screen());
    bench.press("Alt+c ０，－１．５ ^S");
    let text = lopdf::Document::load(&printed).unwrap().extract_text(&[1]).unwrap();
    // What stands on the stationery is not printed again; what varies is.
    assert!(!text.contains("整改通知书"), "{text}");
    assert!(text.contains("顺发纸箱厂"), "{text}");
}

#[test]
fn transfers_that_nobody_answered_are_a_list() {
    let mut bench = Bench::with_roads();
    bench.press("Alt+x ^T 6");
    let screen = bench.screen();
    assert!(screen.contains("已抄告未回复 1件"), "{screen}");
    bench.press("^T 7");
    assert!(bench.screen().contains("已接收未反馈 0件"), "{}", bench.screen());
}

#[test]
fn a_transfer_sent_by_mistake_is_taken_back_with_a_reason() {
    let mut bench = Bench::with_roads().seated("周安平");
    bench.press("Alt+x ^T 2 Enter");
    assert!(bench.screen().contains("3 撤回：抄告错了"), "{}", bench.screen());
    bench.press("3 ^S");
    assert!(bench.screen().contains("请写为什么撤回"), "{}", bench.screen());
    bench.press("抄告错了部门 ^S");
    let screen = bench.screen();
    assert!(screen.contains("已办好") && screen.contains("移送抄告 0件"), "{screen}");
    // Both stay: what was sent, and why it was taken back.
    bench.press("^T 5");
    let row =
        |screen: String| screen.lines().find(|line| line.contains("已撤回")).map(str::to_owned);
    assert!(row(bench.screen()).is_some_and(|row| row.contains("移送抄告")), "{}", bench.screen());
    let journal = bench.seat.office().unwrap().journal(50).unwrap();
    for verb in ["transfer_send", "transfer_withdraw"] {
        assert!(journal.iter().any(|link| link.entry.verb == verb), "{verb}");
    }
    // What waits for an answer no longer waits.
    bench.press("^T 6");
    assert!(bench.screen().contains("已抄告未回复 0件"), "{}", bench.screen());
}

#[test]
fn a_transfer_sent_a_moment_ago_is_taken_back_by_ctrl_z() {
    let mut bench = Bench::with_roads().seated("周安平");
    let hazard = Some("招联安监整改〔2026〕2号-1".to_owned());
    let sending = Sending { hazard, to: "区市场监管局".into(), ..Sending::default() };
    bench.seat.office().unwrap().send_transfer(&sending).unwrap();
    bench.press("^Z");
    assert!(bench.screen().contains("抄告：一份抄告"), "{}", bench.screen());
    bench.press("抄告错了 ^S");
    assert!(bench.screen().contains("已撤回这份抄告"), "{}", bench.screen());
}

#[test]
fn what_passed_its_recheck_is_not_late_any_more() {
    let mut bench = Bench::new().seated("林安全");
    bench.press("F5");
    assert!(bench.screen().contains("逾期4天"), "{}", bench.screen());
    bench.press("^R ^S");
    let screen = bench.screen();
    assert!(screen.contains("已办好：待销号") && !screen.contains("逾期4天"), "{screen}");
}

#[test]
fn a_round_that_is_late_says_so() {
    let mut bench = Bench::new();
    bench.seat.opening.today = Some(day("2027-06-01"));
    bench.seat.leave();
    bench.press("F2");
    let screen = bench.screen();
    let row = screen.lines().find(|line| line.contains("核实档案"));
    let row = row.unwrap_or_else(|| panic!("{screen}"));
    assert!(row.contains("逾期") && row.contains('天'), "{row}");
}

/// The people of the staff list are offered and found by initials; one of another office is written out.
#[test]
fn who_takes_a_step_is_offered_from_the_staff_list() {
    // It lies with the street: whoever sits there writes what was done.
    let mut bench = Bench::with_roads().seated("周安平");
    bench.press("Alt+x Enter 1");
    assert!(bench.screen().contains("名单上有"), "{}", bench.screen());
    assert!(bench.screen().contains("林安全"), "{}", bench.screen());
    // A part of a name could be either.
    bench.press("安全 Down Down 已劝离 ^S");
    assert!(bench.screen().contains("! “安全”像是名单上的林安全"), "{}", bench.screen());
    bench.press("Alt+c laq ^S");
    assert!(bench.screen().contains("已办好"), "{}", bench.screen());
    let journal = bench.seat.office().unwrap().journal(20).unwrap();
    let kept = |words: &str| journal.iter().any(|link| link.entry.body.contains(words));
    assert!(kept("林安全\",\"note\":\"已劝离") && !kept("laq"), "{journal:?}");
}

#[test]
fn a_ledger_is_found_as_it_is_spelt_and_says_what_it_holds() {
    let mut bench = Bench::with_roads();
    let rows = |bench: &Bench| {
        let screen = bench.screen();
        let rows = screen.lines().skip(2).take_while(|line| !line.starts_with('├'));
        rows.filter(|line| !line.trim().is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    for typed in ["送达", "songda", "sd"] {
        bench.press("Alt+z").typed(typed);
        let found = rows(&bench);
        assert!(
            found[0].starts_with(">送达登记") && found[0].contains("1条"),
            "{typed}: {found:?}"
        );
        bench.press("Enter");
        assert!(
            bench.screen().lines().next().unwrap().contains("送达登记 1条"),
            "{}",
            bench.screen()
        );
        bench.press("Esc Esc Esc");
    }
    // A column of it will do, in Chinese.
    bench.press("Alt+z").typed("签收人");
    assert!(rows(&bench).iter().any(|row| row.contains("送达登记")), "{}", bench.screen());
    bench.press("Esc").typed("没有的");
    assert!(bench.screen().contains("没有这样的台账"), "{}", bench.screen());
    bench.press("Esc");
    // A task whose last day has passed is due.
    bench.typed("任务台账").press("Enter ^N Tab").typed("例会").press("Tab").typed("清通道");
    bench.press("Tab").typed("陈一鸣").press("Tab").typed("11-20").press("^S Esc");
    let found = rows(&bench);
    assert!(found[0].contains("1条") && found[0].contains("到期1"), "{found:?}");
}
