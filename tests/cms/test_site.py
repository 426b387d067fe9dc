"""What a front end shows around every page comes in one request."""

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from home.models import HomePage, NavigationLink, Question, SiteProfile

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile():
    profile = SiteProfile(site=Site.objects.get(), title="Harbour Clinic", tagline="Evidence first")
    home = HomePage.objects.get()
    draft = home.add_child(instance=Page(title="Draft", live=False))
    profile.navigation_links = [
        NavigationLink(label="Home", page=home, sort_order=0),
        NavigationLink(label="Draft", page=draft, sort_order=1),
        NavigationLink(label="Book", url="https://book.example/", place="footer", sort_order=2),
    ]
    profile.questions = [Question(question="Is it safe?", answer="<p>Ask <b>first</b>.</p>")]
    profile.save()
    return profile


class TestSite:
    def test_it_works(self, client, profile, settings):
        body = client.get("/api/v2/site/").json()
        assert set(body) == {
            "title",
            "tagline",
            "url",
            "navigation",
            "footer_links",
            "footer_text",
            "faq",
            "locales",
            "comments",
        }
        assert body["title"] == "Harbour Clinic"
        assert body["navigation"] == [{"label": "Home", "url": f"{settings.SITE_URL}/"}]
        assert body["footer_links"] == [{"label": "Book", "url": "https://book.example/"}]
        assert body["faq"] == [{"question": "Is it safe?", "answer": "<p>Ask <b>first</b>.</p>"}]
        assert body["locales"] == [{"code": "en", "name": "English", "is_default": True}]
        assert body["comments"] == {"is_open": True, "guests": True, "max_length": 3000, "edit_minutes": 15}

    def test_a_site_that_says_nothing_of_itself_is_answered_and_nothing_is_written(self, client):
        body = client.get("/api/v2/site/").json()
        assert body["title"] == "Evident"
        assert not SiteProfile.objects.exists()

    def test_a_private_page_is_not_linked_to_and_nothing_runs(self, client, profile):
        home = HomePage.objects.get()
        secret = home.add_child(instance=Page(title="Secret", slug="secret"))
        PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
        profile.navigation_links.add(NavigationLink(label="Secret", page=secret, sort_order=9))
        profile.footer_text = (
            f'<p><a linktype="page" id="{secret.pk}">secret</a> <a linktype="page" id="{home.pk}">home</a> '
            '<a href="javascript:alert(1)">run</a></p>'
        )
        profile.save()
        body = client.get("/api/v2/site/").json()
        assert [link["label"] for link in body["navigation"]] == ["Home"]
        assert body["footer_text"] == f'<p>secret <a href="{home.full_url}">home</a> run</p>'

    @pytest.mark.usefixtures("rendering")
    def test_questions_with_links_cost_no_more(self, client, profile, django_assert_max_num_queries):
        home = HomePage.objects.get()
        for number in range(20):
            answer = f'<p><a linktype="page" id="{home.pk}">home</a></p>'
            profile.questions.add(Question(question=f"Q{number}", answer=answer, sort_order=number))
        profile.save()
        client.get("/api/v2/site/")
        with django_assert_max_num_queries(8):
            assert len(client.get("/api/v2/site/").json()["faq"]) == 21


class TestTheServersOwnPaths:
    @pytest.mark.parametrize(
        ("path", "to"), [("/admin", "/admin/"), ("/api/v2/articles", None), ("/healthz", "/healthz/")]
    )
    def test_a_missing_slash_is_put_in(self, client, path, to):
        response = client.get(path)
        if to is None:
            assert response.json()["code"] == "not_found"
        else:
            assert (response.status_code, response["Location"]) == (301, to)

    @pytest.mark.parametrize("path", ["/media/nothing.png", "/media/documents/secret.pdf", "/documents/99/x.pdf"])
    def test_what_is_not_there_is_told_on_a_page_of_ours(self, client, path):
        response = client.get(path)
        assert response.status_code == 404
        assert b"Nothing is here" in response.content


class TestFrontEndUrl:
    def test_the_sites_profile_wins_then_the_setting_then_this_server(self, profile, settings):
        home = HomePage.objects.get()
        assert home.full_url == f"{settings.SITE_URL}/"
        settings.FRONTEND_URL = "https://front.example"
        Site.clear_site_root_paths_cache()
        assert HomePage.objects.get().full_url == "https://front.example/"
        profile.frontend_url = "https://clinic.example/"
        profile.save()
        assert HomePage.objects.get().full_url == "https://clinic.example/"
