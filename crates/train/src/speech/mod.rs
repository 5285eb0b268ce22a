//! Who said what, and who is who: measuring it.

mod gold;
mod quotes;

use postil_extract::{Layers, Model, Settings, extract_with};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

/// Parts that carry quotations with speakers: what is chosen by.
const QUOTES: [&str; 2] = ["litbank/dev", "gum/dev"];

/// The scores of quotations. With `errors`, each error too.
pub fn measure_quotes(data: &Path, parts: &[String], model: &Arc<Model>, errors: bool) -> Result<(), Box<dyn Error>> {
    let parts = if parts.is_empty() { QUOTES.map(str::to_owned).to_vec() } else { parts.to_vec() };
    let mut all = quotes::Counts::default();
    for part in &parts {
        let mut counts = quotes::Counts::default();
        for gold in gold::read(data, part)? {
            let settings = Settings { layers: Layers::ALL, ..Settings::default() };
            let found = quotes::Found::of(&extract_with(&gold.text, settings, model));
            for one in [&mut counts, &mut all] {
                quotes::count(&gold, &found, one, |_, _, _| {});
            }
            if errors {
                let mut counts = quotes::Counts::default();
                quotes::count(&gold, &found, &mut counts, |what, quote, speaker| {
                    let text = &gold.text;
                    let (start, end) = (quote.range.start, quote.range.end);
                    let from = text.floor_char_boundary(start.saturating_sub(100));
                    let to = text.ceil_char_boundary((end + 100).min(text.len()));
                    let of = gold.mentions.iter().find(|it| quote.speaker == Some(it.chain));
                    println!(
                        "{what}: {}: …{} [[{}]] {}… gold {:?} said {:?}",
                        gold.id,
                        text[from..start].replace('\n', " ⏎ "),
                        text[start..end].replace('\n', " ⏎ "),
                        text[end..to].replace('\n', " ⏎ "),
                        of.map(|it| &text[it.range.clone()]),
                        speaker.map(|at| &text[found.spans[at].clone()]),
                    );
                });
            }
        }
        counts.print(part);
    }
    all.print("all");
    Ok(())
}
