//! `cargo xtask release`: packs what a release hands out into `target/release-files/`, and publishes that.
//!
//! There are three files: an archive of `dist/`, one of the command for this platform, and their checksums. The same
//! commit gives the same archives, as far as the compiler gives the same programs. What the release says of itself is
//! its section of `CHANGELOG.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use sha2::{Digest as _, Sha256};

use crate::{changelog, dist, notices, page, run, workspace};

/// Lists the checksums of the other files, as `sha256sum --check` reads them.
const SUMS: &str = "SHA256SUMS";

/// Packs the release, or publishes what was packed. `tag` names the release; without it, it is the tag that a workflow
/// was started by, if any.
pub fn run(tag: Option<String>, publish: bool) -> Result<()> {
    let version = workspace::version()?;
    let tag = tag.or_else(tag_of_the_workflow);
    let path = workspace::root().join("CHANGELOG.md");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let notes = check(tag.as_deref(), &version, &text)?;
    let folder = workspace::target()?.join("release-files");
    if publish {
        let Some(tag) = tag else { bail!("--publish needs the tag of the release: --tag v{version}") };
        return self::publish(&mut Command::new("gh"), &tag, &folder, notes);
    }
    pack(&folder, &version)?;
    if tag.is_none() {
        println!("No tag was given: this would be v{version}.");
    }
    Ok(())
}

/// The tag that started the workflow in which this runs.
fn tag_of_the_workflow() -> Option<String> {
    let of = |name| std::env::var(name).ok();
    of("GITHUB_REF_NAME").filter(|_| of("GITHUB_REF_TYPE").as_deref() == Some("tag"))
}

/// What the release says of itself; an error where tag, version and `CHANGELOG.md` do not name the same release.
fn check<'c>(tag: Option<&str>, version: &str, text: &'c str) -> Result<&'c str> {
    if let Some(tag) = tag {
        ensure!(tag == format!("v{version}"), "the tag is {tag}, and the version of the workspace {version}");
    }
    changelog::section(text, version)
}

fn pack(folder: &Path, version: &str) -> Result<()> {
    dist::run_if_stale()?;
    let host = workspace::host()?;
    let program = build()?;
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let time = run::capture(Command::new("git").current_dir(workspace::root()).args(["log", "-1", "--format=%ct"]))?;
    let page = format!("postil-page-{version}");
    archive(&dist::folder(), &page, time.trim(), folder)?;
    let command = format!("postil-{version}-{host}");
    let stage = folder.with_file_name("release-command");
    stage_command(&stage, &program, &host)?;
    archive(&stage, &command, time.trim(), folder)?;
    let names = [page, command].map(|name| format!("{name}.tar.gz"));
    fs::write(folder.join(SUMS), sums(folder, &names)?)?;
    for name in &names {
        println!("{:>10} bytes  {name}", fs::metadata(folder.join(name))?.len());
    }
    println!("{} is ready", folder.display());
    Ok(())
}

/// Builds the command and says where it is.
fn build() -> Result<PathBuf> {
    run::timed("the command (about 2 minutes from nothing)", || {
        let mut cargo = workspace::cargo();
        run::run(cargo.args(["build", "--release", "--locked", "--package", "postil-cli", "--bin", "postil"]))
    })?;
    Ok(workspace::target()?.join("release/postil"))
}

/// Puts into `stage` what the archive of the command holds: the program, what shells and manuals read, and licences.
fn stage_command(stage: &Path, program: &Path, host: &str) -> Result<()> {
    if stage.exists() {
        fs::remove_dir_all(stage).with_context(|| stage.display().to_string())?;
    }
    fs::create_dir_all(stage.join("completions"))?;
    fs::copy(program, stage.join("postil")).with_context(|| program.display().to_string())?;
    for name in ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md"] {
        fs::copy(workspace::root().join(name), stage.join(name)).context(name)?;
    }
    fs::write(stage.join("THIRD-PARTY-NOTICES.txt"), notices::of_the_command(host)?)?;
    for (name, arguments) in [
        ("postil.1", &["man"][..]),
        ("completions/postil.bash", &["completions", "bash"]),
        ("completions/_postil", &["completions", "zsh"]),
        ("completions/postil.fish", &["completions", "fish"]),
    ] {
        fs::write(stage.join(name), run::capture(Command::new(program).args(arguments))?)?;
    }
    Ok(())
}

/// Packs the files of `from` into `into/NAME.tar.gz`, under the folder NAME. Order, owners, rights and times (seconds
/// since 1970) do not depend on the machine.
fn archive(from: &Path, name: &str, time: &str, into: &Path) -> Result<()> {
    let mut tar = Command::new("tar");
    tar.args(["--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX"]);
    tar.arg(format!("--mtime=@{time}")).arg(format!("--transform=s,^\\.,{name},"));
    tar.arg("--use-compress-program=gzip -9n").arg("--file").arg(into.join(format!("{name}.tar.gz")));
    run::run(tar.arg("--directory").arg(from).arg("."))
}

/// A line for each file with its SHA-256.
fn sums(folder: &Path, names: &[String]) -> Result<String> {
    let mut lines = String::new();
    for name in names {
        let bytes = fs::read(folder.join(name)).with_context(|| name.clone())?;
        lines.push_str(&format!("{}  {name}\n", page::hex(&Sha256::digest(&bytes))));
    }
    Ok(lines)
}

/// Publishes the packed files as the release of this tag, with `gh`, if they are those that were packed.
fn publish(gh: &mut Command, tag: &str, folder: &Path, notes: &str) -> Result<()> {
    let listed = fs::read_to_string(folder.join(SUMS))
        .with_context(|| format!("nothing is packed in {}: run `cargo xtask release` first", folder.display()))?;
    let names: Vec<String> =
        listed.lines().filter_map(|line| line.split_once("  ")).map(|(_, name)| name.to_owned()).collect();
    let version = tag.trim_start_matches('v');
    for name in &names {
        ensure!(name.contains(&format!("-{version}")), "{name} was packed, which is not of {tag}");
    }
    ensure!(!names.is_empty() && sums(folder, &names)? == listed, "the files are not those of {SUMS}: pack them again");
    let file = folder.with_file_name("release-notes.md");
    fs::write(&file, notes)?;
    gh.args(["release", "create", tag, "--verify-tag", "--title", &format!("Postil {version}"), "--notes-file"]);
    gh.arg(file).args(names.iter().map(|name| folder.join(name))).arg(folder.join(SUMS));
    run::run(gh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_programs::FakePrograms;

    const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-29\n\n- New.\n";

    #[test]
    fn tag_version_and_changelog_name_the_same_release() {
        assert_eq!(check(Some("v0.2.0"), "0.2.0", CHANGELOG).unwrap(), "- New.");
        assert_eq!(check(None, "0.2.0", CHANGELOG).unwrap(), "- New.");
        for (tag, version, expected) in [
            ("v0.2.1", "0.2.0", "the tag is v0.2.1, and the version of the workspace 0.2.0"),
            ("0.2.0", "0.2.0", "the tag is 0.2.0"),
            ("v0.3.0", "0.3.0", "CHANGELOG.md has no section of 0.3.0"),
        ] {
            let error = check(Some(tag), version, CHANGELOG).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn all_workspaces_have_one_version_and_the_changelog_tells_of_it() {
        let version = workspace::version().unwrap();
        let text = fs::read_to_string(workspace::root().join("CHANGELOG.md")).unwrap();
        assert!(check(None, &version, &text).unwrap().starts_with("### "), "{version}");
    }

    /// A folder with something packed in it.
    fn packed(name: &str) -> (FakePrograms, PathBuf) {
        let programs = FakePrograms::new(name).with("gh", "true");
        let (from, into) = (programs.folder.join("from"), programs.folder.join("into"));
        fs::create_dir_all(from.join("b")).unwrap();
        fs::create_dir_all(&into).unwrap();
        fs::write(from.join("b/two"), "2").unwrap();
        fs::write(from.join("a.txt"), "1").unwrap();
        archive(&from, "postil-page-0.2.0", "86400", &into).unwrap();
        let names = ["postil-page-0.2.0.tar.gz".to_owned()];
        fs::write(into.join(SUMS), sums(&into, &names).unwrap()).unwrap();
        (programs, into)
    }

    fn shell(folder: &Path, script: &str) -> String {
        run::capture(Command::new("sh").current_dir(folder).args(["-c", script]).env("TZ", "UTC")).unwrap()
    }

    #[test]
    fn the_same_files_make_the_same_archive() {
        let (programs, into) = packed("archive");
        let list = shell(&into, "tar -tzf postil-page-0.2.0.tar.gz");
        let names: Vec<_> = list.lines().map(|line| line.trim_start_matches("postil-page-0.2.0")).collect();
        assert_eq!(names, ["/", "/a.txt", "/b/", "/b/two"]);
        let long = shell(&into, "tar --numeric-owner -tvzf postil-page-0.2.0.tar.gz");
        assert!(long.lines().all(|line| line.contains(" 0/0 ") && line.contains("1970-01-02 00:00")), "{long}");
        assert_eq!(shell(&into, "sha256sum --check SHA256SUMS"), "postil-page-0.2.0.tar.gz: OK\n");
        let before = fs::read(into.join("postil-page-0.2.0.tar.gz")).unwrap();
        shell(&programs.folder, "touch -d 2001-01-01 from/a.txt && chmod 600 from/b/two");
        archive(&programs.folder.join("from"), "postil-page-0.2.0", "86400", &into).unwrap();
        assert!(before == fs::read(into.join("postil-page-0.2.0.tar.gz")).unwrap(), "other bytes");
    }

    #[test]
    fn what_was_packed_is_published() {
        let (programs, into) = packed("publish");
        publish(&mut Command::new(programs.path().join("gh")), "v0.2.0", &into, "- New.").unwrap();
        assert_eq!(
            programs.calls(),
            ["gh release create v0.2.0 --verify-tag --title Postil 0.2.0 --notes-file ./release-notes.md \
              ./into/postil-page-0.2.0.tar.gz ./into/SHA256SUMS"]
        );
        assert_eq!(fs::read_to_string(programs.folder.join("release-notes.md")).unwrap(), "- New.");
    }

    #[test]
    fn nothing_else_is_published() {
        let (programs, into) = packed("nothing-else");
        let refused = |tag| {
            let mut gh = Command::new(programs.path().join("gh"));
            publish(&mut gh, tag, &into, "- New.").unwrap_err().to_string()
        };
        assert!(refused("v0.3.0").contains("not of v0.3.0"));
        fs::write(into.join("postil-page-0.2.0.tar.gz"), "other").unwrap();
        assert!(refused("v0.2.0").contains("pack them again"));
        fs::write(into.join(SUMS), "").unwrap();
        assert!(refused("v0.2.0").contains("pack them again"));
        fs::remove_file(into.join(SUMS)).unwrap();
        assert!(refused("v0.2.0").contains("nothing is packed"));
        assert_eq!(programs.calls(), [""; 0]);
    }
}
