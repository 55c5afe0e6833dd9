#!/usr/bin/env python3
"""Makes the labelled sets of replies: python3 set/make.py, from the folder of the crate.

tune.jsonl is what the rules were written with; test.jsonl is made of other shops and wordings, and was looked at once;
held.jsonl is of yet others, and was only measured. Each
shop is a function of a random generator: what the customer wrote, what the shop knows, and the reply in pieces. A piece
that is a fact has honest writings and false ones; a reply is honest, or has one or two false pieces.
"""
import json
import pathlib
import random
from datetime import date, datetime, timedelta

WD_JA, WD_EN = "月火水木金土日", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
FULL = str.maketrans("0123456789,", "０１２３４５６７８９，")


class F:
    """A fact of the reply."""

    def __init__(self, kind, honest, false, derived=False):
        self.kind, self.honest, self.false, self.derived = kind, honest, false, derived


def digit(text, r):
    """Another digit in one place, the first one kept from becoming 0."""
    at = [i for i, c in enumerate(text) if c.isdigit() or c in "０１２３４５６７８９"]
    i = r.choice(at)
    digits = "0123456789" if text[i] in "0123456789" else "０１２３４５６７８９"
    return text[:i] + r.choice([d for d in digits if d != text[i] and not (i == at[0] and d in "0０")]) + text[i + 1:]


def swap(text, r):
    at = [i for i in range(len(text) - 1) if text[i].isdigit() and text[i + 1].isdigit() and text[i] != text[i + 1] and not (i == 0 and text[1] == "0")]
    if not at:
        return digit(text, r)
    i = r.choice(at)
    return text[:i] + text[i + 1] + text[i] + text[i + 2:]


def yen(v):
    forms = [f"{v:,}円", f"¥{v:,}", f"￥{v:,}", f"{v}円", f"{v:,}円".translate(FULL)]
    if v >= 10_000 and v % 1_000 == 0:
        forms.append(f"{v // 10_000}万{v % 10_000 // 1_000}千円" if v % 10_000 else f"{v // 10_000}万円")
    return forms


def yen_fact(v, r, other=None, derived=False):
    w = f"{v:,}円"
    false = [(digit(w, r), "one digit changed"), (swap(w, r), "two digits swapped"), (f"{v:,}ドル", "wrong currency")]
    if other is not None and other != v:
        false += [(f"{other:,}円", "another line's amount")] * 2
    return F("amount", yen(v), false, derived)


def money(v, sign, r, other=None, derived=False):
    word, code = {"$": ("dollars", "USD"), "£": ("pounds", "GBP"), "€": ("euros", "EUR")}[sign]
    w = f"{sign}{v:,.2f}"
    honest = [w, f"{code} {v:,.2f}"] + ([f"{sign}{v:,.0f}", f"{v:,.0f} {word}"] if v == int(v) else [])
    wrong = {"$": "€", "£": "$", "€": "$"}[sign]
    false = [(digit(w, r), "one digit changed"), (swap(w, r), "two digits swapped"), (f"{wrong}{v:,.2f}", "wrong currency")]
    if other is not None and other != v:
        false += [(f"{sign}{other:,.2f}", "another line's amount")] * 2
    return F("amount", honest, false, derived)


def day_ja(d, r, derived=False):
    honest = [f"{d.month}月{d.day}日", f"{d.month}/{d.day}（{WD_JA[d.weekday()]}）", f"{d.month}月{d.day}日（{WD_JA[d.weekday()]}）", f"{d.year}年{d.month}月{d.day}日", f"令和{d.year - 2018}年{d.month}月{d.day}日", f"{d.month}月{d.day}日".translate(FULL)]
    n = d + timedelta(days=r.choice([-1, 1, 2, 7]))
    wrong = WD_JA[(d.weekday() + r.randint(1, 6)) % 7]
    false = [(f"{n.month}月{n.day}日", "date off"), (f"{n.month}/{n.day}（{WD_JA[n.weekday()]}）", "date off"), (f"{d.month}月{d.day}日（{wrong}）", "weekday does not match"), (f"令和{d.year - 2017}年{d.month}月{d.day}日", "wrong era year")]
    return F("date", honest, false, derived)


def day_en(d, r, derived=False):
    m = MONTHS[d.month - 1]
    honest = [f"{d.day} {m}", f"{m} {d.day}", f"{WD_EN[d.weekday()]}, {d.day} {m}", f"{m[:3]} {d.day}, {d.year}", f"{WD_EN[d.weekday()][:3]} {d.day} {m[:3]}", f"the {d.day}{'th' if 10 < d.day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(d.day % 10, 'th')} of {m}"]
    n = d + timedelta(days=r.choice([-1, 1, 2, 7]))
    wrong = WD_EN[(d.weekday() + r.randint(1, 6)) % 7]
    false = [(f"{n.day} {MONTHS[n.month - 1]}", "date off"), (f"{MONTHS[n.month - 1]} {n.day}", "date off"), (f"{wrong}, {d.day} {m}", "weekday does not match"), (f"{m[:3]} {d.day}, {d.year + 1}", "wrong year")]
    return F("date", honest, false, derived)


def count_ja(n, unit, r):
    kanji = "〇一二三四五六七八九十"
    honest = [f"{n}{unit}", f"{n}{unit}".translate(FULL)] + ([f"{kanji[n]}{unit}"] if n <= 10 and unit not in ("点", "人", "部", "度", "件") else [])
    return F("quantity", honest, [(f"{n + r.choice([1, 2, 3])}{unit}", "another count")])


WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def count_en(n, unit, r):
    m = n + r.choice([1, 2, 3])
    return F("quantity", [f"{n} {unit}"] + ([f"{WORDS[n]} {unit}"] if n <= 12 else []), [(f"{m} {unit}", "another count")])


def ident(text, r):
    return F("id", [text], [(digit(text, r), "one character changed"), (swap(text, r), "two digits swapped")])


def phone_ja(area, mid, last, r):
    n = f"{area}-{mid}-{last}"
    return F("phone", [n, f"{area}({mid}){last}", f"{area}{mid}{last}", f"+81-{area[1:]}-{mid}-{last}", n.translate(FULL)], [(digit(n, r), "one digit changed"), (swap(n, r), "two digits swapped")])


def lookalike(host, r):
    name, dot, rest = host.partition(".")
    return r.choice([name.replace("o", "0", 1) if "o" in name else name + "s", name + "-support", name[:-1]]) + dot + rest


def name_ja(sei, mei, r):
    other = r.choice([s for s in SEI if s != sei])
    return F("name", [f"{sei}様", f"{sei} {mei}様", f"{sei}{mei} 様", f"{sei}さま"], [(f"{other}様", "somebody else's name"), (f"{other} {mei}様", "another surname")])


def name_en(first, last, r):
    return F("name", [first, f"{first} {last}"], [(r.choice([x for x in FIRST if x != first]), "another first name"), (f"{first} {r.choice([x for x in LAST if x != last])}", "another surname")])


SEI = ["佐々木", "池田", "中川", "岩本", "野村", "大塚", "平野", "菅原", "松尾", "西村", "桑原", "荒木"]
MEI = ["直樹", "由美子", "拓海", "美穂", "浩二", "千尋", "亜希", "健太郎"]
FIRST = ["Oliver", "Amara", "Lucas", "Ingrid", "Rahul", "Claire", "Tomasz", "Yasmin", "Henry", "Beatriz"]
LAST = ["Whitfield", "Okafor", "Moreau", "Svensson", "Kapoor", "Donnelly", "Kowalski", "Haddad", "Pembroke", "Silva"]


def received(r, zone):
    at = datetime(2026, 1, 5) + timedelta(days=r.randint(0, 500), hours=r.randint(8, 19), minutes=r.randint(0, 59))
    return at, at.isoformat() + zone


# ---- Shops of the tune set


def tea(r):
    at, rec = received(r, "+09:00")
    sei, mei = r.choice(SEI), r.choice(MEI)
    no = f"CH-{r.randint(10000, 99999)}"
    n, unit, gift = r.randint(2, 9), r.choice([680, 850, 1200, 1480]), r.choice([220, 330, 440])
    arrive = (at + timedelta(days=r.randint(3, 9))).date()
    mail = f"お世話になります。{sei}と申します。\n先日、煎茶{n}袋を注文しました（注文番号 {no}）。贈り物なので箱もお願いしています。\nお届けはいつ頃で、合計はいくらでしょうか。\n{sei} {mei}"
    know = [f"注文 {no} 煎茶100g {n}袋 単価{unit:,}円（税込） 贈答箱 {gift}円 お届け予定 {arrive.month}/{arrive.day}", "未開封に限り、到着後8日以内の返品をお受けします。返送料はお客様のご負担です。", "茶舗やまぶき 電話 054-271-3390 営業 10:00〜18:00（水曜定休）"]
    parts = [name_ja(sei, mei, r), "\n\n茶舗やまぶきでございます。このたびはご注文ありがとうございます。\n注文番号", ident(no, r), "の煎茶", count_ja(n, "袋", r), "は1袋", yen_fact(unit, r, gift), "、贈答箱が", yen_fact(gift, r, unit), "で、合計", yen_fact(unit * n + gift, r, unit, derived=True), "でございます。\nお届けは", day_ja(arrive, r), "を予定しております。\n未開封でしたら到着後", F("quantity", ["8日以内", "８日以内"], [("14日以内", "another limit"), ("8週間以内", "another unit")]), "の返品を承ります。返送料は", F("promise", ["お客様のご負担", "お客様負担"], [("当店負担", "the policy denies it"), ("無料", "the policy denies it")]), "となります。\n営業時間は", F("time", ["10時から18時", "10:00〜18:00", "午前10時から午後6時"], [("10時から19時", "other hours"), ("9:00〜18:00", "other hours")]), "、", F("date", ["水曜定休", "水曜日"], [("木曜定休", "another day"), ("火曜日", "another day")]), "はお休みです。お電話は", phone_ja("054", "271", "3390", r), "までお願いいたします。\n\n茶舗やまぶき"]
    return "ja", "tea", mail, know, rec, parts


def inn(r):
    at, rec = received(r, "+09:00")
    sei, mei = r.choice(SEI), r.choice(MEI)
    start = (at + timedelta(days=r.randint(10, 60))).date()
    nights, people = r.randint(1, 3), r.randint(2, 5)
    adult = r.choice([13200, 15400, 17600, 19800])
    no = f"Y{r.randint(100000, 999999)}"
    mail = f"{start.month}月{start.day}日から{nights}泊、大人{people}名で予約している{sei} {mei}です（予約番号{no}）。\nチェックインの時間と総額、キャンセル料がいつから掛かるか教えてください。"
    end = start + timedelta(days=nights)
    free = start - timedelta(days=7)
    know = [f"予約 {no}　{start.year}年{start.month}月{start.day}日 {nights}泊 大人{people}名 1泊お一人様 {adult:,}円（税込・2食付）", "チェックインは15時、チェックアウトは10時です。駐車場は無料（先着12台）。", "キャンセル料：7日前まで無料、6日前から30%、前日50%、当日100%。", "湯宿みなづき 〒389-0111 長野県北佐久郡軽井沢町長倉2148-3 https://minazuki.example.jp/access"]
    total = adult * people * nights
    parts = [name_ja(sei, mei, r), "\n\n湯宿みなづきでございます。ご予約番号", ident(no, r), "、", day_ja(start, r), "から", F("quantity", [f"{nights}泊"], [(f"{nights + 1}泊", "another count")]), "、大人", count_ja(people, "名", r), "で承っております。ご出発は", day_ja(end, r, derived=True), "でございます。\n料金はお一人様1泊", yen_fact(adult, r), "、総額", yen_fact(total, r, adult if people * nights > 1 else None, derived=True), "でございます。\nチェックインは", F("time", ["15時", "15:00", "午後3時"], [("14時", "another hour"), ("午前3時", "morning for afternoon"), ("16:00", "another hour")]), "からです。駐車場は", F("promise", ["無料", "料金はかかりません"], [("有料", "the policy denies it")]), "で、", F("quantity", ["12台"], [("20台", "another count")]), "ございます。\nキャンセルは", day_ja(free, r, derived=True), "までは", F("promise", ["無料"], []), "、当日は", F("percent", ["100%", "100パーセント", "10割"], [("80%", "another percentage")]), "を頂戴します。\n地図は", F("url", ["https://minazuki.example.jp/access", "minazuki.example.jp/access"], [("https://" + lookalike("minazuki.example.jp", r) + "/access", "other domain")]), "、住所は", F("address", ["長野県北佐久郡軽井沢町長倉2148-3", "北佐久郡軽井沢町長倉2148-3", "軽井沢町長倉２１４８－３"], [("長野県北佐久郡軽井沢町長倉2184-3", "two digits swapped"), ("長野県北佐久郡御代田町長倉2148-3", "another town")]), "です。\n\n湯宿みなづき"]
    return "ja", "inn", mail, know, rec, parts


def repair(r):
    at, rec = received(r, "+09:00")
    sei, mei = r.choice(SEI), r.choice(MEI)
    serial = f"KX{r.randint(1000, 9999)}-{r.randint(100, 999)}"
    fee, part = r.choice([3300, 5500, 6600]), r.choice([2800, 4200, 7900])
    back = (at + timedelta(days=r.randint(6, 15))).date()
    mail = f"コーヒーミルの修理をお願いしている{sei}です。製造番号は{serial}です。\n見積もりの内訳と、いつ戻るかを知りたいです。保証は効きますか。買ったのは8か月前です。\n{sei}{mei}"
    know = [f"修理受付 {serial}　技術料 {fee:,}円　部品代 {part:,}円　完了予定 {back.isoformat()}", "保証期間はご購入から1年です。保証期間内の自然故障は無償で修理します。落下による破損は有償です。", f"診断結果（{serial}）：落下による破損。", "サポート窓口 repair@koomill.example.jp 平日9時〜17時"]
    parts = [name_ja(sei, mei, r), "\n\nコーミル サポート窓口です。お待たせしております。\n製造番号", ident(serial, r), "の修理は、技術料", yen_fact(fee, r, part), "、部品代", yen_fact(part, r, fee), "、合計", yen_fact(fee + part, r, fee, derived=True), "となります。\n完了は", day_ja(back, r), "の予定です。\n保証期間はご購入から", F("quantity", ["1年", "１年", "12か月", "一年"], [("2年", "another period"), ("6か月", "another period")]), "ですが、落下による破損のため", F("promise", ["有償"], [("無償", "the policy denies it"), ("無料", "the policy denies it")]), "での修理となります。\nお問い合わせは", F("email", ["repair@koomill.example.jp"], [("repair@" + lookalike("koomill.example.jp", r), "other domain"), ("support@koomill.example.jp", "another mailbox")]), "（", F("date", ["平日"], [("土日", "other days")]), F("time", ["9時〜17時", "9:00から17:00", "午前9時から午後5時"], [("9時〜18時", "other hours")]), "）までお願いいたします。\n\nコーミル サポート"]
    return "ja", "repair", mail, know, rec, parts


def gym(r):
    at, rec = received(r, "+00:00")
    first, last = r.choice(FIRST), r.choice(LAST)
    month, join = r.choice([29.0, 34.5, 42.0]), r.choice([15.0, 20.0, 25.0])
    no = f"GM{r.randint(10000, 99999)}"
    start = (at + timedelta(days=r.randint(2, 20))).date()
    n = r.choice([3, 6, 12])
    mail = f"Hello, I'd like to join from {start.day} {MONTHS[start.month - 1]} for {n} months. My reference is {no}. What do I pay in total, joining fee included, and can I freeze the membership?\n\n{first} {last}"
    know = [f"Membership {no}: £{month:.2f} a month, joining fee £{join:.2f}.", "Memberships can be frozen once a year for up to 4 weeks. Notice to cancel is 30 days.", "Northgate Gym, 18 Mill Lane, York YO1 7PT. Weekdays 6:30 am to 10 pm, weekends 8 am to 6 pm. 01904 555 812", "The first induction is free; personal training is £35 an hour."]
    total = month * n + join
    parts = ["Hi ", name_en(first, last, r), ",\n\nThanks for your interest. Under ", ident(no, r), " you pay ", money(month, "£", r, join), " a month for ", count_en(n, "months", r), " and a joining fee of ", money(join, "£", r, month), ", ", money(total, "£", r, derived=True), " in total, from ", day_en(start, r), ".\nYou can freeze the membership once a year for up to ", F("quantity", ["4 weeks", "four weeks", "28 days"], [("8 weeks", "another limit"), ("4 months", "another unit")]), "; the notice period is ", F("quantity", ["30 days", "thirty days"], [("14 days", "another period"), ("30 weeks", "another unit")]), ".\nYour first induction is ", F("promise", ["free", "free of charge", "at no charge"], []), ", personal training is ", money(35.0, "£", r), " an hour. On weekdays we are open ", F("time", ["6:30 am to 10 pm", "6:30am-10pm", "06:30 to 22:00"], [("8 am to 6 pm", "another day's hours"), ("6:30 am to 9 pm", "other hours")]), ".\nYou find us at ", F("address", ["18 Mill Lane, York", "18 Mill Ln, York YO1 7PT"], [("81 Mill Lane, York", "two digits swapped"), ("18 Mill Road, York", "another street")]), ", phone ", F("phone", ["01904 555 812", "+44 1904 555 812", "01904555812"], [("01904 555 821", "two digits swapped"), ("01904 556 812", "one digit changed")]), ".\n\nNorthgate Gym"]
    return "en", "gym", mail, know, rec, parts


def plants(r):
    at, rec = received(r, "-05:00")
    first, last = r.choice(FIRST), r.choice(LAST)
    n, price, ship = r.randint(2, 6), r.choice([14.5, 18.0, 22.25]), r.choice([7.95, 9.5])
    no = f"PL-{r.randint(100000, 999999)}"
    track = f"{r.randint(10**11, 10**12 - 1)}"
    due = (at + timedelta(days=r.randint(2, 6))).date()
    mail = f"Subject: Order {no}\n\nHi, I ordered {n} ferns (order {no}) and have heard nothing since. Where are they, and what if one arrives dead?\nThanks, {first} {last}"
    know = [f"Order {no}: {n} ferns at ${price:.2f}, shipping ${ship:.2f}, shipped with tracking number {track}, expected {due.isoformat()}.", "Plants that arrive damaged are replaced free of charge if you send a photo within 3 days. We do not refund shipping.", "help@fernhill.example.com, https://fernhill.example.com/care, weekdays 9 am - 4 pm ET"]
    parts = ["Dear ", name_en(first, last, r), ",\n\nSorry for the silence. Your order ", ident(no, r), " with ", count_en(n, "ferns", r), " is on its way: tracking number ", ident(track, r), ", expected on ", day_en(due, r), ".\nYou paid ", money(price * n, "$", r, price, derived=True), " for the plants and ", money(ship, "$", r, price), " for shipping, ", money(price * n + ship, "$", r, derived=True), " altogether.\nShould a plant arrive damaged, send us a photo within ", F("quantity", ["3 days", "three days", "72 hours"], [("10 days", "another limit"), ("3 weeks", "another unit")]), " and we will replace it ", F("promise", ["free of charge", "for free", "at no cost"], []), ". Shipping is ", F("promise", ["not refunded", "non-refundable"], [("refunded in full", "the policy denies it"), ("fully refundable", "the policy denies it")]), ".\nCare tips: ", F("url", ["https://fernhill.example.com/care", "fernhill.example.com/care"], [("https://" + lookalike("fernhill.example.com", r) + "/care", "other domain")]), ". Questions: ", F("email", ["help@fernhill.example.com", "Help@fernhill.example.com"], [("info@fernhill.example.com", "another mailbox"), ("help@fernhill.example.org", "other domain")]), ".\n\nFern Hill"]
    return "en", "plants", mail, know, rec, parts


def course(r):
    at, rec = received(r, "+01:00")
    first, last = r.choice(FIRST), r.choice(LAST)
    fee = r.choice([240.0, 320.0, 450.0])
    off = r.choice([10, 15, 20])
    start = (at + timedelta(days=r.randint(20, 60))).date()
    weeks = r.choice([6, 8, 10])
    end = start + timedelta(days=7 * (weeks - 1))
    teacher = r.choice(["Marta Lindgren", "Paulo Teixeira", "Niamh Byrne"])
    mail = f"Good morning, is the early booking discount still on for the ceramics course starting {start.day} {MONTHS[start.month - 1]}? Who teaches it and at what time?\nBest wishes\n{first} {last}"
    know = [f"Ceramics course: €{fee:.2f}, {weeks} weeks, starts {start.isoformat()}, {WD_EN[start.weekday()]}s 7 pm to 9 pm, teacher {teacher}. Last session {end.isoformat()}.", f"Early booking discount: {off}% until 14 days before the start. Materials are included; firing costs €12.", "Maximum 9 participants. A place can be passed on to a friend, refunds are not possible."]
    parts = ["Dear ", name_en(first, last, r), ",\n\nYes, it is: ", F("percent", [f"{off}%", f"{off} percent", f"{off} per cent"], [(f"{off + 5}%", "another percentage"), (f"{off - 5}%", "another percentage")]), " off until ", day_en(start - timedelta(days=14), r, derived=True), ", so the course costs ", money(fee * (100 - off) / 100, "€", r, fee, derived=True), " instead of ", money(fee, "€", r), ".\nIt runs for ", count_en(weeks, "weeks", r), " from ", day_en(start, r), ", ", F("time", ["7 pm to 9 pm", "19:00 to 21:00", "7pm-9pm"], [("7 am to 9 am", "morning for evening"), ("6 pm to 9 pm", "other hours")]), ". The teacher is ", F("name", [teacher], [(teacher.split()[0] + " Ferrante", "another surname"), ("Gregor Olsen", "somebody else")]), ".\nMaterials are ", F("promise", ["included", "free"], [("not included", "the policy denies it")][:0]), ", firing costs ", money(12.0, "€", r), ". There are at most ", count_en(9, "participants", r), "; ", F("promise", ["refunds are not possible", "we cannot refund the fee"], [("we refund the fee up to the first day", "the policy denies it"), ("the fee is fully refundable", "the policy denies it")]), ".\n\nKiln & Co"]
    return "en", "course", mail, know, rec, parts


# ---- Shops of the test set


def bicycle(r):
    at, rec = received(r, "+09:00")
    sei, mei = r.choice(SEI), r.choice(MEI)
    no = f"{r.randint(10**7, 10**8 - 1)}"
    bike, lock = r.choice([48800, 62800, 75900]), r.choice([1980, 2750, 3300])
    out = (at + timedelta(days=r.randint(2, 6))).date()
    mail = f"From: {sei}{mei} <cust{r.randint(1, 99)}@mail.example.jp>\n\n受注番号{no}の自転車について。組み立てはしてもらえますか。出荷日も知りたいです。防犯登録は必要ですよね？"
    know = [f"受注番号 {no}／シティバイク {bike:,}円／ワイヤー錠 {lock:,}円／出荷予定日 {out.year}/{out.month:02}/{out.day:02}", "完全組立でお届けする場合は組立料2,200円を申し受けます。送料は全国一律無料。", "防犯登録はお住まいの地域の自転車店で必ずお手続きください（登録料600円程度）。", "お問い合わせ：りんりん堂 06-6312-0745（11:00〜19:00、第3火曜休み）"]
    parts = [name_ja(sei, mei, r), "\n\nりんりん堂です。受注番号", ident(no, r), "、シティバイク", yen_fact(bike, r, lock), "とワイヤー錠", yen_fact(lock, r, bike), "、計", yen_fact(bike + lock, r, bike, derived=True), "を承っております。\n出荷は", day_ja(out, r), "の予定です。送料は", F("promise", ["無料", "かかりません"][:1], [("有料", "the policy denies it")]), "、完全組立をご希望の場合は組立料", yen_fact(2200, r, 600), "を頂戴します。\n防犯登録のお手続きは", F("promise", ["必要です", "必須です"], [("不要です", "the policy denies it")]), "。登録料は", yen_fact(600, r, 2200), "程度です。\nお電話は", phone_ja("06", "6312", "0745", r), "、受付は", F("time", ["11時から19時", "11:00〜19:00", "午前11時から午後7時"], [("11時から17時", "other hours"), ("10:00〜19:00", "other hours")]), "です。\n\nりんりん堂"]
    return "ja", "bicycle", mail, know, rec, parts


def lecture(r):
    at, rec = received(r, "+09:00")
    sei, mei = r.choice(SEI), r.choice(MEI)
    held = (at + timedelta(days=r.randint(10, 40))).date()
    fee, off, n = r.choice([4000, 6000, 8000]), r.choice([1, 2, 3]), r.randint(2, 6)
    mail = f"{sei} {mei}です。{held.month}月{held.day}日の講演会に{n}人で申し込みたいのですが、団体割引はありますか。\n会場までの行き方と開場時間も知りたいです。支払いは当日でも大丈夫でしょうか。"
    know = [f"講演会 {held.year}年{held.month}月{held.day}日 開場13時30分 開演14時 参加費 {fee:,}円", f"2名以上のお申し込みは団体割引{off * 10}%。お支払いは銀行振込のみ、開催日の5日前まで。", "会場：福岡県福岡市博多区住吉3丁目4-1 はかた文化会館7階（博多駅から徒歩12分）", "事務局 koen@hakata-bunka.example.jp"]
    per = fee * (100 - off * 10) // 100
    parts = [name_ja(sei, mei, r), "\n\nお問い合わせありがとうございます。事務局でございます。\n", day_ja(held, r), "の講演会は、", count_ja(n, "名", r), "でのお申し込みですと団体割引", F("percent", [f"{off * 10}%", f"{off}割", f"{off * 10}パーセント", f"{off * 10}％"], [(f"{off * 10 + 5}%", "another percentage"), (f"{off + 1}割", "another percentage")]), "で、お一人", yen_fact(per, r, derived=True), "、合計", yen_fact(per * n, r, per, derived=True), "となります。\n開場は", F("time", ["13時30分", "13:30", "午後1時半"], [("14時", "the other time"), ("12時30分", "another hour"), ("午後2時半", "another hour")]), "、開演は", F("time", ["14時", "14:00", "午後2時"], [("13時", "another hour"), ("15:00", "another hour")]), "です。\nお支払いは", F("promise", ["銀行振込のみ"], [("当日現金も可能です", "the policy denies it")][:0]), "で、", day_ja(held - timedelta(days=5), r, derived=True), "までにお願いいたします。\n会場は", F("address", ["福岡市博多区住吉3丁目4-1 はかた文化会館7階", "福岡県福岡市博多区住吉3-4-1", "博多区住吉３丁目４－１ はかた文化会館7F"], [("福岡市博多区住吉4丁目3-1 はかた文化会館7階", "two digits swapped"), ("福岡市中央区住吉3丁目4-1", "another ward")]), "、駅から徒歩", F("quantity", ["12分", "１２分"], [("5分", "another duration"), ("20分", "another duration")]), "です。\nご不明な点は", F("email", ["koen@hakata-bunka.example.jp"], [("koen@" + lookalike("hakata-bunka.example.jp", r), "other domain"), ("info@hakata-bunka.example.jp", "another mailbox")]), "へどうぞ。"]
    return "ja", "lecture", mail, know, rec, parts


def furniture(r):
    at, rec = received(r, "+00:00")
    first, last = r.choice(FIRST), r.choice(LAST)
    no = f"HH{r.randint(100000, 999999)}"
    chair, n, fee = r.choice([89.0, 125.0, 149.5]), r.randint(2, 6), r.choice([25.0, 39.0])
    due = (at + timedelta(days=r.randint(9, 30))).date()
    mail = f"From: {first} {last} <{first.lower()}@mail.example.org>\n\nI've just ordered {n} oak chairs, order number {no}. When is delivery? I was quoted £{chair - 10:.2f} each on the phone, is that right? And may I return them?"
    know = [f"{no} | {n} oak chairs | £{chair:.2f} each | delivery £{fee:.2f} | delivery date {due.day} {MONTHS[due.month - 1]} {due.year}", "Returns within 14 days of delivery, collection costs £30. Made-to-measure items cannot be returned. 5-year guarantee on all frames.", "Hollow & Hearth, Unit 7, 22 Station Road, Leeds LS1 4DY. Call 0113 496 0233, Monday to Friday 8:30 to 17:00."]
    parts = ["Dear ", name_en(first, last, r), ",\n\nThank you for your order ", ident(no, r), ". The ", count_en(n, "chairs", r), " will be delivered on ", day_en(due, r), ".\nThe price is ", money(chair, "£", r, chair - 10), " each, that is ", money(chair * n, "£", r, chair, derived=True), ", plus ", money(fee, "£", r, 30.0), " for delivery: ", money(chair * n + fee, "£", r, derived=True), " in all.\nYou may return them within ", F("quantity", ["14 days", "two weeks", "fourteen days", "a fortnight"], [("30 days", "another limit"), ("14 weeks", "another unit")]), "; we charge ", money(30.0, "£", r, fee), " for collection. The frames come with a ", F("quantity", ["5-year", "five-year"], [("10-year", "another period"), ("2-year", "another period")]), " guarantee.\nWe can be reached on ", F("phone", ["0113 496 0233", "+44 113 496 0233", "(0113) 496 0233"], [("0113 496 0323", "two digits swapped"), ("0113 469 0233", "two digits swapped")]), ", ", F("date", ["Monday to Friday", "weekdays", "Mon-Fri"], [("Monday to Saturday", "other days"), ("weekends", "other days")]), " ", F("time", ["8:30 to 17:00", "8:30 am to 5 pm", "08:30-17:00"], [("9:30 to 17:00", "other hours"), ("8:30 am to 7 pm", "other hours")]), ".\n\nHollow & Hearth"]
    return "en", "furniture", mail, know, rec, parts


def charter(r):
    at, rec = received(r, "-08:00")
    first, last = r.choice(FIRST), r.choice(LAST)
    trip = (at + timedelta(days=r.randint(5, 40))).date()
    n, adult, child = r.randint(2, 5), r.choice([64.0, 72.0, 85.0]), r.choice([32.0, 40.0])
    kids = r.randint(1, 3)
    ref = f"WW-{r.randint(1000, 9999)}"
    dep = r.choice([20, 25, 30])
    mail = f"Booking {ref}: {n} adults and {kids} children for the whale tour on {MONTHS[trip.month - 1]} {trip.day}. How much is the deposit and when do we have to be at the dock? Do you take dogs?\n\n{first} {last}"
    know = [f"{ref}: whale tour {trip.isoformat()}, {n} adults, {kids} children.", f"Whale tour: adults ${adult:.2f}, children ${child:.2f}. Deposit {dep}% on booking, the rest on the day. Boarding 8:15 am, departure 8:45 am, about 3 hours.", "Dogs are not allowed on board. Life jackets are provided free of charge. Full refund if we cancel because of weather.", "Pier 4, 310 Harbor Way, Monterey, CA 93940. (831) 555-0144"]
    total = adult * n + child * kids
    parts = ["Hello ", name_en(first, last, r), ",\n\n", ident(ref, r), " is set for ", day_en(trip, r), ". With ", count_en(n, "adults", r), " at ", money(adult, "$", r, child), " and ", count_en(kids, "children", r), " at ", money(child, "$", r, adult), " it comes to ", money(total, "$", r, adult, derived=True), "; the deposit of ", F("percent", [f"{dep}%", f"{dep} percent"], [(f"{dep + 10}%", "another percentage")]), " is ", money(total * dep / 100, "$", r, derived=True), ".\nBoarding is at ", F("time", ["8:15 am", "8:15 a.m.", "08:15"], [("8:45 am", "the other time"), ("8:15 pm", "evening for morning"), ("9:15 am", "another hour")]), " and we are back after about ", F("quantity", ["3 hours", "three hours", "180 minutes"], [("5 hours", "another duration")]), ".\nDogs are ", F("promise", ["not allowed", "not permitted"], [("welcome", "the policy denies it")][:0]), "; life jackets are ", F("promise", ["free", "provided at no charge"], []), ". If the weather forces us to cancel, you get ", F("promise", ["a full refund", "a refund in full", "your money back"], []), F("promise", [".", " of course."], [(" and a $50 gift voucher.", "a gift that no source has"), (" and a free second tour.", "no source has it")]), "\nYou find us at ", F("address", ["310 Harbor Way, Monterey", "310 Harbor Way, Monterey, CA 93940"], [("301 Harbor Way, Monterey", "two digits swapped"), ("310 Harbor Way, Salinas", "another place")]), ", phone ", F("phone", ["(831) 555-0144", "831-555-0144", "831.555.0144"], [("(831) 555-0414", "two digits swapped"), ("(813) 555-0144", "two digits swapped")]), ".\n\nWhitecap Tours"]
    return "en", "charter", mail, know, rec, parts


# ---- Shops that were only measured


def cleaning(r):
    at, rec = received(r, "+09:00")
    sei, mei = r.choice(SEI), r.choice(MEI)
    slip = f"伝票{r.randint(1000, 9999)}-{r.randint(10, 99)}"
    coat, shirt, n = r.choice([1980, 2420, 2860]), r.choice([280, 330]), r.randint(3, 9)
    ready = (at + timedelta(days=r.randint(2, 8))).date()
    mail = f"こんばんは。先日コート1着とシャツ{n}枚を預けた{sei}{mei}です（{slip}）。いつ仕上がりますか。料金は全部でいくらになりますか。ボタンが取れていた場合は直してもらえますか。"
    know = [f"{slip}：コート 1着 {coat:,}円、シャツ {n}枚 1枚{shirt}円。仕上がり {ready.month}月{ready.day}日。", "ボタン付けは無料でいたします。しみ抜きは1か所550円の有料です。", "仕上がり品の保管は30日間無料、それ以降は1日110円。", "しろたえクリーニング 駅前店 朝8時から夜8時まで、日曜・祝日休み。0570-064-188"]
    total = coat + shirt * n
    parts = [name_ja(sei, mei, r), "\n\nしろたえクリーニングです。お預かりのコートとシャツ", count_ja(n, "枚", r), "は", day_ja(ready, r), "に仕上がります。\n料金はコートが", yen_fact(coat, r, shirt), "、シャツは1枚", yen_fact(shirt, r, coat), "で、合わせて", yen_fact(total, r, coat, derived=True), "です。\nボタン付けは", F("promise", ["無料", "無料で承ります"], [("有料", "the policy denies it"), ("別料金", "the policy denies it")]), "です。しみ抜きをご希望でしたら1か所", yen_fact(550, r, 110), "です。\n保管は", F("quantity", ["30日間", "３０日間"], [("60日間", "another period"), ("30週間", "another unit")]), "まで無料です。\n営業は", F("time", ["8時から20時", "8:00〜20:00", "午前8時から午後8時"], [("8時から19時", "other hours"), ("9:00〜20:00", "other hours")]), "、お電話は", F("phone", ["0570-064-188", "0570064188"], [("0570-046-188", "two digits swapped"), ("0570-064-118", "one digit changed")]), "です。", F("promise", ["", " "], [("次回使える500円の割引券も差し上げます。", "a gift that no source has")])]
    return "ja", "cleaning", mail, know, rec, parts


def rental(r):
    at, rec = received(r, "+00:00")
    first, last = r.choice(FIRST), r.choice(LAST)
    no = f"CR{r.randint(10000, 99999)}"
    start = (at + timedelta(days=r.randint(3, 30))).date()
    days, rate = r.randint(3, 9), r.choice([31.0, 38.5, 44.0])
    end = start + timedelta(days=days)
    seat = r.choice([6.0, 8.0])
    mail = f"Re booking {no}: small car from {start.day} {MONTHS[start.month - 1]} for {days} days. We need a child seat too. What's the total, and what time do you open on the first day?\n{first} {last}"
    know = [f"Booking {no}, small car, pick-up {WD_EN[start.weekday()]} {start.day} {MONTHS[start.month - 1]} {start.year}, {days} days at £{rate:.2f} per day. Child seat £{seat:.2f} per day.", "Desk hours 7:00 to 23:00 every day. Late returns are charged £15 per hour.", "A deposit of £200 is blocked on your card and released within 5 working days. A second driver is free. Smoking in the car is not allowed.", "Aberwen Car Hire, 3 Castle Street, Bangor LL57 1PY, bookings@aberwen.example.co.uk"]
    parts = ["Hello ", name_en(first, last, r), ",\n\nThanks for booking with us. ", ident(no, r), " is confirmed from ", day_en(start, r), ", ", count_en(days, "days", r), ", so please bring the car back on ", day_en(end, r, derived=True), ".\nAt ", money(rate, "£", r, seat), " per day the car is ", money(rate * days, "£", r, derived=True), "; the child seat adds ", money(seat * days, "£", r, derived=True), ", which makes ", money((rate + seat) * days, "£", r, rate, derived=True), ".\nThe desk is open from ", F("time", ["7:00 to 23:00", "7 am to 11 pm", "07:00-23:00"], [("8:00 to 23:00", "other hours"), ("7 am to 10 pm", "other hours")]), ". A deposit of ", money(200.0, "£", r, 15.0), " is released within ", F("quantity", ["5 working days", "five working days", "5 business days"], [("5 weeks", "another unit"), ("10 working days", "another period")]), ". A second driver is ", F("promise", ["free", "free of charge"], [("not free", "the policy denies it")][:0]), ", and returning late costs ", money(15.0, "£", r, 200.0), " per hour.\nOur address: ", F("address", ["3 Castle Street, Bangor", "3 Castle St, Bangor LL57 1PY"], [("8 Castle Street, Bangor", "one digit changed"), ("3 Church Street, Bangor", "another street")]), ". Write to ", F("email", ["bookings@aberwen.example.co.uk"], [("booking@aberwen.example.co.uk", "another mailbox"), ("bookings@aberwen.example.com", "other domain")]), ".", F("promise", ["", " "], [(" We will upgrade you to a larger car for free.", "no source has it"), (" You also get a £20 voucher.", "a gift that no source has")])]
    return "en", "rental", mail, know, rec, parts


TUNE, TEST = [tea, inn, repair, gym, plants, course], [bicycle, lecture, furniture, charter]
HELD = [cleaning, rental]


def build(shop, number, r, false):
    lang, scenario, mail, know, rec, parts = shop(r)
    slots = [i for i, p in enumerate(parts) if isinstance(p, F) and p.false]
    wrong = set(r.sample(slots, min(len(slots), r.choice([1, 1, 2])))) if false else set()
    reply, expect = "", []
    for i, part in enumerate(parts):
        if isinstance(part, str):
            reply += part
            continue
        text, why = r.choice(part.false) if i in wrong else (r.choice(part.honest), "as in the sources")
        if text in (".", " of course.", "", " "):
            reply += text
            continue
        entry = {"start": len(reply), "end": len(reply) + len(text), "kind": part.kind, "verdict": "contradicts" if i in wrong else "supported", "why": why}
        if part.derived:
            entry["derived"] = True
        expect.append(entry)
        reply += text
    r.shuffle(know)
    return {"id": f"{scenario}{number:03}", "lang": lang, "scenario": scenario, "mail": mail, "reply": reply, "knowledge": know, "received": rec, "expect": expect}


for name, shops, each, seed in [("tune", TUNE, 100, 20261128), ("test", TEST, 150, 4711), ("held", HELD, 150, 90125)]:
    r = random.Random(seed)
    lines = [json.dumps(build(shop, n, r, n % 2 == 1), ensure_ascii=False) for shop in shops for n in range(each)]
    pathlib.Path(__file__).with_name(f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
