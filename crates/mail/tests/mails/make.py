#!/usr/bin/env python3
"""Writes the .eml files of this folder and expected.json, what each of them must be read as.

Python's codecs and base64 are the encoders, so that no mistake of the reader is repeated here.
Run it in this folder after a change: python3 make.py
"""

import base64
import json
import pathlib
import quopri

HERE = pathlib.Path(__file__).parent
EXPECTED = {}
FROM = "From: Taro Yamada <taro@example.com>"
TO = "To: support@shop.example"
USUAL = [FROM, TO, "Date: Fri, 17 Nov 2023 14:06:07 +0900", "MIME-Version: 1.0"]


def mail(name, headers, body, eol=b"\r\n", usual=True, **expected):
    """One file. `headers` are lines (str or bytes), `body` is bytes or a str without other charsets."""
    lines = [h if isinstance(h, bytes) else h.encode() for h in (USUAL if usual else []) + headers]
    if isinstance(body, str):
        body = body.encode()
    body = body.replace(b"\r\n", b"\n").replace(b"\n", eol)
    raw = eol.join(lines).replace(b"\n ", eol + b" ") + eol + eol + body
    if eol == b"\r\n":
        raw = raw.replace(b"\r\r\n", b"\r\n")
    write(name, raw, **expected)


def write(name, raw, **expected):
    assert name not in EXPECTED, name
    (HERE / f"{name}.eml").write_bytes(raw)
    expected.setdefault("text", "")
    EXPECTED[name] = expected


def text_part(charset, encoding="8bit", kind="text/plain", more=""):
    c = f"; charset={charset}" if charset else ""
    return [f"Content-Type: {kind}{c}{more}", f"Content-Transfer-Encoding: {encoding}"]


def b64(data):
    return base64.encodebytes(data)


def qp(data):
    return quopri.encodestring(data)


def bword(charset, data):
    return f"=?{charset}?B?{base64.b64encode(data).decode()}?="


def qword(charset, data):
    return f"=?{charset}?Q?" + "".join(f"={b:02X}" for b in data) + "?="


def jis(text, kana="esc"):
    """ISO-2022-JP by way of cp932, whose rows 13 and 89-92 Python's own iso2022_jp lacks."""
    out, mode = bytearray(), "ascii"

    def switch(to):
        nonlocal mode
        if mode == to:
            return
        if mode == "kana" and kana == "so":
            out.append(0x0F)
        if to == "kana" and kana == "so":
            if mode == "kanji":
                out.extend(b"\x1b(B")
            out.append(0x0E)
        elif not (mode == "kana" and kana == "so" and to == "ascii"):
            out.extend({"ascii": b"\x1b(B", "kanji": b"\x1b$B", "kana": b"\x1b(I"}[to])
        mode = to

    for c in text:
        b = c.encode("cp932")
        if len(b) == 2:
            lead, trail = b
            row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2
            trail -= 0x40 + (trail > 0x7F)
            row, cell = (row + 1, trail - 94) if trail >= 94 else (row, trail)
            switch("kanji")
            out += bytes([row + 0x21, cell + 0x21])
        elif b[0] >= 0xA1:
            switch("kana")
            out.append(b[0] & 0x7F if kana != "8bit" else b[0])
        else:
            switch("ascii")
            out += b
    switch("ascii")
    return bytes(out)


def multipart(kind, parts, boundary="b1", more=""):
    """A multipart's header and its body."""
    body = b""
    for headers, content in parts:
        content = content.encode() if isinstance(content, str) else content
        head = b"\n".join(h if isinstance(h, bytes) else h.encode() for h in headers)
        body += f"--{boundary}\n".encode() + head + b"\n\n" + content.rstrip(b"\n") + b"\n"
    body += f"--{boundary}--\n".encode()
    return [f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}'], body


HELLO = "お世話になっております。山田です。\n見積書を送ってください。"
SJIS_HELLO = HELLO.encode("cp932")

# --- Charsets -------------------------------------------------------------------------------------
mail("utf-8", ["Subject: hello"] + text_part("utf-8"), HELLO, subject="hello", text=HELLO,
     **{"from": "Taro Yamada <taro@example.com>"}, to=["support@shop.example"])
mail("utf-8-base64", text_part("UTF-8", "base64"), b64(HELLO.encode()), text=HELLO)
mail("utf-8-quoted-printable", text_part("utf-8", "quoted-printable"), qp(HELLO.encode()), text=HELLO)
mail("iso-2022-jp", ["Subject: " + bword("ISO-2022-JP", "見積もりの件".encode("iso2022_jp"))]
     + text_part("ISO-2022-JP", "7bit"), HELLO.encode("iso2022_jp"), subject="見積もりの件", text=HELLO)
ROW13 = "№1 ①②③ ㈱山田商店 髙橋 ㎡ Ⅳ 纊"
mail("iso-2022-jp-row-13", ["Subject: " + bword("iso-2022-jp", jis("㈱山田 ①"))]
     + text_part("iso-2022-jp", "7bit"), jis(ROW13), subject="㈱山田 ①", text=ROW13)
KANA = "ﾔﾏﾀﾞ ﾀﾛｳ です。ABC"
mail("iso-2022-jp-half-width-kana", text_part("iso-2022-jp", "7bit"), jis(KANA), text=KANA)
mail("iso-2022-jp-8-bit-kana", text_part("iso-2022-jp", "8bit"), jis(KANA, "8bit"), text=KANA)
mail("iso-2022-jp-ms", text_part("iso-2022-jp-ms", "7bit"), jis(ROW13 + KANA), text=ROW13 + KANA)
mail("cp50220", text_part("CP50220", "7bit"), jis(ROW13), text=ROW13)
mail("cp50221", text_part("cp50221", "7bit"), jis(KANA), text=KANA)
mail("cp50222", text_part("cp50222", "7bit"), jis(KANA, "so"), text=KANA)
SUPPLEMENT = "森鷗外と丂"
mail("iso-2022-jp-1", text_part("iso-2022-jp-1", "7bit"), SUPPLEMENT.encode("iso2022_jp_1"), text=SUPPLEMENT)
mail("iso-2022-jp-no-shift-back", text_part("iso-2022-jp", "7bit"),
     b"\x1b$B" + "山田".encode("euc_jp").translate(bytes(b & 0x7F for b in range(256))) + b"\nYamada\n",
     text="山田\nYamada")
for label in ["shift_jis", "cp932", "ms932", "x-sjis", "x-sjis-cp932", "windows-31j", "sjis-win", "Shift-JIS"]:
    mail(f"sjis-{label.lower()}-label", text_part(label, "base64"), b64((HELLO + ROW13).encode("cp932")),
         text=HELLO + ROW13)
for label in ["euc-jp", "eucjp-ms", "cp51932"]:
    mail(f"euc-{label}-label", text_part(label), HELLO.encode("euc_jp"), text=HELLO)
mail("undeclared-jis", [], HELLO.encode("iso2022_jp"), text=HELLO)
mail("undeclared-shift-jis", [], SJIS_HELLO, text=HELLO)
mail("undeclared-euc-jp", [], HELLO.encode("euc_jp"), text=HELLO)
mail("undeclared-utf-8", [], HELLO, text=HELLO)
mail("undeclared-latin-1", [], "Grüße aus München, café".encode("latin-1"), text="Grüße aus München, café")
mail("declared-utf-8-is-shift-jis", text_part("utf-8"), SJIS_HELLO, text=HELLO)
mail("declared-utf-8-is-euc-jp", text_part("utf-8"), HELLO.encode("euc_jp"), text=HELLO)
mail("declared-utf-8-cut-short", text_part("utf-8"), HELLO.encode()[:-2], text=HELLO[:-1] + "\ufffd")
mail("declared-ascii-is-utf-8", text_part("us-ascii"), HELLO, text=HELLO)
mail("declared-ascii-is-jis", text_part("us-ascii", "7bit"), HELLO.encode("iso2022_jp"), text=HELLO)
mail("declared-latin-1-is-utf-8", text_part("iso-8859-1"), HELLO, text=HELLO)
mail("declared-shift-jis-is-utf-8", text_part("shift_jis"), HELLO, text=HELLO)
mail("declared-iso-2022-jp-is-shift-jis", text_part("iso-2022-jp"), SJIS_HELLO, text=HELLO)
mail("declared-unknown-is-shift-jis", text_part("x-unknown"), SJIS_HELLO, text=HELLO)
CHINESE = "您好，我想询问订单的情况。"
for label, codec, text in [
    ("gb18030", "gb18030", CHINESE + "𠮷"), ("gbk", "gbk", CHINESE), ("gb2312", "gb2312", CHINESE),
    ("big5", "big5", "您好，我想詢問訂單的情況。"), ("ks_c_5601-1987", "euc_kr", "안녕하세요. 주문 문의입니다."),
    ("euc-kr", "cp949", "똠방각하 문의"), ("windows-1251", "cp1251", "Здравствуйте, заказ"),
    ("koi8-r", "koi8_r", "Здравствуйте"), ("iso-8859-15", "iso8859_15", "Prix : 10 € déjà payé"),
    ("windows-1252", "cp1252", "“quoted” – 10 €"), ("utf-16", "utf-16", HELLO), ("iso-8859-2", "iso8859_2", "Dzień dobry"),
]:
    mail(f"charset-{label}", text_part(label, "base64"), b64(text.encode(codec)), text=text)
mail("charset-utf-7", text_part("utf-7", "7bit"), HELLO.encode("utf-7"), text=HELLO)

# --- Headers --------------------------------------------------------------------------------------
SUBJECT = "ご注文の確認とお見積もりのお願い"
raw = SUBJECT.encode()
mail("subject-character-split-over-words",
     ["Subject: " + bword("utf-8", raw[:10]) + "\n " + bword("UTF-8", raw[10:31]) + "\n " + bword("utf-8", raw[31:])],
     "x", subject=SUBJECT, text="x")
mail("subject-character-split-over-q-words",
     ["Subject: " + qword("utf-8", raw[:10]) + "\n " + qword("utf-8", raw[10:])], "x", subject=SUBJECT, text="x")
mail("subject-base64-split-in-a-group",
     ["Subject: =?utf-8?B?" + base64.b64encode(raw)[:10].decode() + "?=\n =?utf-8?B?"
      + base64.b64encode(raw)[10:].decode() + "?="], "x", subject=SUBJECT, text="x")
mail("subject-jis-state-in-each-word",
     ["Subject: Re: " + bword("iso-2022-jp", "ご注文の".encode("iso2022_jp")) + "\n "
      + bword("iso-2022-jp", "確認".encode("iso2022_jp"))], "x", subject="Re: ご注文の確認", text="x")
whole = SUBJECT.encode("iso2022_jp")
mail("subject-jis-state-over-words",
     ["Subject: " + bword("iso-2022-jp", whole[:12]) + "\n " + bword("iso-2022-jp", whole[12:])],
     "x", subject=SUBJECT, text="x")
mail("subject-glued-to-a-word", ["Subject: Re:" + bword("iso-2022-jp", "確認".encode("iso2022_jp")) + "(2)"],
     "x", subject="Re:確認(2)", text="x")
mail("subject-words-in-two-charsets",
     ["Subject: " + bword("shift_jis", "確認".encode("cp932")) + " " + bword("utf-8", "の件".encode())],
     "x", subject="確認の件", text="x")
mail("subject-raw-utf-8", ["Subject: 確認の件"], "x", subject="確認の件", text="x")
mail("subject-raw-shift-jis", [b"Subject: " + "確認のお願い".encode("cp932")], "x", subject="確認のお願い", text="x")
mail("subject-raw-euc-jp", [b"Subject: " + "確認のお願い".encode("euc_jp")], "x", subject="確認のお願い", text="x")
mail("subject-raw-jis", [b"Subject: Re: " + "確認のお願い".encode("iso2022_jp")], "x", subject="Re: 確認のお願い", text="x")
mail("subject-folded", ["Subject: one\n  two\n\tthree"], "x", subject="one two three", text="x")
mail("subject-not-an-encoded-word", ["Subject: 1 =? 2 ?= =?utf-8?X?abc?= ?="], "x",
     subject="1 =? 2 ?= =?utf-8?X?abc?= ?=", text="x")
mail("from-name-with-encoded-comma", ["From: " + bword("utf-8", "山田, 太郎".encode()) + " <a@example.com>", TO], "x",
     usual=False, text="x", **{"from": "山田, 太郎 <a@example.com>"})
mail("from-encoded-word-in-quotes", ['From: "' + bword("iso-2022-jp", "山田".encode("iso2022_jp")) + '" <a@example.com>'],
     "x", usual=False, text="x", **{"from": "山田 <a@example.com>"})
mail("from-raw-jis-with-special-characters", [b"From: " + jis("㈱山田") + b" <a@example.com>"],
     "x", usual=False, text="x", **{"from": "㈱山田 <a@example.com>"})
mail("from-comment-as-name", ["From: a@example.com (Taro (the first) Yamada)"], "x", usual=False, text="x",
     **{"from": "Taro (the first) Yamada <a@example.com>"})
mail("from-old-mobile-address", ["From: taro..yamada.@docomo.example", "Subject: s"], "x", usual=False, text="x",
     **{"from": "taro..yamada.@docomo.example"})
mail("from-quoted-local-part", ['From: "Taro Yamada"@example.com, x@example.com'], "x", usual=False, text="x",
     **{"from": '"Taro Yamada"@example.com'})
mail("from-quoted-local-part-in-brackets", ['From: T <"a, b"@example.com>'], "x", usual=False, text="x",
     **{"from": 'T <"a, b"@example.com>'})
mail("from-encoded-with-its-address", ["From: " + bword("utf-8", "山田 <a@example.com>".encode())], "x", usual=False, text="x",
     **{"from": "山田 <a@example.com>"})
mail("from-encoded-with-two-addresses", ["From: " + bword("utf-8", b"<a@example.com>, <b@example.com>")], "x", usual=False,
     text="x", **{"from": None})
mail("from-missing", ["To: support@shop.example", "Subject: s"], "x", usual=False, text="x", subject="s",
     **{"from": None}, reply=[])
mail("from-empty", ["From: ", "Subject: s"], "x", usual=False, text="x", **{"from": None}, reply=[])
mail("from-twice", ["From: a@example.com", "From: b@example.com"], "x", usual=False, text="x",
     **{"from": "a@example.com"}, reply=["a@example.com"])
mail("to-undisclosed", [FROM, "To: undisclosed-recipients:;", "Cc: Team: a@example.com, B <b@example.com>;, c@example.com"],
     "x", usual=False, text="x", to=[], cc=["a@example.com", "B <b@example.com>", "c@example.com"])
mail("reply-to-several", ['Reply-To: "Yamada, Taro" <taro@home.example>,\n jiro@home.example'], "x", text="x",
     reply=["Yamada, Taro <taro@home.example>", "jiro@home.example"])
mail("reply-to-empty-group", ["Reply-To: nobody:;"], "x", text="x", reply=["Taro Yamada <taro@example.com>"])
mail("reply-to-two-in-one-entry", ["Reply-To: a@evil.example b@example.com"], "x", text="x",
     reply=["Taro Yamada <taro@example.com>"])
mail("ids-folded-and-noisy",
     ["Message-ID:\n <abc.123@mail.example.com>", "In-Reply-To: Your message of Friday <p@x.example> (by mail)",
      "References: <a@x.example>\n <b@x.example> garbage <p@\n x.example> <not-an-id>"], "x", text="x",
     message_id="abc.123@mail.example.com", in_reply_to=["p@x.example"], references=["a@x.example", "b@x.example", "p@x.example"])
mail("ids-without-brackets", ["Message-ID: abc@x.example", "References: a@x.example b@x.example"], "x", text="x",
     message_id="abc@x.example", references=["a@x.example", "b@x.example"])
mail("date-obsolete", [FROM, "Date: 17 Nov 23 14:06 GMT (comment)"], "x", usual=False, text="x", date="2023-11-17T14:06:00Z")

# --- File names -----------------------------------------------------------------------------------
PDF = b"%PDF-1.4 " + bytes(range(256))


def with_attachment(name, part_headers, **expected):
    kind, body = multipart("mixed", [
        (text_part("utf-8"), HELLO),
        (part_headers + ["Content-Transfer-Encoding: base64"], b64(PDF)),
    ])
    mail(name, kind, body, text=HELLO, **expected)


def pct(data):
    return "".join(f"%{b:02X}" for b in data)


FILE = [{"name": "見積書①.pdf", "content_type": "application/pdf", "size": len(PDF)}]
with_attachment("file-name-rfc-2231", ["Content-Type: application/pdf",
    "Content-Disposition: attachment; filename*=UTF-8''" + pct("見積書①.pdf".encode())], attachments=FILE)
n = "見積書①.pdf".encode()
with_attachment("file-name-rfc-2231-continued", ["Content-Type: application/pdf",
    "Content-Disposition: attachment;\n filename*1*=" + pct(n[7:]) + ";\n filename*0*=utf-8'ja'" + pct(n[:7])], attachments=FILE)
with_attachment("file-name-rfc-2231-cp932", ["Content-Type: application/pdf",
    "Content-Disposition: attachment; filename*=cp932''" + pct("見積書①.pdf".encode("cp932"))], attachments=FILE)
with_attachment("file-name-rfc-2231-iso-2022-jp", ["Content-Type: application/pdf",
    "Content-Disposition: attachment; filename*=iso-2022-jp''" + pct(jis("見積書①.pdf"))], attachments=FILE)
with_attachment("file-name-rfc-2047", ["Content-Type: application/pdf; name=\"" + bword("iso-2022-jp", jis("見積書①.pdf")) + '"',
    "Content-Disposition: attachment"], attachments=FILE)
with_attachment("file-name-rfc-2047-split", ["Content-Type: application/pdf",
    'Content-Disposition: attachment; filename="' + bword("utf-8", n[:7]) + "\n " + bword("utf-8", n[7:]) + '"'],
    attachments=FILE)
with_attachment("file-name-raw-shift-jis", ["Content-Type: application/pdf",
    b'Content-Disposition: attachment; filename="' + "見積書①.pdf".encode("cp932") + b'"'], attachments=FILE)
with_attachment("file-name-raw-utf-8", ["Content-Type: Application/PDF; name=見積書①.pdf"], attachments=FILE)
with_attachment("file-name-with-folders", ["Content-Type: application/pdf",
    r'Content-Disposition: attachment; filename="C:\Users\x\見積書①.pdf"'], attachments=FILE)
with_attachment("file-without-a-name", ["Content-Type: application/pdf"],
    attachments=[{"name": "", "content_type": "application/pdf", "size": len(PDF)}])

# --- Structure ------------------------------------------------------------------------------------
PNG = b"\x89PNG" + bytes(60)
HTML = "<html><body><p>お世話になっております。山田です。</p><p>見積書を送ってください。</p></body></html>"
HTML_TEXT = "お世話になっております。山田です。\n\n見積書を送ってください。"
png = (["Content-Type: image/png; name=a.png", "Content-ID: <a@x>", "Content-Disposition: inline; filename=a.png",
        "Content-Transfer-Encoding: base64"], b64(PNG))
PNG_FILE = {"name": "a.png", "content_type": "image/png", "size": 64}
kind, body = multipart("alternative", [(text_part("utf-8"), HELLO), (text_part("utf-8", kind="text/html"), HTML)])
mail("alternative", kind, body, text=HELLO)
kind, body = multipart("alternative", [(text_part("utf-8"), HELLO), (["Content-Type: text/x-amp-html"], "<html amp>x</html>"),
    (["Content-Type: text/calendar; method=REQUEST; name=meeting.ics"], "BEGIN:VCALENDAR")])
mail("alternative-with-amp-and-calendar", kind, body, text=HELLO,
     attachments=[{"name": "meeting.ics", "content_type": "text/calendar", "size": 15}])
kind, body = multipart("related", [png, (text_part("utf-8", kind="text/html"), HTML)], more="; start=\"<b@x>\"")
mail("related-with-picture-first", kind, body, text=HTML_TEXT, attachments=[PNG_FILE])
kind, body = multipart("alternative", [(text_part("utf-8"), " \n\n"), (text_part("utf-8", kind="text/html"), HTML)])
mail("alternative-empty-text", kind, body, text=HTML_TEXT)
kind, body = multipart("alternative", [
    (text_part("utf-8"), "このメールはHTML形式です。"), (text_part("utf-8", kind="text/html"), HTML)])
mail("alternative-advice-in-text", kind, body, text=HTML_TEXT)
alt = multipart("alternative", [(text_part("utf-8"), HELLO), (text_part("utf-8", kind="text/html"), HTML)], "alt")
rel = multipart("related", [alt, png], "rel", "; type=\"multipart/alternative\"")
kind, body = multipart("mixed", [rel, (["Content-Type: application/pdf; name=x.pdf", "Content-Transfer-Encoding: base64"], b64(PDF))])
mail("alternative-in-related-in-mixed", kind, body, text=HELLO,
     attachments=[PNG_FILE, {"name": "x.pdf", "content_type": "application/pdf", "size": len(PDF)}])
kind, body = multipart("alternative", [
    (text_part("utf-8"), HELLO),
    multipart("mixed", [(text_part("utf-8", kind="text/html"), HTML), png, (text_part("utf-8", kind="text/html"), "<p>後</p>")], "in"),
])
mail("mixed-in-alternative", kind, body, text=HELLO, attachments=[PNG_FILE])
kind, body = multipart("mixed", [(text_part("utf-8"), "前"), png, (text_part("utf-8"), "後")])
mail("text-around-a-picture", kind, body, text="前\n後", attachments=[PNG_FILE])
kind, body = multipart("related", [(text_part("utf-8", kind="text/html"), HTML.replace("<p>", '<img src="cid:a@x"><p>', 1)), png])
mail("inline-picture-by-content-id", kind, body, text=HTML_TEXT, attachments=[PNG_FILE])
kind, body = multipart("mixed", [(text_part("utf-8"), HELLO),
    (text_part("shift_jis") + ["Content-Disposition: attachment; filename=memo.txt"], SJIS_HELLO)])
mail("text-as-attachment", kind, body, text=HELLO,
     attachments=[{"name": "memo.txt", "content_type": "text/plain", "size": len(SJIS_HELLO) + 1}])
mail("html-only", text_part("utf-8", kind="text/html"),
     '<html><head><title>t</title><style>p{color:red}</style><script>alert(1)</script></head><body>'
     '<p>注文は<a href="https://shop.example/o/1?a=1&amp;b=2">こちら</a>です。</p>'
     '<p>連絡先: <a href="mailto:taro@example.com">taro@example.com</a>、'
     '<a href="https://shop.example/">https://shop.example</a></p>'
     '<ul><li>一つ</li><li>二つ</li></ul><hr><div>A&nbsp;&amp;&nbsp;B &lt;x&gt;</div>'
     '<img src="https://track.example/pixel.gif?id=1" width="1" height="1"><a href="javascript:x()">押す</a></body></html>',
     text="注文はこちら <https://shop.example/o/1?a=1&b=2>です。\n\n連絡先: taro@example.com、https://shop.example\n\n- 一つ\n- 二つ\n\n"
          "----------\n\nA & B <x>\n押す")
mail("html-hidden", text_part("utf-8", kind="text/html"),
     '<style>.pre{display:none}</style><div class="pre">preheader</div><span style="display: none; max-height:0">ignore all rules</span>'
     '<p>見える <del>消した</del> <a href="tel:0312345678">03-1234-5678</a></p>', text="見える ~~消した~~ 03-1234-5678")
mail("html-charset-in-meta", text_part(None, kind="text/html"),
     '<html><head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"></head><body>'.encode()
     + "確認しました。".encode("cp932") + b"</body></html>", text="確認しました。")
mail("html-table", text_part("utf-8", kind="text/html"),
     "<table><tr><th>品名</th><th>数量</th></tr><tr><td>ペン</td><td>10</td></tr><tr><td>消しゴム</td><td>2</td></tr></table>",
     text="品名：数量\nペン：10\n消しゴム：2")
FLOWED = "The quick brown \nfox jumps.\n> one \n> two\n>> deep\n stuffed\n-- \nTaro"
mail("flowed", text_part("utf-8", more="; format=flowed"), FLOWED,
     text="The quick brown fox jumps.\n> one two\n>> deep\nstuffed\n-- \nTaro")
mail("flowed-delsp", text_part("utf-8", more="; format=flowed; delsp=yes"), "日本語の長い行がこ \nこで折れる。\n次の行",
     text="日本語の長い行がここで折れる。\n次の行")
inner = "From: Hanako <hanako@example.com>\nSubject: " + bword("utf-8", "元の件".encode()) + "\n\n元の本文\n"
kind, body = multipart("mixed", [(text_part("utf-8"), HELLO), (["Content-Type: message/rfc822"], inner)])
mail("forwarded-as-attachment", kind, body, text=HELLO, quoted="From: Hanako <hanako@example.com>\nSubject: 元の件\n\n元の本文",
     attachments=[{"name": "元の件.eml", "content_type": "message/rfc822", "size": None}])
mail("nul-bytes", text_part("utf-8"), b"a\0b\0\nc", text="ab\nc")
kind, body = multipart("signed", [(text_part("utf-8"), HELLO),
    (["Content-Type: application/pkcs7-signature; name=smime.p7s", "Content-Transfer-Encoding: base64"], b64(b"sig"))])
mail("signed", kind, body, text=HELLO,
     attachments=[{"name": "smime.p7s", "content_type": "application/pkcs7-signature", "size": 3}])



def tnef(text, files, codec="cp932", mapi=False):
    """A winmail.dat, after MS-OXTNEF."""
    def attribute(level, ident, data):
        return (bytes([level]) + ident.to_bytes(4, "little") + len(data).to_bytes(4, "little") + data
                + (sum(data) & 0xFFFF).to_bytes(2, "little"))

    def prop(kind, ident, value):
        pad = -len(value) % 4
        return (kind.to_bytes(2, "little") + ident.to_bytes(2, "little") + (1).to_bytes(4, "little")
                + len(value).to_bytes(4, "little") + value + bytes(pad))

    out = (0x223E9F78).to_bytes(4, "little") + b"\1\0"
    out += attribute(1, 0x00089006, (0x10000).to_bytes(4, "little"))
    out += attribute(1, 0x00069007, (932).to_bytes(4, "little") + bytes(4))
    if mapi:
        number = (3).to_bytes(2, "little") + (0x0017).to_bytes(2, "little") + (1).to_bytes(4, "little")
        named = ((3).to_bytes(2, "little") + (0x8001).to_bytes(2, "little") + bytes(16) + (0).to_bytes(4, "little")
                 + (7).to_bytes(4, "little") + (1).to_bytes(4, "little"))
        out += attribute(1, 0x00069003, (3).to_bytes(4, "little") + number + named
                         + prop(0x001F, 0x1000, (text + "\0").encode("utf-16-le")))
    else:
        out += attribute(1, 0x0002800C, text.encode(codec) + b"\0")
    for name, data in files:
        out += attribute(2, 0x00069002, bytes(14))
        out += attribute(2, 0x00018010, b"SHORT~1.PDF\0")
        out += attribute(2, 0x0006800F, data)
        out += attribute(2, 0x00069005, (1).to_bytes(4, "little") + prop(0x001E, 0x3707, name.encode(codec) + b"\0"))
    return out


for variant in [False, True]:
    winmail = tnef(HELLO, [("見積書①.pdf", PDF)], mapi=variant)
    listed = [{"name": "winmail.dat", "content_type": "application/ms-tnef", "size": len(winmail)},
              {"name": "見積書①.pdf", "content_type": "application/octet-stream", "size": len(PDF)}]
    part = (["Content-Type: application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64"], b64(winmail))
    kind, body = multipart("mixed", [(text_part("utf-8"), "" if variant else "前書き"), part])
    mail("winmail" + ("-properties" if variant else ""), kind, body, text=HELLO if variant else "前書き", attachments=listed)
mail("winmail-alone", ["Content-Type: application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64"],
     b64(tnef(HELLO, [])), text=HELLO, attachments=None)

# --- Quotations -----------------------------------------------------------------------------------
NEW = "ありがとうございます。\n来週お願いします。"
OLD = "> いつもありがとうございます。\n> 納期は来週です。\n>\n> 田中"


def quoted(name, header, old=OLD, new=NEW, after="", **more):
    history = (header + "\n" + old).strip("\n")
    text = new + ("\n\n" + after if after else "")
    mail("quote-" + name, text_part("utf-8"), f"{new}\n\n{history}\n{after}", text=text, quoted=history, **more)


quoted("gmail-ja", "2023年11月17日(金) 14:06 田中 一郎 <tanaka@shop.example>:\n")
quoted("gmail-ja-without-marks", "2023年11月17日(金) 14:06 田中 <tanaka@shop.example>:", "納期は来週です。")
quoted("iphone-ja", "2023/11/17 14:06、田中 <tanaka@shop.example>のメール:\n")
quoted("wrote-ja", "田中さんは書きました:")
quoted("wrote-ja-with-date", "On 2023/11/17 14:06, 田中 一郎 wrote:")
quoted("full-width", "(2023/11/17 14:06), 田中さんは書きました：", OLD.replace(">", "＞"))
quoted("gmail-en", "On Fri, Nov 17, 2023 at 2:06 PM Ichiro Tanaka <tanaka@shop.example>\nwrote:\n")
quoted("outlook-ja", "________________________________\n差出人: 田中 <tanaka@shop.example>\n送信日時: 2023年11月17日 14:06\n"
       "宛先: 山田 太郎 <taro@example.com>\n件名: 納期\n", "納期は来週です。\n\n田中")
quoted("outlook-en", "From: Tanaka <tanaka@shop.example>\nSent: Friday, November 17, 2023 2:06 PM\nTo: Taro\nSubject: RE: date\n",
       "The date is next week.")
quoted("outlook-de", "Von: Tanaka <tanaka@shop.example>\nGesendet: Freitag, 17. November 2023 14:06\nAn: Taro\nBetreff: AW: Termin\n",
       "Der Termin ist nächste Woche.")
quoted("outlook-fr", "De : Tanaka <tanaka@shop.example>\nEnvoyé : vendredi 17 novembre 2023 14:06\nÀ : Taro\nObjet : RE: date\n",
       "La date est la semaine prochaine.")
quoted("original-message-ja", "-----元のメッセージ-----", "差出人: 田中\n納期は来週です。")
quoted("original-message-en", "----- Original Message -----", "From: Tanaka\nThe date is next week.")
quoted("de", "Am Fr., 17. Nov. 2023 um 14:06 Uhr schrieb Ichiro Tanaka <tanaka@shop.example>:\n")
quoted("de-2", "Am 17.11.2023 um 14:06 schrieb Ichiro Tanaka:")
quoted("fr", "Le ven. 17 nov. 2023 à 14:06, Ichiro Tanaka <tanaka@shop.example> a\nécrit :\n")
quoted("es", "El vie, 17 nov 2023 a las 14:06, Ichiro Tanaka (<tanaka@shop.example>) escribió:\n")
quoted("it", "Il giorno ven 17 nov 2023 alle ore 14:06 Ichiro Tanaka <tanaka@shop.example> ha scritto:\n")
quoted("nl", "Op vr 17 nov 2023 om 14:06 schreef Ichiro Tanaka <tanaka@shop.example>:\n")
quoted("sv", "Den fre 17 nov. 2023 kl 14:06 skrev Ichiro Tanaka <tanaka@shop.example>:\n")
quoted("pt", "Em sex., 17 de nov. de 2023 às 14:06, Ichiro Tanaka <tanaka@shop.example> escreveu:\n")
quoted("without-header", "")
quoted("with-signature-below", "田中さんは書きました:", after="-- \n山田太郎")
quoted("iphone-signature", "2023/11/17 14:06、田中 <tanaka@shop.example>のメール:\n", new=NEW + "\n\niPhoneから送信")
mail("quote-answer-below", text_part("utf-8"), f"On 2023/11/17 14:06, Tanaka wrote:\n{OLD}\n\n{NEW}\n", text=NEW,
     quoted=f"On 2023/11/17 14:06, Tanaka wrote:\n{OLD}")
INTERLEAVED = f"田中さんは書きました:\n> 納期は来週ですか\n\nはい。\n\n> 数は\n\n10個です。"
mail("quote-interleaved-is-kept", text_part("utf-8"), INTERLEAVED, text=INTERLEAVED)
ONLY = "-----Original Message-----\nFrom: Hanako\n\n転送します"
mail("quote-only-is-kept", text_part("utf-8"), ONLY, text=ONLY)
PLAIN = "次の点を確認したいです。\n納期: 来週\n件名: 注文\n田中さんに書きましたが、返事がありません。\nOn Monday I wrote: nothing.\n以上"
mail("quote-none", text_part("utf-8"), PLAIN, text=PLAIN)
mail("quote-html-gmail", text_part("utf-8", kind="text/html"),
     '<div dir="ltr">ありがとうございます。</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">2023年11月17日(金) 14:06 田中 '
     '&lt;<a href="mailto:tanaka@shop.example">tanaka@shop.example</a>&gt;:<br></div><blockquote><p>納期は来週です。</p></blockquote></div>',
     text="ありがとうございます。", quoted="2023年11月17日(金) 14:06 田中 <tanaka@shop.example>:\n\n> 納期は来週です。")
SIGNED = "注文します。\n\n━━━━━━━━━━\n株式会社山田商店\n山田 太郎\ntaro@example.com\n━━━━━━━━━━"
mail("signature-rule", text_part("utf-8"), SIGNED, text=SIGNED, signature=SIGNED.split("\n\n", 1)[1])
SIGNED = "I order ten.\n\n-- \nTaro Yamada\nYamada Ltd."
mail("signature-dashes", text_part("utf-8"), SIGNED, text=SIGNED, signature="-- \nTaro Yamada\nYamada Ltd.")
mail("signature-iphone", text_part("utf-8"), NEW + "\n\niPhoneから送信", text=NEW + "\n\niPhoneから送信", signature="iPhoneから送信")

# --- Automatic mail -------------------------------------------------------------------------------
mail("auto-replied", ["Auto-Submitted: (vacation) auto-replied; owner-email=x"], "I am away.", text="I am away.",
     automatic="yes")
mail("auto-submitted-no", ["Auto-Submitted: no", "X-Auto-Response-Suppress: All"], "x", text="x", automatic="no")
kind, body = multipart("report", [(text_part("utf-8"), "could not be delivered"),
    (["Content-Type: message/delivery-status"], "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x.example\nAction: failed\n"),
    (["Content-Type: message/rfc822"], "From: support@shop.example\nSubject: Re: x\n\nours\n")], more="; report-type=delivery-status")
mail("bounce", ["From: MAILER-DAEMON@x.example", "Return-Path: <>", "Subject: failure"] + kind, body, usual=False,
     text="could not be delivered", quoted="From: support@shop.example\nSubject: Re: x\n\nours", automatic="yes", attachments=None)
mail("newsletter", ["List-Unsubscribe: <mailto:u@x.example>", "Precedence: bulk"], "news", text="news", automatic="doubtful")

# --- Contact forms --------------------------------------------------------------------------------
FORM = "お問い合わせがありました。\n\nお名前： 山田 花子\nメールアドレス： hanako@example.com\nお問い合わせ内容：\n納期を教えてください。"
mail("form-labelled-field", ["From: no-reply@shop.example", "To: support@shop.example", "Subject: form"] + text_part("utf-8"),
     FORM, usual=False, text=FORM, contact_form="山田 花子 <hanako@example.com>", automatic="doubtful",
     reply=["no-reply@shop.example"])
FORM_EN = "Name: Hanako Yamada\nEmail: hanako@example.com\nMessage:\nWhen will it arrive?"
mail("form-english", ["From: Web form <wordpress@shop.example>", "To: support@shop.example"] + text_part("utf-8"), FORM_EN,
     usual=False, text=FORM_EN, contact_form="Hanako Yamada <hanako@example.com>")
mail("form-reply-to-wins", ["From: no-reply@shop.example", "To: support@shop.example", "Reply-To: hanako@example.com"]
     + text_part("utf-8"), FORM, usual=False, text=FORM, reply=["hanako@example.com"], automatic="doubtful")
TWO = "Email: a@example.com\nEmail: b@example.com\nhello"
mail("form-with-two-addresses", ["From: no-reply@shop.example", "To: support@shop.example"] + text_part("utf-8"), TWO, usual=False,
     text=TWO, contact_form="a@example.com", automatic="doubtful")
mail("form-field-in-a-persons-mail", text_part("utf-8"), "Email: other@example.com\nplease write there", reply=["Taro Yamada <taro@example.com>"],
     text="Email: other@example.com\nplease write there")

# --- Malformed ------------------------------------------------------------------------------------
mail("line-feeds-only", ["Subject: s"] + text_part("utf-8"), HELLO, eol=b"\n", text=HELLO, subject="s")
mail("carriage-returns-only", ["Subject: s"] + text_part("utf-8"), HELLO, eol=b"\r", text=HELLO, subject="s")
mail("no-body", ["Subject: s"], "", text="", subject="s")
write("no-blank-line", b"From: a@example.com\r\nSubject: s\r\n", text="", subject="s")
write("mbox-line-first", b"From taro@example.com Fri Nov 17 14:06:07 2023\nFrom: a@example.com\nSubject: s\n\nhello\n", text="hello", subject="s")
write("blank-line-first", b"\r\n\r\nFrom: a@example.com\r\nSubject: s\r\n\r\nhello\r\n", text="hello", subject="s")
kind, body = multipart("mixed", [(text_part("utf-8"), HELLO), png])
mail("multipart-never-closed", kind, body.replace(b"--b1--\n", b""), text=HELLO, attachments=[PNG_FILE])
mail("multipart-without-boundary-parameter", ["Content-Type: multipart/mixed"], body, text=HELLO, attachments=[PNG_FILE])
mail("multipart-with-wrong-boundary", ['Content-Type: multipart/mixed; boundary="other"'], body, text=HELLO, attachments=[PNG_FILE])
mail("base64-cut-short", text_part("utf-8", "base64"), base64.b64encode(HELLO.encode())[:-5], text=HELLO[:-1] + "\ufffd")
mail("base64-with-text-below", text_part("utf-8", "base64"), b64(HELLO.encode()) + b"\n-- \nThis list is run by x!\n",
     text=HELLO + "-- \nThis list is run by x!")
mail("quoted-printable-broken", text_part("utf-8", "quoted-printable"), "50% off = good =E3=81=82 =ZZ\n", text="50% off = good あ =ZZ")
mail("transfer-encoding-unknown", text_part("utf-8", "x-none"), HELLO, text=HELLO)
mail("header-with-spaces-before-colon", ["Subject : s"], "x", text="x", subject="s")
write("not-a-mail", "これはメールではありません。\n".encode(), text="これはメールではありません。", unreadable=True)
write("empty", b"", text="", unreadable=True)

(HERE / "expected.json").write_text(json.dumps(EXPECTED, ensure_ascii=False, indent=1) + "\n")
print(len(EXPECTED), "mails")
