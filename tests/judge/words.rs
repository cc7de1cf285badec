//! Breaking everything else: chapters, dates, headings, words, and figures in the text.

use super::Break;
use super::reports::{Papers, counts_documents, number, set};
use gongkai_model::report::{Chapter, Figure, Report};
use std::collections::BTreeSet;

/// A change to the papers; false where these papers have nothing to break so.
type Change = fn(&mut Papers) -> bool;

fn chapter<'r>(report: &'r mut Report, id: &str) -> &'r mut Chapter {
    let of = |chapter: &&mut Chapter| chapter.id.as_deref() == Some(id);
    report.chapters.iter_mut().find(of).expect("every right report has all chapters")
}

fn add(papers: &mut Papers, id: &str, text: &str) -> bool {
    chapter(&mut papers.report, id).paragraphs.push(text.to_owned());
    true
}

/// Puts other words in place of some; false when they are not there.
fn exchange(papers: &mut Papers, id: &str, from: &str, to: &str) -> bool {
    let chapter = chapter(&mut papers.report, id);
    let there = chapter.paragraphs.iter().any(|text| text.contains(from));
    for text in &mut chapter.paragraphs {
        *text = text.replace(from, to);
    }
    there
}

fn date(papers: &mut Papers, years: i32, day: &str) -> bool {
    papers.report.date = papers.report.year.map(|year| format!("{}年{day}", year + years));
    true
}

/// Takes a table away, as a file does in which it does not stand.
fn lose(papers: &mut Papers, table: &str) -> bool {
    for (id, cell) in &mut papers.report.cells {
        if id.table() == table {
            cell.figure = Figure::Unread;
        }
    }
    true
}

fn since_2021(papers: &Papers) -> bool {
    counts_documents(&papers.report)
}

fn figure(papers: &Papers, cell: &str) -> rust_decimal::Decimal {
    number(&papers.report, cell)
}

/// The sum of the cells whose ids begin and end so.
fn sum(papers: &Papers, begin: &str, end: &str) -> rust_decimal::Decimal {
    let ids = papers.report.cells.keys().map(|id| id.as_str());
    ids.filter(|id| id.starts_with(begin) && id.ends_with(end)).map(|id| figure(papers, id)).sum()
}

/// One more than the text says now.
fn one_more(papers: &mut Papers, words: &str, cell: &str) -> bool {
    let there = figure(papers, cell);
    let (from, to) =
        (format!("{words}{there}件"), format!("{words}{}件", there + rust_decimal::Decimal::ONE));
    !there.is_zero() && exchange(papers, "overview", &from, &to)
}

const CHANGES: &[(&str, &str, Change, &[&str])] = &[
    (
        "title",
        "字序颠倒",
        |p| {
            p.report.title = p.report.title.as_ref().map(|t| t.replace("工作年度", "年度工作"));
            true
        },
        &[],
    ),
    (
        "title",
        "年度重复",
        |p| {
            p.report.title = p.report.title.as_ref().map(|t| t.replace("年政府", "年度政府"));
            true
        },
        &[],
    ),
    (
        "title",
        "上年的年度",
        |p| {
            let year = p.report.year.unwrap_or_default();
            let old = (year - 1).to_string();
            p.report.title = p.report.title.as_ref().map(|t| t.replace(&year.to_string(), &old));
            true
        },
        &[],
    ),
    ("date", "报告年度内", |p| date(p, 0, "1月20日"), &[]),
    ("date", "没有的日子", |p| date(p, 1, "2月30日"), &[]),
    ("date", "多余的0", |p| date(p, 1, "01月20日"), &[]),
    (
        "unsigned",
        "没有日期",
        |p| {
            p.report.date = None;
            true
        },
        &[],
    ),
    (
        "unsigned",
        "没有署名",
        |p| {
            p.report.signature = None;
            true
        },
        &[],
    ),
    ("missing_table", "没有表二", |p| lose(p, "disclosure"), &[]),
    ("missing_table", "没有表三", |p| lose(p, "requests"), &[]),
    ("missing_table", "没有表四", |p| lose(p, "cases"), &[]),
    ("deadline", "期限之后", |p| date(p, 1, "4月1日"), &[]),
    (
        "period",
        "上年的期限",
        |p| {
            let old = p.report.year.unwrap_or_default() - 1;
            p.report.preface =
                vec![format!("本报告数据统计期限自{old}年1月1日起，至{old}年12月31日止。")];
            true
        },
        &[],
    ),
    (
        "heading_levels",
        "跳级",
        |p| {
            chapter(&mut p.report, "improvement").paragraphs.insert(0, "（1）存在的问题".into());
            add(p, "improvement", "（2）改进措施")
        },
        &[],
    ),
    (
        "heading_cut_off",
        "章标题少字",
        |p| {
            chapter(&mut p.report, "improvement").heading = "存在的问题及改进情况".into();
            true
        },
        &[],
    ),
    ("heading_cut_off", "小标题少字", |p| add(p, "overview", "（一）健全组织机构建"), &[]),
    (
        "editions_mixed",
        "格式与年度",
        |p| {
            let other = if since_2021(p) { 2020 } else { 2022 };
            p.report.year = Some(other);
            p.last = None;
            date(p, 1, "1月20日")
        },
        &[],
    ),
    (
        "editions_mixed",
        "项目名称改动",
        |p| {
            p.report.labels.insert("disclosure/penalty/decisions".into(), "行政处理".into());
            true
        },
        &[],
    ),
    (
        "aspects",
        "没有平台",
        |p| {
            let words = ["网站", "专栏", "公众号"];
            let there = words.map(|word| exchange(p, "overview", word, "窗口"));
            since_2021(p) && there.contains(&true)
        },
        &["parts_told"],
    ),
    ("length", "过长", |p| since_2021(p) && add(p, "overview", &"事项已经列出。".repeat(150)), &[]),
    (
        "empty",
        "第五章空",
        |p| {
            chapter(&mut p.report, "improvement").paragraphs.clear();
            true
        },
        &[],
    ),
    (
        "empty",
        "第五章无",
        |p| {
            chapter(&mut p.report, "improvement").paragraphs = vec!["无。".into()];
            true
        },
        &[],
    ),
    (
        "empty",
        "第五章过短",
        |p| {
            chapter(&mut p.report, "improvement").paragraphs =
                vec!["公开还不及时，今后改进。".into()];
            true
        },
        &[],
    ),
    (
        "empty",
        "总体情况空",
        |p| {
            chapter(&mut p.report, "overview").paragraphs.clear();
            true
        },
        &[],
    ),
    ("placeholders", "XX", |p| add(p, "overview", "公开公报XX期。"), &[]),
    ("placeholders", "待补", |p| add(p, "improvement", "具体做法待补。"), &[]),
    ("placeholders", "书签", |p| add(p, "other", "[bookmark: _GoBack]"), &[]),
    ("wrong_characters", "釆", |p| add(p, "overview", "及时公开釆购结果。"), &[]),
    ("wrong_characters", "重复的词", |p| add(p, "overview", "及时公开政府信息信息。"), &[]),
    (
        "quotations",
        "条例名称",
        |p| add(p, "overview", "按照《中华人民共和国信息公开条例》办理。"),
        &[],
    ),
    ("quotations", "原则", |p| add(p, "improvement", "坚持公开为原则，不公开为例外。"), &[]),
    ("quotations", "方括号", |p| add(p, "other", "见国办公开办函[2021]30号。"), &[]),
    ("punctuation", "半角逗号", |p| add(p, "overview", "提高认识,主动作为。"), &[]),
    ("punctuation", "引号", |p| add(p, "overview", "开设“集市窗口便民。"), &[]),
    ("private_facts", "手机", |p| add(p, "other", "联系人电话13800138000。"), &[]),
    ("private_facts", "身份证", |p| add(p, "other", "证件号11010519491231002X。"), &[]),
    ("private_facts", "密级", |p| add(p, "other", "秘密★1年"), &[]),
    (
        "other_organ",
        "别的单位",
        |p| {
            p.settings.other_organs = vec!["白银镇人民政府".into()];
            add(p, "overview", "白银镇人民政府设立窗口。")
        },
        &[],
    ),
    (
        "says_none",
        "有申请说没有",
        |p| {
            let there = figure(p, "requests/new/total");
            let words = format!("全年收到政府信息公开申请{there}件");
            !there.is_zero() && exchange(p, "overview", &words, "全年未收到政府信息公开申请")
        },
        &[],
    ),
    (
        "says_none",
        "有申请说0件",
        |p| {
            let there = figure(p, "requests/new/total");
            let words = format!("收到政府信息公开申请{there}件");
            !there.is_zero() && exchange(p, "overview", &words, "受理政府信息公开申请0件")
        },
        &[],
    ),
    (
        "says_none",
        "没有申请说有",
        |p| exchange(p, "overview", "全年未收到政府信息公开申请", "全年收到政府信息公开申请5件"),
        &[],
    ),
    (
        "says_none",
        "有案件说没有",
        |p| {
            let there = figure(p, "cases/reconsideration/total");
            let words = format!("因政府信息公开被申请行政复议{there}件");
            !there.is_zero()
                && exchange(p, "overview", &words, "没有发生因政府信息公开引起的行政复议")
        },
        &[],
    ),
    ("requests_told", "收件数", |p| one_more(p, "收到政府信息公开申请", "requests/new/total"), &[]),
    ("handled_told", "答复数", |p| one_more(p, "答复", "requests/total/total"), &[]),
    ("carried_told", "上年结转数", |p| one_more(p, "含上年结转", "requests/carried_in/total"), &[]),
    ("carried_told", "结转下年度数", |p| one_more(p, "另有", "requests/carried_out/total"), &[]),
    ("cases_told", "复议数", |p| one_more(p, "被申请行政复议", "cases/reconsideration/total"), &[]),
    (
        "cases_told",
        "维持数",
        |p| {
            let all = figure(p, "cases/reconsideration/total");
            let upheld = figure(p, "cases/reconsideration/upheld") + rust_decimal::Decimal::ONE;
            add(p, "overview", &format!("信息公开行政复议{all}件，其中维持{upheld}件。"))
        },
        &[],
    ),
    (
        "documents_told",
        "制发数",
        |p| {
            let issued =
                figure(p, "disclosure/normative_documents/issued") + rust_decimal::Decimal::ONE;
            since_2021(p) && add(p, "overview", &format!("制发行政规范性文件{issued}件。"))
        },
        &[],
    ),
    (
        "results_told",
        "不予公开数",
        |p| {
            let more = sum(p, "requests/refused.", "/total") + rust_decimal::Decimal::ONE;
            add(p, "overview", &format!("政府信息公开申请不予公开{more}件。"))
        },
        &[],
    ),
    (
        "applicants_told",
        "自然人数",
        |p| {
            let all = figure(p, "requests/new/total");
            let more = figure(p, "requests/new/natural_person") + rust_decimal::Decimal::ONE;
            add(p, "overview", &format!("收到政府信息公开申请{all}件，其中自然人{more}件。"))
        },
        &["says_none"],
    ),
    (
        "decisions_told",
        "行政处罚数",
        |p| {
            let more = figure(p, "disclosure/penalty/decisions") + rust_decimal::Decimal::ONE;
            add(p, "overview", &format!("作出行政处罚决定{more}件。"))
        },
        &[],
    ),
    ("parts_told", "分项", |p| exchange(p, "overview", "公告栏240条", "公告栏241条"), &[]),
    (
        "fee_untold",
        "信息处理费",
        |p| since_2021(p) && exchange(p, "other", "本年未收取信息处理费。", "无。"),
        &[],
    ),
    (
        "repeated_text",
        "照抄上年",
        |p| {
            let Some(last) = &p.last else { return false };
            let Some(copied) = last.chapter("improvement").cloned() else { return false };
            chapter(&mut p.report, "improvement").paragraphs = copied.paragraphs;
            true
        },
        &[],
    ),
    (
        "old_year_left",
        "上年的年份",
        |p| {
            let old = p.report.year.unwrap_or_default() - 1;
            add(p, "overview", &format!("{old}年，我局公开信息若干条。"))
        },
        &[],
    ),
    (
        "improvements_forgotten",
        "没有下文",
        |p| {
            let year = p.report.year.unwrap_or_default();
            let there = p.last.is_some();
            exchange(p, "overview", &format!("，比{}年增加20条", year - 1), "");
            let text = "公开栏更新慢，业务人员掌握不够，群众查询不便，档案目录尚未电子化，仍是主要问题。今后逐村核对，每月公布一次结果，新手先跟班学习。";
            chapter(&mut p.report, "improvement").paragraphs = vec![text.into()];
            exchange(p, "overview", "上年", "往期");
            there
        },
        &[],
    ),
    (
        "pending",
        "上年未审结",
        |p| {
            let this = figure(p, "cases/reconsideration/total");
            let Some(last) = &mut p.last else { return false };
            set(
                last,
                "cases/reconsideration/pending",
                Figure::Number(this + rust_decimal::Decimal::ONE),
            );
            true
        },
        &[],
    ),
    (
        "jump",
        "多一位",
        |p| {
            let cell = "disclosure/coercion/decisions";
            let there = figure(p, cell);
            set(
                &mut p.report,
                cell,
                Figure::Number(there * rust_decimal::Decimal::TEN + rust_decimal::Decimal::TEN),
            );
            // All other figures stay as they were: only this one is to be judged.
            let own = p.last_edition_is_own();
            if let Some(last) = &mut p.last {
                last.cells = p.report.cells.clone();
                set(last, cell, Figure::Number(there));
            }
            own
        },
        &["carry_over"],
    ),
    (
        "all_the_same",
        "全部照抄",
        |p| {
            let same = p.last_edition_is_own() && !figure(p, "requests/new/total").is_zero();
            if let Some(last) = &mut p.last {
                last.cells = p.report.cells.clone();
            }
            same
        },
        &["carry_over"],
    ),
    (
        "disclosed_more_than_total",
        "填反",
        |p| {
            let total = figure(p, "disclosure/rules/total_disclosed");
            let more = total + rust_decimal::Decimal::ONE;
            set(&mut p.report, "disclosure/rules/newly_disclosed", Figure::Number(more));
            !since_2021(p)
        },
        &[],
    ),
    (
        "total_is_a_sum",
        "相加",
        |p| {
            let row = |column: &str| format!("disclosure/rules/{column}");
            let sum = figure(p, &row("newly_made")) + figure(p, &row("newly_disclosed"));
            set(&mut p.report, &row("total_disclosed"), Figure::Number(sum));
            !since_2021(p) && !sum.is_zero()
        },
        &[],
    ),
    (
        "items_below_zero",
        "减成负数",
        |p| {
            let prior = figure(p, "disclosure/penalty/prior_items");
            let less = -prior - rust_decimal::Decimal::ONE;
            set(&mut p.report, "disclosure/penalty/net_change", Figure::Number(less));
            !since_2021(p)
        },
        &[],
    ),
    (
        "projects_without_amount",
        "没有金额",
        |p| {
            set(&mut p.report, "disclosure/procurement/amount", 0);
            !since_2021(p) && !figure(p, "disclosure/procurement/projects").is_zero()
        },
        &[],
    ),
    (
        "much_other_handling",
        "其他偏多",
        |p| {
            let total = figure(p, "requests/total/total");
            set(&mut p.report, "requests/other_handling/total", Figure::Number(total));
            !since_2021(p) && !total.is_zero()
        },
        &["row_sum", "results_sum"],
    ),
    (
        "rules_not_allowed",
        "无权制定",
        |p| {
            set(&mut p.report, "disclosure/rules/in_force", 3);
            since_2021(p) && !p.settings.kind.may_make_rules()
        },
        &[],
    ),
    (
        "fee_in_yuan",
        "元当万元",
        |p| {
            set(&mut p.report, "disclosure/fees/amount", 320_000_000);
            let last = p.last.as_ref().map(|last| number(last, "disclosure/fees/amount"));
            since_2021(p)
                && (!p.settings.kind.is_government() || last.is_some_and(|last| !last.is_zero()))
        },
        &[],
    ),
    (
        "direct_suit",
        "直接起诉",
        |p| {
            set(&mut p.report, "cases/direct_suit/total", 9);
            p.report.year >= Some(2024)
        },
        &["case_sum", "says_none"],
    ),
];

impl Papers {
    fn last_edition_is_own(&self) -> bool {
        self.last.as_ref().is_some_and(|last| last.edition == self.report.edition)
    }
}

pub fn breaks(papers: &Papers) -> Vec<Break> {
    let any = |rule| vec![(rule, BTreeSet::new())];
    let mut out = Vec::new();
    for (rule, what, change, allowed) in CHANGES {
        let mut broken = papers.clone();
        if change(&mut broken) {
            out.push(Break {
                what: (*what).to_owned(),
                papers: broken,
                wanted: any(*rule),
                allowed,
            });
        }
    }
    let chapters = papers.report.chapters.len();
    for at in 0..chapters {
        let mut broken = |what: &str, change: &dyn Fn(&mut Vec<Chapter>)| {
            let mut papers = papers.clone();
            change(&mut papers.report.chapters);
            let what = format!("第{}章{what}", at + 1);
            out.push(Break { what, papers, wanted: any("chapters"), allowed: &[] });
        };
        broken("缺", &|chapters| {
            chapters.remove(at);
        });
        broken("序号错", &|chapters| chapters[at].number = "十".into());
        broken("序号缺", &|chapters| chapters[at].number.clear());
        broken("重复", &|chapters| {
            let twice = Chapter { paragraphs: Vec::new(), ..chapters[at].clone() };
            chapters.insert(at + 1, twice);
        });
        if at + 1 < chapters {
            broken("与下一章颠倒", &|chapters| chapters.swap(at, at + 1));
        }
    }
    out
}
