//! The harness of the browser tests: the release in a real browser, driven as a person drives it.
//!
//! [`test`] gives a test a [`Stage`]: a static [`Server`] with the release under a sub-path, and browsers with new
//! profiles. A [`Page`] is one tab. Whatever the test says, it fails when a page broke the content policy, wrote an
//! error to the console, or asked another origin for anything.
//!
//! ```no_run
//! postil_e2e::test(async |stage| {
//!     let page = stage.open().await?;
//!     page.open_sample("Turkish President").await?;
//!     page.extracted().await?;
//!     page.press("j a a x").await?;
//!     page.saved().await
//! });
//! ```
//!
//! `cargo xtask test` builds the release and runs the tests. To run them over a release that is there already:
//! `cargo test --manifest-path e2e/Cargo.toml`. `POSTIL_BROWSER` says in which browser, `chromium` or `firefox`; what one of
//! them is excused from, [`exceptions`] lists. Programs are found through `CHROME`, `CHROMEDRIVER`, `FIREFOX`,
//! `GECKODRIVER`, `POSTIL_DIST` and `POSTIL_AXE`, or where `cargo xtask` puts them.

pub mod axe;
mod bidi;
mod browser;
mod chromium;
mod clipboard;
pub mod crash;
mod driver;
pub mod exceptions;
mod files;
mod firefox;
mod keys;
mod kind;
mod page;
pub mod paths;
mod pointer;
pub mod release;
mod server;
mod stage;
mod surroundings;
mod text;

pub use browser::{Browser, Profile};
pub use files::Download;
pub use kind::Kind;
pub use page::{Counts, Page};
pub use paths::{root, sample};
pub use server::Server;
pub use stage::{Setup, Stage, run, test, test_with};
pub use text::{Place, Span};

/// How long a condition may take to come true. Machines that test are slow and busy.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);
