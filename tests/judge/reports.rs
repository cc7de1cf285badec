//! Right reports of our own making: every edition, with and without last year's, small, large and
//! no figures at all, governments and departments. Nothing in them may want a change or a reason.

use gongkai_check::Settings;
use gongkai_model::form::{CellId, Forms};
use gongkai_model::organ::OrganKind;
use gongkai_model::report::{Cell, Figure, Origin, Report};
use rust_decimal::Decimal;

/// A report with what is checked beside it.
#[derive(Clone)]
pub struct Papers {
    pub name: String,
    /// What its figures are multiplied by.
    pub scale: i64,
    pub report: Report,
    pub last: Option<Report>,
    pub settings: Settings,
}

pub const APPLICANTS: [&str; 6] =
    ["natural_person", "business", "research", "public_welfare", "legal_service", "other"];
const GROUPS: [&str; 3] = ["reconsideration", "direct_suit", "suit_after_reconsideration"];
pub const OUTCOMES: [&str; 4] = ["upheld", "corrected", "other_outcome", "pending"];
const RESULTS: [&str; 18] = [
    "disclosed",
    "partly",
    "refused.state_secret",
    "refused.prohibited_by_law",
    "refused.security_and_stability",
    "refused.third_party_rights",
    "refused.internal_affairs",
    "refused.deliberative",
    "refused.enforcement_file",
    "refused.administrative_inquiry",
    "unavailable.not_held",
    "unavailable.needs_creation",
    "unavailable.still_unclear",
    "not_processed.petition",
    "not_processed.duplicate",
    "not_processed.publication",
    "not_processed.excessive",
    "not_processed.reissue",
];

/// The rows （一） to （六） of table 3: those every edition has, and the other handling a report has.
pub fn results(report: &Report) -> Vec<String> {
    let other = report.cells.keys().filter_map(|id| {
        let row = id.as_str().strip_prefix("requests/")?.strip_suffix("/total")?;
        row.starts_with("other_handling").then(|| row.to_owned())
    });
    RESULTS.iter().map(|row| (*row).to_owned()).chain(other).collect()
}

/// Whether the report's edition counts documents in force, as those since 2021 do.
pub fn counts_documents(report: &Report) -> bool {
    report.cells.contains_key(&"disclosure/normative_documents/repealed".into())
}

/// Each edition in its first year, beside a report of the edition before it, and in a later one.
fn years(forms: &Forms) -> Vec<(&'static str, i32, Option<&'static str>)> {
    let mut out = Vec::new();
    let mut before = None;
    for (at, edition) in forms.editions().iter().enumerate() {
        let (own, first) = (edition.id, edition.first_year);
        let next = forms.editions().get(at + 1);
        let later = next.map_or(first + 5, |next| next.first_year - 1).min(first + 5);
        out.push((own, first, before));
        if later > first {
            out.push((own, later, Some(own)));
            if before.is_some() {
                out.push((own, later, None));
            }
        }
        before = Some(own);
    }
    out
}

pub fn number(report: &Report, cell: &str) -> Decimal {
    report.number(&cell.into()).unwrap_or_default()
}

pub fn set(report: &mut Report, cell: &str, figure: impl Into<Figure>) {
    report.cells.insert(cell.into(), Cell::typed(figure));
}

pub fn all(forms: &Forms) -> Vec<Papers> {
    let government = ("青铜市人民政府", OrganKind::Prefecture);
    let department = ("青铜县农业农村局", OrganKind::Department);
    let mut out = Vec::new();
    for (edition, year, before) in years(forms) {
        for (organ, kind) in [government, department] {
            for scale in [0, 1, 40_000] {
                let last = before.map(|before| report(forms, before, organ, year - 1, scale, None));
                let this = report(forms, edition, organ, year, scale, last.as_ref());
                let settings = Settings { kind, ..Settings::default() };
                let name = format!("{edition} {organ} ×{scale} {}", before.unwrap_or("–"));
                out.push(Papers { name, scale, report: this, last, settings });
            }
        }
    }
    out
}

fn report(
    forms: &Forms,
    edition: &str,
    organ: &str,
    year: i32,
    scale: i64,
    last: Option<&Report>,
) -> Report {
    let form = forms.edition(edition).expect("an official edition");
    let mut report = Report::blank(form, organ, year);
    let own = i64::from(year % 2) + 1;
    for cell in report.cells.values_mut() {
        *cell = Cell::typed(0);
    }
    requests(&mut report, scale, own, last);
    for (at, group) in GROUPS.iter().enumerate() {
        for (place, outcome) in OUTCOMES.iter().enumerate() {
            let cases = ((at + place) as i64 % 3 + own - 1) * scale.min(1000);
            set(&mut report, &format!("cases/{group}/{outcome}"), cases);
        }
    }
    match counts_documents(&report) {
        true => documents(&mut report, organ, scale, own, last),
        false => items(&mut report, scale, own, last),
    }
    for equation in form.equations().iter().filter(|equation| equation.computes) {
        let computed = Cell { origin: Origin::Computed, ..Cell::default() };
        report.cells.insert(equation.right[0].cell.clone(), computed);
    }
    let mut report = report.with_totals(form);
    report.title = Some(report.full_title());
    report.date = Some(format!("{}年1月20日", year + 1));
    write_text(&mut report, own);
    report
}

fn requests(report: &mut Report, scale: i64, own: i64, last: Option<&Report>) {
    for (at, applicant) in APPLICANTS.iter().enumerate() {
        let at = at as i64;
        let mut total = 0;
        for (row, result) in results(report).iter().enumerate() {
            let handled = (row as i64 * 7 + at * 3 + own) % 5 * scale;
            total += handled;
            set(report, &format!("requests/{result}/{applicant}"), handled);
        }
        let carried_out = (at + own) % 3 * scale;
        let cell = format!("requests/carried_out/{applicant}");
        let carried_in = match last {
            Some(last) => i64::try_from(number(last, &cell)).unwrap_or_default(),
            None => at % 3 * scale,
        };
        set(report, &format!("requests/new/{applicant}"), total + carried_out - carried_in);
        set(report, &format!("requests/carried_in/{applicant}"), carried_in);
        set(report, &cell, carried_out);
    }
}

fn documents(report: &mut Report, organ: &str, scale: i64, own: i64, last: Option<&Report>) {
    for row in ["rules", "normative_documents"] {
        if row == "rules" && !organ.ends_with("市人民政府") {
            continue;
        }
        let (issued, repealed) = (3 * scale + own * scale, scale);
        let id = |column: &str| format!("disclosure/{row}/{column}");
        let before = match last.map(|last| last.figure(&CellId::from(id("in_force").as_str()))) {
            Some(Figure::Number(before)) => i64::try_from(before).unwrap_or_default(),
            _ => 12 * scale,
        };
        set(report, &id("issued"), issued);
        set(report, &id("repealed"), repealed);
        set(report, &id("in_force"), before + issued - repealed);
    }
    for (row, decisions) in [("licensing", 120), ("penalty", 35), ("coercion", 4)] {
        set(report, &format!("disclosure/{row}/decisions"), (decisions + own) * scale);
    }
    let fee = Decimal::new((32 + own) * scale.min(20_000), 1);
    set(report, "disclosure/fees/amount", Figure::Number(fee));
}

fn items(report: &mut Report, scale: i64, own: i64, last: Option<&Report>) {
    for row in ["rules", "normative_documents"] {
        set(report, &format!("disclosure/{row}/newly_made"), (2 + own) * scale);
        set(report, &format!("disclosure/{row}/newly_disclosed"), 4 * scale);
        set(report, &format!("disclosure/{row}/total_disclosed"), (50 + own) * scale);
    }
    for row in ["licensing", "other_services", "penalty", "coercion", "fees"] {
        let id = |column: &str| format!("disclosure/{row}/{column}");
        let prior = match last {
            Some(last) => {
                let sum = number(last, &id("prior_items")) + number(last, &id("net_change"));
                i64::try_from(sum).unwrap_or_default()
            }
            None => 16 * scale,
        };
        set(report, &id("prior_items"), prior);
        set(report, &id("net_change"), if own == 1 { 2 * scale } else { -3 * scale });
        if row != "fees" {
            set(report, &id("decisions"), (7 + own) * scale);
        }
    }
    set(report, "disclosure/procurement/projects", (3 + own) * scale);
    set(report, "disclosure/procurement/amount", 495 * scale);
}

/// Text that agrees with the tables, in two wordings for two years.
fn write_text(report: &mut Report, own: i64) {
    let year = report.year.unwrap_or_default();
    let count = |cell: &str| number(report, cell);
    let (new, total) = (count("requests/new/total"), count("requests/total/total"));
    let (carried_in, carried_out) =
        (count("requests/carried_in/total"), count("requests/carried_out/total"));
    let requests = match new.is_zero() && total.is_zero() {
        true => "全年未收到政府信息公开申请。".to_owned(),
        false => format!(
            "全年收到政府信息公开申请{new}件，答复{total}件（含上年结转{carried_in}件，另有{carried_out}件结转下年度继续办理）。"
        ),
    };
    let reconsidered = count("cases/reconsideration/total");
    let sued = count("cases/direct_suit/total") + count("cases/suit_after_reconsideration/total");
    let cases = match reconsidered.is_zero() && sued.is_zero() {
        true => "未发生因政府信息公开引起的行政复议、行政诉讼。".to_owned(),
        false => format!("因政府信息公开被申请行政复议{reconsidered}件，被提起行政诉讼{sued}件。"),
    };
    let overview = if own == 1 {
        [
            format!("{year}年，围绕居民关心的教育、医疗、养老事项，主动公开信息440条（其中：网站200条，公告栏240条），比{}年增加20条。", year - 1),
            requests,
            cases,
            "制定公开目录动态调整办法，文件公开前由两名同志分别审查，失效文件当月移出目录。".to_owned(),
            "网站新设“一件事”专栏，把三十八项办事指南改写成一页纸，居民在社区服务站当面就能问清。".to_owned(),
            "组织业务培训4次，将公开工作列入年度考核，邀请居民代表评议，对2起更新不及时的情形追究责任。".to_owned(),
        ]
    } else {
        [
            format!(
                "按照《中华人民共和国政府信息公开条例》（国务院令第711号）要求，{year}年主动公开各类信息312条，重点是农产品价格、水利工程进度和救灾款物分配。"
            ),
            requests,
            cases,
            "修订保密审查制度，落实先审查后公开，对历年文件集中清理，补录摘要后重新上架。"
                .to_owned(),
            "政务公众号改为按主题推送，集市日另设流动窗口，老年人不会用手机也能拿到纸质材料。"
                .to_owned(),
            "监督检查每季度开展一次，考核结果张榜，社会评议满意度有所提高，落实责任追究办法。"
                .to_owned(),
        ]
    };
    let improvement = if own == 1 {
        [
            "存在的问题：一是少数村级公开栏更新慢，最长的隔了两个月；二是业务人员变动频繁，新手对办理期限掌握不够。",
            "改进措施：针对上年指出的目录不全，已补录一百二十条。下一步，逐村核对公开栏，每月通报一次；新手上岗前先跟班学习一周。",
        ]
    } else {
        [
            "主要不足是解读材料照搬文件原文，群众看不懂；政策发布与解读间隔较长，答复文书格式不统一。",
            "去年提出的窗口排队问题已解决。今后，解读稿先请居民试读，看不懂的退回重写；统一答复文书模板，并请法律顾问逐件把关。",
        ]
    };
    let texts = |texts: &[String]| texts.to_vec();
    for chapter in &mut report.chapters {
        match chapter.id.as_deref() {
            Some("overview") => chapter.paragraphs = texts(&overview),
            Some("improvement") => {
                chapter.paragraphs = improvement.iter().map(|text| (*text).to_owned()).collect();
            }
            Some("other") => chapter.paragraphs = vec!["本年未收取信息处理费。".to_owned()],
            _ => {}
        }
    }
}
