//! Making spans with the mouse and without one, and changing them.

use crate::{PLAIN, open_text};
use anyhow::ensure;
use postil_e2e::{Place, test};
use serde_json::Value;

#[test]
fn a_drag_snaps_to_words_and_a_key_labels_it() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        let words = page.place("quick brown").await?;
        page.drag(Place { start: words.start + 2, end: words.end - 3 }).await?;
        let preview = "return [...(CSS.highlights.get('preview') ?? [])].map(String).join()";
        page.settles("the preview", "quick brown".to_owned(), async || page.ask(preview, Value::Null).await).await?;
        page.says(".right", "selected, not yet labelled").await?;
        page.press("1").await?;
        page.has_spans(&["PER quick brown"]).await?;
        page.says(".right .at:nth-of-type(4)", "characters 4–15 · UTF-16 4–15 · bytes 4–15").await?;
        ensure!(page.selected().await?.is_empty(), "the selection is let go");

        // Characters, when Alt is held.
        let fox = page.place("fox").await?;
        page.drag_with(Place { start: fox.start + 1, end: fox.end }, &["Alt"]).await?;
        page.says(".right .cover", "ox").await?;
        page.press("2").await?;
        page.has_spans(&["PER quick brown", "ORG ox"]).await?;

        // A row of labels stands beside the selection.
        page.drag(page.place("lazy dog").await?).await?;
        page.click_on(".palette .label:nth-child(3)").await?;
        page.until("a third span", async || Ok(page.spans().await?.iter().any(|it| it.ends_with(" lazy dog")))).await?;
        page.saved().await
    });
}

#[test]
fn tagging_needs_no_mouse() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.press("ArrowRight ArrowRight ArrowRight 3").await?;
        page.has_spans(&["GPE brown"]).await?;
        page.press("ArrowRight ArrowRight Shift+ArrowRight Shift+ArrowRight").await?;
        page.says(".right .cover", "jumps over the").await?;
        page.press("4").await?;
        page.has_spans(&["GPE brown", "NORP jumps over the"]).await?;
        page.press("ArrowDown .").await?;
        page.has_spans(&["GPE brown", "NORP jumps over the", "NORP while"]).await?;
        page.saved().await
    });
}

#[test]
fn a_label_is_found_by_typing_and_never_made() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.press("ArrowRight ArrowRight /").await?;
        page.wait("the field", "return document.activeElement.id === 'palette-field'").await?;
        page.type_text("no such label").await?;
        page.press("Enter").await?;
        page.says(".palette", "Nothing was labelled").await?;
        page.press("Escape").await?;
        page.wait("the article has the keyboard", "return document.activeElement.id === 'pane'").await?;
        page.has_spans(&[]).await?;
        page.press("/").await?;
        page.wait("the field", "return document.activeElement.id === 'palette-field'").await?;
        page.type_text("mon").await?;
        page.press("Enter").await?;
        page.has_spans(&["MON quick"]).await
    });
}

#[test]
fn spans_are_relabelled_resized_and_deleted() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("fox jumps").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER fox jumps"]).await?;
        page.press("2").await?;
        page.has_spans(&["ORG fox jumps"]).await?;
        page.press("]").await?;
        page.has_spans(&["ORG fox jumps over"]).await?;
        page.press("{").await?;
        page.has_spans(&["ORG brown fox jumps over"]).await?;
        page.press("[ [").await?;
        page.has_spans(&["ORG brown fox"]).await?;
        page.press("}").await?;
        page.has_spans(&["ORG fox"]).await?;
        page.press("Ctrl+[").await?;
        page.has_spans(&["ORG fo"]).await?;
        page.press("Delete").await?;
        page.has_spans(&[]).await?;

        page.press("Ctrl+z").await?;
        page.has_spans(&["ORG fo"]).await?;
        page.press("Ctrl+z Ctrl+z Ctrl+z Ctrl+z").await?;
        page.has_spans(&["ORG brown fox jumps over"]).await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&["ORG fox jumps over"]).await?;
        page.press("Ctrl+z Ctrl+z").await?;
        page.has_spans(&["PER fox jumps"]).await?;
        page.press("Ctrl+z").await?;
        page.has_spans(&[]).await?;
        page.press("Ctrl+Shift+z Ctrl+Shift+z Ctrl+Shift+z Ctrl+Shift+z").await?;
        page.has_spans(&["ORG brown fox jumps over"]).await?;
        page.click("Undo").await?;
        page.has_spans(&["ORG fox jumps over"]).await?;
        page.click("Redo").await?;
        page.has_spans(&["ORG brown fox jumps over"]).await?;
        page.saved().await
    });
}

#[test]
fn a_note_a_value_and_a_second_part() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("quick").await?).await?;
        page.press("6").await?;
        page.has_spans(&["DATE quick"]).await?;
        page.press("n").await?;
        page.wait("the note's field", "return document.activeElement.id === 'note-field'").await?;
        // Keys are letters there.
        page.type_text("just a note x").await?;
        page.press("Escape").await?;
        page.wait("the article has the keyboard", "return document.activeElement.id === 'pane'").await?;
        page.wait(
            "the note stands in the margin",
            "return document.querySelector('i.note')?.dataset.note === 'just a note x'",
        )
        .await?;
        page.drag(page.place("lazy").await?).await?;
        page.press("+").await?;
        page.has_spans(&["DATE 1/2 quick", "DATE 2/2 lazy"]).await?;
        page.kept().await?;
        page.reload().await?;
        page.has_spans(&["DATE 1/2 quick", "DATE 2/2 lazy"]).await?;
        page.wait("the note is there", "return document.querySelector('i.note')?.dataset.note === 'just a note x'")
            .await
    });
}

#[test]
fn a_note_is_saved_while_the_field_still_has_the_keyboard() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("quick").await?).await?;
        page.press("1").await?;
        page.has_spans(&["PER quick"]).await?;
        page.saved().await?;
        page.press("n").await?;
        page.wait("the note's field", "return document.activeElement.id === 'note-field'").await?;
        page.type_text("half a thought").await?;
        // A pause is enough; the field keeps the keyboard and what is in it.
        page.wait("the note", "return document.querySelector('i.note')?.dataset.note === 'half a thought'").await?;
        page.wait("the keyboard", "return document.activeElement.id === 'note-field'").await?;
        page.kept().await?;
        page.type_text(" more").await?;
        // No pause: the page is hidden or goes away.
        page.js("document.dispatchEvent(new Event('visibilitychange'))", Value::Null).await?;
        page.kept().await?;
        page.reload().await?;
        page.wait("it is there", "return document.querySelector('i.note')?.dataset.note === 'half a thought more'")
            .await
    });
}

#[test]
fn clicks_focus_inwards_out_and_select_words() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("brown fox jumps").await?).await?;
        page.press("1").await?;
        page.has_span("PER brown fox jumps").await?;
        page.drag(page.place("fox").await?).await?;
        page.press("2").await?;
        page.has_span("ORG fox").await?;
        page.press("Escape").await?;
        let inside = page.place("fox").await?.start + 1;
        page.click_at(inside).await?;
        page.settles("the inner span", "fox".to_owned(), async || page.focus().await).await?;
        page.wait("the double click's time is over", "return new Promise((done) => setTimeout(() => done(true), 500))")
            .await?;
        page.click_at(inside).await?;
        page.settles("the span around it", "brown fox jumps".to_owned(), async || page.focus().await).await?;
        // Twice at once is the word, by the browser's own gesture.
        let lazy = page.place("lazy").await?.start + 1;
        page.double_click_at(lazy).await?;
        page.says(".right .kind", "selected, not yet labelled").await?;
        page.says(".right .cover", "lazy").await
    });
}

#[test]
fn a_drag_that_leaves_the_text_never_touches_another_span() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.drag(page.place("quick").await?).await?;
        page.press("2").await?;
        page.has_spans(&["ORG quick"]).await?;
        // Onto the inspector, the list, and above the window of the text: what is shown is what is tagged.
        for (selector, key) in [(".right", "1"), (".left", "3"), (".folio", "4")] {
            page.drag_to(page.place("fox looks").await?.start, selector).await?;
            page.press(key).await?;
            page.saved().await?;
            let spans = page.spans().await?;
            ensure!(spans.contains(&"ORG quick".to_owned()), "let go over {selector}: {spans:?}");
            page.press("Escape").await?;
            ensure!(page.selected().await?.is_empty(), "let go over {selector}: {}", page.selected().await?);
        }
        Ok(())
    });
}

#[test]
fn pressing_on_a_selection_begins_a_new_one() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        let words = page.place("fox jumps over").await?;
        page.drag(words).await?;
        page.says(".right .cover", "fox jumps over").await?;
        page.drag(page.place("jumps").await?).await?;
        page.says(".right .cover", "jumps").await?;
        page.press("1").await?;
        page.has_spans(&["PER jumps"]).await?;
        let documents: usize = page.ask("return document.querySelectorAll('.doc').length", Value::Null).await?;
        ensure!(documents == 1, "a dragged text became a document");
        Ok(())
    });
}

#[test]
fn a_click_beside_the_text_lets_go() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        let fox = page.place("fox").await?;
        page.click_at(fox.start + 1).await?;
        page.says(".right .cover", "fox").await?;
        page.click_off(page.place("barn").await?.start, 0.0, 300.0).await?;
        page.press("1").await?;
        page.has_spans(&[]).await?;
        page.click_at(fox.start + 1).await?;
        page.press("1").await?;
        page.has_spans(&["PER fox"]).await
    });
}

#[test]
fn a_held_key_and_the_lock_decide_once() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(crate::ARTICLE).await?;
        page.extracted().await?;
        page.press("j").await?;
        let held = "for (const [key, repeat] of [['A', false], ['a', true], ['a', true], ['a', true]]) \
            document.getElementById('pane').dispatchEvent(new KeyboardEvent('keydown', \
            { key, code: 'KeyA', repeat, bubbles: true, cancelable: true }))";
        page.js(held, Value::Null).await?;
        page.settles("one is accepted", 1, async || Ok(page.spans().await?.len())).await
    });
}

#[test]
fn all_of_the_text_is_selected_copied_and_let_go() {
    test(async |stage| {
        let page = stage.open().await?;
        open_text(&page, "plain.txt", PLAIN).await?;
        page.press("Ctrl+a").await?;
        page.says(".right .cover", "the quick brown fox").await?;
        ensure!(!page.selected().await?.is_empty(), "it is shown as selected");
        let copied = page.copied().await?;
        ensure!(copied == PLAIN, "{copied}");
        page.press("Escape").await?;
        ensure!(page.selected().await?.is_empty(), "it is let go");
        Ok(())
    });
}
