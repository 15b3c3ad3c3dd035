using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.Ledger;

namespace Sluice.DuckDb.Instance;

/// <summary>Runs statements with named parameters (<c>$name</c>), and quotes names.</summary>
internal static class Sql
{
    /// <summary>A name as a quoted identifier.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Names as quoted identifiers, separated by commas.</summary>
    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>A text as a literal, for statements that take no parameters.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The table of a dataset.</summary>
    public static string Table(string dataset) => $"lake.{Quote(dataset)}";

    /// <summary>
    /// The value of a text parameter for <c>decode($name)</c>: DuckDB cuts a string parameter at its first NUL character.
    /// </summary>
    public static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public static int Execute(this DuckDBConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a query that returns one number.</summary>
    public static long Count(this DuckDBConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Command(sql, values);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Runs a query and maps its rows.</summary>
    public static List<T> Read<T>(
        this DuckDBConnection connection, string sql, Func<DuckDBDataReader, T> map,
        params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>Runs a query and maps its rows by the names of their columns.</summary>
    public static List<T> ReadNamed<T>(
        this DuckDBConnection connection, string sql, Func<NamedRow, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        NamedRow? row = null;
        return connection.Read(sql, reader => map(row ??= new NamedRow(reader)), values);
    }

    /// <summary>Runs work in a new transaction.</summary>
    public static T InTransaction<T>(this DuckDBConnection connection, Func<T> work)
    {
        connection.Execute("BEGIN");
        try
        {
            var result = work();
            connection.Execute("COMMIT");
            return result;
        }
        catch
        {
            connection.Rollback();
            throw;
        }
    }

    /// <summary>Rolls back the transaction, if there is one: an error may have ended it.</summary>
    public static void Rollback(this DuckDBConnection connection)
    {
        try
        {
            connection.Execute("ROLLBACK");
        }
        catch (DuckDBException exception) when (exception.ErrorType == DuckDBErrorType.Transaction)
        {
            // The error that ended the transaction has rolled it back.
        }
    }

    private static DuckDBCommand Command(this DuckDBConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.Add(new DuckDBParameter(name, value switch
            {
                null => DBNull.Value,
                DateTimeOffset time => time.UtcDateTime,
                _ => value,
            }));
        }

        return command;
    }
}
