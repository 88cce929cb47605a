//! Notices, issued papers and evidence.

use anban::office::{
    evidence::{Said, Subject},
    inspect::Report,
};

use super::{
    Back::{Instead, Taken},
    Row, Way,
    house::{House, SHOP},
};

const VOID: Way = |house, number| {
    house.office.void_notice(number, "写错了")?;
    house.office.reissue(number, None).map(drop)
};

pub(super) const DEEDS: &[Row] = &[
    (
        "notice_issue",
        House::noticed,
        Instead(
            "请重新检查并更正这一次，或作废通知书后重发",
            &[
                |house, number| {
                    let inspection = house.office.notice(number)?.0.inspection;
                    let again = house.report("general");
                    house.office.record(&Report { corrects: Some(inspection), ..again }).map(drop)
                },
                VOID,
            ],
        ),
    ),
    (
        "notice_void",
        |house| {
            let number = house.noticed();
            house.office.void_notice(&number, "写错了").unwrap();
            number
        },
        Instead("请重发通知书", &[|house, number| house.office.reissue(number, None).map(drop)]),
    ),
    (
        "notice_unsigned",
        |house| {
            let number = house.noticed();
            house.office.sign_refused(&number, &["蔡书记".to_owned()], None, "").unwrap();
            number
        },
        Instead("请作废这份通知书再重发", &[VOID]),
    ),
    ("paper_issue", |house| house.issue().unwrap(), Taken),
    (
        "paper_void",
        |house| {
            let id = house.issue().unwrap();
            house.office.void_document(&id, "写错了").unwrap();
            id
        },
        Instead("请重新出一份文书", &[|house, _| house.issue().map(drop)]),
    ),
    ("evidence_add", |house| house.attach().unwrap(), Taken),
    (
        "evidence_withdraw",
        |house| {
            let evidence = house.attach().unwrap();
            house.office.withdraw_evidence(&evidence, "附错了").unwrap();
            evidence
        },
        Instead(
            "请把原来的文件再附一次",
            &[|house, _| {
                let file = house.folder.file("照片.png");
                let about = Subject::Premises(SHOP.into());
                house.office.add_evidence(&about, &[file], &Said::default()).map(drop)
            }],
        ),
    ),
];
