"""The publish gate: its rule, its setting, the form, code, and pages that are live already."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.edit import EditAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import (
    Page,
    Site,
)

from articles import claims, gate
from articles.gatekeeping import PublicationRefused
from articles.models import ArticleIndexPage, ArticlePage, EditorialStandards
from tests.articles.bodies import block, items, source
from tests.articles.gates import NEEDS, edit_url, is_live, messages_of, uncited
from tests.articles.test_admin import claim, posted


class TestTheRule:
    def rule(self, policy, *body, works=()):
        return gate.rule(policy, body, {pk: claims.Work() for pk in works})

    def test_it_names_the_claims_without_a_source(self):
        body = [
            block("section", heading="Introduction", text=""),
            uncited("Less pain", id="a"),
            block("mechanism", heading="", text="", sources=[], id="b"),
            block("evidence", heading="Evidence", text="", sources=[]),
        ]
        ruling = self.rule("require", *body)
        assert ruling.refuses
        assert [(gap.block, gap.position, gap.name) for gap in ruling.gaps] == [
            ("a", 1, "“Less pain”"),
            ("b", 2, "Mechanism (block 3)"),
        ]

    def test_a_claim_with_a_source_passes(self):
        cited = block("benefit", heading="H", text="", sources=items(source(7)))
        assert self.rule("require", cited, works=[7]).gaps == ()

    def test_a_source_whose_reference_is_gone_is_none(self):
        cited = block("benefit", heading="H", text="", sources=items(source(7)))
        assert self.rule("require", cited).refuses

    def test_a_claim_that_says_no_evidence_was_found_passes(self):
        assert not self.rule("require", uncited(no_evidence_found=True)).refuses

    def test_warn_refuses_nothing(self):
        ruling = self.rule("warn", uncited())
        assert (ruling.refuses, ruling.warns) == (False, True)

    def test_off_says_nothing(self):
        assert self.rule("off", uncited()) == gate.Ruling()

    def test_a_sentence_names_three_and_counts_the_rest(self):
        gaps = self.rule("require", *(uncited(f"Claim {n}") for n in range(5))).gaps
        assert gate.what_is_missing(gaps) == "5 claims have no source: “Claim 0”, “Claim 1”, “Claim 2” and 2 more."


class TestStandards:
    def test_the_default_warns(self, db):
        assert EditorialStandards.read(None).publish_gate == "warn"

    def test_they_can_be_edited(self, editor_client):
        site = Site.objects.get(is_default_site=True)
        url = reverse("wagtailsettings:edit", args=["articles", "editorialstandards", site.pk])
        assert "Words stronger than the evidence" in editor_client.get(url).content.decode()
        editor_client.post(url, {"publish_gate": "require", "strong_words": "cures"})
        assert EditorialStandards.objects.get(site=site).publish_gate == "require"

    def test_each_site_has_its_own(self, make_article, article_index, require):
        home = article_index.get_parent()
        other_home = home.add_sibling(instance=type(home.specific)(title="Other", slug="other"))
        Site.objects.create(hostname="other.example", root_page=other_home)
        index = ArticleIndexPage(title="Articles", slug="articles")
        other_home.add_child(instance=index)
        assert make_article("Elsewhere", body=[uncited()], parent=index).live
        with pytest.raises(PublicationRefused):
            make_article("Here", body=[uncited()])


class TestTheForm:
    def post(self, client, page, action, body=None, **fields):
        form = posted(body or [("benefit", claim("Less pain"))], title=page.title, slug=page.slug)
        return client.post(edit_url(page), form | {action: action} | fields, follow=True)

    @pytest.mark.parametrize("action", ["action-publish", "action-submit"])
    def test_it_refuses_and_names_the_block(self, editor_client, draft, require, workflow, action):
        response = self.post(editor_client, draft, action)
        assert response.status_code == 200
        assert "1 claim has no source: “Less pain”." in messages_of(response)
        assert "Validation error in" not in messages_of(response)
        errors = response.context["form"].errors.as_data()["body"][0].as_json_data()
        assert "This claim has no source" in json.dumps(errors["blockErrors"][0]["blockErrors"]["sources"])
        assert not is_live(draft)

    def test_it_refuses_a_schedule(self, editor_client, draft, require):
        soon = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
        response = self.post(editor_client, draft, "action-publish", go_live_at=soon)
        assert NEEDS in messages_of(response)
        assert not draft.revisions.filter(approved_go_live_at__isnull=False).exists()

    def test_it_refuses_a_new_article_and_makes_none(self, editor_client, article_index, require):
        url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
        form = posted([("benefit", claim("Less pain"))]) | {"action-publish": "action-publish"}
        response = editor_client.post(url, form)
        assert NEEDS in messages_of(response)
        assert not ArticlePage.objects.exists()

    def test_a_draft_is_saved(self, editor_client, draft, require):
        response = self.post(editor_client, draft, "action-save")
        assert response.redirect_chain
        assert ArticlePage.objects.get(pk=draft.pk).get_latest_revision().user is not None

    def test_it_publishes_what_says_that_no_evidence_was_found(self, editor_client, draft, require):
        self.post(editor_client, draft, "action-publish", [("benefit", claim("H", no_evidence_found="on"))])
        assert is_live(draft)

    def test_it_publishes_with_a_warning_where_the_site_only_warns(self, editor_client, draft):
        response = self.post(editor_client, draft, "action-publish")
        assert "has been published" in messages_of(response)
        assert messages_of(response).count("1 claim has no source: “Less pain”.") == 1
        assert f"/admin/pages/{draft.pk}/edit/#block-" in messages_of(response)
        assert is_live(draft)

    def test_it_warns_of_a_new_article_once(self, editor_client, article_index):
        url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
        form = posted([("benefit", claim("Less pain"))]) | {"action-publish": "action-publish"}
        response = editor_client.post(url, form, follow=True)
        assert messages_of(response).count("1 claim has no source") == 1

    def test_it_says_nothing_where_the_gate_is_off(self, editor_client, draft, standards):
        standards("off")
        response = self.post(editor_client, draft, "action-publish")
        assert "has no source" not in messages_of(response)
        assert is_live(draft)


class TestAPageThatIsLiveAlready:
    def test_it_can_be_edited(self, editor_client, old_live):
        form = posted([("benefit", claim("Less pain"))], title="New title", slug=old_live.slug)
        assert editor_client.post(edit_url(old_live), form).status_code == 302
        assert ArticlePage.objects.get(pk=old_live.pk).draft_title == "New title"
        assert is_live(old_live)

    def test_it_can_be_locked_and_unlocked(self, editor_client, old_live):
        for name in ("lock", "unlock"):
            response = editor_client.post(reverse(f"wagtailadmin_pages:{name}", args=[old_live.pk]))
            assert response.status_code == 302
            assert ArticlePage.objects.get(pk=old_live.pk).locked == (name == "lock")

    def test_it_can_be_moved(self, editor_client, old_live, article_index):
        elsewhere = ArticleIndexPage(title="News", slug="news")
        article_index.get_parent().add_child(instance=elsewhere)
        url = reverse("wagtailadmin_pages:move_confirm", args=[old_live.pk, elsewhere.pk])
        assert editor_client.post(url).status_code == 302
        assert ArticlePage.objects.get(pk=old_live.pk).get_parent().pk == elsewhere.pk

    def test_it_can_be_unpublished(self, editor_client, old_live):
        assert editor_client.post(reverse("wagtailadmin_pages:unpublish", args=[old_live.pk])).status_code == 302
        assert not is_live(old_live)

    def test_its_row_can_be_saved_as_it_is(self, old_live):
        page = ArticlePage.objects.get(pk=old_live.pk)
        page.title = "Another title"
        page.save()
        assert ArticlePage.objects.get(pk=page.pk).title == "Another title"

    def test_its_row_takes_no_other_uncited_claim(self, old_live):
        page = ArticlePage.objects.get(pk=old_live.pk)
        page.body = json.dumps([uncited("Less fatigue")])
        with pytest.raises(PublicationRefused, match="Less fatigue"):
            page.save()


class TestCode:
    def test_a_revision_is_not_published(self, draft, require):
        with pytest.raises(PublicationRefused, match="Less pain"):
            draft.get_latest_revision().publish()
        assert not is_live(draft)

    def test_nor_by_the_action_that_the_write_api_uses(self, draft, require, django_user_model):
        chief = django_user_model.objects.create_superuser("chief", "chief@example.org", "secret")
        with pytest.raises(ValidationError):
            PublishPageRevisionAction(draft.get_latest_revision(), user=chief).execute()
        draft.title = "Changed"
        with pytest.raises(ValidationError):
            EditAction(draft, user=chief, publish=True).execute()
        assert not is_live(draft)
        assert ArticlePage.objects.get(pk=draft.pk).title == "Needles"

    def test_nor_is_a_row_made_live(self, draft, require):
        draft.live = True
        with pytest.raises(PublicationRefused):
            draft.save()
        with pytest.raises(PublicationRefused):
            draft.save(update_fields=["live"])
        draft.save(update_fields=["title"])

    def test_nor_a_new_page_added_live(self, article_index, require):
        with pytest.raises(PublicationRefused):
            article_index.add_child(instance=ArticlePage(title="New", body=json.dumps([uncited()])))
        assert not ArticlePage.objects.exists()

    def test_import_article_says_why(self, article_index, require, tmp_path):
        post = tmp_path / "post.txt"
        post.write_text("Needles\nBy Ana Silva\n\nAn introduction.\n\nBenefits:\nLess pain.\n", encoding="utf-8")
        output = StringIO()
        with pytest.raises(Exception, match=r"(?s)refused|cannot be published|has no source"):
            call_command("import_article", str(post), publish=True, stdout=output, stderr=output)
        assert not ArticlePage.objects.exists()

    def test_an_alias_follows_its_article(self, make_article, make_reference, standards):
        cited = block("benefit", heading="H", text="<p>t</p>", sources=items(source(make_reference())))
        page = make_article("Needles", body=[cited])
        alias = CreatePageAliasAction(page, update_slug="alias").execute()
        standards("require")
        page.title = "Pins"
        page.save_revision().publish()
        assert Page.objects.get(pk=alias.pk).title == "Pins"
