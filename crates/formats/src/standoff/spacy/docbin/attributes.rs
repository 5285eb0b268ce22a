//! What a row says of a token.

/// Numbers of the attributes that are read and written; `ORTH` is always the first.
pub(super) const ORTH: u64 = 65;
pub(super) const ENT_IOB: u64 = 77;
pub(super) const ENT_TYPE: u64 = 78;
pub(super) const SENT_START: u64 = 80;
pub(super) const ENT_KB_ID: u64 = 452;
/// Values of `ENT_IOB`.
pub(super) const INSIDE: u64 = 1;
pub(super) const OUTSIDE: u64 = 2;
pub(super) const BEGIN: u64 = 3;
