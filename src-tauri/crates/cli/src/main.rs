//! `gongkai-cli`: the same work without a window, for many files, for scripts and for tests.
//!
//! Results go to standard output, messages to standard error. Exit: 0 done, 1 something 必须改,
//! 2 unreadable or misused, 3 could not be written or did not read back the same, 4 a key, password or
//! token was refused.
//!
//! **Deliberately absent**: any judgement of its own; `gongkai_app` and the crates below it do the work.

mod answer;
mod checking;
mod comparing;
mod failure;
mod files;
mod options;
mod printing;
mod publishing;
mod reading;
mod run;
mod signing;
mod verifying;

use clap::Parser;
use options::Cli;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
