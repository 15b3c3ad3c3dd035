using Sluice.Analytics.Model;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Access;

/// <summary>What a caller sees: a model with nothing else in it.</summary>
public sealed class View
{
    private readonly HashSet<string>? whole;
    private readonly bool hasRawText;

    internal View(AnalyticsModel model, HashSet<string>? whole, bool hasRawText)
    {
        Model = model;
        this.whole = whole;
        this.hasRawText = hasRawText;
    }

    /// <summary>
    /// A stable text: views of one key show the same rows, properties and sets. Empty for the view of everything. It has no values of
    /// claims.
    /// </summary>
    public string Key => Model.Key;

    /// <summary>The sets that the caller can request.</summary>
    public AnalyticsModel Model { get; }

    /// <summary>Whether the view has all rows and fields of a dataset.</summary>
    public bool SeesWhole(string dataset) => whole is null || whole.Contains(dataset);

    /// <summary>Whether the view has the records of a dataset that were rejected, as they are in the files.</summary>
    public bool SeesRawText(string dataset) => SeesWhole(dataset) && (hasRawText || !IsSensitive(Model.Lake.Find(dataset)));

    /// <summary>Whether a dataset has sensitive fields: then its raw records may tell of them, even with asterisks.</summary>
    internal static bool IsSensitive(Dataset? dataset) => dataset?.Schema.Fields.Any(f => f.Sensitive != Sensitivity.None) == true;
}
