"""The square that is cut out of a picture: moved, zoomed, kept where it makes sense. Numbers only."""

from __future__ import annotations

from b4mart_desktop.services.ports.pictures import Crop

_LEAST_EDGE = 200


class CropFrame:
    """A square over a picture, in the picture's pixels.

    Along an axis in which the square is smaller than the picture it stays inside; where it is larger, the
    picture stays inside the square, and what is beyond becomes white.

    Args:
        width: Of the picture.
        height: Of the picture.
        crop: Where to begin; None: the largest square in the middle.

    Attributes:
        edge: Of the square.
        x: Of its middle.
        y: Of its middle.
        least: The smallest edge that can be chosen.
        most: The largest: the whole picture.
    """

    def __init__(self, width: int, height: int, crop: Crop | None = None) -> None:
        self.width = width
        self.height = height
        self.least = float(min(width, height, _LEAST_EDGE))
        self.most = float(max(width, height))
        self.edge = float(min(width, height))
        self.x = width / 2
        self.y = height / 2
        if crop is not None:
            self.x, self.y = crop.left + crop.edge / 2, crop.top + crop.edge / 2
            self.resize(crop.edge)

    def fill(self) -> None:
        """The largest square without white, in the middle."""
        self.x, self.y = self.width / 2, self.height / 2
        self.resize(min(self.width, self.height))

    def contain(self) -> None:
        """The whole picture, with white beside or above and below it."""
        self.resize(self.most)

    def resize(self, edge: float) -> None:
        """Changes the edge around the middle."""
        self.edge = min(max(edge, self.least), self.most)
        self.move(0, 0)

    def zoom(self, factor: float) -> None:
        """Shows more with a factor below 1, less with one above."""
        self.resize(self.edge / factor)

    def move(self, across: float, down: float) -> None:
        """Moves the square, as far as it may go."""
        self.x = _kept(self.x + across, self.edge, self.width)
        self.y = _kept(self.y + down, self.edge, self.height)

    def crop(self) -> Crop:
        """Returns what is chosen, in whole pixels."""
        edge = max(1, round(self.edge))
        return Crop(round(self.x - edge / 2), round(self.y - edge / 2), edge)


def _kept(middle: float, edge: float, size: int) -> float:
    low, high = sorted((edge / 2, size - edge / 2))
    return min(max(middle, low), high)
