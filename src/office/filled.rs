//! The filled checklist of an inspection as paper. Its words are kept when the inspection is recorded, as those of
//! its notice are; the first print keeps the bytes.

use super::{
    Office, Refusal,
    documents::written,
    notices::code,
    print::{Print, Printed, refused},
};
use crate::{
    domain::{backdate, id::Id, inspection::Inspection, premises::Premises},
    form::checklist::{Checklist, Filled},
    paper::{self, Meta},
    store::{self, inspections},
};

const CHECKLIST: &str = "checklist";

/// A checklist ready to be laid out.
struct Sheet {
    form: Checklist,
    filled: Filled,
    visit: Inspection,
    /// Under which its bytes are kept.
    kept: Id,
    title: String,
}

impl Office {
    /// What a checklist says of a visit, but for the number that its notice brings.
    pub(super) fn filled_in(
        &self,
        form: &Checklist,
        visit: &Inspection,
        premises: &Premises,
    ) -> Filled {
        let head = form
            .head
            .iter()
            .map(|head| match head.field.as_str() {
                "name" => premises.name.clone(),
                "person_in_charge" => premises.person_in_charge.clone(),
                "safety_lead" => premises.safety_lead.clone(),
                "address" => premises.whereabouts().place().to_owned(),
                "phone" => premises.phone.clone(),
                "industry" => premises.industry.clone(),
                "uscc" => premises.uscc.clone(),
                "grid" => self.grid_alone(visit.grid.as_ref()),
                "date" => crate::terms::date(visit.on),
                "inspectors" => visit.inspectors.join("、"),
                _ => String::new(),
            })
            .collect();
        Filled {
            head,
            nature: visit.nature.clone(),
            answers: visit.answers.clone(),
            blanks: visit.blanks.clone(),
            ..Filled::default()
        }
    }

    /// The filled checklist of an inspection, on the revision it was filled on. It bears the number of the notice that
    /// stands, or of the void one that is asked for.
    pub fn checklist_pdf(
        &mut self,
        inspection: Id,
        number: Option<&str>,
        print: &Print,
    ) -> Result<Printed, Refusal> {
        let Sheet { mut form, filled, visit, kept, title } = self.sheet(inspection, number)?;
        let keeps = print.is_kept(false);
        if keeps && let Some(paper) = self.kept_paper(&visit.community, CHECKLIST, kept)? {
            return Ok(Printed { bytes: paper.bytes, title, warnings: Vec::new(), list: None });
        }
        let office = self.fonts()?;
        let (fonts, warnings) = (&office.fonts, office.problems.clone());
        print.count(&mut form.copies);
        let pages = paper::checklist(&form, &filled, fonts, print.overlay).map_err(refused)?;
        let author = self.unit_name(&visit.community);
        let meta = Meta { title: title.clone(), author, date: visit.on };
        let mut bytes = paper::pdf(&pages, &meta, fonts).map_err(refused)?;
        if keeps {
            bytes = self.keep_paper(&visit.community, CHECKLIST, kept, bytes)?;
        }
        Ok(Printed { bytes, title, warnings, list: None })
    }

    pub fn checklist_text(
        &mut self,
        inspection: Id,
        number: Option<&str>,
    ) -> Result<String, Refusal> {
        let sheet = self.sheet(inspection, number)?;
        let office = self.fonts()?;
        let pages = paper::checklist(&sheet.form, &sheet.filled, &office.fonts, None);
        let pages = pages.map_err(refused)?;
        Ok(paper::plain(&pages))
    }

    fn sheet(&mut self, inspection: Id, number: Option<&str>) -> Result<Sheet, Refusal> {
        let visit = self.visit(inspection)?;
        let form = self.filled_on(&visit.inspection.form_sha)?;
        let driver = &mut *self.store.driver;
        let kept = inspections::filled(driver, &visit.inspection.community, inspection)?;
        let asked = number.and_then(|asked| visit.notices.iter().find(|one| one.number == asked));
        let notice = asked.or_else(|| visit.notices.iter().rfind(|one| one.void.is_none()));
        let number = notice.map_or(String::new(), |notice| notice.number.clone());
        let mut filled = match kept {
            Some(words) => read(&words)?,
            // Recorded before the words were kept.
            None => {
                let premises = self.premises_on(&visit.inspection)?;
                let number = number.clone();
                Filled { number, ..self.filled_in(&form, &visit.inspection, &premises) }
            }
        };
        // The notice that took the place of a void one: the same words under its number are a paper of their own.
        let mut kept = inspection;
        if let Some(notice) = notice.filter(|notice| notice.number != filled.number) {
            filled = under(filled, &number)?;
            kept = notice.id;
        }
        let named = form.head.iter().zip(&filled.head).find(|(head, _)| head.field == "name");
        let name = named.map_or(&visit.premises, |(_, name)| name);
        let title = format!("{} {name}", form.title);
        Ok(Sheet { form, filled, visit: visit.inspection, kept, title })
    }

    /// The premises as the register had it on the day of the visit.
    fn premises_on(&mut self, visit: &Inspection) -> Result<Premises, Refusal> {
        let driver = &mut *self.store.driver;
        let changes = store::premises::changes(driver, &visit.community, visit.premises)?;
        backdate::stood(&changes, visit.on).cloned().ok_or_else(|| {
            store::Fault::Damaged {
                place: None,
                detail: format!("premises {} has no entry", visit.premises),
            }
            .into()
        })
    }
}

/// The words to be kept: with the number of the notice, and a code that stands for both.
pub(super) fn numbered(filled: Filled, number: &str) -> Result<String, Refusal> {
    written(&under(filled, number)?)
}

fn under(filled: Filled, number: &str) -> Result<Filled, Refusal> {
    let mut filled = Filled { number: number.to_owned(), qr: String::new(), ..filled };
    filled.qr = code(number, &written(&filled)?);
    Ok(filled)
}

fn read(words: &str) -> Result<Filled, Refusal> {
    serde_json::from_str(words).map_err(|error| {
        store::Fault::Damaged {
            place: None,
            detail: format!("a checklist cannot be read: {error}"),
        }
        .into()
    })
}
