//! Files in and out: single ones, folders, archives, standard input and output.

use crate::pending::Pending;
use postil_formats::{Error, File, Source, beside, is_zip, unzip, zip};
use std::fs;
use std::io::{self, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Something to read.
pub struct Input {
    /// What errors call it.
    pub name: String,
    what: What,
    /// Where it stands, if it is a file that was named.
    path: Option<PathBuf>,
}

enum What {
    Folder(PathBuf),
    /// At any place.
    File(fs::File),
}

impl Input {
    /// Opens a file or folder, or standard input for `-`. What cannot be read twice is put aside first.
    ///
    /// # Errors
    /// With the name of what cannot be opened or put aside.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let given = path.to_string_lossy().into_owned();
        let bad = |error: io::Error| Error::new(&given, "", error);
        if given == "-" {
            let file = put_aside(io::stdin().lock()).map_err(bad)?;
            return Ok(Self { name: "standard input".to_owned(), what: What::File(file), path: None });
        }
        if path.is_dir() {
            return Ok(Self { name: given, what: What::Folder(path.to_owned()), path: None });
        }
        let file = fs::File::open(path).map_err(bad)?;
        let name = path.file_name().map_or(given.clone(), |base| base.to_string_lossy().into_owned());
        let file = if file.metadata().map_err(bad)?.is_file() { file } else { put_aside(file).map_err(bad)? };
        Ok(Self { name, what: What::File(file), path: Some(path.to_owned()) })
    }

    /// The file from its beginning, if it is one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn reader(&self) -> Result<Option<BufReader<&fs::File>>, Error> {
        let What::File(file) = &self.what else { return Ok(None) };
        let mut file = file;
        file.rewind().map_err(|error| Error::new(&self.name, "", error))?;
        Ok(Some(BufReader::with_capacity(1 << 16, file)))
    }

    /// Bytes of a file; 0 of a folder.
    pub fn len(&self) -> u64 {
        match &self.what {
            What::File(file) => file.metadata().map_or(0, |about| about.len()),
            What::Folder(_) => 0,
        }
    }

    /// Files that belong to this one and stand beside it; it is among those that were `read`.
    pub fn beside(&self, read: &[Source]) -> Vec<PathBuf> {
        let place = |name: String| self.path.as_ref().map(|path| path.with_file_name(name));
        let names = read.iter().find(|source| source.name == self.name).map(beside).unwrap_or_default();
        names.into_iter().filter_map(place).filter(|path| path.is_file()).collect()
    }

    /// Everything in it, in order; names within a folder or archive have its folders.
    ///
    /// # Errors
    /// With the name of what cannot be read.
    pub fn read(&self) -> Result<Vec<Source>, Error> {
        match (&self.what, self.reader()?) {
            (What::Folder(path), _) => {
                let mut found = Vec::new();
                folder(path, "", &mut found)?;
                Ok(found)
            }
            (What::File(_), reader) => {
                let mut bytes = Vec::new();
                let read = reader.map_or(Ok(0), |mut reader| reader.read_to_end(&mut bytes));
                read.map_err(|error| Error::new(&self.name, "", error))?;
                one(self.name.clone(), bytes)
            }
        }
    }
}

/// A file without a name, gone with the command.
fn put_aside(mut reader: impl Read) -> io::Result<fs::File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut reader, &mut file)?;
    Ok(file)
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

/// What it means to write somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Standard output.
    Stdout,
    Archive,
    Folder,
    File,
}

impl Place {
    /// `-` is standard output; what ends in `.zip` an archive; a folder, or what ends in no extension, a folder.
    pub fn of(out: &Path) -> Self {
        match out.extension() {
            _ if out.as_os_str() == "-" => Self::Stdout,
            _ if out.is_dir() || out.to_string_lossy().ends_with('/') => Self::Folder,
            None if out.exists() => Self::File,
            None => Self::Folder,
            Some(end) if end.eq_ignore_ascii_case("zip") => Self::Archive,
            Some(_) => Self::File,
        }
    }
}

/// What cannot be written.
pub fn unwritten(path: &Path, error: impl std::fmt::Display) -> Error {
    Error::new(&path.to_string_lossy(), "", format!("cannot be written: {error}"))
}

/// Why a file that was read in part is not written over: what could not be read is in no other place.
pub const KEPT: &str = "it could not be read whole, and is not written over: name another file";

/// Whether two names are of one file that is there.
pub fn is_same(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

/// Writes files: all into an archive or a folder, or the one file as `out` and others beside it. Each takes its name when all
/// are whole.
///
/// # Errors
/// With the name of what cannot be written.
pub fn write(files: &[File], out: &Path) -> Result<(), Error> {
    let place = Place::of(out);
    if place == Place::Stdout {
        let [file] = files else {
            return Err(Error::new(
                "-",
                "",
                format!("there are {} files to write: name a folder or an archive", files.len()),
            ));
        };
        return io::stdout().lock().write_all(&file.bytes).or_else(|error| had_enough(error, out));
    }
    let folder = if place == Place::Folder { out } else { out.parent().unwrap_or(Path::new("")) };
    if !folder.as_os_str().is_empty() {
        fs::create_dir_all(folder).map_err(|error| unwritten(folder, error))?;
    }
    let pending = |path: &Path, bytes: &[u8]| {
        let mut pending = Pending::new(path)?;
        pending.write_all(bytes).map(|()| pending)
    };
    let mut written = Vec::new();
    if place == Place::Archive {
        written.push((out.to_owned(), pending(out, &zip(files)?).map_err(|error| unwritten(out, error))?));
    } else {
        for (i, file) in files.iter().enumerate() {
            let path = if i == 0 && place == Place::File { out.to_owned() } else { folder.join(&file.name) };
            let made = pending(&path, &file.bytes).map_err(|error| unwritten(&path, error))?;
            written.push((path, made));
        }
    }
    written.into_iter().try_for_each(|(path, pending)| pending.finish().map_err(|error| unwritten(&path, error)))
}

/// Whoever reads our output may have had enough: `| head`.
pub fn had_enough(error: io::Error, out: &Path) -> Result<(), Error> {
    if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(unwritten(out, error)) }
}
