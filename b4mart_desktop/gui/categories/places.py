"""Where a key moves a category to: up, down, out or in. Pure; moving it belongs to the presenter."""

from __future__ import annotations

from typing import NamedTuple

from b4mart_desktop.domain.category_tree import CategoryTree
from b4mart_desktop.domain.ids import Id


class Spot(NamedTuple):
    """A place in the tree: under ``parent``, before a sibling, or last."""

    parent: Id | None
    before: Id | None


def higher(tree: CategoryTree, category: Id) -> Spot | None:
    """Returns the place before the sibling above; None for the first one."""
    siblings, place = _siblings(tree, category)
    return Spot(tree.parent(category), siblings[place - 1]) if place else None


def lower(tree: CategoryTree, category: Id) -> Spot | None:
    """Returns the place after the sibling below; None for the last one."""
    siblings, place = _siblings(tree, category)
    if place == len(siblings) - 1:
        return None
    return Spot(tree.parent(category), siblings[place + 2] if place + 2 < len(siblings) else None)


def outside(tree: CategoryTree, category: Id) -> Spot | None:
    """Returns the place after its parent; None for a root."""
    above = tree.parent(category)
    if above is None:
        return None
    aunts, place = _siblings(tree, above)
    return Spot(tree.parent(above), aunts[place + 1] if place + 1 < len(aunts) else None)


def inside(tree: CategoryTree, category: Id) -> Spot | None:
    """Returns the last place below the sibling above; None for the first one."""
    siblings, place = _siblings(tree, category)
    return Spot(siblings[place - 1], None) if place else None


def _siblings(tree: CategoryTree, category: Id) -> tuple[list[Id], int]:
    siblings = [child.id for child in tree.children(tree.parent(category))]
    return siblings, siblings.index(category)
