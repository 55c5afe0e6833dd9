//! The way of a mail to a model and back: `cargo run -p pii --example chat`.
//!
//! A model is asked with masked text; its answer streams in, is shown as it grows, and is restored.

use pii::{
    CustomerText, Hints, Masker, Placeholders, leftover_placeholders, restore, restore_partial,
};

fn main() {
    let masker = Masker::default();
    let mut placeholders = Placeholders::default();
    // The name in From is known before the mail is read.
    let hints = Hints::default().name("天ヶ瀬 環");
    let mail = CustomerText::new("注文が届きません。電話は 090-1234-5678 です。天ヶ瀬");
    let masked = masker.mask(&mail, &hints, &mut placeholders);
    println!("to the model:   {}", masked.as_str());

    let answer = "[NAME_1様]様、お電話（[PHONE_1]）いたします。[担当者名_1]";
    let mut so_far = String::new();
    for piece in answer.split_inclusive('。') {
        so_far.push_str(piece);
        println!(
            "on the screen:  {}",
            restore_partial(&so_far, &placeholders).expose()
        );
    }
    let restored = restore(&so_far, &placeholders);
    println!("the draft:      {}", restored.text.expose());
    println!("to be rewritten: {:?}", restored.invented);
    let left = leftover_placeholders(restored.text.expose(), &placeholders);
    println!("may be sent:    {}", left.is_empty());
}
