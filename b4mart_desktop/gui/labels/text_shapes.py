"""Texts in any script as shapes: Qt finds a typeface for each letter, joins and orders them."""

from __future__ import annotations

import functools

from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath

from b4mart_desktop.domain.label_layout import Curve, Outline, Weight
from b4mart_desktop.gui.labels.label_painter import EM, WEIGHTS

Kind = QPainterPath.ElementType


class QtTextShapes:
    """Implements ``services.ports.labels.TextShapes``."""

    def outline(self, text: str, weight: Weight) -> Outline:
        """Returns the shape of ``text``. Callable from any thread."""
        return _outline(text, weight)


@functools.lru_cache(maxsize=2048)
def _outline(text: str, weight: Weight) -> Outline:
    font = QFont()
    font.setPixelSize(EM)
    font.setWeight(WEIGHTS[weight])
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    path = QPainterPath()
    path.addText(0, 0, font, text)
    return Outline(width=QFontMetricsF(font).horizontalAdvance(text) / EM, contours=_contours(path))


def _contours(path: QPainterPath) -> tuple[tuple[Curve, ...], ...]:
    contours: list[list[Curve]] = []
    handles: list[float] = []
    for place in range(path.elementCount()):
        element = path.elementAt(place)
        point = (element.x / EM, element.y / EM)
        match element.type:
            case Kind.MoveToElement:
                contours.append([point])
            case Kind.LineToElement:
                contours[-1].append(point)
            case _:
                handles.extend(point)
                if len(handles) == _CURVE:
                    contours[-1].append(tuple(handles))
                    handles.clear()
    return tuple(tuple(contour) for contour in contours)


_CURVE = 6  # two handles and the end
