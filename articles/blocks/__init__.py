"""The blocks an article is composed of."""

from articles.blocks import adapters as adapters  # registers them
from articles.blocks.body import ArticleBody, new_article_body

__all__ = ["ArticleBody", "new_article_body"]
