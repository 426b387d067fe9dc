"""The part of a page's form that asks the publish gate when the page is published, scheduled or submitted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from articles import gate, gatekeeping, slugs


class GatedPageForm(WagtailAdminPageForm):
    """A form that refuses to publish uncited claims where the site asks for sources, with the error at the block."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict:
        self._make_up_slug()
        cleaned = super().clean()
        if self.is_publishing and "body" in cleaned:
            body = cleaned["body"].get_prep_value()
            standards = gatekeeping.standards_of(self.instance, parent=self.parent_page)
            ruling = gatekeeping.ruling_on(self.instance, standards=standards, body=body)
            if ruling.refuses:
                self._refuse(ruling)
            else:
                gatekeeping.note(self.instance, ruling, title=cleaned.get("title", ""))
        return cleaned

    def _make_up_slug(self) -> None:
        """Give an article without a slug the one it had, or one made of its title: autosave would wait for it."""
        if self.cleaned_data.get("slug") == "":
            stem = slugify(self.cleaned_data.get("title", ""), allow_unicode=True)[:200].strip("-")
            made_up = slugs.free(stem or "article", page=self.instance, parent=self.parent_page)
            self.cleaned_data["slug"] = self.instance.slug or made_up

    @property
    def is_publishing(self) -> bool:
        """Whether this is sent to be published, scheduled or submitted, not to be saved, previewed or sent back.

        Wagtail defers validation for what is only saved; what cancels a workflow or sends back changes is not deferred.
        """
        goes_back = self.data.get("action-workflow-action") and self.data.get("workflow-action-name") == "reject"
        return self.is_bound and not (
            self.is_deferred_validation or self.data.get("action-cancel-workflow") or goes_back
        )

    def _refuse(self, ruling: gate.Ruling) -> None:
        missing = ValidationError(
            _("This claim has no source. Add one, or tick “No evidence was found for this claim” below."),
            code="uncited_claim",
        )
        at_blocks = {
            gap.position: StructBlockValidationError({"sources": ListBlockValidationError(non_block_errors=[missing])})
            for gap in ruling.gaps
        }
        self.add_error("body", UncitedClaims(at_blocks, gate.what_is_missing(ruling.gaps)))
        self.add_error(None, ValidationError(gate.what_to_do(), code="uncited_claims"))


class UncitedClaims(StreamBlockValidationError):
    """Errors at the blocks without a source, which read as one sentence where the form's errors are listed."""

    def __init__(self, at_blocks: dict, sentence: str):
        super().__init__(at_blocks)
        self.message = sentence
        self.code = "uncited_claims"
