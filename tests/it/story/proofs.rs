//! Three months of approvals: exported, proven offline, and every change found.

use std::path::Path;

use inquiry::{Acknowledgement, BEFORE_ALL, Chain, ContextId, Record, hash_of};
use store::{PROOF_HEAD, proof_key};

use crate::story::bench::{Setup, bench_with};
use crate::story::facts::run_prove;

const DAYS: u64 = 92;
const A_DAY: u64 = 12;

/// The records of three months, made up: each follows the one before.
fn three_months() -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for number in 1..=DAYS * A_DAY {
        let before = lines.last().and_then(|line| hash_of(line));
        let second = 1_788_000_000 + number * 86_400 / A_DAY;
        let record = Record {
            number,
            before: before.unwrap_or(BEFORE_ALL).to_owned(),
            context_id: ContextId::parse(&format!("inquiry-{number}")).unwrap(),
            message_id: format!("{number}.replybot@shop.example"),
            at: jiff::Timestamp::from_second(i64::try_from(second).unwrap()).unwrap(),
            by: format!("U{}", number % 5),
            mail: format!("{number:064x}"),
            draft: (number % 3 > 0).then_some(1),
            acknowledged: match number % 11 {
                0 => vec![Acknowledgement::Closed],
                _ => Vec::new(),
            },
            facts: 12,
            supported: 11,
            unsupported: usize::from(number % 7 > 0),
            contradicts: usize::from(number % 7 == 0),
            details: format!("{:064x}", number * 7),
        };
        lines.push(record.line());
    }
    lines
}

fn prove(data: &Path, arguments: &[&str]) -> (i32, String) {
    let output = run_prove(data, arguments);
    let code = output.status.code().unwrap();
    (code, String::from_utf8(output.stdout).unwrap())
}

fn holds(export: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(export) else {
        return false;
    };
    let mut chain = Chain::default();
    text.ends_with('\n') && text.lines().all(|line| chain.follow(line).is_ok())
}

#[tokio::test(flavor = "multi_thread")]
async fn three_months_of_approvals_are_exported_and_proven_and_each_changed_byte_is_found() {
    bench_with(Setup::default(), async |b| {
        let lines = three_months();
        for (line, number) in lines.iter().zip(1_u64..) {
            let key = proof_key(number);
            b.app.store.write_kv(&key, None, line, None).await.unwrap();
        }
        let head = lines.len().to_string();
        let written = b.app.store.write_kv(PROOF_HEAD, None, &head, None);
        written.await.unwrap();
        let data = b.data();
        let (code, export) = prove(&data, &["--all", "--export"]);
        assert_eq!((code, export.lines().count()), (0, lines.len()));
        let file = data.join("proofs.jsonl");
        let path = file.to_str().unwrap();
        std::fs::write(&file, &export).unwrap();
        let end = hash_of(lines.last().unwrap()).unwrap();
        let nowhere = Path::new("/nowhere");
        let (code, text) = prove(nowhere, &["--all", path, "--ends-in", end]);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains(&format!("{head} records hold")), "{text}");
        assert!(holds(export.as_bytes()));
        // A byte anywhere: spread over all records and over the places within one.
        for sample in 0..60 {
            let at = (sample * 7_919 * 131) % export.len();
            let mut changed = export.clone().into_bytes();
            changed[at] ^= 1;
            assert!(!holds(&changed), "byte {at}");
            if sample % 20 == 0 {
                std::fs::write(&file, &changed).unwrap();
                let (code, text) = prove(nowhere, &["--all", path]);
                assert_eq!(code, 1, "byte {at}: {text}");
                assert!(text.contains("THE CHAIN DOES NOT HOLD"), "{text}");
            }
        }
    })
    .await;
}
