//! Long texts as they stand in a column: compressed.

use crate::error::{Result, StoreError};
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use std::io::Read;

pub(crate) fn compressed(text: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    ZlibEncoder::new(text.as_bytes(), Compression::default())
        .read_to_end(&mut bytes)
        .map_err(|error| StoreError::Other { source: error.into() })?;
    Ok(bytes)
}

pub(crate) fn expanded(bytes: &[u8]) -> Result<String> {
    let mut text = String::new();
    ZlibDecoder::new(bytes)
        .read_to_string(&mut text)
        .map_err(|error| StoreError::Damaged { source: error.into() })?;
    Ok(text)
}
