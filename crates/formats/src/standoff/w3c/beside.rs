//! The texts that annotations of the web are about, which stand in files beside them.

use crate::document::texts::Texts;
use crate::document::{Annotated, Draft, Report};
use crate::syntax::{Error, Source};
use postil_core::filled;
use std::collections::BTreeMap;

/// The name of a file or the last part of an address, without folders, query and fragment.
pub(crate) fn base(name: &str) -> &str {
    let path = name.split(['?', '#']).next().unwrap_or_default();
    path.rsplit(['/', '\\', ':']).next().unwrap_or_default()
}

/// The texts among some files, by their names.
pub(super) struct Beside<'s> {
    texts: Vec<&'s Source>,
    by_path: BTreeMap<&'s str, usize>,
    /// With and without ending; of several of the same name the first.
    by_name: BTreeMap<&'s str, usize>,
    known: Texts<'s>,
}

impl<'s> Beside<'s> {
    pub(super) fn new(sources: &'s [Source]) -> Self {
        let texts: Vec<&Source> = sources.iter().filter(|it| it.extension() == "txt").collect();
        let mut by_name = BTreeMap::new();
        for (i, text) in texts.iter().enumerate() {
            for name in [base(&text.name), text.stem()] {
                by_name.entry(name).or_insert(i);
            }
        }
        let by_path = filled(texts.iter().enumerate().map(|(i, text)| (text.path_stem(), i)));
        Self { texts, by_path, by_name, known: Texts::default() }
    }
}

/// The documents that the annotations of one file are about.
pub(super) struct Documents<'b, 's> {
    beside: &'b mut Beside<'s>,
    /// The folder of the annotations, with a slash at its end.
    folder: String,
    /// Which text is the one of the same name.
    home: Option<usize>,
    /// What calls that text otherwise: no more than one address.
    home_source: Option<String>,
    pub(super) drafts: Vec<Draft>,
    /// By text, the place of its draft.
    opened: BTreeMap<usize, usize>,
}

impl<'b, 's> Documents<'b, 's> {
    /// # Errors
    /// When the text of the same name is none.
    pub(super) fn new(source: &Source, beside: &'b mut Beside<'s>) -> Result<Self, Error> {
        let home = beside.by_path.get(source.path_stem()).copied();
        let folder = source.path_stem().strip_suffix(source.stem()).unwrap_or_default().to_owned();
        let mut made = Self { beside, folder, home, home_source: None, drafts: Vec::new(), opened: BTreeMap::new() };
        if let Some(home) = home {
            made.open(home)?;
        }
        Ok(made)
    }

    /// The draft of a text by what annotations call it.
    ///
    /// # Errors
    /// When the file is no text.
    pub(super) fn of(&mut self, address: &str) -> Result<Option<usize>, Error> {
        // Rather in the same folder.
        let name = base(address);
        let here = format!("{}{}", self.folder, name.strip_suffix(".txt").unwrap_or(name));
        let beside = &self.beside;
        let named = beside.by_path.get(&*here).or_else(|| beside.by_name.get(name)).copied();
        let found = named.or_else(|| {
            // What is called otherwise is the text of the same name, or the only one; not several of them.
            let home = self.home.or((self.beside.texts.len() == 1).then_some(0))?;
            (self.home_source.get_or_insert_with(|| address.to_owned()) == address).then_some(home)
        });
        found.map(|i| self.open(i)).transpose()
    }

    fn open(&mut self, i: usize) -> Result<usize, Error> {
        if let Some(opened) = self.opened.get(&i) {
            return Ok(*opened);
        }
        let text = self.beside.texts[i];
        self.drafts.push(Draft::new(Annotated::new(text.stem(), self.beside.known.document(text)?)));
        self.opened.insert(i, self.drafts.len() - 1);
        Ok(self.drafts.len() - 1)
    }

    /// # Errors
    /// When there is no text at all.
    pub(super) fn finish(self, source: &Source, kind: &str, report: &Report) -> Result<Vec<Draft>, Error> {
        match self.drafts.is_empty() {
            true => Err(report.error("", format!("its text, {}.txt, is missing: {kind}", source.stem()))),
            false => Ok(self.drafts),
        }
    }
}
