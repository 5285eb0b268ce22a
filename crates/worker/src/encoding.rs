//! What a person hears of encodings: how a text was read, and how it may be read.

use postil_decode::{Candidate, How, Manner, Refusal};
use postil_messages::{Choice, ResponseBody};

/// An encoding that somebody must choose, or why there is nothing to choose. `sources` are the files that are read anew
/// with it, by their place in the request.
pub fn question(refusal: Refusal, sources: Vec<u32>) -> ResponseBody {
    ResponseBody::Undecodable { problem: problem("It", &refusal), choices: choices(refusal.candidates), sources }
}

/// What is wrong with a file that sentences call so.
pub fn problem(what: &str, refusal: &Refusal) -> String {
    let end = if refusal.candidates.is_empty() { "" } else { " Choose how it was written:" };
    format!("{what} {}{end}", refusal.problem)
}

/// Encodings to choose from, for people.
pub fn choices(candidates: Vec<Candidate>) -> Vec<Choice> {
    candidates.into_iter().map(choice).collect()
}

fn choice(candidate: Candidate) -> Choice {
    let Candidate { encoding, is_likely, damaged, preview } = candidate;
    let name = match damaged {
        0 => format!("{} ({encoding})", encoding.about()),
        1 => format!("{} ({encoding}), with \u{fffd} in one place", encoding.about()),
        places => format!("{} ({encoding}), with \u{fffd} in {places} places", encoding.about()),
    };
    Choice { encoding: encoding.name().to_owned(), name, preview, is_likely }
}

/// How a text was read: the encoding's name, with what else is to be known of it.
pub fn described(manner: Manner) -> String {
    let name = manner.encoding.name();
    match (manner.damaged, manner.how) {
        (0, How::Guessed) => format!("{name}, a guess"),
        (0, _) => name.to_owned(),
        (1, _) => format!("{name}, damaged in one place"),
        (places, _) => format!("{name}, damaged in {places} places"),
    }
}

/// Whether nothing in the file says so.
pub fn is_guess(manner: Manner) -> bool {
    manner.how == How::Guessed
}
