//! What is around a page: its window, the colours of the system, paper, fingers, and a crash. Each browser has its own
//! words for it.

use crate::Page;
use crate::browser::Wire;
use crate::{chromium, firefox};
use anyhow::{Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Page {
    /// Brings the tab to the front.
    pub async fn to_front(&self) -> Result<()> {
        match &self.browser.0.wire {
            Wire::Chromium => self.cdp("Page.bringToFront", json!({})).await.map(drop),
            Wire::Firefox(firefox) => firefox.to_front(&self.window.to_string()).await,
        }
    }

    /// Sets the size of the viewport, in CSS pixels. At first it is 1440 by 900.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        match &self.browser.0.wire {
            Wire::Chromium => {
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.cdp("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
            }
            Wire::Firefox(firefox) => firefox.resize(&self.window.to_string(), width, height).await,
        }
    }

    /// Colours as a system in the dark or in the light asks for.
    pub async fn prefer_dark(&self, is_dark: bool) -> Result<()> {
        let value = if is_dark { "dark" } else { "light" };
        match &self.browser.0.wire {
            Wire::Chromium => {
                let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
                self.cdp("Emulation.setEmulatedMedia", features).await.map(drop)
            }
            Wire::Firefox(_) => {
                self.privileged("tab.browsingContext.prefersColorSchemeOverride = arguments[0]", value).await.map(drop)
            }
        }
    }

    /// Looks as on paper, or as on a screen again.
    pub async fn on_paper(&self, is_paper: bool) -> Result<()> {
        let medium = if is_paper { "print" } else { "" };
        match &self.browser.0.wire {
            Wire::Chromium => self.cdp("Emulation.setEmulatedMedia", json!({ "media": medium })).await.map(drop),
            Wire::Firefox(_) => {
                self.privileged("tab.browsingContext.mediumOverride = arguments[0]", medium).await.map(drop)
            }
        }
    }

    /// From now on there is a screen for fingers, and no mouse.
    pub async fn by_fingers(&self) -> Result<()> {
        match &self.browser.0.wire {
            Wire::Chromium => {
                self.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await?;
                let features = json!({ "features": [{ "name": "pointer", "value": "coarse" }] });
                self.cdp("Emulation.setEmulatedMedia", features).await.map(drop)
            }
            Wire::Firefox(_) => {
                // 1 is a pointer that is coarse and cannot hover.
                let script = "
                    Services.prefs.setIntPref('ui.primaryPointerCapabilities', 1);
                    Services.prefs.setIntPref('ui.allPointerCapabilities', 1);
                    tab.browsingContext.touchEventsOverride = 'enabled'";
                self.privileged(script, "").await.map(drop)
            }
        }
    }

    /// The tab crashes, as when memory runs out: its process ends without a word.
    pub async fn crash(&self) -> Result<()> {
        self.here().await?;
        match &self.browser.0.wire {
            // There is nobody left to answer.
            Wire::Chromium => drop(self.cdp("Page.crash", json!({})).await),
            Wire::Firefox(_) => firefox::crash(&self.browser).await?,
        }
        Ok(())
    }

    /// The names of the threads beside the page.
    pub async fn workers(&self) -> Result<BTreeSet<String>> {
        self.here().await?;
        match &self.browser.0.wire {
            Wire::Chromium => {
                let targets = self.cdp("Target.getTargets", json!({ "filter": [{ "type": "worker" }] })).await?;
                let targets = targets["targetInfos"].as_array().cloned().unwrap_or_default();
                Ok(targets.iter().filter_map(|it| it["targetId"].as_str().map(str::to_owned)).collect())
            }
            Wire::Firefox(_) => Ok(firefox::workers(&self.browser).await?.into_iter().collect()),
        }
    }

    /// Runs a script before those of the page, from its next start on.
    pub async fn before_scripts(&self, source: &str) -> Result<()> {
        match &self.browser.0.wire {
            Wire::Chromium => {
                let script = json!({ "source": source });
                self.cdp("Page.addScriptToEvaluateOnNewDocument", script).await.map(drop)
            }
            Wire::Firefox(firefox) => firefox.before_scripts(source).await,
        }
    }

    /// A command of the DevTools protocol to this tab.
    ///
    /// # Errors
    /// In a browser that does not speak it.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Result<Value> {
        self.here().await?;
        match self.browser.0.wire {
            Wire::Chromium => chromium::cdp(&self.browser, method, parameters).await,
            Wire::Firefox(_) => bail!("Firefox has no {method}"),
        }
    }

    async fn privileged(&self, script: &str, argument: &str) -> Result<Value> {
        self.here().await?;
        firefox::privileged(&self.browser, script, vec![json!(argument)]).await
    }
}
