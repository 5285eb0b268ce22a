//! Reading where something stands.

use super::super::anchor::Claim;
use super::super::fields::{Object, Remarks, list, pair, text};
use super::Reader;
use postil_core::{Document, Fragments, TextRange, Unit};

impl Reader<'_> {
    /// Where a span, rejection or suggestion stands.
    ///
    /// # Errors
    /// When its place cannot be made out.
    pub(super) fn covered(
        &mut self, object: &Object, document: &Document, path: &str, remarks: &mut Remarks,
    ) -> Result<Fragments, String> {
        let whole = claim(object, path, remarks)?;
        let items = list(object, "fragments")?;
        if items.is_empty() {
            let range = self.anchor(&whole, document, path, remarks)?;
            return Ok(Fragments::one(range));
        }
        let mut ranges = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let path = format!("{path}.fragments[{i}]");
            let object = item.as_object().ok_or_else(|| format!("fragments[{i}] is not an object"))?;
            remarks.expect_fields(&path, object, &["char", "utf16", "byte", "quote"]);
            let claim = claim(object, &path, remarks)?;
            ranges.push(
                self.anchor(&claim, document, &path, remarks).map_err(|error| format!("fragments[{i}]: {error}"))?,
            );
        }
        let fragments = Fragments::new(ranges.clone()).ok_or("one of its fragments is empty")?;
        if fragments.as_slice() != ranges {
            remarks.mended(path, "the fragments are out of order, or meet; they are sorted and joined");
        }
        if !whole.fits(document, fragments.cover()) {
            remarks.mended(path, "the whole does not fit its fragments; the fragments are believed");
        }
        Ok(fragments)
    }

    fn anchor(
        &mut self, claim: &Claim, document: &Document, path: &str, remarks: &mut Remarks,
    ) -> Result<TextRange, String> {
        let anchored = claim.anchor(document, &mut self.search)?;
        if let Some(remark) = anchored.remark {
            remarks.mended(path, remark);
        }
        self.texts.cover(u64::from(anchored.range.len()))?;
        Ok(anchored.range)
    }
}

/// What an object says about its place.
fn claim<'v>(object: &'v Object, path: &str, remarks: &mut Remarks) -> Result<Claim<'v>, String> {
    let mut claim = Claim {
        quote: text(object, "quote")?,
        prefix: text(object, "prefix")?,
        suffix: text(object, "suffix")?,
        ..Claim::default()
    };
    for (slot, unit) in claim.pairs.iter_mut().zip(Unit::ALL) {
        *slot = pair(object, unit.as_str()).unwrap_or_else(|message| {
            remarks.mended(path, message);
            None
        });
    }
    Ok(claim)
}
