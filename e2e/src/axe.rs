//! Accessibility, by the rules of axe-core.

use crate::{Page, paths};
use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The rules that must hold: WCAG 2.2 AA and what it includes.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

#[derive(Debug, Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    target: Value,
    html: String,
    failure_summary: Option<String>,
}

impl Page {
    /// Waits until the page is still, and fails with every breach of the rules in what it shows then. `what` names it.
    pub async fn is_accessible(&self, what: &str) -> Result<()> {
        // Colours on their way from one to another are neither.
        self.still().await?;
        if self.ask("return typeof axe === 'undefined'", Value::Null).await? {
            self.js(&paths::axe()?, Value::Null).await?;
        }
        let options =
            json!({ "runOnly": { "type": "tag", "values": TAGS }, "resultTypes": ["violations"], "preload": false });
        let script = "return axe.run(document, arguments[0]).then((found) => found.violations)";
        let violations: Vec<Violation> = self.ask(script, json!([options])).await?;
        let mut report = String::new();
        for violation in &violations {
            writeln!(report, "{}: {}", violation.id, violation.help)?;
            for node in violation.nodes.iter().take(5) {
                let summary = node.failure_summary.as_deref().unwrap_or_default().replace('\n', " ");
                writeln!(report, "    {} {}\n        {summary}", node.target, node.html)?;
            }
            if violation.nodes.len() > 5 {
                writeln!(report, "    and {} more", violation.nodes.len() - 5)?;
            }
        }
        ensure!(violations.is_empty(), "{what}:\n{report}");
        Ok(())
    }
}
