//! Time grows with the length of a text, whatever is in it: `cargo bench -p pii --bench linear` prints
//! how many times as long eight times the text takes, for texts that are hard on one detector each,
//! and fails where that is far from eight. (Quadratic work would take sixty-four times as long.)

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use pii::{CustomerText, Placeholders, mask, restore};

/// The shorter text, in bytes: long enough that memory for it and for the longer one comes from the system in the
/// same way.
const SHORT: usize = 200_000;
const FACTOR: usize = 8;

/// Texts that are hard on one detector each, as a piece that is repeated. `#` is another digit each time,
/// `@@` another name.
const PIECES: &[(&str, &str)] = &[
    (
        "Japanese mail",
        "お世話になります。@@と申します。注文番号#####の件、090-####-####までお電話ください。\n",
    ),
    (
        "English mail",
        "Hello, this is @@ from order #####. Please call (415) 555-####.\n\nRegards,\n@@\n",
    ),
    ("names before an honorific", "@@様、"),
    ("digits", "0120 4### 2222-33 "),
    ("single digits", "# # # # # # # # "),
    ("look-alikes", "[EMAIL_1] [name 2 {{"),
    ("brackets", "[名前_1"),
    ("open brackets", "[[[["),
    ("at signs", "a@b"),
    ("dots", "a.b."),
    ("underscores", "a_b_"),
    ("colons", "a:1::2:"),
    ("an address without end", "東京都区1-"),
    ("initials", "A. Khan, "),
    ("house numbers", "12 Main Xyz, "),
    ("house numbers in small letters", "12 oak "),
    ("labels", "氏名 "),
    ("passwords", "password: "),
    ("passwords with values", "パスワードはhoge####です"),
    ("private keys", "-----BEGIN "),
    ("keys", "sk-####"),
    ("expiry dates", "exp 04/28 "),
    ("called addresses", "Address: 12 Oak St\nCity: Ulm "),
    ("sent to", "send it to 8 Allen Keys, "),
    ("towns", "Ort: Ulm\n"),
    ("streets of the continent", "Am Weg 3, 86150 Ulm, "),
    ("words in capitals before a code", "De La Le 86150 "),
    ("addresses of Korea", "서울시 강남구 우동 1"),
    ("addresses of China", "省市区路1号"),
    ("columns", "phone,zip\n617555#### 94103\n\n"),
    ("a column", "phone\n617555####\n"),
    ("numbers beside names", "@@, 617555####\n"),
    ("towns of Japan's forms", "市区町村：甲府市\n"),
    ("codes in small letters", "12 a b c d ca 9410# "),
    ("dates of birth", "born 3 May 199# "),
    ("生まれ", "5月3日生まれ"),
    ("birthdays", "dob 1985 "),
    ("checks of who one is", "本人確認 19850304 "),
    ("heads of tables", "dob,tel\n1985-03-04,x\n"),
    ("accounts", "account 12345678 sort "),
    ("branches", "渋谷支店 123456# "),
    ("missed dots", "a@b,"),
    ("extensions", "415-555-2671 x4 "),
    ("municipalities", "佐渡市千種2"),
    ("plates", "品川300あ"),
    ("cars", "car AB12 "),
    ("services", "LINE ID @"),
    ("links", "https://example.com/users/"),
    ("slashes", "a.com/b/"),
    ("nothing but slashes", "////"),
    ("middle dots", "マリア・"),
    ("leads to a name", "Dear "),
    ("closings", "Regards,\n"),
    ("capitals", "John Smith "),
    ("kanji", "山田太郎"),
    ("one kanji", "高橋 亮。亮、"),
    ("spaced names", "氏 名 高 橋 健 太 ご 注 文 "),
    ("hiragana", "さくらは"),
    ("hyphens", "Ajose-"),
    ("accents", "e\u{301}"),
    ("entities", "&#64;"),
    ("rows of a table", "氏名,船名\n@@,@@\n"),
    ("a table without end", "Name|Team|"),
    ("members of JSON", "\"name\":\"John\","),
    ("quotes and colons", "\":\""),
    ("speakers", "9:01 @@: on\n"),
    ("tickets", "SMITH/JOHN MR "),
    ("articles", "the Malm chest "),
    ("line breaks", "\n"),
    ("spaces", " "),
];

fn main() -> ExitCode {
    let mut bent = 0;
    for (what, piece) in PIECES {
        let short = text(piece, SHORT);
        let long = text(piece, SHORT * FACTOR);
        // Patterns are built at the first text.
        best(&short, 1);
        // A measurement that another program disturbed is made again.
        let ratio = (0..4)
            .map(|_| best(&long, 2) / best(&short, 4))
            .fold(f64::MAX, f64::min);
        let is_bent = ratio > 2.0 * FACTOR as f64;
        bent += usize::from(is_bent);
        println!(
            "{what:<32} {ratio:>5.1}{}",
            if is_bent { "  not linear" } else { "" }
        );
    }
    match bent {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// The shortest of some times that masking and restoring takes, in seconds.
fn best(text: &str, times: usize) -> f64 {
    let once = |_| {
        let start = Instant::now();
        let mut placeholders = Placeholders::default();
        let masked = mask(&CustomerText::new(text), &mut placeholders);
        black_box(restore(masked.as_str(), &placeholders));
        start.elapsed()
    };
    let shortest = (0..times).map(once).min().unwrap_or_default();
    shortest.max(Duration::from_micros(50)).as_secs_f64()
}

/// The piece again and again, with other digits and names.
fn text(piece: &str, length: usize) -> String {
    const FIRST: &[&str] = &[
        "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "Smith", "Jones", "Garcia", "Khan",
    ];
    const SECOND: &[&str] = &["健太郎", "美穂", "翔平", "由美子", "John", "Mary", "Aisha"];
    let mut text = String::with_capacity(length + piece.len());
    let mut number: u32 = 7;
    while text.len() < length {
        let mut rest = piece;
        while let Some(at) = rest.find(['#', '@']) {
            text.push_str(&rest[..at]);
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let dice = number >> 16;
            if rest[at..].starts_with("@@") {
                text.push_str(FIRST[dice as usize % FIRST.len()]);
                text.push_str(SECOND[dice as usize / 16 % SECOND.len()]);
                rest = &rest[at + 2..];
            } else if rest[at..].starts_with('#') {
                text.push(char::from(b'0' + (dice % 10) as u8));
                rest = &rest[at + 1..];
            } else {
                text.push('@');
                rest = &rest[at + 1..];
            }
        }
        text.push_str(rest);
    }
    text
}
