//! `cargo xtask dist --sealed`: a folder for a server in which the page may connect to nothing, not even to that server.
//!
//! It is the release as one file, under the name that servers look for: whatever the page and its workers need comes with it, and
//! the policy, in the file and as a header, allows no connection from the first byte on. There is no service worker, which would
//! have to fetch: for a machine without a network the file itself is saved.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::{dist, sbom, single, workspace};

/// Builds the release where it is not up to date, and writes `dist-sealed/`.
pub fn run() -> Result<()> {
    dist::run_if_stale()?;
    let folder = folder();
    write(&dist::folder(), &folder)?;
    println!("dist-sealed/ is ready: one page, which connects to nothing");
    Ok(())
}

fn folder() -> PathBuf {
    workspace::root().join("dist-sealed")
}

fn write(dist: &Path, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let page = fs::read_to_string(dist.join(single::FILE)).context(single::FILE)?;
    fs::write(folder.join("_headers"), headers(&page)?)?;
    fs::write(folder.join("index.html"), page)?;
    for name in ["THIRD-PARTY-NOTICES.txt", sbom::FILE] {
        fs::copy(dist.join(name), folder.join(name)).with_context(|| name.to_owned())?;
    }
    Ok(())
}

/// The page's own policy as a header, which binds before the page is read, and what only a header can say.
fn headers(page: &str) -> Result<String> {
    const MARK: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
    let (_, rest) = page.split_once(MARK).context("the page has no policy")?;
    let (policy, _) = rest.split_once('"').context("the page's policy has no end")?;
    ensure!(policy.contains("connect-src 'none'"), "the page may connect: {policy}");
    Ok(format!(
        "/*\n  Content-Security-Policy: {policy}; frame-ancestors 'none'\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: no-referrer\n  Cache-Control: no-cache\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_of_the_page_becomes_a_header() {
        let page =
            |policy: &str| format!("<head><meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"></head>");
        let headers = headers(&page("default-src 'none'; connect-src 'none'")).unwrap();
        assert!(
            headers.contains("  Content-Security-Policy: default-src 'none'; connect-src 'none'; frame"),
            "{headers}"
        );
    }

    #[test]
    fn a_page_that_may_connect_is_refused() {
        for page in ["<head></head>", "<meta http-equiv=\"Content-Security-Policy\" content=\"connect-src 'self'\">"] {
            assert!(headers(page).is_err(), "{page}");
        }
    }
}
