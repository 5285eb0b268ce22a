//! `postil carry`: what is said of a text is said of its corrected version.

use crate::args::{Carry, From};
use crate::files::{self, Place};
use crate::{convert, encoding, input, report};
use postil_align::{Alignment, Carried, Sketch, What, carry, changes, count};
use postil_core::{ActorId, Author, Document, DocumentInfo, Store, Timestamp};
use postil_formats::records::{from_store, to_store};
use postil_formats::{Error, File, Format, Reading, Writing, serialise};
use postil_project::{Shape, is_native, load, project};
use std::fs;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Carries annotations over; says how many inputs failed.
///
/// # Errors
/// Only of writing.
pub fn run(options: &Carry) -> io::Result<usize> {
    let Some(new) = text(options)? else { return Ok(1) };
    let carried = match options.to {
        Some(to) => into_format(options, to, new),
        None => into_project(options, new),
    };
    Ok(carried.unwrap_or_else(|error| {
        report(&error.to_string());
        1
    }))
}

/// The corrected text. None where it could not be read, which is told.
fn text(options: &Carry) -> io::Result<Option<Document>> {
    let mut text = None;
    input::documents(&options.new, From::Text, options.encoding, |read| {
        match read {
            Ok(document) => text = Some(Document::new(document.text)),
            Err(input::Trouble::Document(why)) => report(&why),
            Err(input::Trouble::File(name, refusal)) => {
                report(&format!("{name} {}", refusal.problem));
                encoding::hint(&refusal);
            }
        }
        Ok(())
    })?;
    Ok(text)
}

/// The annotations of the new text alone, in a format.
fn into_format(options: &Carry, to: &'static Format, new: Document) -> Result<usize, Error> {
    let reading = Reading::default();
    let (read, failed) = convert::read(&options.old, options.from, options.encoding, &reading);
    let (mut store, texts) = to_store(&read, "annotations")?;
    carry_over(options, &mut store, &texts, &new)?;
    let made = from_store(&store, &[new]);
    let written = serialise(to, &made, &Writing { unit: options.to_unit, nested: None, survey: None })?;
    if !options.quiet {
        written.losses.0.iter().for_each(|loss| report(&format!("in {}: {loss}", to.name)));
    }
    files::write(&written.files, &options.out)?;
    Ok(failed)
}

/// The whole project, with its history and both texts.
fn into_project(options: &Carry, new: Document) -> Result<usize, Error> {
    let name = options.old.to_string_lossy();
    let bad = |why: &dyn std::fmt::Display| Error::new(&name, "", why);
    let text = fs::read_to_string(&options.old).map_err(|error| bad(&error))?;
    let loaded = match is_native(&text) {
        true => Some(load(&text, &name, &|_| None).map_err(|error| bad(&error))?),
        false => None,
    };
    let Some(loaded) = loaded.filter(|loaded| loaded.shape == Shape::Project) else {
        return Err(bad(&"this is no project of Postil: say with --to in which format to write the annotations"));
    };
    for problem in &loaded.problems {
        report(&format!("{name}: {problem}"));
    }
    let mut store = Store::new();
    let nobody = author(&store, &new, Timestamp::default());
    store.merge(loaded.merge(&store, &nobody, Timestamp::default()));
    let mut documents = loaded.documents.clone();
    carry_over(options, &mut store, &documents, &new)?;
    if documents.iter().all(|document| document.id() != new.id()) {
        documents.push(new);
    }
    let file = File::new("project.postil.json", project::write(&store, &documents));
    // A folder gets a file of that name.
    let out = if Place::of(&options.out) == Place::Folder { options.out.join(&file.name) } else { options.out.clone() };
    if !loaded.problems.is_empty() && files::is_same(&options.old, &out) {
        return Err(bad(&files::KEPT));
    }
    files::write(&[file], &out)?;
    Ok(usize::from(!loaded.problems.is_empty()))
}

/// Two runs are two authors, whatever they write.
fn author(store: &Store, new: &Document, now: Timestamp) -> Author {
    let number = |digits: &str| u64::from_str_radix(digits.get(..16).unwrap_or_default(), 16).unwrap_or_default();
    let actor =
        number(&store.digest().to_string()) ^ number(&new.id().to_string()) ^ now.0.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Author { actor: ActorId::new(actor), annotator: "postil-carry".parse().expect("a well-formed name"), next_seq: 0 }
}

/// Adds the new text to what is known of the old ones, carries over, and tells what came of it.
fn carry_over(options: &Carry, store: &mut Store, texts: &[Document], new: &Document) -> Result<(), Error> {
    let bad = |why: &str| Error::new(&options.new.to_string_lossy(), "", why);
    let old = nearest(texts, new).ok_or_else(|| bad("this text is a version of none that is annotated"))?;
    if old.id() == new.id() {
        return Err(bad("this text is the same: there is nothing to carry over"));
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
    let now = Timestamp(now);
    let mut author = author(store, new, now);
    let info =
        DocumentInfo { source: Some(file_name(&options.new).into()), ..DocumentInfo::of(new, &title(&options.new)) };
    let added = postil_edits::add_document(store, &author, now, new, info).transaction;
    author.next_seq += u32::from(added.is_some());
    store.merge(added.map(Into::into));
    let alignment = Alignment::of(old, new);
    let Carried { standing, of } = count(store, &alignment);
    let edit = carry(store, &author, now, &alignment);
    let Some(step) = edit.transaction else {
        return Err(bad(if edit.is_said {
            "this was carried over before"
        } else {
            "this text corrects another one already"
        }));
    };
    store.merge([step.into()]);
    if options.quiet {
        return Ok(());
    }
    let title = store.documents().get(&old.id()).map(|info| info.title.clone()).unwrap_or_default();
    report(&format!(
        "{standing} of {of} spans of `{title}` carried over; {:.0} % of the words are the same",
        100.0 * alignment.shared()
    ));
    for set in store.sets().keys() {
        for change in changes(store, set, &alignment) {
            let now = new.slice(change.range).split_whitespace().collect::<Vec<_>>().join(" ");
            let told = match change.what {
                What::Beside => "carried, beside other words".to_owned(),
                What::Changed => format!("not carried, now “{now}”"),
                What::Gone => "not carried, gone".to_owned(),
                What::Parted => "not carried, since what it needs was not".to_owned(),
            };
            let place = place(new.text(), change.range.start().to_usize());
            report(&format!("{}:{place}: {}: {told}", options.new.display(), change.was(old, store)));
        }
    }
    Ok(())
}

/// The annotated text that the new one is most likely a version of.
fn nearest<'a>(texts: &'a [Document], new: &Document) -> Option<&'a Document> {
    let sketch = Sketch::of(new.text());
    let near = |text: &&Document| (1000.0 * sketch.resemblance(&Sketch::of(text.text()))) as u32;
    let is_near = |text: &&Document| sketch.is_near(&Sketch::of(text.text())) || text.text() == new.text();
    match texts {
        // Whoever names one text means it.
        [one] => Some(one),
        several => several.iter().filter(is_near).max_by_key(near),
    }
}

/// Line and column, counted in characters from 1.
fn place(text: &str, at: usize) -> String {
    let before = &text[..at];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    format!("{}:{}", before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn title(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
