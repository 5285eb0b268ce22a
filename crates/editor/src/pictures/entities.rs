//! Of whom and of what: entities by how often they are mentioned.

use super::facts::Facts;
use super::{MOST, Mark, Picture, Row, Shape, Table, counted, fitted, text, text_to, width_of};

const LINE: i32 = 23;

/// A bar for each entity, so many pixels wide: clusters, and what is in none by its words.
pub fn entities(facts: &Facts, width: i32) -> Picture {
    let mentions: usize = facts.things.iter().map(|it| it.mentions.len()).sum();
    let mut rows = Vec::new();
    for it in facts.things.iter().take(MOST) {
        let paragraphs: Vec<String> = it.paragraphs.iter().map(ToString::to_string).collect();
        let status = if it.is_suggested { "suggested" } else { "accepted" };
        let cells = vec![
            it.name.clone(),
            it.chip.clone(),
            it.mentions.len().to_string(),
            paragraphs.join(", "),
            status.to_owned(),
        ];
        rows.push(Row { item: it.mentions[0].0, cells });
    }
    let table = Table { head: vec!["Entity", "Label", "Mentions", "Paragraphs", "Status"], rows };
    let empty = "No names here yet: they are suggested where the text is read, or labelled by the digits.";
    let mut picture = Picture::of("Entities", (mentions, "mention"), width, table, empty);
    let most = facts.things.first().map_or(1, |it| it.mentions.len()) as i32;
    let (left, right) = (width * 45 / 100, width - 32);
    for (at, it) in facts.things.iter().take(MOST).enumerate() {
        let y = at as i32 * LINE;
        let count = it.mentions.len() as i32;
        let name = fitted(&it.name, 15, left - width_of(&it.chip, 10) - 14);
        picture.marks.push(Mark {
            item: it.mentions[0].0,
            name: format!("{}, {}: {}", it.name, it.chip, counted(it.mentions.len(), "mention")),
            is_suggested: it.is_suggested,
            shapes: vec![
                text("quote", (0, y + 16), name).then("tag", it.chip.clone()),
                Shape::Bar { hue: it.hue, at: (left, y + 6), size: (((right - left) * count / most).max(3), 11) },
                text_to("number", (width, y + 16), count.to_string()),
            ],
        });
    }
    picture.height = picture.marks.len() as i32 * LINE;
    picture
}
