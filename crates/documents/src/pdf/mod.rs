//! A PDF (ISO 32000-2): the words of each page where they stand on it, from its top to its bottom, and
//! what was filled into its forms.

mod font;
mod glyphs;
mod layout;
mod page;

use hayro_syntax::{LoadPdfError, Pdf};

use self::page::Reading;
use crate::LeftOut;
use crate::output::{Output, Stop};

/// The header may come behind what a server put before it (Annex I.3).
const HEADER_WITHIN: usize = 1024;

pub(crate) fn is_pdf(content: &[u8]) -> bool {
    let beginning = &content[..content.len().min(HEADER_WITHIN)];
    beginning.windows(5).any(|it| it == b"%PDF-")
}

pub(crate) fn read(bytes: &[u8], output: &mut Output) -> Result<(), Stop> {
    if !is_pdf(bytes) {
        return Err(Stop::Damaged);
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Stop::Encrypted,
        LoadPdfError::Invalid => Stop::Damaged,
    })?;
    let mut reading = Reading::default();
    for page in pdf.pages().iter() {
        output.step()?;
        let before = output.len();
        output.begin_line()?;
        let ended = reading.page(page, output);
        if reading.has_pictures {
            output.leave_out(match output.len() > before {
                true => LeftOut::Pictures,
                false => LeftOut::Scans,
            });
        }
        if reading.has_unknown_letters {
            output.leave_out(LeftOut::Letters);
        }
        ended?;
    }
    Ok(())
}
