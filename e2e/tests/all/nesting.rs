//! Spans within and across each other.

use crate::open_text;
use anyhow::{Result, ensure};
use postil_e2e::{Page, Span, test};

const TEXT: &str = "alpha beta gamma delta epsilon zeta eta theta\n";
const OUTER: (&str, &str) = ("alpha beta gamma delta", "7");
const INNER: (&str, &str) = ("beta gamma", "1");
const CROSSING: (&str, &str) = ("gamma delta epsilon zeta", "3");

async fn tag(page: &Page, (words, key): (&str, &str)) -> Result<()> {
    let count = page.spans().await?.len();
    page.drag(page.place(words).await?).await?;
    page.press(key).await?;
    page.until("one more span", async || Ok(page.spans().await?.len() == count + 1)).await
}

/// What is drawn, in any order of creation.
async fn is_drawn(page: &Page, expected: &[(&str, &str, i8)]) -> Result<()> {
    let mut expected: Vec<_> = expected.iter().map(|(label, text, lane)| (*lane, format!("{label} {text}"))).collect();
    expected.sort();
    page.settles("lanes", expected, async || {
        let mut drawn: Vec<_> = page
            .drawn()
            .await?
            .into_iter()
            .map(|Span { text, label, lane, .. }| (lane, format!("{label} {text}")))
            .collect();
        drawn.sort();
        Ok(drawn)
    })
    .await?;
    ensure!(page.article_text().await? == TEXT, "the text is drawn once, all of it");
    Ok(())
}

#[test]
fn creation_order_hides_nothing() {
    test(async |stage| {
        let page = stage.open().await?;
        let all = [("EVT", OUTER.0, 0), ("PER", INNER.0, 1), ("GPE", CROSSING.0, 2)];
        for (number, order) in
            [[OUTER, INNER, CROSSING], [CROSSING, INNER, OUTER], [INNER, CROSSING, OUTER]].iter().enumerate()
        {
            if number == 0 {
                open_text(&page, "greek.txt", TEXT).await?;
            }
            for span in order {
                tag(&page, *span).await?;
            }
            is_drawn(&page, &all).await?;
            page.kept().await?;
            page.reload().await?;
            is_drawn(&page, &all).await?;
            page.focus_article().await?;
            page.press("Ctrl+z Ctrl+z Ctrl+z").await?;
            page.has_spans(&[]).await?;
        }
        Ok(())
    });
}

#[test]
fn the_ring_goes_round_the_whole_span() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "greek.txt", TEXT).await?;
        for span in [OUTER, INNER, CROSSING] {
            tag(&page, span).await?;
        }
        for (key, expected) in [("k", INNER.0), ("k", OUTER.0), ("j", INNER.0), ("j", CROSSING.0)] {
            page.press(key).await?;
            page.settles("the ring", expected.to_owned(), async || page.focus().await).await?;
        }
        let ends = "return ['is-first', 'is-last'].map((end) => document.querySelectorAll(`.ring.${end}`).length)";
        ensure!(page.ask::<[u32; 2]>(ends, ().into()).await? == [1, 1], "one box");
        page.press("k").await?;
        page.settles("the ring", INNER.0.to_owned(), async || page.focus().await).await?;
        // The end of the crossing one moves, and all three stay.
        page.press("j ]").await?;
        is_drawn(&page, &[("EVT", OUTER.0, 0), ("PER", INNER.0, 1), ("GPE", "gamma delta epsilon zeta eta", 2)]).await
    });
}

#[test]
fn depth_beyond_the_lanes_is_told() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "greek.txt", TEXT).await?;
        let words: Vec<&str> = TEXT.trim().split(' ').collect();
        for (depth, key) in ["7", "6", "5", "4", "3", "2", "1"].into_iter().enumerate() {
            page.drag(page.place(&words[..words.len() - depth].join(" ")).await?).await?;
            page.press(key).await?;
            page.until("saved", async || Ok(page.announced().await?.ends_with(words[words.len() - depth - 1]))).await?;
        }
        page.wait(
            "“+n” is told",
            "return [...document.querySelectorAll('.chip')].some((it) => /\\+\\d/.test(it.dataset.chip))",
        )
        .await?;
        ensure!(page.article_text().await? == TEXT);
        Ok(())
    });
}

#[test]
fn the_same_words_may_have_two_labels() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "greek.txt", TEXT).await?;
        tag(&page, ("beta gamma", "1")).await?;
        tag(&page, ("beta gamma", "2")).await?;
        let mut spans = page.spans().await?;
        spans.sort();
        ensure!(spans == ["ORG beta gamma", "PER beta gamma"], "{spans:?}");
        // The same again is the same.
        page.drag(page.place("beta gamma").await?).await?;
        page.press("2").await?;
        page.saved().await?;
        ensure!(page.spans().await?.len() == 2);
        Ok(())
    });
}
