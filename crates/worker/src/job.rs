//! A text is read batch by batch.

use crate::{Fates, Language, language};
use postil_core::Suggestions;
use postil_extract::{Date, Extractor, Layers, Model, Settings};
use postil_messages::{Fate, ResponseBody};
use std::sync::Arc;

/// An answer and what comes beside it.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Plain(ResponseBody),
    /// With bytes.
    Bytes(ResponseBody, Vec<Vec<u8>>),
    /// With suggestions.
    Found(ResponseBody, Suggestions),
}

/// The page draws after each message, so after the first one suggestions are gathered for this many milliseconds,
const GATHER: f64 = 40.0;
/// or until there are this many: the page must not be busy with one message for long.
const MANY: usize = 500;

/// What extraction has to do.
enum Work {
    /// It begins with the first step, which knows the model.
    Text(Arc<str>, Settings),
    Going(Box<Extractor>),
    /// There is nothing that it could read, or it is over.
    Nothing,
}

/// A text being read. Between two steps others may have their turn, and the job may be dropped.
pub struct Job {
    work: Work,
    fates: Fates,
    note: Option<String>,
    found: u32,
    /// What was found and not yet told.
    gathered: Suggestions,
    /// When something was told last, in milliseconds.
    told: Option<f64>,
}

impl Job {
    /// Begins. `language` is a BCP 47 tag where it is known; `fates` are of labels that the project calls otherwise.
    ///
    /// # Errors
    /// If the date is none; says what a date looks like.
    pub fn new(
        text: String, dct: Option<&str>, language_tag: Option<&str>, layers: Layers, fates: Vec<Fate>,
    ) -> Result<Self, String> {
        let dct: Option<Date> = dct.map(str::parse).transpose().map_err(|_| {
            let given = dct.unwrap_or_default();
            format!("“{given}” is no date: write the document's date as year, month and day, 2018-09-17.")
        })?;
        let language = language_tag.map_or_else(|| language(&text), Language::of_tag);
        let note = (!language.is_english).then(|| match language.name() {
            Some(name) => format!("This text looks {name}: extraction is English; tagging works."),
            None => "This text does not look English: extraction is English; tagging works.".to_owned(),
        });
        let work = match &note {
            None => Work::Text(text.into(), Settings { dct, layers }),
            Some(_) => Work::Nothing,
        };
        let (gathered, fates) = (Suggestions::default(), Fates::new(fates));
        Ok(Self { work, fates, note, found: 0, gathered, told: None })
    }

    /// Whether the first step would begin to read: whoever steps then gives the model, or why there is none.
    pub fn wants_model(&self) -> bool {
        matches!(self.work, Work::Text(..))
    }

    /// Begins to read with a model, or with rules alone.
    pub fn begin(&mut self, model: Result<Arc<Model>, Arc<str>>) {
        if let Work::Text(text, settings) = std::mem::replace(&mut self.work, Work::Nothing) {
            self.work = Work::Going(Box::new(match model {
                Ok(model) => Extractor::with_model(text, settings, model),
                Err(why) => {
                    self.note = Some(format!(
                        "The model that finds names could not be used: {why}. Rules found what is marked, and less of it. \
                         Load the page again to try once more."
                    ));
                    Extractor::new(text, settings)
                }
            }));
        }
    }

    /// Reads one batch, a few milliseconds. `now` is a clock in milliseconds that runs forward. Says what is to be
    /// told, if anything; the last is [`ResponseBody::Finished`], and the job is over then.
    pub fn step(&mut self, now: f64) -> Option<Reply> {
        let batch = match &mut self.work {
            Work::Going(extractor) => extractor.next_batch(),
            Work::Text(..) | Work::Nothing => None,
        };
        let is_over = batch.is_none();
        if let Some(batch) = batch {
            let batch = self.fates.apply(batch.found);
            self.found += batch.spans.len() as u32;
            self.gathered.append(batch);
        }
        let is_due = self.gathered.spans.len() >= MANY || self.told.is_none_or(|told| now - told >= GATHER);
        if is_over && self.gathered.is_empty() {
            self.work = Work::Nothing;
            return Some(Reply::Plain(ResponseBody::Finished { spans: self.found, note: self.note.take() }));
        }
        if !is_over && !is_due {
            return None;
        }
        self.told = Some(now);
        let Work::Going(extractor) = &self.work else { return None };
        let progress = extractor.progress();
        let body = ResponseBody::Batch { done: progress.done.get(), total: progress.total.get() };
        Some(Reply::Found(body, std::mem::take(&mut self.gathered)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, dct: Option<&str>, language: Option<&str>) -> Vec<Reply> {
        let mut job = Job::new(text.to_owned(), dct, language, Layers::ALL, Vec::new()).expect("the date is one");
        job.begin(Err("a test".into()));
        job.note = job.note.filter(|note| !note.contains("a test"));
        let mut replies = Vec::new();
        for now in 0..10_000 {
            replies.extend(job.step(f64::from(now)));
            if matches!(replies.last(), Some(Reply::Plain(_))) {
                return replies;
            }
        }
        panic!("the job never ends");
    }

    #[test]
    fn batches_say_what_extraction_says() {
        let text = "President Vladimir Putin said on Sunday that he would fly to Sochi.\n\n".repeat(10_000);
        let replies = run(&text, Some("2018-09-17"), None);
        let (last, batches) = replies.split_last().expect("there is a last answer");
        let mut all = Suggestions::default();
        let mut before = 0;
        for reply in batches {
            let Reply::Found(ResponseBody::Batch { done, total }, found) = reply else { panic!("{reply:?}") };
            assert!(before < *done || *done == *total);
            assert_eq!(*total as usize, text.len());
            before = *done;
            all.append(found.clone());
        }
        let settings = Settings { dct: Some("2018-09-17".parse().expect("a date")), ..Settings::default() };
        let expected = postil_extract::extract(&text, settings);
        assert_eq!(all, expected);
        let spans = all.spans.len() as u32;
        assert_eq!(*last, Reply::Plain(ResponseBody::Finished { spans, note: None }));
        // Each message is worth drawing, and none is too much at once.
        let steps = text.len() / 4096;
        assert!(batches.len() <= 2 + steps / 4 + all.spans.len() / MANY, "{} of {steps}", batches.len());
        let largest = batches.iter().map(|reply| match reply {
            Reply::Found(_, found) => found.spans.len(),
            _ => 0,
        });
        assert!(largest.max() < Some(2 * MANY));
    }

    #[test]
    fn other_languages_are_left_alone() {
        let german = "Der Präsident sagte am Sonntag, dass die Gespräche in Genf weitergehen würden.";
        let note = |name: &str| Some(format!("This text looks {name}: extraction is English; tagging works."));
        let finished = |note| vec![Reply::Plain(ResponseBody::Finished { spans: 0, note })];
        assert_eq!(run(german, None, None), finished(note("German")));
        assert_eq!(run("Sunday in Geneva", None, Some("nds")).len(), 1);
        let forced = run(german, None, Some("en-GB"));
        assert!(matches!(forced.last(), Some(Reply::Plain(ResponseBody::Finished { note: None, .. }))), "{forced:?}");
    }

    #[test]
    fn a_wrong_date_says_what_a_date_is() {
        let message =
            Job::new(String::new(), Some("17.9.2018"), None, Layers::ALL, Vec::new()).err().expect("it is no date");
        assert!(message.contains("2018-09-17"), "{message}");
    }
}
