//! What extraction costs: natively, in the release's worker, and in the workers of other engines in the same browser.

use crate::goals::{Goals, Wanted};
use crate::native::{Native, Program};
use crate::prose::Prose;
use crate::report::{Table, median, number};
use crate::results::About;
use crate::trace::{Moment, Tracer};
use crate::{desk, rivals};
use anyhow::{Result, ensure};
use postil_e2e::{Page, Profile, Stage};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;

/// The heading of the section, by which an older one is found.
pub const HEADING: &str = "## Extraction";
/// The text that is read, in bytes.
const MEGABYTE: usize = 1_000_000;
/// As much as the first batch of a long text.
const SMALL: usize = 3 * 1024;
/// Each worker reads the large text so many times in a round; in between it reads the small one.
const PASSES: usize = 3;
const SEED: u64 = 7;

/// The workers, and their scripts below the page's address.
const WORKERS: [(&str, &str); 3] = [
    ("Postil, Wasm: all that it finds", "bench-postil.js"),
    ("wink-nlp: `sbd` and `ner`", "bench-wink.js"),
    ("compromise: `topics()`", "bench-compromise.js"),
];

/// One reading of a text in a worker: CPU of its thread and time on the clock, in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Reading {
    first: Option<f64>,
    all: f64,
    wall: f64,
    spans: usize,
}

/// A worker in one round: readings of the small text and of the large one, in turn.
struct Round {
    small: Vec<Reading>,
    large: Vec<Reading>,
}

/// All that was measured.
pub struct Engine {
    bytes: usize,
    /// Of one native pass, where they could be counted.
    instructions: Option<f64>,
    native: Vec<Native>,
    workers: Vec<Vec<Round>>,
}

/// Measures everything so many times.
pub async fn measure(stage: &Stage, prose: &Prose, runs: usize) -> Result<(About, Engine)> {
    let text = prose.text(MEGABYTE, SEED);
    let end = text[SMALL..].find('\n').map_or(text.len(), |at| SMALL + at + 1);
    let folder = tempfile::tempdir()?;
    let page = open(stage, &text, &text[..end], folder.path()).await?;
    let about = About::of(&page).await?;
    let tracer = Tracer::new(&page);
    let program = Program::build(&text, folder.path())?;
    let instructions = program.instructions()?;
    let mut engine =
        Engine { bytes: text.len(), instructions, native: Vec::new(), workers: WORKERS.map(|_| Vec::new()).into() };
    for round in 1..=runs {
        eprintln!("extraction, round {round} of {runs}");
        engine.native.push(program.run()?);
        for (rounds, (_, script)) in engine.workers.iter_mut().zip(WORKERS) {
            rounds.push(in_worker(&page, &tracer, script).await?);
        }
    }
    Ok((about, engine))
}

/// A page that starts workers, with all that they need beside it.
async fn open(stage: &Stage, text: &str, small: &str, folder: &Path) -> Result<Page> {
    let script = |name: &str, content: String| stage.server.add(name, "text/javascript", content);
    stage.server.add("bench/engine.html", "text/html", desk::file("engine.html")?);
    script("bench/engine.js", desk::file("engine.js")?);
    // Beside the release's own scripts, so that it finds the rest of them.
    script("bench-postil.js", desk::file("engine-postil.js")?);
    script("bench-wink.js", rivals::bundle("rival-wink.js", folder)?);
    script("bench-compromise.js", rivals::bundle("rival-compromise.js", folder)?);
    stage.server.add("bench/large.txt", "text/plain", text);
    stage.server.add("bench/small.txt", "text/plain", small);
    let page = stage.browser(&Profile::new()?).await?.open().await?;
    page.go("bench/engine.html").await?;
    Ok(page)
}

/// Starts a worker, lets it read a little so that whatever it needs is there, and measures.
async fn in_worker(page: &Page, tracer: &Tracer<'_>, script: &str) -> Result<Round> {
    #[derive(Deserialize)]
    struct Said {
        wall: f64,
        spans: usize,
    }
    let run = async |expression: String| -> Result<Value> {
        let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = page.cdp("Runtime.evaluate", parameters).await?;
        ensure!(answer["exceptionDetails"].is_null(), "{script}: {}", answer["exceptionDetails"]);
        Ok(answer["result"]["value"].clone())
    };
    run(format!("engine.start('../{script}')")).await?;
    run("engine.read('small.txt')".to_owned()).await?;
    tracer.start().await?;
    let mut said = Vec::new();
    for _ in 0..PASSES {
        for name in ["small.txt", "large.txt"] {
            said.push(serde_json::from_value::<Said>(run(format!("engine.read('{name}')")).await?)?);
        }
    }
    let trace = tracer.stop("finished").await?;
    run("engine.end()".to_owned()).await?;
    let (asked, batches, finished) = (trace.all("asked"), trace.all("batch"), trace.all("finished"));
    ensure!(asked.len() == said.len() && finished.len() == said.len(), "{script}: marks are missing");
    let readings = said.iter().zip(asked.iter().zip(&finished)).map(|(said, (from, to))| {
        let is_inside = |batch: &&Moment| batch.at >= from.at && batch.at <= to.at;
        let first = batches.iter().find(is_inside).map(|batch| batch.cpu - from.cpu);
        Reading { first, all: to.cpu - from.cpu, wall: said.wall, spans: said.spans }
    });
    let readings: Vec<Reading> = readings.collect();
    let every = |from: usize| readings.iter().skip(from).step_by(2).copied().collect();
    Ok(Round { small: every(0), large: every(1) })
}

impl Engine {
    /// The section for `docs/benchmarks.md`.
    pub fn to_markdown(&self, about: &About) -> String {
        let megabytes = self.bytes as f64 / 1e6;
        let middle = |values: Vec<f64>| median(&values);
        let native = |of: &dyn Fn(&Native) -> f64| middle(self.native.iter().map(of).collect());
        // Of one worker and one pass.
        let large = |worker: usize, pass: usize, of: &dyn Fn(&Reading) -> f64| {
            middle(self.workers[worker].iter().map(|round| of(&round.large[pass])).collect())
        };
        let speed = |reading: &Reading| megabytes * 1_000.0 / reading.all;
        let firsts = self.workers[0].iter().flat_map(|round| {
            let both = round.large.iter().zip(&round.small);
            both.filter_map(|(large, small)| Some((large.first?, small.first?)))
        });
        let firsts: Vec<(f64, f64)> = firsts.collect();
        let in_wasm = middle(firsts.iter().map(|(large, small)| large / small).collect());

        let mut goals = Goals::new();
        let first_time = large(0, 0, &speed);
        goals.add("Wasm, 1 MB read for the first time, MB per CPU-second", Wanted::AtLeast(1.2), Some(first_time));
        goals.add("first batch of 1 MB, × that of 3 KB, Wasm", Wanted::AtMost(1.5), Some(in_wasm));
        // Within a round, so that both had the same machine.
        let both = self.workers[0].iter().zip(&self.workers[1]);
        let beside_wink = middle(both.map(|(ours, wink)| wink.large[0].all / ours.large[0].all).collect());
        goals.add("Wasm, MB per CPU-second, × wink-nlp's `sbd` and `ner`", Wanted::AtLeast(1.0), Some(beside_wink));
        let model = native(&|it| it.model_bytes / 1e6);
        goals.add("the model in memory, MB, native", Wanted::AtMost(8.0), Some(model));

        let mut speeds =
            Table::new(&["reading 1 MB", "MB per CPU-s", "once warm", "CPU ms", "on the clock, ms", "found"]);
        type Of = fn(&Native) -> f64;
        let rows: [(&str, Of, Of); 2] = [
            ("Postil, native: entities", |it| it.entities_seconds, |it| it.entities),
            ("Postil, native: all that it finds", |it| it.all_seconds, |it| it.all),
        ];
        for (name, seconds, found) in rows {
            speeds.row(vec![
                name.to_owned(),
                "–".to_owned(),
                number(native(&|it| megabytes / seconds(it))),
                number(native(&|it| seconds(it) * 1_000.0)),
                "–".to_owned(),
                number(native(&found)),
            ]);
        }
        for (worker, (name, _)) in WORKERS.iter().enumerate() {
            speeds.row(vec![
                (*name).to_owned(),
                number(large(worker, 0, &speed)),
                number(large(worker, PASSES - 1, &speed)),
                number(large(worker, 0, &|it| it.all)),
                number(large(worker, 0, &|it| it.wall)),
                number(large(worker, 0, &|it| it.spans as f64)),
            ]);
        }

        let mut batches = Table::new(&["CPU ms of the first batch", "of 1 MB", "of 3 KB", "×"]);
        let [of_large, of_small] = [0, 1].map(|at| native(&|it| it.first[at] * 1_000.0));
        let ratio = native(&|it| it.first[0] / it.first[1]);
        batches.row(vec!["native".to_owned(), number(of_large), number(of_small), number(ratio)]);
        let [of_large, of_small]: [Vec<f64>; 2] =
            [firsts.iter().map(|it| it.0).collect(), firsts.iter().map(|it| it.1).collect()];
        let cells = [median(&of_large), median(&of_small), in_wasm].map(number);
        batches.row(["Wasm, from the request to the answer".to_owned()].into_iter().chain(cells).collect());

        let tokens = native(&|it| it.tokens);
        let counted = match self.instructions {
            Some(all) => format!("{} instructions a byte (callgrind)", number(all / self.bytes as f64)),
            None => "instructions were not counted, for want of valgrind".to_owned(),
        };
        format!(
            "{HEADING}

{}; medians of {} rounds.

The text is our own: {} bytes, {tokens} tokens, marked as English. The time is CPU of the thread that reads: natively by its
own clock, in the browser by the marks in its trace, from the request to the last answer, after a text of 3 KB that made the worker
load whatever it needs. What the browser does in other threads, compiling and clearing memory, is not in it. Each worker
reads the text {PASSES} times; “once warm” is the last of these. The engines do not find the same: Postil finds names, numbers,
times and quotations in its worker, each with reasons and a score, packed for the page; compromise finds people, places
and organisations; wink-nlp with its web model finds dates, numbers, addresses and the like, and no names.

{}
{}
Natively, entities with tokens and sentences are read at {} million tokens a CPU-second; {counted}.

{}",
            about.section(),
            self.native.len(),
            self.bytes,
            goals.to_markdown(),
            speeds.to_markdown(),
            number(native(&|it| it.tokens / it.entities_seconds / 1e6)),
            batches.to_markdown(),
        )
    }
}
