//! The features of a token, by template. Each is hashed into one of [`BUCKETS`](crate::model::BUCKETS) rows of weights.

use super::forms::Form;
use super::labels::WIDTH;
use super::view::View;
use crate::lexicon::Case;
use crate::model::{BITS, Table};

/// Scores of the labels of one token.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(crate) struct Scores(pub [i16; WIDTH]);

impl Scores {
    /// Adds the rows of a token's features, which are taken. A row is at most 127 in size and a token has fewer than 200
    /// features: no sum overflows.
    pub fn add_rows(&mut self, features: &mut Features, table: &Table) {
        // The sums stay in registers.
        let mut sums = self.0;
        for place in features.take(table) {
            for (sum, weight) in sums.iter_mut().zip(table.at(*place).0) {
                *sum = sum.wrapping_add(i16::from(weight));
            }
        }
        self.0 = sums;
    }

    pub fn add_scores(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum = sum.wrapping_add(more);
        }
    }
}

/// The features of one token, gathered before their weights are looked up.
pub(crate) struct Features {
    all: [u32; 256],
    count: u8,
}

impl Features {
    pub fn new() -> Self {
        Self { all: [0; 256], count: 0 }
    }

    /// Adds a feature of a kind, given by what it met.
    pub fn push(&mut self, template: Template, key: u64) {
        self.all[usize::from(self.count)] = bucket(template, key);
        self.count += 1;
    }

    /// Adds those of the spelling of a word that stands at a place around the scored token: see [`of_form`].
    pub fn add_form(&mut self, form: &Form, place: usize) {
        of_form(form, place, &mut |clue, key| self.push(clue.template, key));
    }

    /// Adds those of a token that its spelling alone does not say.
    pub fn add_token(&mut self, view: &View, at: usize) {
        of_token(view, at, &mut |clue, key| self.push(clue.template, key));
    }

    /// What was added, as rows of the whole table.
    pub fn rows(&self) -> &[u32] {
        &self.all[..usize::from(self.count)]
    }

    pub fn clear(&mut self) {
        self.count = 0;
    }

    /// The places of their rows. What has none is left out, without a branch, so that rows are fetched from memory at
    /// once and not one after the other.
    fn take(&mut self, table: &Table) -> &[u32] {
        let mut kept = 0_u8;
        for at in 0..usize::from(std::mem::take(&mut self.count)) {
            let place = table.place(self.all[at]);
            self.all[usize::from(kept)] = place;
            kept += u8::from(place != 0);
        }
        &self.all[..usize::from(kept)]
    }
}

macro_rules! templates {
    ($($name:ident $says:literal;)*) => {
        /// A kind of feature.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Template {
            $($name,)*
        }

        impl Template {
            /// What it says to a reader of the words that it met; empty if it says nothing that a reader can weigh.
            pub const fn says(self) -> &'static str {
                match self {
                    $(Self::$name => $says,)*
                }
            }
        }
    };
}

templates! {
    Bias "";
    Word "the word";
    Exact "the spelling";
    Shape "written like";
    Prefix "begins like";
    Suffix "ends like";
    Cluster1024 "used like such names";
    Cluster256 "used like such names";
    Cluster64 "used like such names";
    Sense "in a dictionary";
    Senses "in dictionaries";
    SensesShape "in dictionaries";
    Before "after";
    BeforeSuffix "after a word like";
    BeforeCluster "after words like";
    BeforeSenses "";
    BeforeShape "";
    Before2 "two words after";
    Before2Cluster "";
    After "before";
    AfterSuffix "before a word like";
    AfterCluster "before words like";
    AfterSenses "";
    AfterShape "";
    After2 "two words before";
    After2Cluster "";
    WithBefore "the words";
    WithAfter "the words";
    Between "between";
    TwoBefore "after";
    TwoAfter "before";
    Shapes "";
    ClustersBefore "used like such names";
    ClustersAfter "used like such names";
    ClustersAround "between words like";
    ClustersTriple "among words like";
    SensesBefore "";
    SensesAfter "";
    GapBefore "";
    GapAfter "";
    Opening "";
    Mode "";
    ModeWord "";
    Phrase "in a dictionary";
    PhraseSenses "in dictionaries";
    Judged "";
    JudgedShape "";
    JudgedAround "";
    JudgedCluster "";
    Evidence "";
    RunBefore "after";
    RunAfter "before";
    RunBeforeCluster "after words like";
    RunAfterCluster "before words like";
    RunPlace "";
    RunLast "ends with";
    RunFirst "begins with";
    RunLastCluster "ends with a word like";
    RunFirstCluster "begins with a word like";
    RunWhole "the name";
    OfBefore "after";
    OfAfter "before";
    ElsewhereBefore "";
    ElsewhereAfter "";
    ElsewhereCluster "";
}

/// A feature of a token: its kind, and the words that it met, counted from the token; the end is exclusive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clue {
    pub template: Template,
    pub from: i16,
    pub to: i16,
    /// Which kind of evidence, for [`Template::Evidence`].
    pub more: u16,
}

const fn clue(template: Template, from: i16, to: i16) -> Clue {
    Clue { template, from, to, more: 0 }
}

/// The row of a feature.
pub(crate) fn bucket(template: Template, key: u64) -> u32 {
    let mixed = (key ^ (template as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (mixed >> (64 - BITS)) as u32
}

/// One key of two.
pub(crate) fn pair(a: u64, b: u64) -> u64 {
    (a.rotate_left(23) ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Features that depend on the spelling alone, each with a key of what it met: of the token itself at place 0, of the one before the scored token at 1, two
/// before at 2, after at 3, two after at 4.
pub(crate) fn of_form(form: &Form, place: usize, sink: &mut impl FnMut(Clue, u64)) {
    use Template as T;
    let cap = u64::from(form.capital);
    let mut put = |template: T, from: i16, key: u64| sink(clue(template, from, from + 1), key);
    let [fine, middle, coarse] = form.clusters.map(u64::from);
    match place {
        0 => {
            put(T::Bias, 0, 0);
            put(T::Word, 0, form.folded);
            put(T::Exact, 0, form.exact);
            put(T::Shape, 0, form.shape);
            for (len, key) in form.prefixes.iter().enumerate().filter(|(_, key)| **key != 0) {
                put(T::Prefix, 0, pair(*key, len as u64 * 2 + cap));
            }
            for (len, key) in form.suffixes.iter().enumerate().filter(|(_, key)| **key != 0) {
                put(T::Suffix, 0, pair(*key, len as u64 * 2 + cap));
            }
            put(T::Cluster1024, 0, fine * 2 + cap);
            put(T::Cluster256, 0, middle * 2 + cap);
            put(T::Cluster64, 0, coarse * 2 + cap);
            let senses = form.senses.bits();
            put(T::Senses, 0, pair(senses, cap));
            put(T::SensesShape, 0, pair(senses, form.shape));
            let mut left = senses;
            while left != 0 {
                put(T::Sense, 0, pair(u64::from(left.trailing_zeros()), form.case as u64));
                left &= left - 1;
            }
        }
        1 => {
            put(T::Before, -1, form.folded);
            put(T::BeforeSuffix, -1, pair(form.suffixes[2], cap));
            put(T::BeforeCluster, -1, pair(fine, 1));
            put(T::BeforeCluster, -1, pair(middle, 2));
            put(T::BeforeSenses, -1, pair(form.senses.bits(), cap));
            put(T::BeforeShape, -1, form.shape);
        }
        2 => {
            put(T::Before2, -2, form.folded);
            put(T::Before2Cluster, -2, middle);
        }
        3 => {
            put(T::After, 1, form.folded);
            put(T::AfterSuffix, 1, pair(form.suffixes[2], cap));
            put(T::AfterCluster, 1, pair(fine, 1));
            put(T::AfterCluster, 1, pair(middle, 2));
            put(T::AfterSenses, 1, pair(form.senses.bits(), cap));
            put(T::AfterShape, 1, form.shape);
        }
        _ => {
            put(T::After2, 2, form.folded);
            put(T::After2Cluster, 2, middle);
        }
    }
}

/// Features that depend on the token's neighbours: everything that [`of_form`] does not say.
pub(crate) fn of_token(view: &View<'_>, at: usize, sink: &mut impl FnMut(Clue, u64)) {
    use Template as T;
    let here = at as isize;
    let form = |offset: isize| view.form(here + offset);
    let (f0, f1, f2, g1, g2) = (form(0), form(-1), form(-2), form(1), form(2));
    let mut put = |template: T, from: i16, to: i16, key: u64| sink(clue(template, from, to), key);
    let class = u64::from(f0.capital) + 2 * u64::from(f0.lettered);
    put(T::GapBefore, 0, 0, pair(u64::from(view.gap(here)), class));
    put(T::GapAfter, 0, 0, pair(u64::from(view.gap(here + 1)), class));
    if view.mode != 0 {
        put(T::Mode, 0, 0, pair(f0.shape, u64::from(view.mode)));
        put(T::ModeWord, 0, 0, pair(f0.folded, u64::from(view.mode)));
    }
    let judged = view.judged(here);
    let near = f0.capital || f1.capital || g1.capital || view.mode == NO_CAPITALS || judged != 0;
    if !near {
        return;
    }
    let middle = |f: &Form| u64::from(f.clusters[1]);
    let coarse = |f: &Form| u64::from(f.clusters[2]);
    put(T::WithBefore, -1, 1, pair(f1.folded, f0.folded));
    put(T::WithAfter, 0, 2, pair(f0.folded, g1.folded));
    put(T::Between, -1, 2, pair(f1.folded, g1.folded));
    put(T::TwoBefore, -2, 0, pair(f2.folded, f1.folded));
    put(T::TwoAfter, 1, 3, pair(g1.folded, g2.folded));
    let shapes = pair(f1.shape, f0.shape);
    put(T::Shapes, -1, 1, pair(shapes, 1));
    put(T::Shapes, 0, 2, pair(pair(f0.shape, g1.shape), 2));
    put(T::Shapes, -1, 2, pair(pair(shapes, g1.shape), 3));
    put(T::Shapes, -2, 0, pair(pair(f2.shape, f1.shape), 4));
    put(T::Shapes, 1, 3, pair(pair(g1.shape, g2.shape), 5));
    let c0 = middle(f0) * 2 + u64::from(f0.capital);
    put(T::ClustersBefore, -1, 1, pair(middle(f1), c0));
    put(T::ClustersAfter, 0, 2, pair(c0, middle(g1)));
    put(T::ClustersAround, -1, 2, pair(middle(f1), middle(g1)));
    put(T::ClustersTriple, -1, 2, pair(pair(coarse(f1), coarse(f0)), coarse(g1)));
    put(T::SensesBefore, -1, 1, pair(f1.senses.bits(), f0.senses.bits()));
    put(T::SensesAfter, 0, 2, pair(f0.senses.bits(), g1.senses.bits()));
    let (phrase, place) = view.phrase(at);
    if phrase != 0 {
        let cap = u64::from(f0.capital);
        put(T::PhraseSenses, 0, 1, pair(phrase, u64::from(place) * 2 + cap));
        let mut left = phrase;
        while left != 0 {
            put(T::Phrase, 0, 1, pair(u64::from(left.trailing_zeros()), u64::from(place) * 2 + cap));
            left &= left - 1;
        }
    }
    let judged = u64::from(judged);
    let (before, after) = (u64::from(view.judged(here - 1)), u64::from(view.judged(here + 1)));
    put(T::Judged, 0, 1, pair(judged, u64::from(view.judged_score(at))));
    put(T::JudgedShape, 0, 1, pair(judged, f0.shape));
    put(T::JudgedAround, 0, 1, pair(pair(before, judged), 1));
    put(T::JudgedAround, 0, 1, pair(pair(judged, after), 2));
    put(T::JudgedCluster, 0, 1, pair(judged, coarse(f0)));
    let (fired, is_first) = view.evidence(at);
    for (evidence, _, _) in fired {
        let more = *evidence as u16;
        sink(Clue { template: T::Evidence, from: 0, to: 1, more }, pair(u64::from(more), u64::from(is_first)));
    }
    if f0.capital {
        of_capital(view, at, sink);
    }
}

/// Features of a capitalised word: the run of such words that it stands in, and the same word elsewhere.
fn of_capital(view: &View<'_>, at: usize, sink: &mut impl FnMut(Clue, u64)) {
    use Template as T;
    let here = at as isize;
    let mut put = |template: T, from: i16, to: i16, key: u64| sink(clue(template, from, to), key);
    let f0 = view.form(here);
    let run = view.run(at);
    let (start, end) = (run.start as isize, run.end as isize);
    let (place, left, len) = ((here - start).min(6) as u64, (end - here).min(6) as u64, (end - start).min(6) as u64);
    let (before, after) = (view.form(start - 1), view.form(end));
    let (first, last) = (view.form(start), view.form(end - 1));
    let to = |token: isize| (token - here) as i16;
    let middle = |f: &Form| u64::from(f.clusters[1]);
    put(T::RunBefore, to(start) - 1, to(start), pair(before.folded, place.min(2)));
    put(T::RunAfter, to(end), to(end) + 1, pair(after.folded, left.min(2)));
    put(T::RunBeforeCluster, to(start) - 1, to(start), pair(middle(before), place.min(2)));
    put(T::RunAfterCluster, to(end), to(end) + 1, pair(middle(after), left.min(2)));
    put(T::RunPlace, 0, 0, pair(place, len));
    put(T::RunLast, to(end) - 1, to(end), pair(last.folded, left));
    put(T::RunFirst, to(start), to(start) + 1, pair(first.folded, place));
    put(T::RunLastCluster, to(end) - 1, to(end), pair(middle(last), left));
    put(T::RunFirstCluster, to(start), to(start) + 1, pair(middle(first), place));
    if end - start <= 4 {
        let whole = (start..end).fold(0, |key, token| pair(key, view.form(token).folded));
        put(T::RunWhole, to(start), to(end), pair(whole, place));
    }
    if view.is_of(start - 1) {
        let bridge = view.form(start - 2);
        put(T::OfBefore, to(start) - 2, to(start), pair(bridge.folded, place.min(1)));
        put(
            T::OfBefore,
            to(start) - 2,
            to(start),
            pair(middle(bridge) * 2 + u64::from(bridge.capital), 2 + place.min(1)),
        );
    }
    if view.is_of(end) {
        let bridge = view.form(end + 1);
        put(T::OfAfter, to(end), to(end) + 2, pair(bridge.folded, left.min(2)));
        put(T::OfAfter, to(end), to(end) + 2, pair(middle(bridge) * 2 + u64::from(bridge.capital), 4 + left.min(2)));
    }
    let seen = view.seen(at);
    let opens = view.opens(at);
    let ordinary = u64::from(f0.senses.has(crate::lexicon::Sense::Word));
    put(
        T::Opening,
        0,
        0,
        pair(u64::from(opens) * 8 + u64::from(seen.inside) * 4 + u64::from(seen.small) * 2 + ordinary, 1),
    );
    put(T::Opening, 0, 0, pair(f0.case as u64, 2 + u64::from(opens)));
    for (before, after, cluster) in seen.neighbours() {
        put(T::ElsewhereBefore, 0, 0, before);
        put(T::ElsewhereAfter, 0, 0, after);
        put(T::ElsewhereCluster, 0, 0, cluster);
    }
    if f0.case == Case::Initial {
        put(T::RunPlace, 0, 0, pair(place * 8 + left, 99));
    }
}

/// A sentence without any capitals.
pub(crate) const NO_CAPITALS: u8 = 1;
