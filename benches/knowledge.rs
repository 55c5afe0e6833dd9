//! How fast passages are found among 10,000 (Japanese and English), and what that takes:
//! `cargo bench --bench knowledge`.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use knowledge::{Knowledge, MOST};

const PAGES: usize = 500;
const SECTIONS: usize = 20;

const THINGS_JA: &[&str] = &[
    "返品",
    "交換",
    "送料",
    "配送日時",
    "領収書",
    "請求書",
    "支払い方法",
    "ポイント",
    "会員登録",
    "退会",
    "ギフト包装",
    "保証期間",
    "修理",
    "在庫",
    "予約注文",
    "定期購入",
    "クーポン",
    "海外発送",
    "店舗受取",
    "解約",
    "初期不良",
    "部品",
    "説明書",
    "電源",
    "充電器",
    "サイズ",
    "採寸",
    "素材",
    "洗濯",
    "保管方法",
];
const SENTENCES_JA: &[&str] = &[
    "{}のお手続きは、マイページの「ご注文履歴」から承っております。",
    "商品の到着から14日以内であれば、{}をお受けいたします。",
    "{}をご希望のお客様は、注文番号を添えてカスタマーセンターまでお申し付けください。",
    "なお、セール品と受注生産品は{}の対象外となりますので、あらかじめご了承ください。",
    "{}にかかる費用は、お客様のご都合による場合はお客様負担、当店の不備による場合は当店負担です。",
    "お急ぎの場合は、平日の10時から17時までにお電話をいただければ、{}の状況をその場でお調べいたします。",
];
const THINGS_EN: &[&str] = &[
    "return",
    "exchange",
    "shipping fee",
    "delivery date",
    "receipt",
    "invoice",
    "payment method",
    "loyalty points",
    "membership",
    "gift wrapping",
    "warranty",
    "repair",
    "stock",
    "pre-order",
    "subscription",
    "coupon",
    "international shipping",
    "store pickup",
    "cancellation",
    "defective unit",
    "spare part",
    "manual",
    "charger",
    "size",
    "measurement",
    "fabric",
    "washing",
    "storage",
];
const SENTENCES_EN: &[&str] = &[
    "You can arrange the {} on your account page, under Orders.",
    "Within 14 days of delivery we accept every request about the {}.",
    "Please have your order number at hand when you contact customer care about the {}.",
    "Sale items and items made to order are excluded from the {}.",
    "The cost of the {} is on us when the mistake was ours, and on you otherwise.",
    "If it is urgent, call us on a weekday between 10 and 17 and we will look into the {} at once.",
];

const MAILS: &[&str] = &[
    "領収書の発行について\nお世話になっております。先日購入した商品の領収書を会社名の宛名で発行していただくことは可能でしょうか。\
     注文は先週の金曜日で、クレジットカードで支払いました。よろしくお願いいたします。",
    "届いた商品が壊れていました\n昨日届いた充電器が動きません。電源に差しても反応がなく、初期不良ではないかと思います。交換か返品をお願い\
     したいのですが、送料はどちらの負担になりますか。また、返送の方法も教えてください。",
    "Where is my parcel?\nHello, I ordered a jacket ten days ago and the tracking page has not changed since. Could you \
     please tell me when it will be delivered, and whether I can still have it gift wrapped? Best regards",
    "Cancel my subscription\nHi, I would like to cancel the subscription before the next payment. How long does it take, \
     and will I get a refund for this month? Thanks",
];

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path()).expect("the temporary folder can be written");
    let before = resident();
    let knowledge = Knowledge::at(folder.path());
    let start = Instant::now();
    let found = knowledge.search_now(MAILS[0], MOST);
    println!("passages:              {}", found.of);
    println!("read and indexed in:   {:?}", start.elapsed());
    if let (Some(before), Some(after)) = (before, resident()) {
        println!("memory:                {} MiB", (after - before) >> 20);
    }
    let mut times: Vec<Duration> = (0..400)
        .map(|round| {
            let start = Instant::now();
            let found = knowledge.search_now(MAILS[round % MAILS.len()], MOST);
            assert!(!found.passages.is_empty());
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("a mail, median:        {:?}", times[times.len() / 2]);
    println!("a mail, 99 of 100:     {:?}", times[times.len() * 99 / 100]);
    let median = times[times.len() / 2];
    assert!(median <= Duration::from_millis(20), "the goal is 20 ms");

    let page = folder.path().join("page-7.md");
    let text = std::fs::read_to_string(&page).expect("it was written");
    std::fs::write(&page, format!("{text}\n## New\n\nSomething new.\n"))
        .expect("it can be written");
    let start = Instant::now();
    assert_eq!(knowledge.search_now(MAILS[0], MOST).of, found.of + 1);
    println!("after a change:        {:?}", start.elapsed());
}

/// Each section is different: two things, a number and six sentences in its own order.
fn write(folder: &Path) -> std::io::Result<()> {
    for page in 0..PAGES {
        let (things, sentences) = match page % 3 {
            0 => (THINGS_EN, SENTENCES_EN),
            _ => (THINGS_JA, SENTENCES_JA),
        };
        let mut text = format!("# {}\n", things[page % things.len()]);
        for section in 0..SECTIONS {
            let number = page * SECTIONS + section;
            let (a, b) = (
                things[number % things.len()],
                things[number / 7 % things.len()],
            );
            let _ = writeln!(text, "\n## {a} {b} {number}\n");
            for sentence in 0..sentences.len() {
                let thing = if (sentence + number).is_multiple_of(3) {
                    b
                } else {
                    a
                };
                let sentence = sentences[(sentence * 5 + number) % sentences.len()];
                text.push_str(&sentence.replace("{}", thing));
            }
            text.push('\n');
        }
        std::fs::write(folder.join(format!("page-{page}.md")), text)?;
    }
    Ok(())
}

/// Resident memory of this process in bytes, where the system says it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? << 10)
}
