"""Reads a mail on standard input with Python's own parsers: JSON with its types, and the words of its text and of its HTML."""
import email
import email.policy
import html.parser
import json
import sys


class Words(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = []
        self.links = []
        self.remote = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "href":
                self.links.append(value)
            if name in ("src", "background", "poster", "data"):
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
}))
