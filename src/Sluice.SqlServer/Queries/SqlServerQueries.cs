using System.Data;
using System.Data.SqlTypes;
using Microsoft.Data.SqlClient;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Queries;

/// <summary>Runs queries on Azure SQL. Each query has its own connection and streams its rows.</summary>
/// <param name="database">The database of a prepared warehouse.</param>
internal sealed class SqlServerQueries(Database database) : IWarehouseQueries
{
    /// <inheritdoc/>
    public ISqlDialect Dialect => new SqlServerDialect(database.Features);

    /// <inheritdoc/>
    public async Task<IQueryRows> QueryAsync(QueryText query, CancellationToken cancellationToken)
    {
        var (session, rows) = await database.OpenAsync(
            (session, token) =>
            {
                // The query's token has the timeout, so the command has none.
                var command = new SqlCommand(query.Sql, session.Connection) { CommandTimeout = 0 };
                for (var i = 0; i < query.Parameters.Count; i++)
                {
                    command.Parameters.Add(ParameterOf(i + 1, query.Parameters[i]));
                }

                return session.StartAsync(command, token);
            },
            cancellationToken,
            (exception, _) => SqlServerQueryRows.OfValues(exception),
            isInteractive: true);
        return new SqlServerQueryRows(database, session, rows, cancellationToken);
    }

    /// <summary>Creates the SQL parameter of a value.</summary>
    internal static SqlParameter ParameterOf(int number, ParameterExpression value)
    {
        var parameter = new SqlParameter(
            $"@{SqlServerDialect.ParameterName(number)}", TypeOf(value.Type), value.Kind == ColumnKind.Text ? -1 : 0);
        if (parameter.SqlDbType == SqlDbType.Decimal)
        {
            (parameter.Precision, parameter.Scale) = ((byte)Math.Max(1, value.Precision), (byte)value.Scale);
        }

        parameter.Value = value.Value switch
        {
            null => DBNull.Value,
            ExactNumber exact => SqlDecimal.Parse(exact.ToString()),
            var other => other,
        };
        return parameter;
    }

    private static SqlDbType TypeOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Text => SqlDbType.NVarChar,
        ColumnKind.Int64 => type.Precision > QueryExpression.MaxNarrow ? SqlDbType.Decimal : SqlDbType.BigInt,
        ColumnKind.Decimal => SqlDbType.Decimal,
        ColumnKind.Double => SqlDbType.Float,
        ColumnKind.Boolean => SqlDbType.Bit,
        ColumnKind.Date => SqlDbType.Date,
        ColumnKind.Time => SqlDbType.Time,
        ColumnKind.Timestamp => SqlDbType.DateTime2,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "There is no such kind of value."),
    };
}
