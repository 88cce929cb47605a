//! Every kind of window that keeps what is typed in it. What was left half filled stands among the drafts under the
//! kind and what it is about; [`super::resume`] has a way back for each, and the compiler asks for it.

/// The kinds, each with its code in the subject of a draft.
macro_rules! windows {
    ($($kind:ident = $code:literal,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Window {
            $($kind,)*
        }

        impl Window {
            pub const ALL: &[Window] = &[$(Window::$kind,)*];

            /// Begins the subject of its drafts.
            pub fn code(self) -> &'static str {
                match self {
                    $(Window::$kind => $code,)*
                }
            }
        }
    };
}

windows! {
    NewPremises = "premises/new",
    EditPremises = "premises/edit",
    ChangePremises = "premises/change",
    VerifyPremises = "premises/verify",
    FlagUnfit = "premises/unfit",
    ReportUnfit = "premises/closure",
    LiftUnfit = "premises/fit",
    ImportRoster = "import/roster",
    UndoImport = "import/undo",
    Sheet = "inspection",
    Hazard = "hazards",
    Stop = "hazards/stop",
    FillMajor = "major/fill",
    StepMajor = "major/step",
    Transfer = "matters/transfer",
    Supervise = "matters/supervision",
    SuperviseCommunity = "matters/community",
    Event = "matters/event",
    Matter = "matter",
    VoidNotice = "notices/void",
    RefuseNotice = "notices/refused",
    Evidence = "evidence",
    Inbox = "inbox",
    VoidDocument = "documents/void",
    Paper = "paper",
    SubmitReport = "reports/submit",
    ReturnReport = "reports/back",
    WhoseEntry = "entry/whose",
    NewEntry = "entry/new",
    EditEntry = "entry/edit",
    DayEntry = "entry/day",
    SpreadEntry = "entry/spread",
    VoidEntry = "entry/void",
    NewGrid = "units/grid",
    NewStaff = "units/staff",
    EditStaff = "units/staff_edit",
    NewUnit = "units/below",
    ImportUnits = "units/import",
    EditUnit = "units/edit",
    GridKind = "units/kind",
    Handover = "units/handover",
    CloseUnit = "units/close",
    Leave = "units/leave",
    HandOverLeft = "units/left",
    MovePremises = "units/move",
    ConfirmWarning = "warn/confirm",
    DismissWarning = "warn/dismiss",
    NewWarning = "warn/new",
    MakePlan = "rounds/make",
    MoveVisit = "rounds/move",
    AddVisit = "rounds/add",
    NewCampaign = "rounds/new",
    EditCampaign = "rounds/edit",
    EndCampaign = "rounds/end",
    WithdrawCampaign = "rounds/withdraw",
    Appraise = "officers/appraise",
    Draw = "sample/draw",
    EnterDraw = "sample/enter",
    Printer = "settings/printer",
    Backup = "settings/backup",
    Undo = "undo",
}

impl Window {
    /// Under what a window of this kind keeps what is typed: `units/close/3505/03/008/006`; of the kind alone where
    /// there is only one.
    pub fn subject(self, about: &str) -> String {
        match about {
            "" => self.code().to_owned(),
            about => format!("{}/{about}", self.code()),
        }
    }

    /// The kind that a subject names, and what that window is about.
    pub fn of(subject: &str) -> Option<(Window, &str)> {
        let about = |window: &Window| match subject.strip_prefix(window.code())? {
            "" => Some((*window, "")),
            rest => Some((*window, rest.strip_prefix('/')?)),
        };
        // Of `hazards` and `hazards/stop` the longer one.
        Window::ALL.iter().filter_map(about).max_by_key(|(window, _)| window.code().len())
    }
}

#[cfg(test)]
mod tests {
    use super::Window;

    #[test]
    fn a_subject_names_its_window_and_what_it_is_about() {
        for window in Window::ALL {
            for about in ["", "018f", "3505/03/008/006"] {
                assert_eq!(Window::of(&window.subject(about)), Some((*window, about)));
            }
        }
        for subject in ["", "window/settings/打印机/", "hazard", "premises", "premises/editor"] {
            assert_eq!(Window::of(subject), None, "{subject}");
        }
    }
}
