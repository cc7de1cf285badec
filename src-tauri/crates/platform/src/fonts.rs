//! Where the fonts of the page come from: those installed on the computer, and those shipped with
//! the program in a folder `fonts` beside it.
//!
//! Font files are mapped into memory, never copied: a page needs some hundred kilobytes of the
//! fifty megabytes they are.

use gongkai_layout::{BadFont, Font, FontBytes, FontRole, FontSet};
use memmap2::Mmap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The variable that names another folder of shipped fonts.
pub const FOLDER_VARIABLE: &str = "GONGKAI_FONTS";

/// Which fonts to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// The official fonts where they are installed, shipped ones for the others.
    #[default]
    System,
    /// The shipped ones only: the same pages on every computer.
    Bundled,
}

/// Why there are no fonts to set a page with.
#[derive(Debug, thiserror::Error)]
pub enum FontsMissing {
    #[error(
        "没有找到随程序提供的字体文件夹 fonts，请重新安装本程序，或安装仿宋、楷体、黑体、宋体和小标宋字体。"
    )]
    /// There is no folder of shipped fonts, and a role has no installed one.
    NoFolder,
    /// The shipped font of a role is no font that may be embedded.
    #[error("随程序提供的{label}字体不能使用：{why}")]
    Unusable {
        /// Of the role: `仿宋`.
        label: &'static str,
        /// What is wrong with the file.
        why: BadFont,
    },
    /// The folder of shipped fonts has none for a role.
    #[error("随程序提供的字体缺少{label}，请重新安装本程序。")]
    Absent {
        /// Of the role: `仿宋`.
        label: &'static str,
    },
}

/// A family by any of its names, and whether it only stands in for the official one.
type Family = (&'static str, bool);

const XIAO_BIAO_SONG: &[Family] = &[
    ("方正小标宋简体", false),
    ("FZXiaoBiaoSong-B05S", false),
    ("FZXiaoBiaoSong-B05", false),
    ("方正小标宋_GBK", false),
    ("华文中宋", true),
    ("STZhongsong", true),
];
const FANG_SONG: &[Family] = &[
    ("仿宋_GB2312", false),
    ("FangSong_GB2312", false),
    ("仿宋", false),
    ("FangSong", false),
    ("方正仿宋_GBK", false),
    ("华文仿宋", true),
    ("STFangsong", true),
];
const KAI_TI: &[Family] = &[
    ("楷体_GB2312", false),
    ("KaiTi_GB2312", false),
    ("楷体", false),
    ("KaiTi", false),
    ("方正楷体_GBK", false),
    ("华文楷体", true),
    ("STKaiti", true),
];
const HEI_TI: &[Family] = &[
    ("黑体", false),
    ("SimHei", false),
    ("方正黑体_GBK", false),
    ("华文黑体", true),
    ("STHeiti", true),
];
const SONG_TI: &[Family] = &[("宋体", false), ("SimSun", false), ("方正书宋_GBK", false)];
/// Large families, for characters the fonts above do not have.
const RARE: &[&str] =
    &["宋体-ExtB", "SimSun-ExtB", "Noto Serif CJK SC", "Noto Serif SC", "Noto Sans CJK SC"];

fn families(role: FontRole) -> &'static [Family] {
    match role {
        FontRole::XiaoBiaoSong => XIAO_BIAO_SONG,
        FontRole::FangSong => FANG_SONG,
        FontRole::KaiTi => KAI_TI,
        FontRole::HeiTi => HEI_TI,
        FontRole::SongTi => SONG_TI,
    }
}

fn file_name(role: FontRole) -> &'static str {
    match role {
        FontRole::XiaoBiaoSong => "xiaobiaosong",
        FontRole::FangSong => "fangsong",
        FontRole::KaiTi => "kaiti",
        FontRole::HeiTi => "heiti",
        FontRole::SongTi => "songti",
    }
}

/// The fonts to set pages with. What is installed is looked up once while the program runs.
///
/// # Errors
/// When a role has neither an installed nor a shipped font that may be embedded.
pub fn find(choice: Choice) -> Result<FontSet, FontsMissing> {
    static INSTALLED: OnceLock<Vec<(Option<FontRole>, Font)>> = OnceLock::new();
    let folder = shipped_folder();
    match choice {
        Choice::Bundled => assemble(&[], folder.as_deref()),
        Choice::System => assemble(INSTALLED.get_or_init(installed), folder.as_deref()),
    }
}

/// One font for each role: an installed official one, else the shipped one, else an installed one
/// that is near it.
fn assemble(
    installed: &[(Option<FontRole>, Font)],
    folder: Option<&Path>,
) -> Result<FontSet, FontsMissing> {
    let choose = |role: FontRole| {
        let own = || installed.iter().filter(|(r, _)| *r == Some(role)).map(|(_, font)| font);
        if let Some(official) = own().find(|font| !font.is_substitute()) {
            return Ok(official.clone());
        }
        match shipped(role, folder) {
            Ok(font) => Ok(font),
            Err(missing) => own().next().cloned().ok_or(missing),
        }
    };
    let [title, fang, kai, hei, song] = FontRole::ALL;
    let roles = [choose(title)?, choose(fang)?, choose(kai)?, choose(hei)?, choose(song)?];
    let rare = installed.iter().filter(|(role, _)| role.is_none()).map(|(_, font)| font.clone());
    // An official 宋体 lacks rare characters that the shipped one has.
    let [.., song] = &roles;
    let larger = (!song.is_substitute()).then(|| shipped(FontRole::SongTi, folder).ok()).flatten();
    Ok(FontSet::new(roles, larger.into_iter().chain(rare).collect()))
}

fn installed() -> Vec<(Option<FontRole>, Font)> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let load = |family: &str, substitute: bool| {
        let query =
            fontdb::Query { families: &[fontdb::Family::Name(family)], ..Default::default() };
        let face = database.face(database.query(&query)?)?;
        let path = match &face.source {
            fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => path,
            fontdb::Source::Binary(_) => return None,
        };
        Font::new(map(path)?, face.index, substitute).ok()
    };
    let mut fonts = Vec::new();
    for role in FontRole::ALL {
        let families = families(role).iter();
        fonts.extend(families.filter_map(|(name, near)| Some((Some(role), load(name, *near)?))));
    }
    fonts.extend(RARE.iter().filter_map(|name| Some((None, load(name, true)?))));
    fonts
}

fn shipped(role: FontRole, folder: Option<&Path>) -> Result<Font, FontsMissing> {
    let folder = folder.ok_or(FontsMissing::NoFolder)?;
    let label = role.label();
    let path = ["otf", "ttf", "ttc"]
        .iter()
        .map(|ending| folder.join(format!("{}.{ending}", file_name(role))))
        .find(|path| path.is_file())
        .ok_or(FontsMissing::Absent { label })?;
    // In the collections of Noto the third face has the forms of simplified Chinese.
    let index = if path.extension().is_some_and(|ending| ending == "ttc") { 2 } else { 0 };
    let unusable = |why| FontsMissing::Unusable { label, why };
    let bytes = map(&path).ok_or(unusable(BadFont::Damaged))?;
    Font::new(bytes, index, true).map_err(unusable)
}

#[expect(unsafe_code, reason = "a font of 20 MB is mapped, not read")]
fn map(path: &Path) -> Option<FontBytes> {
    let file = File::open(path).ok()?;
    // SAFETY: the mapping is read-only. Were the file cut short by another program meanwhile, the
    // system would end this one; font files are replaced on installation only.
    let mapping = unsafe { Mmap::map(&file) }.ok()?;
    Some(Arc::new(mapping))
}

/// The folder of shipped fonts: what the variable says, else `fonts` beside the program, else that
/// of the repository the program or the current folder lies in.
fn shipped_folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent);
    let current = std::env::current_dir().ok();
    let starts = [beside, current.as_deref()];
    starts
        .iter()
        .flatten()
        .flat_map(|start| start.ancestors())
        .map(|folder| folder.join("fonts"))
        .find(|folder| has_shipped_font(folder))
}

fn has_shipped_font(folder: &Path) -> bool {
    ["otf", "ttf", "ttc"]
        .iter()
        .any(|ending| folder.join(format!("{}.{ending}", file_name(FontRole::FangSong))).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_fonts_fill_every_role() {
        let fonts = find(Choice::Bundled).expect("run `cargo xtask fonts`");
        let told: Vec<_> = fonts.substitutions().into_iter().map(|s| s.role).collect();
        assert_eq!(told, FontRole::ALL);
    }

    #[test]
    fn an_installed_official_font_comes_before_a_shipped_one() {
        let folder = shipped_folder().expect("run `cargo xtask fonts`");
        let bytes = map(&folder.join("kaiti.otf")).unwrap();
        let own = Font::new(bytes, 0, false).unwrap();
        let fonts = assemble(&[(Some(FontRole::KaiTi), own)], Some(&folder)).unwrap();
        let told: Vec<_> = fonts.substitutions().into_iter().map(|s| s.role).collect();
        assert!(!told.contains(&FontRole::KaiTi) && told.len() == 4, "{told:?}");
    }

    #[test]
    fn a_missing_folder_and_a_damaged_font_are_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(assemble(&[], None), Err(FontsMissing::NoFolder)));
        assert!(matches!(assemble(&[], Some(folder.path())), Err(FontsMissing::Absent { .. })));
        for bytes in [&b""[..], b"no font"] {
            std::fs::write(folder.path().join("xiaobiaosong.otf"), bytes).unwrap();
            let refused = assemble(&[], Some(folder.path())).unwrap_err();
            assert!(matches!(refused, FontsMissing::Unusable { .. }), "{refused}");
        }
    }
}
