"""What the roof adds to the admin."""

from django.urls import URLPattern
from wagtail import hooks

from articles.admin import side_panels
from cms.demo.loading import LOADED
from cms.objections import views as objections
from cms.objections.panel import ObjectionsSidePanel

side_panels.add(ObjectionsSidePanel)


@hooks.register("register_admin_urls")
def objections_urls() -> list[URLPattern]:
    return objections.urls()


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(LOADED, "Load the demo", "Loaded the demo content below this page")
