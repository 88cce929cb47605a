//! `demo` and `init`: a sample street, or an office of one's own.

use clap::Args;
use serde_json::json;

use super::{Stop, days, output::Output};
use crate::office::{Opening, clock, demo, setup};

#[derive(Debug, Args)]
#[command(after_help = "例：
  anban demo                     建在新的临时文件夹，并列出今天要办的事
  anban --data 示例 demo --no-open")]
pub struct Demo {
    #[arg(long, help = "只建立，不列出今天要办的事")]
    pub no_open: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "例：
  anban init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 招联社区 --community 招贤社区 --regime beifeng")]
pub struct Init {
    #[arg(long, value_name = "市", help = "市的名称，例如 泉州市")]
    pub city: String,
    #[arg(long, value_name = "区", help = "区的名称，例如 丰泽区")]
    pub district: String,
    #[arg(long, value_name = "街道", help = "街道的名称，例如 北峰街道")]
    pub street: String,
    #[arg(long, value_name = "社区", required = true, help = "社区的名称，可以写几次")]
    pub community: Vec<String>,
    #[arg(
        long,
        value_name = "制度",
        help = "监管制度的代码：beifeng（北峰街道）、yanta（雁塔区）"
    )]
    pub regime: String,
}

impl Init {
    pub fn run(self, opening: &Opening, out: &mut Output) -> Result<(), Stop> {
        let plan = setup::Plan {
            city: self.city,
            district: self.district,
            street: self.street,
            communities: self.community,
            regime: self.regime,
        };
        let office = setup::init(opening, &plan)?;
        let place = match &opening.database {
            Some(_) => "PostgreSQL 服务器".to_owned(),
            None => office.folder().path().display().to_string(),
        };
        if out.json {
            let units: Vec<_> =
                office.list_units().into_iter().map(super::units::unit_json).collect();
            out.document(&json!({
                "folder": office.folder().path(), "regime": plan.regime, "units": units
            }));
        } else {
            out.line(format!(
                "已建立办公室：{}{}，共{}个社区。",
                plan.district,
                plan.street,
                plan.communities.len()
            ));
            out.line(format!("数据在：{place}"));
            out.line("下一步：anban grid add 登记网格，anban staff add 登记人员，anban premises import 导入名册。");
        }
        Ok(())
    }
}

impl Demo {
    pub fn run(self, opening: &Opening, out: &mut Output) -> Result<(), Stop> {
        let mut opening = opening.clone();
        if opening.data.is_none() {
            let name = format!("anban-demo-{}", clock::new_id().short());
            opening.data = Some(std::env::temp_dir().join(name));
        }
        let mut office = demo::demo(&opening)?;
        let folder = office.folder().path().to_owned();
        if out.json {
            out.document(&json!({ "folder": folder, "today": office.today() }));
        } else {
            if !self.no_open {
                days::Agenda::default().run(&mut office, out)?;
                out.line("");
            }
            out.line(format!("示例街道已建好，数据在：{}", folder.display()));
            out.line(format!(
                "接着试别的命令，都要写明这个文件夹：anban --data {} …",
                folder.display()
            ));
        }
        Ok(())
    }
}
