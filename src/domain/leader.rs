//! 挂钩社区党政领导: who is linked to a community, as its entry says, and who may approve what it reports (S0 §二.1(3)).

/// The names in an entry, with or without a post: 沈卫东（街道党工委副书记）.
pub fn words(entry: &str) -> impl Iterator<Item = &str> {
    entry.split(|c: char| !c.is_alphanumeric() && c != '·').filter(|word| !word.is_empty())
}

/// Whether an entry names somebody.
pub fn names(entry: &str, name: &str) -> bool {
    words(entry).any(|word| word == name.trim())
}

/// Whether somebody may approve: who is linked, or anybody with the post where nobody is; another stands in for who is
/// linked, and says so in the opinion, by name.
pub fn may_approve(entry: &str, name: &str, opinion: &str) -> bool {
    let Some(linked) = words(entry).next() else { return true };
    names(entry, name) || opinion.contains(linked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_linked_approves_or_is_named_by_who_stands_in() {
        let entry = "沈卫东（街道党工委副书记）";
        for (entry, name, opinion, may) in [
            ("", "沈卫东", "", true),
            (entry, "沈卫东", "", true),
            (entry, " 沈卫东 ", "同意", true),
            (entry, "许国强", "同意上报", false),
            (entry, "许国强", "沈卫东出差，代为审定，同意上报", true),
            (entry, "卫东", "同意上报", false),
            ("沈卫东、许国强", "许国强", "同意", true),
        ] {
            assert_eq!(may_approve(entry, name, opinion), may, "{entry} {name} {opinion}");
        }
    }
}
