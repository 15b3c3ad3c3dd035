using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema.Keywords;

namespace Sluice.Validation.Formats;

/// <summary>JSON Schema's <c>pattern</c>, matched in time linear in the text, so that no value can stall it.</summary>
internal sealed class LinearPatternKeyword : PatternKeyword
{
    public override object? ValidateKeywordValue(JsonElement value) =>
        new Regex(value.GetString() ?? "", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
