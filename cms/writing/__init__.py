"""Wagtail's v3 API, a preview, for tools that write: mounted at `/api/v3/` by WRITE_API=1, for holders of API tokens."""
