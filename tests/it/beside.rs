//! What lists tell beside their rows, on both engines.

use anban::{
    domain::{event::Source, id::Id, unit::UnitPath},
    store::beside,
};
use serde_json::Value;

use crate::{
    engines::Schema,
    review::{House, house},
};

fn listed(house: &House, args: &[&str]) -> Vec<Value> {
    let said = house.run("2026-11-12", &[&["--json"], args].concat());
    serde_json::from_str::<Value>(&said).unwrap().as_array().unwrap().clone()
}

fn ids(rows: &[Value]) -> Vec<Id> {
    rows.iter().map(|row| Id::parse(row["id"].as_str().unwrap()).unwrap()).collect()
}

#[test]
fn rows_in_view_have_their_contacts_standings_and_sources() {
    for database in [None, Some(Schema::new())] {
        let house = house(database);
        let answers = house.desk.write("两条.toml", crate::desk::ANSWERS);
        house.inspect("2026-11-09", "恒捷鞋材厂", &answers);
        let event = "event register --source call --premises 丰泽服饰 --content 夜间住人";
        house.run("2026-11-10", &event.split(' ').collect::<Vec<_>>());

        let scope = UnitPath::parse("3505").unwrap();
        let elsewhere = UnitPath::parse("3506").unwrap();
        let premises = listed(&house, &["premises", "list"]);
        let notices = listed(&house, &["notice", "list"]);
        let hazards = listed(&house, &["hazard", "list"]);
        let events = listed(&house, &["event", "list"]);
        let mut store = house.store();
        let driver = &mut *store.driver;

        let known = beside::contacts(driver, &scope, &ids(&premises)).unwrap();
        assert_eq!(known.len(), 2);
        for row in &premises {
            let told = &known[&Id::parse(row["id"].as_str().unwrap()).unwrap()];
            assert_eq!(told.name, row["name"].as_str().unwrap());
            assert_eq!(told.phone, row["phone"].as_str().unwrap());
            assert_eq!(told.person_in_charge, row["person_in_charge"].as_str().unwrap());
            assert!(!told.address.is_empty());
        }
        assert_eq!(beside::contacts(driver, &elsewhere, &ids(&premises)).unwrap().len(), 0);
        assert_eq!(beside::contacts(driver, &scope, &[]).unwrap().len(), 0);
        // More than one question's worth, most of them unknown.
        let mut many: Vec<Id> =
            (0..300).map(|_| Id::parse(&uuid::Uuid::now_v7().to_string()).unwrap()).collect();
        many.extend(ids(&premises));
        assert_eq!(beside::contacts(driver, &scope, &many).unwrap().len(), 2);

        let told = beside::standings(driver, &scope, &ids(&notices)).unwrap();
        let [standing] = told.values().copied().collect::<Vec<_>>()[..] else { panic!("{told:?}") };
        let due = hazards.iter().filter_map(|row| row["deadline"].as_str()).min().unwrap();
        assert_eq!(standing.items as usize, hazards.len());
        assert_eq!(standing.open as usize, hazards.len());
        assert_eq!((standing.passed, standing.signed), (0, false));
        assert_eq!(standing.due.unwrap().to_string(), due);

        let told = beside::sources(driver, &scope, &ids(&events)).unwrap();
        assert_eq!(told.into_values().collect::<Vec<_>>(), [Source::Call]);
    }
}
