//! Targets and selectors: which text an annotation is about, and what of it.

use crate::document::{Claim, Further};
use crate::syntax::json::Value;

/// What of a text is meant.
#[derive(Debug)]
pub(super) enum Selected {
    Whole,
    Part(Claim),
    /// Something that cannot be found in a text, and what it is.
    Unknown(String),
}

/// A part of what an annotation is about.
#[derive(Debug)]
pub(super) struct Part<'v> {
    /// The address of its text.
    pub(super) source: &'v str,
    pub(super) selected: Selected,
}

/// One or several values.
pub(super) fn list(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::List(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// What something is called: itself, or its `id`.
pub(super) fn address(value: &Value) -> Option<&str> {
    value.as_text().or_else(|| value.text("id")).or_else(|| value.text("@id"))
}

/// What an annotation is about: of each, the parts that belong together.
pub(super) fn targets(target: Option<&Value>) -> Vec<Vec<Part<'_>>> {
    match target {
        Some(value) if value.text("type") == Some("Independents") => {
            value.list("items").iter().map(|item| parts(std::slice::from_ref(item))).collect()
        }
        // Several targets are the parts of one span: so the tools write those with gaps.
        value => vec![parts(list(value))],
    }
}

fn parts(targets: &[Value]) -> Vec<Part<'_>> {
    targets.iter().flat_map(of_target).collect()
}

fn of_target(target: &Value) -> Vec<Part<'_>> {
    match target.text("type") {
        Some("Composite" | "List" | "Independents") => return parts(target.list("items")),
        // Any of them will do.
        Some("Choice") => return target.list("items").first().map(of_target).unwrap_or_default(),
        _ => {}
    }
    let of = target.get("source").and_then(address).or_else(|| address(target)).unwrap_or_default();
    let (source, fragment) = of.split_once('#').map_or((of, None), |(source, fragment)| (source, Some(fragment)));
    let selectors = list(target.get("selector"));
    let of_recogito: Vec<&Value> = selectors.iter().filter(|selector| is_of_recogito(selector)).collect();
    let selected = match fragment {
        Some(fragment) if selectors.is_empty() => vec![by_fragment(fragment)],
        // In this form each selector is a part.
        _ if of_recogito.len() > 1 => of_recogito.into_iter().map(|one| selected(std::slice::from_ref(one))).collect(),
        _ => vec![selected(selectors)],
    };
    selected.into_iter().map(|selected| Part { source, selected }).collect()
}

/// Recogito's own form says position and quote in one, without a type.
fn is_of_recogito(selector: &Value) -> bool {
    selector.get("type").is_none() && selector.text("quote").is_some()
}

fn position(selector: &Value) -> Option<(i64, i64)> {
    let number = |name: &str| selector.get(name).and_then(Value::as_int);
    number("start").zip(number("end"))
}

/// What selectors say together, each in its way.
fn selected(selectors: &[Value]) -> Selected {
    if selectors.is_empty() {
        return Selected::Whole;
    }
    let mut claim = Claim::of_parts(Vec::new(), None);
    let (mut narrowed, mut unknown) = (None, Vec::new());
    for selector in selectors {
        let kind = selector.text("type").unwrap_or_default();
        let one = match kind {
            _ if is_of_recogito(selector) => Selected::Part(Claim::of_parts(
                position(selector).into_iter().collect(),
                selector.text("quote").map(str::to_owned),
            )),
            "TextPositionSelector" if let Some((start, end)) = position(selector) => {
                Selected::Part(Claim::new(start, end, None))
            }
            "TextQuoteSelector" if let Some(exact) = selector.text("exact") => {
                let side = |name: &str| selector.text(name).unwrap_or_default().to_owned();
                Selected::Part(Claim { around: (side("prefix"), side("suffix")), ..Claim::quoted(exact) })
            }
            "FragmentSelector" => by_fragment(selector.text("value").unwrap_or_default().trim_start_matches('#')),
            "RangeSelector" => range(selector),
            _ => Selected::Unknown(if kind.is_empty() {
                "a selector without a type".to_owned()
            } else {
                kind.to_owned()
            }),
        };
        match (one, selector.get("refinedBy")) {
            (Selected::Part(outer), Some(inner)) => match selected(list(Some(inner))) {
                Selected::Part(inner) => {
                    narrowed = narrowed.or(Some(Claim { further: Some(Box::new(Further::Within(inner))), ..outer }));
                }
                Selected::Unknown(what) => unknown.push(format!("{kind} with {what}")),
                Selected::Whole => {}
            },
            (Selected::Part(one), None) if one.further.is_some() => narrowed = narrowed.or(Some(one)),
            (Selected::Part(one), None) => {
                if claim.ranges.is_empty() {
                    claim.ranges = one.ranges;
                }
                if claim.quote.is_none() && one.quote.is_some() {
                    (claim.quote, claim.around) = (one.quote, one.around);
                }
            }
            (Selected::Unknown(what), _) => unknown.push(what),
            (Selected::Whole, _) => {}
        }
    }
    match narrowed {
        _ if !claim.ranges.is_empty() || claim.quote.is_some() => Selected::Part(claim),
        Some(narrowed) => Selected::Part(narrowed),
        None => Selected::Unknown(unknown.join(", ")),
    }
}

/// From the beginning of one place up to that of another.
fn range(selector: &Value) -> Selected {
    let end = |name: &str| selected(list(selector.get(name)));
    match (end("startSelector"), end("endSelector")) {
        (Selected::Part(start), Selected::Part(end)) => {
            Selected::Part(Claim { further: Some(Box::new(Further::Until(end))), ..start })
        }
        (Selected::Unknown(what), _) | (_, Selected::Unknown(what)) => {
            Selected::Unknown(format!("RangeSelector with {what}"))
        }
        _ if selector.get("startContainer").is_some() => Selected::Unknown("RangeSelector of XPaths".to_owned()),
        _ => Selected::Unknown("RangeSelector without two ends".to_owned()),
    }
}

/// `char=0,3` of RFC 5147, which may say more behind a semicolon; of `char=5` it is a place.
fn by_fragment(fragment: &str) -> Selected {
    let unknown = || Selected::Unknown(format!("the fragment `{}`", crate::document::excerpt(fragment)));
    let Some(range) = fragment.split(';').next().and_then(|first| first.strip_prefix("char=")) else {
        return unknown();
    };
    let (start, end) = range.split_once(',').unwrap_or((range, range));
    let start = if start.is_empty() { Ok(0) } else { start.parse() };
    match (start, end.parse()) {
        (Ok(start), Ok(end)) => Selected::Part(Claim::new(start, end, None)),
        _ => unknown(),
    }
}
