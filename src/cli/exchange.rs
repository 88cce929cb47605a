//! `pack`, `unpack`: a community's records to another office and from it.

use std::{
    io::{Read, Write},
    path::PathBuf,
};

use clap::Args;
use serde_json::json;

use super::{
    Stop,
    output::{Output, Table},
    secret::Secret,
};
use crate::office::{
    Office,
    encrypted::Password,
    exchange::{self, COUNTED, Decisions, UNDECIDED, Unpacked},
};

#[derive(Debug, Args)]
#[command(after_help = "例：anban pack --community 招联社区 --out U:/招联社区.zip

交换包里有这个社区的全部记录：网格、人员、监管对象和变动、检查、隐患和经过、通知书和打印过的文书、台账、计划、
报表、佐证的文件；没有别的社区的，也没有本机的设置、留痕和没有填完的。默认用 AES-256 加密，密码写两遍。")]
pub struct Pack {
    #[arg(long, value_name = "社区", help = "导出哪个社区")]
    pub community: String,
    #[arg(long, value_name = "文件", help = "写到哪个 .zip 文件")]
    pub out: PathBuf,
    #[arg(
        long,
        conflicts_with = "password_file",
        help = "不加密：里面有联系方式等，只在自己保管的地方用"
    )]
    pub no_password: bool,
    #[command(flatten)]
    pub secret: Secret,
}

#[derive(Debug, Args)]
#[command(after_help = "例：anban unpack U:/招联社区.zip
    anban unpack U:/招联社区.zip --confirm
    anban unpack U:/招联社区.zip --confirm --theirs 2 --same 3-5 --list 导入结果.xlsx

不写 --confirm 只看会怎样，什么也不改。本机没有的收下，对方较新的更新，本机较新的留着，拿不准的列出来，留本机的，
等人来定：序号见列表，多个用逗号隔开，全部写 all。待定没有定完时退出码是3。")]
pub struct Unpack {
    #[arg(value_name = "文件", help = "交换包")]
    pub file: PathBuf,
    #[arg(long, help = "确认导入；不写只看会怎样")]
    pub confirm: bool,
    #[arg(long, value_name = "序号", help = "这几条取对方的")]
    pub theirs: Vec<String>,
    #[arg(long, value_name = "序号", help = "这几条留本机的，不再提示")]
    pub ours: Vec<String>,
    #[arg(long, value_name = "序号", help = "这几条是同一个，登记留本机的")]
    pub same: Vec<String>,
    #[arg(long, value_name = "序号", help = "这几条不是同一个，另外收下")]
    pub apart: Vec<String>,
    #[arg(long, value_name = "文件", help = "把导入结果写成 .xlsx 或 .csv，可签字归档")]
    pub list: Option<PathBuf>,
    #[command(flatten)]
    pub secret: Secret,
}

impl Pack {
    pub fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn Read,
        person: Option<&mut dyn Write>,
        out: &mut Output,
    ) -> Result<(), Stop> {
        let password = match self.no_password {
            true => None,
            false => Some(Password::new(&self.secret.get(stdin, person, true)?)?),
        };
        let packed = office.pack_community(&self.community, &self.out, password.as_ref())?;
        for lacking in &packed.lacking {
            out.trouble(lacking);
        }
        if out.json {
            let mut value = json!(packed);
            value["file"] = json!(self.out);
            out.document(&value);
            return Ok(());
        }
        out.line(format!(
            "{}的交换包已写到 {}：{}行记录，{}个文件，已核对无误。",
            packed.community_name,
            self.out.display(),
            packed.rows,
            packed.files
        ));
        out.line(match packed.encrypted {
            true => "收的一方导入时要写这个密码，请另外告诉对方，不要和文件放在一起。",
            false => "没有加密，里面有联系方式等，请保管好。",
        });
        Ok(())
    }
}

impl Unpack {
    pub fn run(
        self,
        office: &mut Office,
        stdin: &mut dyn Read,
        person: Option<&mut dyn Write>,
        out: &mut Output,
    ) -> Result<(), Stop> {
        let password = match exchange::is_locked(&self.file) {
            true => Some(Password::of(&self.secret.get(stdin, person, false)?)),
            false => None,
        };
        let decisions =
            Decisions { theirs: self.theirs, ours: self.ours, same: self.same, apart: self.apart };
        let told = match self.confirm {
            true => office.unpack(&self.file, password.as_ref(), &decisions)?,
            false => office.look_into(&self.file, password.as_ref(), &decisions)?,
        };
        if let Some(list) = &self.list {
            office.write_unpacked(&told, list)?;
        }
        if !told.conflicts.is_empty() {
            out.left(format!("还有{}条待定，留的是本机的。", told.conflicts.len()));
        }
        for lacking in &told.lacking {
            out.remark(lacking);
        }
        if out.json {
            let mut value = json!(told);
            value["list"] = json!(self.list);
            out.document(&value);
            return Ok(());
        }
        tell(&told, out);
        if let Some(list) = &self.list {
            out.line(format!("导入结果写在 {}。", list.display()));
        }
        Ok(())
    }
}

fn tell(told: &Unpacked, out: &mut Output) {
    out.line(format!("{}。", told.says));
    if told.older {
        out.line(format!(
            "{}更新的交换包已经导入过，这一份旧了，没有要收的，什么也没有改动。",
            told.office
        ));
        return;
    }
    let mut table = Table::new(COUNTED);
    for row in told.counted() {
        table.row(row);
    }
    out.table(&table);
    if !told.conflicts.is_empty() {
        out.line("");
        // Whoever decides names the number of a row; its id is for the file.
        let [heads @ .., _] = UNDECIDED;
        let mut table = Table::new(heads).bending(["名称", "本机", "对方", "怎么办"]);
        for [row @ .., _] in told.undecided() {
            table.row(row);
        }
        out.table(&table);
        out.line("定法：--theirs 取对方的，--ours 留本机的，--same 同一个，--apart 另一个，后面写序号，和 --confirm 一起再导入一次。");
    }
    if told.waiting() > 0 {
        out.line(format!("有{}条跟着待定的，定了再导入一次就收。", told.waiting()));
    }
    match (told.done, told.moves()) {
        (true, 0) => out.line("没有新的，记录都没有改动。"),
        (true, _) => out.line(format!("已导入{}：{}。", told.community_name, told.summed())),
        (false, 0) => out.line("没有新的。"),
        (false, _) => out.line("只看了会怎样，什么也没有改动。确认导入请加 --confirm。"),
    }
    if let Some(backup) = &told.backup {
        out.line(format!("导入前的数据库留存在 {}。", backup.display()));
    }
}
