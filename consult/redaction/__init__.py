"""隐去: finds in a text what tells who it is about, and what may stand in its place.

    masks = find(text, keep=[...], known={Kind.NAME: [...]})
    apply(text, masks)

No models and no words of its own on a page. What is not sure is decided by a person; none of this
makes a text anonymous by itself (个人信息保护法 2021, article 73).
"""

from consult.redaction.finding import find, find_all
from consult.redaction.kinds import Kind, Mask, apply
