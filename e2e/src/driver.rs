//! One ChromeDriver for the whole process, and its end.
//!
//! A shell stands between: it starts the driver in a process group of its own and waits on a pipe that only this
//! process holds open. However this process ends, the pipe closes, and the shell ends the group, browsers included,
//! and removes their folder.

use crate::paths;
use anyhow::{Context as _, Result, anyhow, bail};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;

#[derive(Debug)]
pub(crate) struct Driver {
    pub(crate) address: String,
    /// Where profiles and downloads lie.
    pub(crate) folder: PathBuf,
    _alive: ChildStdin,
}

const KEEPER: &str = r#"folder=$1; shift
"$@" &
cat > /dev/null
trap '' TERM
kill -TERM 0
rm -rf "$folder"
kill -KILL 0"#;

/// The driver, started at the first call.
pub(crate) fn driver() -> Result<&'static Driver> {
    static DRIVER: OnceLock<Result<Driver, String>> = OnceLock::new();
    DRIVER.get_or_init(|| start().map_err(|error| format!("{error:#}"))).as_ref().map_err(|error| anyhow!("{error}"))
}

fn start() -> Result<Driver> {
    let folder = tempfile::Builder::new().prefix("postil-e2e-").tempdir()?.keep();
    let (program, port) = start_in(&folder).inspect_err(|_| drop(std::fs::remove_dir_all(&folder)))?;
    Ok(Driver { address: format!("http://127.0.0.1:{port}"), folder, _alive: program })
}

fn start_in(folder: &Path) -> Result<(ChildStdin, u16)> {
    let program = paths::program("CHROMEDRIVER", "chromedriver");
    let mut keeper = Command::new("sh")
        .args(["-c", KEEPER, "sh"])
        .arg(folder)
        .arg(&program)
        .arg("--port=0")
        .env("TMPDIR", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .context("sh")?;
    let (Some(stdin), Some(stdout)) = (keeper.stdin.take(), keeper.stdout.take()) else { bail!("no pipes") };
    let mut lines = BufReader::new(stdout).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok())
        .with_context(|| format!("{} did not start: is it there, and does it run?", program.display()))?;
    // Else it would wait once the pipe is full.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    Ok((stdin, port))
}
