"""Adding pictures to products: made square and light, kept once, with an address for the web store.

Which product shows which pictures, and in what order, is the product's own (``editing``). A picture that no
product names stays for a while, as somebody may not have saved yet; ``sweep`` of its store deletes it later.
"""

from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import NamedTuple

import msgspec

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports.pictures import (
    MadePicture,
    PictureFetcher,
    PictureMaker,
    PictureSource,
    PictureStore,
    PlainPicture,
)


class Added(NamedTuple):
    """What became of one of several pictures: its address, or why there is none."""

    place: int
    result: str | AdapterError


class Pictures:
    """Pictures of the shop's products, for managers. Runs in the background thread."""

    def __init__(
        self, counter: Counter, maker: PictureMaker, store: PictureStore, fetcher: PictureFetcher
    ) -> None:
        self._counter = counter
        self._maker = maker
        self._store = store
        self._fetcher = fetcher

    async def add(
        self, sources: Sequence[PictureSource], product: Id | None, report: Callable[[Added], None]
    ) -> None:
        """Makes and keeps pictures; cancelling it leaves out the rest.

        Args:
            sources: What people handed over.
            product: Whose pictures they are.
            report: Told in the background thread what became of each, as it is known, in any order.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
        """
        self._counter.permit(Action.EDIT_CATALOGUE)
        at_hand: dict[int, PictureSource] = {}
        for place, source in enumerate(sources):
            try:
                at_hand[place] = await self._fetched(source)
            except AdapterError as error:
                report(Added(place, error))
        waiting = list(at_hand)
        try:
            async with aclosing(self._maker.make(list(at_hand.values()))) as making:
                async for made in making:
                    report(Added(waiting[0], await self._keep(made, product)))
                    del waiting[0]
        except AdapterError as error:  # the process that makes them ended
            for place in waiting:
                report(Added(place, error))

    async def plain(self, source: PictureSource) -> PlainPicture:
        """Returns the whole picture, to choose what to cut out.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: What is wrong with it.
        """
        self._counter.permit(Action.EDIT_CATALOGUE)
        return await self._maker.plain(await self._fetched(source))

    async def _fetched(self, source: PictureSource) -> PictureSource:
        if source.url is None:
            return source
        content = await self._fetcher.fetch(source.url)
        if content is None:
            raise AdapterError(ErrorCode.PICTURE_NOT_FETCHED, name=source.name, reason="404")
        return msgspec.structs.replace(source, url=None, content=content)

    async def _keep(self, made: MadePicture | AdapterError, product: Id | None) -> str | AdapterError:
        if isinstance(made, AdapterError):
            return made
        try:
            return await self._store.put(made, product)
        except AdapterError as error:
            return error
