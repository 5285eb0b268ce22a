//! What must hold of everything that was read.

use postil_core::{ActorId, Author, Document, Store, Timestamp};
use postil_formats::{
    Annotated, Format, Naming, Node, Outcome, Reading, Source, gather, parse, records, reduce, serialise,
};
use std::collections::BTreeSet;

/// Documents that were read of a format: each is whole, our own files take them, and written in the format and read again
/// they are the same.
pub fn documents(format: &Format, documents: &[Annotated]) {
    documents.iter().for_each(whole);
    let (_, texts) = records::to_store(documents, "fuzz").expect("our own files take what was read");
    assert!(texts.len() <= documents.len());
    if format.writes() {
        again(format, documents);
    }
}

/// Every place is in the text and on the edge of a character, and whatever is referred to is there.
fn whole(it: &Annotated) {
    let text = it.text();
    let is_place = |start: usize, end: usize| {
        start <= end && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end)
    };
    for span in &it.spans {
        let mut before = None;
        for range in span.fragments.as_slice() {
            let range = range.to_usize();
            assert!(is_place(range.start, range.end), "{range:?} of {} bytes", text.len());
            assert!(before.is_none_or(|before| before < range.start), "fragments touch: {:?}", span.fragments);
            before = Some(range.end);
        }
    }
    let is_there = |node: Node| match node {
        Node::Span(i) => i < it.spans.len(),
        Node::Relation(i) => i < it.relations.len(),
        Node::Cluster(i) => i < it.clusters.len(),
        Node::Event(i) => i < it.events.len(),
    };
    assert!(it.relations.iter().all(|it| is_there(it.head) && is_there(it.tail)));
    assert!(it.clusters.iter().flat_map(|it| &it.members).all(|node| is_there(*node)));
    assert!(it.events.iter().flat_map(|it| &it.arguments).all(|(_, node)| is_there(*node)));
    assert!(it.events.iter().all(|event| event.trigger < it.spans.len()));
    let names = it.spans.iter().map(|it| &it.label).chain(it.relations.iter().map(|it| &it.label));
    let names = names.chain(it.clusters.iter().map(|it| &it.label)).chain(it.events.iter().map(|it| &it.label));
    for name in names {
        assert!(!name.is_empty() && name.len() <= 256 && !name.contains(char::is_control), "{name:?}");
    }
    let mut before = 0;
    for token in it.layout.iter().flat_map(|layout| layout.iter()).flat_map(|sentence| &sentence.tokens) {
        let token = token.to_usize();
        assert!(is_place(token.start, token.end) && before <= token.start, "the word {token:?} after {before}");
        before = token.end;
    }
}

/// Writes, reads and writes again.
fn again(format: &Format, documents: &[Annotated]) {
    // Our own files have a text once.
    let mut texts = BTreeSet::new();
    let mut documents: Vec<Annotated> = documents.to_vec();
    documents.retain(|it| texts.insert(it.document.id()));
    documents.sort_by_key(|it| it.document.id());
    let (mut held, _) = reduce(&documents, &format.holds);
    let first = serialise(format, &documents, &Default::default()).expect("what was read can be written");
    if held.is_empty() {
        return;
    }
    let files = first.files.iter().map(|file| Source::new(&*file.name, file.bytes.clone())).collect();
    let (groups, errors) = gather(files, postil_formats::format(format.id));
    assert!(errors.is_empty(), "what was written has no home: {errors:?}");
    let mut found = Vec::new();
    for group in &groups {
        let read = parse(format, &group.sources, &Reading { unit: format.unit, ..Reading::default() })
            .expect("what was written can be read");
        let wrong = read.report.entries.iter().find(|it| it.outcome != Outcome::Decided);
        assert!(wrong.is_none(), "what was written is wrong: {wrong:?}");
        found.extend(read.documents);
    }
    let second = serialise(format, &found, &Default::default()).expect("what was read can be written");
    assert!(second.losses.is_lossless(), "what was written does not fit: {:?}", second.losses);
    if held.iter().any(has_twins) {
        return;
    }
    for documents in [&mut found, &mut held] {
        if format.holds.naming == Naming::Lost {
            documents.iter_mut().for_each(|it| it.name.clear());
        }
        documents.sort_by_key(|it| (it.document.id(), it.name.clone()));
    }
    let show = |them: &[Annotated]| records::to_annotations(them);
    assert!(found == held, "read again, it is otherwise:\n{}\n{}", show(&found), show(&held));
    let bytes = |files: &[postil_formats::File]| files.iter().map(|it| it.bytes.clone()).collect::<Vec<_>>();
    assert!(bytes(&second.files) == bytes(&first.files), "written again, it is otherwise");
}

/// Whether there are nodes of which nothing says which is which, but what refers to them: their order is left open.
fn has_twins(it: &Annotated) -> bool {
    fn twins<T: PartialEq>(items: &[T]) -> bool {
        items.windows(2).any(|pair| pair[0] == pair[1])
    }
    twins(&it.spans) || twins(&it.relations) || twins(&it.clusters) || twins(&it.events)
}

/// A file of our own: what was read of it is written, read again without a problem, and written again the same. `known`
/// are documents that are at hand already.
pub fn project(input: &[u8], known: &[Document]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let known = |id| known.iter().find(|it| it.id() == id).cloned();
    let Ok(loaded) = postil_project::load(text, "fuzz", &known) else { return };
    let author = author();
    let mut store = Store::new();
    store.merge(loaded.merge(&store, &author, Timestamp(1)));
    records::from_store(&store, &loaded.documents).iter().for_each(whole);
    let written = postil_project::project::write(&store, &loaded.documents);
    let (again, documents) = load(&written, &author, &known);
    assert!(postil_project::project::write(&again, &documents) == written, "written again, it is otherwise");
    let written = postil_project::annotations::json(&store, &loaded.documents, &Default::default()).text;
    let (again, documents) = load(&written, &author, &known);
    let second = postil_project::annotations::json(&again, &documents, &Default::default()).text;
    assert!(second == written, "annotations, written again, are otherwise:\n{second}\n{written}");
}

fn load(text: &str, author: &Author, known: &dyn Fn(postil_core::DocId) -> Option<Document>) -> (Store, Vec<Document>) {
    let loaded = postil_project::load(text, "again", known).expect("what was written can be read");
    assert!(loaded.problems.is_empty(), "what was written is wrong: {:?}\n{text}", loaded.problems);
    let mut store = Store::new();
    store.merge(loaded.merge(&store, author, Timestamp(1)));
    (store, loaded.documents)
}

fn author() -> Author {
    Author { actor: ActorId::new(1), annotator: "fuzz".parse().expect("a well-formed name"), next_seq: 0 }
}
