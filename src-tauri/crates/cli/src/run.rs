//! Which command does what.

use crate::failure::Failure;
use crate::options::{Cli, Command, Out};
use crate::{checking, comparing, printing, publishing, reading, signing, verifying};
use gongkai_model::form::Forms;

/// Runs a command; gives the exit code of one that did its work.
pub fn run(cli: Cli) -> Result<u8, Failure> {
    let forms = Forms::official();
    let json = cli.json;
    match cli.command {
        Command::Read { file } => reading::read(&forms, json, &file.file),
        Command::Check(options) => checking::check(&forms, json, &options),
        Command::Compare { file, last, out, force } => {
            let out = out.map(|out| Out { out, force });
            comparing::compare(&forms, json, &file.file, &last, out)
        }
        Command::Pdf { file, page, out } => printing::pdf(&forms, &file.file, &page, &out),
        Command::Pages { file, page } => printing::pages(&forms, &file.file, &page),
        Command::Publish { file, page, folder, force } => {
            publishing::publish(&forms, json, &file.file, &page, Out { out: folder, force })
        }
        Command::Convert { file, page, out } => printing::convert(&forms, &file.file, &page, &out),
        Command::Sign(options) => signing::sign(&options),
        Command::Verify(options) => verifying::verify(&forms, json, &options),
    }
}
