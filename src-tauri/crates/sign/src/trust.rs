//! Whom an office trusts, and whether a certificate rests on one of them.
//!
//! **Deliberately absent**: the network: what is revoked is told by lists that lie beside the trusted
//! certificates; constraints of names.

use crate::asn1::{Element, SEQUENCE};
use crate::certificate::{Certificate, signed_with};
use crate::certificate_files::{certificates_in, is_text, pem};
use chrono::{DateTime, Utc};
use x509_cert::crl::CertificateList;
use x509_cert::der::{Decode, Encode};

/// Most certificates from a signer's to a trusted one.
const LONGEST: usize = 8;
/// Most certificates looked at while a way is sought; messages may hold any number.
const MOST_TRIED: usize = 200;

/// The certificates an office trusts, with lists of revoked ones.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    certificates: Vec<Certificate>,
    lists: Vec<RevocationList>,
}

#[derive(Clone, Debug)]
struct RevocationList {
    der: Vec<u8>,
    issuer: Vec<u8>,
    /// Serial numbers in DER.
    revoked: Vec<Vec<u8>>,
}

impl Roots {
    /// Takes in what a file holds; tells whether it held anything.
    pub fn add(&mut self, file: &[u8]) -> bool {
        let before = self.certificates.len() + self.lists.len();
        self.certificates.extend(certificates_in(file));
        let lists = if is_text(file) { pem(file, "X509 CRL") } else { vec![file.to_vec()] };
        self.lists.extend(lists.iter().filter_map(|der| RevocationList::read(der)));
        self.certificates.len() + self.lists.len() > before
    }

    /// Names of the trusted.
    pub fn names(&self) -> Vec<String> {
        self.certificates.iter().map(Certificate::name).collect()
    }
}

impl RevocationList {
    fn read(der: &[u8]) -> Option<Self> {
        let der = Element::of(SEQUENCE, der)?.whole;
        let list = CertificateList::<x509_cert::certificate::Rfc5280>::from_der(der).ok()?;
        let revoked = list.tbs_cert_list.revoked_certificates.unwrap_or_default();
        let serials = revoked.iter().filter_map(|entry| entry.serial_number.to_der().ok());
        let issuer = list.tbs_cert_list.issuer.to_der().ok()?;
        Some(RevocationList { der: der.to_vec(), issuer, revoked: serials.collect() })
    }
}

/// What a certificate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// On one the office trusts.
    Trusted,
    /// On none of them, or it may not be used so.
    Unknown,
    /// On one the office trusts, but one of the chain does not hold at this time.
    Expired,
    /// On one the office trusts, but one of the chain was revoked.
    Revoked,
}

impl Roots {
    /// What a certificate rests on at a time; `others` came with it.
    pub(crate) fn standing(
        &self,
        leaf: &Certificate,
        others: &[Certificate],
        at: DateTime<Utc>,
    ) -> Standing {
        let mut left = MOST_TRIED;
        let Some(chain) = self.way(&[leaf], others, &mut left) else { return Standing::Unknown };
        let holds = |one: &&Certificate| one.valid_from() <= at && at <= one.valid_until();
        let pairs = chain.windows(2);
        let revoked = |pair: &[&Certificate]| match pair {
            [one, issuer] => self.has_revoked(one, issuer),
            _ => false,
        };
        match () {
            () if pairs.into_iter().any(revoked) => Standing::Revoked,
            () if !chain.iter().all(holds) => Standing::Expired,
            () => Standing::Trusted,
        }
    }

    /// The way from a certificate to a trusted one, each signed by the next.
    fn way<'a>(
        &'a self,
        chain: &[&'a Certificate],
        others: &'a [Certificate],
        left: &mut usize,
    ) -> Option<Vec<&'a Certificate>> {
        let last = *chain.last()?;
        if self.certificates.contains(last) {
            return Some(chain.to_vec());
        }
        if chain.len() >= LONGEST || !last.says_nothing_unknown() {
            return None;
        }
        for issuer in self.certificates.iter().chain(others) {
            if chain.contains(&issuer) || issuer.subject_der() != last.issuer_der() {
                continue;
            }
            *left = left.checked_sub(1)?;
            let trusted = self.certificates.contains(issuer);
            // An office may trust a root so old that it does not say what it is.
            let may = trusted || issuer.is_authority_over(chain.len() - 1);
            if !may || !last.is_signed_by(issuer) {
                continue;
            }
            let longer: Vec<&Certificate> = chain.iter().copied().chain([issuer]).collect();
            if let Some(way) = self.way(&longer, others, left) {
                return Some(way);
            }
        }
        None
    }

    fn has_revoked(&self, one: &Certificate, issuer: &Certificate) -> bool {
        let serial = one.serial_der();
        self.lists.iter().any(|list| {
            list.issuer == issuer.subject_der()
                && list.revoked.contains(&serial)
                && signed_with(&list.der, &issuer.public_key()) == Some(true)
        })
    }
}
