"""What the form says of each field, and that nothing typed is lost."""

import pytest

from consult.forms.intake import NO_PHONE, ConsultationForm
from consult.models import Consultation
from tests.consult.posting import FORM, QUESTION, good_post
from tests.factories import make_area

pytestmark = pytest.mark.django_db


def says(field, code, **numbers):
    """What the form has to say of a field."""
    return ConsultationForm.base_fields[field].error_messages[code] % numbers


WRONG = [
    ("area", None, says("area", "required")),
    ("area", "999999", says("area", "invalid_choice")),
    ("area", "九", says("area", "invalid_choice")),
    ("question", "", says("question", "required")),
    ("question", "  \r\n\u3000 ", says("question", "required")),
    ("question", "九个字是不够的了。", says("question", "min_length")),
    ("question", "字" * 5001, says("question", "max_length", show_value=5001)),
    ("question", "前面的字都好的\x00后面也是好的", says("question", "null_characters_not_allowed")),
    ("question", "前面的字都好的\ufffd后面也是好的", says("question", "broken")),
    ("city", "字" * 21, says("city", "max_length", limit_value=20, show_value=21)),
    ("city", "南京\ufffd", says("city", "broken")),
    ("name", "字" * 31, says("name", "max_length", limit_value=30, show_value=31)),
    ("name", "王\x00", says("name", "null_characters_not_allowed")),
    ("phone", "12345", NO_PHONE),
    ("phone", "9" * 31, says("phone", "max_length", limit_value=30, show_value=31)),
    ("email", "name@", says("email", "invalid")),
    ("email", "字@字.字", says("email", "invalid")),
    ("opponent", "字" * 61, says("opponent", "max_length", limit_value=60, show_value=61)),
    ("consent", None, says("consent", "required")),
]


@pytest.mark.parametrize(("field", "value", "sentence"), WRONG)
def test_a_wrong_field_has_a_sentence_beside_it(client, field, value, sentence):
    response = client.post(FORM, {**good_post(), field: value or ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    _, after = response.content.decode().replace(" ", "").split(f'id="id_{field}_error"')
    assert sentence in after.split("</p>")[0]
    assert not Consultation.objects.exists()


def test_nothing_typed_is_lost(client):
    typed = {
        "city": "云澜", "name": "王某", "phone": "13800000000",
        "email": "a@example.com", "opponent": "某某公司", "sensitive_consent": "on",
    }  # fmt: skip
    page = client.post(FORM, good_post(question="太短了", **typed))
    form, html = page.context["form"], page.content.decode()
    assert all(f'value="{typed[name]}"' in html for name in list(typed)[:5])
    assert "太短了</textarea>" in html
    assert "checked" in str(form["consent"])
    assert f'<option value="{form.data["area"]}" selected>' in html


def test_the_form_token_is_kept_so_that_the_mended_post_is_the_same_one(client):
    post = good_post(question="太短了")
    assert f'value="{post["token"]}"' in client.post(FORM, post).content.decode()


@pytest.mark.parametrize("text", ["字" * 10, "字" * 5000, "十" * 8 + "\r\n十", "\r\n" + "字" * 10])
def test_a_question_from_10_to_5000_characters_is_taken(client, text):
    assert client.post(FORM, good_post(question=text)).status_code == 302


def test_a_line_end_counts_once_whatever_it_is_made_of(client):
    lines = ["字" * 49] * 100  # 4,999 characters with the line ends between them
    assert client.post(FORM, good_post(question="\r\n".join(lines) + "好")).status_code == 302
    assert client.post(FORM, good_post(question="\r\n".join(lines) + "好了")).status_code == 422
    assert Consultation.objects.get().messages.get().text == "\n".join(lines) + "好"


def test_contact_and_name_may_stay_empty(client):
    assert client.post(FORM, good_post()).status_code == 302
    kept = Consultation.objects.get()
    assert (kept.name, kept.phone, kept.email, kept.opponent) == ("", "", "", "")


def test_a_telephone_number_is_kept_tidy(client):
    client.post(FORM, good_post(phone="１３８ ００００ ００００"))
    assert Consultation.objects.get().phone == "13800000000"


def test_an_area_that_is_not_published_cannot_be_chosen(client):
    hidden = make_area(is_published=False)
    response = client.post(FORM, good_post(area=hidden.pk))
    assert list(response.context["form"].errors) == ["area"]


def test_the_question_is_escaped_on_the_way_back(client):
    page = client.post(FORM, good_post(question="<b>x", name='"><script>'))
    assert "<script>" not in page.content.decode()
    assert "&lt;b&gt;x" in page.content.decode()


def test_the_chosen_area_of_the_address_is_preset(client):
    area = make_area()
    good_post(area=area.pk)
    assert (
        f'<option value="{area.pk}" selected>'
        in client.get(f"{FORM}?area={area.slug}").content.decode()
    )


@pytest.mark.parametrize(
    "query", ["area=%00", "area=%FF", "area=字", "area=" + "a" * 9999, "area[]=1", "%00=%00"]
)
def test_junk_in_the_address_is_ignored(client, query):
    assert QUESTION not in client.get(f"{FORM}?{query}").content.decode()
    assert client.get(f"{FORM}?{query}").status_code == 200


def test_other_methods_are_refused(client):
    assert client.put(FORM).status_code == client.delete(FORM).status_code == 405
