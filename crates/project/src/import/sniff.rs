//! Which of our files a text is, by its content.

use super::Shape;
use crate::error::{Lines, json_message};
use crate::{Error, annotations, project};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// What tells our files apart. Wrong types are somebody else's files.
#[derive(Deserialize)]
struct Marks {
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    documents: Option<IgnoredAny>,
    #[serde(default)]
    tx: Option<IgnoredAny>,
}

impl Marks {
    fn shape(&self) -> Option<Shape> {
        match self.format.as_deref() {
            Some(project::FORMAT) => Some(Shape::Project),
            Some(annotations::FORMAT) if self.documents.is_some() => Some(Shape::Annotations),
            Some(annotations::FORMAT) => Some(Shape::AnnotationLines),
            None if self.tx.is_some() => Some(Shape::Log),
            _ => None,
        }
    }
}

/// # Errors
/// When it is none of ours.
pub(super) fn shape(text: &str) -> Result<Shape, Error> {
    const OTHER: &str = "this is no Postil file: neither a project, nor annotations, nor a log";
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Marks>();
    match values.next() {
        Some(Ok(marks)) => marks.shape().ok_or_else(|| Error::new(OTHER)),
        None => Err(Error::new("the file is empty")),
        // The beginning is damaged, or somebody else's: the first whole line of ours decides.
        Some(Err(error)) => text.lines().find_map(line_shape).ok_or_else(|| {
            Error::new(format!("{OTHER} ({}: {})", Lines::of(text).place_in(text, &error), json_message(&error)))
        }),
    }
}

/// What file this line may stand in: each of ours is laid out in lines.
fn line_shape(line: &str) -> Option<Shape> {
    let line = line.trim_ascii();
    let whole = serde_json::from_str::<Marks>(line).or_else(|_| serde_json::from_str(&format!("{line}]}}")));
    whole.ok()?.shape()
}
