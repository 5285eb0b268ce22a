//! One text, read batch by batch.

use crate::discourse::choice::Choose;
use crate::events::scene::Scene;
use crate::lexicon::Dictionary;
use crate::model::Model;
use crate::page::Page;
use crate::passage::Passage;
use crate::reading::Reading;
use crate::{Layers, Settings};
use postil_core::structure::{ParagraphSpan, Paragraphs};
use postil_core::{ByteOffset, Suggestions, TextRange};
use std::ops::Range;
use std::sync::Arc;

/// A batch is handed out when it holds this many bytes of text.
const BATCH: usize = 4 * 1024;

/// The first batch of a text that is longer than [`LONG`] holds this many bytes, so that something is seen at once.
const FIRST_BATCH: usize = 3 * 1024;

/// A text of more bytes than this is read for a while.
const LONG: usize = 64 * 1024;

/// A paragraph longer than this, in bytes, is read in pieces that end with a sentence.
const PIECE: usize = 8 * 1024;

/// A batch grows beyond [`BATCH`] while a quotation is open, up to this many bytes.
const LONGEST_BATCH: usize = 32 * 1024;

/// What was found in one stretch of the text. The batches of a text cover it once, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Bytes; starts where the batch before ended.
    pub range: TextRange,
    /// The index of the first of its spans among all spans of the document.
    pub first_span: usize,
    /// Spans are sorted by start, longer ones first, all inside `range`. What else there is names spans by their indices among
    /// all of the document, never of a later batch; clusters are numbered over the whole document.
    pub found: Suggestions,
}

/// How far a text is read, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Everything before this place was handed out.
    pub done: ByteOffset,
    /// The length of the text.
    pub total: ByteOffset,
}

/// Reads one text and hands out what it finds, a few kilobytes at a time.
///
/// A batch costs time in proportion to its own text. Names met in earlier batches are remembered; what was handed out is
/// never taken back.
///
/// ```
/// use postil_extract::{Extractor, Settings};
/// let mut extractor = Extractor::new("Vladimir Putin flew to Sochi. There Putin spoke.", Settings::default());
/// while let Some(batch) = extractor.next_batch() {
///     for span in batch.found.spans {
///         println!("{:?} {} {:?}", span.range, span.label, span.score());
///     }
/// }
/// assert_eq!(extractor.progress().done, extractor.progress().total);
/// ```
pub struct Extractor {
    text: Arc<str>,
    settings: Settings,
    walk: Paragraphs,
    /// A long paragraph that is read in pieces: what is left of it.
    rest: Option<ParagraphSpan>,
    /// A paragraph that was looked at and belongs to the next batch.
    ahead: Option<(ParagraphSpan, bool)>,
    reading: Reading,
    done: usize,
    spans: usize,
}

impl Extractor {
    /// Begins with a text; O(1) in its length: samples show how its lines are broken and how it writes figures.
    pub fn new(text: impl Into<Arc<str>>, settings: Settings) -> Self {
        Self::begin(text.into(), settings, None)
    }

    /// Begins with a text whose names a trained model is to find.
    pub fn with_model(text: impl Into<Arc<str>>, settings: Settings, model: Arc<Model>) -> Self {
        Self::begin(text.into(), settings, Some(model))
    }

    /// The same with one that chooses speakers and antecedents: for training.
    pub(crate) fn with_chooser(
        text: impl Into<Arc<str>>, settings: Settings, model: Arc<Model>, chooser: Box<dyn Choose>,
    ) -> Self {
        let mut made = Self::begin(text.into(), settings, Some(model));
        made.reading.choose_by(chooser);
        made
    }

    /// Begins with a text in which rules find names by these dictionaries.
    pub(crate) fn by_rules(text: &str, settings: Settings, dictionary: Arc<Dictionary>) -> Self {
        let mut made = Self::new(text, settings);
        made.reading.know(text, dictionary);
        made
    }

    fn begin(text: Arc<str>, settings: Settings, model: Option<Arc<Model>>) -> Self {
        let walk = Paragraphs::new(&text);
        let reading = Reading::new(&text, settings, model);
        Self { text, settings, walk, rest: None, ahead: None, reading, done: 0, spans: 0 }
    }

    /// The text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// How far the text is read.
    pub fn progress(&self) -> Progress {
        Progress { done: ByteOffset::from_usize(self.done), total: ByteOffset::from_usize(self.text.len()) }
    }

    /// Reads on; `None` when everything was handed out.
    pub fn next_batch(&mut self) -> Option<Batch> {
        let range = self.fill()?;
        let found = if self.settings.layers == Layers::NONE {
            Suggestions::default()
        } else {
            self.reading.finish(&self.text, self.spans)
        };
        let first_span = self.spans;
        self.spans += found.spans.len();
        Some(Batch { range: TextRange::from_usize(range), first_span, found })
    }

    /// What the model met in the batch that was handed out last, for a learner on top of it; nothing without a model.
    pub fn passage(&self) -> Passage {
        self.reading.passage(&self.text)
    }

    /// Like [`Self::next_batch`], but hands out the features of tokens: for training.
    pub(crate) fn observe_batch(&mut self, sink: impl FnMut(&Page, usize, u32)) -> Option<&Page> {
        self.fill()?;
        self.reading.observe(&self.text, sink);
        Some(self.reading.page())
    }

    /// Like [`Self::next_batch`], but hands out what events are found in; whether there was a batch: for training.
    pub(crate) fn observe_events(&mut self, sink: impl FnMut(&Scene<'_>)) -> bool {
        let more = self.fill().is_some();
        if more {
            self.reading.observe_events(&self.text, sink);
        }
        more
    }

    /// Reads the paragraphs of the next batch; the bytes that it covers.
    fn fill(&mut self) -> Option<Range<usize>> {
        if self.done >= self.text.len() {
            return None;
        }
        let text = Arc::clone(&self.text);
        let start = self.done;
        self.reading.begin();
        let mut end = start;
        let wanted = if start == 0 && text.len() > LONG { FIRST_BATCH } else { BATCH };
        while let Some((part, begins)) = self.next_part(&text) {
            let size = part.start.max(start) - start;
            let full =
                size >= wanted && !self.reading.inside_quote(&text[part.start..], begins) || size >= LONGEST_BATCH;
            if full && end > start {
                self.ahead = Some((part, begins));
                break;
            }
            end = self.read(&text, part, begins);
        }
        let more = self.ahead.is_some() || self.rest.is_some();
        self.done = if more { end } else { text.len() };
        Some(start..self.done)
    }

    /// Everything that is left, at once.
    pub(crate) fn rest(mut self) -> Suggestions {
        let mut all = Suggestions::default();
        while let Some(batch) = self.next_batch() {
            all.append(batch.found);
        }
        all
    }

    /// The next paragraph, or the next piece of one; whether a paragraph begins with it.
    fn next_part(&mut self, text: &str) -> Option<(ParagraphSpan, bool)> {
        let rest = |rest: Option<ParagraphSpan>| rest.map(|part| (part, false));
        self.ahead.take().or_else(|| rest(self.rest.take())).or_else(|| self.walk.next(text).map(|part| (part, true)))
    }

    /// Reads a paragraph or a piece of it, and says where it ended.
    fn read(&mut self, text: &str, part: ParagraphSpan, begins: bool) -> usize {
        if part.end - part.start <= PIECE {
            self.reading.add(text, part, true, begins);
            return part.end;
        }
        let cut = cut_at_blank(text, part.start + PIECE, part.end);
        let whole = cut == part.end;
        let end = self.reading.add(text, ParagraphSpan { end: cut, ..part }, whole, begins);
        if end < part.end {
            let start = end + (text[end..part.end].len() - text[end..part.end].trim_start().len());
            self.rest = Some(ParagraphSpan { start, heading: false, ..part });
        }
        end
    }
}

/// The first white space from `at` on, or a character boundary where a word is longer than any piece.
fn cut_at_blank(text: &str, at: usize, end: usize) -> usize {
    let from = text.floor_char_boundary(at);
    let limit = text.floor_char_boundary((from + PIECE).min(end));
    if limit == end {
        return text[from..end].find(char::is_whitespace).map_or(end, |i| from + i);
    }
    text[from..limit].find(char::is_whitespace).map_or(limit, |i| from + i)
}

/// Reads a whole text at once; O(n). The same spans as from the batches of an [`Extractor`], sorted by start.
pub fn extract(text: &str, settings: Settings) -> Suggestions {
    Extractor::new(text, settings).rest()
}

/// The same with a trained model for names.
pub fn extract_with(text: &str, settings: Settings, model: &Arc<Model>) -> Suggestions {
    Extractor::with_model(text, settings, Arc::clone(model)).rest()
}
