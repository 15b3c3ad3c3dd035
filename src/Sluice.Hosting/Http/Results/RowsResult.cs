using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Sluice.Analytics;

namespace Sluice.Hosting.Http.Results;

/// <summary>Rows as an answer, written while they are read.</summary>
internal sealed partial class RowsResult : IActionResult
{
    private readonly AnalyticsRows rows;
    private readonly ResponseFormat format;
    private readonly string root;
    private readonly Func<string, string>? nextLink;
    private readonly string? fileName;
    private readonly string function;
    private readonly ILogger logger;

    /// <summary>All rows of an answer.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="format">How they are written.</param>
    /// <param name="root">Where the service is.</param>
    /// <param name="nextLink">Makes the link to the next answer from its <c>$skiptoken</c>.</param>
    /// <param name="fileName">What a browser calls the file of rows as CSV.</param>
    /// <param name="function">The function that answers.</param>
    /// <param name="logger">Is told of an answer that breaks off.</param>
    public RowsResult(
        AnalyticsRows rows, ResponseFormat format, string root, Func<string, string> nextLink, string fileName, string function, ILogger logger)
        : this(rows, format, root, function, logger)
    {
        this.nextLink = nextLink;
        this.fileName = fileName;
    }

    /// <summary>The one row that was asked for, and has been read.</summary>
    public RowsResult(AnalyticsRows rows, ResponseFormat format, string root, string function, ILogger logger)
    {
        this.rows = rows;
        this.format = format;
        this.root = root;
        this.function = function;
        this.logger = logger;
    }

    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        await using var answer = rows;
        try
        {
            await WriteAsync(http.Response, http.RequestAborted);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
        catch (ReaderStalledException)
        {
            LogStalled(function);
            http.Abort();
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            logger.LogProblem(e, function);
            await Problems.FromException(e).ExecuteResultAsync(context);
        }
        catch (Exception e)
        {
            // What is written so far must not look like the whole, and only the log can say why it is not.
            logger.LogBrokenOff(e, function);
            http.Abort();
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        ResponseHeaders.Set(response, format, fileName ?? "");
        await using var body = new ResponseStream(response, rows);
        if (nextLink is null)
        {
            await JsonRowsWriter.WriteOneAsync(rows, body, format.Json! with { ServiceRoot = root }, cancellationToken);
        }
        else if (format.Json is { } json)
        {
            await JsonRowsWriter.WriteAsync(rows, body, json with { ServiceRoot = root }, nextLink, cancellationToken);
        }
        else
        {
            await CsvRowsWriter.WriteAsync(rows, body, format.EscapesFormulas, cancellationToken);
        }

        // What is left to do needs nothing of the database.
        await rows.DisposeAsync();
        await body.CompleteAsync(cancellationToken);
    }

    [LoggerMessage(45, LogLevel.Information, "An answer of {Function} is given up, since nobody takes it")]
    private partial void LogStalled(string function);
}
