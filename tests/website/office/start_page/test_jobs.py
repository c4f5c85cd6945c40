"""The common jobs: a button each, for who has the right."""

import pytest

from articles.models import State
from tests.factories import make_article, make_lawyer, make_staff, make_superuser

pytestmark = pytest.mark.django_db
START = "/admin/"


def jobs_of(client):
    return [job["label"] for job in client.get(START).context["jobs"]]


def test_every_job_leads_to_a_page_that_opens(client):
    client.force_login(make_superuser())
    jobs = client.get(START).context["jobs"]
    assert len(jobs) > 3
    for job in jobs:
        assert client.get(job["address"], follow=True).status_code == 200, job["label"]


def test_an_editor_gets_the_jobs_of_an_editor(client):
    client.force_login(make_staff("articles.add_article", "articles.change_article"))
    assert jobs_of(client) == ["写一篇文章", "接着写草稿", "文章"]


def drafts_of(client, *rights):
    client.force_login(make_staff("articles.change_article", *rights))
    jobs = client.get(START).context["jobs"]
    return [client.get(job["address"]).text for job in jobs if job["label"] == "接着写草稿"]


def test_who_publishes_goes_on_with_the_draft_of_anybody(client):
    make_article(title="别人起草的文章", state=State.DRAFT)
    (mine,) = drafts_of(client)
    (everybodys,) = drafts_of(client, "articles.publish_article")
    assert "别人起草的文章" not in mine
    assert "别人起草的文章" in everybodys


def test_who_may_only_register_holidays_gets_that(client):
    client.force_login(make_staff("firm.add_specialday"))
    assert jobs_of(client) == ["登记放假"]


def test_the_faces_lead_to_the_portrait_of_each_lawyer(client):
    lawyer = make_lawyer(name="林致远")
    make_lawyer(name="沈若宁", is_published=False)
    client.force_login(make_staff("firm.change_lawyer"))
    html = client.get(START).text
    assert f'href="/admin/firm/lawyer/{lawyer.pk}/change/#id_portrait"' in html
    assert "沈若宁" not in html


def test_who_may_not_change_lawyers_sees_no_faces(client):
    make_lawyer(name="林致远")
    client.force_login(make_staff("articles.change_article"))
    assert client.get(START).context["faces"] == []


def test_a_lawyer_sees_the_own_face_alone(client):
    user = make_staff("firm.change_own_profile")
    own = make_lawyer(name="林致远", user=user)
    make_lawyer(name="沈若宁")
    client.force_login(user)
    answer = client.get(START)
    assert answer.context["faces"] == [own]
    assert 'id="start-faces"' in answer.text
    assert "全部律师" not in answer.text
