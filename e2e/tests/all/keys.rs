//! Commands by their names, and keys that a person changes.

use crate::{ARTICLE, PLAIN, open_text};
use anyhow::{Result, ensure};
use postil_e2e::{Page, test};
use serde_json::{Value, json};

async fn open_commands(page: &Page) -> Result<()> {
    page.press("Ctrl+k").await?;
    page.wait("the field has the keyboard", "return document.activeElement.id === 'commands-field'").await
}

/// The commands that are listed, each with its key.
async fn listed(page: &Page) -> Result<Vec<String>> {
    let script =
        "return [...document.querySelectorAll('.commands li')].map(it => it.innerText.replace(/\\s+/g, ' ').trim())";
    page.ask(script, Value::Null).await
}

async fn is_closed(page: &Page) -> Result<()> {
    page.wait("the dialog is closed", "return document.querySelector('dialog[open]') === null").await
}

#[test]
fn a_command_is_found_by_its_name_and_done() {
    test(async |stage| {
        let page = stage.open().await?;
        // Without a document there is what needs none.
        open_commands(&page).await?;
        let first = listed(&page).await?;
        ensure!(first.iter().any(|it| it.starts_with("Open files")), "{first:?}");
        ensure!(!first.iter().any(|it| it.starts_with("Accept")), "{first:?}");
        page.press("Escape").await?;
        is_closed(&page).await?;

        open_text(&page, "plain.txt", PLAIN).await?;
        page.press("ArrowRight ArrowRight").await?;
        open_commands(&page).await?;
        page.is_accessible("the palette of commands").await?;
        page.type_text("dark").await?;
        page.settles("what is found", vec!["Dark colours".to_owned()], async || listed(&page).await).await?;
        page.press("Enter").await?;
        is_closed(&page).await?;
        page.wait("dark colours", "return document.documentElement.dataset.theme === 'dark'").await?;
        page.wait("the article has the keyboard", "return document.activeElement.id === 'pane'").await?;

        // Labels are there too, and act on what the cursor proposes; the last command comes first.
        open_commands(&page).await?;
        let all = listed(&page).await?;
        ensure!(all[0] == "Dark colours lately", "{:?}", all[0]);
        ensure!(all.iter().any(|it| it == "Undo Ctrl Z"), "{all:?}");
        page.type_text("label org").await?;
        page.press("Enter").await?;
        page.has_spans(&["ORG quick"]).await?;
        open_commands(&page).await?;
        page.type_text("next word").await?;
        page.press("ArrowDown ArrowUp Enter").await?;
        page.settles("the next word", "brown".to_owned(), async || page.announced().await).await?;

        // What is not there is told, and Enter does nothing.
        open_commands(&page).await?;
        page.type_text("no such thing").await?;
        page.says(".is-commands [role=status]", "No command is called").await?;
        page.press("Enter").await?;
        ensure!(page.read(".is-commands h1").await? == "Commands");
        page.press("Escape").await?;
        // Settings are kept a little later than work.
        page.until("it is kept", async || {
            Ok(page.stored().await?["meta"]["preferences"].as_str().is_some_and(|it| it.contains("[\"word-right\"")))
        })
        .await?;

        page.reload().await?;
        page.opened("the quick").await?;
        open_commands(&page).await?;
        ensure!(listed(&page).await?[0] == "Next word lately →", "{:?}", listed(&page).await?[0]);
        page.press("Escape").await
    });
}

/// Opens the table of keys, and finds a command in it.
async fn change(page: &Page, command: &str) -> Result<()> {
    page.press("?").await?;
    page.click("Change keys…").await?;
    page.wait("the field has the keyboard", "return document.activeElement.type === 'search'").await?;
    page.type_text(command).await?;
    let script = "return document.querySelectorAll('.is-keys tbody tr').length === 1";
    page.wait("one command", script).await
}

#[test]
fn keys_are_changed_and_conflicts_told() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        page.focus_article().await?;
        change(&page, "accept, and").await?;
        page.is_accessible("the table of keys").await?;
        page.click("Accept, and go to the next: a. Change it").await?;
        page.wait("a key is waited for", "return document.activeElement.id === 'new-key'").await?;
        page.is_accessible("waiting for a key").await?;
        page.press("Tab").await?;
        page.says(".is-keys [role=alert]", "Tab goes from control to control").await?;
        // Another command has it.
        page.press("j").await?;
        page.says(".is-keys [role=alert]", "j is “Next suggestion or annotation”.").await?;
        page.click("Leave it").await?;
        page.click("Accept, and go to the next: a. Change it").await?;
        // A label has it.
        page.press("y").await?;
        page.says(".is-keys [role=alert]", "y is the key of the label “Money”.").await?;
        page.press("Enter").await?;
        page.settles("its key", "y".to_owned(), async || page.read(".is-keys tbody button.key").await).await?;
        page.says(".conflicts", "“y” is the key of the label “Money”, but does “Accept, and go to the next” instead.")
            .await?;
        page.click("Back to the sheet").await?;
        page.says(".keys", "y accept, and go to the next").await?;
        page.press("Escape").await?;
        is_closed(&page).await?;

        // It is heard, and shown where keys are.
        page.focus_article().await?;
        page.press("j").await?;
        page.says(".review", "y Accept").await?;
        page.says(".foot", "y x Space accept, reject, skip").await?;
        page.says(".right .acts", "Accept y").await?;
        let before = page.counts().await?.reviewed;
        page.press("a").await?;
        page.press("y").await?;
        page.settles("one is decided", before + 1, async || Ok(page.counts().await?.reviewed)).await?;
        page.kept().await?;

        // After a reload too; and it goes back.
        page.reload().await?;
        page.opened(ARTICLE).await?;
        page.extracted().await?;
        page.focus_article().await?;
        // The first one is accepted.
        page.press("j j").await?;
        page.says(".review", "y Accept").await?;
        change(&page, "accept, and").await?;
        page.click("All first keys again").await?;
        page.settles("its key", "a".to_owned(), async || page.read(".is-keys tbody button.key").await).await?;
        page.press("Escape").await?;
        is_closed(&page).await?;
        page.says(".review", "a Accept").await
    });
}

#[test]
fn the_palette_of_labels_offers_to_define_what_is_not_there() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.press("ArrowRight /").await?;
        page.wait("the palette", "return document.activeElement.id === 'palette-field'").await?;
        page.type_text("Weapon").await?;
        page.press("Enter").await?;
        page.says(".palette", "Nothing was labelled: no label matches “Weapon”.").await?;
        page.is_accessible("a label that is not there").await?;
        page.press("Enter").await?;
        page.wait_with(
            "the name stands in the schema",
            "return document.activeElement.id === 'schema-new' && document.activeElement.value === arguments[0]",
            json!(["Weapon"]),
        )
        .await?;
        page.press("Enter").await?;
        page.wait("it is there", "return document.querySelector('dialog .sheet .kind').innerText.startsWith('Weapon')")
            .await?;
        page.press("Escape").await?;
        is_closed(&page).await?;
        page.focus_article().await?;
        page.press("/").await?;
        page.wait("the palette", "return document.activeElement.id === 'palette-field'").await?;
        page.type_text("weap").await?;
        page.press("Enter").await?;
        page.has_spans(&["WEAPO the"]).await
    });
}
