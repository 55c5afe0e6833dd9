"""Reads a mail on standard input with Python's own parsers: JSON with its types, and the words of its text and of its HTML."""
import base64
import email
import email.policy
import html.parser
import json
import sys
import urllib.parse


class Words(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = []
        self.links = []
        self.remote = []
        self.pictures = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "href":
                self.links.append(value)
            if name == "src" and value.startswith("cid:"):
                self.pictures.append(urllib.parse.unquote(value.removeprefix("cid:")))
            elif name in ("src", "background", "poster", "data"):
                self.remote.append(value)
        if tag in ("p", "br", "div", "blockquote"):
            self.text.append("\n")

    def handle_data(self, data):
        self.text.append(data)


mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
words = Words()
words.feed(mail.get_body(("html",)).get_content())
words.close()
print(json.dumps({
    "types": [part.get_content_type() for part in mail.walk()],
    "defects": [str(defect) for part in mail.walk() for defect in part.defects],
    "text": mail.get_body(("plain",)).get_content().replace(">", " ").split(),
    "html": "".join(words.text).replace(">", " ").split(),
    "links": words.links,
    "remote": words.remote,
    "pictures": words.pictures,
    "inline": [[part["Content-ID"].strip("<>"), base64.b64encode(part.get_content()).decode()]
               for part in mail.walk() if part.get_content_maintype() == "image"],
}))
