//! The harness itself: what it promises to notice, it notices.

use anyhow::ensure;
use postil_e2e::{Setup, run, test};
use serde_json::Value;

#[test]
fn trouble_in_a_page_fails_its_test() {
    let outcome = run(Setup::default(), async |stage| {
        let page = stage.open().await?;
        let script = "document.body.setAttribute('style', 'color: red'); \
            fetch('https://example.org/leak').catch(() => {}); \
            console.error('said aloud'); \
            setTimeout(() => { throw new Error('thrown away'); })";
        page.js(script, Value::Null).await?;
        page.reload().await?;
        // A page without the policy can ask, and is refused outside.
        stage.server.add("bare.html", "text/html", "<!doctype html><title>Bare</title><link rel=icon href=data:,>");
        let bare = page.browser().blank_tab().await?;
        bare.go("bare.html").await?;
        bare.js("return fetch('http://example.org/leak').catch(() => {})", Value::Null).await?;
        bare.go("nowhere.html").await
    });
    let report = outcome.map_err(|error| format!("{error:#}")).expect_err("nothing was noticed");
    for expected in [
        "policy: style-src",
        "policy: connect-src",
        "said aloud",
        "thrown away",
        "to elsewhere: GET http://example.org/leak",
        "not there: /some/path/nowhere.html",
    ] {
        assert!(report.contains(expected), "{expected} was not noticed:\n{report}");
    }
}

#[test]
fn the_rules_are_at_work() {
    test(async |stage| {
        let page = stage.open().await?;
        page.js("document.querySelector('main').append(document.createElement('button'))", Value::Null).await?;
        let Err(error) = page.is_accessible("a button without a name").await else { anyhow::bail!("it was let pass") };
        ensure!(format!("{error:#}").contains("button-name"), "{error:#}");
        Ok(())
    });
}
