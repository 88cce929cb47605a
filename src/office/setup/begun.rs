//! What was answered of the questions of the first run before there is an office: kept at every key in a file of the folder,
//! since there is no database yet, and gone once the office stands.

use std::{collections::BTreeMap, fs};

use serde::{Deserialize, Serialize};

use super::Folder;
use crate::office::{
    Opening, Refusal,
    folder::{make_for, write_own},
};

/// By the key of each question, of the office of a street and of a district.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Begun {
    pub street: BTreeMap<String, String>,
    pub district: BTreeMap<String, String>,
}

impl Begun {
    /// What was left in the folder, if anything can be read there.
    pub fn left(opening: &Opening) -> Option<Begun> {
        let text = fs::read(opening.folder().ok()?.begun()).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Refused where the folder cannot be made or written to.
    pub fn keep(&self, opening: &Opening) -> Result<(), Refusal> {
        let folder = opening.folder()?;
        make_for(folder.path())?;
        write_own(&folder.begun(), &serde_json::to_vec(self).unwrap_or_default())
    }
}

/// The office stands: nobody goes on with what is left, and one file too many does no harm.
pub(super) fn done(folder: &Folder) {
    let _ = fs::remove_file(folder.begun());
}
