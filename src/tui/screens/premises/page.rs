//! 一企一档: everything about one premises: the fields of the register, then its history.

mod history;

use ratatui::layout::Rect;

use self::history::{Moment, Opens, history};
use super::{form, lists, unfit};
use crate::{
    domain::{hazard::StateKind, id::Id, key_list::spells, premises::Premises},
    form::facts::About,
    office::{evidence::Subject, hazards::Line, premises::Dossier},
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        screens::{
            ask::sentences,
            choose::{Choose, choice, shown_key},
            documents, hazard_acts,
            inspection::Inspection,
            ledgers, matters, papers,
        },
        shared::Shared,
        widget::list::Cursor,
    },
};

pub struct Page {
    id: Id,
    known: Option<Known>,
    cursor: Cursor,
    /// The records fill the page; otherwise the fields of the register stand over them.
    records_only: bool,
    refused: Vec<String>,
}

struct Known {
    dossier: Dossier,
    grid: String,
    history: Vec<Moment>,
}

impl Page {
    pub fn of(id: Id) -> Page {
        Page {
            id,
            known: None,
            cursor: Cursor::default(),
            records_only: false,
            refused: Vec::new(),
        }
    }

    /// The hazard that is chosen; else the one that the premises refuses to put right, where there is one alone.
    fn hazard(&self) -> Option<Id> {
        let known = self.known.as_ref()?;
        if let Some(Opens::Hazard(id)) = known.history.get(self.cursor.at).map(|at| &at.opens) {
            return Some(*id);
        }
        let refused = |line: &&Line| matches!(line.state, StateKind::Refused | StateKind::Reported);
        let mut refused = known.dossier.hazards.iter().filter(refused);
        let first = refused.next().map(|line| line.id);
        first.filter(|_| refused.next().is_none())
    }

    fn name(&self) -> &str {
        self.known.as_ref().map_or("", |known| known.dossier.stored.entry.name.as_str())
    }
}

impl Screen for Page {
    fn topic(&self) -> &'static str {
        "page"
    }

    fn title(&self, _: &Shared) -> String {
        format!("一企一档 {}", self.name())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "打开")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[
            Command::Inspect,
            Command::Edit,
            Command::Change,
            Command::Act,
            Command::Timeline,
            Command::Pack,
        ]
    }

    fn shown(&mut self, cx: &mut Cx) {
        let id = self.id.to_string();
        cx.ask(
            move |office| {
                let dossier = office.dossier(&id)?;
                let grid = office.grid_name(dossier.stored.entry.grid.as_ref());
                Ok((dossier, grid))
            },
            |page: &mut Page, result, _| match result {
                Ok((dossier, grid)) => {
                    let history = history(&dossier);
                    page.cursor.keep(history.len());
                    page.known = Some(Known { dossier, grid, history });
                    page.refused.clear();
                }
                Err(refusal) => page.refused = sentences(&refusal),
            },
        );
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + 1, &self.refused);
        let Some(known) = &self.known else {
            if self.refused.is_empty() {
                canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", look.plain());
            }
            return;
        };
        let used = if self.records_only { 0 } else { draw_fields(canvas, area, known) };
        let list = Rect { y: area.y + used, height: area.height - used, ..area };
        canvas.divide(list, list.y, &format!("记录 {}条", known.history.len()), look.quiet());
        let rows = usize::from(list.height - 1);
        let top = self.cursor.shown(canvas, known.history.len(), rows);
        for (index, moment) in known.history.iter().enumerate().skip(top).take(rows) {
            let y = list.y + 1 + (index - top) as u16;
            let chosen = index == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            let text = format!(
                "{} {} {}  {}",
                if chosen { ">" } else { " " },
                moment.on,
                moment.what,
                moment.text
            );
            canvas.cell(area.x, y, area.width, &text, style);
            if chosen {
                canvas.set_caret(area.x, y);
            }
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.known.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let len = self.known.as_ref().map_or(0, |known| known.history.len());
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                let moment =
                    self.known.as_ref().and_then(|known| known.history.get(self.cursor.at));
                match moment.map(|moment| &moment.opens) {
                    Some(Opens::Hazard(hazard)) => hazard_acts::open_all(*hazard, cx),
                    Some(Opens::Paper(paper)) => papers::read(paper.clone(), cx),
                    Some(Opens::Evidence(evidence)) => papers::save_evidence(*evidence, cx),
                    Some(Opens::Matter(kind, id)) => matters::open(*kind, *id, cx),
                    Some(Opens::Nothing) | None => {}
                }
            }
            _ => {
                self.cursor.key(key, len, 10);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match command {
            Command::Inspect => cx.open(Inspection::of(self.id, self.name())),
            Command::Edit => form::open_edit(self.id, cx),
            Command::Change => form::open_change(self.id, cx),
            Command::Act => {
                let (id, name) = (self.id, self.name().to_owned());
                let (wanted, shown) = (id.to_string(), id.to_string());
                let called = name.clone();
                let flag = self.known.as_ref().and_then(|known| known.dossier.unfit.as_ref());
                let mut choices = vec![
                    choice("出文书：一企一档、关闭建议等", move |cx: &mut Cx| {
                        documents::open_for(About::Premises, wanted, cx);
                    }),
                    choice("台账：证照、设备、处罚等", move |cx: &mut Cx| {
                        ledgers::open_for(id, called, cx);
                    }),
                    choice("添照片或扫描件", move |cx: &mut Cx| {
                        cx.open(papers::ask_evidence(Subject::Premises(shown)));
                    }),
                ];
                choices.extend(unfit::acts(id, &name, flag));
                let listed = name.clone();
                choices.push(choice(
                    "列入、移出清单：清单增减登记",
                    move |cx: &mut Cx| {
                        lists::open(id, listed, cx);
                    },
                ));
                cx.open(Choose::new("page", name, choices));
            }
            Command::Pack => match self.hazard() {
                Some(hazard) => papers::save_pack(hazard, cx),
                None => cx.alarm("先用 ↑↓ 选中一条隐患，再打材料包。"),
            },
            Command::Timeline => self.records_only = !self.records_only,
            _ => {}
        }
    }
}

/// The fields of the register in two columns; gives the lines used.
fn draw_fields(canvas: &mut Canvas, area: Rect, known: &Known) -> u16 {
    let look = canvas.look;
    let entry = &known.dossier.stored.entry;
    let licence = if entry.licensed { "有证" } else { "无证" };
    let last = spells(&known.dossier.changes).pop();
    let key = match last.as_ref().map(|spell| (spell, &spell.out)) {
        Some((spell, None)) => format!("{}起 {}", spell.from, entry.key_reasons.join("、")),
        Some((_, Some(out))) => format!("否，{}移出", out.on),
        None if entry.key => "是".into(),
        None => "否".into(),
    };
    let status = format!("{}，{}登记", terms::status(entry.status), entry.since);
    canvas.cell(area.x + 1, area.y, area.width - 2, &entry.name, look.strong());
    let top = 1 + draw_flags(canvas, Rect { y: area.y + 1, ..area }, &known.dossier);
    let mut fields: Vec<(&str, String)> = vec![
        ("状态", status),
        ("类型", format!("{} {licence}", terms::kind(entry.kind))),
        ("信用代码", entry.uscc.clone()),
        ("网格", known.grid.clone()),
        ("负责人", entry.person_in_charge.clone()),
        ("电话", entry.phone.clone()),
        ("安全负责人", entry.safety_lead.clone()),
        ("所在行业", entry.industry.clone()),
        ("重点监管", key),
        ("风险等级", entry.risk.map_or("未定", terms::risk).to_owned()),
        ("地址", entry.address.clone()),
        ("生产地址", entry.site_address.clone()),
    ];
    let extra = entry.extra.iter().map(|(key, value)| (terms::extra(key), value.clone()));
    fields.extend(extra);
    let open = unfilled(entry, &fields);
    fields.retain(|(_, value)| !value.is_empty());
    let width = area.width / 2;
    let most = usize::from(area.height / 2) * 2;
    for (index, (label, value)) in fields.iter().take(most).enumerate() {
        let x = area.x + 1 + width * (index % 2) as u16;
        let y = area.y + top + (index / 2) as u16;
        canvas.cell_right(x, y, 10, label, look.quiet());
        canvas.cell(x + 11, y, width - 13, value, look.plain());
    }
    let used = top + (fields.len().min(most).div_ceil(2)) as u16;
    if open.is_empty() {
        return used;
    }
    let text = format!("还没有填（{} 填）：{}", shown_key(Command::Edit), open.join("、"));
    let lines = look.wrap(&text, area.width - 2);
    for (y, line) in (area.y + used..).zip(&lines) {
        canvas.cell(area.x + 1, y, area.width - 2, line, look.quiet());
    }
    used + lines.len() as u16
}

/// What nobody has filled in yet of what every entry should have: without a licence there is no code.
fn unfilled<'a>(entry: &Premises, fields: &[(&'a str, String)]) -> Vec<&'a str> {
    let asked = |label: &str| match label {
        "信用代码" => entry.licensed,
        label => !matches!(label, "生产地址" | "备注"),
    };
    let extras = EXTRAS.into_iter().filter(|key| !entry.extra.contains_key(*key));
    let empty = fields.iter().filter(|(_, value)| value.is_empty()).map(|(label, _)| *label);
    empty.filter(|label| asked(label)).chain(extras.map(terms::extra)).collect()
}

/// What the register asks for beside its own columns.
const EXTRAS: [&str; 4] = ["reg_dept", "fire_class", "processes", "staff"];

/// What leads to closure, where it stands: 不具备安全生产条件, penalties that add up; gives the lines used.
fn draw_flags(canvas: &mut Canvas, area: Rect, dossier: &Dossier) -> u16 {
    let look = canvas.look;
    let unfit =
        dossier.unfit.as_ref().map(|flag| format!("不具备安全生产条件：{}", terms::unfit(flag)));
    let penalties =
        dossier.penalties.as_ref().map(|flag| format!("行政处罚：{}", terms::penalty_flag(flag)));
    let lines = unfit.iter().chain(&penalties).flat_map(|text| look.wrap(text, area.width - 2));
    let mut used = 0;
    for line in lines.take(4) {
        canvas.cell(area.x + 1, area.y + used, area.width - 2, &line, look.alarm());
        used += 1;
    }
    used
}
