"""A table that lies in an engine, an Ibis table or a PySpark frame, and how to ask about it.

What the kit computes is one Ibis expression over `expression`. What is made of a table is of the
kind that the table was, and stays in its engine: only what `rows` and `frame` ask for leaves it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, cast

import pandas as pd

from crmkit import tables
from crmkit.summary.engine.checks import SPARK_TIME_IN_ZONE, ZONE_MEND

if TYPE_CHECKING:
    import ibis
    from pyspark.sql import DataFrame as SparkFrame

_SPARK_ZONE_MEND = (
    "Spark's TIMESTAMP is an instant, whose day depends on the zone. Give it the shop's (or the "
    "session's, if the times that it shows are the shop's): "
)


class EngineTable(Protocol):
    """An Ibis table or a PySpark frame."""

    @property
    def expression(self) -> "ibis.Table":
        """The table, as the start of an expression."""

    @property
    def type_names(self) -> dict[str, str]:
        """What the engine calls the types of the columns."""

    @property
    def zone_mend(self) -> str:
        """How to make times of the shop's clock of instants."""

    @property
    def rounded(self) -> str:
        """How to round amounts to cents."""

    def keep(self, column: str) -> str:
        """How to keep the rows that have a value, or a finite number."""

    def is_instant(self, column: str) -> bool:
        """Whether it holds instants, whose day depends on a time zone."""

    def same_kind(self, expression: "ibis.Table") -> Any:
        """Return what is computed as a table of the kind that was given."""

    def rows(self, expression: "ibis.Table") -> list[dict[str, Any]]:
        """Fetch a few rows."""

    def frame(self, expression: "ibis.Table") -> pd.DataFrame:
        """Fetch a whole table."""


def is_engine_table(table: object) -> bool:
    """Whether it is an Ibis table or a PySpark frame; neither library need be installed."""
    return _is(table, "ibis", "Table") or _is(table, "pyspark.sql", "DataFrame")


def engine_table(table: Any, columns: Iterable[str], *, name: str, mend: str = "") -> EngineTable:
    """Take these columns of an Ibis table or a PySpark frame, all of which it must have once."""
    columns = list(columns)
    tables.check_names(table.columns, columns, name=name, mend=mend)
    if _is(table, "ibis", "Table"):
        return _IbisTable(table.select(*columns))
    for column in columns:
        alike = [one for one in table.columns if one.lower() == column.lower()]
        if len(alike) > 1:
            raise ValueError(f"{name} has {alike}, one name to Spark. Rename or drop one of them.")
    # Quoted, a name with a point in it is no path into a column.
    quoted = ["`" + column.replace("`", "``") + "`" for column in columns]
    return _SparkTable(table.select(*quoted))


def _is(table: object, package: str, name: str) -> bool:
    return any(
        one.__name__ == name and f"{one.__module__}.".startswith(f"{package}.")
        for one in type(table).__mro__
    )


class _IbisTable:
    rounded = "table.mutate(amount=table.amount.cast('float64').round(2))"

    def __init__(self, table: "ibis.Table"):
        from ibis.common.exceptions import IbisError

        try:
            self.in_spark = table.get_backend().name == "pyspark"
        except IbisError as error:
            raise ValueError(
                "the Ibis table belongs to no engine, or to several: take it from one connection, "
                "connection.table('orders')."
            ) from error
        self.expression = table
        self.type_names = {name: str(kind) for name, kind in table.schema().items()}
        self.zone_mend = ZONE_MEND
        if self.in_spark:
            query = f"select customer_id, {SPARK_TIME_IN_ZONE} as ordered_at, amount from orders"
            self.zone_mend = f'{_SPARK_ZONE_MEND}connection.sql("{query}").'

    def keep(self, column: str) -> str:
        if column == "amount":
            return "table.filter(table.amount.cast('float64').abs() < float('inf'))"
        return f"table.filter(table.{column}.notnull())"

    def is_instant(self, column: str) -> bool:
        values = self.expression[column]
        if not values.type().is_timestamp() or not self.in_spark:
            return getattr(values.type(), "timezone", None) is not None
        # Ibis has one type for Spark's TIMESTAMP, an instant, and for its TIMESTAMP_NTZ.
        found = self.rows(self.expression.select(kind=_spark_type(values)).limit(1))
        return any(row["kind"] == "timestamp" for row in found)

    def same_kind(self, expression: "ibis.Table") -> "ibis.Table":
        return expression

    def rows(self, expression: "ibis.Table") -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", expression.to_pyarrow().to_pylist())

    def frame(self, expression: "ibis.Table") -> pd.DataFrame:
        return cast(pd.DataFrame, expression.to_pyarrow().to_pandas())


class _SparkTable:
    """A frame of PySpark, classic or Connect.

    The expression is put to Spark as SQL. Ibis' own backend for Spark would do so, too, but sets
    the session's time zone, which is the user's.
    """

    NAME = "crmkit_table"
    rounded = "frame.withColumn('amount', pyspark.sql.functions.round('amount', 2))"
    zone_mend = (
        f"{_SPARK_ZONE_MEND}frame.withColumn('ordered_at', "
        f'pyspark.sql.functions.expr("{SPARK_TIME_IN_ZONE}")).'
    )

    def __init__(self, table: "SparkFrame"):
        try:
            import ibis
            from ibis.backends.pyspark.datatypes import PySparkType
        except ImportError as error:
            raise ImportError(
                'Counting in Spark needs Ibis: pip install "crmkit[scale]". '
                "Or fetch the frame, if it fits in memory: frame.toPandas()."
            ) from error
        self.table = table
        self.type_names = dict(table.dtypes)
        schema = {}
        for field in table.schema.fields:
            try:
                schema[field.name] = PySparkType.to_ibis(field.dataType)
            except NotImplementedError:  # a type that Ibis does not know
                schema[field.name] = ibis.dtype("unknown")
        self.expression = ibis.table(schema, name=self.NAME)

    def keep(self, column: str) -> str:
        if column == "amount":
            return "frame.filter(\"abs(amount) < double('inf')\")"
        return f"frame.filter('{column} is not null')"

    def is_instant(self, column: str) -> bool:
        return self.type_names[column] == "timestamp"

    def same_kind(self, expression: "ibis.Table") -> "SparkFrame":
        import ibis

        sql = ibis.pyspark.compile(expression)
        # Spark puts the frame in the place of {its name}, and so no view is left behind.
        sql = sql.replace("{", "{{").replace("}", "}}")
        sql = sql.replace(f"`{self.NAME}`", f"{{{self.NAME}}}")
        frames: dict[str, Any] = {self.NAME: self.table}
        return self.table.sparkSession.sql(sql, **frames)

    def rows(self, expression: "ibis.Table") -> list[dict[str, Any]]:
        return [row.asDict() for row in self.same_kind(expression).collect()]

    def frame(self, expression: "ibis.Table") -> pd.DataFrame:
        return cast(pd.DataFrame, self.same_kind(expression).toArrow().to_pandas())


def _spark_type(values: "ibis.Value") -> "ibis.Value":
    import ibis

    # A function of Spark, called by its name.
    typeof = ibis.udf.scalar.builtin(
        lambda value: None, name="typeof", signature=((values.type(),), "string")
    )
    return typeof(values)
