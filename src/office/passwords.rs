//! Giving a password to who comes through the [`door`](super::door), taking it away, and the recovery code.

use serde_json::json;

use super::{
    Key, Office, Opening, Refusal, clock,
    desk::{Sitter, sitter},
    door::{self, hash},
};
use crate::{
    domain::{
        id::Id,
        password::{self, Shut},
        permission::Deed,
        staff::Staff,
        unit::UnitPath,
    },
    store::{
        self,
        passwords::{self, Kept},
    },
    terms,
};

/// A password that was set.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    pub name: String,
    /// The first of the office comes with a recovery code, which is shown now and never again.
    pub recovery: Option<String>,
}

/// A password that was taken away.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleared {
    pub name: String,
    /// Nobody has one any more: the office is open to whoever opens it.
    pub open: bool,
}

impl Cleared {
    pub fn says(&self) -> String {
        let name = &self.name;
        match self.open {
            true => format!(
                "{name}的密码取消了。现在没有人有密码：谁打开这个办公室都不再问，恢复码也作废。"
            ),
            false => format!("{name}的密码取消了。再进来以前，请能登记人员的人给{name}重设一个。"),
        }
    }
}

/// Whose password it is about.
struct Whose {
    sitter: Sitter,
    /// Of who acts.
    own: bool,
    kept: Option<Kept>,
    /// Of the others, each with their posts.
    staff: Vec<Staff>,
    all: Vec<Kept>,
}

impl Office {
    /// Whether somebody has a password, so that the desk can be locked.
    pub fn is_guarded(&self) -> bool {
        self.guarded
    }

    /// What opens the office again for who is in it.
    pub fn key(&self) -> Key {
        self.key.clone()
    }

    /// Whether who acts has a password.
    pub fn has_password(&mut self) -> Result<bool, Refusal> {
        let kept = store::passwords::all(&mut *self.store.driver)?;
        Ok(door::of(&kept, &self.posts).is_some())
    }

    /// Of these posts those whose holders have a password.
    pub fn password_holders(&mut self, staff: &[Staff]) -> Result<Vec<Id>, Refusal> {
        let kept = store::passwords::all(&mut *self.store.driver)?;
        let holds = |post: &&Staff| door::has(post, staff, &kept);
        Ok(staff.iter().filter(holds).map(|post| post.id).collect())
    }

    /// Whether a post is one of who acts.
    pub fn is_actor(&self, post: Id) -> bool {
        self.posts.contains(&post)
    }

    /// Whether who acts may set the password of `who` (a name, an id; empty for their own), before it is asked for.
    pub fn may_set_password(&mut self, who: &str) -> Result<(), Refusal> {
        let whose = self.whose(who)?;
        match (whose.all.is_empty(), whose.own) {
            (true, _) => self.check_first(&whose),
            (_, true) => Ok(()),
            (_, false) => self.check_above(&whose),
        }
    }

    /// Sets a password: one's own with the one before, or somebody's by who may set people up. The first of an office is set
    /// by such a person for themself.
    pub fn set_password(
        &mut self,
        who: &str,
        old: Option<&str>,
        new: &str,
    ) -> Result<Set, Refusal> {
        let whose = self.whose(who)?;
        if whose.all.is_empty() {
            self.check_first(&whose)?;
        } else {
            self.check_may(&whose, old)?;
        }
        let first = if whose.all.is_empty() { Some(new_code()?) } else { None };
        self.keep_password(whose, new, first)
    }

    /// Takes a password away. Refused where nobody would be left who gives one to those who still have one.
    pub fn clear_password(&mut self, who: &str, old: Option<&str>) -> Result<Cleared, Refusal> {
        let whose = self.whose(who)?;
        let name = whose.sitter.name.clone();
        if whose.kept.is_none() {
            return Err(Refusal::field("name", format!("{name}没有密码，不用取消。")));
        }
        self.check_may(&whose, old)?;
        let open = self.check_kept(&whose, &whose.sitter.posts)?;
        // What is left of people who are gone keeps nobody out and nobody in.
        let posts: Vec<Id> = match open {
            true => whose
                .all
                .iter()
                .map(|one| one.staff)
                .chain(whose.sitter.posts.iter().copied())
                .collect(),
            false => whose.sitter.posts.clone(),
        };
        let body = json!({ "name": name });
        self.act.at_the_door(&mut self.store, |driver, trace| {
            passwords::remove(driver, &posts)?;
            if open {
                passwords::remove_recovery(driver)?;
            }
            trace.note("password_clear", None, posts[0], &body)
        })?;
        self.guarded = !open;
        Ok(Cleared { name, open })
    }

    /// A new recovery code; the one before opens nothing any more.
    pub fn new_recovery_code(&mut self) -> Result<String, Refusal> {
        if store::passwords::all(&mut *self.store.driver)?.is_empty() {
            return Err(Refusal::said("还没有人设密码，用不着恢复码。设第一个密码时会给出。"));
        }
        let code = new_code()?;
        let hashed = hash::make(&code)?;
        let by = self.act.signature().to_owned();
        self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            passwords::put_recovery(driver, &hashed, clock::now_ms(), &by)?;
            trace.note("recovery_code", None, "", &json!({}))
        })?;
        Ok(code)
    }

    /// Whether somebody who leaves would leave nobody to give passwords.
    pub(super) fn check_door_kept(&mut self, posts: &[Staff]) -> Result<(), Refusal> {
        if !self.guarded {
            return Ok(());
        }
        let Some(first) = posts.first() else { return Ok(()) };
        let whose = self.whose(&first.id.to_string())?;
        let gone: Vec<Id> = posts.iter().map(|post| post.id).collect();
        self.check_kept(&whose, &gone).map(|_| ())
    }

    fn whose(&mut self, who: &str) -> Result<Whose, Refusal> {
        let staff = self.staff()?;
        let all = store::passwords::all(&mut *self.store.driver)?;
        let sitter = match who.trim() {
            "" if self.posts.is_empty() => {
                return Err(Refusal::field(
                    "name",
                    "没有写明给谁设密码。请写人员的姓名；给自己设的，先选好经办人（命令行用 --as）。",
                ));
            }
            "" => Sitter {
                name: self.act.actor.clone(),
                roles: self.act.roles.clone(),
                unit: None,
                posts: self.posts.clone(),
            },
            who => sitter(Some(who), (&staff, &self.units), self.act.today)?,
        };
        if sitter.posts.is_empty() {
            return Err(Refusal::field(
                "name",
                format!(
                    "“{}”不在人员名单上，不能设密码。请先用 anban staff add 登记。",
                    sitter.name
                ),
            ));
        }
        let own = sitter.posts.iter().any(|post| self.posts.contains(post));
        let kept = door::of(&all, &sitter.posts).cloned();
        Ok(Whose { sitter, own, kept, staff, all })
    }

    /// The first password: whoever sets it gives them to all others.
    fn check_first(&self, whose: &Whose) -> Result<(), Refusal> {
        let person = self.act.person();
        let may = !self.act.roles.is_empty() && person.may(Deed::SetUp).is_ok();
        let keepers = door::keepers(&whose.staff, &self.act);
        let serving = whose.staff.iter().filter(|post| post.serves_on(self.act.today));
        let units: Vec<UnitPath> = serving.map(|post| post.unit.clone()).collect();
        if whose.own && may && password::may_give(&self.scope, &units, &keepers) {
            return Ok(());
        }
        Err(Refusal::field(
            "name",
            format!(
                "办公室还没有人设密码。第一个请由管得到{}的管理员（或别的能登记人员的人）给自己设（命令行先用 --as 写明是谁），再由其给别人设；还没有这样的人，请先登记一名{}的管理员。",
                self.unit_name(&self.home),
                self.unit_name(&self.home)
            ),
        ))
    }

    /// One's own with the one before; another's from above.
    fn check_may(&mut self, whose: &Whose, old: Option<&str>) -> Result<(), Refusal> {
        let name = whose.sitter.name.as_str();
        match &whose.kept {
            Some(kept) if whose.own => {
                let posts = (name, whose.sitter.posts.as_slice());
                let old = old.map(password::typed).filter(|old| !old.is_empty());
                let proved = door::prove(&mut self.store, &self.act, posts, kept, old);
                proved.map_err(|refusal| match refusal {
                    Refusal::Shut(Shut::Asked { .. }) => Refusal::field("old", "请写原来的密码。"),
                    Refusal::Shut(Shut::Wrong { .. }) => {
                        Refusal::field("old", "原来的密码不对，没有改。请再写一遍。")
                    }
                    other => other,
                })
            }
            _ if whose.own => Ok(()),
            _ => self.check_above(whose),
        }
    }

    fn check_above(&self, whose: &Whose) -> Result<(), Refusal> {
        let name = whose.sitter.name.as_str();
        self.act.person().may(Deed::SetUp)?;
        let of_person = |post: &&Staff| whose.sitter.posts.contains(&post.id);
        let units: Vec<UnitPath> =
            whose.staff.iter().filter(of_person).map(|post| post.unit.clone()).collect();
        let keepers = door::keepers(&whose.staff, &self.act);
        if password::may_give(&self.scope, &units, &keepers) {
            return Ok(());
        }
        let above = units.iter().find(|unit| !self.scope.covers(unit)).unwrap_or(&self.home);
        Err(Refusal::field(
            "name",
            format!(
                "{name}在{}有职责，不由{}给密码。请由那里能登记人员的人办理。",
                self.unit_name(above),
                self.unit_name(&self.scope)
            ),
        ))
    }

    /// Whether nobody has a password once these posts have none; refused where the others could be given none any more.
    fn check_kept(&self, whose: &Whose, without: &[Id]) -> Result<bool, Refusal> {
        let left: Vec<Kept> =
            whose.all.iter().filter(|one| !without.contains(&one.staff)).cloned().collect();
        let rest = || {
            whose.staff.iter().filter(|post| {
                !without.contains(&post.id)
                    && post.serves_on(self.act.today)
                    && door::has(post, &whose.staff, &left)
            })
        };
        let keepers = rest().filter(|post| door::keeps(post, &self.act)).count();
        let others = rest().count() - keepers;
        if !password::leaves_nobody(keepers, others) {
            return Ok(keepers + others == 0);
        }
        let names: Vec<&str> = rest().map(|post| post.name.as_str()).take(5).collect();
        Err(Refusal::field(
            "name",
            format!(
                "{}是唯一能给别人密码的人，还有{others}人有密码（{}）。请先给另一个能登记人员的人设密码，或先取消他们的密码。",
                whose.sitter.name,
                names.join("、")
            ),
        ))
    }

    /// Writes what a new password is compared with, and the code that comes with it.
    fn keep_password(
        &mut self,
        whose: Whose,
        new: &str,
        code: Option<String>,
    ) -> Result<Set, Refusal> {
        let new = password::typed(new);
        let of_person = |post: &&Staff| whose.sitter.posts.contains(&post.id);
        let about: Vec<&str> = whose
            .staff
            .iter()
            .filter(of_person)
            .flat_map(|post| [post.name.as_str(), &post.phone, &post.card])
            .collect();
        password::check(new, &about)
            .map_err(|weak| Refusal::field("password", terms::weak(weak)))?;
        let hashed = hash::make(new)?;
        let recovery = match &code {
            Some(code) => Some(hash::make(code)?),
            None => None,
        };
        let (posts, own) = (whose.sitter.posts, whose.own);
        let by = self.act.signature().to_owned();
        let now = clock::now_ms();
        let kept = Kept { staff: posts[0], hashed, set_ms: now, set_by: by.clone() };
        let body = json!({ "name": whose.sitter.name, "own": own });
        self.act.at_the_door(&mut self.store, |driver, trace| {
            passwords::put(driver, &kept, &posts)?;
            if let Some(recovery) = &recovery {
                passwords::put_recovery(driver, recovery, now, &by)?;
            }
            trace.note("password_set", None, kept.staff, &body)
        })?;
        self.guarded = true;
        if own {
            self.key = Key::of(&kept.hashed);
        }
        Ok(Set { name: whose.sitter.name, recovery: code })
    }
}

/// Sets a new password with the recovery code, for somebody who may set people up; the code is used up, and the one that
/// takes its place is shown now and never again.
pub fn recover(opening: &Opening, code: &str, new: &str) -> Result<(Office, Set), Refusal> {
    let code = password::read_code(code)
        .ok_or_else(|| Refusal::field("code", "这不是恢复码。请照纸上写的20个字母和数字写。"))?;
    let mut office = Office::open(&Opening { key: Key::code(code), ..opening.clone() })?;
    let whose = office.whose("")?;
    let next = new_code()?;
    let set = office.keep_password(whose, new, Some(next))?;
    Ok((office, set))
}

fn new_code() -> Result<String, Refusal> {
    loop {
        if let Some(code) = password::code(&clock::lots()?) {
            return Ok(code);
        }
    }
}
