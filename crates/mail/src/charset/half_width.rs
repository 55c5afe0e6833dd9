//! Half-width kana in Shift_JIS where nothing says so: names from a bank, old terminals, phones.
//!
//! They are single bytes from 0xA1 to 0xDF, which any other charset has letters at. What proves them
//! is how they are put together.

use encoding_rs::{EUC_JP, SHIFT_JIS};

/// Fewer of them prove nothing.
const ENOUGH: usize = 3;

/// The text, where its half-width kana can be nothing else.
pub(super) fn read(bytes: &[u8]) -> Option<String> {
    if !bytes.iter().any(|byte| matches!(byte, 0xa6..=0xdf)) {
        return None;
    }
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
    let mut all = Runs::default();
    let mut run: Vec<char> = Vec::new();
    for c in text.chars().chain(['\n']) {
        match c {
            '\u{ff61}'..='\u{ff9f}' => run.push(c),
            // Beside full-width text, other evidence decides.
            '\u{3041}'..='\u{30ff}' | '\u{e000}'..='\u{f8ff}' => return None,
            _ => {
                all.add(&std::mem::take(&mut run))?;
                all.kanji += usize::from(matches!(c, '\u{4e00}'..='\u{9fff}'));
            }
        }
    }
    all.are_kana(bytes).then_some(text.into_owned())
}

/// What the runs of half-width characters in a text are, together.
#[derive(Default)]
struct Runs {
    kana: usize,
    marks: usize,
    /// Voiced, half-voiced and contracted, each behind a kana that can be.
    joined: usize,
    /// From 0xB1 to 0xBF, where Cyrillic charsets have no letters that are frequent.
    low: usize,
    /// Of an odd length, which no charset of two bytes a character makes.
    odd: usize,
    /// Brackets that are not closed.
    open: usize,
    kanji: usize,
}

impl Runs {
    /// None where a run cannot be kana.
    fn add(&mut self, run: &[char]) -> Option<()> {
        let is_first = |c: &char| matches!(c, '\u{ff62}' | '\u{ff66}' | '\u{ff71}'..='\u{ff9d}');
        if run.first().is_some_and(|c| !is_first(c)) {
            return None;
        }
        let mut before = '\0';
        for c in run {
            match c {
                '\u{ff9e}' if !matches!(before, 'ｳ' | 'ｶ'..='ﾄ' | 'ﾊ'..='ﾎ') => {
                    return None;
                }
                '\u{ff9f}' if !matches!(before, 'ﾊ'..='ﾎ') => return None,
                '\u{ff9e}' | '\u{ff9f}' => self.joined += 1,
                'ｬ'..='ｮ' if "ｷｼﾁﾆﾋﾐﾘﾞﾟ".contains(before) => self.joined += 1,
                'ｧ'..='ｫ' if "ｲｳｸｼｽﾁﾂﾃﾄﾌﾞﾟｧｨｩｪｫｰ".contains(before) => {
                    self.joined += 1
                }
                'ｧ'..='ｮ' => return None,
                '｢' => self.open += 1,
                '｣' if self.open > 0 => self.open -= 1,
                '｣' => return None,
                '\u{ff61}'..='\u{ff65}' => self.marks += 1,
                _ => self.kana += 1,
            }
            self.low += usize::from(matches!(c, 'ｱ'..='ｿ'));
            before = *c;
        }
        self.odd += run.len() % 2;
        Some(())
    }

    fn are_kana(&self, bytes: &[u8]) -> bool {
        self.kana >= ENOUGH
            && self.kana >= 4 * self.marks
            && self.open == 0
            && (self.low * 8 >= self.kana || self.kanji > 0)
            && !may_be_cyrillic(bytes)
            && (self.odd > 0 || self.joined > 0 && is_rare_in_euc_jp(bytes))
    }
}

/// The letters of Cyrillic and of most other charsets go on above 0xDF, and are not below 0xA0.
fn may_be_cyrillic(bytes: &[u8]) -> bool {
    let is_above = bytes.iter().any(|byte| *byte >= 0xe0);
    is_above && !bytes.iter().any(|byte| matches!(byte, 0x81..=0x9f))
}

/// Every fourth character would be a kanji of JIS level 2, or is none at all.
fn is_rare_in_euc_jp(bytes: &[u8]) -> bool {
    let Some(text) = EUC_JP.decode_without_bom_handling_and_without_replacement(bytes) else {
        return true;
    };
    let high = text.chars().filter(|c| !c.is_ascii()).count();
    let pairs = bytes.iter().filter(|byte| **byte >= 0xa1);
    let leads = pairs.step_by(2).filter(|byte| **byte >= 0xd0).count();
    leads * 4 >= high
}
