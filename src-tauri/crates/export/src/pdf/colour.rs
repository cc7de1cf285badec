//! The colour profile PDF/A asks for: sRGB (IEC 61966-2-1) as an ICC profile of version 4, put
//! together from its definition so that no profile of a foreign licence is shipped.

/// A number with sixteen binary places, as ICC profiles hold them.
fn fixed(number: f64) -> [u8; 4] {
    ((number * 65536.0).round() as i32).to_be_bytes()
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    let mut out = b"XYZ \0\0\0\0".to_vec();
    values.iter().for_each(|value| out.extend(fixed(*value)));
    out
}

/// A text in one language.
fn localized(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut out = b"mluc\0\0\0\0".to_vec();
    out.extend(1_u32.to_be_bytes());
    out.extend(12_u32.to_be_bytes());
    out.extend(b"enUS");
    out.extend((units.len() as u32).to_be_bytes());
    out.extend(28_u32.to_be_bytes());
    out.extend(units);
    out
}

/// The curve of sRGB: ((R + 0.055) / 1.055) ^ 2.4, straight below 0.04045.
fn curve() -> Vec<u8> {
    let mut out = b"para\0\0\0\0".to_vec();
    out.extend(3_u16.to_be_bytes());
    out.extend([0, 0]);
    for parameter in [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045] {
        out.extend(fixed(parameter));
    }
    out
}

/// From D65 to the white of ICC profiles, D50 (Bradford).
fn adaptation() -> Vec<u8> {
    let mut out = b"sf32\0\0\0\0".to_vec();
    let matrix = [
        1.047_882, 0.022_919, -0.050_201, 0.029_587, 0.990_479, -0.017_059, -0.009_232, 0.015_076,
        0.751_678,
    ];
    matrix.iter().for_each(|number| out.extend(fixed(*number)));
    out
}

/// The profile's bytes.
pub(super) fn srgb_profile() -> Vec<u8> {
    const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", localized("sRGB")),
        (b"cprt", localized("No copyright")),
        (b"wtpt", xyz(WHITE)),
        (b"chad", adaptation()),
        (b"rXYZ", xyz([0.436_035, 0.222_488, 0.013_916])),
        (b"gXYZ", xyz([0.385_101, 0.716_904, 0.097_107])),
        (b"bXYZ", xyz([0.143_066, 0.060_608, 0.713_913])),
        (b"rTRC", curve()),
        (b"gTRC", curve()),
        (b"bTRC", curve()),
    ];
    const HEADER: usize = 128;
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut contents = Vec::new();
    let start = HEADER + 4 + 12 * tags.len();
    for (name, content) in &tags {
        table.extend(*name);
        table.extend(((start + contents.len()) as u32).to_be_bytes());
        table.extend((content.len() as u32).to_be_bytes());
        contents.extend(content);
        contents.resize(contents.len().next_multiple_of(4), 0);
    }
    let mut out = ((start + contents.len()) as u32).to_be_bytes().to_vec();
    out.extend([0; 4]);
    out.extend([4, 0x30, 0, 0]);
    out.extend(b"mntrRGB XYZ ");
    // Day of the profile: that of the standard, 18 October 1999.
    for part in [1999_u16, 10, 18, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend(b"acsp");
    out.resize(68, 0);
    WHITE.iter().for_each(|value| out.extend(fixed(*value)));
    out.resize(HEADER, 0);
    out.extend(table);
    out.extend(contents);
    out
}
