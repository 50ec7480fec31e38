"""The command line: run, doctor, import, export, share, join. Reads arguments; the work is elsewhere."""

from __future__ import annotations

import argparse
import logging
import logging.handlers
import multiprocessing
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from b4mart_desktop import __version__, paths
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.imports import (
    DecimalSign,
    EmptyCells,
    ImportRules,
    MatchBy,
    RowsTaken,
    SkuOfKnown,
    StockOfKnown,
)
from b4mart_desktop.settings import Settings, SettingsError, load_settings

_LOG_BYTES = 2_000_000
_LOG_FILES = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command that ``arguments`` (those of the process by default) name; returns the exit code."""
    multiprocessing.freeze_support()
    options = _parse(arguments)
    try:
        loaded = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    for unknown in loaded.unknown:
        print(f"warning: {unknown.sentence()}", file=sys.stderr)
    data_dir = paths.user_data_dir(options.data_dir or loaded.settings.data_dir)
    _log_to_file(loaded.settings, data_dir)
    code: int = options.command(options, loaded.settings, data_dir)
    return code


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Reads the command line; options are taken before and after the command."""
    # Options have no defaults of their own: the command's would undo what was given before the command.
    defaults = argparse.Namespace(data_dir=None, demo=False, smoke_test=False)
    return _parser().parse_args(arguments, defaults)


def _parser() -> argparse.ArgumentParser:
    common, running = _common_options(), _run_options()
    parser = argparse.ArgumentParser(
        prog="b4mart-desktop", description="Point of sale and store manager.", parents=[common, running]
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(metavar="command")
    start = commands.add_parser("run", parents=[common, running], help="start the program (the default)")
    doctor = commands.add_parser("doctor", parents=[common], help="check everything the program depends on")
    for command, function in ((parser, _run), (start, _run), (doctor, _doctor)):
        command.set_defaults(command=function)
    _add_exchange_commands(commands, common)
    _add_counter_commands(commands, common)
    return parser


def _add_exchange_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    importing = commands.add_parser("import", parents=[common], help="load products from a CSV or XLSX file")
    importing.add_argument("what", choices=["products"])
    importing.add_argument("file", type=Path)
    for name, text in (
        ("--profile", "a saved profile: what the columns say, and the rules"),
        ("--sheet", "name of the workbook's sheet"),
        ("--encoding", "of a text file, such as cp1255"),
        ("--delimiter", "between the cells of a text file"),
    ):
        importing.add_argument(name, help=text)
    importing.add_argument("--header-line", type=int, help="line with the columns' names, from 1")
    importing.add_argument("--errors", type=Path, help="write refused rows and why to this CSV file")
    for name, kind, text in (
        ("--match", MatchBy, "by what known products are found"),
        ("--rows", RowsTaken, "which rows are taken"),
        ("--empty", EmptyCells, "what empty cells make of known products"),
        ("--sku", SkuOfKnown, "what SKUs make of products known by their barcode"),
        ("--stock", StockOfKnown, "what quantities make of known products"),
        ("--decimals", DecimalSign, "the sign of decimals"),
    ):
        importing.add_argument(name, type=kind, choices=list(kind), default=next(iter(kind)), help=text)
    importing.add_argument("--dry-run", action="store_true", help="say what would change; write nothing")
    importing.set_defaults(command=_import)
    text = "write products to a CSV or XLSX file"
    exporting = commands.add_parser("export", parents=[common], help=text)
    exporting.add_argument("what", choices=["products"])
    exporting.add_argument("file", type=Path)
    text = "only those of this category, such as 'Food > Tea', and those below it"
    exporting.add_argument("--category", default="", metavar="PATH", help=text)
    text = "only those of this status; may be given several times"
    exporting.add_argument(
        "--status", action="append", type=ProductStatus, choices=list(ProductStatus), help=text
    )
    exporting.add_argument("--text", default="", help="only those whose name or code begins so")
    exporting.set_defaults(command=_export)


def _add_counter_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    text = "let other counters work with this counter's database"
    sharing = commands.add_parser("share", parents=[common], help=text)
    text = "a further name or address of this computer"
    sharing.add_argument("--host", action="append", default=[], type=_host, help=text)
    which = sharing.add_mutually_exclusive_group()
    which.add_argument("--new", action="store_true", help="make a new code; those given out become void")
    which.add_argument("--off", action="store_true", help="let no other counter in any more")
    sharing.set_defaults(command=_share)
    joining = commands.add_parser("join", parents=[common], help="work with another counter's database")
    text = "what `share` printed there; asked for where it is not given"
    joining.add_argument("code", nargs="*", help=text)
    joining.add_argument("--leave", action="store_true", help="work with this counter's own database again")
    joining.set_defaults(command=_join)


def _host(text: str) -> str:
    from b4mart_desktop.adapters.mongo.share_code import HOST_PATTERN

    if not re.fullmatch(HOST_PATTERN, text):
        raise argparse.ArgumentTypeError(f"{text!r} is no name or IPv4 address of a computer")
    return text


def _common_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--data-dir", type=Path, default=argparse.SUPPRESS, help="folder of this counter's files"
    )
    return options


def _run_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    for name, text in (
        ("--demo", "fill an own, empty database with the demo store"),
        ("--smoke-test", "open the window, touch every part, end"),
    ):
        options.add_argument(name, action="store_true", default=argparse.SUPPRESS, help=text)
    return options


def _run(options: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    from b4mart_desktop.app.program import Options, run

    return run(settings, Options(data_dir=data_dir, demo=options.demo, smoke_test=options.smoke_test))


def _doctor(options: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    from b4mart_desktop.app.commands import doctor

    return doctor(settings, data_dir)


def _import(options: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    from b4mart_desktop.app.exchange_commands import ImportOptions, import_products
    from b4mart_desktop.services.ports.files import ReadAs

    rules = ImportRules(
        match=options.match,
        rows=options.rows,
        empty=options.empty,
        sku=options.sku,
        stock=options.stock,
        decimals=options.decimals,
    )
    read_as = ReadAs(options.sheet, options.header_line, options.encoding, options.delimiter)
    wanted = ImportOptions(
        options.file, options.profile, read_as, rules, dry_run=options.dry_run, errors=options.errors
    )
    return import_products(settings, data_dir, wanted)


def _export(options: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    from b4mart_desktop.app.exchange_commands import export_products
    from b4mart_desktop.services.export_choice import ExportChoice

    choice = ExportChoice(options.category, tuple(options.status or ()), options.text)
    return export_products(settings, data_dir, options.file, choice)


def _share(options: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    from b4mart_desktop.app.share_commands import share, unshare

    if options.off:
        return unshare(settings, data_dir)
    return share(settings, data_dir, tuple(options.host), new_password=options.new)


def _join(options: argparse.Namespace, settings: Settings, data_dir: Path) -> int:
    from b4mart_desktop.app.share_commands import join, leave

    return leave(data_dir) if options.leave else join(settings, data_dir, " ".join(options.code))


def _log_to_file(settings: Settings, data_dir: Path) -> None:
    folder = paths.user_log_dir(data_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "b4mart.log", maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
        )
    except OSError as error:
        print(f"warning: no log file in {folder}: {error.strerror}", file=sys.stderr)
        handler = logging.StreamHandler()
    form = f"%(asctime)s %(levelname)s {os.getpid()} %(threadName)s %(name)s: %(message)s"
    handler.setFormatter(logging.Formatter(form))
    logging.basicConfig(level=settings.log_level.value.upper(), handlers=[handler], force=True)


if __name__ == "__main__":
    sys.exit(main())
