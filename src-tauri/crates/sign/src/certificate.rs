//! A certificate as signing and verifying need it: whose, until when, for what, and by whom it was
//! signed.
//!
//! **Deliberately absent**: whether anybody trusts it; that is `trust`'s.

use crate::algorithm::{KeyKind, digest_within, fits};
use crate::asn1::{BIT_STRING, CONTEXT, Element, Oid, SEQUENCE};
use chrono::{DateTime, Utc};
use x509_cert::der::{Decode, Encode, Tag, Tagged};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::name::Name;

const COMMON_NAME: Oid = Oid::new_unwrap("2.5.4.3");
const ORGANISATION: Oid = Oid::new_unwrap("2.5.4.10");
const UNIT: Oid = Oid::new_unwrap("2.5.4.11");
const TIME_STAMPING: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.8");
/// Extensions whose meaning is known here or does not bear on signatures; any other that is marked
/// as critical leaves a certificate unknown.
const KNOWN: [Oid; 6] = [
    Oid::new_unwrap("2.5.29.14"),
    Oid::new_unwrap("2.5.29.15"),
    Oid::new_unwrap("2.5.29.17"),
    Oid::new_unwrap("2.5.29.19"),
    Oid::new_unwrap("2.5.29.32"),
    Oid::new_unwrap("2.5.29.37"),
];

/// A certificate (X.509).
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Certificate {
    /// None where the bytes are no certificate.
    pub fn from_der(bytes: &[u8]) -> Option<Self> {
        let der = Element::of(SEQUENCE, bytes)?.whole.to_vec();
        let parsed = x509_cert::Certificate::from_der(&der).ok()?;
        Some(Certificate { der, parsed })
    }

    /// As it was read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whose it is: the common name, else organ or unit.
    pub fn name(&self) -> String {
        shown(self.parsed.tbs_certificate().subject())
    }

    /// Who signed it.
    pub fn issuer(&self) -> String {
        shown(self.parsed.tbs_certificate().issuer())
    }

    /// From when it holds.
    pub fn valid_from(&self) -> DateTime<Utc> {
        self.parsed.tbs_certificate().validity().not_before.to_system_time().into()
    }

    /// Until when it holds.
    pub fn valid_until(&self) -> DateTime<Utc> {
        self.parsed.tbs_certificate().validity().not_after.to_system_time().into()
    }

    /// The kind of its key; none where it is not known here.
    pub fn key_kind(&self) -> Option<KeyKind> {
        KeyKind::of(&self.public_key())
    }

    /// Whether it may sign: everything may that does not say what it is for.
    pub fn may_sign(&self) -> bool {
        let signs = |usage: KeyUsage| usage.digital_signature() || usage.non_repudiation();
        self.extension::<KeyUsage>().is_none_or(signs)
    }

    pub(crate) fn may_stamp_time(&self) -> bool {
        let usage = self.extension::<ExtendedKeyUsage>();
        usage.is_some_and(|usage| usage.0.contains(&TIME_STAMPING))
    }

    /// Whether it may sign certificates, with so many between it and the last.
    pub(crate) fn is_authority_over(&self, between: usize) -> bool {
        let signs = self.extension::<KeyUsage>().is_none_or(|usage| usage.key_cert_sign());
        let constraints = self.extension::<BasicConstraints>();
        let within = |most: Option<u8>| most.is_none_or(|most| between <= usize::from(most));
        signs && constraints.is_some_and(|said| said.ca && within(said.path_len_constraint))
    }

    pub(crate) fn says_nothing_unknown(&self) -> bool {
        let extensions = self.parsed.tbs_certificate().extensions();
        let unknown =
            |said: &x509_cert::ext::Extension| said.critical && !KNOWN.contains(&said.extn_id);
        !extensions.is_some_and(|all| all.iter().any(unknown))
    }

    /// Whether this certificate was signed by the key of that one.
    pub(crate) fn is_signed_by(&self, issuer: &Certificate) -> bool {
        self.issuer_der() == issuer.subject_der()
            && signed_with(&self.der, &issuer.public_key()).unwrap_or(false)
    }

    /// SubjectPublicKeyInfo.
    pub(crate) fn public_key(&self) -> Vec<u8> {
        self.parsed.tbs_certificate().subject_public_key_info().to_der().unwrap_or_default()
    }

    pub(crate) fn subject_der(&self) -> Vec<u8> {
        self.parsed.tbs_certificate().subject().to_der().unwrap_or_default()
    }

    pub(crate) fn issuer_der(&self) -> Vec<u8> {
        self.parsed.tbs_certificate().issuer().to_der().unwrap_or_default()
    }

    /// As an integer of DER.
    pub(crate) fn serial_der(&self) -> Vec<u8> {
        self.parsed.tbs_certificate().serial_number().to_der().unwrap_or_default()
    }

    pub(crate) fn key_identifier(&self) -> Option<Vec<u8>> {
        use x509_cert::ext::pkix::SubjectKeyIdentifier;
        self.extension::<SubjectKeyIdentifier>().map(|id| id.0.as_bytes().to_vec())
    }

    fn extension<'a, T>(&'a self) -> Option<T>
    where
        T: Decode<'a> + x509_cert::der::oid::AssociatedOid,
    {
        let found = self.parsed.tbs_certificate().get_extension::<T>().ok()?;
        found.map(|(_, extension)| extension)
    }
}

/// Whether what is signed in the manner of certificates — body, algorithm, signature — was signed
/// with the key of this public key.
pub(crate) fn signed_with(der: &[u8], public_key: &[u8]) -> Option<bool> {
    let parts = Element::of(SEQUENCE, der)?.parts()?;
    let [body, algorithm, signature] = parts.as_slice() else { return None };
    let digest = digest_within(algorithm.named()?)?;
    let signature = (signature.tag == BIT_STRING).then(|| signature.value.get(1..))??;
    fits(public_key, digest, body.whole, signature)
}

/// A name as people read it.
pub(crate) fn shown(name: &Name) -> String {
    let value = |wanted: Oid| {
        let found = name.iter().find(|said| said.oid == wanted)?;
        Some(text(found.value.tag(), found.value.value())).filter(|text| !text.is_empty())
    };
    [COMMON_NAME, ORGANISATION, UNIT]
        .into_iter()
        .find_map(value)
        .unwrap_or_else(|| "（没有名称）".to_owned())
}

/// The text of a name, whatever alphabet it is written in. Marks that steer a screen are left out.
fn text(tag: Tag, bytes: &[u8]) -> String {
    let text = match tag {
        Tag::BmpString => {
            let units: Vec<u16> =
                bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            String::from_utf16_lossy(&units)
        }
        // Those who meant Latin letters and those who put in Chinese ones in UTF-8 used this alike.
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    text.chars().filter(|letter| !letter.is_control()).collect::<String>().trim().to_owned()
}

/// A context-specific part of a certificate or a message, by its number.
pub(crate) fn tagged<'a>(parts: &[Element<'a>], number: u8) -> Option<Element<'a>> {
    parts.iter().find(|part| part.tag == CONTEXT + number).copied()
}
