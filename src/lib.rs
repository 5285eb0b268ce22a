//! The page: what a person sees and does. Everything that knows a browser is in this crate and in `postil-worker`.
//!
//! What is shown and done is data and stands in `postil-editor`. [`view`] turns it into elements; [`tasks`] is everything
//! that takes time; [`dom`] and [`worker`] touch the browser, and so does `postil-storage`.
//!
//! This crate knows nothing about extraction, nor how any file is read or written: the worker does. Of `postil-project` it
//! uses the lines of the log (`codec`) and nothing else, so that the page stays small.

pub mod dom;
pub mod root;
pub mod tasks;
pub mod view;
pub mod worker;

/// Starts the page.
pub fn run() {
    view::calamity::install();
    match dom::by_id("app") {
        Some(root) => {
            root.set_text_content(None);
            yew::Renderer::<view::App>::with_root(root.into()).render()
        }
        None => yew::Renderer::<view::App>::new().render(),
    };
}
