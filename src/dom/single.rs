//! The page as one file.

use js_sys::{Reflect, global};

/// Whether this page is one, opened from a disk.
pub fn is_single() -> bool {
    Reflect::has(&global(), &"postilStore".into()).unwrap_or(false)
}

/// The project that came in the page, as the text of a project file.
pub fn project() -> Option<String> {
    let text = super::page().get_element_by_id("postil-project")?.text_content()?;
    Some(text).filter(|text| !text.is_empty())
}
