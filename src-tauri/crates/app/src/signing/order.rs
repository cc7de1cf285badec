//! A PDF of a report signed with a key of the office.

use super::time_service::stamp;
use crate::failure::Failure;
use chrono::Local;
use gongkai_layout::{FontSet, Signer};
use gongkai_platform::files;
use gongkai_sign::key::{Key, P12Key, TokenKey};
use gongkai_sign::{KeyKind, KeyRefused, NotSigned, SealPicture, Signing, sign};
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Where the key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// In a file (.p12, .pfx).
    File(PathBuf),
    /// On a token, through the library of its maker; by name where several are plugged in.
    Token {
        /// PKCS#11.
        library: PathBuf,
        /// The token's name.
        name: Option<String>,
    },
    /// In the certificate store of Windows, by the name of its certificate.
    Store(String),
}

/// The picture of a seal.
#[derive(Clone, Debug, PartialEq)]
pub struct SealFile {
    /// A PNG.
    pub path: PathBuf,
    /// How wide the seal is, in mm.
    pub width: f64,
}

/// What is to be signed, and how.
#[derive(Clone, Debug)]
pub struct SignOrder {
    /// Where the key is.
    pub key: KeyPlace,
    /// Whose field.
    pub signer: Signer,
    /// Why, as the field shows it; may be empty.
    pub reason: String,
    /// What the field shows besides words.
    pub seal: Option<SealFile>,
    /// The address of a service of time stamps.
    pub time_stamps: Option<String>,
}

/// A signed PDF.
#[derive(Clone, Debug)]
pub struct SignedPdf {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// What to know of readers that do not know signatures of this kind, in one sentence.
    pub note: Option<&'static str>,
}

/// Signs a PDF.
///
/// # Errors
/// When the picture, the key or the PDF can't be used, no time stamp is to be had, or what was signed
/// does not read back good. A refused key has a code of its own.
pub fn sign_pdf(
    pdf: &[u8],
    order: &SignOrder,
    password: &Zeroizing<String>,
    fonts: &FontSet,
) -> Result<SignedPdf, Failure> {
    let seal = order.seal.as_ref().map(|seal| -> Result<SealPicture, Failure> {
        let picture = SealPicture::read(&files::read(&seal.path)?, seal.width);
        Ok(picture.map_err(NotSigned::from)?)
    });
    let seal = seal.transpose()?;
    let now = Local::now().fixed_offset();
    let mut key: Box<dyn Key> = match &order.key {
        KeyPlace::File(path) => {
            let key = P12Key::open(&files::read(path)?, password);
            Box::new(key.map_err(NotSigned::from)?)
        }
        KeyPlace::Token { library, name } => {
            let key = TokenKey::open(library, name.as_deref(), password, now);
            Box::new(key.map_err(NotSigned::from)?)
        }
        KeyPlace::Store(name) => in_store(name).map_err(NotSigned::from)?,
    };
    let address = order.time_stamps.as_deref();
    let service = |signature: &[u8]| stamp(address.unwrap_or_default(), signature);
    let signing = Signing {
        signer: order.signer,
        now,
        reason: &order.reason,
        seal: seal.as_ref(),
        fonts,
        time_stamps: address.map(|_| &service as &dyn Fn(&[u8]) -> Result<Vec<u8>, String>),
    };
    let bytes = sign(pdf, key.as_mut(), &signing)?;
    let note = (key.kind() == KeyKind::Sm2).then_some(
        "已用国密 SM2 签名；Adobe Acrobat 等不支持国密的阅读器会显示签名无效或未知，请用支持国密的阅读器或本程序核对。",
    );
    Ok(SignedPdf { bytes, note })
}

#[cfg(windows)]
fn in_store(name: &str) -> Result<Box<dyn Key>, KeyRefused> {
    Ok(Box::new(gongkai_sign::key::StoreKey::open(name)?))
}

#[cfg(not(windows))]
fn in_store(_: &str) -> Result<Box<dyn Key>, KeyRefused> {
    Err(KeyRefused::NoStore)
}
