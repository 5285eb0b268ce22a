//! The version of the rules: a digest of the files from which suggestions follow, whatever the machine, the time and the
//! place of the folder.

use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::Path;

/// Rules, dictionaries, the code that weighs what they say, and that of the core which parts a text into paragraphs,
/// sentences and tokens.
pub const FOLDERS: [&str; 4] = ["data", "rules", "src", "../core/src/structure"];

/// Of the files in them: those that the crate is made of, and not what editors or scripts leave.
const ENDS: [&str; 3] = [".rs", ".rules", ".txt"];

/// The first 12 hex digits of the digest of the files of the crate that lies in `root`.
pub fn of(root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), folder, &mut files)?;
    }
    Ok(digest(files))
}

/// Adds the files in `folder` and below it, by `name` and their own names with slashes between.
fn collect(folder: &Path, name: &str, files: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(last) = path.file_name().and_then(|last| last.to_str()) else { continue };
        let name = format!("{name}/{last}");
        if path.is_dir() {
            collect(&path, &name, files)?;
        } else if ENDS.iter().any(|end| name.ends_with(end)) {
            files.push((name, fs::read(path)?));
        }
    }
    Ok(())
}

/// The first 12 hex digits of a SHA-256 over names and contents, in the order of names. Line ends count as one byte, as git
/// keeps them, wherever the files were checked out.
pub fn digest(mut files: Vec<(String, Vec<u8>)>) -> String {
    files.sort();
    let mut whole = Sha256::new();
    for (name, mut content) in files {
        content.retain(|byte| *byte != b'\r');
        whole.update(Sha256::digest(name));
        whole.update(Sha256::digest(content));
    }
    whole.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
