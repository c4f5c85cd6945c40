"""What clients and the office do, in browsers that write down what they are given."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.consult.posting import FORM, QUESTION, RECEIPT, THREAD, code_of, enter, good_post, token
from tests.consult.registering import DONE, REGISTER, call
from tests.factories import make_superuser
from tests.privacy.browser import Browser
from tests.website.second_factor import clock, enrol, log_in


def a_client_asks(**where):
    """The form, refused with a file, sent; the receipt, the thread, large type; and leaving."""
    client = Browser(**where)
    client.get(FORM)
    file = SimpleUploadedFile("a.txt", "合同".encode())
    refused = client.post(FORM, {**good_post(), "area": "", "files": file})
    assert refused.status_code == 422
    assert client.post(FORM, good_post()).status_code == 302
    code = code_of(client)
    client.post("/type/", {"size": "large", "next": "/"})
    client.post("/type/", {"size": "", "next": "/"})
    enter(client, "0" * 16)
    enter(client, code)
    client.post(THREAD, {"action": "message", "text": "补充", "token": token()}, follow=True)
    client.post("/consult/suggest/", {"question": QUESTION})
    client.post("/consult/begin/", {"question": QUESTION})
    client.get("/consult/challenge/")
    client.post("/consult/thread/copy/")
    client.post(THREAD, {"action": "leave"}, follow=True)
    client.get(RECEIPT)


def the_office_works(**where):
    """A wrong password, the first login, the second factor, a page that says something once."""
    office, lin = Browser(**where), make_superuser(username="lin", email="lin@example.com")
    office.get("/admin/login/")
    office.post("/admin/passkey/ask/")
    log_in(office, password="wrong")
    log_in(office)
    enrol(office, lin)
    office.post("/admin/logout/")
    device = lin.totpdevice_set.get()
    device.last_t = -1
    device.save()
    assert log_in(office, clock(device)).status_code == 302
    made = {"title": "须知", "slug": "notes", "body": "<p>字</p>", "kind": "other", "order": 1}
    office.post("/admin/firm/page/add/", made, follow=True)
    office.post("/admin/articles/tag/add/", {"name": "工伤"}, follow=True)
    office.get(REGISTER)
    assert office.post(REGISTER, call()).status_code == 302
    office.get(DONE)
    office.post("/admin/logout/", follow=True)
    log_in(Browser(**where), password="wrong")  # and nobody comes right after
