"""Writes villages-tune.jsonl and villages-held.jsonl: the last twelve, written and scored after all rules were."""

from slots import write

J, E = "ja", "en"
STORIES = [
 (J, "2026-11-24T10:00:00+09:00", "写真館の七五三プランについて教えてください。3歳の女の子です。着付けとヘアセットは込みですか？12月5日は空いていますか？ 川端",
  ["七五三プラン 29,800円（税込・着付け、ヘアセット込）台紙1冊。追加の台紙 1冊 6,600円。データ全カット 11,000円。", "12月5日（土）10:30 空き、12月6日（日）満席。撮影は約90分。", "前日キャンセル 30%、当日 100%。スタジオひだまり 0569-21-7703 水曜休"],
"""川端様

お問い合わせありがとうございます。スタジオひだまりです。
七五三プランは{{amount:29,800円|2万9,800円|￥29,800~28,900円|39,800円|29,800円（税抜）}}で、着付けとヘアセットも{{promise:含まれております|料金に含まれています|込みです~別料金です|含まれておりません}}。台紙を追加される場合は1冊{{amount:6,600円|６，６００円~6,060円|11,000円}}、データは{{amount:11,000円|1万1千円~10,100円|12,000円}}です。台紙1冊とデータを付けて合計{{amount!:47,400円|4万7,400円~44,700円|40,800円}}になります。
{{date:12月5日（土）|12月5日|来週の土曜日~12月6日（日）|12月5日（日）|今週の土曜日}}は{{time:10時半|午前10時半|10:30~11時半|10時|午後10時半}}が空いております。撮影は{{quantity:約90分|1時間半ほど~約60分|約2時間}}です。
前日のお取り消しは{{percent:30％|3割~50％|2割}}、当日は{{percent:全額|100％~半額}}を頂戴します。{{date:水曜日|水曜~木曜日|火曜}}はお休みです。電話 {{phone:0569-21-7703|0569（21）7703~0569-21-7730|0596-21-7703}}"""),
 (J, "2027-02-15T14:00:00+09:00", "注文番号BK-90412の返金はいつ頃になりますか。1,980円の本が破れていた件です。住吉",
  ["BK-90412 住吉真理様 単行本 1,980円（税込）2月10日着 返金受付 2月12日", "ご返金は受付から7営業日以内にクレジットカードへ。交換も可（在庫 4冊）。不良品の返送は不要。", "よみうり書房 support@yomu.example 平日10時〜17時"],
"""住吉様

ご不便をおかけし申し訳ございません。
ご注文{{id:BK-90412|ＢＫ－９０４１２~BK-90421|BK-94012}}の返金は{{date:2月12日|2月12日（金）|先週の金曜日|2027年2月12日|令和9年2月12日~2月15日|2月12日（木）|2月22日}}に受け付けており、{{quantity:7営業日|七営業日~7日|10営業日|3営業日}}以内、{{date!:2月23日|2月23日（火）~2月19日|2月24日（水）}}までに{{amount:1,980円|１，９８０円|￥1,980~1,890円|2,980円|1,980ドル}}をカードへお戻しいたします。
交換をご希望の場合、在庫は{{quantity:4冊|四冊~14冊|2冊}}ございます。お送りした本のご返送は{{promise:不要です|必要ありません|必要ございません~必要です|お願いいたします}}。
お問い合わせは {{email:support@yomu.example|Support@yomu.example~suport@yomu.example|support@yomi.example}}（平日{{time:10時から17時|10:00〜17:00|午前10時〜午後5時~10時から18時|9時から17時}}）まで。"""),
 (J, "2026-10-19T18:00:00+09:00", "英検の準会場の申込みについて。準2級を受けたいです。検定料と締切、試験の時間を教えてください。中3の娘です。大庭",
  ["準2級 検定料 6,100円、3級 5,000円、2級 6,500円。申込締切 10月30日（金）18時、窓口・現金のみ。", "一次試験 11月28日（土）準2級 9:50集合、10:00〜11:35。会場 みなみ塾 3階。合否は12月15日。", "欠席による返金・振替なし。受付 0276-48-5510"],
"""大庭様

お問い合わせありがとうございます。
準2級の検定料は{{amount:6,100円|6100円|￥6,100~6,500円|5,000円|1,600円}}です。締切は{{date:10月30日（金）|10月30日|来週の金曜日~10月31日（土）|10月30日（木）|今週の金曜日|11月30日}}の{{time:18時|午後6時|夕方6時~17時|20時|午前6時}}で、窓口にて{{promise:現金でお支払いください|現金のみ承ります~カードでもお支払いいただけます}}。
試験は{{date:11月28日（土）|11月28日|11/28~11月29日（日）|11月28日（日）|11月21日}}、{{time:9時50分|午前9時50分|9:50~9時30分|10時50分}}に集合、{{time:10時から11時35分|10:00〜11:35|午前10時〜午前11時35分~10時から11時55分|9時から11時35分}}です。会場は塾の{{quantity:3階|三階|3F~2階|5階}}、合否は{{date:12月15日|12月15日（火）|12/15~12月25日|12月15日（水）|12月5日}}に分かります。
欠席された場合の返金は{{promise:ございません|いたしかねます|できません~承ります|いたします}}。受付：{{phone:0276-48-5510|0276485510|0276(48)5510~0276-48-5501|0267-48-5510}}"""),
 (J, "2026-12-16T09:09:00+09:00", "レンタカー予約 RC-3307 の延長をお願いしたいです。18日の返却を20日に。料金はいくら追加ですか。チャイルドシートもつけられますか？ 有馬",
  ["RC-3307 有馬様 コンパクト 12/17 9:00〜12/18 18:00 2日間 11,000円（1日 5,500円・税込）免責補償 1日 1,100円", "延長は1日 5,500円（空車あり 12/21まで）。チャイルドシート 1台 550円/日、ジュニアシート 無料。", "返却が遅れると1時間 1,320円。さくらレンタカー駅前店 096-312-4407 8:00〜20:00"],
"""有馬様

ご予約{{id:RC-3307|ＲＣ－３３０７~RC-3370|RC-3007}}の件、承知いたしました。{{date:12月20日|12月20日（日）|20日（日）~12月21日|12月20日（月）|12月19日}}までの延長を{{promise:承ります|お受けいたします|お受けできます~お受けできません|承っておりません}}。{{quantity:2日|二日|2日間~3日|1日}}の延長で{{amount!:11,000円|1万1千円~12,000円|16,500円}}の追加、1日あたり{{amount:5,500円|５，５００円|￥5,500~5,050円|6,500円}}です。
チャイルドシートは1日{{amount:550円|５５０円~500円|1,100円}}、ジュニアシートは{{promise:無料です|無料でお付けします|料金はかかりません~有料です|1日330円です}}。免責補償は1日{{amount:1,100円|1100円~1,320円|1,000円}}です。
ご返却が遅れますと{{quantity:1時間|一時間~30分|2時間}}につき{{amount:1,320円|１，３２０円~1,230円|1,520円}}を申し受けます。お電話 {{phone:096-312-4407|0963124407|096(312)4407~096-312-4470|069-312-4407}}（{{time:8時から20時|午前8時〜午後8時|8:00～20:00~8時から19時|9時から20時}}）"""),
 (J, "2026-11-30T20:00:00+09:00", "大阪教室の忘年会、参加費と会場を教えてください。先生も来ますか。二次会はありますか？ 生徒の早川です。",
  ["忘年会 12月13日（日）18:00〜20:30 参加費 6,000円（飲み放題込）会場 大阪府大阪市中央区難波3-4-16 すみれビル4階「和楽」", "出席 安達先生、木下先生。申込は12月6日まで幹事 小池へ。当日キャンセルは全額。", "二次会 カラオケ 自由参加 1人 2,000円程度"],
"""早川さん

お問い合わせありがとうございます！
忘年会は{{date:12月13日（日）|12月13日|来週の日曜日|12/13~12月12日（土）|12月13日（月）|今週の日曜日}}{{time:18時|午後6時|夕方6時|18:00~19時|午前6時|17時}}から{{time:20時半|20:30|夜8時半~21時半|20時}}まで、参加費は{{amount:6,000円|6千円|￥6,000~6,500円|5,000円|9,000円}}で飲み放題も{{promise:込みです|含まれています|入っています~別です|別料金です}}。
会場は{{address:大阪市中央区難波3-4-16 すみれビル4階|大阪府大阪市中央区難波3-4-16|中央区難波3-4-16 すみれビル4F~大阪市中央区難波3-4-6 すみれビル4階|大阪市浪速区難波3-4-16|大阪市中央区難波3-4-16 すみれビル5階}}の「和楽」です。{{name:安達先生|木下先生~足立先生|木村先生}}もいらっしゃいます。
お申し込みは{{date:12月6日|12月6日（日）|今度の日曜日~12月7日|12月6日（月）|12月10日}}までに幹事の{{name:小池~小泉|大池}}までお願いします。二次会はカラオケで{{amount:2,000円|二千円|２０００円~3,000円|2,500円}}くらいです。"""),
 (J, "2027-01-08T11:00:00+09:00", "コピー機のカウンター料金が先月より高いのですが。契約MF-2208、株式会社トキワ 総務 三枝です。内訳をください。",
  ["MF-2208 株式会社トキワ 12月分 モノクロ 4,200枚×1.2円=5,040円、カラー 850枚×12円=10,200円、基本料 3,000円、小計 18,240円、消費税 1,824円、合計 20,064円", "11月分 合計 16,830円（モノクロ 3,900枚、カラー 600枚）", "年間契約でカラー単価 10円に変更可。担当 営業 二宮 050-3177-4402"],
"""株式会社トキワ
総務ご担当　{{name:三枝様|三枝 様~三田様|七枝様}}

いつもお世話になっております。ご契約{{id:MF-2208|ＭＦ－２２０８~MF-2280|MF-2028}}の12月分をご案内いたします。
・モノクロ {{quantity:4,200枚|4200枚|４，２００枚~4,020枚|4,600枚}}　{{amount:5,040円|￥5,040|５，０４０円~5,400円|4,050円}}
・カラー {{quantity:850枚|８５０枚~580枚|950枚}}　{{amount:10,200円|￥10,200|1万200円~12,000円|10,020円}}
・基本料 {{amount:3,000円|￥3,000|3千円~3,500円|2,000円}}
・消費税 {{amount:1,824円|￥1,824~1,842円|1,428円}}
・合計 {{amount:20,064円|￥20,064|2万64円~20,640円|18,240円|20,046円}}
11月分（{{amount:16,830円|￥16,830~18,630円|16,380円}}）より{{amount!:3,234円|￥3,234~3,324円|3,432円}}増えておりますが、カラーが{{quantity!:250枚|２５０枚~350枚|200枚}}増えたためでございます。年間契約ですとカラー1枚{{amount:10円|１０円~8円|12円}}でご利用いただけます。担当の{{name:二宮~三宮|二村}}（{{phone:050-3177-4402|05031774402~050-3177-4420|050-3717-4402}}）までご相談ください。"""),
]
STORIES += [
 (E, "2026-11-09T09:00:00+00:00", "Hello, I'd like to book the community minibus for 28 November, 9am to 5pm, to go to Chester and back. What do you charge and do we need our own driver? Lynne Foulkes",
  ["Minibus: £70 a day, 16 seats, plus 45p a mile. Member groups 20% off the day rate. Deposit £50, returned if the bus comes back clean.", "28 November: available all day. Drivers: bring your own (25 or over, D1) or ours at £15 an hour.", "Bookings: Rhian, 01352 555 084, bus@dyffryn.example. Pick up keys the day before by 4pm."],
"""Dear {{name:Lynne|Ms Foulkes|Lynne Foulkes~Lynda|Ms Fowles}},

The minibus is free on {{date:Saturday 28 November|28 November|28 Nov~Sunday 28 November|27 November|29 November}}. It costs {{amount:£70|£70.00|seventy pounds~£17|£75|£60|€70}} a day plus {{amount:45p|45 pence~54p|35p}} a mile, and seats {{quantity:16|sixteen~18|12}}. Member groups get {{percent:20%|20 per cent~15%|10%|25%}} off the day rate, which makes it {{amount!:£56|£56.00~£65|£54}}. There is a deposit of {{amount:£50|£50.00|50 pounds~£15|£60}}, which {{promise:you get back|is returned|is refunded~is not refunded|you don't get back}} if the bus comes back clean.
You can bring your own driver, who has to be {{quantity:25|twenty-five~21|23}} or over, or have ours at {{amount:£15|£15.00|15 pounds~£50|£18|£12}} an hour, so {{amount!:£120|£120.00~£102|£135}} for your eight hours. Keys can be had till {{time:4pm|four o'clock|16:00~5pm|4am|3pm}} {{date:the day before|on 27 November|on Friday 27 November~on the day|on 26 November|on Thursday 27 November}}. To book call {{name:Rhian~Rhiannon|Ryan}} on {{phone:01352 555084|01352 555 084~01352 555048|01532 555084}} or write to {{email:bus@dyffryn.example|Bus@dyffryn.example~bus@dyfryn.example|buses@dyffryn.example}}."""),
 (E, "2027-04-26T13:00:00-07:00", "My order 700-3318 shows delivered but nothing is here. It was a $249 blender. Please help! Also my zip is 97214. Carla Mendez",
  ["700-3318 Carla Mendez, blender $249.00, tracking 1Z88 4471 0093 2216, delivered Apr 23 2:41 pm, front desk, signed M. Ruiz.", "Lost packages: claim after 3 days, investigation 5 business days, then free replacement or full refund.", "Claims: claims@kitchenco.example, (503) 555-0129, Mon-Fri 8 am-6 pm PT"],
"""Hi Carla,

I'm sorry about that! Order {{id:700-3318|#700-3318~700-3381|700-3138}} (tracking {{id:1Z88 4471 0093 2216|1Z88447100932216~1Z88 4471 0093 2261|1Z88 4417 0093 2216}}) was delivered on {{date:April 23|Friday, April 23|last Friday|Apr 23~April 24|Thursday, April 23|April 13}} at {{time:2:41 pm|2:41 p.m.|14:41~2:14 pm|3:41 pm|2:41 am}} to the front desk and signed for by {{name:M. Ruiz|Ruiz~M. Reyes}}.
If they don't have it, we open a claim, which takes {{quantity:five business days|5 business days~two business days|5 weeks|10 business days}}; after that {{promise:you get a free replacement or your money back|we replace it free of charge or refund you in full~we can't replace or refund it|you get half the price back}}, that's {{amount:$249|$249.00|249 dollars~$294|$229|£249}}.
Write to {{email:claims@kitchenco.example~claim@kitchenco.example|claims@kitchen-co.example}} or call {{phone:(503) 555-0129|503-555-0129|+1 503 555 0129~(503) 555-0192|(530) 555-0129}}, {{time:8 am to 6 pm|8:00 am - 6:00 pm|8-6~8 am to 5 pm|9 am to 6 pm}} Pacific, {{date:Monday to Friday|weekdays|Mon-Fri~Monday to Saturday|every day}}."""),
 (E, "2026-12-02T17:30:00+00:00", "Evening! We've a table for 6 on the 19th at 8 under Moffat. Can we make it 8 people and is there a set menu? One vegan. Callum",
  ["Moffat, 6 people, Saturday 19 December, 20:00, table 12.", "December set menu £38 (3 courses), for tables of 7 and over compulsory. Vegan menu same price. 12.5% service for 8 and more. Deposit £10 per person, non-refundable after 12 December.", "19 December: tables of 8 at 18:15 or 20:30. The Salt House, 0131 555 0147"],
"""Evening Callum,

We've got you down as {{name:Moffat~Moffett|Muffat}} on {{date:Saturday 19 December|19 December|the 19th~Friday 19 December|18 December|Sunday 20 December}} at {{time:8|8pm|20:00|eight o'clock~9|7pm|8am}}. For {{quantity:eight|8|eight people~nine|10}} we could do {{time:6:15|6.15pm|quarter past six|18:15~6:45|7:15|quarter to six}} or {{time:8:30|8.30pm|half past eight|20:30~9:30|8:15|half past nine}}. From {{quantity:seven|7~six|five}} people it's the set menu, {{quantity:three courses|3 courses~two courses|four courses}} at {{amount:£38|£38.00|38 pounds~£83|£35|£48}} each, {{amount!:£304|£304.00~£340|£266}} for all of you, and {{promise:the vegan menu costs the same|vegan is the same price~the vegan menu costs extra}}. {{percent:12.5%|12.5 per cent~10%|15%}} service is added.
We need {{amount:£10|£10.00|ten pounds~£15|£20}} a head now, {{amount!:£80|£80.00~£60|£88}}, which {{promise:can't be refunded|is non-refundable|is not refundable~is refundable|can be refunded}} after {{date:12 December|Saturday 12 December|12 Dec~14 December|Friday 12 December|19 December}}. Ring us on {{phone:0131 555 0147|01315550147|+44 131 555 0147~0131 555 0174|0113 555 0147}}."""),
 (E, "2026-11-04T10:10:00+01:00", "Dear Sir/Madam, please confirm the participation fee for the two-day welding course in February and whether accommodation is included. Certificate number of my last course: WL-2019-447. Regards, Tomasz Zieliński",
  ["Welding refresher: 16-17 February 2027, 8:30-16:30, €690 plus 19% VAT, lunch included, accommodation not included. Max 8 participants, 3 places left.", "Former participants: 10% discount. WL-2019-447 Tomasz Zieliński, MIG basic, 12 September 2019.", "Registration by 22 January: kurse@schweisszentrum.example. Hotel Linde €79 per night, 400 m away. Cancel free until 14 days before, then 50%."],
"""Dear {{name:Mr Zieliński|Tomasz Zieliński~Mr Zielinsky|Thomas Zieliński}},

Thank you for your interest. The course is on {{date:16 and 17 February|16-17 February|16 and 17 February 2027~17 and 18 February|16 and 17 March}}, {{time:8:30 to 16:30|8.30am to 4.30pm|half past eight to half past four~8:30 to 17:30|9:00 to 16:30|8:30 to 15:30}}. The fee is {{amount:€690|EUR 690|690 euros~€960|€590|£690}} plus {{percent:19%|19 per cent~16%|20%}} VAT; as a former participant (certificate {{id:WL-2019-447~WL-2019-474|WL-2016-447}} of {{date:12 September 2019|12 Sept 2019|12/09/2019~21 September 2019|12 September 2018}}) you get {{percent:10% off|a 10% discount|10 per cent off~15% off|a 20% discount}}: {{amount!:€621|EUR 621|621 euros~€612|€631}} net.
{{promise:Lunch is included|Lunch is part of the price|Lunch comes with it~Lunch is not included|Lunch is extra}}, {{promise:accommodation is not|but accommodation isn't included|accommodation is not included~and so is accommodation|accommodation is included}}; Hotel Linde is {{quantity:400 m|400 metres|0.4 km~400 km|4 km|800 m}} away and costs {{amount:€79|79 euros|EUR 79~€97|€89|£79}} a night. There are {{quantity:three places|3 places~five places|8 places}} left. Please register by {{date:22 January|Friday 22 January|22 January 2027~29 January|Thursday 22 January|22 February}} at {{email:kurse@schweisszentrum.example~kurs@schweisszentrum.example|kurse@schweiss-zentrum.example}}. You can cancel {{promise:free of charge|for free|at no cost~for a fee}} until {{quantity:14 days|two weeks|a fortnight~7 days|a week|30 days}} before, after which it's {{percent:50%|half|half the fee~25%|30%}}."""),
 (E, "2026-10-13T18:18:00+01:00", "Do you have the Tiverton oak bed in king size? How long is the wait, is delivery upstairs possible and can you take away the old mattress? Thank you. Mrs J. Rook",
  ["Tiverton oak bed: double £649, king £729, super king £829. Slats included, mattress extra. King 150 x 200 cm, height 110 cm, 62 kg. In stock: double 4, king 0 (next delivery 3 November).", "Delivery £45 to the room of your choice, two people. Old mattress recycling £25. Old bed frame £35.", "Showroom: 88 Bampton Street, Tiverton EX16 6AH, Mon-Sat 9.30-5.30. 10-year guarantee on frames."],
"""Dear Mrs {{name:Rook~Brook|Rooke}},

The Tiverton is {{amount:£729|£729.00|729 pounds~£792|£829|£649|€729}} in king size ({{quantity:150 x 200 cm|1.5 x 2 m~180 x 200 cm|150 x 200 mm}}, {{quantity:110 cm|1.1 m|1,100 mm~101 cm|120 cm}} high, {{quantity:62 kg|62 kilos~26 kg|72 kg|62 lb}}). {{promise:Slats are included|The slats come with it|Slats are part of the price~Slats are extra|Slats are not included}}, the mattress isn't. It's out of stock until {{date:3 November|Tuesday 3 November|3 Nov~13 November|Monday 3 November|3 December}}; we have {{quantity:four|4~five|14}} doubles here.
Delivery to the room of your choice is {{amount:£45|£45.00|45 pounds~£54|£35|free}}, and recycling the old mattress {{amount:£25|£25.00|25 pounds~£52|£35|£15}}, so {{amount!:£799|£799.00~£774|£779|£789}} in all. Frames are guaranteed for {{quantity:10 years|ten years|a decade~5 years|20 years|10 months}}.
Do come and see it: {{address:88 Bampton Street, Tiverton|88 Bampton St, Tiverton|88 Bampton Street, Tiverton EX16 6AH~8 Bampton Street, Tiverton|88 Brampton Street, Tiverton|88 Bampton Street, Tiverton EX16 6HA}}, {{time:9.30 to 5.30|9:30am-5:30pm|half past nine to half past five~9.30 to 6.30|9.00 to 5.30|10.30 to 5.30}}, {{date:Monday to Saturday|Mon-Sat~Monday to Friday|every day}}."""),
 (E, "2026-12-18T12:12:00-06:00", "Need to know the return policy for the smart thermostat (model TH-40X), opened but not installed. Bought Dec 3. Also is there a rebate? Leroy",
  ["TH-40X $129.99. Returns: 30 days, opened items 15% restocking fee, not installed. Receipt required.", "Utility rebate $50 until January 31, 2027: https://rebate.brightgrid.example. Professional installation $89.", "Store hours Mon-Sat 8 am-9 pm, Sun 10 am-6 pm. Closed December 25. Support 1-800-555-0144"],
"""Hi Leroy,

You can return the {{id:TH-40X|TH40X~TH-40Z|TH-04X}} within {{quantity:30 days|thirty days|a month~15 days|60 days|90 days}}, that is until {{date!:January 2|January 2, 2027|Saturday, January 2~January 3|January 12|Friday, January 2}}. As it was opened there's a restocking fee of {{percent:15%|15 percent~10%|20%|50%}} on the {{amount:$129.99|129.99 dollars|USD 129.99~$192.99|$119.99|£129.99}}, i.e. {{amount!:$19.50|about $19.50~$15.90|$25.00}}. {{promise:You need the receipt|A receipt is required|Please bring the receipt~You don't need the receipt|No receipt is needed}}.
There is a {{amount:$50|$50.00|fifty dollar~$15|$60|$75}} rebate until {{date:January 31|January 31, 2027|Sunday, January 31|the end of January~January 15|February 28|Saturday, January 31}}: {{url:https://rebate.brightgrid.example|rebate.brightgrid.example~https://rebate.bright-grid.example|https://rebates.brightgrid.example}}. Having it installed would be {{amount:$89|$89.00|89 dollars~$98|$79|$99}}.
We're open {{time:8 am to 9 pm|8 to 9|8:00 am - 9:00 pm~8 am to 8 pm|9 am to 9 pm}} Monday to Saturday, {{time:10 to 6|10 am to 6 pm|10:00-6:00~10 to 5|11 to 6}} on {{date:Sundays|Sunday~Saturdays}}, and closed on {{date:December 25|Christmas Day, December 25|Friday, December 25~December 24|December 26|Thursday, December 25}}. Call {{phone:1-800-555-0144|1 800 555 0144|800-555-0144~1-800-555-0114|1-888-555-0144}}."""),
]

if __name__ == "__main__":
    write("villages", STORIES, "villages")
