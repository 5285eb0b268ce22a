//! Classes of characters that the tokeniser asks for.

/// Straight, curly in both directions (U+2018 stands for a possessive in much web text), and the modifier letter.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

/// The hyphens that may stand inside a word; dashes never do.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// A digit of ASCII.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Letters, digits, marks that combine with them, and joiners inside words.
pub fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric()
        || matches!(c,
            '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}'
            | '\u{64B}'..='\u{65F}' | '\u{6D6}'..='\u{6ED}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{DFF}'
            | '\u{E31}'..='\u{E4E}' | '\u{EB1}'..='\u{ECD}' | '\u{F18}'..='\u{FBC}' | '\u{102B}'..='\u{103E}'
            | '\u{17B4}'..='\u{17D3}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{200C}' | '\u{200D}'
            | '\u{20D0}'..='\u{20FF}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}')
}

/// Scripts that do not part words by spaces: Thai, Lao, Myanmar, Khmer, kana, Han.
pub fn is_unspaced(c: char) -> bool {
    c >= '\u{E00}'
        && matches!(c,
            '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{2FDF}'
            | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{302F}' | '\u{3031}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}'
            | '\u{20000}'..='\u{3FFFF}')
}

/// Characters that take no room and mean nothing to a reader: zero-width spaces, direction marks, a byte-order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\0'..='\x1f' | '\x7f'..='\u{9f}')
}

/// Format characters that do not end a word when they stand within one (UAX 29, WB4): soft hyphens, marks of direction, word
/// joiners. Zero-width spaces do.
pub fn is_format(c: char) -> bool {
    c >= '\u{AD}'
        && matches!(c, '\u{AD}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
