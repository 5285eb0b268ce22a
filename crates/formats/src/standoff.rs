//! Formats in which annotations stand apart from the text and name its places by offsets.

pub(crate) mod argilla;
pub(crate) mod bdoc;
pub(crate) mod bioc;
pub(crate) mod brat;
pub(crate) mod cas;
pub(crate) mod chat;
pub(crate) mod csv;
pub(crate) mod doccano;
pub(crate) mod extracted;
pub(crate) mod gliner2;
pub(crate) mod labelstudio;
pub(crate) mod prodigy;
pub(crate) mod pubannotation;
pub(crate) mod spacy;
pub(crate) mod stam;
pub(crate) mod w3c;
