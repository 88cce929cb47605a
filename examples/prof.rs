use anban::office::{Office, Opening};
use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let opening = Opening {
        data: Some("/tmp/office".into()),
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 20),
        actor: Some(args[2].clone()),
        ..Opening::default()
    };
    let t = Instant::now();
    let mut office = Office::open(&opening).unwrap();
    eprintln!("open {:?}", t.elapsed());
    let n: u32 = args[3].parse().unwrap();
    for _ in 0..n {
        let t = Instant::now();
        match args[1].as_str() {
            "agenda" => drop(office.agenda(None, None).unwrap()),
            "board" => drop(office.review(None).unwrap()),
            _ => panic!(),
        }
        eprintln!("{:?}", t.elapsed());
    }
}
