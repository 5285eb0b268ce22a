//! A browser with a project in it, and what is measured there.

use crate::meter::{Cpu, Meter};
use crate::trace::{Task, Tracer};
use anyhow::{Context as _, Result, ensure};
use postil_e2e::{Page, Stage};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Reading a large project takes a busy machine a while.
const READING: Duration = Duration::from_secs(300);
/// How far a step of scrolling goes, in CSS pixels, and how many there are.
const STEP: u32 = 120;
const STEPS: u32 = 150;
/// Spans made one after the other in one measurement.
const MADE: usize = 8;

/// A file of the pages that stand beside this program's sources.
pub fn file(name: &str) -> Result<String> {
    let path: PathBuf = postil_e2e::root().join("e2e/pages").join(name);
    std::fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// What it takes to make a span, from the key to the frame that shows it.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    pub cpu: f64,
    /// On the clock.
    pub wall: f64,
}

/// The main thread from an empty page to a document that is shown and at rest, in milliseconds of CPU.
#[derive(Clone, Debug, Default)]
pub struct Cold {
    pub all: f64,
    /// What the parts are, and how much each took.
    pub parts: Vec<(&'static str, f64)>,
    /// The longest task.
    pub longest: f64,
    /// Bytes of the Wasm's memory and of the heap of JavaScript at the end.
    pub heap: f64,
}

/// The main thread while a text is opened and extracted.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Tasks from the click until the worker was asked, in milliseconds of CPU.
    pub opening: Vec<f64>,
    /// Tasks from then until the last suggestions were shown.
    pub during: Vec<Task>,
    pub batches: usize,
    pub suggestions: usize,
    /// On the clock, from the question to the last answer.
    pub wall: f64,
}

/// A page of Postil, or of the baselines.
pub struct Desk {
    pub page: Page,
    blank: &'static str,
}

impl Desk {
    /// A new browser with a project of so many documents; two of them are opened once.
    pub async fn with_project(stage: &Stage, project: &str, documents: usize, titles: [&str; 2]) -> Result<Self> {
        let page = stage.open().await?;
        page.upload(&[("bench.postil.json", project.as_bytes())]).await?;
        let desk = Self { page, blank: "bench/blank.html" };
        stage.server.add(desk.blank, "text/html", "<!doctype html><title>blank</title><link rel=icon href=data:,>");
        desk.until("the file is read", "document.querySelector('dialog[open] .is-main') !== null").await?;
        desk.page.click_on("dialog[open] .is-main").await?;
        // Of a long list only the rows in view are there.
        let listed = format!(
            "(document.querySelector('.doc')?.ariaSetSize ?? document.querySelectorAll('.doc .open').length) == {documents}"
        );
        desk.until("the project is there", &listed).await?;
        desk.until("the project is saved", SAVED).await?;
        let marks = json!({ "source": file("marks.js")? });
        desk.page.cdp("Page.addScriptToEvaluateOnNewDocument", marks).await?;
        // The first start packs the log, once, and has a snapshot made of it.
        for title in titles {
            desk.restart(title).await?;
            desk.until("storage is put in order", &format!("({IN_ORDER})()")).await?;
        }
        Ok(desk)
    }

    /// A new browser with the page of the baselines and a text for it.
    pub async fn with_baselines(stage: &Stage, data: &Value) -> Result<Self> {
        stage.server.add("bench/baseline.html", "text/html", file("baseline.html")?);
        stage.server.add("bench/baseline.js", "text/javascript", file("baseline.js")?);
        stage.server.add("bench/large.json", "application/json", data.to_string());
        let page = stage.browser(&postil_e2e::Profile::new()?).await?.open().await?;
        page.go("bench/baseline.html").await?;
        Ok(Self { page, blank: "bench/blank.html" })
    }

    pub async fn meter(&self) -> Result<Meter<'_>> {
        Meter::new(&self.page).await
    }

    async fn until(&self, what: &str, condition: &str) -> Result<()> {
        let meter = self.meter().await?;
        let deadline = Instant::now() + READING;
        while meter.run(condition).await? != true {
            ensure!(Instant::now() < deadline, "waited in vain for this: {what}");
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        Ok(())
    }

    /// Opens a document from the list, and waits until nothing more happens and all is kept.
    pub async fn show(&self, title: &str) -> Result<()> {
        let meter = self.meter().await?;
        meter.run(&open_in_list(title)).await?;
        self.is_shown(title).await?;
        meter.quiet().await.map(drop)
    }

    async fn is_shown(&self, title: &str) -> Result<()> {
        let shown = format!("document.title.startsWith({title:?}) && document.querySelector('.chunk') !== null");
        self.until(&format!("“{title}” is shown"), &shown).await?;
        self.until("all is saved", SAVED).await
    }

    /// Loads the page anew with one of the documents open.
    pub async fn restart(&self, title: &str) -> Result<()> {
        self.show(title).await?;
        self.page.reload().await?;
        self.is_shown(title).await?;
        self.meter().await?.quiet().await.map(drop)
    }

    /// Opens a document while another one is open whose page was just loaded, and counts the nodes of the page then.
    pub async fn open(&self, from: &str, title: &str) -> Result<(Cpu, usize)> {
        self.restart(from).await?;
        let cpu = self.meter().await?.measure(&open_in_list(title)).await?;
        self.is_shown(title).await?;
        Ok((cpu, self.page.node_count().await?))
    }

    /// Starts the page with a document open that was open when it was closed.
    pub async fn start(&self, tracer: &Tracer<'_>, title: &str) -> Result<Cold> {
        self.show(title).await?;
        self.page.go(self.blank).await?;
        self.meter().await?.quiet().await?;
        // Earlier builds do not wait for the right to write, which a page with much to put away keeps for a while.
        let is_free = "navigator.locks.query().then(({ held }) => held.length === 0)";
        self.until("the page that was left is gone", is_free).await?;
        tracer.start().await?;
        self.page.go("").await?;
        self.is_shown(title).await?;
        let meter = self.meter().await?;
        let looks = meter.quiet().await?;
        meter.run("performance.mark('rest')").await?;
        let trace = tracer.stop("rest").await?;
        let cost = meter.cost().await? * looks as f64;
        let (begin, rest) = (trace.first("begin")?, trace.last("rest")?);
        let places = [
            ("page, script and Wasm until storage is opened", "opens-storage"),
            ("reading the log", "asks-for-lock"),
            ("decoding the log", "log-is-decoded"),
            ("building the store, drawing the frame", "asks-for-text"),
            ("reading the text", "text-is-read"),
            ("drawing the article", "first-is-painted"),
        ];
        let mut parts = Vec::new();
        let mut last = begin.cpu;
        for (name, mark) in places {
            let at = trace.first(mark)?.cpu;
            parts.push((name, at - last));
            last = at;
        }
        let after = (rest.cpu - last - cost).max(0.0);
        parts.push(("until nothing moves any more", after));
        let longest = trace.tasks(begin, rest).iter().map(|task| task.cpu).fold(0.0, f64::max);
        let wasm = meter.run("globalThis.wasmMemory?.buffer.byteLength ?? 0").await?;
        let heap = wasm.as_f64().unwrap_or(0.0) + meter.heap().await?;
        Ok(Cold { all: last - begin.cpu + after, parts, longest, heap })
    }

    /// Opens a text that was not extracted before and follows its extraction.
    pub async fn extract(&self, tracer: &Tracer<'_>, from: &str, title: &str) -> Result<Extraction> {
        self.restart(from).await?;
        let meter = self.meter().await?;
        tracer.start().await?;
        meter.run(&format!("performance.mark('click'); {}", open_in_list(title))).await?;
        self.until("the extraction ends", "performance.getEntriesByName('extraction-ends').length > 0").await?;
        meter.quiet().await?;
        meter.run("performance.mark('rest')").await?;
        let trace = tracer.stop("rest").await?;
        let (click, asked) = (trace.first("click")?, trace.last("extraction-begins")?);
        let mut told = trace.last("extraction-ends")?;
        // What it brought last is drawn a little later.
        told.at += 200.0;
        let (opening, during) = trace.tasks(click, told).into_iter().partition::<Vec<_>, _>(|task| task.at < asked.at);
        Ok(Extraction {
            opening: opening.iter().map(|task| task.cpu).collect(),
            during,
            batches: trace.all("batch").len(),
            suggestions: self.page.counts().await?.of,
            wall: told.at - 200.0 - asked.at,
        })
    }

    /// Makes some spans by key.
    pub async fn tag(&self, tracer: &Tracer<'_>) -> Result<Vec<Made>> {
        let meter = self.meter().await?;
        meter.run("document.getElementById('pane').focus()").await?;
        let is_postil = meter.run("document.querySelector('.article') !== null").await? == true;
        if is_postil {
            self.page.press("Escape").await?;
        }
        meter.quiet().await?;
        tracer.start().await?;
        for _ in 0..MADE {
            if is_postil {
                // To a word of its own.
                self.page.press("ArrowRight ArrowRight ArrowRight").await?;
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            self.page.press("1").await?;
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        meter.quiet().await?;
        meter.run("performance.mark('rest')").await?;
        let trace = tracer.stop("rest").await?;
        if is_postil {
            // So that the next round finds what this one found.
            self.page.press(&"Ctrl+z ".repeat(MADE)).await?;
            self.until("all is saved", SAVED).await?;
            meter.quiet().await?;
        }
        let (begun, painted) = (trace.all("label"), trace.all("label-is-painted"));
        ensure!(begun.len() == MADE, "{} of {MADE} keys came to the page", begun.len());
        // A key that labels what has the label already changes nothing.
        let ends = begun.iter().skip(1).map(|it| it.at).chain([f64::INFINITY]);
        let made: Vec<Made> = begun
            .iter()
            .zip(ends)
            .filter_map(|(from, end)| {
                let to = painted.iter().find(|it| it.at > from.at && it.at < end)?;
                Some(Made { cpu: to.cpu - from.cpu, wall: to.at - from.at })
            })
            .collect();
        ensure!(made.len() * 2 > MADE, "{} of {MADE} spans were painted", made.len());
        Ok(made)
    }

    /// CPU a frame while the article is scrolled from its beginning.
    pub async fn scroll(&self) -> Result<f64> {
        let meter = self.meter().await?;
        meter.run("document.getElementById('pane').scrollTop = 0").await?;
        let script = format!(
            "(async () => {{ const pane = document.getElementById('pane'); for (let i = 0; i < {STEPS}; i += 1) \
             {{ pane.scrollTop += {STEP}; await new Promise(requestAnimationFrame); }} }})()"
        );
        let cpu = meter.measure(&script).await?.all / f64::from(STEPS);
        // So that the next round opens it where this one did: at its beginning, like the baselines.
        meter.run("document.getElementById('pane').scrollTop = 0").await?;
        meter.quiet().await?;
        Ok(cpu)
    }

    /// Shows a text in one of the baselines, and counts the nodes.
    pub async fn show_baseline(&self, kind: &str) -> Result<(Cpu, usize)> {
        let meter = self.meter().await?;
        meter.run("baseline.clear()").await?;
        meter.run("baseline.load('large.json')").await?;
        let cpu = meter.measure(&format!("baseline.open({kind:?})")).await?;
        Ok((cpu, self.page.node_count().await?))
    }
}

/// Whether there is a snapshot, or a build that makes none.
const IN_ORDER: &str = "() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('postil');
    opening.onerror = reject;
    opening.onsuccess = () => {
        const names = [...opening.result.objectStoreNames];
        if (!names.includes('snapshot')) {
            opening.result.close();
            return resolve(true);
        }
        const keys = opening.result.transaction('snapshot').objectStore('snapshot').getAllKeys();
        keys.onsuccess = () => { opening.result.close(); resolve(keys.result.length === 2); };
    };
})";
const SAVED: &str = "document.querySelector('.top .saved')?.innerText.trim() === 'Saved'";

fn open_in_list(title: &str) -> String {
    format!("[...document.querySelectorAll('.doc .open')].find((it) => it.innerText.startsWith({title:?})).click()")
}
