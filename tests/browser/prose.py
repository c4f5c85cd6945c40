"""The trial editor of the office: what the browser tests do with it, and a text with every tag."""

# As `clean_html` writes it.
EVERY_TAG = (
    "<h2>一</h2><h3>二</h3><h4>三</h4>"
    "<p><strong>粗</strong><b>重</b><em>斜</em><i>偏</i><u>线</u><s>删</s>水<sub>2</sub>平<sup>3</sup>"
    "<code>码</code><br>"
    '<a href="https://www.court.gov.cn/" title="最高人民法院" rel="noopener noreferrer">'
    "<strong>链</strong>接</a></p>"
    "<blockquote><p>引</p></blockquote><hr>"
    "<ul><li>甲<ul><li>乙</li></ul></li></ul>"
    '<ol start="3"><li>丙</li><li><p>丁</p><p>戊</p></li></ol>'
    '<figure><img src="{picture}" alt="图" width="600" height="400">'
    "<figcaption>说<strong>明</strong></figcaption></figure>"
    "<table><caption>表一</caption>"
    '<thead><tr><th scope="col">项</th><th scope="col">数</th></tr></thead>'
    '<tbody><tr><td colspan="2">合</td></tr><tr><td rowspan="2">左</td><td>右</td></tr>'
    "<tr><td><p>一</p><p>二</p></td></tr></tbody></table>"
    "<pre>第一行\n第二行</pre>"
)
TEXT = ".prose-text"


def open_form(page, address):
    """The form of a text, with the editor ready."""
    page.goto(address)
    page.locator(TEXT).first.wait_for()
    return page


def put(page, html):
    """Another text in place of the old one, as what was pasted and tidied; the caret behind it."""
    page.locator(TEXT).first.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.evaluate("html => richText.all()[0].insertHtml(html)", html)


def written(page):
    """The text as it would be sent."""
    return page.evaluate("richText.all()[0].html()")


def button(page, words):
    """One of the toolbar."""
    return page.get_by_role("toolbar", name="正文工具栏").get_by_role(
        "button", name=words, exact=True
    )
