//! Runs other programs, visibly: each command line is printed before it starts.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Runs `command` with its output on the terminal; an exit status other than 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let line = announce(command);
    let status = command.stdin(Stdio::null()).status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("failed ({status}): {line}");
    }
    Ok(())
}

/// Runs `command`, passing its standard output on line by line as it comes, and returns that output
/// too. The caller judges the exit status.
pub fn stream(command: &mut Command) -> Result<(ExitStatus, String)> {
    announce(command);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| not_started(command))?;
    let stdout = child.stdout.take().context("standard output is piped")?;
    let mut reader = BufReader::new(stdout);
    let mut output = String::new();
    let mut line = Vec::new();
    // Bytes, since a test may print what is not UTF-8.
    while reader.read_until(b'\n', &mut line)? > 0 {
        io::stdout().write_all(&line)?;
        output.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok((child.wait()?, output))
}

/// Runs `command` silently and returns its standard output; an exit status other than 0 is an error
/// that carries what the command wrote to standard error.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("failed ({}): {}\n{}", output.status, command_line(command), said.trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("output of {}", command_line(command)))
}

/// Does `work` under a heading and prints how long it took.
pub fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("{what} …");
    let start = Instant::now();
    let done = work()?;
    println!("{what}: done in {}", minutes(start.elapsed()));
    Ok(done)
}

/// A duration as people say it: `42 s` below a minute and a half, `3.9 min` above.
pub fn minutes(time: Duration) -> String {
    if time.as_secs() < 90 {
        format!("{} s", time.as_secs_f64().ceil())
    } else {
        format!("{:.1} min", time.as_secs_f64() / 60.0)
    }
}

fn announce(command: &Command) -> String {
    let line = command_line(command);
    println!("$ {line}");
    // What the command writes must come after its own command line.
    io::stdout().flush().ok();
    line
}

fn not_started(command: &Command) -> String {
    let program = command.get_program().display();
    format!("`{program}` cannot be started: is it installed and on PATH?")
}

fn command_line(command: &Command) -> String {
    // Where the program lies is noise to a reader.
    let program = Path::new(command.get_program());
    let mut line = program.file_name().unwrap_or(program.as_os_str()).display().to_string();
    for argument in command.get_args() {
        write!(line, " {}", argument.display()).ok();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_streamed_and_kept() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two; exit 3"]);
        let (status, output) = stream(&mut command).unwrap();
        assert_eq!(status.code(), Some(3));
        assert_eq!(output, "one\ntwo\n");
    }

    #[test]
    fn a_failure_carries_what_was_said() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo because >&2; exit 1"]);
        let error = capture(&mut command).unwrap_err().to_string();
        assert!(error.contains("because"), "{error}");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(minutes(Duration::from_millis(200)), "1 s");
        assert_eq!(minutes(Duration::from_secs(89)), "89 s");
        assert_eq!(minutes(Duration::from_secs(234)), "3.9 min");
    }
}
