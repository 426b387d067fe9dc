"""The body of an article: which blocks it takes, and what a new one starts with."""

from wagtail import blocks

from articles.blocks.claims import BenefitBlock, EvidenceBlock, MechanismBlock
from articles.blocks.links import CallToActionBlock, RelatedArticleBlock
from articles.blocks.media import EmbedBlock, FigureBlock, TableBlock
from articles.blocks.text import DisclaimerBlock, FaqBlock, QuoteBlock, SectionBlock


class ArticleBody(blocks.StreamBlock):
    """The blocks of an article, in the order in which the block chooser offers them."""

    benefit = BenefitBlock()
    mechanism = MechanismBlock()
    evidence = EvidenceBlock()
    section = SectionBlock()
    faq = FaqBlock()
    quote = QuoteBlock()
    disclaimer = DisclaimerBlock()
    image = FigureBlock()
    table = TableBlock()
    embed = EmbedBlock()
    related_article = RelatedArticleBlock()
    call_to_action = CallToActionBlock()


def new_article_body() -> list[dict]:
    """Give what a new article starts with: an introduction, a benefit, a mechanism and the evidence, to fill in."""
    return [{"type": name, "value": {}} for name in ("section", "benefit", "mechanism", "evidence")]
