//! Files out and in, as the page and its worker do it together: what comes out is what `postil-project` says.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "tests, which clippy does not know by this attribute")]

use postil_core::{
    ActorId, Author, DocId, Document, DocumentInfo, Draft, Fragments, Intent, Kind, Layer, Origin, Provenance,
    RecordKey, Score, Slug, Span, Store, SuggestedArgument, SuggestedEvent, SuggestedMember, SuggestedRelation,
    SuggestedSpan, Suggestions, TextRange, Timestamp,
};
use postil_messages::{
    Choices, FileKind, Format, Loaded, Meeting, ProjectHead, Request, RequestBody, Response, ResponseBody,
};
use postil_project::annotations::{self, Options, Pending};
use postil_project::{Replica, codec, project};
use postil_worker::foreign::{Answer, convert};
use postil_worker::{Files, Foreign, Project, Reply, export, export_page};
use std::collections::BTreeMap;
use std::sync::Arc;

const NOW: Timestamp = Timestamp(1_700_000_000_000);
const FAMILY: &str = "Erdoğan met Putin 👩‍👩‍👧‍👦.\r\n";

/// A page that has some documents.
struct Page {
    store: Store,
    author: Author,
    documents: Vec<Document>,
}

impl Page {
    fn new(actor: u64, texts: &[&str]) -> Self {
        let author = Author { actor: ActorId::new(actor), annotator: "me".parse().unwrap(), next_seq: 0 };
        let mut page = Self { store: Store::new(), author, documents: Vec::new() };
        for text in texts {
            let document = Document::new(*text);
            let info = DocumentInfo::of(&document, text.trim_end());
            page.commit(Intent::AddDocument, |draft| draft.put(RecordKey::Document(document.id()), info.into()));
            page.documents.push(document);
        }
        page
    }

    /// With two documents and two spans in the first.
    fn sample() -> Self {
        let mut page = Self::new(0xfedc_ba98_7654_3210, &[FAMILY, "Another text."]);
        for word in ["Erdoğan", "Putin"] {
            let start = FAMILY.find(word).unwrap();
            let span = Span {
                doc: page.documents[0].id(),
                set: "work-me".parse().unwrap(),
                label: "PER".parse().unwrap(),
                fragments: Fragments::one(TextRange::from_usize(start..start + word.len())),
                origin: Origin::Person,
                link: None,
            };
            page.commit(Intent::Tag, |draft| {
                draft.add(span.into());
            });
        }
        page
    }

    fn commit(&mut self, intent: Intent, write: impl FnOnce(&mut Draft)) {
        let mut draft = Draft::new(&self.store, &self.author);
        write(&mut draft);
        let transaction = draft.finish(NOW, intent).unwrap();
        self.store.commit(Arc::new(transaction)).unwrap();
        self.author.next_seq += 1;
    }

    fn head(&self, docs: &[DocId]) -> ProjectHead {
        ProjectHead {
            digest: self.store.digest().to_string(),
            is_whole: true,
            documents: docs.to_vec(),
            given: docs.to_vec(),
            actor: self.author.actor,
            annotator: self.author.annotator.clone(),
            next_seq: self.author.next_seq,
            now: NOW,
        }
    }

    fn replica(&self) -> Replica {
        let mut replica = Replica::default();
        for transaction in self.store.log_since(1) {
            replica.take_in(&codec::encode(transaction)).unwrap();
        }
        assert_eq!(replica.digest(), self.store.digest());
        replica
    }

    /// What a request about some documents means.
    fn send(&self, docs: &[DocId]) -> Project {
        let text = |doc| Some(self.documents.iter().find(|document| document.id() == doc)?.text().to_string());
        Project::new(&self.head(docs), &self.replica(), text)
    }

    fn send_all(&self) -> Project {
        let docs: Vec<DocId> = self.documents.iter().map(Document::id).collect();
        self.send(&docs)
    }

    /// Opens a file and looks at what is in it.
    fn open(&self, files: &mut Files, file: u32, text: &str) -> Loaded {
        let reply = files.open(7, "a.json", text.as_bytes().to_vec(), None);
        let Reply::Plain(ResponseBody::Native { file: kept, name, sources, wanted }) = reply else {
            panic!("{reply:?}")
        };
        assert_eq!((kept, &*name, &*sources), (file, "a.json", &[7][..]), "files are counted");
        let mut docs: Vec<DocId> = self.documents.iter().map(Document::id).collect();
        docs.retain(|doc| wanted.contains(doc));
        match files.read(file, &[], &self.send(&docs)) {
            ResponseBody::Loaded(loaded) => loaded,
            other => panic!("{other:?}"),
        }
    }

    /// Adds what the worker says; gives whether it is the reader's own.
    fn add(&mut self, reply: Reply) -> bool {
        let Reply::Bytes(ResponseBody::Imported { documents, is_own }, payloads) = reply else { panic!("{reply:?}") };
        let mut texts: Vec<String> = payloads.into_iter().map(|bytes| String::from_utf8(bytes).unwrap()).collect();
        let (log, problems) = codec::decode_log(texts.remove(0).lines());
        assert_eq!(problems, []);
        for transaction in log.into_iter().map(Arc::new) {
            match is_own {
                true => self.store.commit(transaction).unwrap(),
                false => self.store.merge([transaction]),
            }
        }
        assert_eq!(texts.iter().map(|text| DocId::of(text)).collect::<Vec<_>>(), documents);
        for document in texts.into_iter().map(Document::new) {
            if self.documents.iter().all(|other| other.id() != document.id()) {
                self.documents.push(document);
            }
        }
        is_own
    }

    fn whole(&self) -> String {
        project::write(&self.store, &self.documents)
    }
}

#[test]
fn files_are_those_of_the_project() {
    let page = Page::sample();
    let (store, documents) = (&page.store, &page.documents);
    let provenance = Provenance {
        extractor: "rules".into(),
        version: "1".into(),
        score: Score::ONE,
        reasons: vec!["in a list".into()],
    };
    let found = SuggestedSpan {
        range: TextRange::from_usize(0..8),
        label: "PER".parse().unwrap(),
        value: Some("x".into()),
        provenance: provenance.into(),
    };
    let doc = documents[0].id();
    let pending = Pending { spans: vec![found.clone()], joints: Vec::new() };
    let options = Options { suggestions: BTreeMap::from([(doc, pending)]), ..Options::default() };
    let suggested = Suggestions { spans: vec![found], ..Suggestions::default() };
    for (format, expected) in [
        (Format::Project, page.whole()),
        (Format::WithoutHistory, project::write_without_history(store, documents, &page.author, NOW)),
        (Format::Annotations, annotations::json(store, documents, &options).text),
        (Format::AnnotationLines, annotations::json_lines(store, documents, &options).text),
    ] {
        let reply = export(format.clone(), &page.send_all(), vec![(doc, suggested.clone(), 1)], false);
        let body = ResponseBody::Exported {
            bytes: expected.len() as u32,
            left_out: 0,
            first: None,
            ending: None,
            losses: Vec::new(),
        };
        assert_eq!(reply, Reply::Bytes(body, vec![expected.into_bytes()]), "{format:?}");
    }
}

#[test]
fn what_is_suggested_to_be_joined_is_told_by_what_it_joins() {
    let page = Page::sample();
    let doc = page.documents[0].id();
    let why =
        || Arc::new(Provenance { extractor: "rules".into(), version: "1".into(), score: Score::ONE, reasons: vec![] });
    let span = |words: &str, label: &str| {
        let at = FAMILY.find(words).unwrap();
        let range = TextRange::from_usize(at..at + words.len());
        SuggestedSpan { range, label: label.parse().unwrap(), value: None, provenance: why() }
    };
    let member = |span| SuggestedMember { cluster: 0, span, provenance: why() };
    let found = Suggestions {
        // The last one was accepted: it is there because others are joined with it.
        spans: vec![span("Erdoğan", "PER"), span("met", "CUE"), span("Putin", "PER")],
        relations: vec![SuggestedRelation { label: "knows".parse().unwrap(), head: 1, tail: 2, provenance: why() }],
        members: vec![member(0), member(2)],
        events: vec![SuggestedEvent {
            label: "CONSULT".parse().unwrap(),
            trigger: 1,
            arguments: vec![SuggestedArgument { role: "actor".parse().unwrap(), span: 0, provenance: why() }],
            attributes: Vec::new(),
            provenance: why(),
        }],
    };
    let reply = export(Format::Annotations, &page.send_all(), vec![(doc, found, 2)], false);
    let Reply::Bytes(ResponseBody::Exported { left_out: 0, .. }, payloads) = reply else { panic!("{reply:?}") };
    let file: serde_json::Value = serde_json::from_slice(&payloads[0]).unwrap();
    let all = file["documents"].as_array().unwrap();
    let suggestions = all.iter().find_map(|it| it["suggestions"].as_array()).unwrap();
    let words = |it: &serde_json::Value| it["quote"].as_str().unwrap().to_owned();
    assert_eq!(suggestions.len(), 5);
    assert_eq!(suggestions[..2].iter().map(words).collect::<Vec<_>>(), ["Erdoğan", "met"]);
    let (relation, event, cluster) = (&suggestions[2], &suggestions[3], &suggestions[4]);
    let actor = &event["arguments"][0];
    assert_eq!((&event["type"], &*words(&event["trigger"])), (&"CONSULT".into(), "met"));
    assert_eq!((&actor["role"], &*words(&actor["node"])), (&"actor".into(), "Erdoğan"));
    assert_eq!((&*words(&relation["head"]), &*words(&relation["tail"])), ("met", "Putin"));
    assert_eq!((&relation["type"], &relation["score"]), (&"knows".into(), &1.0.into()));
    let members: Vec<String> = cluster["members"].as_array().unwrap().iter().map(words).collect();
    assert_eq!((&cluster["type"], members), (&"coreference".into(), vec!["Erdoğan".to_owned(), "Putin".to_owned()]));
}

/// Postil as one file, as far as it matters here.
const PAGE: &str = "<!doctype html>\n<meta name=\"generator\" content=\"Postil page\">\n\
    <script type=\"application/json\" id=\"postil-project\"></script>";

#[test]
fn a_page_with_the_project_in_it_comes_back_the_same_and_keeps_its_storage() {
    let there = Page::sample();
    let written = |page: &str, name| match export_page(page, name, &there.send_all()) {
        Ok(Reply::Bytes(ResponseBody::Exported { left_out: 0, .. }, mut payloads)) => {
            String::from_utf8(payloads.remove(0)).unwrap()
        }
        other => panic!("{other:?}"),
    };
    let page = written(PAGE, None);
    let mut here = Page::new(7, &["Something else."]);
    let mut files = Files::default();
    let loaded = here.open(&mut files, 1, &page);
    assert_eq!((loaded.kind, loaded.all_faults), (FileKind::Project, 0), "{:?}", loaded.faults);
    here.add(files.import(1, false, &[], &here.send(&[])));
    assert!(there.store.spans(there.documents[0].id()).iter().all(|id| here.store.span(*id).is_some()));
    // Named after the first step, whoever hands it on; a page that has a name keeps it.
    let storage = |page: &str| page.split("data-store=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(storage(&page).starts_with("postil-"), "{}", storage(&page));
    assert_eq!(storage(&written(&page, None)), storage(&page));
    assert_eq!(storage(&written(&page, Some("postil-before"))), "postil-before");
    assert!(export_page("<!doctype html><p>An article.", None, &there.send_all()).is_err());
}

#[test]
fn a_preview_tells_the_size_of_the_whole() {
    let page = Page::sample();
    let reply = export(Format::Project, &page.send_all(), Vec::new(), true);
    let Reply::Bytes(ResponseBody::Exported { bytes, .. }, payloads) = reply else { panic!("{reply:?}") };
    assert_eq!(bytes as usize, page.whole().len());
    assert!(payloads[0].len() < page.whole().len());
}

#[test]
fn a_project_comes_back_the_same() {
    let there = Page::sample();
    let mut here = Page::new(7, &["Something else."]);
    let mut files = Files::default();
    let loaded = here.open(&mut files, 1, &there.whole());
    assert_eq!((loaded.kind, loaded.all_faults), (FileKind::Project, 0), "{:?}", loaded.faults);
    let found = loaded.contents;
    assert_eq!((found.documents, found.new_documents, found.spans, found.new_annotations), (2, 2, 2, 2));
    let is_own = here.add(files.import(1, false, &[], &here.send(&[])));
    assert!(!is_own, "the file's history is its authors'");
    let mut both = there.store.clone();
    both.merge(Page::new(7, &["Something else."]).store.log().cloned());
    assert_eq!(here.whole(), project::write(&both, &here.documents));

    let again = here.open(&mut files, 2, &there.whole()).contents;
    assert_eq!((again.new_documents, again.new_annotations, again.new_transactions), (0, 0, 0));
    files.discard(1);
    files.discard(2);
    assert!(files.is_empty());
}

#[test]
fn a_copy_is_a_set_of_its_own() {
    let mut page = Page::sample();
    let mut files = Files::default();
    page.open(&mut files, 1, &page.whole());
    let is_own = page.add(files.import(1, true, &[], &page.send(&[])));
    assert!(is_own);
    let (store, doc) = (&page.store, page.documents[0].id());
    let spans: Vec<_> = store.spans(doc).into_iter().filter_map(|id| store.span(id)).collect();
    assert_eq!(spans.len(), 4);
    assert_eq!(spans.iter().filter(|span| span.set.as_str() == "work-me").count(), 2);
}

#[test]
fn labels_of_a_file_meet_those_of_the_project() {
    let slug = |text: &str| text.parse::<Slug>().unwrap();
    let line = "{\"text\": \"Erdoğan met Ana in Sochi.\", \"label\": [[0, 7, \"PER\"], [12, 15, \"PER.Individual\"], [19, 24, \"Spa\"]]}\n";
    let open = |page: &Page, files: &mut Files, before: &[(Slug, Meeting)]| {
        let (answer, payloads) =
            convert::read(vec![("a.jsonl".to_owned(), line.into())], convert::Said::default(), &mut |_| ());
        let Answer::Read(found) = answer else { panic!("{answer:?}") };
        let origin = Foreign { formats: found.formats, remarks: Vec::new(), all_remarks: 0 };
        let kept = files.keep("a.jsonl", vec![0], String::from_utf8(payloads[0].clone()).unwrap(), Some(origin));
        let ResponseBody::Native { file, .. } = kept else { panic!("{kept:?}") };
        let ResponseBody::Loaded(loaded) = files.read(file, before, &page.send_all()) else { panic!("it is read") };
        (file, loaded)
    };
    let (mut files, mut page) = (Files::default(), Page::new(1, &[]));
    let (file, loaded) = open(&page, &mut files, &[]);
    let met: Vec<(Slug, Meeting)> = loaded.labels.into_iter().map(|it| (it.label, it.meeting)).collect();
    let (person, place) = (slug("PERSON"), slug("GPE"));
    assert_eq!(
        met,
        [
            (slug("PER"), Meeting::Same(person.clone())),
            (slug("PER.Individual"), Meeting::Under(person.clone())),
            (slug("Spa"), Meeting::Own)
        ]
    );
    // Somebody knows better than the names do.
    let chosen = [met[0].clone(), met[1].clone(), (slug("Spa"), Meeting::Same(place.clone()))];
    page.add(files.import(file, false, &chosen, &page.send(&[])));
    let doc = page.documents[0].id();
    let spans = page.store.spans(doc);
    let labels: Vec<&Slug> = spans.iter().map(|id| &page.store.span(*id).unwrap().label).collect();
    assert_eq!(labels, [&person, &slug("PER.Individual"), &place]);
    let definition = |label: &str| page.store.definitions().get(&(Kind::Label, slug(label))).cloned();
    assert_eq!((definition("PER"), definition("Spa")), (None, None), "they are no second labels for the same");
    assert_eq!(definition("PER.Individual").unwrap().parent, Some(person));

    // The same file again, with what was decided: nothing in it is new, nor is it here otherwise.
    let (file, loaded) = open(&page, &mut files, &chosen);
    assert_eq!((loaded.contents.new_annotations, loaded.contents.changed_annotations), (0, 0));
    let again: Vec<(Slug, Meeting)> = loaded.labels.into_iter().map(|it| (it.label, it.meeting)).collect();
    assert_eq!(again, [chosen[0].clone(), chosen[2].clone()], "the third is a label of the project now");
    let before = page.store.log_len();
    page.add(files.import(file, false, &again, &page.send(&[])));
    assert_eq!(page.store.log_len(), before);
}

#[test]
fn annotations_without_texts_find_those_of_the_page() {
    let there = Page::sample();
    let options = Options { text: false, ..Options::default() };
    let file = annotations::json(&there.store, &there.documents, &options).text;
    let mut here = Page::new(7, &[FAMILY]);
    let mut files = Files::default();
    let loaded = here.open(&mut files, 1, &file);
    assert_eq!((loaded.kind, loaded.contents.spans, loaded.contents.new_annotations), (FileKind::Annotations, 2, 2));
    assert!(loaded.all_faults > 0, "the other text is missing");
    let is_own = here.add(files.import(1, false, &[], &here.send(&[])));
    assert!(is_own);
    assert_eq!(here.store.spans(here.documents[0].id()).len(), 2);
}

#[test]
fn a_text_that_is_missing_keeps_no_other_from_being_written() {
    let page = Page::sample();
    let docs: Vec<DocId> = page.documents.iter().map(Document::id).collect();
    let [there, missing] = docs[..] else { panic!("two documents") };
    let text = |doc| (doc == there).then(|| FAMILY.to_owned());
    let project = Project::new(&page.head(&docs), &page.replica(), text);
    assert_eq!(project.missing, [missing]);
    let reply = export(Format::Annotations, &project, Vec::new(), false);
    let Reply::Bytes(ResponseBody::Exported { left_out, first, .. }, payloads) = reply else { panic!("{reply:?}") };
    assert_eq!(left_out, 1);
    assert!(first.is_some_and(|it| it.starts_with("the text of “Another text.” is not in storage")));
    assert_eq!(
        str::from_utf8(&payloads[0]).unwrap().matches("\"quote\"").count(),
        2,
        "the spans of the other document"
    );
    let (answer, _) = convert::write("brat", &Choices::default(), &project, false);
    let Answer::Written { left_out, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(left_out, 1);
    // A document that only the history tells of is not missed.
    let head = page.head(&[there, DocId::of("deleted")]);
    assert_eq!(Project::new(&head, &page.replica(), text).missing, []);
}

#[test]
fn a_replica_takes_in_nothing_that_is_damaged() {
    let page = Page::sample();
    let lines: Vec<String> = page.store.log_since(1).map(|transaction| codec::encode(transaction)).collect();
    let mut replica = Replica::default();
    assert!(replica.take_in(&lines.join("\n").replace("PER", "ORG")).is_err());
    assert_ne!(replica.digest(), page.store.digest());
    replica.take_in(&lines.join("\n")).unwrap();
    assert_eq!(replica.digest(), page.store.digest());
    assert_eq!(replica.store().snapshot(), page.store.snapshot());
}

#[test]
fn a_file_that_was_put_away_says_so() {
    let page = Page::sample();
    let mut files = Files::default();
    page.open(&mut files, 1, &page.whole());
    files.discard(1);
    for reply in [Reply::Plain(files.read(1, &[], &page.send(&[]))), files.import(1, false, &[], &page.send(&[]))] {
        let Reply::Plain(ResponseBody::Failed { message }) = &reply else { panic!("{reply:?}") };
        assert!(message.contains("open it again"), "{message}");
    }
}

#[test]
fn heads_are_read_as_they_are_written() {
    let page = Page::sample();
    let project = page.head(&[page.documents[0].id()]);
    let body = RequestBody::Import { file: 1, is_copy: true, meetings: Vec::new(), project };
    let request = Request { seq: 2, doc: String::new(), body };
    let json = serde_json::to_value(&request).unwrap();
    assert_eq!(serde_json::from_value::<Request>(json).unwrap(), request);
    let loaded = page.open(&mut Files::default(), 1, &page.whole());
    let response = Response { seq: 2, doc: String::new(), body: ResponseBody::Loaded(loaded) };
    let json = serde_json::to_value(&response).unwrap();
    assert_eq!(serde_json::from_value::<Response>(json).unwrap(), response);
}

#[test]
fn annotations_of_other_programs_come_in_and_go_out() {
    let line = "{\"text\": \"Erdoğan met 🇹🇷 officials in Sochi.\", \"label\": [[0, 7, \"PER\"], [30, 35, \"LOC\"], [3, 99, \"X\"]]}\n";
    let (answer, payloads) =
        convert::read(vec![("a.jsonl".to_owned(), line.into())], convert::Said::default(), &mut |_| ());
    let Answer::Read(found) = answer else { panic!("{answer:?}") };
    let mut files = Files::default();
    let mut page = Page::new(1, &[]);
    let text = String::from_utf8(payloads[0].clone()).unwrap();
    let origin = Foreign { formats: found.formats, remarks: found.remarks, all_remarks: found.all_remarks };
    files.keep("a.jsonl", vec![0], text, Some(origin));
    let ResponseBody::Loaded(loaded) = files.read(1, &[], &page.send(&[])) else { panic!("it is read") };
    assert_eq!((loaded.kind, &*loaded.formats), (FileKind::Foreign, "doccano JSON Lines"));
    assert_eq!((loaded.contents.documents, loaded.contents.spans), (1, 2));
    let told: Vec<&str> = loaded.faults.iter().map(|fault| &*fault.message).collect();
    assert!(told.iter().any(|it| it.starts_with("Decided: ") && it.contains("UTF-16")), "{told:?}");
    assert!(told.iter().any(|it| it.starts_with("Left out: ")), "{told:?}");
    page.add(files.import(1, false, &[], &page.send(&[])));

    let (answer, payloads) = convert::write("brat", &Choices::default(), &page.send_all(), false);
    let Answer::Written { ending, losses, .. } = &answer else { panic!("{answer:?}") };
    assert_eq!((&**ending, losses.len()), ("brat.zip", 0), "{losses:?}");
    let files = postil_formats::unzip("z", &payloads[0]).unwrap();
    let ann = files.iter().find(|file| file.name.ends_with(".ann")).unwrap();
    assert_eq!(str::from_utf8(&ann.bytes), Ok("T1\tPER 0 7\tErdoğan\nT2\tLOC 28 33\tSochi\n"));
    let Answer::Listed { groups } = convert::list(&Choices::default(), &page.send_all()) else { panic!("a list") };
    let is_lossy = |id: &str| groups.iter().flat_map(|it| &it.formats).find(|it| it.id == id).map(|it| it.is_lossy);
    assert_eq!(
        (is_lossy("labelstudio"), is_lossy("gliner")),
        (Some(false), Some(false)),
        "other white space is no loss"
    );
    assert_eq!(is_lossy("doccano-classes"), Some(true));
}

#[test]
fn a_person_chooses_layers_the_nested_span_and_the_unit() {
    const SAID: &str = "🇹🇷 “Putin waits,” Erdoğan said on Monday.";
    let mut page = Page::new(1, &[SAID]);
    let words = [("QUOTE", "“Putin waits,”"), ("PERSON", "Putin"), ("PERSON", "Erdoğan"), ("DATE", "Monday")];
    for (label, words) in words {
        let start = SAID.find(words).unwrap();
        let span = Span {
            doc: page.documents[0].id(),
            set: "work-me".parse().unwrap(),
            label: label.parse().unwrap(),
            fragments: Fragments::one(TextRange::from_usize(start..start + words.len())),
            origin: Origin::Person,
            link: None,
        };
        page.commit(Intent::Tag, |draft| {
            draft.add(span.into());
        });
    }
    let written = |format: &str, choices: &Choices| {
        let (answer, payloads) = convert::write(format, choices, &page.send_all(), false);
        let Answer::Written { losses, .. } = answer else { panic!("{answer:?}") };
        let missed: Vec<String> =
            losses.into_iter().filter(|it| !it.is_aside).map(|it| format!("{} {}", it.count, it.what)).collect();
        (String::from_utf8(payloads[0].clone()).unwrap(), missed)
    };
    let as_it_is = Choices::default();
    let (conll, missed) = written("conll2003", &as_it_is);
    assert!(conll.matches("PERSON").count() == 2 && conll.contains("DATE") && !conll.contains("QUOTE"), "{conll}");
    assert_eq!(missed, ["1 Spans that overlap a longer one, and quotes around names"]);
    let outermost = Choices { nested: Some("outermost".to_owned()), ..as_it_is.clone() };
    let (conll, _) = written("conll2003", &outermost);
    assert!(conll.matches("PERSON").count() == 1 && conll.contains("QUOTE"), "{conll}");
    let without = Choices { without: vec![Layer::Quotes, Layer::Dates], ..as_it_is.clone() };
    let (conll, missed) = written("conll2003", &without);
    assert!(conll.matches("PERSON").count() == 2 && !conll.contains("QUOTE") && !conll.contains("DATE"), "{conll}");
    assert!(missed.is_empty(), "what is left out by choice is no loss: {missed:?}");
    for unit in [None, Some("char"), Some("byte")] {
        let (line, _) = written("doccano", &Choices { unit: unit.map(str::to_owned), ..as_it_is.clone() });
        let start = match unit {
            Some("byte") => SAID.find("Erdoğan").unwrap(),
            Some(_) => SAID.chars().take_while(|c| *c != 'E').count(),
            None => SAID[..SAID.find("Erdoğan").unwrap()].encode_utf16().count(),
        };
        let len = if unit == Some("byte") { "Erdoğan".len() } else { 7 };
        assert!(line.contains(&format!("[{start},{},\"PERSON\"]", start + len)), "{unit:?}: {line}");
    }
    // A unit that a format does not know is that of another one.
    assert_eq!(
        written("csv", &Choices { unit: Some("byte".to_owned()), ..as_it_is.clone() }),
        written("csv", &as_it_is)
    );
    let listed = |choices: &Choices| {
        let Answer::Listed { groups } = convert::list(choices, &page.send_all()) else { panic!("a list") };
        groups.into_iter().flat_map(|it| it.formats).collect::<Vec<_>>()
    };
    let of = |choices: &Choices, id: &str| listed(choices).into_iter().find(|it| it.id == id).unwrap();
    let conll = of(&as_it_is, "conll2003");
    assert!(conll.is_lossy && conll.is_training && conll.is_flat && conll.units.is_empty(), "{conll:?}");
    assert!(!of(&without, "conll2003").is_lossy);
    let doccano = of(&as_it_is, "doccano");
    assert!(!doccano.is_training && !doccano.is_flat, "{doccano:?}");
    assert_eq!(doccano.units, ["utf16", "char", "byte"]);
}
