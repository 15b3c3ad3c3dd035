using System.Globalization;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Reports;

/// <summary>A filter for the rows of a report.</summary>
public sealed record ReportFilter
{
    /// <summary>The name of the filter that <see cref="From"/> and <see cref="To"/> belong to.</summary>
    public const string Date = "date";

    /// <summary>The first day, or <see langword="null"/> for no limit.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, or <see langword="null"/> for no limit.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Values of other filters, by name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it keeps all rows.</summary>
    public bool IsEmpty => From is null && To is null && Values.Count == 0;

    /// <summary>The options of the report with the filter applied first.</summary>
    internal IReadOnlyDictionary<string, string> Apply(
        IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, string> filters)
    {
        if (IsEmpty)
        {
            return options;
        }

        List<string> conditions = [];
        if (From is { } from)
        {
            conditions.Add($"{Property(Date)} ge {Literal(from)}");
        }

        if (To is { } to)
        {
            conditions.Add(
                to == DateOnly.MaxValue ? $"{Property(Date)} le {Literal(to)}" : $"{Property(Date)} lt {Literal(to.AddDays(1))}");
        }

        conditions.AddRange(Values.Select(v => $"{Property(v.Key)} eq '{v.Value.Replace("'", "''", StringComparison.Ordinal)}'"));
        var condition = string.Join(" and ", conditions);
        var narrowed = new Dictionary<string, string>(options, StringComparer.Ordinal);
        if (options.TryGetValue("$apply", out var apply))
        {
            narrowed["$apply"] = $"filter({condition})/{apply}";
        }
        else
        {
            narrowed["$filter"] = options.TryGetValue("$filter", out var filter) ? $"({condition}) and ({filter})" : condition;
        }

        return narrowed;

        string Property(string name) => filters.TryGetValue(name, out var property)
            ? property
            : throw new QueryRefusedException(filters.Count == 0
                ? "This report has no filters."
                : $"This report cannot be filtered by {(name == Date ? "from and to" : "that")}; "
                    + $"its filters are {string.Join(", ", filters.Keys)}.");
    }

    private static string Literal(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
