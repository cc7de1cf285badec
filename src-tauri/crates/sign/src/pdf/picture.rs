//! The picture of a seal: PNG with a transparent ground, at its true size.
//!
//! **Deliberately absent**: other kinds of pictures, and any change of its colours.

use crate::error::BadPicture;
use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Stream, dictionary};
use std::io::{Cursor, Write};

/// Sizes of a seal or a name signed by hand, in mm.
const SMALLEST: f64 = 5.0;
const LARGEST: f64 = 60.0;
/// More dots a side than any printer has on a seal.
const MOST_DOTS: u32 = 4000;
/// Bytes of the largest picture taken apart.
const MOST_BYTES: usize = 80 * 1024 * 1024;

/// A picture that can be put on a page.
#[derive(Clone, Debug)]
pub struct SealPicture {
    /// Size in dots.
    dots: (u32, u32),
    colours: Vec<u8>,
    /// How opaque each dot is.
    mask: Vec<u8>,
    /// Size in mm.
    pub(crate) size: (f64, f64),
}

impl SealPicture {
    /// Reads a picture that is to be so wide, in mm.
    ///
    /// # Errors
    /// When it is no PNG, has no transparent ground, or is too large or too small.
    pub fn read(file: &[u8], width: f64) -> Result<Self, BadPicture> {
        let mut decoder =
            png::Decoder::new_with_limits(Cursor::new(file), png::Limits { bytes: MOST_BYTES });
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(|_| BadPicture::NotPng)?;
        let (across, down) = reader.info().size();
        if across > MOST_DOTS || down > MOST_DOTS {
            return Err(BadPicture::TooFine(MOST_DOTS));
        }
        let height = width * f64::from(down) / f64::from(across.max(1));
        let sound = |length: f64| (SMALLEST..=LARGEST).contains(&length);
        if !sound(width) || !sound(height) {
            return Err(BadPicture::Size(SMALLEST as u32, LARGEST as u32));
        }
        let mut dots = vec![0; reader.output_buffer_size().ok_or(BadPicture::NotPng)?];
        let frame = reader.next_frame(&mut dots).map_err(|_| BadPicture::NotPng)?;
        dots.truncate(frame.buffer_size());
        let (colours, mask): (Vec<[u8; 3]>, Vec<u8>) = match frame.color_type {
            png::ColorType::Rgba => {
                dots.as_chunks().0.iter().map(|[r, g, b, a]| ([*r, *g, *b], *a)).unzip()
            }
            png::ColorType::GrayscaleAlpha => {
                dots.as_chunks().0.iter().map(|[grey, a]| ([*grey; 3], *a)).unzip()
            }
            _ => return Err(BadPicture::Opaque),
        };
        // A picture whose every dot is opaque has the channel, and no ground to see through.
        if mask.iter().all(|opaque| *opaque == u8::MAX) {
            return Err(BadPicture::Opaque);
        }
        let colours = colours.concat();
        Ok(SealPicture { dots: (across, down), colours, mask, size: (width, height) })
    }

    /// The picture and its mask, the picture's key for it to be set.
    pub(super) fn streams(&self) -> (Stream, Stream) {
        let (across, down) = self.dots;
        let image = |space: &str, bytes: &[u8]| {
            let dictionary = dictionary! {
                "Type" => "XObject",
                "Subtype" => "Image",
                "Width" => i64::from(across),
                "Height" => i64::from(down),
                "BitsPerComponent" => 8,
                "ColorSpace" => space,
            };
            packed(dictionary, bytes)
        };
        (image("DeviceRGB", &self.colours), image("DeviceGray", &self.mask))
    }
}

/// A stream, its content compressed.
pub(super) fn packed(mut dictionary: Dictionary, content: &[u8]) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory can't fail.
    let written = encoder.write_all(content).and_then(|()| encoder.finish());
    match written {
        Ok(bytes) => {
            dictionary.set("Filter", "FlateDecode");
            Stream::new(dictionary, bytes)
        }
        Err(_) => Stream::new(dictionary, content.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::png;

    #[test]
    fn a_seal_keeps_its_true_size_and_its_ground() {
        let seal = SealPicture::read(&png(40, 20, png::ColorType::Rgba), 42.0).unwrap();
        assert_eq!(seal.size, (42.0, 21.0));
        assert_eq!((seal.colours.len(), seal.mask.len()), (40 * 20 * 3, 40 * 20));
        assert!(SealPicture::read(&png(4, 4, png::ColorType::GrayscaleAlpha), 42.0).is_ok());
    }

    #[test]
    fn what_is_no_seal_is_named() {
        let refused = |file: &[u8], width| SealPicture::read(file, width).unwrap_err();
        assert_eq!(refused(b"GIF89a", 42.0), BadPicture::NotPng);
        let sound = png(40, 40, png::ColorType::Rgba);
        assert_eq!(refused(&sound[..sound.len() / 2], 42.0), BadPicture::NotPng);
        assert_eq!(refused(&png(4, 4, png::ColorType::Rgb), 42.0), BadPicture::Opaque);
        assert_eq!(refused(&sound, 420.0), BadPicture::Size(5, 60));
        assert_eq!(refused(&sound, f64::NAN), BadPicture::Size(5, 60));
        let large = png(4001, 1, png::ColorType::Rgba);
        assert_eq!(refused(&large, 42.0), BadPicture::TooFine(4000));
    }
}
