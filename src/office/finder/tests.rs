use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::office::{
    Opening,
    premises::{Fields, Filter},
    setup,
};

fn unit(text: &str) -> UnitPath {
    UnitPath::parse(text).unwrap()
}

fn named(number: u8, name: &str) -> Found {
    Found {
        id: Id([number; 16]),
        community: unit("3505/03/008/006"),
        grid: Some(unit("3505/03/008/006/01")),
        name: name.into(),
        person_in_charge: String::new(),
        uscc: String::new(),
        phone: String::new(),
        key: false,
        category: String::new(),
        state: Status::Operating,
        last_on: None,
        open_hazards: 0,
    }
}

fn finder(names: &[&str]) -> Finder {
    Finder::of((0..).zip(names).map(|(number, name)| named(number, name)))
}

fn names<'a>(finder: &'a Finder, places: &[u32]) -> Vec<&'a str> {
    places.iter().map(|place| finder.entry(*place).name).collect()
}

fn found<'a>(finder: &'a Finder, typed: &str) -> Vec<&'a str> {
    names(finder, &finder.find(typed, &Narrow::default()))
}

#[test]
fn a_name_is_found_by_whatever_of_it_is_typed() {
    let table = [
        (
            "丰泽服饰有限公司",
            "丰泽 泽服 fzfs FZFS ｆｚｆｓ fengzefushi fengzef fengzefu zefu 丰泽fs f泽fushi fengz服 fzfsh",
            "丰服 fs丰 fzs fengf ngze",
        ),
        ("厦门长行重工", "xmchzg smzxcg xiamen shamen changhang zhangxing 门ch", "xmchz厂 xiamn"),
        ("曾氏乐器行", "zs cs zengshi cengshi yq lq yueqi leqi yqh yqx", "zfs"),
        ("单记仇查解区店", "sj dj shanji qcxqd ccxqd cj chouzha qiucha qiuzha qz xo", "cjs"),
        ("晟朝便利店", "sc cz shengchao chengzhao pld bld", "jing"),
        ("吕记绿豆饼", "lj lvji luji lvdou lv LÜ lüji", "liji"),
        ("恒鑫12345号加工厂", "12345 ５号 345 hx12345 hengxin12345hao jgc 345hjg", "1245 xh"),
        ("ABC·丰（泉州）食品", "abc ＡＢＣ abcf fqz 丰泉 丰（泉 （泉州） qzsp c丰", "丰-食"),
        ("䶮源𠮷店", "yy yanyuan 𠮷 源𠮷d y源", "yyjd"),
        ("西安小吃", "xa xian xi'an xian小吃 xax xiaochi", "xianchi"),
    ];
    for (name, finding, missing) in table {
        let finder = finder(&["安踏鞋材", name, "左海宾馆"]);
        for typed in finding.split(' ') {
            assert!(found(&finder, typed).contains(&name), "{name} by {typed}");
        }
        for typed in missing.split(' ') {
            assert!(!found(&finder, typed).contains(&name), "{name} by {typed}");
        }
    }
}

#[test]
fn nothing_typed_finds_all_in_list_order() {
    let finder = finder(&["左海", "安踏", "A店", "北峰", "恒捷", "阿芳", "阿方", "安"]);
    for typed in ["", "  ", "（"] {
        assert_eq!(
            found(&finder, typed),
            ["A店", "阿方", "阿芳", "安踏", "安", "北峰", "恒捷", "左海"],
            "{typed}"
        );
    }
}

#[test]
fn the_order_is_that_of_the_sort_keys() {
    let mut text = String::new();
    for (index, syllable) in include_str!("../../domain/reading/first.txt").lines().enumerate() {
        text.extend(syllable.chars().rev().take(1 + index % 2));
    }
    text.push_str("（）a Aé１𠮷İ");
    let letters: Vec<char> = text.chars().collect();
    let mut number = 7u32;
    let mut next = move |below: usize| {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (number >> 8) as usize % below
    };
    // Few characters, so that names share their beginnings, and many, so that every reading is compared.
    let mut entries = Vec::new();
    for among in [3, 9, letters.len()] {
        for _ in 0..400 {
            let length = next(12);
            let name: String = (0..length).map(|_| letters[next(among)]).collect();
            let mut entry = named(0, &name);
            entry.id = Id(std::array::from_fn(|_| next(256) as u8));
            entries.push(entry);
        }
    }
    let finder = Finder::of(entries.clone());
    entries.sort_by_key(|entry| (sort_key(&entry.name), entry.id));
    let expected: Vec<Id> = entries.iter().map(|entry| entry.id).collect();
    assert_eq!(finder.ids, expected);
}

#[test]
fn better_kinds_of_match_come_first() {
    let mut entries = vec![
        named(1, "安邦石材有限责任公司"),
        named(2, "中联水暖"),
        named(3, "泉州中联水暖"),
        named(4, "石狮鞋厂"),
        named(5, "单县羊汤"),
    ];
    entries[3].person_in_charge = "张亮".into();
    entries[4].uscc = "92350503MA31ABCD5X".into();
    entries[0].phone = "0595-22781234、13905950001".into();
    let finder = Finder::of(entries);
    assert_eq!(found(&finder, "zl"), ["中联水暖", "泉州中联水暖", "石狮鞋厂"]);
    assert_eq!(found(&finder, "张亮"), ["石狮鞋厂"]);
    // By 石 dan after those by what is usually read.
    assert_eq!(found(&finder, "d"), ["单县羊汤", "石狮鞋厂", "安邦石材有限责任公司"]);
    assert_eq!(
        found(&finder, "s"),
        ["单县羊汤", "石狮鞋厂", "安邦石材有限责任公司", "泉州中联水暖", "中联水暖"]
    );
}

#[test]
fn archaic_readings_do_not_flood() {
    let others: Vec<String> = (0..200).map(|n| format!("恒鑫{n}有限责任公司")).collect();
    let mut all: Vec<&str> = others.iter().map(String::as_str).collect();
    all.extend(["中联水暖", "恒石厂", "城市厂房"]);
    let finder = finder(&all);
    assert_eq!(found(&finder, "zl"), ["中联水暖"]);
    assert_eq!(found(&finder, "hd"), ["恒石厂"], "石 dan is rare, but known");
    for typed in ["cf", "zerl", "hengdanh", "sf"] {
        let expected: &[&str] = if typed == "cf" { &["城市厂房"] } else { &[] };
        let by: Vec<&str> = found(&finder, typed);
        assert_eq!(by, expected, "{typed}");
    }
}

#[test]
fn digits_find_codes_and_phones() {
    let mut entries = vec![named(1, "甲店"), named(2, "乙店"), named(3, "丙0001店")];
    entries[0].uscc = "92350503MA31ABCD5X".into();
    entries[0].phone = "0595-22781234、13905950001".into();
    entries[1].phone = "13805950013".into();
    let finder = Finder::of(entries);
    let table: [(&str, &[&str]); 12] = [
        ("92350503", &["甲店"]),
        ("31abcd5x", &["甲店"]),
        ("5X", &["甲店"]),
        ("５０３ＭＡ", &["甲店"]),
        ("059522781234", &["甲店"]),
        ("0595-2278", &["甲店"]),
        ("3905950001", &["甲店"]),
        ("139059500011", &[]),
        ("1234139", &[]),
        ("5950013", &["乙店"]),
        ("0001", &["丙0001店", "甲店"]),
        ("5x0595", &[]),
    ];
    for (typed, expected) in table {
        assert_eq!(found(&finder, typed), expected, "{typed}");
    }
}

#[test]
fn a_list_is_narrowed() {
    let mut entries = vec![named(1, "丰一"), named(2, "丰二"), named(3, "丰三"), named(4, "丰四")];
    entries[1].key = true;
    entries[1].category = "q_fire".into();
    entries[2].grid = Some(unit("3505/03/008/006/02"));
    entries[2].state = Status::Suspended;
    entries[3].grid = None;
    entries[3].community = unit("3505/03/008/007");
    let finder = Finder::of(entries);
    let all = Narrow::default;
    let table: [(Narrow, &[&str]); 7] = [
        (Narrow { key: Some(true), ..all() }, &["丰二"]),
        (Narrow { key: Some(false), ..all() }, &["丰三", "丰四", "丰一"]),
        (Narrow { grid: Some(unit("3505/03/008/006/02")), ..all() }, &["丰三"]),
        (Narrow { grid: Some(unit("3505/03/008/006")), ..all() }, &["丰二", "丰三", "丰一"]),
        (Narrow { grid: Some(unit("3505/03/008/007")), ..all() }, &["丰四"]),
        (Narrow { state: Some(Status::Suspended), ..all() }, &["丰三"]),
        (Narrow { category: Some("q_fire".into()), key: Some(false), ..all() }, &[]),
    ];
    for (narrow, expected) in table {
        for typed in ["", "f", "丰"] {
            assert_eq!(
                names(&finder, &finder.find(typed, &narrow)),
                expected,
                "{typed} {narrow:?}"
            );
        }
    }
}

/// Everything that a finder tells, for comparing two.
fn told(finder: &Finder) -> Vec<Entry<'_>> {
    (0..finder.len() as u32).map(|place| finder.entry(place)).collect()
}

#[test]
fn an_entry_is_put_in_changed_and_taken_out() {
    let mut entries: Vec<Found> =
        (0..).zip(["左海", "安踏", "北峰"]).map(|(number, name)| named(number, name)).collect();
    let mut finder = Finder::of(entries.clone());
    entries[1].name = "恒捷𠮷䶮".into();
    entries[1].person_in_charge = "林美玲".into();
    entries[1].uscc = "92350503MA31ABCD5X".into();
    entries[1].grid = Some(unit("3505/03/008/006/09"));
    entries[1].category = "q_fire".into();
    entries[1].open_hazards = 70_000;
    entries[1].last_on = NaiveDate::from_ymd_opt(2026, 11, 20);
    let new = named(9, "白云");
    entries.push(new.clone());
    assert_eq!(finder.replace(&entries[1]), 1);
    assert_eq!(finder.replace(&new), 0);
    assert_eq!(told(&finder), told(&Finder::of(entries.clone())));
    assert_eq!(finder.entry(2).open_hazards, 65_535);
    for typed in ["hjjy", "𠮷", "lml", "abcd", "31ABCD", "捷𠮷y"] {
        let expected = Finder::of(entries.clone());
        assert_eq!(found(&finder, typed), found(&expected, typed), "{typed}");
    }
    assert_eq!(found(&finder, "2350503"), ["恒捷𠮷䶮"]);
    assert!(finder.remove(new.id));
    assert!(!finder.remove(new.id));
    entries.pop();
    assert_eq!(told(&finder), told(&Finder::of(entries)));
    while !finder.is_empty() {
        assert!(finder.remove(finder.entry(0).id));
    }
    assert_eq!(
        (finder.text.len(), finder.numbers.len(), finder.find("a", &Narrow::default())),
        (0, 0, vec![])
    );
}

#[test]
fn strange_text_is_no_trouble() {
    let long = "丰泽".repeat(80);
    let finder = finder(&["", "（）", "\u{e000}\u{200b}", "é店", "👩‍🏭厂", &long]);
    assert_eq!(found(&finder, &long), [long.as_str()]);
    assert_eq!(found(&finder, &"fz".repeat(100)), [long.as_str()]);
    assert_eq!(found(&finder, "é"), ["é店"]);
    for typed in ["\u{e000}", "👩‍🏭", "\0", "ééé", "　", "ﬀ", "İ", "'"] {
        found(&finder, typed);
    }
    assert!(Finder::default().find("丰1", &Narrow::default()).is_empty());
    assert!(finder.refine("f", &Narrow::default(), &[999_999]).is_empty());
}

fn any_name() -> impl Strategy<Value = String> {
    let letters: Vec<char> = "丰泽服饰厦长行重乐单石安任责限公司a1２（）·𠮷吕xz".chars().collect();
    proptest::collection::vec(proptest::sample::select(letters), 0..8)
        .prop_map(|letters| letters.into_iter().collect())
}

fn any_typed() -> impl Strategy<Value = String> {
    let letters: Vec<char> = "fengzhuiaslx丰泽单石吕12a𠮷 '".chars().collect();
    proptest::collection::vec(proptest::sample::select(letters), 0..6)
        .prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #[test]
    fn refining_finds_what_finding_anew_does(
        entries in proptest::collection::vec((any_name(), any_name(), "[0-3]{0,4}", any::<bool>()), 0..90),
        former in any_typed(),
        more in any_typed(),
    ) {
        let finder = Finder::of((0..).zip(entries).map(|(number, (name, person, phone, key))| {
            Found { person_in_charge: person, phone, key, ..named(number, &name) }
        }));
        let typed = former.clone() + &more;
        for narrow in [Narrow::default(), Narrow { key: Some(true), ..Narrow::default() }] {
            let within = finder.find(&former, &Narrow::default());
            let anew = finder.find(&typed, &narrow);
            prop_assert_eq!(&finder.refine(&typed, &narrow, &within), &anew);
            let once: BTreeSet<u32> = anew.iter().copied().collect();
            prop_assert_eq!(once.len(), anew.len());
        }
    }

    /// Against the plainest way to say what is meant: cut the typed letters up in every way.
    #[test]
    fn a_name_is_found_as_its_definition_says(name in any_name(), typed in any_typed()) {
        use crate::domain::reading::readings;
        fn cut(typed: &[char], name: &[char]) -> bool {
            let Some(first) = typed.first() else { return true };
            let Some((c, rest)) = name.split_first() else { return false };
            let spelt = |letters: &str| {
                let common = letters.chars().zip(typed).take_while(|(a, b)| a == *b).count();
                let wholes = [letters.len(), 1, if letters[1..].starts_with('h') { 2 } else { 1 }];
                common > 0 && (common == typed.len() || wholes.iter().any(|length| *length <= common && cut(&typed[*length..], rest)))
            };
            (fold(*c) == *first && cut(&typed[1..], rest))
                || readings(*c).iter().any(|reading| spelt(reading.letters))
        }
        let typed_letters: Vec<char> = typed.chars().filter(|c| c.is_alphanumeric()).map(fold).collect();
        let letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let expected = (0..=letters.len()).any(|start| cut(&typed_letters, &letters[start..]));
        prop_assert_eq!(!found(&finder(&[&name]), &typed).is_empty(), expected, "{} in {}", typed, name);
    }
}

/// An office of its own in a folder of its own.
struct House(std::path::PathBuf, Office);

impl House {
    fn new(word: &str) -> House {
        let folder =
            std::env::temp_dir().join(format!("anban-finder-{}-{word}", std::process::id()));
        let opening = Opening { data: Some(folder.clone()), ..Opening::default() };
        let plan = setup::Plan::of_street(
            ["泉州市", "丰泽区", "北峰街道"],
            ["招联社区", "招贤社区"],
            "beifeng",
        );
        let office = setup::init(&opening, &plan).unwrap();
        House(folder, office)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_office_hands_its_register_over_in_list_order() {
    let mut house = House::new("order");
    let office = &mut house.1;
    assert!(office.finder().unwrap().is_empty());
    let communities: Vec<UnitPath> =
        office.units_at(Level::Community).map(|unit| unit.path.clone()).collect();
    for (place, name) in
        ["左海宾馆", "安踏鞋材", "北峰超市", "恒捷机械", "阿芳小吃"].iter().enumerate()
    {
        let fields = Fields { name: Some((*name).into()), ..Fields::default() };
        office.add_premises(Some(&communities[place % 2]), &fields, None).unwrap();
    }
    let listed: Vec<(Id, String)> = office
        .list_premises(&Filter::default())
        .unwrap()
        .into_iter()
        .map(|stored| (stored.entry.id, stored.entry.name))
        .collect();
    let all = office.finder().unwrap();
    let held: Vec<(Id, String)> =
        told(&all).iter().map(|entry| (entry.id, entry.name.to_owned())).collect();
    assert_eq!(held, listed);
    let page = office.finder_page(3).unwrap();
    assert_eq!(told(&page), told(&all)[..3]);
    let one = office.finder_entry(listed[1].0).unwrap().unwrap();
    assert_eq!((one.name.as_str(), one.id), (listed[1].1.as_str(), listed[1].0));
    assert_eq!(office.finder_entry(Id([7; 16])).unwrap(), None);
}
