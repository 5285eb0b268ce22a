//! What is asked of Firefox: WebDriver BiDi where it has a command, and scripts with the rights of the browser itself where
//! it has none.

use crate::bidi::Bidi;
use crate::browser::{Browser, Profile};
use crate::{PATIENCE, paths};
use anyhow::{Context as _, Result, bail, ensure};
use http::Method;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::{Capabilities, WebDriver};

/// What a session is asked for.
pub(crate) fn capabilities(profile: &Profile, proxy: &str) -> Result<Capabilities> {
    let mut preferences: serde_json::Map<String, Value> =
        PREFERENCES.iter().map(|(name, value)| ((*name).to_owned(), value.json())).collect();
    preferences.insert("browser.download.dir".to_owned(), json!(profile.downloads()));
    std::fs::create_dir_all(profile.data())?;
    let mut capabilities = Capabilities::new();
    let options = json!({
        "binary": paths::program("FIREFOX", &["firefox-esr", "firefox"]),
        "args": ["-headless", "-profile", profile.data()],
        "prefs": preferences,
    });
    capabilities.set("moz:firefoxOptions", options)?;
    capabilities.set("webSocketUrl", true)?;
    let host = proxy.strip_prefix("http://").unwrap_or(proxy);
    capabilities.set("proxy", json!({ "proxyType": "manual", "httpProxy": host, "sslProxy": host }))?;
    Ok(capabilities)
}

/// What makes a profile free again whose browser was killed.
pub(crate) const LOCKS: [&str; 3] = ["lock", ".parentlock", "MarionetteActivePort"];

/// The wire to a running Firefox beside that of WebDriver.
#[derive(Debug)]
pub(crate) struct Firefox(Bidi);

impl Firefox {
    /// Has the probe put into every page that comes.
    pub(crate) async fn connect(driver: &WebDriver) -> Result<Self> {
        let address = driver.capabilities().get("webSocketUrl").and_then(Value::as_str);
        let bidi = Bidi::connect(address.context("the driver tells no address for BiDi")?).await?;
        bidi.call("session.subscribe", json!({ "events": ["log.entryAdded"] })).await?;
        let firefox = Self(bidi);
        firefox.before_scripts(include_str!("probe.js")).await?;
        Ok(firefox)
    }

    /// Runs a script in every document that comes before any of its own.
    pub(crate) async fn before_scripts(&self, source: &str) -> Result<()> {
        let parameters = json!({ "functionDeclaration": format!("() => {{\n{source}\n}}") });
        self.0.call("script.addPreloadScript", parameters).await.map(drop)
    }

    /// Sets the size of a tab's viewport, in CSS pixels.
    pub(crate) async fn resize(&self, tab: &str, width: u32, height: u32) -> Result<()> {
        let parameters = json!({ "context": tab, "viewport": { "width": width, "height": height } });
        self.0.call("browsingContext.setViewport", parameters).await.map(drop)
    }

    /// Brings a tab to the front.
    pub(crate) async fn to_front(&self, tab: &str) -> Result<()> {
        self.0.call("browsingContext.activate", json!({ "context": tab })).await.map(drop)
    }

    /// Loads a tab's page anew, as a person does: WebDriver's own command goes past the service worker.
    pub(crate) async fn reload(&self, tab: &str) -> Result<()> {
        self.0.call("browsingContext.reload", json!({ "context": tab, "wait": "complete" })).await.map(drop)
    }

    /// Chooses files in a file field, as its dialog would.
    pub(crate) async fn choose_files(&self, tab: &str, field: &str, files: &[PathBuf]) -> Result<()> {
        let parameters = json!({ "context": tab, "element": { "sharedId": field }, "files": files });
        self.0.call("input.setFiles", parameters).await.map(drop)
    }

    /// The warnings and errors of the console since the last call.
    pub(crate) async fn console(&self) -> Result<Vec<String>> {
        let events = self.0.take_events().await?;
        let entries = events.iter().map(|event| &event["params"]);
        // Of a request through the service worker that was given up Firefox says at times, on a busy machine, that it failed, and names none. One
        // for a file has its address.
        let is_nameless =
            |entry: &Value| entry["text"].as_str().is_some_and(|text| text.starts_with("Failed to load ‘’."));
        Ok(entries
            .filter(|entry| (entry["level"] == "warn" || entry["level"] == "error") && !is_nameless(entry))
            .map(|entry| {
                let place = &entry["stackTrace"]["callFrames"][0];
                format!("{} {} {} {}", entry["level"], entry["text"], place["url"], place["lineNumber"])
            })
            .collect())
    }
}

/// Runs the body of a function with the rights of the browser: `tab` is the current tab's `browser` element.
pub(crate) async fn privileged(browser: &Browser, script: &str, arguments: Vec<Value>) -> Result<Value> {
    set_context(browser, "chrome").await?;
    let script = format!("const tab = window.gBrowser.selectedBrowser; {script}");
    let answer = browser.0.driver.execute(script.as_str(), arguments).await;
    set_context(browser, "content").await?;
    Ok(answer.with_context(|| format!("in the browser: {script}"))?.json().clone())
}

async fn set_context(browser: &Browser, context: &'static str) -> Result<()> {
    let command = Command::ExtensionCommand(Box::new(Context(context)));
    browser.0.driver.cmd(command).await.map(drop).with_context(|| format!("the context {context}"))
}

/// Ends the process that the current tab's page runs in, as when memory runs out.
pub(crate) async fn crash(browser: &Browser) -> Result<()> {
    // geckodriver has the browser end where a page's process does.
    let script = "
        const { TabCrashHandler } = ChromeUtils.importESModule('resource:///modules/ContentCrashHandlers.sys.mjs');
        try { Services.obs.removeObserver(TabCrashHandler, 'ipc:content-shutdown'); } catch {}
        return tab.browsingContext.currentWindowGlobal.osPid";
    let process = privileged(browser, script, Vec::new()).await?;
    let Some(process) = process.as_u64().filter(|it| *it > 0) else { bail!("the tab has no process of its own") };
    crate::browser::kill(&process.to_string())
}

/// The names of the dedicated workers of the current tab's process.
pub(crate) async fn workers(browser: &Browser) -> Result<Vec<String>> {
    let script = "
        const source = `
            const manager = Cc['@mozilla.org/dom/workers/workerdebuggermanager;1'].getService(Ci.nsIWorkerDebuggerManager);
            const dedicated = [...manager.getWorkerDebuggerEnumerator()].filter((it) => it.type === it.TYPE_DEDICATED);
            sendAsyncMessage('postil:workers', dedicated.map((it) => it.id));`;
        const messages = tab.messageManager;
        return new Promise((resolve) => {
            const take = ({ data }) => { messages.removeMessageListener('postil:workers', take); resolve(data); };
            messages.addMessageListener('postil:workers', take);
            messages.loadFrameScript(`data:,${encodeURIComponent(source)}`, false);
        })";
    Ok(serde_json::from_value(privileged(browser, script, Vec::new()).await?)?)
}

/// Chooses a folder in the dialog that a click on the field with this id opens: another dialog stands in for the system's.
pub(crate) async fn choose_folder(browser: &Browser, field: &str, folder: &Path) -> Result<()> {
    let script = "
        const [field, path] = arguments;
        const { FileUtils } = ChromeUtils.importESModule('resource://gre/modules/FileUtils.sys.mjs');
        const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
        const contract = '@mozilla.org/filepicker;1';
        const mine = Services.uuid.generateUUID();
        const theirs = registrar.contractIDToCID(contract);
        const file = new FileUtils.File(path);
        return new Promise((resolve) => {
            const dialog = {
                QueryInterface: ChromeUtils.generateQI(['nsIFilePicker']),
                init(context) { this.context = context; }, appendFilters() {}, appendFilter() {}, appendRawFilter() {},
                defaultString: '', defaultExtension: '', filterIndex: 0, displayDirectory: null, displaySpecialDirectory: '',
                addToRecentDocs: false, okButtonLabel: '', capture: 0, mode: Ci.nsIFilePicker.modeGetFolder,
                file, fileURL: Services.io.newFileURI(file),
                isModeSupported: () => Promise.resolve(true),
                get domFileOrDirectory() { return null; },
                open(callback) {
                    registrar.unregisterFactory(mine, factory);
                    registrar.registerFactory(theirs, '', contract, null);
                    Services.tm.dispatchToMainThread(() => callback.done(Ci.nsIFilePicker.returnOK));
                    resolve(true);
                },
                close() {},
            };
            const factory = {
                QueryInterface: ChromeUtils.generateQI(['nsIFactory']),
                createInstance: (iid) => dialog.QueryInterface(iid),
            };
            registrar.registerFactory(mine, '', contract, factory);
            const source = `
                content.document.notifyUserGestureActivation();
                content.document.getElementById(${JSON.stringify(field)}).click();`;
            tab.messageManager.loadFrameScript(`data:,${encodeURIComponent(source)}`, false);
        })";
    privileged(browser, script, vec![json!(field), json!(folder)]).await?;
    // Whether all of it is meant, asks the browser.
    let deadline = Instant::now() + PATIENCE;
    while let Err(error) = browser.0.driver.accept_alert().await {
        ensure!(Instant::now() < deadline, "the browser does not ask about the folder: {error}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    Ok(())
}

enum Preference {
    Is(bool),
    Number(i32),
    Text(&'static str),
}

impl Preference {
    fn json(&self) -> Value {
        match self {
            Self::Is(value) => json!(value),
            Self::Number(value) => json!(value),
            Self::Text(value) => json!(value),
        }
    }
}

use Preference::{Is, Number, Text};

/// Beside those that geckodriver and the browser set themselves while they are driven.
const PREFERENCES: &[(&str, Preference)] = &[
    // Downloads go into the folder without a question.
    ("browser.download.folderList", Number(2)),
    ("browser.download.useDownloadDir", Is(true)),
    ("browser.download.always_ask_before_handling_new_types", Is(false)),
    ("browser.download.alwaysOpenPanel", Is(false)),
    ("browser.download.open_pdf_attachments_inline", Is(false)),
    // What a browser asks of its maker, so that whatever is asked is the page's.
    ("app.normandy.enabled", Is(false)),
    ("browser.region.network.url", Text("")),
    ("browser.safebrowsing.blockedURIs.enabled", Is(false)),
    ("browser.safebrowsing.downloads.enabled", Is(false)),
    ("browser.safebrowsing.malware.enabled", Is(false)),
    ("browser.safebrowsing.phishing.enabled", Is(false)),
    ("browser.search.update", Is(false)),
    ("browser.topsites.contile.enabled", Is(false)),
    ("browser.topsites.useRemoteSetting", Is(false)),
    ("dom.push.connection.enabled", Is(false)),
    ("extensions.getAddons.cache.enabled", Is(false)),
    ("extensions.systemAddon.update.enabled", Is(false)),
    ("network.captive-portal-service.enabled", Is(false)),
    ("network.connectivity-service.enabled", Is(false)),
    ("network.dns.disablePrefetch", Is(true)),
    ("network.http.speculative-parallel-limit", Number(0)),
    ("network.prefetch-next", Is(false)),
    ("network.trr.mode", Number(5)),
    ("toolkit.telemetry.enabled", Is(false)),
    ("toolkit.telemetry.server", Text("")),
    ("toolkit.telemetry.unified", Is(false)),
    // A tab in the back must go on as one in front.
    ("dom.min_background_timeout_value", Number(4)),
    ("dom.timeout.enable_budget_timer_throttling", Is(false)),
    ("browser.tabs.unloadOnLowMemory", Is(false)),
    // A start at which a worker hangs may be rarer without a cache: docs/browsers.md.
    ("browser.cache.disk.enable", Is(false)),
    ("browser.cache.memory.enable", Is(false)),
    // Dialogs take an answer at once.
    ("security.dialog_enable_delay", Number(0)),
    // Lists of what was typed before would take keys.
    ("browser.formfill.enable", Is(false)),
    ("signon.rememberSignons", Is(false)),
    ("general.smoothScroll", Is(false)),
    ("intl.accept_languages", Text("en-GB, en")),
];

/// geckodriver's own command that says for whom scripts run: `content` or `chrome`, which is the browser.
#[derive(Debug)]
struct Context(&'static str);

impl ExtensionCommand for Context {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "context": self.0 }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/moz/context".into()
    }
}
