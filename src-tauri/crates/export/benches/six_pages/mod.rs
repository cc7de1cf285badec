//! Reports of six pages, all of it made up.

use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Report};

/// Six pages of made-up text with every figure filled in; each number gives other figures and
/// sentences in another order.
pub fn report(forms: &Forms, number: usize) -> Report {
    let edition = forms.edition("2021").expect("the edition in force");
    let mut report = Report::blank(edition, "青铜县市场监督管理局", 2026);
    for (at, figure) in edition.figures().into_iter().enumerate() {
        report.cells.insert(figure.id, Cell::typed(((at + number) * 37 % 5000) as i64));
    }
    let sentences = [
        "本机关深入贯彻落实《中华人民共和国政府信息公开条例》，坚持“以公开为常态、不公开为例外”。",
        "全年主动公开政府信息1234条，其中行政规范性文件5件，解读材料23篇，群众满意度98.5%。",
        "畅通依申请公开渠道，当面、信函、网络三种方式均可提交，答复及时率100%。",
        "健全信息发布审核、保密审查、动态调整等制度，做到先审后发、一事一审。",
        "优化网站栏目，整合政务新媒体账号，方便企业和群众查询、下载、办事。",
    ];
    let paragraph = |from: usize, count: usize| -> String {
        (from..from + count).map(|at| sentences[(at + number) % sentences.len()]).collect()
    };
    report.chapters[0].paragraphs = vec![
        paragraph(0, 5),
        format!("（一）主动公开情况。{}", paragraph(1, 6)),
        format!("（二）依申请公开情况。{}", paragraph(2, 6)),
        format!("（三）政府信息管理情况。{}", paragraph(3, 6)),
        format!("（四）平台建设情况。{}", paragraph(4, 6)),
        format!("（五）监督保障情况。{}", paragraph(0, 6)),
    ];
    report.chapters[4].paragraphs = vec![paragraph(1, 6), paragraph(2, 6)];
    report.chapters[5].paragraphs = vec!["本年度未收取信息处理费。".to_owned()];
    report.date = Some("2027年1月20日".to_owned());
    report
}
