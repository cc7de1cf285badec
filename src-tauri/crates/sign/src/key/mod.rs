//! Keys that sign, wherever they are kept: in a file, on a token, in the store of the system.
//!
//! **Deliberately absent**: passwords kept; each is asked for, used once and wiped.

mod holder;
mod p12;
mod token;
#[cfg(windows)]
mod windows_store;

pub use holder::{Key, fit_to_sign};
pub use p12::P12Key;
pub use token::{Token, TokenKey, TriesLeft};
#[cfg(windows)]
pub use windows_store::StoreKey;
