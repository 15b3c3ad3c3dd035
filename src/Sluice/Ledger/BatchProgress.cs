using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Ledger;

/// <summary>How far a batch is, or what is counted of it.</summary>
public sealed record BatchProgress
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>Its files that are done.</summary>
    public long Files { get; init; }

    /// <summary>The bytes of these files.</summary>
    public long Length { get; init; }

    /// <summary>What became of them.</summary>
    public BatchCounts Counts { get; init; } = new();

    /// <summary>Reads the text of <see cref="ToJson"/>.</summary>
    /// <param name="json">The text; <see langword="null"/> for no progress.</param>
    internal static BatchProgress Parse(string? json) =>
        json is null ? new BatchProgress() : JsonSerializer.Deserialize<BatchProgress>(json, Json)!;

    /// <summary>The progress as JSON.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>What this progress has more than another.</summary>
    internal BatchProgress Since(BatchProgress other) => new()
    {
        Files = Files - other.Files,
        Length = Length - other.Length,
        Counts = Counts.Since(other.Counts),
    };
}
