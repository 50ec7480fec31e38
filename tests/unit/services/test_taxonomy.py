"""Taxonomies as people and Google write them, and the lines that are none."""

from b4mart_desktop.services.taxonomy import read_taxonomy

GOOGLE = """# Google_Product_Taxonomy_Version: 2021-09-21
1 - Animals & Pet Supplies
3237 - Animals & Pet Supplies > Live Animals
2 - Animals & Pet Supplies > Pet Supplies > Bird, Fish & Cat
"""


def test_google_with_and_without_numbers() -> None:
    expected = (
        ("Animals & Pet Supplies",),
        ("Animals & Pet Supplies", "Live Animals"),
        ("Animals & Pet Supplies", "Pet Supplies", "Bird, Fish & Cat"),
    )
    assert read_taxonomy(GOOGLE).paths == expected
    plain = "\n".join(line.partition(" - ")[2] or line for line in GOOGLE.splitlines())
    assert read_taxonomy(plain).paths == expected


def test_indented() -> None:
    text = "Food\n\tDrinks\n\t\tCola\n\tBread\nHome\n"
    assert read_taxonomy(text).paths == (
        ("Food",), ("Food", "Drinks"), ("Food", "Drinks", "Cola"), ("Food", "Bread"), ("Home",),
    )  # fmt: skip


def test_columns_with_gaps_repeat_what_is_above() -> None:
    text = "Food;Drinks;Cola\n;;Tea\n;Bread\nHome\n"
    assert read_taxonomy(text).paths == (
        ("Food", "Drinks", "Cola"), ("Food", "Drinks", "Tea"), ("Food", "Bread"), ("Home",),
    )  # fmt: skip


def test_google_as_a_spreadsheet_saves_it() -> None:
    text = "2271,Food,Drinks,\n2272,Food,Drinks,Cola\n"
    assert read_taxonomy(text).paths == (("Food", "Drinks"), ("Food", "Drinks", "Cola"))


def test_bad_lines_are_told_and_cost_nothing_else() -> None:
    text = f"Food > Drinks\nFood > > Cola\n{'x' * 101} > y\n" + " > ".join("abcdefghijklm") + "\nHome > Bath"
    found = read_taxonomy(text)
    assert found.paths == (("Food", "Drinks"), ("Home", "Bath"))
    assert [(fault.line, fault.reason.split()[0]) for fault in found.faults] == [
        (2, "a"),
        (3, "a"),
        (4, "more"),
    ]


def test_nothing() -> None:
    assert read_taxonomy("\n  \n# only a remark\n").paths == ()
