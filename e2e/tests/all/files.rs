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

/// Long enough to be recognised, in Turkish Windows and in UTF-8.
const ARTICLE: &[u8] = b"Belediye ba\xfekan\xfd k\xf6pr\xfcn\xfcn yar\xfdn a\xe7\xfdlaca\xf0\xfdn\xfd s\xf6yledi. Ya\xf0mur y\xfcz\xfcnden \
    i\xfe\xe7iler \xfc\xe7 g\xfcn \xe7al\xfd\xfeamam\xfd\xfet\xfd.";
const ARTICLE_TEXT: &str =
    "Belediye başkanı köprünün yarın açılacağını söyledi. Yağmur yüzünden işçiler üç gün çalışamamıştı.";

async fn number_of(page: &Page, selector: &str) -> anyhow::Result<usize> {
    page.ask("return document.querySelectorAll(arguments[0]).length", serde_json::json!([selector])).await
}

#[test]
fn a_guess_is_told_and_a_file_can_be_read_again() {
    test(async |stage| {
        let page = stage.open().await?;
        page.upload(&[("haber.txt", ARTICLE)]).await?;
        page.settles("the text", ARTICLE_TEXT.to_owned(), async || page.article_text().await).await?;
        page.says(".toast[role=status]", "“haber.txt” was read as windows-1254, a guess.").await?;
        page.says(".right", "haber.txt (windows-1254, a guess)").await?;
        page.click("Read again as…").await?;
        page.says("dialog", "Another reading is another document.").await?;
        page.says("dialog .encodings > label", ARTICLE_TEXT).await?;
        ensure!(number_of(&page, "dialog .encodings input").await? == 38, "every encoding is there");
        page.click("All other encodings").await?;
        page.is_accessible("the choice of another reading").await?;
        page.click_on("dialog input[value='windows-1252']").await?;
        page.click("Open").await?;
        page.until("the other reading", async || Ok(page.article_text().await?.starts_with("Belediye baþkaný")))
            .await?;
        page.says(".toast[role=status]", "“haber.txt” is open as windows-1252 too.").await?;
        page.says(".toast[role=status]", "The document that was read before stays until you delete it.").await?;
        page.says(".right", "haber.txt (windows-1252)").await?;
        page.settles("documents", 2, async || number_of(&page, ".left .doc").await).await?;
        // What proves its encoding is not read again.
        page.upload(&[("haber-2.txt", "Türkçe bir metin.".as_bytes())]).await?;
        page.settles("the text", "Türkçe bir metin.".to_owned(), async || page.article_text().await).await?;
        ensure!(!page.has_control("Read again as…").await?, "UTF-8 proves itself");
        page.saved().await?;
        page.kept().await?;
        page.reload().await?;
        page.click("Belediye baþkaný").await?;
        page.says(".right", "haber.txt (windows-1252)").await
    });
}

#[test]
fn data_in_another_encoding_is_asked_about_and_read() {
    test(async |stage| {
        let page = stage.open().await?;
        let line = b"{\"text\": \"Caf\xe9 M\xfcller gab Gemzitabin heute.\", \"label\": [[5, 11, \"ORG\"], [16, 26, \"DRUG\"]]}\n";
        page.upload(&[("a.jsonl", line)]).await?;
        page.says("dialog", "Which encoding is “a.jsonl”?").await?;
        page.says("dialog", "It is not UTF-8: byte 13 (line 1, column 14) is 0xE9").await?;
        page.click_on("dialog input[value='windows-1252']").await?;
        page.click("Open").await?;
        page.says("dialog .verdict", "1 document and 2 spans").await?;
        page.click("Import").await?;
        let text = "Café Müller gab Gemzitabin heute.";
        page.settles("the text", text.to_owned(), async || page.article_text().await).await?;
        page.has_spans(&["ORG Müller", "DRUG Gemzitabin"]).await?;
        // A text and its annotations come together, though one of them alone was asked about.
        page.upload(&[("b.txt", b"Erdo\xf0an met Zo\xeb."), ("b.ann", "T1\tPER 0 7\tErdoğan\n".as_bytes())]).await?;
        page.says("dialog", "Which encoding is “b.txt”?").await?;
        page.click_on("dialog input[value='windows-1254']").await?;
        page.click("Open").await?;
        page.says("dialog .verdict", "1 document and 1 span").await?;
        page.click("Merge with what is here").await?;
        page.settles("the text", "Erdoğan met Zoë.".to_owned(), async || page.article_text().await).await?;
        page.has_spans(&["PER Erdoğan"]).await?;
        page.saved().await
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
fn marked_up_text_alone_is_pasted_as_a_page_is_read() {
    test(async |stage| {
        let page = stage.open().await?;
        let html =
            "<meta charset=latin1><h1>Ana in Köln</h1><p>She <b>left</b> &amp; came back.</p><script>alert(1)</script>";
        page.paste_page(html).await?;
        page.until("the text", async || {
            let text = page.article_text().await?;
            Ok(text.contains("Ana in Köln") && text.contains("She left & came back.") && !text.contains("alert"))
        })
        .await?;
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
