using System.Text.Json.Serialization;

namespace Sluice.Functions.Http;

/// <summary>Some rows of the ledger.</summary>
/// <param name="Value">The rows.</param>
/// <param name="NextLink">Where the rows after them are, relative to the request; left out if there are none.</param>
public sealed record LedgerPage<T>(
    IEnumerable<T> Value,
    [property: JsonPropertyName("@odata.nextLink"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink);
