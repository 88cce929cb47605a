//! The desk of a district: set up in four answers, its tree grown at the screen of the units, and every screen tells of
//! streets.

use anban::domain::unit::Level;

use super::{BOX, Bench};
use crate::engines::Folder;

/// A district with three communities in two streets, built by hand.
fn district() -> Bench {
    let mut bench = Bench::over(Folder::new(), (80, 24), BOX);
    // The streets may be more; none is no answer.
    bench.press("3 西安市 Enter 雁塔区 Enter Enter Enter");
    assert!(bench.screen().contains("这一项要写"), "{}", bench.screen());
    bench.press("小寨路街道、长延堡街道 ^S");
    bench
}

#[test]
fn a_district_is_set_up_in_four_answers_and_grows_at_the_desk() {
    let mut bench = district();
    let screen = bench.screen();
    assert!(screen.contains("办公室建好了") && screen.contains("小寨路街道"), "{screen}");
    // Below the district a street, below a street communities, several at once.
    bench.press("Home").choose("雁塔区");
    bench.press("Enter");
    assert!(bench.screen().contains("新增街道") && !bench.screen().contains("撤并"));
    bench.press("3 大雁塔街道 ^S");
    bench.press("Home").choose("长延堡街道");
    bench.press("Enter");
    assert!(bench.screen().contains("更改名称") && bench.screen().contains("撤并"));
    bench.press("3 明德门社区、长延堡社区 ^S");
    bench.press("Home").choose("小寨路街道");
    // Said twice, entered once.
    bench.press("Enter 3 兴善社区、兴善社区 ^S");
    let office = bench.seat.office().unwrap();
    let names =
        |level| -> Vec<String> { office.units_at(level).map(|unit| unit.name.clone()).collect() };
    assert_eq!(names(Level::Street), ["小寨路街道", "大雁塔街道", "长延堡街道"]);
    let mut communities = names(Level::Community);
    communities.sort();
    assert_eq!(communities, ["兴善社区", "明德门社区", "长延堡社区"]);
    assert!(bench.screen().contains("没有专职网格员的社区 3个"), "{}", bench.screen());
    insta::assert_snapshot!("district_units", bench.screen());
    bench.press("Alt+l");
    insta::assert_snapshot!("district_review", bench.screen());
    bench.press("F2");
    assert!(bench.screen().contains("雁塔区"), "{}", bench.screen());
    // Which report it is stands at the end of its name.
    bench.press("Alt+b");
    let screen = bench.screen();
    for name in ["安全监管工作情况（街道月报）", "企业隐患自查自报情况（街道"]
    {
        assert!(screen.contains(name), "{name}: {screen}");
    }
    // Help cites what holds here.
    bench.press("Alt+t F1");
    let help = bench.screen();
    assert!(help.contains("记录里看得出的情形（雁政办发〔2018〕72号 工作制度六"), "{help}");
}
