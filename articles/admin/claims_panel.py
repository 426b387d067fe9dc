"""The side panel that lists an article's claims while it is written: what stands behind each, and what is missing."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import appraisal, claims, gate, gatekeeping, questions, readability, strong_words
from articles.admin.side_panel import ArticleSidePanel
from articles.appraisal import Appraisal, Draft, Title
from articles.models import ArticleImage, ArticlePage, EditorialStandards, Reference
from articles.vocabulary import Certainty, Direction

# What coverage is made of, with the class of its part of the meter.
PARTS = (("cited", _("with a source")), ("declared", _("no evidence found")), ("uncited", _("without a source")))
BANDS = {
    readability.EASY: _("easy"),
    readability.PLAIN: _("moderate"),
    readability.HARD: _("difficult"),
    readability.VERY_HARD: _("very difficult"),
}
ICONS = {
    appraisal.MISSING: "warning",
    appraisal.WARNING: "warning",
    appraisal.ADVICE: "info-circle",
    appraisal.SAID: "check",
}


class ClaimsSidePanel(ArticleSidePanel):
    """Claims, their sources and certainty, what is missing, and how the text reads; drawn anew with each autosave."""

    name = "claims"
    title = _("Claims and evidence")
    toggle_label = _("Toggle claims and evidence")
    icon_name = "evidence"
    counts_what_is_to_do = True
    template_name = "articles/admin/claims_panel.html"
    order = 200
    styles = ("articles/admin/claims_panel.css",)
    scripts = ("articles/admin/to_block.js", "articles/admin/claims_panel.js", "articles/admin/patient_submit.js")

    def __init__(self, object: ArticlePage, request):
        super().__init__(object, request)
        self.standards = gatekeeping.standards_of(object, parent=getattr(object, "parent_page", None))
        self.appraisal = appraisal.appraise(draft_of(object, self.standards))

    def to_do(self) -> int:
        return self.appraisal.to_do

    def content(self) -> dict[str, Any]:
        found = self.appraisal
        return {
            "appraisal": found,
            "rows": [_row(row) for row in found.rows],
            "parts": _parts(found),
            "minutes": claims.reading_time_minutes(found.words),
            "readings": [
                (reading, BANDS[reading.readability.band] if reading.readability else "") for reading in found.readings
            ],
            "has_formula": readability.speaks(self.object.locale.language_code),
            "requires_sources": self.standards.publish_gate == gate.REQUIRE,
            "standards_url": self._standards_url(),
            "icons": ICONS,
        }

    def _standards_url(self) -> str:
        """Give where the rule for publishing is set, to those who may set it."""
        may_set = self.request.user.has_perm("articles.change_editorialstandards")
        return reverse("wagtailsettings:edit", args=["articles", "editorialstandards"]) if may_set else ""


def draft_of(page: ArticlePage, standards: EditorialStandards) -> Draft:
    """Give the article as it stands in the form, with its references in one query."""
    body = questions.body_of(page)
    ids = {source.reference for claim in claims.walk(body) for source in claim.sources}
    rows = Reference.objects.filter(pk__in=ids).only("pk", "title", "design", "retracted") if ids else ()
    return Draft(
        body=body,
        references={row.pk: Title(row.title, claims.Work(row.design, row.retracted)) for row in rows},
        strong=strong_words.phrases(standards.strong_words_in(page.locale.language_code)),
        language=page.locale.language_code,
        summary=page.summary,
        authors=len(page.article_authors.all()),
        reviewers=len(page.article_reviewers.all()),
        untold_images=untold_images(page, body),
    )


def untold_images(page: ArticlePage, body: list[dict]) -> int:
    """Count the images of an article that show something and say nothing to those who cannot see it, in one query."""
    shown = [block["value"]["image"] for block in body if block["type"] == "image" and _wants_words(block["value"])]
    if page.image_id and not page.image_decorative and not page.image_alt:
        shown.append(page.image_id)
    silent = (
        set(ArticleImage.objects.filter(pk__in=shown, description="").values_list("pk", flat=True)) if shown else ()
    )
    return sum(pk in silent for pk in shown)


def _wants_words(value: dict) -> bool:
    return bool(value.get("image")) and not value.get("decorative") and not value.get("alt")


def _row(row: appraisal.Row) -> dict[str, Any]:
    return {
        "row": row,
        "certainty": Certainty(row.certainty).label if row.certainty in Certainty.values else "",
        "sources": [
            (line, Direction(line.direction).label if line.direction in Direction.values else "")
            for line in row.sources
        ],
        "notes": [(note, ICONS[note.level]) for note in row.notes],
        "to_do": Counter(note.level for note in row.notes)[appraisal.MISSING],
    }


def _parts(found: Appraisal) -> list[dict[str, Any]]:
    """Give the parts of the meter that are not empty, each with its share in per cent."""
    covered = found.coverage
    counts = (covered.cited_claims, covered.declared_unsupported, len(covered.uncited))
    return [
        {"name": name, "label": label, "count": count, "share": round(100 * count / covered.claims, 2)}
        for (name, label), count in zip(PARTS, counts, strict=True)
        if count
    ]
