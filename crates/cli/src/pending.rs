//! Files that have another name until they are whole, so that no half of one ever stands under its own.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::NamedTempFile;

/// What is taken away when the command is interrupted. Locked while a file is made, so that none is missed.
static PENDING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// What an interrupted program ends with: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// From now on Ctrl+C, and whatever else ends the command from outside, leaves no half file.
pub fn clean_up_when_interrupted() {
    let set = ctrlc::set_handler(|| {
        let pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
        for path in pending.iter() {
            let _ = fs::remove_file(path);
        }
        std::process::exit(INTERRUPTED);
    });
    // Where there are no signals, half a file has an odd name all the same.
    let _ = set;
}

/// A file that is being written. Dropped, it is gone, and what stood under its name still does.
pub enum Pending {
    Beside {
        file: NamedTempFile,
        target: PathBuf,
    },
    /// A device or a pipe, which nothing can take the place of.
    Direct(File),
}

impl Pending {
    /// # Errors
    /// When nothing can be written there.
    pub fn new(target: &Path) -> io::Result<Self> {
        // A link stays one: what it leads to is replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let old = fs::metadata(&target).ok();
        if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
            return File::options().write(true).open(target).map(Self::Direct);
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".postil-").suffix(".part");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
        let file = builder.tempfile_in(folder)?;
        pending.push(file.path().to_owned());
        if let Some(old) = old {
            file.as_file().set_permissions(old.permissions())?;
        }
        Ok(Self::Beside { file, target })
    }

    /// Gives the file its name, in place of what had it.
    ///
    /// # Errors
    /// When that is refused; then nothing has changed.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Beside { file, target } => file.persist(target).map(drop).map_err(|error| error.error),
            Self::Direct(mut file) => file.flush(),
        }
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Beside { file, .. } => file.write(bytes),
            Self::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Beside { file, .. } => file.flush(),
            Self::Direct(file) => file.flush(),
        }
    }
}
