//! What the elements of HTML are, as its standard has it (sections 13.1.2, 13.2.6 and 15.3).

/// Elements whose text nobody sees or reads as part of an article, with what a report calls them; those without a name are
/// never text.
const ASIDE: [(&str, Option<&str>); 26] = [
    ("script", None),
    ("style", None),
    ("head", None),
    ("title", None),
    ("template", None),
    ("svg", None),
    ("iframe", None),
    ("object", None),
    ("audio", None),
    ("video", None),
    ("canvas", None),
    ("noembed", None),
    ("noframes", None),
    ("datalist", None),
    ("rp", None),
    ("rt", Some("readings of ruby")),
    ("rtc", Some("readings of ruby")),
    ("noscript", Some("`noscript`")),
    ("math", Some("`math`")),
    ("nav", Some("`nav`")),
    ("aside", Some("`aside`")),
    ("footer", Some("`footer`")),
    ("button", Some("`button`")),
    ("select", Some("`select`")),
    ("progress", Some("`progress`")),
    ("meter", Some("`meter`")),
];

/// What is never text, in a report.
pub(super) const NEVER: &str = "";

/// Why the text of an element is not read, if it is not.
pub(super) fn aside(name: &str) -> Option<&'static str> {
    ASIDE.iter().find(|(aside, _)| *aside == name).map(|(_, why)| why.unwrap_or(NEVER))
}

/// Elements that are paragraphs of their own, or hold some. Those that are not known are within one.
const BLOCKS: &str = "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset \
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu \
    nav ol optgroup option p plaintext pre search section summary table tbody textarea tfoot thead tr ul xmp";

pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.split(' ').any(|it| it == name)
}

/// Elements that are part of a paragraph, and may begin in one and end in another.
pub(super) fn is_phrase(name: &str) -> bool {
    !is_block(name) && !is_scope(name) && aside(name).is_none() && !matches!(name, "ruby" | "rb")
}

/// Elements in which white space counts.
pub(super) fn keeps_space(name: &str) -> bool {
    matches!(name, "pre" | "textarea" | "listing" | "xmp" | "plaintext")
}

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    const VOID: [&str; 15] = [
        "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    ];
    VOID.contains(&name)
}

/// An end tag within these is not that of an element around them.
pub(super) fn is_scope(name: &str) -> bool {
    matches!(name, "td" | "th" | "caption" | "table" | "template" | "button" | "object" | "marquee" | "html")
}

/// Elements that may stand in the head.
const OF_HEAD: [&str; 10] =
    ["base", "basefont", "bgsound", "link", "meta", "title", "style", "script", "noscript", "template"];

/// Start tags that end what is open: theirs, what they end, and what keeps it open.
const ENDINGS: [(&[&str], &[&str], &[&str]); 9] = [
    (&["li"], &["li"], &["ul", "ol", "menu", "dir"]),
    (&["dt", "dd"], &["dt", "dd"], &["dl"]),
    (&["td", "th"], &["td", "th", "caption"], &["tr"]),
    (&["tr"], &["td", "th", "tr", "caption", "colgroup"], &[]),
    (
        &["tbody", "thead", "tfoot", "colgroup", "caption"],
        &["td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "caption"],
        &[],
    ),
    (&["rt", "rp"], &["rt", "rp"], &["ruby", "rtc"]),
    (&["rb", "rtc"], &["rb", "rt", "rp", "rtc"], &["ruby"]),
    (&["option", "optgroup"], &["option"], &["select", "datalist"]),
    (&["optgroup"], &["optgroup"], &["select", "datalist"]),
];

/// Which of the open elements, outermost first, a start tag ends: the place of the first that it does.
pub(super) fn ended_by<'n>(
    start: &str, open: impl DoubleEndedIterator<Item = &'n str> + ExactSizeIterator + Clone,
) -> Option<usize> {
    let top = open.clone().next_back()?;
    if top == "head" && !OF_HEAD.contains(&start) {
        return Some(open.len() - 1);
    }
    let ends = |ended: &[&str], kept: &[&str], is_cell: bool| {
        let inner = open.clone().enumerate().rev().take_while(|(_, name)| {
            // Cells keep open what is around them, unless it is of their own table.
            !kept.contains(name) && !matches!(*name, "table" | "template") && (is_cell || !is_scope(name))
        });
        inner.filter(|(_, name)| ended.contains(name)).last().map(|(at, _)| at)
    };
    let by_rule = ENDINGS.iter().filter(|(starts, ..)| starts.contains(&start));
    let by_rule = by_rule.filter_map(|(_, ended, kept)| ends(ended, kept, ended.contains(&"td"))).min();
    // A paragraph ends where another block begins.
    let paragraph = (is_block(start) && start != "textarea").then(|| ends(&["p"], &[], false)).flatten();
    by_rule.into_iter().chain(paragraph).min()
}
