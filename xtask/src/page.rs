//! The release's page: no inline script, and a policy that lets nothing in or out.
//!
//! Text in, text out; [`dist`](crate::dist) reads and writes the files.

use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};

/// The content security policy, as a `<meta>` in the page and as a header: the page talks to its own
/// server only, and the article in it cannot leave. A `<meta>` does not bind a worker, a header does. No markup and no
/// script is ever made of a string, whoever wrote it: where browsers know Trusted Types, only [`guard`] lets
/// addresses of scripts pass.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data:; \
    manifest-src 'self'; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types default";

/// Registers the service worker once the page runs. `trunk serve` has none: a cache would hide changes.
const REGISTER: &str = r#"
if ("serviceWorker" in navigator) {
  navigator.serviceWorker
    .register("./sw.js", { updateViaCache: "none" })
    .catch((error) => console.warn("Postil will not open offline:", error));
}
"#;

/// A page ready for release, and the script that was in it.
#[derive(Debug)]
pub struct Page {
    pub html: String,
    /// `init-<hash>.js`
    pub script_name: String,
    pub script: String,
}

/// Moves Trunk's start-up script into a file of its own and puts the policy in.
pub fn finish(html: &str) -> Result<Page> {
    let inline = inline_scripts(html)?;
    let [script] = inline[..] else {
        bail!(
            "index.html: {} inline scripts where only Trunk's start-up script was expected: \
             the policy refuses inline scripts, so move others into Rust",
            inline.len()
        );
    };
    ensure!(
        script.attributes.contains("type=\"module\"") && script.body.contains("import init"),
        "index.html: the inline script is not the one that Trunk writes: is there a \
         <link data-trunk rel=\"rust\" href=\"Cargo.toml\" data-bin=\"app\">?"
    );
    let guard = guard(&["./worker_loader.js", "./sw.js"]);
    let text = format!("{guard}{}\n{REGISTER}", script.body.trim());
    let name = format!("init-{}.js", &hex(&Sha256::digest(&text))[..16]);
    let tag = format!(
        r#"<script type="module" src="./{name}" crossorigin="anonymous" integrity="{}"></script>"#,
        integrity(text.as_bytes())
    );
    let html = format!("{}{tag}{}", &html[..script.start], &html[script.end..]);
    let html = with_policy(&html)?;
    check(&html)?;
    Ok(Page { html, script_name: name, script: text })
}

/// The policy of Trusted Types: scripts at these addresses may be started, as they stand there, and nothing else may
/// become markup or code.
pub fn guard(scripts: &[&str]) -> String {
    let scripts = scripts.iter().map(|script| format!("{script:?}")).collect::<Vec<_>>().join(", ");
    format!(
        "globalThis.trustedTypes?.createPolicy(\"default\", {{\n  \
         createScriptURL: (url) => ([{scripts}].includes(url) ? url : null),\n}});\n"
    )
}

/// The headers of the release, as Netlify and Cloudflare Pages read them. Nothing is kept without
/// asking: the worker's files keep their names over versions, and the service worker caches anyway.
pub fn headers_file() -> String {
    format!(
        "/*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: no-referrer\n  Cache-Control: no-cache\n"
    )
}

/// The value of an `integrity` attribute, or of a request's `integrity`, for these bytes.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Clone, Copy)]
struct Script<'a> {
    /// Where the tag begins and ends in the page, in bytes.
    start: usize,
    end: usize,
    attributes: &'a str,
    body: &'a str,
}

fn inline_scripts(html: &str) -> Result<Vec<Script<'_>>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = html[at..].find("<script") {
        let start = at + offset;
        let unclosed = || format!("index.html: a <script> without end at byte {start}");
        let (attributes, rest) = html[start + 7..].split_once('>').with_context(unclosed)?;
        let (body, rest) = rest.split_once("</script>").with_context(unclosed)?;
        at = html.len() - rest.len();
        if !attributes.contains(" src=") {
            found.push(Script { start, end: at, attributes, body });
        }
    }
    Ok(found)
}

/// Puts the policy before everything that it rules over, after the charset, which must come early.
fn with_policy(html: &str) -> Result<String> {
    let head = html.find("<head>").context("index.html: no <head>, so the policy has no place")?;
    let start = html[head..].find("<meta charset").map_or(head, |offset| head + offset);
    let place =
        html[start..].find('>').map(|offset| start + offset + 1).context("index.html: <meta charset> is not closed")?;
    let meta = format!(r#"<meta http-equiv="Content-Security-Policy" content="{POLICY}">"#);
    Ok(format!("{}{meta}{}", &html[..place], &html[place..]))
}

/// What the policy would refuse, or what breaks under a sub-path, fails here and not at the reader's.
fn check(html: &str) -> Result<()> {
    let policy = html.find("Content-Security-Policy").unwrap_or(0);
    for early in ["<script", "<link"] {
        if html.find(early).is_some_and(|place| place < policy) {
            bail!("index.html: {early}> stands before <meta charset>: the policy must come first");
        }
    }
    for (pattern, why) in [
        ("<style", "the policy refuses inline styles: put it into static/css"),
        (" style=\"", "the policy refuses style attributes: use a class"),
        (" onload=", "the policy refuses inline handlers: listen from Rust"),
        (" onclick=", "the policy refuses inline handlers: listen from Rust"),
        ("<base", "the policy refuses <base>; addresses are relative to the page already"),
        ("href=\"/", "this address fails under a sub-path: make it relative"),
        ("src=\"/", "this address fails under a sub-path: make it relative"),
        ("href=\"http", "the page loads nothing from other servers"),
        ("src=\"http", "the page loads nothing from other servers"),
    ] {
        if html.contains(pattern) {
            bail!("index.html: `{pattern}`: {why}");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: &str = r#"<!doctype html>
<html lang="en"><head>
<meta charset="utf-8">
<link rel="stylesheet" href="./app-1.css" integrity="sha384-x"/>
<script type="module">
import init, * as bindings from './app-1.js';
const wasm = await init({ module_or_path: './app-1_bg.wasm' });
</script>
<link rel="modulepreload" href="./app-1.js" crossorigin="anonymous" integrity="sha384-y"></head>
<body></body></html>"#;

    #[test]
    fn the_script_moves_out_and_the_policy_moves_in() {
        let page = finish(BUILT).unwrap();
        let (guard, script) = page.script.split_once("import init, * as bindings").expect("the script is all there");
        assert!(script.contains("serviceWorker"));
        assert!(guard.contains("[\"./worker_loader.js\", \"./sw.js\"].includes(url)"), "{guard}");
        assert!(page.script.contains("register(\"./sw.js\""));
        assert!(page.script_name.starts_with("init-") && page.script_name.ends_with(".js"));
        let tag = format!(r#"<script type="module" src="./{}""#, page.script_name);
        assert!(page.html.contains(&tag), "{}", page.html);
        assert!(page.html.contains(&integrity(page.script.as_bytes())));
        assert!(!page.html.contains("import init"));
        assert!(page.html.contains("<link rel=\"modulepreload\" href=\"./app-1.js\""));
        let charset = page.html.find("<meta charset").unwrap();
        let policy = page.html.find("<meta http-equiv").unwrap();
        assert!(charset < policy && policy < page.html.find("<link").unwrap());
    }

    #[test]
    fn the_name_follows_the_content() {
        let other = BUILT.replace("app-1", "app-2");
        assert_ne!(finish(BUILT).unwrap().script_name, finish(&other).unwrap().script_name);
    }

    #[test]
    fn what_the_policy_refuses_fails() {
        for (broken, expected) in [
            (BUILT.replace("<body>", "<body style=\"color: red\">"), "style attributes"),
            (BUILT.replace("<body>", "<body><script>1</script>"), "2 inline scripts"),
            (BUILT.replace("import init", "import start"), "not the one that Trunk writes"),
            (BUILT.replace("./app-1.css", "/app-1.css"), "sub-path"),
            (BUILT.replace("<meta charset=\"utf-8\">", "<base href=\".\">"), "<base>"),
            (BUILT.replace("<head>", "<body>"), "no <head>"),
            (BUILT.replace("</script>", ""), "without end"),
        ] {
            let error = finish(&broken).unwrap_err().to_string();
            assert!(error.contains(expected), "{expected}: {error}");
        }
    }

    #[test]
    fn the_policy_is_one_line() {
        assert!(!POLICY.contains('\n') && !POLICY.contains("  ") && !POLICY.contains('"'));
        let headers = headers_file();
        assert!(headers.starts_with("/*\n  Content-Security-Policy: default-src 'none'; "));
        assert!(headers.lines().skip(1).all(|line| line.starts_with("  ")));
    }

    #[test]
    fn integrity_is_the_one_browsers_compute() {
        assert_eq!(integrity(b""), "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb");
    }
}
