//! The main job with what has been installed, compared with the same on this system.

use super::install::chosen_folder;
use super::prefix::Prefix;
use super::tally::Tally;
use crate::command::{program, root, run, say, target};
use crate::package::files::{WindowsPackage, at, copy, packages_folder};
use crate::steps::Count;
use crate::workspace::on_flows_page;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Reports as offices write them, by file name.
fn reports() -> Result<Vec<PathBuf>, String> {
    let folder = root().join("tests/reports");
    let entries = fs::read_dir(&folder).map_err(|error| at(&folder, error))?;
    let files = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|ending| ending == "txt")).collect();
    files.sort();
    Ok(files)
}

/// Two empty folders with Chinese and blanks in their names: one for each system.
fn folders(prefix: &Prefix, name: &str) -> Result<[PathBuf; 2], String> {
    let both = [packages_folder()?.join(name), prefix.drive().join(name)];
    for folder in &both {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|error| at(folder, error))?;
        }
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    }
    Ok(both)
}

fn build(program: &str) -> Result<PathBuf, String> {
    run(on_flows_page("build").args(["--bin", program]))?;
    Ok(target().join("debug").join(program))
}

/// The command line installed, and that of this system, each in a folder of its own with Chinese and
/// blanks in its name and the same reports in it.
struct Both<'a> {
    prefix: &'a Prefix,
    here: PathBuf,
    there: String,
    fonts: PathBuf,
    linux: PathBuf,
    windows: PathBuf,
}

impl Both<'_> {
    /// Exit code and answer on this system.
    fn ours(&self, words: &[&str]) -> Result<(i32, Vec<u8>), String> {
        let mut ours = program(&self.here.to_string_lossy());
        answer(ours.current_dir(&self.linux).args(words).env("GONGKAI_FONTS", &self.fonts))
    }

    /// Exit code and answer of what is installed.
    fn theirs(&self, words: &[&str]) -> Result<(i32, Vec<u8>), String> {
        begun(|| {
            let mut theirs = self.prefix.wine(&[&self.there]);
            theirs.current_dir(&self.windows).args(words);
            theirs
        })
    }

    /// Both answer the same, and something.
    fn same_answer(&self, words: &[&str]) -> Result<bool, String> {
        let ours = self.ours(words)?;
        Ok(!ours.1.is_empty() && ours == self.theirs(words)?)
    }

    /// Both print the same PDF.
    fn same_pdf(&self, report: &str) -> Result<bool, String> {
        let pdf = pdf_of(report);
        let job = ["pdf", report, "-o", &pdf, "--fonts", "bundled"];
        let (ours, theirs) = (self.ours(&job)?, self.theirs(&job)?);
        if (ours.0, theirs.0) != (0, 0) {
            return Err(format!("结束代码：Linux {}，Windows {}", ours.0, theirs.0));
        }
        Ok(read(&self.linux, &pdf)? == read(&self.windows, &pdf)?)
    }

    /// What is installed prints in a folder whose path is far beyond the 260 characters of old, the
    /// same as elsewhere.
    fn prints_far_below(&self, report: &str) -> Result<bool, String> {
        let deep: PathBuf = std::iter::repeat_n("很长的文件夹名".repeat(6), 8).collect();
        let path = self.windows.join(&deep);
        fs::create_dir_all(&path).map_err(|error| at(&path, error))?;
        copy(&self.windows.join(report), &path.join("年 报.txt"))?;
        let inside =
            |name: &str| format!(r"C:\{WORK}\{}\{name}", deep.to_string_lossy().replace('/', r"\"));
        let (from, to) = (inside("年 报.txt"), inside("年 报.pdf"));
        let done = self.theirs(&["pdf", &from, "-o", &to, "--fonts", "bundled"])?;
        Ok(done.0 == 0 && read(&path, "年 报.pdf")? == read(&self.windows, &pdf_of(report))?)
    }
}

/// The folder both work in.
const WORK: &str = "张三 的文件";

fn pdf_of(report: &str) -> String {
    format!("印制 {}.pdf", report.trim_end_matches(".txt"))
}

/// Reads, checks, compares and prints reports with the installed command line and with that of this
/// system: the same answers and the same files.
pub fn command_line(prefix: &Prefix, package: &WindowsPackage) -> Result<Count, String> {
    let here = build("gongkai-cli")?;
    let there = chosen_folder(prefix).join("gongkai-cli.exe").to_string_lossy().into_owned();
    let mut tally = Tally::default();
    let [linux, windows] = folders(prefix, WORK)?;
    let mut names = Vec::new();
    for report in reports()? {
        let name = format!("去年 {}", report.file_name().unwrap_or_default().to_string_lossy());
        copy(&report, &linux.join(&name))?;
        copy(&report, &windows.join(&name))?;
        names.push(name);
    }
    let both = Both { prefix, here, there, fonts: package.files.join("fonts"), linux, windows };
    let other = names.first().ok_or("tests/reports 里没有年报")?;
    for name in &names {
        let jobs: [&[&str]; 3] = [
            &["read", name, "--json"],
            &["check", name, "--last", other, "--json"],
            &["compare", name, "--last", other, "--json"],
        ];
        for job in jobs {
            tally.hold(&job.join(" "), both.same_answer(job));
        }
        tally.hold(&format!("pdf {name}"), both.same_pdf(name));
    }
    tally.hold("超过 260 个字符的路径：读入并印制", both.prints_far_below(other));
    let version =
        both.theirs(&["--version"]).and_then(|theirs| Ok(theirs.1 == both.ours(&["--version"])?.1));
    tally.hold("--version", version);
    Ok(tally.0)
}

/// The installed program does all of it without its window: reads, stores, opens again, checks,
/// compares, prints. The first time is told as it is on a computer just switched on.
pub fn without_window(prefix: &Prefix, package: &WindowsPackage) -> Result<Count, String> {
    let here = build("gongkai")?;
    let there = chosen_folder(prefix).join("gongkai.exe").to_string_lossy().into_owned();
    let mut tally = Tally::default();
    let [linux, windows] = folders(prefix, "李四 自检")?;
    let reports = reports()?;
    let words: Vec<String> =
        reports.iter().map(|report| report.to_string_lossy().into_owned()).collect();
    let files: Vec<&str> = words.iter().map(String::as_str).collect();
    let fonts = package.files.join("fonts");
    let trials: [(&str, &[&str]); 2] = [("示例 两年", &[]), ("公布 的年报", &files)];

    prefix.end()?;
    // What is on the disk is read from the disk; without the right to say so it is warm.
    let cold = fs::write("/proc/sys/vm/drop_caches", "3").is_ok();
    for (number, (name, files)) in trials.into_iter().enumerate() {
        let start = Instant::now();
        let folder = format!(r"C:\李四 自检\{name}");
        let words = [&[&there, "--self-check", &folder], files].concat();
        let theirs = begun(|| prefix.wine(&words));
        let took = start.elapsed().as_secs_f64();
        let state = if number == 0 && cold { "冷启动" } else { "热启动" };
        say(&format!("{state}（含 Wine）：{name}，{took:.1} 秒"));
        let ours = answer(
            program(&here.to_string_lossy())
                .arg("--self-check")
                .arg(linux.join(name))
                .args(files)
                .env("GONGKAI_FONTS", &fonts),
        );
        let same = ours.and_then(|ours| {
            let theirs = theirs?;
            say(String::from_utf8_lossy(&theirs.1).trim_end());
            Ok(ours.0 == 0 && ours == theirs && same_pdfs(&linux.join(name), &windows.join(name))?)
        });
        tally.hold(&format!("自检 {name}"), same);
    }
    let again = prefix.exit_code(&[&there, "--self-check", r"C:\李四 自检\示例 两年"]);
    tally.hold("已有数据的文件夹：不碰它", again.map(|code| code == 1));

    tally.hold("数据文件夹在网络盘上：提醒", warns_of_a_network_drive(prefix, &there));
    Ok(tally.0)
}

/// On a drive that Windows takes for one of the network the program says so.
fn warns_of_a_network_drive(prefix: &Prefix, program: &str) -> Result<bool, String> {
    let share = prefix.drive().join("单位共享");
    fs::create_dir_all(&share).map_err(|error| at(&share, error))?;
    prefix.add_drive('n', &share)?;
    prefix.registry(&["add", r"HKLM\Software\Wine\Drives", "/v", "n:", "/d", "network", "/f"])?;
    prefix.end()?;
    let answer = begun(|| prefix.wine(&[program, "--self-check", r"N:\自检"]))?;
    Ok(String::from_utf8_lossy(&answer.1).contains("网络盘"))
}

/// Whether both folders hold the same PDFs, and at least one.
fn same_pdfs(linux: &Path, windows: &Path) -> Result<bool, String> {
    let entries = fs::read_dir(linux).map_err(|error| at(linux, error))?.flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let pdfs: Vec<String> = names.filter(|name| name.ends_with(".pdf")).collect();
    for name in &pdfs {
        if read(linux, name)? != read(windows, name)? {
            return Ok(false);
        }
    }
    Ok(!pdfs.is_empty())
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, String> {
    let file = folder.join(name);
    fs::read(&file).map_err(|error| at(&file, error))
}

/// The answer of a program in Wine. Once in thousands of starts on a busy machine Wine ends with 1
/// and without a word, whatever the program (its own hostname.exe, too), which ours never do: such a
/// start is made once more, and said.
fn begun(start: impl Fn() -> Command) -> Result<(i32, Vec<u8>), String> {
    let first = answer(&mut start())?;
    if first.0 != 1 || !first.1.is_empty() {
        return Ok(first);
    }
    say("Wine 一言不发地结束了（代码 1），再启动一次");
    answer(&mut start())
}

/// Exit code and standard output.
fn answer(command: &mut Command) -> Result<(i32, Vec<u8>), String> {
    let output = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| error.to_string())?;
    Ok((output.status.code().unwrap_or(-1), output.stdout))
}
