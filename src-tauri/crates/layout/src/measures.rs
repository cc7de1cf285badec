//! The measures of the official page, each with its clause of GB/T 9704-2012《党政机关公文格式》.
//! Lengths in millimetres, type sizes in points.

/// Millimetres of a point.
pub const POINT: f64 = 25.4 / 72.0;

/// A4 (5.2.1).
pub const PAPER_WIDTH: f64 = 210.0;
/// A4 (5.2.1).
pub const PAPER_HEIGHT: f64 = 297.0;
/// 天头 (5.2.2).
pub const TOP: f64 = 37.0;
/// 订口 (5.2.2).
pub const LEFT: f64 = 28.0;
/// 版心 (5.2.2).
pub const AREA_WIDTH: f64 = 156.0;
/// 版心 (5.2.2).
pub const AREA_HEIGHT: f64 = 225.0;
/// Lines a page and characters a line (5.2.3).
pub const LINES: u32 = 22;
/// Characters a line (5.2.3).
pub const CHARACTERS: u32 = 28;
/// From line to line and from character to character, so that the lines and characters fill the
/// type area (5.2.3).
pub const PITCH: f64 = AREA_HEIGHT / LINES as f64;
/// From character to character (5.2.3).
pub const ADVANCE: f64 = AREA_WIDTH / CHARACTERS as f64;

/// The type area as text stands in it: upright, or turned on the paper for a table that is wider
/// than the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// In mm, along the lines.
    pub width: f64,
    /// In mm, across the lines.
    pub height: f64,
    /// Lines a page.
    pub lines: u32,
    /// Characters a line.
    pub characters: u32,
    /// Written up the paper: the table's head lies at its left edge, which is the binding side of
    /// odd pages and the fore edge of even ones (8).
    pub turned: bool,
}

/// The official grid (5.2.3).
pub const UPRIGHT: Area = Area {
    width: AREA_WIDTH,
    height: AREA_HEIGHT,
    lines: LINES,
    characters: CHARACTERS,
    turned: false,
};
/// The same type area turned: as many lines and characters as keep the official distances, which
/// are then spread over it.
pub const SIDEWAYS: Area =
    Area { width: AREA_HEIGHT, height: AREA_WIDTH, lines: 15, characters: 40, turned: true };

impl Area {
    /// From line to line, in mm.
    pub fn pitch(&self) -> f64 {
        self.height / f64::from(self.lines)
    }

    /// From character to character, in mm.
    pub fn advance(&self) -> f64 {
        self.width / f64::from(self.characters)
    }

    /// A point of the area as a point of the paper.
    pub fn on_paper(&self, x: f64, y: f64) -> (f64, f64) {
        match self.turned {
            false => (LEFT + x, TOP + y),
            true => (LEFT + y, TOP + AREA_HEIGHT - x),
        }
    }
}

/// 3号: text and headings (5.2.4).
pub const BODY_SIZE: f64 = 15.75;
/// 2号: the title (7.3.1).
pub const TITLE_SIZE: f64 = 22.0;
/// 4号: page numbers (7.5).
pub const PAGE_NUMBER_SIZE: f64 = 14.0;
/// 五号: tables. The standard is silent; offices use 小四 to 五号.
pub const TABLE_SIZE: f64 = 10.5;
/// The smallest a long figure is set in, so that nine digits fit the narrowest column.
pub const SMALLEST_SIZE: f64 = 6.0;

/// 首行缩进 in characters (7.3.3).
pub const INDENT: f64 = 2.0;
/// From the type area's lower edge to the top of the page number's dash (7.5).
pub const PAGE_NUMBER_GAP: f64 = 7.0;

/// How much of a type size of `em` millimetres lies above the baseline: the box Chinese characters
/// fill, the same in all fonts so that mixed ones stand on one line.
pub const ABOVE_BASELINE: f64 = 0.86;

/// Rules of tables, in points.
pub const RULE: f64 = 0.5;

/// Bars of charts, in points. No rule of a table is as thick.
pub const BAR: f64 = 8.0;

/// 成文日期 from the right edge, in characters: with a seal (7.3.5.1), and with a signatory's stamp
/// (7.3.5.3).
pub const SEALED_DATE: f64 = 4.0;
/// 署名 from the right edge without a seal, and how far the date stands in from it, in characters
/// (7.3.5.2).
pub const UNSEALED: f64 = 2.0;
/// Height of a seal (国发〔1999〕25号: 42 mm for the seals of counties and departments).
pub const SEAL: f64 = 42.0;
/// Width kept for a signatory's stamp, in characters.
pub const STAMP: f64 = 5.0;
/// Lines a page may hold more, or fewer, than its grid so that the signature stands with text
/// (7.3.5.4: line and character pitch are adjusted).
pub const LINES_ADJUSTED: u32 = 3;
