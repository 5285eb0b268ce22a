//! What page and workers can ask of the network: nothing but the release's own files, and of the sealed release nothing at all.

use crate::ARTICLE;
use anyhow::{Context as _, Result, ensure};
use postil_e2e::{Page, Setup, Stage, paths, release, test, test_with};
use serde_json::{Value, json};

/// Every way out that a script has, tried with an address of the page's own server. Says what came of each.
const TRY: &str = "
    const outcomes = {};
    const address = new URL('sw.js?article', PLACE).href;
    const attempt = async (name, way) => {
        try { outcomes[name] = await way(); } catch (error) { outcomes[name] = error.name; }
    };
    const opened = (socket) => new Promise((resolve) => {
        socket.onopen = () => resolve('done');
        socket.onerror = () => resolve('refused');
    });
    await attempt('fetch', () => fetch(address).then(() => 'done'));
    await attempt('request', () => new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.onload = () => resolve('done');
        request.onerror = () => resolve('refused');
        request.open('GET', address);
        request.send();
    }));
    await attempt('events', () => opened(new EventSource(address)));
    await attempt('socket', () => opened(new WebSocket(address.replace('http', 'ws'))));
    await attempt('cache', async () => { await (await caches.open('probe')).add(address); return 'done'; });
    await attempt('elsewhere', () => fetch('https://example.org/').then(() => 'done'));";

/// A worker of the release with something more at its end: started under the name `probe`, it tries to get out, and tells.
fn with_probes(stage: &Stage, folder: &std::path::Path) -> Result<std::rc::Rc<Stage>> {
    let probe = format!(
        "\n;if (self.name === 'probe') setTimeout(async () => {{ {} \
         try {{ importScripts(address); outcomes.script = 'done'; }} catch (error) {{ outcomes.script = error.name; }} \
         postMessage(outcomes); }}, 1000);",
        TRY.replace("PLACE", "self.location")
    );
    release::changed(&paths::dist()?, folder, |name, bytes| {
        if matches!(name, "worker.js" | "formats.js") {
            bytes.extend_from_slice(probe.as_bytes());
        }
    })?;
    stage.beside(folder)
}

#[test]
fn a_worker_fetches_its_model_and_nothing_else() {
    test_with(Setup { is_loud: true, ..Setup::default() }, async |stage| {
        let folder = tempfile::tempdir()?;
        let stage = with_probes(stage, folder.path())?;
        let page = stage.open().await?;
        page.open_sample(ARTICLE).await?;
        page.extracted().await?;
        let mut told = Vec::new();
        for worker in ["worker", "formats"] {
            // Only a worker may start the second one, and the page's guard says so.
            let script = "
                const [name] = arguments;
                return new Promise((resolve) => {
                    let worker;
                    try { worker = new Worker(`./${name}_loader.js`, { name: 'probe' }); } catch (error) { return resolve(error.name); }
                    worker.onmessage = ({ data }) => data.fetch && resolve(data);
                });";
            told.push(page.js(script, json!([worker])).await?);
        }
        let refused = json!({
            "fetch": "TypeError", "request": "TypeError", "events": "TypeError", "socket": "TypeError", "cache": "TypeError",
            "elsewhere": "TypeError", "script": "TypeError",
        });
        ensure!(told == [refused, json!("TypeError")], "done all the same: {told:#?}");
        let asked = stage.server.log();
        ensure!(asked.iter().any(|path| path.ends_with("/en.postil-model")), "{asked:?}");
        // The page's guard says what it refuses.
        let told: Vec<String> = page.ask("return postilProbe.takeViolations()", Value::Null).await?;
        ensure!(told.iter().any(|line| line.contains("Worker constructor|")), "{told:#?}");
        Ok(())
    });
}

/// The release as `cargo xtask dist --sealed` lays it out.
fn seal(folder: &std::path::Path) -> Result<()> {
    let page = std::fs::read_to_string(paths::dist()?.join("postil.html"))?;
    let mark = "http-equiv=\"Content-Security-Policy\" content=\"";
    let policy = page.split_once(mark).and_then(|(_, rest)| rest.split_once('"')).context("a policy")?.0;
    ensure!(policy.contains("connect-src 'none'"), "{policy}");
    std::fs::write(folder.join("_headers"), format!("/*\n  Content-Security-Policy: {policy}\n"))?;
    Ok(std::fs::write(folder.join("index.html"), page)?)
}

/// Tags, accepts, and looks at a format, which takes both workers.
async fn work(page: &Page) -> Result<()> {
    page.open_sample(ARTICLE).await?;
    page.extracted().await?;
    page.press("j a a x").await?;
    page.saved().await?;
    page.click("Export").await?;
    page.says("dialog .formats", "brat").await?;
    page.click("brat standoff").await?;
    page.says("dialog pre", "T1").await?;
    page.press("Escape").await
}

#[test]
fn the_sealed_page_works_and_asks_for_nothing() {
    test(async |stage| {
        let folder = tempfile::tempdir()?;
        seal(folder.path())?;
        let stage = stage.beside(folder.path())?;
        let page = stage.open().await?;
        work(&page).await?;
        let asked = stage.server.log();
        ensure!(asked == [stage.server.base()], "more than the page was asked for: {asked:?}");
        page.reload().await?;
        page.opened(ARTICLE).await?;
        page.extracted().await
    });
}

#[test]
fn the_sealed_page_cannot_reach_its_own_server() {
    test_with(Setup { is_loud: true, ..Setup::default() }, async |stage| {
        let folder = tempfile::tempdir()?;
        seal(folder.path())?;
        let stage = stage.beside(folder.path())?;
        let page = stage.open().await?;
        let script =
            format!("return (async () => {{ {} return outcomes; }})()", TRY.replace("PLACE", "document.baseURI"));
        let outcomes = page.js(&script, Value::Null).await?;
        let is_refused = |(_, outcome): (&String, &Value)| outcome != "done";
        ensure!(outcomes.as_object().context("outcomes")?.iter().all(is_refused), "done all the same: {outcomes:#}");
        ensure!(stage.server.requests() == 1, "asked all the same: {:?}", stage.server.log());
        let told: Vec<String> = page.ask("return postilProbe.takeViolations()", Value::Null).await?;
        ensure!(told.iter().any(|line| line.starts_with("connect-src refused ")), "{told:#?}");
        Ok(())
    });
}
