"""The Retraction Watch database: how it is read, and what a check does to the library."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import retraction_watch
from articles.models import PublisherNotice, Reference

HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,"
    "RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes"
)


def line(number="1", *, doi="unavailable", pmid="0", nature="Retraction", day="9/18/2023 0:00", reasons=""):
    return (
        f'{number},"A title, with a comma",(HSC),,Journal,Publisher,France,A Person,,Clinical Study;,{day},'
        f'10.1234/NOTICE,0,1/2/2020 0:00,{doi},{pmid},{nature},"{reasons}",No,'
    )


@pytest.fixture
def database(tmp_path):
    """Give a function that writes these lines below the header and gives the file."""

    def write(*lines, encoding="utf-8"):
        path = tmp_path / "retraction_watch.csv"
        path.write_text("\r\n".join([HEADER, *lines]) + "\r\n", encoding=encoding, newline="")
        return path

    return write


def check(path, **options):
    out = StringIO()
    call_command("check_retractions", str(path), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


class TestRead:
    def test_it_gives_each_record(self):
        reasons = "+Concerns/Issues About Data;+Unreliable Results;"
        (record,) = retraction_watch.read(
            [HEADER, line("77", doi="https://doi.org/10.1/AbC", pmid="0123", reasons=reasons)]
        )
        assert record.number == "77"
        assert record.title == "A title, with a comma"
        assert (record.doi, record.pmid) == ("10.1/abc", "123")
        assert record.issued_on == date(2023, 9, 18)
        assert record.notice_doi == "10.1234/notice"
        assert record.reasons == ("Concerns/Issues About Data", "Unreliable Results")
        assert record.is_retraction

    @pytest.mark.parametrize("nature", ["Correction", "Expression of concern", "Reinstatement", ""])
    def test_only_a_retraction_is_one(self, nature):
        (record,) = retraction_watch.read([HEADER, line(nature=nature)])
        assert not record.is_retraction

    def test_what_is_not_available_is_empty(self):
        (record,) = retraction_watch.read([HEADER, line(doi="Unavailable", pmid="0", day="")])
        assert (record.doi, record.pmid, record.issued_on) == ("", "", None)

    def test_a_line_that_ends_early_is_read_as_far_as_it_goes(self):
        (record,) = retraction_watch.read([HEADER, "5,Title"])
        assert (record.number, record.doi, record.nature) == ("5", "", "")

    @pytest.mark.parametrize("text", [[], ["a,b,c", "1,2,3"]])
    def test_it_refuses_another_file(self, text):
        with pytest.raises(retraction_watch.NotRetractionWatch, match="no column OriginalPaperDOI"):
            list(retraction_watch.read(text))


@pytest.mark.django_db
class TestCheckRetractions:
    def test_it_marks_by_doi_and_by_pmid(self, database, make_reference):
        by_doi = make_reference("One", DOI="10.1234/one")
        by_pmid = make_reference("Two", PMID="123")
        other = make_reference("Three", DOI="10.1234/three")
        shown = check(database(line("1", doi="10.1234/ONE", reasons="+Fraud;"), line("2", pmid="123"), line("3")))
        assert set(Reference.objects.filter(retracted=True)) == {by_doi, by_pmid}
        assert other.notices.count() == 0
        notice = by_doi.notices.get()
        assert (notice.record, notice.nature, notice.reasons) == ("1", "Retraction", "Fraud")
        assert "marked  One (Retraction, 2023-09-18: Fraud)" in shown
        assert "3 records read: 2 newly marked as retracted" in shown

    def test_other_notices_are_noted_and_mark_nothing(self, database, make_reference):
        reference = make_reference("One", DOI="10.1234/one")
        shown = check(database(line(doi="10.1234/one", nature="Expression of concern")))
        reference.refresh_from_db()
        assert not reference.retracted
        assert reference.notices.get().nature == "Expression of concern"
        assert "noted   One (Expression of concern" in shown

    def test_a_second_run_changes_nothing(self, database, make_reference):
        make_reference("One", DOI="10.1234/one")
        path = database(line(doi="10.1234/one"))
        check(path)
        assert json.loads(check(path, json=True)) == {
            "records": 1, "marked": 0, "already": 1, "kept": 0, "noted": 0, "articles": 0,
        }  # fmt: skip
        assert PublisherNotice.objects.count() == 1

    def test_a_mark_that_an_editor_took_away_stays_away(self, database, make_reference):
        reference = make_reference("One", DOI="10.1234/one")
        path = database(line(doi="10.1234/one"))
        check(path)
        Reference.objects.filter(pk=reference.pk).update(retracted=False)
        assert json.loads(check(path, json=True))["kept"] == 1
        reference.refresh_from_db()
        assert not reference.retracted

    def test_a_dry_run_writes_nothing(self, database, make_reference):
        reference = make_reference("One", DOI="10.1234/one")
        shown = check(database(line(doi="10.1234/one")), dry_run=True)
        reference.refresh_from_db()
        assert not reference.retracted
        assert not PublisherNotice.objects.exists()
        assert "1 would be marked" in shown

    def test_it_counts_the_articles_and_tells_their_owners(
        self, database, make_reference, make_article, django_user_model, run_later, mailoutbox
    ):
        from tests.articles.bodies import block, items, source

        reference = make_reference("One", DOI="10.1234/one")
        owner = django_user_model.objects.create_user("mara", "mara@example.org", "x")
        body = [block("benefit", heading="Sleep", text="", sources=items(source(reference)))]
        make_article("Sleep well", body=body, owner=owner)
        assert json.loads(check(database(line(doi="10.1234/one")), json=True))["articles"] == 1
        run_later()
        assert [mail.to for mail in mailoutbox] == [["mara@example.org"]]

    def test_it_reads_an_older_copy_in_its_own_encoding(self, database, make_reference):
        reference = make_reference("One", DOI="10.1234/one")
        check(database(line(doi="10.1234/one", reasons="+Müller’s doubts;"), encoding="cp1252"))
        assert reference.notices.get().reasons == "Müller’s doubts"

    def test_it_refuses_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match=r"cannot be opened: No such file"):
            check(tmp_path / "none.csv")

    def test_it_refuses_another_file(self, tmp_path):
        path = tmp_path / "other.csv"
        path.write_text("a,b\n1,2\n")
        with pytest.raises(CommandError, match="This is not the Retraction Watch CSV"):
            check(path)
