//! Certificates, files of keys and pictures made up for tests, each time anew: no private key is kept
//! anywhere.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "for tests alone, which fail there")]

use crate::algorithm::{KeyKind, SM2_USER};
use crate::asn1::{
    BIT_STRING, Element, GENERALIZED_TIME, INTEGER, OCTET_STRING, Oid, SEQUENCE, SET, context,
    element, integer, oid, sequence, set,
};
use crate::certificate::Certificate;
use crate::key::P12Key;
use chrono::{DateTime, Duration, Utc};
use p12_keystore::{
    EncryptionAlgorithm, KeyStore, KeyStoreEntry, LocalKeyId, MacAlgorithm, PrivateKeyChain,
};
use p256::ecdsa::signature::Signer;
use rsa::Generate;
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use sha2::Sha256;
use std::sync::OnceLock;
use zeroize::Zeroizing;

const SHA_256_RSA: &str = "1.2.840.113549.1.1.11";
const SHA_256_ECDSA: &str = "1.2.840.10045.4.3.2";
const SM3_SM2: &str = "1.2.156.10197.1.501";

/// A key with its certificate and the one that was signed by.
pub struct Identity {
    secret: Secret,
    /// Its own.
    pub certificate: Certificate,
    issuer: Option<Certificate>,
}

enum Secret {
    Rsa(rsa::PrivateKey),
    P256(p256::ecdsa::SigningKey),
    Sm2(sm2::SecretKey),
}

impl Secret {
    fn new(kind: KeyKind) -> Self {
        match kind {
            KeyKind::Rsa => {
                // One for all tests: to find one takes longer than all they do.
                static KEY: OnceLock<rsa::PrivateKey> = OnceLock::new();
                Secret::Rsa(KEY.get_or_init(rsa::PrivateKey::generate).clone())
            }
            KeyKind::P256 => Secret::P256(p256::ecdsa::SigningKey::generate()),
            KeyKind::Sm2 => Secret::Sm2(sm2::SecretKey::generate()),
        }
    }

    fn public_key(&self) -> Vec<u8> {
        let document = match self {
            Secret::Rsa(key) => rsa::PublicKey::from(key).to_public_key_der(),
            Secret::P256(key) => key.verifying_key().to_public_key_der(),
            Secret::Sm2(key) => key.public_key().to_public_key_der(),
        };
        document.unwrap().into_vec()
    }

    fn private_key(&self) -> Zeroizing<Vec<u8>> {
        let document = match self {
            Secret::Rsa(key) => key.to_pkcs8_der(),
            Secret::P256(key) => key.to_pkcs8_der(),
            Secret::Sm2(key) => key.to_pkcs8_der(),
        };
        document.unwrap().to_bytes()
    }

    fn algorithm(&self) -> Vec<u8> {
        let name = match self {
            Secret::Rsa(_) => SHA_256_RSA,
            Secret::P256(_) => SHA_256_ECDSA,
            Secret::Sm2(_) => SM3_SM2,
        };
        sequence(&[oid(Oid::new_unwrap(name))])
    }

    fn sign(&self, body: &[u8]) -> Vec<u8> {
        match self {
            Secret::Rsa(key) => key.pkcs1v15_sign::<Sha256>(body).unwrap(),
            Secret::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(body);
                signature.to_der().as_bytes().to_vec()
            }
            Secret::Sm2(key) => {
                let key = sm2::dsa::SigningKey::new(SM2_USER, key).unwrap();
                key.try_sign(body).unwrap().to_der().as_bytes().to_vec()
            }
        }
    }

    /// Body, algorithm and signature.
    fn signed(&self, body: Vec<u8>) -> Vec<u8> {
        let signature = element(BIT_STRING, &[&[0], &self.sign(&body)[..]].concat());
        sequence(&[body, self.algorithm(), signature])
    }
}

/// What a certificate is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To sign certificates.
    Authority,
    /// To sign documents.
    Signing,
    /// To encrypt, and nothing else.
    Encrypting,
    /// To stamp times.
    TimeStamping,
}

impl Identity {
    /// Signed by itself.
    pub fn authority(name: &str, kind: KeyKind) -> Self {
        let secret = Secret::new(kind);
        let dates = (Utc::now() - Duration::days(3650), Utc::now() + Duration::days(3650));
        let body = body(&secret, (name, name, 1), &secret, dates, Purpose::Authority);
        let certificate = Certificate::from_der(&secret.signed(body)).unwrap();
        Identity { secret, certificate, issuer: None }
    }

    /// Another one, signed by this: from so many days from now on for so many days.
    pub fn issues(
        &self,
        name: &str,
        kind: KeyKind,
        purpose: Purpose,
        (from, days): (i64, i64),
    ) -> Self {
        let secret = Secret::new(kind);
        let start = Utc::now() + Duration::days(from);
        let dates = (start, start + Duration::days(days));
        let issuer = self.certificate.name();
        // No two are issued at the same millisecond with the same name.
        let serial = Utc::now().timestamp_millis() as u64;
        let body = body(&secret, (name, &issuer, serial), &self.secret, dates, purpose);
        let certificate = Certificate::from_der(&self.secret.signed(body)).unwrap();
        Identity { secret, certificate, issuer: Some(self.certificate.clone()) }
    }

    /// A list by which this one revokes others.
    pub fn revokes(&self, others: &[&Identity]) -> Vec<u8> {
        let revoked: Vec<Vec<u8>> = others
            .iter()
            .map(|other| sequence(&[other.certificate.serial_der(), time(Utc::now())]))
            .collect();
        let body = sequence(&[
            integer(1),
            self.secret.algorithm(),
            self.certificate.subject_der(),
            time(Utc::now()),
            time(Utc::now() + Duration::days(30)),
            sequence(&revoked),
        ]);
        self.secret.signed(body)
    }

    /// A file of keys, of modern or old encryption.
    pub fn p12(&self, password: &str, modern: bool) -> Vec<u8> {
        let key = p12_keystore::PrivateKey::from_der(&self.secret.private_key()).unwrap();
        let chain = [Some(&self.certificate), self.issuer.as_ref()].into_iter().flatten();
        let chain = chain.map(|one| p12_keystore::Certificate::from_der(one.der()).unwrap());
        let mut store = KeyStore::new();
        let entry = PrivateKeyChain::new(LocalKeyId(vec![1]), key, chain);
        store.add_entry("key", KeyStoreEntry::PrivateKeyChain(entry));
        let (encryption, mac) = match modern {
            true => (EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256),
            false => (EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, MacAlgorithm::HmacSha1),
        };
        let writer = store.writer(password).encryption_algorithm(encryption).mac_algorithm(mac);
        writer.encryption_iterations(1000).mac_iterations(1000).write().unwrap()
    }

    /// Its key, ready to sign.
    pub fn key(&self) -> P12Key {
        P12Key::open(&self.p12("密码", true), &Zeroizing::new("密码".to_owned())).unwrap()
    }
}

fn body(
    of: &Secret,
    (subject, issuer, serial): (&str, &str, u64),
    by: &Secret,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    purpose: Purpose,
) -> Vec<u8> {
    let serial: Vec<u8> = [&[0], &serial.to_be_bytes()[..]].concat();
    let zeros = serial.iter().take_while(|byte| **byte == 0).count();
    // A number stays positive, and as short as it can be.
    let start = if serial[zeros] > 0x7f { zeros - 1 } else { zeros };
    sequence(&[
        context(0, &integer(2)),
        element(INTEGER, &serial[start..]),
        by.algorithm(),
        name(issuer),
        sequence(&[time(from), time(until)]),
        name(subject),
        of.public_key(),
        context(3, &sequence(&extensions(purpose))),
    ])
}

fn name(text: &str) -> Vec<u8> {
    let value = sequence(&[oid(Oid::new_unwrap("2.5.4.3")), element(0x0c, text.as_bytes())]);
    sequence(&[element(SET, &value)])
}

/// UTCTime, as all years before 2050 are written.
fn time(at: DateTime<Utc>) -> Vec<u8> {
    element(0x17, at.format("%y%m%d%H%M%SZ").to_string().as_bytes())
}

fn extensions(purpose: Purpose) -> Vec<Vec<u8>> {
    let extension = |name: &str, value: Vec<u8>| {
        let critical = vec![0x01, 0x01, 0xff];
        sequence(&[oid(Oid::new_unwrap(name)), critical, element(OCTET_STRING, &value)])
    };
    // The bits of a use from the first on, and how many are left over.
    let usage = |bits: [u8; 2]| extension("2.5.29.15", element(BIT_STRING, &bits));
    match purpose {
        Purpose::Authority => {
            let is_authority = sequence(&[vec![0x01, 0x01, 0xff]]);
            vec![extension("2.5.29.19", is_authority), usage([1, 0b0000_0110])]
        }
        Purpose::Signing => vec![usage([6, 0b1100_0000])],
        Purpose::Encrypting => vec![usage([5, 0b0010_0000])],
        Purpose::TimeStamping => {
            let stamping = oid(Oid::new_unwrap("1.3.6.1.5.5.7.3.8"));
            vec![usage([7, 0b1000_0000]), extension("2.5.29.37", sequence(&[stamping]))]
        }
    }
}

/// A red ring on nothing, as a picture of this kind.
pub fn png(across: u32, down: u32, kind: png::ColorType) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, across, down);
    encoder.set_color(kind);
    encoder.set_depth(png::BitDepth::Eight);
    let mut dots = Vec::new();
    for (y, x) in (0..down).flat_map(|y| (0..across).map(move |x| (y, x))) {
        let from_middle = |at: u32, all: u32| (f64::from(at) + 0.5) / f64::from(all) * 2.0 - 1.0;
        let distance = from_middle(x, across).hypot(from_middle(y, down));
        let opaque = if (0.8..1.0).contains(&distance) { 255 } else { 0 };
        match kind {
            png::ColorType::Rgba => dots.extend([200, 16, 16, opaque]),
            png::ColorType::GrayscaleAlpha => dots.extend([90, opaque]),
            _ => dots.extend([200, 16, 16]),
        }
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&dots).unwrap();
    writer.finish().unwrap();
    file
}

impl Identity {
    /// Answers a request as a service of time stamps does (RFC 3161).
    pub fn answers(&self, request: &[u8]) -> Vec<u8> {
        let asked = Element::of(SEQUENCE, request).unwrap().parts().unwrap();
        let now = Utc::now().format("%Y%m%d%H%M%SZ").to_string();
        let content = sequence(&[
            integer(1),
            oid(Oid::new_unwrap("1.2.3.4.1")),
            asked[1].whole.to_vec(),
            integer(7),
            element(GENERALIZED_TIME, now.as_bytes()),
        ]);
        let kind = self.certificate.key_kind().unwrap();
        let digest = kind.digest();
        let attribute =
            |name: &str, value: Vec<u8>| sequence(&[oid(Oid::new_unwrap(name)), set(vec![value])]);
        let info = "1.2.840.113549.1.9.16.1.4";
        let hash = element(OCTET_STRING, &digest.of(&[&content]));
        let attributes = set(vec![
            attribute("1.2.840.113549.1.9.3", oid(Oid::new_unwrap(info))),
            attribute("1.2.840.113549.1.9.4", hash),
        ]);
        let signer = sequence(&[
            integer(1),
            sequence(&[self.certificate.issuer_der(), self.certificate.serial_der()]),
            digest.algorithm(),
            context(0, Element::of(SET, &attributes).unwrap().value),
            kind.algorithm(),
            element(OCTET_STRING, &self.secret.sign(&attributes)),
        ]);
        let content = context(0, &element(OCTET_STRING, &content));
        let data = sequence(&[
            integer(3),
            set(vec![digest.algorithm()]),
            sequence(&[oid(Oid::new_unwrap(info)), content]),
            context(0, self.certificate.der()),
            set(vec![signer]),
        ]);
        let token = sequence(&[oid(Oid::new_unwrap("1.2.840.113549.1.7.2")), context(0, &data)]);
        sequence(&[sequence(&[integer(0)]), token])
    }
}
