//! What the layers look at: one batch of text as paragraphs, sentences, tokens and words, and what was read before it.

use crate::entities::{self, Judged, Names};
use crate::lexicon::{Word, WordId, Words};
use crate::model::Model;
use crate::pattern::grammar::Grammar;
use crate::pattern::phrase::{self, Item, TokenView};
use crate::pattern::{Lexeme, Rule};
use crate::quotes::marks::Pairing;
use crate::quotes::{self, End, LastSpeaker, Link};
use crate::structure::paragraph::ParagraphSpan;
use crate::structure::{Token, sentence, token};
use crate::tagger::Tagger;
use crate::time::TimeMemory;
use crate::{Label, Layers, Reason, Settings, number, time};
use postil_core::{Provenance, Score, SuggestedRelation, SuggestedSpan, TextRange};
use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// A paragraph of the batch, or a piece of a long one.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Bytes.
    pub bytes: Range<usize>,
    /// Sentences of the batch.
    pub sentences: Range<usize>,
}

/// One batch, analysed.
#[derive(Default)]
pub(crate) struct Page {
    pub parts: Vec<Part>,
    /// Tokens of the batch.
    pub sentences: Vec<Range<usize>>,
    pub tokens: Vec<Token>,
    /// The word of each token.
    pub ids: Vec<WordId>,
    pub words: Words,
}

impl Page {
    /// Looks at the words of the tokens from `first` on.
    pub fn learn(&mut self, text: &str, first: usize) {
        for token in &self.tokens[first..] {
            let surface = &text[token.start as usize..token.end as usize];
            self.ids.push(self.words.intern(surface, token.kind));
        }
    }

    /// What is known of the word of a token.
    pub fn word(&self, token: usize) -> &Word {
        self.words.get(self.ids[token])
    }

    /// The bytes of a row of tokens, from the first byte of the first to the last of the last.
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize
    }

    pub fn slice<'t>(&self, text: &'t str, token: usize) -> &'t str {
        &text[self.tokens[token].start as usize..self.tokens[token].end as usize]
    }

    /// The tokens that lie in a stretch of bytes.
    pub fn tokens_of(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.tokens.partition_point(|t| (t.start as usize) < bytes.start);
        let end = self.tokens.partition_point(|t| (t.end as usize) <= bytes.end);
        start..end.max(start)
    }

    /// The part that holds a byte.
    pub fn part_of(&self, byte: usize) -> usize {
        self.parts.partition_point(|p| p.bytes.end <= byte).min(self.parts.len().saturating_sub(1))
    }

    /// The tokens of a part.
    pub fn token_bounds(&self, part: usize) -> Range<usize> {
        let sentences = &self.parts[part].sentences;
        match (self.sentences.get(sentences.start), sentences.end.checked_sub(1).and_then(|s| self.sentences.get(s))) {
            (Some(first), Some(last)) if !sentences.is_empty() => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= token).min(self.sentences.len().saturating_sub(1))
    }

    /// The sentence that holds a byte.
    pub fn sentence_at(&self, byte: usize) -> usize {
        self.sentence_of(self.tokens.partition_point(|t| t.end as usize <= byte))
    }

    /// Whether nothing parts a token from the one before it.
    pub fn glued(&self, token: usize) -> bool {
        token > 0 && self.tokens[token - 1].end == self.tokens[token].start
    }

    /// Whether a sentence begins with the token.
    pub fn opens_sentence(&self, token: usize) -> bool {
        self.sentences.binary_search_by_key(&token, |s| s.start).is_ok()
    }

    /// Words that mean something else: `May` and `March` alone, where a sentence begins, are no months; `Sun` and `Mar` no
    /// abbreviations; `Weekly` is part of a name.
    pub fn is_hard_to_believe(&self, text: &str, rule: &str, tokens: &Range<usize>) -> bool {
        let word = self.slice(text, tokens.end - 1);
        let before = tokens.start.checked_sub(1).map(|t| self.slice(text, t));
        match rule {
            // The fall of a town, and to fall.
            "season" | "season with the article" if word == "fall" => {
                tokens.len() > 1 || before.is_some_and(|b| b == "to" || b == "fall")
            }
            _ if tokens.len() > 1 => false,
            "month" if word == "May" && tokens.end < self.tokens.len() && is_pronoun(self.slice(text, tokens.end)) => {
                true
            }
            "month" if matches!(word, "May" | "March") => {
                let named = before.is_some_and(|b| b.starts_with(|c: char| c.is_uppercase()));
                self.opens_sentence(tokens.start) || named && !self.opens_sentence(tokens.start - 1)
            }
            "month" | "weekday" => {
                matches!(word, "Sun" | "Sat" | "Mon" | "Wed" | "Fri" | "Mar" | "Jan" | "Jun" | "Dec" | "Thu" | "Tue")
            }
            "daily, weekly" => word.starts_with(|c: char| c.is_uppercase()) && !self.opens_sentence(tokens.start),
            _ => false,
        }
    }

    /// Whether a number counts something: not the mark of a list item or of a note, not `one` as a pronoun.
    pub fn counts(&self, text: &str, tokens: &Range<usize>) -> bool {
        let at = tokens.start;
        let next = (tokens.end < self.tokens.len()).then(|| self.slice(text, tokens.end));
        let before = (at > 0).then(|| self.slice(text, at - 1));
        if before.is_some_and(|b| b == "[" || b == "#") && next.is_none_or(|n| n == "]" || n == ",") {
            return false;
        }
        if tokens.len() > 1 {
            return true;
        }
        let word = self.slice(text, at);
        if word.eq_ignore_ascii_case("one") {
            return next.is_some_and(|n| n == "of");
        }
        let opens = self.opens_sentence(at);
        !(opens && next.is_some_and(|n| n == "." || n == ")"))
    }
}

/// Names and times or numbers that claim the same words: the longer one wins, and the time where both are equal. What was
/// found from `counted` on are times and numbers; says which are dropped.
fn competing(found: &[Found], counted: usize) -> Vec<bool> {
    let mut dropped = vec![false; found.len()];
    let mut names: Vec<usize> = (0..counted).filter(|at| found[*at].label.is_name()).collect();
    names.sort_by_key(|at| found[*at].bytes.start);
    for at in counted..found.len() {
        let time = &found[at].bytes;
        let first = names.partition_point(|n| found[*n].bytes.end <= time.start);
        for name in names[first..].iter().take_while(|n| found[**n].bytes.start < time.end) {
            let other = &found[*name].bytes;
            if time.start <= other.start && other.end <= time.end {
                dropped[*name] = true;
            } else if other.start <= time.start && time.end <= other.end {
                dropped[at] = true;
            }
        }
    }
    dropped
}

/// A sentence as the rules for times and numbers see it.
pub(crate) struct Row<'a> {
    pub page: &'a Page,
    pub text: &'a str,
    pub items: &'a [Item<'a>],
    /// What the rules know of each item.
    pub lexemes: &'a [&'a Lexeme],
    /// The items that belong to a span already.
    pub taken: Vec<bool>,
}

/// `May I go?`
fn is_pronoun(word: &str) -> bool {
    ["I", "we", "you", "he", "she", "it", "they"].contains(&word)
}

/// Something a layer found, before it is handed out.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub bytes: Range<usize>,
    pub label: Label,
    /// Ten-thousandths.
    pub score: u16,
    pub value: Option<String>,
    pub reasons: Vec<Reason>,
}

impl Found {
    pub fn by_rule(bytes: Range<usize>, label: Label, rule: &'static Rule, value: Option<String>) -> Self {
        let reason = Reason { rule: Cow::Borrowed(rule.name), matched: None };
        Self { bytes, label, score: u16::from(rule.score) * 100, value, reasons: vec![reason] }
    }

    fn into_span(self, source: &Source, buffer: &mut String) -> SuggestedSpan {
        SuggestedSpan {
            range: TextRange::from_usize(self.bytes),
            label: self.label.key(),
            value: self.value.map(Arc::from),
            provenance: source.says(self.score, &self.reasons, buffer),
        }
    }
}

/// Who suggests something.
struct Source {
    extractor: Arc<str>,
    version: Arc<str>,
}

impl Source {
    /// The rules of this crate.
    fn rules() -> Self {
        Self { extractor: EXTRACTOR.into(), version: RULES_VERSION.into() }
    }

    /// `buffer` is used again, so that a reason costs one allocation.
    fn says(&self, score: u16, reasons: &[Reason], buffer: &mut String) -> Arc<Provenance> {
        let mut words = |reason: &Reason| -> Arc<str> {
            buffer.clear();
            write!(buffer, "{reason}").expect("a string takes everything");
            buffer.as_str().into()
        };
        Arc::new(Provenance {
            extractor: self.extractor.clone(),
            version: self.version.clone(),
            score: Score::from_parts(score),
            reasons: reasons.iter().map(&mut words).collect(),
        })
    }
}

/// The name under which these suggestions are made.
pub(crate) const EXTRACTOR: &str = "rules";
/// The version of the rules: the first 12 hex digits of a SHA-256 over this crate's rules, dictionaries and code, which the
/// build script makes. Two builds with the same version suggest the same by rules, natively and in Wasm.
pub const RULES_VERSION: &str = env!("POSTIL_RULES_VERSION");

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
    last_speaker: LastSpeaker,
}

impl Reading {
    pub fn new(settings: Settings, model: Option<Arc<Model>>) -> Self {
        let namer = match &model {
            // What the rules say of a name is evidence for the model, so both decide.
            Some(model) => Source {
                extractor: model.name().into(),
                version: format!("{}+{RULES_VERSION}", model.version()).into(),
            },
            None => Source::rules(),
        };
        Self {
            settings,
            page: Page::default(),
            time: TimeMemory::default(),
            names: Names::default(),
            judged: Vec::new(),
            tagger: model.map(Tagger::new),
            rules: Source::rules(),
            namer,
            pairing: Pairing::default(),
            last_speaker: LastSpeaker::default(),
        }
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
        token::tokenize(text, part.start, part.end, &mut page.tokens);
        sentence::split(text, &page.tokens, first_token, &mut page.sentences);
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
    pub fn finish(&mut self, text: &str, spans_before: usize) -> (Vec<SuggestedSpan>, Vec<SuggestedRelation>) {
        let layers = self.settings.layers;
        let mut found: Vec<Found> = Vec::new();
        let mut links: Vec<Link> = Vec::new();
        if layers.contains(Layers::ENTITIES) || layers.contains(Layers::QUOTES) {
            self.names(text, &mut found);
        }
        if layers.contains(Layers::QUOTES) {
            let end = self.page.parts.last().map_or(0, |p| p.bytes.end);
            self.pairing.abandon(text, end);
            let quoted = std::mem::take(&mut self.pairing.found);
            quotes::find(&self.page, text, quoted, &mut self.last_speaker, &mut found, &mut links);
        }
        let before = found.len();
        self.counted(text, &mut found);
        let dropped = competing(&found, before);
        self.hand_out(found, &links, &dropped, spans_before)
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

    /// Ends the batch like [`Self::finish`], but hands out the features of its tokens: for training.
    pub fn observe(&mut self, text: &str, mut sink: impl FnMut(&Page, usize, u32)) {
        entities::judge(&self.page, text, &mut self.names, &mut self.judged);
        if let Some(tagger) = &mut self.tagger {
            tagger.prepare(&self.page, text, &self.judged);
            tagger.observe(&self.page, text, &self.judged, |token, bucket| sink(&self.page, token, bucket));
        }
    }

    /// Sorts what was found, drops what was not asked for, and numbers it.
    fn hand_out(
        &mut self, found: Vec<Found>, links: &[Link], dropped: &[bool], spans_before: usize,
    ) -> (Vec<SuggestedSpan>, Vec<SuggestedRelation>) {
        let names = self.settings.layers.contains(Layers::ENTITIES);
        let wanted = |at: &usize| !dropped[*at] && (names || !found[*at].label.is_name());
        let mut order: Vec<usize> = (0..found.len()).filter(wanted).collect();
        order.sort_by_key(|at| {
            let f = &found[*at];
            (f.bytes.start, std::cmp::Reverse(f.bytes.end), f.label)
        });
        let mut place = vec![None; found.len()];
        for (at, of) in order.iter().enumerate() {
            place[*of] = Some(spans_before + at);
        }
        let mut buffer = String::new();
        let relations = links.iter().filter_map(|link| {
            let tail = match link.tail {
                End::Here(at) => place[at]?,
                End::Earlier(at) => at,
            };
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
        self.last_speaker.settle(|at| place[at]);
        let mut found: Vec<Option<Found>> = found.into_iter().map(Some).collect();
        let source = |label: Label| if label.is_name() { &self.namer } else { &self.rules };
        let spans = order.iter().filter_map(|at| found[*at].take());
        let spans = spans.map(|found| {
            let source = source(found.label);
            found.into_span(source, &mut buffer)
        });
        let spans = spans.collect();
        (spans, relations)
    }

    /// Times and numbers.
    fn counted(&mut self, text: &str, out: &mut Vec<Found>) {
        let layers = self.settings.layers;
        if !layers.contains(Layers::TIME) && !layers.contains(Layers::NUMBERS) {
            return;
        }
        let nothing = Lexeme::default();
        let num = Grammar::get().figures.num;
        let page = &self.page;
        for sentence in &page.sentences {
            self.time.next_sentence();
            if sentence.clone().all(|t| page.word(t).lexeme.is_none()) {
                continue;
            }
            let view = |token: usize| TokenView {
                text: page.slice(text, token),
                lexeme: page.word(token).lexeme.as_deref().unwrap_or(&nothing),
            };
            let mut items: Vec<Item<'_>> = Vec::with_capacity(sentence.len());
            phrase::phrases(sentence.clone(), num, view, &mut items);
            let lexemes: Vec<&Lexeme> = items.iter().map(|item| item.lexeme.get()).collect();
            let taken = vec![false; items.len()];
            let mut row = Row { page, text, items: &items, lexemes: &lexemes, taken };
            let before = out.len();
            time::find(&mut row, self.settings.dct, &mut self.time, out);
            if !layers.contains(Layers::TIME) {
                out.truncate(before);
            }
            if layers.contains(Layers::NUMBERS) {
                number::find(&mut row, out);
            }
        }
    }
}
