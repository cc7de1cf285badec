//! Why nothing was signed. The sentences are shown as they are.

use thiserror::Error;

/// Why nothing was signed. Its sentence is shown as it is; the file is as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotSigned {
    /// The key could not be used: password, token, certificate.
    #[error(transparent)]
    Key(#[from] KeyRefused),
    /// It has no place to sign.
    #[error("没有签名：这份 PDF 里没有签名的位置，请用本程序导出的年报 PDF 签名。")]
    NotOurs,
    /// There is no line for the person in charge.
    #[error(
        "没有签名：这份 PDF 里没有单位负责人签字的位置，请在导出时选上“单位负责人签字”一行，再签名。"
    )]
    NoLine,
    /// It has been signed there.
    #[error(
        "没有签名：这份 PDF 的这个位置已经签过名，不能再签；需要重签时，请重新导出 PDF 再签名。"
    )]
    Signed,
    /// What was signed there before has been changed since.
    #[error("没有签名：这份 PDF 在上一次签名之后被改动过，请用没有改动的文件签名。")]
    Changed,
    /// It can't be read.
    #[error("没有签名：这个文件不是完好的 PDF，请重新导出后再签名。")]
    Damaged,
    /// It is locked with a password.
    #[error("没有签名：这份 PDF 设了密码，请用没有密码的 PDF 签名。")]
    Locked,
    /// The seal's picture can't be used.
    #[error(transparent)]
    Picture(#[from] BadPicture),
    /// No time stamp was to be had.
    #[error("没有签名：没有取到时间戳（{0}）；请检查时间戳服务的地址和网络，或者不加时间戳再签。")]
    TimeStamp(String),
    /// The signature did not read back good.
    #[error(
        "没有签名：签好的文件没有通过核对；原文件没有改动，请再试一次，仍不成功请把日志发给维护人员。"
    )]
    Different,
}

/// Why a key was of no use.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyRefused {
    /// The password of a file of keys does not open it.
    #[error("没有签名：证书文件的密码不对，请核对后再输一次。")]
    Password,
    /// The file is no file of keys.
    #[error("没有签名：这个文件不是完好的证书文件（.p12 或 .pfx），请重新选择。")]
    NotAFile,
    /// The file holds no private key with its certificate.
    #[error("没有签名：证书文件里没有成对的私钥和证书，请向发证机构要带私钥的 .p12 或 .pfx 文件。")]
    NoKey,
    /// Neither RSA, P-256 nor SM2.
    #[error("没有签名：证书的密钥种类不是 RSA、P-256 或国密 SM2，本程序不能用它签名。")]
    Kind,
    /// The certificate is for something else.
    #[error("没有签名：“{0}”的证书不是用来签名的，请选择签名证书。")]
    Usage(String),
    /// The certificate has run out.
    #[error("没有签名：“{name}”的证书已于{date}到期，请换用有效的证书。")]
    Expired {
        /// Whose.
        name: String,
        /// Its last day.
        date: String,
    },
    /// The certificate does not hold yet.
    #[error("没有签名：“{name}”的证书从{date}起才有效，请换用有效的证书，或核对电脑的日期。")]
    NotYet {
        /// Whose.
        name: String,
        /// Its first day.
        date: String,
    },
    /// The library of a token can't be loaded.
    #[error(
        "没有签名：密钥的驱动库不能用（{0}）；请安装随密钥提供的 64 位驱动，再选择其中的 PKCS#11 库。"
    )]
    Library(String),
    /// The library is of a 32-bit program.
    #[error(
        "没有签名：选的驱动库是 32 位的，本程序只能用 64 位的；请向密钥厂家要 64 位的 PKCS#11 库。"
    )]
    Library32,
    /// No such token is plugged in.
    #[error("没有签名：没有找到密钥{wanted}，请插好密钥再试{there}。")]
    NoToken {
        /// The one asked for, in quotation marks, or empty.
        wanted: String,
        /// What is there.
        there: String,
    },
    /// Several are plugged in, and none was named.
    #[error("没有签名：插着不止一把密钥（{0}），请指明用哪一把。")]
    SeveralTokens(String),
    /// The PIN is wrong; what the token says of the tries left.
    #[error("没有签名：密钥的 PIN 不对；{0}")]
    Pin(&'static str),
    /// One try is left, and it is not risked.
    #[error(
        "没有签名：密钥的 PIN 已经输错过，只剩最后一次机会，本程序不再试；请先用密钥自带的工具核对 PIN。"
    )]
    LastTry,
    /// The token is locked.
    #[error("没有签名：密钥已经锁定，请联系发放密钥的机构解锁。")]
    PinLocked,
    /// The token can only make signatures with SHA-1.
    #[error("没有签名：这把密钥只会做已不安全的 SHA-1 签名，请换用支持 SHA-256 的密钥。")]
    Sha1Only,
    /// It was pulled out, or refused to sign.
    #[error("没有签名：密钥没有完成签名（{0}）；请插好密钥再试一次。")]
    Token(String),
    /// The system's certificate store has no such certificate with a key.
    #[error("没有签名：本机的证书里没有“{0}”的签名证书；请插好密钥，或在证书管理中确认名称。")]
    NotInStore(String),
    /// There is no certificate store on this system.
    #[error("没有签名：只有 Windows 有系统的证书库，请改用证书文件或密钥。")]
    NoStore,
}

/// Why a picture is no seal.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadPicture {
    /// It can't be read.
    #[error("没有签名：印章图片不是完好的 PNG 图片，请换一张。")]
    NotPng,
    /// It would hide the text.
    #[error("没有签名：印章图片没有透明的背景，盖上去会遮住文字；请换成背景透明的 PNG 图片。")]
    Opaque,
    /// The report has no place for it.
    #[error(
        "没有签名：这份年报没有署名和成文日期，印章没有地方盖；请补上署名和日期、重新导出 PDF，或者不用印章图片。"
    )]
    NoPlace,
    /// It is larger than any seal.
    #[error("没有签名：印章图片的尺寸不对，宽和高应在 {0} 毫米到 {1} 毫米之间。")]
    Size(u32, u32),
    /// It has more dots than any seal needs.
    #[error("没有签名：印章图片太大，宽和高都不要超过 {0} 点。")]
    TooFine(u32),
}
