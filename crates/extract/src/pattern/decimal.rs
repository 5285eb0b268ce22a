//! Exact decimal numbers, small enough for what articles count.

use std::fmt;

/// `digits * 10^exponent`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    pub const fn whole(digits: u128) -> Self {
        Self { digits, exponent: 0 }
    }

    /// Digits of which the last `places` are a fraction. Nothing when there are too many.
    pub fn of_digits(figures: impl Iterator<Item = u8>, places: usize) -> Option<Self> {
        let mut digits: u128 = 0;
        for c in figures {
            if digits >= 10u128.pow(30) {
                return None;
            }
            digits = digits * 10 + u128::from(c - b'0');
        }
        Some(Self { digits, exponent: -i32::try_from(places).ok()? })
    }

    /// The number times a power of ten.
    pub fn scaled(self, power: i32) -> Self {
        Self { exponent: self.exponent + power, ..self }
    }

    /// The number `n` times, if it fits.
    pub fn times(self, n: u128) -> Option<Self> {
        Some(Self { digits: self.digits.checked_mul(n)?, ..self })
    }

    /// The sum, if it fits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let lift = |d: Self| 10u128.checked_pow((d.exponent - exponent) as u32).and_then(|p| d.digits.checked_mul(p));
        Some(Self { digits: lift(self)?.checked_add(lift(other)?)?, exponent })
    }

    /// The number, if it is whole and not larger than `limit`.
    pub fn to_whole(self, limit: u32) -> Option<u32> {
        let whole = match u32::try_from(self.exponent) {
            Ok(up) => self.digits.checked_mul(10u128.checked_pow(up)?)?,
            Err(_) => {
                let down = 10u128.checked_pow(self.exponent.unsigned_abs())?;
                self.digits.is_multiple_of(down).then_some(self.digits / down)?
            }
        };
        u32::try_from(whole).ok().filter(|n| *n <= limit)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl fmt::Display for Decimal {
    /// In figures without commas, without needless zeros: `1500000`, `0.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(places) = usize::try_from(-self.exponent) else {
            let zeros = if self.digits == 0 { 0 } else { self.exponent as usize };
            return write!(f, "{}{}", self.digits, "0".repeat(zeros));
        };
        let digits = format!("{:0>width$}", self.digits, width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let part = part.trim_end_matches('0');
        if part.is_empty() { f.write_str(whole) } else { write!(f, "{whole}.{part}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact() {
        let of = |digits: &str, places: usize| Decimal::of_digits(digits.bytes(), places);
        let show = |d: Option<Decimal>| d.map(|d| d.to_string());
        assert_eq!(show(of("1500250", 3)), Some("1500.25".to_owned()));
        assert_eq!(show(of("15", 1).map(|d| d.scaled(6))), Some("1500000".to_owned()));
        assert_eq!(show(of("005", 2)), Some("0.05".to_owned()));
        assert_eq!(show(of(&"1".repeat(40), 0)), None);
        assert_eq!(show(of("25", 1).and_then(|d| d.times(12))), Some("30".to_owned()));
        let sum = of("2", 0).and_then(|d| d.scaled(3).plus(of("05", 1)?));
        assert_eq!(show(sum), Some("2000.5".to_owned()));
        assert_eq!(of("120", 1).and_then(|d| d.to_whole(31)), Some(12));
        assert_eq!(of("125", 1).and_then(|d| d.to_whole(31)), None);
    }
}
