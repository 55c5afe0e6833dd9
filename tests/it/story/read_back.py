"""Reads a mail on standard input with two parsers that share nothing, and its HTML with two more."""
import base64
import email
import email.policy
import json
import sys

import bs4
import fast_mail_parser
import html2text

raw = sys.stdin.buffer.read()
mail = email.message_from_bytes(raw, policy=email.policy.default)
other = fast_mail_parser.parse_email(raw)


def words(text):
    return text.replace(">", " ").replace("\\", "").split()


def addresses(header):
    return [[it.display_name, it.addr_spec] for it in mail[header].addresses] if mail[header] else []


def encoded(content):
    return base64.b64encode(content if isinstance(content, bytes) else content.encode()).decode()


parts = [part for part in mail.walk() if not part.is_multipart()]
html = mail.get_body(("html",)).get_content()
to_text = html2text.HTML2Text(bodywidth=0)
to_text.ignore_links = to_text.ignore_images = to_text.ignore_emphasis = True
print(json.dumps({
    "defects": [str(defect) for part in mail.walk() for defect in part.defects] + list(other.warnings),
    "headers": sorted(name.lower() for name in mail.keys()),
    "python": {
        "to": addresses("To"), "cc": addresses("Cc"), "subject": str(mail["Subject"]),
        "text": mail.get_body(("plain",)).get_content().replace("\r\n", "\n"),
        "files": [[part.get_filename(), encoded(part.get_content())] for part in mail.iter_attachments()
                  if part.get_content_disposition() == "attachment"],
        "inline": [[part["Content-ID"].strip("<>"), encoded(part.get_content())] for part in parts if part["Content-ID"]],
    },
    "other": {
        "to": [[it.display_name or "", it.address] for it in other.to], "cc": [[it.display_name or "", it.address] for it in other.cc],
        "subject": other.subject, "text": other.text_plain[0].replace("\r\n", "\n"),
        "files": [[it.filename, encoded(it.content)] for it in other.attachments if it.disposition == "attachment"],
        "inline": [[it.content_id, encoded(it.content)] for it in other.attachments if it.content_id],
    },
    "words": words(mail.get_body(("plain",)).get_content()),
    "soup": words(bs4.BeautifulSoup(html, "html.parser").get_text()),
    "html2text": words(to_text.handle(html)),
    "pictures": [it["src"] for it in bs4.BeautifulSoup(html, "html.parser").find_all("img")],
}))
