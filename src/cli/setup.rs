//! `demo` and `init`: a sample street, or an office of one's own.

use clap::Args;
use serde_json::json;

use super::{Stop, days, output::Output, values};
use crate::{
    domain::unit::Level,
    office::{
        Opening, clock, demo,
        setup::{self, Branch, Plan},
    },
    terms,
};

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
  anban init --city 泉州市 --district 丰泽区 --street 北峰街道 --community 招联社区 --community 招贤社区 --regime beifeng
  anban init --level 区 --city 西安市 --district 雁塔区 --street 小寨路街道 --street 长延堡街道 --regime yanta
  anban init --level 市 --city 西安市 --district 雁塔区 --regime yanta
区和市的办公室，下级可以以后再加：anban unit add 明德门社区 --in 长延堡街道")]
pub struct Init {
    #[arg(
        long,
        value_name = "级",
        default_value = "街道",
        value_parser = values::term::<Level>,
        help = "办公室设在哪一级：街道、区、市；不写是街道"
    )]
    pub level: Level,
    #[arg(long, value_name = "市", help = "市的名称，例如 泉州市")]
    pub city: String,
    #[arg(
        long,
        value_name = "区",
        required = true,
        help = "区（县）的名称，例如 丰泽区；市的办公室可以写几次"
    )]
    pub district: Vec<String>,
    #[arg(
        long,
        value_name = "街道",
        help = "街道（镇）的名称，例如 北峰街道；区的办公室可以写几次"
    )]
    pub street: Vec<String>,
    #[arg(
        long,
        value_name = "社区",
        help = "社区（村）的名称，可以写几次；有几个街道的写成 街道/社区，例如 长延堡街道/明德门社区"
    )]
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
        let plan = self.plan().map_err(Stop::Usage)?;
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
            out.line(format!("已建立办公室：{}。", plan.says()));
            out.line(format!("数据在：{place}"));
            out.line(match plan.home {
                Level::Street => "下一步：anban grid add 登记网格，anban staff add 登记人员，anban premises import 导入名册。",
                _ => "下一步：anban unit add 登记下级的街道、社区，anban grid add 登记网格，anban staff add 登记人员，anban premises import 导入名册。",
            });
        }
        Ok(())
    }

    fn plan(&self) -> Result<Plan, String> {
        let only = |flag: &str, names: &[String]| match names {
            [only] => Ok(only.clone()),
            [] => Err(format!("没有写明{flag}的名称。")),
            _ => Err(format!(
                "{flag}写了{}个，办公室设在{}的只写一个。",
                names.len(),
                terms::level(self.level)
            )),
        };
        let (city, regime) = (self.city.as_str(), self.regime.as_str());
        let below = |level: Level, names: &[String]| match names.is_empty() {
            true => Ok(()),
            false => Err(format!(
                "办公室设在{}，{}以后用 anban unit add 登记，这里不写。",
                terms::level(self.level),
                terms::level(level)
            )),
        };
        match self.level {
            Level::Street => {
                let (district, street) = (only("区", &self.district)?, only("街道", &self.street)?);
                let communities = self.community.iter().map(String::as_str);
                Ok(Plan::of_street([city, &district, &street], communities, regime))
            }
            Level::District => {
                let streets = self.streets()?;
                Ok(Plan::of_district([city, &only("区", &self.district)?], streets, regime))
            }
            Level::City => {
                below(Level::Street, &self.street)?;
                below(Level::Community, &self.community)?;
                let districts = self.district.iter().map(Branch::bare).collect();
                Ok(Plan::of_city(city, districts, regime))
            }
            Level::Community | Level::Grid => {
                Err("办公室设在街道、区或市，社区和网格用街道的办公室。".to_owned())
            }
        }
    }

    /// The streets of a district with their communities, each named behind its street where there are several.
    fn streets(&self) -> Result<Vec<Branch>, String> {
        let mut streets: Vec<Branch> = self.street.iter().map(Branch::bare).collect();
        for named in &self.community {
            let (street, community) = match (named.split_once('/'), streets.as_slice()) {
                (Some((street, community)), _) => (street.trim(), community),
                (None, [only]) => (only.name.trim(), named.as_str()),
                (None, _) => {
                    return Err(format!(
                        "没有写明“{named}”在哪个街道。请写成 街道/社区，例如 --community 长延堡街道/{named}。"
                    ));
                }
            };
            let street = street.to_owned();
            let Some(branch) = streets.iter_mut().find(|branch| branch.name.trim() == street)
            else {
                return Err(format!(
                    "“{street}”不在 --street 写明的街道里。请先用 --street 写明它。"
                ));
            };
            branch.below.push(Branch::bare(community));
        }
        Ok(streets)
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
