//! `cargo xtask <command>`: everything that is done to this repository from the command line.
//!
//! One file per command, named after it. It knows the shape of the repository (which folder holds the
//! page, which package is the worker, how the release is named) and nothing about annotating text.
//! What it needs to know of other tools stands in [`versions`]; how they are found and installed, in
//! [`setup`]. Programs are run through [`run`], so that every command shows what it does.

use std::process::ExitCode;

use browser::Kind;

mod bench;
mod browser;
mod cargo_tool;
mod changelog;
mod ci;
mod circles;
mod deny;
mod deps;
mod dist;
mod e2e;
mod fake_programs;
mod findings;
mod flags;
mod fuzz;
mod golden;
mod hostile;
mod interop;
mod memory;
mod minify;
mod notices;
mod offline;
mod page;
mod parity;
mod python;
mod release;
mod remap;
mod report;
mod run;
mod rust_paths;
mod sbom;
mod scorers;
mod sealed;
mod serve;
mod setup;
mod short_names;
mod shots;
mod simulate;
mod single;
mod size;
mod soak;
mod sources;
mod split;
mod test;
mod tidy;
mod tidy_rules;
mod tools;
mod versions;
mod workflows;
mod workspace;

fn main() -> ExitCode {
    let outcome = match flags::Xtask::from_env_or_exit().subcommand {
        flags::XtaskCmd::Setup(_) => setup::tools().map(|_| ()),
        flags::XtaskCmd::Browser(browser) => match browser.action {
            flags::BrowserAction::Setup => {
                [Kind::Chromium, Kind::Firefox].into_iter().try_for_each(|kind| browser::setup(kind).map(drop))
            }
        },
        flags::XtaskCmd::Serve(serve) => serve::run(serve.port, serve.open),
        flags::XtaskCmd::Dist(dist) if dist.sealed => sealed::run(),
        flags::XtaskCmd::Dist(_) => dist::run(),
        flags::XtaskCmd::Release(release) => release::run(release.tag, release.publish),
        flags::XtaskCmd::Single(_) => single::run(),
        flags::XtaskCmd::Size(_) => size::run(),
        flags::XtaskCmd::Tidy(_) => tidy::run(),
        flags::XtaskCmd::Deny(deny) => deny::run(if deny.advisories { &deny::ADVISORIES } else { &deny::OFFLINE }),
        flags::XtaskCmd::Test(test) => return test::run(&test.into()),
        flags::XtaskCmd::Golden(_) => golden::run(),
        flags::XtaskCmd::Interop(_) => interop::run(),
        flags::XtaskCmd::Findings(it) => findings::run(it.filter.as_deref(), it.minutes.unwrap_or(10)),
        flags::XtaskCmd::Hostile(it) => {
            hostile::run(it.kilobytes.unwrap_or(1024), it.tries.unwrap_or(300), it.seed.unwrap_or(1))
        }
        flags::XtaskCmd::Memory(_) => memory::run(),
        flags::XtaskCmd::Simulate(it) => simulate::run(it.tuning, it.at_once, it.orders.unwrap_or(3)),
        flags::XtaskCmd::Fuzz(fuzz) => fuzz::run(&fuzz.into()),
        flags::XtaskCmd::Ci(_) => return ci::run(),
        flags::XtaskCmd::Shots(shots) => shots::run(&shots.args),
        flags::XtaskCmd::Soak(soak) => soak::run(soak.browser.unwrap_or(Kind::Chromium), &soak.args),
        flags::XtaskCmd::Bench(bench) => bench::run(bench.against.as_deref(), &bench.args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
