"""Turns the Markdown of the content files into the rich text that Wagtail stores."""

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt

_ARTICLE_LINK = re.compile(r'<a href="article:([\w-]+)">')
_BETWEEN_BLOCKS = re.compile(r"(</(?:p|li|ul|ol)>|<(?:ul|ol)>)\n")
_WAGTAILS_NAMES = {"strong": "b", "em": "i"}  # what its editor writes


def rich_text(markdown: str, pages: Mapping[str, int]) -> str:
    """Give Wagtail's rich text; `[…](article:slug)` becomes a link to the page with that slug's id in `pages`."""
    html = MarkdownIt("commonmark").render(markdown.strip())
    for name, written in _WAGTAILS_NAMES.items():
        html = re.sub(rf"<(/?){name}>", rf"<\g<1>{written}>", html)
    html = _ARTICLE_LINK.sub(lambda link: f'<a linktype="page" id="{pages[link[1]]}">', html)
    return _BETWEEN_BLOCKS.sub(r"\1", html).strip().replace("\n", " ")
