using System.Text.Json;
using DuckDB.NET.Data;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Sluice.Local.Answering;

/// <summary>Tells whether a text of SQL is one query that only reads, by the grammar of its database.</summary>
internal static class ReadOnlySql
{
    private const string OneQuery = "Only one SELECT can be run, which changes nothing.";

    /// <summary>Why a text cannot be run, as sentences; <see langword="null"/> if it can.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="isSqlServer">Whether it is for SQL Server; else it is for DuckDB.</param>
    public static string? FindFault(string sql, bool isSqlServer) => isSqlServer ? FindServerFault(sql) : FindDuckDbFault(sql);

    private static string? FindServerFault(string sql)
    {
        var parsed = new TSql170Parser(initialQuotedIdentifiers: true, SqlEngineType.SqlAzure).Parse(new StringReader(sql), out var errors);
        return errors is [var first, ..]
            ? $"Line {first.Line}, column {first.Column}: {first.Message}"
            : parsed is TSqlScript { Batches: [{ Statements: [SelectStatement { Into: null }] }] } ? null : OneQuery;
    }

    // DuckDB writes the syntax tree of queries only, and finds errors of syntax on the way.
    private static string? FindDuckDbFault(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json_serialize_sql(CAST($1 AS VARCHAR))";
        command.Parameters.Add(new DuckDBParameter(sql));
        using var tree = JsonDocument.Parse((string)command.ExecuteScalar()!);
        if (tree.RootElement.GetProperty("error").GetBoolean())
        {
            return tree.RootElement.GetProperty("error_type").GetString() == "not implemented"
                ? OneQuery
                : tree.RootElement.GetProperty("error_message").GetString();
        }

        return tree.RootElement.GetProperty("statements").GetArrayLength() == 1 ? null : OneQuery;
    }
}
