//! Reports of our own in the shapes of five published ones — title over two lines, headings of
//! their own or run in, numbering of several kinds, a preface, an amount with its unit, no signature
//! — an awkward one, and one of ten pages. Every sentence is made up.

use gongkai_model::form::{CellId, Forms};
use gongkai_model::report::{Cell, Report};

/// A report in few words: every figure that is not named is 0.
struct Shape {
    name: &'static str,
    organ: &'static str,
    title: &'static str,
    /// Id, what stands in the cell; empty for a blank one.
    figures: &'static [(&'static str, &'static str)],
    preface: &'static [&'static str],
    /// Id, number and what stands behind it, heading (empty for the form's own), paragraphs.
    chapters: &'static [(&'static str, &'static str, &'static str, &'static [&'static str])],
    closing: Option<&'static str>,
}

const SHAPES: [Shape; 5] = [
    Shape {
        name: "title_of_two_lines",
        organ: "青铜市投资促进局",
        title: "青铜市投资促进局2020年政府信息公开工作年度报告",
        figures: &[
            ("disclosure/normative_documents/newly_made", "5"),
            ("disclosure/normative_documents/newly_disclosed", "136"),
            ("disclosure/normative_documents/total_disclosed", "141"),
        ],
        preface: &[],
        chapters: &[
            (
                "overview",
                "一、",
                "",
                &[
                    "本局把公开作为改进招商服务的一项日常工作，围绕企业最常问的用地、用工、融资三类事项，坚持“谁经办、谁公开、谁负责”，让来访的人少跑一趟、少等一天。",
                    "一年里主要做了三件事。一是把公开写进办事流程。每份文件拟稿时就写明公开方式，办公室每周五清点一遍，当周应公布的内容不留到下周；重大项目的签约、开工和投产，三日内在网站和公众号同时发布。二是把解读做短做实。政策条文超过两千字的，另配一页问答，说清“给谁、给什么、怎么办、找谁办”，并附上经办股室的电话。三是把渠道理顺。网站专栏由九个合并为五个，停用两个长期不更新的账号，《园区动态》改为电子版，OA系统里的办结信息经审核后自动推送。依照《中华人民共和国政府信息公开条例》的要求，年度总结和下一年计划也一并公布。",
                ],
            ),
            ("disclosure", "", "", &[]),
            (
                "improvement",
                "五、",
                "",
                &[
                    "（一）存在的问题与不足",
                    "2020年，经过各股室的努力，公开工作比上年规范，但仍有以下几个方面需要改进：",
                    "一是内容偏少。动态类消息多，群众和企业真正要用的流程、标准和名单类信息少。",
                    "二是形式单一。文字多、图表少，手机上阅读不方便。",
                    "三是互动不足。留言答复平均用时四天，个别答复只有一句话，没有说明依据和下一步怎么办。",
                    "（二）改进的办法",
                    "本局将按照“少而准、短而明”的要求，逐项整改。",
                    "一是列出清单。各股室三月底前报送服务事项清单，办公室统一格式后公布，每季度核对一次，撤销的事项当天下线。",
                    "二是压实责任。答复留言不超过两个工作日，疑难问题由分管领导签批；全年组织两次培训，新进人员先学条例再上岗。",
                ],
            ),
            ("other", "六、", "", &["无"]),
        ],
        closing: Some("2021年1月25日"),
    },
    Shape {
        name: "headings_of_their_own",
        organ: "青铜峡谷市商务和投资促进局",
        title: "青铜峡谷市商务和投资促进局2020年政府信息公开年度工作报告",
        figures: &[
            ("disclosure/other_services/prior_items", "4"),
            ("disclosure/other_services/decisions", "4"),
            ("disclosure/penalty/prior_items", "14"),
        ],
        preface: &[],
        chapters: &[
            (
                "overview",
                "一、",
                "",
                &[
                    "2020年，本局对照《青铜峡谷市2020年政务公开工作要点》和《基层公开标准目录》，把公开与商贸服务、市场保供、招商引资放在一起部署、一起检查，各项任务按时完成。",
                    "（一）健全组织",
                    "局长任组长，分管副局长具体抓，办公室两名工作人员专职办理；人员变动后五个工作日内调整分工并在门户网站更新名单。",
                    "（二）完善制度",
                    "修订信息发布审查、保密审查、依申请办理三项制度，规定未经两人以上审看的内容不得发布。",
                    "（三）建设平台",
                    "开通“青铜商务”公众号，设置政策、资讯、服务三个栏目，全年推送各类简讯80条、园区和产业介绍16篇，阅读量超过3.6万次；网站旧栏目中失效的链接全部清理。",
                    "（四）主动公开情况",
                    "全年主动公开信息90条，主要是促消费活动安排、重点项目进展、保供企业名单和价格监测结果，其中价格信息每周三上午10:00前更新。",
                    "（五）依申请公开情况",
                    "全年收到申请0件。",
                    "（六）复议、诉讼和申诉情况",
                    "全年没有因公开工作引起的复议和诉讼。",
                ],
            ),
            (
                "improvement",
                "五、",
                "",
                &[
                    "主要问题是：信息采集靠人工，更新有时滞后两三天；面向外来投资者的英文资料还是空白。下一步将在业务系统中增设报送模块，年内编印中英文对照的投资指南（第1版）。",
                ],
            ),
            ("other", "六、", "", &["没有其他需要报告的事项。"]),
        ],
        closing: Some("2021年1月13日"),
    },
    Shape {
        name: "numbered_in_brackets",
        organ: "青铜市对外经济合作中心",
        title: "青铜市对外经济合作中心2020年度政府信息公开工作年度报告",
        figures: &[],
        preface: &[],
        chapters: &[
            (
                "overview",
                "一、",
                "",
                &[
                    "（1） 做好主动公开。",
                    "中心以项目信息为重点，线上线下同步公开：线上在市政府网站专栏发布合作意向、展会安排和政策问答共46条；线下在服务大厅设置查阅架，提供纸质资料12种，由值班人员负责更换。疫情期间改为网上对接，组织云洽谈7场，洽谈纪要摘要在会后次日公布。",
                    "随着网站集约化，中心原来自建的网页已全部迁入市政府网站，迁移中逐条核对1126条旧信息，删去过期的318条，其余保留原发布日期。",
                    "（2） 办好政务新媒体。",
                    "（3） 加强监督保障。",
                    "公开工作由综合科负责，列入月度考核；对外发布实行“科长初看、主任复看、专人核发”，发现错漏两小时内更正——全年更正3条，均作了说明……",
                ],
            ),
            (
                "improvement",
                "五、",
                "",
                &[
                    "中心人员少，一人多岗，公开的连续性还不够；下一步将与招商一科合并值班，保证每个工作日都有人更新。",
                ],
            ),
            ("other", "六、", "", &["无。"]),
        ],
        closing: Some("2021年1月28日"),
    },
    Shape {
        name: "headings_run_in",
        organ: "青铜市商务和投资促进局",
        title: "青铜市商务和投资促进局2020年政府信息公开工作年度报告",
        figures: &[
            ("disclosure/licensing/prior_items", "5"),
            ("disclosure/licensing/decisions", "2"),
            ("disclosure/other_services/prior_items", "10"),
            ("disclosure/other_services/decisions", "3"),
            ("disclosure/penalty/prior_items", "16"),
            ("disclosure/procurement/projects", "3"),
            ("disclosure/procurement/amount", "495（万元）"),
            ("requests/new/research", ""),
        ],
        preface: &["本报告依据《中华人民共和国政府信息公开条例》第五十条编制，向社会公布。"],
        chapters: &[
            (
                "overview",
                "一、",
                "",
                &[
                    "2020年，本局围绕稳外贸、促消费、保供应三条主线推进公开，做到计划、过程、结果一起公开，保障群众的知情权、参与权、监督权。",
                    "（一）主动公开情况。全年在市政府网站公开信息25条，办理人大代表建议3件（主办2件、协办1件）、政协提案12件（主办5件、协办7件），答复均在办结后十日内全文公布。“青铜商务”微博发布1408条，公众号发布和转载100条；围绕汽车下乡、夜间经济、年货节等8项活动，在《青铜日报》刊登报道15篇，组织发布会3次、签约推介会3次。预算、决算和“三公”经费按统一格式公开，执法主体、执法人员名单随时更新，并附说明：金额以万元计、四舍五入到0.01。",
                    "（二）依申请公开情况。对照“以公开为常态、不公开为例外”的要求，重新核定了受理点、受理时间和联系电话。2020年，没有收到申请。",
                    "（三）政府信息管理情况。修订公开指南和工作制度，细化发布流程、保密审查、责任划分，年内对2010年以来印发的文件逐件确认效力，废止4件、宣布失效2件。",
                    "（四）平台建设情况。定期检查微博、公众号，发现错别字和失效链接当日改正；新增检索功能，群众可以按“事项、时间、文号”查询。全年收到12345热线工单58件，办结58件，办结率100%。",
                    "（五）监督保障情况。主要负责人每季度听取一次汇报，办公室每月通报各科室报送情况；社会评议满意率98.5%，没有需要追究责任的情形。",
                ],
            ),
            ("cases", "四、", "因政府信息公开工作被申请行政复议、提起行政诉讼情况", &[]),
            (
                "improvement",
                "五、",
                "",
                &[
                    "从检查情况看，个别栏目更新不够及时，解读材料图表偏少，开放日活动的安排也不够规范。今后将逐一列出整改事项，明确到人、限期完成，并请服务对象评价整改结果，把公开真正办到群众心里去。",
                ],
            ),
            ("other", "六、", "", &["无。"]),
        ],
        closing: None,
    },
    Shape {
        name: "numbered_otherwise",
        organ: "青铜区商务和经济技术合作局",
        title: "青铜区商务和经济技术合作局2020年政府信息公开工作年度报告",
        figures: &[("disclosure/procurement/amount", "")],
        preface: &[],
        chapters: &[
            (
                "overview",
                "一.",
                "",
                &[
                    "1. 主动公开",
                    "2020年，本局严格按照公开目录发布信息，凡涉及群众利益的补贴标准、申报条件、评审结果，都在网站和社区公示栏同时张贴，全年公开各类信息67条，比2019年多11条，增长19.6%。",
                    "2. 依申请公开",
                    "申请渠道保持畅通，公布了信函、传真、电子邮件（shangwu@example.gov.cn）三种方式，安排专人每天查看两次。",
                    "3. 政府信息管理",
                    "4. 平台建设",
                    "维护好区政府网站本局栏目，首页显著位置公布了电话和办公时间；配合完成适老化改造，字号可以放大到200%，语音朗读覆盖全部页面。",
                    "5. 监督保障",
                    "一是内部监督。成立由工会、纪检、办公室组成的检查小组，不定期抽看。二是外部监督。在门口和网站上公布监督电话，群众反映的问题三日内回复；全年反映4件，件件有答复。",
                ],
            ),
            ("cases", "二、", "", &[]),
            (
                "improvement",
                "三、",
                "",
                &[
                    "（一）问题：公开的内容与群众的期待还有差距，有的材料太长，有的材料太专业。",
                    "（二）措施：今后每份材料先请两位群众代表试读，读不明白的退回重写；能用图表的，不用长文。",
                ],
            ),
            ("other", "四、", "", &["无"]),
        ],
        closing: Some("2021年1月21日"),
    },
];

/// A cell as the clerk would leave it: blank, a figure, or more than a figure.
fn cell(said: &str) -> Cell {
    let number = said.parse::<i64>().ok();
    let leading: String = said.chars().take_while(char::is_ascii_digit).collect();
    let figure = number.or_else(|| leading.parse().ok());
    let note = (number.is_none() && !said.is_empty()).then(|| said.to_owned());
    Cell { note, ..figure.map(Cell::typed).unwrap_or_default() }
}

fn zeros(edition: &str, organ: &str, year: i32) -> Report {
    let forms = Forms::official();
    let mut report = Report::blank(forms.edition(edition).unwrap(), organ, year);
    report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
    report
}

fn set(report: &mut Report, id: &str, said: &str) {
    let id = CellId::from(id);
    assert!(report.cells.contains_key(&id), "{id}");
    report.cells.insert(id, cell(said));
}

fn text(report: &mut Report, id: &str, paragraphs: &[&str]) {
    let of = |chapter: &&mut gongkai_model::report::Chapter| chapter.id.as_deref() == Some(id);
    let chapter = report.chapters.iter_mut().find(of).unwrap();
    chapter.paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
}

fn shaped(shape: &Shape) -> Report {
    let mut report = zeros("2019", shape.organ, 2020);
    report.title = Some(shape.title.to_owned());
    shape.figures.iter().for_each(|(id, said)| set(&mut report, id, said));
    report.preface = shape.preface.iter().map(|text| (*text).to_owned()).collect();
    for (id, number, heading, paragraphs) in shape.chapters {
        text(&mut report, id, paragraphs);
        let of = |chapter: &&mut gongkai_model::report::Chapter| chapter.id.as_deref() == Some(*id);
        let chapter = report.chapters.iter_mut().find(of).unwrap();
        let mark = number.chars().last();
        chapter.number = number.trim_end_matches(['、', '.']).to_owned();
        chapter.mark = mark.filter(|mark| *mark != '、').map(String::from);
        if !heading.is_empty() {
            chapter.heading = (*heading).to_owned();
        }
    }
    report.date = shape.closing.map(str::to_owned);
    report.signature = shape.closing.map(|_| shape.organ.to_owned());
    report
}

/// Long names, nine digits, a table across pages, rare characters, a signature at a page's end.
fn awkward() -> Report {
    let organ = "青铜峡谷回族自治州青铜市国民经济和社会发展改革委员会（粮食和物资储备局）";
    let mut report = zeros("2021", organ, 2026);
    for (at, cell) in report.cells.values_mut().enumerate() {
        *cell = match at % 9 {
            0 => Cell::typed(987_654_321),
            1 => Cell::default(),
            number => Cell::typed([0, 7, 45, 1_234, 56_789, 100_001, 2_345_678][number - 2]),
        };
    }
    set(&mut report, "disclosure/fees/amount", "12.50（其中退还0.75）");
    set(&mut report, "requests/other_handling.other/total", "22（含上年3件）");
    report.preface = vec![
        "统计期限：2026年1月1日至2026年12月31日。联系人：䶮某、㙓某、𠅤某，电话：0951-2026001转8888，电子邮箱：zhengwugongkai.fagaiwei@qingtongxiagu.example.gov.cn。".to_owned(),
    ];
    text(
        &mut report,
        "overview",
        &[
            "（一）主动公开——“应公开、尽公开”：全年公开《青铜市“十五五”规划纲要（2026—2030年）》等文件1,234件，阅读量123,456,789次，占全部访问量的98.76%，比2025年增长-0.5个百分点……",
            "（二）关于进一步做好民生商品保供稳价等信息发布工作的情况",
            "（二之一）“‘价格监测’专栏”（网址：https://www.example.gov.cn/fgw/zwgk/jgjc/2026/index.html?lang=zh-CN）每周更新；GB/T 9704-2012、WTO、CPI（1.2%）、PPI（－2.3％）等词语第一次出现时加注说明。",
            "（三）其他。《〈关于调整“一户一表”收费标准的通知〉解读》！？（详见附件1、附件2，以及附件3）。",
        ],
    );
    text(
        &mut report,
        "improvement",
        &[
            "一是业务股室与公开机构衔接不够。二是历史文件数字化进度偏慢：1998年以前的档案还有41,520页没有扫描。改进办法：2027年6月30日前完成全部扫描，并请第三方核验，错误率控制在0.01%以内；每月5日、15日、25日公布进度。",
            "三是解读不够通俗。已请高校老师帮助改写了第一批二十篇，读者评分由3.6分（满分5分）提高到4.5分。",
        ],
    );
    text(&mut report, "other", &["全年发出收费通知2件，金额12.50元。"]);
    report.signature = Some(organ.to_owned());
    report.date = Some("2027年1月20日".to_owned());
    report
}

/// Ten pages, most of them nothing but text.
pub fn ten_pages() -> Report {
    let mut report = zeros("2021", "青铜县人民政府", 2026);
    let sentences = [
        "全县各部门把公开融入办事全过程，凡是能上网的事项都已上网，凡是能当场答复的问题都当场答复。",
        "县政府常务会议邀请市民代表列席12次，议题的背景材料在会前三日公布，会后二十四小时内发布解读。",
        "乡镇便民服务中心统一设置查阅点，老年人可以请工作人员代查、代印，全年服务3471人次，没有收取费用。",
        "对教育、医疗、住房、养老等群众最关心的内容，按“一类一表、一事一码”的办法整理，扫码就能看到标准和进度。",
        "发布前由经办人、科室负责人、分管领导三级审看，涉及个人信息的一律隐去姓名和证件号码，做到不漏一项、不错一字。",
    ];
    let paragraph =
        |from: usize| -> String { (0..7).map(|at| sentences[(from + at) % 5]).collect() };
    let chapter = |id: &str, from: usize, count: usize, report: &mut Report| {
        let of = |chapter: &&mut gongkai_model::report::Chapter| chapter.id.as_deref() == Some(id);
        report.chapters.iter_mut().find(of).unwrap().paragraphs =
            (from..from + count).map(paragraph).collect();
    };
    chapter("overview", 0, 9, &mut report);
    chapter("improvement", 2, 3, &mut report);
    text(&mut report, "other", &["2026年未收取信息处理费。"]);
    report.date = Some("2027年1月20日".to_owned());
    report
}

/// Every report that is kept as a reference, under its name.
pub fn references() -> Vec<(&'static str, Report)> {
    let shapes = SHAPES.iter().map(|shape| (shape.name, shaped(shape)));
    shapes.chain([("awkward", awkward()), ("ten_pages", ten_pages())]).collect()
}
