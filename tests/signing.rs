//! `gongkai-cli sign` and `verify` as a script calls them, with keys made by OpenSSL and SoftHSM, and
//! what Poppler and qpdf say of the files.

#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const PASSWORD: &str = "密码一二三";
const PIN: &str = "246810";
const SOFT_TOKEN: &str = "/usr/lib/softhsm/libsofthsm2.so";

/// A folder with a report's PDF, a root, and keys of two kinds.
struct Office {
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Office { folder: tempfile::tempdir().unwrap() };
        let report = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../tests/reports/title_of_two_lines.txt");
        fs::copy(report, office.folder.path().join("年报.txt")).unwrap();
        let printed =
            office.cli(&["pdf", "年报.txt", "-o", "年报.pdf", "--seal-space", "--signature-line"]);
        assert!(printed.status.success());
        office.openssl(&[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
            "-utf8",
            "-subj",
            "/CN=青铜县根证书",
            "-days",
            "3650",
            "-addext",
            "keyUsage=critical,keyCertSign,cRLSign",
        ]);
        fs::create_dir(office.folder.path().join("信任")).unwrap();
        fs::copy(office.path("root.pem"), office.path("信任/root.pem")).unwrap();
        office
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, program: &str, arguments: &[&str], typed: &str) -> Output {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path());
        command.env("SOFTHSM2_CONF", self.path("softhsm.conf"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}"));
        // A program may end before it has read what was typed.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        child.wait_with_output().unwrap()
    }

    fn openssl(&self, arguments: &[&str]) {
        let output = self.run("openssl", arguments, "");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn cli(&self, arguments: &[&str]) -> Output {
        self.run(env!("CARGO_BIN_EXE_gongkai-cli"), arguments, &format!("{PASSWORD}\n"))
    }

    /// A key with a certificate of the root.
    fn key(&self, name: &str, kind: &[&str]) {
        let (key, request, certificate) =
            (format!("{name}.key"), format!("{name}.csr"), format!("{name}.pem"));
        self.openssl(&[&["genpkey"], kind, &["-out", &key]].concat());
        let subject = format!("/O=青铜县/CN=青铜投资促进局{name}");
        self.openssl(&["req", "-new", "-key", &key, "-utf8", "-subj", &subject, "-out", &request]);
        fs::write(self.path("ext"), "keyUsage=critical,digitalSignature,nonRepudiation\n").unwrap();
        self.openssl(&[
            "x509",
            "-req",
            "-in",
            &request,
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-days",
            "300",
            "-extfile",
            "ext",
            "-out",
            &certificate,
        ]);
    }

    fn p12(&self, name: &str, more: &[&str]) -> String {
        let (key, certificate) = (format!("{name}.key"), format!("{name}.pem"));
        let (file, password) = (format!("{name}证书.p12"), format!("pass:{PASSWORD}"));
        let arguments = ["pkcs12", "-export", "-inkey", &key, "-in", &certificate, "-certfile"];
        let rest = ["root.pem", "-out", &file, "-passout", &password];
        self.openssl(&[&arguments[..], &rest, more].concat());
        file
    }

    fn sign(&self, from: &str, to: &str, more: &[&str]) -> Output {
        let arguments = ["sign", from, "-o", to, "--password-stdin"];
        self.cli(&[&arguments[..], more].concat())
    }

    fn verify(&self, file: &str, more: &[&str]) -> (i32, Value) {
        let output = self.cli(&[&["verify", file, "--json"], more].concat());
        let answer = serde_json::from_slice(&output.stdout);
        let answer =
            answer.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        (output.status.code().unwrap(), answer)
    }

    /// What Poppler says of each signature, and that qpdf has nothing to say.
    fn judged(&self, file: &str) -> String {
        let checked = self.run("qpdf", &["--check", file], "");
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        let said = self.run("pdfsig", &["-nocert", file], "");
        String::from_utf8(said.stdout).unwrap()
    }
}

const RSA: &[&str] = &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
const P_256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];

/// One Chinese sentence, nothing on standard output, and no file.
fn refused(output: &Output, exit: i32) -> String {
    let sentence = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(exit), "{sentence}");
    assert!(output.stdout.is_empty());
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    assert!(sentence.trim_end().ends_with('。'), "{sentence}");
    sentence
}

#[test]
fn keys_of_both_kinds_and_of_both_encryptions_sign_and_others_say_so() {
    let office = Office::new();
    for (kind, name) in [(RSA, "甲"), (P_256, "乙")] {
        office.key(name, kind);
        for more in [&[][..], &["-legacy"]] {
            let key = office.p12(name, more);
            assert!(
                office.sign("年报.pdf", "签.pdf", &["--p12", &key, "--force"]).status.success()
            );
            let said = office.judged("签.pdf");
            assert!(said.contains("Signature is Valid.") && said.contains("Total document signed"));
            assert!(said.contains(&format!("青铜投资促进局{name}")) && said.contains("SHA-256"));
            let (exit, answer) =
                office.verify("签.pdf", &["--roots", "信任", "--against", "年报.txt"]);
            assert_eq!((exit, &answer["verdict"]), (0, &"valid".into()), "{answer}");
            assert_eq!(answer["same_report"], true);
            let one = &answer["signatures"][0];
            assert_eq!((&one["field"], &one["covers"]), (&"organ".into(), &"whole".into()));
            assert_eq!((&one["chain"], &one["changes_since"]), (&"trusted".into(), &"none".into()));
        }
    }
    let key = office.p12("甲", &[]);
    let second = office.sign("签.pdf", "两.pdf", &["--p12", &key, "--field", "person"]);
    assert!(second.status.success());
    let said = office.judged("两.pdf");
    assert_eq!(said.matches("Signature is Valid.").count(), 2, "{said}");
    let (exit, answer) = office.verify("两.pdf", &["--roots", "信任"]);
    assert_eq!((exit, &answer["signatures"][0]["changes_since"]), (0, &"form_filling".into()));
    let again = office.sign("两.pdf", "三.pdf", &["--p12", &key]);
    assert!(refused(&again, 2).contains("已经签过名"));
    assert!(!office.path("三.pdf").exists());
}

#[test]
fn whatever_is_not_good_is_named_and_ends_with_one() {
    let office = Office::new();
    office.key("甲", P_256);
    let key = office.p12("甲", &[]);
    assert!(office.sign("年报.pdf", "签.pdf", &["--p12", &key]).status.success());
    let (exit, answer) = office.verify("签.pdf", &[]);
    assert_eq!((exit, &answer["verdict"]), (1, &"untrusted".into()));
    let (exit, answer) = office.verify("年报.pdf", &["--roots", "信任"]);
    assert_eq!((exit, &answer["verdict"]), (1, &"unsigned".into()));
    let signed = fs::read(office.path("签.pdf")).unwrap();
    let mut changed = signed.clone();
    changed[signed.len() / 3] ^= 1;
    fs::write(office.path("改.pdf"), changed).unwrap();
    fs::write(office.path("加.pdf"), [&signed, &b"\n%more\n"[..]].concat()).unwrap();
    for file in ["改.pdf", "加.pdf"] {
        let (exit, answer) = office.verify(file, &["--roots", "信任"]);
        assert_eq!((exit, &answer["verdict"]), (1, &"changed".into()), "{file}: {answer}");
    }
    let said = office.run("pdfsig", &["-nocert", "改.pdf"], "");
    assert!(String::from_utf8_lossy(&said.stdout).contains("Digest Mismatch"));
    let other = fs::read_to_string(office.path("年报.txt")).unwrap().replace("手机", "电脑");
    fs::write(office.path("另一份.txt"), other).unwrap();
    let (exit, answer) = office.verify("签.pdf", &["--roots", "信任", "--against", "另一份.txt"]);
    assert_eq!((exit, &answer["same_report"]), (1, &false.into()));
    assert_eq!(answer["verdict"], "valid", "the signature is good all the same");
    let output = office.cli(&["verify", "签.pdf", "--roots", "信任", "--against", "另一份.txt"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().count(), 3, "a verdict, a sentence each: {said}");
    assert!(said.lines().all(|line| line.ends_with('。')), "{said}");
}

#[test]
fn refusals_are_one_sentence_and_leave_no_file() {
    let office = Office::new();
    office.key("甲", P_256);
    let key = office.p12("甲", &[]);
    let wrong = office.run(
        env!("CARGO_BIN_EXE_gongkai-cli"),
        &["sign", "年报.pdf", "-o", "签.pdf", "--p12", &key, "--password-stdin"],
        "别的密码\n",
    );
    assert!(refused(&wrong, 4).contains("密码不对"));
    let refusals: [(&[&str], i32, &str); 7] = [
        (&["--p12", "年报.txt"], 4, "不是完好的证书文件"),
        (&["--p12", "没有.p12"], 2, "没有.p12"),
        (&["--store", "某证书"], 4, "Windows"),
        (&["--pkcs11", "年报.txt"], 4, "驱动库"),
        (&["--p12", &key, "--seal", "年报.txt"], 2, "PNG"),
        (&["--p12", &key, "--time-stamp", "http://127.0.0.1:9/"], 2, "时间戳"),
        (&["--p12", &key, "--time-stamp", "ftp://甲"], 2, "http://"),
    ];
    for (more, exit, names) in refusals {
        let sentence = refused(&office.sign("年报.pdf", "签.pdf", more), exit);
        assert!(sentence.contains(names), "{sentence}");
    }
    let not_ours = refused(&office.sign("年报.txt", "签.pdf", &["--p12", &key]), 2);
    assert!(not_ours.contains("不是完好的 PDF"));
    assert!(!office.path("签.pdf").exists());
}

#[test]
fn a_token_signs_with_its_pin_and_tells_of_wrong_ones() {
    let office = Office::new();
    office.key("丙", RSA);
    fs::create_dir(office.path("tokens")).unwrap();
    let settings = format!("directories.tokendir = {}\n", office.path("tokens").display());
    fs::write(office.path("softhsm.conf"), settings).unwrap();
    let done = |program, arguments: &[&str]| {
        let output = office.run(program, arguments, "");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let token =
        ["--init-token", "--free", "--label", "公章密钥", "--so-pin", "12345678", "--pin", PIN];
    done("softhsm2-util", &token);
    office.openssl(&["pkcs8", "-topk8", "-nocrypt", "-in", "丙.key", "-out", "丙.p8"]);
    office.openssl(&["x509", "-in", "丙.pem", "-outform", "DER", "-out", "丙.der"]);
    let import = ["--import", "丙.p8", "--token", "公章密钥", "--label", "key", "--id", "01"];
    done("softhsm2-util", &[&import[..], &["--pin", PIN]].concat());
    let write = ["--module", SOFT_TOKEN, "--login", "--pin", PIN, "--write-object", "丙.der"];
    done("pkcs11-tool", &[&write[..], &["--type", "cert", "--id", "01"]].concat());
    let sign = |pin: &str, more: &[&str]| {
        let arguments = ["sign", "年报.pdf", "-o", "签.pdf", "--password-stdin"];
        let library = ["--pkcs11", SOFT_TOKEN];
        let all = [&arguments[..], &library, more].concat();
        office.run(env!("CARGO_BIN_EXE_gongkai-cli"), &all, &format!("{pin}\n"))
    };
    assert!(refused(&sign("135791", &[]), 4).contains("PIN 不对"));
    assert!(refused(&sign(PIN, &["--token", "别的密钥"]), 4).contains("公章密钥"));
    assert!(!office.path("签.pdf").exists());
    assert!(sign(PIN, &["--token", "公章密钥"]).status.success());
    assert!(office.judged("签.pdf").contains("Signature is Valid."));
    assert_eq!(office.verify("签.pdf", &["--roots", "信任"]).0, 0);
}
