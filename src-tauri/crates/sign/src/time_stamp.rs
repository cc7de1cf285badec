//! Time stamps (RFC 3161): what is asked of a service, what it answers, and whether a token fits.
//!
//! **Deliberately absent**: the network; the caller carries the bytes.

use crate::algorithm::Digest;
use crate::asn1::{
    Element, GENERALIZED_TIME, INTEGER, OCTET_STRING, SEQUENCE, element, integer, sequence,
};
use crate::clock;
use crate::cms::{Fit, Message};
use crate::trust::{Roots, Standing};
use chrono::{DateTime, Utc};

const TRUE: [u8; 3] = [0x01, 0x01, 0xff];

/// What a service is asked for a signature; the service is to put in its certificate.
pub fn request(signature: &[u8]) -> Vec<u8> {
    let digest = Digest::Sha256;
    let hash = element(OCTET_STRING, &digest.of(&[signature]));
    sequence(&[integer(1), sequence(&[digest.algorithm(), hash]), TRUE.to_vec()])
}

/// The token of an answer to a [`request`] for this signature.
///
/// # Errors
/// What is wrong with it, for a sentence: the service refused, or answered something else.
pub fn token(answer: &[u8], signature: &[u8]) -> Result<Vec<u8>, String> {
    let parts = Element::of(SEQUENCE, answer).and_then(|whole| whole.parts());
    let parts = parts.ok_or("服务的答复不是时间戳")?;
    let status = parts.first().and_then(|status| status.parts()).unwrap_or_default();
    let granted =
        status.first().is_some_and(|said| said.tag == INTEGER && matches!(said.value, [0 | 1]));
    if !granted {
        return Err("服务拒绝了请求".to_owned());
    }
    let token = parts.get(1).ok_or("服务的答复里没有时间戳")?.whole;
    match TimeStamp::read(token, &[signature]) {
        Some(_) => Ok(token.to_vec()),
        None => Err("服务的时间戳不是给这个签名的".to_owned()),
    }
}

/// A token that fits what it was given for.
pub(crate) struct TimeStamp<'a> {
    message: Message<'a>,
    pub time: DateTime<Utc>,
}

impl<'a> TimeStamp<'a> {
    /// None where it is none, was given for something else, or its own signature does not fit.
    pub fn read(token: &'a [u8], stamped: &[&[u8]]) -> Option<Self> {
        let message = Message::read(token)?;
        let content = message.content?;
        let parts = Element::of(SEQUENCE, content)?.parts()?;
        let imprint = parts.get(2)?.parts()?;
        let digest = Digest::named(imprint.first()?.named()?)?;
        let time = parts.iter().find(|part| part.tag == GENERALIZED_TIME)?;
        let time = clock::from_generalized(time.value)?;
        let signer = message.signer.as_ref()?;
        let certificate = message.signing_certificate()?;
        let fits = imprint.get(1)?.value == digest.of(stamped)
            && certificate.may_stamp_time()
            && signer.fits(certificate, &[content]) == Fit::Good;
        fits.then_some(TimeStamp { message, time })
    }

    /// Whose it is.
    pub fn authority(&self) -> String {
        self.message.signing_certificate().map(|one| one.name()).unwrap_or_default()
    }

    /// Whether the office trusts whoever gave it.
    pub fn is_trusted(&self, roots: &Roots) -> bool {
        let certificate = self.message.signing_certificate();
        let standing =
            certificate.map(|one| roots.standing(one, &self.message.certificates, self.time));
        standing == Some(Standing::Trusted)
    }
}
