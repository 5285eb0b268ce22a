//! How far a long conversion is: one line on a terminal, and nothing elsewhere.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether the line stands there, and what is said next must take its place.
static IS_SHOWN: AtomicBool = AtomicBool::new(false);

/// The line is drawn anew after this time at the earliest.
const PAUSE: Duration = Duration::from_millis(100);

/// Bytes done of all.
pub struct Progress {
    what: &'static str,
    total: u64,
    done: u64,
    begun: Instant,
    shown: Instant,
    is_on: bool,
}

impl Progress {
    /// `what` is done with the bytes, of which there are `total`.
    pub fn new(what: &'static str, total: u64, quiet: bool) -> Self {
        let now = Instant::now();
        Self { what, total, done: 0, begun: now, shown: now, is_on: !quiet && io::stderr().is_terminal() }
    }

    /// So many more bytes are done.
    pub fn add(&mut self, bytes: usize) {
        self.done += bytes as u64;
        if self.is_on && self.shown.elapsed() >= PAUSE {
            self.shown = Instant::now();
            let _ = write!(io::stderr(), "\r{}\x1b[K", line(self.what, self.done, self.total, self.begun.elapsed()));
            IS_SHOWN.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        clear();
    }
}

/// Takes the line away, if there is one.
pub fn clear() {
    if IS_SHOWN.swap(false, Ordering::Relaxed) {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
}

fn line(what: &str, done: u64, total: u64, time: Duration) -> String {
    let percent = (done * 100).checked_div(total).unwrap_or(100);
    let rate = done as f64 / time.as_secs_f64().max(0.001);
    format!("{what} {percent:3} % of {}, {} a second", bytes(total as f64), bytes(rate))
}

fn bytes(count: f64) -> String {
    let (divided, unit) = match count {
        _ if count >= 1e9 => (count / 1e9, "GB"),
        _ if count >= 1e6 => (count / 1e6, "MB"),
        _ => (count / 1e3, "kB"),
    };
    format!("{divided:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_much_and_how_fast() {
        let check = |done: u64, total: u64, seconds: u64, expected: &str| {
            assert_eq!(line("read", done, total, Duration::from_secs(seconds)), expected);
        };
        check(500_000, 2_000_000, 2, "read  25 % of 2.0 MB, 250.0 kB a second");
        check(0, 0, 0, "read 100 % of 0.0 kB, 0.0 kB a second");
        check(3_000_000_000, 3_000_000_000, 60, "read 100 % of 3.0 GB, 50.0 MB a second");
    }
}
