//! Annotations of other programs on their way in: a file of ours whose nodes have names of their own.
//!
//! [`json`](super::json()) writes a store, whose nodes have names and whose labels have a place. Here neither is so yet:
//! [`load`](crate::load) verifies such a file, names what is in it, and gives labels colours and keys in the order in which
//! they are listed.

use super::json::Json;
use postil_core::{AttributeValue, Document, Fragments, Kind, Link, Score, SetKind};
use std::collections::BTreeMap;

/// A document with all that is said of it.
#[derive(Clone, Debug)]
pub struct ForeignDocument<'a> {
    pub document: &'a Document,
    /// One line.
    pub title: &'a str,
    /// BCP 47 tag.
    pub language: Option<&'a str>,
    /// `YYYY-MM-DD`.
    pub dct: Option<&'a str>,
    /// Sets by name, with what they are.
    pub sets: Vec<(&'a str, SetKind)>,
    /// Labels and types with their names for people, in the order in which they are to be listed.
    pub labels: Vec<(Kind, &'a str, &'a str)>,
    /// In any order.
    pub nodes: Vec<ForeignNode<'a>>,
    /// Labels of the whole, whose they are, and how sure that is.
    pub document_labels: Vec<(&'a str, Option<&'a str>, Option<Score>)>,
}

/// A span, relation, cluster or event.
#[derive(Clone, Debug)]
pub struct ForeignNode<'a> {
    /// What others of the document call it.
    pub name: String,
    pub label: &'a str,
    pub content: ForeignContent<'a>,
    /// Whose annotation it is; None where the file knows of one set alone.
    pub set: Option<&'a str>,
    pub score: Option<Score>,
    pub attributes: &'a BTreeMap<String, AttributeValue>,
    pub notes: &'a [String],
}

/// What a node is. It refers to others by their names.
#[derive(Clone, Debug)]
pub enum ForeignContent<'a> {
    Span { fragments: &'a Fragments, link: Option<&'a Link> },
    Relation { head: String, tail: String },
    Cluster { members: Vec<String> },
    Event { trigger: String, arguments: Vec<(&'a str, String)> },
}

/// One JSON value with these documents, in their order. A node or label without a set is of a set that is called as the
/// file, by the name that [`load`](crate::load) is given.
pub fn foreign<'a>(documents: impl IntoIterator<Item = ForeignDocument<'a>>) -> String {
    let mut json = Json::default();
    json.head();
    json.list("documents", |json| documents.into_iter().for_each(|it| it.write(json)));
    json.close('}');
    json.out
}

impl ForeignDocument<'_> {
    fn write(&self, json: &mut Json) {
        json.open('{');
        json.document(self.document, self.title, self.language, self.dct, true);
        json.list("sets", |json| {
            for (set, kind) in &self.sets {
                json.named(None, set, set);
                json.field("kind", kind);
                json.close('}');
            }
        });
        json.list("labels", |json| {
            for (kind, id, name) in &self.labels {
                json.named(Some(*kind), id, name);
                json.close('}');
            }
        });
        for list in ["spans", "relations", "clusters", "events"] {
            json.list(list, |json| {
                let nodes = self.nodes.iter().filter(|node| node.content.list() == list);
                nodes.for_each(|node| node.write(self.document, json));
            });
        }
        json.list("document_labels", |json| {
            for (label, set, score) in &self.document_labels {
                json.open('{');
                json.text("label", label);
                json.text_if("set", *set);
                score_if(json, *score);
                json.close('}');
            }
        });
        json.close('}');
    }
}

impl ForeignContent<'_> {
    /// The list of a file that such nodes stand in.
    const fn list(&self) -> &'static str {
        match self {
            Self::Span { .. } => "spans",
            Self::Relation { .. } => "relations",
            Self::Cluster { .. } => "clusters",
            Self::Event { .. } => "events",
        }
    }
}

impl ForeignNode<'_> {
    fn write(&self, document: &Document, json: &mut Json) {
        json.open('{');
        json.text("id", &self.name);
        match &self.content {
            ForeignContent::Span { fragments, link } => {
                json.text("label", self.label);
                json.units(document, fragments.cover());
                json.fragments(document, fragments);
                if let Some(link) = link {
                    json.field("link", link);
                }
            }
            ForeignContent::Relation { head, tail } => {
                json.text("type", self.label);
                json.text("head", head);
                json.text("tail", tail);
            }
            ForeignContent::Cluster { members } => {
                json.text("type", self.label);
                json.field("members", members);
            }
            ForeignContent::Event { trigger, arguments } => {
                json.text("type", self.label);
                json.text("trigger", trigger);
                json.list("arguments", |json| {
                    for (i, (role, node)) in arguments.iter().enumerate() {
                        json.open('{');
                        json.text("id", &format!("{}a{i}", self.name));
                        json.text("role", role);
                        json.text("node", node);
                        json.close('}');
                    }
                });
            }
        }
        json.text_if("set", self.set);
        score_if(json, self.score);
        if !self.attributes.is_empty() {
            json.field("attributes", self.attributes);
        }
        if !self.notes.is_empty() {
            json.list("notes", |json| {
                for (i, text) in self.notes.iter().enumerate() {
                    // A note is named by its annotator: further ones need names of their own.
                    json.open('{');
                    json.text_if("annotator", (i > 0).then(|| format!("note-{:03}", i + 1)).as_deref());
                    json.text("text", text);
                    json.close('}');
                }
            });
        }
        json.close('}');
    }
}

fn score_if(json: &mut Json, score: Option<Score>) {
    if let Some(score) = score {
        json.field("score", &score.to_f64());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::{Store, TextRange};

    #[test]
    fn what_is_written_is_read_without_a_remark() {
        let document = Document::new("Erdoğan met 🇹🇷 officials in Sochi.");
        let person = Fragments::one(TextRange::from_usize(0..8));
        let place = Fragments::new(vec![TextRange::from_usize(13..21), TextRange::from_usize(35..40)]);
        let place = place.expect("two parts that do not touch");
        let attributes = BTreeMap::from([("sure".to_owned(), AttributeValue::Boolean(true))]);
        let notes = ["one".to_owned(), "two".to_owned()];
        let link = Link { id: "Q1".into(), uri: None };
        let nothing = BTreeMap::new();
        let node = |name: &str, content| ForeignNode {
            name: name.to_owned(),
            label: "X",
            content,
            set: None,
            score: None,
            attributes: &nothing,
            notes: &[],
        };
        let span = ForeignContent::Span { fragments: &person, link: Some(&link) };
        let nodes = vec![
            // What others refer to may come behind them.
            node("e0", ForeignContent::Event { trigger: "s0".to_owned(), arguments: vec![("Who", "s1".to_owned())] }),
            node("c0", ForeignContent::Cluster { members: vec!["s0".to_owned(), "s1".to_owned()] }),
            node("r0", ForeignContent::Relation { head: "s0".to_owned(), tail: "e0".to_owned() }),
            ForeignNode {
                set: Some("model 1"),
                score: Some(Score::ONE),
                attributes: &attributes,
                notes: &notes,
                ..node("s0", span)
            },
            node("s1", ForeignContent::Span { fragments: &place, link: None }),
        ];
        let file = foreign([ForeignDocument {
            document: &document,
            title: "A meeting",
            language: Some("en"),
            dct: Some("2018-09-17"),
            sets: vec![("model 1", SetKind::Imported)],
            labels: vec![(Kind::Label, "X", "A label"), (Kind::Label, "unused", "Another")],
            nodes,
            document_labels: vec![("News", None, Some(Score::ONE))],
        }]);
        let loaded = crate::load(&file, "a.ann", &|_| None).expect("it is ours");
        assert_eq!(loaded.problems, []);
        let found = loaded.summary(&Store::new());
        assert_eq!((found.documents, found.spans, found.relations, found.clusters, found.events), (1, 2, 1, 1, 1));
        assert_eq!((found.attributes, found.notes, found.document_labels), (1, 2, 1));
    }
}
