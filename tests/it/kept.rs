//! 六个清单, told to both engines: each by its condition, with what people put in and took out, and the day on which it was
//! itself changed.

use crate::{
    engines::Schema,
    review::{House, house},
};

/// `清单 条数 最近更新` of the one community, in the order of the regime.
fn lists(house: &House, day: &str) -> Vec<String> {
    let file = house.desk.path("清单.csv");
    house.run(day, &["report", "kept_lists", "-o", &file]);
    let table = std::fs::read_to_string(file).unwrap();
    let cells = |line: &str| line.split(',').skip(2).collect::<Vec<_>>().join(" ");
    table.lines().skip(1).map(cells).collect()
}

fn list(house: &House, day: &str, title: &str) -> String {
    let all = lists(house, day);
    let line = all.iter().find(|line| line.starts_with(title));
    line.unwrap_or_else(|| panic!("{title}: {all:?}"))[title.len() + 1..].to_owned()
}

fn by_hand<'a>(name: &'a str, list: &'a str, way: &'a str) -> Vec<&'a str> {
    vec!["ledger", "add", "list_row", "--premises", name, "--set", list, "--set", way]
}

#[test]
fn each_list_has_its_condition_its_rows_by_hand_and_its_own_date() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let add = ["premises", "add", "招联街9号", "--kind", "rental", "--grid", "一网格"];
        house.run("2026-11-03", &add);
        const WORKS: &str = "生产经营单位清单";
        const RENTED: &str = "出租房清单";
        const KEY: &str = "重点监管企业清单";
        let of = |day: &str| [WORKS, RENTED, KEY].map(|title| list(&house, day, title));
        assert_eq!(of("2026-11-04"), ["2 2026-11-02", "1 2026-11-03", "2 2026-11-02"]);

        // What changes one changes no other.
        house.run("2026-11-05", &["premises", "edit", "恒捷鞋材厂", "--phone", "13905950001"]);
        assert_eq!(of("2026-11-06"), ["2 2026-11-05", "1 2026-11-03", "2 2026-11-05"]);
        house.run("2026-11-07", &["premises", "edit", "招联街9号", "--phone", "13905950002"]);
        house.run(
            "2026-11-08",
            &["premises", "edit", "丰泽服饰", "--not-key", "--reason", "整治完成"],
        );
        assert_eq!(of("2026-11-09"), ["2 2026-11-08", "1 2026-11-07", "1 2026-11-08"]);

        // A person goes before the condition, once.
        let reason = ["--set", "reason=二楼出租住人"];
        let put_in = [by_hand("丰泽服饰", "list=出租房清单", "way=列入"), reason.to_vec()].concat();
        house.run("2026-11-10", &put_in);
        let said = house.refused("2026-11-10", &put_in);
        assert!(said.contains("“丰泽服饰”已经在“出租房清单”上"), "{said}");
        let out =
            [by_hand("恒捷鞋材厂", "list=生产经营单位清单", "way=移出"), reason.to_vec()].concat();
        house.run("2026-11-11", &out);
        assert_eq!(of("2026-11-12"), ["1 2026-11-11", "2 2026-11-10", "1 2026-11-08"]);
        let said = house.refused("2026-11-12", &out);
        assert!(said.contains("“恒捷鞋材厂”不在“生产经营单位清单”上"), "{said}");
        // What is not on it any more changes it no more.
        house.run("2026-11-12", &["premises", "edit", "恒捷鞋材厂", "--phone", "13905950003"]);
        assert_eq!(of("2026-11-13")[0], "1 2026-11-11");

        for (title, told) in [
            ("list=重点监管企业清单", "照重点监管的登记列"),
            ("list=隐患问题清单", "照隐患的记录列"),
            ("list=危险源（点）清单", "照它的台账列"),
            ("list=黑名单", "由人增减的清单有：生产经营单位清单、出租房清单"),
        ] {
            let row = [by_hand("丰泽服饰", title, "way=列入"), reason.to_vec()].concat();
            let said = house.refused("2026-11-13", &row);
            assert!(said.contains(told), "{said}");
        }
        let said = house.refused("2026-11-13", &by_hand("丰泽服饰", "list=出租房清单", "way=移出"));
        assert!(said.contains("“理由”还没有填"), "{said}");

        // Row by row, with the day and the reason; one list alone, and what people did below it.
        let file = house.desk.path("明细.csv");
        let rows = ["paper", "print", "kept_rows", "--set", "list=出租房清单", "-o", &file];
        house.run("2026-11-13", &rows);
        let table = std::fs::read_to_string(&file).unwrap();
        let told: Vec<&str> = table.lines().skip(1).collect();
        assert_eq!(told.len(), 2, "{table}");
        assert!(
            told.iter().any(|row| row.contains("招联街9号") && row.contains("2026-11-03,按条件"))
        );
        let put = "2026-11-10,人工列入,二楼出租住人,2026-11-10";
        assert!(told.iter().any(|row| row.contains("丰泽服饰") && row.contains(put)), "{table}");
        let paper = house.run("2026-11-13", &["paper", "print", "kept_rows"]);
        assert!(paper.contains("由人列入、移出的") && paper.contains("移出"), "{paper}");

        // Taken back, the condition holds again; that is a change of its own.
        let out = said_last(&house, "移出");
        house.run("2026-11-13", &["ledger", "void", &out, "--reason", "登记错了"]);
        assert_eq!(of("2026-11-14")[0], "2 2026-11-13");

        // So is a row that is put right, of the list that it stands on and no other.
        let row = said_last(&house, "列入");
        house.run("2026-11-14", &["ledger", "edit", &row, "--set", "reason=二楼出租给三家"]);
        assert_eq!(of("2026-11-15"), ["2 2026-11-13", "2 2026-11-14", "1 2026-11-12"]);
        let other = ["ledger", "edit", &row, "--set", "list=生产经营单位清单"];
        let said = house.refused("2026-11-15", &other);
        assert!(said.contains("这条记的是“出租房清单”，不能改成另一份清单"), "{said}");
        // And a row of the ledger that a list is of.
        const POINTS: &str = "危险源（点）清单";
        let add = ["ledger", "add", "danger_point", "--premises", "丰泽服饰"];
        let fields = ["name=液化气瓶间", "kind=用电用气", "place=一层", "risk=一般风险"];
        let fields = fields.into_iter().chain(["measures=专人看管", "responsible=吴小莲"]);
        let fields: Vec<&str> = fields.flat_map(|field| ["--set", field]).collect();
        house.run("2026-11-15", &[&add[..], &fields].concat());
        assert_eq!(list(&house, "2026-11-15", POINTS), "1 2026-11-15");
        let said = house.run("2026-11-15", &["--json", "ledger", "list", "danger_point"]);
        let rows: serde_json::Value = serde_json::from_str(&said).unwrap();
        let id = rows[0]["id"].as_str().unwrap();
        house.run("2026-11-17", &["ledger", "edit", id, "--set", "name=液化石油气瓶间"]);
        assert_eq!(list(&house, "2026-11-18", POINTS), "1 2026-11-17");
    }
}

/// The number of the row of somebody who has said this way.
fn said_last(house: &House, way: &str) -> String {
    let said = house.run("2026-11-13", &["--json", "ledger", "list", "list_row"]);
    let rows: serde_json::Value = serde_json::from_str(&said).unwrap();
    let row = rows.as_array().unwrap().iter().find(|row| row["fields"]["way"] == way).unwrap();
    row["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_condition_of_a_list_is_the_offices_own() {
    let house = house(None);
    let ours = include_str!("../../forms/regime/beifeng.toml");
    let condition = "filter = [{ fact = \"kind\", is = [\"生产经营单位\", \"社会单位\"] }]";
    assert!(ours.contains(condition));
    let own = |filter: &str| {
        house.desk.write("办公室/forms/regime/beifeng.toml", ours.replace(condition, filter))
    };
    let file = own("filter = [{ fact = \"industry\", has = [\"鞋\"] }]");
    house.run("2026-11-03", &["form", "check", &file]);
    assert_eq!(list(&house, "2026-11-03", "生产经营单位清单"), "1 2026-11-02");
    // A list of hazards, of which one of two is meant.
    let answers = house.desk.write("一条.toml", crate::desk::ANSWERS);
    house.inspect("2026-11-04", "恒捷鞋材厂", &answers);
    house.inspect("2026-11-05", "丰泽服饰", &answers);
    let hazards = "of = \"hazards\"\nfilter = [{ fact = \"premises\", is = [\"恒捷鞋材厂\"] }]";
    house.desk.write("办公室/forms/regime/beifeng.toml", ours.replace("of = \"hazards\"", hazards));
    assert_eq!(list(&house, "2026-11-06", "隐患问题清单"), "1 2026-11-04");
    // Of a ledger by what its rows say.
    let points = "of = \"ledger\"\nfilter = [{ fact = \"nothing\", is = [\"无\"] }]";
    let wrong = ours.replace("of = \"ledger\"", points);
    for (text, told) in [
        (
            ours.replace(condition, "filter = [{ fact = \"kin\", is = [\"出租房\"] }]"),
            "行里没有“kin”",
        ),
        (ours.replace(condition, "filter = [{ fact = \"kind\" }]"), "filter 的每一条写"),
        (wrong, "台账 danger_point 没有字段“nothing”"),
        (
            ours.replace(condition, "filter = [{ fact = \"last_verified\", has = [\"2026\"] }]"),
            "清单 premises 不能按“last_verified”筛选：filter 的 fact 能写 name、uscc、",
        ),
        (
            ours.replace(condition, "filter = [{ fact = \"key_since\", has = [\"2026\"] }]"),
            "清单 premises 不能按“key_since”筛选",
        ),
    ] {
        let file = house.desk.write("错的.toml", &text);
        let line = text
            .lines()
            .position(|line| {
                line.starts_with("filter")
                    && line.contains("fact")
                    && (told.contains("nothing") == line.contains("nothing"))
            })
            .unwrap()
            + 1;
        let said = house.refused("2026-11-06", &["form", "check", &file]);
        assert!(
            said.contains(told) && said.contains(&format!("错的.toml:{line}")),
            "{line}: {said}"
        );
    }
}

/// What a condition may ask for of a premises is known when it is judged; a refusal names all of it.
#[test]
fn every_fact_that_a_condition_may_ask_for_is_known_of_a_premises() {
    let house = house(None);
    const HEADS: &str = "名称,统一社会信用代码,生产经营地址,登记地址,行业,负责人,安全负责人,联系方式,风险等级,从业人数,\
                         火灾危险性类别,涉及工艺,行业主管部门,备注,是否重点\n";
    const ROW: &str = "全填鞋材厂,91350503MA31FQ2K4N,招联街31号,招联街32号,鞋材加工,王五,赵六,13905950009,橙,36,\
                       丙类,金属制品喷漆,区工信局,二楼为仓库,是\n";
    const WORDS: &str = "\"全填\", \"MA31FQ\", \"有证\", \"生产经营单位\", \"招联\", \"鞋材\", \"企业\", \"王五\", \"赵六\", \
                         \"13905950009\", \"是\", \"橙\", \"在产\", \"2026年\", \"一网格\", \"36\", \"丙\", \"喷漆\", \"工信局\", \"仓库\"";
    let roster = house.desk.write("全填.csv", format!("{HEADS}{ROW}"));
    house.run("2026-11-03", &["premises", "import", &roster, "--grid", "一网格"]);
    let ours = include_str!("../../forms/regime/beifeng.toml");
    let list = |fact: &str, words: &str| {
        format!(
            "\n[[list]]\ncode = \"by_{fact}\"\ntitle = \"按{fact}\"\nof = \"premises\"\npaper = \"kept_rows\"\n\
             source = \"样例\"\nfilter = [{{ fact = \"name\", has = [\"全填\"] }}, {{ fact = \"{fact}\", has = [{words}] }}]\n"
        )
    };
    let wrong = house.desk.write("错的.toml", format!("{ours}{}", list("no", "\"1\"")));
    let said = house.refused("2026-11-03", &["form", "check", &wrong]);
    let names = said.split("能写 ").nth(1).unwrap().lines().next().unwrap();
    let names: Vec<&str> = names.split('、').collect();
    assert!(names.len() > 20, "{said}");
    let by_each: String = names.iter().map(|fact| list(fact, WORDS)).collect();
    house.desk.write("办公室/forms/regime/beifeng.toml", format!("{ours}{by_each}"));
    let told = lists(&house, "2026-11-03");
    for fact in names {
        let line = format!("按{fact} 1 2026-11-03");
        assert!(told.contains(&line), "{fact}: {told:#?}");
    }
}

/// A list of an office's own condition: what is changed so that it leaves is a change of the list, as what comes.
#[test]
fn what_leaves_the_condition_of_a_list_changes_it_on_that_day() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let ours = include_str!("../../forms/regime/beifeng.toml");
        let with = |of: &str, fact: &str, word: &str| {
            let list = format!("of = \"{of}\"\n");
            (list.clone(), format!("{list}filter = [{{ fact = \"{fact}\", is = [\"{word}\"] }}]\n"))
        };
        let (points, risky) = with("ledger", "risk", "较大风险");
        let (hazards, general) = with("hazards", "grade", "一般");
        let theirs = ours.replacen(&points, &risky, 1).replacen(&hazards, &general, 1);
        let file = house.desk.write(
            "办公室/forms/regime/beifeng.toml",
            theirs.replacen("revision = 1", "revision = 2", 1),
        );
        house.run("2026-11-03", &["form", "check", &file]);

        const POINTS: &str = "危险源（点）清单";
        let add = ["--json", "ledger", "add", "danger_point", "--premises", "丰泽服饰"];
        let fields = ["name=液化气瓶间", "kind=用电用气", "place=一层", "risk=较大风险"];
        let fields = fields.into_iter().chain(["measures=专人看管", "responsible=吴小莲"]);
        let fields: Vec<&str> = fields.flat_map(|field| ["--set", field]).collect();
        let row = house.run("2026-11-05", &[&add[..], &fields].concat());
        let row: serde_json::Value = serde_json::from_str(&row).unwrap();
        let id = row["id"].as_str().unwrap();
        assert_eq!(list(&house, "2026-11-06", POINTS), "1 2026-11-05");
        house.run("2026-11-09", &["ledger", "edit", id, "--set", "risk=一般风险"]);
        assert_eq!(list(&house, "2026-11-10", POINTS), "0 2026-11-09");
        // Beside the list it is changed no more.
        house.run("2026-11-11", &["ledger", "edit", id, "--set", "place=二层"]);
        assert_eq!(list(&house, "2026-11-12", POINTS), "0 2026-11-09");

        const OPEN: &str = "隐患问题清单";
        let one = house.desk.write("一条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-10", "恒捷鞋材厂", &one);
        assert_eq!(list(&house, "2026-11-11", OPEN), "1 2026-11-10");
        let hazard = "招联安监整改〔2026〕1号-1";
        let raise = ["hazard", "regrade", hazard, "--grade", "major", "--reason", "通道全部堵死"];
        house.run("2026-11-12", &raise);
        assert_eq!(list(&house, "2026-11-13", OPEN), "0 2026-11-12");
    }
}
