//! What an article can be read without: the panels at the sides, the dialogs, the palette. A release has them in a second
//! Wasm module, which arrives while the article is already there; other builds have everything in one.

use super::Page;
use super::context::context;
use super::dialog::dialogs;
use super::palette::palette;
use super::side::side;
use yew::Html;

/// How each of them is drawn.
pub struct Panels {
    pub dialogs: fn(&Page) -> Html,
    pub palette: fn(&Page) -> Html,
    pub context: fn(&Page) -> Html,
    /// The panel at the left, or the one at the right.
    pub side: fn(&Page, bool) -> Html,
}

static PANELS: Panels = Panels { dialogs, palette, context, side };

/// What is drawn with when it has arrived.
///
/// # Errors
///
/// The second module could not be fetched. The next call tries again.
#[cfg(split)]
pub async fn load() -> Result<&'static Panels, Missing> {
    split::panels().await
}

#[cfg(not(split))]
pub async fn load() -> Result<&'static Panels, Missing> {
    Ok(&PANELS)
}

#[cfg(split)]
pub use wasm_split_helpers::SplitLoaderError as Missing;

#[cfg(not(split))]
pub type Missing = std::convert::Infallible;

/// The border between the modules. The macro declares what is on the other side as foreign functions; both sides are of
/// one compilation, so that their types agree.
#[cfg(split)]
#[allow(unsafe_code)]
mod split {
    use super::{Missing, PANELS, Panels};

    #[wasm_split_helpers::wasm_split(panels, fallible)]
    pub fn panels() -> Result<&'static Panels, Missing> {
        Ok(&PANELS)
    }
}
