using System.Text;
using DuckDB.NET.Data;
using Sluice.Analytics.Queries;
using Sluice.DuckDb.Instance;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Queries;

/// <summary>Runs queries on the embedded warehouse. Each query has its own connection and streams its rows.</summary>
/// <param name="instance">The open warehouse file. The caller disposes of it.</param>
internal sealed class DuckDbQueries(DuckDbInstance instance) : IWarehouseQueries
{
    /// <inheritdoc/>
    public ISqlDialect Dialect => DuckDbDialect.Instance;

    /// <inheritdoc/>
    public Task<IQueryRows> QueryAsync(QueryText query, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            instance.Memory.ReserveQueries();
            DuckDBConnection? connection = null;
            try
            {
                connection = instance.Connect();

                // A query can call functions that write, such as nextval.
                connection.Execute("BEGIN TRANSACTION READ ONLY");
                return (IQueryRows)DuckDbQueryRows.Start(connection, Command(connection, query), cancellationToken);
            }
            catch
            {
                connection?.Dispose();
                throw;
            }
        },
        cancellationToken);

    private static DuckDBCommand Command(DuckDBConnection connection, QueryText query)
    {
        var command = connection.CreateCommand();
        command.CommandText = query.Sql;
        command.UseStreamingMode = true;
        foreach (var parameter in query.Parameters)
        {
            command.Parameters.Add(new DuckDBParameter(parameter.Value switch
            {
                null => DBNull.Value,
                string text => Encoding.UTF8.GetBytes(text),

                // The query casts the text to its numeric type.
                ExactNumber number => number.ToString(),
                { } value => value,
            }));
        }

        return command;
    }
}
