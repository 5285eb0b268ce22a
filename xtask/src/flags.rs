//! The command line of `cargo xtask`; the doc comments below are its `--help`.

use std::ffi::OsString;
use std::str::FromStr;

use crate::browser::Kind;

xflags::xflags! {
    /// What is done to Postil from the command line.
    cmd xtask {
        /// Install what is missing: Wasm target, trunk, wasm-bindgen, wasm-opt. Other commands call it.
        cmd setup {}

        /// Install the browsers of the tests (as root on Debian), or say what is needed.
        cmd browser {
            /// `setup`: Chromium, Firefox, their drivers, and fonts.
            required action: BrowserAction
        }

        /// Set up, then serve the page, rebuilding it as files change.
        cmd serve {
            /// Port to listen on.
            optional --port port: u16
            /// Open the page in a browser.
            optional --open
        }

        /// Build the release into dist/: any static server can serve that folder, under any path.
        cmd dist {
            /// Also write dist-sealed/, in which the page may not even connect to its own server.
            optional --sealed
        }

        /// Make dist/postil.html, the release as one file that opens from a disk with no server.
        cmd single {}

        /// Pack dist/ and the command into target/release-files/; checks that version and CHANGELOG.md name the release.
        cmd release {
            /// The tag, which must be `v` and the version; by default that of the workflow that this runs in.
            optional --tag tag: String
            /// Hand out what an earlier run packed, with `gh`.
            optional --publish
        }

        /// Measure dist/ as it travels (brotli), and fail where it is over its budget.
        cmd size {}

        /// Check the house rules that the compiler does not: sources, policy, who depends on whom.
        cmd tidy {}

        /// Hold what is linked to deny.toml: licences, names, origins.
        cmd deny {
            /// Look up known vulnerabilities instead, in a database that is fetched.
            optional --advisories
        }

        /// Run every test: native ones, the release, its size, the browser. Ends in `N passed, N failed`.
        cmd test {
            /// Run only tests whose name contains this.
            optional filter: String
            /// Leave the browser tests out.
            optional --no-browser
            /// Run the browser tests in this one alone: `chromium` or `firefox`.
            optional --browser browser: Kind
        }

        /// Export a project to every format and read it with the readers of others, from the folder that POSTIL_CORPORA
        /// names; prints what survived.
        cmd interop {}

        /// Make the golden files of formats again with the libraries of other tools; prints which of them changed.
        cmd golden {}

        /// Run what findings/ says of libraries and tools of others, a script each; needs the network. Prints which hold.
        cmd findings {
            /// Run only scripts whose name contains this.
            optional filter: String
            /// Minutes for each script at most; ten.
            optional --minutes minutes: u64
        }

        /// Measure what texts that are meant to be slow cost beside prose, and search for worse ones; fails above twenty times.
        cmd hostile {
            /// The size of each text; 1024.
            optional --kilobytes kilobytes: u64
            /// Texts that the search makes; 300.
            optional --tries tries: u64
            /// What the search follows from; 1.
            optional --seed seed: u64
        }

        /// Convert a file of ten thousand lines and one of a million, and fail where that takes more memory.
        cmd memory {}

        /// Have simulated readers annotate corpora that the model has not seen, and say what learning from them is worth. Trains models first
        /// where they are missing, some three minutes each.
        cmd simulate {
            /// The parts by which it is chosen how to learn, rather than those that are reported.
            optional --tuning
            /// Suggest again after each decision rather than after each document, as the page does; slower.
            optional --at-once
            /// Orders in which documents are read; 3.
            optional --orders orders: u64
        }

        /// Feed what reads files with inputs that no program would write, as `docs/fuzzing.md` says; without names, all
        /// targets. Fails where one is found that breaks it.
        cmd fuzz {
            /// Minutes for each target; ten.
            optional --minutes minutes: u64
            /// How many at once; two.
            optional --jobs jobs: usize
            repeated target: String
        }

        /// What must hold for every commit: tidy, formatting, clippy, licences, then all tests.
        cmd ci {}

        /// Write the named screenshots; arguments after `--` go to the program that takes them.
        cmd shots {
            repeated args: OsString
        }

        /// Kill the browser while somebody works, and look for what is lost; arguments after `--` say how often, and a seed.
        cmd soak {
            /// Kill this one: `chromium` or `firefox`.
            optional --browser browser: Kind
            repeated args: OsString
        }

        /// Measure speed in the browser, and of extraction; arguments after `--` go to the program that measures.
        cmd bench {
            /// Measure starts beside the build of this commit, which is made once.
            optional --against commit: String
            repeated args: OsString
        }
    }
}

/// What can be done with the browser of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrowserAction {
    Setup,
}

impl FromStr for BrowserAction {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "setup" => Ok(Self::Setup),
            _ => Err(format!("`{text}` is not known, `setup` is")),
        }
    }
}
