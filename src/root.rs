//! The state as the page's reducer holds it.

use postil_editor::{Action, State};
use std::rc::Rc;
use yew::Reducible;

/// Components are given the inner pointer, and compare by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Root(pub Rc<State>);

impl Reducible for Root {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = State::clone(&self.0);
        next.apply(action);
        Rc::new(Self(Rc::new(next)))
    }
}
