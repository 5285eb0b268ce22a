//! Components, one a file. They show the state and send actions; none keeps anything that would be missed after a reload.

mod app;
mod article;
pub mod calamity;
mod chunk;
mod dialog;
mod folio;
mod foot;
mod icon;
mod inspector;
mod labels;
mod left;
mod minimap;
mod palette;
mod top;
mod welcome;

pub use app::App;

use crate::state::State;
use crate::tasks::Tasks;
use std::rc::Rc;
use yew::Properties;

/// What nearly every component is given.
#[derive(Clone, PartialEq, Properties)]
pub struct Page {
    pub state: Rc<State>,
    pub tasks: Tasks,
}
