"""What the tests of reports ask of each of them."""

import csv
import io
from zipfile import ZipFile

from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext


def page_of(client, address, **query):
    """Give the report as it is shown."""
    answer = client.get(address, query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def exported(client, address, **query):
    """Give the rows of the report as CSV, by their headings, after a look at the workbook."""
    workbook = b"".join(client.get(address, query | {"export": "xlsx"}).streaming_content)
    assert "xl/worksheets/sheet1.xml" in ZipFile(io.BytesIO(workbook)).namelist()
    content = b"".join(client.get(address, query | {"export": "csv"}).streaming_content)
    return list(csv.DictReader(io.StringIO(content.decode())))


def queries(client, address, **query):
    """Give how many queries the report asks, its sessions and settings once asked before."""
    client.get(address, query)
    with CaptureQueriesContext(connection) as asked:
        client.get(address, query)
    return len(asked)


def sign_in(client, django_user_model, group):
    """Sign somebody of a group in, and give the user."""
    user = django_user_model.objects.create_user(group.lower().replace(" ", "-"), password="x")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user
