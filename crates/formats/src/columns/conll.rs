//! CoNLL-2002 and 2003 and their kin: a token a line, spans as tags (IOB1, IOB2, BIOES, BILOU), nothing of the text between
//! tokens.

mod table;

use self::table::{DOCSTART, Odd, is_marker, table};
use crate::columns::tags::{Scheme, decode, encode, is_tag, scheme};
use crate::document::texts::document;
use crate::document::tokens::{Joined, sentences, spans_of};
use crate::document::{Annotated, Report, Span};
use crate::format::{Format, Purpose, Reading};
use crate::loss::{Holds, TextRule, no_blanks};
use crate::probe::Probe;
use crate::syntax::source::MARK;
use crate::syntax::{Error, File, Source};
use std::fmt::Write as _;
use std::ops::Range;

const HOLDS: Holds = Holds { text: TextRule::Lines, rename: no_blanks, ..Holds::WORDS };

const fn variant(
    id: &'static str, name: &'static str, about: &'static str, write: crate::format::Write, sniff: fn(&Probe) -> u8,
) -> Format {
    let extensions = &["conll", "iob", "iob2", "bio", "bioes"];
    Format {
        id,
        name,
        about,
        purpose: Purpose::Training,
        unit: None,
        extensions,
        lines: false,
        sniff,
        read: Some(read),
        write: Some(write),
        holds: HOLDS,
    }
}

pub(crate) const IOB2: Format =
    variant("conll2002", "CoNLL-2002, IOB2", "tokens; two columns", |it, _| Ok(write(it, Scheme::Iob2, false)), sniff);

pub(crate) const IOB1: Format =
    variant("conll2003", "CoNLL-2003, IOB1", "tokens; four columns", |it, _| Ok(write(it, Scheme::Iob1, true)), |_| 0);

pub(crate) const BIOES: Format =
    variant("bioes", "CoNLL, BIOES", "tokens; two columns", |it, _| Ok(write(it, Scheme::Bioes, false)), |_| 0);

fn sniff(probe: &Probe) -> u8 {
    let tagged = |line: &str| {
        let line = line.trim_end();
        let last = line.rsplit(['\t', ' ', '|']).next().unwrap_or_default();
        // Behind the tag there may be who says so.
        line.len() > last.len() && (is_tag(last) || line.split('\t').skip(1).any(is_tag))
    };
    let lines: Vec<&str> = probe.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    let cut = lines.len().saturating_sub(1).max(1);
    match () {
        () if lines.is_empty() || probe.is_json() || probe.is_xml() => 0,
        () if probe.head.starts_with(DOCSTART) => 90,
        () if lines.iter().take(cut).all(|line| tagged(line)) => 60,
        () => 0,
    }
}

/// A line's number, its token, its tag and that of a name within.
type Tagged<'t> = (usize, &'t str, [&'t str; 2]);

fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let text = source.text()?;
        let table = table(&text, report);
        // A document is lines between markers; a sentence, lines between blank ones.
        let mut documents: Vec<Vec<Vec<Tagged>>> = vec![vec![Vec::new()]];
        let mut untagged = Odd::default();
        for (line, columns) in &table.rows {
            let last = documents.last_mut().expect("there is one from the beginning");
            match &columns[..] {
                [] => last.push(Vec::new()),
                [marker, ..] if is_marker(marker) => documents.push(vec![Vec::new()]),
                columns => {
                    let at = |column: Option<usize>| columns.get(column?).copied().filter(|tag| is_tag(tag));
                    let tag = at(table.tag);
                    if tag.is_none() && table.tag.is_some() {
                        untagged.add(*line);
                    }
                    let tags = [tag, at(table.inner)].map(|tag| tag.unwrap_or("O"));
                    match columns.get(table.token) {
                        Some(token) => last.last_mut().expect("a document has a sentence").push((*line, *token, tags)),
                        None => report.left_out(format!("line {line}"), "it has too few columns"),
                    }
                }
            }
        }
        untagged.tell("have no tag where the others have theirs; they are read as O", report);
        for document in &mut documents {
            document.retain(|sentence| !sentence.is_empty());
        }
        documents.retain(|document| !document.is_empty());
        let column = |i: usize| {
            documents.iter().flatten().map(move |sentence| sentence.iter().map(|(_, _, tags)| tags[i]).collect())
        };
        let columns = if table.inner.is_some() { 0..2 } else { 0..1 };
        let scheme = scheme(columns.clone().flat_map(column), report);
        let several = documents.len() > 1;
        for (n, sentences) in documents.into_iter().enumerate() {
            let name = if several { format!("{}-{}", source.stem(), n + 1) } else { source.stem().to_owned() };
            made.push(one(name, &sentences, columns.clone(), scheme, report)?);
        }
    }
    Ok(made)
}

fn one(
    name: String, sentences: &[Vec<Tagged>], columns: Range<usize>, scheme: Scheme, report: &mut Report,
) -> Result<Annotated, Error> {
    let mut joined = Joined::new();
    let mut spans = Vec::new();
    for (n, sentence) in sentences.iter().enumerate() {
        joined.begin();
        let first = joined.tokens.len();
        for (i, (_, token, _)) in sentence.iter().enumerate() {
            joined.push(
                if n + i == 0 {
                    ""
                } else if i == 0 {
                    "\n"
                } else {
                    " "
                },
                token,
            );
        }
        let place = format!("line {}", sentence.first().map_or(0, |(line, ..)| *line));
        for column in columns.clone() {
            let tags: Vec<&str> = sentence.iter().map(|(_, _, tags)| tags[column]).collect();
            for (from, to, label) in decode(&tags, scheme, &place, report) {
                spans.push(Span::new(joined.tokens[first + from].cover(joined.tokens[first + to - 1]), label));
            }
        }
    }
    let layout = joined.layout();
    let mut it = Annotated::new(name, document(joined.text).map_err(|what| report.error("", what))?);
    it.layout = layout;
    it.spans = spans;
    Ok(it)
}

fn write(documents: &[Annotated], scheme: Scheme, four: bool) -> Vec<File> {
    let parted: Vec<Vec<crate::document::Sentence>> = documents.iter().map(sentences).collect();
    let has_blank = documents.iter().zip(&parted).any(|(it, sentences)| {
        sentences.iter().flat_map(|sentence| &sentence.tokens).any(|token| it.document.slice(*token).contains(' '))
    });
    let sign = if four && !has_blank { ' ' } else { '\t' };
    let mut out = String::new();
    for (it, sentences) in documents.iter().zip(parted) {
        if four {
            // As the corpus of 2003 has it: spaCy parts documents at this line alone.
            let _ = writeln!(out, "{DOCSTART}{sign}-X-{sign}O{sign}O\n");
        } else if documents.len() > 1 || it.text().starts_with(MARK) {
            // At the beginning of a file it would be that of the encoding.
            let _ = writeln!(out, "{DOCSTART}{sign}O\n");
        }
        for sentence in &sentences {
            let spans = spans_of(it, sentence);
            let tags = encode(sentence.tokens.len(), spans, scheme);
            for (token, tag) in sentence.tokens.iter().zip(tags) {
                let middle = if four { format!("{sign}-X-{sign}-X-{sign}") } else { sign.to_string() };
                let _ = writeln!(out, "{}{middle}{tag}", it.document.slice(*token));
            }
            out.push('\n');
        }
    }
    let extension = if scheme == Scheme::Bioes { "bioes" } else { "conll" };
    vec![File::new(format!("tokens.{extension}"), out)]
}
