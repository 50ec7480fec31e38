"""Which picture the demo store shows of what, and that its table, files and licence belong together."""

import tomllib

import pytest
from PIL import Image

from b4mart_desktop.adapters.demo.groceries import Groceries, read_table
from b4mart_desktop.adapters.demo.pictures import EDGE, DemoPictures, read_pictures
from b4mart_desktop.adapters.demo.products import demo_products
from b4mart_desktop.adapters.demo.shop import demo_categories
from b4mart_desktop.adapters.mongo.pictures import picture_name
from b4mart_desktop.paths import resource

MOST_BYTES_OF_ALL = 2_500_000
WITHOUT_PICTURE = {6, 100}  # Other, More Items
WEIGHED_FRUIT, ICE_CREAM, CLEANING = 24, 37, 114


@pytest.fixture(scope="module")
def pictures() -> DemoPictures:
    return read_pictures()


def test_table_and_folder_name_the_same_files_each_a_small_square() -> None:
    table = tomllib.loads(resource("demo", "pictures.toml").read_text("utf-8"))
    files = {file.stem: file for file in resource("demo", "pictures").glob("*.jpg")}
    assert set(files) == set(table["pictures"])
    assert sum(file.stat().st_size for file in files.values()) <= MOST_BYTES_OF_ALL
    for file in files.values():
        with Image.open(file) as picture:
            assert (picture.format, picture.size) == ("JPEG", (EDGE, EDGE))
    assert "MIT License" in resource("demo", "pictures", "LICENSE").read_text("utf-8")


def test_every_aisle_but_two_has_one_picture_of_its_own(pictures: DemoPictures) -> None:
    numbers = {int(row["id"]) for row in read_table("aisles.csv")}
    assert {number for number in numbers if pictures.of_aisle(number) is None} == WITHOUT_PICTURE
    named = [
        aisle
        for row in tomllib.loads(resource("demo", "pictures.toml").read_text("utf-8"))["pictures"].values()
        for aisle in row.get("aisles", ())
    ]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("name", "aisle", "picture"),
    [
        ("Large Lemon", WEIGHED_FRUIT, "lemon"),
        ("Honeycrisp Apples", WEIGHED_FRUIT, "apple"),
        ("Cherries, Bag", WEIGHED_FRUIT, "cherries"),
        ("Dragonfruit", WEIGHED_FRUIT, "apple"),
        ("Lemon Sorbet", ICE_CREAM, "sorbet"),
        ("Chocolate Ice Cream", ICE_CREAM, "ice-cream"),
        ("Lemon Bleach", CLEANING, "bucket"),
    ],
)
def test_the_last_word_that_means_something_in_the_aisle_decides(
    pictures: DemoPictures, name: str, aisle: int, picture: str
) -> None:
    assert pictures.of_product(name, aisle) == pictures.address(picture)


def test_whatever_is_named_is_among_the_files(groceries: Groceries) -> None:
    kept = {f"{picture.digest}.jpg" for picture in groceries.pictures.files()}
    shown = [product.images for product, _ in demo_products(groceries)]
    named = {picture_name(image.url or "") for images in shown for image in images}
    named |= {picture_name(category.image) for category in demo_categories(groceries) if category.image}
    assert named == kept
    assert all(len(images) <= 1 and all(image.is_primary for image in images) for images in shown)
    featured = {product.name: product for product, _ in demo_products(groceries, 100) if product.images}
    assert featured["Banana"].images[0].alt == "Banana"
