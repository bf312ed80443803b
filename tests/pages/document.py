"""A page as text: what is in it without a browser, and without scripts."""

import base64
import hashlib
import re
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Document(HTMLParser):
    """Titles of marks, tables, headings and scripts; complains of tags that do not match."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.raw = path.read_bytes()
        self.titles = []  # texts of <title> in pictures
        self.tables = {}  # caption: rows of cells, the headings first
        self.headings = []  # levels
        self.scripts = []
        self.attributes = []  # (tag, attributes)
        self._open = []
        self._text = None
        self._rows = None
        self._caption = ""
        self.feed(self.raw.decode())
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        self.attributes.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("title", "caption", "th", "td", "script"):
            self._text = ""
        if tag == "table":
            self._rows = []
        if tag == "tr":
            self._rows.append([])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag, attributes):
        self.attributes.append((tag, dict(attributes)))

    def handle_data(self, data):
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag):
        assert self._open and self._open[-1] == tag, (
            f"expected </{self._open[-1:]}>, found </{tag}>"
        )
        self._open.pop()
        text, self._text = self._text, None
        if tag == "title" and "svg" in self._open:
            self.titles.append(text)
        elif tag == "script":
            self.scripts.append(text)
        elif tag == "caption":
            self._caption = text
        elif tag in ("th", "td"):
            self._rows[-1].append(text)
        elif tag == "table":
            self.tables[self._caption] = self._rows

    def table(self, caption):
        """The rows below the headings, as lists."""
        return self.tables[caption][1:]

    def policy(self):
        return next(
            attributes["content"]
            for tag, attributes in self.attributes
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        )


def hash_of(script):
    """As a security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
