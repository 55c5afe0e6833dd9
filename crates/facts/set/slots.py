"""Writes sets of replies from stories whose facts are slots, with several honest writings and several faults each.

In a reply, {{kind:right|also right~wrong|also wrong}} is a fact; {{kind!:...}} is the result of a computation. A story
is written honest HONEST times with writings drawn at random, and once with each fault; in every third false reply a second
slot is false, too. INVENTED sentences have no source in any story; each false reply in five ends in one.
"""

import json
import pathlib
import random
import re
from datetime import date

HONEST = 4
SLOT = re.compile(r"\{\{([a-z]+)(!?):((?:[^{}]|\{[^{])*?)\}\}")
INVENTED = {
    "ja": [
        "お詫びとして{{promise:~次回使える500円クーポンを差し上げます}}。",
        "今回に限り{{promise:~手数料は全額免除いたします}}。",
        "{{date:~今月末}}までにご返信がない場合はキャンセル扱いとなります。",
        "お急ぎの方は{{phone:~0120-998-113}}でも承ります。",
        "詳細は{{url:~https://info-center.example.net/help}}をご確認ください。",
        "さらに{{percent:~7％}}割引でご利用いただけます。",
        "ささやかですが{{promise:~粗品をお付けします}}。",
        "ご満足いただけない場合は{{promise:~全額返金いたします}}。",
        "担当の{{name:~阿久津}}よりあらためてお電話いたします。",
        "ご不満の点は{{email:~kujo@info-center.example.net}}までお寄せください。",
    ],
    "en": [
        "As an apology, {{promise:~we will send you a free gift}}.",
        "As an exception {{promise:~we are waiving the fee}} this time.",
        "Please reply {{date:~by the end of next week}} or it will be cancelled.",
        "You can also ring us on {{phone:~0800 998 1137}}.",
        "More at {{url:~https://info-centre.example.net/help}}.",
        "You also get {{percent:~7% off}} your next visit.",
        "{{promise:~We'll refund you in full}} if you are not happy.",
        "My colleague {{name:~Ms Abercrombie}} will take care of it.",
        "Complaints go to {{email:~complaints@info-centre.example.net}}.",
        "{{promise:~We have added a £10 voucher}} to your account.",
    ],
}
WEEKDAYS = "月火水木金土日"


def slots(story):
    """The slots of a text: (span, kind, derived, right writings, wrong writings)."""
    found = []
    for hit in SLOT.finditer(story):
        right, _, wrong = hit[3].partition("~")
        found.append((hit.span(), hit[1], bool(hit[2]), right.split("|"), wrong.split("|") if wrong else []))
    return found


def written(story, false, r):
    """The text and its labels; `false` maps a slot's place to the wrong writing."""
    text, labels, at = "", [], 0
    for place, ((start, end), kind, derived, right, _) in enumerate(slots(story)):
        text += story[at:start]
        words = false[place] if place in false else r.choice(right)
        if words:
            label = {"start": len(text), "end": len(text) + len(words), "kind": kind, "verdict": "contradicts" if place in false else "supported", "why": "planted" if place in false else "honest"}
            labels.append(label | ({"derived": True} if derived and place not in false else {}))
        text += words
        at = end
    return text + story[at:], labels


def weekdays_hold(writing, received):
    """A honest day with a weekday has that weekday, in the year of `received` or the next."""
    year, month = int(received[:4]), int(received[5:7])
    ja = re.search(r"(?:(\d{4})年)?(\d+)[月/](\d+)日?\s*[（(]([月火水木金土日])[）)]", writing)
    if ja:
        y = int(ja[1]) if ja[1] else year + (int(ja[2]) < month - 6)
        assert WEEKDAYS[date(y, int(ja[2]), int(ja[3])).weekday()] == ja[4], writing


def write(name, stories, seed):
    """Writes NAME.jsonl, or NAME-tune.jsonl and NAME-held.jsonl by whole stories."""
    halves = {"tune": [], "held": []}
    for at, (language, received, mail, knowledge, story) in enumerate(stories):
        r = random.Random(f"{seed}{at}")
        half = halves["tune" if at % 2 == 0 else "held"]
        story = story.strip("\n")
        all_slots = slots(story)
        for _, _, _, right, _ in all_slots:
            for one in right:
                weekdays_hold(one, received)
        faults = [(place, wrong) for place, slot in enumerate(all_slots) for wrong in slot[4]]
        for number in range(-HONEST, len(faults)):
            false, text = {}, story
            if number >= 0:
                false = dict([faults[number]])
                if number % 3 == 0:
                    place, wrong = r.choice(faults)
                    false.setdefault(place, wrong)
                if number % 5 == 0:
                    text += "\n" + r.choice(INVENTED[language])
                    false[len(all_slots)] = slots(text)[-1][4][0]
            reply, labels = written(text, false, r)
            passages = knowledge[:]
            r.shuffle(passages)
            case = {"id": f"{name}{at:02}{f'-{number}' if number >= 0 else f'-h{-number}'}", "lang": language, "scenario": f"{name}{at:02}", "mail": mail, "reply": reply, "knowledge": passages, "received": received, "expect": labels}
            half.append(json.dumps(case, ensure_ascii=False))
    for half, lines in halves.items():
        pathlib.Path(__file__).with_name(f"{name}-{half}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(name, half, len(lines), "replies")
