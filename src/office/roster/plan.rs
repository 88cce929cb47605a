//! What the rows of a roster come to, against the register as it stands.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{
    super::{Office, Refusal, premises::Fields},
    Import, MAYBE_SAME,
    known::{Known, Match},
};
use crate::{
    domain::{
        premises::{Kind, Namesake, Premises, Risk, Status},
        typed::{self, name_key},
        unit::{Level, UnitPath},
    },
    sheet::{
        columns::COLUMNS,
        roster::{Level as Weight, Problem, Roster, RosterEntry},
    },
    store::{
        self,
        premises::{Filter, Stored},
    },
    terms,
};

/// What the rows come to, against the register as it stands.
#[derive(Default)]
pub struct Plan {
    pub added: Vec<Premises>,
    pub updated: Vec<(Stored, Premises)>,
    pub unchanged: u32,
    pub problems: Vec<Problem>,
    pub rejected: Vec<(u32, String)>,
    /// Rows that may mean a premises registered at another address.
    pub held: Vec<(u32, String)>,
    /// Rows that mean a premises that an earlier row of the file means.
    pub duplicates: u32,
}

impl Plan {
    /// A row that means a premises that an earlier row meant: left out, and said.
    fn repeat(&mut self, row: &RosterEntry) {
        self.duplicates += 1;
        self.problems.push(Problem {
            row: row.row,
            column: "单位名称".to_owned(),
            level: Weight::Warning,
            code: "same_as_registered",
            message: format!("第{}行“{}”与前面的行是同一家，只导入前一行", row.row, row.name),
        });
    }

    /// A row that is added beside an entry of its name or its code.
    fn namesake(&mut self, row: &RosterEntry, other: &Premises) {
        let (name, number) = (&row.name, row.row);
        let message = if name_key(&other.name) == name_key(name) {
            format!("第{number}行“{name}”与登记册里的同名，地址不同，按另一家登记，请核对")
        } else {
            format!(
                "第{number}行“{name}”与登记册里的“{}”统一社会信用代码相同，名称和地址不同，按另一家登记，请核对",
                other.name
            )
        };
        self.problems.push(Problem {
            row: row.row,
            column: "单位名称".to_owned(),
            level: Weight::Warning,
            code: "same_name",
            message,
        });
    }
}

impl Office {
    pub(super) fn plan(&mut self, roster: &Roster, import: &Import) -> Result<Plan, Refusal> {
        let community = import
            .community
            .as_ref()
            .map(|name| self.find_unit(Level::Community, name))
            .transpose()?;
        let within = community.as_ref();
        let grid = import
            .grid
            .as_ref()
            .map(|name| self.find_unit_in(Level::Grid, name, within))
            .transpose()?;
        let community = community.or_else(|| grid.as_ref()?.at(Level::Community));
        let known = Known::of(store::premises::list(
            &mut *self.store.driver,
            &self.scope,
            &Filter::default(),
        )?);
        let mut plan = Plan::default();
        let mut met: Vec<bool> = vec![false; known.all.len()];
        let mut new: HashMap<(UnitPath, String, String), u32> = HashMap::new();
        let mut rows = Vec::new();
        for row in self.told_apart(&mut plan, roster, import) {
            plan.problems.extend(not_founded_yet(&row, self.act.today));
            match self.place_of(&row, community.as_ref(), grid.as_ref()) {
                Ok((place, row_grid, problem)) => {
                    plan.problems.extend(problem);
                    let mut fields = fields_of(&row, row_grid);
                    if let Some(label) = fields.category.take() {
                        fields.category = self.category_code(&label);
                        if fields.category.is_none() {
                            plan.problems.push(no_counter(&row, &label));
                        }
                    }
                    let found = self.meant(&known, &place, &row, &fields);
                    rows.push((row, place, fields, found));
                }
                Err(problem) => {
                    plan.rejected.push((row.row, problem.message.clone()));
                    plan.problems.push(problem);
                }
            }
        }
        // What a row means for certain is no other row's: of two entries of its name the other is left.
        let mut taken: Vec<bool> = vec![false; known.all.len()];
        for found in rows.iter().filter_map(|(.., found)| *found).filter(|found| found.sure) {
            taken[found.index] = true;
        }
        for (row, place, _, found) in &mut rows {
            if found.is_some_and(|found| !found.sure && taken[found.index]) {
                let left = |index: &usize| !taken[*index];
                let others: Vec<usize> =
                    known.namesakes(place, row).into_iter().filter(left).collect();
                *found = match others[..] {
                    [index] => Some(Match { index, sure: false }),
                    _ => None,
                };
            }
        }
        // An entry that several rows may mean by its name alone is none of them's until somebody says whose.
        let mut unsure: Vec<u32> = vec![0; known.all.len()];
        for found in rows.iter().filter_map(|(.., found)| *found).filter(|found| !found.sure) {
            unsure[found.index] += 1;
        }
        let contested = |index: usize| unsure[index] > 1;
        rows.iter_mut().for_each(|(.., found)| {
            *found = found.filter(|found| found.sure || !contested(found.index));
        });
        // Entries that some row means for certain are not what a namesake means.
        let mut claimed: Vec<bool> = vec![false; known.all.len()];
        rows.iter().filter_map(|(.., found)| *found).for_each(|found| claimed[found.index] = true);
        for (row, place, fields, found) in &rows {
            if let Some(Match { index, .. }) = *found {
                if met[index] {
                    plan.repeat(row);
                } else {
                    met[index] = true;
                    self.plan_update(&mut plan, &known.all[index], row, fields)?;
                }
                continue;
            }
            let address = name_key(row.address.as_deref().unwrap_or_default());
            let place_key = (place.clone(), name_key(&row.name), address);
            if row.uscc.is_none() && row.like.is_none() && new.insert(place_key, row.row).is_some()
            {
                plan.repeat(row);
                continue;
            }
            let named = known.alike(place, row);
            let alike: Vec<usize> =
                named.iter().copied().filter(|index| !claimed[*index] && !met[*index]).collect();
            match (alike[..].first(), row.namesake.or(import.namesakes)) {
                (Some(first), Some(Namesake::Update))
                    if alike.len() == 1 && (row.namesake.is_some() || !contested(*first)) =>
                {
                    met[*first] = true;
                    self.plan_update(&mut plan, &known.all[*first], row, fields)?;
                    continue;
                }
                (Some(_), None | Some(Namesake::Update)) => {
                    let stored: Vec<&Stored> =
                        alike.iter().map(|index| &known.all[*index]).collect();
                    self.hold(&mut plan, row, fields, &stored);
                    continue;
                }
                (None, _) if row.namesake == Some(Namesake::Update) && !named.is_empty() => {
                    let stored: Vec<&Stored> =
                        named.iter().map(|index| &known.all[*index]).collect();
                    self.hold(&mut plan, row, fields, &stored);
                    continue;
                }
                _ if !named.is_empty() => plan.namesake(row, &known.all[named[0]].entry),
                _ => {}
            }
            let mut entry = self.blank_entry(place.clone(), self.act.today);
            fields.over(&mut entry);
            entry.extra = extra_of(row);
            if let Some(status) = row.status.and_then(Status::from_code) {
                entry.status = status;
            }
            self.complete(&mut entry, fields);
            plan.added.push(entry);
        }
        Ok(plan)
    }

    /// Keeps a row out that may mean one of these entries: what differs, and how to say which it is.
    fn hold(&self, plan: &mut Plan, row: &RosterEntry, fields: &Fields, alike: &[&Stored]) {
        let whose: Vec<String> = alike
            .iter()
            .map(|stored| {
                let entry = &stored.entry;
                let place = entry.grid.as_ref().unwrap_or(&entry.community);
                let differs = self.differences(entry, fields).join("；");
                format!(
                    "“{}”（{}，{}）：{differs}",
                    entry.name,
                    self.unit_name(place),
                    terms::status(entry.status)
                )
            })
            .collect();
        let what_to_do = if alike.len() == 1 {
            "先没有导入。是同一家请在“同名处理”一列填“更新”，是另一家填“新增”，再导入"
        } else {
            "先没有导入。是另一家请在“同名处理”一列填“新增”再导入；是其中一家，请先把那一家的地址更正好"
        };
        let message = format!(
            "第{}行疑似同一场所。登记册已有{}。{what_to_do}",
            row.row,
            whose.join("，又有")
        );
        plan.held.push((row.row, message.clone()));
        plan.problems.push(Problem {
            row: row.row,
            column: "地址".to_owned(),
            level: Weight::Error,
            code: MAYBE_SAME,
            message,
        });
    }

    /// The fields in which an entry would change: 地址 登记“…”，本行“…”.
    pub(super) fn differences(&self, entry: &Premises, fields: &Fields) -> Vec<String> {
        let mut after = entry.clone();
        fields.over(&mut after);
        let (registered, row) = (self.row_of(entry), self.row_of(&after));
        COLUMNS
            .iter()
            .map(|column| (column.heading, (column.write)(&registered), (column.write)(&row)))
            .filter(|(_, registered, row)| registered != row)
            .map(|(heading, registered, row)| {
                let registered = match registered.as_str() {
                    "" => "没有登记".to_owned(),
                    text => format!("登记“{text}”"),
                };
                format!("{heading}{registered}，本行“{row}”")
            })
            .collect()
    }

    fn plan_update(
        &mut self,
        plan: &mut Plan,
        stored: &Stored,
        row: &RosterEntry,
        fields: &Fields,
    ) -> Result<(), Refusal> {
        let mut after = stored.entry.clone();
        fields.over(&mut after);
        // A reason may itself have a 、 in it: what reads the same is the same.
        let reasons = |reasons: &[String]| typed::tidy_list(&reasons.join("、"));
        if reasons(&after.key_reasons) == reasons(&stored.entry.key_reasons) {
            after.key_reasons.clone_from(&stored.entry.key_reasons);
        }
        after.extra.extend(extra_of(row));
        self.complete(&mut after, fields);
        if name_key(&after.name) != name_key(&stored.entry.name) {
            plan.problems.push(Problem {
                row: row.row,
                column: "单位名称".to_owned(),
                level: Weight::Warning,
                code: "renamed",
                message: format!(
                    "第{}行：登记的“{}”改名为“{}”，请核对",
                    row.row, stored.entry.name, after.name
                ),
            });
        }
        if let Some(status) = row.status.and_then(Status::from_code)
            && status != stored.entry.status
        {
            plan.problems.push(Problem {
                row: row.row,
                column: "状态".to_owned(),
                level: Weight::Warning,
                code: "status_differs",
                message: format!(
                    "第{}行：“{}”登记为{}，名册写{}，状态没有改。变动请用 anban premises change 登记日期和原因",
                    row.row,
                    row.name,
                    terms::status(stored.entry.status),
                    terms::status(status)
                ),
            });
        }
        for (_, sentence) in self.campaigns_of_grid_left(&stored.entry, &after)? {
            plan.problems.push(Problem {
                row: row.row,
                column: "网格".to_owned(),
                level: Weight::Warning,
                code: "campaign_left",
                message: format!("第{}行：{sentence}", row.row),
            });
        }
        if after == stored.entry {
            plan.unchanged += 1;
        } else {
            plan.updated.push((stored.clone(), after));
        }
        Ok(())
    }

    /// Community and grid of a row: as ordered, else as its own columns say.
    #[allow(clippy::type_complexity)]
    fn place_of(
        &self,
        row: &RosterEntry,
        community: Option<&UnitPath>,
        grid: Option<&UnitPath>,
    ) -> Result<(UnitPath, Option<UnitPath>, Option<Problem>), Problem> {
        let problem = |column: &str, level, code, message: String| Problem {
            row: row.row,
            column: column.to_owned(),
            level,
            code,
            message,
        };
        if let Some(grid) = grid {
            let place = grid.at(Level::Community).unwrap_or_else(|| grid.clone());
            return Ok((place, Some(grid.clone()), None));
        }
        let named = |level, name: &String| self.find_unit(level, name);
        let place = match (community, &row.community) {
            (Some(community), _) => community.clone(),
            (None, Some(name)) => named(Level::Community, name).map_err(|refusal| {
                problem(
                    "社区",
                    Weight::Error,
                    "unknown_community",
                    format!("第{}行：{refusal}", row.row),
                )
            })?,
            (None, None) => {
                let by_grid = row
                    .grid
                    .as_ref()
                    .and_then(|name| named(Level::Grid, name).ok())
                    .and_then(|grid| grid.at(Level::Community));
                match (by_grid, &row.grid) {
                    (Some(place), _) => place,
                    (None, of) => self.community_for(None, None).map_err(|refusal| match of {
                        Some(name) => problem(
                            "网格",
                            Weight::Error,
                            "no_community",
                            format!(
                                "第{}行：没有叫“{name}”的网格，也没有写明社区。请核对网格名称，或用 --community、--grid 指定登记到哪里",
                                row.row
                            ),
                        ),
                        None => problem(
                            "社区",
                            Weight::Error,
                            "no_community",
                            format!("第{}行：{refusal}", row.row),
                        ),
                    })?,
                }
            }
        };
        let Some(name) = &row.grid else { return Ok((place, None, None)) };
        let of_place = self.units_at(Level::Grid).find(|unit| {
            place.covers(&unit.path) && (unit.name == *name || unit.path.as_str() == name)
        });
        match of_place {
            Some(unit) => Ok((place, Some(unit.path.clone()), None)),
            None => {
                let message = format!(
                    "第{}行：{}没有叫“{name}”的网格，先登记为未分网格。请用 anban grid add 建好网格后再导入一次",
                    row.row,
                    self.unit_name(&place)
                );
                Ok((place, None, Some(problem("网格", Weight::Warning, "unknown_grid", message))))
            }
        }
    }
}

/// A firm that is founded after today: taken as it stands, and told.
fn not_founded_yet(row: &RosterEntry, today: NaiveDate) -> Option<Problem> {
    let founded = row.founded.filter(|day| *day > today)?;
    Some(Problem {
        row: row.row,
        column: "成立日期".to_owned(),
        level: Weight::Warning,
        code: "founded_ahead",
        message: format!(
            "第{}行：成立日期{}还没有到，照样导入，请对照营业执照核对",
            row.row,
            terms::date(founded)
        ),
    })
}

/// A word that is no counter of 表二: the counter is told from the trade, as where nothing is written.
fn no_counter(row: &RosterEntry, label: &str) -> Problem {
    Problem {
        row: row.row,
        column: "单位类别".to_owned(),
        level: Weight::Warning,
        code: "unknown_category",
        message: format!("第{}行：“{label}”不是表二的栏目，按行业和名称归类，请核对", row.row),
    }
}

fn fields_of(row: &RosterEntry, grid: Option<UnitPath>) -> Fields {
    Fields {
        name: Some(row.name.clone()),
        uscc: row.uscc.clone(),
        licensed: row.licensed,
        kind: row.kind.and_then(Kind::from_code),
        address: row.address.clone(),
        site_address: row.site_address.clone(),
        industry: row.industry.clone(),
        category: row.category.clone(),
        person_in_charge: row.person_in_charge.clone(),
        safety_lead: row.safety_lead.clone(),
        phone: row.phone.clone(),
        grid,
        key: row.key,
        key_reasons: row.key_reasons.as_ref().map(|text| typed::items(text).collect()),
        risk: row.risk.and_then(Risk::from_code),
        direct: row.direct.clone(),
        // Kept as the roster has them, with what else it says.
        reg_dept: None,
        fire_class: None,
        processes: None,
        employees: None,
    }
}

fn extra_of(row: &RosterEntry) -> BTreeMap<String, String> {
    [
        ("reg_dept", row.reg_dept.clone()),
        ("fire_class", row.fire_class.clone()),
        ("processes", row.processes.as_deref().map(typed::tidy_list)),
        ("founded", row.founded.map(|day| day.to_string())),
        ("staff", row.staff.clone()),
        ("note", row.note.clone()),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key.to_owned(), value?)))
    .collect()
}
