//! The stem of an English word: forms of one verb or noun come together, by their endings and a list of irregular verbs.

/// Verbs with their irregular forms.
const IRREGULAR: &str = "\
agree agreed, decree decreed, free freed, guarantee guaranteed, \
begin began begun, bend bent, bind bound, blow blew blown, break broke broken, bring brought, build built, \
burn burnt, buy bought, catch caught, choose chosen chose, come came, creep crept, deal dealt, draw drawn drew, \
drive driven drove, fall fallen fell, feed fed, feel felt, fight fought, find found, flee fled, fly flew flown, \
forbid forbade forbidden, forgive forgave forgiven, freeze frozen froze, give gave given, go gone went, \
hang hung, hold held, keep kept, know knew, lay laid, lead led, leave left, lend lent, lose lost, make made, \
meet met, overthrow overthrew overthrown, pay paid, ring rang, rise rose risen, run ran, say said, \
see saw seen, seek sought, sell sold, send sent, shake shook shaken, shoot shot, show shown, slay slain, \
speak spoke spoken, spend spent, stand stood, steal stole stolen, strike struck, swear swore sworn, \
take taken took, teach taught, tear tore torn, tell told, think thought, throw threw thrown, win won, \
withdraw withdrawn withdrew, withhold withheld, write wrote written";

/// The stem of a word, in lower case; no word of a dictionary, but the same for all forms. Words of other scripts are left as
/// they are.
pub(crate) fn stem(word: &str) -> String {
    let mut made = word.to_lowercase();
    if !made.is_ascii() || made.len() < 3 {
        return made;
    }
    if let Some(base) = irregular(&made) {
        made = base.to_owned();
    }
    let length = made.len();
    let vowel = |before: usize| made[..length - before].bytes().any(|b| b"aeiouy".contains(&b));
    let cut = |ending: &str, least: usize| made.ends_with(ending) && length >= ending.len() + least;
    if cut("ies", 2) || cut("ied", 2) {
        made.truncate(length - 3);
        made.push('y');
    } else if cut("ing", 3) && vowel(3) {
        made.truncate(length - 3);
    } else if cut("ed", 2) && vowel(2) && !made.ends_with("eed")
        || ["ches", "shes", "sses", "xes", "zes"].iter().any(|ending| made.ends_with(ending))
    {
        made.truncate(length - 2);
    } else if cut("s", 3) && !["ss", "us", "is"].iter().any(|ending| made.ends_with(ending)) {
        made.truncate(length - 1);
    }
    if made.ends_with('e') && made.len() > 3 {
        made.pop();
    }
    let bytes = made.as_bytes();
    if let [.., a, b] = bytes
        && a == b
        && bytes.len() > 3
        && !b"aeiou".contains(a)
    {
        made.pop();
    }
    made
}

/// What a word is an irregular form of.
fn irregular(word: &str) -> Option<&'static str> {
    IRREGULAR.split(", ").find_map(|forms| {
        let (base, others) = forms.split_once(' ')?;
        others.split(' ').any(|form| form == word).then_some(base)
    })
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["attack", "attacks", "attacked", "attacking"][..],
            &["agree", "agrees", "agreed", "agreeing"],
            &["accuse", "accuses", "accused", "accusing"],
            &["deny", "denies", "denied", "denying"],
            &["ban", "bans", "banned", "banning"],
            &["call", "calls", "called", "calling"],
            &["meet", "meets", "met", "meeting"],
            &["clash", "clashes", "clashed", "clashing"],
            &["withdraw", "withdrew", "withdrawn", "withdrawing"],
            &["kill", "killed", "killing"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|it| *it == stems[0]), "{forms:?}: {stems:?}");
        }
        assert_ne!(stem("protest"), stem("protection"));
        assert_eq!(stem("Ünye"), "ünye");
    }
}
