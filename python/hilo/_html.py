"""Results in notebooks."""

from __future__ import annotations

import html
import typing

if typing.TYPE_CHECKING:
    from hilo._result import Result

_COLUMNS = ("size", "nan_count", "min", "max", "mean", "std")
_MOST_ROWS = 10
_MOST_ERRORS = 10


def _cell(value: object) -> str:
    # A name may hold bytes that are not UTF-8, as lone surrogates.
    return "" if value is None else html.escape(str(value).encode(errors="replace").decode())


def _row(name: str, row: object, tag: str = "td") -> str:
    cells = "".join(
        f'<{tag} style="text-align:right">{_cell(getattr(row, column))}</{tag}>'
        for column in _COLUMNS
    )
    return f'<tr><th style="text-align:left">{_cell(name)}</th>{cells}</tr>'


def result_html(result: Result) -> str:
    """A table of the first and last rows and the total, and what failed."""
    files, groups = result.files, result.groups
    head = "".join(f"<th>{column}</th>" for column in ("key", *_COLUMNS))
    rows = [_row(row.key, row) for row in groups[:_MOST_ROWS]]
    if len(groups) > 2 * _MOST_ROWS:
        left_out = len(groups) - 2 * _MOST_ROWS
        rows.append(f'<tr><td colspan="{len(_COLUMNS) + 1}">… {left_out} more rows …</td></tr>')
    rows += [_row(row.key, row) for row in groups[max(_MOST_ROWS, len(groups) - _MOST_ROWS) :]]
    rows.append(_row("total", result.total, "th"))
    caption = f"{files.included} of {files.found} files"
    if files.failed:
        caption += f", {files.failed} failed"
    if files.included + files.failed < files.found:
        caption += ", stopped before the rest"
    if result.expr is not None:
        caption += f": {_cell(result.expr)}"
    if result.where is not None:
        caption += f" where {_cell(result.where)}"
    errors = [f"<li>{_cell(str(error))}</li>" for error in result.errors[:_MOST_ERRORS]]
    if len(result.errors) > _MOST_ERRORS:
        errors.append(f"<li>… {len(result.errors) - _MOST_ERRORS} more</li>")
    listed = f"<ul>{''.join(errors)}</ul>" if errors else ""
    verdict = f"<p>{_cell(result.profile.verdict)}</p>" if result.profile else ""
    return (
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>{listed}{verdict}"
    )
