//! The signed message inside a PDF's signature (RFC 5652, ETSI EN 319 122-1): made, and taken apart.
//!
//! **Deliberately absent**: PDF; whether a signer is trusted; messages of more than one signer, of
//! which the first is looked at.

use crate::algorithm::{Digest, KeyKind, fits};
use crate::asn1::{
    CONTEXT, CONTEXT_PRIMITIVE, Element, OCTET_STRING, Oid, SEQUENCE, SET, context, element,
    integer, oid, sequence, set,
};
use crate::certificate::{Certificate, tagged};

const DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.2");
/// The same in the structure of GM/T 0010.
const SIGNED_DATA_SM2: Oid = Oid::new_unwrap("1.2.156.10197.6.1.4.2.2");
const CONTENT_TYPE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: Oid = Oid::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIME_STAMP: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// What a signer signs: an attribute set that names the message's digest and the certificate.
pub(crate) fn attributes(kind: KeyKind, message: &[u8], signer: &Certificate) -> Vec<u8> {
    let digest = kind.digest();
    let hash = element(OCTET_STRING, &digest.of(&[signer.der()]));
    // SHA-256 goes without saying (RFC 5035, 4).
    let certificate = match digest {
        Digest::Sha256 => sequence(&[hash]),
        other => sequence(&[other.algorithm(), hash]),
    };
    let attribute = |name: Oid, value: Vec<u8>| sequence(&[oid(name), set(vec![value])]);
    set(vec![
        attribute(CONTENT_TYPE, oid(DATA)),
        attribute(MESSAGE_DIGEST, element(OCTET_STRING, message)),
        attribute(SIGNING_CERTIFICATE, sequence(&[sequence(&[certificate])])),
    ])
}

/// The message of these signed attributes; `time_stamp`: a token over the signature.
pub(crate) fn message(
    kind: KeyKind,
    chain: &[Certificate],
    attributes: &[u8],
    signature: &[u8],
    time_stamp: Option<&[u8]>,
) -> Option<Vec<u8>> {
    let signer = chain.first()?;
    let digest = kind.digest().algorithm();
    let signed = Element::of(SET, attributes)?;
    let mut info = vec![
        integer(1),
        sequence(&[signer.issuer_der(), signer.serial_der()]),
        digest.clone(),
        context(0, signed.value),
        kind.algorithm(),
        element(OCTET_STRING, signature),
    ];
    info.extend(time_stamp.map(|token| {
        let attribute = sequence(&[oid(TIME_STAMP), set(vec![token.to_vec()])]);
        context(1, &attribute)
    }));
    let mut certificates: Vec<Vec<u8>> =
        chain.iter().map(|certificate| certificate.der().to_vec()).collect();
    certificates.sort();
    let data = sequence(&[
        integer(1),
        set(vec![digest]),
        sequence(&[oid(DATA)]),
        context(0, &certificates.concat()),
        set(vec![sequence(&info)]),
    ]);
    Some(sequence(&[oid(SIGNED_DATA), context(0, &data)]))
}

/// A message taken apart.
pub(crate) struct Message<'a> {
    /// What is signed, where the message holds it itself.
    pub content: Option<&'a [u8]>,
    pub certificates: Vec<Certificate>,
    pub signer: Option<Signer<'a>>,
}

/// Its signer.
pub(crate) struct Signer<'a> {
    /// Issuer and serial number, or the identifier of the key.
    id: Element<'a>,
    digest: Option<Digest>,
    attributes: Option<Element<'a>>,
    pub signature: &'a [u8],
    unsigned: Option<Element<'a>>,
}

impl<'a> Message<'a> {
    /// None where it is no signed message.
    pub fn read(der: &'a [u8]) -> Option<Self> {
        let parts = signed_data(der)?;
        let content = parts.iter().find(|part| part.tag == SEQUENCE)?.parts()?;
        let content = tagged(&content, 0).and_then(|within| Element::first(within.value));
        let certificates = tagged(&parts, 0).and_then(|all| all.parts()).unwrap_or_default();
        let infos = parts.last().filter(|last| last.tag == SET)?.parts()?;
        Some(Message {
            content: content.map(|(element, _)| element.value),
            certificates: certificates
                .iter()
                .filter_map(|one| Certificate::from_der(one.whole))
                .collect(),
            signer: infos.first().and_then(Signer::read),
        })
    }

    /// The certificate its signer names.
    pub fn signing_certificate(&self) -> Option<&Certificate> {
        let signer = self.signer.as_ref()?;
        self.certificates.iter().find(|certificate| signer.names(certificate))
    }
}

/// The certificates of a signed message.
pub(crate) fn certificates(der: &[u8]) -> Option<Vec<Certificate>> {
    let parts = signed_data(der)?;
    let all = tagged(&parts, 0)?.parts()?;
    Some(all.iter().filter_map(|one| Certificate::from_der(one.whole)).collect())
}

fn signed_data(der: &[u8]) -> Option<Vec<Element<'_>>> {
    let parts = Element::of(SEQUENCE, der)?.parts()?;
    let [kind, data] = parts.as_slice() else { return None };
    if !kind.is(SIGNED_DATA) && !kind.is(SIGNED_DATA_SM2) {
        return None;
    }
    Element::of(SEQUENCE, data.value)?.parts()
}

/// What is to be said of a signature over a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Good,
    /// The message or the signature is another one.
    Broken,
    /// Made with what is not known here, or proves nothing any more.
    Unknown,
}

impl<'a> Signer<'a> {
    fn read(info: &Element<'a>) -> Option<Self> {
        let parts = info.parts()?;
        let digest = parts.get(2)?.named()?;
        let attributes = parts.get(3).filter(|part| part.tag == CONTEXT).copied();
        let after = if attributes.is_some() { 5 } else { 4 };
        let signature = parts.get(after).filter(|part| part.tag == OCTET_STRING)?;
        Some(Signer {
            id: *parts.get(1)?,
            digest: Digest::named(digest),
            attributes,
            signature: signature.value,
            unsigned: parts.get(after + 1).filter(|part| part.tag == CONTEXT + 1).copied(),
        })
    }

    fn names(&self, certificate: &Certificate) -> bool {
        match self.id.tag {
            SEQUENCE => {
                let named = [certificate.issuer_der(), certificate.serial_der()].concat();
                self.id.value == named
            }
            CONTEXT_PRIMITIVE => certificate.key_identifier().is_some_and(|id| id == self.id.value),
            _ => false,
        }
    }

    /// Whether it is this certificate's signature over what these pieces are together.
    pub fn fits(&self, certificate: &Certificate, pieces: &[&[u8]]) -> Fit {
        let Some(digest) = self.digest else { return Fit::Unknown };
        let public_key = certificate.public_key();
        let fits = match self.attributes {
            None => fits(&public_key, digest, &pieces.concat(), self.signature),
            Some(attributes) => {
                let hash = self.attribute(MESSAGE_DIGEST);
                let same = hash.is_some_and(|hash| hash.value == digest.of(pieces));
                if !same || !self.is_bound_to(certificate) {
                    return Fit::Broken;
                }
                // What is signed is the set, whatever it is marked with inside the message.
                fits(&public_key, digest, &element(SET, attributes.value), self.signature)
            }
        };
        match fits {
            Some(true) => Fit::Good,
            Some(false) => Fit::Broken,
            None => Fit::Unknown,
        }
    }

    /// A signer who names a certificate by its digest means that one and no other of the same number.
    fn is_bound_to(&self, certificate: &Certificate) -> bool {
        let Some(named) = self.attribute(SIGNING_CERTIFICATE) else { return true };
        let hash = || {
            let first = named.parts()?.first()?.parts()?.first()?.parts()?;
            let digest = match first.first()? {
                said if said.tag == SEQUENCE => Digest::named(said.named()?)?,
                _ => Digest::Sha256,
            };
            let hash = first.iter().find(|part| part.tag == OCTET_STRING)?;
            Some(hash.value == digest.of(&[certificate.der()]))
        };
        hash().unwrap_or(false)
    }

    fn attribute(&self, name: Oid) -> Option<Element<'a>> {
        value_of(self.attributes?, name)
    }

    /// The time stamp over the signature.
    pub fn time_stamp(&self) -> Option<&'a [u8]> {
        value_of(self.unsigned?, TIME_STAMP).map(|token| token.whole)
    }
}

fn value_of<'a>(attributes: Element<'a>, name: Oid) -> Option<Element<'a>> {
    attributes.parts()?.iter().find_map(|attribute| {
        let parts = attribute.parts()?;
        let [called, values] = parts.as_slice() else { return None };
        called.is(name).then(|| Element::first(values.value).map(|(value, _)| value))?
    })
}
