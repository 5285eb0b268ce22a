//! Who did what to whom: at the left those who act, at the right those to whom it is done, between them what it is.
//! Relations stand there, too, from their heads to their tails.

use super::facts::{Facts, Party, Statement};
use super::{MOST, Mark, Picture, Row, Shape, Table, fitted, text, text_to};
use crate::Item;
use postil_core::sort_by;

/// What happened, in two lines.
const ROW: i32 = 44;
/// The least distance of two names.
const APART: i32 = 24;

/// Somebody at one side.
struct Node {
    name: String,
    item: Item,
    /// The middles of what leads there.
    rows: Vec<i32>,
    y: i32,
}

/// The graph, so many pixels wide.
pub fn graph(facts: &Facts, width: i32) -> Picture {
    let mut statements: Vec<&Statement> = facts.statements.iter().collect();
    // Those of one actor stand together, and actors in the order of the text.
    let mut actors: Vec<&str> = Vec::new();
    for statement in &statements {
        let name = first(&statement.from);
        if !actors.contains(&name) {
            actors.push(name);
        }
    }
    let place = |it: &Statement| actors.iter().position(|name| *name == first(&it.from));
    sort_by(&mut statements, &|a, b| (place(a), a.paragraph).cmp(&(place(b), b.paragraph)));
    statements.truncate(MOST);
    let table = Table {
        head: vec!["Who", "What", "To whom", "Words", "More", "Paragraph", "Status"],
        rows: statements.iter().map(|it| row(it)).collect(),
    };
    let empty = "Nothing here says yet who did what to whom: e makes an event of a span, r links two.";
    let count = (facts.statements.len(), "statement");
    let mut picture = Picture::of("Who did what to whom", count, width, table, empty);
    let (side, middle) = (width * 30 / 100, (width * 37 / 100, width * 63 / 100));
    let mut left = nodes(&statements, |it| &it.from);
    let mut right = nodes(&statements, |it| &it.to);
    let height = [spread(&mut left), spread(&mut right), statements.len() as i32 * ROW];
    picture.height = height.into_iter().max().unwrap_or_default();
    for (at, it) in statements.iter().enumerate() {
        let y = at as i32 * ROW + ROW / 2;
        let mut shapes = Vec::new();
        for node in left.iter().filter(|node| it.from.iter().any(|party| party.name == node.name)) {
            shapes.push(Shape::Curve { from: (side + 6, node.y), to: (middle.0 - 6, y) });
        }
        for node in right.iter().filter(|node| it.to.iter().any(|party| party.name == node.name)) {
            shapes.push(Shape::Curve { from: (middle.1 + 6, y), to: (width - side - 6, node.y) });
        }
        let room = middle.1 - middle.0;
        let mut about = vec![it.words.clone()];
        about.extend(it.rest.iter().cloned());
        about.push(format!("¶ {}", it.paragraph));
        let about = about.join(" · ");
        shapes.push(Shape::Bar { hue: it.hue, at: (middle.0, y - 18), size: (room, 18) });
        shapes.push(text("what", (middle.0 + 6, y - 5), fitted(&it.label, 12, room - 12)));
        shapes.push(text("soft", (middle.0 + 6, y + 14), fitted(&about, 11, room - 6)));
        picture.marks.push(Mark { item: it.item, name: sentence(it), is_suggested: it.is_suggested, shapes });
    }
    for (nodes, is_left) in [(left, true), (right, false)] {
        for node in nodes {
            let name = fitted(&node.name, 14, side);
            let shape = match is_left {
                true => text_to("node", (side, node.y + 5), name),
                false => text("node", (width - side, node.y + 5), name),
            };
            let is_suggested = node.item.is_suggestion();
            picture.marks.push(Mark { item: node.item, name: node.name, is_suggested, shapes: vec![shape] });
        }
    }
    picture
}

fn first(parties: &[Party]) -> &str {
    parties.first().map_or("", |party| &party.name)
}

/// Those who take part at one side, each once, in the order of the middles of what they take part in.
fn nodes(statements: &[&Statement], side: impl Fn(&Statement) -> &Vec<Party>) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        let middle = at as i32 * ROW + ROW / 2;
        for party in side(statement) {
            match nodes.iter_mut().find(|node| node.name == party.name) {
                Some(node) => node.rows.push(middle),
                None => nodes.push(Node { name: party.name.clone(), item: party.item, rows: vec![middle], y: 0 }),
            }
        }
    }
    for node in &mut nodes {
        node.y = node.rows.iter().sum::<i32>() / node.rows.len() as i32;
    }
    sort_by(&mut nodes, &|a, b| a.y.cmp(&b.y));
    nodes
}

/// Moves names that would stand on each other down; gives the height that they take.
fn spread(nodes: &mut [Node]) -> i32 {
    let mut free = APART / 2;
    for node in nodes {
        node.y = node.y.max(free);
        free = node.y + APART;
    }
    free
}

fn row(it: &Statement) -> Row {
    let names = |parties: &[Party]| parties.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(", ");
    let status = if it.is_suggested { "suggested" } else { "accepted" };
    let cells = vec![
        names(&it.from),
        it.label.clone(),
        names(&it.to),
        it.words.clone(),
        it.rest.join(", "),
        it.paragraph.to_string(),
        status.to_owned(),
    ];
    Row { item: it.item, cells }
}

/// All of it: `Consult, “met”: Maria Rossi to Paul Weber; Place: Rome; paragraph 1`.
fn sentence(it: &Statement) -> String {
    let names = |parties: &[Party]| parties.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(", ");
    let mut told = format!("{}, “{}”: {}", it.label, it.words, names(&it.from));
    if !it.to.is_empty() {
        told += &format!(" to {}", names(&it.to));
    }
    for more in &it.rest {
        told += &format!("; {more}");
    }
    format!("{told}; paragraph {}", it.paragraph)
}
