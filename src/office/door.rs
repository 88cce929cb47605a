//! The door: once somebody of the office has a password, nobody comes in without a name and theirs. It stands where the office is
//! opened ([`Office::open`]) and nowhere else, so no command and no screen goes around it.

pub(super) mod hash;

use std::fmt;

use super::{Act, Office, Opening, Refusal, clock, desk::Sitter, folder::Folder};
use crate::{
    domain::{
        id::Id,
        password::{self, Shut},
        permission::{Actor, Deed},
        staff::{Role, Staff},
        unit::{Level, UnitPath},
    },
    store::{
        Store,
        passwords::{self, Hashed, Kept},
    },
};

/// What somebody brings to the door. It shows nothing of itself.
#[derive(Clone, Default, PartialEq)]
pub struct Key(Brought);

#[derive(Clone, Default, PartialEq)]
enum Brought {
    #[default]
    Nothing,
    Typed(String),
    /// A recovery code, to set a new password and do nothing else.
    Code(String),
    /// Was let in before with what is kept so.
    Known(Vec<u8>),
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// A password as it was typed.
    pub fn typed(text: &str) -> Key {
        Key(Brought::Typed(password::typed(text).to_owned()))
    }

    pub(super) fn code(code: String) -> Key {
        Key(Brought::Code(code))
    }

    pub(super) fn of(kept: &Hashed) -> Key {
        Key(Brought::Known(kept.hash.clone()))
    }

    /// The password that was typed.
    pub fn word(&self) -> Option<&str> {
        match &self.0 {
            Brought::Typed(text) => Some(text),
            _ => None,
        }
    }
}

/// Who comes, and what is known of the others.
pub(super) struct Coming<'a> {
    pub sitter: &'a Sitter,
    pub staff: &'a [Staff],
    pub kept: &'a [Kept],
}

impl Coming<'_> {
    /// Lets in, or says why not. What is given back opens the door again in this program as long as the password is the same.
    pub fn pass(&self, store: &mut Store, act: &Act, key: &Key) -> Result<Key, Refusal> {
        let name = self.sitter.name.clone();
        if self.kept.is_empty() {
            let code = matches!(key.0, Brought::Code(_));
            return if code { Err(Shut::Wrong { name }.into()) } else { Ok(Key::default()) };
        }
        if name.is_empty() {
            return Err(Shut::Nameless.into());
        }
        // A day that is named takes nobody back to when they were here.
        let now = clock::today();
        let gone = |post: &Staff| post.left.as_ref().is_some_and(|left| left.on <= now);
        if self.posts().all(gone) {
            return Err(Shut::Left { name }.into());
        }
        if let Brought::Code(code) = &key.0 {
            return self.recovered(store, code);
        }
        let Some(kept) = of(self.kept, &self.sitter.posts) else {
            let givers = self.givers(act);
            return Err(Shut::Bare { name, givers }.into());
        };
        if let Brought::Known(hash) = &key.0 {
            return if *hash == kept.hashed.hash {
                Ok(key.clone())
            } else {
                Err(Shut::Asked { name }.into())
            };
        }
        prove(store, act, (&name, &self.sitter.posts), kept, key.word())?;
        Ok(Key::of(&kept.hashed))
    }

    fn posts(&self) -> impl Iterator<Item = &Staff> {
        self.staff.iter().filter(|post| self.sitter.posts.contains(&post.id))
    }

    fn recovered(&self, store: &mut Store, code: &str) -> Result<Key, Refusal> {
        let (name, roles) = (self.sitter.name.clone(), &self.sitter.roles);
        Actor { name: &name, roles }.may(Deed::SetUp)?;
        match passwords::recovery(&mut *store.driver)? {
            Some(kept) if hash::is(code, &kept) => Ok(Key::code(code.to_owned())),
            _ => Err(Shut::Wrong { name }.into()),
        }
    }

    /// Names of those who have a password and may give one to who comes.
    fn givers(&self, act: &Act) -> Vec<String> {
        let units: Vec<UnitPath> = self.posts().map(|post| post.unit.clone()).collect();
        let all = keepers(self.staff, act);
        let mut names: Vec<String> = Vec::new();
        for keeper in self.staff.iter().filter(|post| keeps(post, act)) {
            let has = has(keeper, self.staff, self.kept);
            if has
                && password::may_give(&seen(&keeper.unit), &units, &all)
                && !names.contains(&keeper.name)
            {
                names.push(keeper.name.clone());
            }
        }
        names
    }
}

/// What is kept of somebody who has these posts: the latest, where a post came to another.
pub(super) fn of<'a>(kept: &'a [Kept], posts: &[Id]) -> Option<&'a Kept> {
    kept.iter().filter(|one| posts.contains(&one.staff)).max_by_key(|one| one.set_ms)
}

/// Whether who has a post has a password, be it under another post of theirs.
pub(super) fn has(post: &Staff, staff: &[Staff], kept: &[Kept]) -> bool {
    let theirs = staff.iter().filter(|other| other.is_same_person(post));
    theirs.into_iter().any(|other| kept.iter().any(|one| one.staff == other.id))
}

/// Whether a post lets its holder set people up today, and with that give passwords.
pub(super) fn keeps(post: &Staff, act: &Act) -> bool {
    let roles: &[Role] = &[post.role];
    post.serves_on(act.today) && Actor { name: &post.name, roles }.may(Deed::SetUp).is_ok()
}

/// What each of those sees.
pub(super) fn keepers(staff: &[Staff], act: &Act) -> Vec<UnitPath> {
    staff.iter().filter(|post| keeps(post, act)).map(|post| seen(&post.unit)).collect()
}

/// What somebody sees whose post is in a unit.
pub(super) fn seen(unit: &UnitPath) -> UnitPath {
    unit.at(Level::Community).unwrap_or_else(|| unit.clone())
}

/// Whether what was typed is the password. A wrong one is on record; too many shut the door for a while, to the right one as well.
pub(super) fn prove(
    store: &mut Store,
    act: &Act,
    (name, posts): (&str, &[Id]),
    kept: &Kept,
    typed: Option<&str>,
) -> Result<(), Refusal> {
    let shut = |wrong: &[i64]| match password::shut_until(wrong, clock::now_ms()) {
        Some(until) => {
            let until = clock::time_at(until).unwrap_or_default();
            Err(Refusal::from(Shut::Waits { name: name.to_owned(), until }))
        }
        None => Ok(()),
    };
    let before = passwords::wrong(&mut *store.driver, posts)?;
    shut(&before)?;
    let Some(typed) = typed else { return Err(Shut::Asked { name: name.to_owned() }.into()) };
    if hash::is(typed, &kept.hashed) {
        if !before.is_empty() {
            passwords::forget_wrong(&mut *store.driver, posts)?;
        }
        return Ok(());
    }
    // Nobody has shown who they are: the record has whom it was tried for.
    let nobody = Act { actor: String::new(), roles: Vec::new(), ..act.clone() };
    let wrong = nobody.at_the_door(store, |driver, trace| {
        let now = clock::now_ms();
        passwords::note_wrong(driver, kept.staff, now, now - password::WITHIN_MS)?;
        trace.note("password_wrong", None, kept.staff, &serde_json::json!({ "name": name }))?;
        Ok(passwords::wrong(driver, posts)?)
    })?;
    shut(&wrong)?;
    Err(Shut::Wrong { name: name.to_owned() }.into())
}

/// Whether somebody has a password; not where nothing can be read any more.
pub fn is_guarded(opening: &Opening) -> bool {
    let stands = |folder: &Folder| opening.database.is_some() || folder.database().exists();
    let Ok(folder) = opening.folder() else { return false };
    let store = if stands(&folder) { opening.store(&folder).ok() } else { None };
    let kept = store.and_then(|mut store| passwords::all(&mut *store.driver).ok());
    kept.is_some_and(|kept| !kept.is_empty())
}

/// Who may say that they come, by the names of the staff list.
pub fn names(opening: &Opening) -> Result<Vec<String>, Refusal> {
    let folder = opening.folder()?;
    let mut store = opening.store(&folder)?;
    let Some((home, _)) = super::setup::settings(&mut *store.driver)? else {
        return Ok(Vec::new());
    };
    let mut names: Vec<String> = Vec::new();
    for post in crate::store::staff::under(&mut *store.driver, &home)? {
        if post.serves_on(opening.today()) && !names.contains(&post.name) {
            names.push(post.name);
        }
    }
    Ok(names)
}

/// Whether what was typed for a password is this office's recovery code, and `actor` somebody whom it lets in.
pub fn recovers(opening: &Opening, typed: &str) -> bool {
    let Some(code) = password::read_code(typed) else { return false };
    Office::open(&Opening { key: Key::code(code), ..opening.clone() }).is_ok()
}
