//! Signature by signature: does it fit, what does it cover, whose is it.

use super::changes::{Changes, changes};
use super::verdict::{Covers, SignatureFound, Verification};
use crate::clock;
use crate::cms::{Fit, Message};
use crate::pdf::{Signature, signatures, traces};
use crate::time_stamp::TimeStamp;
use crate::trust::{Roots, Standing};
use chrono::{DateTime, FixedOffset, TimeZone, Utc};
use gongkai_read::Unreadable;
use lopdf::Document;
use thiserror::Error;

/// Most signatures of a file examined.
const MOST: usize = 50;
/// A signature that is nothing but a time stamp.
const DOCUMENT_TIME_STAMP: &[u8] = b"ETSI.RFC3161";

/// Why a file's signatures could not be examined. Its sentence is shown as it is.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotVerified {
    /// It can't be read.
    #[error("没有核对：这个文件不是完好的 PDF，请换一个文件。")]
    Damaged,
    /// It is locked with a password.
    #[error("没有核对：这份 PDF 设了密码，请换用没有密码的 PDF。")]
    Locked,
    /// It has more than any report.
    #[error("没有核对：这份 PDF 的内容或签名多得不正常，请换一个文件。")]
    Excessive,
}

/// Examines all signatures of a PDF.
///
/// # Errors
/// When the file can't be read.
pub fn verify(pdf: &[u8], roots: &Roots, now: DateTime<Utc>) -> Result<Verification, NotVerified> {
    let loaded = load(pdf);
    let found = loaded.as_ref().map(signatures).unwrap_or_default();
    let lost = |trace: &Signature| !found.iter().any(|one| one.message == trace.message);
    let lost: Vec<Signature> = traces(pdf).into_iter().filter(lost).collect();
    if found.len() + lost.len() > MOST {
        return Err(NotVerified::Excessive);
    }
    let file = match loaded {
        Ok(file) => Some(file),
        // It was signed, and is no longer what was signed.
        Err(NotVerified::Damaged) if !lost.is_empty() => None,
        Err(error) => return Err(error),
    };
    let whole = Examined { pdf, file: file.as_ref(), roots, now };
    let without = Examined { file: None, ..whole };
    let found = found.iter().map(|one| whole.examine(one));
    let lost = lost.iter().map(|one| without.examine(one));
    Ok(Verification { signatures: found.chain(lost).collect() })
}

fn load(pdf: &[u8]) -> Result<Document, NotVerified> {
    match gongkai_read::pdf::load(pdf) {
        Ok(file) if file.is_encrypted() => Err(NotVerified::Locked),
        Ok(file) => Ok(file),
        Err(Unreadable::Password(_)) => Err(NotVerified::Locked),
        Err(Unreadable::Excessive) => Err(NotVerified::Excessive),
        Err(_) => Err(NotVerified::Damaged),
    }
}

#[derive(Clone, Copy)]
struct Examined<'a> {
    pdf: &'a [u8],
    /// None where the signature is none of the file's any more.
    file: Option<&'a Document>,
    roots: &'a Roots,
    now: DateTime<Utc>,
}

impl Examined<'_> {
    fn examine(&self, signature: &Signature) -> SignatureFound {
        let said = signature.time.as_deref().and_then(clock::from_pdf_date);
        let mut found = SignatureFound {
            field: signature.field.clone(),
            signer: String::new(),
            issuer: String::new(),
            time: said,
            time_stamped: false,
            time_authority: None,
            reason: signature.reason.clone().unwrap_or_default(),
            intact: false,
            unknown_algorithm: false,
            covers: if signature.end() == self.pdf.len() { Covers::Whole } else { Covers::Part },
            changes: self.changes_since(signature),
            standing: Standing::Unknown,
            holds: None,
        };
        let pieces = signature.pieces(self.pdf);
        if signature.kind == DOCUMENT_TIME_STAMP {
            if let Some(pieces) = pieces {
                self.time_stamp(&mut found, signature, &pieces);
            }
            return found;
        }
        let Some(message) = Message::read(&signature.message) else { return found };
        let (Some(signer), Some(certificate)) =
            (message.signer.as_ref(), message.signing_certificate())
        else {
            return found;
        };
        // Whose it was is said all the same where the file is another one.
        let fit = pieces.map_or(Fit::Broken, |pieces| signer.fits(certificate, &pieces));
        (found.intact, found.unknown_algorithm) = (fit == Fit::Good, fit == Fit::Unknown);
        let stamp =
            signer.time_stamp().and_then(|token| TimeStamp::read(token, &[signer.signature]));
        let mut at = self.now;
        if let Some(stamp) = stamp {
            found.time_authority = Some(stamp.authority());
            if stamp.is_trusted(self.roots) {
                (found.time_stamped, at) = (true, stamp.time);
                found.time = Some(in_zone_of(said, stamp.time));
            }
        }
        (found.signer, found.issuer) = (certificate.name(), certificate.issuer());
        found.holds = Some((
            in_zone_of(said, certificate.valid_from()),
            in_zone_of(said, certificate.valid_until()),
        ));
        found.standing = match certificate.may_sign() {
            true => self.roots.standing(certificate, &message.certificates, at),
            false => Standing::Unknown,
        };
        found
    }

    /// A signature that says nothing but when the file was there.
    fn time_stamp(&self, found: &mut SignatureFound, signature: &Signature, pieces: &[&[u8]]) {
        let Some(stamp) = TimeStamp::read(&signature.message, pieces) else { return };
        found.intact = true;
        found.time = Some(stamp.time.fixed_offset());
        found.signer = stamp.authority();
        found.time_authority = Some(stamp.authority());
        if stamp.is_trusted(self.roots) {
            (found.time_stamped, found.standing) = (true, Standing::Trusted);
        }
    }

    fn changes_since(&self, signature: &Signature) -> Changes {
        let (end, Some(file)) = (signature.end(), self.file) else { return Changes::Other };
        let (Some(signed), Some(appended)) = (self.pdf.get(..end), self.pdf.get(end..)) else {
            return Changes::Other;
        };
        if appended.is_empty() {
            return Changes::None;
        }
        match load(signed) {
            Ok(before) => changes(&before, file, appended, end),
            Err(_) => Changes::Other,
        }
    }
}

/// A time as somebody there would have said it.
fn in_zone_of(said: Option<DateTime<FixedOffset>>, at: DateTime<Utc>) -> DateTime<FixedOffset> {
    match said {
        Some(said) => said.timezone().from_utc_datetime(&at.naive_utc()),
        None => at.fixed_offset(),
    }
}
