//! How many keys a clerk presses, what a paste may not do, and that nothing typed is lost.

use anban::tui::{
    keys::{Code, Key},
    terminal::input::Input,
};

use super::{Bench, HazardEntry, Report, named};

/// Presses keys one by one and counts them; a word that names no key is as many keys as it has letters.
fn count(bench: &mut Bench, keys: &str) -> usize {
    bench.press(keys);
    keys.split_whitespace().map(|word| named(word).map_or(word.chars().count(), |_| 1)).sum()
}

#[test]
fn an_all_normal_checklist_takes_twelve_keys_at_most_from_the_page_to_the_record() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter");
    assert!(bench.screen().contains("一企一档"), "{}", bench.screen());
    let keys = count(&mut bench, "F4 ^A ^S ^S");
    assert!(bench.screen().contains("整改通知书已编号"), "{}", bench.screen());
    assert!(keys <= 12, "{keys} keys");
}

#[test]
fn one_exception_takes_three_keys_and_its_text() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A mhq");
    assert!(bench.screen().contains(">√  灭火器"), "{}", bench.screen());
    let mut keys = count(&mut bench, "3 Enter");
    bench.press("车间东侧两具");
    keys += count(&mut bench, "^S");
    assert!(bench.screen().contains("失效。车间东侧两具"), "{}", bench.screen());
    assert!(keys <= 3, "{keys} keys");
}

#[test]
fn one_exception_in_the_words_of_the_sheet_takes_three_keys_with_the_way_there() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A");
    let keys = count(&mut bench, "mh 3");
    let screen = bench.screen();
    assert!(screen.contains("已答44/44 隐患1") && screen.contains("已失效"), "{screen}");
    assert!(keys <= 3, "{keys} keys");
}

#[test]
fn premises_are_found_by_every_reading_of_their_characters() {
    let mut bench = Bench::new();
    for (name, typed) in [
        ("厦门单长乐重工", "xmdclzg smscyzg xiamen shamen"),
        ("曾仇解查商行", "zqxzsh cqxcsh zcjcsh zengqiu cengchou jiecha xiezha"),
        ("重庆长乐单店", "cqclsd zqzydd chongqing zhongqing changle zhangle changyue"),
    ] {
        bench.press(&format!("F3 ^N {name} ^S"));
        for typed in typed.split(' ') {
            bench.press(&format!("F3 {typed}"));
            let screen = bench.screen();
            assert!(screen.contains(&format!("{name} ")), "{name} by {typed}:\n{screen}");
            assert!(!screen.contains("阿芳小吃店"), "{typed} narrows nothing:\n{screen}");
        }
    }
    // By its characters, in whole syllables and in full-width letters too.
    bench.press("F3 ^N 北门面馆 ^S");
    for typed in ["北门", "面馆", "bmmg", "ｂｍｍｇ", "beimenmianguan"] {
        bench.press(&format!("F3 {typed}"));
        assert!(bench.screen().contains(">北门面馆"), "{typed}: {}", bench.screen());
    }
}

#[test]
fn from_the_last_answer_to_the_printed_notice_takes_four_keys() {
    let mut bench = Bench::new();
    let printed = bench.folder.file("印出");
    std::fs::write(
        bench.folder.file("办公室/office.toml"),
        format!("[print]\ncommand = [\"cp\", \"{{file}}\", \"{}\"]\n", printed.display()),
    )
    .unwrap();
    bench.press("F3 hjxc Enter F4 ^A mhq 3");
    let keys = count(&mut bench, "^S ^S 1");
    assert!(keys <= 4, "{keys} keys");
    let bytes =
        std::fs::read(&printed).unwrap_or_else(|error| panic!("{error}\n{}", bench.screen()));
    assert!(bytes.starts_with(b"%PDF-"), "{}", bench.screen());
}

#[test]
fn a_half_filled_checklist_is_found_again_with_its_answers() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A mhq 3 Enter 东侧 ^S");
    // Nobody said goodbye: the desk is opened anew.
    let mut bench = bench.again();
    let today = bench.screen();
    assert!(today.contains("草稿 1") && today.contains("恒捷鞋材厂 表四"), "{today}");
    let row = today.lines().position(|line| line.contains("恒捷鞋材厂 表四")).unwrap();
    let first = today.lines().position(|line| line.starts_with('>')).unwrap();
    for _ in first..row {
        bench.press("Down");
    }
    bench.press("Enter");
    assert!(bench.screen().contains("已答44/44 隐患1"), "{}", bench.screen());
    bench.press("mhq");
    assert!(bench.screen().contains("东侧"), "{}", bench.screen());
    // Saved, it is no draft any more.
    bench.press("^S ^S 4 F2");
    assert!(bench.screen().contains("草稿 0"), "{}", bench.screen());
}

/// What is typed in a window, wherever it stands, and the desk is opened anew without a goodbye: it is among the
/// drafts, and offered where it was typed.
#[test]
fn what_is_typed_in_a_window_is_there_after_a_power_cut() {
    const COMMUNITY: &str = "对社区挂牌督办";
    for (keys, draft) in [
        ("F7 ^W", "作废 招联安监整改"),
        ("F7 Enter End Enter", "拒签 招联安监整改"),
        ("F8 Enter 1", "新增网格"),
        ("F8 Enter 2", "登记人员"),
        ("F8 Down Down Down Down Enter 1 Down", "人员交接"),
        ("F8 Down Down Enter 1 Down", "登记离岗"),
        ("F3 ^N", "新增登记"),
        ("F3 hjxc Enter ^E", "修改登记"),
        ("F3 hjxc Enter ^G Down Down", "变更"),
        ("F3 hjxc Enter F4 ^A ^S Down Down", "表四"),
        ("F3 hjxc Enter F4 ^Y", "表四"),
        ("F5 ^R Down Down Down Down", "复查"),
        ("Alt+x ^N 1 Down Down Down", "登记网格事件"),
        ("Alt+x ^N 2", COMMUNITY),
        ("Alt+b Enter 1 Down", "上报"),
        ("Alt+t ^N 2", "登记"),
        ("Alt+w ^N 3", "没有填完"),
    ] {
        // No grid officer does that; nobody signed in at this desk.
        let others = draft == COMMUNITY || ["F7 ^W", "Alt+t ^N 2"].contains(&keys);
        let seated = |bench: Bench| if others { bench.seated("") } else { bench };
        let mut bench = seated(Bench::new());
        bench.press(keys).typed("半句");
        assert!(bench.screen().contains("半句"), "{keys}: {}", bench.screen());
        let mut bench = seated(bench.again());
        let today = bench.screen();
        assert!(!today.contains("草稿 0") && today.contains(draft), "{keys}: {today}");
        let way = keys.trim_end_matches(" Down");
        bench.press(way);
        assert!(bench.screen().contains("上次填到一半"), "{keys}: {}", bench.screen());
        bench.press("1");
        assert!(bench.screen().contains("半句"), "{keys}: {}", bench.screen());
    }
}

#[test]
fn ctrl_z_on_a_checklist_takes_back_the_last_answer_and_no_deed() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4");
    let untouched = bench.screen();
    bench.press("^Z");
    let screen = bench.screen();
    assert!(screen.contains("没有可撤销的") && screen.contains("Esc"), "{screen}");
    bench.press("^A mhq 3");
    assert!(bench.screen().contains("已答44/44 隐患1"), "{}", bench.screen());
    bench.press("Enter 东侧 ^S");
    assert!(bench.screen().contains("东侧"), "{}", bench.screen());
    // One change after the other, with the row where it was made.
    bench.press("^Z");
    assert!(bench.screen().contains("已撤回：写明的隐患"), "{}", bench.screen());
    assert!(!bench.screen().contains("东侧"), "{}", bench.screen());
    bench.press("^Z");
    let screen = bench.screen();
    assert!(screen.contains("已答44/44 隐患0") && screen.contains("的答案"), "{screen}");
    bench.press("^Z");
    assert!(bench.screen().contains("已撤回：全部正常"), "{}", bench.screen());
    bench.press("1 ^Z");
    let same = |screen: &str| screen.lines().next().unwrap_or_default().to_owned();
    assert_eq!(same(&bench.screen()), same(&untouched), "nothing is answered");
    bench.press("Home Enter 1 ^Z");
    assert!(bench.screen().contains("已撤回：场所性质"), "{}", bench.screen());
    bench.press("^Y 楼梯间堆物 ^S");
    assert!(bench.screen().contains("隐患1"), "{}", bench.screen());
    bench.press("End Del");
    assert!(bench.screen().contains("隐患0"), "{}", bench.screen());
    bench.press("^Z");
    assert!(bench.screen().contains("隐患1"), "{}", bench.screen());
    // What was taken back is not in the draft either.
    bench.press("^A ^Z");
    let mut bench = bench.again();
    bench.press("F3 hjxc Enter F4");
    assert!(bench.screen().contains("已答0/44 隐患1"), "{}", bench.screen());
    // No deed of the office was touched: its two visits stand.
    let journal = bench.seat.office().unwrap().journal(50).unwrap();
    assert!(journal.iter().all(|link| link.entry.verb != "take_back"));
}

#[test]
fn a_paste_never_confirms() {
    let mut bench = Bench::new();
    bench.press("F5 ^R");
    let before = bench.screen();
    assert!(before.contains("登记复查"), "{before}");
    // As a Windows console hands it on: letters and Enters in one burst.
    let letters = "一\n二\n三\n四\n五\n六\n".chars().map(|c| {
        let code = if c == '\n' { Code::Enter } else { Code::Char(c) };
        Input::Key(Key::of(code))
    });
    bench.burst(letters.collect());
    assert!(bench.screen().contains("登记复查"), "{}", bench.screen());
    bench.input(Input::Paste("七\n八\n".into()));
    assert!(bench.screen().contains("登记复查"), "{}", bench.screen());
}

#[test]
fn the_summary_of_what_is_wrong_leads_into_the_field_with_the_same_words() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A ^Y 楼梯间堆物 ^S ^S");
    let screen = bench.screen();
    let words = "第1条隐患是限期整改，要写临时措施";
    assert!(screen.contains("有1处要改") && screen.contains(words), "{screen}");
    bench.press("1");
    let screen = bench.screen();
    assert!(screen.contains("表上没有的隐患") && screen.contains("> 临时措施"), "{screen}");
    assert!(screen.contains(&format!("! {words}")), "{screen}");
    bench.press("专人看守 ^S ^S");
    assert!(bench.screen().contains("保存检查，开具整改通知书"), "{}", bench.screen());
}

#[test]
fn a_deadline_before_the_visit_is_named_with_its_hazard() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A mhq 3 Enter Down Down 2026-11-01 ^S ^S ^S");
    // Either day may be the slip: one line leads to each.
    bench.shows("有2处要改");
    bench.shows("第1条隐患：期限2026年11月1日早于检查日期2026年11月20日。");
    bench.press("1").shows("! 检查日期2026年11月20日晚于第1条隐患的期限2026年11月1日。");
    let screen = bench.screen();
    assert!(screen.contains(">   检查日期"), "{screen}");
    // The day is typed over what was suggested; a visit entered late has its own.
    bench.press("10-30 ^S");
    assert!(bench.screen().contains("检查已保存"), "{}", bench.screen());
}

#[test]
fn all_that_is_wrong_with_a_save_is_listed_and_each_line_leads_there() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A mhq 3 Enter Down Down 2026-11-01 ^S");
    bench.press("^Y 楼梯间堆物 Down Down 2026-11-02 Down 专人看守 ^S ^S Alt+c ^S");
    bench.shows("有4处要改").shows("1 没有写明检查人");
    bench.shows("第1条隐患：期限").shows("第2条隐患：期限");
    // Out of the window to the term of the hazard; what was typed in the window waits.
    bench.press("4").shows("早于检查日期2026年11月20日");
    let screen = bench.screen();
    assert!(screen.contains(">     期限") || screen.contains("> 期限"), "{screen}");
    bench.press("Alt+c 11-30 ^S ^S 1 ^S").shows("有3处要改").press("1");
    assert!(bench.screen().contains(">     检查人"), "{}", bench.screen());
    // Two people who are not clear are told together.
    bench.press("安全 Down 2026-10-30 Down Down 一鸣 ^S").shows("有2处要改");
    bench.shows("“安全”像是名单上的林安全").shows("“一鸣”像是名单上的陈一鸣").press("2");
    assert!(bench.screen().contains(">     验收人"), "{}", bench.screen());
}

#[test]
fn what_is_pasted_over_a_menu_is_not_lost_without_a_word() {
    let mut bench = Bench::new();
    bench.press("F3 ^N 某某店 Esc ^N");
    assert!(bench.screen().contains("上次填到一半"), "{}", bench.screen());
    bench.input(Input::Paste("2".into()));
    let screen = bench.screen();
    assert!(screen.contains("上次填到一半") && screen.contains("粘贴的文字没有用上"), "{screen}");
    let key = Key { pasted: true, ..Key::of(Code::Char('2')) };
    bench.input(Input::Key(key));
    assert!(bench.screen().contains("粘贴的文字没有用上"), "{}", bench.screen());
    bench.press("1");
    assert!(bench.screen().contains("某某店"), "{}", bench.screen());
}

/// What is wrong with a term is told beside it as it is left, not at the end.
#[test]
fn a_term_is_looked_at_as_its_field_is_left() {
    for (typed, said) in [
        ("0", "! 期限至少写1天"),
        ("下周", "! “下周”不是日期"),
        ("2026-11-01", "! 2026年11月1日已经过去，补录以前的检查才这样写。"),
    ] {
        let mut bench = Bench::new();
        bench.press("F3 hjxc Enter F4 ^A mhq 3 Enter Down Down").press(typed).press("Enter");
        let screen = bench.screen();
        assert!(screen.contains("> 临时措施") && screen.contains(said), "{typed}: {screen}");
        // Another value takes the words away.
        bench.press("Up Alt+c 7 Enter");
        assert!(!bench.screen().contains("! "), "{}", bench.screen());
    }
}

/// 通道堵塞 is one that the sheet would have put right on the spot; only a person can say that it was.
#[test]
fn looking_into_a_hazard_changes_nothing() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A std 2 Enter");
    assert!(bench.screen().contains("处置方式"), "{}", bench.screen());
    bench.press("^S ^S ^S 5 F5");
    let screen = bench.screen();
    let row = screen.lines().find(|line| line.contains("疏散通道")).unwrap_or_default();
    assert!(row.contains("整改中"), "{screen}");
}

#[test]
fn what_is_emptied_about_a_hazard_stays_empty() {
    let mut bench = Bench::new();
    let window = "F3 hjxc Enter F4 ^A mhq 3 Enter Down Down Down Down Down";
    bench.press(&format!("{window} Alt+c ^S ^S ^S"));
    assert!(bench.screen().contains("没有写明整改要求"), "{}", bench.screen());
    let mut bench = Bench::new();
    bench.press(&format!("{window} Down Alt+c ^S ^S ^S 3"));
    let screen = bench.screen();
    assert!(screen.contains("整改要求：") && !screen.contains("依据："), "{screen}");
}

#[test]
fn a_recheck_and_a_closure_go_through_and_the_list_follows() {
    let mut bench = Bench::new();
    bench.press("F5");
    let before = bench.screen().matches("整改中").count();
    // 验收人 is filled in already; the last field confirms.
    bench.press("^R ^S");
    assert!(bench.screen().contains("待销号"), "{}", bench.screen());
    bench.press("Enter 2 ^S");
    assert!(bench.screen().contains("已办好：已销号"), "{}", bench.screen());
    assert_eq!(bench.screen().matches("整改中").count(), before - 1, "{}", bench.screen());
}

#[test]
fn an_edit_is_taken_back_with_a_reason() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter ^E 东 ^S");
    assert!(bench.screen().contains("恒捷鞋材厂东"), "{}", bench.screen());
    // Across a restart.
    let mut bench = bench.again();
    bench.press("^Z");
    assert!(bench.screen().contains("撤销上一步"), "{}", bench.screen());
    bench.press("^S");
    assert!(bench.screen().contains("请写明为什么撤销"), "{}", bench.screen());
    bench.press("写错了 ^S F3 hjxc Enter");
    assert!(!bench.screen().contains("恒捷鞋材厂东"), "{}", bench.screen());
    assert!(bench.screen().contains("撤销：写错了"), "{}", bench.screen());
}

/// Where the first hazard of the list stands now.
fn first_state(bench: &Bench) -> String {
    let screen = bench.screen();
    let line = screen.lines().find(|line| line.starts_with('>')).unwrap();
    line.split_whitespace().nth(3).unwrap().to_owned()
}

#[test]
fn the_steps_of_a_hazard_are_taken_back_one_by_one_across_restarts() {
    let mut bench = Bench::new();
    bench.press("F5 ^R ^S");
    assert_eq!(first_state(&bench), "待销号");
    bench.press("Enter 2 ^S");
    let mut bench = bench.again();
    // Without a reason it is not done.
    bench.press("F5 ^Z ^S");
    assert!(bench.screen().contains("请写明为什么撤销"), "{}", bench.screen());
    bench.press("点错了 ^S");
    assert!(bench.screen().contains("已撤销，这条隐患现在是待销号"), "{}", bench.screen());
    let mut bench = bench.again();
    bench.press("F5 ^Z");
    assert!(bench.screen().contains("复查："), "{}", bench.screen());
    bench.press("还没去看 ^S");
    assert!(bench.screen().contains("现在是整改中"), "{}", bench.screen());
    assert_eq!(first_state(&bench), "整改中");
    // What was signed on paper before that stays.
    bench.press("^Z");
    assert!(bench.screen().contains("检查签字后不改"), "{}", bench.screen());
    // The history tells all of it.
    bench.press("F3 hjxc Enter");
    assert!(bench.screen().contains("整改中"), "{}", bench.screen());
}

#[test]
fn the_hazards_of_one_visit_are_rechecked_together_and_taken_back_together() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A mhq 3 Down 2 ^S ^S 5");
    bench.press("F5 标牌 Enter");
    assert!(bench.screen().contains("一起复查：这次检查的2条"), "{}", bench.screen());
    bench.press("End Enter");
    assert!(bench.screen().contains("登记复查"), "{}", bench.screen());
    bench.press("^S");
    assert!(bench.screen().contains("2条都登记了复查"), "{}", bench.screen());
    bench.press("Esc");
    assert_eq!(bench.screen().matches("待销号").count(), 3, "{}", bench.screen());
    bench.press("^Z 点错了 ^S");
    assert!(bench.screen().contains("2条隐患都回到原来的状态"), "{}", bench.screen());
    assert_eq!(bench.screen().matches("待销号").count(), 1, "{}", bench.screen());
    // Marked by hand it is the same; what cannot be rechecked cannot be marked.
    bench.press("Home ^K ^K ^R ^S");
    assert!(bench.screen().contains("2条都登记了复查"), "{}", bench.screen());
    bench.press("End ^K");
    assert!(bench.screen().contains("已经复查合格，请销号"), "{}", bench.screen());
}

#[test]
fn what_was_not_there_last_time_is_not_there_by_one_key() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ft Space ^A ^S ^S 5 F4 ^A");
    assert!(bench.screen().contains("1项同上次答为不涉及"), "{}", bench.screen());
}

#[test]
fn quitting_takes_ctrl_q_and_nothing_less() {
    let mut bench = Bench::new();
    bench.press("^C Esc Esc q Q F3 abc Esc");
    assert!(!bench.is_over());
    bench.press("^Q");
    assert!(bench.is_over());
}

/// As keys that came together, where no terminal says that they are a paste.
fn together(text: &str) -> Vec<Input> {
    let code = |c| match c {
        '\n' => Code::Enter,
        '\t' => Code::Tab,
        c => Code::Char(c),
    };
    text.chars().map(|c| Input::Key(Key::of(code(c)))).collect()
}

#[test]
fn digits_within_a_search_go_to_the_search() {
    let mut bench = Bench::new();
    bench.press("F3 ^N 招联A12号厂房 ^S F3 ^N 招联B12号厂房 ^S");
    let said = |text: &str| Some(text.to_owned());
    let mut report =
        Report { premises: "恒捷鞋材厂".into(), form: "table4".into(), ..Report::default() };
    report.answers.rest = said("normal");
    report.answers.hazards.push(HazardEntry {
        text: said("A12配电箱没有箱门"),
        grade: said("general"),
        disposal: said("by_deadline"),
        days: Some(7),
        requirement: said("装上箱门"),
        interim: said("专人看守"),
        ..HazardEntry::default()
    });
    bench.seat.office().unwrap().record(&report).unwrap();
    let letters = ["A12", "a12", "Ａ１２"];
    let numbers = ["2026〕1", "２０２６〕１", "改〔2026〕1"];
    for (home, wanted, told, found) in [
        ("F3", letters, "1/7家", ">招联A12号厂房"),
        ("F2 F4", letters, "1/7家", ">招联A12号厂房"),
        ("F3", ["1380595", "１３８０５９５", "13805950001"], "5/7家", "恒捷鞋材厂"),
        ("F5", letters, "未销号 1条", "A12配电箱没有箱门"),
        ("F5", numbers, "未销号 1条", "堵塞"),
        ("F7", numbers, "通知书 1份", "〔2026〕1号"),
    ] {
        for text in wanted {
            for way in 0..4 {
                bench.press(home);
                match way {
                    0 => drop(bench.typed(text)),
                    1 => bench.input(Input::Paste(format!("{text}\n"))),
                    2 => bench.burst(together(text)),
                    // A cell of a spreadsheet ends in a line end, or in a tab and another cell.
                    _ => bench.burst(together(&format!("{text}\t\n"))),
                }
                let screen = bench.screen();
                assert!(screen.contains("查找："), "{home} {text} {way}: {screen}");
                assert!(
                    screen.contains(told) && screen.contains(found),
                    "{home} {text} {way}: {screen}"
                );
            }
        }
    }
}

#[test]
fn digits_behind_letters_are_no_answer_on_a_checklist() {
    for (way, text) in [(0, "qq12"), (1, "qq12"), (1, "12"), (2, "12"), (2, "mhq12\n3"), (2, " 12")]
    {
        let mut bench = Bench::new();
        bench.press("F3 hjxc Enter F4 Down");
        match way {
            0 => drop(bench.typed(text)),
            1 => bench.input(Input::Paste(text.into())),
            _ => bench.burst(together(text)),
        }
        let screen = bench.screen();
        assert!(screen.contains("已答0/44"), "{way} {text}: {screen}");
        assert!(screen.contains("数字没有当作答案"), "{way} {text}: {screen}");
        // The search is over, and digits answer again.
        bench.press("Esc 1");
        assert!(bench.screen().contains("已答1/44"), "{way} {text}: {}", bench.screen());
    }
}

#[test]
fn digits_behind_letters_choose_nothing_from_a_menu() {
    let mut bench = Bench::new();
    bench.press("F7 Enter");
    let menu = bench.screen();
    bench.press("A12 Enter");
    let screen = bench.screen();
    assert!(screen.contains("打的“A12”没有用上") && screen.contains("按退格清掉再选"), "{screen}");
    bench.press("Back");
    assert_eq!(bench.screen(), menu);
    // A blank alone is what an input method leaves behind.
    bench.press("Space 1");
    assert!(!bench.screen().contains("没有用上"), "{}", bench.screen());
    assert_ne!(bench.screen(), menu);
}
