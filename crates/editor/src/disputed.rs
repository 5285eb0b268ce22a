//! What people changed at the same time in different ways, in words.

use crate::{Dialog, State, brief};
use postil_core::{
    AttributeValue, DocId, Kind, NodeId, Record, RecordKey, Slug, Span, Store, TextRange, Timestamp, Transaction,
};
use postil_edits::{Dispute, Settlement};

impl State {
    /// Shows what is disputed if there is more of it than there was.
    pub(crate) fn show_disputes(&mut self, before: &Store) {
        if self.store.disputed().len() > before.disputed().len() {
            match self.dialog {
                None => self.dialog = Some(Dialog::Disputes),
                Some(_) => self.questions.push(Dialog::Disputes),
            }
        }
    }

    /// The step that settles a dispute.
    pub fn settling(&self, key: &RecordKey, settlement: Settlement, now: Timestamp) -> Option<Transaction> {
        postil_edits::settle(&self.store, &self.author, now, key, settlement)
    }

    /// Whether the next step to undo, or to redo, settles a dispute.
    pub fn is_settlement(&self, is_undo: bool) -> bool {
        let next = if is_undo { self.history.last_done() } else { self.history.last_undone() };
        let Some(mut step) = next.and_then(|dot| self.store.transaction(dot)) else { return false };
        while let postil_core::Intent::Revert { of, .. } = step.intent {
            let Some(of) = self.store.transaction(of) else { return false };
            step = of;
        }
        self.store.is_settlement(step)
    }

    /// What a dispute is about: `“Ana Petrović” in “A meeting”`.
    pub fn about(&self, dispute: &Dispute) -> String {
        let record = dispute.sides.iter().find_map(|side| side.record.as_deref()).or(dispute.standing.as_deref());
        let of = |node| self.words(node).map(|words| format!(" of {words}")).unwrap_or_default();
        match (&dispute.key, record) {
            (RecordKey::Node(_), Some(Record::Span(span))) => self.words_of(span),
            (RecordKey::Node(_), Some(Record::Relation(it))) => {
                let ends = [it.head, it.tail].map(|end| self.words(end).unwrap_or_else(|| "a span".to_owned()));
                format!("Link: {}", ends.join(" → "))
            }
            (RecordKey::Node(_), Some(Record::Event(it))) => format!("Event{}", of(it.trigger)),
            (RecordKey::Node(_), _) => "Cluster".to_owned(),
            (RecordKey::Member(_, node), _) => format!("Mention{}", of(*node)),
            (RecordKey::Argument(..), Some(Record::Argument(it))) => format!("Role{}", of(it.node)),
            (RecordKey::Argument(..), _) => "Role".to_owned(),
            (RecordKey::Attribute(node, slug), _) => format!("{}{}", self.called(Kind::Attribute, slug), of(*node)),
            (RecordKey::Note(node, _), _) => format!("Note{}", of(*node)),
            (RecordKey::Document(doc), _) => format!("Document {}", self.titled(*doc)),
            (RecordKey::DocumentLabel(doc, _, slug), _) => {
                format!("{} of {}", self.called(Kind::DocumentLabel, slug), self.titled(*doc))
            }
            (RecordKey::Rejection(doc, ..), _) => format!("A rejected suggestion in {}", self.titled(*doc)),
            (RecordKey::Definition(kind, slug), _) => format!("Schema: {}", self.called(*kind, slug)),
            (RecordKey::Set(set), _) => format!("Set “{set}”"),
            (RecordKey::Annotator(annotator), _) => format!("Annotator “{annotator}”"),
        }
    }

    /// What one side of a dispute says, or what stands: what others say too is left out where that can be.
    pub fn says(&self, dispute: &Dispute, record: Option<&Record>) -> String {
        let Some(record) = record else { return "deleted".to_owned() };
        match record {
            Record::Span(span) => {
                let link = span.link.as_ref().map(|link| format!(" = {}", link.id)).unwrap_or_default();
                format!("{} {}{link}", self.called(Kind::Label, &span.label), self.words_of(span))
            }
            Record::Note(note) => format!("“{}”", note.text),
            Record::Attribute(it) => match &it.value {
                AttributeValue::Boolean(true) => "yes".to_owned(),
                AttributeValue::Boolean(false) => "no".to_owned(),
                AttributeValue::Number(text) | AttributeValue::Choice(text) | AttributeValue::Text(text) => {
                    text.to_string()
                }
            },
            record => {
                let others = dispute.sides.iter().filter_map(|side| side.record.as_deref());
                let others: Vec<String> = others.chain(dispute.standing.as_deref()).map(json).collect();
                let others: Vec<Vec<(&str, &str)>> = others.iter().map(|json| fields(json)).collect();
                let own = json(record);
                let mut said = String::new();
                for field in fields(&own) {
                    if others.iter().any(|it| !it.contains(&field)) {
                        let separator = if said.is_empty() { "" } else { "; " };
                        said += &format!("{separator}{}: {}", field.0.replace('_', " "), field.1);
                    }
                }
                if said.is_empty() { "kept".to_owned() } else { said }
            }
        }
    }

    /// Where a dispute is, if it is of a text.
    pub fn place_of(&self, key: &RecordKey) -> Option<(DocId, TextRange)> {
        let node = match key {
            RecordKey::Attribute(node, _) | RecordKey::Note(node, _) | RecordKey::Member(_, node) => *node,
            RecordKey::Argument(event, _) => postil_edits::event(&self.store, *event)?.trigger,
            RecordKey::Node(node) => *node,
            _ => return None,
        };
        let node = match self.store.get(&RecordKey::Node(node)).map(|record| &**record) {
            Some(Record::Relation(it)) => it.head,
            Some(Record::Event(it)) => it.trigger,
            _ => node,
        };
        let span = self.store.span(node)?;
        Some((span.doc, span.fragments.cover()))
    }

    fn called(&self, kind: Kind, slug: &Slug) -> String {
        self.store.definitions().get(&(kind, slug.clone())).map_or(slug.as_str(), |it| &it.name).to_owned()
    }

    fn titled(&self, doc: DocId) -> String {
        format!("“{}”", self.store.documents().get(&doc).map_or("a document", |info| &*info.title))
    }

    fn words(&self, node: NodeId) -> Option<String> {
        self.store.span(node).map(|span| self.words_of(span))
    }

    /// The words of a span, or its place where the text was not read yet.
    fn words_of(&self, span: &Span) -> String {
        let range = span.fragments.cover();
        match self.texts.get(&span.doc).filter(|document| document.range().contains_range(range)) {
            Some(document) => format!("“{}”", brief(document, range)),
            None => format!("bytes {}–{} of {}", range.start(), range.end(), self.titled(span.doc)),
        }
    }
}

/// As it is stored.
fn json(record: &Record) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

/// The fields of a record and what is in them, of `{"kind":{"field":value,…}}`.
fn fields(json: &str) -> Vec<(&str, &str)> {
    let Some((_, inner)) = json.split_once(":{") else { return Vec::new() };
    let inner = inner.strip_suffix("}}").unwrap_or(inner);
    let (mut found, mut start, mut depth, mut is_string, mut is_escaped) = (Vec::new(), 0, 0, false, false);
    for (at, byte) in inner.bytes().chain([b',']).enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_string => is_escaped = true,
            b'"' => is_string = !is_string,
            b'{' | b'[' if !is_string => depth += 1,
            b'}' | b']' if !is_string => depth -= 1,
            b',' if !is_string && depth == 0 => {
                if let Some((name, value)) = inner[start..at].split_once("\":") {
                    found.push((name.trim_start_matches('"'), value.trim_matches('"')));
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn fields_end_outside_of_strings_and_brackets() {
        let json =
            r#"{"document_info":{"title":"a, \"b\": {c","words":3,"heads":["x","y"],"link":{"id":"q","uri":"u"}}}"#;
        let expected = [
            ("title", r#"a, \"b\": {c"#),
            ("words", "3"),
            ("heads", r#"["x","y"]"#),
            ("link", r#"{"id":"q","uri":"u"}"#),
        ];
        assert_eq!(fields(json), expected);
        assert_eq!(fields(r#"{"set_info":{}}"#), []);
    }
}
