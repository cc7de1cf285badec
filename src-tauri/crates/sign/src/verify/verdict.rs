//! What was found of a PDF's signatures: one verdict, a sentence each.

use super::changes::Changes;
use crate::clock;
use crate::trust::Standing;
use chrono::{DateTime, FixedOffset};

/// What is to be said of the signatures of a file together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every signature fits, nothing but further signatures was added, and every signer is trusted.
    Valid,
    /// A signature does not fit, or something was changed since.
    Changed,
    /// Nothing was changed, but a signer is not known, or a certificate did not hold.
    Untrusted,
    /// There is none.
    Unsigned,
}

/// How much of the file a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// All of it but itself.
    Whole,
    /// Something follows.
    Part,
}

/// A signature, examined.
#[derive(Clone, Debug, PartialEq)]
pub struct SignatureFound {
    /// The field's name.
    pub field: String,
    /// Whose certificate; empty where it names none.
    pub signer: String,
    /// Who gave the certificate.
    pub issuer: String,
    /// When: by the time stamp, else as the signature says itself.
    pub time: Option<DateTime<FixedOffset>>,
    /// The time is vouched for by a service the office trusts.
    pub time_stamped: bool,
    /// Who vouches for the time, trusted or not.
    pub time_authority: Option<String>,
    /// Why, as the signature says itself.
    pub reason: String,
    /// What it covers is as it was signed.
    pub intact: bool,
    /// It is made with an algorithm that is not known here or proves nothing any more.
    pub unknown_algorithm: bool,
    /// How much it covers.
    pub covers: Covers,
    /// What happened to the file since.
    pub changes: Changes,
    /// What its certificate rests on.
    pub standing: Standing,
    /// Its certificate holds from and until.
    pub holds: Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)>,
}

/// All that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// In the order they were given.
    pub signatures: Vec<SignatureFound>,
}

impl Verification {
    /// What is to be said of all signatures together.
    pub fn verdict(&self) -> Verdict {
        let all = &self.signatures;
        match () {
            () if all.is_empty() => Verdict::Unsigned,
            () if all.iter().any(SignatureFound::is_broken) => Verdict::Changed,
            () if all.iter().all(|one| one.standing == Standing::Trusted && one.intact) => {
                Verdict::Valid
            }
            () => Verdict::Untrusted,
        }
    }

    /// The verdict in one sentence.
    pub fn sentence(&self) -> &'static str {
        match self.verdict() {
            Verdict::Valid => "签名有效：签名人可信，文件签名后没有改动。",
            Verdict::Changed => "签名无效：文件在签名之后被改动过，请向签名单位要原来的文件。",
            Verdict::Untrusted => {
                "签名没有被改动，但不能确认签名人，请看下面的说明；确实可信的，请把发证机构的根证书放进信任的证书里。"
            }
            Verdict::Unsigned => "这份 PDF 没有电子签名。",
        }
    }
}

impl SignatureFound {
    fn is_broken(&self) -> bool {
        (!self.intact && !self.unknown_algorithm) || self.changes == Changes::Other
    }

    /// What is to be said of it, in one sentence.
    pub fn sentence(&self) -> String {
        let when = match (self.time, self.time_stamped) {
            (Some(at), true) => format!("于{}签名（有时间戳）", clock::in_words(at)),
            (Some(at), false) => format!("于{}签名（签名人电脑的时间）", clock::in_words(at)),
            (None, _) => "签名，没有写明时间".to_owned(),
        };
        let what = match (self.intact, self.unknown_algorithm, self.changes) {
            (_, true, _) => "用的是不安全或者不认识的算法，不能核对",
            (false, ..) => "但签名盖住的内容与签名时不一样",
            (true, _, Changes::Other) => "但签名之后文件又被改动过",
            (true, _, Changes::FormFilling) => "签名之后只加了别的签名，没有改动",
            (true, _, Changes::None) => "签名之后文件没有改动",
        };
        match self.signer.as_str() {
            "" => format!("有一处签名里没有签名人的证书，不能确认是谁签的，{what}。"),
            name => format!("“{name}”{when}，{what}；{}。", self.on_certificate()),
        }
    }

    fn on_certificate(&self) -> String {
        let issuer = &self.issuer;
        let date = |at: DateTime<FixedOffset>| at.format("%Y-%m-%d").to_string();
        match (self.standing, self.holds) {
            (Standing::Trusted, _) => format!("证书由“{issuer}”签发，可信"),
            (Standing::Revoked, _) => format!("证书由“{issuer}”签发，已被吊销"),
            (Standing::Expired, Some((from, until))) => format!(
                "证书由“{issuer}”签发，有效期从{}到{}，有效期以外的签名不能确认",
                date(from),
                date(until)
            ),
            (Standing::Unknown | Standing::Expired, _) => {
                format!("证书由“{issuer}”签发，不在信任的证书之内")
            }
        }
    }
}
