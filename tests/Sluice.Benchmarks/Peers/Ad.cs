using CsvHelper;

namespace Sluice.Benchmarks.Peers;

/// <summary>A row of the ads, as a class that CsvHelper reads records into.</summary>
[CsvRecord]
public sealed partial record Ad
{
    /// <summary>The ad's number.</summary>
    [CsvColumn("id")]
    public long Id { get; init; }

    /// <summary>Who placed it.</summary>
    [CsvColumn("owner_id")]
    public long OwnerId { get; init; }

    /// <summary>Its title.</summary>
    [CsvColumn("title")]
    public string Title { get; init; } = "";

    /// <summary>Its category.</summary>
    [CsvColumn("category")]
    public string Category { get; init; } = "";

    /// <summary>What the owner asks for.</summary>
    [CsvColumn("price")]
    public decimal Price { get; init; }

    /// <summary>Where.</summary>
    [CsvColumn("city")]
    public string? City { get; init; }

    /// <summary>When it was placed.</summary>
    [CsvColumn("created_at")]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was taken down.</summary>
    [CsvColumn("deleted_at")]
    public DateTimeOffset? DeletedAt { get; init; }
}
