"""The web component in a real browser, on a page of another origin that allows as little as a page can."""

import re
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import wagtail.admin
from playwright.sync_api import expect

from comments import actions, readers
from comments.models import Following, ReaderComment
from tests.comments.conftest import BLOCKS, Discussion
from tests.comments.test_visitors import issuer, token

pytestmark = pytest.mark.django_db(transaction=True)

# Wagtail's accessibility checker, which brings axe along.
CHECKER = Path(wagtail.admin.__file__).parent / "static" / "wagtailadmin" / "js"
# No style, no inline script, no picture, no HTML by a script but by the policy that the component names.
POLICY = (
    "default-src 'none'; script-src {cms}; connect-src {cms}; img-src data:; require-trusted-types-for 'script';"
    " trusted-types evident-comments"
)
FAULTS = """axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] }).then(
  ({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"""
PAGE = """<!doctype html><html lang="{lang}" dir="{dir}"><meta charset="utf-8"><title>Elsewhere</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<script type="module" src="{cms}/embed/comments.js"></script>
<main><h1>Elsewhere</h1>
<section id="block-{block}"><h2>Relief of symptoms</h2></section>
<p><evident-comment-count page="{page}"></evident-comment-count>,
<comment-count page="{page}" block="{block}" plain></comment-count></p>
<evident-comments page="{page}" {attributes}></evident-comments></main></html>"""


class Elsewhere(BaseHTTPRequestHandler):
    """A site that knows nothing of ours but the address of its script."""

    def __init__(self, cms, page, *args):
        self.cms, self.page = cms, page
        super().__init__(*args)

    def do_GET(self):
        _, _, query = self.path.partition("?")
        lang, direction, attributes = ([*query.replace("%20", " ").replace("%22", '"').split(","), "", "", ""])[:3]
        text = PAGE.format(
            cms=self.cms,
            page=self.page,
            block=BLOCKS[0],
            lang=lang or "en",
            dir=direction or "ltr",
            attributes=attributes,
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY.format(cms=self.cms))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def talk(transactional_db, discussion, settings) -> Discussion:
    """A discussion in which nobody has to wait."""
    settings.RATE_LIMITS = False
    return discussion


@pytest.fixture
def embed(windows, live_server, talk):
    """Opens the page of another origin: `embed(lang="de")`. At the end none may have complained in its console."""
    handler = partial(Elsewhere, live_server.url, talk.page.pk)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def opener(
        *, lang="en", direction="ltr", attributes='refresh="0"', tolerate="", fragment="", context=None, **options
    ):
        heard = {"levels": ("error", "warning"), "tolerate": tolerate}
        page = windows.tab(context, **heard) if context else windows.open(**heard, **options)
        page.goto(f"http://127.0.0.1:{server.server_port}/?{lang},{direction},{attributes}{fragment}")
        return page

    yield opener
    server.shutdown()
    server.server_close()


def comment(page, text: str):
    return page.locator(".comment", has=page.locator(":scope > .main", has_text=text))


def top_form(page):
    return page.get_by_role("form", name="Write a comment")


def write(form, *, body, name="Eve", email="eve@example.org"):
    form.get_by_label(re.compile("Your (comment|reply)")).fill(body)
    form.get_by_label("Name").fill(name)
    form.get_by_label("E-mail").fill(email)
    form.get_by_role("button", name=re.compile("Post")).click()


class TestReading:
    def test_a_page_elsewhere_shows_threads_in_every_order_with_links_to_each(self, embed, talk, live_server):
        first = talk.approved("The first remark, about a benefit.", block=BLOCKS[0])
        for number in range(22):
            last = talk.approved(f"Remark **number {number}**.")
        deep = first
        for number in range(5):
            deep = talk.approved(f"An answer, {number} deep.", parent=deep, name=f"Reader {number}")
        for number in range(4):
            talk.approved(f"Another answer, {number}.", parent=first)
        actions.react(last.pk, "like", reader=readers.of_network("192.0.2.1"))

        page = embed()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        expect(page.locator(".count")).to_have_text("32 comments")
        expect(page.locator("evident-comment-count")).to_have_text("32 comments")
        expect(page.locator("comment-count")).to_have_text("10")
        expect(page.locator(".threads > .comment")).to_have_count(20)
        expect(comment(page, "number 7").locator("strong")).to_have_text("number 7")
        about = comment(page, "The first remark").locator(".about").first
        expect(about).to_have_attribute("href", f"#block-{BLOCKS[0]}")
        expect(comment(page, "4 deep").get_by_text("in reply to Reader 3")).to_be_visible()

        comment(page, "The first remark").get_by_role("button", name="Show 2 more replies").click()
        expect(comment(page, "Another answer, 2")).to_be_focused()
        page.get_by_role("button", name="Load more comments").click()
        expect(page.locator(".threads > .comment")).to_have_count(23)
        expect(comment(page, "number 19")).to_be_focused()
        page.get_by_role("button", name="Top").click()
        expect(page.locator(".threads > .comment").first).to_contain_text("number 21")
        page.get_by_role("button", name="Newest").click()
        expect(page.get_by_role("button", name="Newest")).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".threads > .comment").last).to_contain_text("number 2")
        assert all(url.startswith(live_server.url) for url in asked)
        assert page.context.cookies() == []

        # A link to one that is not loaded opens it with what it answers; one to nothing says so.
        linked = embed(attributes='refresh="0" order="newest"', fragment=f"#c{deep.pk}")
        expect(linked.locator(f"#c{deep.pk}")).to_be_focused()
        expect(linked.locator(f"#c{deep.pk}")).to_be_in_viewport()
        expect(linked.locator(".threads-linked")).to_contain_text("The first remark")
        gone = embed(fragment="#c999999", tolerate="404")
        expect(gone.get_by_text("no longer here")).to_be_visible()

    def test_a_claim_has_a_discussion_of_its_own_in_which_one_names_a_source(self, embed, talk, rules):
        rules(proof_of_work=True, announcement="Be kind. <b>Please</b>.")  # which the browser does without a word
        talk.approved("About the first.", block=BLOCKS[0])
        gone = talk.approved("About one that goes.", block=BLOCKS[1])
        del talk.page.body[1]
        talk.page.save_revision().publish()
        page = embed(tolerate="400")
        expect(page.get_by_text("Be kind. <b>Please</b>.")).to_be_visible()
        expect(page.locator(f"#c{gone.pk} .about")).to_contain_text("Benefit 2 (no longer in the article)")
        expect(top_form(page).get_by_label("A source")).to_be_hidden()

        page.evaluate("id => document.querySelector('evident-comments').discuss(id)", BLOCKS[0])
        expect(page.get_by_text("Your comment is about Relief of symptoms")).to_be_visible()
        top_form(page).get_by_label("A source").fill("https://doi.org/10.1000/182")
        write(top_form(page), body="It does not follow.")
        expect(page.locator(".comment-own .about")).to_contain_text("Relief of symptoms")
        stored = ReaderComment.objects.latest("pk")
        assert (str(stored.block), "10.1000/182" in stored.source) == (BLOCKS[0], True)
        page.locator(".comment-own").get_by_role("button", name="Edit").click()
        edit = page.get_by_role("form", name="Edit your comment")
        expect(edit.get_by_label("A source")).to_have_value("https://doi.org/10.1000/182")
        edit.get_by_label("A source").fill("nonsense")
        edit.get_by_role("button", name="Save").click()
        expect(edit.get_by_role("alert")).to_contain_text("Give a DOI")
        edit.get_by_label("A source").fill("10.1155/2014/972935")
        edit.get_by_role("button", name="Save").click()
        expect(page.locator(".comment-own .body")).to_be_visible()
        assert ReaderComment.objects.latest("pk").source == "https://doi.org/10.1155/2014/972935"

        only = embed(attributes=f'refresh="0" block="{BLOCKS[0]}"')
        expect(only.locator(".count")).to_have_text("1 comment")
        by_path = "path => { const all = document.querySelector('evident-comments');"
        by_path += " all.removeAttribute('block'); all.removeAttribute('page'); all.setAttribute('path', path); }"
        only.evaluate(by_path, talk.page.get_url_parts()[2])
        expect(only.locator(".count")).to_have_text("2 comments")
        only.evaluate("id => document.querySelector('evident-comments').setAttribute('block', id)", BLOCKS[0])
        expect(only.locator(".threads > .comment")).to_have_count(1)
        expect(top_form(only).get_by_label("A source")).to_be_visible()

    def test_what_was_removed_says_by_whom_and_a_closed_discussion_that_it_is(self, embed, talk, rules):
        for parent, by in (
            (talk.approved("By its author."), None),
            (talk.approved("By a moderator."), actions.Moderator()),
        ):
            talk.approved("An answer that stays.", parent=parent)
            actions.remove(parent.pk, by=by) if by else actions.delete(parent.pk)
        page = embed()
        expect(page.locator(".tombstone")).to_have_text(["Removed by its author", "Removed by a moderator"])
        expect(page.get_by_text("An answer that stays.")).to_have_count(2)
        for setting, words in (
            ({"guests": False}, "Please sign in"),
            ({"is_open": False}, "This discussion is closed"),
        ):
            rules(**setting)
            page.reload()
            expect(page.get_by_text(words)).to_be_visible()
            expect(page.locator(".threads .comment").first).to_be_visible()
            expect(page.get_by_role("form")).to_have_count(0)
            expect(page.get_by_role("button", name="Reply")).to_have_count(0)
            own = page.get_by_role("link", name="Download or erase your data")
            expect(own).to_have_attribute("href", re.compile("/mail/own/$"))

        nowhere = embed(tolerate="404")
        elsewhere = "id => document.querySelector('evident-comments').setAttribute('page', id)"
        nowhere.evaluate(elsewhere, talk.page.get_parent().pk)
        expect(nowhere.get_by_role("alert")).to_have_text("There is no discussion here.")
        expect(nowhere.get_by_role("button")).to_have_count(0)


class TestWriting:
    def test_a_comment_waits_for_its_author_who_may_change_it_and_take_it_back(self, embed, talk):
        page = embed()
        expect(page.get_by_text("Be the first to write")).to_be_visible()
        form = top_form(page)
        form.get_by_label("Your comment").fill("A draft that outlives a reload.")
        page.reload()
        expect(form.get_by_label("Your comment")).to_have_value("A draft that outlives a reload.")
        form.get_by_label("Your comment").fill("A *plain* text.")
        form.get_by_role("button", name="Preview").click()
        expect(form.locator(".preview em")).to_have_text("plain")
        form.get_by_role("button", name="Write on").click()
        expect(form.get_by_label("Your comment")).to_be_focused()
        form.get_by_label("Notify me of replies").check()
        write(form, body="Did it help you with <b>sleep</b>?")
        waiting = page.locator(".comment-own")
        expect(waiting).to_contain_text("Awaiting moderation")
        expect(waiting).to_be_focused()

        page.reload()
        expect(waiting).to_contain_text("Did it help you with <b>sleep</b>?")
        expect(form.get_by_label("Your comment")).to_have_value("")
        others = embed()
        expect(others.get_by_text("Be the first to write")).to_be_visible()

        waiting.get_by_role("button", name="Edit").click()
        page.get_by_role("form", name="Edit your comment").get_by_label("Your comment").fill("What I meant.")
        page.get_by_role("button", name="Save").click()
        expect(waiting.locator(".body")).to_have_text("What I meant.")
        mine = ReaderComment.objects.get()
        assert Following.objects.get().thread_id == mine.thread
        actions.approve(mine.pk, by=actions.Moderator())
        page.reload()
        expect(comment(page, "What I meant.")).to_have_count(1)
        expect(waiting).to_have_count(0)
        comment(page, "What I meant.").get_by_role("button", name="Reply").click()
        write(page.get_by_role("form", name="Reply"), body="An answer to this.")
        expect(comment(page, "What I meant.").locator(".replies .comment-own")).to_contain_text("An answer to this.")

        comment(page, "What I meant.").get_by_role("button", name="Delete").first.click()
        page.get_by_role("button", name="Delete for good").click()
        expect(page.get_by_text("What I meant.")).to_have_count(0)
        assert not ReaderComment.objects.filter(comment__contains="meant").exists()

    def test_what_is_wrong_is_said_where_it_is_and_nothing_is_lost(self, embed, talk, rules):
        rules(pre_moderation=False)
        page = embed(tolerate="Failed to load")
        form = top_form(page)
        text = form.get_by_label("Your comment")
        text.focus()
        form.get_by_label("E-mail").fill("not an address")
        form.get_by_role("button", name="Post comment").click()
        expect(text).to_be_focused()
        expect(form.get_by_label("Name")).to_have_accessible_description("Please tell us your name.")
        expect(form.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
        expect(form.locator(".field-error:visible")).to_have_count(3)
        form.get_by_label("Name").press_sequentially("n" * 51, delay=0)
        expect(form.locator(".field-error:visible")).to_have_count(2)
        expect(form.get_by_label("Name")).to_have_attribute("aria-invalid", "false")
        expect(form.get_by_label("Name")).to_have_value("n" * 50)
        trap = form.locator(".trap input")
        expect(trap).to_have_attribute("tabindex", "-1")
        expect(form.get_by_role("textbox")).to_have_count(3)

        sent = []

        def refuse_then_lose_the_answer(route):
            sent.append(route.request.headers["idempotency-key"])
            if len(sent) == 1:
                body = '{"message": "Too many.", "code": "throttled"}'
                headers = {"Retry-After": "42", "Access-Control-Allow-Origin": "*"}
                headers["Access-Control-Expose-Headers"] = "Retry-After"
                route.fulfill(status=429, headers=headers, body=body)
            elif len(sent) == 2:
                route.fetch()
                route.abort()
            else:
                route.continue_()

        page.route("**/api/v2/comments/", refuse_then_lose_the_answer)
        write(form, body="Sent three times, meant once.")
        expect(form.get_by_role("alert").filter(has_text="42 seconds")).to_be_focused()
        expect(text).to_have_value("Sent three times, meant once.")
        form.get_by_role("button", name="Post comment").click()
        expect(form.get_by_role("alert").filter(has_text="could not reach")).to_be_visible()
        form.get_by_role("button", name="Post comment").click()
        expect(page.locator(".threads .comment")).to_have_count(1)
        expect(page.locator(".count")).to_have_text("1 comment")
        assert len(set(sent)) == 1
        assert ReaderComment.objects.count() == 1

    def test_a_user_of_the_site_around_writes_under_the_name_that_its_token_gives(self, embed, talk, rules):
        rules(guests=False)
        issuer()
        page = embed()
        expect(page.get_by_text("Please sign in")).to_be_visible()
        sign_in = "jwt => Object.assign(document.querySelector('evident-comments'), { token: jwt }).reload()"
        page.evaluate(sign_in, token())
        form = top_form(page)
        form.get_by_label("Your comment").fill("Said by somebody who is known.")
        expect(form.get_by_label("Name")).to_have_count(0)
        expect(form.get_by_text("You are writing as Vera Visitor.")).to_be_visible()
        form.get_by_label("all comments here").check()
        form.get_by_role("button", name="Post comment").click()
        expect(page.locator(".comment-own .author")).to_have_text("Vera Visitor")
        page.reload()
        expect(page.locator(".comment-own")).to_contain_text("Awaiting moderation")
        assert (Following.objects.get().page_id, Following.objects.get().thread_id) == (talk.page.pk, None)

        page.evaluate(sign_in, token(name=None))  # a front end that does not tell the name
        form.get_by_label("Your comment").fill("Said by somebody whose name is asked for.")
        expect(form.get_by_label("E-mail")).to_have_count(0)
        form.get_by_label("Name").fill("Vera herself")
        form.get_by_role("button", name="Post comment").click()
        expect(page.locator(".comment-own .author").filter(has_text="Vera herself")).to_be_visible()


class TestReacting:
    def test_likes_and_reports_are_counted_once_and_remembered(self, embed, talk):
        talk.approved("A remark worth a like.")
        page = embed()
        one = comment(page, "worth a like")
        like, dislike = (one.get_by_role("button", name=re.compile(f"^{name}")) for name in ("Like", "Dislike"))
        like.click()
        expect(like).to_have_accessible_name("Like 1")
        dislike.click()
        expect(dislike).to_have_attribute("aria-pressed", "true")
        expect(like).to_have_accessible_name("Like")

        article = page.get_by_role("button", name="Like this article")
        article.click()
        expect(article).to_have_accessible_name("Like this article · 1")

        one.get_by_role("button", name="Report").click()
        page.get_by_role("button", name="Send report").click()
        expect(page.get_by_text("Please choose a reason.")).to_be_visible()
        page.get_by_label("Spam or advertising").check()
        page.get_by_role("button", name="Send report").click()
        expect(one.get_by_role("button", name="Reported")).to_be_disabled()
        page.reload()
        expect(one.get_by_role("button", name="Reported")).to_be_disabled()
        expect(article).to_have_accessible_name("Like this article · 1")
        expect(article).to_have_attribute("aria-pressed", "true")
        expect(dislike).to_have_attribute("aria-pressed", "true")
        dislike.click()
        expect(dislike).to_have_attribute("aria-pressed", "false")
        stored = ReaderComment.objects.get()
        assert (stored.likes, stored.dislikes, stored.flag_count) == (0, 0, 1)


class TestRefresh:
    def test_news_are_offered_without_moving_anything_and_a_hidden_page_asks_seldom(self, embed, talk, browser):
        first = talk.approved("A remark that is being read.")
        context = browser.new_context(reduced_motion="reduce")
        context.clock.install()
        page = embed(attributes="", context=context)
        asked = []
        page.on("response", lambda response: "order=" in response.url and asked.append(response))
        page.evaluate("document.querySelector('evident-comments').ready")
        with page.expect_response(lambda response: response.status == 304):
            context.clock.run_for(31_000)

        talk.approved("An answer from elsewhere.", parent=first)
        talk.approved("A second remark.")
        context.clock.run_for(40_000)
        news = page.get_by_role("button", name="2 new comments")
        expect(news).to_be_visible()
        expect(page.locator(".comment")).to_have_count(1)
        news.click()
        expect(page.locator(".comment")).to_have_count(3)
        expect(comment(page, "An answer")).to_be_focused()
        expect(page.locator(".count")).to_have_text("3 comments")

        seen = "Object.defineProperty(document, 'hidden', { configurable: true, value: %s });"
        tell = "document.dispatchEvent(new Event('visibilitychange'))"
        page.evaluate(seen % "true" + tell)
        asked.clear()
        context.clock.run_for(150_000)
        assert asked == []
        with page.expect_response(lambda response: "order=" in response.url):
            page.evaluate(seen % "false" + tell)
        context.close()


class TestAccessibility:
    @pytest.mark.parametrize(
        ("lang", "direction", "scheme", "words"),
        [("en", "ltr", "light", "Report"), ("de", "ltr", "dark", "Melden"), ("ar", "rtl", "dark", "Report")],
    )
    def test_axe_finds_no_fault_in_any_language_direction_or_scheme(self, embed, talk, lang, direction, scheme, words):
        first = talk.approved("A [remark](https://example.org) with `code`.\n\n> and a quotation", block=BLOCKS[0])
        talk.approved("An answer.", parent=talk.approved("An answer.", parent=first))
        talk.approved("The second thread.")
        page = embed(
            lang=lang, direction=direction, color_scheme=scheme, bypass_csp=True, viewport={"width": 390, "height": 800}
        )
        comment(page, "The second thread.").get_by_role("button", name=words).click()
        page.locator(".form-box textarea").focus()
        page.locator(".form-box button[type=submit]").click()  # shows what is missing
        comment(page, "An answer.").first.locator(".actions button").nth(2).click()
        expect(page.locator(".slot form")).to_be_visible()
        for script in ("vendor.js", "userbar.js"):
            page.add_script_tag(path=CHECKER / script)
        page.wait_for_function("typeof axe === 'object'")
        violations = page.evaluate(FAULTS)
        assert violations == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
