//! The article as it is drawn, and places in it.

use crate::Page;
use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

/// A span as it is drawn.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    pub text: String,
    /// As on the chip: `PER`.
    pub label: String,
    pub is_suggested: bool,
    /// 0 is the tint, 1 to 4 are the lines below; -1 is none, which is an error in drawing.
    pub lane: i8,
}

/// A stretch of the article's text, in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub start: usize,
    pub end: usize,
}

impl Place {
    /// Without its first and last unit.
    pub fn inner(self) -> Self {
        Self { start: self.start + 1, end: self.end - 1 }
    }
}

impl Page {
    /// The article's text, read from the page: all of it, cold chunks too.
    pub async fn article_text(&self) -> Result<String> {
        self.ask("return postilProbe.text()", Value::Null).await
    }

    /// What is drawn near the view, in the order in which spans end.
    pub async fn drawn(&self) -> Result<Vec<Span>> {
        self.ask("return postilProbe.spans()", Value::Null).await
    }

    /// The spans that a person made or accepted, as `PER Vladimir Putin`, in the order in which they end.
    pub async fn spans(&self) -> Result<Vec<String>> {
        let drawn = self.drawn().await?;
        Ok(drawn.into_iter().filter(|it| !it.is_suggested).map(|it| format!("{} {}", it.label, it.text)).collect())
    }

    /// The same for suggestions nobody has decided about.
    pub async fn suggestions(&self) -> Result<Vec<String>> {
        let drawn = self.drawn().await?;
        Ok(drawn.into_iter().filter(|it| it.is_suggested).map(|it| format!("{} {}", it.label, it.text)).collect())
    }

    /// Waits until the spans are these.
    pub async fn has_spans(&self, expected: &[&str]) -> Result<()> {
        let expected = expected.iter().map(|span| (*span).to_owned()).collect::<Vec<_>>();
        self.settles("spans", expected, async || self.spans().await).await
    }

    /// Waits until a span is drawn, among others.
    pub async fn has_span(&self, span: &str) -> Result<()> {
        let mut drawn = Vec::new();
        let what = format!("a span “{span}”");
        let outcome = self.until(&what, async || {
            drawn = self.spans().await?;
            Ok(drawn.iter().any(|it| it == span))
        });
        outcome.await.map_err(|error| error.context(format!("drawn are {drawn:?}")))
    }

    /// Where some words stand first.
    pub async fn place(&self, words: &str) -> Result<Place> {
        self.place_after(words, 0).await
    }

    /// Where some words stand first at or after an offset.
    pub async fn place_after(&self, words: &str, from: usize) -> Result<Place> {
        let at: i64 =
            self.ask("return postilProbe.text().indexOf(arguments[0], arguments[1])", json!([words, from])).await?;
        ensure!(at >= 0, "the article does not hold “{words}” after {from}");
        let start = usize::try_from(at)?;
        Ok(Place { start, end: start + words.encode_utf16().count() })
    }

    /// What is selected in the page, as the browser says.
    pub async fn selected(&self) -> Result<String> {
        self.ask("return getSelection().toString()", Value::Null).await
    }

    /// What is selected in the article, as a place.
    pub async fn selected_place(&self) -> Result<Place> {
        let [start, end] = self.ask::<[usize; 2]>("return postilProbe.selected()", Value::Null).await?;
        Ok(Place { start, end })
    }

    /// Selects by the browser's own interface, as caret browsing or a screen reader does.
    pub async fn select(&self, place: Place) -> Result<()> {
        self.js("postilProbe.select(arguments[0], arguments[1])", json!([place.start, place.end])).await.map(drop)
    }

    /// Scrolls until a place is in the middle of the view, and waits until it rests.
    pub async fn bring(&self, offset: usize) -> Result<()> {
        self.wait_with("the place is in view", "return postilProbe.reach(arguments[0])", json!([offset])).await
    }
}
