//! Every fault of a form file is told with its line, all at once.

use anban::form::library::Library;

use super::EVERYTHING;

#[test]
fn every_fault_is_told_with_its_line() {
    let (library, _) = Library::new(&[]);
    let line = |text: &str, words: &str| {
        text.lines().position(|line| line.contains(words)).map_or(0, |at| at + 1)
    };
    assert_eq!(library.check("x.toml", EVERYTHING), []);
    for (old, new, said) in [
        ("look = \"form\"", "look = \"round\"", "look 写的是“round”，只能写：form、official、wide"),
        (
            "about = \"premises\"",
            "about = \"shop\"",
            "about 写的是“shop”，只能写：none、premises、hazard、inspection、notice、grid、transfer、supervision、event、entry",
        ),
        ("{serial}号", "号", "文号里缺少流水号：请补上 {serial}"),
        (
            "heading = ",
            "headline = ",
            "不认识“headline”：这里只能写 schema、code、revision、title、source、about、ledger、look、signed_by、name、heading、number、footnote、copies、qr、stub、field、entry、addressee、issuer、date、part、signature、require；请改正拼写或删去",
        ),
        (
            "addressee = \"{premises.name}\"",
            "addressee = \"{premises.nam}\"",
            "不认识的事实“premises.nam”（是不是“premises.name”？）；能用的请看 anban form facts premises",
        ),
        (
            "addressee = \"{premises.name}\"",
            "addressee = \"{premises.name\"",
            "花括号没有成对：事实要写成 {premises.name} 这样",
        ),
        (
            "addressee = \"{premises.name}\"",
            "addressee = \"{hazard.text}\"",
            "不认识的事实“hazard.text”；能用的请看 anban form facts premises",
        ),
        (
            "addressee = \"{premises.name}\"",
            "addressee = \"{row.name}\"",
            "{row.name} 只能用在有 rows 的清单或表格里",
        ),
        ("id = \"reason\"", "id = \"today\"", "id“today”已有固定的意思，请换一个"),
        ("id = \"reason\"", "id = \"事由\"", "id 只能用小写英文字母、数字和下划线"),
        ("id = \"reason\"", "id = \"blank\"", "字段编号 id “blank”重复：每个只能出现一次"),
        (
            "kind = \"long\"",
            "kind = \"picture\"",
            "kind 写的是“picture”，只能写：text、long、day、number、money、choice、yes_no、people",
        ),
        (
            "options = [\"同意\", \"不同意\"]",
            "options = [\"同意\"]",
            "kind = \"choice\" 要写至少两个 options = [\"…\", \"…\"]",
        ),
        (
            "kind = \"space\"",
            "kind = \"hole\"",
            "kind 写的是“hole”，只能写：text、list、grid、table、counters、bars、break、annex、space",
        ),
        ("height = 5", "height = \"五\"", "height 要写数字，这里写的是文字"),
        ("height = 5", "height = 900", "height 要写 0.5 到 250 之间的数字"),
        (
            "when = \"!premises.name\"",
            "when = \"!premise.name\"",
            "不认识的事实“premise.name”（是不是“premises.name”？）；能用的请看 anban form facts premises",
        ),
        (
            "rows = \"evidence\"",
            "rows = \"evidenc\"",
            "没有叫“evidenc”的清单（是不是“evidence”？）；about = \"premises\" 的文书能用的清单：inspections、hazards、notices、changes、evidence、entries",
        ),
        (
            "text = \"{row.name}\"",
            "text = \"{row.nam}\"",
            "清单 evidence 的行里没有“row.nam”（是不是“row.name”？）；能用的请看 anban form facts premises",
        ),
        (
            "{ text = \"{premises.employees}名\" }",
            "{ text = \"{premises.employees}名\", span = 2 }",
            "第2行的格子比4列多：请核对各格的 span，以及上面各行向下占的格（rows）",
        ),
        (
            "{ sign = \"负责人（签名）\", dated = true, span = 3 }",
            "{ sign = \"负责人（签名）\" }",
            "第3行的格子比4列少：请核对各格的 span，以及上面各行向下占的格（rows）",
        ),
        (
            "{ sign = \"负责人（签名）\", dated = true, span = 3 }",
            "{ span = 3 }",
            "这一格要写 { label = … }、{ text = … }、{ ticks = […] } 或 { sign = … } 之一",
        ),
        (
            "{ label = \"负责人意见\" }",
            "{ label = \"负责人意见\", rows = 2 }",
            "第3行有一格向下占2行，超出了表格",
        ),
        (
            "\"{count}项\"]",
            "\"{counted}项\"]",
            "不认识的事实“counted”；能用的请看 anban form facts premises",
        ),
        (
            "\"{count}项\"]",
            "\"{sum.counted}项\"]",
            "清单 hazards 的行里没有“row.counted”；能用的请看 anban form facts premises",
        ),
        (
            "\"{count}项\"]",
            "\"{sum.no}项\"]",
            "合计加的是 no，而“整改期限”这一列印的不是它：请改成 {sum.…} 加这一列的数",
        ),
        (
            "total = [\"合计\", \"\", ",
            "total = [\"合计\", ",
            "total 有2格，表格有3列：要一样多，空着的写 \"\"",
        ),
        (
            "register = \"table2\"",
            "register = \"table9\"",
            "没有代码为“table9”的统计表：请用 anban form list 查看",
        ),
        ("issuer = \"{unit.issuer}\"\n", "", "date 要和 issuer 一起写：日期印在落款单位下面"),
        (
            "number = \"{office}安监样例〔{year}〕{serial}号\"\n",
            "",
            "qr = true 只能用在有文号的文书里：请补上 number",
        ),
        ("look = \"form\"", "look = \"wide\"", "stub = true 只能用在 look = \"form\" 的文书里"),
        (
            "about = \"premises\"",
            "about = \"premises\"\nledger = \"delivery\"",
            "ledger 只能用在 about = \"entry\" 或 \"none\" 的文书里",
        ),
        (
            "[[part]]",
            "[entry]\nfield = \"kind\"\nvalues = [\"通报\"]\n\n[[part]]",
            "[entry] 只能用在 about = \"entry\" 的文书里",
        ),
    ] {
        assert!(EVERYTHING.contains(old), "{old}");
        let text = EVERYTHING.replacen(old, new, 1);
        let faults = library.check("x.toml", &text);
        let told = faults.iter().find(|fault| fault.message == said);
        let told = told.unwrap_or_else(|| panic!("{new}: {faults:#?}"));
        // What is missing or does not go together is told at the part that it belongs to.
        let at = line(&text, new.lines().last().unwrap_or_default());
        if !new.is_empty() && !said.contains("重复") && said.starts_with(['不', '花', 'h']) {
            assert_eq!(told.line, at, "{new}: {told}");
        }
    }
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_file() {
    let text = EVERYTHING
        .replace("{premises.address}", "{premises.adress}")
        .replace("height = 5", "height = 0")
        .replace("align = \"right\"", "align = \"middle\"")
        .replace("id = \"blank\"", "id = \"Blank\"");
    let (library, _) = Library::new(&[]);
    let faults = library.check("x.toml", &text);
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    assert_eq!(faults.len(), 4, "{faults:#?}");
    assert_eq!(lines, sorted);
}

#[test]
fn what_a_paper_names_in_other_files_is_looked_up() {
    let (library, _) = Library::new(&[]);
    let of = |about: &str, words: &str| {
        format!(
            "schema = \"paper/1\"\ncode = \"x\"\nrevision = 1\ntitle = \"甲\"\nsource = \"乙\"\n\
             {about}\nlook = \"form\"\n[[part]]\nkind = \"text\"\ntext = \"{words}\"\n"
        )
    };
    let entry = "about = \"entry\"\nledger = \"delivery\"";
    for (text, said) in [
        (of(entry, "{entry.on}"), ""),
        (of(entry, "{entry.nobody}"), "台账 delivery 没有字段“nobody”"),
        (of("about = \"entry\"\nledger = \"nowhere\"", "甲"), "没有代码为“nowhere”的台账"),
        (of("about = \"entry\"", "甲"), "about = \"entry\" 要写明是哪个台账"),
        (of("about = \"hazard\"", "{major.plan}"), ""),
        (of("about = \"hazard\"", "{major.nothing}"), "重大隐患填报表（major）没有这个字段"),
    ] {
        let faults = library.check("x.toml", &text);
        let told = faults.iter().any(|fault| fault.message.contains(said));
        assert!(if said.is_empty() { faults.is_empty() } else { told }, "{said}: {faults:#?}");
    }
    // An own paper that names what is not there is reported, and the built-in one stays.
    let own = of(entry, "{entry.nobody}").replace("code = \"x\"", "code = \"transfer\"");
    let (with_own, faults) = Library::new(&[("paper/transfer.toml".to_owned(), own)]);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert_eq!(with_own.paper("transfer"), library.paper("transfer"));
}

#[test]
fn what_asks_for_the_key_list_is_looked_up_in_the_ledger_that_is_named() {
    let (library, _) = Library::new(&[]);
    let ours = include_str!("../../../forms/regime/yanta.toml");
    for (right, wrong, said) in [
        ("ledger = \"danger_point\"", "ledger = \"danger_pont\"", "没有代码为“danger_pont”的台账"),
        ("field = \"major_source\"", "field = \"knd\"", "台账 chemical 没有字段“knd”"),
        ("value = \"重大危险源\"", "value = \"重大危险\"", "“重大危险”不是“kind”可选的词"),
        ("value = \"是\"", "value = \"有\"", "“有”不是“major_source”可选的词"),
    ] {
        assert!(ours.contains(right), "{right}");
        let faults = library.check("yanta.toml", &ours.replacen(right, wrong, 1));
        let [fault] = &faults[..] else { panic!("{wrong}: {faults:#?}") };
        assert!(fault.message.contains(said), "{fault:#?}");
        assert!(ours.lines().nth(fault.line - 1).unwrap().contains(right), "{fault:#?}");
    }
}

#[test]
fn what_runs_out_is_looked_up_in_the_ledger_that_is_named() {
    let ours = include_str!("../../../forms/checklist/table4.toml");
    let (library, _) = Library::new(&[]);
    assert_eq!(library.check("table4.toml", ours), []);
    let from = ours.find("[[group.item.lapsed]]").unwrap();
    for (old, new, said) in [
        (
            "ledger = \"certificate\"",
            "ledger = \"certificat\"",
            "没有代码为“certificat”的台账：请用 anban form list 查看",
        ),
        ("field = \"kind\"", "field = \"kinds\"", "台账 certificate 没有字段“kinds”"),
        (
            "ledger = \"certificate\"",
            "ledger = \"worklog\"",
            "台账 worklog 没有到期的日期（until）",
        ),
    ] {
        let theirs = ours[..from].to_owned() + &ours[from..].replacen(old, new, 1);
        let line = theirs[..from].lines().count()
            + theirs[from..].lines().position(|line| line == new).unwrap()
            + 1;
        let faults = library.check("table4.toml", &theirs);
        let [fault] = &faults[..] else { panic!("{new}: {faults:#?}") };
        let told = fault.to_string();
        assert!(
            told.starts_with(&format!("table4.toml:{line}：")) && told.contains(said),
            "{told}"
        );
        // In the office's folder it is reported, and ours stays.
        let own = [("checklist/table4.toml".to_owned(), theirs)];
        let (with_own, faults) = Library::new(&own);
        assert_eq!(faults.len(), 1, "{faults:#?}");
        assert_eq!(with_own.checklist("table4"), library.checklist("table4"));
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused_without_a_panic() {
    let (library, _) = Library::new(&[]);
    let whole = EVERYTHING.chars().count();
    for cut in (0..whole).step_by(whole / 60) {
        let part: String = EVERYTHING.chars().take(cut).collect();
        let lines = part.split('\n').count();
        for fault in library.check("x.toml", &part) {
            assert!((1..=lines).contains(&fault.line), "{cut}: {fault}");
        }
    }
}
