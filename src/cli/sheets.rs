//! How a paper comes out of the printer: the flags of every command that prints one.

use clap::Args;

use super::values;
use crate::office::print::Print;

#[derive(Clone, Debug, Default, Args)]
pub struct Sheets {
    #[arg(long, value_name = "份数", value_parser = values::copies, help = "印几份，不写按联数（如存档联、企业联）")]
    pub copies: Option<u32>,
    #[arg(
        long,
        value_name = "横,纵",
        num_args = 0..=1,
        default_missing_value = "0,0",
        value_parser = values::offset,
        help = "套打在已印好的纸上：只印填写的字，可移动若干毫米"
    )]
    pub overlay: Option<(f32, f32)>,
}

/// Of papers that are numbered.
#[derive(Clone, Debug, Default, Args)]
pub struct Stub {
    #[arg(long, help = "带存根：交出去的那一份上端是存根，裁线上文号骑缝")]
    pub stub: bool,
    #[arg(long, conflicts_with = "stub", help = "不带存根，样式里有存根的也不印")]
    pub no_stub: bool,
}

impl Sheets {
    pub fn print(&self) -> Print {
        let copies = self.copies.map(|copies| copies as usize);
        Print { copies, overlay: self.overlay, ..Print::default() }
    }

    pub fn with(&self, stub: &Stub) -> Print {
        let stub = (stub.stub || stub.no_stub).then_some(stub.stub);
        Print { stub, ..self.print() }
    }
}
