"""`/feeds/comments/{page id}.rss`: the newest comments of one article that readers see."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page

from articles.api.visibility import roots_of_site
from cms.discovery.entries import EPOCH
from cms.discovery.files import PublicFile, clean
from cms.discovery.formats import Rss
from comments import discussions, pages
from comments.api import listing
from comments.cursors import BIGGEST
from comments.errors import PageNotFound
from comments.models import ReaderComment
from home import words

LIMIT = 50


class CommentFeed(PublicFile):
    """The comments of a discussed page of this site, newest first; 404 for any other page and for none alike."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = self.discussed_page(pk)
        comments = listing.latest(page.pk, limit=LIMIT)
        feed = self.feed(page, comments)
        return self.answer(
            feed.writeString("utf-8"),
            "application/rss+xml; charset=utf-8",
            tags={f"comments:{pk}", f"page:{pk}"},
            last_modified=feed.latest_post_date() if comments else None,
        )

    def discussed_page(self, pk: int) -> Page:
        try:
            page = discussions.public_page(pk) if pk <= BIGGEST else None
        except PageNotFound:
            page = None
        if page is None or not any(page.url_path.startswith(root.root_path) for root in roots_of_site(self.request)):
            raise Http404
        known = discussions.summary_as_read(page)
        self.closing = [known.closes_at] if known.is_open and known.closes_at else []
        if not (known.is_open or known.comment_count):
            raise Http404
        return page

    def feed(self, page: Page, comments: list[ReaderComment]) -> Rss:
        url, said = pages.url(page), words.of(page.locale.language_code)
        updates = [comment.edited_at or comment.submitted_at for comment in comments]
        feed = Rss(
            clean(said["comments_on"].format(title=page.title)),
            f"{url}#discussion",
            clean(said["comments_say"].format(title=page.title)),
            language=page.locale.language_code,
            feed_url=self.own_url(self.request.path),
            updated=max(updates, default=EPOCH),
        )
        for comment in comments:
            name, about = clean(comment.user_name), clean(comment.block_heading)
            address = f"{url}#c{comment.pk}"
            feed.add_item(
                f"{name} · {about}" if about else name,
                address,
                clean(comment.shown_html),
                pubdate=comment.submitted_at,
                unique_id=address,
                authors=[name],
                content="",
                comment_count=comment.reply_count,
                comments_feed="",
            )
        return feed
