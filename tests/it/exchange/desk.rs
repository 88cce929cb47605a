//! The same at the desk: out with a password, in with a look first.

use std::fs;

use crate::screens::Bench;

const WORD: &str = "zhaolian-2026-11";

#[test]
fn a_parcel_goes_out_and_comes_in_at_the_desk() {
    let mut bench = Bench::new().seated("蔡书记");
    let file = bench.folder.file("招联社区.zip");
    let path = file.to_str().unwrap().to_owned();
    bench.press("^U 0 1").typed(&path).press("Enter Enter Enter").typed(WORD).press("Enter");
    bench.typed("zhaolian-2026-12").press("^S");
    assert!(bench.screen().contains("两遍密码不一样"), "{}", bench.screen());
    assert!(!file.exists());
    bench.press("Back").typed("1").press("^S");
    let screen = bench.screen();
    assert!(file.exists() && screen.contains("交换包已写到"), "{screen}");

    // Looked into here, where all of it is known.
    bench.press("Esc Esc ^U 0 2").typed(&path).press("^S");
    assert!(bench.screen().contains("请写密码"), "{}", bench.screen());
    bench.typed(WORD).press("^S");
    let screen = bench.screen();
    assert!(screen.contains("导入预览") && screen.contains("没有变化"), "{screen}");
    bench.press("^S ^S");
    assert!(bench.screen().contains("没有新的"), "{}", bench.screen());
    assert!(fs::metadata(&file).unwrap().len() > 0);
}
