"""Articles and what they are made of."""

from articles.models.article_parts import ArticleAuthor, ArticleReviewer, ArticleTopic, ChangeNote, RelatedArticle
from articles.models.clipboard import CopiedBlock
from articles.models.evidence import ArticleEvidence, Citation, LiveBlock, LiveLink
from articles.models.images import ArticleImage, ArticleRendition
from articles.models.imports import ImportRecord, ImportSettings, WaitingImport
from articles.models.library import LibrarySettings, ReferenceImport
from articles.models.own_citations import OwnCitation
from articles.models.pages import ArticleIndexPage, ArticlePage
from articles.models.people import Author, AuthorTranslation
from articles.models.previews import SharedPreview
from articles.models.questions import FaqEntry, FaqEntryTranslation
from articles.models.references import Reference
from articles.models.retractions import PublisherNotice, RetractionWarning
from articles.models.reviews import Review, ReviewReminder
from articles.models.source_checks import SourceCheck
from articles.models.standards import EditorialStandards, GatePolicy
from articles.models.topics import Topic, TopicTranslation

__all__ = [
    "ArticleAuthor",
    "ArticleEvidence",
    "ArticleImage",
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleRendition",
    "ArticleReviewer",
    "ArticleTopic",
    "Author",
    "AuthorTranslation",
    "ChangeNote",
    "Citation",
    "CopiedBlock",
    "EditorialStandards",
    "FaqEntry",
    "FaqEntryTranslation",
    "GatePolicy",
    "ImportRecord",
    "ImportSettings",
    "LibrarySettings",
    "LiveBlock",
    "LiveLink",
    "OwnCitation",
    "PublisherNotice",
    "Reference",
    "ReferenceImport",
    "RelatedArticle",
    "RetractionWarning",
    "Review",
    "ReviewReminder",
    "SharedPreview",
    "SourceCheck",
    "Topic",
    "TopicTranslation",
    "WaitingImport",
]
