//! DocBin: zlib over MessagePack over a matrix of 64-bit numbers, one row a token. Strings are numbers: their symbol, or
//! their MurmurHash64A with seed 1.

mod attributes;
mod read;
mod strings;
mod write;

pub(super) use read::read;
pub(super) use write::write;
