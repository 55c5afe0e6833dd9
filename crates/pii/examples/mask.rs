//! Masks standard input and prints what each placeholder means:
//! `cargo run -p pii --example mask < mail.txt`.

use std::io::Read;

use pii::{CustomerText, Placeholders, mask};

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut placeholders = Placeholders::default();
    let masked = mask(&CustomerText::new(text), &mut placeholders);
    println!("{}", masked.as_str());
    for (placeholder, original) in placeholders.iter() {
        println!("{placeholder}\t{original}");
    }
    Ok(())
}
