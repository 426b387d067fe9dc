"""The blocks of an article: what they ask for, and what they give."""

import pytest
from django.core.exceptions import ValidationError

from articles.blocks import ArticleBody, new_article_body
from articles.blocks.media import player
from articles.blocks.sources import p_value
from tests.articles.bodies import block, items

BODY = ArticleBody()


def cleaned(*raw, draft=False):
    value = BODY.to_python(list(raw))
    return (BODY.clean_deferred if draft else BODY.clean)(value)


class TestTheBody:
    def test_it_takes_every_block_of_the_api(self):
        assert set(BODY.child_blocks) == {
            "section", "benefit", "mechanism", "evidence", "related_article", "call_to_action", "faq", "quote",
            "image", "table", "embed", "disclaimer",
        }  # fmt: skip

    def test_a_new_article_can_be_saved_as_a_draft_and_not_published(self):
        cleaned(*new_article_body(), draft=True)
        with pytest.raises(ValidationError):
            cleaned(*new_article_body())

    @pytest.mark.parametrize("name", sorted(BODY.child_blocks))
    def test_each_block_says_what_it_is(self, name):
        definition = BODY.child_blocks[name]
        assert definition.meta.icon != "placeholder"
        assert str(definition.meta.group) in {"Claims and evidence", "Text", "Media", "Links"}
        assert len(str(definition.get_description())) > 20


class TestAClaim:
    @pytest.mark.parametrize("kind", ["benefit", "mechanism"])
    def test_it_may_stand_without_a_source(self, kind):
        value = cleaned(block(kind, heading="H", text="<p>t</p>"))[0].value
        assert len(value["sources"]) == 0
        assert value["no_evidence_found"] is False

    def test_it_needs_a_heading_and_a_text(self):
        with pytest.raises(ValidationError) as refused:
            cleaned(block("benefit", heading="", text=""))
        assert set(refused.value.block_errors[0].block_errors) == {"heading", "text"}

    def test_it_takes_the_certainties_of_grade_only(self):
        with pytest.raises(ValidationError):
            cleaned(block("benefit", heading="H", text="<p>t</p>", certainty="quite sure"))

    def test_it_has_words_for_people(self, make_reference):
        source = {
            "reference": make_reference().pk,
            "direction": "no_difference",
            "effect": {"ci_low": -1.36, "ci_high": 2},
        }
        value = cleaned(
            block("benefit", heading="H", text="<p>t</p>", certainty="low", certainty_reasons=["imprecision"],
                  sources=items(source))
        )[0].value  # fmt: skip
        assert value.certainty_label == "Low certainty"
        assert value.certainty_reason_labels == ["Imprecision"]
        assert value["sources"][0].direction_label == "Found no difference"
        assert value["sources"][0]["effect"].interval == "-1.36 to 2"

    @pytest.mark.parametrize("p", ["0.04", "<0.001", "= .05", "≤ 0.01", "1"])
    def test_a_p_value_is_taken_as_reported(self, make_reference, p):
        source = {"reference": make_reference().pk, "direction": "mixed", "effect": {"p": p}}
        assert cleaned(block("mechanism", heading="H", text="<p>t</p>", sources=items(source)))

    @pytest.mark.parametrize("p", ["significant", "1.2", "n.s."])
    def test_a_p_value_is_a_probability(self, make_reference, p):
        source = {"reference": make_reference().pk, "direction": "mixed", "effect": {"p": p}}
        with pytest.raises(ValidationError):
            cleaned(block("mechanism", heading="H", text="<p>t</p>", sources=items(source)))


class TestPValue:
    @pytest.mark.parametrize(
        ("reported", "given"),
        [("0.04", 0.04), (0.04, 0.04), ("= .05", 0.05), ("< 0.001", "<0.001"), ("", None), (None, None)],
    )
    def test_it_is_a_number_unless_it_is_a_bound(self, reported, given):
        assert p_value(reported) == given


class TestAnImage:
    def test_it_uses_the_images_own_description(self, make_image):
        image = make_image(description="A needle in a hand")
        assert cleaned(block("image", image=image.pk))[0].value.alt_text == "A needle in a hand"

    def test_decoration_says_nothing(self, make_image):
        image = make_image(description="A needle")
        assert cleaned(block("image", image=image.pk, decorative=True))[0].value.alt_text == ""

    def test_it_asks_for_a_description_but_not_of_a_draft(self, make_image):
        raw = block("image", image=make_image().pk)
        cleaned(raw, draft=True)
        with pytest.raises(ValidationError) as refused:
            cleaned(raw)
        assert set(refused.value.block_errors[0].block_errors) == {"alt"}


class TestALink:
    @pytest.mark.parametrize("kind", ["related_article", "call_to_action"])
    def test_it_may_lack_a_target(self, kind):
        assert cleaned(block(kind, label="Read on", style="primary"))[0].value.address == ""


class TestPlayer:
    @pytest.mark.parametrize(
        ("url", "provider", "embed_url"),
        [
            ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1", "YouTube", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
            ("https://youtu.be/dQw4w9WgXcQ", "YouTube", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
            ("https://vimeo.com/76979871", "Vimeo", "https://player.vimeo.com/video/76979871?dnt=1"),
            ("https://vimeo.com/", "Vimeo", None),
            ("https://youtube.com.evil.example/watch?v=x", "", None),
            ("https://example.org/", "", None),
            ("", "", None),
        ],
    )  # fmt: skip
    def test_it_knows_players_that_do_not_follow_readers(self, url, provider, embed_url):
        assert player(url) == (provider, embed_url)
