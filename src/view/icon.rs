//! Line icons on a grid of 16, drawn with the text's colour.

use yew::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    LeftPanel,
    RightPanel,
    Down,
    Up,
    Tick,
    Undo,
    Redo,
    Plus,
    Cross,
    Dash,
    Bin,
    Lock,
    Sun,
    Moon,
    Dots,
    Circle,
    HalfCircle,
    FullCircle,
    Warning,
    Search,
    Filter,
    Target,
    Turn,
}

impl Icon {
    /// The lines, one after the other.
    fn lines(self) -> &'static str {
        match self {
            Self::LeftPanel => {
                "M3.7 3h8.6c.7 0 1.2.5 1.2 1.2v7.6c0 .7-.5 1.2-1.2 1.2H3.7c-.7 0-1.2-.5-1.2-1.2V4.2C2.5 3.5 3 3 3.7 3z \
                 M6.5 3v10"
            }
            Self::RightPanel => {
                "M3.7 3h8.6c.7 0 1.2.5 1.2 1.2v7.6c0 .7-.5 1.2-1.2 1.2H3.7c-.7 0-1.2-.5-1.2-1.2V4.2C2.5 3.5 3 3 3.7 3z \
                 M9.5 3v10"
            }
            Self::Down => "M4.5 6.5 8 10l3.5-3.5",
            Self::Up => "M4.5 9.5 8 6l3.5 3.5",
            Self::Tick => "m3 8.5 3.2 3.2L13 4.5",
            Self::Undo => "M5.5 3 2.5 6l3 3 M2.5 6H10a3.5 3.5 0 0 1 0 7H7",
            Self::Redo => "m10.5 3 3 3-3 3 M13.5 6H6a3.5 3.5 0 0 0 0 7h3",
            Self::Plus => "M8 3.5v9M3.5 8h9",
            Self::Cross => "m4 4 8 8M12 4l-8 8",
            Self::Dash => "M5 8h6",
            Self::Bin => "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5",
            Self::Lock => "M4 7.5h8V13H4z M5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2",
            Self::Sun => {
                "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z \
                 M8 2v1M8 13v1M2 8h1M13 8h1M3.8 3.8l.7.7M11.5 11.5l.7.7M3.8 12.2l.7-.7M11.5 4.5l.7-.7"
            }
            Self::Moon => "M12.5 9.8A5 5 0 0 1 6.2 3.5a5 5 0 1 0 6.3 6.3z",
            Self::Dots => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::Circle | Self::HalfCircle | Self::FullCircle => "M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
            Self::Search => "M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M10 10l3.5 3.5",
            Self::Filter => "M2.5 4h11M4.5 8h7M6.5 12h3",
            Self::Target => "M8 2v3M8 11v3M2 8h3M11 8h3 M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
            Self::Turn => "M3 6h9l-2.5-2.5 M13 10H4l2.5 2.5",
            Self::Warning => "M8 3 2.5 13h11z M8 6.5v3M8 11.2h.01",
        }
    }

    /// The part that is filled.
    fn fill(self) -> Option<&'static str> {
        match self {
            Self::HalfCircle => Some("M8 3.5a4.5 4.5 0 0 0 0 9z"),
            Self::FullCircle => Some("M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z"),
            _ => None,
        }
    }
}

/// Draws an icon. It has no name: the control that holds it does.
pub fn icon(icon: Icon) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d={icon.lines()} />
            if let Some(d) = icon.fill() {
                <path {d} fill="currentColor" stroke="none" />
            }
        </svg>
    }
}
