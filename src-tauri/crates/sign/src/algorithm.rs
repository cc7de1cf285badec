//! Which computation a signature is: digests, kinds of keys, and whether a signature fits.
//!
//! **Deliberately absent**: SHA-1 and older, which prove nothing any more; private keys.

use crate::asn1::{self, Element, NULL, Oid, SEQUENCE};
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs8::DecodePublicKey;
use sha2::{Sha256, Sha384, Sha512};
use sm2::dsa::signature::Verifier;

const SHA_256: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA_384: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.3");
const SM3: Oid = Oid::new_unwrap("1.2.156.10197.1.401");

const RSA: Oid = Oid::new_unwrap("1.2.840.113549.1.1.1");
const SHA_256_RSA: Oid = Oid::new_unwrap("1.2.840.113549.1.1.11");
const SHA_384_RSA: Oid = Oid::new_unwrap("1.2.840.113549.1.1.12");
const SHA_512_RSA: Oid = Oid::new_unwrap("1.2.840.113549.1.1.13");
const EC: Oid = Oid::new_unwrap("1.2.840.10045.2.1");
const P_256: Oid = Oid::new_unwrap("1.2.840.10045.3.1.7");
const SHA_256_ECDSA: Oid = Oid::new_unwrap("1.2.840.10045.4.3.2");
const SHA_384_ECDSA: Oid = Oid::new_unwrap("1.2.840.10045.4.3.3");
const SHA_512_ECDSA: Oid = Oid::new_unwrap("1.2.840.10045.4.3.4");
const SM2: Oid = Oid::new_unwrap("1.2.156.10197.1.301");
const SM3_SM2: Oid = Oid::new_unwrap("1.2.156.10197.1.501");

/// Whose keys SM2 signatures are made for where nobody says otherwise (GM/T 0009).
pub(crate) const SM2_USER: &str = "1234567812345678";

/// A digest of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Digest {
    Sha256,
    Sha384,
    Sha512,
    Sm3,
}

impl Digest {
    const ALL: [(Digest, Oid); 4] = [
        (Digest::Sha256, SHA_256),
        (Digest::Sha384, SHA_384),
        (Digest::Sha512, SHA_512),
        (Digest::Sm3, SM3),
    ];

    /// None for one that proves nothing, or is not known here.
    pub fn named(oid: Oid) -> Option<Self> {
        Digest::ALL.iter().find(|(_, name)| *name == oid).map(|(digest, _)| *digest)
    }

    pub fn oid(self) -> Oid {
        Digest::ALL.iter().find(|(digest, _)| *digest == self).map_or(SHA_256, |(_, oid)| *oid)
    }

    /// Of pieces as if they were one.
    pub fn of(self, pieces: &[&[u8]]) -> Vec<u8> {
        fn digest<D: sha2::Digest>(pieces: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            pieces.iter().for_each(|piece| digest.update(piece));
            digest.finalize().to_vec()
        }
        match self {
            Digest::Sha256 => digest::<Sha256>(pieces),
            Digest::Sha384 => digest::<Sha384>(pieces),
            Digest::Sha512 => digest::<Sha512>(pieces),
            Digest::Sm3 => digest::<sm3::Sm3>(pieces),
        }
    }

    pub fn algorithm(self) -> Vec<u8> {
        asn1::sequence(&[asn1::oid(self.oid())])
    }
}

/// The kinds of keys that sign and are verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA with PKCS#1 v1.5.
    Rsa,
    /// ECDSA on P-256.
    P256,
    /// 国密 SM2 with SM3.
    Sm2,
}

impl KeyKind {
    /// Of a public key (SubjectPublicKeyInfo); none where it is not known here.
    pub(crate) fn of(public_key: &[u8]) -> Option<Self> {
        let parts = Element::of(SEQUENCE, public_key)?.parts()?;
        let algorithm = parts.first()?.parts()?;
        let (name, curve) = (algorithm.first()?, algorithm.get(1));
        let curve_is = |oid: Oid| curve.is_some_and(|curve| curve.is(oid));
        match () {
            () if name.is(RSA) => Some(KeyKind::Rsa),
            () if name.is(EC) && curve_is(P_256) => Some(KeyKind::P256),
            () if name.is(EC) && curve_is(SM2) => Some(KeyKind::Sm2),
            () => None,
        }
    }

    /// The digest it signs with.
    pub(crate) fn digest(self) -> Digest {
        match self {
            KeyKind::Rsa | KeyKind::P256 => Digest::Sha256,
            KeyKind::Sm2 => Digest::Sm3,
        }
    }

    /// The algorithm of a signature, as a signer names it.
    pub(crate) fn algorithm(self) -> Vec<u8> {
        match self {
            KeyKind::Rsa => asn1::sequence(&[asn1::oid(RSA), asn1::element(NULL, &[])]),
            KeyKind::P256 => asn1::sequence(&[asn1::oid(SHA_256_ECDSA)]),
            KeyKind::Sm2 => asn1::sequence(&[asn1::oid(SM3_SM2)]),
        }
    }
}

/// The digest a combined name of an algorithm stands for, as certificates use it.
pub(crate) fn digest_within(algorithm: Oid) -> Option<Digest> {
    Some(match algorithm {
        SHA_256_RSA | SHA_256_ECDSA => Digest::Sha256,
        SHA_384_RSA | SHA_384_ECDSA => Digest::Sha384,
        SHA_512_RSA | SHA_512_ECDSA => Digest::Sha512,
        SM3_SM2 => Digest::Sm3,
        _ => return None,
    })
}

/// Whether a signature over `message` is by the owner of this public key; none where keys of its
/// kind are not known here.
pub(crate) fn fits(
    public_key: &[u8],
    digest: Digest,
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    match KeyKind::of(public_key)? {
        KeyKind::Rsa => {
            let key = rsa::PublicKey::from_public_key_der(public_key).ok()?;
            let verified = match digest {
                Digest::Sha256 => key.pkcs1v15_verify::<Sha256>(message, signature),
                Digest::Sha384 => key.pkcs1v15_verify::<Sha384>(message, signature),
                Digest::Sha512 => key.pkcs1v15_verify::<Sha512>(message, signature),
                Digest::Sm3 => return None,
            };
            Some(verified.is_ok())
        }
        KeyKind::P256 => {
            let key = p256::ecdsa::VerifyingKey::from_public_key_der(public_key).ok()?;
            let Ok(signature) = p256::ecdsa::Signature::from_der(signature) else {
                return Some(false);
            };
            Some(key.verify_prehash(&digest.of(&[message]), &signature).is_ok())
        }
        KeyKind::Sm2 if digest == Digest::Sm3 => {
            let key = sm2::PublicKey::from_public_key_der(public_key).ok()?;
            let key = sm2::dsa::VerifyingKey::new(SM2_USER, key).ok()?;
            let Ok(signature) = sm2::dsa::Signature::from_der(signature) else {
                return Some(false);
            };
            Some(key.verify(message, &signature).is_ok())
        }
        KeyKind::Sm2 => None,
    }
}
