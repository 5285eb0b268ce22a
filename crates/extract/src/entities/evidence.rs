//! What speaks for a label: one line a kind of evidence, with its weight and an example.
//!
//! A candidate is given the label with the largest sum, if the sum reaches [`THRESHOLD`]. Weights are tenths of what one
//! clear sign is worth, set by hand on development texts.

use crate::Label;
use postil_core::sort_by_key;
use std::ops::Range;

/// The labels of names, in the order of [`Tally`].
pub(crate) const LABELS: [Label; 8] =
    [Label::Person, Label::Org, Label::Gpe, Label::Loc, Label::Fac, Label::Norp, Label::Event, Label::Misc];

/// A sum below this is no name.
pub(crate) const THRESHOLD: i16 = 20;

macro_rules! evidence {
    ($($name:ident, $says:literal, $($label:ident $weight:literal)*, $example:literal;)*) => {
        /// A kind of evidence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Evidence {
            $($name,)*
        }

        /// All kinds, in the order of the enumeration.
        pub(crate) const EVIDENCE: &[Kind] = &[
            $(Kind { says: $says, weights: &[$((Label::$label, $weight)),*], example: $example },)*
        ];

        #[cfg(test)]
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name),)*];
    };
}

/// A line of the table.
#[derive(Debug)]
pub(crate) struct Kind {
    /// What it says to a reader.
    pub says: &'static str,
    pub weights: &'static [(Label, i16)],
    /// A sentence whose name in square brackets gets the first label for this reason, among others; `-` if the kind only
    /// speaks against names.
    pub example: &'static str,
}

evidence! {
    // Dictionaries
    Country, "in the list of countries", Gpe 70 Person -30, "He left [Turkey] then.";
    Region, "in the list of regions", Gpe 55 Person -20, "He left [Bavaria] then.";
    City, "in the list of cities", Gpe 45, "He left [Ankara] then.";
    Town, "in the list of towns", Gpe 20, "He lived in [Wigan] then.";
    Place, "in the list of places", Loc 60, "He crossed the [Black Sea] then.";
    Facility, "in the list of buildings and sites", Fac 60, "He left [Tahrir Square] then.";
    People, "in the list of peoples and faiths", Norp 75, "He met the [Turkish] envoy.";
    Organisation, "in the list of organisations", Org 60, "He left [NATO] then.";
    Event, "in the list of events", Event 65, "He fought in [World War II] then.";
    Thing, "in the list of other names", Misc 60, "He read the [Koran] then.";
    Forename, "a forename", Person 22, "He met [Mehmet] then.";
    ForenameFirst, "begins with a forename", Person 45 Gpe -15, "He met [Mehmet Demirtan] then.";
    ForenameMaybe, "begins with a word that is a forename too", Person 34, "He met [Mark Zorblat] then.";
    StateCode, "the code of a state", Gpe 60, "He left Zorblat, [KS] then.";
    VesselLead, "a ship with its name", Misc 60 Person -60, "He boarded the [USS Zorblat] then.";
    Surname, "a surname", Person 12, "He met Mr. [Johnson] then.";
    SurnameLast, "ends with a surname", Person 18, "He met [Xerxes Johnson] then.";
    InitialInside, "has an initial", Person 30, "He met [Q. Zorblat] then.";
    ParticleInside, "has a small word of names", Person 20, "He met [Zorb van Dremt] then.";

    // The words inside
    OrganisationHead, "ends with a word for organisations", Org 50 Person -30, "He left the [Zorblat Institute] then.";
    OrganisationOf, "a word for organisations before 'of'", Org 50 Person -30, "He left the [University of Zorblat] then.";
    GpeHead, "ends with a word for states and towns", Gpe 45 Person -30, "He left [Zorblat County] then.";
    PlaceHead, "ends with a word for land and water", Loc 45 Person -30, "He crossed the [Zorblat River] then.";
    PlaceFirst, "begins with a word for land and water", Loc 35 Person -20, "He saw [Lake Zorblat] then.";
    PlaceOf, "a word for places before 'of'", Loc 40 Person -20, "He crossed the [Gulf of Zorblat] then.";
    FacilityHead, "ends with a word for buildings", Fac 48 Person -30, "He left [Zorblat Airport] then.";
    FacilityFirst, "begins with a word for buildings", Fac 35 Person -20, "He left [Fort Zorblat] then.";
    EventHead, "ends with a word for events", Event 42 Person -30, "He won the [Zorblat Cup] then.";
    EventOf, "a word for events before 'of'", Event 45 Person -20, "He fell in the [Battle of Zorblat] then.";
    EventLead, "a storm or operation with its name", Event 50 Person -30, "[Hurricane Zorb] came near.";
    Company, "ends like a company", Org 60 Person -30, "He left [Zorblat Inc.] then.";

    // Around
    AfterTitle, "after a title", Person 60 Org -20 Gpe -30, "He met President [Zorblat] then.";
    AfterRole, "after a word for a person", Person 25 Org -5, "He met spokesman [Zorb Blat] then.";
    AfterOrganisationNoun, "after a word for organisations", Org 25, "He read the newspaper [Zorblat] then.";
    BeforeOrganisationFollower, "before a word that follows organisations", Org 16, "He met the [Zorblat] militants then.";
    AfterIn, "after 'in'", Gpe 24 Loc 12 Fac 5, "He lived in [Zorblat] then.";
    AfterNear, "after a word of place", Gpe 18 Loc 12 Fac 8, "He lived near [Zorblat] then.";
    AfterFrom, "after 'from' or 'to'", Gpe 10 Org 2, "-";
    AfterPlaceOf, "after a word for a place and 'of'", Gpe 45 Person -20, "He left the city of [Zorblat] then.";
    BeforePlaceNoun, "before a word for a place", Gpe 28 Person -5, "He crossed [Zorblat] province then.";
    BeforeBigger, "before the country or region it lies in", Gpe 35 Person -10, "He left [Zorblat], Texas, then.";
    BeforeBased, "before '-based' or '-born'", Gpe 25, "A [Zorblat]-based firm left.";
    BeforeReport, "before a verb of saying", Person 16 Org 8, "-";
    BeforePersonVerb, "before a verb of persons", Person 10 Org 3, "-";
    AfterReport, "after a verb of saying", Person 14 Org 6, "-";
    BeforeWho, "before 'who'", Person 30, "[Zorblat], who left, came back.";
    BeforeAge, "before an age", Person 35, "[Zorblat Grimm], 45, left.";
    BeforeApposition, "before a description of a person", Person 25, "He met [Zorblat], the president of the club.";
    BeforeAcronym, "before its own initials", Org 30, "He left the [Zorb Blat Grimm] (ZBG) then.";
    AcronymOf, "initials of a name before it", Org 40, "He left the Zorb Blat Grimm ([ZBG]) then.";
    AfterThe, "after 'the'", Org 12 Loc 6 Person -30 Gpe -18, "-";
    Possessed, "before a possessive", Person 3 Gpe 3 Org 3, "-";

    // Form
    Acronym, "in capitals", Org 12 Person -15, "He met the [ZBG] militants then.";
    SeveralUnknown, "several capitalised words that are no ordinary ones", Person 24, "He met [Zorb Grimm] then.";
    SomeOrdinary, "capitalised words, some of them ordinary ones", Org 12 Person -8 Misc 6, "-";
    AllOrdinary, "ordinary words, capitalised", Org 8 Person -25 Misc 8, "-";
    PlaceEnding, "ends like a place", Gpe 20, "He left [Zorbabad] then.";
    PersonEnding, "ends like a surname", Person 20, "He met [Zorblatov] then.";
    OneOrdinary, "an ordinary word, capitalised", Person -15 Org -8 Gpe -20 Loc -12 Fac -10 Event -10, "-";
    OneUnknown, "a capitalised word that is no ordinary one", Person 8 Org 6 Gpe 6, "-";
    OpensSentence, "where a sentence begins", Person -8 Org -8 Gpe -8 Loc -8 Fac -8 Event -8 Misc -8, "-";
    Headline, "in a headline", Person -18 Org -18 Gpe -10 Loc -10 Fac -18 Event -18 Misc -18, "-";

    // The rest of the document
    SamePerson, "a person elsewhere in the document", Person 45, "He met Zorb Grimm. They saw [Zorb Grimm] then.";
    PartOfPerson, "part of a person's name elsewhere in the document", Person 50 Gpe -10, "President Zorb Grimm came. Then [Grimm] left.";
    SameOrg, "an organisation elsewhere in the document", Org 40, "He left the Zorblat Institute. They saw the [Zorblat Institute] then.";
    SameGpe, "a state or town elsewhere in the document", Gpe 40, "He left the city of Zorblat. Then [Zorblat] fell.";
    SameLoc, "a place elsewhere in the document", Loc 40, "-";
    BesidePerson, "in a list with a person", Person 18, "He met Mehmet Demir and [Zorblat] then.";
    BesideOrg, "in a list with an organisation", Org 18, "He left NATO and the [Zorblat] then.";
    BesideGpe, "in a list with a state or town", Gpe 18, "He left Turkey and [Zorblat] then.";
    LikeElsewhere, "used like this elsewhere in the document", Misc 0, "-";
    SameOther, "a name elsewhere in the document", Fac 0, "-";
}

impl Evidence {
    /// What a kind says to a reader, by its number.
    pub fn says_of(number: u16) -> &'static str {
        EVIDENCE.get(usize::from(number)).map_or("", |kind| kind.says)
    }
}

/// The most kinds of evidence that are kept for one candidate; more count, but are not named.
const KEPT: usize = 16;

/// Tokens that a kind of evidence met; empty if there is nothing to show.
pub(crate) type Cue = Range<u32>;

/// The sums for one candidate, and what they are made of.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    sums: [i16; LABELS.len()],
    fired: [(Evidence, u32, u32); KEPT],
    len: u8,
}

impl Default for Tally {
    fn default() -> Self {
        Self { sums: [0; LABELS.len()], fired: [(Evidence::SameOther, 0, 0); KEPT], len: 0 }
    }
}

impl Tally {
    pub fn add(&mut self, evidence: Evidence) {
        self.add_with(evidence, 0..0);
    }

    pub fn add_with(&mut self, evidence: Evidence, cue: Cue) {
        for (label, weight) in EVIDENCE[evidence as usize].weights {
            self.sums[*label as usize] += weight;
        }
        if let Some(slot) = self.fired.get_mut(usize::from(self.len)) {
            *slot = (evidence, cue.start, cue.end);
            self.len += 1;
        }
    }

    /// What spoke, with the tokens that it met.
    pub fn fired(&self) -> &[(Evidence, u32, u32)] {
        &self.fired[..usize::from(self.len)]
    }

    pub fn sums(&self) -> [i16; LABELS.len()] {
        self.sums
    }

    /// Adds a part of what the same words gathered elsewhere.
    pub fn pool(&mut self, elsewhere: [i16; LABELS.len()]) {
        for (sum, more) in self.sums.iter_mut().zip(elsewhere) {
            *sum += more;
        }
    }

    /// The label with the largest sum, its sum, and its lead over the next.
    pub fn best(&self) -> (Label, i16, i16) {
        let mut best = 0;
        for at in 1..LABELS.len() {
            if self.sums[at] > self.sums[best] {
                best = at;
            }
        }
        let next = (0..LABELS.len()).filter(|at| *at != best).map(|at| self.sums[at]).max().unwrap_or(0);
        (LABELS[best], self.sums[best], self.sums[best] - next.max(0))
    }

    /// What speaks for a label, the strongest first, with the tokens that it met.
    pub fn reasons(&self, label: Label) -> Vec<(&'static str, Cue)> {
        let weight = |e: Evidence| {
            EVIDENCE[e as usize].weights.iter().find(|(l, _)| *l == label).map_or(0, |(_, weight)| *weight)
        };
        let fired = &self.fired[..usize::from(self.len)];
        let mut speaking: Vec<_> = fired.iter().filter(|(e, ..)| weight(*e) > 0).collect();
        sort_by_key(&mut speaking, |(e, ..)| std::cmp::Reverse(weight(*e)));
        speaking.into_iter().map(|(e, from, to)| (EVIDENCE[*e as usize].says, *from..*to)).collect()
    }
}
