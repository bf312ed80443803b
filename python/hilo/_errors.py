"""What goes wrong: exceptions with a code and a path."""

from __future__ import annotations

import typing


class HiloError(Exception):
    """An input was refused, or a call could not do its work.

    The entries of ``Result.errors`` are of this type too; there they are values that nobody raised.

    Attributes:
        code: What kind of error it is, such as ``"SHORT_DATA"``; never changes between versions.
        message: What was expected and what was found.
        path: The file's path as it was found, or None where no file is concerned.
        offset: Where in the file, in bytes from its start, or None.
    """

    def __init__(
        self,
        code: str,
        message: str,
        path: str | None = None,
        offset: int | None = None,
    ) -> None:
        super().__init__(code, message, path, offset)
        self.code = code
        self.message = message
        self.path = path
        self.offset = offset

    def __str__(self) -> str:
        text = f"{self.code}: {self.message}"
        if self.path is None:
            return text
        # Control characters of a name are not for terminals.
        return f"{self.path if self.path.isprintable() else repr(self.path)}: {text}"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.args == other.args

    def __hash__(self) -> int:
        return hash(self.args)


class UsageError(HiloError, ValueError):
    """A call was given what it cannot take; nothing has been read."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C ended a run early.

    Attributes:
        result: The Result of the files that were done until then, with ``complete`` False where
            some are missing. ``hilo.stats(..., resume=interrupted.result)`` goes on from there.
    """

    def __init__(self, result: typing.Any) -> None:
        super().__init__(
            f"interrupted after {result.files.included} of {result.files.found} files; "
            "what was done is in .result"
        )
        self.result = result

    def __reduce__(self) -> tuple[type[Interrupted], tuple[object]]:
        return Interrupted, (self.result,)
