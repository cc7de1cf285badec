//! A key through the certificate store of Windows: what was imported there, and what the drivers of
//! USB keys show there. Windows or the driver asks for the PIN itself.
//!
//! **Deliberately absent**: SM2, which Windows does not know; importing; stores of the machine.

#![expect(unsafe_code, reason = "Windows is asked for certificates and signatures")]

use super::holder::{Key, in_order};
use crate::algorithm::KeyKind;
use crate::certificate::Certificate;
use crate::error::KeyRefused;
use std::ffi::c_void;
use std::ptr;
use windows_sys::Win32::Foundation::NTE_BAD_ALGID;
use windows_sys::Win32::Security::Cryptography::*;
use windows_sys::core::w;

/// Most bytes of a signature, and of the name of a container of keys.
const LARGEST: usize = 4096;

/// A key whose certificate is in the store of the user.
pub struct StoreKey {
    chain: Vec<Certificate>,
    kind: KeyKind,
    handle: Handle,
}

/// A private key of a provider, which is let go of when dropped.
struct Handle {
    key: usize,
    spec: CERT_KEY_SPEC,
    owned: bool,
}

impl Drop for Handle {
    fn drop(&mut self) {
        if !self.owned {
            return;
        }
        // SAFETY: the handle was given to be freed by the caller, and is freed once.
        unsafe {
            match self.spec {
                CERT_NCRYPT_KEY_SPEC => drop(NCryptFreeObject(self.key)),
                _ => drop(CryptReleaseContext(self.key, 0)),
            }
        }
    }
}

impl StoreKey {
    /// The key of the certificate of this name. Of several the one that holds longest is taken.
    ///
    /// # Errors
    /// When there is none that has a key, its key is of a kind not known here, or the key is not
    /// plugged in.
    pub fn open(name: &str) -> Result<Self, KeyRefused> {
        let missing = || KeyRefused::NotInStore(name.to_owned());
        let store = Store::open().ok_or_else(missing)?;
        let all = store.certificates();
        let mut own: Vec<&Certificate> =
            all.iter().filter(|one| one.name() == name.trim() && one.may_sign()).collect();
        own.sort_by_key(|one| std::cmp::Reverse(one.valid_until()));
        let leaf = own.first().copied().ok_or_else(missing)?;
        let kind = leaf.key_kind().ok_or(KeyRefused::Kind)?;
        let handle = store.key_of(leaf).ok_or_else(missing)?;
        let mut others = all.clone();
        others.extend(Store::named(w!("CA")).into_iter().flat_map(|store| store.certificates()));
        Ok(StoreKey { chain: in_order(leaf.clone(), &others), kind, handle })
    }

    /// Names of the certificates that may sign.
    pub fn names() -> Vec<String> {
        let all = Store::open().map(|store| store.certificates()).unwrap_or_default();
        all.iter().filter(|one| one.may_sign()).map(Certificate::name).collect()
    }
}

impl Key for StoreKey {
    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>, KeyRefused> {
        match self.handle.spec {
            CERT_NCRYPT_KEY_SPEC => self.sign_by_new_provider(message),
            spec => sign_by_old_provider(self.handle.key, spec, message),
        }
    }
}

impl StoreKey {
    fn sign_by_new_provider(&self, message: &[u8]) -> Result<Vec<u8>, KeyRefused> {
        let hash = self.kind.digest().of(&[message]);
        let padding = BCRYPT_PKCS1_PADDING_INFO { pszAlgId: BCRYPT_SHA256_ALGORITHM };
        let (padding, flags): (*const c_void, u32) = match self.kind {
            KeyKind::Rsa => (ptr::from_ref(&padding).cast(), NCRYPT_PAD_PKCS1_FLAG),
            KeyKind::P256 | KeyKind::Sm2 => (ptr::null(), 0),
        };
        let (mut signature, mut length) = (vec![0; LARGEST], 0);
        // SAFETY: all that is pointed to outlives the call, and lengths are those of the buffers.
        let status = unsafe {
            NCryptSignHash(
                self.handle.key,
                padding,
                hash.as_ptr(),
                hash.len() as u32,
                signature.as_mut_ptr(),
                signature.len() as u32,
                &raw mut length,
                flags,
            )
        };
        if status != 0 {
            return Err(KeyRefused::Token(format!("Windows 错误 {status:#010x}")));
        }
        signature.truncate(length as usize);
        if self.kind != KeyKind::P256 {
            return Ok(signature);
        }
        let pair = p256::ecdsa::Signature::from_slice(&signature);
        let pair = pair.map_err(|error| KeyRefused::Token(error.to_string()))?;
        Ok(pair.to_der().as_bytes().to_vec())
    }
}

fn last_error() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or_default()
}

fn failed() -> KeyRefused {
    KeyRefused::Token(format!("Windows 错误 {:#010x}", last_error()))
}

/// Signs through CryptoAPI. A provider of the first kind knows no SHA-256; the same container is then
/// opened through one that does.
fn sign_by_old_provider(
    provider: usize,
    spec: CERT_KEY_SPEC,
    message: &[u8],
) -> Result<Vec<u8>, KeyRefused> {
    match hash_and_sign(provider, spec, message) {
        Err(NTE_BAD_ALGID) => {}
        other => {
            return other.map_err(|code| KeyRefused::Token(format!("Windows 错误 {code:#010x}")));
        }
    }
    let container = parameter(provider, PP_CONTAINER).ok_or_else(failed)?;
    let own = parameter(provider, PP_NAME).ok_or_else(failed)?;
    for name in [own.as_ptr(), MS_ENH_RSA_AES_PROV_W] {
        let mut again = 0;
        // SAFETY: both texts end with a zero and outlive the call.
        let opened = unsafe {
            CryptAcquireContextW(&raw mut again, container.as_ptr(), name, PROV_RSA_AES, 0)
        };
        if opened == 0 {
            continue;
        }
        let again = Handle { key: again, spec, owned: true };
        if let Ok(signature) = hash_and_sign(again.key, spec, message) {
            return Ok(signature);
        }
    }
    Err(KeyRefused::Sha1Only)
}

/// A text a provider says of itself, with a zero at its end.
fn parameter(provider: usize, which: u32) -> Option<Vec<u16>> {
    let (mut text, mut length) = (vec![0_u8; LARGEST], LARGEST as u32);
    // SAFETY: the length is that of the buffer.
    let said = unsafe { CryptGetProvParam(provider, which, text.as_mut_ptr(), &raw mut length, 0) };
    let text = text.get(..length as usize).filter(|_| said != 0)?;
    let text: Vec<u8> = text.iter().copied().take_while(|byte| *byte != 0).collect();
    // In the code page of the system; a container is named in Latin letters.
    Some(String::from_utf8_lossy(&text).encode_utf16().chain([0]).collect())
}

/// The signature, or what Windows says.
fn hash_and_sign(provider: usize, spec: CERT_KEY_SPEC, message: &[u8]) -> Result<Vec<u8>, i32> {
    let (mut hash, mut length) = (0, LARGEST as u32);
    let mut signature = vec![0; LARGEST];
    // SAFETY: all that is pointed to outlives the calls, lengths are those of the buffers, and the
    // hash is destroyed once.
    let done = unsafe {
        if CryptCreateHash(provider, CALG_SHA_256, 0, 0, &raw mut hash) == 0 {
            return Err(last_error());
        }
        let done = CryptHashData(hash, message.as_ptr(), message.len() as u32, 0) != 0
            && CryptSignHashW(hash, spec, ptr::null(), 0, signature.as_mut_ptr(), &raw mut length)
                != 0;
        let error = last_error();
        CryptDestroyHash(hash);
        if done { Ok(()) } else { Err(error) }
    };
    done?;
    signature.truncate(length as usize);
    // CryptoAPI gives the last byte first.
    signature.reverse();
    Ok(signature)
}

/// An open store.
struct Store(HCERTSTORE);

impl Drop for Store {
    fn drop(&mut self) {
        // SAFETY: the store was opened here and is closed once.
        unsafe { CertCloseStore(self.0, 0) };
    }
}

impl Store {
    /// Of the user's own certificates.
    fn open() -> Option<Self> {
        Store::named(w!("MY"))
    }

    fn named(name: *const u16) -> Option<Self> {
        // SAFETY: the name ends with a zero and lives as long as the program.
        let store = unsafe { CertOpenSystemStoreW(0, name) };
        (!store.is_null()).then_some(Store(store))
    }

    fn certificates(&self) -> Vec<Certificate> {
        let mut found = Vec::new();
        self.each(|_, certificate| found.push(certificate));
        found
    }

    /// Passes every certificate on, with what Windows calls it.
    fn each(&self, mut visit: impl FnMut(*const CERT_CONTEXT, Certificate)) {
        let mut context: *const CERT_CONTEXT = ptr::null();
        loop {
            // SAFETY: the store is open; the call frees the context before and gives the next one,
            // whose bytes hold until then.
            context = unsafe { CertEnumCertificatesInStore(self.0, context) };
            if context.is_null() {
                return;
            }
            // SAFETY: as above; the pointer is that of the context, and its length.
            let der = unsafe {
                std::slice::from_raw_parts(
                    (*context).pbCertEncoded,
                    (*context).cbCertEncoded as usize,
                )
            };
            if let Some(certificate) = Certificate::from_der(der) {
                visit(context, certificate);
            }
        }
    }

    /// The private key of a certificate in this store; none where there is none, or its token is not
    /// plugged in.
    fn key_of(&self, wanted: &Certificate) -> Option<Handle> {
        let mut found = None;
        self.each(|context, certificate| {
            if found.is_some() || certificate != *wanted {
                return;
            }
            let (mut key, mut spec, mut owned) = (0, 0, 0);
            // SAFETY: the context holds during the visit, and all that is written to outlives the call.
            let acquired = unsafe {
                CryptAcquireCertificatePrivateKey(
                    context,
                    CRYPT_ACQUIRE_ALLOW_NCRYPT_KEY_FLAG | CRYPT_ACQUIRE_COMPARE_KEY_FLAG,
                    ptr::null(),
                    &raw mut key,
                    &raw mut spec,
                    &raw mut owned,
                )
            };
            if acquired != 0 {
                found = Some(Handle { key, spec, owned: owned != 0 });
            }
        });
        found
    }
}
