//! `cargo xtask shots`: pictures of the release, by name, in `shots/`. Names as arguments take only these.
//!
//! They are for looking at, and for comparing with those of the design. Article, spans and places are always the same;
//! times of day are not.

use anyhow::{Result, ensure};
use postil_e2e::{Page, Setup, Stage, root, run};
use std::path::PathBuf;
use std::time::Duration;

/// The article of the pictures, by the beginning of its title.
const ARTICLE: &str = "Turkish President Recep Tayyip Erdoğan";

const NAMES: [&str; 13] = [
    "reading-light",
    "reading-dark",
    "review",
    "empty",
    "export",
    "losses",
    "losses-narrow",
    "import",
    "import-dark",
    "narrow",
    "nested",
    "rtl",
    "keys",
];

fn main() -> Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for name in &wanted {
        ensure!(NAMES.contains(&name.as_str()), "no picture is called {name}: there are {}", NAMES.join(", "));
    }
    let folder = root().join("shots");
    std::fs::create_dir_all(&folder)?;
    run(Setup { limit: Duration::from_secs(600), ..Setup::default() }, async |stage| {
        for name in NAMES.into_iter().filter(|name| wanted.is_empty() || wanted.iter().any(|it| it == name)) {
            let page = shown(stage, name).await?;
            let path: PathBuf = folder.join(format!("{name}.png"));
            page.still().await?;
            page.screenshot(&path).await?;
            println!("{}", path.display());
            page.browser().quit().await?;
        }
        Ok(())
    })
}

/// The page as the picture of that name shows it.
async fn shown(stage: &Stage, name: &str) -> Result<Page> {
    let (width, height) = if name.ends_with("narrow") { (400, 860) } else { (1440, 900) };
    let page = stage.open_sized(width, height).await?;
    page.prefer_dark(name.ends_with("-dark")).await?;
    match name {
        "empty" => return Ok(page),
        "keys" => {
            page.press("?").await?;
            page.says("dialog", "next, previous suggestion or span").await?;
            return Ok(page);
        }
        "rtl" => {
            page.open_sample("مجلس المدينة").await?;
            page.extracted().await?;
            tag(&page, "مجلس المدينة", "2").await?;
            tag(&page, "طنجة", "3").await?;
            tag(&page, "مساء الاثنين 3 مارس 2025", "6").await?;
            tag(&page, "الدكتورة سلمى بنعيسى", "1").await?;
        }
        "nested" => nested(&page).await?,
        "losses" => {
            article(&page).await?;
            page.press("Ctrl+s").await?;
            page.says("dialog .formats", "CoNLL").await?;
            page.click("CoNLL-2003").await?;
            page.says("dialog pre", "DOCSTART").await?;
        }
        "losses-narrow" => {
            article(&page).await?;
            page.press("Ctrl+s").await?;
            page.says("dialog .format-menu", "CoNLL").await?;
            let choose = "const menu = document.querySelector('.format-menu'); menu.value = 'format-conll2003'; \
                menu.dispatchEvent(new Event('change', { bubbles: true }))";
            page.js(choose, ().into()).await?;
            page.says("dialog pre", "DOCSTART").await?;
        }
        "import" | "import-dark" => return import(&page).await.map(|()| page),
        "narrow" => {
            article(&page).await?;
            from_the_top(&page).await?;
        }
        "review" => {
            article(&page).await?;
            page.press("a").await?;
        }
        "export" => {
            article(&page).await?;
            page.press("Ctrl+s").await?;
            page.click("Annotations, JSON").await?;
            page.says("dialog pre", "postil-annotations").await?;
        }
        _ => {
            article(&page).await?;
            from_the_top(&page).await?;
        }
    }
    page.saved().await?;
    Ok(page)
}

/// Selects some words and gives them the label of a key.
async fn tag(page: &Page, words: &str, key: &str) -> Result<()> {
    page.drag(page.place(words).await?).await?;
    page.press(key).await?;
    page.saved().await
}

/// The article, in the middle of the work: spans of one's own, a note, suggestions accepted and rejected.
async fn article(page: &Page) -> Result<()> {
    page.open_sample(ARTICLE).await?;
    page.extracted().await?;
    tag(page, "Turkish President Recep Tayyip Erdoğan", "1").await?;
    tag(page, "held a meeting", "7").await?;
    tag(page, "Russian President Vladimir Putin", "1").await?;
    tag(page, "Turkey’s Erdoğan", "1").await?;
    tag(page, "launch a major military offensive on Idlib province", "7").await?;
    tag(page, "the Russian leader’s presidential residence", "5").await?;
    if page.ask("return innerWidth > 1000", ().into()).await? {
        page.press("n").await?;
        page.wait("the note's field", "return document.activeElement.id === 'note-field'").await?;
        page.type_text("name it: Bocharov Ruchey").await?;
        page.press("Escape").await?;
    }
    page.press("Escape").await?;
    page.press(&"a ".repeat(26)).await?;
    page.press("x Escape").await?;
    page.saved().await
}

/// Files of two programs, one of them not quite right, on their way in.
async fn import(page: &Page) -> Result<()> {
    page.open_sample(ARTICLE).await?;
    let text = "Erdoğan met 🇹🇷 officials in Sochi on Monday.";
    let rows = format!(
        "{{\"text\": \"{text}\", \"label\": [[0, 7, \"PER\"], [30, 35, \"LOC\"], [3, 99, \"ORG\"]]}}\n\
         {{\"text\": \"Ankara said no.\", \"label\": [[0, 6, \"LOC\"]]}}\n"
    );
    page.upload(&[
        ("zoe.txt", "Zoë 👩‍👩‍👧 went to Kyiv.\r\nShe came back.\r\n".as_bytes()),
        (
            "zoe.ann",
            "T1\tPER 0 3\tZoë\nT2\tLOC 18 22\tKyiv\nT3\tPER 24 27\tShe\nR1\tVisits Arg1:T1 Arg2:T2\n".as_bytes(),
        ),
        ("annotation.conf", b"[entities]\nPER\nLOC\n[relations]\nVisits\tArg1:PER, Arg2:LOC\n[events]\n[attributes]\n"),
        ("meeting.jsonl", rows.as_bytes()),
    ])
    .await?;
    page.says("dialog .verdict", "doccano").await
}

/// The first lines, with the first span in focus.
async fn from_the_top(page: &Page) -> Result<()> {
    let words = page.place("President Recep").await?;
    page.click_at(words.start + 2).await?;
    page.js("document.getElementById('pane').scrollTop = 0", ().into()).await?;
    page.wait("the focus", "return document.querySelector('.chunk .ring') !== null").await
}

/// Long spans within and across each other, five deep.
async fn nested(page: &Page) -> Result<()> {
    let text = "The foreign ministers of the three countries that had sent observers to the border last winter met in the \
        old customs house of Varna on Thursday, and said that the ceasefire which the mediators of the United Nations had \
        drafted in March would be signed before the end of the month.\n\nNobody who was there expected the delegation of \
        the northern provinces, which had walked out of the talks twice, to come back to the table so soon.\n";
    page.upload(&[("nested.txt", text.as_bytes())]).await?;
    page.opened("The foreign ministers").await?;
    page.extracted().await?;
    let spans = [
        ("The foreign ministers of the three countries that had sent observers to the border last winter", "1"),
        ("ministers of the three countries that had sent observers to the border last winter met in the old", "7"),
        ("the three countries that had sent observers", "3"),
        ("the border last winter met in the old customs house of Varna", "8"),
        ("observers to the border", "2"),
        ("the ceasefire which the mediators of the United Nations had drafted in March", "7"),
        ("the mediators of the United Nations had drafted in March would be signed", "m"),
        ("the mediators of the United Nations", "2"),
        ("the delegation of the northern provinces, which had walked out of the talks twice", "2"),
        ("the northern provinces", "3"),
    ];
    for (words, key) in spans {
        tag(page, words, key).await?;
    }
    page.press("Escape").await?;
    page.click_at(page.place("northern provinces").await?.start + 1).await
}
