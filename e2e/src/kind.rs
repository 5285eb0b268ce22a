//! Which browser the tests run in.

use anyhow::{Result, anyhow, bail};
use std::sync::OnceLock;

/// A browser that the tests know how to drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Over ChromeDriver and the DevTools protocol.
    Chromium,
    /// Over geckodriver and WebDriver BiDi.
    Firefox,
}

impl Kind {
    /// The one that `POSTIL_BROWSER` names, `chromium` or `firefox`; Chromium where it names none.
    ///
    /// # Errors
    /// When it names another one.
    pub fn chosen() -> Result<Self> {
        static CHOSEN: OnceLock<Result<Kind, String>> = OnceLock::new();
        let chosen = CHOSEN.get_or_init(|| {
            let name = std::env::var("POSTIL_BROWSER").unwrap_or_default();
            Self::named(&name).map_err(|error| format!("POSTIL_BROWSER: {error}"))
        });
        chosen.as_ref().copied().map_err(|error| anyhow!("{error}"))
    }

    fn named(name: &str) -> Result<Self> {
        Ok(match name {
            "" | "chromium" => Self::Chromium,
            "firefox" => Self::Firefox,
            _ => bail!("`{name}` is not known, `chromium` and `firefox` are"),
        })
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
        })
    }
}
