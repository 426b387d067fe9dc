"""The pages to confirm an address, and to stop mails to it."""

from django.http import HttpRequest, HttpResponse

from comments import actions, pages
from comments.links import stopping
from comments.links.pages import LinkPage
from comments.mail import addresses, tokens
from comments.models import ReaderAddress, Status


class ConfirmPage(LinkPage):
    """Shows what waits for the owner of an address, and confirms it when they say so."""

    def address(self) -> ReaderAddress | None:
        number = tokens.read(tokens.Purpose.CONFIRM, self.token)
        address = ReaderAddress.objects.filter(pk=number).first()
        self.language = address.language if address else self.language
        return address

    def get(self, request: HttpRequest) -> HttpResponse:
        address = self.address()
        waiting = addresses.waiting(address) if address else None
        if not waiting:
            return self.said(self.words["page_confirm_nothing"], title=self.words["page_confirm_nothing_title"])
        points = dict.fromkeys(addresses.waiting_points(waiting, self.language))
        return self.page("confirm", title=self.words["page_confirm_title"], points=list(points))

    def post(self, request: HttpRequest) -> HttpResponse:
        address = self.address()
        comments = actions.confirm(address.pk).comments if address else []
        title = self.words["page_confirmed_title"]
        if shown := [comment for comment in comments if comment.status == Status.APPROVED]:
            link = f"{pages.url(shown[0].page)}#c{shown[0].pk}"
            return self.said(self.words["page_confirmed_shown"], title=title, link=link)
        sentence = "page_confirmed_held" if comments else "page_confirmed"
        return self.said(self.words[sentence], title=title)


class StopPage(LinkPage):
    """Shows what mails somebody gets, and stops them; by one click of a mail program too (RFC 8058)."""

    def read(self) -> stopping.Stop:
        found = stopping.read(self.token)
        if found.address:
            self.language = found.address.language
        if found.following:
            self.site = found.following.site
        return found

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(self.read())

    def post(self, request: HttpRequest) -> HttpResponse:
        found = self.read()
        # A mail program posts `List-Unsubscribe=One-Click`, our own page what was chosen on it.
        wanted = request.POST.get("do", "stop")
        if found.address and wanted == "all":
            actions.refuse(found.address.pk)
        elif found.address and wanted == "allow":
            actions.allow(found.address.pk)
        elif found.address and wanted == "frequency":
            return self.set_frequency(found, request.POST.get("frequency", ""))
        else:
            stopping.stop(self.token)
        return self.shown(self.read(), note="" if found.everything else self.words["page_stopped"])

    def set_frequency(self, found: stopping.Stop, frequency: str) -> HttpResponse:
        if frequency not in ReaderAddress.Frequency.values:
            return self.shown(found, status=400)
        actions.set_frequency(found.address.pk, frequency)
        return self.shown(self.read(), note=self.words["page_saved"])

    def shown(self, found: stopping.Stop, *, note: str = "", status: int = 200) -> HttpResponse:
        followings = [found.following] if found.following else []
        if found.everything and found.address:
            followings = found.address.followings.confirmed().select_related("page").order_by("pk")
        return self.page(
            "stop",
            title=self.words["page_stop_title"].format(site=self.site_name),
            note=note,
            address=found.address,
            everything=found.everything,
            points=[addresses.following_name(following, self.language) for following in followings],
            frequencies=[(value, self.words[f"page_{value}"]) for value in ReaderAddress.Frequency.values],
            status=status,
        )
