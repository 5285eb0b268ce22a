//! What can go wrong when something is kept, and what to do about it.

use std::fmt;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

/// Which trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser keeps nothing for this page.
    Denied,
    /// Another tab holds an older version open.
    Blocked,
    /// What is kept was written by a newer version of Postil.
    Newer,
    /// There is no room.
    Full,
    /// The connection was closed, by the browser or for another tab.
    Closed,
    /// What was written before is there no longer.
    Lost,
    /// The browser gave up in the middle.
    Stopped,
    /// What is kept is not what was written.
    Unreadable,
}

/// Something was not kept, or not found again. Its text says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageError {
    trouble: Trouble,
    /// The browser's own words.
    detail: Option<String>,
}

impl StorageError {
    /// Which trouble it is.
    pub fn trouble(&self) -> Trouble {
        self.trouble
    }

    /// The browser's own words, where it had any.
    pub fn detail(&self) -> &str {
        self.detail.as_deref().unwrap_or("no reason was given")
    }

    /// The same while a page has work that is not saved: loading it again is no advice then.
    pub(super) fn meanwhile(self) -> Self {
        let trouble = if self.trouble == Trouble::Unreadable { Trouble::Stopped } else { self.trouble };
        Self { trouble, ..self }
    }

    /// A database that could not be opened.
    pub(super) fn opening(error: DomException) -> Self {
        let trouble = match error.name().as_str() {
            _ if is_full(&error) => Trouble::Full,
            "VersionError" => Trouble::Newer,
            // Private windows and blocked cookies: each browser has its own name for it.
            "SecurityError" | "InvalidStateError" | "NotAllowedError" | "OperationError" => Trouble::Denied,
            _ => Trouble::Unreadable,
        };
        Self { trouble, detail: Some(error.message()) }
    }
}

/// Whether there is no room. A quota has a name of its own; a disk that is full is an error of any kind, with the system's
/// words in it (Chromium 148: `UnknownError`, "FILE_ERROR_NO_SPACE", and the connection is closed).
fn is_full(error: &DomException) -> bool {
    error.name() == "QuotaExceededError" || error.message().contains("NO_SPACE")
}

impl From<Trouble> for StorageError {
    fn from(trouble: Trouble) -> Self {
        Self { trouble, detail: None }
    }
}

impl From<DomException> for StorageError {
    fn from(error: DomException) -> Self {
        let trouble = match error.name().as_str() {
            _ if is_full(&error) => Trouble::Full,
            "InvalidStateError" | "NotFoundError" => Trouble::Closed,
            "SecurityError" | "NotAllowedError" => Trouble::Denied,
            "NotReadableError" | "DataError" | "DataCloneError" => Trouble::Unreadable,
            _ => Trouble::Stopped,
        };
        Self { trouble, detail: Some(error.message()).filter(|message| !message.is_empty()) }
    }
}

impl From<JsValue> for StorageError {
    fn from(error: JsValue) -> Self {
        match error.dyn_into::<DomException>() {
            Ok(error) => error.into(),
            Err(_) => Trouble::Stopped.into(),
        }
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.trouble {
            Trouble::Denied => {
                "This browser keeps nothing for this page (a private window, or site data is blocked): your work would \
                 be gone with the tab. Export it before you close, or allow site data for this page and load it again."
            }
            Trouble::Blocked => "An older Postil is open in another tab: close that tab, then load this page again.",
            Trouble::Newer => {
                "Your work was last saved by a newer Postil than this one: load the page again, with the network on."
            }
            Trouble::Full => {
                "The browser has no room left, so the last changes are not saved; what was saved before is safe. Export \
                 now, then delete documents that you no longer need, or free space on the disk."
            }
            Trouble::Closed => {
                "The connection to the saved work was closed (another tab has a newer Postil, or site data was \
                 cleared), so the last changes are not saved. Export now, then load the page again."
            }
            Trouble::Lost => {
                "What was saved for this page is gone: another tab deleted it, or the browser did. All that this page still \
                 has is saved again now; export it as well."
            }
            Trouble::Stopped => {
                "The browser did not finish saving, so the last changes are not saved. Keep this page open: export now, then \
                 make room on the disk and try again."
            }
            Trouble::Unreadable => {
                "The browser cannot read what it kept for this page. If loading the page again does not help, import \
                 your last export after clearing this page's site data."
            }
        })?;
        match &self.detail {
            Some(detail) => write!(f, " ({detail})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for StorageError {}
