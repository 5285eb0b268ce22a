//! Names by a trained model: a linear sequence tagger (an averaged structured perceptron, Collins 2002) over words, shapes,
//! clusters, dictionaries and what the rules of [`entities`](crate::entities) say, decoded by Viterbi's algorithm.
//!
//! Integers but for the last step, from scores to probabilities, which uses 32-bit sums and products in a fixed order: the
//! result is the same natively and in Wasm. A word that is met often costs little: its share of the scores is worked out
//! once for a document.

mod decode;
pub(crate) mod features;
pub(crate) mod forms;
pub mod labels;
mod seen;
pub(crate) mod splitter;
pub(crate) mod view;
mod why;

use crate::Label;
use crate::entities::{self, Judged};
use crate::entities::{Capitals, NAMES, Sentence};
use crate::found::Found;
use crate::lexicon::{KeyMap, Sense, Senses, fold};
use crate::model::Model;
use crate::page::Page;
use decode::{Decoder, Line};
use features::{Features, Scores};
use forms::{Form, Forms};
use labels::{KINDS, LABELS, OUTSIDE, WIDTH};
use postil_core::structure::Token;
use seen::Seens;
use splitter::Gaps;
use std::ops::Range;
use std::sync::Arc;
use view::{Desk, View};
use why::Heavy;

/// Senses of dictionaries that say something of a name or of what stands around one.
const TELLING: Senses = NAMES.with(Senses::of(&[Sense::Forename, Sense::Surname, Sense::Title, Sense::StateCode]));

/// Words that the features of a token look at, by their places.
const AROUND: [isize; forms::PLACES] = [0, -1, -2, 1, 2];

/// Added to the score of a label that is certain: more than the scores of a token come to.
const CERTAIN: i32 = 1 << 16;

/// Tags one document.
pub(crate) struct Tagger {
    model: Arc<Model>,
    forms: Forms,
    /// The number of each folded spelling.
    groups: KeyMap<u32>,
    seens: Seens,
    desk: Desk,
    decoder: Decoder,
    scores: Vec<Scores>,
    lines: Vec<Line>,
    labels: Vec<u8>,
    rules: Vec<Range<usize>>,
    heavy: Heavy,
    of: u64,
}

impl Tagger {
    pub fn new(model: Arc<Model>) -> Self {
        let mut forms = Forms::new();
        forms.begin(&model);
        Self {
            model,
            forms,
            groups: KeyMap::default(),
            seens: Seens::default(),
            desk: Desk::default(),
            decoder: Decoder::default(),
            scores: Vec::new(),
            lines: Vec::new(),
            labels: Vec::new(),
            rules: Vec::new(),
            heavy: Heavy::default(),
            of: fold::key("of"),
        }
    }

    /// Begins a batch.
    pub fn begin(&mut self) {
        self.desk.clear();
    }

    /// Learns the spellings of the tokens of a paragraph, from `first` on.
    pub fn meet(&mut self, page: &Page, text: &str, first: usize) {
        for token in first..page.tokens.len() {
            let id = page.ids[token].index() as u32 + 1;
            if id as usize >= self.forms.len() {
                let word = page.word(token);
                let next = self.groups.len() as u32;
                let group = *self.groups.entry(word.folded).or_insert(next);
                let form = Form::new(page.seen(text, token), word, &self.model, group);
                self.forms.push(form, &self.model);
            }
            self.desk.forms.push(id);
        }
    }

    /// Appends the sentences of the paragraph whose tokens begin at `first`; `by_rules` are what the rules see, and are
    /// replaced.
    pub fn split(
        &mut self, text: &str, tokens: &[Token], first: usize, sentences: &mut Vec<Range<usize>>, before: usize,
    ) {
        self.rules.clear();
        self.rules.extend(sentences.drain(before..));
        let gaps = Gaps { text, tokens, ids: &self.desk.forms, forms: &self.forms, from: first };
        gaps.split(&self.model, &self.rules, sentences, &mut self.desk.gaps);
    }

    /// The places between the tokens of the paragraph that begins at `first`.
    pub fn gaps<'a>(&'a self, text: &'a str, tokens: &'a [Token], first: usize) -> Gaps<'a> {
        Gaps { text, tokens, ids: &self.desk.forms, forms: &self.forms, from: first }
    }

    /// Forgets the tokens from `first` on.
    pub fn truncate(&mut self, first: usize) {
        self.desk.forms.truncate(first);
        self.desk.gaps.truncate(first);
    }

    /// Works out what the templates ask for, for a whole page.
    pub fn prepare(&mut self, page: &Page, text: &str, names: &[Judged]) {
        let desk = &mut self.desk;
        let count = page.tokens.len();
        desk.bytes.extend(page.tokens.iter().map(|token| token.start));
        desk.gaps.resize(count, splitter::INSIDE);
        desk.runs.resize(count, (0, 0));
        desk.phrases.resize(count, (0, 0));
        desk.judged.resize(count, (0, false));
        desk.opens.resize(count, false);
        self.seens.grow(self.groups.len());
        for (at, judged) in names.iter().enumerate() {
            for token in judged.tokens.clone() {
                desk.judged[token] = (at as u32 + 1, token == judged.tokens.start);
            }
        }
        for tokens in &page.sentences {
            let sentence = Sentence::new(page, text, tokens.clone());
            let mut token = tokens.start;
            while token < tokens.end {
                let mut end = token;
                while end < tokens.end && self.forms.get(desk.forms[end]).capital {
                    end += 1;
                }
                let end = end.max(token + 1);
                desk.runs[token..end].fill((token as u32, end as u32));
                token = end;
            }
            let mut token = tokens.start;
            while token < tokens.end {
                desk.opens[token] = sentence.opens(token);
                let Some((end, senses)) = sentence.phrase(token, TELLING).filter(|(end, _)| *end > token + 1) else {
                    token += 1;
                    continue;
                };
                for inside in token..end {
                    let place = if inside == token {
                        1
                    } else if inside + 1 == end {
                        3
                    } else {
                        2
                    };
                    desk.phrases[inside] = (senses.bits(), place);
                    desk.opens[inside] = sentence.opens(inside);
                }
                token = end;
            }
            for token in tokens.clone() {
                let form = self.forms.get(desk.forms[token]);
                if !form.capital {
                    if form.lettered {
                        self.seens.meet_small(form.group);
                    }
                    continue;
                }
                let beside = |at: Option<usize>| {
                    let id = at.filter(|at| tokens.contains(at)).map_or(forms::BEYOND, |at| desk.forms[at]);
                    self.forms.get(id)
                };
                let (before, after) = (beside(token.checked_sub(1)), beside(Some(token + 1)));
                let cluster = u64::from(before.clusters[1]);
                self.seens.meet(form.group, desk.bytes[token], desk.opens[token], before.folded, after.folded, cluster);
            }
        }
    }

    fn view<'a>(&'a self, page: &Page, text: &str, names: &'a [Judged], tokens: Range<usize>) -> View<'a> {
        let any = tokens.clone().any(|token| self.forms.get(self.desk.forms[token]).capital);
        let mode = match Sentence::new(page, text, tokens.clone()).capitals {
            _ if !any => features::NO_CAPITALS,
            Capitals::Names => 0,
            Capitals::MostWords => 2,
            Capitals::Everywhere => 3,
        };
        View { all: &self.forms, seens: &self.seens, desk: &self.desk, names, tokens, mode, of: self.of }
    }

    /// What the rules made of a token.
    fn judged_of<'a>(&self, names: &'a [Judged], token: usize) -> Option<&'a Judged> {
        self.desk.judged[token].0.checked_sub(1).and_then(|of| names.get(of as usize))
    }

    /// Hands out the features of each token of a page, after [`Self::prepare`].
    pub fn observe(&self, page: &Page, text: &str, names: &[Judged], mut sink: impl FnMut(usize, &[u32])) {
        let mut features = Features::new();
        for tokens in &page.sentences {
            let view = self.view(page, text, names, tokens.clone());
            for at in 0..tokens.len() {
                for (place, offset) in AROUND.into_iter().enumerate() {
                    features.add_form(view.form(at as isize + offset), place);
                }
                features.add_token(&view, at);
                sink(tokens.start + at, features.rows());
                features.clear();
            }
        }
    }

    /// How much more the model says of each kind of name than that a token is outside, in the logarithm of a probability: for the first
    /// and for a later word of a name, after [`Self::find`].
    pub fn margins(&self, token: usize) -> [[f32; KINDS]; 2] {
        let mut line = self.scores.get(token).map_or([0; LABELS], |sum| {
            let mut line = [0; LABELS];
            line.iter_mut().zip(sum.0).for_each(|(score, sum)| *score = i32::from(sum));
            line
        });
        let form = self.forms.get(self.desk.forms[token]);
        if form.capital {
            self.seens.pool(form.group, &mut line);
        }
        let scale = self.model.calibration().scale;
        let of = |label: usize| (line[label] - line[OUTSIDE]) as f32 * scale;
        [std::array::from_fn(|kind| of(labels::first(kind))), std::array::from_fn(|kind| of(labels::later(kind)))]
    }

    /// Finds the names of a page, after [`Self::prepare`].
    pub fn find(&mut self, page: &Page, text: &str, names: &[Judged], memory: &entities::Names, out: &mut Vec<Found>) {
        let mut scores = std::mem::take(&mut self.scores);
        scores.clear();
        scores.resize(page.tokens.len(), Scores::default());
        let mut features = Features::new();
        for tokens in &page.sentences {
            let view = self.view(page, text, names, tokens.clone());
            for (at, sum) in scores[tokens.clone()].iter_mut().enumerate() {
                for (place, offset) in AROUND.into_iter().enumerate() {
                    sum.add_scores(self.forms.share(view.id(at as isize + offset), place));
                }
                features.add_token(&view, at);
                sum.add_rows(&mut features, self.model.table());
            }
        }
        for (id, sum) in self.desk.forms.iter().zip(&scores) {
            let form = self.forms.get(*id);
            if form.capital {
                self.seens.gather(form.group, &sum.0);
            }
        }
        for tokens in &page.sentences {
            self.tag(page, text, names, memory, tokens.clone(), &scores, out);
        }
        self.scores = scores;
    }

    /// Decodes one sentence.
    #[expect(clippy::too_many_arguments, reason = "one step of `find`")]
    fn tag(
        &mut self, page: &Page, text: &str, names: &[Judged], memory: &entities::Names, tokens: Range<usize>,
        scores: &[Scores], out: &mut Vec<Found>,
    ) {
        let mut lines = std::mem::take(&mut self.lines);
        let mut labels = std::mem::take(&mut self.labels);
        lines.clear();
        for token in tokens.clone() {
            let mut line = [0; WIDTH];
            for (score, sum) in line.iter_mut().zip(scores[token].0) {
                *score = i32::from(sum);
            }
            let form = self.forms.get(self.desk.forms[token]);
            if form.capital {
                self.seens.pool(form.group, &mut line[..LABELS]);
            }
            let is_first = self.desk.judged[token].1;
            let certain = self.judged_of(names, token).and_then(|judged| match () {
                () if entities::is_election(page, judged) => Some(labels::EVENT),
                () if entities::is_composed_firm(page, text, judged) => Some(labels::ORG),
                () => None,
            });
            if let Some(kind) = certain {
                line[if is_first { labels::first(kind) } else { labels::later(kind) }] += CERTAIN;
            }
            lines.push(line);
        }
        self.decoder.best(&lines, self.model.transitions(), &mut labels);
        let named = |label: &u8| usize::from(*label) != OUTSIDE;
        if let (Some(from), Some(last)) = (labels.iter().position(named), labels.iter().rposition(named)) {
            // The token behind a name is asked too.
            self.decoder.weigh(&lines, from..last + 2, self.model.transitions(), self.model.calibration().scale);
            let mut heavy = std::mem::take(&mut self.heavy);
            let view = self.view(page, text, names, tokens.clone());
            let mut at = 0;
            while at < labels.len() {
                let Some(kind) = labels::kind(usize::from(labels[at])) else {
                    at += 1;
                    continue;
                };
                let mut end = at + 1;
                while end < labels.len() && usize::from(labels[end]) == labels::later(kind) {
                    end += 1;
                }
                let mut surety: f32 = 1.0;
                for (inside, label) in labels.iter().enumerate().take(end).skip(at) {
                    surety = surety.min(self.decoder.surety(inside, usize::from(*label)));
                }
                if end < labels.len() {
                    surety = surety.min(1.0 - self.decoder.surety(end, labels::later(kind)));
                }
                let mut span = tokens.start + at..tokens.start + end;
                if kind == labels::PERSON {
                    span = entities::bare_person(page, text, span, |token| self.judged_of(names, token));
                }
                if kind == labels::ORG && entities::is_office(&Sentence::new(page, text, tokens.clone()), &span) {
                    at = end;
                    continue;
                }
                out.push(Found {
                    bytes: page.bytes(&span),
                    label: label(page, text, memory, tokens.clone(), span, kind),
                    score: self.model.calibration().score(kind, surety),
                    value: None,
                    reasons: why::why(page, text, &self.model, &view, at..end, kind, &mut heavy),
                });
                at = end;
            }
            self.heavy = heavy;
        }
        self.lines = lines;
        self.labels = labels;
    }
}

/// The label of a name of a kind; what sort of place it is, the rules' evidence decides.
fn label(
    page: &Page, text: &str, memory: &entities::Names, sentence: Range<usize>, span: Range<usize>, kind: usize,
) -> Label {
    match kind {
        labels::PERSON => Label::Person,
        labels::ORG => Label::Org,
        labels::PLACE => entities::place(&Sentence::new(page, text, sentence), span, memory),
        labels::NORP => Label::Norp,
        labels::EVENT => Label::Event,
        _ => Label::Misc,
    }
}
