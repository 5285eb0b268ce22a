//! Events: learning them, and measuring what is found.

mod gold;
mod learn;
mod verbs;

use crate::side_by_side;
use gold::{Gold, touch};
pub use learn::How;
use postil_core::Suggestions;
use postil_extract::training::{EventParts, Parts};
use postil_extract::{Layers, Model, Role, Settings, TYPES, extract_with};
use std::collections::BTreeMap;
use std::error::Error;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Parts that the training sentences are cut into, to be read with weights that were learned from the others.
const FOLDS: usize = 5;

/// Learns events, and says how good it is; the model with them. Without the corpus the model stays as it is.
///
/// # Errors
/// If a file is no such file.
pub fn train(data: &Path, model: &Arc<Model>, how: How, errors: bool) -> Result<Arc<Model>, Box<dyn Error>> {
    let all = gold::read(data)?;
    let (test, mut kept): (Vec<Gold>, Vec<Gold>) = all.into_iter().partition(Gold::is_test);
    // The same sentence with another event is no new sentence.
    kept.retain(|it| !test.iter().any(|other| other.text == it.text));
    let made = verbs::read(data)?;
    let read = learn::read(&kept, model);
    let dictionary = learn::dictionary(&made, model, how.dictionary);
    eprintln!("{} sentences, {} for testing only; {} of the dictionary", kept.len(), test.len(), dictionary.len());
    let fold = |at: usize| crate::place("fold", &kept[at].id) as usize % FOLDS;
    let of_folds = side_by_side(2, FOLDS as u64, |number| {
        let others: Vec<_> = (0..kept.len()).filter(|at| fold(*at) != number as usize).map(|at| &read[at]).collect();
        let parts = learn::learn(&others, &dictionary, how);
        let model = with(model, EventParts { least: 200, ..parts });
        let mut counts = Vec::new();
        for at in (0..kept.len()).filter(|at| fold(*at) == number as usize) {
            counts.push((at, find(&kept[at], &model)));
        }
        counts
    });
    let mut found: Vec<(usize, Found)> = of_folds.into_iter().flatten().collect();
    found.sort_by_key(|(at, _)| *at);
    let said: Vec<(&Gold, Found)> = found.into_iter().map(|(at, found)| (&kept[at], found)).collect();
    for least in [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6] {
        let counts = count(&said, least, |_, _| {});
        counts.print(&format!("cross-validation, {least}"));
    }
    let least = best(&said);
    let counts = count(&said, least, |what, it| {
        if errors {
            println!("{what}: {it}");
        }
    });
    counts.print("cross-validation, chosen");
    counts.print_types();
    let parts = learn::learn(&read.iter().collect::<Vec<_>>(), &dictionary, how);
    let parts = EventParts { curve: curve(&said), least: (least * 10_000.0).round() as u16, ..parts };
    let model = with(model, parts);
    measure_on(&test, &model, false);
    Ok(model)
}

/// The scores on the sentences that are for testing only.
///
/// # Errors
/// If the file is no such file.
pub fn measure(data: &Path, model: &Arc<Model>, errors: bool) -> Result<(), Box<dyn Error>> {
    let test: Vec<Gold> = gold::read(data)?.into_iter().filter(Gold::is_test).collect();
    measure_on(&test, model, errors);
    Ok(())
}

fn measure_on(test: &[Gold], model: &Arc<Model>, errors: bool) {
    let said: Vec<(&Gold, Found)> = test.iter().map(|gold| (gold, find(gold, model))).collect();
    let counts = count(&said, 0.0, |what, it| {
        if errors {
            println!("{what}: {it}");
        }
    });
    counts.print("test");
    counts.print_types();
}

fn with(model: &Arc<Model>, events: EventParts) -> Arc<Model> {
    Arc::new(Model::from_parts(Parts { events, ..model.parts().clone() }))
}

/// An event as it was found.
struct Said {
    kind: usize,
    odds: f64,
    trigger: Range<usize>,
    parts: Vec<(Role, Range<usize>)>,
}

type Found = Vec<Said>;

fn find(gold: &Gold, model: &Arc<Model>) -> Found {
    let layers = Layers::ALL;
    let Suggestions { spans, events, .. } = extract_with(&gold.text, Settings { layers, ..Settings::default() }, model);
    let at = |span: u32| spans[span as usize].range.to_usize();
    let roles = [Role::Actor, Role::Recipient, Role::Location, Role::Date];
    let mut found: Found = events
        .iter()
        .map(|event| Said {
            kind: TYPES.iter().position(|it| *it == event.label.as_str()).unwrap_or_default(),
            odds: event.score().to_f64(),
            trigger: at(event.trigger),
            parts: event
                .arguments
                .iter()
                .filter_map(|it| Some((roles.into_iter().find(|role| role.slug() == it.role.as_str())?, at(it.span))))
                .collect(),
        })
        .collect();
    found.sort_by(|a, b| b.odds.total_cmp(&a.odds));
    found
}

/// What is counted, in sentences, each of which has one event.
#[derive(Default)]
struct Counts {
    sentences: usize,
    /// Events that were found, and those among them that are the one that is marked.
    said: usize,
    matched: usize,
    kind: usize,
    trigger: usize,
    actor: usize,
    recipient: usize,
    all: usize,
    place: (usize, usize),
    types: BTreeMap<(usize, Option<usize>), usize>,
}

/// Counts. The event that is meant is the surest of those whose trigger is among the marked words, or the surest of all.
fn count(said: &[(&Gold, Found)], least: f64, mut tell: impl FnMut(&str, String)) -> Counts {
    let mut counts = Counts::default();
    for (gold, found) in said {
        counts.sentences += 1;
        let found: Vec<&Said> = found.iter().filter(|it| it.odds >= least).collect();
        counts.said += found.len();
        let marked = |it: &&&Said| gold.trigger.iter().any(|at| touch(at, &it.trigger));
        let meant = found.iter().find(marked).or(found.first());
        let kind = meant.map(|it| it.kind);
        *counts.types.entry((gold.kind, kind)).or_default() += 1;
        let show = |it: &Said| {
            let part = |(role, at): &(Role, Range<usize>)| format!("{}={}", role.slug(), &gold.text[at.clone()]);
            let parts: Vec<String> = it.parts.iter().map(part).collect();
            format!("{} {:.2} {} [{}]", TYPES[it.kind], it.odds, &gold.text[it.trigger.clone()], parts.join("; "))
        };
        let row = || {
            let words =
                |all: &[Range<usize>]| all.iter().map(|at| &gold.text[at.clone()]).collect::<Vec<_>>().join(" | ");
            let found: Vec<String> = found.iter().map(|it| show(it)).collect();
            format!(
                "{}\n    gold {} {} [{} → {}]\n    said {}",
                gold.text,
                TYPES[gold.kind],
                words(&gold.trigger),
                words(&gold.actors),
                words(&gold.recipients),
                found.join("\n         ")
            )
        };
        let Some(meant) = meant else {
            tell("missed", row());
            continue;
        };
        let has = |role: Role, wanted: &[Range<usize>]| {
            let mut parts = meant.parts.iter().filter(|(of, _)| *of == role).map(|(_, at)| at);
            if wanted.is_empty() {
                parts.next().is_none()
            } else {
                parts.any(|at| wanted.iter().any(|it| touch(it, at)))
            }
        };
        let kind = meant.kind == gold.kind;
        let trigger = marked(&meant);
        let (actor, recipient) = (has(Role::Actor, &gold.actors), has(Role::Recipient, &gold.recipients));
        counts.kind += usize::from(kind);
        counts.trigger += usize::from(trigger);
        counts.matched += usize::from(kind && trigger);
        counts.actor += usize::from(actor);
        counts.recipient += usize::from(recipient);
        counts.all += usize::from(trigger && actor && recipient);
        if !gold.places.is_empty() {
            counts.place.0 += usize::from(has(Role::Location, &gold.places));
            counts.place.1 += 1;
        }
        let wrong = [(kind, "type"), (trigger, "trigger"), (actor, "actor"), (recipient, "recipient")];
        let wrong: Vec<&str> = wrong.iter().filter(|(right, _)| !right).map(|(_, what)| *what).collect();
        if !wrong.is_empty() {
            tell(&wrong.join(", "), row());
        }
    }
    counts
}

impl Counts {
    fn print(&self, name: &str) {
        let of = |count: usize| 100.0 * count as f64 / self.sentences.max(1) as f64;
        println!(
            "{name:<26} {} sentences: type {:.1}  trigger {:.1}  actor {:.1}  recipient {:.1}  mean of the three {:.1}  all three \
             {:.1}  place {}/{}  {} events said, {:.1} % the marked one",
            self.sentences,
            of(self.kind),
            of(self.trigger),
            of(self.actor),
            of(self.recipient),
            (of(self.trigger) + of(self.actor) + of(self.recipient)) / 3.0,
            of(self.all),
            self.place.0,
            self.place.1,
            self.said,
            100.0 * self.matched as f64 / self.said.max(1) as f64,
        );
    }

    /// Which types are taken for which.
    fn print_types(&self) {
        let mut wrong: Vec<_> = self.types.iter().filter(|((gold, said), _)| Some(*gold) != *said).collect();
        wrong.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for ((gold, said), count) in wrong.into_iter().take(12) {
            println!("    {count:>3} {} taken for {}", TYPES[*gold], said.map_or("nothing", |said| TYPES[said]));
        }
    }
}

/// The least odds with which most is right: sentences with type and trigger, less a tenth of what is said beside.
fn best(said: &[(&Gold, Found)]) -> f64 {
    let mut best = (f64::MIN, 0.0);
    for step in 2..16 {
        let least = f64::from(step) * 0.05;
        let counts = count(said, least, |_, _| {});
        let value = counts.matched as f64 - 0.1 * (counts.said - counts.matched) as f64;
        if value > best.0 {
            best = (value, least);
        }
    }
    best.1
}

/// From odds to how often an event of the right type stands at a marked word: a rising curve, by pooling neighbours that fall
/// (isotonic regression).
fn curve(said: &[(&Gold, Found)]) -> Vec<(u16, u16)> {
    let mut points: Vec<(f64, f64, f64)> = said
        .iter()
        .flat_map(|(gold, found)| {
            found.iter().map(|it| {
                let right = it.kind == gold.kind && gold.trigger.iter().any(|at| touch(at, &it.trigger));
                (it.odds, f64::from(u8::from(right)), 1.0)
            })
        })
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pools: Vec<(f64, f64, f64)> = Vec::new();
    // Bins of so many.
    for some in points.chunks(points.len().div_ceil(12).max(1)) {
        let count = some.len() as f64;
        let mean = |of: fn(&(f64, f64, f64)) -> f64| some.iter().map(of).sum::<f64>() / count;
        pools.push((mean(|it| it.0), mean(|it| it.1), count));
        while let [.., a, b] = pools[..]
            && a.1 > b.1
        {
            let count = a.2 + b.2;
            let pooled = ((a.0 * a.2 + b.0 * b.2) / count, (a.1 * a.2 + b.1 * b.2) / count, count);
            pools.truncate(pools.len() - 2);
            pools.push(pooled);
        }
    }
    pools.iter().map(|(odds, right, _)| ((odds * 1000.0).round() as u16, (right * 1000.0).round() as u16)).collect()
}
