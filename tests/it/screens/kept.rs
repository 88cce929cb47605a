//! What was half typed is laid over what stands when the window opens again: nothing that was changed since is put back
//! without a word.

use std::collections::BTreeMap;

use anban::{
    domain::{premises::ChangeKind, unit::Level},
    office::{
        Office, Opening,
        campaigns::Typed as Campaign,
        ledger::Typed,
        premises::{Fields, Stored},
        units::UnitEdit,
    },
    tui::screens::ask::DRAFT,
};

use super::{Bench, furnish, opening, rounds::furnish_rounds};
use crate::engines::Folder;

/// From the name of the premises to these fields of 修改登记.
const TO_ADDRESS: &str = "Down Down Down Down Down Down";
const TO_PHONE: &str = "Down Down Down Down Down Down Down Down Down Down";

fn entry(bench: &mut Bench) -> Stored {
    bench.seat.office().unwrap().find_premises("恒捷鞋材厂").unwrap()
}

/// The second desk of the office.
fn other(bench: &Bench, who: &str) -> Office {
    let sitting = Opening { actor: Some(who.into()), ..opening(&bench.folder, "2026-11-20") };
    Office::open(&sitting).unwrap()
}

fn phone(phone: &str) -> Fields {
    Fields { phone: Some(phone.into()), ..Fields::default() }
}

/// Left in the middle of the address.
fn half_edited() -> Bench {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter ^E").press(TO_ADDRESS).typed("二楼").press("Esc");
    bench
}

#[test]
fn a_change_of_trade_meanwhile_stands_beside_what_was_half_typed() {
    let mut bench = half_edited();
    bench.press("^G");
    let fields = Fields { industry: Some("纸箱制造".into()), ..Fields::default() };
    let mut office = other(&bench, "蔡书记");
    office
        .change_premises("恒捷鞋材厂", ChangeKind::Switched, None, "转产", &fields, None)
        .unwrap();
    bench.press("Esc ^E 1 ^S");
    assert!(bench.screen().contains("已保存"), "{}", bench.screen());
    let Stored { entry, .. } = entry(&mut bench);
    assert_eq!(entry.industry, "纸箱制造");
    assert!(entry.address.ends_with("二楼"), "{}", entry.address);
}

/// Another desk writes while the window is open: refused, opened anew, gone on with, and both words stand.
#[test]
fn what_was_refused_for_another_desks_word_goes_on_without_putting_the_old_one_back() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter ^E").press(TO_ADDRESS).typed("二楼");
    let mut office = other(&bench, "蔡书记");
    office.edit_premises("恒捷鞋材厂", &phone("13800000001"), None, "", None).unwrap();
    bench.press("^S");
    assert!(bench.screen().contains("请重新打开"), "{}", bench.screen());
    bench.press("Esc ^E 1 ^S");
    let Stored { entry, .. } = entry(&mut bench);
    assert_eq!(entry.phone, "13800000001");
    assert!(entry.address.ends_with("二楼"), "{}", entry.address);
}

/// Both have changed the same field: who goes on says whose word holds, and sees all three.
#[test]
fn a_field_that_both_sides_changed_is_named_and_asked() {
    for (choice, stands) in [("1", "13800000003"), ("2", "13800000002")] {
        let mut bench = Bench::new();
        bench.press("F3 hjxc Enter ^E").press(TO_PHONE).press("Alt+c").typed("13800000003");
        bench.press("Esc");
        let mut office = other(&bench, "蔡书记");
        office.edit_premises("恒捷鞋材厂", &phone("13800000002"), None, "", None).unwrap();
        bench.press("^E 1 ^S");
        let asked = bench.screen();
        assert!(asked.contains("别处改过其中1项"), "{asked}");
        let says = "电话：原来“13805950001”，现在“13800000002”，您写的“13800000003”";
        assert!(asked.contains(says), "{asked}");
        assert_eq!(entry(&mut bench).entry.phone, "13800000002");
        bench.press(choice);
        assert!(bench.screen().contains("别处也改了这一项"), "{}", bench.screen());
        bench.press("^S");
        assert_eq!(entry(&mut bench).entry.phone, stands);
    }
}

/// Who does not say whose word holds loses nothing.
#[test]
fn who_leaves_the_question_open_keeps_what_was_typed() {
    let mut bench = Bench::new();
    bench
        .press("F3 hjxc Enter ^E")
        .press(TO_PHONE)
        .press("Alt+c")
        .typed("13800000003")
        .press("Esc");
    let mut office = other(&bench, "蔡书记");
    office.edit_premises("恒捷鞋材厂", &phone("13800000002"), None, "", None).unwrap();
    bench.press("^E 1 Esc ^E 1");
    assert!(bench.screen().contains("您写的“13800000003”"), "{}", bench.screen());
}

#[test]
fn a_row_of_a_ledger_and_a_campaign_keep_what_others_put_right() {
    let folder = Folder::new();
    furnish(&folder);
    furnish_rounds(&folder);
    let mut bench = Bench::over(folder, (80, 24), super::BOX).seated("蔡书记");
    let fields = [("document", "整改通知书"), ("method", "直接送达"), ("unit", "恒捷鞋材厂")]
        .into_iter()
        .chain([("delivered_on", "2026-11-16"), ("receiver", "黄恒捷"), ("deliverer", "陈一鸣")])
        .map(|(field, value)| (field.to_owned(), value.to_owned()));
    let typed =
        Typed {
            premises: Some("恒捷鞋材厂".into()), fields: fields.collect(), ..Typed::default()
        };
    let row = bench.seat.office().unwrap().add_entry("delivery", &typed).unwrap().id;
    bench.press("Alt+z").typed("送达").press("Enter Enter Down").typed("及附件").press("Esc");
    let before = bench.seat.office().unwrap().entry(row).unwrap().entry.fields;
    let receiver = BTreeMap::from([("receiver".to_owned(), "黄小捷".to_owned())]);
    other(&bench, "蔡书记").edit_entry(row, &receiver, None).unwrap();
    bench.press("F2 Alt+z").typed("送达").press("Enter Enter 1 ^S");
    let after = bench.seat.office().unwrap().entry(row).unwrap().entry.fields;
    assert_eq!(after["receiver"], "黄小捷", "{}", bench.screen());
    let changed = before.iter().filter(|(id, value)| after.get(*id) != Some(value)).count();
    assert_eq!(changed, 2, "{after:?}");

    bench.press("Alt+j Tab Tab Enter 2").typed("（二）").press("Esc");
    let mut office = other(&bench, "蔡书记");
    let known = office.campaign("冬春火灾防控").unwrap().campaign;
    let to = "2026-12-20".parse().unwrap();
    let put_right = Campaign {
        name: known.name.clone(),
        unit: None,
        from: known.from,
        to,
        basis: known.basis.clone(),
        scope: known.scope.clone(),
        every: known.every,
        times: known.times,
        reports: known.reports.clone(),
    };
    office.edit_campaign("冬春火灾防控", &put_right, None).unwrap();
    bench.press("Alt+j Tab Tab Enter 2 1 ^S");
    let stored = office.campaign("冬春火灾防控（二）").unwrap().campaign;
    assert_eq!(stored.to, to);
}

/// The window of a unit opens with what the list knew: what was left alone there is not written.
#[test]
fn a_unit_keeps_the_name_that_another_desk_gave_it() {
    let mut bench = Bench::new().seated("蔡书记");
    bench.press("F8 Enter");
    let renamed = UnitEdit { name: Some("招联新社区".into()), ..UnitEdit::default() };
    other(&bench, "蔡书记").edit_unit("招联社区", &renamed).unwrap();
    bench.press("4").typed("苏主任").press("^S");
    let office = other(&bench, "蔡书记");
    let unit = office.units_at(Level::Community).next().unwrap();
    assert_eq!((unit.name.as_str(), unit.linked_leader.as_str()), ("招联新社区", "苏主任"));
}

#[test]
fn a_draft_of_an_older_program_is_gone_on_with() {
    let mut bench = Bench::new();
    let id = entry(&mut bench).entry.id;
    let (subject, body) = (format!("premises/edit/{id}"), r#"{"name":"恒捷鞋材二厂"}"#);
    let office = bench.seat.office().unwrap();
    office.save_draft(DRAFT, &subject, "修改登记 恒捷鞋材厂", body).unwrap();
    bench.press("F3 hjxc Enter ^E 1");
    assert!(bench.screen().contains("恒捷鞋材二厂"), "{}", bench.screen());
}
