//! What a dictionary may say of a word or a phrase.

/// A set of [`Sense`]s, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Senses(u64);

macro_rules! senses {
    ($($(#[$doc:meta])* $name:ident = $section:literal,)*) => {
        /// One thing that a dictionary says. Each is the title of a section in the lists of `data/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Sense {
            $($(#[$doc])* $name,)*
        }

        impl Sense {
            /// The sense of a section.
            pub fn of_section(title: &str) -> Option<Self> {
                match title {
                    $($section => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

senses! {
    Country = "country",
    /// States, provinces, historical regions.
    Region = "region",
    City = "city",
    /// Small cities, whose names are often others' too.
    Town = "town",
    /// Continents, seas, rivers, mountains, islands.
    Place = "place",
    Facility = "facility",
    People = "people",
    Organisation = "organisation",
    Event = "event",
    Thing = "thing",
    Forename = "forename",
    Surname = "surname",
    /// Stands before a name and is no part of it.
    Title = "title",
    /// A noun for a person: `spokesman`.
    Role = "role",
    /// A verb that introduces speech.
    Report = "report",
    /// A verb whose subject is mostly a person.
    PersonVerb = "person-verb",
    OrganisationHead = "organisation-head",
    /// `X of …` is an organisation.
    OfHead = "of-head",
    /// `X of …` is a place.
    OfPlace = "of-place",
    /// `X of …` is an event.
    OfEvent = "of-event",
    PlaceHead = "place-head",
    GpeHead = "gpe-head",
    FacilityHead = "facility-head",
    EventHead = "event-head",
    /// Stands before the name of an event: `Hurricane`.
    EventLead = "event-lead",
    /// Stands before the name of a ship: `HMS`.
    VesselLead = "vessel-lead",
    /// A code behind the name of a town: `Lawrence, KS`.
    StateCode = "state-code",
    /// A noun for a place, in lower case: `province`.
    PlaceNoun = "place-noun",
    /// A noun before the name of an organisation: `newspaper`.
    OrganisationNoun = "organisation-noun",
    /// A noun after the name of an organisation: `militants`.
    OrganisationFollower = "organisation-follower",
    /// A head that a nation's name stands before without being part of it: `Ministry`.
    GovernmentHead = "government-head",
    /// Begins a sentence, and no name.
    Opener = "opener",
    /// A small word inside a person's name: `bin`, `van`.
    Particle = "particle",
    /// Weekdays, months.
    Calendar = "calendar",
    Direction = "direction",
    /// A word of the language.
    Word = "word",
}

impl Senses {
    pub const NONE: Self = Self(0);

    pub const fn of(list: &[Sense]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < list.len() {
            bits |= 1 << list[at] as u64;
            at += 1;
        }
        Self(bits)
    }

    pub const fn has(self, sense: Sense) -> bool {
        self.0 & (1 << sense as u64) != 0
    }

    pub const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// One bit for each sense.
    pub const fn bits(self) -> u64 {
        self.0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl From<Sense> for Senses {
    fn from(sense: Sense) -> Self {
        Self::of(&[sense])
    }
}
