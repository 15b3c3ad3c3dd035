using Microsoft.AspNetCore.Http;
using Sluice.Hosting.Http.Requests;

namespace Sluice.Hosting.Http.Results;

/// <summary>The headers of the answers of the OData service.</summary>
internal static class ResponseHeaders
{
    /// <summary>Sets the headers of an answer with a body.</summary>
    public static void Set(HttpResponse response, string contentType)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = $"{contentType}; charset=utf-8";
        SetCommon(response);
    }

    /// <summary>Sets the headers of an answer with rows.</summary>
    /// <param name="response">The response.</param>
    /// <param name="format">The format of the rows.</param>
    /// <param name="fileName">The name under which a browser saves a table.</param>
    public static void Set(HttpResponse response, ResponseFormat format, string fileName)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = format.ContentType();
        SetCommon(response);
        if (format.IsTable)
        {
            response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        }
    }

    /// <summary>Sets the headers that every answer has.</summary>
    public static void SetCommon(HttpResponse response)
    {
        response.Headers[ProtocolVersion.Header] = ProtocolVersion.OfAnswers;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
