//! Only some annotations are shown and walked through.

use crate::ARTICLE;
use anyhow::ensure;
use postil_e2e::test;
use serde_json::Value;

#[test]
fn a_filter_is_seen_and_lifted_by_one_key() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let all = page.suggestions().await?;
        page.focus_article().await?;
        page.press("j").await?;
        page.says(".review", "Accept").await?;
        let label = page.announced().await?;
        let label = label.split(':').next().unwrap_or_default().to_owned();
        let top = "return document.querySelector('.para').getBoundingClientRect().top";
        let before: f64 = page.ask(top, Value::Null).await?;
        page.press("Shift+F").await?;
        page.says(".filtered", &format!("Only {label}")).await?;
        page.is_accessible("a filter").await?;
        let after: f64 = page.ask(top, Value::Null).await?;
        ensure!((before - after).abs() < 0.5, "the text moved from {before} to {after}");
        let few = page.suggestions().await?;
        ensure!(!few.is_empty() && few.len() < all.len(), "{} of {}", few.len(), all.len());
        let chip = few[0].split(' ').next().unwrap_or_default().to_owned();
        ensure!(few.iter().all(|it| it.starts_with(&chip)), "{few:?}");
        for _ in 0..3 {
            page.press("j").await?;
            ensure!(page.announced().await?.starts_with(&label));
        }
        page.press("Escape Shift+F").await?;
        page.wait("no filter", "return document.querySelector('.filtered') === null").await?;
        page.settles("all of it", all.clone(), async || page.suggestions().await).await?;

        // By the panel: what a person made, and what is scored low.
        page.press("Ctrl+k").await?;
        page.wait("the field has the keyboard", "return document.activeElement.id === 'commands-field'").await?;
        page.type_text("filter by").await?;
        page.press("Enter").await?;
        page.wait("the first field of scores has the keyboard", "return document.activeElement.id === 'filter'")
            .await?;
        page.is_accessible("the filters").await?;
        page.click_on(".filter fieldset input[type=checkbox]").await?;
        page.says(".filtered", "Only made by hand").await?;
        page.settles("nothing was made yet", Vec::new(), async || page.suggestions().await).await?;
        // What is exported is not filtered.
        page.press("Ctrl+s").await?;
        page.says("dialog", "suggestions").await?;
        page.press("Escape").await?;
        page.click("Show all").await?;
        page.settles("all of it again", all, async || page.suggestions().await).await
    });
}
