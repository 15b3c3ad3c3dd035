using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Sluice.Analytics;
using Sluice.Analytics.Columnar;
using Sluice.Analytics.Reports;
using Sluice.Hosting.Access;

namespace Sluice.Hosting.Http.Results;

/// <summary>An answer with rows, written while the rows are read.</summary>
internal sealed partial class RowsResult : IActionResult
{
    private readonly AnalyticsRows rows;
    private readonly ResponseFormat format;
    private readonly string root;
    private readonly Func<string, string>? nextLink;
    private readonly string? fileName;
    private readonly string function;
    private readonly ILogger logger;

    /// <summary>An answer with many rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="format">The format of the rows.</param>
    /// <param name="root">The address of the OData service.</param>
    /// <param name="nextLink">Makes the link to the next answer from its <c>$skiptoken</c>.</param>
    /// <param name="fileName">The name under which a browser saves CSV.</param>
    /// <param name="function">The function that answers.</param>
    /// <param name="logger">Logs an answer that breaks off.</param>
    public RowsResult(
        AnalyticsRows rows, ResponseFormat format, string root, Func<string, string> nextLink, string fileName, string function,
        ILogger logger)
        : this(rows, format, root, function, logger)
    {
        this.nextLink = nextLink;
        this.fileName = fileName;
    }

    /// <summary>An answer with one row, which has been read.</summary>
    public RowsResult(AnalyticsRows rows, ResponseFormat format, string root, string function, ILogger logger)
    {
        this.rows = rows;
        this.format = format;
        this.root = root;
        this.function = function;
        this.logger = logger;
    }

    /// <summary>Keeps the answer, and gives it an entity tag; disposed of with the rows. <see langword="null"/> for neither.</summary>
    public AnswerTurn? Turn { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        using var turn = Turn;
        await using var answer = rows;
        try
        {
            await (turn is null
                ? WriteAsync(http.Request, http.Response, http.RequestAborted)
                : WriteKeptAsync(http, turn, http.RequestAborted));
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
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
            // Abort, so that the part sent so far does not look complete. Only the log can say why.
            logger.LogBrokenOff(e, function);
            http.Abort();
        }
    }

    private async Task WriteAsync(HttpRequest request, HttpResponse response, CancellationToken cancellationToken)
    {
        ResponseHeaders.Set(response, format, fileName ?? "");
        await using var body = new ResponseStream(response, rows);

        // Not in a using block: disposing writes the rest, which an interrupted answer must not get.
        var coded = Encode(request, response, body);
        await WriteAsync(coded, cancellationToken);
        await EndAsync(request, coded, body, cancellationToken);
    }

    private async Task WriteKeptAsync(HttpContext http, AnswerTurn turn, CancellationToken cancellationToken)
    {
        ResponseHeaders.Set(http.Response, format, fileName ?? "");
        await using var body = new ResponseStream(http.Response, rows);
        Stream? coded = null;
        await using var held = new HeldStream(() => coded = Encode(http.Request, http.Response, body));
        await WriteAsync(held, cancellationToken);
        if (held.Whole is { } whole)
        {
            await rows.DisposeAsync();
            var answer = await turn.KeepAsync(whole, cancellationToken);
            turn.Dispose();
            await AnswerResult.SendAsync(http, answer, format, fileName ?? "");
        }
        else
        {
            await EndAsync(http.Request, coded!, body, cancellationToken);
        }
    }

    private Stream Encode(HttpRequest request, HttpResponse response, ResponseStream body)
    {
        if (!format.IsText || ContentCoding.Choose(request) is not { } coding)
        {
            return body;
        }

        ContentCoding.SetHeaders(response, coding);
        return ContentCoding.Compress(coding, body);
    }

    private async Task EndAsync(HttpRequest request, Stream coded, ResponseStream body, CancellationToken cancellationToken)
    {
        if (coded != body)
        {
            await coded.DisposeAsync();
        }

        if (format.IsTable)
        {
            AuditNote.Of(request)?.AddExport(rows.Set, rows.Given);
        }

        // The rest needs no query: free it before waiting for the client.
        await rows.DisposeAsync();
        await body.CompleteAsync(cancellationToken);
    }

    private async Task WriteAsync(Stream body, CancellationToken cancellationToken)
    {
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
            await (format.Table switch
            {
                TableFormat.Parquet => ParquetRowsWriter.WriteAsync(rows, body, cancellationToken),
                TableFormat.Arrow => ArrowRowsWriter.WriteAsync(rows, body, cancellationToken),
                _ => CsvRowsWriter.WriteAsync(rows, body, format.EscapesFormulas, cancellationToken),
            });
        }
    }

    [LoggerMessage(45, LogLevel.Information, "An answer of {Function} was aborted because the client stopped reading")]
    private partial void LogStalled(string function);
}
