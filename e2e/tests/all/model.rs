//! The trained model: what it finds, why, and what happens without it.

use crate::ARTICLE;
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};

/// Names of the article that only a reader of whole sentences finds.
const BARE: &str = "Erdoğan";

async fn names(page: &Page) -> Result<usize> {
    Ok(page.suggestions().await?.iter().filter(|it| **it == format!("PER {BARE}")).count())
}

#[test]
fn suggestions_have_scores_and_reasons() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        ensure!(page.read(".remark").await?.is_empty(), "{}", page.read(".remark").await?);
        ensure!(names(&page).await? >= 3, "{:?}", page.suggestions().await?);
        page.press("j").await?;
        page.says(".right", "Of a hundred suggestions scored like this").await?;
        page.says(".right", "Why it was suggested").await
    });
}

#[test]
fn a_damaged_model_is_told_and_survived() {
    test(async |stage| {
        stage.server.add("en.postil-model", "application/octet-stream", "POSTILmd\u{5}\0 and then nothing");
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        page.says(".remark", "could not be used: the model file is cut off or damaged").await?;
        ensure!(page.suggestions().await?.len() > 20, "rules find less, not nothing");
        page.press("j a").await?;
        page.saved().await
    });
}
