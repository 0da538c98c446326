//! Pictures that travel beside the pages: bytes by content hash. Manual page: `tests/spec/pictures.md`.

use super::pictures::Asset;
use std::collections::BTreeMap;

/// Assets by their hash; a page names one as `asset:HASH`.
pub type Assets = BTreeMap<String, Asset>;
