//! The lines of a file: its layers, its text, and a row of cells for each token or part of one.

use postil_core::utf16_len;

/// What a column is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Span,
    Chain,
    Relation,
}

#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) features: Vec<String>,
    /// The first of its columns.
    pub(super) column: usize,
}

pub(super) struct Row<'t> {
    pub(super) place: String,
    pub(super) id: &'t str,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) token: &'t str,
    pub(super) cells: Vec<&'t str>,
    pub(super) sentence: usize,
}

pub(super) fn layers(lines: &[&str]) -> (Vec<Layer>, usize) {
    let mut layers: Vec<Layer> = Vec::new();
    let mut column = 0;
    let mut at = 1;
    while let Some(line) = lines.get(at).filter(|line| !line.trim().is_empty()) {
        at += 1;
        let head = [("#T_SP=", Kind::Span), ("#T_CH=", Kind::Chain), ("#T_RL=", Kind::Relation)];
        let found = head.into_iter().find_map(|(mark, kind)| Some((kind, line.strip_prefix(mark)?)));
        let Some((kind, rest)) = found else { continue };
        let mut parts = rest.split('|').map(str::to_owned);
        let name = parts.next().unwrap_or_default();
        let mut features: Vec<String> = parts.collect();
        // A layer without features has one column that says that it is there.
        if features.is_empty() {
            features.push(String::new());
        }
        let width = features.len();
        layers.push(Layer { kind, name, features, column });
        column += width;
    }
    (layers, at)
}

/// The text, as sentences say it: what is between them is a line end and blanks.
#[derive(Default)]
pub(super) struct Text {
    pub(super) text: String,
    /// In UTF-16 units.
    pub(super) length: u32,
    /// Blanks that were filled in.
    pub(super) filled: u32,
}

impl Text {
    pub(super) fn begin(&mut self, start: u32, sentence: &str) -> Result<(), String> {
        // So much may be between all sentences.
        const MAX_GAPS: u32 = 1 << 22;
        // What follows a sentence without a line end takes the place of that.
        if self.length == start + 1 && self.text.pop().is_some() {
            self.length = start;
        }
        let gap = start.checked_sub(self.length).ok_or("a sentence begins before the end of the one before it")?;
        self.filled = self.filled.saturating_add(gap);
        if self.filled > MAX_GAPS {
            return Err("a sentence begins far behind the one before it".to_owned());
        }
        self.text.extend(std::iter::repeat_n(' ', gap as usize));
        self.text.push_str(sentence);
        self.text.push('\n');
        self.length = start + utf16_len(sentence) + 1;
        Ok(())
    }

    pub(super) fn finish(mut self) -> String {
        self.text.pop();
        self.text
    }
}

/// Whether a column belongs to slots: their roles, or what stands in them.
pub(super) fn is_slot(layer: &Layer, n: usize) -> bool {
    layer.features[n].starts_with("ROLE_") || n > 0 && layer.features[n - 1].starts_with("ROLE_")
}
