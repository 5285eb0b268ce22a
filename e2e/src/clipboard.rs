//! Copying and pasting. Firefox does both for real, over the clipboard of a browser without a screen; Chromium, whose clipboard
//! would ask, by the events that it would send.

use crate::browser::Wire;
use crate::{Page, firefox};
use anyhow::Result;
use serde_json::{Value, json};

/// Puts a text of a kind on the clipboard.
const PUT: &str = "
    const [kind, text] = arguments;
    const content = Cc['@mozilla.org/supports-string;1'].createInstance(Ci.nsISupportsString);
    content.data = text;
    const carried = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
    carried.init(null);
    carried.addDataFlavor(kind);
    carried.setTransferData(kind, content);
    Services.clipboard.setData(carried, null, Ci.nsIClipboard.kGlobalClipboard);";

/// The plain text on the clipboard.
const TAKE: &str = "
    const carried = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
    carried.init(null);
    carried.addDataFlavor('text/plain');
    Services.clipboard.getData(carried, Ci.nsIClipboard.kGlobalClipboard);
    const content = {};
    carried.getTransferData('text/plain', content);
    return content.value.QueryInterface(Ci.nsISupportsString).data;";

impl Page {
    /// Pastes text.
    pub async fn paste(&self, text: &str) -> Result<()> {
        self.paste_as("text/plain", text).await
    }

    /// Pastes marked-up text that comes without a plain one.
    pub async fn paste_page(&self, page: &str) -> Result<()> {
        self.paste_as("text/html", page).await
    }

    async fn paste_as(&self, kind: &str, text: &str) -> Result<()> {
        match self.browser.0.wire {
            Wire::Chromium => {
                self.js("postilProbe.paste(arguments[0], arguments[1])", json!([kind, text])).await.map(drop)
            }
            Wire::Firefox(_) => {
                self.here().await?;
                firefox::privileged(&self.browser, PUT, vec![json!(kind), json!(text)]).await?;
                self.press("Ctrl+v").await
            }
        }
    }

    /// What the article hands out when it is copied from.
    pub async fn copied(&self) -> Result<String> {
        match self.browser.0.wire {
            Wire::Chromium => self.ask("return postilProbe.copied()", Value::Null).await,
            Wire::Firefox(_) => {
                self.focus_article().await?;
                self.press("Ctrl+c").await?;
                Ok(serde_json::from_value(firefox::privileged(&self.browser, TAKE, Vec::new()).await?)?)
            }
        }
    }
}
