"""The form by which an article is copied."""

from wagtail.admin.forms.pages import CopyForm

from articles import slugs


class ArticleCopyForm(CopyForm):
    """Wagtail's form, which says at the slug's field where the copy cannot have that slug."""

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("new_slug"):
            parent = cleaned.get("new_parent_page") or self.page.get_parent()
            copy = type(self.page.specific)(slug=cleaned["new_slug"], locale_id=self.page.locale_id)
            try:
                slugs.check(copy, parent=parent)
            except slugs.SlugRefused as refusal:
                self.add_error("new_slug", refusal.messages)
        return cleaned
