//! Files in and out.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DataTransfer, File, FileList, HtmlAnchorElement, Url};

/// A file that a person gave, not yet read.
#[derive(Clone, Debug)]
pub struct Given {
    file: File,
}

impl Given {
    /// Its name, without a path.
    pub fn name(&self) -> String {
        self.file.name()
    }

    /// Its length in bytes.
    pub fn size(&self) -> f64 {
        self.file.size()
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When the browser cannot read it: it was moved, changed, or is not readable.
    pub async fn bytes(&self) -> Result<Vec<u8>, String> {
        let buffer = JsFuture::from(self.file.array_buffer())
            .await
            .map_err(|_| format!("“{}” could not be read. If it is a folder, choose the files in it; if it was moved or changed, choose it again.", self.name()))?;
        Ok(js_sys::Uint8Array::new(&buffer).to_vec())
    }
}

fn given(files: Option<FileList>) -> Vec<Given> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|i| files.item(i)).map(|file| Given { file }).collect()
}

/// The files chosen in a file field.
pub fn chosen(input: &web_sys::HtmlInputElement) -> Vec<Given> {
    let files = given(input.files());
    // So that choosing the same file again is a change again.
    input.set_value("");
    files
}

/// The files, or the plain text, of a drop or paste.
pub fn transferred(transfer: Option<DataTransfer>) -> (Vec<Given>, Option<String>) {
    let Some(transfer) = transfer else { return (Vec::new(), None) };
    let text = transfer.get_data("text/plain").ok().filter(|text| !text.is_empty());
    (given(transfer.files()), text)
}

/// The data of a paste.
pub fn pasted(event: &web_sys::Event) -> (Vec<Given>, Option<String>) {
    transferred(event.dyn_ref::<web_sys::ClipboardEvent>().and_then(|event| event.clipboard_data()))
}

/// Whether this browser lets a page read the clipboard when a button is pressed.
pub fn can_read_clipboard() -> bool {
    let navigator = super::window().navigator();
    js_sys::Reflect::get(&navigator, &"clipboard".into())
        .and_then(|clipboard| js_sys::Reflect::has(&clipboard, &"readText".into()))
        .unwrap_or(false)
}

/// The plain text on the clipboard. The browser may ask the person first.
///
/// # Errors
/// When they, or the browser, say no.
pub async fn clipboard_text() -> Result<String, String> {
    let refused = || "The browser did not give the clipboard to this page. Press Ctrl+V instead.".to_owned();
    if !can_read_clipboard() {
        return Err(refused());
    }
    let text = JsFuture::from(super::window().navigator().clipboard().read_text()).await.map_err(|_| refused())?;
    text.as_string().ok_or_else(refused)
}

/// Puts exact text on the clipboard in answer to a copy.
pub fn answer_copy(event: &web_sys::Event, text: &str) {
    let Some(event) = event.dyn_ref::<web_sys::ClipboardEvent>() else { return };
    if let Some(data) = event.clipboard_data()
        && data.set_data("text/plain", text).is_ok()
    {
        event.prevent_default();
    }
}

/// Hands a text to the browser's downloads.
///
/// # Errors
/// When the browser refuses.
pub fn download(name: &str, mime: &str, content: &str) -> Result<(), String> {
    save(name, mime, &content.into())
}

/// Hands bytes to the browser's downloads.
///
/// # Errors
/// When the browser refuses.
pub fn download_bytes(name: &str, mime: &str, content: &js_sys::Uint8Array) -> Result<(), String> {
    save(name, mime, content)
}

fn save(name: &str, mime: &str, part: &JsValue) -> Result<(), String> {
    let refused = |_| "The browser refused the download. Try again, or another browser.".to_owned();
    try_to_save(name, mime, part).map_err(refused)
}

/// A blob's part may be a string or a typed array.
fn try_to_save(name: &str, mime: &str, part: &JsValue) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(part);
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    let blob = Blob::new_with_buffer_source_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = super::page().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The download has its own hold on the blob by then; a minute is far more than a browser needs to begin.
    gloo::timers::callback::Timeout::new(60_000, move || drop(Url::revoke_object_url(&url))).forget();
    Ok(())
}
