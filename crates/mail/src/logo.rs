//! The picture in a team's signature: what may be one, by its content.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Bytes of a logo: it goes out with each reply.
pub const LONGEST_LOGO: usize = 64 * 1024;
/// Pixels on a side.
const LARGEST: u32 = 2000;
/// How wide and how high it is shown at most: what is larger is made smaller by who shows it.
const SHOWN: (u32, u32) = (300, 120);

/// A logo, read and found good.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    /// What a mail says of it.
    pub described: Inline,
    /// Its bytes.
    pub content: Arc<[u8]>,
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.described.fmt(f)
    }
}

/// A picture that is shown in a mail, described: its content is elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    /// `image/png`, `image/jpeg` or `image/gif`.
    pub content_type: String,
    /// The SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
    /// How wide it is shown, in pixels.
    pub width: u32,
    /// How high it is shown, in pixels.
    pub height: u32,
}

/// Why a file is no logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLogo {
    /// It is longer than [`LONGEST_LOGO`].
    #[error("is longer than {} KB, which every reply would carry: make the picture smaller", LONGEST_LOGO / 1024)]
    TooLong,
    /// Its content is no picture that mail programs show.
    #[error(
        "is by its content neither PNG, JPEG nor GIF, which all mail programs show (SVG and WebP many do not)"
    )]
    OtherKind,
    /// It begins as one, and is cut off or goes on behind its end.
    #[error("is damaged: it does not end where a picture of its kind ends")]
    Damaged,
    /// It has no size, or one beyond [`LARGEST`].
    #[error("must have 1 to {LARGEST} pixels on each side")]
    Pixels,
}

impl Logo {
    /// Reads a picture. Its content decides what it is, not its name.
    ///
    /// # Errors
    /// [`BadLogo`].
    pub fn read(content: Vec<u8>) -> Result<Logo, BadLogo> {
        if content.len() > LONGEST_LOGO {
            return Err(BadLogo::TooLong);
        }
        let (content_type, size) = match content.as_slice() {
            [
                0x89,
                b'P',
                b'N',
                b'G',
                b'\r',
                b'\n',
                0x1a,
                b'\n',
                chunks @ ..,
            ] => ("image/png", png(chunks)),
            [0xff, 0xd8, 0xff, ..] => ("image/jpeg", jpeg(&content[2..])),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', rest @ ..] => ("image/gif", gif(rest)),
            _ => return Err(BadLogo::OtherKind),
        };
        let (width, height) = size.ok_or(BadLogo::Damaged)?;
        if ![width, height].iter().all(|it| (1..=LARGEST).contains(it)) {
            return Err(BadLogo::Pixels);
        }
        let (width, height) = shown(width, height);
        let described = Inline {
            content_type: content_type.to_owned(),
            sha256: sha256(&content),
            width,
            height,
        };
        Ok(Logo {
            described,
            content: content.into(),
        })
    }
}

impl Inline {
    /// What follows `image/` in its type.
    pub(crate) fn media_kind(&self) -> &'static str {
        match self.content_type.as_str() {
            "image/jpeg" => "jpeg",
            "image/gif" => "gif",
            _ => "png",
        }
    }

    /// True for the content that it describes.
    pub fn is(&self, content: &[u8]) -> bool {
        sha256(content) == self.sha256
    }
}

fn sha256(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// In proportion, and never larger than it is.
fn shown(width: u32, height: u32) -> (u32, u32) {
    let (widest, highest) = SHOWN;
    // By the side that is too long by more.
    let (part, whole) = match width * highest >= height * widest {
        true => (widest.min(width), width),
        false => (highest.min(height), height),
    };
    let scaled = |side: u32| (side * part / whole).max(1);
    (scaled(width), scaled(height))
}

/// Width and height of what is cut into chunks (RFC 2083 §3.2): the first is `IHDR`, the last `IEND`.
fn png(mut chunks: &[u8]) -> Option<(u32, u32)> {
    let (kind, header) = chunk(&mut chunks)?;
    let size = match (kind, header) {
        (b"IHDR", [a, b, c, d, e, f, g, h, ..]) => (
            u32::from_be_bytes([*a, *b, *c, *d]),
            u32::from_be_bytes([*e, *f, *g, *h]),
        ),
        _ => return None,
    };
    loop {
        if let (b"IEND", []) = chunk(&mut chunks)? {
            return chunks.is_empty().then_some(size);
        }
    }
}

/// The type and the content of the next chunk, without its checksum.
fn chunk<'a>(rest: &mut &'a [u8]) -> Option<(&'a [u8; 4], &'a [u8])> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let (kind, after) = after.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (content, after) = after.split_at_checked(length)?;
    (_, *rest) = after.split_at_checked(4)?;
    Some((kind, content))
}

/// Width and height of what is cut into segments (ITU T.81 §B.1): those of its frame.
fn jpeg(mut segments: &[u8]) -> Option<(u32, u32)> {
    if !segments.ends_with(&[0xff, 0xd9]) {
        return None;
    }
    loop {
        let [0xff, marker, rest @ ..] = segments else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
        let (segment, after) = rest.split_at_checked(length)?;
        match (marker, segment) {
            // A frame, of whatever kind; C4, C8 and CC are something else.
            (0xc0..=0xcf, [_, _, _, h, i, w, x, ..]) if ![0xc4, 0xc8, 0xcc].contains(marker) => {
                let side = |high, low| u32::from(u16::from_be_bytes([high, low]));
                return Some((side(*w, *x), side(*h, *i)));
            }
            // What is drawn, before any frame; or no segment at all.
            (0xd8..=0xda, _) | (_, []) => return None,
            _ => segments = after,
        }
    }
}

/// Width and height of the screen; a trailer ends it (GIF89a §27).
fn gif(rest: &[u8]) -> Option<(u32, u32)> {
    let [a, b, c, d, .., 0x3b] = rest else {
        return None;
    };
    let side = |low, high| u32::from(u16::from_le_bytes([low, high]));
    Some((side(*a, *b), side(*c, *d)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const PNG: &[u8] = include_bytes!("../tests/logos/logo.png");
    const JPEG: &[u8] = include_bytes!("../tests/logos/logo.jpg");
    const PROGRESSIVE: &[u8] = include_bytes!("../tests/logos/progressive.jpg");
    const GIF: &[u8] = include_bytes!("../tests/logos/logo.gif");

    #[test]
    fn pictures_of_another_program_are_read_with_their_size() {
        for (content, kind) in [
            (PNG, "image/png"),
            (JPEG, "image/jpeg"),
            (PROGRESSIVE, "image/jpeg"),
            (GIF, "image/gif"),
        ] {
            let Inline {
                content_type,
                width,
                height,
                ..
            } = Logo::read(content.to_vec()).unwrap().described;
            assert_eq!((content_type.as_str(), width, height), (kind, 24, 12));
        }
    }

    #[test]
    fn what_is_cut_off_or_goes_on_behind_its_end_is_none() {
        for content in [PNG, JPEG, PROGRESSIVE, GIF] {
            for end in 0..content.len() {
                assert!(Logo::read(content[..end].to_vec()).is_err(), "{end}");
            }
            let more = [content, b"<script>"].concat();
            assert_eq!(Logo::read(more), Err(BadLogo::Damaged));
        }
    }

    #[test]
    fn other_kinds_other_names_and_other_sizes_are_refused() {
        let sized = |width: u16, height: u16| {
            let mut gif = GIF.to_vec();
            gif[6..8].copy_from_slice(&width.to_le_bytes());
            gif[8..10].copy_from_slice(&height.to_le_bytes());
            Logo::read(gif).map(|it| (it.described.width, it.described.height))
        };
        for content in [
            &b""[..],
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"RIFF\0\0\0\0WEBPVP8 ",
            b"BM",
            b"%PDF-1.7",
            b"\x89PNG",
        ] {
            assert_eq!(Logo::read(content.to_vec()), Err(BadLogo::OtherKind));
        }
        let long = Logo::read(vec![0x89; LONGEST_LOGO + 1]);
        assert_eq!(long, Err(BadLogo::TooLong));
        for (size, shown) in [
            ((24, 12), Ok((24, 12))),
            ((600, 200), Ok((300, 100))),
            ((200, 600), Ok((40, 120))),
            ((2000, 1), Ok((300, 1))),
            ((300, 120), Ok((300, 120))),
            ((0, 12), Err(BadLogo::Pixels)),
            ((24, 2001), Err(BadLogo::Pixels)),
        ] {
            assert_eq!(sized(size.0, size.1), shown, "{size:?}");
        }
    }
}
