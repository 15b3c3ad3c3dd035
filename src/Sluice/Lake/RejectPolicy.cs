namespace Sluice.Lake;

/// <summary>How many rejects a file may have and still be loaded (<c>sluice:onReject</c>).</summary>
/// <param name="MaxRows">The most rejects, or <see langword="null"/> for no limit in number.</param>
/// <param name="MaxShare">The greatest share of rejects among all rows, 0 to 1, or <see langword="null"/> for no limit in share.</param>
public sealed record RejectPolicy(long? MaxRows = null, double? MaxShare = null)
{
    /// <summary><c>skip-row</c>: a reject is left out, the rest is loaded; the default.</summary>
    public static RejectPolicy SkipRow { get; } = new();

    /// <summary><c>skip-file</c>: one reject and no row of the file is loaded.</summary>
    public static RejectPolicy SkipFile { get; } = new(MaxRows: 0);

    /// <summary>Whether a file with so many rejects may not be loaded.</summary>
    /// <param name="rejected">Its rejects.</param>
    /// <param name="rows">All its rows, rejects included; the share is checked only when this is known to be all.</param>
    public bool IsExceeded(long rejected, long? rows) =>
        rejected > (MaxRows ?? long.MaxValue)
        || (rows is > 0 and { } all && MaxShare is { } share && rejected > share * all);
}
