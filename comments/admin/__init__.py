"""The moderation desk in Wagtail's admin: the queue, one comment with its history, and discussions opened and closed."""
