//! What runs beside hazards, by command, told to both engines: a transfer with its reply and its result, a
//! supervision of a hazard and one of a community, an event up to the district and back with its reward, and the
//! registers of 非法线索 and 失信; every refusal on the way in its own words.

use crate::{
    desk::Desk,
    engines::Schema,
    major::{House, set_up},
};

const HAZARD: &str = "招联安监整改〔2026〕1号-1";

const FOUND: &str = r#"default = "normal"
[answers]
q20 = "堵塞"
[[hazards]]
item = "q20"
text = "疏散通道堆放鞋材"
days = 7
"#;

/// A house, and the one matter that it is busy with.
struct Street {
    house: House,
    id: String,
}

impl Street {
    fn tell(&mut self, day: &str, who: &str, args: &str) {
        let args: Vec<&str> =
            args.split(' ').map(|arg| if arg == "ID" { self.id.as_str() } else { arg }).collect();
        self.house.tell(day, who, &args);
        // Ids are made anew each time.
        for line in &mut self.house.said {
            let ids = line.split([' ', '，', '。']).filter(|word| {
                word.len() == 36 && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
            });
            let ids: Vec<String> = ids.map(str::to_owned).collect();
            for id in ids.iter().chain((!self.id.is_empty()).then_some(&self.id)) {
                *line = line.replace(id, "········");
            }
        }
    }

    /// The matter that was opened just now is the one that is spoken of.
    fn turn(&mut self) {
        let said = self.house.said.last().unwrap();
        let (_, id) = said.split_once("（编号 ").unwrap();
        self.id = id[..8].to_owned();
        let id = self.id.clone();
        for line in &mut self.house.said {
            *line = line.replace(&id, "········");
        }
    }
}

#[test]
fn matters_go_their_roads_on_both_engines() {
    let [on_sqlite, on_postgres] = [None, Some(Schema::new())].map(|database| {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        set_up(&mut house);
        let answers = house.desk.write("答案.toml", FOUND);
        let record = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        house.tell("2026-11-02", "陈一鸣", &[&record[..], &["--answers", &answers]].concat());
        house.said.clear();
        let mut street = Street { house, id: String::new() };
        transferred(&mut street);
        taken_back(&mut street);
        supervised(&mut street);
        reported(&mut street);
        opened_by_mistake(&mut street);
        on_the_lists(&mut street);
        street.house.said.join("\n")
    });
    insta::assert_snapshot!(on_sqlite);
    assert_eq!(on_postgres, on_sqlite);
}

/// The clue that an inspection has shown, and the event that came of both (EVT-05).
fn linked(street: &mut Street) {
    let clue = "ledger add clue --set found_on=2026-11-03 --set kind=非法生产 --set place=后巷平房 --set content=无证喷漆 --set reporter=陈一鸣 --set situation=已掌握";
    street.tell("2026-11-03", "陈一鸣", clue);
    let json = |street: &Street, who: &str, args: &[&str]| {
        let House { desk, database, .. } = &street.house;
        let args = [&["--json"], args].concat();
        desk.on("2026-11-03", who, database.as_ref(), &args).json()
    };
    let id =
        json(street, "陈一鸣", &["ledger", "list", "clue"])[0]["id"].as_str().unwrap().to_owned();
    let visit = "招联安监整改〔2026〕1号";
    // A clue is enough to tell where it is.
    street.tell(
        "2026-11-03",
        "陈一鸣",
        &format!("event register --source inspection --clue {id} --content 后巷平房无证喷漆"),
    );
    street.turn();
    street.tell(
        "2026-11-03",
        "陈一鸣",
        &format!("event link ID --inspection {visit} --hazard {HAZARD}"),
    );
    street.tell("2026-11-03", "陈一鸣", &format!("event link ID --clue {id}"));
    street.tell("2026-11-03", "陈一鸣", "event show ID");
    // What another community has found is none of this one's.
    street.tell("2026-11-03", "", "unit add 招贤社区");
    street.tell(
        "2026-11-03",
        "周安平",
        &format!("{} --community 招贤社区", clue.replace("后巷", "前街")),
    );
    let clues = json(street, "周安平", &["ledger", "list", "clue"]);
    let theirs = clues.as_array().unwrap().iter().find(|it| it["id"] != id.as_str()).unwrap();
    let theirs = theirs["id"].as_str().unwrap().to_owned();
    street.tell("2026-11-03", "周安平", &format!("event link ID --clue {theirs}"));
    // On the other side of each.
    for line in [format!("inspect show {visit}"), format!("hazard show {HAZARD}")] {
        let args: Vec<&str> = line.split(' ').collect();
        let events = json(street, "陈一鸣", &args)["events"].clone();
        assert_eq!(events.as_array().unwrap().len(), 1, "{line}: {events}");
        assert_eq!(events[0]["title"], "后巷平房无证喷漆", "{events}");
    }
    let clues = json(street, "陈一鸣", &["ledger", "list", "clue"]);
    assert_eq!(clues[0]["events"][0]["title"], "后巷平房无证喷漆", "{clues}");
    // Taken off again it is seen on neither.
    street.tell("2026-11-04", "陈一鸣", &format!("event unlink ID --inspection {visit}"));
    street.tell("2026-11-04", "陈一鸣", &format!("event unlink ID --inspection {visit}"));
    let seen = json(street, "陈一鸣", &["inspect", "show", visit]);
    assert_eq!(seen["events"].as_array().unwrap().len(), 0, "{seen}");
    let event = street.id.clone();
    let links = json(street, "陈一鸣", &["event", "show", &event])["links"].clone();
    let kinds: Vec<&str> =
        links.as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["hazard", "clue"], "{links}");
}

#[test]
fn an_event_is_linked_with_an_inspection_a_hazard_and_a_clue() {
    let [on_sqlite, on_postgres] = [None, Some(Schema::new())].map(|database| {
        let mut house = House { desk: Desk::bare(), database, said: Vec::new() };
        set_up(&mut house);
        let answers = house.desk.write("答案.toml", FOUND);
        let record = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
        house.tell("2026-11-02", "陈一鸣", &[&record[..], &["--answers", &answers]].concat());
        house.said.clear();
        let mut street = Street { house, id: String::new() };
        linked(&mut street);
        street.house.said.join("\n")
    });
    insta::assert_snapshot!(on_sqlite);
    assert_eq!(on_postgres, on_sqlite);
}

#[test]
fn what_came_late_what_was_granted_and_what_came_on_paper_is_told() {
    let mut house = House { desk: Desk::bare(), database: None, said: Vec::new() };
    set_up(&mut house);
    let answers = house.desk.write("答案.toml", FOUND);
    let record = ["inspect", "record", "--premises", "恒捷鞋材厂", "--form", "table4"];
    house.tell("2026-11-02", "陈一鸣", &[&record[..], &["--answers", &answers]].concat());
    let mut street = Street { house, id: String::new() };
    let street_says = |street: &mut Street, day: &str, words: &str| {
        let from = street.house.said.len();
        street.tell(day, "周安平", words);
        street.house.said[from + 1..].join("\n")
    };
    // The slip of the receipt comes in after the department was reminded.
    let send = format!("transfer send --hazard {HAZARD} --to 区消防救援大队 --opinion 请依法查处");
    street_says(&mut street, "2026-11-10", &send);
    street.turn();
    street_says(&mut street, "2026-12-11", "transfer remind ID --note 请尽快回复");
    let receive = "transfer receive ID --by 消防王强 --on";
    let said = street_says(&mut street, "2026-12-12", &format!("{receive} 2026-11-09"));
    assert!(said.contains("早于上一步"), "{said}");
    let said = street_says(&mut street, "2026-12-12", &format!("{receive} 2026-12-01"));
    assert!(!said.contains('✗'), "{said}");
    let reply = street.house.desk.write("回复.png", crate::images::png(50, 70, [250; 4]));
    let id = street.id.clone();
    let add = ["evidence", "add", &reply, "--transfer", &id];
    let said = street.house.hear("2026-12-12", "周安平", &add);
    assert!(said.contains("已附上扫描件") && said.contains("移送抄告区消防救援大队"), "{said}");
    let said = street_says(&mut street, "2026-12-12", "transfer show ID");
    assert!(said.contains("佐证 1 份") && said.contains("回复.png"), "{said}");
    let event = "event register --source call --premises 丰泽服饰 --content 夜间住人";
    street_says(&mut street, "2026-12-12", event);
    street.turn();
    let photo = street.house.desk.write("现场.jpg", crate::images::jpeg(crate::images::PHOTO));
    let id = street.id.clone();
    let add = ["evidence", "add", &photo, "--event", &id];
    let said = street.house.hear("2026-12-12", "周安平", &add);
    assert!(said.contains("已附上照片"), "{said}");
    let said = street_says(&mut street, "2026-12-12", "event show ID");
    assert!(said.contains("现场.jpg"), "{said}");
    // 区级领导 is named; the granted deadline stands in what is told afterwards.
    let grade = format!("hazard regrade {HAZARD} --grade major --reason 现场评估");
    street_says(&mut street, "2026-12-14", &grade);
    let open = format!("supervise open {HAZARD} --unit 丰泽区安委会办公室 --deadline 2027-01-29");
    let said = street_says(&mut street, "2026-12-14", &open);
    assert!(said.contains("没有写明分管行业的区级领导"), "{said}");
    street_says(&mut street, "2026-12-14", &format!("{open} --leader 刘副区长"));
    street.turn();
    for words in [
        "supervise extend ID --until 2027-03-31 --reason 设备未到",
        "supervise grant ID --opinion 同意",
        "supervise ask-acceptance ID",
        "supervise accept ID --passed --opinion 合格",
        "supervise lift ID",
    ] {
        let said = street_says(&mut street, "2026-12-15", words);
        assert!(!said.contains('✗'), "{words}: {said}");
    }
    let said = street_says(&mut street, "2026-12-16", "supervise show ID");
    assert!(said.contains("2027年3月31日") && !said.contains("期限      2027年1月29日"), "{said}");
}

/// 移送抄告: ten working days to reply; who has not replied and who has not fed back is listed.
fn transferred(street: &mut Street) {
    let send = format!("transfer send --hazard {HAZARD} --to 区消防救援大队 --opinion 请依法查处");
    street.tell("2026-11-10", "陈一鸣", &send);
    // The paper names who sends it.
    street.tell("2026-11-10", "", &send);
    street.tell("2026-11-10", "周安平", &send);
    street.turn();
    street.tell("2026-11-11", "周安平", "transfer list --unanswered");
    street.tell("2026-11-11", "周安平", "transfer reply ID --by 消防王强 --opinion 已立案查处");
    street.tell("2026-11-12", "周安平", "transfer receive ID --by 消防王强");
    street.tell("2026-11-12", "周安平", "transfer list --unfed");
    street.tell("2026-11-24", "周安平", "transfer list --overdue");
    street.tell("2026-11-25", "周安平", "transfer list --overdue");
    street.tell("2026-11-25", "周安平", "transfer remind ID --note 请尽快回复");
    street.tell("2026-11-25", "周安平", "transfer feed-back ID --result 已清理");
    street.tell("2026-11-26", "周安平", "transfer reply ID --by 消防王强 --opinion 已立案查处");
    street.tell("2026-11-26", "周安平", "transfer list --unanswered");
    street.tell("2026-11-26", "周安平", "transfer list --unfed");
    street.tell("2026-11-30", "周安平", "transfer feed-back ID --by 消防王强 --result 已清理");
    street.tell("2026-11-30", "周安平", "transfer list --unfed");
    street.tell("2026-11-30", "周安平", "transfer show ID");
}

/// A transfer to the wrong department is taken back; what was sent and why it was not meant both stay.
fn taken_back(street: &mut Street) {
    let send = format!("transfer send --hazard {HAZARD} --to 区市场监管局");
    street.tell("2026-11-30", "周安平", &send);
    street.turn();
    let back = "transfer withdraw ID --reason 抄告错了部门";
    street.tell("2026-11-30", "陈一鸣", back);
    street.tell("2026-12-01", "周安平", "transfer receive ID --by 市监赵敏");
    street.tell("2026-12-01", "周安平", back);
    street.tell("2026-12-01", "周安平", "transfer show ID");
    street.tell("2026-12-01", "周安平", "transfer reply ID --by 市监赵敏 --opinion 不归本局管");
    street.tell("2026-12-20", "周安平", "transfer list --open");
    // The last deed of the desk is taken back the same way.
    street.tell("2026-12-20", "周安平", &send);
    street.turn();
    street.tell("2026-12-20", "周安平", "undo --reason 重复抄告");
    street.tell("2026-12-20", "周安平", "transfer list --open");
    street.tell("2026-12-20", "周安平", "undo");
}

/// 挂牌督办 of a hazard, with an extension asked too late, and of a community.
fn supervised(street: &mut Street) {
    let open = format!(
        "supervise open {HAZARD} --unit 丰泽区安委会办公室 --leader 刘副区长 --deadline 2026-12-31"
    );
    street.tell("2026-11-12", "周安平", &open);
    let grade = format!("hazard regrade {HAZARD} --grade major --reason 现场评估");
    street.tell("2026-11-12", "周安平", &grade);
    street.tell("2026-11-12", "陈一鸣", &open);
    street.tell("2026-11-12", "周安平", &open);
    street.turn();
    street.tell("2026-11-30", "陈一鸣", "supervise report ID --note 正在清理");
    street.tell("2026-12-11", "周安平", "supervise extend ID --until 2027-01-31 --reason 设备未到");
    street.tell("2026-12-08", "周安平", "supervise extend ID --until 2027-01-31 --reason 设备未到");
    street.tell("2026-12-09", "沈卫东", "supervise grant ID --opinion 同意");
    street.tell("2026-12-10", "周安平", "supervise lift ID");
    street.tell("2026-12-10", "周安平", "supervise ask-acceptance ID");
    street.tell("2026-12-11", "沈卫东", "supervise accept ID --passed --opinion 合格");
    street.tell("2026-12-11", "周安平", "supervise lift ID");
    street.tell("2026-12-11", "周安平", "supervise show ID");
    let community = "supervise open --community 招联社区 --unit 北峰街道 --situation GP-5";
    street.tell("2026-12-14", "蔡书记", &format!("{community} --words 三次复查仍未整改"));
    street.tell("2026-12-14", "沈卫东", community);
    street.tell("2026-12-14", "沈卫东", &format!("{community} --words 三次复查仍未整改"));
    street.turn();
    street.tell("2026-12-31", "沈卫东", "supervise lift ID");
    street.tell("2026-12-31", "沈卫东", "supervise lift ID --reason 连续按期整改");
}

/// 网格事件: from a caller up to the district; what comes back passes every desk before it is done.
fn reported(street: &mut Street) {
    street.tell(
        "2026-11-10",
        "陈一鸣",
        "event register --source call --premises 丰泽服饰 --content 夜间住人 --informant 热心居民",
    );
    street.turn();
    street.tell("2026-11-10", "陈一鸣", "event up ID --opinion 超出网格权限");
    street.tell("2026-11-16", "周安平", "event list --overdue");
    street.tell("2026-11-16", "周安平", "event up ID --opinion 街道不能处理");
    street.tell("2026-11-17", "沈卫东", "event assign ID --to department --name 区住建局");
    // It lies with a department: that is not for the grid to write, nor is anything paid before it is looked into.
    street.tell("2026-11-18", "陈一鸣", "event handle ID --note 已清退住宿人员");
    street.tell("2026-11-18", "周安平", "event reward ID --amount 500");
    street.tell("2026-11-18", "周安平", "event handle ID --by 住建李明 --note 已清退住宿人员");
    street.tell("2026-11-18", "陈一鸣", "event done ID --result 属实，已清退");
    for on in ["2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24"] {
        street.tell(on, "周安平", "event feed-back ID --opinion 已清退");
    }
    street.tell("2026-11-24", "陈一鸣", "event done ID --result 属实，已清退");
    street.tell("2026-11-25", "周安平", "event reward ID --amount 500");
    street.tell("2026-11-25", "周安平", "event show ID");
}

/// 撤销立项: what was opened by mistake, by whoever opened it or a leader, while nothing has followed.
fn opened_by_mistake(street: &mut Street) {
    let community = "supervise open --community 招联社区 --unit 北峰街道 --situation GP-2";
    street.tell("2027-01-04", "沈卫东", community);
    street.turn();
    let back = "supervise withdraw ID --reason 挂到别的社区去了";
    street.tell("2027-01-04", "陈一鸣", back);
    street.tell("2027-01-04", "沈卫东", back);
    street.tell("2027-01-04", "沈卫东", "supervise show ID");
    street.tell("2027-01-05", "陈一鸣", "supervise report ID --note 正在整改");
    street.tell("2027-01-05", "沈卫东", community);
    street.turn();
    street.tell("2027-01-05", "陈一鸣", "supervise report ID --note 正在整改");
    street.tell("2027-01-05", "沈卫东", back);
    street.tell("2027-01-05", "沈卫东", "supervise lift ID --reason 已整改");
    let event = "event register --source call --premises 丰泽服饰 --content 夜间住人";
    street.tell("2027-01-05", "陈一鸣", event);
    street.turn();
    let back = "event withdraw ID --reason 与另一件重复";
    street.tell("2027-01-05", "林安全", back);
    street.tell("2027-01-05", "陈一鸣", &format!("event link ID --hazard {HAZARD}"));
    street.tell("2027-01-05", "陈一鸣", back);
    street.tell("2027-01-05", "陈一鸣", &format!("event unlink ID --hazard {HAZARD}"));
    street.tell("2027-01-05", "陈一鸣", back);
    street.tell("2027-01-05", "陈一鸣", "event handle ID --note 已劝离");
    street.tell("2027-01-05", "陈一鸣", event);
    street.turn();
    street.tell("2027-01-05", "周安平", "event withdraw ID --reason 登记到别的网格了");
    street.tell("2027-01-15", "陈一鸣", "event list --overdue");
    street.tell("2027-01-05", "陈一鸣", event);
    street.turn();
    street.tell("2027-01-05", "陈一鸣", "event handle ID --note 已劝离");
    street.tell("2027-01-05", "周安平", back);
    street.tell("2027-01-05", "陈一鸣", "event done ID --result 已劝离");
}

/// 非法线索 by kind and by how far it is dealt with; 失信 on either of two lists.
fn on_the_lists(street: &mut Street) {
    street.id.clear();
    let clue = "ledger add clue --set kind=非法生产 --set place=北峰路9号 --set content=无证熔炼";
    street.tell("2026-11-20", "陈一鸣", &format!("{clue} --set situation=打击中"));
    street.tell("2026-11-20", "陈一鸣", &format!("{clue} --set situation=正在打击"));
    let credit = "ledger add credit --premises 丰泽服饰 --set basis=拒不整改 --set approver=沈卫东";
    street.tell("2026-11-20", "周安平", &format!("{credit} --set kind=失信"));
    street.tell("2026-11-20", "周安平", &format!("{credit} --set kind=关注对象"));
    for ledger in ["clue", "credit"] {
        street.tell("2026-11-21", "周安平", &format!("ledger list {ledger}"));
    }
}
