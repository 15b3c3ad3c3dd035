using System.Text.Json;

namespace Sluice.Local.Asking;

/// <summary>Rows of an answer, as they come.</summary>
/// <param name="Columns">The names of the columns; none if they are not known, because there are no rows.</param>
/// <param name="Rows">The rows: for each column, a JSON value.</param>
internal sealed record LakeRows(IReadOnlyList<string> Columns, IAsyncEnumerable<JsonElement[]> Rows);
