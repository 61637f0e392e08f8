"""A statement in the words of one database: compiled once, with what turns values into the driver's and back.

SQLAlchemy looks a statement up in its cache, names its values and wraps its answer at each call, which takes several
times as long as the database takes to find or to write a row by its key.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Select, UpdateBase, literal

Statement = Select[*tuple[Any, ...]] | UpdateBase
Convert = Callable[[Any], Any] | None


class Compiled(NamedTuple):
    """The text as a driver takes it, the names of its values in order, and how to write each and read each answer."""

    text: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]  # its values that are the same at every call, or that a call may leave out
    moving: Mapping[str, Callable[[], Any]]  # those that hold the present of each call
    writers: Mapping[str, Convert]
    readers: tuple[Convert, ...]

    @classmethod
    def of(cls, statement: Statement, dialect: Dialect) -> "Compiled":
        """Compile a statement for one kind of database; for PostgreSQL with values at ``$1``, ``$2`` and so on."""
        numbered: Callable[..., Dialect] = type(dialect)
        compiled = statement.compile(
            dialect=numbered(paramstyle="numeric_dollar") if dialect.name == "postgresql" else dialect,
            compile_kwargs={"render_postcompile": True},
        )
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        binds = {name: bound for bound, name in compiled.bind_names.items()}
        asked = {name for name, bound in binds.items() if bound.required}
        return cls(
            str(compiled),
            tuple(compiled.positiontup or ()),
            {name: _sent(value, dialect) for name, value in compiled.params.items() if name not in asked},
            {name: bound.callable for name, bound in binds.items() if bound.callable is not None},
            {name: bound.type.dialect_impl(dialect).bind_processor(dialect) for name, bound in binds.items()},
            tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns),
        )

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """All values of one call in their order, as the driver takes them; raises KeyError for one that is missing."""
        known = dict(self.constants)
        for name, value in self._present(given).items():
            write = self.writers[name]
            known[name] = value if write is None else write(value)
        return [known[name] for name in self.names]

    def _present(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**{name: ask() for name, ask in self.moving.items()}, **given} if self.moving else given

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """A row of the answer, as the driver gave it."""
        return tuple(value if read is None else read(value) for read, value in zip(self.readers, row, strict=True))


class CompiledOnce:
    """A statement, and its form for each kind of database that asked for it."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.forms: dict[str, Compiled] = {}

    def form(self, dialect: Dialect) -> Compiled:
        """The form for one kind of database."""
        found = self.forms.get(dialect.name)
        if found is None:
            found = self.forms[dialect.name] = Compiled.of(self.statement, dialect)
        return found


def _sent(value: Any, dialect: Dialect) -> Any:
    """A constant as a driver takes it; parts of a list have no name of their own whose type would tell."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, bytes, int)):
        return value
    process = literal(value).type.dialect_impl(dialect).bind_processor(dialect)
    return process(value) if process else value
