using System.Text.Json;

namespace Sluice.Hosting.Http.Json;

/// <summary>Names properties in snake_case, as the columns of the ledger.</summary>
internal sealed class ColumnNames : JsonNamingPolicy
{
    public static ColumnNames Policy { get; } = new();

    public override string ConvertName(string name) => name == "ETag" ? "etag" : SnakeCaseLower.ConvertName(name);
}
