//! `cargo xtask fuzz [reader] [--minutes N]`: throws mutated files at a reader (libFuzzer, steered
//! by what the code runs through), at each in turn where none is named. A crash, a panic, more than
//! ten seconds or more than 512 MB for one file is a find: it is kept in `target/fuzz/found/`, and
//! the command fails.
//!
//! The seeds are in `src-tauri/crates/read/fuzz/seeds`; what is learnt on the way stays in
//! `target/fuzz/corpus`.

use crate::command::{cargo, output, program, root, run, target};
use crate::setup;
use std::fs;
use std::path::{Path, PathBuf};

/// The seeds of each reader, in a folder named as the reader is; a test of the readers holds the two
/// together.
const SEEDS: &str = "src-tauri/crates/read/fuzz/seeds";

/// Counters at every edge and at every comparison, as cargo-fuzz sets them.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

pub fn fuzz(reader: Option<&str>, minutes: &str) -> Result<(), String> {
    let minutes: u64 = minutes.parse().map_err(|_| format!("不是分钟数：{minutes}"))?;
    let mut readers = readers()?;
    if let Some(name) = reader {
        if !readers.iter().any(|known| known == name) {
            return Err(format!("没有这个读取器：{name}；有 {}", readers.join("、")));
        }
        readers.retain(|known| known == name);
    }
    let fuzzer = built()?;
    let found: Vec<String> =
        readers.into_iter().filter(|reader| one(&fuzzer, reader, minutes).is_err()).collect();
    if found.is_empty() {
        Ok(())
    } else {
        Err(format!("{} 有问题，文件在 target/fuzz/found/。", found.join("、")))
    }
}

fn readers() -> Result<Vec<String>, String> {
    let folder = root().join(SEEDS);
    let seeds = fs::read_dir(&folder).map_err(|e| format!("{}：{e}", folder.display()))?;
    let mut names: Vec<String> =
        seeds.flatten().map(|seeds| seeds.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

/// Builds the fuzzer; only what runs on the target is counted, not what builds it.
fn built() -> Result<PathBuf, String> {
    setup::packages(&["g++"])?;
    let version = output(program("rustc").arg("-vV"))?;
    let version = String::from_utf8_lossy(&version);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let mut build = cargo();
    build.args(["build", "--release", "--target", host]);
    build.arg("--manifest-path").arg(root().join("src-tauri/crates/read/fuzz/Cargo.toml"));
    build.arg("--target-dir").arg(target().join("fuzz")).env("RUSTFLAGS", COVERAGE);
    run(&mut build)?;
    Ok(target().join("fuzz").join(host).join("release/gongkai-fuzz"))
}

fn one(fuzzer: &Path, reader: &str, minutes: u64) -> Result<(), String> {
    let folder = |kind: &str| -> Result<PathBuf, String> {
        let folder = target().join("fuzz").join(kind).join(reader);
        fs::create_dir_all(&folder).map_err(|error| format!("{}：{error}", folder.display()))?;
        Ok(folder)
    };
    let (learnt, found) = (folder("corpus")?, folder("found")?);
    let seeds = root().join(SEEDS).join(reader);
    let mut fuzz = program(&fuzzer.to_string_lossy());
    fuzz.env("GONGKAI_FUZZ", reader).arg(&learnt).arg(seeds);
    fuzz.arg(format!("-max_total_time={}", minutes * 60));
    fuzz.arg(format!("-artifact_prefix={}/", found.display()));
    fuzz.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-use_value_profile=1"]);
    fuzz.args(["-print_final_stats=1", "-verbosity=1"]);
    run(&mut fuzz)
}
