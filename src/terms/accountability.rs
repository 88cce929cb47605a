//! Words of accountability, as the source has them (S0 §四).

use crate::domain::accountability::{Kind, Situation};

pub fn accountability(kind: Kind) -> &'static str {
    match kind {
        Kind::Circular => "通报",
        Kind::Interview => "约谈",
        Kind::Supervision => "挂牌督办",
        Kind::Admonition => "诫勉谈话",
        Kind::Transfer => "移送线索",
    }
}

/// The sentence of the source, as the ledgers and letters have it.
pub fn accountable(situation: Situation) -> &'static str {
    use Situation::*;
    match situation {
        SlowProgress => "整改进度滞后，影响全街道进度的",
        NoticeLate => "未及时下发整改通知书督促整改的",
        NoLedger => "未建立隐患排查治理台账的",
        RecheckLate => "未及时依法复查生产经营单位整改情况的",
        ResumedTooEarly => {
            "对依法采取停产停业整顿的隐患整改不到位，却同意生产经营单位恢复生产经营的"
        }
        NotReported => "对整改无望或生产经营单位拒不执行整改的，未及时上报依法实施行政处罚的",
        ReportLate => "未按要求上报整改情况的",
        OtherCircular => "其它应当通报的情形",
        TasksMissed => "不按规定时限完成安全生产监管任务的",
        NoBetter => "通报后仍无明显进展的",
        NotStopped => {
            "对存在无法保证安全的重大隐患，未及时依法责令暂时停产停业、停止建设、停止施工或停止使用的"
        }
        PushedWeakly => "隐患督促整改工作不力、治理进展缓慢或治理效果差的",
        ShovedAbout => "网格责任人之间推诿扯皮、敷衍塞责，不作为、慢作为、督促不力的",
        FalseProgress => "虚报整改进度，报送的安全隐患排查整治情况与事实不相符的",
        OtherInterview => "其它应当进行约谈的情形",
        Reprimanded => "因督促整改不力或逾期未完成整改，被上级通报的",
        GrownMajor => "因督促整改不力，导致一般隐患演变为重大隐患的",
        NotReportedForClosure => "对不具备安全生产条件，未及时上报依法予以关闭的",
        Accident => "因督促整改不力，导致生产安全事故发生的",
        OtherSupervision => "其它应当列入挂牌督办的情形",
        Fire => "因隐患排查不到位，或隐患督促整改不到位，导致火灾发生的",
        FoundByInspectors => {
            "按照“隐患问题视同事故处理”，在各级督导过程中，一经发现该排查未排查、该整改未整改的"
        }
        OtherAdmonition => "其它应当列入诫勉谈话的情形",
        GraveAccident => {
            "因不履行或不完全履行督促整改责任，导致较大及以上生产安全事故发生的、或造成社会影响较大的一般生产安全事故发生的"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every situation can be chosen where its kind is registered, word for word.
    #[test]
    fn the_ledgers_and_the_supervision_have_the_same_words() {
        let ledger = include_str!("../../forms/ledger/accountability.toml");
        let interview = include_str!("../../forms/ledger/interview.toml");
        for situation in Situation::ALL {
            let quoted = format!("\"{}\"", accountable(*situation));
            let form = if situation.kind() == Kind::Interview { interview } else { ledger };
            assert!(form.contains(&quoted), "{quoted}");
            if let Some(of) = situation.of_supervision() {
                let words = super::super::situation(of);
                assert!(accountable(*situation).starts_with(words), "{words}");
            }
        }
    }
}
