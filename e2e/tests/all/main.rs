//! What a person does, in a browser, on the release. One file a concern.

mod accessibility;
mod attributes;
mod calm;
mod deletion;
mod exchange;
mod export;
mod files;
mod filter;
mod find;
mod flow;
mod harness;
mod keys;
mod learning;
mod linking;
mod long;
mod meaning;
mod model;
mod nesting;
mod offline;
mod past;
mod pointing;
mod policy;
mod rapid;
mod reach;
mod review;
mod saving;
mod schema;
mod scripts;
mod sealed;
mod single;
mod start;
mod storage;
mod tabs;
mod tagging;
mod twelve;
mod upgrade;
mod versions;

use anyhow::Result;
use postil_e2e::Page;

/// The article that the app is about, by the beginning of its title.
const ARTICLE: &str = "Turkish President Recep Tayyip Erdoğan";

/// Words that no extractor has an opinion on.
const PLAIN: &str = "the quick brown fox jumps over the lazy dog and then it sleeps under a tall tree\n\
    while another fox looks for something good to eat near the old red barn\n";

/// Opens a text as a file and waits until it is shown.
async fn open_text(page: &Page, name: &str, text: &str) -> Result<()> {
    page.upload(&[(name, text.as_bytes())]).await?;
    page.settles("the text", text.to_owned(), async || page.article_text().await).await?;
    page.focus_article().await
}
