"""GET /api/v2/preview/: a draft in the shape of the published article, for whoever holds a token that still counts."""

import json
import logging
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page, PageLogEntry, Revision

from articles import library
from articles.models import (
    ArticleAuthor,
    ArticlePage,
    ArticleReviewer,
    ArticleTopic,
    Author,
    ChangeNote,
    RelatedArticle,
    SharedPreview,
    Topic,
)
from articles.previews import addresses, drafts, sharing, tokens
from articles.previews.sharing import Lifetime
from tests.articles.bodies import block, items, source

ADDRESS = "/api/v2/preview/"
NOT_FOUND = {"message": "Nothing is here, or nothing that you may see.", "code": "not_found"}


@pytest.fixture
def chief(django_user_model):
    return django_user_model.objects.create_superuser("chief", "chief@example.org", "secret")


@pytest.fixture
def editor(django_user_model, article_index):
    """Give somebody who may edit articles and nothing else."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(*Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    GroupPagePermission.objects.create(group=group, page=article_index, permission_type="change")
    user = django_user_model.objects.create_user("ana", "ana@example.org", "secret", first_name="Ana")
    user.groups.add(group)
    return user


@pytest.fixture
def draft(make_article):
    return make_article("Needles", body=[block("section", heading="One", text="<p>One.</p>")], publish=False)


def get(client, token, **headers):
    return client.get(ADDRESS, {"token": token}, headers=headers)


def share(page, by, lifetime=Lifetime.WEEK):
    return sharing.share(page, by=by, lifetime=lifetime)


def links_of(response):
    return dict(reversed(part.split("; ")) for part in response["Link"].split(", "))


def fill(page, make_image, every_block, people=2):
    """Give `page` as a draft everything that an article can have, without publishing it."""
    people = [
        library.add(Author(name=f"Person {n}", credentials="MD", conflicts="None", image=make_image()))
        for n in range(people)
    ]
    page.title, page.summary, page.slug = "Needles and nerves", "Two sentences.", "nerves"
    page.body, page.image = json.dumps(every_block), make_image("Cover")
    page.article_authors = [ArticleAuthor(author=person, sort_order=n) for n, person in enumerate(people)]
    page.article_reviewers = [ArticleReviewer(author=person, sort_order=n) for n, person in enumerate(people)]
    page.article_topics = [ArticleTopic(topic=library.add(Topic(name="Fatigue")), sort_order=0)]
    page.change_notes = [ChangeNote(at=timezone.now() - timedelta(days=n), note=f"Change {n}") for n in range(2)]
    page.reviewed_at = timezone.localdate()
    return page.save_revision()


class TestLive:
    def test_it_gives_what_will_be_published(self, client, editor, make_article, make_image, every_block):
        page = make_article("Needles", slug="needles", body=[block("section", heading="Old", text="<p>Old.</p>")])
        page.related_articles = [RelatedArticle(article=make_article("Sleep"))]
        revision = fill(page, make_image, every_block)

        response = get(client, drafts.token_for(page, editor))

        preview = response.json()
        assert response.status_code == 200
        assert client.get(f"/api/v2/articles/{page.pk}/").json()["title"] == "Needles"
        revision.publish()
        published = client.get(f"/api/v2/articles/{page.pk}/").json()
        assert list(preview) == list(published)
        nothing = {"closes_at": None, "comments_url": None, "announcement": "", "comment_count": 0, "by_block": {}}
        assert preview["discussion"] == nothing | {"is_open": False, "likes": 0}
        assert published["discussion"]["is_open"]
        for document in (preview, published):  # a publication sets the last update and opens the discussion
            document.pop("discussion"), document.pop("updated_at")
            document["seo"]["open_graph"].pop("article:modified_time", None)
            for node in document["seo"]["json_ld"]["@graph"]:
                for name in ("dateModified", "discussionUrl", "commentCount"):
                    node.pop(name, None)
        assert preview == published
        assert preview["seo"]["canonical_url"].endswith("/articles/nerves/")

    def test_its_rich_text_is_as_it_is_asked_for(self, client, editor, draft):
        token = drafts.token_for(draft, editor)
        answer = client.get(ADDRESS, {"token": token, "rich_text_format": "markdown"}).json()
        assert answer["body"][0]["value"]["text"].strip() == "One."
        assert client.get(ADDRESS, {"token": token, "rich_text_format": "x"}).status_code == 400

    def test_it_is_kept_by_nobody(self, client, editor, draft):
        response = get(client, drafts.token_for(draft, editor), origin="https://front.example")
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert {"Sunset", "Link", "ETag"} <= set(response["Access-Control-Expose-Headers"].split(", "))
        assert "Cache-Tag" not in response

    def test_it_leads_back_to_the_form(self, client, editor, draft):
        response = get(client, drafts.token_for(draft, editor))
        assert links_of(response) == {
            'rel="edit"': f"<http://testserver/admin/pages/{draft.pk}/edit/>",
            'rel="preview"': f"<http://testserver/admin/pages/{draft.pk}/view_draft/>",
        }

    def test_it_follows_what_is_saved(self, client, editor, draft):
        token = drafts.token_for(draft, editor)
        first = get(client, token)
        assert (first.json()["title"], first.json()["published_at"]) == ("Needles", None)
        again = get(client, token, if_none_match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "private, no-store"

        draft.title = "Pins"
        revision = draft.save_revision(user=editor)
        second = get(client, token, if_none_match=first["ETag"])
        assert (second.status_code, second.json()["title"]) == (200, "Pins")
        draft.title = "Pins and needles"
        draft.save_revision(user=editor, overwrite_revision=revision)
        third = get(client, token, if_none_match=second["ETag"])
        assert (third.status_code, third.json()["title"]) == (200, "Pins and needles")

    def test_without_a_newer_draft_it_is_what_readers_see(self, client, editor, make_article):
        author = library.add(Author(name="Ana Silva"))
        page = make_article("Needles", authors=[author])
        ArticlePage.objects.filter(pk=page.pk).update(summary="Imported since.")
        preview = get(client, drafts.token_for(page, editor)).json()
        assert preview["summary"] == "Imported since."
        assert [person["name"] for person in preview["authors"]] == ["Ana Silva"]

    def test_it_numbers_the_references_of_the_draft(self, client, editor, make_article, make_reference):
        first, second = make_reference("First"), make_reference("Second")
        old = [block("benefit", heading="A", text="", sources=items(source(first)), certainty="low")]
        page = make_article("Needles", body=old)
        page.body = json.dumps(
            [
                block("benefit", heading="B", text="", sources=items(source(second)), certainty="low"),
                block("mechanism", heading="A", text="", sources=items(source(first)), certainty="low"),
            ]
        )
        page.save_revision()
        preview = get(client, drafts.token_for(page, editor)).json()
        assert [(row["number"], row["id"]) for row in preview["references"]] == [(1, second.pk), (2, first.pk)]
        assert preview["evidence"]["cited_claims"] == 2

    def test_it_shows_one_revision_where_that_was_asked_for(self, client, editor, draft):
        old = draft.latest_revision_id
        draft.title = "Pins"
        draft.save_revision()
        assert get(client, drafts.token_for(draft, editor, revision=old)).json()["title"] == "Needles"

    def test_a_revision_of_another_page_is_not_there(self, client, editor, draft, make_article):
        other = make_article("Secret", publish=False)
        token = drafts.token_for(draft, editor, revision=other.latest_revision_id)
        assert get(client, token).status_code == 404

    def test_it_shows_the_draft_of_a_translation(self, client, chief, make_article, article_index):
        page = make_article("Needles", slug="needles")
        locale = Locale.objects.get_or_create(language_code="de")[0]
        article_index.get_parent().copy_for_translation(locale)
        article_index.copy_for_translation(locale)
        translation = page.copy_for_translation(locale)
        translation.title = "Nadeln"
        translation.save_revision()
        preview = get(client, drafts.token_for(translation, chief)).json()
        assert (preview["title"], preview["meta"]["locale"]) == ("Nadeln", "de")
        assert [row["locale"] for row in preview["meta"]["translations"]] == ["en"]

    def test_people_that_are_gone_are_left_out(self, client, editor, draft):
        author = library.add(Author(name="Gone"))
        draft.article_authors = [ArticleAuthor(author=author)]
        draft.save_revision()
        author.delete()
        assert get(client, drafts.token_for(draft, editor)).json()["authors"] == []

    def test_it_costs_the_same_for_little_and_much(
        self, client, editor, make_article, make_image, every_block, django_assert_max_num_queries
    ):
        counts = []
        for people in (1, 20):
            page = make_article(f"Article {people}", publish=False)
            Topic.objects.all().delete()
            fill(page, make_image, every_block, people)
            page.slug = f"needles-{people}"
            page.save_revision()
            token = drafts.token_for(page, editor)
            with django_assert_max_num_queries(45) as asked:
                assert len(get(client, token).json()["authors"]) == people
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestATokenThatDoesNotCount:
    def test_none_at_all_is_a_bad_request(self, client):
        for query in ({}, {"token": ""}):
            response = client.get(ADDRESS, query)
            assert response.status_code == 400
            assert set(response.json()["errors"]) == {"token"}
        assert client.get(ADDRESS, {"token": "x", "page": "1"}).json()["code"] == "unknown_parameter"

    def test_a_forged_one_leads_nowhere(self, client, editor, draft):
        token = drafts.token_for(draft, editor)
        body, signature = token.rsplit(":", 1)
        shared = tokens.shared("a" * 24)
        for bad in ("x", token[:-1], f"{body}x:{signature}", shared, f"{body}:{shared.rsplit(':', 1)[1]}", "ü:\n"):
            response = get(client, bad)
            assert (response.status_code, response.json()) == (404, NOT_FOUND)
            assert response["Cache-Control"] == "no-store"

    def test_an_expired_one_leads_nowhere(self, client, editor, draft, monkeypatch):
        token = drafts.token_for(draft, editor)
        later = time.time() + tokens.LIVE_SECONDS
        monkeypatch.setattr(tokens.time, "time", lambda: later)
        assert get(client, token).json() == NOT_FOUND

    @pytest.mark.parametrize("lost", ["rights", "account", "password", "admin"])
    def test_one_of_somebody_who_may_no_longer_see_it(self, client, editor, draft, lost):
        token = drafts.token_for(draft, editor)
        assert get(client, token).status_code == 200
        if lost == "rights":
            GroupPagePermission.objects.filter(group__name="Writers").delete()
        elif lost == "admin":
            Group.objects.get(name="Writers").permissions.clear()
        elif lost == "account":
            editor.is_active = False
            editor.save()
        else:
            editor.set_password("another")
            editor.save()
        response = get(client, token)
        assert (response.status_code, response.json()) == (404, NOT_FOUND)

    def test_somebody_without_rights_has_none(self, client, django_user_model, draft):
        reader = django_user_model.objects.create_user("reader")
        assert get(client, drafts.token_for(draft, reader)).status_code == 404

    def test_one_of_a_deleted_page(self, client, editor, draft):
        token = drafts.token_for(draft, editor)
        draft.delete()
        assert get(client, token).status_code == 404

    def test_it_is_in_no_log(self, client, editor, draft, caplog):
        caplog.set_level(logging.DEBUG)
        live = drafts.token_for(draft, editor)
        for token in (live, f"{live}x"):
            get(client, token)
            client.get("/preview", {"token": token})
        assert "Not Found: /api/v2/preview/" in caplog.text
        assert live[:20] not in caplog.text


class TestShared:
    def test_it_shows_one_revision_whatever_is_saved_later(self, client, editor, draft):
        row = share(draft, editor)
        token = tokens.shared(row.key)
        draft.title = "Pins"
        draft.save_revision()
        response = get(client, token)
        assert response.json()["title"] == "Needles"
        assert "Link" not in response
        assert response["Cache-Control"] == "private, no-store"
        assert addresses.shared(draft, [row.key])[0].startswith("http://127.0.0.1:8000/preview?token=")

    def test_autosave_goes_on_in_a_new_revision(self, client, editor, draft):
        draft.title = "Pins"
        revision = draft.save_revision(user=editor)
        row = share(draft, editor)
        draft.title = "Pins and needles"
        newer = draft.save_revision(user=editor, overwrite_revision=revision)
        assert newer.pk != revision.pk
        assert get(client, tokens.shared(row.key)).json()["title"] == "Pins"
        sharing.revoke(row, by=editor)
        draft.title = "Pricks"
        assert draft.save_revision(user=editor, overwrite_revision=newer).pk == newer.pk

    def test_it_works_for_readers_when_who_made_it_has_left(self, client, editor, draft):
        row = share(draft, editor)
        editor.delete()
        assert get(client, tokens.shared(row.key)).status_code == 200
        assert SharedPreview.objects.get().name == "Ana"

    def test_revoked_or_expired_it_leads_nowhere(self, client, editor, draft):
        revoked, expired = share(draft, editor), share(draft, editor)
        assert sharing.revoke(revoked, by=editor)
        assert not sharing.revoke(revoked, by=editor)
        SharedPreview.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
        for row in (revoked, expired):
            assert get(client, tokens.shared(row.key)).json() == NOT_FOUND

    def test_both_are_in_the_history_of_the_page(self, editor, draft):
        sharing.revoke(share(draft, editor), by=editor)
        entries = PageLogEntry.objects.filter(page=draft.pk, action__startswith="articles.preview")
        assert list(entries.values_list("action", "user")) == [
            (sharing.REVOKED, editor.pk),
            (sharing.SHARED, editor.pk),
        ]

    def test_a_purge_of_revisions_leaves_what_is_shared(self, client, editor, draft):
        row = share(draft, editor)
        over = share(draft, editor)
        draft.save_revision()
        draft.save_revision()
        call_command("purge_revisions", verbosity=0)
        assert get(client, tokens.shared(row.key)).status_code == 200
        sharing.revoke(row, by=editor)
        sharing.revoke(over, by=editor)
        call_command("purge_revisions", verbosity=0)
        assert not Revision.objects.filter(pk=row.revision_id).exists()
        assert get(client, tokens.shared(row.key)).status_code == 404

    def test_it_goes_with_its_page(self, client, editor, draft):
        row = share(draft, editor)
        Page.objects.get(pk=draft.pk).delete()
        assert not SharedPreview.objects.exists()
        assert get(client, tokens.shared(row.key)).status_code == 404

    def test_there_are_only_so_many_and_old_ones_are_cleared_away(self, editor, draft):
        rows = [share(draft, editor) for _ in range(sharing.AT_MOST)]
        with pytest.raises(sharing.CannotShare, match="Revoke one"):
            share(draft, editor)
        SharedPreview.objects.filter(pk=rows[0].pk).update(expires_at=timezone.now() - sharing.KEPT)
        share(draft, editor)
        assert not SharedPreview.objects.filter(pk=rows[0].pk).exists()
