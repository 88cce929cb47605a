//! A major hazard from the day it is found to its 销号, at the desk: everybody signs in and takes the step that is
//! his, somebody tries another's, and the 重大隐患填报表 is printed in the end.

use anban::{domain::staff::Role, office::Office};

use super::{BOX, Bench, day, furnish, opening};
use crate::engines::Folder;

/// The furnished office, with the other people whom the form needs.
fn staffed() -> Bench {
    let folder = Folder::new();
    furnish(&folder);
    let mut unsigned = opening(&folder, "2026-11-02");
    unsigned.actor = None;
    let mut office = Office::open(&unsigned).unwrap();
    for (name, role, unit) in [
        ("王主任", Role::CommunityHead, "招联社区"),
        ("周安平", Role::StreetOfficer, "北峰街道"),
        ("沈卫东", Role::LinkedLeader, "北峰街道"),
    ] {
        office.add_staff(name, role, unit, "", "").unwrap();
    }
    drop(office);
    Bench::over(folder, (80, 24), BOX)
}

impl Bench {
    /// The desk on the morning of a day; this person sits down in the settings.
    fn morning(&mut self, on: &str, who: &str) -> &mut Bench {
        self.seat.opening.today = Some(day(on));
        self.press("^U 1");
        let screen = self.screen();
        let line = screen.lines().find(|line| line.contains(&format!("{who}  ")));
        let number = line.and_then(|line| line.split(who).next()?.split_whitespace().last());
        let number = number.unwrap_or_else(|| panic!("{who}:\n{screen}"));
        self.press(number.trim_start_matches(['│', '>'])).shows(who).press("F2")
    }

    #[track_caller]
    pub fn shows(&mut self, words: &str) -> &mut Bench {
        let screen = self.screen();
        // A sentence may be broken at the edge of its window.
        let joined: String = screen.lines().map(|line| line.trim_matches([' ', '│'])).collect();
        assert!(screen.contains(words) || joined.contains(words), "{words}:\n{screen}");
        self.paint().check().unwrap();
        self
    }

    /// The window of the report of the one major hazard that is open.
    #[track_caller]
    fn report(&mut self) -> &mut Bench {
        self.press("F5 三合一 Enter").shows("7 重大隐患填报表").press("7").shows("0 打印填报表")
    }
}

#[test]
fn a_major_hazard_goes_its_road_at_the_desk() {
    let mut bench = staffed();
    let printed = bench.folder.file("印出");
    std::fs::write(
        bench.folder.file("办公室/office.toml"),
        format!("[print]\ncommand = [\"cp\", \"{{file}}\", \"{}\"]\n", printed.display()),
    )
    .unwrap();

    // Found: 三合一 is proposed as 待评估; the inspector sees that it is major and stops the work.
    bench.morning("2026-11-10", "陈一鸣").press("F3 hjxc Enter F4 ^A shy 1");
    bench.press("Enter").shows("3(*)待评估").press("Down 3 Down 30 Down Down 2 ^S");
    bench.press("^S ^S").shows("招联安监整改〔2026〕3号，隐患1条").press("5");
    bench.press("F2").shows("待填报：生产、储存、居住");
    bench.press("F5 三合一 Enter 8").shows("停业、停用、撤人");
    bench.press("^S").shows("时刻写成 9:05 的样子").press("10:30 Down 停用夹层，撤出12人 ^S");
    bench.shows("已办好：整改中");

    // Nothing is signed before the form is filled, and it asks only for what nobody knows yet.
    bench.report().shows("2 核实（不能）").press("2").shows("请先填写填报表").press("1");
    for known in ["北峰街道普贤路1号", "黄恒捷", "13805950001", "网格巡查", "“三合一”"]
    {
        bench.shows(known);
    }
    bench.press("^S").shows("“需局部停产停业”还没有填").press("2 Down 3 ^S");
    bench.shows("“落实治理目标”还没有填").press("2 Down 2 Down 2 Down 2 ^S");
    bench.shows("“落实治理经费（万元）”还没有填").press("2");
    bench.press(
        "Down 厂长黄恒捷负总责 Down 人员搬离，拆除隔板 Down 自筹2万元 Down 2026年12月10日前",
    );
    bench.press("^S").shows("已办好，下一步：社区安全员核实");

    // A grid officer signs for nobody else, and the menu says so; the safety officer verifies.
    bench
        .report()
        .shows("11月10日 填报重大隐患 陈一鸣  用时0天")
        .shows("等待社区安全员核实，已0天");
    bench.shows("2 核实（不能）").press("2").shows("陈一鸣的职责是“网格员”，不能核实重大隐患");
    // The street may type in what another signs, begins to, and leaves it.
    bench.press("Esc").morning("2026-11-10", "周安平").report().press("2 林安全 Esc");
    bench.morning("2026-11-11", "林安全").report();
    // What another left half filled is that one's: the window is empty.
    bench.shows("3 双签（不能）").press("2");
    bench.press("Down Down 现场核实，情况属实 ^S").shows("下一步：社区主干双签");

    // A word that he has signed is changed: he signs again.
    bench.report().press("1").shows("已经签过").press(&"Down ".repeat(18));
    bench.press("，车间主任协助 ^S");
    bench.shows("签过的内容改了，要重新签。已办好，下一步：社区安全员核实");
    bench.report().press("2 Down Down 情况属实 ^S").shows("下一步：社区主干双签");

    // Two different heads of the community sign.
    bench.report().press("3");
    bench.press("蔡书记 Down 蔡书记 ^S");
    bench.shows("双签要两位社区主干签字，写的都是“蔡书记”").press("Back Back Back 周安平 ^S");
    bench.shows("周安平的职责是“街道安办执法人员”，不能在重大隐患填报表上双签");
    bench.press("Back Back Back 王主任 ^S").shows("下一步：社区盖章");
    bench.morning("2026-11-11", "蔡书记").report().press("4 ^S").shows("下一步：挂钩领导审定");

    // Approved by the linked leader, once the fifth of the 五落实 is there.
    bench.morning("2026-11-12", "沈卫东").report().press("5 Down Down 同意上报 ^S");
    bench.shows("五落实还缺预案。请补齐后再办理。").press("Esc");
    bench.morning("2026-11-12", "林安全").report().press("1").press(&"Down ".repeat(22));
    bench.shows("已经签过：补填空着的不影响；改了签过的内容，要从核实起重新签");
    bench.press("已编制现场应急处置方案 ^S").shows("下一步：挂钩领导审定");
    bench.morning("2026-11-12", "沈卫东").report().press("5 1");
    // Whoever was refused finds his words again.
    bench.shows("意见 同意上报").press("^S").shows("下一步：街道安办接收");

    // The street takes it in and goes there.
    bench.morning("2026-11-12", "周安平").report().press("6 Down Down 15:20 ^S");
    bench.shows("下一步：街道核实");
    bench.morning("2026-11-13", "周安平").report().press("7 Down Down 已停用，正在搬离 ^S");
    bench.shows("下一步：整改、复查合格后验收");

    // Put right, with its progress; closed only after the recheck and the acceptance.
    bench.morning("2026-11-20", "陈一鸣").report().press("9 Down Down 隔板已拆除 ^S");
    bench.shows("下一步：整改、复查合格后验收");
    bench.morning("2026-12-01", "林安全").report().press("8 ^S");
    bench.shows("不能办“验收”。请先登记复查。").press("Esc F5 三合一 ^R ^S");
    bench.shows("已办好：待销号").press("Enter 2 ^S").shows("还没有验收，不能销号").press("Esc");
    bench.report().press("8 Down Down 验收合格 ^S").shows("下一步：销号");
    bench.morning("2026-12-02", "林安全").press("F5 三合一 Enter 2 ^S").shows("已办好：已销号");

    // The paper holds the whole road, its signatures left to be written by hand.
    bench.press("F5").press(&"Tab ".repeat(6)).press("三合一 Enter 7").shows("用时11天");
    bench.press("8").shows("这条隐患已经了结").press("0").shows("存成 PDF");
    bench.press("2");
    assert!(std::fs::read(&printed).unwrap().starts_with(b"%PDF-"), "{}", bench.screen());
    let office = bench.seat.office().unwrap();
    let paper = office.major_paper("招联安监整改〔2026〕3号-1").unwrap();
    insta::assert_snapshot!(office.drafted_text(&paper).unwrap());
}

#[test]
fn one_key_makes_the_pack_of_a_hazard() {
    let mut bench = Bench::new();
    bench.press("F5 F9").shows("材料包已存成文件");
    let papers = |bench: &Bench| {
        let papers = std::fs::read_dir(bench.folder.file("办公室/papers")).unwrap();
        let mut papers: Vec<_> = papers.map(|file| file.unwrap().path()).collect();
        papers.sort_by_key(|path| path.as_os_str().len());
        papers
    };
    let first = papers(&bench);
    let bytes = std::fs::read(&first[0]).unwrap();
    assert!(first.len() == 1 && bytes.starts_with(b"%PDF-"), "{first:?}");
    // The same once more is the same file; what has changed since stands beside it.
    bench.press("F5 F9").shows("材料包已存成文件");
    assert_eq!(papers(&bench), first);
    bench.press("F5 ^R ^S").shows("待销号").press("Esc F5 Tab Tab F9").shows("-2.pdf");
    let both = papers(&bench);
    assert!(both.len() == 2 && both[0] == first[0], "{both:?}");
    assert_eq!(std::fs::read(&both[0]).unwrap(), bytes);
    assert_ne!(std::fs::read(&both[1]).unwrap(), bytes);
}

/// Ctrl+Z on a signature says what can be done in its place, and that is accepted.
#[test]
fn the_advice_in_place_of_a_signature_is_followed_at_the_desk() {
    let mut bench = Bench::with_roads().seated("蔡书记");
    bench.press("F5 Tab Tab Tab Tab Enter 7 3 蔡书记 Enter 王主任 ^S").shows("已办好");
    bench.press("^Z").shows("写错的请改填报表，改了签过的内容，从核实起重新签");
    bench.press("F5 Tab Tab Tab Tab Enter 7 1 Down Down Down Alt+c 解二 ^S");
    bench.shows("要重新签");
    bench.press("^Z").shows("请再改填报表");
}

/// What was found wrong in an inspection that is signed is put right by one in its place.
#[test]
fn an_inspection_is_corrected_at_the_desk() {
    let mut bench = Bench::new();
    bench.press("F3 hjxc Enter F4 ^A ^S ^S").shows("检查已保存，整改通知书已编号");
    bench.press("Esc ^Z").shows("请重新检查并更正这一次");
    bench.press("F3 hjxc Enter F4 ^A mhq 3 ^S").shows("1(*)新的检查");
    bench
        .press("Down Down Down Down 2")
        .shows("(*)更正11月20日的检查")
        .press("^S")
        .shows("检查已保存");
    bench.press("Esc F7").shows("作废");
    // The day lists what is counted: the visit that stands.
    bench.press("F6").shows("检1");
    assert_eq!(bench.screen().matches("已检 恒捷鞋材厂").count(), 1, "{}", bench.screen());
}
