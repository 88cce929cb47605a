//! GB/T 9704-2012 measured on the pages: margins, lines a page, characters a line, type, page numbers, 署名 and date.

use anban::{
    form::{
        letter::{Block, Face, Letter, Look, Words},
        library::Library,
        notice::written_day,
        paper::{fill, sample},
    },
    paper::{
        Page,
        page::{HEIGHT, MM, Mark, WIDTH},
    },
};

use super::{day, pages};

struct Run {
    text: String,
    /// Left and right edge of its glyphs and its baseline, in points.
    left: f32,
    right: f32,
    base: f32,
    size: f32,
}

fn runs(page: &Page) -> Vec<Run> {
    let run = |mark: &Mark| match mark {
        Mark::Text { x, y, size, glyphs } => {
            let width: f32 = glyphs.iter().map(|glyph| glyph.width()).sum();
            let text = glyphs.iter().map(|glyph| glyph.char).collect();
            Some(Run { text, left: *x, right: x + width * size, base: *y, size: *size })
        }
        _ => None,
    };
    page.marks.iter().filter_map(run).collect()
}

fn text(words: &str) -> Block {
    Block::Text {
        words: Words::form(words),
        face: Face::Body,
        align: Default::default(),
        flush: false,
    }
}

/// A circular of so many paragraphs of running text without a mark.
fn circular(paragraphs: usize) -> Letter {
    let mut blocks = vec![text("一、基本情况"), text("（一）存在问题")];
    blocks.extend((0..paragraphs).map(|_| text(&"安全生产隐患排查治理工作".repeat(12))));
    Letter {
        look: Look::Official,
        title: "关于安全生产隐患整改工作有关问题的通报".into(),
        number: "北峰安通报〔2026〕3号".into(),
        addressee: "各社区居委会".into(),
        blocks,
        issuer: "北峰街道办事处".into(),
        date: Some(day()),
        ..Letter::default()
    }
}

/// The text area of the standard, in points.
const LEFT: f32 = 28.0 * MM;
const RIGHT: f32 = WIDTH - 26.0 * MM;
const TOP: f32 = 37.0 * MM;
const BOTTOM: f32 = HEIGHT - 35.0 * MM;
/// 22 lines on 225 mm.
const PITCH: f32 = 225.0 * MM / 22.0;
/// 3号
const BODY: f32 = 16.0;

/// The page number aside.
fn words(page: &Page) -> Vec<Run> {
    runs(page).into_iter().filter(|run| !run.text.starts_with('—')).collect()
}

/// A4, all words in the text area to a millimetre, the page number in its place.
fn keeps_its_margins(pages: &[Page]) {
    for (at, page) in pages.iter().enumerate() {
        assert!(near(page.width, 210.0 * MM, 0.01) && near(page.height, 297.0 * MM, 0.01));
        // 页码: 4号, 7 mm below the text, odd ones a character from the right edge, even ones from the left.
        let all = runs(page);
        let number = all.iter().find(|run| run.text == format!("— {} —", at + 1)).unwrap();
        assert!(near(number.size, 14.0, 0.01));
        if at % 2 == 0 {
            assert!(near(number.right, RIGHT - 14.0, 0.5), "{}", number.right);
        } else {
            assert!(near(number.left, LEFT + 14.0, 0.5), "{}", number.left);
        }
        assert!(near(number.base - 0.35 * 14.0, BOTTOM + 7.0 * MM, MM), "{}", number.base);
        for run in words(page) {
            assert!(run.left >= LEFT - MM && run.right <= RIGHT + MM, "{}", run.text);
            assert!(run.base - 0.88 * run.size >= TOP - MM, "{}", run.text);
            assert!(run.base + 0.12 * run.size <= BOTTOM + MM, "{}", run.text);
        }
    }
}

/// 成文日期 four characters from the right edge, 署名 centred over it a line higher.
fn ends_in_its_places(all: &[Run], issuer: &str, date: &str) {
    let run = |words: &str| all.iter().rfind(|run| run.text == words).unwrap();
    let (issuer, date) = (run(issuer), run(date));
    assert!(near(date.right, RIGHT - 4.0 * BODY, 1.0), "{}", RIGHT - date.right);
    let middle = (date.left + date.right) / 2.0;
    // A name too wide to be centred there ends two characters from the edge.
    let wide = middle + (issuer.right - issuer.left) / 2.0 > RIGHT - 2.0 * BODY;
    let place = if wide { issuer.right } else { (issuer.left + issuer.right) / 2.0 };
    let wanted = if wide { RIGHT - 2.0 * BODY } else { middle };
    assert!(near(place, wanted, 0.5), "{}: {place}, {wanted}", issuer.text);
    assert!(near(date.base - issuer.base, PITCH, 0.01));
    // 45 mm around both are free but for them.
    let centre = (issuer.base + date.base) / 2.0 - 0.38 * BODY;
    for run in all {
        let apart = (run.base - 0.38 * run.size - centre).abs() > 22.5 * MM - 10.0
            || run.right < middle - 22.5 * MM
            || run.left > middle + 22.5 * MM;
        assert!(apart || [date.base, issuer.base].contains(&run.base), "{}", run.text);
    }
}

fn near(value: f32, wanted: f32, most: f32) -> bool {
    (value - wanted).abs() <= most
}

#[test]
fn an_official_letter_keeps_the_standard() {
    let pages = pages(&circular(12));
    assert!(pages.len() >= 3);
    keeps_its_margins(&pages);
    // A full page: 22 lines of 28 characters in 3号 that fill the text area from edge to edge.
    let full = runs(&pages[1]);
    let lines: Vec<&Run> = full.iter().filter(|run| !run.text.starts_with('—')).collect();
    assert_eq!(lines.len(), 22);
    for run in &lines {
        assert!(near(run.size, 16.0, 0.01));
    }
    let widest: Vec<&&Run> = lines.iter().filter(|run| run.text.chars().count() == 28).collect();
    assert!(widest.len() > 10);
    for run in widest {
        assert!(near(run.left, LEFT, 0.5) && near(run.right, RIGHT, 0.5), "{}", run.text);
    }
    assert!(near(lines[0].base - 0.88 * 16.0, TOP, 3.0 * MM));
    assert!(near(lines[21].base + 0.12 * 16.0, BOTTOM, 3.0 * MM));
    let pitch = (lines[21].base - lines[0].base) / 21.0;
    assert!(near(pitch, 225.0 * MM / 22.0, 0.01), "{pitch}");
    // The top of the text area, its left edge: the margins of the standard within a millimetre.
    let first = runs(&pages[0]);
    let title = &first[0];
    assert!(near(title.size, 22.0, 0.01), "{}", title.text);
    assert!(near((title.left + title.right) / 2.0, (LEFT + RIGHT) / 2.0, 0.5));
    assert!(near(title.base - 0.88 * 22.0, TOP, MM));
    let addressee = first.iter().find(|run| run.text == "各社区居委会：").unwrap();
    assert!(near(addressee.left, LEFT, 0.5));
}

#[test]
fn headings_have_their_faces_and_the_end_its_places() {
    let letter = circular(1);
    let page = &pages(&letter)[0];
    let face = |words: &str| {
        page.marks.iter().find_map(|mark| match mark {
            Mark::Text { glyphs, .. } => {
                let text: String = glyphs.iter().map(|glyph| glyph.char).collect();
                text.starts_with(words).then(|| glyphs[0].face)
            }
            _ => None,
        })
    };
    // 黑体; 楷体 is set in the body's face where the computer has none.
    assert_ne!(face("一、基本"), face("安全生产"));
    assert_eq!(face("（一）存在"), face("安全生产"));
    assert_ne!(face("关于安全"), face("安全生产"));
    let all = runs(page);
    ends_in_its_places(&all, "北峰街道办事处", "2026年11月30日");
}

/// The letters that an office sends, with samples.
#[test]
fn every_official_letter_of_the_forms_keeps_the_standard() {
    let (library, _) = Library::new(&[]);
    let mut measured = Vec::new();
    let (mut full, mut dated) = (0, 0);
    for form in library.papers().filter(|form| form.look == Look::Official) {
        println!("{}", form.code);
        let mut letter = fill(form, &sample(form, library.ledger(&form.ledger), day()));
        // The label of a copy stands above the text.
        letter.copies.clear();
        let pages = pages(&letter);
        keeps_its_margins(&pages);
        let first = words(&pages[0]);
        // 2号, from the first line of the text area, centred.
        let title: Vec<&Run> = first.iter().filter(|run| near(run.size, 22.0, 0.01)).collect();
        let said: String = title.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(said, letter.title);
        assert!(near(title[0].base - 0.88 * 22.0, TOP, MM), "{said}");
        for line in &title {
            assert!(near((line.left + line.right) / 2.0, (LEFT + RIGHT) / 2.0, 0.5), "{said}");
        }
        // The text stands on the lines of the page, from the addressee on; a table in it has a type of its own.
        let addressee = format!("{}：", letter.addressee);
        let body: Vec<&Run> = first.iter().filter(|run| near(run.size, BODY, 0.01)).collect();
        let begin = body.iter().find(|run| addressee.starts_with(&run.text)).unwrap();
        assert!(near(begin.left, LEFT, 0.5), "{}", begin.text);
        let line = |run: &Run| (run.base - 0.88 * BODY - TOP) / PITCH;
        assert!(near(line(begin).fract(), (1.0 - BODY / PITCH) / 2.0, 0.02), "{}", line(begin));
        for pair in body.windows(2).filter(|pair| pair[0].base >= begin.base) {
            let step = pair[1].base - pair[0].base;
            assert!(near(step, 0.0, 0.01) || step >= PITCH - 0.01, "{}: {step}", pair[1].text);
        }
        for run in pages.iter().flat_map(words) {
            // 28 characters from edge to edge; Latin letters and digits are narrower.
            let whole = run.text.chars().count() == 28 && run.text.chars().all(|c| !c.is_ascii());
            if whole && near(run.size, BODY, 0.01) {
                assert!(near(run.left, LEFT, 0.5) && near(run.right, RIGHT, 0.5), "{}", run.text);
                full += 1;
            }
        }
        if let Some(date) = letter.date {
            // What is annexed stands behind the end of the letter.
            let ends = |page: &&Page| runs(page).iter().any(|run| run.text == letter.issuer);
            let last = runs(pages.iter().rfind(ends).unwrap());
            ends_in_its_places(&last, &letter.issuer, &written_day(date));
            dated += 1;
        }
        measured.push(form.code.as_str());
    }
    assert_eq!(
        measured,
        [
            "admonition",
            "circular",
            "closure_report",
            "community_supervision",
            "discipline_transfer",
            "interview_notice"
        ]
    );
    assert!(full > 0 && dated == measured.len(), "{full} full lines, {dated} dated");
}

#[test]
fn a_long_title_is_centred_in_lines_without_a_widow() {
    let mut letter = circular(1);
    letter.title =
        "北峰街道办事处关于进一步加强辖区沿街店铺出租房消防安全隐患排查治理工作的通报".into();
    let page = &pages(&letter)[0];
    let lines: Vec<Run> = runs(page).into_iter().filter(|run| run.size == 22.0).collect();
    assert!(lines.len() > 1);
    assert_eq!(lines.iter().map(|run| run.text.as_str()).collect::<String>(), letter.title);
    let middle = (28.0 * MM + WIDTH - 26.0 * MM) / 2.0;
    let widths: Vec<f32> = lines.iter().map(|run| run.right - run.left).collect();
    for (run, width) in lines.iter().zip(&widths) {
        assert!(near((run.left + run.right) / 2.0, middle, 0.5), "{}", run.text);
        assert!(*width > widths.iter().copied().fold(0.0, f32::max) / 2.0, "{}", run.text);
    }
}
