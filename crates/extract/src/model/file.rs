//! The model file: a header, sections, and two sums of all before them: one that names the version, one that is fast to check.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `POSTILmd` |
//! | 2 | version of the format, [`FORMAT`]; all numbers are little-endian |
//! | 1 + n | name of the model behind its length, UTF-8 |
//! | 4, 4 + n | tagger: number r of the features that have a weight; length, then the gap to each of them (LEB128) |
//! | 2 r | for each of them, which labels have a weight: a bit each |
//! | n | those weights, feature by feature |
//! | 14 × 13 × 2 | transitions |
//! | 4 + n | splitter: length, then for each weight that is not 0 the gap to it (LEB128), then the weight |
//! | 4 | threshold of the splitter |
//! | 8, 4, 2 n, 2 × 1024 | clusters: seed, number n of cells, cells, parents (if n is not 0) |
//! | 4, then 6 × (1 + 4 n) | calibration: scale (the bits of a 32-bit float), curves as pairs of 16 bits |
//! | 4, 4 + n | events: scale, rows of weights coded as those of the splitter, 16 in a row |
//! | 4, 4 + n | scale, weights of who takes part, coded in the same way |
//! | 2, 1 + 4 n | least odds, curve |
//! | 4, 4 + n | scale, weights of who speaks and who is meant, coded in the same way |
//! | 4 + n | lists of names and words, UTF-8 |
//! | 32, 8 | SHA-256, from which the version is taken; XXH64 |

use super::clusters::{Clusters, FINEST, MOST_CELLS};
use super::{BUCKETS, Calibration, GAP_BUCKETS, MOST_POINTS, Parts, Row, Table};
use crate::discourse::choice::{WEIGHTS, Weights};
use crate::events::weights::{EventParts, ROWS};
use crate::tagger::labels::{LABELS, WIDTH};
use sha2::{Digest, Sha256};
use std::fmt;
use twox_hash::XxHash64;

const MAGIC: &[u8; 8] = b"POSTILmd";

/// Version of the format.
const FORMAT: u16 = 5;

/// The length of a SHA-256.
const DIGEST: usize = 32;

/// The length of an XXH64.
const CHECKSUM: usize = 8;

/// Why a model file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// It does not begin like a model.
    NoModel,
    /// It has another version of the format.
    OtherFormat(u16),
    /// It is cut off, or its bytes are not those that were written.
    Damaged,
    /// Its checksum is right, but something in it is not.
    Wrong(&'static str),
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoModel => f.write_str("this is no model file"),
            Self::OtherFormat(found) => {
                write!(f, "the model file has format {found}, and this program reads format {FORMAT}")
            }
            Self::Damaged => f.write_str("the model file is cut off or damaged: its checksum is wrong"),
            Self::Wrong(what) => write!(f, "the model file is wrong: {what}"),
        }
    }
}

impl std::error::Error for ModelError {}

/// Reads what [`write`] wrote: a model, and its version.
pub(super) fn read(bytes: &[u8]) -> Result<(Parts, String), ModelError> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else { return Err(ModelError::NoModel) };
    let format = rest.first_chunk().copied().map(u16::from_le_bytes).ok_or(ModelError::Damaged)?;
    if format != FORMAT {
        return Err(ModelError::OtherFormat(format));
    }
    let (signed, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(ModelError::Damaged)?;
    if XxHash64::oneshot(0, signed) != u64::from_le_bytes(*checksum) {
        return Err(ModelError::Damaged);
    }
    let (content, digest) = signed.split_last_chunk::<DIGEST>().ok_or(ModelError::Damaged)?;
    let mut from = Reader(content.get(MAGIC.len() + 2..).ok_or(ModelError::Damaged)?);
    let name = from.text()?;
    let tagger = table(&mut from)?;
    let mut transitions = [[0; LABELS]; LABELS + 1];
    for cell in transitions.iter_mut().flatten() {
        *cell = i16::from_le_bytes(from.array()?);
    }
    let mut gaps = vec![0; GAP_BUCKETS];
    from.sparse(GAP_BUCKETS, |at, weight| gaps[at] = weight)?;
    let gap_threshold = i32::from_le_bytes(from.array()?);
    let clusters = clusters(&mut from)?;
    let calibration = calibration(&mut from)?;
    let events = events(&mut from)?;
    let choices = weights(&mut from)?;
    let lists = from.length()?;
    let lists = from.take(lists)?.to_vec();
    let lists = String::from_utf8(lists).map_err(|_| ModelError::Wrong("its lists are no UTF-8"))?;
    if !from.0.is_empty() {
        return Err(ModelError::Wrong("something follows its end"));
    }
    let parts = Parts { name, tagger, transitions, gaps, gap_threshold, clusters, calibration, events, choices, lists };
    Ok((parts, version(digest)))
}

/// The version of a model: the first 12 hex digits of the SHA-256 in its file.
fn version(digest: &[u8; DIGEST]) -> String {
    digest[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The version of a model that was not read.
pub(super) fn version_of(parts: &Parts) -> String {
    version(&Sha256::digest(content(parts)).into())
}

fn table(from: &mut Reader<'_>) -> Result<Table, ModelError> {
    let count = from.length()?;
    let gaps = from.length()?;
    if count > gaps {
        return Err(ModelError::Wrong("it has less features than rows of weights"));
    }
    let mut gaps = Reader(from.take(gaps)?);
    let masks: &[[u8; 2]] = from.take(count * 2)?.as_chunks().0;
    let mut table = Table::with_capacity(count);
    let mut next = 0;
    for mask in masks {
        next += gaps.gap()?;
        if next >= BUCKETS {
            return Err(ModelError::Wrong("a row of weights stands outside of its table"));
        }
        let mut left = u16::from_le_bytes(*mask);
        if left == 0 || left >> LABELS != 0 {
            return Err(ModelError::Wrong("a row has weights for labels that there are not, or none"));
        }
        let mut row = Row::default();
        let weights = from.take(left.count_ones() as usize)?;
        for weight in weights {
            row.0[left.trailing_zeros() as usize] = *weight as i8;
            left &= left - 1;
        }
        table.push(next, row);
        next += 1;
    }
    if !gaps.0.is_empty() {
        return Err(ModelError::Wrong("it has more features than rows of weights"));
    }
    Ok(table)
}

fn clusters(from: &mut Reader<'_>) -> Result<Clusters, ModelError> {
    let seed = u64::from_le_bytes(from.array()?);
    let count = from.length()?;
    if count > MOST_CELLS || count % 3 != 0 {
        return Err(ModelError::Wrong("the table of clusters has no possible size"));
    }
    if count == 0 {
        return Ok(Clusters::default());
    }
    let cells = from.take(count * 2)?.as_chunks().0.iter().map(|cell| u16::from_le_bytes(*cell)).collect();
    let parents = from.take(FINEST * 2)?.as_chunks().0.iter().map(|[middle, coarse]| (*middle, *coarse)).collect();
    Ok(Clusters { cells, seed, parents })
}

fn calibration(from: &mut Reader<'_>) -> Result<Calibration, ModelError> {
    let scale = f32::from_le_bytes(from.array()?);
    if !(0.001..10.0).contains(&scale) {
        return Err(ModelError::Wrong("the scale of its scores is none between a thousandth and ten"));
    }
    let mut curves: [Vec<(u16, u16)>; 6] = Default::default();
    for curve in &mut curves {
        *curve = rising(from)?;
    }
    Ok(Calibration { scale, curves })
}

fn rising(from: &mut Reader<'_>) -> Result<Vec<(u16, u16)>, ModelError> {
    let [count] = from.array()?;
    if usize::from(count) > MOST_POINTS {
        return Err(ModelError::Wrong("a curve has too many points"));
    }
    let mut curve = Vec::with_capacity(count.into());
    for _ in 0..count {
        curve.push((u16::from_le_bytes(from.array()?), u16::from_le_bytes(from.array()?)));
    }
    let rises = curve.is_sorted() && curve.is_sorted_by_key(|(_, right)| *right);
    if !rises || curve.iter().any(|(sure, right)| *sure > 1000 || *right > 1000) {
        return Err(ModelError::Wrong("a curve does not rise from 0 to 1000"));
    }
    Ok(curve)
}

fn events(from: &mut Reader<'_>) -> Result<EventParts, ModelError> {
    let mut rows = Vec::new();
    let scale = f32::from_le_bytes(from.array()?);
    from.sparse(ROWS * WIDTH, |at, weight| {
        rows.resize(ROWS, Row::default());
        rows[at / WIDTH].0[at % WIDTH] = weight;
    })?;
    let roles = weights(from)?;
    if !(0.0..10.0).contains(&scale) {
        return Err(ModelError::Wrong("the scale of events is no small positive number"));
    }
    if rows.is_empty() != roles.weights.is_empty() {
        return Err(ModelError::Wrong("it knows one half of events"));
    }
    let least = u16::from_le_bytes(from.array()?);
    Ok(EventParts { rows, scale, roles, curve: rising(from)?, least })
}

fn weights(from: &mut Reader<'_>) -> Result<Weights, ModelError> {
    let scale = f32::from_le_bytes(from.array()?);
    let mut weights = Vec::new();
    from.sparse(WEIGHTS, |at, weight| {
        weights.resize(WEIGHTS, 0);
        weights[at] = weight;
    })?;
    if !(0.0..10.0).contains(&scale) {
        return Err(ModelError::Wrong("the scale of choices is no small positive number"));
    }
    Ok(Weights { weights, scale })
}

/// The bytes of a model.
pub(super) fn write(parts: &Parts) -> Vec<u8> {
    let mut out = content(parts);
    let digest = Sha256::digest(&out);
    out.extend(digest);
    out.extend(XxHash64::oneshot(0, &out).to_le_bytes());
    out
}

/// All but the sums.
fn content(parts: &Parts) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(FORMAT.to_le_bytes());
    let name = &parts.name.as_bytes()[..parts.name.floor_char_boundary(255)];
    out.push(name.len() as u8);
    out.extend(name);
    write_table(&mut out, &parts.tagger);
    parts.transitions.iter().flatten().for_each(|cell| out.extend(cell.to_le_bytes()));
    sparse(&mut out, parts.gaps.iter().copied());
    out.extend(parts.gap_threshold.to_le_bytes());
    out.extend(parts.clusters.seed.to_le_bytes());
    out.extend((parts.clusters.cells.len() as u32).to_le_bytes());
    parts.clusters.cells.iter().for_each(|cell| out.extend(cell.to_le_bytes()));
    if !parts.clusters.cells.is_empty() {
        parts.clusters.parents.iter().for_each(|(middle, coarse)| out.extend([*middle, *coarse]));
    }
    out.extend(parts.calibration.scale.to_le_bytes());
    parts.calibration.curves.iter().for_each(|curve| put_curve(&mut out, curve));
    let events = &parts.events;
    out.extend(events.scale.to_le_bytes());
    sparse(&mut out, events.rows.iter().flat_map(|row| row.0));
    put_weights(&mut out, &events.roles);
    out.extend(events.least.to_le_bytes());
    put_curve(&mut out, &events.curve);
    put_weights(&mut out, &parts.choices);
    out.extend((parts.lists.len() as u32).to_le_bytes());
    out.extend(parts.lists.as_bytes());
    out
}

fn put_weights(out: &mut Vec<u8>, weights: &Weights) {
    out.extend(weights.scale.to_le_bytes());
    sparse(out, weights.weights.iter().copied());
}

fn put_curve(out: &mut Vec<u8>, curve: &[(u16, u16)]) {
    let curve = &curve[..curve.len().min(MOST_POINTS)];
    out.push(curve.len() as u8);
    for (sure, right) in curve {
        out.extend(sure.to_le_bytes());
        out.extend(right.to_le_bytes());
    }
}

fn write_table(out: &mut Vec<u8>, table: &Table) {
    const { assert!(LABELS <= WIDTH && LABELS <= u16::BITS as usize) };
    let (mut gaps, mut masks, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = 0;
    for (bucket, row) in table.filled() {
        gap(&mut gaps, bucket - next);
        next = bucket + 1;
        let labels = (0..LABELS).filter(|label| row.0[*label] != 0);
        let mask = labels.fold(0_u16, |mask, label| {
            weights.push(row.0[label] as u8);
            mask | 1 << label
        });
        masks.extend(mask.to_le_bytes());
    }
    out.extend((masks.len() as u32 / 2).to_le_bytes());
    out.extend((gaps.len() as u32).to_le_bytes());
    [gaps, masks, weights].iter().for_each(|column| out.extend(column));
}

/// Writes a number, seven bits a byte, the lowest first.
fn gap(out: &mut Vec<u8>, mut gap: u32) {
    while gap >= 0x80 {
        out.push(gap as u8 | 0x80);
        gap >>= 7;
    }
    out.push(gap as u8);
}

/// Writes the weights that are not 0: their count in bytes, then gap and weight for each.
fn sparse(out: &mut Vec<u8>, weights: impl Iterator<Item = i8>) {
    let at = out.len();
    out.extend([0; 4]);
    let mut skipped = 0;
    for weight in weights {
        if weight == 0 {
            skipped += 1;
            continue;
        }
        gap(out, skipped);
        out.push(weight as u8);
        skipped = 0;
    }
    let len = (out.len() - at - 4) as u32;
    out[at..at + 4].copy_from_slice(&len.to_le_bytes());
}

/// What is left to read.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(ModelError::Wrong("a part is cut off"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(ModelError::Wrong("a part is cut off"))?;
        self.0 = rest;
        Ok(*taken)
    }

    fn length(&mut self) -> Result<usize, ModelError> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    fn text(&mut self) -> Result<String, ModelError> {
        let [length] = self.array()?;
        let bytes = self.take(usize::from(length))?;
        String::from_utf8(bytes.to_vec()).map_err(|_| ModelError::Wrong("its name is no UTF-8"))
    }

    /// A number as [`gap`] writes it.
    fn gap(&mut self) -> Result<usize, ModelError> {
        let (mut gap, mut shift) = (0_usize, 0);
        loop {
            let [byte] = self.array()?;
            gap |= usize::from(byte & 0x7F) << shift;
            shift += 7;
            if byte < 0x80 {
                return Ok(gap);
            }
            if shift > 21 {
                return Err(ModelError::Wrong("a gap between weights is too wide"));
            }
        }
    }

    /// Hands out the weights that are not 0 with their places, which are below `count`.
    fn sparse(&mut self, count: usize, mut put: impl FnMut(usize, i8)) -> Result<(), ModelError> {
        let length = self.length()?;
        let mut from = Reader(self.take(length)?);
        let mut at = 0_usize;
        while !from.0.is_empty() {
            at += from.gap()?;
            if at >= count {
                return Err(ModelError::Wrong("a weight stands outside of its table"));
            }
            let [weight] = from.array()?;
            put(at, weight as i8);
            at += 1;
        }
        Ok(())
    }
}
