//! What a shop promises: what no source gives, denies, or gives in another case alone; and what says the same in other words.

use facts::{Fact, Known, Verdict, check};

/// The shop's words, what says the same, and what does not.
type Row = (
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

fn facts(reply: &str, passages: &[&str]) -> Vec<Fact> {
    let known = Known {
        passages,
        received: "2026-11-02T10:00:00".parse().ok(),
        ..Known::default()
    };
    check(reply, &known)
}

/// Asserts that no reply of the first list is marked, and each of the second.
fn judged(rows: &[Row]) {
    let mut failed = Vec::new();
    for (passages, honest, wrong) in rows {
        for (replies, is_honest) in [(honest, true), (wrong, false)] {
            for reply in *replies {
                let facts = facts(reply, passages);
                let marked = facts.iter().filter(|it| it.verdict != Verdict::Supported);
                let marked: Vec<&str> = marked.map(|it| it.text.as_str()).collect();
                if marked.is_empty() != is_honest {
                    failed.push(format!("{reply:?} by {passages:?}: {marked:?}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn what_a_source_refuses_is_not_granted_in_other_words() {
    judged(&[
        (
            &[
                "修理の流れ 宅配便で引き取りに伺います。お預かりは通常10日前後です。代替機の貸し出しは行っておりません。",
            ],
            &[
                "代替機のご用意はございません。宅配便で引き取りに伺います。",
                "お預かりは10日前後です。",
            ],
            &[
                "修理の間は代替機をお貸しします。",
                "代替機を無料でお貸しいたしますので、ご安心ください。",
            ],
        ),
        (
            &["ペットのご同伴はお断りしております。駐車場25台 無料。"],
            &[
                "恐れ入りますが、ペットのご同伴はご遠慮いただいております。",
                "お子様もご一緒にお泊まりいただけます。",
            ],
            &[
                "・ペット:小型犬でしたらご一緒にお泊まりいただけます。",
                "ワンちゃんの同伴も可能です。犬もご一緒にどうぞお越しください。",
            ],
        ),
        (
            &[
                "お客様のご都合での払い戻しはお受けできません。中止の場合は券面金額を払い戻します（手数料は払い戻しの対象外）。",
            ],
            &["中止の場合は券面金額をお返しします。手数料は戻りません。"],
            &["その際、システム利用料と発券料もあわせてお返しいたします。"],
        ),
        (
            &[
                "セール品・下着・ピアスは返品・交換をお受けできません（不良品は除きます）。到着後8日以内に、お電話でお申し出ください。",
            ],
            &["恐れ入りますが、下着の返品はお受けできません。"],
            &[
                "セール品ですが、到着後8日以内であれば返品いただけます。",
                "ピアスの交換も承ります。",
            ],
        ),
        (
            &[
                "Deposit €300 by credit card; debit cards and cash are not accepted. Travel into Northern Ireland: allowed.",
            ],
            &[
                "Please bring a credit card for the deposit of €300.",
                "Travel to Northern Ireland is allowed. A debit card is not accepted.",
            ],
            &[
                "A debit card is fine for the deposit.",
                "You may pay the deposit in cash.",
            ],
        ),
        (
            &[
                "You have 28 days to return an item. Made-to-order and clearance items cannot be returned unless they are faulty.",
                "Order 4411: Fenwick sofa, Moss. Fenwick footstool, made to order in customer's fabric.",
            ],
            &[
                "The sofa can be returned within 28 days; the footstool is made to order and cannot.",
                "The footstool can only come back if it is faulty.",
            ],
            &[
                "Both pieces, including the footstool, can be returned within 28 days.",
                "You can return the made-to-order footstool as well.",
            ],
        ),
        (
            &[
                "Two renewals, unless the item is on hold for someone else.",
                "The Salt Road, due Sep 12. Field Guide to Ferns, due Sep 29, on hold for another patron.",
            ],
            &[
                "The Salt Road can be renewed twice. The fern guide is on hold for someone else, so it cannot be renewed.",
            ],
            &["Sure thing, I've renewed the fern guide for you."],
        ),
        (
            &[
                "Deposit and Instrument Care payments do not count. Half of the rent is credited toward a purchase.",
            ],
            &["Half of your rent is credited when you buy. The deposit does not count."],
            &["Your deposit counts as well."],
        ),
        (
            &["The nonprofit discount replaces the annual saving and cannot be combined with it."],
            &["The nonprofit discount takes the place of the annual saving."],
            &["The nonprofit discount comes on top of the annual saving."],
        ),
        (
            &[
                "Delivery: the team carries the furniture in and takes the packaging away. We do not remove old furniture.",
            ],
            &["The team takes the packaging away, but not the old sofa."],
            &["Taking away the old sofa: no problem, the team will remove it."],
        ),
        (
            &["解約金はありません。解約はお申し出の月の末日に成立し、日割りはいたしません。"],
            &[
                "解約金は0円です。",
                "解約はいつでも承ります。解約金はかかりません。",
            ],
            &["月の途中でも日割りで精算いたします。"],
        ),
        (
            &[
                "Fees charged correctly are not refunded. Loss is never covered. Theft is covered if reported.",
            ],
            &[
                "As it was charged correctly, we can't refund it.",
                "Theft is covered once you have reported it.",
            ],
            &[
                "We can refund fees that were charged correctly.",
                "Loss is covered, too.",
            ],
        ),
    ]);
}

#[test]
fn the_case_that_a_source_gives_something_in_decides() {
    judged(&[
        (
            &["修理の流れ 送料は保証修理なら無料、有償修理は往復1,650円。"],
            &[
                "保証修理の場合、送料はかかりません。",
                "有償修理の場合、送料は往復1,650円です。",
                "有償修理でしたら往復の送料1,650円をご負担いただきます。",
            ],
            &[
                "有償修理の場合でも往復の送料はかかりません。",
                "有償修理の送料は無料です。",
            ],
        ),
        (
            &["交換品をお送りする際の送料は初回のみ無料、2回目からは550円（税込）です。"],
            &[
                "初回の交換は送料無料です。",
                "交換の送料は、2回目からは550円です。",
            ],
            &[
                "交換の送料は2回目以降も無料です。",
                "送料は2回目の交換も当店が負担いたします。",
            ],
        ),
        (
            &[
                "お客様のご都合による場合、返送の送料はお客様負担です。商品の不良や誤送の場合は着払いでお送りください。",
            ],
            &[
                "不良品とのことですので、着払いでお送りください。",
                "ご都合による返品のため、返送の送料はお客様のご負担となります。",
            ],
            &[
                "サイズ違いでのご返品も、返送の送料は当店負担です。",
                "イメージ違いの場合も着払いでお送りください。",
            ],
        ),
        (
            &["ろうそくは5本まで無料、6本目から1本30円（税込）。メッセージプレート無料。"],
            &[
                "ろうそくは5本まで無料です。",
                "メッセージプレートは無料です。",
            ],
            &[
                "ろうそくは7本すべて無料でお付けいたします。",
                "ろうそく7本は無料です。",
            ],
        ),
        (
            &["Meeting room (seats 16): first two hours free for cardholders, then $20 per hour."],
            &["The first two hours are free, then it is $20 per hour."],
            &["Your three hours in the meeting room are free."],
        ),
        (
            &["Late return: members pay nothing, guests pay $15."],
            &[
                "As a member you pay nothing for a late return.",
                "Guests pay $15 for a late return.",
            ],
            &["Guests pay nothing for a late return."],
        ),
        (
            &["段ボールは50枚まで無料。追加は1枚250円です。"],
            &["段ボールは50枚まで無料でお届けします。追加は1枚250円です。"],
            &["足りない場合も、段ボールの追加分は無料で何枚でもお届けします。"],
        ),
        (
            &[
                "Return postage: if the item is faulty we pay; if you change your mind, the cost is yours.",
            ],
            &["As it is faulty, we will pay the return postage."],
            &["If you have changed your mind, we will pay the return postage."],
        ),
        (
            &["入会金は会員のご家族なら無料、一般の方は3,300円です。"],
            &[
                "会員のご家族は入会金が無料です。",
                "一般の方の入会金は3,300円です。",
            ],
            &["一般の方も入会金は無料です。"],
        ),
    ]);
}

#[test]
fn a_gift_needs_a_source_of_its_own() {
    judged(&[
        (
            &[
                "PT session 45 min $80. Two guest passes a month included. With a medical certificate the contract can be ended early at no charge.",
            ],
            &["With a medical certificate you can end the contract at no charge."],
            &[
                "We would give you a free PT session on your return.",
                "As a thank-you, your first week is free of rent.",
                "Your first month comes with a free music stand.",
            ],
        ),
        (
            &[
                "Overdue: 25 cents per item and day, at most $8 per item. No overdue charges on children's books.",
            ],
            &["There are no overdue charges on children's books."],
            &[
                "We have waived the late fee this time.",
                "I've wiped the late fee for you.",
                "I've cancelled the late fee as a courtesy.",
            ],
        ),
        (
            &["Shoe hire £4. Harness hire is free for beginners."],
            &["Harness hire is free for beginners."],
            &["Your first day back comes with free shoe hire for a friend."],
        ),
        (
            &["送料は全国一律550円です。ギフト包装は330円です。"],
            &["送料は550円です。", "ギフト包装は330円で承ります。"],
            &[
                "ギフト包装は無料でお付けします。",
                "今回は送料をサービスさせていただきます。",
                "お詫びに次回の送料を無料にいたします。",
                "次回お使いいただける500円引きクーポンをお送りします。",
                "お詫びの品を同封いたします。",
                "ポイントを2倍にしておきます。",
            ],
        ),
    ]);
}

#[test]
fn what_no_source_speaks_of_is_not_promised() {
    judged(&[
        (
            &[
                "注文 K-2041 マグカップ 2,200円 11/1発送済み。不良品は到着後8日以内にご連絡ください。",
            ],
            &[
                "ご不便をおかけし申し訳ございません。状況をお調べし、あらためてご連絡いたします。",
                "不良品は到着後8日以内にご連絡ください。",
                "担当の者に申し伝えます。",
            ],
            &[
                "代わりの品を明日お送りいたします。",
                "全額ご返金いたします。",
                "部品をお送りいたします。",
                "今回は特別に期限を延長いたします。",
                "次回は割引価格でご案内いたします。",
                "優先的に発送いたします。",
                "本日中にお電話いたします。",
                "お席を確保しておきます。",
                "商品はこちらでお取り置きしております。",
                "上位の機種に変更してお送りします。",
                "お詫びとしてギフト券をお送りします。",
            ],
        ),
        (
            &["Order K-2041, mug, $22, shipped November 1. Tell us within 8 days if it is faulty."],
            &[
                "I am sorry for the trouble. We will look into it and come back to you.",
                "Please let us know within 8 days if it is faulty.",
                "I have passed this on to my colleague.",
            ],
            &[
                "I'll send you a replacement tomorrow.",
                "We will refund you in full.",
                "We'll send you the missing part.",
                "I've extended the deadline for you.",
                "You will get a discount on your next order.",
                "We will give your parcel priority.",
                "I'll call you this afternoon.",
                "I've put one aside for you.",
                "We have moved you up to the larger model.",
                "I've added 500 points to your account.",
                "We'll compensate you for the delay.",
                "We will lend you one in the meantime.",
                "I've taken £20 off your balance.",
                "I've taken 10% off the quote.",
                "We'll drop it off at your house.",
                "We'll take the old one for nothing.",
            ],
        ),
    ]);
}

#[test]
fn what_the_reply_says_that_an_amount_is_has_to_come_to_it() {
    judged(&[
        (
            &[
                "会議室B 1時間 3,300円。法人会員は20%引き、個人会員は10%引き。予約 11/9 13時から17時まで（4時間）",
            ],
            &["会議室Bは1時間3,300円、4時間で13,200円、法人会員様は20%引きですので10,560円です。"],
            &["会議室Bは1時間3,300円、4時間で13,200円、法人会員様は20%引きですので11,880円です。"],
        ),
        (
            &["Freeze: $5 per week instead of the monthly fee. Your request: six weeks."],
            &["A freeze of six weeks is possible. At $5 a week that makes $30."],
            &["A freeze of six weeks is possible. At $5 a week that makes $35."],
        ),
        (
            &[
                "Extras: additional driver €7 per day, child seat €25 per rental, sat nav €6 per day. 5 days at €39 = €195.",
            ],
            &["For five days the additional driver is €35."],
            &["For five days the additional driver is €30."],
        ),
        (
            &["Room 3B is $1,680 a month. We take 10% off for six months and 15% off for twelve."],
            &[
                "If you sign for six, we take 10% off ($1,512 a month), for twelve 15% off ($1,428).",
            ],
            &[
                "If you sign for six, we take 10% off ($1,512 a month), for twelve 15% off ($1,344).",
            ],
        ),
    ]);
}

#[test]
fn what_is_added_up_has_to_come_to_the_sum() {
    judged(&[(
        &["スタンダードプラン 1名 480円（税抜）、25名様。消費税10%。"],
        &["480円×25名で税抜12,000円、消費税10%の1,200円を加えて13,200円となります。"],
        &["480円×25名で税抜12,000円、消費税10%の1,200円を加えて12,960円となります。"],
    )]);
}

#[test]
fn somebody_else_is_not_said_to_do_it() {
    judged(&[
        (
            &["伝票 R-50418 田辺 啓介様 仕上がり予定 3/16 担当：久保"],
            &[
                "担当は久保です。",
                "仕上がりは3月16日の予定です。担当の森です。",
            ],
            &[
                "担当は久米です。",
                "仕上がりは3月16日の予定で、担当は柊です。",
            ],
        ),
        (
            &[
                "Order F-355, oak frame. Milos starts cutting on Friday 19 March. Changes are free until then.",
            ],
            &[
                "Milos starts cutting on Friday 19 March.",
                "Reception will call you. Somebody will show you round.",
            ],
            &[
                "Pavel starts cutting on Friday 19 March.",
                "Thank you. Ellen could show you round.",
            ],
        ),
    ]);
}

#[test]
fn one_way_alone_is_no_other_way() {
    judged(&[
        (
            &["休会のお手続きは窓口のみで承ります。お問い合わせはお電話でもどうぞ。"],
            &[
                "休会のお手続きは窓口で承ります。",
                "お手続きはお電話では承れません。",
            ],
            &["休会のお手続きはお電話でも可能です。"],
        ),
        (
            &["車椅子席はお電話のみの受付：0570-018-244"],
            &["車椅子席はお電話で承ります。"],
            &["車椅子席はウェブからも受付可能です。"],
        ),
        (
            &[
                "Plans: Starter $9, Team $15, Business $24. Phone support is included in Business only. Email support is included in every plan.",
            ],
            &[
                "Phone support is included in the Business plan.",
                "Phone support is not included in the Team plan.",
            ],
            &["Phone support around the clock is included in the Team plan."],
        ),
        (
            &["One cat is possible with the landlord's written consent only."],
            &["One cat is possible with the landlord's written consent."],
            &["One cat is possible with the landlord's verbal consent."],
        ),
    ]);
}
