//! What an article can be read without: the panels at the sides and below, the dialogs, the palette, the dock that decides
//! about suggestions, offers, and what lies over the text. A release has them in a second Wasm module, which arrives while the
//! article is already there; other builds have everything in one.

use super::Page;
use super::article::over;
use super::context::context;
use super::dialog::dialogs;
use super::dock::dock;
use super::drawer::drawer;
use super::offer::offer;
use super::palette::palette;
use super::side::side;
use std::cell::Cell;
use yew::Html;

/// How each of them is drawn.
pub struct Panels {
    pub dialogs: fn(&Page) -> Html,
    pub palette: fn(&Page) -> Html,
    pub context: fn(&Page) -> Html,
    /// The panel at the left, or the one at the right.
    pub side: fn(&Page, bool) -> Html,
    /// The pictures under the article.
    pub drawer: fn(&Page) -> Html,
    /// What takes the place of the labels, while anything does.
    pub dock: fn(&Page) -> Option<Html>,
    /// What is offered for the open document, over the article.
    pub offer: fn(&Page) -> Option<Html>,
    /// What lies over the text.
    pub over: fn(&Page) -> Html,
}

static PANELS: Panels = Panels { dialogs, palette, context, side, drawer, dock, offer, over };

thread_local! {
    static ARRIVED: Cell<Option<&'static Panels>> = const { Cell::new(None) };
}

/// What is drawn with, once it has arrived.
pub fn arrived() -> Option<&'static Panels> {
    ARRIVED.get()
}

/// Asks for what is drawn with.
///
/// # Errors
///
/// The second module could not be fetched. The next call tries again.
pub async fn load() -> Result<&'static Panels, Missing> {
    #[cfg(split)]
    let panels = split::panels().await?;
    #[cfg(not(split))]
    let panels = &PANELS;
    ARRIVED.set(Some(panels));
    Ok(panels)
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
