//! Writing from right to left, and without blanks.

use anyhow::{Result, ensure};
use postil_e2e::{Page, sample, test};
use serde_json::Value;

/// The first span of an annotations export.
async fn first_span(page: &Page) -> Result<Value> {
    page.click("Export").await?;
    page.click("Annotations, JSON").await?;
    let export = page.download(async |page| page.click_on("dialog .is-main").await).await?.json()?;
    Ok(export["documents"][0]["spans"][0].clone())
}

async fn directions(page: &Page) -> Result<(String, String)> {
    let script = "const article = document.querySelector('article'); \
        return [article.dir, getComputedStyle(document.querySelector('.para')).direction]";
    page.ask(script, Value::Null).await
}

#[test]
fn right_to_left() {
    test(async |stage| {
        let page = stage.open().await?;
        for (file, title, lang) in [("arabic.txt", "مجلس المدينة", "ar"), ("hebrew.txt", "הספרייה העירונית", "he")]
        {
            page.open_sample(title).await?;
            page.extracted().await?;
            let directions = directions(&page).await?;
            ensure!(directions == ("rtl".to_owned(), "rtl".to_owned()), "{directions:?}");
            ensure!(page.ask::<String>("return document.querySelector('article').lang", Value::Null).await? == lang);
            page.says(".remark", "extraction is English; tagging works").await?;
            let text = String::from_utf8(sample(file)?)?;
            ensure!(page.article_text().await? == text);
            // The second word, then one more: forwards is what the text says, whatever the screen shows.
            page.press("ArrowRight ArrowRight Shift+ArrowRight 2").await?;
            page.until("a span", async || Ok(page.spans().await?.len() == 1)).await?;
            let words: Vec<&str> = text.split_whitespace().collect();
            let expected = format!("ORG {} {}", words[1], words[2]);
            page.has_spans(&[&expected]).await?;
            let span = first_span(&page).await?;
            ensure!(span["quote"] == *format!("{} {}", words[1], words[2]), "{span}");
            let (start, end) = (span["byte"][0].as_u64(), span["byte"][1].as_u64());
            let range = start.unwrap_or(0) as usize..end.unwrap_or(0) as usize;
            ensure!(text.get(range) == span["quote"].as_str(), "{span}");
            page.click("Add articles").await?;
            page.click("Samples").await?;
        }
        Ok(())
    });
}

#[test]
fn a_drag_in_right_to_left_text() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample("הספרייה העירונית").await?;
        page.extracted().await?;
        let text = page.article_text().await?;
        let word = text.split_whitespace().nth(1).unwrap_or_default().to_owned();
        page.drag(page.place(&word).await?).await?;
        page.press("1").await?;
        page.has_spans(&[&format!("PER {word}")]).await
    });
}

#[test]
fn without_blanks() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample("大さん橋の夜間連絡船").await?;
        page.extracted().await?;
        page.says(".remark", "extraction is English; tagging works").await?;
        let text = String::from_utf8(sample("cjk.txt")?)?;
        ensure!(page.article_text().await? == text);
        // Single characters, for one who wants exactly these.
        let place = page.place("夜間連絡船").await?;
        page.drag_with(place, &["Alt"]).await?;
        page.press("8").await?;
        page.has_spans(&["LOC 夜間連絡船"]).await?;
        let span = first_span(&page).await?;
        ensure!(span["quote"] == "夜間連絡船", "{span}");
        Ok(())
    });
}

#[test]
fn a_joined_emoji_is_never_cut() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = "Family 👩‍👩‍👧‍👦 and flag 🇭🇷 and e\u{301}tude here.\n";
        crate::open_text(&page, "emoji.txt", text).await?;
        let family = page.place("👩‍👩‍👧‍👦").await?;
        page.drag_with(postil_e2e::Place { start: family.start, end: family.end }, &["Alt"]).await?;
        page.press("m").await?;
        page.has_spans(&["MISC 👩‍👩‍👧‍👦"]).await?;
        page.press("Ctrl+]").await?;
        page.has_spans(&["MISC 👩‍👩‍👧‍👦 "]).await?;
        page.press("Ctrl+[").await?;
        page.has_spans(&["MISC 👩‍👩‍👧‍👦"]).await
    });
}
