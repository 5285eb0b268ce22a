//! `postil.cdx.json` of the release: what the page and its workers are built from, as a bill of materials that programs
//! read (CycloneDX 1.5, <https://cyclonedx.org/docs/1.5/json/>).
//!
//! Listed is what `THIRD-PARTY-NOTICES.txt` lists, and how each depends on the others, with the checksums of `Cargo.lock`. There
//! is no time and no chance in it, so that two builds of the same sources write the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::workspace::{self, Graph, Package};
use crate::{page, setup};

/// The file, in the release's folder.
pub const FILE: &str = "postil.cdx.json";

/// The programs of the page.
const PROGRAMS: [&str; 2] = ["postil", "postil-worker"];

/// Writes the file.
pub fn write(dist: &Path) -> Result<()> {
    let lock = fs::read_to_string(workspace::root().join("Cargo.lock")).context("Cargo.lock")?;
    let bill = bill(&Graph::load(Some(setup::TARGET))?, &checksums(&lock), &PROGRAMS)?;
    fs::write(dist.join(FILE), format!("{bill:#}\n")).context(FILE)
}

/// The checksum of each package that comes from a registry, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for package in lock.split("[[package]]") {
        let field = |name: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""));
            line.map(|value| value.trim_end_matches('"').to_owned())
        };
        if let (Some(name), Some(version), Some(checksum)) = (field("name"), field("version"), field("checksum")) {
            found.insert((name, version), checksum);
        }
    }
    found
}

fn bill(graph: &Graph, checksums: &BTreeMap<(String, String), String>, programs: &[&str]) -> Result<Value> {
    let mut packages: BTreeMap<(&str, &str), &Package> = BTreeMap::new();
    for name in programs {
        let program = graph.members().find(|package| package.name == *name);
        let program = program.with_context(|| format!("no package `{name}` in this workspace"))?;
        packages.extend(graph.closure(program).into_iter().map(|it| ((&*it.name, &*it.version), it)));
        packages.insert((&program.name, &program.version), program);
    }
    let main = *packages.values().find(|it| it.name == programs[0]).context("the first program is listed")?;
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    for package in packages.values() {
        if package.name != main.name {
            components.push(component(package, checksums));
        }
        let mut on: Vec<String> = graph
            .links(package)
            .filter(|it| packages.contains_key(&(&*it.name, &*it.version)))
            .map(reference)
            .collect();
        on.sort();
        on.dedup();
        dependencies.push(json!({ "ref": reference(package), "dependsOn": on }));
    }
    let mut bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": component(main, checksums) },
        "components": components,
        "dependencies": dependencies,
    });
    // Named after what it lists.
    let sum = page::hex(&Sha256::digest(bill.to_string()));
    let uuid = format!("{}-{}-8{}-8{}-{}", &sum[..8], &sum[8..12], &sum[13..16], &sum[17..20], &sum[20..32]);
    bill["serialNumber"] = format!("urn:uuid:{uuid}").into();
    Ok(bill)
}

fn component(package: &Package, checksums: &BTreeMap<(String, String), String>) -> Value {
    let Package { name, version, license, member, .. } = package;
    let mut component = json!({
        "type": if *member && PROGRAMS.contains(&&**name) { "application" } else { "library" },
        "bom-ref": reference(package),
        "name": name,
        "version": version,
    });
    if let Some(license) = license {
        // Older packages write a slash for a choice.
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if !member {
        component["purl"] = reference(package).into();
    }
    if let Some(sum) = checksums.get(&(name.clone(), version.clone())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
    }
    component
}

/// What a package is called in the rest of the file, and everywhere.
fn reference(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_of_a_lock_are_found_by_name_and_version() {
        let lock = "version = 4\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n\n\
            [[package]]\nname = \"other\"\nversion = \"1.2.3\"\nsource = \"registry+x\"\nchecksum = \"ab12\"\n";
        let found = checksums(lock);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [(("other".into(), "1.2.3".into()), "ab12".into())]);
    }

    #[test]
    fn what_the_page_links_is_listed_with_its_licence_and_sum() {
        let lock = fs::read_to_string(workspace::root().join("Cargo.lock")).unwrap();
        let graph = Graph::load(Some(setup::TARGET)).unwrap();
        let write = || bill(&graph, &checksums(&lock), &PROGRAMS).unwrap();
        let bill = write();
        assert_eq!(bill, write(), "the same again");
        let components = bill["components"].as_array().unwrap();
        let yew = components.iter().find(|it| it["name"] == "yew").unwrap();
        assert!(yew["purl"].as_str().unwrap().starts_with("pkg:cargo/yew@"), "{yew}");
        assert_eq!(yew["hashes"][0]["content"].as_str().unwrap().len(), 64, "{yew}");
        for component in components.iter().filter(|it| it.get("purl").is_some()) {
            assert!(
                component["licenses"][0]["expression"].is_string() && component["hashes"].is_array(),
                "{component}"
            );
        }
        assert!(components.iter().all(|it| it["name"] != "xtask" && it["name"] != "proptest"));
        let refs: Vec<&Value> = bill["dependencies"].as_array().unwrap().iter().map(|it| &it["ref"]).collect();
        for dependency in bill["dependencies"].as_array().unwrap() {
            assert!(dependency["dependsOn"].as_array().unwrap().iter().all(|on| refs.contains(&on)), "{dependency}");
        }
    }
}
