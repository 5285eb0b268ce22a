//! What an offset counts.

use crate::syntax::Error;
pub use postil_core::Unit;

/// A unit by its name on the command line.
///
/// # Errors
/// When there is none of that name.
pub fn parse_unit(name: &str) -> Result<Unit, Error> {
    name.parse().map_err(|_| Error::new("unit", "", format!("`{name}` is none of char, utf16, byte")))
}
