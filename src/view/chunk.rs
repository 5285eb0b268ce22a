//! Chunks of the text: a cold one is one text node, a hot one is dressed with spans.

use postil_core::{Document, TextRange};
use postil_editor::drawing::{BlockView, ChunkView, MarginNote, Piece, Rail, SegmentView};
use std::rc::Rc;
use yew::prelude::*;

/// So many chunks are one component: a component for each would cost more than the chunks themselves.
pub const SECTION: u32 = 16;

/// Some consecutive chunks.
#[derive(Properties)]
pub struct Props {
    pub document: Document,
    /// The first of at most [`SECTION`] chunks.
    pub first: u32,
    /// One for each chunk. None draws it cold.
    pub views: Vec<Option<Rc<ChunkView>>>,
    /// The language of the article decides the direction of neutral lines.
    pub is_rtl: bool,
}

/// By pointer: a view that says the same is the same view.
fn is_same(one: &Option<Rc<ChunkView>>, other: &Option<Rc<ChunkView>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Rc::ptr_eq(one, other),
        (None, None) => true,
        _ => false,
    }
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.first == other.first
            && self.document.id() == other.document.id()
            && self.is_rtl == other.is_rtl
            && self.views.iter().zip(&other.views).all(|(one, other)| is_same(one, other))
    }
}

#[component]
pub fn Section(props: &Props) -> Html {
    let chunks = (props.first..).zip(&props.views).map(|(index, view)| {
        let chunk = props.document.chunks()[index as usize];
        // About how many lines it has, for its height until it is laid out. As a property: the policy forbids the
        // attribute.
        let rows = format!("--rows:{}", chunk.range.len() / 70 + (chunk.end_block - chunk.first_block));
        let class = if view.is_some() { "chunk" } else { "chunk is-cold" };
        let content = match view {
            None => text(&props.document, chunk.range),
            Some(view) => html! { <Hot document={props.document.clone()} {view} is_rtl={props.is_rtl} /> },
        };
        html! { <div key={index} {class} ~style={rows} data-c={index.to_string()}>{ content }</div> }
    });
    html! { <>{ for chunks }</> }
}

#[derive(Properties)]
struct HotProps {
    document: Document,
    view: Rc<ChunkView>,
    is_rtl: bool,
}

impl PartialEq for HotProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.view, &other.view) && self.is_rtl == other.is_rtl
    }
}

#[component]
fn Hot(props: &HotProps) -> Html {
    html! { <>{ for props.view.blocks.iter().map(|block| draw_block(&props.document, block, props.is_rtl, true)) }</> }
}

/// The text itself, character for character.
fn text(document: &Document, range: TextRange) -> Html {
    Html::from(document.slice(range))
}

/// A chunk that is looked at and no more: nothing in it is found by its place.
pub fn still(document: &Document, view: &ChunkView) -> Html {
    html! { <>{ for view.blocks.iter().map(|block| draw_block(document, block, false, false)) }</> }
}

fn draw_block(document: &Document, block: &BlockView, is_rtl: bool, is_live: bool) -> Html {
    let class = classes!(
        "para",
        block.is_heading.then_some("is-heading"),
        block.is_open.then_some("is-open"),
        block.is_blank.then_some("is-blank"),
        block.is_continued.then_some("is-continued"),
        block.is_done.then_some("is-done"),
        block.is_here.then_some("is-here"),
    );
    // The lines of one wrapped paragraph must not turn one by one.
    let is_part = block.is_open || block.is_continued;
    let dir = match (is_part, is_rtl) {
        (false, _) => "auto",
        (true, true) => "rtl",
        (true, false) => "ltr",
    };
    let lanes = (block.lanes > 0).then(|| block.lanes.to_string());
    html! {
        <p {class} {dir} data-b={is_live.then(|| block.index.to_string())} data-n={block.number.map(|n| n.to_string())} data-lanes={lanes}>
            { for block.rails.iter().map(draw_rail) }
            { for block.notes.iter().map(draw_note) }
            { for block.pieces.iter().map(|piece| draw_piece(document, piece)) }
        </p>
    }
}

fn draw_rail(rail: &Rail) -> Html {
    html! {
        <i class={classes!("rail", rail.status)} aria-hidden="true"
            data-speaker={rail.speaker.to_string()} data-from={rail.from.to_string()} data-to={rail.to.to_string()} />
    }
}

fn draw_note(note: &MarginNote) -> Html {
    html! {
        <i class="note" aria-hidden="true" data-note={note.text.to_string()}
            data-from={note.from.to_string()} data-to={note.to.to_string()} />
    }
}

fn draw_piece(document: &Document, piece: &Piece) -> Html {
    match piece {
        Piece::Plain(range) => text(document, *range),
        Piece::Point { hue, chip, is_focused } => html! {
            <i class={classes!("point", is_focused.then_some("ring is-first is-last"))} data-hue={*hue}
                data-chip={chip.to_string()} aria-hidden="true" />
        },
        Piece::Segment(segment) => draw_segment(document, segment),
    }
}

fn draw_segment(document: &Document, segment: &SegmentView) -> Html {
    let ring = segment.ring;
    // Most segments end one span: the chip is theirs, and needs no element of its own.
    let (own, chips) = match &*segment.chips {
        [chip] if !segment.has_note => (Some(chip), &[][..]),
        chips => (None, chips),
    };
    let class = classes!(
        "seg",
        own.map(|_| "chip"),
        own.filter(|chip| chip.is_deep).map(|_| "is-deep"),
        segment.is_start.then_some("is-start"),
        segment.is_end.then_some("is-end"),
        ring.map(|_| "ring"),
        segment.is_mate.then_some("is-mate"),
        ring.filter(|ring| ring.is_first).map(|_| "is-first"),
        ring.filter(|ring| ring.is_last).map(|_| "is-last"),
    );
    let lane = |n: usize| segment.lanes[n].as_ref().map(|style| style.to_string());
    let deep = ring.filter(|ring| ring.deep > 0).map(|ring| ring.deep.to_string());
    html! {
        <span {class} data-l0={lane(0)} data-l1={lane(1)} data-l2={lane(2)} data-l3={lane(3)} data-l4={lane(4)} data-deep={deep}
            data-hue={own.map(|chip| chip.hue)} data-chip={own.map(|chip| chip.text.to_string())}>
            { text(document, segment.range) }
            { for chips.iter().map(|chip| html! {
                <i class={classes!("chip", chip.is_deep.then_some("is-deep"))} data-hue={chip.hue}
                    data-chip={chip.text.to_string()} aria-hidden="true" />
            }) }
            { for segment.has_note.then(|| html! { <i class="note-mark" aria-hidden="true" /> }) }
        </span>
    }
}
