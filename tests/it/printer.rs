//! The way to the printer: a print server of our own with a queue that keeps what it was sent.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::{
    desk::{Desk, Ran},
    tools::lacking,
};

const NUMBER: &str = "招联安监整改〔2026〕1号";
const TITLE: &str = "整改通知书 招联安监整改〔2026〕1号";

/// An office with one notice, and its PDF as it is on file.
fn with_notice() -> (Desk, Vec<u8>) {
    let desk = Desk::with_register();
    desk.inspect("恒捷鞋材厂", "答案.toml").done();
    let file = desk.path("通知书.pdf");
    desk.run(&["notice", "print", NUMBER, "-o", &file]).done();
    (desk, fs::read(file).unwrap())
}

fn kept(desk: &Desk) -> PathBuf {
    desk.office().join("papers").join(format!("{TITLE}.pdf"))
}

fn program(path: &Path, script: &str) {
    fs::write(path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A print server on a socket of its own, stopped at the end.
struct Server {
    daemon: Child,
    socket: PathBuf,
    captured: PathBuf,
}

impl Server {
    /// `None` where CUPS is missing and may be; everything else that goes wrong fails the test.
    fn start(place: &Path) -> Option<Server> {
        let tool = |name: &str| found(name).or_else(|| lacking(&format!("{name} of CUPS")));
        let (cupsd, lpadmin) = (tool("cupsd")?, tool("lpadmin")?);
        tool("lp")?;
        // A socket's path must be short and without blanks.
        for folder in ["bin/backend", "spool", "cache", "state", "captured"] {
            fs::create_dir_all(place.join(folder)).unwrap();
        }
        symlink("/usr/lib/cups/daemon", place.join("bin/daemon")).unwrap();
        symlink("/usr/lib/cups/filter", place.join("bin/filter")).unwrap();
        program(
            &place.join("bin/backend/capture"),
            &format!(
                "#!/bin/sh\n[ $# = 0 ] && exit 0\nprintf '%s\\n' \"$@\" >{0}/arguments\ncat ${{6:+\"$6\"}} >{0}/part\nmv {0}/part {0}/paper\n",
                place.join("captured").display()
            ),
        );
        let socket = place.join("socket");
        let own = |folder: &str| place.join(folder).display().to_string();
        fs::write(
            place.join("cupsd.conf"),
            format!(
                "Listen {}\nWebInterface No\nBrowsing Off\nDefaultAuthType None\nLogLevel debug\n\
                 <Location />\nOrder allow,deny\nAllow all\n</Location>\n\
                 <Policy default>\nJobPrivateAccess all\nJobPrivateValues none\n\
                 <Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n",
                socket.display()
            ),
        )
        .unwrap();
        fs::write(
            place.join("cups-files.conf"),
            format!(
                "ServerRoot {0}\nServerBin {1}\nRequestRoot {2}\nCacheDir {3}\nStateDir {4}\n\
                 AccessLog {0}/access.log\nErrorLog {0}/error.log\nPageLog {0}/page.log\nFileDevice Yes\n\
                 SystemGroup root\n",
                place.display(),
                own("bin"),
                own("spool"),
                own("cache"),
                own("state")
            ),
        )
        .unwrap();
        let daemon = Command::new(cupsd)
            .args(["-f", "-c"])
            .arg(place.join("cupsd.conf"))
            .arg("-s")
            .arg(place.join("cups-files.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(place.join("said")).unwrap())
            .spawn()
            .unwrap();
        let mut server = Server { daemon, socket, captured: place.join("captured") };
        let log = || {
            ["said", "error.log"]
                .map(|name| fs::read_to_string(place.join(name)).unwrap_or_default())
        };
        server.wait_for("the print server", || place.join("socket").exists(), log);
        let queue = server
            .client(Command::new(lpadmin))
            .args(["-p", "banshi", "-E", "-v", "capture:/x", "-m", "raw"])
            .output()
            .unwrap();
        assert!(queue.status.success(), "{}{:?}", String::from_utf8_lossy(&queue.stderr), log());
        Some(server)
    }

    fn client(&self, mut command: Command) -> Command {
        command.env("CUPS_SERVER", &self.socket);
        command
    }

    fn wait_for(&mut self, what: &str, there: impl Fn() -> bool, log: impl Fn() -> [String; 2]) {
        for _ in 0..1000 {
            if there() {
                return;
            }
            if let Some(status) = self.daemon.try_wait().unwrap() {
                panic!("the print server ended: {status} {:?}", log());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{what} did not come: {:?}", log());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A short path without blanks, removed at the end.
struct Place(PathBuf);

impl Place {
    fn new() -> Place {
        let place = std::env::temp_dir().join(format!("anban-lp-{}", std::process::id()));
        fs::create_dir(&place).unwrap();
        Place(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_printer_gets_the_paper_on_file_byte_by_byte() {
    let (desk, pdf) = with_notice();
    let place = Place::new();
    let Some(mut server) = Server::start(&place.0) else { return };
    let print = |printer: &str| {
        let command = desk.command(&["notice", "print", NUMBER, "--printer", printer]);
        Ran::of(server.client(command).output().unwrap())
    };
    let said = print("banshi").done();
    assert!(said.contains("已交给打印机"), "{said}");
    let paper = server.captured.join("paper");
    let log = || [fs::read_to_string(place.0.join("error.log")).unwrap_or_default(), String::new()];
    let unknown = print("没有的").refused(1);
    server.wait_for("the paper", || paper.exists(), log);

    assert!(fs::read(&paper).unwrap() == pdf, "the printer got other bytes than are on file");
    let arguments = fs::read_to_string(server.captured.join("arguments")).unwrap();
    let arguments: Vec<&str> = arguments.lines().collect();
    // job, user, title, copies, options
    assert_eq!(arguments[2..4], [TITLE, "1"], "{arguments:?}");
    let options: Vec<&str> = arguments[4].split(' ').collect();
    for wanted in ["media=A4", "sides=one-sided", "print-scaling=none"] {
        assert!(options.contains(&wanted), "{wanted} in {options:?}");
    }

    // The office's own printer, when none is named.
    fs::remove_file(&paper).unwrap();
    desk.write("办公室/office.toml", "[print]\nprinter = \"banshi\"\n");
    let command = desk.command(&["notice", "print", NUMBER, "--printer"]);
    Ran::of(server.client(command).output().unwrap()).done();
    server.wait_for("the paper", || paper.exists(), log);
    assert!(fs::read(&paper).unwrap() == pdf);

    assert!(unknown.contains("没有叫“没有的”的打印机"), "{unknown}");
    assert!(unknown.contains(kept(&desk).to_str().unwrap()), "{unknown}");
    assert!(fs::read(kept(&desk)).unwrap() == pdf);
}

/// The program with a folder of ours as the whole search path.
fn with_path(desk: &Desk, path: &str, args: &[&str]) -> Ran {
    Ran::of(desk.command(args).env("PATH", path).output().unwrap())
}

#[test]
fn without_a_way_to_print_the_paper_is_kept_and_named() {
    let (desk, pdf) = with_notice();
    let bin = desk.folder.file("bin");
    fs::create_dir(&bin).unwrap();
    let bin = bin.to_str().unwrap();
    let print = ["notice", "print", NUMBER, "--printer"];

    let said = with_path(&desk, bin, &print).refused(1);
    assert!(said.contains("没有打印命令 lp"), "{said}");
    assert!(said.contains(kept(&desk).to_str().unwrap()), "{said}");
    assert!(fs::read(kept(&desk)).unwrap() == pdf);

    // What lp says in English stays between the programs.
    for (error, wanted) in [
        ("lp: Error - no default destination available.", "没有设默认打印机"),
        ("lp: Error - scheduler not responding.", "没有接受"),
    ] {
        fs::remove_file(kept(&desk)).unwrap();
        program(&Path::new(bin).join("lp"), &format!("#!/bin/sh\necho '{error}' >&2\nexit 1\n"));
        let said = with_path(&desk, bin, &print).refused(1);
        assert!(said.contains(wanted) && kept(&desk).is_file(), "{said}");
    }
}

#[test]
fn where_nothing_prints_the_paper_is_opened() {
    let (desk, pdf) = with_notice();
    let bin = desk.folder.file("bin");
    fs::create_dir(&bin).unwrap();
    let shown = desk.folder.file("打开的");
    let opener = |exit: u8| {
        let script = format!("#!/bin/sh\necho \"$1\" >'{}'\nexit {exit}\n", shown.display());
        program(&bin.join("xdg-open"), &script);
    };
    let print = |printer: &[&str], screen: Option<&str>| {
        let _ = fs::remove_file(kept(&desk));
        let mut command = desk.command(&["notice", "print", NUMBER, "--printer"]);
        command.args(printer).env("PATH", &bin).env_remove("WAYLAND_DISPLAY");
        match screen {
            Some(screen) => command.env("DISPLAY", screen),
            None => command.env_remove("DISPLAY"),
        };
        Ran::of(command.output().unwrap())
    };
    opener(0);
    let opened = |said: &str| {
        assert!(said.contains("已打开") && said.contains(kept(&desk).to_str().unwrap()), "{said}");
        // The viewer goes its own way: it may be a moment behind the program.
        for _ in 0..1000 {
            if fs::read_to_string(&shown).is_ok_and(|file| file.ends_with('\n')) {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let file = fs::read_to_string(&shown).unwrap();
        assert_eq!(Path::new(file.trim_end()), kept(&desk));
        fs::remove_file(&shown).unwrap();
        assert!(fs::read(kept(&desk)).unwrap() == pdf);
    };
    let said = print(&[], Some(":9")).done();
    assert!(said.contains("没有打印命令 lp"), "{said}");
    opened(&said);
    // Without a screen nobody would see it.
    let said = print(&[], None).refused(1);
    assert!(said.contains("没有打印命令 lp") && said.contains("文件已存在"), "{said}");
    assert!(!shown.exists());
    // No printer to send it to is no better than no lp; a wrong name is to be put right.
    let lp = |error: &str| {
        program(&bin.join("lp"), &format!("#!/bin/sh\necho '{error}' >&2\nexit 1\n"));
    };
    lp("lp: Error - no default destination available.");
    let said = print(&[], Some(":9")).done();
    assert!(said.contains("没有设默认打印机"), "{said}");
    opened(&said);
    lp("lp: The printer or class does not exist.");
    print(&["没有的"], Some(":9")).refused(1);
    assert!(!shown.exists());
    // What cannot be opened is kept and named.
    fs::remove_file(bin.join("lp")).unwrap();
    opener(4);
    let said = print(&[], Some(":9")).refused(1);
    assert!(said.contains("没有打印命令 lp") && said.contains("文件已存在"), "{said}");
}

#[test]
fn the_offices_own_command_prints_instead_of_the_systems() {
    let (desk, pdf) = with_notice();
    let out = desk.path("打出的");
    program(
        &desk.folder.file("打印程序"),
        &format!("#!/bin/sh\n/bin/cp \"$2\" '{out}'\necho \"$1 $3\" >'{out}.参数'\n"),
    );
    let settings =
        |command: &str| desk.write("办公室/office.toml", format!("[print]\ncommand = {command}\n"));
    let print = ["notice", "print", NUMBER, "--printer"];
    settings(&format!("['{}', '--份数', '{{file}}', '{{copies}}']", desk.path("打印程序")));
    let said = with_path(&desk, "/没有", &print).done();
    assert!(said.contains("已交给"), "{said}");
    assert!(fs::read(&out).unwrap() == pdf);
    assert_eq!(fs::read_to_string(format!("{out}.参数")).unwrap(), "--份数 1\n");

    settings(&format!("['{}']", desk.path("没有的程序")));
    let said = with_path(&desk, "/没有", &print).refused(1);
    assert!(said.contains("运行不了") && said.contains(kept(&desk).to_str().unwrap()), "{said}");
    program(&desk.folder.file("坏程序"), "#!/bin/sh\nexit 3\n");
    settings(&format!("['{}']", desk.path("坏程序")));
    let said = with_path(&desk, "/没有", &print).refused(1);
    assert!(said.contains("没有打成") && said.contains("文件已存在"), "{said}");
}
