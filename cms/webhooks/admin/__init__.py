"""Webhooks in the admin, under Settings: endpoints, their secrets, and what was sent to them."""
