//! The harness itself: what it promises to notice, it notices.

use anyhow::ensure;
use postil_e2e::exceptions::EXCEPTIONS;
use postil_e2e::{Setup, root, run, test};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

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

#[test]
fn every_exception_is_a_test_and_has_a_reason() {
    let list = Command::new(std::env::current_exe().unwrap()).args(["--list", "--format", "terse"]).output().unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    let tests: BTreeSet<&str> = list.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    assert!(tests.len() > 100, "{list}");
    let mut named = BTreeSet::new();
    for exception in EXCEPTIONS {
        assert!(tests.contains(exception.test), "no test is called {}", exception.test);
        assert!(exception.reason.len() > 20, "{} has no reason", exception.test);
        assert!(named.insert((exception.test, exception.browser.to_string())), "{} is there twice", exception.test);
    }
}

#[test]
fn every_exception_is_in_the_docs() {
    let rows: Vec<String> =
        EXCEPTIONS.iter().map(|it| format!("| `{}` | {} | {} |\n", it.test, it.browser, it.reason)).collect();
    let table = match &*rows {
        [] => "\nNothing: every test passes.\n\n".to_owned(),
        rows => format!("\n| test | browser | why |\n|---|---|---|\n{}\n", rows.concat()),
    };
    let path = root().join("docs/browsers.md");
    let docs = std::fs::read_to_string(&path).unwrap();
    let begin = docs.find("<!-- exceptions: begin").unwrap();
    let start = begin + docs[begin..].find('\n').unwrap() + 1;
    let end = docs.find("<!-- exceptions: end").unwrap();
    if std::env::var_os("POSTIL_UPDATE").is_some() {
        std::fs::write(&path, format!("{}{table}{}", &docs[..start], &docs[end..])).unwrap();
    } else {
        assert_eq!(&docs[start..end], table, "POSTIL_UPDATE=1 writes the table");
    }
}
