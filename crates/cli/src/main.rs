//! The `postil` command: what the page does, over files.
//!
//! `postil extract` reads texts and writes what is found in them; `postil check` verifies files of Postil's own. Documents are handled one at a time and in order, so that
//! memory is bounded by the largest one. Trouble with one input is reported on standard error with its place, and the rest
//! is still done. Exit status: 0 all right, 1 some inputs failed, 2 wrong usage.

mod args;
mod check;
mod extract;
mod input;
mod output;

use args::{Args, Command};
use clap::Parser;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Args { command } = Args::parse();
    let done = match command {
        Command::Extract(options) => extract::run(&options),
        Command::Check(options) => check::run(&options),
    };
    match done {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_failed) => ExitCode::from(1),
        // Whoever reads our output has had enough: `| head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("cannot write: {error}"));
            ExitCode::from(1)
        }
    }
}

/// Says something on standard error; there is nothing to do if that fails.
fn report(message: &str) {
    use std::io::Write;
    let _ = writeln!(io::stderr(), "postil: {message}");
}
