//! `cargo xtask browser setup`: the browsers that tests drive, their drivers, and the fonts that screenshots need.
//!
//! `CHROME`, `CHROMEDRIVER`, `FIREFOX` and `GECKODRIVER` name other programs to use; they always win.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

use anyhow::{Context as _, Result, bail};

use crate::{run, setup, tools, versions};

/// A browser that tests drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Chromium,
    Firefox,
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "chromium" => Ok(Self::Chromium),
            "firefox" => Ok(Self::Firefox),
            _ => Err(format!("`{text}` is not known, `chromium` and `firefox` are")),
        }
    }
}

impl Kind {
    /// As `POSTIL_BROWSER` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// The variables that name the browser and its driver.
    pub fn variables(self) -> [&'static str; 2] {
        match self {
            Self::Chromium => ["CHROME", "CHROMEDRIVER"],
            Self::Firefox => ["FIREFOX", "GECKODRIVER"],
        }
    }

    /// What its Debian packages are called.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => versions::CHROMIUM_PACKAGES,
            Self::Firefox => versions::FIREFOX_PACKAGES,
        }
    }

    fn is_there(self) -> bool {
        match self {
            Self::Chromium => find(self).is_ok(),
            // Its driver is no package.
            Self::Firefox => firefox().is_ok(),
        }
    }
}

/// A browser and the driver that fits it.
#[derive(Debug)]
pub struct Browser {
    pub program: PathBuf,
    pub driver: PathBuf,
}

/// Installs what is missing where that is ours to do (root on Debian); elsewhere says what is needed.
pub fn setup(kind: Kind) -> Result<Browser> {
    let debian = os_id(&fs::read_to_string("/etc/os-release").unwrap_or_default()) == "debian";
    if debian && is_root() {
        let mut packages = versions::FONT_PACKAGES.to_vec();
        if kind.variables().iter().all(|variable| std::env::var_os(variable).is_none()) && !kind.is_there() {
            packages.extend(kind.packages());
        }
        packages.retain(|package| !is_installed(package));
        if !packages.is_empty() {
            let what = format!("{} through apt (about 2 minutes)", packages.join(", "));
            run::timed(&what, || install(&packages))?;
        }
    } else {
        println!(
            "Screenshots compare only with the fonts of the Debian packages {}.",
            versions::FONT_PACKAGES.join(", ")
        );
    }
    if kind == Kind::Firefox {
        firefox().with_context(|| what_is_needed(kind))?;
        if std::env::var_os("GECKODRIVER").is_none() {
            setup::geckodriver()?;
        }
    }
    find(kind).with_context(|| what_is_needed(kind))
}

/// A browser of this machine and its driver; checks that they run and fit each other.
pub fn find(kind: Kind) -> Result<Browser> {
    match kind {
        Kind::Chromium => chromium(),
        Kind::Firefox => {
            let driver = match std::env::var_os("GECKODRIVER") {
                Some(_) => program("GECKODRIVER", &["geckodriver"])?,
                None => setup::installed_geckodriver()?,
            };
            Ok(Browser { program: firefox()?, driver })
        }
    }
}

fn chromium() -> Result<Browser> {
    let chrome = program("CHROME", &["chromium", "chromium-browser", "google-chrome", "chrome"])?;
    let driver = program("CHROMEDRIVER", &["chromedriver"])?;
    let (ours, theirs) = (version(&chrome)?, version(&driver)?);
    if tools::major(&ours) != tools::major(&theirs) {
        bail!(
            "{} is version {ours}, {} is version {theirs}: both must have the same major version \
             (set CHROME and CHROMEDRIVER to a pair that fits)",
            chrome.display(),
            driver.display()
        );
    }
    Ok(Browser { program: chrome, driver })
}

/// geckodriver drives whatever Firefox there is; the page needs a young one.
fn firefox() -> Result<PathBuf> {
    let firefox = program("FIREFOX", &["firefox-esr", "firefox"])?;
    let found = version(&firefox)?;
    if tools::major(&found) < Some(versions::FIREFOX_MAJOR) {
        bail!("{} is version {found}, {} or later is needed", firefox.display(), versions::FIREFOX_MAJOR);
    }
    Ok(firefox)
}

fn version(program: &Path) -> Result<String> {
    tools::version_of(program).with_context(|| format!("`{} --version` gives no version", program.display()))
}

/// The program that `variable` names, or the first of `names` on `PATH` that is no snap.
fn program(variable: &str, names: &[&str]) -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os(variable) {
        let chosen = PathBuf::from(chosen);
        let found = if chosen.components().count() == 1 {
            tools::on_path(&chosen.to_string_lossy())
        } else {
            chosen.is_file().then(|| chosen.clone())
        };
        return found.with_context(|| format!("{variable}={} is no file", chosen.display()));
    }
    let found: Vec<PathBuf> = names.iter().filter_map(|n| tools::on_path(n)).collect();
    match found.iter().find(|program| !is_snap(program)) {
        Some(program) => Ok(program.clone()),
        None if found.is_empty() => bail!("no {} on PATH, and {variable} is not set", names[0]),
        None => bail!(
            "{} is a snap: confined, it sees neither our profile folder nor our driver. Set {variable}",
            found[0].display()
        ),
    }
}

/// Ubuntu's packages of this name hold no browser, only a script that starts (or installs) the snap.
fn is_snap(program: &Path) -> bool {
    let target = fs::canonicalize(program).unwrap_or_else(|_| program.to_owned());
    target.starts_with("/snap")
        || target.ends_with("usr/bin/snap")
        || fs::read(&target).is_ok_and(|bytes| is_snap_script(&bytes))
}

fn is_snap_script(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    head.starts_with("#!") && (head.contains("/snap/") || head.contains("snap install"))
}

fn what_is_needed(kind: Kind) -> String {
    let packages = [kind.packages(), versions::FONT_PACKAGES].concat().join(" ");
    match kind {
        Kind::Chromium => format!(
            "the browser tests need Chromium (or Chrome) and the ChromeDriver of the same version.\n\
             On Debian: sudo apt-get install {packages}\n\
             On Ubuntu, whose packages are snaps, and elsewhere: download \"Chrome for Testing\" and its \
             ChromeDriver, and set CHROME and CHROMEDRIVER to the two programs.\n\
             Without them: cargo xtask test --no-browser"
        ),
        Kind::Firefox => format!(
            "the tests in Firefox need Firefox {} or later and geckodriver {}, which is installed into .tools/.\n\
             On Debian: sudo apt-get install {packages}\n\
             On Ubuntu, whose package is a snap, and elsewhere: download it from its makers, and set FIREFOX to the program",
            versions::FIREFOX_MAJOR,
            versions::GECKODRIVER
        ),
    }
}

fn install(packages: &[&str]) -> Result<()> {
    let apt = || {
        let mut command = Command::new("apt-get");
        // Another apt may be at work: wait for it, instead of failing at once.
        command.args(["-o", "DPkg::Lock::Timeout=300", "-q"]);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run::run(apt().arg("update"))?;
    run::run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    run::capture(&mut query).is_ok_and(|status| status.trim() == "installed")
}

fn is_root() -> bool {
    run::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The `ID` of an `os-release` file, empty where there is none.
fn os_id(os_release: &str) -> &str {
    let id = os_release.lines().find_map(|line| line.strip_prefix("ID="));
    id.unwrap_or_default().trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_recognised() {
        assert_eq!(os_id("NAME=\"Debian GNU/Linux\"\nID=debian\n"), "debian");
        assert_eq!(os_id("ID=\"ubuntu\"\nID_LIKE=debian\n"), "ubuntu");
        assert_eq!(os_id("ID_LIKE=debian\n"), "");
    }

    #[test]
    fn snap_scripts_are_recognised() {
        assert!(is_snap_script(b"#!/bin/sh\nexec /snap/bin/chromium \"$@\"\n"));
        assert!(is_snap_script(b"#!/bin/sh\necho 'snap install chromium'\n"));
        assert!(!is_snap_script(b"#!/bin/sh\nexec /usr/lib/chromium/chromium\n"));
        assert!(!is_snap_script(b"\x7fELF /snap/"));
    }
}
