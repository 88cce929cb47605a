//! The board of the weekly meeting, told to both engines: what happened later does not change a week gone by.

use anban::store::Store;
use calamine::{Data, DataType, Reader, open_workbook_auto};
use serde_json::{Value, json};

use crate::{
    desk::{Desk, GRAVE, TWO},
    engines::Schema,
    house::Founded,
    tools::run,
};

/// A desk on one engine.
pub struct House {
    pub desk: Desk,
    pub database: Option<Schema>,
}

impl House {
    pub fn run(&self, day: &str, args: &[&str]) -> String {
        self.run_as(day, "林安全", args)
    }

    /// What is said to a command that has to fail.
    pub fn refused(&self, day: &str, args: &[&str]) -> String {
        self.desk.on(day, "林安全", self.database.as_ref(), args).refused(1)
    }

    /// As somebody else; nobody for an empty name.
    pub fn run_as(&self, day: &str, who: &str, args: &[&str]) -> String {
        self.desk.on(day, who, self.database.as_ref(), args).done()
    }

    /// Whether it keeps its records in a file.
    pub fn is_file(&self) -> bool {
        self.database.is_none()
    }

    /// The database itself, for what no command tells.
    pub fn store(&self) -> Store {
        match &self.database {
            Some(schema) => Store::open_url(&schema.url).unwrap(),
            None => Store::open_file(&self.desk.office().join("anban.db")).unwrap(),
        }
    }

    fn board(&self, day: &str, week: &str) -> Value {
        serde_json::from_str(&self.run(day, &["--json", "review", "--week", week])).unwrap()
    }

    pub fn inspect(&self, day: &str, premises: &str, answers: &str) {
        let words = ["--form", "table4", "--answers", answers, "--by", "陈一鸣", "--sure"];
        self.run(day, &[&["inspect", "record", "--premises", premises], &words[..]].concat());
    }
}

/// One grid with two premises, set up on 2 November 2026.
pub fn house(database: Option<Schema>) -> House {
    let house = House { desk: Desk::bare(), database };
    let founded = Founded {
        first: "2026-11-02",
        regime: "beifeng",
        communities: &["招联社区"],
        grids: &[["一网格", "招联社区", "陈一鸣"]],
        staff: &[["陈一鸣", "grid_officer", "招联社区"], ["林安全", "safety_officer", "招联社区"]],
    };
    founded.on(&house.desk, house.database.as_ref());
    house
}

/// The counts of the only grid, in the order of the board.
fn counts(row: &Value) -> Vec<i64> {
    [
        "premises",
        "key_required",
        "key_inspected",
        "inspections",
        "found",
        "closed",
        "overdue",
        "extended",
        "refused",
    ]
    .iter()
    .map(|name| row[name].as_i64().unwrap_or_else(|| panic!("{name}: {row}")))
    .collect()
}

#[test]
fn a_week_gone_by_stays_as_it_was() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let two = house.desk.write("两条.toml", TWO);
        // Monday the 9th: both are due on the 12th. One is extended, and both are late on Sunday but one.
        house.inspect("2026-11-09", "恒捷鞋材厂", &two);
        let hazard = |number: u32| format!("招联安监整改〔2026〕1号-{number}");
        let extend = ["hazard", "extend", &hazard(2), "--deadline", "2026-11-16"];
        house.run("2026-11-12", &[&extend[..], &["--reason", "配件未到"]].concat());
        let sunday = house.board("2026-11-15", "2026-W46");
        // Both are key premises: one was seen.
        assert_eq!(counts(&sunday["grids"][0]), [2, 2, 1, 1, 2, 0, 1, 1, 0]);
        assert_eq!(counts(&sunday["grids"][0]["before"]), [2, 2, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(sunday["grids"][0]["key_missing"], json!(["丰泽服饰"]));

        // The week after: both are closed, the other premises is seen and then stops, one is refused and taken back.
        for number in [1, 2] {
            let passed = ["hazard", "recheck", &hazard(number), "--passed"];
            house.run("2026-11-17", &[&passed[..], &["--acceptor", "林安全"]].concat());
            house.run("2026-11-17", &["hazard", "close", &hazard(number)]);
        }
        let answers = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-18", "丰泽服饰", &answers);
        house.run(
            "2026-11-19",
            &["hazard", "recheck", "招联安监整改〔2026〕2号-1", "--failed", "--refused"],
        );
        let wednesday = house.board("2026-11-19", "2026-W47");
        assert_eq!(counts(&wednesday["grids"][0]), [2, 2, 1, 1, 1, 2, 0, 0, 1]);
        let undone = house.run("2026-11-19", &["undo", "--reason", "点错了"]);
        assert!(undone.contains("已撤销"), "{undone}");
        let stop = ["premises", "change", "丰泽服饰", "--to", "suspended", "--on", "2026-11-20"];
        house.run("2026-11-20", &[&stop[..], &["--reason", "淡季停产"]].concat());
        let friday = house.board("2026-11-20", "2026-W47");
        // Its day of grace was Thursday.
        assert_eq!(counts(&friday["grids"][0]), [2, 1, 0, 1, 1, 2, 1, 0, 0]);

        // What was told on Sunday is told again.
        assert_eq!(friday["grids"][0]["before"]["overdue"], 1);
        let again = house.board("2026-11-20", "2026-W46");
        assert_eq!(again["grids"], sunday["grids"]);
        assert_eq!(again["totals"], sunday["totals"]);

        let ahead = house.desk.run(&["--today", "2026-11-20", "review", "--week", "2026-W48"]);
        if house.database.is_none() {
            assert!(ahead.refused(1).contains("2026-W48还没有到"));
        }
    }
}

/// What each figure of the board is named, with the name that asks for its rows.
const FIGURES: [&str; 9] = [
    "inspections",
    "found",
    "closed",
    "overdue",
    "extended",
    "refused",
    "major_open",
    "unsigned",
    "recurring",
];

#[test]
fn every_figure_of_the_board_opens_as_many_rows() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let both = house.desk.write("重大.toml", GRAVE);
        let hazard = |number: u32| format!("招联安监整改〔2026〕{number}号-1");
        house.inspect("2026-11-03", "恒捷鞋材厂", &both);
        let extend = ["hazard", "extend", &hazard(1), "--deadline", "2026-11-10"];
        house.run("2026-11-05", &[&extend[..], &["--reason", "配件未到"]].concat());
        // Moved twice in a week, it is one hazard.
        let extend = ["hazard", "extend", &hazard(1), "--deadline", "2026-11-12"];
        house.run("2026-11-06", &[&extend[..], &["--reason", "配件又未到"]].concat());
        let passed = ["hazard", "recheck", &hazard(1), "--passed", "--acceptor", "林安全"];
        house.run("2026-11-12", &passed);
        house.run("2026-11-12", &["hazard", "close", &hazard(1)]);
        let answers = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-10", "丰泽服饰", &answers);
        let refused = ["hazard", "recheck", &hazard(2), "--failed", "--refused"];
        house.run("2026-11-17", &refused);
        // What was closed is back.
        house.inspect("2026-11-18", "恒捷鞋材厂", &both);

        let rows = |week: &str, figure: &str, grid: &[&str]| {
            let args = ["--json", "review", "--week", week, "--rows", figure];
            let said = house.run("2026-11-20", &[&args[..], grid].concat());
            serde_json::from_str::<Value>(&said).unwrap().as_array().unwrap().len() as i64
        };
        let mut counted = [0; FIGURES.len()];
        for week in ["2026-W45", "2026-W46", "2026-W47"] {
            let board = house.board("2026-11-20", week);
            for (at, figure) in FIGURES.into_iter().enumerate() {
                let of_grid = board["grids"][0][figure].as_i64().unwrap();
                assert_eq!(rows(week, figure, &["--grid", "一网格"]), of_grid, "{week} {figure}");
                assert_eq!(rows(week, figure, &[]), board["totals"][figure], "{week} {figure}");
                counted[at] += of_grid;
            }
        }
        let none = FIGURES.iter().zip(counted).find(|(_, count)| *count == 0);
        assert_eq!(none, None, "each is counted once at least");
    }
}

#[test]
fn the_weeks_without_a_meeting_are_told_by_community() {
    let house = house(None);
    let told = |board: &Value| -> Vec<String> {
        let missed = board["meetings_missed"].as_array().unwrap();
        missed.iter().map(|missed| missed["week"].as_str().unwrap().to_owned()).collect()
    };
    // The office began on Monday of week 45: nothing is owed from before it.
    assert_eq!(told(&house.board("2026-11-20", "2026-W47")), ["2026-W46", "2026-W45"]);
    let meeting = ["ledger", "add", "meeting", "--set", "held_on=2026-11-13"];
    let who = ["--set", "host=林安全", "--set", "present=陈一鸣", "--set", "decisions=无"];
    house.run("2026-11-20", &[&meeting[..], &who].concat());
    let board = house.board("2026-11-20", "2026-W47");
    assert_eq!(told(&board), ["2026-W45"]);
    assert_eq!(board["meeting_held_before"], true);
    let said = house.run("2026-11-20", &["review"]);
    assert!(said.contains("11月2日至11月8日没有例会记录：招联社区"), "{said}");
}

#[test]
fn the_pack_has_what_the_board_has_with_figures_that_can_be_summed() {
    let house = house(None);
    let two = house.desk.write("两条.toml", TWO);
    house.inspect("2026-11-09", "恒捷鞋材厂", &two);
    let folder = house.desk.path("例会");
    house.run("2026-11-13", &["review", "--pack", &folder]);
    let mut book = open_workbook_auto(format!("{folder}/例会材料2026-W46.xlsx")).unwrap();
    let names = book.sheet_names();
    for part in
        ["没有例会记录的周", "各网格动态", "未销号的重大隐患", "签收件的通知书", "报送的报表"]
    {
        assert!(names.iter().any(|name| name.contains(part)), "{part}: {names:?}");
    }
    let (_, sheet) =
        book.worksheets().into_iter().find(|(name, _)| name.contains("各网格动态")).unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let at = |head: &str| rows[0].iter().position(|name| name == head).unwrap();
    let figures = ["查出隐患", "查出隐患（上周）", "重点已查", "重点应查"]
        .map(|head| rows[1][at(head)].clone());
    assert_eq!(figures, ["2", "0", "1", "2"]);
    // The last row adds them up, in numbers.
    let number = |row: usize, at: usize| sheet.get((row, at)).and_then(Data::get_float);
    let last = rows.len() - 1;
    assert_eq!((last, rows[last][1].as_str()), (2, "合计"), "{rows:?}");
    let summed = (2..rows[0].len() - 1).map(|at| (number(last, at), number(1, at)));
    for (at, (total, only)) in summed.enumerate() {
        assert!(total.is_some() && total == only, "{}: {rows:?}", rows[0][at + 2]);
    }
    assert_eq!(rows[last].last().map(String::as_str), Some(""));
    let csv = house.desk.path("例会.csv");
    house.run("2026-11-13", &["review", "-o", &csv]);
    let csv = std::fs::read_dir(house.desk.path("")).unwrap().filter_map(|file| {
        let path = file.unwrap().path();
        path.to_string_lossy().ends_with(".csv").then(|| std::fs::read_to_string(path).unwrap())
    });
    assert!(csv.into_iter().any(|text| text.contains("\n,合计,2,")), "no sum in the csv");
    let text = house.desk.path("例会.txt");
    house.run("2026-11-13", &["review", "-o", &text]);
    let text = std::fs::read_to_string(text).unwrap();
    for words in [
        "没有例会记录的周",
        "合计",
        "三、未销号的重大隐患",
        "招联安监整改〔2026〕1号",
        "五、逾期未报和到下周末要报送的报表",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn decisions_stay_on_the_board_until_the_week_in_which_they_are_done() {
    let house = house(None);
    let task = |day: &str, content: &str, due: &str, done: &str| {
        let mut fields = vec!["ledger".to_owned(), "add".to_owned(), "task".to_owned()];
        for (id, value) in [
            ("assigned_on", day),
            ("from", "每周例会"),
            ("content", content),
            ("owner", "陈一鸣"),
            ("due_on", due),
            ("done_on", done),
        ] {
            if !value.is_empty() {
                fields.push("--set".to_owned());
                fields.push(format!("{id}={value}"));
            }
        }
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        // What is done is entered when it is.
        house.run(if done.is_empty() { day } else { done }, &fields);
    };
    task("2026-11-09", "查电动自行车停放场所", "2026-11-13", "");
    task("2026-11-09", "补登新开店铺", "2026-11-13", "2026-11-12");
    let told = |day: &str, week: &str, list: &str| -> Vec<String> {
        let board = house.board(day, week);
        let words = |each: &Value| {
            format!(
                "{}：{}",
                each["content"].as_str().unwrap(),
                each["state_label"].as_str().unwrap()
            )
        };
        board[list].as_array().unwrap().iter().map(words).collect()
    };
    let both = ["查电动自行车停放场所：逾期未完成", "补登新开店铺：2026年11月12日完成"];
    // What this week's meeting decides was not decided last time.
    assert!(told("2026-11-15", "2026-W46", "decisions").is_empty());
    assert_eq!(told("2026-11-15", "2026-W46", "decided"), both);
    let said = house.run("2026-11-15", &["review"]);
    assert!(said.contains("本次部署的事项") && !said.contains("上次部署的事项"), "{said}");
    assert_eq!(told("2026-11-18", "2026-W47", "decisions"), both[..1]);
    assert!(told("2026-11-18", "2026-W47", "decided").is_empty());
    let said = house.run("2026-11-18", &["review"]);
    assert!(said.contains("上次部署的事项") && !said.contains("本次部署的事项"), "{said}");
    // A week in which nobody met is said to be missing.
    let said = house.run("2026-11-18", &["review"]);
    assert!(said.contains("11月9日至11月15日没有例会记录"), "{said}");
    let meeting =
        ["ledger", "add", "meeting", "--set", "held_on=2026-11-13", "--set", "host=林安全"];
    let rest = ["--set", "present=陈一鸣、林安全", "--set", "decisions=查电动自行车停放场所"];
    house.run("2026-11-18", &[&meeting[..], &rest[..]].concat());
    assert!(!house.run("2026-11-18", &["review"]).contains("11月15日没有例会记录"));
    let paper = house.desk.path("例会.txt");
    house.run("2026-11-18", &["review", "-o", &paper]);
    let paper = std::fs::read_to_string(paper).unwrap();
    for words in
        ["网格化监管每周例会", "查电动自行车停放场所", "逾期未完成", "一网格", "0/2（0/2）"]
    {
        assert!(paper.contains(words), "{words}\n{paper}");
    }
}

#[test]
fn minutes_are_in_the_pack_and_their_decisions_among_the_tasks() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let decisions = "1. 清理疏散通道，陈一鸣，11月20日前\n2. 补登新开店铺";
        let set = |id: &str, value: &str| ["--set".to_owned(), format!("{id}={value}")];
        let fields = [
            set("held_on", "2026-11-13"),
            set("host", "林安全"),
            set("present", "陈一鸣、林安全"),
            set("absent", "王小满"),
            set("dynamics", "一网格新开两家店，店主13805950001"),
            set("analysis", "电动自行车停放隐患多"),
            set("decisions", decisions),
            set("recorder", "王小满"),
        ];
        let fields: Vec<&str> = fields.iter().flatten().map(String::as_str).collect();
        let said = house.run("2026-11-13", &[&["ledger", "add", "meeting"], &fields[..]].concat());
        assert!(said.contains("有1项列在任务台账里"), "{said}");
        assert!(said.contains("第2项“补登新开店铺”没有写明责任人和期限"), "{said}");
        let list = |ledger: &str| -> Value {
            let said = house.run("2026-11-13", &["--json", "ledger", "list", ledger]);
            serde_json::from_str(&said).unwrap()
        };
        let tasks = || -> Vec<String> {
            let field = |task: &Value, id: &str| task["fields"][id].as_str().unwrap().to_owned();
            let words = |task: &Value| {
                ["from", "content", "owner", "due_on"].map(|id| field(task, id)).join(" ")
            };
            let mut all: Vec<String> = list("task").as_array().unwrap().iter().map(words).collect();
            all.sort();
            all
        };
        const CLEAR: &str = "2026年11月13日例会 清理疏散通道 陈一鸣 2026-11-20";
        assert_eq!(tasks(), [CLEAR]);
        // The pack says what the record knows: on the paper, as text, as sheets.
        let folder = house.desk.path("例会");
        house.run("2026-11-13", &["review", "--pack", &folder]);
        let text = house.desk.path("例会.txt");
        house.run("2026-11-13", &["review", "-o", &text]);
        let text = std::fs::read_to_string(text).unwrap();
        let anew = text.find("附：本次部署").expect("what was decided now");
        assert_eq!(text.find("2026年11月20日").map(|at| at > anew), Some(true), "{text}");
        let pdf = format!("{folder}/例会材料2026-W46.pdf");
        let pdf = run("pdftotext", &["-raw", "-enc", "UTF-8", &pdf, "-"]).map(|(_, read)| read);
        let pdf = pdf.unwrap_or_else(|| text.clone());
        let mut book = open_workbook_auto(format!("{folder}/例会材料2026-W46.xlsx")).unwrap();
        assert_eq!(book.sheet_names().len(), 9, "{:?}", book.sheet_names());
        let sheets: String =
            book.worksheets().iter().map(|(_, sheet)| format!("{sheet:?}")).collect();
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        for (called, page) in [("text", bare(&text)), ("pdf", bare(&pdf)), ("xlsx", bare(&sheets))]
        {
            for words in [
                "形势分析",
                "停放隐患多",
                "补登新开",
                "新开两家店",
                "签名",
                "王小满",
                "缺席",
                "参加",
            ] {
                assert!(page.contains(words), "{called}: {words}\n{page}");
            }
        }
        assert!(bare(&text).contains("13805950001") && sheets.contains("13805950001"), "{text}");
        // Handed on, it names nobody by number, wherever the number was typed.
        let hidden = house.desk.path("遮住");
        house.run("2026-11-13", &["review", "--pack", &hidden, "--mask"]);
        let words = house.desk.path("遮住.txt");
        house.run("2026-11-13", &["review", "-o", &words, "--mask"]);
        let pdf = format!("{hidden}/例会材料2026-W46.pdf");
        let pdf = run("pdftotext", &["-raw", "-enc", "UTF-8", &pdf, "-"]).map(|(_, read)| read);
        let mut book = open_workbook_auto(format!("{hidden}/例会材料2026-W46.xlsx")).unwrap();
        let sheets = book.worksheets();
        let sheets = sheets.iter().map(|(_, sheet)| format!("{sheet:?}")).collect();
        for page in pdf.into_iter().chain([std::fs::read_to_string(words).unwrap(), sheets]) {
            let page = bare(&page);
            assert!(page.contains("138****0001") && !page.contains("13805950001"), "{page}");
        }
        // Minutes put right: what is whole now is added, what was is not there twice, what is gone is taken back.
        let meeting = list("meeting")[0]["id"].as_str().unwrap().to_owned();
        let edit = |decisions: &str| {
            let decisions = format!("decisions={decisions}");
            house.run("2026-11-13", &["ledger", "edit", &meeting, "--set", &decisions]);
        };
        const SHOPS: &str = "2026年11月13日例会 补登新开店铺 林安全 2026-11-20";
        edit("清理疏散通道，陈一鸣，11月20日前\n补登新开店铺，林安全，下周五");
        assert_eq!(tasks(), [CLEAR, SHOPS]);
        edit("清理疏散通道，陈一鸣、林安全，11月18日前\n补登新开店铺，林安全，下周五");
        const GRAVE: &str = "2026年11月13日例会 清理疏散通道 陈一鸣、林安全 2026-11-18";
        assert_eq!(tasks(), [GRAVE, SHOPS]);
        edit("清理疏散通道，陈一鸣、林安全，11月18日前");
        assert_eq!(tasks(), [GRAVE]);
        // What somebody has worked on is theirs.
        let id = list("task")[0]["id"].as_str().unwrap().to_owned();
        house.run("2026-11-13", &["ledger", "edit", &id, "--set", "result=已清两处"]);
        edit("补登新开店铺，林安全，下周五");
        assert_eq!(tasks(), [GRAVE, SHOPS]);
        house.run("2026-11-13", &["ledger", "void", &meeting, "--reason", "记错了"]);
        assert_eq!(tasks(), [GRAVE]);
    }
}

#[test]
fn what_is_decided_week_after_week_is_a_task_each_time() {
    let house = house(None);
    let held = |day: &str, decisions: &str| {
        let decisions = format!("decisions={decisions}");
        let on = format!("held_on={day}");
        let meeting = ["ledger", "add", "meeting", "--set", &on, "--set", "host=林安全"];
        let words =
            ["--set", "present=陈一鸣、林安全", "--set", "dynamics=无", "--set", "analysis=无"];
        house.run(day, &[&meeting[..], &words, &["--set", &decisions]].concat())
    };
    let tasks = |day: &str| -> Vec<[String; 2]> {
        let all = house.run(day, &["--json", "ledger", "list", "task"]);
        let all: Vec<Value> = serde_json::from_str(&all).unwrap();
        let word = |task: &Value, id: &str| task["fields"][id].as_str().unwrap().to_owned();
        let mut all: Vec<_> =
            all.iter().map(|task| ["assigned_on", "due_on"].map(|id| word(task, id))).collect();
        all.sort();
        all
    };
    const FIRST: [&str; 2] = ["2026-11-06", "2026-11-10"];
    const SECOND: [&str; 2] = ["2026-11-13", "2026-11-17"];
    held("2026-11-06", "清查出租房，陈一鸣，11月10日前");
    assert_eq!(tasks("2026-11-06"), [FIRST]);
    let all = house.run("2026-11-09", &["--json", "ledger", "list", "task"]);
    let all: Value = serde_json::from_str(&all).unwrap();
    let id = all[0]["id"].as_str().unwrap();
    house.run("2026-11-09", &["ledger", "edit", id, "--set", "done_on=2026-11-09"]);
    held("2026-11-13", "清查出租房，陈一鸣，11月17日前");
    assert_eq!(tasks("2026-11-13"), [FIRST, SECOND]);
    // What is still to be done by the same people until the same day is not listed twice.
    let said = held("2026-11-16", "清查出租房，陈一鸣，11月17日前");
    assert!(said.contains("有1项列在任务台账里"), "{said}");
    assert_eq!(tasks("2026-11-16"), [FIRST, SECOND]);
}

/// A task goes with its minutes only when no other minutes of the community say it.
#[test]
fn minutes_entered_twice_or_repeated_keep_their_tasks() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let held = |day: &str, decisions: &str| -> String {
            let fields = [
                format!("held_on={day}"),
                "host=林安全".to_owned(),
                "present=陈一鸣".to_owned(),
                format!("decisions={decisions}"),
                "recorder=林安全".to_owned(),
            ];
            let mut args = vec!["--json", "ledger", "add", "meeting", "--sure"];
            fields.iter().for_each(|field| args.extend(["--set", field]));
            let said: Value = serde_json::from_str(&house.run(day, &args)).unwrap();
            said["id"].as_str().unwrap().to_owned()
        };
        let tasks = |day: &str| -> Vec<[String; 3]> {
            let all = house.run(day, &["--json", "ledger", "list", "task"]);
            let all: Vec<Value> = serde_json::from_str(&all).unwrap();
            let field = |task: &Value, id: &str| task["fields"][id].as_str().unwrap().to_owned();
            let words = |task: &Value| ["content", "owner", "from"].map(|id| field(task, id));
            let mut all: Vec<_> = all.iter().map(words).collect();
            all.sort();
            all
        };
        let void =
            |day: &str, id: &str| house.run(day, &["ledger", "void", id, "--reason", "重复"]);
        // Saved twice: one of the two is struck out.
        let first = held("2026-11-06", "清查通道，陈一鸣，11月30日前");
        let second = held("2026-11-06", "清查通道，陈一鸣，11月30日前");
        const SIXTH: [&str; 3] = ["清查通道", "陈一鸣", "2026年11月6日例会"];
        assert_eq!(tasks("2026-11-06"), [SIXTH]);
        void("2026-11-06", &second);
        assert_eq!(tasks("2026-11-06"), [SIXTH]);
        // Repeated a week later: it is those minutes' once the first are gone, and goes with them.
        let week_later = held("2026-11-13", "清查通道，陈一鸣，11月30日前");
        assert_eq!(tasks("2026-11-13"), [SIXTH]);
        void("2026-11-13", &first);
        assert_eq!(tasks("2026-11-13"), [["清查通道", "陈一鸣", "2026年11月13日例会"]]);
        void("2026-11-13", &week_later);
        assert_eq!(tasks("2026-11-13"), [[""; 3]; 0]);
        // Taken back as the last deed.
        held("2026-11-16", "清查通道，陈一鸣，11月30日前");
        held("2026-11-16", "清查通道，陈一鸣，11月30日前");
        house.run("2026-11-16", &["undo", "--reason", "存了两次"]);
        const SIXTEENTH: [&str; 3] = ["清查通道", "陈一鸣", "2026年11月16日例会"];
        assert_eq!(tasks("2026-11-16"), [SIXTEENTH]);
        // For somebody else in another meeting of the week it is a task of its own.
        held("2026-11-18", "清查通道，林安全，12月10日前");
        assert_eq!(tasks("2026-11-18"), [["清查通道", "林安全", "2026年11月18日例会"], SIXTEENTH]);
    }
}

/// Grids of one name are told apart by their communities wherever these do not stand beside them.
#[test]
fn grids_of_one_name_are_told_apart() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let day = "2026-11-09";
        house.run_as(day, "", &["unit", "add", "招贤社区"]);
        let said = house.run_as(day, "", &["review"]);
        assert!(said.contains("一网格") && !said.contains("社区一网格"), "{said}");
        house.run_as(day, "", &["grid", "add", "一网格", "--community", "招贤社区"]);
        let commands: [&[&str]; 5] =
            [&["review"], &["coverage"], &["agenda"], &["premises", "list"], &["plan"]];
        house.run_as(day, "", &["plan", "make", "--week", "2026-W46"]);
        for args in commands {
            let said = house.run_as(day, "", args);
            assert!(said.contains("招联社区一网格"), "{args:?}: {said}");
            // At the desk of one community there is only one.
            let own = house.run(day, args);
            assert!(own.contains("一网格") && !own.contains("社区一网格"), "{args:?}: {own}");
        }
    }
}

/// Nobody meets in a week that is off as a whole, nor where the regime does not ask for it: the agenda asks for neither.
#[test]
fn only_a_meeting_that_was_owed_is_missed() {
    for database in [None, Some(Schema::new())] {
        let house = crate::officer::house(database, "beifeng");
        let missed = |house: &crate::officer::House| {
            let told = house.json("2026-02-24", &["review"])["meetings_missed"].clone();
            let weeks: Vec<String> = told
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["week"].as_str().unwrap().to_owned())
                .collect();
            weeks
        };
        // 春节: the 15th to the 23rd of February.
        assert_eq!(missed(&house), ["2026-W07", "2026-W06", "2026-W05"]);
        let file = house.desk.path("例会.txt");
        house.run("2026-02-24", &["review", "-o", &file]);
        let said = std::fs::read_to_string(&file).unwrap();
        assert!(said.contains("2026年第7周"), "{said}");
        assert!(!said.contains("2026年第8周"), "{said}");
        let ours = include_str!("../../forms/regime/beifeng.toml");
        let at = ours.find("[[regular]]\ncode = \"weekly_meeting\"").unwrap();
        let next = at + 1 + ours[at + 1..].find("\n[[").unwrap();
        house.desk.write("办公室/forms/regime/beifeng.toml", [&ours[..at], &ours[next..]].concat());
        assert_eq!(missed(&house), [""; 0]);
    }
}
