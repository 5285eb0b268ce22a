//! What a page's main thread did, task by task, from the browser's own trace.

use anyhow::{Context as _, Result, ensure};
use postil_e2e::Page;
use serde::Deserialize;
use serde_json::{Value, json};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// Records traces of one browser.
pub struct Tracer<'a> {
    page: &'a Page,
    taken: Cell<u32>,
}

#[derive(Clone, Debug, Deserialize)]
struct Event {
    name: String,
    #[serde(default)]
    cat: String,
    #[serde(default)]
    pid: u64,
    #[serde(default)]
    tid: u64,
    /// Microseconds on the clock.
    #[serde(default)]
    ts: f64,
    /// Microseconds of the thread's CPU, by then and within.
    #[serde(default)]
    tts: f64,
    #[serde(default)]
    dur: f64,
    tdur: Option<f64>,
}

/// As the browser writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    trace_events: Vec<Value>,
}

/// A moment that a page marked with `performance.mark`.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// In milliseconds: on the clock, and of the thread's CPU.
    pub at: f64,
    pub cpu: f64,
}

/// A turn of the event loop, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    pub at: f64,
    pub wall: f64,
    pub cpu: f64,
}

/// The main thread of one page.
pub struct Trace {
    events: Vec<Event>,
}

impl<'a> Tracer<'a> {
    /// For a browser in which nobody traced before.
    pub fn new(page: &'a Page) -> Self {
        Self { page, taken: Cell::new(0) }
    }

    pub async fn start(&self) -> Result<()> {
        // The one with a name of its own holds an event a task, with the CPU that it took.
        let categories = ["disabled-by-default-devtools.timeline", "blink.user_timing"];
        let config =
            json!({ "recordMode": "recordUntilFull", "includedCategories": categories, "excludedCategories": ["*"] });
        self.page.cdp("Tracing.start", json!({ "traceConfig": config, "transferMode": "ReturnAsStream" })).await?;
        Ok(())
    }

    /// Ends the recording. `mark` is one that the page has set, to know its thread by.
    pub async fn stop(&self, mark: &str) -> Result<Trace> {
        self.page.cdp("Tracing.end", json!({})).await?;
        // The stream's name comes in an event, which WebDriver does not pass on; but they are counted from 1.
        self.taken.set(self.taken.get() + 1);
        let handle = self.taken.get().to_string();
        let deadline = Instant::now() + postil_e2e::PATIENCE;
        let mut text = String::new();
        let file: File = loop {
            // Before there is a stream there is an error; while it is written, its end is the end so far.
            match self.page.cdp("IO.read", json!({ "handle": handle, "size": 8 << 20 })).await {
                Ok(part) => {
                    text.push_str(part["data"].as_str().context("a part of a trace")?);
                    if part["eof"] != true {
                        continue;
                    }
                    match serde_json::from_str(&text) {
                        Ok(file) => break file,
                        Err(error) if !error.is_eof() || Instant::now() > deadline => {
                            return Err(error).context("a trace");
                        }
                        Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                    }
                }
                Err(error) if Instant::now() > deadline => return Err(error.context("the trace does not come")),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        self.page.cdp("IO.close", json!({ "handle": handle })).await?;
        Trace::new(file, mark)
    }
}

impl Trace {
    fn new(file: File, mark: &str) -> Result<Self> {
        let mut events: Vec<Event> =
            file.trace_events.into_iter().filter_map(|event| serde_json::from_value(event).ok()).collect();
        let marked = events.iter().rev().find(|event| event.name == mark && event.cat == "blink.user_timing");
        let (pid, tid) = marked.map(|event| (event.pid, event.tid)).with_context(|| format!("no mark {mark}"))?;
        events.retain(|event| (event.pid, event.tid) == (pid, tid));
        let has_cpu = events.iter().any(|event| event.name == "RunTask" && event.tdur.is_some());
        ensure!(has_cpu, "this browser's trace does not tell the CPU of a task");
        Ok(Self { events })
    }

    /// When a mark was set, each time.
    pub fn all(&self, mark: &str) -> Vec<Moment> {
        let is_it = |event: &&Event| event.name == mark && event.cat == "blink.user_timing";
        let moments = self.events.iter().filter(is_it);
        let mut moments: Vec<_> =
            moments.map(|event| Moment { at: event.ts / 1_000.0, cpu: event.tts / 1_000.0 }).collect();
        moments.sort_by(|a, b| a.at.total_cmp(&b.at));
        moments
    }

    /// When a mark was set first.
    pub fn first(&self, mark: &str) -> Result<Moment> {
        self.all(mark).first().copied().with_context(|| format!("the page never came to “{mark}”"))
    }

    /// When a mark was set last.
    pub fn last(&self, mark: &str) -> Result<Moment> {
        self.all(mark).last().copied().with_context(|| format!("the page never came to “{mark}”"))
    }

    /// Tasks that ended after `from` and began before `to`.
    pub fn tasks(&self, from: Moment, to: Moment) -> Vec<Task> {
        self.events
            .iter()
            .filter(|event| event.name == "RunTask")
            .filter_map(|event| {
                Some(Task { at: event.ts / 1_000.0, wall: event.dur / 1_000.0, cpu: event.tdur? / 1_000.0 })
            })
            .filter(|task| task.at + task.wall > from.at && task.at < to.at)
            .collect()
    }
}
