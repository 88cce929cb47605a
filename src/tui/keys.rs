//! The keymap: every command of the desk with its keys and its name, said once. The bottom line, the help
//! and the printed card are made from it. No bare letter is a command: an input method swallows letters.

/// A key as the desk knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    /// It came in one burst with letters: part of a pasted text, never a confirmation.
    pub pasted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

impl Key {
    pub const fn of(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, pasted: false }
    }

    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false, pasted: false }
    }

    pub const fn alt(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: false, alt: true, pasted: false }
    }

    /// The letter typed, when it is one without Ctrl or Alt.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The digit typed, full-width ones as well.
    pub fn digit(self) -> Option<usize> {
        match self.typed()? {
            c @ '0'..='9' => Some(c as usize - '0' as usize),
            c @ '０'..='９' => Some(c as usize - '０' as usize),
            _ => None,
        }
    }
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident: $label:literal, $long:literal, [$($key:expr),+];)*) => {
        /// What a chord asks for, wherever it is pressed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command { $($(#[$doc])* $name,)* }

        impl Command {
            pub const ALL: &'static [Command] = &[$(Command::$name),*];

            /// Two or four characters for the bottom line.
            pub fn label(self) -> &'static str {
                match self { $(Command::$name => $label,)* }
            }

            /// What it does, for the palette, the help and the card.
            pub fn says(self) -> &'static str {
                match self { $(Command::$name => $long,)* }
            }

            /// Its keys, the first one shown in the bottom line.
            pub fn keys(self) -> &'static [Key] {
                match self { $(Command::$name => const { &[$($key),+] },)* }
            }
        }
    };
}

const fn f(n: u8) -> Key {
    Key::of(Code::F(n))
}

commands! {
    Help: "帮助", "这个画面的说明", [f(1), Key::alt('1')];
    Today: "今日", "今日要办的事", [f(2), Key::alt('2')];
    Premises: "企业", "监管对象名册，一企一档", [f(3), Key::alt('3')];
    Inspect: "检查", "登记一次检查（表四）", [f(4), Key::alt('4')];
    Hazards: "隐患", "隐患清单，复查和销号", [f(5), Key::alt('5')];
    Calendar: "日历", "期限和检查的月历", [f(6), Key::alt('6')];
    Notices: "通知书", "整改通知书，查看、打印、作废", [f(7), Key::alt('7')];
    Units: "网格", "社区、网格和人员", [f(8), Key::alt('8')];
    Matters: "事项", "移送抄告、挂牌督办、网格事件", [Key::alt('x')];
    Documents: "文书", "其他文书和表册，出具、打印", [Key::alt('w')];
    Ledgers: "台账", "送达、处罚、证照、事故等登记", [Key::alt('z')];
    Inbox: "收件", "收到的照片和扫描件，附到记录上", [Key::alt('s')];
    Review: "例会", "每周例会：各网格一周的情况", [Key::alt('l')];
    Analysis: "分析", "形势分析：今日数字、趋势、按类别和网格", [Key::alt('a')];
    Reports: "报送", "要报的表：上报、零报告、谁还没有报", [Key::alt('b')];
    Rounds: "巡查", "覆盖率、巡查计划、专项行动", [Key::alt('j')];
    Officers: "网格员", "网格员：持证、培训、考核、考勤、以奖代补", [Key::alt('k')];
    Warn: "问责", "问责提醒：已成立和将成立的情形", [Key::alt('t')];
    Empty: "清空", "清空这一项，再按一次找回来", [Key::alt('c')];
    Print: "打印", "打印这一张", [f(9), Key::alt('9')];
    Menu: "菜单", "全部画面和设置", [f(10), Key::alt('0')];
    Palette: "命令", "按中文或拼音找命令", [Key::ctrl('p')];
    Quit: "退出", "退出安办", [Key::ctrl('q')];
    Undo: "撤销", "撤销上一步（写明原因）", [Key::ctrl('z')];
    Save: "保存", "保存", [Key::ctrl('s'), f(12)];
    New: "新增", "新增一条", [Key::ctrl('n'), Key::of(Code::Insert)];
    Edit: "修改", "修改登记内容", [Key::ctrl('e')];
    Change: "变更", "停产、关闭、复产、转产、迁出", [Key::ctrl('g')];
    AllNormal: "全部正常", "没有答的项都答正常", [Key::ctrl('a')];
    AddHazard: "加隐患", "表上没有的隐患", [Key::ctrl('y')];
    Filter: "筛选", "按网格、状态等筛选", [Key::ctrl('t')];
    Import: "导入", "从表格导入名册", [Key::ctrl('o')];
    UndoImport: "撤回导入", "撤回一次导入", [Key::ctrl('b')];
    Timeline: "记录", "检查、隐患、通知书和变更的记录", [Key::ctrl('l')];
    Recheck: "复查", "登记复查结果", [Key::ctrl('r')];
    Act: "办理", "这条隐患可以办的事", [Key::ctrl('d')];
    Mark: "标记", "标记几条一起办", [Key::ctrl('k')];
    Void: "作废", "作废这份通知书", [Key::ctrl('w')];
    Text: "全文", "看全文：通知书的，或为什么要办、依据哪条", [Key::ctrl('f')];
    Pack: "打包", "把隐患的通知书、经过、照片打成一份材料包", [Key::alt('p')];
    Export: "导出", "存成文件，给别的程序用", [Key::alt('e')];
    Criteria: "判定标准", "按隐患的内容查判定标准的条款", [Key::alt('d')];
    Settings: "设置", "经办人、打印机、备份、体检、密码", [Key::ctrl('u')];
    Lock: "锁屏", "锁上屏幕，写密码才打开", [Key::alt('m')];
    Redraw: "重画", "屏幕乱了，重画一遍", [Key::ctrl('x')];
}

/// Commands that work in every screen.
pub const EVERYWHERE: &[Command] = &[
    Command::Help,
    Command::Today,
    Command::Premises,
    Command::Inspect,
    Command::Hazards,
    Command::Calendar,
    Command::Notices,
    Command::Units,
    Command::Matters,
    Command::Documents,
    Command::Ledgers,
    Command::Inbox,
    Command::Review,
    Command::Analysis,
    Command::Reports,
    Command::Warn,
    Command::Rounds,
    Command::Officers,
    Command::Menu,
    Command::Settings,
    Command::Palette,
    Command::Lock,
    Command::Quit,
    Command::Undo,
    Command::Redraw,
];

/// The command that a key stands for.
pub fn command(key: Key) -> Option<Command> {
    let key = Key { pasted: false, ..key };
    Command::ALL.iter().copied().find(|command| command.keys().contains(&key))
}

/// A key as it is written: `F2`, `^P`, `Alt+2`, `Ins`.
pub fn written(key: Key) -> String {
    let base = match key.code {
        Code::Char(c) => c.to_ascii_uppercase().to_string(),
        Code::Enter => "Enter".into(),
        Code::Esc => "Esc".into(),
        Code::Tab => "Tab".into(),
        Code::BackTab => "Shift+Tab".into(),
        Code::Backspace => "退格".into(),
        Code::Delete => "Del".into(),
        Code::Insert => "Ins".into(),
        Code::Up => "↑".into(),
        Code::Down => "↓".into(),
        Code::Left => "←".into(),
        Code::Right => "→".into(),
        Code::Home => "Home".into(),
        Code::End => "End".into(),
        Code::PageUp => "PgUp".into(),
        Code::PageDown => "PgDn".into(),
        Code::F(n) => format!("F{n}"),
    };
    match (key.ctrl, key.alt) {
        (true, _) => format!("^{base}"),
        (_, true) => format!("Alt+{base}"),
        _ => base,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn a_key_means_one_thing_and_is_no_bare_letter() {
        let mut seen: HashMap<Key, Command> = HashMap::new();
        for command in Command::ALL {
            for key in command.keys() {
                assert!(key.typed().is_none(), "{command:?} is a bare letter");
                assert_eq!(seen.insert(*key, *command), None, "{} means two things", written(*key));
                // These are Backspace, Tab and Enter to a terminal, and Ctrl+C ends programs.
                assert!(!matches!(
                    key,
                    Key { ctrl: true, code: Code::Char('h' | 'i' | 'j' | 'm' | 'c'), .. }
                ));
            }
        }
    }

    #[test]
    fn every_function_key_has_a_second_way() {
        for command in Command::ALL {
            let by_function = command.keys().iter().any(|key| matches!(key.code, Code::F(_)));
            let other = command.keys().iter().any(|key| !matches!(key.code, Code::F(_)));
            assert!(!by_function || other, "{command:?}");
        }
    }
}
