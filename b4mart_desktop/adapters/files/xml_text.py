"""The text of an XML file as a parser accepts it. Lists of records are found in it by ``xml_lists``.

People's programs write XML that is none: an ampersand by itself, an HTML entity, a control character, a wrong
name of the encoding. A parser would refuse the whole file for any of them. So the text is decoded here, and
what cannot be in XML is put right where that is certain, or becomes U+FFFD, which costs only its own row.
Document types, and with them entities of the file's own, are refused. Source: XML 1.0, sections 2.2, 4.1.
"""

import codecs
import html.entities
import re
from collections.abc import Callable, Iterator
from typing import TextIO
from xml.parsers import expat

from b4mart_desktop.adapters.files.encodings import Encoding, find_encoding
from b4mart_desktop.adapters.files.source import Source, reason

DAMAGED = "\ufffd"

_CHUNK = 1 << 16
_LONGEST_REFERENCE = 40
_MOST_HELD_BACK = 1 << 20
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BEGINS = re.compile(r"\s*<(?:[?!]|[^\W\d])")
_ODD = re.compile(
    r"(?P<literal><!\[CDATA\[[^\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*?\]\]>)"
    r"|&(?:#(?P<number>[0-9]{1,8}|x[0-9A-Fa-f]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{1,30});)?"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)
_BEGUN_REFERENCE = re.compile(r"&[#A-Za-z0-9]*\Z")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


def is_xml(head: bytes) -> bool:
    """Whether a file that begins with those bytes is XML."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and head[:1] == b"\0":
        text = head[: len(head) // 2 * 2].decode("utf-16-be", "ignore")
    elif not wide and head[1:2] == b"\0":
        text = head[: len(head) // 2 * 2].decode("utf-16-le", "ignore")
    else:
        text = head[: len(head) // 2 * 2].decode("utf-16" if wide else "utf-8-sig", "ignore")
    return _BEGINS.match(text) is not None


def xml_encoding(source: Source) -> Encoding:
    """Returns how an XML file is encoded: as its bytes show, else as it says itself, else as it seems."""
    try:
        found = find_encoding(source.plain)
    except OSError as error:
        raise source.unreadable(reason(error)) from error
    said = _DECLARED.match(source.head(_LONGEST_REFERENCE * 5))
    if found.is_guessed and not found.name.startswith("utf-16") and said is not None:
        name = said.group(1).decode().lower().removesuffix("-i").removesuffix("-e")  # iso-8859-8-i
        try:
            codec = codecs.lookup(name).name
        except LookupError:
            return found
        return found if codec.startswith("utf") else Encoding(codec, "replace", is_guessed=False)
    return found


class XmlText:
    """Parses an open file, once.

    Args:
        source: What it is called.
        file: The file.
        start: Called with a begun element's name without its namespace, its attributes, and its line.
        end: Called with an ended element's name.
        text: Called with texts between.
    """

    def __init__(
        self,
        source: Source,
        file: TextIO,
        start: Callable[[str, dict[str, str], int], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
    ) -> None:
        self._source = source
        self._file = file
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, found: start(
            _local(name), {_local(key): value for key, value in found.items()}, parser.CurrentLineNumber
        )
        parser.EndElementHandler = lambda name: end(_local(name))
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse_document_type

    def steps(self) -> Iterator[int]:
        """Parses the text; yields after each piece how many characters were read.

        Raises:
            AdapterError: FILE_UNREADABLE with the line where it is no XML.
        """
        read = 0
        try:
            for piece, count in self._pieces():
                self._parser.Parse(piece, False)
                read += count
                yield read
            self._parser.Parse("", True)
        except expat.ExpatError as error:
            said = expat.errors.messages.get(error.code, "no XML")
            raise self._source.unreadable(f"line {error.lineno}: {said}") from error
        yield read

    def _pieces(self) -> Iterator[tuple[str, int]]:
        rest = ""
        while chunk := self._read():
            text = rest + chunk
            cut = _cut(text)
            rest = text[cut:]
            yield _ODD.sub(_mended, text[:cut]), len(chunk)
        yield _ODD.sub(_mended, rest), 0

    def _read(self) -> str:
        try:
            return self._file.read(_CHUNK)
        except OSError as error:
            raise self._source.unreadable(reason(error)) from error

    def _refuse_document_type(self, *_: object) -> None:
        raise self._source.unreadable("it has a document type, and a price list needs none")


def _cut(text: str) -> int:
    """Returns how far ``text`` can be mended before more of it is known: no tag and no reference is cut."""
    cut = len(text)
    literal = text.rfind("<![CDATA[")
    if literal > text.rfind("]]>"):
        cut = literal
    elif text.rfind("<") > text.rfind(">"):
        cut = text.rfind("<")
    elif (begun := _BEGUN_REFERENCE.search(text, max(0, cut - _LONGEST_REFERENCE))) is not None:
        cut = begun.start()
    return cut if len(text) - cut <= _MOST_HELD_BACK else len(text)


def _mended(found: re.Match[str]) -> str:
    whole = found.group()
    if found.group("literal"):
        return whole
    if not whole.startswith("&"):
        return DAMAGED
    name, number = found.group("name"), found.group("number")
    if number is not None:
        return whole if _is_character(int(number[1:], 16) if number[0] == "x" else int(number)) else DAMAGED
    if name in _OF_XML:
        return whole
    character = None if name is None else html.entities.html5.get(f"{name};")
    return character or f"&amp;{whole[1:]}"


def _is_character(number: int) -> bool:
    """Whether XML can hold the character of that number (XML 1.0, section 2.2)."""
    if number < 0x20:
        return number in (0x9, 0xA, 0xD)
    return number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
