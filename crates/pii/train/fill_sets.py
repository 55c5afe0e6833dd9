"""Fills the templates of the tune and held-out sets with names that come from other sources than the
program's lists: `just name-sets`. The sets lie in the repository; this tells how they were made.

    python3 fill_sets.py SOURCES TEMPLATES OUT

SOURCES holds faker-js's names (fakerjs.json), UniDic's names (unidic_names.csv), US births and
census tables, and Faker is installed. Tier `w` draws names as often as they are borne, `u` draws uniformly from large lists.
"""

import bisect
import csv
import itertools
import json
import random
import sqlite3
import sys
from pathlib import Path

SOURCES, TEMPLATES, OUT = map(Path, sys.argv[1:4])

# Frequent given names of all generations, as they are written most often.
GIVEN_W = """由美子 真由美 美穂 健太郎 真理子 美智子 綾子 純一 翔平 恵子 久美子 裕子 陽子 智子 直美 幸子 和子 洋子 明美 香織 恵美 美紀 優子 麻衣 愛 舞 彩
美咲 葵 結衣 陽菜 莉子 さくら 七海 未来 桃子 千尋 由紀 由紀子 典子 节子 節子 京子 順子 悦子 昌子 弘子 静子 文子 千代子 光子 敏子 良子 早苗 香 薫 瞳 望 遥 楓
沙織 奈緒 奈々 麻美 絵里 絵美 理恵 里美 友美 亜希子 亜由美 真紀 真弓 祥子 佳奈 加奈子 千晴 千春 美香 美和 美保 美幸 美樹 美奈子 智美 知美 和美 和代 康子 英子
誠 浩 隆 豊 茂 勇 清 実 進 博 修 学 剛 亮 健 翼 翔 蓮 湊 樹 大和 大輔 大樹 大地 拓也 拓海 達也 哲也 直樹 直人 和也 和彦 和夫 一郎 二郎 三郎 太郎 健一 健二 健太
雄一 雄太 裕一 裕太 裕介 祐介 悠斗 悠真 陽翔 颯太 蒼 律 朝陽 涼介 涼太 亮介 俊介 俊彦 俊夫 正 正夫 正人 正樹 昭 昭夫 明 明彦 勝 勝利 功 武 武志 孝 孝之 隆之 貴之
貴志 崇 聡 智 悟 徹 治 淳 純 潤 仁 慎一 信一 信夫 伸一 真一 晋也 秀樹 秀明 英樹 英雄 英明 義男 義明 幸雄 幸一 光男 光一 弘 宏 洋 洋一 洋介 康弘 康平 恭平 航 航平 駿 瞬 蓮太 奏太""".replace("节子", "").split()
KANA_W = """タナカ スズキ サトウ タカハシ ワタナベ イトウ ヤマモト ナカムラ コバヤシ カトウ ヨシダ ヤマダ ササキ ヤマグチ マツモト イノウエ キムラ ハヤシ サイトウ シミズ ヤマザキ モリ イケダ ハシモト アベ イシカワ
ヤマシタ ナカジマ イシイ オガワ マエダ オカダ ハセガワ フジタ ゴトウ コンドウ ムラカミ エンドウ アオキ サカモト フクダ ニシムラ オオタ フジイ カネコ ミウラ フジワラ オカモト マツダ ナカガワ ナカノ ハラダ オノ タムラ
タケウチ カワムラ キクチ ドイ クドウ ミヤザキ ウエダ サカイ ウチダ タカギ アンドウ マルヤマ シマダ イマイ オオノ タカダ ミヤモト フジモト タケダ ムラタ ウエノ スギヤマ マスダ スガワラ ヒラノ オオツカ クボ コジマ チバ キド""".split()
KANA_GIVEN_W = """ユミ ユミコ マユミ ミホ ケンタロウ アケミ ケイコ ヨウコ トモコ ナオミ サチコ カズコ カオリ メグミ ミキ ユウコ マイ アイ サクラ アヤ アオイ ユイ ヒナ リコ ナナミ チヒロ ユカリ ノリコ キョウコ ジュンコ エツコ サオリ ナオ マミ エリ リエ トモミ ハルナ ミサキ モモコ
マコト ヒロシ タカシ ユタカ シゲル イサム キヨシ ミノル ススム オサム マナブ ツヨシ リョウ ケン ツバサ ショウ レン ミナト ダイスケ ダイキ タクヤ タツヤ テツヤ ナオキ ナオト カズヤ カズヒコ イチロウ タロウ ケンイチ ケンジ ユウイチ ユウタ ユウスケ リョウタ シュンスケ マサト マサキ アキラ アキヒコ サトシ ジュン シンイチ ヒデキ ヒデアキ コウイチ ヨウスケ コウヘイ ワタル シュン""".split()
FOREIGN_GIVEN = """マリア ジョン マイケル サラ デイビッド エマ オリビア リアム ノア ソフィア ルーカス エミリー ダニエル ハンナ トーマス クララ アンナ ピエール カミーユ フランソワ マルコ ジュリア ルカ カルロス アナ ルイス ホセ イネス アーメド ファティマ オマル ライラ
ラジェシュ プリヤ アミット アヌシュカ ヴィクラム カビタ グエン リン タン フン ソムチャイ ナタリア イワン オレナ ドミトロ カテリーナ ブライアン ケビン ジェシカ アシュリー クリストファー ステファニー レイチェル スティーブン アレクサンダー キャサリン ヨハネス インゲ
ビョルン フレヤ アイーダ チュクマ アデオラ クワベナ タンディウェ""".split()
FOREIGN_SUR = """ガルシア スミス ジョンソン ブラウン ウィリアムズ ミラー デイビス ロドリゲス マルティネス ウィルソン アンダーソン テイラー ムーア マーティン リー トンプソン ホワイト ハリス クラーク ルイス ロビンソン ウォーカー ヤング アレン キング ライト スコット
ミュラー シュミット シュナイダー フィッシャー ウェーバー デュボワ ルフェーブル モロー ロッシ ビアンキ フェラーリ ロマーノ シルバ サントス オリベイラ ペレイラ シャルマ パテル シン クマール グプタ カーン フセイン アリ ハサン ファム トラン レ ホアン グエン
イワノフ ペトロフ シェフチェンコ コヴァレンコ ヨハンソン ハンセン オコロ メンサ ムトゥア ドラミニ サパタ ベルナルディ""".split()
CHINESE = "王偉 李娜 張敏 劉洋 陳静 楊帆 趙磊 黄麗 周杰 呉昊 徐婷 孫悦 林志明 郭雪 何俊 高翔 梁宇 鄭爽 謝芳 宋佳 王秀英 李建国 張 麗 陳 浩然 金 民秀 朴 智恵 崔 成浩 鄭 美羅 김민준 이서연 박지훈 최수빈 정예은".replace("張 麗", "張+麗").replace("陳 浩然", "陳+浩然").replace("金 民秀", "金+民秀").replace("朴 智恵", "朴+智恵").replace("崔 成浩", "崔+成浩").replace("鄭 美羅", "鄭+美羅")
CHINESE = [name.replace("+", " ") for name in CHINESE.split()]
ASIAN = """Nguyễn Thị Mai|Nguyen Van Hung|Trần Quốc Bảo|Le Thi Hoa|Phạm Minh Đức|Pham Thu Trang|Hoang Anh Tuan|Vo Thi Lan|Wang Xiaoming|Li Na|Zhang Wei|Chen Jing|Liu Yang|Huang Lei|Zhao Min|Zhou Jie|Xu Mei Ling|Lin Chih-ming|Wong Ka Fai|Chan Tai Man|Lau Siu Ming|Ng Wai Han|Kim Min-jun|Park Ji-hye|Lee Soo-jin|Choi Seung-ho|Jung Ha-eun|Kang Dong-won|Cho Yu-na|Yoon Sang-hyun|Somchai Wongsawat|Siriporn Chaiyasit|Budi Santoso|Dewi Lestari|Siti Nurhaliza binti Ahmad|Ahmad bin Ismail|Tan Boon Keng|Lim Mei Fong|Maria Clara Reyes|Jose Dela Cruz|Juan Miguel Bautista""".split("|")


class Weighted:
    """Draws with given weights."""

    def __init__(self, pairs):
        pairs = list(pairs)
        self.values = [value for value, _ in pairs]
        self.sums = list(itertools.accumulate(weight for _, weight in pairs))

    def __call__(self, dice):
        return self.values[bisect.bisect(self.sums, dice.random() * self.sums[-1])]


def title(word):
    return "-".join(part[:1].upper() + part[1:] for part in word.lower().split("-"))


class Names:
    def __init__(self, dice):
        self.dice = dice
        js = json.loads((SOURCES / "fakerjs.json").read_text())
        western = ["de", "fr", "it", "es", "pl", "nl", "sv", "pt_PT", "ro", "hr", "cs_CZ", "tr", "da", "fi"]
        far = ["en_IN", "en_NG", "en_GH", "en_ZA", "yo_NG", "fr_SN", "id_ID", "uz_UZ_latin", "en_HK"]
        self.js = js
        self.western, self.far = western, far
        births = sqlite3.connect(SOURCES / "us-name-data.sqlite")
        self.us_given = Weighted(births.execute("select name, sum(births) from usNameData where year between 1955 and 2005 group by name"))
        census = [line.split() for line in open(SOURCES / "names/dist.all.last")]
        self.us_last = Weighted((title(row[0]), float(row[1]) + 0.0002) for row in census)
        self.all_last = [title(row["name"]) for row in csv.DictReader(open(SOURCES / "census2010.csv"))]
        self.all_given = [title(line) for line in (SOURCES / "given_world.txt").read_text().split()]
        last = [row for row in csv.reader(open(SOURCES / "japanese_personal_name_dataset/dataset/last_name_org.csv", encoding="utf-8"))]
        self.ja_last = Weighted((row[0], int(row[1])) for row in last)
        unidic = list(csv.reader(open(SOURCES / "unidic_names.csv")))
        self.u_last = sorted({row[0] for row in unidic if row[1] == "姓" and len(row[0]) > 1})
        self.u_given = sorted({row[0] for row in unidic if row[1] == "名" and len(row[0]) > 1})
        self.u_last_kana = sorted({row[2] for row in unidic if row[1] == "姓" and len(row[2]) > 2})
        self.u_given_kana = sorted({row[2] for row in unidic if row[1] == "名" and len(row[2]) > 2})
        self.hiragana_given = "さくら みゆき ひかり あかり ひなた ゆい あおい まり めぐみ かおり しのぶ つばさ はるか みのり のぞみ ことね すみれ ゆかり まい なな りな くみ えみ ちひろ なつみ もえ りさ あい まなみ ひとみ".split()
        self.js_ja = [name for name in js["ja"]["given"] if not name.isascii()]

    def pick(self, values):
        return self.dice.choice(values)

    def sur(self, tier):
        if tier == "u":
            return self.pick(self.u_last)
        name = self.ja_last(self.dice)
        if self.dice.random() < 0.06:
            swap = {"高": "髙", "崎": "﨑", "吉": "𠮷", "浜": "濱", "沢": "澤", "辺": "邊", "斎": "齋", "広": "廣", "桜": "櫻", "渡辺": "渡邉", "竜": "龍", "瀬": "瀨"}
            for plain, variant in swap.items():
                name = name.replace(plain, variant)
        return name

    def given(self, tier):
        if tier == "u":
            return self.pick(self.u_given)
        return self.pick(GIVEN_W if self.dice.random() < 0.75 else self.js_ja)

    def hgiven(self, tier):
        return self.pick(self.hiragana_given)

    def full(self, tier):
        given = self.hgiven(tier) if self.dice.random() < 0.07 else self.given(tier)
        return self.sur(tier) + self.pick(["", "", " ", "　"]) + given

    def kana(self, tier):
        last, given = (self.pick(self.u_last_kana), self.pick(self.u_given_kana)) if tier == "u" else (self.pick(KANA_W), self.pick(KANA_GIVEN_W))
        return last + self.pick(["", " ", "　"]) + given

    def hira(self, tier):
        return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in self.kana(tier).replace("　", " "))

    def kanasur(self, tier):
        return self.pick(self.u_last_kana if tier == "u" else KANA_W)

    def for_(self, tier):
        return self.pick(FOREIGN_GIVEN) + self.pick(["・", "・", "・", " ", "＝"]) + self.pick(FOREIGN_SUR)

    def for1(self, tier):
        return self.pick(FOREIGN_GIVEN)

    def zh(self, tier):
        return self.pick(CHINESE)

    def init_ja(self, tier):
        return self.pick(["T.", "M．", "Y.", "K."]) + self.pick(["S", "K.", "Tanaka", "Suzuki"])

    def roma(self, tier):
        last = self.pick("Tanaka Suzuki Sato Takahashi Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Matsumoto Inoue Kimura Hayashi Shimizu Ohno Kudo Nishimura Hasegawa Fujiwara Kido Higashionna Ganaha".split())
        given = self.pick("Taro Hanako Kenji Yumiko Mayumi Shin Akiko Hiroshi Naoko Takashi Yuki Sakura Daisuke Miho Kentaro Ryo Aoi Haruka Shota Emi Junichi".split())
        return self.pick([f"{given} {last}", f"{last} {given}", f"{last.upper()} {given}", f"{given} {last.upper()}", f"{last}, {given}"])

    def country(self, tier):
        where = self.js[self.pick(self.western if self.dice.random() < 0.5 else self.far)]
        latin = lambda values: [value for value in values if value.isascii() or max(value) < "ɏ"]
        given, last = latin(where["given"]), latin(where["surnames"])
        return (self.pick(given) if given else title(self.us_given(self.dice))), (self.pick(last) if last else self.us_last(self.dice))

    def first(self, tier):
        if tier == "u":
            return self.pick(self.all_given)
        return title(self.us_given(self.dice)) if self.dice.random() < 0.7 else self.country(tier)[0]

    def last(self, tier):
        if tier == "u":
            return self.pick(self.all_last)
        return self.us_last(self.dice) if self.dice.random() < 0.7 else self.country(tier)[1]

    def en_full(self, tier):
        if tier == "w" and self.dice.random() < 0.3:
            return " ".join(self.country(tier))
        middle = f" {self.pick('ABCDEFGHJKLMPRSTW')}." if self.dice.random() < 0.08 else ""
        return f"{self.first(tier)}{middle} {self.last(tier)}"

    def foreign(self, tier):
        return self.pick(ASIAN) if self.dice.random() < 0.6 else " ".join(self.country(tier))

    def init(self, tier):
        letters, last = "ABCDEGHJKLMNPRSTW", self.last(tier)
        letter = lambda: self.pick(letters)
        return self.pick([f"{letter()}. {last}", f"{letter()}. {letter()}. {last}", f"{letter()} {last}", f"{self.first(tier)} {letter()}. {last}", f"{letter()}.{letter()}. {last}", f"{self.first(tier)} {last[0]}."])


class MailNames(Names):
    """The names of the sets of whole mails: half of them Faker's."""

    def __init__(self, dice):
        from faker import Faker
        super().__init__(dice)
        locales = ("en_US", "en_GB", "en_IN", "en_IE", "en_AU", "fr_FR", "de_DE", "es_ES", "it_IT", "pl_PL", "nl_NL")
        self.japanese = Faker("ja_JP")
        self.western_fakers = [Faker(locale) for locale in locales]
        for faker in [self.japanese, *self.western_fakers]:
            faker.seed_instance(dice.random())

    def faker(self):
        return self.pick(self.western_fakers[:5] if self.dice.random() < 0.7 else self.western_fakers)

    def sur(self, tier):
        return self.japanese.last_name() if tier == "w" and self.dice.random() < 0.4 else super().sur(tier)

    def given(self, tier):
        return self.japanese.first_name() if tier == "w" and self.dice.random() < 0.5 else super().given(tier)

    def first(self, tier):
        return self.faker().first_name() if tier == "w" and self.dice.random() < 0.5 else super().first(tier)

    def last(self, tier):
        return self.faker().last_name() if tier == "w" and self.dice.random() < 0.5 else super().last(tier)


def other(kind, dice):
    digits = lambda count: "".join(dice.choice("0123456789") for _ in range(count))
    return {
        "mail": lambda: f"{dice.choice(['info', 'a', 'kx', 'mail', 'me', 'q'])}{digits(3)}@{dice.choice(['example.com', 'example.jp', 'mail.example.org'])}",
        "phone": lambda: dice.choice([f"090-{dice.randint(1000, 9999)}-{digits(4)}", f"03-{dice.randint(1000, 9999)}-{digits(4)}"]),
        "zip": lambda: f"{digits(3)}-{digits(4)}",
        "addr": lambda: dice.choice(["東京都港区芝1-2-3", "大阪府吹田市泉町1-3-40", "福岡県久留米市城南町15-3"]),
        "date": lambda: dice.choice(["2026年3月4日", "2026/05/11", "10月2日"]),
        "order": lambda: "#" + digits(6),
    }[kind]()


def fill(template, language, tier, names, dice):
    import re

    def slot(match):
        kind = match.group(1)
        if kind.startswith("KEEP:"):
            return match.group(0)
        style, _, kind = kind.rpartition(":") if ":" in kind else ("", "", kind)
        if match.group(1) == "full:caps" or match.group(1) == "roma:caps":
            kind, style = match.group(1).split(":")
        if kind in ("mail", "phone", "zip", "addr", "date", "order"):
            if language == "en" and kind in ("addr", "date", "phone"):
                return {"addr": "12 Orchard Road, Bristol", "date": "4 March 2026", "phone": "(415) 555-0182"}[kind]
            return other(kind, dice)
        if language == "en" and kind == "full":
            value = names.en_full(tier)
        elif kind == "for":
            value = names.for_(tier)
        elif kind == "latin":
            value = names.en_full(tier)
        else:
            value = getattr(names, kind)(tier)
        if style == "lower":
            value = value.lower()
        elif style == "caps":
            value = value.upper()
        elif style == "ocr":
            value = " ".join(value.replace(" ", "").replace("　", "")) if language == "ja" else " ".join(value.replace(" ", "  "))
        return "{NAME:" + value + "}"

    return re.sub(r"\{([^{}]+?)\}", slot, template)


def main():
    for name, tier, rounds in [("held_out", "w", 4), ("held_out", "u", 2), ("tune", "w", 6), ("tune", "u", 2), ("mails_tune", "w", 3), ("mails_second", "w", 4), ("mails_held_out", "w", 4), ("mails_third", "w", 3), ("mails_last", "w", 6), ("mails_fourth", "w", 3), ("mails_fifth", "w", 6)]:
        for language in ("ja", "en"):
            dice = random.Random(f"{name} {language} {tier}")
            names = MailNames(dice) if name.startswith("mails") else Names(dice)
            lines = []
            for line in (TEMPLATES / f"{name}_{language}.txt").read_text().splitlines():
                register, template = line.split("\t", 1)
                for _ in range(rounds if "{KEEP" in template and register != "neg" or register != "neg" else 1):
                    lines.append(register + "\t" + fill(template, language, tier, names, dice))
            suffix = "" if tier == "w" else "_u"
            (OUT / f"{name}_{language}{suffix}.txt").write_text("\n".join(lines) + "\n")
            print(name, language, tier, len(lines))


main()
