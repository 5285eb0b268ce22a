//! Files of ours in: the worker reads them, a person decides, and the worker says what they add.

use super::Tasks;
use crate::view::words::count;
use crate::worker::{Client, Payload, Said};
use postil_core::{DocId, Document, Slug};
use postil_editor::{Action, Dialog, Imported};
use postil_messages::{Contents, Meeting, ResponseBody};
use postil_project::codec;
use std::rc::Rc;
use std::sync::Arc;

impl Tasks {
    /// Has the file of ours whose turn it is read, with the texts that it lacks, and asks what to do with it.
    pub(super) fn read_native(&self) {
        let Some(state) = self.latest() else { return };
        let Some(Dialog::Reading { file, name, given, wanted }) = &state.dialog else { return };
        let file = *file;
        if self.0.reading.replace(Some(file)) == Some(file) {
            return;
        }
        let (name, given) = (name.clone(), given.clone());
        let meetings = state.preferences.meetings.clone();
        let read = move |client: &Client, project| client.read(file, meetings.clone(), project);
        self.ask_about(wanted.to_vec(), read, move |tasks, body, _| match body {
            ResponseBody::Loaded(loaded) => {
                tasks.send(Action::Ask(Dialog::Import { file, name, given, loaded: Rc::new(loaded) }));
            }
            ResponseBody::Undecodable { problem: why, .. } | ResponseBody::Failed { message: why } => {
                tasks.discard(file);
                tasks.send(Action::Dialog(None));
                tasks.send(Action::Refuse(format!("“{name}” was not opened. {why}").into()));
            }
            _ => {}
        });
    }

    /// Adds the file that waits for a decision: merged with what is here, or as a separate set of annotations, its labels
    /// as `meetings` says. The dialog stays until it is done, so that nothing changes meanwhile; closing it gives the import
    /// up.
    pub fn import(&self, is_copy: bool, meetings: Vec<(Slug, Meeting)>) {
        self.take_in(is_copy, meetings, None);
    }

    /// The same. What was `carried` in the page is remembered, and nothing is said if all of it is here already.
    pub(super) fn take_in(&self, is_copy: bool, meetings: Vec<(Slug, Meeting)>, carried: Option<DocId>) {
        let Some(state) = self.latest() else { return };
        let Some(Dialog::Import { file, name, loaded, .. }) = &state.dialog else { return };
        let told = match loaded.schema {
            Some(_) => format!("The schema “{name}” is in. Undo takes it back."),
            None => summary(name, &loaded.contents),
        };
        let (file, summary) = (*file, (told, nothing_new(name)));
        self.send(Action::Meet(meetings.clone()));
        let import = move |client: &Client, project| client.import(file, is_copy, meetings.clone(), project);
        self.ask_about(Vec::new(), import, move |tasks, body, payload| {
            let is_wanted = tasks
                .latest()
                .is_some_and(|state| matches!(state.dialog, Some(Dialog::Import { file: open, .. }) if open == file));
            if is_wanted {
                tasks.send(Action::Dialog(None));
                match imported(body, payload, summary) {
                    Ok(imported) => {
                        if carried.is_none() || !imported.transactions.is_empty() {
                            tasks.send(Action::Imported(Box::new(imported)));
                        }
                        carried.into_iter().for_each(|project| tasks.send(Action::Carried(project)));
                    }
                    Err(trouble) => tasks.send(Action::Complain(format!("Nothing was imported. {trouble}").into())),
                }
            }
        });
    }

    /// Reads the files anew that wait for a decision: a person says what their offsets count.
    pub fn reread(&self, unit: Option<String>) {
        let Some(state) = self.latest() else { return };
        if let Some(Dialog::Import { given, .. }) = &state.dialog {
            let files = self.files(given);
            self.send(Action::Dialog(None));
            self.open_as(files, Said { unit, ..Said::default() });
        }
    }

    /// Lets the worker forget a file that was decided about.
    pub fn discard(&self, file: u32) {
        if let Some(client) = self.client() {
            client.discard(file);
        }
    }
}

/// `summary` is what is said of an import that adds something, and of one that does not.
fn imported(body: ResponseBody, payload: Payload, summary: (String, String)) -> Result<Imported, String> {
    let (documents, is_own, log, texts) = match (body, payload) {
        (ResponseBody::Imported { documents, is_own }, Payload::Import { log, texts }) => {
            (documents, is_own, log, texts)
        }
        (ResponseBody::Failed { message }, _) => return Err(message),
        _ => return Err("Try again.".to_owned()),
    };
    let (transactions, problems) = codec::decode_log(log.lines());
    if let Some(problem) = problems.first() {
        return Err(format!("It was damaged on its way ({problem}): try again."));
    }
    let documents = documents.into_iter().zip(texts).map(|(doc, text)| Document::with_known_id(doc, text)).collect();
    let summary = if transactions.is_empty() { summary.1 } else { summary.0 };
    Ok(Imported { documents, transactions: transactions.into_iter().map(Arc::new).collect(), is_own, summary })
}

/// `Imported “a.json”: 1 document, 2 spans.`
fn summary(name: &str, contents: &Contents) -> String {
    let (documents, spans) = (contents.documents as usize, contents.spans as usize);
    format!("Imported “{name}”: {}, {}.", count(documents, "document"), count(spans, "span"))
}

fn nothing_new(name: &str) -> String {
    format!("All of “{name}” is here already: nothing was added.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_told_in_words() {
        for (documents, spans, expected) in
            [(1, 1, "Imported “a”: 1 document, 1 span."), (2, 0, "Imported “a”: 2 documents, 0 spans.")]
        {
            assert_eq!(summary("a", &Contents { documents, spans, ..Contents::default() }), expected);
        }
    }

    #[test]
    fn an_import_of_what_is_here_says_so() {
        let body = || ResponseBody::Imported { documents: Vec::new(), is_own: false };
        let payload = |log: &str| Payload::Import { log: log.to_owned(), texts: Vec::new() };
        let said = |log: &str| imported(body(), payload(log), ("new".into(), nothing_new("a"))).map(|it| it.summary);
        assert_eq!(said("").as_deref(), Ok("All of “a” is here already: nothing was added."));
        let line = codec::encode(&postil_core::genesis());
        assert_eq!(said(&line).as_deref(), Ok("new"));
    }
}
