//! Files in: an article becomes a text; annotations are kept until a person has decided about them.

use crate::{Decoded, Project, Refusal, Reply, decode, direction, language};
use postil_core::{DocId, Document};
use postil_messages::{self as messages, Contents, Fault, FileKind, MAX_FAULTS, ResponseBody};
use postil_project::{Loaded, Shape, Summary, codec, load};
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
        match decode(bytes, encoding) {
            Ok(decoded) if postil_project::is_native(&decoded.text) => {
                Reply::Plain(self.keep(name, vec![index], decoded.text, None))
            }
            Ok(decoded) => article(decoded),
            Err(Refusal { problem, choices }) => Reply::Plain(ResponseBody::Undecodable { problem, choices }),
        }
    }

    /// Keeps annotations. `sources` are the files that they came from.
    pub fn keep(&mut self, name: &str, sources: Vec<u32>, text: String, origin: Option<Foreign>) -> ResponseBody {
        let wanted = RefCell::new(BTreeSet::new());
        let outcome = load(&text, name, &|doc| {
            wanted.borrow_mut().insert(doc);
            None
        });
        let wanted: Vec<DocId> = wanted.into_inner().into_iter().collect();
        let content = match outcome {
            _ if !wanted.is_empty() => Content::Text(text),
            Ok(loaded) => Content::Loaded(loaded),
            Err(error) => return unreadable(&error),
        };
        self.last += 1;
        self.kept.insert(self.last, File { name: name.to_owned(), content, origin });
        ResponseBody::Native { file: self.last, name: name.to_owned(), sources, wanted }
    }

    /// Says what is in a file of ours. The project's documents are those that the file wanted, as far as there are any.
    pub fn read(&mut self, file: u32, project: &Project) -> ResponseBody {
        let Some(File { name, content, origin }) = self.kept.get_mut(&file) else { return forgotten() };
        if let Content::Text(text) = content {
            let known = |doc: DocId| project.documents.iter().find(|document| document.id() == doc).cloned();
            match load(text, name, &known) {
                Ok(loaded) => *content = Content::Loaded(loaded),
                Err(error) => {
                    self.kept.remove(&file);
                    return unreadable(&error);
                }
            }
        }
        match content {
            Content::Loaded(loaded) => ResponseBody::Loaded(described(loaded, origin.as_ref(), project)),
            Content::Text(_) => forgotten(),
        }
    }

    /// Says what a file that was read adds to the project, merged or as a set of its own.
    pub fn import(&self, file: u32, is_copy: bool, project: &Project) -> Reply {
        let Some(File { name, content: Content::Loaded(loaded), .. }) = self.kept.get(&file) else {
            return Reply::Plain(forgotten());
        };
        let Project { store, author, now, .. } = project;
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

/// An article that was made of another file, as one in HTML.
#[cfg(target_arch = "wasm32")]
pub fn article_of(text: String) -> Reply {
    article(Decoded { text, encoding: "UTF-8".to_owned(), had_bom: false })
}

/// Looks at an article.
fn article(decoded: Decoded) -> Reply {
    let Decoded { text, encoding, had_bom } = decoded;
    let language = language(&text);
    let body = ResponseBody::Decoded {
        encoding,
        had_bom,
        language: language.tag.map(str::to_owned),
        language_name: language.name().map(str::to_owned),
        is_english: language.is_english,
        direction: direction(&text),
    };
    Reply::Bytes(body, vec![text.into_bytes()])
}

fn forgotten() -> ResponseBody {
    ResponseBody::Failed { message: FORGOTTEN.to_owned() }
}

/// The error as a sentence.
fn unreadable(error: &postil_project::Error) -> ResponseBody {
    let problem = error.to_string();
    let mut rest = problem.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if problem.ends_with('.') { "" } else { "." };
    ResponseBody::Undecodable { problem: format!("{first}{}{end}", rest.as_str()), choices: Vec::new() }
}

fn kind(shape: Shape) -> FileKind {
    match shape {
        Shape::Project => FileKind::Project,
        Shape::Annotations | Shape::AnnotationLines => FileKind::Annotations,
        Shape::Log => FileKind::Log,
    }
}

fn described(loaded: &Loaded, origin: Option<&Foreign>, project: &Project) -> messages::Loaded {
    let remarks = origin.map_or(&[][..], |origin| &origin.remarks).iter().cloned();
    let faults = loaded.problems.iter().map(|it| Fault { place: it.place.clone(), message: it.message.clone() });
    messages::Loaded {
        kind: if origin.is_some() { FileKind::Foreign } else { kind(loaded.shape) },
        formats: origin.map(|origin| origin.formats.clone()).unwrap_or_default(),
        contents: contents(&loaded.summary(&project.store)),
        faults: remarks.chain(faults).take(MAX_FAULTS).collect(),
        all_faults: origin.map_or(0, |origin| origin.all_remarks) + loaded.problems.len() as u32,
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

    #[test]
    fn an_article_is_looked_at() {
        let bytes = "قال الرئيس يوم الأحد إن المحادثات ستستمر في جنيف".as_bytes().to_vec();
        let Reply::Bytes(body, payloads) = Files::default().open(0, "a.txt", bytes.clone(), None) else {
            panic!("it is UTF-8");
        };
        assert_eq!(payloads, [bytes]);
        let ResponseBody::Decoded { language, is_english, direction, .. } = body else { panic!("{body:?}") };
        assert_eq!((language.as_deref(), is_english, direction.as_str()), (Some("ar"), false, "rtl"));
    }

    #[test]
    fn what_is_wrong_is_a_sentence() {
        let mut files = Files::default();
        let cut = b"{\"format\":\"postil-project\",\"version\":99}";
        let reply = files.open(0, "a.json", cut.to_vec(), None);
        let Reply::Plain(ResponseBody::Undecodable { problem, choices }) = &reply else { panic!("{reply:?}") };
        assert!(
            problem.starts_with(char::is_uppercase) && problem.contains("newer Postil") && problem.ends_with('.'),
            "{problem}"
        );
        assert!(choices.is_empty() && files.is_empty());
    }
}
