"""What the roof adds to the admin."""

from django.contrib.auth.models import Permission
from django.urls import URLPattern
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page

from articles.admin import side_panels
from cms.demo.loading import LOADED
from cms.insight import reports as insight
from cms.mailbox.admin import KeptMailViewSet
from cms.objections import views as objections
from cms.objections.panel import ObjectionsSidePanel
from cms.webhooks.admin.views import SECRET_CHANGED, SECRET_SHOWN
from cms.webhooks.admin.viewset import WebhookViewSet
from cms.writing.moving import MoveBelowRoot
from cms.writing.publishing import PublishByThePage

side_panels.add(ObjectionsSidePanel)


@hooks.register("register_admin_urls")
def objections_urls() -> list[URLPattern]:
    return objections.urls()


@hooks.register("register_admin_urls")
def insight_urls() -> list[URLPattern]:
    return insight.urls()


@hooks.register("insert_global_admin_js")
def asking() -> str:
    return format_html('<script src="{}"></script>', versioned_static("cms/asking.js"))


@hooks.register("register_reports_menu_item")
def insight_item() -> insight.ModerationMenuItem:
    return insight.ModerationMenuItem()


@hooks.register("register_admin_viewset")
def mailbox() -> KeptMailViewSet:
    return KeptMailViewSet()


@hooks.register("register_actions", order=1000)  # after Wagtail's own
def actions_of_pages(registry):
    registry.register(Page, MoveBelowRoot)
    registry.register(Page, PublishByThePage)


@hooks.register("register_permissions")
def mailbox_permission():
    return Permission.objects.filter(content_type__app_label="cms", codename="view_keptmail")


@hooks.register("register_admin_viewset")
def webhooks() -> WebhookViewSet:
    return WebhookViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(LOADED, "Load the demo", "Loaded the demo content below this page")
    actions.register_action(SECRET_SHOWN, "Show a webhook's secret", "Was shown the webhook's secret")
    actions.register_action(SECRET_CHANGED, "Change a webhook's secret", "Made a new secret for the webhook")
