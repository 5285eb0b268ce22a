//! What is handed out is right to the character, and what was handed out comes back the same.

use anyhow::{Context as _, Result, bail, ensure};
use postil_e2e::{Page, sample, test};
use serde_json::Value;

/// Samples whose three units differ, or whose line ends are easily lost, with a word to tag in each.
const SAMPLES: [(&str, &str, &str); 4] = [
    ("idlib-talks.txt", crate::ARTICLE, "residence"),
    ("emoji.txt", "Black Sea Marathon", "cross"),
    ("crlf.txt", "Storm Elodie", "customers"),
    ("combining.txt", "Four translators", "poem"),
];

/// Accepts some suggestions, rejects one, and tags the last place of a word.
async fn work(page: &Page, word: &str) -> Result<()> {
    page.press("j a a x a a j j a").await?;
    page.until("some spans", async || Ok(page.spans().await?.len() >= 4)).await?;
    page.press("Escape").await?;
    let text = page.article_text().await?;
    let at = text.rfind(word).with_context(|| format!("no “{word}”"))?;
    let start = text[..at].encode_utf16().count();
    page.drag(page.place_after(word, start).await?).await?;
    page.press("m").await?;
    page.until("the word is tagged", async || Ok(page.spans().await?.iter().any(|it| it.starts_with("MISC ")))).await?;
    page.saved().await
}

async fn export(page: &Page, format: &str, with_suggestions: bool) -> Result<postil_e2e::Download> {
    page.click("Export").await?;
    page.click(format).await?;
    if with_suggestions {
        page.click_on("dialog input[type=checkbox]").await?;
    }
    page.download(async |page| page.click_on("dialog .is-main").await).await
}

fn pair(value: &Value) -> Result<[usize; 2]> {
    serde_json::from_value(value.clone()).with_context(|| value.to_string())
}

/// Counts code points, UTF-16 units and bytes once more, and compares each with the quote.
pub fn is_right(text: &str, item: &Value) -> Result<()> {
    let quote = item["quote"].as_str().context("no quote")?;
    ensure!(!quote.is_empty(), "an empty quote");
    let [start, end] = pair(&item["byte"])?;
    ensure!(text.get(start..end) == Some(quote), "bytes {start}..{end} are not “{quote}”");
    let [first, last] = pair(&item["char"])?;
    let points: Vec<char> = text.chars().collect();
    ensure!(points[first..last].iter().collect::<String>() == quote, "code points {first}..{last} are not “{quote}”");
    let [from, to] = pair(&item["utf16"])?;
    let units: Vec<u16> = text.encode_utf16().collect();
    ensure!(String::from_utf16(&units[from..to])? == quote, "UTF-16 {from}..{to} is not “{quote}”");
    if let Some(prefix) = item["prefix"].as_str() {
        let expected: String = points[first.saturating_sub(32)..first].iter().collect();
        ensure!(prefix == expected, "the prefix of “{quote}” is “{prefix}”");
        let expected: String = points[last..points.len().min(last + 32)].iter().collect();
        ensure!(item["suffix"].as_str() == Some(&*expected), "the suffix of “{quote}” is {}", item["suffix"]);
    }
    Ok(())
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What covers text in something: itself; or what it joins.
fn places(item: &Value) -> Vec<&Value> {
    match item["kind"].as_str() {
        Some("relation") => vec![&item["head"], &item["tail"]],
        Some("cluster") => item["members"].as_array().into_iter().flatten().collect(),
        Some("event") => {
            let arguments = item["arguments"].as_array().into_iter().flatten();
            arguments.map(|it| &it["node"]).chain([&item["trigger"]]).collect()
        }
        _ => vec![item],
    }
}

/// Checks one exported document; gives the number of spans.
fn check_document(document: &Value, bytes: &[u8]) -> Result<usize> {
    let text = std::str::from_utf8(bytes)?;
    ensure!(document["text"].as_str() == Some(text), "the text is that of the file, byte for byte");
    ensure!(document["sha256"].as_str() == Some(&*sha256(bytes)), "the hash is that of the file");
    for kind in ["spans", "rejections", "suggestions"] {
        for item in document[kind].as_array().with_context(|| format!("no {kind}"))? {
            for place in places(item) {
                is_right(text, place).with_context(|| kind.to_owned())?;
            }
        }
    }
    let count = |kind: &str| document[kind].as_array().map_or(0, Vec::len);
    ensure!(count("rejections") == 1 && count("suggestions") > 0, "one was rejected, others are pending");
    Ok(count("spans"))
}

/// All spans of a document, in a form that can be compared.
fn spans(document: &Value) -> Vec<String> {
    document["spans"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|it| format!("{} {} {}", it["label"], it["byte"], it["quote"]))
        .collect()
}

fn annotations_are_right(file: &'static str, title: &'static str, word: &'static str) {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(title).await?;
        page.extracted().await?;
        work(&page, word).await?;
        let bytes = sample(file)?;
        let drawn = page.spans().await?;
        let json = export(&page, "Annotations, JSON", true).await?.json()?;
        ensure!(json["format"] == "postil-annotations");
        let document = &json["documents"][0];
        let count = check_document(document, &bytes)?;
        // A quote is a rail, not a segment: it is not among what is read off the lanes.
        let on_lanes = spans(document).iter().filter(|it| !it.starts_with("\"QUOTE\"")).count();
        ensure!(on_lanes == drawn.len(), "{count} spans exported, drawn are {drawn:?}");

        let lines = export(&page, "Annotations, JSON Lines", true).await?.json_lines()?;
        let [line] = &lines[..] else { bail!("{} lines for one document", lines.len()) };
        check_document(line, &bytes)?;
        ensure!(spans(line) == spans(document), "both forms say the same");

        let project = export(&page, "Project", false).await?;
        let again = stage.open().await?;
        again.upload(&[(&project.name, &project.bytes)]).await?;
        again.says("dialog", "Every quote and checksum in the file is right.").await?;
        again.click("Import").await?;
        again.opened(title).await?;
        again.settles("spans", drawn, async || again.spans().await).await?;
        again.saved().await?;
        let second = export(&again, "Project", false).await?;
        ensure!(second.text()? == project.text()?, "import and export give the same bytes");
        again.reload().await?;
        again.opened(title).await?;
        let third = export(&again, "Project", false).await?;
        ensure!(third.text()? == project.text()?, "after a reload too");
        Ok(())
    });
}

#[test]
fn of_the_article() {
    let (file, title, word) = SAMPLES[0];
    annotations_are_right(file, title, word);
}

#[test]
fn of_emoji() {
    let (file, title, word) = SAMPLES[1];
    annotations_are_right(file, title, word);
}

#[test]
fn of_crlf_lines() {
    let (file, title, word) = SAMPLES[2];
    annotations_are_right(file, title, word);
}

#[test]
fn of_combining_marks() {
    let (file, title, word) = SAMPLES[3];
    annotations_are_right(file, title, word);
}

#[test]
fn several_documents_and_no_history() {
    test(async |stage| {
        let page = stage.open().await?;
        crate::open_text(&page, "first.txt", "Nothing is here but words.\n").await?;
        crate::open_text(&page, "second.txt", "And more words are here.\n").await?;
        page.drag(page.place("words").await?).await?;
        page.press("1 Delete").await?;
        page.drag(page.place("more").await?).await?;
        page.press("2").await?;
        page.has_spans(&["ORG more"]).await?;
        page.saved().await?;
        let whole = export(&page, "Project", false).await?.json()?;
        let bare = export(&page, "Project without history", false).await?;
        ensure!(whole["documents"].as_array().map(Vec::len) == Some(2));
        ensure!(bare.json()?["documents"].as_array().map(Vec::len) == Some(2));
        let steps = |project: &Value| project["log"].as_array().map_or(0, Vec::len);
        ensure!(
            steps(&whole) >= 6 && steps(&bare.json()?) == 2,
            "{} and {} steps",
            steps(&whole),
            steps(&bare.json()?)
        );
        ensure!(!bare.text()?.contains("PERSON\",\"fragments"), "what was deleted is not told");

        page.click("Export").await?;
        page.click("Annotations, JSON Lines").await?;
        page.click_on("dialog [aria-label=Documents] label:nth-of-type(2)").await?;
        let lines = page.download(async |page| page.click_on("dialog .is-main").await).await?.json_lines()?;
        ensure!(lines.len() == 2, "a line a document");
        page.says(".left .storage", "just now").await
    });
}

#[test]
fn a_damaged_import_keeps_what_is_right() {
    test(async |stage| {
        let page = stage.open().await?;
        crate::open_text(&page, "plain.txt", crate::PLAIN).await?;
        for (words, key) in [("quick brown", "1"), ("lazy dog", "2")] {
            page.drag(page.place(words).await?).await?;
            page.press(key).await?;
            page.until("a span", async || Ok(page.spans().await?.iter().any(|it| it.ends_with(words)))).await?;
        }
        let export = export(&page, "Annotations, JSON", false).await?;
        let damaged = export.text()?.replace("\"quote\":\"lazy dog\"", "\"quote\":\"busy cat\"");

        let again = stage.open().await?;
        again.upload(&[("damaged.json", damaged.as_bytes())]).await?;
        again.says("dialog .places", "busy cat").await?;
        again.click("Import").await?;
        again.has_spans(&["PER quick brown"]).await?;

        // Into a page that has spans already: a set of its own.
        page.upload(&[("damaged.json", damaged.as_bytes())]).await?;
        page.click("Keep as a separate set").await?;
        page.says(".toast", "Imported").await?;
        page.has_spans(&["PER quick brown"]).await?;
        page.says(".right select", "damaged.json").await?;
        let choose = "const select = document.querySelector('.right select'); \
            select.value = [...select.options].find((it) => it.text === 'My annotations').value; \
            select.dispatchEvent(new Event('change', { bubbles: true }))";
        page.js(choose, Value::Null).await?;
        page.has_spans(&["PER quick brown", "ORG lazy dog"]).await
    });
}

/// A choice of the export dialog, by the group and the place in it.
async fn choose(page: &Page, group: &str, place: usize) -> Result<()> {
    page.click_on(&format!("dialog [aria-label='{group}'] label:nth-of-type({place})")).await
}

#[test]
fn a_flat_file_has_what_was_chosen_and_the_choice_is_kept() {
    test(async |stage| {
        let page = stage.open().await?;
        crate::open_text(&page, "untouched.txt", "Nothing is here but words.\n").await?;
        crate::open_text(&page, "report.txt", "She wrote that Bob Stone left Lima in a hurry.\n").await?;
        for (words, key) in [("that Bob Stone left Lima", "0"), ("Bob Stone", "1"), ("Lima", "3")] {
            page.drag(page.place(words).await?).await?;
            page.press(key).await?;
        }
        page.saved().await?;
        page.click("Export").await?;
        page.click("CoNLL-2003").await?;
        page.says("dialog h1", "Export this document").await?;
        page.says("dialog .report table", "quotes around names").await?;
        page.says("dialog .is-main", "Export with losses").await?;
        page.says("dialog pre", "PERSON").await?;
        choose(&page, "Of nested spans", 2).await?;
        page.says("dialog pre", "QUOTE").await?;
        choose(&page, "Of nested spans", 1).await?;
        page.says("dialog pre", "PERSON").await?;
        // Entities, then quotes.
        choose(&page, "Layers", 2).await?;
        page.says("dialog .report", "It holds all that one looks for in it.").await?;
        choose(&page, "Documents", 2).await?;
        page.says("dialog h1", "Export all 2 documents").await?;
        page.says("dialog .report .warn", "1 document is untouched").await?;
        page.says("dialog .report .warn", "becomes negatives for whatever learns from this file").await?;
        page.says("dialog footer", "-and-1-more.").await?;
        page.is_accessible("the export of a flat file").await?;
        let file = page.download(async |page| page.click_on("dialog .is-main").await).await?;
        let text = file.text()?;
        ensure!(text.contains("PERSON") && text.contains("GPE") && !text.contains("QUOTE"), "{text}");
        page.says(".toast[role=status]", "Exported 2 documents to “").await?;
        page.says(".toast[role=status]", &file.name).await?;
        // Settings may be kept a little later than work.
        let kept = "return postilProbe.stored().then((it) => /conll2003.*\"scope\":\"all\"/.test(it.meta.preferences))";
        page.wait("the choice is kept", kept).await?;
        page.reload().await?;
        page.opened("She wrote that Bob Stone").await?;
        page.click("Export").await?;
        page.says("dialog .formats [aria-selected=true]", "CoNLL-2003").await?;
        page.says("dialog h1", "Export all 2 documents").await?;
        page.says("dialog .report", "It holds all that one looks for in it.").await?;
        page.click("doccano JSON Lines").await?;
        page.says("dialog [aria-label='Offsets count']", "Code points").await?;
        choose(&page, "Documents", 1).await?;
        page.says("dialog pre", "[15,24,\"PERSON\"]").await
    });
}

#[test]
fn documents_that_are_done_are_written_alone() {
    test(async |stage| {
        let page = stage.open().await?;
        crate::open_text(&page, "second.txt", "And more words are here.\n").await?;
        crate::open_text(&page, "first.txt", "Nothing is here but words.\n").await?;
        page.press("Ctrl+Enter").await?;
        page.saved().await?;
        page.click("Export").await?;
        page.click("Annotations, JSON Lines").await?;
        choose(&page, "Documents", 3).await?;
        page.says("dialog h1", "Export 1 document that is done").await?;
        let file = page.download(async |page| page.click_on("dialog .is-main").await).await?;
        ensure!(file.name.starts_with("nothing-is-here-but-words."), "{}", file.name);
        let lines = file.json_lines()?;
        ensure!(lines.len() == 1 && lines[0]["text"] == "Nothing is here but words.\n", "{lines:?}");
        Ok(())
    });
}
