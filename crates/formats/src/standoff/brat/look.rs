//! How brat draws and reaches types: colours and short names of `visual.conf`, keys of `kb_shortcuts.conf`.

use super::conf::lines;
use crate::document::{Looks, Schema};
use crate::syntax::{Error, Source};
use postil_core::{Kind, ValueType};

/// Longer names are no chips.
const MAX_CHIP: usize = 8;

pub(super) fn looks(schema: &Schema, sources: &[Source]) -> Result<Looks, Error> {
    let mut looks = Looks::new();
    let kinds = |id: &str| schema.iter().filter(|it| it.id == id).map(|it| it.kind).collect::<Vec<_>>();
    // An attribute without values is there or not.
    for it in schema.of(Kind::Attribute).filter(|it| it.values.is_empty()) {
        looks.entry((Kind::Attribute, it.id.clone())).or_default().value_type = Some(ValueType::Boolean);
    }
    for source in sources {
        let text = source.text()?;
        if source.name.ends_with("kb_shortcuts.conf") {
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let mut words = line.split_whitespace();
                if let (Some(key), Some(id), None) = (words.next(), words.next(), words.next()) {
                    for kind in kinds(id) {
                        looks.entry((kind, id.to_owned())).or_default().key = Some(key.to_owned());
                    }
                }
            }
            continue;
        }
        if !source.name.ends_with("visual.conf") {
            continue;
        }
        for (_, section, line) in lines(&text) {
            match section {
                "labels" => {
                    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
                    let [id, _, .., last] = parts[..] else { continue };
                    let is_short = !last.is_empty() && last.chars().count() <= MAX_CHIP;
                    for kind in kinds(id).into_iter().filter(|_| is_short) {
                        looks.entry((kind, id.to_owned())).or_default().chip = Some(last.to_owned());
                    }
                }
                "drawing" => {
                    let (id, rest) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
                    let colour = rest.split(',').find_map(|part| part.trim().strip_prefix("bgColor:"));
                    for kind in kinds(id) {
                        if let Some(colour) = colour {
                            looks.entry((kind, id.to_owned())).or_default().colour = Some(colour.trim().to_owned());
                        }
                    }
                }
                _ => {}
            }
        }
    }
    Ok(looks)
}
