//! What every key can do, and what its certificate must be.

use crate::algorithm::KeyKind;
use crate::certificate::Certificate;
use crate::error::KeyRefused;
use chrono::{DateTime, Datelike, FixedOffset, TimeZone, Utc};

/// A private key with its certificate.
pub trait Key {
    /// The certificate, then those it rests on, as far as they are at hand; never empty.
    fn chain(&self) -> &[Certificate];

    /// What it signs with.
    fn kind(&self) -> KeyKind;

    /// Signs a message: PKCS#1 v1.5 with SHA-256, ECDSA with SHA-256, or SM2 with SM3; the latter two
    /// as a sequence of two integers.
    ///
    /// # Errors
    /// When the token was pulled out, refuses or fails.
    fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>, KeyRefused>;
}

/// Whether a certificate may sign on this day.
///
/// # Errors
/// When it has expired, does not hold yet, is for something else, or its key is not known here.
pub fn fit_to_sign(
    certificate: &Certificate,
    now: DateTime<FixedOffset>,
) -> Result<KeyKind, KeyRefused> {
    let name = certificate.name();
    let date = |at: DateTime<Utc>| day(now.timezone().from_utc_datetime(&at.naive_utc()));
    if now < certificate.valid_from() {
        return Err(KeyRefused::NotYet { name, date: date(certificate.valid_from()) });
    }
    if now > certificate.valid_until() {
        return Err(KeyRefused::Expired { name, date: date(certificate.valid_until()) });
    }
    if !certificate.may_sign() {
        return Err(KeyRefused::Usage(name));
    }
    certificate.key_kind().ok_or(KeyRefused::Kind)
}

/// 2027年1月20日
fn day(at: DateTime<FixedOffset>) -> String {
    format!("{}年{}月{}日", at.year(), at.month(), at.day())
}

/// The certificate and those of `others` it rests on, one on the next.
pub(super) fn in_order(leaf: Certificate, others: &[Certificate]) -> Vec<Certificate> {
    let mut chain = vec![leaf];
    while let Some(issuer) = others.iter().find(|other| {
        let last = chain.last();
        !chain.contains(other) && last.is_some_and(|last| last.is_signed_by(other))
    }) {
        chain.push(issuer.clone());
    }
    chain
}
