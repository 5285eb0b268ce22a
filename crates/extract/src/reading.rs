//! What the layers look at: one batch of text as paragraphs, sentences, tokens and words, and what was read before it.

use crate::entities::{self, Names};
use crate::lexicon::{Word, WordId, Words};
use crate::pattern::grammar::Grammar;
use crate::pattern::phrase::{self, Item, TokenView};
use crate::pattern::{Lexeme, Rule};
use crate::structure::paragraph::ParagraphSpan;
use crate::structure::{Token, sentence, token};
use crate::time::TimeMemory;
use crate::{Label, Layers, Provenance, Reason, Settings, SuggestedRelation, SuggestedSpan, number, time};
use postil_core::{Score, TextRange};
use std::borrow::Cow;
use std::ops::Range;

/// A paragraph of the batch, or a piece of a long one.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Bytes.
    pub bytes: Range<usize>,
    /// Sentences of the batch.
    pub sentences: Range<usize>,
    pub heading: bool,
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

    /// Whether nothing parts a token from the one before it.
    pub fn glued(&self, token: usize) -> bool {
        token > 0 && self.tokens[token - 1].end == self.tokens[token].start
    }

    /// Whether a sentence begins with the token.
    pub fn opens_sentence(&self, token: usize) -> bool {
        self.sentences.binary_search_by_key(&token, |s| s.start).is_ok()
    }

    /// Words that are months and verbs: `May` and `March` alone, where a sentence begins, are no months.
    pub fn is_hard_to_believe(&self, text: &str, rule: &str, tokens: &Range<usize>) -> bool {
        let alone = tokens.len() == 1;
        let first = self.slice(text, tokens.start);
        let opens = self.opens_sentence(tokens.start);
        alone && opens && rule == "month" && matches!(first, "May" | "March")
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

    fn into_span(self) -> SuggestedSpan {
        SuggestedSpan {
            range: TextRange::from_usize(self.bytes),
            label: self.label,
            score: Score::from_parts(self.score),
            value: self.value,
            provenance: Provenance { extractor: EXTRACTOR, version: VERSION, reasons: self.reasons },
        }
    }
}

/// The name under which these suggestions are made.
pub(crate) const EXTRACTOR: &str = "rules";
/// Its version.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Everything that lives as long as the text is read.
pub(crate) struct Reading {
    settings: Settings,
    page: Page,
    time: TimeMemory,
    names: Names,
}

impl Reading {
    pub fn new(settings: Settings) -> Self {
        Self { settings, page: Page::default(), time: TimeMemory::default(), names: Names::default() }
    }

    /// Begins a batch.
    pub fn begin(&mut self) {
        self.page.parts.clear();
        self.page.sentences.clear();
        self.page.tokens.clear();
        self.page.ids.clear();
    }

    /// Adds a paragraph. Unless it is `whole`, its last sentence is left for the next piece, if there is another one; the
    /// place where the part ends comes back.
    pub fn add(&mut self, text: &str, part: ParagraphSpan, whole: bool) -> usize {
        let page = &mut self.page;
        let (first_token, first_sentence) = (page.tokens.len(), page.sentences.len());
        token::tokenize(text, part.start, part.end, &mut page.tokens);
        sentence::split(text, &page.tokens, first_token, &mut page.sentences);
        let mut end = part.end;
        if !whole && page.sentences.len() > first_sentence + 1 {
            let last = page.sentences.pop().expect("there are two sentences at least");
            end = page.tokens[last.start].start as usize;
            page.tokens.truncate(last.start);
        }
        for token in &page.tokens[first_token..] {
            let surface = &text[token.start as usize..token.end as usize];
            page.ids.push(page.words.intern(surface, token.kind));
        }
        page.parts.push(Part {
            bytes: part.start..end,
            sentences: first_sentence..page.sentences.len(),
            heading: part.heading,
        });
        end
    }

    /// Whether the batch had better go on with the paragraph that begins with `next`: a quotation is open.
    pub fn inside_quote(&self, _next: &str) -> bool {
        false
    }

    /// Ends the batch: what the layers say. `spans_before` is the number of spans in earlier batches.
    pub fn finish(&mut self, text: &str, spans_before: usize) -> (Vec<SuggestedSpan>, Vec<SuggestedRelation>) {
        let _ = spans_before;
        let mut found: Vec<Found> = Vec::new();
        if self.settings.layers.contains(Layers::ENTITIES) {
            entities::find(&self.page, text, &mut self.names, &mut found);
        }
        self.counted(text, &mut found);
        found.sort_by_key(|f| (f.bytes.start, std::cmp::Reverse(f.bytes.end), f.label));
        (found.into_iter().map(Found::into_span).collect(), Vec::new())
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
            let mut taken = vec![false; items.len()];
            let before = out.len();
            time::find(page, text, self.settings.dct, &mut self.time, &items, &lexemes, &mut taken, out);
            if !layers.contains(Layers::TIME) {
                out.truncate(before);
            }
            if layers.contains(Layers::NUMBERS) {
                number::find(page, text, &items, &lexemes, &mut taken, out);
            }
        }
    }
}
