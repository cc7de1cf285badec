//! Heads without a grid, as they follow each other in a text → the order of the columns under them.
//! They follow level by level: first the heads over heads, each with its columns later, in the order
//! of the heads they stand under.

use gongkai_model::document::normalize;
use gongkai_model::form::{Block, Column};

/// A head of the form and those under it.
#[derive(Debug)]
struct Head {
    keys: Vec<String>,
    below: Vec<Head>,
    /// Place among the columns of figures, for one of them.
    leaf: Option<usize>,
}

/// The heads of a part of a table.
#[derive(Debug, Default)]
pub(super) struct HeadOrder {
    roots: Vec<Head>,
    columns: usize,
}

impl HeadOrder {
    pub fn of(block: &Block) -> Self {
        fn heads(columns: &[Column], next: &mut usize) -> Vec<Head> {
            let head = |column: &Column| {
                let leaf = column.children.is_empty().then_some(*next);
                *next += usize::from(leaf.is_some());
                let keys = column.label.wordings().map(normalize::key);
                Head { keys: keys.collect(), below: heads(&column.children, next), leaf }
            };
            columns.iter().map(head).collect()
        }
        let mut columns = 0;
        HeadOrder { roots: heads(&block.columns, &mut columns), columns }
    }

    /// The columns of the form by the order they stand in, told by the heads among these labels
    /// (as keys); none where they don't tell, or the order is the form's.
    pub fn among(&self, labels: &[&str]) -> Option<Vec<usize>> {
        if self.columns < 2 {
            return None;
        }
        let below: Vec<&[Head]> = self.roots.iter().map(|root| root.below.as_slice()).collect();
        let levels = std::iter::once(self.roots.as_slice());
        // 申请人情况 over everything may be missing.
        let levels: Vec<&[Head]> = match below.as_slice() {
            [only] if !only.is_empty() => levels.chain([*only]).collect(),
            _ => levels.collect(),
        };
        let from = |start: usize| {
            let labels = labels.get(start..).unwrap_or_default();
            levels.iter().find_map(|roots| self.level_by_level(roots, labels))
        };
        let all = (0..labels.len()).rev().find_map(|start| {
            from(start).or_else(|| self.side_by_side(labels.get(start..).unwrap_or_default()))
        })?;
        (!all.is_sorted()).then_some(all)
    }

    fn level_by_level(&self, roots: &[Head], labels: &[&str]) -> Option<Vec<usize>> {
        let mut labels = labels.iter();
        let mut level: Vec<&Head> = taken(roots, &mut labels)?;
        while level.iter().any(|head| !head.below.is_empty()) {
            let mut next = Vec::new();
            for head in level {
                match head.below.as_slice() {
                    [] => next.push(head),
                    below => next.extend(taken(below, &mut labels)?),
                }
            }
            level = next;
        }
        let order: Vec<usize> = level.iter().filter_map(|head| head.leaf).collect();
        (order.len() == self.columns).then_some(order)
    }

    /// Only the columns, without the heads over them.
    fn side_by_side(&self, labels: &[&str]) -> Option<Vec<usize>> {
        fn leaves<'a>(heads: &'a [Head], out: &mut Vec<&'a Head>) {
            for head in heads {
                if head.leaf.is_some() {
                    out.push(head);
                }
                leaves(&head.below, out);
            }
        }
        let mut all = Vec::with_capacity(self.columns);
        leaves(&self.roots, &mut all);
        let order = labels.iter().take(self.columns).map(|label| {
            let mut named = all.iter().filter(|head| head.is(label));
            let leaf = named.next().and_then(|head| head.leaf);
            leaf.filter(|_| named.next().is_none())
        });
        let order: Vec<usize> = order.collect::<Option<_>>()?;
        let mut each = order.clone();
        each.sort_unstable();
        each.dedup();
        (each.len() == self.columns).then_some(order)
    }
}

impl Head {
    fn is(&self, label: &str) -> bool {
        self.keys.iter().any(|key| key == label)
    }
}

/// The heads the next labels name, each of them once.
fn taken<'h, 'l>(
    heads: &'h [Head],
    labels: &mut impl Iterator<Item = &'l &'l str>,
) -> Option<Vec<&'h Head>> {
    let mut out: Vec<&Head> = Vec::with_capacity(heads.len());
    for label in labels.take(heads.len()) {
        let head = heads.iter().find(|head| head.is(label))?;
        if out.iter().any(|known| std::ptr::eq(*known, head)) {
            return None;
        }
        out.push(head);
    }
    (out.len() == heads.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::form::Forms;

    fn order(table: &str, labels: &str) -> Option<Vec<usize>> {
        let forms = Forms::official();
        let table = forms.edition("2021").unwrap().table(table).unwrap();
        let labels: Vec<&str> = labels.split(' ').collect();
        HeadOrder::of(&table.blocks[0]).among(&labels)
    }

    #[test]
    fn heads_tell_the_order_of_the_columns() {
        for (labels, expected) in [
            (
                "申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他 一",
                None,
            ),
            (
                "申请人情况 自然人 法人或其他组织 总计 科研机构 商业企业 社会公益组织 法律服务机构 其他",
                Some(vec![0, 2, 1, 3, 4, 5, 6]),
            ),
            (
                "项目 总计 自然人 法人或其他组织 商业企业 科研机构 社会公益组织 法律服务机构 其他",
                Some(vec![6, 0, 1, 2, 3, 4, 5]),
            ),
            (
                "项目 总计 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他",
                Some(vec![6, 0, 1, 2, 3, 4, 5]),
            ),
            ("自然人 法人或其他组织 总计 科研机构 商业企业", None),
        ] {
            assert_eq!(order("requests", labels), expected, "{labels}");
        }
        let five = "结果维持 结果纠正 其他结果 尚未审结 总计";
        let labels = format!("行政诉讼 行政复议 未经复议直接起诉 复议后起诉 {five} {five} {five}");
        // 行政诉讼 has its columns a line lower than 行政复议.
        assert_eq!(order("cases", &labels), Some((5..15).chain(0..5).collect()));
        let last = "结果纠正 结果维持 其他结果 尚未审结 总计";
        let labels = format!("行政复议 行政诉讼 {five} 未经复议直接起诉 复议后起诉 {five} {last}");
        let swapped = (0..10).chain([11, 10, 12, 13, 14]).collect();
        assert_eq!(order("cases", &labels), Some(swapped));
    }
}
