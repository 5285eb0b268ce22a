//! Every format, and the format of a file. This knows all formats, and none of them knows this.

use crate::columns::{conll, conllu, gliner, hf, webanno};
use crate::format::Format;
use crate::probe::Probe;
use crate::records::native;
use crate::standoff::{
    argilla, bdoc, bioc, brat, cas, chat, csv, doccano, extracted, gliner2, labelstudio, prodigy, pubannotation, spacy,
    stam, w3c,
};
use crate::syntax::Source;
use crate::text::{article, html, html_report, tei};

/// Every format, in the order in which they are listed.
pub static FORMATS: &[Format] = &[
    native::ANNOTATIONS,
    native::ANNOTATION_LINES,
    native::PROJECT,
    brat::FORMAT,
    doccano::FORMAT,
    doccano::CLASSES,
    labelstudio::FORMAT,
    spacy::JSON,
    spacy::TUPLES,
    spacy::V2,
    spacy::DOCBIN,
    prodigy::FORMAT,
    pubannotation::FORMAT,
    bdoc::FORMAT,
    argilla::FORMAT,
    argilla::ROWS,
    conll::IOB2,
    conll::IOB1,
    conll::BIOES,
    conllu::FORMAT,
    webanno::FORMAT,
    cas::XMI,
    cas::JSON,
    bioc::XML,
    bioc::JSON,
    w3c::FORMAT,
    w3c::hypothesis::FORMAT,
    stam::FORMAT,
    csv::CSV,
    csv::TSV,
    gliner::FORMAT,
    gliner2::FORMAT,
    hf::FORMAT,
    tei::FORMAT,
    chat::FORMAT,
    extracted::FORMAT,
    article::TEXT,
    article::MARKDOWN,
    html::FORMAT,
    html_report::FORMAT,
];

/// A format by its name on the command line.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

/// The format of a file, by its content and, where that leaves several, its ending. None when it is none of these.
pub fn sniff(name: &str, bytes: &[u8]) -> Option<&'static Format> {
    sniff_source(&Source::new(name, bytes))
}

/// The formats that a file may well be of, by its content.
pub(crate) fn told_by_content(source: &Source) -> impl Iterator<Item = &'static Format> {
    const SURE: u8 = 60;
    let probe = Probe::new(source);
    FORMATS.iter().filter(move |format| (format.sniff)(&probe) >= SURE)
}

pub(crate) fn sniff_source(source: &Source) -> Option<&'static Format> {
    let probe = Probe::new(source);
    let sure = |format: &Format| {
        let sure = (format.sniff)(&probe);
        let named = format.extensions.contains(&probe.extension.as_str());
        if sure == 0 { 0 } else { usize::from(sure) * 2 + usize::from(named) }
    };
    // Of equally sure ones the first.
    let best = FORMATS.iter().rev().max_by_key(|format| sure(format))?;
    (sure(best) > 0).then_some(best)
}
