//! One number that says whether two builds of the engine find the same.

use crate::{Model, Settings, entities, extract, extract_with, pattern, structure};
use jiff::civil::date;
use postil_core::Suggestions;
use sha2::{Digest, Sha256};
use std::fmt::{Arguments, Write};
use std::sync::Arc;

/// A text of our own, with much that has broken other programs. The examples of all rules are read behind it.
const TEXT: &str = include_str!("../data/digest.txt");

fn text() -> String {
    let examples = pattern::examples().chain(entities::examples());
    examples.fold(TEXT.to_owned(), |text, example| text + "\n" + &example.replace(['[', ']'], ""))
}

/// SHA-256, in lower-case hex, over everything found in a fixed built-in text: the same natively and in Wasm.
pub fn digest() -> String {
    digest_of(extract)
}

/// The same with a trained model for names.
pub fn digest_with(model: &Arc<Model>) -> String {
    digest_of(|text, settings| extract_with(text, settings, model))
}

fn digest_of(extract: impl Fn(&str, Settings) -> Suggestions) -> String {
    let text = text();
    let settings = Settings { dct: Some(date(2018, 9, 17)), ..Settings::default() };
    let (structure, found) = (structure(&text), extract(&text, settings));

    let mut said = String::new();
    let mut say = |what: Arguments<'_>| said.write_fmt(what).expect("a string takes everything");
    for p in &structure.paragraphs {
        say(format_args!("paragraph {:?} {}\n", p.range, p.heading));
    }
    for s in &structure.sentences {
        say(format_args!("sentence {s:?}\n"));
    }
    for t in &structure.tokens {
        say(format_args!("token {}..{} {:?}\n", t.start, t.end, t.kind));
    }
    for s in &found.spans {
        say(format_args!("{:?} {} {} {:?}", s.range, s.label, s.score().parts(), s.value));
        s.provenance.reasons.iter().for_each(|reason| say(format_args!(" | {reason}")));
        say(format_args!("\n"));
    }
    for r in &found.relations {
        say(format_args!("{} {} {} {}\n", r.label, r.head, r.tail, r.score().parts()));
    }
    for e in &found.events {
        say(format_args!("{} {} {} {:?}", e.label, e.trigger, e.score().parts(), e.attributes));
        e.arguments.iter().for_each(|it| say(format_args!(" | {} {}", it.role, it.span)));
        say(format_args!("\n"));
    }
    for m in &found.members {
        say(format_args!("{} {} {}\n", m.cluster, m.span, m.provenance.score.parts()));
    }
    Sha256::digest(said.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_steady() {
        let first = digest();
        assert_eq!(first.len(), 64);
        assert_eq!(first, digest());
    }

    #[test]
    fn the_text_has_every_label() {
        let found = extract(&text(), Settings::default());
        // Events need a model.
        for label in crate::Label::ALL.into_iter().filter(|label| *label != crate::Label::Trigger) {
            assert!(found.spans.iter().any(|s| s.label == label.key()), "{label}");
        }
        assert!(found.relations.len() > 4);
    }
}
