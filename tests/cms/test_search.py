"""What is found by search is weighed by its title, and whoever is added to the index touches nobody else's entry."""

import pytest
from django.core.management import call_command
from wagtail.search.models import IndexEntry

from articles.models import ArticlePage

pytestmark = pytest.mark.indexed


def weights(*pages) -> list[float]:
    """Give how much the titles of pages count."""
    entries = IndexEntry.objects.filter(content_type__model="articlepage")
    found = dict(entries.values_list("object_id", "title_norm"))
    return [found[str(page.pk)] for page in pages]


class TestWeights:
    def test_the_shorter_a_title_the_more_it_counts(self, make_article):
        short, long = make_article("Needles"), make_article("Needles against fatigue, spasms and insomnia")
        assert weights(short)[0] > weights(long)[0] > 0

    def test_nobody_elses_entry_is_written_to(self, make_article):
        first = make_article("Needles against pain")
        IndexEntry.objects.all().update(title_norm=1.0)
        make_article("Cups against pain")
        assert weights(first) == [1.0]

    def test_building_the_index_weighs_all(self, make_article):
        pages = [make_article("Needles"), make_article("Needles against fatigue")]
        IndexEntry.objects.all().update(title_norm=1.0)
        call_command("update_index", verbosity=0)
        short, long = weights(*pages)
        assert short > long
        assert set(ArticlePage.objects.search("fatigue")) == {pages[1]}
