"""robots.txt: what crawlers leave alone, and where the sitemap is."""


def lines(client):
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode().splitlines()


def test_private_places_and_search_results_are_left_alone(client):
    for path in ("/admin/", "/search/", "/consult/received/", "/consult/thread/"):
        assert f"Disallow: {path}" in lines(client)


def test_public_pages_are_not_forbidden(client):
    forbidden = [line.removeprefix("Disallow: ") for line in lines(client) if "Disallow" in line]
    for path in (
        "/",
        "/articles/1/",
        "/lawyers/",
        "/consult/",
        "/statutes/",
        "/static/css/base.css",
        "/media/images/",
    ):
        assert not path.startswith(tuple(forbidden))


def test_the_sitemap_is_named_by_the_address_of_the_site(client, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://www.example.com", ["*"]
    answer = client.get("/robots.txt", headers={"Host": "evil.example"}).content.decode()
    assert "Sitemap: https://www.example.com/sitemap.xml" in answer
    assert "evil.example" not in answer


def test_every_rule_stands_under_a_user_agent(client):
    first = next(line for line in lines(client) if line and not line.startswith("#"))
    assert first.startswith("User-agent: ")
