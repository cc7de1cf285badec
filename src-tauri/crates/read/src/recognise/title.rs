//! The head of a report: title, organ, year, and what else stands before chapter 一.

use super::lines::Line;
use crate::pattern::pattern;
use gongkai_model::document::{Role, normalize};
use regex_lite::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Lines a title may be spread over.
const MOST_LINES: usize = 4;
/// Longest title, in characters.
const LONGEST: usize = 250;
/// Longest name of an organ in one, in characters. Counted behind the pattern: counting within it
/// makes the pattern large, and slow to prepare.
const LONGEST_NAME: usize = 60;

/// A title as printed, with what it says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Title {
    pub text: String,
    pub organ: Option<String>,
    pub year: Option<i32>,
    /// Lines it takes up.
    pub lines: std::ops::Range<usize>,
}

/// 2026, ２０２６, 二〇二六.
const YEAR: &str =
    "(?<year>(?:19|20)[0-9]{2}|[１２][０-９]{3}|二[〇○零][〇○零一二三][〇○零一二三四五六七八九])";
const SUBJECT: &str = "(?:(?:政府|政务)?信息公开|政务公开)";
const REPORT: &str = "(?:工作|情况|年度|总结|暨|的)*(?:报告|年报)";

// Each is asked only where a plain look at the text leaves it open.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "^(?:关于)?(?<before>.*?)(?:关于)?{YEAR}年度?(?<organ>.*?){SUBJECT}{REPORT}(?:[（(].{{1,12}}[）)])?$"
    ))
});

/// The year behind the name: 政府信息公开工作年度报告（2021年度）.
static TITLE_YEAR_LAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!("^(?:关于)?(?<organ>.*?){SUBJECT}{REPORT}[（(]{YEAR}年?度?[）)]$"))
});

/// The year within the name: 政府信息公开工作2021年度报告.
static TITLE_YEAR_WITHIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!("^(?:关于)?(?<organ>.*?){SUBJECT}(?:工作|情况)?{YEAR}年度?{REPORT}$"))
});

/// Finds the title among the lines before the first chapter: the last and fullest group of lines
/// that reads as one.
pub(super) fn title(lines: &[&Line]) -> Option<Title> {
    let mut best: Option<(u8, Title)> = None;
    let said: Vec<(usize, &Line)> =
        lines.iter().copied().enumerate().filter(|(_, line)| !line.is_blank()).collect();
    let is_row = |line: &Line| line.in_order || line.cells.is_some() || line.figures() > 0;
    for (first, (from, begin)) in said.iter().enumerate() {
        let mut joined = String::new();
        for (at, line) in said.iter().skip(first).take(MOST_LINES) {
            let marked_off = line.text.contains(['。', '；', '>', '|']);
            let apart = marked_off || is_row(line) || is_chrome(&line.text);
            joined.push_str(&line.text);
            if apart || joined.chars().count() > LONGEST {
                break;
            }
            if let Some(found) = read(&joined, *from..at + 1) {
                let marked = begin.role == Role::Title;
                let score = u8::from(found.organ.is_some()) * 2
                    + u8::from(found.text.ends_with("报告"))
                    + u8::from(marked) * 4;
                // Of equal ones the last wins: before it stand the page's name and its trail.
                if best.as_ref().is_none_or(|(other, title)| {
                    score > *other || (score == *other && *from >= title.lines.end)
                }) {
                    best = Some((score, found));
                }
            }
        }
    }
    best.map(|(_, title)| title)
}

/// Whether a line is a whole title.
pub(super) fn is_title(text: &str) -> bool {
    !text.contains('。') && text.chars().count() <= LONGEST && read(text, 0..1).is_some()
}

fn read(joined: &str, lines: std::ops::Range<usize>) -> Option<Title> {
    let joined = joined.trim_matches(|c| "《》“”\"".contains(c));
    let year_last = joined.ends_with(['）', ')']).then_some(&TITLE_YEAR_LAST);
    let (_, name) = joined.split_once("信息公开").or_else(|| joined.split_once("政务公开"))?;
    let year_within = name.contains('年').then_some(&TITLE_YEAR_WITHIN);
    let patterns = [Some(&TITLE), year_last, year_within];
    let found = patterns.into_iter().flatten().find_map(|pattern| {
        let found = pattern.captures(joined)?;
        let mut names = ["before", "organ"].into_iter().filter_map(|name| found.name(name));
        let short = names.all(|name| name.as_str().chars().count() <= LONGEST_NAME);
        short.then_some(found)
    })?;
    let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
    let year = year(part("year"));
    let names = [part("before"), part("organ")].into_iter().map(bare);
    let named = names.into_iter().find(|name| !name.is_empty());
    let mut organ = named.map(str::to_owned);
    let mut text = joined.to_owned();
    // The name of the office on a line of its own above a title that begins with it again.
    if let Some(name) = &organ
        && let Some(half) = doubled(name)
    {
        text = text.get(half.len()..).unwrap_or(&text).to_owned();
        organ = Some(half.to_owned());
    }
    Some(Title { text, organ, year, lines })
}

/// What the first sentences of a report say of it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct FirstWords {
    pub organ: Option<String>,
    pub year: Option<i32>,
}

/// Endings of the names of offices.
#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "人民政府", "委员会", "办事处", "办公室", "管委会", "局", "厅", "委", "中心", "院", "署", "总队", "支队", "大队", "学校",
];

/// The office and the year where no title names them: 现公布青铜镇人民政府2027年政府信息公开工作年度报告;
/// 2027年，青铜镇人民政府认真贯彻…… at the beginning.
pub(super) fn first_words<'t>(lines: impl Iterator<Item = &'t str>) -> FirstWords {
    static REPORT_OF: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            "(?<organ>[^，。；：《》“”、]{{0,60}}?)[（(]?{YEAR}年度?[）)]?的?(?<of>[^，。；：《》“”]{{0,30}}?){SUBJECT}(?:工作)?(?:情况)?(?:年度)?(?:报告|年报)"
        ))
    });
    static YEAR_FIRST: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!("^{YEAR}年度?(?:以来|中)?[，,]?")));
    let mut found = FirstWords::default();
    for line in lines {
        let line = normalize::text(line);
        if let Some(report) = REPORT_OF.captures(&line) {
            let part = |name: &str| report.name(name).map_or("", |m| m.as_str());
            found.year = found.year.or_else(|| year(part("year")));
            let named = [part("of"), part("organ")].into_iter().find_map(office_at_end);
            found.organ = found.organ.or(named);
        } else {
            let begins = YEAR_FIRST.captures(&line);
            let said = begins.as_ref().and_then(|year_of| year(year_of.name("year")?.as_str()));
            found.year = found.year.or(said);
            let rest = begins.and_then(|found| line.get(found.get(0)?.end()..)).unwrap_or(&line);
            found.organ = found.organ.or_else(|| office_at_beginning(rest));
        }
    }
    found
}

/// The office whose name ends a clause: what comes before it leads up to it.
fn office_at_end(text: &str) -> Option<String> {
    const BEFORE: [&str; 12] = [
        "公布", "发布", "编制", "公开", "现将", "形成", "制作", "撰写", "关于", "要求", "规定",
        "由",
    ];
    let from = BEFORE.iter().filter_map(|word| Some(text.rfind(word)? + word.len())).max();
    let name = text.get(from.unwrap_or(0)..)?.trim_start_matches(['了', '将', '的', '由']);
    let named = OFFICES.iter().any(|ending| name.ends_with(ending));
    (named && is_office(name)).then(|| name.to_owned())
}

/// The office a sentence begins with: up to what it does.
fn office_at_beginning(text: &str) -> Option<String> {
    const BEHIND: [&str; 17] = [
        "认真",
        "严格",
        "深入",
        "按照",
        "根据",
        "依据",
        "坚持",
        "积极",
        "全面",
        "高度",
        "以习近平",
        "紧",
        "围绕",
        "贯彻",
        "切实",
        "，",
        "在",
    ];
    let end = BEHIND.iter().filter_map(|word| text.find(word)).min()?;
    let name = text.get(..end)?;
    let named = OFFICES.iter().any(|ending| name.ends_with(ending));
    (named && is_office(name)).then(|| name.to_owned())
}

/// 本局, 我委 and 全局 are no names.
fn is_office(name: &str) -> bool {
    (4..=LONGEST_NAME).contains(&name.chars().count())
        && !name.starts_with(['本', '我', '全', '各', '该', '为'])
        && name.chars().all(|c| c.is_alphabetic() || "（）()·".contains(c))
}

/// A year in digits of any kind.
fn year(text: &str) -> Option<i32> {
    const DIGITS: [&str; 3] = ["0123456789", "０１２３４５６７８９", "〇一二三四五六七八九"];
    let digit = |c: char| DIGITS.iter().find_map(|digits| digits.chars().position(|own| own == c));
    let digits = text.chars().map(|c| if "○零".contains(c) { Some(0) } else { digit(c) });
    digits
        .map(|digit| digit.map(|digit| digit.to_string()))
        .collect::<Option<String>>()?
        .parse()
        .ok()
}

/// A name without a mark before it (【年报】) and the brackets of what stood beside it.
fn bare(name: &str) -> &str {
    let name = name
        .strip_prefix('【')
        .and_then(|rest| rest.split_once('】'))
        .map_or(name, |(_, rest)| rest);
    let open = |name: &str| name.matches('（').count() > name.matches('）').count();
    let name = name.strip_suffix('（').filter(|_| open(name)).unwrap_or(name);
    name.strip_prefix('）').unwrap_or(name)
}

/// The half of a text that is the same twice.
fn doubled(text: &str) -> Option<&str> {
    let (first, second) = text.split_at_checked(text.len() / 2)?;
    (first == second && !first.is_empty()).then_some(first)
}

/// A line of a table of contents: a heading, dots, a page number.
pub(super) fn is_contents(text: &str) -> bool {
    static CONTENTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.…·．]{2,}\s*[0-9０-９]{1,3}$"));
    (text.ends_with(char::is_numeric) && CONTENTS.is_match(text))
        || matches!(text, "目录" | "目 录" | "目次" | "目 次")
}

/// What web pages and document systems say around a report.
#[rustfmt::skip]
const CHROME: &[&str] = &[
    "发布时间", "公开时间", "更新时间", "成文时间", "生成时间", "添加时间",
    "发布日期", "公开日期", "更新日期", "成文日期", "生成日期", "添加日期",
    "来源：", "来源:", "文号：", "文号:", "名称：", "名称:", "信息来源",
    "浏览", "阅读量", "点击数", "点击率", "字号", "字体", "索引号", "主题分类", "分享到", "打印", "关闭窗口",
    "当前位置", "首页", "责任编辑", "发布机构", "主办单位", "承办单位", "扫一扫", "上一篇", "下一篇", "版权所有",
];

/// What a web page or a document system puts around a report: never its preface.
pub(super) fn is_chrome(text: &str) -> bool {
    text.chars().count() <= 80
        && !text.contains('。')
        && CHROME.iter().any(|said| text.contains(said))
}

/// A line of nothing but a date: 2027年1月20日, 2027.1.20, 2027-01-20, 二〇二七年一月二十日, in figures
/// of any width.
pub(super) fn is_date(text: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "^[(]?(?:(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日|(?:19|20)[0-9]{2}(?:[.][0-9]{1,2}[.]|-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}日?|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)[)]?$",
        )
    });
    let text: String = normalize::text(text).nfkc().collect();
    text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '日' | ')')) && DATE.is_match(&text)
}

/// The report year named as the period of the figures (统计期限).
pub(super) fn period_year(text: &str) -> Option<i32> {
    static PERIOD: LazyLock<Regex> =
        LazyLock::new(|| pattern("(20[0-9]{2})年1月1日.{0,12}?(20[0-9]{2})?年?12月31日"));
    let text = normalize::text(text);
    if !text.contains("12月31日") {
        return None;
    }
    PERIOD.captures(&text)?.get(1)?.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::lines::lines;
    use gongkai_model::document::{Block, Document, Paragraph};

    fn found(texts: &[&str]) -> Option<(String, Option<String>, Option<i32>)> {
        let blocks =
            texts.iter().map(|text| Block::Paragraph(Paragraph::new(Role::Body, *text))).collect();
        let document = Document { blocks, broken_lines: true, ..Document::default() };
        let lines = lines(&document).unwrap();
        title(&lines.iter().collect::<Vec<_>>()).map(|t| (t.text, t.organ, t.year))
    }

    #[test]
    fn the_first_words_name_office_and_year() {
        let office = Some("青铜镇人民政府".to_owned());
        for text in [
            "根据《中华人民共和国政府信息公开条例》要求，现公布青铜镇人民政府2024年政府信息公开工作年度报告。",
            "现将青铜镇人民政府2024年度政府信息公开工作报告公布如下。",
            "按照规定，编制了2024年青铜镇人民政府政府信息公开工作年度报告。",
            "2024年，青铜镇人民政府认真贯彻落实条例，扎实推进公开工作。",
            "2024年青铜镇人民政府深入学习，主动公开。",
            "２０２４年度，青铜镇人民政府坚持以公开为常态。",
            "二〇二四年，青铜镇人民政府，在上级领导下做好公开。",
            "本报告是青铜镇人民政府。",
        ] {
            let expected = match text.starts_with('本') {
                true => FirstWords::default(),
                false => FirstWords { organ: office.clone(), year: Some(2024) },
            };
            assert_eq!(first_words([text].into_iter()), expected, "{text}");
        }
        let nobody =
            first_words(["2024年，本局认真做好公开。", "全局上下，同心协力。"].into_iter());
        assert_eq!(nobody, FirstWords { organ: None, year: Some(2024) });
    }

    #[test]
    fn titles_are_read_as_printed() {
        let organ = || Some("青铜镇人民政府".to_owned());
        for (texts, text, organ, year) in [
            (
                &["青铜镇人民政府", "", "2020 年政府信息公开工作年度报告"][..],
                "青铜镇人民政府2020年政府信息公开工作年度报告",
                organ(),
                2020,
            ),
            (
                &["青铜镇人民政府", "青铜镇人民政府2020年度政府", "信息公开工作年度报告"],
                "青铜镇人民政府2020年度政府信息公开工作年度报告",
                organ(),
                2020,
            ),
            (
                &["青铜镇人民政府", "2020年政府信息公开年度工作报告"],
                "青铜镇人民政府2020年政府信息公开年度工作报告",
                organ(),
                2020,
            ),
            (
                &["青铜镇人民政府二〇二〇年政府信息公开工作年度报告"],
                "青铜镇人民政府二〇二〇年政府信息公开工作年度报告",
                organ(),
                2020,
            ),
            (
                &["青铜镇人民政府（２０２０年）政府信息公开工作年度报告"],
                "青铜镇人民政府（２０２０年）政府信息公开工作年度报告",
                organ(),
                2020,
            ),
            (
                &["【年报】青铜镇人民政府2020年政务公开工作年度报告"],
                "【年报】青铜镇人民政府2020年政务公开工作年度报告",
                organ(),
                2020,
            ),
            (
                &["青铜镇人民政府", "政府信息公开工作2020年度报告"],
                "青铜镇人民政府政府信息公开工作2020年度报告",
                organ(),
                2020,
            ),
            (
                &["2019年青铜镇人民政府政府信息公开工作年度报告"],
                "2019年青铜镇人民政府政府信息公开工作年度报告",
                organ(),
                2019,
            ),
            (
                &["青铜镇人民政府", "政府信息公开工作年度报告", "（2021年度）"],
                "青铜镇人民政府政府信息公开工作年度报告（2021年度）",
                organ(),
                2021,
            ),
            (&["2021年政府信息公开年报"], "2021年政府信息公开年报", None, 2021),
        ] {
            assert_eq!(found(texts), Some((text.to_owned(), organ, Some(year))), "{texts:?}");
        }
        assert_eq!(found(&["关于召开会议的通知", "2020年3月"]), None);
    }
}
