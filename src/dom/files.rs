//! Files in and out.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
    HtmlAnchorElement, Url,
};

/// What marked-up text from the clipboard is called.
pub const PASTED_PAGE: &str = "Pasted text.html";

/// A file that a person gave, not yet read.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    file: File,
    /// The folders that it lies in, each with a slash behind it, as far as a person gave those.
    folder: String,
    /// The encoding that a person chose for it, by a label.
    pub encoding: Option<String>,
}

impl Given {
    /// A text that has no file of its own.
    ///
    /// # Errors
    /// When the browser has no memory for it.
    pub fn text(name: &str, text: &str) -> Result<Self, String> {
        let file = File::new_with_str_sequence(&js_sys::Array::of1(&text.into()), name);
        Ok(Self {
            file: file.map_err(|_| "There is not enough memory for this text.".to_owned())?,
            folder: String::new(),
            encoding: None,
        })
    }

    /// Its name, without a path.
    pub fn name(&self) -> String {
        self.file.name()
    }

    /// Its name, behind its folders.
    pub fn path(&self) -> String {
        self.folder.clone() + &self.name()
    }

    /// Whether this is the same file, whatever it was read as.
    pub fn is_same(&self, other: &Self) -> bool {
        self.file == other.file
    }

    /// As a message carries it.
    pub fn payload(&self) -> JsValue {
        self.file.clone().into()
    }

    /// What systems add to folders of their own is hidden.
    fn is_visible(&self) -> bool {
        self.folder.is_empty() || !self.name().starts_with('.')
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When the browser cannot read it: it was moved, changed, or is not readable.
    pub async fn bytes(&self) -> Result<Vec<u8>, String> {
        let buffer = JsFuture::from(self.file.array_buffer())
            .await
            .map_err(|_| "It could not be read: if it was moved or changed, choose it again.".to_owned())?;
        Ok(js_sys::Uint8Array::new(&buffer).to_vec())
    }
}

fn given(files: Option<FileList>) -> Vec<Given> {
    let Some(files) = files else { return Vec::new() };
    let folder = |file: &File| {
        let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
        path.and_then(|path| path.rfind('/').map(|slash| path[..=slash].to_owned())).unwrap_or_default()
    };
    (0..files.length())
        .filter_map(|i| files.item(i))
        .map(|file| Given { folder: folder(&file), file, encoding: None })
        .filter(Given::is_visible)
        .collect()
}

/// The files chosen in a file field.
pub fn chosen(input: &web_sys::HtmlInputElement) -> Vec<Given> {
    let files = given(input.files());
    // So that choosing the same file again is a change again.
    input.set_value("");
    files
}

/// What a drop or paste brings.
#[derive(Debug, Default)]
pub struct Brought {
    pub files: Vec<Given>,
    /// The same, where folders are among them.
    entries: Vec<FileSystemEntry>,
    pub text: Option<String>,
}

impl Brought {
    /// Whether there is nothing to open.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.text.is_none()
    }

    /// The files, with those that lie in folders, in no particular order.
    pub async fn unfolded(self) -> Vec<Given> {
        if self.entries.is_empty() {
            return self.files;
        }
        let mut files = Vec::new();
        let mut open = self.entries;
        while let Some(entry) = open.pop() {
            if entry.is_directory() {
                open.extend(entries(entry.unchecked_ref()).await);
            } else if let Some(file) = file(entry.unchecked_ref()).await {
                let folder =
                    entry.full_path().rsplit_once('/').map(|(folder, _)| folder.trim_start_matches('/').to_owned());
                let folder = folder.filter(|folder| !folder.is_empty()).map(|folder| folder + "/").unwrap_or_default();
                files.extend(Some(Given { file, folder, encoding: None }).filter(Given::is_visible));
            }
        }
        files
    }
}

/// What lies in a folder; nothing when it cannot be read. The browser gives a hundred at a time.
async fn entries(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut found: Vec<FileSystemEntry> = Vec::new();
    loop {
        let more = Promise::new(&mut |resolve, reject| {
            drop(reader.read_entries_with_callback_and_callback(&resolve, &reject));
        });
        match JsFuture::from(more).await.map(JsCast::unchecked_into::<js_sys::Array>) {
            Ok(more) if more.length() > 0 => found.extend(more.iter().map(JsCast::unchecked_into)),
            _ => return found,
        }
    }
}

async fn file(entry: &FileSystemFileEntry) -> Option<File> {
    let file = Promise::new(&mut |resolve, reject| entry.file_with_callback_and_callback(&resolve, &reject));
    JsFuture::from(file).await.ok().map(JsCast::unchecked_into)
}

/// The files and folders, or the plain text, of a drop or paste.
pub fn transferred(transfer: Option<DataTransfer>) -> Brought {
    let Some(transfer) = transfer else { return Brought::default() };
    let data = |kind| transfer.get_data(kind).ok().filter(|text| !text.is_empty());
    let text = data("text/plain");
    let items = transfer.items();
    // They can be asked for now alone, and not after the event.
    let entry = |i| items.get(i).and_then(|item| item.webkit_get_as_entry().ok().flatten());
    let mut entries: Vec<FileSystemEntry> = (0..items.length()).filter_map(entry).collect();
    if !entries.iter().any(FileSystemEntry::is_directory) {
        entries.clear();
    }
    let mut files = given(transfer.files());
    // Some programs put nothing but marked-up text there: it is read as a page is.
    if files.is_empty()
        && text.is_none()
        && let Some(page) = data("text/html")
    {
        files.extend(Given::text(PASTED_PAGE, &page));
    }
    Brought { files, entries, text }
}

/// The data of a paste.
pub fn pasted(event: &web_sys::Event) -> Brought {
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
