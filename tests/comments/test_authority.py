"""What a user may see and decide of the discussions."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser, Group, Permission
from wagtail.models import Page

from comments import authority
from comments.models import ModeratedSection, ReaderComment
from tests.comments.conftest import Discussion, new_user
from tests.comments.desks import Desk, words
from tests.comments.sections import article_in, new_section, section_moderator


@pytest.fixture
def sleep(db):
    return new_section("sleep")


@pytest.fixture
def pain(db):
    return new_section("pain")


def fresh(user):
    """Give the user as the next request gets them."""
    return type(user).objects.get(pk=user.pk)


class TestAuthority:
    def test_it_is_a_section_and_all_below_it(self, sleep, pain, rules):
        below = article_in(new_section("naps", sleep))
        beside = article_in(pain)
        inside, outside = Discussion(below).pending(), Discussion(beside).pending()
        known = authority.of(section_moderator("sandman", sleep))
        assert known.moderates
        assert not known.everywhere
        assert not known.is_senior
        assert [page.pk for page in known.sections] == [sleep.pk]
        assert known.may_decide(below)
        assert not known.may_decide(beside)
        assert list(known.comments(ReaderComment.norel_objects.all())) == [inside]
        assert outside not in known.comments(ReaderComment.norel_objects.all())
        assert set(known.pages()) == {page.page_ptr for page in (sleep, below)} | {Page.objects.get(slug="naps")}

    def test_it_does_not_reach_a_neighbour_whose_path_begins_alike(self, sleep):
        assert not authority.of(section_moderator("sandman", sleep)).may_decide(sleep.get_parent())

    def test_sections_within_sections_count_once(self, sleep, pain):
        naps = new_section("naps", sleep)
        known = authority.of(section_moderator("sandman", naps, sleep, pain))
        assert {page.pk for page in known.sections} == {sleep.pk, pain.pk}

    def test_the_whole_tree_is_everywhere(self, sleep):
        known = authority.of(section_moderator("atlas", Page.objects.get(depth=1)))
        assert known.everywhere
        assert not known.is_senior

    def test_a_moderator_of_the_site_needs_no_section(self, sleep):
        known = authority.of(new_user("mona", "moderate_comment"))
        assert known.everywhere
        assert known.may_decide(sleep)
        assert not known.is_senior

    def test_a_senior_moderator_moderates_everything(self, db):
        assert authority.of(new_user("sonia", "moderate_comment", "senior_moderator")).is_senior

    def test_seniority_alone_moderates_nothing(self, sleep):
        user = section_moderator("sandman", sleep)
        user.user_permissions.add(Permission.objects.get(codename="senior_moderator"))
        known = authority.of(fresh(user))
        assert not known.everywhere
        assert not known.is_senior

    @pytest.mark.parametrize("more", [{"is_superuser": False}, {"is_superuser": True, "is_active": False}])
    def test_others_have_none(self, sleep, more):
        known = authority.of(new_user("other", **more))
        assert not known.moderates
        assert not known.may_decide(sleep)
        assert not known.may_see(sleep)
        assert not known.comments(ReaderComment.norel_objects.all()).exists()

    def test_nobody_has_none(self, sleep):
        for user in (None, AnonymousUser()):
            assert not authority.of(user).moderates
            assert not authority.of(user).may_see(sleep)

    def test_an_author_sees_and_does_not_decide(self, article):
        user = new_user("wanda")
        Page.objects.filter(pk=article.pk).update(owner=user)
        article.refresh_from_db()
        assert authority.of(user).may_see(article)
        assert not authority.of(user).may_decide(article)
        assert not authority.of(user).moderates

    def test_it_costs_one_query_of_its_own(self, sleep, django_assert_num_queries):
        user = fresh(section_moderator("sandman", sleep))
        with django_assert_num_queries(3):  # two of them are Django's, for permissions
            authority.of(user)
        with django_assert_num_queries(0):
            assert authority.of(user).may_decide(sleep)

    def test_who_moderates_a_page_is_known(self, sleep, pain):
        sandman, mona = section_moderator("sandman", sleep), new_user("mona", "moderate_comment")
        section_moderator("aspirin", pain)
        admin = new_user("root", is_superuser=True)
        assert set(authority.moderators(article_in(sleep))) == {sandman, mona, admin}
        assert set(authority.moderators()) == {mona, admin}


class TestTheGroupForm:
    def fields(self, desk: Desk, group: Group) -> dict[str, str]:
        page = desk.get(f"/admin/groups/edit/{group.pk}/")
        form = page.select_one("form[action*='groups']")
        fields = form.select("input:not([type=checkbox]):not([type=radio])")
        outside = [field for field in fields if not field.find_parent("template")]
        return {field["name"]: field.get("value", "") for field in outside if field.get("name")}

    def test_it_chooses_sections(self, sleep, pain, admin_user):
        group, desk = Group.objects.get(name="Moderators"), Desk(admin_user)
        ModeratedSection.objects.create(group=group, page=sleep)
        sent = self.fields(desk, group)
        assert sent["moderated_sections-0-page"] == str(sleep.pk)
        sent |= {
            "moderated_sections-TOTAL_FORMS": "2",
            "moderated_sections-0-DELETE": "1",
            "moderated_sections-1-page": str(pain.pk),
        }
        answer = desk.client.post(f"/admin/groups/edit/{group.pk}/", sent)
        assert answer.status_code == 302, words(BeautifulSoup(answer.content, "html.parser").select_one("main"))
        assert [row.page_id for row in group.moderated_sections.all()] == [pain.pk]

    def test_it_refuses_one_page_twice(self, sleep, admin_user):
        group, desk = Group.objects.get(name="Moderators"), Desk(admin_user)
        sent = self.fields(desk, group) | {
            "moderated_sections-TOTAL_FORMS": "2",
            "moderated_sections-0-page": str(sleep.pk),
            "moderated_sections-1-page": str(sleep.pk),
        }
        answer = desk.client.post(f"/admin/groups/edit/{group.pk}/", sent)
        assert "One page is here twice" in answer.content.decode()
        assert not group.moderated_sections.exists()

    def test_a_new_group_gets_its_sections(self, sleep, admin_user):
        desk = Desk(admin_user)
        page = desk.get("/admin/groups/new/")
        fields = [field for field in page.select("input[type=hidden]") if not field.find_parent("template")]
        sent = {field["name"]: field.get("value", "") for field in fields if field.get("name")} | {
            "name": "Night watch",
            "moderated_sections-TOTAL_FORMS": "1",
            "moderated_sections-0-page": str(sleep.pk),
        }
        desk.client.post("/admin/groups/new/", sent)
        assert [row.page_id for row in Group.objects.get(name="Night watch").moderated_sections.all()] == [sleep.pk]
