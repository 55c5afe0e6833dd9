//! A word as the number by which the name lists have it, in whatever variants it is written. `build.rs` makes the
//! tables of the lists with this same code.

use super::variants;

/// A word that grows character by character.
#[derive(Clone, Copy)]
pub(super) struct Key {
    hash: u64,
    last: char,
    /// ノ or ケ behind a kanji: what it is depends on the character behind it.
    open: Option<char>,
}

impl Default for Key {
    fn default() -> Key {
        Key {
            hash: 0xcbf2_9ce4_8422_2325,
            last: '\0',
            open: None,
        }
    }
}

impl Key {
    #[inline]
    pub(super) fn push(&mut self, c: char) {
        // Most of a text in Latin letters, which has no variants.
        if c.is_ascii() && self.open.is_none() {
            self.mix(c);
        } else {
            self.push_wide(c);
        }
    }

    fn push_wide(&mut self, c: char) {
        if self.open.is_none() && matches!(c, '\u{4e00}'..='\u{9fff}') {
            self.mix(variants::kanji(c));
            return;
        }
        // A kana that joins does so behind a kanji alone.
        let plain = matches!(c, '\u{3041}'..='\u{30fe}') && !variants::is_kanji(self.last);
        if plain && self.open.is_none() {
            self.mix(c);
            return;
        }
        if let Some(open) = self.open.take() {
            let joined = match open {
                _ if !variants::is_kanji(c) => open,
                'ノ' | 'の' => '之',
                _ => 'ヶ',
            };
            self.mix(joined);
        }
        if variants::joins(c) && variants::is_kanji(self.last) {
            self.open = Some(c);
            return;
        }
        match variants::plain(c) {
            variants::Plain::One(c) => self.mix(c),
            variants::Plain::Two(first, second) => {
                self.mix(first);
                self.mix(second);
            }
            variants::Plain::None => {}
        }
    }

    /// [`push`](Key::push) for what has no variants and nothing open in front of it.
    #[inline]
    pub(super) fn mix(&mut self, c: char) {
        self.last = c;
        self.hash = (self.hash ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.hash ^= self.hash >> 29;
    }

    /// Whether the character behind may change the last one.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The word as a number.
    pub(super) fn hash(mut self) -> u64 {
        if let Some(open) = self.open.take() {
            self.mix(open);
        }
        self.hash
    }
}
