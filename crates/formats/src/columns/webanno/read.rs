//! Reading: cells to annotations.

use super::cells::{marked, split, unescape, unescape_java, unescape_text};
use super::lines::{Kind, Layer, Row, Text, is_slot, layers};
use crate::document::texts::document;
use crate::document::{Annotated, Cluster, Event, Node, Relation, Report, Sentence, Span, Unit, labelled};
use crate::format::Reading;
use crate::syntax::{Error, Source};
use postil_core::{AttributeValue, Document, Fragments, Link, TextRange, filled};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        made.push(one(source, report)?);
    }
    Ok(made)
}

fn one(source: &Source, report: &mut Report) -> Result<Annotated, Error> {
    let whole = source.text()?;
    let lines: Vec<&str> = whole.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    let version = lines[0].strip_prefix("#FORMAT=WebAnno TSV ").unwrap_or_default();
    if !version.starts_with("3.") {
        return Err(
            report.error("line 1", format!("this is not WebAnno TSV 3 but `{}`", crate::document::excerpt(lines[0])))
        );
    }
    // Up to 3.1 the text is escaped as Java does it, and the cells are not.
    let is_java = matches!(version.trim(), "3.0" | "3.1");
    let mut halves = 0;
    let (layers, head) = layers(&lines);
    let width = layers.last().map_or(0, |layer| layer.column + layer.features.len());
    let mut text = Text::default();
    let mut pending: Vec<&str> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for (n, line) in lines.iter().enumerate().skip(head) {
        let place = format!("line {}", n + 1);
        if let Some(part) = line.strip_prefix("#Text=") {
            pending.push(part);
            continue;
        }
        if line.trim().is_empty() || line.starts_with('#') && !line.contains('\t') {
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, ends, token, cells @ ..] = &columns[..] else {
            return Err(report.error(place, "it has less than three columns, parted by tabs"));
        };
        let ends = ends.split_once('-').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
        let (start, end) = ends.ok_or_else(|| report.error(&place, "its offsets are not of the form `0-7`"))?;
        if !pending.is_empty() {
            let line = |part| if is_java { unescape_java(part, &mut halves) } else { unescape_text(part) };
            let sentence: Vec<String> = std::mem::take(&mut pending).into_iter().map(line).collect();
            text.begin(start, &sentence.join("\n")).map_err(|what| report.error(&place, what))?;
        }
        if cells.len() < width {
            report.left_out(&place, format!("{} columns are missing", width - cells.len()));
            continue;
        }
        let sentence = id.split('-').next().and_then(|n| n.parse().ok()).unwrap_or_default();
        rows.push(Row { place, id, start, end, token, cells: cells[..width].to_vec(), sentence });
    }
    if halves > 0 {
        report.repaired("", format!("{halves} escapes are half of a surrogate pair; they are U+FFFD"));
    }
    let document = document(text.finish()).map_err(|what| report.error("", what))?;
    let mut reader = Reader {
        it: Annotated::new(source.stem(), document),
        ranges: Vec::new(),
        spans: BTreeMap::new(),
        chains: BTreeMap::new(),
        lines: filled(rows.iter().enumerate().map(|(i, row)| (row.id.to_owned(), i))),
    };
    reader.place(&rows, report);
    for layer in layers.iter().filter(|layer| layer.kind != Kind::Relation) {
        reader.layer(layer, &rows, report);
    }
    for layer in layers.iter().filter(|layer| layer.kind == Kind::Span) {
        reader.slots(layer, &rows, report);
    }
    for layer in layers.iter().filter(|layer| layer.kind == Kind::Relation) {
        reader.relations(layer, &rows, report);
    }
    reader.clusters();
    Ok(reader.it)
}

/// What a span is known by: its layer, and its number, or its line and place in the stack.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(String, u32),
    Place(String, usize, usize),
}

struct Reader {
    it: Annotated,
    /// Of each line; none where it is not in the text.
    ranges: Vec<Option<TextRange>>,
    spans: BTreeMap<Key, usize>,
    /// Spans of chains, by layer and number.
    chains: BTreeMap<(String, u32), Vec<usize>>,
    /// Lines by what they are called.
    lines: BTreeMap<String, usize>,
}

impl Reader {
    /// The ranges of all lines; and the tokens, which are the layout.
    fn place(&mut self, rows: &[Row], report: &mut Report) {
        let document: Document = self.it.document.clone();
        let mut sentences: BTreeMap<usize, Vec<TextRange>> = BTreeMap::new();
        let mut wrong = 0;
        for row in rows {
            let range = match Unit::Utf16.range(&document, row.start.into(), row.end.into()) {
                Ok(range) => range,
                Err(why) => {
                    report.left_out(&row.place, why);
                    self.ranges.push(None);
                    continue;
                }
            };
            wrong += usize::from(document.slice(range) != row.token);
            self.ranges.push(Some(range));
            if !row.id.contains('.') && !range.is_empty() {
                sentences.entry(row.sentence).or_default().push(range);
            }
        }
        if wrong > 0 {
            report.repaired("", format!("{wrong} tokens are not what stands at their offsets; the text is believed"));
        }
        let layout: Vec<Sentence> = sentences
            .into_values()
            .map(|tokens| Sentence { range: tokens[0].cover(tokens[tokens.len() - 1]), tokens })
            .collect();
        let is_sound = wrong == 0
            && layout.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start())
            && layout.iter().all(|it| it.tokens.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        self.it.layout = (is_sound && !layout.is_empty()).then(|| layout.into());
    }

    fn layer(&mut self, layer: &Layer, rows: &[Row], report: &mut Report) {
        let short = layer.name.rsplit('.').next().unwrap_or_default();
        let is_words = matches!(short, "Lemma" | "Stem" | "POS" | "MorphologicalFeatures" | "Token");
        let mut passed = 0;
        for (i, row) in rows.iter().enumerate() {
            // Slots have cells of their own kind.
            let own = |(n, feature): (usize, &String)| {
                (!is_slot(layer, n)).then(|| (feature.clone(), split(row.cells[layer.column + n], '|')))
            };
            let columns: Vec<(String, Vec<&str>)> = layer.features.iter().enumerate().filter_map(own).collect();
            let has_slots = columns.len() < layer.features.len();
            // A cell of one `_` says nothing, whatever the cells beside it say.
            let stack = columns.iter().filter(|(_, cell)| cell[..] != ["_"]).map(|(_, cell)| cell.len()).max();
            let stack = stack.unwrap_or_else(|| {
                let slots = || split(row.cells[layer.column], '|');
                usize::from(columns.is_empty() && has_slots && slots().iter().any(|cell| *cell != "_"))
            });
            for place in 0..stack {
                if is_words {
                    passed += 1;
                    continue;
                }
                self.cell(layer, short, i, place, &columns);
            }
        }
        if passed > 0 {
            report.left_out(&layer.name, format!("{passed} annotations of words are passed over"));
        }
    }

    /// One annotation of a stack, in one line.
    fn cell(&mut self, layer: &Layer, short: &str, row: usize, place: usize, columns: &[(String, Vec<&str>)]) {
        let value = |stack: &Vec<&str>| stack.get(place).copied().unwrap_or("*").to_owned();
        let values: Vec<(String, String)> = columns.iter().map(|(name, stack)| (name.clone(), value(stack))).collect();
        let number = values.iter().find_map(|(_, value)| marked(value).1);
        let Some(range) = self.ranges[row] else { return };
        let is_chain = layer.kind == Kind::Chain;
        let key = match number {
            Some(number) if !is_chain => Key::Number(layer.name.clone(), number),
            _ => Key::Place(layer.name.clone(), row, place),
        };
        if let Some(known) = self.spans.get(&key) {
            let span = &mut self.it.spans[*known];
            span.fragments = Fragments::one(span.cover().cover(range));
            return;
        }
        let mut span = Span { fragments: Fragments::one(range), ..labelled(short) };
        let plain = |value: &str| match marked(value).0 {
            "*" | "_" => None,
            value => Some(unescape(value)),
        };
        let label = crate::standoff::cas::dkpro::LABELS
            .iter()
            .find(|name| values.iter().any(|(feature, value)| feature == *name && plain(value).is_some()));
        for (feature, value) in &values {
            if is_chain {
                if let (true, Some(kind)) = (feature == "referenceType", plain(value)) {
                    span.label = kind;
                }
                continue;
            }
            let Some(value) = plain(value) else { continue };
            match feature.as_str() {
                "" => {}
                "identifier" => span.link = Some(Link { id: value.into(), uri: None }),
                name if Some(&name) == label => span.label = value,
                name => span.facts.attribute(name, AttributeValue::Text(value.into())),
            }
        }
        if let (true, Some(number)) =
            (is_chain, values.iter().filter(|(name, _)| name == "referenceType").find_map(|(_, value)| marked(value).1))
        {
            self.chains.entry((layer.name.clone(), number)).or_default().push(self.it.spans.len());
        }
        self.spans.insert(key, self.it.spans.len());
        self.it.spans.push(span);
    }

    /// Slots make events of spans: `role1;role2` in one column, their lines in the next.
    fn slots(&mut self, layer: &Layer, rows: &[Row], report: &mut Report) {
        for (n, _) in layer.features.iter().enumerate().filter(|(_, feature)| feature.starts_with("ROLE_")) {
            for (i, row) in rows.iter().enumerate() {
                let roles = row.cells[layer.column + n];
                let Some(targets) = row.cells.get(layer.column + n + 1).filter(|_| roles != "_") else { continue };
                let stacks = split(roles, '|').into_iter().zip(split(targets, '|'));
                for (place, (roles, targets)) in stacks.enumerate() {
                    let host = self.spans.get(&Key::Place(layer.name.clone(), i, place)).copied();
                    let host =
                        host.or_else(|| self.spans.get(&Key::Number(layer.name.clone(), marked(roles).1?)).copied());
                    let Some(trigger) = host else { continue };
                    let mut event = Event {
                        trigger,
                        label: self.it.spans[trigger].label.clone(),
                        arguments: Vec::new(),
                        facts: Default::default(),
                    };
                    for (role, target) in split(marked(roles).0, ';').into_iter().zip(split(targets, ';')) {
                        if target == "_" || role == "_" {
                            continue;
                        }
                        match self.at(target) {
                            Some(node) => event
                                .arguments
                                .push((if role == "*" { "argument".to_owned() } else { unescape(role) }, node)),
                            None => report.left_out(&row.place, format!("there is no annotation at `{target}`")),
                        }
                    }
                    self.it.events.push(event);
                }
            }
        }
    }

    /// The span at a line such as `1-2` or `1-2[3]`.
    fn at(&self, target: &str) -> Option<Node> {
        let (id, number) = marked(target);
        self.spanned(id, number.filter(|number| *number > 0), None)
    }

    /// The span of a number, or the one that begins or lies in a line; of a layer, if it is known.
    fn spanned(&self, id: &str, number: Option<u32>, layer: Option<&str>) -> Option<Node> {
        let row = *self.lines.get(id)?;
        let found = match (number, layer) {
            (Some(number), Some(layer)) => self.spans.get(&Key::Number(layer.to_owned(), number)),
            (None, Some(layer)) => self
                .spans
                .range(Key::Place(layer.to_owned(), row, 0)..=Key::Place(layer.to_owned(), row, usize::MAX))
                .next()
                .map(|(_, span)| span),
            // Slots do not say their layer: few files have several that would fit.
            (number, None) => self
                .spans
                .iter()
                .find(|(key, _)| match key {
                    Key::Number(_, other) => number == Some(*other),
                    Key::Place(_, at, _) => number.is_none() && *at == row,
                })
                .map(|(_, span)| span),
        };
        found.map(|span| Node::Span(*span))
    }

    fn relations(&mut self, layer: &Layer, rows: &[Row], report: &mut Report) {
        let Some(base) = layer.features.last().and_then(|feature| feature.strip_prefix("BT_")) else { return };
        let short = layer.name.rsplit('.').next().unwrap_or_default();
        if short == "Dependency" {
            report.left_out(&layer.name, "syntax is passed over");
            return;
        }
        let last = layer.column + layer.features.len() - 1;
        for row in rows {
            if row.cells[last] == "_" {
                continue;
            }
            for (place, source) in split(row.cells[last], '|').into_iter().enumerate() {
                // `1-1[3_4]`: the numbers of both ends, 0 where none is needed.
                let (id, numbers) = match source.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
                    Some((id, numbers)) => (
                        id,
                        numbers
                            .split_once('_')
                            .and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)))
                            .unwrap_or((0, 0)),
                    ),
                    None => (source, (0, 0)),
                };
                let some = |number: u32| Some(number).filter(|number| *number > 0);
                let head = self.spanned(id, some(numbers.0), Some(base));
                let tail = self.spanned(row.id, some(numbers.1), Some(base));
                let (Some(head), Some(tail)) = (head, tail) else {
                    report.left_out(&row.place, format!("an end of a {short} is no span here"));
                    continue;
                };
                let mut relation = Relation { head, tail, label: short.to_owned(), facts: Default::default() };
                let values =
                    layer.features[..layer.features.len() - 1].iter().enumerate().filter_map(|(n, feature)| {
                        let stack = split(row.cells[layer.column + n], '|');
                        let value = marked(stack.get(place)?).0;
                        (value != "*" && value != "_").then(|| (feature.as_str(), unescape(value)))
                    });
                let values: Vec<(&str, String)> = values.collect();
                let label = crate::standoff::cas::dkpro::LABELS
                    .iter()
                    .find(|name| values.iter().any(|(feature, _)| feature == *name));
                for (feature, value) in values {
                    match feature {
                        name if Some(&name) == label => relation.label = value,
                        name => relation.facts.attribute(name, AttributeValue::Text(value.into())),
                    }
                }
                self.it.relations.push(relation);
            }
        }
    }

    fn clusters(&mut self) {
        let label = crate::document::names::COREFERENCE;
        for members in std::mem::take(&mut self.chains).into_values() {
            let members: BTreeSet<usize> = filled(members);
            let members = members.into_iter().map(Node::Span).collect();
            self.it.clusters.push(Cluster { members, label: label.to_owned(), facts: Default::default() });
        }
    }
}
