"""Rich text as it is shown: through the fence once more, its pictures with their renditions."""

from richtext.base.tree import Element
from richtext.core.pictures import StoredPicture
from richtext.core.sanitise import fenced

NEAR_THE_TOP = 300  # characters of text before a picture, about a first screen with title and lead
TEXT_SIZES = "(min-width: 48em) 42.5rem, 100vw"  # --measure, at 17 px


def shown(html: str) -> Element:
    """The tree of a stored text that a page may show.

    A first picture near the top is what a reader sees first: it is fetched at once. All others
    wait until they are scrolled to.
    """
    root = fenced(html)
    lazy = _is_first_far_down(root)
    for image in root.walk("img"):
        picture = StoredPicture(image.attributes["src"].removeprefix("/media/"))
        image.attributes = values(picture, image.attributes.get("alt", ""), TEXT_SIZES, lazy=lazy)
        lazy = True
    return root


def _is_first_far_down(root: Element) -> bool:
    before = 0
    for node, _ in root.events():
        if isinstance(node, str):
            before += len(node)
        elif node.tag == "img":
            break
    return before > NEAR_THE_TOP


def values(
    picture: StoredPicture, alt: str, sizes: str, css: str = "", lazy: bool = True
) -> dict[str, str]:
    """The attributes of an <img>: its renditions, and its size, so that nothing moves later."""
    width, height = picture.size
    told = {
        "src": picture.src,
        "srcset": picture.srcset,
        "sizes": sizes,
        "width": str(width),
        "height": str(height),
        "alt": alt,
    }
    classed = {"class": css} if css else {}
    return told | classed | ({"loading": "lazy"} if lazy else {}) | {"decoding": "async"}
