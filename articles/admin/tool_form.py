"""The article's form as Wagtail's v3 API fills it in: what is wrong with a block is said by its place, not only by colour."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError

from articles.admin.gated_form import UncitedClaims


class NamedBlockErrors(WagtailAdminPageForm):
    """A form whose errors of blocks are sentences, each with the place that it is about."""

    def full_clean(self) -> None:
        super().full_clean()
        for name, errors in list((self._errors or {}).items()):
            found = errors.as_data()
            if any(type(error) is StreamBlockValidationError for error in found):
                self._errors[name] = self.error_class([one for error in found for one in self._named(name, error)])

    def _named(self, name: str, error: ValidationError) -> Iterator[ValidationError]:
        if isinstance(error, UncitedClaims) or not isinstance(error, StreamBlockValidationError):
            yield error
            return
        for place, message in sentences(name, error.as_json_data(), kind=lambda at: self.data.get(f"{name}-{at}-type")):
            yield ValidationError(f"{place}: {message}", code="invalid")


def sentences(place: str, found: dict[str, Any], *, kind: Any = None) -> Iterator[tuple[str, str]]:
    """Give pairs of a place and what is wrong there, from a block error as Wagtail tells its editor of it."""
    for message in found.get("messages", ()):
        yield place, str(message)
    for at, inner in (found.get("blockErrors") or {}).items():
        below = f"[{at}]" if isinstance(at, int) else f".{at}"
        yield from sentences(f"{place}{below}{f'.{kind(at)}' if kind else ''}", inner)
