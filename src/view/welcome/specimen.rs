//! A sentence with its annotations, as they look in the text: overlapping, nested and crossing, decided and suggested.

use yew::prelude::*;

/// Text under the same spans: its words, its lanes, and the chips of the spans that end with it.
struct Part {
    text: &'static str,
    lanes: &'static [&'static str],
    is_start: bool,
    is_end: bool,
    /// Hue, then label.
    chips: &'static [(&'static str, &'static str)],
}

const fn plain(text: &'static str) -> Part {
    Part { text, lanes: &[], is_start: false, is_end: false, chips: &[] }
}

const fn span(
    text: &'static str, lanes: &'static [&'static str], chips: &'static [(&'static str, &'static str)],
) -> Part {
    Part { text, lanes, is_start: true, is_end: true, chips }
}

const SENTENCE: &[Part] = &[
    Part { text: "Turkish", lanes: &["amber", "pink"], is_start: true, is_end: false, chips: &[("pink", "NORP")] },
    Part {
        text: " President Recep Tayyip Erdoğan",
        lanes: &["amber"],
        is_start: false,
        is_end: true,
        chips: &[("amber", "PER")],
    },
    plain(" and his "),
    span("Russian", &["pink"], &[("pink", "NORP")]),
    plain(" counterpart "),
    span("Vladimir Putin", &["amber"], &[("amber", "PER")]),
    plain(" held a meeting at "),
    Part { text: "the ", lanes: &["blue", "amber dashed"], is_start: true, is_end: false, chips: &[] },
    Part {
        text: "Russian",
        lanes: &["blue", "amber dashed", "pink dashed"],
        is_start: false,
        is_end: false,
        chips: &[("pink", "NORP")],
    },
    Part {
        text: " leader",
        lanes: &["blue", "amber dashed"],
        is_start: false,
        is_end: false,
        chips: &[("amber", "PER")],
    },
    Part {
        text: "’s presidential residence",
        lanes: &["blue"],
        is_start: false,
        is_end: true,
        chips: &[("blue", "FAC")],
    },
    plain(" on "),
    span("Monday", &["yellow"], &[("yellow", "DATE")]),
    plain(" in the coastal city of "),
    span("Sochi", &["green"], &[("green", "GPE")]),
    plain("."),
];

pub fn specimen() -> Html {
    html! {
        <p class="trial para" data-lanes="2" lang="en">
            for part in SENTENCE {
                { draw(part) }
            }
        </p>
    }
}

fn draw(part: &Part) -> Html {
    if part.lanes.is_empty() {
        return Html::from(part.text);
    }
    let lane = |at: usize| part.lanes.get(at).copied();
    let class = match (part.is_start, part.is_end) {
        (false, false) => "seg",
        (true, false) => "seg is-start",
        (false, true) => "seg is-end",
        (true, true) => "seg is-start is-end",
    };
    html! {
        <span {class} data-l0={lane(0)} data-l1={lane(1)} data-l2={lane(2)}>
            { part.text }
            for (hue, label) in part.chips {
                <i class={if lane(0) == Some(*hue) { "chip" } else { "chip is-deep" }} data-hue={*hue} data-chip={*label}
                    aria-hidden="true" />
            }
        </span>
    }
}
