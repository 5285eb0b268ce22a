//! Writing what a format can hold.

use crate::document::Annotated;
use crate::format::{Format, Writing};
use crate::loss::{Losses, reduce, reduce_some};
use crate::syntax::{Error, File};

/// Files that were written, and what they do not say.
#[derive(Clone, Debug)]
pub struct Serialised {
    pub files: Vec<File>,
    pub losses: Losses,
}

/// Writes what a format can hold of some documents.
///
/// # Errors
/// When the format is only read, its offsets cannot count what is asked for, or nothing can be written.
pub fn serialise(format: &Format, documents: &[Annotated], writing: &Writing) -> Result<Serialised, Error> {
    let write = format.write.ok_or_else(|| Error::new("", "", format!("{} is only read", format.name)))?;
    if let Some(unit) = writing.unit.filter(|unit| format.unit != Some(*unit) && !format.holds.units.contains(unit)) {
        let counted = format.unit.map_or_else(|| "has no offsets".to_owned(), |own| format!("counts {own}"));
        return Err(Error::new(format.id, "", format!("{} {counted}, and cannot count {unit}", format.name)));
    }
    let holds = writing.holds(format);
    let (documents, losses) = match writing.survey {
        Some(survey) => reduce_some(documents, &holds, &survey.schemas),
        None => reduce(documents, &holds),
    };
    Ok(Serialised { files: write(&documents, writing)?, losses })
}
