//! How fast personal data is masked and restored, in MB/s on one core: `cargo bench -p pii`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use pii::{CustomerText, Hints, MaskedText, Masker, Placeholders, Rules, mask, restore};

const JAPANESE: &str = "お世話になっております。先日そちらのショップで購入した商品について問い合わせます。\n\
    注文番号は ORD-2024-0312-4567、購入日は2024年3月12日、価格は12,800円でした。\n\
    届いた箱を開けたところ、ふたの部分にひびが入っていました。交換をお願いできますでしょうか。\n\
    昼間は仕事のため電話に出られないことがありますので、メールで連絡をいただけると助かります。\n\
    なお、説明書の3ページ目にある手順1-2を試しましたが、エラーコード E-1024 が表示されます。\n\
    山田太郎\n〒100-0001 東京都千代田区千代田1-1-1\n電話 03-1234-5678 taro@example.com\n\n";

const ENGLISH: &str = "Hello,\n\nI ordered a pair of shoes two weeks ago (order #20240312-4567, $128.00) and the \
    parcel has not arrived yet. The tracking page has said \"in transit\" since March 12, 2024 at 10:30.\n\
    Could you please look into it? I would rather have a refund than wait for another three weeks.\n\
    The app, version 4.12.1, shows error E-1024 whenever I open the page of the order.\n\
    You can reach me at taro@example.com or (415) 555-2671 in the evening.\n\n\
    Best regards,\nJohn Smith\n123 Main Street, Springfield, IL 62704\n\n";

fn main() {
    for which in ["first", "second"] {
        let start = Instant::now();
        black_box(mask(
            &CustomerText::new(format!("{JAPANESE}{ENGLISH}")),
            &mut Placeholders::default(),
        ));
        println!("{which} text of a process: {:?}", start.elapsed());
    }
    report("Japanese mails", &repeat(JAPANESE));
    report("English mails", &repeat(ENGLISH));
    report("digits", &repeat("0120 4111 2222-33 "));
    report("look-alikes", &repeat("[EMAIL_1] [name 2 {{"));
    report("at signs", &repeat("a@b"));
    report("colons", &repeat("a:1::2:"));
    report("one line", &repeat("東京都区1-"));
}

/// A text of five megabytes.
fn repeat(text: &str) -> String {
    text.repeat(5_000_000 / text.len())
}

fn report(name: &str, text: &str) {
    let text_in = CustomerText::new(text);
    let (masked, map) = {
        let mut map = Placeholders::default();
        (mask(&text_in, &mut map), map)
    };
    let masking = best_of(|| {
        black_box(mask(&text_in, &mut Placeholders::default()));
    });
    let without_names = Masker::new(&Rules {
        keep_names: true,
        ..Rules::default()
    })
    .unwrap_or_default();
    let nameless = best_of(|| {
        black_box(without_names.mask(&text_in, &Hints::default(), &mut Placeholders::default()));
    });
    let masked = MaskedText::from_model(masked.as_str());
    let restoring = best_of(|| {
        black_box(restore(&masked, &map));
    });
    let rate = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{name:<16} mask {:>6.1} MB/s   without names {:>6.1} MB/s   restore {:>6.1} MB/s",
        rate(masking),
        rate(nameless),
        rate(restoring)
    );
}

fn best_of(run: impl Fn()) -> Duration {
    (0..3)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}
