//! The numbers Word writes before the paragraphs of a list.

use super::styles::Style;
use crate::formats::xml::Element;
use std::collections::HashMap;

/// Levels of a list.
const LEVELS: usize = 9;
/// Longest text around a number, in characters.
const LONGEST: usize = 100;

#[derive(Clone, Debug)]
struct Level {
    format: String,
    /// `%1、`
    text: String,
    start: u32,
}

#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, Vec<Level>>,
    /// Lists that count together, by list.
    shared: HashMap<String, String>,
    /// The last number given on each level.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
}

impl Numbering {
    pub fn of(root: &Element) -> Self {
        let all = |name: &'static str| root.elements().filter(move |e| &*e.name == name);
        let mut lists = HashMap::new();
        let mut shared = HashMap::new();
        let abstracts: HashMap<&str, &Element> = all("abstractNum")
            .filter_map(|element| Some((element.attribute("abstractNumId")?, element)))
            .collect();
        for list in all("num") {
            let (Some(id), Some(kind)) = (list.attribute("numId"), list.value_of("abstractNumId"))
            else {
                continue;
            };
            let mut levels = abstracts.get(kind).map(|e| levels(e)).unwrap_or_default();
            let mut overridden = false;
            for change in list.elements().filter(|e| &*e.name == "lvlOverride") {
                let at = change.attribute("ilvl").and_then(|at| at.parse::<usize>().ok());
                let Some(level) = at.and_then(|at| levels.get_mut(at)) else { continue };
                if let Some(own) = change.child("lvl") {
                    *level = Level::of(own);
                }
                if let Some(start) = change.value_of("startOverride").and_then(|n| n.parse().ok()) {
                    level.start = start;
                    overridden = true;
                }
            }
            lists.insert(id.to_owned(), levels);
            let counter = if overridden { format!("own {id}") } else { kind.to_owned() };
            shared.insert(id.to_owned(), counter);
        }
        Numbering { lists, shared, counts: HashMap::new() }
    }

    /// The number of the next paragraph with these properties, as printed; none when it is in no
    /// list or the list has signs instead of numbers.
    pub fn next(&mut self, properties: &Element, style: &Style) -> Option<String> {
        let own = properties.child("numPr");
        let of_style = style.list.as_ref();
        let id = own
            .and_then(|own| own.value_of("numId"))
            .or(of_style.map(|(id, _)| id.as_str()))?
            .to_owned();
        let level: usize = own
            .and_then(|own| own.value_of("ilvl")?.parse().ok())
            .or(of_style.map(|(_, level)| *level))
            .unwrap_or(0)
            .min(LEVELS - 1);
        let levels = self.lists.get(&id)?;
        let here = levels.get(level)?;
        let counts = self.counts.entry(self.shared.get(&id)?.clone()).or_insert([None; LEVELS]);
        let count = counts.get_mut(level)?;
        *count = Some(count.map_or(here.start, |n| n.saturating_add(1)));
        for deeper in counts.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        if matches!(here.format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut out = here.text.clone();
        for (at, count) in counts.iter().enumerate() {
            let mark = format!("%{}", at + 1);
            if out.contains(&mark) {
                let level = levels.get(at)?;
                out = out.replace(&mark, &written(count.unwrap_or(level.start), &level.format));
            }
        }
        Some(out)
    }
}

fn levels(list: &Element) -> Vec<Level> {
    let mut out = vec![Level { format: "none".into(), text: String::new(), start: 1 }; LEVELS];
    for level in list.elements().filter(|element| &*element.name == "lvl") {
        let at = level.attribute("ilvl").and_then(|at| at.parse::<usize>().ok());
        if let Some(place) = at.and_then(|at| out.get_mut(at)) {
            *place = Level::of(level);
        }
    }
    out
}

impl Level {
    fn of(element: &Element) -> Self {
        Level {
            format: element.value_of("numFmt").unwrap_or("decimal").to_owned(),
            text: element.value_of("lvlText").unwrap_or_default().chars().take(LONGEST).collect(),
            start: element.value_of("start").and_then(|n| n.parse().ok()).unwrap_or(1),
        }
    }
}

fn written(number: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "ideographTraditional"
        | "koreanCounting" => chinese(number),
        "decimalZero" => format!("{number:02}"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match number {
            1..=20 => char::from_u32(0x245f + number).unwrap_or('○').to_string(),
            _ => number.to_string(),
        },
        "upperLetter" => letter(number, b'A'),
        "lowerLetter" => letter(number, b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        _ => number.to_string(),
    }
}

/// 1–999 in Chinese; beyond, as figures.
fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS.get(n as usize).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    match number {
        0 => "零".to_owned(),
        1..=9 => digit(ones).to_owned(),
        10..=19 => format!("十{}", digit(ones)),
        20..=99 => format!("{}十{}", digit(tens), digit(ones)),
        100..=999 => {
            let rest = match (tens, ones) {
                (0, 0) => String::new(),
                (0, ones) => format!("零{}", digit(ones)),
                (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
            };
            format!("{}百{rest}", digit(hundreds))
        }
        _ => number.to_string(),
    }
}

fn letter(number: u32, first: u8) -> String {
    match number {
        1..=26 => char::from(first + (number - 1) as u8).to_string(),
        _ => number.to_string(),
    }
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 399 {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (number, format, text) in [
            (3, "chineseCounting", "三"),
            (10, "chineseCountingThousand", "十"),
            (12, "japaneseCounting", "十二"),
            (20, "chineseCounting", "二十"),
            (105, "chineseCounting", "一百零五"),
            (4, "decimal", "4"),
            (4, "decimalEnclosedCircle", "④"),
            (2, "lowerLetter", "b"),
            (14, "upperRoman", "XIV"),
        ] {
            assert_eq!(written(number, format), text);
        }
    }
}
