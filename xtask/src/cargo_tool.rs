//! How the tools that are Rust programs get into `.tools/bin`: as their makers built them where `cargo binstall` is
//! installed, otherwise compiled here.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{run, tools, workspace};

/// A Rust program at its version.
pub struct CargoTool<'a> {
    pub name: &'a str,
    /// The package that it is published in.
    pub package: &'a str,
    pub version: &'a str,
    /// Options of `cargo install`.
    pub options: &'a [&'a str],
    /// How long compiling it takes, in words.
    pub takes: &'a str,
}

/// What installs tools, and where to.
pub struct Installer {
    /// The folder whose `bin` is installed into.
    folder: PathBuf,
    /// Where programs are looked for: the value of `PATH`.
    path: std::ffi::OsString,
    cargo: PathBuf,
}

impl Installer {
    /// Into `.tools/`, with the programs of this machine.
    pub fn here() -> Self {
        Self {
            folder: tools::folder(),
            path: std::env::var_os("PATH").unwrap_or_default(),
            cargo: workspace::cargo().get_program().into(),
        }
    }

    /// The program at its version: from `PATH`, from our own installs, or installed now. An error where none of the ways
    /// to install it leaves a program that says this version.
    pub fn provide(&self, tool: &CargoTool<'_>) -> Result<PathBuf> {
        if let Some(program) = self.find(tool) {
            return Ok(program);
        }
        let ours = self.ours(tool);
        self.fetch(tool, &ours);
        if !tool.is(&ours) {
            self.compile(tool)?;
        }
        if !tool.is(&ours) {
            bail!(
                "{} was installed, but says that it is {:?}, not {}: remove .tools/ and try again",
                ours.display(),
                tools::version_of(&ours),
                tool.version
            );
        }
        Ok(ours)
    }

    /// The program at its version, where it is installed: on `PATH` or by us.
    pub fn find(&self, tool: &CargoTool<'_>) -> Option<PathBuf> {
        let candidates = [tools::find(tool.name, &self.path), Some(self.ours(tool))];
        candidates.into_iter().flatten().find(|program| tool.is(program))
    }

    fn ours(&self, tool: &CargoTool<'_>) -> PathBuf {
        self.folder.join("bin").join(tool.name)
    }

    /// Takes the program as its makers built it, where there is something to take it with. What fails here is said and no
    /// more: compiling comes next.
    fn fetch(&self, tool: &CargoTool<'_>, ours: &Path) {
        let CargoTool { name, version, .. } = tool;
        let Some(binstall) = tools::find("cargo-binstall", &self.path) else {
            println!("{name} {version} is compiled: with `cargo binstall` installed, it could be had prebuilt");
            return;
        };
        let what = format!("{name} {version} prebuilt into .tools/ by cargo binstall (seconds)");
        let fetched = run::timed(&what, || {
            run::run(
                Command::new(binstall)
                    .arg(format!("{}@{version}", tool.package))
                    // Not what third parties build of it, and compiling is done here, with options of our own.
                    .args(["--no-confirm", "--disable-strategies", "quick-install,compile", "--root"])
                    .arg(&self.folder),
            )
        });
        match fetched {
            Err(error) => println!("{name} could not be had prebuilt, so it is compiled: {error:#}"),
            // One that was built against later system libraries, say.
            Ok(()) if !tool.is(ours) => println!("what cargo binstall installed does not run here, so it is compiled"),
            Ok(()) => {}
        }
    }

    fn compile(&self, tool: &CargoTool<'_>) -> Result<()> {
        let build = self.folder.join("build");
        let what = format!("{} {} compiled into .tools/ (about {})", tool.name, tool.version, tool.takes);
        run::timed(&what, || {
            run::run(
                Command::new(&self.cargo)
                    .current_dir(workspace::root())
                    .args(["install", tool.package, "--version", tool.version])
                    .args(tool.options)
                    // Over one of another version, and over one that does not run.
                    .args(["--force", "--root"])
                    .arg(&self.folder)
                    // A folder of its own, since nothing of it is shared with our builds.
                    .env("CARGO_TARGET_DIR", &build)
                    // Trunk asks for fat LTO: minutes of linking for a tool that mostly waits.
                    .env("CARGO_PROFILE_RELEASE_LTO", "off")
                    .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                    .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
            )
        })
    }

    /// Removes what compiling leaves behind: half a gigabyte that nothing reads again.
    pub fn clean(&self) {
        std::fs::remove_dir_all(self.folder.join("build")).ok();
    }
}

impl CargoTool<'_> {
    /// Is the program at this path the tool at its version?
    fn is(&self, program: impl AsRef<OsStr>) -> bool {
        tools::version_of(Path::new(&program)).as_deref() == Some(self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_programs::FakePrograms;

    const TRUNK: CargoTool<'_> = CargoTool {
        name: "trunk",
        package: "trunk-cli",
        version: "0.21.14",
        options: &["--locked"],
        takes: "1 minute",
    };

    const FETCH: &str =
        "cargo-binstall trunk-cli@0.21.14 --no-confirm --disable-strategies quick-install,compile --root ./.tools";
    const COMPILE: &str = "cargo install trunk-cli --version 0.21.14 --locked --force --root ./.tools";

    /// Into a `.tools` beside the programs, with these programs and no others.
    fn installer(programs: &FakePrograms) -> Installer {
        let path = programs.path();
        Installer { folder: programs.folder.join(".tools"), cargo: path.join("cargo"), path: path.into() }
    }

    /// What a program does that installs one which does that.
    fn installs(programs: &FakePrograms, does: &str) -> String {
        let bin = programs.folder.join(".tools/bin");
        let bin = bin.display();
        format!("mkdir -p '{bin}' && printf '#!/bin/sh\\n{does}\\n' > '{bin}/trunk' && chmod +x '{bin}/trunk'")
    }

    #[test]
    fn what_is_on_path_at_its_version_is_used() {
        let programs = FakePrograms::new("on-path").with("cargo", "exit 1").with("trunk", "echo trunk 0.21.14");
        assert_eq!(installer(&programs).provide(&TRUNK).unwrap(), programs.path().join("trunk"));
        assert_eq!(programs.calls(), ["trunk --version"]);
    }

    #[test]
    fn a_prebuilt_program_is_taken_where_it_can_be() {
        let programs = FakePrograms::new("prebuilt");
        let good = installs(&programs, "echo trunk 0.21.14");
        let programs = programs.with("cargo", "exit 1").with("trunk", "echo trunk 0.1.0").with("cargo-binstall", &good);
        assert_eq!(installer(&programs).provide(&TRUNK).unwrap(), programs.folder.join(".tools/bin/trunk"));
        assert_eq!(programs.calls(), ["trunk --version", FETCH]);
        // A second time there is nothing to do.
        installer(&programs).provide(&TRUNK).unwrap();
        assert_eq!(programs.calls(), ["trunk --version", FETCH, "trunk --version"]);
    }

    #[test]
    fn it_is_compiled_where_no_prebuilt_one_is_to_be_had() {
        for (name, does) in [("fails", "exit 94"), ("nothing", "true")] {
            let programs = FakePrograms::new(name);
            let good = installs(&programs, "echo trunk 0.21.14");
            let programs = programs.with("cargo", &good).with("cargo-binstall", does);
            assert_eq!(installer(&programs).provide(&TRUNK).unwrap(), programs.folder.join(".tools/bin/trunk"));
            assert_eq!(programs.calls(), [FETCH, COMPILE], "{name}");
        }
    }

    #[test]
    fn it_is_compiled_over_one_that_does_not_run() {
        let programs = FakePrograms::new("foreign");
        let (broken, good) = (installs(&programs, "exit 127"), installs(&programs, "echo trunk 0.21.14"));
        let programs = programs.with("cargo", &good).with("cargo-binstall", &broken);
        installer(&programs).provide(&TRUNK).unwrap();
        assert_eq!(programs.calls(), [FETCH, COMPILE]);
    }

    #[test]
    fn without_binstall_it_is_compiled() {
        let programs = FakePrograms::new("plain");
        let good = installs(&programs, "echo trunk 0.21.14");
        let programs = programs.with("cargo", &good);
        installer(&programs).provide(&TRUNK).unwrap();
        assert_eq!(programs.calls(), [COMPILE]);
    }

    #[test]
    fn another_version_than_asked_for_is_an_error() {
        let programs = FakePrograms::new("other");
        let other = installs(&programs, "echo trunk 0.22.0");
        let programs = programs.with("cargo", &other).with("cargo-binstall", &other);
        let error = installer(&programs).provide(&TRUNK).unwrap_err().to_string();
        assert!(error.contains("Some(\"0.22.0\"), not 0.21.14"), "{error}");
        assert_eq!(programs.calls(), [FETCH, COMPILE]);
    }
}
