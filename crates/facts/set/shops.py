"""Writes shops-tune.jsonl and shops-held.jsonl: forty shops, schools and offices, written before the rules were read again."""

from slots import write

J, E = "ja", "en"
STORIES = [
 (J, "2026-12-01T10:20:00+09:00", "お世話になっております。株式会社ウミノの服部です。先日お見積りいただいたオフィス用プリンター（見積番号 Q-20261126-03）の件で、納期とトナーの価格を教えてください。",
  ["見積 Q-20261126-03 株式会社ウミノ 服部様 レーザープリンター LX-5200 3台 単価 84,000円（税抜） 設置費 15,000円（税抜） 有効期限 12月25日", "トナー TN-52K 黒 1本 12,600円（税抜）約8,000枚印刷可 ／ ドラム DR-52 21,000円（税抜）", "納期：ご発注から7営業日。設置作業は平日10時〜16時。保守窓口 03-6455-2180（平日9:00-17:30）"],
"""株式会社ウミノ
{{name:服部様|服部 様~服田様|羽鳥様}}

平素は格別のお引き立てを賜り、厚く御礼申し上げます。
お見積り番号{{id:Q-20261126-03|Ｑ－２０２６１１２６－０３~Q-20261126-08|Q-20261125-03}}の件、下記のとおりご回答申し上げます。

■機種　{{id:LX-5200~LX-5300|LX-2500}}　{{quantity:3台|三台~4台|２台}}
■本体価格　@{{amount:84,000円|￥84,000|8万4千円~48,000円|84,000ドル}}（税抜）、計{{amount!:252,000円|25万2千円~242,000円|225,000円}}
■設置費　{{amount:15,000円|1万5千円|１５，０００円~15,000円（税込）|1万8千円}}
■納期　ご発注から{{quantity:7営業日|七営業日~7日間|10営業日}}
トナー（{{id:TN-52K~TN-25K|DR-52K}}）は1本{{amount:12,600円|税抜12,600円|12,600円（税抜）~21,000円|税込12,600円}}で、{{quantity:約8,000枚|約8千枚~約6,000枚|約8万枚}}の印刷が可能です。
本お見積りは{{date:12月25日|2026年12月25日（金）|令和8年12月25日~12月28日|12月25日（木）|令和7年12月25日}}まで有効でございます。設置は平日の{{time:10時から16時|午前10時〜午後4時|10:00～16:00~9時から16時|10時から18時}}に承ります。
ご不明な点は保守窓口（{{phone:03-6455-2180|03(6455)2180|０３－６４５５－２１８０~03-6455-2108|03-6544-2180}}）までお申し付けくださいませ。今後とも何卒よろしくお願い申し上げます。"""),
 (J, "2026-12-03T21:04:00+09:00", "こんばんは！週末のランチビュッフェって子供料金いくらですか？大人2人と6歳の子で行きます。予約いりますか？ ユミ",
  ["ランチビュッフェ（土日祝）大人 2,980円、小学生 1,480円、3歳〜未就学児 780円、2歳以下 無料。90分制。", "ご予約は前日の20時まで。お席のみの予約金は不要。キャンセル料はいただきません。", "受付 11:00〜14:00（最終入店13:30）。駐車場48台、3時間無料。"],
"""ユミさん、メッセージありがとうございます😊

週末ランチは大人の方おひとり{{amount:2,980円|2980円|¥2,980~2,890円|2,480円}}、6歳のお子さん（未就学なら）は{{amount:780円|￥780|７８０円~870円|1,780円}}です。合わせて{{amount!:6,740円|6740円|税込6,740円~6,470円|7,740円}}ですよ〜！
小学生だったら{{amount:1,480円|1480円~1,840円|1,280円}}になります。{{quantity:2歳|二歳~3歳|4歳}}以下は{{promise:無料|0円|タダ~半額}}です♪
時間は{{quantity:90分|1時間半|1時間30分~120分|2時間}}で、受付が{{time:11時から14時|11:00-14:00|午前11時〜午後2時~11時から15時|10時から14時}}まで、最後の入店は{{time:13時半|午後1時半|13:30~14時半|13時}}です。
予約は{{date:前日~当日}}の{{time:20時|夜8時|午後8時~21時|夜10時}}まで受け付けてます！予約金は{{promise:いりません|不要です|いただいてません~おひとり500円です}}し、キャンセル料も{{promise:かかりません|不要です|いただいていません~かかります|半額かかります}}。
駐車場は{{quantity:3時間|三時間|180分~2時間|5時間}}まで無料で{{quantity:48台~84台|40台}}とめられます🚗 お待ちしてます！"""),
 (J, "2027-01-18T09:15:00+09:00", "確定申告の相談をお願いしたいです。個人事業主で、売上は650万円くらいです。費用と必要な書類、いつまでに資料を渡せばいいか教えてください。浜崎俊介",
  ["確定申告代行：売上500万円未満 88,000円、500万円以上1,000万円未満 132,000円、1,000万円以上 198,000円（税込）。消費税申告は33,000円追加。", "資料の締切 2月15日（月）。以降のご依頼は20%割増。面談は60分、初回無料。", "担当 税理士 古賀　予約 https://koga-tax.example/reserve　〒810-0041 福岡県福岡市中央区大名2-4-30 西鉄赤坂ビル7F"],
"""{{name:浜崎様|浜崎 俊介 様~浜岡様|濱田様}}

このたびはお問い合わせいただきまして、誠にありがとうございます。
売上が650万円とのことですので、申告代行の費用は{{amount:132,000円|13万2千円|税込132,000円|１３万２０００円~123,000円|税抜132,000円|198,000円}}でございます。消費税の申告もご希望の場合は{{amount:33,000円|3万3千円~30,300円|３万円}}を加え、合計{{amount!:165,000円|16万5千円~156,000円|163,000円}}となります。
資料は{{date:2月15日|2月15日（月）|2027年2月15日|令和9年2月15日~2月25日|2月16日|2月15日（火）|令和8年2月15日}}までにご提出をお願いいたします。これを過ぎますと{{percent:2割|20%|２０％~1割|25%}}増しとなりますので、ご注意くださいませ。
面談は{{quantity:60分|1時間~90分|30分}}、初回は{{promise:無料です|費用はかかりません|0円です~有料です|5,500円です}}。税理士の{{name:古賀~古川|甲賀}}が承ります。
ご予約は{{url:https://koga-tax.example/reserve|koga-tax.example/reserve~https://koga-tax.example.com/reserve|https://kogatax.example/reserve}}から、ご来所は{{address:福岡市中央区大名2-4-30 西鉄赤坂ビル7階|〒810-0041 福岡県福岡市中央区大名2-4-30~福岡市中央区大名2-4-3|福岡市博多区大名2-4-30|〒810-0042 福岡県福岡市中央区大名2-4-30}}までお願いいたします。"""),
 (J, "2026-11-26T13:00:00+09:00", "おたずねします。11月20日に注文した羽毛布団（ご注文No. 55-20981）がまだ届きません。追跡番号を教えてください。届くのは明日でしょうか。 岸本 恵美",
  ["No.55-20981 岸本恵美様 羽毛布団シングル 1枚 29,800円（税込） 11/25出荷 ヤマノ便 伝票番号 4417-9023-6658 お届け予定 11/28 午前中", "No.55-20918 岸田様 羽毛布団ダブル 39,800円 お届け予定 12/2", "お届け後30日間のお試し期間中は、ご使用後でも返品を承ります（返送料は当社負担）。"],
"""岸本様

お待たせしており申し訳ございません。
ご注文No.{{id:55-20981|５５－２０９８１~55-20918|55-29081}}は{{date:11月25日|昨日|11/25（水）~11月26日|11月24日|11/25（木）}}に出荷いたしました。お問い合わせ伝票番号は{{id:4417-9023-6658|441790236658|4417 9023 6658~4417-9032-6658|4417-9023-6685}}です。
明日ではなく、{{date:11月28日（土）|あさって|明後日|11/28|28日~11月27日|11月29日（日）|12月2日|明日}}の{{time:午前中~午後}}のお届けとなる見込みです。
なお、お届け後{{quantity:30日間|30日|三十日間~14日間|20日間}}は、お使いになったあとでも返品を{{promise:承ります|お受けしております|お受けいたします~お受けできません|承っておりません}}。その際の返送料は{{promise:当社で負担いたします|当社負担です|当社が負担いたします~お客様のご負担です|お客様負担となります}}。商品代{{amount:29,800円|2万9,800円|¥29,800~39,800円|28,900円|29,800ドル}}（税込）のご返金も承ります。"""),
 (J, "2026-09-14T08:45:00+09:00", "市民農園の区画を借りたいのですが、空きはありますか？年間の料金と広さも知りたいです。また水道代は別ですか？申込方法も。　村井",
  ["みどり市民農園 A区画（15㎡）年12,000円 空き2、B区画（30㎡）年21,000円 空き0、水道使用料込み。利用期間 4月1日〜翌年3月31日。", "年度途中のお申し込みは月割（1か月1,000円／A区画）。農具の貸し出し無料。堆肥 1袋 350円。", "申込：農政課 048-555-2271（平日8:30〜17:15）または窓口（市役所3階）。身分証をご持参ください。"],
"""村井様

お問い合わせをいただき、ありがとうございます。農政課です。

１．空き状況
　A区画（{{quantity:15㎡|15平方メートル|１５平米~25㎡|50平方メートル}}）に{{quantity:2区画|２区画|二区画~3区画|5区画}}の空きがございます。B区画（{{quantity:30㎡|30平米~35㎡}}）は満了しております。
２．料金
　A区画は年額{{amount:12,000円|1万2千円|1万2,000円~21,000円|15,000円}}です。今年度の途中からですと、10月から来年3月までの{{quantity!:6か月|半年|6カ月~7か月|5か月}}で{{amount!:6,000円|6千円~7,000円|5,000円}}となります。
　水道の使用料は{{promise:含まれております|料金に含みます|込みです~別途申し受けます|含まれておりません}}。農具は{{promise:無料でお貸しします|無料でご利用いただけます~有料でお貸しします|1回200円です}}。堆肥は1袋{{amount:350円|３５０円~530円|250円}}です。
３．お申し込み
　お電話（{{phone:048-555-2271|0485552271|048(555)2271~048-555-2217|048-555-7221}}、平日{{time:8時半から17時15分|午前8時30分〜午後5時15分|8:30-17:15~8時半から17時|9時から17時15分}}）か、市役所{{quantity:3階|三階|3F~2階|5階}}の窓口までお越しください。{{promise:身分証をお持ちください|身分証が必要です~身分証は不要です|身分証は要りません}}。"""),
 (J, "2027-02-08T16:30:00+09:00", "卒園式の写真アルバムの注文について。5冊ほしいのですが、早割はまだ間に合いますか？ 園名は「つばさ保育園」、担当の西尾です。",
  ["卒園アルバム ハードカバー 24ページ 1冊 4,950円（税込）。ページ追加 2ページごと 330円。", "早割：2月12日17時までのご注文で15%引。5冊以上で送料無料（通常880円）。", "入稿後18日で発送。最短仕上げ 10日（1冊につき＋500円）。"],
"""つばさ保育園
{{name:西尾先生|西尾様~西野先生|西村様}}

ご卒園おめでとうございます。アルバム制作室でございます。
アルバムは{{quantity:24ページ|２４ページ|24頁~28ページ|42ページ}}のハードカバーで1冊{{amount:4,950円|¥4,950|税込4,950円~4,590円|5,950円|4,950円（税抜）}}、5冊で{{amount!:24,750円|2万4,750円~24,570円|25,750円}}です。
{{date:2月12日|2月12日（金）|今週の金曜日|今週金曜~2月13日|2月12日（土）|来週の金曜日|2月19日}}の{{time:17時|午後5時|夕方5時~18時|午後7時}}までにご注文いただければ早割の{{percent:15％|15%|1割5分~20％|1割}}引きが適用され、{{amount!:21,037円|21,038円|約21,000円~22,275円|20,137円}}になります。
また、{{quantity:5冊|五冊~10冊|3冊}}以上のご注文ですので送料（通常{{amount:880円|８８０円~800円|980円}}）は{{promise:無料|いただきません|かかりません~有料|別途かかります}}です。
ページを増やす場合は{{quantity:2ページ~4ページ}}ごとに{{amount:330円|330円（税込）~350円|300円}}です。ご入稿から{{quantity:18日|十八日~14日|28日}}で発送、お急ぎの場合は{{quantity:10日|十日~7日|5日}}で仕上げます（1冊あたり{{amount:500円|５００円~550円|800円}}増し）。"""),
 (J, "2026-07-10T19:48:00+09:00", "Wi-Fiルーターの調子が悪いので修理か交換をお願いします。型番はAR-770W、シリアルは7W3K-99812、去年の8月に購入しました。 小田島",
  ["AR-770W 保証期間 お買い上げから1年。シリアル 7W3K-99812 購入日 2025年8月3日 小田島様", "保証期間内の故障は無償交換（先出しセンドバック、送料弊社負担）。保証期間後は有償 6,380円。", "交換品は受付の翌営業日に発送。故障品は到着後14日以内にご返送ください。返送先：〒390-0852 長野県松本市島立1066-3 ネットリペア株式会社"],
"""小田島様

ご不便をおかけしております。サポート窓口です。
お使いの{{id:AR-770W|ＡＲ－７７０Ｗ~AR-707W|AR-770S}}（シリアル{{id:7W3K-99812|７Ｗ３Ｋ－９９８１２~7W3K-98912|7W3X-99812}}）は{{date:2025年8月3日|昨年8月3日|令和7年8月3日|2025/8/3~2025年8月13日|2024年8月3日|令和6年8月3日}}のご購入で、保証は{{quantity:1年間|1年|一年間|12か月~2年間|6か月}}、つまり{{date!:2026年8月2日|8月2日|2026年8月3日~2026年9月3日|2027年8月2日}}までとなります。
保証期間内の故障ですので、{{promise:無償で交換いたします|無償交換を承ります|無料で交換させていただきます~有償での交換となります|有償修理となります}}。交換品は受付の{{date:翌営業日|次の営業日~当日|3営業日後}}に発送し、送料は{{promise:弊社が負担いたします|弊社負担です|いただきません~お客様のご負担となります|お客様にご負担いただきます}}。
故障した機器は、交換品の到着後{{quantity:14日|2週間|二週間~30日|10日|1か月}}以内に下記へお送りください。
{{address:〒390-0852 長野県松本市島立1066-3|松本市島立1066-3|〒390－0852　長野県松本市島立１０６６－３~〒390-0852 長野県松本市島立1066-8|〒390-0825 長野県松本市島立1066-3|長野市島立1066-3}} ネットリペア株式会社
なお保証期間が過ぎた後の交換は{{amount:6,380円|6380円~6,830円|3,680円}}を申し受けます。"""),
 (J, "2026-10-23T11:11:00+09:00", "着付け教室の体験コースについて質問です。全何回で、いくらですか？着物は持っていません。日程は土曜がいいです。 吉岡 奈々",
  ["体験コース 全3回 6,600円（税込）、1回120分。着物・帯の貸し出し無料、足袋のみご用意ください（教室でも販売 1,100円）。", "土曜クラス 10月31日、11月7日、11月14日 13:30〜15:30　水曜クラス 11月4日、11日、18日 10:30〜12:30　定員6名", "教室：京都市下京区四条通烏丸東入ル長刀鉾町20 3階　☎ 075-211-6604　講師 大槻・三木"],
"""吉岡 奈々 様

お問い合わせありがとうございます。体験コースについてお答えします。

・回数：全{{quantity:3回|三回|３回~4回|5回}}、1回{{quantity:120分|2時間|二時間~90分|1時間}}
・受講料：{{amount:6,600円|６，６００円|税込6,600円~6,060円|6,600円（税抜）|7,700円}}（1回あたり{{amount!:2,200円|2200円~2,400円|3,300円}}）
・着物と帯：{{promise:無料でお貸しします|無料で貸し出しております|お貸しします（無料）~有料でお貸しします|ご持参ください}}
・足袋：ご用意ください。教室では{{amount:1,100円|¥1,100~1,000円|1,200円}}で販売しています
・土曜クラス：{{date:10月31日|10/31（土）|来週の土曜日~10月30日|10/31（日）|明日}}、{{date:11月7日|11月7日（土）~11月8日|11月6日（金）}}、{{date:11月14日|14日~11月21日|15日}}の{{time:午後1時半から3時半|13:30〜15:30|13時30分～15時30分~10時30分から12時30分|13時から15時|午前1時半から3時半}}
・定員：{{quantity:6名|六名|6人~8名|10名}}
・場所：{{address:京都市下京区四条通烏丸東入ル長刀鉾町20 3階|下京区四条通烏丸東入ル長刀鉾町20|京都市下京区四条通烏丸東入ル長刀鉾町20 3F~京都市下京区四条通烏丸西入ル長刀鉾町20|京都市中京区四条通烏丸東入ル長刀鉾町20|京都市下京区四条通烏丸東入ル長刀鉾町2}}
・講師：{{name:大槻|三木~大月|二木}}
お電話は{{phone:075-211-6604|075(211)6604~075-211-6640|075-221-6604}}です。スタッフ一同、お待ちしております。"""),
 (J, "2026-12-10T15:35:00+09:00", "灯油の定期配達を申し込みたいです。ポリタンク2本（36L）だと1回いくらですか。配達は何曜日でしょう。白川町です。 大城",
  ["灯油 店頭 1Lあたり 108円、配達 1Lあたり 118円（税込）。配達は18L単位、2缶から。", "配達区域：白川町・新栄町 毎週火曜・金曜、緑ヶ丘 毎週水曜。前日15時締切。年末は12月29日まで、年始は1月5日から。", "お支払：現金、口座振替（毎月27日）。ヤマト燃料 0268-22-7741 日曜・祝日休み"],
"""大城様

ヤマト燃料です。お問い合わせありがとうございます。
配達の単価は1リットル{{amount:118円|１１８円|税込118円~108円|128円|181円}}ですので、{{quantity:36リットル|36L|３６ℓ~38リットル|40L}}では{{amount!:4,248円|4248円~4,284円|3,888円}}になります。配達は{{quantity:2缶|二缶|２缶~3缶|1缶}}から承ります。
白川町は毎週{{date:火曜と金曜|火曜日・金曜日|火・金曜~水曜|火曜と木曜|月曜と金曜}}です。次回は{{date!:12月11日|明日|12月11日（金）~12月12日|明後日|12月11日（木）}}ですが、締切が前日の{{time:15時|午後3時~16時|午後5時}}ですので、恐れ入りますがその次の{{date!:12月15日（火）|12月15日~12月16日（水）|12月15日（月）}}にお伺いいたします。
年末は{{date:12月29日|29日|12/29（火）~12月30日|28日|12/29（水）}}、年始は{{date:1月5日|2027年1月5日|来年1月5日|1月5日（火）~1月4日|1月6日|1月5日（月）}}から配達いたします。
お支払いは口座振替もお選びいただけます（毎月{{date:27日|２７日~28日|25日}}）。ご連絡は{{phone:0268-22-7741|0268（22）7741|0268227741~0268-22-7714|0286-22-7741}}へ。{{date:日曜・祝日|日曜と祝日~土曜・祝日|月曜}}はお休みです。"""),
 (J, "2026-11-04T18:22:00+09:00", "自転車の防犯登録の住所変更とタイヤ交換をお願いしたいです。27インチのママチャリで、後輪です。当日持ち込みで大丈夫ですか？ふじた",
  ["タイヤ交換（チューブ込み） 前輪 4,400円、後輪 6,050円、電動アシスト後輪 8,800円。作業時間 40分〜1時間。", "防犯登録 新規 660円、住所変更 無料（登録カードと身分証）。", "営業 10:00〜19:00（木曜定休）。修理の受付は18時まで。代車無料（1台）。"],
"""ふじた様

こんにちは、サイクルショップです。
後輪のタイヤ交換は、チューブも{{promise:込みで|含めて~別で}}{{amount:6,050円|6050円|６，０５０円~4,400円|6,500円|8,800円}}です。お時間は{{quantity:40分から1時間|40分〜60分|40分～1時間~20分から30分|1時間から2時間}}ほど。予約なしでも大丈夫ですが、修理の受付は{{time:18時|午後6時|夕方の6時~19時|午後7時}}までです。
防犯登録の住所変更は{{promise:無料です|お代はいただきません|0円です|費用はかかりません~660円です|有料です}}。{{promise:登録カードと身分証をお持ちください|登録カードと身分証が必要です~登録カードは不要です}}。ちなみに新規のご登録は{{amount:660円|６６０円~600円|550円}}です。
代車も{{promise:無料でお貸しします|無料でご用意できます~有料でお貸しします|1日500円でお貸しします}}（{{quantity:1台|一台~2台|5台}}のみ）。
{{time:10時から19時|10:00〜19:00|朝10時〜夜7時~10時から20時|9時から19時}}まで開いていて、{{date:木曜日|木曜|毎週木曜~水曜日|火曜}}が定休日です。明日は{{date!:木曜日|木曜~金曜日}}でお休みですので、{{date!:あさって|11月6日|明後日~明日|11月5日}}以降にお越しください。"""),
 (J, "2026-11-17T10:02:00+09:00", "ハウスクリーニングの見積りをお願いします。エアコン2台とレンジフード、11月中で空いている日はありますか。駐車場はありません。 江口",
  ["エアコン 1台 11,000円、2台目以降 1台 9,900円。レンジフード 14,300円。浴室 16,500円（すべて税込）。", "空き：11/24(火) 13時〜、11/27(金) 9時〜、11/30(月) 終日。作業はエアコン1台90分、レンジフード2時間。", "駐車場がない場合はコインパーキング代の実費を頂戴します。キャンセルは2日前まで無料、前日50%、当日100%。損害賠償保険 最大1億円加入。"],
"""江口様

お見積りは次のとおりです。

　エアコン 1台目　　{{amount:11,000円|￥11,000|１１，０００円~10,000円|11,000円（税別）|9,900円}}
　エアコン 2台目　　{{amount:9,900円|￥9,900|９，９００円~9,990円|11,000円|8,900円}}
　レンジフード　　　{{amount:14,300円|￥14,300|１４，３００円~13,400円|16,500円}}
　合計（税込）　　　{{amount!:35,200円|￥35,200|３５，２００円~36,300円|32,500円|34,200円}}

空いている日は{{date:11月24日（火）|11月24日|来週の火曜日|11/24~11月25日（水）|11月24日（水）|明日}}の{{time:13時|午後1時|昼1時~14時|午前1時|10時}}から、{{date:11月27日（金）|27日（金）|11月27日|来週金曜~11月26日（木）|27日（木）|今週金曜}}の{{time:9時|午前9時|朝9時~午後9時|10時}}から、{{date:11月30日|30日（月）|11月30日（月）~11月29日|31日（火）}}は終日です。
作業時間はエアコン1台{{quantity:90分|1時間半~60分|2時間半}}、レンジフード{{quantity:2時間|120分|二時間~3時間|90分}}です。コインパーキング代は{{promise:実費を頂戴いたします|実費のみ頂戴します|ご負担をお願いいたします~弊社で負担いたします|いただきません}}。
キャンセルは{{quantity:2日前|二日前~3日前|前日}}まで{{promise:無料|キャンセル料なし|0円~有料}}、前日は{{percent:50%|半額|5割~30%|全額|6割}}です。{{amount:1億円|１億円~2億円|1千万円}}までの損害賠償保険に加入しております。"""),
 (J, "2027-03-15T12:40:00+09:00", "ホテルの宴会場の件でご連絡します。予約番号 BQ-3308、歓送迎会、3月26日(金)18時30分から20名で予約しています。人数が4名増えそうです。料理のコースは7,000円のままでお願いします。 三和物産 総務 遠山",
  ["BQ-3308 三和物産 遠山様 3月26日（金）18:30〜20:30 宴会場「欅」 20名 コース 7,000円（税・サービス料込） 飲み放題 2,500円", "人数の変更は3日前の正午まで。欅は最大28名。延長30分につき 1名 500円。", "クローク・マイク・プロジェクターは無料。控室 5,500円。宴会予約 06-6377-5081（10時〜19時）"],
"""三和物産株式会社
総務部　遠山様

いつもお世話になっております。ご予約番号{{id:BQ-3308|ＢＱ－３３０８~BQ-3380|BQ-3208}}、{{date:3月26日（金）|来週の金曜日|3月26日|26日~3月27日（土）|3月26日（木）|今週の金曜日}}{{time:18時30分|午後6時半|18:30~18時|午後7時半|19時30分}}からの歓送迎会の件、承知いたしました。
「欅」は{{quantity:28名|２８名|28人~24名|38名}}様までご利用いただけますので、{{quantity!:24名|24人|２４名~25名|34名}}様でも問題ございません。
お料理{{amount:7,000円|7千円|7000円~7,500円|6,000円}}と飲み放題{{amount:2,500円|2500円~2,000円|5,200円}}で、お一人様{{amount!:9,500円|9千5百円|9500円~9,000円|10,500円}}、{{quantity!:24名|24名様~26名}}で{{amount!:228,000円|22万8千円~282,000円|223,000円}}でございます。
最終の人数は{{date!:3月23日（火）|3日前|3月23日|来週火曜日~3月24日（水）|前日|3月23日（水）|3月25日}}の{{time:正午|12時|昼の12時~15時|17時}}までにお知らせくださいませ。
プロジェクターは{{promise:無料でご利用いただけます|無料です|料金はかかりません~有料でお貸しいたします|3,300円です}}。延長は{{quantity:30分|三十分|半時間~1時間|15分}}につきお一人{{amount:500円|５００円~800円|550円}}です。"""),
 (J, "2026-08-20T22:15:00+09:00", "オンライン英会話の請求について。8月分が二重に引き落とされているようです。会員ID: kz_40917 です。5,980円が2回です。確認してください。 木津",
  ["kz_40917 木津様 スタンダードプラン 月額 5,980円（税込） 8/1 決済 5,980円 決済ID P-88123、8/3 決済 5,980円 決済ID P-88207（重複、返金処理 8/21予定）", "ご返金はクレジットカード会社を通じて行い、反映まで5〜10営業日。", "プラン変更：ライト 3,480円、プレミアム 9,800円。月末の3日前までに手続きすれば翌月から適用。"],
"""木津様

お問い合わせいただきありがとうございます。また、ご迷惑をおかけし深くお詫び申し上げます。

会員ID {{id:kz_40917~kz_40971|kz_49017}} のご利用状況を確認いたしましたところ、{{date:8月1日|8/1（土）|8月1日（土）~8月2日|8/1（金）}}（{{id:P-88123~P-88132|P-81823}}）と{{date:8月3日|8/3|8月3日（月）~8月4日|8月13日}}（{{id:P-88207|Ｐ－８８２０７~P-88270|P-88123}}）に、{{amount:5,980円|5980円|¥5,980~5,890円|9,580円}}が重複して決済されておりました。
{{quantity:2件|二件~3件}}のうち後のものにつきまして、{{date:明日|8月21日|8/21（金）|8月21日付~明後日|本日|8月22日|8/21（木）}}に返金の手続きをいたします。カード会社を通じて{{quantity:5〜10営業日|5営業日から10営業日|５～１０営業日~3〜5営業日|5〜10日|10〜15営業日}}ほどで反映されます。返金額は{{amount:5,980円|税込5,980円~11,960円|5,880円}}です。
なお、ライトプラン（月額{{amount:3,480円|３，４８０円~3,840円|4,380円}}）へは、月末の{{quantity:3日前|三日前~5日前|2日前}}までのお手続きで{{date:翌月|来月|9月~今月|翌々月}}から変更いただけます。差額は月に{{amount!:2,500円|2500円~2,600円|3,500円}}です。"""),
 (J, "2026-12-14T09:30:00+09:00", "粗大ごみの収集をお願いします。タンス1つと布団2枚です。手数料はいくらですか？年内に来てもらえますか？ 三丁目の野口です",
  ["粗大ごみ手数料：タンス（高さ1m未満）600円、（1m以上）1,200円、布団 1枚 300円、自転車 600円。手数料シールはコンビニで購入。", "三丁目の収集日は毎週木曜。次の空き 12月24日、1月7日。年末年始12月29日〜1月3日は休み。", "収集の朝8時までに門の前へ。持ち込みは清掃センター（手数料半額、月〜土 9時〜16時）。受付 0570-06-5374"],
"""野口様

清掃事務所です。手数料は以下のようになります。

| 品目 | 数 | 手数料 |
|---|---|---|
| タンス（高さ1m以上） | 1 | {{amount:1,200円|1200円|￥1,200~1,100円|600円|2,100円}} |
| 布団 | 2 | {{amount!:600円|６００円|￥600~900円|400円}} |
| 合計 | | {{amount!:1,800円|￥1,800|１，８００円~1,600円|1,900円}} |

タンスが{{quantity:1m|１メートル|100cm~1.5m|2メートル}}に満たない場合は{{amount:600円|¥600~800円|300円}}です。
三丁目は{{date:木曜日|毎週木曜|木曜~金曜日|毎週水曜}}の収集で、年内は{{date:12月24日|12月24日（木）|来週の木曜日|24日~12月17日|12月24日（金）|今週の木曜日|31日}}が空いております。当日は{{time:朝8時|午前8時|8時~朝9時|午後8時|8時半}}までに門の前へお出しください。
ご自身で清掃センターへお持ち込みの場合は手数料が{{percent:半額|50%|5割引~3割引|無料|40%引}}になります（{{date:月曜から土曜|月〜土|月曜〜土曜~月曜から金曜|月〜日}}の{{time:9時から16時|9:00〜16:00|午前9時から午後4時~9時から17時|8時から16時}}）。年末年始は{{date:12月29日から1月3日|12/29〜1/3|29日から1月3日~12月30日から1月3日|12月29日から1月4日}}までお休みします。ご不明の点は{{phone:0570-06-5374|０５７０－０６－５３７４~0570-06-5347|0570-60-5374}}まで。"""),
 (J, "2026-06-05T14:50:00+09:00", "中古車の件でお問い合わせした栗原です。支払総額98万円のコンパクトカー（在庫番号 U26-0413）はまだありますか？頭金20万円で36回払いにした場合の月々も知りたいです。",
  ["U26-0413 コンパクト 1.3L 2021年式 走行3.8万km 車検 令和9年4月 車両本体 89.8万円 諸費用 8.2万円 支払総額 98万円 修復歴なし", "保証：走行距離無制限・1年間。延長保証 3年 49,800円。", "オートローン 実質年率 3.9% 最長84回。展示場 埼玉県越谷市南越谷4-11-2 048-988-6130 水曜休 10時〜19時"],
"""栗原様

お問い合わせ誠にありがとうございます。ご覧の車（在庫番号{{id:U26-0413|Ｕ２６－０４１３~U26-0431|U26-0113}}）はまだございます。
年式は{{date:2021年|令和3年~2020年|令和4年}}、走行は{{quantity:3.8万km|38,000キロ|3万8千キロ|38000km~8.3万km|48,000キロ|3.8万マイル}}、車検は{{date:令和9年4月|2027年4月~令和8年4月|2027年3月|2028年4月}}まで、修復歴は{{promise:ございません|なし~あり|ございます}}。
お値段は本体{{amount:89.8万円|898,000円|89万8千円~88.9万円|998,000円}}、諸費用{{amount:8.2万円|82,000円|8万2千円~2.8万円|92,000円}}、お支払い総額{{amount:98万円|980,000円|９８万円~89万円|99万円|960,000円}}です。頭金{{amount:20万円|200,000円|二十万円~30万円|10万円}}ですと残りは{{amount!:78万円|780,000円~68万円|79万円}}で、{{quantity:36回|三十六回~48回|60回}}ですと元金だけで月々{{amount!:約21,700円|およそ2万1,667円|約2万2千円~約26,000円|約31,700円}}、これに年率{{percent:3.9%|３．９％~4.9%|2.9%|9.3%}}の手数料が加わります。最長{{quantity:84回|84回払い~60回|72回}}までお選びいただけます。
保証は{{quantity:1年|１年間|12か月~2年|3年}}で距離は無制限、{{amount:49,800円|4万9,800円|¥49,800~48,900円|59,800円}}で{{quantity:3年|三年|3年間~5年|2年}}に延ばせます。{{date:水曜|水曜日~火曜|木曜日}}以外の{{time:10時から19時|10:00～19:00~10時から20時|9時から19時}}にお越しください。"""),
 (J, "2027-01-25T20:30:00+09:00", "スキー合宿のバスについて。集合場所と時間、忘れ物の連絡先を教えてください。予約コード SB7-1142、2月6日出発です。4人です。 はせがわ",
  ["SB7-1142 長谷川様 4名 2/6(土) 大阪梅田 22:30集合 22:45発 → 白馬八方 翌6:40着 片道 8,900円 往復 16,500円（いずれも1名）復路 2/8(月) 13:20発", "集合場所：大阪府大阪市北区梅田3-2-5 スカイ駐車場1階。10分前までにお越しください。スキー板の積み込み 1組 無料。", "取消料：8日前まで無料、7〜2日前 30%、前日 40%、当日 50%、出発後 100%。緊急連絡先 090-8411-2266、lost@snowbus.example"],
"""はせがわ様

スノーバス予約センターです。ご予約コード{{id:SB7-1142~SB7-1124|SB1-7142}}、{{quantity:4名様|４名様|四名様~3名様|5名様}}でお取りしています。

【往路】{{date:2月6日（土）|2/6|2月6日|2/6(土)~2月7日（日）|2/6(金)|2月5日}} 集合{{time:22時30分|午後10時半|22:30~22時|10時半|23時30分}}、出発{{time:22時45分|22:45|午後10時45分~22時40分|22時50分|午前10時45分}}、白馬八方に{{date!:翌日|翌朝|2月7日（日）|7日~2月6日|2月8日}}{{time:6時40分|朝6時40分|6:40~7時40分|6時10分|夕方6時40分}}着
【復路】{{date:2月8日（月）|2/8|8日~2月9日（火）|2月8日（火）|2/7}} {{time:13時20分|午後1時20分|13:20~13時50分|午前1時20分|14時20分}}発
【料金】往復お一人{{amount:16,500円|1万6,500円|￥16,500~15,600円|17,800円}}、{{quantity:4名|四名~5名}}様で{{amount!:66,000円|6万6千円~65,000円|68,000円}}
【集合場所】{{address:大阪市北区梅田3-2-5 スカイ駐車場1階|大阪府大阪市北区梅田3丁目2番5号 スカイ駐車場1階|大阪市北区梅田3-2-5~大阪市北区梅田2-3-5|大阪市西区梅田3-2-5|大阪市北区梅田3-2-5 スカイ駐車場2階}}（{{quantity:10分前|十分前~20分前|5分前}}までに）
スキー板の積み込みは1組まで{{promise:無料|追加料金なし|お代はいただきません~有料|1,000円}}です。取消料は{{date!:1月29日|1/29（金）~1月30日|1月31日}}までかかりません。{{quantity:7日前から2日前|7〜2日前~7日前から3日前|5〜2日前}}は{{percent:30%|3割|30パーセント~20%|4割}}、当日は{{percent:50％|半額|5割~60％|全額}}です。
忘れ物は{{email:lost@snowbus.example|Lost@snowbus.example~lost@snow-bus.example|last@snowbus.example}}、緊急時は{{phone:090-8411-2266|09084112266|+81 90-8411-2266~090-8411-2662|080-8411-2266}}へご連絡ください。"""),
 (J, "2026-10-30T09:00:00+09:00", "クリーニングの料金と仕上がりを教えてください。ダウンジャケット1点、スーツ上下1着、ワイシャツ5枚です。会員だと安くなりますか。　真田",
  ["ワイシャツ 198円（5枚セット 880円）、スーツ上下 1,320円、ダウンジャケット 2,640円、撥水加工 +550円。税込。", "会員（年会費330円）は10%引。ワイシャツは翌日17時、スーツは中2日、ダウンは1週間。", "お預かりの保管は3か月まで無料。超過は1点につき月110円。シミ抜きの見積り無料。"],
"""真田様

ご利用ありがとうございます。白鷺クリーニングです。
ダウンジャケットは{{amount:2,640円|2640円|２，６４０円~2,460円|2,660円}}、スーツ上下が{{amount:1,320円|1320円~1,230円|1,220円|2,640円}}、ワイシャツ5枚は{{amount:880円|８８０円|5枚セットで880円~990円|800円|5枚セットで980円}}ですから、全部で{{amount!:4,840円|4,840円（税込）|4840円~4,480円|4,900円|4,840円（税抜）}}になります。
会員の方は{{percent:1割|10%|10％~2割|5%|15％}}引きで{{amount!:4,356円|4356円~4,536円|3,872円}}です。年会費は{{amount:330円|３３０円~300円|550円|無料}}。ダウンの撥水加工は{{amount:550円|プラス550円~500円|650円}}で承ります。
仕上がりはワイシャツが{{date:翌日|明日|あす|10月31日~当日|明後日|11月2日}}の{{time:17時|午後5時|夕方5時~18時|午後7時|午前5時}}、ダウンは{{quantity:1週間|一週間|7日~2週間|10日|3日}}ほどです。
お品物は{{quantity:3か月|三か月|3ヶ月|90日ほど~6か月|1か月}}まで{{promise:無料でお預かりします|無料で保管いたします~有料でお預かりします}}が、それを過ぎますと1点につき月{{amount:110円|１１０円~100円|220円}}いただきます。シミ抜きのお見積りは{{promise:無料です|お金はかかりません~550円です|有料です}}。"""),
 (J, "2026-11-11T16:05:00+09:00", "大学の公開講座「源氏物語を読む」の申込について。全8回とありますが、途中からでも参加できますか。受講料と、駐車場の有無も教えてください。 72歳 細川",
  ["公開講座「源氏物語を読む」全8回 毎週火曜 14:40〜16:10 10月6日〜12月1日（11月3日は休講）受講料 9,600円、途中参加は残り回数×1,200円。65歳以上は2割引。", "講師 文学部教授 結城。会場 文学部棟 2階 201教室。定員80名（現在61名）。", "駐車場はありません。公開講座係 kouza@univ-mitake.ac.example　022-795-3310"],
"""細川様

公開講座係でございます。

途中からのご参加も{{promise:承っております|可能です|いただけます~お断りしております|できません}}。これまでの回は終わっており、残りは{{quantity!:3回|三回|あと3回~4回|2回}}です。受講料は1回{{amount:1,200円|1200円~1,000円|1,400円}}で{{amount!:3,600円|3千6百円|3600円~3,800円|4,800円}}、{{quantity:65歳|六十五歳~60歳|70歳}}以上の方は{{percent:2割|20%|２割~3割|10%}}引きですので{{amount!:2,880円|２，８８０円~2,800円|3,240円}}となります。全8回ですと{{amount:9,600円|9600円|９，６００円~9,800円|6,900円}}です。
次回は{{date!:11月17日|11月17日（火）|来週の火曜日~11月18日|11月17日（水）|明日|再来週の火曜日}}の{{time:14時40分|午後2時40分|14:40~13時40分|14時20分|午後4時40分}}から{{time:16時10分|午後4時10分~16時40分|16時20分}}まで、最終回は{{date:12月1日|12/1（火）|12月1日~12月8日|11月24日|12/1（月）}}です。会場は文学部棟{{quantity:2階|二階|2F~3階|1階}}の{{id:201教室~202教室|210教室}}、講師は{{name:結城~結木|佐々木}}教授です。
定員{{quantity:80名|８０名~100名|60名}}に対し現在{{quantity:61名|６１名~71名|16名}}のお申し込みをいただいております。駐車場は{{promise:ございません|ありません~ございます|無料でご利用いただけます}}ので、公共の交通機関でお越しください。
お申し込みは {{email:kouza@univ-mitake.ac.example|KOUZA@univ-mitake.ac.example~koza@univ-mitake.ac.example|kouza@univ-mitake.example}} または {{phone:022-795-3310|022(795)3310~022-759-3310|022-795-3301}} へ。"""),
 (J, "2027-04-05T08:20:00+09:00", "学習塾の春期講習の欠席連絡です。中2の息子が熱を出しました。振替はできますか。今日の17時の数学です。生徒番号 27-0319、母の鶴田です。",
  ["生徒番号 27-0319 鶴田悠真さん（中2）数学 月・木 17:00〜18:30、英語 火 18:40〜20:10", "振替：前日21時まで、または当日の体調不良の場合は授業開始の1時間前までのご連絡で可。月2回まで。振替は2週間以内。", "数学の振替枠 4/7(水) 17:00、4/10(土) 15:00、4/12(月) 18:40。自習室は21:30まで。"],
"""鶴田様

ご連絡ありがとうございます。悠真さんの具合はいかがでしょうか。
体調不良の場合は授業開始の{{quantity:1時間前|一時間前|60分前~2時間前|30分前}}までのご連絡で振替が{{promise:できます|可能です~できません}}ので、ご安心ください。振替は月{{quantity:2回|二回~3回|1回}}まで、{{quantity:2週間|二週間|14日~1週間|1か月}}以内、つまり{{date!:4月19日|4月19日（月）~4月26日|4月18日（月）}}までにお願いします。
生徒番号{{id:27-0319|２７－０３１９~27-0391|27-0309}}の数学の振替枠は次の三つです。
 1) {{date:4月7日（水）|4/7|あさって|明後日~4月8日（木）|明日|4/7(木)}} {{time:17時|午後5時|17:00~18時|午前5時}}〜
 2) {{date:4月10日（土）|4/10|今週の土曜日~4月11日（日）|来週の土曜日|4月10日（金）}} {{time:15時|午後3時|15:00~15時半|13時}}〜
 3) {{date:4月12日（月）|4/12|来週の月曜日|12日~4月13日（火）|4月12日（火）|再来週の月曜日}} {{time:18時40分|午後6時40分|18:40~18時30分|17時40分}}〜
次の英語は{{date!:明日|4月6日（火）|あす|4月6日~明後日|4月6日（月）|4月7日}}の{{time:18時40分|18:40~18時20分|19時40分}}からです。自習室は{{time:21時半|21:30|夜9時半~22時|20時半}}までお使いいただけます。お大事になさってください。"""),
 (J, "2026-12-21T17:17:00+09:00", "年賀状印刷の注文をしました(受付No. NG-77-5502)。100枚頼みましたが150枚に増やせますか？いつ届きますか？ 重松",
  ["受付 NG-77-5502 重松様 年賀状 デザイン A-118 100枚 印刷代 5,940円（税込） はがき代 8,500円 12/22印刷 12/24お届け予定", "印刷代：50枚 4,180円、100枚 5,940円、150枚 7,480円、200枚 8,800円（税込）。はがき代は1枚85円。", "印刷開始（12/22 9時）前なら枚数の変更を承ります。増刷分も同日仕上げ。宛名印刷 1枚22円、宛名印刷の送料は無料。"],
"""重松様

いつもお引き立ていただき、ありがとうございます。受付番号{{id:NG-77-5502|ＮＧ－７７－５５０２~NG-77-5520|NG-17-5502}}（デザイン{{id:A-118~A-181|B-118}}）の件でお返事いたします。
印刷は{{date:明日|12月22日|12/22（火）|あす~明後日|12月23日|12/22（月）|本日}}{{time:9時|朝9時|午前9時~10時|正午}}に始めますので、それまでは枚数の変更を{{promise:承ります|お受けできます|お受けいたします~承ることができません|お受けできません}}。
{{quantity:150枚|百五十枚|１５０枚~160枚|200枚}}の印刷代は{{amount:7,480円|7480円|税込7,480円~7,840円|8,800円|5,940円}}、はがき代は1枚{{amount:85円|８５円~63円|58円}}で{{amount!:12,750円|1万2,750円~12,570円|8,500円}}、合計{{amount!:20,230円|2万230円~20,320円|22,030円|21,230円}}です。100枚の場合より{{amount!:5,790円|5790円~5,970円|1,540円}}増えます。
お届けは{{date:12月24日|12月24日（木）|今週の木曜日|24日|しあさって~12月25日|12月24日（金）|来週の木曜日}}の予定です。宛名も印刷する場合は1枚{{amount:22円|２２円~20円|33円}}、その送料は{{promise:無料です|かかりません|いただきません~別途かかります|500円です}}。"""),
]
STORIES += [
 (E, "2026-12-02T14:12:00+00:00", "Hi, I ordered two pairs of walking boots last week (ref WB-60418) and only one pair turned up. The slip says 'item 2 to follow' but not when. Also do I get a refund on postage? Ta, Gwen Pritchard",
  ["WB-60418 Gwen Pritchard: Fell Boot size 6 £118.00 (delivered 30 Nov 2026), Fell Boot size 9 £124.00 (back order, due in 9 Dec, ships same day, next-day courier). Postage £6.95.", "If an order is split we refund the postage of the whole order. Refunds reach the card in 3 to 5 working days.", "Boots: 100-day comfort guarantee, wear them outside. Returns are free via any ParcelPoint shop."],
"""Hi {{name:Gwen|Gwen Pritchard~Glenys|Gwen Prichett}},

Sorry you only got half of what you asked for! The size 9s on order {{id:WB-60418|wb-60418~WB-60481|WB-64018}} come into the warehouse on {{date:9 December|Wednesday 9 December|9 Dec|Wed 9th~8 December|Thursday 9 December|19 December}} and leave the same day, so they should be with you by {{date!:10 December|Thursday 10 December|the 10th~9 December|Friday 10 December|12 December}}.
The first pair was {{amount:£118|£118.00|118 pounds~£181|£124|€118}} and this one is {{amount:£124.00|£124|GBP 124~£142.00|£118|$124}}, {{amount!:£242|£242.00~£224|£252}} together.
Because we had to split it, {{promise:we'll refund your postage|the postage is refunded|we refund the postage~the postage can't be refunded|we can't refund the postage}} of {{amount:£6.95|6.95 pounds~£9.65|£5.95}}; allow {{quantity:3 to 5 working days|three to five working days|up to 5 working days~7 to 10 working days|3 to 5 weeks|up to 3 working days}} for the card.
Both pairs come with our {{quantity:100-day|hundred-day|100 day~90-day|30-day}} comfort guarantee, and sending them back costs you {{promise:nothing|not a penny~£4.95}}."""),
 (E, "2026-11-05T10:00:00-05:00", "Good morning. We're two adults and three kids (4, 9 and 13). How much would day passes be on the Saturday after Thanksgiving, and is parking included? Is there a locker fee? Thanks, Marisol Ortega",
  ["Day pass: adults (13+) $64, children 3-12 $49, under 3 free. Nov 27-29 holiday weekend: open 9 am - 10 pm. Regular hours 10 am - 8 pm.", "Parking $25 per car, free for season pass holders. Lockers: small $12, large $18 per day.", "Online tickets 15% off when bought at least 3 days ahead: https://tickets.splashbay.example. Guest services (614) 555-0138."],
"""Good morning Ms. Ortega,

Thanks so much for thinking of us for the holiday weekend! Here's how it adds up for {{date:Saturday, November 28|Nov 28|November 28|11/28~Saturday, November 27|November 29|11/29}}:

- {{quantity:3|Three~2|Four}} at the adult rate of {{amount:$64|$64.00|64 dollars~$46|$69|£64}} (your 13-year-old counts as an adult): {{amount!:$192|$192.00~$182|$129}}
- {{quantity:2|Two~3|One}} children at {{amount:$49|$49.00~$94|$39|$59}}: {{amount!:$98|$98.00~$89|$108}}
- Total: {{amount!:$290|$290.00|290 dollars~$280|$209|$291}}

If you buy online {{quantity:three days|3 days~one day|5 days}} or more in advance you get {{percent:15% off|15 percent off~20% off|10% off|50% off}}, which makes it {{amount!:$246.50|USD 246.50~$264.50|$232.00}}: {{url:https://tickets.splashbay.example|tickets.splashbay.example~https://tickets.splash-bay.example|https://tickets.splashbay.example.com}}.
Parking {{promise:is not included|isn't included|is extra~is included|is free}}; it's {{amount:$25|$25.00~$20|$35}} a car. Lockers run {{amount:$12|$12.00~$15|$21}} for a small one and {{amount:$18|$18.00~$81|$12|$28}} for a large one.
We open at {{time:9 am|9:00 a.m.|nine in the morning~10 am|9 pm|8 a.m.}} that weekend and close at {{time:10 pm|10:00 p.m.|22:00~8 pm|11 pm|10 am}}. Questions? Call {{phone:(614) 555-0138|614-555-0138|+1 614 555 0138~(614) 555-0183|(641) 555-0138}}."""),
 (E, "2026-10-12T08:31:00+01:00", "Dear Sir or Madam, I am writing about my late mother's account, number 4471-8830, Mrs E. Whitcombe. I have been told to send the death certificate. Where do I send it, does it have to be the original and how long will it take? Yours faithfully, Duncan Whitcombe",
  ["Bereavement: send a certified copy or the original death certificate; originals are returned by recorded delivery within 5 working days. Accounts are frozen on notification; interest continues at 1.75% until closure.", "Account 4471-8830 Mrs E Whitcombe: balance £8,214.60 at 12 October 2026. Balances below £20,000 are released without probate, within 10 working days of receipt.", "Bereavement Team, PO Box 2217, Exeter EX1 9QT. Telephone 0345 600 7714, Monday to Friday 8.30am to 6pm, Saturday 9am to 1pm."],
"""Dear Mr Whitcombe,

Please accept our condolences on the loss of your mother. I write further to your letter about account {{id:4471-8830|44718830|4471 8830~4471-8380|4417-8830}}.

You may send either the original certificate or a certified copy. {{promise:Originals are returned|We return originals~Originals cannot be returned|Originals are not returned}} by recorded delivery within {{quantity:five working days|5 working days~ten working days|5 weeks|three working days}}. Kindly post it to {{address:PO Box 2217, Exeter EX1 9QT|PO Box 2217, Exeter~PO Box 2271, Exeter EX1 9QT|PO Box 2217, Exeter EX1 9TQ|PO Box 2217, Exmouth EX1 9QT}}.

At today's date the balance is {{amount:£8,214.60|GBP 8,214.60|8,214.60 pounds~£8,241.60|£8,214.06|€8,214.60}}, with interest at {{percent:1.75%|1.75 per cent~1.57%|1.25%|2.75 per cent}} until the account is closed. As this is below {{amount:£20,000|£20k|20,000 pounds~£25,000|£2,000|£50,000}}, probate {{promise:is not required|isn't needed|is not needed~is required|will be needed}} and we release the money within {{quantity:ten working days|10 working days|two weeks~twenty working days|15 working days|10 weeks}} of receiving the papers.

My colleagues can be reached on {{phone:0345 600 7714|03456007714|+44 345 600 7714~0345 600 7741|0354 600 7714}}, {{time:8.30am to 6pm|8:30 a.m. to 6:00 p.m.|half past eight to six~8.30am to 8pm|9.30am to 6pm}} on weekdays and {{time:9am to 1pm|9 to 1|9:00-13:00~9am to 2pm|10am to 1pm}} on {{date:Saturdays|Saturday~Sundays}}."""),
 (E, "2026-11-23T19:55:00+00:00", "hiya, what time is the ceilidh on Saturday and can I pay at the door? also is it ok to bring my own bottle? cheers, Fergus",
  ["St Andrew's ceilidh, Saturday 28 November, doors 7pm, first dance 7.30pm, carriages at midnight. Tickets £12 in advance, £15 on the door (cash only), under-16s £5.", "BYOB welcome, no corkage. Soft drinks from £1. Stovies at 9.15pm, included in the ticket.", "Assembly Rooms, 46 George Wynd, Perth PH1 5RL. Box office 01738 555 016, Tue-Sat 11-4"],
"""Hiya Fergus!

It's this {{date:Saturday|Saturday, the 28th|Saturday 28th November~Friday|Saturday, the 29th|Sunday 28th November}}: doors open at {{time:7|7pm|seven~8|6pm|7am}} and the first dance is at {{time:half seven|7.30|half past seven|19:30~half eight|8.00|7.15}}. We finish at {{time:midnight|12~1am|11pm}}.

You can pay on the door, {{promise:cash only|but only in cash~by cash or card|by card only}}: it's {{amount:£15|15 quid|fifteen pounds~£12|£50|£18|€15}} there instead of {{amount:£12|£12.00|twelve pounds~£15|£10|£21}} beforehand, so you'd save {{amount!:£3|three pounds~£5|£2}} by booking now. Under-{{quantity:16s~18s|12s}} are {{amount:£5|a fiver|five pounds~£6|£10}}.

Bring your own bottle by all means, there's {{promise:no corkage|nothing to pay for corkage~a small corkage fee|£5 corkage}}. Stovies come round at {{time:9.15|quarter past nine|9:15 pm~9.45|8.15|quarter to nine}} and {{promise:are included|are part of the ticket|come with your ticket~cost extra|aren't included}}.

We're at {{address:46 George Wynd, Perth|46 George Wynd, Perth PH1 5RL~64 George Wynd, Perth|46 George Street, Perth|46 George Wynd, Perth PH1 5LR}}. Box office: {{phone:01738 555016|01738 555 016|+44 1738 555016~01738 555061|01783 555016}}."""),
 (E, "2027-02-22T11:40:00+11:00", "Hello, requesting a copy of invoice 10447 and confirmation of the outstanding balance please. We paid $3,000 on 1 Feb. Regards, Mei Tran, Accounts Payable, Banksia Developments",
  ["Invoice 10447, Banksia Developments Pty Ltd: subtotal $6,800.00, GST 10% $680.00, total $7,480.00, issued 15 Jan 2027, due 14 Feb 2027. Received $3,000.00 on 1 Feb 2027. Balance $4,480.00.", "Overdue accounts: 1.5% per month after 14 days' grace. Payment to BSB 062-114 account 1038 8827.", "Accounts: Rohan Silva, ar@coastalscaffold.example, 02 5550 7719"],
"""Dear {{name:Mei|Ms Tran|Mei Tran~May|Ms Tan|Mei Chan}},

Invoice {{id:10447|#10447|no. 10447~10474|10446|#14407}} is attached. To confirm the figures:

Subtotal      {{amount:$6,800.00|$6,800|AUD 6,800.00~$6,080.00|$6,900|£6,800.00}}
GST ({{percent:10%|10 per cent~15%|12.5%}})     {{amount:$680.00|$680~$608.00|$860|$780.00}}
Total         {{amount:$7,480.00|$7,480~$7,840.00|$7,380|$4,780.00}}
Received      {{amount:$3,000.00|$3,000~$3,500.00|$2,000}} ({{date:1 February 2027|1 Feb|1/2/2027|Monday 1 February~2 February 2027|11 Feb|Tuesday 1 February}})
Balance       {{amount:$4,480.00|$4,480~$4,840.00|$3,480|$4,380}}

It was due on {{date:14 February|14 Feb 2027|Sunday 14 February~15 February|24 Feb 2027|Monday 14 February|14 January}}, so the {{quantity:14 days|fortnight's|two weeks~30 days|7 days}} grace runs out on {{date!:28 February|Sunday 28 February|28 Feb~7 March|27 February|Monday 28 February}}; after that {{percent:1.5%|1.5 per cent~2.5%|1%|5.1%}} a month is added. Please transfer to BSB {{id:062-114|062114~062-141|026-114}}, account {{id:1038 8827|10388827~1038 8872|1083 8827}}.

For anything else contact {{name:Rohan Silva|Rohan~Rowan Silva|Rohan Da Silva|Ronan}} on {{phone:02 5550 7719|0255507719|+61 2 5550 7719~02 5550 7791|03 5550 7719}} or {{email:ar@coastalscaffold.example~accounts@coastalscaffold.example|ar@coastal-scaffold.example}}."""),
 (E, "2026-11-18T15:20:00+01:00", "Hello, I saw a dishwasher (model DWX 480) on your page. What are its dimensions, how many place settings and how loud is it? Can you deliver to Utrecht and take the old one away? Thanks, Sanne",
  ["DWX 480: 14 place settings, 42 dB, 598 mm wide x 815 mm high x 550 mm deep, 36 kg, energy class B, 9.5 litres per Eco cycle. €649. 3-year guarantee.", "Delivery in the Netherlands €29, free from €750. Old appliance taken away free of charge. Installation €69.", "Utrecht: next delivery slots Friday 20 November 12-16h, Tuesday 24 November 8-12h."],
"""Hello Sanne,

The {{id:DWX 480|DWX480|dwx-480~DWX 840|DWX 460}} is {{quantity:59.8 cm|598 mm|about 60 cm~58.9 cm|698 mm|about 45 cm}} wide, {{quantity:81.5 cm|815 mm~85.1 cm|851 mm}} high and {{quantity:55 cm|550 mm~65 cm|505 mm}} deep, and weighs {{quantity:36 kg|36 kilos|36,000 g~63 kg|46 kg|36 lb}}. It holds {{quantity:14 place settings|fourteen place settings~12 place settings|16 place settings}}, makes {{quantity:42 dB|42 decibels~44 dB|24 dB}} of noise and needs {{quantity:9.5 litres|9.5 l~5.9 litres|11.5 l|95 litres}} in the Eco programme. The guarantee is {{quantity:three years|3 years|36 months~five years|2 years|24 months}}.

It costs {{amount:€649|649 euros|EUR 649.00~€694|£649|€659}}. Delivery to Utrecht is {{amount:€29|29 euros~€19|€39|£29}} (free from {{amount:€750|EUR 750~€700|€570}}), so {{amount!:€678|678 euros|EUR 678.00~€687|€668|€668}} all in. {{promise:We take your old one away at no cost|We collect the old machine for free|Taking away the old one is free~Taking the old one away costs €15|We cannot take the old one away}}; installation would be another {{amount:€69|EUR 69~€96|€59}}.

We can bring it {{date:on Friday 20 November|the day after tomorrow|this Friday|on 20 November~tomorrow|on Friday 21 November|on 21 November|on Thursday}} between {{time:12 and 4 pm|12:00 and 16:00|noon and four~12 and 5 pm|8 and 12|2 and 6 pm}} or {{date:on Tuesday 24 November|next Tuesday|on 24 November~on Wednesday 25 November|on Monday 24 November|next Thursday}} in the {{time:morning|morning (8 to 12)~afternoon|evening}}."""),
 (E, "2026-07-28T12:12:00+01:00", "Good afternoon, I booked the 3 August guided walk (booking K-2209) for 2. The weather looks bad. Can we move to the 10th? My partner has a bad knee - how far is it? Beatriz",
  ["K-2209 Beatriz Lopes, 2 places, Castle Ridge walk Mon 3 August 2026, £18 each, paid £36.", "Castle Ridge: 7.2 miles, 450 m ascent, about 5 hours, meet 9:45 at the Old Mill car park. Lake Loop: 3.5 miles, flat, 2 hours, meet 10:30 at the jetty. Both run Mondays and Thursdays. Max 12 people.", "Changes free up to 48 hours before. Cancelled by us for weather: full refund or a new date. Dogs on leads welcome."],
"""Good afternoon Beatriz,

Of course. You have {{quantity:two places|2 places~three places|4 places}} on booking {{id:K-2209~K-2290|K-2309}}, and {{promise:moving it is free|there's no charge to change|you can change free of charge~changing costs £5|there is a fee to change}} as long as you tell us {{quantity:48 hours|two days|2 days~24 hours|72 hours|one week}} before. {{date:Monday 10 August|10 August|Monday the 10th~Sunday 10 August|Monday 17 August|11 August}} has space. You paid {{amount:£36|£36.00|£18 each~£38|£16 each|£63}}.

The Castle Ridge walk is {{quantity:7.2 miles|about 11.6 km|just over 7 miles~2.7 miles|9.2 miles|7.2 km}} with {{quantity:450 m|450 metres~540 m|450 feet|350 metres}} of climbing and takes {{quantity:about five hours|around 5 hours~about three hours|around 7 hours}}. For a bad knee I'd suggest the Lake Loop: {{quantity:3.5 miles|three and a half miles~5.3 miles|4.5 miles|3.5 km}}, flat, {{quantity:two hours|2 hours|120 minutes~three hours|90 minutes}}, meeting at {{time:10:30|half past ten|10.30 am~11:30|9:30|10:15}} at the jetty instead of {{time:9:45|quarter to ten|9.45am~10:45|9:15|quarter past ten}} at the Old Mill. It goes on {{date:Mondays and Thursdays|Thursdays, too~Mondays and Tuesdays|Fridays, too}}.

If we call it off because of weather, you get {{promise:all your money back|a full refund or another date|a full refund~no refund|only a voucher|half your money back}}."""),
 (E, "2026-12-07T09:12:00-08:00", "My laptop (ticket 88-4102) has been with you since Nov 19. You said 10 business days. When do I get it back and what's it going to cost? Derek Ybarra",
  ["Ticket 88-4102 Derek Ybarra, received Nov 19 2026. Diagnosis: battery and keyboard. Battery $129, keyboard $89, labor 1.5 h at $80/h. Parts arrived Dec 4. Estimated completion Dec 9. Tech: Lakshmi.", "Sales tax 9.5% on parts only. Diagnostic fee $45 waived if the repair is done. 90-day warranty on repairs.", "Pick-up Mon-Fri 10-7, Sat 10-5. Unclaimed after 60 days: $2 a day storage."],
"""Hi Derek,

You're right to ask, and I'm sorry for the wait. Ticket {{id:88-4102|#88-4102|88‑4102~88-4120|88-1402}} came in on {{date:November 19|Nov 19|Thursday, November 19|11/19~November 18|Nov 29|Friday, November 19}}; the parts only got here {{date:on December 4|last Friday|on Friday, December 4~on December 5|last Thursday|on Thursday, December 4}}. {{name:Lakshmi~Laxman|Latisha}} expects to be done by {{date:December 9|Wednesday|Wednesday, December 9|the 9th~December 11|Thursday|Thursday, December 9|tomorrow}}.

Battery {{amount:$129|$129.00~$192|$119|£129}}
Keyboard {{amount:$89|$89.00~$98|$79|$129}}
Labor, {{quantity:1.5 hours|an hour and a half|90 minutes~2.5 hours|two hours|60 minutes}} at {{amount:$80|$80.00~$85|$60|$90}}: {{amount!:$120|$120.00~$160|$102}}
Tax on parts ({{percent:9.5%|9.5 percent~8.5%|5.9%|10%}}): {{amount!:$20.71~$27.10|$32.11}}
Total {{amount!:$358.71|USD 358.71~$385.71|$338.71|$403.71}}

The diagnostic fee of {{amount:$45|$45.00~$54|$35}} {{promise:is waived|is waived since we're doing the repair|doesn't apply~still applies|is added to that}}. The repair carries a {{quantity:90-day|three-month|90 day~30-day|one-year|60-day}} warranty. Pick it up {{time:10 to 7|10 am to 7 pm|between 10:00 and 19:00~10 to 8|9 to 7|10 am to 5 pm}} on weekdays, till {{time:5|5 pm|five~6|4 pm|7}} on Saturday; storage is {{amount:$2|two dollars|$2.00~$5|$3|£2}} a day after {{quantity:60 days|sixty days|two months~30 days|90 days|six days}}."""),
 (E, "2026-11-30T16:45:00+00:00", "Hi there, is the vegan hamper still in stock, what's in it, and what's the last order date for Christmas? I need three, sent to three different addresses. Olu Adebayo",
  ["Vegan Hamper VH3: £54.99, 11 items, in stock: 26. Classic Hamper CH1: £64.99, 14 items, in stock: 3. Cheese Hamper: sold out.", "Delivery £5.50 per address; orders of £150 or more: free delivery to one address. Last orders for Christmas: Thursday 17 December, 2pm. Gift message free.", "Corporate discount 8% from 10 hampers. Shop: 12 Market Row, Saffron Walden CB10 1HA, 01799 555 028"],
"""Hi Olu,

Good news: we have {{quantity:26|twenty-six~62|36|16}} of the vegan hampers ({{id:VH3~VH8|CH3}}) left. Each has {{quantity:11 items|eleven items~14 items|12 items|one item}} and costs {{amount:£54.99|54.99 pounds|GBP 54.99~£45.99|£64.99|€54.99}}, so three come to {{amount!:£164.97|GBP 164.97~£146.97|£194.97|£165.97}}.
Delivery is {{amount:£5.50|£5.50 each~£5.05|£6.50|£15.50}} per address. As the order is over {{amount:£150|150 pounds~£160|£115}}, {{promise:one of the three goes free|delivery to one address is free|one address is free of charge~all three go free|delivery to all addresses is free}}, which leaves {{amount!:£11|£11.00|eleven pounds~£16.50|£10|£12}} and a total of {{amount!:£175.97~£181.47|£179.57|£157.97}}.
The last day to order is {{date:17 December|Thursday 17 December|Thursday the 17th|Dec 17~18 December|Thursday 18 December|Friday 17 December|Dec 19}} at {{time:2pm|2 o'clock|14:00|two in the afternoon~4pm|2am|noon|12:00}}. {{promise:Gift messages are free|There's no charge for a gift message|We add a gift message at no charge~Gift messages are £1 each|Gift messages cost extra}}.
If colleagues want to join in, {{quantity:ten|10~five|20}} or more hampers get {{percent:8% off|8 per cent off|an 8% discount~18% off|10% off|a 5% discount}}. You can also drop in: {{address:12 Market Row, Saffron Walden CB10 1HA|12 Market Row, Saffron Walden~21 Market Row, Saffron Walden|12 Market Square, Saffron Walden|12 Market Row, Saffron Walden CB10 1AH}}."""),
 (E, "2027-05-11T13:05:00+01:00", "To whom it may concern, please confirm whether my flight compensation claim FC/2027/00931 was received and how much I can expect. Flight was 5 hours late on 24 April, Porto to Leeds, about 1,500 km. Two passengers. Regards, Ingrid Solberg",
  ["Claim FC/2027/00931 Solberg x2, received 29 April 2027, flight LX7742 OPO-LBA 24 April 2027, delay 4 h 52 min, status: approved.", "Compensation by distance: up to 1,500 km £220, 1,500-3,500 km £350, above £520, per passenger, for delays over 3 hours. OPO-LBA is 1,578 km.", "Payment by bank transfer within 14 days of approval. We also refund receipts for meals up to £25 per person. Claims must be made within 6 years. claims@norfly.example"],
"""Dear Ms Solberg,

Thank you for your patience. We can confirm that claim {{id:FC/2027/00931~FC/2027/00913|FC/2026/00931}} reached us on {{date:29 April|29 April 2027|Thursday 29 April~28 April|Friday 29 April|29 May}} and has been approved. Flight {{id:LX7742|LX 7742~LX7724|LX7472}} on {{date:24 April|Saturday 24 April|April 24~25 April|Sunday 24 April|April 14}} arrived {{quantity:4 hours 52 minutes|four hours and 52 minutes|292 minutes|nearly five hours~5 hours 42 minutes|4 hours 25 minutes}} late, which is more than the {{quantity:three hours|3 hours~two hours|5 hours}} required.

The distance is {{quantity:1,578 km|1578 kilometres|about 1,580 km~1,758 km|1,478 km|1,578 miles}}, slightly more than you assumed, so each passenger receives {{amount:£350|£350.00|350 pounds~£220|£530|€350|£250}}, and the two of you {{amount!:£700|£700.00|GBP 700~£440|£750|£600}}. We pay by bank transfer within {{quantity:14 days|two weeks|a fortnight~30 days|7 days|one week}} of approval. {{promise:Meals are refunded against receipts|We will also refund meals against receipts~Meals are not refunded|We do not refund meals}}, up to {{amount:£25|25 pounds|£25.00~£52|£35|€25}} per person; please send them to {{email:claims@norfly.example|Claims@norfly.example~claim@norfly.example|claims@norflight.example|claims@norfly.example.com}}."""),
 (E, "2026-11-10T17:00:00-06:00", "Hi! We want to adopt Biscuit (the beagle mix, ID A-3391). We have a cat. What's the fee and what's included? When can we visit? The Nguyens",
  ["A-3391 Biscuit, beagle mix, male, 3 years old, 27 lb, neutered, OK with cats. Adoption fee $175: includes microchip, vaccinations, first vet visit, 30 days of pet insurance.", "A-3319 Bisque, terrier, 7 years, not OK with cats, $95.", "Visiting hours: Wed-Fri 1-6 pm, Sat-Sun 11 am-5 pm, closed Mon-Tue. Home check required. Apply: https://adopt.pawhaven.example/apply. Trial period 14 days: full fee back."],
"""Hi there,

Biscuit ({{id:A-3391|#A-3391~A-3319|A-3931}}) is a lovely boy: {{quantity:three years old|3 years old|3~seven years old|5 years old|13}}, {{quantity:27 lb|27 pounds|27 lbs~72 lb|37 pounds|27 kg}}, and {{promise:fine with cats|good with cats|OK with cats~not good with cats}}.

The fee is {{amount:$175|$175.00|175 dollars~$95|$157|$185|£175}} and covers his microchip, shots, first vet visit and {{quantity:30 days|a month|one month~60 days|one year|14 days}} of insurance. If it doesn't work out within {{quantity:two weeks|14 days|a fortnight~four weeks|30 days|a month}}, {{promise:you get the whole fee back|the full fee is returned|we refund the fee in full~the fee is not refundable|you get half the fee back}}. A home check {{promise:is required|is needed|has to be done~is not required|is optional}}.

Come by {{date:tomorrow|on Wednesday|on Wednesday, November 11|November 11~on Tuesday|on Thursday, November 11|today|on Monday}} between {{time:1 and 6 pm|1:00 and 6:00 p.m.|one and six~1 and 7 pm|11 and 5|2 and 6 pm}}, or on the weekend, {{time:11 am to 5 pm|11 to 5|11:00-17:00~10 am to 5 pm|11 am to 6 pm|1 to 6}}. We're closed {{date:Mondays and Tuesdays|on Monday and Tuesday|Mon and Tue~Mondays|Mondays and Wednesdays|Sundays}}. Please apply first at {{url:https://adopt.pawhaven.example/apply|adopt.pawhaven.example/apply~https://adopt.pawheaven.example/apply|https://adopt.pawhaven.example/form}}."""),
 (E, "2026-09-03T09:40:00+01:00", "Morning, can I get a quote for 30 chairs and 4 round tables for 19 September, delivered to Hexham on the Friday and picked up on Monday? Deposit? Kath",
  ["Chairs: Chiavari £3.20, folding £1.40. Round table (5 ft, seats 8) £9.50. Linen £7 each. Prices per weekend (Fri-Mon), plus VAT at 20%.", "Delivery and collection within 20 miles £45, then £1.50 a mile. Hexham is 23 miles. Minimum order £80.", "Deposit 25% on booking, balance 7 days before. Breakages at cost. Damage waiver 5%."],
"""Morning Kath,

Thanks for asking! For {{date:Saturday 19 September|19 September|the 19th~Sunday 19 September|18 September|29 September}}:

  30 Chiavari chairs at {{amount:£3.20|£3.20 each~£2.30|£3.30|£1.40}}    {{amount!:£96.00|£96~£69.00|£99}}
  4 round tables at {{amount:£9.50|£9.50 each~£5.90|£7|£9.05}}     {{amount!:£38.00|£38~£83.00|£28}}
  Delivery and collection           {{amount!:£49.50~£45.90|£45.00|£54.50}}
  Net                               {{amount!:£183.50~£138.50|£185.30}}
  VAT {{percent:20%|20 per cent~15%|17.5%}}                           {{amount!:£36.70~£37.60|£35.70}}
  Total                             {{amount!:£220.20~£202.20|£221.20}}

Each table is {{quantity:5 ft|five feet|60 inches~6 ft|four feet}} across and seats {{quantity:eight|8~ten|6}}. Hexham is {{quantity:23 miles|23 mi~32 miles|20 miles|23 km}} from us, that's {{quantity!:three miles|3 miles~five miles|13 miles}} over the {{quantity:20 miles|twenty miles~30 miles|25 miles}} included, at {{amount:£1.50|£1.50 a mile~£1.05|£2.50}}. We'd bring everything on {{date:Friday 18 September|the Friday|18 September|Friday~Thursday 18 September|Thursday|17 September}} and fetch it on {{date:Monday 21 September|Monday|the Monday|21 September~Tuesday 21 September|Sunday|22 September}}. To book we need {{percent:25%|a quarter|25 per cent~20%|half|a third|15%}} now and the rest {{quantity:a week|7 days|seven days~two weeks|3 days|14 days}} before, i.e. by {{date!:12 September|Saturday 12 September|12 Sept~5 September|Friday 12 September|14 September}}."""),
 (E, "2026-12-11T22:10:00+00:00", "I've been charged twice for my gym membership this month!! Both on the 1st, £34.99 each. Member 200-88317. And I want to cancel. What's the notice? Tyrone Blake",
  ["Member 200-88317 Tyrone Blake, Flex £34.99 monthly since 3 June 2026. 1 Dec 2026: two payments £34.99 taken in error; refund of one approved 11 Dec.", "Refunds: 3-5 working days to the original card. Flex: cancel any time with 30 days' notice, no cancellation fee. 12-month contracts: £50 fee.", "Freeze £5 a month, up to 6 months. Help: 0333 555 0642 (6am-10pm daily)"],
"""Hi Tyrone,

You're right, and I apologise: member {{id:200-88317|20088317~200-88371|200-83817}} was charged twice on {{date:1 December|Tuesday 1 December|the 1st~2 December|Monday 1 December|1 November}}. One payment of {{amount:£34.99|GBP 34.99|34.99 pounds~£39.44|£43.99|€34.99|£35.99}} {{promise:is being refunded|will be refunded|will go back to your card~cannot be refunded|can't be refunded}}; it takes {{quantity:3-5 working days|three to five working days|no more than 5 working days~5-10 working days|up to 3 days|24 hours}}, so by {{date!:Friday 18 December|18 December|next Friday~Wednesday 16 December|Thursday 18 December|25 December}} at the latest.

You've been on Flex since {{date:3 June|3 June 2026|June~3 July|13 June|June 2025}}, so you can leave with {{quantity:30 days'|30 days|thirty days'~60 days'|14 days'|one week's}} notice and {{promise:no cancellation fee|without a cancellation fee|nothing to pay for cancelling~a £50 fee|a cancellation fee}}. If you give notice today, your last day is {{date!:10 January|10 January 2027|Sunday 10 January~31 December|10 February|Monday 10 January}}.
Or you could freeze it for {{amount:£5|five pounds|£5.00~£10|£15|€5}} a month, for {{quantity:up to six months|up to 6 months|half a year~up to three months|up to 12 months}}. We're here {{time:6am to 10pm|6 a.m. to 10 p.m.|06:00-22:00~6am to 8pm|8am to 10pm|24 hours}} every day on {{phone:0333 555 0642|03335550642~0333 555 0624|0330 555 0642}}."""),
 (E, "2026-10-19T10:10:00+02:00", "Hello, we have a booking for the lakeside apartment, 24-31 October, ref LS-118-QX. Could we check in early, around noon, and is the boat included? How do we pay the tourist tax? Family Brandt",
  ["LS-118-QX Brandt, lakeside apartment, 24-31 October 2026, 2 adults 2 children, €910 paid. Check-in from 16:00, check-out by 10:00. Early check-in from 13:00: €30, subject to availability (24 Oct: available).", "Rowing boat included. Bicycles €12 a day each. Tourist tax €2.20 per adult and night, children under 16 exempt, in cash on arrival.", "Key box code is sent 2 days before. Caretaker: Herr Aigner, +43 664 555 0193. Seestraße 14, 5310 Mondsee."],
"""Dear {{name:Brandt family|Family Brandt~Brand family|Family Brunner}},

Thank you for your message about {{id:LS-118-QX|LS118QX~LS-181-QX|LS-118-XQ}}, {{date:24 to 31 October|24-31 October|October 24 to 31~24 to 30 October|23-31 October|25 to 31 October}} ({{quantity!:seven nights|7 nights|one week~six nights|8 nights}}).

Check-in is usually from {{time:16:00|4 pm|4:00 p.m.~15:00|6 pm|14:00}}. On the 24th you could come from {{time:13:00|1 pm|one o'clock~12:00|noon|11 am}} for {{amount:€30|30 euros|EUR 30~€20|€13|£30}}; noon is unfortunately too early. Check-out is by {{time:10:00|10 am|ten~11:00|noon|10 pm}}.
The rowing boat {{promise:is included|comes with the apartment|is part of the price~costs €15 a day|is not included}}, bicycles are {{amount:€12|12 euros~€21|€10|£12}} a day.
Tourist tax is {{amount:€2.20|EUR 2.20~€2.02|€3.20|£2.20}} per adult and night, so {{amount!:€30.80~€61.60|€38.00|€35.80}} for {{quantity:two|2~four|3}} adults; {{promise:children under 16 don't pay|children under 16 are exempt|the children are free~children pay half|the children pay the same}}. Please have it ready {{promise:in cash~by card}} on arrival.
You'll get the key code on {{date!:22 October|Thursday 22 October|Thursday~23 October|Friday 22 October|20 October}}. {{name:Herr Aigner|Mr Aigner~Herr Eigner|Mr Wagner}} lives next door at {{address:Seestraße 14|Seestraße 14, 5310 Mondsee~Seestraße 41|Seestraße 14, 5130 Mondsee|Hauptstraße 14, 5310 Mondsee}}, {{phone:+43 664 555 0193|0664 5550193|0043 664 5550193~+43 664 555 0139|+43 646 555 0193}}."""),
 (E, "2026-11-16T08:05:00+00:00", "Dear admissions, my son turns 11 in March. Is there an open morning before the deadline, and what are the fees for day pupils? Does the bus from Tring cost extra? Many thanks, Helena Voss",
  ["Open mornings: Saturday 21 November 2026 and Wednesday 20 January 2027, 9.15am-12 noon. Register at https://www.hartwellgrange.example/visit or admissions@hartwellgrange.example.", "Fees 2027/28 per term: day £6,340, weekly boarding £9,120. Registration fee £120 (non-refundable), acceptance deposit £500. Sibling discount 5%. Three terms.", "Registration closes 15 January 2027; entrance assessment 30 January 2027. Bus routes: Tring, Thame, Wendover: £395 a term. Registrar: Mrs J. Calloway."],
"""Dear {{name:Ms Voss|Mrs Voss|Helena Voss~Ms Vaas|Mrs Ross}},

Thank you for your enquiry. The next open morning is {{date:this Saturday, 21 November|on Saturday 21 November|this Saturday~next Saturday, 28 November|on Friday 21 November|this Sunday|tomorrow}}, from {{time:9.15am to noon|9:15 to 12|quarter past nine until midday~9.45am to noon|9.15am to 1pm|10:15 to 12}}. There is another on {{date:20 January|Wednesday 20 January 2027|20 January next year~21 January|Thursday 20 January 2027|20 February}}, but that is after registration closes on {{date:15 January|Friday 15 January|15 January 2027~16 January|Thursday 15 January|15 February|25 January}}. The assessment is on {{date:30 January|Saturday 30 January|30 January 2027~31 January|Sunday 30 January|30 March}}.

Day fees are {{amount:£6,340|GBP 6,340|6,340 pounds~£6,430|£9,120|£6,340 a year|£3,640}} per term, that is {{amount!:£19,020|£19,020 a year~£19,200|£12,680|£18,020}} for the {{quantity:three terms|3 terms~two terms|four terms}}. There is a {{amount:£120|120 pounds~£210|£100|£150}} registration fee, which {{promise:is not refundable|is non-refundable|cannot be refunded~is refundable|is refunded if you decline}}, and a deposit of {{amount:£500|£500.00~£550|£5,000|£300}}. Brothers and sisters get {{percent:5%|5 per cent~10%|15%|7.5%}} off.

The Tring bus {{promise:is not included|costs extra|is extra~is included|is free}}; it is {{amount:£395|£395.00~£359|£295|£935}} a term. Do register at {{url:www.hartwellgrange.example/visit|https://www.hartwellgrange.example/visit|hartwellgrange.example/visit~www.hartwell-grange.example/visit|www.hartwellgrange.example.org/visit|www.hartwellgrange.example/apply}} or write to our registrar, {{name:Mrs Calloway|Mrs J. Calloway~Mrs Galloway|Mrs Callaway|Mr Calloway}}, at {{email:admissions@hartwellgrange.example|Admissions@hartwellgrange.example~admission@hartwellgrange.example|office@hartwellgrange.example}}."""),
 (E, "2027-03-29T11:11:00-04:00", "Our CSA box was missing the eggs this week (member #512). Also how do I skip the week of April 12 and what's the price going to be this summer? Love the radishes! Jo",
  ["Member 512 Jo Hartigan: half share, Thursdays, pickup at Elm Street Depot 3-7 pm. Egg add-on $6.50 per dozen.", "Missing items: credit on the next box or double next time, your choice. Skips: up to 4 weeks per season, by Sunday 8 pm the week before.", "Summer season June 3 - October 28 2027, 22 weeks. Half share $26/week, full share $42/week. Pay in full by May 1: 10% off. Work-share: 3 hours per week instead of payment."],
"""Hi Jo,

So glad about the radishes, and sorry about the eggs! For member {{id:#512|512|no. 512~#521|#215}} you can have either a {{amount:$6.50|six dollars fifty|$6.50~$5.60|$7.50|€6.50}} credit or {{quantity:two dozen|double|24~three dozen|36}} next time, which will be {{date!:this Thursday|Thursday, April 1|April 1~this Friday|Thursday, April 2|tomorrow}}, {{time:3-7 pm|3 to 7 pm|between three and seven~3-6 pm|5-7 pm|10-7}} at Elm Street as always.

To skip April 12's week, just tell us by {{date!:Sunday, April 11|April 11|the Sunday before~Monday, April 12|Saturday, April 11|April 4}} at {{time:8 pm|8:00 p.m.|20:00~6 pm|8 am|midnight}}. You have {{quantity:four|4|up to four~six|3|five}} skips a season.

Summer runs {{date:June 3 to October 28|from June 3 through October 28|3 June - 28 October~June 10 to October 28|June 3 to October 21|July 3 to October 28}}, {{quantity:22 weeks|twenty-two weeks~20 weeks|24 weeks|12 weeks}}. Your half share would be {{amount:$26|$26.00|26 dollars~$42|$62|$28}} a week, {{amount!:$572|$572.00~$527|$520|$592}} for the season, or {{amount!:$514.80~$541.80|$457.60|$486.20}} with the {{percent:10%|ten percent|10 percent~15%|20%|5%}} discount if you pay by {{date:May 1|1 May|Saturday, May 1~May 15|May 31|Sunday, May 1}}. Work-shares ({{quantity:three hours|3 hours|3 hrs~five hours|4 hours}} a week) {{promise:pay nothing|don't pay|are free~pay half}}."""),
 (E, "2026-11-27T14:00:00+00:00", "Re: planning query. Do I need permission for a 3.2 m high garage 1.5 m from the boundary? And what's the fee for a certificate of lawful development? Ref so far: ENQ-26-4471. S. Mahmood",
  ["Outbuildings within 2 metres of a boundary: maximum height 2.5 metres without permission. Otherwise 4 metres with a dual-pitched roof, 3 metres for any other roof.", "Householder application fee £258. Lawful development certificate (proposed) £129, decision within 8 weeks. Pre-application advice: £60 written, £95 with a site visit, reply within 20 working days.", "Planning enquiries ENQ-26-4471 S Mahmood, 14 Tolland Avenue. Officer: Tom Okafor. planning@westmarsh.example.gov, 01344 555 090, desk open Tue and Thu 9.30-12.30"],
"""Dear S. Mahmood,

Thank you for your enquiry ({{id:ENQ-26-4471|enq-26-4471~ENQ-26-4417|ENQ-62-4471}}) about {{address:14 Tolland Avenue|14 Tolland Ave~41 Tolland Avenue|14 Tolland Road}}.

Within {{quantity:2 metres|two metres|200 cm|2 m~3 metres|2 feet|one metre}} of a boundary, an outbuilding may be no more than {{quantity:2.5 metres|2.5 m|two and a half metres|250 cm~3.5 metres|5.2 m|3 metres|2.5 feet}} high without permission. At 3.2 m you would therefore {{promise:need permission|require permission~not need permission}}. Further away the limit is {{quantity:4 metres|four metres|4 m~5 metres|4 feet|14 m}} with a dual-pitched roof and {{quantity:3 metres|three metres~3.5 metres|2 metres}} otherwise.

An application costs {{amount:£258|£258.00|258 pounds~£285|£206|£358}}; a certificate is {{amount:£129|£129.00~£192|£258|£139}}, exactly {{percent:half|50%|50 per cent~a third|a quarter|60%}} of that, and is decided within {{quantity:eight weeks|8 weeks|56 days~six weeks|13 weeks|8 days}}. Written advice is {{amount:£60|60 pounds~£16|£95|£80}}, or {{amount:£95|£95.00~£59|£60|£85}} including a visit, {{amount!:£35|£35.00~£25|£45}} more; we answer within {{quantity:20 working days|twenty working days|four weeks~10 working days|20 weeks|30 working days}}.

Your officer is {{name:Tom Okafor|Mr Okafor|Tom~Tim Okafor|Tom Okoro|Mr Oakford}}, {{email:planning@westmarsh.example.gov~planing@westmarsh.example.gov|planning@westmarsh.example.org}} or {{phone:01344 555090|01344 555 090~01344 555009|01433 555090}}. The desk is open on {{date:Tuesdays and Thursdays|Tuesday and Thursday~Tuesdays and Fridays|Mondays and Thursdays|Wednesdays}}, {{time:9.30 to 12.30|9:30am-12:30pm|half past nine to half past twelve~9.30 to 1.30|9.00 to 12.30|10.30 to 12.30}}."""),
 (E, "2026-12-15T10:30:00+00:00", "Is Dr Farrow free before Christmas? I need a repeat prescription, too (ramipril 5 mg, 28 tablets). NHS number 485 777 3456. How do I collect it? Mr A. Bewley",
  ["Dr Farrow: Monday 21 December 10:40 and 16:20 available; Dr Osei: Thursday 17 December 9:10. Appointments are 10 minutes.", "Mr A Bewley, 485 777 3456: ramipril 5 mg x 28, repeat until 30 April 2027, collection Hill Pharmacy, 3 Station Parade. Ready after 2 working days.", "Surgery closed 25, 26 and 28 December and 1 January. Out of hours call 111. Flu jab free for over-65s. Reception 01273 555 061, 8am-6.30pm"],
"""Dear Mr Bewley,

{{name:Dr Farrow~Dr Farrell|Dr Barrow}} has two appointments left on {{date:Monday 21 December|21 December|Monday|next Monday~Tuesday 21 December|22 December|Thursday|20 December}}, at {{time:10:40|10.40am|twenty to eleven~10:20|11:40|10.40pm}} and {{time:4:20pm|16:20|4.20 in the afternoon~4:40pm|14:20|6:20pm}}. If you'd rather come sooner, {{name:Dr Osei~Dr Otis|Dr Assai}} could see you {{date:on Thursday|on Thursday 17 December|on 17 December|the day after tomorrow~tomorrow|on Friday|on Thursday 18 December}} at {{time:9:10|ten past nine|9.10am~9:50|8:10|ten to nine}}. Please allow {{quantity:10 minutes|ten minutes~20 minutes|15 minutes}}.

Your repeat ({{quantity:28 tablets|28~56 tablets|30 tablets}} of ramipril {{quantity:5 mg|5mg~10 mg|2.5 mg|5 g}}) for NHS number {{id:485 777 3456|4857773456~485 777 3465|485 777 3546}} runs until {{date:30 April|30 April 2027|the end of April~31 March|30 May|30 April 2026|the end of March}}. It will be ready after {{quantity:two working days|2 working days~24 hours|five working days|one working day}}, so {{date!:on Thursday|on 17 December|on Thursday 17 December~tomorrow|on Friday 17 December|on 23 December}}, at {{address:3 Station Parade|Hill Pharmacy, 3 Station Parade~8 Station Parade|3 Station Road|Hill Pharmacy, 33 Station Parade}}.
We're closed on {{date:25, 26 and 28 December|25, 26 and 28 Dec~24, 25 and 26 December|25, 26 and 27 December}} and {{date:1 January|New Year's Day|Friday 1 January~2 January|Thursday 1 January}}. Flu jabs {{promise:are free for over-65s|cost nothing if you are over 65~cost £15 for over-65s|are not free}}. Reception: {{phone:01273 555061|01273 555 061~01273 555016|01237 555061}}, {{time:8 to 6.30|8am to 6.30pm|eight till half past six~8 to 5.30|9am to 6.30pm|8 to 6}}."""),
 (E, "2026-08-17T20:02:00+01:00", "hi can u tell me what size harness for a 14kg spaniel with chest 58cm, and whether i can send it back if it dont fit?? order by when for wed? x Shell",
  ["TrailPup harness: S chest 40-52 cm £22, M chest 50-64 cm £26, L chest 62-80 cm £31. Colours teal, rust, navy.", "Order before 1pm for next-day delivery (£3.99), standard 2-3 days free over £25. UK only.", "Returns within 45 days; free label for exchanges, £2.50 for refunds. hello@trailpup.example"],
"""Hi Shell,

With a {{quantity:58 cm|58cm|580 mm~85 cm|48cm|58 inch}} chest your spaniel will want the M ({{quantity:50 to 64 cm|50-64cm|500-640 mm~50 to 60 cm|52-66cm|40-52cm}}). It's {{amount:£26|£26.00|26 quid~£31|£62|£22|€26}} and comes in teal, rust or navy.

For delivery on Wednesday order by {{time:1pm|1 o'clock|13:00|one~3pm|12:00|2 o'clock|1am}} {{date!:tomorrow|on Tuesday|tomorrow, Tuesday~today|on Wednesday|tomorrow, Wednesday}} and choose next-day, {{amount:£3.99|GBP 3.99~£9.33|£2.99|£4.99}}, so {{amount!:£29.99~£28.99|£30.99|£39.99}} altogether. Standard takes {{quantity:two to three days|2-3 days|2 or 3 days~3-5 days|five days|2-3 weeks}} and is {{promise:free for you|free over £25|free~£2.99 more}}, since M is above {{amount:£25|25 pounds~£30|£52|£20}}.

If it doesn't fit you've got {{quantity:45 days|forty-five days~54 days|30 days|14 days}}. {{promise:The label is free if you swap|Exchanges are free|Swapping sizes is free of charge~You pay for the exchange label|Exchanges aren't free}}; for a refund it's {{amount:£2.50|£2.50 for the label~£5.20|£3.50|£2.05}}. Just write to {{email:hello@trailpup.example|Hello@trailpup.example~hello@trial-pup.example|help@trailpup.example|hello@trailpups.example}}."""),
]

if __name__ == "__main__":
    write("shops", STORIES, "shops")
