//! 文中文件数与表二不符。

use crate::check::brief::Brief;
use crate::check::finding::Found;
use crate::check::prose::scope::clauses;
use crate::check::prose::words::Words;
use crate::check::rule::{has_figure, rule};
use crate::check::{Finding, Level};
use crate::form::CellId;

rule! {
    /// 文中写的规范性文件件数，应当对得上表二。
    ///
    /// ## 查什么
    /// 2021年格式：制发（制定、印发）、废止、现行有效的行政规范性文件N件，应等于表二相应的数。全市、下级的数字和“公开规范性文件N件”不比。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 制发行政规范性文件3件，表二本年制发件数3。
    ///
    /// ## 错误
    /// 制发行政规范性文件5件，表二本年制发件数3。
    "documents_told", "文中文件数与表二不符", [Explain], find,
    applies: |form, _| has_figure(form, "disclosure/normative_documents/issued")
}

const VERBS: [(&str, &str); 6] = [
    ("制发", "issued"),
    ("制定", "issued"),
    ("印发", "issued"),
    ("出台", "issued"),
    ("废止", "repealed"),
    ("现行有效", "in_force"),
];

/// The verb the words before a figure end with, with or without the documents named behind it.
fn verb(lead: &str, behind: &str) -> Option<(&'static str, &'static str)> {
    let lead = lead.trim_end_matches("计").trim_end_matches(['共', '总', '了', '为']);
    let ends = |lead: &str| VERBS.into_iter().find(|(verb, _)| lead.ends_with(verb));
    match lead.strip_suffix("规范性文件") {
        Some(lead) => ends(lead.trim_end_matches("行政").trim_end_matches('的')),
        None if behind.starts_with("行政规范性文件") || behind.starts_with("规范性文件") => {
            ends(lead)
        }
        None => None,
    }
}

fn find(brief: &Brief, out: &mut Vec<Finding>) {
    for clause in clauses(brief, Words::DOCUMENTS) {
        if clause.of_another_year() || clause.of_region() {
            continue;
        }
        for told in clause.told().filter(|told| told.quantity.exact) {
            let Some((verb, column)) = verb(told.lead, told.behind) else { continue };
            let cell = CellId::new("disclosure", "normative_documents", column);
            let value = told.quantity.value;
            let Some(number) = brief.number(cell.as_str()).filter(|number| *number != value) else {
                continue;
            };
            let message = format!("文中{verb}规范性文件{value}件；表二是{number}件");
            let found = Found::new(&RULE, Level::Explain, message).sides(value, number);
            let found = found.cells([cell]).chapter(clause.passage.place);
            out.push(clause.point(found, told.quantity.range.clone()).of(brief));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::trial::Trial;

    fn found(text: &str) -> usize {
        let trial = Trial::new("2021")
            .set("disclosure/normative_documents/issued", 3)
            .set("disclosure/normative_documents/repealed", 1)
            .set("disclosure/normative_documents/in_force", 12);
        trial.text("overview", &[text]).of("documents_told").len()
    }

    #[test]
    fn documents_in_the_text() {
        for text in [
            "制发行政规范性文件3件，废止规范性文件1件，现行有效规范性文件12件。",
            "印发3件行政规范性文件。",
            "公开规范性文件25件。",
            "全县制发行政规范性文件30件。",
            "印发通知20份。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("制发行政规范性文件5件，废止2件行政规范性文件。"), 2);
    }
}
