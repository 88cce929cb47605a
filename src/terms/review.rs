//! The weekly meeting.

use crate::domain::review::Figure;

/// A figure of the weekly board.
pub fn figure(figure: Figure) -> &'static str {
    match figure {
        Figure::Inspections => "检查",
        Figure::Found => "查出隐患",
        Figure::Closed => "销号",
        Figure::Overdue => "逾期",
        Figure::Extended => "延期",
        Figure::Refused => "拒不整改",
        Figure::MajorOpen => "未销号重大隐患",
        Figure::Unsigned => "本周通知书未签收",
        Figure::Recurring => "回潮",
    }
}
