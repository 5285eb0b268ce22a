//! The state as the page's reducer holds it.

use postil_editor::{Action, State};
use std::cell::RefCell;
use std::rc::Rc;
use yew::Reducible;

/// Components are given the inner pointer, and compare by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Root(pub Rc<State>);

thread_local! {
    static NEWEST: RefCell<Option<Rc<State>>> = const { RefCell::new(None) };
}

/// The state after all actions so far, drawn or not: what a key means must not hang on how fast the page draws. None before
/// the first action.
pub fn newest() -> Option<Rc<State>> {
    NEWEST.with_borrow(Clone::clone)
}

impl Reducible for Root {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = State::clone(&self.0);
        next.apply(action);
        let next = Rc::new(next);
        NEWEST.set(Some(next.clone()));
        Rc::new(Self(next))
    }
}
