//! Giving a community's records out.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;

use super::{
    super::{
        Office, Refusal, clock,
        encrypted::Password,
        evidence,
        folder::{self, Unwritten},
    },
    held::Holding,
    manifest::{Community, FORMAT, Made, Manifest, Member, Sender},
    parcel::{self, AGREED_MEMBER, EVIDENCE, PAPERS, Writing, table_member},
};
use crate::{
    domain::unit::{Level, UnitPath},
    store::{
        Value,
        evidence::Filter,
        exchange::{self, Agreed},
        migrate,
    },
};

/// A parcel that was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Packed {
    pub community: UnitPath,
    pub community_name: String,
    /// Rows of all tables.
    pub rows: usize,
    /// Files of papers and evidence.
    pub files: usize,
    pub encrypted: bool,
    /// A sentence for each piece of evidence whose file is gone.
    pub lacking: Vec<String>,
}

impl Office {
    /// Writes everything of a community into one file, for another office. It is on record who did.
    pub fn pack_community(
        &mut self,
        community: &str,
        file: &Path,
        password: Option<&Password>,
    ) -> Result<Packed, Refusal> {
        let community = self.find_unit_ever(Level::Community, community)?;
        if file.exists() {
            return Err(Refusal::said(format!(
                "文件 {} 已经有了，没有覆盖它。请换一个文件名。",
                file.display()
            )));
        }
        let fresh = clock::new_id().to_string();
        let at_ms = clock::now_ms();
        let (holding, agreed, id) = self.act.commit(&mut self.store, |driver, _| {
            exchange::hold_still(driver)?;
            let id = exchange::office(driver, &fresh)?;
            let holding = Holding::of(driver, &community)?;
            Ok((holding, exchange::agreed(driver, &community)?, id))
        })?;
        let mut packed = Packed {
            community_name: self.unit_name(&community),
            rows: holding.0.values().map(Vec::len).sum(),
            files: 0,
            encrypted: password.is_some(),
            lacking: Vec::new(),
            community,
        };
        folder::write_by(file, |out| {
            let mut zip = Writing::new(out, password);
            self.write_members(&mut zip, &holding, &agreed, (&id, at_ms), &mut packed)
                .and_then(|manifest| zip.finish(&manifest))
        })?;
        let title = format!("{}的交换包", packed.community_name);
        let noted = self.note_export(&title, file, packed.rows, false);
        // A file that could not be put on record is not there; it is read back before it is called done.
        if let Err(refusal) = noted.and_then(|()| parcel::Parcel::open(file, password).map(drop)) {
            let _ = std::fs::remove_file(file);
            return Err(refusal);
        }
        Ok(packed)
    }

    fn write_members(
        &mut self,
        zip: &mut Writing,
        holding: &Holding,
        agreed: &[Agreed],
        (id, at_ms): (&str, i64),
        packed: &mut Packed,
    ) -> Result<Manifest, Unwritten> {
        let mut tables = BTreeMap::new();
        for table in exchange::tables() {
            let rows = holding.rows(table.name);
            let size = zip.add(&table_member(table.name), &parcel::lines(rows))?;
            let columns = table.names().into_iter().map(str::to_owned).collect();
            tables.insert(table.name.to_owned(), Member { rows: rows.len(), columns, size });
        }
        let mut files = BTreeMap::new();
        files.insert(AGREED_MEMBER.to_owned(), zip.agreed(agreed)?);
        for row in holding.rows("paper") {
            let (Some(Value::Text(kind)), Some(Value::Id(subject)), Some(Value::Text(sha))) =
                (row.get(1), row.get(2), row.get(3))
            else {
                continue;
            };
            let driver = &mut *self.store.driver;
            let bytes = exchange::paper_bytes(driver, &packed.community, kind, *subject)
                .map_err(Refusal::from)?;
            let name = format!("{PAPERS}{sha}");
            if let Some(bytes) = bytes {
                let size = zip.add(&name, &bytes)?;
                files.insert(name, size);
            }
        }
        let filter = Filter { withdrawn: true, ..Filter::default() };
        let driver = &mut *self.store.driver;
        let all = crate::store::evidence::list(driver, &packed.community, &filter)
            .map_err(Refusal::from)?;
        for evidence in all {
            let name = format!("{EVIDENCE}{}", evidence.sha);
            if files.contains_key(&name) {
                continue;
            }
            match evidence::shelf::get(&mut *self.store.driver, &self.folder, &evidence) {
                Ok(bytes) => {
                    let size = zip.add(&name, &bytes)?;
                    files.insert(name, size);
                }
                Err(refusal @ Refusal::Store(_)) => return Err(refusal.into()),
                Err(refusal) => packed.lacking.push(refusal.to_string()),
            }
        }
        packed.files = files.len() - 1;
        let above = |level: Level| packed.community.at(level).map(|path| self.unit_name(&path));
        let within = [Level::City, Level::District, Level::Street];
        Ok(Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: migrate::STEPS.last().map_or("", |(name, _)| name).to_owned(),
            office: Sender { id: id.to_owned(), name: self.unit_name(&self.home) },
            community: Community {
                path: packed.community.to_string(),
                name: packed.community_name.clone(),
                within: within.into_iter().filter_map(above).collect(),
            },
            made: Made { at_ms, on: self.act.today, by: self.act.signature().to_owned() },
            tables,
            files,
            lacking: packed.lacking.clone(),
        })
    }
}
