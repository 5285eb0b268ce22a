//! The `postil` command: what the page does, over files.
//!
//! `postil extract` reads texts and writes what is found in them; `postil check` verifies files of Postil's own, `postil
//! merge` makes one of several; `postil convert` reads and writes the formats of other programs, `postil carry` brings annotations
//! over to a corrected text, `postil score` compares annotations with a gold standard,
//! `postil agree` those of several raters.
//! Documents are extracted one at a time and in order, and lines converted so, so that memory is bounded by the largest one.
//! Trouble with one input is reported on standard error with its place, and the rest is still done. Exit status: 0 all right, 1 some inputs failed, 2 wrong usage.

mod agree;
mod args;
mod carry;
mod check;
mod convert;
mod encoding;
mod extract;
mod files;
mod formats;
mod input;
mod merge;
mod output;
mod pending;
mod progress;
mod score;
mod stream;

use args::{Args, Command};
use clap::{CommandFactory, Parser};
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Args { command } = Args::parse();
    let done = match command {
        Command::Extract(options) => extract::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Merge(options) => merge::run(&options),
        Command::Convert(options) => convert::run(&options),
        Command::Carry(options) => carry::run(&options),
        Command::Formats => formats::run(),
        Command::Score(options) => score::run(&options),
        Command::Agree(options) => agree::run(&options),
        Command::Completions { shell } => {
            // Into memory first: it does not expect a reader that has had enough.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "postil", &mut script);
            io::stdout().write_all(&script).map(|()| 0)
        }
        Command::Man { command } => man(command.as_deref()),
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

/// Prints the manual page of the whole, or of one command.
fn man(command: Option<&str>) -> io::Result<usize> {
    let mut whole = Args::command();
    whole.build();
    let page = match command {
        None => Some(whole),
        Some(name) => whole.find_subcommand(name).cloned(),
    };
    let Some(page) = page else {
        report(&format!("there is no command `{}`", command.unwrap_or_default()));
        return Ok(1);
    };
    clap_mangen::Man::new(page).render(&mut io::stdout()).map(|()| 0)
}

/// Says something on standard error; there is nothing to do if that fails.
fn report(message: &str) {
    progress::clear();
    let _ = writeln!(io::stderr(), "postil: {message}");
}
