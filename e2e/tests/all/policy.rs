//! What the page refuses to itself.

use crate::ARTICLE;
use anyhow::ensure;
use postil_e2e::test;
use serde_json::{Value, json};

/// Tries to make markup and code of strings, and to ask elsewhere; says what came of each. Refusals are noted as violations
/// of the policy, which here is what is wished.
const TRY: &str = "
    const tried = (attempt) => { try { attempt(); return 'done'; } catch (error) { return error.name; } };
    const element = document.createElement('div');
    const outcomes = {
        markup: tried(() => { element.innerHTML = '<b>bold</b>'; }),
        adjacent: tried(() => element.insertAdjacentHTML('beforeend', '<b>bold</b>')),
        parsed: tried(() => new DOMParser().parseFromString('<b>bold</b>', 'text/html')),
        code: tried(() => { document.createElement('script').text = 'alert(1)'; }),
        evaluated: tried(() => setTimeout('alert(1)')),
        worker: tried(() => new Worker('./formats.js')),
        elsewhere: await fetch('https://example.org/').then(() => 'done', (error) => error.name),
        children: element.childNodes.length,
    };
    // The events of violations come later.
    await new Promise((resolve) => setTimeout(resolve, 100));
    postilProbe.takeViolations();
    return outcomes;";

#[test]
fn no_string_becomes_markup_or_code() {
    test(async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let script = format!("return (async () => {{ {TRY} }})()");
        let outcomes = page.js(&script, Value::Null).await?;
        let refused = "TypeError";
        let expected = json!({
            "markup": refused, "adjacent": refused, "parsed": refused, "code": refused, "evaluated": refused,
            "worker": refused, "elsewhere": refused, "children": 0,
        });
        ensure!(outcomes == expected, "{outcomes:#}");
        Ok(())
    });
}
