//! What a caller asks for.

use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// How one text is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The document creation time, against which "on Monday" becomes a date. Without it such values stay relative.
    pub dct: Option<Date>,
    /// Which suggestions to make.
    pub layers: Layers,
}

/// A set of layers of suggestions. The default is all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Layers(u8);

impl Layers {
    /// PERSON, ORG, GPE, LOC, FAC, NORP, EVENT and MISC.
    pub const ENTITIES: Self = Self(1);
    /// MONEY, PERCENT, QUANTITY, CARDINAL and ORDINAL.
    pub const NUMBERS: Self = Self(2);
    /// DATE, TIME, DURATION and SET.
    pub const TIME: Self = Self(4);
    /// QUOTE and CUE, with the relations `cue` and `speaker`; a MENTION where no name speaks.
    pub const QUOTES: Self = Self(8);
    /// MENTION, and clusters of names and mentions that mean the same.
    pub const COREFERENCE: Self = Self(16);
    /// TRIGGER, and events of PLOVER's types with who takes part in them; a MENTION where that is no name. Needs a model.
    pub const EVENTS: Self = Self(32);
    /// Nothing but structure.
    pub const NONE: Self = Self(0);
    /// Everything.
    pub const ALL: Self = Self(63);

    const NAMES: [(&'static str, Self); 6] = [
        ("entities", Self::ENTITIES),
        ("numbers", Self::NUMBERS),
        ("time", Self::TIME),
        ("quotes", Self::QUOTES),
        ("coreference", Self::COREFERENCE),
        ("events", Self::EVENTS),
    ];

    /// Whether every layer of `other` is asked for.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set without those of another one.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The names of the layers in the set, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.into_iter().filter(move |(_, layer)| self.contains(*layer)).map(|(name, _)| name)
    }
}

impl Default for Layers {
    fn default() -> Self {
        Self::ALL
    }
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

/// A name that is no layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLayer(String);

impl fmt::Display for UnknownLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name) = self;
        write!(f, "there is no layer {name:?}; the layers are entities, numbers, time, quotes, coreference, events")
    }
}

impl std::error::Error for UnknownLayer {}

impl FromStr for Layers {
    type Err = UnknownLayer;

    /// Names separated by commas, or `all`.
    fn from_str(names: &str) -> Result<Self, UnknownLayer> {
        names.split(',').map(str::trim).try_fold(Self::NONE, |set, name| {
            if name == "all" {
                return Ok(Self::ALL);
            }
            let found = Self::NAMES.iter().find(|(known, _)| *known == name);
            found.map(|(_, layer)| set.with(*layer)).ok_or_else(|| UnknownLayer(name.to_owned()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_named() {
        assert_eq!("all".parse(), Ok(Layers::ALL));
        assert_eq!("time, quotes".parse(), Ok(Layers::TIME.with(Layers::QUOTES)));
        assert_eq!(Layers::ALL.names().collect::<Vec<_>>().join(",").parse(), Ok(Layers::ALL));
        assert!("times".parse::<Layers>().is_err());
    }
}
