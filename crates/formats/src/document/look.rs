//! What entries of a schema look like, and how they are reached: what annotations do not need.

use postil_core::{Kind, ValueType};
use std::collections::BTreeMap;

/// What an entry looks like, as its program says it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Look {
    pub(crate) colour: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) chip: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) value_type: Option<ValueType>,
}

/// By kind and id.
pub(crate) type Looks = BTreeMap<(Kind, String), Look>;
