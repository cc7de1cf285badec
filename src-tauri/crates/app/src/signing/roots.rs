//! The certificates an office trusts, as files of a folder.

use crate::failure::Failure;
use gongkai_platform::files;
use gongkai_sign::Roots;
use std::path::Path;

/// Endings of files of certificates and of lists of revoked ones.
const ENDINGS: [&str; 7] = ["cer", "crt", "pem", "der", "p7b", "p7c", "crl"];
/// Most files of a folder taken in.
const MOST: usize = 2000;

/// Takes in the trusted certificates of a folder, and lists of revoked ones beside them.
///
/// # Errors
/// When the folder or a file of it can't be read, or a file with such an ending holds none.
pub fn trusted(folder: &Path) -> Result<Roots, Failure> {
    let endings: Vec<String> = ENDINGS.iter().map(|ending| (*ending).to_owned()).collect();
    let entries = std::fs::read_dir(folder).map_err(|error| {
        let sentence =
            format!("信任的证书没有读到：文件夹“{}”打不开，请重新选择。", folder.display());
        Failure { details: error.to_string(), ..Failure::refused(sentence) }
    })?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).take(MOST).collect();
    paths.sort();
    let mut roots = Roots::default();
    for path in paths {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if !ending.is_some_and(|ending| endings.contains(&ending)) {
            continue;
        }
        if !roots.add(&files::read(&path)?) {
            return Err(Failure::refused(format!(
                "信任的证书没有读到：“{}”里没有证书，请把它从文件夹里移走，或换成完好的证书。",
                path.display()
            )));
        }
    }
    Ok(roots)
}
