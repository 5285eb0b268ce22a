//! Nothing moves under a person's hand.

use anyhow::{Result, ensure};
use postil_e2e::{Page, sample, test};
use serde_json::{Value, json};

/// The article over and over, with numbers so that no two are alike.
fn megabytes(count: usize) -> Result<String> {
    let article = String::from_utf8(sample("idlib-talks.txt")?)?;
    Ok((0..380 * count).map(|n| format!("Number {n}.\n\n{article}\n\n")).collect())
}

/// Changes the document's date, which has the text read again, and waits until it was.
async fn extract_again(page: &Page) -> Result<()> {
    let script = "const bar = () => document.querySelector('.folio [role=progressbar]') !== null; \
        window.reading = 'soon'; \
        const looking = setInterval(() => { \
            if (bar()) window.reading = 'now'; \
            else if (window.reading === 'now') { window.reading = 'over'; clearInterval(looking); } }, 5); \
        const date = document.querySelector('.right input[type=date]'); \
        date.value = '2020-02-29'; \
        date.dispatchEvent(new Event('change', { bubbles: true }))";
    page.js(script, Value::Null).await?;
    page.wait("the text was read again", "return window.reading === 'over'").await?;
    page.says(".folio", "2020-02-29").await
}

#[test]
fn suggestions_do_not_move_a_selection() {
    test(async |stage| {
        let page = stage.open().await?;
        page.upload(&[("long.txt", megabytes(1)?.as_bytes())]).await?;
        page.extracted().await?;
        let words = "coastal city of Sochi";
        let place = page.place(words).await?;
        page.select(place).await?;
        extract_again(&page).await?;
        ensure!(page.selected().await? == words, "“{}”", page.selected().await?);
        ensure!(page.selected_place().await? == place, "{:?}", page.selected_place().await?);
        page.says(".right .cover", words).await?;
        page.focus_article().await?;
        page.press("7").await?;
        page.has_span(&format!("EVT {words}")).await?;
        page.until("suggestions are drawn", async || Ok(page.suggestions().await?.len() > 10)).await
    });
}

#[test]
fn suggestions_do_not_disturb_a_drag() {
    test(async |stage| {
        let page = stage.open().await?;
        page.upload(&[("long.txt", megabytes(1)?.as_bytes())]).await?;
        page.extracted().await?;
        let words = "residence on Monday in the coastal city";
        let place = page.place(words).await?;
        page.bring(place.start).await?;
        page.press_mouse(place).await?;
        extract_again(&page).await?;
        ensure!(page.selected().await? == words, "“{}”", page.selected().await?);
        page.release_mouse().await?;
        page.says(".right .cover", words).await?;
        page.press("7").await?;
        page.has_span(&format!("EVT {words}")).await
    });
}

#[test]
fn a_selection_made_while_suggestions_arrive_stays() {
    test(async |stage| {
        let page = stage.open().await?;
        let words = "coastal city of Sochi";
        // Selected as soon as the text is there and extraction runs: sooner than any driver could.
        let select = "const looking = setInterval(() => { \
            const at = postilProbe.text().indexOf(arguments[0]); \
            if (at < 0 || document.querySelector('.folio [role=progressbar]') === null) return; \
            clearInterval(looking); \
            postilProbe.select(at, at + arguments[0].length); \
            window.isSelected = true; }, 5)";
        page.js(select, json!([words])).await?;
        page.upload(&[("long.txt", megabytes(1)?.as_bytes())]).await?;
        page.wait("the words are selected", "return window.isSelected === true").await?;
        page.extracted().await?;
        ensure!(page.selected().await? == words, "“{}”", page.selected().await?);
        // Let go, the suggestions are drawn.
        page.focus_article().await?;
        page.press("Escape").await?;
        page.until("suggestions are drawn", async || Ok(page.suggestions().await?.len() > 10)).await
    });
}

/// How many suggestions there are, while extraction does not run.
async fn counted(page: &Page) -> Result<usize> {
    let is_counted = page.read(".folio").await?.ends_with(" reviewed");
    Ok(if is_counted { page.counts().await?.of } else { 0 })
}

#[test]
fn extraction_can_be_stopped_and_begun_again() {
    test(async |stage| {
        let page = stage.open().await?;
        // Soon after there is a button, and again until it is heard: sooner than any driver could.
        page.js(
            "const looking = setInterval(() => { \
            const stop = [...document.querySelectorAll('.folio button')].find((it) => it.textContent === 'Stop'); \
            if (stop) { window.isHidden = stop.closest('[role=progressbar]') !== null; stop.click(); } \
            else if (window.isHidden !== undefined) clearInterval(looking); }, 50)",
            Value::Null,
        )
        .await?;
        page.upload(&[("long.txt", megabytes(5)?.as_bytes())]).await?;
        page.says(".remark", "Extraction was stopped").await?;
        let is_hidden: bool = page.ask("return window.isHidden", Value::Null).await?;
        let some = counted(&page).await?;
        page.click("Extract again").await?;
        page.until("all of it was read", async || {
            Ok(page.read(".remark").await?.is_empty() && counted(&page).await? > some)
        })
        .await?;
        page.saved().await?;
        ensure!(!is_hidden, "“Stop” stands in a progress bar, whose children no screen reader is told of");
        Ok(())
    });
}

#[test]
fn a_new_span_moves_no_line() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(crate::ARTICLE).await?;
        page.extracted().await?;
        let tops = "return [...document.querySelectorAll('.para')].map((it) => it.getBoundingClientRect().top)";
        let before: Vec<f64> = page.ask(tops, Value::Null).await?;
        page.press("j a").await?;
        page.until("a span", async || Ok(!page.spans().await?.is_empty())).await?;
        let after: Vec<f64> = page.ask(tops, Value::Null).await?;
        ensure!(before == after, "accepting moved lines");
        page.press("q").await?;
        page.wait("chips are hidden", "return document.querySelector('.article.is-quiet') !== null").await?;
        page.press("q").await?;
        page.wait("chips are shown", "return document.querySelector('.article.is-quiet') === null").await
    });
}
