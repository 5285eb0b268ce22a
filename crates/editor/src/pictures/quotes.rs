//! Who said what.

use super::facts::{Facts, Saying};
use super::{MOST, Mark, Picture, Row, Shape, Table, counted, fitted, text, text_to, width_of};
use postil_core::sort_by;

const LINE: i32 = 24;

/// Quotes by speaker, so many pixels wide: whoever says most comes first.
pub fn quotes(facts: &Facts, width: i32) -> Picture {
    let speakers = speakers(facts);
    let mut rows = Vec::new();
    for (name, said) in &speakers {
        for it in said {
            let status = if it.is_suggested { "suggested" } else { "accepted" };
            let speaker = if name.is_empty() { "not known" } else { name };
            let cells = vec![speaker.to_owned(), it.words.clone(), it.paragraph.to_string(), status.to_owned()];
            rows.push(Row { item: it.item, cells });
        }
    }
    rows.truncate(MOST);
    let table = Table { head: vec!["Speaker", "Quote", "Paragraph", "Status"], rows };
    let empty = "No quote here yet: they are suggested where the text is read, or labelled by 0.";
    let mut picture = Picture::of("Quotes by speaker", (facts.sayings.len(), "quote"), width, table, empty);
    let mut y = 0;
    for (name, said) in speakers {
        if picture.marks.len() >= MOST {
            break;
        }
        let words: usize = said.iter().map(|it| it.count).sum();
        let about = format!("{}, {}", counted(said.len(), "quote"), counted(words, "word"));
        let name = if name.is_empty() { "No speaker" } else { &name };
        let room = width - width_of(&about, 11) - 16;
        let head =
            vec![text("speaker", (0, y + 16), fitted(name, 15, room)), text_to("soft", (width, y + 16), about.clone())];
        match said.iter().find_map(|it| it.speaker.as_ref()) {
            Some(party) => {
                let is_suggested = party.item.is_suggestion();
                let name = format!("{name}: {about}");
                picture.marks.push(Mark { item: party.item, name, is_suggested, shapes: head });
            }
            None => picture.back.extend(head),
        }
        y += LINE;
        for it in said {
            let place = format!("¶ {}", it.paragraph);
            let room = width - width_of(&place, 11) - 24;
            picture.marks.push(Mark {
                item: it.item,
                name: format!("{}, paragraph {}", it.words, it.paragraph),
                is_suggested: it.is_suggested,
                shapes: vec![
                    Shape::Line { kind: "beside", from: (1, y + 1), to: (1, y + LINE - 3) },
                    text("quote", (11, y + 16), fitted(&it.words, 15, room)),
                    text_to("soft", (width, y + 16), place),
                ],
            });
            y += LINE;
        }
        y += 8;
    }
    picture.height = (y - 8).max(0);
    picture
}

/// Speakers with what they say, those first who say most; who says it is not known of the last ones.
fn speakers(facts: &Facts) -> Vec<(String, Vec<&Saying>)> {
    let mut speakers: Vec<(String, Vec<&Saying>)> = Vec::new();
    for it in &facts.sayings {
        let name = it.speaker.as_ref().map(|party| party.name.clone()).unwrap_or_default();
        match speakers.iter_mut().find(|(other, _)| *other == name) {
            Some((_, said)) => said.push(it),
            None => speakers.push((name, vec![it])),
        }
    }
    let order = |(name, said): &(String, Vec<&Saying>)| (name.is_empty(), std::cmp::Reverse(said.len()));
    // Equals stay in the order of the text.
    sort_by(&mut speakers, &|a, b| order(a).cmp(&order(b)));
    speakers
}
