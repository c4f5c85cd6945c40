"""How a page is reached: by its address, or by what a person does before it.

Each step takes a browser page, the site and the entry of `pages`, and returns the answer that
brought the page.
"""

import json
from functools import cache

from tests.browser import desk
from tests.browser.client import fill_in, go_on

# Of its own: the same words sent twice would make the second sender a suspect.
QUESTION = "试用期快满了，公司说我不合格要辞退，没有任何书面材料，我该怎么办？"
FURNISH = "from tests.browser.furnishing import main; main()"
BROKEN = "from website.http.errors import server_error; print(server_error(None).text)"
POST = """([address, words, fields]) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: address });
    for (let number = 0; number < fields; number++) {
        const field = document.createElement("textarea");
        form.append(Object.assign(field, { name: "words", value: "字".repeat(words) }));
    }
    document.body.append(form);
    form.submit();
}"""
ROWS = "#result_list tbody a[href*='/change/'], #content-main tbody a"
BY_WORKER = 90_000  # milliseconds at most for what the worker does in between
MOST_TRIES = 12  # of a password: the first waits are shorter than a busy browser is slow


@cache
def furnished(site):
    """The addresses of what was put into a site for pages that the sample has not."""
    return json.loads(site.shell(FURNISH))


def address(site, one):
    """The address of a page, with what stands in braces filled in."""
    return one.path.format(**furnished(site)) if "{" in one.path else one.path


def goto(page, site, one):
    """By its address."""
    return page.goto(address(site, one))


def clicked(page, name):
    """The answer that a click on a button brings."""
    with page.expect_navigation() as brought:
        page.get_by_role("button", name=name, exact=True).click()
    return brought.value


def calculated(page, site, one):
    """What a tool answers to its form as it was brought."""
    goto(page, site, one)
    return clicked(page, "计算")


def faulty(page, site, one):
    """The consultation form with a question too short, no area and no consent, sent as it is."""
    page.goto("/consult/")
    page.locator("[name=question]").fill("太短了")
    with page.expect_navigation() as brought:
        page.locator("[name=question]").evaluate("one => one.form.submit()")
    return brought.value


def at_step(number):
    """The consultation form in its second, third or fourth step."""

    def reach(page, site, one):
        answer = page.goto("/consult/")
        page.locator("[name=question]").fill(QUESTION)
        go_on(page, "类别")
        page.locator("[name=area]").select_option(label="刑事辩护")
        go_on(page, *["联系", "核对"][: number - 2])
        return answer

    return reach


def receipt(page, site, one):
    """A question asked, slower than any time trap."""
    fill_in(page, site, QUESTION, "劳动与工伤")
    return clicked(page, "提交咨询")


def enter(page, code):
    """Give a receipt code."""
    page.goto("/consult/thread/")
    page.locator("[name=code]").fill(code)
    return clicked(page, "查看")


def wrong_code(page, site, one):
    """A code that nobody has."""
    return enter(page, "1234 5678 1234 5678")


def behind_code(page, site, one):
    """A page behind the code of the sample."""
    opened = enter(page, site.sample_code)
    return opened if one.path == "/consult/thread/" else goto(page, site, one)


def posted(page, site, one, words=1, fields=1):
    """A post without a token, as a page that was left open too long sends it."""
    page.goto("/consult/thread/")
    with page.expect_navigation() as brought:
        page.evaluate(POST, [one.path, words, fields])
    return brought.value


def too_many(page, site, one):
    """More fields than any form of the site has."""
    return posted(page, site, one, fields=1100)


def locked(page, site, one):
    """Too many wrong passwords of somebody who has no account."""
    for _ in range(MOST_TRIES):
        page.goto(one.path)
        page.get_by_label("用户名").fill("nobody")
        page.get_by_label("密码").fill("wrong")
        page.locator("[data-proof]").evaluate("field => field.removeAttribute('name')")
        answer = clicked(page, "登录")
        if answer.status == one.status:
            break
    return answer


def too_large(page, site, one):
    """More text than the site takes."""
    return posted(page, site, one, words=1_500_000)


def broken(page, site, one):
    """The page for a fault of ours: the real template, in an answer that the browser is handed."""
    html = site.shell(BROKEN)
    told = {"status": 500, "body": html, "content_type": "text/html; charset=utf-8"}
    page.route(f"**{one.path}", lambda route: route.fulfill(**told))
    return page.goto(one.path)


def first_row(page, site, one):
    """The form behind the first row of a list of the admin."""
    answer = page.goto(one.path)
    if "/change/" in page.url:  # a list of one row leads to it
        return answer
    return page.goto(page.locator(ROWS).first.get_attribute("href"))


def first_picture(page, site, one):
    """The page of the first picture in the list."""
    page.goto(one.path)
    address = page.locator(".pictures-grid a").first.get_attribute("href")
    return page.goto(address)


def many_chosen(page, site, one):
    """What is asked before the first articles of the list go under another area."""
    return _with_two_ticked(page, one, "改领域")


def many_to_assign(page, site, one):
    """What is asked before the first consultations of the list are assigned."""
    return _with_two_ticked(page, one, "分派")


def many_to_follow_up(page, site, one):
    """What is asked before the first consultations of the list get a day."""
    return _with_two_ticked(page, one, "定跟进日")


def ended(page, site, one):
    """The page of a consultation that was ended just now, and asks how it came out."""
    page.goto(desk.asked(site)[0])
    return clicked(page, "结束咨询")


def _with_two_ticked(page, one, button):
    page.goto(one.path)
    for box in page.locator(".action-select").all()[:2]:
        box.check()
    return clicked(page, button)


def looked_at(page, site, one):
    """An import that waits to be confirmed; until then its page looks again by itself."""
    goto(page, site, one)
    page.get_by_role("button", name="放弃").wait_for(timeout=BY_WORKER)
    return goto(page, site, one)


def handed_over(page, site, one):
    """The link by which a colleague sets up the account, shown once."""
    goto(page, site, one)
    return clicked(page, "生成开通链接")


def looked_up(page, site, one):
    """The form for a call, with what the button has found of who calls."""
    goto(page, site, one)
    page.locator("#id_name").fill("陈女士")
    return clicked(page, "查一下")


def registered(page, site, one):
    """The code for who has called."""
    goto(page, site, one)
    page.locator("#id_name").fill("陈女士")
    page.locator("#id_question").fill("公司三个月没有发工资，问怎么办。")
    page.locator("#id_area").select_option(label="劳动与工伤")
    page.locator("#id_consent").check()
    return clicked(page, "登记")
