//! Paths as the user types them, and names of files.

use crate::failure::Failure;
use gongkai_platform::files;
use std::path::PathBuf;

/// Where a path is typed beside a button 选择….
pub(crate) const TYPED_OR_CHOSEN: &str = "请填完整路径，或点“选择…”。";
/// Where a path is proposed beside a button 更改….
pub(crate) const PROPOSED: &str = "请填文件的完整路径，或点“更改…”选择位置。";

/// A path as the user has typed it; `refusal` says what to do where it is not whole.
///
/// # Errors
/// The refusal.
pub(crate) fn whole_path(typed: &str, refusal: &str) -> Result<PathBuf, Failure> {
    let path = PathBuf::from(typed.trim());
    match path.is_absolute() {
        true => Ok(path),
        false => Err(Failure::refused(refusal)),
    }
}

/// A proposed path, with this ending whether it was typed or not.
pub(crate) fn path_with_ending(typed: &str, ending: &str) -> Result<PathBuf, Failure> {
    let mut path = whole_path(typed, PROPOSED)?;
    if !path.extension().is_some_and(|held| held.eq_ignore_ascii_case(ending)) {
        path.as_mut_os_string().push(format!(".{ending}"));
    }
    Ok(path)
}

/// A title as the name of a PDF on any system.
pub fn pdf_name(title: &str) -> String {
    let name = files::possible_name(title).chars().take(100).collect::<String>();
    let name = name.trim().trim_end_matches('.');
    if name.is_empty() { "年报.pdf".to_owned() } else { format!("{name}.pdf") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name_of_any_system() {
        assert_eq!(pdf_name("青铜镇人民政府2026年年报"), "青铜镇人民政府2026年年报.pdf");
        assert_eq!(pdf_name("甲/乙:丙?\n"), "甲乙丙.pdf");
        assert_eq!(pdf_name(" .. "), "年报.pdf");
        assert_eq!(pdf_name("../../etc/x"), "....etcx.pdf");
    }
}
