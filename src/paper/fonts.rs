//! Fonts by style, each style a chain: the office's own font if there is one, the embedded ones behind it.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
};

use super::{PaperError, quick::Quick, rare, system};

/// What a text is on the page, not which font it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// 仿宋, 12 pt and more.
    Body,
    /// 宋: text under 12 pt, where 仿宋 is too faint.
    Small,
    /// 小标宋
    Title,
    /// 黑体
    Heading,
    /// 楷体
    Note,
}

impl Style {
    pub const ALL: [Style; 5] =
        [Style::Body, Style::Small, Style::Title, Style::Heading, Style::Note];
}

/// A character in a face, with room before and after it. All measures in em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    pub char: char,
    /// Index of the face within its [`Fonts`].
    pub face: u16,
    pub id: u16,
    pub advance: f32,
    pub before: f32,
    pub after: f32,
    /// Stands on preprinted stationery already (套打).
    pub form: bool,
}

impl Glyph {
    pub fn width(&self) -> f32 {
        self.before + self.advance + self.after
    }
}

/// One face, parsed once.
pub(super) struct Face {
    /// PostScript name.
    pub name: String,
    pub data: &'static [u8],
    /// Index within a collection.
    pub index: u32,
    pub parsed: ttf_parser::Face<'static>,
}

pub struct Fonts {
    faces: Vec<Face>,
    chains: HashMap<Style, Vec<u16>>,
    /// The face of the tick boxes.
    ticks: u16,
    known: RwLock<Known>,
}

/// What was looked up before.
type Known = HashMap<(Style, char), Option<Glyph>, Quick>;

const SERIF: &[u8] = include_bytes!("../../forms/fonts/NotoSerifSC-Regular.ttf");
const SERIF_BOLD: &[u8] = include_bytes!("../../forms/fonts/NotoSerifSC-Bold.ttf");
const SANS: &[u8] = include_bytes!("../../forms/fonts/NotoSansSC-Regular.ttf");
const REST: &[u8] = include_bytes!("../../forms/fonts/NotoSerifCJK-Rest.otf");
const TICKS: &[u8] = include_bytes!("../../forms/fonts/NotoSansSymbols2-Ticks.ttf");

/// The serif face; its rare characters ([`rare`]) count as its own.
const SERIF_FACE: u16 = 0;
const RARE_FACE: u16 = u16::MAX;

/// `OS/2.fsType`, the lowest four bits: 2 forbids embedding.
const RESTRICTED: u16 = 2;

/// A stretch of characters up to this length is taken for a name inside running text.
const NAME: usize = 6;

impl Fonts {
    /// The fonts in the program, never looking at the computer: the same bytes everywhere.
    pub fn embedded() -> Result<Fonts, PaperError> {
        let mut faces = Vec::new();
        for data in [SERIF, SERIF_BOLD, SANS, REST, TICKS] {
            faces.push(Face::parse(data, 0, "（内置）")?);
        }
        let (serif, bold, sans, rest, ticks) = (SERIF_FACE, 1, 2, 3, 4);
        let chains = [
            (Style::Body, vec![serif, rest, ticks]),
            (Style::Small, vec![serif, rest, ticks]),
            (Style::Title, vec![bold, serif, rest, ticks]),
            (Style::Heading, vec![sans, serif, rest, ticks]),
            (Style::Note, vec![serif, rest, ticks]),
        ];
        Ok(Fonts { faces, chains: chains.into_iter().collect(), ticks, known: RwLock::default() })
    }

    /// The fonts of this computer and those that the office names, with the embedded ones behind
    /// them; `…ttc#1` is the second face of a collection. A file that cannot be used is told in the second value and left out.
    ///
    /// The files are kept for the life of the program: make one of these and share it.
    pub fn of_office(named: &[(Style, PathBuf)]) -> Result<(Fonts, Vec<PaperError>), PaperError> {
        let mut fonts = Fonts::embedded()?;
        let mut problems = Vec::new();
        // What comes later goes to the front of its chain: the office's word over the system's.
        for (style, path) in system::find().iter().chain(named) {
            match Face::read(path) {
                Ok(face) => fonts.prefer(*style, face),
                Err(problem) => problems.push(problem),
            }
        }
        Ok((fonts, problems))
    }

    fn prefer(&mut self, style: Style, face: Face) {
        let index = self.faces.len() as u16;
        self.faces.push(face);
        self.chains.entry(style).or_default().insert(0, index);
    }

    pub(super) fn face(&self, index: u16) -> &Face {
        // A glyph of the rare face says that it could be unpacked.
        let rare = (index == RARE_FACE).then(rare::face).flatten();
        rare.unwrap_or_else(|| &self.faces[usize::from(index)])
    }

    /// Characters that a style has no font for, each once, in the order of the text. Asked before anything is
    /// laid out, so that a paper is refused by name and never printed with a box in a person's name.
    pub fn missing<'a>(&self, texts: impl IntoIterator<Item = &'a str> + Clone) -> Vec<char> {
        let chars = || texts.clone().into_iter().flat_map(str::chars);
        // A register says the same few thousand characters again and again.
        let mut seen: HashSet<char, Quick> = HashSet::default();
        let mut each: Vec<char> =
            chars().filter(|&c| c != '\n' && !ignorable(c) && seen.insert(c)).collect();
        let lacks = |c: char| Style::ALL.iter().any(|&style| self.glyph(style, c).is_none());
        each.retain(|&c| lacks(c));
        let mut missing = Vec::new();
        if !each.is_empty() {
            for c in chars() {
                if each.contains(&c) && !missing.contains(&c) {
                    missing.push(c);
                }
            }
        }
        missing
    }

    /// [`Fonts::missing`] as a refusal.
    pub fn require<'a>(
        &self,
        texts: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Result<(), PaperError> {
        let chars = self.missing(texts.clone());
        let Some(first) = chars.first() else { return Ok(()) };
        let within = texts.into_iter().find(|text| text.contains(*first)).unwrap_or_default();
        Err(PaperError::MissingGlyphs { within: within.to_owned(), chars })
    }

    /// Running text: a short stretch between punctuation (a name) that has a character its first
    /// font lacks is set whole in the next font that has all of it.
    pub fn shape(&self, style: Style, text: &str) -> Vec<Glyph> {
        self.shape_stretches(style, text, NAME)
    }

    /// A name or another short field: set whole in one font whatever its length.
    pub fn shape_name(&self, style: Style, text: &str) -> Vec<Glyph> {
        self.shape_stretches(style, text, usize::MAX)
    }

    fn shape_stretches(&self, style: Style, text: &str, longest: usize) -> Vec<Glyph> {
        let mut glyphs = self.glyphs(style, text);
        let first = self.chains[&style][0];
        let mut start = 0;
        while start < glyphs.len() {
            let mut end = start;
            while end < glyphs.len() && is_han(glyphs[end].char) {
                end += 1;
            }
            let stretch = &mut glyphs[start..end];
            if stretch.len() <= longest
                && stretch.iter().any(|glyph| glyph.face != first)
                && let Some(whole) = self.whole(style, stretch)
            {
                stretch.copy_from_slice(&whole);
            }
            start = end + 1;
        }
        glyphs
    }

    /// The stretch in the first face of the chain that has all of it.
    fn whole(&self, style: Style, stretch: &[Glyph]) -> Option<Vec<Glyph>> {
        self.chains[&style]
            .iter()
            .find_map(|&face| stretch.iter().map(|glyph| self.in_face(face, glyph.char)).collect())
    }

    /// Each character in the first face that has it.
    fn glyphs(&self, style: Style, text: &str) -> Vec<Glyph> {
        // Locked once a text, not once a character.
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut glyphs = Vec::with_capacity(text.len() / 2);
        let mut unknown = false;
        for c in text.chars().filter(|c| !ignorable(*c)) {
            match known.get(&(style, c)) {
                Some(glyph) => glyphs.extend(glyph),
                None => unknown = true,
            }
        }
        drop(known);
        if !unknown {
            return glyphs;
        }
        let chars = text.chars().filter(|c| !ignorable(*c));
        chars.filter_map(|c| self.glyph(style, c)).collect()
    }

    fn glyph(&self, style: Style, c: char) -> Option<Glyph> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(glyph) = known.get(&(style, c)) {
            return *glyph;
        }
        drop(known);
        let glyph = self.look_up(style, c);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert((style, c), glyph);
        glyph
    }

    fn look_up(&self, style: Style, c: char) -> Option<Glyph> {
        // The paper's empty box and the ticked one have to be of one size, so both come from the face
        // of the tick boxes; the text that copies out is the paper's own □.
        if let '□' | '☐' = c {
            let empty = self.in_face(self.ticks, '☐')?;
            return Some(Glyph { char: '□', ..empty });
        }
        if let '☑' | '☒' = c {
            return self.in_face(self.ticks, c);
        }
        if c == '\t' {
            return self.look_up(style, ' ');
        }
        let glyph = self.chains[&style].iter().find_map(|&face| self.in_face(face, c))?;
        // The embedded faces draw the quotation marks narrow, as in Latin text; between characters
        // they stand in a full square like any other mark.
        Some(match c {
            '“' | '‘' if glyph.advance < 0.9 => Glyph { before: 1.0 - glyph.advance, ..glyph },
            '”' | '’' if glyph.advance < 0.9 => Glyph { after: 1.0 - glyph.advance, ..glyph },
            _ => glyph,
        })
    }

    fn in_face(&self, index: u16, c: char) -> Option<Glyph> {
        let face = self.face(index);
        // The Fandol fonts draw ￥ as a dollar.
        if c == '￥' && face.name.starts_with("Fandol") {
            return None;
        }
        let found = face.parsed.glyph_index(c).filter(|id| id.0 != 0);
        if found.is_none() && index == SERIF_FACE && is_han(c) && rare::face().is_some() {
            return self.in_face(RARE_FACE, c);
        }
        let id = found?;
        let advance = f32::from(face.parsed.glyph_hor_advance(id)?);
        Some(Glyph {
            char: c,
            face: index,
            id: id.0,
            advance: advance / f32::from(face.parsed.units_per_em()),
            before: 0.0,
            after: 0.0,
            form: false,
        })
    }
}

impl Face {
    pub(super) fn parse(data: &'static [u8], index: u32, path: &str) -> Result<Face, PaperError> {
        let wrong =
            |reason: &str| PaperError::Font { path: path.to_owned(), reason: reason.to_owned() };
        let parsed =
            ttf_parser::Face::parse(data, index).map_err(|_| wrong("不是可用的字体文件"))?;
        if parsed.is_variable() {
            return Err(wrong("不支持可变字体"));
        }
        let permissions = parsed
            .raw_face()
            .table(ttf_parser::Tag::from_bytes(b"OS/2"))
            .and_then(|table| Some(u16::from_be_bytes([*table.get(8)?, *table.get(9)?])));
        if permissions.is_some_and(|bits| bits & 0xF == RESTRICTED) {
            return Err(wrong("字体的许可不准嵌入文件"));
        }
        let name = parsed
            .names()
            .into_iter()
            .filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME)
            .find_map(|name| name.to_string())
            .unwrap_or_else(|| "Font".to_owned());
        Ok(Face {
            name: name.chars().filter(char::is_ascii_graphic).collect(),
            data,
            index,
            parsed,
        })
    }

    fn read(path: &Path) -> Result<Face, PaperError> {
        let shown = path.display().to_string();
        let (file, index) = within_collection(path);
        let data = fs::read(file)
            .map_err(|error| PaperError::Font { path: shown.clone(), reason: unread(&error) })?;
        Face::parse(Box::leak(data.into_boxed_slice()), index, &shown)
    }
}

fn unread(error: &std::io::Error) -> String {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    match error.kind() {
        NotFound => "没有这个文件",
        PermissionDenied => "没有权限读",
        _ => "读不了",
    }
    .to_owned()
}

/// `simsun.ttc#1` is the second face of a collection; a name without a number is the first.
fn within_collection(path: &Path) -> (&Path, u32) {
    path.to_str()
        .and_then(|text| text.rsplit_once('#'))
        .filter(|_| !path.exists())
        .and_then(|(file, index)| Some((Path::new(file), index.parse().ok()?)))
        .unwrap_or((path, 0))
}

/// Characters without a shape of their own, dropped before printing: marks of order, joiners,
/// variation selectors, byte order marks, carriage returns.
fn ignorable(c: char) -> bool {
    matches!(c, '\r' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_of_names_are_there_and_strangers_are_named() {
        let fonts = Fonts::embedded().unwrap();
        assert_eq!(
            fonts.missing(["䶮㛃𠮷镕堃喆玥犇龑𬭊㙍", "□☑\t☐“”——……￥12,345.60㎡℃①"]),
            [] as [char; 0]
        );
        assert_eq!(fonts.missing(["甲\u{2EBF0}乙\u{2EBF0}", "\u{7}\n"]), ['\u{2EBF0}', '\u{7}']);
        assert_eq!(
            fonts.require(["王", "李\u{2EBF0}"]),
            Err(PaperError::MissingGlyphs {
                chars: vec!['\u{2EBF0}'],
                within: "李\u{2EBF0}".into()
            })
        );
    }

    #[test]
    fn a_name_with_a_rare_character_is_set_whole_in_one_face() {
        let mut fonts = Fonts::embedded().unwrap();
        // The heading face has 8105 characters and more, but not 㐀 of extension A.
        let faces = |text: &str, fonts: &Fonts| -> Vec<u16> {
            fonts.shape(Style::Heading, text).iter().map(|glyph| glyph.face).collect()
        };
        assert_eq!(faces("王㐀，", &fonts), [0, RARE_FACE, 2]);
        assert_eq!(faces("泉州市丰泽区北峰㐀", &fonts), [2, 2, 2, 2, 2, 2, 2, 2, RARE_FACE]);
        assert!(
            fonts
                .shape_name(Style::Heading, "泉州市丰泽区北峰㐀")
                .iter()
                .all(|glyph| [SERIF_FACE, RARE_FACE].contains(&glyph.face))
        );
        let ticks = Face::parse(TICKS, 0, "").unwrap();
        fonts.prefer(Style::Body, ticks);
        assert_eq!(fonts.shape(Style::Body, "字")[0].face, 0);
    }

    #[test]
    fn an_empty_and_a_ticked_box_are_of_one_size() {
        let fonts = Fonts::embedded().unwrap();
        let glyphs = fonts.shape(Style::Body, "□☐☑");
        assert_eq!(glyphs.iter().map(|glyph| glyph.char).collect::<String>(), "□□☑");
        assert!(glyphs.iter().all(|glyph| glyph.advance == glyphs[0].advance));
    }

    #[test]
    fn a_face_of_a_collection_is_named_by_its_number() {
        // One collection of two faces: its head, then both files with their tables moved.
        let mut collection = b"ttcf\0\x01\0\0\0\0\0\x02".to_vec();
        let mut start = 20;
        let mut bodies = Vec::new();
        for data in [TICKS, SANS] {
            collection.extend((start as u32).to_be_bytes());
            let mut body = data.to_vec();
            for table in 0..usize::from(u16::from_be_bytes([body[4], body[5]])) {
                let at = 12 + table * 16 + 8;
                let offset = u32::from_be_bytes(body[at..at + 4].try_into().unwrap());
                body[at..at + 4].copy_from_slice(&(offset + start as u32).to_be_bytes());
            }
            start += body.len();
            bodies.extend(body);
        }
        collection.extend(bodies);
        let file = std::env::temp_dir().join(format!("anban-{}.ttc", std::process::id()));
        fs::write(&file, collection).unwrap();
        let named = |ending: &str| PathBuf::from(format!("{}{ending}", file.display()));
        let name = |ending: &str| Face::read(&named(ending)).map(|face| face.name).ok();
        let names = ["", "#0", "#1", "#2", "#x"].map(name);
        fs::remove_file(&file).unwrap();
        let (ticks, sans) =
            (Face::parse(TICKS, 0, "").unwrap().name, Face::parse(SANS, 0, "").unwrap().name);
        assert_ne!(ticks, sans);
        assert_eq!(names, [Some(ticks.clone()), Some(ticks), Some(sans), None, None]);
    }

    #[test]
    fn a_file_that_is_no_font_or_forbids_embedding_is_refused() {
        assert!(Face::parse(b"no font", 0, "x").is_err());
        let mut restricted = TICKS.to_vec();
        let tables = u16::from_be_bytes([restricted[4], restricted[5]]) as usize;
        let at = (0..tables)
            .map(|table| 12 + table * 16)
            .find(|&record| &restricted[record..record + 4] == b"OS/2")
            .map(|record| {
                u32::from_be_bytes(restricted[record + 8..record + 12].try_into().unwrap()) as usize
            })
            .unwrap();
        restricted[at + 9] = RESTRICTED as u8;
        let refused = Face::parse(Box::leak(restricted.into_boxed_slice()), 0, "甲.ttf");
        assert_eq!(
            refused.err().map(|error| error.to_string()).as_deref(),
            Some("字体文件甲.ttf不能用：字体的许可不准嵌入文件")
        );
    }
}
