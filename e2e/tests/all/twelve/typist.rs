//! Who looks at the page, decides which key comes next, and counts.

use super::texts::{LABELS, Mark, Text, label};
use anyhow::{Context as _, Result, bail, ensure};
use postil_e2e::Page;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a person sees at a glance.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
pub struct Look {
    /// What a screen reader is told of what keys act on.
    pub said: String,
    /// The notice under the article.
    pub notice: String,
    /// Where the ring is.
    pub focus: Option<[usize; 2]>,
    /// What the cursor proposes, or what is selected.
    pub target: Option<[usize; 2]>,
    /// Where hints stand, and their letters.
    pub hints: Vec<(usize, String)>,
    pub spans: Vec<Drawn>,
    /// What has the keyboard.
    pub active: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Drawn {
    pub start: usize,
    pub text: String,
    pub label: String,
    pub is_suggested: bool,
}

pub const LOOK: &str = "
    const { offsetOf } = postilProbe;
    const ring = [...document.querySelectorAll('.chunk .ring')];
    const stretch = (ranges) => [
        Math.min(...ranges.map((it) => offsetOf(it.startContainer, it.startOffset))),
        Math.max(...ranges.map((it) => offsetOf(it.endContainer, it.endOffset))),
    ];
    const last = ring.at(-1);
    const selection = getSelection();
    // A proposal of more than the word at the cursor has a highlight of its own.
    const highlit = (name) => [...(CSS.highlights.get(name) ?? [])];
    const wider = highlit('preview');
    const proposed = wider.length > 0 ? wider : highlit('cursor');
    if (proposed.length === 0 && !selection.isCollapsed) proposed.push(selection.getRangeAt(0));
    return {
        said: document.querySelector('.said:not(.is-done)')?.textContent.trim() ?? '',
        notice: postilProbe.read(document.querySelector('.toast')),
        focus: last ? [offsetOf(ring[0], 0), offsetOf(last, last.childNodes.length)] : null,
        target: proposed.length > 0 ? stretch(proposed) : null,
        hints: [...document.querySelectorAll('.over .hint:not([hidden])')].map((hint) => {
            const box = hint.getBoundingClientRect();
            const caret = document.caretPositionFromPoint(box.left + 6, box.bottom + 4);
            return [caret ? offsetOf(caret.offsetNode, caret.offset) : 0, hint.dataset.hint];
        }),
        spans: postilProbe.spans(),
        active: document.activeElement?.id ?? '',
    }";

/// The keys of one kind of work.
#[derive(Default)]
pub struct Tally {
    pub times: usize,
    pub keys: usize,
}

impl Tally {
    pub fn average(&self) -> f64 {
        self.keys as f64 / self.times.max(1) as f64
    }
}

/// A person at the page, who counts keys.
pub struct Typist<'a> {
    pub page: &'a Page,
    pub look: Look,
    pub keys: usize,
    /// Keys that changed nothing to be seen.
    pub idle: usize,
    pub tallies: BTreeMap<&'static str, Tally>,
}

impl<'a> Typist<'a> {
    pub async fn new(page: &'a Page) -> Result<Self> {
        let look = page.ask(LOOK, Value::Null).await?;
        Ok(Self { page, look, keys: 0, idle: 0, tallies: BTreeMap::new() })
    }

    /// Looks until nothing changes any more.
    pub async fn look(&mut self) -> Result<()> {
        for _ in 0..40 {
            let now: Look = self.page.ask(LOOK, Value::Null).await?;
            if std::mem::replace(&mut self.look, now.clone()) == now {
                break;
            }
        }
        Ok(())
    }

    /// Presses one key, and looks at what came of it. A key without an effect is told.
    pub async fn press(&mut self, key: &str) -> Result<()> {
        let before = self.look.clone();
        self.keys += 1;
        self.page.press(key).await?;
        for _ in 0..20 {
            self.look().await?;
            if self.look != before {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        println!("    {key} changed nothing: {}", before.said);
        self.idle += 1;
        ensure!(self.idle < 10, "keys do nothing any more: {before:?}");
        Ok(())
    }

    pub fn note(&mut self, what: &'static str, since: usize) {
        let tally = self.tallies.entry(what).or_default();
        tally.times += 1;
        tally.keys += self.keys - since;
    }

    pub fn average(&self, what: &str) -> Result<f64> {
        Ok(self.tallies.get(what).with_context(|| format!("nothing was {what}"))?.average())
    }

    /// What is drawn as decided, or as suggested.
    pub fn drawn(&self, is_suggested: bool) -> Vec<Mark> {
        let of = self.look.spans.iter().filter(|it| it.is_suggested == is_suggested);
        let mark = |it: &Drawn| {
            let end = it.start + it.text.encode_utf16().count();
            Some(Mark { start: it.start, end, label: label(|known| known.2 == it.label)?.0 })
        };
        let mut marks: Vec<Mark> = of.filter_map(mark).collect();
        marks.sort();
        marks
    }

    /// Goes through the suggestions of a text until none is left.
    pub async fn review(&mut self, text: &Text) -> Result<()> {
        for _ in 0..300 {
            let since = self.keys;
            let Some(at) = self.look.focus else {
                if self.look.notice.contains("Nothing is left to review here") {
                    return Ok(());
                }
                self.press("Space").await?;
                self.note("steps to a suggestion", since);
                continue;
            };
            if self.look.said.contains(", suggestion") {
                self.decide(text, at).await?;
            } else if self.look.said.ends_with('?') {
                // What belongs together is another day's work.
                self.press("x").await?;
                self.note("questions about links", since);
            } else {
                self.press("Space").await?;
                self.note("steps to a suggestion", since);
            }
        }
        bail!("the review has no end: {:?}", self.look)
    }

    /// Decides about the suggestion that has the focus.
    pub async fn decide(&mut self, text: &Text, at: [usize; 2]) -> Result<()> {
        let since = self.keys;
        let name = self.look.said.split(": ").next().unwrap_or_default();
        let slug = label(|it| it.1 == name).map_or("", |it| it.0);
        if slug == "QUOTE" {
            let is_right = text.is_quoted(at);
            self.press(if is_right { "a" } else { "x" }).await?;
            self.note(if is_right { "suggestions accepted" } else { "suggestions rejected" }, since);
            return Ok(());
        }
        let same = text.gold.iter().find(|it| it.is_at(at));
        if same.is_some_and(|it| it.label == slug) {
            self.press("a").await?;
            self.note("suggestions accepted", since);
        } else if let Some(gold) = same {
            println!("    {slug} “{}” is {}", text.slice(at[0], at[1]), gold.label);
            self.press(key_of(gold)?).await?;
            self.note("suggestions relabelled", since);
        } else if let Some(gold) = self.nearly(text, at) {
            println!("    {slug} “{}” is “{}”", text.slice(at[0], at[1]), text.slice(gold.start, gold.end));
            self.correct(text, &gold, slug).await?;
            self.note("suggestions with other borders", since);
            self.press("Space").await?;
            self.note("steps to a suggestion", self.keys - 1);
        } else {
            println!("    {slug} “{}” is nothing", text.slice(at[0], at[1]));
            self.press("x").await?;
            self.note("suggestions rejected", since);
        }
        Ok(())
    }

    /// What is right where a suggestion is nearly so, if nothing else says it.
    pub fn nearly(&self, text: &Text, at: [usize; 2]) -> Option<Mark> {
        let is_said = |gold: &Mark| {
            let all = [self.drawn(true), self.drawn(false)].concat();
            all.iter().any(|it| it.is_at([gold.start, gold.end]))
        };
        let gold = text.gold.iter().find(|it| it.overlaps(at) && !is_said(it))?;
        (text.off(at, gold).iter().sum::<usize>() <= 2).then(|| gold.clone())
    }

    /// Moves the ends of what has the focus to where they should be, and gives it its label.
    pub async fn correct(&mut self, text: &Text, gold: &Mark, slug: &str) -> Result<()> {
        for _ in 0..8 {
            let at = self.look.focus.context("nothing has the focus")?;
            if gold.is_at(at) {
                if slug != gold.label {
                    self.press(key_of(gold)?).await?;
                }
                return Ok(());
            }
            self.press(&end_key(text, at, gold)).await?;
        }
        bail!("“{}” cannot be reached: {:?}", text.slice(gold.start, gold.end), self.look)
    }

    /// What was accepted along with something else and is wrong is gone to and corrected.
    pub async fn amend(&mut self, text: &Text) -> Result<()> {
        for _ in 0..20 {
            let wrong = self.drawn(false).into_iter().find(|it| it.label != "QUOTE" && !text.gold.contains(it));
            let Some(wrong) = wrong else { return Ok(()) };
            let at = [wrong.start, wrong.end];
            let since = self.keys;
            for _ in 0..100 {
                // Without a focus the reader is where the review ended, behind all of it.
                let here = self.look.focus.or(self.look.target).map_or(usize::MAX, |at| at[0]);
                if self.look.focus == Some(at) {
                    break;
                }
                self.press(if here > wrong.start { "k" } else { "j" }).await?;
            }
            println!("    {} “{}” stands there wrongly", wrong.label, text.slice(at[0], at[1]));
            match text.gold.iter().find(|it| it.overlaps(at)) {
                Some(gold) if !self.drawn(false).contains(gold) => self.correct(text, gold, wrong.label).await?,
                _ => self.press("Delete").await?,
            }
            self.note("annotations corrected", since);
        }
        bail!("there is always something wrong: {:?}", self.drawn(false))
    }

    /// Makes the spans that are not there.
    pub async fn complete(&mut self, text: &Text) -> Result<()> {
        for gold in &text.gold {
            if !self.drawn(false).contains(gold) {
                self.make(text, gold).await.with_context(|| text.slice(gold.start, gold.end))?;
                ensure!(self.drawn(false).contains(gold), "{gold:?} was not made: {:?}", self.look);
            }
        }
        Ok(())
    }

    pub async fn make(&mut self, text: &Text, gold: &Mark) -> Result<()> {
        let since = self.keys;
        let (word, letters) = text.first_word(gold);
        let here = self.look.focus.or(self.look.target).map(|at| at[1]).filter(|at| *at <= word);
        if here.is_some_and(|at| text.words(at, word) == 0) {
            self.press("ArrowRight").await?;
        } else {
            self.reach(word, &letters).await?;
        }
        let arrived = self.keys;
        let mut is_sized = false;
        for step in 0..10 {
            let at = self.target(text).await?;
            if gold.is_at(at) {
                let key = key_of(gold)?;
                // While hints are shown, letters are theirs.
                if !self.look.hints.is_empty() && key.chars().all(char::is_alphabetic) {
                    self.press("Enter").await?;
                }
                self.press(key).await?;
                let words = text.slice(gold.start, gold.end);
                println!("    {} “{words}” made with {} keys", gold.label, self.keys - since);
                self.note("missing spans made", since);
                if step == 0 {
                    self.note("spans labelled where the cursor proposed them", arrived);
                }
                return Ok(());
            }
            let off = text.off(at, gold).iter().sum::<usize>();
            if off > 1 && !is_sized {
                let is_short = at[1] - at[0] < gold.end - gold.start;
                let (there, back) = if is_short { ("=", "-") } else { ("-", "=") };
                self.press(there).await?;
                let now = text.off(self.target(text).await?, gold).iter().sum::<usize>();
                is_sized = now >= off;
                if is_sized {
                    self.press(back).await?;
                }
            } else {
                self.press(&end_key(text, at, gold)).await?;
            }
        }
        bail!("it cannot be selected: {:?}", self.look)
    }

    /// What the cursor proposes, which is painted a little later than it is told.
    pub async fn target(&mut self, text: &Text) -> Result<[usize; 2]> {
        for _ in 0..20 {
            let is_painted = |[start, end]: &[usize; 2]| text.slice(*start, *end) == self.look.said;
            if let Some(target) = self.look.target.filter(|at| !self.look.hints.is_empty() || is_painted(at)) {
                return Ok(target);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            self.look().await?;
        }
        bail!("the cursor is nowhere: {:?}", self.look)
    }

    /// Goes to a word by its letters, or by those of its hint.
    pub async fn reach(&mut self, word: usize, letters: &str) -> Result<()> {
        self.press("g").await?;
        let is_latin = |c: char| plain(c).is_ascii_alphanumeric();
        let mut rest = letters.chars();
        for step in 0..8 {
            if step > 0
                && self.look.target.is_some_and(|at| at[0] <= word && word < at[1] && is_word(&self.look, letters))
            {
                return Ok(());
            }
            let on_it = self.look.hints.iter().find(|(at, _)| at.abs_diff(word) <= 1).map(|(_, code)| code.clone());
            match on_it {
                Some(code) if step > 0 || !letters.starts_with(is_latin) => {
                    for letter in code.chars() {
                        self.press(&letter.to_string()).await?;
                    }
                    ensure!(self.look.hints.is_empty(), "the hint {code} led nowhere: {:?}", self.look);
                    return Ok(());
                }
                _ => {
                    let letter = plain(rest.next().context("the word is over")?);
                    self.press(&letter.to_string()).await?;
                }
            }
        }
        bail!("the word is not reached: {:?}", self.look)
    }
}

/// Whether what is meant while hints are shown is said to be this word.
pub fn is_word(look: &Look, letters: &str) -> bool {
    let word = letters.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    look.said.split(", one of").next().is_some_and(|said| word.starts_with(said))
}

/// The letter that one types who has a Latin keyboard without accents, in lower case.
pub fn plain(c: char) -> char {
    const ACCENTED: [(&str, char); 9] = [
        ("àáâãäå", 'a'),
        ("çć", 'c'),
        ("èéêë", 'e'),
        ("ìíîïı", 'i'),
        ("łl", 'l'),
        ("ñ", 'n'),
        ("òóôõöø", 'o'),
        ("ùúûü", 'u'),
        ("şš", 's'),
    ];
    let c = c.to_lowercase().next().unwrap_or(c);
    ACCENTED.iter().find(|(letters, _)| letters.contains(c)).map_or(c, |(_, plain)| *plain)
}

pub fn key_of(mark: &Mark) -> Result<&'static str> {
    Ok(label(|it| it.0 == mark.label).context("a label of the schema")?.3)
}

/// The key that brings an end of a stretch nearer to where it should be: by a word, or by a character where no word is between.
pub fn end_key(text: &Text, at: [usize; 2], gold: &Mark) -> String {
    let [start, end] = text.off(at, gold);
    let of_end = if at[1] < gold.end { "]" } else { "[" };
    let of_start = if at[0] > gold.start { "{" } else { "}" };
    match (start, end) {
        (_, 1..) => of_end.to_owned(),
        (1.., _) => of_start.to_owned(),
        _ if at[1] != gold.end => format!("Ctrl+{of_end}"),
        _ => format!("Ctrl+{of_start}"),
    }
}

/// Presses Tab, or Shift and Tab, until the keyboard is where it should be.
pub async fn tab_to(typist: &mut Typist<'_>, is_there: &str) -> Result<()> {
    for _ in 0..30 {
        if typist.page.ask(&format!("return document.activeElement.matches(\"{is_there}\")"), Value::Null).await? {
            return Ok(());
        }
        typist.keys += 1;
        typist.page.press("Tab").await?;
    }
    bail!("no Tab leads to {is_there}")
}

/// Whether a label is one of those that the texts are marked with. Quotes bring their own: themselves, and speakers without a name.
pub fn is_asked(slug: &str) -> bool {
    slug != "QUOTE" && LABELS.iter().any(|it| it.0 == slug)
}

/// The words and labels of a file in columns, as far as they are asked for. A span begins with `B-`, or where its label was not before.
pub fn columns(file: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = None;
    for line in file.lines() {
        let mut cells = line.split([' ', '\t']);
        let (Some(word), Some(tag)) = (cells.next(), cells.next_back()) else {
            open = None;
            continue;
        };
        let now = tag.split_once('-').filter(|(kind, _)| matches!(*kind, "B" | "I"));
        match (now, found.last_mut()) {
            (Some(("I", slug)), Some((_, words))) if open == Some(slug) => words.push_str(word),
            (Some((_, slug)), _) => found.push((slug.to_owned(), word.to_owned())),
            (None, _) => {}
        }
        open = now.map(|(_, slug)| slug);
    }
    found.retain(|(slug, _)| is_asked(slug));
    found
}

/// The same of what is right.
pub fn right(text: &Text) -> Vec<(String, String)> {
    let words = |it: &Mark| text.slice(it.start, it.end).split_whitespace().collect::<String>();
    text.gold.iter().map(|it| (it.label.to_owned(), words(it))).collect()
}
