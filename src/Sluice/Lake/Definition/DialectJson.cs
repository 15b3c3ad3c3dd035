using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Lake.Definition;

/// <summary>A dialect as a Table Dialect descriptor. Properties with the standard's default are left out.</summary>
internal static class DialectJson
{
    /// <summary>Writes a dialect. One that is chosen in each file has no descriptor: it is written as the default.</summary>
    public static JsonObject Write(CsvDialect dialect)
    {
        var written = new JsonObject();
        AddIf(dialect.Delimiter is not (null or ","), "delimiter", dialect.Delimiter);
        AddIf(dialect.LineTerminator is not null, "lineTerminator", dialect.LineTerminator);
        AddIf(dialect.QuoteChar != "\"", "quoteChar", dialect.QuoteChar ?? "");
        AddIf(!dialect.DoubleQuote, "doubleQuote", false);
        AddIf(dialect.EscapeChar is not null, "escapeChar", dialect.EscapeChar);
        AddIf(dialect.NullSequence is not null, "nullSequence", dialect.NullSequence);
        AddIf(dialect.SkipInitialSpace, "skipInitialSpace", true);
        AddIf(dialect.CommentChar is not null, "commentChar", dialect.CommentChar);
        AddIf(!dialect.Header, "header", false);
        AddIf(dialect.HeaderRows is not [1], "headerRows", Numbers(dialect.HeaderRows));
        AddIf(dialect.HeaderJoin != " ", "headerJoin", dialect.HeaderJoin);
        AddIf(dialect.CommentRows.Count > 0, "commentRows", Numbers(dialect.CommentRows));
        return written;

        void AddIf(bool condition, string property, JsonNode? value)
        {
            if (condition)
            {
                written[property] = value;
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static CsvDialect Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var dialect = CsvDialect.Default;
        foreach (var property in document.RootElement.EnumerateObject())
        {
            var value = property.Value;
            dialect = property.Name switch
            {
                "delimiter" => dialect with { Delimiter = value.GetString() },
                "lineTerminator" => dialect with { LineTerminator = value.GetString() },
                "quoteChar" => dialect with { QuoteChar = value.GetString() is { Length: > 0 } quote ? quote : null },
                "doubleQuote" => dialect with { DoubleQuote = value.GetBoolean() },
                "escapeChar" => dialect with { EscapeChar = value.GetString() },
                "nullSequence" => dialect with { NullSequence = value.GetString() },
                "skipInitialSpace" => dialect with { SkipInitialSpace = value.GetBoolean() },
                "commentChar" => dialect with { CommentChar = value.GetString() },
                "header" => dialect with { Header = value.GetBoolean() },
                "headerRows" => dialect with { HeaderRows = Numbers(value) },
                "headerJoin" => dialect with { HeaderJoin = value.GetString()! },
                "commentRows" => dialect with { CommentRows = Numbers(value) },
                _ => dialect,
            };
        }

        return dialect;
    }

    private static JsonArray Numbers(IReadOnlyList<int> numbers) => [.. numbers.Select(n => JsonValue.Create(n))];

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(n => n.GetInt32())];
}
