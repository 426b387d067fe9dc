"""What the settings of one site have in common: they can be read without being written."""

from typing import Self

from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Site


class ReadSiteSetting(BaseSiteSetting):
    """Settings of one site, with defaults where nobody has saved any."""

    class Meta:
        abstract = True

    @classmethod
    def read(cls, site: Site | int | None) -> Self:
        """Give a site's settings, or unsaved defaults: unlike Wagtail's for_site() it writes no row, so a GET may ask."""
        site_id = site.pk if isinstance(site, Site) else site
        return (cls.objects.filter(site=site_id).first() if site_id else None) or cls(site_id=site_id)
