//! What annotations are about: places of a text, other annotations, or a whole text.

use crate::document::{Unit, excerpt};
use crate::syntax::json::Value;
use postil_core::Document;
use std::collections::BTreeMap;

/// A place of a text: the text by its number, start and exclusive end in the unit of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) text: usize,
    pub(super) start: i64,
    pub(super) end: i64,
}

/// A part of a target.
pub(super) enum Part {
    Place(Place),
    /// The annotation of a name.
    Annotation(String),
    Text(usize),
}

/// How the parts of a target belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Together {
    /// There is one.
    One,
    /// What is said is said of each.
    Each,
    /// Of all as a whole.
    Whole,
    /// From one to the next.
    Path,
}

/// What is known when targets are looked up.
pub(super) struct Known<'k> {
    pub(super) texts: &'k BTreeMap<String, usize>,
    pub(super) documents: &'k [Document],
    /// Where the annotations before this one are, by their names.
    pub(super) places: BTreeMap<String, Vec<Place>>,
    pub(super) unit: Unit,
}

impl Known<'_> {
    /// The parts of a target; why not, where one of them cannot be found.
    pub(super) fn parts(&self, target: &Value) -> Result<(Together, Vec<Part>), String> {
        let together = match target.text("@type") {
            Some("MultiSelector") => Together::Each,
            Some("CompositeSelector") => Together::Whole,
            Some("DirectionalSelector" | "DirectedSelector") => Together::Path,
            _ => return Ok((Together::One, vec![self.part(target)?])),
        };
        let selectors = target.list("selectors");
        if selectors.is_empty() {
            return Err("its target has no parts".to_owned());
        }
        let parts = selectors.iter().map(|selector| self.part(selector)).collect::<Result<Vec<_>, _>>()?;
        Ok((together, parts))
    }

    fn part(&self, selector: &Value) -> Result<Part, String> {
        let text = || {
            let id = selector.text("resource").unwrap_or_default();
            self.texts.get(id).copied().ok_or_else(|| format!("there is no text “{}”", excerpt(id)))
        };
        let offset = selector.get("offset").or(selector.get("offsets"));
        match selector.text("@type") {
            Some("ResourceSelector") => Ok(Part::Text(text()?)),
            Some("TextSelector") => {
                let text = text()?;
                let document = &self.documents[text];
                let length = i64::from(self.unit.ends(document, document.range()).1);
                let offset = offset.ok_or("its target has no offset")?;
                let (start, end) = within(offset, 0, length)?;
                Ok(Part::Place(Place { text, start, end }))
            }
            Some("AnnotationSelector") => {
                let id = selector.text("annotation").unwrap_or_default();
                let places = self.places.get(id);
                let places = places.ok_or_else(|| format!("there is no annotation “{}” before it", excerpt(id)))?;
                match (offset, &places[..]) {
                    (None, _) => Ok(Part::Annotation(id.to_owned())),
                    (Some(offset), [place]) => {
                        let (start, end) = within(offset, place.start, place.end)?;
                        Ok(Part::Place(Place { start, end, ..*place }))
                    }
                    // The whole of it, however many parts there are.
                    (Some(offset), _) if is_whole(offset) => Ok(Part::Annotation(id.to_owned())),
                    (Some(_), _) => Err(format!("an offset within “{}”, which is not one place", excerpt(id))),
                }
            }
            other => {
                Err(format!("what a {} selects has no place here", excerpt(other.unwrap_or("target without type"))))
            }
        }
    }

    /// The same target as annotations alone, where it is of annotations as wholes.
    pub(super) fn wholes(&self, target: &Value) -> Option<Vec<String>> {
        let whole = |selector: &Value| {
            let id = selector.text("annotation").filter(|id| self.places.contains_key(*id))?;
            let offset = selector.get("offset").or(selector.get("offsets"));
            offset.is_none_or(is_whole).then(|| id.to_owned())
        };
        target.list("selectors").iter().map(whole).collect()
    }
}

/// Whether an offset is from the beginning to the end.
fn is_whole(offset: &Value) -> bool {
    matches!((cursor(offset.get("begin")), cursor(offset.get("end"))), (Some((0, false)), Some((0, true))))
}

/// A number, and whether it is counted from the end.
fn cursor(value: Option<&Value>) -> Option<(i64, bool)> {
    let value = value?;
    let is_from_end = value.text("@type").is_some_and(|kind| kind.starts_with("EndAligned"));
    Some((value.get("value")?.as_int()?, is_from_end))
}

/// Start and end of an offset that is counted within a place.
fn within(offset: &Value, start: i64, end: i64) -> Result<(i64, i64), String> {
    let at = |name: &str| {
        let (number, is_from_end) = cursor(offset.get(name)).ok_or_else(|| format!("its offset has no {name}"))?;
        let at = if is_from_end { end.checked_add(number) } else { start.checked_add(number) };
        // Beyond either end it is a place of something else.
        at.filter(|at| (start..=end).contains(at)).ok_or_else(|| {
            let from = if is_from_end { "from the end " } else { "" };
            format!("offset {number} {from}lies outside of what is selected, which is {} long", end - start)
        })
    };
    Ok((at("begin")?, at("end")?))
}
