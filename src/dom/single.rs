//! The page as one file.

use js_sys::{Reflect, global};

/// The element that holds the project.
const PROJECT: &str = "postil-project";

/// Whether this page is one, opened from a disk.
pub fn is_single() -> bool {
    Reflect::has(&global(), &"postilStore".into()).unwrap_or(false)
}

/// The project that came in the page, as the text of a project file.
pub fn project() -> Option<String> {
    super::page().get_element_by_id(PROJECT)?.text_content().filter(|text| !text.is_empty())
}

/// Whether one did.
pub fn has_project() -> bool {
    super::page().get_element_by_id(PROJECT).is_some_and(|it| it.has_child_nodes())
}
