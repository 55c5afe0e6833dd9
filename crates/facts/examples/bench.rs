//! How long checking takes: replies of several lengths beside sources of several lengths.
//!
//! `cargo run --release -p facts --example bench`

use std::time::Duration;

use facts::{Known, check};

const MAIL: &str = "山田花子と申します。注文番号 A-1024 の件で、11月5日に届く予定の商品（12,800円）について伺います。電話は 03-1234-5678 です。\n";
const REPLY: &str = "ご注文 A-1024 は 11月6日（金）14時〜16時にお届けします。代金は 12,800円（税込）、送料は 550円、合計 13,350円です。返品は 7 日以内、10% を差し引いて返金いたします。詳しくは https://shop.example/help か 03-1234-5678 までお問い合わせください。\n";
const PLAIN: &str = "お待たせしており申し訳ございません。ただいま倉庫に確認しておりますので、分かり次第、担当よりあらためてご連絡いたします。ご不便をおかけいたしますが、いましばらくお待ちくださいますようお願い申し上げます。\n";
const PRICE: &str = "商品1024は12,800円、";
const PASSAGE: &str = "送料は全国一律 550円です。10,000円以上のお買い上げで無料になります。営業時間は平日 10:00〜18:00、土日祝日は休業です。返品は到着後 8 日以内に限り承ります。手数料は 10% です。\n";

fn main() {
    if std::env::args().nth(1).as_deref() == Some("first") {
        return first();
    }
    let program = std::env::current_exe().expect("this program");
    let mut first: Vec<f64> = (0..15)
        .map(|_| {
            let run = std::process::Command::new(&program).arg("first").output();
            let told = String::from_utf8(run.expect("it runs").stdout);
            told.expect("a number").trim().parse().expect("a number")
        })
        .collect();
    first.sort_by(f64::total_cmp);
    println!("first check of a process, median of 15: {:.1} ms", first[7]);
    println!(
        "characters of the reply, characters of the sources, time on a processor, median of 21 runs"
    );
    for (kind, line) in [
        ("a letter", format!("{REPLY}{PLAIN}{PLAIN}{PLAIN}")),
        ("facts alone", REPLY.to_owned()),
        ("prices in one line", PRICE.to_owned()),
    ] {
        println!("{kind}");
        for (reply, sources) in [
            (300, 3_000),
            (750, 3_000),
            (1_500, 3_000),
            (3_000, 3_000),
            (3_000, 12_000),
            (6_000, 3_000),
            (3_000, 48_000),
        ] {
            let reply = repeated(&line, reply);
            // Prices in one line beside such a line, quoted.
            let mail = match kind {
                "prices in one line" => format!("> {}", repeated(PRICE, sources / 3)),
                _ => repeated(MAIL, sources / 3),
            };
            let passage = repeated(PASSAGE, sources / 6);
            let passages = [passage.as_str(); 4];
            let known = Known {
                mail: &mail,
                passages: &passages,
                received: Some(jiff::civil::datetime(2026, 11, 2, 10, 0, 0, 0)),
                ..Known::default()
            };
            let mut times: Vec<Duration> = (0..21)
                .map(|_| {
                    let begun = on_processor();
                    std::hint::black_box(check(&reply, &known));
                    on_processor() - begun
                })
                .collect();
            times.sort();
            println!(
                "{:>6} {sources:>6} {:>9.2?}",
                reply.chars().count(),
                times[10]
            );
        }
    }
}

/// The first check of a process, which compiles the patterns that it needs.
fn first() {
    let mail = repeated(MAIL, 500);
    let passage = repeated(PASSAGE, 500);
    let reply = format!("{REPLY}{PLAIN}");
    let known = Known {
        mail: &mail,
        passages: &[&passage],
        received: Some(jiff::civil::datetime(2026, 11, 2, 10, 0, 0, 0)),
        ..Known::default()
    };
    let begun = on_processor();
    std::hint::black_box(check(&reply, &known));
    println!("{}", (on_processor() - begun).as_secs_f64() * 1_000.0);
}

/// Time that this process had a processor, which what else runs on the machine does not change
/// (Linux, proc_pid_schedstat).
fn on_processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|it| it.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// Lines that differ in their numbers, as those of a text do.
fn repeated(line: &str, characters: usize) -> String {
    let mut text = String::new();
    let mut number = 0;
    while text.chars().count() < characters {
        number += 1;
        text.push_str(
            &line
                .replace("12,8", &format!("{},{}", 10 + number % 80, number % 9))
                .replace("1024", &(1024 + number).to_string()),
        );
    }
    text
}
