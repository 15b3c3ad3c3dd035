using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Sluice.Analytics.Reports;

namespace Sluice.Hosting.Http.Results;

/// <summary>The answer of a report that is kept.</summary>
/// <param name="turn">The turn with the answer; disposed of with this.</param>
/// <param name="format">The format of its rows.</param>
/// <param name="fileName">The name under which a browser saves a table.</param>
internal sealed class AnswerResult(AnswerTurn turn, ResponseFormat format, string fileName) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        using var answered = turn;
        await SendAsync(context.HttpContext, turn.Answer!, format, fileName);
    }

    /// <summary>Sets the headers that do not depend on the answer.</summary>
    public static void SetHeaders(HttpResponse response, ResponseFormat format, string fileName)
    {
        ResponseHeaders.Set(response, format, fileName);

        // The client may keep it, and asks each time whether it is still the same.
        response.Headers.CacheControl = "private, no-cache";
        if (format.IsText)
        {
            ContentCoding.SetVariant(response);
        }
    }

    /// <summary>Sends an answer with its entity tag: 304 if the client has it.</summary>
    public static async Task SendAsync(HttpContext context, ReportAnswer answer, ResponseFormat format, string fileName)
    {
        var response = context.Response;
        SetHeaders(response, format, fileName);
        response.Headers.ETag = answer.Tag;
        if (EntityTags.IsKnown(context.Request, answer.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.ContentType = null;
            response.Headers.ContentDisposition = default;
            return;
        }

        await context.WriteBodyAsync(answer.Body, canCompress: format.IsText);
    }
}
