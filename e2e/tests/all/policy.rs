//! What the page refuses to itself.

use crate::ARTICLE;
use anyhow::ensure;
use postil_e2e::{Setup, test_with};
use serde_json::{Value, json};

/// Tries to make markup and code of strings, and to ask elsewhere; says what came of each, and what the policy said of it.
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
    outcomes.told = postilProbe.takeViolations();
    return outcomes;";

#[test]
fn no_string_becomes_markup_or_code() {
    test_with(Setup { is_loud: true, ..Setup::default() }, async |stage| {
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let script = format!("return (async () => {{ {TRY} }})()");
        let mut outcomes = page.js(&script, Value::Null).await?;
        let told: Vec<String> = serde_json::from_value(outcomes["told"].take())?;
        let refused = "TypeError";
        let expected = json!({
            "markup": refused, "adjacent": refused, "parsed": refused, "code": refused, "evaluated": refused,
            "worker": refused, "elsewhere": refused, "children": 0, "told": null,
        });
        ensure!(outcomes == expected, "done all the same: {outcomes:#}");
        let sinks =
            ["innerHTML|", "insertAdjacentHTML|", "parseFromString|", "HTMLScriptElement text|", "Worker constructor|"];
        for sink in sinks {
            let is_it = |line: &String| line.starts_with("require-trusted-types-for ") && line.contains(sink);
            ensure!(told.iter().any(is_it), "{sink} was not told: {told:#?}");
        }
        ensure!(told.iter().any(|line| line.starts_with("connect-src refused https://example.org/")), "{told:#?}");
        Ok(())
    });
}
