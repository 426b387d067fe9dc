"""The id of the request being answered, on every response and in every log line."""

import contextvars
import logging
import re
import uuid

SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")

current: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Writes the request's id into every log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get()
        return True


class RequestIdMiddleware:
    """Gives every response an X-Request-ID: the caller's if it is sane, else a new one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        sent = request.headers.get("X-Request-ID", "")
        request.id = sent if SANE_REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
        token = current.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response["X-Request-ID"] = request.id
        return response
