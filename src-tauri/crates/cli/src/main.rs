//! `gongkai-cli`: the same work without a window, for many files, for scripts and for tests.
//!
//! Results go to standard output, messages to standard error. Exit: 0 done, 1 something 必须改,
//! 2 unreadable or misused, 3 could not be written or did not read back the same.
//!
//! **Deliberately absent**: any judgement of its own; `gongkai_app` and the crates below it do the work.

mod answer;
mod checking;
mod comparing;
mod failure;
mod files;
mod printing;
mod reading;
mod run;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const HELP: &str = "\
{about}

用法：{usage}

{all-args}{after-help}";

#[derive(Parser)]
#[command(
    name = "gongkai-cli",
    version,
    about = "公开年报（命令行）：读取、核对、对比、印制政府信息公开工作年度报告",
    help_template = HELP,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// 显示用法
    #[arg(short, long, action = clap::ArgAction::Help, global = true, help_heading = "选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
    /// 结果为一个 JSON 对象
    #[arg(long, global = true, help_heading = "选项")]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// 认出文件中的年度报告
    #[command(help_template = HELP)]
    Read {
        #[command(flatten)]
        file: File,
    },
    /// 核对勾稽关系、文字和日期；给出文件夹时逐份核对，列成一张表
    #[command(help_template = HELP)]
    Check(CheckOptions),
    /// 与上年或往年逐项对比
    #[command(help_template = HELP)]
    Compare {
        #[command(flatten)]
        file: File,
        /// 上年的年度报告；可以重复，几年并列
        #[arg(long, required = true, value_name = "上年文件", help_heading = "选项")]
        last: Vec<PathBuf>,
        /// 把对比写成文件，扩展名为 .pdf 或 .xlsx
        #[arg(short = 'o', value_name = "输出文件", help_heading = "选项")]
        out: Option<PathBuf>,
        /// 输出文件已存在时替换它
        #[arg(long, help_heading = "选项")]
        force: bool,
    },
    /// 按公文格式印成 PDF
    #[command(help_template = HELP)]
    Pdf {
        #[command(flatten)]
        file: File,
        #[command(flatten)]
        page: Page,
        #[command(flatten)]
        out: Out,
    },
    /// 转成别的格式，由输出文件的扩展名决定
    #[command(help_template = HELP)]
    Convert {
        #[command(flatten)]
        file: File,
        #[command(flatten)]
        out: Out,
    },
    /// 排好的版面数据（位置以毫米计，字号以磅计）
    #[command(help_template = HELP)]
    Pages {
        #[command(flatten)]
        file: File,
        #[command(flatten)]
        page: Page,
    },
}

/// What an argument is, and which files can be read.
fn readable(argument: &str) -> String {
    format!("{argument}；能读取{}", gongkai_read::readable())
}

#[derive(Args)]
struct File {
    #[arg(value_name = "文件", help_heading = "参数", help = readable("年度报告文件"))]
    file: PathBuf,
}

#[derive(Args)]
struct CheckOptions {
    #[arg(
        value_name = "文件或文件夹",
        help_heading = "参数",
        help = readable("年度报告文件，或放着年度报告的文件夹")
    )]
    path: PathBuf,
    /// 上年的年度报告；核对文件夹时在文件夹里找
    #[arg(long, value_name = "上年文件", help_heading = "选项")]
    last: Option<PathBuf>,
    /// 上年的年度报告是本单位改名以前的
    #[arg(long, help_heading = "选项")]
    renamed: bool,
    /// 写出核对单，扩展名是 .pdf 或 .xlsx
    #[arg(long, value_name = "核对单", help_heading = "选项")]
    list: Option<PathBuf>,
    /// 核对单已存在时替换它
    #[arg(long, help_heading = "选项")]
    force: bool,
    /// 从程序的“设置”里导出的规则设置
    #[arg(long, value_name = "设置文件", help_heading = "选项")]
    settings: Option<PathBuf>,
    /// 自己的错字词表：每行一个错的、一个对的，用空格隔开
    #[arg(long, value_name = "词表", help_heading = "选项")]
    words: Option<PathBuf>,
}

#[derive(Args)]
struct Out {
    /// 输出文件
    #[arg(short = 'o', value_name = "输出文件", help_heading = "选项")]
    out: PathBuf,
    /// 输出文件已存在时替换它
    #[arg(long, help_heading = "选项")]
    force: bool,
}

#[derive(Args)]
struct Page {
    /// 预留印章位置
    #[arg(long, help_heading = "选项")]
    seal_space: bool,
    /// 加“单位负责人（签字）”一行
    #[arg(long, help_heading = "选项")]
    signature_line: bool,
    /// 所用字体：system 先用本机的公文字体，bundled 只用随程序的字体
    #[arg(
        long,
        value_enum,
        default_value = "system",
        value_name = "字体",
        help_heading = "选项",
        hide_possible_values = true,
        hide_default_value = true
    )]
    fonts: Fonts,
}

#[derive(Clone, Copy, ValueEnum)]
enum Fonts {
    System,
    Bundled,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if !error.use_stderr() => {
            print!("{}", error.render());
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("{}", misuse(&error));
            return ExitCode::from(2);
        }
    };
    match run::run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprintln!("{}", failure.sentence);
            ExitCode::from(failure.exit)
        }
    }
}

/// A misused command line in one Chinese sentence.
fn misuse(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ErrorKind};
    let what = error
        .get(ContextKind::InvalidArg)
        .or_else(|| error.get(ContextKind::InvalidSubcommand))
        .map(ToString::to_string)
        .unwrap_or_default();
    let sentence = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{what}”这个命令"),
        ErrorKind::UnknownArgument => format!("没有“{what}”这个选项"),
        ErrorKind::MissingRequiredArgument => format!("缺少{}", what.replace('\n', "、")),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("“{what}”的值不对"),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            "请给出一个命令".to_owned()
        }
        _ => "命令行写法不对".to_owned(),
    };
    format!("{sentence}；用法见 gongkai-cli --help。")
}
