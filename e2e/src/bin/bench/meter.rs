//! CPU of a page's main thread.

use crate::report::median;
use anyhow::{Context as _, Result, ensure};
use postil_e2e::Page;
use serde_json::{Value, json};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// Between two looks at whether a page is quiet.
const LOOK: Duration = Duration::from_millis(200);
/// A page is quiet when it has used less than this many milliseconds of CPU between two looks, so many times running.
const STILL: f64 = 1.0;
const TIMES: usize = 3;
/// No page is waited for longer.
const LIMIT: Duration = Duration::from_secs(240);

/// CPU of the main thread, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cpu {
    /// All of it.
    pub all: f64,
    pub script: f64,
    pub style: f64,
    pub layout: f64,
}

/// Reads the clock of a page's main thread.
pub struct Meter<'a> {
    pub page: &'a Page,
    /// What one look costs the page, in milliseconds.
    cost: Cell<f64>,
}

impl<'a> Meter<'a> {
    pub async fn new(page: &'a Page) -> Result<Self> {
        page.cdp("Performance.enable", json!({ "timeDomain": "threadTicks" })).await?;
        Ok(Self { page, cost: Cell::new(0.5) })
    }

    /// Runs an expression in the page, with the rights of a person's click, and waits for its promise. It is lighter on
    /// the page than a script of WebDriver.
    pub async fn run(&self, expression: &str) -> Result<Value> {
        let parameters =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true });
        let answer = self.page.cdp("Runtime.evaluate", parameters).await?;
        ensure!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        Ok(answer["result"]["value"].clone())
    }

    async fn now(&self) -> Result<Cpu> {
        let answer = self.page.cdp("Performance.getMetrics", json!({})).await?;
        let metrics = answer["metrics"].as_array().context("metrics")?;
        let value = |name: &str| {
            let found =
                metrics.iter().find(|metric| metric["name"] == name).and_then(|metric| metric["value"].as_f64());
            found.map(|seconds| seconds * 1_000.0).with_context(|| format!("the browser tells no {name}"))
        };
        Ok(Cpu {
            all: value("ThreadTime")?,
            script: value("ScriptDuration")?,
            style: value("RecalcStyleDuration")?,
            layout: value("LayoutDuration")?,
        })
    }

    /// Bytes that JavaScript holds after a collection of what it does not.
    pub async fn heap(&self) -> Result<f64> {
        self.page.cdp("HeapProfiler.collectGarbage", json!({})).await?;
        let answer = self.page.cdp("Runtime.getHeapUsage", json!({})).await?;
        answer["usedSize"].as_f64().context("the browser tells no heap")
    }

    /// Waits until the page has nothing to do, and gives how often it was looked at.
    pub async fn quiet(&self) -> Result<usize> {
        let deadline = Instant::now() + LIMIT;
        let mut last = self.now().await?.all;
        let (mut looks, mut still) = (1, 0);
        while still < TIMES {
            ensure!(Instant::now() < deadline, "the page does not come to rest");
            tokio::time::sleep(LOOK).await;
            let now = self.now().await?.all;
            still = if now - last < STILL + self.cost.get() { still + 1 } else { 0 };
            last = now;
            looks += 1;
        }
        Ok(looks)
    }

    /// What a look costs the page that is quiet, in milliseconds.
    pub async fn cost(&self) -> Result<f64> {
        let mut costs = Vec::new();
        let mut last = self.now().await?.all;
        for _ in 0..7 {
            let now = self.now().await?.all;
            costs.push(now - last);
            last = now;
        }
        self.cost.set(median(&costs));
        Ok(self.cost.get())
    }

    /// The CPU of an expression and of all that follows from it, until the page is quiet again.
    pub async fn measure(&self, expression: &str) -> Result<Cpu> {
        self.quiet().await?;
        self.cost().await?;
        let before = self.now().await?;
        self.run(expression).await?;
        let looks = self.quiet().await?;
        let after = self.now().await?;
        // The look after the expression, those until quiet, and the expression's own way in.
        let cost = self.cost.get() * (looks + 2) as f64;
        Ok(Cpu {
            all: (after.all - before.all - cost).max(0.0),
            script: after.script - before.script,
            style: after.style - before.style,
            layout: after.layout - before.layout,
        })
    }
}
