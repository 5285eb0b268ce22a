//! What all our files have in common: a format, a version, documents and perhaps a log, laid out in lines.

use crate::error::{Lines, json_message};
use crate::{Error, Problem, project, versions};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Number;
use serde_json::value::RawValue;

/// The marks of any of our files, by which they are told apart.
#[derive(Deserialize)]
pub(crate) struct Head {
    #[serde(default)]
    pub(crate) format: Option<String>,
    #[serde(default)]
    version: Option<Number>,
    #[serde(default)]
    pub(crate) documents: Option<IgnoredAny>,
    /// Of a line of a log.
    #[serde(default)]
    pub(crate) tx: Option<IgnoredAny>,
}

impl Head {
    /// # Errors
    /// When the file is of no version that this program reads.
    pub(crate) fn version(&self) -> Result<u32, Error> {
        versions::known(self.version.as_ref().and_then(Number::as_u64))
    }
}

/// The rest of a file that is one JSON value.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body<'a> {
    #[serde(rename = "format")]
    _format: IgnoredAny,
    #[serde(rename = "version")]
    _version: IgnoredAny,
    #[serde(borrow)]
    pub(crate) documents: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    pub(crate) log: Vec<&'a RawValue>,
}

/// Documents and transactions as they stand in a file.
pub(crate) struct Parts<'a> {
    pub(crate) version: u32,
    pub(crate) documents: Vec<&'a str>,
    pub(crate) log: Vec<&'a str>,
}

impl<'a> Parts<'a> {
    /// Takes apart a file that is one JSON value; or, when it is damaged, its lines, as we lay them out.
    ///
    /// # Errors
    /// When the file was written by a newer version, or is not JSON in a way that no line of it can be read.
    pub(crate) fn of(text: &'a str, format: &str, problems: &mut Vec<Problem>) -> Result<Self, Error> {
        let mut lines = Lines::of(text);
        let error = match serde_json::from_str::<Head>(text) {
            Ok(head) => {
                let version = head.version()?;
                match serde_json::from_str::<Body>(text) {
                    Ok(Body { documents, log, .. }) => {
                        let (documents, log) = (documents.into_iter(), log.into_iter());
                        return Ok(Self {
                            version,
                            documents: documents.map(RawValue::get).collect(),
                            log: log.map(RawValue::get).collect(),
                        });
                    }
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        let (place, message) = (lines.place_in(text, &error), json_message(&error));
        let parts = Self::by_lines(text, format)?.ok_or_else(|| Error::new(format!("{place}: {message}")))?;
        let message = format!("the file is damaged ({message}); what can be read line by line is kept");
        problems.push(Problem::new(place, message));
        Ok(parts)
    }

    /// None when the first line is not one of ours.
    fn by_lines(text: &'a str, format: &str) -> Result<Option<Self>, Error> {
        let mut lines = text.lines().map(str::trim_ascii);
        let first = format!("{}]}}", lines.next().unwrap_or_default());
        let Ok(head) = serde_json::from_str::<Head>(&first) else { return Ok(None) };
        if head.format.as_deref() != Some(format) {
            return Ok(None);
        }
        let mut parts = Self { version: head.version()?, documents: Vec::new(), log: Vec::new() };
        for line in lines {
            let line = line.strip_suffix(',').unwrap_or(line);
            match line {
                "" | "],\"log\":[" | "]}" => {}
                _ if line.starts_with("{\"id\":") || format != project::FORMAT => parts.documents.push(line),
                _ => parts.log.push(line),
            }
        }
        Ok(Some(parts))
    }
}
