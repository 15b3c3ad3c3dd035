using System.Data;
using System.Data.SqlTypes;
using Microsoft.Data.SqlClient;
using Sluice.Analytics.Queries;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.SqlServer;

/// <summary>Queries of the analytics on Azure SQL. Each has a connection of its own, and streams.</summary>
/// <param name="warehouse">The warehouse, which stays the caller's and is prepared.</param>
public sealed class SqlServerQueries(SqlServerWarehouse warehouse) : IWarehouseQueries
{
    /// <inheritdoc/>
    public ISqlDialect Dialect => new SqlServerDialect(warehouse.Database.Features);

    /// <inheritdoc/>
    public async Task<IQueryRows> QueryAsync(QueryText query, CancellationToken cancellationToken)
    {
        var database = warehouse.Database;
        var (session, rows) = await database.OpenAsync(
            (session, token) =>
            {
                // Nothing but its token ends it.
                var command = new SqlCommand(query.Sql, session.Connection) { CommandTimeout = 0 };
                for (var i = 0; i < query.Parameters.Count; i++)
                {
                    var (name, type, size) = ParameterOf(i + 1, query.Parameters[i].Kind);
                    command.Parameters.Add(new SqlParameter($"@{name}", type, size) { Value = Value(query.Parameters[i].Value) });
                }

                return session.StartAsync(command, token);
            },
            cancellationToken,
            (exception, _) => SqlServerQueryRows.OfValues(exception),
            isQuestion: true);
        return new SqlServerQueryRows(database, session, rows, cancellationToken);
    }

    /// <summary>The parameter of a value of a kind.</summary>
    internal static Parameter ParameterOf(int number, ColumnKind kind) => new(
        SqlServerDialect.ParameterName(number),
        kind switch
        {
            ColumnKind.Text => SqlDbType.NVarChar,
            ColumnKind.Int64 => SqlDbType.BigInt,
            ColumnKind.Decimal => SqlDbType.Decimal,
            ColumnKind.Double => SqlDbType.Float,
            ColumnKind.Boolean => SqlDbType.Bit,
            ColumnKind.Date => SqlDbType.Date,
            ColumnKind.Time => SqlDbType.Time,
            ColumnKind.Timestamp => SqlDbType.DateTime2,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of value."),
        },
        kind == ColumnKind.Text ? -1 : 0);

    // A decimal has the digits that it has.
    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        decimal number => new SqlDecimal(number),
        _ => value,
    };
}
