//! Texts as offices of all kinds write them, right in every word and made for this test: nothing in
//! them may want a change or a reason, whatever way their figures are told.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_check::{Case, Level, Settings, check};
use gongkai_model::form::{CellId, Forms};
use gongkai_model::organ::OrganKind;
use gongkai_model::report::{Cell, Origin, Report};

/// What a report says, and the figures that are not 0.
struct Told {
    organ: &'static str,
    kind: OrganKind,
    figures: &'static [(&'static str, i64)],
    overview: &'static [&'static str],
    improvement: &'static [&'static str],
    other: &'static str,
}

/// Requests: received, carried in, handled (all disclosed), carried out.
const fn requests(new: i64, carried_in: i64, carried_out: i64) -> [(&'static str, i64); 4] {
    [
        ("requests/new/natural_person", new),
        ("requests/carried_in/natural_person", carried_in),
        ("requests/disclosed/natural_person", new + carried_in - carried_out),
        ("requests/carried_out/natural_person", carried_out),
    ]
}

const IMPROVEMENT: &[&str] = &[
    "存在的问题：一是部分栏目更新不够及时；二是政策解读形式较为单一，图解、视频偏少；三是基层公开队伍人员变动频繁，业务水平有待提高。",
    "改进情况：针对上年提出的目录不全问题，已完成补录。下一步，将建立栏目更新提醒机制，每季度抽查一次；丰富解读形式；加强业务培训，年内实现轮训全覆盖。",
];

const REPORTS: [Told; 12] = [
    Told {
        organ: "青铜省人民政府办公厅",
        kind: OrganKind::Department,
        figures: &[
            ("requests/new/natural_person", 1408),
            ("requests/carried_in/natural_person", 36),
            ("requests/disclosed/natural_person", 820),
            ("requests/partly/natural_person", 95),
            ("requests/refused.deliberative/natural_person", 77),
            ("requests/unavailable.not_held/natural_person", 310),
            ("requests/not_processed.petition/natural_person", 60),
            ("requests/other_handling.other/natural_person", 30),
            ("requests/carried_out/natural_person", 52),
        ],
        overview: &[
            "2026年，省政府办公厅认真贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，持续提升公开实效。",
            "（一）主动公开。通过省政府门户网站公开政府信息12,650条，出版政府公报24期，发行近3万册。举办新闻发布会46场次，回应社会关切百余次。",
            "（二）依申请公开。全年新收政府信息公开申请1,408件，上年结转36件，办结1392件，结转下年度继续办理52件。其中，予以公开820件、部分公开95件、不予公开77件、无法提供310件、不予处理60件、其他处理30件。",
            "（三）政府信息管理。组织开展行政规范性文件集中公开，动态调整2019年以来印发的文件效力状态。",
            "（四）平台建设。完成政府网站适老化改造，网站年度访问量超过3000万人次。",
            "（五）监督保障。全省各级行政机关共收到政府信息公开申请39872件，同比增长5.3%。组织培训4期，培训1200人次；将政务公开纳入绩效考核，占比4%。",
        ],
        improvement: IMPROVEMENT,
        other: "按照《政府信息公开信息处理费管理办法》，2026年发出收费通知3件，总金额1200元，实际收取0元。",
    },
    Told {
        organ: "青铜市人民政府",
        kind: OrganKind::Prefecture,
        figures: &[
            ("requests/new/natural_person", 226),
            ("requests/new/business", 31),
            ("requests/carried_in/natural_person", 9),
            ("requests/disclosed/natural_person", 223),
            ("requests/disclosed/business", 31),
            ("requests/carried_out/natural_person", 12),
            ("cases/reconsideration/upheld", 7),
            ("cases/reconsideration/corrected", 2),
            ("cases/reconsideration/pending", 1),
            ("cases/suit_after_reconsideration/upheld", 4),
        ],
        overview: &[
            "一年来，全市主动公开政府信息18.6万条，其中市政府门户网站4.2万条、政务新媒体9.1万条。",
            "全市共收到政府信息公开申请二百五十七件（自然人226件、商业企业31件），加上上年结转的9件，共266件；办结254件，结转至下一年度继续办理12件。申请内容主要涉及征地拆迁、城乡规划、财政预决算等方面，较上年增加15件。",
            "因政府信息公开引发行政复议案件10件，其中结果维持7件、结果纠正2件、尚未审结1件；行政诉讼案件4件，均为复议后起诉，结果全部维持。",
            "工作考核、社会评议和责任追究情况：将政府信息公开纳入年度考核，委托第三方开展评估，未发生需要追究责任的情形。",
            "制发行政规范性文件0件。政策文件库归集现行有效文件330余件。",
            "政府信息管理方面，健全发布审查制度。网站和公众号运维平稳。加强培训和监督。",
        ],
        improvement: IMPROVEMENT,
        other: "本机关依据《政府信息公开信息处理费管理办法》收取信息处理费的情况：2026年未收取信息处理费。",
    },
    Told {
        organ: "青铜县人民政府",
        kind: OrganKind::County,
        figures: &requests(12, 1, 0),
        overview: &[
            "全年受理政府信息公开申请12件，连同上年结转1件，均已按期答复，答复率100%。",
            "依申请公开方面，新收申请12件，办理13件，无结转下年度办理的申请。其中通过网上提交8件，信函寄送4件，当面提交1件。",
            "未发生因政府信息公开引起的行政复议、行政诉讼案件。",
            "全县各乡镇、各部门共受理政府信息公开申请87件，全部在法定期限内办结。",
            "主动公开平台建设：政府网站发布信息4326条，其中概况类信息更新量12条，政务动态信息更新量3100条，信息公开目录信息更新量1214条。",
            "加强政府信息管理，清理失效文件。开展考核、评议、责任追究，未发现应追责情形。监督保障有力。",
        ],
        improvement: IMPROVEMENT,
        other: "2026年未收取政府信息公开信息处理费。",
    },
    Told {
        organ: "青铜镇人民政府",
        kind: OrganKind::Township,
        figures: &[],
        overview: &[
            "2026年，我镇严格按照条例要求，全年公开信息312条，比2025年增加20条。",
            "依申请公开情况：2026年，未收到公民、法人或者其他组织提出的政府信息公开申请，无上年结转，也没有因政府信息公开工作被申请行政复议、提起行政诉讼。",
            "全年收到群众来信来访15件，办结15件；“12345”热线转办工单128件，办结128件，办结率100%。",
            "办理县人大代表建议3件（主办2件、协办1件），政协提案2件，均已答复。",
            "健全信息审查制度，及时更新公开平台专栏，组织培训2次，接受群众监督，考核评议结果良好，无责任追究情形。",
        ],
        improvement: IMPROVEMENT,
        other: "无收取信息处理费的情况。",
    },
    Told {
        organ: "青铜县农业农村局",
        kind: OrganKind::Department,
        figures: &[
            ("requests/new/natural_person", 3),
            ("requests/carried_in/natural_person", 0),
            ("requests/disclosed/natural_person", 2),
            ("requests/carried_out/natural_person", 1),
            ("disclosure/normative_documents/issued", 2),
            ("disclosure/normative_documents/repealed", 1),
            ("disclosure/normative_documents/in_force", 14),
            ("disclosure/licensing/decisions", 560),
            ("disclosure/penalty/decisions", 23),
        ],
        overview: &[
            "本年度共收到依申请公开3件，已办结2件，1件在法定期限内正在办理，结转下年度。",
            "本年制发行政规范性文件2件，废止1件，现行有效14件。公开行政许可560件、行政处罚23件。",
            "收到申请后15个工作日内作出答复，需要延长的依法履行告知程序；2件申请均同意公开答复。",
            "政府信息管理：严格保密审查，做到先审查、后公开。平台建设：维护网站专栏。监督保障：开展业务培训1次，参训35人次。",
        ],
        improvement: IMPROVEMENT,
        other: "本机关2026年度未收取信息处理费。",
    },
    Told {
        organ: "青铜市自然资源局",
        kind: OrganKind::Department,
        figures: &[
            ("requests/new/natural_person", 3259),
            ("requests/carried_in/natural_person", 77),
            ("requests/disclosed/natural_person", 2988),
            ("requests/refused.internal_affairs/natural_person", 12),
            ("requests/unavailable.not_held/natural_person", 278),
            ("requests/carried_out/natural_person", 58),
        ],
        overview: &[
            "受理政府信息公开申请3259件，答复3278件（含上年度结转77件，另有58件顺延到下年度答复）。",
            "从申请方式看，网络申请2100件、信函申请1059件、当面申请100件；从办理结果看，同意公开答复2988件，不予公开答复12件。",
            "累计发布信息439条（其中：33条，44条，33条，233条，36条，60条）。",
            "征地信息公开平台实现“应公开尽公开”，健全信息管理制度，强化监督检查，压实保障责任，依申请公开规范有序。",
        ],
        improvement: IMPROVEMENT,
        other: "未收取信息处理费。",
    },
    Told {
        organ: "青铜县教育局",
        kind: OrganKind::Department,
        figures: &requests(5, 2, 1),
        overview: &[
            "依申请公开：本年收办政府信息公开申请7件（上年结转2件，本年新收5件），已办结6件，另有1件结转下年继续办理。",
            "主动公开：在县政府网站公开义务教育招生、教师招聘等信息百余条，“青铜教育”微信公众号推送文章近200篇。",
            "政府信息管理：修订信息发布审查制度。平台建设：开设阳光招生专栏。监督保障：将政务公开列入学校考核。",
            "2025年收到申请9件，2026年收到申请5件，同比下降44.4%。",
        ],
        improvement: IMPROVEMENT,
        other: "2026年未收取信息处理费，无其他需要报告的事项。",
    },
    Told {
        organ: "青铜县公安局",
        kind: OrganKind::Department,
        figures: &[
            ("requests/new/natural_person", 20),
            ("requests/disclosed/natural_person", 8),
            ("requests/refused.enforcement_file/natural_person", 12),
            ("cases/reconsideration/upheld", 1),
            ("cases/direct_suit/other_outcome", 1),
        ],
        overview: &[
            "全年共收到政府信息公开申请20件，全部按期办结，其中予以公开8件，不予公开12件，无结转。",
            "涉及政府信息公开的行政复议1件，结果为维持；行政诉讼1件，原告撤诉。全年办理各类行政复议案件56件、行政应诉案件21件。",
            "公开行政许可、行政处罚事项，规范依申请公开办理流程，统一答复文书格式。",
            "加强信息审查管理，完善“平安青铜”公众号平台，开展督导检查，强化监督保障。",
        ],
        improvement: IMPROVEMENT,
        other: "收取信息处理费情况：无。",
    },
    Told {
        organ: "青铜海关",
        kind: OrganKind::Vertical,
        figures: &requests(2, 0, 0),
        overview: &[
            "2026年，本关收到政府信息公开申请两件，均在规定时限内答复，未发生行政复议和行政诉讼败诉案件。",
            "全年主动公开信息1500余条，其中规范性文件类12条，行政许可类36条。",
            "“中国海关”平台青铜频道改版上线，访问量达50万次。",
            "强化政府信息管理和保密审查，依申请公开渠道畅通，落实监督保障措施，开展培训三次，约120人次参加。",
        ],
        improvement: IMPROVEMENT,
        other: "本年度没有收取信息处理费。",
    },
    Told {
        organ: "青铜区人民政府街道办事处",
        kind: OrganKind::Township,
        figures: &requests(1, 0, 0),
        overview: &[
            "（一）主动公开情况。公开各类信息96条，其中党建信息30条、民生信息41条、其他25条。",
            "（二）依申请公开情况。收到依申请公开事项1件，已按程序答复，收费0元。",
            "（三）政府信息管理情况。落实三审三校制度，全年无失泄密事件。",
            "（四）平台建设情况。用好公示栏、微信群等渠道，发放宣传资料两千余份。",
            "（五）监督保障情况。每季度自查1次，聘请监督员5名，纳入社区考核，社会评议满意率98%，无责任追究。",
        ],
        improvement: IMPROVEMENT,
        other: "无收取信息处理费情况。",
    },
    Told {
        organ: "青铜市住房和城乡建设局",
        kind: OrganKind::Department,
        figures: &[
            ("requests/new/natural_person", 64),
            ("requests/carried_in/natural_person", 3),
            ("requests/disclosed/natural_person", 41),
            ("requests/partly/natural_person", 5),
            ("requests/unavailable.needs_creation/natural_person", 17),
            ("requests/carried_out/natural_person", 4),
        ],
        overview: &[
            "我局2026年度新增政府信息公开申请64件，承接上年度结转3件，已答复63件，4件转至下年度继续办理。",
            "答复63件中，予以公开41件，部分公开5件，无法提供17件；经补正后受理的12件，逾期不补正视为放弃的0件。",
            "主动公开住房保障信息820条，办理信访事项受理申请35件，受理施工许可申请288件。",
            "信息管理、平台维护、监督保障各项制度运行正常，举办依申请公开专题培训一次，60余人参加。",
        ],
        improvement: IMPROVEMENT,
        other: "本年未收取信息处理费。",
    },
    Told {
        organ: "青铜县卫生健康局",
        kind: OrganKind::Department,
        figures: &[
            ("requests/carried_in/natural_person", 1),
            ("requests/disclosed/natural_person", 1),
        ],
        overview: &[
            "2026年没有收到新的政府信息公开申请，上年结转1件，已于1月份办结。",
            "主动公开疫苗接种、医疗服务等信息260条，更新办事指南18份，政策解读12篇。",
            "机构改革后，本单位网站栏目由32个调整为25个，平台管理更加规范，信息审查制度进一步健全。",
            "加强对所属单位的监督，督促15家医疗卫生机构公开信息，保障群众知情权；依申请公开流程图上墙。",
        ],
        improvement: IMPROVEMENT,
        other: "2026年未收取信息处理费。",
    },
];

fn report(forms: &Forms, told: &Told) -> Report {
    let edition = forms.edition("2021").unwrap();
    let mut report = Report::blank(edition, told.organ, 2026);
    report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
    for (cell, figure) in told.figures {
        let cell = CellId::from(*cell);
        assert!(report.cells.contains_key(&cell), "{cell}");
        report.cells.insert(cell, Cell::typed(*figure));
    }
    for equation in edition.equations().iter().filter(|equation| equation.computes) {
        let computed = Cell { origin: Origin::Computed, ..Cell::default() };
        report.cells.insert(equation.right[0].cell.clone(), computed);
    }
    for chapter in &mut report.chapters {
        let texts = match chapter.id.as_deref() {
            Some("overview") => told.overview,
            Some("improvement") => told.improvement,
            Some("other") => &[told.other],
            _ => continue,
        };
        chapter.paragraphs = texts.iter().map(|text| (*text).to_owned()).collect();
    }
    report.title = Some(report.full_title());
    report.date = Some("2027年1月20日".to_owned());
    report.with_totals(edition)
}

#[test]
fn right_reports_of_offices_of_all_kinds_want_neither_a_change_nor_a_reason() {
    let forms = Forms::official();
    let mut wrong = Vec::new();
    for told in &REPORTS {
        let settings = Settings { kind: told.kind, ..Settings::default() };
        for published in [false, true] {
            let findings = check(&Case {
                forms: &forms,
                report: &report(&forms, told),
                last: None,
                last_unconfirmed: false,
                published,
                settings: &settings,
                today: None,
            });
            let grave = findings.into_iter().filter(|finding| finding.level != Level::Hint);
            wrong.extend(grave.map(|f| (told.organ, f.rule, f.message, f.spans)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Each of these changes makes one of the texts above wrong.
#[test]
fn one_figure_changed_in_the_text_is_found() {
    let forms = Forms::official();
    for (organ, right, wrong, rule) in [
        (
            "青铜省人民政府办公厅",
            "新收政府信息公开申请1,408件",
            "新收政府信息公开申请1,480件",
            "requests_told",
        ),
        ("青铜省人民政府办公厅", "上年结转36件", "上年结转63件", "carried_told"),
        ("青铜市人民政府", "行政复议案件10件", "行政复议案件11件", "cases_told"),
        ("青铜市人民政府", "结果维持7件", "结果维持8件", "cases_told"),
        ("青铜市人民政府", "行政诉讼案件4件", "行政诉讼案件6件", "cases_told"),
        ("青铜县人民政府", "新收申请12件", "新收申请21件", "requests_told"),
        ("青铜县人民政府", "办理13件", "办理15件", "handled_told"),
        ("青铜县农业农村局", "行政规范性文件2件", "行政规范性文件3件", "documents_told"),
        ("青铜市自然资源局", "答复3278件", "答复3287件", "handled_told"),
        ("青铜县教育局", "收办政府信息公开申请7件", "收办政府信息公开申请8件", "requests_told"),
        ("青铜海关", "收到政府信息公开申请两件", "收到政府信息公开申请五件", "requests_told"),
        ("青铜县公安局", "收到政府信息公开申请20件", "未收到政府信息公开申请", "says_none"),
    ] {
        let told = REPORTS.iter().find(|told| told.organ == organ).unwrap();
        let mut report = report(&forms, told);
        let chapter = report.chapters.first_mut().unwrap();
        let there = chapter.paragraphs.iter().any(|text| text.contains(right));
        assert!(there, "{organ}: {right}");
        for text in &mut chapter.paragraphs {
            *text = text.replace(right, wrong);
        }
        let settings = Settings { kind: told.kind, ..Settings::default() };
        let findings = check(&Case {
            forms: &forms,
            report: &report,
            last: None,
            last_unconfirmed: false,
            published: false,
            settings: &settings,
            today: None,
        });
        let grave: Vec<_> = findings
            .iter()
            .filter(|finding| finding.level != Level::Hint)
            .map(|finding| finding.rule.as_str())
            .collect();
        assert_eq!(grave, [rule], "{organ}: {wrong}: {findings:#?}");
    }
}
