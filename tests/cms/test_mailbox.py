"""Mail while there is no mail server: kept as it would be sent, read in the admin by few, and not for ever."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.urls import reverse
from django.utils import timezone

from cms.mailbox import keeping
from cms.models import KeptMail
from tests.comments.conftest import new_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.EMAIL_BACKEND = "cms.mailbox.backend.Backend"


@pytest.fixture
def mail() -> KeptMail:
    message = EmailMultiAlternatives("Grüße", "Look: https://a.example/", "Clinic <c@a.example>", ["ana@example.org"])
    message.extra_headers["List-Unsubscribe"] = "<https://a.example/stop>"
    message.attach_alternative('<p title="x">Look</p><script>1</script>', "text/html")
    message.send()
    return KeptMail.objects.get()


class TestKeptMail:
    def test_it_is_as_it_would_be_sent(self, mail):
        assert (mail.sender, mail.recipients) == ("Clinic <c@a.example>", "ana@example.org")
        assert (mail.subject, mail.text, mail.html[:3]) == ("Grüße", "Look: https://a.example/", "<p ")
        assert "List-Unsubscribe: <https://a.example/stop>" in mail.headers

    def test_what_could_not_be_sent_is_not_kept(self):
        with pytest.raises(ValueError, match="newline"):
            send_mail("one\ntwo", "", None, ["ana@example.org"])
        assert not KeptMail.objects.exists()

    def test_it_is_gone_after_a_month(self, mail):
        assert keeping.clear.call() == 0
        KeptMail.objects.update(sent_at=timezone.now() - timedelta(days=31))
        assert (keeping.clear.call(), keeping.clear.call()) == (1, 0)

    def test_it_is_gone_with_its_reader(self, mail):
        assert (keeping.forget("ben@example.org"), keeping.forget(""), keeping.forget("ANA@example.org")) == (0, 0, 1)


class TestTheAdmin:
    def test_it_shows_a_mail_and_nothing_can_be_done_to_it(self, admin_client, mail):
        listed = admin_client.get(reverse("mail:index"))
        assert "Grüße" in listed.content.decode()
        shown = admin_client.get(reverse("mail:inspect", args=[mail.pk])).content.decode()
        assert '<a href="https://a.example/"' in shown
        assert "srcdoc=\"<base target='_blank'>&lt;p title=&quot;x&quot;&gt;Look" in shown
        assert "<script>1" not in shown
        for name, args in (("add", []), ("edit", [mail.pk]), ("delete", [mail.pk])):
            assert admin_client.post(reverse(f"mail:{name}", args=args)).status_code == 302
        assert KeptMail.objects.count() == 1

    def test_it_is_on_the_menu_where_mail_is_kept(self, admin_client, settings):
        url = reverse("mail:index")
        assert url in admin_client.get(reverse("wagtailadmin_home")).content.decode()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        assert url not in admin_client.get(reverse("wagtailadmin_home")).content.decode()

    @pytest.mark.parametrize(("given", "status"), [(["view_keptmail"], 200), ([], 302)])
    def test_others_need_the_permission(self, client, mail, given, status):
        client.force_login(new_user("nosy", "access_admin", *given))
        assert client.get(reverse("mail:index")).status_code == status
        assert client.get(reverse("mail:inspect", args=[mail.pk])).status_code == status
