"""What the roof adds to the admin."""

from wagtail import hooks

from cms.demo.loading import LOADED


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(LOADED, "Load the demo", "Loaded the demo content below this page")
