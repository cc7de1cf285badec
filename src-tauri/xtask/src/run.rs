//! `cargo xtask run`: builds the program and opens its window. Where no window can be opened, the main
//! job is done without one: read, check, compare with the year before, print.

use crate::command::{self, cargo, program, root, target};
use crate::setup;
use crate::steps::{Count, Steps};
use crate::workspace::BUILD;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

/// What the program ends with when no window can be opened (`src-tauri/shell/webview.rs`).
const NO_WINDOW: i32 = 2;

pub fn run(arguments: &[&str]) -> Result<(), String> {
    if has_display() && opened(arguments)? { Ok(()) } else { without_window(arguments) }
}

/// Whether there is a display to try.
fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

/// Builds the program and stays until its window is closed; false: it could not be opened.
fn opened(arguments: &[&str]) -> Result<bool, String> {
    const PROGRAM: [&str; 3] = ["--package=gongkai", "--features=custom-protocol", "--bin=gongkai"];
    let mut steps = Steps::of("run");
    let built = setup::to_run(&mut steps)
        && steps.must("编译程序", || command::run(cargo().arg("build").args(PROGRAM)));
    if !built {
        return steps.end().map(|()| false);
    }
    let mut window = cargo();
    window.args(["run", "--quiet"]).args(PROGRAM).arg("--").args(arguments);
    let ended = window.status().map_err(|error| format!("cargo run：{error}"))?;
    match ended.code() {
        Some(0) => Ok(true),
        Some(NO_WINDOW) => Ok(false),
        _ => Err(format!("程序没有正常结束（{ended}）")),
    }
}

/// The main job with the command line, on a report file and last year's or on the example.
fn without_window(arguments: &[&str]) -> Result<(), String> {
    let (file, last) = match arguments {
        [] => (None, None),
        [file] => (Some(file), None),
        [file, "--last", last] | ["--last", last, file] => (Some(file), Some(last)),
        _ => return Err("用法：cargo xtask run [年报文件] [--last 上年文件]".to_owned()),
    };
    let out = target().join("gongkai-output");
    println!(
        "这里没有显示器，窗口打不开：不开窗口做一遍主要的工作，结果放在 {}。\n\
         要打开窗口，请在桌面环境里运行，或者装上 xvfb、xauth 后用 xvfb-run -a cargo xtask run。",
        out.display()
    );
    let mut steps = Steps::of("run");
    let built = setup::without_window(&mut steps)
        && steps.must("编译命令行", || {
            command::run(cargo().arg("build").args(BUILD).arg("--bin=gongkai-cli"))
        });
    if !built {
        return steps.end();
    }
    fs::create_dir_all(&out).map_err(|error| format!("{}：{error}", out.display()))?;
    let (this, last) = match file {
        Some(file) => (absolute(file)?, last.map(|last| absolute(last)).transpose()?),
        None => example(&out).map(|[this, last]| (this, Some(last)))?,
    };
    let all = read(&mut steps, &this, &out)
        && check(&mut steps, &this, last.as_deref(), &out)
        && last.is_none_or(|last| compare(&mut steps, &this, &last, &out))
        && print(&mut steps, &this, &out);
    if !all {
        return steps.end();
    }
    println!("结果在 {}。", out.display());
    Ok(())
}

/// A path as the user means it, who may stand in another folder than the command runs in.
fn absolute(path: &str) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{path}：{error}"))
}

fn read(steps: &mut Steps, this: &Path, out: &Path) -> bool {
    steps.must("读入", || {
        let mut read = line(&["read"], this);
        answered(&mut read, &out.join("读入.txt"), &[0]).map(drop)
    })
}

/// What the check says is shown: it is what one wants to know first.
fn check(steps: &mut Steps, this: &Path, last: Option<&Path>, out: &Path) -> bool {
    let mut said = String::new();
    let done = steps.must("核对", || {
        let mut check = line(&["check", "--force"], this);
        check.arg("--list").arg(out.join("核对单.pdf"));
        if let Some(last) = last {
            check.arg("--last").arg(last);
        }
        // 1: something must be changed, which is no failure of the check.
        said = answered(&mut check, &out.join("核对.txt"), &[0, 1])?;
        Ok(())
    });
    print!("{said}");
    done
}

fn compare(steps: &mut Steps, this: &Path, last: &Path, out: &Path) -> bool {
    steps.must("与上年对比", || {
        let compare = || {
            let mut compare = line(&["compare", "--force"], this);
            compare.arg("--last").arg(last);
            compare
        };
        // With a file to write it prints nothing.
        answered(&mut compare(), &out.join("对比.txt"), &[0])?;
        command::run(compare().arg("-o").arg(out.join("对比.pdf")))
    })
}

fn print(steps: &mut Steps, this: &Path, out: &Path) -> bool {
    steps.must("印制", || {
        let mut print = line(&["pdf", "--force"], this);
        print.arg("-o").arg(out.join("年报.pdf"));
        command::run(&mut print)
    })
}

/// The command line on a file.
fn line(words: &[&str], file: &Path) -> Command {
    let cli = target().join("debug").join(format!("gongkai-cli{}", std::env::consts::EXE_SUFFIX));
    let mut line = program(&cli.to_string_lossy());
    line.args(words).arg(file);
    line
}

/// What the command writes; it is kept in a file, too. It must end with one of these codes.
fn answered(command: &mut Command, file: &Path, codes: &[i32]) -> Result<String, String> {
    let answer = command.stdout(Stdio::piped()).spawn().and_then(|child| child.wait_with_output());
    let answer = answer.map_err(|error| format!("gongkai-cli 无法启动（{error}）"))?;
    if !answer.status.code().is_some_and(|code| codes.contains(&code)) {
        return Err(format!("gongkai-cli 失败（{}）", answer.status));
    }
    fs::write(file, &answer.stdout).map_err(|error| format!("{}：{error}", file.display()))?;
    Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
}

/// The built-in example as two files, of the year in hand and of the year before.
fn example(out: &Path) -> Result<[PathBuf; 2], String> {
    const YEAR: u64 = 31_556_952;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    // Until the end of June it is last year that is reported on.
    let year = 1970 + now.saturating_sub(YEAR / 2) / YEAR;
    let written = |name: &str, year: u64| -> Result<PathBuf, String> {
        let from = root().join("src-tauri/example").join(name);
        let text =
            fs::read_to_string(&from).map_err(|error| format!("{}：{error}", from.display()))?;
        let text = text
            .replace("{year}", &year.to_string())
            .replace("{last}", &(year - 1).to_string())
            .replace("{next}", &(year + 1).to_string());
        let to = out.join(format!("示例{year}年.md"));
        fs::write(&to, text).map_err(|error| format!("{}：{error}", to.display()))?;
        Ok(to)
    };
    Ok([written("this.md", year)?, written("last.md", year - 1)?])
}

/// `cargo xtask run` on the example where there is no display.
pub fn passes_without_a_display() -> Result<Count, String> {
    let out = target().join("gongkai-output");
    let _ = fs::remove_dir_all(&out);
    let myself = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut without = program(&myself.to_string_lossy());
    without.arg("run").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command::run(&mut without)?;
    for (name, begins) in [
        ("年报.pdf", "%PDF-"),
        ("对比.pdf", "%PDF-"),
        ("核对单.pdf", "%PDF-"),
        ("读入.txt", "标题：青铜镇人民政府"),
        ("对比.txt", "项目\t"),
    ] {
        let file = out.join(name);
        let bytes = fs::read(&file).map_err(|error| format!("{}：{error}", file.display()))?;
        if !bytes.starts_with(begins.as_bytes()) {
            return Err(format!("{} 不是以“{begins}”开头", file.display()));
        }
    }
    Ok(Count { passed: 1, failed: 0 })
}
