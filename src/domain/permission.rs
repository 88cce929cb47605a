//! Who may do what (S0 §一, §二; 谁检查、谁签字、谁负责、谁跟踪): one table, role × deed.
//!
//! Two kinds of deeds. A signature ([`Deed::is_signature`]) is answered for by a named person on the staff
//! list who has one of the roles; nobody signed in does not give one. Everything else is the desk's daily
//! work: who is signed in needs one of the roles, and a desk where nobody signed in (本机, the one-desk office)
//! may do it, because there the people answer for the desk among themselves.

use serde::Serialize;

use super::{
    grade::Grade,
    rule::RuleError,
    staff::Role,
    unit::Level::{self, Street},
};

/// Something that is written. Every write names one ([`crate::office`] asks before it begins).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Units, grids, staff, settings; taking a backup back, or the records of another office in.
    SetUp,
    /// Handing a grid's duties over.
    Handover,
    /// The register of premises: entries, changes, rosters.
    Register,
    /// Agreeing that a premises stopped by order works again.
    Resume,
    /// Flagging a premises as 不具备安全生产条件, and its report for closure.
    Unfit,
    /// Taking that flag back.
    LiftUnfit,
    Inspect,
    /// The successor of a void notice.
    Reissue,
    VoidNotice,
    /// That the premises would not sign a notice, and who saw it.
    SignRefused,
    Recheck,
    Extend,
    ExtendMajor,
    /// Raising a grade that was told before.
    Regrade,
    /// Telling the grade of what was 待评估.
    Assess,
    /// 停业、停用、撤人 at once.
    Stop,
    /// To the street, the police, a department.
    Report,
    Close,
    Reopen,
    MajorFill,
    MajorVerify,
    MajorSign,
    MajorSeal,
    MajorApprove,
    MajorReceive,
    MajorStreetVerify,
    MajorProgress,
    MajorAccept,
    /// Sending a transfer (移送、抄告) and keeping its replies.
    Transfer,
    /// Opening a supervision (挂牌督办), deciding on its extension, its acceptance.
    Supervise,
    /// Progress, requests for extension and acceptance.
    SuperviseReport,
    LiftSupervision,
    /// Registering, handling, passing up, feeding back, closing an event.
    Event,
    /// Handling, passing up and feeding back an event that lies above the community: at the street, a section, a
    /// department, the district, the city.
    EventAbove,
    /// Assigning an event to a community, a section, a department.
    AssignEvent,
    /// 撤销立项 of an event that somebody else has registered.
    WithdrawEvent,
    /// The plan of visits, made and moved.
    Plan,
    /// 专项行动: begun, changed, broken off.
    Campaign,
    /// Rows of the ledgers.
    Entry,
    /// 考评打分 of the units below (S2 制度二).
    Score,
    /// 督查 of a community (S0 §一.3(9)).
    Oversee,
    /// What others say of grid officers: exam, file, attendance, appraisal, reward (S2 管理办法).
    Officers,
    Evidence,
    /// Papers that come with the work.
    Document,
    /// Papers of accountability: 通报、约谈、督办、诫勉建议、移送函.
    Letter,
    /// 报送 to the level above (S0 §二.3, S2 制度一).
    Submit,
    /// 退回 of what was submitted from below.
    GiveBack,
    /// Confirming what the records suggest against a community or a person, or setting it aside.
    Account,
    Print,
    /// Taking one's own last deed back.
    TakeBack,
}

impl Deed {
    pub const ALL: [Deed; 50] = [
        Deed::SetUp,
        Deed::Handover,
        Deed::Register,
        Deed::Resume,
        Deed::Unfit,
        Deed::LiftUnfit,
        Deed::Inspect,
        Deed::Reissue,
        Deed::VoidNotice,
        Deed::SignRefused,
        Deed::Recheck,
        Deed::Extend,
        Deed::ExtendMajor,
        Deed::Regrade,
        Deed::Assess,
        Deed::Stop,
        Deed::Report,
        Deed::Close,
        Deed::Reopen,
        Deed::MajorFill,
        Deed::MajorVerify,
        Deed::MajorSign,
        Deed::MajorSeal,
        Deed::MajorApprove,
        Deed::MajorReceive,
        Deed::MajorStreetVerify,
        Deed::MajorProgress,
        Deed::MajorAccept,
        Deed::Transfer,
        Deed::Supervise,
        Deed::SuperviseReport,
        Deed::LiftSupervision,
        Deed::Event,
        Deed::EventAbove,
        Deed::AssignEvent,
        Deed::WithdrawEvent,
        Deed::Plan,
        Deed::Campaign,
        Deed::Entry,
        Deed::Score,
        Deed::Oversee,
        Deed::Officers,
        Deed::Evidence,
        Deed::Document,
        Deed::Letter,
        Deed::Submit,
        Deed::GiveBack,
        Deed::Account,
        Deed::Print,
        Deed::TakeBack,
    ];

    /// Giving a hazard of this grade another deadline.
    pub fn extending(grade: Grade) -> Deed {
        match grade {
            Grade::Major => Deed::ExtendMajor,
            Grade::General | Grade::Unsure => Deed::Extend,
        }
    }

    /// Telling the grade of a hazard that has this one.
    pub fn grading(grade: Grade) -> Deed {
        match grade {
            Grade::Unsure => Deed::Assess,
            Grade::General | Grade::Major => Deed::Regrade,
        }
    }

    /// The roles that may do it; for a signature, that may give it. 只读 is in no row.
    pub fn roles(self) -> &'static [Role] {
        use Role::{
            Admin, AssignedPolice, CommunityHead, Discipline, DistrictOfficer, GridOfficer,
            LinkedLeader, SafetyOfficer, StreetOfficer, UnitHead,
        };
        /// Those who go to the premises: a safety officer has a grid officer's duties too (S0 §一.2), the
        /// heads answer for the community, the street and the district inspect on their own (S0 §一.3(3), S2
        /// §职责二(二)3).
        const FIELD: &[Role] =
            &[GridOfficer, SafetyOfficer, CommunityHead, StreetOfficer, DistrictOfficer];
        /// The same, and the administrator who types in what they bring back.
        const DESK: &[Role] =
            &[GridOfficer, SafetyOfficer, CommunityHead, StreetOfficer, DistrictOfficer, Admin];
        /// Above the grid: what must not be one grid officer's alone, because it takes an order back or
        /// decides about a grid officer's own work (S0 §四.2(5)(6)).
        const ABOVE_GRID: &[Role] =
            &[SafetyOfficer, CommunityHead, StreetOfficer, DistrictOfficer, Admin];
        /// Those who judge on the spot how grave something is (S0 §一.2(3), §一.3(5)).
        const JUDGES: &[Role] = &[SafetyOfficer, StreetOfficer, DistrictOfficer];
        const STREET: &[Role] = &[StreetOfficer];
        /// Decisions of the street about a community, of the district about a street, or on supervision of their own.
        const LEADING: &[Role] = &[StreetOfficer, LinkedLeader, DistrictOfficer];
        const ALL: &[Role] = &[
            GridOfficer,
            SafetyOfficer,
            CommunityHead,
            StreetOfficer,
            LinkedLeader,
            UnitHead,
            DistrictOfficer,
            AssignedPolice,
            Discipline,
            Admin,
        ];
        match self {
            // The tree and the people are the office's frame: the administrator's, and of those who run it.
            Deed::SetUp => &[CommunityHead, StreetOfficer, DistrictOfficer, Admin],
            // Nobody hands his own work to another by himself (S0 §四.2(5) 推诿扯皮).
            Deed::Handover => ABOVE_GRID,
            // 登记所有生产经营单位 is the grid officer's first duty (S0 §一.1(2)).
            Deed::Register => DESK,
            // 经审查同意方可恢复 (安全生产法 65); who agrees too early is called to account (S0 §四.1(5)).
            Deed::Resume => JUDGES,
            // A warning upward costs nothing and must not wait (S0 §四.3(3)); the street decides on closure.
            Deed::Unfit => DESK,
            Deed::LiftUnfit => JUDGES,
            // 谁检查、谁签字: whoever inspects signs the notice; an administrator types, but names who went.
            Deed::Inspect => FIELD,
            // After a void notice the inspection waits for its paper: a duty, not a decision.
            Deed::Reissue => DESK,
            // A number taken back and a paper called in from the premises.
            Deed::VoidNotice => ABOVE_GRID,
            // Seen where the notice is handed over.
            Deed::SignRefused => DESK,
            // 整改期限到了及时回访 (S0 §二.2). The acceptor is named beside it.
            Deed::Recheck => DESK,
            // A general hazard's deadline is the grid's to move, with its reason on the list.
            Deed::Extend => DESK,
            // A major one is followed by the safety officer and the street (S0 §一.2(3), §一.3(5)).
            Deed::ExtendMajor => JUDGES,
            // A grade only rises; raising the alarm must never wait for somebody else (S0 §一.1(3)).
            Deed::Regrade => DESK,
            // 不能确定隐患风险等级的，报告社区安全员辨识、评估 (S0 §二.1(3)).
            Deed::Assess => JUDGES,
            // 及时督促企业停业整改、撤出作业人员: whoever stands there (S0 §一.1(3)).
            Deed::Stop => DESK,
            // A report goes up from anybody (S0 §一.1(3), §一.2(2)).
            Deed::Report => DESK,
            // After a passed recheck with its acceptor; a major one stands on a signed acceptance.
            Deed::Close => DESK,
            // Says that what was accepted was not right.
            Deed::Reopen => ABOVE_GRID,
            // 填写《重大隐患填报表》 is the finder's (S0 §二.1(3)).
            Deed::MajorFill => DESK,
            // 社区安全员…到现场核实 (S0 §一.2(3)).
            Deed::MajorVerify => &[SafetyOfficer],
            // 社区主干双签 (S0 §二.1(3)).
            Deed::MajorSign => &[CommunityHead],
            // The community's seal is with its heads or with who carries the form up.
            Deed::MajorSeal => &[SafetyOfficer, CommunityHead],
            // 挂钩社区党政领导审定 (S0 §二.1(3)).
            Deed::MajorApprove => &[LinkedLeader],
            // 报送街道安办; 街道…到现场核实 (S0 §一.3(5)).
            Deed::MajorReceive | Deed::MajorStreetVerify => STREET,
            Deed::MajorProgress => DESK,
            // 组织整改复查验收 (S0 §一.2(3)); the street may do it itself.
            Deed::MajorAccept => JUDGES,
            // 没有执法权限的，及时移交给有关部门 is the street's (S0 §一.3(4)).
            Deed::Transfer => &[StreetOfficer, DistrictOfficer, Admin],
            // 挂牌督办 comes from above and is taken off there (S0 §一.3(3), §四.3).
            Deed::Supervise | Deed::LiftSupervision => LEADING,
            Deed::SuperviseReport => DESK,
            // Five sources, every desk on the way (S2 flowchart); the police hear of things first.
            Deed::Event => &[
                GridOfficer,
                SafetyOfficer,
                CommunityHead,
                StreetOfficer,
                DistrictOfficer,
                AssignedPolice,
                Admin,
            ],
            // What lies at another desk is not the grid's to deal with; it is told by those who hear of it there.
            Deed::EventAbove => &[
                SafetyOfficer,
                CommunityHead,
                StreetOfficer,
                DistrictOfficer,
                AssignedPolice,
                Admin,
            ],
            // 指定社区处理 is the 网格长's: the street's head or its deputy (S2 flowchart).
            Deed::AssignEvent => LEADING,
            // By a leader of the community or above; who registered it takes it back as part of registering.
            Deed::WithdrawEvent => &[CommunityHead, StreetOfficer, LinkedLeader, DistrictOfficer],
            // 是否制定检查计划 is asked of everybody who goes (S2 §制度四).
            Deed::Plan => DESK,
            // 适时增加检查频率 is ordered above the grid (S0 §一.1(3)).
            Deed::Campaign => ABOVE_GRID,
            Deed::Entry | Deed::Evidence | Deed::Document => ALL,
            // 区对街道、街道对社区考评 (S2 制度二): by the level above, never by who is scored.
            // 街道…对社区督查: likewise.
            Deed::Score | Deed::Oversee => &[StreetOfficer, LinkedLeader, DistrictOfficer, Admin],
            // Never by one grid officer of another (S2 管理办法四：由社区、街道考核).
            Deed::Officers => {
                &[SafetyOfficer, CommunityHead, StreetOfficer, LinkedLeader, DistrictOfficer, Admin]
            }
            // Against a community or a person: never by those whom it is about (S0 §四); 由街道纪工委…诫勉谈话 (S0 §四.4).
            Deed::Letter | Deed::Account => {
                &[StreetOfficer, LinkedLeader, DistrictOfficer, Discipline]
            }
            // 社区应…上报, 各街道办事处…上报 (S0 §二.3, S2 制度一): the unit's word, not one grid officer's.
            Deed::Submit => ABOVE_GRID,
            // By whoever it was sent to.
            Deed::GiveBack => &[StreetOfficer, LinkedLeader, DistrictOfficer, Admin],
            // A paper is kept when it is first printed.
            Deed::Print => ALL,
            // A slip of the finger; what was done by others is corrected by a deed of its own.
            Deed::TakeBack => ALL,
        }
    }

    /// Whether a named person answers for it. What the two heads, the leader and the judges sign is theirs,
    /// whoever types it in.
    pub fn is_signature(self) -> bool {
        matches!(
            self,
            Deed::Inspect
                | Deed::Assess
                | Deed::MajorFill
                | Deed::MajorVerify
                | Deed::MajorSign
                | Deed::MajorSeal
                | Deed::MajorApprove
                | Deed::MajorReceive
                | Deed::MajorStreetVerify
                | Deed::MajorAccept
                | Deed::Submit
                | Deed::Account
        )
    }

    /// What is said against those below is typed by the level that says it, too: a community does not enter what the street
    /// thinks of it (S0 §四).
    fn is_from_above(self) -> bool {
        self == Deed::Account
    }

    /// Whether somebody's name goes out with it, or stands under a decision, though people of other offices may be
    /// named: nobody signed in names one.
    pub fn is_in_a_name(self) -> bool {
        self.is_signature()
            || matches!(
                self,
                Deed::Transfer
                    | Deed::Supervise
                    | Deed::LiftSupervision
                    | Deed::AssignEvent
                    | Deed::GiveBack
            )
    }
}

/// Roles that may type in what another person has signed on paper. A grid officer speaks for nobody else:
/// the grades and reports that are signed above would be his own word.
pub fn may_enter_for_others(role: Role) -> bool {
    use Role::{Admin, CommunityHead, DistrictOfficer, SafetyOfficer, StreetOfficer};
    matches!(role, SafetyOfficer | CommunityHead | StreetOfficer | DistrictOfficer | Admin)
}

/// Whose word somebody of this post speaks: the street's people speak the street's wherever they are posted, all others
/// that of their unit.
pub fn level_of(role: Role, unit: Level) -> Level {
    match role {
        Role::StreetOfficer | Role::LinkedLeader | Role::Discipline => unit.min(Street),
        Role::DistrictOfficer => unit.min(Level::District),
        _ => unit,
    }
}

/// Whether somebody who speaks for a level may change, strike out or loosen what a higher one has written: an accident, a
/// check, a task, a campaign, a flag shows what is held against the units below, and stands until the writer's level says
/// otherwise. `written` is the highest that has a hand in it, `None` where nobody knows. What was written below is its
/// writers' to put right, until somebody above has spoken of it (`taken_up`).
pub fn may_change(actor: Level, written: Option<Level>, taken_up: bool) -> bool {
    written.is_none_or(|written| actor <= written) && (!taken_up || actor <= Street)
}

/// Who acts: no roles is a desk where nobody signed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Actor<'a> {
    pub name: &'a str,
    /// Every post that the person has.
    pub roles: &'a [Role],
}

impl Actor<'_> {
    fn has(&self, any: &[Role]) -> bool {
        self.roles.iter().any(|role| any.contains(role))
    }

    /// Whether this person may type in that somebody else has signed a deed.
    fn types(&self, deed: Deed) -> bool {
        let may = |role: &Role| {
            let above = !deed.is_from_above() || *role == Role::Admin;
            may_enter_for_others(*role) && (above || deed.roles().contains(role))
        };
        self.roles.iter().any(may)
    }

    fn refused(&self, deed: Deed) -> RuleError {
        RuleError::MayNot { name: self.name.to_owned(), roles: self.roles.to_vec(), deed }
    }

    /// The name under which a deed goes out, where it needs one.
    pub fn in_own_name(&self, deed: Deed) -> Result<(), RuleError> {
        if self.name.is_empty() && deed.is_in_a_name() {
            return Err(RuleError::SignerMissing { deed });
        }
        Ok(())
    }

    /// Whether this person may do a deed, or sign it.
    pub fn may(&self, deed: Deed) -> Result<(), RuleError> {
        if self.roles.is_empty() {
            let signed = deed.is_signature();
            return if signed { Err(RuleError::SignerMissing { deed }) } else { Ok(()) };
        }
        if self.has(deed.roles()) { Ok(()) } else { Err(self.refused(deed)) }
    }

    /// Whether this person may begin a deed: do it, sign it, or type in what somebody else has signed.
    pub fn may_take_up(&self, deed: Deed) -> Result<(), RuleError> {
        if deed.is_signature() && (self.roles.is_empty() || self.types(deed)) {
            return Ok(());
        }
        self.may(deed)
    }

    /// Whether this person may type a deed in that `signer` answers for.
    pub fn may_enter_for(&self, signer: &Actor<'_>, deed: Deed) -> Result<(), RuleError> {
        signer.may(deed)?;
        let own = self.roles.is_empty() || self.name == signer.name;
        if own || self.types(deed) {
            return Ok(());
        }
        if self.has(&[Role::Viewer]) && self.roles.len() == 1 {
            return Err(self.refused(deed));
        }
        // Two grid officers on one visit are on one paper.
        if deed == Deed::Inspect && self.may(deed).is_ok() {
            return Ok(());
        }
        Err(RuleError::NotForOthers {
            name: self.name.to_owned(),
            roles: self.roles.to_vec(),
            signer: signer.name.to_owned(),
            deed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as it stands: G grid officer, S safety officer, H head, T street, L leader, U head of the unit, Q district, P police,
    /// D discipline, A admin.
    #[test]
    fn the_table_says_who_may_do_what() {
        let letter = |role: &Role| match role {
            Role::GridOfficer => 'G',
            Role::SafetyOfficer => 'S',
            Role::CommunityHead => 'H',
            Role::StreetOfficer => 'T',
            Role::LinkedLeader => 'L',
            Role::UnitHead => 'U',
            Role::DistrictOfficer => 'Q',
            Role::AssignedPolice => 'P',
            Role::Discipline => 'D',
            Role::Admin => 'A',
            Role::Viewer => 'V',
        };
        let shown: Vec<String> = Deed::ALL
            .iter()
            .map(|deed| {
                let roles: String = deed.roles().iter().map(letter).collect();
                let named = match (deed.is_signature(), deed.is_in_a_name()) {
                    (true, _) => " signs",
                    (false, true) => " names",
                    (false, false) => "",
                };
                format!("{deed:?} {roles}{named}")
            })
            .collect();
        assert_eq!(
            shown.join("\n"),
            "SetUp HTQA\nHandover SHTQA\nRegister GSHTQA\nResume STQ\nUnfit GSHTQA\nLiftUnfit STQ\n\
             Inspect GSHTQ signs\nReissue GSHTQA\nVoidNotice SHTQA\nSignRefused GSHTQA\nRecheck GSHTQA\nExtend GSHTQA\n\
             ExtendMajor STQ\nRegrade GSHTQA\nAssess STQ signs\nStop GSHTQA\nReport GSHTQA\nClose GSHTQA\n\
             Reopen SHTQA\nMajorFill GSHTQA signs\nMajorVerify S signs\nMajorSign H signs\n\
             MajorSeal SH signs\nMajorApprove L signs\nMajorReceive T signs\n\
             MajorStreetVerify T signs\nMajorProgress GSHTQA\nMajorAccept STQ signs\nTransfer TQA names\n\
             Supervise TLQ names\nSuperviseReport GSHTQA\nLiftSupervision TLQ names\nEvent GSHTQPA\nEventAbove SHTQPA\nAssignEvent TLQ names\n\
             WithdrawEvent HTLQ\n\
             Plan GSHTQA\nCampaign SHTQA\nEntry GSHTLUQPDA\nScore TLQA\nOversee TLQA\nOfficers SHTLQA\nEvidence GSHTLUQPDA\nDocument GSHTLUQPDA\nLetter TLQD\n\
             Submit SHTQA signs\nGiveBack TLQA names\nAccount TLQD signs\nPrint GSHTLUQPDA\n\
             TakeBack GSHTLUQPDA"
        );
    }

    #[test]
    fn every_deed_has_somebody_and_a_viewer_has_none() {
        for deed in Deed::ALL {
            assert!(!deed.roles().is_empty(), "{deed:?}");
            let viewer = Actor { name: "钱看看", roles: &[Role::Viewer] };
            assert_eq!(viewer.may(deed), Err(viewer.refused(deed)));
            let desk = Actor { name: "", roles: &[] };
            assert_eq!(desk.may(deed).is_ok(), !deed.is_signature(), "{deed:?}");
        }
    }

    #[test]
    fn who_signs_nothing_and_types_for_nobody_does_not_begin() {
        const DESK: &[Role] = &[];
        use Role::{Admin, GridOfficer, LinkedLeader, SafetyOfficer, StreetOfficer, Viewer};
        for (roles, deed, may) in [
            (DESK, Deed::MajorVerify, true),
            (&[GridOfficer], Deed::MajorVerify, false),
            (&[SafetyOfficer], Deed::MajorVerify, true),
            // Who types it in names who has signed.
            (&[StreetOfficer], Deed::MajorVerify, true),
            (&[Admin], Deed::Inspect, true),
            (&[LinkedLeader], Deed::MajorApprove, true),
            (&[LinkedLeader], Deed::MajorReceive, false),
            (&[Viewer], Deed::Inspect, false),
            // What needs no signature is done, not typed in.
            (&[Admin], Deed::Supervise, false),
            (&[StreetOfficer], Deed::Supervise, true),
            (&[SafetyOfficer], Deed::Account, false),
            (&[Admin], Deed::Account, true),
            (&[Role::Discipline], Deed::Account, true),
        ] {
            let person = Actor { name: "某人", roles };
            assert_eq!(person.may_take_up(deed).is_ok(), may, "{roles:?} {deed:?}");
        }
    }

    #[test]
    fn a_signature_is_the_signers_whoever_types() {
        const DESK: &[Role] = &[];
        use Role::{
            Admin, CommunityHead, DistrictOfficer, GridOfficer, LinkedLeader, SafetyOfficer,
            StreetOfficer, Viewer,
        };
        for (typist, signer, deed, may) in [
            (DESK, &[SafetyOfficer][..], Deed::Assess, true),
            (DESK, &[GridOfficer], Deed::Assess, false),
            (&[Admin], &[SafetyOfficer], Deed::Assess, true),
            (&[Admin], &[Admin], Deed::Assess, false),
            // One person with two posts has the rights of both.
            (&[GridOfficer, SafetyOfficer], &[GridOfficer, SafetyOfficer], Deed::Assess, true),
            (&[GridOfficer], &[SafetyOfficer], Deed::Assess, false),
            (&[GridOfficer], &[SafetyOfficer], Deed::Inspect, true),
            (&[Viewer], &[GridOfficer], Deed::Inspect, false),
            (&[SafetyOfficer], &[CommunityHead], Deed::MajorSign, true),
            (&[CommunityHead], &[SafetyOfficer], Deed::MajorSign, false),
            // What the street says against a community is not typed there.
            (&[SafetyOfficer], &[StreetOfficer], Deed::Account, false),
            (&[CommunityHead], &[StreetOfficer], Deed::Account, false),
            (&[DistrictOfficer], &[StreetOfficer], Deed::Account, true),
            (&[LinkedLeader], &[StreetOfficer], Deed::Account, false),
            (&[Admin], &[StreetOfficer], Deed::Account, true),
            (DESK, &[StreetOfficer], Deed::Account, true),
        ] {
            let name = if typist == signer { "同一人" } else { "录入人" };
            let typist = Actor { name, roles: typist };
            let signer = Actor { name: "同一人", roles: signer };
            assert_eq!(typist.may_enter_for(&signer, deed).is_ok(), may, "{typist:?} {signer:?}");
        }
    }
    #[test]
    fn what_a_level_has_written_is_changed_from_there() {
        use Level::{Community, District};
        for (actor, written, taken_up, may) in [
            (Community, Some(Community), false, true),
            (Community, Some(Street), false, false),
            (Community, Some(District), false, false),
            (Community, None, false, true),
            // Somebody above has spoken of it.
            (Community, Some(Community), true, false),
            (Community, None, true, false),
            (Street, Some(Community), true, true),
            (Street, Some(Street), true, true),
            (Street, Some(District), false, false),
            (District, Some(Street), true, true),
        ] {
            let said = may_change(actor, written, taken_up);
            assert_eq!(said, may, "{actor:?} {written:?} {taken_up}");
        }
        for (role, unit, level) in [
            (Role::GridOfficer, Community, Community),
            (Role::LinkedLeader, Community, Street),
            (Role::AssignedPolice, Community, Community),
            (Role::StreetOfficer, District, District),
            (Role::DistrictOfficer, Street, District),
            (Role::Admin, Community, Community),
            (Role::Admin, Street, Street),
        ] {
            assert_eq!(level_of(role, unit), level, "{role:?} {unit:?}");
        }
    }
}
