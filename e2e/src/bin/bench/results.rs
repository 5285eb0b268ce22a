//! What was measured, and how it is told.

use crate::desk::{Cold, Extraction, Made};
use crate::goals::{Goals, Wanted};
use crate::meter::Cpu;
use crate::report::{Table, median, number, quantile};
use anyhow::{Context as _, Result};
use postil_e2e::Page;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Where and when.
pub struct About {
    date: String,
    browser: String,
    cores: usize,
}

impl About {
    pub async fn of(page: &Page) -> Result<Self> {
        let version = page.cdp("Browser.getVersion", json!({})).await?;
        let browser = version["product"].as_str().context("the browser's name")?.replace("Chrome/", "Chromium ");
        let date = page.ask("return new Date().toISOString().slice(0, 10)", Value::Null).await?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Ok(Self { date, browser, cores })
    }

    /// For a section that is written alone.
    pub fn section(&self) -> String {
        let Self { date, browser, cores } = self;
        format!("Written by `cargo xtask bench -- --only engine` on {date}, {browser}, headless, {cores} cores")
    }
}

/// One way to show a text: a value a round.
#[derive(Default)]
pub struct Row {
    pub load: Vec<Cpu>,
    pub nodes: Vec<f64>,
    pub cold: Vec<Cold>,
    pub made: Vec<Vec<Made>>,
    pub scroll: Vec<f64>,
}

impl Row {
    fn loads(&self) -> Vec<f64> {
        self.load.iter().map(|cpu| cpu.all).collect()
    }

    /// The CPU of a span by round: the median of those that were made one after the other.
    fn made(&self) -> Vec<f64> {
        self.made.iter().map(|made| median(&made.iter().map(|it| it.cpu).collect::<Vec<_>>())).collect()
    }
}

pub struct Results {
    runs: usize,
    bytes: usize,
    spans: usize,
    baselines: BTreeMap<&'static str, Row>,
    postil: BTreeMap<&'static str, Row>,
    pub extraction: Vec<Extraction>,
}

/// Rows of the tables: whose, under which name, what it is and on which text.
const ROWS: [(bool, &str, &str, &str); 8] = [
    (false, "plain", "plain `<p>`, nothing annotated", "1M:0"),
    (false, "marks", "`<mark>` elements", "1M:10k"),
    (false, "sections", "CSS highlights, `content-visibility` per 50 paragraphs", "1M:10k"),
    (false, "windowed", "windowed DOM, CSS highlights", "1M:10k"),
    (true, "10k", "Postil", "1M:10k"),
    (true, "50k", "Postil", "1M:50k"),
    (true, "small of 10k", "Postil, in a project with 1M:10k", "3K:50"),
    (true, "small of 50k", "Postil, in a project with 1M:50k", "3K:50"),
];

/// The middle of the ratios of each round.
fn ratio(of: &[f64], to: &[f64]) -> Option<f64> {
    let ratios: Vec<f64> = of.iter().zip(to).filter(|(_, to)| **to > 0.0).map(|(of, to)| of / to).collect();
    (!ratios.is_empty()).then(|| median(&ratios))
}

fn cell(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), number)
}

impl Results {
    pub fn new(runs: usize, bytes: usize, spans: usize) -> Self {
        Self { runs, bytes, spans, baselines: BTreeMap::new(), postil: BTreeMap::new(), extraction: Vec::new() }
    }

    pub fn baseline(&mut self, kind: &'static str) -> &mut Row {
        self.baselines.entry(kind).or_default()
    }

    pub fn postil(&mut self, name: &'static str) -> &mut Row {
        self.postil.entry(name).or_default()
    }

    fn get(&self, is_postil: bool, name: &str) -> Option<&Row> {
        if is_postil { self.postil.get(name) } else { self.baselines.get(name) }
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str, &Row)> {
        ROWS.iter().filter_map(|(is_postil, name, what, text)| Some((*what, *text, self.get(*is_postil, name)?)))
    }

    pub fn to_markdown(&self, about: &About) -> String {
        let parts = [
            self.head(about),
            self.goals(),
            self.loads(),
            self.starts(),
            self.extractions(),
            self.spans_made(),
            self.scrolls(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn head(&self, about: &About) -> Option<String> {
        let About { date, browser, cores } = about;
        let Self { runs, bytes, spans, .. } = self;
        Some(format!(
            "# Benchmarks

Written by `cargo xtask bench` on {date}: {browser}, headless, on a machine with {cores} cores; medians of {runs} rounds.

Times are CPU of the page's main thread in milliseconds, by the thread's own clock: a busy machine inflates them far less
than the time on the wall, and ratios, which are taken within a round, still less. The text is our own: {bytes} bytes made
of the sentences of the sample texts with other names, numbers and words. 1M:10k means one megabyte with {spans} spans,
four in five beside each other and the fifth nested in one of them or crossing it. Where extraction is not what is
measured, the texts are marked as Dutch, which the extractor leaves alone.
"
        ))
    }

    fn goals(&self) -> Option<String> {
        let mut goals = Goals::new();
        let mut goal = |what: &str, bound: f64, measured| goals.add(what, Wanted::AtMost(bound), measured);
        let loads = |is_postil, name| self.get(is_postil, name).map(Row::loads);
        let made = |is_postil, name| self.get(is_postil, name).map(Row::made);
        let scrolls = |is_postil, name| self.get(is_postil, name).map(|row| row.scroll.clone());
        let of = |a: Option<Vec<f64>>, b: Option<Vec<f64>>| ratio(&a?, &b?);
        let nodes = self.get(true, "10k").filter(|row| !row.nodes.is_empty()).map(|row| median(&row.nodes));
        goal("opening 1M:10k, × plain `<p>`", 0.25, of(loads(true, "10k"), loads(false, "plain")));
        goal("DOM nodes with 1M:10k open", 5000.0, nodes);
        goal("opening 1M:50k, × 1M:10k", 1.5, of(loads(true, "50k"), loads(true, "10k")));
        let longest: Vec<f64> = self.extraction.iter().map(|it| quantile(&cpus(it), 1.0)).collect();
        let longest = (!longest.is_empty()).then(|| median(&longest));
        goal("longest task while 1 MB is extracted, ms of CPU", 50.0, longest);
        goal("making a span, 1M:10k, × windowed", 1.5, of(made(true, "10k"), made(false, "windowed")));
        goal("making a span, 1M:50k, × 3K:50", 1.3, of(made(true, "50k"), made(true, "small of 10k")));
        goal("scrolling 1M:10k, × windowed", 1.5, of(scrolls(true, "10k"), scrolls(false, "windowed")));
        goal("scrolling 1M:50k, × windowed", 2.0, of(scrolls(true, "50k"), scrolls(false, "windowed")));
        goals.to_markdown_if_any(
            "## Goals

A commit is named where a measurement that was written down says so; between that one and the one before nobody looked.
",
        )
    }

    fn loads(&self) -> Option<String> {
        let plain = self.baselines.get("plain").map(Row::loads).unwrap_or_default();
        let head = ["opening a document", "text", "CPU ms", "× plain", "script", "style", "layout", "nodes"];
        let mut table = Table::new(&head);
        for (what, text, row) in self.rows().filter(|(.., row)| !row.load.is_empty()) {
            let part = |part: fn(&Cpu) -> f64| number(median(&row.load.iter().map(part).collect::<Vec<_>>()));
            table.row(vec![
                what.to_owned(),
                text.to_owned(),
                number(median(&row.loads())),
                cell(ratio(&row.loads(), &plain)),
                part(|cpu| cpu.script),
                part(|cpu| cpu.style),
                part(|cpu| cpu.layout),
                number(median(&row.nodes)),
            ]);
        }
        table.to_markdown_if_any(
            "## Opening a document

Another document is open. From the click on this one in the list until nothing moves any more, reading its text from
storage included; in the baselines, from the call that makes the elements, the text being there already.
",
        )
    }

    fn starts(&self) -> Option<String> {
        let mut table = Table::new(&["starting with a document open", "1M:10k", "1M:50k"]);
        let cold = |name: &str| self.postil.get(name).map(|row| &row.cold).filter(|cold| !cold.is_empty());
        let (ten, fifty) = (cold("10k")?, cold("50k")?);
        let middle =
            |cold: &[Cold], of: &dyn Fn(&Cold) -> f64| number(median(&cold.iter().map(of).collect::<Vec<_>>()));
        for (at, (name, _)) in ten[0].parts.iter().enumerate() {
            let of = |it: &Cold| it.parts.get(at).map_or(0.0, |(_, cpu)| *cpu);
            table.row(vec![(*name).to_owned(), middle(ten, &of), middle(fifty, &of)]);
        }
        table.row(vec!["all".to_owned(), middle(ten, &|it| it.all), middle(fifty, &|it| it.all)]);
        let longest = |it: &Cold| it.longest;
        table.row(vec!["the longest task of these".to_owned(), middle(ten, &longest), middle(fifty, &longest)]);
        table.to_markdown_if_any(
            "## Starting the page

From an empty page to the document that was open last, shown and at rest: CPU ms of the main thread, part by part. Each
span of the log is a transaction of its own.
",
        )
    }

    fn extractions(&self) -> Option<String> {
        let mut table =
            Table::new(&["tasks of the main thread, CPU ms", "longest", "99th of 100", "all together", "tasks"]);
        let middle =
            |of: &dyn Fn(&Extraction) -> f64| number(median(&self.extraction.iter().map(of).collect::<Vec<_>>()));
        let mut row = |name: &str, of: &dyn Fn(&Extraction) -> Vec<f64>| {
            table.row(vec![
                name.to_owned(),
                middle(&|it| quantile(&of(it), 1.0)),
                middle(&|it| quantile(&of(it), 0.99)),
                middle(&|it| of(it).iter().sum()),
                middle(&|it| of(it).len() as f64),
            ]);
        };
        if self.extraction.is_empty() {
            return None;
        }
        row("while 1 MB is extracted", &cpus);
        row("before, from the click until the worker has the text", &|it| it.opening.clone());
        let worst = self.extraction.iter().flat_map(cpus).fold(0.0, f64::max);
        let wall = self.extraction.iter().flat_map(|it| &it.during).map(|task| task.wall).fold(0.0, f64::max);
        let intro = format!(
            "## While a text is extracted

One megabyte of English without a span is opened. The browser's trace tells the CPU of each turn of the main thread's event
loop (`RunTask`, `tdur`). The longest of all {} rounds took {} ms of CPU; on the clock of this machine, {} ms. {}
suggestions came in {} batches over {} s.
",
            self.runs,
            number(worst),
            number(wall),
            middle(&|it| it.suggestions as f64),
            middle(&|it| it.batches as f64),
            middle(&|it| it.wall / 1_000.0),
        );
        table.to_markdown_if_any(&intro)
    }

    fn spans_made(&self) -> Option<String> {
        let windowed = self.baselines.get("windowed").map(Row::made).unwrap_or_default();
        let mut table = Table::new(&["making a span", "text", "CPU ms", "× windowed", "on the clock, ms"]);
        for (what, text, row) in self.rows().filter(|(.., row)| !row.made.is_empty()) {
            let walls: Vec<f64> = row.made.iter().flatten().map(|made| made.wall).collect();
            table.row(vec![
                what.to_owned(),
                text.to_owned(),
                number(median(&row.made())),
                cell(ratio(&row.made(), &windowed)),
                number(median(&walls)),
            ]);
        }
        table.to_markdown_if_any(
            "## Making a span

From the key press to the end of the frame that shows the span.
",
        )
    }

    fn scrolls(&self) -> Option<String> {
        let windowed = self.baselines.get("windowed").map(|row| row.scroll.clone()).unwrap_or_default();
        let mut table = Table::new(&["scrolling", "text", "CPU ms a frame", "× windowed"]);
        for (what, text, row) in self.rows().filter(|(.., row)| !row.scroll.is_empty()) {
            let ratio = cell(ratio(&row.scroll, &windowed));
            table.row(vec![what.to_owned(), text.to_owned(), number(median(&row.scroll)), ratio]);
        }
        table.to_markdown_if_any("## Scrolling\n\n120 pixels a frame, from the beginning of the text.\n")
    }
}

fn cpus(extraction: &Extraction) -> Vec<f64> {
    extraction.during.iter().map(|task| task.cpu).collect()
}
