//! Writing what is in a document: whatever covers text, relations, clusters, events, and what hangs on them.

use super::super::CONTEXT_CHARS;
use super::Writer;
use postil_core::{
    Document, Fragments, Kind, Link, NodeId, Origin, Record, RecordKey, SetId, Slug, Target, TargetArgument, TextRange,
};

/// A span or a suggestion: whatever covers text.
pub(super) struct Covering<'a> {
    pub(super) label: &'a Slug,
    pub(super) set: Option<&'a SetId>,
    pub(super) fragments: &'a Fragments,
    pub(super) value: Option<&'a str>,
    pub(super) origin: &'a Origin,
    pub(super) link: Option<&'a Link>,
}

impl<'a> Writer<'a> {
    pub(super) fn covering(&mut self, id: Option<NodeId>, it: &Covering) {
        self.json.open('{');
        if let Some(id) = id {
            self.json.field("id", &id);
        }
        self.json.text("label", it.label.as_str());
        self.json.text_if("set", it.set.map(SetId::as_str));
        self.place(it.fragments);
        self.score_and_origin(it.origin, it.value);
        if let Some(link) = it.link {
            self.json.field("link", link);
        }
        if let Some(id) = id {
            self.attributes_and_notes(id);
        }
        self.json.close('}');
    }

    /// Where fragments stand, what is there, and what stands around.
    fn place(&mut self, fragments: &Fragments) {
        let cover = fragments.cover();
        self.json.units(self.document, cover);
        let (prefix, suffix) = context(self.document, cover);
        self.json.text("prefix", prefix);
        self.json.text("suffix", suffix);
        self.json.fragments(self.document, fragments);
    }

    /// What was turned down, or is suggested only. `outer` are the set and the origin, where it has them; what stands inside
    /// another has none.
    pub(super) fn target(&mut self, target: &Target, outer: Option<(Option<&SetId>, &Origin)>) {
        self.json.open('{');
        let (kind, label) = target.label();
        let kind = match kind {
            Kind::Label => "span",
            Kind::Relation => "relation",
            Kind::Cluster => "cluster",
            _ => "event",
        };
        self.json.text("kind", kind);
        self.json.text(if kind == "span" { "label" } else { "type" }, label.as_str());
        self.json.text_if("set", outer.and_then(|(set, _)| set).map(SetId::as_str));
        match target {
            Target::Span { fragments, .. } => self.place(fragments),
            Target::Relation { head, tail, .. } => {
                self.target_in("head", head);
                self.target_in("tail", tail);
            }
            Target::Cluster { members, .. } => self.list("members", |writer| {
                members.as_slice().iter().for_each(|member| writer.target(member, None));
            }),
            Target::Event { trigger, arguments, .. } => {
                self.target_in("trigger", trigger);
                self.list("arguments", |writer| {
                    for TargetArgument { role, node } in arguments.as_slice() {
                        writer.json.open('{');
                        writer.json.text("role", role.as_str());
                        writer.target_in("node", node);
                        writer.json.close('}');
                    }
                });
            }
        }
        if let Some((_, origin)) = outer {
            self.score_and_origin(origin, None);
        }
        self.json.close('}');
    }

    fn target_in(&mut self, field: &str, target: &Target) {
        self.json.key(field);
        self.target(target, None);
    }

    /// A relation, cluster or event.
    pub(super) fn node(&mut self, key: &RecordKey, record: &Record) {
        let (Some(id), Some(set)) = (key.node(), key.set(record)) else { return };
        let Some((_, label)) = key.labels(record).first().copied() else { return };
        self.json.open('{');
        self.json.field("id", &id);
        self.json.text("type", label.as_str());
        self.json.text("set", set.as_str());
        let origin = match record {
            Record::Relation(it) => {
                self.json.field("head", &it.head);
                self.json.field("tail", &it.tail);
                Some(&it.origin)
            }
            Record::Cluster(it) => {
                self.parts("members", id);
                Some(&it.origin)
            }
            Record::Event(it) => {
                self.json.field("trigger", &it.trigger);
                self.parts("arguments", id);
                Some(&it.origin)
            }
            _ => None,
        };
        if let Some(origin) = origin {
            self.score_and_origin(origin, None);
        }
        self.attributes_and_notes(id);
        self.json.close('}');
    }

    /// Members of a cluster or arguments of an event.
    fn parts(&mut self, name: &str, id: NodeId) {
        self.list(name, |writer| {
            for item in writer.hanging(id) {
                let (id, role, node, origin) = match item {
                    (RecordKey::Member(_, node), Record::Member(it)) => (None, None, node, &it.origin),
                    (RecordKey::Argument(_, id), Record::Argument(it)) => {
                        (Some(id), Some(it.role.as_str()), &it.node, &it.origin)
                    }
                    _ => continue,
                };
                writer.json.open('{');
                if let Some(id) = id {
                    writer.json.field("id", id);
                }
                writer.json.text_if("role", role);
                writer.json.field("node", node);
                writer.origin(origin);
                writer.json.close('}');
            }
        });
    }

    pub(super) fn score_and_origin(&mut self, origin: &Origin, value: Option<&str>) {
        if let Some(score) = origin.score() {
            self.json.field("score", &score.to_f64());
        }
        self.json.text_if("value", value);
        self.origin(origin);
    }

    fn origin(&mut self, origin: &Origin) {
        self.json.key("origin");
        self.json.open('{');
        let (kind, source, provenance) = match origin {
            Origin::Person => ("person", None, None),
            Origin::Suggestion(it) => ("suggestion", None, Some(it)),
            Origin::Import { source, .. } => ("import", Some(&**source), None),
        };
        self.json.text("kind", kind);
        self.json.text_if("source", source);
        self.json.text_if("extractor", provenance.map(|it| &*it.extractor));
        self.json.text_if("version", provenance.map(|it| &*it.version));
        if let Some(score) = origin.score() {
            self.json.field("score", &score.to_f64());
        }
        if let Some(it) = provenance {
            self.json.field("reasons", &it.reasons);
        }
        self.json.close('}');
    }

    /// Attributes, notes, members and arguments.
    pub(super) fn hanging(&self, id: NodeId) -> impl Iterator<Item = &'a (RecordKey, Record)> + use<'a> {
        let records = self.records;
        let needing = self.graph.needing(id).iter().map(|i| &records[*i]);
        needing.filter(move |(key, _)| key.owner() == Some(id))
    }

    fn attributes_and_notes(&mut self, id: NodeId) {
        let mut attributes = self.hanging(id).filter(|(key, _)| matches!(key, RecordKey::Attribute(..))).peekable();
        if attributes.peek().is_some() {
            self.json.key("attributes");
            self.json.open('{');
            for item in attributes {
                if let (RecordKey::Attribute(_, slug), Record::Attribute(it)) = item {
                    self.json.field(slug.as_str(), &it.value);
                }
            }
            self.json.close('}');
        }
        let mut notes = self.hanging(id).filter(|(key, _)| matches!(key, RecordKey::Note(..))).peekable();
        if notes.peek().is_some() {
            self.list("notes", |writer| {
                for item in notes {
                    if let (RecordKey::Note(_, annotator), Record::Note(it)) = item {
                        writer.json.open('{');
                        writer.json.text("annotator", annotator.as_str());
                        writer.json.text("text", &it.text);
                        writer.json.close('}');
                    }
                }
            });
        }
    }
}

/// Up to [`CONTEXT_CHARS`] code points before and after a range.
fn context(document: &Document, range: TextRange) -> (&str, &str) {
    let (before, after) = (&document.text()[..range.start().to_usize()], &document.text()[range.end().to_usize()..]);
    let from = before.char_indices().rev().take(CONTEXT_CHARS).last().map_or(before.len(), |(at, _)| at);
    let to = after.char_indices().nth(CONTEXT_CHARS).map_or(after.len(), |(at, _)| at);
    (&before[from..], &after[..to])
}
