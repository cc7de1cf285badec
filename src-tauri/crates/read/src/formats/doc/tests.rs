use super::*;
use std::io::Write;

fn container(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A document of this text, from offset 0x600 on; the third paragraph mark ends a row of two
/// cells, the second of which takes two columns of the next row.
fn document(text: &str, flags: u16, paragraphs: &[(usize, Vec<u8>)]) -> Vec<u8> {
    with_boxes(text, flags, paragraphs, &[], &[])
}

/// The same with text boxes: the number of each shape and its text; and shapes: where in the text each
/// is fixed, and its number.
fn with_boxes(
    text: &str,
    flags: u16,
    paragraphs: &[(usize, Vec<u8>)],
    boxes: &[(u32, &str)],
    shapes: &[(u32, u32)],
) -> Vec<u8> {
    let own = text.encode_utf16().count() as u32;
    let boxed: String = boxes.iter().map(|(_, text)| *text).collect();
    let units: Vec<u16> = text.encode_utf16().chain(boxed.encode_utf16()).collect();
    let mut main = vec![0; 0x600];
    let mut put = |at: usize, bytes: &[u8]| main[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &0xa5ecu16.to_le_bytes());
    put(0x0a, &flags.to_le_bytes());
    put(0x4c, &own.to_le_bytes());
    put(0x64, &(units.len() as u32 - own).to_le_bytes());
    let mut plan = vec![2];
    plan.extend(16u32.to_le_bytes());
    plan.extend(0u32.to_le_bytes());
    plan.extend((units.len() as u32).to_le_bytes());
    plan.extend(0u16.to_le_bytes());
    plan.extend(0x600u32.to_le_bytes());
    plan.extend(0u16.to_le_bytes());
    put(0x01a2, &0u32.to_le_bytes());
    put(0x01a6, &(plan.len() as u32).to_le_bytes());
    // One page of paragraph properties, the third of the file.
    let from = plan.len() as u32;
    plan.extend(0u32.to_le_bytes());
    plan.extend(u32::MAX.to_le_bytes());
    plan.extend(2u32.to_le_bytes());
    put(0x0102, &from.to_le_bytes());
    put(0x0106, &12u32.to_le_bytes());
    let mut list = |at: usize, places: &[u32], entries: Vec<u8>| {
        let from = plan.len() as u32;
        plan.extend(places.iter().flat_map(|place| place.to_le_bytes()));
        plan.extend(entries);
        put(at, &from.to_le_bytes());
        put(at + 4, &(plan.len() as u32 - from).to_le_bytes());
    };
    let mut ends = vec![0];
    for (_, text) in boxes {
        ends.push(ends.last().unwrap() + text.encode_utf16().count() as u32);
    }
    let entry = |number: &u32| [&[0; 14][..], &number.to_le_bytes(), &[0; 4]].concat();
    list(0x025a, &ends, boxes.iter().flat_map(|(number, _)| entry(number)).collect());
    let marks: Vec<u32> = shapes.iter().map(|(mark, _)| *mark).chain([own]).collect();
    let entry = |number: &u32| [&number.to_le_bytes()[..], &[0; 22]].concat();
    list(0x01da, &marks, shapes.iter().flat_map(|(_, number)| entry(number)).collect());
    let mut page = vec![0; 512];
    let count = paragraphs.len();
    let mut free = 510;
    let mut begin = 0x600;
    for (run, (end, list)) in paragraphs.iter().enumerate() {
        page[run * 4..run * 4 + 4].copy_from_slice(&(begin as u32).to_le_bytes());
        let end = 0x600 + end * 2;
        page[run * 4 + 4..run * 4 + 8].copy_from_slice(&(end as u32).to_le_bytes());
        begin = end;
        let length = (list.len() + 2).next_multiple_of(2);
        free = (free - length - 2) & !1;
        page[free] = 0;
        page[free + 1] = (length / 2) as u8;
        page[free + 4..free + 4 + list.len()].copy_from_slice(list);
        page[(count + 1) * 4 + run * 13] = (free / 2) as u8;
    }
    page[511] = count as u8;
    put(0x400, &page);
    main.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    container(&[("/WordDocument", main), ("/0Table", plan)])
}

#[test]
fn text_and_table_cells_are_read() {
    let row = |edges: &[i16], merges: &[u16]| {
        let mut value = vec![merges.len() as u8];
        value.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
        for merge in merges {
            value.extend(merge.to_le_bytes());
            value.extend([0; 18]);
        }
        let mut list = vec![0x16, 0x24, 1, 0x17, 0x24, 1, 0x08, 0xd6];
        list.extend((value.len() as u16 + 1).to_le_bytes());
        list.extend(value);
        list
    };
    let inside = vec![0x16, 0x24, 1];
    let text = "标题\u{b}次行\r\u{13}甲\u{14}乙\u{15}\u{7}头\u{7}\u{7}\u{7}1\r2\u{7}\u{7}\u{7}尾\r";
    let bytes = document(
        text,
        0,
        &[
            (6, vec![]),
            (14, inside.clone()),
            (15, row(&[0, 1000, 3000], &[0x60, 0])),
            (21, inside.clone()),
            (22, row(&[0, 1000, 2000, 3000], &[0x20, 0, 0])),
            (24, vec![]),
        ],
    );
    let document = read(&bytes).unwrap();
    let drawn = crate::formats::grid::tests::drawn(&document.blocks);
    assert_eq!(drawn, ["乙@0×2×1 头@1×1×2", "1\n2@1 @2"]);
    let texts: Vec<&Block> =
        document.blocks.iter().filter(|b| matches!(b, Block::Paragraph(_))).collect();
    assert_eq!(texts.len(), 3);
    assert_eq!(texts[2], &grid::paragraph("尾", Role::Body));
}

#[test]
fn bad_files_get_their_sentence() {
    assert_eq!(read(b"\xd0\xcf\x11\xe0").unwrap_err(), Unreadable::Damaged(FORMAT.called));
    assert_eq!(
        read(&document("甲\r", 0x0100, &[])).unwrap_err(),
        Unreadable::Password(FORMAT.called)
    );
    let other = container(&[("/WordDocument", vec![0; 64])]);
    assert_eq!(read(&other).unwrap_err(), Unreadable::NotSupported("很旧的 Word 文件"));
    let short = container(&[("/WordDocument", vec![0xec, 0xa5, 0, 0]), ("/0Table", vec![])]);
    assert_eq!(read(&short).unwrap_err(), Unreadable::Damaged(FORMAT.called));
}

#[test]
fn a_text_box_is_read_where_it_is_fixed_and_what_only_is_drawn_is_unread() {
    let row = |edges: &[i16]| {
        let mut value = vec![edges.len() as u8 - 1];
        value.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
        value.extend(vec![0; (edges.len() - 1) * 20]);
        let mut list = vec![0x16, 0x24, 1, 0x17, 0x24, 1, 0x08, 0xd6];
        list.extend((value.len() as u16 + 1).to_le_bytes());
        list.extend(value);
        list
    };
    // A character of two units before the marks: places count units.
    let text = "\u{29c8d}\u{8}题\r\u{8}\u{7}\u{8}\u{7}甲\u{7}\u{7}尾\r";
    let inside = vec![0x16, 0x24, 1];
    let paragraphs = [(5, vec![]), (11, inside), (12, row(&[0, 1000, 2000, 3000])), (14, vec![])];
    let boxes = [(7, "框中\r次行\r"), (9, "无处\r"), (8, "12\r")];
    let bytes = with_boxes(text, 0, &paragraphs, &boxes, &[(2, 7), (5, 8), (7, 3)]);
    let document = read(&bytes).unwrap();
    let drawn = crate::formats::grid::tests::drawn(&document.blocks);
    assert_eq!(drawn, [format!("12@0 {}@1 甲@2", grid::UNREADABLE)]);
    let texts: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(texts, ["\u{29c8d}题", "框中", "次行", "尾"]);
    assert_eq!(document.passed_over, ["不知放在哪里的文本框没有读：无处"]);
}
