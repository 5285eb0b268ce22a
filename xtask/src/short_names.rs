//! Short names between Wasm and its glue script.
//!
//! wasm-bindgen names each import by what it does and a hash, so that libraries never collide:
//! `__wbg_getBoundingClientRect_1a2b3c4d5e6f7a8b`. The hashes do not compress, and a page has hundreds of them, in the script
//! and in the Wasm. In a finished release nothing can collide any more.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ImportSection, Module};

/// How the modules end that wasm-bindgen's glue stands for.
const GLUE: &str = "_bg.js";

/// Renames what the Wasm file of a folder imports, there and in its glue script.
pub fn apply(dist: &Path, wasm: &str, glue: &str) -> Result<()> {
    let (wasm, glue) = (dist.join(wasm), dist.join(glue));
    let bytes = fs::read(&wasm).with_context(|| wasm.display().to_string())?;
    let script = fs::read_to_string(&glue).with_context(|| glue.display().to_string())?;
    let (short, names) = shorten(&bytes).with_context(|| wasm.display().to_string())?;
    let renamed = rename(&script, &names);
    for (name, short) in &names {
        ensure!(!renamed.contains(name.as_str()), "{}: {name} was not renamed to {short}", glue.display());
    }
    fs::write(&wasm, short)?;
    fs::write(&glue, renamed)?;
    Ok(())
}

/// The module with other names for what it imports, and what is called how.
fn shorten(wasm: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let mut shorter = Shorter::default();
    let mut module = Module::new();
    shorter.parse_core_module(&mut module, wasmparser::Parser::new(0), wasm)?;
    Ok((module.finish(), shorter.names))
}

#[derive(Default)]
struct Shorter {
    names: BTreeMap<String, String>,
}

impl Reencode for Shorter {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self, imports: &mut ImportSection, section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            // What other scripts export keeps its name.
            if !import.module.ends_with(GLUE) {
                imports.import(import.module, import.name, self.entity_type(import.ty)?);
                continue;
            }
            let next = self.names.len();
            let name = self.names.entry(import.name.to_owned()).or_insert_with(|| short(next)).clone();
            imports.import(import.module, &name, self.entity_type(import.ty)?);
        }
        Ok(())
    }
}

/// `a` to `z`, `aa`, `ab` and on.
fn short(mut n: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(b'a' + (n % 26) as u8);
        if n < 26 {
            break;
        }
        n = n / 26 - 1;
    }
    name.reverse();
    String::from_utf8(name).expect("letters")
}

/// The script with whole identifiers replaced.
fn rename(script: &str, names: &BTreeMap<String, String>) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut renamed = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_part) {
        let end = rest[start..].find(|c| !is_part(c)).map_or(rest.len(), |length| start + length);
        renamed.push_str(&rest[..start]);
        let word = &rest[start..end];
        renamed.push_str(names.get(word).map_or(word, String::as_str));
        rest = &rest[end..];
    }
    renamed + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, TypeSection};

    #[test]
    fn names_are_counted_in_letters() {
        let names: Vec<String> = [0, 25, 26, 27, 701, 702].into_iter().map(short).collect();
        assert_eq!(names, ["a", "z", "aa", "ab", "zz", "aaa"]);
    }

    #[test]
    fn imports_are_renamed_on_both_sides() {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        module.section(&types);
        let mut imports = ImportSection::new();
        for name in ["__wbg_log_1f", "__wbg_log_1f2e"] {
            imports.import("./app_bg.js", name, EntityType::Function(0));
        }
        imports.import("./other.js", "load", EntityType::Function(0));
        module.section(&imports);
        let (shorter, names) = shorten(&module.finish()).unwrap();
        let read: Vec<(String, String)> = wasmparser::Parser::new(0)
            .parse_all(&shorter)
            .filter_map(|payload| match payload.unwrap() {
                wasmparser::Payload::ImportSection(section) => Some(section.into_imports()),
                _ => None,
            })
            .flatten()
            .map(|import| import.map(|it| (it.module.to_owned(), it.name.to_owned())).unwrap())
            .collect();
        let read: Vec<(&str, &str)> = read.iter().map(|(module, name)| (module.as_str(), name.as_str())).collect();
        assert_eq!(read, [("./app_bg.js", "a"), ("./app_bg.js", "b"), ("./other.js", "load")]);
        let glue = "{__wbg_log_1f2e:function(){},__wbg_log_1f:f}";
        assert_eq!(rename(glue, &names), "{b:function(){},a:f}");
    }
}
