//! Files in and out: single ones, folders, archives, standard input and output.

use postil_formats::{Error, File, Source, is_zip, unzip, zip};
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

/// Everything in some files, folders and archives, in order; names within a folder or archive have its folders.
///
/// # Errors
/// With the name of what cannot be read.
pub fn read(path: &Path) -> Result<Vec<Source>, Error> {
    let name = path.to_string_lossy().into_owned();
    let bad = |error: io::Error| Error::new(&name, "", error);
    if name == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(bad)?;
        return one("standard input".to_owned(), bytes);
    }
    if !path.is_dir() {
        let base = path.file_name().map_or(name.clone(), |base| base.to_string_lossy().into_owned());
        return one(base, fs::read(path).map_err(bad)?);
    }
    let mut found = Vec::new();
    folder(path, "", &mut found)?;
    Ok(found)
}

fn one(name: String, bytes: Vec<u8>) -> Result<Vec<Source>, Error> {
    if is_zip(&bytes) { unzip(&name, &bytes) } else { Ok(vec![Source::new(name, bytes)]) }
}

/// The files of a folder by name; hidden ones and links are passed over.
fn folder(path: &Path, prefix: &str, found: &mut Vec<Source>) -> Result<(), Error> {
    let bad = |error: io::Error| Error::new(&path.to_string_lossy(), "", error);
    let mut entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(bad)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(bad)?;
        if name.starts_with('.') || kind.is_symlink() {
            continue;
        }
        let inner = format!("{prefix}{name}");
        if kind.is_dir() {
            folder(&entry.path(), &format!("{inner}/"), found)?;
        } else {
            found.extend(one(inner, fs::read(entry.path()).map_err(bad)?)?);
        }
    }
    Ok(())
}

/// Writes files: into an archive if `out` ends in `.zip`; into `out` itself if it is a folder, or ends in no extension; else
/// the one file as `out`, others beside it. Gives the names of what was written.
///
/// # Errors
/// With the name of what cannot be written.
pub fn write(files: &[File], out: &Path) -> Result<Vec<String>, Error> {
    let name = out.to_string_lossy();
    let bad =
        |path: &Path, error: io::Error| Error::new(&path.to_string_lossy(), "", format!("cannot be written: {error}"));
    if name == "-" {
        let [file] = files else {
            return Err(Error::new(
                "-",
                "",
                format!("there are {} files to write: name a folder or an archive", files.len()),
            ));
        };
        io::stdout().lock().write_all(&file.bytes).map_err(|error| bad(out, error))?;
        return Ok(Vec::new());
    }
    if out.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) {
        fs::write(out, zip(files)?).map_err(|error| bad(out, error))?;
        return Ok(vec![name.into_owned()]);
    }
    let is_folder = out.is_dir() || name.ends_with('/') || out.extension().is_none();
    let folder = if is_folder { out } else { out.parent().unwrap_or(Path::new("")) };
    if !folder.as_os_str().is_empty() {
        fs::create_dir_all(folder).map_err(|error| bad(folder, error))?;
    }
    let mut written = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let path = if i == 0 && !is_folder { out.to_owned() } else { folder.join(&file.name) };
        fs::write(&path, &file.bytes).map_err(|error| bad(&path, error))?;
        written.push(path.to_string_lossy().into_owned());
    }
    Ok(written)
}
