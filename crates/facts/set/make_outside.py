#!/usr/bin/env python3
# Hand-written stories -> outside-tune.jsonl and outside-held.jsonl
# Reply notation:  [[kind+: honest | honest // false # why | false # u:why]]   (+ = derived; u: = unsupported)
#   key=kind: defines a fact for reuse as [[=key]] in a second layout; ⟨ ⟩ narrows the fact inside a writing;
#   _ = nothing (no fact); <<a|b>> = plain wording alternatives; ¶ newline; ␣ space.
import json, random, re, base64, os
from email.message import EmailMessage
from email.utils import format_datetime
from datetime import datetime, date
from email import charset as _cs
STORIES = []
WHY = {'amount':'amount as in the source','date':'date as in the source','time':'time as in the source','quantity':'count or measure as in the source','id':'number as in the source','phone':'phone as in the source','email':'mailbox as in the source','address':'address as in the source','url':'link as in the source','name':'name as in the source','percent':'rate as in the source','promise':'the source says so'}
def S(scenario, lang, received, mail, knowledge, *layouts, eml=None):
    STORIES.append(dict(scenario=scenario, lang=lang, received=received, mail=mail.strip('\n'), knowledge=knowledge, layouts=[l.strip('\n') for l in layouts], eml=eml))
def ws(s): return s.replace('¶','\n').replace('␣',' ')
def writing(s):
    s = s.strip()
    if s == '_': return ('', None)
    s = ws(s)
    if '⟨' in s:
        a = s.index('⟨'); b = s.index('⟩')
        return (s[:a]+s[a+1:b]+s[b+1:], (a, b-1))
    return (s, (0, len(s)))
def parse(layouts):
    facts = {}; outs = []
    for li, l in enumerate(layouts):
        toks = []
        for n, p in enumerate(re.split(r'(\[\[.*?\]\]|<<.*?>>)', l, flags=re.S)):
            if p.startswith('<<'): toks.append(('alt', [ws(x) for x in p[2:-2].split('|')]))
            elif p.startswith('[['):
                body = p[2:-2]
                if body.startswith('='):
                    assert body[1:] in facts, body; toks.append(('fact', body[1:])); continue
                m = re.match(r'(?:(\w+)=)?(\w+)(\+?)(?:\((.*?)\))?: (.*)$', body, re.S)
                assert m, body
                key = m[1] or f'{li}.{n}'; kind = m[2]; assert kind in WHY, kind
                assert key not in facts, key
                hf = re.split(r' // ', m[5]); assert len(hf) in (1, 2), body
                H = [writing(x) for x in hf[0].split(' | ')]
                if kind == 'id': H = [h for i, h in enumerate(H) if i == 0 or h[0].lower() != H[0][0].lower()]
                F = []
                for x in (hf[1].split(' | ') if len(hf) == 2 else []):
                    v, _, why = x.partition(' # '); assert why, x
                    why = why.strip(); ver = 'contradicts'
                    if why.startswith('u:'): ver = 'unsupported'; why = why[2:].strip()
                    F.append((writing(v), ver, why))
                for f in F: assert f[0] not in H and f[0][0], body
                facts[key] = dict(kind=kind, derived=bool(m[3]), why=m[4] or ('follows from the sources by arithmetic or calendar' if m[3] else WHY[kind]), H=H, F=F)
                toks.append(('fact', key))
            else: toks.append(('txt', p))
        outs.append(toks)
    return facts, outs
def render(toks, facts, rng, plant=None, shift=None):
    out = ''; ex = []; fi = 0
    for t, v in toks:
        if t == 'txt': out += v; continue
        if t == 'alt': out += rng.choice(v); continue
        f = facts[v]; fi += 1
        if plant and plant[0] == v:
            (s, sp), ver, why = f['F'][plant[1]]; der = False
        else:
            H = f['H']; s, sp = H[(shift + fi*(shift//7+1)) % len(H)] if shift is not None else rng.choice(H)
            ver, why, der = 'supported', f['why'], f['derived']
        if sp:
            e = dict(start=len(out)+sp[0], end=len(out)+sp[1], kind=f['kind'], verdict=ver, why=why)
            if der: e['derived'] = True
            e['_t'] = s[sp[0]:sp[1]]; ex.append(e)
        out += s
    assert not re.search(r'[⟨⟩⟦⟧¶␣]|\[\[|\]\]', out), out
    return out, ex
def mailtext(st, rng):
    m = re.sub(r'<<(.*?)>>', lambda k: rng.choice(k[1].split('|')), st['mail'], flags=re.S)
    if not st['eml']: return m
    frm, to, subj, enc, cs = st['eml']
    msg = EmailMessage()
    msg['From'] = frm; msg['To'] = to; msg['Subject'] = subj
    msg['Date'] = format_datetime(datetime.fromisoformat(st['received']))
    msg['Message-ID'] = '<%012x@mail.example>' % rng.getrandbits(48)
    msg.set_content(m+'\n', charset=cs, cte=enc)
    return msg.as_string()
def build():
    rng = random.Random(20270131); data = {}
    for st in STORIES:
        facts, outs = parse(st['layouts']); rows = []; seen = set(); k = 0
        def add(rep, ex, mark):
            nonlocal k
            kn = list(st['knowledge']); rng.shuffle(kn)
            rows.append([mark, dict(id='', lang=st['lang'], scenario=st['scenario'], mail=mailtext(st, rng), reply=rep, knowledge=kn, received=st['received'], expect=ex)])
        tries = 0
        while len(seen) < 7 and tries < 200:
            rep, ex = render(outs[tries % len(outs)], facts, rng, shift=tries if tries < 14 else None); tries += 1
            if rep in seen: continue
            seen.add(rep); add(rep, ex, 'h')
        for key, f in facts.items():
            where = [o for o in outs if ('fact', key) in o]
            for j in range(len(f['F'])):
                rep, ex = render(rng.choice(where), facts, rng, plant=(key, j)); add(rep, ex, 'f')
        rng.shuffle(rows)
        for n, r in enumerate(rows, 1): r[1]['id'] = f"{st['scenario']}-{n:02d}"
        data[st['scenario']] = rows
    return data
def check(data):
    ids = set(); warn = []
    WD = '月火水木金土日'; ED = ['mon','tue','wed','thu','fri','sat','sun']
    EM = ['jan','feb','mar','apr','may','jun','jul','aug','sep','oct','nov','dec']
    for sc, rows in data.items():
        nh = sum(m == 'h' for m, _ in rows); nf = len(rows)-nh
        if nh < 5 or nf < 15: warn.append((sc, 'few', nh, nf))
        for m, d in rows:
            assert d['id'] not in ids; ids.add(d['id'])
            y0 = int(d['received'][:4]); last = 0; bad = 0; plain = ''; r = d['reply']; p = 0
            for e in d['expect']:
                assert r[e['start']:e['end']] == e['_t'] and e['_t'].strip() == e['_t'] != '', (d['id'], e)
                assert e['start'] >= last, (d['id'], e); plain += r[last:e['start']]+'□'; last = e['end']
                bad += e['verdict'] != 'supported'
            plain += r[last:]
            assert bad == (m == 'f'), (d['id'], bad)
            if not 6 <= len(d['expect']) <= 25: warn.append((sc, 'facts', len(d['expect'])))
            if re.search(r'[0-9０-９]', plain): warn.append((sc, 'digits', re.findall(r'.{0,12}[0-9０-９].{0,8}', plain)[:2]))
            for e in d['expect']:
                if e['verdict'] != 'supported': continue
                t = e['_t']
                x = re.search(r'(?:(\d{4}|令和\d+)年)?(\d+)[月/](\d+)日?\s*[（(]([月火水木金土日])', t.translate(str.maketrans('０１２３４５６７８９／','0123456789/')))
                ys = [y0, y0+1, y0-1]
                if x:
                    if x[1]: ys = [int(x[1]) if x[1].isdigit() else 2018+int(x[1][2:])]
                    ys = sorted(ys, key=lambda y: abs((date(y, int(x[2]), int(x[3]))-datetime.fromisoformat(d['received']).date()).days))
                    if WD[date(ys[0], int(x[2]), int(x[3])).weekday()] != x[4]: warn.append((sc, 'weekday?', t, [WD[date(y, int(x[2]), int(x[3])).weekday()] for y in ys]))
                tl = t.lower(); w = re.search(r'\b(mon|tue|wed|thu|fri|sat|sun)\w*', tl)
                if w:
                    a = re.search(r'(\d{1,2})(?:st|nd|rd|th)?(?: of)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)', tl); b = re.search(r'(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* (\d{1,2})', tl)
                    dm = (int(a[1]), a[2]) if a else (int(b[2]), b[1]) if b else None
                    if dm:
                        yy = re.search(r'\b(20\d\d)', tl); ys = [int(yy[1])] if yy else sorted([y0, y0+1, y0-1], key=lambda y: abs((date(y, EM.index(dm[1])+1, dm[0])-datetime.fromisoformat(d['received']).date()).days))
                        if ED[date(ys[0], EM.index(dm[1])+1, dm[0]).weekday()] != w[1]: warn.append((sc, 'weekday?', t, ED[date(ys[0], EM.index(dm[1])+1, dm[0]).weekday()]))
    out = []
    for w in warn:
        if str(w) not in out: out.append(str(w)); print('WARN', w)
def decoded(mail):
    # What a mail says, as the command reads it: the crate's scorer takes no .eml.
    import email, email.policy
    head = mail.split('\n\n', 1)[0]
    if 'MIME-Version' not in head and 'Message-ID' not in head: return mail
    e = email.message_from_string(mail, policy=email.policy.default)
    body = e.get_body(('plain', 'html'))
    text = body.get_payload(decode=True).decode(body.get_content_charset() or 'utf-8', 'replace').replace('\r\n', '\n')
    return f"From: {e['from']}\nSubject: {e['subject']}\n\n{text}"
def main():
    data = build(); check(data)
    rng = random.Random(4711); halves = {'tune': [], 'held': []}
    for lang in ('ja', 'en'):
        sc = sorted(s['scenario'] for s in STORIES if s['lang'] == lang); rng.shuffle(sc)
        halves['tune'] += sc[:len(sc)//2]; halves['held'] += sc[len(sc)//2:]
    here = os.path.dirname(os.path.abspath(__file__))
    from collections import Counter
    for h, path in (('tune', here+'/outside-tune.jsonl'), ('held', here+'/outside-held.jsonl')):
        c = Counter(); kinds = Counter(); fk = Counter()
        with open(path, 'w', encoding='utf-8') as fh:
            for s in halves[h]:
                for m, d in data[s]:
                    c[d['lang'], m] += 1
                    for e in d['expect']:
                        e.pop('_t', None); kinds[d['lang'], e['kind']] += 1
                        if e['verdict'] != 'supported': fk[d['lang'], e['kind']] += 1
                    d['mail'] = decoded(d['mail'])
                    fh.write(json.dumps(d, ensure_ascii=False)+'\n')
        print(h, len(halves[h]), dict(c)); print('  facts', dict(kinds)); print('  planted', dict(fk))

# ---------------------------------------------------------------- stories
S('suido','ja','2026-03-23T10:12:00+09:00','''
お世話になります。小野寺 剛と申します。
<<4月1日|４月１日>>から白浜町のアパートに住むことになりました。水道の使用開始の手続きはいつまでに必要でしょうか。当日は立ち会わないといけませんか。
それから、基本料金は1か月2,640円という理解で合っていますか。検針票の番号は 0412-77360 です。
''',[
'使用開始・中止の届出は、使用開始（中止）日の3営業日前まで（土・日を除く）。開栓の立会いは不要です。',
'基本料金（口径20mm）2か月につき2,640円（税込）。（口径13mm）2か月につき1,760円（税込）。検針は偶数月の10日ごろ。',
'水道お客さまセンター　電話 0120-618-032　平日 8時30分〜19時、土曜 8時30分〜17時、日曜・祝日休み。',
'お客様番号 0412-77360　小野寺 剛　潮見市白浜町3丁目14-8 コーポ浜風203　口径20mm　使用開始 4月1日',
'お客様番号 0412-77630　小野田 剛志　潮見市白浜町3丁目41-8　口径13mm　使用開始 4月3日',
'口座振替にされますと、2か月につき110円を割り引きます。申込書は https://suido.shiomi.example.jp/koza から。',
],'''
[[name: 小野寺様 | 小野寺　剛　様 | 小野寺剛様 // 小野田様 # another customer's name]]

潮見市水道お客さまセンターでございます。お問い合わせいただきありがとうございます。

ご使用開始日は[[date: 4月1日（水） | 令和8年4月1日 | ４月１日 // 4月3日（金） # another customer's date | 4月1日（木） # weekday does not match | 令和9年4月1日 # wrong era year]]、お客様番号[[id: 0412-77360 | ０４１２－７７３６０ // 0412-77630 # another customer's number | 0412-77366 # one digit changed]]で承っております。お届けは[[quantity: 3営業日前 | 三営業日前 // 5営業日前 # another count | 3週間前 # another unit]]まで、すなわち[[date+: 3月27日（金） | 今週の金曜日 | 3月27日 // 3月26日（木） # a day early | 明日 # relative date resolved wrong | 3月29日（日） # counts the weekend]]が締め切りです。
なお、開栓の[[promise: ⟨立会いは不要⟩です | ⟨お立ち会いいただく必要はございません⟩ // ⟨立会いが必要⟩です # the source says not required]]。

基本料金についてですが、口径[[quantity: 20mm | 20ミリ | 20ミリメートル // 13mm # another line's size | 20cm # wrong unit]]の場合、[[amount: 2,640円 | ￥2,640 | 2640円（税込） // 1,760円 # another line's amount | 2,460円 # digits swapped | 2,640円（税抜） # tax words wrong]]は[[quantity: 2か月 | 二か月 | ２ヵ月 // 1か月 # the customer's mistake repeated | 3か月 # another count]]分でございまして、ひと月あたりでは[[amount+: 1,320円 | 千三百二十円 | 1320円 // 1,230円 # division wrong | 2,640円 # not halved]]に相当いたします。口座振替をご利用いただきますと、[[amount: 110円 | １１０円 // 220円 # another amount]]の割引がございます。お申込書は[[url: https://suido.shiomi.example.jp/koza | suido.shiomi.example.jp/koza // https://suido.shiomi.example.com/koza # another domain | https://suido.shiomi.example.jp/kouza # path changed]]からお取りいただけます。

ご不明の点は[[phone: 0120-618-032 | 0120618032 | ０１２０（６１８）０３２ // 0120-618-023 # digits swapped]]（平日[[time: 8時30分〜19時 | 8:30～19:00 | 午前8時半から午後7時 // 8時30分〜18時 # closing time changed | 9時30分〜19時 # opening time changed]]、土曜は[[time: 17時 | 午後5時 // 19時 # the weekday's closing time]]まで）へお願い申し上げます。[[promise: _ // 今回に限り、⟨開栓手数料を免除⟩いたします。 # u:no such promise in the sources]]
''')

S('ryokan','ja','2026-10-05T21:40:18+09:00','''
予約番号YR-20931の久保田です。10/17の夕食ですが、母が甲殻類アレルギーです。変更できますか？
あとチェックインが20時過ぎになりそうなのですが、夕食は食べられますか。
万一キャンセルになったら、いくらかかるかも教えてください（3人分で9万円くらいですよね？）

2026年10月4日(日) 9:02 山ふじ旅館 <frontdesk@yamafuji.example.jp>:
> 久保田 里奈様
> このたびはご予約ありがとうございます。
> YR-20931　10月17日ご一泊　大人3名様　一泊二食 お一人様 27,500円（税込、入湯税別）
> 入湯税は大人お一人様150円を現地で頂戴いたします。
> お部屋は「楓」（10畳・露天風呂付き）でございます。
''',[
'チェックイン15:00〜19:00、チェックアウト10:00。夕食の開始は18:00または19:00。19:30以降のご到着は夕食をお出しできません。その場合お一人様5,000円を差し引きます。',
'取消料：7日前から20%、3日前から50%、前日80%、当日および不泊100%（宿泊料金に対して）。それより前は無料。',
'アレルギーの変更は宿泊日の3日前の正午まで承ります。追加料金はいただきません。',
'送迎バス：湯ノ沢温泉駅 14:40、16:10、17:50発（無料・前日までに要予約）。電話 0267-88-4107',
'YR-20913　久保 里美　10月18日 1泊 大人2名 24,200円（税込）　お部屋「桔梗」（8畳）',
],'''
[[name: 久保田様 | 久保田里奈様 // 久保様 # another guest's name | 久保田 里美様 # another first name]]

こんばんは、山ふじ旅館フロントでございます。

◆ご予約の内容
・予約番号　[[id: YR-20931 | ＹＲ－２０９３１ // YR-20913 # another booking | YR-20981 # digit changed]]
・ご宿泊日　[[date: 10月17日（土） | 令和8年10月17日 | 10/17(土) // 10月18日（日） # another booking's date | 10月17日（日） # weekday does not match]]
・お部屋　　[[name: 楓 | 「楓」 // 桔梗 # another booking's room]]（[[quantity: 10畳 | 十畳 // 8畳 # another room's size | 12畳 # another count]]）
・ご宿泊料金　お一人様[[amount: 27,500円 | ２７，５００円 | 2万7,500円 // 24,200円 # another booking's amount | 25,700円 # digits swapped]]×[[quantity: 3名様 | 三名様 // 2名様 # another count]]＝[[amount+: 82,500円 | 8万2500円 | ￥82,500 // 85,200円 # product wrong | 87,500円 # product wrong | 55,000円 # product for two]]（ほかに入湯税が皆様で[[amount+: 450円 | ４５０円 // 300円 # tax for two | 150円 # not multiplied]]）

◆アレルギーについて
甲殻類を除いたお献立に変更できます。[[date+: 10月14日（水）⟦⟧ | 10月14日 // 10月15日（木） # two days before instead of three | 10月10日 # a week before]]の[[time: 正午 | 昼12時 | 12:00 // 18時 # another hour | 午前10時 # another hour]]までは承れますので、今回のお申し出で間に合っております。[[promise: ⟨追加料金はございません⟩ | ⟨追加料金はいただきません⟩ // ⟨追加料金を1,000円頂戴します⟩ # the source says none]]。

◆ご到着とお夕食
恐れ入りますが、[[time: 19:30 | 19時半 | 午後7時半 // 20:30 # an hour late | 午前7時半 # morning for evening]]以降のご到着では[[promise: ⟨お夕食をお出しできません⟩ | ⟨ご夕食のご用意ができません⟩ // ⟨お夕食を軽食に替えてお出しします⟩ # the source says none is served]]。その際はお一人様[[amount: 5,000円 | 5千円 // 3,000円 # another amount]]をお引きし、皆様で[[amount+: 67,500円 | 6万7,500円 // 77,500円 # only two subtracted wrongly | 65,700円 # digits swapped]]となります。駅からの送迎は[[time: 17:50 | 17時50分 | 午後5時50分 // 17:15 # look-alike time | 18:50 # an hour off]]発が最終便（[[promise: 無料 | ご料金不要 // お一人様300円 # the bus is free]]）で、前日までのご予約制です。

◆お取消し
[[date+: 10月9日（金） | 10月9日 // 10月10日（土） # from the 10th the fee applies | 10月14日 # from the 10th the fee applies]]までは無料です。[[quantity: 7日前 | 一週間前 // 10日前 # another count]]から[[percent: 20% | 2割 | ２０％ // 30% # another rate | 50% # the rate of a later day]]、前日は[[percent: 80% | 八割 // 100% # the rate of the day itself]]です。なお[[amount(the customer's figure, negated): 9万円 | ９万円]]ではございませんのでご安心ください。
お電話は[[phone: 0267-88-4107 | +81-267-88-4107 // 0267-88-4170 # digits swapped | 0276-88-4107 # area code swapped]]まで。
'''.replace('⟦⟧',''))

S('shika','ja','2027-02-09T08:15:00+09:00','''
はじめて連絡します、宮本です。
昨日の夜から奥歯の詰め物が取れてしまって困っています。診察券番号は5618。
今日か明日で空いていますか？保険はききますか？ あと駐車場はありますか？
''',[
'本日2月9日（火）の空き：11時15分、16時40分。2月10日（水）の空き：9時30分のみ。2月11日（祝）休診。',
'診療時間 平日9:00〜12:30／14:30〜18:30、土曜9:00〜13:00。休診 木曜・日曜・祝日。',
'詰め物の付け直しは保険適用（3割負担で約1,000円〜1,800円）。セラミックは自費 1本 55,000円（税込）。',
'駐車場 建物裏に6台（無料）。ひかり歯科　岡崎市若松町22-5 メディカルテラス2階　電話 0564-77-2093　担当 院長 榊原',
'診察券 5618 宮本 彩花 前回来院 2026年8月10日。診察券 5681 宮元 綾 前回来院 2026年11月20日。',
],'''
[[name: 宮本様 | 宮本さま | 宮本彩花様 // 宮元様 # another patient]]

ひかり歯科です。<<お痛みはいかがでしょうか。|ご不便をおかけしております。>>

本日[[date: 2月9日（火） | 2/9 | 2月9日 // 2月9日（水） # weekday does not match | 2月8日 # a day off]]は[[time: 11時15分 | 11:15 | 午前11時15分 // 11時45分 # no such slot | 10時15分 # an hour off]]と[[time: 16時40分 | 午後4時40分 | 16:40 // 16時14分 # digits swapped | 午前4時40分 # morning for afternoon]]、[[date: 明日 | 2月10日（水） | あす10日 // 明後日 # the clinic is closed then | 2月11日（木） # a holiday, closed]]は[[time: 9時30分 | 9時半 // 9時00分 # another slot | 19時30分 # evening for morning]]に空きがございます。[[date: 木曜 | 木曜日 // 水曜 # another closing day]]と日曜・祝日は休診です。
付け直しは[[promise: ⟨保険が適用されます⟩ | ⟨保険診療⟩でお受けいただけます // ⟨自費診療⟩となります # the source says it is insured]]。[[percent: 3割 | 30％ | 三割 // 1割 # another rate | 3% # wrong by ten]]のご負担で[[amount: 約1,000円〜1,800円 | およそ1000～1800円 | 最大でも1,800円 // 約1,000円〜1,500円 # upper end changed | 約5,000円 # another amount]]ほどです。セラミックをご希望の場合は１本[[amount: 55,000円 | 5万5千円 | 税込55,000円 // 50,000円 # without tax | 55,000円（税別） # tax words wrong]]を申し受けます。

前回は[[date: 昨年8月10日 | 2026年8月10日 | 令和8年8月10日 // 昨年11月20日 # another patient's visit | 令和7年8月10日 # wrong era year]]にいらしていて、診察券は[[id: 5618番 | No.5618 // 5681番 # another patient's card]]ですね。
駐車場は建物の裏に[[quantity: 6台 | 六台 | ６台分 // 16台 # another count]]あり[[promise: 、⟨無料⟩でお使いいただけます // 、⟨1時間100円⟩でお使いいただけます # the source says free]]。
場所は[[address: 岡崎市若松町22-5 メディカルテラス2階 | 若松町22-5 メディカルテラス2F | 岡崎市若松町２２－５　メディカルテラス２階 // 岡崎市若松町25-2 メディカルテラス2階 # block and number swapped | 岡崎市若松町22-5 メディカルテラス3階 # another floor | 岡崎市若宮町22-5 メディカルテラス2階 # another town]]、院長の[[name: 榊原 | 榊原先生 // 榊 # another name | 神原 # another name]]が拝見します。お越しの前に[[phone: 0564-77-2093 | 0564(77)2093 // 0564-77-2039 # digits swapped]]へお電話ください。

ひかり歯科　受付
'''.replace('１本','[[quantity: 1本 | １本 // 2本 # another count]]'))

S('eikaiwa','ja','2026-07-14T13:05:33+09:00','''
アプリから失礼します。会員の TAKUMI こと 大和田 匠 です。
月8回プランですが、今月の残り回数がよく分からなくなりました。来月から月4回に変えたいのと、その場合いくら安くなるのか知りたいです。
あと学割ってまだありますか？ 会員ID: m-70552
''',[
'プラン（月額・税込）：月4回 4,980円／月8回 8,480円／毎日 14,800円。1レッスン25分。',
'プラン変更は前月の20日 23:59 までにマイページで。変更手数料はかかりません。残った回数は翌月末まで繰り越せます（最大4回）。',
'学割は2025年9月30日で終了しました。現在の割引は家族割（2人目から10%引き）のみです。',
'会員 m-70552 大和田 匠 月8回プラン 7月の受講済み 5回（7/2, 7/4, 7/7, 7/9, 7/12） 次回予約 7/16 21:30 講師 Joanna',
'会員 m-70525 大和 巧 毎日プラン 次回予約 7/15 7:00 講師 Jonah',
'マイページ https://my.kotonoha-eigo.example.jp/plan 　お問い合わせ help@kotonoha-eigo.example.jp',
],'''
[[name: 大和田さん | 大和田 匠さん | 大和田様 // 大和さん # another member]]、こんにちは！ことのは英語サポートです😊

<<まず今月の分から。|では順番にお答えしますね。>>会員ID [[id: m-70552 | M-70552 // m-70525 # another member's number | m-70522 # digit changed]] の受講は[[quantity: 5回 | 五回 | ５回 // 6回 # another count | 4回 # another count]]なので、残りは[[quantity+: 3回 | あと3回 | ３回 // 2回 # subtraction wrong | 4回 # subtraction wrong]]です（うち1回は[[date: 7月16日（木） | 明後日 | 7/16 // 明日 # relative date wrong | 7月15日（水） # another member's booking | 7月16日（水） # weekday does not match]]の[[time: 21:30 | 夜9時半 | 21時30分 // 21:00 # half an hour off | 9:30 # morning for evening]]、[[name: Joanna | Joanna先生 | JOANNA先生 // Jonah先生 # another teacher | Johanna先生 # a letter added]]のご予約）。使い切れなくても[[date+: 8月末 | 8月31日 | 来月末 // 9月末 # a month too long | 今月末 # a month too short]]まで繰り越せます。

プラン変更は[[date: 7月20日 | 今月20日 | 7月20日（月） // 7月25日 # another day | 7月31日 # another day]]の[[time: 23:59 | 午後11時59分 // 20:59 # another hour | 正午 # another hour]]までに [[url: https://my.kotonoha-eigo.example.jp/plan | my.kotonoha-eigo.example.jp/plan // https://my.kotonoha-eigo.example.jp/plans # path changed | https://my.kotonoha-eigo.example.net/plan # another domain | https://my.kotonoha-eigo.example.jp/campaign # u:no such link]] からどうぞ。[[promise: ⟨手数料はかかりません⟩ | ⟨手数料は0円⟩です // ⟨手数料は550円⟩です # the source says none]]。
来月からの料金は[[amount: 8,480円 | ￥8,480 // 8,840円 # digits swapped | 14,800円 # another plan's price]]→[[amount: 4,980円 | 4980円 | ￥4,980（税込） // 4,980円（税抜） # tax words wrong | 4,890円 # digits swapped]]で、[[amount+: 3,500円 | 3千500円 | ３５００円 // 3,600円 # difference wrong | 4,500円 # difference wrong]]お安くなります。1回[[quantity: 25分 | ２５分 // 50分 # another length]]は同じです。

学割は[[date: 昨年9月30日 | 2025年9月30日 | 令和7年9月末 // 今年9月30日 # wrong year | 2025年9月3日 # digit dropped]]で終わってしまいました、ごめんなさい💦 今あるのは[[quantity: 2人目 | 二人目 // 3人目 # another count]]から[[percent: 10% | 1割 | １０％ // 20% # another rate]]引きの家族割だけです。[[promise: _ // 代わりに⟨レッスン1回分をプレゼント⟩しますね！ # u:no such gift in the sources]]
何かあれば [[email: help@kotonoha-eigo.example.jp | HELP@kotonoha-eigo.example.jp // info@kotonoha-eigo.example.jp # another mailbox | help@kotonoha.example.jp # another domain]] まで！
'''.replace('うち1回は','うち一つは').replace('1回[[quantity: 25分','レッスンの長さ[[quantity: 25分'))

S('simcard','ja','2027-05-18T16:22:07+09:00','''
ナミモバイル御中
先月の請求について納得がいきません。5GBの契約のはずなのに3,938円も引き落とされています。
契約者は神崎英二、電話番号は070-5550-1486です。内訳を説明してください。解約金があるのかも書いてください。
神崎
''',[
'料金（月額・税込）：1GB 980円、5GB 1,480円、20GB 2,480円。通話 30秒22円。5分かけ放題 550円。追加データ 1GB 330円。',
'2027年4月分 070-5550-1486：5GB 1,480円、通話料 1,298円、追加データ2GB 660円、端末補償 500円、合計 3,938円。引落日 2027年5月12日。',
'2027年4月分 070-5550-1468：20GB 2,480円、通話料 88円、合計 2,568円。引落日 2027年5月12日。',
'解約金はありません。解約はお申し出の月の末日に成立し、日割りはいたしません。MNP転出も無料です。',
'お客様窓口 0800-555-0124（10時〜18時、年中無休）。',
],'''
[[name: 神崎様 | 神崎英二様 | 神崎　英二　様 // 神埼様 # a letter changed | 神崎 栄一様 # another first name]]

ご迷惑をおかけし申し訳ございません。<<ナミモバイルの料金担当です。|ナミモバイルです。>>ご請求の内訳は次のとおりです。

　ご利用番号　　　[[phone: 070-5550-1486 | 07055501486 | ０７０－５５５０－１４８６ // 070-5550-1468 # another contract's number]]（[[date: 4月分 | 2027年4月分 | 令和9年4月分 // 5月分 # another month | 令和8年4月分 # wrong era year]]）
　データ[[quantity: 5GB | 5ギガ | ５ＧＢ // 20GB # another plan | 5MB # wrong unit]]　　　[[amount: 1,480円 | ¥1,480 // 2,480円 # another plan's price | 1,840円 # digits swapped]]
　通話料　　　　　[[amount: 1,298円 | 1298円 // 1,289円 # digits swapped | 88円 # another contract's line]]（[[quantity+: 29分30秒 | 29分半 | 1,770秒 // 59分 # twice the time | 27分30秒 # division wrong]]相当）
　追加データ[[quantity: 2GB | 2ギガ // 3GB # another count]]　 [[amount: 660円 | ６６０円 // 990円 # another amount]]
　端末補償　　　　[[amount: 500円 | ￥500 // 550円 # the flat call option's price]]
　――――――――――――
　合計　　　　　　[[amount: 3,938円 | 三千九百三十八円 | 3938円 // 3,893円 # digits swapped | 3,438円 # sum without cover | 3,938円（税抜） # tax words wrong]]
　（[[date: 5月12日（水） | 今月12日 | 2027/5/12 // 5月21日（金） # digits swapped | 5月12日（木） # weekday does not match]]にお引き落とし済み）

[[quantity: 30秒 | ３０秒 | 三十秒 // 60秒 # another unit of charge]]ごとに[[amount: 22円 | ２２円 // 20円 # tax left out]]の通話料がかかるプランでございます。月[[amount: 550円 | ５５０円 // 500円 # another line's amount | 850円 # another amount]]の「5分かけ放題」を付けられますと、短いお電話が多い場合にお得です。

<<なお、|また、>>解約について。[[promise: ⟨解約金はございません⟩ | ⟨解約金は0円⟩です // ⟨解約金1,100円が必要⟩です # the source says none]]。今月お申し出の場合は[[date+: 5月31日（月） | 5月末日 | 今月末 // 6月30日（水） # a month late | 本日 # takes effect at month end]]付けとなり、[[promise: ⟨日割りはいたしません⟩ | ⟨日割り計算はございません⟩ // ⟨日割りで精算いたします⟩ # the policy denies it]]。MNPの転出料も[[promise: 無料 | 不要 // 3,300円 # the source says free]]です。[[promise: _ // 今回の⟨追加データ料金は返金いたします⟩。 # u:no such refund]]
窓口：[[phone: 0800-555-0124 | 08005550124 // 0800-555-0142 # digits swapped | 0120-555-0124 # another prefix]]（[[time: 10時〜18時 | 10:00-18:00 | 午前10時〜午後6時 // 10時〜19時 # closing changed | 9時〜18時 # opening changed]]、年中無休）
'''.replace('「5分かけ放題」','「[[quantity: 5分 | ５分 | 五分 // 10分 # another length]]かけ放題」'))

S('broadband','en','2026-11-17T09:24:00+00:00','''
My internet was down from Monday 9 November until Thursday 12 November and nobody told me a thing. Account FW-3308172. I pay £34 a month and expect a full month back. Also, when does my contract end? I was told 18 months.

Niamh Gallagher
''',[
'Account FW-3308172: Niamh Gallagher, Full Fibre 150, £34.00 a month, contract of 24 months from 3 March 2025, so ends 3 March 2027.',
'Fault F-90417: no service from 9 Nov 2026 08:10 to 12 Nov 2026 14:45, cause: damaged duct in Hollins Lane.',
'Automatic compensation: £9.98 for each full day after two working days without service. A missed engineer visit is £31.19. Credited to the next bill. The monthly charge itself is not refunded for faults.',
'Early leaving charge: £14 for each month left. No charge in the last 30 days of the contract.',
'Next bill: 1 December 2026. Support 0330 555 0146, 8 am to 8 pm Monday to Friday, 9 am to 5 pm Saturday, closed Sunday. help@fernwave.example.co.uk',
'Account FW-3301872: Neve Gallacher, Full Fibre 500, £46.00 a month, contract of 18 months from 3 May 2025.',
],'''
Dear [[name: Ms Gallagher | Niamh | Niamh Gallagher // Ms Gallacher # another customer | Neve # another customer's first name]],

I'm sorry you were without service, and sorrier still that nobody kept you posted. <<I've been through your account this morning and here is where things stand.|Here is what I can see.>>

The fault (our reference [[id: F-90417 | f-90417 // F-90471 # digits swapped | F-94017 # digits swapped]]) began on [[date: Monday 9 November | 9 Nov 2026 | November 9 // Tuesday 9 November | Monday 2 November ]] at [[time: 8:10 am | 08:10 | ten past eight in the morning // 8:10 pm # evening for morning | 8:40 am # another minute]] and was cleared on [[date: 12 November | Thursday 12 November | Thursday last week // 13 November # a day off | Friday 12 November # weekday does not match]] at [[time: 2:45 pm | 14:45 | 2.45pm // 4:45 pm # another hour | 2:15 pm # another minute]]. A duct in [[name: Hollins Lane | HOLLINS LANE // Collins Lane # look-alike | Hollins Road # another street]] had been damaged.

Compensation is automatic. It starts after [[quantity: two working days | 2 working days // five working days # another count | two weeks # another unit]] and comes to [[amount: £9.98 | GBP 9.98 | 9.98 pounds // £9.89 # digits swapped | £31.19 # the missed-visit amount | $9.98 # wrong currency]] per full day; it goes on your bill of [[date: 1 December | December 1st | Tuesday 1 December 2026 // 1 January # a month late | 11 December # digit added]]. I'm afraid that means [[promise: ⟨we can't refund a full month⟩ | ⟨a whole month's charge isn't refundable here⟩ // ⟨we will also refund the full month⟩, as you asked # the policy denies it]].

As for the contract: it is [[quantity: 24 months | two years | twenty-four months // 36 months # another count | 12 months # another count]], not the term you were told, and it runs out on [[date: 3 March 2027 | March 3, 2027 | 3 March next year // 3 May 2027 # another month | 3 March 2028 # wrong year]]. You pay [[amount: £34 | £34.00 | 34 pounds // £46 # another account's price | £43 # digits swapped]] a month on account [[id: FW-3308172 | fw-3308172 // FW-3301872 # another account | FW-3308127 # digits swapped]]. Leaving before then costs [[amount: £14 | GBP 14 | fourteen pounds // £40 # another amount | £4 # digit dropped]] for each month left, though in the last [[quantity: 30 days | thirty days // 60 days # another count | 30 months # wrong unit]] [[promise: ⟨there is no charge⟩ | ⟨we charge nothing⟩ // ⟨half the charge applies⟩ # the source says none]]. [[promise: _ // To make up for this we'll ⟨upgrade you to Full Fibre 500 at no cost⟩. # u:no such gift]]

Ring [[phone: 0330 555 0146 | +44 330 555 0146 | 03305550146 // 0330 555 0164 # digits swapped]] any weekday between [[time: 8 am and 8 pm | 08:00 and 20:00 // 8 am and 6 pm # closing changed | 9 am and 5 pm # Saturday's hours]] or write to [[email: help@fernwave.example.co.uk | Help@fernwave.example.co.uk // help@fernwaves.example.co.uk # look-alike domain | billing@fernwave.example.co.uk # another mailbox]].

Kind regards
Owen, Fernwave
'''.replace('Tuesday 9 November | Monday 2 November ]]','Tuesday 9 November # weekday does not match | Monday 2 November # a week off]]'))

S('carrental','en','2027-06-02T15:47:10-06:00','''
Hey, booking 7QX-4410. Two quick things: flight got moved so we land at 11:20pm on the 11th not 8, is the desk still open?? and is my wife allowed to drive or is that extra. oh and what's the final bill, we've got it for 5 days
thx, Deshawn Ortiz
''',[
'7QX-4410 Deshawn Ortiz, mid-size SUV, pick-up 2027-06-11 Billings airport, return 2027-06-16, 5 days at $58.00, airport fee $32.50 once, plus 6% tax on the whole.',
'7QX-4401 Dwayne Ortega, compact, pick-up 2027-06-12, 4 days at $39.00.',
'Billings airport desk: 6:30 am to midnight daily. Key box outside those hours. 406-555-0133.',
'A spouse drives free of charge. Any other additional driver is $12 a day. All drivers must be 21 or over; under 25 pay $25 a day.',
'Free cancellation until 48 hours before pick-up; after that one day is charged. Fuel: return full, otherwise $9.50 a gallon.',
'No mileage limit in Montana and Wyoming. Change your booking at https://rimrockcars.example.com/my',
],'''
Hi [[name: Deshawn | Deshawn Ortiz | Mr. Ortiz // Dwayne | Mr. Ortega ]]!

<<No stress|No worries at all>> — the [[name: Billings | Billings airport // Bozeman | Laurel ]] desk is open until [[time: midnight | 12 midnight | 24:00 // 11 pm # an hour early | noon # noon for midnight]], so [[time(as the mail says): 11:20 pm | 23:20 | 11:20 at night // 11:20 am # morning for night | 10:20 pm # another hour]] on [[date: June 11 | Friday, June 11 | 11 June // June 12 # another booking's date | Thursday, June 11 # weekday does not match]] works. It opens again at [[time: 6:30 am | 06:30 | half past six in the morning // 7:30 am # another hour | 6:30 pm # evening for morning]].

Your wife: [[promise: ⟨she drives free⟩ | ⟨no extra charge for a spouse⟩ // ⟨that's $12 a day for her⟩ # a spouse drives free]], as long as she's [[quantity: 21 | 21 or over | twenty-one or older // 25 # the age of another rule | 18 # another age]]. Anyone else is [[amount: $12 | USD 12 | 12 dollars // $21 # digits swapped | $25 # the young driver fee | €12 # wrong currency]] a day.

The bill for [[id: 7QX-4410 | 7qx-4410 // 7QX-4401 # another booking | 7QX-4110 # digit changed]]:
- [[quantity: 5 days | five days // 4 days # another count | 6 days # another count]] x [[amount: $58 | $58.00 | USD 58.00 // $39 # another booking's rate | $85 # digits swapped]] = [[amount+: $290.00 | 290 dollars | USD 290 // $280.00 # product wrong | $232.00 # product for four days]]
- airport fee [[amount: $32.50 | USD 32.50 // $35.20 # digits swapped | $23.50 # digits swapped]]
- tax at [[percent: 6% | 6 percent | six per cent // 8% # another rate | 16% # digit added]]: [[amount+: $19.35 | USD 19.35 // $17.40 # tax on the rental only | $19.53 # digits swapped]]
- total [[amount+: $341.85 | USD 341.85 // $351.85 # sum wrong | $322.50 # tax left out]]

Car's due back [[date: June 16 | Wednesday, June 16 | the 16th // June 15 # a day early | June 17 # a day late]]. Bring it back full or it's [[amount: $9.50 | 9.50 dollars // $5.90 # digits swapped]] a gallon. [[promise: ⟨No mileage limit⟩ | ⟨Unlimited miles⟩ // ⟨200 miles a day are included⟩ # the source says no limit]] in Montana and Wyoming. Plans change? Cancel free up to [[quantity: 48 hours | two days | forty-eight hours // 24 hours # another count | 48 days # another unit]] before pick-up. [[promise: _ // We'll throw in ⟨a free child seat⟩ too. # u:no such gift]]

Edit it yourself: [[url: https://rimrockcars.example.com/my | rimrockcars.example.com/my // https://rimrockcar.example.com/my # look-alike | https://rimrockcars.example.com/me # path changed]], or call [[phone: 406-555-0133 | (406) 555-0133 | +1 406 555 0133 // 406-555-0131 # digit changed | 460-555-0133 # area code swapped]].

Safe travels, Cassie
'''.replace('// Dwayne | Mr. Ortega ]]','// Dwayne # another customer | Mr. Ortega # another customer]]').replace('// Bozeman | Laurel ]]','// Bozeman # another place | Laurel # another place]]'))

S('museum-uk','en','2026-01-14T11:02:00+00:00','''
To whom it may concern,

I teach Year 5 at St Oswin's Primary and should like to bring 42 pupils and 5 adults to the Lead Mining Museum on 3 March, arriving about ten. Could you confirm the cost of admission and of the underground tour, whether we may eat our packed lunches indoors, and how long in advance we have to settle the bill?

With thanks,
Mrs Harriet Thwaite
''',[
'School visits: pupils £5.50 each, one adult free for every 8 pupils, further adults £7.00. Underground tour £2.00 per pupil, adults free, groups of at most 21, 50 minutes.',
'Museum open Tuesday to Sunday, 10.00 to 16.30, last admission 15.30. Closed 24 December to 13 February.',
'Lunch room (heated, seats 60) is free for schools and must be reserved. The café does not admit packed lunches.',
'Provisional booking SV-0227: St Oswin\'s Primary, 3 March 2026, 10.00, tours at 10.30 and 11.30, guide Malcolm Peart. Invoice payable 14 days before the visit.',
'Provisional booking SV-0272: St Oswald\'s Junior, 5 March 2026, 12.00, tours at 12.30 and 13.30, guide Marjorie Peat.',
'Education office: education@leadmining.example.org, 01434 555 172, Nenthall Road, Alderby CA9 3ZZ. Coaches park free at the lower gate.',
],'''
Dear [[name: Mrs Thwaite | Mrs Harriet Thwaite // Mrs Thwaites # a letter added | Mrs Hannah Thwaite # another first name]],

Thank you for your letter; we are delighted that [[name: St Oswin's | St Oswin's Primary // St Oswald's # another school]] would like to visit us. I have pencilled you in under [[id: SV-0227 | sv-0227 // SV-0272 # another booking | SV-0277 # digit changed]] for [[date: Tuesday 3 March | 3 March 2026 | Tuesday, 3rd March // Thursday 5 March # another booking | Wednesday 3 March # weekday does not match | 3 May 2026 # another month]], with your arrival at [[time: 10.00 | ten o'clock | 10 am // noon # another booking's time | 10 pm # evening for morning]].

The figures are as follows. For [[quantity: 42 pupils | forty-two pupils // 24 pupils # digits swapped | 44 pupils # another count]] at [[amount: £5.50 | GBP 5.50 // £5.00 # another amount | £7.00 # the adult price]] the admission is [[amount+: £231.00 | £231 | GBP 231.00 // £213.00 # digits swapped | £210.00 # product with 5.00]]. One adult comes free for every [[quantity: 8 pupils | eight pupils // 10 pupils # another count]], so [[promise+: ⟨all five of your adults are admitted free⟩ | ⟨your adults pay nothing⟩ // ⟨your adults pay £7.00 each⟩ # five are covered by the free places]]. The underground tour is [[amount: £2.00 | two pounds | £2 // £3.00 # another amount | €2.00 # wrong currency]] per pupil, [[amount+: £84.00 | £84 | 84 pounds // £94.00 # product wrong | £48.00 # digits swapped]] in all, which brings the total to [[amount+: £315.00 | £315 | GBP 315 // £325.00 # sum wrong | £350.00 # sum with adults]].

As no more than [[quantity: 21 | twenty-one // 12 # digits swapped | 25 # another count]] may go below at a time, you will be in two parties, at [[time: 10.30 | half past ten | 10:30 am // 12.30 # another booking's tour]] and [[time: 11.30 | 11:30 // 1.30 # another booking's tour | 11.50 # another minute]], each lasting [[quantity: 50 minutes | fifty minutes // 15 minutes # look-alike | 90 minutes # another length]], both led by [[name: Malcolm Peart | Malcolm // Marjorie Peat # another guide | Malcolm Peat # a letter dropped]].

Packed lunches are [[promise: welcome ⟨in the heated lunch room, which is free for schools⟩ | for ⟨the lunch room (no charge to schools)⟩ // welcome ⟨in our café⟩ # the cafe does not admit them]]; it seats [[quantity: 60 | sixty // 80 # another count]] and I shall reserve it for you. Your coach may [[promise: ⟨park free⟩ at the lower gate // ⟨park for £10⟩ at the lower gate # the source says free]]. The invoice is payable [[quantity: a fortnight | 14 days | two weeks // 28 days # another count | seven days # another count]] beforehand, that is by [[date+: 17 February | Tuesday 17 February | 17th February 2026 // 14 February # a miscount | 24 February # a week before]].

Do ring me on [[phone: 01434 555 172 | +44 1434 555172 // 01434 555 127 # digits swapped | 01343 555 172 # code swapped]] or write to [[email: education@leadmining.example.org | Education@leadmining.example.org // education@leadmine.example.org # another domain | bookings@leadmining.example.org # another mailbox]].

Yours sincerely,
Education Officer
''',eml=('Harriet Thwaite <h.thwaite@stoswins.example.sch.uk>','education@leadmining.example.org','School visit on 3 March','quoted-printable','utf-8'))

S('bearings','en','2027-03-10T08:31:55+01:00','''
Good day,
our PO 4500118823, please confirm quantity, price and ETA for both positions. We need 80 pcs of 6205-2RS at latest on 24.03. And please confirm the discount of 12 %.
Best regards
Katarzyna Wolska
Purchasing / Zakłady Orlik Sp. z o.o.
''',[
'Order confirmation AB-61207 for PO 4500118823, Zakłady Orlik: pos. 10: 6205-2RS, 80 pcs, EUR 3.40/pc, dispatch 2027-03-17; pos. 20: 22210-E1, 6 pcs, EUR 64.50/pc, dispatch 2027-04-07. Discount 10% on pos. 10 only. DAP Poznań.',
'Order confirmation AB-61270 for PO 4500118832, Orla Mechanika: 6206-2RS, 180 pcs, EUR 4.10/pc, dispatch 2027-03-24. Discount 12%.',
'Delivery takes 2 to 3 working days after dispatch (Germany to Poland). Freight is free from EUR 500 net; below that EUR 25.',
'Payment 30 days net from invoice date. 2% cash discount within 10 days. Intra-community supply, VAT 0%.',
'Weights: 6205-2RS 128 g, 22210-E1 600 g. Contact: Jonas Fehr, +49 621 555 0188, j.fehr@kessler-waelzlager.example.de',
],'''
Dear [[name: Ms Wolska | Katarzyna Wolska | Ms. Katarzyna Wolska // Ms Wolski # another ending | Katarina Wolska # another first name]],

confirming your PO [[id: 4500118823 | No. 4500118823 // 4500118832 # another customer's order | 4500118883 # digit changed]] (our ref. [[id: AB-61207 | ab-61207 // AB-61270 # another confirmation | AB-61702 # digits swapped]]):

pos. | item | qty | EUR/pc | EUR total | dispatch
10 | [[id: 6205-2RS | 6205-2rs // 6206-2RS # another article | 6205-2R5 # a letter changed]] | [[quantity: 80 | 80 pcs // 180 # another order's count | 8 # digit dropped]] | [[amount: 3.40 | EUR 3.40 | €3.40 // 4.10 # another article's price | 4.30 # digits swapped]] | [[amount+: 272.00 | EUR 272.00 | €272 // 282.00 # product wrong | 227.00 # digits swapped]] | [[date: 17 March | 17.03.2027 | Wed 17 March // 24 March # another order's dispatch | Thu 17 March # weekday does not match]]
20 | [[id: 22210-E1 | 22210-e1 // 22120-E1 # digits swapped | 22210-EI # look-alike letter]] | [[quantity: 6 | 6 pcs | six // 9 # another count]] | [[amount: 64.50 | EUR 64.50 // 65.40 # digits swapped]] | [[amount+: 387.00 | EUR 387 // 378.00 # digits swapped | 322.50 # product for five]] | [[date: 7 April | 07.04.2027 | Wed 7 April // 4 July # day and month swapped | 9 April # two days off]]

The discount is [[percent: 10% | 10 per cent | ten percent // 12 % # the customer's mistake repeated | 20% # another rate]] and applies [[promise: ⟨to pos. 10 only⟩ | to the ⟨first position only⟩ // ⟨to both positions⟩ # the source says pos. 10 only]], i.e. minus [[amount+: EUR 27.20 | €27.20 // EUR 32.64 # twelve percent taken | EUR 65.90 # taken on both]]. Net total of the order: [[amount+: EUR 631.80 | €631.80 // EUR 613.80 # digits swapped | EUR 659.00 # discount left out | USD 631.80 # wrong currency]]. VAT [[percent: 0% | 0 percent // 19% # another rate]] (intra-community supply). As this is over [[amount: EUR 500 | €500 // EUR 1,000 # another threshold]] net, [[promise: ⟨freight is free⟩ | ⟨we bear the freight⟩ // ⟨freight of EUR 25 is added⟩ # free from EUR 500]].

Transit is [[quantity: 2 to 3 working days | at most 3 working days | two to three working days // 5 to 7 working days # another duration | 2 to 3 weeks # another unit]], so your [[quantity(as in the order): 80 pcs | eighty pcs // 60 pcs # another count]] reach [[name: Poznań | POZNAŃ // Gdańsk # another city | Wrocław # another city]] by [[date+: 22 March at the latest | 22.03. | Monday 22 March // 18 March # one day of transit only | 19 March at the latest # counts two days only]], before your date.

Regards
Jonas Fehr, [[phone: +49 621 555 0188 | 0049 621 5550188 | +496215550188 // +49 621 555 0118 # digit changed | +48 621 555 0188 # another country]]
'''.replace('pos. | item | qty | EUR/pc | EUR total | dispatch\n10 |','pos. ; item ; qty ; price per pc ; total ; dispatch\nfirst ;').replace(']] | [[',']] ; [[').replace('\n20 | ','\nsecond ; ').replace('⟨to pos. 10 only⟩','⟨to the 6205-2RS only⟩'))

S('mealkit','en','2025-09-08T20:10:41+10:00','''
Hi team, just realised I've been charged for a box I skipped!! Box due Thurs 11 Sept, I skipped it on Saturday arvo I swear. Sub no. GP55027, Priya Raman. Can I get the $92 back?

On Fri, 5 Sept 2025 at 4:15 pm, GreenPan <hello@greenpan.example.com.au> wrote:
> Hi Priya, your next box is coming Thursday 11 September between 8am and 1pm.
> 3 meals for 4 people, $114.80 including delivery.
> You can skip or swap until 11:59pm on Friday 5 September.
''',[
'Cut-off: 11:59 pm AEST six days before delivery. Boxes skipped after the cut-off are charged and cannot be refunded; they may be donated to OzHarvest Brisbane at no cost.',
'GP55027 Priya Raman: 3 meals x 4 people, 12 serves at $8.90, delivery $8.00, total $114.80, charged 6 Sep 2025 to card ending 4019. Skip received 6 Sep 2025 15:42 AEST.',
'GP55072 Pria Ramon: 4 meals x 2 people, 8 serves at $10.50, delivery $8.00, total $92.00, charged 6 Sep 2025 to card ending 4091.',
'Missing or spoiled items: report within 3 days with a photo, credit of the serve price. Pausing is free for up to 12 weeks.',
'Donations: tell us by noon two days before delivery. Chat in the app or 1800 555 017, 7 am to 7 pm AEST Monday to Saturday.',
],'''
Hey [[name: Priya | Priya Raman // Pria # another customer | Priya Ramon # another surname]],

Thanks for reaching out, and I get why that stings. Here's what happened:

• Your skip came in on [[date: Saturday 6 September | 6 Sep | Saturday // Friday 5 September # that was the cut-off | Sunday 6 September # weekday does not match]] at [[time: 3:42 pm | 15:42 | 3:42 in the afternoon // 3:24 pm # digits swapped | 3:42 am # morning for afternoon]], <<but|however>> the cut-off was [[time: 11:59 pm | 23:59 // 11:59 am # morning for night | 9:59 pm # another hour]] on [[date: Friday 5 September | 5 Sep | the 5th // Thursday 4 September # a day early | Saturday 6 September # a day late]], [[quantity: six days | 6 days // five days # another count | six weeks # another unit]] before delivery.
• So box [[id: GP55027 | gp55027 // GP55072 # another subscription | GP55207 # digits swapped]] was charged to your card ending [[id: 4019 // 4091 # another customer's card | 4109 # digits swapped]]: [[quantity+: 12 serves | twelve serves // 8 serves # another customer's count | 16 serves # another count]] at [[amount: $8.90 | AUD 8.90 | 8.90 dollars // $9.80 # digits swapped | $10.50 # another customer's price]], which is [[amount+: $106.80 | AUD 106.80 // $108.60 # digits swapped | $98.80 # product wrong]], plus [[amount: $8.00 | $8 // $9.00 # another amount]] delivery, [[amount: $114.80 | AUD 114.80 // $104.80 # sum wrong | $118.40 # digits swapped | £114.80 # wrong currency]] altogether (so not $92).
• That late, [[promise: ⟨it can't be refunded⟩ | ⟨we're not able to refund it⟩ // ⟨we'll refund it⟩ within a week # the policy denies it]], sorry.

What I can do: we can donate the box to [[name: OzHarvest Brisbane | OzHarvest // SecondBite Brisbane # another charity | OzHarvest Melbourne # another city]], [[promise: ⟨free⟩ for you | at ⟨no cost⟩ // for ⟨a $5 handling fee⟩ # no cost in the source]]. Just let me know by [[time: noon | 12 noon | midday // midnight # noon became midnight | 5 pm # another hour]] [[date+: tomorrow | on Tuesday | on Tuesday 9 September // on Wednesday 10 September # one day before only | tonight # relative date wrong]]. Otherwise it lands [[date: Thursday 11 September | on 11 Sep | this Thursday // Friday 12 September # a day off | on 11 October # a month off]] between [[time: 8am and 1pm | 8:00 and 13:00 // 8am and 11am # end changed | 1pm and 8pm # swapped]] as planned. If something's spoiled, tell us within [[quantity: 3 days | three days | 72 hours // 7 days # another count | 3 weeks # another unit]] with a photo.

You can also pause for up to [[quantity: 12 weeks | twelve weeks | 84 days // 12 months # another unit | 6 weeks # another count]], no charge. Call [[phone: 1800 555 017 | 1800555017 // 1800 555 071 # digits swapped | 1300 555 017 # another prefix]]. [[promise: _ // I've popped ⟨a $20 voucher⟩ on your account too. # u:no such gift]]

Mel @ GreenPan
'''.replace(' (so not $92)',' (so [[amount(the customer\'s figure, negated): not $92 | not $92.00]])'))

S('hikkoshi','ja','2026-02-20T19:03:00+09:00','''
先ほどお電話いただいた柏木です。見積りの件、メールでも残しておきたいのでお願いします。
3月14日の引越しで、土曜だと割増になるんでしたよね。エアコン1台も頼みたいです。
段ボールは足りなければ追加できますか。当日キャンセルしたらどうなるかも。
お見積り番号 H26-1187
''',[
'見積 H26-1187 柏木 修 様　3月14日 午前便（8:30〜9:30到着）　2tトラック1台・作業員2名　基本 52,000円（税抜）　川越市→府中市',
'見積 H26-1178 柏原 治 様　3月21日 午後便（13:00〜15:00到着）　3tトラック1台・作業員3名　基本 68,000円（税抜）　川越市→調布市',
'土日祝は基本料金の15%を加算。消費税10%。エアコン取外し・取付 1台 16,500円（税込）。',
'段ボール30箱まで無料。追加は1箱330円（税込）。返却引取りは1回3,300円（税込）。',
'解約料：前々日20%、前日30%、当日50%（見積総額に対して）。3日前まで無料。日程変更も同じ扱い。',
'アオバ引越センター 川越支店 049-555-0172　受付 9時〜20時',
],'''
[[name: 柏木様 | 柏木　修　様 | 柏木さま // 柏原様 # another customer | 柏木 治様 # another first name]]

<<先ほどはお電話で失礼いたしました。|お電話ではありがとうございました。>>アオバ引越センター川越支店です。お話しした内容を書いておきますね。

見積番号：[[id: H26-1187 | h26-1187 // H26-1178 # another estimate | H62-1187 # digits swapped]]
日時：[[date: 3月14日（土） | 令和8年3月14日（土） | ３月１４日 // 3月21日（土） # another estimate's date | 3月14日（日） # weekday does not match]]、[[time: 午前8時半〜9時半 | 8:30～9:30 | 8時30分から9時30分の間 // 午後1時〜3時 # another estimate's slot | 午前7時半〜8時半 # an hour off]]に伺います。
行き先：川越市から[[name: 府中市 // 調布市 # another estimate's place | 府中町 # another place]]
車と人：[[quantity: 2tトラック | 2トン車 | ２ｔトラック // 3tトラック # another estimate's truck | 4tトラック # another size]]に作業員[[quantity: 2名 | 二名 | ２人 // 3名 # another estimate's count | 4名 # another count]]

お値段ですが、基本が[[amount: 52,000円（税抜） | 税別5万2千円 | ５２，０００円（税抜き） // 52,000円（税込） # tax words wrong | 68,000円（税抜） # another estimate's price]]で、土曜は[[percent: 15% | 1割5分 | 15パーセント // 10% # another rate | 25% # another rate]]増しなので[[amount+: 59,800円 | 5万9,800円 | ￥59,800 // 58,900円 # digits swapped | 57,200円 # ten percent added]]、税込みにすると[[amount+: 65,780円 | 6万5780円 // 64,584円 # eight percent tax | 65,870円 # digits swapped]]です。エアコン[[quantity: 1台 | 一台 // 2台 # another count]]の脱着が[[amount: 16,500円 | 1万6500円 // 15,600円 # digits swapped | 16,500円（税別） # tax words wrong]]、足して[[amount+: 82,280円 | 8万2,280円 // 82,820円 # digits swapped | 81,280円 # sum wrong]]になります。

箱は[[quantity: 30箱 | ３０箱 | 三十箱 // 50箱 # another count | 13箱 # another count]]まで[[promise: 無料 | サービス // 有料 # the source says free]]、それを超えたら1箱[[amount: 330円 | ３３０円 // 300円 # tax left out | 3,300円 # another line's amount]]です。
キャンセルは[[quantity: 3日前 | 三日前 // 前日 # the fee is due then | 1週間前 # another count]]、つまり[[date+: 3月11日（水） | 3月11日 // 3月12日（木） # the fee is due then | 3月10日 # a day off]]までなら料金なし、当日だと総額の[[percent: 50% | 半額 | 五割 // 30% # the rate of the day before | 100% # another rate]]がかかります。[[promise: _ // 日程の変更でしたら⟨当日でも無料⟩です。 # changes are treated like cancellations]]

気になる点があれば[[phone: 049-555-0172 | 0495550172 // 049-555-0127 # digits swapped | 049-555-0712 # digits swapped]]まで、[[time: 夜8時 | 20時 | 20:00 // 夜9時 # closing changed | 18時 # closing changed]]まで居ります。
'''.replace('超えたら1箱','超えたらひと箱'))

S('insatsu','ja','2026-11-04T14:18:26+09:00','''
件名：入稿しました【受付 PX-9052】

スピード印刷 まほろば堂 ご担当者様
株式会社みなも 販促課 辻でございます。
A4チラシ3,000部のデータを先ほどアップロードいたしました。
<<11/14の内覧会|１１／１４の内覧会>>に間に合うか、発送日をご教示ください。また塗り足しは5mmと聞いておりますが正しいでしょうか。送料込みの総額もお願いいたします。
''',[
'PX-9052 株式会社みなも 辻様　A4チラシ 両面カラー コート90kg 3,000部　18,600円（税抜）　データ確認 11/4 完了　納期コース：4営業日　配送先 奈良市',
'PX-9025 株式会社みなと 辻井様　A5チラシ 片面カラー コート110kg 5,000部　14,200円（税抜）　納期コース：2営業日',
'校了（データ確認完了）の翌営業日を1営業日目と数え、最終日に出荷。祝日・土日は営業日に含みません（11/3と11/23は祝日）。お届けは出荷の翌日（近畿・中部・関東。奈良市も翌日）、翌々日（その他）。',
'送料は1か所まで無料。2か所目から1か所1,100円（税込）。データ：塗り足し上下左右3mm、解像度350dpi、CMYK。',
'校了後の取消しは承れません。刷り直しは到着後7日以内にご連絡ください。nyuko@mahoroba-print.example.jp',
],'''
株式会社みなも
[[name: 辻様 | 辻　様 // 辻井様 # another customer | 辻本様 # another name]]

平素よりお世話になっております。まほろば堂でございます。
データの確認が[[date: 本日 | 本日11月4日 | 11月4日（水） // 昨日 # a holiday, a day off | 11月4日（木） # weekday does not match]]完了いたしました。

────────────
受付番号 [[id: PX-9052 | px-9052 | ＰＸ－９０５２ // PX-9025 # another job | PX-9502 # digits swapped]]
[[quantity: A4 | Ａ４ // A5 # another job's size | B4 # another size]]・両面カラー・コート[[quantity: 90kg | 90キロ | ９０kg // 110kg # another job's paper | 90g # wrong unit]]
[[quantity: 3,000部 | 3千部 | 三千部 // 5,000部 # another job's count | 300部 # digit dropped]]
[[amount: 18,600円（税抜） | 税抜18600円 // 14,200円（税抜） # another job's amount | 16,800円（税抜） # digits swapped]]→税込[[amount+: 20,460円 | 2万460円 | ￥20,460 // 20,640円 # digits swapped | 20,088円 # eight percent tax | 18,600円 # tax not added]]
（1部あたり税抜[[amount+: 6.2円 | 6円20銭 // 6.8円 # division wrong | 62円 # wrong by ten]]）
送料：[[promise: 無料（1か所） | 0円 // 1,100円 # the first address is free]]
────────────

[[quantity: 4営業日 | 四営業日 // 2営業日 # another job's course | 4週間 # another unit]]のコースですので、出荷は[[date+: 11月10日（火） | 来週火曜日 | 11月10日 // 11月9日（月） # counts from today | 11月8日（日） # counts the weekend]]、奈良へのお届けは[[date+: 11月11日（水） | 11/11 | その翌日の11日 // 11月12日（木） # a day off | 11月10日（水） # weekday does not match | 明日 # relative date wrong]]の見込みで、[[date: 14日（土） | 11月14日 | 土曜日 // 13日（金） # not the customer's date]]の内覧会には間に合います。

塗り足しは上下左右とも[[quantity: 3mm | 3ミリ | 0.3cm // 5mm # the customer's mistake repeated | 3cm # wrong unit]]、解像度は[[quantity: 350dpi | 350DPI // 300dpi # another count | 530dpi # digits swapped]]でお願いしております。[[promise: 校了後の取消しは⟨承れません⟩ | 校了後は⟨お取消しいただけません⟩ // 校了後も⟨無料で取り消せます⟩ # the policy denies it]]。万一の刷り直しは、到着から[[quantity: 7日以内 | 一週間以内 | ７日以内 // 14日以内 # another count | 7か月以内 # another unit]]に [[email: nyuko@mahoroba-print.example.jp | Nyuko@mahoroba-print.example.jp // nyuukou@mahoroba-print.example.jp # another mailbox | nyuko@mahoroba-print.example.com # another domain]] へお知らせください。[[promise: _ // 初めてのご注文ですので⟨次回10%割引券⟩を同梱いたします。 # u:no such gift]]
'''.replace('（1部あたり','（一部あたり').replace('無料（1か所）','無料'),eml=('"Tsuji" <tsuji@minamo.example.jp>','nyuko@mahoroba-print.example.jp','入稿しました【受付 PX-9052】','base64','utf-8'))

S('buhin','ja','2027-09-01T10:47:00+09:00','''
東海ポンプ 資材部 野々村です。毎々お世話になります。
下記、単価と納期のご回答をお願いします。
　① メカニカルシール MS-35A　20個
　② Oリング P-26（NBR）　500個
注番：TP2709-014
①は9月10日必着でお願いしたいです。②は先月と同じ@18円でしょうか。
''',[
'回答書 Q-5510（TP2709-014 東海ポンプ様） ①MS-35A 単価4,200円 在庫12個、残り8個は9月13日入荷　②P-26 単価21円（9月1日改定、旧18円） 在庫あり',
'回答書 Q-5501（TK2709-041 東洋機工様） MS-25A 単価3,800円 在庫20個　P-24 単価19円',
'在庫品は当日15時までのご注文で当日出荷、翌営業日着。15時以降は翌営業日出荷。入荷待ち品は入荷の翌営業日に出荷。',
'税抜合計30,000円以上で送料当社負担、未満は880円。単価はすべて税抜。お支払いは月末締め翌月20日払い。',
'担当 営業二課 須賀　TEL 052-555-0119　FAX 052-555-0191　suga@marukyo-seal.example.co.jp',
],'''
東海ポンプ株式会社 資材部
[[name: 野々村様 | 野々村　様 // 野村様 # another name | 野々山様 # another name]]

毎々お引き立て賜り厚く御礼申し上げます。丸協シールの須賀です。
注番[[id: TP2709-014 | ＴＰ２７０９－０１４ // TK2709-041 # another customer's order | TP2709-041 # digits swapped]]につき、回答書[[id: Q-5510 | q-5510 // Q-5501 # another quotation | Q-5150 # digits swapped]]の通りご回答申し上げます。

品番　　　数量　単価(税抜)　金額(税抜)
[[id: MS-35A | ms-35a // MS-25A # another article | MS-35B # a letter changed]]　[[quantity: 20 | 20個 | 二十個 // 12 # the stock only | 200 # digit added]]　　[[amount: 4,200円 | ￥4,200 // 3,800円 # another article's price | 2,400円 # digits swapped]]　　[[amount+: 84,000円 | 8万4千円 // 50,400円 # product for twelve | 80,400円 # digits swapped]]
[[id: P-26 | p-26 // P-24 # another article | P-62 # digits swapped]]　　[[quantity: 500 | 500個 // 50 # digit dropped]]　[[amount: 21円 | ２１円 // 18円 # the old price | 19円 # another article's price]]　　　[[amount+: 10,500円 | 1万500円 // 9,000円 # product at the old price | 15,000円 # digits swapped]]
合計　[[amount+: 94,500円（税抜） | 税抜9万4,500円 // 94,500円（税込） # tax words wrong | 95,400円（税抜） # digits swapped]]　送料 [[promise: 弊社負担 | 当社負担 // 880円 # free from 30,000 yen]]

■納期
上段は[[quantity: 12個 | 十二個 // 20個 # the ordered count | 15個 # another count]]が即納可能（本日[[time: 15時 | 午後3時 | 15:00 // 17時 # another hour | 午前3時 # morning for afternoon]]までのご発注で[[date+: 明日 | 9月2日（木） | 明日9月2日 // 9月3日（金） # a day late | 本日中 # dispatch, not arrival]]着）、残る[[quantity+: 8個 | 八個 | ８個 // 10個 # difference wrong | 6個 # difference wrong]]は[[date: 9月13日（月） | 9/13 | 令和9年9月13日 // 9月10日（金） # the customer's wish repeated | 9月13日（火） # weekday does not match]]入荷につき[[date+: 14日 | 9月14日（火） // 13日 # the day of arrival | 9月15日（水） # a day off]]出荷となります。ご希望日に全数は間に合わず、誠に恐縮です。
下段の単価は[[date: 9月1日 | 本日 | 本日9月1日 // 10月1日 # another month | 8月1日 # another month]]より改定となっております。

お支払条件は月末締め翌月[[date: 20日 | ２０日 // 末日 # another day | 10日 # another day]]払いでお願い申し上げます。[[promise: _ // なお今回に限り、⟨旧単価にて納入⟩いたします。 # u:no such concession]]

営業二課　TEL [[phone: 052-555-0119 | 052(555)0119 // 052-555-0191 # the fax number]]
''')

S('bijutsu','ja','2026-08-20T11:29:50+09:00','''
はじめまして。シニアサークル「みちくさ会」の会長をしております古賀と申します。
9月の下旬に、会員26名で「水の記憶」展を拝見したいと考えております。団体の割引と、休館日、それから足の悪い者が2名おりますので車椅子をお借りできるか、お教えくださいませ。学芸員さんのお話も聞けたら嬉しいのですが。障害者手帳を持つ者も一人おります。
''',[
'特別展「水の記憶」 2026年7月11日〜9月27日　一般 1,500円、大学生 1,000円、高校生以下無料。20名以上の団体は2割引。',
'障害者手帳をお持ちの方と付添1名は無料。団体割引の人数には数えます。',
'開館 9:30〜17:00（入館は16:30まで）、金曜は20:00まで（入館は19:30まで）。月曜休館（祝日の場合は開館し翌平日休館）。9月21日（月・祝）、22日（火・休）、23日（水・祝）は開館、24日（木）休館。',
'車椅子 4台、無料貸出（予約可）。学芸員の解説は毎週土曜14:00から約40分、定員30名、申込不要・無料。担当 主任学芸員 入江。',
'団体申込は来館の1週間前まで。FAX 0858-55-0134 または https://shimizu-art.example.jp/group 。電話 0858-55-0133',
'常設展 一般 400円。友の会 年会費 3,000円。',
],'''
みちくさ会　[[name: 古賀様 | 会長 古賀様 // 古河様 # look-alike | 甲賀様 # look-alike]]

お便りをありがとうございます。清水町立美術館です。皆さまでのご来館、楽しみにしております。

「水の記憶」展は[[date: 9月27日（日） | 9月27日 | 令和8年9月27日 // 9月30日 # another day | 9月27日（土） # weekday does not match | 8月27日 # another month]]までです。一般[[amount: 1,500円 | 千五百円 | 1500円 // 1,000円 # the student price | 1,050円 # digits swapped]]のところ、[[quantity: 20名 | 二十名 | ２０名様 // 30名 # another count | 15名 # another count]]以上の団体は[[percent: 2割引 | 20%引き | ２０％引 // 1割引 # another rate | 2%引き # wrong by ten]]ですので、お一人[[amount+: 1,200円 | ￥1,200 | 1200円 // 1,300円 # discount wrong | 1,350円 # ten percent off | 800円 # from the student price]]となります。手帳をお持ちの方は[[promise: ⟨無料⟩です | ⟨入館料をいただきません⟩ // ⟨半額⟩です # the source says free]]し、付添の方も[[quantity: 1名 | お一人 | 一名 // 2名 # another count]]まで[[promise: 同じく無料 | 無料 // 1,200円 # the companion is free]]です。仮に無料の方がお二人としますと、残る[[quantity+: 24名様 | 二十四名様 // 25名様 # difference wrong | 22名様 # difference wrong]]分で[[amount+: 28,800円 | 2万8,800円 | ２８，８００円 // 28,000円 # product wrong | 36,000円 # discount left out | 31,200円 # product for all 26]]です。

お休みは月曜ですが、[[date: 9月21日 | ９月２１日 | 9月21日（月・祝） // 9月14日 # an ordinary Monday, closed]]は祝日のため開いており、代わりに[[date: 24日（木） | 9月24日 | 二十四日 // 25日（金） # a day off | 22日（火） # open that day]]が休館です。ふだんは[[time: 9:30〜17:00 | 午前9時半から午後5時 | 9時30分～17時 // 9:30〜18:00 # closing changed | 10:00〜17:00 # opening changed]]、金曜は[[time: 20時 | 夜8時 | 20:00 // 21時 # another hour | 19時 # another hour]]まで開いております。

車椅子は[[quantity: 4台 | 四台 | ４台 // 2台 # another count | 14台 # another count]]ございますのでご安心を。ご予約もいただけ、[[promise: ⟨無料⟩でお貸しします | ⟨お代はかかりません⟩ // ⟨1台300円⟩でお貸しします # the source says free]]。学芸員の[[name: 入江 | 入江（主任） // 江入 # letters swapped | 入谷 # another name]]による解説は毎週[[date: 土曜 | 土曜日 // 日曜 # another weekday | 金曜 # another weekday]]の[[time: 14時 | 午後2時 | 14:00 // 16時 # another hour | 午前2時 # morning for afternoon]]から、およそ[[quantity: 40分 | 四十分 | ４０分 // 60分 # another length | 14分 # another length]]で、[[promise: ⟨お申込みは要りません⟩ | ⟨申込不要⟩です // ⟨事前のお申込みが必要⟩です # the source says not needed]]。

団体のお申込みは[[quantity: 1週間前 | 7日前 | 一週間前 // 3日前 # another count | 1か月前 # another unit]]までに、[[url: https://shimizu-art.example.jp/group | shimizu-art.example.jp/group // https://shimizu-art.example.jp/groups # path changed | https://simizu-art.example.jp/group # look-alike]] からお願いいたします。
''')

S('kimono','ja','2026-12-08T22:54:09+09:00','''
こんばんは〜。1月11日の成人式で振袖を予約している三浦ひよりの母です。
予約 FS-3306 ですが着付けの時間って朝7時でしたっけ？6時って聞いた気もして💦
あと娘が足24.5cmなんですけど草履のサイズあります？返すのは13日で大丈夫ですか？汚したら怖いです〜
''',[
'FS-3306 三浦 ひより 様　振袖「椿・紺」 レンタル一式 98,000円（税込・着付け、ヘアセット込）　内金30,000円 10/3 入金済　着付け 1/11 6:20　返却期限 1/14 18:00',
'FS-3360 三橋 日和 様　振袖「桜・白」 レンタル一式 128,000円（税込）　内金50,000円 9/20 入金済　着付け 1/11 7:00　返却期限 1/14 18:00',
'草履サイズ：S（22〜23cm）、M（23〜24cm）、L（24〜25cm）、LL（25〜26cm）。バッグとセット。',
'安心パック 2,200円（税込）：汚れの洗い代が無料。ご加入なしの場合、通常のしみ抜き 5,500円から。返却はお店へのお持込みか宅配（送料お客様負担）。遅延は1日3,300円。',
'残金は12月25日までにお支払いください。店頭または振込。着付け会場 高崎市あら町5-8 きもの華乃 2階　027-555-0168',
],'''
[[name: 三浦様 | 三浦さま // 三橋様 # another customer | 三宅様 # another name]]

こんばんは、きもの華乃です☆ <<お式まであと少しですね！|お嬢さまの晴れ姿、楽しみですね！>>

着付けは[[date: 1月11日（月） | 来年1月11日 | 令和9年1月11日 // 1月11日（日） # weekday does not match | 令和8年1月11日 # wrong era year | 1月12日 # a day off]]の[[time: 朝6時20分 | 6:20 | 午前６時２０分 // 朝5時20分 # an hour off | 朝6時 # the mistaken figure repeated | 18:20 # evening for morning]]からです。[[time(the customer's figure, negated): 7時 | ７時]]ではないのでお気をつけくださいね。会場は[[address: 高崎市あら町5-8 きもの華乃 2階 | あら町5-8 きもの華乃 2F | 高崎市あら町５－８　きもの華乃２階 // 高崎市あら町8-5 きもの華乃 2階 # numbers swapped | 高崎市新町5-8 きもの華乃 2階 # another town]]です。

お草履は[[quantity: Lサイズ | Ｌ // Mサイズ # another size | LLサイズ # another size]]（[[quantity: 24〜25cm | 24から25センチ // 25〜26cm # another line's size | 24〜25mm # wrong unit]]）をご用意しますので、[[quantity: 24.5cm | 245mm | 24.5センチ // 25.4cm # digits swapped]]でもぴったりです◎

ご返却は[[date: 1月14日（木） | 1/14 | 1月14日 // 1月13日（水） # the customer's date repeated as the deadline | 1月15日（金） # a day late]]の[[time: 18時 | 夕方6時 | 18:00 // 16時 # another hour | 20時 # another hour]]までなので、[[date(as the mail asks): 13日 | 1月13日]]でもちろん大丈夫です。遅れると一日[[amount: 3,300円 | ￥3,300 // 2,200円 # another line's amount | 3,000円 # tax left out]]かかってしまいます。宅配の送料は[[promise: ⟨お客様のご負担⟩ | ⟨元払い（お客様負担）⟩ // ⟨当店負担⟩ # the source says the customer pays]]です。

汚れがご心配でしたら安心パック[[amount: 2,200円 | 2200円（税込） // 5,500円 # another line's amount | 2,020円 # digits swapped]]を。洗い代が[[promise: 無料 | 0円 // 半額 # the source says free]]になります。入らない場合、しみ抜きは[[amount: 5,500円から | 5,500円〜 // 3,500円から # another amount]]です。

最後にお支払い。[[id: FS-3306 | fs-3306 // FS-3360 # another booking | FS-3366 # digit changed]]は[[amount: 98,000円 | 9万8千円 | 98,000円（税込） // 128,000円 # another booking's price | 89,000円 # digits swapped]]で内金[[amount: 30,000円 | 3万円 // 50,000円 # another booking's deposit]]を頂いていますので、残り[[amount+: 68,000円 | 6万8千円 | ６８，０００円 // 78,000円 # difference wrong | 86,000円 # digits swapped]]を[[date: 12月25日（金） | 今月25日 | クリスマスの12月25日 // 12月28日（月） # another day | 来月25日 # another month]]までにお願いします。[[promise: _ // ⟨前撮り写真を1枚プレゼント⟩もいたします♪ # u:no such gift]]
''')

S('sumaho','ja','2027-01-25T12:31:00+09:00','''
件名: 修理まだですか

受付RK-0774、画面割れで先週預けました。何日に終わりますか。見積りより高くなってませんよね？
データ消えてないかも心配。 岩崎
''',[
'RK-0774 岩崎 亮太 Aquila 9 画面交換 22,000円（税込）＋バッテリー交換なし　受付 1/20　完了予定 1/27 午後　データ消去なし　担当 平',
'RK-0747 岩城 涼 Aquila 9 Pro 画面交換 28,600円（税込）＋バッテリー 8,800円　受付 1/21　完了予定 1/29　初期化あり',
'修理保証 90日（水濡れ・落下を除く）。受取りは完了から30日以内。11:00〜20:00、水曜定休ではありません（年中無休）。',
'スマホ工房リペアキット 町田店 042-555-0155',
],'''
[[name: 岩崎様 | 岩崎さま // 岩城様 # another customer | 岩本様 # another name]]

お待たせしております、町田店の平です。
[[id: RK-0774 | ＲＫ－０７７４ // RK-0747 # another repair | RK-0744 # digit changed]]は[[date: 明後日 | 1月27日（水） | 1月27日 // 明日 # relative date wrong | 1月29日（金） # another repair's date | 1月27日（火） # weekday does not match]]の[[time: 午後 // 午前 # morning for afternoon]]に仕上がる予定です。
料金はお見積りどおり[[amount: 22,000円（税込） | 税込2万2千円 | ￥22,000 // 28,600円（税込） # another repair's amount | 22,000円（税抜） # tax words wrong | 20,200円（税込） # digits swapped]]のままで、[[promise: データの⟨消去はしていません⟩ | データは⟨消しておりません⟩ // データは⟨初期化しました⟩ # the record says no erasure]]のでご安心ください。
保証は[[quantity: 90日 | 九十日 | ９０日間 // 60日 # another count | 90か月 # another unit | 1年 # another length]]ですが、[[promise: ⟨水濡れと落下は対象外⟩です | ⟨水濡れ・落下は含みません⟩ // ⟨水濡れと落下も対象⟩です # the source excludes them]]。お受け取りは完了から[[quantity: 30日以内 | 三十日以内 // 14日以内 # another count | 3日以内 # digit dropped]]、[[time: 11時〜20時 | 11:00-20:00 | 午前11時から夜8時まで // 10時〜20時 # opening changed | 11時〜21時 # closing changed]]（[[promise: 年中無休 | 休業日なし // 水曜定休 # the source says open all year]]）にお願いします。
TEL [[phone: 042-555-0155 | 0425550155 // 042-555-0115 # digit changed]]
''',
'''
岩崎様

スマホ工房リペアキット町田店です。ご心配をおかけしています。

・受付番号 [[=1.3]]
'''.replace('[[=1.3]]','[[id: RK-0774 | ＲＫ-0774 // RK-7074 # digits swapped]]').replace('岩崎様','[[name: 岩崎様]]')+'''・完了予定 [[date: 1月27日 | 今週の水曜日 // 1月26日 # a day early]] [[time: 午後 | PM // 午前中 # morning for afternoon]]
・ご請求 [[amount: 22,000円 | 22000円 // 30,800円 # battery added | 22,200円 # digit changed]]（バッテリー交換は[[promise: 含みません | していません // 含みます # the record says none]]）
・お預かりは[[date: 1月20日 | 先週水曜日 | 1/20 // 1月21日 # another repair's date | 先週月曜日 # relative date wrong]]
・修理後[[quantity: 90日間 | 九十日間 // 80日間 # another count]]の保証付き

データはそのまま残っております。
''')

S('bikerepair','en','2026-05-06T17:22:00+01:00','''
alright, it's Callum w/ the blue Genesis, ticket 2291. you said tuesday but I've got a sportive on the 10th so REALLY need it by sat. also the lad on the counter said new chain + cassette was 85 quid all in, is that still right?
''',[
'Ticket 2291: Callum Brody, Genesis Croix blue. Chain £28, 11-speed cassette £42, labour £20, free brake check. Ready Fri 8 May from 3 pm. Mechanic: Sioned.',
'Ticket 2219: Colm Brady, Genesis Tour green. Chain £24, wheel true £18. Ready Tue 12 May from noon. Mechanic: Rhys.',
'Shop: 14 Cowbridge Lane, Cardiff CF11 9XA. Tue to Fri 9 to 6, Sat 9 to 4, closed Sun and Mon. 029 2055 0167.',
'Work is guaranteed for 6 months. Storage is free for 14 days after the ready date, then £3 a day. Card or cash.',
],'''
Hiya [[name: Callum | Callum Brody // Colm | Calum Brady ]],

<<Good news|You're in luck>>: ticket [[id: 2291 | #2291 | no. 2291 // 2219 # another ticket | 2921 # digits swapped]] is moving up. [[name: Sioned // Rhys # another mechanic | Sian # another name]] will have the bike ready [[date: Friday | Friday 8 May | on the 8th | the day after tomorrow // Tuesday 12 May # another ticket's date | tomorrow # relative date wrong | Thursday 8 May # weekday does not match]] from [[time: 3 pm | 15:00 | three in the afternoon // 5 pm # another hour | 3 am # morning for afternoon | noon # another ticket's time]], so you'll make Sunday's ride.

Price is a touch more than you were told, sorry: chain [[amount: £28 | 28 quid | £28.00 // £24 # another ticket's chain | £82 # digits swapped]], cassette [[amount: £42 | 42 pounds | GBP 42 // £45 # another amount | £24 # digits swapped]], labour [[amount: £20 | twenty quid // £15 # another amount]]. That's [[amount+: £90 | £90.00 | ninety quid // £80 # sum wrong | £95 # sum wrong | €90 # wrong currency]]. [[promise: The brake check is ⟨free⟩. | Brake check: ⟨no charge⟩. // The brake check is ⟨£10⟩. # the source says free]] Everything's guaranteed for [[quantity: 6 months | six months | half a year // 12 months # another count | 6 weeks # another unit]].

Can't get here Friday? We're open Saturday [[time: 9 to 4 | 9 am to 4 pm | 09:00-16:00 // 9 to 6 # the weekday hours | 10 to 4 # opening changed]], [[date: closed Sunday and Monday | shut Sun and Mon // open Sunday too # the shop is closed then]]. We hold it free for [[quantity: a fortnight | 14 days | two weeks // a month # another length | 4 days # digit dropped]], then it's [[amount: £3 | three pounds | £3.00 // £5 # another amount]] a day. [[promise: _ // And I'll ⟨knock a tenner off⟩ for the mix-up. # u:no such discount]]

[[address: 14 Cowbridge Lane, Cardiff | 14 Cowbridge Ln, Cardiff CF11 9XA | 14 Cowbridge Lane // 41 Cowbridge Lane, Cardiff # digits swapped | 14 Cowbridge Road, Cardiff # another street | 14 Cowbridge Lane, Swansea # another city]] / [[phone: 029 2055 0167 | +44 29 2055 0167 | 02920550167 // 029 2055 0176 # digits swapped | 020 2055 0167 # code changed]]

Cheers, Bethan
'''.replace('// Colm | Calum Brady ]]','// Colm # another customer | Calum Brady # another name]]'))

S('travelins','en','2027-08-23T13:36:00+01:00','''
Subject: Claim following cancelled trip

Dear Sirs,

Policy TRV-88061-K. Owing to my husband's broken leg on 14 August we had to abandon our fortnight in Madeira (departure 28 August, cost £2,360, deposit of £400 non-refundable included). I should be obliged if you would tell me what I can claim, whether the excess is £75 in total or each, which papers are needed and by when.

Yours faithfully,
(Mrs) Rosalind Peverell
''',[
'Policy TRV-88061-K: Rosalind and Martin Peverell, Silver cover, cancellation limit £3,000 per person, excess £75 per person per claim, valid 1 February 2027 to 31 January 2028.',
'Policy TRV-88016-K: Rosamund Pevensey, Gold cover, cancellation limit £5,000 per person, excess £50 per person, valid 1 March 2027 to 29 February 2028.',
'Claims must reach us within 31 days of the cancellation. Needed: the booking invoice, the cancellation invoice, and a medical certificate signed by the treating doctor. Photocopies are accepted.',
'The cost of the medical certificate is not covered. Complete claims are settled within 10 working days. Payment is by bank transfer.',
'The Peverell trip was cancelled on 16 August 2027; the tour operator refunded £590.',
'Claims team: claims@harbourmutual.example.co.uk, 01273 555 190, PO Box 118, Hove BN3 6ZZ. Monday to Friday 9.00 to 17.30.',
],'''
Dear [[name: Mrs Peverell | Mrs Rosalind Peverell // Mrs Pevensey # another customer | Mrs Rosamund Peverell # another first name]],

Policy [[id: TRV-88061-K | trv-88061-k // TRV-88016-K # another policy | TRV-88061-R # a letter changed]]

Thank you for your letter. I was sorry to learn of Mr Peverell's accident and trust that he is mending.

You hold our [[name: Silver | SILVER // Gold # another policy's cover | Bronze # another cover]] cover, which meets cancellation up to [[amount: £3,000 | GBP 3,000 | three thousand pounds // £5,000 # another policy's limit | £300 # digit dropped]] per person. The trip cost [[amount: £2,360 | £2,360.00 | GBP 2,360 // £2,630 # digits swapped | £2,630.00 # digits swapped | €2,360 # wrong currency]] and the operator has returned [[amount: £590 | 590 pounds // £400 # the deposit | £950 # digits swapped]], which is [[percent+: a quarter | 25% | 25 per cent // a third # share wrong | 20% # share wrong]] of it, leaving [[amount+: £1,770 | £1,770.00 | GBP 1,770 // £1,960 # the deposit subtracted | £1,870 # difference wrong]]. From this the excess is deducted. It is [[amount: £75 | £75.00 | 75 pounds // £50 # another policy's excess | £57 # digits swapped]] [[promise: ⟨per person⟩, not in total | ⟨for each of you⟩ // ⟨in total⟩ # the source says per person]], so [[amount+: £150 | 150 pounds | £150.00 // £75 # counted once | £100 # sum from another policy]] for the two of you, and I would expect us to pay [[amount+: £1,620 | GBP 1,620 | £1,620.00 // £1,695 # the excess taken once | £1,260 # digits swapped]].

Kindly let us have:

   (a) the booking invoice,
   (b) the cancellation invoice, and
   (c) a medical certificate [[promise: ⟨signed by the treating doctor⟩ | bearing ⟨the treating doctor's signature⟩ // ⟨signed by yourself⟩ # the source says the doctor]].

[[promise: ⟨Photocopies will do⟩. | ⟨Copies are accepted⟩. // ⟨Originals are required⟩. # copies are accepted]] The fee for the certificate [[promise: ⟨is not covered⟩ | ⟨cannot be reimbursed⟩ // ⟨will be reimbursed⟩ # the policy denies it]]. As you cancelled on [[date: 16 August | Monday 16 August | 16 August 2027 // 14 August # the day of the accident | 18 August # another day | Sunday 16 August # weekday does not match]] and we allow [[quantity: 31 days | thirty-one days // 28 days # another count | 60 days # another count]], the papers must be here by [[date+: 16 September | Thursday 16 September | 16 September 2027 // 14 September # counted from the accident | 23 September # counted from today | 16 October # a month off]]. Once complete, a claim is settled within [[quantity: 10 working days | ten working days // 5 working days # another count | 10 weeks # another unit]], by bank transfer.

[[email: claims@harbourmutual.example.co.uk | CLAIMS@harbourmutual.example.co.uk // claims@harbormutual.example.co.uk # spelling of the domain | claim@harbourmutual.example.co.uk # another mailbox]] or [[address: PO Box 118, Hove | PO Box 118, Hove BN3 6ZZ // PO Box 181, Hove # digits swapped | PO Box 118, Dover # another town]] will find us[[promise: _ // , and ⟨your premium for next year will be halved⟩ # u:no such promise]].

Yours sincerely,
A. Whitcombe
Claims
''')

S('wedding','en','2026-10-19T18:05:30-04:00','''
Hi there!! We toured on Saturday and we are in LOVE. Some questions before my mom will stop texting me:
1) is June 19 2027 still open & what would it be for 110 people
2) how much is the deposit and when's the rest due
3) can we bring our own wine? my cousin has a vineyard
4) how late can the band play, I thought you said 1am
Gabby & Ines
''',[
'Birch Hollow Barn 2027: Saturday site fee $6,800, Friday or Sunday $5,200. Catering $94 per guest, minimum 80 guests. Service charge 18% on catering only. Maximum 140 seated.',
'Deposit 30% of the site fee to hold the date; balance 60 days before the event. Deposits are not refundable but may be moved once to another date within 12 months.',
'Own wine allowed with a corkage fee of $15 per bottle; spirits not allowed. Music ends at 11 pm outdoors and at midnight indoors (town rule).',
'Calendar: June 12 2027 booked; June 19 2027 available, on courtesy hold for Gabriela Ferro & Ines Duarte until October 31 2026; June 26 2027 booked.',
'Coordinator: Maureen Tighe, maureen@birchhollow.example.com, 802-555-0149. Parking for 70 cars, shuttle from the Stowe lot at $450 a night. 310 Mill Brook Road, Waterbury.',
'Hold for Gabrielle Farrow & Ian Dunn: July 10 2027 until November 13 2026.',
],'''
Dear [[name: Gabby and Ines | Gabby & Ines | Ines and Gabby // Gabrielle and Ian # another couple | Gabby and Inga # another name]],

What a joy it was to walk you two through the barn! <<Please tell your mom she can put the phone down now — I'll take your questions one by one.|Let me give your mom something to read.>>

First, the date. Yes, [[date: June 19, 2027 | Saturday, June 19 | June 19 // June 26, 2027 # booked | Sunday, June 19 # weekday does not match | June 19, 2026 # wrong year]] is open, and I have put a courtesy hold on it for you until [[date: October 31 | Saturday, October 31 | Oct. 31 // November 13 # another couple's hold | October 21 # digit changed]]. The barn seats [[quantity: 140 | up to 140 | one hundred forty // 104 # digits swapped | 180 # another count]], so your crowd of [[quantity: 110 | 110 people | a hundred and ten // 101 # digits swapped]] will have elbow room.

A Saturday is [[amount: $6,800 | USD 6,800 | $6,800.00 // $5,200 # the Friday fee | $8,600 # digits swapped]]. Dinner is [[amount: $94 | 94 dollars | USD 94 // $49 # digits swapped | $89 # another amount]] a head, which makes [[amount+: $10,340 | USD 10,340 // $10,430 # digits swapped | $9,400 # product for 100]], with a service charge of [[percent: 18% | 18 percent | eighteen percent // 20% # another rate | 8% # digit dropped]] on the food only ([[amount+: $1,861.20 | USD 1,861.20 // $3,085.20 # charged on the site fee too | $1,681.20 # digits swapped]]). All told: [[amount+: $19,001.20 | about $19,000 | USD 19,001.20 // $17,140.00 # service left out | $19,101.20 # sum wrong]].

The deposit is [[percent: 30% | 30 percent | thirty percent // 50% # another rate | 13% # another rate]] of the site fee, [[amount+: $2,040 | USD 2,040 | $2,040.00 // $2,400 # digits swapped | $5,700 # taken on the whole]]. [[promise: It ⟨isn't refundable⟩ | I'm afraid it's ⟨non-refundable⟩ // It's ⟨fully refundable⟩ # the policy denies it]], though you may move it once. The balance is due [[quantity: 60 days | sixty days // 30 days # another count | 60 weeks # another unit]] ahead, on [[date+: April 20 | Tuesday, April 20 | April 20, 2027 // April 19 # a day off | May 20 # a month off]].

Your cousin's wine is [[promise: ⟨welcome⟩ | ⟨fine with us⟩ | ⟨allowed⟩ // ⟨not allowed⟩ # the source allows it]]; corkage is [[amount: $15 | USD 15 | fifteen dollars // $50 # look-alike amount | $12 # another amount]] a bottle; [[promise: ⟨spirits aren't allowed⟩ | ⟨no spirits, please⟩ // ⟨spirits are fine too⟩ # the source denies it]]. And the band: the town says [[time: 11 pm | 11:00 p.m. | 23:00 // 10 pm # another hour | 11 am # morning for night]] outside, [[time: midnight | 12 am | 12 midnight // 2 am # another hour | noon # noon for midnight]] inside, [[time(the customers' figure, negated): not 1 am]], alas.

Call me at [[phone: 802-555-0149 | (802) 555-0149 | +1-802-555-0149 // 802-555-0194 # digits swapped | 820-555-0149 # area code swapped]].

Hugs, Maureen
''',eml=('Gabby Ferro <gabby.ferro@mail.example.com>','maureen@birchhollow.example.com','June date??','quoted-printable','utf-8'))

S('langschool','en','2027-05-04T10:50:00+01:00','''
Dear school, I am Mateo Villar from Spain and I enrolled to the General English course from 5 July, 6 weeks. My student number is GL-7136. I have this question: how many hours each week, what is the price with host family, and is the airport transfer included? My plane arrives to Dublin 3 July at 16:15. Also my level test say B2, the certificate what cost?
Thank you very much, Mateo
''',[
'GL-7136 Mateo Villar: General English, 20 lessons of 45 minutes a week, mornings 9:00 to 12:30, 5 July to 13 August 2027, 6 weeks at €235, registration fee €70, books €45.',
'GL-7163 Matteo Villani: Intensive English, 30 lessons of 45 minutes a week, 12 July to 6 August 2027, 4 weeks at €310, registration fee €70, books €45.',
'Host family, half board: €240 a week, arrival Saturday, departure Saturday. Airport transfer Dublin to Galway: €110 each way, not included in packages of less than 8 weeks.',
'End of course certificate: free with 80% attendance. Cambridge exam fee €215, next dates 22 July and 12 August, register 4 weeks before.',
'Balance due 21 days before the start. Cancellation more than 28 days before: full refund minus registration fee; later: 50% of the course.',
'Host for Mateo Villar: the Kilbane family, 7 Shantalla Park, Galway. School office: 091 555 016, hello@corribschool.example.ie, 24 h emergency 087 555 0160.',
],'''
Dear [[name: Mateo | Mateo Villar // Matteo | Mateo Villani ]],

Thank you for your email! Here are short answers.

1. Lessons. You have [[quantity: 20 lessons | twenty lessons // 30 lessons # another student's course | 25 lessons # another count]] of [[quantity: 45 minutes | ¾ of an hour | forty-five minutes // 60 minutes # another length | 50 minutes # another length]] a week, so [[quantity+: 15 hours | fifteen hours // 20 hours # lessons taken for hours | 22.5 hours # from another course]], every morning from [[time: 9:00 to 12:30 | 9 am to 12.30 pm | 9 to half past twelve // 9:00 to 13:30 # end changed | 9:30 to 12:30 # start changed]]. The course runs from [[date: Monday 5 July | 5 July | July 5 // 12 July # another student's start | Tuesday 5 July # weekday does not match | 5 June # another month]] to [[date: 13 August | Friday, 13 August | Aug 13 // 6 August # another student's end | 15 August # another day]].
2. Price. [[quantity: 6 weeks | six weeks // 4 weeks # another student's count | 6 months # another unit]] at [[amount: €235 | EUR 235 | 235 euro // €310 # another student's price | £235 # wrong currency | €253 # digits swapped]] = [[amount+: €1,410 | EUR 1,410 | €1410 // €1,140 # digits swapped | €1,510 # product wrong]]. Registration [[amount: €70 | EUR 70 // €75 # another amount]] and books [[amount: €45 | EUR 45 // €54 # digits swapped]]: [[amount+: €1,525 | EUR 1,525 // €1,552 # digits swapped | €1,480 # books left out]]. The host family is [[amount: €240 | 240 euro | EUR 240 // €204 # digits swapped | €260 # another amount]] a week with half board, [[amount+: €1,440 | EUR 1,440 // €1,400 # product wrong | €960 # product for four weeks]] for your stay.
3. Airport. The transfer [[promise: ⟨is not included⟩ | ⟨is extra⟩ // ⟨is included⟩ in your package # not below 8 weeks]]; it is [[amount: €110 | EUR 110 | 110 euro // €101 # digits swapped | €220 # both ways]] each way. We will note your flight at [[time(as the mail says): 16:15 | 4:15 pm | quarter past four in the afternoon // 16:50 # another minute | 6:15 pm # an hour off]] on [[date(as the mail says): Saturday 3 July | 3 July // Sunday 4 July # a day off]]. Your hosts are the [[name: Kilbane family | Kilbanes // Kilkenny family # another name]], [[address: 7 Shantalla Park, Galway | 7 Shantalla Pk, Galway | 7 Shantalla Park // 17 Shantalla Park, Galway # digit added | 7 Shantalla Road, Galway # another street]].
4. Certificate. The school's own one is [[promise: free | without charge // €30 # the source says free]] if you come to [[percent: 80% | 80 per cent | eighty percent // 90% # another rate | 8% # digit dropped]] of the classes.

[[promise: _ // Your ⟨bus pass for Galway is included⟩, by the way. # u:no such inclusion]]
See you soon in Galway! Aoife, [[email: hello@corribschool.example.ie | Hello@corribschool.example.ie // hello@corribschool.example.com # another domain | office@corribschool.example.ie # another mailbox]]
'''.replace('// Matteo | Mateo Villani ]]','// Matteo # another student | Mateo Villani # another surname]]').replace('\n1. ','\nFirst: ').replace('\n2. ','\nSecond: ').replace('\n3. ','\nThird: ').replace('\n4. ','\nLast: ')
 .replace(' Registration [[amount: €70 | EUR 70 // €75 # another amount]] and books [[amount: €45 | EUR 45 // €54 # digits swapped]]: ',' With registration and books: '))

S('parking','en','2026-12-29T08:44:02-08:00','''
My residential permit (plate 8KTR203, zone F) runs out Dec 31 and the website keeps throwing an error. Will I get ticketed on Jan 1?? Also can I get 2 guest passes, and is it true seniors pay half?
- Leonard Abernathy, 512 Juniper Ct
''',[
'City of Larkspur Bay permits: residential $48 per year per vehicle, at most 3 per household. Residents 65 and over: 25% off. Guest booklet (10 day passes) $15, at most 2 booklets a year.',
'Grace period for renewals: 14 days after expiry. Renewals online, by mail, or at 200 Civic Plaza, Room 104, weekdays 8:30 am to 4:30 pm, closed January 1.',
'Permit F-20417: Leonard Abernathy, 512 Juniper Court, plate 8KTR203, zone F, expires 2026-12-31.',
'Permit E-20471: Leona Abercrombie, 521 Juniper Court, plate 8KRT230, zone E, expires 2027-01-31.',
'Citation for parking without permit: $62. Online outage: the renewal site https://permits.larkspurbay.example.gov is down until December 30, 6 pm. Questions 311 or 707-555-0180.',
],'''
[[name: Mr. Abernathy | Leonard Abernathy | Dear Mr. Abernathy // Ms. Abercrombie # another resident | Mr. Abernethy # a letter changed]]:

No ticket on New Year's Day. Permit [[id: F-20417 | f-20417 // E-20471 # another permit | F-20471 # digits swapped]] (plate [[id: 8KTR203 | 8ktr203 // 8KRT230 # another plate | 8KTR230 # digits swapped]], zone [[name: F // E # another zone | G # another zone]]) expires [[date: December 31 | Thursday, December 31 | 12/31/2026 | the day after tomorrow // January 31 # another permit's date | December 30 # a day early | Friday, December 31 # weekday does not match]], and there is a [[quantity: 14-day | two-week | fourteen-day // 30-day # another count | 14-hour # another unit]] grace period, to [[date+: January 14 | Thursday, January 14 | 1/14/2027 // January 15 # a day off | January 7 # half the period]].

The site is down until [[date: tomorrow | December 30 | Wednesday // tonight # relative date wrong | January 2 # another day]] at [[time: 6 pm | 6:00 p.m. | 18:00 // 6 am # morning for evening | 8 pm # another hour]]. After that use [[url: https://permits.larkspurbay.example.gov | permits.larkspurbay.example.gov // https://permits.larkspurbay.example.com # another domain | https://permit.larkspurbay.example.gov # look-alike]], or come to [[address: 200 Civic Plaza, Room 104 | 200 Civic Plz, Room 104 // 200 Civic Plaza, Room 140 # digits swapped | 104 Civic Plaza, Room 200 # numbers swapped]], weekdays [[time: 8:30 to 4:30 | 8:30 am to 4:30 pm | 08:30-16:30 // 8:30 to 5:30 # closing changed | 9:30 to 4:30 # opening changed]].

Fee: [[amount: $48 | USD 48 | $48.00 // $84 # digits swapped | $62 # the citation]] a year, that is [[amount+: $4 | four dollars | $4.00 // $6 # division wrong]] a month. Seniors do not pay half: at [[quantity: 65 | age 65 | sixty-five // 60 # another age | 55 # another age]] and up the discount is [[percent: 25% | 25 percent | a quarter // 20% # another rate | 15% # another rate]], so [[amount+: $36 | 36 dollars | $36.00 // $34 # difference wrong | $38 # difference wrong]]. Guest passes come as a booklet of [[quantity: 10 | ten // 20 # another count | 12 # another count]] for [[amount: $15 | fifteen dollars | USD 15 // $50 # look-alike | $10 # another amount]]; [[quantity: two booklets | 2 booklets // three booklets # another rule's count]] a year is the limit. [[promise: _ // The ⟨late fee is waived⟩ for this outage. # u:no such waiver]]

City of Larkspur Bay, Parking. Dial 311 or [[phone: 707-555-0180 | (707) 555-0180 // 707-555-0108 # digits swapped]].
'''.replace('Dial 311 or','Call'))

S('storage','en','2025-11-27T12:00:00+11:00','''
G'day, unit C118 here. Moving out on the 14th of January. How much notice and will I get me bond back? Reckon I owe nothing. Gate code's stopped working too.
Bruce Lindqvist-Hale
''',[
'Unit C118: Bruce Lindqvist-Hale, 9 sq m, $214 a month, bond $100, paid to 14 December 2025, one late fee of $20 outstanding.',
'Unit C181: Bryce Lindgren, 6 sq m, $168 a month, bond $100, paid to 30 November 2025.',
'Vacating: 14 days written notice. Bond refunded within 7 days after the unit is found empty and clean, minus money owing. No refund of part months.',
'Gate access 5 am to 10 pm every day; office Mon to Fri 8:30 to 5, Sat 9 to 12. Gate codes were changed on 24 November 2025; new codes are given at the office on showing photo ID, not by email.',
'Boxes bought here and unused can be returned with receipt. 33 Depot Street, Dubbo. (02) 5550 0127.',
],'''
G'day [[name: Bruce | Bruce Lindqvist-Hale // Bryce # another tenant | Mr Lindgren # another tenant]],

Sorry about the gate. All codes changed on [[date: Monday 24 November | 24 Nov | Monday this week // 27 November # another day | Tuesday 24 November # weekday does not match]]; pop into the office with photo ID for the new one ([[promise: ⟨we can't email it⟩ | ⟨not by email⟩, I'm afraid // ⟨we can email it if you ask⟩ # the source denies it]]). Office is [[time: 8:30 to 5 | 8.30am-5pm | 08:30 to 17:00 // 8:30 to 6 # closing changed | 9:30 to 5 # opening changed]] weekdays, Saturday till [[time: noon | 12 noon | midday // 2 # another hour | 5 # the weekday closing]].

Moving out of [[id: C118 | c118 // C181 # another unit | C811 # digits swapped]]: we need [[quantity: 14 days | a fortnight | two weeks // 30 days # another count | 14 weeks # another unit]] in writing. To be out on [[date: 14 January | 14 Jan 2026 | Wednesday 14 January]], that means by [[date+: 31 December | Wednesday 31 December | New Year's Eve // 7 January # one week only | 24 December # three weeks]]. You're paid up to [[date: 14 December | Sunday 14 December | 14 Dec // 30 November # another unit's date | 4 December # digit dropped]], rent is [[amount: $214 | AUD 214 | $214.00 // $168 # another unit's rent | $241 # digits swapped]] a month and [[promise: part months ⟨aren't refunded⟩ | there's ⟨no refund for part months⟩ // part months ⟨are refunded by the day⟩ # the policy denies it]].

Bond's [[amount: $100 | a hundred dollars | $100.00 // $150 # another amount | $200 # another amount]], less the [[amount: $20 | twenty bucks | AUD 20 // $30 # another amount | $12 # another amount]] late fee still on the account, so [[amount+: $80 | AUD 80 | eighty dollars // $100 # fee not subtracted | $70 # difference wrong]] back within [[quantity: 7 days | a week | seven days // 14 days # another count | 7 weeks # another unit]] once we've seen it empty and clean. [[promise: _ // I've ⟨wiped the late fee⟩ for you. # u:no such waiver]]

Shazza, [[address: 33 Depot Street, Dubbo | 33 Depot St, Dubbo // 38 Depot Street, Dubbo # digit changed | 33 Depot Street, Orange # another town]], [[phone: (02) 5550 0127 | 02 5550 0127 | +61 2 5550 0127 // (02) 5550 0172 # digits swapped]]
''')

S('petins','ja','2026-06-10T15:08:00+09:00','''
ご担当者さま
契約者の望月 沙織です（証券番号 PI-440826、猫のハチ、5歳）。
5月28日に膀胱炎で通院し、24,800円かかりました。請求の仕方と、いくら戻るのかを教えてください。
請求は60日以内と友人から聞きましたが、領収書はコピーでもよいですか。あと今年あと何回使えますか？
''',[
'PI-440826 望月 沙織 様　猫 ハチ　70%プラン　通院：1日の限度額 20,000円、年20日まで　今年度の利用 6日　契約期間 2025年10月1日〜2026年9月30日　月額 2,380円',
'PI-440862 望田 沙耶 様　犬 ハナ　50%プラン　通院：1日の限度額 14,000円、年22日まで　今年度の利用 3日　月額 1,980円',
'保険金の請求は診療日から30日以内。必要書類：保険金請求書、領収書の原本、診療明細書。原本は返却いたしません。',
'書類が揃ってから10営業日以内にご指定の口座へ振込。時間外診療の加算分、ワクチン、文書料は対象外。',
'診療 5月28日 もりの動物病院：診察・検査・投薬 23,300円、文書料 1,500円、計24,800円。',
'送付先 〒540-0029 大阪市中央区本町橋4-17 なかよしペット少額短期保険 給付課　06-6555-0128（平日9:30〜17:30）',
],'''
[[name: 望月様 | 望月沙織様 | 望月 沙織さま // 望田様 # another customer | 望月 紗織様 # look-alike letter]]

なかよしペット少額短期保険でございます。[[name: ハチ | ハチちゃん // ハナ # another customer's pet]]ちゃんのご様子はいかがでしょうか。お問い合わせの件、以下のとおりご案内いたします。

【お支払いの見込み】
証券番号[[id: PI-440826 | ＰＩ－４４０８２６ // PI-440862 # another policy | PI-448026 # digits swapped]]は[[percent: 70% | 7割 | ７０％ // 50% # another policy's rate | 17% # digit changed]]プランでございます。[[date: 5月28日 | 5月28日（木） | 令和8年5月28日 // 5月26日 # another day | 5月28日（水） # weekday does not match]]のご請求[[amount: 24,800円 | 2万4800円 // 28,400円 # digits swapped]]のうち、文書料[[amount: 1,500円 | 千五百円 // 1,050円 # digits swapped | 2,500円 # another amount]]は[[promise: ⟨対象外⟩です | ⟨補償されません⟩ // ⟨補償の対象⟩です # the source excludes it]]ので、残る[[amount+: 23,300円 | ２３，３００円 | 2万3,300円 // 23,800円 # difference wrong | 22,300円 # difference wrong]]に割合を掛けた[[amount+: 16,310円 | 1万6,310円 | ￥16,310 // 17,360円 # fee not left out | 11,650円 # at 50% | 16,130円 # digits swapped]]をお支払いできる見込みでございます（一日の限度額は[[amount: 20,000円 | 2万円 // 14,000円 # another policy's limit]]）。
ご通院は年[[quantity: 20日 | 二十日 // 22日 # another policy's count | 20週 # another unit]]までのところ、[[quantity: 6日 | 六日 // 3日 # another policy's count]]ご利用ですので、あと[[quantity+: 14日 | 十四日分 // 16日 # difference wrong | 19日 # difference wrong]]お使いいただけます（[[date: 9月30日 | 本年9月30日 | 2026年9月30日 // 10月31日 # another day | 12月31日 # another day]]まで）。

【お手続き】
期限は[[quantity: 30日以内 | 三十日以内 // 60日以内 # the customer's mistake repeated | 90日以内 # another count]]で、今回は[[date+: 6月27日（土） | 6月27日 | 令和8年6月27日 // 7月27日（月） # sixty days | 6月28日（日） # a day late | 7月10日 # counted from today]]までとなります。領収書は[[promise: ⟨原本が必要⟩で、お返しいたしかねます | ⟨コピーではなく原本⟩をお送りください // ⟨コピーでも差し支えございません⟩ # the source asks for the original]]。
送り先：[[address: 〒540-0029 大阪市中央区本町橋4-17 | 大阪市中央区本町橋4-17 | 大阪市中央区本町橋４－１７ // 〒540-0029 大阪市中央区本町橋17-4 # numbers swapped | 大阪市中央区本町4-17 # another town | 〒540-0092 大阪市中央区本町橋4-17 # postcode digits swapped]] 給付課
書類が揃いましてから[[quantity: 10営業日以内 | 十営業日以内 // 5営業日以内 # another count | 10か月以内 # another unit]]にお振り込みいたします。

電話 [[phone: 06-6555-0128 | 0665550128 | ０６（６５５５）０１２８ // 06-6555-0182 # digits swapped]]（平日[[time: 9:30〜17:30 | 9時半から17時半 | 午前9時30分〜午後5時30分 // 9:30〜18:30 # closing changed | 9:00〜17:30 # opening changed]]）
'''.replace('// ハナ #','// ハナ #').replace(' | ハチちゃん',''))

S('shiyakusho','ja','2027-04-05T09:05:00+09:00','''
市民課御中
転入届のことでお尋ねします。3月29日に越してまいりました。仕事が平日で行けず、土曜に開いていると聞きました。
届出は1か月以内でよろしかったでしょうか。妻の分もまとめて出せますか。住民票は一通400円でしたか。
堀内 健
''',[
'転入届は新しい住所に住み始めた日から14日以内。同一世帯の方が代理で届け出る場合、委任状は不要です。転出証明書（またはマイナンバーカード）と本人確認書類をお持ちください。',
'市民課窓口 平日8:30〜17:15。毎月第2・第4土曜は9:00〜12:30開庁（転入・転出・証明書）。水曜は19:00まで延長。',
'住民票の写し 窓口1通300円、コンビニ交付1通200円（6:30〜23:00、要マイナンバーカード）。戸籍全部事項証明書450円。印鑑登録 無料（登録証の再交付は300円）。',
'場所 本庁舎1階3番窓口（白根市桜木町1-1）。駐車場120台、最初の1時間無料、以後30分100円。市民課 直通 0256-55-0143、FAX 0256-55-0134',
'手続き案内 https://www.city.shirane.example.jp/tennyu',
],'''
[[name: 堀内様 | 堀内　健　様 // 堀口様 # look-alike | 内堀様 # letters swapped]]

白根市役所市民課でございます。ご照会の件につき回答いたします。

(ア) 届出の期限
　お住まいになった日から[[quantity: 14日以内 | 二週間以内 | 十四日以内 // 30日以内 # the customer's mistake repeated | 14週以内 # another unit | 10日以内 # another count]]でございますので、[[date: 3月29日 | 令和9年3月29日 | 3月29日（月） // 3月19日 # digit changed | 令和8年3月29日 # wrong era year]]からですと[[date+: 4月12日（月） | 4月12日 | 来週の月曜日 // 4月28日（水） # one month | 4月13日（火） # a day late | 4月12日（火） # weekday does not match]]が期限となります。
(イ) 土曜開庁
　毎月第２・第４土曜の[[time: 9:00〜12:30 | 午前9時から午後0時30分まで | 9時～12時半 // 9:00〜17:15 # the weekday closing | 8:30〜12:30 # the weekday opening]]に開庁しております。次は[[date+: 4月10日 | 今週の土曜日 | 4月10日（土） // 4月17日（土） # the third Saturday | 4月3日（土） # past and first Saturday]]でございますので、期限に間に合います。なお平日は[[time: 17:15 | 午後5時15分 | 17時15分 // 17:45 # another minute | 18:15 # an hour off]]まで、[[date: 水曜 | 水曜日 // 木曜 # another weekday | 金曜 # another weekday]]に限り[[time: 19時 | 午後7時 | 19:00 // 20時 # another hour | 午前7時 # morning for evening]]まで受け付けております。
(ウ) 奥様の分
　同一世帯ですので、[[promise: ⟨委任状は不要⟩です | ⟨委任状は要りません⟩ // ⟨委任状が必要⟩です # the source says not needed]]。
(エ) 手数料
　住民票の写しは窓口で[[quantity: 1通 | 一通 | １通]][[amount: 300円 | ３００円 | 三百円 // 400円 # the customer's mistake repeated | 200円 # the convenience store price | 450円 # another line's amount]]、コンビニでは[[amount: 200円 | ２００円 // 250円 # another amount]]（[[time: 6:30〜23:00 | 朝6時半から夜11時まで | 6時30分～23時 // 6:30〜21:00 # end changed | 24時間 # another span]]）と[[amount+: 100円 | １００円 // 200円 # difference wrong]]お安くなっております。印鑑登録は[[promise: 無料 | 手数料なし // 300円 # that is the reissue]]でございます。

窓口は本庁舎[[quantity: 1階 | 1F | 一階 // 2階 # another floor | 3階 # the window number]]、駐車場は最初の[[quantity: 1時間 | 60分 | 一時間 // 2時間 # another length | 1日 # another unit]]が無料です。詳細は [[url: https://www.city.shirane.example.jp/tennyu | www.city.shirane.example.jp/tennyu // https://www.city.shirone.example.jp/tennyu # look-alike | https://www.city.shirane.example.jp/tenshutsu # path changed]]、直通[[phone: 0256-55-0143 | 0256(55)0143 | ０２５６－５５－０１４３ // 0256-55-0134 # the fax number | 0265-55-0143 # digits swapped]]まで。
'''.replace('毎月第２・第４土曜の','毎月[[date: 第２・第４土曜 | 第2・第4土曜日 | 第二・第四土曜 // 第1・第3土曜 # other Saturdays]]の'),eml=('Horiuchi <k-horiuchi@mail.example.jp>','shimin@city.shirane.example.jp','Tennyu todoke','8bit','utf-8'))

S('bus','ja','2026-04-28T23:16:44+09:00','''
夜行バスの件です
予約番号 9F4K27 早瀬 みのり
5/2の新宿→高松を取ったんですが、友達の都合で5/3に変えたいです。差額っていくらですか？手数料も。
変更できないならキャンセルするといくら戻りますか
あと荷物はスーツケース2個いけます？

2026/4/28 22:40 「うずしおライナー」<no-reply@uzushio-liner.example.jp>
> 【予約完了】9F4K27　5月2日(土) 21:50 新宿駅西口発 → 5月3日(日) 7:35 高松駅着
> 3列独立シート 1名 9,800円（決済済み・コンビニ払い）
> キャンセル料：14日前〜8日前 20%／7日前〜2日前 30%／前日・当日 50%
''',[
'5月3日（日） 21:50 新宿駅西口→高松駅　3列独立 11,200円 残席3　／　5月4日（月） 10,500円 残席11',
'変更は出発の2日前23:59まで1回に限り可。変更手数料 550円。運賃が上がる場合は差額をいただき、下がる場合の返金はありません。',
'トランクの荷物は1人1個（3辺の合計160cm以内、20kgまで）。2個目は1,000円で、前日までに要予約。',
'返金はコンビニ払いの場合、銀行振込で約2週間。振込手数料330円を差し引きます。',
'お問合せ 087-555-0166（9:00〜18:00）',
'予約 9F4K72 早川 みのる　5月4日(月) 新宿→徳島　4列 7,200円',
],'''
[[name: 早瀬様 | 早瀬みのり様 // 早川様 # another passenger | 早瀬 みのる様 # another first name]]

うずしおライナーです。<<遅い時間にありがとうございます。|ご連絡ありがとうございます。>>

▼日にちの変更（[[id: 9F4K27 | 9f4k27 // 9F4K72 # another booking | 9F4K21 # digit changed]]）
できます！[[date: 5月3日（日） | 5/3 | ５月３日 // 5月4日（月） # another day | 5月3日（土） # weekday does not match]]の同じ便は[[amount: 11,200円 | ￥11,200 | 1万1200円 // 10,500円 # another day's fare | 12,100円 # digits swapped]]で残り[[quantity: 3席 | 三席 | ３席 // 11席 # another day's count | 5席 # another count]]です。いまの[[amount: 9,800円 | 9800円 // 8,900円 # digits swapped | 7,200円 # another booking's fare]]との差が[[amount+: 1,400円 | ￥1,400 | 千四百円 // 700円 # difference to another day | 2,400円 # difference wrong]]、手数料が[[amount: 550円 | ５５０円 // 330円 # the bank fee | 500円 # tax left out]]、合わせて[[amount+: 1,950円 | ￥1,950 | 1950円 // 1,900円 # sum wrong | 1,590円 # digits swapped]]いただきます。
変更できるのは[[quantity: 1回 | 一度 | １回 // 2回 # another count | 5回 # another count]]だけ、[[date+: 4月30日（木） | 4月30日 | 明後日 // 5月1日（金） # a day late | 明日 # relative date wrong]]の[[time: 23:59 | 午後11時59分 // 21:50 # the departure time | 18:00 # another hour]]までにお願いします。

▼キャンセルの場合
[[date(as received): 今日 | 本日]]のうちなら[[percent: 30% | 3割 | ３０％ // 20% # the rate of an earlier span | 50% # the rate of the last days]]の[[amount+: 2,940円 | ￥2,940 // 1,960円 # at 20% | 2,490円 # digits swapped]]がかかり、振込手数料[[amount: 330円 | ３３０円 // 550円 # the change fee | 440円 # another amount]]を引いて[[amount+: 6,530円 | ￥6,530 | 6530円 // 6,860円 # bank fee not subtracted | 6,350円 # digits swapped]]のお戻しです（[[quantity: 約2週間 | およそ14日 | 二週間ほど // 約2か月 # another unit | 約1週間 # another count]]後）。

▼お荷物
お一人[[quantity: 1個 | 一個 // 2個 # the customer's wish repeated | 3個 # another count]]まで（三辺合計[[quantity: 160cm | 1.6m | 160センチ // 120cm # another size | 160mm # wrong unit]]、[[quantity: 20kg | 20キロ | ２０ｋｇ // 30kg # another weight | 20g # wrong unit]]まで）。もう一つは[[amount: 1,000円 | 千円 | ￥1,000 // 500円 # another amount]]で、[[promise: 前日までの⟨ご予約が必要⟩です | 前日までに⟨要予約⟩です // 前日までの⟨ご予約は不要⟩です # the source requires it]]。

お電話は[[phone: 087-555-0166 | 0875550166 // 087-555-0116 # digit changed]]へ。
''')

S('kome','ja','2026-09-14T06:50:00+09:00','''
おはようございます。定期便の安田です。主人が入院しまして、しばらく二人分もいらないのです。
10kgを5kgに減らすか、隔月にするか迷っています。次はいつ届く予定でしたか。お値段も教えてください。玄米にもできますか。
いつも美味しいお米をありがとうございます。
''',[
'安田 節子 様 お客様No.0317　はえぬき 白米10kg 毎月20日着　5,980円（税込・送料込）　次回発送 9/18',
'安西 節夫 様 お客様No.0371　つや姫 玄米10kg 隔月10日着　6,780円（税込・送料込）　次回発送 10/8',
'はえぬき：5kg 3,280円、10kg 5,980円。つや姫：5kg 3,680円、10kg 6,780円（いずれも税込・送料込、白米・玄米同じ値段、無洗米は+200円）。',
'内容変更・お休みは発送日の3日前まで。何度でも無料。解約の縛りなし（3回目以降はいつでも）。',
'庄内 おばこ農園　代表 土田　0234-55-0121（7時〜17時、日曜休み）　obako@shonai-rice.example.jp',
'安田様のお届け回数 これまで14回。新米の出荷は10月第1週から。',
],'''
[[name: 安田様 | 安田節子様 | 安田さん // 安西様 # another customer | 安田 節夫様 # another first name]]

おはようございます。おばこ農園の土田です。ご主人さま、早くお元気になられますように。

今度のお米は[[date: 18日 | 9月18日（金） | 今週の金曜日 // 9月8日 # digit dropped | 明日 # relative date wrong | 9月18日（木） # weekday does not match]]に送り出して[[date: 20日 | 9月20日（日） | ２０日 // 10日 # another customer's day | 21日 # a day off]]に着く予定でおりました。変えるのは発送の[[quantity: 3日前 | 三日前 // 7日前 # another count | 3週間前 # another unit]]まで大丈夫なので、[[date+: 15日 | 明日 | 9月15日（火） // 17日 # the day before | 16日 # a day late | 今日 # a day early]]までにお返事くだされば間に合います。

はえぬき[[quantity: 5kg | 5キロ | 5,000g | ５ｋｇ // 3kg # another size | 5g # wrong unit]]だと[[amount: 3,280円 | 3280円 | ￥3,280 // 3,680円 # another rice's price | 3,820円 # digits swapped]]、今の[[quantity: 10kg | 10キロ | 十キロ // 20kg # another size]]が[[amount: 5,980円 | ５，９８０円 // 6,780円 # another rice's price | 5,890円 # digits swapped | 5,980円（税別） # tax words wrong]]ですから、ひと月[[amount+: 2,700円 | 二千七百円 | 2700円 // 2,300円 # difference wrong | 2,070円 # digits swapped]]お安くなります。ただ、一キロあたりは[[amount+: 656円 | ６５６円 // 598円 # of the big bag | 665円 # digits swapped]]と少し割高です。隔月にして今の量だと、ならして月[[amount+: 2,990円 | ￥2,990 | 2990円 // 2,909円 # digits swapped | 3,990円 # half computed wrong]]です。
[[promise: 玄米も⟨同じ値段⟩です | 玄米でも⟨お値段は変わりません⟩ // 玄米は⟨200円増し⟩です # the source says the same price]]。お休みも変更も、[[promise: 何度でも⟨無料⟩です | 何回でも⟨お金はいただきません⟩ // 二回目からは⟨手数料がかかります⟩ # the source says free as often as wanted]]からご遠慮なく。[[quantity: 14回 | 十四回 | １４回 // 41回 # digits swapped | 12回 # another count]]もお届けしていますので、[[promise: ⟨おやめになるのもいつでも結構です⟩ | ⟨ご解約もいつでもできます⟩ // ⟨ご解約はあと1年できません⟩ # no tie after the third box]]。新米は[[date: 10月の第1週 | 十月第一週 | 10月第1週 // 11月の第1週 # another month | 10月の第3週 # another week]]からです。[[promise: _ // お見舞いに⟨味噌を一袋お付けします⟩ね。 # u:no such gift]]

電話[[phone: 0234-55-0121 | 0234550121 | ０２３４－５５－０１２１ // 0234-55-0112 # digits swapped]]（[[date: 日曜 | 日曜日 // 土曜 # another closing day]]は休み）
''')

S('live','ja','2027-07-20T18:20:00+09:00','''
7/18の公演が中止になった件、払い戻しはいつまでですか？
座席 S-12列45番とA-7列3番の2枚持ってます。整理番号 QL80-2265。
手数料も全部戻りますか。グッズの事前購入分は？ 延期の日程は8月末って噂を見たんですが。

奥寺 圭
''',[
'「Luminous Tour」7月18日（日）札幌公演は台風のため中止。振替公演：2027年10月24日（日）17:00開演（16:00開場）、同会場。お手元のチケットは振替公演にそのまま有効。',
'払戻し：7月24日10:00〜8月23日23:59。チケット代金とシステム利用料（1枚330円）を返金。発券手数料・交通費は対象外。',
'QL80-2265 奥寺 圭 様：S席 9,900円×1枚（12列45番）、A席 8,800円×1枚（7列3番）、システム利用料330円×2枚、発券手数料165円×2枚。',
'QL80-2256 奥村 蛍 様：S席 9,900円×2枚（12列54番、55番）。',
'グッズの事前購入分は振替公演の会場または郵送（8月以降、送料無料）でお渡し。キャンセル不可。',
'払戻しの手続き https://refund.lumi-ticket.example.jp （電話での受付はありません）。返金は手続きから約10日。',
],'''
[[name: 奥寺 圭 様 | 奥寺様 // 奥村 蛍 様 # another customer | 奥寺 恵 様 # another first name]]

ルミチケット窓口です。公演中止でご心配をおかけしております。

Q. 払い戻しの期間は？
A. [[date: 7月24日（土） | 今週の土曜日 | 7/24 // 7月23日（金） # a day early | 7月24日（日） # weekday does not match | 明日 # relative date wrong]][[time: 10:00 | 10時 | 午前10時 // 12:00 # another hour | 22:00 # evening for morning]]から[[date: 8月23日（月） | 8月23日 | 令和9年8月23日 // 8月22日（日） # a day early | 8月31日（火） # another day]][[time: 23:59 | 午後11時59分 // 22:59 # an hour off | 17:00 # another hour]]までです。[[url: https://refund.lumi-ticket.example.jp | refund.lumi-ticket.example.jp // https://refund.lumi-tickets.example.jp # look-alike | https://refund.lumi-ticket.example.com # another domain]] でお手続きください（[[promise: お電話では⟨承れません⟩ | 電話受付は⟨ございません⟩ // お電話でも⟨承ります⟩ # the source denies it]]）。

Q. いくら戻る？
A. [[id: QL80-2265 | ql80-2265 // QL80-2256 # another customer's number | QL80-2285 # digit changed]]のお客様は、S席[[amount: 9,900円 | 9900円 | ￥9,900 // 9,990円 # digit changed | 8,900円 # another amount]]とA席[[amount: 8,800円 | 8800円 // 9,900円 # another line's amount | 7,700円 # another amount]]、システム利用料[[amount: 330円 | ３３０円 // 165円 # another line's fee | 303円 # digits swapped]]×[[quantity: 2枚 | 二枚 | ２枚 // 3枚 # another count]]で、計[[amount+: 19,360円 | 1万9,360円 | １９，３６０円 // 19,690円 # issue fee added | 18,700円 # system fee left out | 19,630円 # digits swapped]]です。発券手数料（合計[[amount+: 330円 | 三百三十円 // 660円 # sum wrong | 165円 # counted once]]）は[[promise: ⟨返金の対象外⟩です | ⟨戻りません⟩ // ⟨あわせて返金いたします⟩ # the policy denies it]]。お手続きから[[quantity: 10日ほど | 約十日 | およそ10日 // 30日ほど # another count | 10か月ほど # another unit]]かかります。

Q. グッズは？
A. キャンセルはできませんが、会場または郵送でお渡しします。[[promise: 送料は⟨無料⟩です | 送料は⟨いただきません⟩ // 送料は⟨着払い⟩です # the source says free]]。

Q. 振替は8月末？
A. いいえ、[[date: 10月24日（日） | 2027年10月24日 | 10/24（日） // 10月14日（木） # digit changed | 9月24日（金） # another month | 10月24日（土） # weekday does not match]]です。開場[[time: 16:00 | 午後4時 | 16時 // 15:00 # an hour off]]、開演[[time: 17:00 | 17時 | 夕方5時 // 18:00 # an hour off | 16:30 # another time]]、[[promise: お手持ちの券は⟨そのまま使えます⟩ | チケットは⟨有効⟩のままです // お手持ちの券は⟨使えません⟩ # the source says valid]]。[[promise: _ // ご来場の方には⟨ポスターを進呈⟩します。 # u:no such gift]]
'''.replace('振替は8月末？','振替は[[date(the rumour, negated in the answer): 8月末 | ８月末]]？'))

S('bento','ja','2026-05-11T13:40:00+09:00','''
件名：会議用お弁当の見積依頼

いつもお世話になっております。（株）北斗精機 総務の東でございます。
5月22日（金）の役員会用に、松花堂弁当25個とお茶25本をお願いしたく存じます。
・配達は11時半頃、場所は本社4階会議室です
・アレルギー（そば）の方が1名おります
・領収書は必要です
合計の金額と、個数変更の締切をお知らせください。以前は1割引いていただいたかと思います。
''',[
'松花堂弁当 1,620円（税込）、幕の内 1,080円（税込）、お茶500ml 140円（税込）。消費税8%。',
'20個以上のご注文は合計から5%引き（1円未満切捨て）。配達は10,000円以上無料、未満は540円。',
'個数の変更は前日の15:00まで。当日の変更・取消は全額いただきます。器は使い捨て（回収なし）。',
'北斗精機様 前回 2025年11月20日 幕の内30個・10%引き（開店10周年記念、2025年12月末で終了）。お届け先 長岡市城岡2-6-11',
'アレルギーのある方には別献立（そば、えび、かに、卵、乳）で対応、追加料金なし。仕出しの八百金 0258-55-0137 担当 番場',
'北都製紙様 5月21日 松花堂弁当15個 11:00 長岡市城岡2-11-6',
],'''
株式会社北斗精機　総務部
[[name: 東様 | 東　様 // 西様 # another name | 東山様 # another name]]

毎度ありがとうございます。仕出しの八百金です。下記の通りお見積り申し上げます。

　日時　　[[date: 5月22日（金） | 令和8年5月22日 | 来週金曜日 // 5月21日（木） # another customer's date | 5月22日（木） # weekday does not match | 今週金曜日 # relative date wrong]]　[[time: 11:30 | 午前11時半 | 11時30分 // 11:00 # another customer's time | 12:30 # an hour off]]頃
　お届け　[[address: 長岡市城岡2-6-11 | 長岡市城岡２－６－１１ | 城岡2-6-11 // 長岡市城岡2-11-6 # another customer's address | 長岡市城岡3-6-11 # another block]]　[[quantity: 4階 | 4F | 四階 // 5階 # another floor]]会議室
　松花堂弁当　@[[amount: 1,620円 | ￥1,620 | 1620円 // 1,080円 # another line's price | 1,260円 # digits swapped]]×[[quantity: 25 | 25個 | 二十五 // 15 # another customer's count | 30 # the last order's count]]＝[[amount+: 40,500円 | 4万500円 // 45,000円 # digits swapped | 27,000円 # product of another line]]
　お茶（[[quantity: 500ml | 500ミリリットル | 0.5L // 350ml # another size | 500L # wrong unit]]）　@[[amount: 140円 | １４０円 // 150円 # another amount]]×[[quantity: 25本 | ２５本 // 20本 # another count]]＝[[amount+: 3,500円 | 3500円 | 三千五百円 // 3,750円 # product wrong]]
　お値引き　[[percent: 5% | 0.5割 | ５％ // 10% # an ended campaign | 8% # the tax rate]]　▲[[amount+: 2,200円 | ￥2,200 // 4,400円 # at ten percent | 2,025円 # on the boxes only]]
　合計（税込）　[[amount+: 41,800円 | 4万1,800円 | ４１，８００円 // 44,000円 # discount left out | 39,600円 # ten percent off | 48,100円 # digits swapped]]
　配達料　[[promise: 無料 | 0円 // 540円 # free from 10,000 yen]]

そばアレルギーの[[quantity: 1名様 | お一人様 | 一名様 // 2名様 # another count]]には別献立をご用意し、[[promise: ⟨追加の代金はいただきません⟩ | ⟨追加料金なし⟩で承ります // ⟨別途300円⟩頂戴します # the source says none]]。個数の変更は[[date+: 21日 | 5月21日（木） | 前日の21日 // 20日 # two days before | 18日 # another day]]の[[time: 15時 | 午後3時 | 15:00 // 17時 # another hour | 12時 # another hour]]までにお知らせください。
以前のお値引きは記念期間（[[date: 昨年12月末 | 2025年12月末 | 令和7年12月末 // 昨年11月末 # another month | 今年3月末 # another date]]終了）のもので、ただいまは上記の率でございます。器は使い捨てですので[[promise: ⟨回収には伺いません⟩ | ⟨回収はございません⟩ // ⟨翌日回収に伺います⟩ # the source says no pick-up]]。

お電話 [[phone: 0258-55-0137 | 0258(55)0137 // 0258-55-0173 # digits swapped]]　番場
'''.replace(' | 0.5割',''),eml=('"Higashi" <higashi@hokuto-seiki.example.jp>','yaokin@example.jp','会議用お弁当の見積依頼','base64','iso-2022-jp'))

S('juku','ja','2026-07-01T20:15:00+09:00','''
中2の母です。夏期講習の案内をもらいました。
数学と英語の2科目だといくらですか？兄弟割があると聞きました（上の子が高1で通ってます）。部活の合宿が8/3〜8/5にあるのですが振替できますか？欠席の連絡って電話じゃないとだめですか。
生徒番号 22-0918 菅野 蒼
''',[
'夏期講習（中学生）前期 7/27〜7/31、後期 8/3〜8/7。1科目 16,500円（5回×80分、税込）、教材費 1科目 1,650円（税込）。18:00〜19:20 数学、19:30〜20:50 英語。',
'兄弟姉妹が在籍中の場合、講習の授業料（教材費を除く）を15%引き。塾生紹介は図書カード1,000円分。',
'振替は同じ期間内の別クラス（13:00〜、15:00〜）または前期・後期の入替で可、無料。前日21:00までに連絡。当日の欠席は振替なし。',
'連絡はアプリ、メール nagamine@sakae-juku.example.jp、電話 022-555-0176（14:00〜21:30、日曜休み）。室長 長峰。',
'22-0918 菅野 蒼（中2） 兄 菅野 陸（高1、在籍中） 後期 数学・英語 仮申込。申込締切 7月15日。',
'22-0981 管野 葵（中3） 前期・後期 5科目 仮申込。',
],'''
[[name: 菅野様 | 菅野 蒼さんの保護者様 // 管野様 # another family | 菅原様 # look-alike]]

栄塾の長峰です。<<いつもお迎えなどありがとうございます。|お母さま、ご連絡ありがとうございます。>>

・費用：1科目[[amount: 16,500円 | 1万6,500円 | ￥16,500 // 15,600円 # digits swapped | 16,500円（税別） # tax words wrong]]で、[[quantity: 2科目 | 二科目 | ２教科 // 5科目 # another pupil's count | 3科目 # another count]]だと[[amount+: 33,000円 | 3万3千円 | ３３，０００円 // 30,000円 # tax left out | 34,000円 # product wrong]]。お兄さんが在籍中なので授業料が[[percent: 15% | 1割5分 | １５％ // 10% # another rate | 50% # look-alike]]引きの[[amount+: 28,050円 | 2万8,050円 | ￥28,050 // 29,700円 # at ten percent | 28,500円 # digits swapped]]、これに教材費[[amount+: 3,300円 | 3300円 | 三千三百円 // 1,650円 # one subject only | 3,030円 # digits swapped]]を足して[[amount+: 31,350円 | 3万1,350円 | ￥31,350 // 30,855円 # discount on the material too | 33,150円 # digits swapped]]になります。
・時間：数学が[[time: 18:00〜19:20 | 夕方6時から7時20分 | 18時～19時20分 // 18:00〜19:30 # end changed | 17:00〜18:20 # an hour off]]、英語が[[time: 19:30 | 夜7時半 | 19時半 // 20:30 # an hour off | 19:20 # the end of the other lesson]]からで、どちらも[[quantity: 80分 | 1時間20分 | 八十分 // 90分 # another length | 50分 # another length]]が[[quantity: 5回 | 五回 | 五日間 // 4回 # another count]]です。
・合宿：後期は[[date: 8月3日〜7日 | 8/3〜8/7 | ８月３日から７日 // 8月4日〜8日 # a day off | 8月10日〜14日 # a week off]]なので重なりますね。前期（[[date: 7月27日〜31日 | 7/27～7/31 | 7月27日（月）〜31日（金） // 7月20日〜24日 # a week off | 7月28日〜8月1日 # a day off]]）に入れ替えできます。[[promise: ⟨費用はかかりません⟩ | ⟨無料⟩です // ⟨手数料2,200円⟩です # the source says free]]。ただ当日のお休みは[[promise: ⟨振替がありません⟩ | ⟨振替できません⟩ // ⟨後日に振替できます⟩ # the policy denies it]]。
・連絡：前日の[[time: 21時 | 夜9時 | 21:00 // 22時 # another hour | 21時30分 # the closing time | 午前9時 # morning for evening]]までに、アプリでも [[email: nagamine@sakae-juku.example.jp | Nagamine@sakae-juku.example.jp // nagamine@sakae-jyuku.example.jp # look-alike | nakamine@sakae-juku.example.jp # another mailbox]] でも[[promise: ⟨大丈夫です⟩ | ⟨構いません⟩ // ⟨だめで、お電話のみです⟩ # the source allows app and mail]]。

生徒番号[[id: 22-0918 | ２２－０９１８ // 22-0981 # another pupil | 22-0198 # digits swapped]]の正式なお申込みは[[date: 7月15日（水） | 7月15日 | 再来週の水曜日 // 7月25日（土） # another day | 7月15日（木） # weekday does not match | 来週の水曜日 # relative date wrong]]までです。[[promise: _ // 早めのお申込みで⟨図書カード1,000円分⟩を差し上げます。 # that gift is for introducing pupils]]
'''.replace('・費用：1科目[[','・費用：一科目[['))

S('ferry','en','2027-07-13T07:30:12+01:00','''
Morning. Ref KB-5528-L, sailing to Tarbay Fri 16 July. We've now got a campervan instead of the car (it's 5.9 m long, 2.6 high) and the dog is coming. What's the difference in price and is the dog OK on deck? Also last check in time?? I think you said 10 mins before. - Fiona Mackinlay

-----Original message-----
> From: Kyle Bay Ferries <bookings@kylebay.example.co.uk>
> Sent: 2 July 2027 18:11
> KB-5528-L Ms F Mackinlay, Friday 16 July 2027, dep. Ardloch 13:25, arr. Tarbay 15:10
> 1 car up to 5 m: £38.60, 2 adults at £9.40. Total £57.40 paid.
''',[
'Vehicles one way: car up to 5 m £38.60; motorhome or campervan up to 6 m £52.10, up to 8 m £69.40. Height over 3 m must be told in advance.',
'Adults £9.40, children 5 to 15 £4.70, under 5 free. Dogs travel free, on a lead, on the outer deck and in the pet area of deck 4; not in the restaurant.',
'Check-in closes 30 minutes before departure for vehicles, 10 minutes for foot passengers. Amendments are free up to 24 hours before sailing, then £10.',
'KB-5582-L Mr F Mackinnon, Saturday 17 July 2027, dep. Ardloch 08:45, arr. Tarbay 10:30.',
'Ardloch ferry office 01880 555 139, open 07:00 to 18:00. Live status: https://kylebay.example.co.uk/status',
],'''
Good morning [[name: Ms Mackinlay | Fiona | Fiona Mackinlay // Mr Mackinnon # another passenger | Ms Mackinley # a letter changed]]

No bother, booking [[id: KB-5528-L | kb-5528-l // KB-5582-L # another booking | KB-5528-I # look-alike letter]] for [[date: Friday 16 July | 16 July | this Friday // Saturday 17 July # another booking | Thursday 16 July # weekday does not match | next Friday, 23 July # a week off]] is easily changed. At [[quantity: 5.9 m | 590 cm | 5.9 metres // 9.5 m # digits swapped | 5.9 ft # wrong unit]] your campervan falls in the class up to [[quantity: 6 m | six metres | 600 cm // 8 m # another class | 5 m # another class]], [[amount: £52.10 | GBP 52.10 // £69.40 # another class | £51.20 # digits swapped]] rather than [[amount: £38.60 | GBP 38.60 // £36.80 # digits swapped]]; the difference is [[amount+: £13.50 | GBP 13.50 | thirteen pounds fifty // £13.90 # difference wrong | £30.80 # against another class]], so the new total is [[amount+: £70.90 | GBP 70.90 // £79.00 # digits moved | £61.50 # one adult only | €70.90 # wrong currency]] of which [[amount: £57.40 | GBP 57.40 // £54.70 # digits swapped]] is already paid. Changing it is [[promise: free | free of charge // £10 # free a day before]] until [[date+: Thursday | tomorrow plus a day, Thursday 15 July | 15 July // today # relative date wrong | Wednesday 14 July # two days before]] at [[time: 13:25 | 1.25 pm | 1:25 in the afternoon // 15:10 # the arrival time | 13:55 # another minute]], [[quantity: 24 hours | a full day | twenty-four hours // 48 hours # another count | 24 minutes # wrong unit]] ahead. At [[quantity: 2.6 m | 260 cm | 2.6 metres // 6.2 m # digits swapped]] high it needs no special notice.

The dog goes [[promise: free | at no charge // for £4.70 # dogs travel free]], on a lead, outside or in the pet area on deck [[quantity: 4 | four // 5 # another deck | 14 # digit added]]. [[promise: Just ⟨not in the restaurant⟩. | Only the ⟨restaurant is off limits⟩. // The ⟨restaurant is fine too⟩. # the source denies it]]

Check-in: with a vehicle it shuts [[quantity: 30 minutes | half an hour | thirty minutes // 20 minutes # another count | 10 minutes # the foot passengers' rule repeated | 3 hours # another unit]] before, at [[time+: 12:55 | five to one | 12.55 pm // 13:15 # ten minutes before | 12:25 # an hour before]]. You're in [[name: Tarbay | TARBAY // Tarbert # another place | Ardloch # the port of departure]] at [[time: 15:10 | 3.10 pm | ten past three // 15:01 # digits swapped | 10:30 # another sailing]].

Check before you drive: [[url: https://kylebay.example.co.uk/status | kylebay.example.co.uk/status // https://kylebay.example.com/status # another domain | https://kylebay.example.co.uk/state # path changed]] or [[phone: 01880 555 139 | +44 1880 555139 | 01880555139 // 01880 555 193 # digits swapped | 01808 555 139 # code swapped]].

Eilidh, Kyle Bay Ferries
'''.replace('tomorrow plus a day, Thursday 15 July','Thursday 15 July'))

S('pottery','en','2026-11-30T16:04:00-05:00','''
hi!! I'm obsessed w the speckled dinner plates but do they go in a microwave?? and how big are they, my cabinet is 11 inches deep. if I order 6 today do I get em by dec 12 and what's shipping. also is there a cyber monday code, saw 25% somewhere
xx Tori Blanchard
''',[
'Speckled dinner plate, stoneware: diameter 265 mm, 680 g, $34 each, dishwasher and microwave safe, not for the oven. Set of 4 $124.',
'Speckled bowl: diameter 160 mm, 410 g, $26 each. Gold rim saucer: $18 each, not microwave safe.',
'Shipping: $12.50 flat, free when the order comes to $200 or more after discounts. Packed and shipped within 5 working days; UPS Ground takes 2 to 4 working days. Breakage: send a photo within 72 hours and we replace it free.',
'Cyber Monday, November 30, 2026 only: 15% off plates and bowls with code MUDDY15, ends at midnight Eastern. Cannot be combined with set prices.',
'Studio: Wheelhouse Ceramics, 88 Tannery Row, Hudson, NY. studio@wheelhouse-ceramics.example.com. Visits Thu to Sun 11 to 5. Seconds sale December 5, 10 am to 2 pm.',
],'''
hey [[name: Tori | Tori Blanchard // Toni # another name | Terri # another name]] <<💛|!>>

yep, [[promise: ⟨microwave safe⟩ | fine ⟨in the microwave⟩ // ⟨not microwave safe⟩ # that is the saucer]] and dishwasher too, [[promise: just ⟨not the oven⟩ | but ⟨keep them out of the oven⟩ // and ⟨ovenproof⟩ as well # the source denies it]]. they're [[quantity: 26.5 cm | 265 mm | 26.5cm across // 25.6 cm # digits swapped | 16 cm # the bowl's size | 265 cm # wrong unit]], about [[quantity+: 10.4 inches | 10.4" | 10.4 in // 11.4 inches # conversion wrong | 12 inches # conversion wrong]], so they'll fit. each one weighs [[quantity: 680 g | 0.68 kg | 680 grams // 860 g # digits swapped | 410 g # the bowl's weight | 680 kg # wrong unit]], [[quantity+: six | 4.08 kg for six | about 4.1 kg for six // 6.8 kg for six # product wrong]] — just so you know your shelf!

money stuff: [[quantity: 6 | six | 6 plates // 4 # the set | 8 # another count]] at [[amount: $34 | 34 dollars | $34.00 // $26 # the bowl's price | $43 # digits swapped]] is [[amount+: $204 | $204.00 | USD 204 // $214 # product wrong | $240 # digits swapped]]. and yes there's a code but it's [[percent: 15% | 15 percent | fifteen percent off // 20% # another rate | 5% # digit dropped]], not 25: [[id: MUDDY15 | muddy15 // MUDDY25 # another code | MUDDY50 # another code | BUDDY15 # a letter changed]], [[date: today only | only today, November 30 | just today (Monday) // until Friday # the source says one day | tomorrow only # relative date wrong]] till [[time: midnight | 12 am | midnight Eastern // noon # noon for midnight | 9 pm # another hour]]. that takes off [[amount+: $30.60 | 30.60 dollars | USD 30.60 // $36.00 # rate applied wrong | $51.00 # twenty-five percent taken]], so [[amount+: $173.40 | USD 173.40 // $177.40 # difference wrong | $153.00 # twenty-five percent taken | £173.40 # wrong currency]]. under [[amount: $200 | two hundred dollars // $150 # another threshold]] shipping is [[amount: $12.50 | 12.50 dollars | USD 12.50 // $15.20 # digits moved | $10.50 # another amount]], total [[amount+: $185.90 | USD 185.90 // $183.90 # sum wrong | $189.50 # digits swapped]].

timing: packed within [[quantity: 5 working days | five working days // 3 working days # another count | 5 weeks # another unit]], by [[date+: Monday December 7 | Dec 7 | next Monday // Saturday December 5 # counts the weekend | Friday December 4 # a day too few]], then UPS Ground [[quantity: 2 to 4 working days | no more than 4 working days | two to four working days // 1 to 2 working days # another duration | 2 to 4 weeks # another unit]] = [[date+: Friday December 11 | Dec 11 | December 11 // Thursday December 10 # a day too few | Tuesday December 15 # miscounted]] at the latest. so yes before the 12th! anything arrives chipped, photo within [[quantity: 72 hours | three days | 3 days // 7 days # another count | 24 hours # another count]] and [[promise: we ⟨replace it free⟩ | a new one is ⟨on us⟩ // we ⟨give half the price back⟩ # the source says replaced free]].

xo Marlow, [[email: studio@wheelhouse-ceramics.example.com | Studio@wheelhouse-ceramics.example.com // studio@wheelhouse-ceramic.example.com # look-alike | shop@wheelhouse-ceramics.example.com # another mailbox]]
'''.replace(', [[quantity+: six | 4.08 kg for six | about 4.1 kg for six // 6.8 kg for six # product wrong]] — just',' — just').replace('not 25: ','nothing higher: ').replace('so yes before the 12th!','so yes, before the date you gave!'))

S('catsitting','en','2026-12-02T20:45:00+00:00','''
Dear Whisker Watch
We go away 23 December to 2 January and need someone for Biscuit and Mabel (Mabel has insulin twice a day). Last year it was Theo, £14 a visit, is it still? Are there extra charges for Christmas? Keys - shall I post them?
Many thanks
Jocelyn Adebayo
''',[
'Visits of 30 minutes: £15.50 each (from 1 January 2026; before that £14). Second cat free, third cat £2. Two visits a day: 10% off. Medication by injection £3 per visit.',
'Bank holidays (25, 26 December, 1 January): visits at double rate; the discount does not apply to the doubled part and injections are charged as usual. No visits without a signed care form.',
'Booking request WW-0613: Jocelyn Adebayo, cats Biscuit and Mabel, 23 December 2026 to 2 January 2027, sitter Theo Marsh (trained for insulin). Meeting offered Sunday 13 December, 11 am.',
'Booking request WW-0631: Jocasta Abbot, cat Basil, 24 December to 30 December, sitter Thea Marlow.',
'Keys are handed over in person at the meeting, never by post. Cancellation free until 7 days before; 50% later. 0161 555 0129, hello@whiskerwatch.example.co.uk. Sitters are insured up to £2 million.',
],'''
Dear [[name: Jocelyn | Ms Adebayo | Jocelyn Adebayo // Jocasta # another customer | Jocelyn Abbot # another surname]],

How lovely to hear from you, and from [[name: Biscuit and Mabel | Mabel and Biscuit // Basil and Mabel # another customer's cat | Biscuit and Maple # another name]]! [[name: Theo | Theo Marsh // Thea # another sitter | Theo Marlow # another sitter's surname]] is free again, and he's trained to give insulin. I've noted you down as [[id: WW-0613 | ww-0613 // WW-0631 # another request | WW-0618 # digit changed]], [[date: 23 December | Wednesday 23 December | 23 Dec // 24 December # another request's date | Tuesday 23 December # weekday does not match]] to [[date: 2 January | Saturday 2 January 2027 | Jan 2 // 30 December # another request's date | 3 January # a day off]].

<<A few practical things.|Now for the dull part.>> Visits went up [[date: this January | on 1 January 2026 | on January 1 // in June this year # another month | on 1 January 2025 # wrong year]]: they're [[amount: £15.50 | GBP 15.50 | 15.50 pounds // £14 # the old price | £15.05 # digits swapped | €15.50 # wrong currency]] for [[quantity: 30 minutes | half an hour | thirty minutes // 45 minutes # another length | 30 hours # wrong unit]], that's [[amount+: £1.50 | GBP 1.50 | one pound fifty // £1.05 # digits swapped | £2.50 # difference wrong]] more than you remember. Your second cat is [[promise: free | at no charge // £2 # that is the third cat]], and as there are two visits a day you get [[percent: 10% | ten per cent | 10 percent // 15% # another rate | 20% # another rate]] off, so an ordinary day comes to [[amount+: £27.90 | GBP 27.90 // £31.00 # discount left out | £29.70 # digits swapped]] plus [[amount: £3 | £3.00 | three pounds // £2 # the third cat's charge | £5 # another amount]] per injection, so [[amount+: £33.90 | GBP 33.90 // £30.90 # one injection only | £39.30 # digits swapped]] in all. On [[quantity: three | 3 // two # another count | four # another count]] days of your stay - Christmas Day, Boxing Day and New Year's Day - [[promise: visits are ⟨double rate⟩ | we charge ⟨twice the rate⟩ // visits are ⟨at the normal rate⟩ # the source says double]].

Please don't post the keys! We [[promise: only take them ⟨in person⟩ | collect them ⟨in person only⟩ // can also take them ⟨by registered post⟩ # the source says never by post]], when Theo comes to meet you on [[date: Sunday 13 December | 13 December | Sunday week, the 13th // Monday 14 December # a day off | Saturday 13 December # weekday does not match | Sunday 6 December # a week early]] at [[time: 11 am | 11:00 | eleven in the morning // 1 pm # another hour | 11 pm # evening for morning]]. We'll need the signed care form by then. Sitters are insured up to [[amount: £2 million | £2,000,000 | GBP 2m // £5 million # another amount | £2,000 # wrong by a thousand]]. You can cancel free until [[quantity: seven days | a week | 7 days // two days # another count | a month # another length]] before, i.e. until [[date+: 16 December | Wednesday 16 December | Dec 16 // 18 December # miscounted | 20 December # miscounted]]; after that it's [[percent: 50% | half | 50 per cent // 25% # another rate | 100% # another rate]]. [[promise: _ // New this year: ⟨a free photo book⟩ of the holiday. # u:no such gift]]

Warmly, Pip - [[phone: 0161 555 0129 | +44 161 555 0129 | 01615550129 // 0161 555 0192 # digits swapped | 0151 555 0129 # code changed]]
'''.replace(" We'll need the signed care form by then.",'').replace('We [[promise: only','We [[promise: only').replace(' Sitters are insured up to [[amount: £2 million | £2,000,000 | GBP 2m // £5 million # another amount | £2,000 # wrong by a thousand]].',''))

S('energy','en','2026-02-11T11:26:40+00:00','''
From your web form
Name: Dr Anselm Okafor
Account: 880-2143-07
Message: My direct debit is jumping from £96 to £131 a month from March!! My readings: 14 December 2025 - 20,418 kWh, 8 February 2026 - 21,768 kWh. I make that 1,350 kWh. Please explain. I'd also like to know whether I can leave my fixed tariff without penalty and when it ends (April?).
''',[
'Account 880-2143-07 Dr A Okafor: Fixed 18 tariff, electricity 24.6p per kWh, standing charge 52p a day, ends 30 April 2026, exit fee £50 (not charged in the last 49 days). VAT 5% is included in all prices.',
'Account 880-2134-07 Mrs A O\'Farrell: Flex tariff, electricity 26.1p per kWh, standing charge 58p a day, no exit fee.',
'Readings for 880-2143-07: 14 Dec 2025 20,418; 8 Feb 2026 21,768. Balance on 9 Feb 2026: £182.40 in debit. New direct debit £131 from 2 March 2026, was £96.',
'Direct debits are reviewed every 6 months. Customers may ask for a lower amount if the balance is cleared within 12 months. Paying the debit at once lowers the monthly amount by a twelfth of it.',
'Warm Home line 0800 555 0157 (free), 8 am to 6 pm Mon to Fri. Dispute: complaints@tidewellenergy.example.co.uk, answer within 8 weeks, then the Energy Ombudsman.',
],'''
Dear [[name: Dr Okafor | Dr Anselm Okafor // Mr Okafor-Hale # another surname | Mrs O'Farrell # another customer]],

Account [[id: 880-2143-07 | no. 880-2143-07 // 880-2134-07 # another account | 880-2143-70 # digits swapped]]

Your arithmetic is right: from [[date: 14 December | 14 December 2025 | December 14 // 4 December # digit dropped | 14 November # another month]] to [[date: 8 February | 8 Feb 2026 | last Sunday, 8 February // 9 February # the balance date | Monday 8 February # weekday does not match]] you used [[quantity+: 1,350 kWh | 1350 kWh // 1,530 kWh # digits swapped | 1,350 MWh # wrong unit]] in [[quantity+: 56 days | eight weeks | 8 weeks // 65 days # digits swapped | six weeks # miscounted]]. At [[amount: 24.6p | £0.246 | 24.6 pence // 26.1p # another account's rate | £24.60 # wrong by a hundred | 26.4p # digits swapped]] a unit that is [[amount+: £332.10 | GBP 332.10 // £323.10 # digits swapped | £352.35 # at the other rate]]; standing charges of [[amount: 52p | £0.52 | 52 pence // 58p # another account's charge | £52 # wrong unit]] a day add [[amount+: £29.12 | GBP 29.12 // £33.80 # for 65 days | £26.12 # product wrong]], so [[amount+: £361.22 | GBP 361.22 // £365.22 # sum wrong | £303.00 # difference instead of sum]] in all. These prices [[promise: ⟨include VAT⟩ | already ⟨contain VAT⟩ // are ⟨before VAT⟩ # VAT is included]].

Your balance on [[date: 9 February | Monday 9 February | 9 Feb // 11 February # today | 9 January # another month]] was [[amount: £182.40 | GBP 182.40 // £128.40 # digits swapped | £184.20 # digits swapped]] in debit, and the payment goes up by [[amount+: £35 | 35 pounds | £35.00 // £45 # difference wrong | £53 # digits swapped]] (about [[percent+: 36% | 36 per cent | 36 percent // 27% # wrong base | 63% # digits swapped]]) to [[amount: £131 | 131 pounds | £131.00 // £113 # digits swapped | £96 # the old amount]] from [[date: 2 March | 2 March 2026 | Monday 2 March // 1 March # a day off | 2 April # a month off]]. If you pay the debit now, it falls by [[amount+: £15.20 | GBP 15.20 // £18.24 # a tenth | £12.50 # division wrong]] a month.

Your tariff ends on [[date: 30 April | Thursday 30 April | April 30, 2026 // 30 March # another month | 30 April 2027 # wrong year | 1 April # another day]]. The exit fee is [[amount: £50 | £50.00 | fifty pounds // £75 # another amount | £30 # another amount]], but it [[promise: ⟨isn't charged⟩ | ⟨falls away⟩ // ⟨is still charged⟩ # the source says not]] in the last [[quantity: 49 days | seven weeks | forty-nine days // 30 days # another count | 94 days # digits swapped]]. [[promise: _ // As an apology, we have ⟨credited £25⟩ to your account. # u:no such credit]]

You can talk it over on [[phone: 0800 555 0157 | 08005550157 | +44 800 555 0157 // 0800 555 0175 # digits swapped | 0808 555 0157 # prefix changed]], [[time: 8 am to 6 pm | 08:00-18:00 | 8 until 6 // 8 am to 8 pm # closing changed | 9 am to 6 pm # opening changed]] on weekdays.

Tidewell Energy, Billing
'''.replace(' These prices [[promise: ⟨include VAT⟩ | already ⟨contain VAT⟩ // are ⟨before VAT⟩ # VAT is included]].',''))

S('boxoffice','en','2027-10-06T14:59:00-04:00','''
Bonjour/hello! I bought 4 tickets for "Nocturne for Two Pianos" on Oct 22 (conf. T-77190) but we are now three. Can you take one back? My mother uses a wheelchair so is row C ok? And what time do doors open and where do we park.
Merci, Sylvie Charbonneau
''',[
'T-77190 Sylvie Charbonneau: Nocturne for Two Pianos, Friday 22 October 2027, 7:30 pm, row C seats 11 to 14, 4 x CA$46.00 plus CA$2.50 fee per ticket.',
'T-77910 Sylvain Charron: Brass on the River, Saturday 23 October 2027, 8:00 pm, row F seats 21, 22, 2 x CA$38.00.',
'Tickets may be returned for credit (not cash) until 7 days before the concert; the fee per ticket is kept. Credit is valid for 1 year. After that, tickets can only be exchanged or given to others.',
'Wheelchair places are in row H (step-free, lift from the foyer); companion seat at half price. Rows A to G have 3 steps. Doors open 45 minutes before the start. Running time 95 minutes, no interval.',
'Parking: Garage Elgin, CA$12 evening flat rate from 5 pm, 4 minutes on foot. Box office 613-555-0171, Tue to Sat noon to 6 pm, 240 Sussex Lane, Ottawa.',
],'''
Bonjour [[name: Sylvie | Mme Charbonneau | Sylvie Charbonneau // Sylvain # another customer | Mme Charron # another customer]],

* One ticket back: no problem until [[date+: October 15 | Friday, October 15 | Friday next week // October 18 # miscounted | October 12 # ten days before | Thursday, October 15 # weekday does not match]], [[quantity: 7 days | one week | seven days // 3 days # another count | 48 hours # another length]] before the concert. You get [[promise: ⟨credit, not cash⟩ | a ⟨credit rather than cash⟩ // ⟨your money back in cash⟩ # the source says credit only]] of [[amount: CA$46.00 | CA$46 | CAD 46.00 // CA$48.50 # fee is kept | CA$64.00 # digits swapped | US$46.00 # wrong currency]], good for [[quantity: 1 year | a year | twelve months // 2 years # another count | 6 months # another count]]; the fee of [[amount: CA$2.50 | CAD 2.50 // CA$5.20 # digits moved]] [[promise: ⟨is kept⟩ | ⟨can't be returned⟩ // ⟨is returned too⟩ # the source says kept]]. What you paid for all [[quantity: 4 | four // 3 # the new count | 2 # another order's count]] was [[amount+: CA$194.00 | CA$194 | CAD 194 // CA$184.00 # fees left out | CA$149.00 # digits swapped]], by the way.

* Wheelchair: seats [[id: 11 to 14 | 11–14 // 21 and 22 # another order's seats | 11 to 15 # another number]] in row C are up [[quantity: three steps | 3 steps // two steps # another count | thirteen steps # another count]], so I'd rather move you to [[name: row H | Row H // row F # has steps | row J # another row]], where it's step-free. Her companion there pays [[percent: half price | 50% | half // full price # the source says half | 75% # another rate]], [[amount+: CA$23.00 | CA$23 | CAD 23 // CA$32.00 # digits swapped | CA$26.00 # division wrong]].

* Evening: [[date: Friday, October 22 | October 22 | 22 October // Saturday, October 23 # another concert | Sunday, October 22 # weekday does not match]], start [[time: 7:30 pm | 19:30 | half past seven // 8:00 pm # another concert's time | 7:30 am # morning for evening]], doors [[time+: 6:45 pm | 18:45 | quarter to seven // 7:00 pm # half an hour before | 6:30 pm # an hour before]]. It runs [[quantity: 95 minutes | 1 hour 35 minutes | an hour and thirty-five minutes // 59 minutes # digits swapped | 1 hour 55 minutes # conversion wrong]] [[promise: ⟨without an interval⟩ | with ⟨no interval⟩ // with ⟨one interval⟩ # the source says none]].

* Parking: [[name: Garage Elgin | the Elgin garage // Garage Albert # another place | Garage Bank # another place]], [[quantity: 4 minutes | four minutes // 14 minutes # digit added | 40 minutes # wrong by ten]] on foot, [[amount: CA$12 | 12 dollars | CAD 12.00 // CA$21 # digits swapped | CA$10 # another amount]] flat for the evening. [[promise: _ // We'll ⟨validate your parking so it's free⟩. # u:no such promise]]

À bientôt! Box office, [[address: 240 Sussex Lane, Ottawa | 240 Sussex Ln, Ottawa | 240 Sussex Lane // 204 Sussex Lane, Ottawa # digits swapped | 240 Sussex Drive, Ottawa # another street | 240 Sussex Lane, Montreal # another city]], [[phone: 613-555-0171 | (613) 555-0171 | +1 613-555-0171 // 613-555-0117 # digits swapped]].
'''.replace("in row C are up","in your row are up").replace(", by the way.",".").replace("[[promise: ⟨is kept⟩ | ⟨can't be returned⟩ // ⟨is returned too⟩ # the source says kept]]","stays with us"))

S('saas','en','2026-08-03T09:12:00-07:00','''
Ticket #30518
Workspace: delta-forge
We're on Team (annual), 18 seats, renewed Aug 1. We need 7 more seats now. What will the prorated charge be and does SSO come with Team or only Enterprise? Also somebody said storage is 50 GB per seat?
Ingrid Solheim, IT
''',[
'Team: $108 per seat per year ($9 a month), 20 GB per seat, SAML SSO included from 20 seats. Enterprise: $216 per seat per year, 50 GB per seat, SSO included, audit log 365 days.',
'Seats added during the term are charged pro rata by full months left, the current month counts as full. Seats cannot be reduced until renewal.',
'delta-forge: Team annual, 18 seats, renewed 2026-08-01, next renewal 2027-08-01, owner Ingrid Solheim, invoice INV-2026-08117, paid by card.',
'delta-force: Enterprise annual, 80 seats, renewed 2026-07-01, next renewal 2027-07-01, owner Ingmar Soldal, invoice INV-2026-07118.',
'Uptime commitment 99.9%; credit of 10% of the month below that. Refund within 30 days of first purchase only, not for renewals. Support 24/5, first answer within 4 business hours. https://status.plumbob.example.com, support@plumbob.example.com',
],'''
Hi [[name: Ingrid | Ingrid Solheim // Ingmar | Astrid ]],

Short version: adding [[quantity: 7 seats | seven seats // 17 seats # digit added | 8 seats # another count]] to [[name: delta-forge | Delta-Forge // delta-force # another workspace | delta-gorge # a letter changed]] today costs [[amount+: $756 | USD 756 | $756.00 // $765 # digits swapped | $693 # eleven months | $1,512 # Enterprise price]].

Long version:
- Team is [[amount: $108 | USD 108 | $108.00 // $216 # the other plan's price | $180 # digits swapped | €108 # wrong currency]] per seat and year, i.e. [[amount: $9 | nine dollars | USD 9 // $12 # division wrong | $8 # another amount]] a month. The term renewed on [[date: August 1 | Saturday, August 1 | 2026-08-01 // July 1 # another workspace's date | Monday, August 1 # weekday does not match]] and the current month counts in full, so [[quantity+: 12 months | twelve months // 11 months # the current month counts | 12 weeks # wrong unit]] are left.
- That takes you from [[quantity: 18 | eighteen // 80 # another workspace's seats | 16 # another count]] to [[quantity+: 25 | twenty-five seats | 25 seats // 26 # sum wrong | 24 # sum wrong]] seats, and from [[quantity: 20 | twenty // 25 # another threshold | 30 # another threshold]] seats up [[promise: ⟨SSO is included⟩ in Team | ⟨Team includes SSO⟩ // ⟨SSO costs extra⟩ in Team # included from 20 seats]], so no need for Enterprise.
- Storage on Team is [[quantity: 20 GB | 20GB | twenty gigabytes // 200 GB # wrong by ten | 20 TB # wrong unit]] per seat, [[quantity+: 500 GB | 0.5 TB | 500GB // 450 GB # product wrong | 1,250 GB # the other plan]] together. The [[quantity: 50 GB | 50GB | fifty gigabytes // 15 GB # look-alike]] you heard of is Enterprise.
- Heads-up: seats [[promise: ⟨can't be reduced⟩ | ⟨cannot be removed⟩ // ⟨can be reduced any month⟩ # the source denies it]] before [[date: August 1, 2027 | 1 August 2027 | 2027-08-01 // July 1, 2027 # another workspace's date | August 1, 2028 # wrong year | February 1, 2027 # half a year]].
- Your last invoice is [[id: INV-2026-08117 | inv-2026-08117 // INV-2026-07118 # another customer's invoice | INV-2026-08171 # digits swapped | INV-2025-08117 # another year]]. Renewals [[promise: ⟨aren't refundable⟩ | ⟨can't be refunded⟩ // ⟨are refundable for 30 days⟩ # the policy denies it]].
[[promise: _ // - For growing past twenty we add ⟨two seats free of charge⟩.¶ # u:no such gift]]
Our uptime commitment is [[percent: 99.9% | 99.9 percent | 99.9 per cent // 99.99% # digit added | 99.5% # another rate]]. If anything's unclear just reply; we answer within [[quantity: 4 business hours | four business hours // 24 business hours # digit added | 4 business days # another unit]]. [[url: https://status.plumbob.example.com | status.plumbob.example.com // https://status.plumbob.example.net # another domain | https://status.plumbbob.example.com # look-alike]]

Kwame, [[email: support@plumbob.example.com | Support@Plumbob.example.com // sales@plumbob.example.com # another mailbox | support@plumbob.example.org # another domain]]
'''.replace('// Ingmar | Astrid ]]','// Ingmar # another customer | Astrid # another name]]'))

S('optician','en','2027-02-22T16:33:00+13:00','''
Kia ora, I was told my varifocals would be a week. It's now been 9 days (ordered Sat 13th). Job no 61440. When do I get them and can I still change the frame colour to green? And what will I owe after the deposit. I'm away from Friday.
Regards, Hemi Tautahi
''',[
'Job 61440: Hemi Tautahi, varifocal lenses 1.67 NZ$540, frame Koru 52-18 tortoise NZ$229, ordered 13 February 2027, deposit NZ$250 paid, lab due 24 February 2027, ready for collection 25 February from 2 pm.',
'Job 61404: Hana Tautari, single vision lenses NZ$180, frame Kea 50-20 green NZ$199, ordered 15 February 2027, ready 22 February.',
'Varifocals take 8 to 10 working days from the order, single vision 5 working days. The frame can be changed free until lenses are cut; the lenses of 61440 were cut on 19 February 2027.',
'Adaptation guarantee: 60 days, lenses remade once at no cost. 20% off a second pair ordered within 90 days. Prices include GST.',
'Lambton Optics, 71 Featherston Terrace, Wellington 6011, 04 555 0186, Mon to Fri 8:30 to 5:30, Sat 10 to 2. Optometrist: Ruth Ngata.',
],'''
Kia ora [[name: Hemi | Hemi Tautahi // Hana # another customer | Hemi Tautari # another surname]],

Sorry for the wait. Varifocals take [[quantity: 8 to 10 working days | up to 10 working days | eight to ten working days // 5 working days # single vision lenses | 8 to 10 weeks # another unit]], I'm afraid a week was never realistic. Job [[id: 61440 | #61440 // 61404 # another job | 64140 # digits swapped]] is due back from the lab [[date: on Wednesday | on 24 February | the day after tomorrow // tomorrow # relative date wrong | on 26 February # another day | on Tuesday 24 February # weekday does not match]] and you can pick it up [[date: on Thursday 25 February | on 25 Feb | this Thursday // on Friday 26 February # a day late | today # another job's date]] from [[time: 2 pm | 14:00 | two in the afternoon // 2 am # morning for afternoon | noon # another hour | 4 pm # another hour]], so just before you go.

The green won't work, sorry: the lenses were cut [[date: on 19 February | last Friday | on Friday 19 February // on 9 February # digit dropped | last Thursday # relative date wrong | on 22 February # today]] and after that [[promise: the frame ⟨can't be changed⟩ | a change is ⟨no longer possible⟩ // the frame ⟨can still be changed⟩ for a fee # the source allows it only before]].

To pay: lenses [[amount: $540 | NZ$540 | NZD 540 // $450 # digits swapped | $180 # another job's lenses]], frame [[amount: $229 | NZ$229.00 | NZD 229 // $199 # another job's frame | $292 # digits swapped]], together [[amount+: $769 | NZ$769 | NZD 769 // $796 # digits swapped | $749 # sum wrong]] [[promise: ⟨including GST⟩ | ⟨GST included⟩ // ⟨plus GST⟩ # prices include it]], less your [[amount: $250 | NZ$250 | NZD 250 // $200 # another amount | $205 # digits swapped]] deposit, leaves [[amount+: $519 | NZ$519 | NZD 519 // $529 # difference wrong | $591 # digits swapped | £519 # wrong currency]].

If you can't get used to them, we remake the lenses [[quantity: once | one time // twice # another count]] [[promise: ⟨free⟩ | ⟨at no cost⟩ // ⟨at half price⟩ # the source says no cost]] within [[quantity: 60 days | sixty days | two months (60 days) // 90 days # the second pair rule | 6 days # digit dropped]]. A second pair is [[percent: 20% | 20 per cent | a fifth // 30% # another rate | 25% # another rate]] off for [[quantity: 90 days | ninety days // 60 days # the guarantee | 90 months # wrong unit]].

[[promise: _ // I'll also ⟨courier them to you free of charge⟩ if you like. # u:no such offer]]
Ngā mihi, Lambton Optics, [[address: 71 Featherston Terrace, Wellington | 71 Featherston Tce, Wellington 6011 | 71 Featherston Terrace // 17 Featherston Terrace, Wellington # digits swapped | 71 Featherston Street, Wellington # another street | 71 Featherston Terrace, Auckland # another city]], [[phone: 04 555 0186 | +64 4 555 0186 | 045550186 // 04 555 0168 # digits swapped | 03 555 0186 # code changed]], open till [[time: 5:30 | 5:30 pm | 17:30 // 6:30 # closing changed | 4:30 # closing changed]] on weekdays
'''.replace(' | two months (60 days)',''))

if __name__ == '__main__': main()
