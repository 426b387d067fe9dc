"""The HTTP surface of discussions and of their moderation."""
