"""Pictures at Cloudinary: signed uploads by its REST API.

Source: https://cloudinary.com/documentation/authentication_signatures and
https://cloudinary.com/documentation/image_upload_api_reference. A picture's public id is the SHA-256 of its
content, so the same content is kept once. What no product names any more stays there: its console deletes it.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports.pictures import MadePicture

if TYPE_CHECKING:
    import httpx  # takes a tenth of a second, which nobody waits for at the start

SERVICE = "https://api.cloudinary.com"

_FOLDER = "b4mart"
_OK = 200
_BUSY = (420, 429)  # 420 is Cloudinary's own
_MORE_TRIES = 2
_MOST_PAUSE_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class CloudinaryAccount:
    """Whose pictures they are."""

    cloud_name: str
    api_key: str
    api_secret: str


def signature(params: Mapping[str, str], secret: str) -> str:
    """Returns the signature of an upload: SHA-1 of the sorted parameters, followed by the secret."""
    text = "&".join(f"{name}={value}" for name, value in sorted(params.items()))
    return hashlib.sha1(f"{text}{secret}".encode(), usedforsecurity=False).hexdigest()


class CloudinaryPictures:
    """Implements ``services.ports.pictures.PictureStore``.

    Args:
        account: From the settings.
        service: Where the API is.
        timeout: Seconds that connecting, or any step of the upload, may take.
        first_pause: Seconds before a try after one that was refused for being too many.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        account: CloudinaryAccount,
        service: str = SERVICE,
        timeout: float = 30.0,
        first_pause: float = 1.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._account = account
        self._url = f"{service}/v1_1/{account.cloud_name}/image/upload"
        self._timeout = timeout
        self._first_pause = first_pause
        self._clock = clock

    async def put(self, picture: MadePicture, product: Id | None) -> str:
        """Uploads a picture and returns its ``secure_url``; tries again a few times while it is busy."""
        import httpx

        async with httpx.AsyncClient(timeout=self._timeout) as client:
            answer = await self._send(client, picture)
            for number in range(_MORE_TRIES):
                if answer.status_code not in _BUSY:
                    break
                pause = _pause(answer, self._first_pause * 2**number)
                await asyncio.sleep(min(pause, _MOST_PAUSE_SECONDS))
                answer = await self._send(client, picture)
        return _address(answer)

    async def _send(self, client: httpx.AsyncClient, picture: MadePicture) -> httpx.Response:
        import httpx

        signed = {
            "overwrite": "false",
            "public_id": f"{_FOLDER}/{picture.digest}",
            "timestamp": str(int(self._clock())),
        }
        fields = {
            **signed,
            "api_key": self._account.api_key,
            "signature": signature(signed, self._account.api_secret),
        }
        file = (f"{picture.digest}.jpg", picture.content, "image/jpeg")
        try:
            return await client.post(self._url, data=fields, files={"file": file})
        except httpx.TimeoutException as error:
            raise _unreachable("no answer in time") from error
        except httpx.HTTPError as error:
            raise _unreachable(str(error) or type(error).__name__) from error


def _address(answer: httpx.Response) -> str:
    if answer.status_code in _BUSY:
        raise AdapterError(ErrorCode.PICTURE_HOST_BUSY, reason=_reason(answer))
    if answer.status_code >= 500:
        raise _unreachable(_reason(answer))
    if answer.status_code != _OK:  # a wrong key or secret, an account that is not there
        raise AdapterError(ErrorCode.PICTURE_HOST_REFUSED, reason=_reason(answer))
    url = _body(answer).get("secure_url")
    if not isinstance(url, str) or not url.startswith("https://"):
        raise _unreachable("an answer without an address")
    return url


def _reason(answer: httpx.Response) -> str:
    error = _body(answer).get("error")
    message = error.get("message") if isinstance(error, dict) else None
    return str(message or f"HTTP {answer.status_code}")


def _body(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _pause(answer: httpx.Response, otherwise: float) -> float:
    try:
        return max(float(answer.headers["Retry-After"]), 0.0)
    except (KeyError, ValueError):  # not said, or as a date
        return otherwise


def _unreachable(reason: str) -> AdapterError:
    return AdapterError(ErrorCode.PICTURE_HOST_UNREACHABLE, reason=reason)
