//! Evidence (佐证): a photo, or a scan of signed paper, kept as the bytes that were handed in, with their
//! sha256, their size and the days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    id::Id,
    notice::{Void, voiding},
    rule::RuleError,
    unit::UnitPath,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub id: Id,
    pub community: UnitPath,
    pub about: About,
    /// The record it shows.
    pub subject: Id,
    pub premises: Option<Id>,
    pub kind: Kind,
    /// Name of the file that was handed in.
    pub name: String,
    pub note: String,
    pub media: Media,
    /// Bytes.
    pub size: u64,
    /// Lower-case hex.
    pub sha: String,
    /// Day of the photo, as the camera or a person says; nobody knows it of many a file.
    pub taken_on: Option<NaiveDate>,
    pub added_on: NaiveDate,
    /// Who handed it in.
    pub actor: String,
    /// Handed in by mistake: it stays, and says so.
    pub void: Option<Void>,
}

impl Evidence {
    /// The mark of evidence that is taken back: once, with a reason.
    pub fn withdrawn(&self, on: NaiveDate, reason: &str) -> Result<Void, RuleError> {
        if self.void.is_some() {
            return Err(RuleError::EvidenceWithdrawn);
        }
        voiding(None, self.added_on, on, reason)
    }

    /// The day it stands at in a history.
    pub fn day(&self) -> NaiveDate {
        self.taken_on.unwrap_or(self.added_on)
    }

    /// The first twelve digits of the sha256: enough to tell two files apart on paper.
    pub fn mark(&self) -> &str {
        self.sha.get(..12).unwrap_or(&self.sha)
    }
}

macro_rules! codes {
    ($name:ident: $($case:ident = $code:literal),+ $(,)?) => {
        impl $name {
            pub const ALL: [$name; [$($name::$case),+].len()] = [$($name::$case),+];

            pub fn code(self) -> &'static str {
                match self {
                    $($name::$case => $code),+
                }
            }

            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.into_iter().find(|word| word.code() == code)
            }
        }
    };
}

/// What kind of record evidence belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Hazard,
    Notice,
    Premises,
    Inspection,
    Transfer,
    Event,
    /// 挂牌督办, of a hazard or of a community.
    Supervision,
    /// An issued paper other than a notice: 约谈, 通报 …
    Document,
}

codes!(
    About: Hazard = "hazard",
    Notice = "notice",
    Premises = "premises",
    Inspection = "inspection",
    Transfer = "transfer",
    Event = "event",
    Supervision = "supervision",
    Document = "document",
);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 现场照片
    Photo,
    /// 签字盖章后的纸, scanned or photographed.
    Scan,
    /// Anything else.
    File,
}

codes!(Kind: Photo = "photo", Scan = "scan", File = "file");

impl Kind {
    /// What a file most likely is when nobody says: a PDF comes from a scanner, and a picture of a
    /// notice is the signed one.
    pub fn likely(media: Media, about: About) -> Kind {
        match (media, about) {
            // What comes back from a department is paper, and so is what was signed.
            (Media::Pdf, _) | (_, About::Notice | About::Transfer | About::Document) => Kind::Scan,
            (
                Media::Jpeg | Media::Png,
                About::Hazard
                | About::Premises
                | About::Inspection
                | About::Event
                | About::Supervision,
            ) => Kind::Photo,
        }
    }
}

/// What the bytes are, told from how they begin and never from the file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    Jpeg,
    Png,
    Pdf,
}

codes!(Media: Jpeg = "jpeg", Png = "png", Pdf = "pdf");

impl Media {
    pub fn of(bytes: &[u8]) -> Option<Media> {
        // A PDF may have some bytes before its mark (ISO 32000-1 annex H.3.4.1).
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if bytes.starts_with(b"\xFF\xD8\xFF") {
            Some(Media::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
            Some(Media::Png)
        } else if head.windows(5).any(|window| window == b"%PDF-") {
            Some(Media::Pdf)
        } else {
            None
        }
    }

    /// Ending of a file of this kind, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Media::Jpeg => "jpg",
            Media::Png => "png",
            Media::Pdf => "pdf",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_told_by_how_they_begin() {
        for (bytes, media) in [
            (&b"\xFF\xD8\xFF\xE1"[..], Some(Media::Jpeg)),
            (b"\x89PNG\r\n\x1A\n\0\0", Some(Media::Png)),
            (b"%PDF-1.7\n", Some(Media::Pdf)),
            (b"\xEF\xBB\xBF\n%PDF-1.3", Some(Media::Pdf)),
            (b"PK\x03\x04", None),
            (b"\xFF\xD8", None),
            (b"", None),
        ] {
            assert_eq!(Media::of(bytes), media, "{bytes:?}");
        }
    }

    #[test]
    fn what_nobody_says_is_the_likely_kind() {
        for (media, about, kind) in [
            (Media::Pdf, About::Hazard, Kind::Scan),
            (Media::Jpeg, About::Notice, Kind::Scan),
            (Media::Jpeg, About::Hazard, Kind::Photo),
            (Media::Png, About::Premises, Kind::Photo),
        ] {
            assert_eq!(Kind::likely(media, about), kind, "{media:?} {about:?}");
        }
    }

    #[test]
    fn evidence_is_taken_back_once_and_with_a_reason() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let evidence = Evidence {
            id: Id([1; 16]),
            community: UnitPath::parse("3505").expect("a path"),
            about: About::Hazard,
            subject: Id([2; 16]),
            premises: None,
            kind: Kind::Photo,
            name: "a.jpg".into(),
            note: String::new(),
            media: Media::Jpeg,
            size: 1,
            sha: "ab".repeat(32),
            taken_on: None,
            added_on: day("2026-11-20"),
            actor: "陈一鸣".into(),
            void: None,
        };
        let said = |on, reason| evidence.withdrawn(day(on), reason);
        let void = said("2026-11-20", " 贴错了 ").expect("a reason is given");
        assert_eq!(void.reason, "贴错了");
        assert_eq!(said("2026-11-20", " "), Err(RuleError::ReasonMissing));
        assert!(matches!(said("2026-11-19", "贴错了"), Err(RuleError::BeforeLast { .. })));
        let gone = Evidence { void: Some(void), ..evidence.clone() };
        assert_eq!(gone.withdrawn(day("2026-11-21"), "再撤"), Err(RuleError::EvidenceWithdrawn));
        assert_eq!(evidence.mark(), "abababababab");
    }
}
