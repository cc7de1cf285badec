//! Every sentence the program itself says, as it stands in the source: no doubled stops, no
//! half-width marks beside Chinese characters, no words of the source code. (The window's own are looked
//! at in ui/tests/sentences.test.ts.)

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use regex::Regex;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Developers' tools, and tests.
        if ["fuzz", "xtask", "tests", "benches", "examples", "target"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            sources(&path, out);
        } else if name.ends_with(".rs") && name != "tests.rs" && name != "trial.rs" {
            out.push(path);
        }
    }
}

/// What no sentence holds.
const PATTERNS: [&str; 7] = ["(?", "[^", "]{", ")?", "|", "\\d", "=\""];

/// The literals of a file with Chinese characters, without its tests and comments.
fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests").next().unwrap();
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let literal = Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    let broken = Regex::new(r"\\\n\s*").unwrap();
    literal
        .captures_iter(&code)
        .map(|found| broken.replace_all(&found[1], "").replace("\\n", "\n").replace("\\\"", "\""))
        .filter(|text| text.chars().any(is_chinese))
        // Patterns that are looked for and pieces of mark-up are no sentences.
        .filter(|text| !PATTERNS.iter().any(|mark| text.contains(mark)))
        .collect()
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Where a sentence stands, and what it says.
fn sentences() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).unwrap();
    let mut files = Vec::new();
    sources(&root.join("src-tauri"), &mut files);
    let mut out = Vec::new();
    for path in files {
        let place = path.strip_prefix(root).unwrap().display().to_string().replace('\\', "/");
        let source = std::fs::read_to_string(&path).unwrap();
        out.extend(literals(&source).into_iter().map(|text| (place.clone(), text)));
    }
    for rule in gongkai_check::rules() {
        out.push((rule.name.to_owned(), rule.title.to_owned()));
    }
    out
}

fn none(pattern: &str, except: &[&str]) {
    let pattern = Regex::new(pattern).unwrap();
    let found: Vec<_> = sentences()
        .into_iter()
        .filter(|(_, text)| pattern.is_match(text) && !except.contains(&text.as_str()))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn all_are_looked_at() {
    let all = sentences();
    assert!(all.len() > 500, "{}", all.len());
    for part in
        ["failure.rs", "store/src/error.rs", "platform/src/files.rs", "app/src/session/status.rs"]
    {
        assert!(all.iter().any(|(place, _)| place.ends_with(part)), "{part}");
    }
}

#[test]
fn no_stop_is_doubled() {
    none(r"[。；，：？！、]\s*[。；，？！、]|[。；？！][”’）]。", &[]);
}

#[test]
fn no_half_width_mark_stands_beside_a_chinese_character() {
    none(r#"\p{Han}[,;?!()"]|[,;?!()"]\p{Han}|\p{Han}:\p{Han}"#, &[" -—–－_/·第页共,，"]);
}

#[test]
fn no_word_of_the_source_code_is_said() {
    none("读回|没有做成|收支不平", &[]);
}

/// A message stands in a list, or before a stop of the sentence around it.
#[test]
fn titles_of_rules_have_no_stop() {
    for rule in gongkai_check::rules() {
        assert!(!rule.title.ends_with(['。', '；', '，']), "{}", rule.title);
    }
}
