//! The log: one transaction, one line of JSON, with a version and a checksum.
//!
//! A line is `{"v":3,"sum":"<16 hexadecimal digits>","tx":{…}}`. The sum is the first eight bytes of the SHA-256 over the
//! bytes of `tx` exactly as they stand in the line.

use crate::error::json_message;
use crate::versions;
use crate::{Error, Problem};
use postil_core::Transaction;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// The version that is written, and the newest that is read.
pub const VERSION: u32 = versions::VERSION;

#[derive(Deserialize)]
struct Version {
    v: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    v: u64,
    sum: String,
    #[serde(borrow)]
    tx: &'a RawValue,
}

/// One line, without its line end.
pub fn encode(transaction: &Transaction) -> String {
    let tx = serde_json::to_string(transaction).expect("transactions have string keys");
    format!(r#"{{"v":{VERSION},"sum":"{}","tx":{tx}}}"#, checksum(&tx))
}

/// Reads one line.
///
/// # Errors
/// When the line is damaged, was written by a newer version, or holds something that this version does not know.
pub fn decode(line: &str) -> Result<Transaction, Error> {
    let read_line = read::<Line>(line);
    let version = match &read_line {
        Ok(line) => line.v,
        // Another version may have other fields.
        Err(_) => read::<Version>(line)?.v,
    };
    let version = versions::known(Some(version))?;
    let Line { sum, tx, .. } = read_line?;
    if sum != checksum(tx.get()) {
        return Err(Error::new("damaged: the checksum does not match"));
    }
    versions::transaction(tx.get(), version).map_err(|(_, error)| damage(&error))
}

/// The first version in a log that only a newer Postil reads, if there is one. Whoever finds it must leave the log as it
/// is: what is appended to it, or packed, may be wrong in the eyes of its writer.
pub fn newer_version(log: &str) -> Option<u64> {
    let known = (1..=VERSION).map(|version| format!("{{\"v\":{version},")).collect::<Vec<_>>();
    let is_known = |line: &&str| known.iter().any(|head| line.starts_with(head));
    let versions = log.lines().filter(|line| !is_known(line)).filter_map(|line| Some(read::<Version>(line).ok()?.v));
    versions.into_iter().find(|version| *version > u64::from(VERSION))
}

/// Reads a log. Blank lines are passed over; a damaged line is reported, and the others are kept.
pub fn decode_log<'a>(lines: impl IntoIterator<Item = &'a str>) -> (Vec<Transaction>, Vec<Problem>) {
    let (mut log, mut problems) = (Vec::new(), Vec::new());
    for (i, line) in lines.into_iter().enumerate().filter(|(_, line)| !line.trim_ascii().is_empty()) {
        match decode(line) {
            Ok(transaction) => log.push(transaction),
            Err(error) => problems.push(Problem::new(format!("line {}", i + 1), format!("{error}; left out"))),
        }
    }
    (log, problems)
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| damage(&error))
}

fn damage(error: &serde_json::Error) -> Error {
    Error::new(format!("damaged: {} at column {}", json_message(error), error.column()))
}

/// 16 hexadecimal digits.
fn checksum(tx: &str) -> String {
    let sum = Sha256::digest(tx.as_bytes());
    format!("{:016x}", sum[..8].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}
