"""What the editor is told of our blocks, beyond what Wagtail tells it of any."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

from articles.blocks.body import ArticleBody
from articles.blocks.structure import ArticleBlock
from articles.blocks.text import QuestionList

FOLDER = "articles/admin/blocks"


class ArticleBlockAdapter(StructBlockAdapter):
    """Tells which fields say, in one line, what a folded block holds."""

    js_constructor = "articles.blocks.ArticleBlock"

    def js_args(self, block: ArticleBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        meta |= {
            "summary": [list(part) if isinstance(part, tuple) else part for part in block.meta.summary],
            "summaryCounts": {part: [str(word) for word in words] for part, words in block.meta.summary_counts.items()},
            "summaryFlags": {part: str(words) for part, words in block.meta.summary_flags.items()},
        }
        return [name, children, meta]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[f"{FOLDER}/article_block.js"])


class ArticleBodyAdapter(StreamBlockAdapter):
    """Gives the body its toolbar and the blocks their way to other articles."""

    js_constructor = "articles.blocks.ArticleBody"

    def js_args(self, block: blocks.StreamBlock) -> list[Any]:
        *others, meta = super().js_args(block)
        meta |= {
            "strings": {"open": _("Open all blocks"), "fold": _("Fold all blocks")},
            "clipboard": {
                "url": reverse("articles_copied_block"),
                "pasteUrl": reverse("articles_paste_block"),
                "strings": {
                    "copy": _("Copy, to paste it into another article"),
                    "paste": _("Paste “%(title)s”"),
                    "copied": _(
                        "“%(title)s” is copied. Open an article, this one or another, and paste it where it belongs."
                    ),
                    "pasted": _("“%(title)s” is pasted. It is a copy: changes to it do not reach the original."),
                    "refused": _("“%(title)s” cannot be pasted: there is no such block here."),
                    "failed": _("That did not work. %(reason)s"),
                },
            },
        }
        return [*others, meta]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            css={"all": [f"{FOLDER}/article_body.css"]},
            js=[f"{FOLDER}/{name}.js" for name in ("notice", "chosen_focus", "copied_block", "article_body")],
        )


class QuestionListAdapter(ListBlockAdapter):
    """Lets a question be an entry of the library, and be given the entry's text."""

    js_constructor = "articles.blocks.QuestionList"

    def js_args(self, block: QuestionList) -> list[Any]:
        *others, meta = super().js_args(block)
        meta |= {
            "textUrl": reverse("articles_faq_entry_text", args=[0]),
            "strings": {
                "copy": _("Copy its text into this article"),
                "copied": _("The text is this article’s own now: it no longer follows the library."),
                "failed": _("That did not work: the entry may be gone from the library. Choose another one."),
            },
        }
        return [*others, meta]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[f"{FOLDER}/{name}.js" for name in ("notice", "questions")])


register(ArticleBlockAdapter(), ArticleBlock)
register(QuestionListAdapter(), QuestionList)
register(ArticleBodyAdapter(), ArticleBody)
