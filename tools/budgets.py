"""Size budgets: what grows past them is split, not excused. Generated forms are exempt."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 400
CLASS_LINES = 300
CLASS_METHODS = 25
FUNCTION_LINES = 40

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def check(*roots: Path) -> int:
    """Print each module, class and function under `roots` that is over its budget.

    Returns:
        The exit status: 1 if there was any, else 0.
    """
    offences = [offence for module in _modules(roots) for offence in offences_of(module)]
    for offence in offences:
        print(offence, file=sys.stderr)
    return 1 if offences else 0


def offences_of(module: Path) -> Iterator[str]:
    """One line for each thing in a module that is over its budget, with the place and both numbers."""
    text = module.read_text(encoding="utf-8")
    yield from _over(module, 1, "module", len(text.splitlines()), MODULE_LINES)
    for node in ast.walk(ast.parse(text, filename=str(module))):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(child, FunctionNode) for child in node.body)
            yield from _over(module, node.lineno, f"class {node.name}", _lines(node), CLASS_LINES)
            yield from _over(module, node.lineno, f"class {node.name}", methods, CLASS_METHODS, "methods")
        elif isinstance(node, FunctionNode):
            size = _lines(node) - _docstring_lines(node)
            yield from _over(module, node.lineno, f"function {node.name}", size, FUNCTION_LINES)


def _modules(roots: tuple[Path, ...]) -> Iterator[Path]:
    for root in roots:
        found = sorted(root.rglob("*.py")) if root.is_dir() else [root]
        yield from (module for module in found if not _is_generated(module))


def _is_generated(module: Path) -> bool:
    return module.parent.name == "forms" and module.name.startswith("ui_")


def _over(module: Path, line: int, what: str, size: int, budget: int, unit: str = "lines") -> Iterator[str]:
    if size > budget:
        yield f"{module}:{line}: {what} has {size} {unit}, the budget is {budget}"


def _lines(node: ast.ClassDef | FunctionNode) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _docstring_lines(node: FunctionNode) -> int:
    """A long explanation is no reason to split a function."""
    first = node.body[0]
    if not (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1
