//! Transfers, supervisions and events.

use anban::domain::event::Desk;

use super::{
    Back::{Instead, Taken},
    Row, Way,
    house::{House, day},
};

const REPORT: Way =
    |house, id| house.office.report_supervision(id, None, "更正：挂错了", None).map(drop);
const AGAIN: Way = |house, _| house.send().map(drop);

pub(super) const DEEDS: &[Row] = &[
    ("transfer_send", |house| house.sent(0), Taken),
    (
        "transfer_receive",
        |house| house.sent(1),
        Instead(
            "请撤回这份抄告，写明原因，再重新抄告",
            &[|house, id| {
                house.office.withdraw_transfer(id, Some("周安平"), "登记错了", None)?;
                house.send().map(drop)
            }],
        ),
    ),
    (
        "transfer_reply",
        |house| house.sent(2),
        Instead(
            "请在登记处理结果反馈时写明更正什么",
            &[|house, id| {
                let by = Some("消防王强");
                house.office.feed_back_transfer(id, by, "更正：已立案", None).map(drop)
            }],
        ),
    ),
    ("transfer_feed_back", |house| house.sent(3), Instead("请另行抄告", &[AGAIN])),
    (
        "transfer_remind",
        |house| {
            let id = house.sent(1);
            house.office.remind_transfer(&id, Some("周安平"), "请尽快回复", None).unwrap();
            id
        },
        Instead(
            "请撤回这份抄告，写明原因，再重新抄告",
            &[|house, id| {
                house.office.withdraw_transfer(id, Some("周安平"), "登记错了", None).map(drop)
            }],
        ),
    ),
    (
        "transfer_withdraw",
        |house| {
            let id = house.sent(0);
            house.office.withdraw_transfer(&id, Some("周安平"), "抄告错了", None).unwrap();
            id
        },
        Instead("请重新抄告", &[AGAIN]),
    ),
    ("supervise_open", House::supervised, Taken),
    ("supervise_open", House::watched, Taken),
    (
        "supervise_withdraw",
        |house| {
            let id = house.watched();
            house.office.withdraw_supervision(&id, Some("周安平"), "挂错了", None).unwrap();
            id
        },
        Instead(
            "请另行挂牌督办",
            &[|house, _| {
                house.watched();
                Ok(())
            }],
        ),
    ),
    (
        "supervise_report",
        |house| {
            let id = house.supervised();
            REPORT(house, &id).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_extend",
        |house| {
            let id = house.supervised();
            extend(house, &id);
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_grant",
        |house| {
            let id = house.supervised();
            extend(house, &id);
            house.office.grant_extension(&id, Some("周安平"), None, "同意", None).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_deny",
        |house| {
            let id = house.supervised();
            extend(house, &id);
            house.office.deny_extension(&id, Some("周安平"), "不同意", None).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_ask_acceptance",
        |house| {
            let id = house.supervised();
            house.office.ask_acceptance(&id, None, None).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_accept",
        |house| {
            let id = house.supervised();
            house.office.ask_acceptance(&id, None, None).unwrap();
            house.office.give_acceptance(&id, Some("周安平"), true, "合格", None).unwrap();
            id
        },
        Instead("请登记一次定期报告", &[REPORT]),
    ),
    (
        "supervise_lift",
        |house| {
            let id = house.watched();
            house.office.lift_supervision(&id, Some("周安平"), "整改到位", None).unwrap();
            id
        },
        Instead(
            "请另行挂牌督办",
            &[|house, _| {
                house.watched();
                Ok(())
            }],
        ),
    ),
    ("event_register", House::event, Taken),
    (
        "event_withdraw",
        |house| {
            let id = house.event();
            house.office.withdraw_event(&id, None, "重复登记", None).unwrap();
            id
        },
        Instead("请重新登记事件", &[|house, _| house.register().map(drop)]),
    ),
    (
        "event_link",
        |house| {
            let id = house.event();
            let linking = house.clue();
            house.office.link_event(&id, &linking).unwrap();
            id
        },
        Instead(
            "请取消关联",
            &[|house, id| {
                let linking = house.linked(id);
                house.office.unlink_event(id, &linking).map(drop)
            }],
        ),
    ),
    (
        "event_unlink",
        |house| {
            let id = house.event();
            let linking = house.clue();
            house.office.link_event(&id, &linking).unwrap();
            house.office.unlink_event(&id, &linking).unwrap();
            id
        },
        Instead(
            "请再关联一次",
            &[|house, id| {
                let linking = house.clue();
                house.office.link_event(id, &linking).map(drop)
            }],
        ),
    ),
    (
        "event_handle",
        |house| {
            let id = house.event();
            house.handle(&id).unwrap();
            id
        },
        Instead("请在办结时写明更正什么", &[House::finish]),
    ),
    (
        "event_handle",
        |house| {
            let id = house.up();
            house.handle(&id).unwrap();
            id
        },
        Instead("请在向下反馈时写明更正什么", &[House::feed_back]),
    ),
    (
        "event_up",
        House::up,
        Instead(
            "请在现在的部门登记处置，写明转错了，再反馈回来",
            &[|house, id| {
                house.handle(id)?;
                house.feed_back(id)
            }],
        ),
    ),
    (
        "event_assign",
        |house| {
            let id = house.up();
            house
                .office
                .assign_event(&id, Some("周安平"), Desk::Section, "城建科", &[], "", None)
                .unwrap();
            id
        },
        Instead(
            "请在现在的部门登记处置，写明转错了，再反馈回来",
            &[|house, id| {
                house.handle(id)?;
                house.feed_back(id)
            }],
        ),
    ),
    (
        "event_feed_back",
        |house| {
            let id = house.up();
            house.handle(&id).unwrap();
            house.feed_back(&id).unwrap();
            id
        },
        Instead("请在办结时写明更正什么", &[House::finish]),
    ),
    (
        "event_done",
        |house| {
            let id = house.event();
            house.handle(&id).unwrap();
            house.finish(&id).unwrap();
            id
        },
        Instead("请另行登记事件", &[|house, _| house.register().map(drop)]),
    ),
    (
        "event_reward",
        |house| {
            let id = house.event();
            house.handle(&id).unwrap();
            house.finish(&id).unwrap();
            house.office.reward_event(&id, None, 20_000, None).unwrap();
            id
        },
        Instead("请另行登记事件，写明更正什么", &[|house, _| house.register().map(drop)]),
    ),
];

fn extend(house: &mut House, id: &str) {
    house.office.ask_extension(id, None, day("2027-04-30"), "设备未到", None).unwrap();
}
