using System.Runtime.CompilerServices;
using Microsoft.OData.Edm;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The OpenAPI document of the sets that can be requested now.</summary>
/// <param name="reports">The reports.</param>
public sealed class OpenApiDocuments(ReportCatalog reports)
{
    // Models of the same names have the same document.
    private readonly ConditionalWeakTable<IEdmModel, Entry> known = [];

    /// <summary>The document of a model. It is kept as long as the model, or until the reports have changed.</summary>
    public OpenApiDocument Of(AnalyticsModel model)
    {
        var all = reports.Reports;
        if (known.TryGetValue(model.Edm, out var entry) && ReferenceEquals(entry.Reports, all))
        {
            return entry.Document;
        }

        var document = new OpenApiDocument(model, reports);
        known.AddOrUpdate(model.Edm, new Entry(all, document));
        return document;
    }

    private sealed record Entry(IReadOnlyList<Report> Reports, OpenApiDocument Document);
}
