//! Literals of Python, as programs for training hold their data: texts, numbers, `True`, `False`, `None`, lists, tuples, sets and
//! dictionaries, with comments and trailing commas. Nothing is run: what is no literal is an error with its place.

use super::json::Value;
use super::source::line_column;
use super::{Error, Source};
use std::collections::BTreeSet;

/// Deeper nesting is refused.
const MAX_DEPTH: usize = 100;

/// The values of a file, each with its place: the items of a list or a tuple of rows, which may have a name (`DATA = […]`), or one
/// value after the other.
///
/// # Errors
/// With line and column (in code points, from 1) of what is no literal.
pub(crate) fn rows(source: &Source) -> Result<Vec<(String, Value)>, Error> {
    let text = source.text()?;
    let mut parser = Parser { text: &text, at: 0, depth: 0 };
    let told = |(at, what): Bad| {
        let (line, column) = line_column(&text, at);
        let place = format!("line {}, column {column}", source.first_line + line - 1);
        Error::new(&source.name, place, format!("not a literal of Python: {what}"))
    };
    let mut found = parser.file().map_err(told)?;
    if let [(_, items @ Found::Items(_))] = &mut found[..]
        && !items.is_row()
    {
        found = std::mem::replace(items, Found::Items(Vec::new())).into_items();
    }
    let (mut line, mut counted) = (source.first_line, 0);
    let row = |(at, value): (usize, Found)| {
        line += text[counted..at].matches('\n').count();
        counted = at;
        (format!("line {line}"), value.into_value())
    };
    Ok(found.into_iter().map(row).collect())
}

/// The first row of a text that may be cut off, if it begins with literals of Python.
pub(crate) fn first(head: &str) -> Option<Value> {
    let mut parser = Parser { text: head, at: 0, depth: 0 };
    parser.name();
    parser.blanks();
    // Of a list of rows the first one.
    let outer = parser.at;
    if matches!(parser.peek(), Some('[' | '(')) {
        parser.at += 1;
        parser.blanks();
        if matches!(parser.peek(), Some('[' | '(')) {
            return parser.value().ok().map(Found::into_value);
        }
        parser.at = outer;
    }
    parser.value().ok().map(Found::into_value)
}

/// The byte where something is wrong, and what.
type Bad = (usize, String);

/// A value whose items still know where they begin.
enum Found {
    Plain(Value),
    Items(Vec<(usize, Found)>),
}

impl Found {
    /// Whether it is one row rather than a list of them: its first item is a text.
    fn is_row(&self) -> bool {
        matches!(self, Self::Items(items) if matches!(items.first(), Some((_, Self::Plain(Value::Text(_))))))
    }

    fn into_items(self) -> Vec<(usize, Self)> {
        match self {
            Self::Items(items) => items,
            Self::Plain(_) => Vec::new(),
        }
    }

    fn into_value(self) -> Value {
        match self {
            Self::Plain(value) => value,
            Self::Items(items) => Value::List(items.into_iter().map(|(_, item)| item.into_value()).collect()),
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, sign: char) -> bool {
        let is_there = self.peek() == Some(sign);
        self.at += if is_there { sign.len_utf8() } else { 0 };
        is_there
    }

    fn bad<T>(&self, what: impl Into<String>) -> Result<T, Bad> {
        Err((self.at, what.into()))
    }

    /// Passes over white space, comments, and line ends behind a backslash.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{c}']).len();
            let rest = &rest[blank..];
            self.at += blank;
            if rest.starts_with('#') {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("\\\n") || rest.starts_with("\\\r\n") {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Passes over the name that a value is given: `DATA =`, `data: list =`.
    fn name(&mut self) {
        self.blanks();
        let line = self.rest().lines().next().unwrap_or_default();
        let Some((name, _)) = line.split_once('=') else { return };
        let (name, kind) = name.split_once(':').unwrap_or((name, ""));
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_alphanumeric() || "_.".contains(c))
        };
        let is_kind = |kind: &str| kind.chars().all(|c| c.is_alphanumeric() || "_.[], |".contains(c));
        if is_name(name.trim()) && is_kind(kind) {
            self.at += line.find('=').unwrap_or_default() + 1;
        }
    }

    /// Values one after the other to the end, with or without commas between them.
    fn file(&mut self) -> Result<Vec<(usize, Found)>, Bad> {
        self.name();
        let mut found = Vec::new();
        loop {
            self.blanks();
            if self.rest().is_empty() {
                return Ok(found);
            }
            found.push((self.at, self.value()?));
            self.blanks();
            self.take(',');
        }
    }

    fn value(&mut self) -> Result<Found, Bad> {
        self.blanks();
        if self.depth == MAX_DEPTH {
            return self.bad("it is nested too deep");
        }
        self.depth += 1;
        let value = match self.peek() {
            Some('[') => self.items(']').map(|(items, _)| Found::Items(items)),
            Some('(') => self.items(')').map(|(mut items, commas)| match items.len() {
                // Round brackets around one value are no tuple.
                1 if !commas => items.remove(0).1,
                _ => Found::Items(items),
            }),
            Some('{') => self.dictionary(),
            Some('-' | '+' | '.' | '0'..='9') => self.number().map(Found::Plain),
            Some(_) => self.word().map(Found::Plain),
            None => self.bad("it ends where a value is awaited"),
        };
        self.depth -= 1;
        value
    }

    /// The items between brackets, and whether there is a comma.
    fn items(&mut self, close: char) -> Result<(Vec<(usize, Found)>, bool), Bad> {
        self.at += 1;
        let (mut items, mut commas) = (Vec::new(), false);
        loop {
            self.blanks();
            if self.take(close) {
                return Ok((items, commas));
            }
            items.push((self.at, self.value()?));
            self.blanks();
            match self.take(',') {
                true => commas = true,
                false if self.peek() == Some(close) => {}
                false => return self.bad(format!("`,` or `{close}` is awaited")),
            }
        }
    }

    /// A dictionary, or a set, which becomes a list. Of two values under one name the last one counts.
    fn dictionary(&mut self) -> Result<Found, Bad> {
        self.at += 1;
        let (mut fields, mut items) = (Vec::new(), Vec::new());
        loop {
            self.blanks();
            if self.take('}') {
                break;
            }
            let start = self.at;
            let name = self.value()?;
            self.blanks();
            if self.take(':') {
                let Some(name) = name.into_value().as_name() else {
                    return Err((start, "a name in a dictionary is no text".to_owned()));
                };
                fields.push((name, self.value()?.into_value()));
            } else {
                items.push((start, name));
            }
            self.blanks();
            if !self.take(',') && self.peek() != Some('}') {
                return self.bad("`,` or `}` is awaited");
            }
        }
        if !items.is_empty() {
            return if fields.is_empty() { Ok(Found::Items(items)) } else { self.bad("a name in it has no value") };
        }
        let mut seen = BTreeSet::new();
        fields.reverse();
        fields.retain(|(name, _)| seen.insert(name.clone()));
        fields.reverse();
        Ok(Found::Plain(Value::Object(fields)))
    }

    fn number(&mut self) -> Result<Value, Bad> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
        let written = self.rest().split(|c| !is_part(c)).next().unwrap_or_default();
        let plain = written.replace('_', "").to_ascii_lowercase();
        let (sign, digits) = match plain.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
        };
        let radix = |prefix: &str, radix: u32| {
            digits.strip_prefix(prefix).and_then(|digits| i64::from_str_radix(&format!("{sign}{digits}"), radix).ok())
        };
        let whole =
            || plain.parse().ok().or_else(|| radix("0x", 16)).or_else(|| radix("0o", 8)).or_else(|| radix("0b", 2));
        let is_float = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        let value = match whole() {
            Some(whole) => Value::Int(whole),
            None => match plain.parse() {
                Ok(number) if is_float => Value::Float(number),
                _ => return self.bad(format!("`{written}` is no number")),
            },
        };
        self.at += written.len();
        Ok(value)
    }

    /// A text, or a word that stands for a value.
    fn word(&mut self) -> Result<Value, Bad> {
        let rest = self.rest();
        let name = rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
        if rest[name.len()..].starts_with(['"', '\'']) {
            return self.texts();
        }
        let value = match name {
            "True" | "true" => Value::Bool(true),
            "False" | "false" => Value::Bool(false),
            "None" | "null" => Value::Null,
            _ => {
                let what = if name.is_empty() { &rest[..rest.chars().next().map_or(0, char::len_utf8)] } else { name };
                return self.bad(format!("`{what}` is neither a text, a number, True, False, None, nor a bracket"));
            }
        };
        self.at += name.len();
        Ok(value)
    }

    /// Texts that stand beside each other are one.
    fn texts(&mut self) -> Result<Value, Bad> {
        let mut out = String::new();
        loop {
            self.text_into(&mut out)?;
            let end = self.at;
            self.blanks();
            let prefix = self.rest().chars().take_while(char::is_ascii_alphabetic).count();
            if prefix > 2 || !self.rest()[prefix..].starts_with(['"', '\'']) {
                // Blanks behind it belong to what follows.
                self.at = end;
                return Ok(Value::Text(out));
            }
        }
    }

    fn text_into(&mut self, out: &mut String) -> Result<(), Bad> {
        let mut is_raw = false;
        while let Some(prefix) = self.peek().filter(char::is_ascii_alphabetic) {
            match prefix.to_ascii_lowercase() {
                'r' => is_raw = true,
                'u' => {}
                'f' => return self.bad("a text that is put together when it is run (f\"…\")"),
                'b' => return self.bad("bytes (b\"…\") are no text"),
                _ => return self.bad(format!("no text begins with `{prefix}`")),
            }
            self.at += 1;
        }
        let quote = self.rest().chars().next().unwrap_or('"');
        let (one, three) = (quote.to_string(), quote.to_string().repeat(3));
        let start = self.at;
        let is_long = self.rest().starts_with(&three);
        let end = if is_long { three } else { one };
        self.at += end.len();
        loop {
            if self.rest().starts_with(&end) {
                self.at += end.len();
                return Ok(());
            }
            match self.peek() {
                None => return Err((start, "a text that does not end".to_owned())),
                Some('\n') if !is_long => return Err((start, "a text that does not end on its line".to_owned())),
                // Python knows one line end.
                Some('\r') => {
                    self.at += 1;
                    self.take('\n');
                    out.push('\n');
                }
                Some('\\') if is_raw => {
                    self.at += 1;
                    out.push('\\');
                    if let Some(next) = self.peek() {
                        out.push(next);
                        self.at += next.len_utf8();
                    }
                }
                Some('\\') => self.escape(out)?,
                Some(c) => {
                    out.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
    }

    /// What stands behind a backslash; it stays where nothing else is meant.
    fn escape(&mut self, out: &mut String) -> Result<(), Bad> {
        let start = self.at;
        self.at += 1;
        let Some(sign) = self.peek() else { return Ok(()) };
        self.at += sign.len_utf8();
        let digits =
            |most: usize, radix: u32, rest: &str| rest.chars().take(most).take_while(|c| c.is_digit(radix)).count();
        let (len, radix) = match sign {
            '\n' => return Ok(()),
            '\r' => {
                self.take('\n');
                return Ok(());
            }
            '\\' | '\'' | '"' => {
                out.push(sign);
                return Ok(());
            }
            'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' => {
                const MEANT: [(char, char); 7] = [
                    ('a', '\u{7}'),
                    ('b', '\u{8}'),
                    ('f', '\u{c}'),
                    ('n', '\n'),
                    ('r', '\r'),
                    ('t', '\t'),
                    ('v', '\u{b}'),
                ];
                out.extend(MEANT.iter().filter(|(name, _)| *name == sign).map(|(_, c)| *c));
                return Ok(());
            }
            'x' => (2, 16),
            'u' => (4, 16),
            'U' => (8, 16),
            'N' => return Err((start, "a character by its name (\\N{…}) is not read".to_owned())),
            '0'..='7' => {
                self.at -= 1;
                (digits(3, 8, self.rest()), 8)
            }
            _ => {
                out.extend(['\\', sign]);
                return Ok(());
            }
        };
        if digits(len, radix, self.rest()) < len {
            return Err((start, format!("`\\{sign}` wants {len} digits")));
        }
        let number = u32::from_str_radix(&self.rest()[..len], radix).unwrap_or(u32::MAX);
        let Some(c) = char::from_u32(number) else {
            return Err((start, format!("U+{number:04X} is no character")));
        };
        self.at += len;
        out.push(c);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, String> {
        let rows = rows(&Source::new("f.py", text)).map_err(|error| error.to_string())?;
        Ok(rows.into_iter().map(|(place, value)| format!("{place}: {}", value.compact())).collect())
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(read(text).as_deref(), Ok(&[format!("line 1: {expected}")][..]), "{text}");
    }

    #[test]
    fn literals_become_values() {
        check("('a', {'b': (1, -2, 'c'), 'd': None, })", r#"["a",{"b":[1,-2,"c"],"d":null}]"#);
        check("('a' \"b\"\n 'c', True, False)", r#"["abc",true,false]"#);
        check("('It\\'s', \"it's\", r'\\d', u'é', '')", r#"["It's","it's","\\d","é",""]"#);
        check(r"('\x41\u00e9\U0001F1F9\101\n\t\q\0', 1)", r#"["Aé🇹A\n\t\\q\u0000",1]"#);
        check("('''a\r\nb\\\nc''', 0x1f, 1_000, .5, -1e3)", r#"["a\nbc",31,1000,0.5,-1000.0]"#);
        check("('a', ('b'), ('b',), {1, 2}, {})", r#"["a","b",["b"],[1,2],{}]"#);
        check("('a', {'k': 1, 'k': 2, 3: 4})", r#"["a",{"k":2,"3":4}]"#);
        check("('a' # why, 'x'\n, 1)", r#"["a",1]"#);
    }

    #[test]
    fn rows_are_items_or_stand_one_after_the_other() {
        let two = ["line 2: [\"a\",1]".to_owned(), "line 3: [\"b\",2]".to_owned()];
        for text in [
            "DATA = [\n('a', 1),\n('b', 2),\n]",
            "[\n('a', 1),\n('b', 2)]",
            "(\n('a', 1),\n['b', 2])",
            "# data\n('a', 1),\n('b', 2),\n",
            "\n('a', 1)\n('b', 2)",
            "data: list[tuple] = [\n('a', 1),\n('b', 2)]  # all\n",
        ] {
            assert_eq!(read(text).as_deref(), Ok(&two[..]), "{text}");
        }
    }

    #[test]
    fn what_is_no_literal_has_a_place() {
        let error = |text: &str| read(text).unwrap_err();
        assert_eq!(
            error("[\n ('é', open('x'))]"),
            "f.py: line 2, column 8: not a literal of Python: `open` is neither a text, a number, True, False, None, nor a bracket"
        );
        assert!(error("('a', 1").contains("column 8: not a literal of Python: `,` or `)` is awaited"));
        assert!(error("('a, 1)\n").contains("column 2: not a literal of Python: a text that does not end on its line"));
        assert!(error("('''a").contains("does not end"));
        assert!(error("(f'a',)").contains("when it is run"));
        assert!(error("(b'a',)").contains("bytes"));
        assert!(error("('\\ud83c',)").contains("U+D83C is no character"));
        assert!(error("('\\N{DASH}',)").contains("by its name"));
        assert!(error("('\\x4',)").contains("2 digits"));
        assert!(error("(1 + 2,)").contains("is awaited"));
        assert!(error("{'a': 1, 'b'}").contains("has no value"));
        assert!(error("(1-2,)").contains("no number"));
        assert!(error(&"(".repeat(100_000)).contains("nested too deep"));
    }

    #[test]
    fn the_first_row_of_a_head_that_is_cut_off_is_found() {
        let first = |text: &str| first(text).map(|value| value.compact());
        assert_eq!(first("X = [\n ('a', {'b': []}), ('c', {").as_deref(), Some(r#"["a",{"b":[]}]"#));
        assert_eq!(first("('a', 1), ('b").as_deref(), Some(r#"["a",1]"#));
        assert_eq!(first("(Reuters) - A text"), None);
        assert_eq!(first("[('a"), None);
    }
}
