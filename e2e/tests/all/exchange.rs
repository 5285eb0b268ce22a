//! Annotations of other programs, in and out, as a person meets them.

use crate::export::is_right;
use anyhow::{Context as _, Result, ensure};
use postil_e2e::{Download, Page, paths, test};
use serde_json::Value;

const TEXT: &str = "Erdoğan met 🇹🇷 officials in Sochi on Monday.";

/// The documents of the project as our own annotations, each offset of which is right.
async fn documents(page: &Page) -> Result<Vec<Value>> {
    page.click("Export").await?;
    page.click("Annotations, JSON").await?;
    page.click_on("dialog [aria-label=Documents] label:nth-of-type(2) input").await?;
    let export = page.download(async |page| page.click_on("dialog .is-main").await).await?.json()?;
    page.press("Escape").await?;
    let documents = export["documents"].as_array().with_context(|| export.to_string())?.clone();
    for document in &documents {
        let text = document["text"].as_str().context("a text")?;
        for span in document["spans"].as_array().into_iter().flatten() {
            is_right(text, span)?;
        }
    }
    Ok(documents)
}

/// `LABEL quote` of each span, in order.
fn said(document: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let spans = document["spans"].as_array().into_iter().flatten();
    spans.map(|it| format!("{} {}", word(&it["label"]), word(&it["quote"]))).collect()
}

async fn export(page: &Page, format: &str) -> Result<Download> {
    page.click("Export").await?;
    page.says("dialog .formats", format).await?;
    page.click(format).await?;
    page.wait("what it holds is known", "return document.querySelector('dialog .report [role=status]') === null")
        .await?;
    let file = page.download(async |page| page.click_on("dialog .is-main").await).await?;
    page.press("Escape").await?;
    Ok(file)
}

#[test]
fn files_of_several_programs_come_in_together() {
    test(async |stage| {
        let page = stage.open().await?;
        let doccano =
            format!("{{\"text\": \"{TEXT}\", \"label\": [[0, 7, \"PER\"], [30, 35, \"LOC\"], [3, 99, \"X\"]]}}\n");
        let other = "Zoë 👩‍👩‍👧 went to Kyiv.";
        page.upload(&[
            ("zoe.txt", other.as_bytes()),
            ("zoe.ann", "T1\tPER 0 3\tZoë\nT2\tLOC 18 22\tKyiv\nA1\tSure T1\n".as_bytes()),
            ("annotation.conf", b"[entities]\nPER\nLOC\n[relations]\n[events]\n[attributes]\nSure\tArg:PER\n"),
            ("meeting.jsonl", doccano.as_bytes()),
            ("notes.bin", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0p\xd3\x01"),
        ])
        .await?;
        page.says("dialog", "Import “4 files”").await?;
        page.says("dialog .verdict", "2 documents and 4 spans").await?;
        page.says("dialog .verdict", "doccano").await?;
        page.says("dialog .places", "Decided: offsets count UTF-16 units").await?;
        page.says("dialog .places", "Left out: ").await?;
        page.is_accessible("the import dialog").await?;
        page.click("Import").await?;
        page.says("[role=alert]", "“notes.bin”").await?;
        page.saved().await?;
        let documents = documents(&page).await?;
        let all: Vec<Vec<String>> = documents.iter().map(said).collect();
        ensure!(all.contains(&vec!["PERSON Erdoğan".to_owned(), "LOC Sochi".to_owned()]), "{all:?}");
        ensure!(all.contains(&vec!["PERSON Zoë".to_owned(), "LOC Kyiv".to_owned()]), "{all:?}");
        Ok(())
    });
}

#[test]
fn labels_of_a_file_meet_those_of_the_project() {
    test(async |stage| {
        let page = stage.open().await?;
        let line = |text: &str| {
            format!(
                "{{\"text\": \"{text}\", \"label\": [[0, 7, \"Per\"], [30, 35, \"Spa\"], [39, 45, \"PER.Day\"]]}}\n"
            )
        };
        page.upload(&[("a.jsonl", line(TEXT).as_bytes())]).await?;
        page.says("dialog .meetings", "3 labels of the file that this project does not have:").await?;
        let chosen = "return [...document.querySelectorAll('dialog .meetings select')].map((it) => it.selectedOptions[0].textContent)";
        let proposed: Vec<String> = page.ask(chosen, Value::Null).await?;
        ensure!(
            proposed == ["a new label, a kind of Person".to_owned(), "Person".into(), "a new label".into()],
            "{proposed:?}"
        );
        page.is_accessible("labels that meet").await?;
        let choose =
            "const field = document.querySelector('dialog .meetings li:nth-child(3) select'); field.value = '=GPE';
            field.dispatchEvent(new Event('change', { bubbles: true }))";
        page.js(choose, Value::Null).await?;
        page.click("Import").await?;
        page.has_spans(&["PER Erdoğan", "GPE Sochi", "PER.D Monday"]).await?;
        page.extracted().await?;
        // What is suggested is not what the file says already.
        let suggestions = page.suggestions().await?;
        ensure!(!suggestions.iter().any(|it| it == "PER Erdoğan" || it == "GPE Sochi"), "{suggestions:?}");
        page.saved().await?;
        let documents = documents(&page).await?;
        ensure!(said(&documents[0]) == ["PERSON Erdoğan", "GPE Sochi", "PER.Day Monday"], "{documents:?}");

        // The next file is met in the same way.
        page.upload(&[("b.jsonl", line(&TEXT.replace("Monday", "Sunday")).as_bytes())]).await?;
        page.says("dialog .meetings", "2 labels of the file that this project does not have:").await?;
        let proposed: Vec<String> = page.ask(chosen, Value::Null).await?;
        ensure!(proposed == ["Person", "Place"], "{proposed:?}");
        Ok(())
    });
}

#[test]
fn a_person_may_know_better_what_offsets_count() {
    test(async |stage| {
        let page = stage.open().await?;
        let line = format!("{{\"text\": \"{TEXT}\", \"label\": [[28, 33, \"LOC\"]]}}\n");
        page.upload(&[("a.jsonl", line.as_bytes())]).await?;
        page.says("dialog .places", "offsets count code points").await?;
        page.js("const field = document.querySelector('dialog select'); field.value = 'utf16'; field.dispatchEvent(new Event('change', { bubbles: true }))", Value::Array(Vec::new())).await?;
        page.says("dialog .verdict", "1 document and 1 span").await?;
        page.wait(
            "it is read anew",
            "return !document.querySelector('dialog .places')?.innerText.includes('code points')",
        )
        .await?;
        page.click("Import").await?;
        page.has_spans(&["LOC n Soc"]).await?;
        page.saved().await
    });
}

#[test]
fn an_article_in_html_opens_as_its_text() {
    test(async |stage| {
        let page = stage.open().await?;
        let html = "<!doctype html><title>T</title><nav>Home | News</nav><article><h1>Rain &amp; wind</h1>\
            <p onclick=\"alert(1)\">Ankara said <b>no</b>.</p><script>document.title = 'broken'</script></article>";
        page.upload(&[("rain.html", html.as_bytes())]).await?;
        page.until("the text is there", async || Ok(page.article_text().await?.contains("Ankara said no."))).await?;
        let text = page.article_text().await?;
        ensure!(text.contains("Rain & wind") && !text.contains("broken") && !text.contains("Home |"), "{text:?}");
        page.upload(&[("notes.md", b"# Notes\n\nThe **president** spoke.\n")]).await?;
        page.until("the text is there", async || Ok(page.article_text().await?.contains("The president spoke.")))
            .await?;
        page.saved().await
    });
}

#[test]
fn what_goes_out_comes_back_the_same() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample("Black Sea Marathon").await?;
        page.extracted().await?;
        page.press("j a a a").await?;
        page.until("some spans", async || Ok(page.spans().await?.len() >= 3)).await?;
        page.saved().await?;
        let before: Vec<Vec<String>> = documents(&page).await?.iter().map(said).collect();
        for (format, ending) in [
            ("brat standoff", ".zip"),
            ("Label Studio", ".zip"),
            ("WebAnno TSV", ".tsv"),
            ("UIMA CAS XMI", ".zip"),
            ("CSV", ".csv"),
        ] {
            let file = export(&page, format).await.context(format)?;
            ensure!(file.name.ends_with(ending), "{}", file.name);
            let again = stage.open().await?;
            again.upload(&[(&file.name, &file.bytes)]).await?;
            again.click("Import").await.context(format)?;
            again.saved().await?;
            let after: Vec<Vec<String>> = documents(&again).await?.iter().map(said).collect();
            ensure!(after == before, "{format}: {after:?}, not {before:?}");
            again.browser().quit().await?;
        }
        Ok(())
    });
}

#[test]
fn what_a_format_cannot_hold_is_told_before_it_is_written() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(crate::ARTICLE).await?;
        page.extracted().await?;
        page.press("j a a").await?;
        page.saved().await?;
        page.click("Export").await?;
        page.says("dialog .formats", "CoNLL-2003").await?;
        // By keys alone, to the last one and back.
        page.js("document.querySelector('dialog .formats').focus()", Value::Array(Vec::new())).await?;
        page.press("End").await?;
        page.says("dialog .formats [aria-selected=true]", "postil extract").await?;
        page.press("Home").await?;
        page.says("dialog .formats [aria-selected=true]", "Project").await?;
        page.click("GLiNER").await?;
        page.says("dialog pre", "tokenized_text").await?;
        // Nobody looks for scores in it.
        page.says("dialog .report", "It holds all that one looks for in it.").await?;
        page.says("dialog .report", "Not looked for in it: ").await?;
        ensure!(!page.read("dialog .is-main").await?.contains("losses"), "nothing is lost");
        page.click("doccano JSON Lines, classification").await?;
        page.says("dialog .report table", "Spans").await?;
        page.says("dialog .is-main", "Export with losses").await?;
        page.is_accessible("the export dialog with losses").await
    });
}

#[test]
fn opening_many_files_can_be_stopped() {
    test(async |stage| {
        let page = stage.open().await?;
        let mut lines = String::new();
        for i in 0..60_000 {
            lines +=
                &format!("{{\"text\": \"{TEXT} {i} {}\", \"label\": [[0, 7, \"PER\"]]}}\n", "More words. ".repeat(20));
        }
        page.upload(&[("a.jsonl", lines.as_bytes()), ("b.jsonl", lines.as_bytes())]).await?;
        page.says(".toast.is-opening", "Opening").await?;
        page.click("Cancel").await?;
        page.says("body", "Opening was stopped").await?;
        ensure!(page.read("body").await?.contains("Drop articles here"), "nothing came in");
        // And on it goes.
        let line = format!("{{\"text\": \"{TEXT}\", \"label\": [[0, 7, \"PER\"]]}}\n");
        page.upload(&[("c.jsonl", line.as_bytes())]).await?;
        page.click("Import").await?;
        page.has_spans(&["PER Erdoğan"]).await
    });
}

#[test]
fn a_folder_comes_in_with_what_lies_in_it() {
    test(async |stage| {
        let page = stage.open().await?;
        page.upload_folder(&[
            ("corpus/one.txt", TEXT.as_bytes()),
            ("corpus/one.ann", "T1\tLOC 28 33\tSochi\n".as_bytes()),
            ("corpus/deep/two.txt", b"Ankara said no."),
            ("corpus/deep/two.ann", b"T1\tLOC 0 6\tAnkara\n"),
            ("corpus/.DS_Store", b"\0\0\0\x01Bud1"),
        ])
        .await?;
        page.says("dialog .verdict", "2 documents and 2 spans").await?;
        page.click("Import").await?;
        page.saved().await?;
        let all: Vec<Vec<String>> = documents(&page).await?.iter().map(said).collect();
        ensure!(all.len() == 2 && all.concat().contains(&"LOC Ankara".to_owned()), "{all:?}");
        Ok(())
    });
}

#[test]
fn formats_that_cannot_be_loaded_are_told_and_survived() {
    test(async |stage| {
        stage.server.add("formats_bg.wasm", "application/wasm", "no Wasm");
        let page = stage.open().await?;
        let line = format!("{{\"text\": \"{TEXT}\", \"label\": [[0, 7, \"PER\"]]}}\n");
        page.upload(&[("a.jsonl", line.as_bytes())]).await?;
        page.says("[role=alert]", "“a.jsonl” was not opened. The part of Postil that knows the formats").await?;
        page.open_sample("Black Sea Marathon").await?;
        page.extracted().await?;
        page.press("j a").await?;
        page.saved().await?;
        page.click("Export").await?;
        page.says("dialog .formats", "could not be loaded").await?;
        page.click("Annotations, JSON").await?;
        let export = page.download(async |page| page.click_on("dialog .is-main").await).await?.json()?;
        ensure!(export["documents"][0]["spans"].as_array().is_some_and(|spans| spans.len() == 1), "{export}");
        Ok(())
    });
}

#[test]
fn panels_that_do_not_come_are_told_and_come_later() {
    test(async |stage| {
        let files = std::fs::read_dir(paths::dist()?)?.flatten().map(|it| it.file_name());
        let panels = files
            .filter_map(|name| name.into_string().ok())
            .find(|it| it.starts_with("panels-") && it.ends_with(".wasm"));
        let panels = panels.context("the release is in two modules")?;
        stage.server.add(&panels, "application/wasm", "no Wasm");
        let page = stage.open().await?;
        page.open_sample("Black Sea Marathon").await?;
        page.says("[role=alert]", "could not be fetched").await?;
        // What is done meanwhile is done.
        page.extracted().await?;
        page.press("a a").await?;
        page.saved().await?;
        let there: bool = page.ask("return document.querySelector('#left') !== null", Value::Null).await?;
        ensure!(!there, "panels without their code");
        stage.server.add(&panels, "application/wasm", std::fs::read(paths::dist()?.join(&panels))?);
        page.wait("the panels", "return document.querySelector('#left') !== null").await?;
        page.wait("nothing is missing any more", "return document.querySelector('.toast') === null").await?;
        ensure!(!page.spans().await?.is_empty(), "what was done meanwhile is there");
        Ok(())
    });
}

#[test]
fn hostile_files_stay_text() {
    test(async |stage| {
        let page = stage.open().await?;
        let evil = "<img src=x onerror=\"document.title='broken'\">";
        let line = serde_json::json!({ "text": format!("{evil} Sochi."), "label": [[0, evil.len(), evil]] });
        let bomb = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"{}\">]><collection>&b;</collection>",
            "x".repeat(99)
        );
        page.upload(&[(&*format!("{}.jsonl", "a<b>"), line.to_string().as_bytes()), ("bomb.xml", bomb.as_bytes())])
            .await?;
        page.click("Import").await?;
        page.says("[role=alert]", "“bomb.xml” was not opened").await?;
        page.until("the text", async || Ok(page.article_text().await?.contains(evil))).await?;
        page.saved().await?;
        let title: String = page.ask("return document.title", Value::Null).await?;
        ensure!(
            !title.contains("broken")
                && page.ask::<bool>("return document.querySelector('img') === null", Value::Null).await?,
            "{title}"
        );
        Ok(())
    });
}
