//! Words of evidence (佐证).

use crate::domain::evidence::{About, Kind, Media};

pub fn evidence_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Photo => "照片",
        Kind::Scan => "扫描件",
        Kind::File => "其他材料",
    }
}

/// The record that evidence belongs to.
pub fn about(about: About) -> &'static str {
    match about {
        About::Hazard => "隐患",
        About::Notice => "整改通知书",
        About::Premises => "单位",
        About::Inspection => "检查",
        About::Transfer => "移送抄告",
        About::Event => "网格事件",
        About::Supervision => "挂牌督办",
        About::Document => "文书",
    }
}

pub fn media(media: Media) -> &'static str {
    match media {
        Media::Jpeg => "JPG 图片",
        Media::Png => "PNG 图片",
        Media::Pdf => "PDF 文件",
    }
}
