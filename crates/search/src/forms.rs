//! Forms of English words: plurals, and what endings make of verbs. More forms than there are; those that nobody writes are not
//! found.

/// Words that look like a form of another word, and are none.
const NO_FORMS: [&str; 14] =
    ["news", "series", "species", "this", "his", "its", "was", "has", "yes", "bus", "gas", "during", "thing", "king"];

/// All forms of the last word of some words, small letters of English, the words themselves first. Other words have none but
/// themselves.
pub fn forms(words: &str) -> Vec<String> {
    let start = words
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + words[at..].chars().next().map_or(1, char::len_utf8));
    let (lead, last) = words.split_at(start);
    let small = last.to_ascii_lowercase();
    let mut all = vec![words.to_owned()];
    if small.len() < 3 || !small.bytes().all(|b| b.is_ascii_lowercase()) || NO_FORMS.contains(&&*small) {
        return all;
    }
    for base in bases(&small) {
        for form in of_base(&base) {
            let made = format!("{lead}{}", like(last, &form));
            if !all.contains(&made) {
                all.push(made);
            }
        }
    }
    all
}

/// A form with the letters of the word as they were written, capitals included.
fn like(word: &str, form: &str) -> String {
    if word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase()) {
        // NGO, NGOs.
        return match form.strip_prefix(&*word.to_ascii_lowercase()) {
            Some(ending) => format!("{word}{ending}"),
            None => form.to_ascii_uppercase(),
        };
    }
    let same = word.bytes().zip(form.bytes()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    format!("{}{}", &word[..same], &form[same..])
}

/// The words that a word may be a form of.
fn bases(word: &str) -> Vec<String> {
    let mut bases = vec![word.to_owned()];
    let mut add = |stem: Option<&str>, ending: &str| {
        if let Some(stem) = stem.filter(|stem| stem.len() >= 3) {
            bases.push(format!("{stem}{ending}"));
        }
    };
    add(word.strip_suffix("ies"), "y");
    add(word.strip_suffix("ied"), "y");
    if ["ses", "xes", "zes", "ches", "shes"].iter().any(|ending| word.ends_with(ending)) {
        add(word.strip_suffix("es"), "");
    }
    if !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("ies") {
        add(word.strip_suffix('s'), "");
    }
    for ending in ["ed", "ing"] {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        add(Some(stem), "");
        add(Some(stem), "e");
        if let [.., one, other] = stem.as_bytes()
            && one == other
        {
            add(Some(&stem[..stem.len() - 1]), "");
        }
    }
    bases
}

fn of_base(base: &str) -> Vec<String> {
    let is_vowel = |b: u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    let bytes = base.as_bytes();
    let (last, before) = (bytes[bytes.len() - 1], bytes[bytes.len() - 2]);
    let has_consonant_y = last == b'y' && !is_vowel(before);
    let stem = &base[..base.len() - 1];
    let mut forms = vec![base.to_owned()];
    match last {
        _ if has_consonant_y => forms.extend([format!("{stem}ies"), format!("{stem}ied")]),
        b's' | b'x' | b'z' => forms.push(format!("{base}es")),
        b'h' if matches!(before, b'c' | b's') => forms.push(format!("{base}es")),
        b'o' => forms.extend([format!("{base}s"), format!("{base}es")]),
        _ => forms.push(format!("{base}s")),
    }
    match last {
        b'e' => forms.extend([format!("{base}d"), format!("{stem}ing")]),
        _ => {
            if !has_consonant_y {
                forms.push(format!("{base}ed"));
            }
            forms.push(format!("{base}ing"));
        }
    }
    let is_doubled = !is_vowel(last) && !matches!(last, b'w' | b'x' | b'y') && is_vowel(before);
    if is_doubled {
        let double = char::from(last);
        forms.extend([format!("{base}{double}ed"), format!("{base}{double}ing")]);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, has: &[&str], lacks: &[&str]) {
        let all = forms(word);
        assert_eq!(all[0], word);
        for form in has {
            assert!(all.iter().any(|it| it == form), "{word}: {form} in {all:?}");
        }
        for form in lacks {
            assert!(!all.iter().any(|it| it == form), "{word}: no {form} in {all:?}");
        }
    }

    #[test]
    fn forms_lead_to_each_other() {
        check("attack", &["attacks", "attacked", "attacking"], &[]);
        check("attacked", &["attack", "attacks", "attacking"], &[]);
        check("company", &["companies"], &["companys"]);
        check("companies", &["company"], &[]);
        check("churches", &["church"], &[]);
        check("Prime Minister", &["Prime Ministers"], &["prime ministers"]);
        check("plan", &["planned", "planning", "plans"], &[]);
        check("planned", &["plan", "plans"], &[]);
        check("invade", &["invaded", "invading"], &[]);
        check("invading", &["invade"], &[]);
        check("NGO", &["NGOs"], &["NGOS"]);
        check("news", &[], &["new"]);
        check("class", &["classes"], &["clas"]);
        check("北京", &[], &["北京s"]);
        check("C++", &[], &["C++s"]);
        check("São", &[], &["Sãos"]);
    }
}
