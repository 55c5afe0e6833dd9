"""Writes hand.jsonl: replies written by hand, in the manner of shops' mails, each honest and with one fault at a time.

In a reply, {{kind:right~wrong~wrong}} is a fact with faults to plant. Shops, wordings and forms are other than those of
make.py; the rules were not tuned to them.
"""

import json
import pathlib
import re

JA = "ja"
EN = "en"

STORIES = [
    (JA, "2026-11-02T10:11:00+09:00", "お世話になります。小林です。先週注文したコーヒー豆（注文番号：20261025-0087）ですが、まだ発送のご連絡がありません。いつごろ届きますでしょうか。",
     ["【受注】20261025-0087 小林美咲様 エチオピア 200g×2袋 3,240円（税込） 送料 600円 合計 3,840円 焙煎日 11/4（水） 出荷予定 11/5", "メール便は出荷の翌々日、宅配便は出荷の翌日にお届け（本州）。沖縄・離島を除く。"],
     "{{name:小林美咲様~小森美咲様}}\n\nいつもご利用いただきありがとうございます。お届けが遅くなり、ご心配をおかけしております。\nご注文（{{id:20261025-0087~20261025-0078}}）は{{date:11月4日（水）~11月4日（木）}}に焙煎し、{{date:11月5日~11月6日}}に出荷いたします。\nご請求は商品代金{{amount:3,240円~3,420円}}に送料{{amount:600円~800円}}を加えた{{amount:3,840円~3,940円}}でございます。\n今しばらくお待ちくださいませ。"),
    (JA, "2026-12-01T08:30:00+09:00", "届いたマグカップの取っ手が欠けていました。写真を送ります。交換してもらえますか？ 高橋",
     ["破損・不良の場合は到着後10日以内にご連絡ください。送料当店負担で交換いたします。在庫がない場合は返金いたします。", "お客様都合の返品は未使用に限り到着後7日以内。返送料はお客様負担。", "マグカップ（白）在庫 0　次回入荷 12月中旬。返金は受付から5営業日以内。"],
     "高橋様\n\nこのたびは商品が破損した状態で届き、誠に申し訳ございません。\nあいにく同じ品は在庫を切らしており、次の入荷は12月中旬でございます。お待ちいただけない場合は{{promise:返金いたします~返金はお受けできません}}。ご返金は受付から{{quantity:5営業日~3営業日}}以内に手続きいたします。\n送料は{{promise:当店が負担~お客様のご負担}}いたしますので、{{quantity:10日~14日}}以内に着払いでお送りください。"),
    (JA, "2026-11-16T14:00:00+09:00", "カットとカラーの予約をしたいのですが、今週の土曜日の午後は空いていますか。料金も教えてください。中村",
     ["カット 4,950円　カラー 7,700円〜　セット割引（カット＋カラー）10%オフ", "空き状況 11/21(土) 10:00× 13:30○ 16:00×　11/22(日) 終日×", "営業 10:00〜19:30　火曜定休　ご予約の変更は前日18時まで 06-6123-4567"],
     "中村様\n\nお問い合わせありがとうございます。{{date:11月21日（土）~11月22日（日）}}は{{time:13時30分~16時}}からでしたらご案内できます。\nカットは{{amount:4,950円~4,590円}}、カラーは{{amount:7,700円~7,900円}}からで、合わせてご利用の場合は{{percent:1割引~2割引}}となります。\n変更される場合は前日の{{time:18時~20時}}までに{{phone:06-6123-4567~06-6123-4576}}へお電話ください。"),
    (JA, "2026-10-08T09:00:00+09:00", "領収書の発行をお願いできますか。宛名は株式会社みなと商会です。注文はM-55102です。経理 佐々木",
     ["M-55102　9月28日ご注文　オフィスチェア 2脚　単価 18,500円（税抜）　小計 37,000円　消費税 3,700円　合計 40,700円", "領収書はマイページからPDFで何度でも発行できます。郵送は1通330円。https://chairs.example/mypage"],
     "株式会社みなと商会\n経理 佐々木様\n\nお世話になっております。{{id:M-55102~M-55120}}の領収書は、マイページ（{{url:https://chairs.example/mypage~https://chairs-shop.example/mypage}}）よりPDFで発行いただけます。\n金額は{{amount:40,700円~47,000円}}（うち消費税{{amount:3,700円~4,070円}}）でございます。郵送をご希望の場合は{{amount:330円~220円}}を申し受けます。"),
    (JA, "2027-01-12T11:20:00+09:00", "英会話教室の体験に申し込みたいです。いつ行けばいいですか。持ち物はありますか。 井上 健",
     ["体験レッスンは無料、約50分。毎週水曜 19:00〜、土曜 11:00〜。筆記用具のみ持参。", "入会金 11,000円（体験当日のご入会で無料）。月謝 9,900円（月4回）。テキスト代 2,750円"],
     "井上様\n\n体験レッスンにご関心をお寄せいただき、ありがとうございます。\n次回は{{date:1月13日（水）~1月14日（水）}}の{{time:午後7時~午後8時}}からで、{{quantity:50分~90分}}ほどかかります。料金は{{promise:無料です~有料です}}。お持ちいただくのは筆記用具だけです。\n当日ご入会いただくと入会金{{amount:11,000円~13,000円}}が無料になります。月謝は{{amount:9,900円~8,900円}}で、月{{quantity:4回~5回}}の受講です。"),
    (JA, "2026-11-24T16:45:00+09:00", "宿泊予約 H20991 の件、人数が3人から2人になりました。変更できますか。料金はどうなりますか。 森田",
     ["H20991 森田和也様 12月19日（土）〜20日（日） 和室 3名 1泊2食 1名 16,800円", "人数の減少は宿泊日の7日前まで無料で承ります。3日前から30%、前日 50%、当日 100%。", "チェックイン 15時〜18時、チェックアウト 10時。駐車場無料（12台）"],
     "森田様\n\nご連絡ありがとうございます。{{id:H20991~H20919}}のご人数の変更は、{{date:12月12日~12月16日}}までは{{promise:無料で~有料で}}承っております。\n{{quantity:2名~4名}}様の場合、{{quantity:1泊~2泊}}2食で合計{{amount:33,600円~32,600円}}となります。\nチェックインは{{time:15時~14時}}から、お車は無料の駐車場（{{quantity:12台~20台}}）をご利用ください。"),
    (JA, "2026-11-09T10:00:00+09:00", "掃除機の電源が入りません。2025年の夏に買いました。保証で直せますか。型番はVC-310です。 山口",
     ["VC-310 保証期間 購入日から2年。自然故障は無償修理。落下・水濡れは有償（見積り無料）。", "修理のお預かりは10日〜14日。送付先 〒460-0008 愛知県名古屋市中区栄3-15-1 サービスセンター 0120-310-555（平日9時〜17時）"],
     "山口様\n\nご不便をおかけして申し訳ございません。{{id:VC-310~VC-301}}の保証はご購入から{{quantity:2年間~3年間}}ですので、自然故障でしたら{{promise:無償で修理いたします~有償での修理となります}}。\nお預かりの期間は{{quantity:10日から14日~7日から10日}}ほどです。お手数ですが、{{address:名古屋市中区栄3-15-1~名古屋市中区栄3-5-11}}のサービスセンターまでお送りください。\nお電話（{{phone:０１２０－３１０－５５５~０１２０－３１０－５５８}}）は平日の{{time:9時から17時~9時から18時}}まで承っております。"),
    (JA, "2026-11-30T18:00:00+09:00", "定期便を解約したいのですが、次回分はもう発送されてしまいますか。会員番号は S-771203 です。 石井",
     ["S-771203 石井由美様 定期便（30日ごと） 次回発送予定 12/10 次回分の変更・解約は発送の5日前まで", "解約金はかかりません。再開はいつでも可。定期価格 4,280円（通常 5,350円の20%引）"],
     "石井様\n\nいつもご愛用いただきありがとうございます。次回の発送は{{date:12月10日~12月15日}}を予定しておりますので、{{date:12月5日~12月8日}}までにお手続きいただければ次回分から停止できます。\n解約金は{{promise:かかりません~かかります}}。再開される際も、通常価格の{{percent:20％~25％}}引き、{{amount:4,280円~4,820円}}でお届けいたします。"),
    (JA, "2026-11-02T10:00:00+09:00", "予約していた本『海辺の図書館』は入荷しましたか。取り置きの期限はありますか。 清水",
     ["清水玲子様 ご予約『海辺の図書館』 11月1日入荷 1,980円 取り置き2週間", "営業時間 11:00〜20:00（水曜休）　会員は5%ポイント還元"],
     "清水様\n\nお待たせいたしました。ご予約の『海辺の図書館』が{{date:11月1日~11月2日}}に入荷いたしました。\nお代は{{amount:1,980円~1,890円}}です。{{quantity:二週間~三週間}}お取り置きいたしますので、{{time:午前11時から午後8時~午前10時から午後8時}}の間にお越しください。{{date:水曜~木曜}}はお休みです。"),
    (JA, "2026-11-18T09:30:00+09:00", "見積りの件、台数を5台から8台に増やした場合の金額をお願いします。納期も。 株式会社オリオン 藤井",
     ["見積 Q-2026-118　ノートPC X14　単価 98,000円（税別）　5台 490,000円　消費税10%　納期 ご発注から10営業日", "8台以上は単価 95,000円（税別）"],
     "株式会社オリオン\n藤井様\n\nお世話になっております。8台の場合、単価は{{amount:95,000円~93,000円}}（税別）となり、小計{{amount:760,000円~770,000円}}、税込では{{amount:836,000円~863,000円}}でございます。\n納期はご発注から{{quantity:10営業日~5営業日}}です。見積番号は{{id:Q-2026-118~Q-2026-181}}のままで承ります。"),
    (JA, "2026-11-05T13:00:00+09:00", "子どもの水泳教室の振替はできますか。今週の金曜日に学校行事があります。 松本",
     ["振替は月2回まで。欠席日の前日までにご連絡ください。同じ級の他の曜日へ1か月以内。", "10級クラス 月・水・金 16:00〜17:00"],
     "松本様\n\n振替は{{promise:可能です~お受けできません}}。月に{{quantity:2回~3回}}まで、欠席された日から{{quantity:1か月~2か月}}以内の他の曜日にお越しいただけます。\n10級のクラスは月・水・金の{{time:16時から17時~17時から18時}}です。{{date:前日~当日}}までにお知らせください。"),
    (JA, "2026-12-10T10:00:00+09:00", "お歳暮の配送先を間違えました。変更できますか。注文 G-4410 です。 岡田",
     ["G-4410 岡田隆様 ハム詰合せ 5,400円 12/12発送予定 配送先の変更は発送前日の15時まで", "お問い合わせ gift@hamu.example / 0467-22-9800"],
     "岡田様\n\nご注文{{id:Ｇ－４４１０~Ｇ－４４０１}}は{{date:12月12日~12月13日}}の発送予定ですので、{{date:12月11日~12月12日}}の{{time:15時~17時}}までにご連絡いただければ変更できます。新しいお届け先を {{email:gift@hamu.example~gifts@hamu.example}} までお知らせください。"),
    (EN, "2026-11-03T09:12:00+00:00", "Hi, my order #48213 still says processing. It's been a week! When will it ship? Thanks, Dana Fox",
     ["#48213 Dana Fox - walnut desk organiser x1 $64.00, backordered, expected in stock Nov 9, ships within 2 business days of arrival", "Standard shipping 3-5 business days, free over $50. Tracking is e-mailed when the label is made."],
     "Hi {{name:Dana~Diana}},\n\nThanks for your patience, and sorry about the wait. Order {{id:#48213~#48231}} is held up because the organiser is on backorder; we expect more on {{date:November 9~November 12}} and will ship within {{quantity:two business days~three business days}} of that.\n\nOnce it leaves us, standard delivery takes {{quantity:3 to 5 business days~2 to 3 business days}}, and since your order came to {{amount:$64~$46}} shipping is {{promise:free~not free}}."),
    (EN, "2026-11-20T15:40:00-05:00", "The blender I got arrived with a cracked jar. What now? Marcus Hill, order BL-90017",
     ["Damaged on arrival: tell us within 14 days; we send a replacement part at no charge. No return needed for items under $40.", "BL-90017 Marcus Hill Blender Pro $129.99 delivered Nov 18. Replacement jar in stock, ships next business day.", "Help line 1-800-555-0142, Mon-Fri 8am-6pm ET"],
     "Hi Marcus,\n\nI'm so sorry your blender arrived like that. We'll send a replacement jar {{promise:at no charge~for an extra charge}}; it's in stock and leaves {{date:on Monday~on Wednesday}}.\n\nOur records show delivery on {{date:Nov 18~Nov 16}} for {{id:BL-90017~BL-90071}}, so you're well inside the {{quantity:14-day~30-day}} window. If you'd rather talk, call {{phone:(800) 555-0142~(800) 555-0124}}, weekdays {{time:8 am to 6 pm~8 am to 8 pm}} ET."),
    (EN, "2026-06-08T11:00:00+01:00", "Could we move our booking (REF 7KQ2P) from two nights to three? And is parking included? Priya Nair",
     ["7KQ2P Priya Nair, sea view double, Fri 19 June 2026 - Sun 21 June 2026, 2 nights at £118 a night incl. breakfast", "Sunday nights 20% off. Parking £9 a day. Check-in from 3pm, check-out by 11am."],
     "Dear Ms Nair,\n\nOf course. Adding Sunday night to {{id:7KQ2P~7KQ2B}} means you'd leave on {{date:Monday 22 June~Monday 23 June}}. Sunday is {{percent:20% off~25% off}}, so that night is {{amount:£94.40~£88.50}} and the stay comes to {{amount:£330.40~£340.40}} altogether.\n\nParking is {{amount:£9~£12}} a day. Check-in is from {{time:3pm~2pm}}."),
    (EN, "2026-11-10T10:00:00+00:00", "I never got my refund for the returned jacket. Return RT-3391. It's been ages. Owen Price",
     ["RT-3391 Owen Price: jacket £84.00 received 4 November 2026, refund issued 6 November 2026 to Visa ending 4471", "Refunds take 5 to 10 working days to show on a card statement. Original postage is not refunded."],
     "Hello Owen,\n\nI've looked into this for you. We received the jacket on {{date:4 November~2 November}} and refunded {{amount:£84.00~£88.00}} on {{date:6 November~7 November}} to the card ending {{id:4471~4417}}. It can take {{quantity:5 to 10 working days~3 to 5 working days}} to appear on your statement.\n\nThe original postage {{promise:is not refunded~will be refunded}}, as set out in our terms."),
    (EN, "2026-09-14T12:30:00+10:00", "Hi team, what's the cost to service my mountain bike and how long will you keep it? Cheers, Liam O'Brien",
     ["Bike service: basic A$95, full A$189 (incl. drivetrain clean). Turnaround 2 days basic, 4 days full. Drop-off before 10am.", "Open Tue-Sat 9am-5pm. 14 Harbour Street, Hobart. 03 6155 0199"],
     "Hi Liam,\n\nA basic service is {{amount:A$95~A$99}} and takes {{quantity:2 days~3 days}}; the full one is {{amount:A$189~A$198}} and takes {{quantity:four days~five days}}. Please drop the bike off before {{time:10am~11am}} at {{address:14 Harbour Street~41 Harbour Street}}. We're open Tuesday to Saturday, {{time:9 to 5~9 to 6}}."),
    (EN, "2026-11-25T08:15:00-08:00", "Can I still get the student discount on the annual plan? And can I cancel any time? - Chloe Bennett",
     ["Annual plan $96/yr, monthly $12/mo. Students 40% off the annual plan with proof of enrolment.", "Cancel any time; annual plans are refundable within 30 days, after that no refund for the remaining months."],
     "Hi Chloe,\n\nYes, students get {{percent:40%~50%}} off the annual plan with proof of enrolment, which makes it {{amount:$57.60~$48.00}} instead of {{amount:$96~$69}}. You can cancel at any time, and {{promise:you'll get a full refund~refunds are not offered}} within the first {{quantity:30 days~60 days}}."),
    (EN, "2026-11-12T17:05:00+00:00", "Is the Saturday pottery class on the 28th still on? My friend would like to join me. Hannah Cole",
     ["Sat 28 Nov 2026 10:30-13:00 wheel throwing, £48 pp, 2 places left. Clay and firing included. Bring an apron.", "Cancel 72 hours ahead for a full refund; later we can only move you to another date."],
     "Hi Hannah,\n\nYes, it's on! The class on {{date:Saturday 28 November~Saturday 21 November}} runs from {{time:10.30am to 1pm~10.30am to 2pm}} and there are {{quantity:two places~five places}} left. It's {{amount:£48~£38}} each, so {{amount:£96~£86}} for the pair of you. Clay and firing are {{promise:included~not included}}; just bring an apron."),
    (EN, "2026-11-17T09:00:00+00:00", "Please send a copy of invoice INV-2207 and confirm when payment is due. Accounts, Brightwater Ltd (Joan Abbott)",
     ["INV-2207 Brightwater Ltd, issued 30 October 2026, 30 days net. Net £1,250.00, VAT 20% £250.00, total £1,500.00", "Remittances to accounts@northlight.example, bank details on the invoice. Late payment interest 8% a year."],
     "Dear Joan,\n\nA copy of {{id:INV-2207~INV-2270}} is attached. The total is {{amount:£1,500.00~£1,550.00}} including VAT of {{amount:£250~£300}}, and payment is due by {{date:29 November 2026~15 November 2026}}. Remittances can go to {{email:accounts@northlight.example~account@northlight.example}}."),
    (EN, "2026-10-29T10:10:00-04:00", "Our heat pump is making noise again. The tech came last month. Is it still covered? Ticket 55-8120. Ruth Alvarez",
     ["Ticket 55-8120 Ruth Alvarez, repair on September 24 2026 by Tom. Repairs are guaranteed for 90 days, parts 1 year.", "Call-out fee $85, waived under guarantee. Next openings: Nov 2 between 8 and 10 am, Nov 4 between 1 and 3 pm."],
     "Hi Ruth,\n\nSorry to hear that. The repair on {{date:September 24~September 14}} is guaranteed for {{quantity:90 days~60 days}}, so the {{amount:$85~$58}} call-out fee is {{promise:waived~not waived}}. We could come on {{date:Monday, November 2~Tuesday, November 2}} between {{time:8 and 10 am~9 and 11 am}}. Your ticket is still {{id:55-8120~55-8102}}."),
    (EN, "2026-11-06T13:25:00+00:00", "Do you deliver to the Isle of Skye, and how much is it for a 12 kg box? Fiona MacLeod",
     ["Highlands and Islands: £14.95 up to 15 kg, 3-4 working days. Mainland £5.95 up to 20 kg, next working day.", "Order before 1pm for same-day dispatch."],
     "Hi Fiona,\n\nYes, we do. A {{quantity:12 kg~21 kg}} box to Skye costs {{amount:£14.95~£5.95}} and takes {{quantity:three to four working days~one to two working days}}. Orders placed before {{time:1pm~3pm}} go out the same day."),
]

MARK = re.compile(r"\{\{(\w+):([^{}]*)\}\}")


def written(story, fault):
    """The reply with the planted fault of that number, and what is expected of it; None as fault is honest."""
    text, expected, end, number = "", [], 0, 0
    for found in MARK.finditer(story):
        right, *wrong = found.group(2).split("~")
        words, verdict = right, "supported"
        for one in wrong:
            if number == fault:
                words, verdict = one, "contradicts"
            number += 1
        text += story[end:found.start()]
        expected.append({"start": len(text), "end": len(text) + len(words), "kind": found.group(1), "verdict": verdict, "why": "as in the sources" if verdict == "supported" else "planted"})
        text += words
        end = found.end()
    return text + story[end:], expected, number


def write(name, stories):
    """Writes NAME.jsonl: each story honest, and once with each of its faults."""
    lines = []
    for at, (language, received, mail, knowledge, story) in enumerate(stories):
        faults = written(story, None)[2]
        scenario = f"{name}{at:02}"
        for fault in [None, *range(faults)]:
            reply, expected, _ = written(story, fault)
            if fault is not None:
                # A total is the result of a computation: either end may be blamed.
                for one in expected:
                    one["derived"] = one["kind"] in ("amount", "date")
            case = f"{scenario}{'' if fault is None else f'-{fault}'}"
            lines.append(json.dumps({"id": case, "lang": language, "scenario": scenario, "mail": mail, "reply": reply, "knowledge": knowledge, "received": received, "expect": expected}, ensure_ascii=False))
    path = pathlib.Path(__file__).with_name(f"{name}.jsonl")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "replies")


if __name__ == "__main__":
    write("hand", STORIES)
