//! What the people in the pictures write.

pub struct Words {
    /// `UI_LANGUAGE`.
    pub language: &'static str,
    /// `REPLY_SIGNATURE`.
    pub signature: &'static str,
    pub from: &'static str,
    pub subject: &'static str,
    pub mail: &'static str,
    pub next_mail: &'static str,
    /// A customer who writes in another language than the team.
    pub foreign_subject: &'static str,
    pub foreign_mail: &'static str,
    /// What the model writes, in two pieces.
    pub draft: [&'static str; 2],
    pub next_draft: &'static str,
    pub foreign_draft: &'static str,
    pub translated_mail: &'static str,
    pub translated_draft: &'static str,
    pub own_words: &'static str,
    pub doubtful_words: &'static str,
    pub caution_draft: &'static str,
    pub dangerous_draft: &'static str,
    pub invented_draft: &'static str,
    pub instruction: &'static str,
    pub question: &'static str,
    /// A file of the knowledge, and a canned reply.
    pub knowledge: &'static str,
    pub canned: [(&'static str, &'static str); 2],
    pub long_line: &'static str,
}

pub static JA: Words = Words {
    language: "ja",
    signature: "サンプル商店 お客様窓口\nhttps://shop.example",
    from: "山田 太郎 <taro.yamada@example.com>",
    subject: "注文した本棚が届きません",
    mail: "サンプル商店 ご担当者様\n\nお世話になっております。山田太郎です。\n先週注文した「オーク材の本棚」（注文番号 51922）が、お届け予定の11月20日を過ぎても届きません。\n\n配送の状況を調べて、いつ届くか教えていただけますか。日中は 090-1234-5678 に電話をいただいても結構です。\n\nよろしくお願いいたします。\n\n-- \n山田 太郎\n〒150-0002 東京都渋谷区渋谷2-21-1\ntaro.yamada@example.com",
    next_mail: "山田です。先ほどの件ですが、今週の土曜日でしたら一日家におります。\nよろしくお願いいたします。",
    foreign_subject: "Can I change the delivery address?",
    foreign_mail: "Hello,\n\nI ordered an oak bookshelf last week (order 51922), but I am moving house on Friday. Could you send it to my new address instead? You can reach me at 090-1234-5678.\n\nBest regards,\nTaro Yamada",
    draft: [
        "[NAME_1] 様\n\nお問い合わせいただきありがとうございます。サンプル商店の佐藤です。\n\nご注文番号 51922 の「オーク材の本棚」のお届けが遅れており、申し訳ございません。\n",
        "配送会社に状況を確認し、本日中にあらためてご連絡いたします。\n\n今しばらくお待ちくださいますよう、お願いいたします。",
    ],
    next_draft: "[NAME_1] 様\n\nこのたびは、ご注文の「オーク材の本棚」のお届けが遅れており、誠に申し訳ございません。\n\n配送会社に状況を確認し、明日の正午までに [PHONE_1] へお電話いたします。",
    foreign_draft: "Dear [NAME_1],\n\nThank you for your message. We have changed the delivery address of order 51922 to your new one.\n\nKind regards,",
    translated_mail: "こんにちは。\n\n先週、オーク材の本棚を注文しました（注文番号 51922）が、金曜日に引っ越します。新しい住所に送っていただけますか。[PHONE_1] にご連絡ください。\n\nよろしくお願いいたします。\n[NAME_1]",
    translated_draft: "[NAME_1] 様\n\nご連絡ありがとうございます。ご注文番号 51922 のお届け先を、新しいご住所に変更いたしました。",
    own_words: "山田 太郎 様\n\nお問い合わせいただきありがとうございます。サンプル商店の佐藤です。\n\n配送会社に確認いたしました。明日の午前中にお届けします。お待たせして申し訳ございません。",
    doubtful_words: "鈴木様\n\n見積書を添付いたします。ご不明な点は other@example.net までお問い合わせください。",
    caution_draft: "[NAME_1] 様\n\nお詫びとして 5,000円を返金いたします。お手続きは https://refund.example.net からお願いいたします。",
    dangerous_draft: "[NAME_1] 様\n\n返金のため、みずほ銀行 渋谷支店 普通 1234567 へ手数料をお振り込みください。",
    invented_draft: "[NAME_1] 様\n\n[EMAIL_7] までご連絡いただけますでしょうか。",
    instruction: "土曜日に届けられることを伝える",
    question: "返品の期限はいつまでですか。先週買ったランプです。",
    knowledge: "# 返品と交換\n\n## 返品の期限\n\n商品の到着から30日以内でしたら、未使用の商品を返品できます。返品の送料はお客様のご負担です。\n\n## 例外 [internal]\n\n返品の期限を過ぎていても、年に一度まで店長の判断で受けられます。ランプは電球を外して送ってもらいます。\n",
    canned: [
        (
            "1-order-number.md",
            "# 注文番号をうかがう\n\n{{customer_name}} 様\n\nお問い合わせいただきありがとうございます。サンプル商店の{{operator_name}}です。\n\nお調べするため、ご注文番号をお知らせいただけますでしょうか。",
        ),
        (
            "2-holidays.md",
            "# 休業日のお知らせ\n\n土曜・日曜・祝日は休業しております。翌営業日に順次ご連絡いたします。",
        ),
    ],
    long_line: "注文した商品の一覧と、それぞれの状態です。確認をお願いいたします。",
};

pub static EN: Words = Words {
    language: "en",
    signature: "Example Shop customer service\nhttps://shop.example",
    from: "Mary Miller <mary.miller@example.com>",
    subject: "My bookshelf has not arrived",
    mail: "Hello,\n\nLast week I ordered an oak bookshelf (order 51922). It was due on 20 November, but it has not arrived.\n\nCould you find out where it is and tell me when it will come? You can also call me on +1 415 555 0132 during the day.\n\nBest regards,\nMary Miller\n\n-- \nMary Miller\n12 Station Road, Springfield\nmary.miller@example.com",
    next_mail: "Hello again,\n\nI forgot to say: I am at home all Saturday.\n\nMary",
    foreign_subject: "お届け先の変更について",
    foreign_mail: "お世話になっております。メアリー・ミラーです。\n\n先週、オーク材の本棚を注文しました（注文番号 51922）が、金曜日に引っ越します。新しい住所に送っていただけますか。+1 415 555 0132 にご連絡ください。",
    draft: [
        "Dear [NAME_1],\n\nThank you for your message. I am sorry that the oak bookshelf of your order 51922 is late. ",
        "I am asking the carrier where it is and will write to you again today.\n\nKind regards,\nYumi Sato",
    ],
    next_draft: "Dear [NAME_1],\n\nI am very sorry that your oak bookshelf has not arrived.\n\nI am asking the carrier where it is and will call you on [PHONE_1] before noon tomorrow.\n\nKind regards,\nYumi Sato",
    foreign_draft: "[NAME_1] 様\n\nご連絡ありがとうございます。ご注文番号 51922 のお届け先を、新しいご住所に変更いたしました。",
    translated_mail: "Hello,\n\nLast week I ordered an oak bookshelf (order 51922), but I am moving house on Friday. Could you send it to my new address? Please call me on [PHONE_1].",
    translated_draft: "Dear [NAME_1],\n\nThank you for your message. We have changed the delivery address of order 51922 to your new one.",
    own_words: "Dear Mary Miller,\n\nThank you for your message. I have asked the carrier: the bookshelf arrives tomorrow morning. I am sorry for the wait.\n\nKind regards,\nYumi Sato",
    doubtful_words: "Dear Ms Suzuki,\n\nPlease find the quotation attached. If you have any questions, write to other@example.net.",
    caution_draft: "Dear [NAME_1],\n\nTo apologise we refund you $50. Please claim it at https://refund.example.net.",
    dangerous_draft: "Dear [NAME_1],\n\nFor your refund please first transfer the fee to IBAN DE89 3704 0044 0532 0130 00.",
    invented_draft: "Dear [NAME_1],\n\nCould you write to [EMAIL_7], please?",
    instruction: "Say that we can deliver it on Saturday",
    question: "How long do I have to return an item? I bought a lamp last week.",
    knowledge: "# Returns\n\n## How long you have\n\nUnused items can be returned within 30 days of their arrival. The customer pays the postage of a return.\n\n## Exceptions [internal]\n\nOnce a year the manager may accept a return of an item after that. Lamps come back without their bulb.\n",
    canned: [
        (
            "1-order-number.md",
            "# Ask for the order number\n\nDear {{customer_name}},\n\nThank you for your message. So that I can look into it, could you send me your order number?\n\nKind regards,\n{{operator_name}}",
        ),
        (
            "2-holidays.md",
            "# Closed days\n\nWe are closed at weekends and on public holidays, and answer on the next working day.",
        ),
    ],
    long_line: "The list of what I ordered, and what became of each. Please have a look at it.",
};
