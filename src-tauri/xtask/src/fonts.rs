//! `cargo xtask fonts`: takes the free fonts that stand in for the official ones from packages into
//! the folder `fonts/`, with their licences. The folder is not committed; an installer takes it up
//! as it is.
//!
//! Nothing is installed: packages are downloaded and unpacked into `target/`, so no rights are
//! needed but those of `apt-get download`. **Deliberately absent**: the fonts of an office PC
//! (方正小标宋, 仿宋_GB2312 …), which may not be shipped.

use crate::command::{output as run, say};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A font of the page, and where it may be taken from, best first.
struct Role {
    /// File name in `fonts/` without its ending.
    name: &'static str,
    sources: &'static [Source],
}

struct Source {
    package: Package,
    /// Inside the unpacked package.
    file: &'static str,
    /// Inside the unpacked package, and the name it gets in `fonts/`.
    licence: (&'static str, &'static str),
    /// How it is prepared; none: taken as it is.
    prepared: Option<Prepared>,
}

/// A font whose outlines share pieces (subroutines) with thousands of others and carry instructions
/// for coarse screens. Written out and without them it packs into a fifth less, and a page's glyphs
/// can be copied from it as they are.
#[derive(Clone, Copy)]
struct Prepared {
    /// The face taken out of a collection.
    face: u32,
    /// The characters kept.
    characters: &'static str,
}

#[derive(Clone, Copy)]
enum Package {
    Debian(&'static str),
    /// Name and version on PyPI.
    Wheel(&'static str, &'static str),
}

const NOTO: Package = Package::Debian("fonts-noto-cjk");
const NOTO_LICENCE: (&str, &str) =
    ("usr/share/doc/fonts-noto-cjk/copyright", "LICENSE-Noto-CJK.txt");
const TEXLIVE: Package = Package::Debian("texlive-lang-chinese");
const FANDOL_LICENCE: (&str, &str) =
    ("usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz", "LICENSE-Fandol.txt");
const WHEEL: Package = Package::Wheel("pylopdf-fonts-zh-cn", "0.1.1");
const WHEEL_LICENCE: (&str, &str) =
    ("pylopdf_fonts_zh_cn-0.1.1.dist-info/licenses/LICENSE", "LICENSE-Noto-SC.txt");

/// Face of the simplified Chinese forms in the collections of Noto CJK.
const SIMPLIFIED: u32 = 2;
/// What is kept of a font of six languages: Latin, punctuation, symbols, and all Chinese characters.
const BLOCKS: &str = "U+20-7E,U+A0-FF,U+2010-205E,U+20A0-20BF,U+2103,U+2116,U+2150-218F,\
U+2190-2199,U+2200-22FF,U+2460-24FF,U+2500-257F,U+25A0-25FF,U+3000-303F,U+3105-312F,U+3220-32FF,\
U+3400-4DBF,U+4E00-9FFF,U+F900-FAFF,U+FE30-FE4F,U+FF00-FFEF,U+20000-323AF";

const fn noto(file: &'static str) -> Source {
    let prepared = Some(Prepared { face: SIMPLIFIED, characters: BLOCKS });
    Source { package: NOTO, file, licence: NOTO_LICENCE, prepared }
}

const fn fandol(file: &'static str) -> Source {
    Source { package: TEXLIVE, file, licence: FANDOL_LICENCE, prepared: None }
}

const fn wheel(file: &'static str) -> Source {
    let prepared = Some(Prepared { face: 0, characters: "*" });
    Source { package: WHEEL, file, licence: WHEEL_LICENCE, prepared }
}

const ROLES: [Role; 5] = [
    Role {
        name: "xiaobiaosong",
        sources: &[
            noto("usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"),
            fandol("usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolSong-Bold.otf"),
        ],
    },
    Role {
        name: "fangsong",
        sources: &[
            fandol(
                "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
            ),
            wheel("pylopdf_fonts_zh_cn/NotoSerifSC-Regular.otf"),
        ],
    },
    Role {
        name: "kaiti",
        sources: &[
            fandol(
                "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolKai-Regular.otf",
            ),
            Source {
                package: Package::Debian("fonts-lxgw-wenkai"),
                file: "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
                licence: ("usr/share/doc/fonts-lxgw-wenkai/copyright", "LICENSE-LXGW-WenKai.txt"),
                prepared: None,
            },
        ],
    },
    Role {
        name: "heiti",
        sources: &[
            wheel("pylopdf_fonts_zh_cn/NotoSansSC-Regular.otf"),
            noto("usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
        ],
    },
    Role {
        name: "songti",
        sources: &[
            wheel("pylopdf_fonts_zh_cn/NotoSerifSC-Regular.otf"),
            noto("usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
        ],
    },
];

/// Fills `fonts/` in the repository. Does nothing where all five fonts are there already.
///
/// # Errors
/// When a font is in none of its packages, or packages can't be downloaded: a sentence for the
/// terminal.
pub fn fetch() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let fonts = root.join("fonts");
    let missing: Vec<&Role> = ROLES.iter().filter(|r| present(&fonts, r.name).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let work = root.join("target/fonts");
    fs::create_dir_all(&fonts).map_err(|e| format!("{}: {e}", fonts.display()))?;
    for role in missing {
        say(&format!("fonts: {}", role.name));
        let mut why = Vec::new();
        let taken =
            role.sources.iter().any(|source| match take(source, role.name, &fonts, &work) {
                Ok(()) => true,
                Err(error) => {
                    why.push(error);
                    false
                }
            });
        if !taken {
            return Err(format!("no package gives the font {}: {}", role.name, why.join("; ")));
        }
    }
    fs::remove_dir_all(&work).map_err(|e| format!("{}: {e}", work.display()))
}

fn present(fonts: &Path, name: &str) -> Option<PathBuf> {
    ["otf", "ttf", "ttc"]
        .iter()
        .map(|ending| fonts.join(format!("{name}.{ending}")))
        .find(|path| path.is_file())
}

fn take(source: &Source, name: &str, fonts: &Path, work: &Path) -> Result<(), String> {
    let unpacked = unpack(source.package, work)?;
    let file = unpacked.join(source.file);
    let licence = unpacked.join(source.licence.0);
    if !file.is_file() || !licence.is_file() {
        return Err(format!("the package has no {}", source.file));
    }
    let licence_target = fonts.join(source.licence.1);
    if licence.extension().is_some_and(|ending| ending == "gz") {
        let text = run(Command::new("gzip").arg("-dc").arg(&licence))?;
        fs::write(&licence_target, text).map_err(|e| e.to_string())?;
    } else {
        fs::copy(&licence, &licence_target).map_err(|e| e.to_string())?;
    }
    // A font appears whole or not at all: an interrupted copy would count as present for ever.
    let part = work.join(format!("{name}.part"));
    let ending = match source.prepared {
        Some(prepared) if prepare(&file, prepared, &part, work).is_ok() => "otf",
        _ => {
            fs::copy(&file, &part).map_err(|e| e.to_string())?;
            Path::new(source.file).extension().and_then(|e| e.to_str()).unwrap_or("otf")
        }
    };
    fs::rename(&part, fonts.join(format!("{name}.{ending}"))).map_err(|e| e.to_string())
}

/// The folder a package is unpacked in.
fn unpack(package: Package, work: &Path) -> Result<PathBuf, String> {
    let (name, ending) = match package {
        Package::Debian(name) => (name, "deb"),
        Package::Wheel(name, _) => (name, "whl"),
    };
    let folder = work.join(name);
    let unpacked = folder.join("unpacked");
    if unpacked.is_dir() {
        return Ok(unpacked);
    }
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    match package {
        Package::Debian(name) => {
            let download =
                || run(Command::new("apt-get").args(["download", name]).current_dir(&folder));
            if download().is_err() {
                // A bare system has no package lists yet.
                update_lists()?;
                download()?;
            }
        }
        Package::Wheel(name, version) => {
            let wanted = format!("{name}=={version}");
            run(pip(work)?.args(["download", "-q", "--no-deps", &wanted]).current_dir(&folder))?;
        }
    }
    let archive = fs::read_dir(&folder)
        .map_err(|e| e.to_string())?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|e| e == ending))
        .ok_or_else(|| format!("{name} was not downloaded"))?;
    let part = folder.join("part");
    match package {
        Package::Debian(_) => run(Command::new("dpkg-deb").arg("-x").arg(&archive).arg(&part))?,
        Package::Wheel(..) => {
            run(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(&archive).arg(&part))?
        }
    };
    fs::remove_file(&archive).map_err(|e| e.to_string())?;
    fs::rename(&part, &unpacked).map_err(|e| e.to_string())?;
    Ok(unpacked)
}

/// `apt-get update`, through `sudo` where that works without a question.
fn update_lists() -> Result<(), String> {
    run(Command::new("apt-get").args(["-qq", "update"]))
        .or_else(|_| run(Command::new("sudo").args(["-n", "apt-get", "-qq", "update"])))
        .map(|_| ())
}

/// pip, out of Debian's own package where the system has Python without it.
fn pip(work: &Path) -> Result<Command, String> {
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip"]);
    if run(Command::new("python3").args(["-m", "pip", "--version"])).is_err() {
        let unpacked = unpack(Package::Debian("python3-pip"), work)?;
        pip.env("PYTHONPATH", unpacked.join("usr/lib/python3/dist-packages"));
    }
    Ok(pip)
}

fn prepare(font: &Path, how: Prepared, target: &Path, work: &Path) -> Result<(), String> {
    let tools = work.join("fonttools");
    if !tools.is_dir() {
        run(pip(work)?
            .args(["install", "-q", "--no-deps", "fonttools==4.60.1", "--target"])
            .arg(&tools))?;
    }
    run(Command::new("python3")
        .env("PYTHONPATH", &tools)
        .args(["-m", "fontTools.subset"])
        .arg(font)
        .arg(format!("--font-number={}", how.face))
        .arg(format!("--unicodes={}", how.characters))
        .args(["--layout-features=", "--name-IDs=*", "--notdef-outline"])
        .args(["--no-hinting", "--desubroutinize"])
        .arg(format!("--output-file={}", target.display())))?;
    Ok(())
}
