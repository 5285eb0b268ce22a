//! What a file will not say, counted.

use std::fmt;

/// Something that a file will not say, or will say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What it is: `relations`, `spans with gaps`.
    pub what: &'static str,
    /// How many are concerned.
    pub count: usize,
    /// What happens to them.
    pub fate: &'static str,
    /// The first of them, in a few words.
    pub example: Option<String>,
    /// Whether the file says it all the same, and those who read it pass it over.
    pub is_written: bool,
    /// Whether nobody who wants this format would miss it.
    pub is_aside: bool,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.what, self.count, self.fate)?;
        match &self.example {
            Some(example) => write!(f, " (as {example})"),
            None => Ok(()),
        }
    }
}

/// Losses, added up over documents in the order in which they were first met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses(pub Vec<Loss>);

impl Losses {
    pub(crate) fn add(&mut self, what: &'static str, count: usize, fate: &'static str, example: Option<String>) {
        if count == 0 {
            return;
        }
        match self.0.iter_mut().find(|loss| (loss.what, loss.fate) == (what, fate)) {
            Some(loss) => loss.count += count,
            None => self.0.push(Loss { what, count, fate, example, is_written: false, is_aside: false }),
        }
    }

    /// Whether the file says everything, whatever becomes of it elsewhere.
    pub fn is_lossless(&self) -> bool {
        self.0.iter().all(|loss| loss.is_written)
    }

    /// Whether something is lost that those who want this format would miss.
    pub fn is_missed(&self) -> bool {
        self.0.iter().any(|loss| !loss.is_aside)
    }

    /// Adds what `work` adds as what nobody who wants this format would miss.
    pub(super) fn aside(&mut self, work: impl FnOnce(&mut Self)) {
        let mut others = Self::default();
        work(&mut others);
        others.0.iter_mut().for_each(|loss| loss.is_aside = true);
        self.merge(others);
    }

    /// The same, if they would not miss it.
    pub(super) fn aside_if(&mut self, is_aside: bool, work: impl FnOnce(&mut Self)) {
        if is_aside { self.aside(work) } else { work(self) }
    }

    /// Adds something that the file says otherwise, counted, with an example of it.
    pub(super) fn remarks(
        &mut self, what: &'static str, count: usize, fate: &'static str, example: impl FnOnce() -> String,
    ) {
        if count > 0 {
            self.0.push(Loss { what, count, fate, example: Some(example()), is_written: true, is_aside: false });
        }
    }

    /// Adds something that the file says, and those who read it pass over.
    pub(super) fn remark<T>(
        &mut self, what: &'static str, fate: &'static str, items: impl IntoIterator<Item = T>,
        show: impl Fn(T) -> String,
    ) {
        let before = self.0.len();
        self.each(what, fate, items, show);
        self.0[before..].iter_mut().for_each(|loss| loss.is_written = true);
    }

    /// Adds those of other documents.
    pub fn merge(&mut self, others: Self) {
        for loss in others.0 {
            match self.0.iter_mut().find(|known| (known.what, known.fate) == (loss.what, loss.fate)) {
                Some(known) => known.count += loss.count,
                None => self.0.push(loss),
            }
        }
    }

    /// Adds what is lost of schemas: definitions that nobody uses, and those of which something is not said.
    pub(crate) fn definitions(&mut self, gone: usize, plain: usize) {
        self.aside(|losses| losses.add("labels and types that are not used", gone, DROPPED, None));
        let fate = "written without some of these";
        self.add("labels and types with a hierarchy, ends, roles or values", plain, fate, None);
    }

    /// Adds one loss for all of some items, with the first as an example.
    pub(super) fn each<T>(
        &mut self, what: &'static str, fate: &'static str, items: impl IntoIterator<Item = T>,
        show: impl Fn(T) -> String,
    ) {
        let mut items = items.into_iter().peekable();
        if let Some(first) = items.next() {
            let example = show(first);
            self.add(what, 1 + items.count(), fate, Some(example));
        }
    }
}

pub(super) const DROPPED: &str = "left out";
