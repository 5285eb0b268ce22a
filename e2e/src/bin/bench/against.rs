//! Starting the page beside the build of another commit, round by round.

use crate::desk::{Cold, Desk};
use crate::fixture::{self, Fixture};
use crate::prose::Prose;
use crate::report::{Table, median, number};
use crate::trace::Tracer;
use crate::{KILOBYTE, LARGE, MEGABYTE, SMALL};
use anyhow::{Context as _, Result};
use postil_e2e::Stage;
use std::env;
use std::path::{Path, PathBuf};

/// The other build, if there is one: its commit, and the folder with its release.
pub fn other() -> Result<Option<(String, PathBuf)>> {
    let Some(dist) = env::var_os("POSTIL_AGAINST_DIST") else { return Ok(None) };
    let name = env::var("POSTIL_AGAINST").context("POSTIL_AGAINST names the commit of POSTIL_AGAINST_DIST")?;
    Ok(Some((name, dist.into())))
}

/// A project, started by both builds.
struct Case {
    what: &'static str,
    title: &'static str,
    /// This build, then the other one.
    desks: [Desk; 2],
    cold: [Vec<Cold>; 2],
}

/// Measures starts of both builds; gives a section of Markdown.
pub async fn measure(stage: &Stage, name: &str, dist: &Path, runs: usize) -> Result<String> {
    let prose = Prose::new()?;
    let other = stage.beside(dist)?;
    let small = Fixture::new(&prose, SMALL, 3 * KILOBYTE, 50, false);
    let large = Fixture::new(&prose, LARGE, MEGABYTE, 50_000, false);
    let projects = [
        ("1M:50k open", LARGE, fixture::project(&[&small, &large])?, 2),
        ("50 documents, 20 spans each", FIRST, fixture::many(&prose, 50, FIRST)?, 50),
        ("5 000 documents, 20 spans each", FIRST, fixture::many(&prose, 5_000, FIRST)?, 5_000),
    ];
    let mut cases = Vec::new();
    for (what, title, project, documents) in projects {
        // The words of version 1 are those of version 3 where nothing is rejected and no label described, and every build reads them.
        let project = project.replacen("\"version\":3", "\"version\":1", 1);
        eprintln!("reading a project: {what}");
        let desks = [
            Desk::with_project(stage, &project, documents, [title, title]).await?,
            Desk::with_project(&other, &project, documents, [title, title]).await?,
        ];
        cases.push(Case { what, title, desks, cold: Default::default() });
    }
    for case in &mut cases {
        // A browser counts its traces, so each has one tracer for all rounds.
        let tracers = [0, 1].map(|at| Tracer::new(&case.desks[at].page));
        for round in 1..=runs {
            eprintln!("{}: round {round} of {runs}", case.what);
            for at in [0, 1] {
                case.cold[at].push(case.desks[at].start(&tracers[at], case.title).await?);
            }
        }
    }
    Ok(section(name, runs, &cases))
}

const FIRST: &str = "First";

fn section(name: &str, runs: usize, cases: &[Case]) -> String {
    let head = ["starting with", "CPU ms", "before", "ratio", "longest task", "before", "heap, MB", "before", "ratio"];
    let mut table = Table::new(&head);
    let middle = |cold: &[Cold], of: fn(&Cold) -> f64| median(&cold.iter().map(of).collect::<Vec<_>>());
    let ratio = |[this, other]: &[Vec<Cold>; 2], of: fn(&Cold) -> f64| {
        let ratios: Vec<f64> = this.iter().zip(other).map(|(this, other)| of(this) / of(other)).collect();
        number(median(&ratios))
    };
    for Case { what, cold, .. } in cases {
        let [this, other] = cold;
        let both = |of: fn(&Cold) -> f64| [number(middle(this, of)), number(middle(other, of))];
        let ([cpu, cpu_before], [task, task_before]) = (both(|it| it.all), both(|it| it.longest));
        let [heap, heap_before] = both(|it| it.heap / 1e6);
        let (cpu_ratio, heap_ratio) = (ratio(cold, |it| it.all), ratio(cold, |it| it.heap));
        let row = [cpu, cpu_before, cpu_ratio, task, task_before, heap, heap_before, heap_ratio];
        table.row([(*what).to_owned()].into_iter().chain(row).collect());
    }
    let starts: Vec<f64> = cases.iter().map(|case| middle(&case.cold[0], |it| it.all)).collect();
    let many = match starts[..] {
        [_, few, many] => format!("5 000 documents start at {} times the CPU of 50.", number(many / few)),
        _ => String::new(),
    };
    format!(
        "## Starting, beside the build of {name}

Written by `cargo xtask bench --against {name}`: both builds in one run, round by round, medians of {runs} rounds. From an
empty page to the document that was open last, shown and at rest: CPU of the main thread; the heap is that of Wasm and
JavaScript then. {many}

{}",
        table.to_markdown()
    )
}
