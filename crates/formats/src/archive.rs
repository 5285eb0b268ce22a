//! ZIP archives, bounded on the way in: how many files, how large, and under which names.

use crate::{Error, File, Source};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// More files than this are not read.
const MAX_FILES: usize = 100_000;
/// More bytes than this, unpacked, are not read.
const MAX_BYTES: u64 = 1 << 30;

/// Whether these bytes are a ZIP archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The files of an archive, in its order. Folders, hidden files and what systems add of their own are passed over.
///
/// # Errors
/// When it is damaged, when a name leads out of the archive, or when there is too much in it: an archive of a few kilobytes
/// can hold many gigabytes.
pub fn unzip(name: &str, bytes: &[u8]) -> Result<Vec<Source>, Error> {
    let bad = |place: &str, what: String| Error::new(name, place, what);
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| bad("", format!("not a ZIP archive: {error}")))?;
    if archive.len() > MAX_FILES {
        return Err(bad("", format!("{} files are too many", archive.len())));
    }
    let mut left = MAX_BYTES;
    let mut files = Vec::new();
    for i in 0..archive.len() {
        let file = archive.by_index(i).map_err(|error| bad(&format!("file {i}"), error.to_string()))?;
        let path = file.name().replace('\\', "/");
        if file.is_dir()
            || path.split('/').any(|part| part == "__MACOSX" || part.starts_with('.') && part != ".." && part != ".")
        {
            continue;
        }
        let leads_out = path.starts_with('/') || path.split('/').any(|part| part == "..") || path.contains(':');
        if leads_out {
            return Err(bad(&path, "the name leads out of the archive".to_owned()));
        }
        let mut content = Vec::new();
        // What the directory says of sizes is not believed.
        file.take(left + 1).read_to_end(&mut content).map_err(|error| bad(&path, error.to_string()))?;
        left = left
            .checked_sub(content.len() as u64)
            .ok_or_else(|| bad(&path, format!("more than {MAX_BYTES} bytes in all")))?;
        files.push(Source::new(path, content));
    }
    Ok(files)
}

/// An archive of files. The same files give the same bytes: all are of the first day that ZIP knows.
///
/// # Errors
/// When names are too long or bytes too many for a ZIP archive.
pub fn zip(files: &[File]) -> Result<Vec<u8>, Error> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for file in files {
        let bad = |what: String| Error::new(&file.name, "", what);
        writer.start_file(file.name.as_str(), options).map_err(|error| bad(error.to_string()))?;
        writer.write_all(&file.bytes).map_err(|error| bad(error.to_string()))?;
    }
    let done = writer.finish().map_err(|error| Error::new("archive", "", error))?;
    Ok(done.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out() {
        let files = [File::new("a/b.txt", *b"x"), File::new("ç.ann", vec![7; 9000])];
        let bytes = zip(&files).unwrap();
        assert!(is_zip(&bytes) && bytes.len() < 1000);
        assert_eq!(bytes, zip(&files).unwrap());
        let found = unzip("z", &bytes).unwrap();
        assert_eq!(found.iter().map(|it| File::new(&*it.name, it.bytes.clone())).collect::<Vec<_>>(), files);
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        for name in ["../a", "/a", "a/../../b", "c:\\a"] {
            let bytes = zip(&[File::new(name, *b"x")]).unwrap();
            assert!(unzip("z", &bytes).is_err(), "{name}");
        }
        assert!(unzip("z", b"PK\x03\x04junk").is_err());
    }
}
