//! `verify`: the signatures of a PDF, examined.

use crate::answer;
use crate::failure::{DONE, FAULTY, Failure, unreadable};
use crate::files::{draft, print, print_json};
use crate::options::VerifyOptions;
use chrono::Utc;
use gongkai_app::signing::{SameReport, same_report, trusted};
use gongkai_model::form::Forms;
use gongkai_platform::files;
use gongkai_sign::{Roots, Verdict, verify as examine};

pub fn verify(forms: &Forms, json: bool, options: &VerifyOptions) -> Result<u8, Failure> {
    let pdf = files::read(&options.file).map_err(unreadable)?;
    let roots = options.roots.as_ref().map(|folder| trusted(folder)).transpose();
    let roots = roots.map_err(unreadable)?.unwrap_or_else(Roots::default);
    let against = options.against.as_ref().map(|path| draft(forms, path)).transpose()?;
    let found = examine(&pdf, &roots, Utc::now()).map_err(unreadable)?;
    let same = against.map(|draft| same_report(forms, &pdf, &draft.report));
    if json {
        print_json(&answer::Verify::of(&found, same.as_ref()));
    } else {
        let mut lines = vec![found.sentence().to_owned()];
        lines.extend(found.signatures.iter().map(|one| one.sentence()));
        lines.extend(same.as_ref().map(|same| same.sentence("所给的年报")));
        print(&(lines.join("\n") + "\n"));
    }
    let good =
        found.verdict() == Verdict::Valid && same.is_none_or(|same| same == SameReport::Same);
    Ok(if good { DONE } else { FAULTY })
}
