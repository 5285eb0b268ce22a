//! A panic stops the Wasm for good. The page says so, says what is safe, and offers the log.

use crate::dom;

/// From now on a panic shows the screen.
pub fn install() {
    // Through Yew, which would else put its own hook in the place of ours when it starts.
    yew::set_custom_panic_hook(Box::new(|info| dom::calamity::show(&info.to_string())));
}
