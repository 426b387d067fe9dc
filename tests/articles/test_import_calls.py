"""Requests to the reader: which sentences are one, what the button says, and what only concerned the old page."""

import pytest

from articles.importers import calls, furniture, limitations, sentences


class TestAsks:
    @pytest.mark.parametrize(
        "sentence",
        [
            "Book a free consultation today.",
            "Click the button below and book an appointment.",
            "To find out more, call us on 04 555 1234.",
            "If you live with back pain, please get in touch.",
            "Don't hesitate to contact the clinic.",
            "Schedule your first visit online!",
            "Make an appointment.",
        ],
    )
    def test_a_request_to_book_call_or_come(self, sentence):
        assert calls.asks(sentence)

    @pytest.mark.parametrize(
        "sentence",
        [
            "Call your doctor before taking extracts.",
            "If you have chest pain, call 999.",
            "Contact your midwife if you bleed.",
            "Book reviews are a genre of their own.",
            "Patients who book an appointment wait for two weeks.",
            "Call it a placebo if you like.",
            "Schedule regular breaks.",
        ],
    )
    def test_advice_and_plain_statements_are_none(self, sentence):
        assert not calls.asks(sentence)


class TestLabel:
    @pytest.mark.parametrize(
        ("request_text", "label"),
        [
            (
                "Click the button below and book a complementary 30-minute chat at The Clinic, Leeds.",
                "Book a complementary 30-minute chat",
            ),
            ("To learn more, call us on 04 555 1234.", "Call us on 04 555 1234"),
            ("BOOK NOW", "Book now"),
            ("Get in touch with our team!", "Get in touch with our team"),
            ("Click here.", "Find out more"),
        ],
    )
    def test_it_is_the_request_in_its_own_words(self, request_text, label):
        assert calls.label(request_text) == label

    def test_it_fits_on_a_button(self):
        assert len(calls.label("Book " + "a very long and patient explanation " * 10)) <= 60


class TestUrl:
    def test_a_written_address_is_taken_without_the_stop_after_it(self):
        assert calls.url("Book at https://example.org/book?x=1.") == "https://example.org/book?x=1"
        assert calls.url("Visit us at www.example.org!") == "https://www.example.org"

    def test_without_one_it_is_empty(self):
        assert calls.url("Book at the desk; no javascript:alert(1) please.") == ""


class TestFurniture:
    @pytest.mark.parametrize(
        "line",
        ["2 min read", "Reading time: 5 minutes", "Comments", "12 comments", "Share this post", "Facebook", "See All", "0 likes",
         "Skip to main content", "Home > Blog > Pain", "© 2023 The Clinic", "Post not marked as liked", "Leave a comment..."],
    )  # fmt: skip
    def test_lines_of_the_page(self, line):
        assert furniture.line_reason(line)

    @pytest.mark.parametrize(
        "line", ["Symptom relief", "2 minutes of rest", "Sharing a bed", "Likely causes", "Home exercises"]
    )
    def test_headings_are_not(self, line):
        assert furniture.line_reason(line) == ""

    @pytest.mark.parametrize(
        "sentence",
        ["Don't forget to like, subscribe, and share this post with others.", "Please leave a comment below.",
         "Subscribe to our newsletter!", "Share this article with your friends.", "Let us know in the comments."],
    )  # fmt: skip
    def test_sentences_to_the_page(self, sentence):
        assert furniture.sentence_reason(sentence)

    @pytest.mark.parametrize(
        "sentence",
        [
            "Like many others, she felt better.",
            "Share your symptoms with the therapist.",
            "Follow the programme for a month.",
        ],
    )
    def test_sentences_to_the_reader_are_kept(self, sentence):
        assert furniture.sentence_reason(sentence) == ""


class TestLimitations:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            (
                "However, methodological limitations, such as small groups and lack of blinding, should be considered.",
                ["Small groups", "Lack of blinding"],
            ),
            ("The studies were limited by short follow-up and high drop-out.", ["Short follow-up", "High drop-out"]),
            ("Limitations include: no control group; one country only.", ["No control group", "One country only"]),
            (
                "Many had a high risk of bias. The lack of long-term follow-up is a pity.",
                ["High risk of bias", "Lack of long-term follow-up"],
            ),
            ("It works well.", []),
        ],
    )
    def test_they_are_named_in_the_words_of_the_text(self, text, found):
        assert limitations.find([text]) == found

    def test_each_is_named_once(self):
        assert limitations.find(["There is a high risk of bias.", "A high risk of bias remains."]) == [
            "High risk of bias"
        ]


class TestSentences:
    def test_abbreviations_and_decimals_end_none(self):
        text = "Dr. Smith saw e.g. Tom at 3.5 km. He ran. “Why?” Because."

        assert sentences.split(text) == ["Dr. Smith saw e.g. Tom at 3.5 km.", "He ran.", "“Why?”", "Because."]

    def test_a_list_is_cut_at_commas_and_conjunctions(self):
        assert sentences.items("the calm, better sleep, and an end to pain.") == ["calm", "better sleep", "end to pain"]
