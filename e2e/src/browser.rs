//! A running browser on a profile.

use crate::driver::{self, Driver};
use crate::firefox::Firefox;
use crate::kind::Kind;
use crate::page::Page;
use crate::{PATIENCE, chromium, firefox};
use anyhow::{Context as _, Result, ensure};
use http::Method;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::thread::JoinHandle;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::{WebDriver, WindowHandle};

/// What a browser keeps between two starts, and where its downloads go. Removed when the last hold on it goes.
#[derive(Clone, Debug)]
pub struct Profile(Rc<tempfile::TempDir>);

impl Profile {
    /// An empty one.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("profile-").tempdir_in(driver::home()?)?;
        std::fs::create_dir(folder.path().join("downloads"))?;
        std::fs::create_dir(folder.path().join("given"))?;
        Ok(Self(Rc::new(folder)))
    }

    pub(crate) fn downloads(&self) -> PathBuf {
        self.0.path().join("downloads")
    }

    /// Where files lie that a test gives to the page.
    pub(crate) fn given(&self) -> PathBuf {
        self.0.path().join("given")
    }

    /// A folder for whatever else a test needs.
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }
}

/// A browser. Clones are the same browser.
#[derive(Clone, Debug)]
pub struct Browser(pub(crate) Rc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) driver: WebDriver,
    pub(crate) wire: Wire,
    pub(crate) address: String,
    profile: Profile,
    /// The tab that commands go to.
    current: RefCell<WindowHandle>,
    tabs: RefCell<Vec<WindowHandle>>,
    is_over: Cell<bool>,
    troubles: RefCell<Vec<String>>,
    /// The last to go.
    _program: Arc<Driver>,
}

/// What goes beyond WebDriver.
#[derive(Debug)]
pub(crate) enum Wire {
    Chromium,
    Firefox(Box<Firefox>),
}

pub(crate) fn kill(process: &str) -> Result<()> {
    let status = std::process::Command::new("kill").args(["-KILL", process]).status()?;
    ensure!(status.success(), "process {process} was not ended");
    Ok(())
}

impl Browser {
    pub(crate) async fn start(address: &str, proxy: &str, profile: &Profile) -> Result<Self> {
        let kind = Kind::chosen()?;
        let program = driver::driver(kind)?;
        let capabilities = match kind {
            Kind::Chromium => chromium::capabilities(profile, proxy)?,
            Kind::Firefox => firefox::capabilities(profile, proxy)?,
        };
        let driver = WebDriver::new(program.address.clone(), capabilities).await.context("the browser")?;
        let wire = match kind {
            Kind::Chromium => Wire::Chromium,
            Kind::Firefox => Wire::Firefox(Box::new(Firefox::connect(&driver).await?)),
        };
        let window = driver.window().await?;
        let browser = Self(Rc::new(Inner {
            driver,
            wire,
            address: address.to_owned(),
            profile: profile.clone(),
            current: RefCell::new(window.clone()),
            tabs: RefCell::new(Vec::new()),
            is_over: Cell::new(false),
            troubles: RefCell::default(),
            _program: program,
        }));
        browser.prepare(&window).await?;
        Ok(browser)
    }

    /// Opens the page in the first tab.
    pub async fn open(&self) -> Result<Page> {
        self.open_sized(1440, 900).await
    }

    /// The same in a viewport of another size.
    pub async fn open_sized(&self, width: u32, height: u32) -> Result<Page> {
        let window = self.0.tabs.borrow()[0].clone();
        let page = Page { browser: self.clone(), window };
        page.resize(width, height).await?;
        page.go("").await?;
        page.started().await?;
        Ok(page)
    }

    /// Opens the page in one more tab.
    pub async fn open_tab(&self) -> Result<Page> {
        let page = self.blank_tab().await?;
        page.go("").await?;
        page.started().await?;
        Ok(page)
    }

    /// One more tab, empty.
    pub async fn blank_tab(&self) -> Result<Page> {
        let window = self.0.driver.new_tab().await?;
        self.turn_to(&window).await?;
        self.prepare(&window).await?;
        Ok(Page { browser: self.clone(), window })
    }

    /// Its profile.
    pub fn profile(&self) -> &Profile {
        &self.0.profile
    }

    /// Closes it as a person does.
    pub async fn quit(&self) -> Result<()> {
        if !self.0.is_over.replace(true) {
            self.collect().await;
            self.0.driver.clone().quit().await?;
        }
        Ok(())
    }

    /// Ends it in the middle of whatever it is doing, as a crash or a power cut does.
    pub async fn kill(&self) -> Result<()> {
        self.collect().await;
        let ended = kill(&self.process()?);
        self.bury().await;
        ended
    }

    /// The same after a while, whatever goes on meanwhile. [`bury`](Self::bury) must follow.
    pub fn kill_after(&self, time: std::time::Duration) -> Result<JoinHandle<Result<()>>> {
        let process = self.process()?;
        Ok(std::thread::spawn(move || {
            std::thread::sleep(time);
            kill(&process)
        }))
    }

    fn process(&self) -> Result<String> {
        let name = match self.0.wire {
            Wire::Chromium => "goog:processID",
            Wire::Firefox(_) => "moz:processID",
        };
        let process = self.0.driver.capabilities().get(name).and_then(Value::as_u64);
        Ok(process.context("the driver does not tell the browser's process")?.to_string())
    }

    /// Ends the session of a browser that was killed, and makes its profile free for the next one.
    pub async fn bury(&self) {
        self.0.is_over.set(true);
        // Its session too, which fails one way or another: there is nobody to close any more.
        let _ = self.0.driver.clone().quit().await;
        // The lock of a profile whose owner is gone.
        let locks: &[&str] = match self.0.wire {
            Wire::Chromium => &chromium::LOCKS,
            Wire::Firefox(_) => &firefox::LOCKS,
        };
        for name in locks {
            let _ = std::fs::remove_file(self.0.profile.data().join(name));
        }
    }

    /// What went wrong on its pages so far.
    pub(crate) async fn troubles(&self) -> Vec<String> {
        if !self.0.is_over.get() {
            self.collect().await;
        }
        self.0.troubles.borrow().clone()
    }

    /// A picture of each tab, for a test that failed.
    pub(crate) async fn picture(&self, folder: &Path, name: &str) {
        if self.0.is_over.get() {
            return;
        }
        let tabs = self.0.tabs.borrow().clone();
        for (number, tab) in tabs.iter().enumerate() {
            let path = folder.join(format!("{name}-{number}.png"));
            if self.turn_to(tab).await.is_ok() && self.0.driver.screenshot(&path).await.is_ok() {
                eprintln!("a picture of the page: {}", path.display());
            }
        }
    }

    /// Makes a tab the one that commands go to.
    pub(crate) async fn turn_to(&self, window: &WindowHandle) -> Result<()> {
        if *self.0.current.borrow() != *window {
            self.0.driver.switch_to_window(window.clone()).await?;
            *self.0.current.borrow_mut() = window.clone();
        }
        Ok(())
    }

    pub(crate) async fn forget(&self, window: &WindowHandle) -> Result<()> {
        self.0.tabs.borrow_mut().retain(|tab| tab != window);
        let next = self.0.tabs.borrow().first().cloned().context("the last tab stays open")?;
        self.0.driver.switch_to_window(next.clone()).await?;
        *self.0.current.borrow_mut() = next;
        Ok(())
    }

    async fn prepare(&self, window: &WindowHandle) -> Result<()> {
        self.0.tabs.borrow_mut().push(window.clone());
        if let Wire::Chromium = self.0.wire {
            chromium::prepare(self).await?;
        }
        Page { browser: self.clone(), window: window.clone() }.resize(1440, 900).await
    }

    /// Adds to the troubles what the browser and the tabs tell of.
    async fn collect(&self) {
        let tabs = self.0.tabs.borrow().clone();
        let mut found = Vec::new();
        for tab in &tabs {
            if self.turn_to(tab).await.is_err() {
                continue;
            }
            let violations =
                self.0.driver.execute("return window.postilProbe?.takeViolations() ?? []", Vec::new()).await;
            let violations = violations.ok().and_then(|found| found.convert::<Vec<String>>().ok());
            found.extend(violations.unwrap_or_default().into_iter().map(|line| format!("policy: {line}")));
        }
        let said = match &self.0.wire {
            Wire::Chromium => chromium::console(self).await,
            Wire::Firefox(firefox) => firefox.console().await,
        };
        match said {
            Ok(lines) => found.extend(lines.into_iter().map(|line| format!("console: {line}"))),
            Err(error) => found.push(format!("the browser's log cannot be read: {error:#}")),
        }
        self.0.troubles.borrow_mut().extend(found);
    }
}

/// Input events, by the W3C's actions, of several devices at once.
#[derive(Debug)]
struct Actions(Value);

impl ExtensionCommand for Actions {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "actions": self.0 }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/actions".into()
    }
}

impl Browser {
    pub(crate) async fn act(&self, devices: Value) -> Result<()> {
        let actions = Command::ExtensionCommand(Box::new(Actions(devices)));
        // A page that is busy takes its events later.
        tokio::time::timeout(2 * PATIENCE, self.0.driver.cmd(actions)).await.context("input events hang")??;
        Ok(())
    }
}
