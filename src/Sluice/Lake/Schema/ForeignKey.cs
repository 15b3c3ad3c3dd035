namespace Sluice.Lake.Schema;

/// <summary>Fields whose values refer to fields of another dataset, or of the same one.</summary>
/// <param name="Fields">The fields of this dataset.</param>
/// <param name="Dataset">The dataset that is referred to (<c>reference.resource</c>).</param>
/// <param name="References">Its fields, as many as <paramref name="Fields"/>.</param>
public sealed record ForeignKey(IReadOnlyList<string> Fields, string Dataset, IReadOnlyList<string> References)
{
    /// <summary>
    /// Whether a row is erased along with the row that it refers to (<c>"sluice:erase": "cascade"</c>). Then <see cref="References"/> is
    /// the primary key of that dataset, in its order.
    /// </summary>
    public bool Erases { get; init; }

    /// <summary>The key as views describe it: <c>owner_id -> users (id)</c>.</summary>
    public string Description => $"{string.Join(", ", Fields)} -> {Dataset} ({string.Join(", ", References)})";
}
