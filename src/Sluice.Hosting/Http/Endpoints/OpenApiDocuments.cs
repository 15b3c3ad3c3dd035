using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The OpenAPI document of the sets that can be requested now.</summary>
/// <param name="reports">The reports.</param>
public sealed class OpenApiDocuments(ReportCatalog reports)
{
    private (AnalyticsModel Model, IReadOnlyList<Report> Reports, OpenApiDocument Document)? latest;

    /// <summary>The document of a model. It is kept until another model is asked for, or the reports have changed.</summary>
    public OpenApiDocument Of(AnalyticsModel model)
    {
        lock (reports)
        {
            if (latest is { } known && known.Model == model && ReferenceEquals(known.Reports, reports.Reports))
            {
                return known.Document;
            }

            var document = new OpenApiDocument(model, reports);
            latest = (model, reports.Reports, document);
            return document;
        }
    }
}
