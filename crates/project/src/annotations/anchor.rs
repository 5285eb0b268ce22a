//! Where a span of a file stands in the text: offsets are claims, the quote decides.

use postil_core::{ByteOffset, Document, TextRange, Unit};

/// Searching for misplaced quotes may look at this many bytes of text in one file, about a second of work.
const MAX_SEARCHED_BYTES: u64 = 1 << 30;

/// So many places of an ambiguous quote are named.
const MAX_NAMED: usize = 20;

/// The bytes that start and end, half-open, name when they are counted in a unit.
fn range_of(unit: Unit, document: &Document, [start, end]: [u32; 2]) -> Result<TextRange, String> {
    unit.range(document, start.into(), end.into())
}

/// What a file says about where some text stands. All of it may be missing, but not together.
#[derive(Default)]
pub(super) struct Claim<'v> {
    /// Start and end, half-open, in the order of [`Unit::ALL`].
    pub(super) pairs: [Option<[u32; 2]>; 3],
    pub(super) quote: Option<&'v str>,
    pub(super) prefix: Option<&'v str>,
    pub(super) suffix: Option<&'v str>,
}

/// Where it stands, and what had to be decided.
pub(super) struct Anchored {
    pub(super) range: TextRange,
    pub(super) remark: Option<String>,
}

/// An offset pair that makes sense in another unit than the file says.
struct Crossed {
    range: TextRange,
    said: Unit,
    meant: Unit,
}

const ELSEWHERE: &str = "what stands around it is not what the file says; kept, since offsets and quote agree";

/// How much searching is left.
pub(super) struct Search {
    left: u64,
}

impl Search {
    pub(super) fn new() -> Self {
        Self { left: MAX_SEARCHED_BYTES }
    }

    /// The only place where `needle` stands in the text; `Err` when there are several, with where in them `from` bytes lie
    /// behind the beginning. Overlapping places count.
    fn only(&mut self, document: &Document, needle: &str, from: usize) -> Result<Option<usize>, String> {
        let text: &str = document.text();
        if needle.is_empty() {
            return Ok(None);
        }
        let Some(left) = self.left.checked_sub(text.len() as u64) else {
            return Err("too many spans of this file are misplaced to search for them all".into());
        };
        self.left = left;
        let step = needle.chars().next().map_or(1, char::len_utf8);
        let next = |at: usize| Some(at + text.get(at..)?.find(needle)?);
        let mut places = std::iter::successors(next(0), |at| next(at + step));
        let Some(first) = places.next() else { return Ok(None) };
        let Some(second) = places.next() else { return Ok(Some(first)) };
        let start = |at: usize| Unit::Char.of(document, ByteOffset::from_usize(at + from)).to_string();
        let mut named: Vec<String> =
            [first, second].into_iter().chain(places.by_ref().take(MAX_NAMED - 2)).map(start).collect();
        let last = match places.count() {
            0 => named.pop().unwrap_or_default(),
            more => format!("{more} further places"),
        };
        Err(format!("the quote is ambiguous: stands at {} and {last}", named.join(", ")))
    }
}

impl Claim<'_> {
    /// Whether everything that is said is true of this place.
    pub(super) fn fits(&self, document: &Document, range: TextRange) -> bool {
        let mut pairs = Unit::ALL.into_iter().zip(self.pairs);
        pairs.all(|(unit, pair)| pair.is_none_or(|pair| range_of(unit, document, pair) == Ok(range)))
            && self.is_quoted(document, range)
            && self.is_in_context(document, range)
    }

    fn is_quoted(&self, document: &Document, range: TextRange) -> bool {
        self.quote.is_none_or(|quote| document.slice(range) == quote)
    }

    fn is_in_context(&self, document: &Document, range: TextRange) -> bool {
        let text = document.text();
        self.prefix.is_none_or(|prefix| text[..range.start().to_usize()].ends_with(prefix))
            && self.suffix.is_none_or(|suffix| text[range.end().to_usize()..].starts_with(suffix))
    }

    /// Finds the one place that the claim can mean.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub(super) fn anchor(&self, document: &Document, search: &mut Search) -> Result<Anchored, String> {
        let own: Vec<(Unit, Result<TextRange, String>)> = Unit::ALL
            .into_iter()
            .zip(self.pairs)
            .filter_map(|(unit, pair)| Some((unit, range_of(unit, document, pair?))))
            .collect();
        let is_in_context = |range: &TextRange| self.is_in_context(document, *range);
        let crossed = self.crossed(document);
        let ranges_of = |crossed: &[Crossed]| crossed.iter().map(|it| it.range).collect::<Vec<_>>();
        let mut in_context = distinct(ranges_of(&crossed));
        in_context.retain(is_in_context);

        if let Some(range) = self.agreed(document, &own) {
            // Offsets in another unit may meet the same word by chance.
            return match (is_in_context(&range), &in_context[..]) {
                (true, _) => Ok(Anchored { range, remark: None }),
                (false, [other]) => Ok(self.decided(&own, *other, &crossed)),
                (false, _) if self.is_telling() => Ok(Anchored { range, remark: Some(ELSEWHERE.to_owned()) }),
                (false, _) => Err("what stands around its place is not what the file says".into()),
            };
        }
        let mut ranges: Vec<TextRange> = own.iter().filter_map(|(_, range)| range.as_ref().ok().copied()).collect();
        ranges.retain(|range| self.is_quoted(document, *range));
        let own_in_context =
            ranges.iter().copied().filter(|range| self.has_context() && is_in_context(range)).collect();
        let steps = match self.is_telling() {
            true => vec![own_in_context, in_context, ranges, ranges_of(&crossed)],
            false => vec![own_in_context, in_context],
        };
        for candidates in steps {
            match distinct(candidates)[..] {
                [] => {}
                [range] => return Ok(self.decided(&own, range, &crossed)),
                _ => return Err(format!("{}, and the quote fits in several places", disagreement(&own))),
            }
        }
        self.search(document, search).map_err(|reason| match own.is_empty() {
            true => format!("it has no offsets, and {reason}"),
            false => format!("{}, and {reason}", disagreement(&own)),
        })
    }

    /// Whether there is a quote that can decide.
    fn is_telling(&self) -> bool {
        self.quote.is_some_and(|quote| !quote.is_empty())
    }

    /// Whether the file says what stands around.
    fn has_context(&self) -> bool {
        [self.prefix, self.suffix].into_iter().flatten().any(|context| !context.is_empty())
    }

    /// The place, where all offsets name the same and the quote stands there.
    fn agreed(&self, document: &Document, own: &[(Unit, Result<TextRange, String>)]) -> Option<TextRange> {
        let range = *own.first()?.1.as_ref().ok()?;
        let is_agreed = own.iter().all(|(_, other)| other.as_ref() == Ok(&range));
        (is_agreed && self.is_quoted(document, range)).then_some(range)
    }

    /// Offsets read in other units than they are said to count, where the quote or what stands around proves it.
    fn crossed(&self, document: &Document) -> Vec<Crossed> {
        let mut found = Vec::new();
        if document.text().is_ascii() || !self.is_telling() && !self.has_context() {
            return found;
        }
        for (said, pair) in Unit::ALL.into_iter().zip(self.pairs) {
            for meant in Unit::ALL.into_iter().filter(|meant| *meant != said) {
                if let Some(Ok(range)) = pair.map(|pair| range_of(meant, document, pair))
                    && self.is_quoted(document, range)
                {
                    found.push(Crossed { range, said, meant });
                }
            }
        }
        found
    }

    /// A place that was decided on, and how.
    fn decided(&self, own: &[(Unit, Result<TextRange, String>)], range: TextRange, crossed: &[Crossed]) -> Anchored {
        let wrong: Vec<String> = own
            .iter()
            .filter(|(_, other)| other.as_ref() != Ok(&range))
            .map(|(unit, _)| match crossed.iter().find(|it| it.range == range && it.said == *unit) {
                Some(it) => format!("`{}` is counted in {}", unit.as_str(), it.meant),
                None => format!("`{}` is wrong", unit.as_str()),
            })
            .collect();
        let witness = if self.is_telling() { "the quote shows" } else { "what stands around it shows" };
        Anchored { range, remark: Some(format!("{}, as {witness}; corrected", wrong.join(", "))) }
    }

    /// Looks for the quote with its surroundings, then for the quote alone.
    fn search(&self, document: &Document, search: &mut Search) -> Result<Anchored, String> {
        let quote = self.quote.ok_or("there is no quote to decide")?;
        let (prefix, suffix) = (self.prefix.unwrap_or_default(), self.suffix.unwrap_or_default());
        let whole = format!("{prefix}{quote}{suffix}");
        let mut found = search.only(document, &whole, prefix.len())?.map(|at| at + prefix.len());
        if found.is_none() && whole.len() > quote.len() {
            found = search.only(document, quote, 0)?;
        }
        let start = found.ok_or_else(|| format!("“{}” does not stand in the text", excerpt(quote)))?;
        let range = TextRange::from_usize(start..start + quote.len());
        let remark = "its offsets do not fit; found by its quote, which stands in one place only";
        // Without offsets nothing is wrong.
        Ok(Anchored { range, remark: self.pairs.iter().any(Option::is_some).then(|| remark.to_owned()) })
    }
}

/// The few different ones.
fn distinct(ranges: Vec<TextRange>) -> Vec<TextRange> {
    let mut kept = Vec::with_capacity(ranges.len());
    for range in ranges {
        if !kept.contains(&range) {
            kept.push(range);
        }
    }
    kept
}

/// What is wrong with the offsets, one by one.
fn disagreement(own: &[(Unit, Result<TextRange, String>)]) -> String {
    let wrong: Vec<String> = own
        .iter()
        .filter_map(|(unit, range)| Some(format!("`{}`: {}", unit.as_str(), range.as_ref().err()?)))
        .collect();
    match (&wrong[..], own) {
        ([], [(unit, _)]) => format!("`{}` does not fit", unit.as_str()),
        ([], _) => "its offsets do not fit".to_owned(),
        _ => wrong.join("; "),
    }
}

/// The beginning of a text, for messages.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
