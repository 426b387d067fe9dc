"""Authors and topics get slugs of their own, also when several people add them at once."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from articles import library
from articles.models import Author, Topic


class TestAdd:
    def test_a_slug_is_made_of_the_name(self, db):
        assert [library.add(Author(name="Ana Silva")).slug for _ in range(3)] == [
            "ana-silva",
            "ana-silva-2",
            "ana-silva-3",
        ]
        assert library.add(Topic(name="Schlaf")).slug == "schlaf"
        assert library.add(Author(name="…")).slug == "author"

    def test_a_long_name_leaves_room_for_a_number(self, db):
        slugs = [library.add(Topic(name="x" * 99 + end)).slug for end in "ab"]
        assert len(set(slugs)) == 2
        assert max(map(len, slugs)) <= 100

    def test_a_slug_that_was_chosen_is_not_changed(self, db):
        library.add(Author(name="Ana", slug="a"))
        with pytest.raises(IntegrityError):
            library.add(Author(name="Ben", slug="a"))
        assert Author.objects.get().name == "Ana"

    def test_what_another_slug_does_not_mend_is_raised(self, db):
        library.add(Topic(name="Pain", slug="p"))
        with pytest.raises(IntegrityError):
            library.add(Topic(name="Pain"))

    def test_a_slug_taken_between_looking_and_writing_is_left_to_who_took_it(self, db, monkeypatch):
        free_slug, lost = library.free_slug, []

        def overtaken(model, text):
            slug = free_slug(model, text)
            if not lost:
                lost.append(Author.objects.create(name="Another Ana", slug=slug))
            return slug

        monkeypatch.setattr(library, "free_slug", overtaken)
        assert library.add(Author(name="Ana")).slug == "ana-2"
        assert lost[0].slug == "ana"

    @pytest.mark.indexed
    def test_of_many_at_once_who_know_it_by_name_one_adds_it(self, race):
        def add():
            author = Author(name="Ana")
            return library.add(author, known=lambda: Author.objects.filter(name="Ana").first()).pk

        assert len(set(race([add] * 6))) == Author.objects.count() == 1

    def test_of_many_at_once_each_gets_a_slug_of_its_own(self, race):
        slugs = race([lambda: library.add(Author(name="Ana")).slug] * 4)
        assert sorted(slugs) == ["ana", "ana-2", "ana-3", "ana-4"]


# What the form says of its rows in other languages where nobody has added one.
NO_TRANSLATIONS = {"translations-TOTAL_FORMS": 0, "translations-INITIAL_FORMS": 0}


class TestTheForm:
    def test_it_makes_a_slug_where_none_is_given(self, editor_client):
        url = reverse("wagtailsnippets_articles_topic:add")
        for name in ("Pain", "Pain!"):
            assert (
                editor_client.post(url, {"name": name, "slug": "", "description": "", **NO_TRANSLATIONS}).status_code
                == 302
            )
        assert list(Topic.objects.order_by("pk").values_list("slug", flat=True)) == ["pain", "pain-2"]

    def test_it_keeps_the_slug_that_is_given_and_makes_one_anew_where_it_is_emptied(self, editor_client):
        url = reverse("wagtailsnippets_articles_topic:add")
        editor_client.post(url, {"name": "Pain", "slug": "ache", "description": "", **NO_TRANSLATIONS})
        topic = Topic.objects.get(slug="ache")
        editor_client.post(
            reverse("wagtailsnippets_articles_topic:edit", args=[topic.pk]),
            {"name": "Sleep", "slug": "", "description": "", **NO_TRANSLATIONS},
        )
        assert Topic.objects.get().slug == "sleep"
