//! 问责提醒 at the desk: the records lead to what can be done, a person confirms and goes on to the letter, sets aside, and
//! sees the ladder.

use super::Bench;

#[test]
fn a_suggestion_is_confirmed_with_its_letter_and_the_ladder_counts_it() {
    // A one-desk office, where nobody signs in.
    let mut bench = Bench::with_roads().seated("");
    bench.press("Alt+t");
    let screen = bench.screen();
    assert!(screen.contains("问责提醒 已成立2条"), "{screen}");
    assert!(screen.contains("TB-4 通报"), "{screen}");
    // The second: its hazard, and from there what can be done with it.
    bench.press("Down Enter");
    let screen = bench.screen();
    assert!(screen.contains("依据 TB-4 招联社区"), "{screen}");
    assert!(screen.contains("整改期限"), "{screen}");
    bench.press("Enter");
    assert!(bench.screen().contains("复查"), "{}", bench.screen());
    // Nobody signed in: who has decided is asked.
    bench.press("Esc ^D 1 ^S");
    assert!(bench.screen().contains("没有写明由谁签字"), "{}", bench.screen());
    bench.typed("沈卫东").press("^S");
    let screen = bench.screen();
    assert!(screen.contains("关于安全生产隐患整改工作有关问题的通报"), "{screen}");
    bench.press("Esc Esc Esc Alt+t");
    let screen = bench.screen();
    assert!(screen.contains("已成立1条"), "{screen}");

    // The other is set aside; without a reason it is not.
    bench.press("^D 2 ^S");
    assert!(bench.screen().contains("请写明为什么搁置"), "{}", bench.screen());
    bench.typed("十月底才建网格").press("Down").typed("沈卫东").press("^S");
    assert!(bench.screen().contains("已成立0条"), "{}", bench.screen());
    // What is near waits for its day.
    bench.press("^D 1");
    assert!(bench.screen().contains("现在还来得及办理"), "{}", bench.screen());
    bench.press("4");
    let screen = bench.screen();
    assert!(screen.contains("追责阶梯"), "{screen}");
    assert!(screen.contains("未及时依法复查生产经营单位整改情况的"), "{screen}");
}

#[test]
fn a_grid_officer_reads_and_decides_nothing() {
    let mut bench = Bench::with_roads();
    bench.press("Alt+t ^D 1 ^S");
    assert!(bench.screen().contains("不能确认、搁置问责提醒"), "{}", bench.screen());
}
