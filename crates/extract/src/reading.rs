//! Reading a text batch by batch: the layers in their order, and what they remember from one batch to the next.

use crate::discourse::Discourse;
use crate::discourse::choice::{Choose, Weights};
use crate::discourse::cluster::Joined;
use crate::entities::{self, Judged, Names};
use crate::events::kind::{factuality_key, type_key};
use crate::events::scene::Scene;
use crate::events::{Events, Ground, Happening};
use crate::found::{Found, RULES_VERSION, Source, competing};
use crate::lexicon::Dictionary;
use crate::model::Model;
use crate::page::{Page, Part, Row};
use crate::passage::{Passage, PassageToken};
use crate::pattern::Lexeme;
use crate::pattern::grammar::Grammar;
use crate::pattern::phrase::{self, Item, TokenView, Tokens};
use crate::quotes::marks::Pairing;
use crate::quotes::{End, Link};
use crate::tagger::Tagger;
use crate::time::TimeMemory;
use crate::{Label, Layers, Reason, Settings, number, time};
use postil_core::structure::{self, ParagraphSpan};
use postil_core::{SuggestedArgument, SuggestedEvent, SuggestedMember, SuggestedRelation, Suggestions, sort_by_key};
use std::borrow::Cow;
use std::sync::Arc;

/// What hangs together among what was found in a batch.
struct Joints<'a> {
    /// From quotations.
    links: &'a [Link],
    /// Between neighbours.
    bonds: &'a [Link],
    joined: &'a [Joined],
    happenings: Vec<Happening>,
}

/// Everything that lives as long as the text is read.
pub(crate) struct Reading {
    settings: Settings,
    page: Page,
    time: TimeMemory,
    names: Names,
    judged: Vec<Judged>,
    tagger: Option<Tagger>,
    rules: Source,
    /// Who names things: the model, or the rules.
    namer: Source,
    pairing: Pairing,
    discourse: Discourse,
    events: Events,
    /// What finds events.
    model: Option<Arc<Model>>,
}

impl Reading {
    pub fn new(text: &str, settings: Settings, model: Option<Arc<Model>>) -> Self {
        let namer = match &model {
            // What the rules say of a name is evidence for the model, so both decide.
            Some(model) => Source {
                extractor: model.name().into(),
                version: format!("{}+{RULES_VERSION}", model.version()).into(),
            },
            None => Source::rules(),
        };
        let chooser: Box<dyn Choose> = match &model {
            Some(model) => Box::new(Arc::clone(model)),
            None => Box::new(Weights::none()),
        };
        Self {
            settings,
            page: Page::of(
                text,
                model.as_ref().map_or_else(Dictionary::of_rules, |model| Arc::clone(model.dictionary())),
            ),
            time: TimeMemory::of(text, settings.dct),
            names: Names::default(),
            judged: Vec::new(),
            tagger: model.clone().map(Tagger::new),
            rules: Source::rules(),
            namer,
            pairing: Pairing::default(),
            discourse: Discourse::choosing(chooser),
            events: Events::default(),
            model: model.filter(|_| settings.layers.contains(Layers::EVENTS)),
        }
    }

    /// Has speakers and antecedents chosen by another one.
    pub fn choose_by(&mut self, chooser: Box<dyn Choose>) {
        self.discourse = Discourse::choosing(chooser);
    }

    /// Has rules find names by other dictionaries, in a text of which nothing was read.
    pub fn know(&mut self, text: &str, dictionary: Arc<Dictionary>) {
        self.page = Page::of(text, dictionary);
    }

    /// The batch.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Begins a batch.
    pub fn begin(&mut self) {
        self.page.parts.clear();
        self.page.sentences.clear();
        self.page.tokens.clear();
        self.page.ids.clear();
        if let Some(tagger) = &mut self.tagger {
            tagger.begin();
        }
    }

    /// Adds a paragraph. Unless it is `whole`, its last sentence is left for the next piece, if there is another one; the
    /// place where the part ends comes back. `begins` is false for a piece that goes on with a paragraph.
    pub fn add(&mut self, text: &str, part: ParagraphSpan, whole: bool, begins: bool) -> usize {
        let page = &mut self.page;
        let (first_token, first_sentence) = (page.tokens.len(), page.sentences.len());
        structure::tokenize(text, part.start, part.end, &mut page.tokens);
        structure::split(text, &page.tokens, first_token, &mut page.sentences);
        if let Some(tagger) = &mut self.tagger {
            page.learn(text, first_token);
            tagger.meet(page, text, first_token);
            tagger.split(text, &page.tokens, first_token, &mut page.sentences, first_sentence);
        }
        let mut end = part.end;
        if !whole && page.sentences.len() > first_sentence + 1 {
            let last = page.sentences.pop().expect("there are two sentences at least");
            end = page.tokens[last.start].start as usize;
            page.tokens.truncate(last.start);
            page.ids.truncate(last.start);
            if let Some(tagger) = &mut self.tagger {
                tagger.truncate(last.start);
            }
        }
        page.learn(text, page.ids.len());
        self.pairing.read(text, part.start..end, !begins);
        page.parts.push(Part { bytes: part.start..end, sentences: first_sentence..page.sentences.len() });
        end
    }

    /// Whether the batch had better go on with what begins with `next`, a paragraph or the next piece of one: a quotation
    /// is open.
    pub fn inside_quote(&self, next: &str, begins: bool) -> bool {
        if begins { self.pairing.goes_on(next) } else { self.pairing.is_inside() }
    }

    /// Ends the batch: what the layers say. `spans_before` is the number of spans in earlier batches.
    pub fn finish(&mut self, text: &str, spans_before: usize) -> Suggestions {
        let layers = self.settings.layers;
        let mut found: Vec<Found> = Vec::new();
        let mut links: Vec<Link> = Vec::new();
        let mut joined: Vec<Joined> = Vec::new();
        let (quotes, coreference) = (layers.contains(Layers::QUOTES), layers.contains(Layers::COREFERENCE));
        let events = self.model.is_some();
        if self.reads_names() {
            self.names(text, &mut found);
        }
        if quotes || coreference || events {
            let end = self.page.parts.last().map_or(0, |p| p.bytes.end);
            self.pairing.abandon(text, end);
            let quoted = std::mem::take(&mut self.pairing.found);
            self.discourse.read(&self.page, text, quoted, coreference, (&mut found, &mut links, &mut joined));
        }
        let before = found.len();
        self.counted(text, &mut found);
        let mut dropped = competing(&found, before);
        let mut bonds: Vec<Link> = Vec::new();
        let happenings = self.happenings(text, &dropped, &mut found, &mut bonds);
        dropped.resize(found.len(), false);
        self.hand_out(
            found,
            Joints { links: &links, bonds: &bonds, joined: &joined, happenings },
            &dropped,
            spans_before,
        )
    }

    /// Whether what is asked for takes names.
    fn reads_names(&self) -> bool {
        let taking = [Layers::ENTITIES, Layers::QUOTES, Layers::COREFERENCE];
        self.model.is_some() || taking.into_iter().any(|layer| self.settings.layers.contains(layer))
    }

    /// Events and the relations that neighbours show, if there is a model to find them.
    fn happenings(
        &mut self, text: &str, dropped: &[bool], found: &mut Vec<Found>, bonds: &mut Vec<Link>,
    ) -> Vec<Happening> {
        let Some(model) = &self.model else { return Vec::new() };
        let (vocabulary, mentions) = self.discourse.met();
        let ground = Ground { page: &self.page, text, vocabulary };
        self.events.find(ground, model, mentions, dropped, (found, bonds))
    }

    /// Names, by the model if there is one.
    fn names(&mut self, text: &str, found: &mut Vec<Found>) {
        entities::judge(&self.page, text, &mut self.names, &mut self.judged);
        match &mut self.tagger {
            Some(tagger) => {
                tagger.prepare(&self.page, text, &self.judged);
                tagger.find(&self.page, text, &self.judged, &self.names, found);
            }
            None => entities::find(&self.page, text, &self.judged, found),
        }
    }

    /// Ends the batch like [`Self::finish`], but hands out what events are found in, sentence by sentence: for training.
    pub fn observe_events(&mut self, text: &str, mut sink: impl FnMut(&Scene<'_>)) {
        let mut found = Vec::new();
        self.names(text, &mut found);
        let end = self.page.parts.last().map_or(0, |p| p.bytes.end);
        self.pairing.abandon(text, end);
        let quoted = std::mem::take(&mut self.pairing.found);
        self.discourse.read(&self.page, text, quoted, false, (&mut found, &mut Vec::new(), &mut Vec::new()));
        let before = found.len();
        self.counted(text, &mut found);
        let dropped = competing(&found, before);
        if let Some(model) = &self.model {
            let (vocabulary, mentions) = self.discourse.met();
            let ground = Ground { page: &self.page, text, vocabulary };
            self.events.observe(ground, model, (mentions, &dropped, &found), &mut sink);
        }
    }

    /// Ends the batch like [`Self::finish`], but hands out the features of its tokens: for training.
    pub fn observe(&mut self, text: &str, mut sink: impl FnMut(&Page, usize, u32)) {
        entities::judge(&self.page, text, &mut self.names, &mut self.judged);
        if let Some(tagger) = &mut self.tagger {
            tagger.prepare(&self.page, text, &self.judged);
            tagger.observe(&self.page, text, &self.judged, |token, rows| {
                rows.iter().for_each(|row| sink(&self.page, token, *row));
            });
        }
    }

    /// What the tagger met in the batch, after [`Self::finish`]; nothing where no model found names.
    pub fn passage(&self, text: &str) -> Passage {
        let mut passage = Passage::default();
        let Some(tagger) = self.tagger.as_ref().filter(|_| self.reads_names()) else { return passage };
        let page = &self.page;
        passage.sentences.clone_from(&page.sentences);
        tagger.observe(page, text, &self.judged, |token, rows| {
            // A token that is in no sentence has no features.
            passage.ends.resize(token, passage.features.len() as u32);
            passage.features.extend_from_slice(rows);
            passage.ends.push(passage.features.len() as u32);
        });
        passage.ends.resize(page.tokens.len(), passage.features.len() as u32);
        passage
            .tokens
            .extend((0..page.tokens.len()).map(|token| PassageToken::of(page, text, token, tagger.margins(token))));
        passage
    }

    /// Sorts what was found, drops what was not asked for, and numbers it.
    fn hand_out(
        &mut self, found: Vec<Found>, joints: Joints<'_>, dropped: &[bool], spans_before: usize,
    ) -> Suggestions {
        let Joints { links, bonds, joined, happenings } = joints;
        let names = self.settings.layers.contains(Layers::ENTITIES);
        let (mut linked, mut member) = (vec![false; found.len()], vec![false; found.len()]);
        let quotes = self.settings.layers.contains(Layers::QUOTES);
        let links = if quotes { links } else { &[] };
        links.iter().filter_map(|link| link.tail.here()).for_each(|at| linked[at] = true);
        joined.iter().filter_map(|it| it.span.here()).for_each(|at| member[at] = true);
        bonds.iter().flat_map(|it| [Some(it.head), it.tail.here()]).flatten().for_each(|at| member[at] = true);
        let of_events = happenings.iter().flat_map(|it| &it.arguments);
        of_events.filter_map(|it| it.span.here()).for_each(|at| member[at] = true);
        // Who is meant is said even where names are not asked for; other mentions only as parts of something.
        let wanted = |at: &usize| {
            let label = found[*at].label;
            let asked = match label {
                Label::Quote | Label::Cue => quotes,
                Label::Mention => linked[*at],
                _ if label.is_name() => names,
                Label::Date | Label::Time | Label::Duration | Label::Set => self.settings.layers.contains(Layers::TIME),
                _ => true,
            };
            !dropped[*at] && (asked || member[*at])
        };
        let mut order: Vec<usize> = (0..found.len()).filter(wanted).collect();
        sort_by_key(&mut order, |at| {
            let f = &found[*at];
            (f.bytes.start, std::cmp::Reverse(f.bytes.end), f.label)
        });
        let mut place = vec![None; found.len()];
        for (at, of) in order.iter().enumerate() {
            place[*of] = Some(spans_before + at);
        }
        let mut buffer = String::new();
        let at_end = |end: End| match end {
            End::Here(at) => place[at],
            End::Earlier(at) => Some(at),
            End::Later(_) => None,
        };
        let relations = links.iter().chain(bonds).filter_map(|link| {
            let tail = at_end(link.tail)?;
            Some(SuggestedRelation {
                label: link.kind.key(),
                head: place[link.head]? as u32,
                tail: tail as u32,
                provenance: self.rules.says(
                    link.score,
                    &[Reason { rule: Cow::Borrowed(link.rule), matched: None }],
                    &mut buffer,
                ),
            })
        });
        let relations: Vec<_> = relations.collect();
        let members = joined.iter().filter_map(|it| {
            let span = at_end(it.span)? as u32;
            let provenance = self.rules.says(it.score, std::slice::from_ref(&it.reason), &mut buffer);
            Some(SuggestedMember { cluster: it.cluster, span, provenance })
        });
        let members = members.collect();
        let source = self.namer.clone();
        let events = happenings.into_iter().filter_map(|it| {
            let arguments = it.arguments.iter().filter_map(|part| {
                let span = at_end(part.span)? as u32;
                let reason = Reason { rule: Cow::Borrowed(part.rule), matched: None };
                let provenance = source.says(part.score, &[reason], &mut buffer);
                Some(SuggestedArgument { role: part.role.key(), span, provenance })
            });
            let arguments = arguments.collect();
            Some(SuggestedEvent {
                label: type_key(it.kind),
                trigger: place[it.trigger]? as u32,
                arguments,
                attributes: vec![(factuality_key(), it.factuality.name().into())],
                provenance: source.says(it.score, &it.reasons, &mut buffer),
            })
        });
        let mut events: Vec<_> = events.collect();
        sort_by_key(&mut events, |event| event.trigger);
        self.discourse.settle(|at| place[at]);
        let mut found: Vec<Option<Found>> = found.into_iter().map(Some).collect();
        let learned = |label: Label| label.is_name() || label == Label::Trigger;
        let source = |label: Label| if learned(label) { &self.namer } else { &self.rules };
        let spans = order.iter().filter_map(|at| found[*at].take());
        let spans = spans.map(|found| {
            let source = source(found.label);
            found.into_span(source, &mut buffer)
        });
        Suggestions { spans: spans.collect(), relations, members, events }
    }

    /// Times and numbers.
    fn counted(&mut self, text: &str, out: &mut Vec<Found>) {
        let layers = self.settings.layers;
        // An event has its time, whether times are asked for or not.
        let times = layers.contains(Layers::TIME) || self.model.is_some();
        if !times && !layers.contains(Layers::NUMBERS) {
            return;
        }
        let nothing = Lexeme::default();
        let num = Grammar::get().figures.num;
        let page = &self.page;
        for (at, sentence) in page.sentences.iter().enumerate() {
            self.time.next_sentence(page.parts.binary_search_by_key(&at, |part| part.sentences.start).is_ok());
            if sentence.clone().all(|t| page.word(t).lexeme.is_none()) {
                continue;
            }
            let view = |token: usize| TokenView {
                text: page.seen(text, token),
                lexeme: page.word(token).lexeme.as_deref().unwrap_or(&nothing),
            };
            let mut items: Vec<Item<'_>> = Vec::with_capacity(sentence.len());
            let gap = |token: usize| page.before(text, token);
            let notation = page.words.notation();
            phrase::phrases(&Tokens { range: sentence.clone(), view, gap, num, notation }, &mut items);
            let lexemes: Vec<&Lexeme> = items.iter().map(|item| item.lexeme.get()).collect();
            let taken = vec![false; items.len()];
            let mut row = Row { page, text, items: &items, lexemes: &lexemes, taken };
            let before = out.len();
            time::find(&mut row, self.settings.dct, &mut self.time, out);
            if !times {
                out.truncate(before);
            }
            if layers.contains(Layers::NUMBERS) {
                number::find(&mut row, out);
            }
        }
    }
}
