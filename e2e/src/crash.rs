//! Work that ends by a kill of the browser at a random moment, and what must be there at the next start.
//!
//! Each round starts a browser on the profile that the last one left, looks at every document, works as a person does (tags,
//! accepts, takes back, opens several files, deletes a document, goes on in another tab, gets an update) and is ended by
//! `SIGKILL` somewhere in between. What the page said to be saved must be there again. What it had not said so may be, but
//! only whole steps in their order. The page must be all of one release.
//!
//! The kill ends the processes of the browser, not the machine: what the system has taken over it still writes.

use crate::{Page, Profile, Server, Stage, paths, release};
use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// What happened in some rounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Kills.
    pub kills: usize,
    /// Steps that were seen in the page before a kill.
    pub steps: usize,
    /// Those of them that the page had said to be saved.
    pub saved: usize,
    /// Steps that were not said to be saved, or under way, and were there all the same.
    pub beyond: usize,
    /// Updates that the server had while the browser was there.
    pub updates: usize,
    /// Starts that were of another release than the one before.
    pub updated: usize,
}

/// Rounds on one profile: storage grows, is packed, and has snapshots.
const ON_A_PROFILE: usize = 25;
/// The longest time to a kill on a machine that is not busy, in milliseconds.
const LONGEST: u64 = 4000;
/// What a start of browser and page takes there.
const USUAL_START: u64 = 2500;
/// The longest that the server takes for an answer while an update is fetched, in milliseconds.
const LONGEST_ANSWER: u64 = 250;
/// Begins to look for another release, and does not wait for it.
const UPDATE: &str =
    "navigator.serviceWorker?.getRegistration().then((it) => it?.update()).catch(() => {}); return true";
/// Whether another release has come whole, and waits for the next start.
const ARRIVED: &str = "return navigator.serviceWorker.getRegistration().then((it) => it?.waiting != null)";
/// So long it may take.
const FETCHED: Duration = Duration::from_secs(8);
const WORDS: usize = 24;
const DATES: usize = 6;

/// Plays so many rounds; what happens in them follows from the seed, when it is cut off does not quite.
///
/// # Errors
/// When something that was said to be saved is lost, or a step is there by half.
pub async fn rounds(stage: &Stage, seed: u64, count: usize, tell: impl Fn(&Tally)) -> Result<Tally> {
    let mut random = Random(seed);
    let mut tally = Tally::default();
    let releases = Releases::new()?;
    stage.server.turn_to(releases.folder(false), Duration::ZERO);
    let mut profile = Profile::new()?;
    let mut journal = Journal::default();
    for round in 0..count {
        if round % ON_A_PROFILE == 0 {
            (profile, journal) = (Profile::new()?, Journal { has_second: journal.has_second, ..Journal::default() });
        }
        let told = format!("round {round} of the seed {seed}");
        let world = World { stage, profile: &profile, releases: &releases };
        self::round(&world, &mut random, &mut journal, &mut tally).await.context(told)?;
        tell(&tally);
    }
    // What the last one left.
    let page = stage.open_with(&profile).await?;
    journal.verify(&page, &mut tally).await?;
    page.browser().quit().await?;
    Ok(tally)
}

/// What a round happens in.
struct World<'a> {
    stage: &'a Stage,
    profile: &'a Profile,
    releases: &'a Releases,
}

/// Two releases.
struct Releases([tempfile::TempDir; 2]);

impl Releases {
    fn new() -> Result<Self> {
        let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
        for (folder, mark) in folders.iter().zip(['a', 'b']) {
            release::marked(&paths::dist()?, mark, folder.path())?;
        }
        Ok(Self(folders))
    }

    fn folder(&self, is_second: bool) -> &std::path::Path {
        self.0[usize::from(is_second)].path()
    }

    /// The server has the other one from now on.
    fn turn(&self, server: &Server, is_second: bool, random: &mut Random) {
        server.turn_to(self.folder(is_second), Duration::from_millis(random.below(LONGEST_ANSWER)));
    }
}

async fn round(world: &World<'_>, random: &mut Random, journal: &mut Journal, tally: &mut Tally) -> Result<()> {
    let began = Instant::now();
    let page = world.stage.open_with(world.profile).await?;
    // On a machine that is busy everything takes longer, or nothing would be under way yet.
    let pace = (began.elapsed().as_millis() as u64 / USUAL_START).clamp(1, 10);
    journal.verify(&page, tally).await?;
    let parts: String = page.ask(release::PARTS, Value::Null).await?;
    ensure!(matches!(&*parts, "a" | "b"), "the page is of several releases: {parts}");
    tally.updated += usize::from(journal.release.as_ref().is_some_and(|before| *before != parts));
    // An update that never had the time to come would be none.
    if parts != journal.served() && random.below(2) == 0 {
        world.stage.server.turn_to(world.releases.folder(journal.has_second), Duration::ZERO);
        page.js(UPDATE, Value::Null).await?;
        // Or the browser has found it before.
        let _ = tokio::time::timeout(FETCHED, page.wait("the update is there", ARRIVED)).await;
    }
    journal.release = Some(parts);
    if journal.now().0.is_empty() {
        page.upload(&files(&[0, 1]).iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
            .await?;
        let both = Project([0, 1].map(|number| (title(number), BTreeSet::new())).into());
        page.until("two documents are open", async || {
            journal.look(&page).await?;
            Ok(journal.seen.as_ref() == Some(&both.titles()))
        })
        .await?;
        page.saved().await?;
        journal.push(both);
        journal.saved = 0;
    }
    let mut tabs = vec![page];
    let browser = tabs[0].browser().clone();
    let killer = browser.kill_after(Duration::from_millis(50 + pace * random.below(LONGEST)))?;
    // The driver's error is how the end is noticed.
    while let Ok(step) = Step::choose(&tabs, journal, random).await {
        journal.under_way = Some(step.clone());
        if let Step::Update = step {
            tally.updates += 1;
            // Another one only when the page is of the last one.
            journal.has_second ^= journal.release.as_deref() == Some(journal.served());
            world.releases.turn(&world.stage.server, journal.has_second, random);
        }
        match step.take(&mut tabs, journal).await {
            Ok(Taken::Seen) => {
                tally.steps += 1;
                journal.last = Some(step);
            }
            Ok(Taken::Nothing) => journal.last = None,
            Ok(Taken::Otherwise(error)) => {
                // Either the page did something else, or it was just dying.
                if !killer.is_finished() {
                    return Err(error);
                }
                break;
            }
            Err(_) => break,
        }
        journal.under_way = None;
        tokio::time::sleep(Duration::from_millis(random.below(120))).await;
    }
    let _ = killer.join();
    tally.kills += 1;
    browser.bury().await;
    Ok(())
}

/// The spans of each document, by its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Project(BTreeMap<String, BTreeSet<String>>);

impl Project {
    fn titles(&self) -> BTreeSet<String> {
        self.0.keys().cloned().collect()
    }
}

/// What the page has shown since it last said that all was saved, and before.
#[derive(Debug, Default)]
struct Journal {
    /// What was seen, in its order.
    shown: Vec<Project>,
    /// Which of them was the last that was said to be saved.
    saved: usize,
    under_way: Option<Step>,
    /// The step before, if it was seen.
    last: Option<Step>,
    /// The titles in the list, when it was last looked at.
    seen: Option<BTreeSet<String>>,
    /// Which release the page is of.
    release: Option<String>,
    /// Whether the server has the second one.
    has_second: bool,
}

/// What can be read off the page at one moment.
#[derive(Debug, Deserialize)]
struct Seen {
    is_saved: bool,
    may_write: bool,
    current: Option<String>,
    titles: Vec<String>,
    spans: Vec<String>,
    pending: usize,
}

const LOOK: &str = "
    const said = document.querySelector('.top .saved')?.innerText.trim() ?? '';
    const drawn = postilProbe.spans();
    return {
        is_saved: said === 'Saved',
        may_write: said === 'Saved' || said === 'Saving…',
        current: document.querySelector('.doc [aria-current] .t')?.textContent ?? null,
        titles: [...document.querySelectorAll('.doc .t')].map((it) => it.textContent),
        spans: drawn.filter((it) => !it.isSuggested).map((it) => `${it.label} ${it.text}`),
        pending: drawn.filter((it) => it.isSuggested).length,
    };";

async fn look(page: &Page) -> Result<Seen> {
    page.ask(LOOK, Value::Null).await
}

impl Journal {
    /// The release that the server has.
    fn served(&self) -> &'static str {
        if self.has_second { "b" } else { "a" }
    }

    fn now(&self) -> Project {
        self.shown.last().cloned().unwrap_or_default()
    }

    fn push(&mut self, project: Project) {
        if self.shown.last() != Some(&project) {
            self.shown.push(project);
        }
    }

    /// Looks at the page; what is said to be saved is noted. Gives the project as it is now, in which documents that are not
    /// open are as they were.
    async fn look(&mut self, page: &Page) -> Result<(Project, Seen)> {
        let seen = look(page).await?;
        let before = self.now();
        let mut project = Project::default();
        for title in &seen.titles {
            let spans = match Some(title) == seen.current.as_ref() {
                true => seen.spans.iter().cloned().collect(),
                false => before.0.get(title).cloned().unwrap_or_default(),
            };
            project.0.insert(title.clone(), spans);
        }
        if seen.is_saved && project == before {
            self.saved = self.shown.len().saturating_sub(1);
        }
        self.seen = Some(project.titles());
        Ok((project, seen))
    }

    /// Compares what is there after a start with what was, and goes on from there.
    async fn verify(&mut self, page: &Page, tally: &mut Tally) -> Result<()> {
        if self.shown.is_empty() {
            return Ok(());
        }
        let found = read_all(page).await?;
        let allowed = &self.shown[self.saved..];
        let at = allowed.iter().rposition(|project| *project == found);
        let is_under_way = self.under_way.as_ref().is_some_and(|step| step.may_follow(&self.now(), &found));
        ensure!(
            at.is_some() || is_under_way,
            "found after the kill:\n{found:#?}\nsaid to be saved before it:\n{:#?}\nshown at last:\n{:#?}\nunder way: {:?}",
            self.shown[self.saved],
            self.now(),
            self.under_way
        );
        tally.saved += self.saved;
        tally.beyond += at.unwrap_or(allowed.len());
        let (release, has_second) = (self.release.take(), self.has_second);
        *self = Self { shown: vec![found], release, has_second, ..Self::default() };
        Ok(())
    }
}

/// Opens each document and reads its spans; its text must be the right one.
async fn read_all(page: &Page) -> Result<Project> {
    let mut project = Project::default();
    let has_list = "return document.querySelector('.doc .t') !== null || document.querySelector('.welcome') !== null";
    page.wait("the page shows what it has", has_list).await?;
    for name in look(page).await?.titles {
        let open = "[...document.querySelectorAll('.doc .open')]
            .find((it) => it.querySelector('.t').textContent === arguments[0]).click()";
        page.js(open, json!([name])).await?;
        page.opened(&name).await?;
        let number = name.rsplit(' ').next().and_then(|it| it.parse().ok()).context(name.clone())?;
        page.settles("the text", text(number), async || page.article_text().await).await?;
        let spans = page.spans().await?;
        project.0.insert(name, spans.into_iter().collect());
    }
    Ok(project)
}

/// What a person does.
#[derive(Clone, Debug)]
enum Step {
    Tag(String),
    /// Takes back the tag that was just made.
    Undo,
    Accept,
    Open(Vec<usize>),
    Turn(String),
    Delete(String),
    /// Goes on in another tab.
    TakeOver,
    /// The browser hears of another release.
    Update,
}

enum Taken {
    Seen,
    Nothing,
    Otherwise(anyhow::Error),
}

impl Step {
    async fn choose(tabs: &[Page], journal: &mut Journal, random: &mut Random) -> Result<Self> {
        let page = tabs.last().context("there is a tab")?;
        let (project, seen) = journal.look(page).await?;
        let has_tagged = matches!(journal.last, Some(Self::Tag(_)));
        let other = project.0.keys().filter(|title| Some(*title) != seen.current.as_ref());
        let others: Vec<_> = other.cloned().collect();
        Ok(match random.below(20) {
            0 if tabs.len() < 4 => Self::TakeOver,
            10 => Self::Update,
            1 if project.0.len() > 2 => Self::Delete(others[random.below(others.len() as u64) as usize].clone()),
            2 | 3 if project.0.len() < 7 => {
                let free = (0..).filter(|number| !project.0.contains_key(&title(*number)));
                Self::Open(free.take(1 + random.below(3) as usize).collect())
            }
            4 if !others.is_empty() => Self::Turn(others[random.below(others.len() as u64) as usize].clone()),
            5..8 if seen.pending > 0 => Self::Accept,
            8 | 9 if has_tagged => Self::Undo,
            _ => Self::Tag(word(random.below(WORDS as u64) as usize)),
        })
    }

    /// Takes it in the last tab and waits until it is seen.
    async fn take(&self, tabs: &mut Vec<Page>, journal: &mut Journal) -> Result<Taken> {
        if let Self::TakeOver = self {
            let page = tabs.last().context("there is a tab")?.browser().open_tab().await?;
            page.click("Work here").await?;
            tabs.push(page);
        }
        let page = tabs.last().context("there is a tab")?;
        let before = journal.now();
        let current = look(page).await?.current.context("a document is open")?;
        match self {
            Self::Tag(word) => {
                if before.0[&current].iter().any(|span| span.ends_with(&format!(" {word}"))) {
                    return Ok(Taken::Nothing);
                }
                page.drag(page.place(&format!(" {word} ")).await?.inner()).await?;
                page.press("1").await?;
            }
            Self::Undo => page.press("Ctrl+z").await?,
            Self::Accept => {
                let pending =
                    page.suggestions().await?.into_iter().find_map(|it| Some(it.strip_prefix("DATE ")?.to_owned()));
                let Some(date) = pending else { return Ok(Taken::Nothing) };
                page.click_at(page.place(&date).await?.start + 1).await?;
                page.press("a").await?;
            }
            Self::Open(numbers) => {
                let files = files(numbers);
                let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
                page.upload(&files).await?;
            }
            Self::Turn(title) => page.click(title).await?,
            Self::Delete(title) => {
                page.click(&format!("Delete “{title}”")).await?;
                page.says("dialog", "Delete this document?").await?;
                page.click_on("dialog footer .end .is-outline").await?;
            }
            Self::Update => _ = page.js(UPDATE, Value::Null).await?,
            Self::TakeOver => {}
        }
        let mut last = (before.clone(), None);
        let seen = page
            .until("the step is seen", async || {
                let (project, seen) = journal.look(page).await?;
                let is_done = match self {
                    Self::Turn(title) => seen.current.as_ref() == Some(title) && project == before,
                    Self::TakeOver => seen.may_write && project == before,
                    Self::Update => project == before,
                    _ => self.follows(&before, &project),
                };
                last = (project, Some(seen));
                Ok(is_done)
            })
            .await;
        match seen {
            Ok(()) => {
                journal.push(last.0);
                Ok(Taken::Seen)
            }
            Err(error) => {
                Ok(Taken::Otherwise(error.context(format!("{self:?}\nbefore: {before:#?}\nseen: {last:#?}"))))
            }
        }
    }

    /// Whether one project is what this step made of the other.
    fn follows(&self, before: &Project, after: &Project) -> bool {
        let is_other_span = |change: &dyn Fn(&mut BTreeSet<String>)| {
            before.0.keys().any(|title| {
                let mut changed = before.clone();
                changed.0.entry(title.clone()).and_modify(change);
                changed != *before && changed == *after
            })
        };
        match self {
            // Where the pointer hits while the page is still being laid out is another matter.
            Self::Tag(_) => is_one_more(before, after),
            Self::Undo => is_one_more(after, before),
            Self::Accept => (0..DATES).any(|at| is_other_span(&|spans| _ = spans.insert(format!("DATE {}", date(at))))),
            Self::Open(numbers) => {
                let mut opened = before.clone();
                opened.0.extend(numbers.iter().map(|number| (title(*number), BTreeSet::new())));
                opened == *after
            }
            Self::Delete(title) => {
                let mut left = before.clone();
                left.0.remove(title);
                left == *after
            }
            Self::Turn(_) | Self::TakeOver | Self::Update => before == after,
        }
    }

    /// The same after a kill, where several files may have been taken in in part: each of them is a step.
    fn may_follow(&self, before: &Project, after: &Project) -> bool {
        match self {
            Self::Open(numbers) => {
                (0..=numbers.len()).any(|some| Self::Open(numbers[..some].to_vec()).follows(before, after))
            }
            _ => self.follows(before, after),
        }
    }
}

/// Whether there is one person more in one document, and everything else is the same.
fn is_one_more(before: &Project, after: &Project) -> bool {
    let mut more = 0;
    for (title, spans) in &after.0 {
        let Some(old) = before.0.get(title) else { return false };
        if !old.is_subset(spans) || spans.difference(old).any(|span| !span.starts_with("PER ")) {
            return false;
        }
        more += spans.len() - old.len();
    }
    before.0.len() == after.0.len() && more == 1
}

fn title(number: usize) -> String {
    format!("Report {number}")
}

fn word(at: usize) -> String {
    const SYLLABLES: [&str; 6] = ["lo", "mi", "ka", "re", "tu", "no"];
    format!("{}{}{}", SYLLABLES[at % 6], SYLLABLES[at / 6 % 6], "s")
}

fn date(at: usize) -> String {
    format!("3 May {}", 2001 + at)
}

/// Every word and every date is in it once.
fn text(number: usize) -> String {
    let words: Vec<String> = (0..WORDS).map(word).collect();
    let dates: Vec<String> =
        (0..DATES).map(|at| format!("The office was closed on {} for repairs.", date(at))).collect();
    format!("{}\n\nThey wrote {} again.\n\n{}\n", title(number), words.join(" "), dates.join(" "))
}

fn files(numbers: &[usize]) -> Vec<(String, String)> {
    numbers.iter().map(|number| (format!("report-{number}.txt"), text(*number))).collect()
}

/// SplitMix64, by Steele, Lea and Flood (2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}
