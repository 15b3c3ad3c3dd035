using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.DuckDb.Schema;

namespace Sluice.DuckDb.Loading;

/// <summary>
/// Copies rows from one connection to another, chunk by chunk, because a connection cannot read the uncommitted rows of another.
/// </summary>
internal static class RowCopy
{
    /// <summary>Appends the rows of a query to a table.</summary>
    /// <param name="from">The connection of the query.</param>
    /// <param name="query">The query, without parameters.</param>
    /// <param name="to">The connection of the table.</param>
    /// <param name="table">A table with the columns of the query.</param>
    /// <param name="dataset">The dataset, for errors.</param>
    /// <param name="expected">The least number of rows. Fewer rows mean an error, because DuckDB reports an error of a streamed result as
    /// its end.</param>
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
                throw new InvalidOperationException($"The uncommitted rows of dataset {dataset} could not be read.");
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
