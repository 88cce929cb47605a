//! What papers take from the record, on real records: 表二 by categories counted by hand, what is known and not said,
//! whose number a letter has, and what may not be said of a hazard.

use crate::{
    desk::{Desk, Ran},
    major::{House, set_up},
};

const HAZARD: &str = "招联安监整改〔2026〕1号-1";

const STOP: &str = r#"default = "normal"
[answers]
q20 = "堵塞"
[[hazards]]
item = "q20"
text = "疏散通道堆放鞋材"
disposal = "suspend"
days = 7
"#;

struct Street {
    house: House,
}

impl Street {
    fn new() -> Street {
        let mut house = House { desk: Desk::bare(), database: None, said: Vec::new() };
        set_up(&mut house);
        Street { house }
    }

    fn ran(&self, day: &str, who: &str, args: &[&str]) -> Ran {
        self.house.desk.run(&[&["--today", day, "--as", who], args].concat())
    }

    /// What a command says, without blanks; `@name` is a file beside the office.
    fn done(&self, day: &str, who: &str, line: &str) -> String {
        let words = line.split(' ').map(|word| match word.strip_prefix('@') {
            Some(name) => self.house.desk.path(name),
            None => word.to_owned(),
        });
        let words: Vec<String> = words.collect();
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        self.ran(day, who, &args).done().replace(['\n', ' '], "")
    }

    fn refused(&self, day: &str, who: &str, line: &str) -> String {
        let args: Vec<&str> = line.split(' ').collect();
        self.ran(day, who, &args).refused(1)
    }

    fn inspect(&self, day: &str) {
        self.house.desk.write("答案.toml", STOP);
        let line = "inspect record --premises 恒捷鞋材厂 --form table4 --answers @答案.toml --sure";
        self.done(day, "陈一鸣", line);
    }

    /// Eight digits of what was opened just now, as its list shows them.
    fn opened(&self, day: &str, who: &str, line: &str) -> String {
        let args: Vec<&str> = line.split(' ').collect();
        let said = self.ran(day, who, &args).done();
        let (_, id) = said.split_once("（编号 ").unwrap_or_else(|| panic!("{said}"));
        id[..8].to_owned()
    }
}

/// `label count` of 表二 of a grid, those that are not 0.
fn counted(street: &Street, about: &str) -> Vec<String> {
    let path = street.house.desk.path("表二.csv");
    street.done(
        "2026-11-09",
        "林安全",
        &format!("paper print table2 --about {about} -o @表二.csv"),
    );
    let text = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let told = rows.filter(|row| row[1] != "0" && ["个", "处"].contains(&row[2]));
    told.map(|row| format!("{} {}", row[0], row[1])).collect()
}

#[test]
fn table_two_counts_what_lies_in_the_grid() {
    let street = Street::new();
    let day = "2026-11-03";
    street.done(day, "", "grid add 二网格 --community 招联社区 --lead 林安全");
    for (name, grid) in [
        ("红星网吧", "一网格"),
        ("大众网吧", "一网格"),
        ("小太阳幼儿园", "一网格"),
        ("康宁诊所", "一网格"),
        ("北极星网吧", "二网格"),
        ("顺达停车场", "二网格"),
    ] {
        street.done(
            day,
            "林安全",
            &format!("premises add {name} --grid {grid} --address 招联街9号"),
        );
    }
    let one = counted(&street, "一网格");
    for row in ["网吧 2", "幼儿园 1"] {
        assert!(one.iter().any(|told| told.ends_with(row) || told.contains(row)), "{row} {one:?}");
    }
    assert!(!one.iter().any(|told| told.contains("停车场")), "{one:?}");
    let two = counted(&street, "二网格");
    assert_eq!(two.len(), 2, "{two:?}");
    assert!(two.contains(&"停车场 1".to_owned()), "{two:?}");
    // The foot of the sheet is that of the staff list.
    let sheet = street.done("2026-11-09", "林安全", "paper print table2 --about 一网格 --text");
    for words in ["专职人员3名", "兼职人员0名", "安办"] {
        assert!(sheet.contains(words), "{words} {sheet}");
    }
    // The list of categories of a grid, its community, the street: 一网格 has 2, 二网格 1.
    for (about, bars) in [("一网格", 2), ("二网格", 1), ("招联社区", 3), ("北峰街道", 3)]
    {
        let path = street.house.desk.path("类别.csv");
        street.done(
            "2026-11-09",
            "周安平",
            &format!("paper print category_list --about {about} -o @类别.csv"),
        );
        let text = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
        let row = text.lines().find(|line| line.contains("网吧")).unwrap();
        assert!(row.split(',').any(|cell| cell == bars.to_string()), "{about}: {row}");
    }
    // The register of a grid has its own rows alone.
    for (about, inside, outside) in
        [("一网格", "红星网吧", "北极星网吧"), ("二网格", "北极星网吧", "红星网吧")]
    {
        let told = street.done(
            "2026-11-09",
            "周安平",
            &format!("paper print table1 --about {about} --text"),
        );
        assert!(told.contains(inside) && !told.contains(outside), "{about} {told}");
    }
    let both = street.done("2026-11-09", "周安平", "paper print table1 --about 招联社区 --text");
    assert!(both.contains("红星网吧") && both.contains("北极星网吧"), "{both}");
    // Without a grid it says which there are, and no inner code.
    let which = street.refused("2026-11-09", "周安平", "report table2 --period 2026-11");
    assert!(which.contains("北峰街道有2个网格：一网格、二网格"), "{which}");
    assert!(!which.contains("3505"), "{which}");
}

#[test]
fn a_post_that_nobody_wrote_down_is_that_of_the_staff_list() {
    let street = Street::new();
    street.done("2026-11-03", "", "grid assign 一网格 --supervisor 蔡书记");
    let sheet = street.done("2026-11-09", "周安平", "paper print table3 --text");
    assert!(sheet.contains("蔡书记") && sheet.contains("社区主干"), "{sheet}");
}

#[test]
fn what_is_known_is_filled_in_and_the_street_numbers_its_own() {
    let street = Street::new();
    street.done(
        "2026-11-02",
        "",
        "staff add 郑街道 --role street_officer --unit 北峰街道 --phone 0595-22700001",
    );
    street.inspect("2026-11-10");
    let sent = street.opened(
        "2026-11-10",
        "郑街道",
        &format!("transfer send --hazard {HAZARD} --to 区消防救援大队 --opinion 请依法查处"),
    );
    let paper =
        street.done("2026-11-10", "周安平", &format!("paper issue transfer --about {sent} --text"));
    for words in ["北峰安监抄告〔2026〕1号", "0595-22700001", "北峰街道"] {
        assert!(paper.contains(words), "{words} {paper}");
    }
    // An empty answer is an answer: what has to be there is asked for.
    let blank = format!("paper print transfer --about {sent} --set handler_phone= --text");
    assert!(street.refused("2026-11-10", "周安平", &blank).contains("“经办人电话”还没有填"));

    let open = format!(
        "supervise open {HAZARD} --unit 丰泽区安委会办公室 --leader 刘副区长 --deadline 2026-12-31"
    );
    // What is put up is a major hazard.
    let why = street.refused("2026-11-12", "周安平", &open);
    assert!(why.contains("等级是“一般”，挂牌督办的只有重大隐患"), "{why}");
    let line = format!("hazard regrade {HAZARD} --grade major --reason 现场评估");
    street.done("2026-11-12", "林安全", &line);
    let id = street.opened("2026-11-12", "周安平", &open);
    // Nobody has applied: there is nothing to decide.
    for (code, set, way) in [
        (
            "extension_opinion",
            "--set decision=同意延期治理 --set until=2027-01-31",
            "anban supervise extend",
        ),
        ("acceptance_opinion", "", "anban supervise ask-acceptance"),
    ] {
        let issue = format!("paper issue {code} --about {id} {set}");
        let why = street.refused("2026-12-08", "周安平", issue.trim_end());
        assert!(why.contains("还没有登记") && why.contains(way), "{why}");
    }
    let asked = format!("supervise extend {id} --until 2027-01-31 --reason 设备未到");
    street.done("2026-12-08", "周安平", &asked);
    street.done("2026-12-09", "沈卫东", &format!("supervise grant {id} --opinion 同意按方案治理"));
    let granted = format!("paper issue extension_opinion --about {id} --text");
    let paper = street.done("2026-12-10", "周安平", &granted);
    for words in [
        "丰泽区督延〔2026〕1号",
        "你单位2026年12月8日提出",
        "原治理期限为2026年12月31日",
        "☑同意延期治理",
        "治理期限延期至2027年2月1日",
        "同意按方案治理",
    ] {
        assert!(paper.contains(words), "{words} {paper}");
    }
    // What is left blank on purpose stays blank.
    let left = format!("paper print extension_opinion --about {id} --set until= --text");
    assert!(!street.done("2026-12-10", "周安平", &left).contains("2027年2月1日"));
}

/// The day of an extension is one and the same in application, opinion and register; who refuses names none.
#[test]
fn an_extension_has_one_day_and_a_refusal_none() {
    let street = Street::new();
    street.inspect("2026-11-10");
    let line = format!("hazard regrade {HAZARD} --grade major --reason 现场评估");
    street.done("2026-11-12", "林安全", &line);
    let open = format!(
        "supervise open {HAZARD} --unit 丰泽区安委会办公室 --leader 刘副区长 --deadline 2026-12-31"
    );
    let id = street.opened("2026-11-12", "周安平", &open);
    let asked = format!("supervise extend {id} --until 2027-01-31 --reason 设备未到");
    street.done("2026-12-08", "周安平", &asked);
    let print = format!("paper print extension_opinion --about {id} --text");
    let printed =
        |set: &str| street.done("2026-12-08", "周安平", &format!("{print} --set decision={set}"));
    let paper = printed("同意延期治理");
    assert!(paper.contains("治理期限延期至2027年2月1日"), "{paper}");
    // 2027-01-30 is a Saturday.
    let paper = printed("同意延期治理 --set until=2027-01-30");
    assert!(paper.contains("治理期限延期至2027年2月1日"), "{paper}");
    for refused in ["不同意延期治理", "不同意延期治理 --set until=2027-01-29"] {
        let paper = printed(refused);
        assert!(paper.contains("☑不同意延期治理") && !paper.contains("2027年"), "{paper}");
    }
    let grant = format!("supervise grant {id} --until 2027-01-30 --opinion 同意");
    let said = street.done("2026-12-09", "沈卫东", &grant);
    assert!(said.contains("2027年2月1日"), "{said}");
}

/// The day of the registration is that of the first 核实, on paper as on the desk.
#[test]
fn what_was_registered_is_verified() {
    let street = Street::new();
    let shown = street.done("2026-11-09", "陈一鸣", "premises show 恒捷鞋材厂");
    assert!(shown.contains("上次核实2026年"), "{shown}");
    let told = street.done("2026-11-09", "周安平", "paper print completeness --text");
    assert!(told.contains("恒捷鞋材厂") && !told.contains("最近核实日期"), "{told}");
    let page = street.done("2026-11-09", "周安平", "paper print dossier --about 恒捷鞋材厂 --text");
    assert!(page.contains("最近核实2026年"), "{page}");
}

/// A book is whole without a list of key premises where none is key.
#[test]
fn a_book_needs_no_list_of_what_is_not_there() {
    let street = Street::new();
    let print = "paper print completeness -o @完整率.csv";
    let told = || {
        street.done("2026-11-09", "周安平", print);
        let text = std::fs::read_to_string(street.house.desk.path("完整率.csv")).unwrap();
        let line = text.lines().find(|line| line.starts_with("招联社区")).unwrap().to_owned();
        line.split(',').skip(4).collect::<Vec<_>>().join(",")
    };
    assert_eq!(told(), "100%,,");
    for name in ["恒捷鞋材厂", "丰泽服饰"] {
        let off = format!("premises edit {name} --not-key --reason 移出重点");
        street.done("2026-11-09", "林安全", &off);
    }
    assert_eq!(told(), "100%,,重点监管对象");
}

#[test]
fn a_tip_off_names_who_registered_it() {
    let street = Street::new();
    let line = "event register --source call --premises 恒捷鞋材厂 --content 夜间住人 --informant 热心居民 --phone 13805950009";
    let id = street.opened("2026-11-10", "陈一鸣", line);
    let paper =
        street.done("2026-11-10", "周安平", &format!("paper print tipoff --about {id} --text"));
    assert!(paper.contains("陈一鸣") && paper.contains("13805950009"), "{paper}");
    assert!(!paper.contains("周安平"), "{paper}");
}

#[test]
fn nobody_agrees_to_resume_before_the_stop_has_passed() {
    let street = Street::new();
    street.inspect("2026-11-10");
    let agree = format!(
        "paper issue resumption_opinion --about {HAZARD} --set asked_on=2026-11-12 --set decision="
    );
    let why = street.refused("2026-11-12", "周安平", &format!("{agree}同意恢复生产经营"));
    assert!(why.contains("不能同意恢复生产经营"), "{why}");
    street.done("2026-11-12", "周安平", &format!("{agree}不同意恢复生产经营"));
    for (paper, why) in [
        ("major_report", "这条隐患不是重大隐患"),
        ("major_close", "这条隐患不是重大隐患"),
        ("refusal_report --set request=请派员", "没有登记拒不整改"),
    ] {
        let said = street.refused(
            "2026-11-12",
            "周安平",
            &format!("paper print {paper} --about {HAZARD}"),
        );
        assert!(said.contains(why), "{paper}: {said}");
    }
    street.done(
        "2026-11-13",
        "林安全",
        &format!("hazard recheck {HAZARD} --passed --acceptor 林安全"),
    );
    street.done("2026-11-13", "林安全", &format!("hazard close {HAZARD}"));
    let notice = "招联安监整改〔2026〕1号";
    let recheck = format!("paper print recheck --about {notice} --text");
    assert!(street.done("2026-11-13", "林安全", &recheck).contains("以下隐患已整改合格"));
    street.done("2026-11-13", "周安平", &format!("{agree}同意恢复生产经营"));
    // A pass that was taken back is no pass.
    street.done(
        "2026-11-16",
        "林安全",
        &format!("hazard reopen {HAZARD} --deadline 2026-11-20 --reason 又堆放鞋材"),
    );
    let why = street.refused("2026-11-16", "林安全", &recheck);
    assert!(why.contains("还没有复查"), "{why}");
    let why = street.refused("2026-11-16", "周安平", &format!("{agree}同意恢复生产经营"));
    assert!(why.contains("不能同意恢复生产经营"), "{why}");
}

#[test]
fn what_cannot_be_printed_takes_no_number() {
    let street = Street::new();
    street.inspect("2026-11-10");
    let sent = street.opened(
        "2026-11-10",
        "周安平",
        &format!("transfer send --hazard {HAZARD} --to 区消防救援大队 --opinion 请依法查处"),
    );
    let issue = format!("paper issue transfer --about {sent} --set handler_phone=0595-22700001");
    let why = street.refused("2026-11-10", "周安平", &format!("{issue} --set attachments=照片🔥"));
    assert!(why.contains("安全生产隐患抄告单") && why.contains("没有用掉文号"), "{why}");
    assert!(why.contains("🔥（U+1F525）"), "{why}");
    let paper = street.done("2026-11-10", "周安平", &format!("{issue} --text"));
    assert!(paper.contains("〔2026〕1号"), "{paper}");
}

#[test]
fn the_nature_of_a_place_is_that_of_its_category_or_of_the_last_visit() {
    let street = Street::new();
    let visit = |name: &str, nature: &str| {
        street.house.desk.write("答案.toml", format!("default = \"normal\"\n{nature}"));
        let line = format!(
            "--json inspect record --premises {name} --form table4 --answers @答案.toml --sure"
        );
        let said = street.done("2026-11-10", "陈一鸣", &line);
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        let id = said["inspection"].as_str().unwrap();
        street.done("2026-11-10", "陈一鸣", &format!("inspect print {id} --text"))
    };
    for (name, ticked) in [("红星网吧", "☑网吧"), ("康宁诊所", "□医院"), ("仁爱医院", "☑医院")]
    {
        let add = format!("premises add {name} --grid 一网格 --address 招联街9号");
        street.done("2026-11-03", "林安全", &add);
        let paper = visit(name, "");
        assert!(paper.contains(ticked), "{name}: {paper}");
    }
    let told = visit("红星网吧", "nature = [\"洗衣店\"]\n");
    assert!(told.contains("☑洗衣店") && told.contains("□网吧"), "{told}");
    assert!(visit("红星网吧", "").contains("☑洗衣店"));
}

/// 约谈 of a community, an accident and a penalty where nothing is registered.
#[test]
fn what_happens_at_no_registered_place_is_entered_in_words() {
    let street = Street::new();
    for line in [
        "interview --set target=招联社区主任 --set situation=2 --set subject=通报后没有进展 --set held_on=2026-11-12 --set held_at=9时30分 --set place=街道会议室",
        "accident --set unit=北峰路9号无证作坊 --set place=北峰路9号 --set kind=火灾 --set happened_at=9时05分 --set dead=0 --set missing=0 --set injured=0 --set course=电线短路起火",
        "penalty --set unit=无证作坊经营者刘某 --set decided_on=2026-11-10 --set kind=罚款 --set basis=消防法 --set organ=区消防救援大队",
    ] {
        let add = format!("--json ledger add {line} --community 招联社区");
        let said = street.done("2026-11-10", "周安平", &add);
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        let id = said["id"].as_str().unwrap();
        let (paper, words) = match line.split(' ').next() {
            Some("interview") => ("interview_record", "招联社区主任"),
            Some("accident") => ("accident_report", "北峰路9号无证作坊"),
            _ => continue,
        };
        let told = street.done(
            "2026-11-10",
            "周安平",
            &format!("paper print {paper} --about {id} --text"),
        );
        assert!(told.contains(words), "{told}");
    }
    let told = street.done("2026-11-11", "周安平", "accident list");
    assert!(told.contains("北峰路9号无证作坊"), "{told}");
}

#[test]
fn each_report_of_a_refusal_stands_with_its_day_its_receiver_and_who_made_it() {
    let street = Street::new();
    street.inspect("2026-11-10");
    let paper = format!("paper print refusal_report --about {HAZARD} --set request=请派员 --text");
    let list = "paper print problem_list --about 招联社区 --from 2026-11-01 --to 2026-11-30";
    street.done(
        "2026-11-20",
        "林安全",
        &format!("hazard recheck {HAZARD} --failed --refused --note 拒绝搬离"),
    );
    for (day, who, to) in [("2026-11-20", "林安全", "street"), ("2026-11-23", "陈一鸣", "police")]
    {
        street.done(day, who, &format!("hazard report {HAZARD} --to {to} --reason 拒绝搬离"));
    }
    let told = street.done("2026-11-23", "林安全", &paper);
    let both = "2026年11月20日街道安办（林安全）；2026年11月23日下派民警（陈一鸣）";
    assert!(told.contains(both), "{told}");
    street.done("2026-11-23", "林安全", &format!("{list} -o @清单.csv"));
    let text = std::fs::read_to_string(street.house.desk.path("清单.csv")).unwrap();
    let both = "2026-11-20街道安办（林安全）；2026-11-23下派民警（陈一鸣）";
    assert!(text.contains(both), "{text}");
    street.done(
        "2026-11-23",
        "林安全",
        "report problem_list --unit 招联社区 --period 2026-11 --map problem_list -o @导入.csv",
    );
    let text = std::fs::read_to_string(street.house.desk.path("导入.csv")).unwrap();
    assert!(text.contains("街道安办、下派民警,2026-11-23"), "{text}");
}

/// Where a site address is all that is known, and a hazard that the checklist does not know.
#[test]
fn what_the_register_or_the_checklist_leaves_out_is_taken_from_where_it_is() {
    let street = Street::new();
    let day = "2026-11-10";
    street.done(
        day,
        "林安全",
        "premises add 顺达仓库 --grid 一网格 --site-address 普贤路8号 --person-in-charge 黄顺达",
    );
    street.house.desk.write(
        "答案.toml",
        "default = \"normal\"\n[[hazards]]\ntext = \"夹层住人\"\ngrade = \"major\"\ndisposal = \"suspend\"\ndays = 30\nrequirement = \"搬离\"\n",
    );
    let record = "inspect record --premises 顺达仓库 --form table4 --answers @答案.toml --sure";
    street.done(day, "陈一鸣", record);
    street.done(day, "陈一鸣", &format!("hazard stop {HAZARD} --at 10:30 --measures 停用夹层"));
    let paper = format!("paper print major --about {HAZARD} --text");
    let five = ["责任", "措施", "资金", "时限", "预案"].map(|name| format!("{name} = \"有\"\n"));
    street.house.desk.write(
        "填报.toml",
        format!(
            "{}联系电话 = \"13805950009\"\n需局部停产停业 = \"是\"\n需全部停产停业 = \"否\"\n{}",
            five.concat(),
            crate::major::boxes()
        ),
    );
    street.done(day, "陈一鸣", &format!("major fill {HAZARD} @填报.toml"));
    let told = street.done(day, "林安全", &paper);
    let bare: String = told.chars().filter(|c| !"│　".contains(*c)).collect();
    assert!(bare.contains("单位地址普贤路8号"), "{told}");
    street.done(
        day,
        "林安全",
        "paper print problem_list --about 招联社区 --from 2026-11-01 --to 2026-11-30 -o @清单.csv",
    );
    let text = std::fs::read_to_string(street.house.desk.path("清单.csv")).unwrap();
    assert!(text.contains("三合一"), "{text}");
    street.done(day, "林安全", &format!("hazard pack {HAZARD} -o @材料.pdf"));
    let file = street.house.desk.path("材料.pdf");
    if let Some((_, cover)) =
        crate::tools::run("pdftotext", &["-l", "1", "-raw", "-enc", "UTF-8", &file, "-"])
    {
        assert!(cover.contains("普贤路8号"), "{cover}");
    }
}

/// What the list of facts promises of a row of the register is there.
#[test]
fn a_row_of_the_register_says_who_answers_for_its_grid() {
    let street = Street::new();
    let map = include_str!("../../forms/map/enterprise.toml");
    let column = |head: &str, fact: &str| {
        format!("\n[[column]]\nhead = \"{head}\"\ntext = \"{{row.{fact}}}\"\n")
    };
    let own = [("谁管", "grid_officer"), ("谁负责", "supervisor"), ("谁包保", "guarantor")];
    let own: String = own.iter().map(|(head, fact)| column(head, fact)).collect();
    street.house.desk.write("列.toml", format!("{map}{own}"));
    let assign = "grid assign 一网格 --supervisor 王主任 --guarantor 蔡书记";
    street.done("2026-11-03", "", assign);
    street.done("2026-11-09", "林安全", "report table1 --map @列.toml -o @企业.csv");
    let text = std::fs::read_to_string(street.house.desk.path("企业.csv")).unwrap();
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(rows.len(), 2, "{text}");
    assert!(rows.iter().all(|row| row.trim_end().ends_with("陈一鸣,王主任,蔡书记")), "{text}");
}
