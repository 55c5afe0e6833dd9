//! Blanks that templates leave in shapes of their own: the merge fields of word processors, names of
//! fields in brackets of any kind, and rows of one sign where a name, a day or a company belongs.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::placeholder::compile;

/// What belongs in the place, as templates in Japanese name it.
const JA: &str = "(?:ここに|相手の|お客様の)?(?:お|ご)?(?:名前|氏名|会社名|企業名|貴社名|御社名|担当者名|担当者|お客様名|宛名|部署名|署名|日付|日時|電話番号|住所)";
/// And in languages with Latin letters.
const LATIN: &str = "(?i:(?:your|insert|the|customer|customer'?s|client|recipient|company|first|last|full|ihr|ihre|votre|su)?[ _]?(?:name|names|firstname|lastname|surname|e-?mail|date|company|signature|vorname|nachname|kundenname|anrede|firma|datum|nom|prénom|nombre|empresa|société))";

static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    let sign = "(?:○{2,}|〇{2,}|◯{2,}|●{2,}|△{2,}|X{2,}|Ｘ{2,})";
    compile(
        &[
            // «Name», the merge field of a word processor
            &format!("[«‹](?:{JA}|{LATIN}|(?i:[a-z]+_[a-z_]+))[»›]"),
            // Dear (name),
            &format!("(?i:dear|hi|hello|hey|hallo|bonjour|hola|guten tag) [(（](?:{LATIN})[)）]"),
            // （会社名）御中, 「お名前」様, [ ]様
            &format!("[(（「『〈《\\[［](?:{JA}|[ 　]{{0,4}})[)）」』〉》\\]］] ?(?:様|さま|さん|殿|御中)"),
            // <お客様のお名前>
            &format!("[<＜](?:{JA}|ここに[^<>＜＞\\n]{{1,20}})[>＞]"),
            "(?m:^(?:…+|\\.{3,}|・{3,}|※{2,}) ?(?:様|御中|さん)\\s*$)",
            &format!("{sign}(?:株式|有限|合同)会社|(?:株式|有限|合同)会社{sign}"),
            "(?-u:\\b)[Xx]{2}[:：][Xx]{2}(?-u:\\b)|[○◯●X]{1,2}時(?:[○◯●X]{1,2}分)?に",
            "(?-u:\\b)(?:YYYY|yyyy|JJJJ|AAAA)[-/.年](?:MM|mm)[-/.月](?:DD|dd|TT|JJ)(?-u:\\b)|(?-u:\\b)(?:DD|dd|TT|JJ|MM|mm)[-/.](?:MM|mm|DD|dd)[-/.](?:YYYY|yyyy|JJJJ|AAAA)(?-u:\\b)",
            "\\$(?:NAME|CUSTOMER|FIRST_?NAME|LAST_?NAME|EMAIL|COMPANY)[A-Z_]{0,20}",
            "::[a-z_]{0,20}name::|\\{[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Hangul} ]{1,12}\\}",
            "[\\[(](?:TBC|TBA|tbc|tba)[\\])]|(?-u:\\b)X{5,}(?-u:\\b)|(?:○{4,}|〇{4,}|◯{4,})",
            "[\\[［](?:客户|客戶|顾客|您的称呼|(?i:ihre? (?:firma|adresse|abteilung)|votre société|product|product name|order id|tracking id|signature))[\\]］]",
        ]
        .join("|"),
    )
});

/// Where they stand: in order, none overlapping another.
pub(super) fn places(text: &str) -> impl Iterator<Item = Range<usize>> {
    BLANK.find_iter(text).map(|blank| blank.range())
}

#[cfg(test)]
mod tests {
    use crate::open_templates;

    #[test]
    fn blanks_in_many_shapes_are_found() {
        for text in [
            "Dear «Name»,",
            "Dear ‹First_Name›,",
            "Sehr geehrte «Anrede» «Nachname»,",
            "Hello (name),",
            "Dear (customer name),",
            "Hi (insert name),",
            "<お客様のお名前>様",
            "＜ここに会社名＞",
            "（会社名）御中",
            "「お名前」様",
            "『お客様名』様",
            "[ ]様",
            "……様",
            "※※様",
            "〇〇株式会社のご担当者様",
            "株式会社○○ 御中",
            "XX:XXに伺います",
            "YYYY年MM月DD日にお届けします",
            "Es kommt am TT.MM.JJJJ an.",
            "It will arrive on DD/MM/YYYY.",
            "Dear $NAME,",
            "Dear ::first_name::,",
            "{客户姓名}，您好",
            "尊敬的[客户]：",
            "It ships on [TBC].",
            "Your number is XXXXX.",
            "[Ihre Firma]",
            "Thank you for buying [product].",
            "[ORDER ID]",
        ] {
            assert_ne!(open_templates(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn ordinary_letters_have_none() {
        for text in [
            "We have «Fleur» teapots and the «Name der Rose» edition.",
            "The name (Anna) is on the parcel.",
            "Please call us (Monday to Friday).",
            "【お届け日】12月3日",
            "【会社名】株式会社ミナト",
            "【会社名】\n【お名前】\nをご記入のうえご返信ください。",
            "（株）ミナト 森様",
            "『吾輩は猫である』の湯呑み",
            "「急須」様式です",
            "10:30に伺います。9時に開店します。",
            "評価は○○○でした。○か×でお答えください。",
            "XXLサイズ、XXXは品切れです",
            "二〇〇〇年創業の〇〇七商店",
            "Use code SAVE_10 for $50 off.",
            "Items: {red, blue}",
            "5 mm/10 mm, DD cup",
            "See [1], [red] or [sic].",
            "さて…様々な色があります。",
        ] {
            assert_eq!(open_templates(text), Vec::<String>::new(), "{text}");
        }
    }
}
