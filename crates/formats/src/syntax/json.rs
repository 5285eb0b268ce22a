//! JSON whose fields keep their order, for writing as for reading.

mod paths;
mod read;
mod value;

pub(crate) use paths::paths;
pub(crate) use read::{lines, parse, rows};
pub(crate) use value::{Value, object};
