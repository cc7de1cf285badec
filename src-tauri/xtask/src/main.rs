//! The project's own commands: `cargo xtask <command>`. Without dependencies, so that it is there
//! in seconds on a machine that has nothing else yet.

mod bench;
mod command;
mod corpus;
mod fonts;
mod fuzz;
mod handbook;
mod judge;
mod package;
mod rivals;
mod run;
mod setup;
mod steps;
mod test;
mod test_results;
mod torture;
mod workspace;

use std::process::ExitCode;

const COMMANDS: &str = "\
cargo xtask run [年报文件 [--last 上年文件]]
                           安装缺少的东西，生成界面，打开程序；没有显示器时不开窗口，
                           对示例或给出的文件做一遍主要的工作
cargo xtask test           安装缺少的东西，运行全部检查和测试
cargo xtask check          只做检查：格式、规范、类型、界面测试、结构
cargo xtask bench [名称]   基准测试，列成一张表
cargo xtask bench window   真实窗口：从按键到屏幕、启动、内存，与空窗口同场比较
cargo xtask bench pdf      同一内容由本程序、typst、LibreOffice 生成 PDF，比较用时和内存
cargo xtask judge [pages|rules]
                           pages：把印出的 PDF 交给 qpdf、poppler 检查，并画成图片；
                           rules：逐项弄错正确的年报，看每条规则发现、漏报、误报多少
cargo xtask corpus         用 LibreOffice、Chromium 重新生成读取测试用的文件
cargo xtask fuzz [读取器] [--minutes 分钟]
                           用不断变坏的文件试各个读取器，每个十分钟
cargo xtask torture [--hours 小时]
                           写、备份、恢复、升级、导入、换文件夹的时候随时结束程序，看有没有丢
cargo xtask fonts          取得随程序附带的字体，放在 fonts/
cargo xtask handbook       重新拍摄手册里的图片，放在 docs/pictures/
cargo xtask licences       程序所含软件和字体的许可证
cargo xtask package windows|linux [--test]
                           生成安装包，放在 target/package/；--test 再安装试用";

/// Minutes each reader is tried when none are given.
const FUZZ_MINUTES: &str = "10";

/// Hours the program is killed when none are given.
const HOURS: &str = "2";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["run", arguments @ ..] => run::run(arguments),
        ["test"] => test::test(),
        ["check"] => test::check(),
        ["bench"] => bench::bench(None),
        ["bench", "window"] => bench::window(),
        ["bench", "pdf"] => rivals::bench_pdf(),
        ["bench", name] => bench::bench(Some(name)),
        ["judge"] => {
            let pages = judge::judge();
            judge_rules().and(pages)
        }
        ["judge", "pages"] => judge::judge(),
        ["judge", "rules"] => judge_rules(),
        ["package", system] => package::package(system, false),
        ["package", system, "--test"] => package::package(system, true),
        ["corpus"] => corpus::corpus(),
        ["fuzz"] => fuzz::fuzz(None, FUZZ_MINUTES),
        ["fuzz", "--minutes", minutes] => fuzz::fuzz(None, minutes),
        ["fuzz", reader] => fuzz::fuzz(Some(reader), FUZZ_MINUTES),
        ["fuzz", reader, "--minutes", minutes] => fuzz::fuzz(Some(reader), minutes),
        ["torture"] => torture::torture(HOURS),
        ["torture", "--hours", hours] => torture::torture(hours),
        ["fonts"] => fonts::fetch(),
        ["handbook"] => handbook::pictures(),
        ["licences"] => package::licences().map(|text| print!("{text}")),
        [] | ["help" | "--help" | "-h"] => {
            println!("{COMMANDS}");
            Ok(())
        }
        _ => Err(format!("没有这个命令：{}\n{COMMANDS}", words.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The last line printed is `N found, 0 missed, 0 extra`.
fn judge_rules() -> Result<(), String> {
    let mut cargo = command::cargo();
    cargo.args(["run", "--quiet", "--package", "gongkai-export", "--example", "judge"]);
    command::run(&mut cargo)
}
