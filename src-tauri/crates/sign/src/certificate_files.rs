//! Certificates and lists of revoked ones as files hold them: one in DER, several as text (PEM),
//! bundles (.p7b).
//!
//! **Deliberately absent**: files of keys; folders.

use crate::certificate::Certificate;
use crate::cms;

/// Letters of a line of PEM.
const LINE: usize = 64;

/// All certificates of a file; none where it holds none.
pub fn certificates_in(file: &[u8]) -> Vec<Certificate> {
    if let Some(one) = Certificate::from_der(file) {
        return vec![one];
    }
    let bundled = |der: &[u8]| cms::certificates(der).unwrap_or_default();
    if !is_text(file) {
        return bundled(file);
    }
    let ones = pem(file, "CERTIFICATE").into_iter().filter_map(|der| Certificate::from_der(&der));
    let bundles = pem(file, "PKCS7").into_iter().flat_map(|der| bundled(&der));
    ones.chain(bundles).collect()
}

/// Whether a file is text with marks around its pieces.
pub(crate) fn is_text(file: &[u8]) -> bool {
    file.windows(10).any(|part| part == b"-----BEGIN")
}

/// The pieces of a text between marks of this kind; their lines may be of any length.
pub(crate) fn pem(file: &[u8], label: &str) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(file);
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let pieces = text.split(&begin).skip(1).filter_map(|piece| piece.split(&end).next());
    let decoded = pieces.filter_map(|piece| {
        let letters: Vec<char> = piece.chars().filter(|letter| !letter.is_whitespace()).collect();
        let lines: Vec<String> = letters.chunks(LINE).map(|line| line.iter().collect()).collect();
        let whole = format!("{begin}\n{}\n{end}\n", lines.join("\n"));
        x509_cert::der::pem::decode_vec(whole.as_bytes()).ok().map(|(_, der)| der)
    });
    decoded.collect()
}
