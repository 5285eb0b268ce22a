//! The model file: a header, sections, and the SHA-256 of all before it.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `POSTILmd` |
//! | 2 | version of the format, [`FORMAT`]; all numbers are little-endian |
//! | 1 + n | name of the model behind its length, UTF-8 |
//! | 4 + n | weights of the tagger: length, then for each weight that is not 0 the gap to it (LEB128), then the weight |
//! | 14 × 13 × 2 | transitions |
//! | 4 + n | weights of the splitter, coded in the same way |
//! | 4 | threshold of the splitter |
//! | 8, 4, 2 n, 2 × 1024 | clusters: seed, number n of cells, cells, parents (if n is not 0) |
//! | 4, then 6 × (1 + 4 n) | calibration: scale (the bits of a 32-bit float), curves as pairs of 16 bits |
//! | 32 | SHA-256 |

use super::clusters::{Clusters, FINEST, MOST_CELLS};
use super::{BUCKETS, Calibration, GAP_BUCKETS, MOST_POINTS, Parts, Row};
use crate::tagger::labels::{LABELS, WIDTH};
use sha2::{Digest, Sha256};
use std::fmt;

const MAGIC: &[u8; 8] = b"POSTILmd";

/// Version of the format.
const FORMAT: u16 = 2;

const CHECKSUM: usize = 32;

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
    let end = bytes.len().checked_sub(CHECKSUM).ok_or(ModelError::Damaged)?;
    let (content, checksum) = bytes.split_at(end);
    if Sha256::digest(content)[..] != *checksum {
        return Err(ModelError::Damaged);
    }
    let mut from = Reader(content.get(MAGIC.len() + 2..).ok_or(ModelError::Damaged)?);
    let name = from.text()?;
    let mut rows = vec![Row::default(); BUCKETS];
    from.sparse(BUCKETS * LABELS, |at, weight| rows[at / LABELS].0[at % LABELS] = weight)?;
    let mut transitions = [[0; LABELS]; LABELS + 1];
    for cell in transitions.iter_mut().flatten() {
        *cell = i16::from_le_bytes(from.array()?);
    }
    let mut gaps = vec![0; GAP_BUCKETS];
    from.sparse(GAP_BUCKETS, |at, weight| gaps[at] = weight)?;
    let gap_threshold = i32::from_le_bytes(from.array()?);
    let clusters = clusters(&mut from)?;
    let calibration = calibration(&mut from)?;
    if !from.0.is_empty() {
        return Err(ModelError::Wrong("something follows its end"));
    }
    Ok((Parts { name, rows, transitions, gaps, gap_threshold, clusters, calibration }, version(bytes)))
}

/// The first 12 hex digits of the checksum at the end of a file.
pub(super) fn version(file: &[u8]) -> String {
    let checksum = file.last_chunk::<CHECKSUM>().map(|checksum| &checksum[..6]).unwrap_or_default();
    checksum.iter().map(|byte| format!("{byte:02x}")).collect()
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
    if !(scale > 0.0 && scale < 10.0) {
        return Err(ModelError::Wrong("the scale of its scores is no small positive number"));
    }
    let mut curves: [Vec<(u16, u16)>; 6] = Default::default();
    for curve in &mut curves {
        let [count] = from.array()?;
        if usize::from(count) > MOST_POINTS {
            return Err(ModelError::Wrong("a curve has too many points"));
        }
        for _ in 0..count {
            curve.push((u16::from_le_bytes(from.array()?), u16::from_le_bytes(from.array()?)));
        }
        let rises = curve.is_sorted() && curve.is_sorted_by_key(|(_, right)| *right);
        if !rises || curve.iter().any(|(sure, right)| *sure > 1000 || *right > 1000) {
            return Err(ModelError::Wrong("a curve does not rise from 0 to 1000"));
        }
    }
    Ok(Calibration { scale, curves })
}

/// The bytes of a model.
pub(super) fn write(parts: &Parts) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(FORMAT.to_le_bytes());
    let name = &parts.name.as_bytes()[..parts.name.floor_char_boundary(255)];
    out.push(name.len() as u8);
    out.extend(name);
    const { assert!(LABELS <= WIDTH) };
    sparse(&mut out, parts.rows.iter().flat_map(|row| row.0[..LABELS].iter().copied()));
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
    for curve in &parts.calibration.curves {
        let curve = &curve[..curve.len().min(MOST_POINTS)];
        out.push(curve.len() as u8);
        for (sure, right) in curve {
            out.extend(sure.to_le_bytes());
            out.extend(right.to_le_bytes());
        }
    }
    let checksum = Sha256::digest(&out);
    out.extend(checksum);
    out
}

/// Writes the weights that are not 0: their count in bytes, then gap and weight for each.
fn sparse(out: &mut Vec<u8>, weights: impl Iterator<Item = i8>) {
    let at = out.len();
    out.extend([0; 4]);
    let mut gap = 0_u32;
    for weight in weights {
        if weight == 0 {
            gap += 1;
            continue;
        }
        while gap >= 0x80 {
            out.push(gap as u8 | 0x80);
            gap >>= 7;
        }
        out.push(gap as u8);
        out.push(weight as u8);
        gap = 0;
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

    /// Hands out the weights that are not 0 with their places, which are below `count`.
    fn sparse(&mut self, count: usize, mut put: impl FnMut(usize, i8)) -> Result<(), ModelError> {
        let length = self.length()?;
        let mut from = Reader(self.take(length)?);
        let mut at = 0_usize;
        while !from.0.is_empty() {
            let (mut gap, mut shift) = (0_usize, 0);
            loop {
                let [byte] = from.array()?;
                gap |= usize::from(byte & 0x7F) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
                if shift > 21 {
                    return Err(ModelError::Wrong("a gap between weights is too wide"));
                }
            }
            at += gap;
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
