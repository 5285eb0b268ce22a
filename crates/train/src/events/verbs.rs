//! Short sentences made of a dictionary of verbs and patterns (CAMEO, as PETRARCH 2 has it): what they say is known.

use postil_extract::TYPES;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The file, below the folder of the corpora.
const FILE: &str = "resources/petrarch2/CAMEO.2.0.txt";

/// Most verbs of one entry with which a pattern is written out.
const VERBS: usize = 3;
/// Most words that a set in a pattern is written out with.
const WORDS: usize = 3;

/// A sentence, where its verb begins, in bytes, and the type of event, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub text: String,
    pub verb: usize,
    pub kind: Option<usize>,
}

/// All that the dictionary says, in its order.
///
/// # Errors
/// If the file is not there.
pub fn read(data: &Path) -> Result<Vec<Made>, Box<dyn Error>> {
    Ok(made(&fs::read_to_string(data.join(FILE))?))
}

fn made(file: &str) -> Vec<Made> {
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut set = None;
    let mut all = Vec::new();
    // The verbs of an entry, each with its forms and what it says by itself.
    let mut verbs: Vec<(Vec<String>, Option<Option<usize>>)> = Vec::new();
    let mut usual = None;
    let mut count = 0;
    for line in file.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        if let Some(head) = line.strip_prefix("---") {
            speak(&verbs, usual, &mut all);
            verbs.clear();
            set = None;
            usual = code(head);
        } else if line.starts_with('&') {
            set = Some(line.to_owned());
            sets.insert(line.to_owned(), Vec::new());
        } else if let (Some(of), Some(word)) = (&set, line.strip_prefix('+')) {
            sets.entry(of.clone()).or_default().push(plain(word));
        } else if let Some(pattern) = line.strip_prefix("- ") {
            count += 1;
            pattern_says(pattern, count, &verbs, &sets, &mut all);
        } else if line.starts_with('~') {
            break;
        } else {
            let own = line.contains('[').then(|| code(line));
            verbs.push((forms(line), own.map(Option::flatten_code)));
        }
    }
    speak(&verbs, usual, &mut all);
    all
}

/// The code in square brackets: none where there is no such thing, nothing where it is no event.
fn code(line: &str) -> Option<Option<usize>> {
    let inside = line.split('[').nth(1)?.split(']').next()?;
    // What the other side does is not what the verb says.
    let code = inside.split(':').next()?.trim();
    if code.is_empty() {
        return None;
    }
    Some(kind_of(code))
}

trait FlattenCode {
    fn flatten_code(self) -> Option<usize>;
}

impl FlattenCode for Option<Option<usize>> {
    fn flatten_code(self) -> Option<usize> {
        self.flatten()
    }
}

/// The type of PLOVER that a code of CAMEO became.
fn kind_of(code: &str) -> Option<usize> {
    let name = match code {
        _ if code.starts_with("084")
            || code.starts_with("085")
            || code.starts_with("086")
            || code.starts_with("087") =>
        {
            "RETREAT"
        }
        "0813" | "0814" => "RETREAT",
        "163" | "191" | "192" => "COERCE",
        _ if code.starts_with("175") || code.starts_with("1712") => "ASSAULT",
        _ => match code.get(..2)? {
            "02" | "10" => "REQUEST",
            "03" => "AGREE",
            "04" => "CONSULT",
            "05" => "SUPPORT",
            "06" => "COOPERATE",
            "07" => "AID",
            "08" => "CONCEDE",
            "09" | "11" => "ACCUSE",
            "12" => "REJECT",
            "13" => "THREATEN",
            "14" => "PROTEST",
            "15" => "MOBILIZE",
            "16" => "SANCTION",
            "17" => "COERCE",
            "18" | "19" | "20" => "ASSAULT",
            _ => return None,
        },
    };
    TYPES.iter().position(|it| *it == name)
}

fn plain(word: &str) -> String {
    word.trim_matches(['_', ' ', '+']).replace('_', " ").to_lowercase()
}

/// A verb with its forms: `MEET {MEETS MET MEETING}`, or those of a regular verb.
fn forms(line: &str) -> Vec<String> {
    let line = line.split('[').next().unwrap_or_default();
    let (verb, others) = line.split_once('{').unwrap_or((line, ""));
    let verb = plain(verb);
    let mut all = vec![verb.clone()];
    all.extend(others.trim_end().trim_end_matches('}').split_whitespace().map(plain));
    if all.len() == 1 {
        let (first, rest) = verb.split_once(' ').map_or((verb.as_str(), String::new()), |(a, b)| (a, format!(" {b}")));
        let stem = first.strip_suffix('e').unwrap_or(first);
        let past = match first.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ied"),
            _ => format!("{stem}ed"),
        };
        all.extend([format!("{past}{rest}"), format!("{stem}ing{rest}")]);
    }
    all
}

/// What the verbs of an entry say by themselves.
fn speak(verbs: &[(Vec<String>, Option<Option<usize>>)], usual: Option<Option<usize>>, out: &mut Vec<Made>) {
    for (forms, own) in verbs {
        let Some(kind) = own.or(usual) else { continue };
        out.extend(forms.iter().map(|form| sentence("", form, "", kind)));
    }
}

fn sentence(before: &str, verb: &str, behind: &str, kind: Option<usize>) -> Made {
    let before = if before.is_empty() { "Syria ".to_owned() } else { format!("The {before} ") };
    let start = before.len();
    let behind = if behind.is_empty() { String::new() } else { format!(" {behind}") };
    Made { text: format!("{before}{verb}{behind}."), verb: start, kind }
}

/// A pattern with the verbs of its entry: `- GOVERNMENT * (OF &CRIME) [112]`.
fn pattern_says(
    pattern: &str, number: usize, verbs: &[(Vec<String>, Option<Option<usize>>)], sets: &BTreeMap<String, Vec<String>>,
    out: &mut Vec<Made>,
) {
    let Some(kind) = code(pattern) else { return };
    let pattern = pattern.split('[').next().unwrap_or_default();
    let Some((before, behind)) = pattern.split_once('*') else { return };
    let words = |part: &str, nth: usize| -> String {
        let words = part.split(['(', ')', '{', '}', ' ']).filter(|word| !word.is_empty()).map(|word| {
            let word = word.split('/').next().unwrap_or_default();
            match sets.get(word) {
                Some(set) if !set.is_empty() => set[(number + nth * 7) % set.len()].clone(),
                _ => plain(word.trim_start_matches('&')),
            }
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let varied = if pattern.contains('&') { WORDS } else { 1 };
    for nth in 0..varied {
        for at in 0..verbs.len().min(VERBS) {
            let (forms, _) = &verbs[(number + at) % verbs.len()];
            let form = &forms[(number + nth) % forms.len()];
            out.push(sentence(&words(before, nth), form, &words(behind, nth), kind));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_become_sentences() {
        let file = "&CRIME\n+THEFT_\n\n---  BLAME   [110]  ---\nBLAME # a\nFAULT {FAULTS } [---]\n- * (FOR &CRIME) [112] # x\n- * TALKS [:046]\n";
        let said: Vec<_> =
            made(file).into_iter().map(|it| (it.text.clone(), it.kind.map(|kind| TYPES[kind]))).collect();
        assert!(said.contains(&("Syria blame for theft.".to_owned(), Some("ACCUSE"))), "{said:?}");
        assert!(said.contains(&("Syria blamed.".to_owned(), Some("ACCUSE"))), "{said:?}");
        assert!(said.contains(&("Syria faults.".to_owned(), None)), "{said:?}");
        assert!(!said.iter().any(|(text, _)| text.contains("talks")), "{said:?}");
    }
}
