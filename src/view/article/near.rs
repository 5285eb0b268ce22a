//! Which chunks are near the view, and so are drawn with their spans.

use super::Pane;
use postil_core::{ByteOffset, Document, Map};
use postil_editor::State;
use postil_editor::drawing;
use std::ops::RangeInclusive;
use std::rc::Rc;
use yew::Reducible;

/// More text than a screen shows, in bytes.
const SCREEN: u32 = 4 << 10;

/// Chunks near the view, by number.
#[derive(Default, PartialEq)]
pub(super) struct Near(pub(super) Map<u32, ()>);

impl Reducible for Near {
    type Action = Vec<(u32, bool)>;

    fn reduce(self: Rc<Self>, changes: Self::Action) -> Rc<Self> {
        let mut near = self.0.clone();
        for (chunk, is_near) in changes {
            if is_near {
                near.insert(chunk, ())
            } else {
                near.remove(&chunk)
            };
        }
        if near == self.0 { self } else { Rc::new(Self(near)) }
    }
}

/// The chunks that a view which begins near `offset` will show.
pub(super) fn around(document: &Document, offset: ByteOffset) -> RangeInclusive<u32> {
    let chunk = |at: u32| document.chunk_at(ByteOffset::new(at)).unwrap_or(0) as u32;
    chunk(offset.get().saturating_sub(SCREEN / 2))..=chunk(offset.get().saturating_add(SCREEN))
}

/// Draws the hot chunks anew and forgets the others. A view that did not change stays the same pointer. A chunk that a
/// selection holds stays as it is, hot or cold: drawing it would replace the text nodes under the selection.
pub(super) fn dress(state: &State, document: &Document, is_near: &dyn Fn(u32) -> bool, pane: &mut Pane) {
    let mut views = Map::new();
    for (index, chunk) in (0..).zip(document.chunks()) {
        let old = pane.views.get(&index);
        let view = match old {
            _ if pane.held.contains(&index) => old.cloned(),
            _ if !is_near(index) => None,
            _ => {
                let new = drawing::chunk(state, document, chunk);
                match old {
                    Some(old) if **old == new => Some(old.clone()),
                    _ => {
                        pane.generation += 1;
                        Some(Rc::new(new))
                    }
                }
            }
        };
        views.extend(view.map(|view| (index, view)));
    }
    pane.views = views;
}
