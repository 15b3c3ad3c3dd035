namespace Sluice.Lake.Definition;

/// <summary>How many rejects a file can have and still be loaded (<c>sluice:onReject</c>).</summary>
/// <param name="MaxRows">The most rejects, or <see langword="null"/> for no limit in number.</param>
/// <param name="MaxShare">The greatest share of rejects among all rows, 0 to 1, or <see langword="null"/> for no limit in share.</param>
public sealed record RejectPolicy(long? MaxRows = null, double? MaxShare = null)
{
    /// <summary><c>skip-row</c>: rejects are left out and the rest is loaded. The default.</summary>
    public static RejectPolicy SkipRow { get; } = new();

    /// <summary><c>skip-file</c>: if a row is rejected, no row of the file is loaded.</summary>
    public static RejectPolicy SkipFile { get; } = new(MaxRows: 0);

    /// <summary>Whether a file has too many rejects to be loaded.</summary>
    /// <param name="rejected">Its rejects.</param>
    /// <param name="records">All records of the file, rejects included, or <see langword="null"/> while the total is unknown; the share is
    /// checked only if it is known.</param>
    public bool IsExceeded(long rejected, long? records) =>
        rejected > (MaxRows ?? long.MaxValue)
        || (records is > 0 and { } all && MaxShare is { } share && rejected > share * all);
}
