//! Files given to the page, and files it hands out.

use crate::browser::Wire;
use crate::{Page, firefox};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

/// A file that the page handed out.
#[derive(Clone, Debug)]
pub struct Download {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Download {
    /// Its text.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.bytes).with_context(|| self.name.clone())
    }

    /// As JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.bytes).with_context(|| self.name.clone())
    }

    /// As JSON Lines.
    pub fn json_lines(&self) -> Result<Vec<Value>> {
        self.text()?.lines().map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect()
    }
}

impl Page {
    /// Chooses files in the page's file field, as its dialog would.
    pub async fn upload(&self, files: &[(&str, &[u8])]) -> Result<()> {
        let folder = tempfile::tempdir_in(self.browser.profile().given())?.keep();
        let mut paths: Vec<PathBuf> = Vec::new();
        for (name, bytes) in files {
            let path = folder.join(name);
            std::fs::write(&path, bytes)?;
            paths.push(path);
        }
        self.choose(false, &paths).await
    }

    /// Chooses a folder with these files, whose names begin with that of the folder.
    pub async fn upload_folder(&self, files: &[(&str, &[u8])]) -> Result<()> {
        let root = tempfile::tempdir_in(self.browser.profile().given())?.keep();
        for (name, bytes) in files {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
            std::fs::write(&path, bytes)?;
        }
        let folder = files.first().and_then(|(name, _)| name.split('/').next()).context("there are no files")?;
        self.choose(true, &[root.join(folder)]).await
    }

    async fn choose(&self, is_folder: bool, paths: &[PathBuf]) -> Result<()> {
        const FIELD: &str = "open-files";
        let field = format!("document.getElementById('{FIELD}')");
        self.js(&format!("{field}.toggleAttribute('webkitdirectory', arguments[0])"), json!([is_folder])).await?;
        match (&self.browser.0.wire, paths) {
            (Wire::Firefox(_), [folder]) if is_folder => firefox::choose_folder(&self.browser, FIELD, folder).await,
            _ => self.give(&field, paths).await,
        }
    }

    /// Chooses a file in the field of that CSS selector, as its dialog would.
    pub async fn upload_to(&self, selector: &str, name: &str, bytes: &[u8]) -> Result<()> {
        let path = tempfile::tempdir_in(self.browser.profile().given())?.keep().join(name);
        std::fs::write(&path, bytes)?;
        self.give(&format!("document.querySelector({})", json!(selector)), &[path]).await
    }

    async fn give(&self, field: &str, paths: &[PathBuf]) -> Result<()> {
        let nobody = || format!("there is no file field {field}");
        match &self.browser.0.wire {
            Wire::Chromium => {
                let found = self.cdp("Runtime.evaluate", json!({ "expression": field })).await?;
                let id = found["result"]["objectId"].as_str().with_context(nobody)?;
                self.cdp("DOM.setFileInputFiles", json!({ "files": paths, "objectId": id })).await.map(drop)
            }
            Wire::Firefox(firefox) => {
                let element = self.element(&format!("return {field}"), json!([])).await?.with_context(nobody)?;
                firefox.choose_files(&self.window.to_string(), &element.element_id().to_string(), paths).await
            }
        }
    }

    /// Drops files on the page.
    pub async fn drop_files(&self, files: &[(&str, &[u8])]) -> Result<()> {
        let files: Vec<Value> =
            files.iter().map(|(name, bytes)| json!({ "name": name, "content": base64(bytes) })).collect();
        self.js("postilProbe.drop(arguments[0])", json!([files])).await.map(drop)
    }

    /// Does something and waits for the file that the page hands out.
    pub async fn download(&self, action: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<Download> {
        let folder = self.browser.profile().downloads();
        let names = || -> Result<BTreeSet<OsString>> {
            Ok(std::fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.file_name())).collect())
        };
        let before = names()?;
        action(self).await?;
        let mut found = None;
        self.until("a file was handed out", async || {
            let now = names()?;
            let is_part = |name: &str| name.ends_with(".crdownload") || name.ends_with(".part");
            let is_under_way = now.iter().any(|name| is_part(&name.to_string_lossy()));
            let mut new = now.difference(&before).filter(|name| !name.to_string_lossy().starts_with('.'));
            // The browser holds the name with an empty file until the download takes its place.
            let is_whole = |path: &PathBuf| path.metadata().is_ok_and(|it| it.len() > 0);
            found = new.next().map(|name| folder.join(name)).filter(is_whole);
            Ok(!is_under_way && found.is_some())
        })
        .await?;
        let path = found.context("it was there")?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path)?;
        std::fs::remove_file(path)?;
        Ok(Download { name, bytes })
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let group = part.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - part.len()));
        for place in 0..4 {
            let digit = char::from(DIGITS[(group >> (18 - 6 * place)) as usize & 63]);
            out.push(if place <= part.len() { digit } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (text, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
