//! What is asked of Chromium in its own words: the DevTools protocol, through ChromeDriver.

use crate::browser::{Browser, Profile};
use crate::paths;
use anyhow::{Context as _, Result};
use http::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use thirtyfour::Capabilities;
use thirtyfour::common::command::{Command, ExtensionCommand};

/// What a session is asked for.
pub(crate) fn capabilities(profile: &Profile, proxy: &str) -> Result<Capabilities> {
    let mut arguments: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    arguments.push(format!("--user-data-dir={}", profile.data().display()));
    arguments.push(format!("--proxy-server={proxy}"));
    let mut capabilities = Capabilities::new();
    let options = json!({ "binary": paths::program("CHROME", &["chromium"]), "args": arguments });
    capabilities.set("goog:chromeOptions", options)?;
    capabilities.set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;
    Ok(capabilities)
}

/// What makes a profile free again whose browser was killed.
pub(crate) const LOCKS: [&str; 3] = ["SingletonLock", "SingletonCookie", "SingletonSocket"];

/// A command of the DevTools protocol to the current tab.
pub(crate) async fn cdp(browser: &Browser, method: &str, parameters: Value) -> Result<Value> {
    let call = DevTools(json!({ "cmd": method, "params": parameters }));
    let answer = browser.0.driver.cmd(Command::ExtensionCommand(Box::new(call))).await;
    Ok(answer.with_context(|| method.to_owned())?.value()?)
}

/// Makes the current tab, which is new, one of the tests'.
pub(crate) async fn prepare(browser: &Browser) -> Result<()> {
    cdp(browser, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": include_str!("probe.js") })).await?;
    let downloads = browser.profile().downloads();
    cdp(browser, "Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": downloads })).await?;
    Ok(())
}

/// The warnings and errors of the console since the last call.
pub(crate) async fn console(browser: &Browser) -> Result<Vec<String>> {
    let entries = browser.0.driver.browser_log().await?;
    Ok(entries
        .into_iter()
        .filter(|entry| matches!(entry.level.as_str(), "WARNING" | "SEVERE"))
        .filter(|entry| !HARMLESS.iter().any(|known| entry.message.contains(known)))
        .map(|entry| format!("{} {}", entry.level, entry.message))
        .collect())
}

/// What the console says of every release in Chromium, and nobody can change.
const HARMLESS: [&str; 1] = ["`integrity` attribute is currently ignored for preload destinations"];

const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // What else a browser asks of its maker, so that whatever is asked is the page's.
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--dns-prefetch-disable",
    "--no-pings",
    concat!(
        "--disable-features=OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider,",
        "AutofillServerCommunication,CertificateTransparencyComponentUpdater,NetworkTimeServiceQuerying"
    ),
    // A tab in the back must go on as one in front.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--window-size=1440,1040",
    "--force-color-profile=srgb",
    "--lang=en-GB",
];

/// A command of the DevTools protocol.
#[derive(Debug)]
struct DevTools(Value);

impl ExtensionCommand for DevTools {
    fn parameters_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/goog/cdp/execute".into()
    }
}
