"""The page on which readers download or erase what is kept of them: first it mails them a link to itself."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, JsonResponse

from comments import actions, keeping
from comments.links.pages import LinkPage
from comments.mail import tokens
from comments.models import Decision, ReaderAddress

LONGEST_ADDRESS = 254


class OwnPage(LinkPage):
    """Without a token it asks for an address, with one it shows how much is kept of that."""

    def address(self) -> ReaderAddress | None:
        number = tokens.read(tokens.Purpose.OWN, self.token)
        address = ReaderAddress.objects.filter(pk=number).exclude(email="").first()
        self.language = address.language or self.language if address else self.language
        return address

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(self.address()) if self.token else self.asked()

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.token:
            return self.send(request.POST.get("email", "")[: LONGEST_ADDRESS + 1].strip())
        address, wanted = self.address(), request.POST.get("do", "")
        if address and wanted == "export":
            answer = JsonResponse(keeping.export(address.email), json_dumps_params={"ensure_ascii": False, "indent": 2})
            answer["Content-Disposition"] = 'attachment; filename="comments.json"'
            return answer
        if address and wanted == "erase":
            if not request.POST.get("sure"):
                return self.shown(address, error=self.words["page_own_not_sure"], status=400)
            actions.erase(address.email, by=actions.Moderator(kind=Decision.Kind.AUTHOR))
            return self.said(self.words["page_own_erased"], title=self.title)
        return self.shown(address)

    @property
    def title(self) -> str:
        return self.words["page_own_title"].format(site=self.site_name)

    def asked(self, *, error: str = "", email: str = "", status: int = 200) -> HttpResponse:
        return self.page("own_ask", title=self.title, error=error, email=email, longest=LONGEST_ADDRESS, status=status)

    def send(self, email: str) -> HttpResponse:
        """Have the link mailed if anything is kept of an address, and say the same if not."""
        try:
            validate_email(email)
        except ValidationError:
            return self.asked(error=self.words["page_email_invalid"], email=email, status=400)
        if self.site:
            actions.ask_for_own(email, site=self.site, language=self.language)
        return self.said(self.words["page_own_sent"], title=self.title)

    def shown(self, address: ReaderAddress | None, *, error: str = "", status: int = 200) -> HttpResponse:
        if address is None:
            return self.said(self.words["page_own_erased"], title=self.title)
        number = keeping.of(address.email).comments
        intro = "page_own_intro_none" if not number else "page_own_intro_one" if number == 1 else "page_own_intro"
        return self.page(
            "own",
            title=self.title,
            email=address.email,
            intro=self.words[intro].format(count=number),
            error=error,
            status=status,
        )
