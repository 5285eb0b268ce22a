//! The programs that browsers are driven through, and their end: one ChromeDriver for the whole process, one geckodriver
//! for each browser, since it drives no more than one.
//!
//! A shell stands between: it starts the driver in a process group of its own and waits on a pipe that only this
//! process holds open. However this process ends, the pipe closes, and the shell ends the group, browsers included,
//! and removes their folder.

use crate::kind::Kind;
use crate::paths;
use anyhow::{Context as _, Result, anyhow, bail};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Arc, OnceLock};

/// A driver; it ends with the last hold on it.
#[derive(Debug)]
pub(crate) struct Driver {
    pub(crate) address: String,
    _alive: ChildStdin,
}

const KEEPER: &str = r#"folder=$1; shift
"$@" &
cat > /dev/null
trap '' TERM
kill -TERM 0
rm -rf "$folder"
kill -KILL 0"#;

/// A driver of a browser.
pub(crate) fn driver(kind: Kind) -> Result<Arc<Driver>> {
    static CHROMEDRIVER: OnceLock<Result<Arc<Driver>, String>> = OnceLock::new();
    match kind {
        Kind::Firefox => start(kind).map(Arc::new),
        Kind::Chromium => {
            let driver = CHROMEDRIVER.get_or_init(|| start(kind).map(Arc::new).map_err(|error| format!("{error:#}")));
            driver.clone().map_err(|error| anyhow!("{error}"))
        }
    }
}

/// Where profiles and downloads lie. It goes when this process ends.
pub(crate) fn home() -> Result<&'static Path> {
    static HOME: OnceLock<Result<(PathBuf, ChildStdin), String>> = OnceLock::new();
    let made = || -> Result<(PathBuf, ChildStdin)> {
        let folder = folder()?;
        let mut keeper = kept(&folder, &Command::new("true")).spawn().context("sh")?;
        Ok((folder, keeper.stdin.take().context("a pipe")?))
    };
    let home = HOME.get_or_init(|| made().map_err(|error| format!("{error:#}")));
    home.as_ref().map(|(folder, _)| folder.as_path()).map_err(|error| anyhow!("{error}"))
}

fn folder() -> Result<PathBuf> {
    Ok(tempfile::Builder::new().prefix("postil-e2e-").tempdir()?.keep())
}

/// A keeper of a program and its folder.
fn kept(folder: &Path, program: &Command) -> Command {
    let mut keeper = Command::new("sh");
    keeper
        .args(["-c", KEEPER, "sh"])
        .arg(folder)
        .arg(program.get_program())
        .args(program.get_args())
        .env("TMPDIR", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0);
    keeper
}

fn start(kind: Kind) -> Result<Driver> {
    let folder = folder()?;
    let (program, port) = start_in(kind, &folder).inspect_err(|_| drop(std::fs::remove_dir_all(&folder)))?;
    Ok(Driver { address: format!("http://127.0.0.1:{port}"), _alive: program })
}

fn start_in(kind: Kind, folder: &Path) -> Result<(ChildStdin, u16)> {
    let (program, arguments, begins): (_, &[&str], _) = match kind {
        Kind::Chromium => {
            (paths::program("CHROMEDRIVER", &["chromedriver"]), &["--port=0"], "started successfully on port ")
        }
        Kind::Firefox => (
            paths::program("GECKODRIVER", &["geckodriver"]),
            // The last one is for scripts with the rights of the browser.
            &["--port=0", "--websocket-port=0", "--allow-system-access"],
            "Listening on 127.0.0.1:",
        ),
    };
    let mut keeper = kept(folder, Command::new(&program).args(arguments)).spawn().context("sh")?;
    let (Some(stdin), Some(stdout)) = (keeper.stdin.take(), keeper.stdout.take()) else { bail!("no pipes") };
    let mut lines = BufReader::new(stdout).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split_once(begins)?.1.trim_end_matches('.').parse().ok())
        .with_context(|| format!("{} did not start: is it there, and does it run?", program.display()))?;
    // Else it would wait once the pipe is full.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    Ok((stdin, port))
}
