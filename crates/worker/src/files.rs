//! Files in: an article becomes a text; annotations are kept until a person has decided about them.

use crate::{Project, Reply, decoder, encoding, language, schemas};
use postil_core::{DocId, Document, Kind, MAX_TEXT_BYTES, Slug};
use postil_decode::{Decoded, Reading, decode};
use postil_messages::{self as messages, Contents, Fault, FileKind, LabelNews, MAX_FAULTS, ResponseBody};
use postil_project::schema::{Schema, is_schema};
use postil_project::{Loaded, Meeting, Shape, Stranger, Summary, codec, load};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Annotations that were opened, by the number that the page knows them by.
#[derive(Debug, Default)]
pub struct Files {
    kept: BTreeMap<u32, File>,
    /// Of the last one.
    last: u32,
}

#[derive(Debug)]
struct File {
    name: String,
    content: Content,
    origin: Option<Foreign>,
}

/// Where annotations come from that are not ours.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    /// The formats, for people.
    pub formats: String,
    /// What was decided, repaired and left out when they were read.
    pub remarks: Vec<Fault>,
    /// How much that is in all.
    pub all_remarks: u32,
}

#[derive(Debug)]
enum Content {
    /// It tells of documents whose texts must come from the page.
    Text(String),
    Loaded(Loaded),
    Schema(Schema),
}

const FORGOTTEN: &str = "The file was put away meanwhile: open it again.";

impl Files {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Reads a file's bytes: an article's text, or what a file of ours wants to know before it can be read. `index` is its
    /// place among those that were opened with it.
    pub fn open(&mut self, index: u32, name: &str, bytes: Vec<u8>, encoding: Option<&str>) -> Reply {
        let refuse = |problem: &str| Reply::Plain(unreadable(&format!("It {problem}")));
        if bytes.is_empty() {
            return refuse("is empty: there is no text to annotate.");
        }
        let chosen = match encoding.map(|label| (label, decoder().encoding(label))) {
            Some((label, None)) => {
                return refuse(&format!("cannot be read in {label}: that is no encoding of texts."));
            }
            Some((_, chosen)) => chosen,
            None => None,
        };
        match decode(bytes, &Reading { decoder: decoder(), chosen, guesses: true, replaces: true }) {
            Ok(decoded) if decoded.text.is_empty() => {
                refuse("is empty but for a byte-order mark: there is no text to annotate.")
            }
            Ok(decoded) if decoded.text.len() > MAX_TEXT_BYTES => refuse(&too_large(decoded.text.len())),
            Ok(decoded) if postil_project::is_native(&decoded.text) => {
                Reply::Plain(self.keep(name, vec![index], decoded.text, None))
            }
            Ok(decoded) => article(decoded),
            Err(refusal) => Reply::Plain(encoding::question(refusal, vec![index])),
        }
    }

    /// Keeps annotations. `sources` are the files that they came from.
    pub fn keep(&mut self, name: &str, sources: Vec<u32>, text: String, origin: Option<Foreign>) -> ResponseBody {
        if is_schema(&text) {
            return match postil_project::schema::read(&text) {
                Ok(schema) => self.put(name, sources, Vec::new(), Content::Schema(schema), origin),
                Err(error) => unreadable(&error.to_string()),
            };
        }
        let wanted = RefCell::new(BTreeSet::new());
        let outcome = load(&text, name, &|doc| {
            wanted.borrow_mut().insert(doc);
            None
        });
        let wanted: Vec<DocId> = wanted.into_inner().into_iter().collect();
        let content = match outcome {
            _ if !wanted.is_empty() => Content::Text(text),
            Ok(loaded) => Content::Loaded(loaded),
            Err(error) => return unreadable(&error.to_string()),
        };
        self.put(name, sources, wanted, content, origin)
    }

    fn put(
        &mut self, name: &str, sources: Vec<u32>, wanted: Vec<DocId>, content: Content, origin: Option<Foreign>,
    ) -> ResponseBody {
        self.last += 1;
        self.kept.insert(self.last, File { name: name.to_owned(), content, origin });
        ResponseBody::Native { file: self.last, name: name.to_owned(), sources, wanted }
    }

    /// Keeps a schema that is ready to be used.
    pub fn ready(&mut self, file: &str) -> ResponseBody {
        match schemas::ready(file) {
            Some((name, text)) => self.keep(name, Vec::new(), text.to_owned(), None),
            None => ResponseBody::Failed { message: format!("There is no schema called {file}: load the page again.") },
        }
    }

    /// Says what is in a file of ours. The project's documents are those that the file wanted, as far as there are any;
    /// `meetings` is what became of labels before.
    pub fn read(&mut self, file: u32, meetings: &[(Slug, messages::Meeting)], project: &Project) -> ResponseBody {
        let Some(File { name, content, origin }) = self.kept.get_mut(&file) else { return forgotten() };
        if let Content::Text(text) = content {
            let known = |doc: DocId| project.documents.iter().find(|document| document.id() == doc).cloned();
            match load(text, name, &known) {
                Ok(loaded) => *content = Content::Loaded(loaded),
                Err(error) => {
                    self.kept.remove(&file);
                    return unreadable(&error.to_string());
                }
            }
        }
        match content {
            Content::Loaded(loaded) => ResponseBody::Loaded(described(loaded, origin.as_ref(), meetings, project)),
            Content::Schema(schema) => ResponseBody::Loaded(schemas::described(schema, name, origin.as_ref(), project)),
            Content::Text(_) => forgotten(),
        }
    }

    /// Says what a file that was read adds to the project, merged or as a set of its own.
    pub fn import(&self, file: u32, is_copy: bool, meetings: &[(Slug, messages::Meeting)], project: &Project) -> Reply {
        let (name, loaded) = match self.kept.get(&file) {
            Some(File { name, content: Content::Loaded(loaded), .. }) => (name, loaded),
            Some(File { content: Content::Schema(schema), .. }) => return schemas::import(schema, is_copy, project),
            _ => return Reply::Plain(forgotten()),
        };
        let Project { store, author, now, .. } = project;
        let loaded = loaded.meeting(&met(meetings), store);
        let transactions = match is_copy {
            true => loaded.copy(store, author, *now, name).map(Into::into).into_iter().collect(),
            false => loaded.merge(store, author, *now),
        };
        let body = ResponseBody::Imported {
            documents: loaded.documents.iter().map(Document::id).collect(),
            is_own: is_copy || kind(loaded.shape) == FileKind::Annotations,
        };
        let lines: Vec<String> = transactions.iter().map(|transaction| codec::encode(transaction)).collect();
        let texts = loaded.documents.iter().map(|document| document.text().as_bytes().to_vec());
        Reply::Bytes(body, [lines.join("\n").into_bytes()].into_iter().chain(texts).collect())
    }

    /// Forgets a file.
    pub fn discard(&mut self, file: u32) {
        self.kept.remove(&file);
    }
}

/// An article that was made of another file, as one in HTML; `encoding` is that of the file, for people.
#[cfg(target_arch = "wasm32")]
pub fn article_of(text: String, encoding: String, is_guess: bool) -> Reply {
    told(text, encoding, is_guess)
}

/// Looks at an article.
fn article(decoded: Decoded) -> Reply {
    told(decoded.text, encoding::described(decoded.manner), encoding::is_guess(decoded.manner))
}

fn told(text: String, encoding: String, is_guess: bool) -> Reply {
    let language = language(&text).tag.map(str::to_owned);
    Reply::Bytes(ResponseBody::Decoded { encoding, is_guess, language }, vec![text.into_bytes()])
}

fn too_large(bytes: usize) -> String {
    let mib = |bytes: usize| bytes.div_ceil(1 << 20);
    format!(
        "has {} MB of text; Postil opens up to {} MB. Split it into parts and open each by itself.",
        mib(bytes),
        mib(MAX_TEXT_BYTES)
    )
}

fn forgotten() -> ResponseBody {
    ResponseBody::Failed { message: FORGOTTEN.to_owned() }
}

/// What is wrong, as a sentence.
fn unreadable(problem: &str) -> ResponseBody {
    let mut rest = problem.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if problem.ends_with('.') { "" } else { "." };
    let problem = format!("{first}{}{end}", rest.as_str());
    ResponseBody::Undecodable { problem, choices: Vec::new(), sources: Vec::new() }
}

fn kind(shape: Shape) -> FileKind {
    match shape {
        Shape::Project => FileKind::Project,
        Shape::Annotations | Shape::AnnotationLines => FileKind::Annotations,
        Shape::Log => FileKind::Log,
    }
}

/// What becomes of each label.
fn met(meetings: &[(Slug, messages::Meeting)]) -> BTreeMap<Slug, Meeting> {
    let met = |meeting: &messages::Meeting| match meeting {
        messages::Meeting::Same(label) => Meeting::Same(label.clone()),
        messages::Meeting::Under(label) => Meeting::Under(label.clone()),
        messages::Meeting::Own => Meeting::Own,
    };
    meetings.iter().map(|(label, meeting)| (label.clone(), met(meeting))).collect()
}

/// A label that the project does not have, with what was decided about it before, or is proposed.
fn label_news(stranger: &Stranger, before: &[(Slug, messages::Meeting)], project: &Project) -> LabelNews {
    let is_here = |label: &Slug| project.store.definitions().contains_key(&(Kind::Label, label.clone()));
    let decided = before.iter().find(|(label, _)| *label == stranger.label).map(|(_, meeting)| meeting.clone());
    // What it was brought to may be gone.
    let decided = decided.filter(|meeting| match meeting {
        messages::Meeting::Same(label) | messages::Meeting::Under(label) => is_here(label),
        messages::Meeting::Own => true,
    });
    let proposed = || match stranger.meeting() {
        Meeting::Same(label) => messages::Meeting::Same(label),
        Meeting::Under(label) => messages::Meeting::Under(label),
        Meeting::Own => messages::Meeting::Own,
    };
    LabelNews {
        label: stranger.label.clone(),
        name: stranger.name.to_string(),
        spans: stranger.spans as u32,
        like: stranger.like.clone(),
        meeting: decided.unwrap_or_else(proposed),
    }
}

fn described(
    loaded: &Loaded, origin: Option<&Foreign>, before: &[(Slug, messages::Meeting)], project: &Project,
) -> messages::Loaded {
    let strangers = loaded.strangers(&project.store);
    let labels: Vec<LabelNews> = strangers.iter().map(|it| label_news(it, before, project)).collect();
    let meetings: Vec<_> = labels.iter().map(|it| (it.label.clone(), it.meeting.clone())).collect();
    // How much is new is counted as it would come in.
    let as_met = loaded.meeting(&met(&meetings), &project.store);
    let remarks = origin.map_or(&[][..], |origin| &origin.remarks).iter().cloned();
    let faults = loaded.problems.iter().map(|it| Fault { place: it.place.clone(), message: it.message.clone() });
    messages::Loaded {
        kind: if origin.is_some() { FileKind::Foreign } else { kind(loaded.shape) },
        formats: origin.map(|origin| origin.formats.clone()).unwrap_or_default(),
        contents: contents(&as_met.summary(&project.store)),
        faults: remarks.chain(faults).take(MAX_FAULTS).collect(),
        all_faults: origin.map_or(0, |origin| origin.all_remarks) + loaded.problems.len() as u32,
        labels,
        schema: None,
    }
}

fn contents(summary: &Summary) -> Contents {
    Contents {
        documents: summary.documents as u32,
        spans: summary.spans as u32,
        relations: summary.relations as u32,
        clusters: summary.clusters as u32,
        events: summary.events as u32,
        notes: summary.notes as u32,
        suggestions: summary.suggestions as u32,
        new_documents: summary.new_documents as u32,
        new_annotations: summary.new_annotations as u32,
        changed_annotations: summary.changed_annotations as u32,
        new_transactions: summary.new_transactions as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(bytes: &[u8], encoding: Option<&str>) -> Reply {
        Files::default().open(3, "a.txt", bytes.to_vec(), encoding)
    }

    #[test]
    fn an_article_is_looked_at() {
        let bytes = "قال الرئيس يوم الأحد إن المحادثات ستستمر في جنيف".as_bytes();
        let body =
            ResponseBody::Decoded { encoding: "UTF-8".to_owned(), is_guess: false, language: Some("ar".to_owned()) };
        assert_eq!(opened(bytes, None), Reply::Bytes(body, vec![bytes.to_vec()]));
    }

    #[test]
    fn an_encoding_is_guessed_or_asked_or_chosen() {
        let turkish: &[u8] =
            b"Belediye ba\xfekan\xfd k\xf6pr\xfcn\xfcn yar\xfdn a\xe7\xfdlaca\xf0\xfdn\xfd s\xf6yledi.";
        let text = "Belediye başkanı köprünün yarın açılacağını söyledi.".as_bytes().to_vec();
        let body = |encoding: &str, is_guess| ResponseBody::Decoded {
            encoding: encoding.to_owned(),
            is_guess,
            language: None,
        };
        assert_eq!(opened(turkish, None), Reply::Bytes(body("windows-1254, a guess", true), vec![text.clone()]));
        assert_eq!(opened(turkish, Some("latin5")), Reply::Bytes(body("windows-1254", false), vec![text]));
        let Reply::Plain(ResponseBody::Undecodable { problem, choices, sources }) = opened(b"Erdo\xf0an", None) else {
            panic!("one letter proves nothing")
        };
        assert!(problem.starts_with("It is not UTF-8: byte 4 (line 1, column 5)"), "{problem}");
        assert!(problem.ends_with("Choose how it was written:"), "{problem}");
        assert_eq!(sources, [3]);
        let likely: Vec<&str> = choices.iter().filter(|it| it.is_likely).map(|it| &*it.name).collect();
        assert!(likely.contains(&"Turkish, Latin-5 (windows-1254)"), "{likely:?}");
        let chinese = choices.iter().find(|it| it.encoding == "UTF-8").expect("every encoding is there");
        assert_eq!(
            (&*chinese.name, &*chinese.preview),
            ("Unicode (UTF-8), with \u{fffd} in one place", "Erdo\u{fffd}an")
        );
    }

    #[test]
    fn what_is_no_text_is_told_in_a_sentence() {
        for (bytes, encoding, expected) in [
            (&b""[..], None, "It is empty: there is no text to annotate."),
            (b"\xef\xbb\xbf", None, "It is empty but for a byte-order mark: there is no text to annotate."),
            (b"%PDF-1.7", None, "It is a PDF. "),
            (b"a", Some("klingon"), "It cannot be read in klingon: that is no encoding of texts."),
            (b"a", Some("replacement"), "It cannot be read in replacement: that is no encoding of texts."),
            (b"\xff\xfea\0b", None, "It is not whole: byte 4 (line 1, column 2) begins a character that never ends."),
        ] {
            let Reply::Plain(ResponseBody::Undecodable { problem, choices, .. }) = opened(bytes, encoding) else {
                panic!("{expected}")
            };
            assert!(problem.starts_with(expected) && choices.is_empty(), "{problem}");
        }
    }

    #[test]
    fn what_is_wrong_is_a_sentence() {
        let mut files = Files::default();
        let cut = b"{\"format\":\"postil-project\",\"version\":99}";
        let reply = files.open(0, "a.json", cut.to_vec(), None);
        let Reply::Plain(ResponseBody::Undecodable { problem, choices, .. }) = &reply else { panic!("{reply:?}") };
        assert!(
            problem.starts_with(char::is_uppercase) && problem.contains("newer Postil") && problem.ends_with('.'),
            "{problem}"
        );
        assert!(choices.is_empty() && files.is_empty());
    }
}
