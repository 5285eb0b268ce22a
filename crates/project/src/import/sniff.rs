//! Which of our files a text is, by its content.

use super::Shape;
use crate::error::{Lines, json_message};
use crate::frame::Head;
use crate::{Error, annotations, project};

fn shape_of(head: &Head) -> Option<Shape> {
    match head.format.as_deref() {
        Some(project::FORMAT) => Some(Shape::Project),
        Some(annotations::FORMAT) if head.documents.is_some() => Some(Shape::Annotations),
        Some(annotations::FORMAT) => Some(Shape::AnnotationLines),
        None if head.tx.is_some() => Some(Shape::Log),
        _ => None,
    }
}

/// # Errors
/// When it is none of ours.
pub(super) fn shape(text: &str) -> Result<Shape, Error> {
    const OTHER: &str = "this is no Postil file: neither a project, nor annotations, nor a log";
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Head>();
    match values.next() {
        Some(Ok(head)) => shape_of(&head).ok_or_else(|| Error::new(OTHER)),
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
    let head = serde_json::from_str::<Head>(line).or_else(|_| serde_json::from_str(&format!("{line}]}}")));
    shape_of(&head.ok()?)
}
