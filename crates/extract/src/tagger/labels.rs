//! What the tagger says of a token: outside, or the first or a later word of a name of one of six kinds.

/// Kinds of names that the tagger tells apart. A place becomes GPE, LOC or FAC afterwards.
pub const KINDS: usize = 6;

/// Labels of a token: outside, then the first words, then the later ones.
pub const LABELS: usize = 1 + 2 * KINDS;

/// The width of a row of scores: [`LABELS`], and room for vectors of a round length.
pub const WIDTH: usize = 16;

/// Outside of any name.
pub const OUTSIDE: usize = 0;

/// Person, organisation, place, people, event, other.
pub const PERSON: usize = 0;
/// See [`PERSON`].
pub const ORG: usize = 1;
/// See [`PERSON`].
pub const PLACE: usize = 2;
/// See [`PERSON`].
pub const NORP: usize = 3;
/// See [`PERSON`].
pub const EVENT: usize = 4;
/// See [`PERSON`].
pub const MISC: usize = 5;

/// The label of the first word of a name.
pub const fn first(kind: usize) -> usize {
    1 + kind
}

/// The label of a later word of a name.
pub const fn later(kind: usize) -> usize {
    1 + KINDS + kind
}

/// The kind of name that a label belongs to.
pub const fn kind(label: usize) -> Option<usize> {
    if label == OUTSIDE { None } else { Some((label - 1) % KINDS) }
}

/// Whether the word goes on with a name.
pub const fn is_later(label: usize) -> bool {
    label > KINDS
}

/// Whether `label` may follow `before`; a later word follows only words of its own kind. A sentence begins as after
/// [`OUTSIDE`].
pub const fn may_follow(before: usize, label: usize) -> bool {
    !is_later(label) || (before != OUTSIDE && (before - 1) % KINDS == (label - 1) % KINDS)
}
