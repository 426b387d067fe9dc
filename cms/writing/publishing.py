"""Wagtail's publication of a page, by the page's own method: Wagtail's v3 API would go past what a page does and asks there."""

from wagtail.actions.publish_page_revision import PublishPageRevisionAction


class PublishByThePage(PublishPageRevisionAction):
    """Publishes or schedules a revision as the admin does it.

    Raises what the page's `publish()` raises: of an article also `PublicationRefused`, by the publish gate.
    """

    def execute(self, skip_permission_checks: bool = False) -> None:
        self.check(skip_permission_checks=skip_permission_checks)
        self.revision.publish(
            user=self.user,
            changed=self.changed,
            log_action=self.log_action,
            previous_revision=self.previous_revision,
            skip_permission_checks=skip_permission_checks,
        )
