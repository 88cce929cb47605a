//! What is taken out of the office is on record, and the numbers of people are hidden where that is wanted, told to both
//! engines.

use std::fs;

use serde_json::{Value, json};

use crate::{
    engines::Schema,
    review::{House, house},
};

fn exports(house: &House) -> Vec<[Value; 5]> {
    let all = house.run("2026-11-20", &["--json", "journal", "--exports"]);
    let all: Vec<Value> = serde_json::from_str(&all).unwrap();
    let of =
        |row: &Value| ["day", "actor", "title", "rows", "masked"].map(|field| row[field].clone());
    all.iter().map(of).collect()
}

#[test]
fn what_is_taken_out_is_on_record_and_hides_the_numbers_of_people_where_wanted() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let staff = ["staff", "add", "许看看", "--role", "viewer", "--unit", "招联社区"];
        house.run_as("2026-11-03", "", &staff);
        assert_eq!(house.run("2026-11-20", &["journal", "--exports"]), "还没有导出过。\n");
        house.run("2026-11-20", &["premises", "edit", "恒捷鞋材厂", "--phone", "13905950003"]);
        let file = |name: &str| house.desk.path(name);
        let roster = |name: &str, mask: &[&str]| -> String {
            house.run("2026-11-20", &[&["premises", "export", &file(name)], mask].concat());
            fs::read_to_string(file(name)).unwrap()
        };
        let seat = ["premises", "edit", "丰泽服饰", "--address", "北峰路2号（房东13600001111）"];
        house.run("2026-11-19", &seat);
        let whole = roster("名册1.csv", &[]);
        assert!(whole.contains("13905950003"), "{whole}");
        let hidden = roster("名册2.csv", &["--mask"]);
        assert!(hidden.contains("139****0003") && !hidden.contains("13905950003"), "{hidden}");
        assert!(hidden.contains("（房东136****1111）"), "{hidden}");
        let back = hidden.replace("139****0003", "13905950003");
        let back = back.replace("136****1111", "13600001111");
        assert_eq!(back.replace("138****0002", "13805950002"), whole, "nothing else is hidden");

        // A list of a paper, and by somebody who only reads.
        let list = ["paper", "print", "object_list", "-o", &file("对象清单.csv"), "--mask"];
        house.run_as("2026-11-20", "许看看", &list);
        let said = fs::read_to_string(file("对象清单.csv")).unwrap();
        assert!(!said.contains("13905950003"), "{said}");
        let answers = ["inspect", "export", &file("检查.csv")];
        house.run("2026-11-20", &answers);
        let day = json!("2026-11-20");
        let safety = json!("林安全");
        let [.., register] = &exports(&house)[..] else { panic!("nothing is on record") };
        assert_eq!(
            *register,
            [day.clone(), safety.clone(), json!("监管对象登记册"), json!(2), json!(false)]
        );
        let told = exports(&house);
        assert_eq!(told.len(), 4, "{told:#?}");
        assert_eq!((&told[1][1], &told[1][4]), (&json!("许看看"), &json!(true)), "{told:#?}");
        assert_eq!(told[2][4], json!(true));
        let words = house.run("2026-11-20", &["journal", "--exports"]);
        assert!(words.contains("已遮住") && words.contains("没有遮"), "{words}");

        // As a PDF, as text, and the answers of visits.
        let object_list = ["paper", "print", "object_list"];
        for (name, mask) in
            [("清单.pdf", &["--mask"][..]), ("清单.txt", &["--mask"]), ("全.txt", &[])]
        {
            house.run("2026-11-20", &[&object_list[..], &["-o", &file(name)], mask].concat());
        }
        let said = fs::read_to_string(file("清单.txt")).unwrap();
        assert!(said.contains("139****0003") && !said.contains("13905950003"), "{said}");
        assert!(fs::read_to_string(file("全.txt")).unwrap().contains("13905950003"));
        house.run("2026-11-20", &["inspect", "export", &file("检查2.csv"), "--mask"]);
        let told: Vec<(Value, Value)> =
            exports(&house).into_iter().take(4).map(|[.., rows, masked]| (rows, masked)).collect();
        let [(_, answers), (rows, open), hidden, pdf] = &told[..] else { panic!("{told:#?}") };
        assert_eq!([answers, open], [&json!(true), &json!(false)], "{told:#?}");
        assert_eq!([hidden, pdf], [&(rows.clone(), json!(true)); 2], "{told:#?}");
        // What is only looked at has not left; a paper that is no list is not hidden, and says so.
        house.run("2026-11-20", &object_list);
        assert_eq!(exports(&house).len(), 8);
        let form =
            ["paper", "print", "table2", "--about", "一网格", "-o", &file("表二.pdf"), "--mask"];
        let said = house.refused("2026-11-20", &form);
        assert!(said.contains("不是表册，号码遮不了"), "{said}");

        // It is no deed: what was done before is the last one.
        let undone = house.run("2026-11-20", &["undo", "--reason", "电话写错了"]);
        assert!(undone.contains("改回原来的登记"), "{undone}");
        house.run("2026-11-20", &["check"]);
    }
}
