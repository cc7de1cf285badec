//! 有未填的占位符。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::passage::Passage;
use crate::pattern::pattern;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::place::Place;
use regex::{Match, Regex};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

rule! {
    /// 模板里的占位符、粘贴带来的记号不能留在正文里。
    ///
    /// ## 查什么
    /// 标题、引言、各章、署名和日期里的XX、×件、……、***、____、空的【】、待定、待补、（文字描述）、（单位名称）、〔此处填写〕等；Markdown记号、书签、页码。公布过的年报里，占位符要求说明。
    ///
    /// ## 为什么
    /// 占位符公布出去，等于没有审核。
    ///
    /// ## 依据
    /// 党政机关公文处理工作条例：公文签发前应当复核。
    ///
    /// ## 正确
    /// 全年收到申请12件。
    ///
    /// ## 错误
    /// 全年收到申请XX件；【此处填写】；[bookmark: _GoBack]
    "placeholders", "有未填的占位符", [Error, Explain, Hint], find
}

/// What stands for words or figures still to come. Letters and digits are half-width here.
static LEFT: LazyLock<Regex> = LazyLock::new(|| {
    let unit = "(?:人次|万元|件|条|次|个|人|份|期|场|项|篇|起|元|%|年|月|日|号|家|处|名|户|批)";
    let word = "(?:文字描述|文字说明|文字叙述|(?:单位|机关|行政机关|部门)(?:名称|全称)|填报单位|具体(?:内容|情况|数字)|年份)";
    let open = r"[【（(〔\[［]";
    let close = r"[】）)〕\]］]";
    let inside = r"[^】）)〕\]］]";
    pattern(&format!(
        r"(?:19|20)[0-9]?[Xx×Х*＊]{{1,2}}年|(?:[Xx×Х✕╳*＊_＿…]+|[.．。]{{3,}})余?多?{unit}|X{{2,}}|x{{2,}}|Х{{2,}}|[×✕╳]{{2,}}|[*＊]{{3,}}|[〇○]{{3,}}|[□△]{{2,}}|_{{3,}}|＿{{2,}}|{open}{close}|{open}{word}{close}|{open}(?:此处|在此|请|待){inside}{{0,6}}(?:填|补|输入|录入|描述|撰写|写){inside}*{close}|{open}(?:数据|数字)?待(?:核实|核定|确认|统计|更新){close}|N(?:件|条|人次|万元)|[〇○]{{2}}(?:省|市|县|区|镇|乡|局)|\{{+[^{{}}]{{1,12}}\}}+|待补充?|待填写?|待定"
    ))
});
/// One of these stands in whatever [`LEFT`] or [`DOTS`] finds.
const BEGINNINGS: [char; 30] = [
    'X', 'x', 'Х', '×', '✕', '╳', '*', '＊', '〇', '○', '□', '△', '_', '＿', '…', '.', '．', '·',
    '【', '（', '(', '〔', '[', '［', '待', '】', '）', '。', 'N', '{',
];
/// Dots that may stand for words.
static DOTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"…+|\.{3,}|．{3,}|·{3,}|。{3,}"));
/// Marks that stand for a figure or a name.
const MARKS: [char; 8] = ['X', 'x', '×', '✕', '╳', '*', '＊', '_'];
static PASTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\*\*|^#{1,6}|\[bookmark[^\]]*\]|\]\(https?:|^[—\-－–]+\d{1,3}[—\-－–]+$|^第\d{1,3}页(?:共\d{1,3}页)?$",
    )
});
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| pattern(r"【[^】]{1,20}】"));

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let published = context.case.published;
    let level = if published { Level::Explain } else { Level::Error };
    let report = context.case.report;
    let around = [
        (Place::Title, &report.title),
        (Place::Signature, &report.signature),
        (Place::Date, &report.date),
    ];
    let around = around.into_iter().filter_map(|(place, text)| {
        let label = context.label(&place);
        Some(Passage::new(place, ("", label), None, text.as_deref()?))
    });
    let around: Vec<Passage> = around.collect();
    for passage in around.iter().chain(&context.passages) {
        let text = passage.text.as_str();
        if text.contains(BEGINNINGS) {
            let left = LEFT.find_iter(text).filter(|found| stands_for_something(text, found));
            let dots = DOTS.find_iter(text).filter(|found| dots_stand_for_words(text, found));
            let mut places: Vec<Range<usize>> = left.chain(dots).map(|f| f.range()).collect();
            places.sort_by_key(|place| (place.start, Reverse(place.end)));
            let mut reached = 0;
            for place in places {
                if place.start < reached {
                    continue;
                }
                reached = place.end;
                let message =
                    format!("有占位符“{}”没有填", text.get(place.clone()).unwrap_or_default());
                out.push(
                    FindingBuilder::new(&RULE, level, message).span(passage, place).of(context),
                );
            }
        }
        // In an imported file such marks are traces of the file, not of the office.
        if published || passage.outside_text() {
            continue;
        }
        for found in PASTED.find_iter(text).filter(|found| !is_masked(text, found)) {
            let message = format!("有粘贴带来的记号“{}”", found.as_str());
            out.push(
                FindingBuilder::new(&RULE, Level::Error, message)
                    .span(passage, found.range())
                    .of(context),
            );
        }
        for found in BRACKETED.find_iter(&passage.text).filter(|f| !LEFT.is_match(f.as_str())) {
            let message = format!("请看“{}”是不是模板里留下的", found.as_str());
            out.push(
                FindingBuilder::new(&RULE, Level::Hint, message)
                    .span(passage, found.range())
                    .of(context),
            );
        }
    }
}

/// Whether what [`LEFT`] found is no part of a word, a formula or a step of the procedure.
fn stands_for_something(text: &str, found: &Match) -> bool {
    let before = text.get(..found.start()).and_then(|before| before.chars().next_back());
    let behind = text.get(found.end()..).and_then(|behind| behind.chars().next());
    let among = |c: Option<char>, set: &str| c.is_some_and(|c| set.contains(c));
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let words = found.as_str();
    match words.chars().next() {
        // A Latin word; 3×4; 单价×件数.
        Some('X' | 'x' | '×' | '✕' | '╳' | '*' | '＊' | '_' | '＿' | 'N')
            if letter(before) || words.ends_with(MARKS) && letter(behind) =>
        {
            false
        }
        Some('X' | 'x' | '×' | '✕' | '╳') if among(behind, "数量均群级方性素") => {
            false
        }
        // 有待补充, 等待补正, 接待定点: words of their own.
        Some('待') => {
            let own = match words {
                "待补" => "正齐缴办贴救选",
                "待定" => "的事人性期点向位制价量额于岗居案损罪责时编",
                _ => "",
            };
            !among(before, "等有亟急尚还正接招优期看善款对虐留") && !among(behind, own)
        }
        // （待补正3件）
        Some('（' | '(') => !["补正", "补齐", "补办"].iter().any(|word| words.contains(word)),
        _ => true,
    }
}

/// 138****1234, and *** as a placeholder.
fn is_masked(text: &str, found: &Match) -> bool {
    let beside = |c: Option<char>| c.is_some_and(|c| c == '*' || c.is_ascii_digit());
    let before = text.get(..found.start()).and_then(|before| before.chars().next_back());
    let behind = text.get(found.end()..).and_then(|behind| behind.chars().next());
    found.as_str() == "**" && (beside(before) || beside(behind))
}

/// Dots are right behind 等, behind an enumeration and in a quotation; else they stand for words that
/// are still to come.
fn dots_stand_for_words(text: &str, found: &Match) -> bool {
    let before = text.get(..found.start()).unwrap_or_default();
    let behind = text.get(found.end()..).unwrap_or_default();
    // The line of a table of contents, or a web address.
    if behind.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return false;
    }
    let clause = before.rsplit(['，', '。', '；', '：', '！', '？']).next().unwrap_or_default();
    let quoted = before.matches('“').count() > before.matches('”').count()
        || before.matches('《').count() > before.matches('》').count();
    !(quoted || before.ends_with('等') || clause.contains('、'))
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;
    use gongkai_model::place::Place;

    fn found(text: &str) -> Vec<Level> {
        let found = Fixture::new("2021").text("overview", &[text]).of("placeholders");
        found.into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn what_a_template_leaves() {
        for text in [
            "全年收到申请XX件。",
            "××镇人民政府",
            "数字待补。",
            "（此处填写具体问题）",
            "【】",
            "**主动公开**",
            "[bookmark: _GoBack]五、",
            "— 3 —",
            "（文字描述）",
            "(文字描述)",
            "全年收到申请×件。",
            "全年收到申请X件，办结x件。",
            "全年收到申请Ｘ件。",
            "全年收到申请Х件。",
            "比上年增长X%。",
            "20XX年，202X年，20××年",
            "xx市人民政府",
            "收到申请***件。",
            "收到申请*件。",
            "***",
            "……",
            "（一）主动公开。……",
            "......",
            "聚焦……，推进政务公开。",
            "收到申请……件。",
            "（……）",
            "发布时间待定。",
            "（单位名称）政务公开办公室",
            "【机关全称】",
            "〔此处填写〕",
            "[请在此处填写具体措施]",
            "（请补充具体数字）",
            "收到申请____件。",
            "收到申请__件。",
            "收到申请＿＿件。",
            "收到申请（ ）件。",
            "○○○镇",
            "□□镇",
            "○○县水利局",
            "收到申请N件。",
            "收到申请{件数}件，{{单位}}",
            "答复（数据待核实）。",
        ] {
            assert!(found(text).contains(&Level::Error), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn what_is_no_placeholder() {
        for text in [
            "XXL号",
            "通过APP公开",
            "面积3×4米",
            "二〇二〇年",
            "二○○八年",
            "按照WTO规则公开，VPN件数已核对",
            "名称待定的事项不公开。",
            "举报线索待核实。",
            "第3页所列数据",
            "逾期待补正的申请",
            "X光机采购结果已公开。",
            "公开X射线检查收费标准。",
            "《X县志》已上网。",
            "收费按单价×件数计算，3×5件一组。",
            "MAX件套",
            "公开了年度计划、财政预算、建设项目等……",
            "公开了计划、预算、项目……等内容。",
            "条例规定“……应当主动公开”。",
            "制度有待补充完善，亟待补齐短板。",
            "等待定期更新，接待定点设在一楼。",
            "另有（待补正3件）。",
            "联系电话138****1234。",
            "申请人张某某。",
            "国办公开办函〔2021〕30号（以下简称《通知》）",
            "（请见附件）",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
        assert_eq!(found("开设【政策解读】栏目"), [Level::Hint]);
        let published =
            Fixture::new("2021").text("overview", &["收到XX件。", "**粗体**"]).published();
        let levels: Vec<_> = published.of("placeholders").into_iter().map(|f| f.level).collect();
        assert_eq!(levels, [Level::Explain]);
    }

    #[test]
    fn placeholders_outside_the_chapters() {
        let mut fixture = Fixture::new("2021");
        assert!(fixture.of("placeholders").is_empty());
        fixture.report.title = Some("（单位名称）2021年政府信息公开工作年度报告".to_owned());
        fixture.report.preface = vec!["根据××要求编制。".to_owned()];
        fixture.report.signature = Some("XX镇人民政府".to_owned());
        fixture.report.date = Some("2022年X月X日".to_owned());
        let places: Vec<_> =
            fixture.of("placeholders").into_iter().map(|f| f.place.unwrap()).collect();
        let expected = [Place::Title, Place::Preface, Place::Signature, Place::Date, Place::Date];
        assert_eq!(places, expected);
    }
}
