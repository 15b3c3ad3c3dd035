using System.Text.Json;

namespace Sluice.Hosting.Http.Results;

/// <summary>Names properties as the columns of the ledger are named.</summary>
internal sealed class ColumnNames : JsonNamingPolicy
{
    public static ColumnNames Policy { get; } = new();

    public override string ConvertName(string name) => name == "ETag" ? "etag" : SnakeCaseLower.ConvertName(name);
}
