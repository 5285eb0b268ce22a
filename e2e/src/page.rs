//! A tab with the page in it, and what a person does there.

use crate::browser::{Browser, Wire};
use crate::{PATIENCE, keys};
use anyhow::{Context as _, Result, anyhow, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use thirtyfour::{WebElement, WindowHandle};

/// Between two looks at a condition.
const GLANCE: Duration = Duration::from_millis(25);

/// A tab. Clones are the same tab.
#[derive(Clone, Debug)]
pub struct Page {
    pub(crate) browser: Browser,
    pub(crate) window: WindowHandle,
}

/// How much of a document is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Suggestions accepted or rejected.
    pub reviewed: usize,
    /// Suggestions there are.
    pub of: usize,
}

/// The beginning and the going on.
impl Page {
    /// Its browser.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Goes to a path below the page's address.
    pub async fn go(&self, path: &str) -> Result<()> {
        self.here().await?;
        Ok(self.browser.0.driver.goto(format!("{}{path}", self.browser.0.address)).await?)
    }

    /// Loads the page anew and waits until it is there.
    pub async fn reload(&self) -> Result<()> {
        self.here().await?;
        match &self.browser.0.wire {
            Wire::Chromium => self.browser.0.driver.refresh().await?,
            Wire::Firefox(firefox) => firefox.reload(&self.window.to_string()).await?,
        }
        self.started().await
    }

    /// Waits until the page has read what was saved.
    pub async fn started(&self) -> Result<()> {
        self.wait(
            "the page is there",
            "return document.querySelector('.page #pane, .page .empty[role=alert], .first, .welcome') !== null",
        )
        .await
    }

    /// Closes the tab; the browser's first one is current then.
    pub async fn close(self) -> Result<()> {
        self.here().await?;
        self.browser.0.driver.close_window().await?;
        self.browser.forget(&self.window).await
    }

    /// A picture of the viewport.
    pub async fn screenshot(&self, path: &Path) -> Result<()> {
        self.here().await?;
        Ok(self.browser.0.driver.screenshot(path).await?)
    }

    /// Runs a script: the body of a function, whose promise is waited for. `arguments` holds what is given.
    pub async fn js(&self, script: &str, arguments: Value) -> Result<Value> {
        self.here().await?;
        let arguments = match arguments {
            Value::Array(items) => items,
            Value::Null => Vec::new(),
            one => vec![one],
        };
        let answer = self.browser.0.driver.execute(script, arguments).await;
        Ok(answer.with_context(|| format!("in the page: {script}"))?.json().clone())
    }

    /// The same, and what it returns as a type.
    pub async fn ask<T: DeserializeOwned>(&self, script: &str, arguments: Value) -> Result<T> {
        let answer = self.js(script, arguments).await?;
        serde_json::from_value(answer.clone()).with_context(|| format!("{script} gave {answer}"))
    }

    /// Waits until a script returns something true.
    pub async fn wait(&self, what: &str, script: &str) -> Result<()> {
        self.wait_with(what, script, Value::Null).await
    }

    /// The same with arguments.
    pub async fn wait_with(&self, what: &str, script: &str, arguments: Value) -> Result<()> {
        let is_true = |value: &Value| match value {
            Value::Null => false,
            Value::Bool(value) => *value,
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::String(text) => !text.is_empty(),
            Value::Array(_) | Value::Object(_) => true,
        };
        self.until(what, async || self.js(script, arguments.clone()).await.map(|value| is_true(&value))).await
    }

    /// Waits until a condition is true.
    pub async fn until(&self, what: &str, mut condition: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // While a page loads there may be nothing to ask.
            let outcome = condition().await;
            match outcome {
                Ok(true) => return Ok(()),
                _ if Instant::now() < deadline => tokio::time::sleep(GLANCE).await,
                Ok(false) => bail!("waited in vain for this: {what}"),
                Err(error) => return Err(error.context(format!("waited in vain for this: {what}"))),
            }
        }
    }

    /// Waits until something is as expected, and says what it was instead.
    pub async fn settles<T: PartialEq + std::fmt::Debug>(
        &self, what: &str, expected: T, mut now: impl AsyncFnMut() -> Result<T>,
    ) -> Result<()> {
        let mut last = None;
        let outcome = self.until(what, async || {
            let value = now().await?;
            let is_it = value == expected;
            last = Some(value);
            Ok(is_it)
        });
        outcome.await.map_err(|error| anyhow!("{error:#}\n  expected: {expected:?}\n  it is:    {last:?}"))
    }

    pub(crate) async fn here(&self) -> Result<()> {
        self.browser.turn_to(&self.window).await
    }
}

/// Controls.
impl Page {
    /// Presses keys, one after the other, divided by blanks: `j a Shift+ArrowRight Ctrl+z 1 ] Space`. They go to
    /// whatever has the focus.
    pub async fn press(&self, presses: &str) -> Result<()> {
        self.here().await?;
        self.browser.act(json!([{ "type": "key", "id": "keyboard", "actions": keys::actions(presses)? }])).await
    }

    /// Types text into whatever has the focus.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        self.here().await?;
        self.browser.act(json!([{ "type": "key", "id": "keyboard", "actions": keys::typing(text) }])).await
    }

    /// Gives the keyboard to the article.
    pub async fn focus_article(&self) -> Result<()> {
        self.js("document.getElementById('pane').focus({ preventScroll: true })", Value::Null).await.map(drop)
    }

    /// Runs a command by its name, and gives the keyboard to the article.
    pub async fn command(&self, name: &str) -> Result<()> {
        self.press("Ctrl+k").await?;
        self.wait("the field has the keyboard", "return document.activeElement.id === 'commands-field'").await?;
        self.type_text(name).await?;
        self.press("Enter").await?;
        self.wait("the palette is closed", "return document.querySelector('dialog[open]') === null").await?;
        self.focus_article().await
    }

    /// Switches off that what is decided changes what is suggested: for what is about something else.
    pub async fn learn_nothing(&self) -> Result<()> {
        self.command("Learn from what is decided").await
    }

    /// Presses the control of that name with the mouse; waits until it is there. A name that only begins so, or holds
    /// the words, will do.
    pub async fn click(&self, name: &str) -> Result<()> {
        self.click_found(&format!("a control “{name}”"), "return postilProbe.control(arguments[0])", json!([name]))
            .await
    }

    /// Presses the first element of a CSS selector with the mouse.
    pub async fn click_on(&self, selector: &str) -> Result<()> {
        self.click_found(selector, "return document.querySelector(arguments[0])", json!([selector])).await
    }

    async fn click_found(&self, what: &str, script: &str, arguments: Value) -> Result<()> {
        // It may be drawn anew between finding and pressing.
        self.until(what, async || {
            let Some(element) = self.element(script, arguments.clone()).await? else { return Ok(false) };
            element.click().await?;
            Ok(true)
        })
        .await
    }

    pub(crate) async fn element(&self, script: &str, arguments: Value) -> Result<Option<WebElement>> {
        self.here().await?;
        let Value::Array(arguments) = arguments else { bail!("arguments are a list") };
        let answer = self.browser.0.driver.execute(script, arguments).await?;
        Ok(if answer.json().is_null() { None } else { Some(answer.element()?) })
    }

    /// Chooses the entry whose name begins so in the list (`select`) of that name.
    pub async fn choose_in(&self, list: &str, entry: &str) -> Result<()> {
        let script = "const list = document.querySelector(`select[aria-label='${arguments[0]}']`);
            const option = [...(list?.options ?? [])].find(it => it.text.startsWith(arguments[1]));
            if (!option) return false;
            list.value = option.value;
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return true";
        self.wait_with(&format!("“{entry}” of the list “{list}”"), script, json!([list, entry])).await
    }

    /// Whether there is a visible control of that name.
    pub async fn has_control(&self, name: &str) -> Result<bool> {
        self.ask("return postilProbe.control(arguments[0]) !== null", json!([name])).await
    }

    /// The visible text of the first element of a CSS selector; empty where there is none.
    pub async fn read(&self, selector: &str) -> Result<String> {
        self.ask("return postilProbe.read(document.querySelector(arguments[0]))", json!([selector])).await
    }

    /// Waits until the text of the first element of a CSS selector holds some words.
    pub async fn says(&self, selector: &str, words: &str) -> Result<()> {
        let mut text = String::new();
        let what = format!("{selector} says “{words}”");
        let outcome = self.until(&what, async || {
            text = self.read(selector).await?;
            Ok(text.contains(words))
        });
        outcome.await.map_err(|error| error.context(format!("{selector} says “{text}”")))
    }
}

/// The page of Postil.
impl Page {
    /// Opens an article that the app ships with, by the beginning of its title, and waits until it is shown.
    pub async fn open_sample(&self, title: &str) -> Result<()> {
        self.click(title).await?;
        self.opened(title).await
    }

    /// Waits until the document whose title begins so is shown.
    pub async fn opened(&self, title: &str) -> Result<()> {
        let script = "return document.title.startsWith(arguments[0]) && document.querySelector('.chunk') !== null";
        self.wait_with(&format!("“{title}” is open"), script, json!([title])).await
    }

    /// Waits until extraction of the open document has ended and found something, or said why not.
    pub async fn extracted(&self) -> Result<()> {
        let script = "return document.querySelector('.folio') !== null \
            && document.querySelector('.folio [role=progressbar]') === null \
            && (document.querySelector('.folio .end') !== null || document.querySelector('.remark') !== null)";
        self.wait("extraction has ended", script).await
    }

    /// Waits until the page says that all is saved.
    pub async fn saved(&self) -> Result<()> {
        let script = "return document.querySelector('.top .saved')?.innerText.trim() === 'Saved'";
        self.wait("the page says “Saved”", script).await
    }

    /// Waits until a reload comes back to the open document: settings may be kept a little later than work.
    pub async fn kept(&self) -> Result<()> {
        self.saved().await?;
        let script = "return postilProbe.stored().then((it) => it.texts[it.meta.current] === postilProbe.text())";
        self.wait("the open document is kept as the open one", script).await
    }

    /// How many suggestions are decided, as the page says.
    pub async fn counts(&self) -> Result<Counts> {
        let folio = self.read(".folio").await?;
        let words: Vec<&str> = folio.split(' ').collect();
        let at = words.windows(2).position(|pair| pair[1] == "reviewed").context(format!("no counts in “{folio}”"))?;
        let number = |at: Option<usize>| at.and_then(|at| words.get(at)?.parse().ok()).context(folio.clone());
        Ok(Counts { reviewed: number(at.checked_sub(2))?, of: number(Some(at))? })
    }

    /// What a screen reader was told last.
    pub async fn announced(&self) -> Result<String> {
        self.ask("return document.querySelector('.said:not(.is-done)').textContent.trim()", Value::Null).await
    }

    /// The text inside the ring of the focus; empty where nothing has it.
    pub async fn focus(&self) -> Result<String> {
        self.ask("return postilProbe.focus()", Value::Null).await
    }

    /// Everything kept in IndexedDB: by store, then by key, as text.
    pub async fn stored(&self) -> Result<Value> {
        self.js("return postilProbe.stored()", Value::Null).await
    }

    /// Waits until fonts are there, nothing moves, and all is painted.
    pub async fn still(&self) -> Result<()> {
        self.wait("the page is still", "return postilProbe.isStill()").await
    }

    /// How many nodes the page's tree has.
    pub async fn node_count(&self) -> Result<usize> {
        self.ask("return postilProbe.countNodes()", Value::Null).await
    }

    /// Waits until the page would start without its server.
    pub async fn kept_for_offline(&self) -> Result<()> {
        let script = "return navigator.serviceWorker.ready.then((it) => it.active?.state === 'activated')";
        self.wait("the service worker is ready", script).await
    }
}
