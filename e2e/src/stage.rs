//! What a test stands on: a server with the release, browsers, and the end of both.

use crate::exceptions::{self, Exception};
use crate::{Browser, Kind, Page, Profile, Server, paths};
use anyhow::{Context as _, Result, ensure};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::rc::Rc;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How a stage is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The path under which the release is served.
    pub base: String,
    /// The longest that the body may take.
    pub limit: Duration,
    /// Whether the console may hold warnings and errors: where a test has the browser refuse something, Chromium says so there.
    pub is_loud: bool,
}

impl Default for Setup {
    /// Under a path of its own, as on a server that holds other things too.
    fn default() -> Self {
        Self { base: "/some/path/".to_owned(), limit: Duration::from_secs(150), is_loud: false }
    }
}

/// A server with the release, and the browsers that were started.
#[derive(Debug)]
pub struct Stage {
    pub server: Server,
    setup: Setup,
    browsers: RefCell<Vec<Browser>>,
    /// With other releases.
    beside: RefCell<Vec<Rc<Stage>>>,
}

impl Stage {
    fn new(dist: &Path, setup: Setup) -> Result<Self> {
        let server = Server::start(dist, &setup.base)?;
        Ok(Self { server, setup, browsers: RefCell::default(), beside: RefCell::default() })
    }

    /// Another stage, with another release, which ends with this one.
    pub fn beside(&self, dist: &Path) -> Result<Rc<Self>> {
        let stage = Rc::new(Self::new(dist, self.setup.clone())?);
        self.beside.borrow_mut().push(stage.clone());
        Ok(stage)
    }

    /// The page in a new browser with a new profile.
    pub async fn open(&self) -> Result<Page> {
        self.open_with(&Profile::new()?).await
    }

    /// The same in a viewport of another size than 1440 by 900.
    pub async fn open_sized(&self, width: u32, height: u32) -> Result<Page> {
        self.browser(&Profile::new()?).await?.open_sized(width, height).await
    }

    /// The page in a new browser with a profile that may have been used before.
    pub async fn open_with(&self, profile: &Profile) -> Result<Page> {
        self.browser(profile).await?.open().await
    }

    /// A new browser, in which nothing is open.
    pub async fn browser(&self, profile: &Profile) -> Result<Browser> {
        self.browser_at(&self.server.address(), profile).await
    }

    /// The same for a page at another address.
    pub async fn browser_at(&self, address: &str, profile: &Profile) -> Result<Browser> {
        let browser = Browser::start(address, &self.server.proxy(), profile).await?;
        self.browsers.borrow_mut().push(browser.clone());
        Ok(browser)
    }

    /// Closes everything; gives what went wrong in the pages.
    async fn end(&self, is_failed: bool) -> Vec<String> {
        let mut troubles = Vec::new();
        let beside = self.beside.take();
        for stage in beside {
            troubles.extend(Box::pin(stage.end(is_failed)).await);
        }
        let browsers = self.browsers.borrow().clone();
        for (number, browser) in browsers.iter().enumerate() {
            if is_failed {
                let folder = paths::root().join("e2e/target/failures");
                let thread = std::thread::current();
                let name = thread.name().unwrap_or("run").replace("::", "-");
                if std::fs::create_dir_all(&folder).is_ok() {
                    browser.picture(&folder, &format!("{name}-{number}")).await;
                }
            }
            troubles.extend(browser.troubles().await);
            if let Err(error) = browser.quit().await {
                troubles.push(format!("the browser did not close: {error}"));
            }
        }
        troubles.extend(self.server.foreign().into_iter().map(|request| format!("a request to elsewhere: {request}")));
        troubles
            .extend(self.server.missing().into_iter().map(|path| format!("a request for what is not there: {path}")));
        troubles
    }
}

/// Runs a browser test. It fails when the body does, and when a page broke the policy, wrote a warning or an error to
/// the console, or asked for anything that is not there or is elsewhere.
///
/// # Panics
/// When the test fails.
pub fn test(body: impl AsyncFnOnce(&Stage) -> Result<()>) {
    test_with(Setup::default(), body);
}

/// The same on a stage that is set up otherwise.
///
/// # Panics
/// When the test fails; when the browser is excused from it and it passes.
pub fn test_with(setup: Setup, body: impl AsyncFnOnce(&Stage) -> Result<()>) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or_default();
    let excuse = Kind::chosen().ok().and_then(|kind| exceptions::of(name, kind));
    let told = |error: &anyhow::Error| error.chain().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    match (run(setup, body), excuse) {
        (Ok(()), None) => {}
        (Err(error), None) => panic!("{}", told(&error)),
        (Err(error), Some(Exception { browser, reason, .. })) => {
            println!("{browser} is excused from {name}: {reason}. It said:\n{}", told(&error));
        }
        (Ok(()), Some(Exception { browser, .. })) => {
            panic!("{name} passes in {browser}: take its line out of e2e/src/exceptions.rs")
        }
    }
}

/// The same for a program, which may have other uses for a failure.
///
/// # Errors
/// When the body fails, or the pages had any trouble.
pub fn run<T>(setup: Setup, body: impl AsyncFnOnce(&Stage) -> Result<T>) -> Result<T> {
    let _turn = Turn::take();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (limit, is_loud) = (setup.limit, setup.is_loud);
    let stage = Stage::new(&paths::dist()?, setup)?;
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let body = tokio::time::timeout(limit, body(&stage));
            body.await.with_context(|| format!("not done in {} s", limit.as_secs()))?
        })
    }));
    let is_failed = !matches!(outcome, Ok(Ok(_)));
    let mut troubles = runtime.block_on(stage.end(is_failed));
    troubles.retain(|line| !is_loud || !line.starts_with("console: "));
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(panic) => {
            eprintln!("{}", troubles.join("\n"));
            resume_unwind(panic)
        }
    };
    let troubles = troubles.join("\n");
    match outcome {
        Ok(value) => {
            ensure!(troubles.is_empty(), "in the pages:\n{troubles}");
            Ok(value)
        }
        Err(error) if troubles.is_empty() => Err(error),
        Err(error) => Err(error.context(format!("in the pages:\n{troubles}"))),
    }
}

/// So many stages at a time: two browsers keep a small machine busy, more make it slow.
const AT_ONCE: usize = 2;

struct Turn;

static TAKEN: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

impl Turn {
    fn take() -> Self {
        let taken = TAKEN.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = TAKEN.1.wait_while(taken, |taken| *taken >= AT_ONCE);
        *wait.unwrap_or_else(PoisonError::into_inner) += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *TAKEN.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        TAKEN.1.notify_one();
    }
}
