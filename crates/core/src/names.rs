//! Names of the first schema that mean something to this program: what they stand for is drawn or written in a way of its
//! own. All other labels are alike.

use crate::Kind;

/// Whether an entry of the schema means something to this program by its name: it cannot be called otherwise.
pub fn is_known(kind: Kind, id: &str) -> bool {
    match kind {
        Kind::Label => matches!(id, QUOTE | CUE),
        Kind::Relation => matches!(id, CUE_OF | SPEAKER),
        Kind::Attribute => matches!(id, VALUE | NAME),
        _ => false,
    }
}

/// The characters that are commands of the page by themselves: no label can be reached by them.
const COMMANDS: &str = " +-./=?[]{}|ADFGHLOPSTVacefghijklnqrvwxz";

/// Whether a key is a command of the page, so that no label can have it.
pub fn is_command(key: &str) -> bool {
    COMMANDS.contains(key)
}

/// The label of a quotation: drawn as a rail beside its lines.
pub const QUOTE: &str = "QUOTE";
/// The label of the words that introduce a quotation.
pub const CUE: &str = "CUE";
/// The label of a pronoun or a description that means somebody or something.
pub const MENTION: &str = "MENTION";
/// The relation from a quotation to the words that introduce it.
pub const CUE_OF: &str = "cue";
/// The relation from a quotation to the one who says it.
pub const SPEAKER: &str = "speaker";
/// The label of the words that say that an event happened, where a schema has none of its own for them.
pub const TRIGGER: &str = "TRIGGER";
/// The attribute that holds a value in normal form, such as a date.
pub const VALUE: &str = "value";
/// The attribute of a cluster that says what the thing is called.
pub const NAME: &str = "name";
