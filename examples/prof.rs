#![allow(clippy::disallowed_methods)]
use anban::office::{Office, Opening};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let opening = Opening {
        data: Some(a[1].clone().into()),
        today: Some("2026-11-20".parse().unwrap()),
        actor: Some("周安平".into()),
        ..Opening::default()
    };
    let opening = Opening { database: std::env::var("DB").ok(), ..opening };
    let mut office = Office::open(&opening).unwrap();
    let mut times = vec![];
    for _ in 0..a[3].parse::<usize>().unwrap() {
        let t = std::time::Instant::now();
        match a[2].as_str() {
            "board" => drop(office.review(None).unwrap()),
            _ => drop(office.agenda(None, None).unwrap()),
        }
        times.push(t.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let p95 = times[((times.len() - 1) as f64 * 0.95) as usize];
    println!("p95 {p95:.1} min {:.1} p50 {:.1}", times[0], times[times.len() / 2]);
}
