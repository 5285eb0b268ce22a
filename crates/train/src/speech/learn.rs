//! Learning to choose speakers and antecedents: a log-linear model over candidates, by stochastic gradients (AdaGrad, Duchi et
//! al. 2011). What counts as right is any candidate of the right chain.

use super::gold::{self, Gold};
use super::quotes::inner;
use crate::tagging::Chance;
use postil_extract::training::{Candidates, Choose, Task, WEIGHTS, Weights, read_with};
use postil_extract::{Layers, Model, Settings};
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// One choice with what would be right.
#[derive(Clone)]
pub struct Example {
    pub candidates: Candidates,
    pub right: Vec<bool>,
    /// Whether it is not known if a candidate is right.
    pub unsure: Vec<bool>,
}

/// What is gathered while texts are read.
#[derive(Default)]
struct Gathered {
    examples: Vec<Example>,
    /// Right answers are given, rather than those of the weights.
    told: bool,
}

/// Answers as the corpus does, and writes down what it was asked.
struct Teacher {
    gold: Rc<Gold>,
    weights: Rc<Vec<f32>>,
    gathered: Rc<RefCell<Gathered>>,
}

impl Teacher {
    /// Which candidates are right; nothing where the corpus does not know.
    fn right(&self, task: Task, of: &Range<usize>, candidates: &Candidates) -> Option<Vec<bool>> {
        let gold = &self.gold;
        let chain = match task {
            Task::Speech => {
                let own = inner(&gold.text, of);
                let common = |other: &Range<usize>| own.end.min(other.end).saturating_sub(own.start.max(other.start));
                let near = |range: &Range<usize>| common(&inner(&gold.text, range)) * 2 > own.len();
                let known = gold.quotes.iter().find(|quote| near(&quote.range));
                // Fiction has all of its speech marked.
                let whole = gold.quotes.iter().all(|quote| quote.speaker.is_some());
                let is_speech = known.map(|quote| quote.speaker.is_some()).or(whole.then_some(false))?;
                return (!gold.quotes.is_empty()).then(|| vec![!is_speech, is_speech]);
            }
            Task::Speaker => {
                let own = inner(&gold.text, of);
                let quote = gold.quotes.iter().find(|quote| {
                    let other = inner(&gold.text, &quote.range);
                    let common = own.end.min(other.end).saturating_sub(own.start.max(other.start));
                    common * 2 > own.len().max(other.len())
                })?;
                quote.speaker?
            }
            Task::Antecedent => {
                if let Some(choice) = &gold.choice {
                    if *of != choice.pronoun {
                        return None;
                    }
                    let same =
                        |said: &Range<usize>, name: &Range<usize>| said.start < name.end && name.start < said.end;
                    let is_right = |at: usize| {
                        candidates
                            .bytes(at)
                            .is_some_and(|said| choice.names.iter().any(|(name, right)| *right && same(said, name)))
                    };
                    let groups: Vec<u32> = (0..candidates.len())
                        .filter(|at| is_right(*at))
                        .filter_map(|at| candidates.group(at))
                        .collect();
                    let right = |at: usize| candidates.group(at).is_some_and(|group| groups.contains(&group));
                    let right: Vec<bool> = (0..candidates.len()).map(right).collect();
                    // What is neither of the two may be right.
                    return right.contains(&true).then_some(right);
                }
                gold.mentions.iter().find(|it| gold::same(&gold.text, of, it) && it.range.len() <= of.len() + 40)?.chain
            }
            // Events are learned elsewhere.
            Task::Actor | Task::Recipient => return None,
        };
        let of_chain =
            |said: &Range<usize>| gold.mentions.iter().any(|it| it.chain == chain && gold::same(&gold.text, said, it));
        let mut right: Vec<bool> = (0..candidates.len()).map(|at| candidates.bytes(at).is_some_and(of_chain)).collect();
        if !right.contains(&true) {
            *right.last_mut()? = true;
        }
        Some(right)
    }
}

impl Choose for Teacher {
    fn choose(&mut self, task: Task, of: &Range<usize>, candidates: &Candidates) -> (usize, u16) {
        let score =
            |at: usize| candidates.features(at).iter().map(|bucket| self.weights[*bucket as usize]).sum::<f32>();
        let best = |allowed: &dyn Fn(usize) -> bool| {
            let mut best = (candidates.len() - 1, f32::MIN);
            for at in (0..candidates.len()).filter(|at| allowed(*at)) {
                if score(at) > best.1 {
                    best = (at, score(at));
                }
            }
            best.0
        };
        let right = self.right(task, of, candidates);
        let mut gathered = self.gathered.borrow_mut();
        let chosen = match &right {
            Some(right) if gathered.told => best(&|at| right[at]),
            _ => best(&|_| true),
        };
        if let Some(right) = right {
            // Of other pronouns nothing is known where two names are all that was marked.
            let choice = self.gold.choice.is_some() && task == Task::Antecedent;
            let short = |at: usize| candidates.bytes(at).is_none_or(|it| gold::is_pronoun(&self.gold.text[it.clone()]));
            let unsure = (0..candidates.len()).map(|at| choice && !right[at] && short(at)).collect();
            gathered.examples.push(Example { candidates: candidates.clone(), right, unsure });
        }
        (chosen, 9_500)
    }
}

/// Reads the documents and gathers what is asked.
fn gather(documents: &[Rc<Gold>], model: &Arc<Model>, weights: &Rc<Vec<f32>>, told: bool) -> Vec<Example> {
    let gathered = Rc::new(RefCell::new(Gathered { told, ..Gathered::default() }));
    for gold in documents {
        let teacher = Teacher { gold: Rc::clone(gold), weights: Rc::clone(weights), gathered: Rc::clone(&gathered) };
        let settings = Settings { layers: Layers::QUOTES.with(Layers::COREFERENCE), ..Settings::default() };
        read_with(&gold.text, settings, model, Box::new(teacher));
    }
    std::mem::take(&mut gathered.borrow_mut().examples)
}

/// The weights for some documents: learned from right answers first, then from texts read with what was learned.
pub fn learn(documents: Vec<Gold>, model: &Arc<Model>, epochs: usize) -> Weights {
    let documents: Vec<Rc<Gold>> = documents.into_iter().map(Rc::new).collect();
    let mut weights = Rc::new(vec![0.0; WEIGHTS]);
    let mut examples = gather(&documents, model, &weights, true);
    eprintln!("{} choices with right answers before them", examples.len());
    weights = Rc::new(descend(&examples, epochs));
    examples.extend(gather(&documents, model, &weights, false));
    let weights = descend(&examples, epochs);
    let most = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs())).max(1e-6);
    let scale = most / 127.0;
    Weights { weights: weights.iter().map(|weight| (weight / scale).round() as i8).collect(), scale }
}

/// Maximises the logarithm of the probability that something right is chosen.
pub fn descend(examples: &[Example], epochs: usize) -> Vec<f32> {
    const RATE: f32 = 0.1;
    const DECAY: f32 = 2e-6;
    let mut weights = vec![0.0_f32; WEIGHTS];
    let mut squares = vec![1e-3_f32; WEIGHTS];
    let mut sum = vec![0.0_f64; WEIGHTS];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut chance = Chance(11);
    let mut shares = Vec::new();
    for _ in 0..epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
        for at in &order {
            let Example { candidates, right, unsure } = &examples[*at];
            shares.clear();
            shares.extend((0..candidates.len()).map(|at| {
                if unsure[at] {
                    return f32::MIN;
                }
                candidates.features(at).iter().map(|bucket| weights[*bucket as usize]).sum::<f32>()
            }));
            let top = shares.iter().copied().fold(f32::MIN, f32::max);
            shares.iter_mut().for_each(|share| *share = libm::expf(*share - top));
            let all: f32 = shares.iter().sum();
            let of_right: f32 = shares.iter().zip(right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
            for (at, right) in right.iter().enumerate() {
                let wanted = if *right { shares[at] / of_right.max(1e-20) } else { 0.0 };
                let slope = wanted - shares[at] / all;
                if slope.abs() < 1e-4 {
                    continue;
                }
                for bucket in candidates.features(at) {
                    let bucket = *bucket as usize;
                    squares[bucket] += slope * slope;
                    weights[bucket] += RATE * slope / squares[bucket].sqrt() - DECAY * weights[bucket];
                }
            }
        }
        sum.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += f64::from(*weight));
    }
    sum.iter().map(|sum| (*sum / epochs.max(1) as f64) as f32).collect()
}
