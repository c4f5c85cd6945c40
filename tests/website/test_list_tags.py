"""The cells of a list know the names of their columns."""

from django.utils.safestring import mark_safe

from website.templatetags.office_tags import labelled

HEADERS = [{"class_attrib": mark_safe(' class="action-checkbox-column"')}, {"text": "姓名<"}]


def test_a_cell_carries_the_name_of_its_column():
    cells = [mark_safe("<td>☐</td>"), mark_safe('<th class="field-name"><a>林</a></th>')]
    assert labelled(HEADERS, cells) == [
        "<td>☐</td>",
        '<th class="field-name" data-label="姓名&lt;"><a>林</a></th>',
    ]


def test_an_empty_cell_is_marked_and_a_picture_is_none():
    for nothing in ("无", "—", "", " "):
        cell = labelled(HEADERS[1:], [f'<td class="a">{nothing}</td>'])[0]
        assert cell.startswith('<td class="a" data-label="姓名&lt;" data-empty>')
    assert "data-empty" not in labelled(HEADERS[1:], ['<td><img alt="True"></td>'])[0]
    assert labelled([], ["<td>1</td>"]) == ["<td>1</td>"]
