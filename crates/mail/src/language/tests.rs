use super::*;

/// Each of these is in the language or undecided; and of all of a language, most are told.
fn most_are_told(language: &str, texts: &[&str]) {
    let told: Vec<Option<&str>> = texts.iter().map(|text| of(text)).collect();
    let wrong: Vec<_> = texts
        .iter()
        .zip(&told)
        .filter(|(_, told)| told.is_some_and(|told| told != language))
        .collect();
    assert!(
        wrong.is_empty(),
        "taken for another one than {language}: {wrong:#?}"
    );
    let missed: Vec<_> = texts
        .iter()
        .zip(&told)
        .filter(|it| it.1.is_none())
        .collect();
    assert!(
        missed.len() * 2 <= texts.len(),
        "{language} not told: {missed:#?}"
    );
}

#[test]
fn a_short_english_mail_is_english_or_undecided() {
    most_are_told(
        "English",
        &[
            "When will it be back in stock?",
            "Thank you, got it!\n\nBest regards",
            "Hello sales team, see our list of spare parts.",
            "Item arrived broken. Photos attached.",
            "Double charge on my Visa card",
            "Thank you. One more question.",
            "Any news?",
            "Still waiting...",
            "Please cancel order 1234.",
            "Do you ship to Canada?",
            "The lid does not fit.",
            "Wrong size, need a refund",
            "Is this still available in blue?",
            "Can I pay by invoice?",
            "No reply since Monday. Hello?",
            "My parcel never came.",
            "Great service, thanks a lot!",
            "What is your VAT number?",
            "I want my money back",
            "Where is my order?",
            "ok thanks",
            "Invoice please.",
            "Return label request",
            "Hi, do you sell gift cards?",
            "Is the kettle dishwasher safe?",
            "Please resend the invoice to our accounting.",
            "How long is the guarantee?",
            "It works now, sorry for the trouble.",
            "Could you call me back?",
            "Delivery address is wrong",
        ],
    );
}

#[test]
fn a_short_chinese_mail_is_chinese_or_undecided() {
    most_are_told(
        "Chinese",
        &[
            "您好，请问这个商品有货吗？",
            "我要退货",
            "什么时候发货？",
            "请问可以开发票吗",
            "货还没到",
            "谢谢",
            "怎么退款？",
            "订单号 1234，请取消",
            "收到的杯子是坏的",
            "可以寄到台湾吗？",
            "請問有現貨嗎？",
            "請問何時到貨",
            "商品壞了，我要退款",
            "訂單還沒收到",
            "想換顏色",
            "謝謝您的回覆",
            "可以退貨嗎",
            "多少錢？",
            "运费多少",
            "这个「さくら」茶壶还有货吗？",
            "您好，我想询问订单的情况。我的订单什么时候可以送到？谢谢您的帮助。",
        ],
    );
}

#[test]
fn japanese_is_told_with_kana_and_without() {
    most_are_told(
        "Japanese",
        &[
            "まだですか",
            "注文取消希望",
            "了解",
            "返品希望",
            "至急連絡願",
            "・本棚・・・一つ\n・椅子・・・二つ",
            "[NAME_1]です。[EMAIL_1] に送ってください。",
            "Hello, ご連絡ありがとうございます。Regards, [NAME_1]",
            "納期回答依頼",
            "株式会社青空商事 御中",
            "商品未着、確認希望",
            "キャンセル",
            "お世話になっております。",
        ],
    );
}

#[test]
fn japanese_in_latin_letters_is_japanese_or_undecided() {
    most_are_told(
        "Japanese",
        &[
            "Konnichiwa. Ocha no pot o chuumon shimashita ga mada todokimasen. Kakunin onegai shimasu.",
            "Sumimasen, kono shouhin wa mada arimasu ka?",
            "Arigatou gozaimasu!",
            "Kinou todokimashita. Kowarete imashita.",
            "Henpin shitai desu. Dou sureba ii desu ka",
            "Hajimemashite. Okinawa made okutte kuremasu ka.",
            "Yoroshiku onegai itashimasu",
            "Itsu todokimasu ka",
        ],
    );
}

#[test]
fn letters_tell_russian_from_ukrainian_and_their_neighbours() {
    for (language, texts) in [
        (
            "Russian",
            &[
                "Здравствуйте! Я заказал синий чайник 15 ноября, но он до сих пор не пришёл. Пожалуйста, проверьте заказ. Спасибо.",
                "Где мой заказ?",
                "Хочу вернуть товар. Как это сделать?",
                "Добрый день, посылка пришла разбитая",
                "Это не то, что я заказывал",
            ][..],
        ),
        (
            "Ukrainian",
            &[
                "Добрий день! Я замовив чайник, але він ще не прийшов. Дякую.",
                "Де моє замовлення?",
                "Хочу повернути товар",
                "Посилка прийшла розбита, що робити?",
            ][..],
        ),
        (
            "Bulgarian",
            &[
                "Здравейте, кога ще пристигне моята поръчка? Благодаря.",
                "Искам да върна стоката, моля",
            ][..],
        ),
        ("Serbian", &["Здраво, када ће стићи моја поруџбина?"][..]),
    ] {
        most_are_told(language, texts);
    }
}

#[test]
fn other_languages_are_told_by_their_letters_and_words() {
    for (text, language) in [
        (
            "Wann kommt meine Bestellung an? Vielen Dank für Ihre schnelle Hilfe.",
            "German",
        ),
        ("Ich warte noch immer auf mein Paket", "German"),
        ("Bonjour, où est ma commande ? Merci d'avance.", "French"),
        ("Hola, ¿cuándo llega mi pedido? Gracias.", "Spanish"),
        (
            "Buongiorno, il pacco non è ancora arrivato. Grazie.",
            "Italian",
        ),
        (
            "Olá, a minha encomenda ainda não chegou. Obrigado.",
            "Portuguese",
        ),
        (
            "Hallo, ik heb mijn pakket nog niet ontvangen. Groeten",
            "Dutch",
        ),
        ("Hej, jag har inte fått mitt paket än. Tack!", "Swedish"),
        ("Dzień dobry, kiedy dotrze moja paczka? Dziękuję.", "Polish"),
        ("Dobrý den, kdy dorazí moje objednávka? Děkuji.", "Czech"),
        ("Merhaba, siparişim ne zaman gelir? Teşekkürler.", "Turkish"),
        (
            "Xin chào, đơn hàng của tôi khi nào đến? Cảm ơn.",
            "Vietnamese",
        ),
        (
            "Halo, kapan pesanan saya sampai? Terima kasih.",
            "Indonesian",
        ),
        ("Καλησπέρα, πότε θα έρθει η παραγγελία μου;", "Greek"),
        ("שלום, מתי תגיע ההזמנה שלי?", "Hebrew"),
        ("مرحبا، متى سيصل طلبي؟", "Arabic"),
        ("سلام، سفارش من کی می‌رسد؟", "Persian"),
        ("नमस्ते, मेरा ऑर्डर कब आएगा?", "Hindi"),
        ("สวัสดีครับ สินค้าจะมาถึงเมื่อไหร่", "Thai"),
        ("주문한 상품이 아직 도착하지 않았습니다.", "Korean"),
        ("გამარჯობა, სად არის ჩემი შეკვეთა?", "Georgian"),
    ] {
        assert_eq!(of(text), Some(language), "{text}");
    }
}

#[test]
fn too_little_is_no_language() {
    for text in [
        "",
        "OK",
        "?",
        "[NAME_1] [EMAIL_1] [PHONE_1] [POSTAL_CODE_1]",
        "[名前_1]",
        "https://shop.example/der/die/das",
        "Kim Lee",
        "A-1234",
        "Sent from my iPhone",
    ] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn what_a_phone_writes_below_a_mail_says_nothing_of_its_language() {
    assert_eq!(
        of("Wo ist mein Paket?\n\nSent from my iPhone"),
        of("Wo ist mein Paket?")
    );
    assert_eq!(of("Where is my order?\n\niPhoneから送信"), Some("English"));
}

#[test]
fn an_undecided_mail_goes_by_its_subject_or_by_its_conversation() {
    assert_eq!(
        of_mail("Where is my order?", "A-1234", None),
        Some("English")
    );
    assert_eq!(of_mail("Re: ご注文の件", "OK", None), None);
    assert_eq!(
        of_mail("Re: ご注文の件", "OK", Some("English")),
        Some("English")
    );
    assert_eq!(of_mail("", "OK", Some("German")), Some("German"));
    assert_eq!(
        of_mail("", "Wo ist mein Paket? Danke.", Some("English")),
        Some("German")
    );
}

#[test]
fn what_its_reader_cannot_read_is_foreign() {
    for (text, language, is_foreign) in [
        ("مرحبا، متى سيصل طلبي؟", "Japanese", true),
        ("नमस्ते", "English", true),
        ("Where is my order?", "Japanese", true),
        ("Where is my order?", "English", false),
        ("OK", "Japanese", false),
        ("商品交換", "Japanese", false),
        ("商品交換", "English", true),
        ("ผม", "Japanese", true),
    ] {
        assert_eq!(is_foreign_to(text, language), is_foreign, "{text}");
    }
}

#[test]
fn what_is_in_no_known_language_is_foreign_and_english_is_not() {
    for text in [
        "Habari, agizo langu liko wapi?",
        "Tere, kus minu tellimus on?",
        "Nimotsu ga mada todokimasen.",
        "Pesanan saya belum sampai.",
        "სად არის ჩემი შეკვეთა?",
        "Wo bleibt meine Bestellung?",
        "Đơn hàng của tôi ở đâu?",
        "Сәлеметсіз бе, тапсырысым қайда?",
    ] {
        assert!(is_foreign_to(text, "English"), "{text}");
        let is_romaji = of(text) == Some("Japanese");
        assert!(is_romaji || is_foreign_to(text, "Japanese"), "{text}");
    }
    for text in [
        "OK thanks, Anna",
        "Item damaged. Photo attached.",
        "Refund pls",
        "Got it, cheers!",
        "Mary Jones",
        "12345",
        "Kettle KX-200 broken on arrival",
    ] {
        assert!(!is_foreign_to(text, "English"), "{text}");
    }
}
