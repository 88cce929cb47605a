//! What comes from the keyboard, in bursts: keys that were waiting together are handed on together, so
//! that one draw answers them all and a paste is known as one.

use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::tui::keys::{Code, Key};

#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Key(Key),
    /// Bracketed paste, whole.
    Paste(String),
    Resize(u16, u16),
}

/// Keys that are taken from one burst at most, so that a held key still draws.
const LONGEST_BURST: usize = 4096;

/// A look at what is there. Not zero: with no time at all crossterm does not look even at what it has read.
const AT_ONCE: Duration = Duration::from_micros(20);

/// A long paste comes in pieces, faster than fingers are.
const NEXT_PIECE: Duration = Duration::from_millis(3);

/// Waits for the next burst. An error means that the terminal is gone.
pub fn burst() -> std::io::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    push(&mut inputs, event::read()?);
    while inputs.len() < LONGEST_BURST && more(&inputs)? {
        push(&mut inputs, event::read()?);
    }
    mark_pasted(&mut inputs);
    Ok(inputs)
}

fn more(inputs: &[Input]) -> std::io::Result<bool> {
    // Twice, since the first look may be over before it began.
    Ok(event::poll(AT_ONCE)?
        || event::poll(AT_ONCE)?
        || is_pasted(inputs) && event::poll(NEXT_PIECE)?)
}

/// Two letters that wait together were not typed, nor was a letter with the line end behind it.
fn is_pasted(inputs: &[Input]) -> bool {
    let letter = |input: &Input| {
        matches!(input, Input::Key(Key { code: Code::Char(_), ctrl: false, alt: false, .. }))
    };
    let ends =
        |input: &Input| matches!(input, Input::Key(Key { code: Code::Enter | Code::Tab, .. }));
    let mut behind = inputs.iter().skip_while(|input| !letter(input)).skip(1);
    behind.any(|input| letter(input) || ends(input))
}

/// Without bracketed paste (no Windows console sends it) pasted text comes as keys, all at once. An Enter
/// that comes together with letters is part of the text and never confirms.
pub fn mark_pasted(inputs: &mut [Input]) {
    if !is_pasted(inputs) {
        return;
    }
    for input in inputs {
        if let Input::Key(key) = input {
            key.pasted = true;
        }
    }
}

fn push(inputs: &mut Vec<Input>, event: Event) {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            inputs.extend(named(key).map(Input::Key));
        }
        Event::Paste(text) => inputs.push(Input::Paste(text)),
        Event::Resize(columns, rows) => inputs.push(Input::Resize(columns, rows)),
        Event::Key(_) | Event::Mouse(_) | Event::FocusGained | Event::FocusLost => {}
    }
}

/// Ctrl+H is what some terminals send for Backspace, and Ctrl+J is a line end as it stands in a pasted text; neither
/// means anything else here.
fn named(key: KeyEvent) -> Option<Key> {
    let held = |modifier| key.modifiers.contains(modifier);
    let (ctrl, alt) = (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT));
    let code = match code(key.code)? {
        Code::Char('h') if ctrl => return Some(Key { alt, ..Key::of(Code::Backspace) }),
        Code::Char('j') if ctrl => return Some(Key { alt, ..Key::of(Code::Enter) }),
        code => code,
    };
    Some(Key { code, ctrl, alt, pasted: false })
}

fn code(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    })
}
