//! Which paths occur in a JSON text, so that formats are told apart before anything is read.

/// The paths that occur in the beginning of a JSON text, each with the kind of what stands there: `[].data.text:s`. Kinds
/// are `s`tring, `n`umber, `b`oolean or null, `l`ist and `o`bject. Reads on after damage as far as it can.
pub(crate) fn paths(head: &str) -> std::collections::BTreeSet<String> {
    const MAX_PATHS: usize = 4000;
    let mut found = std::collections::BTreeSet::new();
    let bytes = head.as_bytes();
    // The path so far, and whether a name is awaited at its end.
    let mut stack: Vec<(usize, bool)> = Vec::new();
    let mut path = String::new();
    let mut name: Option<String> = None;
    let mut at = 0;
    while at < bytes.len() && found.len() < MAX_PATHS {
        let is_object = stack.last().is_some_and(|(_, is_object)| *is_object);
        let kind = match bytes[at] {
            b'"' => {
                let start = at + 1;
                at = start;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                let text = head.get(start..at.min(head.len())).unwrap_or_default();
                at += 1;
                if is_object && name.is_none() {
                    name = Some(text.to_owned());
                    continue;
                }
                's'
            }
            open @ (b'{' | b'[') => {
                at += 1;
                if is_object {
                    path.push('.');
                    path.push_str(name.take().as_deref().unwrap_or_default());
                }
                let kind = if open == b'{' { 'o' } else { 'l' };
                found.insert(format!("{path}:{kind}"));
                let len = path.len();
                if open == b'[' {
                    path.push_str("[]");
                }
                stack.push((len, open == b'{'));
                continue;
            }
            b'}' | b']' => {
                at += 1;
                stack.pop();
                name = None;
                let keep = match stack.last() {
                    Some((len, true)) => *len,
                    Some((len, false)) => *len + 2,
                    None => 0,
                };
                path.truncate(keep);
                continue;
            }
            b'0'..=b'9' | b'-' => {
                while at < bytes.len() && !b",]} \r\n\t".contains(&bytes[at]) {
                    at += 1;
                }
                'n'
            }
            b't' | b'f' | b'n' => {
                while at < bytes.len() && bytes[at].is_ascii_lowercase() {
                    at += 1;
                }
                'b'
            }
            _ => {
                at += 1;
                continue;
            }
        };
        match name.take() {
            Some(name) if is_object => found.insert(format!("{path}.{name}:{kind}")),
            _ => found.insert(format!("{path}:{kind}")),
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_what_is_cut_off() {
        let found = paths(r#"[{"text":"a \" {","label":[[0,7,"PER"]],"m":{"x":null},"t":[{"a":1},{"b":{"#);
        for path in [":l", "[].text:s", "[].label[][]:n", "[].label[][]:s", "[].m.x:b", "[].t[].a:n", "[].t[].b:o"] {
            assert!(found.contains(path), "{path} {found:?}");
        }
    }
}
