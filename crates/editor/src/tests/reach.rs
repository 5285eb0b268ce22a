//! Letters that lead to what is in view.

use super::*;

impl Desk {
    fn go(&mut self, is_extending: bool) -> &mut Self {
        let document = self.state.document().unwrap().clone();
        let targets = crate::reach::words(&document, document.range(), str::to_lowercase);
        self.state.apply(Action::Hint(Purpose::Go { is_extending }, targets));
        self
    }

    fn type_letters(&mut self, letters: &str) -> &mut Self {
        for typed in letters.chars() {
            self.press(Command::Hint(HintKey::Letter { typed, place: None }));
        }
        self
    }

    fn target(&self) -> &str {
        self.state.target().map_or("nothing", |range| &TEXT[range.to_usize()])
    }
}

#[test]
fn letters_lead_to_a_word_and_a_label_ends_them() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).go(false);
    assert_eq!((desk.focus(), desk.target()), ("(PERSON Ana Petrović)".to_owned(), "nothing"), "nothing is typed yet");
    desk.type_letters("b");
    assert_eq!((desk.focus(), desk.target()), ("nothing".to_owned(), "Tom Berg"), "the cursor proposes the name");
    desk.label("PERSON");
    assert!(desk.state.hints.is_none());
    assert_eq!(desk.spans(), ["PERSON Tom Berg"]);
    // The next word with these letters is behind the one that was reached; then from the top again.
    desk.go(false).type_letters("p");
    assert_eq!(desk.target(), "Petrović");
    desk.press(Command::Hint(HintKey::Next));
    assert_eq!(desk.target(), "Mayor Ana Petrović");
    desk.press(Command::Hint(HintKey::Settle));
    assert!(desk.state.hints.is_none());
    assert_eq!(desk.state.reveal.map(|(_, range)| range), Some(range("Petrović")));
}

#[test]
fn escape_leaves_all_as_it_was() {
    let mut desk = Desk::with_suggestions();
    desk.press(Command::Next).go(false).type_letters("sp");
    assert_eq!(desk.target(), "Split");
    desk.press(Command::Escape);
    assert_eq!((desk.focus(), desk.target()), ("(PERSON Ana Petrović)".to_owned(), "nothing"));
    desk.go(false).type_letters("sp");
    desk.press(Command::Hint(HintKey::Back)).press(Command::Hint(HintKey::Back));
    assert_eq!(desk.focus(), "(PERSON Ana Petrović)", "what was typed is taken back");
    // A wrong letter is told, and forgotten.
    desk.type_letters("spz");
    assert_eq!((desk.target(), desk.state.notice.is_some()), ("Split", true));
    desk.type_letters("l");
    assert_eq!((desk.target(), desk.state.notice.is_none()), ("Split", true));
    // A click goes elsewhere, and ends it.
    desk.state.apply(Action::Click { offset: range("met").start() });
    assert!(desk.state.hints.is_none());
    assert_eq!(desk.target(), "met");
}

#[test]
fn a_hint_takes_its_word_at_once() {
    let mut desk = Desk::new();
    desk.go(false).type_letters("m");
    let shown: Vec<(String, String)> = desk
        .state
        .hints
        .as_ref()
        .unwrap()
        .shown()
        .map(|(range, code)| (TEXT[range.to_usize()].to_owned(), code.to_owned()))
        .collect();
    // Mayor, met and Monday: a, e and o go on with their words.
    assert_eq!(
        shown,
        [("Mayor", "s"), ("met", "d"), ("Monday", "f")].map(|(word, code)| (word.to_owned(), code.to_owned()))
    );
    desk.type_letters("f");
    assert_eq!((desk.target(), desk.state.hints.is_none()), ("Monday", true));
}

#[test]
fn letters_select_up_to_a_word() {
    let mut desk = Desk::new();
    desk.go(false).type_letters("met").press(Command::Hint(HintKey::Settle));
    desk.go(true).type_letters("in").press(Command::Hint(HintKey::Settle));
    assert_eq!(desk.target(), "met Tom Berg in");
    desk.label("EVENT");
    assert_eq!(desk.spans(), ["EVENT met Tom Berg in"]);
}

#[test]
fn by_the_place_of_the_key_where_the_layout_has_other_letters() {
    let mut desk = Desk::new();
    desk.go(false);
    desk.press(Command::Hint(HintKey::Letter { typed: 'ы', place: Some('s') }));
    assert_eq!(desk.target(), "Split");
}
