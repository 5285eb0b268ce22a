//! How well mentions are put together: pronouns with one of two names (GAP), and clusters of names and pronouns.

use super::gold::{self, Gold, Kind, is_pronoun};
use super::quotes::Found;
use postil_core::{Fragments, TextRange};
use postil_score::{Compared, Options, Side, score};
use std::collections::BTreeMap;
use std::ops::Range;

/// Pronouns with two names: right, said and wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choices {
    right: usize,
    said: usize,
    wanted: usize,
    /// Pronouns that are in no cluster, and names that are no span.
    loose: usize,
    unseen: usize,
    pub texts: usize,
}

impl Choices {
    pub fn count(&mut self, gold: &Gold, found: &Found) {
        let Some(choice) = &gold.choice else { return };
        self.texts += 1;
        let touches = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let cluster = |of: &Range<usize>| {
            let spans = found.clusters.iter().filter(|(at, _)| touches(&found.spans[**at], of));
            spans.map(|(_, cluster)| *cluster).next()
        };
        let pronoun = cluster(&choice.pronoun);
        self.loose += usize::from(pronoun.is_none());
        for (name, is_right) in &choice.names {
            self.unseen += usize::from(!found.spans.iter().any(|span| touches(span, name)));
            let of_name =
                found.clusters.iter().any(|(at, of)| Some(*of) == pronoun && touches(&found.spans[*at], name));
            self.said += usize::from(of_name);
            self.wanted += usize::from(*is_right);
            self.right += usize::from(of_name && *is_right);
        }
    }

    pub fn print(&self, name: &str) {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "{name}: {} pronouns: P {:.1} R {:.1} F1 {:.1}; {} in no cluster, {} names not found",
            self.texts,
            percent(self.right, self.said),
            percent(self.right, self.wanted),
            percent(2 * self.right, self.said + self.wanted),
            self.loose,
            self.unseen,
        );
    }
}

/// Clusters of a document, names and pronouns alone, as the measures of coreference compare them: mentions of the same words
/// are the same.
pub fn compared(gold: &Gold, found: &Found) -> Compared {
    let fragments = |range: &Range<usize>| Fragments::one(TextRange::from_usize(range.clone()));
    let mut wanted: BTreeMap<usize, Vec<Fragments>> = BTreeMap::new();
    let mentions: Vec<_> = gold.mentions.iter().filter(|it| it.kind != Kind::Nominal).collect();
    for it in &mentions {
        wanted.entry(it.chain).or_default().push(fragments(&it.head));
    }
    let mut said: BTreeMap<usize, Vec<Fragments>> = BTreeMap::new();
    for (at, cluster) in &found.clusters {
        let span = &found.spans[*at];
        if !found.named[*at] && !is_pronoun(&gold.text[span.clone()]) {
            continue;
        }
        let same = mentions.iter().find(|it| gold::same(&gold.text, span, it));
        said.entry(*cluster).or_default().push(same.map_or_else(|| fragments(span), |it| fragments(&it.head)));
    }
    let several = |clusters: BTreeMap<usize, Vec<Fragments>>| {
        clusters
            .into_values()
            .map(|mut all| {
                all.sort();
                all.dedup();
                all
            })
            .filter(|all| all.len() > 1)
            .collect()
    };
    Compared {
        gold: Side { clusters: several(wanted), ..Side::default() },
        predicted: Side { clusters: several(said), ..Side::default() },
    }
}

/// Says the measures.
pub fn print(name: &str, documents: &[Compared]) {
    let scores = score(documents, &Options { samples: 0, ..Options::default() });
    let Some(coreference) = scores.coreference else { return };
    let cells = coreference.metrics.iter().map(|(metric, cell)| {
        let marks = cell.marks;
        let [p, r, f] = [marks.precision, marks.recall, marks.f1].map(|it| 100.0 * it);
        format!("{} {p:.1} {r:.1} {f:.1}", metric.as_str())
    });
    let cells: Vec<_> = cells.collect();
    println!("{name}: names and pronouns: {}; CoNLL {:.1}", cells.join(", "), 100.0 * coreference.conll);
}
