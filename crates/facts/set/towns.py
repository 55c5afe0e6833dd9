"""Writes towns-tune.jsonl and towns-held.jsonl: twenty-four more shops and offices, written after the rules, scored once."""

from slots import write

J, E = "ja", "en"
STORIES = [
 (J, "2026-10-07T10:00:00+09:00", "眼鏡のレンズ交換をお願いしたいです。見積書をいただけますか。会員番号 G-30552 の長尾です。仕上がりはいつ頃になりますか？",
  ["会員 G-30552 長尾智子様 前回ご購入 2024年5月18日", "遠近両用レンズ交換 2枚1組 23,100円（税込）、ブルーライトカット +3,300円。会員は5%引。", "レンズの取り寄せは4営業日。土曜・日曜・祝日の入荷はありません。保証1年。電話 0749-62-3380"],
"""{{name:長尾様|長尾 智子 様~長岡様|永尾様}}

めがねの木村でございます。いつもありがとうございます。
会員番号{{id:G-30552|Ｇ－３０５５２~G-30525|C-30552}}のご登録を確認いたしました。前回は{{date:2024年5月18日|令和6年5月18日|2024/5/18~2024年5月28日|2023年5月18日|令和5年5月18日}}にお求めいただいております。
遠近両用レンズの交換は{{quantity:2枚|二枚~1枚|3枚}}一組で{{amount:23,100円|2万3,100円|￥23,100（税込）~21,300円|23,100円（税抜）|24,100円}}、ブルーライトカットを加えると{{amount!:26,400円|２６，４００円~24,600円|26,300円}}です。会員様は{{percent:5％|5%~10％|8％}}引きとなります。
お取り寄せに{{quantity:4営業日|四営業日~3営業日|4日間}}いただきますので、本日ご注文の場合は{{date!:10月13日（火）|10月13日|来週の火曜日~10月12日（月）|10月11日|10月13日（水）}}の入荷予定です。保証は{{quantity:1年|一年|12か月~2年|半年}}です。
ご不明な点は{{phone:0749-62-3380|0749(62)3380~0749-62-3308|0746-62-3380}}までお願いいたします。"""),
 (J, "2026-12-08T19:30:00+09:00", "ピアノの調律をお願いしたいです。アップライトで、5年ほど調律していません。年内に来てもらえますか。料金も知りたいです。柿沼",
  ["調律料金 アップライト 14,300円、グランド 17,600円（税込）。3年以上あいた場合は +5,500円。出張費は市内無料、市外 2,200円。", "空き：12月16日（水）10時、12月19日（土）13時半。所要 約2時間。", "調律師 倉持。お支払いは当日現金または振込（振込手数料はお客様負担）。前日18時以降のキャンセルは50%。"],
"""柿沼様

お問い合わせありがとうございます。ピアノ工房です。
アップライトの調律は{{amount:14,300円|1万4,300円~13,400円|17,600円|14,300ドル}}ですが、{{quantity:3年|三年~5年|2年}}以上あいておりますので{{amount:5,500円|５，５００円~5,000円|6,600円}}を加えて{{amount!:19,800円|1万9,800円|19,800円（税込）~18,900円|19,300円}}となります。市内でしたら出張費は{{promise:かかりません|いただきません|無料です~別途いただきます|有料です}}。
{{date:12月16日（水）|12月16日|来週の水曜日|16日（水）~12月17日（木）|12月16日（木）|明日}}の{{time:10時|午前10時|10:00~11時|22時}}、または{{date:12月19日（土）|12/19|19日（土）~12月20日（日）|12月19日（日）|今週の土曜日}}の{{time:13時半|午後1時半|13:30~14時半|13時|午前1時半}}が空いております。作業は{{quantity:約2時間|2時間ほど|約120分~約3時間|約1時間}}です。
担当は調律師の{{name:倉持~倉田|持田}}です。お振込の場合、手数料は{{promise:お客様のご負担となります|ご負担いただいております|お客様にご負担いただきます~当方で負担いたします|当店が負担いたします}}。前日{{time:18時|午後6時|夕方6時~17時|20時}}以降のお取り消しは{{percent:50％|半額|5割~30％|2割}}を申し受けます。"""),
 (J, "2027-01-12T09:05:00+09:00", "水漏れの修理代の請求書（No. W-7719）が届きました。部品代が2重に入っているように見えます。確認してください。支払期限も延ばせますか？ 三丁目の桐山",
  ["請求書 W-7719 桐山様 部品代 4,800円×2（台所・洗面所）、作業費 9,000円、出張費 3,000円、小計 21,600円、消費税 2,160円、合計 23,760円。期限 1月31日。", "期限の延長は最大14日（お申し出が必要）。分割は3回まで、手数料なし。", "受付 0120-440-917（年中無休 8:00〜20:00）"],
"""桐山様

水道サービスでございます。ご心配をおかけしております。
ご請求書{{id:W-7719|Ｗ－７７１９~W-7791|W-7917}}の内訳は次のとおりです。

部品代　{{amount:4,800円|￥4,800|４，８００円~4,080円|8,400円}} × {{quantity:2か所|二か所|2箇所~3か所}}　{{amount!:9,600円|￥9,600~9,800円|6,900円}}
作業費　{{amount:9,000円|￥9,000|9千円~9,500円|6,000円}}
出張費　{{amount:3,000円|￥3,000|3千円~3,500円|5,000円}}
消費税　{{amount:2,160円|￥2,160~2,610円|2,100円}}
合計　　{{amount:23,760円|￥23,760|２３，７６０円~27,360円|23,670円|21,600円}}

台所と洗面所の部品ですので、二重ではございません。お支払期限は{{date:1月31日|1月31日（日）|今月末|2027年1月31日|令和9年1月31日~1月30日|2月28日|1月31日（土）}}ですが、お申し出により{{quantity:14日|2週間|十四日~30日|7日|1か月}}まで延長でき、{{date!:2月14日|2月14日（日）~2月15日|2月28日|2月14日（土）}}までお待ちいたします。分割は{{quantity:3回|三回~5回|6回}}まで、手数料は{{promise:かかりません|無料です|いただきません~かかります|お客様のご負担です}}。
お電話は{{phone:0120-440-917|0120(440)917|０１２０－４４０－９１７~0120-440-971|0120-404-917}}、{{time:8時から20時|午前8時〜午後8時|8:00～20:00~9時から20時|8時から18時}}まで年中無休で承ります。"""),
 (J, "2026-11-20T13:13:00+09:00", "体操教室に見学に行きたいです。4歳の娘です。曜日と時間、月謝を教えてください。体操着は必要でしょうか。おくやま",
  ["幼児クラス（3〜5歳）毎週月曜・木曜 15:30〜16:30、小学生クラス 毎週火曜・金曜 16:45〜18:00。", "月謝 週1回 5,800円、週2回 9,600円。入会金 3,000円（兄弟は無料）。見学無料、予約不要。体験は1回 1,000円。", "体操着は入会後に購入（2,400円）。見学・体験は動きやすい服装で。上履き持参。川辺体育館 2階 第3スタジオ。"],
"""おくやま様

お問い合わせありがとうございます！
{{quantity:4歳~5歳}}のお子さまは幼児クラス（{{quantity:3歳から5歳|3〜5歳|三歳から五歳~3歳から6歳|2歳から5歳}}）で、{{date:毎週月曜と木曜|月曜・木曜|月曜日と木曜日~毎週火曜と木曜|月曜・金曜|毎週水曜}}の{{time:15時半から16時半|15:30〜16:30|午後3時半から4時半~15時から16時|16時半から17時半|午前3時半から4時半}}です。
次回は{{date!:11月23日（月）|11月23日|来週の月曜日~11月24日|11月22日（日）|11月23日（火）}}になります。
お月謝は週1回で{{amount:5,800円|５，８００円|¥5,800~5,080円|9,600円|6,800円}}、週2回で{{amount:9,600円|9600円|¥9,600~9,060円|5,800円|9,900円}}です。入会金は{{amount:3,000円|3千円~5,000円|2,400円}}ですが、ごきょうだいは{{promise:無料です|かかりません|いただきません~半額です|かかります}}。
見学は{{promise:無料で|お代をいただかずに~有料で}}、ご予約も{{promise:不要です|必要ありません|いりません~必要です}}。体験は1回{{amount:1,000円|千円|¥1,000~1,500円|500円}}です。体操着は入会後で結構です（{{amount:2,400円|２４００円~4,200円|3,000円}}）。上履きは{{promise:お持ちください|ご持参ください|必要です~不要です|いりません}}。
場所は川辺体育館{{quantity:2階|二階|2F~3階|1階}}の第3スタジオです。"""),
 (J, "2026-09-29T21:45:00+09:00", "法人カードの年会費と追加カードについて教えてください。現在の契約はBC-2201-7、株式会社アカリ 財務の立花です。",
  ["BC-2201-7 株式会社アカリ 法人カード ゴールド 年会費 33,000円 利用可能枠 300万円 次回更新 2027年3月", "追加カード 1枚 3,300円/年（20枚まで）。ETCカード 無料（5枚まで）、6枚目から 550円/年。", "キャンペーン：11月30日までのお申し込みで追加カードの初年度会費無料。お申込：https://card.example.jp/biz 営業 平井 03-5544-8120"],
"""株式会社アカリ
財務部　{{name:立花様|立花 様~橘様|立川様}}

平素より格別のご愛顧を賜り、誠にありがとうございます。
ご契約{{id:BC-2201-7|ＢＣ－２２０１－７~BC-2201-1|BC-2210-7}}は法人ゴールドで、年会費は{{amount:33,000円|3万3千円|￥33,000~30,300円|3,300円|月額33,000円}}、ご利用可能枠は{{amount:300万円|3,000,000円|３００万円~200万円|30万円}}、次回のご更新は{{date:2027年3月|来年3月|令和9年3月~2027年4月|2026年3月|令和8年3月}}でございます。
追加カードは1枚につき年額{{amount:3,300円|３，３００円~3,030円|5,500円|月額3,300円}}、{{quantity:20枚|二十枚|２０枚~10枚|30枚}}までお作りいただけます。{{date:11月30日|11月30日（月）|11/30~12月31日|10月30日|11月30日（火）}}までにお申し込みの場合、初年度の会費は{{promise:無料です|いただきません|かかりません~半額です|有料です}}。
ETCカードは{{quantity:5枚|五枚~3枚|10枚}}まで無料、{{quantity:6枚目|6枚目~11枚目}}以降は{{amount:550円|５５０円~500円|5,500円}}を頂戴いたします。
お申し込みは {{url:https://card.example.jp/biz|card.example.jp/biz~https://card.example.com/biz|https://card-example.jp/biz}}、または営業の{{name:平井~平田|白井}}（{{phone:03-5544-8120|03(5544)8120~03-5544-8210|03-5454-8120}}）まで。"""),
 (J, "2026-11-28T08:08:00+09:00", "おせちの予約変更です。予約番号OS-0417、三段重を1つ予約しています。もう1つ追加できますか。受け取りは31日でお願いします。 菅野 浩二",
  ["OS-0417 菅野浩二様 三段重「松」 25,000円（税込）×1 店頭受取 12月31日 10時〜16時", "変更・追加は12月10日まで。二段重「竹」 18,000円、一人前「梅」 6,500円。冷蔵便 1,320円（関東）。", "早期予約（11月30日まで）1割引。キャンセルは12月10日まで無料、以降は全額。"],
"""菅野 浩二様

ご予約の件、ありがとうございます。割烹 みのわです。
ご予約番号{{id:OS-0417|ＯＳ－０４１７~OS-0471|OS-4017}}、三段重「松」{{amount:25,000円|2万5千円|￥25,000~18,000円|25,500円|25,000円（税抜）}}を{{quantity:1つ|一つ~2つ|三つ}}承っております。追加は{{date:12月10日|12月10日（木）|12/10~12月15日|12月10日（金）|11月10日}}まで{{promise:承ります|お受けいたします|可能です~お受けできません|承っておりません}}。二つで{{amount!:50,000円|5万円|￥50,000~43,000円|55,000円}}、{{date:11月30日|あさって|11/30（月）|明後日~12月1日|明日|11月30日（火）}}までですと早期予約で{{percent:1割|10％|10%~2割|5％}}引きの{{amount!:45,000円|4万5千円~40,000円|47,500円}}になります。
お受け取りは{{date:12月31日|大晦日の12月31日|31日（木）~12月30日|31日（金）|1月1日}}の{{time:10時から16時|午前10時〜午後4時|10:00〜16:00~10時から17時|9時から16時}}でございます。
冷蔵便でのお届けは{{amount:1,320円|１，３２０円~1,230円|1,520円}}です。キャンセルは{{date:12月10日|12/10~12月20日|12月11日}}を過ぎますと{{percent:全額|100％~半額|50％}}を頂戴します。"""),
 (J, "2027-05-18T16:20:00+09:00", "サブスクの電動歯ブラシ、替えブラシの次回発送日を早められますか？契約ID D8841-22、鎌田です。色も変えたいです。",
  ["D8841-22 鎌田様 替えブラシ3か月プラン 1回 1,980円（送料込） 次回発送 6月8日 色：ホワイト", "発送日の変更は発送の3日前までマイページで。最短は手続きの翌々日。色の変更は無料（ホワイト、ネイビー、グレー）。", "本体の保証は契約中ずっと。解約は3回目以降いつでも。3回未満の解約は本体代 4,400円。https://brush.example/my"],
"""鎌田様

お問い合わせありがとうございます。
ご契約{{id:D8841-22|Ｄ８８４１－２２~D8814-22|D8841-32}}の次回の発送日は{{date:6月8日|6月8日（火）|6/8~6月18日|6月8日（水）|6月9日}}です。変更は発送の{{quantity:3日前|三日前~5日前|2日前}}、つまり{{date!:6月5日|6月5日（土）~6月6日|6月3日|6月5日（金）}}までマイページから承ります。本日お手続きの場合、最短で{{date!:5月20日|あさって|5月20日（木）~5月19日|明日|5月21日}}の発送です。
替えブラシは{{quantity:3か月|三か月|90日~2か月|6か月}}ごとに{{amount:1,980円|１，９８０円~1,890円|2,980円|1,980ドル}}で、送料も{{promise:含まれております|込みです|かかりません~別途かかります|含まれておりません}}。色の変更は{{promise:無料です|料金はかかりません|お金はかかりません~有料です|550円です}}。
本体の保証はご契約中ずっと続きます。ご解約は{{quantity:3回目|三回目~2回目|5回目}}以降でしたらいつでも承りますが、それより前は本体代{{amount:4,400円|4400円~4,040円|3,300円}}を申し受けます。
お手続き：{{url:https://brush.example/my|brush.example/my~https://brush.example/mypage|https://brash.example/my}}"""),
 (J, "2026-11-09T15:00:00+09:00", "農業体験ツアーに家族4人で申し込みました（受付A-118）。当日の集合時間と持ち物、雨の場合を教えてください。小学生2人です。飯島",
  ["受付 A-118 飯島様 大人2名 小学生2名 11月22日（日） 里芋掘り 大人 3,500円 小学生 2,000円 合計 11,000円", "集合：9時20分 道の駅こもれび（長野県安曇野市穂高有明3613-1）。解散 14時。昼食つき。", "小雨決行。荒天中止の場合は前日17時までにメールでご連絡、全額返金。持ち物：長靴、軍手、着替え。里芋1人2kgまで持ち帰り可。"],
"""飯島様

お申し込みありがとうございます。受付番号{{id:A-118~A-181|B-118}}、大人{{quantity:2名|二名|お二人~3名}}・小学生{{quantity:2名|二名~1名}}様で承っております。
日時：{{date:11月22日（日）|11月22日|11/22~11月23日（月）|11月22日（土）|11月15日}} {{time:9時20分|午前9時20分|9:20~9時40分|8時20分|午後9時20分}}集合、{{time:14時|午後2時|14:00~15時|12時}}解散
場所：道の駅こもれび（{{address:長野県安曇野市穂高有明3613-1|安曇野市穂高有明3613-1~長野県安曇野市穂高有明3631-1|長野県松本市穂高有明3613-1|安曇野市穂高有明3613-7}}）
料金：大人{{amount:3,500円|3千5百円|¥3,500~3,000円|5,300円}}、小学生{{amount:2,000円|2千円|¥2,000~2,500円|1,500円}}、合計{{amount!:11,000円|1万1千円|¥11,000~10,100円|12,000円}}。昼食は{{promise:含まれております|料金に含まれています|込みです~別料金です|含まれておりません}}。
持ち物は長靴・軍手・着替えです。里芋はお一人{{quantity:2キロ|2kg|２キロ~3キロ|5kg}}までお持ち帰りいただけます。
小雨でも行います。荒天で中止の場合は{{date:前日|11月21日|前日（11月21日）~当日|11月20日}}の{{time:17時|午後5時|夕方5時~18時|20時}}までにメールでお知らせし、{{promise:全額返金いたします|全額を返金します|全額ご返金いたします~半額を返金します|返金はいたしかねます}}。スタッフ一同、お待ちしております。"""),
 (J, "2026-11-30T11:30:00+09:00", "防音カーテンのサイズ変更をお願いします。注文 CU-77-301、幅100×丈178で頼みましたが、丈200に変えたいです。差額はいくらですか？松丸",
  ["CU-77-301 松丸様 防音カーテン 幅100cm×丈178cm 2枚組 13,980円（税込） 製作開始 12/2", "丈200cm：15,480円、丈230cm：17,280円（2枚組・税込）。", "製作開始前のサイズ変更は無料（差額のみ）。製作日数は7日、発送から2日でお届け（関東）。返品不可（オーダー品）。"],
"""松丸様

ご連絡ありがとうございます。ご注文{{id:CU-77-301|ＣＵ－７７－３０１~CU-77-310|CU-71-301}}（幅{{quantity:100cm|1m|１００センチ~110cm|100mm}}・丈{{quantity:178cm|178センチ|1,780mm~187cm|173cm}}）は{{date:12月2日|あさって|12/2（水）|明後日~12月3日|明日|12/2（木）}}に製作を始めますので、変更はまだ{{promise:承れます|可能です|お受けできます~承れません|お受けできません}}。
丈{{quantity:200cm|2m|２００センチ~210cm|230cm}}は{{amount:15,480円|1万5,480円|￥15,480~14,580円|17,280円|15,480円（税抜）}}ですので、差額は{{amount!:1,500円|1千5百円|￥1,500~1,800円|1,050円}}です。変更の手数料は{{promise:かかりません|無料です|いただきません~かかります|550円です}}。
製作に{{quantity:7日|一週間|1週間|七日~10日|5日}}、発送から{{quantity:2日|二日~3日|1週間}}でお届けいたします。オーダー品のため返品は{{promise:承っておりません|お受けできません|できかねます~承ります|可能です}}。"""),
 (J, "2027-03-01T18:40:00+09:00", "バレエ公演のチケット、車椅子席はありますか。3月20日の昼公演です。付き添いの料金も知りたいです。宮坂",
  ["3/20（土）昼公演 13:00開演（12:15開場） 夜公演 18:00開演（17:15開場）。上演時間 2時間40分（休憩25分×2回を含む）", "S席 12,000円、A席 9,000円、B席 6,000円。車椅子席 6,000円（残り2席）、付き添い1名無料。", "チケットセンター 075-366-2214（10:00〜18:00、月曜休）。電話のみ。発券手数料 1枚 165円。京都芸術劇場 京都市左京区岡崎最勝寺町13"],
"""宮坂様

お問い合わせありがとうございます。チケットセンターです。
{{date:3月20日（土）|3月20日|3/20~3月21日（日）|3月20日（日）|3月13日}}の昼公演は{{time:13時|午後1時|13:00~14時|18時|午前1時}}開演、{{time:12時15分|12:15|午後0時15分~12時30分|11時15分}}開場です。車椅子席は残り{{quantity:2席|二席|２席~3席|5席}}で、{{amount:6,000円|6千円|￥6,000~9,000円|6,600円}}でございます。付き添いの方は{{quantity:1名|お一人|一名~2名}}様まで{{promise:無料です|料金はかかりません|いただきません~半額です|有料です}}。
上演時間は休憩を含めて{{quantity:2時間40分|160分|二時間四十分~2時間20分|3時間}}（休憩は{{quantity:25分|二十五分~15分|30分}}が{{quantity:2回|二回~1回}}）の予定です。
お申し込みは{{phone:075-366-2214|075(366)2214|０７５－３６６－２２１４~075-366-2241|075-336-2214}}、{{time:10時から18時|午前10時〜午後6時|10:00〜18:00~10時から19時|9時から18時}}まで、{{date:月曜|月曜日|毎週月曜~火曜|日曜}}はお休みです。発券手数料を1枚{{amount:165円|１６５円~156円|220円}}頂戴いたします。
会場：{{address:京都市左京区岡崎最勝寺町13|左京区岡崎最勝寺町13~京都市左京区岡崎最勝寺町31|京都市右京区岡崎最勝寺町13}}"""),
 (J, "2026-08-05T12:12:00+09:00", "ふるさと納税の領収書がまだです。7月10日に寄附しました。番号は FN-55180、金額は5万円です。岩城",
  ["FN-55180 岩城隆様 寄附日 2026年7月12日 寄附額 50,000円 受領証明書 8月6日発送予定", "受領証明書は入金確認後30日以内に発送。返礼品（米10kg）は9月下旬から順次発送。", "再発行は無料。税務課 0185-33-6620 平日8:30〜17:15"],
"""岩城様

ご寄附を賜り、誠にありがとうございます。
寄附番号{{id:FN-55180|ＦＮ－５５１８０~FN-55108|FN-58150}}のご寄附は7月10日ではなく{{date:7月12日|7月12日（日）|2026年7月12日|令和8年7月12日~7月10日|7月22日|7月12日（月）}}に確認しており、金額は{{amount:50,000円|5万円|￥50,000~60,000円|5,000円}}でございます。
受領証明書は{{date:8月6日|明日|8月6日（木）|8/6~8月7日|本日|8月6日（金）}}に発送いたします。入金の確認から{{quantity:30日|三十日|３０日~14日|60日}}以内にお送りしております。再発行は{{promise:無料です|無料で承ります|手数料はかかりません~有料です|330円です}}。
返礼品のお米{{quantity:10キロ|10kg|１０キロ~5キロ|20kg}}は{{date:9月下旬|9月の下旬~9月上旬|10月下旬|9月中旬}}から順次お送りいたします。
お問い合わせ：税務課　{{phone:0185-33-6620|0185（33）6620~0185-33-6602|0158-33-6620}}（平日{{time:8時半から17時15分|午前8時30分〜午後5時15分|8:30〜17:15~9時から17時15分|8時半から17時}}）"""),
 (J, "2026-12-01T20:20:00+09:00", "中学校の制服の採寸はいつですか。予約はどうすればいいでしょう。だいたいの金額も教えてください。娘は石川 美咲です。",
  ["採寸会：12月12日（土）・13日（日）10時〜17時、完全予約制。予約 https://uniform.example/seika または 058-271-9044", "女子 冬服上下 41,800円、夏服上下 23,100円、体操服一式 15,400円（税込）。お渡し 3月6日〜3月21日。", "サイズ直しは在学中無料。お支払いはお渡し時、カード可。"],
"""石川様

このたびはご入学おめでとうございます。制服のタカノです。
採寸会は{{date:12月12日（土）|12月12日|来週の土曜日|12/12~12月11日（金）|12月12日（日）|今週の土曜日}}と{{date:13日（日）|12月13日|12/13~14日（月）|13日（月）}}の{{time:10時から17時|午前10時〜午後5時|10:00〜17:00~10時から16時|9時から17時}}、{{promise:ご予約が必要です|完全予約制です~ご予約は不要です|予約はいりません}}。{{url:https://uniform.example/seika|uniform.example/seika~https://uniform.example/seiko|https://uniforms.example/seika}}または{{phone:058-271-9044|058(271)9044~058-271-9404|058-217-9044}}へお願いいたします。
冬服が{{amount:41,800円|4万1,800円|￥41,800~48,100円|23,100円|41,800円（税抜）}}、夏服が{{amount:23,100円|￥23,100|２３，１００円~21,300円|15,400円}}、体操服が{{amount:15,400円|￥15,400~14,500円|23,100円}}、合わせて{{amount!:80,300円|8万300円~83,000円|80,400円}}です。
お渡しは{{date:3月6日|3月6日（土）|2027年3月6日|来年3月6日~3月16日|3月6日（日）|3月5日}}から{{date:3月21日|21日|3月21日（日）~3月31日|22日}}まで。在学中のサイズ直しは{{promise:無料です|お代はいただきません|費用はかかりません~有料です|1回1,100円です}}。お支払いはカードも{{promise:お使いいただけます|ご利用いただけます|可能です~お使いいただけません|ご利用になれません}}。"""),
]
STORIES += [
 (E, "2026-11-19T09:00:00+00:00", "Hello, my hearing aid (serial HA9-22817) needs a service. How much is it, how long will I be without it, and do you lend me one? Mrs. P. Ainsworth",
  ["HA9-22817 Mrs P Ainsworth, bought 14 March 2024, warranty 3 years.", "Annual service £45 (free within warranty). Turnaround 6 working days. Loan device free of charge, deposit £80 refunded on return.", "Clinic: 27 Minster Lane, Beverley HU17 8DP, 01482 555 033. Mon-Fri 9am-5pm, Sat 9am-12.30pm. Batteries £4.20 a pack of 6."],
"""Dear {{name:Mrs Ainsworth|Mrs. Ainsworth~Mrs Ainsley|Mrs Hainsworth}},

Thank you for writing. Your device ({{id:HA9-22817|HA9 22817~HA9-22871|HA6-22817}}) was bought on {{date:14 March 2024|14/03/2024|14 March two years ago~24 March 2024|14 March 2023|15 March 2024}} and has a {{quantity:three-year|3-year|36-month~two-year|five-year}} warranty until {{date!:14 March 2027|14 March next year|March 2027~14 March 2026|14 May 2027}}, so the service {{promise:is free|costs you nothing|is free of charge~costs £45|is not free}}. It would otherwise be {{amount:£45|£45.00|45 pounds~£54|£40|€45}}.

It takes {{quantity:six working days|6 working days~six days|ten working days|4 working days}}. {{promise:We lend you one at no charge|The loan device is free|A loan device is free of charge~There is a charge for the loan device|We cannot lend you one}}; we ask for an {{amount:£80|£80.00|80 pounds~£18|£90}} deposit, {{promise:which is refunded|which you get back|which we refund~which is not refundable}} when you bring it back.
We're at {{address:27 Minster Lane, Beverley|27 Minster Lane, Beverley HU17 8DP~72 Minster Lane, Beverley|27 Minster Road, Beverley}}, open {{time:9am to 5pm|9 to 5|9:00-17:00~9am to 6pm|8am to 5pm}} on weekdays and till {{time:12.30|12.30pm|half past twelve~1.30pm|12}} on {{date:Saturdays|Saturday~Sundays|Fridays}}. A pack of {{quantity:six|6~eight|10}} batteries is {{amount:£4.20|GBP 4.20~£2.40|£4.80}}."""),
 (E, "2026-12-10T16:00:00-05:00", "Hi there! Do you still have spots in the wreath workshop this Saturday? What's included and can my 10 year old come? Thx, Danielle",
  ["Wreath workshop Saturday, December 12, 2-4:30 pm, $65 per person, materials, cider and cookies included. 5 spots left. Ages 12+.", "Kids' ornament hour Sunday, December 13, 11 am-12 pm, $20, ages 6-11, parent free.", "Cancel 48 hours before for a full refund; later: store credit. The Barn, 410 Orchard Hill Road, Woodstock VT 05091, (802) 555-0164"],
"""Hi {{name:Danielle~Daniela|Denise}},

Yes! There are {{quantity:five|5~eight|3}} spots left for {{date:this Saturday|Saturday, December 12|December 12|Dec 12|the day after tomorrow~this Sunday|Saturday, December 13|tomorrow|December 19}}, {{time:2 to 4:30 pm|2-4:30 pm|2:00 pm to 4:30 pm~2 to 4 pm|3 to 5:30 pm|2 to 4:30 am}}. It's {{amount:$65|65 dollars|$65.00~$56|$75|£65}} a person, and {{promise:all materials are included|materials, cider and cookies are included|that includes all materials~materials are not included|materials are extra}}.
It's for ages {{quantity:12|twelve~10|14}} and up, I'm afraid. But there's an ornament hour for kids on {{date:Sunday|Sunday, December 13|the 13th~Monday|Sunday, December 20}} at {{time:11|11 am|11:00~10|12|11 pm}} for {{amount:$20|$20.00|twenty dollars~$25|$12}}, and {{promise:you come along for free|the parent is free|parents get in free~parents pay half|parents pay $10}}.
If you cancel {{quantity:48 hours|two days|2 days~24 hours|72 hours|a week}} ahead {{promise:you get a full refund|we refund you in full|you get all your money back~you get half back|there is no refund}}. We're at {{address:410 Orchard Hill Road, Woodstock|410 Orchard Hill Rd, Woodstock VT 05091~401 Orchard Hill Road, Woodstock|410 Orchard Mill Road, Woodstock}}; call {{phone:(802) 555-0164|802-555-0164|+1 802 555 0164~(802) 555-0146|(808) 555-0164}}."""),
 (E, "2027-03-04T10:40:00+00:00", "Please can you confirm the delivery details for our order 55217-K (office desks)? Also we were quoted £2,150 - is that with VAT? Gareth Penhale, Facilities, Morwenna Ltd",
  ["55217-K Morwenna Ltd: 6 desks OD160 at £285.00, 6 chairs OC20 at £72.50, net £2,145.00, VAT 20% £429.00, total £2,574.00. Delivery Thursday 11 March 2027, 8am-12pm.", "Assembly £18 per desk plus VAT. Warranty 5 years on desks, 2 years on chairs.", "Driver calls 30 minutes before. Transport desk 01872 555 094, transport@cornishdesks.example"],
"""Dear Gareth,

Thanks for your message about {{id:55217-K|order 55217-K~55271-K|55217-R}}. The figures are:

{{quantity:6|Six~8|5}} desks {{id:OD160~OD180|OC20}} at {{amount:£285.00|£285|GBP 285.00~£258.00|£295.00|€285.00}}
{{quantity:6|Six~4}} chairs {{id:OC20~OC30|OD160}} at {{amount:£72.50|£72.50 each~£75.20|£77.50}}
Net {{amount:£2,145.00|£2,145~£2,154.00|£2,150.00|£2,245.00}}
VAT at {{percent:20%|20 per cent~15%|25%}} {{amount:£429.00|£429~£492.00|£439.00}}
Total {{amount:£2,574.00|£2,574~£2,547.00|£2,754.00|£2,145.00}}

They arrive on {{date:Thursday 11 March|11 March|next Thursday|11 March 2027~Friday 12 March|Wednesday 11 March|10 March|next Tuesday}} between {{time:8am and noon|8 and 12|8:00 and 12:00~8am and 1pm|9am and noon|8pm and midnight}}; the driver rings {{quantity:30 minutes|half an hour|thirty minutes~an hour|15 minutes}} before. Assembly would be {{amount:£18|£18.00|18 pounds~£81|£15|£28}} a desk, {{amount!:£108|£108.00~£118|£180}} for all of them, plus VAT. Desks have a {{quantity:five-year|5-year|60-month~three-year|ten-year|two-year}} warranty and chairs {{quantity:two years|2 years|24 months~five years|one year}}. Questions to {{email:transport@cornishdesks.example|Transport@cornishdesks.example~transport@cornishdesk.example|transport@cornish-desks.example}} or {{phone:01872 555094|01872 555 094|+44 1872 555094~01872 555049|01782 555094}}."""),
 (E, "2026-11-02T20:14:00+00:00", "hey, lost my jacket at the gig on Friday (30th). black denim, size L. did anyone hand it in? and when can i pick it up? mal",
  ["Lost property: log 1042 black denim jacket L, found 30 October, bar 2. Kept for 28 days, then donated.", "Collection Tue-Thu 12-5pm, box office, ID needed. We can post it for £6.50.", "lost@foundryhall.example. Next gig in the main room: Saturday 7 November, doors 7pm, £22.50."],
"""Hey Mal,

Good news, it was handed in on {{date:30 October|Friday|Friday 30 October|the 30th~29 October|Saturday|Thursday 30 October|31 October}} (log {{id:1042|no. 1042|#1042~1024|1402}}, a size L). You can get it {{date:Tuesday to Thursday|Tue-Thu|on Tuesday, Wednesday or Thursday~Monday to Thursday|Tuesday to Friday}}, {{time:12 to 5|12-5pm|noon to 5 pm|12:00-17:00~12 to 6|11 to 5|10 to 5}}, from the box office, so from {{date!:tomorrow|Tuesday|3 November~today|Wednesday|4 November}}. {{promise:You need to bring ID|Please bring ID|ID is required~You don't need ID|No ID is needed}}. We keep things for {{quantity:28 days|four weeks|4 weeks~14 days|two weeks|30 days}}, that's until {{date!:27 November|Friday 27 November|27 Nov~30 November|24 November|Thursday 27 November}}, or we can post it for {{amount:£6.50|six pounds fifty|GBP 6.50~£5.60|£7.50|€6.50}}; mail {{email:lost@foundryhall.example~found@foundryhall.example|lost@foundry-hall.example}}.
And we're back in the main room on {{date:Saturday|7 November|Saturday 7 November|this Saturday~Sunday|8 November|Saturday 8 November|next Friday}}, doors {{time:7|7pm|at 7 pm|19:00~8|6.30|7am}}, {{amount:£22.50|£22.50 a ticket~£25.20|£20|$22.50}}."""),
 (E, "2026-10-26T11:25:00+11:00", "Good morning, I'd like to know the cost to service a 2019 Subaru at 90,000 km, rego ABC-42K, and when you could do it. Do you wash it too? Regards, Sanjay Pillai",
  ["Logbook service Subaru: 75,000 km $389, 90,000 km $465, 105,000 km $419. Includes wash and vacuum. GST included.", "ABC-42K Sanjay Pillai, last service 14 Feb 2026 at 82,340 km. Brake pads front: 4 mm.", "Bookings: Wednesday 28 October 7:30 am, Friday 30 October 8:00 am. Loan car $35 a day, free over $500. 12 months/20,000 km warranty. 08 5550 2261"],
"""Dear {{name:Sanjay|Mr Pillai|Sanjay Pillai~Sanjeev|Mr Pillay}},

Thanks for thinking of us. The {{quantity:90,000 km|90 000 km|90,000 kilometre~80,000 km|95,000 km|90,000 mile}} service is {{amount:$465|$465.00|465 dollars|AUD 465~$456|$389|$495|£465}} including GST, and {{promise:a wash and vacuum are included|we wash and vacuum it for free|it comes with a wash~a wash is extra|washing is not included}}.
Our records for {{id:ABC-42K|ABC42K~ABC-24K|ACB-42K}} show the last service on {{date:14 February|14 February 2026|14 Feb~24 February|14 January|14 February 2025}} at {{quantity:82,340 km|82,340 kilometres~83,240 km|82,430 km}}, with {{quantity:4 mm|4mm|four millimetres~6 mm|4 cm|2 mm}} left on the front pads.
We could take it {{date:on Wednesday 28 October|the day after tomorrow|on 28 October|this Wednesday~on Thursday 28 October|tomorrow|on 29 October}} at {{time:7:30 am|7.30am|half past seven~8:30 am|7:00 am|7:30 pm}} or {{date:on Friday 30 October|this Friday|on 30 October~on Saturday 30 October|this Thursday|on 31 October}} at {{time:8 am|8:00 am|eight in the morning~8:30 am|9 am|8 pm}}. A loan car is {{amount:$35|$35.00|35 dollars~$53|$45|$25}} a day (free over {{amount:$500|500 dollars|$500.00~$450|$600}}). The work is guaranteed for {{quantity:12 months|one year|a year~24 months|6 months}} or {{quantity:20,000 km|20,000 kilometres~10,000 km|25,000 km}}. Ring {{phone:08 5550 2261|0855502261|+61 8 5550 2261~08 5550 2216|08 5505 2261}} to book."""),
 (E, "2027-01-06T14:14:00+00:00", "I want to return the air fryer I got for Christmas (order AF-20914, gift from my sister Jill Cowan). Unopened. How do I do it, and do I get cash? Robert Cowan",
  ["AF-20914 buyer Jill Cowan, air fryer 5.5 L £89.99, delivered 18 December 2026, gift.", "Christmas returns: orders from 1 November to 24 December can be returned until 31 January. Gifts: gift card only, unless the buyer asks for a refund.", "Returns by Parcelshop free of charge, label at https://returns.kitchenly.example. Gift card within 5 days of arrival, valid 24 months."],
"""Dear {{name:Mr Cowan|Robert Cowan|Robert~Mr Cowen|Robin Cowan}},

Thank you for your message about {{id:AF-20914~AF-20941|AF-29014}}. As it was delivered on {{date:18 December|Friday 18 December|18 Dec 2026~28 December|Saturday 18 December|8 December}}, you have until {{date:31 January|Sunday 31 January|the end of January|31 January 2027~15 January|28 February|Monday 31 January}} to return it. {{promise:Sending it back is free|Returns are free of charge|It costs nothing to send it back~You pay the return postage|There is a £4.99 fee for returns}}: print the label at {{url:https://returns.kitchenly.example|returns.kitchenly.example~https://return.kitchenly.example|https://returns.kitchenly.example.com}}.
For gifts we {{promise:only give a gift card|can only offer a gift card~refund your card|pay out cash}}, in your case for {{amount:£89.99|GBP 89.99|89.99 pounds~£98.99|£79.99|€89.99}}, unless your sister {{name:Jill|Jill Cowan~Gill Cowan|Jane}} asks for a refund herself. You'll have it {{quantity:five days|5 days|within five days~five weeks|10 days|three days}} after the {{quantity:5.5 litre|5.5 L|5.5-litre~4.5 litre|5.5 ml|6.5 litre}} fryer reaches us, and it is valid for {{quantity:24 months|two years|2 years~12 months|one year|18 months}}."""),
 (E, "2026-11-23T08:50:00-08:00", "Could you send me the details for Thanksgiving dog sitting? Two dogs, Nov 25 to Nov 28. Any discount for the second dog? Also do you do meds? - Priscilla Huang",
  ["In-home sitting $85 per night, holiday surcharge 20% (Nov 25-28). Second dog $25 per night (no surcharge). Medication free.", "Priscilla Huang: Nov 25 4 pm to Nov 28 11 am, sitter Tomas, 3 nights. Two 30-minute walks a day.", "Payment 50% on booking, rest on the last day. Cancellation free until 72 hours before."],
"""Hi Priscilla,

You're booked from {{date:November 25|Wednesday, November 25|Nov 25|the day after tomorrow~November 26|Thursday, November 25|tomorrow}} at {{time:4 pm|4:00 pm|16:00~5 pm|3 pm|4 am}} to {{date:November 28|Saturday, November 28|the 28th|Nov 28~November 29|Sunday, November 28|November 27}} at {{time:11 am|11:00 am|11 in the morning~10 am|noon|11 pm}}, {{quantity:three nights|3 nights~four nights|2 nights}} with {{name:Tomas~Thomas|Tobias}}.

It's {{amount:$85|$85.00|85 dollars~$58|$95|£85}} a night plus {{percent:20%|20 percent~25%|15%|10%}} for the holiday, so {{amount!:$102|$102.00~$120|$112}}, and {{amount:$25|$25.00|25 dollars~$52|$35|$20}} for the second dog: {{amount!:$127|$127.00~$172|$137}} a night, {{amount!:$381|$381.00~$318|$391}} in all. There's {{promise:no charge for medication|no extra charge for meds|nothing to pay for medication~a small charge for medication|a $5 fee for medication}}. They get {{quantity:two|2~three|four}} walks of {{quantity:30 minutes|half an hour|thirty minutes~20 minutes|45 minutes|an hour}} a day.
We ask for {{percent:50%|half of that|50 percent~a third|25%|all}} now. You can cancel {{promise:free of charge|for free|at no cost~for a $50 fee}} until {{quantity:72 hours|three days|3 days~48 hours|24 hours|a week}} before."""),
 (E, "2027-06-14T13:30:00+02:00", "Dear team, we are 18 people and would like to visit the cheese dairy on 2 July in the morning. Is there a group price and a tour in English? How long does it take? Kind regards, Anneke Bos",
  ["Tours: daily 10:30 (English) and 14:00 (German), 75 minutes incl. tasting. Adults CHF 16, groups from 15 persons CHF 13 each, guide included. Max 25 per tour.", "2 July: 10:30 free, 14:00 full. Coach parking free. Lunch menu CHF 24.50, to be ordered 3 days before.", "Käserei Hollenstein, Dorfstrasse 8, 9056 Gais, +41 71 555 02 18, tour@hollenstein.example"],
"""Dear {{name:Ms Bos|Anneke|Anneke Bos~Ms Bosch|Annika Bos}},

We'd be delighted to welcome you on {{date:2 July|Friday 2 July|2 July 2027|July 2~3 July|Thursday 2 July|12 July}} at {{time:10:30|10.30 am|half past ten~10:00|11:30|10:30 pm}}, in English. From {{quantity:15 people|fifteen people|15 persons~20 people|10 people}} the price is {{amount:CHF 13|13 francs|CHF 13.00~CHF 16|CHF 18|€13}} instead of {{amount:CHF 16|CHF 16.00|16 francs~CHF 19|CHF 13|€16}}, so {{amount!:CHF 234|CHF 234.00~CHF 243|CHF 288}} for {{quantity:18|eighteen~20|16}} of you; {{promise:the guide is included|the guide is included in the price~the guide costs extra|the guide is not included}}. It takes {{quantity:75 minutes|an hour and a quarter|1 hour 15 minutes~90 minutes|60 minutes|75 hours}} with the tasting, for at most {{quantity:25|25 people|twenty-five~30|20}} visitors.
Parking for your coach {{promise:is free|is free of charge|costs nothing~costs CHF 10|is not free}}. For lunch at {{amount:CHF 24.50|CHF 24.50 each~CHF 25.40|CHF 22.50}} please tell us {{quantity:three days|3 days~one day|five days|a week}} before, by {{date!:29 June|Tuesday 29 June~30 June|Wednesday 29 June|25 June}}.
You'll find us at {{address:Dorfstrasse 8, 9056 Gais|Dorfstrasse 8~Dorfstrasse 18, 9056 Gais|Dorfstrasse 8, 9065 Gais|Bergstrasse 8, 9056 Gais}}, {{phone:+41 71 555 02 18|071 555 02 18|0041 71 555 02 18~+41 71 555 02 81|+41 17 555 02 18}}, {{email:tour@hollenstein.example|Tour@hollenstein.example~tours@hollenstein.example|tour@hollerstein.example}}."""),
 (E, "2026-11-30T09:30:00+00:00", "Can I change the name on my son's swimming certificate? It says Level 4 but he passed Level 5 on 21 Nov. His name is Idris Vaughan. And when do the new lessons start? Carys Vaughan",
  ["Idris Vaughan: Level 5 passed 21 November 2026, certificate no. SW-5-00831. Reissue free.", "Spring term: Level 6 Mondays 16:45-17:30 from 11 January 2027, 10 lessons, £78. Level 5 Wednesdays 16:00-16:45. Booking opens 7 December at 9 am online.", "Siblings 10% off. Refunds only with a doctor's note. Pool closed 24 December to 1 January. 029 5550 0177"],
"""Dear Carys,

You're quite right, {{name:Idris~Iris|Idwal}} passed {{id:Level 5~Level 6}} on {{date:21 November|Saturday 21 November|21 Nov~20 November|Sunday 21 November|22 November}} (no. {{id:SW-5-00831~SW-5-00813|SW-6-00831}}). A new certificate is on its way and {{promise:there's no charge|costs you nothing|is free~costs £5|is £3.50}}.

Level 6 is on {{date:Mondays|Monday~Tuesdays|Wednesdays}}, {{time:16:45 to 17:30|4:45 to 5:30 pm|quarter to five to half past five~16:00 to 16:45|16:45 to 17:45|17:00 to 17:45}}, from {{date:11 January|Monday 11 January|11 January 2027|11 Jan~12 January|Tuesday 11 January|18 January|11 February}}: {{quantity:10 lessons|ten lessons~12 lessons|8 lessons}} for {{amount:£78|£78.00|78 pounds~£87|£68|€78}}, i.e. {{amount!:£7.80|£7.80 each~£8.70|£6.80}} a lesson. Booking opens {{date:on 7 December|next Monday|on Monday 7 December~on 8 December|on Tuesday 7 December|this Friday}} at {{time:9 am|9:00|nine in the morning~10 am|8 am|9 pm}}. Brothers and sisters get {{percent:10% off|10 per cent off|a 10% discount~15% off|20% off|5% off}}, and {{promise:refunds need a doctor's note|we refund only with a doctor's note~we refund without a doctor's note}}.
The pool is closed from {{date:24 December|Thursday 24 December|Christmas Eve, 24 December~23 December|25 December|Friday 24 December}} to {{date:1 January|New Year's Day|Friday 1 January~2 January|3 January|Thursday 1 January}}. Call {{phone:029 5550 0177|02955500177|+44 29 5550 0177~029 5550 0717|020 5550 0177}}."""),
 (E, "2026-12-04T17:45:00+00:00", "Re booking 4QX7T: our flight lands at 23:10 now instead of 19:40. Will the car hire desk be open? What does it cost if not? And the excess? Femi Okonjo",
  ["4QX7T Femi Okonjo, compact, 12-17 December, £148.50 prepaid, Faro airport, desk open 06:00-00:30. Out of hours fee €40 from 00:30.", "Excess €1,200; cover from the desk €12 a day reduces it to zero. Deposit €300 on a credit card (no debit cards). Fuel: full to full.", "Grace period 59 minutes on return. Extra driver €7 a day, max €35. Roadside help +351 289 555 040"],
"""Hi Femi,

No problem: the desk for {{id:4QX7T~4QX1T|4XQ7T}} is open from {{time:06:00 to 00:30|6 am to half past midnight|6:00 to 0:30~06:00 to 23:00|07:00 to 00:30|06:00 to 00:00}}, so you'd be fine. After that there is a fee of {{amount:€40|40 euros|EUR 40~€14|€50|£40}}.
You have paid {{amount:£148.50|GBP 148.50|148.50 pounds~£184.50|£145.80|€148.50}} for {{date:12 to 17 December|12-17 December|December 12 to 17~12 to 18 December|11 to 17 December|13-17 December}}, which is {{quantity!:five days|5 days~six days|four days}}. The excess is {{amount:€1,200|EUR 1,200|1,200 euros~€1,020|€2,100|€1,500|£1,200}}; with our cover ({{amount:€12|12 euros|EUR 12~€21|€10|€15}} a day, {{amount!:€60|EUR 60|60 euros~€65|€70}} in all) it goes down to {{promise:zero|nothing~€300}}. The deposit of {{amount:€300|EUR 300|300 euros~€330|€30|€500}} has to go on a credit card; {{promise:we can't take debit cards|debit cards are not accepted|debit cards aren't possible~debit cards are fine|you can use a debit card}}.
Please bring it back full. You have {{quantity:59 minutes|59 min|fifty-nine minutes~90 minutes|29 minutes|two hours}} of grace. An extra driver is {{amount:€7|7 euros|EUR 7~€9|€17|£7}} a day, {{amount:€35|EUR 35|35 euros~€53|€45|€30}} at most. On the road: {{phone:+351 289 555 040|00351 289 555 040|+351289555040~+351 289 555 004|+351 298 555 040}}."""),
 (E, "2027-02-09T12:00:00+00:00", "Hello, is the two-bed flat at 8 Larch Court still available? What's the rent, the deposit and can I have a cat? I could move in on 1 March. Noor Hadi",
  ["8 Larch Court, 2 bedrooms, first floor, 61 sq m, £1,150 pcm, deposit £1,326 (5 weeks), available 22 February 2027. Council tax band C. Unfurnished.", "Pets by agreement, one cat or small dog, rent +£25 pcm. No smoking. Minimum term 12 months, break clause after 6 months, 2 months' notice.", "Viewings: Thursday 11 February 17:30, Saturday 13 February 10:15. Meadow Lettings, lettings@meadow.example, 0117 555 0132 (Elin)"],
"""Hello Noor,

It is! {{address:8 Larch Court|8 Larch Ct~18 Larch Court|8 Birch Court}} has {{quantity:two bedrooms|2 bedrooms~three bedrooms|one bedroom}} and {{quantity:61 square metres|61 sq m|61 m2~51 square metres|61 square feet|71 sq m}}, on the {{id:first~second|third}} floor, and is free from {{date:22 February|Monday 22 February|22 Feb~28 February|Tuesday 22 February|1 February}}. The rent is {{amount:£1,150|£1,150.00|1,150 pounds~£1,510|£1,250|£1,105|€1,150}} a month, the deposit {{amount:£1,326|GBP 1,326~£1,362|£1,150|£1,426}} ({{quantity:five weeks'|5 weeks'~six weeks'|four weeks'}} rent).
{{promise:One cat is fine|You may have a cat|A cat is allowed~Cats are not allowed|We don't allow cats}}, for {{amount:£25|£25.00|25 pounds~£52|£35|£20}} more, so {{amount!:£1,175|£1,175.00~£1,157|£1,185}} a month. {{promise:Smoking is not allowed|No smoking, please|You can't smoke inside~Smoking is allowed|You may smoke}}. It's for at least {{quantity:12 months|a year|one year~6 months|18 months|two years}}, with a break after {{quantity:six months|6 months|half a year~three months|nine months}} and {{quantity:two months'|2 months'~one month's|three months'}} notice.
{{name:Elin~Ellen|Erin}} could show you round {{date:on Thursday|the day after tomorrow|on Thursday 11 February|on 11 February~tomorrow|on Friday|on Friday 11 February|on 10 February}} at {{time:17:30|5:30 pm|half past five~18:30|5 pm|17:00}} or {{date:on Saturday|on Saturday 13 February|on the 13th~on Sunday|on Sunday 13 February|on 14 February}} at {{time:10:15|10.15am|quarter past ten~10:45|11:15|quarter to ten}}: {{phone:0117 555 0132|01175550132|+44 117 555 0132~0117 555 0123|0171 555 0132}} or {{email:lettings@meadow.example|Lettings@meadow.example~letting@meadow.example|lettings@meadows.example}}."""),
 (E, "2026-09-15T15:15:00-04:00", "I ordered 12 bridesmaid boxes, order #B-6620, and need 3 more with names: Ines, Ruth, Kaia. Wedding is Oct 24. Will they be here on time and what do I owe you? Thanks! Marguerite",
  ["#B-6620 Marguerite Dubois, 12 boxes at $18.50, $222.00, engraving $4 per name, ships September 28.", "Additional boxes same price if ordered before September 21. Production 8 business days. Ground shipping 4 business days $9.95, free over $250.", "Proof by email within 2 days. Misspelled names: free remake if our mistake. studio@paperfern.example"],
"""Hi {{name:Marguerite~Margaret|Marguerita}},

Congratulations! We can add {{quantity:three|3~four|2}} boxes to {{id:#B-6620|B-6620~#B-6602|#B-6220}} at the same {{amount:$18.50|18.50 dollars|$18.50 each~$15.80|$19.50|£18.50}}, as long as you order before {{date:September 21|Monday, September 21|Sept 21|next Monday~September 25|Tuesday, September 21|September 20}}. With engraving at {{amount:$4|$4.00|four dollars~$5|$14|€4}} a name that's {{amount!:$67.50|$67.50 in all~$65.70|$76.50}} for the three of them, and {{amount!:$289.50~$298.50|$279.50}} with what you have ordered, so {{promise:shipping is free|you get free shipping|shipping costs you nothing~shipping is extra|you still pay for shipping}}.
Everything ships {{date:September 28|on Monday, September 28|Sept 28~September 29|on Tuesday, September 28|October 8}} and takes {{quantity:four business days|4 business days~two business days|4 weeks|six business days}}, so you'll have it by {{date!:October 2|Friday, October 2|Oct 2~October 5|Thursday, October 2|October 12}}, well before {{date:October 24|the 24th|Saturday, October 24~October 25|Friday, October 24|October 14}}. You'll get a proof {{quantity:within two days|in 2 days|within 48 hours~within a week|within 5 days}}. If we misspell a name, {{promise:we remake it for free|we make it again free of charge|the remake is free~you pay for the remake|the remake costs $10}}. Write to {{email:studio@paperfern.example~studio@paperferns.example|info@paperfern.example}}."""),
]

if __name__ == "__main__":
    write("towns", STORIES, "towns")
