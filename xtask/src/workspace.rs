//! The repository as Cargo sees it: its folder, its packages, and who depends on whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{e2e, fuzz, run};

/// The manifests of all workspaces, relative to the repository's folder: first that of what ships.
pub const MANIFESTS: [&str; 3] = ["Cargo.toml", e2e::MANIFEST, fuzz::MANIFEST];

/// The repository's folder.
pub fn root() -> PathBuf {
    // Cargo sets it at run time; the one of compile time goes stale when a build folder is shared.
    let xtask = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let folder = Path::new(&xtask);
    folder.parent().unwrap_or(folder).to_owned()
}

/// A `cargo` command that runs in the repository's folder.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Where Cargo puts what it builds.
pub fn target() -> Result<PathBuf> {
    let metadata = run::capture(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    let target = metadata["target_directory"].as_str().context("cargo metadata: the target directory")?;
    Ok(PathBuf::from(target))
}

/// The platform of this machine, such as `x86_64-unknown-linux-gnu`.
pub fn host() -> Result<String> {
    let about = run::capture(Command::new("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc -vV names no host")
}

/// The one version of all packages of all workspaces; an error where they differ.
pub fn version() -> Result<String> {
    let mut versions = BTreeMap::new();
    for manifest in MANIFESTS {
        let mut metadata = cargo();
        metadata.args(["metadata", "--format-version", "1", "--no-deps", "--manifest-path", manifest]);
        for package in Graph::parse(&run::capture(&mut metadata)?)?.packages.into_values() {
            versions.insert(package.version, package.name);
        }
    }
    let Some((version, _)) = versions.pop_first() else { bail!("there are no packages") };
    if let Some((other, name)) = versions.pop_first() {
        bail!("packages have versions {version} and {other} (`{name}`): a release has one");
    }
    Ok(version)
}

/// One package of the dependency graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// The SPDX expression of `license`, where the package has one.
    pub license: Option<String>,
    pub authors: Vec<String>,
    /// Where its sources lie.
    pub folder: PathBuf,
    /// Is it a package of this workspace?
    pub member: bool,
    /// A procedural macro runs in the compiler: it and what it links are not in the program.
    pub proc_macro: bool,
    /// Ids of what it links: normal dependencies, not those of tests or build scripts.
    pub links: Vec<String>,
}

/// The dependency graph, keyed by Cargo's package ids.
#[derive(Debug, Default)]
pub struct Graph {
    pub packages: BTreeMap<String, Package>,
}

impl Graph {
    /// Asks Cargo; with a `platform` only for what is linked there.
    pub fn load(platform: Option<&str>) -> Result<Self> {
        let mut command = cargo();
        command.args(["metadata", "--format-version", "1"]);
        if let Some(platform) = platform {
            command.args(["--filter-platform", platform]);
        }
        Self::parse(&run::capture(&mut command)?)
    }

    /// Reads the JSON of `cargo metadata`.
    pub fn parse(json: &str) -> Result<Self> {
        let metadata: Value = serde_json::from_str(json).context("cargo metadata")?;
        let members: BTreeSet<&str> = array(&metadata["workspace_members"]).filter_map(Value::as_str).collect();
        let mut packages = BTreeMap::new();
        for package in array(&metadata["packages"]) {
            let text = |key: &str| {
                let value = package[key].as_str();
                value.with_context(|| format!("cargo metadata: a package without `{key}`"))
            };
            let id = text("id")?;
            let manifest = Path::new(text("manifest_path")?);
            let kinds = array(&package["targets"]).flat_map(|target| array(&target["kind"]));
            let value = Package {
                name: text("name")?.to_owned(),
                version: text("version")?.to_owned(),
                license: package["license"].as_str().map(str::to_owned),
                authors: array(&package["authors"]).filter_map(Value::as_str).map(str::to_owned).collect(),
                folder: manifest.parent().unwrap_or(manifest).to_owned(),
                member: members.contains(id),
                proc_macro: kinds.into_iter().any(|kind| kind == "proc-macro"),
                links: Vec::new(),
            };
            packages.insert(id.to_owned(), value);
        }
        for node in array(&metadata["resolve"]["nodes"]) {
            let id = node["id"].as_str().context("cargo metadata: a node's id")?;
            // A null kind is how Cargo writes a normal dependency.
            let links = array(&node["deps"])
                .filter(|dep| array(&dep["dep_kinds"]).any(|kind| kind["kind"].is_null()))
                .filter_map(|dep| dep["pkg"].as_str())
                .map(str::to_owned)
                .collect();
            if let Some(package) = packages.get_mut(id) {
                package.links = links;
            }
        }
        Ok(Self { packages })
    }

    /// The packages of this workspace.
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.values().filter(|package| package.member)
    }

    /// What `package` links directly.
    pub fn links<'g>(&'g self, package: &'g Package) -> impl Iterator<Item = &'g Package> {
        package.links.iter().filter_map(|id| self.packages.get(id))
    }

    /// Everything that a program built from `package` holds, itself included. Procedural macros and
    /// what they link stay out.
    pub fn closure<'g>(&'g self, package: &'g Package) -> Vec<&'g Package> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let mut open = vec![package];
        while let Some(package) = open.pop() {
            if seen.insert((&package.name, &package.version)) {
                found.push(package);
                open.extend(self.links(package).filter(|link| !link.proc_macro));
            }
        }
        found
    }
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources;

    #[test]
    fn every_workspace_is_known() {
        let is_workspace = |name: &String| {
            let is_manifest = name.rsplit('/').next() == Some("Cargo.toml");
            let text = || std::fs::read_to_string(root().join(name)).unwrap();
            is_manifest && text().lines().any(|line| line == "[workspace]")
        };
        let found: Vec<String> = sources::names().unwrap().into_iter().filter(is_workspace).collect();
        assert_eq!(found, MANIFESTS);
    }

    #[test]
    fn normal_dependencies_are_followed_and_macros_are_not() {
        let package = |name: &str, kind: &str| {
            format!(
                r#"{{"id": "{name} 1", "name": "{name}", "version": "1.0.0", "license": "MIT",
                "manifest_path": "/r/{name}/Cargo.toml", "targets": [{{"kind": ["{kind}"]}}]}}"#
            )
        };
        let json = format!(
            r#"{{"packages": [{}, {}, {}, {}, {}], "workspace_members": ["page 1"],
            "resolve": {{"nodes": [
                {{"id": "page 1", "deps": [
                    {{"pkg": "wide 1", "dep_kinds": [{{"kind": null}}]}},
                    {{"pkg": "macros 1", "dep_kinds": [{{"kind": null}}]}},
                    {{"pkg": "tests 1", "dep_kinds": [{{"kind": "dev"}}]}}]}},
                {{"id": "macros 1", "deps": [{{"pkg": "parser 1", "dep_kinds": [{{"kind": null}}]}}]}}
            ]}}}}"#,
            package("page", "lib"),
            package("wide", "lib"),
            package("macros", "proc-macro"),
            package("parser", "lib"),
            package("tests", "lib"),
        );
        let graph = Graph::parse(&json).unwrap();
        let page = graph.members().next().unwrap();
        let names: Vec<_> = graph.closure(page).iter().map(|p| &p.name).collect();
        assert_eq!(names, ["page", "wide"]);
        assert_eq!(page.folder, Path::new("/r/page"));
    }
}
