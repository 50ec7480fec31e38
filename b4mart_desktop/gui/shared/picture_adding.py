"""Adding pictures to a product in the background: what is under way, told to the cards. No widgets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.picture_cards import PictureCard, PictureCards
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.pictures import Added, Pictures
from b4mart_desktop.services.ports.pictures import PictureSource, PlainPicture


class PictureAdding(QObject):
    """What is being added.

    Args:
        pictures: Adds pictures.
        cards: Where they show.
        run: Runs a coroutine in the background thread.
        messages: Where errors are told that no card can show.

    Attributes:
        product: Which product new pictures are for, where that is known.
        tasks: What is under way.
    """

    _told = Signal(int, object)

    def __init__(self, pictures: Pictures, cards: PictureCards, run: OnBackstage, messages: Messages) -> None:
        super().__init__()
        self._pictures = pictures
        self._cards = cards
        self._run = run
        self._messages = messages
        self._adding: dict[int, asyncio.Task[None]] = {}
        self.product: Id | None = None
        self.tasks = TaskOwner()
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def add(self, sources: Sequence[PictureSource]) -> Sequence[int]:
        """Adds pictures after the others and returns the keys of their cards."""
        keys = self._cards.add_waiting(sources)
        self._start(keys, sources)
        return keys

    def again(self, card: PictureCard, source: PictureSource) -> None:
        """Makes a card's picture again."""
        self._cards.wait(card.key, source)
        self._start([card.key], [source])

    def give_up(self, key: int) -> None:
        """A card is removed; where nothing else was handed over with it, the work ends."""
        task = self._adding.pop(key, None)
        if task is not None and task not in self._adding.values():
            task.cancel()

    def give_up_all(self) -> None:
        """Another product is shown."""
        for key in list(self._adding):
            self.give_up(key)

    async def plain(self, card: PictureCard, source: PictureSource) -> PlainPicture | None:
        """Returns the whole picture of a card, to choose what to cut out; None where that is told."""
        self._cards.wait(card.key, source)
        try:
            plain: PlainPicture = await self._run(self._pictures.plain(source))
        except B4MartError as error:
            self._messages.error(error)
            return None
        finally:
            self._cards.put_back(card)
        return plain

    def _start(self, keys: Sequence[int], sources: Sequence[PictureSource]) -> None:
        task = self.tasks.spawn(self._add(keys, sources))
        for key in keys:
            self._adding[key] = task

    async def _add(self, keys: Sequence[int], sources: Sequence[PictureSource]) -> None:
        def report(added: Added) -> None:
            self._told.emit(keys[added.place], added.result)  # in the background thread

        try:
            await self._run(self._pictures.add(sources, self.product, report))
        except B4MartError as error:
            for key in keys:
                self._told.emit(key, error)

    def _take(self, key: int, result: str | B4MartError) -> None:
        if self._adding.pop(key, None) is None:  # given up meanwhile
            return
        if isinstance(result, str):
            self._cards.settle(key, result)
        elif not self._cards.fail(key, result):  # the picture that was there stays, and says nothing
            self._messages.error(result)
