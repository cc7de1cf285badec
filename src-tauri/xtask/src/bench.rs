//! `cargo xtask bench [name]`: runs the benchmarks whose name holds `name`, and prints them as one
//! table.

use crate::command::{cargo, root, run, target};
use crate::setup;
use crate::workspace::{BUILD, release};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub fn bench(name: Option<&str>) -> Result<(), String> {
    let start = SystemTime::now();
    let mut command = cargo();
    command.args(["bench", "--bench", "*"]);
    for package in packages_with_benches()? {
        command.args(["--package", &package]);
    }
    command.arg("--").args(name);
    run(&mut command)?;

    let folder = target().join("criterion");
    let mut rows = Vec::new();
    measured(&folder, &folder, start, &mut rows);
    if rows.is_empty() {
        return Err(format!("没有名称含“{}”的基准测试。", name.unwrap_or_default()));
    }
    rows.sort();
    println!("\n{:<44}{:>12}", "基准", "中位数");
    for (name, nanoseconds) in rows {
        println!("{name:<44}{:>12}", shown(nanoseconds as f64));
    }
    Ok(())
}

/// The real window, built as it is shipped, against an empty one.
pub fn window() -> Result<(), String> {
    setup::prepared("bench", setup::to_test)?;
    setup::page()?;
    run(&mut release(&["--bin", "gongkai", "--bin", "gongkai-empty-window"]))?;
    let mut bench = cargo();
    bench.arg("test").args(BUILD).args(["--bench", "window"]);
    run(bench.env("GONGKAI_BUILT", target().join("release")))
}

fn packages_with_benches() -> Result<Vec<String>, String> {
    let mut packages = Vec::new();
    let crates =
        fs::read_dir(root().join("src-tauri/crates")).map_err(|error| error.to_string())?;
    for folder in crates.flatten().map(|entry| entry.path()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if folder.join("benches").is_dir() && folder.join("Cargo.toml").is_file() {
            packages.push(format!("gongkai-{name}"));
        }
    }
    packages.sort();
    Ok(packages)
}

/// Gathers name and median (in nanoseconds) of what has been measured since `start`.
fn measured(folder: &Path, base: &Path, start: SystemTime, rows: &mut Vec<(String, u64)>) {
    let estimates = folder.join("new/estimates.json");
    if is_newer(&estimates, start)
        && let Some(median) = fs::read_to_string(&estimates).ok().as_deref().and_then(median)
    {
        let name = folder.strip_prefix(base).unwrap_or(folder);
        rows.push((name.to_string_lossy().replace('\\', "/"), median as u64));
    }
    let inner: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    for folder in inner.iter().filter(|path| path.is_dir()) {
        measured(folder, base, start, rows);
    }
}

fn is_newer(file: &Path, start: SystemTime) -> bool {
    fs::metadata(file).and_then(|file| file.modified()).is_ok_and(|written| written >= start)
}

/// `"median":{…,"point_estimate":123.4,…}`
fn median(json: &str) -> Option<f64> {
    let (_, median) = json.split_once("\"median\":")?;
    let (_, number) = median.split_once("\"point_estimate\":")?;
    number.split([',', '}']).next()?.trim().parse().ok()
}

fn shown(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.2} µs", n / 1e3),
        n if n < 1e9 => format!("{:.2} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_read_from_criterions_estimates() {
        let json = r#"{"mean":{"point_estimate":1.0},"median":{"confidence_interval":
            {"confidence_level":0.95},"point_estimate":2500.5,"standard_error":0.1}}"#;
        assert_eq!(median(json), Some(2500.5));
        assert_eq!(median("{}"), None);
        assert_eq!(shown(2500.5), "2.50 µs");
    }
}
