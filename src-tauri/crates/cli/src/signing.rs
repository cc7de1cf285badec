//! `sign`: a PDF of a report signed.

use crate::failure::{DONE, Failure, unreadable, unsigned};
use crate::files::{font_set, free, save};
use crate::options::{Field, Fonts, SignOptions};
use gongkai_app::signing::{KeyPlace, SealFile, SignOrder, sign_pdf};
use gongkai_layout::Signer;
use gongkai_platform::files;
use std::io::IsTerminal;
use zeroize::{Zeroize, Zeroizing};

pub fn sign(options: &SignOptions) -> Result<u8, Failure> {
    let pdf = files::read(&options.file).map_err(unreadable)?;
    free(&options.out.out, options.out.force)?;
    let key = key(options)?;
    let order = SignOrder {
        signer: match options.field {
            Field::Organ => Signer::Organ,
            Field::Person => Signer::Person,
        },
        reason: options.reason.clone(),
        seal: options.seal.clone().map(|path| SealFile { path, width: options.seal_mm }),
        time_stamps: options.time_stamp.clone(),
        key,
    };
    let password = password(options, &order.key)?;
    let signed = sign_pdf(&pdf, &order, &password, &font_set(Fonts::System)?).map_err(unsigned)?;
    save(&options.out, &signed.bytes)?;
    signed.note.iter().for_each(|note| eprintln!("{note}"));
    Ok(DONE)
}

fn key(options: &SignOptions) -> Result<KeyPlace, Failure> {
    match (&options.p12, &options.pkcs11, &options.store) {
        (Some(file), None, None) => Ok(KeyPlace::File(file.clone())),
        (None, Some(library), None) => {
            Ok(KeyPlace::Token { library: library.clone(), name: options.token.clone() })
        }
        (None, None, Some(name)) => Ok(KeyPlace::Store(name.clone())),
        _ => Err(unreadable("请用 --p12、--pkcs11、--store 中的一个指明用哪里的证书签名。")),
    }
}

/// Asked for without being shown, or the first line of standard input. Windows asks for that of its
/// own store.
fn password(options: &SignOptions, key: &KeyPlace) -> Result<Zeroizing<String>, Failure> {
    if matches!(key, KeyPlace::Store(_)) {
        return Ok(Zeroizing::default());
    }
    let asked = match (options.password_stdin, key) {
        (true, _) => {
            let mut line = Zeroizing::new(String::new());
            std::io::stdin().read_line(&mut line).map(|_| line)
        }
        (false, _) if !std::io::stdin().is_terminal() => {
            return Err(unreadable(
                "没有地方输入密码，请加上 --password-stdin，从标准输入给出密码。",
            ));
        }
        (false, KeyPlace::Token { .. }) => {
            rpassword::prompt_password("密钥的 PIN：").map(Zeroizing::new)
        }
        (false, _) => rpassword::prompt_password("证书文件的密码：").map(Zeroizing::new),
    };
    let mut password =
        asked.map_err(|_| unreadable("密码没有读到，请再试一次；密码要用 UTF-8 编码。"))?;
    let line = Zeroizing::new(password.trim_end_matches(['\r', '\n']).to_owned());
    password.zeroize();
    Ok(line)
}
