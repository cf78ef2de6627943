"""Names that stand at the left margin are found without parsing, and nothing else is taken for one."""

from layerlint.facts.margin_names import margin_names

SOURCE = b"""import os
def plain(): ...
async  def later(): ...
class Made(Base):
    inside = 1
LIMIT: int = 1
rate=2
one, two = 1, 2
if os.name == "x":
    hidden = 3
count += 1
noted: int
same == rate
"""


def test_what_is_bound_at_the_margin() -> None:
    names = margin_names(SOURCE)
    assert {b"plain", b"later", b"Made", b"LIMIT", b"rate"} <= names
    assert names.isdisjoint({b"inside", b"hidden", b"noted", b"os", b"one", b"count"})
