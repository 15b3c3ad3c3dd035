using Sluice.Lake.Definition;
using System.Text.Json;
using Sluice.Hosting.Http.Errors;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The body of <c>POST /api/erasures</c>: the key to erase.</summary>
/// <param name="Dataset">The name of the dataset.</param>
/// <param name="Key">The fields of its primary key, each with its value: a text, a number, or true or false.</param>
internal sealed record ErasureRequest(string Dataset, IReadOnlyDictionary<string, JsonElement> Key)
{
    internal const string Example = """{"dataset":"users","key":{"id":42}}""";

    /// <summary>The values as texts, by the name of the field.</summary>
    /// <exception cref="RequestException">A value is null, an object or an array.</exception>
    public IReadOnlyDictionary<string, string> ReadValues() => Key.ToDictionary(
        k => k.Key,
        k => k.Value.ValueKind switch
        {
            JsonValueKind.String => k.Value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => k.Value.GetRawText(),
            _ => throw RequestException.Wrong($"Each field of 'key' must have a value: a text, a number, true or false. {Example}"),
        },
        StringComparer.Ordinal);
}
