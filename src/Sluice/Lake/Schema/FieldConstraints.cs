namespace Sluice.Lake.Schema;

/// <summary>
/// What a field's values must satisfy beyond their type (Table Schema, <c>constraints</c>). Bounds and enum values are kept as the
/// descriptor writes them, and are parsed like the field's values, with its format.
/// </summary>
public sealed record FieldConstraints
{
    /// <summary>The constraints of a field that has none.</summary>
    public static FieldConstraints None { get; } = new();

    /// <summary>Whether a row without a value is rejected.</summary>
    public bool Required { get; init; }

    /// <summary>Whether a value may occur only once in a file.</summary>
    public bool Unique { get; init; }

    /// <summary>The least value, or <see langword="null"/>.</summary>
    public string? Minimum { get; init; }

    /// <summary>The greatest value, or <see langword="null"/>.</summary>
    public string? Maximum { get; init; }

    /// <summary>The exclusive lower bound, or <see langword="null"/>.</summary>
    public string? ExclusiveMinimum { get; init; }

    /// <summary>The exclusive upper bound, or <see langword="null"/>.</summary>
    public string? ExclusiveMaximum { get; init; }

    /// <summary>
    /// The least length, or <see langword="null"/>. Strings are counted in characters (Unicode code points), other types in items.
    /// </summary>
    public int? MinLength { get; init; }

    /// <summary>
    /// The greatest length, or <see langword="null"/>. Strings are counted in characters (Unicode code points), other types in items.
    /// </summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that a string must match as a whole, or <see langword="null"/>.</summary>
    public string? Pattern { get; init; }

    /// <summary>The JSON Schema that an object or an array must satisfy, as JSON text, or <see langword="null"/>.</summary>
    public string? JsonSchema { get; init; }

    /// <summary>The only values allowed, or <see langword="null"/> for any.</summary>
    public IReadOnlyList<string>? Enum { get; init; }
}
