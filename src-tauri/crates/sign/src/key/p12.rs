//! A key in a file (.p12, .pfx), of modern or old encryption.
//!
//! **Deliberately absent**: writing such files.

use super::holder::{Key, in_order};
use crate::algorithm::{KeyKind, SM2_USER};
use crate::certificate::Certificate;
use crate::error::KeyRefused;
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use p256::ecdsa::signature::Signer;
use rsa::pkcs8::{DecodePrivateKey, EncodePublicKey};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A key taken out of a file.
pub struct P12Key {
    chain: Vec<Certificate>,
    secret: Secret,
}

enum Secret {
    Rsa(Box<rsa::PrivateKey>),
    P256(p256::ecdsa::SigningKey),
    Sm2(Box<sm2::dsa::SigningKey>),
}

impl P12Key {
    /// Opens a file of keys. Where it holds several, the first whose certificate may sign is taken.
    ///
    /// # Errors
    /// When the password is wrong, the file is damaged or another kind of file, or no key in it has a
    /// certificate and is of a kind known here.
    pub fn open(file: &[u8], password: &Zeroizing<String>) -> Result<Self, KeyRefused> {
        let archive = match Pkcs12Archive::from_pkcs12(file, password) {
            Ok(archive) => archive,
            Err(Error::MacError(_) | Error::UnpadError) => return Err(KeyRefused::Password),
            Err(_) => return Err(KeyRefused::NotAFile),
        };
        let certificates: Vec<Certificate> = archive
            .certs
            .iter()
            .filter_map(|bag| Certificate::from_der(bag.cert.as_der()))
            .collect();
        let mut found = Vec::new();
        let mut unknown = false;
        for bag in archive.keys {
            let der = Zeroizing::new(bag.key.as_der().to_vec());
            let Some((secret, public_key)) = Secret::read(&der) else {
                unknown = true;
                continue;
            };
            let own = |certificate: &&Certificate| certificate.public_key() == *public_key;
            if let Some(leaf) = certificates.iter().find(own) {
                found.push(P12Key { chain: in_order(leaf.clone(), &certificates), secret });
            }
        }
        let may_sign =
            found.iter().position(|key| key.chain.first().is_some_and(Certificate::may_sign));
        match may_sign.or(found.len().checked_sub(1)) {
            Some(at) => Ok(found.swap_remove(at)),
            None => Err(if unknown { KeyRefused::Kind } else { KeyRefused::NoKey }),
        }
    }
}

impl Secret {
    /// A private key (PKCS#8), and its public one.
    fn read(der: &[u8]) -> Option<(Self, Zeroizing<Vec<u8>>)> {
        let public = |key: Result<rsa::pkcs8::Document, _>| {
            let mut bytes = key.ok().map(|document| document.as_bytes().to_vec());
            bytes.take().map(Zeroizing::new)
        };
        if let Ok(key) = rsa::PrivateKey::from_pkcs8_der(der) {
            let of_key = public(rsa::PublicKey::from(&key).to_public_key_der())?;
            return Some((Secret::Rsa(Box::new(key)), of_key));
        }
        if let Ok(key) = p256::ecdsa::SigningKey::from_pkcs8_der(der) {
            let of_key = public(key.verifying_key().to_public_key_der())?;
            return Some((Secret::P256(key), of_key));
        }
        let key = sm2::SecretKey::from_pkcs8_der(der).ok()?;
        let of_key = public(key.public_key().to_public_key_der())?;
        let key = sm2::dsa::SigningKey::new(SM2_USER, &key).ok()?;
        Some((Secret::Sm2(Box::new(key)), of_key))
    }
}

impl Key for P12Key {
    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn kind(&self) -> KeyKind {
        match self.secret {
            Secret::Rsa(_) => KeyKind::Rsa,
            Secret::P256(_) => KeyKind::P256,
            Secret::Sm2(_) => KeyKind::Sm2,
        }
    }

    fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>, KeyRefused> {
        let failed = |error: &dyn std::fmt::Display| KeyRefused::Token(error.to_string());
        match &self.secret {
            Secret::Rsa(key) => {
                key.pkcs1v15_sign::<Sha256>(message).map_err(|error| failed(&error))
            }
            Secret::P256(key) => {
                let signature: p256::ecdsa::Signature =
                    key.try_sign(message).map_err(|error| failed(&error))?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
            Secret::Sm2(key) => {
                let signature = key.try_sign(message).map_err(|error| failed(&error))?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        }
    }
}
