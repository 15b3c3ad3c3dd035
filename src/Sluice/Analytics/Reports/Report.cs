using System.Text.Json;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics.Reports;

/// <summary>A named query that answers a question and has a chart.</summary>
public sealed record Report
{
    /// <summary>Its name, as in its address.</summary>
    public required string Name { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The question that it answers.</summary>
    public required string Question { get; init; }

    /// <summary>The set that it queries.</summary>
    public required EntitySet Set { get; init; }

    /// <summary>The query options, <c>$</c> included.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Its filters: the property for each name. That of <see cref="ReportFilter.Date"/> is a date or timestamp.</summary>
    public required IReadOnlyDictionary<string, string> Filters { get; init; }

    /// <summary>Its chart: a Vega-Lite specification without data.</summary>
    public required JsonElement Chart { get; init; }

    /// <summary>The properties of its rows.</summary>
    public required IReadOnlyList<ResultProperty> Properties { get; init; }

    /// <summary>Creates the request for its filtered rows.</summary>
    /// <param name="filter">The filter.</param>
    /// <exception cref="QueryRefusedException">The report has no such filter.</exception>
    public AnalyticsRequest Request(ReportFilter filter) => new() { Set = Set, Options = filter.Apply(Options, Filters) };
}
