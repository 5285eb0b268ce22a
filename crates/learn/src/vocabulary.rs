//! What the labels of a project are to the model.

use postil_core::Slug;
use postil_extract::Label;

/// The labels that the extractor gives, in the words of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// Labels of names, each with its kind among those of the model, as in [`PassageToken`](postil_extract::PassageToken).
    names: Vec<(Slug, usize)>,
    /// Labels that rules give: what is suggested with them can be taken away, and nothing is added.
    ruled: Vec<Slug>,
}

/// The kind of name among those of the model.
const fn kind(label: Label) -> usize {
    match label {
        Label::Person => 0,
        Label::Org => 1,
        Label::Gpe | Label::Loc | Label::Fac => 2,
        Label::Norp => 3,
        Label::Event => 4,
        _ => 5,
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self::new(|label| Some(label.key()))
    }
}

impl Vocabulary {
    /// `called` says what the project calls a label; nothing where it does not want it.
    pub fn new(called: impl Fn(Label) -> Option<Slug>) -> Self {
        let (names, ruled): (Vec<Label>, Vec<Label>) = Label::ALL.into_iter().partition(|label| label.is_name());
        let mut known: Vec<(Slug, usize)> = Vec::new();
        for label in names {
            if let Some(slug) = called(label).filter(|slug| known.iter().all(|(other, _)| other != slug)) {
                known.push((slug, kind(label)));
            }
        }
        let ruled = ruled.into_iter().filter_map(called).filter(|slug| known.iter().all(|(other, _)| other != slug));
        let ruled = ruled.collect();
        Self { names: known, ruled }
    }

    /// The labels of names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Slug> {
        self.names.iter().map(|(slug, _)| slug)
    }

    /// The kind of a label of names.
    pub(crate) fn kind(&self, label: &Slug) -> Option<usize> {
        self.names.iter().find(|(slug, _)| slug == label).map(|(_, kind)| *kind)
    }

    /// Whether rules give it.
    pub fn is_ruled(&self, label: &Slug) -> bool {
        self.ruled.contains(label)
    }

    /// Whether a person defined it, and nothing but what was learned suggests it.
    pub fn is_new(&self, label: &Slug) -> bool {
        self.kind(label).is_none() && !self.is_ruled(label)
    }
}
