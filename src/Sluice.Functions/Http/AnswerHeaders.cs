using Microsoft.AspNetCore.Http;

namespace Sluice.Functions.Http;

/// <summary>The headers of the answers of the OData service.</summary>
internal static class AnswerHeaders
{
    /// <summary>Sets them.</summary>
    public static void Set(HttpResponse response, string contentType)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = $"{contentType}; charset=utf-8";
        response.Headers["OData-Version"] = "4.0";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
