//! `cargo xtask bench`: the speed of the release in Chromium, beside plain ways to show the same text, in one run.
//!
//! What is compared is CPU of the page's main thread, which a busy machine inflates far less than the clock, and ratios
//! of the same round. Everything is measured once a round, and medians of the rounds are printed and written to
//! `docs/benchmarks.md`.

mod against;
mod desk;
mod engine;
mod fixture;
mod goals;
mod meter;
mod native;
mod prose;
mod report;
mod results;
mod rivals;
mod trace;

use anyhow::{Context as _, Result, bail};
use desk::Desk;
use fixture::Fixture;
use postil_e2e::{Setup, Stage};
use prose::Prose;
use results::{About, Results};
use std::fs;
use std::time::Duration;
use trace::Tracer;

const USAGE: &str =
    "usage: cargo xtask bench [--against COMMIT] -- [--runs N] [--only load|start|extraction|tag|scroll|engine]

--runs N     rounds, five unless told
--only NAME  one measurement; docs/benchmarks.md stays as it is then, but for `engine`, which writes its own section";

/// One thing that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Load,
    Start,
    Extraction,
    Tag,
    Scroll,
    Engine,
}

impl Part {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "load" => Self::Load,
            "start" => Self::Start,
            "extraction" => Self::Extraction,
            "tag" => Self::Tag,
            "scroll" => Self::Scroll,
            "engine" => Self::Engine,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, Debug)]
struct Options {
    runs: usize,
    only: Option<Part>,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self { runs: 5, only: None };
        while let Some(argument) = arguments.next() {
            let value = arguments.next();
            match (argument.as_str(), value.as_deref()) {
                ("--runs", Some(runs)) => options.runs = runs.parse().ok().filter(|runs| *runs > 0).context(USAGE)?,
                ("--only", Some(name)) => options.only = Some(Part::named(name).context(USAGE)?),
                _ => bail!(USAGE),
            }
        }
        Ok(options)
    }

    fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

fn main() -> Result<()> {
    let options = Options::read(std::env::args().skip(1))?;
    let setup = Setup { limit: Duration::from_secs(3 * 60 * 60), ..Setup::default() };
    let is_alone = options.only == Some(Part::Engine);
    if let Some((name, dist)) = against::other()? {
        let section = postil_e2e::run(setup, async |stage| against::measure(stage, &name, &dist, options.runs).await)?;
        println!("{section}");
        return put_section(&section);
    }
    let (pages, engine) = postil_e2e::run(setup, async |stage| {
        let pages = if is_alone { None } else { Some(measure(stage, options).await?) };
        let wants = options.wants(Part::Engine);
        let engine = if wants { Some(engine::measure(stage, &Prose::new()?, options.runs).await?) } else { None };
        Ok((pages, engine))
    })?;
    let path = postil_e2e::root().join("docs/benchmarks.md");
    let section = engine.map(|(about, engine)| engine.to_markdown(&about));
    let older = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut text = match pages {
        Some((about, results)) => report::keep(&results.to_markdown(&about), &older),
        None => older,
    };
    if let Some(section) = &section {
        text = report::put(&text, section);
    }
    println!("{}", section.filter(|_| is_alone).as_ref().unwrap_or(&text));
    if is_alone || options.only.is_none() {
        fs::write(&path, text).with_context(|| path.display().to_string())?;
        eprintln!("written to {}", path.display());
    }
    Ok(())
}

/// Writes a section in place of the one with its heading, or behind all others.
fn put_section(section: &str) -> Result<()> {
    let path = postil_e2e::root().join("docs/benchmarks.md");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    fs::write(&path, report::put(&text, section)).with_context(|| path.display().to_string())?;
    eprintln!("written to {}", path.display());
    Ok(())
}

const SMALL: &str = "Small";
const LARGE: &str = "Large";
const MEGABYTE: usize = 1_000_000;
const KILOBYTE: usize = 1_000;

/// The baselines, as `baseline.js` calls them.
const KINDS: [&str; 4] = ["plain", "marks", "sections", "windowed"];

async fn measure(stage: &Stage, options: Options) -> Result<(About, Results)> {
    eprintln!("making the texts");
    let prose = Prose::new()?;
    let small = Fixture::new(&prose, SMALL, 3 * KILOBYTE, 50, false);
    let ten = Fixture::new(&prose, LARGE, MEGABYTE, 10_000, false);
    let fifty = Fixture::new(&prose, LARGE, MEGABYTE, 50_000, false);
    let fresh = Fixture::new(&prose, LARGE, MEGABYTE, 0, true);
    let open = async |large: &Fixture| {
        eprintln!("reading a project with {} spans on {} bytes", large.count(), large.bytes());
        Desk::with_project(stage, &fixture::project(&[&small, large])?, 2, [SMALL, LARGE]).await
    };
    let wants_spans = [Part::Load, Part::Start, Part::Tag, Part::Scroll].into_iter().any(|part| options.wants(part));
    let baselines = Desk::with_baselines(stage, &ten.plain()).await?;
    let tracer = Tracer::new(&baselines.page);
    let about = About::of(&baselines.page).await?;
    let tens = if wants_spans { Some(open(&ten).await?) } else { None };
    let fifties = if wants_spans { Some(open(&fifty).await?) } else { None };
    let reading = if options.wants(Part::Extraction) { Some(open(&fresh).await?) } else { None };
    // A browser counts its traces, so each has one tracer for all rounds.
    let tracers = [&tens, &fifties, &reading].map(|desk| desk.as_ref().map(|desk| Tracer::new(&desk.page)));

    let mut results = Results::new(options.runs, ten.bytes(), ten.count());
    for round in 1..=options.runs {
        eprintln!("round {round} of {}", options.runs);
        if wants_spans {
            // The baselines of a text first, then Postil, in the same minute.
            for kind in KINDS {
                let row = results.baseline(kind);
                let (cpu, nodes) = baselines.show_baseline(kind).await?;
                if options.wants(Part::Load) {
                    row.load.push(cpu);
                    row.nodes.push(nodes as f64);
                }
                if options.wants(Part::Tag) && kind != "plain" {
                    row.made.push(baselines.tag(&tracer).await?);
                }
                if options.wants(Part::Scroll) {
                    row.scroll.push(baselines.scroll().await?);
                }
            }
        }
        let desks = [("10k", "small of 10k", &tens, &tracers[0]), ("50k", "small of 50k", &fifties, &tracers[1])];
        for (name, small, desk, tracer) in desks {
            let (Some(desk), Some(tracer)) = (desk, tracer) else { continue };
            if options.wants(Part::Load) {
                let row = results.postil(name);
                let (cpu, nodes) = desk.open(SMALL, LARGE).await?;
                row.load.push(cpu);
                row.nodes.push(nodes as f64);
            }
            if options.wants(Part::Start) {
                results.postil(name).cold.push(desk.start(tracer, LARGE).await?);
            }
            if options.wants(Part::Tag) {
                desk.restart(LARGE).await?;
                results.postil(name).made.push(desk.tag(tracer).await?);
            }
            if options.wants(Part::Scroll) {
                desk.show(LARGE).await?;
                results.postil(name).scroll.push(desk.scroll().await?);
            }
            if options.wants(Part::Tag) {
                desk.restart(SMALL).await?;
                results.postil(small).made.push(desk.tag(tracer).await?);
            }
        }
        if let (Some(desk), Some(tracer)) = (&reading, &tracers[2]) {
            results.extraction.push(desk.extract(tracer, SMALL, LARGE).await?);
        }
    }
    Ok((about, results))
}
