//! What the elements of TEI P5 are to a text that is read on.

/// Elements that are paragraphs of their own, or hold some. Those in a list or a table, and numbered divisions, are too.
const BLOCKS: &str = "ab argument back body byline castItem castList castGroup closer dateline div docAuthor docDate docEdition \
    docImprint docTitle epigraph figure floatingText front group head imprimatur item lg list opener p \
    postscript row salute set signed sp speaker stage table text titlePage titlePart trailer u entry entryFree \
    superEntry spGrp performance";

pub(super) fn is_block(name: &str, parent: &str) -> bool {
    let is_division = name.strip_prefix("div").is_some_and(|number| number.parse::<u8>().is_ok());
    let is_block = BLOCKS.split(' ').any(|it| it == name);
    is_block || is_division || parent.starts_with("list")
}

/// What becomes of an element's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is read.
    Text,
    /// One of the elements in it is read: the first of the name that comes first here, else the first element.
    OneOf(&'static [&'static str]),
    /// It stands behind the text.
    Note,
    /// It is left out, with what a report calls it.
    Out(&'static str),
    /// Something is missing there.
    Gap,
    /// A line, column or page of the source ends.
    Break,
    /// A line of verse.
    Verse,
    /// Blank.
    Blank,
}

pub(super) fn role(name: &str) -> Role {
    match name {
        "choice" => Role::OneOf(&["corr", "reg", "expan", "ex"]),
        "app" => Role::OneOf(&["lem"]),
        "note" => Role::Note,
        "del" => Role::Out("what is deleted"),
        "surplus" => Role::Out("what is surplus"),
        "fw" => Role::Out("heads and feet of pages"),
        "figDesc" | "desc" | "index" | "interp" | "interpGrp" | "spanGrp" | "metamark" | "certainty" | "precision"
        | "respons" | "witDetail" | "wit" | "relation" | "binaryObject" => Role::Out("what describes or analyses it"),
        "gap" => Role::Gap,
        "lb" | "pb" | "cb" | "gb" => Role::Break,
        "l" => Role::Verse,
        "space" | "cell" => Role::Blank,
        _ => Role::Text,
    }
}

/// Further elements that say what their text is, which become spans where markup does.
const MARKUP: &str = "abbr add addName bibl corr country distinct email emph ex expan foreign forename gloss head hi idno \
    label lem mentioned nameLink note objectName orig q quote ref reg region roleName said seg settlement sic \
    signed soCalled speaker stage supplied surname title unclear w";

pub(super) fn is_markup(name: &str) -> bool {
    MARKUP.split(' ').any(|it| it == name)
}
