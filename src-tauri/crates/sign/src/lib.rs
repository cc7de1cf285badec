//! Signatures of a PDF (PAdES): made with a key the office has, and examined in any PDF.
//!
//! A signature is appended: what was there stays as it is, and the fields it fills in stand in the file
//! from its first writing on. **Deliberately absent**: files, the clock, the network, what is done
//! with a verdict; passwords are given for each use and never kept.

mod algorithm;
mod asn1;
mod certificate;
mod certificate_files;
mod clock;
mod cms;
mod error;
pub mod key;
mod pdf;
#[cfg(test)]
mod samples;
mod sign;
#[cfg(test)]
mod tests;
pub mod time_stamp;
mod trust;
mod verify;

pub use algorithm::KeyKind;
pub use certificate::Certificate;
pub use certificate_files::certificates_in;
pub use error::{BadPicture, KeyRefused, NotSigned};
pub use pdf::SealPicture;
pub use sign::{Signing, TimeStamps, sign};
pub use trust::{Roots, Standing};
pub use verify::{Changes, Covers, NotVerified, SignatureFound, Verdict, Verification, verify};
