"""What all mapped classes share: the base with its naming rule, and the column type of moments."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Integer, MetaData, cast, func, type_coerce
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedSQLExpression, column_property
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """The store's schema."""

    metadata = MetaData(naming_convention=NAMES)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 UTC."""
    return round(moment.timestamp() * 1000)


def from_ms(value: int) -> datetime:
    """The aware UTC datetime of such milliseconds."""
    return datetime.fromtimestamp(value / 1000, UTC)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored as milliseconds since 1970 UTC."""

    impl = BigInteger().with_variant(Integer, "sqlite")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        """To the database."""
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        """From the database."""
        return None if value is None else from_ms(value)


def day_of(moment: Mapped[datetime | None]) -> MappedSQLExpression[Any]:
    """The day (UTC) of a column of moments, where a record has no day of its own: its period counts from it."""
    return column_property(type_coerce(func.date(cast(moment, Integer) / 1000, "unixepoch"), Date))
