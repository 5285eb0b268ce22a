//! Deciding about suggestions, and finding the decisions again.

use crate::{ARTICLE, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Counts, Page, Profile, test};
use serde_json::Value;
use std::collections::BTreeSet;

/// Presses a key that decides about the focused suggestion; gives what that was.
async fn decide(page: &Page, key: &str) -> Result<String> {
    let announced = page.announced().await?;
    page.press(key).await?;
    page.until("the next suggestion has the focus", async || Ok(page.announced().await? != announced)).await?;
    Ok(announced)
}

/// The place to come back to that is kept, in bytes; 0 where there is none.
async fn place(page: &Page) -> Result<u64> {
    let stored = page.stored().await?;
    let settings = stored["meta"].as_object().into_iter().flatten();
    let place =
        settings.filter(|(name, _)| name.starts_with("place:")).find_map(|(_, value)| value.as_str()?.parse().ok());
    Ok(place.unwrap_or(0))
}

#[test]
fn suggestions_are_accepted_and_rejected_by_keys() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let before = page.suggestions().await?;
        ensure!(before.len() >= 30, "only {} suggestions have chips: {before:?}", before.len());
        let total = page.counts().await?.of;

        page.press("j").await?;
        page.until("a suggestion has the focus", async || Ok(page.announced().await?.contains("suggestion, score")))
            .await?;
        for _ in 0..2 {
            decide(&page, "x").await?;
        }
        for _ in 0..5 {
            decide(&page, "a").await?;
        }
        page.kept().await?;
        let (spans, pending) = (page.spans().await?, page.suggestions().await?);
        ensure!(spans.len() >= 5, "{spans:?}");
        page.settles("counts", Counts { reviewed: 2 + spans.len(), of: total }, async || page.counts().await).await?;
        ensure!(pending.len() == before.len() - 2 - spans.len(), "{} of {} are left", pending.len(), before.len());

        page.reload().await?;
        page.opened(ARTICLE).await?;
        page.extracted().await?;
        page.settles("spans after the reload", spans.clone(), async || page.spans().await).await?;
        page.settles("suggestions after the reload", pending, async || page.suggestions().await).await?;
        page.settles("counts after the reload", Counts { reviewed: 2 + spans.len(), of: total }, async || {
            page.counts().await
        })
        .await?;

        // The last five steps are acceptances, the two before them rejections.
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.until("the last acceptance is taken back", async || Ok(page.spans().await?.len() < spans.len())).await?;
        page.press("Ctrl+z Ctrl+z Ctrl+z Ctrl+z Ctrl+z Ctrl+z").await?;
        page.settles("everything taken back", before, async || page.suggestions().await).await?;
        page.has_spans(&[]).await?;
        page.press("Ctrl+Shift+z Ctrl+Shift+z Ctrl+Shift+z Ctrl+y Ctrl+y Ctrl+y Ctrl+y").await?;
        page.settles("everything done again", spans, async || page.spans().await).await
    });
}

#[test]
fn a_second_session_finds_work_and_place() {
    test(async |stage| {
        let profile = Profile::new()?;
        let page = stage.open_with(&profile).await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        page.press("j a a a").await?;
        page.until("spans", async || Ok(page.spans().await?.len() >= 3)).await?;
        let spans = page.spans().await?;
        page.saved().await?;
        page.wheel(700).await?;
        page.until("the place is kept", async || place(&page).await.map(|place| place > 500)).await?;
        let before = place(&page).await?;
        page.kept().await?;
        page.browser().quit().await?;

        // Coming back again and again does not move it.
        for visit in 0..3 {
            let page = stage.open_with(&profile).await?;
            page.opened(ARTICLE).await?;
            page.settles("spans", spans.clone(), async || page.spans().await).await?;
            page.wait("the view is not at the top", "return document.getElementById('pane').scrollTop > 300").await?;
            page.wait("settings were written", "return new Promise((done) => setTimeout(() => done(true), 1200))")
                .await?;
            ensure!(
                place(&page).await? == before,
                "visit {visit}: the place is {}, it was {before}",
                place(&page).await?
            );
            page.browser().quit().await?;
        }
        Ok(())
    });
}

#[test]
fn a_suggestion_is_corrected_in_one_key() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        page.press("j").await?;
        page.until("the focus", async || Ok(!page.focus().await?.is_empty())).await?;
        let text = page.focus().await?;
        page.press("5").await?;
        page.has_spans(&[&format!("FAC {text}")]).await?;
        page.until("the next suggestion has the focus", async || Ok(page.focus().await? != text)).await?;
        page.press("k").await?;
        page.says(".right", "yours").await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&[]).await
    });
}

#[test]
fn all_alike_are_accepted_in_one_step() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let of = |list: Vec<String>| list.into_iter().filter(|it| it.starts_with("PER ")).collect::<BTreeSet<_>>();
        let people = of(page.suggestions().await?);
        page.press("j").await?;
        page.until("a person has the focus", async || {
            let is_person = page.announced().await?.starts_with("Person: ");
            if !is_person {
                page.press("j").await?;
            }
            Ok(is_person)
        })
        .await?;
        page.press("A").await?;
        page.settles("people", people, async || Ok(of(page.spans().await?))).await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&[]).await
    });
}

#[test]
fn the_least_score_and_the_layers_choose_what_is_shown() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let all = page.suggestions().await?;
        page.click("Dates").await?;
        page.until("dates are hidden", async || {
            let shown = page.suggestions().await?;
            Ok(shown.len() < all.len() && !shown.iter().any(|it| it.starts_with("DATE ")))
        })
        .await?;
        page.click("Dates").await?;
        page.settles("all again", all.clone(), async || page.suggestions().await).await?;
        page.click_on(".threshold input").await?;
        page.press("End").await?;
        page.until("only certain ones", async || Ok(page.suggestions().await?.len() < all.len())).await?;
        // In the range field, letters belong to the field.
        page.press("j a").await?;
        page.has_spans(&[]).await
    });
}

#[test]
fn what_was_rejected_is_shown_dotted_and_brought_back() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        page.focus_article().await?;
        page.press("a").await?;
        let first = page.focus().await?;
        let before = page.suggestions().await?.len();
        page.press("x").await?;
        page.settles("one fewer", before - 1, async || Ok(page.suggestions().await?.len())).await?;
        let dotted = "return document.querySelectorAll('.seg[data-l0~=dotted]').length";
        ensure!(page.ask::<usize>(dotted, Value::Null).await? == 0);
        page.click("Layers and suggestions").await?;
        page.click("Show rejected suggestions").await?;
        page.press("Escape").await?;
        page.settles("it is dotted", 1, async || page.ask::<usize>(dotted, Value::Null).await).await?;
        page.is_accessible("a rejected suggestion").await?;
        page.focus_article().await?;
        page.press("k").await?;
        page.settles("it has the focus", first.clone(), async || page.focus().await).await?;
        page.until("it is told", async || Ok(page.announced().await?.contains("rejected suggestion"))).await?;
        page.press("x").await?;
        page.settles("as many as before", before, async || Ok(page.suggestions().await?.len())).await?;
        ensure!(page.ask::<usize>(dotted, Value::Null).await? == 0);
        page.says(".said.is-done", "Brought back").await?;
        page.saved().await
    });
}

#[test]
fn the_date_of_a_dateline_is_offered() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = "Strike ends in the port of London\n\nLONDON, 12 March 2024 (Reuters) - The strike of the dock workers \
            in the port is over, said the union on Monday. The talks had lasted for more than a week.\n";
        open_text(&page, "strike.txt", text).await?;
        page.says(".banner", "The dateline says “12 March 2024”.").await?;
        page.is_accessible("the offer of a date").await?;
        page.click("Take this date").await?;
        page.says(".folio", "Document date 2024-03-12").await?;
        page.wait("the offer is gone", "return !document.querySelector('.banner')").await?;
        page.focus_article().await?;
        page.press("Ctrl+z").await?;
        page.says(".banner", "Document date?").await?;
        page.click("Not now").await?;
        page.wait("the offer is gone", "return !document.querySelector('.banner')").await?;
        page.saved().await
    });
}
