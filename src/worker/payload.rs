//! What comes beside an answer.

use js_sys::{Array, Uint8Array, Uint32Array};
use postil_core::Suggestions;
use postil_messages::{FoundHit, ResponseBody, unpack, unpack_hits};
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// What comes beside a [`Response`](postil_messages::Response).
#[derive(Clone, Debug, Default)]
pub enum Payload {
    #[default]
    None,
    /// With [`ResponseBody::Decoded`]: the file's text; with [`ResponseBody::Considered`]: a line of the log.
    Text(Arc<str>),
    /// With [`ResponseBody::Batch`].
    Suggestions(Suggestions),
    /// With [`ResponseBody::Found`].
    Hits(Vec<FoundHit>),
    /// With [`ResponseBody::Imported`].
    Import {
        /// A line for each transaction.
        log: String,
        /// Of the documents that the answer names.
        texts: Vec<String>,
    },
    /// With [`ResponseBody::Exported`]: the file, or its first lines.
    Bytes(Uint8Array),
}

impl Payload {
    /// Reads what follows the head of a message.
    pub(super) fn read(body: &ResponseBody, message: &Array) -> Result<Self, String> {
        Ok(match body {
            ResponseBody::Opened { of, .. } => Self::read(of, message)?,
            ResponseBody::Decoded { .. } | ResponseBody::Considered { .. } => Self::Text(text(message, 1)?.into()),
            ResponseBody::Batch { .. } => {
                Self::Suggestions(unpack(&words(message)).map_err(|garbled| garbled.to_string())?)
            }
            ResponseBody::Found { .. } => {
                Self::Hits(unpack_hits(&words(message), &text(message, 2)?).map_err(|garbled| garbled.to_string())?)
            }
            ResponseBody::Imported { documents, .. } => Self::Import {
                log: text(message, 1)?,
                texts: (0..documents.len()).map(|i| text(message, i as u32 + 2)).collect::<Result<_, _>>()?,
            },
            ResponseBody::Exported { .. } => Self::Bytes(message.get(1).unchecked_into()),
            _ => Self::None,
        })
    }
}

fn words(message: &Array) -> Vec<u32> {
    message.get(1).dyn_into::<Uint32Array>().map(|words| words.to_vec()).unwrap_or_default()
}

fn text(message: &Array, index: u32) -> Result<String, String> {
    let bytes = message.get(index).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
    String::from_utf8(bytes).map_err(|_| "The text was damaged on its way: open the file again.".to_owned())
}
