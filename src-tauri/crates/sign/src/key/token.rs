//! A key on a token (USB key), through its maker's PKCS#11 library, which is loaded when it is used.
//!
//! A PIN is tried once, and never where one try is left; what the token says of its tries is told.
//! **Deliberately absent**: SM2, for which PKCS#11 has no agreed names.

use super::holder::{Key, fit_to_sign, in_order};
use crate::algorithm::KeyKind;
use crate::asn1::{NULL, OCTET_STRING, element, oid, sequence};
use crate::certificate::Certificate;
use crate::error::KeyRefused;
use chrono::{DateTime, FixedOffset};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use cryptoki::types::AuthPin;
use std::io::Read;
use std::path::Path;
use zeroize::Zeroizing;

/// Most bytes of a library's head that tell what it was built for.
const HEAD: u64 = 4096;

/// What a token says of the tries its PIN has left. None says a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriesLeft {
    /// Nothing was wrong since the last time it was right.
    All,
    /// It was wrong at least once.
    Fewer,
    /// One more wrong PIN locks it.
    One,
    /// It is locked.
    Locked,
}

impl TriesLeft {
    fn of(token: &TokenInfo) -> Self {
        match () {
            () if token.user_pin_locked() => TriesLeft::Locked,
            () if token.user_pin_final_try() => TriesLeft::One,
            () if token.user_pin_count_low() => TriesLeft::Fewer,
            () => TriesLeft::All,
        }
    }

    /// What to tell after a wrong PIN.
    pub fn sentence(self) -> &'static str {
        match self {
            TriesLeft::Locked => "密钥已经锁定，请联系发放密钥的机构解锁。",
            TriesLeft::One => "只剩最后一次机会，请先用密钥自带的工具核对 PIN。",
            TriesLeft::Fewer | TriesLeft::All => {
                "密钥已记下一次输错，连续输错会锁定，请核对后再输。"
            }
        }
    }
}

/// A token that is plugged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its name.
    pub label: String,
    /// What it says of its PIN.
    pub tries: TriesLeft,
}

impl Token {
    /// The tokens a library sees.
    ///
    /// # Errors
    /// When the library can't be loaded.
    pub fn all(library: &Path) -> Result<Vec<Token>, KeyRefused> {
        let tokens = slots(&load(library)?)?;
        Ok(tokens.iter().map(|(_, token)| Token::of(token)).collect())
    }

    fn of(token: &TokenInfo) -> Self {
        Token { label: token.label().trim_end().to_owned(), tries: TriesLeft::of(token) }
    }
}

/// A key on a token that has taken the PIN.
pub struct TokenKey {
    session: Session,
    key: ObjectHandle,
    chain: Vec<Certificate>,
    kind: KeyKind,
    mechanism: Mechanism<'static>,
}

impl TokenKey {
    /// Opens a token by its name, or the only one there is. Its certificate is looked at first: an
    /// unfit one costs no try.
    ///
    /// # Errors
    /// When the library can't be loaded, there is no such token, its certificate may not sign, the
    /// PIN is wrong, locked or down to its last try, or it can only use SHA-1.
    pub fn open(
        library: &Path,
        name: Option<&str>,
        pin: &Zeroizing<String>,
        now: DateTime<FixedOffset>,
    ) -> Result<Self, KeyRefused> {
        let pkcs11 = load(library)?;
        let (slot, token) = chosen(slots(&pkcs11)?, name)?;
        match TriesLeft::of(&token) {
            TriesLeft::Locked => return Err(KeyRefused::PinLocked),
            TriesLeft::One => return Err(KeyRefused::LastTry),
            TriesLeft::Fewer | TriesLeft::All => {}
        }
        let session = pkcs11.open_ro_session(slot).map_err(failed)?;
        let certificates = certificates(&session)?;
        if let [(_, only)] = certificates.as_slice() {
            fit_to_sign(only, now)?;
        }
        let mechanisms = pkcs11.get_mechanism_list(slot).map_err(failed)?;
        session.login(UserType::User, Some(&AuthPin::from(pin.as_str()))).map_err(|error| {
            let tries = pkcs11.get_token_info(slot).map_or(TriesLeft::Fewer, |t| TriesLeft::of(&t));
            match error {
                Error::Pkcs11(RvError::PinLocked, _) => KeyRefused::PinLocked,
                Error::Pkcs11(
                    RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange,
                    _,
                ) => KeyRefused::Pin(tries.sentence()),
                other => failed(other),
            }
        })?;
        let mut pairs = Vec::new();
        for (id, certificate) in &certificates {
            let wanted = [Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::Id(id.clone())];
            let keys = session.find_objects(&wanted).map_err(failed)?;
            pairs.extend(keys.first().map(|key| (*key, certificate)));
        }
        let may_sign = pairs.iter().find(|(_, certificate)| certificate.may_sign());
        let (key, leaf) = may_sign.or(pairs.first()).ok_or(KeyRefused::NoKey)?;
        let kind = fit_to_sign(leaf, now)?;
        let mechanism = mechanism(kind, &mechanisms)?;
        let others: Vec<Certificate> =
            certificates.iter().map(|(_, certificate)| certificate.clone()).collect();
        let (key, chain) = (*key, in_order((*leaf).clone(), &others));
        Ok(TokenKey { session, key, chain, kind, mechanism })
    }
}

impl Key for TokenKey {
    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>, KeyRefused> {
        let digest = self.kind.digest();
        let hash = digest.of(&[message]);
        let signed = |bytes: &[u8]| self.session.sign(&self.mechanism, self.key, bytes);
        match (&self.mechanism, self.kind) {
            (Mechanism::RsaPkcs, _) => {
                // DigestInfo (RFC 8017, 9.2).
                let algorithm = [oid(digest.oid()), element(NULL, &[])];
                let named = sequence(&[sequence(&algorithm), element(OCTET_STRING, &hash)]);
                signed(&named).map_err(failed)
            }
            (Mechanism::Ecdsa, _) => {
                let pair = signed(&hash).map_err(failed)?;
                let signature = p256::ecdsa::Signature::from_slice(&pair);
                let signature = signature.map_err(|error| KeyRefused::Token(error.to_string()))?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
            _ => signed(message).map_err(failed),
        }
    }
}

fn failed(error: Error) -> KeyRefused {
    match error {
        Error::Pkcs11(RvError::DeviceRemoved | RvError::TokenNotPresent, _) => {
            KeyRefused::Token("密钥被拔出".to_owned())
        }
        other => KeyRefused::Token(other.to_string()),
    }
}

/// How a token signs with SHA-256: by itself, or what it is given the digest of.
fn mechanism(kind: KeyKind, offered: &[MechanismType]) -> Result<Mechanism<'static>, KeyRefused> {
    let offers = |mechanism| offered.contains(&mechanism);
    match kind {
        KeyKind::Rsa if offers(MechanismType::SHA256_RSA_PKCS) => Ok(Mechanism::Sha256RsaPkcs),
        KeyKind::Rsa if offers(MechanismType::RSA_PKCS) => Ok(Mechanism::RsaPkcs),
        KeyKind::Rsa => Err(KeyRefused::Sha1Only),
        KeyKind::P256 if offers(MechanismType::ECDSA) => Ok(Mechanism::Ecdsa),
        KeyKind::P256 | KeyKind::Sm2 => Err(KeyRefused::Kind),
    }
}

fn load(library: &Path) -> Result<Pkcs11, KeyRefused> {
    let no_library = |cause: &dyn std::fmt::Display| KeyRefused::Library(cause.to_string());
    if is_32_bit(library).map_err(|error| no_library(&error))? {
        return Err(KeyRefused::Library32);
    }
    let pkcs11 = Pkcs11::new(library).map_err(|error| no_library(&error))?;
    match pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(pkcs11),
        Err(error) => Err(no_library(&error)),
    }
}

/// Whether a library was built for a 32-bit program: by the head of an ELF or a PE file.
fn is_32_bit(library: &Path) -> std::io::Result<bool> {
    let mut head = Vec::new();
    std::fs::File::open(library)?.take(HEAD).read_to_end(&mut head)?;
    let byte = |at: usize| head.get(at).copied().unwrap_or_default();
    Ok(match head.as_slice() {
        [0x7f, b'E', b'L', b'F', ..] => byte(4) == 1,
        [b'M', b'Z', ..] => {
            let at = u32::from_le_bytes([byte(60), byte(61), byte(62), byte(63)]) as usize;
            [byte(at), byte(at + 1), byte(at + 4), byte(at + 5)] == [b'P', b'E', 0x4c, 0x01]
        }
        _ => false,
    })
}

fn slots(pkcs11: &Pkcs11) -> Result<Vec<(Slot, TokenInfo)>, KeyRefused> {
    let slots = pkcs11.get_slots_with_token().map_err(failed)?;
    let tokens = slots.into_iter().filter_map(|slot| {
        let token = pkcs11.get_token_info(slot).ok()?;
        token.token_initialized().then_some((slot, token))
    });
    Ok(tokens.collect())
}

fn chosen(
    mut tokens: Vec<(Slot, TokenInfo)>,
    name: Option<&str>,
) -> Result<(Slot, TokenInfo), KeyRefused> {
    let labels: Vec<String> = tokens.iter().map(|(_, token)| Token::of(token).label).collect();
    let quoted = || format!("“{}”", labels.join("”“"));
    let at = match name {
        Some(name) => labels.iter().position(|label| label == name.trim()),
        None if tokens.len() > 1 => return Err(KeyRefused::SeveralTokens(quoted())),
        None => (!tokens.is_empty()).then_some(0),
    };
    match at {
        Some(at) => Ok(tokens.swap_remove(at)),
        None => Err(KeyRefused::NoToken {
            wanted: name.map(|name| format!("“{name}”")).unwrap_or_default(),
            there: match labels.is_empty() {
                true => String::new(),
                false => format!("，现在插着的是{}", quoted()),
            },
        }),
    }
}

/// The certificates on a token, with the names that tie them to their keys.
fn certificates(session: &Session) -> Result<Vec<(Vec<u8>, Certificate)>, KeyRefused> {
    let wanted = [Attribute::Class(ObjectClass::CERTIFICATE)];
    let mut found = Vec::new();
    for object in session.find_objects(&wanted).map_err(failed)? {
        let said = session.get_attributes(object, &[AttributeType::Id, AttributeType::Value]);
        let (mut id, mut value) = (Vec::new(), Vec::new());
        for attribute in said.map_err(failed)? {
            match attribute {
                Attribute::Id(bytes) => id = bytes,
                Attribute::Value(bytes) => value = bytes,
                _ => {}
            }
        }
        found.extend(Certificate::from_der(&value).map(|certificate| (id, certificate)));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_for_32_bit_programs_and_a_file_that_is_none_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("驱动.dll");
        let refused = |bytes: &[u8]| {
            std::fs::write(&library, bytes).unwrap();
            Token::all(&library).unwrap_err()
        };
        let mut pe = vec![0; 256];
        pe[..2].copy_from_slice(b"MZ");
        pe[60] = 128;
        pe[128..134].copy_from_slice(&[b'P', b'E', 0, 0, 0x4c, 0x01]);
        assert_eq!(refused(&pe), KeyRefused::Library32);
        assert_eq!(refused(b"\x7fELF\x01\x01\x01"), KeyRefused::Library32);
        pe[132..134].copy_from_slice(&[0x64, 0x86]);
        assert!(matches!(refused(&pe), KeyRefused::Library(_)));
        assert!(matches!(refused(b"text"), KeyRefused::Library(_)));
        std::fs::remove_file(&library).unwrap();
        assert!(matches!(Token::all(&library), Err(KeyRefused::Library(_))));
    }

    #[test]
    fn a_token_without_sha_256_is_named() {
        let sha1 = [MechanismType::SHA1_RSA_PKCS];
        assert_eq!(mechanism(KeyKind::Rsa, &sha1).unwrap_err(), KeyRefused::Sha1Only);
        assert!(mechanism(KeyKind::Rsa, &[MechanismType::RSA_PKCS]).is_ok());
    }
}
