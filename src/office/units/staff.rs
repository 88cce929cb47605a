//! What is put right of somebody on the staff list. A name is no such thing: it stands on what was signed.

use crate::{
    domain::{permission::Deed, staff::Staff, unit::Level},
    office::{Office, Refusal, written::written_in},
    store,
};

/// What is put right of a person, and what changes; what is not named stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StaffEdit {
    pub phone: Option<String>,
    /// 证号, printed beside the signatures on what is made from now on.
    pub card: Option<String>,
    pub full_time: Option<bool>,
    /// The post before.
    pub origin: Option<String>,
}

impl StaffEdit {
    fn is_nothing(&self) -> bool {
        *self == StaffEdit::default()
    }

    fn over(&self, person: &Staff) -> Result<Staff, Refusal> {
        let put = |field: &str, new: &Option<String>, was: &str, what: &str| match new {
            Some(new) => written_in(field, new, what),
            None => Ok(was.to_owned()),
        };
        Ok(Staff {
            phone: put("phone", &self.phone, &person.phone, "电话")?,
            card: put("card", &self.card, &person.card, "证号")?,
            origin: put("origin", &self.origin, &person.origin, "来源")?,
            full_time: self.full_time.unwrap_or(person.full_time),
            ..person.clone()
        })
    }
}

impl Office {
    /// Changes what may change of somebody who serves, in all of the posts; of two of one name by the id. Gives the posts
    /// as they are now.
    pub fn edit_staff(&mut self, who: &str, edit: &StaffEdit) -> Result<Vec<Staff>, Refusal> {
        if edit.is_nothing() {
            return Err(Refusal::said(
                "没有写要更改什么。电话写 --phone，证号写 --card，来源写 --origin，专兼职写 --part-time 或 --full-time。",
            ));
        }
        let staff = self.staff()?;
        let posts = self.posts_meant(&staff, who.trim(), self.act.today)?;
        let changed = posts.iter().map(|post| edit.over(post));
        let changed = changed.collect::<Result<Vec<Staff>, Refusal>>()?;
        self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            for (was, now) in posts.iter().zip(&changed) {
                store::staff::set_known(driver, was, now)?;
                trace.note("staff_edit", now.unit.at(Level::Community).as_ref(), now.id, now)?;
            }
            Ok(())
        })?;
        Ok(changed)
    }
}
