//! The schema as a screen: what there is to annotate with is defined, renamed, merged and deleted, by keyboard.

use crate::{ARTICLE, PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::{Value, json};

async fn open_schema(page: &Page) -> Result<()> {
    page.focus_article().await?;
    page.press("Shift+D").await?;
    page.wait("the first entry has the keyboard", "return document.activeElement.id === 'schema-row-0'").await
}

async fn close(page: &Page) -> Result<()> {
    page.press("Escape").await?;
    page.wait("the dialog is closed", "return document.querySelector('dialog[open]') === null").await
}

/// What stands in a field of the form.
async fn holds(page: &Page, field: &str, expected: &str) -> Result<()> {
    let script = "return document.getElementById('schema-' + arguments[0])?.value ?? 'none'";
    let now = async || page.ask::<String>(script, json!([field])).await;
    page.settles(field, expected.to_owned(), now).await
}

/// Types into a field of the form, in place of what is there, and presses Enter.
async fn enter(page: &Page, field: &str, text: &str) -> Result<()> {
    let script = "const it = document.getElementById('schema-' + arguments[0]); it.focus(); it.select()";
    page.js(script, json!([field])).await?;
    page.press("Backspace").await?;
    page.type_text(text).await?;
    page.press("Enter").await
}

/// The names of the entries, in order.
async fn entries(page: &Page) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.entries tbody button')].map(it => it.textContent)";
    page.ask(script, Value::Null).await
}

async fn begins_with(page: &Page, expected: &[&str]) -> Result<()> {
    let expected: Vec<String> = expected.iter().map(|it| (*it).to_owned()).collect();
    let first = async || Ok(entries(page).await?.into_iter().take(expected.len()).collect::<Vec<_>>());
    page.settles("entries", expected.clone(), first).await
}

/// How often the chosen entry is used, as its row says.
async fn used(page: &Page, expected: &str) -> Result<()> {
    page.says("dialog tr.is-on .num", expected).await
}

async fn choose(page: &Page, name: &str) -> Result<()> {
    let script =
        "[...document.querySelectorAll('.entries tbody button')].find(it => it.textContent === arguments[0]).click()";
    page.js(script, json!([name])).await.map(drop)
}

/// Chooses an option of the list in the form that is called so.
async fn pick(page: &Page, list: &str, entry: &str) -> Result<()> {
    let script = "const label = [...document.querySelectorAll('dialog .sheet label')].find(it => it.textContent.startsWith(arguments[0])); \
        const list = label?.querySelector('select') ?? document.getElementById(label?.htmlFor); \
        const option = [...(list?.options ?? [])].find(it => it.text === arguments[1]); \
        if (!option) return false; \
        list.value = option.value; \
        list.dispatchEvent(new Event('change', { bubbles: true })); \
        return true";
    page.wait_with(&format!("“{entry}” of “{list}”"), script, json!([list, entry])).await
}

#[test]
fn a_label_is_defined_with_its_key_and_used() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "fox.txt", PLAIN).await?;
        open_schema(&page).await?;
        page.is_accessible("the schema").await?;
        // From the list to the field behind it.
        page.press("Tab").await?;
        page.type_text("Place").await?;
        page.press("Enter").await?;
        page.says("#schema-new-wrong", "“Place” is called so already.").await?;
        page.press("Ctrl+a").await?;
        page.type_text("Wild animal").await?;
        page.press("Enter").await?;
        page.wait("the new one has the keyboard", "return document.activeElement.textContent === 'Wild animal'")
            .await?;
        holds(&page, "id", "Wild_animal").await?;
        page.press("Enter Tab Tab").await?;
        page.wait("the key’s field", "return document.activeElement.id === 'schema-key'").await?;
        page.type_text("b").await?;
        page.press("Enter").await?;
        page.says("#schema-key-wrong", "“Number” has this key.").await?;
        page.is_accessible("a conflict").await?;
        enter(&page, "key", "j").await?;
        page.says("#schema-key-wrong", "Postil has this key for a command: “").await?;
        enter(&page, "key", "B").await?;
        page.says("dialog tr.is-on", "B").await?;
        enter(&page, "chip", "WILD").await?;
        pick(&page, "Kind of", "Person").await?;
        page.says("dialog tr.is-on", "Person").await?;
        // The circle is told, and nothing is done.
        choose(&page, "Person").await?;
        holds(&page, "id", "PERSON").await?;
        pick(&page, "Kind of", "Wild animal").await?;
        page.says("dialog .sheet", "“Wild animal” is a kind of this one.").await?;
        close(&page).await?;
        page.drag(page.place("quick brown fox").await?).await?;
        page.press("Shift+B").await?;
        page.has_spans(&["WILD quick brown fox"]).await?;
        open_schema(&page).await?;
        choose(&page, "Wild animal").await?;
        used(&page, "1").await?;
        page.kept().await
    });
}

/// Two documents, each with a span.
async fn two_documents(page: &Page) -> Result<()> {
    page.upload(&[("1.txt", b"the old fox slept\n"), ("2.txt", b"a fox and a dog ran\n")]).await?;
    page.until("the first", async || Ok(page.article_text().await?.starts_with("the old"))).await?;
    page.focus_article().await?;
    page.drag(page.place("fox").await?).await?;
    page.press("1 Alt+ArrowDown").await?;
    page.until("the second", async || Ok(page.article_text().await?.starts_with("a fox"))).await?;
    page.drag(page.place("fox").await?).await?;
    page.press("1").await?;
    page.has_spans(&["PER fox"]).await?;
    page.drag(page.place("dog").await?).await?;
    page.press("2").await?;
    page.has_spans(&["PER fox", "ORG dog"]).await
}

#[test]
fn renaming_counts_first_and_is_one_step() {
    test(async |stage| {
        let page = stage.open().await?;
        two_documents(&page).await?;
        open_schema(&page).await?;
        used(&page, "2").await?;
        holds(&page, "id", "PERSON").await?;
        enter(&page, "id", "ORG").await?;
        page.says("#schema-id-wrong", "“Organisation” is called so in files.").await?;
        enter(&page, "id", "PER").await?;
        page.says(".asked", "2 spans in 2 documents become PER.").await?;
        page.is_accessible("a change that waits").await?;
        page.click_on(".asked .is-main").await?;
        holds(&page, "id", "PER").await?;
        used(&page, "2").await?;
        // The list has the keyboard again: undo is of the schema.
        page.wait("the row", "return document.activeElement.id === 'schema-row-0'").await?;
        page.press("Ctrl+z").await?;
        holds(&page, "id", "PERSON").await?;
        used(&page, "2").await?;
        page.press("Ctrl+Shift+z").await?;
        holds(&page, "id", "PER").await?;
        close(&page).await?;
        page.has_spans(&["PER fox", "ORG dog"]).await?;
        page.kept().await?;
        page.reload().await?;
        open_schema(&page).await?;
        holds(&page, "id", "PER").await?;
        used(&page, "2").await
    });
}

#[test]
fn labels_are_merged_and_deleted() {
    test(async |stage| {
        let page = stage.open().await?;
        two_documents(&page).await?;
        open_schema(&page).await?;
        page.press("ArrowDown").await?;
        holds(&page, "id", "ORG").await?;
        pick(&page, "Merge into", "Person").await?;
        page.says(".asked", "1 span in 1 document becomes Person.").await?;
        page.click_on(".asked .is-main").await?;
        begins_with(&page, &["Person", "Place"]).await?;
        used(&page, "3").await?;
        page.press("Ctrl+z").await?;
        begins_with(&page, &["Person", "Organisation"]).await?;
        page.press("Ctrl+Shift+z").await?;
        begins_with(&page, &["Person", "Place"]).await?;
        // Moved by keyboard, and deleted with its annotations.
        page.press("Home Alt+ArrowDown").await?;
        begins_with(&page, &["Place", "Person"]).await?;
        page.wait("the row", "return document.activeElement.id === 'schema-row-1'").await?;
        page.press("Delete Enter").await?;
        page.says(".asked", "3 spans in 2 documents are deleted with it.").await?;
        page.click("Leave it").await?;
        page.click("Delete “Person”…").await?;
        page.says(".asked", "3 spans").await?;
        page.click_on(".asked .is-main").await?;
        begins_with(&page, &["Place", "Nationality"]).await?;
        close(&page).await?;
        page.has_spans(&[]).await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&["PER fox", "PER dog"]).await?;
        page.says(".toast", "Undid: Changed the schema.").await?;
        page.saved().await
    });
}

#[test]
fn attributes_types_and_events_are_defined() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "fox.txt", PLAIN).await?;
        page.drag(page.place("quick brown fox").await?).await?;
        page.press("1").await?;
        open_schema(&page).await?;
        let new = async |part: &str, name: &str| {
            page.click(part).await?;
            page.wait("the part", "return document.getElementById('schema-new') !== null").await?;
            page.js("document.getElementById('schema-new').focus()", Value::Null).await?;
            page.type_text(name).await?;
            page.press("Enter").await?;
            holds(&page, "name", name).await
        };
        new("Attributes", "sure").await?;
        pick(&page, "Its values are", "yes or no").await?;
        page.says("dialog tr.is-on", "yes or no").await?;
        new("Attributes", "tone").await?;
        pick(&page, "Its values are", "one of a list").await?;
        page.wait("the values", "return document.querySelectorAll('dialog .sheet textarea').length === 2").await?;
        page.js("document.querySelector('dialog .sheet textarea').focus()", Value::Null).await?;
        page.type_text("warm\ncold").await?;
        page.press("Tab").await?;
        page.says("dialog tr.is-on", "warm, cold").await?;
        new("Relation types", "member of").await?;
        page.click_on(".listed:nth-of-type(1) label:nth-child(1) input").await?;
        page.click_on(".listed:nth-of-type(2) label:nth-child(2) input").await?;
        page.says("dialog tr.is-on", "member of Person Organisation").await?;
        new("Roles", "actor").await?;
        new("Event types", "protest").await?;
        page.click_on(".listed label input").await?;
        page.says("dialog tr.is-on", "protest actor").await?;
        page.is_accessible("an event type").await?;
        close(&page).await?;
        // The inspector asks for what was defined.
        page.says(".right", "sure").await?;
        page.click_on(".right input[type=checkbox]").await?;
        let script = "return document.querySelector('.right input[type=checkbox]').checked";
        page.wait("it is sure", script).await?;
        page.focus_article().await?;
        page.press("e").await?;
        page.says(".labels", "protest").await?;
        page.saved().await
    });
}

#[test]
fn a_schema_goes_out_and_comes_in_by_itself() {
    test(async |stage| {
        let page = stage.open().await?;
        two_documents(&page).await?;
        open_schema(&page).await?;
        enter(&page, "id", "PER").await?;
        page.says(".asked", "2 spans in 2 documents become PER.").await?;
        page.click_on(".asked .is-main").await?;
        holds(&page, "id", "PER").await?;
        let file = page.download(async |page| page.click("Export").await).await?;
        let schema = file.json()?;
        ensure!(schema["format"] == "postil-schema", "{schema}");
        let person = &schema["labels"][0];
        ensure!(person["id"] == "PER" && person["key"] == "1" && person["replaces"][0] == "PERSON", "{person}");

        // Where nothing has changed it says so; elsewhere what it would do.
        let text = file.text()?.replace("\"name\":\"Organisation\"", "\"name\":\"Company\"");
        page.upload_to("#schema-files", "ours.json", text.as_bytes()).await?;
        page.says("dialog h1", "Schema “ours.json”").await?;
        page.says("dialog .pairs", "Organisation: name Company").await?;
        page.is_accessible("a schema that waits").await?;
        page.press("Enter").await?;
        // The editor is there again.
        page.wait("the editor", "return document.querySelector('dialog.is-schema') !== null").await?;
        begins_with(&page, &["Person", "Company"]).await?;
        close(&page).await?;

        let other = stage.open().await?;
        open_text(&other, "fox.txt", PLAIN).await?;
        other.drag(other.place("fox").await?).await?;
        other.press("1").await?;
        other.has_spans(&["PER fox"]).await?;
        other.upload(&[("ours.json", text.as_bytes())]).await?;
        other.says("dialog .pairs", "1 span in 1 document is called otherwise").await?;
        other.says("dialog .pairs", "Person becomes PER").await?;
        other.press("Enter").await?;
        other.says(".toast", "The schema “ours.json” is in.").await?;
        open_schema(&other).await?;
        holds(&other, "id", "PER").await?;
        used(&other, "1").await?;
        close(&other).await?;
        other.press("Ctrl+z").await?;
        open_schema(&other).await?;
        holds(&other, "id", "PERSON").await
    });
}

#[test]
fn a_ready_made_schema_is_suggested_in_its_own_words() {
    test(async |stage| {
        let page = stage.open().await?;
        // Before there is any document.
        page.click("Schema").await?;
        page.wait("the schema", "return document.activeElement.id === 'schema-row-0'").await?;
        page.is_accessible("the schema of an empty project").await?;
        page.choose_in("Schemas that are ready", "CoNLL-2003").await?;
        page.says("dialog .verdict", "CoNLL-2003: 4 labels.").await?;
        page.says("dialog .pairs", "Person becomes PER").await?;
        page.says("dialog .is-main", "Replace the schema").await?;
        page.is_accessible("a ready-made schema").await?;
        page.click_on("dialog .is-main").await?;
        page.wait("the editor", "return document.querySelector('dialog.is-schema') !== null").await?;
        page.settles(
            "labels",
            vec!["Person", "Organisation", "Location", "Miscellaneous"]
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
            async || entries(&page).await,
        )
        .await?;
        close(&page).await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let chips = "return [...new Set([...document.querySelectorAll('.chunk [data-chip]')].map(it => it.dataset.chip))].sort().join()";
        page.settles("chips", "LOC,MISC,ORG,PER".to_owned(), async || page.ask(chips, Value::Null).await).await?;
        page.saved().await
    });
}

#[test]
fn a_configuration_of_brat_comes_in_with_colours_keys_and_constraints() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "fox.txt", PLAIN).await?;
        let annotation = "[entities]\nBeing\n\tAnimal\n\tTree\n[relations]\nSees\tArg1:Animal, Arg2:Being\n[events]\nJump\tWho:Animal\n[attributes]\nQuick\tArg:Animal\n";
        let visual = "[labels]\nAnimal | Wild animal | Ani\n[drawing]\nAnimal\tbgColor:#ffa500\nTree\tbgColor:green\n";
        let files: [(&str, &[u8]); 3] = [
            ("annotation.conf", annotation.as_bytes()),
            ("visual.conf", visual.as_bytes()),
            ("kb_shortcuts.conf", b"B\tAnimal\n"),
        ];
        page.upload(&files).await?;
        page.says("dialog .verdict", "3 labels, 1 relation type, 1 event type, 1 role, 1 attribute").await?;
        page.is_accessible("a configuration that waits").await?;
        page.click_on("dialog [name=way]").await?;
        page.says("dialog .pairs", "Being; ").await?;
        page.click_on("dialog .is-main").await?;
        page.says(".toast", "is in. Undo takes it back.").await?;
        page.drag(page.place("quick brown fox").await?).await?;
        page.press("Shift+B").await?;
        page.has_spans(&["Ani quick brown fox"]).await?;
        open_schema(&page).await?;
        choose(&page, "Wild animal").await?;
        page.says("dialog tr.is-on", "Being").await?;
        let hue = "return document.querySelector('.swatches :checked').ariaLabel";
        page.settles("hue", "amber".to_owned(), async || page.ask(hue, Value::Null).await).await?;
        page.click("Relation types").await?;
        choose(&page, "Sees").await?;
        page.says("dialog tr.is-on", "Sees Wild animal Being").await?;
        close(&page).await?;
        page.press("Ctrl+z Ctrl+z").await?;
        open_schema(&page).await?;
        page.until("it is gone", async || Ok(!entries(&page).await?.contains(&"Being".to_owned()))).await
    });
}
