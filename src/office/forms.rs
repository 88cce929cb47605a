//! Form files: what is there, their revisions, and reading a form as it was when a record was filled.

use sha2::{Digest, Sha256};

use super::{Office, Refusal, notices::hex};
use crate::{
    form::{checklist::Checklist, library::Kind},
    store::{self, Driver, forms::FormRevision},
};

impl Office {
    /// The checklist with this code, as it is used from today on.
    pub fn checklist(&self, code: &str) -> Result<Checklist, Refusal> {
        self.library.checklist(code).cloned().ok_or_else(|| {
            Refusal::said(format!(
                "没有代码为“{code}”的检查表。请用 anban form list 查看有哪些表。"
            ))
        })
    }

    /// The revision of a form that counts today, with its source.
    pub(super) fn revision(&self, kind: Kind, code: &str) -> Result<FormRevision, Refusal> {
        let entry = self.library.entry(kind, code).ok_or_else(|| {
            Refusal::said(format!("没有代码为“{code}”的表单。请用 anban form list 查看。"))
        })?;
        Ok(FormRevision {
            sha: hex(&Sha256::digest(entry.source.as_bytes())),
            kind: kind.code().to_owned(),
            code: code.to_owned(),
            revision: entry.revision(),
            source: entry.source.clone(),
        })
    }
}

/// The checklist whose source has this sha.
pub(super) fn checklist_of(driver: &mut dyn Driver, sha: &str) -> Result<Checklist, Refusal> {
    let broken = |detail: String| Refusal::Store(store::Fault::Damaged { place: None, detail });
    let kept = store::forms::by_sha(driver, sha)?
        .ok_or_else(|| broken(format!("form revision {sha} is not kept")))?;
    let (form, faults) = crate::form::checklist_file::parse(&kept.code, &kept.source);
    form.ok_or_else(|| broken(format!("form revision {sha} cannot be read: {faults:?}")))
}
