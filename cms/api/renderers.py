"""Writes answers as JSON."""

from datetime import datetime

from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder


class SecondsEncoder(JSONEncoder):
    """Writes times as the API gives them: ISO 8601 in UTC, to the second."""

    def default(self, obj: object) -> object:
        if isinstance(obj, datetime):
            obj = obj.replace(microsecond=0)
        return super().default(obj)


class ApiRenderer(JSONRenderer):
    """DRF's JSON, with times to the second."""

    encoder_class = SecondsEncoder
