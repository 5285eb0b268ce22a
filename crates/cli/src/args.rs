//! The command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use postil_core::{Layer, Unit};
use postil_decode::Encoding;
use postil_extract::{Date, Layers};
use postil_formats::{FORMATS, Format, Nested};
use postil_score::Scheme;
use std::ffi::OsStr;
use std::path::PathBuf;

/// Text annotation and extraction, on this machine alone.
#[derive(Debug, Parser)]
#[command(name = "postil", version, about)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find names, numbers, times, quotations, who is meant, and what happens, in texts.
    ///
    /// Writes each document as `{"id", "text", "spans": [{"id", "start", "end", "label", "text", "score", "value"?, "why"?}],
    /// "relations": [{"id", "head", "tail", "type"}], "clusters": [{"id", "type", "members"}],
    /// "events": [{"id", "type", "trigger", "arguments": [{"role", "node"}], "score", "attributes"?, "why"?}]}`; `end` is exclusive,
    /// ends of relations, members, triggers and nodes are ids of spans.
    Extract(Extract),
    /// Verify files that Postil wrote: projects, annotations, logs.
    Check(Check),
    /// Merge project files: of several people, or of several devices of one.
    ///
    /// A project is the set of its steps, and this writes the union: nothing is lost, and whatever the order of the files, the same
    /// bytes come out. What people changed at the same time in different ways is told on standard error; all of it stays in the
    /// history, and the next edit settles it. A bare log finds its texts in the other files.
    Merge(Merge),
    /// Read annotations of one format and write them in another.
    ///
    /// Files are told by their content, unless --from says what they are. What a format cannot hold is told, and nothing
    /// takes its name before it is whole. Folders and ZIP archives are read as a whole. Lines that become lines are
    /// converted one by one, in the memory that the longest of them takes.
    Convert(Convert),
    /// Bring annotations over to a corrected version of their text.
    ///
    /// What stands on words that are byte for byte the same comes along, though lines may be broken otherwise; nothing ever lands
    /// on other words. A relation comes with both ends, an event with all that takes part in it. The rest is told with its line
    /// and column in the new text, and so is what stands beside other words than before. Of several annotated texts the one that
    /// resembles the new text most is meant.
    Carry(Carry),
    /// List the formats, and what each of them holds.
    Formats,
    /// Compare annotations with a gold standard: precision, recall and F1 of each label.
    ///
    /// Each span of the gold standard counts once, for one found span, whatever the scheme: of three fragments of one gold span, one is
    /// right. The micro average is over all spans, the macro average over the labels; a second table has the intervals of 95 %,
    /// by bootstrap over the documents. Where there are clusters, they are scored by the measures of coreference; of events, triggers and arguments, with and
    /// without types and roles.
    ///
    /// Documents are paired by their texts, each with one other; those of the same text by their names, and the rest in order. Texts that
    /// differ in white space alone are paired, too, and their spans compared without it. Nothing is scored where none is paired.
    Score(Compare),
    /// Say how well several raters agree, none of whom is right by definition: people, models, files.
    ///
    /// F1 of spans of each pair, Cohen's and Fleiss' kappa and Krippendorff's alpha over tokens, Krippendorff's alpha for units of text,
    /// the same for labels of documents and for attributes; by label, pair and document, with intervals of 95 % by bootstrap over
    /// the documents, what differs in what, and which labels are taken for which.
    ///
    /// Each file is a rater's; a file with several sets of annotations is several raters', who saw what they say something of. Texts are
    /// put together as by `score`. What one rater alone saw does not count.
    Agree(Agree),
    /// Print a script that completes this command in a shell.
    Completions { shell: clap_complete::Shell },
    /// Print the manual page of the whole, or of one command.
    Man { command: Option<String> },
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "postil convert [OPTIONS] --to <FORMAT> <IN>... <OUT>")]
pub struct Convert {
    /// The format to read; `postil formats` lists them.
    #[arg(long, value_name = "FORMAT", value_parser = FormatName, hide_possible_values = true)]
    pub from: Option<&'static Format>,
    /// The format to write.
    #[arg(long, value_name = "FORMAT", value_parser = FormatName, hide_possible_values = true)]
    pub to: &'static Format,
    /// The encoding of files that are not UTF-8, by a name such as windows-1254, shift_jis or latin1; of all files that are read,
    /// whatever they say themselves.
    #[arg(long, value_name = "LABEL", value_parser = crate::encoding::parse)]
    pub encoding: Option<Encoding>,
    /// What offsets count, in the files that are read, where that is open: decided from each file unless it is said here.
    #[arg(long, value_parser = units())]
    pub unit: Option<Unit>,
    /// What offsets count in the files that are written, where the format leaves it open.
    #[arg(long, value_parser = units())]
    pub to_unit: Option<Unit>,
    /// Write only what is of these layers, separated by commas; labels of documents are of none. A label is of the layer that
    /// a project of ours gives it, or else that Postil's own label of the same name has; any other one is an entity.
    #[arg(long, value_name = "LAYERS", value_delimiter = ',', value_parser = layers())]
    pub layers: Option<Vec<Layer>>,
    /// Write only documents that are done. Projects of ours say which are; other files know of no such thing.
    #[arg(long)]
    pub done: bool,
    /// Which of nested spans stays where the format has room for one: the outermost, the innermost, or the outermost but
    /// names rather than the quote around them. As the format's users want it, where it is not said: all of them want names.
    #[arg(long, value_name = "WHICH", value_parser = nested())]
    pub nested: Option<Nested>,
    /// Read spans of markup that says what its text is: in HTML elements such as `time`, `mark` and `abbr`, and types and properties
    /// of schema.org and RDFa; in TEI also what is no name. Their labels are those names, their attributes are kept.
    #[arg(long)]
    pub markup: bool,
    /// Write nothing if the format cannot hold everything, or if something could not be read or had to be repaired.
    #[arg(long)]
    pub strict: bool,
    /// Say nothing but errors.
    #[arg(long, short)]
    pub quiet: bool,
    /// What to read, `-` for standard input; and last where to write: a file, a folder, an archive that ends in .zip, or `-`
    /// for standard output.
    #[arg(required = true, num_args = 2.., value_names = ["IN", "OUT"])]
    pub files: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Carry {
    /// The annotated text: a file, folder or archive of any format that can be read. Without --to a project of Postil.
    pub old: PathBuf,
    /// The corrected text, `-` for standard input.
    pub new: PathBuf,
    /// Where to write: the annotations of the corrected text with --to; else the project with its history and both versions,
    /// of which one supersedes the other.
    pub out: PathBuf,
    /// The format to read, where its content does not say.
    #[arg(long, value_name = "FORMAT", value_parser = FormatName, hide_possible_values = true, requires = "to")]
    pub from: Option<&'static Format>,
    /// The format to write; `postil formats` lists them.
    #[arg(long, value_name = "FORMAT", value_parser = FormatName, hide_possible_values = true)]
    pub to: Option<&'static Format>,
    /// What offsets count in the files that are written, where the format leaves it open.
    #[arg(long, value_parser = units(), requires = "to")]
    pub to_unit: Option<Unit>,
    /// The encoding of files that are not UTF-8, as of `convert`.
    #[arg(long, value_name = "LABEL", value_parser = crate::encoding::parse)]
    pub encoding: Option<Encoding>,
    /// Say nothing but errors.
    #[arg(long, short)]
    pub quiet: bool,
}

#[derive(Debug, clap::Args)]
pub struct Compare {
    /// Annotations that are right.
    pub gold: PathBuf,
    /// Annotations to judge.
    pub predicted: PathBuf,
    /// When a found span is right, separated by commas: `strict`, same extent and label; `exact`, same extent; `partial`, same
    /// extent, or half for a shared part; `type`, same label and a shared part; `overlap`, as `type`, in as many pairs as there can be.
    #[arg(long, value_name = "SCHEMES", value_delimiter = ',', value_parser = schemes(), default_value = "strict,overlap")]
    pub scheme: Vec<Scheme>,
    /// What counts of spans with gaps: the span, or each of its fragments.
    #[arg(long, value_enum, default_value_t = ScoredBy::Spans)]
    pub by: ScoredBy,
    /// How often documents are drawn for intervals; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(..=100_000))]
    pub samples: u32,
    /// What the draws begin with: the same seed gives the same intervals.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Write one JSON object instead of tables.
    #[arg(long)]
    pub json: bool,
    /// The encoding of files that are not UTF-8, as of `convert`.
    #[arg(long, value_name = "LABEL", value_parser = crate::encoding::parse)]
    pub encoding: Option<Encoding>,
    /// The format of the gold standard, where its content does not say.
    #[arg(long, value_name = "FORMAT", value_parser = FormatName, hide_possible_values = true)]
    pub gold_format: Option<&'static Format>,
    /// The format of what is judged.
    #[arg(long, value_name = "FORMAT", value_parser = FormatName, hide_possible_values = true)]
    pub predicted_format: Option<&'static Format>,
}

#[derive(Debug, clap::Args)]
pub struct Agree {
    /// Annotations: a file, folder or archive for each rater, or one with the sets of several.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What to write: tables, one JSON object, a CSV row for each figure, or a page to read and print.
    #[arg(long, value_enum, default_value_t = Shown::Text)]
    pub to: Shown,
    /// Only what is of these layers, separated by commas, as of `convert`.
    #[arg(long, value_name = "LAYERS", value_delimiter = ',', value_parser = layers())]
    pub layers: Option<Vec<Layer>>,
    /// Only documents that are done. Projects of ours say which are; other files know of no such thing.
    #[arg(long)]
    pub done: bool,
    /// Without the sets of a file that a program made, where it says so and has others, too.
    #[arg(long)]
    pub people: bool,
    /// How often documents are drawn for intervals; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(..=100_000))]
    pub samples: u32,
    /// What the draws begin with: the same seed gives the same intervals.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The format of the files, where their content does not say.
    #[arg(long, value_name = "FORMAT", value_parser = FormatName, hide_possible_values = true)]
    pub from: Option<&'static Format>,
    /// The encoding of files that are not UTF-8, as of `convert`.
    #[arg(long, value_name = "LABEL", value_parser = crate::encoding::parse)]
    pub encoding: Option<Encoding>,
}

/// A format by its name, which shells can complete.
#[derive(Clone)]
struct FormatName;

impl TypedValueParser for FormatName {
    type Value = &'static Format;

    fn parse_ref(
        &self, command: &clap::Command, argument: Option<&clap::Arg>, value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let parse = |name: &str| {
            postil_formats::format(name).ok_or_else(|| format!("`{name}` is no format; `postil formats` lists them"))
        };
        parse.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(FORMATS.iter().map(|format| PossibleValue::new(format.id).help(format.name))))
    }
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// Files to verify.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "postil merge [OPTIONS] <PROJECT>... <OUT>")]
pub struct Merge {
    /// Write nothing if something could not be read, or had to be left out.
    #[arg(long)]
    pub strict: bool,
    /// Say nothing but errors.
    #[arg(long, short)]
    pub quiet: bool,
    /// Projects to merge, and last where to write: a file, which may be one of them, or `-` for standard output.
    #[arg(required = true, num_args = 2.., value_names = ["PROJECT", "OUT"])]
    pub files: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Extract {
    /// Files to read, in order; `-` or none is standard input.
    pub files: Vec<PathBuf>,
    /// What the files hold: one text each, or one JSON object `{"id", "text", "dct"?}` a line.
    #[arg(long, value_enum, default_value_t = From::Text)]
    pub from: From,
    /// What to write: one JSON object a line, or one array.
    #[arg(long, value_enum, default_value_t = To::Jsonl)]
    pub to: To,
    /// The encoding of files that are not UTF-8, by a name such as windows-1254, shift_jis or latin1; of all files that are read,
    /// whatever they say themselves.
    #[arg(long, value_name = "LABEL", value_parser = crate::encoding::parse)]
    pub encoding: Option<Encoding>,
    /// Layers, separated by commas: entities, numbers, time, quotes, coreference, events, all.
    #[arg(long, default_value = "all")]
    pub layers: Layers,
    /// The day on which texts were written, unless a document has its own `dct`.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub dct: Option<Date>,
    /// Say of each span why it is suggested: adds `"why": [...]`.
    #[arg(long)]
    pub why: bool,
    /// Find names by rules alone, without a trained model.
    #[arg(long)]
    pub rules: bool,
    /// A model file for names, instead of the one that is built in.
    #[arg(long, value_name = "FILE", conflicts_with = "rules")]
    pub model: Option<PathBuf>,
    /// What offsets count: Unicode code points, UTF-16 units or UTF-8 bytes.
    #[arg(long, value_parser = units(), default_value = Unit::Char.as_str())]
    pub unit: Unit,
    /// Print a number that differs if the engine differs, and nothing else.
    #[arg(long, hide = true)]
    pub digest: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum From {
    Text,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum To {
    Jsonl,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shown {
    Text,
    Json,
    Csv,
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScoredBy {
    Spans,
    Fragments,
}

/// The schemes of scoring by their names.
fn schemes() -> impl TypedValueParser<Value = Scheme> {
    PossibleValuesParser::new(Scheme::ALL.map(Scheme::as_str)).try_map(|name| name.parse::<Scheme>())
}

/// Layers by their names.
fn layers() -> impl TypedValueParser<Value = Layer> {
    PossibleValuesParser::new(Layer::ALL.iter().map(|layer| layer.name())).map(|name| {
        let found = Layer::ALL.iter().find(|layer| layer.name() == name);
        *found.expect("the parser took it")
    })
}

/// Which of nested spans, by name.
fn nested() -> impl TypedValueParser<Value = Nested> {
    PossibleValuesParser::new(Nested::ALL.map(Nested::id)).map(|id| Nested::parse(&id).expect("the parser took it"))
}

/// The units by their names.
fn units() -> impl TypedValueParser<Value = Unit> {
    PossibleValuesParser::new(Unit::ALL.map(Unit::as_str)).try_map(|name| name.parse::<Unit>())
}

/// A day of the calendar; a time of day behind it is passed over.
pub fn parse_day(text: &str) -> Result<Date, String> {
    let day = match text.get(..10) {
        Some(day) if text.len() == 10 || text[10..].starts_with(['T', ' ']) => day,
        _ => return Err(format!("{text:?} is no day of the form YYYY-MM-DD")),
    };
    day.parse().map_err(|_| format!("{text:?} is no day of the form YYYY-MM-DD"))
}
