//! Programs with which the tests look at what ours has made. `tests/run` installs them and says so in `ANBAN_TEST_TOOLS`:
//! then a test that lacks one fails. Plain `cargo test` leaves out what it cannot look at.

use std::{path::Path, process::Command};

/// Apache Preflight and what it needs, as Debian names them.
const PREFLIGHT: [&str; 8] = [
    "preflight",
    "pdfbox2",
    "fontbox2",
    "xmpbox",
    "commons-logging",
    "commons-io",
    "javax.activation",
    "jaxb-api",
];

/// Whether a tool went well and what it said on both streams; `None` where it is missing and may be.
pub fn run(tool: &str, arguments: &[&str]) -> Option<(bool, String)> {
    match Command::new(tool).args(arguments).output() {
        Ok(output) => {
            let text = [output.stdout, output.stderr].concat();
            Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
        }
        Err(error) => lacking(&format!("{tool} ({error})")),
    }
}

/// What Preflight says of its arguments: a file, or `batch` and a folder.
pub fn preflight(arguments: &[&str]) -> Option<String> {
    let jars = PREFLIGHT.map(|name| format!("/usr/share/java/{name}.jar"));
    if let Some(jar) = jars.iter().find(|jar| !Path::new(jar).exists()) {
        return lacking(jar);
    }
    let class = "org.apache.pdfbox.preflight.Validator_A1b";
    let (_, said) = run("java", &[&["-cp", &jars.join(":"), class], arguments].concat())?;
    Some(said)
}

/// Says that a test is left out, or fails it where everything is to be there.
pub fn lacking<T>(what: &str) -> Option<T> {
    lacking_in(std::env::var_os("ANBAN_TEST_TOOLS").is_some(), what)
}

fn lacking_in<T>(promised: bool, what: &str) -> Option<T> {
    assert!(!promised, "{what} is not installed, and tests/run promised that it is");
    println!("skipped: {what} is not installed");
    None
}

#[test]
fn a_tool_that_may_be_missing_is_skipped() {
    assert_eq!(lacking_in::<()>(false, "qpdf"), None);
}

#[test]
#[should_panic(expected = "qpdf is not installed, and tests/run promised")]
fn a_tool_that_was_promised_and_is_missing_fails_the_test() {
    lacking_in::<()>(true, "qpdf");
}
