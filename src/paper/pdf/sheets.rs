//! The file that pages are put into: first the fonts of all of them, then the pages, some at a time.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::{
    Ink, Leaf, Used,
    cut::{fonts_of, side},
    ink::Numbers,
    twins::{body, commons, twins},
};
use crate::paper::{Fonts, Page, PaperError, crew, page::Mark};

/// Pages in ink.
pub(super) struct Bodies {
    /// Each page; of one with twins the label alone.
    own: Vec<Ink>,
    /// For each page the first of its twins.
    twins: Vec<Option<usize>>,
    /// What twins have in common, by the first of them.
    common: Vec<(usize, Ink)>,
}

impl Bodies {
    pub fn of(pages: &[Page], long: bool) -> Bodies {
        let twins = twins(pages);
        let inked = |page: &Page, marks: &[Mark]| {
            let mut ink = Ink::of(Page { marks: Vec::new(), ..*page }, long);
            ink.marks(marks);
            ink
        };
        let own = crew::each(pages.iter().zip(&twins).collect(), |(page, twin)| {
            let label = page.marks.len().saturating_sub(1);
            inked(page, if twin.is_some() { &page.marks[label..] } else { &page.marks })
        });
        let common = commons(&twins);
        let common = common.map(|first| (first, inked(&pages[first], body(&pages[first]))));
        let common = common.collect();
        Bodies { own, twins, common }
    }

    /// Copies of the same pages, each with its label; without labels the pages once.
    pub fn copies(pages: Vec<Ink>, labels: Vec<Ink>) -> Bodies {
        if labels.is_empty() {
            let twins = vec![None; pages.len()];
            return Bodies { own: pages, twins, common: Vec::new() };
        }
        let all = 0..pages.len();
        let own = labels.into_iter().flat_map(|label| all.clone().map(move |_| label.clone()));
        let own: Vec<Ink> = own.collect();
        let twins = own.iter().zip(all.clone().cycle()).map(|(_, page)| Some(page)).collect();
        Bodies { own, twins, common: all.zip(pages).collect() }
    }

    /// Adds the characters of the pages to those known.
    pub fn note(&self, used: &mut Used) {
        let common = self.common.iter().map(|(_, ink)| ink);
        self.own.iter().chain(common).for_each(|ink| ink.note(used));
    }
}

pub(super) struct Sheets {
    pub file: Document,
    tree: ObjectId,
    resources: Object,
    numbers: Numbers,
}

impl Sheets {
    pub fn new(used: &Used, fonts: &Fonts) -> Result<Sheets, PaperError> {
        let (file, numbers) = fonts_of(used, fonts)?;
        Sheets::without_pages(file, numbers).map_err(|error| PaperError::Pdf(error.to_string()))
    }

    /// The page that made the fonts be written is not among those of the file.
    fn without_pages(mut file: Document, numbers: Numbers) -> Result<Sheets, lopdf::Error> {
        let tree = file.catalog()?.get(b"Pages")?.as_reference()?;
        let specimens: Vec<ObjectId> = file.page_iter().collect();
        let mut resources = Object::Dictionary(dictionary! {});
        for specimen in specimens {
            let page = file.get_dictionary(specimen)?;
            resources = page.get(b"Resources")?.clone();
            let contents = page.get(b"Contents")?.as_reference()?;
            file.objects.remove(&specimen);
            file.objects.remove(&contents);
        }
        Ok(Sheets { file, tree, resources, numbers })
    }

    /// Writes pages; gives them in their order. What twins have in common is written once under each of them.
    pub fn add(&mut self, bodies: Bodies) -> Result<Vec<ObjectId>, PaperError> {
        let numbers = &self.numbers;
        let written = |inks| -> Result<Vec<(f32, f32, Vec<u8>)>, PaperError> {
            let one = |ink: Ink| Ok((ink.width, ink.height, ink.content(numbers)?));
            crew::each(inks, one).into_iter().collect()
        };
        let (firsts, common): (Vec<usize>, Vec<Ink>) = bodies.common.into_iter().unzip();
        let (own, common) = (written(bodies.own)?, written(common)?);
        let mut stream =
            |content: Vec<u8>| self.file.add_object(Stream::new(dictionary! {}, content));
        let common = common.into_iter().map(|(.., content)| stream(content));
        let common: BTreeMap<usize, ObjectId> = firsts.into_iter().zip(common).collect();
        let mut labels: BTreeMap<Vec<u8>, ObjectId> = BTreeMap::new();
        let mut pages = Vec::new();
        for ((width, height, content), twin) in own.into_iter().zip(bodies.twins) {
            let contents = match twin.and_then(|first| common.get(&first)) {
                Some(body) => {
                    let label = match labels.get(&content) {
                        Some(label) => *label,
                        None => {
                            let label = stream(content.clone());
                            labels.insert(content, label);
                            label
                        }
                    };
                    Object::Array(vec![(*body).into(), label.into()])
                }
                None => stream(content).into(),
            };
            pages.push((width, height, contents));
        }
        let page = |(width, height, contents): (f32, f32, Object)| {
            self.file.add_object(dictionary! {
                "Type" => "Page",
                "Parent" => self.tree,
                "MediaBox" => vec![0.into(), 0.into(), side(width).into(), side(height).into()],
                "Resources" => self.resources.clone(),
                "Contents" => contents,
            })
        };
        Ok(pages.into_iter().map(page).collect())
    }

    /// The file with these pages.
    pub fn end(mut self, order: Vec<ObjectId>) -> Result<Document, PaperError> {
        let wrong = |error: lopdf::Error| PaperError::Pdf(error.to_string());
        let pages = self.file.get_dictionary_mut(self.tree).map_err(wrong)?;
        pages.set("Count", order.len() as i64);
        pages.set("Kids", order.into_iter().map(Object::Reference).collect::<Vec<_>>());
        Ok(self.file)
    }
}
