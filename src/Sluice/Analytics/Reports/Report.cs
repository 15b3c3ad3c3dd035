using System.Text.Json;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics.Reports;

/// <summary>A query that has a name, answers a question, and is drawn as a chart.</summary>
public sealed record Report
{
    /// <summary>Its name, which is in its address.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called.</summary>
    public required string Title { get; init; }

    /// <summary>The question that it answers.</summary>
    public required string Question { get; init; }

    /// <summary>The set that it is of.</summary>
    public required EntitySet Set { get; init; }

    /// <summary>The query options, <c>$</c> included.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>
    /// What its rows can be narrowed by: the property of each name. That of <see cref="ReportFilter.Date"/> is a date or timestamp.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Filters { get; init; }

    /// <summary>How it is drawn: a Vega-Lite specification without data.</summary>
    public required JsonElement Chart { get; init; }

    /// <summary>The properties of its rows.</summary>
    public required IReadOnlyList<ResultProperty> Properties { get; init; }

    /// <summary>The request for its rows, narrowed.</summary>
    /// <param name="filter">What to narrow them by.</param>
    /// <exception cref="QueryRefusedException">It cannot be narrowed by that.</exception>
    public AnalyticsRequest Request(ReportFilter filter) => new() { Set = Set, Options = filter.Apply(Options, Filters) };
}
