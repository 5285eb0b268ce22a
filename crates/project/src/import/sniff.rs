//! Which of our files a text is, by its content.

use super::Shape;
use crate::error::{Lines, json_message};
use crate::frame::Head;
use crate::{Error, annotations, portable, project};

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

/// How much of a text is looked at, in bytes.
pub(super) const HEAD: usize = 4096;

/// Whether a text is one of our own files rather than an article. Which, and whether it is whole, is for the reader of
/// such files to say. Looks at the first 4 KB.
pub fn is_native(text: &str) -> bool {
    let head = text[..text.floor_char_boundary(HEAD)].trim_start_matches('\u{feff}').trim_start();
    let is_log = head.starts_with("{\"v\":") && head.contains("\"sum\":\"") && head.contains("\"tx\":{");
    let names_format = head.contains("\"postil-project\"") || head.contains("\"postil-annotations\"");
    is_log || head.starts_with('{') && names_format || portable::is_page(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_files_are_told_from_articles() {
        for (text, expected) in [
            (" {\"format\": \"postil-annotations\"", true),
            ("\u{feff}{\n\"version\":1,\"format\":\"postil-project\"}", true),
            ("{\"v\":1,\"sum\":\"0123456789abcdef\",\"tx\":{\"dot\":", true),
            ("{\"v\":1,\"text\":\"…\"}", false),
            ("A file says \"postil-project\" somewhere.", false),
            ("", false),
        ] {
            assert_eq!(is_native(text), expected, "{text}");
        }
    }
}
