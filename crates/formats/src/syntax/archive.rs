//! ZIP archives, bounded on the way in: how many files, how large, and under which names.

use crate::syntax::{Error, File, Source};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// What is read of an archive.
struct Limits {
    /// Files.
    files: usize,
    /// Bytes of all of them, unpacked.
    bytes: u64,
    /// How many times those of the archive they may be, once they are more than `free`. Text is packed to a tenth or so.
    ratio: u64,
    free: u64,
}

const LIMITS: Limits = Limits { files: 100_000, bytes: 1 << 30, ratio: 200, free: 32 << 20 };

/// Whether these bytes are a ZIP archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The files of an archive, in its order. Folders, hidden files and what systems add of their own are passed over; an archive
/// in it stays one.
///
/// # Errors
/// When it is damaged, when a name leads out of the archive, or when there is too much in it: an archive of a few kilobytes
/// can hold many gigabytes.
pub fn unzip(name: &str, bytes: &[u8]) -> Result<Vec<Source>, Error> {
    unzip_within(&LIMITS, name, bytes)
}

fn unzip_within(limits: &Limits, name: &str, bytes: &[u8]) -> Result<Vec<Source>, Error> {
    let bad = |place: &str, what: String| Error::new(name, place, what);
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| bad("", format!("not a ZIP archive: {error}")))?;
    if archive.len() > limits.files {
        return Err(bad("", format!("{} files are too many", archive.len())));
    }
    let most = limits.bytes.min(limits.free.max((bytes.len() as u64).saturating_mul(limits.ratio)));
    let mut left = most;
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
            .ok_or_else(|| bad(&path, format!("more than {most} bytes in all, unpacked")))?;
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

    /// However they are made: by what is in them, by how many they are, by one in another.
    #[test]
    fn archives_that_are_bombs_are_refused() {
        let blank = |name: &str, len: usize| File::new(name, vec![b' '; len]);
        let limits = Limits { files: 3, bytes: 10_000, ratio: 5, free: 2_000 };
        let found = |files: &[File]| {
            let read = unzip_within(&limits, "z", &zip(files).unwrap());
            read.map(|files| files.len()).map_err(|error| error.to_string())
        };
        // A hundred to one, but small.
        assert_eq!(found(&[blank("a", 1_000), blank("b", 1_000)]), Ok(2));
        assert!(found(&[blank("a", 1_000), blank("b", 1_001)]).unwrap_err().starts_with("z: b: more than 2000 bytes"));
        let mut state = 1u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        };
        let noise: Vec<u8> = (0..12_000).map(|_| next()).collect();
        assert_eq!(found(&[File::new("a", &noise[..9_999])]), Ok(1));
        assert!(found(&[File::new("a", &*noise)]).unwrap_err().contains("more than 10000 bytes in all"));
        assert!(found(&["a", "b", "c", "d"].map(|name| blank(name, 1))).unwrap_err().contains("4 files are too many"));
        // What is in an archive is a file: nothing unpacks it.
        let inner = zip(&[blank("a", 1_900)]).unwrap();
        let outer = unzip_within(&limits, "z", &zip(&[File::new("b.zip", inner.clone())]).unwrap()).unwrap();
        assert_eq!(outer[0].bytes, inner);
        // What its directory says of sizes is not believed.
        let mut lying = zip(&[blank("a", 3_000)]).unwrap();
        for at in 0..lying.len() - 4 {
            if lying[at..at + 4] == 3_000u32.to_le_bytes() {
                lying[at..at + 4].copy_from_slice(&1_000u32.to_le_bytes());
            }
        }
        assert!(unzip_within(&limits, "z", &lying).is_err());
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
