//! The page as one file, from a disk, with no server.

use crate::{ARTICLE, PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Download, Page, Profile, Stage, paths, test};
use std::path::Path;

/// Hands the project out as a page.
async fn as_page(page: &Page) -> Result<Download> {
    page.click("Export").await?;
    page.click("Project as a page, HTML").await?;
    page.says("dialog .verdict", "Postil itself").await?;
    page.says("dialog footer", "and Postil itself").await?;
    page.download(async |page| page.click_on("dialog .is-main").await).await
}

/// A page from a disk, in a browser of its own.
async fn opened(stage: &Stage, profile: &Profile, file: &Path) -> Result<Page> {
    stage.browser_at(&format!("file://{}", file.display()), profile).await?.open().await
}

/// Puts a file on the disk of whoever gets it.
fn handed(profile: &Profile, bytes: &[u8]) -> Result<std::path::PathBuf> {
    let path = profile.folder().join("handed.html");
    std::fs::write(&path, bytes)?;
    Ok(path)
}

async fn accept(page: &Page) -> Result<()> {
    page.extracted().await?;
    let before = page.spans().await?.len();
    page.press("Escape a a").await?;
    page.until("a span more", async || Ok(page.spans().await?.len() > before)).await?;
    page.saved().await
}

#[test]
fn a_file_does_all_that_the_page_does_and_carries_the_project_to_the_next_person() {
    test(async |stage| {
        let first = Profile::new()?;
        let page = opened(stage, &first, &paths::dist()?.join("postil.html")).await?;
        page.open_sample(ARTICLE).await?;
        accept(&page).await?;
        let spans = page.spans().await?;
        page.reload().await?;
        page.settles("kept in the browser", spans.clone(), async || page.spans().await).await?;
        // The formats of other programs are in the file, too.
        page.click("Export").await?;
        page.says("dialog .formats", "brat").await?;
        page.press("Escape").await?;
        let file = as_page(&page).await?;
        ensure!(file.name.ends_with(".postil.html"), "{}", file.name);
        page.browser().quit().await?;

        // Somebody else, on another machine.
        let second = Profile::new()?;
        let path = handed(&second, &file.bytes)?;
        let page = opened(stage, &second, &path).await?;
        page.opened(ARTICLE).await?;
        page.settles("carried", spans.clone(), async || page.spans().await).await?;
        accept(&page).await?;
        let more = page.spans().await?;
        page.reload().await?;
        page.settles("theirs is kept, and what came in the file is not read twice", more.clone(), async || {
            page.spans().await
        })
        .await?;
        let back = as_page(&page).await?;
        page.browser().quit().await?;

        // And back: one project, whichever of the files is opened.
        let path = handed(&first, &back.bytes)?;
        let page = opened(stage, &first, &path).await?;
        page.opened(ARTICLE).await?;
        page.settles("theirs", more, async || page.spans().await).await?;
        ensure!(stage.server.requests() == 0, "the server was asked");
        Ok(())
    });
}

#[test]
fn what_is_deleted_stays_deleted_though_the_file_still_holds_it() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        accept(&page).await?;
        let file = as_page(&page).await?;
        page.browser().quit().await?;

        let other = Profile::new()?;
        let path = handed(&other, &file.bytes)?;
        let page = opened(stage, &other, &path).await?;
        page.opened(ARTICLE).await?;
        open_text(&page, "other.txt", PLAIN).await?;
        page.saved().await?;
        page.click(&format!("Delete “{ARTICLE}")).await?;
        page.says("dialog", "the file that this page was opened from still holds it").await?;
        page.click("Delete").await?;
        let count = "return document.querySelectorAll('.left .doc').length";
        page.settles("documents", 1, async || page.ask(count, ().into()).await).await?;
        page.kept().await?;
        page.reload().await?;
        page.opened("the quick brown fox").await?;
        // The worker does one thing after the other: by then the file would have been read.
        open_text(&page, "more.txt", "More words.\n").await?;
        ensure!(page.ask::<usize>(count, ().into()).await? == 2, "the file brought it back");
        Ok(())
    });
}

#[test]
fn a_page_from_a_server_hands_out_the_same() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        accept(&page).await?;
        let spans = page.spans().await?;
        let file = as_page(&page).await?;
        page.browser().quit().await?;

        let other = Profile::new()?;
        let path = handed(&other, &file.bytes)?;
        let page = opened(stage, &other, &path).await?;
        page.opened(ARTICLE).await?;
        page.settles("carried", spans.clone(), async || page.spans().await).await?;
        page.browser().quit().await?;

        // The page of a server reads it as a project.
        let page = stage.open().await?;
        page.upload(&[("handed.postil.html", &file.bytes)]).await?;
        page.click("Import").await?;
        page.opened(ARTICLE).await?;
        page.settles("imported", spans, async || page.spans().await).await
    });
}
