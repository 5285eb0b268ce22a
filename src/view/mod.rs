//! What the page shows. Most of it is plain functions from the state to elements. Components, of which each costs
//! kilobytes, are what remembers something of its own or is spared a redrawing; none keeps anything that would be missed
//! after a reload.

mod app;
mod article;
mod button;
pub mod calamity;
mod chunk;
mod context;
mod counted;
mod dialog;
mod dock;
mod drawer;
mod folio;
mod foot;
mod icon;
mod inspector;
mod labels;
mod left;
mod minimap;
mod offer;
mod palette;
mod panels;
mod side;
mod top;
mod welcome;
pub mod words;

pub use app::App;

use crate::tasks::Tasks;
use postil_editor::State;
use std::rc::Rc;
use yew::Properties;

/// What nearly everything is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub struct Page {
    pub state: Rc<State>,
    pub tasks: Tasks,
}
