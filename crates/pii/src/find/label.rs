//! The words in front of a number that say what it is: 電話番号, order no.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Text;

/// What a label says about the number behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Orders, parcels, products, versions: a reply needs them, so they are never masked.
    Reference,
    Phone,
    Card,
    PostalCode,
}

use Label::{Card, Phone, PostalCode, Reference};

/// The words of each label, one a piece between bars.
const LABELS: &[(Label, &str)] = &[
    (
        Reference,
        "ポイントカード|会員カード|会員証|メンバーズカード|スタンプカード|診察券|loyalty card|membership card|member card|point card|points card|rewards card|reward card|clubcard|library card|\
         注文|オーダー|受注|発注|伝票|追跡|問い合わせ番号|問合せ番号|問合番号|お問い合わせno|予約|会員番号|会員id|会員no|会員ナンバー|お客様no|顧客no|管理no|整理no|受付no|商品no|製品no|\
         顧客番号|お客様番号|お客様コード|型番|型式|品番|商品番号|商品コード|商品id|製品番号|製品コード|シリアル|\
         製造番号|ロット|jan|管理番号|請求書|請求番号|見積|契約番号|受付番号|整理番号|チケット|エラー|バージョン|\
         ファームウェア|コード|取引番号|取引id|決済番号|配送番号|荷物番号|発送番号|部品|品名|ページ|頁|page|section|chapter|clause|§|第|\
         order|tracking|invoice|ref|reference|ticket|case|sku|item|part|model|serial|s/n|product|\
         isbn|id|code|version|ver|build|firmware|driver|ドライバ|android|ios|windows|macos|chrome|firefox|error|\
         booking|reservation|transaction|po|shipment|parcel|customer number|customer no|commande|\
         bestellung|bestellnummer|pedido|rechnung|facture|lot|batch|quote|contract|rma|upc|ean|asin",
    ),
    (
        Phone,
        "電話|でんわ|tel|℡|☎|☏|📞|📱|携帯|ケータイ|スマホ|fax|ファックス|ファクス|ファクシミリ|連絡先|連絡は|\
         phone|phonenumber|mobile|mobilenumber|cell|call|contact number|contactnumber|contact_number|contact no|contact:|contact tel|reach me|reach us|reached|ring me|phone me|my number|my no|mob|mob no|ph|ph no|handphone|cellphone|landline|\
         whatsapp|telephone|tél|tél portable|mobil|mobiel|mobilnummer|gsm|natel|festnetz|erreichen|erreichbar|rufnummer|rufen|appelez-moi|appeler|joindre|joignable|llámeme|llámame|llamar|\
         celular|cellulare|tfno|tlf|tlfn|telemóvel|telemovel|telefoonnummer|bel mij|bel me|bereikbaar|chiami|chiamami|puhelin|тел|телефон|номер телефона|फ़ोन|फोन|मोबाइल|โทร|điện thoại|\
         téléphone|telefon|handy|móvil|teléfono|telefono|telefone|portable|text me at|sms|\
         전화|핸드폰|휴대폰|휴대전화|연락처|电话|電話|手机|手機|拨打|致电|联系方式|联系我|打给我|電話番号",
    ),
    (
        Card,
        "カード|クレカ|card|paid with|charged to|visa|mastercard|amex|jcb|american express|carte|karte|kreditkarte|tarjeta",
    ),
    (
        PostalCode,
        "郵便番号|郵便|〒|zip|zip code|zip_code|zipcode|postal_code|post_code|postalcode|postal|postal code|postcode|post code|plz|code postal|住所|所在地|送り先|届け先|届先|送付先|お届け|\
         ゆうびん|address|código postal",
    ),
];

static WORDS: LazyLock<(AhoCorasick, Vec<(Label, bool)>)> = LazyLock::new(|| {
    let mut words = Vec::new();
    let mut labels = Vec::new();
    for (label, of_label) in LABELS {
        for word in of_label.split('|') {
            words.push(word);
            labels.push((*label, word.is_ascii()));
        }
    }
    let words = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(words)
        .expect("the list is fixed and small");
    (words, labels)
});

/// A label and whether nothing but punctuation and particles is between it and the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Labelled {
    pub(super) label: Label,
    pub(super) direct: bool,
}

/// How far in front of a number its label is looked for, in bytes.
const REACH: usize = 64;

impl Text<'_> {
    /// The last label in front of `at`, in the same sentence.
    pub(super) fn label(&self, at: usize) -> Option<Labelled> {
        let before = self.sentence_before(at);
        let (words, labels) = &*WORDS;
        let word = |c: char| c.is_ascii_alphanumeric();
        let (found, label) = words
            .find_iter(before)
            .filter_map(|found| {
                let (label, ascii) = labels[found.pattern().as_usize()];
                // "tel" is no label in "hotel", nor "id" in "idea".
                let cut = ascii
                    && (before[..found.start()]
                        .chars()
                        .next_back()
                        .is_some_and(word)
                        || before[found.end()..]
                            .chars()
                            .next()
                            .is_some_and(|c| c.is_ascii_alphabetic() && c != 's'));
                (!cut).then_some((found, label))
            })
            .last()?;
        Some(Labelled {
            label,
            direct: is_filler(&before[found.end()..]),
        })
    }

    /// The text before `at` up to the sentence's beginning. A label may stand on a line of its
    /// own in front of the number.
    fn sentence_before(&self, at: usize) -> &str {
        let mut from = at.saturating_sub(REACH);
        while !self.folded.is_char_boundary(from) {
            from += 1;
        }
        let before = &self.folded[from..at];
        let line = before.trim_end_matches(['\n', '\r', ' ', '\t']);
        let end = line.rfind(['\n', '。', '!', '?', ';']).map_or(0, |end| {
            end + line[end..].chars().next().map_or(1, char::len_utf8)
        });
        &before[end..]
    }
}

/// True for what may stand between a label and its number: `番号は: `, `No. `, `(自宅)`.
fn is_filler(text: &str) -> bool {
    let mut rest = text;
    'next: while let Some(c) = rest.chars().next() {
        for word in FILLERS {
            if let Some(head) = rest.get(..word.len())
                && head.eq_ignore_ascii_case(word)
            {
                rest = &rest[word.len()..];
                continue 'next;
            }
        }
        if c.is_alphanumeric() && c != 'ー' {
            return false;
        }
        rest = &rest[c.len_utf8()..];
    }
    true
}

const FILLERS: &[&str] = &[
    "番号",
    "号码",
    "號碼",
    "号",
    "번호",
    "는",
    "은",
    "no",
    "number",
    "num",
    "nummer",
    "is",
    "は",
    "が",
    "も",
    "の",
    "自宅",
    "携帯",
    "会社",
    "勤務先",
    "です",
    "at",
    "on",
    "me",
    "nr",
    "の番号",
    "コード",
    "id",
    // Cells of HTML
    "td",
    "dt",
    "dd",
    "my",
    "home",
    "work",
    "with",
    "ending",
    "ですが",
    "'s",
    "unter",
    "mich",
    "mij",
    "op",
    "au",
    "al",
    "aan",
    "è",
    "es",
    "ist",
    "est",
    "der",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> Option<Labelled> {
        let text = Text::new(text);
        let at = text
            .digits
            .last()
            .map_or(text.folded.len(), |run| run.start);
        text.label(at)
    }

    #[test]
    fn the_last_label_in_the_sentence_counts() {
        let found = |label, direct| Some(Labelled { label, direct });
        assert_eq!(label("注文番号は 1234"), found(Reference, true));
        assert_eq!(label("注文の件で電話 1234"), found(Phone, true));
        assert_eq!(label("TEL:\n1234"), found(Phone, true));
        assert_eq!(label("電話しました。1234"), None);
        assert_eq!(label("our hotel 1234"), None);
        assert_eq!(label("電話で 3回、1234"), found(Phone, false));
    }
}
