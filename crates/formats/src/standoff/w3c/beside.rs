//! The texts that annotations of the web are about, which stand in files beside them.

use crate::document::texts::Texts;
use crate::document::{Annotated, Draft, Report};
use crate::syntax::{Error, Source};

/// Whether annotations name a text by its file.
pub(crate) fn mentions(annotations: &Source, text: &Source) -> bool {
    let name = base(&text.name).as_bytes();
    annotations.bytes.windows(name.len()).any(|bytes| bytes == name)
}

/// The name of a file or the last part of an address, without folders, query and fragment.
fn base(name: &str) -> &str {
    let path = name.split(['?', '#']).next().unwrap_or_default();
    path.rsplit(['/', '\\', ':']).next().unwrap_or_default()
}

/// The documents that the annotations of one file are about.
pub(super) struct Documents<'s> {
    /// The texts among the files.
    texts: Vec<&'s Source>,
    /// Which text is the one of the same name.
    home: Option<usize>,
    /// What calls that text otherwise: no more than one address.
    home_source: Option<String>,
    pub(super) drafts: Vec<Draft>,
    /// By text, the place of its draft.
    opened: Vec<Option<usize>>,
}

impl<'s> Documents<'s> {
    /// # Errors
    /// When the text of the same name is none.
    pub(super) fn new(source: &Source, sources: &'s [Source], known: &mut Texts<'s>) -> Result<Self, Error> {
        let texts: Vec<&Source> = sources.iter().filter(|it| it.extension() == "txt").collect();
        let home = texts.iter().position(|it| it.path_stem() == source.path_stem());
        let opened = vec![None; texts.len()];
        let mut made = Self { texts, home, home_source: None, drafts: Vec::new(), opened };
        if let Some(home) = home {
            made.open(home, known)?;
        }
        Ok(made)
    }

    /// The draft of a text by what annotations call it.
    ///
    /// # Errors
    /// When the file is no text.
    pub(super) fn of(&mut self, address: &str, known: &mut Texts<'s>) -> Result<Option<usize>, Error> {
        let name = base(address);
        let named = self.texts.iter().position(|it| base(&it.name) == name || it.stem() == name);
        let found = named.filter(|_| !name.is_empty()).or_else(|| {
            // What is called otherwise is the text of the same name, or the only one; not several of them.
            let home = self.home.or((self.texts.len() == 1).then_some(0))?;
            (self.home_source.get_or_insert_with(|| address.to_owned()) == address).then_some(home)
        });
        found.map(|i| self.open(i, known)).transpose()
    }

    fn open(&mut self, i: usize, known: &mut Texts<'s>) -> Result<usize, Error> {
        if let Some(opened) = self.opened[i] {
            return Ok(opened);
        }
        let text = self.texts[i];
        self.drafts.push(Draft::new(Annotated::new(text.stem(), known.document(text)?)));
        self.opened[i] = Some(self.drafts.len() - 1);
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
