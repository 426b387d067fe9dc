"""A prepared query gives what its queryset gives, for whatever values."""

import uuid

import pytest
from django.db.models import Q
from wagtail.models import Page

from articles.models import ArticlePage, Reference
from prepared import Prepared


@pytest.mark.django_db
class TestPrepared:
    def test_it_works(self, make_reference, django_assert_num_queries):
        rows = [make_reference(f"R{number}") for number in range(5)]
        asked = Prepared(lambda ids: Reference.objects.filter(pk__in=ids).order_by("pk"))
        for number in (1, 2, 3, 5):
            with django_assert_num_queries(1):
                assert asked([row.pk for row in rows[:number]]) == rows[:number]
        assert len(asked.made) == 4  # lists of 1, 2, 4 and 8

    def test_rows_come_with_what_the_queryset_selects(self, make_article, django_assert_num_queries):
        page = make_article("Needles")
        asked = Prepared(
            lambda ids, work, slug: (
                Page.objects.filter(Q(pk__in=ids) | Q(translation_key=work) | Q(slug=slug))
                .select_related("locale")
                .order_by("pk")
            )
        )
        for values in (
            ([page.pk], uuid.uuid4(), "x"),
            ([0], page.translation_key, "x"),
            ([0], uuid.uuid4(), "needles"),
        ):
            with django_assert_num_queries(1):
                (found,) = asked(*values)
                assert (found.title, found.locale.language_code) == ("Needles", "en")
        assert asked([0], uuid.uuid4(), "x") == []

    def test_values_are_never_part_of_the_statement(self, make_article):
        make_article("Needles")
        asked = Prepared(lambda slug: ArticlePage.objects.filter(slug=slug).values_list("title", flat=True))
        assert asked("needles") == ["Needles"]
        assert asked("' OR 1=1 --") == asked("%") == []

    def test_what_is_known_makes_another_query(self, make_article):
        make_article("Needles")
        asked = Prepared(
            lambda pk, live: ArticlePage.objects.filter(pk__gt=pk, live=live).values_list("title", flat=True)
        )
        assert (asked(0, known=(True,)), asked(0, known=(False,))) == (["Needles"], [])

    def test_a_value_that_does_not_stand_in_it_as_it_is_is_refused(self):
        with pytest.raises(ValueError, match="as they are"):
            Prepared(lambda word: Page.objects.filter(title__startswith=word))("Need")
        with pytest.raises(ValueError, match="nothing"):
            Prepared(lambda ids: Page.objects.filter(pk__in=ids))([])
