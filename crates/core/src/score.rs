//! How sure an extractor is.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A calibrated probability in steps of one ten-thousandth: of suggestions at 0.8, eight in ten should be right.
///
/// Kept and stored as an integer, so that records compare, hash and print the same everywhere.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Score(u16);

impl Score {
    /// Certainty.
    pub const ONE: Self = Self(10_000);

    /// From ten-thousandths; more than 10 000 is certainty.
    pub const fn from_parts(parts: u16) -> Self {
        Self(if parts > 10_000 { 10_000 } else { parts })
    }

    /// Ten-thousandths.
    pub const fn parts(self) -> u16 {
        self.0
    }

    /// Between 0 and 1.
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

impl From<f64> for Score {
    /// Rounds to the nearest step; anything outside 0 to 1, or not a number, is brought to the nearest end.
    fn from(value: f64) -> Self {
        Self((value.clamp(0.0, 1.0) * 10_000.0 + 0.5) as u16)
    }
}

impl From<Score> for u16 {
    fn from(score: Score) -> Self {
        score.0
    }
}

impl TryFrom<u16> for Score {
    type Error = &'static str;

    fn try_from(parts: u16) -> Result<Self, Self::Error> {
        if parts <= 10_000 { Ok(Self(parts)) } else { Err("a score is between 0 and 10000 ten-thousandths") }
    }
}

impl fmt::Display for Score {
    /// Two decimals, rounded down: `0.97`, `1.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 10_000, self.0 % 10_000 / 100)
    }
}

impl fmt::Debug for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
