//! Lines of about equal length that part between words: titles, headings and labels of tables.
//!
//! **Deliberately absent**: a dictionary. What has to stay together are the words of the form.

use super::glyphs::{Glyph, GlyphKind, may_part};
use super::line::Line;

/// What a line too many costs, in the measure of [`parting_costs`].
const ONE_MORE_LINE: f64 = 4.0;
/// What stops without any air cost.
const SQUEEZED: f64 = 1.0;
/// Millimetres that don't count.
const TOLERANCE: f64 = 1e-6;
/// What a stray line costs.
const STRAY_LINE: f64 = 60.0;
/// What parting costs between characters of which nothing is known, and inside a word.
const ANYWHERE: f64 = 1.5;
const INSIDE_A_WORD: f64 = 8.0;
/// Words of the form's headings and labels that a line does not end in. Beyond them, words are not
/// known.
const WORDS: &str = "政府 信息 公开 工作 申请 数量 本年 新收 上年 结转 年度 办理 继续 自然 法人 \
    商业 企业 科研 机构 社会 公益 组织 法律 服务 总计 予以 部分 区分 处理 情形 其他 不予 属于 国家 \
    秘密 行政 法规 禁止 危及 安全 稳定 保护 第三 合法 权益 内部 事务 过程 执法 案卷 查询 事项 无法 \
    提供 机关 掌握 相关 没有 现成 需要 另行 制作 补正 内容 仍不 明确 信访 举报 投诉 重复 要求 出版 \
    正当 理由 大量 反复 确认 重新 出具 获取 逾期 收费 通知 费用 缴纳 转交 告知 结果 维持 纠正 尚未 \
    审结 复议 诉讼 起诉 直接 提起 关系 数据 之和 等于 主动 制发 废止 现行 有效 件数 许可 处罚 强制 \
    事业 规范 文件 决定 收取 金额 单位 采购 集中 项目 对外 管理 存在 主要 问题 改进 情况 需要 报告 \
    三安 一稳 三方 不再 再处 贯彻 落实 进一 一步 做好 加强 监督 保障 平台 建设";

/// The measure lines are balanced in.
#[derive(Clone, Copy)]
pub(super) struct Measure {
    /// The longest a line may be, in mm.
    pub room: f64,
    /// Width of a Chinese character's place, in mm.
    pub place: f64,
    /// A line of fewer characters is a stray one.
    pub stray: f64,
    /// Every line but the last as long as its words allow, instead of all equally long.
    pub full: bool,
}

/// What it costs to part before each glyph; none where it is forbidden. Behind a stop it costs
/// nothing.
pub(super) fn parting_costs(glyphs: &[Glyph]) -> Vec<Option<f64>> {
    let mut costs = vec![None; glyphs.len().min(1)];
    costs.extend(glyphs.windows(2).map(|pair| {
        let [left, right] = pair else { return None };
        let word: String = [left.character, right.character].iter().collect();
        let cost = match (left.kind, right.kind) {
            (GlyphKind::Closing, _) => 0.0,
            _ if WORDS.contains(&word) => INSIDE_A_WORD,
            _ => ANYWHERE,
        };
        may_part(left, right).then_some(cost)
    }));
    costs
}

/// The best way to make one of these numbers of lines.
pub(super) fn balanced(
    glyphs: &[Glyph],
    costs: &[Option<f64>],
    lines: impl IntoIterator<Item = usize>,
    measure: Measure,
) -> Option<Vec<Line>> {
    let ways = lines.into_iter().filter_map(|lines| exactly(glyphs, costs, lines, measure));
    let (_, ends) = ways.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let line = |(start, end): (usize, &usize)| Line::squeezed(glyphs, start..*end, measure.room);
    Some(starts.zip(&ends).map(line).collect())
}

/// The best way to make exactly `lines` lines: its cost, and where they end.
fn exactly(
    glyphs: &[Glyph],
    costs: &[Option<f64>],
    lines: usize,
    Measure { room, place, stray, full }: Measure,
) -> Option<(f64, Vec<usize>)> {
    let count = glyphs.len();
    let (lengths, slacks) = (sums(glyphs, |l| l.place), sums(glyphs, Glyph::slack));
    let between = |sums: &[f64], from: usize, to: usize| {
        sums.get(to).zip(sums.get(from)).map(|(end, start)| end - start)
    };
    let mean = between(&lengths, 0, count)? / lines as f64;
    let line_cost = |from: usize, to: usize| {
        let (length, slack) = (between(&lengths, from, to)?, between(&slacks, from, to)?);
        let squeeze = match length - room {
            over if over <= TOLERANCE => 0.0,
            over if over <= slack => SQUEEZED * over / slack,
            _ => return None,
        };
        let off = match full {
            true if to == count => 0.0,
            true => (room - length).max(0.0) / place,
            false => (length.min(room) - mean) / place,
        };
        let stray = if length < stray * place { STRAY_LINE } else { 0.0 };
        Some(0.15 * off * off + squeeze + stray)
    };
    // best[n][end]: the cheapest n lines up to `end`, and where the last of them starts.
    let mut best: Vec<Vec<Option<(f64, usize)>>> = vec![vec![None; count + 1]; lines + 1];
    *best.first_mut()?.first_mut()? = Some((0.0, 0));
    for number in 1..=lines {
        for end in 1..=count {
            let parting = if end == count { Some(0.0) } else { costs.get(end).copied().flatten() };
            let Some(parting) = parting else { continue };
            let before = best.get(number - 1)?;
            let cheapest = (0..end)
                .filter_map(|start| {
                    let (cost, _) = (*before.get(start)?)?;
                    Some((cost + line_cost(start, end)? + parting, start))
                })
                .min_by(|a, b| a.0.total_cmp(&b.0));
            *best.get_mut(number)?.get_mut(end)? = cheapest;
        }
    }
    let (cost, _) = (*best.get(lines)?.get(count)?)?;
    let mut ends = vec![count];
    let mut end = count;
    for number in (2..=lines).rev() {
        end = (*best.get(number)?.get(end)?)?.1;
        ends.push(end);
    }
    ends.reverse();
    Some((cost + ONE_MORE_LINE * lines as f64, ends))
}

/// The sums of what the glyphs have up to each of them.
fn sums(glyphs: &[Glyph], of: impl Fn(&Glyph) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0];
    sums.extend(glyphs.iter().scan(0.0, |sum, glyph| {
        *sum += of(glyph);
        Some(*sum)
    }));
    sums
}
