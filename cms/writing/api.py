"""Wagtail's v3 API as it is mounted here, with answers for what it lets pass as a crash."""

import logging

from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from treebeard.exceptions import InvalidMoveToDescendant, InvalidPosition
from wagtail.api.v3.urls import api

from cms.writing import forms
from cms.writing.problems import problem

__all__ = ["api"]

forms.connect()

logger = logging.getLogger("cms.writing")


@api.exception_handler(InvalidMoveToDescendant)
@api.exception_handler(InvalidPosition)
def cannot_be_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(422, "A page cannot be moved below itself, or beside a page that has no place for it.")


@api.exception_handler(ProtectedError)
@api.exception_handler(IntegrityError)
def contradicts(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(409, "It contradicts what is there by now, or something else needs what would be gone.")


@api.exception_handler(OverflowError)
@api.exception_handler(ValueError)
def no_such_value(request: HttpRequest, exception: Exception) -> HttpResponse:
    logger.warning("Refused by a %s", type(exception).__name__, exc_info=exception)
    return problem(422, "A number, a date or an id is none that its field can have.")


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
def cannot_be_read(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(400, "The form that was sent cannot be read.")


@api.exception_handler(Exception)
def crashed(request: HttpRequest, exception: Exception) -> HttpResponse:
    logger.error("Unhandled %s", type(exception).__name__, exc_info=exception)
    return problem(500, "Our fault; it has been logged under the request's id.")
