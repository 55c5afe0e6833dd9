#!/usr/bin/env python3
"""What Python's email package makes of mails: one JSON object a line for each file named on standard input.

Only the standard library, so that it is an opinion of its own.
"""

import email
import email.policy
import email.utils
import html.parser
import json
import sys


class Words(html.parser.HTMLParser):
    """The text between the tags of a document."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.hidden = 0
        self.words = []

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style", "title")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "title") and self.hidden > 0

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def addresses(message, name):
    header = message[name]
    if header is None:
        return []
    return [f"{one.username}@{one.domain}" for one in header.addresses if one.username and one.domain]


def text(message):
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    content = body.get_content()
    if isinstance(content, bytes):
        content = content.decode("ascii", "replace")
    if body.get_content_subtype() == "html":
        words = Words()
        words.feed(content)
        content = " ".join(words.words)
    return content


def opinion(path):
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)

    def tried(read, *arguments):
        # It gives up on some mails, which is an opinion, too.
        try:
            return read(*arguments)
        except Exception as error:  # noqa: BLE001
            return f"({type(error).__name__})"

    return {
        "file": path,
        "subject": tried(lambda: str(message["Subject"] or "")),
        "from": tried(addresses, message, "From"),
        "to": tried(addresses, message, "To"),
        "cc": tried(addresses, message, "Cc"),
        "reply_to": tried(addresses, message, "Reply-To"),
        "text": tried(text, message),
        "attachments": tried(lambda: [part.get_filename() or "" for part in message.iter_attachments()]),
    }


def sound(value):
    """A value without halves of surrogate pairs, which stand for bytes that Python could not read."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [sound(one) for one in value]
    return value


for line in sys.stdin:
    said = opinion(line.rstrip("\n"))
    print(json.dumps({field: sound(value) for field, value in said.items()}), flush=True)
