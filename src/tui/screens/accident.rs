//! 事故 on the desk: how grave, what the two clocks say, who answered for the premises, and all that had gone before.

use ratatui::layout::Rect;

use super::{
    ask::sentences,
    ledgers::{
        self,
        acts::{self, Papers},
    },
};
use crate::{
    domain::id::Id,
    form::ledger::Ledger,
    office::{
        Office, Refusal,
        accident::{self, InCharge, Step},
        ledger::Stored,
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::text::Reader,
    },
};

pub struct Accident {
    id: Id,
    reader: Reader,
    /// Its row, once it is read.
    row: Option<(Ledger, Stored, Papers)>,
    refused: bool,
}

impl Accident {
    pub fn of(id: Id) -> Accident {
        Accident { id, reader: Reader::new("正在读取..".to_owned()), row: None, refused: false }
    }
}

fn read(office: &mut Office, id: Id) -> Result<(Ledger, Stored, Papers, String), Refusal> {
    let accident = office.accident(id)?;
    let entry = &accident.stored.entry;
    let said = |id: &str| entry.fields.get(id).map_or("", String::as_str);
    let mut lines =
        vec![format!("{} {} {}", terms::date(entry.on), said("happened_at"), said("unit"))];
    lines.extend(accident.words());
    lines.push(format!(
        "{}：死亡{}人，失踪{}人，重伤{}人",
        said("kind"),
        said("dead"),
        said("missing"),
        said("injured")
    ));
    lines.push(String::new());
    if entry.premises.is_none() {
        lines.push("登记时没有写明是登记册里的哪家单位，查不出以前的经过。".to_owned());
    } else {
        let people = office.in_charge_before(entry)?;
        lines.push("监管责任人员".to_owned());
        lines.extend(people.iter().map(|person| in_charge(office, person)));
        if people.is_empty() {
            lines.push("  没有登记。".to_owned());
        }
        lines.push(String::new());
        let before = office.before_accident(entry)?;
        lines.push(format!("事故以前的经过 {}条", before.len()));
        lines.extend(before.iter().map(step));
    }
    let papers = acts::papers_of(office, &accident.stored.entry);
    Ok((office.ledger(accident::LEDGER)?, accident.stored, papers, lines.join("\n")))
}

fn in_charge(office: &Office, person: &InCharge) -> String {
    let to = person.to.map(|to| format!("到{}", terms::date(to))).unwrap_or_default();
    let then = if person.then { "，事故当天在任" } else { "" };
    let (grid, duty) = (office.unit_name(&person.grid), terms::duty(person.duty));
    format!("  {grid} {duty} {} {}起{to}{then}", person.name, terms::date(person.from))
}

fn step(step: &Step) -> String {
    let by = if step.by.is_empty() { String::new() } else { format!(" {}", step.by) };
    format!("{} {}{by}：{}", step.on, step.what, step.text)
}

impl Screen for Accident {
    fn topic(&self) -> &'static str {
        "accident"
    }

    fn title(&self, _: &Shared) -> String {
        let unit = self.row.as_ref().and_then(|(_, row, _)| row.entry.fields.get("unit"));
        format!("事故 {}", unit.map_or("", String::as_str)).trim_end().to_owned()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓ PgUp PgDn", "翻看"), hint("Esc", "返回")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Edit, Command::Act]
    }

    fn shown(&mut self, cx: &mut Cx) {
        let id = self.id;
        cx.ask(
            move |office| read(office, id),
            |screen: &mut Accident, result, _| match result {
                Ok((ledger, row, papers, text)) => {
                    screen.reader = Reader::new(text);
                    screen.row = Some((ledger, row, papers));
                }
                Err(refusal) => {
                    screen.reader = Reader::new(sentences(&refusal).join("\n"));
                    screen.refused = true;
                }
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.row.is_none() && !self.refused
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let inner = Rect { x: area.x + 1, width: area.width - 2, ..area };
        self.reader.draw(canvas, inner);
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            _ => self.reader.key(key),
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        let Some((ledger, row, papers)) = &self.row else { return };
        match command {
            Command::Edit => ledgers::edit::<Accident>(ledger.clone(), row, cx),
            _ => acts::open(ledger, Some(row), papers, cx),
        }
    }
}
