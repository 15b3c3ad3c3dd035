using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.DuckDb.Schema;

namespace Sluice.DuckDb.Loading;

/// <summary>Copies rows from one connection to another, chunk by chunk: what one has not committed the other cannot read.</summary>
internal static class RowCopy
{
    /// <summary>Appends what a query finds to a table.</summary>
    /// <param name="from">The connection of the query.</param>
    /// <param name="query">The query, without parameters.</param>
    /// <param name="to">The connection of the table.</param>
    /// <param name="table">A table of the query's columns.</param>
    /// <param name="dataset">The dataset that errors name.</param>
    /// <param name="expected">How many rows there are at least: DuckDB does not tell an error of a streamed result from its end.</param>
    /// <exception cref="InvalidOperationException">The query failed.</exception>
    public static void Copy(DuckDBConnection from, string query, DuckDBConnection to, AppendTable table, string dataset, long expected)
    {
        var prepared = NativeMethods.PreparedStatements.DuckDBPrepare(from.NativeConnection, query, out var statement);
        using (statement)
        {
            Check(prepared);
            Check(NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result));
            try
            {
                Check(Copy(result, to, table, dataset) >= expected ? DuckDBState.Success : DuckDBState.Error);
            }
            finally
            {
                NativeMethods.Query.DuckDBDestroyResult(ref result);
            }
        }

        void Check(DuckDBState state)
        {
            if (state != DuckDBState.Success)
            {
                throw new InvalidOperationException($"Rows of dataset {dataset} that wait for their commit could not be read.");
            }
        }
    }

    private static long Copy(DuckDBResult result, DuckDBConnection to, AppendTable table, string dataset)
    {
        using var appender = new ChunkAppender(to, table, dataset);
        var rows = 0L;
        while (true)
        {
            using var chunk = NativeMethods.StreamingResult.DuckDBStreamFetchChunk(result);
            if (chunk.IsInvalid)
            {
                return rows;
            }

            rows += (long)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk);
            appender.Append(chunk);
        }
    }
}
