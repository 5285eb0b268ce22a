//! The classes and rules for times and numbers, read once.

use super::class::{Class, Classes, Lexeme, Value};
use super::figure::FigureClasses;
use super::notation::Notation;
use super::rule::RuleSet;
use crate::lexicon::fold;
use std::sync::OnceLock;

macro_rules! known_classes {
    ($($field:ident = $name:literal),* $(,)?) => {
        /// Classes that functions ask for by name.
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct KnownClasses {
            $(pub $field: Class,)*
        }

        impl KnownClasses {
            fn new(classes: &Classes) -> Self {
                Self { $($field: classes.find($name).expect("the class is listed"),)* }
            }
        }
    };
}

known_classes! {
    weekday = "WEEKDAY", weekdays = "WEEKDAYS", month = "MONTH", season = "SEASON", daypart = "DAYPART", noon = "NOON",
    unit = "UNIT", one_unit = "ONEUNIT", many_units = "MANYUNITS", today = "TODAY", last = "LAST", next = "NEXT", this = "THIS",
    anaphor = "ANAPHOR", often = "OFTEN", many = "MANY",
    vague = "VAGUE", article = "ARTICLE", timezone = "TIMEZONE", meridiem = "MERIDIEM", era = "ERA", future = "FUTURE",
    range = "RANGE", span = "FOR", unto = "UNTO", by_time = "BYTIME", was = "WAS", aim = "AIM", present = "PRESENT", before_month = "BEFOREMONTH", reference = "NOW", the = "THE",
    early = "EARLY", phase = "PHASE", nineties = "NINETIES", feast = "FEAST", feast_day = "FEASTDAY", feast_weekday = "FEASTWEEKDAY",
    comma = ",", of = "of", lots = "LOTS", percent = "PERCENTWORD",
    symbol = "SYMBOL", currency = "CURRENCY", nation = "NATION", square = "SQUARE", scale_word = "SCALEWORD",
}

/// Everything that is read from `rules/`.
pub(crate) struct Grammar {
    classes: Classes,
    pub figures: FigureClasses,
    pub known: KnownClasses,
    pub times: RuleSet,
    pub numbers: RuleSet,
}

impl Grammar {
    /// The one there is; it is read at the first call.
    pub fn get() -> &'static Self {
        static READ: OnceLock<Grammar> = OnceLock::new();
        READ.get_or_init(Self::read)
    }

    fn read() -> Self {
        let mut classes = Classes::read(include_str!("../../rules/classes.txt"));
        let figures = FigureClasses::new(&mut classes);
        let times = RuleSet::read(include_str!("../../rules/time.rules"), &mut classes);
        let numbers = RuleSet::read(include_str!("../../rules/numbers.rules"), &mut classes);
        let known = KnownClasses::new(&classes);
        Self { classes, figures, known, times, numbers }
    }

    /// What the rules know of a word, from the lists and from its form, in a document of that notation.
    pub fn lexeme(&self, surface: &str, folded: u64, notation: Notation) -> Lexeme {
        let capital = surface.starts_with(|c: char| c.is_uppercase());
        let mut found = self.classes.lexeme(folded, capital);
        let listed = |class: Class, word: &str| -> Option<Value> {
            self.classes.lexeme(fold::key(word), word.starts_with(|c: char| c.is_uppercase())).value(class)
        };
        self.figures.classify(surface, notation, &mut found, listed);
        found
    }
}
