//! What can go wrong between the program and its database, each said as one Chinese sentence.

use std::path::PathBuf;

/// Every way in which the store can refuse or fail.
///
/// `Display` is for the person at the desk: what happened, where, and what to do. The engine's own words
/// stand in `detail` and belong in a log ([`Fault::detail`]), never on the screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The `version` that was read is no longer the one that is stored: another desk wrote first.
    #[error("这条记录刚被另一台电脑改过，您的改动没有保存。请重新打开这条记录，核对后再改。")]
    Conflict,
    #[error("已有一条相同的记录，这次没有保存。请先查一查是不是已经登记过。")]
    Unique { detail: String },
    #[error(
        "这条记录与另一条记录有牵连：所指的记录不存在，或仍有记录指着它，这次没有保存。请先处理有牵连的记录。"
    )]
    Foreign { detail: String },
    #[error("有一项内容不合规定（缺项、超出范围或含有不可用的字符），这次没有保存。请核对后再存。")]
    Check { detail: String },
    /// A table that may only be appended to was asked to change.
    #[error("留痕和已签发的记录只能增加，不能改动或删除，这次没有保存。请另记一条更正。")]
    Denied { detail: String },
    #[error(
        "数据库{}正被另一个程序占用，这次没有保存。请过几秒再试；总是这样时，请关掉别的安办窗口和杀毒、同步软件。",
        file(place)
    )]
    Busy { place: Place, detail: String },
    #[error("数据库{}有损坏。请先停止录入，不要删除任何文件，用最近一次的备份恢复。", file(place))]
    Damaged { place: Place, detail: String },
    /// A file without a byte where an office was: it was emptied by a power cut or by a program that copies.
    #[error("数据库文件 {} 是空的（0字节），原来的登记不在里面了，没有改动它。{advice}", path.display())]
    Emptied { path: PathBuf, advice: String },
    /// No file where an office was.
    #[error("数据库文件 {} 不见了，原来的登记在那里面，没有改动这个文件夹。{advice}要新建办公室，请用 --data 指定别的文件夹。", path.display())]
    Lost { path: PathBuf, advice: String },
    /// Nobody could look whether an office is there.
    #[error("没有权限进入文件夹 {}，看不到里面有没有办公室。请换有权限的用户，或请管理员放开这个文件夹，再试。", path.display())]
    NoEntry { path: PathBuf },
    /// The database was written by a newer program: `step` is the first schema step unknown here.
    #[error(
        "数据库{}是更新版本的安办建的（步骤 {step}），本机的版本太旧，没有改动它。请先升级本机的安办。",
        file(place)
    )]
    Newer { place: Place, step: String },
    /// A schema step in the database is not the one this program has under the same name.
    #[error(
        "数据库{}的结构与本机的安办对不上（步骤 {step}），没有改动它。请换回建库时的版本，或用备份恢复。",
        file(place)
    )]
    Altered { place: Place, step: String },
    #[error(
        "数据库文件不能放在网络盘或共享文件夹上：{}。请放到本机硬盘；几台电脑合用请改用 PostgreSQL 服务器。",
        path.display()
    )]
    NetworkDrive { path: PathBuf },
    #[error("这里不能写入：{}。请检查文件或文件夹是否只读、U盘是否写保护，或换一个文件夹。", path.display())]
    ReadOnly { path: PathBuf },
    #[error("{}磁盘已满，这次没有写入。请清出空间后再试。", disk_of(place))]
    DiskFull { place: Place, detail: String },
    #[error(
        "连不上数据库服务器 {server}。请检查网线和服务器是否开机，再试一次；连接恢复后会自动接上。"
    )]
    Unreachable { server: String, detail: String },
    /// The line broke while a commit was under way, so nobody here knows which way it went.
    #[error(
        "保存的一刻与数据库服务器 {server} 的连接断了，不能确定是否已经保存。请重新打开这条记录核对，再决定是否重录。"
    )]
    CommitUnknown { server: String, detail: String },
    #[error("数据库服务器 {server} 拒绝了：用户名、密码、库名或权限不对。请找管理员核对。")]
    Refused { server: String, detail: String },
    #[error("这不是安办的数据库：{}。请核对文件，没有改动它。", path.display())]
    NotADatabase { path: PathBuf },
    #[error("打不开数据库文件：{}。请检查文件夹是否存在、是否有权限。", path.display())]
    CannotOpen { path: PathBuf, detail: String },
    #[error("读写数据库文件出错：{}。请检查U盘是否拔出、硬盘是否正常；先不要删除任何文件，用备份恢复前请找维护人员。", path.display())]
    Disk { path: PathBuf, detail: String },
    #[error("数据库服务器的地址写得不对。应写成 postgres://用户名:密码@服务器:5432/库名 的样子。")]
    BadAddress { detail: String },
    /// This engine has no such operation; the sentence says where it is done instead.
    #[error("{advice}")]
    Unsupported { advice: &'static str },
    #[error("数据库出现意外的错误，这次没有保存。请再试一次；仍不行时，请找维护人员。")]
    Other { detail: String },
}

/// The file or the server that a fault is about, where the one who met it knows.
pub type Place = Option<String>;

fn file(place: &Place) -> String {
    place.as_ref().map_or_else(|| "文件".to_owned(), |place| format!(" {place} "))
}

fn disk_of(place: &Place) -> String {
    place.as_ref().map_or_else(String::new, |place| format!("{place} 所在的"))
}

impl Fault {
    /// The engine's own words, for a log; empty where the sentence already says everything.
    pub fn detail(&self) -> &str {
        match self {
            Fault::Unique { detail }
            | Fault::Foreign { detail }
            | Fault::Check { detail }
            | Fault::Denied { detail }
            | Fault::Busy { detail, .. }
            | Fault::Damaged { detail, .. }
            | Fault::DiskFull { detail, .. }
            | Fault::Unreachable { detail, .. }
            | Fault::CommitUnknown { detail, .. }
            | Fault::Refused { detail, .. }
            | Fault::CannotOpen { detail, .. }
            | Fault::Disk { detail, .. }
            | Fault::BadAddress { detail }
            | Fault::Other { detail } => detail,
            Fault::Conflict
            | Fault::Newer { .. }
            | Fault::Altered { .. }
            | Fault::NetworkDrive { .. }
            | Fault::ReadOnly { .. }
            | Fault::NotADatabase { .. }
            | Fault::Emptied { .. }
            | Fault::Lost { .. }
            | Fault::NoEntry { .. }
            | Fault::Unsupported { .. } => "",
        }
    }

    /// A mistake in the program rather than in the data: kept out of the sentence, said in `detail`.
    pub(super) fn other(detail: impl Into<String>) -> Fault {
        Fault::Other { detail: detail.into() }
    }

    pub(super) fn damaged(detail: impl Into<String>) -> Fault {
        Fault::Damaged { place: None, detail: detail.into() }
    }

    /// The same, with the file or the server that it is about, where it does not name one yet.
    pub fn at(mut self, where_: &str) -> Fault {
        match &mut self {
            Fault::Busy { place, .. }
            | Fault::Damaged { place, .. }
            | Fault::Newer { place, .. }
            | Fault::Altered { place, .. }
            | Fault::DiskFull { place, .. } => {
                place.get_or_insert_with(|| where_.to_owned());
            }
            _ => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_is_chinese_and_keeps_the_engines_words_to_itself() {
        let (detail, path) = (String::from("disk I/O error"), PathBuf::from("D:/安办/安办.db"));
        let place = Some(String::from("D:/安办/安办.db"));
        let (server, step) = (String::from("10.0.0.9:5432"), String::from("0009_x"));
        let faults = [
            Fault::Conflict,
            Fault::Unique { detail: detail.clone() },
            Fault::Foreign { detail: detail.clone() },
            Fault::Check { detail: detail.clone() },
            Fault::Denied { detail: detail.clone() },
            Fault::Busy { place: place.clone(), detail: detail.clone() },
            Fault::Damaged { place: place.clone(), detail: detail.clone() },
            Fault::Emptied { path: path.clone(), advice: "请恢复。".into() },
            Fault::Lost { path: path.clone(), advice: "请恢复。".into() },
            Fault::NoEntry { path: path.clone() },
            Fault::Newer { place: place.clone(), step: step.clone() },
            Fault::Altered { place: place.clone(), step: step.clone() },
            Fault::NetworkDrive { path: path.clone() },
            Fault::ReadOnly { path: path.clone() },
            Fault::DiskFull { place: place.clone(), detail: detail.clone() },
            Fault::Unreachable { server: server.clone(), detail: detail.clone() },
            Fault::CommitUnknown { server: server.clone(), detail: detail.clone() },
            Fault::Refused { server: server.clone(), detail: detail.clone() },
            Fault::NotADatabase { path: path.clone() },
            Fault::CannotOpen { path: path.clone(), detail: detail.clone() },
            Fault::Disk { path: path.clone(), detail: detail.clone() },
            Fault::BadAddress { detail: detail.clone() },
            Fault::Other { detail: detail.clone() },
        ];
        for fault in faults {
            let sentence = fault.to_string();
            assert!(sentence.ends_with('。') && !sentence.contains(&detail), "{sentence}");
            let names = |name: &str| format!("{fault:?}").contains(name) == sentence.contains(name);
            assert!(
                names("安办.db") && names(&server) && names(&step),
                "the place is named: {sentence}"
            );
        }
    }
}
