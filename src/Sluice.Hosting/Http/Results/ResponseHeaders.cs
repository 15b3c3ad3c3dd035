using Microsoft.AspNetCore.Http;

namespace Sluice.Hosting.Http.Results;

/// <summary>The headers of the answers of the OData service.</summary>
internal static class ResponseHeaders
{
    /// <summary>Sets those of an answer with something in it.</summary>
    public static void Set(HttpResponse response, string contentType)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = $"{contentType}; charset=utf-8";
        SetCommon(response);
    }

    /// <summary>Sets those of an answer with rows.</summary>
    /// <param name="response">The response.</param>
    /// <param name="format">How they are written.</param>
    /// <param name="fileName">What a browser calls the file of rows as CSV.</param>
    public static void Set(HttpResponse response, ResponseFormat format, string fileName)
    {
        Set(response, format.ContentType());
        if (format.IsCsv)
        {
            response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        }
    }

    /// <summary>Sets those of every answer.</summary>
    public static void SetCommon(HttpResponse response)
    {
        response.Headers["OData-Version"] = "4.0";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
