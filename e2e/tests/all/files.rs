//! Opening files of all kinds.

use anyhow::ensure;
use postil_e2e::{Page, test};

/// `Erdoğan, İstanbul’da “şimdi” dedi.` in Turkish Windows.
const TURKISH: &[u8] = b"Erdo\xf0an, \xddstanbul\x92da \x93\xfeimdi\x94 dedi.";
const TURKISH_TEXT: &str = "Erdoğan, İstanbul’da “şimdi” dedi.";

async fn is_refused(page: &Page, name: &str, bytes: &[u8], words: &str) -> anyhow::Result<()> {
    page.upload(&[(name, bytes)]).await?;
    page.says("[role=alert]", &format!("“{name}”")).await?;
    page.says("[role=alert]", words).await?;
    page.click("Dismiss").await?;
    page.wait("it is dismissed", "return document.querySelector('[role=alert]') === null").await
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(to_bytes).collect()
}

#[test]
fn another_encoding_is_offered_and_opens_right() {
    test(async |stage| {
        let page = stage.open().await?;
        page.upload(&[("haber.txt", TURKISH)]).await?;
        page.says("dialog", "Which encoding is “haber.txt”?").await?;
        page.says("dialog .encodings", TURKISH_TEXT).await?;
        page.says("dialog .encodings", "windows-1252").await?;
        page.click_on("dialog input[value='windows-1254']").await?;
        page.click("Open").await?;
        page.settles("the text", TURKISH_TEXT.to_owned(), async || page.article_text().await).await?;
        page.saved().await?;
        page.says(".right", "windows-1254").await
    });
}

#[test]
fn several_files_at_once_are_asked_about_and_told_one_by_one() {
    test(async |stage| {
        let page = stage.open().await?;
        let second: &[u8] = b"\xddkinci metin: \xfeimdi.";
        let program: &[u8] = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0p\xd3\x01";
        let files: [(&str, &[u8]); 4] =
            [("bir.txt", TURKISH), ("empty.txt", b""), ("iki.txt", second), ("program", program)];
        page.upload(&files).await?;
        for name in ["bir.txt", "iki.txt"] {
            page.says("dialog", &format!("Which encoding is “{name}”?")).await?;
            page.click_on("dialog input[value='windows-1254']").await?;
            page.click("Open").await?;
        }
        page.settles("the text", "İkinci metin: şimdi.".to_owned(), async || page.article_text().await).await?;
        page.says("[role=alert]", "“empty.txt”").await?;
        page.says("[role=alert]", "“program”").await?;
        page.saved().await
    });
}

#[test]
fn utf16_with_a_mark_opens() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = "A clef 𝄞 and a flag 🇭🇷.\r\nThe end.";
        for (name, bytes) in [("little.txt", utf16(text, u16::to_le_bytes)), ("big.txt", utf16(text, u16::to_be_bytes))]
        {
            page.upload(&[(name, &bytes)]).await?;
            page.settles("the text", text.to_owned(), async || page.article_text().await).await?;
        }
        page.saved().await
    });
}

#[test]
fn what_is_no_text_is_told() {
    test(async |stage| {
        let page = stage.open().await?;
        is_refused(&page, "empty.txt", b"", "is empty").await?;
        is_refused(&page, "program", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0p\xd3\x01", "is not")
            .await?;
        is_refused(&page, "paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF").await?;
        let mut half = utf16("half a pair: ", u16::to_le_bytes);
        half.extend([0x3d, 0xd8, b'x', 0]);
        is_refused(&page, "half.txt", &half, "lone surrogate D83D").await?;
        is_refused(&page, "cut.postil.json", b"{\"format\":\"postil-project\",\"version\":1,\"docu", "was not opened")
            .await?;
        // The same with an article behind it.
        page.open_sample(crate::ARTICLE).await?;
        is_refused(&page, "empty.txt", b"", "is empty").await
    });
}

#[test]
fn line_ends_and_blanks_are_kept() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = "  one\r\ntwo\rthree\n\n\tfour\u{a0}five \u{2028}six\r\n\r\n";
        page.drop_files(&[("ends.txt", text.as_bytes())]).await?;
        page.settles("the text", text.to_owned(), async || page.article_text().await).await?;
        page.saved().await?;
        page.click("Export").await?;
        page.click("Annotations, JSON").await?;
        let export = page.download(async |page| page.click_on("dialog .is-main").await).await?.json()?;
        let digest = <sha2::Sha256 as sha2::Digest>::digest(text.as_bytes());
        let expected: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        ensure!(export["documents"][0]["sha256"].as_str() == Some(&*expected), "{export}");
        ensure!(export["documents"][0]["text"].as_str() == Some(text));
        Ok(())
    });
}

#[test]
fn a_byte_order_mark_is_no_text() {
    test(async |stage| {
        let page = stage.open().await?;
        page.upload(&[("mark.txt", b"\xef\xbb\xbfMarked words.")]).await?;
        page.settles("the text", "Marked words.".to_owned(), async || page.article_text().await).await
    });
}

#[test]
fn text_is_pasted_as_it_is() {
    test(async |stage| {
        let page = stage.open().await?;
        let text = "Pasted 👩‍👩‍👧‍👦 words,\r\nand e\u{301}tude.\n";
        page.click("Paste text").await?;
        page.wait("the dialog", "return document.querySelector('dialog[open] .paste') !== null").await?;
        page.paste(text).await?;
        page.settles("the text", text.to_owned(), async || page.article_text().await).await?;
        let second = "Pasted on the page itself.";
        page.paste(second).await?;
        page.settles("the text", second.to_owned(), async || page.article_text().await).await?;
        page.saved().await
    });
}

#[test]
fn several_files_at_once() {
    test(async |stage| {
        let page = stage.open().await?;
        page.upload(&[("a.txt", b"First text."), ("b.txt", b"Second text."), ("c.txt", b"Third text.")]).await?;
        page.settles("documents", 3, async || {
            page.ask("return document.querySelectorAll('.left .doc').length", ().into()).await
        })
        .await?;
        page.saved().await?;
        page.click("Second text.").await?;
        page.settles("the text", "Second text.".to_owned(), async || page.article_text().await).await?;
        page.kept().await?;
        page.reload().await?;
        page.settles("the text", "Second text.".to_owned(), async || page.article_text().await).await?;
        page.focus_article().await?;
        page.press("Alt+ArrowDown").await?;
        page.until("the next document", async || Ok(page.article_text().await? != "Second text.")).await
    });
}
