"""New articles by mail: asked for by anybody, confirmed by the owner of the address, told once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Locale

from articles.models import Topic, TopicTranslation
from comments import actions
from comments.mail import tokens
from comments.models import Following, ReaderAddress
from tests.comments.conftest import Api, assert_error

EMAIL = "ana@example.org"
PATH = "/api/v2/subscriptions/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics() -> tuple[Topic, Topic]:
    return tuple(Topic.objects.create(name=name, slug=name.lower()) for name in ("Fatigue", "Sleep"))


@pytest.fixture
def api() -> Api:
    return Api()


def confirm() -> None:
    actions.confirm(ReaderAddress.objects.get().pk)


class TestSubscribing:
    def test_it_works(self, api, topics, run_later, make_article):
        answer = api.post(PATH, {"email": EMAIL, "topics": ["fatigue", str(topics[1].pk)]})
        assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (202, {"accepted": True}, "no-store")
        run_later()
        make_article("Too early", topics=[topics[0]])
        run_later()
        (message,) = mail.outbox
        assert "* mail about new articles on Fatigue\n* mail about new articles on Sleep" in message.body
        confirm()
        make_article("Of something else")
        article = make_article("Sleeping well", topics=topics)
        article.save_revision().publish()
        run_later()
        assert [message.subject for message in mail.outbox[1:]] == ["New: Sleeping well"]
        assert article.full_url in mail.outbox[1].body

    def test_without_topics_it_is_all_of_them(self, api, run_later, make_article, topics):
        api.post(PATH, {"email": EMAIL})
        confirm()
        make_article("Anything", topics=[topics[0]])
        make_article("From elsewhere", published_at=timezone.now() - timedelta(days=400))
        make_article("A draft", publish=False)
        run_later()
        assert [message.subject for message in mail.outbox] == ["New: Anything"]

    def test_it_speaks_the_language_that_was_asked_for(self, api, topics, run_later, make_article):
        german, _ = Locale.objects.get_or_create(language_code="de")
        TopicTranslation.objects.create(topic=topics[0], locale=german, name="Erschöpfung")
        api.post(PATH, {"email": EMAIL, "topics": ["fatigue"], "locale": "de"})
        run_later()
        assert "Post über neue Artikel zu Erschöpfung" in mail.outbox[0].body
        confirm()
        make_article("In English", topics=topics)
        run_later()
        assert len(mail.outbox) == 1

    def test_a_known_address_is_answered_the_same_and_confirms_again(self, api, topics):
        api.post(PATH, {"email": EMAIL})
        confirm()
        known, unknown = (api.post(PATH, {"email": email, "topics": ["sleep"]}) for email in (EMAIL, "new@example.org"))
        assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
        assert Following.objects.confirmed().count() == 1

    def test_how_often_is_not_for_others_to_say(self, api):
        api.post(PATH, {"email": EMAIL, "frequency": "daily"})
        confirm()
        api.post(PATH, {"email": EMAIL, "frequency": "instant"})
        assert ReaderAddress.objects.get().frequency == "daily"

    def test_twice_is_once(self, api):
        for _ in range(2):
            api.post(PATH, {"email": EMAIL.upper()})
        assert (ReaderAddress.objects.count(), Following.objects.count()) == (1, 1)

    def test_its_page_to_stop_names_the_topic(self, api, topics):
        api.post(PATH, {"email": EMAIL, "topics": ["sleep"]})
        confirm()
        token = tokens.make(tokens.Purpose.STOP_FOLLOWING, Following.objects.get().pk)
        assert "New articles on Sleep" in api.client.get("/mail/stop/", {"token": token}).content.decode()
        assert api.post("/api/v2/comments/unfollow/", {"token": token}).status_code == 200
        assert not Following.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({}, "email"),
            ({"email": "ana"}, "email"),
            ({"email": EMAIL, "topics": ["unknown"]}, "topics"),
            ({"email": EMAIL, "topics": "sleep"}, "topics"),
            ({"email": EMAIL, "topics": ["9" * 30]}, "topics"),
            ({"email": EMAIL, "topics": [str(number) for number in range(51)]}, "topics"),
            ({"email": EMAIL, "locale": "xx"}, "locale"),
            ({"email": EMAIL, "frequency": "hourly"}, "frequency"),
        ],
    )
    def test_what_is_wrong(self, api, sent, field):
        body = api.post(PATH, sent)
        assert (body.status_code, set(body.json()["errors"])) == (400, {field})

    def test_other_ways_to_ask(self, api):
        assert_error(api.get(PATH), 405, "method_not_allowed")
        assert_error(api.request("POST", PATH, b"{"), 400, "parse_error")
