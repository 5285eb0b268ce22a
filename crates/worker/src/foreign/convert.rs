//! What the module of formats does, without a browser around it.

use super::{Answer, Article, Question, Read};
use crate::{Project, decoder, encoding, preview::preview};
use postil_core::Layer;
use postil_decode::Manner;
use postil_formats::{
    Annotated, Configuration, Entry, Error, FORMATS, Format, InUtf8, Losses, Nested, Outcome, Purpose, Reading, Report,
    Selection, Serialised, Source, Undecided, Unit, Writing, gather, loss, parse, parse_each, parse_unit, records,
    serialise,
};
use postil_messages::{Choices, Fault, FormatGroup, FormatName, Loss, MAX_FAULTS};

/// More articles than this are no longer opened one by one: they join the project together.
pub const MAX_ARTICLES: usize = 20;

/// What formats that can be written are offered for, in this order. Our own files are offered by the page itself.
const GROUPS: [(Purpose, &str); 4] = [
    (Purpose::Training, "Training"),
    (Purpose::Annotators, "Annotators"),
    (Purpose::Print, "To read and print"),
    (Purpose::Interchange, "Interchange"),
];

/// What a person says of files that are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'s> {
    /// A label of the Encoding Standard.
    pub encoding: Option<&'s str>,
    /// What offsets count: `char`, `utf16` or `byte`.
    pub unit: Option<&'s str>,
}

/// Reads files that were opened together: annotations with their companions, archives, articles with markup. Gives what
/// they hold, and the payloads of [`Answer::Read`].
pub fn read(files: Vec<(String, Vec<u8>)>, said: Said, tell: &mut dyn FnMut(Answer)) -> (Answer, Vec<Vec<u8>>) {
    let mut reader =
        Reader { reading: Reading { unit: said.unit.and_then(unit_of), ..Reading::default() }, ..Reader::default() };
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let is_alone = files.len() == 1 && !postil_formats::is_zip(&files[0].1);
    let mut sources = Vec::new();
    for (name, bytes) in files {
        if !postil_formats::is_zip(&bytes) {
            sources.push(Source::new(name, bytes));
            continue;
        }
        match postil_formats::unzip(&name, &bytes) {
            // A name inside begins with that of its archive, so that places can be found again.
            Ok(found) => sources.extend(found.into_iter().map(|mut source| {
                source.name = format!("{name}/{}", source.name);
                source
            })),
            Err(error) => reader.fail(&error),
        }
    }
    let encoding = said.encoding.and_then(|label| decoder().encoding(label));
    let (chosen, otherwise) = if is_alone { (encoding, None) } else { (None, encoding) };
    let mut in_utf8 = InUtf8::default();
    for source in sources {
        // What annotations are about is never guessed: their offsets go wrong with it, and nobody reads all of it.
        let guesses = is_article(&source);
        let reading = postil_decode::Reading { decoder: decoder(), chosen, guesses, replaces: true };
        in_utf8.add(source, &reading, otherwise);
    }
    let InUtf8 { sources, manners, report, undecided } = in_utf8;
    if let Some(question) = undecided.iter().find_map(|undecided| question(undecided, &names)) {
        return (Answer::Read(Read { question: Some(question), ..Read::default() }), Vec::new());
    }
    undecided.iter().for_each(|undecided| reader.fail(&undecided.error()));
    if let Some(outcome) = postil_formats::configuration(&sources) {
        return reader.configuration(outcome, &names);
    }
    let is_given = |name: &str| names.iter().position(|given| given == name);
    let (groups, strangers) = gather(sources, None);
    for stranger in strangers {
        match is_given(&stranger.file) {
            Some(at) => reader.read.unknown.push(at as u32),
            None => reader.fail(&stranger),
        }
    }
    let total: usize = groups.iter().map(|group| group.sources.len()).sum();
    let mut done = 0;
    for group in groups {
        let name = group.sources.first().map(|source| source.name.clone()).unwrap_or_default();
        tell(Answer::Reading { done: done as u32, total: total as u32, name });
        done += group.sources.len();
        let given: Vec<Option<usize>> = group.sources.iter().map(|source| is_given(&source.name)).collect();
        let is_article = ["text", "markdown", "html"].contains(&group.format.id) && given.len() <= MAX_ARTICLES;
        if is_article && given.iter().all(Option::is_some) {
            for (source, at) in group.sources.into_iter().zip(given.into_iter().flatten()) {
                let manner = manners.get(&source.name).copied();
                reader.article(group.format, source, at as u32, manner);
            }
        } else {
            let is_read = |name: &str| group.sources.iter().any(|source| source.name == name);
            let told = report.entries.iter().filter(|entry| is_read(&entry.file));
            told.for_each(|entry| reader.tell(entry));
            reader.annotations(group.format, group.sources);
        }
    }
    reader.finish(&names)
}

/// Whether a file is an article by its name. A plain text may be what annotations are about.
fn is_article(source: &Source) -> bool {
    matches!(&*source.extension(), "html" | "htm" | "xhtml" | "md" | "markdown")
}

/// What is to be asked about a file, if there is anything to choose.
fn question(undecided: &Undecided, names: &[String]) -> Option<Question> {
    let Undecided { file, refusal } = undecided;
    let inside = |archive: &String| file.strip_prefix(archive.as_str())?.strip_prefix('/');
    let (at, what) = names.iter().enumerate().find_map(|(at, name)| match inside(name) {
        _ if file == name => Some((at, "It".to_owned())),
        Some(inner) => Some((at, format!("“{inner}”, which is in it,"))),
        None => None,
    })?;
    let problem = encoding::problem(&what, refusal);
    let choices = encoding::choices(refusal.candidates.clone());
    (!choices.is_empty()).then_some(Question { file: at as u32, problem, choices })
}

/// Writes a format: its file, or an archive of its files. The preview is of the largest that holds annotations.
pub fn write(format: &str, choices: &Choices, project: &Project, is_preview: bool) -> (Answer, Vec<Vec<u8>>) {
    let failed = |message: String| (Answer::Failed { message }, Vec::new());
    let Some(format) = postil_formats::format(format) else {
        return failed(format!("There is no format called {format}: load the page again."));
    };
    let (documents, mut unchosen) = chosen(choices, project);
    let Serialised { mut files, losses } = match serialise(format, &documents, &writing(choices, format)) {
        Ok(written) => written,
        Err(error) => return failed(sentence(&error)),
    };
    unchosen.merge(losses);
    if files.is_empty() {
        return failed(format!("{} can hold nothing of these documents.", format.name));
    }
    // Rather a file of annotations than one that goes with them: a text, a configuration.
    let is_named = |name: &str| format.extensions.iter().any(|end| name.ends_with(end)) && !name.ends_with(".txt");
    let main = files.iter().max_by_key(|file| (is_named(&file.name), file.bytes.len()));
    let head = main.and_then(|file| str::from_utf8(&file.bytes).ok()).map(preview).unwrap_or_default();
    let (ending, bytes) = match files.len() {
        1 => {
            let file = files.remove(0);
            let base = file.name.rsplit('/').next().unwrap_or_default();
            (base.split_once('.').map_or("", |(_, ending)| ending).to_owned(), file.bytes)
        }
        _ => match postil_formats::zip(&files) {
            Ok(bytes) => (format!("{}.zip", format.id), bytes),
            Err(error) => return failed(sentence(&error)),
        },
    };
    let losses = unchosen.0.iter().map(told).collect();
    let (left_out, first) = project.left_out();
    let body = Answer::Written { bytes: bytes.len() as u32, ending, losses, left_out, first };
    (body, vec![if is_preview { head.into_bytes() } else { bytes }])
}

/// Every format that can be written, and whether it holds all that is chosen of the project's documents.
pub fn list(choices: &Choices, project: &Project) -> Answer {
    let (documents, unchosen) = chosen(choices, project);
    Answer::Listed { groups: groups(&documents, choices, unchosen.is_missed()) }
}

/// What is written of the project's documents, and what goes with what is not.
fn chosen(choices: &Choices, project: &Project) -> (Vec<Annotated>, Losses) {
    let mut documents = records::from_store(&project.store, &project.documents);
    let layers = Layer::ALL.iter().filter(|layer| !choices.without.contains(layer)).copied();
    let layers = (!choices.without.is_empty()).then(|| layers.collect());
    let losses = Selection { layers, is_done: false }.apply(&mut documents);
    (documents, losses)
}

fn writing(choices: &Choices, format: &Format) -> Writing<'static> {
    let unit = choices.unit.as_deref().and_then(unit_of).filter(|unit| format.holds.units.contains(unit));
    Writing { unit, nested: choices.nested.as_deref().and_then(Nested::parse), survey: None }
}

/// The units of a format that leaves it open what offsets count, its own first.
fn units(format: &Format) -> Vec<String> {
    let others = format.holds.units.iter().filter(|unit| format.unit != Some(**unit));
    let units = format.unit.iter().filter(|_| !format.holds.units.is_empty()).chain(others);
    units.map(|unit| unit.as_str().to_owned()).collect()
}

fn groups(documents: &[Annotated], choices: &Choices, is_lossy: bool) -> Vec<FormatGroup> {
    let name = |format: &Format| FormatName {
        id: format.id.to_owned(),
        name: format.name.to_owned(),
        is_lossy: is_lossy || loss(documents, &writing(choices, format).holds(format)).is_missed(),
        is_training: format.purpose == Purpose::Training,
        is_flat: format.holds.chooses_nested(),
        units: units(format),
    };
    let group = |(purpose, name_of_group): (Purpose, &str)| {
        let formats = FORMATS.iter().filter(|format| format.writes() && format.purpose == purpose);
        FormatGroup { name: name_of_group.to_owned(), formats: formats.map(name).collect() }
    };
    GROUPS.into_iter().map(group).collect()
}

#[derive(Default)]
struct Reader {
    reading: Reading,
    read: Read,
    /// The text of each article.
    articles: Vec<Vec<u8>>,
    documents: Vec<Annotated>,
    formats: Vec<&'static str>,
}

impl Reader {
    fn article(&mut self, format: &'static Format, source: Source, at: u32, manner: Option<Manner>) {
        match parse(format, std::slice::from_ref(&source), &self.reading) {
            Ok(parsed) => match &parsed.documents[..] {
                [document] => {
                    let encoding = manner.map_or_else(|| "UTF-8".to_owned(), encoding::described);
                    let is_guess = manner.is_some_and(encoding::is_guess);
                    self.read.articles.push(Article { file: at, encoding, is_guess });
                    self.articles.push(document.text().as_bytes().to_vec());
                }
                _ => self.read.unknown.push(at),
            },
            // It is no text.
            Err(_) => self.read.unknown.push(at),
        }
    }

    fn annotations(&mut self, format: &'static Format, sources: Vec<Source>) {
        let first = sources.first().map(|source| source.name.clone()).unwrap_or_default();
        let (parsed, errors) = parse_each(format, sources, &self.reading);
        errors.iter().for_each(|error| self.fail(error));
        self.report(&parsed.report);
        if parsed.documents.is_empty() {
            return;
        }
        if !self.formats.contains(&format.name) {
            self.formats.push(format.name);
        }
        if format.id == "postil-project" || format.id == "postil" {
            let message = "History that a project has is not taken over together with other files: to keep it, open the \
                project by itself.";
            self.remark(&first, message.to_owned());
        }
        self.documents.extend(parsed.documents);
    }

    /// What there is to annotate with, as a schema of ours: it is no annotations, and goes the same way.
    fn configuration(mut self, outcome: Result<Configuration, Error>, names: &[String]) -> (Answer, Vec<Vec<u8>>) {
        self.read.annotated = (0..names.len() as u32).collect();
        let Configuration { schema, format, report } = match outcome {
            Ok(configuration) => configuration,
            Err(error) => {
                self.fail(&error);
                return (Answer::Read(self.read), Vec::new());
            }
        };
        self.report(&report);
        self.read.has_annotations = true;
        self.read.formats = format.to_owned();
        (Answer::Read(self.read), vec![schema.into_bytes()])
    }

    fn report(&mut self, report: &Report) {
        report.entries.iter().for_each(|entry| self.tell(entry));
        self.read.all_remarks += report.more.iter().sum::<usize>() as u32;
    }

    fn tell(&mut self, entry: &Entry) {
        let what = match entry.outcome {
            Outcome::Decided => "Decided",
            Outcome::Repaired => "Repaired",
            Outcome::LeftOut => "Left out",
        };
        let place = [&*entry.file, &*entry.place].join(" ");
        self.remark(place.trim(), format!("{what}: {}", entry.message));
    }

    fn fail(&mut self, error: &Error) {
        let place = [&*error.file, &*error.place].join(" ");
        self.remark(place.trim(), format!("Not read: {}", error.message));
    }

    fn remark(&mut self, place: &str, message: String) {
        self.read.all_remarks += 1;
        if self.read.remarks.len() < MAX_FAULTS {
            self.read.remarks.push(Fault { place: place.to_owned(), message });
        }
    }

    fn finish(mut self, names: &[String]) -> (Answer, Vec<Vec<u8>>) {
        let is_article = |at: &u32| self.read.articles.iter().any(|article| article.file == *at);
        let is_told = |at: &u32| self.read.unknown.contains(at) || is_article(at);
        self.read.annotated = (0..names.len() as u32).filter(|at| !is_told(at)).collect();
        self.read.formats = self.formats.join(", ");
        let mut payloads = self.articles;
        if !self.documents.is_empty() {
            self.read.has_annotations = true;
            payloads.push(records::to_annotations(&self.documents).into_bytes());
        }
        (Answer::Read(self.read), payloads)
    }
}

fn unit_of(name: &str) -> Option<Unit> {
    parse_unit(name).ok()
}

fn told(it: &postil_formats::Loss) -> Loss {
    let fate = match &it.example {
        Some(example) => format!("{}, such as {example}", it.fate),
        None => it.fate.to_owned(),
    };
    let (what, count) = (capital(it.what), it.count as u32);
    Loss { what, count, fate, is_written: it.is_written, is_aside: it.is_aside }
}

fn sentence(error: &Error) -> String {
    format!("{}.", capital(error.to_string().trim_start_matches([':', ' '])))
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default() + rest.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &str) -> (String, Vec<u8>) {
        (name.to_owned(), content.as_bytes().to_vec())
    }

    fn read_all(files: Vec<(String, Vec<u8>)>, said: Said) -> (Read, Vec<String>) {
        let (answer, payloads) = read(files, said, &mut |_| ());
        let Answer::Read(found) = answer else { panic!("{answer:?}") };
        (found, payloads.into_iter().map(|bytes| String::from_utf8(bytes).unwrap()).collect())
    }

    const TEXT: &str = "Erdoğan met 🇹🇷 officials in Sochi.";

    #[test]
    fn every_format_that_is_written_is_offered_but_for_our_own() {
        let groups = groups(&[], &Choices::default(), false);
        let names: Vec<&str> = groups.iter().map(|group| &*group.name).collect();
        assert_eq!(names, ["Training", "Annotators", "To read and print", "Interchange"]);
        assert!(groups.iter().all(|group| !group.formats.is_empty()), "{groups:?}");
        let mut offered: Vec<&str> = groups.iter().flat_map(|group| &group.formats).map(|it| &*it.id).collect();
        let mut written: Vec<&str> =
            FORMATS.iter().filter(|it| it.writes() && it.purpose != Purpose::Own).map(|it| it.id).collect();
        offered.sort_unstable();
        written.sort_unstable();
        assert_eq!(offered, written);
        let own: Vec<&str> = FORMATS.iter().filter(|it| it.purpose == Purpose::Own).map(|it| it.id).collect();
        assert_eq!(own, ["postil", "postil-jsonl", "postil-project"]);
    }

    #[test]
    fn a_text_and_its_annotations_come_together() {
        let files = vec![
            file("notes.rst", "Nothing that is known\u{0}here."),
            file("a/x.txt", TEXT),
            file("a/x.ann", "T1\tLOC 28 33\tSochi\n"),
            file("page.html", "<html><body><article><p>One.</p><p>Two.</p></article></body></html>"),
        ];
        let (found, payloads) = read_all(files, Said::default());
        assert_eq!((&found.unknown[..], &found.annotated[..]), (&[0][..], &[1, 2][..]));
        assert_eq!(found.articles, [Article { file: 3, encoding: "UTF-8".to_owned(), is_guess: false }]);
        assert!(found.has_annotations && found.formats == "brat standoff", "{found:?}");
        assert_eq!(payloads.len(), 2);
        assert!(payloads[0].contains("One."), "{payloads:?}");
        assert!(payloads[1].contains("\"quote\":\"Sochi\""), "{payloads:?}");
    }

    #[test]
    fn archives_are_opened_and_their_faults_told_by_name() {
        let inside = [
            postil_formats::File::new("corpus/x.txt", TEXT.as_bytes()),
            postil_formats::File::new("corpus/x.ann", "T1\tLOC 28 99\tSochi\n".as_bytes()),
        ];
        let files = vec![("corpus.zip".to_owned(), postil_formats::zip(&inside).unwrap())];
        let (found, payloads) = read_all(files, Said::default());
        assert_eq!((payloads.len(), found.all_remarks), (1, 1), "{found:?}");
        assert!(found.remarks[0].place.starts_with("corpus.zip/corpus/x.ann"), "{found:?}");
        assert_eq!(found.annotated, [0]);
    }

    #[test]
    fn a_person_may_say_what_offsets_count() {
        let line = "{\"text\": \"Erdoğan met 🇹🇷 officials in Sochi.\", \"label\": [[28, 33, \"LOC\"]]}\n";
        let quote = |unit| {
            let (found, payloads) = read_all(vec![file("a.jsonl", line)], Said { unit, ..Said::default() });
            assert!(found.has_annotations, "{found:?}");
            let at = payloads[0].find("\"quote\":\"").unwrap() + 9;
            payloads[0][at..].split('"').next().unwrap().to_owned()
        };
        assert_eq!((&*quote(None), &*quote(Some("char")), &*quote(Some("utf16"))), ("Sochi", "Sochi", "n Soc"));
    }

    /// A line as doccano writes it, in the Latin-1 of an old machine.
    const LATIN: &[u8] = b"{\"text\": \"Caf\xe9 M\xfcller in Sochi.\", \"label\": [[15, 20, \"LOC\"]]}\n";

    #[test]
    fn data_that_is_not_utf_8_is_asked_about_and_then_read() {
        let files = || vec![("a.jsonl".to_owned(), LATIN.to_vec())];
        let (found, payloads) = read_all(files(), Said::default());
        let question = found.question.expect("two letters prove nothing");
        assert!(payloads.is_empty() && found.unknown.is_empty());
        assert!(question.problem.starts_with("It is not UTF-8: byte 13 (line 1, column 14) is 0xE9"), "{question:?}");
        assert_eq!(question.choices[0].encoding, "windows-1252");
        assert!(question.choices[0].preview.contains("Café Müller"), "{question:?}");
        let (found, payloads) = read_all(files(), Said { encoding: Some("latin1"), unit: None });
        assert!(found.has_annotations && found.question.is_none(), "{found:?}");
        assert!(payloads[0].contains("Café Müller in") && payloads[0].contains("\"quote\":\"Sochi\""), "{payloads:?}");
    }

    #[test]
    fn what_is_said_of_several_files_is_for_those_that_need_it() {
        let text = b"Erdo\xf0an met Zo\xeb.".to_vec();
        let files = || {
            let mut files = vec![("a.txt".to_owned(), text.clone()), file("a.ann", "T1\tPER 0 7\tErdoğan\n")];
            let inside = postil_formats::File::new("c.jsonl", LATIN.to_vec());
            files.push(("b.zip".to_owned(), postil_formats::zip(&[inside]).unwrap()));
            files
        };
        let (found, _) = read_all(files(), Said::default());
        assert_eq!(found.question.map(|it| it.file), Some(0));
        let (found, payloads) = read_all(files(), Said { encoding: Some("windows-1254"), unit: None });
        assert!(found.question.is_none() && found.has_annotations, "{found:?}");
        assert!(payloads[0].contains("Erdoğan met Zoë."), "{payloads:?}");
        let (found, _) = read_all(files().split_off(2), Said::default());
        let question = found.question.expect("a file in an archive is asked about too");
        assert!(question.problem.starts_with("“c.jsonl”, which is in it, is not UTF-8"), "{question:?}");
    }

    #[test]
    fn articles_are_guessed_and_annotations_are_not() {
        let turkish = b"{\"text\": \"Belediye ba\xfekan\xfd k\xf6pr\xfcn\xfcn yar\xfdn a\xe7\xfdlaca\xf0\xfdn\xfd s\xf6yledi.\", \"label\": []}\n";
        let (found, _) = read_all(vec![("a.jsonl".to_owned(), turkish.to_vec())], Said::default());
        assert_eq!(found.question.expect("annotations are no article").choices[0].encoding, "windows-1254");
        let page = [b"<html><p>", &turkish[10..turkish.len() - 16], b"</p></html>"].concat();
        let (found, payloads) = read_all(vec![("a.html".to_owned(), page)], Said::default());
        assert_eq!(found.articles, [Article { file: 0, encoding: "windows-1254, a guess".to_owned(), is_guess: true }]);
        assert!(payloads[0].contains("Belediye başkanı köprünün"), "{payloads:?}");
        let page = b"<html><meta charset=iso-8859-9><p>Erdo\xf0an</p></html>";
        let (found, payloads) = read_all(vec![("a.html".to_owned(), page.to_vec())], Said::default());
        assert_eq!(found.articles, [Article { file: 0, encoding: "windows-1254".to_owned(), is_guess: false }]);
        assert_eq!(payloads, ["Erdoğan\n"]);
    }
}
