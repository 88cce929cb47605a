//! The office with which most stories begin: 北峰街道 with its communities, grids and people, and the roster in its first
//! grid, set up by command.

use crate::{
    desk::{Desk, ROSTER},
    engines::Schema,
};

/// What is there on the first day.
pub struct Founded<'a> {
    pub first: &'a str,
    pub regime: &'a str,
    pub communities: &'a [&'a str],
    /// Name, community, who walks it.
    pub grids: &'a [[&'a str; 3]],
    /// Name, role, unit.
    pub staff: &'a [[&'a str; 3]],
}

impl Founded<'_> {
    pub fn on(&self, desk: &Desk, database: Option<&Schema>) {
        let begin = |args: &[&str]| desk.on(self.first, "", database, args).done();
        let units = ["--city", "泉州市", "--district", "丰泽区", "--street", "北峰街道"];
        let places = self.communities.iter().flat_map(|name| ["--community", *name]);
        let init = ["init"].into_iter().chain(units).chain(places);
        begin(&init.chain(["--regime", self.regime]).collect::<Vec<_>>());
        for [name, community, lead] in self.grids {
            begin(&["grid", "add", name, "--community", community, "--lead", lead]);
        }
        for [name, role, unit] in self.staff {
            begin(&["staff", "add", name, "--role", role, "--unit", unit]);
        }
        let roster = desk.write("名册.csv", ROSTER);
        begin(&["premises", "import", &roster, "--grid", self.grids[0][0]]);
    }
}
