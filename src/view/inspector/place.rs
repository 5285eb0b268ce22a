//! The place of covered text, in words and in the three units that other programs count in.

use postil_core::{Document, OffsetIndex, TextRange};
use yew::prelude::*;

/// The number of the paragraph at the start of a range.
pub fn paragraph(document: &Document, range: TextRange) -> u32 {
    document.block_at(range.start()).map_or(0, |block| document.blocks()[block].paragraph)
}

/// Where some text stands: a line for the paragraph, and for each fragment its ends in all three units.
pub fn places(document: &Document, fragments: &[TextRange]) -> Html {
    let (Some(first), Some(last)) = (fragments.first(), fragments.last()) else { return Html::default() };
    let (from, to) = (paragraph(document, *first), paragraph(document, TextRange::empty(last.end())));
    let paragraphs = if to > from { format!("Paragraphs {from}–{to}") } else { format!("Paragraph {from}") };
    let parts = fragments.len();
    let index = document.offsets();
    html! {
        <>
            <p class="at">{ paragraphs }</p>
            for (at, range) in fragments.iter().enumerate() {
                <p class="at">
                    if parts > 1 {
                        { format!("Part {} of {parts}: ", at + 1) }
                    }
                    { units(index, *range) }
                </p>
            }
        </>
    }
}

fn units(index: &OffsetIndex, range: TextRange) -> String {
    let (start, end) = (range.start(), range.end());
    let (from, to) = (index.to_char(start), index.to_char(end));
    format!("characters {from}–{to} · UTF-16 {}–{} · bytes {start}–{end}", index.to_utf16(start), index.to_utf16(end))
}
