//! What an older version kept is there, and what a newer one kept is left alone.

use crate::PLAIN;
use anyhow::{Context as _, Result, ensure};
use postil_e2e::{Page, Profile, Stage, root, test};
use serde_json::{Value, json};

/// Puts into IndexedDB what version 1 kept, as it would have.
const KEPT: &str = "
    const [kept] = arguments;
    return new Promise((resolve, reject) => {
        const opening = indexedDB.open('postil', 1);
        opening.onerror = () => reject(opening.error);
        opening.onupgradeneeded = () => {
            opening.result.createObjectStore('log', { autoIncrement: true });
            opening.result.createObjectStore('texts');
            opening.result.createObjectStore('meta');
        };
        opening.onsuccess = () => {
            const writing = opening.result.transaction(['log', 'texts', 'meta'], 'readwrite');
            for (const row of kept.log) writing.objectStore('log').add(row);
            for (const [id, text] of Object.entries(kept.texts)) {
                writing.objectStore('texts').put(new TextEncoder().encode(text), id);
            }
            for (const [name, value] of Object.entries(kept.meta)) writing.objectStore('meta').put(value, name);
            writing.oncomplete = () => { opening.result.close(); resolve(true); };
            writing.onerror = () => reject(writing.error);
        };
    });";

fn kept() -> Result<Value> {
    let path = root().join("crates/project/tests/fixtures/v1/storage.json");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(serde_json::from_str(&text)?)
}

/// The page as it starts over this storage.
async fn over(stage: &Stage, kept: &Value) -> Result<Page> {
    let page = stage.browser(&Profile::new()?).await?.blank_tab().await?;
    // Of the same origin, and no page of ours.
    stage.server.add(
        "elsewhere.html",
        "text/html",
        "<!doctype html><link rel=icon href=icon-192.png><title>Elsewhere</title>",
    );
    page.go("elsewhere.html").await?;
    page.js(KEPT, json!([kept])).await?;
    page.go("").await?;
    page.started().await?;
    Ok(page)
}

/// The rows of the log as they are kept, in order.
async fn rows(page: &Page) -> Result<Vec<Value>> {
    let stored = page.stored().await?;
    let rows = stored["log"].as_object().context("a log")?;
    let mut rows: Vec<(u32, Value)> = rows
        .iter()
        .map(|(key, row)| Ok((key.parse()?, serde_json::from_str(row.as_str().context("a row")?)?)))
        .collect::<Result<_>>()?;
    rows.sort_by_key(|(key, _)| *key);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

async fn has_documents(page: &Page, number: usize) -> Result<()> {
    let script = "return document.querySelectorAll('.left .doc').length";
    page.settles("documents", number, async || page.ask(script, Value::Null).await).await
}

const SPANS: [&str; 8] = [
    "PER Ilse Okonkwo",
    "GPE Rotterdam",
    "DATE Friday",
    "CUE said",
    "PER Ilse Okonkwo",
    "MISC naïve",
    "PCT 40 percent",
    "NUM 1,200",
];

#[test]
fn work_of_version_1_goes_on() {
    test(async |stage| {
        let kept = kept()?;
        let page = over(stage, &kept).await?;
        page.opened("Mayor Ilse Okonkwo").await?;
        page.extracted().await?;
        page.has_spans(&SPANS).await?;
        let pending = page.suggestions().await?;
        ensure!(pending.is_empty(), "what was decided is decided: {pending:?}");
        has_documents(&page, 2).await?;
        page.click("A meeting").await?;
        page.opened("A meeting").await?;
        // They are another annotator's.
        page.says(".right", "Spans 4").await?;

        // The import is taken back and done again; then what was deleted before it comes back.
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        has_documents(&page, 1).await?;
        page.press("Ctrl+Shift+z").await?;
        has_documents(&page, 2).await?;
        page.press("Ctrl+z Ctrl+z").await?;
        page.opened("Mayor Ilse Okonkwo").await?;
        let with_more: Vec<&str> = SPANS.into_iter().chain(["NORP workers"]).collect();
        page.has_spans(&with_more).await?;
        page.kept().await?;

        // What was there is as it was; what was added is of this version.
        let rows = rows(&page).await?;
        let old = kept["log"].as_array().context("rows")?;
        ensure!(rows.len() == old.len() + 4, "{} rows", rows.len());
        ensure!(rows[..old.len()] == old[..], "a row of version 1 was changed");
        let is_new = |row: &Value| row["rows"].as_str().is_some_and(|line| line.starts_with("{\"v\":3,"));
        ensure!(rows[old.len()..].iter().all(is_new), "{:?}", &rows[old.len()..]);
        page.reload().await?;
        page.opened("Mayor Ilse Okonkwo").await?;
        page.has_spans(&with_more).await
    });
}

#[test]
fn work_of_a_newer_version_is_left_alone() {
    test(async |stage| {
        let mut kept = kept()?;
        let last = kept["log"].as_array_mut().and_then(|rows| rows.last_mut()).context("a row")?;
        let line = last["rows"].as_str().context("a line")?.replace("{\"v\":1,", "{\"v\":4,\"more\":true,");
        last["rows"] = line.into();
        let page = over(stage, &kept).await?;
        page.says("#app", "was written by a newer Postil").await?;
        let before = page.stored().await?;
        page.upload(&[("own.txt", PLAIN.as_bytes())]).await?;
        page.settles("the text", PLAIN.to_owned(), async || page.article_text().await).await?;
        page.drag(page.place("quick").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER quick"]).await?;
        page.says(".storage", "Not kept").await?;
        page.click("Delete all data…").await?;
        page.click("Delete everything").await?;
        page.says("#app", "deleted").await?;
        let after = page.stored().await?;
        ensure!(after == before, "storage was changed: {after}");
        Ok(())
    });
}
