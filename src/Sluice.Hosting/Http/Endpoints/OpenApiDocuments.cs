using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The OpenAPI document of the sets that can be requested now.</summary>
/// <param name="reports">The reports.</param>
public sealed class OpenApiDocuments(ReportCatalog reports)
{
    private (AnalyticsModel Model, OpenApiDocument Document)? latest;

    /// <summary>The document of a model. It is kept until another model is asked for.</summary>
    public OpenApiDocument Of(AnalyticsModel model)
    {
        lock (reports)
        {
            return (latest is { } known && known.Model == model ? known : (latest = (model, new OpenApiDocument(model, reports))).Value)
                .Document;
        }
    }
}
