//! Signs a PDF of ours (PAdES baseline B-B, with a time stamp B-T): one of its empty fields is filled
//! in, and the result is examined before it is handed out.
//!
//! **Deliberately absent**: files, the clock, the network; a service of time stamps is given.

use crate::clock;
use crate::cms;
use crate::error::{KeyRefused, NotSigned};
use crate::key::{Key, fit_to_sign};
use crate::pdf::{SealPicture, Shown, Wanted, free_field, prepare};
use crate::trust::Roots;
use crate::verify::{Changes, Covers, verify};
use chrono::{DateTime, FixedOffset, Utc};
use gongkai_layout::{FontSet, Signer};
use gongkai_read::Unreadable;

/// Gives a time stamp token for the digest (SHA-256) of a signature.
pub type TimeStamps<'a> = &'a dyn Fn(&[u8]) -> Result<Vec<u8>, String>;

/// How a PDF is signed.
pub struct Signing<'a> {
    /// Whose field is signed.
    pub signer: Signer,
    /// Now, with the offset of the office.
    pub now: DateTime<FixedOffset>,
    /// Why, as the field shows it.
    pub reason: &'a str,
    /// What the seal looks like.
    pub seal: Option<&'a SealPicture>,
    /// What the words in the field are drawn with.
    pub fonts: &'a FontSet,
    /// Where a time stamp is to be had.
    pub time_stamps: Option<TimeStamps<'a>>,
}

/// Signs a PDF; gives the whole file.
///
/// # Errors
/// When the file is no PDF of ours, its field is signed, an earlier signature no longer fits, the
/// certificate may not sign, the key refuses, no time stamp is to be had, or the result does not read
/// back good.
pub fn sign(pdf: &[u8], key: &mut dyn Key, signing: &Signing<'_>) -> Result<Vec<u8>, NotSigned> {
    let file = gongkai_read::pdf::load(pdf).map_err(|error| match error {
        Unreadable::Password(_) => NotSigned::Locked,
        _ => NotSigned::Damaged,
    })?;
    if file.is_encrypted() {
        return Err(NotSigned::Locked);
    }
    let (field, signed) = match (free_field(&file, signing.signer.field()), signing.signer) {
        (Some(field), _) => field,
        (None, Signer::Person) if free_field(&file, Signer::Organ.field()).is_some() => {
            return Err(NotSigned::NoLine);
        }
        (None, _) => return Err(NotSigned::NotOurs),
    };
    if signed {
        return Err(NotSigned::Signed);
    }
    if !is_unchanged(pdf, signing.now) {
        return Err(NotSigned::Changed);
    }
    let leaf = key.chain().first().ok_or(KeyRefused::NoKey)?.clone();
    let kind = fit_to_sign(&leaf, signing.now)?;
    let name = leaf.name();
    let words = words(&name, signing);
    let shown =
        Shown { signer: signing.signer, words: &words, fonts: signing.fonts, seal: signing.seal };
    let time = clock::pdf_date(signing.now);
    let wanted = Wanted { field, name: &name, reason: signing.reason, time: &time, shown };
    let prepared = prepare(pdf, file, &wanted)?;
    let attributes = cms::attributes(kind, &kind.digest().of(&prepared.pieces()), &leaf);
    let signature = key.sign(&attributes)?;
    let token = signing.time_stamps.map(|stamp| stamp(&signature).map_err(NotSigned::TimeStamp));
    let token = token.transpose()?;
    let message = cms::message(kind, key.chain(), &attributes, &signature, token.as_deref());
    let signed = prepared.with(&message.ok_or(KeyRefused::NoKey)?)?;
    let reads_back =
        verify(&signed, &Roots::default(), signing.now.with_timezone(&Utc)).is_ok_and(|found| {
            found.signatures.last().is_some_and(|last| {
                last.intact && last.covers == Covers::Whole && last.field == signing.signer.field()
            }) && found.signatures.iter().all(|one| one.changes != Changes::Other)
        });
    if reads_back { Ok(signed) } else { Err(NotSigned::Different) }
}

/// Whether every signature given before still fits.
fn is_unchanged(pdf: &[u8], now: DateTime<FixedOffset>) -> bool {
    let found = verify(pdf, &Roots::default(), now.with_timezone(&Utc));
    found.is_ok_and(|found| {
        found.signatures.iter().all(|one| one.intact && one.changes != Changes::Other)
    })
}

fn words(name: &str, signing: &Signing<'_>) -> Vec<String> {
    let mut words = vec![name.to_owned(), clock::in_words(signing.now)];
    if !signing.reason.is_empty() {
        words.push(signing.reason.to_owned());
    }
    words
}
