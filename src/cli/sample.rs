//! `sample`: premises or units drawn for 抽查, entered in its ledger, and the list of them.

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

use super::{
    Stop,
    output::{Output, Table},
    paper, values,
};
use crate::{
    domain::unit::Level,
    office::{
        Office,
        documents::Request,
        sample::{Draw, Order, PAPER, Wanted},
    },
    terms,
};

#[derive(Debug, Args)]
#[command(after_help = "例：
  anban sample 10                            抽10家看看，不登记
  anban sample 10 --seed 482913 --enter      按这个抽签号重抽，登记到抽查督查台账
  anban sample 2 --units 社区 --enter         抽两个社区
  anban sample 10 --enter -o 抽签单.xlsx      登记，并存成抽签单（pdf、xlsx、csv）
  anban sample 3 --key --community 招联社区 --enter --checkers 陈一鸣、林安全 --due 2026-12-15

零报告的社区、没有查出隐患的单位多放几支签，放几支写在监管制度的 [sample]。签上的数由抽签号、单位编号（社区、街道是层级编号）
和第几支签算出（sha256 的前8字节），抽最大的；同一个抽签号谁来抽都一样。停产、关闭、迁出和部门直管的不抽。
登记的用 anban ledger list spot_check 查看，用 anban paper print sample_list --about 编号 再印抽签单，查过以后用 anban ledger edit 补上日期、人员和结果。")]
pub struct Sample {
    #[arg(value_name = "家数", value_parser = values::count, help = "抽几家")]
    pub count: u32,
    #[arg(long, value_name = "社区", help = "只在这个社区抽，不写是本单位的全部")]
    pub community: Option<String>,
    #[arg(long, value_name = "级别", value_parser = units, conflicts_with_all = ["key", "community"], help = "抽社区或街道，不抽监管对象：community、street")]
    pub units: Option<Level>,
    #[arg(long, help = "只抽重点监管的")]
    pub key: bool,
    #[arg(long, value_name = "抽签号", value_parser = clap::value_parser!(u32), help = "按以前的抽签号重抽，不写另起一个")]
    pub seed: Option<u32>,
    #[arg(long, help = "登记到抽查督查台账；登记过的不重复登记")]
    pub enter: bool,
    #[arg(
        long,
        value_name = "姓名",
        default_value = "",
        requires = "enter",
        help = "谁去查，几个人用顿号隔开，可以以后补"
    )]
    pub checkers: String,
    #[arg(long, value_name = "日期", value_parser = values::day, requires = "enter", help = "查毕期限，不写是本月最后一天")]
    pub due: Option<NaiveDate>,
    #[command(flatten)]
    pub out: paper::Out,
}

fn units(text: &str) -> Result<Level, String> {
    match text.trim() {
        "community" | "社区" => Ok(Level::Community),
        "street" | "街道" => Ok(Level::Street),
        _ => Err(format!("的“{text}”不认识。可写：community（社区）、street（街道）。")),
    }
}

impl Sample {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let of = self
            .community
            .as_deref()
            .map(|name| office.find_unit(Level::Community, name))
            .transpose()?;
        let count = usize::try_from(self.count).unwrap_or(usize::MAX);
        let wanted = Wanted { count, of, units: self.units, key: self.key, seed: self.seed };
        if !self.out.is_plain() && !self.enter {
            return Err(Stop::Usage("抽签单要登记了才能印。请加 --enter。".to_owned()));
        }
        let draw = office.draw(&wanted)?;
        let order = Order { checkers: self.checkers, due: self.due };
        let entered = match self.enter {
            true => Some(office.enter_draw(&draw, &order)?),
            false => None,
        };
        if let Some(rows) = entered.as_ref().filter(|_| !self.out.is_plain()) {
            if rows.is_empty() {
                out.remark("这个抽签号登记过，没有重复登记。");
            }
            // Entered before or now: the list has all of the draw.
            let about = office.entered(&draw)?.first().map(|entry| entry.id.to_string());
            let request = Request { code: PAPER.to_owned(), about, ..Request::default() };
            return self.out.draft(office, &request, out);
        }
        if out.json {
            let entered = entered.iter().flatten();
            let ids: Vec<String> = entered.map(|entry| entry.id.to_string()).collect();
            out.document(&document(office, &draw, &ids));
            return Ok(());
        }
        tell(office, &draw, out);
        match entered {
            Some(rows) if rows.len() < draw.drawn.len() => out.line(format!(
                "已登记到抽查督查台账{}家；另{}家这个抽签号登记过，没有重复登记。",
                rows.len(),
                draw.drawn.len() - rows.len()
            )),
            Some(rows) => out.line(format!("已登记到抽查督查台账{}家。", rows.len())),
            None => out
                .line(format!("还没有登记。要登记，请加 --seed {} --enter 再办一次。", draw.seed)),
        }
        Ok(())
    }
}

fn tell(office: &Office, draw: &Draw, out: &mut Output) {
    out.line(draw.words());
    let mut table = Table::new(["序号", "单位", "社区", "网格", "缘由", "签数"]).bending(["单位"]);
    for (no, drawn) in (1..).zip(&draw.drawn) {
        let no: u32 = no;
        table.row([
            no.to_string(),
            drawn.name.clone(),
            office.unit_name(&drawn.unit),
            drawn.grid.as_ref().map(|grid| office.unit_name(grid)).unwrap_or_default(),
            terms::drawn_why(drawn.why).to_owned(),
            drawn.lots.to_string(),
        ]);
    }
    out.table(&table);
}

fn document(office: &Office, draw: &Draw, entered: &[String]) -> Value {
    let drawn: Vec<Value> = draw
        .drawn
        .iter()
        .map(|drawn| {
            json!({
                "premises": drawn.premises.map(|id| id.to_string()), "name": drawn.name,
                "community": drawn.unit.as_str(),
                "community_name": office.unit_name(&drawn.unit),
                "grid": drawn.grid.as_ref().map(|grid| grid.as_str().to_owned()),
                "why": drawn.why.code(), "why_label": terms::drawn_why(drawn.why),
                "lots": drawn.lots
            })
        })
        .collect();
    json!({
        "seed": draw.seed, "on": draw.on, "since": draw.since, "pool": draw.pool,
        "zero_reports": draw.zero, "drawn": drawn, "entered": entered
    })
}
