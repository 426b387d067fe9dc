"""Importing in the admin: uploaded, looked at, changed, saved, and nothing written before."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from articles.admin.importing import waiting
from articles.models import ArticleImage, ArticleIndexPage, ArticlePage, ImportRecord, ImportSettings, WaitingImport
from tests.articles import word
from tests.articles.posts import PAGE

pytestmark = pytest.mark.django_db

UPLOAD = reverse("article_import:index")
POST = """Swimming and the heart
By Ana Silva

Swimming is wet. It is also good for you.

Benefits:
The heart gets stronger.

How it works:
Water carries you.

2 min read
"""


@pytest.fixture
def upload(editor_client, article_index):
    """Give a function that uploads files by name, and gives the answer."""

    def send(client=editor_client, parent=article_index, **contents):
        files = [
            SimpleUploadedFile(name.replace("__", "."), content.encode() if isinstance(content, str) else content)
            for name, content in contents.items()
        ]
        return client.post(UPLOAD, {"parent": parent.pk, "files": files})

    return send


@pytest.fixture
def waiting_post(upload):
    """Give the uploaded post, not saved yet."""
    upload(post__txt=POST)
    return WaitingImport.objects.get()


def review(file) -> str:
    return reverse("article_import:review", args=[file.pk])


def pages() -> int:
    return ArticlePage.objects.count()


@pytest.fixture
def contributor(django_user_model, article_index):
    """Give a client signed in as somebody who may only add articles under the index, and no pictures."""
    group = Group.objects.create(name="Writers")
    GroupPagePermission.objects.create(
        group=group, page=article_index, permission=Permission.objects.get(codename="add_page")
    )
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = django_user_model.objects.create_user("writer", "w@example.org", "secret")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


class TestUpload:
    def test_one_file_leads_to_its_review_and_writes_no_article(self, upload):
        before = pages()
        response = upload(post__txt=POST)

        file = WaitingImport.objects.get()
        assert (response.status_code, response.url) == (302, review(file))
        assert (file.title, file.name) == ("Swimming and the heart", "post.txt")
        assert pages() == before

    def test_several_files_wait_in_a_list(self, upload, editor_client):
        response = upload(one__txt=POST, two__html=PAGE)

        assert (response.status_code, response.url) == (302, UPLOAD)
        shown = editor_client.get(UPLOAD).content.decode()
        assert "Swimming and the heart" in shown
        assert "Yoga for Low Back Pain" in shown

    def test_a_bad_file_is_named_with_the_reason_and_the_good_ones_are_taken(self, upload):
        response = upload(one__txt=POST, two__pdf=b"%PDF-1.7")

        assert response.status_code == 200
        assert "“two.pdf” is a PDF" in response.content.decode()
        assert [file.name for file in WaitingImport.objects.all()] == ["one.txt"]

    def test_without_a_file_it_says_so(self, editor_client, article_index):
        response = editor_client.post(UPLOAD, {"parent": article_index.pk})

        assert response.status_code == 400
        assert "Choose at least one file" in response.content.decode()

    def test_too_many_files_at_a_time_are_refused(self, upload):
        response = upload(**{f"p{n}__txt": POST for n in range(waiting.MOST + 1)})

        assert response.status_code == 400
        assert not WaitingImport.objects.exists()

    def test_a_user_keeps_only_so_many(self, upload, monkeypatch):
        monkeypatch.setattr(waiting, "MOST_BYTES", len(POST) + 10)
        upload(one__txt=POST)
        response = upload(two__txt=POST.replace("wet", "fun"))

        assert "too many files are waiting" in response.content.decode()
        assert WaitingImport.objects.count() == 1

    def test_the_same_file_waits_once_and_the_second_leads_to_the_first(self, upload, editor_client, waiting_post):
        response = upload(again__txt=POST)

        assert (response.status_code, response.url) == (302, review(waiting_post))
        assert "was waiting already" in editor_client.get(response.url).content.decode()
        upload(again__txt=POST, other__html=PAGE)
        assert "1 was waiting already" in editor_client.get(UPLOAD).content.decode()
        assert WaitingImport.objects.count() == 2

    def test_what_is_kept_too_long_is_purged_with_the_next_upload(self, upload, waiting_post):
        WaitingImport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        upload(two__txt=POST)

        assert [file.name for file in WaitingImport.objects.all()] == ["two.txt"]

    def test_the_list_costs_the_same_for_one_and_for_many(
        self, upload, editor_client, waiting_post, django_assert_num_queries
    ):
        editor_client.get(UPLOAD)
        with CaptureQueriesContext(connection) as one:
            editor_client.get(UPLOAD)
        cost = len(one)
        upload(**{f"p{n}__txt": f"{POST}\n{n}" for n in range(19)})
        editor_client.get(UPLOAD)  # shows the messages
        with django_assert_num_queries(cost):
            shown = editor_client.get(UPLOAD).content.decode()
        assert shown.count("Discard") == 20

    def test_somebody_who_may_add_nothing_is_turned_away(self, client, django_user_model, article_index):
        user = django_user_model.objects.create_user("reader", "r@example.org", "secret")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)

        assert client.get(UPLOAD).status_code == 302
        assert client.post(UPLOAD, {"parent": article_index.pk}).status_code == 302
        assert "Import" not in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_an_index_where_one_may_not_add_is_no_choice(self, contributor, article_index, upload):
        other = article_index.add_sibling(instance=ArticleIndexPage(title="Others", slug="others"))

        assert upload(contributor, other, post__txt=POST).status_code == 400
        assert not WaitingImport.objects.exists()

    def test_the_index_has_a_button_that_leads_here(self, editor_client, article_index):
        shown = editor_client.get(reverse("wagtailadmin_explore", args=[article_index.pk])).content.decode()

        assert f"{UPLOAD}?parent={article_index.pk}" in shown


class TestReview:
    def test_it_shows_every_section_with_its_type_and_source(self, editor_client, waiting_post):
        response = editor_client.get(review(waiting_post))
        shown = response.content.decode()

        assert [section.type for section in response.context["sections"]] == ["section", "benefit", "mechanism"]
        assert '<li value="7">The heart gets stronger.</li>' in shown
        assert "reading time" in shown
        assert "new draft under" in shown

    def test_saving_makes_a_draft_of_its_user_and_leads_to_the_editor(self, editor_client, waiting_post):
        response = editor_client.post(review(waiting_post))

        page = ArticlePage.objects.get(title="Swimming and the heart")
        assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert (page.live, page.owner.username, page.latest_revision.user.username) == (False, "chief", "chief")
        assert [block.block_type for block in page.body] == ["section", "benefit", "mechanism"]
        assert not WaitingImport.objects.exists()

    def test_sections_get_the_types_chosen_for_them(self, editor_client, waiting_post):
        editor_client.post(review(waiting_post), {"type-0": "disclaimer", "type-1": "evidence", "type-2": "drop"})

        body = ArticlePage.objects.get(title="Swimming and the heart").body
        assert [block.block_type for block in body] == ["disclaimer", "evidence"]
        assert body[1].value["heading"] == "Benefits"
        assert "The heart gets stronger." in str(body[1].value["text"])

    def test_what_is_no_choice_is_ignored(self, editor_client, waiting_post):
        editor_client.post(review(waiting_post), {"type-0": "image", "type-1": "<script>", "type-99": "drop"})

        body = ArticlePage.objects.get(title="Swimming and the heart").body
        assert [block.block_type for block in body] == ["section", "benefit", "mechanism"]

    def test_an_article_imported_before_is_updated(self, editor_client, upload, waiting_post):
        editor_client.post(review(waiting_post))
        upload(post__txt=POST.replace("gets stronger", "grows"))
        file = WaitingImport.objects.get()
        shown = editor_client.get(review(file)).content.decode()
        editor_client.post(review(file))

        page = ArticlePage.objects.get(title="Swimming and the heart")
        assert "Was imported before" in shown
        assert "grows" in str(page.get_latest_revision_as_object().body[1].value["text"])

    def test_a_file_imported_before_is_known_by_its_bytes(self, editor_client, upload, waiting_post):
        editor_client.post(review(waiting_post))
        upload(renamed__txt=POST)

        shown = editor_client.get(review(WaitingImport.objects.get())).content.decode()
        assert "This very file was imported on" in shown

    def test_the_authors_are_those_written_there_also_the_next_time(self, editor_client, upload):
        post = POST.replace("By Ana Silva", "www.swimming-pool.example")
        upload(post__txt=post)
        file = WaitingImport.objects.get()
        assert "A web address is nobody’s name" in editor_client.get(review(file)).content.decode()
        editor_client.post(review(file), {"authors": "Bo Chen, MD\r\n\r\n Ana  Silva \r\n-"})
        page = ArticlePage.objects.get(title="Swimming and the heart")
        assert [row.author.name for row in page.article_authors.all()] == ["Bo Chen", "Ana Silva"]

        upload(post__txt=post.replace("wet", "fun"))
        file = WaitingImport.objects.get()
        assert editor_client.get(review(file)).context["names"] == ("Bo Chen, MD", "Ana Silva")
        editor_client.post(review(file), {"authors": "Bo Chen, MD\nAna Silva"})
        latest = page.get_latest_revision_as_object()
        assert [row.author.name for row in latest.article_authors.all()] == ["Bo Chen", "Ana Silva"]

    def test_all_it_has_to_say_stands_in_one_message(self, editor_client, upload, waiting_post):
        upload(other__html=PAGE)
        response = editor_client.post(review(waiting_post), follow=True)

        [message] = response.context["messages"]
        assert "was imported as a draft" in str(message)
        assert "1 more file waits" in str(message)

    def test_types_chosen_before_are_chosen_again(self, editor_client, upload, waiting_post):
        editor_client.post(review(waiting_post), {"type-0": "disclaimer", "type-1": "evidence"})
        upload(post__txt=POST.replace("gets stronger", "grows"))
        response = editor_client.get(review(WaitingImport.objects.get()))

        assert [section.type for section in response.context["sections"]] == ["disclaimer", "evidence", "mechanism"]
        assert "The type it has in the article now." in response.content.decode()

    def test_an_edited_article_is_overwritten_only_by_choice(self, editor_client, upload, waiting_post):
        editor_client.post(review(waiting_post))
        page = ArticlePage.objects.get(title="Swimming and the heart")
        page.summary = "Mine."
        page.save_revision()
        upload(post__txt=POST.replace("gets stronger", "grows"))
        file = WaitingImport.objects.get()

        assert 'name="overwrite"' in editor_client.get(review(file)).content.decode()
        refused = editor_client.post(review(file), {"type-1": "evidence"})
        assert refused.status_code == 409
        assert [section.type for section in refused.context["sections"]] == ["section", "evidence", "mechanism"]
        assert page.get_latest_revision_as_object().summary == "Mine."
        editor_client.post(review(file), {"overwrite": "yes"})
        assert ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary != "Mine."

    def test_an_article_that_one_may_not_edit_is_not_updated(self, editor_client, waiting_post, contributor, upload):
        editor_client.post(review(waiting_post))
        record = ImportRecord.objects.get().content_digest
        upload(contributor, post__txt=POST.replace("gets stronger", "grows"))
        file = WaitingImport.objects.get()

        assert "You may not edit this article" in contributor.get(review(file)).content.decode()
        assert contributor.post(review(file)).status_code == 302
        assert ImportRecord.objects.get().content_digest == record

    def test_pictures_in_the_file_become_images_once(self, editor_client, upload):
        content = word.document(
            word.paragraph("Parks", style="Title"),
            word.paragraph("Green. And wide."),
            word.paragraph(word.picture("A park")),
        )
        upload(parks__docx=content)
        editor_client.post(review(WaitingImport.objects.get()))
        upload(parks__docx=content)
        editor_client.post(review(WaitingImport.objects.get()))

        image = ArticleImage.objects.get()
        assert (image.description, image.uploaded_by_user.username) == ("A park", "chief")
        assert ArticlePage.objects.get(title="Parks").body[1].value["image"] == image
        assert ImportRecord.objects.count() == 1

    def test_pictures_in_the_file_are_shown_before_anything_is_stored(self, editor_client, upload):
        upload(
            parks__docx=word.document(word.paragraph("Parks", style="Title"), word.paragraph(word.picture("A park")))
        )
        shown = editor_client.get(review(WaitingImport.objects.get())).content.decode()

        assert 'src="data:image/webp;base64,' in shown
        assert not ArticleImage.objects.exists()

    def test_pictures_elsewhere_are_left_out_and_listed_unless_allowed(self, editor_client, upload):
        upload(yoga__html=PAGE)
        file = WaitingImport.objects.get()
        assert (
            "an administrator can allow downloads under Settings › Import settings"
            in editor_client.get(review(file)).content.decode()
        )
        response = editor_client.post(review(file), follow=True)

        assert "allow downloads" in " ".join(str(message) for message in response.context["messages"])
        body = ArticlePage.objects.get(title="Yoga for Low Back Pain").body
        assert [block.block_type for block in body].count("image") == 1

    def test_pictures_elsewhere_are_downloaded_where_allowed(self, editor_client, upload, article_index, monkeypatch):
        monkeypatch.setattr("articles.importers.downloads.Downloads.fetch", lambda self, address: word.png(9, 9))
        settings = ImportSettings.for_site(article_index.get_site())
        settings.download_images = True
        settings.save()
        upload(yoga__html=PAGE)
        file = WaitingImport.objects.get()
        assert "Will be downloaded from https://clinic.example" in editor_client.get(review(file)).content.decode()
        editor_client.post(review(file))

        body = ArticlePage.objects.get(title="Yoga for Low Back Pain").body
        assert [block.block_type for block in body].count("image") == 2
        assert body[1].value["caption"] == "The cobra pose."

    def test_who_may_not_add_pictures_gets_the_article_without(self, contributor, upload):
        upload(contributor, yoga__html=PAGE)
        contributor.post(review(WaitingImport.objects.get()))

        assert ArticlePage.objects.filter(title="Yoga for Low Back Pain").exists()
        assert not ArticleImage.objects.exists()

    def test_the_file_of_somebody_else_is_not_there(self, waiting_post, contributor):
        assert contributor.get(review(waiting_post)).url == UPLOAD
        assert contributor.post(review(waiting_post)).status_code == 404
        contributor.post(reverse("article_import:discard", args=[waiting_post.pk]))
        assert WaitingImport.objects.filter(pk=waiting_post.pk).exists()

    def test_what_expired_is_not_there(self, editor_client, waiting_post):
        before = pages()
        WaitingImport.objects.update(expires_at=timezone.now())

        assert editor_client.get(review(waiting_post)).url == UPLOAD
        assert editor_client.post(review(waiting_post)).status_code == 404
        assert pages() == before

    def test_text_of_the_source_is_shown_as_text(self, editor_client, upload):
        upload(evil__txt="Title here\n\n<script>alert(1)</script> is how it starts. And goes on.\n")
        shown = editor_client.get(review(WaitingImport.objects.get())).content.decode()

        assert "<script>alert(1)" not in shown
        assert "&lt;script&gt;alert(1)" in shown

    def test_a_title_is_shown_as_text_also_in_messages(self, editor_client, upload):
        upload(evil__txt="<img src=x onerror=alert(1)>\n\nOne sentence here. And another.\n")
        shown = editor_client.post(review(WaitingImport.objects.get()), follow=True).content.decode()

        assert "was imported as a draft" in shown
        assert "<img src=x" not in shown


class TestDiscard:
    def test_it_takes_the_file_away(self, editor_client, waiting_post):
        response = editor_client.post(reverse("article_import:discard", args=[waiting_post.pk]))

        assert response.url == UPLOAD
        assert not WaitingImport.objects.exists()

    def test_a_link_does_not_do_it(self, editor_client, waiting_post):
        assert editor_client.get(reverse("article_import:discard", args=[waiting_post.pk])).status_code == 405
        assert WaitingImport.objects.exists()
