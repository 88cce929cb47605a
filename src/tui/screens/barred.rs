//! What the post of who acts does not allow: such a line of a menu is shown, and says why.

use super::choose::{Choice, choice, refused};
use crate::{domain::permission::Deed, office::Office, tui::screen::Cx};

/// Why who acts may not do what the lines of a menu write, for each deed that is barred.
#[derive(Clone, Debug, Default)]
pub(super) struct Barred(Vec<(Deed, String)>);

impl Barred {
    pub fn of(office: &Office, deeds: impl IntoIterator<Item = Deed>) -> Barred {
        let barred = |deed| Some((deed, office.barred(deed)?));
        Barred(deeds.into_iter().filter_map(barred).collect())
    }

    /// Where each line is somebody's signature, and its window shows nothing that others have to see.
    pub fn from_signing(office: &Office, deeds: impl IntoIterator<Item = Deed>) -> Barred {
        let barred = |deed| Some((deed, office.barred_from_signing(deed)?));
        Barred(deeds.into_iter().filter_map(barred).collect())
    }

    pub fn why(&self, deed: Deed) -> Option<&str> {
        self.0.iter().find(|(barred, _)| *barred == deed).map(|(_, why)| why.as_str())
    }

    /// A line that stands unless the state (`why`) or the post of who acts is against it.
    pub fn act(
        &self,
        label: impl Into<String>,
        deed: Deed,
        why: Option<&str>,
        then: impl FnOnce(&mut Cx) + Send + 'static,
    ) -> Choice {
        match why.or_else(|| self.why(deed)) {
            Some(why) => refused(label, why),
            None => choice(label, then),
        }
    }
}
