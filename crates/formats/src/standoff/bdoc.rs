//! GATE bdoc JSON: offsets in code points (`offset_type` p) or UTF-16 units (j), as the file says, ends exclusive; a file a
//! document.

use crate::document::texts::document;
use crate::document::values::{attribute, plain};
use crate::document::{Annotated, Claim, Draft, Report, Span, Unit, excerpt, labelled, settle};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Holds, Naming, Values, Which};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::AttributeValue;

pub(crate) const FORMAT: Format = Format {
    id: "bdoc",
    name: "GATE bdoc JSON",
    about: "code points or UTF-16 units, as each file says; .bdocjs",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Char),
    extensions: &["bdocjs", "bdocjson"],
    lines: false,
    sniff: |probe| match () {
        () if probe.has(".annotation_sets:o") && probe.has(".text:s") => 95,
        () if probe.has(".offset_type:s") && probe.has(".text:s") => 80,
        () => 0,
    },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        naming: Naming::File,
        units: &[Unit::Char, Unit::Utf16],
        zero_width: true,
        attributes: Which::Spans,
        values: Values::Json,
        sets: true,
        machines: false,
        ..Holds::SPANS
    },
};

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let row: Value = json::parse(&source.text()?, &source.name, 1)?;
        let text = row.text("text").ok_or_else(|| report.error("", "there is no `text`"))?;
        let document = document(text).map_err(|what| report.error("", what))?;
        let name = row.text("name").filter(|name| !name.is_empty()).unwrap_or(source.stem());
        let mut draft = Draft::new(Annotated::new(name, document));
        let unit = match row.text("offset_type") {
            Some("j") => Unit::Utf16,
            Some("p") | None => Unit::Char,
            Some(other) => return Err(report.error("offset_type", format!("`{}` is neither p nor j", excerpt(other)))),
        };
        for (set, value) in row.get("annotation_sets").map_or(&[][..], Value::fields) {
            for (i, item) in value.list("annotations").iter().enumerate() {
                let place = format!("annotation_sets.{}.annotations[{i}]", excerpt(set));
                let number = |name: &str| item.get(name).and_then(Value::as_int);
                let (Some(start), Some(end)) = (number("start"), number("end")) else {
                    report.left_out(place, "it has no start and end");
                    continue;
                };
                let mut span = labelled(item.text("type").unwrap_or_default());
                span.facts.set = set.as_str().into();
                for (name, value) in item.get("features").map_or(&[][..], Value::fields) {
                    let said = match (attribute(value), value) {
                        (Some(said), _) => said,
                        (None, Value::Null) => continue,
                        (None, value) => {
                            report.decided(
                                &place,
                                format!("`{}` is no plain value; its JSON is taken as text", excerpt(name)),
                            );
                            AttributeValue::Text(value.compact().into())
                        }
                    };
                    span.facts.attribute(name, said);
                }
                draft.claim(None, Claim::new(start, end, None), span, place);
            }
        }
        if row.get("features").is_some_and(|it| !it.fields().is_empty()) {
            report.left_out("features", "there is no place for what is said of the document");
        }
        let mut drafts = [draft];
        // The file says its unit, so that nothing has to be decided.
        let chosen = reading.unit.filter(|_| row.get("offset_type").is_none()).or(Some(unit));
        settle(&mut drafts, unit, true, chosen, report);
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let (unit, letter) = match writing.unit {
        Some(Unit::Utf16) => (Unit::Utf16, "j"),
        _ => (Unit::Char, "p"),
    };
    let file = |it: &Annotated| {
        let set = |set: &str| {
            let spans = it.spans.iter().filter(|span| &*span.facts.set == set);
            let annotation = |(id, span): (usize, &Span)| {
                let (start, end) = unit.ends(&it.document, span.cover());
                let features = span.facts.attributes.iter().map(|(name, value)| (name.clone(), plain(value)));
                object! { "type" => &span.label, "start" => start, "end" => end, "id" => id, "features" => Value::Object(features.collect()) }
            };
            let annotations: Vec<Value> = spans.enumerate().map(annotation).collect();
            object! { "name" => set, "next_annid" => annotations.len(), "annotations" => annotations }
        };
        let sets = it.sets().iter().map(|name| (name.to_string(), set(name))).collect();
        let value = object! {
            "text" => it.text(), "features" => object! {}, "offset_type" => letter, "name" => &it.name,
            "annotation_sets" => Value::Object(sets),
        };
        File::new(format!("{}.bdocjs", it.name), value.compact() + "\n")
    };
    Ok(documents.iter().map(file).collect())
}
